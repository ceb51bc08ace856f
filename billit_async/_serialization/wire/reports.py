# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "reports"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from billit_async._serialization.structs import (
    Codec,
    values_to_list,
)
from billit_async.models.reports import ReportDetailModel, ReportsExportOverViewModel

_new = object.__new__
_read = datetime.fromisoformat


class ReportDetailModelStruct(
    Struct, gc=False, omit_defaults=True, rename={"id_": "ID", "name": "Name", "csvs": "CSVs"}
):
    id_: int | None = None
    name: str | None = None
    csvs: list[str] | None = None


def report_detail_model_from_struct(s: ReportDetailModelStruct) -> ReportDetailModel:
    o = _new(ReportDetailModel)
    o.id_ = s.id_
    o.name = s.name
    o.csvs = s.csvs
    return o


def report_detail_model_to_struct(o: ReportDetailModel) -> ReportDetailModelStruct:
    return ReportDetailModelStruct(
        o.id_,
        o.name,
        values_to_list(o.csvs),
    )


class ReportsExportOverViewModelStruct(
    Struct, gc=False, omit_defaults=True, rename={"report_id": "ReportID", "report_name": "ReportName"}
):
    report_id: int | None = None
    report_name: str | None = None


def reports_export_over_view_model_from_struct(s: ReportsExportOverViewModelStruct) -> ReportsExportOverViewModel:
    o = _new(ReportsExportOverViewModel)
    o.report_id = s.report_id
    o.report_name = s.report_name
    return o


def reports_export_over_view_model_to_struct(o: ReportsExportOverViewModel) -> ReportsExportOverViewModelStruct:
    return ReportsExportOverViewModelStruct(
        o.report_id,
        o.report_name,
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    ReportDetailModel: Codec(
        ReportDetailModel, ReportDetailModelStruct, report_detail_model_from_struct, report_detail_model_to_struct
    ),
    ReportsExportOverViewModel: Codec(
        ReportsExportOverViewModel,
        ReportsExportOverViewModelStruct,
        reports_export_over_view_model_from_struct,
        reports_export_over_view_model_to_struct,
    ),
}
