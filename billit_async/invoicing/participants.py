"""The Peppol participant of a party: scheme and value, read from its numbers. Nothing is looked up."""

from __future__ import annotations

import re
from typing import Final

import attrs

from billit_async.errors import IdentifierError
from billit_async.invoicing.identifiers import (
    is_company_number,
    normalise_vat_number,
    parse_company_number,
    parse_enterprise_number,
    parse_vat_number,
    visible,
)
from billit_async.invoicing.schemes import VAT_SCHEMES

__all__ = ["ParticipantID", "parse_participant", "participant_as_written"]

# Peppol's list of schemes grows, so that one that is not in the table is taken when it can be one: ISO 6523 codes begin
# with 0, those that Peppol gave out itself with 99.
_PARTICIPANT_SCHEME: Final = re.compile(r"0[0-9]{3}|99[0-9]{2}")
_PARTICIPANT_VALUE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~+-]{0,129}")
"""Up to 130 characters: the longest are those of France. Source: docs page "identifiers France PA"."""
_CANONICAL: Final = "iso6523-actorid-upis::"
# French registers: the digits that a number has there, and what may follow.
_FRENCH: Final = {
    "0002": (re.compile(r"[0-9]{9}(?:[0-9]{5})?"), "a SIREN has 9 digits"),
    "0009": (re.compile(r"[0-9]{14}"), "a SIRET has 14 digits"),
    "0225": (re.compile(r"[0-9]{9}(?:[A-Za-z0-9._~+-]{0,121})"), "a CTC address begins with the 9 digits of a SIREN"),
}


@attrs.frozen
class ParticipantID:
    """Where a party is found on Peppol: four digits of scheme, and its number there, which ``repr`` leaves out.

    ``str()`` joins the two.

    Source: docs page "allowed identifiers".
    """

    scheme: str
    value: str = attrs.field(repr=False)

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    @property
    def canonical(self) -> str:
        """The form in directories and message envelopes: ``iso6523-actorid-upis::0208:0563846944``."""
        return f"{_CANONICAL}{self}"


def parse_participant(text: str) -> ParticipantID:
    """Read a Peppol participant id.

    Args:
        text: ``0208:0563846944``, with or without ``iso6523-actorid-upis::`` before it, a VAT number with its country,
            or a Belgian enterprise number; a label such as ``BTW`` in front is left out.

    Returns:
        Scheme and value. A scheme that is not in :data:`PARTICIPANT_SCHEMES` is kept as it is: the list grows.

    Raises:
        IdentifierError: It is none of these, or its value breaks the rule of its scheme.

    Source: docs pages "check via API" and "allowed identifiers".
    """
    plain = _without_canonical(text)
    scheme, colon, value = plain.partition(":")
    if colon and _PARTICIPANT_SCHEME.fullmatch(scheme.strip()):
        return ParticipantID(scheme.strip(), _participant_value(scheme.strip(), value.strip()))
    if colon and not is_company_number(plain):
        raise IdentifierError("the scheme before the colon is not one of Peppol's: it has four digits, such as 0208")
    number = parse_company_number(plain)
    if number.isdecimal():
        return ParticipantID("0208", number)
    if number[:2] not in VAT_SCHEMES:
        raise IdentifierError(f"no Peppol scheme is known for VAT numbers of {number[:2]}: write scheme:value")
    return ParticipantID(VAT_SCHEMES[number[:2]], number)


def participant_as_written(text: str) -> ParticipantID:
    """Read ``scheme:value`` without putting it right, for those who are registered under an unusual spelling.

    Args:
        text: ``0208:BE0563846944``, say, with or without ``iso6523-actorid-upis::`` before it.

    Raises:
        IdentifierError: It is not scheme and value, or holds characters that no Peppol id has.
    """
    scheme, _, value = _without_canonical(text).partition(":")
    if not _PARTICIPANT_SCHEME.fullmatch(scheme) or not _PARTICIPANT_VALUE.fullmatch(value):
        raise IdentifierError("not a Peppol participant id as it is registered: write scheme:value, 0208:0563846944")
    return ParticipantID(scheme, value)


def _without_canonical(text: str) -> str:
    plain = visible(text).strip()
    return plain[len(_CANONICAL) :].strip() if plain[: len(_CANONICAL)].lower() == _CANONICAL else plain


def _participant_value(scheme: str, value: str) -> str:
    if scheme == "0208":
        return parse_enterprise_number(value)
    if scheme == "0088":
        return _location_number(value)
    if countries := [country for country, vat_scheme in VAT_SCHEMES.items() if vat_scheme == scheme]:
        number = normalise_vat_number(value)
        country = next((country for country in countries if number.startswith(country)), countries[0])
        return parse_vat_number(f"{country}{number.removeprefix(country)}")
    if scheme in _FRENCH:
        shape, rule = _FRENCH[scheme]
        value = "".join(value.split())
        if not shape.fullmatch(value):
            raise IdentifierError(f"{rule} (scheme {scheme})")
    if not _PARTICIPANT_VALUE.fullmatch(value):
        raise IdentifierError(f"what follows {scheme}: is empty, too long, or holds characters that no Peppol id has")
    return value


def _location_number(text: str) -> str:
    digits = normalise_vat_number(text)
    if not re.fullmatch(r"[0-9]{2,50}", digits):
        raise IdentifierError("a GLN (scheme 0088) has digits only, 13 as a rule")
    # Weights count from the check digit, whatever the length. Source: Peppol BIS Billing 3, rule R040.
    if sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits))) % 10:
        raise IdentifierError("the check digit of the GLN (scheme 0088) is wrong: look for a typing error")
    return digits
