"""Reads and writes dates as Json.NET does; nothing that left the calendar or was never in it comes through.

Source: Json.NET's own reader (``DateTimeParser``, ``DateTimeUtils``) for the forms; docs pages "creating sales
invoices" and "API reference" for those that Billit prints; ``Z`` observed by integrators. Which of .NET's looser forms
Billit takes is not documented: what is ambiguous (a week date, a time alone, digits without separators) is refused.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from billit_async.emulator.protocol.clock import belgian_local, wire_text

__all__ = ["NO_DATE", "is_no_date", "parse_moment", "wire_moment"]

NO_DATE: Final = "0001-01-01T00:00:00"
"""``DateTime.MinValue``, which .NET programs send where they have no date."""

_MOMENT: Final = re.compile(
    r"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})[-/](?P<day>[0-9]{1,2})"
    r"(?:[Tt ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?)?)?"
    r" *(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?"
)
_TICKS: Final = re.compile(r"/Date\((?P<ticks>-?[0-9]{1,18})(?P<zone>[+-][0-9]{4})?\)/")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_BLANKS: Final = " \t\r\n"
_FRACTION_DIGITS: Final = 7
_FARTHEST_ZONE: Final = timedelta(hours=14)
_WHOLE_DAY: Final = 24
_MINUTES: Final = 60

Utc = Literal["as_is", "converted"]


def parse_moment(text: str, *, utc: Utc = "as_is") -> tuple[str, bool] | None:
    """Read a date or date-time in any form that Billit takes.

    Args:
        text: ``2024-09-09``, ``2024/09/09``, ISO 8601 with up to seven fraction digits (more are cut), with an offset
            or ``Z``, or Microsoft's ``/Date(1725840000000)/``, in milliseconds since 1970, with or without an offset.
        utc: Whether the digits before a ``Z`` are kept or moved to Belgian time; ``/Date()/`` without an offset is UTC.

    Returns:
        The moment as wire text in Belgian local time, years with four digits, and whether a time of day was given;
        ``None`` when it is not a moment, or one that no calendar of .NET has (years 1 to 9999).
    """
    text = text.strip(_BLANKS)
    try:
        if ticks := _TICKS.fullmatch(text):
            return _from_ticks(ticks, utc), True
        if match := _MOMENT.fullmatch(text):
            return _from_iso(match, utc), match["hour"] is not None
    except (ValueError, OverflowError):
        # No such day or hour, or none any more once it is moved to Belgium.
        return None
    return None


def wire_moment(moment: datetime, fraction: str = "") -> str:
    """A moment as Billit prints it: four digits of the year, no offset, no zeros at the end of the fraction.

    Args:
        moment: Naive local time; its microseconds are not read.
        fraction: The digits after the second; seven at most count.
    """
    # Not strftime: what %Y does to a year below 1000 depends on the system.
    whole = moment.replace(microsecond=0, tzinfo=None).isoformat(timespec="seconds")
    return wire_text(f"{whole}.{fraction[:_FRACTION_DIGITS]:0<7}")


def is_no_date(text: str) -> bool:
    """Whether a text is .NET's year 1, in whatever zone, which means that a date is absent."""
    match = _MOMENT.fullmatch(text.strip(_BLANKS))
    return match is not None and wire_text(_digits(match)) == NO_DATE


def _digits(match: re.Match[str]) -> str:
    """What stands before the offset, in full."""
    clock = ":".join(match[name] or "00" for name in ("hour", "minute", "second"))
    day = f"{match['year']}-{match['month']:0>2}-{match['day']:0>2}"
    return f"{day}T{clock}.{(match['fraction'] or '')[:_FRACTION_DIGITS]:0<7}"


def _from_iso(match: re.Match[str], utc: Utc) -> str:
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    fraction = match["fraction"] or ""
    day = datetime(int(match["year"]), int(match["month"]), int(match["day"]))  # noqa: DTZ001 - local
    if hour == _WHOLE_DAY:
        # The end of a day is the beginning of the next one, and nothing is later than that.
        if minute or second or fraction.strip("0"):
            raise ValueError
        moment = day + timedelta(days=1)
    else:
        moment = day.replace(hour=hour, minute=minute, second=second)
    return wire_moment(_in_belgium(moment, match["zone"], utc), fraction)


def _from_ticks(match: re.Match[str], utc: Utc) -> str:
    milliseconds = int(match["ticks"])
    moment = _EPOCH + timedelta(milliseconds=milliseconds)
    # The offset of this form says where it was written and moves nothing; Json.NET makes it local time.
    local = belgian_local(moment) if match["zone"] or utc == "converted" else moment.replace(tzinfo=None)
    return wire_moment(local, f"{milliseconds % 1000:03d}")


def _in_belgium(moment: datetime, zone: str | None, utc: Utc) -> datetime:
    if zone is None or (zone.upper() == "Z" and utc == "as_is"):
        return moment
    if zone.upper() == "Z":
        return belgian_local(moment.replace(tzinfo=UTC))
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    if offset > _FARTHEST_ZONE or int(zone[-2:]) >= _MINUTES:
        raise ValueError
    return belgian_local((moment - offset if zone[0] == "+" else moment + offset).replace(tzinfo=UTC))
