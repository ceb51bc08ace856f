"""Finds what the paths of a filter lead to: columns, properties of stored documents, collections.

Unknown ones are refused. Names reach the SQL only after they were found in the list's own description.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import attrs

from billit_async.emulator.odata.columns import COLUMN_TYPES
from billit_async.emulator.odata.types import NotBuiltError, ODataRefusal, Sql
from billit_async.emulator.protocol.shapes import SHAPES
from billit_async.odata.ast import Edm

if TYPE_CHECKING:
    from collections.abc import Generator

    from billit_async.emulator.odata.columns import Collection, Column
    from billit_async.emulator.protocol.shapes import Property
    from billit_async.odata.ast import Path

__all__ = ["Entries", "Range", "Ranges"]

_EDM: Final = {
    "int": Edm.INT32,
    "long": Edm.INT64,
    "decimal": Edm.DECIMAL,
    "datetime": Edm.DATETIME,
    "bool": Edm.BOOLEAN,
    "str": Edm.STRING,
    "enum": Edm.STRING,
    "guid": Edm.GUID,
}


@attrs.frozen(kw_only=True)
class Range:
    """What a variable of ``any`` or ``all`` stands for: a row of ``json_each``, and the shape or type of its value."""

    alias: str
    kind: str


@attrs.frozen(kw_only=True)
class Entries:
    """A collection.

    Args:
        source: What ``FROM`` takes.
        alias: Its name there.
        kind: Shape or type of its entries.
        probe: SQL that is null when the collection is.
    """

    source: str
    alias: str
    kind: str
    probe: str


class Ranges:
    """The paths of one list, and the variables that are in force.

    Args:
        collection: The list.
        double: Whether amounts are doubles.
    """

    def __init__(self, collection: Collection, *, double: bool) -> None:
        self._collection = collection
        self._decimal = Edm.DOUBLE if double else Edm.DECIMAL
        self._variables: dict[str, Range] = {}
        self._made = 0

    @contextmanager
    def inside(self, variable: str, entries: Range) -> Generator[None]:
        """Read paths inside a lambda.

        Args:
            variable: Its variable.
            entries: What it stands for.
        """
        self._variables[variable] = entries
        yield
        del self._variables[variable]

    def name_of(self, column: Column) -> str:
        """A column as SQL; with its table, since the columns of ``json_each`` have names of their own."""
        return f"{self._collection.table}.{column.sql}"

    def column(self, path: Path) -> Column:
        """The column that a path of ``$orderby`` names.

        Raises:
            ODataRefusal: there is none.
        """
        found = self.value(path)
        if found.column is None:
            raise ODataRefusal("Only ordering by primitive properties is supported.")
        return found.column

    def value(self, path: Path) -> Sql:
        """What a path stands for.

        Raises:
            ODataRefusal: no such property, or a collection where one value is wanted.
        """
        parts = path.parts
        if parts[0] in self._variables:
            return self._of_entry(self._variables[parts[0]], parts[1:])
        if parts[0] == "$it":
            parts = parts[1:]
            if not parts:
                return Sql(text="1", type_name=self._collection.type_name)
        column = self._collection.columns.get("/".join(parts))
        if column is not None:
            edm = self._decimal if column.kind == "decimal" else _EDM[column.kind]
            return Sql(text=self.name_of(column), edm=edm, column=column, nullable=column.nullable)
        if parts[0] in self._collection.collections:
            raise _many(parts)
        inside = f"{parts[0]}/"
        navigation = self._collection.nested_type_names.get(parts[0])
        if navigation is None:
            first = self._collection.columns.get(parts[0])
            if first is not None:
                raise _unknown(parts[1], _EDM[first.kind])
            raise _unknown(parts[0], self._collection.type_name)
        if len(parts) > 1:
            raise _unknown(parts[1], navigation)
        # The row behind it is there when its key is.
        probe = next(column for path, column in self._collection.columns.items() if path.startswith(inside))
        return Sql(text=self.name_of(probe), type_name=navigation, nullable=True)

    def collection(self, path: Path) -> Entries:
        """The collection that ``any`` or ``all`` follow.

        Raises:
            ODataRefusal: no such property, or a single value.
        """
        parts = path.parts
        if parts[0] in self._variables:
            entry = self._variables[parts[0]]
            document = f"{entry.alias}.value"
            found = self._property(entry.kind, parts[1]) if len(parts) == 2 else None  # noqa: PLR2004 - variable/name
            kind = found.kind if found is not None and found.many else None
        else:
            parts = parts[1:] if parts[0] == "$it" else parts
            document = f'CAST({self._collection.table}."Document" AS TEXT)'
            kind = self._collection.collections.get(parts[0]) if len(parts) == 1 else None
        if kind is None:
            self.value(path)
            raise ODataRefusal("Any/All may only be used following a collection.")
        self._made += 1
        alias = f"entry{self._made}"
        where = f"{document}, '$.{parts[-1]}'"
        return Entries(source=f"json_each({where}) AS {alias}", alias=alias, kind=kind, probe=f"json_type({where})")

    def _of_entry(self, entry: Range, parts: tuple[str, ...]) -> Sql:
        text = f"{entry.alias}.value"
        kind = entry.kind
        if len(parts) == 0:
            if kind in SHAPES:
                return Sql(text=text, type_name=self._type_name(kind))
            return self._typed(text, kind)
        found = self._property(kind, parts[0])
        if found.many:
            raise _many(parts)
        if len(parts) > 1 or found.is_nested:
            raise NotBuiltError("a path through an object inside a collection")
        return self._typed(f"json_extract({text}, '$.{found.name}')", found.kind)

    def _property(self, kind: str, name: str) -> Property:
        shape = SHAPES.get(kind)
        found = None if shape is None else next((item for item in shape.properties if item.name == name), None)
        if found is None:
            raise _unknown(name, self._type_name(kind))
        return found

    def _type_name(self, kind: str) -> str:
        return f"{self._collection.type_name.rpartition('.')[0]}.{kind}"

    def _typed(self, text: str, kind: str) -> Sql:
        column_type = COLUMN_TYPES.get(kind)
        edm = self._decimal if column_type == "decimal" else _EDM.get(column_type or kind)
        if edm is None:
            raise NotBuiltError(f"a value of type {kind}")
        if edm is Edm.DATETIME:
            text = f"o_moment({text})"
        return Sql(text=text, edm=edm, nullable=True)


def _unknown(name: str, type_name: str) -> ODataRefusal:
    return ODataRefusal(f"Could not find a property named '{name}' on type '{type_name}'.")


def _many(parts: tuple[str, ...]) -> ODataRefusal:
    if len(parts) == 1:
        return ODataRefusal(f"The property '{parts[0]}' is a collection: any or all must follow it.")
    return ODataRefusal(
        f"The parent value for a property access of a property '{parts[1]}' is not a single value. "
        "Property access can only be applied to a single value."
    )
