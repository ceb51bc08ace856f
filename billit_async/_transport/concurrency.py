"""Limits attempts at once and a second: fair between companies, interactive calls before bulk."""

from __future__ import annotations

import asyncio
import copy
import logging
import time
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING

from billit_async._runtime.background import BackgroundTasks
from billit_async._transport.pace import SharedPace
from billit_async._transport.policies import Priority
from billit_async.errors import CallError, NotSent, SessionClosed

if TYPE_CHECKING:
    from collections.abc import Callable

    from billit_async._transport.pace import Pace

__all__ = ["ConcurrencyLimiter"]

_LOG = logging.getLogger("billit_async.calls")
_BULK_ROUND = 9
_COOL_DOWN = 1.0


class ConcurrencyLimiter:
    """The limits of a session, shared by all its companies and views.

    Args:
        concurrency: Attempts under way at once, at most.
        pace: Attempts a second, kept here or shared with other processes.
        adaptive: Halve the concurrency when the response is 429, and let it grow again by one a round.
        clock: Seconds that only grow.
    """

    def __init__(
        self,
        *,
        concurrency: int,
        pace: Pace | SharedPace | None = None,
        adaptive: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = concurrency
        self._limit = float(concurrency)
        self._adaptive = adaptive
        self._clock = clock
        self._shared: SharedPace | None = None
        self._pace: Pace | None = None
        if isinstance(pace, SharedPace):
            self._shared = pace
        else:
            self._pace = pace
        self._in_flight = 0
        self._lanes = {priority: _Lane() for priority in Priority}
        self._interactive, self._bulk = self._lanes[Priority.INTERACTIVE], self._lanes[Priority.BULK]
        self._round = 0
        self._paused_until = float("-inf")
        self._decreased = float("-inf")
        self._timer: asyncio.TimerHandle | None = None
        self._pump: asyncio.Task[None] | None = None
        self._slot_free = asyncio.Event()
        self._ask_now = asyncio.Event()
        self._releasing = BackgroundTasks(_LOG)
        self._closed = False

    @property
    def in_flight(self) -> int:
        """Attempts under way."""
        return self._in_flight

    @property
    def waiting(self) -> int:
        """Attempts that wait for a slot."""
        return self._interactive.size + self._bulk.size

    @property
    def limit(self) -> float:
        """Attempts that may be under way at once, as far as the server lets."""
        return self._limit

    def acquire_at_once(self) -> bool:
        """Take a slot when there is one that nobody waits for, and tell whether it was taken.

        Raises:
            SessionClosed: The session was closed.
        """
        if self._closed:
            raise SessionClosed("this session is closed")
        if (
            self._shared is not None
            or self._in_flight >= int(self._limit)
            or self._interactive.size
            or self._bulk.size
            or self._paused_until > self._clock()
            or (self._pace is not None and self._pace.take() > 0.0)
        ):
            return False
        self._in_flight += 1
        return True

    async def acquire(self, company: int | None, priority: Priority, *, timeout: float | None = None) -> None:  # noqa: ASYNC109  (a queue's)
        """Wait for a slot.

        Args:
            company: Companies get slots in turn, however many calls one of them has waiting.
            priority: Interactive calls go first; every ninth slot is for bulk, so that it never starves.
            timeout: Seconds to wait at most; None as long as it takes.

        Raises:
            TimeoutError: There was no slot in time.
            SessionClosed: The session was closed meanwhile.
            NotSent: The shared pace cannot be reached.
        """
        if self.acquire_at_once():
            return
        lane = self._lanes[priority]
        slot: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        lane.add(company, slot)
        if lane.size == 1 and priority is Priority.INTERACTIVE:
            # What the pump waits for may be due to bulk alone.
            self._ask_now.set()
        self._let_in()
        clock = None if timeout is None else asyncio.timeout(timeout)
        try:
            if clock is None:
                await slot
            else:
                async with clock:
                    await slot
        except BaseException as error:
            if not lane.drop(company, slot) and slot.done() and not slot.cancelled() and slot.exception() is None:
                # The slot was granted when its waiter had gone: it is handed on.
                self._give_back(throttled=False)
            if not self.waiting:
                self._slot_free.set()
                self._ask_now.set()
            if isinstance(error, TimeoutError) and not (clock is not None and clock.expired()):
                # The time of the shared pace, not that of the queue.
                raise NotSent("not sent: the shared pace ran out of time") from error
            raise

    def release(self, *, throttled: bool = False) -> None:
        """Give the slot back.

        Args:
            throttled: Whether the response was 429.
        """
        if throttled:
            self._slow_down()
        elif self._limit < self._most:
            self._limit = min(float(self._most), self._limit + 1.0 / self._limit)
        self._give_back(throttled=throttled)

    def pause(self, seconds: float) -> None:
        """Grant no slot for that long: the server asked for it."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    async def close(self) -> None:
        """Refuse all calls that still wait."""
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
        for lane in self._lanes.values():
            while lane.size:
                slot = lane.next()
                if not slot.done():
                    slot.set_exception(SessionClosed("this session was closed while the call waited for a slot"))
        if self._pump is not None:
            self._pump.cancel()
            await asyncio.wait([self._pump])
        await self._releasing.wait()

    def _is_free(self) -> bool:
        return self._in_flight < int(self._limit)

    def _slow_down(self) -> None:
        now = self._clock()
        # What was under way together is refused together, and is one message.
        if self._adaptive and now - self._decreased >= _COOL_DOWN:
            self._decreased = now
            self._limit = max(1.0, self._limit / 2)
        if self._pace is not None and self._adaptive:
            self._pace.throttled()

    def _give_back(self, *, throttled: bool) -> None:
        self._in_flight -= 1
        if self._shared is not None:
            self._releasing.start(self._shared.leave_shared(throttled=throttled), name="billit: give a slot back")
        if self._interactive.size or self._bulk.size:
            self._let_in()

    def _let_in(self) -> None:
        if self._closed:
            return
        while self.waiting and self._is_free():
            wait = self._paused_until - self._clock()
            if wait <= 0 and self._shared is not None:
                self._slot_free.set()
                if self._pump is None or self._pump.done():
                    self._pump = asyncio.ensure_future(self._ask_for_permits(self._shared))
                return
            if wait <= 0 and self._pace is not None:
                wait = self._pace.take()
            if wait > 0:
                self._come_back(wait)
                return
            self._grant()

    def _come_back(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, self._let_in)

    def _grant(self) -> bool:
        while (lane := self._next_lane()) is not None:
            slot = lane.next()
            if not slot.done():  # else its waiter was cancelled, and has not run since
                self._in_flight += 1
                slot.set_result(None)
                return True
        return False

    def _refuse(self, error: Exception) -> None:
        # All at once: a store that hangs costs its time limit each time that it is asked.
        for lane in self._lanes.values():
            while lane.size:
                slot = lane.next()
                if not slot.done():
                    # Each call writes its own facts into its error.
                    slot.set_exception(copy.copy(error) if isinstance(error, CallError) else error)

    def _next_lane(self) -> _Lane | None:
        first, second = self._interactive, self._bulk
        if first.size and second.size:
            self._round += 1
            return second if self._round % _BULK_ROUND == 0 else first
        return first if first.size else second if second.size else None

    async def _ask_for_permits(self, shared: SharedPace) -> None:
        while self.waiting:
            self._slot_free.clear()
            self._ask_now.clear()
            if not self._is_free():
                await self._slot_free.wait()
                continue
            wait = self._paused_until - self._clock()
            if wait <= 0:
                try:
                    wait = await self._ask_once(shared)
                except Exception as error:  # noqa: BLE001  (all that wait are told)
                    self._refuse(error)
                    continue
            if wait > 0:
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._ask_now.wait()

    async def _ask_once(self, shared: SharedPace) -> float:
        interactive = self._interactive.size > 0
        wait = await shared.take_shared(Priority.INTERACTIVE if interactive else Priority.BULK)
        if wait <= 0 and not (self._is_free() and self._paused_until <= self._clock() and self._grant()):
            # While it was on its way, whom it was for has gone, or the server asked for less.
            await shared.leave_shared(throttled=False)
        return wait


class _Lane:
    """Waiting calls, in the order of arrival within a company, and round robin between companies."""

    __slots__ = ("_companies", "size")

    def __init__(self) -> None:
        self._companies: OrderedDict[int | None, OrderedDict[asyncio.Future[None], None]] = OrderedDict()
        self.size = 0

    def add(self, company: int | None, slot: asyncio.Future[None]) -> None:
        self._companies.setdefault(company, OrderedDict())[slot] = None
        self.size += 1

    def next(self) -> asyncio.Future[None]:
        company, waiters = next(iter(self._companies.items()))
        slot, _ = waiters.popitem(last=False)
        self.size -= 1
        if waiters:
            self._companies.move_to_end(company)
        else:
            del self._companies[company]
        return slot

    def drop(self, company: int | None, slot: asyncio.Future[None]) -> bool:
        waiters = self._companies.get(company)
        if waiters is None or slot not in waiters:
            return False
        del waiters[slot]
        if not waiters:
            del self._companies[company]
        self.size -= 1
        return True
