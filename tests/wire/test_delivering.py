"""Orders created, sent and followed over HTTP, also where responses are lost on the way."""

from __future__ import annotations

import asyncio
import pickle
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import (
    ApiKey,
    BadRequest,
    BillitSession,
    DeliveryError,
    DeliveryTimeout,
    NoAccess,
    RetryPolicy,
    Timeouts,
    webhooks,
)
from billit_async._resources.orders.waiting import OrderNotifier
from billit_async.emulator import DeliverySettings, Emulator, EmulatorSettings
from billit_async.fields import OrderFields
from billit_async.invoicing.delivery import DeliveryState
from billit_async.models import Order, OrderLine, Party
from tests.property.fault_proxy import FaultProxy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ABSENT = "BE0402940374"


def invoice(number: str = "2024/1", vat: str = "BE0563846944") -> Order:
    return Order(
        order_type="Invoice",
        order_direction="Income",
        order_number=number,
        order_date=date(2024, 1, 1),
        expiry_date=date(2024, 1, 31),
        customer=Party(name="Acme", vat_number=vat, email="in@acme.example"),
        order_lines=[
            OrderLine(quantity=Decimal(1), unit_price_excl=Decimal(10), description="Work", vat_percentage=Decimal(21))
        ],
    )


@pytest.fixture
async def emu() -> AsyncIterator[Emulator]:
    async with Emulator(
        seed=7, orders=3, settings=EmulatorSettings(delivery=DeliverySettings(resend_minutes=0))
    ) as running:
        yield running


@pytest.fixture
async def billit(emu: Emulator) -> AsyncIterator[BillitSession]:
    async with BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as session:
        yield session


@pytest.fixture
async def network(emu: Emulator) -> AsyncIterator[None]:
    """Deliver what is pending, again and again, as the network does."""

    async def work() -> None:
        while True:
            emu.deliver_pending()
            await asyncio.sleep(0.01)

    task = asyncio.ensure_future(work())
    yield
    task.cancel()
    await asyncio.wait([task])


async def numbered(billit: BillitSession, number: str) -> list[Order]:
    return await billit.orders.list(OrderFields.order_number == number).collect()


@pytest.mark.usefixtures("network")
class TestDelivering:
    async def test_an_order_is_created_sent_and_followed(self, billit: BillitSession) -> None:
        delivery = await billit.orders.deliver(invoice(), "Peppol", poll_interval=0.01)
        assert delivery.state is DeliveryState.DELIVERED
        assert delivery.transport == "Peppol"
        (row,) = await numbered(billit, "2024/1")
        assert row.order_id == delivery.order_id
        assert (await billit.orders.delivery(delivery.order_id or 0)) == delivery

    async def test_one_that_was_created_before_is_only_sent_and_followed(self, billit: BillitSession) -> None:
        order_id = await billit.orders.create(invoice())
        delivery = await billit.orders.deliver(order_id, poll_interval=0.01)
        assert (delivery.order_id, delivery.state) == (order_id, DeliveryState.DELIVERED)
        assert len(await numbered(billit, "2024/1")) == 1

    async def test_one_that_billit_does_not_create_is_an_error_of_that_step(self, billit: BillitSession) -> None:
        with pytest.raises(BadRequest):
            await billit.orders.deliver(invoice(vat="BE0000000000"), "Peppol")
        assert await numbered(billit, "2024/1") == []

    @pytest.mark.parametrize("on_refusal", ["keep", "delete"])
    async def test_one_that_billit_does_not_send_is_kept_or_deleted_and_the_error_says_which(
        self, billit: BillitSession, on_refusal: Any
    ) -> None:
        with pytest.raises(DeliveryError, match="created but not sent") as caught:
            await billit.orders.deliver(invoice(vat=ABSENT), "Peppol", on_refusal=on_refusal)
        error = caught.value
        assert (error.step, error.deleted) == ("send", on_refusal == "delete")
        assert isinstance(error.__cause__, BadRequest)
        rows = await numbered(billit, "2024/1")
        assert [row.order_id for row in rows] == ([] if error.deleted else [error.order_id])
        again = pickle.loads(pickle.dumps(error))
        assert (str(again), again.order_id, again.step, again.deleted) == (
            str(error), error.order_id, "send", error.deleted,
        )  # fmt: skip
        if not error.deleted:
            delivery = await billit.orders.deliver(error.order_id or 0, "SMTP", poll_interval=0.01)
            assert (delivery.state, delivery.transport) == (DeliveryState.DELIVERED, "SMTP")

    # What breaks, and at which of the requests: the first creates, the second sends.
    @pytest.mark.parametrize("fault", ["closed_before", "closed_after", "cut_after", "html_502_after", "silent_after"])
    @pytest.mark.parametrize("at", [0, 1])
    async def test_whatever_answer_is_lost_there_is_one_order_and_it_is_sent_once(
        self, emu: Emulator, billit: BillitSession, fault: str, at: int
    ) -> None:
        async with (
            FaultProxy(int(emu.url.rsplit(":", 1)[1])) as proxy,
            BillitSession(
                ApiKey(emu.api_key),
                base_url=proxy.url,
                party_id=emu.party_id,
                retry=RetryPolicy(attempts=1, settle=0.3),
                timeouts=Timeouts(read=0.3, total=2.0),
            ) as shaky,
        ):
            proxy.faults.extend(["ok"] * at + [fault])
            if fault != "closed_before":
                delivery = await shaky.orders.deliver(invoice(), "Peppol", external_id="mine-1", poll_interval=0.01)
            else:
                delivery = await (_sent_later(shaky) if at else _twice(shaky))
        assert delivery.state is DeliveryState.DELIVERED
        (row,) = await numbered(billit, "2024/1")
        order = await billit.orders.get(row.order_id or 0)
        assert len(order.messages or []) == 1


async def _twice(billit: BillitSession) -> Any:
    """An order whose creation surely did not arrive, or was looked for and not found, is delivered again."""
    with pytest.raises(DeliveryError, match=r"it cannot be found \d seconds later: deliver it again") as caught:
        await billit.orders.deliver(invoice(), "Peppol", external_id="mine-1", poll_interval=0.01)
    assert (caught.value.step, caught.value.order_id) == ("create", None)
    return await billit.orders.deliver(invoice(), "Peppol", external_id="mine-1", poll_interval=0.01)


async def _sent_later(billit: BillitSession) -> Any:
    """An order whose sending has no known outcome is not sent again before somebody has looked."""
    with pytest.raises(DeliveryError, match=r"whether order \d+ was sent is not known") as caught:
        await billit.orders.deliver(invoice(), "Peppol", external_id="mine-1", poll_interval=0.01, on_refusal="delete")
    error = caught.value
    assert (error.step, error.may_have_been_sent, error.deleted) == ("send", True, False)
    assert pickle.loads(pickle.dumps(error)).may_have_been_sent
    return await billit.orders.deliver(error.order_id or 0, "Peppol", poll_interval=0.01)


class TestWaiting:
    async def test_is_over_when_the_order_arrived(self, emu: Emulator, billit: BillitSession) -> None:
        order_id = await billit.orders.create(invoice())
        await billit.orders.send([order_id], "Peppol")
        task = asyncio.ensure_future(billit.orders.wait_for_delivery(order_id, poll_interval=0.01))
        await asyncio.sleep(0.05)
        assert not task.done()
        emu.deliver_pending()
        assert (await task).state is DeliveryState.DELIVERED

    async def test_is_over_at_once_when_a_webhook_speaks_of_the_order(
        self, emu: Emulator, billit: BillitSession
    ) -> None:
        order_id = await billit.orders.create(invoice())
        await billit.orders.send([order_id], "Peppol")
        notifier = OrderNotifier()
        task = asyncio.ensure_future(
            billit.orders.wait_for_delivery(order_id, poll_interval=3_600, timeout=None, notifier=notifier)
        )
        await asyncio.sleep(0.05)
        notifier.notify(webhooks.read_event(b'{"UpdatedEntityID":1,"UpdatedEntityType":"Order"}'))
        notifier.notify(webhooks.read_event(b'{"UpdatedEntityID":1,"UpdatedEntityType":"Party"}'))
        await asyncio.sleep(0.05)
        assert not task.done()
        emu.deliver_pending()
        # A message without detail may be about any order.
        notifier.notify(webhooks.read_event(b'{"UpdatedEntityID":5,"UpdatedEntityType":"Message","EntityDetail":{}}'))
        async with asyncio.timeout(10):
            assert (await task).state is DeliveryState.DELIVERED

    async def test_ends_with_an_error_that_says_the_order_is_under_way(self, billit: BillitSession) -> None:
        order_id = await billit.orders.create(invoice())
        await billit.orders.send([order_id], "Peppol")
        for notifier in (None, OrderNotifier()):
            with pytest.raises(DeliveryTimeout, match=r"still pending after 0\.05 seconds") as caught:
                await billit.orders.wait_for_delivery(order_id, timeout=0.05, poll_interval=0.01, notifier=notifier)
            assert isinstance(caught.value, TimeoutError)
            assert caught.value.order_id == order_id

    async def test_for_an_order_that_was_not_sent_makes_no_sense(self, billit: BillitSession) -> None:
        order_id = await billit.orders.create(invoice())
        with pytest.raises(DeliveryError, match="was not sent"):
            await billit.orders.wait_for_delivery(order_id)

    async def test_for_an_order_that_is_not_there_is_no_access(self, billit: BillitSession) -> None:
        with pytest.raises(NoAccess):
            await billit.orders.wait_for_delivery(1)

    @pytest.mark.parametrize("wrong", [0, -1, True, "5"])
    async def test_takes_an_id(self, billit: BillitSession, wrong: Any) -> None:
        with pytest.raises((TypeError, ValueError), match="order"):
            await billit.orders.wait_for_delivery(wrong)
        with pytest.raises((TypeError, ValueError), match="order"):
            await billit.orders.deliver(wrong)
