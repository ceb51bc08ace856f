"""Timing contenders side by side: one round runs each of them once, the order turns, and only ratios are kept."""

from __future__ import annotations

import gc
import statistics
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping


@dataclass
class Timings:
    """Seconds of one contender, one figure a round."""

    seconds: list[float] = field(default_factory=list[float])

    @property
    def best(self) -> float:
        """The shortest round: what the machine can do when nothing else takes its time."""
        return min(self.seconds)

    @property
    def median(self) -> float:
        """The middle round."""
        return statistics.median(self.seconds)

    def against(self, other: Timings) -> float:
        """How many times as long this one takes: the median of the ratios within each round.

        Rounds are compared with themselves only, so that a machine which is slower for a while is so for both.
        """
        return statistics.median(mine / theirs for mine, theirs in zip(self.seconds, other.seconds, strict=True))


@dataclass(frozen=True)
class Result:
    """One line of the report: a ratio, and what was asked of it."""

    name: str
    ratio: float
    target: float
    at_most: bool
    unit: str = "x"
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return self.ratio <= self.target if self.at_most else self.ratio >= self.target


def side_by_side(contenders: Mapping[str, Callable[[], Any]], *, rounds: int) -> dict[str, Timings]:
    """Time each contender once a round, `rounds` times, beginning with another one each round."""
    timings = {name: Timings() for name in contenders}
    for run in contenders.values():
        run()
    gc.collect()
    gc.freeze()  # what was imported and generated before does not make the collector slower for anybody
    for turn in range(rounds):
        for name in _turned(list(contenders), turn):
            gc.collect()
            started = time.perf_counter()
            kept = contenders[name]()
            timings[name].seconds.append(time.perf_counter() - started)
            del kept
    gc.unfreeze()
    return timings


async def side_by_side_async(
    contenders: Mapping[str, Callable[[], Awaitable[int]]], *, rounds: int
) -> dict[str, Timings]:
    """Time coroutines as `side_by_side` times functions; each must return the same count."""
    timings = {name: Timings() for name in contenders}
    counts = {name: await run() for name, run in contenders.items()}
    if len(set(counts.values())) != 1:
        raise RuntimeError(f"the contenders did not read the same: {counts}")
    gc.collect()
    gc.freeze()
    for turn in range(rounds):
        for name in _turned(list(contenders), turn):
            gc.collect()
            started = time.perf_counter()
            await contenders[name]()
            timings[name].seconds.append(time.perf_counter() - started)
    gc.unfreeze()
    return timings


def _turned(names: list[str], turn: int) -> list[str]:
    first = turn % len(names)
    return names[first:] + names[:first]
