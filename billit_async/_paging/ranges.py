"""A list by key, several ranges of keys read at once and handed out in order.

By key, a page needs the last key of the one before. So the keys are cut into ranges, each about a page wide by what the
pages so far have shown, and each is read by key on its own: whatever matched throughout is given exactly once, as
without look-ahead. What was inserted behind the end is read last.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import attrs

from billit_async._paging.ahead import Ahead, Pending
from billit_async._paging.plan import State, Step, first_state, next_step, no_number, put_cursor, write_cursor
from billit_async._paging.sources import Sequential, UpTo, may_fall_back
from billit_async.errors import BadRequest, BillitError, InvalidUse, NoKeyset, ServerError
from billit_async.odata.ast import Binary, OrderBy, Path
from billit_async.odata.literals import integer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from billit_async._paging.plan import Plan
    from billit_async._paging.sources import Fetch
    from billit_async._serialization.codec import Rows

__all__ = ["KeyRanges"]

T = TypeVar("T")

_FULLEST: Final = 0.97
_LEAST_FULL: Final = 0.6
"""How full a range is meant to be, of a page: less after one that overflowed, which costs a further request."""


class _Range(Generic[T]):
    """Keys above ``low`` up to ``high``, or without end; and the page of it that is under way."""

    __slots__ = ("high", "low", "page")

    def __init__(self, low: int, high: int | None, page: Pending[Rows[T]] | None = None) -> None:
        self.low, self.high, self.page = low, high, page


class KeyRanges(Generic[T]):
    """A list by key, several ranges of keys at once, for at most twice the requests of one after the other.

    How wide a range of keys holds a page is a guess, and a wrong one costs a request that brings little. What all
    guesses may cost together is known from the number of rows, which is asked for with the last key; once it is
    spent, the rest is read one page after the other.

    Args:
        plan: What is asked.
        fetch: Asks for one page.
        cursor: Where to begin.
        without_keyset: Paths of the session that cannot be read by key.
        at_once: Requests to have under way, and pages to hold at most.
    """

    may_look_ahead = False

    def __init__(
        self, plan: Plan, fetch: Fetch[T], cursor: int | str | None, without_keyset: set[str], at_once: int
    ) -> None:
        self._plan = plan
        self._fetch = fetch
        self._without_keyset = without_keyset
        self._at_once = at_once
        self._start = first_state(plan, cursor) or State()
        self._sequential: Sequential[T] | None = None
        self._ahead: Ahead[Rows[T]] = Ahead()
        self._taken = 0
        self._busy = False
        self._key = Path((str(plan.key),))
        self._after = self._start.after
        self._queue: deque[_Range[T]] = deque()
        self._frontier = 0
        self._last = 0
        self._width = 1
        self._fill = _FULLEST
        self._page = 0
        self._rows = 0  # that the whole list has, as far as is known
        self._came = 0  # of them
        self._spent = 0  # requests
        self._begun = False
        self._tail = False
        self._ended = False
        self._seen: set[Any] = set() if self._after is None else UpTo(self._after)

    @property
    def plan(self) -> Plan:
        """How the list is read now."""
        return self._plan if self._sequential is None else self._sequential.plan

    async def aclose(self) -> None:
        """Give up what is under way."""
        await self._ahead.aclose()

    async def next(self) -> tuple[Rows[T], Step]:
        """Give the next page and what it means; StopAsyncIteration at the end.

        Raises:
            PagingError: The list does not move forward.
            CallError: A page could not be read; its cursor tells where to go on.
        """
        if self._busy:
            raise InvalidUse("two tasks read one list at once; give each its own list(...)")
        self._busy = True
        try:
            if self._sequential is not None:
                return await self._sequential.next()
            return await self._next()
        except BillitError as error:
            put_cursor(error, write_cursor(self.plan, *self.position()), keep=True)
            raise
        finally:
            self._busy = False

    def position(self) -> tuple[int | str | None, int]:
        """The position before the next page."""
        return (self._after, 0) if self._sequential is None else self._sequential.position()

    def _ask(self, plan: Plan, state: State) -> Pending[Rows[T]]:
        return self._ahead.start(partial(self._fetch, plan, state))

    @property
    def _left(self) -> int | None:
        return None if self.plan.limit is None else self.plan.limit - self._taken

    async def _next(self) -> tuple[Rows[T], Step]:
        while True:
            if self._ended or self._left == 0:
                self._ahead.give_up()
                raise StopAsyncIteration
            try:
                found = await (self._continued() if self._begun else self._first())
            except (NoKeyset, BadRequest, ServerError) as error:
                if not may_fall_back(self.plan, error):
                    raise
                # One after the other, it finds out by itself what the server cannot do, and goes over to links.
                self._ahead.give_up()
                after = None if self._after is None else write_cursor(self.plan, self._after)
                self._sequential = Sequential(
                    attrs.evolve(self.plan, limit=self._left), self._fetch, after, self._without_keyset, self._seen
                )
                return await self._sequential.next()
            if found is not None:
                return found

    async def _first(self) -> tuple[Rows[T], Step] | None:
        plan, start = self.plan, self._start
        last = self._ask(self._backwards(), State(taken=0))
        here = attrs.evolve(start, after=self._after, taken=self._taken)
        rows = await self._ahead.take(self._ask(plan, here))
        keys = rows.values(str(plan.key_attribute))
        step = next_step(plan, here, keys, rows.next_page_link, set())
        if step.state is None:
            self._ahead.give_up()
            self._ended = True
            return self._handed(rows, step, keys)
        backwards = await self._ahead.take(last)
        behind = backwards.values(str(plan.key_attribute))
        self._begun = True
        self._page = len(keys)
        self._frontier = keys[-1]
        self._last = max([keys[-1], *(key for key in behind if isinstance(key, int))])
        self._width = max(1, int((keys[-1] - keys[0] + 1) * self._fill))
        self._rows = (backwards.count or 0) - (plan.query.skip or 0 if start.after is None else 0)
        self._spent = 2
        self._came = len(keys)
        self._refill()
        return self._handed(rows, step, keys)

    async def _continued(self) -> tuple[Rows[T], Step] | None:
        self._refill()
        if not self._queue:
            self._ended = True
            return None
        head = self._queue[0]
        if head.page is None:
            head.page = self._page_of(head)
        rows = await self._ahead.take(head.page)
        keys = rows.values(str(self.plan.key_attribute))
        self._check(head, keys)
        self._queue.popleft()
        self._came += len(keys)
        overflowed = bool(rows.next_page_link) or len(keys) >= self._page
        if overflowed:
            self._put_back(head, keys)
        if head.high is not None:
            self._adapt(head.high - head.low, len(keys), overflowed=overflowed)
        elif not overflowed:
            self._ended = True
        left = self._left
        kept: Sequence[int] = range(len(keys) if left is None else min(left, len(keys)))
        if left is None or len(kept) < left:
            if self._queue and self._queue[0].page is None:
                self._queue[0].page = self._page_of(self._queue[0])
            self._refill(len(kept))
        if not keys:
            return None
        step = Step(kept, State(after=keys[len(kept) - 1], taken=self._taken), keys[len(kept) - 1])
        return self._handed(rows, step, keys)

    def _put_back(self, head: _Range[T], keys: Sequence[Any]) -> None:
        """Read what a page did not hold of its range next."""
        if not keys:
            raise NoKeyset(f"the list {self.plan.path} is empty between two keys, but names a next page")
        if head.high is None or keys[-1] < head.high:
            self._queue.appendleft(_Range(keys[-1], head.high))

    def _handed(self, rows: Rows[T], step: Step, keys: Sequence[Any]) -> tuple[Rows[T], Step]:
        self._taken += len(step.kept)
        if step.kept:
            self._after = keys[step.kept[-1]]
            if not self.plan.is_certain:
                self._seen.update(keys[index] for index in step.kept)
        return rows, step

    def _refill(self, handing: int = 0) -> None:
        """Have so many requests under way; those that wait to be handed out count as well."""
        left = None if self._left is None else self._left - handing
        while len(self._queue) < self._at_once and not self._tail:
            under_way = int(len(self._queue) * self._page * self._fill)
            if left is not None and self._queue and under_way >= left:
                return  # what is under way is enough
            if self._frontier + self._width < self._last and self._may_guess(under_way):
                self._frontier += self._width
                key_range: _Range[T] = _Range(self._frontier - self._width, self._frontier)
            elif self._queue and self._frontier + self._width < self._last:
                return  # once those under way have come, it shows what is left
            else:
                # Without an end: what is new behind the last key comes with it.
                self._tail = True
                key_range = _Range(self._frontier, None)
            key_range.page = self._page_of(key_range)
            self._queue.append(key_range)

    def _may_guess(self, under_way: int) -> bool:
        """Whether a range that turns out empty would leave the whole within twice the requests that it needs.

        At worst each request under way brings nothing, and what has not come is read one page after the other.
        """
        page, limit = self._page, self.plan.limit
        if self._came + under_way + page > self._rows > 0:
            return False  # one more page, without an end, probably holds all that is left
        rows = max(self._rows, self._came)
        needed = rows // page + 1
        if limit is not None:
            rows = min(rows, limit)
            needed = -(-rows // page)
        return self._spent + 1 + (rows - min(self._came, rows)) // page + 1 <= 2 * needed

    def _page_of(self, key_range: _Range[T]) -> Pending[Rows[T]]:
        query = self.plan.query
        if key_range.high is not None:
            query = query.narrowed(Binary("le", self._key, integer(key_range.high)))
        plan = attrs.evolve(self.plan, query=attrs.evolve(query, count=False, skip=None), limit=None)
        self._spent += 1
        return self._ask(plan, State(after=key_range.low))

    def _backwards(self) -> Plan:
        query = attrs.evolve(self.plan.query, order_by=OrderBy(self._key, descending=True), count=True, skip=None)
        if self._after is not None:
            query = query.narrowed(Binary("gt", self._key, integer(self._after)))
        return attrs.evolve(self.plan, query=query, limit=1)

    def _check(self, key_range: _Range[T], keys: Sequence[Any]) -> None:
        previous = key_range.low
        for key in keys:
            if not isinstance(key, int):
                raise no_number(self.plan, key)
            if key <= previous or (key_range.high is not None and key > key_range.high):
                raise NoKeyset(
                    f"the list {self.plan.path} does not move forward: {self.plan.key} {key} came after {previous}, "
                    f"where keys up to {key_range.high} were asked for"
                )
            previous = key

    def _adapt(self, width: int, rows: int, *, overflowed: bool) -> None:
        """Make the next ranges as wide as a page is full, by what this one held; at most four times as wide."""
        target = self._page * self._fill
        if overflowed:
            self._fill = max(_LEAST_FULL, self._fill - 0.1)
            self._width = max(1, min(self._width, width // 2))
        else:
            self._fill = min(_FULLEST, self._fill + 0.01)
            self._width = max(1, min(width * int(target) // max(rows, 1), 4 * max(width, self._width)))
