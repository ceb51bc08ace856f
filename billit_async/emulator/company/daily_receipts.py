"""Daily receipts: what a till took in a day at one VAT rate, in books of a month each."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from billit_async.emulator.protocol.binding import amounts_fit, number
from billit_async.emulator.protocol.errors import APIError, generic
from billit_async.emulator.protocol.shapes import arrange

if TYPE_CHECKING:
    from billit_async.emulator.company.context import CompanyContext
    from billit_async.emulator.protocol.shapes import Document

__all__ = ["add_receipt", "receipt_books"]

_CENT: Final = Decimal("0.01")


def add_receipt(context: CompanyContext, given: Document) -> Document:
    """Write an entry into the open book of its month, or into a new one.

    Args:
        context: The company's context.
        given: A bound ``DailyReceiptBookEntryModel``.

    Returns:
        The entry, as GET returns it.

    Raises:
        APIError: 400 without a total, or for a VAT percentage that the company's country does not have.

    Source: Swagger operation DailyReceipt_PostDailyReceiptBookEntry. That a book is of one month, and that it closes
    when a later one is begun, is read off ``FromDate`` and ``Closed``.
    """
    documents, store = context.store.documents, context.store
    total: Decimal = given.get("TotalIncl", Decimal(0))
    if total == 0:
        raise generic("A daily receipt needs a TotalIncl")
    rate: Decimal = given.get("VATPercentage", Decimal(0))
    country = store.companies.get(context.company_id).get("CountryCode", "BE")
    allowed = context.settings.orders.vat_rates.get(country)
    if allowed is not None and rate not in allowed:
        raise APIError.of("InvalidVAtPercentageForTaxCountry_0_", country)
    month = f"{given.get('InputDate', context.clock.stamp())[:7]}-01T00:00:00"
    book = _book(context, month)
    total = total.quantize(_CENT, context.settings.orders.rounding)
    try:
        excl = (total / (1 + rate / 100)).quantize(_CENT, context.settings.orders.rounding)
    except ArithmeticError:
        raise generic("Arithmetic operation resulted in an overflow.") from None
    if not amounts_fit(excl, total - excl):
        raise generic("Arithmetic operation resulted in an overflow.")
    entry_id = store.counters.advance("receipt", start=900_000)
    entry = arrange(
        {
            "CashbookEntryID": entry_id,
            "CashbookID": book["CashbookID"],
            "VAT": number(rate, "money"),
            "Description": given.get("Description"),
            "TotalIncl": total,
            "TotalExcl": excl,
            "TotalVAT": total - excl,
        },
        "GetDailyReceiptEntryResponseModel",
    )
    documents.put("receipts", context.company_id, entry_id, entry, parent=book["CashbookID"])
    return entry


def receipt_books(context: CompanyContext, book_id: int | None = None) -> Document | None:
    """The books with their entries, or one of them; ``None`` when it does not exist."""
    documents = context.store.documents
    books = documents.every("receipt_books", context.company_id)
    if book_id is not None:
        books = [book for book in books if book["CashbookID"] == book_id]
        if not books:
            return None
    return {"Cashbooks": books, "CashbookEntries": documents.every("receipts", context.company_id, parent=book_id)}


def _book(context: CompanyContext, month: str) -> Document:
    documents = context.store.documents
    for book in documents.every("receipt_books", context.company_id):
        if book["Closed"]:
            continue
        if book["FromDate"] == month:
            return book
        if book["FromDate"] < month:
            documents.put("receipt_books", context.company_id, book["CashbookID"], {**book, "Closed": True})
    book_id = context.store.counters.advance("cashbook", start=50_000)
    book = {"CashbookID": book_id, "FromDate": month, "Closed": False}
    documents.put("receipt_books", context.company_id, book_id, book)
    return book
