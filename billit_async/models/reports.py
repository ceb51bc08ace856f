# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "reports" of the Billit API; every field is optional."""

from __future__ import annotations

import attrs

from billit_async._serialization.model import Model


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class ReportDetailModel(Model):
    """A report with its content.

    Attributes:
        id_: Identifier of the report.
        name: Name of the report.
        csvs: The tables of the report, each a text.
    """

    _shown = ("id_", "csvs")

    id_: int | None = attrs.field(default=None, metadata={"wire": "ID"})
    name: str | None = attrs.field(default=None, metadata={"wire": "Name"})
    csvs: list[str] | None = attrs.field(default=None, metadata={"wire": "CSVs"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class ReportsExportOverViewModel(Model):
    """A report that can be fetched.

    Attributes:
        report_id: Identifier of the report.
        report_name: Name of the report.
    """

    _shown = ("report_id",)

    report_id: int | None = attrs.field(default=None, metadata={"wire": "ReportID"})
    report_name: str | None = attrs.field(default=None, metadata={"wire": "ReportName"})


__all__ = ["ReportDetailModel", "ReportsExportOverViewModel"]
