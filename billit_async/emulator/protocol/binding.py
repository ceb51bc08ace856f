"""Reads request bodies as Billit's model binder does: names without regard to case, unknown properties ignored.

Whatever the bytes are, they are bound or refused: nothing that no column could hold gets past here.
"""

from __future__ import annotations

import base64
import binascii
import re
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal, cast
from uuid import UUID

import attrs
import msgspec

from billit_async.emulator.protocol.dates import is_no_date, parse_moment
from billit_async.emulator.protocol.errors import generic
from billit_async.emulator.protocol.json import encode
from billit_async.emulator.protocol.json_net import as_json
from billit_async.emulator.protocol.shapes import SCALES, SHAPES, Document, Property, arrange

__all__ = [
    "Bound",
    "Dates",
    "Names",
    "amounts_fit",
    "bind",
    "bind_strictly",
    "cleared",
    "decode_base64",
    "number",
    "parse_body",
]

_DECODER: Final = msgspec.json.Decoder[Any](float_hook=Decimal)
_INT_LIMITS: Final = {"int": 2**31, "long": 2**63}
_CLR_NAMES: Final = {"int": "System.Int32", "long": "System.Int64", "bool": "System.Boolean", "guid": "System.Guid"}
_BOOLEANS: Final = {"true": True, "false": False}
_NUMBER: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,9})?")
_BLANKS: Final = " \t\r\n"
_DEEPEST: Final = 256
"""Levels of nesting that ASP.NET reads: ``MediaTypeFormatter.MaxDepth``. Inferred from its default."""
_BRACKETS: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[\]{}]', re.DOTALL)
_MONEY_MAX: Final = Decimal("922337203685477.5807")
"""What a ``money`` column of SQL Server holds; that Billit's are such is inferred."""
_QUANTA: Final = {kind: Decimal(1).scaleb(-scale) for kind, scale in SCALES.items()}
_LARGEST: Final = {
    kind: min(_MONEY_MAX, (Decimal(2**63) - 1).scaleb(-scale)) for kind, scale in SCALES.items()
}  # fmt: skip
_SHOWN: Final = 200
"""Characters of a value that its refusal repeats."""
_WITH_CODES: Final = ("OrderDate", "ExpiryDate", "DeliveryDate")
"""Dates of an order that are refused with a code of their own."""


@attrs.frozen
class Dates:
    """How dates in requests are read.

    Args:
        utc: Whether the digits before a ``Z`` are kept or moved to Belgian time.
        no_date: Whether .NET's year 1 is a day like others (``keep``), or no date (``none``).
        unreadable: What cannot be read is refused (``refuse``), or left out (``drop``).
    """

    utc: Literal["as_is", "converted"] = "as_is"
    no_date: Literal["keep", "none"] = "keep"
    unreadable: Literal["refuse", "drop"] = "refuse"


@attrs.define
class Names:
    """The property names a request really gave, lower-cased, so that an explicit null differs from nothing."""

    given: set[str] = attrs.Factory(set[str])
    date_only: set[str] = attrs.Factory(set[str])
    unreadable_dates: set[str] = attrs.Factory(set[str])


@attrs.define
class Bound:
    """A bound request: the document with canonical names, and what is to be known about how it was written."""

    document: Document
    names: Names


def parse_body(body: bytes, *, is_strict: bool = True) -> Any:
    """Read a JSON body with exact decimals.

    Args:
        body: UTF-8, with or without its mark.
        is_strict: Refuse what Json.NET reads and JSON does not allow.

    Raises:
        APIError: 400 when the body is not JSON; the text is inferred, the documentation shows none.
    """
    if not body.strip():
        return None
    if _is_too_deep(body):
        raise generic(f"The request body is not valid JSON: The reader's MaxDepth of {_DEEPEST} has been exceeded.")
    try:
        return _DECODER.decode(body.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, InvalidOperation, RecursionError) as error:
        written = None if is_strict else as_json(body.decode("utf-8-sig", "replace"))
        if written is not None:
            return parse_body(written.encode())
        raise generic(f"The request body is not valid JSON: {error}") from error


def bind(value: object, shape: str, *, dates: Dates | None = None) -> Bound:
    """Bind decoded JSON to a shape, converting as Json.NET does (numbers in quotes, numbers for texts).

    Args:
        value: The decoded body.
        shape: What it is to be.
        dates: How dates are read; left out, as the settings have it by default.

    Raises:
        APIError: 400 for anything but an object, and for a value that its property cannot hold.

    Source: the documentation itself posts ``Streetnumber``, ``box``, ``Transporttype`` and the unknown ``Zip``.
    """
    if not isinstance(value, dict):
        raise generic(f"The request body must be one JSON object of type {shape}")
    dates = dates or Dates()
    names = Names()
    document = _object(cast("dict[str, Any]", value), shape, "", names, dates)
    unnamed = [path for path in names.unreadable_dates if path.removeprefix("Order.") not in _WITH_CODES]
    if unnamed and dates.unreadable == "refuse":
        raise _unreadable_date(min(unnamed))
    return Bound(document, names)


def cleared(bound: Bound, path: str, document: Document) -> frozenset[str]:
    """The properties of a document at a path of the request that were given as null, lower-cased.

    Args:
        bound: The request.
        path: Where the document stands in it: ``Customer``, or nothing for the request itself.
        document: The document.
    """
    start = f"{path.lower()}." if path else ""
    named = {name.removeprefix(start) for name in bound.names.given if name.startswith(start)}
    return frozenset(name for name in named if "." not in name and "[" not in name) - {key.lower() for key in document}


def bind_strictly(
    value: object, shape: str, allowed: frozenset[str], *, dates: Dates, date_only: Literal["take", "refuse", "paid"]
) -> tuple[Document, bool]:
    """Bind a PATCH: only the allowed properties, each with its exact JSON type, nulls kept.

    Args:
        value: The decoded body.
        shape: What it changes.
        allowed: The properties that can be changed.
        dates: How dates are read.
        date_only: Whether a date needs no time (``take``), needs one (``refuse``), or needs none beside ``Paid: true``.

    Returns:
        The changes, and whether something in the body was not taken.

    Raises:
        APIError: 400 for a date that cannot be read, unless such dates are left out.

    Source: docs page "patchable properties"; Billit's forum ("true" in quotes does not count as a value).
    """
    if not isinstance(value, dict):
        return {}, True
    changes: Document = {}
    days: Document = {}
    refused = False
    for key, item in cast("dict[str, Any]", value).items():
        wanted = SHAPES[shape].by_lower.get(key.lower())
        if wanted is None or wanted.name not in allowed or not _has_exact_type(item, wanted):
            refused = True
            continue
        if wanted.kind == "datetime" and item == "":  # no date, and not the null that takes one away
            refused = True
            continue
        names = Names()
        bound = None if item is None else _value(item, wanted, wanted.name, names, dates)
        if names.unreadable_dates:
            if dates.unreadable == "refuse":
                raise _unreadable_date(wanted.name)
            refused = True
        elif names.date_only and date_only != "take":
            days[wanted.name] = bound
        else:
            changes[wanted.name] = bound
    if days and date_only == "paid" and changes.get("Paid") is True:
        # A day beside the payment is the day of the payment; left out, it would silently be today.
        return changes | days, refused
    return changes, refused or bool(days)


def amounts_fit(*amounts: Decimal, kind: str = "money") -> bool:
    """Whether computed amounts fit the columns that they are kept in."""
    largest = _LARGEST[kind]
    return not amounts or (-largest <= min(amounts) and max(amounts) <= largest)


def number(value: Decimal | int | str, kind: str) -> Decimal:
    """A number with the scale that its kind is printed with."""
    return Decimal(value).quantize(_QUANTA[kind])


def decode_base64(text: str) -> bytes | None:
    """Decode file content; ``None`` when it is not base64."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _object(value: dict[str, Any], shape: str, path: str, names: Names, dates: Dates) -> Document:
    known = SHAPES[shape].by_lower
    document: Document = {}
    for key, item in value.items():
        wanted = known.get(key.lower())
        if wanted is None:
            continue
        here = f"{path}.{wanted.name}" if path else wanted.name
        names.given.add(here.lower())
        if item is None:
            document.pop(wanted.name, None)
            continue
        bound = _list(item, wanted, here, names, dates) if wanted.many else _value(item, wanted, here, names, dates)
        if bound is not None:
            document[wanted.name] = bound
    return arrange(document, shape)


def _list(value: object, wanted: Property, path: str, names: Names, dates: Dates) -> list[Any]:
    if isinstance(value, dict):
        pairs = cast("dict[str, object]", value)
        if wanted.kind != "KeyValuePair":
            raise _unconvertible(pairs, f"a list of {wanted.kind}", path)
        # Custom fields of a party are an array of pairs, those of an order an object; clients mix them up.
        return [{"Key": key, "Value": str(item)} for key, item in pairs.items()]
    if not isinstance(value, list):
        raise _unconvertible(value, f"a list of {wanted.kind}", path)
    return [
        _value(item, wanted, f"{path}[{index}]", names, dates)
        for index, item in enumerate(cast("list[object]", value))
        if item is not None
    ]


def _value(value: Any, wanted: Property, path: str, names: Names, dates: Dates) -> Any:
    kind = wanted.kind
    if wanted.is_nested:
        if not isinstance(value, dict):
            raise _unconvertible(cast("object", value), kind, path)
        return _object(cast("dict[str, Any]", value), kind, path, names, dates)
    if kind == "datetime":
        return _moment(value, path, names, dates)
    if kind == "object":
        return _fields(value, path) if wanted.name == "CustomFields" else _anything(value, path)
    if kind in {"str", "enum"}:
        return _text(value, path)
    if kind == "bool":
        return _boolean(value, path)
    if kind == "guid":
        return _guid(value, path)
    return _number(value, kind, path)


def _moment(value: object, path: str, names: Names, dates: Dates) -> str | None:
    if isinstance(value, str) and (not value or (dates.no_date == "none" and is_no_date(value))):
        return None  # as Json.NET reads an empty text into a date that may be missing
    parsed = parse_moment(value, utc=dates.utc) if isinstance(value, str) else None
    if parsed is None:
        names.unreadable_dates.add(path)
        return None
    if not parsed[1]:
        names.date_only.add(path)
    return parsed[0]


def _text(value: object, path: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (int, Decimal)):  # Json.NET reads a number into a text
        return str(value)
    raise _unconvertible(value, "System.String", path)


def _boolean(value: object, path: str) -> bool:
    if isinstance(value, bool):
        return value
    known = _BOOLEANS.get(value.lower()) if isinstance(value, str) else None
    if known is None:
        raise _unconvertible(value, _CLR_NAMES["bool"], path)
    return known


def _guid(value: object, path: str) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise _unconvertible(value, _CLR_NAMES["guid"], path) from None


def _number(value: object, kind: str, path: str) -> Decimal | int:
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        raise _unconvertible(value, _CLR_NAMES.get(kind, "System.Decimal"), path)
    target = _CLR_NAMES.get(kind, "System.Decimal")
    if isinstance(value, str):
        # Decimal() reads digits of every script, underscores, NaN and Infinity; .NET does not.
        value = value.strip(_BLANKS)
        if not _NUMBER.fullmatch(value):
            raise _unconvertible(value, target, path)
    amount = Decimal(value)
    limit = _INT_LIMITS.get(kind)
    if limit is None:
        if amount.copy_abs() > _LARGEST[kind]:
            raise _unconvertible(value, target, path)
        return amount
    if amount != amount.to_integral_value() or not -limit <= amount < limit:
        raise _unconvertible(value, target, path)
    return int(amount)


def _fields(value: object, path: str) -> dict[str, str]:
    """Custom fields of an order: texts by their names, whether they come as an object or as an array of pairs."""
    given: object = value
    if isinstance(value, list):
        items_given = cast("list[object]", value)
        if not all(isinstance(item, dict) for item in items_given):
            raise _unconvertible("", "a list of KeyValuePair", path)
        names, dates = Names(), Dates()
        pairs = [_object(cast("dict[str, Any]", item), "KeyValuePair", path, names, dates) for item in items_given]
        given = {pair.get("Key", ""): pair.get("Value") for pair in pairs}
    if not isinstance(given, dict):
        raise _unconvertible(given, "Dictionary<string,string>", path)
    items = cast("dict[str, object]", given).items()
    return {key: _text(item, f"{path}.{key[:_SHOWN]}") for key, item in items if item is not None}


def _anything(value: object, path: str) -> object:
    """A value without a type, as long as it can be kept."""
    try:
        encode(value)
    except (OverflowError, RecursionError, TypeError, ValueError):
        raise _unconvertible("", "System.Object", path) from None
    return value


def _is_too_deep(body: bytes) -> bool:
    """Whether a body nests deeper than is read; text between quotes does not count."""
    if body.count(b"[") + body.count(b"{") <= _DEEPEST:
        return False
    depth = 0
    for match in _BRACKETS.finditer(body):
        sign = match[0]
        if sign in {b"[", b"{"}:
            depth += 1
            if depth > _DEEPEST:
                return True
        elif sign in {b"]", b"}"}:
            depth -= 1
    return False


def _unreadable_date(path: str) -> Exception:
    return generic(f"Could not convert string to DateTime. Path '{path}'.")


def _has_exact_type(value: object, wanted: Property) -> bool:
    if value is None:
        return True
    if wanted.kind == "bool":
        return isinstance(value, bool)
    if wanted.kind in {"str", "enum", "datetime", "guid"}:
        return isinstance(value, str)
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _unconvertible(value: object, target: str, path: str) -> Exception:
    return generic(
        f"Error converting value {msgspec.json.encode(str(value)[:_SHOWN]).decode()} to type '{target}'. Path '{path}'."
    )
