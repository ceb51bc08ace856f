"""Who a Peppol id means, and which documents a receiver takes: identifiers, schemes, document types. It asks nobody."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import attrs

from billit_async.models.peppol import ParticipantInformationResponse

if TYPE_CHECKING:
    from billit_async.models.orders import Order
    from billit_async.models.parties import Party

__all__ = [
    "SCHEMES",
    "Participant",
    "Reason",
    "SentVia",
    "document_types_for",
    "is_self_billing",
    "party_identifiers",
    "peppol_identifier",
    "receiver_of",
]

SCHEMES: Final = {
    "0002": "SIRENE",
    "0009": "SIRET",
    "0060": "DUNS",
    "0088": "GLN",
    "0106": "KVK",
    "0190": "OIN",
    "0199": "LEI",
    "0204": "LEITWEGID",
    "0208": "CBE",
    "9925": "VAT",
    "9930": "VAT",
    "9944": "VAT",
}
"""The schemes that the documentation names, each with Billit's type of identifier. Source: docs page "allowed
identifiers"."""

_OF_TYPE: Final = {name: scheme for scheme, name in SCHEMES.items() if name != "VAT"}
# Peppol's list grows, so that a scheme that is not in the table is taken when it can be one: ISO 6523 codes begin with
# 0, those that Peppol gave out itself with 99.
_SCHEME: Final = re.compile(r"0\d{3}|99\d{2}")
_VALUE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~+-]{0,49}")
_BLANKS: Final = re.compile(r"[\s.\-]+")
_VAT: Final = re.compile(r"[A-Z]{2}[0-9A-Z]{2,13}")
_MODULUS: Final = 97
_DIGITS: Final = re.compile(r"[0-9]+")


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
    """What the Peppol directory says about a company, with a short answer to the question that matters."""

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


def peppol_identifier(text: str) -> str:
    """Write an identifier the way Billit's look-up takes it, after checking it.

    Args:
        text: A VAT number with its country (``BE 0563.846.944``), a Belgian enterprise number (``0563.846.944``), or
            ``scheme:value`` (``0208:0563846944``). Blanks, dots and dashes do not count.

    Returns:
        ``BE0563846944``, ``0563846944`` or ``0208:0563846944``. A Belgian number of nine digits gets its leading zero.

    Raises:
        ValueError: It is none of these, or its check digits are wrong.

    Source: docs pages "check via api" and "allowed identifiers".
    """
    scheme, colon, value = text.strip().partition(":")
    if colon:
        return _with_scheme(scheme.strip(), value.strip())
    plain = _BLANKS.sub("", text).upper()
    if plain.isascii() and plain.isdigit():
        return _enterprise_number(plain)
    if not _VAT.fullmatch(plain) or not any(letter.isdigit() for letter in plain):
        raise ValueError(
            "the identifier is no VAT number with its country (BE0563846944), no Belgian enterprise number of 10 "
            "digits, and no scheme:value (0208:0563846944)"
        )
    return f"BE{_enterprise_number(plain[2:])}" if plain.startswith("BE") else plain


def party_identifiers(party: Party) -> tuple[str, ...]:
    """List what a party may be registered under, the id that Billit sends to first.

    Args:
        party: The party, with ``peppol_identifier``, ``identifiers`` or ``vat_number``.

    Returns:
        Identifiers for the look-up, none twice; a Belgian VAT number stands for the enterprise number too.

    Raises:
        ValueError: One of them is wrong; the message names the field.

    Source: docs page "how can I send to a specific company number": the enterprise number is preferred over VAT.
    """
    found: list[str] = []
    if party.peppol_identifier and party.peppol_identifier.strip():
        found.append(_named("peppol_identifier", party.peppol_identifier))
    for given in party.identifiers or ():
        scheme = given.scheme_id or _OF_TYPE.get(given.identifier_type or "")
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


def _named(field: str, value: str) -> str:
    try:
        return peppol_identifier(value)
    except ValueError as error:
        raise ValueError(f"the receiver's {field}: {error}") from None


def _with_scheme(scheme: str, value: str) -> str:
    if not _SCHEME.fullmatch(scheme):
        raise ValueError("the scheme before the colon is none of Peppol's: it has four digits, such as 0208 or 9925")
    if scheme == "0208":
        return f"{scheme}:{_enterprise_number(_BLANKS.sub('', value))}"
    if scheme == "9925":
        return f"{scheme}:BE{_enterprise_number(_BLANKS.sub('', value).upper().removeprefix('BE'))}"
    if scheme == "0088":
        return f"{scheme}:{_location_number(_BLANKS.sub('', value))}"
    if not _VALUE.fullmatch(value):
        raise ValueError(f"what follows {scheme}: is empty, too long, or holds characters that no Peppol id has")
    return f"{scheme}:{value}"


def _enterprise_number(digits: str) -> str:
    if not _DIGITS.fullmatch(digits):
        raise ValueError("a Belgian enterprise number has digits only")
    # Numbers of before 2005 were written without their leading zero.
    number = digits.zfill(10) if len(digits) == 9 else digits  # noqa: PLR2004  (as above)
    if len(number) != 10:  # noqa: PLR2004  (as above)
        raise ValueError(f"a Belgian enterprise number has 10 digits, and this one has {len(digits)}")
    if number[0] not in "01" or _MODULUS - int(number[:8]) % _MODULUS != int(number[8:]):
        raise ValueError("the check digits of the Belgian enterprise number are wrong: look for a typing error")
    return number


def _location_number(digits: str) -> str:
    if not _DIGITS.fullmatch(digits) or len(digits) != 13:  # noqa: PLR2004  (GS1's GLN)
        raise ValueError("a GLN (0088) has 13 digits")
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    if total % 10:
        raise ValueError("the check digit of the GLN (0088) is wrong: look for a typing error")
    return digits
