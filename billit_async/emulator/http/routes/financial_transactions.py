"""Financial transactions: what moved on a company's bank account."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from billit_async.emulator.company.coda import CodaError, read_coda
from billit_async.emulator.company.orders.create import file_errors
from billit_async.emulator.http.listing import list_page
from billit_async.emulator.http.routing import Route
from billit_async.emulator.protocol.binding import decode_base64, number
from billit_async.emulator.protocol.errors import APIError, generic
from billit_async.emulator.protocol.shapes import arrange
from billit_async.emulator.storage.files import StoredFile

if TYPE_CHECKING:
    from decimal import Decimal

    from billit_async.emulator.http.routing import Call
    from billit_async.emulator.protocol.shapes import Document

__all__ = ["OLD_ROUTES", "ROUTES"]

_Key: TypeAlias = "tuple[str, str | None, str, Decimal]"
"""Account, reference of the bank, value date and amount: what makes two transactions the same."""


def get_transactions(call: Call) -> bytes:
    """The company's bank transactions. Source: Swagger operation FinancialTransaction_GetBankTransactions.

    The operation has no schema for its response; that it is a page of transactions follows from the definition
    PageResult_Transaction, which nothing else uses. There is no operation for one transaction.
    """
    return list_page(call.store, call.settings, call.store.records.listed_transactions(call.company_id), call.page)


def post_import(call: Call) -> bytes:
    """Import transactions; returns nothing. Source: Swagger operation FinancialTransaction_PostImport.

    What a transaction needs is inferred: an account, an amount and a date. What becomes of one whose account,
    ``BankReference``, date and amount are there already, the settings say; as a rule a repeated import changes nothing.
    Several of one import are several transactions: banks give one reference to all parts of a collective payment.
    """
    given = call.planned(_bound)
    for item in given:
        if "IBAN" not in item or "TotalAmount" not in item or "ValueDate" not in item:
            raise generic("A transaction needs an IBAN, a TotalAmount and a ValueDate")
    _add(call, given)
    return b""


def _bound(call: Call) -> list[Document]:
    return call.bound_list("Transaction")


def post_import_file(call: Call) -> bytes:
    """Import a CODA file; returns nothing. Source: Swagger operation FinancialTransaction_PostImportFile.

    The definition takes any file; that this means CODA stands in the manual, chapter 4.
    """
    name, content, movements = call.planned(_statement)
    file_id = call.store.counters.new_guid()
    stored = StoredFile(file_id=file_id, company_id=call.company_id, order_id=0, name=name, content=content)
    call.store.files.add([stored])
    _add(call, [{"CodaSource": "CODA", "CodaFileID": file_id, **movement} for movement in movements])
    return b""


def _statement(call: Call) -> tuple[str, bytes, list[Document]]:
    """Name, content and movements of a posted CODA file."""
    file = {"FileName": "statement.cod", **call.bound("File").document}
    if errors := file_errors(file):
        raise APIError(400, *errors)
    content = decode_base64(file["FileContent"]) or b""
    try:
        return file["FileName"], content, read_coda(content)
    except CodaError as error:
        raise APIError(400, ("TheFileIsNotValid", f"File is not a valid file: {error}.")) from None


def _add(call: Call, items: list[Document]) -> None:
    company = call.store.companies.get(call.company_id)
    repeated = call.settings.bookkeeping.repeated_transactions
    left = _count_stored(call, items) if repeated != "add" else Counter[_Key]()
    documents: list[Document] = []
    for item in items:
        amount: Decimal = item["TotalAmount"]
        key = _key(item)
        if left[key]:
            if repeated == "refuse":
                raise generic("A transaction was imported before")
            left[key] -= 1
            continue
        document: Document = {
            "Currency": "EUR",
            "TransactionType": "Credit" if amount > 0 else "Debit",
            "AssignedEntities": [],
            **({"BIC": company["BIC"]} if item["IBAN"] == company.get("IBAN") and "BIC" in company else {}),
            **item,
            "BankAccountTransactionID": call.store.counters.advance("transaction"),
            "TotalAmount": number(amount, "money"),
        }
        documents.append(arrange(document, "Transaction"))
    call.store.records.add_transactions(call.company_id, documents)


def _key(item: Document) -> _Key:
    return item["IBAN"], item.get("BankReference"), item["ValueDate"], number(item["TotalAmount"], "money")


def _count_stored(call: Call, items: list[Document]) -> Counter[_Key]:
    """How many of each transaction were stored before this import; without a reference none is known."""
    places = {(item["IBAN"], item["BankReference"], item["ValueDate"]) for item in items if item.get("BankReference")}
    return Counter(
        _key(stored) for place in places for stored in call.store.records.transactions_like(call.company_id, *place)
    )


ROUTES = (
    Route(method="GET", path="/v1/financialTransactions", respond=get_transactions),
    Route(method="POST", path="/v1/financialTransactions/importFile", respond=post_import_file, plan=_statement),
    Route(method="POST", path="/v1/financialTransactions/commands/import", respond=post_import, plan=_bound),
)
"""Served operations on financial transactions."""

OLD_ROUTES = (
    Route(method="POST", path="/v1/financialTransaction/importFile", respond=post_import_file, plan=_statement),
)
"""As the manual and the clients of 2019 have it, in the singular."""
