"""A server on the loopback that records every request and gives one response; it judges nothing."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import attrs
from aiohttp import web
from aiohttp.test_utils import TestServer

from billit_async import ApiKey, BillitSession

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

KEY = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
PARTY = 574991


@attrs.frozen
class Recorded:
    """A request as it came in."""

    verb: str
    path: str
    query: dict[str, str]
    body: bytes
    headers: Mapping[str, str]


@attrs.define
class Recorder:
    """What came in, and what goes out."""

    url: str = ""
    answer: bytes = b""
    kind: str = "application/json"
    status: int = 200
    requests: list[Recorded] = attrs.field(factory=list)
    handler: Any = None

    async def answer_to(self, request: web.Request) -> web.StreamResponse:
        """Answer as told, or by a function of a test."""
        answered: web.StreamResponse = await (self.handler or self.serve)(request)
        return answered

    async def serve(self, request: web.Request) -> web.Response:
        self.requests.append(
            Recorded(
                request.method,
                request.rel_url.raw_path,
                dict(request.rel_url.query),
                await request.read(),
                request.headers.copy(),
            )
        )
        return web.Response(body=self.answer, content_type=self.kind, status=self.status)

    @property
    def only(self) -> Recorded:
        """The one request there was."""
        (request,) = self.requests
        return request


@asynccontextmanager
async def recording() -> AsyncIterator[Recorder]:
    """Run the server."""
    recorder = Recorder()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", recorder.answer_to)
    async with TestServer(app, host="127.0.0.1") as server:
        recorder.url = str(server.make_url("")).rstrip("/")
        yield recorder


@asynccontextmanager
async def connected(recorder: Recorder) -> AsyncIterator[BillitSession]:
    """Open a session with it."""
    async with BillitSession(ApiKey(KEY), base_url=recorder.url, party_id=PARTY) as billit:
        yield billit
