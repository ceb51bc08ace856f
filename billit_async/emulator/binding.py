"""Reads request bodies as Billit's model binder does: names without regard to case, unknown properties ignored."""

from __future__ import annotations

import base64
import binascii
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal, cast
from uuid import UUID

import attrs
import msgspec

from billit_async.emulator.clock import parse_moment
from billit_async.emulator.problems import generic
from billit_async.emulator.shapes import SCALES, SHAPES, Document, Property, arrange

__all__ = ["Bound", "Names", "bind", "bind_strictly", "decode_base64", "number", "parse_body"]

Utc = Literal["as_is", "converted"]

_DECODER: Final = msgspec.json.Decoder[Any](float_hook=Decimal)
_INT_LIMITS: Final = {"int": 2**31, "long": 2**63}
_CLR_NAMES: Final = {"int": "System.Int32", "long": "System.Int64", "bool": "System.Boolean", "guid": "System.Guid"}
_BOOLEANS: Final = {"true": True, "false": False}


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


def parse_body(body: bytes) -> Any:
    """Read a JSON body with exact decimals.

    Raises:
        Problem: 400 when the body is not JSON; the text is inferred, the documentation shows none.
    """
    if not body.strip():
        return None
    try:
        return _DECODER.decode(body.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, InvalidOperation) as error:
        raise generic(f"The request body is not valid JSON: {error}") from error


def bind(value: object, shape: str, *, utc: Utc = "as_is") -> Bound:
    """Bind decoded JSON to a shape, converting as Json.NET does (numbers in quotes, numbers for texts).

    Raises:
        Problem: 400 for anything but an object, and for a value that its property cannot hold.

    Source: the documentation itself posts ``Streetnumber``, ``box``, ``Transporttype`` and the unknown ``Zip``.
    """
    if not isinstance(value, dict):
        raise generic(f"The request body must be one JSON object of type {shape}")
    names = Names()
    return Bound(_object(cast("dict[str, Any]", value), shape, "", names, utc), names)


def bind_strictly(
    value: object, shape: str, allowed: frozenset[str], *, utc: Utc, date_only: bool
) -> tuple[Document, bool]:
    """Bind a PATCH: only the allowed properties, each with its exact JSON type, nulls kept.

    Returns:
        The changes, and whether something in the body was not taken.

    Source: docs page "patchable properties"; Billit's forum ("true" in quotes does not count as a value).
    """
    if not isinstance(value, dict):
        return {}, True
    changes: Document = {}
    refused = False
    for key, item in cast("dict[str, Any]", value).items():
        wanted = SHAPES[shape].by_lower.get(key.lower())
        if wanted is None or wanted.name not in allowed or not _has_exact_type(item, wanted):
            refused = True
            continue
        names = Names()
        bound = None if item is None else _value(item, wanted, wanted.name, names, utc)
        if names.unreadable_dates or (names.date_only and not date_only):
            refused = True
            continue
        changes[wanted.name] = bound
    return changes, refused


def number(value: Decimal | int | str, kind: str) -> Decimal:
    """A number with the scale that its kind is printed with."""
    return Decimal(value).quantize(Decimal(1).scaleb(-SCALES[kind]))


def decode_base64(text: str) -> bytes | None:
    """Decode file content; ``None`` when it is not base64."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _object(value: dict[str, Any], shape: str, path: str, names: Names, utc: Utc) -> Document:
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
        bound = _list(item, wanted, here, names, utc) if wanted.many else _value(item, wanted, here, names, utc)
        if bound is not None:
            document[wanted.name] = bound
    return arrange(document, shape)


def _list(value: object, wanted: Property, path: str, names: Names, utc: Utc) -> list[Any]:
    if isinstance(value, dict):
        pairs = cast("dict[str, object]", value)
        if wanted.kind != "KeyValuePair":
            raise _unconvertible(pairs, f"a list of {wanted.kind}", path)
        # Custom fields of a party are an array of pairs, those of an order an object; clients mix them up.
        return [{"Key": key, "Value": str(item)} for key, item in pairs.items()]
    if not isinstance(value, list):
        raise _unconvertible(value, f"a list of {wanted.kind}", path)
    return [
        _value(item, wanted, f"{path}[{index}]", names, utc)
        for index, item in enumerate(cast("list[object]", value))
        if item is not None
    ]


def _value(value: Any, wanted: Property, path: str, names: Names, utc: Utc) -> Any:
    kind = wanted.kind
    if wanted.is_nested:
        if not isinstance(value, dict):
            raise _unconvertible(cast("object", value), kind, path)
        return _object(cast("dict[str, Any]", value), kind, path, names, utc)
    if kind == "datetime":
        parsed = parse_moment(value, utc=utc) if isinstance(value, str) else None
        if parsed is None:
            names.unreadable_dates.add(path)
            return None
        if not parsed[1]:
            names.date_only.add(path)
        return parsed[0]
    if kind == "object":
        return value
    if kind in {"str", "enum"}:
        return _text(value, path)
    if kind == "bool":
        return _boolean(value, path)
    if kind == "guid":
        return _guid(value, path)
    return _number(value, kind, path)


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
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise _unconvertible(value, _CLR_NAMES.get(kind, "System.Decimal"), path) from None
    limit = _INT_LIMITS.get(kind)
    if limit is None:
        if not amount.is_finite() or abs(amount) >= 10**20:
            raise _unconvertible(value, "System.Decimal", path)
        return amount
    if amount != amount.to_integral_value() or not -limit <= amount < limit:
        raise _unconvertible(value, _CLR_NAMES[kind], path)
    return int(amount)


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
        f"Error converting value {msgspec.json.encode(str(value)).decode()} to type '{target}'. Path '{path}'."
    )
