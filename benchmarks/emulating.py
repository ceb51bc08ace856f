"""The emulator: a page of 120 orders against a bare aiohttp.web handler, and what seeding costs, each in a process.

Run by the benchmarks as `python -m benchmarks.emulating emulator`, `bare` (with the page on standard input) and
`seed ORDERS`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import resource
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import aiohttp
from aiohttp import web

from benchmarks.measure import Result, Timings, side_by_side_async
from billit_async.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

TITLE = "Ask 100 times for a page of 120 orders, over four connections"
ORDERS = 100_000
_PAGES, _CONNECTIONS = 100, 4
_SMALL = 2_000
_MIB = 1024 * 1024
_BARE, _OURS = "aiohttp.web: a handler that returns the same bytes", "billit_async.emulator: GET /v1/orders"


class _Server:
    """A server in another process, which says what it is and what processor time it has used."""

    def __init__(self, kind: str, given: bytes = b"") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.emulating", kind], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._write(b"%d\n%s" % (len(given), given))
        self.facts: dict[str, str] = json.loads(self._line())

    def cpu_seconds(self) -> float:
        """The processor time that it has used so far."""
        self._write(b"\n")
        return float(self._line())

    def close(self) -> None:
        """Close its standard input, which ends it."""
        self._process.communicate(timeout=30)

    def _write(self, given: bytes) -> None:
        if self._process.stdin is None:
            raise RuntimeError("a server of the benchmark has no pipe")
        self._process.stdin.write(given)
        self._process.stdin.flush()

    def _line(self) -> str:
        line = self._process.stdout.readline() if self._process.stdout is not None else b""
        if not line:
            raise RuntimeError("a server of the benchmark did not start")
        return line.decode()


def measure(rounds: int, *, orders: int = ORDERS) -> tuple[dict[str, Timings], list[Result]]:
    """Time pages against a bare handler, and count what seeding costs in a fresh process.

    Args:
        rounds: How often the pages are read.
        orders: How many orders are seeded; the targets are those of 100,000, and shrink with the number.

    Returns:
        The timings of the pages, and the lines of the report.
    """
    timings, results = asyncio.run(_pages(rounds))
    return timings, results + _seeding(orders)


async def _pages(rounds: int) -> tuple[dict[str, Timings], list[Result]]:
    with _running("emulator") as emulator:
        url, headers = f"{emulator.facts['url']}/v1/orders", {"ApiKey": emulator.facts["api_key"]}
        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=_CONNECTIONS), headers=headers
        ) as session:
            async with session.get(url) as response:
                page = await response.read()
            with _running("bare", page) as bare:
                used = {_BARE: 0.0, _OURS: 0.0}

                def contender(name: str, server: _Server, address: str) -> Callable[[], Awaitable[int]]:
                    async def run() -> int:
                        before = server.cpu_seconds()
                        total = await _read(session, address)
                        used[name] += server.cpu_seconds() - before
                        return total

                    return run

                timings = await side_by_side_async(
                    {
                        _BARE: contender(_BARE, bare, bare.facts["url"]),
                        _OURS: contender(_OURS, emulator, url),
                    },
                    rounds=rounds,
                )
    speed = timings[_BARE].against(timings[_OURS])
    note = f"{used[_BARE] / used[_OURS]:.2f} in processor time of the servers"
    return timings, [
        Result("a page of 120 from the emulator, speed against a bare handler", speed, 0.5, at_most=False, note=note)
    ]


async def _read(session: aiohttp.ClientSession, url: str) -> int:
    async def read() -> int:
        async with session.get(url) as response:
            return len(await response.read())

    return sum(await asyncio.gather(*[read() for _ in range(_PAGES)]))


def _seeding(orders: int) -> list[Result]:
    command = [sys.executable, "-m", "benchmarks.emulating", "seed", str(orders)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    seeded: dict[str, float] = json.loads(done.stdout)
    name = f"an emulator of {orders:,} orders"
    # What a process has before its first order does not shrink with their number.
    most_memory = seeded["before"] + (450 - seeded["before"]) * orders / ORDERS
    return [
        Result(
            f"start {name}, processor time",
            seeded["seconds"],
            12 * orders / ORDERS,
            at_most=True,
            unit=" s",
            note=f"{seeded['seconds'] / orders * 1e6:.0f} µs an order",
        ),
        Result(f"start {name}, peak memory", seeded["peak"], round(most_memory), at_most=True, unit=" MiB"),
    ]


@contextmanager
def _running(kind: str, given: bytes = b"") -> Iterator[_Server]:
    server = _Server(kind, given)
    try:
        yield server
    finally:
        server.close()


async def _serve_emulator() -> None:
    async with Emulator(orders=_SMALL) as emulator:
        await _tell_time({"url": emulator.url, "api_key": emulator.api_key})


async def _serve_bare(page: bytes) -> None:
    async def handle(_: web.Request) -> web.Response:
        return web.Response(body=page, content_type="application/json", charset="utf-8")

    app = web.Application()
    app.router.add_get("/", handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = cast("tuple[str, int]", runner.addresses[0])
    await _tell_time({"url": f"http://{host}:{port}/"})
    await runner.cleanup()


async def _tell_time(facts: dict[str, str]) -> None:
    """Print the facts, then the processor time whenever a line comes in, until standard input ends."""
    print(json.dumps(facts), flush=True)
    while await asyncio.to_thread(sys.stdin.buffer.readline):
        print(time.process_time(), flush=True)


def _read_given() -> bytes:
    return sys.stdin.buffer.read(int(sys.stdin.buffer.readline()))


async def _seed(orders: int) -> dict[str, float]:
    before, began = _peak(), time.process_time()
    async with Emulator(orders=orders):
        seconds = time.process_time() - began
    return {"seconds": seconds, "before": before, "peak": _peak()}


def _peak() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / _MIB if sys.platform == "darwin" else peak / 1024


def _main() -> None:
    match sys.argv[1:]:
        case ["seed", orders]:
            print(json.dumps(asyncio.run(_seed(int(orders)))))
        case ["bare"]:
            asyncio.run(_serve_bare(_read_given()))
        case _:
            _read_given()
            asyncio.run(_serve_emulator())


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        _main()
