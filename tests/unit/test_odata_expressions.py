"""Expressions: combining, comparing, hashing, writing, and the traps of Python's own `and`, `or` and `not`."""

from __future__ import annotations

import copy
import pickle

import attrs
import pytest

from billit_async.odata import (
    AnyAll,
    Binary,
    Call,
    Edm,
    Expr,
    Literal,
    OrderBy,
    Path,
    Raw,
    Unary,
    parse_filter,
    raw_filter,
    render,
)
from billit_async.odata.ast import chain

A, B, C = (Path((name,)) for name in "ABC")
ONE = Literal(1, Edm.INT32)
A1, B1, C1 = (Binary("eq", column, ONE) for column in (A, B, C))


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        ((A1 & B1) | C1, "(A eq 1 and B eq 1) or C eq 1"),
        (A1 & (B1 | C1), "A eq 1 and (B eq 1 or C eq 1)"),
        (A1 | (B1 & C1), "A eq 1 or (B eq 1 and C eq 1)"),
        (A1 & B1 & C1, "A eq 1 and B eq 1 and C eq 1"),
        (A1 & (B1 & C1), "A eq 1 and (B eq 1 and C eq 1)"),
        (A1 | B1 | C1, "A eq 1 or B eq 1 or C eq 1"),
        (A1 | (B1 | C1), "A eq 1 or (B eq 1 or C eq 1)"),
        (~A1, "not (A eq 1)"),
        (~(A1 & B1), "not (A eq 1 and B eq 1)"),
        (~A1 & B1, "not (A eq 1) and B eq 1"),
        (~A, "not (A)"),
        (~~A, "not (not (A))"),
        (Binary("eq", ~A, ONE), "(not (A)) eq 1"),
        (Binary("eq", A1, B1), "(A eq 1) eq (B eq 1)"),
        (Binary("lt", Binary("lt", A, B), C), "(A lt B) lt C"),
        (Binary("sub", A, Binary("sub", B, C)), "A sub (B sub C)"),
        (Binary("sub", Binary("sub", A, B), C), "A sub B sub C"),
        (Binary("mul", Binary("add", A, B), C), "(A add B) mul C"),
        (Binary("add", A, Binary("mul", B, C)), "A add B mul C"),
        (Binary("div", A, Binary("mul", B, C)), "A div (B mul C)"),
        (Binary("gt", Binary("add", A, B), C), "A add B gt C"),
        (Binary("mul", Unary("-", A), B), "-(A) mul B"),
        (Unary("-", Literal(-5, Edm.INT32)), "-(-5)"),
        (Unary("-", Binary("add", A, B)), "-(A add B)"),
        (Call("concat", (A, Binary("add", B, C))), "concat(A,B add C)"),
        (AnyAll("any", A), "A/any()"),
        (AnyAll("all", A, "x", Binary("or", A1, B1)), "A/all(x: A eq 1 or B eq 1)"),
        (~AnyAll("any", A), "not (A/any())"),
        (Raw("x eq 1 or y eq 2"), "x eq 1 or y eq 2"),
        (A1 & Raw("x or y"), "A eq 1 and (x or y)"),
        (Raw("x or y") & A1, "(x or y) and A eq 1"),
        (~Raw("x"), "not (x)"),
        (Binary("eq", Raw("x"), ONE), "(x) eq 1"),
    ],
    ids=str,
)
def test_parentheses_stand_where_the_grammar_or_the_reader_needs_them(tree: Expr, text: str) -> None:
    assert render(tree) == str(tree) == text


def test_an_expression_has_no_truth_value() -> None:
    for mistake in (lambda: A1 and B1, lambda: A1 or B1, lambda: not A1, lambda: bool(A1)):
        with pytest.raises(TypeError, match="combine with `&`"):
            mistake()


@pytest.mark.parametrize("other", [True, False, None, 1, "B eq 1"])
def test_only_expressions_combine(other: object) -> None:
    with pytest.raises(TypeError, match=r"put each comparison in parentheses"):
        _ = A1 & other  # type: ignore[operator]
    with pytest.raises(TypeError, match=r"put each comparison in parentheses"):
        _ = A1 | other  # type: ignore[operator]


def test_expressions_compare_and_hash_by_structure() -> None:
    again = parse_filter("A eq 1")
    assert again == A1
    assert hash(A1) == hash(again)
    assert not again != A1  # noqa: SIM202  (what `!=` says is the point)
    assert A1 != B1
    assert A1 != "A eq 1"
    same = A1
    assert same == A1
    assert A1 != B1
    assert A1 != "A eq 1"
    assert len({A1, again, B1, A1 & B1, A1 | B1}) == 4
    assert Literal(1, Edm.INT32) != Literal(1, Edm.INT64)
    assert Literal(value=True, edm=Edm.BOOLEAN) != ONE
    assert Literal(float("nan"), Edm.DOUBLE) == Literal(float("nan"), Edm.DOUBLE)
    assert Call("length", (A,)) != Call("length", (A, B))
    assert AnyAll("any", A) != AnyAll("all", A)
    assert AnyAll("any", A, "x", B) == AnyAll("any", A, "x", B)
    assert Unary("not", A) != Unary("-", A)
    assert Raw("x") != Raw("y")


def test_expressions_cannot_be_changed() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        A1.op = "ne"  # type: ignore[misc]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del A1.op  # type: ignore[misc]


def test_expressions_survive_copy_and_pickle() -> None:
    tree = ~(A1 & B1) | Raw("x")
    assert copy.deepcopy(tree) == tree
    assert pickle.loads(pickle.dumps(tree)) == tree


def test_the_repr_of_an_expression_makes_it_again() -> None:
    assert repr(A1 | B1) == "Expr.parse('A eq 1 or B eq 1')"
    assert eval(repr(A1 | B1)) == (A1 | B1)  # noqa: S307 - our own text
    assert repr(Raw("x")) == "Raw('x')"
    assert str(OrderBy(Path(("A", "B")), descending=True)) == "A/B desc"


def test_a_chain_of_thousands_writes_compares_and_hashes() -> None:
    tree: Expr = A1
    for _ in range(20_000):
        tree = tree | A1
    other: Expr = A1
    for _ in range(20_000):
        other = other | A1
    assert tree == other
    assert hash(tree) == hash(other)
    assert render(tree).count(" or ") == 20_000


def test_raw_text_must_be_text() -> None:
    assert raw_filter("A eq 1") == Raw("A eq 1")
    with pytest.raises(ValueError, match="blank"):
        raw_filter("  ")
    with pytest.raises(TypeError, match="not int"):
        raw_filter(5)  # type: ignore[arg-type]


def test_an_expression_is_walked_from_left_to_right_each_node_before_its_operands() -> None:
    tree = parse_filter("A eq 1 and Lines/any(x: x/B eq substring('c',-(D)))")
    columns = ["/".join(node.parts) for node in tree.walk() if isinstance(node, Path)]
    assert columns == ["A", "Lines", "x/B", "D"]
    outside = [node.parts for node in tree.walk(into_collections=False) if isinstance(node, Path)]
    assert outside == [("A",), ("Lines",)]


def test_an_expression_is_rewritten_from_its_leaves_up_and_what_stays_is_the_same_object() -> None:
    tree = parse_filter("A eq 1 and not (Lines/all(x: length(x/B) gt 1) or -(A) lt 2)")
    two = tree.map(lambda node: Literal(2, Edm.INT32) if node == ONE else node)
    assert str(two) == "A eq 2 and not (Lines/all(x: length(x/B) gt 2) or -(A) lt 2)"
    assert tree.map(lambda node: node) is tree


def test_a_chain_of_thousands_is_walked_rewritten_and_taken_apart() -> None:
    values = [Binary("eq", A, Literal(number, Edm.INT32)) for number in range(5_000)]
    long = chain("or", values)
    assert sum(1 for _ in long.walk()) == 4 * 5_000 - 1
    assert long.map(lambda node: B if node == A else node).terms("or")[-1] == Binary("eq", B, Literal(4_999, Edm.INT32))
    assert long.terms("or") == values
    assert long.terms("and") == [long]
