"""An SQLite database: its connection, its transactions, and long work in a thread beside readers."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
from typing import TYPE_CHECKING, Any, Final, TypeVar

from billit_async.emulator.odata.sqlite import register

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

__all__ = ["Database", "in_thread"]

T = TypeVar("T")
_PAGE_BYTES: Final = 2**14
"""Seven orders or fourteen summaries fill a page of this size, where one of the usual size would stay half empty."""
_CACHE_BYTES: Final = 2**27
"""What of a database is held in memory at most."""


class _ExactSum:
    """A sum of integers that may be longer than SQLite's 64 bits; as text, since none of its types holds such."""

    def __init__(self) -> None:
        self._sum = 0

    def step(self, value: int | None) -> None:
        self._sum += value or 0

    def finalize(self) -> str:
        return str(self._sum)


class Database:
    """One database, in memory or in a file, written from one thread at a time.

    Short work is done in the event loop's thread. Long work is done in a thread of its own (`write_in_thread`); while
    it lasts, all others read a snapshot from before it, so that only those who write wait for it, and half of its
    changes is never read.

    Args:
        path: The path of a file, or ``:memory:`` for a database that is gone when it is closed: what of it has more
            than 128 MiB stands in a temporary file.
        tables: The statements that make the tables of a new database.
        version: The version of these tables, at least 1.

    Raises:
        ValueError: The file has tables of another version.
    """

    def __init__(self, path: str, *, tables: Iterable[str], version: int) -> None:
        self.revision = 0
        """Changes when a transaction is rolled back and when a snapshot is taken; what was cached is stale then."""
        self.write_lock = asyncio.Lock()
        """Held by the task that writes; tasks that only read do not wait for it."""
        # Seeding happens in a worker thread, serving in the event loop's. Long orders are checked in threads as well,
        # which only read, and never between two statements of somebody else's transaction.
        self.lock = threading.RLock()
        self.loop_thread: int | None = None
        """The thread of the event loop, once there is one; its reads never fall into a transaction of its own."""
        self._thread = threading.local()
        self._snapshot: sqlite3.Connection | None = None
        self._main = self._connect(path)
        self.connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        self.connection.execute("PRAGMA synchronous = OFF")
        self.connection.execute("PRAGMA temp_store = MEMORY")
        (found,) = self.connection.execute("PRAGMA user_version").fetchone()
        self.is_new = found == 0
        if self.is_new:
            for statement in (*tables, f"PRAGMA user_version = {version}"):
                self.connection.execute(statement)
        elif found != version:
            self.connection.close()
            raise ValueError(f"{path} was made by another version of the emulator (schema {found})")

    @staticmethod
    def _connect(path: str) -> sqlite3.Connection:
        is_unnamed = path == ":memory:"
        # A database without a name stands in memory as far as its cache reaches, and beyond it in a temporary file.
        connection = sqlite3.connect("" if is_unnamed else path, check_same_thread=False, isolation_level=None)
        connection.execute(f"PRAGMA cache_size = -{_CACHE_BYTES // 1024}")
        if is_unnamed:
            connection.execute("PRAGMA journal_mode = MEMORY")
        register(connection)
        connection.create_aggregate("exact_sum", 1, _ExactSum)  # type: ignore[arg-type]  # typeshed wants an int
        return connection

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of this thread: to the snapshot while long work goes on elsewhere, else to the database."""
        snapshot = self._snapshot
        return self._main if snapshot is None or getattr(self._thread, "writes", False) else snapshot

    @property
    def has_snapshot(self) -> bool:
        """Whether long work goes on, so that those who do not write read a snapshot."""
        return self._snapshot is not None

    def close(self) -> None:
        """Close the database; a second call does nothing."""
        self._main.close()

    async def write_in_thread(self, work: Callable[[], T]) -> T:
        """Do long work in a thread, whatever it reads and writes; the caller holds ``write_lock``.

        Others read the snapshot until it ended, also when this is cancelled: a thread cannot be stopped.

        Args:
            work: It, with its transactions.
        """
        copy = await in_thread(self._copy)
        self._snapshot = copy
        self.revision += 1
        try:
            return await in_thread(lambda: self._written(work))
        finally:
            # Threads that only read do so under the lock.
            with self.lock:
                self._snapshot = None
                copy.close()

    def _copy(self) -> sqlite3.Connection:
        copy = self._connect(":memory:")
        with self.lock, contextlib.ExitStack() as undo:
            undo.callback(copy.close)
            # In steps, between which others may read.
            self._main.backup(copy, pages=1024, sleep=0)
            copy.execute("PRAGMA query_only = ON")
            undo.pop_all()
        return copy

    def _written(self, work: Callable[[], T]) -> T:
        with self.lock, self._writing():
            return work()

    @contextlib.contextmanager
    def _writing(self) -> Generator[None]:
        before = getattr(self._thread, "writes", False)
        self._thread.writes = True
        try:
            yield
        finally:
            self._thread.writes = before

    @contextlib.contextmanager
    def transaction(self) -> Generator[None]:
        """Everything inside is kept, or nothing when it raises."""
        with self.lock, self._writing():
            self._main.execute("BEGIN")
            try:
                yield
            except BaseException:
                self._main.execute("ROLLBACK")
                self.revision += 1
                raise
            self._main.execute("COMMIT")

    @contextlib.contextmanager
    def reading(self) -> Generator[None]:
        """Keep reads of other threads out of transactions of the event loop's thread, which itself never waits here."""
        if threading.get_ident() == self.loop_thread:
            yield
        else:
            with self.lock:
                yield

    def first(self, statement: str, *values: int | str) -> Any:
        """The first row of what a statement finds, for threads too."""
        with self.reading():
            return self.connection.execute(statement, values).fetchone()


async def in_thread(work: Callable[[], T]) -> T:
    """Run work in a thread, and wait for its end even when this is cancelled."""
    job = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(job)
    except asyncio.CancelledError:
        while not job.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([job])
        raise
