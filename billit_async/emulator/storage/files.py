"""The files of the companies: those of orders, of documents and of uploads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from billit_async.emulator.storage.database import Database

__all__ = ["TABLES", "FileRepository", "StoredFile"]

TABLES: Final = (
    "CREATE TABLE files (FileID TEXT PRIMARY KEY, CompanyID INTEGER, OrderID INTEGER, FileName TEXT, Content BLOB)",
)


@attrs.frozen(kw_only=True)
class StoredFile:
    """A file; without content it is the PDF that is drawn when it is read."""

    file_id: str
    company_id: int
    order_id: int
    name: str
    content: bytes | None


@attrs.frozen
class FileRepository:
    """Reads and writes files.

    Args:
        database: The database.
    """

    database: Database = attrs.field(repr=False)

    def add(self, files: Iterable[StoredFile]) -> None:
        """Write files; an existing one is replaced."""
        self.database.connection.executemany(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)",
            [(file.file_id, file.company_id, file.order_id, file.name, file.content) for file in files],
        )

    def get(self, company_id: int, file_id: str) -> StoredFile | None:
        """A file of a company."""
        file = self.find(file_id)
        return file if file is not None and file.company_id == company_id else None

    def find(self, file_id: str) -> StoredFile | None:
        """A file of any company."""
        row = self.database.first("SELECT CompanyID, OrderID, FileName, Content FROM files WHERE FileID = ?", file_id)
        if row is None:
            return None
        return StoredFile(file_id=file_id, company_id=row[0], order_id=row[1], name=row[2], content=row[3])

    def length(self, file_id: str) -> int:
        """How many bytes a file has, or the order that it is drawn of; 0 for an unknown one."""
        statement = (
            "SELECT coalesce(length(Content), length(Detail), 0) FROM files LEFT JOIN order_bodies USING (OrderID)"
            " WHERE FileID = ?"
        )
        row = self.database.first(statement, file_id)
        return 0 if row is None else int(row[0])
