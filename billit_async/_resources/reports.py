"""Reports: the tables that Billit makes of a company's books, as CSV texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async._resources._operations import REPORT_REPORT_DETAIL_GET, REPORT_REPORT_LIST_GET
from billit_async._resources.resource import Resource
from billit_async._serialization import codec
from billit_async.models.reports import ReportDetailModel, ReportsExportOverViewModel

if TYPE_CHECKING:
    from billit_async._serialization.ids import Id
    from billit_async._transport.policies import CallOptions

__all__ = ["Reports"]


class Reports(Resource):
    """The reports of one company: ``billit.reports``."""

    __slots__ = ()

    async def list(self, *, options: CallOptions | None = None) -> list[ReportsExportOverViewModel]:
        """List the reports that can be fetched.

        Returns:
            Id and name of each.

        Raises:
            UnexpectedResponse: The response is not a list.

        Source: GET /v1/reports (Swagger operation Report_ReportListGet).
        """
        return await self._read(
            REPORT_REPORT_LIST_GET, lambda raw: codec.read_list(ReportsExportOverViewModel, raw), options=options
        )

    async def get(self, report_id: Id, *, options: CallOptions | None = None) -> ReportDetailModel:
        """Fetch a report.

        Args:
            report_id: The report's ``ReportID``.

        Returns:
            The report; each text of ``csvs`` is a table.

        Raises:
            NotFound: There is no such report.
            UnexpectedResponse: The response is not a report.
            TypeError: The id is neither a whole number nor a text.
            ValueError: The id is a number below one, or a text that cannot be an id.

        Source: GET /v1/reports/{reportID} (Swagger operation Report_ReportDetailGet).
        """
        return await self._one(
            REPORT_REPORT_DETAIL_GET, ReportDetailModel, "id_", report_id, argument="report_id", options=options
        )
