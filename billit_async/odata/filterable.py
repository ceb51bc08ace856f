"""Refuses queries by columns that a list cannot be filtered and sorted by. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.errors import QueryError
from billit_async.odata.ast import Path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from billit_async.odata.query import Query

__all__ = ["refuse_columns"]


def refuse_columns(path: str, known: Iterable[str] | None, query: Query) -> None:
    """Refuse a query that filters or sorts by a column that Billit would not take.

    Args:
        path: The path of the list.
        known: The columns that it takes; None where they are not documented, and any is taken.
        query: The query; what is raw in it is not looked at.

    Raises:
        QueryError: It names a column that does not work, and those that do.

    Source: docs page "odata"; Billit responds with 400, "Could not find a property named ...", or with a bare 500.
    """
    if known is None:
        return
    columns = frozenset(known)
    # Within `any` and `all`, columns are those of the entries.
    nodes = () if query.where is None else query.where.walk(into_collections=False)
    for column in (*(node for node in nodes if isinstance(node, Path)), *(term.path for term in query.order_by)):
        name = "/".join(column.parts)
        if name not in columns:
            raise QueryError(
                f"{path} is not filtered or sorted by {name}: it takes {', '.join(sorted(columns))}. "
                "With strict=False the query is sent all the same"
            )
