"""Webhooks: who is told what, with which signature, how often it is tried, and what never leaves the machine."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import re
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web

from billit_async._serialization.codec import from_json
from billit_async.emulator import Emulator, EmulatorSettings
from billit_async.models import Webhook

CUSTOMER = "BE0563846944"


class Listener:
    """A real HTTP server that remembers what it was sent, and responds as it is told to."""

    def __init__(self):
        self.received = []
        self.statuses = []
        self.arrived = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        self.before = lambda: None

    async def __call__(self, request):
        await self.gate.wait()
        self.before()
        self.received.append((request.path, request.headers.copy(), await request.read()))
        self.arrived.set()
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(status=status, headers={"Location": "/elsewhere"} if status == 307 else {})

    @property
    def bodies(self):
        return [json.loads(body) for _, _, body in self.received]


@pytest.fixture
async def listener():
    listening = Listener()
    runner = web.ServerRunner(web.Server(listening, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    listening.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield listening
    listening.gate.set()
    await runner.cleanup()


async def hook(wire, url, entity_type="Order", update_type="I", **headers):
    response = await wire(
        "POST", "/v1/webhooks",
        {"EntityType": entity_type, "EntityUpdateType": update_type, "WebhookURL": url}, **headers)  # fmt: skip
    assert response.status == 200, response.text
    return response.json


async def send(wire, order_id, transport="Peppol"):
    body = {"TransportType": transport, "OrderIDs": [order_id]}
    assert (await wire("POST", "/v1/orders/commands/send", body)).status == 200


async def test_the_secret_is_shown_when_it_is_made_and_never_again(written):
    made = await hook(written, "https://example.test/hook")
    (listed,) = (await written.get("/v1/webhooks")).json
    assert re.fullmatch("[0-9a-f]{40}", made["Secret"])
    assert listed == {key: value for key, value in made.items() if key != "Secret"}
    assert (made["CompanyID"], made["UserID"] > 0) == (written.emulator.party_id, True)


async def test_a_webhook_reads_as_its_model_without_loss(written):
    raw = (await written("POST", "/v1/webhooks", {"EntityType": "Order", "WebhookURL": "https://example.test/"})).text
    assert from_json(Webhook, raw).webhook_id == json.loads(raw)["WebhookID"]


async def test_a_deleted_webhook_is_gone(written):
    made = await hook(written, "https://example.test/hook")
    response = await written("DELETE", f"/v1/webhooks/{made['WebhookID']}")
    assert (response.status, response.text) == (200, "true")
    assert (await written.get("/v1/webhooks")).json == []
    assert (await written("DELETE", f"/v1/webhooks/{made['WebhookID']}")).status == 401


async def test_webhooks_belong_to_one_company(wire, emulator):
    made = await hook(wire, "https://example.test/hook")
    other = str(emulator.party_ids[1])
    assert (await wire.get("/v1/webhooks", PartyID=other)).json == []
    assert (await wire("DELETE", f"/v1/webhooks/{made['WebhookID']}", PartyID=other)).status == 401
    assert (await wire("POST", f"/v1/webhooks/refresh/{made['WebhookID']}", PartyID=other)).status == 401


@pytest.mark.parametrize(
    "changes",
    [{"EntityUpdateType": "X"}, {"WebhookURL": "http://example.test/"}, {"WebhookURL": "ftp://127.0.0.1/"},
     {"WebhookURL": "https://example.test:x/"}, {"WebhookURL": "nowhere"}],
)  # fmt: skip
async def test_a_webhook_that_cannot_work_is_refused(written, changes):
    body = {"EntityType": "Order", "EntityUpdateType": "I", "WebhookURL": "https://example.test/", **changes}
    assert (await written("POST", "/v1/webhooks", body)).codes == ["GenericError"]


async def test_a_webhook_that_lacks_everything_is_told_both_codes(written):
    response = await written("POST", "/v1/webhooks", {})
    assert (response.status, response.codes) == (400, ["WrongEntityTypeUsed", "WebhookURLCannotBeEmpty"])


async def told(boot, hands, listener, *, statuses=(), turn=0, settings=None):
    """What a listener was told of two orders, the clock turned before each of its answers."""
    wire = await boot(orders=1, settings={"time.clock": hands, "webhooks.pause": 0.0, **(settings or {})})
    secret = (await hook(wire, f"{listener.url}/hook"))["Secret"]
    listener.statuses, listener.before = list(statuses), lambda: hands.turn(seconds=turn)
    listener.gate.clear()
    for _ in range(2):
        await wire.create()
    listener.gate.set()
    await wire.emulator.settle()
    told = []
    for _, headers, body in listener.received:
        moment = int(re.match(r"t=(\d+),", headers["Billit-Signature"])[1])
        digest = hmac.new(secret.encode(), b"%d.%b" % (moment, body), hashlib.sha256).hexdigest()
        assert headers["Billit-Signature"] == f"t={moment},s={digest}"
        told.append((json.loads(body)["UpdatedEntityID"], moment))
    first = told[0][1]
    ids = sorted({entity for entity, _ in told})
    return [(ids.index(entity), moment - first) for entity, moment in told], wire.emulator.webhook_deliveries


@pytest.mark.parametrize(("timestamp", "moments"), [("attempt", [0, 600, 1200]), ("first", [0, 0, 0])])
async def test_a_late_repeat_carries_its_own_moment_or_the_first_one(boot, hands, listener, timestamp, moments):
    settings = {"webhooks.timestamp": timestamp}
    found, deliveries = await told(boot, hands, listener, statuses=[503, 500], turn=600, settings=settings)
    assert [moment for order, moment in found if order == 0] == moments
    assert [(each.state, each.attempts) for each in deliveries] == [("delivered", 3), ("delivered", 1)]


async def test_a_late_repeat_carries_the_first_moment_after_a_restart_too(hands, listener, tmp_path):
    database, settings = (
        str(tmp_path / "billit.db"),
        EmulatorSettings.of({"time.clock": hands, "webhooks.timestamp": "first", "webhooks.pause": 3600.0}),
    )
    async with (
        Emulator(orders=1, database=database, settings=settings) as emu,
        aiohttp.ClientSession(emu.url, headers={"ApiKey": emu.api_key}) as session,
    ):
        body = {"EntityType": "Order", "EntityUpdateType": "I", "WebhookURL": f"{listener.url}/hook"}
        assert (await session.post("/v1/webhooks", json=body)).status == 200
        listener.statuses = [503]
        emu.insert()
        await listener.arrived.wait()
        while emu.webhook_deliveries[0].attempts == 0:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0)
    hands.turn(hours=2)
    async with Emulator(database=database, settings=settings) as emu:
        await emu.settle()
    moments = {re.match(r"t=(\d+),", headers["Billit-Signature"])[1] for _, headers, _ in listener.received}
    assert (len(listener.received), len(moments)) == (2, 1)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [({}, [(0, 0), (1, 60)]),
     ({"webhooks.duplicates": 1}, [(0, 0), (1, 60), (0, 120), (1, 180)]),
     ({"webhooks.duplicates": 2, "webhooks.timestamp": "first"},
      [(0, 0), (1, 60), (0, 0), (1, 60), (0, 0), (1, 60)])],
)  # fmt: skip
async def test_a_notice_may_be_told_again_after_it_was_delivered(boot, hands, listener, settings, expected):
    found, deliveries = await told(boot, hands, listener, turn=60, settings=settings)
    assert found == expected
    assert [(each.state, each.attempts) for each in deliveries] == [("delivered", 1)] * 2


async def test_there_are_no_more_than_twenty(written):
    for _ in range(20):
        await hook(written, "https://example.test/hook")
    body = {"EntityType": "Order", "EntityUpdateType": "I", "WebhookURL": "https://example.test/"}
    assert (await written("POST", "/v1/webhooks", body)).codes == ["GenericError"]


async def test_a_new_order_is_told_with_a_signature_over_the_raw_body(written, listener, hands):
    made = await hook(written, f"{listener.url}/orders")
    order_id = await written.create()
    await written.emulator.settle()
    ((path, headers, body),) = listener.received
    found = re.fullmatch(r"t=(\d+),s=([0-9a-f]{64})", headers["Billit-Signature"])
    message = found[1].encode() + b"." + body
    assert found[2] == hmac.new(made["Secret"].encode(), message, hashlib.sha256).hexdigest()
    # The emulator's clock stands at 15:00:49 in Belgium, in winter.
    assert int(found[1]) == int(datetime(2024, 3, 10, 14, 0, 49, tzinfo=UTC).timestamp())
    assert (path, headers["Content-Type"]) == ("/orders", "application/json; charset=utf-8")
    assert body == b'{"UpdatedEntityID":%d,"UpdatedEntityType":"Order","WebhookUpdateTypeTC":"I"}' % order_id


async def test_a_change_is_an_update_and_a_deletion_is_told_to_nobody(written, listener):
    for update_type in "IUD":
        await hook(written, f"{listener.url}/{update_type}", update_type=update_type)
    order_id = await written.create()
    await written("PATCH", f"/v1/orders/{order_id}", {"Paid": True})
    await written("DELETE", f"/v1/orders/{order_id}")
    await written.emulator.settle()
    assert sorted(path for path, _, _ in listener.received) == ["/I", "/U"]


async def test_a_webhook_without_an_update_type_hears_of_all_of_its_kind(written, listener):
    await written("POST", "/v1/webhooks", {"EntityType": "Order", "WebhookURL": listener.url})
    order_id = await written.create()
    await written("PATCH", f"/v1/orders/{order_id}", {"Paid": True})
    await written.emulator.settle()
    assert [body["WebhookUpdateTypeTC"] for body in listener.bodies] == ["I", "U"]


async def test_a_refused_request_tells_nobody(written, listener, an_order):
    await hook(written, listener.url)
    assert (await written("POST", "/v1/orders", an_order(OrderDate=None))).status == 400
    await written.emulator.settle()
    assert listener.received == []


async def test_a_touch_from_outside_is_told_and_a_removal_is_not(written, listener):
    await hook(written, listener.url, update_type="U")
    first, second = written.emulator.ledger[written.emulator.party_id].order_ids[:2]
    written.emulator.touch(first)
    written.emulator.remove(second)
    await written.emulator.settle()
    assert [body["UpdatedEntityID"] for body in listener.bodies] == [first]


async def test_a_refreshed_secret_signs_from_then_on(written, listener):
    made = await hook(written, listener.url)
    renewed = (await written("POST", f"/v1/webhooks/refresh/{made['WebhookID']}")).json
    await written.create()
    await written.emulator.settle()
    ((_, headers, body),) = listener.received
    moment, _, given = headers["Billit-Signature"].partition(",s=")
    assert renewed != made["Secret"]
    assert given == hmac.new(renewed.encode(), moment[2:].encode() + b"." + body, hashlib.sha256).hexdigest()


async def test_a_delivery_is_told_as_the_documented_messages(boot, listener, hands):
    wire = await boot(settings={"time.clock": hands, "peppol.receiver_feedback": {CUSTOMER: "RE"}})
    await hook(wire, listener.url, "Message", None)
    order_id = await wire.create()
    await send(wire, order_id)
    assert wire.emulator.deliver_pending() == 1
    await wire.emulator.settle()
    told = [(body["WebhookUpdateTypeTC"], body["EntityDetail"]["OrderMessage"]["MessageDirection"],
             body["EntityDetail"]["AdditionalMessageInformation"].get("EInvoiceFlowState"))
            for body in listener.bodies]  # fmt: skip
    assert told == [("I", "Outgoing", None), ("U", "Outgoing", "Sent"), ("I", "Incoming", "Delivered"),
                    ("U", "Incoming", "Refused")]  # fmt: skip
    ids = [body["UpdatedEntityID"] for body in listener.bodies]
    assert ids[0] == ids[1] != ids[2] == ids[3]
    first = listener.bodies[0]["EntityDetail"]["OrderMessage"]
    assert (first["OrderID"], first["Trials"], "Success" in first) == (order_id, 0, False)
    detail = await wire.detail(order_id)
    assert listener.bodies[1]["EntityDetail"]["OrderMessage"] == json.loads(json.dumps(detail["Messages"][0]))
    assert detail["OrderStatus"] == "Refused"
    assert detail["CurrentDocumentDeliveryDetails"]["DocumentRefusedReasonTC"] == "InvalidInvoice"
    assert detail["Messages"][1]["Description"].startswith("RE: ")


@pytest.mark.parametrize("shape", ["flat", "empty"])
async def test_the_detail_can_have_the_other_shapes_that_were_seen(boot, listener, hands, shape):
    wire = await boot(settings={"time.clock": hands, "webhooks.detail": shape})
    await hook(wire, listener.url, "Message")
    await send(wire, await wire.create())
    await wire.emulator.settle()
    detail = listener.bodies[0]["EntityDetail"]
    if shape == "empty":
        assert detail == {}
    else:
        assert (detail["CreationDate"], detail["MessageAdditionalInformation"]) == ("10/03/2024", {})


async def test_a_failure_is_tried_again_with_the_same_body(boot, listener):
    wire = await boot(settings={"webhooks.pause": 0})
    listener.statuses = [500, 307]
    await hook(wire, listener.url)
    await wire.create()
    await wire.emulator.settle()
    assert len(listener.received) == 3
    assert len({body for _, _, body in listener.received}) == 1
    (delivery,) = wire.emulator.webhook_deliveries
    assert (delivery.state, delivery.attempts, delivery.status) == ("delivered", 3, 200)


async def test_attempts_are_bounded_and_the_next_notice_follows(boot, listener):
    wire = await boot(settings={"webhooks.pause": 0, "webhooks.attempts": 2})
    listener.statuses = [500, 503]
    await hook(wire, listener.url)
    await wire.create()
    await wire.create(OrderNumber="QS-002")
    await wire.emulator.settle()
    told = [(delivery.state, delivery.attempts, delivery.status) for delivery in wire.emulator.webhook_deliveries]
    assert told == [("failed", 2, 503), ("delivered", 1, 200)]


async def test_nobody_listening_fails_without_a_status(boot, listener):
    wire = await boot(settings={"webhooks.pause": 0})
    await hook(wire, "http://127.0.0.1:1/")
    await wire.create()
    await wire.emulator.settle()
    (delivery,) = wire.emulator.webhook_deliveries
    assert (delivery.state, delivery.attempts, delivery.status) == ("failed", 3, None)


async def test_nothing_is_sent_to_another_machine(written):
    await hook(written, "https://example.test/hook")
    await written.create()
    await written.emulator.settle()
    (delivery,) = written.emulator.webhook_deliveries
    assert (delivery.state, delivery.attempts) == ("withheld", 0)


async def test_a_response_does_not_wait_for_the_webhook(written, listener):
    listener.gate.clear()
    await hook(written, listener.url)
    order_id = await written.create()
    assert (await written.detail(order_id))["OrderID"] == order_id
    assert listener.received == []
    listener.gate.set()
    await written.emulator.settle()
    assert len(listener.received) == 1


async def test_a_webhook_that_is_deleted_is_told_nothing_more(written, listener):
    listener.gate.clear()
    made = await hook(written, listener.url)
    await written.create()
    await written.create(OrderNumber="QS-002")
    assert (await written("DELETE", f"/v1/webhooks/{made['WebhookID']}")).status == 200
    assert written.emulator.webhook_deliveries == []
    listener.gate.set()
    await written.emulator.settle()
    assert len(listener.received) <= 1


async def test_closing_stops_a_delivery_and_the_next_start_goes_on(tmp_path, listener, an_order):
    database = str(tmp_path / "billit.sqlite")
    listener.gate.clear()
    async with Emulator(orders=0, database=database) as emu:
        async with aiohttp.ClientSession(emu.url, headers={"ApiKey": emu.api_key}) as session:
            body = {"EntityType": "Order", "EntityUpdateType": "I", "WebhookURL": listener.url}
            assert (await session.post("/v1/webhooks", json=body)).status == 200
            assert (await session.post("/v1/orders", json=an_order())).status == 200
        assert [delivery.state for delivery in emu.webhook_deliveries] == ["waiting"]
    listener.gate.set()
    async with Emulator(database=database) as emu:
        await emu.settle()
        assert [delivery.state for delivery in emu.webhook_deliveries] == ["delivered"]
    assert len(listener.received) >= 1


async def test_a_sent_order_arrives_by_itself(boot, listener):
    wire = await boot(settings={"delivery.delay": 0})
    await hook(wire, listener.url, "Message", "U")
    order_id = await wire.create()
    await send(wire, order_id)
    async with asyncio.timeout(20):
        await listener.arrived.wait()
    detail = await wire.detail(order_id)
    assert detail["CurrentDocumentDeliveryDetails"]["DocumentDeliveryStatus"] == "Delivered"


async def test_a_receiver_that_nothing_reaches_ends_in_error(boot, listener):
    wire = await boot(settings={"delivery.undeliverable": frozenset({CUSTOMER})})
    await hook(wire, listener.url, "Message", "U")
    order_id = await wire.create()
    await send(wire, order_id)
    assert wire.emulator.deliver_pending() == 1
    await wire.emulator.settle()
    detail = await wire.detail(order_id)
    assert detail["CurrentDocumentDeliveryDetails"] == {
        "IsDocumentDelivered": False, "DocumentDeliveryStatus": "Error"}  # fmt: skip
    assert listener.bodies[0]["EntityDetail"]["OrderMessage"]["Success"] is False
    assert wire.emulator.deliver_pending() == 0


async def test_the_secret_is_in_no_repr(boot, listener):
    wire = await boot(settings={"webhooks.pause": 0})
    made = await hook(wire, listener.url)
    await wire.create()
    await wire.emulator.settle()
    shown = repr(wire.emulator.webhook_deliveries)
    assert made["Secret"] not in shown
    assert listener.url not in shown


async def test_a_defect_behind_an_answer_is_logged_once_and_not_tried_for_ever(boot, monkeypatch, caplog):
    wire = await boot(settings={"delivery.delay": 0})

    def fail(*_):
        raise LookupError("broken on purpose")

    monkeypatch.setattr("billit_async.emulator.worker.deliver", fail)
    order_id = await wire.create()
    await send(wire, order_id)
    await wire.emulator.settle()
    assert [record.getMessage() for record in caplog.records if record.name == "billit_async.emulator"] == [
        f"The emulator failed after a response, on order {order_id}"]  # fmt: skip
    assert (await wire.detail(order_id))["CurrentDocumentDeliveryDetails"]["DocumentDeliveryStatus"] == "Pending"


async def test_a_mail_brings_no_feedback_of_a_network(boot):
    wire = await boot(settings={"peppol.receiver_feedback": {CUSTOMER: "AB"}})
    order_id = await wire.create()
    await send(wire, order_id, "SMTP")
    wire.emulator.deliver_pending()
    assert [each["MessageDirection"] for each in (await wire.detail(order_id))["Messages"]] == ["Outgoing"]
