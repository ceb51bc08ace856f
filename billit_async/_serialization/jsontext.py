"""The careful reading and writing of JSON, for texts that are not Unicode and for numbers of any length.

Runs only for what msgspec refuses. A text with half of a surrogate pair, or with bytes that are not UTF-8, is kept as
Python keeps such a text, and costs nothing but itself. Knows no model.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import msgspec

from billit_async._serialization.jsontypes import is_array, is_object
from billit_async._serialization.values import is_amount

__all__ = ["is_unicode", "parse", "read_fraction", "without_surrogates", "write"]

# What int() reads, and str() writes, without the limit of the interpreter.
_WHOLE_DIGITS: Final = 4300
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")


def parse(body: bytes) -> Any:
    """Read JSON that the fast path refused.

    Args:
        body: JSON, UTF-8 without a byte order mark. Bytes that are not UTF-8 become the surrogates that the error
            handler ``surrogateescape`` gives them.

    Returns:
        Dictionaries, lists, texts, `int`, `Decimal`, `bool` and `None`. A number that can be no amount, or no `int`
        that Python reads, is a `msgspec.Raw` of its digits.

    Raises:
        ValueError: the text is not JSON.
        RecursionError: it is nested too deeply.
    """
    try:
        text = body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "surrogateescape")
    return json.loads(text, parse_float=read_fraction, parse_int=_whole, parse_constant=_refuse)


def write(value: Any) -> bytes:
    """Write plain JSON whose texts may hold surrogates without their other half.

    Args:
        value: Dictionaries with text keys, lists, texts, numbers that are finite, `Decimal`, `UUID`, bytes, `None`.

    Returns:
        Compact JSON; half of a surrogate pair is written as the escape that stands for it.
    """
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        pass
    if is_object(value):
        return b"{%b}" % b",".join([write(key) + b":" + write(item) for key, item in value.items()])
    if is_array(value):
        return b"[%b]" % b",".join([write(item) for item in value])
    return json.dumps(value).encode("ascii")


def is_unicode(value: Any) -> bool:
    """Whether every text in plain JSON is Unicode, so that it has a UTF-8 form."""
    try:
        _ENCODER.encode(value)
    except UnicodeEncodeError:
        return False
    except (TypeError, ValueError):
        if is_object(value):
            return all(is_unicode(key) and is_unicode(item) for key, item in value.items())
        return all(map(is_unicode, value)) if is_array(value) else True
    return True


def without_surrogates(text: str) -> str:
    """The text with a replacement character for each half of a surrogate pair."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def read_fraction(text: str) -> Any:
    """Read a number of JSON that is not whole: exactly, or kept as its digits where it can be no amount.

    Args:
        text: The number, as JSON writes it.
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        return msgspec.Raw(text.encode())
    return number if is_amount(number) else msgspec.Raw(text.encode())


def _whole(text: str) -> Any:
    return int(text) if len(text) <= _WHOLE_DIGITS else msgspec.Raw(text.encode())


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
