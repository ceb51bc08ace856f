"""Numbers that identify a business, an account or a payment: read, checked by their digits and formatted.

Nothing is looked up: a right number may still belong to nobody, and no bank or register is ever asked for.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from billit_async.errors import IdentifierError
from billit_async.invoicing.schemes import VAT_SCHEMES

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "creditor_reference",
    "format_enterprise_number",
    "format_iban",
    "is_belgian_vat_number",
    "is_company_number",
    "normalise_vat_number",
    "parse_bic",
    "parse_company_number",
    "parse_creditor_reference",
    "parse_enterprise_number",
    "parse_iban",
    "parse_structured_reference",
    "parse_vat_number",
    "structured_reference",
    "visible",
]

_MODULUS: Final = 97
_NOISE: Final = re.compile(r"[\s.\-/\u2010-\u2015\u2212]")
_BREAK: Final = re.compile(r"[\s.:=#°()/\-\u2010-\u2015]+")
_HEAD: Final = re.compile(r"\D{0,60}")
_WORDS_IN_FRONT: Final = re.compile(r"^[^\W\d_][^\d+*]*")
_BELGIAN_VAT: Final = re.compile(r"BE[01][0-9]{9}")
_BIC: Final = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_IBAN: Final = re.compile(r"[A-Z]{2}(?:0[2-9]|[1-8][0-9]|9[0-8])[A-Z0-9]{11,30}")
_CREDITOR_REFERENCE: Final = re.compile(r"RF(?:0[2-9]|[1-8][0-9]|9[0-8])[A-Z0-9]{1,21}")
_STRUCTURED: Final = re.compile(r"(\+{3}|\*{3}|)([0-9]{3})/?([0-9]{4})/?([0-9]{5})\1")
_VAT: Final = re.compile(r"[A-Z]{2}(?=[A-Z+*]*[0-9])[0-9A-Z+*]{2,13}")
# What people write in front of a number, in capitals and without blanks.
_NUMBER_LABELS: Final = (
    "BTWNUMMER", "BTWNR", "BTWNO", "BTW", "TVANUMERO", "NUMEROTVA", "N°TVA", "NOTVA", "TVA", "VATNUMBER", "VATNO",
    "VATID", "VAT", "MWSTNR", "MWST", "USTIDNR", "USTID", "UMSATZSTEUERID", "UID", "IVA", "PIVA",
    "ONDERNEMINGSNUMMER", "ONDERNEMINGSNR", "ONDNR", "NUMEROD'ENTREPRISE", "NUMERODENTREPRISE", "N°D'ENTREPRISE",
    "N°ENTREPRISE", "NOD'ENTREPRISE", "NRENTREPRISE", "ENTERPRISENUMBER", "ENTERPRISENO", "UNTERNEHMENSNUMMER",
    "COMPANYNUMBER", "NIF", "NIP", "CVR", "CUI", "VATREGNO", "VATREG", "MOMSNR", "OBNUMMER", "TVAINTRACOMMUNAUTAIRE",
    "N°TVAINTRACOMMUNAUTAIRE", "TVAINTRACOM", "N°TVAINTRACOM", "NUMERODETVA", "\u0391\u03a6\u039c",
    "KBONUMMER", "KBONR", "KBO", "BCE", "CBE", "ZDU", "RPR", "RPM",
)  # fmt: skip
_ACCOUNT_LABELS: Final = (
    "IBANNUMMER", "IBANNR", "IBANNO", "IBAN(EUR", "IBAN", "REKENINGNUMMER", "REKENINGNR", "REKENING", "REKNR", "REK",
    "BANKREKENING", "COMPTEBANCAIRE", "N°DECOMPTE", "N°COMPTE", "NOCOMPTE", "COMPTE", "BANKACCOUNT", "ACCOUNTNUMBER",
    "ACCOUNTNO", "ACCOUNT", "KONTONUMMER", "KONTONR", "KONTO",
)  # fmt: skip
_BANK_LABELS: Final = ("BICSWIFT", "SWIFTBIC", "SWIFTCODE", "SWIFT", "BICCODE", "BIC")
_REFERENCE_LABELS: Final = frozenset({
    "GESTRUCTUREERDEMEDEDELING", "MEDEDELING", "COMMUNICATIONSTRUCTUREE", "COMMUNICATION", "OGM", "VCS", "OGMVCS",
    "BETALINGSREFERENTIE", "REFERENTIE", "REFERENCE", "REF", "PAYMENTREFERENCE", "BETALINGSKENMERK", "RF",
})  # fmt: skip
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
    "CH": r"E[0-9]{9}(?:MWST|TVA|IVA)?",
    "GB": r"(?:[0-9]{9}|[0-9]{12}|(?:GD|HA)[0-9]{3})",
    "XI": r"(?:[0-9]{9}|[0-9]{12}|(?:GD|HA)[0-9]{3})",
}


def normalise_vat_number(text: str) -> str:
    """Drop the spaces, dots, dashes and invisible marks that come along when people type or paste a number.

    Source: the official sample of a party; observed by integrators.
    """
    return _NOISE.sub("", visible(text)).upper()


def visible(text: str) -> str:
    """Return the text without marks that nobody sees (direction, joining, byte order), wide letters made plain."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return "".join(char for char in plain if char in "\t\n\r" or unicodedata.category(char) not in _INVISIBLE)


_INVISIBLE: Final = frozenset({"Cc", "Cf", "Co", "Cs"})


def _without_label(text: str, labels: tuple[str, ...], reads: Callable[[str], bool]) -> str:
    """Return the number behind a label such as ``BTW`` or ``IBAN``; a text that reads as it is stays as it is.

    Args:
        text: What was typed or pasted.
        labels: Known labels, in capitals without blanks.
        reads: Whether a text without blanks has the number's shape.
    """
    shown = visible(text)
    compact = normalise_vat_number(shown)
    # A known label that stands apart is one, even where it would read as the first letters of a number.
    head = _HEAD.match(shown)
    heads = [found.end() for found in _BREAK.finditer(head[0])] if head else []
    for end in heads:
        if _label(shown[:end]) in labels and reads(rest := normalise_vat_number(shown[end:])):
            return rest
    if reads(compact):
        return compact
    plain = _label(compact)
    for label in labels:
        if plain.startswith(label) and reads(rest := plain.removeprefix(label).lstrip(":°#=")):
            return rest
    return compact


def _label(text: str) -> str:
    """Write a label as the tables here do: capitals, no accents, nothing between."""
    plain = unicodedata.normalize("NFD", normalise_vat_number(text).replace("\u2019", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char)).rstrip(":°#=()")


def is_belgian_vat_number(vat_number: str) -> bool:
    """Whether a normalised VAT number is a Belgian one with right check digits."""
    if not _BELGIAN_VAT.fullmatch(vat_number):
        return False
    return _MODULUS - int(vat_number[2:10]) % _MODULUS == int(vat_number[10:])


def parse_enterprise_number(text: str) -> str:
    """Read a Belgian enterprise number.

    Args:
        text: With or without dots, ``BE``, a label such as ``KBO`` or ``BTW``, and the leading zero of the numbers
            from before 2005.

    Returns:
        Ten digits.

    Raises:
        IdentifierError: It has another shape, or wrong check digits.

    Source: docs page "allowed identifiers" (type CBE).
    """
    number = _without_label(text, _NUMBER_LABELS, lambda rest: rest.removeprefix("BE").isdecimal())
    return _enterprise_digits(number.removeprefix("BE"))


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
        text: With or without spaces, dots, dashes and slashes, and a label such as ``BTW``, ``TVA`` or ``VAT``.

    Returns:
        The country and the number, nothing between; ``EL`` for Greece, also where ``GR`` was written. Countries whose
        shape is not known here come back unchecked.

    Raises:
        IdentifierError: It has no country, not its country's shape, or, for Belgium, wrong check digits.

    Source: docs page "check via API"; the codes ``_0_IsNoValidBEVAT`` and ``YourVATIsNotValid`` were observed.
    """
    number = _without_label(text, _NUMBER_LABELS, _is_vat_like)
    if _label(number).startswith(_NUMBER_LABELS) and not _is_vat_like(number):
        raise IdentifierError("not a VAT number: write its country first, as in BE0563846944")
    country, rest = number[:2], number[2:]
    if country == "GR":
        # Greek numbers begin with the country's own letters.
        country = "EL"
        number = f"{country}{rest}"
    if country == "BE":
        return f"BE{_enterprise_digits(rest)}"
    if (shape := _VAT_SHAPES.get(country)) and not re.fullmatch(shape, rest):
        raise IdentifierError(f"not a VAT number of {country}: it does not have that country's length and characters")
    if not shape and not _VAT.fullmatch(number):
        raise IdentifierError("not a VAT number: write its country first, as in BE0563846944")
    return number


def parse_iban(text: str) -> str:
    """Read an IBAN; an unknown bank or country is not an error.

    Args:
        text: With or without spaces, dots, dashes and a label such as ``IBAN``.

    Returns:
        The account in capitals, without spaces.

    Raises:
        IdentifierError: Wrong shape, length or check digits; in Belgium also those of the account itself.

    Source: docs page "IBAN and BIC".
    """
    iban = _without_label(text, _ACCOUNT_LABELS, _is_iban)
    if not _is_iban(iban):
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
    bic = _without_label(text, _BANK_LABELS, lambda rest: _BIC.fullmatch(rest) is not None)
    if not _BIC.fullmatch(bic):
        raise IdentifierError("not a BIC: six letters, two characters of place and at most three of a branch")
    return bic


def structured_reference(base: int) -> str:
    """Make a Belgian structured payment reference out of at most ten digits.

    Args:
        base: 0 to 9,999,999,999.

    Raises:
        TypeError: It is not a whole number.
        IdentifierError: It is below zero, or has more than ten digits: cut off, two documents would share a reference.

    Source: docs page "payment id" (four samples); 97 stands for a remainder of 0 by the national rule.
    """
    if isinstance(base, bool) or not isinstance(base, int):
        raise TypeError(f"a structured reference is made of a whole number, not {type(base).__name__}")
    if not 0 <= base < _TEN_DIGITS:
        raise IdentifierError("a structured reference is made of a number from 0 to 9999999999")
    digits = f"{base:010d}"
    digits += f"{int(digits) % _MODULUS or _MODULUS:02d}"
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"


def parse_structured_reference(text: str) -> str:
    """Read a Belgian structured payment reference.

    Args:
        text: ``+++123/4567/89002+++``, with stars instead, or bare digits; a label in front is left out.

    Returns:
        The form with plus signs.

    Raises:
        IdentifierError: Not twelve digits, or wrong check digits.

    Source: docs page "payment id".
    """
    compact = "".join(visible(text).split()).upper()
    words = _WORDS_IN_FRONT.match(compact)
    if words and _label(words[0]) in _REFERENCE_LABELS - {"RF"}:
        compact = compact[words.end() :]
    match = _STRUCTURED.fullmatch(compact.lstrip(":."))
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
    """Read an international creditor reference (ISO 11649, ``RF``), with or without spaces and a label in front.

    Raises:
        IdentifierError: Wrong shape or check digits.
    """
    reference = "".join(visible(text).split()).upper()
    words = _WORDS_IN_FRONT.match(reference)
    if words and words[0].endswith("RF") and _label(words[0][:-2]) in _REFERENCE_LABELS:
        reference = reference[words.end() - 2 :]
    if not _CREDITOR_REFERENCE.fullmatch(reference) or not _mod_97_is_1(reference):
        raise IdentifierError("not a creditor reference: RF, two check digits that fit, and 1 to 21 letters and digits")
    return reference


def parse_company_number(text: str) -> str:
    """Read a VAT number with its country, or a Belgian enterprise number.

    Args:
        text: With or without spaces, dots, dashes and a label such as ``BTW`` or ``KBO``.

    Returns:
        ``BE0563846944``, or the ten digits where no country was written.

    Raises:
        IdentifierError: It is neither, or its check digits are wrong.
    """
    number = _without_label(text, _NUMBER_LABELS, _is_number_like)
    return parse_enterprise_number(number) if number.isdecimal() else parse_vat_number(number)


def is_company_number(text: str) -> bool:
    """Whether a text has the shape of a VAT number or enterprise number, a label aside; its digits are not checked."""
    return _is_number_like(_without_label(text, _NUMBER_LABELS, _is_number_like))


def _is_vat_like(number: str) -> bool:
    country, rest = number[:2], number[2:]
    if country == "BE":
        return rest.isdecimal()
    if shape := _VAT_SHAPES.get("EL" if country == "GR" else country):
        return re.fullmatch(shape, rest) is not None
    # Without a shape, a letter behind the country is rather a label's than the number's.
    return country in VAT_SCHEMES and rest[:1].isdecimal()


def _is_number_like(number: str) -> bool:
    return number.isdecimal() or _is_vat_like(number)


def _is_iban(iban: str) -> bool:
    return bool(_IBAN.fullmatch(iban)) and len(iban) == _IBAN_LENGTHS.get(iban[:2], len(iban)) and _mod_97_is_1(iban)


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


def _mod_97(text: str) -> int:
    # Letters count as 10 (A) to 35 (Z), which is what base 36 makes of them.
    return int("".join(str(int(character, 36)) for character in text)) % _MODULUS


def _mod_97_is_1(text: str) -> bool:
    return _mod_97(text[4:] + text[:4]) == 1


def _has_belgian_check(account: str) -> bool:
    return account.isdecimal() and (int(account[:10]) % _MODULUS or _MODULUS) == int(account[10:])
