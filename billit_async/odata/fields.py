"""Typed query fields: they know what each column holds and refuse every other Python type at once; no I/O.

A comparison gives an expression: ``OrderFields.order_type == "Invoice"``. Combine expressions with ``&``, ``|`` and
``~``, each comparison in parentheses.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, NoReturn, Self, TypeVar, overload
from uuid import UUID

from billit_async.odata import literals
from billit_async.odata.ast import AnyAll, Binary, BinaryOp, Call, Expr, LambdaOp, Literal, OrderBy, Path, Unary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from enum import StrEnum

V_contra = TypeVar("V_contra", contravariant=True)
T = TypeVar("T")

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

        __and__ = __rand__ = __or__ = __ror__ = __invert__ = _no_logic


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
        return Binary(op, self.node, self._right(other))

    def _right(self, other: object) -> Expr:
        if not isinstance(other, Field):
            return self._literal(other)
        if not isinstance(other, ValueField) or other.holds != self.holds:
            raise TypeError(f"{self!r} cannot be compared with {other!r}: they hold different kinds of values")
        return other.node

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
        terms = dict.fromkeys(self._literal(value) for value in values)
        chain: Expr | None = None
        for term in terms:
            one = Binary("eq", self.node, term)
            chain = one if chain is None else Binary("or", chain, one)
        if chain is None:
            raise ValueError(f"{self.path or self.node}.in_() got no values: nothing can match, so there is no query")
        return chain

    def ne_or_null(self, value: V_contra) -> Expr:
        """Match rows with another value and rows with none.

        ``!=`` alone leaves rows without a value to the server's mood.
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


class StringField(OrderedField[str]):
    """A text column. Whether Billit tells upper from lower case is not documented: ``.lower()`` makes it certain."""

    __slots__ = ()

    holds = "text"

    def _literal(self, value: Any) -> Literal:
        if not isinstance(value, str):
            raise self._refuse(value, "pass a str")
        return literals.string(str(value))

    def startswith(self, prefix: str) -> Expr:
        """Match texts that begin with ``prefix``."""
        return Call("startswith", (self.node, self._literal(prefix)))

    def endswith(self, suffix: str) -> Expr:
        """Match texts that end with ``suffix``."""
        return Call("endswith", (self.node, self._literal(suffix)))

    def contains(self, needle: str) -> Expr:
        """Match texts with ``needle`` anywhere in them.

        Source: OData v3 URL conventions, section 5.1.2.4.1, whose example (not its prose) has the argument order.
        """
        return Call("substringof", (self._literal(needle), self.node))

    def lower(self) -> StringField:
        """Compare the text in lower case."""
        return StringField(Call("tolower", (self.node,)))

    def upper(self) -> StringField:
        """Compare the text in upper case."""
        return StringField(Call("toupper", (self.node,)))

    def trim(self) -> StringField:
        """Compare the text without blanks at its ends."""
        return StringField(Call("trim", (self.node,)))

    def length(self) -> IntField:
        """Compare the number of characters."""
        return IntField(Call("length", (self.node,)))


class _WholeField(OrderedField[int]):
    __slots__ = ()

    holds = "a whole number"

    def _literal(self, value: Any) -> Literal:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._refuse(value, "pass an int")
        return literals.integer(int(value))


class IntField(_WholeField):
    """A whole number of 32 bits."""

    __slots__ = ()


# Never a subclass of IntField: Python would turn `int_field < long_field` around.
class LongField(_WholeField):
    """A whole number of 64 bits."""

    __slots__ = ()


class _ExactField(OrderedField["Decimal | int | str"]):
    __slots__ = ()

    holds = "an exact decimal number"

    def _literal(self, value: Any) -> Literal:
        if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
            raise self._refuse(value, 'pass Decimal("12.50"), an int, or the digits as a str')
        try:
            return literals.decimal(Decimal(value))
        except InvalidOperation:
            raise ValueError(f"{self.path or self.node} holds {self.holds}: {value!r} is not one") from None


class MoneyField(_ExactField):
    """An amount of money: compare with a ``Decimal``, an ``int`` or the digits as text, never with a float."""

    __slots__ = ()


class QuantityField(_ExactField):
    """A quantity, price, percentage or rate: exact, like money."""

    __slots__ = ()


class BoolField(ValueField[bool]):
    """A yes/no column."""

    __slots__ = ()

    holds = "true or false"

    def _literal(self, value: Any) -> Literal:
        if not isinstance(value, bool):
            raise self._refuse(value, "pass True or False")
        return literals.TRUE if value else literals.FALSE

    def is_(self, value: bool) -> Expr:  # noqa: FBT001 - `O.paid.is_(False)` is the sentence
        """Match rows where the column is exactly this."""
        return self._compare("eq", value)


class EnumField(ValueField[str]):
    """A column with a list of known values; the list is open, because Billit adds to it.

    A value that differs from a known one only in case or blanks is refused: Billit compares the spelling exactly.
    """

    __slots__ = ("enum",)

    holds = "one of a list of names"

    def __init__(self, path: str | Expr, *, enum: type[StrEnum] | None = None, doc: str = "") -> None:
        super().__init__(path, doc=doc)
        self.enum: Final = enum

    def _literal(self, value: Any) -> Literal:
        if not isinstance(value, str):
            raise self._refuse(value, "pass a str" if self.enum is None else f"pass a str or a {self.enum.__name__}")
        text = str(value)
        if self.enum is not None:
            for known in self.enum:
                if known.value != text and known.value.casefold() == text.strip().casefold():
                    raise ValueError(f"{self.path or self.node} is spelled {known.value!r}, not {text!r}")
        return literals.string(text)


class GuidField(ValueField["UUID | str"]):
    """A GUID column."""

    __slots__ = ()

    holds = "a GUID"

    def _literal(self, value: Any) -> Literal:
        if isinstance(value, str):
            try:
                value = UUID(value)
            except ValueError:
                raise ValueError(f"{self.path or self.node} holds {self.holds}: {value!r} is not one") from None
        if not isinstance(value, UUID):
            raise self._refuse(value, "pass a uuid.UUID or its text")
        return literals.guid(value)


class DateTimeField(OrderedField["datetime | date"]):
    """A date with a time, in the server's local time and without offset.

    A naive datetime is taken as the server's local time, a date as its midnight, and an aware datetime is converted
    to the server's zone: ``Europe/Brussels`` unless ``server_tz`` says otherwise.
    """

    __slots__ = ("server_tz",)

    holds = "a date and time"

    def __init__(self, path: str | Expr, *, server_tz: tzinfo | None = None, doc: str = "") -> None:
        super().__init__(path, doc=doc)
        self.server_tz: Final = server_tz

    def in_zone(self, server_tz: tzinfo) -> Self:
        """Give the same field for a server in another zone."""
        return type(self)(self.node, server_tz=server_tz, doc=self.doc)

    def _literal(self, value: Any) -> Literal:
        if not isinstance(value, date):
            raise self._refuse(value, "pass a datetime, or a date for its midnight")
        if isinstance(value, datetime) and value.tzinfo is not None:
            return literals.moment(value, self.server_tz or literals.server_zone())
        return literals.moment(value)

    def between(self, low: datetime | date, high: datetime | date) -> Expr:
        """Match moments from ``low`` to ``high``, both included; a plain date as ``high`` includes that whole day.

        Raises:
            TypeError: an end is neither a datetime nor a date.
        """
        if type(high) is date:
            return Binary("and", self._compare("ge", low), self._before_end_of(high))
        return super().between(low, high)

    def on(self, day: date) -> Expr:
        """Match moments on one day of the server's calendar.

        Raises:
            TypeError: ``day`` is a datetime or no date at all.
        """
        if isinstance(day, datetime) or not isinstance(day, date):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise self._refuse(day, "`.on()` takes a date: pass `moment.date()`")
        return Binary("and", self._compare("ge", day), self._before_end_of(day))

    def _before_end_of(self, day: date) -> Expr:
        if day == date.max:
            raise ValueError(f"{day} has no next day")
        return self._compare("lt", day + timedelta(days=1))

    def year(self) -> IntField:
        """Compare the year."""
        return IntField(Call("year", (self.node,)))

    def month(self) -> IntField:
        """Compare the month, 1 to 12."""
        return IntField(Call("month", (self.node,)))

    def day(self) -> IntField:
        """Compare the day of the month, 1 to 31."""
        return IntField(Call("day", (self.node,)))

    def hour(self) -> IntField:
        """Compare the hour, 0 to 23."""
        return IntField(Call("hour", (self.node,)))

    def minute(self) -> IntField:
        """Compare the minute, 0 to 59."""
        return IntField(Call("minute", (self.node,)))

    def second(self) -> IntField:
        """Compare the second, 0 to 59."""
        return IntField(Call("second", (self.node,)))


class NavigationField(Field):
    """A way to another object; generated subclasses carry its columns: ``O.counter_party.party_id``."""

    __slots__ = ()


class CollectionField(Field, Generic[T]):
    """A list inside the row, asked with ``any`` and ``all``. Whether Billit allows it depends on the column."""

    __slots__ = ("item",)

    @overload
    def __init__(self: CollectionField[StringField], path: str | Expr, *, doc: str = "") -> None: ...
    @overload
    def __init__(self, path: str | Expr, *, item: Callable[[str], T], doc: str = "") -> None: ...
    def __init__(self, path: str | Expr, *, item: Callable[[str], Any] = StringField, doc: str = "") -> None:
        super().__init__(path, doc=doc)
        self.item: Final[Callable[[str], T]] = item

    def any(self, condition: Callable[[T], Expr] | None = None) -> Expr:
        """Match rows where one entry at least meets the condition, or, without one, where there is an entry.

        Args:
            condition: Called once with the fields of an entry.

        Source: OData v3 URL conventions, section 5.1.2.6.
        """
        return self._quantified("any", condition)

    def all(self, condition: Callable[[T], Expr]) -> Expr:
        """Match rows where every entry meets the condition.

        Args:
            condition: Called once with the fields of an entry.

        Source: OData v3 URL conventions, section 5.1.2.6.
        """
        return self._quantified("all", condition)

    def _quantified(self, op: LambdaOp, condition: Callable[[T], Expr] | None) -> Expr:
        if not isinstance(self.node, Path):
            raise TypeError(f"{self!r} is computed; `{op}` needs a column")
        if condition is None:
            return AnyAll(op, self.node)
        taken = 0
        while True:
            # A variable that is live further in must not be declared twice, so the outer one gives way.
            variable = f"x{taken}" if taken else "x"
            body = condition(self.item(variable))
            if not isinstance(body, Expr):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise TypeError(f"the condition of `{op}` must give an expression, not {type(body).__name__}")
            if variable not in _variables(body):
                return AnyAll(op, self.node, variable, body)
            taken += 1


def _read_path(path: str) -> Path:
    parts = tuple(path.split("/"))
    if not all(_SEGMENT.fullmatch(part) for part in parts):
        raise ValueError(f"{path!r} is not a property path such as 'OrderID' or 'CounterParty/PartyID'")
    return Path(parts)


def _variables(root: Expr) -> set[str | None]:
    found: set[str | None] = set()
    stack = [root]
    while stack:
        match stack.pop():
            case Binary(_, left, right):
                stack += (left, right)
            case Unary(_, operand):
                stack.append(operand)
            case AnyAll(_, _, variable, body):
                found.add(variable)
                if body is not None:
                    stack.append(body)
            case Call(_, args):
                stack += args
            case _:
                pass
    return found
