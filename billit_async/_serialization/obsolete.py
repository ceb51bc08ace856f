"""Warns when a caller sets a field that Billit calls obsolete; reading one costs and says nothing."""

from __future__ import annotations

import sys
import warnings
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Generator

    import attrs

__all__ = ["reading", "stored", "warn_when_set"]

M = TypeVar("M")

_told: Final[set[str]] = set()
_reading: Final[ContextVar[bool]] = ContextVar("reading", default=False)


def stored(name: str) -> str:
    """The attribute through which the generated code sets an obsolete field that it read."""
    return f"stored_{name}"


@contextmanager
def reading() -> Generator[None]:
    """Within the block obsolete fields are set without a warning: the values are Billit's, or the SDK's own."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def warn_when_set(cls: type[M]) -> type[M]:
    """Make a model warn, once for each of its obsolete fields in a process, when a caller sets it.

    Args:
        cls: A slotted attrs class; its fields with ``deprecated`` in their metadata are obsolete.

    Returns:
        The class. The plain slot of such a field stays reachable as `stored` names it.
    """
    attributes: tuple[attrs.Attribute[Any], ...] = cls.__dict__["__attrs_attrs__"]
    for field in attributes:
        if reason := field.metadata.get("deprecated"):
            slot = cls.__dict__[field.name]
            setattr(cls, stored(field.name), slot)
            setattr(cls, field.name, _Obsolete(slot, f"{cls.__name__}.{field.name}", reason))
    restore: Any = cls.__dict__["__setstate__"]

    def __setstate__(self: Any, state: Any) -> None:  # noqa: N807 - what copy and pickle call
        with reading():
            restore(self, state)

    setattr(cls, "__setstate__", __setstate__)  # noqa: B010 - type checkers take an assignment for a mistake
    return cls


class _Obsolete:
    """Stands before the slot of an obsolete field."""

    __slots__ = ("_place", "_reason", "_slot")

    def __init__(self, slot: Any, place: str, reason: str) -> None:
        self._slot = slot
        self._place = place
        self._reason = reason

    def __get__(self, instance: Any, owner: type[Any] | None = None) -> Any:
        return self if instance is None else self._slot.__get__(instance, owner)

    def __set__(self, instance: Any, value: Any) -> None:
        if value is not None and self._place not in _told and not _reading.get():
            _told.add(self._place)
            warnings.warn(f"{self._place} is obsolete: {self._reason}", DeprecationWarning, stacklevel=_caller())
        self._slot.__set__(instance, value)

    def __delete__(self, instance: Any) -> None:
        self._slot.__delete__(instance)


def _caller() -> int:
    """How far up the caller is: one call further away where the constructor, which attrs wrote, sets the field."""
    setter = sys._getframe(2)  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001 - `warnings` itself counts calls
    return 3 if setter.f_code.co_filename.startswith("<attrs generated") else 2
