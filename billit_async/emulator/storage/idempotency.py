"""The idempotency keys that were used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from billit_async.emulator.storage.database import Database

__all__ = ["TABLES", "IdempotencyKeys"]

TABLES: Final = ("CREATE TABLE idempotency (scope TEXT, token TEXT, PRIMARY KEY (scope, token))",)


@attrs.frozen
class IdempotencyKeys:
    """Remembers the keys of writes that succeeded.

    Args:
        database: The database.
    """

    database: Database = attrs.field(repr=False)

    def is_used(self, scope: str, token: str) -> bool:
        """Whether an idempotency key was stored."""
        statement = "SELECT 1 FROM idempotency WHERE scope = ? AND token = ?"
        return self.database.connection.execute(statement, (scope, token)).fetchone() is not None

    def add(self, scope: str, token: str) -> None:
        """Remember an idempotency key."""
        self.database.connection.execute("INSERT INTO idempotency VALUES (?, ?)", (scope, token))
