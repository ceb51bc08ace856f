# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Twins of the models of the area "reports"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from billit_async.models.reports import ReportDetailModel, ReportsExportOverViewModel
from billit_async.twin import (
    Codec,
    free,
)

_new = object.__new__
_read = datetime.fromisoformat


class ReportDetailModelTwin(Struct, gc=False, omit_defaults=True, rename={"id_": "ID", "name": "Name", "csvs": "CSVs"}):
    id_: int | None = None
    name: str | None = None
    csvs: list[str] | None = None


def pour_report_detail_model(s: ReportDetailModelTwin) -> ReportDetailModel:
    o = _new(ReportDetailModel)
    o.id_ = s.id_
    o.name = s.name
    o.csvs = s.csvs
    return o


def unpour_report_detail_model(o: ReportDetailModel) -> ReportDetailModelTwin:
    return ReportDetailModelTwin(
        o.id_,
        o.name,
        free(o.csvs),
    )


class ReportsExportOverViewModelTwin(
    Struct, gc=False, omit_defaults=True, rename={"report_id": "ReportID", "report_name": "ReportName"}
):
    report_id: int | None = None
    report_name: str | None = None


def pour_reports_export_over_view_model(s: ReportsExportOverViewModelTwin) -> ReportsExportOverViewModel:
    o = _new(ReportsExportOverViewModel)
    o.report_id = s.report_id
    o.report_name = s.report_name
    return o


def unpour_reports_export_over_view_model(o: ReportsExportOverViewModel) -> ReportsExportOverViewModelTwin:
    return ReportsExportOverViewModelTwin(
        o.report_id,
        o.report_name,
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    ReportDetailModel: Codec(
        ReportDetailModel, ReportDetailModelTwin, pour_report_detail_model, unpour_report_detail_model
    ),
    ReportsExportOverViewModel: Codec(
        ReportsExportOverViewModel,
        ReportsExportOverViewModelTwin,
        pour_reports_export_over_view_model,
        unpour_reports_export_over_view_model,
    ),
}
