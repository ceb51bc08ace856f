"""What every list of the API offers to its users: reading, counting and finding rows, and following their changes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from billit_async._paging.windows import LAG, OVERLAP
from billit_async._resources.listing import Lister, build_query
from billit_async._resources.resource import Resource
from billit_async.errors import InvalidArgument, NotUnique
from billit_async.odata.fields import CollectionField, Field, NavigationField
from billit_async.odata.normal_forms import as_kept

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime, timedelta

    from billit_async._paging import Changes, Consistency, Pager
    from billit_async._serialization.model import Model
    from billit_async._transport.policies import CallOptions
    from billit_async.odata._list_spec import ListSpec
    from billit_async.odata.ast import Expr
    from billit_async.odata.query import Column, Query
    from billit_async.odata.query import Order as OrderTerm

__all__ = ["ChangeFeed", "ListResource", "SearchableList"]

M = TypeVar("M", bound="Model")


class ListResource(Resource, Generic[M]):
    """A list of the API that can be filtered, sorted, counted and read page by page.

    ``options`` of every method says what its calls do otherwise than the session: time limits, retries, priority and
    headers.
    """

    __slots__ = ()

    _spec: ClassVar[ListSpec[Any]]

    def list(
        self,
        where: Expr | Query | None = None,
        *,
        order_by: OrderTerm | Iterable[OrderTerm] | None = None,
        select: Column | Iterable[Column] | None = None,
        top: int | None = None,
        skip: int | None = None,
        count: bool = False,
        cursor: int | str | None = None,
        consistency: Consistency | str | None = None,
        strict: bool | None = None,
        prefetch: int | None = None,
        details: bool | int = False,
        options: CallOptions | None = None,
    ) -> Pager[M]:
        """List rows, read by id, so that nothing is lost while rows change.

        Args:
            where: Which ones, built from the fields of the list, or a whole ``Query``.
            order_by: Another order. The list then follows Billit's own links, which can miss a row when others change
                while it is read.
            select: The columns to give, as fields (``select=[O.order_id, O.total_incl]``); every other field of a row
                reads as None, and ``pager.selected`` and ``page.selected`` name those that were asked for. The key and
                the columns of the filter are added. A server that sends whole rows all the same is a ``QueryWarning``,
                once a session.
            top: Rows to give at most, over all pages.
            skip: Rows to leave out at the beginning.
            count: Ask how many match; the first page then has ``page.count``.
            cursor: Go on behind this point: ``pager.cursor``, ``page.cursor`` or ``error.cursor`` of the same list.
            consistency: ``keyset`` to read by key or not at all, ``links`` to follow Billit's own links.
            strict: True refuses columns that are not documented to work, and makes it an error when rows contradict the
                filter; False sends any query. When left out, columns are refused, and such rows are a warning.
            prefetch: Pages to have under way ahead of the consumer, and to hold in memory at most. Of a list read by
                key: the range of ids is read in several parts, so that nothing is lost.
            details: Give each row in full, read by id, eight at once; a number says how many. Those that were gone by
                then are in ``pager.vanished``.

        Returns:
            A pager; nothing is asked before it is used. Its use raises BadRequest for a column that cannot be
            filtered, BadRequest or ServerError (which says so) where Billit refuses ``select``, PagingError for a list
            that does not move forward, and any CallError.

        Raises:
            TypeError: An argument has the wrong type.
            ValueError: ``top``, ``skip``, ``prefetch`` or ``details`` is out of range.
            QueryError: A column does not work or is not one of the rows, the cursor is of another query or list,
                Billit has no operation that reads one row in full, or ``select`` stands beside ``details``.

        Source: docs page "odata"; the operation stands in the description of the class.
        """
        return Lister(self._caller).list_of(
            self._spec,
            build_query(where, order_by=order_by, select=select, top=top, skip=skip, count=count),
            cursor=cursor,
            consistency=consistency,
            strict=strict,
            prefetch=prefetch,
            details=details,
            options=options,
        )

    async def count(self, where: Expr | Query | None = None, *, options: CallOptions | None = None) -> int:
        """Ask how many rows match, with one request (or one for every 15 values of a long ``.in_()``).

        Args:
            where: Which ones, built from the fields of the list, or a whole ``Query``; all of them when left out.

        Returns:
            The number of rows.

        Raises:
            QueryError: A column does not work.
            BadRequest: Billit refused a column.
            UnexpectedResponse: The response holds no number.

        Source: docs page "odata"; ``$inlinecount=allpages`` counts after the filter.
        """
        return await self.list(where, options=options).count()

    async def find(
        self,
        where: Expr | None = None,
        *,
        order_by: OrderTerm | Iterable[OrderTerm] | None = None,
        options: CallOptions | None = None,
        **columns: object,
    ) -> M | None:
        """Find the one row that fits: ``await billit.parties.find(vat_number="BE 0563.846.944")``.

        Args:
            where: What else it has to fit, built from the fields of the list.
            order_by: With it, the first of several rows in this order is given.
            columns: Values by the Python names of columns; the row has all of them. A VAT number, IBAN, BIC or payment
                reference may be written with spaces and dots.

        Returns:
            The row as the list has it, or None when nothing fits.

        Raises:
            NotUnique: Several rows fit, and ``order_by`` does not say which one comes first.
            TypeError: The list has no such column, or a value has the wrong type.
            ValueError: Nothing to look for, or a value is None.
            QueryError: A column does not work.
            FilterIgnored: Billit gave a row that does not fit.

        Source: docs page "odata".
        """
        condition = self._condition(where, columns)
        rows = await self.list(
            condition, order_by=order_by, top=2 if order_by is None else 1, strict=True, options=options
        )
        if len(rows) > 1:
            ids = tuple(getattr(row, self._spec.key_attribute or "", None) for row in rows)
            raise NotUnique(
                f"more than one row of {self._spec.path} fits {condition}: narrow it, or say with order_by which one "
                "comes first",
                ids=tuple(one for one in ids if one is not None),
            )
        return rows[0] if rows else None

    def _condition(self, where: Expr | None, columns: dict[str, object]) -> Expr:
        fields = getattr(import_module("billit_async.fields"), self._spec.fields_name)
        condition = where
        for name, value in columns.items():
            column = getattr(fields, name, None)
            if not isinstance(column, Field) or isinstance(column, NavigationField | CollectionField):
                raise TypeError(f"{self._spec.fields_name} has no column {name!r} to find a row by")
            if value is None:
                raise InvalidArgument(f"{name} is None: a row is found by a value")
            # In another spelling than Billit keeps it, a number would find nothing.
            clause: Expr = column == (as_kept(column.path, value) if isinstance(value, str) else value)  # type: ignore[assignment]
            condition = clause if condition is None else condition & clause
        if condition is None:
            raise InvalidArgument("nothing to look for: give a condition or the value of a column")
        return condition


class SearchableList(ListResource[M]):
    """A list that Billit also searches by words."""

    __slots__ = ()

    def list(
        self,
        where: Expr | Query | None = None,
        *,
        order_by: OrderTerm | Iterable[OrderTerm] | None = None,
        select: Column | Iterable[Column] | None = None,
        top: int | None = None,
        skip: int | None = None,
        search: str | None = None,
        count: bool = False,
        cursor: int | str | None = None,
        consistency: Consistency | str | None = None,
        strict: bool | None = None,
        prefetch: int | None = None,
        details: bool | int = False,
        options: CallOptions | None = None,
    ) -> Pager[M]:
        """List rows as ``ListResource.list`` does, and search them by words.

        Args:
            where: Which ones, built from the fields of the list, or a whole ``Query``.
            order_by: Another order, by Billit's own links.
            select: The columns to give, as fields; every other field of a row reads as None.
            top: Rows to give at most, over all pages.
            skip: Rows to leave out at the beginning.
            search: Words for Billit's full text search; which fields it searches is not documented.
            count: Ask how many match; the first page then has ``page.count``.
            cursor: Go on behind this point.
            consistency: ``keyset`` or ``links``.
            strict: Whether contradicting rows are an error.
            prefetch: Pages to have under way ahead of the consumer.
            details: Give each row in full, read by id.

        Returns:
            A pager; nothing is asked before it is used.

        Raises:
            TypeError: An argument has the wrong type.
            ValueError: ``top``, ``skip``, ``prefetch`` or ``details`` is out of range.
            QueryError: As ``ListResource.list``.

        Source: docs page "odata"; the operation stands in the description of the class.
        """
        return Lister(self._caller).list_of(
            self._spec,
            build_query(where, order_by=order_by, select=select, top=top, skip=skip, search=search, count=count),
            cursor=cursor,
            consistency=consistency,
            strict=strict,
            prefetch=prefetch,
            details=details,
            options=options,
        )


class ChangeFeed(ListResource[M]):
    """A list whose rows tell when they were last modified."""

    __slots__ = ()

    def changes(
        self,
        where: Expr | None = None,
        *,
        cursor: str | None = None,
        since: datetime | date | None = None,
        lag: timedelta = LAG,
        overlap: timedelta = OVERLAP,
        select: Column | Iterable[Column] | None = None,
        details: bool | int = False,
        options: CallOptions | None = None,
    ) -> Changes[M]:
        """Follow what is added and changed; what is deleted does not show.

        ```python
        changes = billit.orders.changes(cursor=kept)  # since=datetime(...) the first time
        async for changed in changes:
            ...
        kept = changes.cursor
        ```

        Args:
            where: Which ones only.
            cursor: Where the last time ended.
            since: Where to begin the first time; naive is Billit's local time, a date its midnight. All there are when
                it is left out.
            lag: How long before now, by the server's clock, to stop: a change becomes visible after it is stamped.
            overlap: How far to reach back into what was read; what comes again is dropped.
            select: The columns to give, as fields; every other field of a row reads as None. The key, ``LastModified``
                and the columns of the filter are added.
            details: Read each row in full, eight at once; a number says how many.

        Returns:
            The changes up to now: one iteration reads them, and ends.

        Raises:
            QueryError: The cursor is of another list, both cursor and since are given, or ``select`` stands beside
                ``details`` or names what is not a column of the rows.

        Source: docs page "odata" (``LastModified``, local time without offset).
        """
        return Lister(self._caller).changes_of(
            self._spec,
            where,
            cursor=cursor,
            since=since,
            lag=lag,
            overlap=overlap,
            select=select,
            details=details,
            options=options,
        )
