"""The emulator's own time: Belgian local time without offset, as Billit prints it. It never moves backwards."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SEED_NOW", "Clock", "belgian_local", "fixed_text", "to_utc", "wire_text"]

SEED_NOW: Final = datetime(2026, 6, 30, 18, 0, 0)  # noqa: DTZ001 - Belgian local time, naive as everywhere
"""The moment the seeded companies were last worked in; writes happen later."""

_FRACTION_DIGITS: Final = 7


class Clock:
    """Hands out the moments that writes are stamped with.

    Args:
        source: Gives Belgian local time, naive. Left out: the wall clock, never before the seeded data.
        precision: ``datetime`` rounds stamps to 1/300 s, so they end in 0, 3 or 7; ``datetime2`` keeps seven digits.
            Inferred from the documented samples (.72 .533 .487 .91 .723), whose stamps all end so.
    """

    def __init__(
        self, source: Callable[[], datetime] | None = None, *, precision: Literal["datetime", "datetime2"] = "datetime"
    ) -> None:
        self._precision = precision
        self._start = max(belgian_local(datetime.now(UTC)), SEED_NOW)
        self._origin = time.monotonic()
        self._source = source or self._elapsed
        self._last = datetime(1, 1, 1)  # noqa: DTZ001 - local time

    def now(self) -> datetime:
        """Belgian local time, at least the moment handed out before."""
        self._last = max(self._last, self._source())
        return self._last

    def _elapsed(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._origin)

    def stamp(self) -> str:
        """The present moment as Billit prints a ``LastModified``."""
        return self.stamp_of(self.now())

    def stamp_of(self, moment: datetime) -> str:
        """A moment as Billit prints it, rounded to what its database column can hold."""
        if self._precision == "datetime":
            moment = moment.replace(microsecond=0) + timedelta(milliseconds=_three_hundredths(moment.microsecond))
        # Not strftime: what %Y does to a year below 1000 depends on the system.
        return wire_text(f"{moment.isoformat(timespec='microseconds')}0")


def _three_hundredths(microsecond: int) -> int:
    """Milliseconds of the nearest 1/300 s, printed as SQL Server prints its ``datetime``."""
    return round(round(microsecond * 3 / 10_000) * 10 / 3)


def wire_text(fixed: str) -> str:
    """Trim a fixed-width moment to what goes on the wire: no trailing zeros in the fraction, none at all when zero."""
    return fixed.rstrip("0").rstrip(".") if "." in fixed else fixed


def fixed_text(wire: str) -> str:
    """Pad a moment from the wire to seven fraction digits, so that text order is time order."""
    whole, _, fraction = wire.partition(".")
    return f"{whole}.{fraction[:_FRACTION_DIGITS]:0<7}"


def belgian_local(moment: datetime) -> datetime:
    """An aware moment as naive Belgian local time, by the European rule, so that no zone database is needed."""
    utc = moment.astimezone(UTC)
    summer = _last_sunday(utc.year, 3) <= utc < _last_sunday(utc.year, 10)
    return (utc + timedelta(hours=2 if summer else 1)).replace(tzinfo=None)


def to_utc(local: datetime) -> datetime:
    """Naive Belgian local time as an aware moment; the repeated hour in autumn reads as winter time."""
    winter = local.replace(tzinfo=UTC) - timedelta(hours=1)
    summer = winter - timedelta(hours=1)
    return winter if belgian_local(winter) == local else summer


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)
