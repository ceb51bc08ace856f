"""A clock of the test, so that nothing waits."""

from __future__ import annotations

from billit_async._transport.clock import Clock


class Hand(Clock):
    """A clock that is moved by those who wait for it."""

    __slots__ = ("now", "slept", "wall")

    def __init__(self) -> None:
        self.now, self.wall = 1_000.0, 1_700_000_000.0
        self.slept: list[float] = []

    def time(self) -> float:
        return self.wall

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.pass_by(seconds)

    def pass_by(self, seconds: float) -> None:
        self.now += seconds
        self.wall += seconds
