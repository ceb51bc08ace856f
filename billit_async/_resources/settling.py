"""How long to look for the result of a write whose outcome is unknown."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

    from billit_async._transport.clock import Clock
    from billit_async.errors import CallError

__all__ = ["Settling", "noting"]

_FIRST_PAUSE = 0.1
_GROWTH = 2.0
_SHORTEST_PAUSE = 0.001
_LONGEST_PAUSE = 5.0


class Settling:
    """The time after a write whose outcome is unknown.

    Args:
        clock: Tells the time and waits.
        ended: When the last attempt ended, on the monotonic clock.
        settle: Seconds from then for which the write may still be at work.
    """

    __slots__ = ("_clock", "_ended", "_pause", "_settle")

    def __init__(self, clock: Clock, ended: float, settle: float) -> None:
        self._clock = clock
        self._ended = ended
        self._settle = settle
        self._pause = _FIRST_PAUSE

    @classmethod
    def after(cls, error: CallError, clock: Clock, settle: float | None = None) -> Settling:
        """Begin where an error left off.

        Args:
            error: The error of the write; it may come from another process, or from long ago.
            clock: Tells the time and waits.
            settle: Seconds, in place of what the error says.
        """
        now = clock.monotonic()
        if not error.may_have_arrived:
            return cls(clock, now, 0.0)
        ended = error._ended  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        if ended is None:
            # Of another process: only the wall clock is common. One that was set back makes the wait longer, never
            # shorter than what the other process said.
            ended = now if error.ended_at is None else now - max(0.0, clock.time() - error.ended_at)
        if settle is None:
            settle = error.settle or 0.0
        return cls(clock, ended, settle)

    @property
    def waited(self) -> float:
        """Seconds since the last attempt ended."""
        return max(0.0, self._clock.monotonic() - self._ended)

    async def pause(self, looked: float) -> bool:
        """Wait before the next look.

        Args:
            looked: What ``waited`` was when the last look began: what was done while it was under way may not show in
                it.

        Returns:
            False when that look was late enough to be believed.
        """
        if looked >= self._settle:
            return False
        await self._clock.sleep(max(min(self._pause, self._settle - self.waited), _SHORTEST_PAUSE))
        self._pause = min(self._pause * _GROWTH, _LONGEST_PAUSE)
        return True


@contextmanager
def noting(error: CallError) -> Generator[None]:
    """Leave the error of a write in doubt on a cancellation that ends the search for what became of it."""
    try:
        yield
    except asyncio.CancelledError as cancelled:
        cancelled.add_note(f"{error}; given up while it was looked for")
        if cancelled.__cause__ is None:
            cancelled.__cause__ = error
        raise
