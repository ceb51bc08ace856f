"""Cash book: the movements of a company's cash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.models.cashbook import CashbookEntry
from billit_async.resources.resource import Resource, asked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from billit_async.config import CallOptions
    from billit_async.odata.ast import Expr
    from billit_async.odata.query import Order as OrderTerm
    from billit_async.odata.query import Query
    from billit_async.paging import Pager

__all__ = ["Cashbook"]

_LIST = "/v1/Cashbook/Entries"


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
            options: What its calls do otherwise than the session: time limits, retries, priority, headers.

        Returns:
            A pager; nothing is asked before it is used. Its use raises BadRequest for a column that cannot be
            filtered, PagingError for a list that does not move forward, and any CallError.

        Raises:
            TypeError: An argument has the wrong type.
            ValueError: ``top`` or ``skip`` is out of range, or the cursor is not one of this list.

        Source: GET /v1/Cashbook/Entries (Swagger operation Cashbook_GetCashbookEntries).
        """
        query = asked(where, order_by=order_by, top=top, skip=skip, search=search, count=count)
        return self.list_of(
            CashbookEntry, _LIST, query, key=None, key_attribute=None, cursor=cursor, by_key=False, options=options
        )
