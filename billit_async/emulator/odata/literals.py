"""Values of the literals in a query option, as .NET reads them; the emulator's own, apart from what the SDK writes."""

from __future__ import annotations

import math
import re
import struct
from calendar import monthrange
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Final
from uuid import UUID

from billit_async.odata.ast import Edm, Literal, LiteralValue

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["EDM_OF", "value_of"]

EDM_OF: Final = {
    "string": Edm.STRING,
    "boolean": Edm.BOOLEAN,
    "null": Edm.NULL,
    "int32": Edm.INT32,
    "int64": Edm.INT64,
    "single": Edm.SINGLE,
    "double": Edm.DOUBLE,
    "decimal": Edm.DECIMAL,
    "datetime": Edm.DATETIME,
    "datetimeoffset": Edm.DATETIMEOFFSET,
    "guid": Edm.GUID,
    "time": Edm.TIME,
    "binary": Edm.BINARY,
}
"""By the kind of the token."""

_MOMENT: Final = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"(?P<time>T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?P<fraction>\.[0-9]{1,7})?)?)?"
    r"(?P<zone>Z|[+-](?P<zone_hour>[0-9]{2}):(?P<zone_minute>[0-9]{2}))?"
)
_PERIOD: Final = re.compile(r"-?P([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]{1,7})?S)?)?")
_SIGNED: Final = re.compile(r"-?[0-9]{1,40}")
_REAL: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_PAIRS: Final = re.compile(r"([0-9A-Fa-f]{2})*")
_GROUPS: Final = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_PLAIN: Final = re.compile(r"[0-9A-Fa-f]{32}")
_INFINITE: Final = {"INF": math.inf, "-INF": -math.inf, "NaN": math.nan}
_SCALE: Final = 28
_WIDE: Final = Context(prec=60)
_LARGEST: Final = Decimal(2**96 - 1)
_FARTHEST_ZONE: Final = 14 * 60


def value_of(edm: Edm, text: str) -> Literal | None:
    """Read a literal.

    Args:
        edm: Its type.
        text: The token, with quotes, prefix and suffix.

    Returns:
        The literal, or None when .NET could not read it.

    Source: OData v3 URL conventions, ABNF of the primitive literals; ``XmlConvert`` for the ranges.
    """
    match edm:
        case Edm.NULL:
            return Literal(None, edm)
        case Edm.BOOLEAN:
            return Literal(text == "true", edm)
        case Edm.STRING:
            return Literal(text[1:-1].replace("''", "'"), edm)
        case _:
            value = _READ[edm](text)
            return None if value is None else Literal(value, edm)


def _int32(text: str) -> int | None:
    return _whole(text, 31)


def _int64(text: str) -> int | None:
    return _whole(text[:-1], 63)


def _whole(digits: str, bits: int) -> int | None:
    if not _SIGNED.fullmatch(digits):
        return None
    value = int(digits)
    return value if -(2**bits) <= value < 2**bits else None


def _double(text: str) -> float | None:
    if text in _INFINITE:
        return _INFINITE[text]
    digits = text[:-1] if text[-1] in "dD" else text
    if not _REAL.fullmatch(digits):
        return None
    value = float(digits)
    return value if math.isfinite(value) else None


def _single(text: str) -> float | None:
    if text[:-1] in _INFINITE:
        return _INFINITE[text[:-1]]
    if not _REAL.fullmatch(text[:-1]):
        return None
    try:
        return float(struct.unpack("<f", struct.pack("<f", float(text[:-1])))[0])
    except OverflowError:
        return None


def _decimal(text: str) -> Decimal | None:
    if not _REAL.fullmatch(text[:-1]):
        return None
    value = Decimal(text[:-1])
    if _WIDE.compare(value.copy_abs(), _LARGEST) > 0:
        return None
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_SCALE:
        # .NET keeps 28 decimals and rounds the rest to even.
        value = value.quantize(Decimal((0, (1,), -_SCALE)), context=_WIDE)
    return value


def _moment(text: str) -> str | None:
    match = _MOMENT.fullmatch(_between_quotes(text))
    if match is None:
        return None
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    hour, minute, second = int(match["hour"] or 0), int(match["minute"] or 0), int(match["second"] or 0)
    if year < 1 or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:  # noqa: PLR2004 - a calendar
        return None
    if hour > 23 or minute > 59 or second > 59:  # noqa: PLR2004 - a clock
        return None
    if match["zone_hour"] is not None:
        minutes = int(match["zone_minute"])
        if minutes > 59 or int(match["zone_hour"]) * 60 + minutes > _FARTHEST_ZONE:  # noqa: PLR2004 - a clock
            return None
    fraction = (match["fraction"] or "").rstrip("0").rstrip(".")
    clock = f"{hour:02}:{minute:02}:{second:02}{fraction}"
    return f"{year:04}-{month:02}-{day:02}T{clock}{match['zone'] or ''}"


def _guid(text: str) -> UUID | None:
    inside = _between_quotes(text)
    if inside[:1] + inside[-1:] in {"{}", "()"}:
        inside = inside[1:-1]
        return UUID(inside) if _GROUPS.fullmatch(inside) else None
    return UUID(inside) if _GROUPS.fullmatch(inside) or _PLAIN.fullmatch(inside) else None


def _period(text: str) -> str | None:
    inside = _between_quotes(text)
    return inside if _PERIOD.fullmatch(inside) and inside[-1] not in "PT" else None


def _binary(text: str) -> bytes | None:
    prefix = text.partition("'")[0]
    # `x` is a prefix to the lexer and none to the reader; `0x0A` looks like a literal and never is one.
    if prefix != "X" and prefix.lower() != "binary":
        return None
    inside = _between_quotes(text)
    return bytes.fromhex(inside) if _PAIRS.fullmatch(inside) else None


def _between_quotes(text: str) -> str:
    return text.split("'")[1]


_READ: Final[dict[Edm, Callable[[str], LiteralValue]]] = {
    Edm.INT32: _int32,
    Edm.INT64: _int64,
    Edm.DOUBLE: _double,
    Edm.SINGLE: _single,
    Edm.DECIMAL: _decimal,
    Edm.DATETIME: _moment,
    Edm.DATETIMEOFFSET: _moment,
    Edm.GUID: _guid,
    Edm.TIME: _period,
    Edm.BINARY: _binary,
}
