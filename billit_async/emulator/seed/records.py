"""Makes stored documents, bank transactions, movements of cash and a Peppol inbox, the same for each seed.

It draws from a random source of its own, so that how much of it is made changes no order and no party.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs

from billit_async.emulator.seed.cashbooks import fill_cashbook
from billit_async.emulator.seed.documents import fill_documents
from billit_async.emulator.seed.draws import Draws
from billit_async.emulator.seed.inbox import fill_inbox
from billit_async.emulator.seed.record_maker import RecordMaker
from billit_async.emulator.seed.transactions import fill_transactions

if TYPE_CHECKING:
    from billit_async.emulator.protocol.clock import Clock
    from billit_async.emulator.storage.store import Store

__all__ = ["RecordCounts", "add_record", "seed_records"]


@attrs.frozen(kw_only=True)
class RecordCounts:
    """How many records a new store begins with, in all companies together; the first ones get the remainder.

    Args:
        documents: Stored documents.
        transactions: Bank transactions.
        cashbook_entries: Movements of cash.
        inbox: Items in the Peppol inbox.

    Raises:
        ValueError: on a negative number.
    """

    documents: int = 0
    transactions: int = 0
    cashbook_entries: int = 0
    inbox: int = 0

    def __attrs_post_init__(self) -> None:
        counts = attrs.asdict(self)
        if min(counts.values()) < 0:
            raise ValueError(f"an emulator has no fewer than 0 records: {counts}")


def seed_records(store: Store, clock: Clock, *, seed: int, counts: RecordCounts) -> None:
    """Fill a store whose companies, parties and orders are there already.

    Args:
        store: The store, inside a transaction.
        clock: Stamps follow its precision.
        seed: The same seed makes the same records.
        counts: How many.

    The values of ``TransactionType``, ``EntryType`` and ``Direction`` are made up: no page and no definition of Billit
    names one. A transaction is negative when money left the account, which is not documented either.
    """
    draws = Draws(f"records/{seed}")
    for name, least in (("document", 300_000), ("transaction", 4_000_000), ("inbox", 700_000)):
        store.counters.set(name, draws.between(least, least + 99_999))
    company_ids = store.companies.ids()
    for index, company_id in enumerate(company_ids):
        maker = RecordMaker(store=store, draws=draws, clock=clock, company=store.companies.get(company_id))
        first = len(company_ids) - 1 - index

        def share(count: int, first: int = first) -> int:
            return (count + first) // len(company_ids)

        fill_documents(maker, share(counts.documents))
        fill_transactions(maker, share(counts.transactions))
        fill_cashbook(maker, share(counts.cashbook_entries))
        fill_inbox(maker, share(counts.inbox))


def add_record(store: Store, clock: Clock, company_id: int, of: Literal["documents", "financial_transactions"]) -> int:
    """Add a stored document or a bank transaction to a company that is at work, and return its id."""
    name, fill = {
        "documents": ("document", fill_documents),
        "financial_transactions": ("transaction", fill_transactions),
    }[of]
    draws = Draws(f"records/{store.counters.advance('records')}")
    fill(RecordMaker(store=store, draws=draws, clock=clock, company=store.companies.get(company_id)), 1)
    return store.counters.value(name)
