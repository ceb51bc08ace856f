"""The syntax tree of an OData v3 filter: immutable nodes that compare and hash by structure.

Shared by the query builder, the parser and the emulator. It never reads or writes text itself.

What ``Literal.value`` holds, by ``Edm``:

===============================  =======================================================================
``STRING``                       ``str``, quotes taken off
``BOOLEAN``, ``NULL``            ``bool``, ``None``
``INT32``, ``INT64``             ``int``
``DOUBLE``, ``SINGLE``           ``float``
``DECIMAL``                      ``Decimal``, digit for digit
``DATETIME``, ``DATETIMEOFFSET`` ``str``, canonical: ``2024-01-31T10:00:00[.1234567][Z|+01:00]``, because a
                                 Python datetime cannot hold Billit's seven fraction digits (see
                                 ``literals.instant_ticks``)
``GUID``                         ``uuid.UUID``
``TIME``                         ``str``, an XML Schema duration as it was written (``PT1H30M``)
``BINARY``                       ``bytes``
===============================  =======================================================================
"""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  (msgspec's own tools read the annotations of the nodes)
from decimal import Decimal
from enum import StrEnum
from functools import partial, reduce
from typing import TYPE_CHECKING, Any, Final, NoReturn, Protocol, TypeAlias
from typing import Literal as OneOf
from uuid import UUID

import attrs
import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import tzinfo

__all__ = [
    "AnyAll",
    "Binary",
    "BinaryOp",
    "Call",
    "Edm",
    "Expr",
    "LambdaOp",
    "Literal",
    "LiteralValue",
    "Node",
    "OrderBy",
    "Path",
    "Raw",
    "Unary",
    "UnaryOp",
    "chain",
]

BinaryOp: TypeAlias = OneOf["eq", "ne", "gt", "ge", "lt", "le", "and", "or", "add", "sub", "mul", "div", "mod"]
UnaryOp: TypeAlias = OneOf["not", "-"]
LambdaOp: TypeAlias = OneOf["any", "all"]
LiteralValue: TypeAlias = str | bool | int | float | Decimal | UUID | bytes | None

# Loosest first. All comparisons share one level, and every binary operator is left-associative;
# the unary ones bind tighter than all of these.
PRECEDENCE: Final[dict[BinaryOp, int]] = {
    "or": 1,
    "and": 2,
    "eq": 3,
    "ne": 3,
    "gt": 3,
    "ge": 3,
    "lt": 3,
    "le": 3,
    "add": 4,
    "sub": 4,
    "mul": 5,
    "div": 5,
    "mod": 5,
}


class Edm(StrEnum):
    """The primitive types a literal can have."""

    STRING = "Edm.String"
    BOOLEAN = "Edm.Boolean"
    NULL = "null"
    INT32 = "Edm.Int32"
    INT64 = "Edm.Int64"
    DOUBLE = "Edm.Double"
    SINGLE = "Edm.Single"
    DECIMAL = "Edm.Decimal"
    DATETIME = "Edm.DateTime"
    DATETIMEOFFSET = "Edm.DateTimeOffset"
    GUID = "Edm.Guid"
    TIME = "Edm.Time"
    BINARY = "Edm.Binary"


class Language(Protocol):
    """What an expression needs of the modules that are built on this one: text in both directions, and evaluation."""

    def parse(self, text: str) -> Expr:
        """Read a ``$filter`` text."""
        ...

    def render(self, expr: Expr) -> str:
        """Write an expression as ``$filter`` text."""
        ...

    def matches(self, expr: Expr, item: object, *, ignore_case: bool, server_tz: tzinfo | None) -> bool:
        """Say whether a filter lets an item through."""
        ...


_languages: list[Language] = []


def set_language(language: Language) -> None:
    """Set the language of all expressions; the package ``odata`` does so when it is imported."""
    _languages[:] = [language]


# Structs, since making a node is most of the cost of a query: an attrs class that is frozen takes six times as long.
# They are frozen by `__setattr__` below, and not by msgspec, so that they refuse a change as the package's models do.
class Expr(msgspec.Struct, eq=False, weakref=True):
    """Any part of a filter: combine with ``&``, ``|`` and ``~``, and put comparisons in parentheses.

    ``==`` between two expressions compares their structure and gives a ``bool``; comparisons that go to
    Billit start from a field: ``OrderFields.order_type == "Invoice"``.
    """

    @property
    def operands(self) -> tuple[Expr, ...]:
        """The parts of which this one is made, from left to right."""
        return ()

    def with_operands(self, operands: tuple[Expr, ...]) -> Expr:
        """Give the same node with other operands, as many as it has."""
        if operands:
            raise TypeError(f"{type(self).__name__} has no operands")
        return self

    def walk(self, *, into_collections: bool = True) -> Iterator[Expr]:
        """Give every node, each before its operands, from left to right.

        Args:
            into_collections: Also give the condition of ``any`` and ``all``, whose paths are those of the entries.
        """
        # A list instead of recursion: chains of `or` are as long as the list of values they came from.
        stack: list[Expr] = [self]
        while stack:
            node = stack.pop()
            yield node
            operands = node.operands
            if not into_collections and isinstance(node, AnyAll):
                operands = operands[:1]
            stack += operands[::-1]

    def map(self, change: Callable[[Expr], Expr]) -> Expr:
        """Rewrite the tree from its leaves up; what does not change stays the same object.

        Args:
            change: Called with each node, its operands already rewritten; gives the node to put in its place.
        """
        made: list[Expr] = []
        stack: list[tuple[Expr, bool]] = [(self, False)]
        while stack:
            node, is_ready = stack.pop()
            operands = node.operands
            if operands and not is_ready:
                stack.append((node, True))
                stack += [(operand, False) for operand in reversed(operands)]
                continue
            if operands:
                rewritten = tuple(made[-len(operands) :])
                del made[-len(operands) :]
                if any(new is not old for new, old in zip(rewritten, operands, strict=True)):
                    node = node.with_operands(rewritten)
            made.append(change(node))
        return made.pop()

    def terms(self, op: BinaryOp) -> list[Expr]:
        """Take a chain of one operator apart, ``a or b or c``; anything else is the only term of its own chain."""
        found: list[Expr] = []
        node: Expr = self
        while isinstance(node, Binary) and node.op == op:
            found.append(node.right)
            node = node.left
        found.append(node)
        return found[::-1]

    @staticmethod
    def parse(text: str) -> Expr:
        """Read a ``$filter`` text back into a tree.

        Args:
            text: The filter as Billit would receive it after URL decoding, or as it was pasted; see ``parse_filter``.

        Returns:
            The tree; ``Expr.parse(str(e)) == e`` for every tree without ``Raw`` parts.

        Raises:
            ODataSyntaxError: the text is not an OData v3 expression; the message has the position.

        Source: docs page "odata"; OData v3 URL conventions, section 5.1.2.
        """
        return _languages[0].parse(text)

    def matches(self, item: object, *, ignore_case: bool = False, server_tz: tzinfo | None = None) -> bool:
        """Say whether this filter lets an item through, without asking Billit.

        Args:
            item: A model of this package, or a mapping with wire names.
            ignore_case: Compare texts without regard to letter case.
            server_tz: The zone of the item's date-times, ``Europe/Brussels`` unless given; for date-times of the filter
                that have a zone.

        Returns:
            True when the item matches.

        Raises:
            ODataEvaluationError: a property is unknown, two types cannot be compared, or a ``Raw`` part is met.

        Source: OData v3 URL conventions, section 5.1.2. How Billit compares with an absent value is not documented;
        here it is as Entity Framework does.
        """
        return _languages[0].matches(self, item, ignore_case=ignore_case, server_tz=server_tz)

    def __and__(self, other: Expr) -> Expr:
        # Nearly always two nodes of this type, for which no inheritance has to be looked through.
        return Binary("and", self, other if type(other) is Binary or isinstance(other, Expr) else _refuse(other, "&"))

    def __or__(self, other: Expr) -> Expr:
        return Binary("or", self, other if type(other) is Binary or isinstance(other, Expr) else _refuse(other, "|"))

    def __invert__(self) -> Expr:
        return Unary("not", self)

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "a query expression has no truth value: combine with `&`, `|` and `~` instead of `and`, `or` and `not`, "
            "put each comparison in parentheses, write `a < X` and `X < b` as two comparisons (or `.between()`), "
            "and `X in [a, b]` as `X.in_([a, b])`"
        )

    # Type checkers reject these by themselves, when the methods are not there.
    if not TYPE_CHECKING:  # pragma: no branch

        def __setattr__(self, _: str, __: object) -> NoReturn:
            raise attrs.exceptions.FrozenInstanceError

        def __delattr__(self, _: str) -> NoReturn:
            raise attrs.exceptions.FrozenInstanceError

        def __rand__(self, other: object) -> NoReturn:
            _refuse(other, "&")

        def __ror__(self, other: object) -> NoReturn:
            _refuse(other, "|")

        def __xor__(self, _: object) -> NoReturn:
            raise TypeError("query expressions know no `^`: write `(A & ~B) | (~A & B)`")

        __rxor__ = __xor__

        def _no_order(self, _: object) -> NoReturn:
            raise TypeError(
                "a query expression is not compared any more: put each comparison in parentheses, as in "
                "`(A == 1) & (B > 2)`, and write `a < X < b` as `X.between(a, b)`"
            )

        __lt__ = __le__ = __gt__ = __ge__ = _no_order

        def _no_list(self, *_: object) -> NoReturn:
            raise TypeError(
                "a query expression is a condition and holds no rows: pass it to a list, as in "
                "`billit.orders.list(condition)`, and ask for one of several values with `field.in_([...])`"
            )

        __iter__ = __contains__ = __len__ = __getitem__ = _no_list

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Expr):
            return NotImplemented
        mine, theirs = _shape(self), _shape(other)
        # Both streams are prefix codes: neither can end inside the other.
        return all(a == b for a, b in zip(mine, theirs, strict=False))

    def __ne__(self, other: object) -> bool:
        # That of a struct would compare by identity.
        return not self == other

    def __hash__(self) -> int:
        return hash(tuple(_shape(self)))

    def __str__(self) -> str:
        return _languages[0].render(self)

    def __repr__(self) -> str:
        return f"Expr.parse({str(self)!r})"


class Path(Expr, eq=False):
    """A property, or a way to one: ``CounterParty/PartyID`` is ``("CounterParty", "PartyID")``."""

    parts: Final[tuple[str, ...]]


class Literal(Expr, eq=False):
    """A constant with its type; what ``value`` holds is in the table at the top of this module.

    ``given`` is the datetime that a ``DATETIME`` was made from: a session whose server is in another zone than Belgium
    writes its ``value`` anew. It is not part of the structure.
    """

    value: Final[LiteralValue]
    edm: Final[Edm]
    given: Final[datetime | None] = None


class Binary(Expr, eq=False):
    """Two operands: comparison, logic or arithmetic."""

    op: Final[BinaryOp]
    left: Final[Expr]
    right: Final[Expr]

    @property
    def operands(self) -> tuple[Expr, ...]:
        """Both sides."""
        return self.left, self.right

    def with_operands(self, operands: tuple[Expr, ...]) -> Binary:
        """Give the same operator between other sides."""
        return Binary(self.op, *operands)


class Unary(Expr, eq=False):
    """``not`` or a minus sign before an operand."""

    op: Final[UnaryOp]
    operand: Final[Expr]

    @property
    def operands(self) -> tuple[Expr, ...]:
        """What it stands before."""
        return (self.operand,)

    def with_operands(self, operands: tuple[Expr, ...]) -> Unary:
        """Give the same operator before another operand."""
        return Unary(self.op, *operands)


class Call(Expr, eq=False):
    """A built-in function with its arguments in wire order."""

    name: Final[str]
    args: Final[tuple[Expr, ...]]

    @property
    def operands(self) -> tuple[Expr, ...]:
        """The arguments."""
        return self.args

    def with_operands(self, operands: tuple[Expr, ...]) -> Call:
        """Call the same function with other arguments."""
        return Call(self.name, operands)


class AnyAll(Expr, eq=False):
    """``Collection/any(x: body)`` or ``/all``; without variable and body for ``/any()``."""

    op: Final[LambdaOp]
    path: Final[Path]
    variable: Final[str | None] = None
    body: Final[Expr | None] = None

    @property
    def operands(self) -> tuple[Expr, ...]:
        """The collection, and the condition where there is one."""
        return (self.path,) if self.body is None else (self.path, self.body)

    def with_operands(self, operands: tuple[Expr, ...]) -> AnyAll:
        """Ask another collection, with another condition."""
        path: Any = operands[0]
        return AnyAll(self.op, path, self.variable, *operands[1:])


class Raw(Expr, eq=False):
    """Filter text that nobody has checked; it goes out as it is, in parentheses where it stands beside others."""

    text: Final[str]

    def __repr__(self) -> str:
        return f"Raw({self.text!r})"


@attrs.frozen
class OrderBy:
    """One term of ``$orderby``."""

    path: Path
    descending: bool = False

    def __str__(self) -> str:
        return "/".join(self.path.parts) + (" desc" if self.descending else "")


Node: TypeAlias = Path | Literal | Binary | Unary | Call | AnyAll | Raw


def _refuse(other: object, sign: str) -> NoReturn:
    raise TypeError(
        f"`{sign}` combines two query expressions, not an expression and {type(other).__name__}: "
        f"put each comparison in parentheses, as in `(A == 1) {sign} (B == 2)`, "
        "and write a yes/no field as `field.is_(True)`"
    )


def chain(op: BinaryOp, terms: Iterable[Expr]) -> Expr:
    """Put terms, one at least, together by one operator, as ``Expr.terms`` takes them apart."""
    return reduce(partial(Binary, op), terms)


def _shape(root: Expr) -> Iterator[object]:
    """Give what a tree is made of, in prefix order."""
    for node in root.walk():
        yield type(node)
        match node:
            case Path(parts):
                yield parts
            case Literal(value, edm):  # where a date-time came from is not part of it
                yield edm
                yield "NaN" if value != value else value  # noqa: PLR0124 - NaN must equal itself here
            case Binary(op) | Unary(op):
                yield op
            case Call(name, args):
                yield name
                yield len(args)
            case AnyAll(op, _, variable, body):
                yield op
                yield variable
                yield body is None
            case Raw(text):
                yield text
            case _:  # pragma: no cover - the nodes above are all there are
                raise AssertionError(node)
