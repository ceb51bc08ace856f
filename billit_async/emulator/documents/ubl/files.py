"""Files that travel inside an e-invoice; those of kinds that EN 16931 does not allow stay behind."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from billit_async.emulator.documents.ubl.elements import add, clean, put

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from billit_async.emulator.protocol.shapes import Document

__all__ = ["write_file", "write_supporting_document"]

_MIME_TYPES: Final = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Source: EN 16931, rule BR-CL-24. Billit's page "how can I save a file" also has the old Excel format, which the rule
refuses; what Billit does with it is not documented."""


def write_file(root: Element, name: str, content: bytes) -> None:
    """Embed a file, when it is of a kind that may be and has any content.

    Args:
        root: The document.
        name: Its file name.
        content: The bytes.
    """
    name = _one_line(name)
    if content and _mime_type(name):
        reference = add(root, "AdditionalDocumentReference")
        put(reference, "ID", name)
        _embed(reference, name, base64.b64encode(content).decode())


def write_supporting_document(root: Element, item: Document) -> None:
    """Write a document that the order refers to; without a number, its file or description stands for one.

    Args:
        root: The document.
        item: A bound ``AdditionalDocuments``.

    Source: Swagger definition AdditionalDocuments; what Billit makes of ``DocumentType`` is not documented.
    """
    file: Document = item.get("Attachment") or {}
    name = _one_line(clean(file.get("FileName")))
    number = clean(item.get("ID")) or name or clean(item.get("DocumentDescription"))
    if not number:
        return
    reference = add(root, "AdditionalDocumentReference")
    put(reference, "ID", number)
    put(reference, "DocumentDescription", item.get("DocumentDescription"))
    if (content := clean(file.get("FileContent"))) and _mime_type(name):
        _embed(reference, name, "".join(content.split()))


def _embed(reference: Element, name: str, content: str) -> None:
    path = "Attachment/EmbeddedDocumentBinaryObject"
    put(reference, path, content, mimeCode=_mime_type(name), filename=name)


def _mime_type(name: str) -> str:
    return _MIME_TYPES.get(name.rpartition(".")[2].lower(), "")


def _one_line(name: str) -> str:
    return clean(" ".join(name.split()))
