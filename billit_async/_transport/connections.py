"""Connections that carry only responses to requests: one on which something waits unasked is not used again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp

if TYPE_CHECKING:
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

__all__ = ["CleanConnector"]


class CleanConnector(aiohttp.TCPConnector):
    """A pool that throws away kept connections which are no longer clean.

    What a server sends on an idle connection, a second response or bytes behind a body, would be taken for the response
    to the next request, and an order for another one.
    """

    async def connect(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - aiohttp's signature
    ) -> Connection:
        """Return a connection on which nothing waits; raises what aiohttp raises."""
        while True:
            connection = await super().connect(req, traces, timeout)
            protocol = connection.protocol
            if protocol is None or not protocol.should_close:
                return connection
            connection.close()
