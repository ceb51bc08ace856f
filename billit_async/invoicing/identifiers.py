"""Numbers that identify a business, an account or a payment: read, checked by their digits and formatted.

Nothing is looked up: a right number may still belong to nobody, and no bank or register is ever asked for.
"""

from __future__ import annotations

import re
from typing import Final

import attrs

from billit_async.errors import IdentifierError
from billit_async.invoicing.schemes import PARTICIPANT_SCHEMES, PEPPOL_SCHEMES, VAT_SCHEMES

__all__ = [
    "PARTICIPANT_SCHEMES",
    "PEPPOL_SCHEMES",
    "VAT_SCHEMES",
    "ParticipantID",
    "creditor_reference",
    "format_enterprise_number",
    "format_iban",
    "is_belgian_vat_number",
    "normalise_vat_number",
    "parse_bic",
    "parse_creditor_reference",
    "parse_enterprise_number",
    "parse_iban",
    "parse_participant",
    "parse_structured_reference",
    "parse_vat_number",
    "structured_reference",
]

_MODULUS: Final = 97
_NOISE: Final = re.compile(r"[\s.\-/]")
_BELGIAN_VAT: Final = re.compile(r"BE[01][0-9]{9}")
_BIC: Final = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_IBAN: Final = re.compile(r"[A-Z]{2}(?:0[2-9]|[1-8][0-9]|9[0-8])[A-Z0-9]{11,30}")
_CREDITOR_REFERENCE: Final = re.compile(r"RF(?:0[2-9]|[1-8][0-9]|9[0-8])[A-Z0-9]{1,21}")
_STRUCTURED: Final = re.compile(r"(\+{3}|\*{3}|)([0-9]{3})/?([0-9]{4})/?([0-9]{5})\1")
_VAT: Final = re.compile(r"[A-Z]{2}(?=.*[0-9])[0-9A-Z+*]{2,13}")
# Peppol's list of schemes grows, so that one that is not in the table is taken when it can be one: ISO 6523 codes begin
# with 0, those that Peppol gave out itself with 99.
_PARTICIPANT_SCHEME: Final = re.compile(r"0[0-9]{3}|99[0-9]{2}")
_PARTICIPANT_VALUE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~+-]{0,49}")
_ENTERPRISE_DIGITS: Final = 10
_TEN_DIGITS: Final = 10**10

# Lengths as their countries registered them (ISO 13616); elsewhere only the check digits count.
_IBAN_LENGTHS: Final = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18,
    "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20,
    "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24,
    "SM": 27,
}  # fmt: skip

# Shapes only, from the European Commission's VIES pages; digits are checked for Belgium alone.
_VAT_SHAPES: Final = {
    "AT": r"U[0-9]{8}",
    "BG": r"[0-9]{9,10}",
    "CY": r"[0-9]{8}[A-Z]",
    "CZ": r"[0-9]{8,10}",
    "DE": r"[0-9]{9}",
    "DK": r"[0-9]{8}",
    "EE": r"[0-9]{9}",
    "EL": r"[0-9]{9}",
    "ES": r"[A-Z0-9][0-9]{7}[A-Z0-9]",
    "FI": r"[0-9]{8}",
    "FR": r"[A-Z0-9]{2}[0-9]{9}",
    "HR": r"[0-9]{11}",
    "HU": r"[0-9]{8}",
    "IE": r"[0-9][A-Z0-9+*][0-9]{5}[A-Z]{1,2}",
    "IT": r"[0-9]{11}",
    "LT": r"(?:[0-9]{9}|[0-9]{12})",
    "LU": r"[0-9]{8}",
    "LV": r"[0-9]{11}",
    "MT": r"[0-9]{8}",
    "NL": r"[0-9A-Z+*]{10}[0-9]{2}",
    "PL": r"[0-9]{10}",
    "PT": r"[0-9]{9}",
    "RO": r"[0-9]{2,10}",
    "SE": r"[0-9]{12}",
    "SI": r"[0-9]{8}",
    "SK": r"[0-9]{10}",
    "XI": r"(?:[0-9]{9}|[0-9]{12}|(?:GD|HA)[0-9]{3})",
}


@attrs.frozen
class ParticipantID:
    """Where a party is found on Peppol: four digits of scheme, and its number there; ``str()`` joins them.

    Source: docs page "allowed identifiers".
    """

    scheme: str
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


def normalise_vat_number(text: str) -> str:
    """Drop the spaces, dots and dashes that people type, as the official sample does; observed by integrators."""
    return _NOISE.sub("", text).upper()


def is_belgian_vat_number(vat_number: str) -> bool:
    """Whether a normalised VAT number is a Belgian one with right check digits."""
    if not _BELGIAN_VAT.fullmatch(vat_number):
        return False
    return _MODULUS - int(vat_number[2:10]) % _MODULUS == int(vat_number[10:])


def parse_enterprise_number(text: str) -> str:
    """Read a Belgian enterprise number.

    Args:
        text: With or without dots, ``BE`` and the leading zero of the numbers from before 2005.

    Returns:
        Ten digits.

    Raises:
        IdentifierError: It has another shape, or wrong check digits.

    Source: docs page "allowed identifiers" (type CBE).
    """
    return _enterprise_digits(normalise_vat_number(text).removeprefix("BE"))


def format_enterprise_number(text: str) -> str:
    """Write an enterprise number as the register prints it, ``0563.846.944``.

    Raises:
        IdentifierError: It is not one.
    """
    digits = parse_enterprise_number(text)
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"


def parse_vat_number(text: str) -> str:
    """Read a VAT number that starts with its country.

    Args:
        text: With or without spaces, dots, dashes and slashes.

    Returns:
        The country and the number, nothing between. Countries outside the EU's register come back unchecked.

    Raises:
        IdentifierError: It has no country, not its country's shape, or, for Belgium, wrong check digits.

    Source: docs page "check via API"; the codes ``_0_IsNoValidBEVAT`` and ``YourVATIsNotValid`` were observed.
    """
    number = normalise_vat_number(text)
    country, rest = number[:2], number[2:]
    if country == "BE":
        return f"BE{_enterprise_digits(rest)}"
    if (shape := _VAT_SHAPES.get(country)) and not re.fullmatch(shape, rest):
        raise IdentifierError(f"not a VAT number of {country}: it does not have that country's length and characters")
    if not shape and not _VAT.fullmatch(number):
        raise IdentifierError("not a VAT number: write its country first, as in BE0563846944")
    return number


def parse_iban(text: str) -> str:
    """Read an IBAN; an unknown bank or country is no error.

    Args:
        text: With or without spaces, dots and dashes.

    Returns:
        The account in capitals, without spaces.

    Raises:
        IdentifierError: Wrong shape, length or check digits; in Belgium also those of the account itself.

    Source: docs page "IBAN and BIC".
    """
    iban = _NOISE.sub("", text).upper()
    length = _IBAN_LENGTHS.get(iban[:2], len(iban))
    if not _IBAN.fullmatch(iban) or len(iban) != length or not _mod_97_is_1(iban):
        raise IdentifierError("not an IBAN: its length or its check digits are wrong; a digit is mistyped or missing")
    if iban.startswith("BE") and not _has_belgian_check(iban[4:]):
        raise IdentifierError("not a Belgian account: its last two digits do not fit the ten before them")
    return iban


def format_iban(text: str) -> str:
    """Write an IBAN in groups of four.

    Raises:
        IdentifierError: It is not one.
    """
    iban = parse_iban(text)
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def parse_bic(text: str) -> str:
    """Read a BIC by its shape: bank, country, place and at most a branch.

    Raises:
        IdentifierError: It does not have 8 or 11 characters of that shape.

    Source: docs page "IBAN and BIC".
    """
    bic = _NOISE.sub("", text).upper()
    if not _BIC.fullmatch(bic):
        raise IdentifierError("not a BIC: six letters, two characters of place and at most three of a branch")
    return bic


def structured_reference(base: int) -> str:
    """Make a Belgian structured payment reference out of at most ten digits.

    Source: docs page "payment id" (four samples); 97 stands for a remainder of 0 by the national rule.
    """
    if isinstance(base, bool) or not isinstance(base, int):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"base takes a whole number, not {type(base).__name__}")
    digits = f"{base % _TEN_DIGITS:010d}"
    digits += f"{int(digits) % _MODULUS or _MODULUS:02d}"
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"


def parse_structured_reference(text: str) -> str:
    """Read a Belgian structured payment reference.

    Args:
        text: ``+++123/4567/89002+++``, with stars instead, or bare digits.

    Returns:
        The form with plus signs.

    Raises:
        IdentifierError: Not twelve digits, or wrong check digits.

    Source: docs page "payment id".
    """
    match = _STRUCTURED.fullmatch(re.sub(r"\s", "", text))
    if match is None:
        raise IdentifierError("not a structured reference: write twelve digits, as in +++123/4567/89002+++")
    digits = "".join(match.groups()[1:])
    made = structured_reference(int(digits[:10]))
    if made.strip("+").replace("/", "") != digits:
        raise IdentifierError(
            "not a structured reference: its last two digits are not the first ten modulo 97; "
            "leave it out and Billit makes one"
        )
    return made


def creditor_reference(base: str) -> str:
    """Make an international creditor reference (ISO 11649, ``RF``) out of at most 21 letters and digits.

    Raises:
        IdentifierError: ``base`` is empty, longer, or holds anything else.
    """
    body = base.upper()
    if not re.fullmatch(r"[A-Z0-9]{1,21}", body):
        raise IdentifierError("a creditor reference is made of 1 to 21 letters and digits")
    return f"RF{98 - _mod_97(f'{body}RF00'):02d}{body}"


def parse_creditor_reference(text: str) -> str:
    """Read an international creditor reference (ISO 11649, ``RF``), with or without spaces.

    Raises:
        IdentifierError: Wrong shape or check digits.
    """
    reference = re.sub(r"\s", "", text).upper()
    if not _CREDITOR_REFERENCE.fullmatch(reference) or not _mod_97_is_1(reference):
        raise IdentifierError("not a creditor reference: RF, two check digits that fit, and 1 to 21 letters and digits")
    return reference


def parse_participant(text: str) -> ParticipantID:
    """Read a Peppol participant id.

    Args:
        text: ``0208:0563846944``, a VAT number with its country, or a bare Belgian enterprise number.

    Returns:
        Scheme and value. A scheme that is not in :data:`PARTICIPANT_SCHEMES` is kept as it is: the list grows.

    Raises:
        IdentifierError: It is none of these, or its value breaks the rule of its scheme.

    Source: docs pages "check via API" and "allowed identifiers".
    """
    scheme, colon, value = text.strip().partition(":")
    if colon:
        return ParticipantID(scheme.strip(), _participant_value(scheme.strip(), value.strip()))
    number = normalise_vat_number(text)
    if number.isdecimal():
        return ParticipantID("0208", parse_enterprise_number(number))
    number = parse_vat_number(number)
    if number[:2] not in VAT_SCHEMES:
        raise IdentifierError(f"no Peppol scheme is known for VAT numbers of {number[:2]}: write scheme:value")
    return ParticipantID(VAT_SCHEMES[number[:2]], number)


def _enterprise_digits(text: str) -> str:
    if not re.fullmatch(r"[0-9]+", text):
        raise IdentifierError("a Belgian enterprise number has digits only")
    # Numbers of before 2005 were written without their leading zero.
    digits = f"0{text}" if len(text) == _ENTERPRISE_DIGITS - 1 else text
    if len(digits) != _ENTERPRISE_DIGITS:
        raise IdentifierError(
            f"a Belgian enterprise number has {_ENTERPRISE_DIGITS} digits, and this one has {len(digits)}"
        )
    if not is_belgian_vat_number(f"BE{digits}"):
        raise IdentifierError(
            "the check digits of the Belgian enterprise number are wrong: it starts with 0 or 1 and ends in 97 minus "
            "the first eight digits modulo 97; compare it with the company's entry in the Crossroads Bank"
        )
    return digits


def _participant_value(scheme: str, value: str) -> str:
    if not _PARTICIPANT_SCHEME.fullmatch(scheme):
        raise IdentifierError("the scheme before the colon is none of Peppol's: it has four digits, such as 0208")
    if scheme == "0208":
        return parse_enterprise_number(value)
    if scheme == "0088":
        return _location_number(value)
    for country, vat_scheme in VAT_SCHEMES.items():
        if scheme == vat_scheme:
            return parse_vat_number(f"{country}{normalise_vat_number(value).removeprefix(country)}")
    if not _PARTICIPANT_VALUE.fullmatch(value):
        raise IdentifierError(f"what follows {scheme}: is empty, too long, or holds characters that no Peppol id has")
    return value


def _location_number(text: str) -> str:
    digits = _NOISE.sub("", text)
    if not re.fullmatch(r"[0-9]{13}", digits):
        raise IdentifierError("a GLN (scheme 0088) has 13 digits")
    if sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10:
        raise IdentifierError("the check digit of the GLN (scheme 0088) is wrong: look for a typing error")
    return digits


def _mod_97(text: str) -> int:
    # Letters count as 10 (A) to 35 (Z), which is what base 36 makes of them.
    return int("".join(str(int(character, 36)) for character in text)) % _MODULUS


def _mod_97_is_1(text: str) -> bool:
    return _mod_97(text[4:] + text[:4]) == 1


def _has_belgian_check(account: str) -> bool:
    return account.isdecimal() and (int(account[:10]) % _MODULUS or _MODULUS) == int(account[10:])
