"""Checks of the files that an order carries: their names, and that they hold something. Contents are never read."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Final

from billit_async.invoicing.findings import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from billit_async.invoicing.findings import Finding
    from billit_async.models import Order

__all__ = ["file_findings"]

_FORBIDDEN: Final = frozenset('\\/:*?"<>|')

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


def file_findings(order: Order) -> Iterator[Finding]:
    """What is wrong with the files of an order."""
    files = [(f"attachments[{place}]", file) for place, file in enumerate(order.attachments or [])]
    if order.order_pdf is not None:
        files.insert(0, ("order_pdf", order.order_pdf))
    for path, file in files:
        name = file.file_name or ""
        if "." not in name or _FORBIDDEN & set(name):
            yield _NAME.at(f"{path}.file_name")
        if not _holds_bytes(file.file_content or ""):
            yield _CONTENT.at(f"{path}.file_content")


def _holds_bytes(text: str) -> bool:
    try:
        return bool(base64.b64decode("".join(text.split()), validate=True))
    except (binascii.Error, ValueError):
        return False
