"""`matches` with the three null semantics a server may have, each with its arithmetic: what the emulator is held to."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_EVEN
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import attrs

from billit_async.odata import Binary, Call, Edm, Expr, Path
from billit_async.odata import Literal as Constant
from billit_async.odata.evaluate import COMPARE, FUNCTIONS, Evaluation, Scope, rounding, wire_property

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NullMode: TypeAlias = Literal["linq", "ef", "sql"]
MODES: Final[tuple[NullMode, ...]] = ("linq", "ef", "sql")
_TEXTUAL: Final = frozenset({"tolower", "toupper", "trim", "concat", "substring"})


def matches(expr: Expr, item: object, *, null_mode: NullMode = "ef", ignore_case: bool = False) -> bool:
    """Say whether a filter lets an item through.

    A comparison with an absent value is as in LINQ to Objects (``"linq"``, which also computes as .NET does in memory),
    in Entity Framework with C# semantics (``"ef"``, which is what the package has), or in plain SQL (``"sql"``).
    """
    return _EVALUATIONS[null_mode](item, ignore_case=ignore_case).verdict(expr)


class InSQL(Evaluation):
    def compare_null(self, node: Binary, left: Any, right: Any, scope: Scope) -> bool | None:
        if node.op in {"eq", "ne"} and (_is_null(node.left) or _is_null(node.right)):
            return (left is None and right is None) == (node.op == "eq")
        return None


class InMemory(InSQL):
    def __init__(self, item: object, *, ignore_case: bool = False) -> None:
        super().__init__(item, ignore_case=ignore_case)
        self.functions: Mapping[str, Callable[..., Any]] = {
            **FUNCTIONS,
            "substring": _substring,
            "round": rounding(ROUND_HALF_EVEN),
        }

    def compare_null(self, node: Binary, left: Any, right: Any, scope: Scope) -> bool | None:
        there = right if left is None else left
        if isinstance(there, str) or self._is_text(node.left, scope) or self._is_text(node.right, scope):
            if node.op in {"eq", "ne"}:
                return (left is None and right is None) == (node.op == "eq")
            # String.Compare sorts null before every text.
            return bool(COMPARE[node.op](left is not None, right is not None))
        # Two absent values of a mapping carry no type: they are unknown, as numbers are.
        return super().compare_null(node, left, right, scope)

    def of_absent_collection(self, op: str) -> bool:
        return False

    def divide_by_zero(self, op: str, dividend: float) -> float:
        if op == "mod" or not dividend or math.isnan(dividend):
            return math.nan
        return math.copysign(math.inf, dividend)

    def _is_text(self, expr: Expr, scope: Scope) -> bool:
        """Whether an expression is a text even where its value is absent, as far as models and functions tell."""
        if isinstance(expr, Call):
            return expr.name in _TEXTUAL
        if not isinstance(expr, Path):
            return False
        parts = expr.parts
        owner: Any = self.item
        if parts[0] == "$it" or parts[0] in scope:
            owner, parts = scope.get(parts[0], self.item), parts[1:]
        for part in parts[:-1]:
            owner = None if owner is None else wire_property(owner, part)
        return len(parts) > 0 and _is_text_of(owner, parts[-1])


def _is_text_of(owner: object, name: str) -> bool:
    model = type(owner)
    return attrs.has(model) and name in _text_names(model)


@cache
def _text_names(model: type[Any]) -> frozenset[str]:
    """Wire names of the fields whose annotation names ``str``; it is a text itself in most modules."""
    texts = (field for field in attrs.fields(model) if re.search(r"\bstr\b", str(field.type)))
    return frozenset(str(field.metadata.get("wire", field.name)) for field in texts)


def _is_null(expr: Expr) -> bool:
    return isinstance(expr, Constant) and expr.edm is Edm.NULL


def _substring(text: str, start: int, length: int | None = None) -> str:
    start = max(start, 0)
    text = str.__str__(text)
    return text[start:] if length is None else text[start : start + max(length, 0)]


_EVALUATIONS: Final[dict[NullMode, type[Evaluation]]] = {"linq": InMemory, "ef": Evaluation, "sql": InSQL}
