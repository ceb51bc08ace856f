"""The emulator's own parser: a corpus of inputs and outcomes, held apart from that of the SDK's parser."""

from __future__ import annotations

import math
from decimal import Decimal
from uuid import UUID

import pytest

from billit_async.emulator.odata.parser import SyntaxRefusal, read_filter, read_orderby
from billit_async.odata import AnyAll, Binary, Call, Edm, Expr, Literal, OrderBy, Path, Unary


def outline(tree: Expr) -> str:
    """A tree in prefix notation: nothing here is shared with the renderer."""
    match tree:
        case Binary(op, left, right):
            return f"({op} {outline(left)} {outline(right)})"
        case Unary(op, operand):
            return f"({op} {outline(operand)})"
        case Call(name, args):
            return f"[{' '.join((name, *map(outline, args)))}]"
        case AnyAll(op, path, variable, body):
            inside = "" if body is None else f" {variable} {outline(body)}"
            return f"{{{op} {outline(path)}{inside}}}"
        case Path(parts):
            return ".".join(parts)
        case Literal(value, edm):
            return f"{value!r}" if edm in {Edm.STRING, Edm.INT32} else f"{edm.rpartition('.')[2]}:{value}"
        case _:
            raise AssertionError(tree)


OUTLINES = [
    # Operators: three levels of arithmetic and comparison, `and` above `or`, all to the left.
    ("a or b or c and d and e", "(or (or a b) (and (and c d) e))"),
    ("a and (b or c)", "(and a (or b c))"),
    ("x gt 1 and y lt 2 or z eq 3", "(or (and (gt x 1) (lt y 2)) (eq z 3))"),
    ("a eq b ne c", "(ne (eq a b) c)"),
    ("a ne b eq c", "(eq (ne a b) c)"),
    ("a eq b gt c", "(gt (eq a b) c)"),
    ("a lt b ne c le d", "(le (ne (lt a b) c) d)"),
    ("a lt b le c gt d ge e", "(ge (gt (le (lt a b) c) d) e)"),
    ("a sub b sub c sub d", "(sub (sub (sub a b) c) d)"),
    ("a div b mod c", "(mod (div a b) c)"),
    ("a add b mul c sub d div e", "(sub (add a (mul b c)) (div d e))"),
    ("a mul (b add c) eq d", "(eq (mul a (add b c)) d)"),
    ("a eq b and c add 1 eq d", "(and (eq a b) (eq (add c 1) d))"),
    # The prefixes take the next operand and no more.
    ("not Paid eq true", "(eq (not Paid) Boolean:True)"),
    ("Paid eq true eq false", "(eq (eq Paid Boolean:True) Boolean:False)"),
    ("not a or not b", "(or (not a) (not b))"),
    ("not not not a", "(not (not (not a)))"),
    ("not (a or b) and c", "(and (not (or a b)) c)"),
    ("-a mul -b", "(mul (- a) (- b))"),
    ("- - a", "(- (- a))"),
    ("-(1)", "(- 1)"),
    ("a sub -1", "(sub a -1)"),
    ("a add - 1", "(add a -1)"),
    ("3 -2", None),
    ("-trim(a)", "(- [trim a])"),
    # Paths; every word may be a name where an operand stands.
    ("$it/a/b eq c/d", "(eq $it.a.b c.d)"),
    ("and and or", "(and and or)"),
    ("all", "all"),
    ("asc eq desc", "(eq asc desc)"),
    ("_a1 eq nullable", "(eq _a1 nullable)"),
    ("Ns.Type/x", "Ns.Type.x"),
    ("Ünïcödé eq ''", "(eq Ünïcödé '')"),
    # Calls and lambdas.
    ("substringof('x', tolower(a)) eq false", "(eq [substringof 'x' [tolower a]] Boolean:False)"),
    ("concat(concat('a', b), c)", "[concat [concat 'a' b] c]"),
    ("indexof(a, 'b') add 1 eq length(a)", "(eq (add [indexof a 'b'] 1) [length a])"),
    ("substring(a, 1, 2) ge substring(a, 1)", "(ge [substring a 1 2] [substring a 1])"),
    ("Tags/any()", "{any Tags}"),
    ("a/Tags/all(t:t ne 'x' or t eq null)", "{all a.Tags t (or (ne t 'x') (eq t null:None))}"),
    ("A/any(x: x/B/all(y: y/C eq x/C)) and x", "(and {any A x {all x.B y (eq y.C x.C)}} x)"),
    ("not A/any(x: x)", "(not {any A x x})"),
    ("A/any(x: true) or A/all(x: x)", "(or {any A x Boolean:True} {all A x x})"),
    ("\t( a\r\n) ", "a"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case for case in OUTLINES if case[1]], ids=lambda text: text)
def test_a_filter_becomes_this_tree(text, expected):
    assert outline(read_filter(text)) == expected


VALUES = [
    ("''''''", "''", Edm.STRING),
    ("'it''s \"50%_\"\\n+&#'", "it's \"50%_\"\\n+&#", Edm.STRING),
    ("'a\nb'", "a\nb", Edm.STRING),
    ("0", 0, Edm.INT32),
    ("-0", 0, Edm.INT32),
    ("0042", 42, Edm.INT32),
    ("-2147483648", -(2**31), Edm.INT32),
    ("2147483648L", 2**31, Edm.INT64),
    ("9223372036854775807l", 2**63 - 1, Edm.INT64),
    ("2.50", 2.5, Edm.DOUBLE),
    ("2d", 2.0, Edm.DOUBLE),
    ("2e-1", 0.2, Edm.DOUBLE),
    ("-INF", -math.inf, Edm.DOUBLE),
    ("0.1f", 0.10000000149011612, Edm.SINGLE),
    ("-1.50M", Decimal("-1.50"), Edm.DECIMAL),
    ("1e2m", Decimal(100), Edm.DECIMAL),
    ("0.00000000000000000000000000005M", Decimal("0E-28"), Edm.DECIMAL),
    ("0.00000000000000000000000000015M", Decimal("2E-28"), Edm.DECIMAL),
    ("dateTime'2024-02-29'", "2024-02-29T00:00:00", Edm.DATETIME),
    ("datetime'2024-02-29T01:02'", "2024-02-29T01:02:00", Edm.DATETIME),
    ("datetime'2024-02-29T01:02:03.4500000'", "2024-02-29T01:02:03.45", Edm.DATETIME),
    ("datetime'2024-02-29T01:02:03.000-14:00'", "2024-02-29T01:02:03-14:00", Edm.DATETIME),
    ("DateTimeOffset'0001-01-01T00:00:00Z'", "0001-01-01T00:00:00Z", Edm.DATETIMEOFFSET),
    ("GUID'(00000000-0000-0000-0000-00000000000A)'", UUID(int=10), Edm.GUID),
    ("time'P1Y2M3DT4H5M6.7S'", "P1Y2M3DT4H5M6.7S", Edm.TIME),
    ("Binary'00ff'", b"\x00\xff", Edm.BINARY),
    ("X''", b"", Edm.BINARY),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "edm"), VALUES, ids=[text for text, *_ in VALUES])
def test_a_literal_has_this_value(text, value, edm):
    assert read_filter(text) == Literal(value, edm)


UNMATCHED = (
    "No function signature for the function with name '{}' matches the specified arguments. "
    "The function signatures considered are: {}."
)
# `…` stands for the text in quotes.
REFUSALS = [
    ("", "Expression expected at position 0 in …."),
    ("a and", "Expression expected at position 5 in …."),
    ("a or or b", None),
    ("()", "Expression expected at position 1 in …."),
    ("(a", "')' or operator expected at position 2 in …."),
    ("(a b)", "')' or operator expected at position 3 in …."),
    ("a)", "Syntax error at position 2 in …."),
    ("3 -2", "Syntax error at position 4 in …."),
    ("a eq 'b' 'c'", "Syntax error at position 12 in …."),
    ("a == 1", "Syntax error at position 3 in …."),
    ("a/'b'", "Syntax error at position 5 in …."),
    ("a//b", "Syntax error at position 3 in …."),
    ("(a eq b)/c", "Syntax error at position 9 in …."),
    ("A/any()/b", "Syntax error at position 8 in …."),
    ("null/a", "Syntax error at position 5 in …."),
    # Wrong case, double quotes, and what came with version 4.
    ("a Eq 1", "Syntax error at position 4 in …."),
    ("a eq 1 And b", "Syntax error at position 10 in …."),
    ("Not a", "Syntax error at position 5 in …."),
    ('a eq "b"', "Syntax error: character '\"' is not valid at position 5 in …."),
    ("a eq @p", "Syntax error: character '@' is not valid at position 5 in …."),
    ("a in ('b')", "Syntax error at position 4 in …."),
    ("a has Ns'b'", "Syntax error at position 5 in …."),
    ("a eq 2024-01-31", "Syntax error at position 12 in …."),
    ("contains(a, 'b')", "An unknown function with name 'contains' was found. {key lookup}"),
    ("date(a) eq 1", "An unknown function with name 'date' was found. {key lookup}"),
    ("StartsWith(a, 'b')", "An unknown function with name 'StartsWith' was found. {key lookup}"),
    ("a/trim(b)", "An unknown function with name 'a/trim' was found. {key lookup}"),
    # A mistake further on is not seen before the first one.
    ('a b "', "Syntax error at position 3 in …."),
    ('a eq b "', "Syntax error: character '\"' is not valid at position 7 in …."),
    # Literals.
    ("a eq 'b", "There is an unterminated string literal at position 7 in …."),
    ("guid'00", "There is an unterminated literal at position 7 in …."),
    ("1.", "Digit expected at position 2 in …."),
    ("1.5e", "Digit expected at position 4 in …."),
    ("-1.", "Digit expected at position 3 in …."),
    ("2147483648", "Unrecognized 'Edm.Int32' literal … at '0' in …."),
    ("a eq -2147483649", "Unrecognized 'Edm.Int32' literal '-2147483649' at '5' in …."),
    ("-9223372036854775809L", "Unrecognized 'Edm.Int64' literal … at '0' in …."),
    ("1.0L", "Unrecognized 'Edm.Int64' literal … at '0' in …."),
    ("- -1", "Unrecognized 'Edm.Int32' literal '--1' at '0' in …."),
    ("1e309", "Unrecognized 'Edm.Double' literal … at '0' in …."),
    ("1e39f", "Unrecognized 'Edm.Single' literal … at '0' in …."),
    ("1e29M", "Unrecognized 'Edm.Decimal' literal … at '0' in …."),
    ("datetime'2023-02-29'", "Unrecognized 'Edm.DateTime' literal … at '0' in …."),
    ("datetime'2024-1-1'", "Unrecognized 'Edm.DateTime' literal … at '0' in …."),
    ("datetime'0000-01-01'", "Unrecognized 'Edm.DateTime' literal … at '0' in …."),
    ("datetime'2024-01-01T24:00'", "Unrecognized 'Edm.DateTime' literal … at '0' in …."),
    ("datetime'2024-01-01T10:00+14:01'", "Unrecognized 'Edm.DateTime' literal … at '0' in …."),
    ("datetimeoffset''", "Unrecognized 'Edm.DateTimeOffset' literal … at '0' in …."),
    ("guid'0-0-0-0-0'", "Unrecognized 'Edm.Guid' literal … at '0' in …."),
    ("time'P'", "Unrecognized 'Edm.Time' literal … at '0' in …."),
    ("time'P1DT'", "Unrecognized 'Edm.Time' literal … at '0' in …."),
    ("x'00'", "Unrecognized 'Edm.Binary' literal … at '0' in …."),
    ("0xF0", "Unrecognized 'Edm.Binary' literal … at '0' in …."),
    # Calls and lambdas.
    ("trim(a", "')' or ',' expected at position 6 in …."),
    ("trim(a,)", "Expression expected at position 7 in …."),
    ("trim (a)", "Syntax error at position 6 in …."),
    ("round()", UNMATCHED.format("round", "round(Edm.Double); round(Edm.Decimal)")),
    ("length(a, b)", UNMATCHED.format("length", "length(Edm.String)")),
    ("A/all", "'(' expected at position 5 in …."),
    ("A/any('x': true)", "An identifier was expected at position 6."),
    ("A/any(x)", "Syntax error at position 8 in …."),
    ("A/any(x: true", "')' or ',' expected at position 13 in …."),
    ("A/any(x: x/B/all(x: true))", "The range variable 'x' has already been declared."),
    ("A/any($it: true)", "The range variable '$it' has already been declared."),
]  # fmt: skip
KEY_LOOKUP = "This may also be a key lookup on a navigation property, which is not allowed."


@pytest.mark.parametrize(("text", "words"), [case for case in REFUSALS if case[1]], ids=lambda text: text)
def test_a_filter_is_refused_in_these_words(text, words):
    with pytest.raises(SyntaxRefusal) as caught:
        read_filter(text)
    assert str(caught.value) == words.replace("…", f"'{text}'").replace("{key lookup}", KEY_LOOKUP)


def test_a_word_of_an_operator_can_be_an_operand():
    assert outline(read_filter("a or or")) == "(or a or)"


def test_nesting_ends_at_microsofts_limit():
    assert outline(read_filter("(" * 113 + "a" + ")" * 113)) == "a"
    with pytest.raises(SyntaxRefusal, match="Recursion depth exceeded allowed limit"):
        read_filter("(" * 114 + "a" + ")" * 114)
    # Every branch counts by itself, and a chain is not deep.
    read_filter(" or ".join(["(" * 113 + "a" + ")" * 113] * 20))
    assert read_filter(" add ".join(["1"] * 3_000)) == read_filter("1" + " add 1" * 2_999)


@pytest.mark.parametrize("opening", ["(", "not ", "- ", "trim(", "A/any(x: ", "concat('',", "a eq (", "1 add ("])
def test_endless_nesting_is_refused(opening):
    with pytest.raises(SyntaxRefusal):
        read_filter(opening * 30_000)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("a", [OrderBy(Path(("a",)))]),
        ("a asc, b/c desc ,d", [OrderBy(Path(("a",))), OrderBy(Path(("b", "c")), True), OrderBy(Path(("d",)))]),
        ("desc desc", [OrderBy(Path(("desc",)), True)]),
        ("$it/a", [OrderBy(Path(("$it", "a")))]),
    ],
)
def test_an_order_becomes_these_terms(text, terms):
    assert list(read_orderby(text)) == terms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a DESC", "Syntax error at position 6"),
        ("a,", "Expression expected at position 2"),
        ("a desc asc", "Syntax error at position 10"),
        ("length(a)", "Only ordering by properties is supported for non-primitive collections."),
        ("a add 1", "Only ordering by properties is supported for non-primitive collections."),
    ],
)
def test_an_order_is_refused_in_these_words(text, words):
    with pytest.raises(SyntaxRefusal) as caught:
        read_orderby(text)
    assert str(caught.value).startswith(words)


def test_terms_beside_each_other_cost_no_depth() -> None:
    term = "(not " * 100 + "a" + ")" * 100
    assert outline(read_filter(" or ".join(["not " * 100 + "a"] * 20))) == "(or " * 19 + term + f" {term})" * 19
