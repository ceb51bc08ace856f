"""Daily receipts: what a till took in a day at one VAT rate, in books of a month each."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from billit_async.emulator.archive import Archive
from billit_async.emulator.binding import amounts_fit, number
from billit_async.emulator.problems import Problem, generic
from billit_async.emulator.shapes import arrange

if TYPE_CHECKING:
    from billit_async.emulator.order_rules import Desk
    from billit_async.emulator.shapes import Document

__all__ = ["add_receipt", "receipt_books"]

_CENT: Final = Decimal("0.01")


def add_receipt(desk: Desk, given: Document) -> Document:
    """Write an entry into the open book of its month, or into a new one.

    Args:
        desk: The company's desk.
        given: A bound ``DailyReceiptBookEntryModel``.

    Returns:
        The entry, as GET answers it.

    Raises:
        Problem: 400 without a total, or for a VAT percentage that the company's country does not have.

    Source: Swagger operation DailyReceipt_PostDailyReceiptBookEntry. That a book is of one month, and that it closes
    when a later one is begun, is read off ``FromDate`` and ``Closed``; the knobs can have one book for all.
    """
    archive, store = Archive(desk.store), desk.store
    total: Decimal = given.get("TotalIncl", Decimal(0))
    if total == 0:
        raise generic("A daily receipt needs a TotalIncl")
    rate: Decimal = given.get("VATPercentage", Decimal(0))
    country = store.company(desk.company_id).get("CountryCode", "BE")
    allowed = desk.knobs.vat_rates.get(country)
    if allowed is not None and rate not in allowed:
        raise Problem.of("InvalidVAtPercentageForTaxCountry_0_", country)
    month = f"{given.get('InputDate', desk.clock.stamp())[:7]}-01T00:00:00"
    book = _book(desk, month)
    total = total.quantize(_CENT, desk.knobs.rounding)
    try:
        excl = (total / (1 + rate / 100)).quantize(_CENT, desk.knobs.rounding)
    except ArithmeticError:
        raise generic("Arithmetic operation resulted in an overflow.") from None
    if not amounts_fit(excl, total - excl):
        raise generic("Arithmetic operation resulted in an overflow.")
    entry_id = store.counter("receipt", start=900_000)
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
    archive.put("receipts", desk.company_id, entry_id, entry, parent=book["CashbookID"])
    return entry


def receipt_books(desk: Desk, book_id: int | None = None) -> Document | None:
    """The books with their entries, or one of them; ``None`` when there is no such one."""
    archive = Archive(desk.store)
    books = archive.every("receipt_books", desk.company_id)
    if book_id is not None:
        books = [book for book in books if book["CashbookID"] == book_id]
        if not books:
            return None
    return {"Cashbooks": books, "CashbookEntries": archive.every("receipts", desk.company_id, parent=book_id)}


def _book(desk: Desk, month: str) -> Document:
    archive = Archive(desk.store)
    for book in archive.every("receipt_books", desk.company_id):
        if book["Closed"]:
            continue
        if book["FromDate"] == month or desk.knobs.receipt_books == "one":
            return book
        if book["FromDate"] < month:
            archive.put("receipt_books", desk.company_id, book["CashbookID"], {**book, "Closed": True})
    book_id = desk.store.counter("cashbook", start=50_000)
    book = {"CashbookID": book_id, "FromDate": month, "Closed": False}
    archive.put("receipt_books", desk.company_id, book_id, book)
    return book
