"""Ready cattrs converters between dictionaries and models, for everything that is not the hot path.

Strict where cattrs is obliging: a number does not become a text, a text does not become a list, a `float` is never
taken for an amount. Errors name every bad property (`cattrs.transform_error` prints them as paths).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, cast, get_args, get_origin
from uuid import UUID

import attrs
from cattrs import Converter
from cattrs.cols import list_structure_factory
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from billit_async._serialization.jsontypes import is_array, is_object, json_type
from billit_async._serialization.model import Model
from billit_async._serialization.obsolete import reading
from billit_async._serialization.pairs import AsObject, AsPairs, is_pair, object_of
from billit_async._serialization.values import NULL, datetime_value, decimal_value, parse_datetime, wire_text
from billit_async._serialization.wirenames import with_wire_names

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["converter", "make_converter", "python_converter", "structure", "unstructure"]

T = TypeVar("T")
Names = Literal["wire", "python"]


def make_converter(names: Names = "wire", *, omit_none: bool = True) -> Converter:
    """Make a converter of one's own, to register further hooks on.

    Args:
        names: Which keys the dictionaries have: ``"wire"`` (``OrderID``) or ``"python"`` (``order_id``).
        omit_none: Leave fields that are `None` out of the dictionaries, as Billit does.

    Returns:
        A cattrs converter. Dictionaries hold `Decimal` for amounts, ISO 8601 text for date-times and identifiers.
    """
    made = Converter(detailed_validation=True)
    for kind in (str, int, bool):
        made.register_structure_hook(kind, _strict(kind))
    made.register_structure_hook(Decimal, _to_decimal)
    made.register_structure_hook(datetime, _to_datetime)
    made.register_structure_hook(UUID, _to_uuid)
    made.register_unstructure_hook(Decimal, decimal_value)
    made.register_unstructure_hook(datetime, wire_text)
    made.register_unstructure_hook(UUID, str)
    made.register_structure_hook_factory(_is_list, _list_factory)
    made.register_structure_hook_factory(_is_map, _map_factory)
    made.register_structure_hook_factory(_is_model, lambda cls, conv: _structurer(cls, conv, names))
    made.register_unstructure_hook_factory(
        _is_model, lambda cls, conv: _unstructurer(cls, conv, names, omit_none=omit_none)
    )
    return made


def _is_model(cls: Any) -> bool:
    return isinstance(cls, type) and issubclass(cls, Model)


def _is_list(cls: Any) -> bool:
    return get_origin(cls) is list


def _is_map(cls: Any) -> bool:
    return get_origin(cls) is dict


def _overrides(cls: type[Any], names: Names, *, omit_none: bool = True) -> dict[str, Any]:
    return {
        field.name: override(
            rename=field.metadata["wire"] if names == "wire" else None,
            omit_if_default=omit_none,
        )
        for field in attrs.fields(attrs.resolve_types(cls))
    }


def _structurer(cls: type[Any], conv: Converter, names: Names) -> Callable[[Any, Any], Any]:
    made: Callable[[Any, Any], Any] = make_dict_structure_fn(cls, conv, **_overrides(cls, names))
    is_wire = names == "wire"

    def structure_model(value: Any, kind: Any) -> Any:
        if isinstance(value, cls):
            return value
        if not is_object(value):
            raise TypeError(f"a {json_type(value)} where the object {cls.__name__} is expected")
        named = with_wire_names(cls, value) if is_wire else value
        with reading():
            return made(named, kind)

    return structure_model


def _unstructurer(cls: type[Any], conv: Converter, names: Names, *, omit_none: bool) -> Callable[[Any], Any]:
    overrides = _overrides(cls, names, omit_none=omit_none)
    return cast("Callable[[Any], Any]", make_dict_unstructure_fn(cls, conv, **overrides))


def _list_factory(cls: Any, conv: Converter) -> Callable[[Any, Any], Any]:
    made: Callable[[Any, Any], Any] = list_structure_factory(cls, conv)
    item_type = get_args(cls)[0]
    holds_pairs = is_pair(item_type)

    def structure_list(value: Any, kind: Any) -> Any:
        if holds_pairs and is_object(value):
            pairs = ((conv.structure(key, str), _structured(conv, item, str)) for key, item in value.items())
            return AsObject(item_type(key=key, value=item) for key, item in pairs)
        if not is_array(value):
            raise TypeError(f"a {json_type(value)} where a list is expected")
        return made(value, kind)

    return structure_list


def _map_factory(cls: Any, conv: Converter) -> Callable[[Any, Any], Any]:
    value_type = get_args(cls)[1]

    def structure_map(value: Any, _: Any) -> dict[str, Any]:
        pairs = object_of(value) if is_array(value) else None
        if pairs is not None:
            return AsPairs((key, _structured(conv, item, value_type)) for key, item in pairs.items())
        if not is_object(value):
            raise TypeError(f"a {json_type(value)} where an object with free keys is expected")
        return {key: item if value_type is Any else conv.structure(item, value_type) for key, item in value.items()}

    return structure_map


def _structured(conv: Converter, value: Any, kind: Any) -> Any:
    return value if value is None or kind is Any else conv.structure(value, kind)


def _strict(kind: type[T]) -> Callable[[Any, Any], T]:
    def structure_scalar(value: Any, _: Any) -> T:
        if value is NULL or (isinstance(value, kind) and (kind is bool or not isinstance(value, bool))):
            return cast("T", value)
        raise TypeError(f"a {json_type(value)} where {kind.__name__} is expected")

    return structure_scalar


def _to_decimal(value: Any, _: Any) -> Decimal:
    return cast("Decimal", decimal_value(value))


def _to_datetime(value: Any, _: Any) -> datetime:
    if isinstance(value, str):
        return parse_datetime(value)
    if isinstance(value, date):
        return cast("datetime", datetime_value(value))
    raise TypeError(f"a {json_type(value)} where a date-time is expected")


def _to_uuid(value: Any, _: Any) -> UUID:
    if isinstance(value, UUID):
        return value
    if isinstance(value, str):
        return UUID(value)
    raise TypeError(f"a {json_type(value)} where an identifier is expected")


converter: Final = make_converter("wire")
"""Reads and writes dictionaries with Billit's own names."""

python_converter: Final = make_converter("python")
"""Reads and writes dictionaries with the names of the Python attributes."""

structure = converter.structure
unstructure = converter.unstructure
