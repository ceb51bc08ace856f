"""The counters that ids are handed out from, and the GUIDs of new files."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final
from uuid import UUID

import attrs

if TYPE_CHECKING:
    from billit_async.emulator.storage.database import Database

__all__ = ["TABLES", "Counters"]

TABLES: Final = ("CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER)",)


@attrs.frozen
class Counters:
    """Reads and raises counters.

    Args:
        database: The database.
        seed: Makes the GUIDs.
    """

    database: Database = attrs.field(repr=False)
    seed: int

    def value(self, name: str, *, start: int = 0) -> int:
        """A counter as it stands; ``start`` for one that was never raised."""
        row = self.database.first("SELECT value FROM meta WHERE name = ?", name)
        return start if row is None else int(row[0])

    def advance(self, name: str, *, step: int = 1, start: int = 0) -> int:
        """Raise a counter and return it."""
        statement = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + ? RETURNING value"
        return int(self.database.connection.execute(statement, (name, start + step, step)).fetchone()[0])

    def set(self, name: str, value: int) -> None:
        """Set a counter to a value."""
        self.database.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def new_guid(self) -> str:
        """The next GUID; the same seed hands out the same ones."""
        digest = hashlib.sha256(f"{self.seed}/{self.advance('guid')}".encode()).digest()
        return str(UUID(bytes=digest[:16], version=4))
