"""A Peppol directory in front of an emulator: it responds to look-ups and takes UBL, and hands on everything else."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import attrs
from aiohttp import web
from aiohttp.test_utils import TestServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_LOOKUP = "/v1/peppol/participantInformation/"
_XML = "/v1/peppol/sendxml"


@attrs.define
class Directory:
    """What it knows, and what it was asked.

    Attributes:
        behind: The emulator's address.
        url: Its own address.
        types: The document types of each registered identifier, as it is asked for.
        asked: The identifiers that were asked for, in order.
        sent: The bodies of the UBL documents that came in.
        paths: Method and path of all other calls.
    """

    behind: str
    url: str = ""
    types: dict[str, list[str]] = attrs.field(factory=dict)
    asked: list[str] = attrs.field(factory=list)
    sent: list[str] = attrs.field(factory=list)
    paths: list[str] = attrs.field(factory=list)

    async def serve(self, request: web.Request) -> web.Response:
        if request.path.startswith(_LOOKUP):
            wanted = request.path.removeprefix(_LOOKUP)
            self.asked.append(wanted)
            return web.json_response(self._information(wanted))
        if request.path == _XML:
            self.sent.append((await request.json())["XML"])
            return web.json_response({"InboxItemID": 77})
        return await self._handed_on(request)

    def _information(self, wanted: str) -> dict[str, object]:
        listed = self.types.get(wanted, [])
        scheme = "" if ":" in wanted else "9925:" if wanted.startswith("BE") else "0208:"
        return {
            "Registered": wanted in self.types,
            "Identifier": f"{scheme}{wanted}",
            "DocumentTypes": listed,
            "ServiceDetails": [],
        }

    async def _handed_on(self, request: web.Request) -> web.Response:
        self.paths.append(f"{request.method} {request.path}")
        headers = {name: value for name, value in request.headers.items() if name.lower() != "host"}
        async with (
            aiohttp.ClientSession(auto_decompress=True) as http,
            http.request(
                request.method,
                f"{self.behind}{request.raw_path}",
                data=await request.read() or None,
                headers=headers,
            ) as answer,
        ):
            return web.Response(
                status=answer.status, body=await answer.read(), content_type=answer.content_type or "application/json"
            )


@asynccontextmanager
async def directory(behind: str) -> AsyncIterator[Directory]:
    """Run it."""
    running = Directory(behind)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", running.serve)
    async with TestServer(app, host="127.0.0.1") as server:
        running.url = str(server.make_url("")).rstrip("/")
        yield running
