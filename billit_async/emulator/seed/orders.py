"""Makes the orders of a seeded company: priced, sent and paid as a business of that size would have it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

import attrs

from billit_async.emulator.company.orders.compose import OrderFrame, compose_order, refresh_status, summarise
from billit_async.emulator.company.orders.create import number_sequence, order_number, search_text
from billit_async.emulator.company.peppol.einvoice import e_invoice_name
from billit_async.emulator.protocol.clock import SEED_NOW
from billit_async.emulator.storage.files import StoredFile
from billit_async.emulator.storage.orders import OrderEntry
from billit_async.invoicing.identifiers import structured_reference

if TYPE_CHECKING:
    from billit_async.emulator.protocol.clock import Clock
    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.seed.companies import SeededCompany
    from billit_async.emulator.seed.draws import Draws
    from billit_async.emulator.storage.counters import Counters
    from billit_async.invoicing.totals import TotalsPolicy

__all__ = ["OrderSeeder"]

_INCOME_TYPES: Final = tuple(
    (["Invoice"] * 80) + (["Offer"] * 8) + (["CreditNote"] * 7) + (["OrderForm"] * 3) + (["DeliveryNote"] * 2)
)
_COST_TYPES: Final = (*["Invoice"] * 93, *["CreditNote"] * 7)
_QUANTITIES: Final = tuple(
    Decimal(text) for text in ("1", "1", "1", "2", "3", "4", "5", "10", "12", "0.5", "1.25", "7.75")
)
_FREE_TEXTS: Final = ("Werken volgens offerte", "Prestations du mois", "Diverse leveringen", "Onderhoud", "Déplacement")
_PRICE_CHANGES: Final = tuple(Decimal(cents) / 100 for cents in range(-200, 900))
_DAYS_TO_PAY: Final = tuple(timedelta(days=days) for days in (8, 14, 30, 30, 30, 60))
_LINE_COUNTS: Final = (1, 1, 2, 2, 3, 3, 4, 6)
_REDUCTIONS: Final = (Decimal(5), Decimal(10), Decimal(15))


@attrs.frozen(kw_only=True)
class OrderSeeder:
    """Makes one order after another.

    Args:
        draws: The random source.
        clock: Stamps follow its precision.
        policy: How totals are rounded.
        counters: Where the numbers of orders begin, and where they are written in the end.
        files: The files of the orders so far; a caller may take them away.
    """

    draws: Draws
    clock: Clock
    policy: TotalsPolicy
    counters: Counters
    files: list[StoredFile] = attrs.field(factory=list[StoredFile], init=False)
    _counts: dict[str, int] = attrs.field(factory=dict[str, int], init=False)

    def save_counters(self) -> None:
        """Write the counters, which are not written order by order."""
        for name, value in self._counts.items():
            self.counters.set(name, value)

    def _advance(self, name: str, step: int = 1) -> int:
        count = self._counts[name] if name in self._counts else self.counters.value(name)
        self._counts[name] = count + step
        return count + step

    def make(self, company: SeededCompany, created: datetime) -> OrderEntry:
        """Make the order that a company made or got at a moment."""
        draws, clock, files = self.draws, self.clock, self.files
        is_income = draws.chance(65)
        role = "Customer" if is_income else "Supplier"
        party, embedded, on_peppol = draws.one_of(company.customers if is_income else company.suppliers)
        order_date = created.replace(hour=0, minute=0, second=0, microsecond=0)
        expiry = order_date + draws.one_of(_DAYS_TO_PAY)
        draft: Document = {
            "OrderType": draws.one_of(_INCOME_TYPES if is_income else _COST_TYPES),
            "OrderDirection": "Income" if is_income else "Cost",
            "OrderDate": _day(order_date),
            "ExpiryDate": _day(expiry),
            "OrderLines": _lines(draws, company, party),
        }
        if draws.chance(25):
            draft["Reference"] = f"PO-{draws.between(10_000, 99_999)}"
        if draws.chance(15):
            draft["ExternalProviderID"] = f"EXT-{draws.between(10**6, 10**7)}"
        if draws.chance(10):
            draft["OrderTitle"] = draws.one_of(_FREE_TEXTS)
        order_id = self._advance("order", draws.between(1, 6))
        number = (
            self._own_number(company.company_id, draft["OrderType"], order_date.year)
            if is_income
            else f"{draws.one_of(('F', 'VF', '', 'INV/'))}{created:%Y}{draws.between(100, 99_999)}"
        )
        changed = _lifecycle(draws, draft, created, expiry)
        stamp, last_modified = clock.stamp_of(created), clock.stamp_of(changed)
        pdf = (draws.guid(), f"{draft['OrderType']}_{number}_{embedded.display_name}.pdf")
        attachments: tuple[tuple[str, str], ...] = ()
        if is_income:
            attachments = ((draws.guid(), f"{number}__{created:%d_%m_%Y %H_%M_%S}.json"),)
        reference = structured_reference(order_id * 97 + draws.below(10**9))
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
                last_modified=last_modified,
                today=SEED_NOW,
                provider="APIFeed" if is_income else "Peppol",
            ),
            self.policy,
        )
        if document["IsSent"] and is_income:
            _mark_sent(document, draws, party, stamp, last_modified, on_peppol=on_peppol)
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

    def _own_number(self, company_id: int, order_type: str, year: int) -> str:
        return order_number(order_type, year, self._advance(number_sequence(company_id, "Income", order_type, year)))


def _lines(draws: Draws, company: SeededCompany, party: Document) -> list[Document]:
    lines: list[Document] = []
    abroad = party.get("CountryCode", "BE") != "BE"
    for _ in range(draws.one_of(_LINE_COUNTS)):
        product = draws.one_of(company.products)
        line: Document = {
            "Quantity": draws.one_of(_QUANTITIES),
            "UnitPriceExcl": product["AmountExcl"] + draws.one_of(_PRICE_CHANGES),
            "Description": product["Description"] if draws.chance(80) else draws.one_of(_FREE_TEXTS),
            "VATPercentage": Decimal(0) if abroad else product["VAT"],
        }
        if abroad:
            # Goods (51) or services (55) to a business in another member state carry no VAT.
            line["VentilationCode"] = "55" if product.get("Unit") in {"HUR", "DAY", "MON", "ANN"} else "51"
        if draws.chance(40):
            line["Reference"] = product["Reference"]
        if draws.chance(10):
            line["ReductionPercentage"] = draws.one_of(_REDUCTIONS)
        if draws.chance(10):
            line["DescriptionExtended"] = "Volgens bestelling / selon commande"
        lines.append(line)
    if draws.chance(4):
        lines.insert(0, {"Description": "--- Levering / Livraison ---"})
    return lines


def _lifecycle(draws: Draws, draft: Document, created: datetime, expiry: datetime) -> datetime:
    """Decide whether the order was sent and paid, and when it was last changed."""
    changed = created + timedelta(seconds=draws.between(1, 7200))
    is_income = draft["OrderDirection"] == "Income"
    draft["IsSent"] = draws.chance(92 if is_income else 30)
    settles = draft["OrderType"] in {"Invoice", "CreditNote"} and (draft["IsSent"] or not is_income)
    paid_at = expiry + timedelta(days=draws.between(-12, 25), seconds=draws.below(86_400))
    if settles and paid_at < SEED_NOW and draws.chance(85):
        draft["Paid"] = True
        draft["PaidDate"] = max(paid_at, changed).isoformat(timespec="seconds")
        changed = max(paid_at, changed) + timedelta(milliseconds=draws.below(1000))
    return min(changed, SEED_NOW)


def _mark_sent(document: Document, draws: Draws, party: Document, sent: str, changed: str, *, on_peppol: bool) -> None:
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
            "Trials": draws.one_of((1, 1, 1, 2)),
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
    return f"{moment.date().isoformat()}T00:00:00"
