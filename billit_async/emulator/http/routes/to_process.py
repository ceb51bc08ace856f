"""Fast Input: uploads that wait to be read. Nothing reads them here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.emulator.company.orders.create import file_errors
from billit_async.emulator.http.routing import Route, integer_argument
from billit_async.emulator.protocol.binding import decode_base64
from billit_async.emulator.protocol.errors import APIError
from billit_async.emulator.protocol.json import encode
from billit_async.emulator.storage.files import StoredFile

if TYPE_CHECKING:
    from billit_async.emulator.http.routing import Call
    from billit_async.emulator.protocol.shapes import Document

__all__ = ["ROUTES"]


def post_upload(call: Call) -> bytes:
    """Upload a document; returns the id of the upload. Source: Swagger operation ToProcess_PostToProcess."""
    given = call.planned(_bound)
    upload: Document = {"UploadID": call.store.counters.advance("upload", start=600_000), **given}
    for name in ("File", "FileSource"):
        if name in given or name == "File":
            upload[name] = _store(call, given.get(name, {}))
    call.documents.put("uploads", call.company_id, upload["UploadID"], upload)
    return encode(upload["UploadID"])


def _bound(call: Call) -> Document:
    return call.bound("ToProcessSaveRequest").document


def delete_upload(call: Call) -> bytes:
    """Take an upload back; returns nothing. Source: Swagger operation ToProcess_DeleteToProcess."""
    if not call.documents.remove("uploads", call.company_id, integer_argument(call, "uploadID")):
        raise call.no_access()
    return b""


def _store(call: Call, file: Document) -> Document:
    if errors := file_errors(file):
        raise APIError(400, *errors)
    file_id = call.store.counters.new_guid()
    stored = StoredFile(
        file_id=file_id,
        company_id=call.company_id,
        order_id=0,
        name=file["FileName"],
        content=decode_base64(file["FileContent"]),
    )
    call.store.files.add([stored])
    return {"FileID": file_id, "FileName": file["FileName"]}


ROUTES = (
    Route(method="POST", path="/v1/toProcess", respond=post_upload, plan=_bound),
    Route(method="DELETE", path="/v1/toProcess/{uploadID}", respond=delete_upload),
)
"""Served operations on uploads."""
