"""Turns OData v3 filters into SQL conditions with bound parameters, checking types as Microsoft's library does.

Everything that Web API 2 evaluates is compiled. No value, and no name that was asked for, ever becomes part of the SQL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from billit_async.emulator.odata.functions import call
from billit_async.emulator.odata.numbers import SQL_OPERATORS, arithmetic, as_number, compare_numbers, joined, negated
from billit_async.emulator.odata.parser import SyntaxRefusal, read_filter, read_orderby
from billit_async.emulator.odata.paths import Range, Ranges
from billit_async.emulator.odata.sqlite import fold
from billit_async.emulator.odata.trampoline import Recursion, run_recursion
from billit_async.emulator.odata.types import (
    NEVER,
    NUMBERS,
    NotBuiltError,
    ODataRefusal,
    Sql,
    bound_literal,
    incompatible,
    undefined,
)
from billit_async.odata.ast import AnyAll, Binary, Call, Edm, Expr, Path, Unary
from billit_async.odata.ast import Literal as Constant

if TYPE_CHECKING:
    from billit_async.emulator.odata.columns import Collection, Column
    from billit_async.emulator.settings import EmulatorSettings

__all__ = ["FilterCompiler", "NotBuiltError", "ODataRefusal", "Sql"]

_MIRRORED: Final = {"eq": "eq", "ne": "ne", "gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
_ARITHMETIC: Final = frozenset({"add", "sub", "mul", "div", "mod"})
_ORDERED: Final = frozenset({Edm.STRING, Edm.DATETIME})
_TRUTHS: Final = frozenset({Edm.BOOLEAN, Edm.NULL})


class FilterCompiler:
    """Compiles the options of one list.

    Args:
        collection: The columns that exist.
        settings: Null semantics, letter case, the type of amounts, what becomes of the key column.

    Source: the facts on OData v3 as Web API 2 evaluates it; docs page "odata" for the columns.
    """

    def __init__(self, collection: Collection, settings: EmulatorSettings) -> None:
        self._collection = collection
        self._settings = settings
        self._ranges = Ranges(collection, double=settings.odata.decimal_columns == "double")
        self._nodes = 0
        exempt = collection.key_is_sure and not settings.odata.key_settings_on_orders
        self._key_filter = "accept" if exempt else settings.odata.key_filter
        self._key_sort = "accept" if exempt else settings.odata.key_sort

    def condition(self, text: str) -> Sql | None:
        """A ``$filter`` as a condition; None when the settings leave nothing of it.

        Raises:
            ODataRefusal: syntax, unknown property, operand types, or too many nodes.
            NotBuiltError: something this emulator does not run.
        """
        try:
            tree = read_filter(text)
        except SyntaxRefusal as refusal:
            raise ODataRefusal(str(refusal)) from refusal
        self._nodes = 0
        compiled = run_recursion(self._compile(tree))
        if compiled.edm not in _TRUTHS or compiled.type_name is not None:
            raise ODataRefusal("The $filter expression must evaluate to a single boolean value.")
        if self._key_filter == "ignore":
            rest = run_recursion(self._without_key(tree))
            return None if rest is None else run_recursion(self._compile(rest))
        return compiled

    def ordering(self, text: str | None) -> str:
        """An ``$orderby`` with the suffix that makes it stable.

        Raises:
            ODataRefusal: syntax, unknown or repeated property.
        """
        terms: list[str] = []
        seen: set[str] = set()
        try:
            clauses = read_orderby(text) if text is not None else ()
        except SyntaxRefusal as refusal:
            raise ODataRefusal(str(refusal)) from refusal
        columns, key = self._collection.columns, self._collection.key
        for clause in clauses:
            column = self._ranges.column(clause.path)
            if column.path in seen:
                raise ODataRefusal(
                    f"Duplicate property named '{clause.path.parts[-1]}' is not supported in '$orderby'."
                )
            seen.add(column.path)
            if column.path != key or self._key_sort == "accept":
                terms.append(self._sortable(column) + (" DESC" if clause.descending else ""))
        suffix = [key] if self._settings.odata.order_key_known and self._key_sort == "accept" else sorted(columns)
        terms += [self._sortable(columns[path]) for path in suffix if path not in seen and path != key]
        if not self._collection.has_key:
            return ", ".join(terms)
        if self._key_sort == "ignore":
            # Rows that are equal in all the rest still need an order; this one does not help to a reader by key.
            terms.append(f"{self._sortable(columns[key])} DESC")
        elif key not in seen:
            terms.append(self._sortable(columns[key]))
        return ", ".join(terms)

    def _without_key(self, node: Expr) -> Recursion[Expr | None]:
        """The part of a condition that does not look at the key: what a server that ignores it would run."""
        if isinstance(node, Binary) and node.op in {"and", "or"}:
            left: Expr | None = yield self._without_key(node.left)
            right: Expr | None = yield self._without_key(node.right)
            if left is None or right is None:
                return right if left is None else left
            return Binary(node.op, left, right)
        if isinstance(node, Unary) and node.op == "not":
            operand: Expr | None = yield self._without_key(node.operand)
            return None if operand is None else Unary("not", operand)
        return None if self._looks_at_key(node) else node

    def _looks_at_key(self, node: Expr) -> bool:
        waiting = [node]
        while waiting:
            match waiting.pop():
                case Path(parts) if "/".join(parts).removeprefix("$it/") == self._collection.key:
                    return True
                case Binary(_, left, right):
                    waiting += [left, right]
                case Unary(_, operand):
                    waiting.append(operand)
                case Call(_, arguments):
                    waiting += arguments
                case AnyAll(body=Expr() as body):
                    waiting.append(body)
                case _:
                    pass
        return False

    def _compile(self, node: Expr) -> Recursion[Sql]:
        self._count(len(node.parts) + 1 if isinstance(node, Path) else 1)
        match node:
            case Constant():
                return bound_literal(node, self._settings.odata.server_tz)
            case Path():
                return self._path(node)
            case Binary(op="and" | "or"):
                recursion = self._chain(node)
            case Binary():
                recursion = self._binary(node)
            case Unary(op="not"):
                recursion = self._not(node)
            case Unary():
                operand: Sql = yield self._compile(node.operand)
                return negated(operand, self._settings)
            case Call():
                recursion = self._call(node)
            case AnyAll():
                recursion = self._any_all(node)
            case _:  # pragma: no cover - the parser makes no other nodes
                raise NotBuiltError(f"{node!r}")
        compiled: Sql = yield recursion
        return compiled

    def _binary(self, node: Binary) -> Recursion[Sql]:
        left: Sql = yield self._compile(node.left)
        right: Sql = yield self._compile(node.right)
        if node.op in _ARITHMETIC:
            return arithmetic(node.op, left, right, self._settings)
        return self._compare(node.op, left, right)

    def _call(self, node: Call) -> Recursion[Sql]:
        arguments: list[Sql] = []
        for part in node.args:
            argument: Sql = yield self._compile(part)
            arguments.append(argument)
        return call(node.name, arguments, self._settings, as_number)

    def _count(self, nodes: int) -> None:
        self._nodes += nodes
        limit = self._settings.odata.max_nodes
        if limit is not None and self._nodes > limit:
            raise ODataRefusal(
                f"The node count limit of '{limit}' has been exceeded. To increase the limit, set the 'MaxNodeCount' "
                "property on EnableQueryAttribute or ODataValidationSettings."
            )

    def _path(self, node: Path) -> Sql:
        found = self._ranges.value(node)
        is_key = found.column is not None and found.column.path == self._collection.key
        if is_key and self._key_filter == "refuse":
            raise ODataRefusal(
                f"Could not find a property named '{node.parts[-1]}' on type '{self._collection.type_name}'."
            )
        return found

    def _chain(self, node: Binary) -> Recursion[Sql]:
        """Flatten a chain of one operator, so that hundreds of terms do not nest too deep in SQLite."""
        operands: list[Expr] = []
        rest: Expr = node
        while isinstance(rest, Binary) and rest.op == node.op:
            operands.append(rest.right)
            rest = rest.left
        self._count(len(operands) - 1)
        parts: list[Sql] = []
        for operand in [rest, *reversed(operands)]:
            part: Sql = yield self._compile(operand)
            if part.edm not in _TRUTHS or part.type_name is not None or (parts and parts[0].edm not in _TRUTHS):
                raise incompatible(node.op, parts[-1] if parts else part, part)
            parts.append(part)
        return Sql(
            text=_balanced([part.text for part in parts], f" {node.op.upper()} "),
            values=tuple(value for part in parts for value in part.values),
            nullable=any(part.nullable for part in parts),
        )

    def _not(self, node: Expr) -> Recursion[Sql]:
        # Two of them cancel out, whatever is unknown; SQLite would not take eight hundred in a row.
        negations = 0
        while isinstance(node, Unary) and node.op == "not":
            negations += 1
            node = node.operand
        self._count(negations - 1)
        operand: Sql = yield self._compile(node)
        if operand.edm not in _TRUTHS or operand.type_name is not None:
            raise ODataRefusal(
                "A unary operator with an incompatible type was detected. "
                f"Found operand type '{operand.shown_type}' for operator kind 'Not'."
            )
        text = f"(NOT {operand.text})" if negations % 2 else f"({operand.text})"
        return Sql(text=text, values=operand.values, nullable=operand.nullable)

    def _any_all(self, node: AnyAll) -> Recursion[Sql]:
        entries = self._ranges.collection(node.path)
        exists = ""
        if node.op == "all" and self._settings.odata.null_mode == "linq":
            # In memory a collection that is null has nothing that is true of all of it.
            exists = f"{entries.probe} IS NOT NULL"
        if node.body is None or node.variable is None:
            if node.op == "all":
                return Sql(text=f"({exists or 1})")
            return Sql(text=f"EXISTS (SELECT 1 FROM {entries.source})")  # noqa: S608 - names are ours
        with self._ranges.inside(node.variable, Range(alias=entries.alias, kind=entries.kind)):
            body: Sql = yield self._compile(node.body)
        if body.edm not in _TRUTHS or body.type_name is not None:
            raise ODataRefusal("The Any/All query expression must evaluate to a single boolean value.")
        if node.op == "any":
            text = f"EXISTS (SELECT 1 FROM {entries.source} WHERE {body.text} IS 1)"  # noqa: S608 - names are ours
            return Sql(text=text, values=body.values)
        text = f"NOT EXISTS (SELECT 1 FROM {entries.source} WHERE {body.text} IS NOT 1)"  # noqa: S608 - names are ours
        return Sql(text=f"({exists} AND {text})" if exists else f"({text})", values=body.values)

    def _sortable(self, column: Column) -> str:
        name = self._ranges.name_of(column)
        if column.members:
            return _member_index(name, column)
        return f"o_fold({name})" if column.kind == "str" and self._settings.odata.ignore_case else name

    def _compare(self, op: str, left: Sql, right: Sql) -> Sql:
        if left.constant is not None and (right.constant is None or left.is_null):
            left, right, op = right, left, _MIRRORED[op]
        if right.is_null:
            return self._against_null(op, left)
        if left.type_name is not None or right.type_name is not None:
            raise incompatible(op, left, right)
        if left.column is not None and right.constant is not None and left.nullable:
            self._count(1)  # the literal is converted to the nullable type, by a node of its own
        if left.column is not None and left.column.members:
            return self._compare_members(op, left, left.column, right)
        if left.edm in NUMBERS and right.edm in NUMBERS:
            return compare_numbers(op, left, right, self._settings)
        if left.edm is not right.edm:
            raise incompatible(op, left, right)
        if op not in {"eq", "ne"} and left.edm not in _ORDERED:
            raise undefined(op, left, right)
        if left.edm in {Edm.TIME, Edm.DATETIMEOFFSET}:
            raise NotBuiltError(f"a comparison of {left.edm} with itself")
        return (
            self._compare_texts(op, left, right)
            if left.edm is Edm.STRING
            else joined(op, left, right, self._settings.odata.null_mode)
        )

    def _against_null(self, op: str, operand: Sql) -> Sql:
        if operand.is_null:
            return Sql(text="(1)" if op == "eq" else "(0)") if op in {"eq", "ne"} else NEVER
        if op in {"eq", "ne"}:
            return Sql(text=f"({operand.text} IS {'' if op == 'eq' else 'NOT '}NULL)", values=operand.values)
        if operand.type_name is not None or (operand.edm not in _ORDERED | NUMBERS):
            raise undefined(op, operand, operand)
        if self._settings.odata.null_mode != "linq" or operand.edm is not Edm.STRING:
            return NEVER
        # String.Compare puts null before every text.
        text = {"gt": f"({operand.text} IS NOT NULL)", "le": f"({operand.text} IS NULL)", "ge": "(1)", "lt": "(0)"}[op]
        return Sql(text=text, values=operand.values if "NULL" in text else ())

    def _compare_texts(self, op: str, left: Sql, right: Sql) -> Sql:
        mode = self._settings.odata.null_mode
        if self._settings.odata.ignore_case:
            quick = _quick_equality(op, left, right, mode)
            if quick is not None:
                return quick
            left, right = _folded(left), _folded(right)
        if mode == "linq" and op not in {"eq", "ne"}:
            text = f"(o_order({left.text}, {right.text}) {SQL_OPERATORS[op]} 0)"
            return Sql(text=text, values=(*left.values, *right.values))
        # Two texts are compared in memory as C# does, too: null equals null.
        return joined(op, left, right, "ef" if mode == "linq" else mode)

    def _compare_members(self, op: str, left: Sql, column: Column, right: Sql) -> Sql:
        """An enumeration is parsed from text with regard to case; a member that does not exist is a crash (500)."""
        if right.column is not None and right.column.members == column.members:
            one, other = (attrs.evolve(side, text=_member_index(side.text, column)) for side in (left, right))
            return joined(op, one, other, self._settings.odata.null_mode)
        if right.edm is not Edm.STRING or right.constant is None:
            raise incompatible(op, left, right)
        name = str(right.constant.value)
        if name.isdecimal() and int(name) < len(column.members):
            name = column.members[int(name)]
        if name not in column.members:
            raise ODataRefusal(f"Requested value '{name}' was not found.", is_bare=True)
        index = Sql(text="?", values=(column.members.index(name),))
        left = attrs.evolve(left, text=_member_index(left.text, column))
        return joined(op, left, index, self._settings.odata.null_mode)


def _folded(side: Sql) -> Sql:
    if side.constant is not None:
        return attrs.evolve(side, values=(fold(str(side.constant.value)),))
    return attrs.evolve(side, text=f"o_fold({side.text})")


def _quick_equality(op: str, left: Sql, right: Sql, mode: str) -> Sql | None:
    """Let SQLite itself compare plain ASCII, which is nearly every row, and fold only the rest."""
    if op not in {"eq", "ne"} or left.column is None or right.constant is None:
        return None
    text = str(right.constant.value)
    if not text.isascii():
        return None
    operator = SQL_OPERATORS[op] if mode == "sql" else ("IS" if op == "eq" else "IS NOT")
    return Sql(
        text=f"(CASE WHEN {left.text} GLOB '*[^ -~]*' THEN o_fold({left.text}) {operator} ? "
        f"ELSE {left.text} {operator} ? COLLATE NOCASE END)",
        values=(fold(text), text),
        nullable=left.nullable,
    )


def _member_index(name: str, column: Column) -> str:
    cases = " ".join(f"WHEN '{member}' THEN {index}" for index, member in enumerate(column.members))
    return f"CASE {name} {cases} END"


def _balanced(parts: list[str], operator: str) -> str:
    """Join as a balanced tree; SQLite refuses expressions nested more than a thousand deep."""
    while len(parts) > 1:
        parts = [
            f"({parts[index]}{operator}{parts[index + 1]})" if index + 1 < len(parts) else parts[index]
            for index in range(0, len(parts), 2)
        ]
    return parts[0]
