"""Writes trees as OData v3 text that reads back as the same tree; it never URL-encodes."""

from __future__ import annotations

from typing import Final

from billit_async.odata.ast import PRECEDENCE, AnyAll, Binary, BinaryOp, Call, Expr, Literal, Path, Raw, Unary
from billit_async.odata.literals import WRITERS, write_literal

__all__ = ["render"]

_COMPARISON: Final = PRECEDENCE["eq"]


def render(expr: Expr) -> str:
    """Write an expression as ``$filter`` text.

    Parentheses go where the grammar needs them, and also where readers (and other parsers) are often wrong:
    under ``not``, between ``and`` and ``or``, and around a comparison inside a comparison.

    Args:
        expr: Any expression.

    Returns:
        The text, not URL-encoded; ``parse_filter`` gives an equal tree back unless there are ``Raw`` parts.

    Source: OData v3 URL conventions, section 5.1.2.
    """
    # From right to left, since a chain of `and` or `or` leans to the left: what remains of it is one node at a time.
    # And a list instead of recursion: an in-list of thousands of terms is a tree thousands deep.
    out: list[str] = []
    stack: list[Expr | str] = [expr]
    while stack:
        item = stack.pop()
        while type(item) is Binary:
            op, left, right = item.op, item.left, item.right
            if type(right) is Literal and type(left) is Path:
                # Most of what there is: nothing in it can need parentheses.
                out.append(f"{'/'.join(left.parts)} {op} {WRITERS[right.edm](right.value)}")
                break
            if left.op in _LEFT[op] if type(left) is Binary else _wraps(op, left):
                stack += ("(", left, ")")
            else:
                stack.append(left)
            if right.op in _RIGHT[op] if type(right) is Binary else _wraps(op, right):
                out.append(")")
                stack.append(f" {op} (")
            else:
                stack.append(f" {op} ")
            item = right
        else:
            if isinstance(item, str):
                out.append(item)
            else:
                _write(item, out, stack)
    out.reverse()
    return "".join(out)


def _write(item: Expr, out: list[str], stack: list[Expr | str]) -> None:
    if type(item) is Path:
        out.append("/".join(item.parts))
    elif type(item) is Literal:
        out.append(write_literal(item))
    elif type(item) is Raw:
        out.append(item.text)
    elif type(item) is Call:
        stack.append(f"{item.name}(")
        for position, arg in enumerate(item.args):
            stack += (",", arg) if position else (arg,)
        stack.append(")")
    elif type(item) is Unary:
        # Always: `not` binds tighter than any comparison, and a sign before a number becomes part of it.
        stack += ("not (" if item.op == "not" else "-(", item.operand, ")")
    elif type(item) is AnyAll:
        start = f"{'/'.join(item.path.parts)}/{item.op}("
        stack += (start, ")") if item.body is None else (f"{start}{item.variable}: ", item.body, ")")
    else:  # pragma: no cover - the nodes above are all there are
        raise AssertionError(item)


def _wraps(op: BinaryOp, child: Expr) -> bool:
    if type(child) is Unary:
        # `not A eq B` means `(not A) eq B`, which nobody expects.
        return child.op == "not" and PRECEDENCE[op] >= _COMPARISON
    return type(child) is Raw


def _wrapped(outer: BinaryOp, *, is_right: bool) -> frozenset[BinaryOp]:
    def needs(inner: BinaryOp) -> bool:
        if PRECEDENCE[outer] == PRECEDENCE[inner]:
            # Left-associative: the same level repeats on the left only. A chained comparison is legal and a riddle.
            return is_right or PRECEDENCE[outer] == _COMPARISON
        # `a and b or c` is legal too, and misread.
        return PRECEDENCE[inner] < PRECEDENCE[outer] or (outer == "or" and inner == "and")

    return frozenset(inner for inner in PRECEDENCE if needs(inner))


_LEFT: Final = {op: _wrapped(op, is_right=False) for op in PRECEDENCE}
_RIGHT: Final = {op: _wrapped(op, is_right=True) for op in PRECEDENCE}
