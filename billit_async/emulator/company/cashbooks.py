"""Cash books: at most one of a company is open; a closed one keeps its entries and takes no more."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from billit_async.emulator.protocol.binding import number
from billit_async.emulator.protocol.clock import wire_text
from billit_async.emulator.protocol.shapes import arrange

if TYPE_CHECKING:
    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.storage.store import Store

__all__ = ["cashbook_model", "close_cashbook", "find_open_cashbook", "open_cashbook"]


def open_cashbook(store: Store, company_id: int, balance: Decimal, *, stamp: str) -> int:
    """Open a cash book with what is in the till.

    Returns:
        Its id.
    """
    cashbook_id = store.counters.advance("cashbook", start=50_000)
    book: Document = {
        "CashbookID": cashbook_id,
        "CreationDate": stamp,
        "Balance": number(balance, "money"),
        "IsOpen": True,
    }
    store.documents.put("cashbooks", company_id, cashbook_id, book)
    return cashbook_id


def find_open_cashbook(store: Store, company_id: int) -> Document | None:
    """The open cash book of a company, as it is kept."""
    books = store.documents.every("cashbooks", company_id)
    return next((book for book in books if book["IsOpen"]), None)


def close_cashbook(store: Store, company_id: int, book: Document) -> None:
    """Close a cash book for good."""
    store.documents.put("cashbooks", company_id, book["CashbookID"], {**book, "IsOpen": False})


def cashbook_model(store: Store, company_id: int, book: Document) -> Document:
    """A cash book as responses show it; what it is called is made up, no sample shows a name."""
    cents, latest = store.records.cash_moved(company_id, book["CashbookID"])
    return arrange(
        {
            "CashbookID": book["CashbookID"],
            "Name": f"Kasboek {book['CreationDate'][:10]}",
            "CreationDate": book["CreationDate"],
            "Saldo": book["Balance"] + Decimal(cents).scaleb(-2),
            "LastEntryDate": None if latest is None else wire_text(latest),
            "Currency": "EUR",
        },
        "CashbookModel",
    )
