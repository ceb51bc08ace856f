"""The public face over HTTP against a service whose ids are GUIDs, as the manual announces."""

from __future__ import annotations

import asyncio
import warnings
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import aiohttp
import pytest

from billit_async import BillitSession
from billit_async.emulator import Emulator, EmulatorSettings
from billit_async.emulator.protocol.guid_ids import guid_of
from billit_async.errors import CallInfo, NoKeyset, OutcomeUnknown, PagingWarning, PayloadWarning
from billit_async.export import export_orders
from billit_async.export.recount import recount
from billit_async.fields import OrderFields as O
from billit_async.models import Order, OrderLine, Party, Product
from billit_async.types import Consistency, FeedEntry

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

pytestmark = [
    pytest.mark.filterwarnings("ignore::billit_async.errors.PayloadWarning"),
    pytest.mark.filterwarnings("ignore::billit_async.errors.PagingWarning"),
]

ORDERS = 150


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    settings = EmulatorSettings.of({"responses.ids": "guid"})
    async with Emulator(seed=7, orders=2 * ORDERS, companies=2, settings=settings) as running:
        yield running


@pytest.fixture
async def billit(emulator: Emulator) -> AsyncIterator[BillitSession]:
    async with BillitSession(
        emulator.api_key,
        base_url=emulator.url,
        party_id=guid_of(emulator.party_id),
    ) as session:
        yield session


def invoice() -> Order:
    return Order(
        order_type="Invoice",
        order_direction="Income",
        order_date=date(2024, 1, 1),
        expiry_date=date(2024, 1, 31),
        customer=Party(name="Acme", vat_number="BE0563846944", email="acme@example.com"),
        order_lines=[
            OrderLine(
                quantity=Decimal(1),
                unit_price_excl=Decimal("10.00"),
                description="Work",
                vat_percentage=Decimal(21),
            )
        ],
    )


def guids(numbers: Iterable[int]) -> list[Any]:
    """The ids as they are on the wire, where types say numbers."""
    return [guid_of(number) for number in numbers]


def drained(billit: BillitSession, name: str | None) -> AsyncIterator[FeedEntry]:
    assert name is not None
    return billit.accountant.drain(name)


async def test_an_order_is_created_read_changed_sent_paid_and_deleted(billit: BillitSession) -> None:
    order_id: int = await billit.orders.create(invoice(), external_id="shop-1")
    assert UUID(str(order_id))
    await billit.orders.patch(order_id, internal_info="seen")
    for spelling in (order_id, UUID(str(order_id)), str(order_id).upper()):
        order = await billit.orders.get(spelling)
        assert (order.order_id, order.internal_info) == (order_id, "seen")
    unsent = await billit.orders.create(invoice(), external_id="shop-2")
    assert await billit.orders.delete(unsent) is True
    assert [row.order_id async for row in billit.orders.deleted()] == [unsent]
    await billit.orders.send([order_id], "SMTP")
    await billit.orders.add_payment(order_id, Decimal("2.00"))
    await billit.orders.mark_paid(order_id, paid_date=datetime(2024, 2, 1))
    assert (await billit.orders.pdf(order_id)).content.startswith(b"%PDF")
    assert (await billit.orders.delivery(order_id)).order_id == order_id
    delivered = await billit.orders.deliver(UUID(str(order_id)), follow=False)
    assert delivered.order_id == order_id
    new = await billit.orders.deliver(invoice(), "SMTP", external_id="shop-3", follow=False)
    assert UUID(str(new.order_id))


async def test_what_a_create_left_is_found_again(billit: BillitSession) -> None:
    order_id = await billit.orders.create(invoice(), external_id="shop-1")
    from billit_async._resources.orders.lookup import lookup_of

    error = OutcomeUnknown("lost", call=CallInfo(method="POST", path="/v1/orders", party_id=billit.party_id))
    error.lookup = lookup_of("order", Order(external_provider_id="shop-1", order_type="Invoice"))
    resolution = await billit.resolve(error)
    assert resolution.id == order_id


async def test_lists_are_read_by_links_with_one_warning_and_nothing_is_lost(
    billit: BillitSession, emulator: Emulator
) -> None:
    every = set(guids(emulator.ledger[emulator.party_id].order_ids))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        rows = await billit.orders.list().collect()
    told = [one for one in caught if issubclass(one.category, PagingWarning)]
    assert len(told) == 1
    assert "has texts such as GUIDs as OrderID" in str(told[0].message)
    assert any(issubclass(one.category, PayloadWarning) for one in caught)
    ids = [row.order_id for row in rows]
    assert len(ids) == len(set(ids)) == ORDERS
    assert set(ids) == every
    assert billit.orders.list().consistency is Consistency.LINKS
    assert [row.order_id async for row in billit.orders.list(prefetch=3)] == ids
    assert {row.order_id async for row in billit.orders.list(consistency="links")} == every
    assert await billit.orders.count() == ORDERS
    with pytest.raises(NoKeyset) as refused:
        await billit.orders.list(consistency="keyset").collect()
    assert refused.value.has_text_keys


async def test_reading_ahead_falls_back_as_well(billit: BillitSession) -> None:
    ids = [row.order_id async for row in billit.orders.list(prefetch=3)]
    assert len(ids) == len(set(ids)) == ORDERS


async def test_cursors_go_on_where_the_list_was(billit: BillitSession) -> None:
    ids = [row.order_id async for row in billit.orders.list()]
    for stop in (1, 119, 120, 121, ORDERS):
        pager = billit.orders.list()
        rows = aiter(pager)
        read = [(await anext(rows)).order_id for _ in range(stop)]
        assert pager.cursor is not None
        rest = [row.order_id async for row in billit.orders.list(cursor=pager.cursor)]
        assert read + rest == ids
    pages = [page async for page in billit.orders.list().pages()]
    assert [row.order_id async for row in billit.orders.list(cursor=pages[0].cursor)] == ids[120:]


async def test_rows_in_full_finding_and_filters(billit: BillitSession) -> None:
    full = await billit.orders.list(top=3, details=True).collect()
    assert all(order.order_lines for order in full)
    order_id = full[0].order_id
    assert order_id is not None
    found = await billit.orders.find(order_id=order_id)
    assert found is not None
    assert found.order_id == order_id
    ids = [order.order_id for order in full if order.order_id is not None]
    assert [row.order_id async for row in billit.orders.list(O.order_id.in_(ids))] == ids
    with pytest.raises(TypeError, match="a GUID is compared with == and !="):
        O.order_id > ids[0]  # pyright: ignore[reportUnusedExpression]  # noqa: B015


async def test_changes_come_once(billit: BillitSession) -> None:
    changes = billit.orders.changes()
    first = [row.order_id async for row in changes]
    assert len(first) == len(set(first)) == ORDERS
    assert [row async for row in billit.orders.changes(cursor=changes.cursor)] == []


async def test_the_export_holds_every_order_under_its_company(
    billit: BillitSession, emulator: Emulator, tmp_path: Path
) -> None:
    companies = [one.party_id for one in (await billit.account.information()).companies or () if one.party_id]
    report = await export_orders(billit, directory=tmp_path, companies=companies)
    ledger = emulator.ledger.companies
    assert [one.party_id for one in report.companies] == guids(ledger)
    for company, (party_id, truth) in zip(report.companies, ledger.items(), strict=True):
        assert company.orders == len(truth.order_ids)
        for path in company.files.values():
            assert path.parent.name == guid_of(party_id)
            counted = recount(path)
            assert set(counted.order_ids) == set(guids(truth.order_ids))
            assert {rate: sums.incl for rate, sums in counted.vat.items()} == {
                rate: sums.incl for rate, sums in truth.vat_totals.items()
            }


async def test_the_other_areas_take_what_they_gave(billit: BillitSession) -> None:
    party_id = await billit.parties.create(Party(name="New", party_type="Customer", vat_number="BE0403170701"))
    assert (await billit.parties.get(party_id)).party_id == party_id
    await billit.parties.patch(party_id, email="new@example.com")
    product_id = await billit.products.create(Product(description="Work", reference="R-7"))
    assert (await billit.products.get(product_id)).product_id == product_id
    for report in await billit.reports.list():
        assert report.report_id is not None
        assert await billit.reports.get(report.report_id)
    assert len([row async for row in billit.documents.list()]) > 0
    webhook = await billit.webhooks.create("http://127.0.0.1:1/x", "Order", "I")
    assert webhook.webhook_id is not None
    assert await billit.webhooks.refresh_secret(webhook.webhook_id)
    assert await billit.webhooks.delete(webhook.webhook_id) is True
    seen = [received.item.inbox_item_id async for received in billit.peppol.inbox().drain()]
    assert seen
    assert await billit.peppol.inbox() == []
    await billit.accountant.create_feed("books")
    entries = [entry for feed in await billit.accountant.feeds() async for entry in drained(billit, feed.name)]
    assert entries
    assert all(UUID(str(entry.item.feed_item_id)) for entry in entries)


async def test_a_service_with_guids_refuses_numbers(emulator: Emulator) -> None:
    headers = {"ApiKey": emulator.api_key}
    order_id = emulator.ledger[emulator.party_id].order_ids[0]
    async with aiohttp.ClientSession(emulator.url, headers=headers) as client:

        async def status(path: str) -> int:
            async with client.get(path) as response:
                return response.status

        statuses = await asyncio.gather(
            status(f"/v1/orders/{order_id}"),
            status(f"/v1/orders/{guid_of(order_id)}"),
            status(f"/v1/orders?$filter=OrderID gt {order_id}"),
            status(f"/v1/orders?$filter=OrderID eq guid'{guid_of(order_id)}'"),
            status(f"/v1/orders?$filter=OrderID gt guid'{guid_of(order_id)}'"),
        )
    assert list(statuses) == [401, 200, 400, 200, 400]
