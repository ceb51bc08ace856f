"""Fills a new store with companies, each with its customers, suppliers and products."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import attrs

from billit_async.emulator.company.orders.compose import EmbeddedParty
from billit_async.emulator.protocol.clock import SEED_NOW
from billit_async.emulator.seed.parties import make_company, make_party, make_product

if TYPE_CHECKING:
    from billit_async.emulator.protocol.clock import Clock
    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.seed.draws import Draws
    from billit_async.emulator.storage.store import Store

__all__ = ["WINDOW", "SeededCompany", "fill_company"]

WINDOW: Final = timedelta(days=730)
"""How long the orders reach back."""


@attrs.frozen(kw_only=True)
class SeededCompany:
    """A company while it is being filled."""

    company_id: int
    embedded: EmbeddedParty
    customers: list[tuple[Document, EmbeddedParty, bool]]
    suppliers: list[tuple[Document, EmbeddedParty, bool]]
    products: list[Document]


def fill_company(store: Store, draws: Draws, clock: Clock, orders: int) -> SeededCompany:
    """Write a company that is going to have so many orders, with the parties and products that they name."""
    started = SEED_NOW - WINDOW - timedelta(days=draws.between(30, 900))
    company_id = store.counters.advance("party", step=draws.between(1, 400))
    document = make_company(draws, company_id, clock.stamp_of(started))
    store.companies.add(company_id, document)
    parties: dict[str, list[tuple[Document, EmbeddedParty, bool]]] = {"Customer": [], "Supplier": []}
    for party_type, share in (("Customer", 25), ("Supplier", 50)):
        for _ in range(min(max(orders // share, 5), 400)):
            stamp = clock.stamp_of(started + timedelta(seconds=draws.between(1, 20_000_000)))
            party_id = store.counters.advance("party", step=draws.between(1, 9))
            party, on_peppol = make_party(draws, party_id, party_type, stamp)
            store.parties.save(company_id, party, on_peppol=on_peppol)
            parties[party_type].append((party, EmbeddedParty.of(party), on_peppol))
    products: list[Document] = []
    for index in range(24):
        stamp = clock.stamp_of(started + timedelta(seconds=draws.between(1, 20_000_000)))
        product = make_product(draws, store.counters.advance("product", step=draws.between(1, 5)), stamp, index=index)
        store.products.save(company_id, product)
        products.append(product)
    return SeededCompany(
        company_id=company_id,
        embedded=EmbeddedParty.of(document),
        customers=parties["Customer"],
        suppliers=parties["Supplier"],
        products=products,
    )
