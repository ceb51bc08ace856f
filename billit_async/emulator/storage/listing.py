"""The lists that queries run on: where the rows of each come from, and one statement for a page of them."""

from __future__ import annotations

from sqlite3 import OperationalError
from typing import TYPE_CHECKING, Any

import attrs

from billit_async.emulator.odata.sqlite import FAILED, TOO_DEEP

if TYPE_CHECKING:
    from billit_async.emulator.odata.columns import Collection
    from billit_async.emulator.odata.types import Sql
    from billit_async.emulator.storage.database import Database

__all__ = ["ListQueryError", "ListRepository", "ListSource", "RowQuery"]


class ListQueryError(Exception):
    """A query that fails on the rows: it divides by zero, overflows or nests too deep."""


@attrs.frozen(kw_only=True)
class ListSource:
    """Where the rows of a list come from.

    Args:
        collection: Its columns.
        bodies: Table and column of the JSON that the items are.
        condition: SQL that is always true for its rows, with ``?`` for the values.
        values: Those values.
        searched: SQL text that full text search looks through, lower-case.
    """

    collection: Collection
    bodies: tuple[str, str]
    condition: str
    values: tuple[Any, ...]
    searched: str


@attrs.frozen(kw_only=True)
class RowQuery:
    """Which rows of a list are wanted, and in which order.

    Args:
        condition: A compiled ``$filter``; ``None`` for all rows.
        ordering: A compiled ``$orderby``.
        search: Text that the rows have somewhere; empty for all rows.
        limit: The most rows to read.
        skip: Rows to leave out before them.
    """

    condition: Sql | None
    ordering: str
    search: str
    limit: int
    skip: int


@attrs.frozen
class ListRepository:
    """Reads pages of lists.

    Args:
        database: The database.
    """

    database: Database = attrs.field(repr=False)

    def rows(self, source: ListSource, query: RowQuery) -> list[bytes]:
        """The JSON of the rows as it is stored.

        Raises:
            ListQueryError: The query fails on the rows.
        """
        table, column = source.bodies
        key = f'"{source.collection.key}"'
        where, values = _where(source, query)
        # The rows are chosen and sorted by their columns; only then, in that order, the bodies of a page are read:
        # SQLite takes the table on the left of a cross join as the outer loop.
        statement = (
            f"SELECT body.{column} FROM (SELECT {key} AS chosen FROM {source.collection.table} WHERE {where} "  # noqa: S608 - names are ours
            f"ORDER BY {query.ordering} LIMIT ? OFFSET ?) CROSS JOIN {table} AS body WHERE body.{key} = chosen"
        )
        return [row[0] for row in self._run(statement, (*values, query.limit, query.skip))]

    def count(self, source: ListSource, query: RowQuery) -> int:
        """How many rows a query finds on all pages together.

        Raises:
            ListQueryError: The query fails on the rows.
        """
        where, values = _where(source, query)
        statement = f"SELECT count(*) FROM {source.collection.table} WHERE {where}"  # noqa: S608 - names are ours
        return int(self._run(statement, values)[0][0])

    def _run(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        try:
            return self.database.connection.execute(statement, values).fetchall()
        except OperationalError as error:
            # SQL Server fails on such rows as well.
            if str(error) == FAILED or any(words in str(error) for words in TOO_DEEP):
                raise ListQueryError(str(error)) from error
            raise


def _where(source: ListSource, query: RowQuery) -> tuple[str, tuple[Any, ...]]:
    where, values = source.condition, source.values
    if query.condition is not None:
        where, values = f"{where} AND {query.condition.text}", (*values, *query.condition.values)
    if query.search:
        where, values = f"{where} AND instr({source.searched}, ?) > 0", (*values, query.search.lower())
    return where, values
