"""What one call costs beside a bare aiohttp GET, counted in Python calls, which no busy machine makes more."""

from __future__ import annotations

import asyncio
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from billit_async import ApiKey, BillitSession

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from types import FrameType

TIMES = 10
# A little above what was counted when this was written: 57 in the package, and 84 more than the bare call in all.
MOST_OWN, MOST_MORE = 60, 90
RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n" + b'{"OrderID":7}'


@contextmanager
def served_by_a_thread() -> Iterator[str]:
    """Serve one response for ever, in a thread of its own, whose calls are not counted."""
    addresses: list[str] = []
    started = threading.Event()
    loop = asyncio.new_event_loop()

    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(RESPONSE)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def serve() -> None:
        server = await asyncio.start_server(respond, "127.0.0.1", 0)
        addresses.append(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        started.set()
        await stopped.wait()
        server.close()

    stopped = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    started.wait(10)
    try:
        yield addresses[0]
    finally:
        loop.call_soon_threadsafe(stopped.set)
        thread.join(10)
        loop.close()


async def calls_of(ask: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """Count the Python calls of one request, and those of them within the package; a resumed coroutine is one more."""
    for _ in range(3):
        await ask()
    counted = [0, 0]

    def count(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call":
            counted[0] += 1
            counted[1] += "billit_async" in frame.f_code.co_filename

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        for _ in range(TIMES):
            await ask()
    finally:
        sys.setprofile(before)
    return counted[0] / TIMES, counted[1] / TIMES


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="counted as 3.11 calls: later versions inline comprehensions")
async def test_a_get_makes_no_more_python_calls_than_it_did() -> None:
    with served_by_a_thread() as url:
        async with aiohttp.ClientSession() as http, BillitSession(ApiKey("key"), base_url=url, party_id=7) as billit:

            async def bare() -> bytes:
                async with http.get(f"{url}/v1/projects") as response:
                    return await response.read()

            in_all, _ = await calls_of(bare)
            ours, own = await calls_of(lambda: billit.request("GET", "/v1/projects"))
    assert own <= MOST_OWN
    assert ours - in_all <= MOST_MORE
