"""Stores of received webhooks, until they are handled and afterwards, so that duplicates are dropped."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeVar, runtime_checkable

from billit_async._runtime.private_files import make_private_file
from billit_async.errors import TokenStoreError, WebhookStoreError

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

__all__ = ["KEPT", "MemoryWebhookStore", "ReceivedWebhook", "SQLiteWebhookStore", "WebhookStore"]

_T = TypeVar("_T")

KEPT: Final = 7 * 86_400.0
"""Seconds for which a webhook that was handled is remembered; one that never could be is kept four times as long."""
_IN_MEMORY: Final = 100_000


class ReceivedWebhook(NamedTuple):
    """A webhook that was received and is not handled yet.

    Attributes:
        key: What tells it from others: equal keys are duplicates.
        body: The bytes that came, whose signature was good.
        attempts: How often it was claimed, this time included.
    """

    key: str
    body: bytes
    attempts: int


@runtime_checkable
class WebhookStore(Protocol):
    """A durable queue of received webhooks. None of its methods blocks the event loop.

    Raises:
        WebhookStoreError: From every method, when the store cannot do it.
    """

    async def enqueue(self, key: str, body: bytes, lease: float) -> bool:
        """Add a webhook durably, and claim it for some seconds.

        Args:
            key: What tells it from others.
            body: The bytes that came.
            lease: Seconds for which no other caller gets it.

        Returns:
            True when it is the caller's to handle; False when it is handled already, or another has it.
        """
        ...

    async def ack(self, key: str) -> None:
        """Remember that a webhook is handled; its body is forgotten."""
        ...

    async def defer(self, key: str, retry_in: float) -> None:
        """Return a webhook that was not handled to the queue.

        Args:
            key: What tells it from others.
            retry_in: Seconds before :meth:`claim` gives it; :meth:`enqueue` does at once, when it is sent again.
        """
        ...

    async def claim(self, lease: float, *, attempts: int, limit: int) -> list[ReceivedWebhook]:
        """Claim webhooks that wait in the queue.

        Args:
            lease: Seconds for which no other caller gets them.
            attempts: Those that were claimed this often already are left alone.
            limit: How many at most.
        """
        ...

    async def aclose(self) -> None:
        """Close what the store opened."""
        ...


class _QueuedWebhook(NamedTuple):
    body: bytes
    attempts: int
    until: float
    retry_at: float


class MemoryWebhookStore:
    """A store in memory, which ends with the process: for tests.

    Args:
        clock: Seconds since 1970.
    """

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._waiting: dict[str, _QueuedWebhook] = {}
        self._done: dict[str, float] = {}

    async def enqueue(self, key: str, body: bytes, lease: float) -> bool:
        """Add a webhook, and claim it."""
        now = self._clock()
        if key in self._done:
            return False
        found = self._waiting.get(key, _QueuedWebhook(body, 0, now, now))
        if found.until > now:
            return False
        self._waiting[key] = _QueuedWebhook(body, found.attempts + 1, now + lease, now)
        return True

    async def ack(self, key: str) -> None:
        """Remember that a webhook is handled."""
        self._waiting.pop(key, None)
        self._done[key] = self._clock()
        while len(self._done) > _IN_MEMORY:
            del self._done[next(iter(self._done))]

    async def defer(self, key: str, retry_in: float) -> None:
        """Return a webhook that was not handled to the queue."""
        if (found := self._waiting.get(key)) is not None:
            now = self._clock()
            self._waiting[key] = found._replace(until=now, retry_at=now + retry_in)

    async def claim(self, lease: float, *, attempts: int, limit: int) -> list[ReceivedWebhook]:
        """Claim webhooks that wait in the queue."""
        now = self._clock()
        free = [
            (key, one)
            for key, one in self._waiting.items()
            if max(one.until, one.retry_at) <= now and one.attempts < attempts
        ][:limit]
        for key, one in free:
            self._waiting[key] = one._replace(attempts=one.attempts + 1, until=now + lease)
        return [ReceivedWebhook(key, one.body, one.attempts + 1) for key, one in free]

    async def aclose(self) -> None:
        """Do nothing."""


_TABLES: Final = """
CREATE TABLE IF NOT EXISTS billit_webhooks (
    key TEXT PRIMARY KEY, body BLOB, attempts INTEGER NOT NULL, until REAL NOT NULL, retry_at REAL NOT NULL, done REAL
);
CREATE INDEX IF NOT EXISTS billit_webhooks_waiting ON billit_webhooks (retry_at) WHERE done IS NULL;
CREATE INDEX IF NOT EXISTS billit_webhooks_done ON billit_webhooks (done) WHERE done IS NOT NULL;
"""
_PATIENCE: Final = 10.0
_ENQUEUE: Final = """
INSERT INTO billit_webhooks VALUES (:key, :body, 1, :now + :lease, :now, NULL) ON CONFLICT (key) DO UPDATE
    SET attempts = attempts + 1, until = :now + :lease WHERE done IS NULL AND until <= :now RETURNING 1
"""
_ACK: Final = "UPDATE billit_webhooks SET done = :now, body = NULL WHERE key = :key"
_DEFER: Final = "UPDATE billit_webhooks SET until = :now, retry_at = :now + :retry_in WHERE key = :key AND done IS NULL"
_CLAIM: Final = """
UPDATE billit_webhooks SET attempts = attempts + 1, until = :now + :lease WHERE key IN (
    SELECT key FROM billit_webhooks WHERE done IS NULL AND retry_at <= :now AND until <= :now AND attempts < :attempts
    ORDER BY retry_at LIMIT :limit
) RETURNING key, body, attempts
"""
_PRUNE: Final = """
DELETE FROM billit_webhooks WHERE done <= :now - :kept OR (done IS NULL AND until <= :now - 4 * :kept)
"""


class SQLiteWebhookStore:
    """A store in a SQLite file, for all processes of one machine; durable before the response to a webhook.

    The file is its owner's alone, since a webhook may hold personal data until it is handled. What is handled is
    remembered, by a hash, for a week; what never could be handled is dropped after four.

    Args:
        path: The file. It is made when it is missing; its folder is not.
        clock: Seconds since 1970.

    Raises:
        WebhookStoreError: From its methods, when the file can be read by others, or cannot be read or written.
    """

    def __init__(self, path: str | os.PathLike[str], *, clock: Callable[[], float] = time.time) -> None:
        self._path = Path(path)
        self._clock = clock
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    async def enqueue(self, key: str, body: bytes, lease: float) -> bool:
        """Add a webhook durably, and claim it."""
        return bool(await self._run(_ENQUEUE, key=key, body=body, lease=lease))

    async def ack(self, key: str) -> None:
        """Remember that a webhook is handled."""
        await self._run(_ACK, key=key)

    async def defer(self, key: str, retry_in: float) -> None:
        """Return a webhook that was not handled to the queue."""
        await self._run(_DEFER, key=key, retry_in=retry_in)

    async def claim(self, lease: float, *, attempts: int, limit: int) -> list[ReceivedWebhook]:
        """Claim webhooks that wait in the queue."""
        await self._run(_PRUNE, kept=KEPT)
        rows = await self._run(_CLAIM, lease=lease, attempts=attempts, limit=limit)
        return [ReceivedWebhook(key, bytes(body), attempts_made) for key, body, attempts_made in rows]

    async def aclose(self) -> None:
        """Close the file."""
        await asyncio.to_thread(self._close)

    async def _run(self, statement: str, **values: object) -> list[tuple[str, bytes, int]]:
        def work() -> list[tuple[str, bytes, int]]:
            with self._lock:
                return self._opened().execute(statement, {"now": self._clock(), **values}).fetchall()

        return await _in_thread(work, self._path)

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            _make_private(self._path)
            connection = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
            try:
                _use_wal(connection)
                connection.execute("PRAGMA synchronous = FULL")
                connection.executescript(_TABLES)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def __repr__(self) -> str:
        return f"SQLiteWebhookStore({str(self._path)!r})"


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log; SQLite does not wait by itself for another process that is just doing so."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


async def _in_thread(work: Callable[[], _T], path: Path) -> _T:
    try:
        return await asyncio.to_thread(work)
    except (sqlite3.Error, OSError) as error:
        name = getattr(error, "sqlite_errorname", None) or type(error).__name__
    raise WebhookStoreError(f"the store of webhooks in {path} cannot be read or written ({name})")


def _make_private(path: Path) -> None:
    """Make the file for its owner alone, before SQLite would make it for everybody; refuse one that others can read."""
    try:
        make_private_file(path, through_links=False)
    except TokenStoreError as error:
        raise WebhookStoreError(str(error)) from None
