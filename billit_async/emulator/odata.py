"""Turns OData v3 filters into SQL conditions with bound parameters, checking types as Microsoft's library does.

Built for comparisons, logic and the plain text and date functions; arithmetic, lambdas and rounding are refused as not
built, never answered with something else. No value ever becomes part of the SQL text.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import attrs

from billit_async.emulator.clock import fixed_text, parse_moment
from billit_async.odata.ast import AnyAll, Binary, Call, Edm, Expr, Path, Unary
from billit_async.odata.ast import Literal as Constant
from billit_async.odata.parser import ODataSyntaxError, parse_filter, parse_orderby

if TYPE_CHECKING:
    from billit_async.emulator.columns import Collection, Column
    from billit_async.emulator.knobs import Knobs

__all__ = ["FilterCompiler", "NotBuiltError", "ODataRefusal", "Sql"]

_SQL_OPERATORS: Final = {"eq": "=", "ne": "<>", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
_MIRRORED: Final = {"eq": "eq", "ne": "ne", "gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
_OPERATOR_KINDS: Final = {
    "eq": "Equal",
    "ne": "NotEqual",
    "gt": "GreaterThan",
    "ge": "GreaterThanOrEqual",
    "lt": "LessThan",
    "le": "LessThanOrEqual",
    "and": "And",
    "or": "Or",
}
_INTEGERS: Final = frozenset({Edm.INT32, Edm.INT64})
_FLOATS: Final = frozenset({Edm.SINGLE, Edm.DOUBLE})
_NUMBERS: Final = _INTEGERS | _FLOATS | {Edm.DECIMAL}
_COLUMN_TYPES: Final = {
    "int": Edm.INT32,
    "decimal": Edm.DECIMAL,
    "datetime": Edm.DATETIME,
    "bool": Edm.BOOLEAN,
    "str": Edm.STRING,
    "enum": Edm.STRING,
}
_DATE_PARTS: Final = {
    "year": (1, 4),
    "month": (6, 2),
    "day": (9, 2),
    "hour": (12, 2),
    "minute": (15, 2),
    "second": (18, 2),
}
_NEVER_RUN: Final = frozenset({"replace", "isof", "cast"})
_INT64_MAX: Final = 2**63 - 1


class ODataRefusal(Exception):  # noqa: N818 - an answer of the server
    """The query is not valid for this list.

    Args:
        text: Microsoft's words.
        is_bare: The real server fails with a plain 500 here, whatever the knobs say.
    """

    def __init__(self, text: str, *, is_bare: bool = False) -> None:
        super().__init__(text)
        self.is_bare = is_bare


class NotBuiltError(Exception):
    """The query is valid, but the emulator cannot run it yet."""


@attrs.frozen(kw_only=True)
class Sql:
    """A piece of SQL with its bound values and its OData type.

    Args:
        text: The SQL.
        values: Bound values in the order of their question marks.
        edm: OData type.
        column: The column, when it is one.
        constant: The literal, when it is one.
        nullable: Whether it may be null.
    """

    text: str
    values: tuple[Any, ...] = ()
    edm: Edm = Edm.BOOLEAN
    column: Column | None = None
    constant: Constant | None = None
    nullable: bool = False


class FilterCompiler:
    """Compiles the options of one list.

    Args:
        collection: The columns that exist.
        knobs: Null semantics, letter case, the type of amounts.

    Source: the facts on OData v3 as Web API 2 evaluates it; docs page "odata" for the columns.
    """

    def __init__(self, collection: Collection, knobs: Knobs) -> None:
        self._collection = collection
        self._knobs = knobs
        self._collate = " COLLATE NOCASE" if knobs.ignore_case else ""

    def condition(self, text: str) -> Sql:
        """A ``$filter`` as a condition.

        Raises:
            ODataRefusal: syntax, unknown property or operand types.
            NotBuiltError: something this emulator does not run.
        """
        try:
            compiled = self._compile(parse_filter(text))
        except ODataSyntaxError as error:
            raise ODataRefusal(str(error)) from error
        if compiled.edm is not Edm.BOOLEAN:
            raise ODataRefusal("The $filter expression must evaluate to a single boolean value.")
        return compiled

    def ordering(self, text: str | None) -> str:
        """An ``$orderby`` with the suffix that makes it stable.

        Raises:
            ODataRefusal: syntax, unknown or repeated property.
        """
        terms: list[str] = []
        seen: set[str] = set()
        try:
            clauses = parse_orderby(text) if text is not None else ()
        except ODataSyntaxError as error:
            raise ODataRefusal(str(error)) from error
        for clause in clauses:
            column = self._column(clause.path)
            if column.path in seen:
                raise ODataRefusal(
                    f"Duplicate property named '{clause.path.parts[-1]}' is not supported in '$orderby'."
                )
            seen.add(column.path)
            terms.append(self._sortable(column) + (" DESC" if clause.descending else ""))
        columns = self._collection.columns
        suffix = [self._collection.key] if self._knobs.order_key_known else sorted(columns)
        terms += [self._sortable(columns[path]) for path in suffix if path not in seen]
        return ", ".join(terms)

    def _compile(self, node: Expr) -> Sql:
        match node:
            case Constant():
                return Sql(text="?", values=(_bound(node),), edm=node.edm, constant=node, nullable=node.edm is Edm.NULL)
            case Path():
                column = self._column(node)
                return Sql(text=column.sql, edm=self._type_of(column), column=column, nullable=column.nullable)
            case Binary(op="and" | "or"):
                return self._chain(node)
            case Binary(op="eq" | "ne" | "gt" | "ge" | "lt" | "le"):
                return self._compare(node.op, self._compile(node.left), self._compile(node.right))
            case Unary(op="not"):
                operand = self._compile(node.operand)
                if operand.edm is not Edm.BOOLEAN:
                    raise ODataRefusal(
                        "A unary operator with an incompatible type was detected. "
                        f"Found operand type '{operand.edm}' for operator kind 'Not'."
                    )
                return Sql(text=f"(NOT {operand.text})", values=operand.values, nullable=operand.nullable)
            case Call():
                return self._call(node)
            case AnyAll():
                raise NotBuiltError(f"the lambda {node.op}")
            case _:
                raise NotBuiltError("arithmetic in $filter")

    def _chain(self, node: Binary) -> Sql:
        """Flatten a chain of one operator, so that hundreds of terms neither recurse nor nest too deep in SQLite."""
        operands: list[Expr] = []
        rest: Expr = node
        while isinstance(rest, Binary) and rest.op == node.op:
            operands.append(rest.right)
            rest = rest.left
        parts = [self._compile(operand) for operand in [rest, *reversed(operands)]]
        for left, right in pairwise(parts):
            if left.edm is not Edm.BOOLEAN or right.edm is not Edm.BOOLEAN:
                raise _incompatible(node.op, left, right)
        return Sql(
            text=_balanced([part.text for part in parts], f" {node.op.upper()} "),
            values=tuple(value for part in parts for value in part.values),
            nullable=any(part.nullable for part in parts),
        )

    def _column(self, path: Path) -> Column:
        collection = self._collection
        column = collection.columns.get("/".join(path.parts))
        if column is not None:
            return column
        first, *rest = path.parts
        if first in collection.nested_type_names:
            if not rest:
                raise NotBuiltError(f"the navigation property {first} as a value")
            type_name, name = collection.nested_type_names[first], rest[0]
        else:
            type_name, name = collection.type_name, first
        raise ODataRefusal(f"Could not find a property named '{name}' on type '{type_name}'.")

    def _type_of(self, column: Column) -> Edm:
        if column.kind == "decimal" and self._knobs.decimal_columns == "double":
            return Edm.DOUBLE
        return _COLUMN_TYPES[column.kind]

    def _sortable(self, column: Column) -> str:
        if column.members:
            return _member_index(column)
        return column.sql + (self._collate if column.kind == "str" else "")

    def _compare(self, op: str, left: Sql, right: Sql) -> Sql:
        if left.constant is not None and right.constant is None:
            left, right, op = right, left, _MIRRORED[op]
        if right.edm is Edm.NULL or left.edm is Edm.NULL:
            return _against_null(op, left)
        if left.column is not None and left.column.members:
            return self._compare_members(op, left, left.column, right)
        if not self._comparable(left.edm, right.edm, op):
            raise _incompatible(op, left, right)
        if left.edm in _NUMBERS:
            left, right, op, certain = _to_integers(op, left, right)
            if certain is not None:
                return certain
        return self._joined(op, left, right)

    def _comparable(self, left: Edm, right: Edm, op: str) -> bool:
        if left in _NUMBERS and right in _NUMBERS:
            mixed = {left, right}
            is_clash = Edm.DECIMAL in mixed and bool(mixed & _FLOATS)
            return not is_clash or self._knobs.decimal_columns == "either"
        return left is right and not (left in {Edm.BOOLEAN, Edm.GUID} and op not in {"eq", "ne"})

    def _joined(self, op: str, left: Sql, right: Sql) -> Sql:
        is_text = left.edm is Edm.STRING
        collate = self._collate if is_text else ""
        nullable = left.nullable or right.nullable
        values = (*left.values, *right.values)
        mode = self._knobs.null_mode
        if op in {"eq", "ne"} and (mode == "ef" or (mode == "linq" and is_text)):
            # C# sees null as a value that equals only null, and Entity Framework writes SQL that does the same.
            operator = "IS" if op == "eq" else "IS NOT"
            return Sql(text=f"({left.text} {operator} {right.text}{collate})", values=values)
        text = f"{left.text} {_SQL_OPERATORS[op]} {right.text}{collate}"
        if mode == "linq" and is_text and left.nullable and op in {"lt", "le"}:
            text = f"{left.text} IS NULL OR {text}"
        return Sql(text=f"({text})", values=values, nullable=nullable)

    def _compare_members(self, op: str, left: Sql, column: Column, right: Sql) -> Sql:
        """An enumeration is parsed from text with regard to case; a member that does not exist is a crash (500)."""
        if right.edm is not Edm.STRING or right.constant is None:
            raise _incompatible(op, left, right)
        name = str(right.constant.value)
        if name.isdecimal() and int(name) < len(column.members):
            name = column.members[int(name)]
        if name not in column.members:
            raise ODataRefusal(f"Requested value '{name}' was not found.", is_bare=True)
        if op in {"eq", "ne"}:
            return Sql(text=f"({column.sql} IS {'' if op == 'eq' else 'NOT '}?)", values=(name,))
        text = f"({_member_index(column)} {_SQL_OPERATORS[op]} ?)"
        return Sql(text=text, values=(column.members.index(name),), nullable=left.nullable)

    def _call(self, node: Call) -> Sql:
        if node.name in _NEVER_RUN:
            raise ODataRefusal(f"Unknown function '{node.name}'.", is_bare=True)
        arguments = [self._compile(argument) for argument in node.args]
        for argument in arguments:
            if argument.column is not None and argument.column.members:
                raise ODataRefusal(f"The '{node.name}' function cannot be applied to an enumeration-typed argument.")
        nullable = any(argument.nullable for argument in arguments)
        made = self._text_call(node.name, arguments) or _value_call(node.name, arguments)
        if made is None:
            raise NotBuiltError(f"the function {node.name}")
        return attrs.evolve(made, nullable=nullable)

    def _text_call(self, name: str, arguments: list[Sql]) -> Sql | None:
        """The functions that answer yes or no; never LIKE, whose wildcards a needle may hold."""
        if name not in {"startswith", "endswith", "substringof"}:
            return None
        _require(name, arguments, Edm.STRING)
        first, second = arguments
        one, two = first.text, second.text
        if self._knobs.ignore_case:
            one, two = f"lower({one})", f"lower({two})"
        if name == "substringof":  # needle first, on purpose
            return Sql(text=f"(instr({two}, {one}) > 0)", values=(*second.values, *first.values))
        if name == "startswith":
            text = f"(substr({one}, 1, length({two})) = {two})"
            return Sql(text=text, values=(*first.values, *second.values, *second.values))
        text = f"(length({two}) = 0 OR substr({one}, -length({two})) = {two})"
        return Sql(text=text, values=(*second.values, *first.values, *second.values, *second.values))


def _value_call(name: str, arguments: list[Sql]) -> Sql | None:
    values = tuple(value for argument in arguments for value in argument.values)
    texts = [argument.text for argument in arguments]
    if name in _DATE_PARTS:
        if arguments[0].edm is not Edm.DATETIME:
            _require(name, arguments, Edm.DATETIME)
        start, length = _DATE_PARTS[name]
        return Sql(text=f"CAST(substr({texts[0]}, {start}, {length}) AS INTEGER)", values=values, edm=Edm.INT32)
    if name in {"tolower", "toupper", "trim", "length", "concat", "indexof"}:
        _require(name, arguments, Edm.STRING)
    if name in {"tolower", "toupper", "trim"}:
        function = {"tolower": "lower", "toupper": "upper", "trim": "trim"}[name]
        return Sql(text=f"{function}({texts[0]})", values=values, edm=Edm.STRING)
    if name == "length":
        return Sql(text=f"length({texts[0]})", values=values, edm=Edm.INT32)
    if name == "concat":
        return Sql(text=f"({texts[0]} || {texts[1]})", values=values, edm=Edm.STRING)
    if name == "indexof":
        return Sql(text=f"(instr({texts[0]}, {texts[1]}) - 1)", values=values, edm=Edm.INT32)
    if name == "substring":
        _require(name, arguments[:1], Edm.STRING)
        _require(name, arguments[1:], Edm.INT32)
        count = f", {texts[2]}" if len(texts) > 2 else ""  # noqa: PLR2004 - substring(text, start[, length])
        return Sql(text=f"substr({texts[0]}, {texts[1]} + 1{count})", values=values, edm=Edm.STRING)
    return None


def _require(name: str, arguments: list[Sql], edm: Edm) -> None:
    if any(argument.edm not in {edm, Edm.NULL} for argument in arguments):
        given = ", ".join(argument.edm for argument in arguments)
        raise ODataRefusal(
            f"No function signature for the function with name '{name}' matches the specified arguments: {given}."
        )


def _bound(literal: Constant) -> Any:
    """A literal as SQLite compares it with a column."""
    value = literal.value
    if literal.edm is Edm.DATETIME:
        # The kind is ignored and an offset is moved to the server's local time, as .NET does.
        moment = parse_moment(str(value))
        if moment is None:
            raise ODataRefusal(f"Unrecognized 'Edm.DateTime' literal '{value!r}'.")
        return fixed_text(moment[0])
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    return value


def _against_null(op: str, operand: Sql) -> Sql:
    if operand.edm is Edm.NULL:
        return Sql(text="(1)" if op == "eq" else "(0)")
    if op == "eq":
        return Sql(text=f"({operand.text} IS NULL)", values=operand.values)
    if op == "ne":
        return Sql(text=f"({operand.text} IS NOT NULL)", values=operand.values)
    return Sql(text="(0)")


def _to_integers(op: str, left: Sql, right: Sql) -> tuple[Sql, Sql, str, Sql | None]:
    """Bring both sides of a comparison of numbers to integers of one scale, exactly, without changing a column.

    A literal that falls between two integers moves to the one beside it: ``> 12.505`` of cents is ``> 1250``.
    """
    scale = left.column.scale if left.column is not None else 0
    if right.constant is None:
        other = right.column.scale if right.column is not None else 0
        common = max(scale, other)
        return _scaled_up(left, common - scale), _scaled_up(right, common - other), op, None
    value = Decimal(str(right.constant.value))
    if left.constant is not None:
        verdict = _holds(op, Decimal(str(left.constant.value)), value)
        return left, right, op, Sql(text="(1)" if verdict else "(0)")
    if value.is_nan():
        return left, right, op, Sql(text="(1)" if op == "ne" else "(0)")
    exact = value if value.is_infinite() else value.scaleb(scale)
    if exact.is_infinite() or abs(exact) > _INT64_MAX:
        whole = _INT64_MAX if exact > 0 else -_INT64_MAX
        return left, attrs.evolve(right, values=(whole,)), op, None
    if exact != exact.to_integral_value():
        if op in {"eq", "ne"}:
            return left, right, op, Sql(text="(0)" if op == "eq" else "(1)")
        rounding = ROUND_FLOOR if op in {"gt", "le"} else ROUND_CEILING
        exact = exact.to_integral_value(rounding)
    return left, attrs.evolve(right, values=(int(exact),)), op, None


def _scaled_up(side: Sql, digits: int) -> Sql:
    return attrs.evolve(side, text=f"({side.text} * {10**digits})") if digits else side


def _holds(op: str, left: Decimal, right: Decimal) -> bool:
    if left.is_nan() or right.is_nan():
        return op == "ne"
    if op in {"eq", "ne"}:
        return (left == right) == (op == "eq")
    if op in {"gt", "ge"}:
        return left > right or (op == "ge" and left == right)
    return left < right or (op == "le" and left == right)


def _member_index(column: Column) -> str:
    cases = " ".join(f"WHEN '{member}' THEN {index}" for index, member in enumerate(column.members))
    return f"CASE {column.sql} {cases} END"


def _incompatible(op: str, left: Sql, right: Sql) -> ODataRefusal:
    return ODataRefusal(
        "A binary operator with incompatible types was detected. "
        f"Found operand types '{left.edm}' and '{right.edm}' for operator kind '{_OPERATOR_KINDS[op]}'."
    )


def _balanced(parts: list[str], operator: str) -> str:
    """Join as a balanced tree; SQLite refuses expressions nested more than a thousand deep."""
    while len(parts) > 1:
        parts = [
            f"({parts[index]}{operator}{parts[index + 1]})" if index + 1 < len(parts) else parts[index]
            for index in range(0, len(parts), 2)
        ]
    return parts[0]
