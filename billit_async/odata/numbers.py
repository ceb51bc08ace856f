"""Query fields of numbers: exact ones and whole ones, for comparisons and arithmetic; a float is refused at once."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar
from uuid import UUID

from billit_async._serialization.ids import as_guid
from billit_async._serialization.values import shown
from billit_async.errors import QueryError
from billit_async.odata import literals
from billit_async.odata.ast import Binary, Unary
from billit_async.odata.comparing import OrderedField

if TYPE_CHECKING:
    from billit_async.odata.ast import BinaryOp, Expr, Literal

__all__ = ["IntField", "LongField", "MoneyField", "NumberField", "QuantityField"]

V_contra = TypeVar("V_contra", contravariant=True)
# As a tuple: `Decimal | int | str` would be put together at each comparison.
_EXACT: Final = (Decimal, int, str)


class NumberField(OrderedField[V_contra]):
    """A column that arithmetic takes: ``+``, ``-`` and ``*``, with numbers and with columns.

    There is no division and no remainder: Billit's server cuts whole numbers off, gives a remainder the sign of the
    dividend, and fails on zero. Write those as text, with ``raw_filter``, where they are meant.
    """

    __slots__ = ()

    def _compute(self, op: BinaryOp, other: Any, *, turned: bool = False) -> Self:
        if isinstance(other, str | UUID):
            raise self._refuse(other, "compute with a Decimal, an int or another column of numbers")
        mine, theirs = self.node, other.node if isinstance(other, NumberField) else self._literal(other)
        return type(self)(Binary(op, theirs, mine) if turned else Binary(op, mine, theirs))

    def __neg__(self) -> Self:
        return type(self)(Unary("-", self.node))


class _WholeField(NumberField[int]):
    __slots__ = ()

    def __add__(self, other: int | _WholeField) -> Self:
        if isinstance(other, _ExactField):
            return NotImplemented
        return self._compute("add", other)

    def __sub__(self, other: int | _WholeField) -> Self:
        if isinstance(other, _ExactField):
            return NotImplemented
        return self._compute("sub", other)

    def __mul__(self, other: int | _WholeField) -> Self:
        if isinstance(other, _ExactField):
            return NotImplemented
        return self._compute("mul", other)

    def __radd__(self, other: int) -> Self:
        return self._compute("add", other, turned=True)

    def __rsub__(self, other: int) -> Self:
        return self._compute("sub", other, turned=True)

    def __rmul__(self, other: int) -> Self:
        return self._compute("mul", other, turned=True)

    holds = "a whole number"

    def _compare(self, op: BinaryOp, other: object) -> Expr:
        if op not in {"eq", "ne"} and isinstance(other, str | UUID):
            raise self._refuse(other, "pass an int; a GUID is compared with == and !=")
        return super()._compare(op, other)

    def _literal(self, value: Any) -> Literal:
        if type(value) is int:
            return literals.integer(value)
        # Source: the manual on sending an invoice: an id "will probably be replaced with a unique GUID".
        found = as_guid(value) if self.path.endswith("ID") else None
        if found is not None:
            return literals.guid(found)
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


class _ExactField(NumberField["Decimal | int | str"]):
    __slots__ = ()

    def __add__(self, other: Decimal | int | _ExactField | _WholeField) -> Self:
        return self._compute("add", other)

    def __sub__(self, other: Decimal | int | _ExactField | _WholeField) -> Self:
        return self._compute("sub", other)

    def __mul__(self, other: Decimal | int | _ExactField | _WholeField) -> Self:
        return self._compute("mul", other)

    def __radd__(self, other: Decimal | int | _WholeField) -> Self:
        return self._compute("add", other, turned=True)

    def __rsub__(self, other: Decimal | int | _WholeField) -> Self:
        return self._compute("sub", other, turned=True)

    def __rmul__(self, other: Decimal | int | _WholeField) -> Self:
        return self._compute("mul", other, turned=True)

    holds = "an exact decimal number"

    def _literal(self, value: Any) -> Literal:
        if isinstance(value, bool) or not isinstance(value, _EXACT):
            raise self._refuse(value, 'pass Decimal("12.50"), an int, or the digits as a str')
        try:
            return literals.decimal(value if type(value) is Decimal else Decimal(value))
        except InvalidOperation:
            raise QueryError(f"{self.path or self.node} holds {self.holds}: {shown(value)} is not one") from None


class MoneyField(_ExactField):
    """An amount of money: compare with a ``Decimal``, an ``int`` or the digits as text, never with a float."""

    __slots__ = ()


class QuantityField(_ExactField):
    """A quantity, price, percentage or rate: exact, like money."""

    __slots__ = ()
