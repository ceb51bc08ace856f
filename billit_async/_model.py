"""What every generated model shares: structural equality and a short `repr` that never shows file content."""

from __future__ import annotations

from collections.abc import Sized
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar
from uuid import UUID

import attrs

from billit_async.values import wire_text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Model", "Page"]

_TEXT_SHOWN: Final = 40
_FIELDS_SHOWN: Final = 8

T = TypeVar("T")


class Model:
    """The base of all models of Billit's data.

    Subclasses are slotted attrs classes with every field optional. The wire name of a field and what is known about
    it stand in its attrs metadata (`attrs.fields(Order).order_id.metadata["wire"]`).
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _names(type(self)))

    # Models are mutable values.
    __hash__ = None  # type: ignore[assignment]  # how Python says "unhashable"

    def __repr__(self) -> str:
        shown: list[str] = []
        left_out = 0
        for attribute in _fields(type(self)):
            name = attribute.name
            value = getattr(self, name)
            if value is None or value in ([], {}):
                continue
            if len(shown) == _FIELDS_SHOWN:
                left_out += 1
                continue
            private = attribute.metadata.get("private")
            shown.append(f"{name}=<{private}>" if private else f"{name}={_short(value)}")
        if left_out:
            shown.append(f"… {left_out} more")
        return f"{type(self).__name__}({', '.join(shown)})"


def _fields(cls: type[Model]) -> tuple[attrs.Attribute[Any], ...]:
    # Every subclass is made by attrs; the base itself is not.
    return getattr(cls, "__attrs_attrs__", ())


def _names(cls: type[Model]) -> tuple[str, ...]:
    return tuple(attribute.name for attribute in _fields(cls))


def _short(value: Any) -> str:
    if isinstance(value, Model):
        return f"{type(value).__name__}(…)"
    if isinstance(value, Sized) and not isinstance(value, str):
        return f"<{len(value)} items>"
    if isinstance(value, str):
        return repr(value if len(value) <= _TEXT_SHOWN else f"{value[: _TEXT_SHOWN - 1]}…")
    if isinstance(value, datetime):
        return repr(wire_text(value))
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    return repr(value)


@attrs.define(kw_only=True, slots=True, repr=False)
class Page(Generic[T]):
    """One page of a list, as Billit answers it.

    Attributes:
        items: The rows of this page, in the server's order.
        count: All matching rows, only where the query asked for a count.
        next_page_link: Billit's own link to the next page; absent on the last one.
        cursor: Where reading continues after this page: the key of its last row, or the path of the next link. Set by
            the pager; `None` when nothing follows.

    Source: Swagger definitions PageResult_*; docs page "odata".
    """

    items: list[T] = attrs.field(factory=list[Any])
    count: int | None = None
    next_page_link: str | None = None
    cursor: str | int | None = None

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        return f"Page({len(self.items)} items, count={self.count}, cursor={self.cursor!r})"
