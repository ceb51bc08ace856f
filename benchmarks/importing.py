"""What starting costs in fresh processes: importing beside `import aiohttp`, and the CPU time to the first orders."""

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

async def main(address, pages):
    async with aiohttp.ClientSession() as session:
        while address is not None and pages:
            async with session.get(address) as response:
                page = orjson.loads(await response.read())
            for order in page["Items"]:
                order["TotalIncl"]
            address, pages = page.get("NextPageLink"), pages - 1

asyncio.run(main(sys.argv[1] + "/v1/orders", int(sys.argv[2])))
print(time.process_time())
"""
_TYPED = """
import asyncio, sys, time
from billit_async import BillitSession

async def main(origin, pages):
    async with BillitSession("key", base_url=origin, party_id=1) as billit:
        async for order in billit.orders.list(top=pages * 120):
            order.total_incl

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
print(time.process_time())
"""


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


def measure_first_orders(origin: str, pages: int, *, rounds: int) -> tuple[dict[str, Timings], Result]:
    """Read orders in fresh processes, turn about, one attribute of each; the CPU time of the whole process counts.

    Args:
        origin: The address of `benchmarks.server`.
        pages: How many pages of 120 orders; the server has as many.
        rounds: How often.

    Returns:
        The timings, and the line of the report: for one page the CPU time against dicts, for more the speed.
    """
    timings = _turn_about({DICTS: (_BY_HAND, origin, str(pages)), MODELS: (_TYPED, origin, str(pages))}, rounds=rounds)
    if pages == 1:
        ratio = timings[MODELS].against(timings[DICTS])
        return timings, Result("first page in a fresh process, CPU against dicts", ratio, 1.6, at_most=True)
    name = f"fresh process, {pages * 120:,} orders, one attribute, speed against dicts"
    return timings, Result(name, timings[DICTS].against(timings[MODELS]), 0.9, at_most=False)


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
