"""Evaluates filters on models and mappings in memory, as Entity Framework on SQL Server does; no I/O."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, tzinfo
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from functools import cache
from typing import Any, Final, TypeAlias, cast
from uuid import UUID

import attrs

from billit_async._serialization.values import shown
from billit_async.errors import ODataEvaluationError
from billit_async.odata.ast import AnyAll, Binary, BinaryOp, Call, Edm, Expr, LambdaOp, Literal, Path, Unary
from billit_async.odata.literals import (
    DECIMAL_MAX,
    INT64_MAX,
    INT64_MIN,
    TICKS_PER_SECOND,
    canonical_instant,
    instant_ticks,
    moment,
)

__all__ = ["ODataEvaluationError", "matches"]

Scope: TypeAlias = Mapping[str, object]


@attrs.frozen
class Instant:
    """A date-time as the ticks that the service compares."""

    ticks: int


def matches(expr: Expr, item: object, *, ignore_case: bool = False, server_tz: tzinfo | None = None) -> bool:
    """Say whether a filter lets an item through.

    Two absent values are equal, an absent one differs from every other, and is neither smaller nor larger.

    Args:
        expr: The filter.
        item: An attrs model whose fields carry their wire names, or a mapping with wire names (what is missing there
            counts as null).
        ignore_case: Compare texts, and look for texts in texts, without regard to letter case.
        server_tz: The zone of the item's date-times, ``Europe/Brussels`` unless given; for date-times of the filter
            that have a zone.

    Returns:
        True when the filter is true; unknown counts as false.

    Raises:
        ODataEvaluationError: a property is unknown, types do not compare, a division by zero, a result that
            does not fit, a tree that nests too deep, or a ``Raw`` part.

    Source: OData v3 URL conventions, section 5.1.2. Which null semantics Billit has is not documented.
    """
    return Evaluation(item, ignore_case=ignore_case, server_tz=server_tz).verdict(expr)


class Evaluation:
    """One filter on one item.

    Attributes:
        item: The item.
        ignore_case: Whether texts compare without regard to letter case.
        server_tz: The zone of the item's date-times.
        functions: The functions of a filter, by name.
    """

    def __init__(self, item: object, *, ignore_case: bool = False, server_tz: tzinfo | None = None) -> None:
        self.item = item
        self.server_tz = server_tz
        self.ignore_case = ignore_case
        self.functions: Mapping[str, Callable[..., Any]] = FUNCTIONS

    def verdict(self, expr: Expr) -> bool:
        """Say whether the item passes; unknown counts as false.

        Raises:
            ODataEvaluationError: the filter cannot be evaluated.
        """
        try:
            value = self.value(expr, {})
        except RecursionError:
            raise ODataEvaluationError("the expression nests too deep to be evaluated locally") from None
        if value is not None and not isinstance(value, bool):
            raise ODataEvaluationError("The $filter expression must evaluate to a single boolean value.")
        return value is True

    def value(self, expr: Expr, scope: Scope) -> Any:
        """Compute an expression; None for an absent or unknown value.

        Args:
            expr: The expression.
            scope: The entries that ``any`` and ``all`` are looking at, by the name of their variable.
        """
        # Down the left side without recursion: chains of `or` are as long as the in-list they came from.
        spine: list[Binary] = []
        while isinstance(expr, Binary):
            spine.append(expr)
            expr = expr.left
        value = self._leaf(expr, scope)
        for node in reversed(spine):
            if node.op in ("and", "or"):
                value = self._logic(node.op, value, node.right, scope)
                continue
            right = self.value(node.right, scope)
            if node.op not in COMPARE:
                value = self._arithmetic(node.op, value, right)
            elif value is None or right is None:
                value = self.compare_null(node, value, right, scope)
            else:
                value = self._compare(node.op, value, right)
        return value

    def compare_null(self, node: Binary, left: Any, right: Any, scope: Scope) -> bool | None:  # noqa: ARG002
        """Compare two values of which one at least is absent.

        Args:
            node: The comparison.
            left: The value of its left side.
            right: The value of its right side.
            scope: The entries that are being looked at.
        """
        return (left is None and right is None) == (node.op == "eq") if node.op in ("eq", "ne") else None

    def of_absent_collection(self, op: LambdaOp) -> bool:
        """Judge a collection that is absent: it is an empty one."""
        return op == "all"

    def divide_by_zero(self, op: BinaryOp, dividend: float) -> float:  # noqa: ARG002
        """Give the result of a division of a double by zero.

        Raises:
            ZeroDivisionError: always, as in T-SQL.
        """
        raise ZeroDivisionError("Divide by zero error encountered.")

    def _leaf(self, expr: Expr, scope: Scope) -> Any:
        match expr:
            case Path(parts):
                return self._path(parts, scope)
            case Literal(value, edm):
                if edm is Edm.DATETIMEOFFSET:
                    raise ODataEvaluationError("Billit's columns have no offset: compare them with DateTime'...'")
                return self._moment(expr) if edm is Edm.DATETIME else value
            case Unary(op, operand):
                return self._unary(op, self.value(operand, scope))
            case Call(name, args):
                return self._call(name, [self.value(arg, scope) for arg in args])
            case AnyAll():
                return self._any_all(expr, scope)
            case _:
                raise ODataEvaluationError(f"{expr!r} cannot be evaluated locally")

    def _moment(self, literal: Literal) -> Instant:
        if self.server_tz is None:
            return _instant(str(literal.value))
        given = literal.given
        if given is not None and given.tzinfo is not None:
            return _instant(str(moment(given, self.server_tz).value))
        return Instant(instant_ticks(str(literal.value), self.server_tz))

    def _path(self, parts: Sequence[str], scope: Scope) -> Any:
        if parts[0] == "$it":
            current, parts = self.item, parts[1:]
        elif parts[0] in scope:
            current, parts = scope[parts[0]], parts[1:]
        else:
            current = self.item
        for part in parts:
            if current is None:
                return None
            current = wire_property(current, part)
        return _comparable(current)

    def _unary(self, op: str, value: Any) -> Any:
        if value is None:
            return None
        if op == "not":
            return not _boolean(value, "not")
        number = _number(value, "-")
        return number.copy_negate() if isinstance(number, Decimal) else _fitting("-", -number)

    def _any_all(self, node: AnyAll, scope: Scope) -> Any:
        entries = self._path(node.path.parts, scope)
        if entries is None:
            return self.of_absent_collection(node.op)
        if isinstance(entries, str) or not isinstance(entries, Sequence):
            raise ODataEvaluationError(f"'{'/'.join(node.path.parts)}' is not a collection")
        found = cast("Sequence[object]", entries)
        if node.body is None or node.variable is None:
            return len(found) > 0 if node.op == "any" else True
        body, variable = node.body, node.variable
        verdicts = (self.value(body, {**scope, variable: entry}) for entry in found)
        truths = (verdict is not None and _boolean(verdict, node.op) for verdict in verdicts)
        return any(truths) if node.op == "any" else all(truths)

    def _logic(self, op: BinaryOp, left: Any, right_expr: Expr, scope: Scope) -> bool | None:
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

    def _compare(self, op: BinaryOp, left: Any, right: Any) -> bool:
        one, other = _alike(op, left, right)
        if self.ignore_case and isinstance(one, str):
            one, other = one.casefold(), other.casefold()
        return COMPARE[op](one, other)

    def _arithmetic(self, op: BinaryOp, left: Any, right: Any) -> Any:
        if left is None or right is None:
            return None
        try:
            return self._compute(op, left, right)
        except ArithmeticError as error:
            raise ODataEvaluationError(f"`{op}` cannot be computed: {error or type(error).__name__}") from error

    def _call(self, name: str, args: list[Any]) -> Any:
        function = self.functions.get(name)
        if function is None:
            raise ODataEvaluationError(f"Unknown function '{name}'.")
        if any(arg is None for arg in args):
            return None
        try:
            if self.ignore_case and name in _FINDING:
                args = [str.casefold(arg) for arg in args]
            return function(*args)
        except (TypeError, ArithmeticError, ValueError) as error:
            raise ODataEvaluationError(f"'{name}' cannot be applied to these arguments") from error

    def _compute(self, op: BinaryOp, left: Any, right: Any) -> Any:
        one, other = _alike(op, _number(left, op), _number(right, op))
        if isinstance(one, float) or isinstance(other, float):
            return self._compute_floats(op, float(one), float(other))
        if isinstance(one, Decimal) or isinstance(other, Decimal):
            # A context of its own: the caller's would decide how many digits an amount has.
            context = Context(prec=90) if op == "mod" else _DOTNET
            return _fitting(op, getattr(context, _DECIMAL_METHODS[op])(Decimal(one), Decimal(other)))
        if op in ("div", "mod"):
            # .NET truncates towards zero, and the remainder has the sign of the dividend.
            quotient = abs(one) // abs(other) * (1 if (one < 0) == (other < 0) else -1)
            return _fitting(op, quotient if op == "div" else one - quotient * other)
        return _fitting(op, _ARITHMETIC[op](one, other))

    def _compute_floats(self, op: BinaryOp, one: float, other: float) -> float:
        if not other and op in ("div", "mod"):
            return self.divide_by_zero(op, one)
        if op == "mod":
            return math.nan if math.isinf(one) else math.fmod(one, other)
        return float(one / other if op == "div" else _ARITHMETIC[op](one, other))


@cache
def _wire_names(model: type[Any]) -> dict[str, str]:
    return {str(field.metadata.get("wire", field.name)): field.name for field in attrs.fields(model)}


def wire_property(owner: object, name: str) -> Any:
    """Read a property of a model or a mapping by its wire name."""
    if isinstance(owner, Mapping):
        return cast("Mapping[str, object]", owner).get(name)
    model = type(owner)
    if attrs.has(model) and (attribute := _wire_names(model).get(name)):
        return getattr(owner, attribute)
    raise ODataEvaluationError(f"Could not find a property named '{name}' on type '{model.__name__}'.")


def _instant(text: str) -> Instant:
    try:
        return Instant(instant_ticks(text))
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
    if isinstance(left, Instant) and isinstance(right, Instant):
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
        if isinstance(beside, Instant) and canonical_instant(value) is not None:
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


def _fitting(op: str, value: Any) -> Any:
    """Refuse what neither a 64-bit integer nor a .NET decimal holds; 32-bit columns overflow sooner on the server."""
    low, high = (-DECIMAL_MAX, DECIMAL_MAX) if isinstance(value, Decimal) else (INT64_MIN, INT64_MAX)
    if not isinstance(value, float) and not low <= value <= high:
        raise ODataEvaluationError(f"`{op}` cannot be computed: {shown(value)} does not fit")
    return value


def _substringof(needle: str, text: str) -> bool:
    return str.find(text, needle) >= 0


def _substring(text: str, start: int, length: int | None = None) -> str:
    """T-SQL counts from before the text where the start lies there; what is before uses up the length."""
    text = str.__str__(text)
    return text[max(start, 0) :] if length is None else text[max(start, 0) : max(start + length, 0)]


def _char_by_char(change: Callable[[str], str]) -> Callable[[str], str]:
    """.NET maps one character to one: ``ß`` has no capital there."""

    def apply(text: str) -> str:
        changed = ((char, change(char)) for char in str.__str__(text))
        return "".join(new if len(new) == 1 else old for old, new in changed)

    return apply


def _trim(text: str) -> str:
    # Not the four separators of ASCII, which Python counts as blanks and .NET does not.
    start, end = 0, len(text)
    while start < end and _is_blank(text[start]):
        start += 1
    while end > start and _is_blank(text[end - 1]):
        end -= 1
    return str.__str__(text)[start:end]


def _is_blank(char: str) -> bool:
    return char.isspace() and char not in "\x1c\x1d\x1e\x1f"


def _clock(part: str) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        ticks = (value if isinstance(value, Instant) else _instant(value)).ticks
        seconds, days = ticks // TICKS_PER_SECOND % 86_400, ticks // TICKS_PER_SECOND // 86_400
        if part in _CLOCK:
            divisor, modulus = _CLOCK[part]
            return seconds // divisor % modulus
        return int(getattr(date.fromordinal(days + 1), part))

    return read


def rounding(mode: str) -> Callable[[Any], Any]:
    """Make a function that rounds to whole numbers, as a decimal context does with this rounding mode."""

    def apply(value: Any) -> Any:
        number = _number(value, "round")
        if isinstance(number, float) and not math.isfinite(number):
            return number
        rounded = Decimal(number).quantize(Decimal(1), mode, context=Context(prec=400))
        return float(rounded) if isinstance(number, float) else rounded

    return apply


_CLOCK: Final = {"hour": (3600, 24), "minute": (60, 60), "second": (1, 60)}
_KINDS: Final[dict[type, str]] = {
    bool: "Edm.Boolean",
    int: "Edm.Int32",
    Decimal: "Edm.Decimal",
    float: "Edm.Double",
    str: "Edm.String",
    Instant: "Edm.DateTime",
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
COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
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
}
FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "substringof": _substringof,
    "startswith": str.startswith,
    "endswith": str.endswith,
    "indexof": str.find,
    "concat": str.__add__,
    "length": str.__len__,
    "tolower": _char_by_char(str.lower),
    "toupper": _char_by_char(str.upper),
    "trim": _trim,
    "substring": _substring,
    "round": rounding(ROUND_HALF_UP),
    "floor": rounding(ROUND_FLOOR),
    "ceiling": rounding(ROUND_CEILING),
    **{part: _clock(part) for part in ("year", "month", "day", "hour", "minute", "second")},
}
_FINDING: Final = frozenset({"substringof", "startswith", "endswith", "indexof"})
_DOTNET: Final = Context(prec=28, rounding=ROUND_HALF_EVEN)
_DECIMAL_METHODS: Final = {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "div": "divide",
    "mod": "remainder",
}
