"""What an order keeps in memory, and that long iterations and many calls keep nothing; each in a process of its own.

Run by the benchmarks as `python -m benchmarks.memory page`, or with `stream`, `rows` or `calls` and an address.
"""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys
import tracemalloc

from benchmarks.measure import Result
from benchmarks.pages import ORDERS_PER_PAGE, page
from benchmarks.throughput import CALLS, session_of
from billit_async import ApiKey, BillitSession
from billit_async._serialization.codec import read_page
from billit_async.models import Order

KIB = 1024
GROWTH = 1.1
"""How many times the memory at the start may be in use at the end."""


def measure(origin: str) -> list[Result]:
    """Return the memory kept by an order of a page, and the growth over a whole iteration of the server at `origin`."""
    kept = _in_another_process("page")
    stream = _in_another_process("stream", origin)
    calls = _in_another_process("calls", origin)
    note = f"peak of {stream['early'] / KIB / KIB:.2f} MiB in 3 pages, {stream['peak'] / KIB / KIB:.2f} MiB in all"
    flat = (
        f"peak of {calls['peak'] / KIB / KIB:.2f} MiB; {calls['grown'] / KIB:+.1f} KiB kept after 4,000 further calls"
    )
    return [
        Result(
            "memory kept by one order of a page", kept["kept"] / kept["orders"] / KIB, 6.0, at_most=True, unit=" KiB"
        ),
        Result(
            f"peak memory over {stream['orders']:,} orders, against the first 3 pages",
            stream["peak"] / stream["early"],
            GROWTH,
            at_most=True,
            note=note,
        ),
        Result(
            "peak memory of the fifth 1,000 GETs at once, against the first",
            calls["last"] / calls["first"],
            GROWTH,
            at_most=True,
            note=flat,
        ),
    ]


def measure_rows(origin: str) -> list[tuple[int, float]]:
    """Return rows read and MiB in use, over one iteration of the server at `origin`."""
    return [(int(rows), used) for rows, used in _in_another_process("rows", origin).items()]


def _in_another_process(*arguments: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.memory", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return dict(json.loads(done.stdout))


def of_a_page() -> dict[str, float]:
    """Measure what one decoded page keeps, after a first one has loaded every module."""
    warm = read_page(Order, page(1))
    raw = page(0)
    del warm
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    kept = read_page(Order, raw)
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    return {"kept": after - before, "orders": len(kept.items)}


async def of_a_stream(origin: str) -> dict[str, float]:
    """Measure the peak after three pages, and after all of them."""
    async with BillitSession(ApiKey("key"), base_url=origin, party_id=574_991) as billit:
        async for _ in billit.orders.list():  # loads every module, opens the connection
            break
        gc.collect()
        tracemalloc.start()
        base, _ = tracemalloc.get_traced_memory()
        count, early = 0, 0
        async for _ in billit.orders.list():
            count += 1
            if count == 3 * ORDERS_PER_PAGE:
                early = tracemalloc.get_traced_memory()[1]
        peak = tracemalloc.get_traced_memory()[1]
    return {"early": early - base, "peak": peak - base, "orders": count}


async def over_rows(origin: str) -> dict[str, float]:
    """Measure the memory in use after each page of an iteration, by the rows read until then."""
    found: dict[str, float] = {}
    async with BillitSession(ApiKey("key"), base_url=origin, party_id=574_991) as billit:
        async for _ in billit.orders.list():
            break
        gc.collect()
        tracemalloc.start()
        base, _ = tracemalloc.get_traced_memory()
        count = 0
        async for _ in billit.orders.list():
            count += 1
            if count % ORDERS_PER_PAGE == 0:
                found[str(count)] = (tracemalloc.get_traced_memory()[0] - base) / KIB / KIB
    return found


async def of_calls(origin: str) -> dict[str, float]:
    """Measure the peak of each of five times a thousand calls at once, and what the last four of them leave behind."""
    peaks: list[int] = []
    kept: list[int] = []
    async with session_of(origin) as billit:

        async def thousand() -> None:
            await asyncio.gather(*[billit.request("GET", f"/v1/orders/{number}") for number in range(1, CALLS + 1)])

        await thousand()  # loads every module, opens the connections
        gc.collect()
        tracemalloc.start()
        base, _ = tracemalloc.get_traced_memory()
        for _ in range(5):
            tracemalloc.reset_peak()
            await thousand()
            peaks.append(tracemalloc.get_traced_memory()[1] - base)
            gc.collect()
            kept.append(tracemalloc.get_traced_memory()[0] - base)
    return {"first": peaks[0], "last": peaks[-1], "peak": max(peaks), "grown": kept[-1] - kept[0]}


def _main() -> dict[str, float]:
    match sys.argv[1:]:
        case ["stream", origin]:
            return asyncio.run(of_a_stream(origin))
        case ["rows", origin]:
            return asyncio.run(over_rows(origin))
        case ["calls", origin]:
            return asyncio.run(of_calls(origin))
        case _:
            return of_a_page()


if __name__ == "__main__":
    print(json.dumps(_main()))
