"""Files: PDFs, e-invoices and attachments of orders, which Billit sends as base64 in JSON."""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from billit_async._resources._operations import FILE_GET_ORDERS
from billit_async._resources.arguments import checked_guid, checked_model
from billit_async._resources.resource import Resource, request_of
from billit_async._resources.responses import read_document
from billit_async._resources.saving import Target
from billit_async._resources.streamed import DownloadSink
from billit_async._runtime.private_files import told_of
from billit_async._runtime.threads import off_loop
from billit_async._transport.responses import BOM
from billit_async.errors import ConfigurationError, InvalidArgument
from billit_async.models.files import File

if TYPE_CHECKING:
    from os import PathLike
    from uuid import UUID

    from billit_async._transport.policies import CallOptions

__all__ = ["DownloadedFile", "FileContent", "Files", "checked_file", "decoded", "read_file", "safe_file_name"]

_UNSAFE = frozenset('<>:"|?*')
# Devices of Windows, also with an extension, and with blanks before it.
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])[ ]*(?:\..*)?",
    re.IGNORECASE | re.DOTALL,
)
_NAME_BYTES = 200
_EXTENSION_BYTES = 20


class Files(Resource):
    """The files of one company: ``billit.files``."""

    __slots__ = ()

    async def download(self, file_id: UUID | str, *, options: CallOptions | None = None) -> DownloadedFile:
        """Download a file.

        Args:
            file_id: A ``FileID``, as an order's ``order_pdf``, attachments and messages have it.

        Returns:
            The file: name, type and bytes.

        Raises:
            ValueError: The id is not a GUID.
            TypeError: The id is neither a GUID nor a text, for instance None of an order without PDF.
            NotFound: There is no such file.
            NoAccess: The file is another company's.
            UnexpectedResponse: The response is not a file, or its content is damaged.
            ResponseTooLarge: The file is larger than ``Limits.max_download_bytes``.

        Source: GET /v1/files/{fileID}; docs page "get files".
        """
        wanted = checked_guid(file_id, "file_id")
        most = self._caller.transport.config.limits.max_download_bytes
        request = request_of(FILE_GET_ORDERS, fileID=wanted)._replace(max_bytes=most)
        response = await self._send(request, options)
        return response.read(lambda raw: read_file(raw, wanted))

    async def save(
        self,
        file_id: UUID | str,
        path: str | PathLike[str],
        *,
        overwrite: bool | None = None,
        options: CallOptions | None = None,
    ) -> Path:
        """Download a file to disk, whatever its size, in memory that does not grow with it.

        It is readable by its owner alone, and there whole under its name or not at all: what fails or is cancelled
        leaves nothing behind.

        Args:
            file_id: A ``FileID``, as an order's ``order_pdf``, attachments and messages have it.
            path: The file to write, or an existing directory, in which the file gets its own name made safe. Nothing in
                a directory is ever replaced: where the name is taken, a number is added, ``invoice (2).pdf``.
            overwrite: False refuses a name that is taken, also in a directory. When left out, a file that you named
                yourself is replaced. Links, pipes and devices never are.
            options: A large file over a slow line needs a longer ``Timeouts.total``.

        Returns:
            The path of the file.

        Raises:
            ValueError: The id is not a GUID, or ``overwrite`` is True for a directory.
            TypeError: The id is neither a GUID nor a text, for instance None of an order without PDF.
            NotFound: There is no such file.
            NoAccess: The file is another company's.
            UnexpectedResponse: The response is not a file, or its content is damaged.
            ResponseTooLarge: The response is larger than ``Limits.max_download_bytes``: a file takes four bytes for
                three of its own.
            FileError: The directory does not exist or cannot be written, the disk is full, or the name is taken
                (``errno.EEXIST``) and ``overwrite`` is False, or by something that is not a file.

        Source: GET /v1/files/{fileID}; docs page "get files".
        """
        wanted = checked_guid(file_id, "file_id")
        most = self._caller.transport.config.limits.max_download_bytes
        with told_of(Path(path)):
            return await self._save_to(Target(Path(path), overwrite=overwrite), wanted, most, options)

    async def _save_to(self, target: Target, wanted: UUID, most: int, options: CallOptions | None) -> Path:
        try:
            # What the disk refuses is refused before anything is asked.
            await off_loop(target.open)
            sink = DownloadSink(target)
            request = request_of(FILE_GET_ORDERS, fileID=wanted)._replace(max_bytes=most, sink=sink)
            response = await self._send(request, options)
            if sink.failure is not None:
                raise sink.failure
            name = response.read(lambda _start: _read_rest(sink, wanted))
            await off_loop(target.seal)
            return await off_loop(lambda: target.take_name(safe_file_name(name, "file")))
        finally:
            await off_loop(target.discard)

    def browser_url(self, file_id: UUID | str) -> str:
        """Give the address at which a browser downloads a file; nothing is asked.

        Billit wants no login there as yet, so that anybody with the address has the file: show it to its owner only.

        Args:
            file_id: A ``FileID``, as an order's ``order_pdf``, attachments and messages have it.

        Returns:
            The address.

        Raises:
            ConfigurationError: The session is with neither environment of Billit, so that MyBillit is not known.
            TypeError: The id is neither a GUID nor a text.
            ValueError: The id is not a GUID.

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
        name: The name Billit gives it, which may hold anything and is not shown; :meth:`save` makes it safe.
        content: The bytes; only their number is shown.
    """

    name: str = attrs.field(repr=False)
    content: bytes = attrs.field(repr=lambda content: f"<{len(content)} bytes>")

    async def save(self, path: str | PathLike[str], *, overwrite: bool | None = None) -> Path:
        """Save the file, readable by its owner alone: whole under its final name or not at all.

        Args:
            path: The file to write, or an existing directory, in which the file gets its own name made safe. Nothing in
                a directory is ever replaced: where the name is taken, a number is added, ``invoice (2).pdf``.
            overwrite: False refuses a name that is taken, also in a directory. When left out, a file that you named
                yourself is replaced. Links, pipes and devices never are.

        Returns:
            The path of the file.

        Raises:
            FileError: The directory does not exist or cannot be written, or the name is taken (``errno.EEXIST``) and
                ``overwrite`` is False, or by something that is not a file.
            InvalidArgument: ``overwrite`` is True for a directory: name the file to replace it.
        """
        # Writing blocks, so it leaves the event loop.
        return await asyncio.to_thread(self._saved, Path(path), overwrite)

    def _saved(self, path: Path, overwrite: bool | None) -> Path:  # noqa: FBT001  (what the caller wrote)
        with told_of(path):
            return self._save(path, overwrite=overwrite)

    def _save(self, path: Path, *, overwrite: bool | None) -> Path:
        target = Target(path, overwrite=overwrite)
        try:
            target.open()
            target.write(self.content)
            target.seal()
            return target.take_name(safe_file_name(self.name, "file"))
        finally:
            target.discard()


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
        TypeError: It is not a File.
        ValueError: It has no name or no content.
    """
    checked = checked_model(file, File, name)
    if not (checked.file_name or "").strip():
        raise InvalidArgument(f"{name} has no file_name")
    if not checked.file_content:
        raise InvalidArgument(f"{name} has no file_content")
    return checked


def safe_file_name(name: str, fallback: str) -> str:
    """Make a file name that stays in its directory, works on every system, and is what it looks like.

    Args:
        name: A name from outside, perhaps with folders, control characters, marks of direction or reserved words.
        fallback: Used when nothing is left.

    Returns:
        One path segment of at most 200 bytes, the extension kept, with no blank or dot at its beginning or end.
    """
    last = re.split(r"[/\\]", str(name).strip())[-1]
    cleaned = "".join(map(_safe, last)).strip(" .")
    stem, dot, extension = cleaned.rpartition(".")
    # What is longer is not an extension.
    if not dot or not stem.strip(" .") or len(extension.encode()) > _EXTENSION_BYTES:
        stem, extension = cleaned, ""
    room = _NAME_BYTES - 1 - len(f".{extension}".encode() if extension else b"")
    short = stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .")
    made = f"{short}.{extension}" if extension and short else short
    # Last of all, since each step before may have made such a name.
    return f"_{made}" if _RESERVED.fullmatch(made) else made or fallback


def _safe(char: str) -> str:
    if char in _UNSAFE:
        return "_"
    if char.isprintable():
        return char
    return " " if unicodedata.category(char) == "Zs" else "_"


def read_file(raw: bytes, wanted: UUID) -> DownloadedFile:
    """Read a file and decode its content.

    Raises:
        ValueError: It is not a file, another file, or its content is damaged.
    """
    file = read_document(File, raw, "file_id", wanted)
    return DownloadedFile(
        file_id=wanted,
        name=file.file_name or str(wanted),
        mime_type=file.mime_type or "application/octet-stream",
        content=decoded(file.file_content),
    )


def _read_rest(sink: DownloadSink, wanted: UUID) -> str:
    """Read what came around the content that was saved, and return the file's name.

    Raises:
        ValueError: It is not a file, another file, or its content is damaged.
    """
    file = read_document(File, sink.rest().removeprefix(BOM), "file_id", wanted)
    if not sink.has_content:
        raise ValueError("no FileContent")
    return file.file_name or str(wanted)


def decoded(file_content: str | None) -> bytes:
    """Decode the content of a file.

    Raises:
        ValueError: There is none, or it is not base64.
    """
    if file_content is None:
        raise ValueError("no FileContent")
    try:
        return base64.b64decode(file_content, validate=True)
    except (binascii.Error, TypeError) as error:
        raise ValueError("FileContent is not base64") from error
