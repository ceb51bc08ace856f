"""Checks of the files that an order carries: their names and kinds, and that they hold something.

Contents are never read beyond what tells a PDF from something else.
"""

from __future__ import annotations

import base64
import binascii
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from billit_async.invoicing.findings import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from billit_async.invoicing.findings import Finding
    from billit_async.models import File, Order

__all__ = ["file_findings"]

_FORBIDDEN: Final = frozenset('\\/:*?"<>|')
_KINDS: Final = frozenset({".pdf", ".xls", ".xlsx", ".csv", ".jpg", ".jpeg", ".png"})
# Readers of PDF look for its mark that far, since some programs write something before it.
_PDF_START: Final = 1024

_NAME: Final = Rule(
    name="file-name",
    message="the file has no name with an extension, or one with characters that file systems forbid",
    source="code Invalid Filename",
    cure="name it like invoice.pdf",
)
_CONTENT: Final = Rule(
    name="file-content",
    message="the file is empty or not base64",
    source="code TheFileIsNotValid",
    cure="give the bytes of the file in base64",
)
_KIND: Final = Rule(
    name="attachment-kind",
    severity="warning",
    message="the file is of a kind that Peppol does not take",
    source='docs page "how can I save a file"',
    cure="attach pdf, xls, xlsx, csv, jpg or png, or send the order by e-mail",
)
_PDF: Final = Rule(
    name="order-pdf",
    message="the PDF of the order is something else",
    source='docs page "include own pdf"; code TheFileIsNotValid',
    cure="give a PDF, or leave order_pdf out and Billit makes one; other files are attachments",
)


def file_findings(order: Order) -> Iterator[Finding]:
    """What is wrong with the files of an order."""
    if order.order_pdf is not None:
        yield from _order_pdf(order.order_pdf)
    for place, file in enumerate(order.attachments or []):
        path = f"attachments[{place}]"
        yield from _file(file, path)
        if _has_name(file) and PurePosixPath(file.file_name or "").suffix.lower() not in _KINDS:
            yield _KIND.at(f"{path}.file_name")


def _order_pdf(file: File) -> Iterator[Finding]:
    yield from _file(file, "order_pdf")
    if _has_name(file) and not (file.file_name or "").lower().endswith(".pdf"):
        yield _PDF.at("order_pdf.file_name")
    content = _bytes_of(file)
    if content and b"%PDF" not in content[:_PDF_START]:
        yield _PDF.at("order_pdf.file_content")


def _file(file: File, path: str) -> Iterator[Finding]:
    if not _has_name(file):
        yield _NAME.at(f"{path}.file_name")
    if not _bytes_of(file):
        yield _CONTENT.at(f"{path}.file_content")


def _has_name(file: File) -> bool:
    name = file.file_name or ""
    return "." in name and not _FORBIDDEN & set(name)


def _bytes_of(file: File) -> bytes:
    """The content; nothing when it is not base64."""
    try:
        return base64.b64decode("".join((file.file_content or "").split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
