"""What the records of a seeded company are made with: its document, a random source and moments in the past."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from billit_async.emulator.protocol.clock import SEED_NOW

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from billit_async.emulator.protocol.clock import Clock
    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.seed.draws import Draws
    from billit_async.emulator.storage.records import RecordRepository
    from billit_async.emulator.storage.store import Store

__all__ = ["RecordMaker"]


@attrs.frozen(kw_only=True)
class RecordMaker:
    """What records of one company are made with.

    Args:
        store: Where they go.
        draws: The random source.
        clock: Stamps follow its precision.
        company: The company's document.
    """

    store: Store
    draws: Draws
    clock: Clock
    company: Document

    @property
    def records(self) -> RecordRepository:
        """Where they are kept."""
        return self.store.records

    @property
    def company_id(self) -> int:
        """The company."""
        company_id: int = self.company["PartyID"]
        return company_id

    def moments(self, count: int, window: timedelta) -> list[datetime]:
        """Moments inside a window that ends with the seeded data, the oldest first."""
        start = SEED_NOW - window
        return [start + window * ((index + self.draws.random()) / count) for index in range(count)]

    def cents(self, least: int, most: int) -> Decimal:
        """Draw an amount between two numbers of cents."""
        return Decimal(self.draws.between(least, most)).scaleb(-2)
