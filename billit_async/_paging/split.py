"""A list of values that is too long for one query, asked in several, and merged by key without anything twice."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import attrs

from billit_async._paging.plan import PAGE_SIZE, State, Step, first_state, put_cursor, query_pairs, write_cursor
from billit_async._paging.sources import Sequential
from billit_async.errors import BillitError, PagingError, QueryError
from billit_async.odata.ast import Binary, Expr, Literal, Path, chain
from billit_async.odata.query import MAX_QUERY_BYTES, encode_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from billit_async._paging.plan import Plan
    from billit_async._paging.sources import Fetch
    from billit_async._serialization.codec import Rows

__all__ = ["Merged", "parts_of"]

T = TypeVar("T")

_MOST: Final = 15
"""Values of a list that one query takes: Web API stops at a hundred nodes of a filter, where a service checks that; a
value costs five or six."""
_AT_ONCE: Final = 4
_LONGEST_KEY: Final = 2**63 - 1


def parts_of(plan: Plan) -> list[Plan]:
    """Split a plan whose filter holds a list of values that is too long; one that is not stays as it is.

    Args:
        plan: What is asked.

    Returns:
        The plans to ask, together the same; each with at most 15 values of the list, and short enough.

    Raises:
        QueryError: It is too long, and cannot be split.

    Source: docs page "odata"; the limits of ASP.NET Web API and IIS, by default 100 nodes and 2048 bytes.
    """
    parts = deque([plan])
    ready: list[Plan] = []
    while parts:
        part = parts.popleft()
        found = _longest(_terms(part))
        is_short = _length(part) <= MAX_QUERY_BYTES
        if found is None or len(found) <= 1 or (is_short and (len(found) <= _MOST or not plan.keyset)):
            if not is_short:
                raise QueryError(
                    f"the query is {_length(part)} bytes long, and the server reads about {MAX_QUERY_BYTES}: "
                    "ask in several, by fewer conditions"
                )
            ready.append(part)
            continue
        if not plan.keyset:
            raise QueryError(
                "the list of values in `.in_()` is too long for one query, and with order_by several cannot be put "
                "together: leave order_by out, or ask in lists of at most 15"
            )
        size = _MOST if len(found) > _MOST else len(found) // 2
        terms = _terms(part)
        whole = chain("or", found)
        chunks = [chain("or", found[start : start + size]) for start in range(0, len(found), size)]
        parts.extendleft(
            attrs.evolve(
                part,
                query=attrs.evolve(
                    part.query, where=chain("and", (chunk if term == whole else term for term in terms))
                ),
            )
            for chunk in reversed(chunks)
        )
    return ready


def _length(plan: Plan) -> int:
    # With the longest key in it, so that no later page is refused.
    state = State(after=_LONGEST_KEY if plan.keyset else None)
    return len(encode_query(query_pairs(plan, state)))


def _terms(plan: Plan) -> list[Expr]:
    """Give the conditions that must all hold."""
    return [] if plan.query.where is None else plan.query.where.terms("and")


def _longest(conditions: Iterable[Expr]) -> list[Expr] | None:
    """Find the longest list of values among conditions."""
    best: list[Expr] | None = None
    for condition in conditions:
        values = condition.terms("or")
        columns = {
            value.left if isinstance(value, Binary) and value.op == "eq" and isinstance(value.right, Literal) else None
            for value in values
        }
        is_list = len(columns) == 1 and isinstance(next(iter(columns)), Path)
        if is_list and (best is None or len(values) > len(best)):
            best = values
    return best


class Merged(Generic[T]):
    """The parts of a list, merged by key.

    Args:
        plan: What is asked as a whole.
        parts: What is asked in its place.
        fetch: Asks for one page.
        cursor: Where to begin.
        without_keyset: Paths of the session that cannot be read by key.
    """

    may_look_ahead = False

    def __init__(
        self, plan: Plan, parts: Sequence[Plan], fetch: Fetch[T], cursor: int | str | None, without_keyset: set[str]
    ) -> None:
        self.plan = plan
        start = first_state(plan, cursor)
        self._after = None if start is None else start.after
        self._parts = [
            _Part(Sequential(attrs.evolve(part, limit=None), fetch, self._after, without_keyset)) for part in parts
        ]
        self._taken = 0
        self._ended = start is None

    def position(self) -> tuple[int | str | None, int]:
        """The position before the next page."""
        return self._after, 0

    async def aclose(self) -> None:
        """Do nothing: nothing is under way between two pages."""

    async def next(self) -> tuple[Rows[T], Step]:
        """Give the next page and what it means; StopAsyncIteration at the end.

        Raises:
            PagingError: A part does not move forward, or the server does not read the list by key.
            CallError: A page could not be read; its cursor tells where to go on.
        """
        left = PAGE_SIZE if self.plan.limit is None else min(PAGE_SIZE, self.plan.limit - self._taken)
        if self._ended or left <= 0:
            raise StopAsyncIteration
        keys: list[int] = []
        models: list[T] = []
        try:
            while len(models) < left:
                await self._fill()
                waiting = [part for part in self._parts if part.keys]
                if not waiting:
                    self._ended = True
                    break
                part = min(waiting, key=lambda one: one.keys[0])
                key, model = part.keys.popleft(), next(part.models)
                if not keys or key != keys[-1]:
                    keys.append(key)
                    models.append(model)
        except BillitError as error:
            if not models:
                put_cursor(error, write_cursor(self.plan, self._after))
                raise
        if not models:
            raise StopAsyncIteration
        count = None if self._taken or not self.plan.query.count else sum(part.count or 0 for part in self._parts)
        self._taken += len(models)
        self._after = keys[-1]
        rows: Any = _Merging(models, count)
        is_last = self._ended and not any(part.keys for part in self._parts)
        return rows, Step(range(len(models)), None if is_last else State(after=self._after), self._after)

    async def _fill(self) -> None:
        empty = [part for part in self._parts if not part.keys and not part.ended]
        for start in range(0, len(empty), _AT_ONCE):
            some = [part.fill() for part in empty[start : start + _AT_ONCE]]
            failed = [result for result in await asyncio.gather(*some, return_exceptions=True) if result is not None]
            if failed:
                # What the others brought is kept; the next call asks for the rest again.
                raise failed[0]


class _Part(Generic[T]):
    """One part, and the page of it that is being merged."""

    def __init__(self, source: Sequential[T]) -> None:
        self.source = source
        self.keys: deque[int] = deque()
        self.models: Iterator[T] = iter(())
        self.count: int | None = None
        self.ended = False

    async def fill(self) -> None:
        try:
            rows, step = await self.source.next()
        except StopAsyncIteration:
            self.ended = True
            return
        plan = self.source.plan
        if not plan.keyset:
            raise PagingError(
                f"this server does not read {plan.path} by {plan.key}, and the list of values in `.in_()` is too long "
                "for one query: ask in lists of at most 15"
            )
        if self.count is None:
            self.count = rows.count
        keys = rows.values(str(plan.key_attribute))
        self.keys.extend(keys[index] for index in step.kept)
        self.models = rows.each(step.kept)
        self.ended = step.state is None


class _Merging(Generic[T]):
    """Rows of several pages, as a page gives them."""

    next_page_link = None

    def __init__(self, models: list[T], count: int | None) -> None:
        self._models = models
        self.count = count

    def __len__(self) -> int:
        return len(self._models)

    def each(self, indices: Iterable[int]) -> Iterator[T]:
        """Give some rows."""
        return (self._models[index] for index in indices)

    def all(self) -> list[T]:
        """Give all rows."""
        return self._models
