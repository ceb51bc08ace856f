"""Orders as Arrow columns: the schema is derived from the models, and no amount passes through `float`.

Needs the extra ``parquet``; pyarrow is imported when a schema is first asked for. Nothing here touches a file.
"""

from __future__ import annotations

import copy
import types
import typing
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from uuid import UUID

import attrs

from billit_async._runtime.extras import import_extra
from billit_async._serialization.careful import plain
from billit_async._serialization.codec import from_json
from billit_async._serialization.jsontext import without_surrogates, write
from billit_async._serialization.jsontypes import is_array, is_object
from billit_async._serialization.values import parse_datetime
from billit_async.errors import ExportError
from billit_async.export._columns import PARTY_COLUMNS, columns_of, table_decoder
from billit_async.export.received import MISFITS, ReceivedOrder
from billit_async.models import Order

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["PARTY_COLUMNS", "OrderTable", "Unfit", "order_schema", "order_table", "require_pyarrow"]

DECIMAL_DIGITS: Final = 18
"""Digits of every decimal column: room for quadrillions of cents."""

UNFIT: Final = "unfit_values"
"""The column of values that do not fit theirs."""

_WRITTEN_OUT: Final = 1000
_FEW: Final = 8


def require_pyarrow() -> tuple[Any, Any]:
    """Import pyarrow.

    Returns:
        The modules `pyarrow` and `pyarrow.parquet`.

    Raises:
        MissingExtra: it is not installed.
    """
    return (
        import_extra("pyarrow", what="writing Parquet files", extra="parquet"),
        import_extra("pyarrow.parquet", what="writing Parquet files", extra="parquet"),
    )


def order_schema() -> Any:
    """The Arrow schema of an order.

    Column names are the attribute names of `Order` (`total_incl`); the field metadata names Billit's property
    (``wire``: ``TotalIncl``). Amounts are ``decimal128(18, 2)``, quantities, unit prices and rates
    ``decimal128(18, 5)``, moments ``timestamp[us]`` without zone (Billit's local time), whole numbers ``int64``,
    lines and VAT groups ``list<struct>``, parties ``struct`` of the main columns, free-form objects JSON text, decimals
    without a fixed number of digits text. The content of files and scans is left out. What does not fit its column is
    null there, and stands in the last column, ``unfit_values``: Billit's path (``OrderLines[0].Quantity``) to the value
    as JSON text.

    Returns:
        A `pyarrow.Schema`, the same for every file of one version of this package.

    Raises:
        MissingExtra: the extra ``parquet`` is not installed.
    """
    return order_table().schema


Unfit: TypeAlias = "dict[str, str]"
"""What did not fit of one order: Billit's path to the value as JSON text."""


class _LeafType(typing.NamedTuple):
    """The Arrow type of a leaf, the Python types that it takes, and what they are turned into first."""

    kind: Any
    takes: tuple[type[Any], ...]
    convert: Callable[[Any], Any] | None = None


@attrs.frozen
class _ColumnBuilder:
    """One column: its Arrow field, how values become its array, and how one of them is made to fit.

    `build` raises when a value does not fit exactly. `fit` gives what fits of the value, with nulls where nothing does,
    and puts what it left out into a dictionary by its path.
    """

    field: Any
    build: Callable[[list[Any]], Any]
    fit: Callable[[Any, str, Unfit], Any]


@attrs.frozen
class _Shape:
    """A column without its name."""

    kind: Any
    build: Callable[[list[Any]], Any]
    fit: Callable[[Any, str, Unfit], Any]


class OrderTable:
    """Turns batches of orders into Arrow record batches of one schema."""

    def __init__(self) -> None:
        self._arrow, _ = require_pyarrow()
        self._misfits = (self._arrow.ArrowException, ValueError, TypeError, OverflowError, AttributeError)
        self._columns = self._columns_of(Order, ())
        self._unfit = self._arrow.field(UNFIT, self._arrow.map_(self._arrow.string(), self._arrow.string()))
        self.schema: Any = self._arrow.schema([*(column.field for _, column in self._columns), self._unfit])
        self._wire: Any = self._as_decoded(self._arrow.struct([column.field for _, column in self._columns]))

    def _as_decoded(self, kind: Any) -> Any:
        """The type of a column before it is finished: moments as text, properties by Billit's names."""
        arrow = self._arrow
        if arrow.types.is_timestamp(kind):
            return arrow.string()
        if arrow.types.is_list(kind):
            return arrow.list_(self._as_decoded(kind.value_type))
        if arrow.types.is_struct(kind):
            return arrow.struct(
                [arrow.field(field.metadata[b"wire"].decode(), self._as_decoded(field.type)) for field in kind]
            )
        return kind

    def _finished(self, array: Any, kind: Any) -> Any:
        """Give an array of what was decoded the type of its column."""
        arrow = self._arrow
        if arrow.types.is_timestamp(kind):
            return self._moments(array, kind)
        if arrow.types.is_list(kind):
            return arrow.ListArray.from_arrays(
                array.offsets, self._finished(array.values, kind.value_type), type=kind, mask=array.is_null()
            )
        if arrow.types.is_struct(kind):
            # Unlike `field`, it also says null of what stands in an absent struct.
            inner = [self._finished(one, field.type) for one, field in zip(array.flatten(), kind, strict=True)]
            return arrow.StructArray.from_arrays(inner, fields=list(kind), mask=array.is_null())
        return array

    def _moments(self, texts: Any, kind: Any) -> Any:
        try:
            return texts.cast(kind)
        except self._arrow.ArrowInvalid:  # an offset, or more digits than six
            read = [None if text is None else parse_datetime(text) for text in texts.to_pylist()]
            return self._arrow.array(read, type=kind)

    def batch(self, orders: Sequence[Order | ReceivedOrder]) -> tuple[Any, dict[int, Unfit]]:
        """Make a record batch, without a model of an order that was received and fits its columns.

        Args:
            orders: Order details, as they were received or as models.

        Returns:
            A `pyarrow.RecordBatch` with a row for each, and what did not fit: the order's place among `orders` to the
            values, as they stand in the column ``unfit_values``. Nothing is rounded.

        Raises:
            ExportError: a column cannot be made of its values even so.
        """
        unfit: dict[int, Unfit] = {}
        places, decoded = self._of_bodies(
            {
                place: order.body
                for place, order in enumerate(orders)
                if isinstance(order, ReceivedOrder) and order.order is None
            }
        )
        if decoded is not None and len(places) == len(orders):
            return decoded, unfit
        others = sorted(set(range(len(orders))).difference(places))
        modelled = self._of_models([_model_of(orders[place]) for place in others], others, unfit)
        if decoded is None:
            return modelled, unfit
        standing = {place: row for row, place in enumerate((*places, *others))}
        rows = [standing[place] for place in range(len(orders))]
        return self._arrow.concat_batches([decoded, modelled]).take(self._arrow.array(rows)), unfit

    def _of_bodies(self, bodies: Mapping[int, bytes]) -> tuple[list[int], Any]:
        """Make a batch of the bodies that fit, and tell which these are; mostly all."""
        arrow = self._arrow
        try:
            rows = dict(zip(bodies, table_decoder().decode(b"[%b]" % b",".join(bodies.values())), strict=True))
        except MISFITS:
            rows = _decoded_one_by_one(bodies)
        array = self._array_of(list(rows.values()))
        if array is None:
            rows = {place: rows[place] for place in self._fitting(list(rows), rows)}
            array = arrow.array(list(rows.values()), type=self._wire)
        if not rows:
            return [], None
        try:
            finished = self._finished(array, arrow.struct(list(self.schema)[:-1]))
        except self._misfits:
            return [], None
        nothing = arrow.nulls(len(rows), type=self._unfit.type)
        return list(rows), arrow.RecordBatch.from_arrays([*finished.flatten(), nothing], schema=self.schema)

    def _array_of(self, rows: list[Any]) -> Any:
        try:
            return self._arrow.array(rows, type=self._wire)
        except self._misfits:
            return None

    def _fitting(self, places: list[int], rows: Mapping[int, Any]) -> list[int]:
        """Tell which rows fit, by halves; the few beside one that does not are not told apart from it."""
        if self._array_of([rows[place] for place in places]) is not None:
            return places
        if len(places) <= _FEW:
            return []
        half = len(places) // 2
        return self._fitting(places[:half], rows) + self._fitting(places[half:], rows)

    def _of_models(self, rows: Sequence[Order], places: Sequence[int], unfit: dict[int, Unfit]) -> Any:
        arrays: list[Any] = []
        for name, column in self._columns:
            values = [getattr(row, name) for row in rows]
            try:
                arrays.append(column.build(values))
            except self._misfits:
                fitted = [self._fitted(column, place, one, unfit) for place, one in zip(places, values, strict=True)]
                try:
                    arrays.append(column.build(fitted))
                except self._misfits as error:
                    raise ExportError(f"column {name!r} ({column.field.type}) cannot hold its values") from error
        kept = [list(unfit[place].items()) if place in unfit else None for place in places]
        arrays.append(self._arrow.array(kept, type=self._unfit.type))
        return self._arrow.RecordBatch.from_arrays(arrays, schema=self.schema)

    def join(self, batches: Sequence[Any]) -> Any:
        """One `pyarrow.Table` of several batches."""
        return self._arrow.Table.from_batches(batches, schema=self.schema)

    def _fitted(self, column: _ColumnBuilder, index: int, value: Any, unfit: dict[int, Unfit]) -> Any:
        try:
            column.build([value])
        except self._misfits:
            return column.fit(value, column.field.metadata[b"wire"].decode(), unfit.setdefault(index, {}))
        return value

    def _columns_of(self, model: type[Any], trail: tuple[type[Any], ...]) -> list[tuple[str, _ColumnBuilder]]:
        columns: list[tuple[str, _ColumnBuilder]] = []
        for column in columns_of(model):
            built = self._shape(column.type, column.metadata, (*trail, model))
            if built is not None:
                field = self._arrow.field(column.name, built.kind, metadata={"wire": column.wire})
                columns.append((column.name, _ColumnBuilder(field, built.build, built.fit)))
        return columns

    def _shape(self, hint: Any, metadata: typing.Mapping[str, Any], trail: tuple[type[Any], ...]) -> _Shape | None:
        """The Arrow type of a hint and how values become an array of it; `None` for a model inside itself."""
        hint = _without_none(hint)
        origin = typing.get_origin(hint)
        if origin is list:
            inner = self._shape(typing.get_args(hint)[0], metadata, trail)
            return inner and self._list_of(inner)
        if attrs.has(hint):
            return None if hint in trail else self._struct_of(hint, self._columns_of(hint, trail))
        if origin is dict and typing.get_args(hint)[1] is str:
            return self._map()
        return self._leaf(hint, metadata)

    def _leaf_type(self, hint: Any, metadata: typing.Mapping[str, Any]) -> _LeafType:
        # Arrow would take more than these: a number for a moment, for instance.
        arrow = self._arrow
        if hint is bool:
            return _LeafType(arrow.bool_(), (bool,))
        if hint is int:
            return _LeafType(arrow.int64(), (int,))
        if hint is Decimal and "scale" in metadata:
            return _LeafType(arrow.decimal128(DECIMAL_DIGITS, metadata["scale"]), (Decimal, int))
        if hint is Decimal:  # nobody knows how many digits come, so they stay text
            return _LeafType(arrow.string(), (Decimal, int), _digits)
        if hint is datetime:
            return _LeafType(arrow.timestamp("us"), (datetime,))
        if hint is UUID:
            return _LeafType(arrow.string(), (UUID,), str)
        if isinstance(hint, type) and issubclass(hint, str):
            return _LeafType(arrow.string(), (str,))
        # A free-form value: JSON text keeps every digit of it.
        return _LeafType(arrow.string(), (object,), _json_text)

    def _leaf(self, hint: Any, metadata: typing.Mapping[str, Any]) -> _Shape:
        kind, takes, convert = self._leaf_type(hint, metadata)

        def build(values: list[Any]) -> Any:
            for found in set(map(type, values)) - {types.NoneType}:
                if not issubclass(found, takes) or (found is bool and int in takes):
                    raise TypeError(f"a {found.__name__} in a column of {kind}")
            if convert is not None:
                values = [None if value is None else convert(value) for value in values]
            return self._arrow.array(values, type=kind)

        def fit(value: Any, path: str, unfit: Unfit) -> Any:
            try:
                build([value])
            except self._misfits:
                unfit[path] = _json_text(value)
                # A text that is not Unicode loses what is not, and nothing else.
                return without_surrogates(value) if takes == (str,) and isinstance(value, str) else None
            return value

        return _Shape(kind, build, fit)

    def _struct_of(self, model: type[Any], columns: list[tuple[str, _ColumnBuilder]]) -> _Shape:
        arrow = self._arrow
        fields = [column.field for _, column in columns]

        def build(values: list[Any]) -> Any:
            if not all(value is None or isinstance(value, model) for value in values):
                raise TypeError(f"something else than a {model.__name__}")
            arrays = [
                column.build([None if value is None else getattr(value, name) for value in values])
                for name, column in columns
            ]
            absent = arrow.array([value is None for value in values], type=arrow.bool_())
            return arrow.StructArray.from_arrays(arrays, fields=fields, mask=absent)

        def fit(value: Any, path: str, unfit: Unfit) -> Any:
            if value is None:
                return None
            if not isinstance(value, model):
                unfit[path] = _json_text(value)
                return None
            fitted = copy.copy(value)
            for name, column in columns:
                where = f"{path}.{column.field.metadata[b'wire'].decode()}"
                setattr(fitted, name, column.fit(getattr(value, name), where, unfit))
            return fitted

        return _Shape(arrow.struct(fields), build, fit)

    def _list_of(self, inner: _Shape) -> _Shape:
        arrow = self._arrow
        kind = arrow.list_(inner.kind)

        def build(values: list[Any]) -> Any:
            items: list[Any] = []
            offsets: list[int | None] = []
            for value in values:
                if not (value is None or is_array(value)):
                    raise TypeError("something else than a list")
                offsets.append(None if value is None else len(items))
                items.extend(value or ())
            offsets.append(len(items))
            return arrow.ListArray.from_arrays(arrow.array(offsets, type=arrow.int32()), inner.build(items), type=kind)

        def fit(value: Any, path: str, unfit: Unfit) -> Any:
            if value is None or is_array(value):
                return value and [inner.fit(item, f"{path}[{index}]", unfit) for index, item in enumerate(value)]
            unfit[path] = _json_text(value)
            return None

        return _Shape(kind, build, fit)

    def _map(self) -> _Shape:
        arrow = self._arrow
        kind = arrow.map_(arrow.string(), arrow.string())

        def build(values: list[Any]) -> Any:
            return arrow.array([None if value is None else list(value.items()) for value in values], type=kind)

        def fit(value: Any, path: str, unfit: Unfit) -> Any:
            try:
                build([value])
            except self._misfits:
                unfit[path] = _json_text(value)
                return (
                    {without_surrogates(key): _text(item) for key, item in value.items()} if is_object(value) else None
                )
            return value

        return _Shape(kind, build, fit)


@cache
def order_table() -> OrderTable:
    """The one `OrderTable`; building it reads all models that an order mentions."""
    return OrderTable()


def _decoded_one_by_one(bodies: Mapping[int, bytes]) -> dict[int, Any]:
    rows: dict[int, Any] = {}
    for place, body in bodies.items():
        with suppress(*MISFITS):
            rows[place] = table_decoder().decode(b"[%b]" % body)[0]
    return rows


def _model_of(order: Order | ReceivedOrder) -> Order:
    if isinstance(order, ReceivedOrder):
        return from_json(Order, order.body) if order.order is None else order.order
    return order


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        left = [part for part in typing.get_args(hint) if part is not types.NoneType]
        return left[0] if len(left) == 1 else Any
    return hint


def _digits(value: Decimal | int) -> str:
    """A number as text: written out, unless that would be thousands of zeros."""
    number = Decimal(value)
    return f"{number:f}" if abs(number.adjusted()) < _WRITTEN_OUT else str(number)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value and without_surrogates(value)
    return _json_text(value)


def _json_text(value: Any) -> str:
    return write(plain(value)).decode()
