"""Evaluates filters on models and mappings in memory, with the three null semantics a server may have; no I/O."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final, TypeAlias, cast
from typing import Literal as OneOf
from uuid import UUID

import attrs

from billit_async.odata.ast import AnyAll, Binary, BinaryOp, Call, Edm, Expr, Literal, Path, Unary
from billit_async.odata.literals import TICKS_PER_SECOND, canonical_instant, instant_ticks

NullMode: TypeAlias = OneOf["linq", "ef", "sql"]
_MODES: Final = ("linq", "ef", "sql")
_Scope: TypeAlias = Mapping[str, object]


class ODataEvaluationError(ValueError):
    """A filter that reads well cannot be evaluated: an unknown property, types that do not compare, raw text."""


@attrs.frozen
class _Instant:
    """A date-time as the ticks that the service compares."""

    ticks: int


def matches(expr: Expr, item: object, *, null_mode: NullMode = "ef") -> bool:
    """Say whether a filter lets an item through.

    Args:
        expr: The filter.
        item: An attrs model whose fields carry their wire names, or a mapping with wire names (what is missing there
            counts as null).
        null_mode: How a comparison with an absent value behaves: as LINQ to Objects (``"linq"``), as Entity Framework
            with C# semantics (``"ef"``), or as plain SQL (``"sql"``). Which one Billit has is not documented.

    Returns:
        True when the filter is true; unknown counts as false.

    Raises:
        ODataEvaluationError: a property is unknown, types do not compare, a division by zero, or a ``Raw`` part.
        ValueError: no such null mode.

    Source: OData v3 URL conventions, section 5.1.2.
    """
    if null_mode not in _MODES:
        raise ValueError(f"null_mode is one of {', '.join(_MODES)}, not {null_mode!r}")
    value = _Evaluation(item, null_mode).value(expr, {})
    if value is not None and not isinstance(value, bool):
        raise ODataEvaluationError("The $filter expression must evaluate to a single boolean value.")
    return value is True


class _Evaluation:
    __slots__ = ("item", "mode")

    def __init__(self, item: object, mode: NullMode) -> None:
        self.item = item
        self.mode = mode

    def value(self, expr: Expr, scope: _Scope) -> Any:
        # Down the left side without recursion: chains of `or` are as long as the in-list they came from.
        spine: list[Binary] = []
        while isinstance(expr, Binary):
            spine.append(expr)
            expr = expr.left
        value = self._leaf(expr, scope)
        left_is_null = _is_null(expr)
        for node in reversed(spine):
            if node.op in ("and", "or"):
                value = self._logic(node.op, value, node.right, scope)
            else:
                right = self.value(node.right, scope)
                if node.op not in _COMPARE:
                    value = _arithmetic(node.op, value, right)
                elif value is None or right is None:
                    value = self._compare_null(node.op, value, right, explicit=left_is_null or _is_null(node.right))
                else:
                    value = _COMPARE[node.op](*_alike(node.op, value, right))
            left_is_null = False
        return value

    def _leaf(self, expr: Expr, scope: _Scope) -> Any:
        match expr:
            case Path(parts):
                return self._path(parts, scope)
            case Literal(value, edm):
                if edm is Edm.DATETIMEOFFSET:
                    raise ODataEvaluationError("Billit's columns have no offset: compare them with DateTime'...'")
                return _instant(str(value)) if edm is Edm.DATETIME else value
            case Unary(op, operand):
                return self._unary(op, self.value(operand, scope))
            case Call(name, args):
                return _call(name, [self.value(arg, scope) for arg in args])
            case AnyAll():
                return self._any_all(expr, scope)
            case _:
                raise ODataEvaluationError(f"{expr!r} cannot be evaluated locally")

    def _path(self, parts: Sequence[str], scope: _Scope) -> Any:
        if parts[0] == "$it":
            current, parts = self.item, parts[1:]
        elif parts[0] in scope:
            current, parts = scope[parts[0]], parts[1:]
        else:
            current = self.item
        for part in parts:
            if current is None:
                return None
            current = _property(current, part)
        return _comparable(current)

    def _unary(self, op: str, value: Any) -> Any:
        if value is None:
            return None
        if op == "not":
            return not _boolean(value, "not")
        return -_number(value, "-")

    def _any_all(self, node: AnyAll, scope: _Scope) -> Any:
        entries = self._path(node.path.parts, scope)
        if entries is None:
            return node.op == "all" and self.mode != "linq"
        if isinstance(entries, str) or not isinstance(entries, Sequence):
            raise ODataEvaluationError(f"'{'/'.join(node.path.parts)}' is not a collection")
        found = cast("Sequence[object]", entries)
        if node.body is None or node.variable is None:
            return len(found) > 0 if node.op == "any" else True
        body, variable = node.body, node.variable
        verdicts = (self.value(body, {**scope, variable: entry}) for entry in found)
        truths = (verdict is not None and _boolean(verdict, node.op) for verdict in verdicts)
        return any(truths) if node.op == "any" else all(truths)

    def _logic(self, op: BinaryOp, left: Any, right_expr: Expr, scope: _Scope) -> bool | None:
        decided = op == "or"
        if left is decided:
            return op == "or"
        right = self.value(right_expr, scope)
        if right is decided:
            return op == "or"
        for side in (left, right):
            if side is not None:
                _boolean(side, op)
        return None if left is None or right is None else not decided

    def _compare_null(self, op: BinaryOp, left: Any, right: Any, *, explicit: bool) -> bool | None:
        # Two absent columns carry no type here, so "linq" leaves them unknown, as it does for numbers.
        texts = isinstance(left, str) or isinstance(right, str)
        if op in ("eq", "ne"):
            if explicit or self.mode == "ef" or (self.mode == "linq" and texts):
                return (left is None and right is None) == (op == "eq")
            return None
        if self.mode == "linq" and texts:
            # String.Compare sorts null before every text.
            return bool(_COMPARE[op](left is not None, right is not None))
        return None


@cache
def _wire_names(model: type[Any]) -> dict[str, str]:
    return {str(field.metadata.get("wire", field.name)): field.name for field in attrs.fields(model)}


def _property(owner: object, name: str) -> Any:
    if isinstance(owner, Mapping):
        return cast("Mapping[str, object]", owner).get(name)
    model = type(owner)
    if attrs.has(model) and (attribute := _wire_names(model).get(name)):
        return getattr(owner, attribute)
    raise ODataEvaluationError(f"Could not find a property named '{name}' on type '{model.__name__}'.")


def _instant(text: str) -> _Instant:
    try:
        return _Instant(instant_ticks(text))
    except ValueError as error:
        raise ODataEvaluationError(str(error)) from error


def _comparable(value: object) -> Any:
    if isinstance(value, datetime):
        return _instant(value.isoformat(timespec="microseconds"))
    if isinstance(value, date):
        return _instant(value.isoformat())
    return value


def _alike(op: str, left: Any, right: Any) -> tuple[Any, Any]:
    """Bring two values to types that compare, as the service would, or refuse."""
    left, right = _typed_text(left, right), _typed_text(right, left)
    if isinstance(left, _Instant) and isinstance(right, _Instant):
        return left.ticks, right.ticks
    kinds = {_kind(left), _kind(right)}
    if len(kinds) == 1 or kinds in _PROMOTED:
        return left, right
    raise ODataEvaluationError(
        "A binary operator with incompatible types was detected. "
        f"Found operand types '{_kind(left)}' and '{_kind(right)}' for operator kind '{_OPERATOR_KINDS[op]}'."
    )


def _typed_text(value: Any, beside: object) -> Any:
    """Read the text of a date-time or GUID, which is how a mapping holds them, as what stands beside it."""
    if isinstance(value, str):
        if isinstance(beside, _Instant) and canonical_instant(value) is not None:
            return _instant(value)
        if isinstance(beside, UUID):
            with suppress(ValueError):
                return UUID(value)
    return value


def _kind(value: object) -> str:
    for kind, name in _KINDS.items():
        if isinstance(value, kind):
            return name
    return type(value).__name__


def _boolean(value: object, op: str) -> bool:
    if not isinstance(value, bool):
        raise ODataEvaluationError(f"`{op}` needs true or false, not '{_kind(value)}'")
    return value


def _number(value: object, op: str) -> int | float | Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ODataEvaluationError(f"`{op}` needs a number, not '{_kind(value)}'")
    return value


def _is_null(expr: Expr) -> bool:
    return isinstance(expr, Literal) and expr.edm is Edm.NULL


def _arithmetic(op: BinaryOp, left: Any, right: Any) -> Any:
    if left is None or right is None:
        return None
    try:
        return _compute(op, left, right)
    except ArithmeticError as error:
        raise ODataEvaluationError(f"`{op}` cannot be computed: {error or type(error).__name__}") from error


def _compute(op: BinaryOp, left: Any, right: Any) -> Any:
    one, other = _alike(op, _number(left, op), _number(right, op))
    if op in ("div", "mod") and isinstance(one, int) and isinstance(other, int):
        # .NET truncates towards zero, and the remainder has the sign of the dividend.
        quotient = abs(one) // abs(other) * (1 if (one < 0) == (other < 0) else -1)
        return quotient if op == "div" else one - quotient * other
    if op == "mod" and (isinstance(one, float) or isinstance(other, float)):
        return math.fmod(one, other) if other else math.nan
    return _ARITHMETIC[op](one, other)


def _call(name: str, args: list[Any]) -> Any:
    function = _FUNCTIONS.get(name)
    if function is None:
        raise ODataEvaluationError(f"Unknown function '{name}'.")
    if any(arg is None for arg in args):
        return None
    try:
        return function(*args)
    except (TypeError, ArithmeticError, ValueError) as error:
        raise ODataEvaluationError(f"'{name}' cannot be applied to these arguments") from error


def _substringof(needle: str, text: str) -> bool:
    return str.find(text, needle) >= 0


def _substring(text: str, start: int, length: int | None = None) -> str:
    start = max(start, 0)
    text = str.__str__(text)
    return text[start:] if length is None else text[start : start + max(length, 0)]


def _clock(part: str) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        ticks = (value if isinstance(value, _Instant) else _instant(value)).ticks
        seconds, days = ticks // TICKS_PER_SECOND % 86_400, ticks // TICKS_PER_SECOND // 86_400
        if part in _CLOCK:
            divisor, modulus = _CLOCK[part]
            return seconds // divisor % modulus
        return int(getattr(date.fromordinal(days + 1), part))

    return read


def _rounding(whole: Callable[[Any], int]) -> Callable[[Any], Any]:
    def apply(value: Any) -> Any:
        return type(_number(value, "round"))(whole(value))

    return apply


_CLOCK: Final = {"hour": (3600, 24), "minute": (60, 60), "second": (1, 60)}
_KINDS: Final[dict[type, str]] = {
    bool: "Edm.Boolean",
    int: "Edm.Int32",
    Decimal: "Edm.Decimal",
    float: "Edm.Double",
    str: "Edm.String",
    _Instant: "Edm.DateTime",
    UUID: "Edm.Guid",
    bytes: "Edm.Binary",
}
_PROMOTED: Final = ({"Edm.Int32", "Edm.Decimal"}, {"Edm.Int32", "Edm.Double"})
_OPERATOR_KINDS: Final = {
    "eq": "Equal",
    "ne": "NotEqual",
    "gt": "GreaterThan",
    "ge": "GreaterThanOrEqual",
    "lt": "LessThan",
    "le": "LessThanOrEqual",
    "add": "Add",
    "sub": "Subtract",
    "mul": "Multiply",
    "div": "Divide",
    "mod": "Modulo",
}
_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
}
_ARITHMETIC: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "mod": lambda a, b: a % b,  # Decimal: already with the dividend's sign
}
_FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "substringof": _substringof,
    "startswith": str.startswith,
    "endswith": str.endswith,
    "indexof": str.find,
    "substring": _substring,
    "concat": str.__add__,
    "length": str.__len__,
    "tolower": str.lower,
    "toupper": str.upper,
    "trim": str.strip,
    "round": _rounding(round),
    "floor": _rounding(math.floor),
    "ceiling": _rounding(math.ceil),
    **{part: _clock(part) for part in ("year", "month", "day", "hour", "minute", "second")},
}
