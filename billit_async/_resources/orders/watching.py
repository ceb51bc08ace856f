"""From a new order to one that arrived: create, send and follow, with the outcome of each step known."""

from __future__ import annotations

import asyncio
import random
import weakref
from contextlib import nullcontext
from typing import TYPE_CHECKING, Final, Literal

from billit_async._resources.orders.lookup import find_out
from billit_async._resources.settling import Settling, noting
from billit_async._transport.policies import UnknownWrites
from billit_async.errors import BadRequest, BillitError, CallError, DeliveryError, DeliveryTimeout, IdempotencyConflict
from billit_async.invoicing.delivery import Delivery, DeliveryState
from billit_async.webhooks import MessageEvent, OrderEvent

if TYPE_CHECKING:
    from billit_async._resources.orders.orders import Orders
    from billit_async._transport.clock import Clock
    from billit_async.models.orders import Order
    from billit_async.webhooks import WebhookEvent

__all__ = [
    "LONGEST_PAUSE",
    "POLL_INTERVAL",
    "OnRefusal",
    "OrderNotifier",
    "created",
    "deliver",
    "sent",
    "wait_for_delivery",
]

OnRefusal = Literal["keep", "delete"]

POLL_INTERVAL: Final = 2.0
"""Seconds until the order is looked at again for the first time."""
LONGEST_PAUSE: Final = 30.0
"""Seconds between two looks at most."""
_GROWTH: Final = 1.5
_SPREAD: Final = 0.2


class OrderNotifier:
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
    orders: Orders, order_id: int, *, seconds: float | None, first_look: float, signals: OrderNotifier | None
) -> Delivery:
    """Look at an order until it arrived, was refused or failed; see ``Orders.wait_for_delivery``."""
    clock = orders.caller.transport.clock
    ends = None if seconds is None else clock.monotonic() + seconds
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
        left = None if ends is None else ends - clock.monotonic()
        if left is not None and left <= 0:
            raise DeliveryTimeout(
                f"order {order_id} was sent and is still {delivery.state.value} after {seconds:g} seconds: wait again "
                "later, receivers can take days",
                order_id=order_id,
                step="follow",
            )
        # Not all who wait look at the same moment.
        asleep = pause * (1 + random.uniform(-_SPREAD, _SPREAD))  # noqa: S311 - not for secrets
        await _pause(clock, asleep if left is None else min(asleep, left), heard)
        pause = min(pause * _GROWTH, LONGEST_PAUSE)


async def _pause(clock: Clock, seconds: float, heard: asyncio.Event | None) -> None:
    if heard is None:
        await clock.sleep(seconds)
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
    signals: OrderNotifier | None,
) -> Delivery:
    """Create, send and follow an order; see ``Orders.deliver``."""
    order_id = order if isinstance(order, int) else await created(orders, order, external_id)
    try:
        # One that an earlier call created may have been sent by it as well, after that call gave up.
        if not (isinstance(order, int) and await _shows_as_sent(orders, order_id)):
            await sent(orders, order_id, transport_type, strict_transport=strict_transport, on_refusal=on_refusal)
        return await wait_for_delivery(orders, order_id, seconds=seconds, first_look=first_look, signals=signals)
    except DeliveryError:
        raise
    except BaseException as error:
        error.add_note(f"order {order_id} exists: orders.deliver({order_id}) goes on, and sends it when it was not")
        raise


async def created(orders: Orders, order: Order, external_id: str | None) -> int:
    """Create an order, and find it again when the response was lost; it is not created again.

    Raises:
        DeliveryError: Whether it was created is not known (``step`` is ``create``).
        DuplicateDocument: There are two of it.
        CallError: It was not created.
    """
    try:
        return await orders.create(order, external_id=external_id)
    except CallError as error:
        if not error.may_have_arrived:
            raise
        try:
            with noting(error):
                resolution = await find_out(orders, error)
        except BillitError as failure:
            error.add_note(f"it could not be looked for: {failure}")
            raise DeliveryError(
                f"whether the order was created is not known ({error}), and it could not be looked for: look for it by "
                "its own id before you deliver it again",
                step="create",
            ) from error
        if resolution.id is not None:
            return resolution.id
        raise DeliveryError(
            "whether the order was created is not known, and "
            + (
                f"it cannot be found {resolution.waited:.0f} seconds later: deliver it again"
                if resolution.absent
                else "several orders could be it: look"
            )
            + ("" if external_id else "; with external_id= it can be told apart from others"),
            order_id=None,
            step="create",
        ) from error


async def sent(
    orders: Orders, order_id: int, transport_type: str | None, *, strict_transport: bool, on_refusal: OnRefusal
) -> None:
    """Send an order that was not sent before, once, also when the response was lost.

    Raises:
        DeliveryError: It was not sent, or that is not known (``step`` is ``send``); its cause is the error of the call.
    """
    policy = orders.caller.retry
    repeats = policy.attempts - 1 if policy.unknown_writes is UnknownWrites.LOOK_FIRST else 0
    doubt: CallError | None = None
    while True:
        try:
            with nullcontext() if doubt is None else noting(doubt):
                await orders.send([order_id], transport_type, strict_transport=strict_transport)
        except CallError as error:
            # A conflict on a key that was made for this send: something between has repeated it.
            unknown = error.may_have_arrived or isinstance(error, IdempotencyConflict)
            if (unknown or doubt is not None) and await _was_sent(orders, order_id, error):
                return
            if error.may_have_arrived and repeats > 0:
                doubt, repeats = error, repeats - 1
                continue
            if unknown or doubt is not None:
                raise _in_doubt(order_id, doubt or error) from error
            raise await _not_sent(orders, order_id, error, on_refusal) from error
        except BillitError as error:
            if doubt is None:
                raise
            # What keeps the repeat from going says nothing about the send before it.
            raise _in_doubt(order_id, doubt) from error
        else:
            return


async def _was_sent(orders: Orders, order_id: int, error: CallError) -> bool:
    """Whether an order shows as sent after a send whose outcome is unknown; False when the send has had its time."""
    settling = Settling.after(error, orders.caller.transport.clock)
    try:
        while True:
            waited = settling.waited
            with noting(error):
                if await _shows_as_sent(orders, order_id):
                    return True
                if not await settling.pause(waited):
                    return False
    except BillitError as failure:
        raise _in_doubt(order_id, error) from failure


async def _shows_as_sent(orders: Orders, order_id: int) -> bool:
    return Delivery.of(await orders.get(order_id)).state is not DeliveryState.NOT_SENT


def _in_doubt(order_id: int, error: CallError) -> DeliveryError:
    doubt = DeliveryError(
        f"whether order {order_id} was sent is not known ({error}), and it does not show as sent: it was kept and not "
        f"sent again; look later, orders.deliver({order_id}) then goes on with it, and sends it when it was not",
        order_id=order_id,
        step="send",
    )
    doubt.may_have_been_sent = True
    return doubt


async def _not_sent(orders: Orders, order_id: int, error: CallError, on_refusal: OnRefusal) -> DeliveryError:
    """Say that an order was surely not sent, and delete it where Billit refused it for what is in it."""
    deleted = False
    what = f"and stands there unsent: orders.deliver({order_id}) sends it again, orders.delete({order_id}) removes it"
    if isinstance(error, BadRequest) and on_refusal == "delete":
        try:
            deleted = await orders.delete(order_id)
        except CallError as failure:
            what = f"and deleting it failed ({failure}): look for it"
        else:
            what = "and was deleted again" if deleted else f"{what}; Billit did not delete it"
    return DeliveryError(
        f"order {order_id} was created but not sent ({error}), {what}",
        order_id=order_id,
        step="send",
        deleted=deleted,
    )
