"""How many attempts a second: a pace gives permits. Pure; the clock is given.

Rates are kept by the generic cell rate algorithm: one number, the time at which the next permit is due.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable

    from billit_async._transport.policies import Priority

__all__ = ["LocalPace", "Pace", "SharedPace"]

_SLOWEST = 1 / 64
_RECOVERY = 1 / 100
_COOL_DOWN = 1.0
_ROUNDING = 1e-6


class Pace(Protocol):
    """A pace inside this process."""

    def take(self) -> float:
        """Take a permit: 0.0 when it was given, else the seconds until it is worth asking again."""
        ...

    def throttled(self) -> None:
        """The response was 429: slow down."""
        ...


@runtime_checkable
class SharedPace(Protocol):
    """A pace that is kept elsewhere, for many processes; write your own for another store than Redis."""

    async def take_shared(self, priority: Priority) -> float:
        """Take a permit, and a slot where slots are shared.

        Returns:
            0.0 when it was given, else the seconds until it is worth asking again.

        Raises:
            NotSent: The store cannot be reached, and nothing may be sent without it.
        """
        ...

    async def leave_shared(self, *, throttled: bool) -> None:
        """Give the slot back, and tell whether the response was 429; must not raise."""
        ...

    def joined(self) -> None:
        """A session begins to use it."""
        ...

    async def left(self) -> None:
        """A session ends; with the last one, connections are closed."""
        ...


class LocalPace:
    """At most ``rate`` permits a second, after a ``burst``; slower after 429, and step by step faster again.

    Args:
        rate: Permits a second.
        burst: Permits that may be taken at once.
        clock: Seconds that only grow.
    """

    __slots__ = ("_burst", "_clock", "_due", "_rate", "_slowed", "rate")

    def __init__(self, rate: float, burst: int = 1, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._due = float("-inf")
        self._slowed = float("-inf")

    def take(self) -> float:
        """Take a permit: 0.0 when it was given, else the seconds until it is worth asking again."""
        now, interval = self._clock(), 1.0 / self.rate
        due = max(self._due, now)
        early = due - (self._burst - 1) * interval
        if early - now > _ROUNDING:
            return early - now
        self._due = due + interval
        if self.rate < self._rate:
            self.rate = min(self._rate, self.rate + self._rate * _RECOVERY)
        return 0.0

    def throttled(self) -> None:
        """Halve the rate, at most once a second: one storm is one message."""
        now = self._clock()
        if now - self._slowed >= _COOL_DOWN:
            self._slowed = now
            self.rate = max(self._rate * _SLOWEST, self.rate / 2)
