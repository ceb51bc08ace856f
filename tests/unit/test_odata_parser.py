"""The OData v3 grammar as Microsoft's parser reads it: a table of inputs with the tree or the complaint."""

from __future__ import annotations

import math
import pickle
from decimal import Decimal
from uuid import UUID

import pytest

from billit_async.odata import (
    AnyAll,
    Binary,
    Call,
    Edm,
    Expr,
    Literal,
    ODataSyntaxError,
    OrderBy,
    Path,
    Unary,
    parse_filter,
    parse_orderby,
)


def path(text: str) -> Path:
    return Path(tuple(text.split("/")))


def text(value: str) -> Literal:
    return Literal(value, Edm.STRING)


def number(value: int) -> Literal:
    return Literal(value, Edm.INT32)


A, B, C, D = path("A"), path("B"), path("C"), path("D")
YES = Literal(value=True, edm=Edm.BOOLEAN)
NULL = Literal(None, Edm.NULL)

TREES: list[tuple[str, Expr]] = [
    # precedence and associativity
    ("A or B and C", Binary("or", A, Binary("and", B, C))),
    ("A and B or C", Binary("or", Binary("and", A, B), C)),
    ("(A or B) and C", Binary("and", Binary("or", A, B), C)),
    ("A or B or C", Binary("or", Binary("or", A, B), C)),
    ("A or (B or C)", Binary("or", A, Binary("or", B, C))),
    ("A and B eq C", Binary("and", A, Binary("eq", B, C))),
    ("A eq B eq C", Binary("eq", Binary("eq", A, B), C)),
    ("A eq B gt C", Binary("gt", Binary("eq", A, B), C)),
    ("A gt B eq C", Binary("eq", Binary("gt", A, B), C)),
    ("A eq B add C", Binary("eq", A, Binary("add", B, C))),
    ("A add B mul C", Binary("add", A, Binary("mul", B, C))),
    ("A mul B add C", Binary("add", Binary("mul", A, B), C)),
    ("A sub B sub C", Binary("sub", Binary("sub", A, B), C)),
    ("A sub B add C", Binary("add", Binary("sub", A, B), C)),
    ("A sub (B sub C)", Binary("sub", A, Binary("sub", B, C))),
    ("A div B mul C mod D", Binary("mod", Binary("mul", Binary("div", A, B), C), D)),
    ("(A add 1) mul 2 gt 5", Binary("gt", Binary("mul", Binary("add", A, number(1)), number(2)), number(5))),
    ("((A))", A),
    # the unary operators bind tighter than every binary one
    ("not A eq true", Binary("eq", Unary("not", A), YES)),
    ("not (A eq true)", Unary("not", Binary("eq", A, YES))),
    ("not(A eq true)", Unary("not", Binary("eq", A, YES))),
    ("not A and B", Binary("and", Unary("not", A), B)),
    ("A and not B or C", Binary("or", Binary("and", A, Unary("not", B)), C)),
    ("not not A", Unary("not", Unary("not", A))),
    ("-A add B", Binary("add", Unary("-", A), B)),
    ("- A", Unary("-", A)),
    ("-(5)", Unary("-", number(5))),
    ("not -A", Unary("not", Unary("-", A))),
    ("-length(A)", Unary("-", Call("length", (A,)))),
    ("A sub -5", Binary("sub", A, number(-5))),
    ("A sub-5", Binary("sub", A, number(-5))),
    ("-INFLATION", Unary("-", path("INFLATION"))),
    # paths; keywords are keywords only where an operator can stand
    ("CounterParty/PartyID eq 5", Binary("eq", path("CounterParty/PartyID"), number(5))),
    ("a/b/c", path("a/b/c")),
    ("A / B", path("A/B")),
    ("$it", path("$it")),
    ("$it/Name", path("$it/Name")),
    ("Model.Sub/Name", Path(("Model.Sub", "Name"))),
    ("eq eq 1", Binary("eq", path("eq"), number(1))),
    ("desc", path("desc")),
    ("any eq 1", Binary("eq", path("any"), number(1))),
    ("True", path("True")),
    ("prénom eq 'é'", Binary("eq", path("prénom"), text("é"))),
    ("éa1_b eq 1", Binary("eq", path("éa1_b"), number(1))),
    ("datetimes", path("datetimes")),
    # blanks
    ("  A\teq\n1  ", Binary("eq", A, number(1))),
    ("A eq'x'", Binary("eq", A, text("x"))),
    # functions
    ("substringof('x',A)", Call("substringof", (text("x"), A))),
    ("startswith( A , 'x' )", Call("startswith", (A, text("x")))),
    ("substring(A,1) eq 'b'", Binary("eq", Call("substring", (A, number(1))), text("b"))),
    ("substring(A,1,2)", Call("substring", (A, number(1), number(2)))),
    ("concat(concat(A,B),C)", Call("concat", (Call("concat", (A, B)), C))),
    ("concat(A,(B))", Call("concat", (A, B))),
    ("not startswith(A,'x')", Unary("not", Call("startswith", (A, text("x"))))),
    ("year(A) add 1 eq 5", Binary("eq", Binary("add", Call("year", (A,)), number(1)), number(5))),
    ("length(A eq B)", Call("length", (Binary("eq", A, B),))),
    ("geo.length(A)", Call("geo.length", (A,))),
    ("isof('T')", Call("isof", (text("T"),))),
    ("cast(A,'T')", Call("cast", (A, text("T")))),
    # lambdas
    ("A/any()", AnyAll("any", A)),
    ("A/all()", AnyAll("all", A)),
    ("A/any(x:x eq 'y')", AnyAll("any", A, "x", Binary("eq", path("x"), text("y")))),
    ("A/B/all( x : x/C )", AnyAll("all", path("A/B"), "x", path("x/C"))),
    ("A/any(x: true) and x", Binary("and", AnyAll("any", A, "x", YES), path("x"))),
    (
        "A/any(x: x/B/any(y: y eq x))",
        AnyAll("any", A, "x", AnyAll("any", path("x/B"), "y", Binary("eq", path("y"), path("x")))),
    ),
    ("A/any(x: true) or B/any(x: true)", Binary("or", AnyAll("any", A, "x", YES), AnyAll("any", B, "x", YES))),
    ("not A/any()", Unary("not", AnyAll("any", A))),
]


@pytest.mark.parametrize(("source", "tree"), TREES, ids=[source for source, _ in TREES])
def test_a_filter_reads_as_microsoft_reads_it(source: str, tree: Expr) -> None:
    assert parse_filter(source) == tree
    assert Expr.parse(source) == tree


LITERALS: list[tuple[str, object, Edm]] = [
    ("'abc'", "abc", Edm.STRING),
    ("''", "", Edm.STRING),
    ("'O''Brien'", "O'Brien", Edm.STRING),
    ("''''", "'", Edm.STRING),
    ("'a\\n''\"&+#%\n'", "a\\n'\"&+#%\n", Edm.STRING),
    ("true", True, Edm.BOOLEAN),
    ("false", False, Edm.BOOLEAN),
    ("null", None, Edm.NULL),
    ("5", 5, Edm.INT32),
    ("-5", -5, Edm.INT32),
    ("- 5", -5, Edm.INT32),
    ("007", 7, Edm.INT32),
    ("2147483647", 2147483647, Edm.INT32),
    ("-2147483648", -2147483648, Edm.INT32),
    ("5L", 5, Edm.INT64),
    ("5l", 5, Edm.INT64),
    ("3000000000L", 3000000000, Edm.INT64),
    ("-9223372036854775808L", -(2**63), Edm.INT64),
    ("1.5", 1.5, Edm.DOUBLE),
    ("-1.5", -1.5, Edm.DOUBLE),
    ("1.5d", 1.5, Edm.DOUBLE),
    ("5D", 5.0, Edm.DOUBLE),
    ("1e3", 1000.0, Edm.DOUBLE),
    ("1.5E-3", 0.0015, Edm.DOUBLE),
    ("1e+3", 1000.0, Edm.DOUBLE),
    ("INF", math.inf, Edm.DOUBLE),
    ("-INF", -math.inf, Edm.DOUBLE),
    ("NaN", math.nan, Edm.DOUBLE),
    ("1.5f", 1.5, Edm.SINGLE),
    ("0.1F", 0.10000000149011612, Edm.SINGLE),
    ("INFf", math.inf, Edm.SINGLE),
    ("-INFf", -math.inf, Edm.SINGLE),
    ("NaNf", math.nan, Edm.SINGLE),
    ("12.34M", Decimal("12.34"), Edm.DECIMAL),
    ("12m", Decimal(12), Edm.DECIMAL),
    ("-12.5m", Decimal("-12.5"), Edm.DECIMAL),
    ("1e3M", Decimal(1000), Edm.DECIMAL),
    ("79228162514264337593543950335M", Decimal(2**96 - 1), Edm.DECIMAL),
    ("0.00000000000000000000000000019M", Decimal("0.0000000000000000000000000002"), Edm.DECIMAL),
    ("datetime'2019-01-01'", "2019-01-01T00:00:00", Edm.DATETIME),
    ("DateTime'2019-01-01T10:20'", "2019-01-01T10:20:00", Edm.DATETIME),
    ("DATETIME'2019-01-01T10:20:30'", "2019-01-01T10:20:30", Edm.DATETIME),
    ("datetime'2019-01-01T10:20:30.1234567'", "2019-01-01T10:20:30.1234567", Edm.DATETIME),
    ("datetime'2019-01-01T10:20:30.1200'", "2019-01-01T10:20:30.12", Edm.DATETIME),
    ("datetime'2019-01-01T10:20:30Z'", "2019-01-01T10:20:30Z", Edm.DATETIME),
    ("datetime'2019-01-01T10:20:30+02:00'", "2019-01-01T10:20:30+02:00", Edm.DATETIME),
    ("datetimeoffset'2019-01-01T10:00:00-05:30'", "2019-01-01T10:00:00-05:30", Edm.DATETIMEOFFSET),
    ("guid'12345678-aaaa-BBBB-cccc-1234567890ab'", UUID("12345678-aaaa-bbbb-cccc-1234567890ab"), Edm.GUID),
    ("Guid'{12345678-aaaa-bbbb-cccc-1234567890ab}'", UUID("12345678-aaaa-bbbb-cccc-1234567890ab"), Edm.GUID),
    ("guid'12345678aaaabbbbcccc1234567890ab'", UUID("12345678-aaaa-bbbb-cccc-1234567890ab"), Edm.GUID),
    ("time'PT1H30M'", "PT1H30M", Edm.TIME),
    ("time'-P1DT0.5S'", "-P1DT0.5S", Edm.TIME),
    ("X'0aFF'", b"\x0a\xff", Edm.BINARY),
    ("binary'0A'", b"\x0a", Edm.BINARY),
    ("BINARY''", b"", Edm.BINARY),
]


@pytest.mark.parametrize(("source", "value", "edm"), LITERALS, ids=[source for source, *_ in LITERALS])
def test_a_literal_reads_as_its_type(source: str, value: object, edm: Edm) -> None:
    tree = parse_filter(source)
    assert tree == Literal(value, edm)  # type: ignore[arg-type]
    assert isinstance(tree, Literal)
    assert type(tree.value) is type(value)


UNKNOWN = (
    "An unknown function with name '{}' was found. "
    "This may also be a key lookup on a navigation property, which is not allowed."
)
UNMATCHED = (
    "No function signature for the function with name '{}' matches the specified arguments. "
    "The function signatures considered are: {}."
)
# `…` stands for the source in quotes.
COMPLAINTS: list[tuple[str, str]] = [
    # shape
    ("", "Expression expected at position 0 in …."),
    ("   ", "Expression expected at position 3 in …."),
    ("A eq", "Expression expected at position 4 in …."),
    ("A eq )", "Expression expected at position 5 in …."),
    ("(A eq 1", "')' or operator expected at position 7 in …."),
    ("(A eq 1,2)", "')' or operator expected at position 7 in …."),
    ("A eq 1)", "Syntax error at position 7 in …."),
    ("A B", "Syntax error at position 3 in …."),
    ("A = 1", "Syntax error at position 3 in …."),
    ("A/", "Syntax error at position 2 in …."),
    ("A/5", "Syntax error at position 3 in …."),
    ("A.5", "Syntax error at position 3 in …."),
    ("(A)/B", "Syntax error at position 4 in …."),
    ("'x'/length", "Syntax error at position 4 in …."),
    ("trim(A)/B", "Syntax error at position 8 in …."),
    ("A/any()/B", "Syntax error at position 8 in …."),
    ("A/any(x:x)/B", "Syntax error at position 11 in …."),
    ("*", "Expression expected at position 0 in …."),
    ("5abc", "Syntax error at position 4 in …."),
    # characters
    ('A eq "x"', "Syntax error: character '\"' is not valid at position 5 in …."),
    ("A & B", "Syntax error: character '&' is not valid at position 2 in …."),
    ("²", "Syntax error: character '²' is not valid at position 0 in …."),
    ("aé²", "Syntax error: character '²' is not valid at position 2 in …."),
    ("𐌰", "Syntax error: character '𐌰' is not valid at position 0 in …."),
    ("a$b", "Syntax error at position 3 in …."),
    # literals
    ("'abc", "There is an unterminated string literal at position 4 in …."),
    ("'abc''", "There is an unterminated string literal at position 6 in …."),
    ("datetime'2019", "There is an unterminated literal at position 13 in …."),
    ("1.", "Digit expected at position 2 in …."),
    ("1.e5", "Digit expected at position 2 in …."),
    ("1e", "Digit expected at position 2 in …."),
    ("1e+", "Digit expected at position 3 in …."),
    ("3000000000", "Unrecognized 'Edm.Int32' literal … at '0' in …."),
    ("A eq -2147483649", "Unrecognized 'Edm.Int32' literal '-2147483649' at '5' in …."),
    ("9223372036854775808L", "Unrecognized 'Edm.Int64' literal … at '0' in …."),
    ("1.5L", "Unrecognized 'Edm.Int64' literal … at '0' in …."),
    ("- -5", "Unrecognized 'Edm.Int32' literal '--5' at '0' in …."),
    ("- -5.5", "Unrecognized 'Edm.Double' literal '--5.5' at '0' in …."),
    ("- NaN", "Unrecognized 'Edm.Double' literal '-NaN' at '0' in …."),
    ("1e400", "Unrecognized 'Edm.Double' literal … at '0' in …."),
    ("1e39f", "Unrecognized 'Edm.Single' literal … at '0' in …."),
    ("79228162514264337593543950336M", "Unrecognized 'Edm.Decimal' literal … at '0' in …."),
    ("٣", "Unrecognized 'Edm.Int32' literal … at '0' in …."),
    ("datetime'2019-02-30'", "Unrecognized 'Edm.DateTime' literal … at '0' in …."),
    ("datetime'2019-01-01T10'", "Unrecognized 'Edm.DateTime' literal … at '0' in …."),
    ("datetime'2019-01-01T24:00:00'", "Unrecognized 'Edm.DateTime' literal … at '0' in …."),
    ("datetime'2019-01-01T10:00:00.12345678'", "Unrecognized 'Edm.DateTime' literal … at '0' in …."),
    ("datetime'2019-01-01T10:00:00+15:00'", "Unrecognized 'Edm.DateTime' literal … at '0' in …."),
    ("guid'x'", "Unrecognized 'Edm.Guid' literal … at '0' in …."),
    ("time'1H'", "Unrecognized 'Edm.Time' literal … at '0' in …."),
    ("x'0A'", "Unrecognized 'Edm.Binary' literal … at '0' in …."),
    ("X'0'", "Unrecognized 'Edm.Binary' literal … at '0' in …."),
    ("0x0A", "Unrecognized 'Edm.Binary' literal … at '0' in …."),
    ("-0x0A", "Unrecognized 'Edm.Binary' literal '0x0A' at '1' in …."),
    # functions
    ("length(A", "')' or ',' expected at position 8 in …."),
    ("length(A B)", "')' or ',' expected at position 9 in …."),
    ("length(A,)", "Expression expected at position 9 in …."),
    ("length (A)", "Syntax error at position 8 in …."),
    ("length()", UNMATCHED.format("length", "length(Edm.String)")),
    ("length(A,B)", UNMATCHED.format("length", "length(Edm.String)")),
    (
        "substring(A)",
        UNMATCHED.format("substring", "substring(Edm.String, Edm.Int32); substring(Edm.String, Edm.Int32, Edm.Int32)"),
    ),
    ("Length(A)", UNKNOWN.format("Length")),
    ("A/length(B)", UNKNOWN.format("A/length")),
    ("years(A)", UNKNOWN.format("years")),
    # lambdas
    ("A/any", "'(' expected at position 5 in …."),
    ("A/any(5:true)", "An identifier was expected at position 6."),
    ("A/any(x,true)", "Syntax error at position 8 in …."),
    ("A/any(x:true", "')' or ',' expected at position 12 in …."),
    ("A/any($it:true)", "The range variable '$it' has already been declared."),
    ("A/any(x:x/B/any(x:true))", "The range variable 'x' has already been declared."),
    ("any(x:true)", "')' or ',' expected at position 5 in …."),
    # version 4, and the wrong case
    ("contains(A,'x')", UNKNOWN.format("contains")),
    ("now()", UNKNOWN.format("now")),
    ("date(A)", UNKNOWN.format("date")),
    ("A in (1,2)", "Syntax error at position 4 in …."),
    ("A has 'x'", "Syntax error at position 5 in …."),
    ("A EQ 1", "Syntax error at position 4 in …."),
    ("A eq 1 AND B eq 2", "Syntax error at position 10 in …."),
    ("NOT A", "Syntax error at position 5 in …."),
    ("A eq 2019-01-01", "Syntax error at position 12 in …."),
]


@pytest.mark.parametrize(("source", "complaint"), COMPLAINTS, ids=[source for source, _ in COMPLAINTS])
def test_what_microsoft_refuses_is_refused_in_its_words(source: str, complaint: str) -> None:
    with pytest.raises(ODataSyntaxError) as caught:
        parse_filter(source, strict=True)
    assert str(caught.value) == complaint.replace("…", f"'{source}'")
    assert caught.value.text == source


def test_a_syntax_error_knows_its_position_and_survives_pickling() -> None:
    with pytest.raises(ODataSyntaxError) as caught:
        parse_filter("A eq")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.text, again.position) == (str(caught.value), "A eq", 4)


def test_nesting_ends_where_microsofts_depth_limit_does() -> None:
    parse_filter("(" * 113 + "1" + ")" * 113)
    with pytest.raises(ODataSyntaxError, match="Recursion depth exceeded allowed limit"):
        parse_filter("(" * 114 + "1" + ")" * 114)
    with pytest.raises(ODataSyntaxError, match="Recursion depth exceeded allowed limit"):
        parse_filter("not " * 800 + "A")
    parse_filter("not " * 790 + "A")


@pytest.mark.parametrize("opening", ["(", "not ", "-", "length(", "A/any(x: ", "concat(A,"])
def test_endless_nesting_is_a_syntax_error_and_never_a_recursion_error(opening: str) -> None:
    with pytest.raises(ODataSyntaxError):
        parse_filter(opening * 20_000)


def test_a_flat_chain_costs_no_depth() -> None:
    tree = parse_filter(" or ".join(f"A eq {i}" for i in range(5_000)))
    assert parse_filter(str(tree)) == tree
    assert hash(parse_filter(str(tree))) == hash(tree)


ORDERS: list[tuple[str, tuple[OrderBy, ...]]] = [
    ("A", (OrderBy(A),)),
    ("A asc", (OrderBy(A),)),
    ("A desc", (OrderBy(A, descending=True),)),
    ("CounterParty/Name desc , A,B asc", (OrderBy(path("CounterParty/Name"), descending=True), OrderBy(A), OrderBy(B))),
    ("$it", (OrderBy(path("$it")),)),
    ("(A)", (OrderBy(A),)),
    ("desc desc", (OrderBy(path("desc"), descending=True),)),
]


@pytest.mark.parametrize(("source", "terms"), ORDERS, ids=[source for source, _ in ORDERS])
def test_an_orderby_reads_as_columns_with_directions(source: str, terms: tuple[OrderBy, ...]) -> None:
    assert parse_orderby(source) == terms
    assert parse_orderby(",".join(map(str, terms))) == terms


PROPERTIES_ONLY = (
    "Only ordering by properties is supported for non-primitive collections. Expressions are not supported."
)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("", "Expression expected at position 0 in ''."),
        ("A,", "Expression expected at position 2 in 'A,'."),
        ("A DESC", "Syntax error at position 6 in 'A DESC'."),
        ("A desc asc", "Syntax error at position 10 in 'A desc asc'."),
        ("A add 1", PROPERTIES_ONLY),
        ("length(A)", PROPERTIES_ONLY),
    ],
)
def test_an_orderby_of_anything_else_is_refused(source: str, complaint: str) -> None:
    with pytest.raises(ODataSyntaxError) as caught:
        parse_orderby(source, strict=True)
    assert str(caught.value) == complaint
