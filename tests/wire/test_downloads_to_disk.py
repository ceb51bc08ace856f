"""Downloads that go to disk while they arrive, over real HTTP: flat in memory, whole or not at all."""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import json
import os
import stat
import subprocess
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from billit_async import (
    ApiKey,
    BillitSession,
    FileError,
    Limits,
    NoAccess,
    NoResponse,
    ResponseTooLarge,
    RetryPolicy,
    UnexpectedResponse,
)
from billit_async._resources.saving import Target
from billit_async.emulator import Emulator
from tests.servers import unmeasured

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path
    from typing import TypeAlias

    Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

FILE_ID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
OTHER = "af3b583e-1111-4222-8333-2a7d8680a324"
MEBIBYTE = 1 << 20
CONTENT = os.urandom(3 * MEBIBYTE + 1)


def file(content: bytes = CONTENT, *, file_id: str = FILE_ID, name: str = "a/../Invoice 7.pdf") -> bytes:
    body = {"FileName": name, "FileContent": base64.b64encode(content).decode(), "FileID": file_id}
    return json.dumps(body).replace("/", "\\/").encode()


def answering(body: bytes, **options: Any) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(body=body, **{"content_type": "application/json", **options})

    return answer


@asynccontextmanager
async def connected(handler: Handler, **options: Any) -> AsyncIterator[BillitSession]:
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", handler)
    async with TestServer(app) as server:
        url = str(server.make_url("")).rstrip("/")
        async with BillitSession(ApiKey("key"), base_url=url, **{"retry": RetryPolicy.never(), **options}) as billit:
            yield billit


async def test_a_download_is_saved_under_its_own_name_or_under_the_given_one(tmp_path: Path) -> None:
    async with connected(answering(file())) as billit:
        saved = [await billit.files.save(FILE_ID, tmp_path) for _ in range(2)]
        saved.append(await billit.files.save(FILE_ID, tmp_path / "mine.pdf"))
        saved.append(await billit.files.save(FILE_ID, str(tmp_path / "mine.pdf")))
    assert [path.name for path in saved] == ["Invoice 7.pdf", "Invoice 7 (2).pdf", "mine.pdf", "mine.pdf"]
    assert all(path.read_bytes() == CONTENT for path in saved)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in saved}
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in saved} == {0o600}


async def test_the_emulator_serves_the_same_file_to_disk_as_to_memory(tmp_path: Path) -> None:
    async with (
        Emulator(orders=3) as emu,
        BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as billit,
    ):
        order = await billit.orders.list().first()
        assert order is not None
        assert order.order_id is not None
        pdf = await billit.orders.pdf(order.order_id)
        saved = await billit.files.save(pdf.file_id, tmp_path)
        assert saved.read_bytes() == pdf.content
        named = await billit.orders.save_pdf(order.order_id, tmp_path / "mine.pdf")
        assert named.read_bytes() == pdf.content
        assert (await billit.orders.save_pdf(order.order_id, tmp_path)).name == f"{saved.stem} (2){saved.suffix}"
        with pytest.raises(NoAccess):
            await billit.files.save(OTHER, tmp_path)
    assert len([*tmp_path.iterdir()]) == 3


async def test_a_compressed_response_is_read_as_any_other(tmp_path: Path) -> None:
    body = gzip.compress(file(), 1)
    async with connected(answering(body, headers={"Content-Encoding": "gzip"})) as billit:
        saved = await billit.files.save(FILE_ID, tmp_path)
    assert saved.read_bytes() == CONTENT


BROKEN: dict[str, bytes] = {
    "a page": b"<html>log in</html>" * 100_000,
    "an empty body": b"",
    "blanks": b" " * 3 * MEBIBYTE,
    "JSON of another shape": b'[{"FileContent": "AAAA"}]',
    "an endless list": b"[" + b'{"a": 1},' * 300_000,
    "a file without content": json.dumps({"FileID": FILE_ID, "FileName": "a.pdf"}).encode(),
    "another file": file(file_id=OTHER),
    "damaged content": file()[:5_000] + b"*" + file()[5_001:],
    "a file that is cut off": file()[:-100],
}


@pytest.mark.parametrize("what", BROKEN)
async def test_what_is_no_file_is_an_error_and_leaves_nothing_behind(what: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine.pdf"
    mine.write_bytes(b"precious")
    async with connected(answering(BROKEN[what])) as billit:
        for path in (tmp_path, mine):
            with pytest.raises(UnexpectedResponse):
                await billit.files.save(FILE_ID, path)
    assert [*tmp_path.iterdir()] == [mine]
    assert mine.read_bytes() == b"precious"


@pytest.mark.parametrize("chunked", [False, True])
async def test_the_limit_of_downloads_holds(tmp_path: Path, *, chunked: bool) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.Response(body=file(), content_type="application/json")
        if chunked:
            response.enable_chunked_encoding()
        return response

    limits = Limits(max_response_bytes=1024, max_download_bytes=2 * MEBIBYTE)
    async with connected(answer, limits=limits) as billit:
        with pytest.raises(ResponseTooLarge, match=r"GET /v1/files/\{fileID\}: 200, but the body is too large"):
            await billit.files.save(FILE_ID, tmp_path)
    assert [*tmp_path.iterdir()] == []


async def test_an_attempt_that_breaks_off_is_made_again_from_the_beginning(tmp_path: Path) -> None:
    asked = 0

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal asked
        asked += 1
        if asked == 1:
            response = web.StreamResponse(headers={"Content-Length": str(len(file()))})
            await response.prepare(request)
            await response.write(file(b"another content" * 100_000)[: 2 * MEBIBYTE - 1])
            assert request.transport is not None
            request.transport.close()
            return response
        if asked == 2:
            return web.Response(status=503, text="busy")
        return web.Response(body=file(), content_type="application/json")

    retry = RetryPolicy(base=0.001, cap=0.001)
    async with connected(answer, retry=retry) as billit:
        saved = await billit.files.save(FILE_ID, tmp_path)
    assert asked == 3
    assert saved.read_bytes() == CONTENT
    assert [*tmp_path.iterdir()] == [saved]


async def test_a_response_that_breaks_off_and_a_cancelled_call_leave_nothing_behind(tmp_path: Path) -> None:
    halfway = asyncio.Event()
    breaks_off = True

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(file()))})
        await response.prepare(request)
        await response.write(file()[: 2 * MEBIBYTE])
        if not breaks_off:
            halfway.set()
            await asyncio.sleep(3600)
        assert request.transport is not None
        request.transport.close()
        return response

    async with connected(answer) as billit:
        with pytest.raises(NoResponse):
            await billit.files.save(FILE_ID, tmp_path)
        breaks_off = False
        saving = asyncio.create_task(billit.files.save(FILE_ID, tmp_path))
        await halfway.wait()
        assert len([*tmp_path.iterdir()]) == 1
        saving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await saving
    assert [*tmp_path.iterdir()] == []


async def test_what_the_disk_refuses_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        raise AssertionError(request.path)

    (tmp_path / "taken").write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path / "taken")
    async with connected(answer) as billit:
        for name, overwrite in (("taken", False), ("link", None), ("link", True)):
            with pytest.raises(FileError):
                await billit.files.save(FILE_ID, tmp_path / name, overwrite=overwrite)
        with pytest.raises(FileError, match="No such file"):
            await billit.files.save(FILE_ID, tmp_path / "nowhere" / "x.pdf")
        with pytest.raises(ValueError, match="needs the name of the file"):
            await billit.files.save(FILE_ID, tmp_path, overwrite=True)
        with pytest.raises(TypeError):
            await billit.files.save(None, tmp_path)  # type: ignore[arg-type]
    assert {path.name for path in tmp_path.iterdir()} == {"taken", "link"}


async def test_a_full_disk_is_told_as_such_and_not_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal asked
        asked += 1
        return web.Response(body=file(), content_type="application/json")

    def full(_self: Target, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Target, "write", full)
    async with connected(answer, retry=RetryPolicy()) as billit:
        with pytest.raises(OSError, match="No space left"):
            await billit.files.save(FILE_ID, tmp_path)
    assert asked == 1
    assert [*tmp_path.iterdir()] == []


async def test_a_session_is_of_use_after_a_download_that_was_given_up(tmp_path: Path) -> None:
    bodies = [BROKEN["an endless list"], file(), BROKEN["a page"], file()]

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(body=bodies.pop(0), content_type="application/json")

    async with connected(answer, limits=Limits(max_connections=1)) as billit:
        for _ in range(2):
            with pytest.raises(UnexpectedResponse):
                await billit.files.save(FILE_ID, tmp_path)
            assert (await billit.files.save(FILE_ID, tmp_path / "x.pdf")).read_bytes() == CONTENT


_PROGRAM = """
import asyncio, hashlib, resource, sys
from billit_async import ApiKey, BillitSession, Limits, RetryPolicy

async def main():
    limits = Limits(max_download_bytes=1 << 30)
    async with BillitSession(ApiKey("key"), base_url=sys.argv[1], limits=limits, retry=RetryPolicy.never()) as billit:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        turns = 0
        async def count():
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)
        counting = asyncio.create_task(count())
        saved = await billit.files.save(sys.argv[2], sys.argv[3])
        counting.cancel()
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with saved.open("rb") as file:
        print(after - before, turns, hashlib.file_digest(file, "sha256").hexdigest())

asyncio.run(main())
"""


async def test_a_file_of_a_hundred_megabytes_costs_a_few(tmp_path: Path) -> None:
    """In a process of its own, since what counts is the most memory that it ever had."""
    piece = os.urandom(MEBIBYTE // 4 * 3)
    written = base64.b64encode(piece).replace(b"/", b"\\/")
    pieces = 115

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        await response.write(b'{"FileName": "large.zip", "FileContent": "')
        for _ in range(pieces):
            await response.write(written)
        await response.write(b'", "FileID": "%b"}' % FILE_ID.encode())
        return response

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    async with TestServer(app) as server:
        url = str(server.make_url("")).rstrip("/")
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _PROGRAM, url, FILE_ID, str(tmp_path), stdout=subprocess.PIPE, env=unmeasured()
        )
        told, _ = await process.communicate()
    kibibytes, turns, digest = told.decode().split()
    assert digest == hashlib.sha256(piece * pieces).hexdigest()
    assert int(kibibytes) < 40 * 1024
    # The other tasks of the loop have at least one turn for each piece.
    assert int(turns) > pieces
