"""Files: base64 inside JSON, never raw bytes; a PDF that nobody supplied is drawn when it is asked for."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final
from uuid import UUID

from billit_async.emulator.company.peppol.einvoice import e_invoice
from billit_async.emulator.documents.pdf import order_pdf
from billit_async.emulator.http.routing import Route
from billit_async.emulator.protocol.json import encode
from billit_async.emulator.protocol.shapes import Document, arrange

if TYPE_CHECKING:
    from billit_async.emulator.http.routing import Call
    from billit_async.emulator.storage.files import StoredFile

__all__ = ["ROUTES", "file_content", "file_response"]

# Source: docs page "get files".
_MIME_TYPES: Final = {
    "pdf": "application/pdf",
    "xml": "text/xml",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "json": "application/json",
}


def get_file(call: Call) -> bytes:
    """One file. Source: Swagger operation File_GetOrders; docs page "get files".

    The id is taken with and without dashes: Billit's manual prints it without.
    """
    return file_response(call, call.company_id)


def file_response(call: Call, company_id: int) -> bytes:
    """The file of a company that the path names.

    Raises:
        APIError: 401 when the company has no such file.
    """
    try:
        file_id = str(UUID(call.arguments["fileID"]))
    except ValueError:
        raise call.no_access() from None
    file = call.store.files.get(company_id, file_id)
    if file is None:
        raise call.no_access()
    content = file_content(call, file)
    extension = file.name.rpartition(".")[2].lower()
    return encode(
        arrange(
            {
                "FileID": file_id,
                "FileName": file.name,
                "MimeType": _MIME_TYPES.get(extension, "application/octet-stream"),
                "FileContent": base64.b64encode(content).decode(),
            },
            "File",
        )
    )


def file_content(call: Call, file: StoredFile) -> bytes:
    """The bytes of a file, drawn or written now when nobody supplied them.

    Raises:
        APIError: 401 when its order is gone.
    """
    if file.content is not None:
        return file.content
    document = call.store.orders.get(file.company_id, file.order_id)
    if document is None:
        raise call.no_access()
    if file.name.lower().endswith(".pdf"):
        return order_pdf(document)
    return e_invoice(call.store, document) if file.name.lower().endswith(".xml") else _posted(document)


def _posted(document: Document) -> bytes:
    """The request that a seeded order would have been created with."""
    lines = [
        {key: line[key] for key in ("Quantity", "UnitPriceExcl", "Description", "VATPercentage") if key in line}
        for line in document["OrderLines"]
    ]
    kept = ("OrderNumber", "OrderDate", "ExpiryDate", "OrderType", "OrderDirection", "Reference")
    request = {key: document[key] for key in kept if key in document}
    return encode({**request, "CustomerID": document["CounterParty"]["PartyID"], "OrderLines": lines})


ROUTES = (Route(method="GET", path="/v1/files/{fileID}", respond=get_file),)
"""Served file operations."""
