"""Fills a new store with believable companies, parties, products and two years of orders, the same for each seed."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

import attrs

from billit_async.emulator.company.orders.compose import (
    EmbeddedParty,
    OrderFrame,
    compose_order,
    refresh_status,
    summarise,
)
from billit_async.emulator.company.orders.create import next_order_number, search_text
from billit_async.emulator.company.peppol.einvoice import e_invoice_name
from billit_async.emulator.protocol.clock import SEED_NOW, Clock, wire_text
from billit_async.emulator.seed.directory import seed_directory
from billit_async.emulator.seed.parties import chance, make_company, make_party, make_product
from billit_async.emulator.seed.records import RecordCounts, seed_records
from billit_async.emulator.storage.files import StoredFile
from billit_async.emulator.storage.orders import OrderEntry
from billit_async.invoicing.identifiers import structured_reference
from billit_async.invoicing.totals import TotalsPolicy

if TYPE_CHECKING:
    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.settings import EmulatorSettings
    from billit_async.emulator.storage.store import Store

__all__ = ["API_KEY_PREFIX", "seed_store"]

API_KEY_PREFIX: Final = "emulator-key-not-a-secret-"
"""What the API key of an emulator begins with."""

_WINDOW: Final = timedelta(days=730)
_BATCH: Final = 500
_INCOME_TYPES: Final = (
    (["Invoice"] * 80) + (["Offer"] * 8) + (["CreditNote"] * 7) + (["OrderForm"] * 3) + (["DeliveryNote"] * 2)
)
_COST_TYPES: Final = (["Invoice"] * 93) + (["CreditNote"] * 7)
_QUANTITIES: Final = tuple(
    Decimal(text) for text in ("1", "1", "1", "2", "3", "4", "5", "10", "12", "0.5", "1.25", "7.75")
)
_FREE_TEXTS: Final = ("Werken volgens offerte", "Prestations du mois", "Diverse leveringen", "Onderhoud", "Déplacement")


@attrs.frozen(kw_only=True)
class _Company:
    """A company while it is being filled."""

    company_id: int
    embedded: EmbeddedParty
    customers: list[tuple[Document, EmbeddedParty, bool]]
    suppliers: list[tuple[Document, EmbeddedParty, bool]]
    products: list[Document]


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
    random = Random(seed)  # noqa: S311 - reproducible on purpose
    clock = Clock(lambda: SEED_NOW, precision=settings.time.timestamp_precision)
    # It says what it is, so that nobody who finds it in a log or a repository takes it for a real one.
    api_key = f"{API_KEY_PREFIX}{_guid(random)}"
    store.counters.set("party", random.randrange(500_000, 600_000))
    store.counters.set("product", random.randrange(200_000, 300_000))
    store.counters.set("order", random.randrange(1_000_000, 2_000_000))
    with store.database.transaction():
        filled = [_fill_company(store, random, clock, orders // companies) for _ in range(companies)]
        # Orders of all companies share one numbering, as they do in one real database.
        owners = [filled[index % companies] for index in range(orders)]
        batch: list[OrderEntry] = []
        files: list[StoredFile] = []
        policy = TotalsPolicy(rounding=settings.orders.rounding, price_decimals=settings.orders.price_decimals)
        for index, company in enumerate(owners):
            created = SEED_NOW - _WINDOW + _WINDOW * (index + random.random()) / max(orders, 1)
            batch.append(_order(store, random, clock, policy, company, created=created, files=files))
            if len(batch) == _BATCH:
                store.orders.add(batch)
                batch = []
        store.orders.add(batch)
        store.files.add(files)
        seed_directory(store, seed=seed, stamp=clock.stamp())
        seed_records(store, clock, seed=seed, counts=records)
        # Last: a file without it is one that was never finished.
        store.credentials.set("api_key", api_key)


def _guid(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))


def _fill_company(store: Store, random: Random, clock: Clock, orders: int) -> _Company:
    started = SEED_NOW - _WINDOW - timedelta(days=random.randrange(30, 900))
    company_id = store.counters.advance("party", step=random.randrange(1, 400))
    document = make_company(random, company_id, clock.stamp_of(started))
    store.companies.add(company_id, document)
    parties: dict[str, list[tuple[Document, EmbeddedParty, bool]]] = {"Customer": [], "Supplier": []}
    for party_type, share in (("Customer", 25), ("Supplier", 50)):
        for _ in range(min(max(orders // share, 5), 400)):
            stamp = clock.stamp_of(started + timedelta(seconds=random.randrange(1, 20_000_000)))
            party_id = store.counters.advance("party", step=random.randrange(1, 9))
            party, on_peppol = make_party(random, party_id, party_type, stamp)
            store.parties.save(company_id, party, on_peppol=on_peppol)
            parties[party_type].append((party, EmbeddedParty.of(party), on_peppol))
    products: list[Document] = []
    for index in range(24):
        stamp = clock.stamp_of(started + timedelta(seconds=random.randrange(1, 20_000_000)))
        product = make_product(
            random, store.counters.advance("product", step=random.randrange(1, 5)), stamp, index=index
        )
        store.products.save(company_id, product)
        products.append(product)
    return _Company(
        company_id=company_id,
        embedded=EmbeddedParty.of(document),
        customers=parties["Customer"],
        suppliers=parties["Supplier"],
        products=products,
    )


def _order(
    store: Store,
    random: Random,
    clock: Clock,
    policy: TotalsPolicy,
    company: _Company,
    *,
    created: datetime,
    files: list[StoredFile],
) -> OrderEntry:
    is_income = chance(random, 65)
    role = "Customer" if is_income else "Supplier"
    party, embedded, on_peppol = random.choice(company.customers if is_income else company.suppliers)
    order_date = created.replace(hour=0, minute=0, second=0, microsecond=0)
    expiry = order_date + timedelta(days=random.choice((8, 14, 30, 30, 30, 60)))
    draft: Document = {
        "OrderType": random.choice(_INCOME_TYPES if is_income else _COST_TYPES),
        "OrderDirection": "Income" if is_income else "Cost",
        "OrderDate": _day(order_date),
        "ExpiryDate": _day(expiry),
        "OrderLines": _lines(random, company, party),
    }
    if chance(random, 25):
        draft["Reference"] = f"PO-{random.randrange(10_000, 99_999)}"
    if chance(random, 15):
        draft["ExternalProviderID"] = f"EXT-{random.randrange(10**6, 10**7)}"
    if chance(random, 10):
        draft["OrderTitle"] = random.choice(_FREE_TEXTS)
    order_id = store.counters.advance("order", step=random.randrange(1, 6))
    number = (
        next_order_number(store, company.company_id, draft, created)
        if is_income
        else f"{random.choice(('F', 'VF', '', 'INV/'))}{created:%Y}{random.randrange(100, 99_999)}"
    )
    changed = _lifecycle(random, draft, created, expiry)
    stamp = clock.stamp_of(created)
    pdf = (_guid(random), f"{draft['OrderType']}_{number}_{embedded.display_name}.pdf")
    attachments: tuple[tuple[str, str], ...] = ()
    if is_income:
        attachments = ((_guid(random), f"{number}__{created:%d_%m_%Y %H_%M_%S}.json"),)
    reference = structured_reference(order_id * 97 + random.randrange(10**9))
    document, _ = compose_order(
        draft,
        OrderFrame(
            order_id=order_id,
            company=company.embedded,
            counterparty=embedded,
            number=number,
            payment_reference=reference,
            pdf=pdf,
            attachments=attachments,
            created=stamp,
            last_modified=clock.stamp_of(changed),
            today=SEED_NOW,
            provider="APIFeed" if is_income else "Peppol",
        ),
        policy,
    )
    if document["IsSent"] and is_income:
        _mark_sent(document, random, party, clock.stamp_of(created), clock.stamp_of(changed), on_peppol=on_peppol)
        files += _sent_e_invoice(document)
    refresh_status(document, SEED_NOW)
    files.append(
        StoredFile(file_id=pdf[0], company_id=company.company_id, order_id=order_id, name=pdf[1], content=None)
    )
    files += [
        StoredFile(file_id=file_id, company_id=company.company_id, order_id=order_id, name=name, content=None)
        for file_id, name in attachments
    ]
    return OrderEntry(
        document=document,
        summary=summarise(document, embedded.trimmed[role]),
        party_id=embedded.party_id,
        search_text=search_text(document, embedded.display_name),
    )


def _lines(random: Random, company: _Company, party: Document) -> list[Document]:
    lines: list[Document] = []
    abroad = party.get("CountryCode", "BE") != "BE"
    for _ in range(random.choice((1, 1, 2, 2, 3, 3, 4, 6))):
        product = random.choice(company.products)
        line: Document = {
            "Quantity": random.choice(_QUANTITIES),
            "UnitPriceExcl": product["AmountExcl"] + Decimal(random.randrange(-200, 900)) / 100,
            "Description": product["Description"] if chance(random, 80) else random.choice(_FREE_TEXTS),
            "VATPercentage": Decimal(0) if abroad else product["VAT"],
        }
        if abroad:
            # Goods (51) or services (55) to a business in another member state carry no VAT.
            line["VentilationCode"] = "55" if product.get("Unit") in {"HUR", "DAY", "MON", "ANN"} else "51"
        if chance(random, 40):
            line["Reference"] = product["Reference"]
        if chance(random, 10):
            line["ReductionPercentage"] = Decimal(random.choice((5, 10, 15)))
        if chance(random, 10):
            line["DescriptionExtended"] = "Volgens bestelling / selon commande"
        lines.append(line)
    if chance(random, 4):
        lines.insert(0, {"Description": "--- Levering / Livraison ---"})
    return lines


def _lifecycle(random: Random, draft: Document, created: datetime, expiry: datetime) -> datetime:
    """Decide whether the order was sent and paid, and when it was last changed."""
    changed = created + timedelta(seconds=random.randrange(1, 7200))
    is_income = draft["OrderDirection"] == "Income"
    draft["IsSent"] = chance(random, 92 if is_income else 30)
    settles = draft["OrderType"] in {"Invoice", "CreditNote"} and (draft["IsSent"] or not is_income)
    paid_at = expiry + timedelta(days=random.randrange(-12, 25), seconds=random.randrange(86_400))
    if settles and paid_at < SEED_NOW and chance(random, 85):
        draft["Paid"] = True
        draft["PaidDate"] = wire_text(f"{max(paid_at, changed):%Y-%m-%dT%H:%M:%S}")
        changed = max(paid_at, changed) + timedelta(milliseconds=random.randrange(1000))
    return min(changed, SEED_NOW)


def _mark_sent(
    document: Document, random: Random, party: Document, sent: str, changed: str, *, on_peppol: bool
) -> None:
    networked = on_peppol and document["OrderType"] in {"Invoice", "CreditNote"}
    destination: Any = f"9925:{party.get('VATNumber')}" if networked else party.get("Email")
    if destination is None:
        document["IsSent"] = False
        return
    document["CurrentDocumentDeliveryDetails"] = {
        "DocumentDeliveryDate": changed,
        "IsDocumentDelivered": True,
        "DocumentDeliveryStatus": "Delivered",
    }
    document["Messages"] = [
        {
            "OrderID": document["OrderID"],
            "FileID": document["OrderPDF"]["FileID"],
            "CreationDate": sent,
            "TransportType": "Peppol" if networked else "SMTP",
            "Success": True,
            "Trials": random.choice((1, 1, 1, 2)),
            "Destination": destination,
            "MessageDirection": "Outgoing",
        }
    ]


def _sent_e_invoice(document: Document) -> list[StoredFile]:
    """The e-invoice that went out over a network, which is written when it is asked for: seeding must stay fast."""
    messages: list[Document] = document["Messages"]
    files: list[StoredFile] = []
    for message in messages:
        if message["TransportType"] == "Peppol":
            # Derived from the PDF's, so that it takes no random number from what follows.
            message["FileID"] = str(uuid5(UUID(message["FileID"]), "UBL"))
            files.append(
                StoredFile(
                    file_id=message["FileID"],
                    company_id=document["CompanyID"],
                    order_id=document["OrderID"],
                    name=e_invoice_name(document),
                    content=None,
                )
            )
    return files


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT00:00:00}"
