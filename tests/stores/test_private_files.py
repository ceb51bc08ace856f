"""Whatever a store writes to the disk is its owner's alone, and what is not is refused with the cure."""

from __future__ import annotations

import asyncio
import importlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import FileTokenStore, KeyringTokenStore, SQLTokenStore, TokenStoreError
from billit_async._runtime.private_files import make_private_file, read_private
from billit_async.auth.stores.sql import _file_of
from tests.stores.conftest import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from billit_async import TokenStore

    Make = Callable[[Path], TokenStore]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs the permission bits of POSIX")


def sqlite(folder: Path) -> TokenStore:
    return SQLTokenStore(f"sqlite+aiosqlite:///{folder}/grants.sqlite")


def own_engine(folder: Path) -> TokenStore:
    made: Any = importlib.import_module("sqlalchemy.ext.asyncio")
    sql: Any = importlib.import_module("sqlalchemy")
    return SQLTokenStore(made.create_async_engine(f"sqlite+aiosqlite:///{folder}/app.sqlite", poolclass=sql.NullPool))


def as_uri(folder: Path) -> TokenStore:
    return SQLTokenStore(f"sqlite+aiosqlite:///file:{folder}/uri.sqlite?uri=true")


@pytest.fixture(autouse=True)
def _careless_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.parametrize("make", [FileTokenStore, sqlite, own_engine, as_uri])
async def test_every_file_and_its_folder_are_made_for_the_owner_alone(make: Make, tmp_path: Path) -> None:
    store = make(tmp_path / "new" / "deep")
    lease = await store.acquire("default", 30)
    assert lease
    assert await store.compare_and_swap("default", None, record())
    assert await store.prolong(lease)
    found = list((tmp_path / "new" / "deep").iterdir())
    assert found
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in found} == {path.name: 0o600 for path in found}
    assert stat.S_IMODE((tmp_path / "new" / "deep").stat().st_mode) == 0o700
    await store.aclose()


async def test_what_sqlite_keeps_beside_its_file_is_the_owners_alone(tmp_path: Path) -> None:
    store = sqlite(tmp_path)
    assert await store.compare_and_swap("default", None, record())

    def write_ahead() -> dict[str, int]:
        import sqlite3

        kept = sqlite3.connect(tmp_path / "grants.sqlite")
        kept.execute("pragma journal_mode = wal")
        kept.execute("create table t (x)")
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
        kept.close()
        return modes

    assert await asyncio.to_thread(write_ahead) == {
        "grants.sqlite": 0o600,
        "grants.sqlite-wal": 0o600,
        "grants.sqlite-shm": 0o600,
    }
    await store.aclose()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o602, 0o610])
@pytest.mark.parametrize(
    ("make", "name"), [(sqlite, "grants.sqlite"), (own_engine, "app.sqlite"), (as_uri, "uri.sqlite")]
)
async def test_a_database_that_others_can_read_is_refused_with_the_cure(
    make: Make, name: str, tmp_path: Path, mode: int
) -> None:
    first = make(tmp_path)
    await first.compare_and_swap("default", None, record())
    await first.aclose()
    (tmp_path / name).chmod(mode)
    store = make(tmp_path)
    for step in (store.load("default"), store.acquire("default", 1), store.delete("default")):
        with pytest.raises(TokenStoreError, match=f"chmod 600 .*{name}"):
            await step
    (tmp_path / name).chmod(0o600)
    assert await store.load("default")
    await store.aclose()


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
async def test_so_is_what_lies_beside_it(tmp_path: Path, ending: str) -> None:
    store = sqlite(tmp_path)
    await store.compare_and_swap("default", None, record())
    (tmp_path / f"grants.sqlite{ending}").touch(mode=0o644)
    with pytest.raises(TokenStoreError, match=f"chmod 600 .*{ending}"):
        await store.load("default")
    await store.aclose()


async def test_a_folder_in_which_others_can_replace_the_database_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    store = sqlite(tmp_path)
    with pytest.raises(TokenStoreError, match="chmod go-w"):
        await store.load("default")
    tmp_path.chmod(0o1777)  # as /tmp is: nobody can replace what is another's
    assert await store.load("default") is None
    await store.aclose()


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o711, 0o777])
async def test_a_folder_of_grants_that_others_can_look_into_is_refused(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "tokens"
    store = FileTokenStore(folder)
    await store.compare_and_swap("default", None, record())
    folder.chmod(mode)
    for step in (store.load("default"), store.compare_and_swap("default", "x", record())):
        with pytest.raises(TokenStoreError, match="chmod 700"):
            await step


@pytest.mark.parametrize("ending", [".lock", ".lease"])
async def test_locks_that_others_could_write_to_are_refused(tmp_path: Path, ending: str, dict_keyring: object) -> None:
    for store in (FileTokenStore(tmp_path / "tokens"), KeyringTokenStore(locks=tmp_path / "locks")):
        lease = await store.acquire("default", 30)
        assert lease
        await store.release(lease)
        for path in (*tmp_path.rglob(f"*{ending}"),):
            path.chmod(0o666)
        with pytest.raises(TokenStoreError, match="chmod 600"):
            await store.acquire("default", 30)


async def test_a_fifo_in_the_place_of_a_file_holds_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    for step in (read_private, make_private_file):
        with pytest.raises(TokenStoreError, match="not a plain file"):
            await asyncio.to_thread(step, tmp_path / "pipe")
    store = FileTokenStore(tmp_path / "tokens")
    await store.compare_and_swap("default", None, record())
    (path,) = (tmp_path / "tokens").glob("*.json")
    path.unlink()
    os.mkfifo(path, 0o600)
    with pytest.raises(TokenStoreError, match="not a plain file"):
        await store.load("default")


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("sqlite+aiosqlite:////a/b.sqlite", "/a/b.sqlite"),
        ("sqlite+aiosqlite:///b.sqlite", "b.sqlite"),
        ("sqlite+aiosqlite://", None),
        ("sqlite+aiosqlite:///:memory:", None),
        ("sqlite+aiosqlite:///file:b?mode=memory&uri=true", None),
        ("sqlite+aiosqlite:///file:/a/b%20c.sqlite?uri=true", "/a/b c.sqlite"),
        ("postgresql+asyncpg://h/name", None),
    ],
)
def test_the_file_of_a_database_is_found_in_its_address(address: str, file: str | None) -> None:
    sql: Any = importlib.import_module("sqlalchemy")
    found = _file_of(sql.make_url(address))
    assert found == (None if file is None else Path(file))
