"""Reports: tables about a company's orders as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from billit_async.emulator.http.routing import Route, integer_argument
from billit_async.emulator.protocol.json import encode
from billit_async.emulator.storage.reports import REPORTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from billit_async.emulator.http.routing import Call

__all__ = ["ROUTES"]


def get_reports(call: Call) -> bytes:
    """The reports. Source: Swagger operation Report_ReportListGet."""
    del call
    return encode([{"ReportID": report_id, "ReportName": report.name} for report_id, report in REPORTS.items()])


def get_report(call: Call) -> bytes:
    """One report with its table. Source: Swagger operation Report_ReportDetailGet."""
    report_id = integer_argument(call, "reportID")
    report = REPORTS.get(report_id)
    if report is None:
        raise call.no_access()
    rows = call.store.reports.rows(call.company_id, report)
    return encode({"ID": report_id, "Name": report.name, "CSVs": [_csv(report.headings, rows)]})


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
