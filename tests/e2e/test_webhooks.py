"""Webhooks from end to end: made once, called by the emulator for real, verified on raw bytes, and waking who waits."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from billit_async import (
    ApiKey,
    BillitSession,
    FileTokenStore,
    MemoryTokenStore,
    TokenStoreError,
    WebhookError,
    webhooks,
)
from billit_async._resources.orders.waiting import OrderNotifier
from billit_async.emulator import DeliverySettings, Emulator, EmulatorSettings, PeppolSettings, WebhookSettings
from billit_async.invoicing.delivery import DeliveryState, ResponseCode
from billit_async.models import Order, OrderLine, Party

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

GOOD, DEAF, REFUSING = "BE0563846944", "BE0403170701", "BE0202239951"


def invoice(vat: str = GOOD, number: str = "2026/1") -> Order:
    return Order(
        order_type="Invoice",
        order_direction="Income",
        order_number=number,
        order_date=date(2026, 1, 1),
        expiry_date=date(2026, 1, 31),
        customer=Party(name="Acme", vat_number=vat),
        order_lines=[
            OrderLine(quantity=Decimal(1), unit_price_excl=Decimal(10), description="Work", vat_percentage=Decimal(21))
        ],
    )


class Receiver:
    """An application with a webhook route."""

    def __init__(self) -> None:
        self.url = ""
        self.secrets: list[Any] = []
        self.events: list[webhooks.WebhookEvent] = []
        self.refused = 0
        self.notifier = OrderNotifier()

    async def hook(self, request: web.Request) -> web.Response:
        try:
            event = webhooks.verify(
                await request.read(), request.headers.get(webhooks.SIGNATURE_HEADER), self.secrets, tolerance=None
            )
        except WebhookError:
            self.refused += 1
            return web.Response(status=400)
        self.events.append(event)
        self.notifier.notify(event)
        return web.Response()

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/billit", self.hook)
        return app


@pytest.fixture
async def emu() -> AsyncIterator[Emulator]:
    settings = EmulatorSettings(
        delivery=DeliverySettings(delay=0.05, undeliverable=frozenset({DEAF})),
        peppol=PeppolSettings(receiver_feedback={REFUSING: "RE"}),
        webhooks=WebhookSettings(pause=0.01),
    )
    async with Emulator(seed=7, orders=3, settings=settings) as running:
        yield running


@pytest.fixture
async def billit(emu: Emulator) -> AsyncIterator[BillitSession]:
    async with BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as session:
        yield session


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    application = Receiver()
    async with TestServer(application.application()) as server:
        application.url = str(server.make_url("/billit"))
        yield application


class TestEnsuring:
    async def test_makes_what_is_missing_once_and_keeps_the_secrets(
        self, billit: BillitSession, receiver: Receiver, tmp_path: Path
    ) -> None:
        store = FileTokenStore(tmp_path / "secrets")
        first = await billit.webhooks.ensure(receiver.url, store=store)
        assert [(one.entity_type, one.update_type) for one in first] == [
            ("Order", "I"), ("Order", "U"), ("Message", "I"), ("Message", "U"),
        ]  # fmt: skip
        assert len({one.secret.reveal() for one in first}) == 4
        again = await billit.webhooks.ensure(receiver.url, store=FileTokenStore(tmp_path / "secrets"))
        assert again == first
        assert len(await billit.webhooks.list()) == 4
        assert "Secret('…')" in repr(first[0])

    async def test_gives_another_secret_to_one_whose_secret_nobody_kept(
        self, billit: BillitSession, receiver: Receiver
    ) -> None:
        made = await billit.webhooks.create(receiver.url, "Order", "U")
        (bound,) = await billit.webhooks.ensure(receiver.url, [("Order", "U")], store=MemoryTokenStore())
        assert bound.webhook_id == made.webhook_id
        assert bound.secret.reveal() not in ("", made.secret)
        assert len(await billit.webhooks.list()) == 1

    async def test_leaves_those_of_other_addresses_alone(self, billit: BillitSession, receiver: Receiver) -> None:
        other = await billit.webhooks.create("https://other.example/hook", "Order", "U")
        await billit.webhooks.ensure(receiver.url, [("Order", "U"), ("Order", "U")], store=MemoryTokenStore())
        ids = [one.webhook_id for one in await billit.webhooks.list()]
        assert len(ids) == 2
        assert other.webhook_id in ids

    async def test_renews_every_secret_when_asked(self, billit: BillitSession, receiver: Receiver) -> None:
        store = MemoryTokenStore()
        before = await billit.webhooks.ensure(receiver.url, store=store)
        after = await billit.webhooks.ensure(receiver.url, store=store, renew=True)
        assert [one.webhook_id for one in before] == [one.webhook_id for one in after]
        assert not {one.secret for one in before} & {one.secret for one in after}
        assert await billit.webhooks.ensure(receiver.url, store=store) == after

    async def test_by_many_at_once_makes_each_once(self, billit: BillitSession, receiver: Receiver) -> None:
        store = MemoryTokenStore()
        all_of_them = await asyncio.gather(*(billit.webhooks.ensure(receiver.url, store=store) for _ in range(5)))
        assert len(await billit.webhooks.list()) == 4
        assert all(one == all_of_them[0] for one in all_of_them)

    async def test_that_cannot_keep_a_secret_is_mended_by_the_next_time(
        self, billit: BillitSession, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = MemoryTokenStore()

        async def full(*_args: object) -> None:
            raise TokenStoreError("the disk is full")

        with monkeypatch.context() as patch:
            patch.setattr(MemoryTokenStore, "compare_and_swap", full)
            with pytest.raises(TokenStoreError, match="disk is full"):
                await billit.webhooks.ensure(receiver.url, store=store)
        assert len(await billit.webhooks.list()) == 1
        bound = await billit.webhooks.ensure(receiver.url, store=store)
        assert len(bound) == len(await billit.webhooks.list()) == 4

    @pytest.mark.parametrize(
        ("url", "events", "error"),
        [
            ("http://app.example/hook", [("Order", "U")], ValueError),
            ("https://app.example/hook", [("Orders", "U")], ValueError),
            ("https://app.example/hook", [("Order", "U"), ("Order", "X")], ValueError),
        ],
    )
    async def test_makes_nothing_when_part_of_it_is_wrong(
        self, billit: BillitSession, url: str, events: Any, error: type[Exception]
    ) -> None:
        with pytest.raises(error):
            await billit.webhooks.ensure(url, events, store=MemoryTokenStore())
        assert await billit.webhooks.list() == []


class TestBeingCalled:
    async def test_what_happens_to_an_order_is_told_and_verified(
        self, emu: Emulator, billit: BillitSession, receiver: Receiver
    ) -> None:
        bound = await billit.webhooks.ensure(receiver.url, store=MemoryTokenStore())
        receiver.secrets = [one.secret for one in bound]
        delivery = await billit.orders.deliver(invoice(), "Peppol", poll_interval=0.05)
        await emu.settle()
        assert receiver.refused == 0
        told = Counter((event.entity_type, event.update) for event in receiver.events)
        assert set(told) == {("Order", "I"), ("Order", "U"), ("Message", "I"), ("Message", "U")}
        orders = {event.order_id for event in receiver.events if isinstance(event, webhooks.OrderEvent)}
        messages = [event for event in receiver.events if isinstance(event, webhooks.MessageEvent)]
        assert orders == {delivery.order_id} == {event.order_id for event in messages}
        assert [event.flow_state for event in messages if event.update == "U"] == ["Sent"]

    async def test_whoever_waits_is_woken_by_the_call(
        self, emu: Emulator, billit: BillitSession, receiver: Receiver
    ) -> None:
        bound = await billit.webhooks.ensure(receiver.url, store=MemoryTokenStore())
        receiver.secrets = [one.secret for one in bound]
        async with asyncio.timeout(20):
            # Without the call, the second look would come after an hour.
            delivery = await billit.orders.deliver(
                invoice(), "Peppol", poll_interval=3_600, timeout=None, notifier=receiver.notifier
            )
        assert delivery.state is DeliveryState.DELIVERED
        await emu.settle()

    async def test_a_wrong_secret_is_refused(self, emu: Emulator, billit: BillitSession, receiver: Receiver) -> None:
        await billit.webhooks.ensure(receiver.url, store=MemoryTokenStore())
        receiver.secrets = ["another"]
        await billit.orders.create(invoice())
        await emu.settle()
        assert receiver.events == []
        assert receiver.refused > 0


@pytest.mark.parametrize(
    ("vat", "state", "answers"),
    [
        (GOOD, DeliveryState.DELIVERED, ()),
        (DEAF, DeliveryState.ERROR, ()),
        (REFUSING, DeliveryState.REFUSED, (ResponseCode.REJECTED,)),
    ],
)
async def test_an_order_is_followed_to_whatever_end(
    billit: BillitSession, vat: str, state: DeliveryState, answers: tuple[ResponseCode, ...]
) -> None:
    delivery = await billit.orders.deliver(invoice(vat), "Peppol", poll_interval=0.02)
    assert delivery.state is state
    assert delivery.responses == answers
    assert (delivery.reason is not None) == (state is DeliveryState.REFUSED)
