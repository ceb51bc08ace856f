"""Responses without end, and responses that unpack to one: an error after a few megabytes, and nobody else waits."""

from __future__ import annotations

import asyncio
import gzip
import json
import subprocess
import sys
import zlib
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import brotli
import pytest
from backports import zstd

from billit_async import (
    ApiKey,
    BillitSession,
    Limits,
    OAuth2,
    OutcomeUnknown,
    ResponseTooLarge,
    RetryPolicy,
    ServerError,
    TokenServiceUnavailable,
    Unauthorized,
)
from billit_async.errors import LoginError
from billit_async.models.orders import Order
from tests.servers import unmeasured

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

Writing = Callable[[asyncio.StreamWriter], Awaitable[None]]
MEBIBYTE = 1 << 20
GIBIBYTE = 1 << 30
MOST = 64 << 10


def endless(*headers: str, status: str = "200 OK", declared: int | None = None) -> Writing:
    """A body of a gigabyte, sent as fast as it is taken."""

    async def write(writer: asyncio.StreamWriter) -> None:
        length = f"Content-Length: {declared}" if declared else "Transfer-Encoding: chunked"
        head = [f"HTTP/1.1 {status}", "Content-Type: application/json", length, *headers]
        writer.write(("\r\n".join(head) + "\r\n\r\n").encode())
        piece = b" " * 65_536
        framed = piece if declared else b"10000\r\n" + piece + b"\r\n"
        for _ in range(GIBIBYTE // len(piece)):
            writer.write(framed)
            await writer.drain()

    return write


def packed(body: bytes, encoding: str, status: str = "200 OK") -> Writing:
    async def write(writer: asyncio.StreamWriter) -> None:
        head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}\r\n"
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()

    return write


@asynccontextmanager
async def serving(write: Writing) -> AsyncIterator[str]:
    tasks: set[asyncio.Task[Any]] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next((line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), b":0")
            await reader.readexactly(int(length.partition(b":")[2]))
            await write(writer)
            await reader.read()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1")
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def session(url: str, **limits: Any) -> BillitSession:
    return BillitSession(ApiKey("key"), base_url=url, limits=Limits(**limits), retry=RetryPolicy.never())


def zeros(size: int) -> bytes:
    return b'{"x":"' + b"0" * size + b'"}'


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda body: gzip.compress(body, 9),
    "deflate": lambda body: zlib.compress(body, 9),
    "br": lambda body: brotli.compress(body, quality=5),
    "zstd": lambda body: zstd.compress(body, 3),
}


@pytest.mark.parametrize("write", [endless(), endless(declared=GIBIBYTE)], ids=["chunked", "declared"])
async def test_a_body_of_a_gigabyte_is_an_error_that_names_the_call(write: Any) -> None:
    async with serving(write) as url, session(url) as billit:
        with pytest.raises(ResponseTooLarge, match=r"GET /v1/orders/\{orderID\}: 200, but the body is too large"):
            await billit.orders.get(1)


@pytest.mark.parametrize("encoding", PACKERS)
async def test_a_body_counts_with_what_it_unpacks_to(encoding: str) -> None:
    body = PACKERS[encoding](zeros(8 * MEBIBYTE))
    assert len(body) < MOST
    async with serving(packed(body, encoding)) as url, session(url, max_response_bytes=MOST) as billit:
        with pytest.raises(ResponseTooLarge):
            await billit.request("GET", "/v1/x")


@pytest.mark.parametrize("encoding", PACKERS)
async def test_a_body_that_unpacks_to_less_is_read(encoding: str) -> None:
    body = PACKERS[encoding](json.dumps({"x": list(range(5_000))}).encode())
    async with serving(packed(body, encoding)) as url, session(url) as billit:
        assert (await billit.request("GET", "/v1/x"))["x"] == list(range(5_000))


async def test_a_download_has_a_limit_of_its_own() -> None:
    file_id = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
    body = json.dumps({"FileID": file_id, "FileName": "a.pdf", "FileContent": "A" * 4 * MOST}).encode()
    async with serving(packed(gzip.compress(body), "gzip")) as url:
        async with session(url, max_response_bytes=MOST) as billit:
            assert len((await billit.files.download(file_id)).content) == 3 * MOST
        async with session(url, max_download_bytes=MOST) as billit:
            with pytest.raises(ResponseTooLarge):
                await billit.files.download(file_id)


async def test_a_write_whose_response_is_too_large_may_have_taken_effect_and_is_not_repeated() -> None:
    limits = Limits(max_response_bytes=MOST)
    async with serving(endless()) as url, BillitSession(ApiKey("key"), base_url=url, limits=limits) as billit:
        with pytest.raises(ResponseTooLarge) as caught:
            await billit.orders.create(Order())
    assert caught.value.may_have_arrived
    assert caught.value.attempts == 1


@pytest.mark.parametrize(("status", "cls"), [("401 Unauthorized", Unauthorized), ("503 Busy", ServerError)])
async def test_a_refusal_with_a_body_of_a_gigabyte_is_still_that_refusal(status: str, cls: type[Exception]) -> None:
    async with serving(endless(status=status)) as url, session(url) as billit:
        with pytest.raises(cls):
            await billit.orders.get(1)


async def test_the_token_endpoint_is_read_up_to_its_own_small_limit() -> None:
    callback = "/callback?code=a&state=b"
    for write in (endless(), endless(declared=GIBIBYTE), packed(PACKERS["gzip"](zeros(4 * MEBIBYTE)), "gzip")):
        async with serving(write) as url:
            oauth = OAuth2("id", "secret", "https://app.example/callback", base_url=url)
            with pytest.raises(LoginError, match="too large"):
                await oauth.exchange(callback, expected_state="b")
    async with serving(endless(status="503 Busy")) as url:
        oauth = OAuth2("id", "secret", "https://app.example/callback", base_url=url)
        with pytest.raises((TokenServiceUnavailable, LoginError), match="503"):
            await oauth.exchange(callback, expected_state="b")


async def test_other_tasks_have_their_turns_while_a_large_body_is_read() -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    body = PACKERS["gzip"](json.dumps([f"{number:097}" for number in range(150_000)]).encode())
    async with serving(packed(body, "gzip")) as url, session(url) as billit:
        counting = asyncio.create_task(count())
        await asyncio.sleep(0)
        before = turns
        assert len(await billit.request("GET", "/v1/x")) == 150_000
        counting.cancel()
    # One turn for each mebibyte at the least; a body that is read in one go gives two or three.
    assert turns - before >= 12


async def test_a_session_is_of_use_after_a_body_that_was_too_large() -> None:
    served = 0

    async def write(writer: asyncio.StreamWriter) -> None:
        nonlocal served
        served += 1
        if served % 2:
            await endless()(writer)
        else:
            writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 8\r\n\r\n" + b'{"a": 1}')

    async with serving(write) as url, session(url, max_response_bytes=MOST, max_connections=1) as billit:
        for _ in range(3):
            with pytest.raises(ResponseTooLarge):
                await billit.request("GET", "/v1/x")
            assert await billit.request("GET", "/v1/x") == {"a": 1}


async def test_a_body_that_breaks_off_is_no_body_that_is_too_large() -> None:
    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
        await writer.drain()
        writer.close()

    async with serving(write) as url, session(url) as billit:
        with pytest.raises(OutcomeUnknown):
            await billit.request("GET", "/v1/x")


_PROGRAM = """
import asyncio, resource, sys
from billit_async import ApiKey, BillitSession, ResponseTooLarge, RetryPolicy
from billit_async.models.orders import Order

async def main():
    async with BillitSession(ApiKey("key"), base_url=sys.argv[1], retry=RetryPolicy.never()) as billit:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        try:
            await billit.orders.get(1)
        except ResponseTooLarge:
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)

asyncio.run(main())
"""


@pytest.mark.parametrize("what", ["endless", "declared", *PACKERS])
async def test_an_endless_body_and_a_bomb_cost_a_few_megabytes(what: str) -> None:
    """In a process of its own, since what counts is the most memory that it ever had."""
    declared = GIBIBYTE if what == "declared" else None
    write = packed(_bomb(what), what) if what in PACKERS else endless(declared=declared)
    async with serving(write) as url:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _PROGRAM, url, stdout=subprocess.PIPE, env=unmeasured()
        )
        told, _ = await process.communicate()
    kibibytes = int(told)

    # The body itself has a gigabyte, or a quarter of one. 16 MiB of it are taken at most, twice while the buffer grows.
    assert kibibytes < 64 * 1024, f"{what}: {kibibytes} KiB"


def _bomb(encoding: str) -> bytes:
    """Something of less than a megabyte that unpacks to a quarter of a gigabyte."""
    piece = b" " * MEBIBYTE
    if encoding in {"gzip", "deflate"}:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31 if encoding == "gzip" else 15)
        packed_up = b"".join([packer.compress(piece) for _ in range(256)]) + packer.flush()
    elif encoding == "zstd":
        frames = zstd.ZstdCompressor(level=1)
        packed_up = b"".join([frames.compress(piece) for _ in range(256)]) + frames.flush()
    else:
        squeezer = brotli.Compressor(quality=1)
        packed_up = b"".join([squeezer.process(piece) for _ in range(256)]) + squeezer.finish()
    assert len(packed_up) < MEBIBYTE
    return packed_up
