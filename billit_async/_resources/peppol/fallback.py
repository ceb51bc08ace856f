"""Peppol first: send where the receiver takes the document, and fall back to the transports that are allowed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Protocol, cast

import attrs

from billit_async._resources.enumerations import refuse_unknown_value
from billit_async._resources.orders.delivery import send_order
from billit_async.errors import BadRequest, DeliveryError, InvalidArgument, NotOnPeppol
from billit_async.invoicing.peppol import (
    Reason,
    SentVia,
    document_types_for,
    is_self_billing,
    party_identifiers,
    receiver_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from billit_async._resources.orders.delivery import OrderWriter, Send
    from billit_async.invoicing.peppol import Participant
    from billit_async.models.orders import Order
    from billit_async.models.parties import Party

__all__ = ["PEPPOL", "PeppolFirst", "checked_fallbacks"]

PEPPOL: Final = "Peppol"
_NOT_TAKEN: Final = ("TheCustomerIsNotActiveOnPeppol", "TheCustomerDoesNotSupportPeppolForType_0")
"""With these Billit says that the receiver cannot be reached over Peppol; another refusal is about the document.
Source: docs page "possible errors"."""


@attrs.frozen
class _Receiver:
    """What the directory says about the receiver of an order."""

    reason: Reason
    participant: str | None = None


def checked_fallbacks(fallbacks: object) -> tuple[str, ...]:
    """Check the transports that may stand in for Peppol.

    Raises:
        TypeError: It is not a list of texts.
        ValueError: One of them is Peppol itself, or not a known transport.
    """
    if isinstance(fallbacks, str) or not isinstance(fallbacks, list | tuple):
        raise TypeError('fallbacks takes a list of transport types: fallbacks=("SMTP",)')
    checked: list[str] = []
    for number, transport in enumerate(cast("Sequence[object]", fallbacks)):
        if not isinstance(transport, str):
            raise TypeError(f"fallbacks[{number}] takes a text, not {type(transport).__name__}")
        refuse_unknown_value(transport, "TransportType", f"fallbacks[{number}]")
        if transport == PEPPOL:
            raise InvalidArgument(f"fallbacks[{number}] is Peppol, which is tried first anyway: leave it out")
        checked.append(str(transport))
    return tuple(dict.fromkeys(checked))


class Directory(Protocol):
    """Looks receivers up."""

    async def lookup(self, identifier: str, *, max_age: float) -> Participant:
        """Look a receiver up; see ``Peppol.lookup``."""
        ...


class PartyReader(Protocol):
    """Reads parties."""

    async def get(self, party_id: int) -> Party:
        """Read one party; see ``Parties.get``."""
        ...


@attrs.frozen(kw_only=True)
class PeppolFirst:
    """Sends orders over Peppol where their receivers take them, and otherwise by the transports that are allowed.

    Attributes:
        orders: Sends.
        directory: Looks receivers up.
        parties: Reads a receiver that the order names by its id alone.
        fallbacks: The transports that may stand in for Peppol, in turn.
        max_age: Seconds that an earlier look-up may be old.
    """

    orders: OrderWriter
    directory: Directory
    parties: PartyReader
    fallbacks: tuple[str, ...]
    max_age: float

    async def choose(self, order: Order, order_id: int | None) -> Send:
        """Look the receiver of an order up, and choose how it is sent.

        Raises:
            NotOnPeppol: The receiver does not take it, and no fallback is allowed.
            ValueError: The order cannot be sent, or its receiver's identifier is wrong.
        """
        found = await self._look_up(_checked_kind(order))
        if found.reason is not Reason.TAKES_IT and not self.fallbacks:
            raise _not_on_peppol(found, order_id, "lookup")
        return partial(self._send, found=found)

    async def _send(self, order_id: int, *, found: _Receiver) -> SentVia:
        if found.reason is Reason.TAKES_IT:
            try:
                await send_order(self.orders, order_id, PEPPOL, strict_transport=True, on_refusal="keep")
            except DeliveryError as error:
                if error.may_have_been_sent or not _says_not_taken(error):
                    raise
                found = _Receiver(Reason.REFUSED, found.participant)
                if not self.fallbacks:
                    raise _not_on_peppol(found, order_id, "send") from error
            else:
                return _sent_via(order_id, PEPPOL, found)
        return await self._fall_back(order_id, found)

    async def _fall_back(self, order_id: int, found: _Receiver) -> SentVia:
        refusals: list[str] = []
        last: DeliveryError | None = None
        for transport in self.fallbacks:
            try:
                await send_order(self.orders, order_id, transport, strict_transport=True, on_refusal="keep")
            except DeliveryError as error:
                refusal = error.__cause__
                if error.may_have_been_sent or not isinstance(refusal, BadRequest):
                    raise
                refusals.append(f"{transport} ({refusal.code or refusal.status})")
                last = error
            else:
                return _sent_via(order_id, transport, found)
        raise _not_on_peppol(found, order_id, "send", refusals) from last

    async def _look_up(self, order: Order) -> _Receiver:
        kind, self_billing = str(order.order_type), is_self_billing(order)
        if not document_types_for(kind):
            return _Receiver(Reason.NO_PEPPOL_DOCUMENT)
        identifiers = await self._identifiers(order)
        if not identifiers:
            return _Receiver(Reason.NO_IDENTIFIER)
        registered: str | None = None
        for identifier in identifiers:
            found = await self.directory.lookup(identifier, max_age=self.max_age)
            if found.takes(kind, self_billing=self_billing):
                return _Receiver(Reason.TAKES_IT, found.identifier or identifier)
            if found.registered and registered is None:
                registered = found.identifier or identifier
        return _Receiver(Reason.NOT_REGISTERED if registered is None else Reason.TYPE_NOT_TAKEN, registered)

    async def _identifiers(self, order: Order) -> tuple[str, ...]:
        receiver = receiver_of(order)
        found = party_identifiers(receiver) if receiver is not None else ()
        party_id = (receiver.party_id if receiver is not None else None) or (
            (order.supplier_id if is_self_billing(order) else order.customer_id) or order.counter_party_id
        )
        if found or party_id is None:
            return found
        # An order may name a party that Billit has, by its id alone.
        return party_identifiers(await self.parties.get(party_id))


def _sent_via(order_id: int, transport: str, found: _Receiver) -> SentVia:
    return SentVia(order_id=order_id, transport=transport, reason=found.reason, participant=found.participant)


def _checked_kind(order: Order) -> Order:
    if not order.order_type:
        raise InvalidArgument("this order has no order_type, so that what its receiver must take is not known")
    if (order.order_direction or "").casefold() == "cost" and not is_self_billing(order):
        raise InvalidArgument("this order is a purchase: only sales, and self-billing documents, are sent")
    return order


def _says_not_taken(error: DeliveryError) -> bool:
    refusal = error.__cause__
    return isinstance(refusal, BadRequest) and any(refusal.has(code) for code in _NOT_TAKEN)


def _not_on_peppol(found: _Receiver, order_id: int | None, step: str, refusals: Iterable[str] = ()) -> NotOnPeppol:
    tried = ", ".join(refusals)
    again = "another fallback" if tried else 'a fallback, such as fallbacks=("SMTP",)'
    if order_id is None:
        what = f"no order was created: allow {again}"
    else:
        what = (
            f'order {order_id} is kept unsent: orders.deliver({order_id}, "Peppol", fallbacks=...) with {again} sends '
            f"it, orders.delete({order_id}) removes it"
        )
    return NotOnPeppol(
        f"{found.reason.value}{f'; the fallbacks were refused too: {tried}' if tried else ''}; {what}",
        order_id=order_id,
        step=step,
        reason=found.reason,
        participant=found.participant,
    )
