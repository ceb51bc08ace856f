"""What an order keeps in memory, and that a long iteration keeps nothing; each measured in a process of its own.

Run by the benchmarks as `python -m benchmarks.memory page` or `python -m benchmarks.memory stream ADDRESS`.
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
from billit_async import ApiKey, BillitSession
from billit_async.codec import read_page
from billit_async.models import Order

KIB = 1024


def measure(origin: str) -> list[Result]:
    """Return the memory kept by an order of a page, and the growth over a whole iteration of the server at `origin`."""
    kept = _in_another_process("page")
    stream = _in_another_process("stream", origin)
    note = f"peak of {stream['early'] / KIB / KIB:.2f} MiB in 3 pages, {stream['peak'] / KIB / KIB:.2f} MiB in all"
    return [
        Result(
            "memory kept by one order of a page", kept["kept"] / kept["orders"] / KIB, 13.0, at_most=True, unit=" KiB"
        ),
        Result(
            "peak memory over 6,000 orders, against the first 3 pages",
            stream["peak"] / stream["early"],
            1.1,
            at_most=True,
            note=note,
        ),
    ]


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


if __name__ == "__main__":
    print(json.dumps(of_a_page() if sys.argv[1] == "page" else asyncio.run(of_a_stream(sys.argv[2]))))
