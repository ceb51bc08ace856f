"""Small GETs on one session, against bare aiohttp: one after another, 64 at once, and a thousand of 50 ms each."""

from __future__ import annotations

import asyncio
import gc
import time
from decimal import Decimal
from typing import TYPE_CHECKING

import aiohttp
import msgspec

from benchmarks.measure import Result, Timings
from billit_async import ApiKey, BillitSession, Limits

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Ask = Callable[[str], Awaitable[object]]
    Shape = Callable[[Ask], Awaitable[None]]

AT_ONCE = "1,000 GETs at once, each of 50 ms, over 100 connections"
TOGETHER = "1,024 GETs, 64 at once, without latency"
IN_TURN = "1,000 GETs one after another, without latency (so that ms a row are µs a call)"
IN_TURN_CPU = f"{IN_TURN}, CPU time of the client"
CALLS = 1_000
TOGETHER_CALLS = 64
TOGETHER_TIMES = 16
CONNECTIONS = 100
_PLAIN, _OURS = "aiohttp: bare requests", "billit-async: billit.request"
_HEADERS = {"ApiKey": "key", "PartyID": "574991", "Accept": "application/json"}


async def measure(origin: str, *, rounds: int) -> tuple[dict[str, dict[str, Timings]], list[Result]]:
    """Make the same calls in both ways, over the same number of connections.

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
            async with session.get(f"{origin}{path}") as response:
                return decoder.decode(await response.read())

        async def wrapped(path: str) -> object:
            return await billit.request("GET", path)

        both: dict[str, Ask] = {_PLAIN: bare, _OURS: wrapped}
        at_once, _ = await _side_by_side(both, _gathered, rounds)
        together, _ = await _side_by_side(both, _in_groups, rounds)
        in_turn, in_turn_cpu = await _side_by_side(both, _in_turn, rounds)
    timings = {AT_ONCE: at_once, TOGETHER: together, IN_TURN: in_turn, IN_TURN_CPU: in_turn_cpu}
    return timings, [
        Result("One GET after another, time against bare aiohttp", _cost(in_turn), 1.35, at_most=True),
        Result("One GET after another, CPU time against bare aiohttp", _cost(in_turn_cpu), 1.5, at_most=True),
        Result("64 GETs at once, time against bare aiohttp", _cost(together), 1.45, at_most=True),
        Result("1,000 GETs at once of 50 ms each, speed against bare aiohttp", 1 / _cost(at_once), 0.97, at_most=False),
    ]


def session_of(origin: str) -> BillitSession:
    """Return a session on the server at `origin` that has as many connections as the peer."""
    return BillitSession(ApiKey("key"), base_url=origin, party_id=574_991, limits=Limits(max_connections=CONNECTIONS))


async def _side_by_side(
    contenders: dict[str, Ask], shape: Shape, rounds: int
) -> tuple[dict[str, Timings], dict[str, Timings]]:
    """Time the contenders in alternating rounds, by the clock on the wall and by the CPU time of this process."""
    wall, cpu = ({name: Timings() for name in contenders} for _ in range(2))
    for ask in contenders.values():
        await shape(ask)
    gc.collect()
    gc.freeze()
    for turn in range(rounds):
        names = list(contenders)
        for name in names if turn % 2 else reversed(names):
            gc.collect()
            began, worked = time.perf_counter(), time.process_time()
            await shape(contenders[name])
            cpu[name].seconds.append(time.process_time() - worked)
            wall[name].seconds.append(time.perf_counter() - began)
    gc.unfreeze()
    return wall, cpu


def _cost(timings: dict[str, Timings]) -> float:
    return timings[_OURS].against(timings[_PLAIN])


async def _gathered(ask: Ask) -> None:
    await asyncio.gather(*[ask(f"/v1/orders/{number}") for number in range(1, CALLS + 1)])


async def _in_groups(ask: Ask) -> None:
    for _ in range(TOGETHER_TIMES):
        await asyncio.gather(*[ask(f"/v1/products/{number}") for number in range(1, TOGETHER_CALLS + 1)])


async def _in_turn(ask: Ask) -> None:
    for number in range(1, CALLS + 1):
        await ask(f"/v1/products/{number}")
