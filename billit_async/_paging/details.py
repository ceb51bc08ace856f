"""Rows in full: read by id, several at once, handed out in the order of the list."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Self, TypeVar

from billit_async._paging.ahead import Ahead, Pending
from billit_async._paging.plan import put_cursor
from billit_async.errors import BillitError, NoAccess, NotFound

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

__all__ = ["Details"]

T = TypeVar("T")


class Details(Generic[T]):
    """Each row of a list in full.

    Args:
        items: The summaries; with a cursor of their own, it is told behind the last row that was given in full.
        detail: Reads one in full, by its key.
        at_once: How many are read at the same time.
        key_attribute: The key's name on the model.
        vanished: Takes the keys of those that were gone by then.
        listed: Tells whether the list still has a row, by its key: one that it has was refused, and has not vanished.
    """

    __slots__ = (
        "_ahead",
        "_at_once",
        "_detail",
        "_ended",
        "_items",
        "_key",
        "_listed",
        "_queue",
        "_vanished",
        "cursor",
    )

    def __init__(
        self,
        items: AsyncIterator[T],
        detail: Callable[[int], Awaitable[T]],
        at_once: int,
        key_attribute: str | None,
        vanished: list[int],
        *,
        listed: Callable[[int], Awaitable[bool]] | None = None,
    ) -> None:
        self._items = items
        self._detail = detail
        self._at_once = at_once
        self._key = key_attribute or ""
        self._vanished = vanished
        self._listed = listed
        self._ahead: Ahead[T] = Ahead()
        self._queue: deque[_PendingDetail[T]] = deque()
        self._ended = False
        self.cursor: str | None = getattr(items, "cursor", None)

    @property
    def plan(self) -> Any:
        """How the list is read now."""
        return getattr(self._items, "plan", None)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        while True:
            await self._fill()
            if not self._queue:
                raise StopAsyncIteration
            one = self._queue[0]
            try:
                found = await self._ahead.take(one.request)
            except (NoAccess, NotFound) as refusal:
                # Billit says 401 of what is not there as well as of what is not yours. Source: docs page "401".
                if await self._is_listed(one.key):
                    put_cursor(refusal, self.cursor)
                    raise
                self._vanished.append(one.key)
            except BillitError as error:
                put_cursor(error, self.cursor)
                raise
            else:
                self._queue.popleft()
                self.cursor = one.cursor
                return found
            self._queue.popleft()
            self.cursor = one.cursor

    async def _is_listed(self, key: int) -> bool:
        if self._listed is None:
            return False
        try:
            return await self._listed(key)
        except BillitError as error:
            put_cursor(error, self.cursor)
            raise

    async def aclose(self) -> None:
        """Give up what is under way; leaving the loop does the same."""
        await self._ahead.aclose()
        close: Any = getattr(self._items, "aclose", None)
        if close is not None:
            await close()

    async def _fill(self) -> None:
        while not self._ended and len(self._queue) < self._at_once:
            try:
                summary = await anext(self._items)
            except StopAsyncIteration:
                self._ended = True
            except BillitError as error:
                if self._queue:
                    return  # first the rows before it; it comes again when they have been given
                put_cursor(error, self.cursor)
                raise
            else:
                key: int = getattr(summary, self._key)
                cursor = getattr(self._items, "cursor", None)
                self._queue.append(_PendingDetail(key, cursor, self._ahead.start(partial(self._detail, key))))


class _PendingDetail(NamedTuple, Generic[T]):
    """A row that is being read in full."""

    key: int
    cursor: str | None
    request: Pending[T]
