"""Every token store, each with the real thing behind it."""

from __future__ import annotations

import contextlib
import os
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import keyring
import keyring.backend
import keyring.errors
import pytest

from billit_async import (
    EncryptedTokenStore,
    FileTokenStore,
    KeyringTokenStore,
    MemoryTokenStore,
    RedisTokenStore,
    Secret,
    SQLTokenStore,
    TokenStore,
)
from billit_async.auth.stores import GrantRecord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

KINDS = ("memory", "file", "redis", "sqlite", "postgresql", "keyring", "encrypted", "documented")


class DictKeyring(keyring.backend.KeyringBackend):
    """A keyring as the package defines one, kept in this process."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError


@pytest.fixture
def dict_keyring() -> Iterator[DictKeyring]:
    """A keyring that takes the place of the desktop's."""
    before = keyring.get_keyring()
    made = DictKeyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
async def make_store(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Callable[[str], TokenStore]]:
    """Make a store of a kind; two of one kind are two processes' views of the same grants."""
    async with contextlib.AsyncExitStack() as stack:
        unique = uuid.uuid4().hex
        memory = MemoryTokenStore()
        key = EncryptedTokenStore.generate_key()

        def make(kind: str) -> TokenStore:
            made: Any
            match kind:
                case "memory":
                    made = memory
                case "file":
                    made = FileTokenStore(tmp_path / "tokens")
                case "redis":
                    made = RedisTokenStore(request.getfixturevalue("shared_redis").url, prefix=unique)
                case "sqlite":
                    made = SQLTokenStore(f"sqlite+aiosqlite:///{tmp_path}/grants.sqlite")
                case "postgresql":
                    made = SQLTokenStore(request.getfixturevalue("shared_postgres").url, table=f"grants_{unique[:20]}")
                case "keyring":
                    request.getfixturevalue("dict_keyring")
                    made = KeyringTokenStore("billit-test", locks=tmp_path / "locks")
                case "documented":
                    made = documented_store()(str(tmp_path / "own.sqlite"))
                case _:
                    made = EncryptedTokenStore(FileTokenStore(tmp_path / "encrypted"), key)
            stack.push_async_callback(made.aclose)
            return made  # type: ignore[no-any-return]

        yield make


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of store."""
    return str(request.param)


@pytest.fixture
def store(kind: str, make_store: Callable[[str], TokenStore]) -> TokenStore:
    """A store of each kind."""
    return make_store(kind)


def documented_store() -> Any:
    """Return the store that the documentation shows as one of the reader's own."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "oauth.md").read_text("utf-8")
    start = text.index("import asyncio, contextlib, sqlite3")
    code = text[start : text.index("\n\nauth = ", start)]
    # About forty lines, as the page promises, without the imports and the blank ones.
    assert len([line for line in code.splitlines() if line.strip()]) <= 46
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102  (our own page)
    return names["OwnStore"]


def record(number: int = 1, **changes: Any) -> GrantRecord:
    """Make a record."""
    return GrantRecord(
        **{
            "access_token": Secret(f"access-{number}"),
            "refresh_token": Secret(f"refresh-{number}"),
            "expires_at": 1_800_003_600.25,
            "obtained_at": 1_800_000_000.1,
            "client_id": "client-1",
            "base_url": "https://api.sandbox.billit.be",
            **changes,
        }
    )


def is_root() -> bool:
    """Whether permissions mean nothing to us."""
    return os.geteuid() == 0
