"""A server in a process of its own, its responses made beforehand: lists and products at once, an order after 50 ms.

Run by the benchmarks as `python -m benchmarks.server PAGES`; it prints its address on one line, and stops when its
standard input is closed.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from benchmarks.pages import FIRST_ORDER_ID, ORDERS_PER_PAGE, page

if TYPE_CHECKING:
    from collections.abc import Iterator

_SKIP = re.compile(r"\$skip=(\d+)")
_AFTER = re.compile(r"OrderID gt (\d+)")
_EMPTY = b'{"Items":[]}'
_ONE = re.compile(r"/v1/(orders|products)/\d+")
_ORDER = b'{"OrderID":7,"OrderNumber":"2024-1","OrderType":"Invoice","TotalIncl":12.50}'
_SECONDS = 0.05
_SELECT = re.compile(r"\$select=([A-Za-z,]+)")


def page_number(target: str) -> int:
    """Tell which page a request target asks for: by `$skip`, by the key of the last order seen, or the first."""
    query = unquote_plus(target.partition("?")[2])
    if (after := _AFTER.search(query)) is not None:
        return (int(after[1]) - FIRST_ORDER_ID + 1) // ORDERS_PER_PAGE if int(after[1]) >= FIRST_ORDER_ID else 0
    if (skip := _SKIP.search(query)) is not None:
        return int(skip[1]) // ORDERS_PER_PAGE
    return 0


def selected(target: str) -> frozenset[str] | None:
    """Tell which properties a request target selects; None for all of them."""
    found = _SELECT.search(unquote_plus(target.partition("?")[2]))
    return None if found is None else frozenset(found[1].split(","))


def responses(pages: int, origin: str, columns: frozenset[str] | None = None) -> list[bytes]:
    """Return the whole responses, headers and all, each pointing at the next one."""
    found: list[bytes] = []
    for number in range(pages):
        link = f"{origin}/v1/orders?$skip={(number + 1) * ORDERS_PER_PAGE}" if number + 1 < pages else None
        found.append(_response(page(number, next_page_link=link, columns=columns)))
    return found


def _response(body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def serve(pages: int) -> None:
    """Serve until standard input ends."""
    canned: dict[frozenset[str] | None, list[bytes]] = {}
    beyond, one = _response(_EMPTY), _response(_ORDER)

    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                target = head.split(b" ", 2)[1].decode()
                if (single := _ONE.fullmatch(target)) is not None:
                    if single[1] == "orders":
                        await asyncio.sleep(_SECONDS)
                    writer.write(one)
                    continue
                number = page_number(target)
                columns = selected(target)
                if columns not in canned:
                    canned[columns] = responses(pages, origin, columns)
                found = canned[columns]
                writer.write(found[number] if number < len(found) else beyond)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(respond, "127.0.0.1", 0)
    origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    canned[None] = responses(pages, origin)
    print(origin, flush=True)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()

    def wait_for_the_end() -> None:
        while os.read(0, 1024):
            pass
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    await ended.wait()
    server.close()


@contextmanager
def running(pages: int) -> Iterator[str]:
    """Start the server in another process and yield its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.server", str(pages)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the benchmark server has no pipes")
        origin = process.stdout.readline().strip()
        if not origin:
            raise RuntimeError("the benchmark server did not start")
        yield origin
    finally:
        process.communicate(timeout=10)  # closes its standard input, which ends it


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
