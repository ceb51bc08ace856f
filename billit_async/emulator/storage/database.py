"""An SQLite database: its connection, its transactions, and long work in a thread beside readers."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
from typing import TYPE_CHECKING, Any, TypeVar

from billit_async.emulator.odata.sqlite import register

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

__all__ = ["Database", "in_thread"]

T = TypeVar("T")


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

    Short work is done in the event loop's thread. Long work is done in a thread of its own (`apart`), and while it
    lasts everybody else reads a copy of what there was before: nobody waits for it but those who write too, and nobody
    sees half of it.

    Args:
        path: ``:memory:`` or the path of a file.
        tables: The statements that make the tables of a new database.
        version: The version of these tables, at least 1.

    Raises:
        ValueError: The file has tables of another version.
    """

    def __init__(self, path: str, *, tables: Iterable[str], version: int) -> None:
        self.revision = 0
        """Grows whenever what was read before may no longer be so although nothing was written in its place."""
        self.turn = asyncio.Lock()
        """Held by whoever writes, from the event loop; who waits for it holds up nobody."""
        # Seeding happens in a worker thread, serving in the event loop's. Long orders are checked in threads as well,
        # which only read, and never between two statements of somebody else's transaction.
        self.lock = threading.RLock()
        self.home: int | None = None
        """The thread of the event loop, once there is one: its reads come between no statements of its own."""
        self._thread = threading.local()
        self._shown: sqlite3.Connection | None = None
        self._main = self._connect(path)
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
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        register(connection)
        connection.create_aggregate("exact_sum", 1, _ExactSum)  # type: ignore[arg-type]  # typeshed wants an int
        return connection

    @property
    def connection(self) -> sqlite3.Connection:
        """What this thread works on: the database, or for those who do not write what it was before long work began."""
        shown = self._shown
        return self._main if shown is None or getattr(self._thread, "writes", False) else shown

    @property
    def is_copied(self) -> bool:
        """Whether long work goes on, so that those who do not write read a copy."""
        return self._shown is not None

    def close(self) -> None:
        """Close the database; a second call does nothing."""
        self._main.close()

    async def apart(self, work: Callable[[], T]) -> T:
        """Do long work in a thread, whatever it reads and writes; whoever calls this holds the turn.

        Others read the copy until it ended, also when this is cancelled: a thread cannot be stopped.

        Args:
            work: It, with its transactions.
        """
        copy = await in_thread(self._copied)
        self._shown = copy
        self.revision += 1
        try:
            return await in_thread(lambda: self._written(work))
        finally:
            # Threads that only read do so under the lock.
            with self.lock:
                self._shown = None
                copy.close()

    def _copied(self) -> sqlite3.Connection:
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
        """Between no two statements of a transaction of the event loop's thread, which itself never waits to read."""
        if threading.get_ident() == self.home:
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
