"""Date-times of a filter in the zone of the server that is asked, which a field does not know; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from billit_async.errors import QueryError
from billit_async.odata.ast import AnyAll, Binary, Call, Expr, Literal, Unary
from billit_async.odata.literals import moment

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    if query.condition is None:
        return query
    changed = False
    for literal in _moments(query.condition):
        given = literal.given
        if given is None:
            continue
        if given.tzinfo is not None:
            changed = changed or moment(given, server_tz).value != literal.value
        elif aware_only:
            raise QueryError(
                f"the filter holds the date-time {given.isoformat()} without a zone, and this session takes only such "
                "with one (aware_only=True): give it a tzinfo, or a plain date for midnight of the server's calendar"
            )
    return attrs.evolve(query, where=_rewritten(query.condition, server_tz)) if changed else query


def _moments(root: Expr) -> Iterator[Literal]:
    # A list instead of recursion: chains of `or` are as long as the in-list they came from.
    stack = [root]
    while stack:
        match stack.pop():
            case Literal() as literal:
                yield literal
            case Binary(_, left, right):
                stack += (right, left)
            case Unary(_, operand):
                stack.append(operand)
            case Call(_, args):
                stack += args
            case AnyAll(_, _, _, body) if body is not None:
                stack.append(body)
            case _:
                pass


def _rewritten(root: Expr, server_tz: tzinfo) -> Expr:
    spine: list[Binary] = []
    while isinstance(root, Binary):
        spine.append(root)
        root = root.left
    made = _leaf(root, server_tz)
    for node in reversed(spine):
        made = Binary(node.op, made, _rewritten(node.right, server_tz))
    return made


def _leaf(node: Expr, server_tz: tzinfo) -> Expr:
    match node:
        case Literal(_, edm, given) if given is not None and given.tzinfo is not None:
            return Literal(moment(given, server_tz).value, edm, given)
        case Unary(op, operand):
            return Unary(op, _rewritten(operand, server_tz))
        case Call(name, args):
            return Call(name, tuple(_rewritten(arg, server_tz) for arg in args))
        case AnyAll(op, path, variable, body) if body is not None:
            return AnyAll(op, path, variable, _rewritten(body, server_tz))
        case _:
            return node
