"""Makes stored documents, bank transactions, movements of cash and a Peppol inbox, the same for each seed.

It draws from a random source of its own, so that how much of it is made changes no order and no party.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Final, Literal
from uuid import UUID

import attrs

from billit_async.emulator.company.cashbooks import open_cashbook
from billit_async.emulator.documents.pdf import text_pdf
from billit_async.emulator.documents.ubl.elements import document_type
from billit_async.emulator.protocol.binding import number
from billit_async.emulator.protocol.clock import SEED_NOW, Clock
from billit_async.emulator.protocol.shapes import Document, arrange
from billit_async.emulator.seed.envelopes import Received, envelope
from billit_async.emulator.seed.identifiers import enterprise_number, iban
from billit_async.emulator.seed.parties import chance
from billit_async.emulator.storage.files import StoredFile
from billit_async.invoicing.identifiers import structured_reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from billit_async.emulator.storage.records import RecordRepository
    from billit_async.emulator.storage.store import Store

__all__ = ["RecordCounts", "add_record", "seed_records"]

_YEAR: Final = timedelta(days=365)
_BANK_NAMES: Final = {
    "GEBABEBB": "BNP Paribas Fortis",
    "GKCCBEBB": "Belfius",
    "BBRUBEBB": "ING",
    "KREDBEBB": "KBC",
    "ARSPBE22": "Argenta",
}
# Name, description, file name, tags.
_PAPERS: Final[tuple[tuple[str, str, str, list[str]], ...]] = (
    ("Huurcontract kantoor", "Contrat de bail, bureau", "huurcontract", ["contract"]),
    ("Verzekeringspolis BA", "Burgerlijke aansprakelijkheid, jaarpolis", "polis", ["verzekering", "contract"]),
    ("Leasingcontract bestelwagen", "Vier jaar, 20 000 km per jaar", "leasing", ["contract", "wagenpark"]),
    ("Extrait de compte", "Relevé mensuel de la banque", "extrait", ["bank"]),
    ("Btw-aangifte", "Indieningsbewijs", "btw-aangifte", ["btw"]),
    ("Statuten", "Publicatie in het Staatsblad", "statuten", []),
    ("Attest RSZ", "Geen schulden", "attest", ["attest"]),
)
# Name, text, codes of the bank (family and transaction) and of ISO 20022, least and most in cents.
_OUTGOINGS: Final = (
    ("", "Maandelijkse bankkosten", "03537000", "PMNT/MCOP/CHRG", 350, 2_500),
    ("Proximus", "Abonnement", "00501000", "PMNT/RDDT/ESDD", 4_500, 18_000),
    ("Engie Electrabel", "Elektriciteit en gas", "00501000", "PMNT/RDDT/ESDD", 18_000, 95_000),
    ("Total Energies", "Carburant", "00402000", "PMNT/CCRD/POSD", 4_000, 12_500),
    ("Colruyt Halle", "Aankoop met kaart", "00402000", "PMNT/CCRD/POSD", 900, 21_000),
    ("FOD Financiën", "Btw-provisie", "00101000", "PMNT/ICDT/ESCT", 120_000, 640_000),
)
# Kind, note, direction, least and most in cents, times in a hundred.
_MOVEMENTS: Final = (
    ("DailyReceipt", "Dagontvangst", "Income", 4_000, 65_000, 60),
    ("Purchase", "Aankoop kantoormateriaal", "Cost", 300, 9_000, 20),
    ("Purchase", "Timbres et envois", "Cost", 150, 4_500, 12),
    ("BankTransfer", "Storting op de bank", "Cost", 20_000, 150_000, 8),
)


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


@attrs.frozen(kw_only=True)
class _Maker:
    store: Store
    random: Random
    clock: Clock
    company: Document

    @property
    def records(self) -> RecordRepository:
        return self.store.records

    @property
    def company_id(self) -> int:
        company_id: int = self.company["PartyID"]
        return company_id

    def guid(self) -> str:
        return str(UUID(int=self.random.getrandbits(128), version=4))

    def moments(self, count: int, window: timedelta) -> list[datetime]:
        """Moments inside a window that ends with the seeded data, the oldest first."""
        start = SEED_NOW - window
        return [start + window * ((index + self.random.random()) / count) for index in range(count)]

    def cents(self, least: int, most: int) -> Decimal:
        return Decimal(self.random.randrange(least, most)).scaleb(-2)


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
    random = Random(f"records/{seed}")  # noqa: S311 - reproducible on purpose
    for name, least in (("document", 300_000), ("transaction", 4_000_000), ("inbox", 700_000)):
        store.counters.set(name, random.randrange(least, least + 99_999))
    company_ids = store.companies.ids()
    for index, company_id in enumerate(company_ids):
        maker = _Maker(store=store, random=random, clock=clock, company=store.companies.get(company_id))
        first = len(company_ids) - 1 - index

        def share(count: int, first: int = first) -> int:
            return (count + first) // len(company_ids)

        _fill_documents(maker, share(counts.documents))
        _fill_transactions(maker, share(counts.transactions))
        _fill_cashbook(maker, share(counts.cashbook_entries))
        _fill_inbox(maker, share(counts.inbox))


def add_record(store: Store, clock: Clock, company_id: int, of: Literal["documents", "financial_transactions"]) -> int:
    """Add a stored document or a bank transaction to a company that is at work, and return its id."""
    name, fill = {
        "documents": ("document", _fill_documents),
        "financial_transactions": ("transaction", _fill_transactions),
    }[of]
    # Not for secrets: the same number makes the same record.
    random = Random(f"records/{store.counters.advance('records')}")  # noqa: S311 - reproducible on purpose
    fill(_Maker(store=store, random=random, clock=clock, company=store.companies.get(company_id)), 1)
    return store.counters.value(name)


def _fill_documents(maker: _Maker, count: int) -> None:
    random = maker.random
    documents: list[Document] = []
    files: list[StoredFile] = []
    for created in maker.moments(count, 2 * _YEAR):
        name, description, stem, tags = random.choice(_PAPERS)
        dated = created.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=random.randrange(45))
        file_id, file_name = maker.guid(), f"{stem}_{dated:%Y-%m}.pdf"
        document: Document = {
            "DocumentID": maker.store.counters.advance("document", step=random.randrange(1, 4)),
            "CompanyID": maker.company_id,
            "File": {"FileID": file_id, "FileName": file_name},
            "Name": f"{name} {dated:%m/%Y}",
            "DocumentDate": f"{dated:%Y-%m-%dT00:00:00}",
            "CreationDate": maker.clock.stamp_of(created),
            "Tags": tags,
        }
        if chance(random, 70):
            document["Description"] = description
        documents.append(arrange(document, "DocumentAPIView"))
        content = text_pdf([document["Name"], "", maker.company["Name"], description])
        files.append(
            StoredFile(file_id=file_id, company_id=maker.company_id, order_id=0, name=file_name, content=content)
        )
    maker.records.add_documents(documents)
    maker.store.files.add(files)


def _fill_transactions(maker: _Maker, count: int) -> None:
    """Payments of orders that are paid, up to two in three, and what else leaves an account."""
    random, company = maker.random, maker.company
    drafts = _payments(maker, count * 2 // 3)
    for moment in maker.moments(count - len(drafts), _YEAR):
        name, text, code, iso_code, least, most = random.choice(_OUTGOINGS)
        draft: Document = {
            "TotalAmount": -maker.cents(least, most),
            "ValueDate": f"{moment:%Y-%m-%dT00:00:00}",
            "Description": text,
            "AssignedEntities": [],
            "ProprietaryBankTransactionCode": code,
            "BankTransactionCode": iso_code,
        }
        if name:
            draft |= {"NameCounterParty": name} | dict(
                zip(("IBANCounterParty", "BICCounterParty"), iban(random), strict=True)
            )
        drafts.append(draft)
    drafts.sort(key=lambda draft: draft["ValueDate"])
    account_id = 10_000 + maker.company_id % 90_000
    statements: dict[str, str] = {}
    transactions: list[Document] = []
    for place, draft in enumerate(drafts, start=1):
        statement = statements.setdefault(draft["ValueDate"], maker.guid())
        amount: Decimal = draft["TotalAmount"]
        draft |= {
            "BankAccountTransactionID": maker.store.counters.advance("transaction", step=random.randrange(1, 4)),
            "BankName": _BANK_NAMES[company["BIC"]],
            "IBAN": company["IBAN"],
            "BIC": company["BIC"],
            "BankAccountID": account_id,
            "TotalAmount": number(amount, "money"),
            "TransactionType": "Credit" if amount > 0 else "Debit",
            "Currency": "EUR",
            "CodaSource": "CODA",
            "CodaFileID": statement,
            "BankReference": f"{draft['ValueDate'][:4]}{place:08d}",
        }
        transactions.append(arrange(draft, "Transaction"))
    maker.records.add_transactions(maker.company_id, transactions)


def _payments(maker: _Maker, most: int) -> list[Document]:
    """The latest payments of the company's orders, each assigned to its order."""
    rows = maker.store.orders.latest_paid(maker.company_id, most)
    accounts: dict[int, Document] = {}
    payments: list[Document] = []
    for order_id, party_id, direction, order_type, total, paid, reference, order_number in rows:
        if party_id not in accounts:
            accounts[party_id] = _account_of(maker, party_id)
        is_coming_in = (direction == "Income") != (order_type == "CreditNote")
        amount = Decimal(total).scaleb(-2)
        payment: Document = {
            **accounts[party_id],
            "TotalAmount": amount if is_coming_in else -amount,
            "ValueDate": f"{paid[:10]}T00:00:00",
            "Description": reference if is_coming_in else f"Betaling {order_number}",
            "AssignedEntities": [
                {
                    "AssignedAmount": number(amount, "money"),
                    "FXRateToBankCurrency": number(1, "price"),
                    "EntityType": "Order",
                    "EntityID": order_id,
                }
            ],
            "ProprietaryBankTransactionCode": "00150000" if is_coming_in else "00101000",
            "BankTransactionCode": "PMNT/RCDT/ESCT" if is_coming_in else "PMNT/ICDT/ESCT",
        }
        if chance(maker.random, 15):
            payment["FreeMessage"] = f"{order_number} {maker.company['Name']}"
        payments.append(payment)
    return payments


def _account_of(maker: _Maker, party_id: int) -> Document:
    party = maker.store.parties.get(maker.company_id, party_id) or {}
    account, bic = (party["IBAN"], party["BIC"]) if "IBAN" in party else iban(maker.random)
    return {"NameCounterParty": party.get("Name", ""), "IBANCounterParty": account, "BICCounterParty": bic}


def _fill_cashbook(maker: _Maker, count: int) -> None:
    """Movements of a till that begins with 250 euro and never holds less than nothing."""
    random = maker.random
    balance = Decimal(250)
    entries: list[Document] = []
    weights = [movement[-1] for movement in _MOVEMENTS]
    # Hours of business, from eight to six.
    moments = sorted(
        moment.replace(hour=8 + moment.hour * 10 // 24) for moment in maker.moments(count, timedelta(days=120))
    )
    for moment in moments:
        kind, note, direction, least, most, _ = random.choices(_MOVEMENTS, weights)[0]
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
        if chance(random, 20):
            entry["InternalInformation"] = f"Kassa {random.randrange(1, 4)}"
        entries.append(arrange(entry, "CashbookEntry"))
    cashbook_id = open_cashbook(
        maker.store, maker.company_id, Decimal(250), stamp=f"{SEED_NOW - timedelta(days=120):%Y-%m-%dT00:00:00}"
    )
    maker.records.add_cashbook_entries(maker.company_id, cashbook_id, entries)


def _fill_inbox(maker: _Maker, count: int) -> None:
    random = maker.random
    senders = _senders(maker)
    receiver: str = maker.company["VATNumber"]
    items: list[Document] = []
    files: list[StoredFile] = []
    for index, moment in enumerate(maker.moments(count, timedelta(days=14))):
        name, vat_number = random.choice(senders)
        kind = random.choice(("Invoice", "Invoice", "Invoice", "Invoice", "CreditNote"))
        file_id = maker.guid()
        item_id = maker.store.counters.advance("inbox", step=random.randrange(1, 5))
        # Seven digits, and none of them a zero at the end that would be left out.
        created = f"{moment:%Y-%m-%dT%H:%M:%S}.{random.randrange(10**6):06d}{random.randrange(1, 10)}"
        item: Document = {
            "InboxItemID": item_id,
            "SenderPeppolID": f"0208:{vat_number[2:]}",
            "PeppolDocumentType": document_type(kind),
            "ReceiverPeppolID": f"0208:{receiver[2:]}",
            "SenderCompanyID": vat_number,
            "ReceiverCompanyID": receiver,
            "CreationDate": created,
            "PeppolFileID": file_id,
        }
        items.append(arrange(item, "InboxGetResultItem"))
        received = Received(
            kind=kind,
            number=f"{moment:%Y}-{random.randrange(100, 99_999)}",
            identifier=maker.guid(),
            created=moment,
            sender=(name, vat_number),
            receiver=(maker.company["Name"], receiver),
            net=maker.cents(2_500, 480_000),
            reference=structured_reference(item_id * 97 + index),
        )
        files.append(
            StoredFile(
                file_id=file_id,
                company_id=maker.company_id,
                order_id=0,
                name=f"{file_id}.xml",
                content=envelope(received),
            )
        )
    maker.records.add_to_inbox(maker.company_id, items)
    maker.store.files.add(files)


def _senders(maker: _Maker) -> Sequence[tuple[str, str]]:
    """Belgian suppliers of the company, with their VAT numbers."""
    known = maker.store.parties.belgian_suppliers(maker.company_id)
    found = [(party["Name"], party["VATNumber"]) for party in known]
    # One company in a million has no Belgian supplier.
    return found or [("Drukkerij Peeters BV", f"BE{enterprise_number(maker.random)}")]
