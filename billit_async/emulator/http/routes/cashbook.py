"""Cash book: the movements of a company's cash, and the books they are written in."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from billit_async.emulator.company.cashbooks import cashbook_model, close_cashbook, find_open_cashbook, open_cashbook
from billit_async.emulator.http.listing import list_page
from billit_async.emulator.http.routing import Route, integer_argument
from billit_async.emulator.protocol.binding import number
from billit_async.emulator.protocol.errors import APIError, generic
from billit_async.emulator.protocol.json import encode
from billit_async.emulator.protocol.shapes import arrange

if TYPE_CHECKING:
    from billit_async.emulator.http.routing import Call
    from billit_async.emulator.protocol.shapes import Document

__all__ = ["ROUTES"]

_DIRECTIONS: Final = ("Income", "Cost")


def _entries(call: Call, cashbook_id: int) -> bytes:
    return list_page(
        call.store, call.settings, call.store.records.listed_entries(call.company_id, cashbook_id), call.page
    )


def get_entries(call: Call) -> bytes:
    """Entries of the open cash book, which have no key. Source: Swagger operation Cashbook_GetCashbookEntries.

    Without an open book there are none, which is inferred.
    """
    book = find_open_cashbook(call.store, call.company_id)
    return _entries(call, 0 if book is None else book["CashbookID"])


def get_history(call: Call) -> bytes:
    """Entries of one cash book, open or closed. Source: Swagger operation Cashbook_GetCashbookHistory."""
    cashbook_id = integer_argument(call, "cashbookID")
    if call.documents.find("cashbooks", call.company_id, cashbook_id) is None:
        raise call.no_access()
    return _entries(call, cashbook_id)


def get_cashbook(call: Call) -> bytes:
    """The open cash book with what is in the till. Source: Swagger operation Cashbook_GetCashbook.

    What is returned without one is not documented: as for anything that is not there, if no setting says otherwise.
    """
    book = find_open_cashbook(call.store, call.company_id)
    if book is None:
        status = call.settings.bookkeeping.no_cashbook_status
        raise call.no_access() if status is None else APIError(status, (call.settings.access.no_access_code, None))
    return encode(cashbook_model(call.store, call.company_id, book))


def get_cashbooks(call: Call) -> bytes:
    """All cash books, the oldest first. Source: Swagger operation Cashbook_GetCashbooks."""
    books = call.documents.every("cashbooks", call.company_id)
    return encode([cashbook_model(call.store, call.company_id, book) for book in books])


def post_initialize(call: Call) -> bytes:
    """Open a cash book; returns its id. Source: Swagger operation Cashbook_InitializeCashbook.

    That there cannot be two open ones follows from the operations, which name none; a setting says what becomes of the
    open one.
    """
    given = call.bound("CashbookInitialization").document
    book = find_open_cashbook(call.store, call.company_id)
    if book is not None:
        if call.settings.bookkeeping.cashbook_twice == "refuse":
            raise generic("There is an open cashbook already")
        close_cashbook(call.store, call.company_id, book)
    stamp = given.get("StartDate", call.clock.stamp())
    return encode(open_cashbook(call.store, call.company_id, given.get("StartBalance", Decimal(0)), stamp=stamp))


def post_close(call: Call) -> bytes:
    """Close the open cash book; returns nothing, 404 without one. Source: Swagger operation Cashbook_CloseCashbook.

    The status stands in the Swagger document; that this is what it is for is inferred, and its body is not documented.
    """
    book = find_open_cashbook(call.store, call.company_id)
    if book is None:
        raise APIError(404, ("GenericError", "There is no open cashbook"))
    close_cashbook(call.store, call.company_id, book)
    return b""


def post_entry(call: Call) -> bytes:
    """Add an entry to the open cash book; returns it. Source: Swagger operation Cashbook_PostCashbookEntry.

    What an entry needs is inferred: an amount above nothing, and a direction. The moment defaults to now.
    """
    given = call.bound("CashbookEntry").document
    book = find_open_cashbook(call.store, call.company_id)
    if book is None:
        raise generic("There is no open cashbook")
    if given.get("Direction") not in _DIRECTIONS:
        raise generic(f"The direction {given.get('Direction', '')} is invalid")
    amount: Decimal = given.get("Amount", Decimal(0))
    if amount <= 0:
        raise generic("The amount of a cashbook entry must be positive")
    entry: Document = {"TransactionDate": call.clock.stamp(), **given, "Amount": number(amount, "money")}
    entry = arrange(entry, "CashbookEntry")
    call.store.records.add_cashbook_entries(call.company_id, book["CashbookID"], [entry])
    return encode(entry)


ROUTES = (
    Route(method="GET", path="/v1/Cashbook", respond=get_cashbook, feature="Cashbook"),
    Route(method="GET", path="/v1/Cashbook/Entries", respond=get_entries, feature="Cashbook"),
    Route(method="GET", path="/v1/Cashbook/History", respond=get_cashbooks, feature="Cashbook"),
    Route(method="GET", path="/v1/Cashbook/{cashbookID}/History", respond=get_history, feature="Cashbook"),
    Route(method="POST", path="/v1/Cashbook/Initialize", respond=post_initialize, feature="Cashbook"),
    Route(method="POST", path="/v1/Cashbook/Close", respond=post_close, feature="Cashbook"),
    Route(method="POST", path="/v1/Cashbook/AddEntry", respond=post_entry, feature="Cashbook"),
)
"""Served operations on the cash book."""
