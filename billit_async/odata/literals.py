"""Literals in both directions: OData v3 text to a typed value and back; it never guesses a type from a Python value."""

from __future__ import annotations

import math
import re
import struct
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal, localcontext
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from billit_async._serialization.ids import as_guid
from billit_async._serialization.values import WireDateTime, shown, wire_text
from billit_async.errors import QueryError
from billit_async.odata.ast import Edm, Literal, LiteralValue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "DECIMAL_MAX",
    "FALSE",
    "FIRST",
    "INT32_MAX",
    "INT32_MIN",
    "INT64_MAX",
    "INT64_MIN",
    "LAST",
    "NULL_LITERAL",
    "SERVER_ZONE",
    "TICKS_PER_SECOND",
    "TRUE",
    "WRITERS",
    "canonical_instant",
    "decimal",
    "guid",
    "id_literal",
    "instant",
    "instant_ticks",
    "integer",
    "local_time",
    "moment",
    "read_literal",
    "server_zone",
    "string",
    "write_literal",
]

FIRST: Final = datetime.min  # noqa: DTZ901 - the server's local times have no zone
LAST: Final = datetime.max  # noqa: DTZ901
SERVER_ZONE: Final = "Europe/Brussels"
INT32_MIN: Final = -(2**31)
INT32_MAX: Final = 2**31 - 1
INT64_MIN: Final = -(2**63)
INT64_MAX: Final = 2**63 - 1
TICKS_PER_SECOND: Final = 10_000_000
# 96 bits, the range of System.Decimal.
DECIMAL_MAX: Final = Decimal(2**96 - 1)
_DECIMAL_MIN: Final = Decimal(1 - 2**96)
_DECIMAL_SCALE: Final = 28

# A member is looked up by its name each time that it is written as `Edm.STRING`: these are what most filters hold.
_STRING: Final = Edm.STRING
_INT32: Final = Edm.INT32
_DECIMAL: Final = Edm.DECIMAL
_DATETIME: Final = Edm.DATETIME

TRUE: Final = Literal(value=True, edm=Edm.BOOLEAN)
FALSE: Final = Literal(value=False, edm=Edm.BOOLEAN)
NULL_LITERAL: Final = Literal(None, Edm.NULL)

_INSTANT: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
_DURATION: Final = re.compile(
    r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,7})?S)?)?", re.ASCII
)
_GUID: Final = re.compile(
    r"[0-9a-f]{32}|(?P<open>[{(])?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?(open)[)}])", re.IGNORECASE | re.ASCII
)
_INTEGER: Final = re.compile(r"-?\d{1,40}", re.ASCII)
_FRACTION: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_WORDS: Final = {"INF": math.inf, "-INF": -math.inf, "NaN": math.nan}
_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2})*")
_MAX_OFFSET_MINUTES: Final = 14 * 60


def read_literal(edm: Edm, text: str) -> Literal | None:
    """Read one literal token.

    Args:
        edm: The type that the token's shape promises.
        text: The token with its quotes, prefix and suffix.

    Returns:
        The literal, or None when the text does not fit the type (an ``Int32`` that overflows, a 30 February).

    Source: OData v3 URL conventions, section 5.1.2 and the ABNF of primitive literals.
    """
    if edm is Edm.NULL:
        return NULL_LITERAL
    if edm is Edm.BOOLEAN:
        return TRUE if text == "true" else FALSE
    if edm is Edm.STRING:
        return Literal(text[1:-1].replace("''", "'"), edm)
    value: LiteralValue = _READERS[edm](text) if edm in _READERS else _read_number(edm, text)
    return None if value is None else Literal(value, edm)


def write_literal(literal: Literal) -> str:
    """Write a literal as it stands in a filter, not yet URL-encoded.

    Args:
        literal: What ``read_literal`` or one of the makers here returned.

    Returns:
        The text; ``read_literal`` gives the same literal back.

    Source: docs page "odata"; OData v3 URL conventions, section 5.1.2.
    """
    return WRITERS[literal.edm](literal.value)


def string(value: str) -> Literal:
    """Make a string literal."""
    return Literal(value, _STRING)


def guid(value: UUID) -> Literal:
    """Make a GUID literal."""
    return Literal(value, Edm.GUID)


def id_literal(value: int | str | UUID) -> Literal:
    """Make the literal of an id: a whole number, a GUID, or another text."""
    if isinstance(value, int):
        return integer(value)
    found = as_guid(value)
    return string(str(value)) if found is None else guid(found)


def integer(value: int) -> Literal:
    """Make a whole number: bare while it fits 32 bits, with ``L`` up to 64.

    Raises:
        ValueError: the number needs more than 64 bits.
    """
    if INT32_MIN <= value <= INT32_MAX:
        return Literal(value, _INT32)
    if INT64_MIN <= value <= INT64_MAX:
        return Literal(value, Edm.INT64)
    raise QueryError(f"{shown(value)} does not fit a 64-bit integer")


def decimal(value: Decimal | int) -> Literal:
    """Make an amount: whole numbers bare (they compare with any numeric column), others with ``M``.

    Raises:
        ValueError: the amount is NaN, infinite or beyond what a .NET decimal holds.
    """
    amount = value if type(value) is Decimal else Decimal(value)
    if not amount.is_finite():
        raise QueryError(f"{shown(amount)} is not an amount")
    if amount == amount.to_integral_value() and INT64_MIN <= amount <= INT64_MAX:
        return integer(int(amount))
    digits = str(amount)
    if len(digits) <= _DECIMAL_SCALE and "E" not in digits:  # most of what there is fits, however it is counted
        return Literal(amount, _DECIMAL)
    if not _fits(amount) or int(amount.as_tuple().exponent) < -_DECIMAL_SCALE:
        raise QueryError(f"{shown(amount)} has more digits than a .NET decimal holds")
    return Literal(amount, _DECIMAL)


def moment(value: datetime | date, server_tz: tzinfo | None = None, *, given: datetime | None = None) -> Literal:
    """Make a date-time literal without offset, with seconds, in the server's local time.

    Args:
        value: A naive datetime is taken as it is, to the last digit where it came from Billit; a date as its midnight;
            an aware datetime is converted.
        server_tz: The zone of the server's columns; needed for an aware datetime only.
        given: The datetime that the literal is written anew from, for a server in another zone.

    Raises:
        TypeError: an aware datetime without a zone to convert it to.

    Source: docs page "odata" (``DateTime'…'``); Billit sends local times without offset.
    """
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    elif value.tzinfo is not None:
        if server_tz is None:
            raise TypeError(
                "an aware datetime needs the server's time zone: pass a naive datetime in Billit local time, "
                "or configure a server time zone"
            )
        value = local_time(value, server_tz)
    elif isinstance(value, WireDateTime):
        return instant(wire_text(value), given=given)
    if type(value) is datetime:
        text = value.isoformat()  # canonical, but for the zeros of a fraction
        return Literal(text.rstrip("0") if value.microsecond else text, _DATETIME, given)
    return instant(value.isoformat(timespec="microseconds"), given=given)


def local_time(value: datetime, server_tz: tzinfo) -> datetime:
    """Convert an aware datetime to the server's local time.

    Outside the years 1 to 9999, where a zone shifts the ends of the calendar to, it is the nearest end: a bound such as
    ``datetime.max`` means "without end", and no row lies beyond.

    Args:
        value: The aware datetime.
        server_tz: The zone of the server's columns.

    Returns:
        The naive datetime.
    """
    try:
        return value.astimezone(server_tz).replace(tzinfo=None)
    except (OverflowError, ValueError):
        if value.year not in {FIRST.year, LAST.year}:
            raise
        return FIRST if value.year == FIRST.year else LAST


def instant(text: str, *, given: datetime | None = None) -> Literal:
    """Make a date-time literal from the text that Billit sent, without losing its seventh fraction digit.

    Args:
        text: The date-time as Billit sent it.
        given: The datetime that the literal is written anew from, for a server in another zone.

    Raises:
        ValueError: the text is not a date-time.
    """
    canonical = canonical_instant(text)
    if canonical is None:
        raise QueryError(f"{text!r} is not a date-time such as 2024-01-31T10:00:00")
    return Literal(canonical, _DATETIME, given)


def canonical_instant(text: str) -> str | None:
    """Put a date-time text into the one form this package compares: seconds always, no trailing zeros.

    Args:
        text: ``2024-01-31``, ``2024-01-31T10:00``, up to seven fraction digits, with or without ``Z`` or an offset.

    Returns:
        The canonical text (offset kept), or None when it is not such a date-time.
    """
    matched = _INSTANT.fullmatch(text)
    if matched is None:
        return None
    day, clock, seconds, fraction, zone = matched.groups()
    whole = f"{day}T{clock or '00:00'}:{seconds or '00'}"
    try:
        datetime.fromisoformat(whole)
    except ValueError:
        return None
    if zone not in (None, "Z") and _offset(zone) is None:
        return None
    digits = (fraction or "").rstrip("0")
    return whole + (f".{digits}" if digits else "") + (zone or "")


@cache
def server_zone() -> tzinfo:
    """Give the zone that Billit's local times are in unless a setting says otherwise."""
    return ZoneInfo(SERVER_ZONE)


def instant_ticks(text: str, server_tz: tzinfo | None = None) -> int:
    """Count 100-nanosecond ticks since 0001-01-01, the number that the service compares.

    Args:
        text: A canonical date-time (``Literal.value`` of ``DATETIME``).
        server_tz: The server's zone, ``Europe/Brussels`` unless given: an explicit offset is converted to it;
            ``Z`` and no suffix count as they are.

    Returns:
        The ticks, exact to the seventh fraction digit.

    Raises:
        ValueError: the text is not a date-time, or leaves the years 1 to 9999 in that zone.

    Source: .NET ``XmlConvert.ToDateTime`` with ``RoundtripKind``, which the service's OData library uses.
    """
    matched = _INSTANT.fullmatch(canonical_instant(text) or "")
    if matched is None:
        raise QueryError(f"{text!r} is not a date-time")
    day, clock, seconds, fraction, zone = matched.groups()
    whole = datetime.fromisoformat(f"{day}T{clock}:{seconds}")
    offset = None if zone in (None, "Z") else _offset(zone)
    if offset is not None:
        try:
            whole = whole.replace(tzinfo=timezone(offset)).astimezone(server_tz or server_zone()).replace(tzinfo=None)
        except OverflowError:
            raise QueryError(f"{text!r} lies outside the years 1 to 9999") from None
    elapsed = whole - datetime(1, 1, 1)  # noqa: DTZ001 - ticks have no zone
    return (elapsed.days * 86_400 + elapsed.seconds) * TICKS_PER_SECOND + int((fraction or "").ljust(7, "0"))


def _offset(zone: str) -> timedelta | None:
    minutes = int(zone[1:3]) * 60 + int(zone[4:6])
    if int(zone[4:6]) > 59 or minutes > _MAX_OFFSET_MINUTES:  # noqa: PLR2004 - minutes of an hour
        return None
    return timedelta(minutes=-minutes if zone[0] == "-" else minutes)


def _inside(text: str) -> str:
    return text[text.index("'") + 1 : -1]


def _read_instant(text: str) -> str | None:
    return canonical_instant(_inside(text))


def _read_time(text: str) -> str | None:
    inside = _inside(text)
    return inside if _DURATION.fullmatch(inside) else None


def _read_guid(text: str) -> UUID | None:
    inside = _inside(text)
    return UUID(inside.strip("(){}")) if _GUID.fullmatch(inside) else None


def _read_binary(text: str) -> bytes | None:
    # The one-letter prefix is case-sensitive, and `0x0A` is lexed as binary but never read as one.
    if text.startswith(("x", "0")):
        return None
    inside = _inside(text)
    return bytes.fromhex(inside) if _HEX.fullmatch(inside) else None


def _read_number(edm: Edm, text: str) -> int | float | Decimal | None:
    if edm in (Edm.INT32, Edm.INT64):
        digits = text.rstrip("Ll")
        low, high = (INT32_MIN, INT32_MAX) if edm is Edm.INT32 else (INT64_MIN, INT64_MAX)
        return int(digits) if _INTEGER.fullmatch(digits) and low <= int(digits) <= high else None
    digits = text.rstrip("fFdDmM")
    # `INF` and its kin end in a letter that also is a suffix.
    if (word := _WORDS.get(text.removesuffix("f"))) is not None:
        return word
    if not _FRACTION.fullmatch(digits):
        return None
    if edm is Edm.DECIMAL:
        return _read_decimal(digits)
    value = _to_single(float(digits)) if edm is Edm.SINGLE else float(digits)
    return None if math.isinf(value) else value


def _read_decimal(digits: str) -> Decimal | None:
    value = Decimal(digits)
    if not _fits(value):
        return None
    if int(value.as_tuple().exponent) < -_DECIMAL_SCALE:
        with localcontext() as context:
            context.prec = 60
            value = value.quantize(Decimal(1).scaleb(-_DECIMAL_SCALE))
    return value


def _fits(value: Decimal) -> bool:
    # No abs() and no minus sign: both would round to the context's 28 digits first.
    return _DECIMAL_MIN <= value <= DECIMAL_MAX


def _to_single(value: float) -> float:
    try:
        return float(struct.unpack("<f", struct.pack("<f", value))[0])
    except OverflowError:
        return math.inf


def _write_double(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "-INF" if value < 0 else "INF"
    return repr(value)


def _write_single(value: float) -> str:
    if not math.isfinite(value):
        return _write_double(value) + "f"
    # Nine digits always bring a single back; fewer read better.
    return next(text for digits in range(1, 10) if _to_single(float(text := f"{value:.{digits}g}")) == value) + "f"


def _write_string(value: str) -> str:
    return f"'{value}'" if "'" not in value else "'" + value.replace("'", "''") + "'"


_READERS: Final[dict[Edm, Callable[[str], LiteralValue]]] = {
    Edm.DATETIME: _read_instant,
    Edm.DATETIMEOFFSET: _read_instant,
    Edm.GUID: _read_guid,
    Edm.TIME: _read_time,
    Edm.BINARY: _read_binary,
}
WRITERS: Final[Mapping[Edm, Callable[[Any], str]]] = MappingProxyType(
    {
        Edm.NULL: lambda _: "null",
        Edm.BOOLEAN: lambda value: "true" if value else "false",
        Edm.STRING: _write_string,
        Edm.INT32: str,
        Edm.INT64: lambda value: f"{value}L",
        Edm.DOUBLE: _write_double,
        Edm.SINGLE: _write_single,
        Edm.DECIMAL: lambda value: f"{value:f}M",
        Edm.DATETIME: lambda value: f"DateTime'{value}'",
        Edm.DATETIMEOFFSET: lambda value: f"datetimeoffset'{value}'",
        Edm.GUID: lambda value: f"guid'{value}'",
        Edm.TIME: lambda value: f"time'{value}'",
        Edm.BINARY: lambda value: f"X'{value.hex().upper()}'",
    }
)
