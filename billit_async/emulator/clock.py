"""The emulator's own time: Belgian local time without offset, as Billit prints it. It never moves backwards."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SEED_NOW", "Clock", "belgian_local", "fixed_text", "parse_moment", "to_utc", "wire_text"]

SEED_NOW: Final = datetime(2026, 6, 30, 18, 0, 0)  # noqa: DTZ001 - Belgian local time, naive as everywhere
"""The moment the seeded companies were last worked in; writes happen later."""

_MOMENT: Final = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"
    r"(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
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
        return wire_text(f"{moment:%Y-%m-%dT%H:%M:%S.%f}0")


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


def parse_moment(text: str, *, utc: Literal["as_is", "converted"] = "as_is") -> tuple[str, bool] | None:
    """Read a date or date-time in any form that Billit takes.

    Args:
        text: ``2024-09-09``, ``2024/09/09``, ISO 8601 with up to seven fraction digits, with an offset or ``Z``.
        utc: Whether the digits before a ``Z`` are kept or moved to Belgian time.

    Returns:
        The moment as wire text in Belgian local time and whether a time of day was given; ``None`` when unreadable.

    Source: docs pages "creating sales invoices" and "API reference"; ``Z`` observed by integrators.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    try:
        moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))  # noqa: DTZ001 - local
    except ValueError:
        return None
    if zone is not None:
        if zone.upper() != "Z":
            sign = -1 if zone[0] == "-" else 1
            offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) * sign
            moment = belgian_local((moment - offset).replace(tzinfo=UTC))
        elif utc == "converted":
            moment = belgian_local(moment.replace(tzinfo=UTC))
    return wire_text(f"{moment:%Y-%m-%dT%H:%M:%S}.{(fraction or '')[:_FRACTION_DIGITS]:0<7}"), hour is not None


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
