"""Refuses queries by columns that a list cannot be filtered and sorted by. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.errors import QueryError
from billit_async.odata.ast import AnyAll, Binary, Call, Expr, Path, Unary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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

    Source: docs page "odata"; Billit answers "Could not find a property named ..." with 400, or a bare 500.
    """
    if known is None:
        return
    columns = frozenset(known)
    used = list(_columns(query.condition)) if query.condition is not None else []
    used += ["/".join(term.path.parts) for term in query.ordering]
    for name in used:
        if name not in columns:
            raise QueryError(
                f"{path} is not filtered or sorted by {name}: it takes {', '.join(sorted(columns))}. "
                "With strict=False the query is sent all the same"
            )


def _columns(root: Expr) -> Iterator[str]:
    """Give the columns of a filter, without recursion: chains of ``or`` are as long as the list they came from."""
    stack: list[Expr] = [root]
    while stack:
        match stack.pop():
            case Path(parts):
                yield "/".join(parts)
            case Binary(_, left, right):
                stack += (right, left)
            case Unary(_, operand):
                stack.append(operand)
            case Call(_, args):
                stack += reversed(args)
            case AnyAll(_, path):
                # Within it, columns are those of the entries.
                stack.append(path)
            case _:
                pass
