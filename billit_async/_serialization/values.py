"""The value rules of the models: what a constructor accepts and how date-times keep the text Billit sent.

Nothing here ever passes an amount through `float`, and nothing here knows a model.
"""

from __future__ import annotations

import base64
from datetime import date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, Literal, Self, SupportsIndex, cast
from uuid import UUID

from billit_async.errors import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "NULL",
    "WireDateTime",
    "base64_value",
    "datetime_value",
    "decimal_value",
    "is_amount",
    "parse_datetime",
    "shown",
    "uuid_value",
    "whole_number",
    "wire_text",
]

_SECONDS_LENGTH: Final = len("2024-01-01T00:00:00")
_STAMPS_REMEMBERED: Final = 512
_MICROSECONDS_LENGTH: Final = len("2024-01-01T00:00:00.000000")

# Far beyond a .NET decimal, of 29 digits with up to 28 places, and far from what costs time or memory to write out.
_LARGEST_POWER = 100
_MOST_PLACES = 200
_LONGEST_SHOWN = 60
_LONGEST_NUMBER_BITS = 1_000
_LONGEST_WHOLE = len(str(2**63))


class _Null:
    """The type of `NULL`: one object, which copy, deepcopy and pickle give back as itself."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NULL"

    def __bool__(self) -> Literal[False]:
        return False

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> str:
        return "NULL"


# Declared Any so that `paid_date=NULL` type-checks wherever a value is expected.
NULL: Final[Any] = _Null()
"""Sends an explicit JSON `null`; a plain `None` is left out of what is sent."""


class WireDateTime(datetime):
    """A `datetime` that remembers the exact text Billit sent, for times finer than a microsecond.

    It equals, hashes and sorts as the `datetime` it is. Reading makes one only where `datetime` alone would lose
    something: a seventh fraction digit, a trailing zero, a bare date.

    Attributes:
        text: The text as it stood in the payload, for example ``2025-04-07T13:30:32.1327398``.

    Source: samples of docs page "get the inbox" (seven fraction digits).
    """

    __slots__ = ("text",)
    text: str

    @classmethod
    def of(cls, text: str) -> Self:
        """Read an ISO 8601 text and keep it.

        Args:
            text: Date or date-time as Billit prints it, local time, usually without offset.

        Returns:
            The moment, microseconds truncated, with `text` kept.

        Raises:
            InvalidArgument: the text is not an ISO 8601 date or date-time.
        """
        # The state that pickle writes: the constructor takes it a dozen times as fast as seven numbers.
        state: Any = datetime.fromisoformat(text).__reduce__()
        made = cls(*state[1])
        made.text = text
        return made

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Callable[[str], Self], tuple[str]]:
        return (type(self).of, (wire_text(self),))

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self


_stamps: Final[dict[str, WireDateTime]] = {}
"""What was read of the last texts that a `datetime` alone does not give back: many orders are made at one moment."""


def parse_datetime(text: str) -> datetime:
    """Read a date-time of a payload; the text is kept only where a plain `datetime` would lose part of it.

    Args:
        text: ISO 8601, local time without offset; zero to seven fraction digits.

    Returns:
        A naive `datetime` (aware if the text has an offset), or a `WireDateTime`.

    Raises:
        InvalidArgument: the text is not an ISO 8601 date or date-time.
    """
    if (known := _stamps.get(text)) is not None:
        return known
    try:
        # Nothing that a `datetime` prints ends in "Z".
        if text[-1:] != "Z" and _is_canonical(text):
            return datetime.fromisoformat(text)
        made = WireDateTime.of(text)
    except ValueError:
        raise InvalidArgument("the text is not an ISO 8601 date or date-time") from None
    if len(_stamps) >= _STAMPS_REMEMBERED:
        _stamps.clear()
    _stamps[text] = made
    return made


def _is_canonical(text: str) -> bool:
    """Whether `_canonical` gives back this text of a date-time."""
    end = len(text)
    if end == _SECONDS_LENGTH or (
        _SECONDS_LENGTH < end <= _MICROSECONDS_LENGTH
        and text[_SECONDS_LENGTH] == "."
        and text[_SECONDS_LENGTH + 1 :].isdigit()
    ):
        is_extended = text[4] == text[7] == "-" and text[10] == "T" and text[13] == text[16] == ":"
        # Newer Pythons read 24:00 as midnight of the next day.
        return is_extended and text[11:13] != "24" and (end == _SECONDS_LENGTH or text[-1] != "0")
    return text.isascii() and _canonical(datetime.fromisoformat(text)) == text


def _canonical(value: datetime) -> str:
    """ISO 8601 with the fraction trimmed of zeros, the way Billit prints it (`.72`, `.533`)."""
    text = value.isoformat()
    if not value.microsecond:
        return text
    if value.tzinfo is None:
        return text.rstrip("0")
    return f"{value.replace(tzinfo=None).isoformat().rstrip('0')}{text[len('2024-01-01T00:00:00.000000') :]}"


def wire_text(value: datetime) -> str:
    """Write a date-time as Billit writes it, exactly as it was read where that text is known.

    Args:
        value: A moment; naive means Billit's local time.

    Returns:
        ISO 8601 text, for example ``2024-03-10T15:00:49.72``. Use it for cursors: it loses no digit.
    """
    if isinstance(value, WireDateTime):
        # `replace()` and arithmetic build the subclass without a text.
        return getattr(value, "text", None) or _canonical(value)
    return _canonical(value)


def decimal_value(value: Decimal | int | str | None) -> Decimal | None:
    """Accept an amount, a quantity or a rate without ever going through `float`.

    Args:
        value: `Decimal`, `int`, a decimal text such as ``"12.50"``, or `None`.

    Returns:
        The exact `Decimal`, digits kept, or `None`.

    Raises:
        TypeError: a `float` or `bool` was given.
        InvalidArgument: the text is not a number, or the number is not finite.
    """
    if value is None or value is NULL:
        return cast("Decimal | None", value)
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, bool) or not isinstance(value, (int, str)):
        raise TypeError(
            f"{value!r} is a {type(value).__name__}, which cannot hold an exact amount: "
            f'pass a Decimal, an int or a text, for example Decimal("12.50")'
        )
    else:
        try:
            number = Decimal(value)
        except (InvalidOperation, ValueError):
            raise InvalidArgument(f'{shown(value)} is not a number: pass for example "12.50"') from None
    if not is_amount(number):
        raise InvalidArgument(f"{shown(number)} cannot be an amount: pass a finite number of a few digits")
    return number


def whole_number(text: str) -> int | None:
    """Read a text of plain digits, as a code may be written; None for any other, which would not come back the same."""
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST_WHOLE or (text[0] == "0" and text != "0"):
        return None
    return int(text)


def is_amount(number: Decimal) -> bool:
    """Whether a number can be an amount: finite, and of a size that may be written out digit by digit.

    A `Decimal` of a billion digits is a dozen bytes of text; code that rounds or prints it needs a gigabyte.

    Args:
        number: Any number.
    """
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_MOST_PLACES and number.adjusted() <= _LARGEST_POWER


def shown(value: object) -> str:
    """Show a value in a message: its beginning, whatever it is; Python itself writes no number of 5,000 digits.

    Args:
        value: Any value that a caller gave.
    """
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > _LONGEST_NUMBER_BITS:
        return f"a number of about {value.bit_length() * 3 // 10} digits"
    text = str(value) if isinstance(value, int | float | Decimal) else repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def datetime_value(value: datetime | date | None) -> datetime | None:
    """Accept a moment in Billit's local time.

    Args:
        value: A naive `datetime` (Billit's local time), an aware one (sent with its offset), a `date` (midnight of
            that day), or `None`.

    Returns:
        The `datetime`, or `None`.

    Raises:
        TypeError: anything else was given.
    """
    if value is None or value is NULL or isinstance(value, datetime):
        return cast("datetime | None", value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - Billit's times are naive local time
    raise TypeError(f"{value!r} is a {type(value).__name__}: pass a datetime or a date, for example date(2024, 1, 31)")


def uuid_value(value: UUID | str | None) -> UUID | None:
    """Accept an identifier.

    Args:
        value: `UUID`, its text with or without dashes, or `None`.

    Returns:
        The `UUID`, or `None`.

    Raises:
        ValueError: the text is not a UUID.
    """
    if value is None or value is NULL or isinstance(value, UUID):
        return cast("UUID | None", value)
    return UUID(value)


def base64_value(value: bytes | str | None) -> str | None:
    """Accept the content of a file.

    Args:
        value: The bytes of the file, or base64 text that is taken as it is, or `None`.

    Returns:
        Base64 text, as Billit transports file content, or `None`.

    Source: docs page "get files".
    """
    if isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(value).decode("ascii")
    return value


def in_zone(value: datetime, zone: tzinfo) -> datetime:
    """Turn an aware moment into the naive local time that Billit compares with; naive ones are already that.

    Args:
        value: Any moment.
        zone: Billit's zone, Europe/Brussels unless configured otherwise.

    Returns:
        A naive `datetime` in `zone`.
    """
    return value if value.tzinfo is None else value.astimezone(zone).replace(tzinfo=None)
