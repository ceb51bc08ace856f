"""Which columns a list can be filtered and sorted by, where that is documented: data, with an override. Pure."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from billit_async.errors import QueryError
from billit_async.odata.ast import AnyAll, Binary, Call, Expr, Path, Unary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from billit_async.odata.query import Query

__all__ = ["FILTERABLE", "refuse_columns"]

FILTERABLE: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "/v1/orders": frozenset(
            {
                "AccountantVerificationNeeded",
                "ApprovalStatus",
                "CompanyID",
                "CounterParty/PartyID",
                "Created",
                "Currency",
                "ExpiryDate",
                "ExportedToConnector",
                "ExternalProvider",
                "ExternalProviderID",
                "FXRateToForeign",
                "IsSent",
                "LastModified",
                "OrderDate",
                "OrderDirection",
                "OrderID",
                "OrderNumber",
                "OrderStatus",
                "OrderType",
                "Paid",
                "PaidDate",
                "PaymentMethod",
                "PaymentReference",
                "Reference",
                "RemindersSent",
                "TotalExcl",
                "TotalIncl",
                "TotalVAT",
            }
        )
    }
)
"""By the path of the list. Source: docs page "odata", the columns of orders since 17/03/2026; for no other list are
they documented."""


def refuse_columns(path: str, query: Query, own: Mapping[str, Iterable[str]]) -> None:
    """Refuse a query that filters or sorts by a column that Billit would not take.

    Args:
        path: The path of the list.
        query: The query; what is raw in it is not looked at.
        own: The caller's columns by path of the list, in place of those that are documented; a list that is in
            neither takes any.

    Raises:
        QueryError: It names a column that does not work, and those that do.

    Source: docs page "odata"; Billit answers "Could not find a property named ..." with 400, or a bare 500.
    """
    known = own.get(path, FILTERABLE.get(path))
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
