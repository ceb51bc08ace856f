"""Exports of orders with their details, against bare loops that make the same requests and write the raw bytes.

`python -m benchmarks.exporting soak` compares 5,000 with 100,000 orders, each export in a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_plus

import aiohttp
import msgspec

from benchmarks.measure import Result, Timings, side_by_side_async
from benchmarks.pages import FIRST_ORDER_ID, ORDERS_PER_PAGE, order
from billit_async import ApiKey, BillitSession, Limits
from billit_async.export import export_orders

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence

AT_ONCE = "Export 2,400 orders in full, responses at once, 16 details at a time"
DELAYED = "Export 1,200 orders in full, responses after 50 ms, 32 details at a time"
PARTY_ID: Final = 574_991
_HEADERS: Final = {"ApiKey": "key", "PartyID": str(PARTY_ID), "Accept": "application/json"}
_BARE, _GATHERED = "aiohttp: bare loop, raw bytes to a file", "aiohttp: bare gather, raw bytes to a file"
JSONL, _COMPACT, PARQUET = "billit-async: JSONL", "billit-async: JSONL, compact", "billit-async: Parquet"
_AFTER: Final = re.compile(r"OrderID gt (\d+)")
_DETAIL: Final = re.compile(rb"GET /v1/orders/(\d+)")
# What a list leaves out of an order.
_DETAILS_ONLY: Final = {"OrderLines", "VatGroups", "Customer", "Messages", "BookingEntries"}
_DIFFERENT: Final = 480
_MIB: Final = 1024


async def measure(rounds: int) -> tuple[dict[str, dict[str, Timings]], list[Result]]:
    """Export in all ways from servers of its own.

    Args:
        rounds: How often.

    Returns:
        The timings of all, and the lines of the report.
    """
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder)
        with running(2_400) as origin:
            at_once = await side_by_side_async(
                {
                    _BARE: lambda: bare(origin, to, 16),
                    JSONL: lambda: ours(origin, to, 16, "jsonl"),
                    _COMPACT: lambda: ours(origin, to, 16, "jsonl", compact=True),
                    PARQUET: lambda: ours(origin, to, 16, "parquet"),
                },
                rounds=rounds,
            )
        with running(1_200, delay=0.05) as origin:
            delayed = await side_by_side_async(
                {_GATHERED: lambda: gathered(origin, to, 32), JSONL: lambda: ours(origin, to, 32, "jsonl")},
                rounds=max(1, rounds // 3),
            )
    return {AT_ONCE: at_once, DELAYED: delayed}, [
        Result("export to JSONL, time against a bare loop", at_once[JSONL].against(at_once[_BARE]), 2.3, at_most=True),
        Result(
            "export to Parquet, time against a bare loop", at_once[PARQUET].against(at_once[_BARE]), 3.4, at_most=True
        ),
        Result(
            "export to JSONL at 50 ms a response, speed against a bare gather",
            delayed[_GATHERED].against(delayed[JSONL]),
            0.95,
            at_most=False,
        ),
    ]


def soak(few: int, many: int, form: str) -> list[Result]:
    """Export few and many orders, each in a process of its own.

    Args:
        few: Orders of the short export.
        many: Orders of the long one.
        form: The format of the files.

    Returns:
        CPU time an order and peak memory of the long export, against the short one.
    """
    short, long = (_measured(orders, form) for orders in (few, many))
    return [
        Result(
            f"CPU time an order of an export of {many:,} orders to {form}, against one of {few:,}",
            long["cpu"] / short["cpu"],
            1.25,
            at_most=True,
            note=f"{short['cpu'] * 1e6:.0f} and {long['cpu'] * 1e6:.0f} µs",
        ),
        Result(
            f"peak memory of an export of {many:,} orders to {form}, against one of {few:,}",
            long["peak"] / short["peak"],
            1.15,
            at_most=True,
            note=f"{short['peak']:.0f} and {long['peak']:.0f} MiB",
        ),
    ]


async def bare(origin: str, to: Path, concurrency: int) -> int:
    """Make the requests of an export in a loop with workers, and write what comes, line by line."""
    waiting: asyncio.Queue[int | None] = asyncio.Queue(2 * concurrency)
    written = 0
    with _file(to) as write:
        async with _client(concurrency + 1) as session, asyncio.TaskGroup() as workers:

            async def read_details() -> None:
                nonlocal written
                while (order_id := await waiting.get()) is not None:
                    async with session.get(f"{origin}/v1/orders/{order_id}") as response:
                        write(await response.read() + b"\n")
                    written += 1

            for _ in range(concurrency):
                workers.create_task(read_details())
            async for order_ids in _listed(origin, session):
                for order_id in order_ids:
                    await waiting.put(order_id)
            for _ in range(concurrency):
                await waiting.put(None)
    return written


async def gathered(origin: str, to: Path, concurrency: int) -> int:
    """Ask for all details with one gather, while the list is read on."""
    with _file(to) as write:
        async with _client(concurrency + 1) as session:
            slots = asyncio.Semaphore(concurrency)

            async def detail(order_id: int) -> None:
                async with slots, session.get(f"{origin}/v1/orders/{order_id}") as response:
                    write(await response.read() + b"\n")

            tasks: list[asyncio.Task[None]] = []
            async for order_ids in _listed(origin, session):
                tasks += [asyncio.create_task(detail(order_id)) for order_id in order_ids]
            await asyncio.gather(*tasks)
    return len(tasks)


async def ours(origin: str, to: Path, concurrency: int, form: str, *, compact: bool = False) -> int:
    """Export with the SDK."""
    async with BillitSession(
        ApiKey("key"), base_url=origin, party_id=PARTY_ID, limits=Limits(max_connections=concurrency + 1)
    ) as billit:
        report = await export_orders(
            billit, directory=to, companies=[PARTY_ID], formats=[form], concurrency=concurrency, compact=compact
        )
    return report.orders


@contextmanager
def running(orders: int, *, delay: float = 0) -> Iterator[str]:
    """Start the server in another process and yield its address.

    Args:
        orders: How many it has.
        delay: Seconds before each response.
    """
    command = [sys.executable, "-m", "benchmarks.exporting", "serve", str(orders), str(delay)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            if process.stdout is None or not (origin := process.stdout.readline().strip()):
                raise RuntimeError("the benchmark server did not start")
            yield origin
        finally:
            process.communicate(timeout=10)  # closes its standard input, which ends it


class _Server(asyncio.Protocol):
    """Responds with one of some hundred different orders, under the id that was asked for."""

    def __init__(self, orders: int, delay: float) -> None:
        self._end = FIRST_ORDER_ID + orders
        self._delay = delay
        self._transport: asyncio.Transport
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            found = _DETAIL.match(head)
            body = b"{%b}" % _of(int(found[1]), _FULL) if found is not None else self._page(head)
            response = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
            if self._delay:
                asyncio.get_running_loop().call_later(self._delay, self._transport.write, response + body)
            else:
                self._transport.write(response + body)

    def _page(self, head: bytes) -> bytes:
        after = _AFTER.search(unquote_plus(head.partition(b" HTTP/")[0].decode()))
        first = FIRST_ORDER_ID if after is None else max(FIRST_ORDER_ID, int(after[1]) + 1)
        rows = [b"{%b}" % _of(each, _SUMMARIES) for each in range(first, min(first + ORDERS_PER_PAGE, self._end))]
        return b'{"Items":[%b],"Count":%d}' % (b",".join(rows), self._end - FIRST_ORDER_ID)


_FULL: list[bytes] = []
_SUMMARIES: list[bytes] = []


def _of(order_id: int, made: Sequence[bytes]) -> bytes:
    return b'"OrderID":%d,%b' % (order_id, made[order_id % len(made)])


async def serve(orders: int, delay: float) -> None:
    """Serve until standard input ends."""
    encode = msgspec.json.Encoder(decimal_format="number").encode
    for place in range(_DIFFERENT):
        whole = order(FIRST_ORDER_ID + place)
        del whole["OrderID"]
        _FULL.append(encode(whole)[1:-1])
        _SUMMARIES.append(encode({name: whole[name] for name in whole if name not in _DETAILS_ONLY})[1:-1])
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Server(orders, delay), "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    ended = asyncio.Event()

    def wait_for_the_end() -> None:
        while os.read(0, 1024):
            pass
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    await ended.wait()
    server.close()


class _Key(msgspec.Struct):
    OrderID: int


class _Keys(msgspec.Struct):
    Items: list[_Key]


async def _listed(origin: str, session: aiohttp.ClientSession) -> AsyncIterator[list[int]]:
    decoder, after = msgspec.json.Decoder(_Keys), 0
    while True:
        query = f"$filter=OrderID+gt+{after}&$orderby=OrderID"
        async with session.get(f"{origin}/v1/orders?{query}") as response:
            order_ids = [row.OrderID for row in decoder.decode(await response.read()).Items]
        if order_ids:
            yield order_ids
            after = order_ids[-1]
        if len(order_ids) < ORDERS_PER_PAGE:
            return


def _client(connections: int) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=connections), headers=_HEADERS)


@contextmanager
def _file(folder: Path) -> Iterator[Callable[[bytes], object]]:
    with (folder / "bare.jsonl").open("wb") as stream:
        yield stream.write
        stream.flush()
        os.fsync(stream.fileno())  # as an export does


def _measured(orders: int, form: str) -> dict[str, float]:
    with running(orders) as origin:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.exporting", "one", origin, form],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return dict(json.loads(done.stdout))


async def _one(origin: str, form: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        orders = await ours(origin, Path(folder), 16, form)
        cpu = time.process_time() - started
    return {"cpu": cpu / orders, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MIB}


def _main() -> None:
    match sys.argv[1:]:
        case ["serve", orders, delay]:
            asyncio.run(serve(int(orders), float(delay)))
        case ["one", origin, form]:
            print(json.dumps(asyncio.run(_one(origin, form))))
        case ["soak"]:
            for form in ("jsonl", "parquet"):
                for result in soak(5_000, 100_000, form):
                    print(f"{result.name}: {result.ratio:.2f} ({result.note})", flush=True)
        case _:
            _, results = asyncio.run(measure(7))
            for result in results:
                print(f"{result.name}: {result.ratio:.2f} (target {result.target:g})")


if __name__ == "__main__":
    _main()
