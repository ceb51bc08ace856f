"""What is particular to the keyring, to encryption, and to packages that are not there."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

import keyring
import keyring.backends.fail
import keyring.errors
import pytest

import billit_async
from billit_async import (
    ConfigurationError,
    EncryptedTokenStore,
    KeyringTokenStore,
    MemoryTokenStore,
    RedisTokenStore,
    SQLTokenStore,
    TokenStoreError,
)
from tests.stores.conftest import record

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stores.conftest import DictKeyring


class TestAKeyring:
    async def test_that_is_not_there_is_told(self, dict_keyring: DictKeyring, tmp_path: Path) -> None:
        keyring.set_keyring(keyring.backends.fail.Keyring())
        store = KeyringTokenStore(locks=tmp_path)
        with pytest.raises(TokenStoreError, match="use FileTokenStore instead"):
            await store.load("default")

    @pytest.mark.parametrize(
        ("error", "said"),
        [(keyring.errors.KeyringLocked, "unlock it"), (keyring.errors.PasswordSetError, "PasswordSetError")],
    )
    async def test_that_refuses_is_told_without_the_secret(
        self, dict_keyring: DictKeyring, tmp_path: Path, error: Any, said: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(_self: Any, _service: str, _name: str, secret: str) -> None:
            raise error(secret)

        monkeypatch.setattr(type(dict_keyring), "set_password", refuse)
        with pytest.raises(TokenStoreError, match=said) as caught:
            await KeyringTokenStore(locks=tmp_path).compare_and_swap("default", None, record())
        assert "refresh-1" not in str(caught.value)
        assert caught.value.__context__ is None

    async def test_with_something_else_in_it_is_told(self, dict_keyring: DictKeyring, tmp_path: Path) -> None:
        dict_keyring.entries["billit-async", "grant default"] = "hunter2"
        with pytest.raises(TokenStoreError, match="is not a grant"):
            await KeyringTokenStore(locks=tmp_path).load("default")

    async def test_keeps_its_locks_in_a_place_of_the_users(
        self, dict_keyring: DictKeyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
        await KeyringTokenStore().compare_and_swap("default", None, record())
        assert list((tmp_path / "billit-async" / "locks").glob("*.lock"))
        assert "refresh-1" not in "".join(path.read_text() for path in tmp_path.rglob("*.*") if path.is_file())


class TestEncryption:
    async def test_leaves_no_token_in_the_inner_store(self) -> None:
        inner = MemoryTokenStore()
        store = EncryptedTokenStore(inner, EncryptedTokenStore.generate_key())
        await store.compare_and_swap("default", None, record(more={"kept": 1}))
        stored = await inner.load("default")
        assert stored is not None
        raw = stored.record.to_bytes()
        assert b"access-1" not in raw
        assert b"refresh-1" not in raw
        assert b"kept" in raw

    async def test_changes_its_key_with_the_old_one_behind_the_new(self) -> None:
        inner = MemoryTokenStore()
        old, new = EncryptedTokenStore.generate_key(), EncryptedTokenStore.generate_key()
        await EncryptedTokenStore(inner, old).compare_and_swap("default", None, record())
        both = EncryptedTokenStore(inner, new.reveal(), old.reveal().encode())
        assert await both.rotate("default")
        assert not await both.rotate("another")
        stored = await EncryptedTokenStore(inner, new).load("default")
        assert stored is not None
        assert stored.record == record()
        with pytest.raises(TokenStoreError, match="add the key"):
            await EncryptedTokenStore(inner, old).load("default")

    async def test_refuses_what_was_moved_to_another_grant_or_field(self) -> None:
        import attrs

        inner = MemoryTokenStore()
        store = EncryptedTokenStore(inner, EncryptedTokenStore.generate_key())
        await store.compare_and_swap("ann", None, record(1))
        stored = await inner.load("ann")
        assert stored is not None
        await inner.compare_and_swap("bob", None, stored.record)
        swapped = attrs.evolve(
            stored.record, access_token=stored.record.refresh_token, refresh_token=stored.record.access_token
        )
        await inner.compare_and_swap("eve", None, swapped)
        for name in ("bob", "eve"):
            with pytest.raises(TokenStoreError, match="somebody moved it"):
                await store.load(name)

    async def test_refuses_tokens_that_are_not_encrypted(self) -> None:
        inner = MemoryTokenStore()
        await inner.compare_and_swap("default", None, record())
        with pytest.raises(TokenStoreError, match="none of the keys"):
            await EncryptedTokenStore(inner, EncryptedTokenStore.generate_key()).load("default")

    @pytest.mark.parametrize("keys", [(), ("short",), (b"x" * 44,), (5,)])
    def test_refuses_a_key_that_is_none(self, keys: Any) -> None:
        with pytest.raises(ConfigurationError, match="key"):
            EncryptedTokenStore(MemoryTokenStore(), *keys)

    def test_refuses_what_is_no_store(self) -> None:
        with pytest.raises(ConfigurationError, match="takes a token store"):
            EncryptedTokenStore("folder", EncryptedTokenStore.generate_key())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("make", "package", "extra"),
    [
        (KeyringTokenStore, "keyring", "keyring"),
        (lambda: EncryptedTokenStore(MemoryTokenStore(), "k"), "cryptography.fernet", "crypto"),
        (lambda: RedisTokenStore("redis://127.0.0.1"), "redis", "redis"),
        (lambda: SQLTokenStore("sqlite+aiosqlite:///x")._prepare(), "sqlalchemy", "sql"),
        (lambda: SQLTokenStore("postgresql+psycopg://h/d")._prepare(), "psycopg", "pip install psycopg"),
    ],
)
def test_a_package_that_is_missing_is_named(
    make: Any, package: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ConfigurationError, match=extra):
        make()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: SQLTokenStore("x"), "asyncio driver"),
        (lambda: SQLTokenStore("nosuch://h/d")._prepare(), "asyncio driver"),
        (lambda: SQLTokenStore("sqlite:///x")._prepare(), "asyncio driver"),
        (lambda: SQLTokenStore("sqlite+aiosqlite:///x", table="a b"), "letters"),
        (lambda: SQLTokenStore("sqlite+aiosqlite:///x", table="drop;--"), "letters"),
        (lambda: RedisTokenStore("http://h"), "redis://"),
        (lambda: RedisTokenStore("redis://h", wait_replicas=-1), "wait_replicas"),
        (lambda: RedisTokenStore("redis://h", wait_seconds=0), "wait_seconds"),
    ],
)
def test_a_setting_that_cannot_work_is_refused(make: Any, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        make()


async def test_an_engine_of_ones_own_is_used_and_left_alone(tmp_path: Path) -> None:
    asynchronous = importlib.import_module("sqlalchemy.ext.asyncio")
    engine = asynchronous.create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/app.sqlite")
    store = SQLTokenStore(engine)
    await store.compare_and_swap("default", None, record())
    await store.aclose()
    async with engine.connect() as connection:
        rows = (await connection.exec_driver_sql("select name from billit_grants")).all()
    assert rows == [("default",)]
    await engine.dispose()


async def test_a_client_of_ones_own_is_used_and_left_alone(shared_redis: Any) -> None:
    redis = importlib.import_module("redis.asyncio")
    client = redis.from_url(shared_redis.url, decode_responses=True)
    store = RedisTokenStore(client, prefix="own")
    version = await store.compare_and_swap("default", None, record())
    assert await store.load("default") == (record(), version)
    await store.aclose()
    assert await client.ping()
    await client.aclose()


def test_importing_the_stores_loads_no_package_of_others() -> None:
    import subprocess

    code = (
        "import sys, billit_async; from billit_async.auth import stores; stores.MemoryTokenStore;"
        "assert not {'redis','sqlalchemy','keyring','cryptography','aiohttp'} & set(sys.modules), sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert billit_async.MemoryTokenStore is MemoryTokenStore
