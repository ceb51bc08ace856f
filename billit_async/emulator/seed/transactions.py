"""Makes the bank transactions of a seeded company."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from billit_async.emulator.protocol.binding import number
from billit_async.emulator.protocol.shapes import Document, arrange
from billit_async.emulator.seed.identifiers import iban

if TYPE_CHECKING:
    from billit_async.emulator.seed.record_maker import RecordMaker

__all__ = ["fill_transactions"]

_YEAR: Final = timedelta(days=365)
_BANK_NAMES: Final = {
    "GEBABEBB": "BNP Paribas Fortis",
    "GKCCBEBB": "Belfius",
    "BBRUBEBB": "ING",
    "KREDBEBB": "KBC",
    "ARSPBE22": "Argenta",
}
# Name, text, codes of the bank (family and transaction) and of ISO 20022, least and most in cents.
_OUTGOINGS: Final = (
    ("", "Maandelijkse bankkosten", "03537000", "PMNT/MCOP/CHRG", 350, 2_500),
    ("Proximus", "Abonnement", "00501000", "PMNT/RDDT/ESDD", 4_500, 18_000),
    ("Engie Electrabel", "Elektriciteit en gas", "00501000", "PMNT/RDDT/ESDD", 18_000, 95_000),
    ("Total Energies", "Carburant", "00402000", "PMNT/CCRD/POSD", 4_000, 12_500),
    ("Colruyt Halle", "Aankoop met kaart", "00402000", "PMNT/CCRD/POSD", 900, 21_000),
    ("FOD Financiën", "Btw-provisie", "00101000", "PMNT/ICDT/ESCT", 120_000, 640_000),
)


def fill_transactions(maker: RecordMaker, count: int) -> None:
    """Payments of orders that are paid, up to two in three, and what else leaves an account."""
    draws, company = maker.draws, maker.company
    drafts = _payments(maker, count * 2 // 3)
    for moment in maker.moments(count - len(drafts), _YEAR):
        name, text, code, iso_code, least, most = draws.one_of(_OUTGOINGS)
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
                zip(("IBANCounterParty", "BICCounterParty"), iban(draws), strict=True)
            )
        drafts.append(draft)
    drafts.sort(key=lambda draft: draft["ValueDate"])
    account_id = 10_000 + maker.company_id % 90_000
    statements: dict[str, str] = {}
    transactions: list[Document] = []
    for place, draft in enumerate(drafts, start=1):
        statement = statements.setdefault(draft["ValueDate"], maker.draws.guid())
        amount: Decimal = draft["TotalAmount"]
        draft |= {
            "BankAccountTransactionID": maker.store.counters.advance("transaction", step=draws.between(1, 4)),
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


def _payments(maker: RecordMaker, most: int) -> list[Document]:
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
        if maker.draws.chance(15):
            payment["FreeMessage"] = f"{order_number} {maker.company['Name']}"
        payments.append(payment)
    return payments


def _account_of(maker: RecordMaker, party_id: int) -> Document:
    party = maker.store.parties.get(maker.company_id, party_id) or {}
    account, bic = (party["IBAN"], party["BIC"]) if "IBAN" in party else iban(maker.draws)
    return {"NameCounterParty": party.get("Name", ""), "IBANCounterParty": account, "BICCounterParty": bic}
