"""Makes the files that go out with an order, and checks that Peppol takes them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from billit_async._resources.arguments import checked_number, checked_text
from billit_async._runtime.private_files import read_plain_file
from billit_async.errors import InvalidArgument
from billit_async.models.files import File

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["Attachment"]

_MEBIBYTE: Final = 1024 * 1024
LARGEST: Final = 10 * _MEBIBYTE
"""Bytes. Billit documents no limit; receivers of e-invoices and mailboxes have theirs around here."""


class _Kind(NamedTuple):
    mime_type: str
    starts: tuple[bytes, ...]


_ZIP = (b"PK\x03\x04",)
_KINDS: Final = {
    ".pdf": _Kind("application/pdf", (b"%PDF-",)),
    ".png": _Kind("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": _Kind("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": _Kind("image/jpeg", (b"\xff\xd8\xff",)),
    ".csv": _Kind("text/csv", ()),
    ".xls": _Kind("application/vnd.ms-excel", (b"\xd0\xcf\x11\xe0",)),
    ".xlsx": _Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIP),
}
"""Source: docs page "how can I save a file": PDF, Excel, csv, JPEG and PNG go over Peppol."""


class Attachment:
    """Makes the files of ``Order(attachments=[...])`` and ``Order(order_pdf=...)``."""

    @staticmethod
    def from_bytes(name: str, content: bytes, *, largest: int = LARGEST) -> File:
        """Make an attachment of bytes.

        Args:
            name: Its file name; the extension says what it is: pdf, png, jpg, jpeg, csv, xls or xlsx.
            content: The bytes.
            largest: The most bytes that are taken, 10 MiB.

        Returns:
            The file, ready to be sent.

        Raises:
            TypeError: The name is not a text, or the content not bytes.
            ValueError: The name has a folder or an extension that Peppol does not take; the content is empty, too
                large, or something else than its extension says.

        Source: docs pages "include own pdf" and "how can I save a file".
        """
        text = checked_text(name, "name")
        if not isinstance(content, bytes):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"content takes bytes, not {type(content).__name__}")
        kind = _kind_of(text)
        _refuse_size(text, len(content), largest)
        # A csv has no mark of its own, but is text: no byte of it is zero.
        fits = content.startswith(kind.starts) if kind.starts else b"\x00" not in content
        if not fits:
            raise InvalidArgument(f"{text!r} is not {kind.mime_type}, whatever its name says")
        return File(file_name=text, mime_type=kind.mime_type, file_content=content)

    @staticmethod
    async def from_path(path: str | PathLike[str], *, name: str | None = None, largest: int = LARGEST) -> File:
        """Make an attachment of a file on disk, which is read beside the event loop.

        Args:
            path: The file.
            name: The name it is to have at the receiver; its own when it is left out.
            largest: The most bytes that are taken, 10 MiB; a larger file is not read.

        Returns:
            The file, ready to be sent.

        Raises:
            FileError: It cannot be read, or is not a plain file.
            ValueError: What :meth:`from_bytes` refuses.

        Source: docs pages "include own pdf" and "how can I save a file".
        """
        file = Path(path)
        shown = file.name if name is None else checked_text(name, "name")
        _kind_of(shown)
        content = await asyncio.to_thread(_read, file, shown, largest)
        return Attachment.from_bytes(shown, content, largest=largest)


def _kind_of(name: str) -> _Kind:
    if "/" in name or "\\" in name:
        raise InvalidArgument(f"name takes a file name without a folder, not {name!r}")
    kind = _KINDS.get(Path(name).suffix.lower())
    if kind is None:
        raise InvalidArgument(f"{name!r} is of a kind that Peppol does not take: it takes {', '.join(_KINDS)}")
    return kind


def _read(file: Path, name: str, largest: int) -> bytes:
    # One byte more tells a file that is too large, also one that grows meanwhile.
    content = read_plain_file(file, checked_number(largest, "largest") + 1)
    _refuse_size(name, len(content), largest)
    return content


def _refuse_size(name: str, size: int, largest: int) -> None:
    if not size:
        raise InvalidArgument(f"{name!r} is empty")
    if size > checked_number(largest, "largest"):
        raise InvalidArgument(f"{name!r} has more than {largest} bytes: give largest=... where its receiver takes more")
