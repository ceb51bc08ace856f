"""Whether a row that came back visibly contradicts the filter of its request. Pure.

A server that ignores a filter gives the whole list, which looks like any other list. What is compared here is only what
cannot be read in two ways: absent values, collations, roundings and zones are given the benefit of the doubt.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast
from uuid import UUID

import attrs
import msgspec

from billit_async.errors import ODataSyntaxError
from billit_async.odata.ast import Binary, Call, Edm, Expr, Literal, Path, Raw, Unary
from billit_async.odata.parser import parse_filter

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

__all__ = ["contradiction"]

_Verdict: TypeAlias = "Callable[[Any], bool | None]"
"""True or False where it is certain, None where it is not."""

_CENT: Final = Decimal("0.01")
"""Amounts are shown with two digits and may be kept with more."""
_ZONES: Final = timedelta(hours=30)
"""Farther apart than any two zones: which one Billit's columns are in is not documented."""
_BY_SIGN: Final = {
    "eq": {-1: False, 0: True, 1: False},
    "ne": {-1: True, 0: False, 1: True},
    "gt": {-1: False, 0: False, 1: True},
    "ge": {-1: False, 0: True, 1: True},
    "lt": {-1: True, 0: False, 1: False},
    "le": {-1: True, 0: True, 1: False},
}
_FLIPPED: Final[dict[str, str]] = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge", "eq": "eq", "ne": "ne"}
_NUMBERS: Final = frozenset({Edm.INT32, Edm.INT64, Edm.DECIMAL, Edm.DOUBLE, Edm.SINGLE})
_CASELESS: Final = frozenset({"tolower", "toupper", "trim"})
_DEEPEST: Final = 50


def contradiction(condition: Expr | None) -> Callable[[Any], bool] | None:
    """Make a test that is True for rows which contradict a filter beyond doubt.

    Args:
        condition: The filter.

    Returns:
        The test, for models and for rows as they are decoded; None where nothing in the filter can be told.

    Source: OData v3 URL conventions, section 5.1.2, as far as every server agrees on it.
    """
    verdict = None if condition is None else _verdict(condition, 0)
    if verdict is None:
        return None
    certain = verdict
    return lambda row: certain(row) is False


def _verdict(expr: Expr, depth: int) -> _Verdict | None:
    if depth > _DEEPEST:
        return None
    match expr:
        case Binary("and" | "or" as op):
            made = [_verdict(term, depth + 1) for term in expr.terms(op)]
            return _all_of(made) if op == "and" else _any_of(made)
        case Unary("not", operand):
            inner = _verdict(operand, depth + 1)
            return None if inner is None else lambda row: None if (found := inner(row)) is None else not found
        case Binary(op, left, Literal() as literal):
            return _comparison(op, left, literal)
        case Binary(op, Literal() as literal, right) if op in _FLIPPED:
            return _comparison(_FLIPPED[op], right, literal)
        case Call():
            return _finding(expr)
        case Raw(text):
            try:
                return _verdict(parse_filter(text, strict=True), depth + 1)
            except ODataSyntaxError:
                return None
        case _:
            return None


def _all_of(terms: list[_Verdict | None]) -> _Verdict | None:
    known = [term for term in terms if term is not None]
    if not known:
        return None
    is_whole = len(known) == len(terms)

    def verdict(row: Any) -> bool | None:
        certain = is_whole
        for term in known:
            found = term(row)
            if found is False:
                return False
            certain = certain and found is True
        return True if certain else None

    return known[0] if is_whole and len(known) == 1 else verdict


def _any_of(terms: list[_Verdict | None]) -> _Verdict | None:
    known = [term for term in terms if term is not None]
    if len(known) < len(terms):
        return None  # it may hold by what cannot be told

    def verdict(row: Any) -> bool | None:
        certain: bool | None = False
        for term in known:
            found = term(row)
            if found:
                return True
            if found is None:
                certain = None
        return certain

    return verdict


def _comparison(op: str, column: Expr, literal: Literal) -> _Verdict | None:
    is_text = literal.edm is Edm.STRING
    while is_text and isinstance(column, Call) and column.name in _CASELESS and len(column.args) == 1:
        column = column.args[0]
    if not isinstance(column, Path) or op not in _FLIPPED:
        return None
    compare = _COMPARERS.get(Edm.DECIMAL if literal.edm in _NUMBERS else literal.edm)
    if compare is None:
        return None
    get = _getter(column.parts)
    wanted: Any = literal.value
    if is_text:
        wanted = (_plain(str(literal.value)), literal.value)
        if wanted[0] is None or op not in {"eq", "ne"}:
            return None
    if literal.edm in {Edm.DATETIME, Edm.DATETIMEOFFSET}:
        wanted = _moment(wanted)
    if literal.edm in {Edm.DOUBLE, Edm.SINGLE}:
        wanted = Decimal(repr(wanted))
        if not wanted.is_finite():
            return None

    def verdict(row: Any) -> bool | None:
        value = get(row)
        return None if value is None else compare(op, value, wanted)

    return verdict


def _finding(call: Call) -> _Verdict | None:
    match call:
        case Call("substringof", (Literal(str() as needle), Path(parts))):
            find = str.__contains__
        case Call("startswith", (Path(parts), Literal(str() as needle))):
            find = str.startswith
        case Call("endswith", (Path(parts), Literal(str() as needle))):
            find = str.endswith
        case _:
            return None
    get, wanted = _getter(parts), _plain(needle)
    if wanted is None:
        return None

    def verdict(row: Any) -> bool | None:
        value = get(row)
        text = _plain(value) if isinstance(value, str) else None
        if text is None:
            return None
        # That it is found without regard to case and accents does not say that the server finds it.
        return None if find(text, wanted) else False

    return verdict


def _getter(parts: tuple[str, ...]) -> Callable[[Any], Any]:
    if len(parts) == 1:
        (name,) = parts
        seen: Hashable = None
        attribute = ""

        def get_one(row: Any) -> Any:
            nonlocal seen, attribute
            model = cast("Hashable", type(row))
            if model is not seen:
                seen, attribute = model, _names(model).get(name, "")
            return getattr(row, attribute, None)

        return get_one

    def get(row: Any) -> Any:
        for part in parts:
            name = _names(cast("Hashable", type(row))).get(part, "")
            found = getattr(row, name, None)
            row = _readers().peek_nested(row, name) if isinstance(found, msgspec.Raw) else found
        return row

    return get


def _readers() -> Any:
    # Only rows with nested objects need what reads them.
    return import_module("billit_async._serialization.readers")


@cache
def _names(model: Hashable) -> dict[str, str]:
    """Wire names and attributes of a model, or of the struct that it is decoded from."""
    cls = cast("type[Any]", model)
    if attrs.has(cls):
        return {str(field.metadata.get("wire", field.name)): field.name for field in attrs.fields(cls)}
    return dict(zip(getattr(cls, "__struct_encode_fields__", ()), getattr(cls, "__struct_fields__", ()), strict=True))


def _plain(text: str) -> str | None:
    """Fold case, accents and blanks at the ends, which collations may ignore; None for what they may read otherwise."""
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    folded = text.casefold().strip()
    return folded if folded.isascii() and folded.isprintable() else None


def _texts(op: str, value: Any, wanted: tuple[str, str]) -> bool | None:
    if not isinstance(value, str):
        return None
    # The same to the last character is certain; alike but for what a collation may ignore is not.
    if value == wanted[1]:
        return op == "eq"
    plain = _plain(value)
    return None if plain is None or plain == wanted[0] else op == "ne"


def _booleans(op: str, value: Any, wanted: bool) -> bool | None:  # noqa: FBT001 - it is what is compared
    if not isinstance(value, bool) or op not in {"eq", "ne"}:
        return None
    return (value is wanted) == (op == "eq")


def _numbers(op: str, value: Any, wanted: int | Decimal) -> bool | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    if isinstance(value, int) and isinstance(wanted, int):
        return _ordered(op, (value > wanted) - (value < wanted))
    apart = Decimal(value) - wanted
    return None if apart.is_nan() or -_CENT <= apart <= _CENT else _ordered(op, 1 if apart > 0 else -1)


def _moments(op: str, value: Any, wanted: datetime | None) -> bool | None:
    moment = _moment(value)
    if moment is None or wanted is None or moment.year == 1:  # .NET's "none"
        return None
    apart = moment - wanted
    return None if -_ZONES <= apart <= _ZONES else _ordered(op, 1 if apart.days >= 0 else -1)


def _guids(op: str, value: Any, wanted: UUID) -> bool | None:
    if isinstance(value, str):
        try:
            value = UUID(value)
        except ValueError:
            return None
    return (value == wanted) == (op == "eq") if isinstance(value, UUID) and op in {"eq", "ne"} else None


def _moment(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    try:
        return datetime.fromisoformat(value[:19]) if isinstance(value, str) and value[10:11] == "T" else None
    except ValueError:
        return None


def _ordered(op: str, sign: int) -> bool:
    return _BY_SIGN[op][sign]


_COMPARERS: Final[dict[Edm, Callable[[str, Any, Any], bool | None]]] = {
    Edm.STRING: _texts,
    Edm.BOOLEAN: _booleans,
    Edm.DECIMAL: _numbers,
    Edm.DATETIME: _moments,
    Edm.DATETIMEOFFSET: _moments,
    Edm.GUID: _guids,
}
