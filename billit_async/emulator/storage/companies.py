"""The companies of the key, and those that they registered for e-invoices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from billit_async.emulator.protocol.json import decode, encode

if TYPE_CHECKING:
    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.storage.database import Database

__all__ = ["TABLES", "CompanyRepository"]

TABLES: Final = (
    # A company with a master account is one that was registered for e-invoices: the key does not see it as its own.
    "CREATE TABLE companies (CompanyID INTEGER PRIMARY KEY, Master INTEGER, Document BLOB)",
)


@attrs.define
class CompanyRepository:
    """Reads and writes companies; the ids of the own ones are cached.

    Args:
        database: The database.
    """

    database: Database = attrs.field(repr=False)
    _cached_ids: tuple[int, tuple[int, ...]] | None = attrs.field(default=None, init=False, repr=False)

    def add(self, company_id: int, document: Document, *, master: int | None = None) -> None:
        """Add one of the companies of the key, or one that a company of the key registered for e-invoices."""
        self.database.connection.execute(
            "INSERT INTO companies VALUES (?, ?, ?)", (company_id, master, encode(document))
        )
        self._cached_ids = None

    def save(self, company_id: int, document: Document) -> None:
        """Write back a company that was read with ``get``."""
        self.database.connection.execute(
            "UPDATE companies SET Document = ? WHERE CompanyID = ?", (encode(document), company_id)
        )

    def ids(self) -> tuple[int, ...]:
        """The companies of the key in the order they were added; the first is the user's default one."""
        revision = self.database.revision
        if self._cached_ids is not None and self._cached_ids[0] == revision:
            return self._cached_ids[1]
        statement = "SELECT CompanyID FROM companies WHERE Master IS NULL ORDER BY rowid"
        found = tuple(row[0] for row in self.database.connection.execute(statement))
        # While long work goes on, readers and the writer see different companies.
        if not self.database.has_snapshot:
            self._cached_ids = revision, found
        return found

    def registered_by(self, master: int) -> tuple[int, ...]:
        """The companies that a company registered for e-invoices, the oldest first."""
        statement = "SELECT CompanyID FROM companies WHERE Master = ? ORDER BY rowid"
        with self.database.reading():
            return tuple(row[0] for row in self.database.connection.execute(statement, (master,)))

    def get(self, company_id: int) -> Document:
        """A company's document, as accountInformation shows it."""
        statement = "SELECT Document FROM companies WHERE CompanyID = ?"
        return decode(self.database.first(statement, company_id)[0])
