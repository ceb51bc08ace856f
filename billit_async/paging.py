"""Lists that span pages: what to ask next is decided by plain functions, the `Pager` only carries it out.

By default a list is read by key (``OrderID gt n``, ordered by the id). Reading by position (``$skip``, and with it
Billit's own links) loses rows whenever a row that was already read is changed or deleted meanwhile.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

import attrs

from billit_async._model import Page
from billit_async.errors import BillitError, PagingError
from billit_async.odata.ast import Binary, OrderBy, Path
from billit_async.odata.literals import integer
from billit_async.odata.query import Query
from billit_async.transport.urls import reanchor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence

    from billit_async.codec import Rows

__all__ = ["Pager", "Plan", "State", "Step", "first_state", "next_step", "query_pairs"]

T = TypeVar("T")

# Turns of the event loop that aiohttp takes to put a request on a kept connection.
_TURNS_TO_DEPART = 2

PAGE_SIZE = 120
"""Rows that Billit gives at most on a page; a larger ``$top`` is refused. Source: docs page "odata"."""


@attrs.frozen(kw_only=True)
class Plan:
    """What a list asks for, from beginning to end.

    Attributes:
        path: The path of the list.
        base_url: Where links are anchored.
        query: Filter, order, search, skip and count.
        limit: Rows to give at most, over all pages.
        key: The wire name of the immutable unique key, ``OrderID``; None for lists without one.
        key_attribute: Its name on the model, ``order_id``.
        by_key: Whether the list can be read by its key.
    """

    path: str
    base_url: str
    query: Query = attrs.field(factory=Query)
    limit: int | None = None
    key: str | None = None
    key_attribute: str | None = None
    by_key: bool = True

    @property
    def keyset(self) -> bool:
        """Whether pages are found by key; otherwise by Billit's links."""
        return self.by_key and self.key is not None and not self.query.order_by


@attrs.frozen(kw_only=True)
class State:
    """How far a list has come: everything the next request is made from.

    Attributes:
        after: The highest key read, when reading by key.
        link: The encoded query of the next page, when following links.
        taken: Rows given so far.
        page_length: The length of the previous page; None before the second.
        visited: The links that were followed, so that going in circles is noticed.
    """

    after: int | None = None
    link: str | None = None
    taken: int = 0
    page_length: int | None = None
    visited: frozenset[str] = frozenset()


@attrs.frozen
class Step:
    """What a page means.

    Attributes:
        kept: The indices of the rows to give.
        state: Where to go on, or None at the end.
        cursor: The same for people and checkpoints: a key, or a path with its query.
    """

    kept: Sequence[int]
    state: State | None
    cursor: int | str | None


def first_state(plan: Plan, cursor: int | str | None = None) -> State | None:
    """Find where a list begins.

    Args:
        plan: What is asked.
        cursor: The cursor of a page or an error of the same list, to go on from there.

    Returns:
        The state, or None when nothing is to be read.

    Raises:
        ValueError: The cursor belongs to a list that is read in another way.
        PagingError: The cursor is a link to somewhere else.
    """
    if plan.limit == 0:
        return None
    if cursor is None:
        return State()
    if plan.keyset:
        if isinstance(cursor, bool) or not str(cursor).isascii() or not str(cursor).isdigit():
            raise ValueError(f"this list is read by {plan.key}: its cursor is a number, not {cursor!r}")
        return State(after=int(cursor), page_length=None)
    if not isinstance(cursor, str):
        raise ValueError(f"this list follows links: its cursor is a path with a query, not {cursor!r}")  # noqa: TRY004 - documented
    _, query = reanchor(cursor, plan.base_url, plan.path)
    return State(link=query, visited=frozenset({query}))


def query_pairs(plan: Plan, state: State) -> list[tuple[str, str]]:
    """Write the query of a page that is not found by link, un-encoded.

    Args:
        plan: What is asked.
        state: How far the list has come.

    Returns:
        Pairs of option and value; the caller's filter holds together when the key is added to it.

    Source: docs page "odata"; the option names are OData v3's (``$inlinecount``).
    """
    query = plan.query
    if plan.keyset:
        key = Path((str(plan.key),))
        if state.after is not None:
            query = query.narrowed(Binary("gt", key, integer(state.after)))
        query = attrs.evolve(query, order_by=OrderBy(key))
    # Skipping and counting belong to the beginning; counting costs Billit a query on every page that asks for it.
    begins = state.after is None
    query = attrs.evolve(
        query, top=_top(plan, state), skip=query.skip if begins else None, count=query.count and begins
    )
    return query.params()


def next_step(plan: Plan, state: State, keys: Sequence[Any], link: str | None, seen: set[Any]) -> Step:
    """Decide what a page means and where the list goes on.

    Args:
        plan: What is asked.
        state: The state that the page was asked from.
        keys: The keys of the page's rows, in their order; None for rows of lists without key.
        link: The page's ``NextPageLink``.
        seen: Keys that were given before, when following links; the page's keys are added.

    Returns:
        The rows to give, and the next state or None.

    Raises:
        PagingError: The list does not move forward: keys out of order, an empty page that has a next one, a link
            that was followed before.

    Source: docs page "odata"; ASP.NET Web API gives a link only when the page overflowed.
    """
    if plan.keyset:
        _ascending(plan, state, keys)
        kept: Sequence[int] = range(len(keys))
    else:
        kept = _unseen(keys, seen)
    left = None if plan.limit is None else plan.limit - state.taken
    cut = left is not None and len(kept) > left
    if cut:
        kept = kept[:left]
    if plan.keyset:
        return _next_by_key(plan, state, keys, link, kept)
    if not link:
        return Step(kept, None, None)
    _, query = reanchor(link, plan.base_url, plan.path)
    if query in state.visited:
        raise _stuck(plan, f"its next-page link was followed before: {plan.path}?{query[:200]}")
    taken = state.taken + len(kept)
    if plan.limit is not None and taken >= plan.limit:
        # A page that was cut is read again by who goes on: a row twice is better than a row lost.
        here = state.link if cut else query
        return Step(kept, None, f"{plan.path}?{here}" if here else None)
    following = State(link=query, taken=taken, page_length=len(keys), visited=state.visited | {query})
    return Step(kept, following, f"{plan.path}?{query}")


def _next_by_key(plan: Plan, state: State, keys: Sequence[Any], link: str | None, kept: Sequence[int]) -> Step:
    if not keys:
        if link:
            raise _stuck(plan, f"it is empty after {plan.key} {state.after}, but names a next page")
        return Step(kept, None, None)
    # The last row given, which a limit may set before the last row of the page.
    after: int = keys[len(kept) - 1] if kept else keys[-1]
    cut = len(kept) < len(keys)
    asked = _top(plan, state)
    # A short page alone proves nothing: the server may have lowered its page size.
    expected = asked if asked is not None else (state.page_length or PAGE_SIZE)
    ended = len(keys) < expected and not link and not cut
    if ended:
        return Step(kept, None, None)
    taken = state.taken + len(kept)
    if plan.limit is not None and taken >= plan.limit:
        return Step(kept, None, after)
    return Step(kept, State(after=after, taken=taken, page_length=len(keys)), after)


def _top(plan: Plan, state: State) -> int | None:
    if plan.limit is None:
        return None
    left = plan.limit - state.taken
    # Without $top, or with a full page, the server gives what it likes to give; more than a page is refused.
    return left if left < PAGE_SIZE else None


def _ascending(plan: Plan, state: State, keys: Sequence[Any]) -> None:
    previous = state.after
    for key in keys:
        if not isinstance(key, int):
            raise _stuck(plan, f"a row has no {plan.key}")
        if previous is not None and key <= previous:
            raise _stuck(plan, f"{plan.key} {key} came after {previous}, though asked in ascending order")
        previous = key


def _unseen(keys: Sequence[Any], seen: set[Any]) -> Sequence[int]:
    kept: list[int] = []
    for index, key in enumerate(keys):
        if key is not None:
            if key in seen:
                continue
            seen.add(key)
        kept.append(index)
    return kept


def _stuck(plan: Plan, what: str) -> PagingError:
    return PagingError(f"the list {plan.path} does not move forward: {what}")


class Pager(Generic[T]):
    """A list of Billit's, read page by page as it is consumed.

    ``async for item in pager`` gives every row, ``pager.pages()`` whole pages. Each iteration starts anew, keeps no
    connection between pages, and may be left at any point.

    Args:
        plan: What is asked.
        fetch: Asks for one page.
        cursor: Where to begin: the cursor of an earlier page or error of the same list.
    """

    __slots__ = ("_cursor", "_fetch", "_plan")

    def __init__(
        self, plan: Plan, fetch: Callable[[Plan, State], Awaitable[Rows[T]]], *, cursor: int | str | None = None
    ) -> None:
        first_state(plan, cursor)  # so that a wrong cursor shows where it is passed
        self._plan = plan
        self._fetch = fetch
        self._cursor = cursor

    def __aiter__(self) -> AsyncIterator[T]:
        """Give every row, in the order of the key or of ``order_by``.

        Raises:
            PagingError: The list does not move forward.
            CallError: A page could not be had; ``error.cursor`` tells where to go on.
        """
        return _Items(self._source(self._plan))

    def pages(self) -> _Pages[T]:
        """Give whole pages: ``page.items``, ``page.count`` where asked for, ``page.cursor`` to go on behind it."""
        return _Pages(self._source(self._plan))

    async def first(self) -> T | None:
        """Ask for the first row only.

        Returns:
            The row, or None when nothing matches.

        Raises:
            CallError: The page could not be had.
        """
        limit = 1 if self._plan.limit is None else min(1, self._plan.limit)
        async for item in _Items(self._source(attrs.evolve(self._plan, limit=limit))):
            return item
        return None

    async def collect(self, limit: int | None = None) -> list[T]:
        """Read the rows into a list.

        Args:
            limit: Rows to read at most; all of them when left out.

        Returns:
            The rows.

        Raises:
            ValueError: The limit is below zero.
            PagingError: The list does not move forward.
            CallError: A page could not be had.
        """
        own = self._plan.limit
        checked = checked_count(limit, "limit")
        least = own if checked is None else checked if own is None else min(own, checked)
        rows: list[T] = []
        async for page in _Pages(self._source(attrs.evolve(self._plan, limit=least))):
            rows.extend(page.items)
        return rows

    def _source(self, plan: Plan) -> _Source[T]:
        return _Source(plan, self._fetch, self._cursor)

    def __repr__(self) -> str:
        return f"Pager({self._plan.path})"


class _Source(Generic[T]):
    """Asks for one page after the other. Iterators are built on it and no generators: nothing is left open."""

    __slots__ = ("_busy", "_fetch", "_plan", "_seen", "_state")

    def __init__(
        self, plan: Plan, fetch: Callable[[Plan, State], Awaitable[Rows[T]]], cursor: int | str | None
    ) -> None:
        self._plan = plan
        self._fetch = fetch
        self._state = first_state(plan, cursor)
        self._seen: set[Any] = set()
        self._busy = False

    @property
    def by_key(self) -> bool:
        """Whether the order of reading does not depend on when a page is asked for."""
        return self._plan.keyset

    async def next(self) -> tuple[Rows[T], Step]:
        """The next page's rows and what they mean; StopAsyncIteration at the end."""
        if self._busy:
            raise RuntimeError("two tasks read one list at once; give each its own list(...)")
        state, plan = self._state, self._plan
        if state is None:
            raise StopAsyncIteration
        self._busy = True
        try:
            rows = await self._fetch(plan, state)
            name = plan.key_attribute
            keys: Sequence[Any] = [None] * len(rows) if name is None else rows.values(name)
            step = next_step(plan, state, keys, rows.next_page_link, self._seen)
        except BillitError as error:
            # The state has not moved: the same iterator can be asked again, or another one started at the cursor.
            error.cursor = state.after if plan.keyset else f"{plan.path}?{state.link}" if state.link else None
            raise
        finally:
            self._busy = False
        self._state = step.state
        return rows, step


class _Pages(Generic[T]):
    __slots__ = ("_source",)

    def __init__(self, source: _Source[T]) -> None:
        self._source = source

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Page[T]:
        rows, step = await self._source.next()
        items = rows.all()
        if len(step.kept) < len(items):
            items = [items[index] for index in step.kept]
        return Page(items=items, count=rows.count, next_page_link=rows.next_page_link, cursor=step.cursor)


class _Ahead(Generic[T]):
    """The next page, asked for while this one is consumed; given up with the iteration that it belongs to."""

    __slots__ = ("_task",)

    def __init__(self, source: _Source[T]) -> None:
        self._task = asyncio.ensure_future(source.next())
        # Who stops early never asks what became of it.
        self._task.add_done_callback(_seen_to)

    async def result(self) -> tuple[Rows[T], Step]:
        return await self._task

    def __del__(self) -> None:
        if not self._task.done() and not self._task.get_loop().is_closed():
            self._task.cancel()


def _seen_to(task: asyncio.Future[Any]) -> None:
    if not task.cancelled():
        task.exception()


class _Items(Generic[T]):
    __slots__ = ("_ahead", "_page", "_rows", "_source")

    def __init__(self, source: _Source[T]) -> None:
        self._source = source
        self._rows: Iterator[T] = iter(())
        self._page = 0
        self._ahead: _Ahead[T] | None = None

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        while True:
            for row in self._rows:
                return row
            ahead, self._ahead = self._ahead, None
            rows, step = await (self._source.next() if ahead is None else ahead.result())
            self._rows = rows.each(step.kept)
            self._page += 1
            # Who has read a whole page reads on: from the second page on, the next one is under way meanwhile. Only by
            # key: a position moves when rows change, and is best asked for as late as can be.
            if self._page > 1 and step.state is not None and self._source.by_key:
                self._ahead = _Ahead(self._source)
                for _ in range(_TURNS_TO_DEPART):
                    await asyncio.sleep(0)


def checked_count(value: int | None, name: str) -> int | None:
    """Return a number of rows, or raise what is wrong with it."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"{name} takes a whole number, not {type(value).__name__}")
    if value < 0:
        raise ValueError(f"{name} cannot be below zero: {value}")
    return value
