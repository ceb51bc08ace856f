"""The texts that a file of the emulator keeps by name, such as its API key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from billit_async.emulator.storage.database import Database

__all__ = ["TABLES", "CredentialRepository"]

TABLES: Final = ("CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT)",)


@attrs.frozen
class CredentialRepository:
    """Reads and writes texts by their names.

    Args:
        database: The database.
    """

    database: Database = attrs.field(repr=False)

    def get(self, name: str) -> str | None:
        """A stored text, such as the API key."""
        row = self.database.connection.execute("SELECT value FROM secrets WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set(self, name: str, value: str) -> None:
        """Store a text."""
        self.database.connection.execute("INSERT OR REPLACE INTO secrets VALUES (?, ?)", (name, value))
