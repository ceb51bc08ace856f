"""What starting costs in fresh processes: importing beside `import aiohttp`, and the CPU time to the first page."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.measure import Result, Timings

AIOHTTP = "import aiohttp"
# The package loads nothing before it is touched, so that the second line is what a program pays that uses it.
PACKAGE, SESSION = "import billit_async", "from billit_async import BillitSession"
DICTS, MODELS = "aiohttp + orjson, dicts", "billit-async, models"
_CODE = "import time; started = time.perf_counter(); {}; print(time.perf_counter() - started)"
_BY_HAND = """
import asyncio, sys, time
import aiohttp, orjson

async def main(origin):
    async with aiohttp.ClientSession() as session, session.get(origin + "/v1/orders") as response:
        for order in orjson.loads(await response.read())["Items"]:
            order["TotalIncl"]

asyncio.run(main(sys.argv[1]))
print(time.process_time())
"""
_TYPED = """
import asyncio, sys, time
from billit_async import BillitSession

async def main(origin):
    async with BillitSession("key", base_url=origin, party_id=1) as billit:
        async for order in billit.orders.list(top=120):
            order.total_incl

asyncio.run(main(sys.argv[1]))
print(time.process_time())
"""
FIRST_PAGE = "Read 120 orders in a fresh process, one attribute of each: CPU time of the process"


def measure(*, rounds: int) -> tuple[dict[str, Timings], list[Result]]:
    """Import in fresh processes, turn about."""
    statements = (AIOHTTP, PACKAGE, SESSION)
    timings = _turn_about({statement: (_CODE.format(statement),) for statement in statements}, rounds=rounds)
    return timings, [
        Result(
            f"`{statement}`, time against `{AIOHTTP}`",
            timings[statement].against(timings[AIOHTTP]),
            target,
            at_most=True,
        )
        for statement, target in ((PACKAGE, 1), (SESSION, 1.2))
    ]


def measure_first_orders(origin: str, *, rounds: int) -> tuple[dict[str, Timings], Result]:
    """Read a page of orders in fresh processes, turn about; the CPU time of the whole process counts.

    Args:
        origin: The address of `benchmarks.server`.
        rounds: How often.

    Returns:
        The timings, and the line of the report.
    """
    timings = _turn_about({DICTS: (_BY_HAND, origin), MODELS: (_TYPED, origin)}, rounds=rounds)
    ratio = timings[MODELS].against(timings[DICTS])
    return timings, Result("first page in a fresh process, CPU against dicts", ratio, 1.6, at_most=True)


def _turn_about(programs: dict[str, tuple[str, ...]], *, rounds: int) -> dict[str, Timings]:
    timings = {name: Timings() for name in programs}
    for program in programs.values():
        _seconds(*program)  # writes the byte code, reads the files once
    for turn in range(rounds):
        for name in timings if turn % 2 else reversed(timings):
            timings[name].seconds.append(_seconds(*programs[name]))
    return timings


def _seconds(code: str, *arguments: str) -> float:
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return float(done.stdout)
