"""Writes trees as OData v3 text that reads back as the same tree; it never URL-encodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from billit_async.odata.ast import PRECEDENCE, AnyAll, Binary, BinaryOp, Call, Expr, Literal, Path, Raw, Unary
from billit_async.odata.literals import write_literal

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    out: list[str] = []
    # A list instead of recursion: an in-list of thousands of terms is a tree thousands deep.
    stack: list[Expr | str] = [expr]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            out.append(item)
        elif isinstance(item, Binary):
            op, left, right = item.op, item.left, item.right
            if isinstance(left, Path) and isinstance(right, Literal):
                # Most of what there is: nothing in it can need parentheses.
                out.append(f"{'/'.join(left.parts)} {op} {write_literal(right)}")
                continue
            _push(stack, item.right, wrap=_wraps(op, item.right, is_right=True))
            stack.append(f" {op} ")
            _push(stack, item.left, wrap=_wraps(op, item.left, is_right=False))
        elif isinstance(item, Path):
            out.append("/".join(item.parts))
        elif isinstance(item, Literal):
            out.append(write_literal(item))
        elif isinstance(item, Raw):
            out.append(item.text)
        else:
            stack += reversed(list(_pieces(item)))
    return "".join(out)


def _push(stack: list[Expr | str], item: Expr, *, wrap: bool) -> None:
    if wrap:
        stack += (")", item, "(")
    else:
        stack.append(item)


def _wraps(op: BinaryOp, child: Expr, *, is_right: bool) -> bool:
    if isinstance(child, Binary):
        outer, inner = PRECEDENCE[op], PRECEDENCE[child.op]
        if outer == inner:
            # Left-associative: the same level repeats on the left only. A chained comparison is legal and a riddle.
            return is_right or outer == _COMPARISON
        # `a and b or c` is legal too, and misread.
        return inner < outer or (op == "or" and child.op == "and")
    if isinstance(child, Unary):
        # `not A eq B` means `(not A) eq B`, which nobody expects.
        return child.op == "not" and PRECEDENCE[op] >= _COMPARISON
    return isinstance(child, Raw)


def _pieces(node: Expr) -> Iterator[Expr | str]:
    match node:
        case Unary(op, operand):
            # Always: `not` binds tighter than any comparison, and a sign before a number becomes part of it.
            yield "not (" if op == "not" else "-("
            yield operand
            yield ")"
        case Call(name, args):
            yield f"{name}("
            for position, arg in enumerate(args):
                if position:
                    yield ","
                yield arg
            yield ")"
        case AnyAll(op, path, variable, body):
            yield f"{'/'.join(path.parts)}/{op}("
            if body is not None:
                yield f"{variable}: "
                yield body
            yield ")"
        case _:  # pragma: no cover - the nodes above are all there are
            raise AssertionError(node)
