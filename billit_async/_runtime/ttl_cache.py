"""A bounded cache whose entries know their age, and whose callers share one request for what is missing."""

from __future__ import annotations

import asyncio
import copy
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

__all__ = ["TTLCache"]

K = TypeVar("K", bound="Hashable")
V = TypeVar("V")


class _Flight(Generic[V]):
    """A request that is under way, and how many wait for it."""

    __slots__ = ("has_begun", "joined", "task", "waiting")

    def __init__(self) -> None:
        self.has_begun = False
        self.joined = 0
        self.waiting = 0
        self.task: asyncio.Task[V] | None = None


class TTLCache(Generic[K, V]):
    """A bounded number of values, each with the moment it came; the oldest make room.

    How old a value may be is decided by the reader, who is told its age.

    Args:
        size: How many are kept at most.
    """

    __slots__ = ("_entries", "_flights", "_size")

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: dict[K, tuple[float, V]] = {}
        self._flights: dict[tuple[K, Hashable], _Flight[V]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: K, now: float) -> tuple[float, V] | None:
        """Return the age of a value in seconds and the value, or None.

        Args:
            key: What it is kept under.
            now: Seconds of the clock that ``put`` was given.
        """
        found = self._entries.get(key)
        return None if found is None else (now - found[0], found[1])

    def put(self, key: K, now: float, value: V) -> None:
        """Keep a value, in the place of an earlier one.

        Args:
            key: What it is kept under.
            now: Seconds of a clock that only goes forward.
            value: The value.
        """
        self._entries.pop(key, None)
        self._entries[key] = (now, value)
        while len(self._entries) > self._size:
            del self._entries[next(iter(self._entries))]

    def clear(self) -> None:
        """Forget every value; what is under way is given to those who wait for it, and not kept."""
        self._entries.clear()
        self._flights.clear()

    async def fetch(
        self,
        key: K,
        ask: Callable[[], Awaitable[V]],
        *,
        is_fresh: Callable[[float, V], bool],
        clock: Callable[[], float],
        refresh: bool = False,
        variant: Hashable = None,
    ) -> V:
        """Return a value that is kept, or ask for it; callers at the same time share one request.

        The request is nobody's own: it goes on when the caller that began it is cancelled, and ends when all are. An
        error reaches each that waits, as an object of its own, and is not kept.

        Args:
            key: What it is kept under.
            ask: Asks for it.
            is_fresh: Whether a value of this age, in seconds, will do.
            clock: Seconds of a clock that only goes forward.
            refresh: Take neither a kept value nor one whose request has left already.
            variant: Tells requests apart that give the same value in other ways, such as other time limits.
        """
        known = None if refresh else self.get(key, clock())
        if known is not None and is_fresh(*known):
            return known[1]
        place = (key, variant)
        flight = self._flights.get(place)
        if flight is None or (refresh and flight.has_begun):
            flight = self._flights[place] = _Flight()
            flight.task = asyncio.get_running_loop().create_task(self._fly(flight, place, ask, clock))
        return await self._join(flight, place)

    async def _fly(
        self, flight: _Flight[V], place: tuple[K, Hashable], ask: Callable[[], Awaitable[V]], clock: Callable[[], float]
    ) -> V:
        flight.has_begun = True
        try:
            value = await ask()
            if self._flights.get(place) is flight:
                self.put(place[0], clock(), value)
            return value
        finally:
            self._drop(flight, place)

    async def _join(self, flight: _Flight[V], place: tuple[K, Hashable]) -> V:
        task = flight.task
        if task is None:
            raise AssertionError("a flight has a task")
        flight.joined += 1
        flight.waiting += 1
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            if flight.waiting == 1:
                # Dropped first, so that nobody joins what is being cancelled.
                self._drop(flight, place)
                task.cancel()
                await asyncio.wait({task})
                if not task.cancelled():
                    task.exception()  # nobody else will look at it
            raise
        finally:
            flight.waiting -= 1
        error = None if task.cancelled() else task.exception()
        if error is not None and flight.joined > 1:
            # What one caller writes into an error is not the others'.
            raise copy.copy(error).with_traceback(error.__traceback__) from error.__cause__
        return task.result()

    def _drop(self, flight: _Flight[V], place: tuple[K, Hashable]) -> None:
        if self._flights.get(place) is flight:
            del self._flights[place]
