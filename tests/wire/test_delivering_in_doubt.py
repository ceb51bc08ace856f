"""Sending whose outcome is unknown, with every option: the order is kept, and nothing is sent or deleted on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest

from billit_async import ApiKey, DeliveryError, NotOnPeppol, ReauthorisationRequired, RetryPolicy
from billit_async.invoicing.delivery import DeliveryState
from billit_async.models import Order, OrderLine, Party
from tests.chaos.oracle import session
from tests.chaos.server import Close, Fault, Ok, Refuse, Reset
from tests.chaos.slow_service import SlowService

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from billit_async import BillitSession

NOT_ACTIVE = '{"errors":[{"Code":"TheCustomerIsNotActiveOnPeppol"}]}'
REFUSED = Refuse(400, NOT_ACTIVE, called="400")
UNKNOWN: list[Fault] = [
    Reset(),
    Close(),
    *(Refuse(status) for status in (408, 413, 425, 429, 499, 500, 502, 503, 504, 520)),
    Refuse(200, called="HTML 200"),
]
QUICK = RetryPolicy(base=0.01, cap=0.02, settle=0.05)
LOOKING = attrs.evolve(RetryPolicy.look_first(settle=0.05), base=0.01, cap=0.02)
ORDER = Order(
    order_type="Invoice",
    order_direction="Income",
    customer=Party(name="Acme", vat_number="BE0563846944"),
    order_lines=[OrderLine(quantity=1, unit_price_excl=10)],
)


@pytest.fixture
async def server() -> AsyncIterator[SlowService]:
    async with SlowService() as running:
        yield running


def sending(server: SlowService, *faults: Fault, deleting: Fault | None = None) -> None:
    """Create honestly; play these on the sends, the last of them for ever."""
    script: Iterator[Fault] = iter([*faults, *[faults[-1]] * 50])
    server.play("POST", lambda seen: next(script) if seen.path.endswith("/send") else Ok())
    server.play("DELETE", [deleting or Ok()])


async def delivered(billit: BillitSession, **options: Any) -> Any:
    return await billit.orders.deliver(ORDER, "Peppol", external_id="mine", poll_interval=0.01, timeout=10, **options)


async def sent_first(billit: BillitSession) -> Any:
    return await billit.orders.deliver(ORDER, "Peppol", fallbacks=["SMTP", "Letter"], external_id="mine", follow=False)


@pytest.mark.parametrize("fault", UNKNOWN, ids=str)
@pytest.mark.parametrize("on_refusal", ["keep", "delete"])
async def test_an_order_whose_sending_is_unknown_is_kept_and_not_sent_again(
    server: SlowService, fault: Fault, on_refusal: Any
) -> None:
    sending(server, fault)
    async with session(server.url, retry=QUICK) as billit:
        with pytest.raises(DeliveryError, match="it was kept and not sent again") as caught:
            await delivered(billit, on_refusal=on_refusal)
    error = caught.value
    assert (error.order_id, error.step, error.deleted) == (next(iter(server.orders)), "send", False)
    assert error.may_have_been_sent
    assert server.seen("DELETE") == []
    assert len(server.seen("POST", "/v1/orders/commands/send")) == 1


@pytest.mark.parametrize("second", [Refuse(502), Refuse(500), REFUSED, Refuse(401), Refuse(404)], ids=str)
@pytest.mark.parametrize("first", [Refuse(502), Reset()], ids=str)
async def test_what_is_said_to_a_repeat_deletes_nothing_that_the_first_may_have_sent(
    server: SlowService, first: Fault, second: Fault
) -> None:
    sending(server, first, second)
    async with session(server.url, retry=LOOKING) as billit:
        with pytest.raises(DeliveryError) as caught:
            await delivered(billit, on_refusal="delete")
    assert caught.value.may_have_been_sent
    assert not caught.value.deleted
    assert server.seen("DELETE") == []
    assert len(server.seen("POST", "/v1/orders/commands/send")) >= 2


@pytest.mark.parametrize("fault", [Reset(executes=True), Refuse(502, executes=True), Refuse(409)], ids=str)
async def test_a_send_that_shows_on_the_order_is_done(server: SlowService, fault: Fault) -> None:
    sending(server, fault)
    if fault == Refuse(409):  # somebody between has sent the request before
        server.sends.update({128_275_001: 1})
    async with session(server.url, retry=QUICK) as billit:
        delivery = await delivered(billit, on_refusal="delete")
    assert delivery.state is DeliveryState.DELIVERED
    assert server.seen("DELETE") == []
    assert len(server.seen("POST", "/v1/orders/commands/send")) == 1


@pytest.mark.parametrize("status", [401, 403, 404, 409, 422])
async def test_only_a_refusal_of_the_document_deletes_it(server: SlowService, status: int) -> None:
    sending(server, Refuse(status))
    async with session(server.url, retry=QUICK) as billit:
        with pytest.raises(DeliveryError) as caught:
            await delivered(billit, on_refusal="delete")
    assert not caught.value.deleted
    assert server.seen("DELETE") == []


@pytest.mark.parametrize(
    ("deleting", "deleted", "said"),
    [
        (Ok(), True, "and was deleted again"),
        (Refuse(200, "false", called="false"), False, "Billit did not delete it"),
        (Refuse(502), False, "deleting it failed"),
        (Refuse(401), False, "deleting it failed"),
    ],
    ids=str,
)
async def test_whether_it_was_deleted_is_what_the_service_said(
    server: SlowService, deleting: Fault, deleted: bool, said: str
) -> None:
    sending(server, REFUSED, deleting=deleting)
    async with session(server.url, retry=QUICK) as billit:
        with pytest.raises(DeliveryError, match=said) as caught:
            await delivered(billit, on_refusal="delete")
    assert caught.value.deleted is deleted
    assert caught.value.order_id is not None
    assert len(server.seen("DELETE")) == 1


async def test_an_order_that_was_sent_meanwhile_is_only_followed(server: SlowService) -> None:
    sending(server, Refuse(502))
    async with session(server.url, retry=QUICK) as billit:
        with pytest.raises(DeliveryError) as caught:
            await delivered(billit)
        order_id = caught.value.order_id or 0
        server.sends.update({order_id: 1})
        delivery = await billit.orders.deliver(order_id, "Peppol", poll_interval=0.01, on_refusal="delete")
    assert delivery.state is DeliveryState.DELIVERED
    assert len(server.seen("POST", "/v1/orders/commands/send")) == 1


async def test_a_look_that_fails_leaves_the_sending_in_doubt(server: SlowService) -> None:
    sending(server, Refuse(502))
    server.play("GET", [Refuse(401)])
    async with session(server.url, retry=QUICK) as billit:
        with pytest.raises(DeliveryError) as caught:
            await delivered(billit, on_refusal="delete")
    assert (caught.value.order_id, caught.value.may_have_been_sent) == (next(iter(server.orders)), True)
    assert server.seen("DELETE") == []


class Directory(SlowService):
    """Has a receiver that takes invoices over Peppol."""

    def _read(self, seen: Any) -> bytes:
        if "/peppol/" in seen.path:
            return b'{"Registered":true,"Identifier":"0208:0563846944","DocumentTypes":["BISv3Invoice"]}'
        return super()._read(seen)


@pytest.mark.parametrize(
    ("policy", "faults"),
    [
        (QUICK, [Reset()]),
        (QUICK, [Refuse(502)]),
        (LOOKING, [Refuse(502), REFUSED]),
        (LOOKING, [Reset(), REFUSED]),
    ],
    ids=str,
)
async def test_a_sending_in_doubt_is_no_reason_for_a_fallback(policy: RetryPolicy, faults: list[Fault]) -> None:
    async with Directory() as server:
        sending(server, *faults, Ok())
        async with session(server.url, retry=policy) as billit:
            with pytest.raises(DeliveryError) as caught:
                await sent_first(billit)
        assert not isinstance(caught.value, NotOnPeppol)
        assert caught.value.may_have_been_sent
        assert {seen.json["TransportType"] for seen in server.seen("POST", "/v1/orders/commands/send")} == {"Peppol"}


async def test_a_fallback_in_doubt_is_no_reason_for_the_next() -> None:
    async with Directory() as server:
        sending(server, REFUSED, Refuse(502), Ok())
        async with session(server.url, retry=QUICK) as billit:
            with pytest.raises(DeliveryError) as caught:
                await sent_first(billit)
        assert caught.value.may_have_been_sent
        sent = [seen.json["TransportType"] for seen in server.seen("POST", "/v1/orders/commands/send")]
        assert sent == ["Peppol", "SMTP"]


@pytest.mark.parametrize("fault", [Reset(), Refuse(502), Refuse(429), Refuse(200, called="HTML 200")], ids=str)
@pytest.mark.parametrize("way", [delivered, sent_first])
async def test_an_order_whose_creation_is_unknown_is_neither_created_again_nor_sent(way: Any, fault: Fault) -> None:
    async with Directory() as server:
        server.play("POST", [fault, Ok()])
        async with session(server.url, retry=QUICK) as billit:
            with pytest.raises(DeliveryError) as caught:
                await way(billit)
        assert (caught.value.step, caught.value.order_id) == ("create", None)
        assert len(server.seen("POST")) == 1


@pytest.mark.parametrize("way", [delivered, sent_first])
async def test_a_look_for_the_order_that_fails_leaves_its_creation_in_doubt(way: Any) -> None:
    async with Directory() as server:
        server.play("POST", [Reset(executes=True)])
        server.play("GET", lambda seen: Ok() if "/peppol/" in seen.path else Refuse(401))
        async with session(server.url, retry=QUICK) as billit:
            with pytest.raises(DeliveryError, match="it could not be looked for") as caught:
                await way(billit)
        assert (caught.value.step, caught.value.order_id) == ("create", None)
        assert caught.value.__cause__.may_have_arrived  # type: ignore[union-attr]
        assert len(server.seen("POST")) == 1


@pytest.mark.parametrize("on_refusal", ["keep", "delete"])
async def test_what_keeps_a_second_send_from_going_does_not_hide_the_first(
    server: SlowService, monkeypatch: pytest.MonkeyPatch, on_refusal: str
) -> None:
    """Credentials that end between the look and the repeat: create, send and look went with them."""
    sending(server, Reset())
    key = ApiKey("k" * 36)
    honest, calls = key.headers, iter(range(3))

    async def headers() -> Any:
        if next(calls, None) is None:
            raise ReauthorisationRequired("gone")
        return await honest()

    monkeypatch.setattr(ApiKey, "headers", lambda _self: headers())
    looking = attrs.evolve(LOOKING, settle=0.0)
    async with session(server.url, retry=looking) as billit:
        with pytest.raises(DeliveryError) as caught:
            await delivered(billit, on_refusal=on_refusal)
    assert (caught.value.step, caught.value.may_have_been_sent) == ("send", True)
    assert isinstance(caught.value.__cause__, ReauthorisationRequired)
    assert server.seen("DELETE") == []
