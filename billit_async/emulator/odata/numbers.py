"""Arithmetic and comparisons of numbers in SQL: exact on scaled integers where it can be, else by .NET's rules.

A column of amounts is compared as the integer it is stored as; only computed amounts go through functions.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Final

import attrs

from billit_async.emulator.odata.types import FLOATS, INTEGERS, NUMBERS, ODataRefusal, Sql, incompatible, promoted
from billit_async.odata.ast import Edm

if TYPE_CHECKING:
    from billit_async.emulator.settings import EmulatorSettings

__all__ = ["SQL_OPERATORS", "arithmetic", "as_number", "compare_numbers", "joined", "negated"]

SQL_OPERATORS: Final = {"eq": "=", "ne": "<>", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
_INT64_MAX: Final = 2**63 - 1
_BITS: Final = {Edm.INT32: 32, Edm.INT64: 64}


def as_number(side: Sql, edm: Edm) -> Sql:
    """A number in the form that the functions for decimals and doubles take.

    Args:
        side: A number of any type, or null.
        edm: What it becomes.
    """
    if side.column is not None and side.column.kind == "decimal":
        return attrs.evolve(side, text=f"o_unscale({side.text}, {side.column.scale})", edm=edm, column=None)
    return attrs.evolve(side, edm=edm, column=None)


def arithmetic(op: str, left: Sql, right: Sql, settings: EmulatorSettings) -> Sql:
    """Compute with two numbers.

    Args:
        op: ``add``, ``sub``, ``mul``, ``div`` or ``mod``.
        left: One operand.
        right: The other.
        settings: In memory (``linq``) integers wrap around and floats divide by zero; in a database both are errors.

    Raises:
        ODataRefusal: operands that are not numbers, or a decimal and a double.
    """
    for side in (left, right):
        if side.type_name is not None or side.edm not in NUMBERS | {Edm.NULL}:
            raise incompatible(op, left, right)
    edm = promoted(left.edm, right.edm, either=settings.odata.decimal_columns == "either")
    if edm is None:
        raise incompatible(op, left, right)
    if edm is Edm.NULL:
        raise ODataRefusal(f"Arithmetic with nothing but null: {op}.", is_bare=True)
    return _computed(op, as_number(left, edm), as_number(right, edm), edm, settings)


def negated(operand: Sql, settings: EmulatorSettings) -> Sql:
    """The minus sign.

    Raises:
        ODataRefusal: the operand is not a number.
    """
    if operand.type_name is not None or operand.edm not in NUMBERS | {Edm.NULL}:
        raise ODataRefusal(
            "A unary operator with an incompatible type was detected. "
            f"Found operand type '{operand.shown_type}' for operator kind 'Negate'."
        )
    if operand.edm is Edm.NULL:
        return operand
    return _computed("neg", as_number(operand, operand.edm), Sql(text="0"), operand.edm, settings)


def _computed(op: str, left: Sql, right: Sql, edm: Edm, settings: EmulatorSettings) -> Sql:
    in_memory = settings.odata.null_mode == "linq"
    bits = ""
    if edm in _BITS:
        function = "o_int_wrapping" if in_memory else "o_int"
        bits = f", {_BITS[edm]}"
    elif edm is Edm.DECIMAL:
        function = "o_decimal"
    else:
        function = "o_double" if in_memory else "o_double_checked"
    return Sql(
        text=f"{function}('{op}', {left.text}, {right.text}{bits})",
        values=(*left.values, *right.values),
        edm=edm,
        nullable=left.nullable or right.nullable,
    )


def compare_numbers(op: str, left: Sql, right: Sql, settings: EmulatorSettings) -> Sql:
    """Compare two numbers, none of which is the word null.

    Args:
        op: A comparison.
        left: One side; a literal only when the other side is one, too.
        right: The other.
        settings: Null semantics, and whether decimals and doubles meet.

    Raises:
        ODataRefusal: a decimal and a double.
    """
    edm = promoted(left.edm, right.edm, either=settings.odata.decimal_columns == "either")
    if edm is None:
        raise incompatible(op, left, right)
    mode = settings.odata.null_mode
    if right.constant is not None and (left.constant is not None or _is_integer(left)):
        return _against_literal(op, left, right, mode)
    if left.column is not None and right.column is not None:
        scale = max(left.column.scale, right.column.scale)
        return joined(op, _times(left, scale), _times(right, scale), mode)
    if edm in INTEGERS:
        return joined(op, left, right, mode)
    one, other = as_number(left, edm), as_number(right, edm)
    kind = "double" if edm in FLOATS else "decimal"
    values = (*one.values, *other.values)
    if mode == "ef" and op in {"eq", "ne"}:
        text = f"o_{kind}_same({one.text}, {other.text})"
        return Sql(text=text if op == "eq" else f"(NOT {text})", values=values)
    text = f"o_{kind}_is('{op}', {one.text}, {other.text})"
    return Sql(text=text, values=values, nullable=left.nullable or right.nullable)


def joined(op: str, left: Sql, right: Sql, mode: str) -> Sql:
    """Compare what SQLite compares by itself; in Entity Framework null equals null and nothing else, as in C#."""
    values = (*left.values, *right.values)
    if op in {"eq", "ne"} and mode == "ef":
        return Sql(text=f"({left.text} {'IS' if op == 'eq' else 'IS NOT'} {right.text})", values=values)
    text = f"({left.text} {SQL_OPERATORS[op]} {right.text})"
    return Sql(text=text, values=values, nullable=left.nullable or right.nullable)


def _is_integer(side: Sql) -> bool:
    """Whether SQLite holds it as an integer: a column, of amounts too, or a computed whole number."""
    return side.column is not None or side.edm in INTEGERS


def _against_literal(op: str, left: Sql, right: Sql, mode: str) -> Sql:
    """A literal between two integers moves to the one beside it: ``> 12.505`` of cents is ``> 1250``."""
    value = _exact(right)
    if left.constant is not None:
        return Sql(text="(1)" if _holds(op, _exact(left), value) else "(0)")
    if value.is_nan():
        return _decided(op, left, mode, holds=op == "ne")
    exact = value if value.is_infinite() else value.scaleb(left.column.scale if left.column is not None else 0)
    if abs(exact) > _INT64_MAX:
        return _decided(op, left, mode, holds=_holds(op, Decimal(0), exact))
    if exact != exact.to_integral_value():
        if op in {"eq", "ne"}:
            return _decided(op, left, mode, holds=op == "ne")
        exact = exact.to_integral_value(ROUND_FLOOR if op in {"gt", "le"} else ROUND_CEILING)
    return joined(op, left, attrs.evolve(right, values=(int(exact),)), mode)


def _decided(op: str, left: Sql, mode: str, *, holds: bool) -> Sql:
    """A comparison whose outcome is the same for every number; null is still null."""
    if not left.nullable or (mode == "ef" and op in {"eq", "ne"}):
        return Sql(text=f"({int(holds)})")
    return Sql(text=f"(CASE WHEN {left.text} IS NOT NULL THEN {int(holds)} END)", values=left.values, nullable=True)


def _exact(side: Sql) -> Decimal:
    return Decimal(str(side.constant.value)) if side.constant is not None else Decimal(0)


def _holds(op: str, left: Decimal, right: Decimal) -> bool:
    if left.is_nan() or right.is_nan():
        return op == "ne"
    return {
        "eq": left == right,
        "ne": left != right,
        "gt": left > right,
        "ge": left >= right,
        "lt": left < right,
        "le": left <= right,
    }[op]


def _times(side: Sql, scale: int) -> Sql:
    digits = scale - (side.column.scale if side.column is not None else 0)
    return attrs.evolve(side, text=f"({side.text} * {10**digits})", column=None) if digits else side
