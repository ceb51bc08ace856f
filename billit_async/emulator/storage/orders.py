"""The orders of the companies: their columns, their bodies, their VAT groups and what waits to be delivered."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from billit_async.emulator.odata.columns import ORDERS, scaled
from billit_async.emulator.protocol.json import decode, encode
from billit_async.emulator.storage.listing import ListSource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.storage.database import Database

__all__ = ["TABLES", "OrderEntry", "OrderRepository", "PaidOrder"]

TABLES: Final = (
    ORDERS.create_table("Deleted INTEGER", "SearchText TEXT"),
    # Bodies live apart, so that scanning the columns does not drag 6 KB of JSON through the cache for each row; and
    # summaries apart from details, so that those of a page are neighbours.
    "CREATE TABLE order_summaries (OrderID INTEGER PRIMARY KEY, Summary BLOB)",
    # The parties inside an order are more than half of it and the same in many: their text is kept once, and what
    # stands before and after them with each order.
    "CREATE TABLE order_parties (Digest BLOB PRIMARY KEY, Text BLOB) WITHOUT ROWID",
    "CREATE TABLE order_details (OrderID INTEGER PRIMARY KEY, CompanyID INTEGER, Parties BLOB, Head BLOB, Tail BLOB)",
    """CREATE VIEW order_bodies AS SELECT OrderID, CompanyID, CAST(CASE WHEN Parties IS NULL THEN Head ELSE
        Head || (SELECT Text FROM order_parties WHERE Digest = Parties) || Tail END AS BLOB) AS Detail
        FROM order_details""",
    "CREATE TABLE vat_groups (OrderID INTEGER, CompanyID INTEGER, Rate INT, Excl INT, Vat INT, Incl INT)",
    "CREATE TABLE dispatches (OrderID INTEGER PRIMARY KEY, CompanyID INTEGER)",
    "CREATE INDEX orders_of_company ON orders (CompanyID, Deleted, OrderID)",
    "CREATE INDEX orders_by_change ON orders (CompanyID, Deleted, LastModified)",
    "CREATE INDEX groups_of_order ON vat_groups (OrderID)",
)
_INSERT: Final = ORDERS.insert("Deleted", "SearchText")
_PARTIES: Final = ("Customer", "Supplier", "CounterParty")
_DIGEST_BYTES: Final = 16


@attrs.frozen(kw_only=True)
class OrderEntry:
    """An order on its way into the database.

    Args:
        document: The full document as GET shows it; parties may be pre-encoded.
        summary: The document as the list shows it.
        party_id: The counterparty's id.
        search_text: What full text search looks through, lower-case.
    """

    document: Document
    summary: Document
    party_id: int
    search_text: str


class PaidOrder(NamedTuple):
    """What a payment shows of its order; the total is in cents."""

    order_id: int
    party_id: int
    direction: str
    order_type: str
    total: int
    paid_date: str
    payment_reference: str
    number: str


@attrs.frozen
class OrderRepository:
    """Reads and writes orders.

    Args:
        database: The database.
    """

    database: Database = attrs.field(repr=False)

    def add(self, entries: Iterable[OrderEntry]) -> None:
        """Write many orders; an existing one is replaced, its VAT groups too."""
        rows: list[list[Any]] = []
        summaries: list[tuple[int, bytes]] = []
        details: list[tuple[int, int, bytes | None, bytes, bytes]] = []
        parties: dict[bytes, bytes] = {}
        groups: list[tuple[int, int, int, int, int, int]] = []
        for entry in entries:
            document = entry.document
            order_id, company_id = document["OrderID"], document["CompanyID"]
            columns = {"ExportedToConnector": False, **document, "CounterParty": {"PartyID": entry.party_id}}
            rows.append([*ORDERS.row(columns), 0, entry.search_text])
            summaries.append((order_id, encode(entry.summary)))
            head, middle, tail = _cut(document)
            digest = blake2b(middle, digest_size=_DIGEST_BYTES).digest() if middle else None
            details.append((order_id, company_id, digest, head, tail))
            if digest is not None:
                parties[digest] = middle
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
        self.database.connection.executemany(
            "DELETE FROM vat_groups WHERE OrderID = ?", [(summary[0],) for summary in summaries]
        )
        for statement, values in (
            (_INSERT, rows),
            ("INSERT OR IGNORE INTO order_parties VALUES (?, ?)", parties.items()),
            ("INSERT OR REPLACE INTO order_summaries VALUES (?, ?)", summaries),
            ("INSERT OR REPLACE INTO order_details VALUES (?, ?, ?, ?, ?)", details),
            ("INSERT INTO vat_groups VALUES (?, ?, ?, ?, ?, ?)", groups),
        ):
            self.database.connection.executemany(statement, values)

    def save(self, document: Document, summary: Document) -> None:
        """Write back an order that was read with ``get``, and what the list shows of it."""
        statement = "SELECT SearchText FROM orders WHERE OrderID = ?"
        (search_text,) = self.database.connection.execute(statement, (document["OrderID"],)).fetchone()
        party_id = document["CounterParty"]["PartyID"]
        self.add([OrderEntry(document=document, summary=summary, party_id=party_id, search_text=search_text)])

    def listed(self, company_id: int, *, deleted: bool = False, in_full: bool = False) -> ListSource:
        """The orders of a company, as lists show them.

        Args:
            company_id: The company.
            deleted: The deleted ones, in place of the others.
            in_full: With everything that GET shows of one, in place of a summary.
        """
        return ListSource(
            collection=ORDERS,
            bodies=("order_bodies", "Detail") if in_full else ("order_summaries", "Summary"),
            condition='"CompanyID" = ? AND "Deleted" = ?',
            values=(company_id, int(deleted)),
            searched='"SearchText"',
        )

    def detail(self, company_id: int, order_id: int) -> bytes | None:
        """The bytes that GET returns, or ``None`` when the company has no such order."""
        statement = "SELECT Detail FROM order_bodies WHERE OrderID = ? AND CompanyID = ?"
        row = self.database.first(statement, order_id, company_id)
        return None if row is None else row[0]

    def length(self, company_id: int, order_id: int) -> int:
        """How many bytes an order has; 0 when the company has no such order."""
        statement = "SELECT length(Detail) FROM order_bodies WHERE OrderID = ? AND CompanyID = ?"
        row = self.database.first(statement, order_id, company_id)
        return 0 if row is None else int(row[0])

    def get(self, company_id: int, order_id: int) -> Document | None:
        """The document of an order."""
        raw = self.detail(company_id, order_id)
        return None if raw is None else decode(raw)

    def has_invoice(self, company_id: int, number: str, direction: str) -> bool:
        """Whether the company has an invoice with this number."""
        statement = (
            "SELECT 1 FROM orders WHERE CompanyID = ? AND Deleted = 0 AND OrderType = 'Invoice' "
            "AND OrderDirection = ? AND OrderNumber = ? COLLATE NOCASE"
        )
        return self.database.first(statement, company_id, direction, number) is not None

    def invoice_ids(self, company_id: int) -> list[int]:
        """The invoices and credit notes of a company that are not deleted, the oldest first."""
        statement = (
            "SELECT OrderID FROM orders WHERE CompanyID = ? AND Deleted = 0 "
            "AND OrderType IN ('Invoice', 'CreditNote') ORDER BY OrderID"
        )
        return [row[0] for row in self.database.connection.execute(statement, (company_id,))]

    def latest_paid(self, company_id: int, most: int) -> list[PaidOrder]:
        """The paid orders of a company, the latest payment first."""
        statement = (
            'SELECT OrderID, "CounterParty/PartyID", OrderDirection, OrderType, TotalIncl, PaidDate, PaymentReference, '
            "OrderNumber FROM orders WHERE CompanyID = ? AND Paid = 1 ORDER BY PaidDate DESC, OrderID LIMIT ?"
        )
        return [PaidOrder(*row) for row in self.database.connection.execute(statement, (company_id, most))]

    def dispatch(self, company_id: int, order_id: int) -> None:
        """Put a sent order among those that the network has to deliver."""
        self.database.connection.execute("INSERT OR REPLACE INTO dispatches VALUES (?, ?)", (order_id, company_id))

    def end_dispatch(self, order_id: int) -> None:
        """Take an order out of them."""
        self.database.connection.execute("DELETE FROM dispatches WHERE OrderID = ?", (order_id,))

    def pending_deliveries(self) -> list[tuple[int, int]]:
        """Company and id of every order that the network has to deliver."""
        return list(self.database.connection.execute("SELECT CompanyID, OrderID FROM dispatches ORDER BY OrderID"))

    def delete(self, order_id: int) -> None:
        """Mark an order as deleted; it stays in the list of deleted ones."""
        self.database.connection.execute("UPDATE orders SET Deleted = 1 WHERE OrderID = ?", (order_id,))
        # Nobody owns a deleted order any more; its summary stays for the list of deleted ones.
        self.database.connection.execute("UPDATE order_details SET CompanyID = 0 WHERE OrderID = ?", (order_id,))


def _cut(document: Document) -> tuple[bytes, bytes, bytes]:
    """The JSON of an order, cut before and after its parties; in one piece where they do not stand side by side."""
    names = list(document)
    start = names.index(_PARTIES[0]) if _PARTIES[0] in document else 0
    end = start + len(_PARTIES)
    if start == 0 or end == len(names) or tuple(names[start:end]) != _PARTIES:
        return encode(document), b"", b""
    values = list(document.values())
    before = encode(dict(zip(names[:start], values[:start], strict=True)))
    parties = encode(dict(zip(_PARTIES, values[start:end], strict=True)))
    after = encode(dict(zip(names[end:], values[end:], strict=True)))
    return before[:-1] + b",", parties[1:-1], b"," + after[1:]
