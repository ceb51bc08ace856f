"""Which columns a list can be filtered and sorted by, where that is documented: data, with an override. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from billit_async.errors import QueryError
from billit_async.odata.ast import Path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from billit_async.odata.query import Query

__all__ = ["FILTERABLE", "refuse_columns"]

FILTERABLE: Final[Mapping[str, frozenset[str]]] = {
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

    Source: docs page "odata"; Billit responds with 400, "Could not find a property named ...", or with a bare 500.
    """
    known = own.get(path, FILTERABLE.get(path))
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
