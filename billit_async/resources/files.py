"""Files: PDFs, e-invoices and attachments of orders, which Billit sends as base64 in JSON."""

from __future__ import annotations

import asyncio
import base64
import binascii
import os
import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from billit_async.errors import ConfigurationError, InvalidArgument
from billit_async.models.files import File
from billit_async.resources.resource import Resource, checked_guid, checked_model, read_document

if TYPE_CHECKING:
    from os import PathLike
    from uuid import UUID

    from billit_async.config import CallOptions

__all__ = ["DownloadedFile", "FileContent", "Files", "checked_file", "decoded", "read_file", "safe_file_name"]

_UNSAFE = re.compile(r'[<>:"|?*\x00-\x1f\x7f\ud800-\udfff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_NAME_BYTES = 200


class Files(Resource):
    """The files of one company: ``billit.files``."""

    __slots__ = ()

    async def download(self, file_id: UUID | str, *, options: CallOptions | None = None) -> DownloadedFile:
        """Download a file.

        Args:
            file_id: A ``FileID``, as an order's ``order_pdf``, attachments and messages have it.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The file: name, type and bytes.

        Raises:
            ValueError: The id is no GUID.
            TypeError: The id is no GUID and no text, for instance None of an order without PDF.
            NotFound: There is no such file.
            NoAccess: The file is another company's.
            UnexpectedResponse: The answer is no file, or its content is damaged.
            ResponseTooLarge: The file is larger than ``Limits.max_download_bytes``.

        Source: GET /v1/files/{fileID}; docs page "get files".
        """
        wanted = checked_guid(file_id, "file_id")
        most = self._caller.transport.config.limits.max_download_bytes
        response = await self._call("GET", "/v1/files/{fileID}", options=options, max_bytes=most, fileID=wanted)
        return response.read(lambda raw: read_file(raw, wanted))

    def browser_url(self, file_id: UUID | str) -> str:
        """Give the address at which a browser downloads a file; nothing is asked.

        Billit wants no login there as yet, so whoever has the address has the file: show it to its owner only.

        Args:
            file_id: A ``FileID``, as an order's ``order_pdf``, attachments and messages have it.

        Returns:
            The address.

        Raises:
            ConfigurationError: The session is with neither environment of Billit, so that MyBillit is not known.
            TypeError: The id is no GUID and no text.
            ValueError: The id is no GUID.

        Source: the manual on the PDF of an invoice: the GUID without hyphens, and "verification is not required"
            until Billit adds it.
        """
        wanted = checked_guid(file_id, "file_id")
        config = self._caller.transport.config
        if config.environment is None:
            raise ConfigurationError(
                f"{config.label} is neither environment of Billit: its web application is not known"
            )
        return f"{config.environment.my_url}/file/{wanted.hex}?download=true"


@attrs.frozen(kw_only=True)
class FileContent:
    """The content of a file, wherever it came from.

    Attributes:
        name: The name Billit gives it, which may hold anything; :meth:`save` makes it safe.
        content: The bytes.
    """

    name: str
    content: bytes = attrs.field(repr=lambda content: f"<{len(content)} bytes>")

    async def save(self, path: str | PathLike[str], *, overwrite: bool = True) -> Path:
        """Save the file: whole under its final name or not at all.

        Args:
            path: The file to write, or an existing directory, in which the file gets its own name made safe.
            overwrite: Replace a file that is there already.

        Returns:
            The path of the file.

        Raises:
            FileExistsError: The file is there already and ``overwrite`` is False.
            OSError: The directory does not exist or cannot be written.
        """
        # Writing blocks, so it leaves the event loop.
        return await asyncio.to_thread(self._save, Path(path), overwrite=overwrite)

    def _save(self, path: Path, *, overwrite: bool) -> Path:
        target = path / safe_file_name(self.name, "file") if path.is_dir() else path
        part = target.with_name(f".billit-{secrets.token_hex(8)}.part")
        try:
            with part.open("xb") as file:
                file.write(self.content)
                file.flush()
                os.fsync(file.fileno())
            if overwrite:
                part.replace(target)
            else:
                # A link fails where a rename would silently replace.
                target.hardlink_to(part)
        finally:
            part.unlink(missing_ok=True)
        return target


@attrs.frozen(kw_only=True)
class DownloadedFile(FileContent):
    """A file with its content.

    Attributes:
        name: The name Billit gives it, which may hold anything; :meth:`save` makes it safe.
        content: The bytes.
        file_id: Billit's id.
        mime_type: ``application/pdf``, ``text/xml``, ...
    """

    file_id: UUID
    mime_type: str


def checked_file(file: object, name: str) -> File:
    """Return a file that can be sent: with a name, and with content.

    Raises:
        TypeError: It is no File.
        ValueError: It has no name or no content.
    """
    checked = checked_model(file, File, name)
    if not (checked.file_name or "").strip():
        raise InvalidArgument(f"{name} has no file_name")
    if not checked.file_content:
        raise InvalidArgument(f"{name} has no file_content")
    return checked


def safe_file_name(name: str, fallback: str) -> str:
    """Make a file name that stays in its directory and works on every system.

    Args:
        name: A name from outside, perhaps with folders, control characters or reserved words.
        fallback: Used when nothing is left.

    Returns:
        One path segment of at most 200 bytes, with the extension kept.
    """
    last = re.split(r"[/\\]", name.strip())[-1]
    cleaned = _UNSAFE.sub("_", last).strip(" .")
    if _RESERVED.fullmatch(cleaned):
        cleaned = f"_{cleaned}"
    if not cleaned:
        return fallback
    stem, dot, extension = cleaned.rpartition(".")
    if not dot or len(extension) > 10:  # noqa: PLR2004  (longer is no extension)
        stem, extension = cleaned, ""
    room = _NAME_BYTES - len(dot + extension) if extension else _NAME_BYTES
    short = stem.encode("utf-8", "ignore")[:room].decode("utf-8", "ignore").rstrip(" .")
    return f"{short}.{extension}" if extension else short or fallback


def read_file(raw: bytes, wanted: UUID) -> DownloadedFile:
    """Read a file and decode its content.

    Raises:
        ValueError: It is no file, another file, or its content is damaged.
    """
    file = read_document(File, raw, "file_id", wanted)
    return DownloadedFile(
        file_id=wanted,
        name=file.file_name or str(wanted),
        mime_type=file.mime_type or "application/octet-stream",
        content=decoded(file.file_content),
    )


def decoded(file_content: str | None) -> bytes:
    """Decode the content of a file.

    Raises:
        ValueError: There is none, or it is no base64.
    """
    if file_content is None:
        raise ValueError("no FileContent")
    try:
        return base64.b64decode(file_content, validate=True)
    except (binascii.Error, TypeError) as error:
        raise ValueError("FileContent is no base64") from error
