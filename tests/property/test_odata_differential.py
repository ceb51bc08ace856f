"""Two parsers and two evaluators: what one reads or decides, the other must, too.

The trees are typed, the needles come out of the haystacks, and the alphabet is what breaks query builders.
"""

from __future__ import annotations

import functools
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from typing import Literal as OneOf
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from billit_async.emulator import EmulatorSettings, ODataSettings
from billit_async.emulator.odata.parser import SyntaxRefusal, read_filter, read_orderby
from billit_async.odata import (
    AnyAll,
    Binary,
    Call,
    Edm,
    Expr,
    Literal,
    ODataSyntaxError,
    Path,
    StringField,
    Unary,
    encode_query,
    parse_filter,
    parse_orderby,
    render,
)
from tests.property.rows import ALPHABET, Thing, any_text, decided_by_python, decided_by_sql, moments, things

if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
SOAK = settings(max_examples=8_000, deadline=None, suppress_health_check=list(HealthCheck))


# Typed trees


def text(value: str) -> Literal:
    return Literal(value, Edm.STRING)


def number(value: int) -> Literal:
    return Literal(value, Edm.INT32)


COMPARISONS = st.sampled_from(["eq", "ne", "gt", "ge", "lt", "le"])
EQUALITY = st.sampled_from(["eq", "ne"])


@st.composite
def filters(draw: st.DrawFn, thing: Thing) -> Expr:  # noqa: C901 - one function for each type
    """A filter about a row, with literals taken from that row as often as not."""
    seeds = [value for value in (thing.s, thing.t) if value]
    scope: list[str] = []

    def needle() -> str:
        if not seeds or draw(st.integers(0, 3)) == 0:
            return draw(any_text)
        seed = draw(st.sampled_from(seeds))
        start = draw(st.integers(0, len(seed)))
        found = seed[start : draw(st.integers(start, len(seed)))]
        return draw(st.sampled_from([found, found.swapcase(), seed, seed.upper()]))

    def pick(*makers: Callable[[int], Expr], depth: int) -> Expr:
        return draw(st.sampled_from(makers))(depth - 1)

    def strings(depth: int) -> Expr:
        leaves: list[Callable[[int], Expr]] = [
            lambda _: Path((draw(st.sampled_from(["S", "T"])),)),
            lambda _: text(needle()),
        ]
        if scope:
            leaves.append(
                lambda _: Path((draw(st.sampled_from(scope)), draw(st.sampled_from(["Identifier", "SchemeID"]))))
            )
        if depth <= 0:
            return pick(*leaves, depth=0)
        return pick(
            *leaves,
            lambda d: Call(draw(st.sampled_from(["tolower", "toupper", "trim"])), (strings(d),)),
            lambda d: Call("concat", (strings(d), strings(d))),
            lambda d: Call("substring", (strings(d), number(draw(st.integers(-2, 4))))),
            lambda d: Call("substring", (strings(d), whole(d), number(draw(st.integers(-1, 4))))),
            depth=depth,
        )

    def whole(depth: int) -> Expr:
        leaves: list[Callable[[int], Expr]] = [
            lambda _: Path((draw(st.sampled_from(["N", "K"])),)),
            lambda _: number(draw(st.integers(-3, 3))),
        ]
        if depth <= 0:
            return pick(*leaves, depth=0)
        return pick(
            *leaves,
            lambda d: Binary(draw(st.sampled_from(["add", "sub", "mul", "div", "mod"])), whole(d), whole(d)),  # type: ignore[arg-type]
            lambda d: Unary("-", whole(d)),
            lambda d: Call("length", (strings(d),)),
            lambda d: Call("indexof", (strings(d), strings(d))),
            lambda _: Call(
                draw(st.sampled_from(["year", "month", "day", "hour", "minute", "second"])), (Path(("D",)),)
            ),
            depth=depth,
        )

    def amounts(depth: int) -> Expr:
        leaves: list[Callable[[int], Expr]] = [
            lambda _: Path((draw(st.sampled_from(["M", "P"])),)),
            lambda _: Literal(draw(st.decimals(-3, 3, places=3)), Edm.DECIMAL),
        ]
        if depth <= 0:
            return pick(*leaves, depth=0)
        operators = st.sampled_from(["add", "sub", "mul", "div", "mod"])
        return pick(
            *leaves,
            lambda d: Binary(draw(operators), amounts(d), draw(st.sampled_from([amounts, whole]))(d)),  # type: ignore[arg-type]
            lambda d: Unary("-", amounts(d)),
            lambda d: Call(draw(st.sampled_from(["round", "floor", "ceiling"])), (amounts(d),)),
            depth=depth,
        )

    def doubles(depth: int) -> Expr:
        value = draw(st.sampled_from([0.0, 0.5, 1.5, -2.5, float("inf"), float("nan")]) | st.floats(-3, 3))
        literal = Literal(value, Edm.DOUBLE)
        if depth <= 0:
            return literal
        operators = st.sampled_from(["add", "sub", "mul", "div", "mod"])
        return pick(
            lambda _: literal,
            lambda d: Binary(draw(operators), doubles(d), whole(d)),  # type: ignore[arg-type]
            lambda d: Call(draw(st.sampled_from(["round", "floor", "ceiling"])), (Unary("-", doubles(0)),)),
            depth=depth,
        )

    def dates(_depth: int) -> Expr:
        moment = draw(st.sampled_from([thing.d] * 2 if thing.d else [None]) | moments) or datetime(2024, 1, 1)
        return draw(st.sampled_from([Path(("D",)), Literal(moment.isoformat(), Edm.DATETIME)]))

    def booleans(depth: int) -> Expr:
        leaves: list[Callable[[int], Expr]] = [lambda _: Path((draw(st.sampled_from(["F", "G"])),))]
        leaves.append(lambda _: Literal(draw(st.booleans()), Edm.BOOLEAN))
        if scope:
            leaves.append(lambda _: Path((draw(st.sampled_from(scope)), "Preferred")))
        if depth <= 0:
            return pick(*leaves, depth=0)

        def compared(make: Callable[[int], Expr]) -> Callable[[int], Expr]:
            return lambda d: Binary(draw(COMPARISONS), make(d), make(d))

        def against_null(d: int) -> Expr:
            side = draw(st.sampled_from([strings, whole, amounts, dates]))(d)
            pair = draw(st.sampled_from([(side, Literal(None, Edm.NULL)), (Literal(None, Edm.NULL), side)]))
            return Binary(draw(COMPARISONS), *pair)

        return pick(
            *leaves,
            compared(strings),
            compared(strings),
            compared(whole),
            compared(amounts),
            compared(doubles),
            compared(dates),
            lambda d: Binary(draw(COMPARISONS), amounts(d), whole(d)),
            lambda d: Binary(draw(COMPARISONS), whole(d), doubles(d)),
            # Comparisons of conditions: only these show how tightly `not` binds, and how unknown is handed on.
            lambda d: Binary(draw(EQUALITY), booleans(d), booleans(d)),
            against_null,
            lambda d: Binary(draw(EQUALITY), booleans(d), Literal(None, Edm.NULL)),
            lambda d: Unary("not", booleans(d)),
            lambda d: Binary(draw(st.sampled_from(["and", "or"])), booleans(d), booleans(d)),  # type: ignore[arg-type]
            lambda d: Call(draw(st.sampled_from(["startswith", "endswith", "substringof"])), (strings(d), strings(d))),
            lambda_,
            depth=depth,
        )

    def lambda_(depth: int) -> Expr:
        op: OneOf["any", "all"] = draw(st.sampled_from(["any", "all"]))
        if draw(st.integers(0, 5)) == 0:
            return AnyAll(op, Path(("Identifiers",)))
        variable = f"v{len(scope)}"
        scope.append(variable)
        body = booleans(min(depth, 2))
        scope.remove(variable)
        return AnyAll(op, Path(("Identifiers",)), variable, body)

    return booleans(draw(st.integers(1, 4)))


def can_fail(tree: Expr) -> bool:
    return any(f" {op} " in str(tree) for op in ("div", "mod"))


def agree(data: st.DataObject) -> None:
    thing = data.draw(things)
    tree = data.draw(filters(thing))
    for mode in ("ef", "linq", "sql"):
        for ignore_case in (True, False):
            settings = EmulatorSettings(odata=ODataSettings(null_mode=mode, ignore_case=ignore_case))
            one, other = decided_by_sql(thing, tree, settings), decided_by_python(thing, tree, settings)
            if one is None or other is None:
                # Which of two terms is looked at first is the database's affair.
                assert can_fail(tree), str(tree)
            else:
                assert one == other, (mode, ignore_case, str(tree))


@settings(SETTINGS, max_examples=300)
@given(st.data())
def test_the_database_and_python_decide_every_row_alike(data: st.DataObject) -> None:
    agree(data)


@pytest.mark.soak
@SOAK
@given(st.data())
def test_the_database_and_python_decide_thousands_of_rows_alike(data: st.DataObject) -> None:
    agree(data)


# The two parsers


def read_by_both(source: str) -> Expr | None:
    """The tree on which both parsers agree; None when both refuse, in the same words."""
    trees: list[Any] = []
    complaints: list[str] = []
    for parse, refusal in ((partial(parse_filter, strict=True), ODataSyntaxError), (read_filter, SyntaxRefusal)):
        try:
            trees.append(parse(source))
        except refusal as error:
            complaints.append(str(error))
    if not trees:
        assert complaints[0] == complaints[1], source
        return None
    assert not complaints, (source, complaints)
    assert trees[0] == trees[1], source
    return trees[0]


@settings(SETTINGS, max_examples=150)
@given(things.flatmap(filters))
def test_both_parsers_read_what_was_rendered(tree: Expr) -> None:
    assert read_by_both(render(tree)) == tree


TOKENS = (
    "A", "B/C", "eq", "ne", "and", "or", "not", "add", "mod", "-", "(", ")", ",", "/", ".", ":", "any", "all", "x",
    "length", "substringof", "5", "-5", "5L", "1.5", "1.5M", "1e", "1e39f", "INF", "-INF", "NaN", "NaNf", "true",
    "null", "'a'", "''", "'", '"', "datetime'2024-02-29'", "datetime'2024-01-01T10:00+02:00'", "guid'", "time'PT1H'",
    "X'0A'", "x'0A'", "0x1", "$it", "*", "%", "&", "'a''b'", "\u0663", "\u00b2", "\U00010330", "\u0345", "\x1c", "\x85",
    "EQ", "contains", "in", "isof", "A/any(", "A/all(x:",
)  # fmt: skip


def fuzz(tokens: list[str], glue: str) -> None:
    source = glue.join(tokens)
    tree = read_by_both(source)
    if tree is not None:
        assert read_by_both(render(tree)) == tree


@settings(SETTINGS, max_examples=500)
@given(st.lists(st.sampled_from(TOKENS), max_size=14), st.sampled_from(["", " ", "  "]))
def test_both_parsers_read_or_refuse_a_soup_of_tokens_alike(tokens: list[str], glue: str) -> None:
    fuzz(tokens, glue)


@pytest.mark.soak
@settings(SOAK, max_examples=40_000)
@given(st.lists(st.sampled_from(TOKENS), max_size=14), st.sampled_from(["", " ", "  "]))
def test_both_parsers_read_or_refuse_much_soup_alike(tokens: list[str], glue: str) -> None:
    fuzz(tokens, glue)


@settings(SETTINGS, max_examples=400)
@given(st.text(alphabet=st.sampled_from("aA%_'+&#()/, .:-15eEMmLdf\"\tTx")) | st.text())
def test_both_parsers_read_or_refuse_any_text_alike(source: str) -> None:
    read_by_both(source)
    outcomes: list[Any] = []
    strictly = functools.partial(parse_orderby, strict=True)
    for parse, refusal in ((strictly, ODataSyntaxError), (read_orderby, SyntaxRefusal)):
        try:
            outcomes.append(parse(source))
        except refusal as error:
            outcomes.append(str(error))
    assert outcomes[0] == outcomes[1]


@settings(SETTINGS, max_examples=150)
@given(st.text(alphabet=st.sampled_from(ALPHABET + '"()/,;?=\\\n\0\U0001f600')) | st.text(), any_text)
@example("') or true or ('", "'")
def test_any_text_is_still_itself_after_builder_wire_and_the_emulators_parser(value: str, other: str) -> None:
    def build(one: str, two: str) -> Expr:
        field = StringField("Name")
        return ((field == one) & ~field.contains(two)) | field.startswith(one) | (field != two)

    wire = encode_query([("$filter", str(build(value, other))), ("$top", "5")])
    assert read_filter(dict(parse_qsl(wire, keep_blank_values=True))["$filter"]) == build(value, other)


@pytest.mark.parametrize("opening", ["(", "not ", "- ", "trim(", "A/any(x: ", "concat('',", "a eq (", "1 add ("])
@pytest.mark.parametrize("depth", [100, 113, 114, 400, 5_000])
def test_both_parsers_stop_at_the_same_depth(opening: str, depth: int) -> None:
    read_by_both(opening * depth + "A" + ")" * depth)
