"""Daily receipts: books of what a till took, entry by entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.emulator.company.daily_receipts import add_receipt, receipt_books
from billit_async.emulator.http.routing import Route, integer_argument
from billit_async.emulator.protocol.json import encode

if TYPE_CHECKING:
    from billit_async.emulator.http.routing import Call

__all__ = ["ROUTES"]


def get_books(call: Call) -> bytes:
    """All books with their entries. Source: Swagger operation DailyReceipt_GetDailyReceiptBooks."""
    return encode(receipt_books(call.context))


def get_book(call: Call) -> bytes:
    """One book with its entries. Source: the Swagger operation of the same name that takes an id."""
    book = receipt_books(call.context, integer_argument(call, "DailyReceiptBookID"))
    if book is None:
        raise call.no_access()
    return encode(book)


def get_receipt(call: Call) -> bytes:
    """One entry. Source: Swagger operation DailyReceipt_GetDailyReceiptEntry."""
    entry = call.documents.find("receipts", call.company_id, integer_argument(call, "DailyReceiptEntryID"))
    if entry is None:
        raise call.no_access()
    return encode(entry)


def post_receipt(call: Call) -> bytes:
    """Write an entry; returns where. Source: Swagger operation DailyReceipt_PostDailyReceiptBookEntry.

    The small ``d`` of the two names is Billit's.
    """
    entry = add_receipt(call.context, call.bound("DailyReceiptBookEntryModel").document)
    return encode({"CashbookId": entry["CashbookID"], "CashbookEntryId": entry["CashbookEntryID"]})


ROUTES = (
    Route(method="GET", path="/v1/DailyReceiptBooks", respond=get_books, feature="DailyReceipts"),
    Route(method="GET", path="/v1/DailyReceiptBooks/{DailyReceiptBookID}", respond=get_book, feature="DailyReceipts"),
    Route(
        method="GET",
        path="/v1/DailyReceiptBooks/DailyReceiptEntry/{DailyReceiptEntryID}",
        respond=get_receipt,
        feature="DailyReceipts",
    ),
    Route(
        method="POST",
        path="/v1/DailyReceiptBooks/commands/CreateEntryInOpenExistingOrNew",
        respond=post_receipt,
        feature="DailyReceipts",
    ),
)
"""Served operations on daily receipts."""
