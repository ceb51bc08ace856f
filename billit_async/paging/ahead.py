"""Pages asked for ahead of their consumer, several at once, handed out in order.

By key, a page needs the last key of the one before. So the range of keys is cut into stretches, each about a page wide
by what the pages so far have shown, and each is read by key on its own: nothing that matched throughout is missed or
doubled, as without. What was inserted behind the end is read last. By position, offsets are asked for ahead, and a row
that comes twice is dropped.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import attrs

from billit_async.errors import BadRequest, BillitError, InvalidUse, PagingError, ServerError
from billit_async.odata.ast import Binary, OrderBy, Path
from billit_async.odata.literals import integer
from billit_async.paging.plan import NoKeyset, State, Step, first_state, next_step, write_cursor
from billit_async.paging.sources import Sequential

if TYPE_CHECKING:
    from collections.abc import Sequence

    from billit_async.codec import Rows
    from billit_async.paging.plan import Plan
    from billit_async.paging.sources import Fetch

__all__ = ["Offsets", "Segments"]

T = TypeVar("T")

_FULLEST: Final = 0.97
_LEAST_FULL: Final = 0.6
"""How full a stretch is meant to be, of a page: less after one that overflowed, which costs a further request."""


class _Stretch(Generic[T]):
    """Keys above ``low`` up to ``high``, or without end; and the page of it that is under way."""

    __slots__ = ("high", "low", "task")

    def __init__(self, low: int, high: int | None) -> None:
        self.low, self.high = low, high
        self.task: asyncio.Future[Rows[T]] | None = None


class _Ahead(Generic[T]):
    """What both ways of reading ahead share."""

    may_look_ahead = False

    def __init__(
        self, plan: Plan, fetch: Fetch[T], cursor: int | str | None, without_keyset: set[str], at_once: int
    ) -> None:
        self.plan = plan
        self._fetch = fetch
        self._without_keyset = without_keyset
        self._at_once = at_once
        self._start = first_state(plan, cursor) or State()
        self._sequential: Sequential[T] | None = None
        self._tasks: set[asyncio.Future[Rows[T]]] = set()
        self._taken: int = 0
        self._busy = False

    def close(self) -> None:
        """Give up what is under way."""
        for task in self._tasks:
            if not task.done() and not task.get_loop().is_closed():
                task.cancel()
        self._tasks.clear()

    def __del__(self) -> None:
        self.close()

    def _ask(self, plan: Plan, state: State) -> asyncio.Future[Rows[T]]:
        task = asyncio.ensure_future(_asked(self._fetch, plan, state))
        task.add_done_callback(_seen_to)
        self._tasks.add(task)
        return task

    async def _had(self, task: asyncio.Future[Rows[T]]) -> Rows[T]:
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self.close()
            raise
        finally:
            if task.done():
                self._tasks.discard(task)

    async def next(self) -> tuple[Rows[T], Step]:
        """Give the next page and what it means; StopAsyncIteration at the end.

        Raises:
            PagingError: The list does not move forward.
            CallError: A page could not be had; its cursor tells where to go on.
        """
        if self._busy:
            raise InvalidUse("two tasks read one list at once; give each its own list(...)")
        self._busy = True
        try:
            if self._sequential is not None:
                return await self._sequential.next()
            return await self._next()
        except BillitError as error:
            error.cursor = error.cursor or write_cursor(self.plan, *self.position())
            raise
        finally:
            self._busy = False

    def position(self) -> tuple[int | str | None, int]:
        """The position before the next page."""
        if self._sequential is not None:
            return self._sequential.position()
        return self._place()

    def _place(self) -> tuple[int | str | None, int]:
        raise NotImplementedError

    async def _next(self) -> tuple[Rows[T], Step]:
        raise NotImplementedError

    @property
    def _left(self) -> int | None:
        return None if self.plan.limit is None else self.plan.limit - self._taken


class Segments(_Ahead[T]):
    """A list by key, several stretches of keys at once.

    Args:
        plan: What is asked.
        fetch: Asks for one page.
        cursor: Where to begin.
        without_keyset: Paths of the session that cannot be read by key.
        at_once: Requests to have under way, and pages to hold at most.
    """

    def __init__(
        self, plan: Plan, fetch: Fetch[T], cursor: int | str | None, without_keyset: set[str], at_once: int
    ) -> None:
        super().__init__(plan, fetch, cursor, without_keyset, at_once)
        self._key = Path((str(plan.key),))
        self._after = self._start.after
        self._queue: deque[_Stretch[T]] = deque()
        self._frontier = 0
        self._last = 0
        self._width = 1
        self._fill = _FULLEST
        self._page = 0
        self._begun = False
        self._tail = False
        self._ended = False
        self._seen: set[Any] = set()

    def _place(self) -> tuple[int | str | None, int]:
        return self._after, 0

    async def _next(self) -> tuple[Rows[T], Step]:
        while True:
            if self._ended or self._left == 0:
                self.close()
                raise StopAsyncIteration
            try:
                found = await (self._continued() if self._begun else self._first())
            except (NoKeyset, BadRequest, ServerError) as error:
                if self.plan.is_certain:
                    raise
                # One after the other, it finds out by itself what the server cannot do, and goes over to links.
                self.close()
                after = None if self._after is None else write_cursor(self.plan, self._after)
                self._sequential = Sequential(
                    attrs.evolve(self.plan, limit=self._left), self._fetch, after, self._without_keyset, self._seen
                )
                del error
                found = await self._sequential.next()
                self.plan = self._sequential.plan
                return found
            if found is not None:
                return found

    async def _first(self) -> tuple[Rows[T], Step] | None:
        plan, start = self.plan, self._start
        last = self._ask(self._backwards(), State(taken=0))
        here = attrs.evolve(start, after=self._after, taken=self._taken)
        rows = await self._had(self._ask(plan, here))
        keys = rows.values(str(plan.key_attribute))
        step = next_step(plan, here, keys, rows.next_page_link, set())
        if step.state is None:
            self.close()
            self._ended = True
            return self._handed(rows, step, keys)
        behind = (await self._had(last)).values(str(plan.key_attribute))
        self._begun = True
        self._page = len(keys)
        self._frontier = keys[-1]
        self._last = max([keys[-1], *(key for key in behind if isinstance(key, int))])
        self._width = max(1, int((keys[-1] - keys[0] + 1) * self._fill))
        self._refill()
        return self._handed(rows, step, keys)

    async def _continued(self) -> tuple[Rows[T], Step] | None:
        self._refill()
        if not self._queue:
            self._ended = True
            return None
        head = self._queue[0]
        if head.task is None:
            head.task = self._stretch(head)
        try:
            rows = await self._had(head.task)
        except BillitError:
            head.task = None  # whoever goes on asks again
            raise
        keys = rows.values(str(self.plan.key_attribute))
        self._check(head, keys)
        self._queue.popleft()
        overflowed = bool(rows.next_page_link) or len(keys) >= self._page
        if overflowed and keys:
            if head.high is None or keys[-1] < head.high:
                rest: _Stretch[T] = _Stretch(keys[-1], head.high)
                self._queue.appendleft(rest)
                rest.task = self._stretch(rest)
        elif overflowed:
            raise NoKeyset(f"the list {self.plan.path} is empty between two keys, but names a next page")
        if head.high is not None:
            self._adapt(head.high - head.low, len(keys), overflowed=overflowed)
        elif not overflowed:
            self._ended = True
        self._refill()
        if not keys:
            return None
        left = self._left
        kept: Sequence[int] = range(len(keys) if left is None else min(left, len(keys)))
        step = Step(kept, State(after=keys[len(kept) - 1], taken=self._taken), keys[len(kept) - 1])
        return self._handed(rows, step, keys)

    def _handed(self, rows: Rows[T], step: Step, keys: Sequence[Any]) -> tuple[Rows[T], Step]:
        self._taken += len(step.kept)
        if step.kept:
            self._after = keys[step.kept[-1]]
            if not self.plan.is_certain:
                self._seen.update(keys[index] for index in step.kept)
        return rows, step

    def _refill(self) -> None:
        """Have so many requests under way; whatever waits to be handed out counts as well."""
        left = self._left
        while len(self._queue) < self._at_once:
            if left is not None and self._queue and len(self._queue) * self._page * self._fill >= left:
                return  # what is under way is enough
            if self._frontier < self._last:
                high = min(self._frontier + self._width, self._last)
                stretch: _Stretch[T] = _Stretch(self._frontier, high)
                self._frontier = high
            elif not self._tail:
                self._tail = True
                stretch = _Stretch(self._last, None)
            else:
                return
            stretch.task = self._stretch(stretch)
            self._queue.append(stretch)

    def _stretch(self, stretch: _Stretch[T]) -> asyncio.Future[Rows[T]]:
        query = self.plan.query
        if stretch.high is not None:
            query = query.narrowed(Binary("le", self._key, integer(stretch.high)))
        plan = attrs.evolve(self.plan, query=attrs.evolve(query, count=False, skip=None), limit=None)
        return self._ask(plan, State(after=stretch.low))

    def _backwards(self) -> Plan:
        query = attrs.evolve(self.plan.query, order_by=OrderBy(self._key, descending=True), count=False, skip=None)
        return attrs.evolve(self.plan, query=query, limit=1)

    def _check(self, stretch: _Stretch[T], keys: Sequence[Any]) -> None:
        previous = stretch.low
        for key in keys:
            if not isinstance(key, int) or key <= previous or (stretch.high is not None and key > stretch.high):
                raise NoKeyset(
                    f"the list {self.plan.path} does not move forward: {self.plan.key} {key} came after {previous}, "
                    f"where keys up to {stretch.high} were asked for"
                )
            previous = key

    def _adapt(self, width: int, rows: int, *, overflowed: bool) -> None:
        """Make the next stretches as wide as a page is full, by what this one held; at most four times as wide."""
        target = self._page * self._fill
        if overflowed:
            self._fill = max(_LEAST_FULL, self._fill - 0.1)
            self._width = max(1, min(self._width, width // 2))
        else:
            self._fill = min(_FULLEST, self._fill + 0.01)
            self._width = max(1, int(min(width * target / max(rows, 1), 4 * max(width, self._width))))


class Offsets(_Ahead[T]):
    """A list by position, several offsets at once; a row that comes twice is dropped.

    Args:
        plan: What is asked.
        fetch: Asks for one page.
        cursor: Where to begin; a cursor that is a link is gone on from one page after the other.
        without_keyset: Paths of the session that cannot be read by key.
        at_once: Requests to have under way, and pages to hold at most.
    """

    def __init__(
        self, plan: Plan, fetch: Fetch[T], cursor: int | str | None, without_keyset: set[str], at_once: int
    ) -> None:
        super().__init__(plan, fetch, cursor, without_keyset, at_once)
        if cursor is not None:
            self._sequential = Sequential(plan, fetch, cursor, without_keyset)
        self._seen: set[Any] = set()
        self._queue: deque[tuple[int, asyncio.Future[Rows[T]] | None]] = deque()
        self._offset = plan.query.offset or 0
        self._page = 0
        self._ended = False

    def _place(self) -> tuple[int | str | None, int]:
        return (f"{self.plan.path}?$skip={self._offset}" if self._offset else None), 0

    async def _next(self) -> tuple[Rows[T], Step]:
        while True:
            if self._ended or self._left == 0:
                self.close()
                raise StopAsyncIteration
            if not self._queue:
                self._queue.append((self._offset, None))
            offset, task = self._queue[0]
            if task is None:
                task = self._page_at(offset)
                self._queue[0] = (offset, task)
            try:
                rows = await self._had(task)
            except BillitError:
                self._queue[0] = (offset, None)  # whoever goes on asks again
                raise
            self._queue.popleft()
            return self._handed(rows)

    def _handed(self, rows: Rows[T]) -> tuple[Rows[T], Step]:
        name = self.plan.key_attribute
        keys: Sequence[Any] = [None] * len(rows) if name is None else rows.values(name)
        kept = [index for index, key in enumerate(keys) if key is None or key not in self._seen]
        left = self._left
        kept = kept if left is None else kept[:left]
        self._seen.update(keys[index] for index in kept if keys[index] is not None)
        self._taken += len(kept)
        self._offset += len(keys)
        if rows.next_page_link and not keys:
            raise PagingError(f"the list {self.plan.path} does not move forward: an empty page names a next one")
        self._ended = not rows.next_page_link
        if not self._ended:
            if len(keys) != self._page:
                # The page size is not what the offsets ahead were made for.
                self._page = len(keys)
                self.close()
                self._queue.clear()
            begins = self._queue[-1][0] + self._page if self._queue else self._offset
            while len(self._queue) < self._at_once and (left is None or begins - self._offset < left):
                self._queue.append((begins, self._page_at(begins)))
                begins += self._page
        return rows, Step(kept, None if self._ended else State(), None if self._ended else self._place()[0])

    def _page_at(self, offset: int) -> asyncio.Future[Rows[T]]:
        query = attrs.evolve(self.plan.query, skip=offset or None, count=self.plan.query.counts and not self._offset)
        return self._ask(attrs.evolve(self.plan, query=query, limit=None), State())


async def _asked(fetch: Fetch[T], plan: Plan, state: State) -> Rows[T]:
    # Here, and not before: a task that is cancelled before it begins leaves nothing un-awaited.
    return await fetch(plan, state)


def _seen_to(task: asyncio.Future[Any]) -> None:
    if not task.cancelled():
        task.exception()
