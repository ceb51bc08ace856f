"""Waiting for the delivery of an order that was sent."""

from __future__ import annotations

import asyncio
import random
import weakref
from typing import TYPE_CHECKING, Final, Protocol

from billit_async._resources.resource import HasCaller, caller_of
from billit_async._serialization.ids import same_id
from billit_async.errors import DeliveryError, DeliveryTimeout
from billit_async.invoicing.delivery import Delivery, DeliveryState

if TYPE_CHECKING:
    from billit_async._serialization.ids import Id
    from billit_async._transport.clock import Clock
    from billit_async.models.orders import Order
    from billit_async.webhooks import WebhookEvent

__all__ = ["LONGEST_PAUSE", "POLL_INTERVAL", "OrderNotifier", "OrderReader", "wait_for_delivery"]

POLL_INTERVAL: Final = 2.0
"""Seconds until the order is read again for the first time."""
LONGEST_PAUSE: Final = 30.0
"""Seconds between two reads at most."""
_GROWTH: Final = 1.5
_SPREAD: Final = 0.2


class OrderReader(HasCaller, Protocol):
    """Reads orders."""

    async def get(self, order_id: int) -> Order:
        """Read one order; see ``Orders.get``."""
        ...


class OrderNotifier:
    """Wakes those who wait for an order when a webhook names it, so that they need not wait for the next look.

    Make one for the application, pass it to ``wait_for_delivery`` and ``deliver``, and call ``notify`` with every event
    that your webhook route has verified. It belongs to one event loop.
    """

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        self._waiting: weakref.WeakKeyDictionary[asyncio.Event, Id] = weakref.WeakKeyDictionary()

    def notify(self, event: WebhookEvent) -> None:
        """Wake those who wait for the order of an event; one that does not name its order wakes all.

        Args:
            event: What ``webhooks.verify`` returned.
        """
        from billit_async.webhooks import MessageEvent, OrderEvent  # noqa: PLC0415  (loaded by who has an event)

        if not isinstance(event, OrderEvent | MessageEvent):
            return
        for waiting, order_id in list(self._waiting.items()):
            if event.order_id is None or same_id(event.order_id, order_id):
                waiting.set()

    def subscribe(self, order_id: Id) -> asyncio.Event:
        """Return an event that is set by every notification on an order, for as long as it is referenced."""
        waiting = asyncio.Event()
        self._waiting[waiting] = order_id
        return waiting


async def wait_for_delivery(
    orders: OrderReader, order_id: int, *, seconds: float | None, poll_interval: float, notifier: OrderNotifier | None
) -> Delivery:
    """Read an order until it arrived, was refused or failed; see ``Orders.wait_for_delivery``."""
    clock = caller_of(orders).transport.clock
    ends = None if seconds is None else clock.monotonic() + seconds
    notified = None if notifier is None else notifier.subscribe(order_id)
    pause = poll_interval
    while True:
        if notified is not None:
            notified.clear()
        delivery = Delivery.of(await orders.get(order_id))
        if delivery.state.is_final:
            return delivery
        if delivery.state is DeliveryState.NOT_SENT:
            raise DeliveryError(
                f"order {order_id} was not sent, so that there is nothing to wait for: send it first",
                order_id=order_id,
                step="follow",
            )
        left = None if ends is None else ends - clock.monotonic()
        if left is not None and left <= 0:
            raise DeliveryTimeout(
                f"order {order_id} was sent and is still {delivery.state.value} after {seconds:g} seconds: wait again "
                "later, receivers can take days",
                order_id=order_id,
                step="follow",
            )
        # So that not all who wait read at the same moment.
        asleep = pause * (1 + random.uniform(-_SPREAD, _SPREAD))  # noqa: S311 - not for secrets
        await _pause(clock, asleep if left is None else min(asleep, left), notified)
        pause = min(pause * _GROWTH, LONGEST_PAUSE)


async def _pause(clock: Clock, seconds: float, notified: asyncio.Event | None) -> None:
    if notified is None:
        await clock.sleep(seconds)
        return
    try:
        async with asyncio.timeout(seconds):
            await notified.wait()
    except TimeoutError:
        return
