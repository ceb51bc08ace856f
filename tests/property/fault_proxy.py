"""A proxy before the emulator that breaks calls on demand, one fault a request, and otherwise passes them through."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Self

BEFORE = ("refused_before", "closed_before", "silent_before", "html_502_before", "busy_503_before", "limited_429")
AFTER = ("closed_after", "cut_after", "silent_after", "html_502_after", "late")
FAULTS = (*BEFORE, *AFTER)

_PAGE = b"<html><h1>Bad Gateway</h1></html>"
_CANNED = {
    "html_502": b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s",
    "busy_503": b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: %d\r\n\r\n%s",
    "limited_429": b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: %d\r\n\r\n%s",
}


class FaultProxy:
    """Forwards whole requests to ``host:port``; ``faults`` says what happens to the next ones."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.faults: deque[str] = deque()
        self.url = ""
        self._late: set[asyncio.Task[bytes]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.settled()
        self._server.close()

    async def settled(self) -> None:
        """Wait until what arrives late has arrived."""
        await asyncio.gather(*self._late)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await _message(reader):
                fault = self.faults.popleft() if self.faults else "ok"
                if not await self._play(fault, request, reader, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _play(
        self, fault: str, request: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        if fault == "late":
            writer.close()
            task = asyncio.create_task(self._forward(request, delay=0.03))
            self._late.add(task)
            task.add_done_callback(self._late.discard)
            return False
        answer = await self._forward(request) if fault == "ok" or fault.endswith("_after") else b""
        if fault == "ok":
            writer.write(answer)
        elif fault == "cut_after":
            writer.write(answer[:-1])
        elif fault.startswith("silent"):
            await reader.read()
        elif canned := next((text for name, text in _CANNED.items() if fault.startswith(name)), None):
            writer.write(canned % (len(_PAGE), _PAGE))
            await writer.drain()
            return True
        await writer.drain()
        return fault == "ok"

    async def _forward(self, request: bytes, delay: float = 0.0) -> bytes:
        await asyncio.sleep(delay)
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            writer.write(request)
            return await _message(reader)
        finally:
            writer.close()


async def _message(reader: asyncio.StreamReader) -> bytes:
    """Read one HTTP message with its body; empty at the end of the connection."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    fields = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:] if b":" in line)
    if b"chunked" in fields.get(b"transfer-encoding", b""):
        raise AssertionError("the proxy reads no chunks")
    return head + await reader.readexactly(int(fields.get(b"content-length", b"0")))
