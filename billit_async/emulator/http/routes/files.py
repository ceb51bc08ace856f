"""Files: base64 inside JSON from the API, raw bytes from the web application; drawn now where nobody supplied them."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from uuid import UUID

from billit_async.emulator.company.peppol.einvoice import e_invoice
from billit_async.emulator.documents.pdf import order_pdf
from billit_async.emulator.http.html_page import html_page
from billit_async.emulator.http.routing import Response, Route
from billit_async.emulator.protocol.errors import APIError
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
# XML may hold script, which a browser must not run.
_FILE_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
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
    file = call.store.files.get(company_id, _file_id(call))
    if file is None:
        raise call.no_access()
    content = file_content(call, file)
    return encode(
        arrange(
            {
                "FileID": file.file_id,
                "FileName": file.name,
                "MimeType": _mime_type(file),
                "FileContent": base64.b64encode(content).decode(),
            },
            "File",
        )
    )


def get_file_page(call: Call) -> Response:
    """The file itself, to show or to save, as the web application ``my.`` gives it to a browser; it needs no key.

    Source: Billit's manual, chapter 14 ("currently, verification is not required"). That without ``download=true`` it
    is shown and not saved, and the response for an unknown id, are inferred.
    """
    try:
        file = call.store.files.find(_file_id(call))
        content = None if file is None else file_content(call, file)
    except APIError:
        file = content = None
    if file is None or content is None:
        return html_page(404, "File not found", "<h1>File not found</h1><p>There is no file with this id.</p>")
    is_saved = any(name.lower() == "download" and value.lower() == "true" for name, value in call.page.pairs)
    return Response(
        body=content,
        content_type=_mime_type(file),
        headers={**_FILE_HEADERS, "Content-Disposition": _disposition(file.name, is_saved=is_saved)},
    )


def _file_id(call: Call) -> str:
    try:
        return str(UUID(call.arguments["fileID"]))
    except ValueError:
        raise call.no_access() from None


def _mime_type(file: StoredFile) -> str:
    return _MIME_TYPES.get(file.name.rpartition(".")[2].lower(), "application/octet-stream")


def _disposition(name: str, *, is_saved: bool) -> str:
    """RFC 6266: the name in full, and in ASCII for programs that read no other."""
    plain = "".join(each if " " <= each <= "~" and each not in '"\\' else "_" for each in name)
    full = quote(name, safe="", errors="replace")
    return f"{'attachment' if is_saved else 'inline'}; filename=\"{plain}\"; filename*=UTF-8''{full}"


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


ROUTES = (
    Route(method="GET", path="/v1/files/{fileID}", respond=get_file),
    Route(method="GET", path="/file/{fileID}", respond=get_file_page, needs_key=False),
)
"""Served file operations."""
