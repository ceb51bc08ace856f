"""Numbers with check digits that a believable Belgian business needs: made up, never looked up anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from random import Random

__all__ = [
    "enterprise_number",
    "foreign_vat_number",
    "iban",
]

# Bank code ranges belong to one bank each; one code a bank is enough to be right.
_BANKS: Final = (
    ("001", "GEBABEBB"),
    ("068", "GKCCBEBB"),
    ("310", "BBRUBEBB"),
    ("363", "BBRUBEBB"),
    ("734", "KREDBEBB"),
    ("737", "KREDBEBB"),
    ("979", "ARSPBE22"),
)
_MODULUS: Final = 97


def enterprise_number(random: Random) -> str:
    """Make a Belgian enterprise number: ten digits, the last two are 97 minus the first eight modulo 97."""
    base = random.randrange(4_000_000, 9_999_999)
    return f"{base:08d}{_MODULUS - base % _MODULUS:02d}"


def iban(random: Random) -> tuple[str, str]:
    """Make a Belgian IBAN with both its check digits right, and the BIC of its bank."""
    code, bic = random.choice(_BANKS)
    body = f"{code}{random.randrange(10_000_000):07d}"
    account = f"{body}{int(body) % _MODULUS or _MODULUS:02d}"
    # "BE00" moved to the end reads 1114 00 with A=10 ... Z=35.
    return f"BE{98 - int(account + '111400') % _MODULUS:02d}{account}", bic


def foreign_vat_number(country: str, random: Random) -> str:
    """Make a VAT number with right check digits for a neighbour: NL, FR, LU or DE."""
    if country == "LU":
        base = random.randrange(100_000, 999_999)
        return f"LU{base}{base % 89:02d}"
    if country == "FR":
        siren = _with_luhn(random.randrange(10_000_000, 99_999_999))
        return f"FR{(12 + 3 * (int(siren) % _MODULUS)) % _MODULUS:02d}{siren}"
    if country == "DE":
        return f"DE{_with_mod_11_10(random.randrange(10_000_000, 99_999_999))}"
    while True:  # one in eleven bases has no Dutch check digit
        digits = f"{random.randrange(10_000_000, 99_999_999)}"
        check = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 1, -1), strict=True)) % 11
        if check != 10:  # noqa: PLR2004 - modulo 11 leaves one digit or ten
            return f"NL{digits}{check}B01"


def _with_luhn(base: int) -> str:
    total = 0
    for position, digit in enumerate(reversed(str(base))):
        doubled = int(digit) * (2 if position % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return f"{base}{-total % 10}"


def _with_mod_11_10(base: int) -> str:
    check = 5
    for digit in str(base):
        check = (((check or 10) * 2) % 11 + int(digit)) % 10
    return f"{base}{(1 - ((check or 10) * 2) % 11) % 10}"
