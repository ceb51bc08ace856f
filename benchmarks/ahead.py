"""Fifty pages from a server that takes 50 ms for each: one after another, and read ahead by key."""

from __future__ import annotations

import asyncio
import gc
import re
import tracemalloc
from typing import TYPE_CHECKING

import msgspec
from aiohttp import web
from aiohttp.test_utils import TestServer

from benchmarks.measure import Result, Timings, side_by_side_async
from billit_async import ApiKey, BillitSession

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

TITLE = "Read 50 pages of 120 summaries, each after 50 ms"
PAGES, SIZE, SECONDS = 50, 120, 0.05
_IN_TURN, _AHEAD = "one page after another", "prefetch=4"
_KEY = re.compile(r"OrderID (gt|le) (\d+)")


def _server() -> web.Application:
    rows = [
        msgspec.Raw(
            msgspec.json.encode(
                {"OrderID": 7 * number, "OrderNumber": f"2024/{number}", "TotalIncl": number / 4, "Paid": False}
            )
        )
        for number in range(1, PAGES * SIZE + 1)
    ]

    async def respond(request: web.Request) -> web.Response:
        await asyncio.sleep(SECONDS)
        bounds = {"gt": 0, "le": 7 * len(rows)}
        bounds |= {operator: int(value) for operator, value in _KEY.findall(request.query.get("$filter", ""))}
        found = rows[bounds["gt"] // 7 : bounds["le"] // 7]
        if "desc" in request.query.get("$orderby", ""):
            found = found[::-1]
        size = min(SIZE, int(request.query.get("$top", SIZE)))
        link = "https://h/v1/orders?$skip=120" if len(found) > size and size == SIZE else None
        count = len(found) if "$inlinecount" in request.query else None
        body = msgspec.json.encode({"Items": found[:size], "NextPageLink": link, "Count": count})
        return web.Response(body=body, content_type="application/json")

    app = web.Application()
    app.router.add_get("/v1/orders", respond)
    return app


async def measure(*, rounds: int) -> tuple[dict[str, Timings], list[Result]]:
    """Read the pages in both ways.

    Args:
        rounds: How often.

    Returns:
        The timings, and the lines of the report.
    """
    async with TestServer(_server()) as server:
        origin = str(server.make_url("/")).rstrip("/")
        async with BillitSession(ApiKey("key"), base_url=origin, party_id=574_991) as billit:
            timings = await side_by_side_async(
                {_IN_TURN: _reading(billit, None), _AHEAD: _reading(billit, 4)}, rounds=rounds
            )
            few, all_ = [await _peak(billit, pages) for pages in (15, PAGES)]
    ratio = timings[_IN_TURN].against(timings[_AHEAD])
    return timings, [
        Result("50 pages of 50 ms each, speed of prefetch=4 against one after another", ratio, 3, at_most=False),
        Result(
            "peak memory of prefetch=4 over 50 pages, against 15",
            all_ / few,
            1.1,
            at_most=True,
            note=f"peak of {all_ / 2**20:.2f} MiB, server included",
        ),
    ]


def _reading(billit: BillitSession, prefetch: int | None) -> Callable[[], Awaitable[int]]:
    async def run() -> int:
        count = 0
        async for page in billit.orders.list(prefetch=prefetch).pages():
            count += len(page)
        if count != PAGES * SIZE:
            raise RuntimeError(f"{count} rows instead of {PAGES * SIZE}")
        return count

    return run


async def _peak(billit: BillitSession, pages: int) -> int:
    gc.collect()
    tracemalloc.start()
    async for _ in billit.orders.list(prefetch=4, top=pages * SIZE):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak
