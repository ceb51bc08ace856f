"""The pager: a list as its caller holds it, read page by page as it is consumed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NoReturn, Self, TypeVar

import attrs

from billit_async._paging.ahead import Ahead, Pending
from billit_async._paging.details import Details
from billit_async._paging.plan import State, checked_count, first_state, plan_for, put_cursor, write_cursor
from billit_async._paging.ranges import KeyRanges
from billit_async._paging.sources import Overlapping, Sequential
from billit_async._paging.split import Merged, parts_of
from billit_async._serialization.model import Page
from billit_async.errors import BillitError, UnexpectedResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Sequence

    from billit_async._paging.plan import Consistency, Plan, Step
    from billit_async._paging.sources import Fetch, Pages
    from billit_async._serialization.codec import Rows

__all__ = ["PageIterator", "Pager"]

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Reading(Generic[T]):
    """How a list is read besides what is asked.

    Attributes:
        prefetch: Pages to have under way ahead of the consumer.
        detail: Reads one row in full, by its key.
        listed: Tells whether the list still has a row, by its key.
        at_once: Rows that are read in full at the same time.
        without_keyset: Paths of the session that cannot be read by key.
    """

    prefetch: int | None = None
    detail: Callable[[int], Awaitable[T]] | None = None
    listed: Callable[[int], Awaitable[bool]] | None = None
    at_once: int = 8
    without_keyset: set[str] = attrs.field(factory=set[str])


class Pager(Generic[T]):
    """A list of Billit's, read page by page as it is consumed.

    ``async for item in pager`` gives every row, ``pager.pages()`` whole pages. Each iteration starts anew, keeps no
    connection between pages, and may be left at any point: nothing it began goes on.

    Args:
        plan: What is asked.
        fetch: Asks for one page.
        cursor: Where to begin: the cursor of an earlier pager, page or error of the same list.
        reading: How it is read besides.
    """

    __slots__ = ("_cursor", "_fetch", "_items", "_parts", "_plan", "_reading", "vanished")

    def __init__(
        self, plan: Plan, fetch: Fetch[T], *, cursor: int | str | None = None, reading: Reading[T] | None = None
    ) -> None:
        self._reading: Reading[T] = reading or Reading()
        plan = plan_for(plan, cursor, self._reading.without_keyset)
        first_state(plan, cursor)  # so that a wrong cursor shows where it is passed
        self._plan = plan
        self._parts = parts_of(plan)
        self._fetch = fetch
        self._cursor = cursor
        self._items: _Items[T] | Details[T] | PageIterator[T] | None = None
        self.vanished: list[int] = []
        """Keys of rows that were listed, and were gone when they were read in full (``details=``)."""

    @property
    def consistency(self) -> Consistency:
        """What the list promises while rows change under it.

        It falls from ``keyset`` to ``links`` while it is read, on a server that does not read this list by its key.
        """
        items = self._items
        if isinstance(items, PageIterator):
            return items.consistency
        return self._plan.consistency if items is None else items.plan.consistency

    @property
    def selected(self) -> tuple[str, ...] | None:
        """The fields of a row that are asked for with ``select=``, with those added to them; None for whole rows.

        A field that is not among them reads as None, which then says nothing about the document.
        """
        return self._plan.selected

    @property
    def cursor(self) -> str | None:
        """Where the latest iteration is: ``list(..., cursor=pager.cursor)`` goes on behind the last row it gave.

        A small text, good for JSON. None before the first row.
        """
        if self._items is None:
            return None if self._cursor is None else write_cursor(self._plan, *_position(self._plan, self._cursor))
        return self._items.cursor

    def __aiter__(self) -> AsyncIterator[T]:
        """Give every row, in the order of the key or of ``order_by``.

        Raises:
            PagingError: The list does not move forward.
            CallError: A page could not be read; ``error.cursor`` tells where to go on.
        """
        reading = self._reading
        items = self._items = _Items(self._source(self._plan), self._cursor)
        if reading.detail is not None:
            full = Details(
                items, reading.detail, reading.at_once, self._plan.key_attribute, self.vanished, listed=reading.listed
            )
            self._items = full
            return full
        return items

    # Type checkers reject these by themselves, when the methods are not there.
    if not TYPE_CHECKING:  # pragma: no branch

        def _not_here(self, *_: object) -> NoReturn:
            raise TypeError(
                f"{self!r} is read from Billit as it is consumed: write `async for row in pager:`, or "
                "`rows = await pager.collect()` for a list to index, count and walk through; `await pager.first()` for "
                "the first row, `await pager.count()` for their number"
            )

        __iter__ = __next__ = __len__ = __bool__ = __getitem__ = __contains__ = __reversed__ = _not_here

    def __await__(self) -> Generator[Any, Any, list[T]]:
        """Read the rows into a list: ``await pager`` is ``await pager.collect()``."""
        return self.collect().__await__()

    def pages(self) -> PageIterator[T]:
        """Give whole pages: ``page.items``, ``page.count`` where asked for, ``page.cursor`` to go on behind it."""
        pages = self._items = self._pages(self._plan)
        return pages

    def _pages(self, plan: Plan) -> PageIterator[T]:
        return PageIterator(self._source(plan), self._reading, self.vanished, self._cursor)

    async def first(self) -> T | None:
        """Ask for the first row only.

        Returns:
            The row, or None when nothing matches.

        Raises:
            CallError: The page could not be read.
        """
        limit = 1 if self._plan.limit is None else min(1, self._plan.limit)
        one = Pager(attrs.evolve(self._plan, limit=limit), self._fetch, cursor=self._cursor, reading=self._alone)
        async for item in one:
            return item
        return None

    async def count(self) -> int:
        """Ask how many rows match, with one request of its own (or one for every 15 values of a long ``.in_()``).

        ``top``, ``skip`` and ``cursor`` do not matter to it.

        Returns:
            The number of rows.

        Raises:
            UnexpectedResponse: The response holds no number.
            CallError: Billit could not be asked.

        Source: docs page "odata"; ``$inlinecount=allpages`` counts after the filter.
        """
        found = 0
        for part in self._parts:
            query = attrs.evolve(part.query, top=None, skip=None, select=None, count=True)
            rows = await self._fetch(attrs.evolve(part, query=query, limit=1), State())
            if rows.count is None:
                raise UnexpectedResponse(f"GET {part.path}: the number of rows was asked for, and did not come")
            found += rows.count
        return found

    async def collect(self, limit: int | None = None) -> list[T]:
        """Read the rows into a list.

        Args:
            limit: Rows to read at most; all of them when left out.

        Returns:
            The rows.

        Raises:
            ValueError: The limit is below zero.
            PagingError: The list does not move forward.
            CallError: A page could not be read; ``error.cursor`` stands behind rows that were read and are not
                returned: to keep those, iterate.
        """
        own = self._plan.limit
        checked = checked_count(limit, "limit")
        least = own if checked is None else checked if own is None else min(own, checked)
        rows: list[T] = []
        async for page in self._pages(attrs.evolve(self._plan, limit=least)):
            rows.extend(page.items)
        return rows

    @property
    def _alone(self) -> Reading[T]:
        return attrs.evolve(self._reading, prefetch=None)

    def _source(self, plan: Plan) -> Pages[T]:
        reading = self._reading
        plan = plan_for(plan, self._cursor, reading.without_keyset)
        if len(self._parts) > 1 and plan.keyset:
            return Merged(plan, self._parts, self._fetch, self._cursor, reading.without_keyset)
        if plan.overlaps:
            return Overlapping(plan, self._fetch, self._cursor)
        # A position moves when rows change: it is asked for as late as can be, whatever may be ahead.
        if not reading.prefetch or plan.limit == 0 or not plan.keyset:
            return Sequential(plan, self._fetch, self._cursor, reading.without_keyset)
        return KeyRanges(plan, self._fetch, self._cursor, reading.without_keyset, reading.prefetch)

    def __repr__(self) -> str:
        selected = "" if self.selected is None else f", selected={', '.join(self.selected)}"
        return f"Pager({self._plan.path}, {self.consistency}{selected})"


def _position(plan: Plan, cursor: int | str) -> tuple[int | str | None, int]:
    state = first_state(plan, cursor)
    if state is None:
        return None, 0
    return (state.after, 0) if plan.keyset else (f"{plan.path}?{state.link}" if state.link else None, state.given)


class PageIterator(Generic[T]):
    """Page by page; remembers where the last one ended."""

    __slots__ = ("_full", "_items", "_page", "_reading", "_source", "_vanished", "cursor")

    def __init__(self, source: Pages[T], reading: Reading[T], vanished: list[int], start: int | str | None) -> None:
        self._source = source
        self._reading = reading
        self._vanished = vanished
        self._page: tuple[Page[T], str | None] | None = None
        self._full: Details[T] | None = None
        self._items: list[T] = []
        self.cursor = None if start is None else write_cursor(source.plan, *_position(source.plan, start))

    @property
    def consistency(self) -> Consistency:
        """What the list promises now, while rows change under it."""
        return self._source.plan.consistency

    def __aiter__(self) -> Self:
        return self

    if not TYPE_CHECKING:  # pragma: no branch

        def _not_here(self, *_: object) -> NoReturn:
            raise TypeError("pages are read as they are consumed: write `async for page in pager.pages():`")

        __iter__ = __next__ = __len__ = __bool__ = __getitem__ = __contains__ = __await__ = _not_here

    async def __anext__(self) -> Page[T]:
        try:
            if self._page is None:
                self._page = await self._next()
            page, behind = self._page
            if self._full is not None:
                async for item in self._full:
                    self._items.append(item)
                page, self._items = attrs.evolve(page, items=self._items), []
        except BillitError as error:
            put_cursor(error, self.cursor)  # nothing of the page was given; the next one asked for is this one
            raise
        self._page, self.cursor = None, behind
        return page

    async def _next(self) -> tuple[Page[T], str | None]:
        position = self._source.position()
        rows, step = await self._source.next()
        items = rows.all()
        if len(step.kept) < len(items):
            items = [items[index] for index in step.kept]
        reading, plan = self._reading, self._source.plan
        if reading.detail is not None:
            self._full = Details(
                _Given(items),
                reading.detail,
                reading.at_once,
                plan.key_attribute,
                self._vanished,
                listed=reading.listed,
            )
        cursor = behind = write_cursor(plan, step.cursor, step.given)
        if cursor is not None and not step.kept:
            cursor = behind = self.cursor or cursor  # all given before
        if behind is None and step.kept:  # the last page: nothing follows, but something may have by later
            last = getattr(items[-1], plan.key_attribute or "", None)
            behind = write_cursor(plan, *((last, 0) if plan.keyset else _behind(plan, position, step.kept, len(items))))
        page = Page(
            items=items, count=rows.count, next_page_link=rows.next_page_link, cursor=cursor, selected=plan.selected
        )
        return page, behind or self.cursor

    async def aclose(self) -> None:
        """Give up what is under way; leaving the loop does the same."""
        if self._full is not None:
            await self._full.aclose()
        await self._source.aclose()


def _behind(
    plan: Plan, position: tuple[int | str | None, int], kept: Sequence[int], taken: int
) -> tuple[int | str | None, int]:
    """Where a list by position stands when so many rows of a page were given.

    Args:
        plan: How it is read.
        position: Where the page begins.
        kept: The places on the page of the rows that are given.
        taken: How many of them were.
    """
    at, given = position
    if not taken:
        return at, given
    if plan.overlaps:
        return at, given + taken
    behind = kept[taken - 1] + 1
    return (at, max(given, behind)) if at else (at, given + behind)


class _Given(Generic[T]):
    """Rows that are here already."""

    __slots__ = ("_rows",)

    def __init__(self, rows: list[T]) -> None:
        self._rows = iter(rows)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        for row in self._rows:
            return row
        raise StopAsyncIteration


class _Items(Generic[T]):
    """Row by row; remembers the last one it gave, and which place it has."""

    __slots__ = (
        "_ahead",
        "_following",
        "_given",
        "_kept",
        "_last",
        "_page",
        "_position",
        "_rows",
        "_source",
        "_start",
        "_was_read",
    )

    def __init__(self, source: Pages[T], start: int | str | None) -> None:
        self._source = source
        self._start = start
        self._was_read = source.plan  # how the last page was: the source may have gone over to links since
        self._rows: Iterator[T] = iter(())
        self._page = 0
        self._ahead: Ahead[tuple[Rows[T], Step]] = Ahead()
        self._following: Pending[tuple[Rows[T], Step]] | None = None
        self._last: T | None = None
        # Of the page that is being given: where it stands, which of its rows are given, and how many were.
        self._position = (None, 0) if start is None else _position(source.plan, start)
        self._kept: Sequence[int] = ()
        self._given = 0

    @property
    def plan(self) -> Plan:
        """How the list is read now."""
        return self._source.plan

    @property
    def cursor(self) -> str | None:
        """The cursor behind the last row that was given."""
        plan = self._was_read
        if plan.keyset:
            if self._last is None:
                return write_cursor(plan, *_position(plan, self._start)) if self._start is not None else None
            return write_cursor(plan, getattr(self._last, plan.key_attribute or "", None))
        return write_cursor(plan, *_behind(plan, self._position, self._kept, self._given))

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        while True:
            for row in self._rows:
                self._last = row
                self._given += 1
                return row
            following, self._following = self._following, None
            position = self._source.position()
            try:
                rows, step = await (self._source.next() if following is None else self._ahead.take(following))
            except BillitError as error:
                if not self._was_read.keyset:
                    self._position, self._kept, self._given = position, (), 0
                put_cursor(error, self.cursor)
                raise
            if not step.kept:
                continue  # all given before: the cursor stays behind the last row that was given
            self._was_read = self._source.plan
            if not self._was_read.keyset:
                self._position, self._kept, self._given = position, step.kept, 0
            self._rows = rows.each(step.kept)
            self._page += 1
            # A caller that has read a whole page reads on: from the second on, the next one is under way meanwhile.
            if self._page > 1 and step.state is not None and self._source.may_look_ahead:
                self._following = self._ahead.start(self._source.next)
                await self._ahead.depart(self._following)

    async def aclose(self) -> None:
        """Give up what is under way; leaving the loop does the same."""
        await self._ahead.aclose()
        await self._source.aclose()
