"""Makes the movements of cash of a seeded company."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from billit_async.emulator.company.cashbooks import open_cashbook
from billit_async.emulator.protocol.binding import number
from billit_async.emulator.protocol.clock import SEED_NOW
from billit_async.emulator.protocol.shapes import Document, arrange

if TYPE_CHECKING:
    from billit_async.emulator.seed.record_maker import RecordMaker

__all__ = ["fill_cashbook"]

# Kind, note, direction, least and most in cents, times in a hundred.
_MOVEMENTS: Final = (
    ("DailyReceipt", "Dagontvangst", "Income", 4_000, 65_000, 60),
    ("Purchase", "Aankoop kantoormateriaal", "Cost", 300, 9_000, 20),
    ("Purchase", "Timbres et envois", "Cost", 150, 4_500, 12),
    ("BankTransfer", "Storting op de bank", "Cost", 20_000, 150_000, 8),
)


def fill_cashbook(maker: RecordMaker, count: int) -> None:
    """Movements of a till that begins with 250 euro and never holds less than nothing."""
    draws = maker.draws
    balance = Decimal(250)
    entries: list[Document] = []
    weights = [movement[-1] for movement in _MOVEMENTS]
    # Hours of business, from eight to six.
    moments = sorted(
        moment.replace(hour=8 + moment.hour * 10 // 24) for moment in maker.moments(count, timedelta(days=120))
    )
    for moment in moments:
        kind, note, direction, least, most, _ = draws.choices(_MOVEMENTS, weights)[0]
        amount = maker.cents(least, most)
        if direction == "Cost" and amount > balance:
            kind, note, direction = "DailyReceipt", "Dagontvangst", "Income"
        balance += amount if direction == "Income" else -amount
        entry: Document = {
            "TransactionDate": f"{moment:%Y-%m-%dT%H:%M:00}",
            "EntryType": kind,
            "Note": note,
            "Direction": direction,
            "Amount": number(amount, "money"),
        }
        if draws.chance(20):
            entry["InternalInformation"] = f"Kassa {draws.between(1, 4)}"
        entries.append(arrange(entry, "CashbookEntry"))
    cashbook_id = open_cashbook(
        maker.store, maker.company_id, Decimal(250), stamp=f"{SEED_NOW - timedelta(days=120):%Y-%m-%dT00:00:00}"
    )
    maker.records.add_cashbook_entries(maker.company_id, cashbook_id, entries)
