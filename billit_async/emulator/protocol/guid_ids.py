"""GUIDs on the wire in place of the whole numbers that ids are: a fixed mapping in both directions.

Source: the manual on sending an invoice: the number "will probably be replaced with a unique GUID in the future".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from billit_async.emulator.protocol._shapes import PROPERTIES
from billit_async.emulator.protocol.errors import generic

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["guid_of", "number_of", "with_guids", "with_numbers", "with_numbers_in_body", "with_numbers_in_filter"]

_PREFIX: Final = "b1111170-0000-4000-8000-"
_GUID: Final = rf"{_PREFIX}([0-9a-f]{{12}})"
_LARGEST: Final = 16**12 - 1
_NAMES: Final = sorted(
    {
        name
        for properties in PROPERTIES.values()
        for name, kind, _ in properties
        if kind == "int" and name.lower().endswith(("id", "ids"))
    }
)
_WHOLE: Final = re.compile(_GUID, re.IGNORECASE)
_IN_FILTER: Final = re.compile(rf"guid'{_GUID}'", re.IGNORECASE)
_IN_BODY: Final = re.compile(rf'"{_GUID}"'.encode(), re.IGNORECASE)
_ALTERNATIVES: Final = "|".join(_NAMES)
# A quotation mark within a text stands behind a backslash, so that neither pattern matches there.
_PROPERTY: Final = re.compile(rf'"({_ALTERNATIVES})":([1-9][0-9]*|\[[0-9,]+\])(?=[,}}])'.encode())
_NUMBER: Final = re.compile(rb"[1-9][0-9]*")
_NUMBER_IN_FILTER: Final = re.compile(rf"\b(?:{_ALTERNATIVES})\s+(?:eq|ne|gt|ge|lt|le)\s+[0-9]")
_ORDERED_IN_FILTER: Final = re.compile(rf"\b(?:gt|ge|lt|le)\s+guid'{_GUID}'", re.IGNORECASE)


def guid_of(number: int) -> str:
    """The GUID that stands for an id on the wire."""
    return f"{_PREFIX}{number:012x}"


def number_of(text: str) -> int | None:
    """The id that a GUID stands for; ``None`` for any other text."""
    found = _WHOLE.fullmatch(text.strip())
    return None if found is None else int(found[1], 16)


def with_numbers(arguments: Mapping[str, str]) -> dict[str, str]:
    """The arguments of a path with numbers in place of GUIDs; a number that stands there itself is nobody's id."""
    return {name: _argument(text) for name, text in arguments.items()}


def with_numbers_in_body(body: bytes) -> bytes:
    """A JSON body with numbers in place of GUIDs."""
    return _IN_BODY.sub(lambda found: b"%d" % int(found[1], 16), body)


def with_numbers_in_filter(text: str) -> str:
    """A filter with numbers in place of GUIDs.

    Raises:
        APIError: 400 where an id is compared with a number, or by order. Source: OData for Web API compares operands of
            one type only, and has no order of GUIDs.
    """
    if _NUMBER_IN_FILTER.search(text):
        raise generic(
            "A binary operator with incompatible types was detected. Found operand types 'Edm.Guid' and 'Edm.Int32'."
        )
    if _ORDERED_IN_FILTER.search(text):
        raise generic("The binary operator is not defined for the types 'System.Guid' and 'System.Guid'.")
    return _IN_FILTER.sub(lambda found: str(int(found[1], 16)), text)


def with_guids(body: bytes) -> bytes:
    """A JSON body with GUIDs in place of the numbers that ids are, also where it is such a number alone."""
    if _NUMBER.fullmatch(body):
        return _quoted(body)
    return _PROPERTY.sub(
        lambda found: b'"%s":%s' % (found[1], _NUMBER.sub(lambda one: _quoted(one[0]), found[2])), body
    )


def _argument(text: str) -> str:
    number = number_of(text)
    if number is not None:
        return str(number)
    return "0" if text.isdecimal() else text


def _quoted(digits: bytes) -> bytes:
    number = int(digits)
    return digits if number > _LARGEST else f'"{guid_of(number)}"'.encode()
