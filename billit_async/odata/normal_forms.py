"""Numbers that people write in several ways and Billit keeps in one: what a column is compared with. Pure."""

from __future__ import annotations

import re
import sys
import warnings
from typing import TYPE_CHECKING, Final

from billit_async.errors import IdentifierError, QueryWarning

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["as_kept", "normal_form"]

_ENTERPRISE: Final = re.compile(r"\s*0?\d{3}\.\d{3}\.\d{3}\s*", re.ASCII)
_OF: Final = {
    "VATNumber": "vat",
    "IBAN": "iban",
    "IBANCounterParty": "iban",
    "BIC": "bic",
    "BICCounterParty": "bic",
    "PaymentReference": "reference",
}
_WORDS: Final = {
    "vat": "BE0403170701",
    "iban": "BE68539007547034",
    "bic": "KREDBEBB",
    "reference": "+++123/4567/89002+++",
}


def normal_form(column: str, text: str) -> str:
    """Write a number as Billit keeps it, and say so where that changes it.

    Args:
        column: The wire path of the column.
        text: What it is compared with.

    Returns:
        The same as `as_kept`.
    """
    made = as_kept(column, text)
    if made != text:
        kind = _OF[column.rpartition("/")[2]]
        warnings.warn(
            f"{column} is compared in the form that Billit keeps it in, such as {_WORDS[kind]}, and not as it was "
            "written; `raw_filter` compares any text",
            QueryWarning,
            stacklevel=_steps_to_caller(),
        )
    return made


def as_kept(column: str, text: str) -> str:
    """Write a number as Billit keeps it.

    Args:
        column: The wire path of the column.
        text: What it is compared with.

    Returns:
        The normal form of a VAT number, IBAN, BIC or payment reference whose check digits are right; any other text,
        also part of a number, as it is.

    Source: docs pages "check via API", "IBAN and BIC" and "payment id"; Billit's samples hold no blanks or dots.
    """
    kind = _OF.get(column.rpartition("/")[2])
    if kind is None or not text:
        return text
    try:
        return _reader(kind)(text)
    except IdentifierError:
        return text


def _steps_to_caller() -> int:
    """Count the frames of this package: the warning is shown where the comparison was written."""
    frame, steps = sys._getframe(1), 1  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  (in `warnings` from Python 3.12)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("billit_async.odata"):
        frame, steps = frame.f_back, steps + 1
    return steps


def _reader(kind: str) -> Callable[[str], str]:
    from billit_async.invoicing import identifiers  # noqa: PLC0415 - a filter by other columns need not load it

    def vat(text: str) -> str:
        if _ENTERPRISE.fullmatch(text):
            return f"BE{identifiers.parse_enterprise_number(text)}"
        if not any(char.isdigit() for char in text):
            raise IdentifierError("not a VAT number")
        return identifiers.parse_vat_number(text)

    def reference(text: str) -> str:
        try:
            return identifiers.parse_structured_reference(text)
        except IdentifierError:
            return identifiers.parse_creditor_reference(text)

    return {"vat": vat, "iban": identifiers.parse_iban, "bic": identifiers.parse_bic, "reference": reference}[kind]
