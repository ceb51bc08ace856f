"""Token stores between real processes, some of them killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import FileTokenStore, RedisTokenStore, SQLTokenStore, TokenStore, TokenStoreError
from tests.servers import unmeasured
from tests.stores.conftest import record
from tests.stores.holder import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=["file", "redis", "sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """A kind of store, and an address that nobody has used."""
    match request.param:
        case "file":
            return "file", str(tmp_path / "tokens")
        case "redis":
            request.getfixturevalue("shared_redis")
            return "redis", request.getfixturevalue("shared_redis").url.replace("/0", f"/{uuid.uuid4().int % 15 + 1}")
        case "sqlite":
            return "sql", f"sqlite+aiosqlite:///{tmp_path}/grants.sqlite"
        case _:
            return "sql", request.getfixturevalue("shared_postgres").url


async def start(place: tuple[str, str], work: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.stores.holder", *place, work),
        cwd=ROOT,
        env=unmeasured(),
        stdout=asyncio.subprocess.PIPE,
    )


@pytest.fixture
async def processes() -> Any:
    """The processes of a test, ended with it."""
    started: list[asyncio.subprocess.Process] = []
    yield started
    for process in started:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_no_write_of_four_processes_is_lost(
    place: tuple[str, str], processes: list[asyncio.subprocess.Process]
) -> None:
    store = open_store(*place)
    await store.delete("default")
    processes += [await start(place, "swap") for _ in range(4)]
    assert [(await process.communicate())[0] for process in processes] == [b"done\n"] * 4
    stored = await store.load("default")
    assert stored is not None
    assert stored.record.reason == "160"
    await store.delete("default")
    await store.aclose()


async def test_a_folder_gives_the_lease_of_a_killed_process_to_the_next_at_once(
    tmp_path: Path, processes: list[asyncio.subprocess.Process]
) -> None:
    store = FileTokenStore(tmp_path / "tokens")
    holder = await start(("file", str(tmp_path / "tokens")), "lease")
    processes.append(holder)
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"held\n"
    assert await store.acquire("default", 30) is None
    holder.send_signal(signal.SIGSTOP)
    assert await store.acquire("default", 30) is None
    holder.send_signal(signal.SIGKILL)
    await holder.wait()
    assert await store.acquire("default", 30) is not None


class TestAFolder:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return tmp_path / "tokens"

    @pytest.fixture
    async def store(self, folder: Path) -> FileTokenStore:
        made = FileTokenStore(folder)
        await made.compare_and_swap("default", None, record())
        return made

    def record_file(self, folder: Path) -> Path:
        (found,) = folder.glob("*.json")
        return found

    async def test_is_its_owners_alone(self, store: FileTokenStore, folder: Path) -> None:
        await store.acquire("default", 30)
        assert folder.stat().st_mode & 0o777 == 0o700
        assert {path.suffix: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {
            ".json": 0o600,
            ".lock": 0o600,
            ".lease": 0o600,
        }

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o622])
    async def test_that_others_can_read_is_refused(self, store: FileTokenStore, folder: Path, mode: int) -> None:
        self.record_file(folder).chmod(mode)
        with pytest.raises(TokenStoreError, match="chmod 600"):
            await store.load("default")
        with pytest.raises(TokenStoreError, match="chmod 600"):
            await store.compare_and_swap("default", "x", record())

    async def test_that_others_can_write_to_is_refused(self, store: FileTokenStore, folder: Path) -> None:
        folder.chmod(0o777)
        with pytest.raises(TokenStoreError, match="chmod 700"):
            await store.compare_and_swap("default", "x", record())

    async def test_is_not_read_through_a_link(self, store: FileTokenStore, folder: Path, tmp_path: Path) -> None:
        path = self.record_file(folder)
        path.rename(tmp_path / "elsewhere")
        path.symlink_to(tmp_path / "elsewhere")
        with pytest.raises(TokenStoreError, match="link"):
            await store.load("default")

    @pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to give a file to another user")
    async def test_of_another_user_is_refused(self, store: FileTokenStore, folder: Path) -> None:
        os.chown(self.record_file(folder), 65534, 65534)
        with pytest.raises(TokenStoreError, match="another user"):
            await store.load("default")

    async def test_that_is_a_file_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("{}")
        store = FileTokenStore(tmp_path / "file")
        for step in (store.load("default"), store.compare_and_swap("default", None, record())):
            with pytest.raises(TokenStoreError, match="is a file"):
                await step

    @pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff", b'{"name":"other","version":"1","record":{}}'])
    async def test_with_a_damaged_file_says_so_and_quotes_nothing(
        self, store: FileTokenStore, folder: Path, damage: bytes
    ) -> None:
        self.record_file(folder).write_bytes(damage)
        with pytest.raises(TokenStoreError, match="restore it, or delete it") as caught:
            await store.load("default")
        assert caught.value.__context__ is None

    async def test_that_is_full_keeps_what_it_had(
        self, store: FileTokenStore, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stored = await store.load("default")
        assert stored is not None

        def full(_file: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("billit_async.auth.stores.file.os.fsync", full)
        with pytest.raises(TokenStoreError, match="No space left"):
            await store.compare_and_swap("default", stored.version, record(2))
        monkeypatch.undo()
        assert await store.load("default") == stored
        assert not list(folder.glob("*.new"))

    async def test_is_cleared_of_what_a_killed_process_left(self, store: FileTokenStore, folder: Path) -> None:
        left = self.record_file(folder).with_suffix(".0123.new")
        left.write_text("half a rec")
        stored = await store.load("default")
        assert stored is not None
        await store.compare_and_swap("default", stored.version, record(2))
        assert not left.exists()

    async def test_gives_up_on_a_lock_that_a_stopped_process_holds(
        self, store: FileTokenStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("billit_async.auth.stores.file._PATIENCE", 0.05)
        monkeypatch.setattr("billit_async.auth.stores.file._try_lock", lambda _file: False)
        with pytest.raises(TokenStoreError, match="is it stopped"):
            await store.compare_and_swap("default", "x", record())

    async def test_believes_the_monotonic_clock_about_a_lease(
        self, store: FileTokenStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import time

        assert await store.acquire("default", 30)
        now = time.time()
        monkeypatch.setattr("billit_async.auth.stores.file.time.time", lambda: now + 86_400)
        assert await store.acquire("default", 30) is None

    async def test_believes_a_lease_that_was_half_written_to_be_nobodys(
        self, store: FileTokenStore, folder: Path
    ) -> None:
        lease = await store.acquire("default", 30)
        assert lease
        (path,) = folder.glob("*.lease")
        path.write_text('{"holder": "')
        assert await store.acquire("default", 30)


class TestAServerThatGoes:
    async def test_redis(self, tmp_path: Path) -> None:
        from tests.servers import PASSWORD, RedisServer

        if RedisServer.missing:
            pytest.skip(RedisServer.missing)
        server = RedisServer(tmp_path)
        server.start()
        store = RedisTokenStore(server.url)
        version = await store.compare_and_swap("default", None, record())
        assert version
        server.stop()
        await everything_fails(store, PASSWORD)
        server.start()
        assert await store.compare_and_swap("default", None, record())
        await store.aclose()
        server.stop()

    async def test_redis_with_too_few_replicas(self, shared_redis: Any) -> None:
        store = RedisTokenStore(shared_redis.url, prefix=uuid.uuid4().hex, wait_replicas=1, wait_seconds=0.05)
        with pytest.raises(TokenStoreError, match="0 of 1 replicas"):
            await store.compare_and_swap("default", None, record())
        await store.aclose()

    async def test_postgresql(self) -> None:
        from tests.servers import PASSWORD, PostgresServer

        if PostgresServer.missing:
            pytest.skip(PostgresServer.missing)
        server = await asyncio.to_thread(PostgresServer)
        await asyncio.to_thread(server.start)
        store = SQLTokenStore(server.url)
        assert await store.compare_and_swap("default", None, record())
        await asyncio.to_thread(server.stop)
        await everything_fails(store, PASSWORD)
        await store.aclose()
        await asyncio.to_thread(server.remove)

    async def test_a_database_that_has_no_tables_and_may_make_none(self, tmp_path: Path) -> None:
        store = SQLTokenStore(f"sqlite+aiosqlite:///{tmp_path}/grants.sqlite", create=False)
        await everything_fails(store, "access-1")
        await store.aclose()


async def everything_fails(store: TokenStore, secret: str) -> None:
    from billit_async.auth.stores import Lease

    steps: list[Callable[[], Any]] = [
        lambda: store.load("default"),
        lambda: store.compare_and_swap("default", None, record()),
        lambda: store.delete("default"),
        lambda: store.acquire("default", 30),
        lambda: store.release(Lease("default", "x", 1)),
    ]
    for step in steps:
        with pytest.raises(TokenStoreError, match="cannot be asked") as caught:
            await step()
        said = f"{caught.value!r} {caught.value}"
        assert secret not in said
        assert "refresh-1" not in said
