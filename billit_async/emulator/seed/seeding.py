"""Fills a new store with believable companies, parties, products and two years of orders, the same for each seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from billit_async.emulator.protocol.clock import SEED_NOW, Clock
from billit_async.emulator.seed.companies import WINDOW, fill_company
from billit_async.emulator.seed.directory import seed_directory
from billit_async.emulator.seed.draws import Draws
from billit_async.emulator.seed.orders import OrderSeeder
from billit_async.emulator.seed.records import RecordCounts, seed_records
from billit_async.invoicing.totals import TotalsPolicy

if TYPE_CHECKING:
    from billit_async.emulator.settings import EmulatorSettings
    from billit_async.emulator.storage.orders import OrderEntry
    from billit_async.emulator.storage.store import Store

__all__ = ["API_KEY_PREFIX", "seed_store"]

API_KEY_PREFIX: Final = "emulator-key-not-a-secret-"
"""What the API key of an emulator begins with."""

_BATCH: Final = 200


def seed_store(
    store: Store, settings: EmulatorSettings, *, seed: int, orders: int, companies: int, records: RecordCounts
) -> None:
    """Fill a new store.

    Args:
        store: An empty store.
        settings: Rounding and stamps follow them.
        seed: The same seed makes the same data, byte for byte.
        orders: Orders in all companies together; the first ones get the remainder.
        companies: Companies that the one API key may see.
        records: Documents, transactions and the like; they change nothing about orders and parties.
    """
    draws = Draws(seed)
    clock = Clock(lambda: SEED_NOW, precision=settings.time.timestamp_precision)
    # It says what it is, so that nobody who finds it in a log or a repository takes it for a real one.
    api_key = f"{API_KEY_PREFIX}{draws.guid()}"
    store.counters.set("party", draws.between(500_000, 600_000))
    store.counters.set("product", draws.between(200_000, 300_000))
    store.counters.set("order", draws.between(1_000_000, 2_000_000))
    with store.database.transaction():
        filled = [fill_company(store, draws, clock, orders // companies) for _ in range(companies)]
        policy = TotalsPolicy(rounding=settings.orders.rounding, price_decimals=settings.orders.price_decimals)
        seeder = OrderSeeder(draws=draws, clock=clock, policy=policy, counters=store.counters)
        for start in range(0, orders, _BATCH):
            batch: list[OrderEntry] = []
            for index in range(start, min(start + _BATCH, orders)):
                created = SEED_NOW - WINDOW + WINDOW * (index + draws.random()) / orders
                # Orders of all companies share one numbering, as they do in one real database.
                batch.append(seeder.make(filled[index % companies], created))
            store.orders.add(batch)
            store.files.add(seeder.files)
            seeder.files.clear()
        seeder.save_counters()
        seed_directory(store, seed=seed, stamp=clock.stamp())
        seed_records(store, clock, seed=seed, counts=records)
        # Last: a file without it is one that was never finished.
        store.credentials.set("api_key", api_key)
