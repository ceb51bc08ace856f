"""A token store in a database: for the processes of many machines, beside the application's own tables."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import re
import stat
import threading
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from billit_async._runtime.extras import import_extra
from billit_async._runtime.frames import without_frames_below
from billit_async._runtime.private_files import OTHERS_WRITE, make_private_file, make_private_folder, refuse_shared
from billit_async._runtime.uncancelled import finished
from billit_async.auth.stores.protocol import Lease, Stored
from billit_async.auth.stores.record import GrantRecord
from billit_async.errors import ConfigurationError, TokenStoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

__all__ = ["SQLTokenStore"]

_T = TypeVar("_T")

_TABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,40}")
_PATIENCE: Final = 10.0


class SQLTokenStore:
    """A token store in a database, through SQLAlchemy: PostgreSQL, SQLite, and others that keep their promises.

    It uses two tables, ``billit_grants`` and ``billit_grants_leases``. Leases run by the clock of the database where it
    has one; with SQLite by that of the machine. The file of a SQLite database is made for its owner alone (mode 600, a
    folder that is missing 700), and one that others can read is refused, also with an engine of your own.

    Args:
        database: An address with an asyncio driver, such as ``postgresql+asyncpg://user:password@host/name`` or
            ``sqlite+aiosqlite:///grants.sqlite``; or an ``AsyncEngine`` of your own, which is never disposed of.
        table: The name of the first table.
        create: Make the tables when they are missing.

    Raises:
        ConfigurationError: The address or the table name cannot be used, or a package is not installed.
        TokenStoreError: From its methods, when the database cannot do it, or others can read its file.
    """

    def __init__(self, database: str | AsyncEngine, *, table: str = "billit_grants", create: bool = True) -> None:
        if not isinstance(table, str) or not _TABLE.fullmatch(table):
            raise ConfigurationError("SQLTokenStore: table takes letters, digits and underscores, at most 41")
        if isinstance(database, str) and "://" not in database:
            raise ConfigurationError(_NO_ADDRESS)
        self._address: str | None = database if isinstance(database, str) else None
        self._engine: Any = None if isinstance(database, str) else database
        self._table = table
        self._create = create
        self._preparing = threading.Lock()
        self._sql: Any = None
        self._grants: Any = None
        self._leases: Any = None

    @without_frames_below
    async def load(self, name: str) -> Stored | None:
        """Return the record of a grant and its version; None when there is none."""

        async def work(connection: AsyncConnection) -> Any:
            table = self._grants
            found = await connection.execute(
                self._sql.select(table.c.version, table.c.record).where(table.c.name == _key(name))
            )
            return found.first()

        row = await self._run(work)
        return None if row is None else Stored(GrantRecord.from_bytes(bytes(row.record)), row.version)

    @without_frames_below
    async def compare_and_swap(self, name: str, expected: str | None, record: GrantRecord) -> str | None:
        """Write a record if the stored version is the expected one; return the new version, or None."""
        version = uuid.uuid4().hex

        async def work(connection: AsyncConnection) -> bool:
            table = self._grants
            values = {"version": version, "record": record.to_bytes()}
            if expected is None:
                return await self._inserted(connection, table, {"name": _key(name), **values})
            changed = await connection.execute(
                table.update().where(table.c.name == _key(name), table.c.version == expected).values(**values)
            )
            return bool(changed.rowcount == 1)

        return version if await self._run(work) else None

    async def delete(self, name: str) -> None:
        """Forget a grant."""

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(self._grants.delete().where(self._grants.c.name == _key(name)))

        await self._run(work)

    async def acquire(self, name: str, seconds: float) -> Lease | None:
        """Take the lease of a grant, for so many seconds; None while another has it."""
        lease = Lease(name, uuid.uuid4().hex, seconds)

        async def work(connection: AsyncConnection) -> bool:
            table, now = self._leases, self._now(connection)
            values = {"holder": lease.holder, "ends": now + seconds}
            changed = await connection.execute(
                table.update().where(table.c.name == _key(name), table.c.ends <= now).values(**values)
            )
            if changed.rowcount == 1:
                return True
            return await self._inserted(connection, table, {"name": _key(name), **values})

        try:
            taken = await self._run(work)
        except BaseException:
            # It may be taken, and nobody would know.
            with contextlib.suppress(TokenStoreError):
                await self.release(lease)
            raise
        return lease if taken else None

    async def prolong(self, lease: Lease) -> bool:
        """Let a lease hold for its seconds again; return False when it ran out."""

        async def work(connection: AsyncConnection) -> bool:
            table, now = self._leases, self._now(connection)
            changed = await connection.execute(
                table.update()
                .where(table.c.name == _key(lease.name), table.c.holder == lease.holder, table.c.ends > now)
                .values(ends=now + lease.seconds)
            )
            return bool(changed.rowcount == 1)

        return await self._run(work)

    async def release(self, lease: Lease) -> None:
        """Give a lease back, unless it is another's by now."""

        async def work(connection: AsyncConnection) -> None:
            table = self._leases
            await connection.execute(
                table.delete().where(table.c.name == _key(lease.name), table.c.holder == lease.holder)
            )

        await self._run(work)

    async def aclose(self) -> None:
        """Dispose of the engine that was made here."""
        if self._address is not None:
            engine, self._engine = self._engine, None
            if engine is not None:
                await engine.dispose()

    async def _run(self, work: Callable[[AsyncConnection], Awaitable[_T]]) -> _T:
        # For this call, whatever the event loop of another thread opens or closes meanwhile.
        engine: Any = self._engine if self._sql is not None else None
        if engine is None:
            # Loading it takes half a second, in which the loop should not stand still.
            engine = await asyncio.to_thread(self._prepared)
        file = _file_of(engine.url)
        if file is not None:
            await asyncio.to_thread(_keep_private, file)
        # A driver that is cancelled while it connects leaves the connection open: what was begun is finished.
        asked = asyncio.get_running_loop().create_task(self._ask(engine, work))
        sql: Any = self._sql
        try:
            return await finished(asked)
        except (sql.exc.SQLAlchemyError, OSError, TimeoutError) as error:
            # Its text holds the statement and its values, tokens among them.
            kind = type(error).__name__
        raise TokenStoreError(f"the token store in {engine.url.get_backend_name()} cannot be asked ({kind})")

    async def _ask(self, engine: AsyncEngine, work: Callable[[AsyncConnection], Awaitable[_T]]) -> _T:
        async with asyncio.timeout(_PATIENCE):
            if self._create:
                await self._make_tables(engine)
                self._create = False
            async with engine.begin() as connection:
                return await work(connection)

    async def _make_tables(self, engine: AsyncEngine) -> None:
        for again in (True, True, False):
            try:
                async with engine.begin() as connection:
                    await connection.run_sync(self._grants.metadata.create_all)
            except self._sql.exc.SQLAlchemyError:
                # Another process has just made them.
                if not again:
                    raise
            else:
                return

    async def _inserted(self, connection: AsyncConnection, table: Any, values: dict[str, Any]) -> bool:
        try:
            async with connection.begin_nested():
                await connection.execute(table.insert().values(**values))
        except self._sql.exc.IntegrityError:
            return False
        return True

    def _now(self, connection: AsyncConnection) -> Any:
        sql = self._sql
        if connection.dialect.name == "postgresql":
            return sql.extract("epoch", sql.func.clock_timestamp())
        if connection.dialect.name in {"mysql", "mariadb"}:
            return sql.func.unix_timestamp(sql.func.now(6))
        return sql.literal(time.time(), sql.Double)

    def _prepared(self) -> AsyncEngine:
        with self._preparing:
            self._prepare()
            engine: AsyncEngine = self._engine
            return engine

    def _prepare(self) -> None:
        sql = import_extra("sqlalchemy", what="SQLTokenStore", extra="sql", needs="SQLAlchemy")
        asynchronous = import_extra("sqlalchemy.ext.asyncio", what="SQLTokenStore", extra="sql", needs="SQLAlchemy")
        if self._grants is None:
            metadata = sql.MetaData()
            name = sql.String(400)
            self._grants = sql.Table(
                self._table,
                metadata,
                sql.Column("name", name, primary_key=True),
                sql.Column("version", sql.String(64), nullable=False),
                sql.Column("record", sql.LargeBinary, nullable=False),
            )
            self._leases = sql.Table(
                f"{self._table}_leases",
                metadata,
                sql.Column("name", name, primary_key=True),
                sql.Column("holder", sql.String(64), nullable=False),
                sql.Column("ends", sql.Double, nullable=False),
            )
        if self._engine is None:
            self._engine = _made(sql, asynchronous, self._address or "")
        self._sql = sql

    def __repr__(self) -> str:
        return f"SQLTokenStore(table={self._table!r})"


def _file_of(url: Any) -> Path | None:
    """Return the file of a SQLite database; None for one in memory, and for other databases."""
    name = url.database or ""
    if url.get_backend_name() != "sqlite":
        return None
    if name.startswith("file:"):
        parts = urlsplit(name)
        asks = {**dict(parse_qsl(parts.query)), **dict(url.query)}
        name = "" if asks.get("mode") == "memory" or asks.get("vfs") == "memdb" else unquote(parts.path)
    return None if name in {"", ":memory:"} else Path(name)


def _keep_private(file: Path) -> None:
    """Make the file of a database, and refuse it when it, or what SQLite keeps beside it, is not its owner's alone.

    SQLite gives its journals the mode of the file.

    Raises:
        TokenStoreError: Others can read or replace it; the message says how to change that.
    """
    try:
        folder = file.absolute().parent
        if not folder.exists():
            make_private_folder(folder)
        # Who may write to the folder may put another file in the place of this one, unless it is sticky as /tmp.
        found = folder.stat()
        if not found.st_mode & stat.S_ISVTX and os.name == "posix" and found.st_mode & OTHERS_WRITE:
            raise TokenStoreError(f"{folder} can be written by others: chmod go-w {folder}")
        make_private_file(file)
        for ending in ("-wal", "-shm", "-journal"):
            beside = file.with_name(f"{file.name}{ending}")
            with contextlib.suppress(FileNotFoundError):
                refuse_shared(beside.stat(), beside)
    except OSError as error:
        kind = error.strerror or type(error).__name__
        raise TokenStoreError(f"the token store in {file} cannot be asked ({kind})") from None


def _key(name: str) -> str:
    # A column has an end, a name has none; and not every database takes every character.
    plain = len(name) <= 300 and name.isprintable()  # noqa: PLR2004  (the column has 400)
    return name if plain else f"sha256:{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()}"


_NO_ADDRESS = (
    "SQLTokenStore takes an address with an asyncio driver, such as postgresql+asyncpg://user:password@host/name "
    "or sqlite+aiosqlite:///grants.sqlite"
)


def _made(sql: Any, asynchronous: Any, address: str) -> Any:
    problem = _NO_ADDRESS
    try:
        # No pool: a connection belongs to the event loop that it was made in, and a store does not.
        return asynchronous.create_async_engine(address, poolclass=sql.pool.NullPool, hide_parameters=True)
    except ImportError as error:
        problem = f"SQLTokenStore needs the driver of its address: pip install {error.name}"
    except sql.exc.ArgumentError:
        pass
    except sql.exc.InvalidRequestError:
        pass
    # Outside the handler: what SQLAlchemy says of an address may show its password.
    raise ConfigurationError(problem)
