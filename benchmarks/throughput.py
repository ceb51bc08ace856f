"""How fast a thousand tasks on one session are answered, by a server that takes 50 ms for each."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import msgspec

from benchmarks.measure import Result, Timings, side_by_side_async
from billit_async import ApiKey, BillitSession, Limits

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

CALLS = 1_000
CONNECTIONS = 100
_HEADERS = {"ApiKey": "key", "PartyID": "574991", "Accept": "application/json"}


async def measure(origin: str, *, rounds: int) -> tuple[dict[str, Timings], list[Result]]:
    """Ask for a thousand orders at once, in both ways, over the same number of connections.

    Args:
        origin: The address of `benchmarks.server`.
        rounds: How often.

    Returns:
        The timings, and the lines of the report.
    """
    plain, ours = "aiohttp: gather of bare requests", "billit-async: gather of billit.request"
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS), headers=_HEADERS) as session,
        BillitSession(
            ApiKey("key"), base_url=origin, party_id=574991, limits=Limits(max_connections=CONNECTIONS)
        ) as billit,
    ):

        async def bare(number: int) -> object:
            async with session.get(f"{origin}/v1/orders/{number}") as answer:
                return msgspec.json.decode(await answer.read())

        async def wrapped(number: int) -> object:
            return await billit.request("GET", f"/v1/orders/{number}")

        timings = await side_by_side_async({plain: _thousand(bare), ours: _thousand(wrapped)}, rounds=rounds)
    ratio = timings[plain].against(timings[ours])
    return timings, [Result("1,000 GETs at once of 50 ms each, speed against bare aiohttp", ratio, 0.9, at_most=False)]


def _thousand(call: Callable[[int], Awaitable[object]]) -> Callable[[], Awaitable[int]]:
    async def run() -> int:
        return len(await asyncio.gather(*[call(number) for number in range(1, CALLS + 1)]))

    return run
