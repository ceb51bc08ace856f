"""Partial updates: only what Billit patches, each value of the right type; the wrong ones never leave. Pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from billit_async._resources.enumerations import refuse_unknown_value
from billit_async._serialization import codec
from billit_async._serialization.values import NULL, datetime_value
from billit_async.errors import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billit_async._serialization.patching import PatchField

__all__ = ["patch_body"]


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
    body: dict[str, Any] = {}
    for name, value in changes.items():
        field = patchable.get(name)
        if field is None:
            raise TypeError(f"Billit does not patch {name!r}; it takes {', '.join(sorted(patchable))}")
        if value is not None:
            body[field.wire] = _checked(name, value, field.kind)
            if isinstance(value, str) and field.enumeration is not None:
                refuse_unknown_value(value, field.enumeration, name)
    if not body:
        raise InvalidArgument(f"nothing to change: give at least one of {', '.join(sorted(patchable))}")
    return codec.dumps(body)


def _checked(name: str, value: object, kind: type) -> object:
    if value is NULL:
        return value
    if kind is datetime and isinstance(value, date):
        # A date alone is refused here, although creating takes one: midnight is written out.
        return datetime_value(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        # "true" in quotes makes Billit ignore the property and answer that nothing valid was supplied.
        raise TypeError(f"{name} takes {kind.__name__}, not {type(value).__name__}")
    return value
