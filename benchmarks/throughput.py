"""A thousand small GETs on one session: at once, 50 ms each; and one after another, answered at once."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import TYPE_CHECKING

import aiohttp
import msgspec

from benchmarks.measure import Result, Timings, side_by_side_async
from billit_async import ApiKey, BillitSession, Limits

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

AT_ONCE = "1,000 GETs at once, answered after 50 ms, over 100 connections"
IN_TURN = "1,000 GETs one after another, answered at once (so that ms a row are µs a call)"
CALLS = 1_000
CONNECTIONS = 100
_PLAIN, _OURS = "aiohttp: bare requests", "billit-async: billit.request"
_HEADERS = {"ApiKey": "key", "PartyID": "574991", "Accept": "application/json"}


async def measure(origin: str, *, rounds: int) -> tuple[dict[str, dict[str, Timings]], list[Result]]:
    """Ask a thousand times at once, then in turn, in both ways, over the same number of connections.

    Args:
        origin: The address of `benchmarks.server`.
        rounds: How often.

    Returns:
        The timings of both, and the lines of the report.
    """
    decoder = msgspec.json.Decoder(float_hook=Decimal)  # exact amounts, as ours
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS), headers=_HEADERS) as session,
        session_of(origin) as billit,
    ):

        async def bare(path: str) -> object:
            async with session.get(f"{origin}{path}") as answer:
                return decoder.decode(await answer.read())

        async def wrapped(path: str) -> object:
            return await billit.request("GET", path)

        timings = {
            AT_ONCE: await side_by_side_async({_PLAIN: _gathered(bare), _OURS: _gathered(wrapped)}, rounds=rounds),
            IN_TURN: await side_by_side_async({_PLAIN: _in_turn(bare), _OURS: _in_turn(wrapped)}, rounds=rounds),
        }
    ratio = timings[AT_ONCE][_PLAIN].against(timings[AT_ONCE][_OURS])
    return timings, [Result("1,000 GETs at once of 50 ms each, speed against bare aiohttp", ratio, 0.9, at_most=False)]


def session_of(origin: str) -> BillitSession:
    """Return a session on the server at `origin` that has as many connections as the peer."""
    return BillitSession(ApiKey("key"), base_url=origin, party_id=574_991, limits=Limits(max_connections=CONNECTIONS))


def _gathered(call: Callable[[str], Awaitable[object]]) -> Callable[[], Awaitable[int]]:
    async def run() -> int:
        return len(await asyncio.gather(*[call(f"/v1/orders/{number}") for number in range(1, CALLS + 1)]))

    return run


def _in_turn(call: Callable[[str], Awaitable[object]]) -> Callable[[], Awaitable[int]]:
    async def run() -> int:
        return len([await call(f"/v1/products/{number}") for number in range(1, CALLS + 1)])

    return run
