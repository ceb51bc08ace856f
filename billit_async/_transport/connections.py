"""Connections that carry only responses to requests, and requests that note when they leave, and on which of them."""

from __future__ import annotations

import time
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final
from weakref import WeakSet

import aiohttp

if TYPE_CHECKING:
    from asyncio import BaseProtocol

    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

__all__ = ["CleanConnector", "NotedRequest", "Wire", "on_the_wire"]


class Wire:
    """What is known of one exchange: whether an attempt has left, on which connection, how often in all.

    An object of its own, since a connection keeps the context that it was made in for as long as it lives: with the
    exchange itself in it, every kept connection would keep a request with its body.
    """

    __slots__ = ("count", "departed", "left_at", "reused")

    def __init__(self) -> None:
        self.departed: bool | None = False
        self.reused = False
        self.count = 0
        self.left_at: float | None = None


on_the_wire: Final[ContextVar[Wire]] = ContextVar("on_the_wire")


class NotedRequest(aiohttp.ClientRequest):
    """A request that notes its departure on the `Wire` of the task that sends it.

    Source: aiohttp's ``ClientSession(request_class=...)``.
    """

    async def send(self, conn: Connection) -> aiohttp.ClientResponse:
        """Note the departure, then send: what fails below may have left, what fails before has not.

        Raises:
            LookupError: It is sent outside of an exchange, which could not tell whether it left.
        """
        wire = on_the_wire.get()
        wire.departed = True
        wire.left_at = time.time()
        wire.count += 1
        return await super().send(conn)


class CleanConnector(aiohttp.TCPConnector):
    """A pool that throws away kept connections which are no longer clean, and notes which of them were used before.

    What a server sends on an idle connection, a second response or bytes behind a body, would be taken for the response
    to the next request, and an order for another one.
    """

    _used: WeakSet[BaseProtocol] | None = None

    async def connect(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - aiohttp's signature
    ) -> Connection:
        """Return a connection on which nothing waits; raises what aiohttp raises."""
        used = self._used
        if used is None:
            used = self._used = WeakSet()
        while True:
            connection = await super().connect(req, traces, timeout)
            protocol = connection.protocol
            if protocol is None:
                return connection
            if not protocol.should_close:
                if protocol in used:
                    on_the_wire.get().reused = True
                else:
                    used.add(protocol)
                return connection
            connection.close()
