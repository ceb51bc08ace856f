"""Takes requests off the wire: whose they claim to be for, how long they are, and what their bytes are.

Nothing here is read without a bound, and nothing that a client sends or leaves out is an error of the emulator.
"""

from __future__ import annotations

import asyncio
import zlib
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

import attrs
from aiohttp import ClientError
from aiohttp.http_exceptions import HttpProcessingError

from billit_async.emulator.protocol.errors import APIError, generic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aiohttp import web
    from multidict import CIMultiDictProxy

__all__ = ["ClientLeftError", "Hosts", "Target", "clean_headers", "read_body", "target_of"]

_STEP: Final = 2**18
"""Bytes that are decompressed between two turns of the event loop."""
_WINDOW_BITS: Final = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_RAW: Final = -15
_SCHEMES: Final = ("http://", "https://")


class ClientLeftError(Exception):
    """The client ended the connection before its request was complete; there is nobody to respond to."""


@attrs.frozen
class Target:
    """What a request line asks for.

    Args:
        host: Host and port as the client names them; empty when it names none.
        path: The raw path.
        query: The raw query.
        names: Every host that the request names: a target in absolute form has one beside the header's.
    """

    host: str
    path: str
    query: str
    names: tuple[str, ...]


class Hosts:
    """The names that the emulator serves: those of this machine, and those that were named.

    A page in a browser can point a name of its own at 127.0.0.1 and then read what the emulator returns (DNS
    rebinding); the browser still says that name in ``Host``.

    Args:
        names: Further names or addresses; ``*`` is any. A port in them is not looked at.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(_hostname(name) or name for name in names)

    def permit(self, target: Target) -> bool:
        """Whether all the hosts that a request names are among them; old clients that name none are let in."""
        return "*" in self._names or all(self._permits(name) for name in target.names)

    def _permits(self, host: str) -> bool:
        name = _hostname(host)
        if name is None:
            return False
        if name in self._names or name == "localhost" or name.endswith(".localhost"):
            return True
        try:
            return ip_address(name).is_loopback
        except ValueError:
            return False


def _hostname(host: str) -> str | None:
    """The name or address in ``host:port``, in lower case; ``None`` when it is none."""
    host = host.strip().lower()
    if host.startswith("["):
        name, bracket, port = host[1:].partition("]")
        port = port.removeprefix(":") if port.startswith(":") or not port else "?"
        return name if bracket and (not port or port.isdecimal()) else None
    name, _, port = host.partition(":")
    if not name or (port and not (port.isascii() and port.isdecimal())):
        return None
    return name.removesuffix(".")


def target_of(request: web.BaseRequest) -> Target:
    """Read the target of a request, in origin form or in absolute form as proxies send it.

    Args:
        request: The request.

    Source: RFC 9112, section 3.2.2: a server accepts the absolute form, and the host in it counts.
    """
    raw = _text(request.raw_path)
    names = [_text(value) for value in request.headers.getall("Host", [])]
    host = names[0] if names else ""
    if raw.lower().startswith(_SCHEMES):
        authority, slash, rest = raw.partition("://")[2].partition("/")
        authority, mark, query = authority.partition("?")
        raw = f"/{rest}" if slash and not mark else f"/{mark}{query}{slash}{rest}"
        host = authority
        names.append(host)
    path, _, query = raw.partition("?")
    return Target(host=host, path=path, query=query, names=tuple(names))


def clean_headers(headers: CIMultiDictProxy[str]) -> Mapping[str, str]:
    """The same headers, bytes that are not text replaced, so that every value can be kept and compared."""
    if all(value.isascii() for value in headers.values()):
        return headers
    cleaned = headers.copy()
    for name, value in headers.items():
        cleaned[name] = _text(value)
    return cleaned


async def read_body(request: web.BaseRequest, limit: int | None) -> bytes:
    """Read the whole body, decompressed.

    Args:
        request: The request.
        limit: Bytes that it may have, on the wire and after decompression; ``None`` for any number.

    Raises:
        ClientLeftError: the client went away in the middle of it.
        APIError: 413 when it is longer, 415 for an encoding that is not read, 400 for bytes that are not in it.

    Billit documents no limit, and attachments travel as base64 inside JSON.
    """
    inflater = _inflater_for(request)
    if limit is not None and (request.content_length or 0) > limit:
        raise _too_long(limit)
    if request.headers.get("Expect", "").lower() == "100-continue" and request.transport is not None:
        # curl and .NET wait for this before they send a large body.
        request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    parts: list[bytes] = []
    size = 0
    try:
        async for chunk in request.content.iter_any():
            for part in (chunk,) if inflater is None else inflater.feed(chunk):
                size += len(part)
                if limit is not None and size > limit:
                    raise _too_long(limit)
                parts.append(part)
                if inflater is not None:
                    await asyncio.sleep(0)
    except (HttpProcessingError, zlib.error):
        raise generic("The request body is not in the encoding that its headers name") from None
    except (ClientError, OSError, EOFError):
        raise ClientLeftError from None
    if inflater is not None and not inflater.is_complete:
        raise generic("The request body is not in the encoding that its headers name")
    return b"".join(parts)


def _inflater_for(request: web.BaseRequest) -> _Inflater | None:
    names = [name.strip().lower() for name in request.headers.get("Content-Encoding", "").split(",")]
    encodings = [name for name in names if name not in {"", "identity"}]
    if len(encodings) > 1 or not set(encodings) <= set(_WINDOW_BITS):
        raise APIError(415, message="The request entity's content encoding is not supported for this resource.")
    return _Inflater(encodings[0]) if encodings else None


class _Inflater:
    """Decompresses in steps, so that a small body which unfolds into a huge one never stands in memory."""

    def __init__(self, encoding: str) -> None:
        self._has_begun = False
        self._may_be_raw = encoding == "deflate"
        self._inner = zlib.decompressobj(_WINDOW_BITS[encoding])

    @property
    def is_complete(self) -> bool:
        """Whether everything came that the first bytes announced; a body of no bytes announces nothing."""
        return self._inner.eof or not self._has_begun

    def feed(self, chunk: bytes) -> Iterable[bytes]:
        """Decompress a part, in pieces of bounded length."""
        self._has_begun = self._has_begun or bool(chunk)
        part = b""
        while not self._inner.eof and (chunk or len(part) == _STEP):
            try:
                part = self._inner.decompress(chunk, _STEP)
            except zlib.error:
                if not self._may_be_raw:
                    raise
                # Some clients send the bare stream, without the frame that the encoding has.
                self._inner = zlib.decompressobj(_RAW)
                part = self._inner.decompress(chunk, _STEP)
            self._may_be_raw = False
            chunk = self._inner.unconsumed_tail
            if part:
                yield part


def _too_long(limit: int) -> APIError:
    return APIError(413, message=f"The request body is longer than {limit} bytes.")


def _text(value: str) -> str:
    """Bytes that aiohttp could not read as text stand in it as surrogates, which nothing can encode."""
    return value if value.isascii() else value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
