"""Reports: tables about a company's orders as CSV, counted when they are asked for.

Which reports Billit has and what is in them is not documented; these are the emulator's own.
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from billit_async.emulator.http.routing import Route, integer_argument
from billit_async.emulator.protocol.json import encode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from billit_async.emulator.http.routing import Call

__all__ = ["ROUTES"]

# Name, headings, statement, and which of its columns are cents.
_REPORTS: Final[dict[int, tuple[str, tuple[str, ...], str, frozenset[int]]]] = {
    101: (
        "Open invoices",
        ("OrderID", "OrderNumber", "ExpiryDate", "TotalIncl"),
        """SELECT OrderID, OrderNumber, substr(ExpiryDate, 1, 10), TotalIncl FROM orders WHERE CompanyID = ?
        AND Deleted = 0 AND Paid = 0 AND OrderType = 'Invoice' AND OrderDirection = 'Income'
        ORDER BY ExpiryDate, OrderID""",
        frozenset({3}),
    ),
    102: (
        "VAT by rate",
        ("OrderDirection", "VATPercentage", "TotalExcl", "TotalVAT", "TotalIncl"),
        """SELECT o.OrderDirection, g.Rate, exact_sum(g.Excl), exact_sum(g.Vat), exact_sum(g.Incl) FROM vat_groups g
        JOIN orders o ON o.OrderID = g.OrderID WHERE o.CompanyID = ? AND o.Deleted = 0 GROUP BY 1, 2 ORDER BY 1, 2""",
        frozenset({1, 2, 3, 4}),
    ),
    103: (
        "Turnover by month",
        ("Month", "Orders", "TotalExcl"),
        """SELECT substr(OrderDate, 1, 7), count(*), exact_sum(TotalExcl) FROM orders WHERE CompanyID = ?
        AND Deleted = 0 AND OrderType = 'Invoice' AND OrderDirection = 'Income' GROUP BY 1 ORDER BY 1""",
        frozenset({2}),
    ),
}


def get_reports(call: Call) -> bytes:
    """The reports. Source: Swagger operation Report_ReportListGet."""
    del call
    return encode([{"ReportID": report_id, "ReportName": report[0]} for report_id, report in _REPORTS.items()])


def get_report(call: Call) -> bytes:
    """One report with its table. Source: Swagger operation Report_ReportDetailGet."""
    report_id = integer_argument(call, "reportID")
    if report_id not in _REPORTS:
        raise call.no_access()
    name, headings, statement, cents = _REPORTS[report_id]
    rows = call.store.database.connection.execute(statement, (call.company_id,))
    shown = ([_shown(value, is_cents=place in cents) for place, value in enumerate(row)] for row in rows)
    return encode({"ID": report_id, "Name": name, "CSVs": [_csv(headings, shown)]})


def _shown(value: int | str | None, *, is_cents: bool) -> str:
    if value is None:
        return ""
    return f"{Decimal(value).scaleb(-2):.2f}" if is_cents else str(value)


def _csv(headings: Iterable[str], rows: Iterable[list[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue()


ROUTES = (
    Route(method="GET", path="/v1/reports", respond=get_reports),
    Route(method="GET", path="/v1/reports/{reportID}", respond=get_report),
)
"""Served operations on reports."""
