"""Decodes the content of a file from its JSON while it arrives, in memory that does not grow with it.

A file comes as base64 within one JSON object, with its properties in any order; the models read all but the content.
"""

from __future__ import annotations

import binascii
import json
import re
from typing import TYPE_CHECKING, Final

from billit_async._runtime.threads import off_loop

if TYPE_CHECKING:
    from collections.abc import Callable

    from billit_async._resources.saving import Target

__all__ = ["ContentCutter", "DownloadSink"]

_MOST_AROUND: Final = 1 << 20
"""Bytes that a file's response has beside the content: an id, a name and a type."""
_SHORTEST_CUT: Final = 6
_KEY: Final = "FileContent"
_MARK: Final = re.compile(rb'["{}\[\]]')
_STRING_END: Final = re.compile(rb'["\\]')
_ESCAPE: Final = re.compile(rb"\\u00([0-9a-fA-F]{2})")
# What base64 has besides letters and digits, as encoders write it that keep JSON out of harm's way within HTML.
_COMMON: Final = (
    (rb"\/", b"/"),
    (rb"\u002B", b"+"),
    (rb"\u002b", b"+"),
    (rb"\u002F", b"/"),
    (rb"\u002f", b"/"),
    (rb"\u003D", b"="),
    (rb"\u003d", b"="),
)


class ContentCutter:
    """Reads a file's JSON piece by piece, and gives the bytes of its content; does no I/O."""

    __slots__ = ("_around", "_base64", "_depth", "_escaped", "_key", "_padded", "_place", "_start", "has_content")

    def __init__(self) -> None:
        self._around = bytearray()
        self._place: Callable[[bytes, int, list[bytes]], int] = self._between
        self._depth = 0
        self._start = 0
        self._key = b""
        self._escaped = False
        self._base64 = b""
        self._padded = False
        self.has_content = False

    def feed(self, piece: bytes) -> bytes:
        """Take what came.

        Args:
            piece: The next bytes of the response.

        Returns:
            The next bytes of the content; none as long as something else comes.

        Raises:
            ValueError: The content is not base64, or there is far more around it than a file has.
        """
        found: list[bytes] = []
        at = 0
        while at < len(piece):
            at = self._place(piece, at, found)
            if len(self._around) > _MOST_AROUND:
                raise ValueError("there is too much around FileContent")
        return b"".join(found)

    def rest(self) -> bytes:
        """Return the JSON with an empty text in place of the content."""
        return bytes(self._around)

    def _between(self, piece: bytes, at: int, _found: list[bytes]) -> int:
        """Outside of texts: count how deep it is, until one begins."""
        mark = _MARK.search(piece, at)
        if mark is None:
            self._around += piece[at:]
            return len(piece)
        end = mark.end()
        self._around += piece[at:end]
        if mark[0] != b'"':
            self._depth += 1 if mark[0] in b"{[" else -1
            return end
        self._start = len(self._around) - 1
        self._place = self._within_content if self._is_content() else self._within_text
        return end

    def _is_content(self) -> bool:
        """Whether the text that begins is the value of the one property."""
        if self._depth != 1 or not self._key:
            return False
        before = len(self._around) - 2
        while before >= 0 and self._around[before] in b" \t\r\n":
            before -= 1
        if before < 0 or self._around[before] != ord(":"):
            return False
        try:
            is_it = bool(json.loads(self._key) == _KEY)
        except ValueError:
            return False
        if is_it and self.has_content:
            raise ValueError("FileContent is there twice")
        self.has_content |= is_it
        return is_it

    def _within_text(self, piece: bytes, at: int, _found: list[bytes]) -> int:
        if self._escaped:
            self._escaped = False
            self._around += piece[at : at + 1]
            return at + 1
        mark = _STRING_END.search(piece, at)
        if mark is None:
            self._around += piece[at:]
            return len(piece)
        self._around += piece[at : mark.end()]
        if mark[0] == b"\\":
            self._escaped = True
        else:
            self._key = bytes(self._around[self._start :]) if self._depth == 1 else b""
            self._place = self._between
        return mark.end()

    def _within_content(self, piece: bytes, at: int, found: list[bytes]) -> int:
        # No quotation mark is part of base64, so that the next one ends it, or is an error of its own.
        end = piece.find(b'"', at)
        is_last = end >= 0
        self._base64 += piece[at:end] if is_last else piece[at:]
        found.append(self._decode(is_last=is_last))
        if not is_last:
            return len(piece)
        self._around += b'"'
        self._key = b""
        self._place = self._between
        return end + 1

    def _decode(self, *, is_last: bool) -> bytes:
        text, held = self._base64, b""
        if b"\\" in text:
            cut = text.rfind(b"\\", max(0, len(text) - _SHORTEST_CUT + 1))
            if cut >= 0 and not is_last:
                # An escape that has not come whole.
                text, held = text[:cut], text[cut:]
            for escape, char in _COMMON:
                text = text.replace(escape, char)
            text = _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), text)
        whole = len(text) if is_last else len(text) // 4 * 4
        self._base64 = text[whole:] + held
        text = text[:whole]
        if self._padded and text:
            raise ValueError("FileContent is not base64")
        self._padded |= text.endswith(b"=")
        try:
            return binascii.a2b_base64(text, strict_mode=True)
        except binascii.Error as error:
            raise ValueError("FileContent is not base64") from error


class DownloadSink:
    """Where the transport puts the response of a download: what is content goes to disk, beside the event loop.

    It never raises into the transport, for which a full disk would look like a broken connection.

    Args:
        target: The file that is written.

    Attributes:
        received: Bytes of the response that came.
        failure: Why the disk took no more.
    """

    def __init__(self, target: Target) -> None:
        self._target = target
        self._cutter = ContentCutter()
        self._fault: ValueError | None = None
        self.received = 0
        self.failure: OSError | None = None

    async def begin(self) -> None:
        """Begin anew, with the response of another attempt."""
        self.received = 0
        self._cutter = ContentCutter()
        self._fault = None
        await off_loop(lambda: self._noting(self._target.restart))

    async def write(self, piece: bytes) -> bool:
        """Take the next bytes.

        Returns:
            Whether more is wanted: not of what is not a file, and not when the disk is full.
        """
        self.received += len(piece)
        if self.failure is None and self._fault is None:
            await off_loop(lambda: self._noting(lambda: self._take(piece)))
        return self.failure is None and self._fault is None

    def rest(self) -> bytes:
        """Return the JSON without the content.

        Raises:
            ValueError: The content was none.
        """
        if self._fault is not None:
            raise self._fault
        return self._cutter.rest()

    @property
    def has_content(self) -> bool:
        """Whether a text came as content; an empty one is one, too."""
        return self._cutter.has_content

    def _take(self, piece: bytes) -> None:
        try:
            content = self._cutter.feed(piece)
        except ValueError as error:
            self._fault = error
        else:
            self._target.write(content)

    def _noting(self, work: Callable[[], object]) -> None:
        try:
            work()
        except OSError as error:
            self.failure = error
