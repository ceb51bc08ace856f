"""From a new order to one that arrived: create, send and follow, with the outcome of each step known."""

from __future__ import annotations

import asyncio
import random
import weakref
from typing import TYPE_CHECKING, Final, Literal

from billit_async.errors import ApiError, CallError, DeliveryError, DeliveryTimeout
from billit_async.invoicing.delivery import Delivery, DeliveryState
from billit_async.webhooks import MessageEvent, OrderEvent

if TYPE_CHECKING:
    from billit_async.models.orders import Order
    from billit_async.resources.orders import Orders
    from billit_async.webhooks import WebhookEvent

__all__ = [
    "FIRST_LOOK",
    "LONGEST_PAUSE",
    "OnRefusal",
    "OrderSignals",
    "created",
    "deliver",
    "sent",
    "wait_for_delivery",
]

OnRefusal = Literal["keep", "delete"]

FIRST_LOOK: Final = 2.0
"""Seconds until the order is looked at again for the first time."""
LONGEST_PAUSE: Final = 30.0
"""Seconds between two looks at most."""
_GROWTH: Final = 1.5
_SPREAD: Final = 0.2


class OrderSignals:
    """Wakes whoever waits for an order when a webhook speaks of it, instead of at the next look.

    Make one for the application, hand it to ``wait_for_delivery`` and ``deliver``, and tell it every event that your
    webhook route has verified. It belongs to one event loop.
    """

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        self._waiting: weakref.WeakKeyDictionary[asyncio.Event, int] = weakref.WeakKeyDictionary()

    def heard(self, event: WebhookEvent) -> None:
        """Tell what a webhook said; an event that does not name its order wakes everybody to look.

        Args:
            event: What ``webhooks.verify`` gave.
        """
        if not isinstance(event, OrderEvent | MessageEvent):
            return
        for waiting, order_id in list(self._waiting.items()):
            if event.order_id in (None, order_id):
                waiting.set()

    def about(self, order_id: int) -> asyncio.Event:
        """Give an event that is set when something is heard of an order; it lives as long as it is held."""
        waiting = asyncio.Event()
        self._waiting[waiting] = order_id
        return waiting


async def wait_for_delivery(
    orders: Orders, order_id: int, *, seconds: float | None, first_look: float, signals: OrderSignals | None
) -> Delivery:
    """Look at an order until it arrived, was refused or failed; see ``Orders.wait_for_delivery``."""
    loop = asyncio.get_running_loop()
    ends = None if seconds is None else loop.time() + seconds
    heard = None if signals is None else signals.about(order_id)
    pause = first_look
    while True:
        if heard is not None:
            heard.clear()
        delivery = Delivery.of(await orders.get(order_id))
        if delivery.state.is_final:
            return delivery
        if delivery.state is DeliveryState.NOT_SENT:
            raise DeliveryError(
                f"order {order_id} was not sent, so that there is nothing to wait for: send it first",
                order_id=order_id,
                step="follow",
            )
        left = None if ends is None else ends - loop.time()
        if left is not None and left <= 0:
            raise DeliveryTimeout(
                f"order {order_id} was sent and is still {delivery.state.value} after {seconds:g} seconds: wait again "
                "later, receivers can take days",
                order_id=order_id,
                step="follow",
            )
        # Not all who wait look at the same moment.
        asleep = pause * (1 + random.uniform(-_SPREAD, _SPREAD))  # noqa: S311 - not for secrets
        await _pause(asleep if left is None else min(asleep, left), heard)
        pause = min(pause * _GROWTH, LONGEST_PAUSE)


async def _pause(seconds: float, heard: asyncio.Event | None) -> None:
    if heard is None:
        await asyncio.sleep(seconds)
        return
    try:
        async with asyncio.timeout(seconds):
            await heard.wait()
    except TimeoutError:
        return


async def deliver(
    orders: Orders,
    order: Order | int,
    transport_type: str | None,
    *,
    external_id: str | None,
    strict_transport: bool,
    on_refusal: OnRefusal,
    seconds: float | None,
    first_look: float,
    signals: OrderSignals | None,
) -> Delivery:
    """Create, send and follow an order; see ``Orders.deliver``."""
    order_id = order if isinstance(order, int) else await created(orders, order, external_id)
    await sent(orders, order_id, transport_type, strict_transport=strict_transport, on_refusal=on_refusal)
    return await wait_for_delivery(orders, order_id, seconds=seconds, first_look=first_look, signals=signals)


async def created(orders: Orders, order: Order, external_id: str | None) -> int:
    """Create an order, and find it again when the answer was lost.

    Raises:
        DeliveryError: Whether it was created is not known (``step`` is ``create``).
        CallError: It was not created.
    """
    try:
        return await orders.create(order, external_id=external_id)
    except CallError as error:
        if not error.may_have_arrived:
            raise
        resolution = await error.resolve()
        if resolution.id is not None:
            return resolution.id
        raise DeliveryError(
            "whether the order was created is not known, and "
            + ("it cannot be found: deliver it again" if resolution.absent else "several orders could be it: look")
            + ("" if external_id else "; with external_id= it can be told apart from others"),
            order_id=None,
            step="create",
        ) from error


async def sent(
    orders: Orders, order_id: int, transport_type: str | None, *, strict_transport: bool, on_refusal: OnRefusal
) -> None:
    """Send an order that was not sent before, once, also when the answer was lost.

    Raises:
        DeliveryError: It was not sent (``step`` is ``send``); its cause is the error of the call.
        CallError: Whether it was sent cannot be looked up now.
    """
    for again in (False, True):
        try:
            await orders.send([order_id], transport_type, strict_transport=strict_transport)
        except CallError as error:
            # A send whose answer was lost shows on the order; one that did not arrive may be made once more.
            if error.may_have_arrived:
                if Delivery.of(await orders.get(order_id)).state is not DeliveryState.NOT_SENT:
                    return
                if not again:
                    continue
            raise await _not_sent(orders, order_id, error, on_refusal) from error
        else:
            return


async def _not_sent(orders: Orders, order_id: int, error: CallError, on_refusal: OnRefusal) -> DeliveryError:
    refused = isinstance(error, ApiError) and not error.may_have_arrived
    if refused and on_refusal == "delete":
        await orders.delete(order_id)
        what = "and was deleted again"
    else:
        what = (
            f"and stands there unsent: orders.deliver({order_id}) sends it again, orders.delete({order_id}) removes it"
        )
    return DeliveryError(
        f"order {order_id} was created but not sent ({error}), {what}",
        order_id=order_id,
        step="send",
        deleted=refused and on_refusal == "delete",
    )
