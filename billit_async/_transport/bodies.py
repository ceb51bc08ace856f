"""How a body is read: never more of it than was allowed, counted after decompression, and never all in one go.

aiohttp decompresses piece by piece as long as it is asked for pieces, and all at once when it is asked for the whole:
only a body whose size is known beforehand is asked for as a whole.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import aiohttp

    from billit_async._transport.sink import Sink

__all__ = ["Body", "read_bounded", "read_into"]

_LONGEST_RUN = 1 << 20
_BEGINNING = 64 << 10
_PIECE = 512 << 10
_DIGITS = 15
# What repeats itself most, a list of empty objects, shrinks to a hundredth; what was made to harm, to a thousandth.
_MOST_EXPANSION = 200
_FREE_EXPANSION = 4 << 20


class Body(NamedTuple):
    """What was read of a body.

    Attributes:
        content: Its bytes, decompressed; its beginning when it is not whole.
        is_whole: Whether this is all of it. The connection of one that is not whole is closed.
    """

    content: bytes
    is_whole: bool


async def read_bounded(response: aiohttp.ClientResponse, most: int) -> Body:
    """Read a body up to a limit.

    Args:
        response: A response whose body was not read yet.
        most: How many bytes are taken, after decompression.

    Returns:
        The body, or its beginning: when it says beforehand that it is larger, only what has come with its head.
    """
    declared = _declared(response)
    if 0 <= declared <= most:
        return Body(await response.read(), is_whole=True)
    if declared > most:
        # It cannot be whole: its beginning says what it is.
        most = min(most, _BEGINNING)
    try:
        return await _read_pieces(response, most)
    except BaseException:
        response.close()
        raise


async def read_into(response: aiohttp.ClientResponse, most: int, sink: Sink) -> Body:
    """Read a body up to a limit, into a sink.

    Args:
        response: A response whose body was not read yet.
        most: How many bytes are taken, after decompression.
        sink: Takes them, in pieces of half a mebibyte.

    Returns:
        The beginning of the body, for an error that may have to quote it; whole when the sink has all that it wanted.
    """
    try:
        await sink.begin()
        if _declared(response) > most:
            response.close()
            return Body(b"", is_whole=False)
        return await _from_struct(response, most, sink)
    except BaseException:
        response.close()
        raise


async def _from_struct(response: aiohttp.ClientResponse, most: int, sink: Sink) -> Body:
    stream = response.content
    beginning = b""
    pieces = bytearray()
    size = 0
    ends = False
    while not ends:
        piece = await stream.readany()
        ends = not piece
        pieces += piece
        size += len(piece)
        if size > most or _is_a_bomb(response, size):
            response.close()
            return Body(beginning, is_whole=False)
        if len(pieces) >= _PIECE or (ends and pieces):
            beginning = beginning or bytes(pieces[:_BEGINNING])
            wants_more = await sink.write(bytes(pieces))
            pieces.clear()
            if not wants_more:
                response.close()
                break
    return Body(beginning, is_whole=True)


def _declared(response: aiohttp.ClientResponse) -> int:
    headers = response.headers
    plain = "Content-Encoding" not in headers and "Transfer-Encoding" not in headers
    length = headers.get("Content-Length", "") if plain else ""
    return int(length) if length.isascii() and length.isdigit() and len(length) <= _DIGITS else -1


async def _read_pieces(response: aiohttp.ClientResponse, most: int) -> Body:
    stream = response.content
    content = bytearray()
    run = 0
    while piece := await stream.readany():
        content += piece
        if len(content) > most or _is_a_bomb(response, len(content)):
            response.close()
            return Body(bytes(memoryview(content)[:most]), is_whole=False)
        run += len(piece)
        if run >= _LONGEST_RUN:
            # What is there already is given without a pause: the other tasks of the loop have one here.
            run = 0
            await asyncio.sleep(0)
    return Body(bytes(content), is_whole=True)


def _is_a_bomb(response: aiohttp.ClientResponse, size: int) -> bool:
    if size <= _FREE_EXPANSION or "Content-Encoding" not in response.headers:
        return False
    sent = getattr(response.content, "total_compressed_bytes", None)
    return isinstance(sent, int) and sent > 0 and size > _MOST_EXPANSION * sent
