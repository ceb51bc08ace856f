"""The pieces that a compiled filter is made of, their types, and the refusals that types lead to; it runs nothing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import attrs

from billit_async.emulator.protocol.clock import belgian_local, fixed_text
from billit_async.odata.ast import Edm
from billit_async.odata.ast import Literal as Constant

if TYPE_CHECKING:
    from datetime import tzinfo

    from billit_async.emulator.odata.columns import Column

__all__ = [
    "FLOATS", "INTEGERS", "NEVER", "NUMBERS", "OPERATOR_KINDS", "NotBuiltError", "ODataRefusal", "Sql", "bound_literal",
    "incompatible", "promoted", "undefined",
]  # fmt: skip

OPERATOR_KINDS: Final = {
    "eq": "Equal",
    "ne": "NotEqual",
    "gt": "GreaterThan",
    "ge": "GreaterThanOrEqual",
    "lt": "LessThan",
    "le": "LessThanOrEqual",
    "and": "And",
    "or": "Or",
    "add": "Add",
    "sub": "Subtract",
    "mul": "Multiply",
    "div": "Divide",
    "mod": "Modulo",
}
INTEGERS: Final = frozenset({Edm.INT32, Edm.INT64})
FLOATS: Final = frozenset({Edm.SINGLE, Edm.DOUBLE})
NUMBERS: Final = INTEGERS | FLOATS | {Edm.DECIMAL}
_WIDTH: Final = (Edm.INT32, Edm.INT64, Edm.SINGLE, Edm.DOUBLE)


class ODataRefusal(Exception):  # noqa: N818 - a response of the server
    """The query is not valid for this list.

    Args:
        text: Microsoft's words.
        is_bare: The real server fails with a plain 500 here, whatever the settings say.
    """

    def __init__(self, text: str, *, is_bare: bool = False) -> None:
        super().__init__(text)
        self.is_bare = is_bare


class NotBuiltError(Exception):
    """The query is valid, but the emulator cannot run it."""


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
        type_name: The .NET type of a thing with properties, which has no OData type.
    """

    text: str
    values: tuple[Any, ...] = ()
    edm: Edm = Edm.BOOLEAN
    column: Column | None = None
    constant: Constant | None = None
    nullable: bool = False
    type_name: str | None = None

    @property
    def is_null(self) -> bool:
        """Whether it is the word ``null``."""
        return self.constant is not None and self.edm is Edm.NULL

    @property
    def shown_type(self) -> str:
        """Its type in an error text; ``null`` has none."""
        if self.type_name is not None:
            return self.type_name
        return "" if self.edm is Edm.NULL else self.edm.value


NEVER: Final = Sql(text="(NULL)", nullable=True)
"""A condition that is unknown, so that no row passes it, nor its negation."""


def bound_literal(literal: Constant, zone: tzinfo | None) -> Sql:
    """A literal as SQLite compares it with a column.

    Args:
        literal: The literal.
        zone: The zone of the server's columns, None for Belgium: an explicit offset is moved to it and ``Z`` ignored,
            as .NET does.

    Raises:
        ODataRefusal: the moment leaves the calendar in that zone.
    """
    value: Any = literal.value
    if literal.edm is Edm.DATETIME:
        try:
            value = _in_zone(str(value), zone)
        except (ValueError, OverflowError):
            raise ODataRefusal(f"Unrecognized 'Edm.DateTime' literal 'datetime'{value}''.") from None
    elif isinstance(value, bool):
        value = int(value)
    elif literal.edm in {Edm.DECIMAL, Edm.GUID}:
        value = str(value)
    elif literal.edm in FLOATS:
        value = repr(value)
    return Sql(text="?", values=(value,), edm=literal.edm, constant=literal, nullable=literal.edm is Edm.NULL)


def _in_zone(moment: str, zone: tzinfo | None) -> str:
    digits, offset = (moment[:-6], moment[-6:]) if moment[-6] in "+-" else (moment.removesuffix("Z"), "")
    if not offset:
        return fixed_text(digits)
    whole, _, fraction = digits.partition(".")
    aware = datetime.fromisoformat(whole + offset)
    local = belgian_local(aware) if zone is None else aware.astimezone(zone).replace(tzinfo=None)
    return fixed_text(f"{local.isoformat(timespec='seconds')}.{fraction}")


def promoted(left: Edm, right: Edm, *, either: bool) -> Edm | None:
    """The type in which two numbers meet; there is none for a double and a decimal.

    Args:
        left: Type of one side.
        right: Type of the other.
        either: Let them meet as decimals all the same.
    """
    if Edm.NULL in {left, right}:
        return right if left is Edm.NULL else left
    if Edm.DECIMAL in {left, right}:
        return None if {left, right} & FLOATS and not either else Edm.DECIMAL
    return max(left, right, key=_WIDTH.index)


def incompatible(op: str, left: Sql, right: Sql) -> ODataRefusal:
    """The refusal of two operands."""
    return ODataRefusal(
        "A binary operator with incompatible types was detected. "
        f"Found operand types '{left.shown_type}' and '{right.shown_type}' for operator kind '{OPERATOR_KINDS[op]}'."
    )


def undefined(op: str, left: Sql, right: Sql) -> ODataRefusal:
    """The parser lets it pass, and the expression tree does not know the operator for these types: a plain 500."""
    one, other = (side.shown_type.replace("Edm.", "System.") for side in (left, right))
    return ODataRefusal(
        f"The binary operator {OPERATOR_KINDS[op]} is not defined for the types '{one}' and '{other}'.", is_bare=True
    )
