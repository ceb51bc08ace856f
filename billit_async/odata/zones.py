"""Date-times of a filter in the zone of the server that is asked, which a field does not know; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from billit_async.errors import QueryError
from billit_async.odata.ast import Expr, Literal
from billit_async.odata.literals import moment

if TYPE_CHECKING:
    from datetime import tzinfo

    from billit_async.odata.query import Query

__all__ = ["in_zone"]


def in_zone(query: Query, server_tz: tzinfo, *, aware_only: bool = False) -> Query:
    """Write the date-times of a query in the local time of the server that is asked.

    Args:
        query: The query; what is raw or was parsed from text in it stays as it is.
        server_tz: The zone of the server's columns.
        aware_only: Whether a datetime without a zone is refused.

    Returns:
        The same query where nothing changes.

    Raises:
        QueryError: A datetime without a zone, where only those with one are taken.

    Source: none of Billit's: it sends and compares local times without offset, and does not name their zone.
    """
    if query.where is None:
        return query
    for node in query.where.walk():
        given = node.given if isinstance(node, Literal) else None
        if aware_only and given is not None and given.tzinfo is None:
            raise QueryError(
                f"the filter holds the date-time {given.isoformat()} without a zone, and this session takes only such "
                "with one (aware_only=True): give it a tzinfo, or a plain date for midnight of the server's calendar"
            )
    where = query.where.map(lambda node: _in_zone(node, server_tz))
    return query if where is query.where else attrs.evolve(query, where=where)


def _in_zone(node: Expr, server_tz: tzinfo) -> Expr:
    given = node.given if isinstance(node, Literal) else None
    if not isinstance(node, Literal) or given is None or given.tzinfo is None:
        return node
    value = moment(given, server_tz).value
    return node if value == node.value else Literal(value, node.edm, given)
