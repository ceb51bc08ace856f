"""What every query field can do: compare, and sort where its values have an order; it knows no kind of value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, NoReturn, TypeVar

from billit_async.errors import QueryError
from billit_async.odata import literals
from billit_async.odata.ast import Binary, BinaryOp, Expr, Literal, OrderBy, Path, chain

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Field", "OrderedField", "ValueField"]

V_contra = TypeVar("V_contra", contravariant=True)

_SEGMENT: Final = re.compile(r"[^\W\d]\w*|\$it")
_NULL: Final = literals.NULL_LITERAL


class Field:
    """A column or a way to one; the base of all fields.

    Attributes:
        path: The wire path, ``CounterParty/PartyID``; empty for a computed value such as ``length(...)``.
        node: The same as a node of the syntax tree.
        doc: What the column holds.
    """

    __slots__ = ("doc", "node", "path")

    def __init__(self, path: str | Expr, *, doc: str = "") -> None:
        node = _read_path(path) if isinstance(path, str) else path
        self.node: Final[Expr] = node
        self.path: Final = "/".join(node.parts) if isinstance(node, Path) else ""
        self.doc: Final = doc

    def is_null(self) -> Expr:
        """Match rows where the column has no value (for a navigation: where there is nothing at the other end)."""
        return Binary("eq", self.node, _NULL)

    def not_null(self) -> Expr:
        """Match rows where the column has a value."""
        return Binary("ne", self.node, _NULL)

    def __hash__(self) -> int:
        return object.__hash__(self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.path or self.node}>"

    # Type checkers reject these by themselves, when the methods are not there.
    if not TYPE_CHECKING:  # pragma: no branch

        def __bool__(self) -> NoReturn:
            raise TypeError(
                f"{self!r} has no truth value: compare it (`field == value`, `field.is_(True)`, `field.not_null()`) "
                "and combine comparisons with `&`, `|` and `~`"
            )

        def _no_logic(self, *_: object) -> NoReturn:
            raise TypeError(
                f"{self!r} is not a comparison: put each one in parentheses, as in `(A == 1) & (B == 2)`, "
                "and write a yes/no field as `field.is_(True)`"
            )

        __and__ = __rand__ = __or__ = __ror__ = __invert__ = __xor__ = __rxor__ = _no_logic

        def _no_list(self, *_: object) -> NoReturn:
            raise TypeError(
                f"{self!r} is a column and holds no values here: ask for one of several with `field.in_([...])`, and "
                "for part of a text with `field.contains(...)`"
            )

        __iter__ = __contains__ = __len__ = __getitem__ = _no_list


class ValueField(Field, Generic[V_contra]):
    """A column with a value. ``V_contra`` is what Python may compare it with."""

    __slots__ = ()

    holds: ClassVar[str]

    def _literal(self, value: Any) -> Literal:  # pragma: no cover - each kind of field has its own
        raise NotImplementedError

    def _refuse(self, value: object, advice: str) -> TypeError:
        if value is None:
            advice = "use `.is_null()` or `.not_null()`"
        return TypeError(f"{self.path or self.node} holds {self.holds}, not {type(value).__name__}: {advice}")

    def _compare(self, op: BinaryOp, other: object) -> Expr:
        return Binary(op, self.node, self._column(other) if isinstance(other, Field) else self._literal(other))

    def _column(self, other: Field) -> Expr:
        if not isinstance(other, ValueField) or other.holds != self.holds:
            raise TypeError(f"{self!r} cannot be compared with {other!r}: they hold different kinds of values")
        return other.node

    # They give an expression instead of a bool, which is the whole point.
    def __eq__(self, other: V_contra | ValueField[V_contra]) -> Expr:  # type: ignore[override]
        return self._compare("eq", other)

    def __ne__(self, other: V_contra | ValueField[V_contra]) -> Expr:  # type: ignore[override]
        return self._compare("ne", other)

    def __hash__(self) -> int:
        return object.__hash__(self)

    def in_(self, values: Iterable[V_contra]) -> Expr:
        """Match any of these values; doubles are dropped.

        Args:
            values: At least one value. OData v3 has no ``in``, so this becomes a chain of ``or``.

        Raises:
            ValueError: there is no value: such a filter matches nothing, so do not ask.
            TypeError: one of the values has the wrong type, or ``values`` is a single string.

        Source: OData v3 URL conventions, section 5.1.2.
        """
        if isinstance(values, str):
            raise self._refuse(values, "`.in_()` takes a list of values")
        terms = {(term.edm, term.value): term for term in map(self._literal, values)}
        if not terms:
            raise QueryError(f"{self.path or self.node}.in_() got no values: nothing can match, so there is no query")
        return chain("or", (Binary("eq", self.node, term) for term in terms.values()))

    def ne_or_null(self, value: V_contra) -> Expr:
        """Match rows with another value and rows with none.

        ``!=`` alone leaves it to the server whether rows without a value match.
        """
        return Binary("or", self._compare("ne", value), self.is_null())

    def ne_not_null(self, value: V_contra) -> Expr:
        """Match rows that have a value, and another one."""
        return Binary("and", self._compare("ne", value), self.not_null())

    def asc(self) -> OrderBy:
        """Sort by this column, smallest first."""
        return self._order(descending=False)

    def desc(self) -> OrderBy:
        """Sort by this column, largest first."""
        return self._order(descending=True)

    def _order(self, *, descending: bool) -> OrderBy:
        if not isinstance(self.node, Path):
            raise TypeError(f"{self!r} is computed, and Billit orders by columns only")
        return OrderBy(self.node, descending)


class OrderedField(ValueField[V_contra]):
    """A column whose values have an order."""

    __slots__ = ()

    def __lt__(self, other: V_contra | OrderedField[V_contra]) -> Expr:
        return self._compare("lt", other)

    def __le__(self, other: V_contra | OrderedField[V_contra]) -> Expr:
        return self._compare("le", other)

    def __gt__(self, other: V_contra | OrderedField[V_contra]) -> Expr:
        return self._compare("gt", other)

    def __ge__(self, other: V_contra | OrderedField[V_contra]) -> Expr:
        return self._compare("ge", other)

    def between(self, low: V_contra, high: V_contra) -> Expr:
        """Match values from ``low`` up to and including ``high``."""
        return Binary("and", self._compare("ge", low), self._compare("le", high))


def _read_path(path: str) -> Path:
    parts = tuple(path.split("/"))
    if not all(_SEGMENT.fullmatch(part) for part in parts):
        raise QueryError(f"{path!r} is not a property path such as 'OrderID' or 'CounterParty/PartyID'")
    return Path(parts)
