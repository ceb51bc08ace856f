"""Reads OData v3 ``$filter`` and ``$orderby`` text into trees, as Microsoft's parser does; it never checks a model.

There is no recursion: nesting is kept on a list, so hostile text ends in ``ODataSyntaxError`` and nothing else.
"""

from __future__ import annotations

from typing import Final, TypeAlias, cast
from typing import Literal as OneOf

import attrs

from billit_async.errors import ODataSyntaxError
from billit_async.odata.ast import (
    PRECEDENCE,
    AnyAll,
    Binary,
    BinaryOp,
    Call,
    Expr,
    LambdaOp,
    Literal,
    OrderBy,
    Path,
    Unary,
    UnaryOp,
)
from billit_async.odata.functions import call_problem
from billit_async.odata.lexer import NUMERIC, Kind, Lexer
from billit_async.odata.literals import read_literal
from billit_async.odata.pasted import miswritten, readings

__all__ = ["parse_filter", "parse_orderby"]

# Microsoft counts every step down its grammar; a parenthesis, argument list or lambda costs seven of 800.
_DEPTH_LIMIT: Final = 800
_DEPTH_PER_NESTING: Final = 7

_COMPARING: Final = frozenset(PRECEDENCE[op] for op in ("eq", "ne", "gt", "ge", "lt", "le"))

_Opened: TypeAlias = OneOf["root", "paren", "call", "lambda"]


@attrs.define
class _Frame:
    """One open nesting: its operands and operators so far, and what to build when it closes."""

    opened: _Opened
    name: str = ""
    path: Path | None = None
    args: list[Expr] = attrs.field(factory=list[Expr])
    operands: list[Expr] = attrs.field(factory=list[Expr])
    operators: list[BinaryOp] = attrs.field(factory=list[BinaryOp])
    prefixes: list[UnaryOp] = attrs.field(factory=list[UnaryOp])

    def take(self, operand: Expr) -> None:
        """Add an operand; ``not`` and ``-`` before it bind at once, tighter than any binary operator."""
        while self.prefixes:
            operand = Unary(self.prefixes.pop(), operand)
        self.operands.append(operand)

    def reduce(self, floor: int) -> None:
        """Combine what binds at least as tightly as ``floor``, leftmost first."""
        while self.operators and PRECEDENCE[self.operators[-1]] >= floor:
            right = self.operands.pop()
            self.operands[-1] = Binary(self.operators.pop(), self.operands[-1], right)


def parse_filter(text: str, *, strict: bool = False) -> Expr:
    """Read a ``$filter`` value.

    What does not read as it stands is read as people paste it, where there is one reading: as it stands in an address
    (``OrderType+eq+'Invoice'``, ``%27``, ``?$filter=``), with double or typographic quotes, with the entities of a web
    page, with ``AND`` or ``=``. A valid filter is never changed.

    Args:
        text: The value.
        strict: Read what Microsoft's parser reads and nothing else: the value after URL decoding.

    Returns:
        The tree.

    Raises:
        ODataSyntaxError: the text is not an OData v3 expression, calls a function that v3 does not have, nests
            deeper than Microsoft's limit, or can be meant in several ways; its ``meant`` and its message show them.

    Source: docs pages "odata" and "status-of-export"; OData v3 URL conventions, section 5.1.2.
    """
    try:
        tree = _filter(text)
    except ODataSyntaxError as error:
        if strict:
            raise
        return _filter(corrected(text, error))
    if strict or not (doubt := misread(text)):
        return tree
    try:
        return _filter(corrected(text, doubt))
    except ODataSyntaxError as shown:
        if shown.meant:
            raise
        return tree


def misread(text: str) -> ODataSyntaxError | None:
    """Tell what is wrong with a text that reads but is not meant so: ``False`` is the name of no column of Billit."""
    if (found := miswritten(text)) is None:
        return None
    word, position = found
    return ODataSyntaxError(
        f"Could not find a property named '{word}' at position {position} in '{text}'.", text, position
    )


def corrected(text: str, error: ODataSyntaxError, option: OneOf["filter", "orderby"] = "filter") -> str:
    """Put a pasted text right.

    Args:
        text: What does not read as it stands.
        error: How it was refused.
        option: What it is to be.

    Returns:
        The one text that it can mean.

    Raises:
        ODataSyntaxError: the same, or one that shows what may be meant.
    """
    read: dict[object, str] = {}
    texts, is_part = readings(text, option)
    for one in texts:
        try:
            tree = _filter(one) if option == "filter" else _order(one)
        except ODataSyntaxError:
            continue
        if not isinstance(tree, Path | Literal) and not (isinstance(tree, Expr) and _is_chained(tree)):
            read.setdefault(tree, one)
    meant = tuple(read.values())
    if len(meant) == 1 and not is_part:
        return meant[0]
    if not meant:
        raise error
    shown = " or ".join(f"{one!r}" if "'" not in one else f'"{one}"' for one in meant)
    hint = (
        f" It is a whole query, of which this would be the ${option}: {shown}; pass the others on their own."
        if is_part
        else f" It can be meant as {shown}: write the one that is."
    )
    raise ODataSyntaxError(str(error) + hint, error.text, error.position, meant) from None


def _is_chained(tree: Expr) -> bool:
    """Whether a comparison is compared once more, as in ``filter eq Paid eq true``, which nobody writes and means."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Binary):
            is_comparison = PRECEDENCE[node.op] in _COMPARING
            if is_comparison and isinstance(node.left, Binary) and PRECEDENCE[node.left.op] in _COMPARING:
                return True
            waiting += (node.left, node.right)
        elif isinstance(node, Unary):
            waiting.append(node.operand)
    return False


def _filter(text: str) -> Expr:
    parser = _Parser(text)
    tree = parser.expression()
    if not parser.lexer.at(Kind.END):
        raise parser.lexer.unexpected()
    return tree


def parse_orderby(text: str, *, strict: bool = False) -> tuple[OrderBy, ...]:
    """Read an ``$orderby`` value, as it was pasted where there is one reading; see ``parse_filter``.

    Args:
        text: The value: ``OrderDate desc,OrderID``.
        strict: Read what Microsoft's parser reads and nothing else.

    Returns:
        The terms in order.

    Raises:
        ODataSyntaxError: the text cannot be read, or orders by something other than a property.

    Source: docs page "odata"; OData v3 URL conventions, section 5.1.3.
    """
    try:
        return _order(text)
    except ODataSyntaxError as error:
        if strict:
            raise
        return _order(corrected(text, error, "orderby"))


def _order(text: str) -> tuple[OrderBy, ...]:
    parser = _Parser(text)
    lexer = parser.lexer
    terms: list[OrderBy] = []
    while True:
        target = parser.expression()
        descending = lexer.is_word("desc")
        if descending or lexer.is_word("asc"):
            lexer.advance()
        if not isinstance(target, Path):
            raise ODataSyntaxError(
                "Only ordering by properties is supported for non-primitive collections. "
                "Expressions are not supported.",
                text,
            )
        terms.append(OrderBy(target, descending))
        if not lexer.at(Kind.COMMA):
            break
        lexer.advance()
    if not lexer.at(Kind.END):
        raise lexer.unexpected()
    return tuple(terms)


class _Parser:
    __slots__ = ("frames", "lexer", "variables")

    def __init__(self, text: str) -> None:
        self.lexer = Lexer(text)
        self.frames: list[_Frame] = []
        self.variables = {"$it"}

    def expression(self) -> Expr:
        """Read one whole expression and stop at the first token that cannot continue it."""
        self._open(_Frame("root"))
        while True:
            operand = self._operand()
            while operand is not None:
                self.frames[-1].take(operand)
                if self._operator():
                    break
                operand, finished = self._close()
                if finished:
                    return operand  # type: ignore[return-value] # finished always comes with a tree

    def _open(self, frame: _Frame) -> None:
        self.frames.append(frame)
        self._check_depth()

    def _check_depth(self) -> None:
        depth = len(self.frames) * _DEPTH_PER_NESTING + sum(len(frame.prefixes) for frame in self.frames)
        if depth > _DEPTH_LIMIT:
            raise ODataSyntaxError("Recursion depth exceeded allowed limit.", self.lexer.text, self.lexer.start)

    def _operand(self) -> Expr | None:
        """Read up to the next complete operand; None when a nesting opened instead."""
        lexer = self.lexer
        self._prefixes()
        if lexer.at(Kind.LITERAL):
            return self._literal()
        if lexer.at(Kind.OPEN):
            lexer.advance()
            self._open(_Frame("paren"))
            return None
        if lexer.at(Kind.IDENTIFIER):
            return self._named()
        raise lexer.fail("Expression expected")

    def _prefixes(self) -> None:
        lexer = self.lexer
        while lexer.at(Kind.MINUS) or lexer.is_word("not"):
            sign: UnaryOp = "-" if lexer.at(Kind.MINUS) else "not"
            at = lexer.start
            lexer.advance()
            if sign == "-" and lexer.edm in NUMERIC:
                # Also when the number has a sign already: `- -5` becomes the literal `--5`, which does not read.
                lexer.negate(at)
                return
            self.frames[-1].prefixes.append(sign)
            self._check_depth()

    def _literal(self) -> Literal:
        lexer = self.lexer
        if lexer.edm is None:  # pragma: no cover - literal tokens carry their type
            raise lexer.unexpected()
        literal = read_literal(lexer.edm, lexer.token)
        if literal is None:
            raise ODataSyntaxError(
                f"Unrecognized '{lexer.edm}' literal '{lexer.token}' at '{lexer.start}' in '{lexer.text}'.",
                lexer.text,
                lexer.start,
            )
        lexer.advance()
        self._refuse_slash()
        return literal

    def _refuse_slash(self) -> None:
        # Microsoft reads a path after any operand and refuses it when it binds names; a tree cannot hold one.
        if self.lexer.at(Kind.SLASH):
            raise self.lexer.unexpected()

    def _named(self) -> Expr | None:
        """Read a path, the start of a function call, or the start of ``any``/``all``."""
        lexer = self.lexer
        parts: list[str] = []
        while True:
            name, end = self._dotted_name()
            if lexer.at(Kind.OPEN) and lexer.start == end:
                return self._start_call("/".join((*parts, name)))
            parts.append(name)
            if not lexer.at(Kind.SLASH):
                return Path(tuple(parts))
            lexer.advance()
            if lexer.is_word("any") or lexer.is_word("all"):
                return self._start_lambda(Path(tuple(parts)))
            if not lexer.at(Kind.IDENTIFIER):
                raise lexer.unexpected()

    def _dotted_name(self) -> tuple[str, int]:
        lexer = self.lexer
        name, end = lexer.token, lexer.end
        lexer.advance()
        while lexer.at(Kind.DOT):
            lexer.advance()
            if not lexer.at(Kind.IDENTIFIER):
                raise lexer.unexpected()
            name, end = f"{name}.{lexer.token}", lexer.end
            lexer.advance()
        return name, end

    def _start_call(self, name: str) -> Expr | None:
        self.lexer.advance()
        if self.lexer.at(Kind.CLOSE):
            return self._finish_call(name, [])
        self._open(_Frame("call", name=name))
        return None

    def _finish_call(self, name: str, args: list[Expr]) -> Expr:
        problem = call_problem(name, len(args))
        if problem is not None:
            raise ODataSyntaxError(problem, self.lexer.text)
        self.lexer.advance()
        self._refuse_slash()
        return Call(name, tuple(args))

    def _start_lambda(self, path: Path) -> Expr | None:
        lexer = self.lexer
        op = cast("LambdaOp", lexer.token)
        lexer.advance()
        if not lexer.at(Kind.OPEN):
            raise lexer.fail("'(' expected")
        lexer.advance()
        if lexer.at(Kind.CLOSE):
            lexer.advance()
            self._refuse_slash()
            return AnyAll(op, path)
        if not lexer.at(Kind.IDENTIFIER):
            raise ODataSyntaxError(f"An identifier was expected at position {lexer.start}.", lexer.text, lexer.start)
        variable = lexer.token
        if variable in self.variables:
            raise ODataSyntaxError(f"The range variable '{variable}' has already been declared.", lexer.text)
        lexer.advance()
        if not lexer.at(Kind.COLON):
            raise lexer.unexpected()
        lexer.advance()
        self.variables.add(variable)
        self._open(_Frame("lambda", name=f"{op} {variable}", path=path))
        return None

    def _operator(self) -> bool:
        """Take a binary operator when one follows."""
        lexer = self.lexer
        if not lexer.at(Kind.IDENTIFIER) or lexer.token not in PRECEDENCE:
            return False
        op = lexer.token
        frame = self.frames[-1]
        frame.reduce(PRECEDENCE[op])
        frame.operators.append(op)
        lexer.advance()
        return True

    def _close(self) -> tuple[Expr | None, bool]:
        """End the innermost expression.

        Returns:
            The operand it makes (None when another argument follows), and whether it was the outermost.
        """
        lexer = self.lexer
        frame = self.frames[-1]
        frame.reduce(0)
        tree = frame.operands.pop()
        match frame.opened:
            case "root":
                self.frames.pop()
                return tree, True
            case "paren":
                if not lexer.at(Kind.CLOSE):
                    raise lexer.fail("')' or operator expected")
                self.frames.pop()
                lexer.advance()
                self._refuse_slash()
                return tree, False
            case "call":
                frame.args.append(tree)
                if lexer.at(Kind.COMMA):
                    lexer.advance()
                    return None, False
                if not lexer.at(Kind.CLOSE):
                    raise lexer.fail("')' or ',' expected")
                self.frames.pop()
                return self._finish_call(frame.name, frame.args), False
            case _:
                if not lexer.at(Kind.CLOSE):
                    raise lexer.fail("')' or ',' expected")
                self.frames.pop()
                lexer.advance()
                self._refuse_slash()
                op, _, variable = frame.name.partition(" ")
                self.variables.discard(variable)
                return AnyAll(cast("LambdaOp", op), cast("Path", frame.path), variable, tree), False
