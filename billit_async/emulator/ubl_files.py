"""Files that travel inside an e-invoice; those of kinds that EN 16931 does not allow stay behind."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from billit_async.emulator.ubl_elements import add, clean, put

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["write_file"]

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
    name = clean(" ".join(name.split()))
    mime_type = _MIME_TYPES.get(name.rpartition(".")[2].lower())
    if mime_type is None or not content:
        return
    reference = add(root, "AdditionalDocumentReference")
    put(reference, "ID", name)
    put(
        reference,
        "Attachment/EmbeddedDocumentBinaryObject",
        base64.b64encode(content).decode(),
        mimeCode=mime_type,
        filename=name,
    )
