"""Typed query fields: they know what each column holds and refuse every other Python type at once; no I/O.

A comparison gives an expression: ``OrderFields.order_type == "Invoice"``. Combine expressions with ``&``, ``|`` and
``~``, each comparison in parentheses.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Generic, Self, TypeVar, overload
from uuid import UUID

from billit_async._serialization.values import shown
from billit_async.errors import QueryError
from billit_async.odata import literals
from billit_async.odata.ast import AnyAll, Binary, Call, Expr, LambdaOp, Literal, Path
from billit_async.odata.comparing import Field, OrderedField, ValueField
from billit_async.odata.normal_forms import normal_form
from billit_async.odata.numbers import IntField, LongField, MoneyField, NumberField, QuantityField

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

__all__ = [
    "BoolField",
    "CollectionField",
    "DateTimeField",
    "EnumField",
    "Field",
    "GuidField",
    "IntField",
    "LongField",
    "MoneyField",
    "NavigationField",
    "NumberField",
    "OrderedField",
    "QuantityField",
    "StringField",
    "ValueField",
]

T = TypeVar("T")


class StringField(OrderedField[str]):
    """A text column. Whether Billit tells upper from lower case is not documented: ``.lower()`` makes it certain.

    VAT numbers, IBANs, BICs and structured references are compared as Billit keeps them, however they are written:
    ``P.vat_number == "BE 0403.170.701"`` asks for ``BE0403170701``, and a ``QueryWarning`` says so.
    """

    __slots__ = ()

    holds = "text"

    def _literal(self, value: Any) -> Literal:
        if not isinstance(value, str):
            raise self._refuse(value, "pass a str")
        return literals.string(normal_form(self.path, str(value)) if self.path else str(value))

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
        if self.enum is None:
            return literals.string(text)
        known = _members(self.enum).get(text)
        if known is not None:
            return known
        spelled = _spellings(self.enum).get(text.strip().casefold())
        if spelled is not None:
            raise QueryError(f"{self.path or self.node} is spelled {spelled!r}, not {text!r}")
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
                raise QueryError(f"{self.path or self.node} holds {self.holds}: {shown(value)} is not one") from None
        if not isinstance(value, UUID):
            raise self._refuse(value, "pass a uuid.UUID or its text")
        return literals.guid(value)


class DateTimeField(OrderedField["datetime | date"]):
    """A date with a time, in the server's local time and without offset.

    A naive datetime is taken as the server's local time, a date as its midnight, and an aware datetime is converted
    to the server's zone: that of the session (``BillitSession(server_tz=...)``) or of the field (``in_zone``), else
    ``Europe/Brussels``. A session with ``aware_only=True`` refuses naive datetimes.
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
        if not isinstance(value, datetime):
            return literals.moment(value)
        if self.server_tz is not None and value.tzinfo is not None:
            return literals.moment(value, self.server_tz)
        return literals.moment(value, None if value.tzinfo is None else literals.server_zone(), given=value)

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
            # No day follows; no later moment can be written.
            return self._compare("le", literals.LAST)
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


@cache
def _members(enum: type[StrEnum]) -> Mapping[str, Literal]:
    return {member.value: literals.string(member.value) for member in enum}


@cache
def _spellings(enum: type[StrEnum]) -> Mapping[str, str]:
    return {member.value.casefold(): member.value for member in enum}


def _variables(root: Expr) -> set[str | None]:
    return {node.variable for node in root.walk() if isinstance(node, AnyAll)}
