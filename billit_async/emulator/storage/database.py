"""The emulator's SQLite database: typed columns to filter on, JSON documents to serve, nothing computed twice."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import sqlite3
import threading
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar
from uuid import UUID

import attrs

from billit_async.emulator.company.orders.compose import summarise
from billit_async.emulator.odata.columns import ORDERS, PARTIES, PRODUCTS, scaled
from billit_async.emulator.odata.sqlite import register
from billit_async.emulator.protocol.json import decode, encode
from billit_async.emulator.storage.documents import TABLES as ARCHIVE_TABLES
from billit_async.emulator.storage.grants import TABLES as OAUTH_TABLES
from billit_async.emulator.storage.outbox import TABLES as NOTICE_TABLES
from billit_async.emulator.storage.records import TABLES as RECORD_TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from msgspec import Raw

    from billit_async.emulator.protocol.shapes import Document

__all__ = ["SCHEMA_VERSION", "OrderEntry", "Store", "StoredFile", "in_thread"]

T = TypeVar("T")

SCHEMA_VERSION: Final = 5
_ORDER_INSERT: Final = ORDERS.insert("Deleted", "SearchText")
_PARTY_INSERT: Final = PARTIES.insert("CompanyID", "OnPeppol", "Document")
_PRODUCT_INSERT: Final = PRODUCTS.insert("CompanyID", "Document")
_SCHEMA: Final = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER)",
    "CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT)",
    # A company with a master account is one that was registered for e-invoices: the key does not see it as its own.
    "CREATE TABLE companies (CompanyID INTEGER PRIMARY KEY, Master INTEGER, Document BLOB)",
    ORDERS.create_table("Deleted INTEGER", "SearchText TEXT"),
    # Bodies live apart, so that scanning the columns does not drag 6 KB of JSON through the cache for each row.
    "CREATE TABLE order_bodies (OrderID INTEGER PRIMARY KEY, CompanyID INTEGER, Summary BLOB, Detail BLOB)",
    "CREATE TABLE vat_groups (OrderID INTEGER, CompanyID INTEGER, Rate INT, Excl INT, Vat INT, Incl INT)",
    PARTIES.create_table("CompanyID INTEGER", "OnPeppol INTEGER", "Document BLOB"),
    PRODUCTS.create_table("CompanyID INTEGER", "Document BLOB"),
    "CREATE TABLE files (FileID TEXT PRIMARY KEY, CompanyID INTEGER, OrderID INTEGER, FileName TEXT, Content BLOB)",
    "CREATE TABLE idempotency (scope TEXT, token TEXT, PRIMARY KEY (scope, token))",
    "CREATE TABLE dispatches (OrderID INTEGER PRIMARY KEY, CompanyID INTEGER)",
    "CREATE INDEX orders_of_company ON orders (CompanyID, Deleted, OrderID)",
    "CREATE INDEX orders_by_change ON orders (CompanyID, Deleted, LastModified)",
    "CREATE INDEX groups_of_order ON vat_groups (OrderID)",
    "CREATE INDEX parties_of_company ON parties (CompanyID, PartyID)",
    "CREATE INDEX parties_by_vat ON parties (CompanyID, VATNumber)",
    "CREATE INDEX products_of_company ON products (CompanyID, ProductID)",
    *OAUTH_TABLES,
    *RECORD_TABLES,
    *ARCHIVE_TABLES,
    *NOTICE_TABLES,
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)


@attrs.frozen(kw_only=True)
class OrderEntry:
    """An order on its way into the store.

    Args:
        document: The full document as GET answers it; parties may be pre-encoded.
        counterparty: The party as the list shows it, pre-encoded; ``None`` derives it from the document.
        party_id: The counterparty's id.
        search_text: What full text search looks through, lower-case.
    """

    document: Document
    counterparty: Raw | None
    party_id: int
    search_text: str


@attrs.frozen(kw_only=True)
class StoredFile:
    """A file; without content it is the PDF that is drawn when it is asked for."""

    file_id: str
    company_id: int
    order_id: int
    name: str
    content: bytes | None


class _ExactSum:
    """A sum of integers that may be longer than SQLite's 64 bits; as text, since none of its types holds such."""

    def __init__(self) -> None:
        self._sum = 0

    def step(self, value: int | None) -> None:
        self._sum += value or 0

    def finalize(self) -> str:
        return str(self._sum)


class Store:
    """One database, in memory or in a file, written from one thread at a time.

    Short work is done in the event loop's thread. Long work is done in a thread of its own (`apart`), and while it
    lasts everybody else reads a copy of what there was before: nobody waits for it but those who write too, and nobody
    sees half of it.

    Args:
        database: ``:memory:`` or a path.
        seed: Makes the GUIDs handed out for new files.
    """

    def __init__(self, database: str, *, seed: int) -> None:
        self._seed = seed
        self._company_ids: tuple[int, ...] | None = None
        self.turn = asyncio.Lock()
        """Held by whoever writes, from the event loop; who waits for it holds up nobody."""
        # Seeding happens in a worker thread, serving in the event loop's. Long orders are checked in threads as well,
        # which only read, and never between two statements of somebody else's transaction.
        self.lock = threading.RLock()
        self.home: int | None = None
        """The thread of the event loop, once there is one: its reads come between no statements of its own."""
        self._thread = threading.local()
        self._shown: sqlite3.Connection | None = None
        self._main = self._connect(database)
        self.connection.execute("PRAGMA synchronous = OFF")
        self.connection.execute("PRAGMA temp_store = MEMORY")
        (version,) = self.connection.execute("PRAGMA user_version").fetchone()
        self.is_new = version == 0
        if self.is_new:
            for statement in _SCHEMA:
                self.connection.execute(statement)
        elif version != SCHEMA_VERSION:
            self.connection.close()
            raise ValueError(f"{database} was made by another version of the emulator (schema {version})")

    @staticmethod
    def _connect(database: str) -> sqlite3.Connection:
        connection = sqlite3.connect(database, check_same_thread=False, isolation_level=None)
        register(connection)
        connection.create_aggregate("exact_sum", 1, _ExactSum)  # type: ignore[arg-type]  # typeshed wants an int
        return connection

    @property
    def connection(self) -> sqlite3.Connection:
        """What this thread works on: the database, or for those who do not write what it was before long work began."""
        shown = self._shown
        return self._main if shown is None or getattr(self._thread, "writes", False) else shown

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
        self._shown, self._company_ids = copy, None
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
                self._company_ids = None
                raise
            self._main.execute("COMMIT")

    @contextlib.contextmanager
    def _reading(self) -> Generator[None]:
        """Between no two statements of a transaction of the event loop's thread, which itself never waits to read."""
        if threading.get_ident() == self.home:
            yield
        else:
            with self.lock:
                yield

    def _first(self, statement: str, *values: int | str) -> Any:
        """The first row of what a statement finds, for threads too."""
        with self._reading():
            return self.connection.execute(statement, values).fetchone()

    # Counters and secrets

    def counter(self, name: str, *, step: int = 1, start: int = 0) -> int:
        """Raise a counter and return it; a step of 0 only looks."""
        if step == 0:
            row = self._first("SELECT value FROM meta WHERE name = ?", name)
            return start if row is None else int(row[0])
        statement = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + ? RETURNING value"
        return int(self.connection.execute(statement, (name, start + step, step)).fetchone()[0])

    def set_counter(self, name: str, value: int) -> None:
        """Put a counter at a value."""
        self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def secret(self, name: str) -> str | None:
        """A stored text, such as the API key."""
        row = self.connection.execute("SELECT value FROM secrets WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set_secret(self, name: str, value: str) -> None:
        """Store a text."""
        self.connection.execute("INSERT OR REPLACE INTO secrets VALUES (?, ?)", (name, value))

    def new_guid(self) -> str:
        """The next GUID; the same seed hands out the same ones."""
        digest = hashlib.sha256(f"{self._seed}/{self.counter('guid')}".encode()).digest()
        return str(UUID(bytes=digest[:16], version=4))

    # Companies

    def add_company(self, company_id: int, document: Document, *, master: int | None = None) -> None:
        """Add one of the companies of the key, or one that a company of the key registered for e-invoices."""
        self.connection.execute("INSERT INTO companies VALUES (?, ?, ?)", (company_id, master, encode(document)))
        self._company_ids = None

    def save_company(self, company_id: int, document: Document) -> None:
        """Write back a company that was read with ``company``."""
        self.connection.execute("UPDATE companies SET Document = ? WHERE CompanyID = ?", (encode(document), company_id))

    def company_ids(self) -> tuple[int, ...]:
        """The companies of the key in the order they were added; the first is the user's default one."""
        if self._company_ids is not None:
            return self._company_ids
        statement = "SELECT CompanyID FROM companies WHERE Master IS NULL ORDER BY rowid"
        found = tuple(row[0] for row in self.connection.execute(statement))
        if self._shown is None:
            self._company_ids = found
        return found

    def registrations(self, master: int) -> tuple[int, ...]:
        """The companies that a company registered for e-invoices, the oldest first."""
        statement = "SELECT CompanyID FROM companies WHERE Master = ? ORDER BY rowid"
        with self._reading():
            return tuple(row[0] for row in self.connection.execute(statement, (master,)))

    def company(self, company_id: int) -> Document:
        """A company's document, as accountInformation shows it."""
        statement = "SELECT Document FROM companies WHERE CompanyID = ?"
        return decode(self._first(statement, company_id)[0])

    # Orders

    def add_orders(self, entries: Iterable[OrderEntry]) -> None:
        """Write many orders; an existing one is replaced, its VAT groups too."""
        rows: list[list[Any]] = []
        bodies: list[tuple[int, int, bytes, bytes]] = []
        groups: list[tuple[int, int, int, int, int, int]] = []
        for entry in entries:
            document = entry.document
            order_id, company_id = document["OrderID"], document["CompanyID"]
            columns = {"ExportedToConnector": False, **document, "CounterParty": {"PartyID": entry.party_id}}
            rows.append([*ORDERS.row(columns), 0, entry.search_text])
            bodies.append((order_id, company_id, encode(summarise(document, entry.counterparty)), encode(document)))
            groups += [
                (
                    order_id,
                    company_id,
                    scaled(group["VATPercentage"], 2),
                    scaled(group["TotalExcl"], 2),
                    scaled(group["TotalVAT"], 2),
                    scaled(group["TotalIncl"], 2),
                )
                for group in document["VatGroups"]
            ]
        self.connection.executemany("DELETE FROM vat_groups WHERE OrderID = ?", [(body[0],) for body in bodies])
        self.connection.executemany(_ORDER_INSERT, rows)
        self.connection.executemany("INSERT OR REPLACE INTO order_bodies VALUES (?, ?, ?, ?)", bodies)
        self.connection.executemany("INSERT INTO vat_groups VALUES (?, ?, ?, ?, ?, ?)", groups)

    def save_order(self, document: Document) -> None:
        """Write back an order that was read with ``order``."""
        statement = "SELECT SearchText FROM orders WHERE OrderID = ?"
        (search_text,) = self.connection.execute(statement, (document["OrderID"],)).fetchone()
        party_id = document["CounterParty"]["PartyID"]
        self.add_orders([OrderEntry(document=document, counterparty=None, party_id=party_id, search_text=search_text)])

    def order_detail(self, company_id: int, order_id: int) -> bytes | None:
        """The bytes that GET answers, or ``None`` when the company has no such order."""
        statement = "SELECT Detail FROM order_bodies WHERE OrderID = ? AND CompanyID = ?"
        row = self._first(statement, order_id, company_id)
        return None if row is None else row[0]

    def order_length(self, company_id: int, order_id: int) -> int:
        """How many bytes an order has; 0 when the company has no such order."""
        statement = "SELECT length(Detail) FROM order_bodies WHERE OrderID = ? AND CompanyID = ?"
        row = self._first(statement, order_id, company_id)
        return 0 if row is None else int(row[0])

    def file_length(self, file_id: str) -> int:
        """How many bytes a file has, or the order that it is drawn of; 0 for an unknown one."""
        statement = (
            "SELECT coalesce(length(Content), length(Detail), 0) FROM files LEFT JOIN order_bodies USING (OrderID)"
            " WHERE FileID = ?"
        )
        row = self._first(statement, file_id)
        return 0 if row is None else int(row[0])

    def order(self, company_id: int, order_id: int) -> Document | None:
        """The document of an order."""
        raw = self.order_detail(company_id, order_id)
        return None if raw is None else decode(raw)

    def has_invoice(self, company_id: int, number: str, direction: str) -> bool:
        """Whether the company has an invoice with this number."""
        statement = (
            "SELECT 1 FROM orders WHERE CompanyID = ? AND Deleted = 0 AND OrderType = 'Invoice' "
            "AND OrderDirection = ? AND OrderNumber = ? COLLATE NOCASE"
        )
        return self._first(statement, company_id, direction, number) is not None

    def dispatch(self, company_id: int, order_id: int) -> None:
        """Put a sent order among those that the network has to deliver."""
        self.connection.execute("INSERT OR REPLACE INTO dispatches VALUES (?, ?)", (order_id, company_id))

    def end_dispatch(self, order_id: int) -> None:
        """Take an order out of them."""
        self.connection.execute("DELETE FROM dispatches WHERE OrderID = ?", (order_id,))

    def pending_deliveries(self) -> list[tuple[int, int]]:
        """Company and id of every order that the network has to deliver."""
        return list(self.connection.execute("SELECT CompanyID, OrderID FROM dispatches ORDER BY OrderID"))

    def delete_order(self, order_id: int) -> None:
        """Mark an order as deleted; it stays in the list of deleted ones."""
        self.connection.execute("UPDATE orders SET Deleted = 1 WHERE OrderID = ?", (order_id,))
        # Nobody owns a deleted order any more; its summary stays for the list of deleted ones.
        self.connection.execute("UPDATE order_bodies SET CompanyID = 0 WHERE OrderID = ?", (order_id,))

    # Parties and products

    def save_party(self, company_id: int, document: Document, *, on_peppol: bool) -> None:
        """Write a customer or supplier of a company."""
        self.connection.execute(_PARTY_INSERT, [*PARTIES.row(document), company_id, int(on_peppol), encode(document)])

    def party_detail(self, company_id: int, party_id: int) -> bytes | None:
        """The bytes that GET answers, or ``None`` when the company has no such party."""
        statement = "SELECT Document FROM parties WHERE PartyID = ? AND CompanyID = ?"
        row = self._first(statement, party_id, company_id)
        return None if row is None else row[0]

    def party(self, company_id: int, party_id: int) -> Document | None:
        """The document of a party."""
        raw = self.party_detail(company_id, party_id)
        return None if raw is None else decode(raw)

    def find_party(self, company_id: int, party_type: str, **columns: str) -> Document | None:
        """The oldest party of a type whose columns all have these values, without regard to case."""
        conditions = " AND ".join(f'"{name}" = ? COLLATE NOCASE' for name in columns)
        row = self.connection.execute(
            f"SELECT Document FROM parties WHERE CompanyID = ? AND PartyType = ? AND {conditions} ORDER BY PartyID",  # noqa: S608 - names are ours
            (company_id, party_type, *columns.values()),
        ).fetchone()
        return None if row is None else decode(row[0])

    def first_customer(self, company_id: int) -> int | None:
        """The oldest customer of a company."""
        statement = "SELECT min(PartyID) FROM parties WHERE CompanyID = ? AND PartyType = 'Customer'"
        found: int | None = self.connection.execute(statement, (company_id,)).fetchone()[0]
        return found

    def delete_row(self, table: Literal["parties", "products"], key: int) -> None:
        """Delete a party or a product."""
        name = {"parties": "PartyID", "products": "ProductID"}[table]
        self.connection.execute(f"DELETE FROM {table} WHERE {name} = ?", (key,))  # noqa: S608 - names are ours

    def is_on_peppol(self, party_id: int) -> bool:
        """Whether a party can be reached over Peppol."""
        row = self.connection.execute("SELECT OnPeppol FROM parties WHERE PartyID = ?", (party_id,)).fetchone()
        return bool(row and row[0])

    def save_product(self, company_id: int, document: Document) -> None:
        """Write a product of a company."""
        self.connection.execute(_PRODUCT_INSERT, [*PRODUCTS.row(document), company_id, encode(document)])

    def product_detail(self, company_id: int, product_id: int) -> bytes | None:
        """The bytes that GET answers, or ``None`` when the company has no such product."""
        statement = "SELECT Document FROM products WHERE ProductID = ? AND CompanyID = ?"
        row = self._first(statement, product_id, company_id)
        return None if row is None else row[0]

    def product(self, company_id: int, product_id: int) -> Document | None:
        """The document of a product."""
        raw = self.product_detail(company_id, product_id)
        return None if raw is None else decode(raw)

    # Files and idempotency

    def add_files(self, files: Iterable[StoredFile]) -> None:
        """Write files; an existing one is replaced."""
        self.connection.executemany(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)",
            [(file.file_id, file.company_id, file.order_id, file.name, file.content) for file in files],
        )

    def file(self, company_id: int, file_id: str) -> StoredFile | None:
        """A file of a company."""
        statement = "SELECT OrderID, FileName, Content FROM files WHERE FileID = ? AND CompanyID = ?"
        row = self._first(statement, file_id, company_id)
        if row is None:
            return None
        return StoredFile(file_id=file_id, company_id=company_id, order_id=row[0], name=row[1], content=row[2])

    def token_is_used(self, scope: str, token: str) -> bool:
        """Whether an idempotency key was stored."""
        statement = "SELECT 1 FROM idempotency WHERE scope = ? AND token = ?"
        return self.connection.execute(statement, (scope, token)).fetchone() is not None

    def store_token(self, scope: str, token: str) -> None:
        """Remember an idempotency key."""
        self.connection.execute("INSERT INTO idempotency VALUES (?, ?)", (scope, token))


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
