"""The reports of a company: tables about its orders, counted when they are asked for.

Which reports Billit has and what is in them is not documented; these are the emulator's own.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billit_async.emulator.storage.database import Database

__all__ = ["REPORTS", "Report", "ReportRepository"]


@attrs.frozen(kw_only=True)
class Report:
    """One report.

    Args:
        name: What it is called.
        headings: Of its columns.
        cents: Places of the columns that are amounts.
        statement: The SQL of its rows, with ``?`` for the company; amounts are cents.
    """

    name: str
    headings: tuple[str, ...]
    cents: frozenset[int]
    statement: str = attrs.field(repr=False)


REPORTS: Final[Mapping[int, Report]] = {
    101: Report(
        name="Open invoices",
        headings=("OrderID", "OrderNumber", "ExpiryDate", "TotalIncl"),
        cents=frozenset({3}),
        statement="""SELECT OrderID, OrderNumber, substr(ExpiryDate, 1, 10), TotalIncl FROM orders WHERE CompanyID = ?
        AND Deleted = 0 AND Paid = 0 AND OrderType = 'Invoice' AND OrderDirection = 'Income'
        ORDER BY ExpiryDate, OrderID""",
    ),
    102: Report(
        name="VAT by rate",
        headings=("OrderDirection", "VATPercentage", "TotalExcl", "TotalVAT", "TotalIncl"),
        cents=frozenset({1, 2, 3, 4}),
        statement="""SELECT o.OrderDirection, g.Rate, exact_sum(g.Excl), exact_sum(g.Vat), exact_sum(g.Incl)
        FROM vat_groups g JOIN orders o ON o.OrderID = g.OrderID WHERE o.CompanyID = ? AND o.Deleted = 0
        GROUP BY 1, 2 ORDER BY 1, 2""",
    ),
    103: Report(
        name="Turnover by month",
        headings=("Month", "Orders", "TotalExcl"),
        cents=frozenset({2}),
        statement="""SELECT substr(OrderDate, 1, 7), count(*), exact_sum(TotalExcl) FROM orders WHERE CompanyID = ?
        AND Deleted = 0 AND OrderType = 'Invoice' AND OrderDirection = 'Income' GROUP BY 1 ORDER BY 1""",
    ),
}
"""By their ids."""


@attrs.frozen
class ReportRepository:
    """Reads reports.

    Args:
        database: The database.
    """

    database: Database = attrs.field(repr=False)

    def rows(self, company_id: int, report: Report) -> list[list[str]]:
        """The rows of a company's report, as text."""
        rows = self.database.connection.execute(report.statement, (company_id,))
        return [[_shown(value, is_cents=place in report.cents) for place, value in enumerate(row)] for row in rows]


def _shown(value: int | str | None, *, is_cents: bool) -> str:
    if value is None:
        return ""
    return f"{Decimal(value).scaleb(-2):.2f}" if is_cents else str(value)
