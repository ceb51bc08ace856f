"""From summaries to whole documents: read by id, several at once, handed out in the order of the list."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

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
        listed: Tells whether the list still has a row, by its key: one that it has was refused, and is no vanished one.
    """

    __slots__ = ("_at_once", "_detail", "_ended", "_items", "_key", "_listed", "_under_way", "_vanished", "cursor")

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
        self._under_way: deque[_UnderWay[T]] = deque()
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
            if not self._under_way:
                raise StopAsyncIteration
            one = self._under_way[0]
            if one.task is None:
                one.task = _started(self._detail(one.key))
            try:
                found = await asyncio.shield(one.task)
            except (NoAccess, NotFound) as refusal:
                # Billit says 401 of what is not there as well as of what is not yours. Source: docs page "401".
                if await self._is_listed(one):
                    one.task = None
                    put_cursor(refusal, self.cursor)
                    raise
                self._under_way.popleft()
                self._vanished.append(one.key)
                self.cursor = one.cursor
                continue
            except asyncio.CancelledError:
                self._give_up()
                raise
            except BillitError as error:
                one.task = None  # whoever goes on asks again
                put_cursor(error, self.cursor)
                raise
            self._under_way.popleft()
            self.cursor = one.cursor
            return found

    async def _is_listed(self, one: _UnderWay[T]) -> bool:
        if self._listed is None:
            return False
        try:
            return await self._listed(one.key)
        except BillitError as error:
            one.task = None
            put_cursor(error, self.cursor)
            raise

    async def aclose(self) -> None:
        """Give up what is under way; leaving the loop does the same."""
        self._give_up()
        close: Any = getattr(self._items, "aclose", None)
        if close is not None:
            await close()

    async def _fill(self) -> None:
        while not self._ended and len(self._under_way) < self._at_once:
            try:
                summary = await anext(self._items)
            except StopAsyncIteration:
                self._ended = True
            except BillitError as error:
                if self._under_way:
                    return  # first what is under way; the error comes again when its turn has come
                put_cursor(error, self.cursor)
                raise
            else:
                key: int = getattr(summary, self._key)
                cursor = getattr(self._items, "cursor", None)
                self._under_way.append(_UnderWay(key, cursor, _started(self._detail(key))))

    def _give_up(self) -> None:
        for one in self._under_way:
            if one.task is not None and not one.task.done() and not one.task.get_loop().is_closed():
                one.task.cancel()

    def __del__(self) -> None:
        self._give_up()


class _UnderWay(Generic[T]):
    """A row that is being read in full."""

    __slots__ = ("cursor", "key", "task")

    def __init__(self, key: int, cursor: str | None, task: asyncio.Future[T]) -> None:
        self.key, self.cursor = key, cursor
        self.task: asyncio.Future[T] | None = task


def _started(step: Awaitable[T]) -> asyncio.Future[T]:
    task = asyncio.ensure_future(step)
    task.add_done_callback(_seen_to)
    return task


def _seen_to(task: asyncio.Future[Any]) -> None:
    if not task.cancelled():
        task.exception()
