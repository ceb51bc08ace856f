"""Documents: files that a company keeps and that are no orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.emulator.columns import DOCUMENTS
from billit_async.emulator.listing import ListSource, list_page
from billit_async.emulator.records import Records
from billit_async.emulator.routing import Route, integer_argument

if TYPE_CHECKING:
    from billit_async.emulator.routing import Call

__all__ = ["ROUTES"]


def get_documents(call: Call) -> bytes:
    """The company's documents. Source: Swagger operation Document_GetDocuments; docs page "odata".

    The items are those of one document; what full text search looks through is not documented.
    """
    source = ListSource(
        collection=DOCUMENTS,
        bodies=("documents", "Document"),
        condition='"CompanyID" = ?',
        values=(call.company_id,),
        searched="lower(coalesce(\"Name\", '') || ' ' || coalesce(\"Description\", ''))",
    )
    return list_page(call.store, call.knobs, source, call.page)


def get_document(call: Call) -> bytes:
    """One document; its file is fetched apart. Source: Swagger operation Document_GetDocument; docs page "401"."""
    return call.own(Records(call.store).document(call.company_id, integer_argument(call, "documentID")))


ROUTES = (
    Route(method="GET", path="/v1/documents", answer=get_documents),
    Route(method="GET", path="/v1/documents/{documentID}", answer=get_document),
)
"""Served document operations."""
