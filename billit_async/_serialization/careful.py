"""Writes models that the fast path refuses, and names the place of a value that cannot be sent.

A value that has the shape of JSON, as everything has that was read, is written as it is also where the documentation
wants another type. What only Python could mean, a `float` for an amount or an object of some class, is refused.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from types import UnionType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast, get_args, get_origin
from uuid import UUID

import attrs
import msgspec

from billit_async._serialization.jsontypes import is_array, is_object, json_type
from billit_async._serialization.model import Model
from billit_async._serialization.pairs import AsObject, AsPairs, is_pair, object_of
from billit_async._serialization.values import (
    NULL,
    base64_value,
    datetime_value,
    decimal_value,
    whole_number,
    wire_text,
)
from billit_async.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "FieldShape",
    "field_shapes",
    "has_other_code",
    "has_read_only",
    "is_other_code",
    "plain",
    "without_read_only",
]

_BOUNDARY: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# What Python writes out digit by digit without a limit of its own being in the way.
_LONGEST_BITS = 14_000


class FieldShape(NamedTuple):
    """One field of a model.

    Attributes:
        name: Its Python name.
        wire: Its name at Billit.
        type: Its type without ``None``.
        read_only: Whether Billit alone sets it.
        other_names: What else Billit's documentation calls it.
        refers_without: The wire name of the field without which an object with this id only refers to what Billit has.
    """

    name: str
    wire: str
    type: Any
    read_only: bool
    other_names: tuple[str, ...]
    refers_without: str | None


_SHAPES: Final[dict[Any, tuple[FieldShape, ...]]] = {}
_READ_ONLY: Final[dict[Any, bool]] = {}
_REFERENCES: Final[dict[Any, tuple[tuple[str, str], ...]]] = {}


def field_shapes(cls: type[Any]) -> tuple[FieldShape, ...]:
    """The fields of a model with their resolved types."""
    known = _SHAPES.get(cls)
    return known if known is not None else _SHAPES.setdefault(cls, _resolved(cls))


def _resolved(cls: type[Any]) -> tuple[FieldShape, ...]:
    fields = attrs.fields(attrs.resolve_types(cls))
    return tuple(
        FieldShape(
            field.name,
            field.metadata["wire"],
            _without_none(field.type),
            bool(field.metadata.get("read_only")),
            field.metadata.get("other_names", ()),
            field.metadata.get("refers_without"),
        )
        for field in fields
    )


def has_read_only(cls: type[Any]) -> bool:
    """Whether a model has fields, at any depth, that Billit alone sets."""
    known = _READ_ONLY.get(cls)
    return known if known is not None else _READ_ONLY.setdefault(cls, _has_read_only(_generated(cls), set()))


def _has_read_only(cls: type[Any], seen: set[Any]) -> bool:
    seen.add(cls)
    nested = [part for shape in field_shapes(cls) for part in (shape.type, *get_args(shape.type)) if _is_model(part)]
    return any(shape.read_only for shape in field_shapes(cls)) or any(
        _has_read_only(part, seen) for part in nested if part not in seen
    )


def plain(value: Any, place: str | None = None, *, strict: bool = False) -> Any:
    """Turn a model, or JSON with models in it, into plain JSON values with Billit's names.

    Args:
        value: A model, a list of models, or any JSON value that models may stand in.
        place: What `value` is called in errors; the name of the model by default.
        strict: Refuse values that have not the documented type, leave out what Billit alone sets, and write extra
            fields in the shape that is documented at their place, as is right for what is sent to Billit.

    Returns:
        Dictionaries, lists, texts, `int`, `Decimal`, `bool` and `None`, independent of `value`.

    Raises:
        TypeError: something has no exact JSON form, or (strict) another type than documented; it names the place.
        PayloadError: a number is not finite; it names the place.
    """
    if place is None:
        place = _BOUNDARY.sub("_", type(value).__name__).lower() if isinstance(value, Model) else ""
    return _Writer(strict=strict).encode_any(value, place, models=True)


def is_other_code(shape: FieldShape, value: Any) -> bool:
    """Whether a whole number is the text of its digits, or a code that is a text is a whole number.

    Billit's documents do not agree on codes, and both are taken (``Code`` of a ledger account and of a journal).
    """
    if shape.type is int:
        return isinstance(value, str) and whole_number(value) is not None
    return shape.type is str and isinstance(value, int) and not isinstance(value, bool) and shape.wire.endswith("Code")


def has_other_code(model: Model) -> bool:
    """Whether a model has such a value, at any depth."""
    for shape in field_shapes(_generated(type(model))):
        value = getattr(model, shape.name)
        if isinstance(value, Model):
            if has_other_code(value):
                return True
        elif is_array(value):
            if any(isinstance(item, Model) and has_other_code(item) for item in value):
                return True
        elif value is not None and is_other_code(shape, value):
            return True
    return False


def _whole(value: int | msgspec.Raw, place: str) -> int | msgspec.Raw:
    if isinstance(value, int) and value.bit_length() > _LONGEST_BITS:
        raise PayloadError(f"{f'{place}: ' if place else ''}a whole number of more than 4,300 digits")
    return value


def _fraction(value: Decimal | float, place: str) -> Decimal | msgspec.Raw | None:
    """Write a fraction that stands where none is documented: a `float` of any size is no longer than its own text."""
    try:
        return decimal_value(value if isinstance(value, Decimal) else repr(value))
    except ValueError as refused:
        if isinstance(value, float) and isfinite(value):
            return msgspec.Raw(repr(value).encode())
        raise PayloadError(f"{place}: {refused}" if place else str(refused)) from None


class _Writer:
    """Writes models as plain JSON values, strictly or not."""

    def __init__(self, *, strict: bool) -> None:
        self._strict = strict

    def model(self, model: Model, place: str) -> dict[str, Any]:
        written: dict[str, Any] = {}
        for shape in field_shapes(_generated(type(model))):
            value = getattr(model, shape.name)
            if value is not None and not (self._strict and (shape.read_only or _is_reference(value))):
                where = f"{place}.{shape.name}" if place else shape.name
                if self._strict and is_other_code(shape, value):
                    written[shape.wire] = str(value) if shape.type is str else whole_number(value)
                else:
                    written[shape.wire] = self.field(shape.type, value, where)
        return written

    def field(self, kind: Any, value: Any, place: str) -> Any:  # noqa: C901 - one case for each type
        if value is None or value is NULL:
            return None
        origin = get_origin(kind)
        if isinstance(kind, type) and issubclass(kind, Model):
            if isinstance(value, kind):
                return self.model(value, place)
            # A mapping is taken as Billit's own JSON.
            return self.wire(kind, value, place) if is_object(value) else self.other(value, place, kind.__name__)
        if origin is list:
            (inner,) = get_args(kind)
            if is_pair(inner) and (is_object(value) or isinstance(value, AsObject)):
                return self.pairs(value, place)
            if is_array(value):
                return [
                    self.field(inner, item, f"{place}[{index}]")
                    for index, item in enumerate(value)
                    if not (self._strict and _is_reference(item))
                ]
            return self.other(value, place, f"list of {getattr(inner, '__name__', 'values')}")
        if origin is dict:
            inner = get_args(kind)[1]
            if is_array(value) or isinstance(value, AsPairs):
                return self.mapping(kind, value, place)
            if is_object(value) and _is_model(inner):
                return {key: self.field(inner, item, f"{place}[{key!r}]") for key, item in value.items()}
            return self.encode_any(value, place) if is_object(value) else self.other(value, place, "mapping")
        if kind is Decimal:
            return self.number(value, place)
        if kind is datetime:
            return self.moment(value, place)
        return self.encode_any(value, place)

    def wire(self, cls: type[Any], value: dict[str, Any], place: str) -> Any:
        """Billit's own JSON where a model is expected, as it is; what Billit alone sets is left out all the same."""
        written = self.encode_any(value, place)
        return without_read_only(cls, written) if self._strict else written

    def pairs(self, value: Any, place: str) -> Any:
        """A list of keys and values that is, or was read from, an object."""
        made = value if is_object(value) else _object_of(value, place)
        if made is None:
            return self.encode_any(value, place, models=True)
        written = self.encode_any(made, place)
        return [{"Key": key, "Value": item} for key, item in written.items()] if self._strict else written

    def mapping(self, kind: Any, value: Any, place: str) -> Any:
        """An object with free keys that is, or was read from, a list of keys and values."""
        if not self._strict:
            pairs = [{"Key": key, "Value": item} for key, item in value.items()] if is_object(value) else value
            return self.encode_any(pairs, place, models=True)
        made = dict(value) if is_object(value) else _object_of(value, place)
        return self.other(value, place, "mapping") if made is None else self.field(kind, made, place)

    def number(self, value: Any, place: str) -> Any:
        if isinstance(value, bool) or not isinstance(value, (Decimal, int, str, float)):
            return self.other(value, place, "Decimal")
        try:
            return decimal_value(cast("Any", value))
        except TypeError as refused:
            raise TypeError(f"{place}: {refused}") from None
        except ValueError as refused:
            if isinstance(value, str) and not self._strict:
                return value
            # A text may be anything that stood in a document, and is not quoted.
            said = "a text that is not a number" if isinstance(value, str) else str(refused)
            raise PayloadError(f"{place}: {said}") from None

    def moment(self, value: Any, place: str) -> Any:
        if isinstance(value, str):
            return value
        if isinstance(value, date):
            return wire_text(cast("datetime", datetime_value(value)))
        return self.other(value, place, "datetime")

    def other(self, value: Any, place: str, expected: str) -> Any:
        """A value of another type than documented."""
        if self._strict or isinstance(value, Model):
            name = type(value).__name__ if isinstance(value, Model) else json_type(value)
            raise TypeError(f"{place}: {_a(name)} where {_a(expected)} is expected")
        return self.encode_any(value, place)

    def encode_any(self, value: Any, place: str, *, models: bool = False) -> Any:  # noqa: C901 - one case for each type
        """Free-form JSON, checked all the way down."""
        if value is None or isinstance(value, (bool, str)):
            return value
        if is_object(value):
            return {
                key: self.encode_any(item, f"{place}[{key!r}]" if place else str(key), models=models)
                for key, item in value.items()
            }
        if is_array(value):
            return [self.encode_any(item, f"{place}[{index}]", models=models) for index, item in enumerate(value)]
        if isinstance(value, (Decimal, float)):
            # Free-form JSON is the caller's own; a finite float is written with its shortest exact text.
            return _fraction(value, place)
        if isinstance(value, datetime):
            return wire_text(value)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, (int, msgspec.Raw)):
            return _whole(value, place)
        if isinstance(value, UUID):
            return str(value)
        if isinstance(value, (bytes, bytearray, memoryview)):
            return base64_value(cast("bytes", value))
        if value is NULL:
            return None
        if models and isinstance(value, Model):
            return self.model(value, place)
        raise TypeError(f"{f'{place}: ' if place else ''}a {type(value).__name__} has no JSON form")


def _is_reference(value: Any) -> bool:
    """Whether a model only refers to what Billit has, by an id, so that there is nothing of it to send."""
    if not isinstance(value, Model):
        return False
    cls = type(value)
    pairs = _REFERENCES.get(cls)
    if pairs is None:
        pairs = _REFERENCES.setdefault(cls, tuple(_references(field_shapes(_generated(cls)))))
    return any(getattr(value, key) is not None and getattr(value, content) is None for key, content in pairs)


def _references(shapes: tuple[FieldShape, ...]) -> Iterator[tuple[str, str]]:
    """The names of each id and of the field without which it is a reference."""
    names = {shape.wire: shape.name for shape in shapes}
    return ((shape.name, names[shape.refers_without]) for shape in shapes if shape.refers_without)


def _object_of(pairs: list[Any], place: str) -> dict[str, Any] | None:
    try:
        return object_of(pairs)
    except PayloadError as refused:
        raise PayloadError(f"{place}: {refused}" if place else str(refused)) from None


def without_read_only(kind: Any, value: Any) -> Any:
    """JSON with Billit's names without what Billit alone sets, at any depth."""
    if get_origin(kind) is list and is_array(value):
        return [without_read_only(get_args(kind)[0], item) for item in value]
    if not (_is_model(kind) and is_object(value)):
        return value
    shapes = {shape.wire: shape for shape in field_shapes(kind)}
    return {
        wire: without_read_only(shapes[wire].type, item) if wire in shapes else item
        for wire, item in value.items()
        if not (wire in shapes and shapes[wire].read_only)
    }


def _generated(cls: type[Any]) -> type[Any]:
    """The generated model that a class is or derives from; what it adds is not Billit's."""
    return next(base for base in cls.__mro__ if base.__module__.startswith("billit_async.models."))


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Model)


def _without_none(kind: Any) -> Any:
    if get_origin(kind) is not UnionType:
        return kind
    return next(part for part in get_args(kind) if part is not type(None))


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aoeAOE" else f"a {noun}"
