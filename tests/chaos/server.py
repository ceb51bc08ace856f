"""A server that breaks HTTP on purpose, byte by byte, and knows for certain what it has carried out.

It never guesses: a request is noted once it was read whole, and a write counts as executed at one definite point, which
each fault places before or after the damage that it does.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self
from urllib.parse import unquote_plus, urlsplit

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

KEY = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
"""The credential of the tests: whatever a server says of it must not come back in an error."""
DOCUMENT = "Confidentia Zorgvuldig"
"""What stands for the content of documents in what the server sends."""

WRITES = {"POST", "PUT", "PATCH", "DELETE"}
ACCEPT = "ACCEPT"
"""The script of connections as they are accepted, before any request is read."""
_LONG = 3600.0
_PAGE = (
    f"<html><head><title>Bad Gateway</title></head><body>ApiKey: {KEY}, BE68539007547034, jan@example.org</body></html>"
)


@dataclass(frozen=True)
class Seen:
    """One request that was read whole."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    connection: int

    @property
    def key(self) -> str | None:
        return self.headers.get("idempotency-key")

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Fault:
    """What is done with one request. A fault that returns True keeps the connection."""

    is_silent: ClassVar[bool] = False
    """Whether only a time limit ends it."""

    async def play(self, turn: Turn) -> bool:
        raise NotImplementedError

    def __str__(self) -> str:
        return type(self).__name__


@dataclass(eq=False)
class Turn:
    """One request on its connection, and the means to respond to it."""

    server: ChaosServer
    seen: Seen
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def execute(self) -> tuple[int, bytes]:
        """Carry the request out; the status and body of the honest response."""
        return self.server.carry_out(self.seen)

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    def reset(self) -> None:
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


def answer(status: int, body: bytes, *headers: str, length: int | None = None) -> bytes:
    """Write a response; ``length`` lies about the body."""
    kind = "text/html" if body.startswith(b"<") else "application/json"
    lines = [f"HTTP/1.1 {status} {DOCUMENT}", f"Content-Type: {kind}"]
    lines += [f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def chunked(status: int, payload: bytes) -> bytes:
    head = f"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head.encode() + payload


@dataclass(frozen=True)
class Ok(Fault):
    """Carry out, and respond."""

    async def play(self, turn: Turn) -> bool:
        status, body = turn.execute()
        await turn.send(answer(status, body))
        return True


@dataclass(frozen=True)
class Reset(Fault):
    """Reset the connection instead of responding."""

    executes: bool = False

    async def play(self, turn: Turn) -> bool:
        if self.executes:
            turn.execute()
        turn.reset()
        return False

    def __str__(self) -> str:
        return f"reset {_when(executes=self.executes)}"


@dataclass(frozen=True)
class Close(Fault):
    """Close the connection cleanly instead of responding."""

    executes: bool = False

    async def play(self, turn: Turn) -> bool:
        if self.executes:
            turn.execute()
        return False

    def __str__(self) -> str:
        return f"close {_when(executes=self.executes)}"


@dataclass(frozen=True)
class Hang(Fault):
    """Never respond, and keep the connection open."""

    is_silent = True

    executes: bool = False

    async def play(self, turn: Turn) -> bool:
        if self.executes:
            turn.execute()
        await turn.server.hang(turn.reader)
        return False

    def __str__(self) -> str:
        return f"hang {_when(executes=self.executes)}"


@dataclass(frozen=True)
class ExecuteLate(Fault):
    """Fall silent, and carry the request out when the client has long given up."""

    is_silent = True

    after: float = 0.3

    async def play(self, turn: Turn) -> bool:
        turn.server.later(self.after, turn.seen)
        await turn.server.hang(turn.reader)
        return False

    def __str__(self) -> str:
        return "execute late"


@dataclass(frozen=True)
class Meanwhile(Fault):
    """Play a fault while the request is still under way behind it, as a gateway does that has given up."""

    fault: Fault
    after: float = 0.2

    async def play(self, turn: Turn) -> bool:
        turn.server.later(self.after, turn.seen)
        return await self.fault.play(turn)

    def __str__(self) -> str:
        return f"{self.fault}, executing late"


@dataclass(frozen=True)
class BeginAndHang(Fault):
    """Carry out, send the head of the response, and nothing behind it."""

    is_silent = True

    async def play(self, turn: Turn) -> bool:
        status, body = turn.execute()
        await turn.send(answer(status, b"", length=len(body) + 10))
        await turn.server.hang(turn.reader)
        return False

    def __str__(self) -> str:
        return "answer begins and hangs"


@dataclass(frozen=True)
class Drip(Fault):
    """Carry out, and send the response byte by byte, without end."""

    is_silent = True

    async def play(self, turn: Turn) -> bool:
        turn.execute()
        await turn.send(answer(200, b"", length=10**6))
        while not turn.writer.is_closing():
            await turn.send(b" ")
            await asyncio.sleep(0.005)
        return False

    def __str__(self) -> str:
        return "drip"


@dataclass(frozen=True)
class Raw(Fault):
    """Carry out or not, send what ``write`` makes of the honest response, and close."""

    called: str
    write: Callable[[int, bytes], bytes]
    executes: bool = True
    keeps: bool = False

    async def play(self, turn: Turn) -> bool:
        status, body = turn.execute() if self.executes else (200, b"")
        await turn.send(self.write(status, body))
        return self.keeps

    def __str__(self) -> str:
        return self.called


@dataclass(frozen=True)
class Refuse(Fault):
    """Answer with a status and a body of one's own."""

    status: int
    body: str = _PAGE
    headers: tuple[str, ...] = ()
    executes: bool = False
    called: str = ""

    async def play(self, turn: Turn) -> bool:
        if self.executes:
            turn.execute()
        await turn.send(answer(self.status, self.body.encode(), *self.headers))
        return True

    def __str__(self) -> str:
        return self.called or f"{self.status} {_when(executes=self.executes)}"


@dataclass(frozen=True)
class CloseOnNext(Fault):
    """Answer honestly, keep the connection, and end it just as the next request comes in, which is not looked at."""

    resets: bool = True

    async def play(self, turn: Turn) -> bool:
        await Ok().play(turn)
        if await turn.reader.read(1):
            turn.server.cut_short += 1
            if self.resets:
                turn.reset()
        return False


@dataclass(frozen=True)
class Unasked(Fault):
    """Answer honestly, and then once more, to no request, while the connection lies idle."""

    body: bytes = b"666"
    after: float = 0.01

    async def play(self, turn: Turn) -> bool:
        await Ok().play(turn)
        await asyncio.sleep(self.after)
        await turn.send(answer(200, self.body))
        return True


@dataclass(frozen=True)
class ResetUnread(Fault):
    """For ``ACCEPT``: reset the connection before anything is read from it."""

    async def play(self, turn: Turn) -> bool:
        turn.reset()
        return False

    def __str__(self) -> str:
        return "reset before reading"


@dataclass(frozen=True)
class Mute(Fault):
    """For ``ACCEPT``: take the connection and never read or write; TLS does not get further than its first packet."""

    is_silent = True

    async def play(self, turn: Turn) -> bool:
        await asyncio.sleep(_LONG)
        return False

    def __str__(self) -> str:
        return "mute"


@dataclass(frozen=True)
class Serve(Fault):
    """For ``ACCEPT``: nothing special, read requests."""

    async def play(self, turn: Turn) -> bool:
        return True


@dataclass(eq=False)
class ChaosServer:
    """Use it as ``async with ChaosServer() as server``.

    Args:
        tls: Speak TLS.
        scheme: What ``url`` says; for a server that pretends to speak TLS.
    """

    tls: ssl.SSLContext | None = None
    scheme: str | None = None
    requests: list[Seen] = field(default_factory=list)
    executed: Counter[tuple[str, str, str | None]] = field(default_factory=Counter)
    orders: dict[int, dict[str, Any]] = field(default_factory=dict)
    connections: int = 0
    cut_short: int = 0
    url: str = ""

    def __post_init__(self) -> None:
        self._scripts: dict[str, Iterator[Fault] | Callable[[Seen], Fault]] = {}
        self._stored: set[tuple[str, str]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._late: set[asyncio.Task[None]] = set()
        self._next_id = 128_275_000
        self._closing = asyncio.Event()
        self._arrived = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accepted, "127.0.0.1", 0, ssl=self.tls)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"{self.scheme or ('https' if self.tls else 'http')}://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self._server.close()
        self._closing.set()
        for task in self._tasks | self._late:
            task.cancel()
        await asyncio.gather(*self._tasks, *self._late, return_exceptions=True)
        await self._server.wait_closed()

    def play(self, method: str, script: Sequence[Fault] | Callable[[Seen], Fault]) -> None:
        """Set what happens to the requests of a method, in turn; the last fault repeats. Or ask a function.

        ``ACCEPT`` in place of a method is played once for each connection.
        """
        self._scripts[method] = script if callable(script) else _repeating_the_last(script)

    def seen(self, method: str, path: str | None = None) -> list[Seen]:
        """The requests of a method that came in whole."""
        return [seen for seen in self.requests if seen.method == method and path in {None, seen.path}]

    def forget(self) -> None:
        """Forget what was seen, between two rounds."""
        self.requests.clear()
        self.executed.clear()
        self.orders.clear()
        self._stored.clear()

    async def reached(self, requests: int) -> None:
        """Wait until so many requests came in."""
        while len(self.requests) < requests:
            self._arrived.clear()
            await self._arrived.wait()

    async def settle(self) -> None:
        """Wait until what is carried out late was carried out."""
        await asyncio.gather(*self._late)

    def later(self, seconds: float, seen: Seen) -> None:
        """Take a request on now, and have it done later: its key is looked at now, and stored only then."""
        if seen.method not in WRITES or self._is_conflict(seen):
            return

        async def carry_out() -> None:
            await asyncio.sleep(seconds)
            self._do(seen)

        task = asyncio.ensure_future(carry_out())
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def hang(self, reader: asyncio.StreamReader) -> None:
        """Wait for the client to lose patience."""
        with suppress(ConnectionError):
            await reader.read()

    def carry_out(self, seen: Seen) -> tuple[int, bytes]:
        """Do what a request asks, the way Billit does: a key that succeeded before is a conflict."""
        if seen.method not in WRITES:
            return 200, self._read(seen)
        if self._is_conflict(seen):
            return 409, b'{"errors":[{"Code":"Idempotent token already exists"}]}'
        return self._do(seen)

    def _is_conflict(self, seen: Seen) -> bool:
        return seen.key is not None and (seen.path, seen.key) in self._stored

    def _do(self, seen: Seen) -> tuple[int, bytes]:
        if seen.key is not None:
            self._stored.add((seen.path, seen.key))
        self.executed[seen.method, seen.path, seen.key] += 1
        if seen.method == "DELETE":
            return 200, b"true"
        if (seen.method, seen.path) == ("POST", "/v1/orders"):
            self._next_id += 1
            self.orders[self._next_id] = json.loads(seen.body)
            return 200, str(self._next_id).encode()
        return 200, b""

    def _read(self, seen: Seen) -> bytes:
        name = {"CompanyName": DOCUMENT}
        last = seen.path.rpartition("/")[2]
        if seen.path != "/v1/orders" and not last.isdigit():
            return b'{"Items":[]}'
        if seen.path != "/v1/orders":
            return json.dumps({"OrderID": int(last), "CounterParty": name}).encode()
        query = unquote_plus(seen.query)
        if "$filter" not in query:
            return json.dumps({"Items": [{"OrderID": 1, "CounterParty": name}, {"OrderID": 2}]}).encode()
        found = [
            {**order, "OrderID": order_id}
            for order_id, order in self.orders.items()
            if any(order.get(field) and f"'{order[field]}'" in query for field in ("ExternalProviderID", "OrderNumber"))
        ]
        return json.dumps({"Items": found}).encode()

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._closing.is_set():  # accepted in the moment in which the server closed
            writer.transport.abort()
            return
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        # Being cancelled is how a connection ends that hangs; asyncio's callback of a server cannot take it.
        try:
            with suppress(asyncio.CancelledError, ConnectionError, asyncio.IncompleteReadError):
                await self._serve(reader, writer)
        finally:
            if self._closing.is_set():
                writer.transport.abort()
            else:
                writer.close()
            self._tasks.discard(task)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        nothing = Seen(ACCEPT, "", "", {}, b"", number)
        if not await self._fault(nothing).play(Turn(self, nothing, reader, writer)):
            return
        while True:
            seen = await _read_request(reader, number)
            self.requests.append(seen)
            self._arrived.set()
            if not await self._fault(seen).play(Turn(self, seen, reader, writer)):
                return

    def _fault(self, seen: Seen) -> Fault:
        script = self._scripts.get(seen.method)
        if script is None:
            return Serve() if seen.method == ACCEPT else Ok()
        return script(seen) if callable(script) else next(script)


def _repeating_the_last(script: Sequence[Fault]) -> Iterator[Fault]:
    yield from script[:-1]
    while True:
        yield script[-1]


def _when(*, executes: bool) -> str:
    return "after executing" if executes else "before executing"


async def _read_request(reader: asyncio.StreamReader, number: int) -> Seen:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    parts = urlsplit(target)
    return Seen(method, parts.path, parts.query, headers, body, number)


def refusing_port() -> socket.socket:
    """A socket that holds a port without listening on it, so that connecting there is refused."""
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    return held


def dated(when: datetime) -> str:
    """A ``Retry-After`` header that names an instant."""
    return f"Retry-After: {format_datetime(when, usegmt=True)}"


_HALF = '{"Items":[{"OrderID":1,"CounterParty":{"CompanyName":"' + DOCUMENT
_ENVELOPE = json.dumps({"errors": [{"Code": "GenericError", "Description": f"the key {KEY} of jan@example.org"}]})

FAULTS: tuple[Fault, ...] = (
    Reset(),
    Reset(executes=True),
    Close(),
    Close(executes=True),
    Hang(),
    Hang(executes=True),
    ExecuteLate(),
    BeginAndHang(),
    Drip(),
    Raw("body cut short", lambda status, body: answer(status, body + b" ", length=len(body) + 100)),
    Raw("chunks cut short", lambda status, body: chunked(status, b"%x\r\n%b" % (len(body) + 50, body))),
    Raw(
        "chunk of no size",
        lambda status, body: chunked(status, f"{DOCUMENT}\r\n".encode() + body + b"\r\n0\r\n\r\n"),
    ),
    Raw("no HTTP", lambda _status, _body: f"SSH-2.0-{DOCUMENT}\r\n{KEY}\r\n\r\n".encode(), executes=False),
    Raw("no HTTP after executing", lambda _status, _body: f"{DOCUMENT} {KEY}\r\n\r\n".encode()),
    Raw("huge header", lambda status, body: answer(status, body, "X-Huge: " + f"{DOCUMENT} {KEY} " * 4000)),
    Refuse(429, called="429"),
    Refuse(429, headers=("Retry-After: 0",), called="429 for 0 s"),
    Refuse(429, headers=("Retry-After: soon, perhaps",), called="429 for nonsense"),
    Refuse(502),
    Refuse(502, executes=True),
    Refuse(503),
    Refuse(503, executes=True),
    Refuse(503, headers=("Retry-After: 0",), called="503 for 0 s"),
    Refuse(504),
    Refuse(504, executes=True),
    Meanwhile(Refuse(504)),
    Meanwhile(Refuse(500, _ENVELOPE)),
    Refuse(500, _ENVELOPE),
    Refuse(500, _ENVELOPE, executes=True),
    Refuse(400, _ENVELOPE, called="400"),
    Refuse(200, "", executes=True, called="empty 200"),
    Refuse(200, _PAGE, executes=True, called="HTML 200"),
    Refuse(200, _HALF, executes=True, called="broken JSON 200"),
)
"""Every fault that is played on a request which was read whole."""
