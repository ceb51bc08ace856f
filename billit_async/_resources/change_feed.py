"""Partial updates: only what Billit patches, each value of the right type; the wrong ones never leave. Pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

import attrs

from billit_async._resources.enumerations import refuse_unknown_value
from billit_async._serialization import codec
from billit_async._serialization.values import NULL, datetime_value
from billit_async.errors import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billit_async._serialization.model import Model

__all__ = ["patch_body"]


def patch_body(
    cls: type[Model] | tuple[type[Model], ...], patchable: Mapping[str, type], changes: Mapping[str, Any]
) -> bytes:
    """Write the body of a PATCH.

    Args:
        cls: The model whose properties are changed, or several, the first that has a property describing it.
        patchable: What Billit patches: Python names and their types.
        changes: Python names and new values; None is left out, ``NULL`` clears.

    Returns:
        A flat JSON object with Billit's names.

    Raises:
        TypeError: A name that Billit does not patch, or a value of the wrong type.
        ValueError: Nothing is left to change, which Billit answers with an error that says little; or a value is not
            a known one of its enumeration.

    Source: docs page "patchable properties".
    """
    body: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in patchable:
            raise TypeError(f"Billit does not patch {name!r}; it takes {', '.join(sorted(patchable))}")
        if value is not None:
            facts = _facts(cls, name)
            body[facts["wire"]] = _checked(name, value, patchable[name])
            if isinstance(value, str) and "enumeration" in facts:
                refuse_unknown_value(value, facts["enumeration"], name)
    if not body:
        raise InvalidArgument(f"nothing to change: give at least one of {', '.join(sorted(patchable))}")
    return codec.dumps(body)


def _facts(cls: type[Model] | tuple[type[Model], ...], name: str) -> Mapping[Any, Any]:
    for one in cls if isinstance(cls, tuple) else (cls,):
        field: attrs.Attribute[Any] | None = getattr(attrs.fields(cast("Any", one)), name, None)
        if field is not None:
            return field.metadata
    raise AttributeError(name)


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
