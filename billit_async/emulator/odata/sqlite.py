"""What SQLite lacks for OData: .NET's numbers and texts as SQL functions. None of them keeps state.

Integers travel as SQLite integers. Decimals and doubles travel as text, digit for digit, since SQLite would turn both
into its own floats, and ``NaN`` into null. Null in, null out, but for the functions whose description says otherwise.
"""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, DivisionByZero
from typing import TYPE_CHECKING, Any, Final

from billit_async.emulator.protocol.clock import fixed_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

__all__ = ["FAILED", "TOO_DEEP", "fold", "register"]

FAILED: Final = "user-defined function raised exception"
"""SQLite's words when one of these raises: a division by zero, an overflow."""
TOO_DEEP: Final = ("parser stack overflow", "too large")
"""SQLite's words for an expression that nests too deep for it."""

_CONTEXT: Final = Context(prec=28, rounding=ROUND_HALF_EVEN)
_LARGEST: Final = Decimal(2**96 - 1)
_SCALE: Final = 28
_ZERO: Final = Decimal(0)
# Char.IsWhiteSpace, which String.Trim goes by.
_BLANKS: Final = (
    "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
)

_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "eq": lambda one, other: one == other,
    "ne": lambda one, other: one != other,
    "gt": lambda one, other: one > other,
    "ge": lambda one, other: one >= other,
    "lt": lambda one, other: one < other,
    "le": lambda one, other: one <= other,
}


def register(connection: sqlite3.Connection) -> None:
    """Add the functions to a connection; their names begin with ``o_``.

    Args:
        connection: The connection that filters will run on.
    """
    for name, function in _FUNCTIONS.items():
        arguments = function.__code__.co_argcount
        connection.create_function(f"o_{name}", arguments, function, deterministic=True)


def fold(text: str) -> str:
    """A text as it compares without regard to case."""
    return text.casefold()


def _fold(text: str | None) -> str | None:
    return None if text is None else fold(text)


def _order(one: str | None, other: str | None) -> int:
    """``String.Compare``: negative, zero or positive, with null before every text."""
    if one is None or other is None:
        return (one is not None) - (other is not None)
    return (one > other) - (one < other)


def _contains(text: str | None, needle: str | None) -> bool | None:
    return None if text is None or needle is None else needle in text


def _starts(text: str | None, needle: str | None) -> bool | None:
    return None if text is None or needle is None else text.startswith(needle)


def _ends(text: str | None, needle: str | None) -> bool | None:
    return None if text is None or needle is None else text.endswith(needle)


def _index(text: str | None, needle: str | None) -> int | None:
    return None if text is None or needle is None else text.find(needle)


def _length(text: str | None) -> int | None:
    return None if text is None else len(text)


def _lower(text: str | None) -> str | None:
    return None if text is None else _one_to_one(text, str.lower)


def _upper(text: str | None) -> str | None:
    return None if text is None else _one_to_one(text, str.upper)


def _one_to_one(text: str, change: Callable[[str], str]) -> str:
    """.NET never makes a text longer: ``ß`` has no capital, and a sigma does not look at its neighbours."""
    return "".join(changed if len(changed := change(char)) == 1 else char for char in text)


def _trim(text: str | None) -> str | None:
    return None if text is None else text.strip(_BLANKS)


def _concat(one: str | None, other: str | None) -> str | None:
    return None if one is None or other is None else one + other


def _substring_from(text: str | None, start: int | None) -> str | None:
    return None if text is None or start is None else text[max(start, 0) :]


def _substring_clamped(text: str | None, start: int | None, length: int | None) -> str | None:
    """As LINQ to Objects: a start before the text counts as its beginning."""
    if text is None or start is None or length is None:
        return None
    begin = max(start, 0)
    return text[begin : begin + max(length, 0)]


def _substring_window(text: str | None, start: int | None, length: int | None) -> str | None:
    """As T-SQL: what lies before the text uses up the length."""
    if text is None or start is None or length is None:
        return None
    return text[max(start, 0) : max(start + length, 0)]


def _moment(text: str | None) -> str | None:
    return None if text is None else fixed_text(text)


def _unscale(units: int | None, scale: int) -> str | None:
    return None if units is None else str(Decimal(units).scaleb(-scale))


def _int(op: str, one: int | None, other: int | None, bits: int) -> int | None:
    """Whole numbers as T-SQL computes them: an overflow is an error."""
    if one is None or other is None:
        return None
    value = _whole(op, one, other)
    if not -(2 ** (bits - 1)) <= value < 2 ** (bits - 1):
        raise OverflowError("Arithmetic overflow error converting expression to data type int.")
    return value


def _int_wrapping(op: str, one: int | None, other: int | None, bits: int) -> int | None:
    """Whole numbers as unchecked C# computes them: an overflow begins again at the other end."""
    if one is None or other is None:
        return None
    half: int = 2 ** (bits - 1)
    return (_whole(op, one, other) + half) % (2 * half) - half


def _whole(op: str, one: int, other: int) -> int:
    match op:
        case "add":
            return one + other
        case "sub":
            return one - other
        case "mul":
            return one * other
        case "neg":
            return -one
        case _:
            if other == 0:
                raise ZeroDivisionError("Divide by zero error encountered.")
            quotient = abs(one) // abs(other)
            if (one < 0) != (other < 0):
                quotient = -quotient
            return quotient if op == "div" else one - quotient * other


def _decimal(op: str, one: float | str | None, other: float | str | None) -> str | None:
    """Amounts as System.Decimal computes them: exact up to 28 digits, an error beyond its range."""
    if one is None or other is None:
        return None
    left, right = Decimal(str(one)), Decimal(str(other))
    match op:
        case "add":
            value = _CONTEXT.add(left, right)
        case "sub":
            value = _CONTEXT.subtract(left, right)
        case "mul":
            value = _CONTEXT.multiply(left, right)
        case "neg":
            value = _CONTEXT.minus(left)
        case _:
            if right == 0:
                raise DivisionByZero("Divide by zero error encountered.")
            value = _CONTEXT.divide(left, right) if op == "div" else _remainder(left, right)
    if not -_LARGEST <= value <= _LARGEST:
        raise OverflowError("Value was either too large or too small for a Decimal.")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_SCALE:
        value = value.quantize(Decimal((0, (1,), -_SCALE)), context=_CONTEXT)
    return str(value)


def _remainder(left: Decimal, right: Decimal) -> Decimal:
    # Wide enough for the quotient of the two extremes; the sign is the dividend's.
    return Context(prec=90).remainder(left, right)


def _double(op: str, one: float | str | None, other: float | str | None) -> str | None:
    """Floats as IEEE 754 and .NET compute them: a division by zero is infinite, or no number."""
    if one is None or other is None:
        return None
    left, right = float(one), float(other)
    match op:
        case "add":
            return repr(left + right)
        case "sub":
            return repr(left - right)
        case "mul":
            return repr(left * right)
        case "neg":
            return repr(-left)
        case "div":
            if right:
                return repr(left / right)
            sign = math.copysign(1, left) * math.copysign(1, right)
            return repr(math.nan if left == 0 or math.isnan(left) else math.copysign(math.inf, sign))
        case _:
            return repr(math.nan if right == 0 or math.isinf(left) else math.fmod(left, right))


def _double_checked(op: str, one: float | str | None, other: float | str | None) -> str | None:
    """Floats as T-SQL computes them: a division by zero is an error."""
    if op in {"div", "mod"} and other is not None and one is not None and float(other) == 0:
        raise ZeroDivisionError("Divide by zero error encountered.")
    return _double(op, one, other)


def _decimal_is(op: str, one: float | str | None, other: float | str | None) -> bool | None:
    if one is None or other is None:
        return None
    left, right = Decimal(str(one)), Decimal(str(other))
    return op == "ne" if left.is_nan() or right.is_nan() else _COMPARE[op](left, right)


def _double_is(op: str, one: float | str | None, other: float | str | None) -> bool | None:
    return None if one is None or other is None else _COMPARE[op](float(one), float(other))


def _decimal_same(one: float | str | None, other: float | str | None) -> bool | None:
    """Equality in which two nulls are equal."""
    return one is other if one is None or other is None else _decimal_is("eq", one, other)


def _double_same(one: float | str | None, other: float | str | None) -> bool | None:
    """Equality in which two nulls are equal."""
    return one is other if one is None or other is None else _double_is("eq", one, other)


_ROUNDINGS: Final = {
    "even": ROUND_HALF_EVEN,
    "away": ROUND_HALF_UP,  # the decimal module's name for "half away from zero"
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
}


def _whole_decimal(rounding: str, value: float | str | None) -> str | None:
    if value is None:
        return None
    return str(Decimal(str(value)).quantize(Decimal(1), rounding=_ROUNDINGS[rounding], context=Context(prec=60)))


def _whole_double(rounding: str, value: float | str | None) -> str | None:
    if value is None:
        return None
    number = float(value)
    if not math.isfinite(number):
        return repr(number)
    if rounding == "floor":
        return repr(float(math.floor(number)))
    if rounding == "ceiling":
        return repr(float(math.ceil(number)))
    if rounding == "even":
        return repr(float(round(number)))
    nearest = math.floor(abs(number)) + (abs(number) % 1 >= 0.5)  # noqa: PLR2004 - one half
    return repr(math.copysign(nearest, number))


_FUNCTIONS: Final[dict[str, Any]] = {
    "fold": _fold,
    "order": _order,
    "contains": _contains,
    "starts": _starts,
    "ends": _ends,
    "index": _index,
    "length": _length,
    "lower": _lower,
    "upper": _upper,
    "trim": _trim,
    "concat": _concat,
    "substring_from": _substring_from,
    "substring_clamped": _substring_clamped,
    "substring_window": _substring_window,
    "moment": _moment,
    "unscale": _unscale,
    "int": _int,
    "int_wrapping": _int_wrapping,
    "decimal": _decimal,
    "decimal_is": _decimal_is,
    "decimal_same": _decimal_same,
    "double": _double,
    "double_checked": _double_checked,
    "double_is": _double_is,
    "double_same": _double_same,
    "whole_decimal": _whole_decimal,
    "whole_double": _whole_double,
}
