"""The emulator's own parser of ``$filter`` and ``$orderby``: precedence climbing onto the shared syntax tree.

Written apart from the SDK's parser, so that a mistake in one shows as a difference between the two. It knows neither
columns nor types of columns.
"""

from __future__ import annotations

from typing import Final, cast

from billit_async.emulator.odata.lexer import SyntaxRefusal, Token, tokens_of
from billit_async.emulator.odata.literals import EDM_OF, value_of
from billit_async.emulator.odata.trampoline import Recursion, run_recursion
from billit_async.odata.ast import AnyAll, Binary, BinaryOp, Call, Expr, LambdaOp, OrderBy, Path, Unary, UnaryOp

__all__ = ["SyntaxRefusal", "read_filter", "read_orderby"]

_LEVELS: Final = (("or",), ("and",), ("eq", "ne", "gt", "ge", "lt", "le"), ("add", "sub"), ("mul", "div", "mod"))
_LEVEL_OF: Final = {word: level for level, words in enumerate(_LEVELS) for word in words}
_SIGNED: Final = frozenset({"int32", "int64", "single", "double", "decimal"})
_MAX_DEPTH: Final = 800
_DEPTH_OF_AN_EXPRESSION: Final = 7
"""Microsoft's recursive descent takes seven steps from an expression down to the parenthesis inside it."""

_STRING: Final = "Edm.String"
_INT: Final = "Edm.Int32"
_POINT_IN_TIME: Final = (("Edm.DateTime",), ("Edm.DateTimeOffset",))
_TIME_OF_DAY: Final = (*_POINT_IN_TIME, ("Edm.Time",))
_FRACTION: Final = (("Edm.Double",), ("Edm.Decimal",))
_GEO: Final = ("Edm.Geography", "Edm.Geometry")
_FUNCTIONS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    **dict.fromkeys(("length", "tolower", "toupper", "trim"), ((_STRING,),)),
    **dict.fromkeys(("substringof", "startswith", "endswith", "indexof", "concat"), ((_STRING, _STRING),)),
    "substring": ((_STRING, _INT), (_STRING, _INT, _INT)),
    "replace": ((_STRING, _STRING, _STRING),),
    **dict.fromkeys(("year", "month", "day"), _POINT_IN_TIME),
    **dict.fromkeys(("hour", "minute", "second"), _TIME_OF_DAY),
    **dict.fromkeys(("round", "floor", "ceiling"), _FRACTION),
    **dict.fromkeys(("isof", "cast"), ((_STRING,), ("any", _STRING))),
    "geo.distance": tuple((f"{kind}Point", f"{kind}Point") for kind in _GEO),
    "geo.intersects": tuple((f"{kind}Point", f"{kind}Polygon") for kind in _GEO),
    "geo.length": tuple((f"{kind}LineString",) for kind in _GEO),
}


def read_filter(text: str) -> Expr:
    """Read a ``$filter``.

    Args:
        text: The value after URL decoding.

    Returns:
        The tree.

    Raises:
        SyntaxRefusal: it is not OData v3, or nests too deep.

    Source: OData v3 URL conventions, section 5.1.2.
    """
    reader = _Reader(text)
    tree = run_recursion(reader.expression())
    reader.finish()
    return tree


def read_orderby(text: str) -> tuple[OrderBy, ...]:
    """Read an ``$orderby``.

    Args:
        text: The value after URL decoding.

    Returns:
        Its terms.

    Raises:
        SyntaxRefusal: it is not OData v3, or sorts by more than a property.

    Source: OData v3 URL conventions, section 5.1.3.
    """
    reader = _Reader(text)
    terms: list[OrderBy] = []
    while True:
        tree = run_recursion(reader.expression())
        word = reader.now.text if reader.now.kind == "name" else ""
        if word in {"asc", "desc"}:
            reader.move()
        if not isinstance(tree, Path):
            raise SyntaxRefusal(
                "Only ordering by properties is supported for non-primitive collections. Expressions are not supported."
            )
        terms.append(OrderBy(tree, word == "desc"))
        if not reader.takes(","):
            reader.finish()
            return tuple(terms)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens_of(text)
        self._next = 0
        self._depth = 0
        self._variables = ["$it"]
        self.now = Token("end", "", 0, 0)
        self.move()

    def move(self) -> Token:
        """Go to the next token, and return the one that was current."""
        left = self.now
        self.now = self._tokens[self._next]
        if self.now.kind == "broken":
            raise SyntaxRefusal(self.now.text)
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return left

    def takes(self, mark: str) -> bool:
        """Go past a mark when it is the current token."""
        if self.now.kind != "mark" or self.now.text != mark:
            return False
        self.move()
        return True

    def finish(self) -> None:
        """Refuse whatever is left."""
        if self.now.kind != "end":
            raise self._misplaced()

    def expression(self, lowest: int = 0) -> Recursion[Expr]:
        """Read operands as long as the operators between them bind at least this tightly.

        Args:
            lowest: Index into the levels of operators.
        """
        if lowest == 0:
            self._go_down(_DEPTH_OF_AN_EXPRESSION)
        left: Expr = yield self._operand()
        while self.now.kind == "name" and (level := _LEVEL_OF.get(self.now.text, -1)) >= lowest:
            op = cast("BinaryOp", self.move().text)
            right: Expr = yield self.expression(level + 1)
            left = Binary(op, left, right)
        if lowest == 0:
            self._depth -= _DEPTH_OF_AN_EXPRESSION
        return left

    def _operand(self) -> Recursion[Expr]:
        prefixes: list[UnaryOp] = []
        while self.now.kind == "minus" or (self.now.kind == "name" and self.now.text == "not"):
            prefix = self.move()
            if prefix.kind == "minus" and self.now.kind in _SIGNED:
                # The sign becomes part of the number, even of one that has a sign: `- -5` is then unreadable.
                self.now = Token(self.now.kind, f"-{self.now.text}", prefix.start, self.now.end)
                break
            prefixes.append("-" if prefix.kind == "minus" else "not")
            self._go_down(1)
        operand: Expr = yield self._primary()
        self._depth -= len(prefixes)
        for op in reversed(prefixes):
            operand = Unary(op, operand)
        return operand

    def _primary(self) -> Recursion[Expr]:
        if self.now.kind in EDM_OF:
            tree: Expr = self._literal()
        elif self.takes("("):
            tree = yield self.expression()
            if not self.takes(")"):
                raise self._complaint("')' or operator expected")
        elif self.now.kind == "name":
            tree = yield self._named()
        else:
            raise self._complaint("Expression expected")
        if not isinstance(tree, Path) and self.now.kind == "mark" and self.now.text == "/":
            raise self._misplaced()
        return tree

    def _literal(self) -> Expr:
        token, edm = self.now, EDM_OF[self.now.kind]
        literal = value_of(edm, token.text)
        if literal is None:
            raise SyntaxRefusal(f"Unrecognized '{edm}' literal '{token.text}' at '{token.start}' in '{self._text}'.")
        self.move()
        return literal

    def _named(self) -> Recursion[Expr]:
        """A path, or a call or lambda at the end of one."""
        parts: list[str] = []
        while True:
            last = self.move()
            name, end = last.text, last.end
            while self.takes("."):
                last = self._name()
                name, end = f"{name}.{last.text}", last.end
            if self.now.kind == "mark" and self.now.text == "(" and self.now.start == end:
                call: Expr = yield self._call("/".join([*parts, name]))
                return call
            parts.append(name)
            if not self.takes("/"):
                return Path(tuple(parts))
            if self.now.kind != "name":
                raise self._misplaced()
            if self.now.text in {"any", "all"}:
                collection: Expr = yield self._lambda(cast("LambdaOp", self.move().text), Path(tuple(parts)))
                return collection

    def _name(self) -> Token:
        if self.now.kind != "name":
            raise self._misplaced()
        return self.move()

    def _call(self, name: str) -> Recursion[Expr]:
        self.move()
        arguments: list[Expr] = []
        closes = self.now.kind == "mark" and self.now.text == ")"
        while not closes:
            argument: Expr = yield self.expression()
            arguments.append(argument)
            closes = self.now.kind == "mark" and self.now.text == ")"
            if not closes and not self.takes(","):
                raise self._complaint("')' or ',' expected")
        _check_call(name, len(arguments))
        self.move()
        return Call(name, tuple(arguments))

    def _lambda(self, op: LambdaOp, collection: Path) -> Recursion[Expr]:
        if not self.takes("("):
            raise self._complaint("'(' expected")
        if self.takes(")"):
            return AnyAll(op, collection)
        if self.now.kind != "name":
            raise SyntaxRefusal(f"An identifier was expected at position {self.now.start}.")
        variable = self.now.text
        if variable in self._variables:
            raise SyntaxRefusal(f"The range variable '{variable}' has already been declared.")
        self.move()
        if not self.takes(":"):
            raise self._misplaced()
        self._variables.append(variable)
        body: Expr = yield self.expression()
        if not self.takes(")"):
            raise self._complaint("')' or ',' expected")
        self._variables.remove(variable)
        return AnyAll(op, collection, variable, body)

    def _go_down(self, steps: int) -> None:
        self._depth += steps
        if self._depth > _MAX_DEPTH:
            raise SyntaxRefusal("Recursion depth exceeded allowed limit.")

    def _complaint(self, text: str) -> SyntaxRefusal:
        return SyntaxRefusal(f"{text} at position {self.now.start} in '{self._text}'.")

    def _misplaced(self) -> SyntaxRefusal:
        # Microsoft names the place behind the token that it did not expect.
        return SyntaxRefusal(f"Syntax error at position {self.now.end} in '{self._text}'.")


def _check_call(name: str, count: int) -> None:
    signatures = _FUNCTIONS.get(name)
    if signatures is None:
        raise SyntaxRefusal(
            f"An unknown function with name '{name}' was found. "
            "This may also be a key lookup on a navigation property, which is not allowed."
        )
    if count not in {len(signature) for signature in signatures}:
        raise unmatched(name)


def unmatched(name: str) -> SyntaxRefusal:
    """The refusal of arguments that a function does not take, with the signatures it has."""
    signatures = "; ".join(f"{name}({', '.join(signature)})" for signature in _FUNCTIONS[name])
    return SyntaxRefusal(
        f"No function signature for the function with name '{name}' matches the specified arguments. "
        f"The function signatures considered are: {signatures}."
    )
