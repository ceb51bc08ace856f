"""All tables of the emulator's database, gathered from the repositories that read and write them."""

from __future__ import annotations

from typing import Final

from billit_async.emulator.storage import (
    companies,
    counters,
    credentials,
    documents,
    files,
    grants,
    idempotency,
    orders,
    outbox,
    parties,
    products,
    records,
)

__all__ = ["TABLES", "VERSION"]

VERSION: Final = 7
"""Grows with every change of the tables: a file of another version is refused."""
TABLES: Final = (
    *counters.TABLES,
    *credentials.TABLES,
    *companies.TABLES,
    *orders.TABLES,
    *parties.TABLES,
    *products.TABLES,
    *files.TABLES,
    *idempotency.TABLES,
    *grants.TABLES,
    *records.TABLES,
    *documents.TABLES,
    *outbox.TABLES,
)
"""The statements that make them, with their indexes."""
