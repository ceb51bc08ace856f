"""What each list can be filtered and sorted on: wire path, OData type, and the SQLite column that holds it."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from billit_async.emulator.protocol.clock import fixed_text
from billit_async.emulator.protocol.shapes import SCALES, SHAPES, Document
from billit_async.odata import _lists
from billit_async.odata._list_spec import Keyset, ListSpec

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "CASHBOOK_ENTRIES",
    "COLUMN_TYPES",
    "DOCUMENTS",
    "ORDERS",
    "PARTIES",
    "PRODUCTS",
    "TRANSACTIONS",
    "Collection",
    "Column",
    "scaled",
]

ColumnType = Literal["int", "long", "decimal", "datetime", "bool", "str", "enum", "guid"]
COLUMN_TYPES: Final[dict[str, ColumnType]] = {
    "int": "int",
    "long": "long",
    "str": "str",
    "enum": "enum",
    "guid": "guid",
    "bool": "bool",
    "datetime": "datetime",
    "money": "decimal",
    "price": "decimal",
    "stock": "decimal",
}
"""The OData type of a property, by its kind in the documents."""


@attrs.frozen(kw_only=True)
class Column:
    """One filterable property; amounts are scaled integers and moments are texts of one width.

    Args:
        path: The wire path, ``CounterParty/PartyID`` for a property of a property.
        kind: Its OData type.
        scale: Digits after the point of an amount.
        nullable: Whether rows may lack it.
        members: Member names of an enumeration in the order of their values.
    """

    path: str
    kind: ColumnType
    scale: int = 0
    nullable: bool = True
    members: tuple[str, ...] = ()
    parts: tuple[str, ...] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(self.path.split("/")))

    @property
    def sql(self) -> str:
        """The quoted SQLite name."""
        return f'"{self.path}"'

    @property
    def declaration(self) -> str:
        """The column as CREATE TABLE wants it."""
        return f"{self.sql} {'TEXT' if self.kind in {'datetime', 'str', 'enum', 'guid'} else 'INTEGER'}"

    @property
    def convert(self) -> Callable[[Any], int | str] | None:
        """What makes the value that SQLite holds of one that is not null; ``None`` where it is the value itself."""
        if self.kind == "decimal":
            return partial(scaled, scale=self.scale)
        if self.kind == "datetime":
            return fixed_text
        return int if self.kind == "bool" else None


@attrs.frozen(kw_only=True)
class Collection:
    """A list that OData queries run on.

    Args:
        table: SQLite table.
        key: Path of the key column.
        has_key: Whether the key is a property that clients see; otherwise it numbers the rows and nothing more.
        type_name: .NET type in the server's error texts.
        shape: The definition of its rows.
        nested_type_names: The same for properties of properties, by the property that leads there.
        columns: By path.
        collections: Properties with many values that lambdas work on, and the shape of one; they are read from the
            column ``Document``.
        key_is_sure: Whether the key is documented as a column to filter and sort on, so that settings for keys leave
            the list alone.
    """

    table: str
    key: str
    type_name: str
    shape: str
    columns: dict[str, Column]
    nested_type_names: dict[str, str] = attrs.Factory(dict[str, str])
    has_key: bool = True
    collections: dict[str, str] = attrs.Factory(dict[str, str])
    key_is_sure: bool = False
    _names: tuple[str, ...] = attrs.field(init=False, eq=False, repr=False)
    _nested: tuple[tuple[int, tuple[str, ...]], ...] = attrs.field(init=False, eq=False, repr=False)
    _converted: tuple[tuple[int, Callable[[Any], int | str]], ...] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        columns = tuple(enumerate(self.columns.values()))
        nested = tuple((place, column.parts[1:]) for place, column in columns if column.parts[1:])
        converted = tuple((place, column.convert) for place, column in columns if column.convert is not None)
        object.__setattr__(self, "_names", tuple(column.parts[0] for _, column in columns))
        object.__setattr__(self, "_nested", nested)
        object.__setattr__(self, "_converted", converted)

    def create_table(self, *more: str) -> str:
        """The CREATE TABLE statement, its key first."""
        declarations = [
            f"{column.sql} INTEGER PRIMARY KEY" if column.path == self.key else column.declaration
            for column in self.columns.values()
        ]
        if not self.has_key:
            declarations.insert(0, f'"{self.key}" INTEGER PRIMARY KEY')
        return f"CREATE TABLE {self.table} ({', '.join([*declarations, *more])})"

    def insert(self, *more: str) -> str:
        """The statement that inserts or replaces one row."""
        names = [column.sql for column in self.columns.values()] + list(more)
        return f"INSERT OR REPLACE INTO {self.table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - our names

    def row(self, document: Document) -> list[Any]:
        """The values for ``insert``."""
        row: list[Any] = list(map(document.get, self._names))
        for place, rest in self._nested:
            for part in rest:
                if row[place] is None:
                    break
                row[place] = row[place].get(part)
        for place, convert in self._converted:
            value = row[place]
            if value is not None:
                row[place] = convert(value)
        return row


def scaled(value: Decimal | int, scale: int) -> int:
    """An amount as an integer number of its smallest unit."""
    return int(Decimal(value).scaleb(scale))


def _documented_columns(spec: ListSpec[Any], always: frozenset[str]) -> dict[str, Column]:
    """The columns that a list is documented to be filtered and sorted by."""
    return {
        path: Column(path=path, kind=COLUMN_TYPES[kind], scale=SCALES.get(kind, 0), nullable=path not in always)
        for path in spec.columns or ()
        for kind in (_kind(spec.model_name, path),)
    }


def _kind(shape: str, path: str) -> str:
    for part in path.split("/"):
        shape = next(item.kind for item in SHAPES[shape].properties if item.name == part)
    return shape


def _primitive_columns(spec: ListSpec[Any], enums: dict[str, tuple[str, ...]]) -> dict[str, Column]:
    return {
        item.name: Column(
            path=item.name,
            kind=COLUMN_TYPES[item.kind],
            scale=SCALES.get(item.kind, 0),
            nullable=item.name != spec.key,
            members=enums.get(item.name, ()),
        )
        for item in SHAPES[spec.model_name].properties
        if not item.many and item.kind in COLUMN_TYPES
    }


def _collections(shape: str) -> dict[str, str]:
    return {item.name: item.kind for item in SHAPES[shape].properties if item.many}


_ALWAYS: Final = frozenset(_lists.ORDERS.columns or ()) - {
    "OrderNumber",
    "ExternalProviderID",
    "PaymentReference",
    "ApprovalStatus",
    "PaidDate",
    "PaymentMethod",
    "Reference",
    "ExternalProvider",
}
"""Columns of orders that no row lacks."""

ORDERS: Final = Collection(
    table="orders",
    key=str(_lists.ORDERS.key),
    type_name="Domain.Order.OrderPerformanceSafeColumns",
    shape=_lists.ORDERS.model_name,
    key_is_sure=_lists.ORDERS.keyset is Keyset.DOCUMENTED,
    nested_type_names={"CounterParty": "Domain.Order.OrderPartyPerformanceSafeColumns"},
    # Source: docs page "odata", the columns left since 17/03/2026.
    columns=_documented_columns(_lists.ORDERS, _ALWAYS),
)
PARTIES: Final = Collection(
    table="parties",
    key=str(_lists.PARTIES.key),
    type_name="Domain.Party.Party",
    shape=_lists.PARTIES.model_name,
    # The filterable columns of every list but that of orders are not documented: every primitive one.
    columns=_primitive_columns(_lists.PARTIES, {"PartyType": ("Customer", "Supplier")}),
    collections=_collections("Party"),
)
PRODUCTS: Final = Collection(
    table="products",
    key=str(_lists.PRODUCTS.key),
    type_name="Domain.Product.Product",
    shape=_lists.PRODUCTS.model_name,
    columns=_primitive_columns(_lists.PRODUCTS, {}),
    collections=_collections("Product"),
)
DOCUMENTS: Final = Collection(
    table="documents",
    key=str(_lists.DOCUMENTS.key),
    type_name="Domain.Document.DocumentAPIView",
    shape=_lists.DOCUMENTS.model_name,
    columns=_primitive_columns(_lists.DOCUMENTS, {}),
)
TRANSACTIONS: Final = Collection(
    table="bank_transactions",
    key=str(_lists.FINANCIAL_TRANSACTIONS.key),
    type_name="Domain.Finance.Transaction",
    shape=_lists.FINANCIAL_TRANSACTIONS.model_name,
    columns=_primitive_columns(_lists.FINANCIAL_TRANSACTIONS, {}),
)
CASHBOOK_ENTRIES: Final = Collection(
    table="cashbook_entries",
    key="EntryID",
    has_key=False,
    type_name="Domain.Cashbook.CashbookEntry",
    shape=_lists.CASHBOOK_ENTRIES.model_name,
    columns=_primitive_columns(_lists.CASHBOOK_ENTRIES, {}),
)
