"""Reads a nested object of a model when it is first touched: until then its slot holds the bytes of its JSON."""

from __future__ import annotations

import contextlib
import copy
import copyreg
import os
import sys
from importlib import import_module
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attr

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["REFUSALS", "nested_on_touch", "toucher", "unread"]

M = TypeVar("M")

# What decoding, and making models of what was decoded, raises for JSON that has not the documented shape.
REFUSALS: Final = (ValueError, TypeError, ArithmeticError, RecursionError)

# Whose frames stand between a property and the code that touched it: this package, what attrs wrote, and copying.
_PASSED_OVER: Final = (
    f"{Path(__file__).parents[1]}{os.sep}",
    f"{Path(attr.__file__).parent}{os.sep}",
    "<attrs generated",
    "<cattrs generated",
    *(str(module.__file__) for module in (contextlib, copy, copyreg)),
)
# Two threads that touch one object get one nested object, and one warning. A warning may touch other objects.
_PUBLISHING: Final = RLock()


def unread(name: str) -> str:
    """The attribute that is the plain slot of a nested field: the generated code puts the bytes there."""
    return f"unread_{name}"


def nested_on_touch(*names: str) -> Callable[[type[M]], type[M]]:
    """Make nested fields of a model be read when they are first touched.

    Args:
        names: The fields whose values are objects, or lists or mappings of them.

    Returns:
        A decorator for a slotted attrs class. The plain slot of such a field stays reachable as `unread` names it.
    """

    def decorate(cls: type[M]) -> type[M]:
        for name in names:
            slot = cls.__dict__[name]
            setattr(cls, unread(name), slot)
            setattr(cls, name, _nested(cls, name, slot))
        return cls

    return decorate


def _nested(cls: type[Any], name: str, slot: Any) -> property:
    get, put = slot.__get__, slot.__set__
    reader: tuple[Callable[[Any], Any], Callable[[bytes], Any]] | None = None

    def value(model: Any) -> Any:
        nonlocal reader
        found = get(model)
        if found.__class__ is not bytes:
            return found
        if (known := reader) is None:
            known = reader = _module("readers").nested_reader(cls, name)
        from_struct, decode = known
        try:
            made = from_struct(decode(found))
        except REFUSALS:
            made = None
        with _PUBLISHING:
            now = get(model)
            # Another thread may have been here first: its object is the one that is kept.
            if now is not found:
                return now
            if made is None:
                made = _module("codec").read_nested_leniently(cls, name, found, getattr(model, "row_place", ""))
            put(model, made)
        return made

    # The setter is the one of the slot, in C: a model that is built by hand pays for no frame.
    return property(value, put, slot.__delete__)


def _module(name: str) -> Any:
    # What reads knows the models, not the other way round.
    return import_module(f"billit_async._serialization.{name}")


def toucher() -> int:
    """How far above its caller the code is that touched a property: past this package and past what copies."""
    frame, level = sys._getframe(1), 1  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001 - as `warnings` counts
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PASSED_OVER):
        frame, level = frame.f_back, level + 1
    return level
