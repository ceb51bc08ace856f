"""EmulatorSettings that other tests leave alone, each in both positions, and that no setting goes without a test."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import groupby
from pathlib import Path

import pytest
from aiohttp import web

from billit_async.emulator import EmulatorSettings

PEPPOL = "TheCustomerIsNotActiveOnPeppol"


def test_every_setting_is_turned_by_a_test():
    tests = Path(__file__).parents[1]
    texts = [path.read_text() for place in ("emulator", "e2e") for path in (tests / place).glob("test_*.py")]
    turned = {path for text in texts for path in re.findall(r"\b(\w+\.\w+)\b", text)}
    assert EmulatorSettings().flat().keys() <= turned


@pytest.mark.parametrize(("mode", "status"), [("ignore", 200), ("500", 500)])
@pytest.mark.parametrize("option", ["$select=OrderID", "$expand=CounterParty"])
async def test_select_and_expand_are_ignored_or_fail(boot, mode, status, option):
    wire = await boot(orders=3, settings={"paging.select_expand": mode})
    assert (await wire.get(f"/v1/orders?{option}")).status == status
    assert (await wire.get("/v1/orders")).status == 200


async def types_and_ids(wire):
    items = (await wire.get("/v1/orders?$orderby=OrderType")).json["Items"]
    return {kind: [item["OrderID"] for item in group] for kind, group in groupby(items, lambda item: item["OrderType"])}


async def test_equal_rows_come_by_their_id_or_by_their_columns(boot):
    by_id = await types_and_ids(await boot(settings={"odata.order_key_known": True}))
    by_columns = await types_and_ids(await boot(settings={"odata.order_key_known": False}))
    assert all(ids == sorted(ids) for ids in by_id.values())
    assert any(ids != sorted(ids) for ids in by_columns.values())
    assert {kind: sorted(ids) for kind, ids in by_columns.items()} == by_id


@pytest.mark.parametrize("code", ["NoAccess", "SomethingElse"])
async def test_the_code_of_an_id_that_is_not_yours_is_a_setting(boot, code):
    wire = await boot(orders=1, settings={"access.no_access_code": code})
    assert (await wire.get("/v1/orders/5")).codes == [code]


@pytest.mark.parametrize("code", ["ApiKeyNotValid", "NoAccess"])
async def test_the_code_of_a_company_that_is_not_yours_is_a_setting(boot, code):
    wire = await boot(orders=1, settings={"access.wrong_party_code": code})
    assert (await wire.get("/v1/orders", PartyID="1")).codes == [code]


@pytest.mark.parametrize(("takes", "status"), [(False, 400), (True, 200)])
async def test_a_paid_date_without_time_is_refused_or_taken(boot, takes, status):
    wire = await boot(orders=1, settings={"requests.patch_date_only": takes})
    order_id = await wire.create()
    assert (await wire("PATCH", f"/v1/orders/{order_id}", {"PaidDate": "2024-02-01"})).status == status
    assert (await wire.detail(order_id))["Paid"] is takes


async def test_the_rates_of_a_country_are_a_setting(boot, an_order):
    lines = [{"Quantity": 1, "UnitPriceExcl": 1, "Description": "x", "VATPercentage": 20}]
    wire = await boot(orders=1)
    assert (await wire("POST", "/v1/orders", an_order(OrderLines=lines))).status == 400
    wire = await boot(orders=1, settings={"orders.vat_rates": {"BE": frozenset({Decimal(20)})}})
    assert (await wire("POST", "/v1/orders", an_order(OrderLines=lines))).status == 200
    assert (await wire("POST", "/v1/orders", an_order())).codes == ["InvalidVAtPercentageForTaxCountry_0_"]


@pytest.mark.parametrize(("absent", "is_there"), [((), True), (("BE0563846944",), False)])
async def test_who_is_not_on_peppol_is_a_setting(boot, absent, is_there):
    wire = await boot(orders=1, settings={"peppol.absent": frozenset(absent)})
    found = (await wire.get("/v1/peppol/participantInformation/BE0563846944")).json
    assert found["Registered"] is is_there
    body = {"OrderIDs": [await wire.create()], "TransportType": "Peppol"}
    response = await wire("POST", "/v1/orders/commands/send", body)
    assert (response.status, response.text and response.codes) == ((200, "") if is_there else (400, [PEPPOL]))


@pytest.mark.parametrize(
    ("utc", "winter", "summer"),
    [
        ("as_is", "2024-01-31T23:30:00", "2024-07-31T23:30:00"),
        ("converted", "2024-02-01T00:30:00", "2024-08-01T01:30:00"),
    ],
)
async def test_dates_in_utc_are_kept_or_moved_to_belgium(boot, utc, winter, summer):
    wire = await boot(orders=1, settings={"time.utc_dates": utc})
    order_id = await wire.create(OrderDate="2024-01-31T23:30:00Z", ExpiryDate="2024-07-31T23:30:00Z")
    detail = await wire.detail(order_id)
    assert (detail["OrderDate"], detail["ExpiryDate"]) == (winter, summer)


@pytest.mark.parametrize(
    ("precision", "stamp"),
    [("datetime", "2024-03-10T15:00:49.123"), ("datetime2", "2024-03-10T15:00:49.123456")],
)
async def test_stamps_end_as_their_columns_do(boot, hands, precision, stamp):
    hands.moment += timedelta(microseconds=123_456 - hands.moment.microsecond)
    wire = await boot(orders=1, settings={"time.clock": hands, "time.timestamp_precision": precision})
    assert (await wire.detail(await wire.create()))["Created"] == stamp


@pytest.fixture
async def silent_receiver():
    """The address of somebody who takes a request and does not respond before the test is over."""
    over = asyncio.Event()

    async def listen(request):
        await over.wait()
        return web.Response()

    runner = web.ServerRunner(web.Server(listen, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", over
    over.set()
    await runner.cleanup()


def hook(url):
    return {"EntityType": "Order", "EntityUpdateType": "I", "WebhookURL": url}


@pytest.mark.parametrize(("patience", "state"), [(0.05, "failed"), (30.0, "delivered")])
async def test_a_response_that_does_not_come_is_waited_for_as_long_as_is_set(boot, silent_receiver, patience, state):
    url, over = silent_receiver
    wire = await boot(orders=1, settings={"webhooks.timeout": patience, "webhooks.attempts": 1})
    await wire("POST", "/v1/webhooks", hook(url))
    await wire.create()
    if state == "delivered":
        over.set()
    # A patience that is not the set one would end here and not in a verdict.
    async with asyncio.timeout(20):
        await wire.emulator.settle()
    (delivery,) = wire.emulator.webhook_deliveries
    assert (delivery.state, delivery.attempts) == (state, 1)


@pytest.mark.parametrize(("leaves", "state", "attempts"), [(False, "withheld", 0), (True, "failed", 1)])
async def test_nothing_leaves_this_machine_unless_told_to(boot, leaves, state, attempts):
    wire = await boot(
        orders=1, settings={"webhooks.leave_this_machine": leaves, "webhooks.attempts": 1, "webhooks.timeout": 5.0}
    )
    await wire("POST", "/v1/webhooks", hook("https://nowhere.invalid/billit"))
    await wire.create()
    await wire.emulator.settle()
    (delivery,) = wire.emulator.webhook_deliveries
    assert (delivery.state, delivery.attempts) == (state, attempts)


@pytest.mark.parametrize("limit", [1, 20])
async def test_a_company_has_so_many_webhooks(boot, limit):
    wire = await boot(orders=1, settings={"webhooks.limit": limit})
    responses = [await wire("POST", "/v1/webhooks", hook("https://example.test/billit")) for _ in range(limit + 1)]
    assert [response.status for response in responses] == [200] * limit + [400]
    assert str(limit) in responses[-1].description


@pytest.mark.parametrize(("rounding", "vat"), [(ROUND_HALF_UP, "0.11"), (ROUND_HALF_EVEN, "0.10")])
async def test_half_a_cent_goes_up_or_to_the_even_one(boot, rounding, vat):
    wire = await boot(orders=1, settings={"orders.rounding": rounding})
    lines = [{"Quantity": 1, "UnitPriceExcl": 0.5, "Description": "x", "VATPercentage": 21}]
    assert (await wire.detail(await wire.create(OrderLines=lines)))["TotalVAT"] == Decimal(vat)


@pytest.mark.parametrize(("minutes", "statuses"), [(0, [200, 200]), (1, [400, 200]), (5, [400, 400])])
async def test_the_guard_against_sending_twice_lasts_as_long_as_is_set(boot, hands, minutes, statuses):
    wire = await boot(orders=1, settings={"time.clock": hands, "delivery.resend_minutes": minutes})
    body = {"OrderIDs": [await wire.create()], "TransportType": "Peppol"}
    assert (await wire("POST", "/v1/orders/commands/send", body)).status == 200
    found = []
    for _ in statuses:
        hands.turn(seconds=59)
        found.append((await wire("POST", "/v1/orders/commands/send", body)).status)
    assert found == statuses
