"""Where pages come from: one after the other by key or by link, falling back where a server cannot read by key."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import attrs

from billit_async._paging.plan import (
    State,
    Step,
    first_state,
    next_step,
    put_cursor,
    text_keys_of,
    without_top,
    write_cursor,
)
from billit_async.errors import BadRequest, BillitError, InvalidUse, NoKeyset, PagingError, PagingWarning, ServerError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable, Sequence

    from billit_async._paging.plan import Plan
    from billit_async._serialization.codec import Rows

__all__ = ["Fetch", "Overlapping", "Pages", "Sequential", "UpTo", "fall_back", "may_fall_back"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Fetch(Protocol[T_co]):
    """Asks for one page."""

    def __call__(self, plan: Plan, state: State) -> Awaitable[Rows[Any]]:
        """Ask for the page that a state stands before."""
        ...


class Pages(Protocol[T]):
    """Gives one page after the other, in the order of the list."""

    @property
    def plan(self) -> Plan:
        """How the list is read now."""
        ...

    async def next(self) -> tuple[Rows[T], Step]:
        """Give the next page and what it means; StopAsyncIteration at the end."""
        ...

    @property
    def may_look_ahead(self) -> bool:
        """Whether the next page may be asked for while this one is consumed."""
        ...

    def position(self) -> tuple[int | str | None, int]:
        """The position before the next page, as a cursor has it."""
        ...

    async def aclose(self) -> None:
        """Give up what is under way."""
        ...


def fall_back(plan: Plan, why: BillitError, without_keyset: set[str]) -> Plan:
    """Return the same list read by links, remember that for the session, and say so once.

    Args:
        plan: The list that cannot be read by key here.
        why: What showed it.
        without_keyset: Paths of the session that are known to be so.
    """
    if isinstance(why, NoKeyset) and why.has_text_keys:
        without_keyset.add(text_keys_of(plan.path))
    if plan.path not in without_keyset:
        without_keyset.add(plan.path)
        warnings.warn(
            f"this server does not read {plan.path} by {plan.key} ({why}): it is read by links from now on, and rows "
            "that change while it is read may be missed",
            PagingWarning,
            stacklevel=2,
        )
    return attrs.evolve(plan, by_key=False, sorts_links=isinstance(why, NoKeyset))


def may_fall_back(plan: Plan, why: BillitError) -> bool:
    """Whether a list may be read by links after an error that its key may have caused."""
    if not plan.keyset or plan.is_demanded:
        return False
    return not plan.is_certain or (isinstance(why, NoKeyset) and why.has_text_keys)


class Sequential(Generic[T]):
    """One page after the other.

    Args:
        plan: What is asked.
        fetch: Asks for one page.
        cursor: Where to begin.
        without_keyset: Paths of the session that cannot be read by key.
    """

    __slots__ = ("_began", "_busy", "_fetch", "_seen", "_state", "_without_keyset", "plan")

    def __init__(
        self,
        plan: Plan,
        fetch: Fetch[T],
        cursor: int | str | None,
        without_keyset: set[str],
        seen: set[Any] | None = None,
    ) -> None:
        self.plan = plan
        self._fetch = fetch
        self._without_keyset = without_keyset
        self._state = first_state(plan, cursor)
        # Everything up to here was given before; where another began, what was given is in ``seen``.
        self._began = None if self._state is None or seen is not None else self._state.after
        self._seen: set[Any] = set() if seen is None else seen
        self._busy = False

    @property
    def may_look_ahead(self) -> bool:
        """Only by key: a position moves when rows change, and is best asked for as late as can be."""
        return self.plan.keyset

    def position(self) -> tuple[int | str | None, int]:
        """The position before the next page."""
        state = self._state
        if state is None:
            return None, 0
        if self.plan.keyset:
            return state.after, 0
        return (f"{self.plan.path}?{without_top(state.link)}" if state.link else None), state.given

    async def aclose(self) -> None:
        """Do nothing: nothing is under way."""

    async def next(self) -> tuple[Rows[T], Step]:
        """Give the next page and what it means; StopAsyncIteration at the end.

        Raises:
            PagingError: The list does not move forward.
            CallError: The page could not be read; its cursor tells where to go on.
        """
        if self._busy:
            raise InvalidUse("two tasks read one list at once; give each its own list(...)")
        self._busy = True
        try:
            while True:
                state, plan = self._state, self.plan
                if state is None:
                    raise StopAsyncIteration
                try:
                    rows, step = await self._page(plan, state)
                except (NoKeyset, BadRequest, ServerError) as error:
                    if not await self._reads_by_links(plan, state, error):
                        raise
                    continue
                self._state = step.state
                return rows, step
        except BillitError as error:
            # The state has not moved: the same iterator can be asked again, or another one started at the cursor.
            put_cursor(error, write_cursor(self.plan, *self.position()))
            raise
        finally:
            self._busy = False

    async def _page(self, plan: Plan, state: State) -> tuple[Rows[T], Step]:
        rows = await self._fetch(plan, state)
        name = plan.key_attribute
        keys: Sequence[Any] = [None] * len(rows) if name is None else rows.values(name)
        step = next_step(plan, state, keys, rows.next_page_link, self._seen)
        if plan.keyset and not plan.is_certain:
            # Should a later page show that this order means nothing, only these are known to be given.
            self._seen.update(keys[index] for index in step.kept)
        return rows, step

    async def _reads_by_links(self, plan: Plan, state: State, error: BillitError) -> bool:
        """Go over to links, where the key is what the server stumbled over."""
        if not may_fall_back(plan, error):
            return False
        begins = State(taken=state.taken)
        links = attrs.evolve(plan, by_key=False, sorts_links=isinstance(error, NoKeyset))
        if not isinstance(error, NoKeyset):
            # Refused: by the key, or by what the caller asked? Without the key it shows.
            try:
                await self._fetch(attrs.evolve(links, limit=1), State())
            except (BadRequest, ServerError):
                return False
        # Gone on from a cursor, or in the middle: what was given up to it is known by its key alone.
        known = state.after if plan.is_certain else self._began
        if known is not None:
            self._seen = UpTo(known, self._seen)
        self.plan = fall_back(plan, error, self._without_keyset)
        self._state = begins
        return True


class Overlapping(Generic[T]):
    """A list of rows without a key: each page begins with the last row of the one before.

    What moves while it is read shows in that row, and is an error instead of a row that is lost or doubled unseen.

    Args:
        plan: What is asked.
        fetch: Asks for one page.
        cursor: Where to begin.
    """

    may_look_ahead = False

    def __init__(self, plan: Plan, fetch: Fetch[T], cursor: int | str | None) -> None:
        self.plan = plan
        self._fetch = fetch
        start = first_state(plan, cursor)
        self._offset = (plan.query.skip or 0) + (0 if start is None else start.given)
        self._taken = 0
        self._last: Rows[T] | None = None
        self._ended = start is None

    def position(self) -> tuple[int | str | None, int]:
        """The position before the next page: how many rows are behind it."""
        return None, self._offset - (self.plan.query.skip or 0)

    async def aclose(self) -> None:
        """Do nothing: nothing is under way."""

    async def next(self) -> tuple[Rows[T], Step]:
        """Give the next page and what it means; StopAsyncIteration at the end.

        Raises:
            PagingError: The list moved while it was read: read it again.
            CallError: The page could not be read.
        """
        left = None if self.plan.limit is None else self.plan.limit - self._taken
        if self._ended or left == 0:
            raise StopAsyncIteration
        again = 0 if self._last is None else 1
        skip = self._offset - again
        query = attrs.evolve(self.plan.query, skip=skip or None, count=self.plan.query.count and not again)
        try:
            rows = await self._fetch(attrs.evolve(self.plan, query=query, limit=None), State())
            kept: Sequence[int] = range(again, len(rows))
            if self._last is not None and not (len(rows) and rows.same(0, self._last, len(self._last) - 1)):
                raise PagingError(
                    f"the list {self.plan.path} moved while it was read, and its rows have no key to tell which are "
                    "missing: read it again"
                )
            if rows.next_page_link and not kept:
                raise PagingError(
                    f"the list {self.plan.path} does not move forward: a page without a new row names a next one"
                )
        except BillitError as error:
            put_cursor(error, write_cursor(self.plan, *self.position()))
            raise
        kept = kept if left is None else kept[:left]
        self._taken += len(kept)
        self._offset += len(kept)
        is_cut = bool(kept) and kept[-1] + 1 < len(rows)
        self._ended = not rows.next_page_link and not is_cut
        # The rows are handed out and gone: a copy of the last one stays to be compared with.
        self._last = None if self._ended else rows.tail()
        if self._ended:
            return rows, Step(kept, None, None)
        return rows, Step(kept, State(), None, self.position()[1])


class UpTo(set[Any]):
    """A set that also holds every number up to a last one."""

    def __init__(self, last: int, others: Iterable[Any] = ()) -> None:
        super().__init__(others)
        self._last = last

    def __contains__(self, key: object) -> bool:
        return (isinstance(key, int) and key <= self._last) or super().__contains__(key)
