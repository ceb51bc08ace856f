"""Connections that carry only responses to requests, and requests that note when they leave, and on which of them."""

from __future__ import annotations

import time
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final
from weakref import WeakSet

import aiohttp

from billit_async._transport.outcomes import ConnectionLost, never_sent

if TYPE_CHECKING:
    from asyncio import BaseProtocol

    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

__all__ = ["CleanConnector", "NotedRequest", "NotedResponse", "Wire", "never_resend", "on_the_wire"]

# What aiohttp repeats GET, PUT and DELETE after, unseen.
_REPEATED: Final = (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError)


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
    """A request that notes its departure on the `Wire` of the task that sends it, and is not repeated by aiohttp.

    Source: aiohttp's ``ClientSession(request_class=...)``.
    """

    async def send(self, conn: Connection) -> aiohttp.ClientResponse:
        """Note the departure, then send: what fails below may have left, what fails before has not.

        Raises:
            ConnectionLost: The connection broke.
            LookupError: It is sent outside of an exchange, which could not tell whether it left.
        """
        wire = on_the_wire.get()
        wire.departed = True
        wire.left_at = time.time()
        wire.count += 1
        try:
            return await super().send(conn)
        except _REPEATED as error:
            raise ConnectionLost from error


class NotedResponse(aiohttp.ClientResponse):
    """A response whose request is not repeated by aiohttp when the connection breaks before it begins.

    Source: aiohttp's ``ClientSession(response_class=...)``.
    """

    async def start(self, connection: Connection) -> aiohttp.ClientResponse:
        """Wait for the head.

        Raises:
            ConnectionLost: The connection broke before the response began.
        """
        try:
            return await super().start(connection)
        except _REPEATED as error:
            raise ConnectionLost from error


async def never_resend(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending GET, PUT and DELETE a second time, unseen, when a connection breaks.

    An error that it does not know keeps it from that, so that what is repeated stays our decision alone. The middleware
    is for a session that is the caller's own; ours has classes that do the same at less cost.

    Raises:
        ConnectionLost: The connection broke before the response began.
    """
    try:
        return await handler(request)
    except _REPEATED as error:
        if never_sent(error):
            raise
        raise ConnectionLost from error


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
        """Return a connection on which nothing waits.

        Raises:
            aiohttp.ClientError: There is none.
            ConnectionLost: It broke while it was made, in a way after which aiohttp would begin again by itself.
        """
        used = self._used
        if used is None:
            used = self._used = WeakSet()
        while True:
            try:
                connection = await super().connect(req, traces, timeout)
            except _REPEATED as error:
                if never_sent(error):
                    raise
                raise ConnectionLost from error
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
