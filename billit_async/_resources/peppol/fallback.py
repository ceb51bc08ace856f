"""Peppol first: ask whether the receiver takes the document there, send it so, and fall back only where allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import attrs

from billit_async._resources.enumerations import refuse_unknown_value
from billit_async._resources.orders.watching import created, sent
from billit_async.errors import BadRequest, DeliveryError, InvalidArgument, NotOnPeppol
from billit_async.invoicing.delivery import Delivery, DeliveryState
from billit_async.invoicing.peppol import (
    Reason,
    SentVia,
    document_types_for,
    is_self_billing,
    party_identifiers,
    receiver_of,
)
from billit_async.models.orders import Order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from billit_async._resources.orders.orders import Orders
    from billit_async._resources.parties import Parties
    from billit_async._resources.peppol.peppol import Peppol
    from billit_async.models.parties import Party

__all__ = ["checked_fallbacks", "send_first"]

_PEPPOL: Final = "Peppol"
_NOT_TAKEN: Final = ("TheCustomerIsNotActiveOnPeppol", "TheCustomerDoesNotSupportPeppolForType_0")
"""With these Billit says that the receiver is not to be reached over Peppol; another refusal is about the document.
Source: docs page "possible errors"."""


@attrs.frozen
class _Answer:
    """What the directory says of a receiver."""

    reason: Reason
    participant: str | None = None


def checked_fallbacks(fallbacks: object) -> tuple[str, ...]:
    """Check the transports that may stand in for Peppol.

    Raises:
        TypeError: It is no list of texts.
        ValueError: One of them is Peppol itself, or no known transport.
    """
    if isinstance(fallbacks, str) or not isinstance(fallbacks, list | tuple):
        raise TypeError('fallbacks takes a list of transport types: fallbacks=("SMTP",)')
    checked: list[str] = []
    for number, transport in enumerate(cast("Sequence[object]", fallbacks)):
        if not isinstance(transport, str):
            raise TypeError(f"fallbacks[{number}] takes a text, not {type(transport).__name__}")
        refuse_unknown_value(transport, "TransportType", f"fallbacks[{number}]")
        if transport == _PEPPOL:
            raise InvalidArgument(f"fallbacks[{number}] is Peppol, which is tried first anyway: leave it out")
        checked.append(str(transport))
    return tuple(dict.fromkeys(checked))


async def send_first(
    peppol: Peppol,
    orders: Orders,
    parties: Parties,
    order: Order | int,
    *,
    fallbacks: tuple[str, ...],
    external_id: str | None,
    max_age: float,
) -> SentVia:
    """Send an order over Peppol where its receiver takes it; see ``Peppol.send_first``."""
    document = order if isinstance(order, Order) else await _unsent(orders, order)
    answer = await _asked(peppol, parties, _checked_kind(document), max_age)
    known = None if isinstance(order, Order) else order
    if answer.reason is not Reason.TAKES_IT and not fallbacks:
        raise _not_on_peppol(answer, known, "lookup")
    order_id = await created(orders, order, external_id) if isinstance(order, Order) else order
    if answer.reason is Reason.TAKES_IT:
        try:
            await sent(orders, order_id, _PEPPOL, strict_transport=True, on_refusal="keep")
        except DeliveryError as error:
            if error.may_have_been_sent or not _says_not_taken(error):
                raise
            answer = _Answer(Reason.REFUSED, answer.participant)
            if not fallbacks:
                raise _not_on_peppol(answer, order_id, "send") from error
        else:
            return SentVia(order_id=order_id, transport=_PEPPOL, reason=answer.reason, participant=answer.participant)
    return await _fallen_back(orders, order_id, answer, fallbacks)


async def _fallen_back(orders: Orders, order_id: int, answer: _Answer, fallbacks: Iterable[str]) -> SentVia:
    refusals: list[str] = []
    last: DeliveryError | None = None
    for transport in fallbacks:
        try:
            await sent(orders, order_id, transport, strict_transport=True, on_refusal="keep")
        except DeliveryError as error:
            refusal = error.__cause__
            if error.may_have_been_sent or not isinstance(refusal, BadRequest):
                raise
            refusals.append(f"{transport} ({refusal.code or refusal.status})")
            last = error
        else:
            return SentVia(order_id=order_id, transport=transport, reason=answer.reason, participant=answer.participant)
    raise _not_on_peppol(answer, order_id, "send", refusals) from last


async def _unsent(orders: Orders, order_id: int) -> Order:
    order = await orders.get(order_id)
    state = Delivery.of(order).state
    if state is not DeliveryState.NOT_SENT:
        raise DeliveryError(
            f"order {order_id} was sent before and is {state.value}: nothing was sent now; "
            f"orders.send([{order_id}], ...) sends it once more",
            order_id=order_id,
            step="lookup",
        )
    return order


def _checked_kind(order: Order) -> Order:
    if not order.order_type:
        raise InvalidArgument("this order has no order_type, so that what its receiver must take is not known")
    if (order.order_direction or "").casefold() == "cost" and not is_self_billing(order):
        raise InvalidArgument("this order is a purchase: only sales, and self-billing documents, are sent")
    return order


async def _asked(peppol: Peppol, parties: Parties, order: Order, max_age: float) -> _Answer:
    kind, self_billing = str(order.order_type), is_self_billing(order)
    if not document_types_for(kind):
        return _Answer(Reason.NO_PEPPOL_DOCUMENT)
    identifiers = await _identifiers(parties, order)
    if not identifiers:
        return _Answer(Reason.NO_IDENTIFIER)
    registered: str | None = None
    for identifier in identifiers:
        found = await peppol.lookup(identifier, max_age=max_age)
        if found.takes(kind, self_billing=self_billing):
            return _Answer(Reason.TAKES_IT, found.identifier or identifier)
        if found.registered and registered is None:
            registered = found.identifier or identifier
    return _Answer(Reason.NOT_REGISTERED if registered is None else Reason.TYPE_NOT_TAKEN, registered)


async def _identifiers(parties: Parties, order: Order) -> tuple[str, ...]:
    receiver: Party | None = receiver_of(order)
    found = party_identifiers(receiver) if receiver is not None else ()
    party_id = (receiver.party_id if receiver is not None else None) or (
        (order.supplier_id if is_self_billing(order) else order.customer_id) or order.counter_party_id
    )
    if found or party_id is None:
        return found
    # An order may name a party that Billit has, by its id alone.
    return party_identifiers(await parties.get(party_id))


def _says_not_taken(error: DeliveryError) -> bool:
    refusal = error.__cause__
    return isinstance(refusal, BadRequest) and any(refusal.has(code) for code in _NOT_TAKEN)


def _not_on_peppol(answer: _Answer, order_id: int | None, step: str, refusals: Iterable[str] = ()) -> NotOnPeppol:
    tried = ", ".join(refusals)
    again = "another fallback" if tried else 'a fallback, such as fallbacks=("SMTP",)'
    if order_id is None:
        what = f"no order was created: allow {again}"
    else:
        what = (
            f"order {order_id} stands there unsent: peppol.send_first({order_id}, fallbacks=...) with {again} sends "
            f"it, orders.delete({order_id}) removes it"
        )
    return NotOnPeppol(
        f"{answer.reason.value}{f'; the fallbacks were refused too: {tried}' if tried else ''}; {what}",
        order_id=order_id,
        step=step,
        reason=answer.reason,
        participant=answer.participant,
    )
