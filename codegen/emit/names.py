"""Python names for Billit's wire names: one rule, and the few words that the rule cannot see."""

from __future__ import annotations

import builtins
import keyword
import re
from typing import Final

# Words that the rule below would tear apart: acronyms in the plural, and acronyms of mixed case.
_WORDS: Final = {"CSVs": "Csvs", "IDs": "Ids", "PDFs": "Pdfs", "URLs": "Urls", "KSeF": "Ksef"}

_BOUNDARIES: Final = re.compile(
    r"(?<=[a-z0-9])(?=[A-Z])"  # order|Number
    r"|(?<=[A-Z])(?=[A-Z][a-z])"  # VAT|Number
)


def python_name(wire: str) -> str:
    """Turn a wire name into the name of a Python attribute.

    Args:
        wire: A property name of the API, for example ``VATNumber``.

    Returns:
        Snake case, acronyms kept together: ``vat_number``. Keywords and builtins get a trailing underscore: ``id_``.
    """
    for word, replacement in _WORDS.items():
        wire = wire.replace(word, replacement)
    name = re.sub(r"[^0-9a-z]+", "_", _BOUNDARIES.sub("_", wire).lower()).strip("_")
    return f"{name}_" if keyword.iskeyword(name) or name in vars(builtins) else name


def member_name(value: str) -> str:
    """Turn an enumeration value into the name of its member: ``ToPay`` becomes ``TO_PAY``."""
    name = re.sub(r"[^0-9A-Z]+", "_", python_name(value).upper()).strip("_") or "EMPTY"
    return f"_{name}" if name[0].isdigit() else name
