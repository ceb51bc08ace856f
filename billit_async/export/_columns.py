"""The properties of an order that an export reads, and the types that they are decoded to; taken from the models."""

from __future__ import annotations

import typing
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final, cast
from uuid import UUID

import attrs
import msgspec

from billit_async._serialization.careful import field_shapes
from billit_async.models import Order, Party, VatGroup

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PARTY_COLUMNS", "TALLIED", "columns_of", "compact_decoder", "order_decoder", "table_decoder"]

PARTY_COLUMNS: Final = (
    "party_id",
    "nr",
    "name",
    "commercial_name",
    "display_name",
    "party_type",
    "vat_number",
    "peppol_identifier",
    "street",
    "street_number",
    "box",
    "zipcode",
    "city",
    "country_code",
    "email",
    "iban",
    "language",
    "external_provider_id",
)
"""The columns of a party inside an order. The whole party is one row of the parties, and stands in the JSONL file."""

TALLIED: Final = ("vat_percentage", "total_excl", "total_vat", "total_incl")
"""The amounts of a VAT group that a report adds up."""

# An amount that is only looked at, and dropped. What is larger than any, or a text, is left to the careful reading.
_ANY_AMOUNT: Final = Annotated[float, msgspec.Meta(ge=-1e100, le=1e100)]
# As `str(UUID(...))` writes it, which is how a column has it.
_GUID: Final = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]


class Column(typing.NamedTuple):
    """A property of a model.

    Attributes:
        name: Its Python name.
        wire: Its name at Billit.
        type: Its type without ``None``.
        metadata: What the model says of it.
    """

    name: str
    wire: str
    type: Any
    metadata: typing.Mapping[str, Any]


def _all_of(model: type[Any]) -> list[Column]:
    """Every property of a model."""
    types = {shape.name: shape.type for shape in field_shapes(model)}
    return [
        Column(field.name, field.metadata["wire"], types[field.name], field.metadata) for field in attrs.fields(model)
    ]


def columns_of(model: type[Any]) -> tuple[Column, ...]:
    """The properties of a model that a table has; the content of files and scans is left out."""
    return tuple(
        column
        for column in _all_of(model)
        if "private" not in column.metadata and (model is not Party or column.name in PARTY_COLUMNS)
    )


@cache
def order_decoder() -> msgspec.json.Decoder[Any]:
    """What tells whether an order has the documented types throughout, and its id and VAT groups.

    All but these is decoded to be looked at, in what costs least, and is not to be used.
    """

    def leaf(model: type[Any], column: Column) -> Any:
        if column.type is Decimal and not (model is VatGroup and column.name in TALLIED):
            return _ANY_AMOUNT
        return column.type

    return msgspec.json.Decoder(_struct_of(Order, leaf))


@cache
def compact_decoder() -> msgspec.json.Decoder[Any]:
    """What drops nulls and unknown properties of an order, and keeps all else as it is written."""

    def leaf(_: type[Any], column: Column) -> Any:
        return str if column.type in {datetime, UUID} else column.type

    return msgspec.json.Decoder(_struct_of(Order, leaf))


@cache
def table_decoder() -> msgspec.json.Decoder[list[dict[str, Any]]]:
    """What reads a list of orders into dictionaries of the columns of a table, by Billit's names."""

    def leaf(_: type[Any], column: Column) -> Any:
        return {datetime: str, UUID: _GUID}.get(column.type, column.type)

    row: Any = _dictionary_of(Order, leaf)
    rows: Any = cast("Any", list)[row]
    return msgspec.json.Decoder(rows)


def _struct_of(model: type[Any], leaf: Callable[[type[Any], Column], Any]) -> type[msgspec.Struct]:
    columns = _all_of(model)
    return msgspec.defstruct(
        f"{model.__name__}Struct",
        [
            (column.name, _decoded(model, column, leaf, lambda nested: _struct_of(nested, leaf)) | None, None)
            for column in columns
        ],
        rename={column.name: column.wire for column in columns},
        omit_defaults=True,
        gc=False,
    )


def _dictionary_of(model: type[Any], leaf: Callable[[type[Any], Column], Any]) -> Any:
    fields = {
        column.wire: _decoded(model, column, leaf, lambda nested: _dictionary_of(nested, leaf)) | None
        for column in columns_of(model)
    }
    # Types that are made at run time are not for type checkers.
    make: Any = typing.TypedDict
    return make(f"{model.__name__}Row", fields, total=False)


def _decoded(
    model: type[Any],
    column: Column,
    leaf: Callable[[type[Any], Column], Any],
    nested: Callable[[type[Any]], Any],
) -> Any:
    kind = column.type
    if typing.get_origin(kind) is list:
        (inner,) = typing.get_args(kind)
        item: Any = nested(inner) if attrs.has(inner) else leaf(model, column._replace(type=inner))
        return list[item]
    return nested(kind) if attrs.has(kind) else leaf(model, column)
