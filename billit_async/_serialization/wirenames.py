"""Reads the names that Billit's documentation prints and the service writes otherwise."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

from billit_async._serialization.careful import field_shapes
from billit_async._serialization.touch import toucher
from billit_async.errors import PayloadWarning

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["collecting_hints", "with_wire_names"]

_WIRE: Final[dict[Any, frozenset[str]]] = {}
_OTHERS: Final[dict[Any, dict[str, str]]] = {}
_hints: Final[ContextVar[dict[str, None] | None]] = ContextVar("hints", default=None)


def with_wire_names(cls: type[Any], value: dict[str, Any]) -> dict[str, Any]:
    """Give the properties of one object the names that they have on the wire.

    Args:
        cls: The model that is read of it.
        value: Decoded JSON, or a dictionary with Billit's names.

    Returns:
        `value`, or a copy in which the wire name stands for another documented name (``No.``) or another casing
        (``Orderdate``). Where both names stand, the one of the wire is read.

    Warns:
        PayloadWarning: for each name that is not the one of the wire; it says that one.
    """
    wire = _WIRE.get(cls)
    if wire is None:
        wire = _WIRE.setdefault(cls, frozenset(shape.wire for shape in field_shapes(cls)))
    if value.keys() <= wire:
        return value
    others = _OTHERS.get(cls)
    if others is None:
        shapes = field_shapes(cls)
        others = {shape.wire.casefold(): shape.wire for shape in shapes}
        others |= {name.casefold(): shape.wire for shape in shapes for name in shape.other_names}
        _OTHERS[cls] = others
    made: dict[str, Any] = {}
    for name, item in value.items():
        known = name if name in wire or not isinstance(name, str) else others.get(name.casefold(), name)
        if known == name:
            made[name] = item
        elif known in value or known in made:
            _hint(f"{cls.__name__}: {name!r} is passed over, since {known!r}, its name on the wire, stands there too")
        else:
            _hint(f"{cls.__name__}: {name!r} is {known!r} on the wire, and is read as that; write {known!r}")
            made[known] = item
    return made


def _hint(message: str) -> None:
    collected = _hints.get()
    if collected is None:
        warnings.warn(message, PayloadWarning, stacklevel=6)
    else:
        collected[message] = None


@contextmanager
def collecting_hints(*, is_late: bool = False) -> Generator[None]:
    """Give each hint of the reading within the block once, at its end.

    Args:
        is_late: The reading began where a property was touched, and not in a call that reads.
    """
    found: dict[str, None] = {}
    token = _hints.set(found)
    try:
        yield
    finally:
        _hints.reset(token)
    for message in found:
        warnings.warn(message, PayloadWarning, stacklevel=toucher() if is_late else 6)
