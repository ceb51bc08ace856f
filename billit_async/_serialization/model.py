"""The base class of the generated models: equality, dictionaries, JSON, and a `repr` without personal data."""

from __future__ import annotations

import re
from collections.abc import Sized
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Self, TypeVar, cast
from uuid import UUID

import attrs

from billit_async._serialization.values import NULL, wire_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Model", "Page"]

_FIELDS_SHOWN: Final = 10
# A code or the number of a document: short, without a blank, not like an account or an address.
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:_/+#-]{0,31}")
_ACCOUNT: Final = re.compile(r"[A-Za-z]{2}\d{2}[A-Za-z0-9]{8,}")
_DIGITS_SHOWN: Final = 32
_LARGE: Final = 10**_DIGITS_SHOWN

_FIELDS: Final[dict[Any, dict[str, attrs.Attribute[Any]]]] = {}

T = TypeVar("T")


class Model:
    """The base of all models of Billit's data.

    Subclasses are slotted attrs classes with every field optional. The wire name of a field and what is known about
    it stand in its attrs metadata (`attrs.fields(Order).order_id.metadata["wire"]`).
    """

    # Where a row that was read stands in its response, for the warnings of what is read later; it is no field.
    __slots__ = ("row_place",)

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _names(type(self)))

    # Models are mutable values.
    __hash__ = None  # type: ignore[assignment]  # how Python says "unhashable"

    _shown: ClassVar[tuple[str, ...]] = ()

    def to_dict(self) -> dict[str, Any]:
        """Turn the model into a dictionary with Billit's names.

        Returns:
            What `to_json` writes, decoded: fields that are `None` left out, `NULL` as `None`, nested models as
            dictionaries, amounts as exact `Decimal`, moments as ISO 8601 text, identifiers as text. It shares nothing
            with the model.

        Raises:
            TypeError: a field holds what has no exact JSON form, a `float` amount for instance; it names the place.
            ValueError: an amount is not finite; it names the place.
        """
        return cast("dict[str, Any]", _codec().to_dict(self))

    def to_json(self) -> bytes:
        """Write the model as JSON; the same as `billit_async.to_json`.

        Returns:
            Compact JSON with Billit's names, UTF-8, amounts digit for digit.

        Raises:
            TypeError: a field holds what has no exact JSON form, a `float` amount for instance; it names the place.
            ValueError: an amount is not finite; it names the place.
        """
        return cast("bytes", _codec().to_json(self))

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Self:
        """Read the model from a dictionary with Billit's names: ``Order.from_dict(order.to_dict()) == order``.

        Args:
            value: As `to_dict` makes it, or as JSON was decoded: amounts as `Decimal`, `int` or text; moments as text,
                `datetime` or `date`. `None` reads as absent, names that Billit does not have are passed over.

        Returns:
            The model. A property with a value of the wrong type keeps that value as it came and is reported.

        Raises:
            TypeError: a key is the Python name of a field (``order_id``), or an amount is a `float`.
            PayloadError: `value` is not a mapping.

        Warns:
            PayloadWarning: once for each property that has not the documented type, with its path.
        """
        return cast("Self", _codec().from_dict(cls, value))

    @classmethod
    def from_json(cls, raw: bytes | str) -> Self:
        """Read the model from the bytes Billit sent; the same as `billit_async.from_json`.

        Args:
            raw: A JSON object, UTF-8; a byte order mark is tolerated.

        Returns:
            The model. A property with a value of the wrong type keeps that value as it came and is reported.

        Raises:
            PayloadError: the text is not JSON, or not an object.

        Warns:
            PayloadWarning: once for each property that has not the documented type, with its path.
        """
        return cast("Self", _codec().from_json(cls, raw))

    def __repr__(self) -> str:
        cls = type(self)
        shown: list[str] = []
        for name in cls._shown:
            value = getattr(self, name)
            if value is None or value in ([], {}):
                continue
            shown.append(f"{name}={self._short(value, _fields_by_name(cls)[name])}")
            if len(shown) == _FIELDS_SHOWN:
                break
        left_out = sum(getattr(self, name) not in (None, [], {}) for name in _names(cls)) - len(shown)
        if left_out:
            shown.append(f"… {left_out} more")
        return f"{cls.__name__}({', '.join(shown)})"

    @staticmethod
    def _short(value: Any, field: attrs.Attribute[Any]) -> str:
        """A value in a few characters. What has another type than documented may be anything, so it is not quoted."""
        if private := field.metadata.get("private"):
            return f"<{private}>"
        if isinstance(value, Model):
            return value._named()  # noqa: SLF001 - of the same class
        if isinstance(value, str):
            is_code = _takes_text(field) and _CODE.fullmatch(value) and not _ACCOUNT.fullmatch(value)
            return repr(str(value)) if is_code else "<text>"
        if isinstance(value, Sized):
            return f"<{len(value)} items>"
        if isinstance(value, datetime):
            text = wire_text(value)
            return repr(text.removesuffix("T00:00:00") if field.metadata.get("kind") == "date" else text)
        if isinstance(value, (int, Decimal)):
            number = str(value) if isinstance(value, Decimal) or abs(value) < _LARGE else ""
            return number if 0 < len(number) <= _DIGITS_SHOWN else "<number>"
        return str(value) if isinstance(value, UUID) or value is NULL else f"<{type(value).__name__}>"

    def _named(self) -> str:
        """What stands for it where it is nested: its id alone."""
        cls = type(self)
        name = next(iter(cls._shown), "")
        key = getattr(self, name) if name.endswith(("_id", "id_")) else None
        if isinstance(key, bool) or not isinstance(key, (int, UUID)):
            return f"{cls.__name__}(…)"
        return f"{cls.__name__}({name}={self._short(key, _fields_by_name(cls)[name])})"


def _codec() -> Any:
    # What reads and writes knows the models, not the other way round.
    return import_module("billit_async._serialization.codec")


def _fields(cls: type[Model]) -> tuple[attrs.Attribute[Any], ...]:
    # Every subclass is made by attrs; the base itself is not.
    return getattr(cls, "__attrs_attrs__", ())


def _names(cls: type[Model]) -> tuple[str, ...]:
    return tuple(attribute.name for attribute in _fields(cls))


def _fields_by_name(cls: type[Model]) -> dict[str, attrs.Attribute[Any]]:
    known = _FIELDS.get(cls)
    return known or _FIELDS.setdefault(cls, {attribute.name: attribute for attribute in _fields(cls)})


def _takes_text(field: attrs.Attribute[Any]) -> bool:
    # The annotations of generated models are text until somebody resolves them.
    return str(field.type).startswith(("str", "<class 'str'>"))


@attrs.define(kw_only=True, slots=True, repr=False)
class Page(Generic[T]):
    """One page of a list, as Billit returns it.

    Attributes:
        items: The rows of this page, in the server's order.
        count: All matching rows, only where the query asked for a count.
        next_page_link: Billit's own link to the next page; absent on the last one.
        cursor: Where reading continues after this page: the key of its last row, or the path of the next link. Set by
            the pager; `None` when nothing follows.
        selected: The names of the fields that were asked for with ``select=``, all others read as `None`; `None` where
            whole rows were asked for. Set by the pager.

    Source: Swagger definitions PageResult_*; docs page "odata".
    """

    items: list[T] = attrs.field(factory=list[Any])
    count: int | None = None
    next_page_link: str | None = None
    cursor: str | int | None = None
    selected: tuple[str, ...] | None = None

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        # A link holds the filter, and with it what somebody looked for.
        cursor = "<link>" if isinstance(self.cursor, str) else repr(self.cursor)
        selected = "" if self.selected is None else f", selected={', '.join(self.selected)}"
        return f"Page({len(self.items)} items, count={self.count}, cursor={cursor}{selected})"
