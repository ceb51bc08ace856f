"""What companies keep besides orders and lists that queries run on: documents of one kind, by company and key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import attrs

from billit_async.emulator.protocol.json import decode, encode

if TYPE_CHECKING:
    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.storage.database import Database

__all__ = ["TABLES", "DocumentRepository", "Kind"]

Kind: TypeAlias = Literal[
    "cashbooks",
    "directory",
    "feed_items",
    "feeds",
    "gl_accounts",
    "integrations",
    "journals",
    "licences",
    "messages",
    "participants",
    "receipt_books",
    "receipts",
    "sent_orders",
    "uploads",
    "webhooks",
]
"""What is kept here."""

TABLES: Final = (
    # The key has no declared type: it is a number for most kinds and a text for some.
    """CREATE TABLE company_documents (Place INTEGER PRIMARY KEY, Kind TEXT, CompanyID INTEGER, Key, Parent,
        Document BLOB, UNIQUE (Kind, CompanyID, Key))""",
    "CREATE INDEX company_documents_by_parent ON company_documents (Kind, CompanyID, Parent, Place)",
)


@attrs.frozen
class DocumentRepository:
    """Reads and writes documents.

    Args:
        database: The database.
    """

    database: Database = attrs.field(repr=False)

    def put(self, kind: Kind, company_id: int, key: int | str, document: Document, *, parent: int | str = 0) -> None:
        """Keep a document; one with the same key is replaced and stays in its place.

        Args:
            kind: What it is.
            company_id: Whose it is; 0 for what belongs to no company.
            key: Its id within kind and company.
            document: What is kept.
            parent: Key of what it belongs to.
        """
        self.database.connection.execute(
            "INSERT INTO company_documents (Kind, CompanyID, Key, Parent, Document) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (Kind, CompanyID, Key) DO UPDATE SET Document = excluded.Document, Parent = excluded.Parent",
            (kind, company_id, key, parent, encode(document)),
        )

    def find(self, kind: Kind, company_id: int, key: int | str) -> Document | None:
        """The document, or ``None`` when the company has no such one."""
        statement = "SELECT Document FROM company_documents WHERE Kind = ? AND CompanyID = ? AND Key = ?"
        row = self.database.connection.execute(statement, (kind, company_id, key)).fetchone()
        return None if row is None else decode(row[0])

    def every(self, kind: Kind, company_id: int, *, parent: int | str | None = None) -> list[Document]:
        """All documents of a kind, the oldest first; with a parent only those that belong to it."""
        statement = "SELECT Document FROM company_documents WHERE Kind = ? AND CompanyID = ?"
        values: tuple[int | str, ...] = (kind, company_id)
        if parent is not None:
            statement, values = f"{statement} AND Parent = ?", (*values, parent)
        return [decode(row[0]) for row in self.database.connection.execute(f"{statement} ORDER BY Place", values)]

    def count(self, kind: Kind, company_id: int) -> int:
        """How many documents of a kind a company has."""
        statement = "SELECT count(*) FROM company_documents WHERE Kind = ? AND CompanyID = ?"
        return int(self.database.connection.execute(statement, (kind, company_id)).fetchone()[0])

    def remove(self, kind: Kind, company_id: int, key: int | str) -> bool:
        """Take a document out.

        Returns:
            Whether there was one.
        """
        statement = "DELETE FROM company_documents WHERE Kind = ? AND CompanyID = ? AND Key = ?"
        return self.database.connection.execute(statement, (kind, company_id, key)).rowcount == 1

    def remove_every(self, kind: Kind, company_id: int, *, parent: int | str) -> None:
        """Take out all documents of a kind that belong to one parent."""
        statement = "DELETE FROM company_documents WHERE Kind = ? AND CompanyID = ? AND Parent = ?"
        self.database.connection.execute(statement, (kind, company_id, parent))
