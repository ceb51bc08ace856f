"""The orders of the companies: their columns, their bodies, their VAT groups and what waits to be delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from billit_async.emulator.odata.columns import ORDERS, scaled
from billit_async.emulator.protocol.json import decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.storage.database import Database

__all__ = ["TABLES", "OrderEntry", "OrderRepository", "PaidOrder"]

TABLES: Final = (
    ORDERS.create_table("Deleted INTEGER", "SearchText TEXT"),
    # Bodies live apart, so that scanning the columns does not drag 6 KB of JSON through the cache for each row.
    "CREATE TABLE order_bodies (OrderID INTEGER PRIMARY KEY, CompanyID INTEGER, Summary BLOB, Detail BLOB)",
    "CREATE TABLE vat_groups (OrderID INTEGER, CompanyID INTEGER, Rate INT, Excl INT, Vat INT, Incl INT)",
    "CREATE TABLE dispatches (OrderID INTEGER PRIMARY KEY, CompanyID INTEGER)",
    "CREATE INDEX orders_of_company ON orders (CompanyID, Deleted, OrderID)",
    "CREATE INDEX orders_by_change ON orders (CompanyID, Deleted, LastModified)",
    "CREATE INDEX groups_of_order ON vat_groups (OrderID)",
)
_INSERT: Final = ORDERS.insert("Deleted", "SearchText")


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
        bodies: list[tuple[int, int, bytes, bytes]] = []
        groups: list[tuple[int, int, int, int, int, int]] = []
        for entry in entries:
            document = entry.document
            order_id, company_id = document["OrderID"], document["CompanyID"]
            columns = {"ExportedToConnector": False, **document, "CounterParty": {"PartyID": entry.party_id}}
            rows.append([*ORDERS.row(columns), 0, entry.search_text])
            bodies.append((order_id, company_id, encode(entry.summary), encode(document)))
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
            "DELETE FROM vat_groups WHERE OrderID = ?", [(body[0],) for body in bodies]
        )
        self.database.connection.executemany(_INSERT, rows)
        self.database.connection.executemany("INSERT OR REPLACE INTO order_bodies VALUES (?, ?, ?, ?)", bodies)
        self.database.connection.executemany("INSERT INTO vat_groups VALUES (?, ?, ?, ?, ?, ?)", groups)

    def save(self, document: Document, summary: Document) -> None:
        """Write back an order that was read with ``get``, and what the list shows of it."""
        statement = "SELECT SearchText FROM orders WHERE OrderID = ?"
        (search_text,) = self.database.connection.execute(statement, (document["OrderID"],)).fetchone()
        party_id = document["CounterParty"]["PartyID"]
        self.add([OrderEntry(document=document, summary=summary, party_id=party_id, search_text=search_text)])

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
        self.database.connection.execute("UPDATE order_bodies SET CompanyID = 0 WHERE OrderID = ?", (order_id,))
