"""From a new order to one that arrived: create, send and follow, with the outcome of each step known."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Literal, Protocol
from uuid import UUID

import attrs

from billit_async._resources.arguments import checked_id
from billit_async._resources.orders.waiting import OrderReader, wait_for_delivery
from billit_async._resources.resource import caller_of
from billit_async._resources.settling import Settling, noting
from billit_async._transport.policies import UnknownWrites
from billit_async.errors import BadRequest, BillitError, CallError, DeliveryError, IdempotencyConflict
from billit_async.invoicing.delivery import Delivery, DeliveryState

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from billit_async._resources.orders.waiting import OrderNotifier
    from billit_async._serialization.ids import Id
    from billit_async.errors import Resolution
    from billit_async.invoicing.peppol import SentVia
    from billit_async.models.orders import Order

__all__ = ["Follow", "OnRefusal", "OrderWriter", "Send", "create_order", "deliver", "send_directly", "send_order"]

OnRefusal = Literal["keep", "delete"]

Send = Callable[[int], Awaitable["SentVia | None"]]
"""Sends an order, and returns which way it went where there was a choice."""


FindOut = Callable[[CallError], Awaitable["Resolution"]]
"""Finds out what became of a create; see ``BillitSession.resolve``."""


class OrderWriter(OrderReader, Protocol):
    """Creates, sends and deletes orders."""

    async def create(self, order: Order, *, external_id: str | None = None) -> int:
        """Create an order; see ``Orders.create``."""
        ...

    async def send(
        self, order_ids: Iterable[int], transport: str | None = None, *, strict_transport: bool = False
    ) -> None:
        """Send orders; see ``Orders.send``."""
        ...

    async def delete(self, order_id: int) -> bool:
        """Delete an order; see ``Orders.delete``."""
        ...


@attrs.frozen
class Follow:
    """How long an order is followed, and how often it is read; see ``Orders.wait_for_delivery``."""

    seconds: float | None
    poll_interval: float
    notifier: OrderNotifier | None


def send_directly(
    orders: OrderWriter, transport: str | None, *, strict_transport: bool, on_refusal: OnRefusal
) -> Callable[[Order, int | None], Awaitable[Send]]:
    """Send an order by one transport, without asking whether its receiver takes it."""

    async def send(order_id: int) -> None:
        await send_order(orders, order_id, transport, strict_transport=strict_transport, on_refusal=on_refusal)

    async def choose(_order: Order, _order_id: int | None) -> Send:
        return send

    return choose


async def deliver(
    orders: OrderWriter,
    order: Order | Id,
    choose: Callable[[Order, int | None], Awaitable[Send]],
    *,
    external_id: str | None,
    follow: Follow | None,
    find_out: FindOut,
) -> Delivery:
    """Create, send and follow an order; see ``Orders.deliver``.

    Args:
        orders: Makes the calls.
        order: The order, or the id of one that was created before.
        choose: Chooses how the order is sent, before it is created.
        external_id: The caller's own id of a new order.
        follow: How it is followed; None returns once it was sent.
        find_out: Finds out what became of a create.
    """
    if isinstance(order, int | str | UUID):
        order_id = checked_id(order, "order")
        with _naming(order_id):
            found = await orders.get(order_id)
            delivery = Delivery.of(found)
            if delivery.state is not DeliveryState.NOT_SENT:
                # An earlier call may have sent it, after that call gave up.
                return delivery if follow is None else await _follow(orders, order_id, follow)
            send = await choose(found, order_id)
    else:
        send = await choose(order, None)
        order_id = await create_order(orders, order, external_id, find_out)
    with _naming(order_id):
        sent_via = await send(order_id)
        if follow is None:
            return Delivery(order_id=order_id, state=DeliveryState.PENDING, sent_via=sent_via)
        return attrs.evolve(await _follow(orders, order_id, follow), sent_via=sent_via)


async def _follow(orders: OrderReader, order_id: int, follow: Follow) -> Delivery:
    return await wait_for_delivery(
        orders, order_id, seconds=follow.seconds, poll_interval=follow.poll_interval, notifier=follow.notifier
    )


@contextmanager
def _naming(order_id: int) -> Generator[None]:
    """Name the order in every error that does not name it by itself."""
    try:
        yield
    except DeliveryError:
        raise
    except BaseException as error:
        error.add_note(f"order {order_id} exists: orders.deliver({order_id!r}) goes on, and sends it when it was not")
        raise


async def create_order(orders: OrderWriter, order: Order, external_id: str | None, find_out: FindOut) -> int:
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
                resolution = await find_out(error)
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


async def send_order(
    orders: OrderWriter, order_id: int, transport: str | None, *, strict_transport: bool, on_refusal: OnRefusal
) -> None:
    """Send an order that was not sent before, once, also when the response was lost.

    Raises:
        DeliveryError: It was not sent, or that is not known (``step`` is ``send``); its cause is the error of the call.
    """
    policy = caller_of(orders).retry
    repeats = policy.attempts - 1 if policy.unknown_writes is UnknownWrites.LOOK_FIRST else 0
    doubt: CallError | None = None
    while True:
        try:
            with nullcontext() if doubt is None else noting(doubt):
                await orders.send([order_id], transport, strict_transport=strict_transport)
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


async def _was_sent(orders: OrderWriter, order_id: int, error: CallError) -> bool:
    """Whether an order shows as sent after a send whose outcome is unknown; False when the send has had its time."""
    settling = Settling.after(error, caller_of(orders).transport.clock)
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


async def _shows_as_sent(orders: OrderWriter, order_id: int) -> bool:
    return Delivery.of(await orders.get(order_id)).state is not DeliveryState.NOT_SENT


def _in_doubt(order_id: int, error: CallError) -> DeliveryError:
    doubt = DeliveryError(
        f"whether order {order_id} was sent is not known ({error}), and it does not show as sent: it was kept and not "
        f"sent again; look later, orders.deliver({order_id!r}) then goes on with it, and sends it when it was not",
        order_id=order_id,
        step="send",
    )
    doubt.may_have_been_sent = True
    return doubt


async def _not_sent(orders: OrderWriter, order_id: int, error: CallError, on_refusal: OnRefusal) -> DeliveryError:
    """Make the error of an order that was surely not sent; delete it where Billit refused it for its content."""
    deleted = False
    what = f"and is kept unsent: orders.deliver({order_id!r}) sends it again, orders.delete({order_id!r}) removes it"
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
