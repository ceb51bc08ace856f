"""Partial updates: only what Billit patches, each value of the right type; the wrong ones never leave. Pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from billit_async._resources.enumerations import refuse_unknown_value
from billit_async._serialization import codec
from billit_async._serialization.values import NULL, datetime_value, whole_number
from billit_async.errors import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billit_async._serialization.patching import PatchField

__all__ = ["checked_value", "patch_body", "patch_values"]


def patch_body(patchable: Mapping[str, PatchField], changes: Mapping[str, Any]) -> bytes:
    """Write the body of a PATCH.

    Args:
        patchable: What Billit patches, by Python name.
        changes: Python names and new values; None is left out, ``NULL`` clears.

    Returns:
        A flat JSON object with Billit's names.

    Raises:
        TypeError: A name that Billit does not patch, or a value of the wrong type.
        ValueError: Nothing is left to change, which Billit refuses with an error that says little; or a value is not
            a known one of its enumeration.

    Source: docs page "patchable properties".
    """
    body = patch_values(patchable, changes)
    if not body:
        raise InvalidArgument(f"nothing to change: give at least one of {', '.join(sorted(patchable))}")
    return codec.dumps(body)


def patch_values(patchable: Mapping[str, PatchField], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Check the values of a PATCH, as `patch_body` does, and give them by Billit's names; nothing may be left."""
    body: dict[str, Any] = {}
    for name, value in changes.items():
        field = patchable.get(name)
        if field is None:
            raise TypeError(f"Billit does not patch {name!r}; it takes {', '.join(sorted(patchable))}")
        if value is not None:
            body[field.wire] = checked_value(name, field.wire, value, field.kind)
            if isinstance(value, str) and field.enumeration is not None:
                refuse_unknown_value(value, field.enumeration, name)
    return body


def checked_value(name: str, wire: str, value: object, kind: type) -> object:
    """Give a value as the operation takes it: a code as a whole number or as a text, whichever of the two was given.

    Raises:
        TypeError: It has another type.

    Source: Billit's documents do not agree on codes: ``Code`` is a whole number on a ledger account and a text on a
    journal, ``GLAccountCode`` an Int32 in the manual and 64 bits in the Swagger document.
    """
    if value is NULL:
        return value
    if kind is datetime and isinstance(value, date):
        # A date alone is refused here, although creating takes one: midnight is written out.
        return datetime_value(value)
    if kind is int and isinstance(value, str):
        number = whole_number(value)
        if number is None:
            raise TypeError(f"{name} takes int or a text of its digits, not another text")
        return number
    if kind is str and wire.endswith("Code") and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        # "true" in quotes makes Billit ignore the property and respond that nothing valid was supplied.
        raise TypeError(f"{name} takes {kind.__name__}, not {type(value).__name__}")
    return value
