"""Ids of the service: whole numbers today, and GUIDs or other texts as the manual announces them. Pure."""

from __future__ import annotations

import re
from typing import Final, TypeAlias, cast
from uuid import UUID

__all__ = ["LARGEST_ID", "Id", "as_guid", "as_typed", "is_id", "is_text_id", "same_id"]

Id: TypeAlias = int | str | UUID
"""An id as methods take it: the number, or the text, that Billit gave.

Source: the manual on sending an invoice: "This number is currently an integer but will probably be replaced with a
unique GUID in the future".
"""

LARGEST_ID: Final = 2**63 - 1
_LONGEST: Final = 128
_GUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{32}")
# Not one of these stands in a GUID, and each would change the path or query that the id is put into.
_REFUSED: Final = frozenset("/\\?#%")


def as_typed(value: object) -> int:
    """Return an id as it is, typed as the whole number that Billit's document has today.

    The models do the same: a value of another type than the documented one is kept as it came.
    """
    return cast("int", value)


def is_text_id(value: object) -> bool:
    """Whether a value is a text that can be an id: up to 128 printable ASCII characters that end no part of a path.

    A text of digits alone is a number that was not converted, and a text without any is a word such as "OK".
    """
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST:
        return False
    return (
        value.isascii()
        and value.isprintable()
        and " " not in value
        and _REFUSED.isdisjoint(value)
        and not value.isdigit()
        and any(character.isdigit() for character in value)
        and value.strip(".") != ""
    )


def is_id(value: object) -> bool:
    """Whether a value that Billit sent can be an id."""
    if isinstance(value, UUID):
        return True
    if isinstance(value, int):
        return not isinstance(value, bool) and 0 < value <= LARGEST_ID
    return is_text_id(value)


def as_guid(value: object) -> UUID | None:
    """Return a GUID, of a UUID or its text; None for anything else."""
    if isinstance(value, UUID):
        return value
    return UUID(value) if isinstance(value, str) and _GUID.fullmatch(value) else None


def same_id(one: object, other: object) -> bool:
    """Whether two ids are the same; GUIDs are compared as such, whatever their case and hyphens."""
    if one == other:
        return True
    guid = as_guid(one)
    return guid is not None and guid == as_guid(other)
