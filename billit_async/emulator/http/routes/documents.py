"""Documents: files that a company keeps and that are not orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.emulator.company.orders.create import file_errors
from billit_async.emulator.http.listing import list_page
from billit_async.emulator.http.routing import Route, integer_argument
from billit_async.emulator.protocol.binding import decode_base64
from billit_async.emulator.protocol.errors import APIError
from billit_async.emulator.protocol.json import encode
from billit_async.emulator.protocol.shapes import arrange
from billit_async.emulator.storage.files import StoredFile

if TYPE_CHECKING:
    from billit_async.emulator.http.routing import Call
    from billit_async.emulator.protocol.shapes import Document

__all__ = ["ROUTES"]


def get_documents(call: Call) -> bytes:
    """The company's documents. Source: Swagger operation Document_GetDocuments; docs page "odata".

    The items are those of one document; what full text search looks through is not documented.
    """
    return list_page(call.store, call.settings, call.store.records.listed_documents(call.company_id), call.page)


def get_document(call: Call) -> bytes:
    """One document; its file is fetched by itself. Source: Swagger operation Document_GetDocument; docs page "401"."""
    return call.own(call.store.records.document(call.company_id, integer_argument(call, "documentID")))


def post_document(call: Call) -> bytes:
    """Store a document; returns its bare id. Source: Swagger operation Document_PostDocument.

    That the file is needed, and that the name defaults to that of the file, is inferred.
    """
    given = call.planned(_bound)
    file: Document = given.get("File", {})
    if errors := file_errors(file):
        raise APIError(400, *errors)
    stamp = call.clock.stamp()
    file_id = call.store.counters.new_guid()
    document: Document = {
        "Name": file["FileName"],
        "DocumentDate": f"{stamp[:10]}T00:00:00",
        "Tags": [],
        **given,
        "DocumentID": call.store.counters.advance("document"),
        "CompanyID": call.company_id,
        "File": {"FileID": file_id, "FileName": file["FileName"]},
        "CreationDate": stamp,
    }
    stored = StoredFile(
        file_id=file_id,
        company_id=call.company_id,
        order_id=0,
        name=file["FileName"],
        content=decode_base64(file["FileContent"]),
    )
    call.store.files.add([stored])
    call.store.records.add_documents([arrange(document, "DocumentAPIView")])
    return encode(document["DocumentID"])


def _bound(call: Call) -> Document:
    return call.bound("DocumentAPIView").document


ROUTES = (
    Route(method="GET", path="/v1/documents", respond=get_documents),
    Route(method="POST", path="/v1/documents", respond=post_document, plan=_bound),
    Route(method="GET", path="/v1/documents/{documentID}", respond=get_document),
)
"""Served document operations."""
