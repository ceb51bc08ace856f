"""The deadlines of the calls under way: one timer for all that have the same length, in place of one for each call."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Deadline", "Deadlines"]

_MOST_IDLE = 8


class Deadline:
    """A time limit around a block, with the meaning of `asyncio.timeout`: cancels the task, and raises TimeoutError.

    Args:
        lane: What watches it.
    """

    __slots__ = ("_cancelling", "_lane", "_task", "expired", "when")

    def __init__(self, lane: _Lane) -> None:
        self._lane = lane
        self._task: asyncio.Task[object] | None = None
        self._cancelling = 0
        self.when = 0.0
        self.expired = False

    def __enter__(self) -> Self:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a deadline is set inside a task")
        self._task = task
        self._cancelling = task.cancelling()
        self.when = self._lane.watch(self)
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        task, self._task = self._task, None
        if not self.expired:
            self._lane.watched.pop(self, None)
        elif task is not None and task.uncancel() <= self._cancelling and exc_type is asyncio.CancelledError:
            raise TimeoutError from exc

    def expire(self) -> None:
        """Cancel the task: its time is over."""
        self.expired = True
        if self._task is not None:
            self._task.cancel()


class Deadlines:
    """The deadlines of a session, which lives in one event loop."""

    __slots__ = ("_lanes",)

    def __init__(self) -> None:
        self._lanes: dict[float, _Lane] = {}

    def after(self, seconds: float) -> Deadline:
        """Make a deadline that begins when its block is entered.

        Args:
            seconds: How long the block may take.
        """
        lane = self._lanes.get(seconds)
        if lane is None:
            if len(self._lanes) >= _MOST_IDLE:  # callers who compute theirs leave no timers behind
                self._lanes = {length: kept for length, kept in self._lanes.items() if not kept.stop_if_idle()}
            lane = self._lanes[seconds] = _Lane(asyncio.get_running_loop(), seconds)
        return Deadline(lane)

    def close(self) -> None:
        """Stop the timers that no call needs."""
        for lane in self._lanes.values():
            lane.stop_if_idle()


class _Lane:
    """Deadlines of one length: the first that was set is the first that is due."""

    __slots__ = ("_loop", "_seconds", "_timer", "watched")

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        self._loop = loop
        self._seconds = seconds
        self.watched: dict[Deadline, None] = {}
        self._timer: asyncio.TimerHandle | None = None

    def watch(self, deadline: Deadline) -> float:
        when = self._loop.time() + self._seconds
        self.watched[deadline] = None
        if self._timer is None:
            self._timer = self._loop.call_at(when, self._look)
        return when

    def stop_if_idle(self) -> bool:
        if self.watched:
            return False
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        return True

    def _look(self) -> None:
        # The loop calls a timer that is due within the resolution of its clock.
        self._timer = None
        now = self._loop.time()
        while self.watched:
            first = next(iter(self.watched))
            if first.when > now:
                self._timer = self._loop.call_at(first.when, self._look)
                return
            del self.watched[first]
            first.expire()
