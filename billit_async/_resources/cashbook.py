"""Cash book: the movements of a company's cash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async._resources._operations import (
    CASHBOOK_CLOSE_CASHBOOK,
    CASHBOOK_GET_CASHBOOK,
    CASHBOOK_GET_CASHBOOKS,
    CASHBOOK_INITIALIZE_CASHBOOK,
    CASHBOOK_POST_CASHBOOK_ENTRY,
)
from billit_async._resources.arguments import checked_id, checked_model
from billit_async._resources.listing import Lister, build_query
from billit_async._resources.resource import Resource
from billit_async._resources.responses import read_id, read_model
from billit_async._serialization import codec
from billit_async._transport.urls import fill
from billit_async.models.cashbook import CashbookEntry, CashbookInitialization, CashbookModel
from billit_async.odata._lists import CASHBOOK_ENTRIES, CASHBOOK_HISTORY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from billit_async._paging import Pager
    from billit_async._serialization.ids import Id
    from billit_async._transport.policies import CallOptions
    from billit_async.odata.ast import Expr
    from billit_async.odata.query import Order as OrderTerm
    from billit_async.odata.query import Query

__all__ = ["Cashbook"]


class Cashbook(Resource):
    """The cash book of one company: ``billit.cashbook``."""

    __slots__ = ()

    def entries(
        self,
        where: Expr | Query | None = None,
        *,
        order_by: OrderTerm | Iterable[OrderTerm] | None = None,
        top: int | None = None,
        skip: int | None = None,
        search: str | None = None,
        count: bool = False,
        cursor: int | str | None = None,
        options: CallOptions | None = None,
    ) -> Pager[CashbookEntry]:
        """List the entries of the open cash book, in pages that overlap by one entry.

        Entries have no id, so that they cannot be read by key: one that is added or removed while the list is read
        shifts the others. The overlap shows that, and PagingError says to read the list again.

        Args:
            where: Which ones, built from ``CashbookEntryFields``, or a whole ``Query``; which columns Billit
                filters is not documented.
            order_by: In which order, built from ``CashbookEntryFields``; Billit's own when it is left out.
            top: Entries to give at most, over all pages.
            skip: Entries to leave out at the beginning.
            search: Billit's full text search; which fields it searches is not documented.
            count: Ask how many match; the first page then has ``page.count``.
            cursor: Go on behind this point: ``page.cursor`` or ``error.cursor`` of the same list.

        Returns:
            A pager; nothing is asked before it is used. Its use raises BadRequest for a column that cannot be
            filtered, PagingError for a list that does not move forward, and any CallError.

        Raises:
            TypeError: An argument has the wrong type.
            ValueError: ``top`` or ``skip`` is out of range, or the cursor is not one of this list.

        Source: GET /v1/Cashbook/Entries (Swagger operation Cashbook_GetCashbookEntries).
        """
        query = build_query(where, order_by=order_by, top=top, skip=skip, search=search, count=count)
        return Lister(self._caller).list_of(CASHBOOK_ENTRIES, query, cursor=cursor, options=options)

    def entries_of(
        self,
        cashbook_id: Id,
        where: Expr | Query | None = None,
        *,
        order_by: OrderTerm | Iterable[OrderTerm] | None = None,
        top: int | None = None,
        skip: int | None = None,
        search: str | None = None,
        count: bool = False,
        cursor: int | str | None = None,
        options: CallOptions | None = None,
    ) -> Pager[CashbookEntry]:
        """List the entries of one cash book, an earlier one for instance, in pages that overlap by one entry.

        Args:
            cashbook_id: The book's ``CashbookID``.
            where: Which ones, built from ``CashbookEntryFields``, or a whole ``Query``; which columns Billit
                filters is not documented.
            order_by: In which order, built from ``CashbookEntryFields``; Billit's own when it is left out.
            top: Entries to give at most, over all pages.
            skip: Entries to leave out at the beginning.
            search: Billit's full text search; which fields it searches is not documented.
            count: Ask how many match; the first page then has ``page.count``.
            cursor: Go on behind this point: ``page.cursor`` or ``error.cursor`` of the same list.

        Returns:
            A pager; nothing is asked before it is used. Its use raises NotFound for a book that does not exist, and
            what :meth:`entries` raises.

        Raises:
            TypeError: An argument has the wrong type.
            ValueError: The id, ``top`` or ``skip`` is out of range, or the cursor is not one of this list.

        Source: GET /v1/Cashbook/{cashbookID}/History (Swagger operation Cashbook_GetCashbookHistory).
        """
        path = fill(CASHBOOK_HISTORY.path, cashbookID=checked_id(cashbook_id, "cashbook_id"))
        query = build_query(where, order_by=order_by, top=top, skip=skip, search=search, count=count)
        return Lister(self._caller).list_of(CASHBOOK_HISTORY, query, path=path, cursor=cursor, options=options)

    async def current(self, *, options: CallOptions | None = None) -> CashbookModel:
        """Read the open cash book with its balance.

        Returns:
            The cash book.

        Raises:
            NotFound: None is open, where Billit says so in this way.
            UnexpectedResponse: The response is not a cash book.

        Source: GET /v1/Cashbook (Swagger operation Cashbook_GetCashbook).
        """
        return await self._read(CASHBOOK_GET_CASHBOOK, lambda raw: codec.from_json(CashbookModel, raw), options=options)

    async def history(self, *, options: CallOptions | None = None) -> list[CashbookModel]:
        """List the cash books there were; their entries are ``entries_of(book.cashbook_id)``.

        Returns:
            All of them.

        Raises:
            UnexpectedResponse: The response is not a list.

        Source: GET /v1/Cashbook/History (Swagger operation Cashbook_GetCashbooks).
        """
        return await self._read(
            CASHBOOK_GET_CASHBOOKS, lambda raw: codec.read_list(CashbookModel, raw), options=options
        )

    async def add_entry(self, entry: CashbookEntry, *, options: CallOptions | None = None) -> CashbookEntry:
        """Add an entry to the open cash book; it has no id, so that it cannot be taken back here.

        Args:
            entry: Amount, direction, date and text.

        Returns:
            The entry as Billit keeps it.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left: look among the entries first.
            UnexpectedResponse: The response is not an entry, although it may have been added.
            TypeError: It is not a CashbookEntry, or holds a float.

        Source: POST /v1/Cashbook/AddEntry (Swagger operation Cashbook_PostCashbookEntry).
        """
        body = codec.to_body(checked_model(entry, CashbookEntry, "entry"), "entry")
        return await self._read(
            CASHBOOK_POST_CASHBOOK_ENTRY,
            lambda raw: read_model(CashbookEntry, raw, "amount", "transaction_date"),
            body=body,
            options=options,
        )

    async def initialize(
        self, start_date: date, start_balance: Decimal | int | str, *, options: CallOptions | None = None
    ) -> int:
        """Open the first cash book of the company.

        Args:
            start_date: Its first day; a date, or a datetime in Billit's local time.
            start_balance: The cash there is then, in euro.

        Returns:
            The ``CashbookID``.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left.
            UnexpectedResponse: The response is not an id, although the book may be open.
            TypeError: The date is missing, or the balance is a float.

        Source: POST /v1/Cashbook/Initialize (Swagger operation Cashbook_InitializeCashbook).
        """
        if start_date is None or start_balance is None:  # pyright: ignore[reportUnnecessaryComparison]
            raise TypeError("a cash book takes a start_date and a start_balance")
        request = CashbookInitialization(start_date=start_date, start_balance=start_balance)
        return await self._read(CASHBOOK_INITIALIZE_CASHBOOK, read_id, body=codec.to_json(request), options=options)

    async def close(self, *, options: CallOptions | None = None) -> None:
        """Close the open cash book.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            NotFound: None is open, where Billit says so in this way.
            OutcomeUnknown: The connection broke after the request may have left: look at the current book.

        Source: POST /v1/Cashbook/Close (Swagger operation Cashbook_CloseCashbook).
        """
        await self._do(CASHBOOK_CLOSE_CASHBOOK, options=options)
