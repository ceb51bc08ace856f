"""Reads Peppol identifiers, schemes and document types. Nothing is looked up."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from billit_async.errors import IdentifierError
from billit_async.invoicing.identifiers import parse_company_number
from billit_async.invoicing.participants import parse_participant, participant_as_written
from billit_async.invoicing.schemes import PEPPOL_SCHEMES, PRIMARY_TYPES
from billit_async.models.peppol import ParticipantInformationResponse

if TYPE_CHECKING:
    from billit_async.models.orders import Order
    from billit_async.models.parties import Party, PartyIdentifier

__all__ = [
    "Participant",
    "Reason",
    "SentVia",
    "document_types_for",
    "is_self_billing",
    "party_identifiers",
    "peppol_identifier",
    "receiver_of",
]


class Reason(StrEnum):
    """Why an order went the way it did."""

    TAKES_IT = "the receiver takes this document over Peppol"
    NO_PEPPOL_DOCUMENT = "Peppol carries invoices and credit notes only"
    NO_IDENTIFIER = "the receiver has no VAT number, no enterprise number and no other identifier"
    NOT_REGISTERED = "the receiver is not registered on Peppol"
    TYPE_NOT_TAKEN = "the receiver is on Peppol, and does not take this kind of document there"
    REFUSED = "Billit refused to send it over Peppol, whatever the directory said"


@attrs.frozen(kw_only=True)
class SentVia:
    """Which way an order went, and why.

    Attributes:
        order_id: The order.
        transport: ``Peppol``, or the fallback that was taken.
        reason: Why.
        participant: The receiver's Peppol id, such as ``0208:0563846944``, when it is registered; not shown.
    """

    order_id: int
    transport: str
    reason: Reason
    participant: str | None = attrs.field(default=None, repr=False)


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Participant(ParticipantInformationResponse):
    """What the Peppol directory says about a company, and whether it can receive."""

    def takes(self, order_type: str, *, self_billing: bool = False) -> bool:
        """Tell whether it receives this kind of document.

        Args:
            order_type: ``Invoice`` or ``CreditNote``; whatever else is never taken.
            self_billing: The document is made by the buyer.

        Source: docs page "check via api": being registered is not enough, the type must be listed.
        """
        if not self.registered:
            return False
        listed = {name.casefold() for name in self.document_types or ()}
        return any(name.casefold() in listed for name in document_types_for(order_type, self_billing=self_billing))


def document_types_for(order_type: str, *, self_billing: bool = False) -> tuple[str, ...]:
    """Name the ``DocumentTypes`` of which a receiver must list one, the best first; none for other documents.

    Args:
        order_type: The order's ``OrderType``.
        self_billing: The document is made by the buyer.

    Source: docs pages "check via api" and "registered for self-billing"; the manual's chapter 19 for ``Invoice5``.
    Whether Billit can send the other types that receivers list, such as ``XRechnung22Invoice``, is not documented.
    """
    kinds = {"invoice": ("BISv3Invoice", "Invoice5"), "creditnote": ("BISv3CreditNote", "CreditNote5")}
    found = kinds.get(order_type.casefold(), ())
    return tuple(f"{name}SelfBilling" for name in found[:1]) if self_billing else found


def peppol_identifier(text: str, *, as_written: bool = False) -> str:
    """Write an identifier the way Billit's look-up takes it, after checking it.

    Args:
        text: A VAT number with its country (``BE 0563.846.944``), a Belgian enterprise number (``0563.846.944``), or
            ``scheme:value`` (``0208:0563846944``, also with ``iso6523-actorid-upis::`` before it). Blanks, dots,
            dashes, invisible marks and a label such as ``BTW`` do not count.
        as_written: Leave the value after ``scheme:`` as it is, for those who are registered under another spelling,
            such as ``0208:BE0563846944``.

    Returns:
        ``BE0563846944``, ``0563846944`` or ``0208:0563846944``. A Belgian number of nine digits gets its leading zero.

    Raises:
        IdentifierError: It is none of these, or its check digits are wrong.

    Source: docs pages "check via api" and "allowed identifiers".
    """
    if as_written:
        return str(participant_as_written(text))
    if ":" in text:
        participant = parse_participant(text)
        # A label ends in a colon too; what follows it is then no scheme's value.
        if text.strip().lower().removeprefix("iso6523-actorid-upis::").startswith(participant.scheme):
            return str(participant)
    try:
        return parse_company_number(text)
    except IdentifierError as error:
        raise IdentifierError(f"{error}; or write an enterprise number, or 0208:0563846944") from None


def party_identifiers(party: Party) -> tuple[str, ...]:
    """List what a party may be registered under, the id that Billit sends to first.

    Args:
        party: The party, with ``peppol_identifier``, ``identifiers`` or ``vat_number``.

    Returns:
        Identifiers for the look-up, none twice: the primary one of its country before the others (``CTC`` in France,
        the enterprise number in Belgium). A Belgian VAT number stands for the enterprise number too.

    Raises:
        IdentifierError: One of them is wrong; the message names the field.

    Source: docs pages "how can I send to a specific company number" (the enterprise number is preferred over VAT) and
        "identifiers France PA".
    """
    found: list[str] = []
    if party.peppol_identifier and party.peppol_identifier.strip():
        found.append(_named("peppol_identifier", party.peppol_identifier))
    for given in sorted(party.identifiers or (), key=_rank):
        scheme = given.scheme_id or PEPPOL_SCHEMES.get(given.identifier_type or "")
        if given.identifier and (scheme or (given.identifier_type or "") == "VAT"):
            found.append(_named("identifiers", f"{scheme}:{given.identifier}" if scheme else given.identifier))
    if party.vat_number and party.vat_number.strip():
        vat_number = _named("vat_number", party.vat_number)
        if vat_number.startswith("BE"):
            found.append(f"0208:{vat_number[2:]}")
        found.append(vat_number)
    return tuple(dict.fromkeys(found))


def is_self_billing(order: Order) -> bool:
    """Tell whether the buyer makes this document. Source: docs page "how it works based on API"."""
    return (order.order_sub_type or "").casefold() == "selfbilling"


def receiver_of(order: Order) -> Party | None:
    """Find the party that an order goes to: the customer, or the supplier of a self-billing document."""
    own = order.supplier if is_self_billing(order) else order.customer
    return own or order.counter_party


def _rank(identifier: PartyIdentifier) -> int:
    if identifier.preferred:
        return 0
    kind = identifier.identifier_type or ""
    return 1 + (PRIMARY_TYPES.index(kind) if kind in PRIMARY_TYPES else len(PRIMARY_TYPES))


def _named(field: str, value: str) -> str:
    try:
        return peppol_identifier(value)
    except IdentifierError as error:
        raise IdentifierError(f"the receiver's {field}: {error}") from None
