"""Order models as Arrow columns: the schema is derived from the models, and no amount passes through `float`.

Needs the extra ``parquet``; pyarrow is imported when a schema is first asked for. Nothing here touches a file.
"""

from __future__ import annotations

import importlib
import types
import typing
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import attrs

from billit_async.codec import dumps
from billit_async.export.errors import ExportError, MissingExtra
from billit_async.models import Order, Party

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["OrderTable", "order_schema", "order_table", "require_pyarrow"]

DECIMAL_DIGITS: Final = 18
"""Digits of every decimal column: room for quadrillions of cents."""

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


def require_pyarrow() -> tuple[Any, Any]:
    """Import pyarrow.

    Returns:
        The modules `pyarrow` and `pyarrow.parquet`.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise MissingExtra("Parquet files", extra="parquet", needs="pyarrow") from error


def order_schema() -> Any:
    """The Arrow schema of an order.

    Column names are the attribute names of `Order` (`total_incl`); the field metadata names Billit's property
    (``wire``: ``TotalIncl``). Amounts are ``decimal128(18, 2)``, quantities, unit prices and rates
    ``decimal128(18, 5)``, moments ``timestamp[us]`` without zone (Billit's local time), whole numbers ``int64``,
    lines and VAT groups ``list<struct>``, parties ``struct`` of the main columns, free-form objects JSON text, decimals
    without a fixed number of digits text. The content of files and scans is left out.

    Returns:
        A `pyarrow.Schema`, the same for every file of one version of this package.

    Raises:
        MissingExtra: the extra ``parquet`` is not installed.
    """
    return order_table().schema


@attrs.frozen
class _Column:
    """One column: its Arrow field, and how values become its array."""

    field: Any
    build: Callable[[list[Any]], Any]


class OrderTable:
    """Turns batches of orders into Arrow record batches of one schema."""

    def __init__(self) -> None:
        self._arrow, _ = require_pyarrow()
        self._party: type[Any] = Party
        self._columns = self._columns_of(Order, ())
        self.schema: Any = self._arrow.schema([column.field for _, column in self._columns])

    def batch(self, orders: Sequence[Order]) -> Any:
        """Make a record batch.

        Args:
            orders: Order details.

        Returns:
            A `pyarrow.RecordBatch` with a row for each.

        Raises:
            ExportError: a value does not fit its column exactly; it names the order, the column and the value.
        """
        rows = list(orders)
        arrays: list[Any] = []
        for name, column in self._columns:
            values = [getattr(row, name) for row in rows]
            try:
                arrays.append(column.build(values))
            except (self._arrow.ArrowException, ValueError, TypeError, OverflowError) as error:
                raise self._misfit(name, column, rows) from error
        return self._arrow.RecordBatch.from_arrays(arrays, schema=self.schema)

    def join(self, batches: Sequence[Any]) -> Any:
        """One `pyarrow.Table` of several batches."""
        return self._arrow.Table.from_batches(batches, schema=self.schema)

    def _misfit(self, name: str, column: _Column, rows: list[Any]) -> ExportError:
        """Find the order that a column refused, to name it."""
        for row in rows:
            try:
                column.build([getattr(row, name)])
            except (self._arrow.ArrowException, ValueError, TypeError, OverflowError) as error:
                return ExportError(
                    f"order {row.order_id}: column {name!r} ({column.field.type}) cannot hold its value exactly: "
                    f"{error}. Nothing is rounded; export this company to JSONL only."
                )
        return ExportError(f"column {name!r} ({column.field.type}) cannot hold its values")

    def _columns_of(self, model: type[Any], trail: tuple[type[Any], ...]) -> list[tuple[str, _Column]]:
        hints = typing.get_type_hints(model)
        columns: list[tuple[str, _Column]] = []
        for attribute in attrs.fields(model):
            if model is self._party and attribute.name not in PARTY_COLUMNS:
                continue
            if "private" in attribute.metadata:  # the content of files and scans
                continue
            built = self._shape(hints[attribute.name], attribute.metadata, (*trail, model))
            if built is not None:
                kind, build = built
                field = self._arrow.field(attribute.name, kind, metadata={"wire": attribute.metadata["wire"]})
                columns.append((attribute.name, _Column(field, build)))
        return columns

    def _shape(
        self, hint: Any, metadata: typing.Mapping[str, Any], trail: tuple[type[Any], ...]
    ) -> tuple[Any, Callable[[list[Any]], Any]] | None:
        """The Arrow type of a hint and how values become an array of it; `None` for a model inside itself."""
        hint = _without_none(hint)
        origin = typing.get_origin(hint)
        if origin is list:
            inner = self._shape(typing.get_args(hint)[0], metadata, trail)
            return inner and self._list_of(*inner)
        if attrs.has(hint):
            return None if hint in trail else self._struct_of(self._columns_of(hint, trail))
        if origin is dict and typing.get_args(hint)[1] is str:
            return self._map()
        return self._leaf(hint, metadata)

    def _leaf(self, hint: Any, metadata: typing.Mapping[str, Any]) -> tuple[Any, Callable[[list[Any]], Any]]:
        arrow = self._arrow
        convert: Callable[[Any], Any] | None = None
        if hint is bool:
            kind = arrow.bool_()
        elif hint is int:
            kind = arrow.int64()
        elif hint is Decimal and "scale" in metadata:
            kind = arrow.decimal128(DECIMAL_DIGITS, metadata["scale"])
        elif hint is Decimal:  # nobody knows how many digits come, so they stay text
            kind, convert = arrow.string(), "{:f}".format
        elif hint is datetime:
            kind = arrow.timestamp("us")
        elif hint is UUID:
            kind, convert = arrow.string(), str
        elif isinstance(hint, type) and issubclass(hint, str):
            kind = arrow.string()
        else:  # a free-form value: JSON text keeps every digit of it
            kind, convert = arrow.string(), _json_text

        def build(values: list[Any]) -> Any:
            if convert is not None:
                values = [None if value is None else convert(value) for value in values]
            return arrow.array(values, type=kind)

        return kind, build

    def _struct_of(self, columns: list[tuple[str, _Column]]) -> tuple[Any, Callable[[list[Any]], Any]]:
        arrow = self._arrow
        fields = [column.field for _, column in columns]

        def build(values: list[Any]) -> Any:
            arrays = [
                column.build([None if value is None else getattr(value, name) for value in values])
                for name, column in columns
            ]
            absent = arrow.array([value is None for value in values], type=arrow.bool_())
            return arrow.StructArray.from_arrays(arrays, fields=fields, mask=absent)

        return arrow.struct(fields), build

    def _list_of(self, item: Any, build_items: Callable[[list[Any]], Any]) -> tuple[Any, Callable[[list[Any]], Any]]:
        arrow = self._arrow
        kind = arrow.list_(item)

        def build(values: list[Any]) -> Any:
            items: list[Any] = []
            offsets: list[int | None] = []
            for value in values:
                offsets.append(None if value is None else len(items))
                items.extend(value or ())
            offsets.append(len(items))
            return arrow.ListArray.from_arrays(arrow.array(offsets, type=arrow.int32()), build_items(items), type=kind)

        return kind, build

    def _map(self) -> tuple[Any, Callable[[list[Any]], Any]]:
        arrow = self._arrow
        kind = arrow.map_(arrow.string(), arrow.string())

        def build(values: list[Any]) -> Any:
            return arrow.array([None if value is None else list(value.items()) for value in values], type=kind)

        return kind, build


@cache
def order_table() -> OrderTable:
    """The one `OrderTable`; building it reads all models that an order mentions."""
    return OrderTable()


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        left = [part for part in typing.get_args(hint) if part is not types.NoneType]
        return left[0] if len(left) == 1 else Any
    return hint


def _json_text(value: Any) -> str:
    return dumps(value).decode()
