"""What the generated wire code calls: conversions between a value of a model and one of its msgspec struct.

Internal; it never touches bytes (that is `billit_async._serialization.codec`) and never makes a `float` of an amount.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar, cast
from uuid import UUID

from msgspec import Raw

from billit_async._serialization.jsontypes import is_array, is_object
from billit_async._serialization.model import Model
from billit_async._serialization.pairs import AsObject, AsPairs
from billit_async._serialization.values import NULL, datetime_value, decimal_value, parse_datetime, wire_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "ABSENT",
    "Codec",
    "Nested",
    "day",
    "days",
    "encode_any",
    "encode_datetime",
    "list_to_struct",
    "map_to_struct",
    "number",
    "one_to_struct",
    "parse_datetime",
    "refuse_number",
    "values_to_list",
    "values_to_map",
]

# More than a decade of days; texts that are not days must not grow it without bound.
_DAYS_REMEMBERED: Final = 4096


M = TypeVar("M")
S = TypeVar("S")


ABSENT: Final[Any] = None
"""The default of a property that is kept as its bytes, whose type has no place for `None`."""


class Nested(NamedTuple):
    """How a nested property is read: the type its bytes are decoded as, and what makes the models of that."""

    struct: Any
    from_struct: Callable[[Any], Any]


class Codec(NamedTuple, Generic[M, S]):
    """A model, its struct, and the generated functions between them.

    Attributes:
        model: The model.
        struct: The whole object, nested objects included.
        from_struct: Makes the model of that.
        to_struct: Makes that of the model.
        row: The object with its nested objects as bytes; absent where it has none.
        from_row: Makes the model of that.
        nested: How each nested property is read, by its Python name.
    """

    model: type[M]
    struct: type[S]
    from_struct: Callable[[S], M]
    to_struct: Callable[[M], S]
    row: type[Any] | None = None
    from_row: Callable[[Any], M] | None = None
    nested: Mapping[str, Nested] = {}


days: Final[dict[str, datetime]] = {}
"""The days read so far by their text: a page of orders has hundreds of dates and few different ones."""


def day(text: str) -> datetime:
    """Read a date that is not among `days` yet, and remember it."""
    if len(days) >= _DAYS_REMEMBERED:
        days.clear()
    return days.setdefault(text, parse_datetime(text))


def number(value: Any) -> Decimal | None:
    """An amount on its way out: exact and finite, or refused (`TypeError`, `ValueError`)."""
    if value is None or (value.__class__ is Decimal and value.is_finite()):
        return value
    return decimal_value(value)


def refuse_number(number: Decimal) -> Decimal:
    """Refuse a text such as ``NaN`` where an amount belongs, which decodes as a number that is not finite."""
    raise ValueError(f"{number} is not an amount")


def encode_datetime(value: Any) -> str | None:
    """A moment on its way out, as Billit writes it; a text that was kept because it could not be read goes as it is."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return wire_text(value)
    if value is NULL or isinstance(value, str):
        return cast("str", value)
    return wire_text(cast("datetime", datetime_value(value)))


def one_to_struct(value: Any, model: type[M], to_struct: Callable[[M], S]) -> S | None:
    """A nested model on its way out; a mapping is taken as wire JSON."""
    if value is None:
        return None
    if isinstance(value, model):
        return to_struct(value)
    if value is NULL:
        return cast("S", value)
    if isinstance(value, dict):
        return cast("S", encode_any(cast("dict[str, Any]", value)))
    raise TypeError(f"{value!r} is a {type(value).__name__} where a {model.__name__} is expected")


def list_to_struct(value: Any, model: type[M], to_struct: Callable[[M], S]) -> list[S] | None:
    """A list of nested models on its way out."""
    if value is None or value is NULL:
        return cast("list[S] | None", value)
    if not is_array(value) or isinstance(value, AsObject):
        raise TypeError(f"a {type(value).__name__} where a list of {model.__name__} is expected")
    return [cast("S", one_to_struct(item, model, to_struct)) for item in value]


def map_to_struct(value: Any, model: type[M], to_struct: Callable[[M], S]) -> dict[str, S] | None:
    """A mapping of nested models on its way out."""
    if value is None or value is NULL:
        return cast("dict[str, S] | None", value)
    if not is_object(value) or issubclass(type(value), AsPairs):
        raise TypeError(f"a {type(value).__name__} where a mapping of {model.__name__} is expected")
    return {key: cast("S", one_to_struct(item, model, to_struct)) for key, item in value.items()}


def values_to_list(value: Any) -> list[Any] | None:
    """A list of plain values on its way out."""
    if value is None or value is NULL:
        return cast("list[Any] | None", value)
    if not is_array(value) or any(type(item) is AsPairs for item in value):
        raise TypeError(f"a {type(value).__name__} where a list is expected")
    return cast("list[Any]", encode_any(value))


def values_to_map(value: Any) -> dict[str, Any] | None:
    """A mapping of plain values on its way out."""
    if value is None or value is NULL:
        return cast("dict[str, Any] | None", value)
    if not is_object(value) or issubclass(type(value), AsPairs):
        raise TypeError(f"a {type(value).__name__} where a mapping is expected")
    return cast("dict[str, Any]", encode_any(cast("Any", value)))


def encode_any(value: Any, of_model: Callable[[Model], Any] | None = None) -> Any:  # noqa: C901 - one case for each type
    """Free-form JSON on its way out: checked all the way down.

    Args:
        value: What is to be written.
        of_model: Makes the struct of a model; without it a model has no place in free-form JSON.

    Returns:
        The value, with everything in it in a form that the encoder writes exactly.

    Raises:
        TypeError: a value has no JSON form.
        ValueError: a number is not finite.
    """
    # Most free-form values are empty or absent.
    if value is None or value == {} or value.__class__ is str:
        return value
    if isinstance(value, dict):
        return {key: encode_any(item, of_model) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, (list, tuple)):
        return [encode_any(item, of_model) for item in cast("list[Any]", value)]
    if isinstance(value, Decimal):
        return decimal_value(value)
    if isinstance(value, float):
        # Free-form JSON is the caller's own; a finite float is written with its shortest exact text.
        return decimal_value(repr(value))
    if isinstance(value, datetime):
        return wire_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, UUID, bytes, str, Raw)):
        return value
    if value is NULL:
        return None
    if of_model is not None and isinstance(value, Model):
        return of_model(value)
    raise TypeError(f"{value!r} is a {type(value).__name__}, which has no JSON form")
