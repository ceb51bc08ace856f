"""Local evaluation of filters: models and mappings, absent values, and what is refused."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import attrs
import pytest

from billit_async.odata import (
    Field,
    IntField,
    ODataEvaluationError,
    StringField,
    matches,
    parse_filter,
    raw_filter,
)
from tests.property.null_modes import MODES, NullMode
from tests.property.null_modes import matches as matches_in

GUID = UUID("12345678-aaaa-bbbb-cccc-1234567890ab")


class OrderType(StrEnum):
    INVOICE = "Invoice"


@attrs.define(kw_only=True)
class Party:
    party_id: int | None = attrs.field(default=None, metadata={"wire": "PartyID"})
    name: str | None = attrs.field(default=None, metadata={"wire": "Name"})


@attrs.define(kw_only=True)
class Line:
    quantity: Decimal | None = attrs.field(default=None, metadata={"wire": "Quantity"})


@attrs.define(kw_only=True)
class Order:
    order_id: int | None = attrs.field(default=None, metadata={"wire": "OrderID"})
    order_type: OrderType | str | None = attrs.field(default=None, metadata={"wire": "OrderType"})
    number: str | None = attrs.field(default=None, metadata={"wire": "OrderNumber"})
    other: str | None = attrs.field(default=None, metadata={"wire": "Other"})
    total: Decimal | None = attrs.field(default=None, metadata={"wire": "TotalIncl"})
    rate: float | None = attrs.field(default=None, metadata={"wire": "Rate"})
    paid: bool | None = attrs.field(default=None, metadata={"wire": "Paid"})
    modified: datetime | None = attrs.field(default=None, metadata={"wire": "LastModified"})
    day: date | None = attrs.field(default=None, metadata={"wire": "Day"})
    file_id: UUID | None = attrs.field(default=None, metadata={"wire": "FileID"})
    content: bytes | None = attrs.field(default=None, metadata={"wire": "Content"})
    customer: Party | None = attrs.field(default=None, metadata={"wire": "Customer"})
    lines: list[Line] | None = attrs.field(default=None, metadata={"wire": "OrderLines"})
    tags: list[str] | None = attrs.field(default=None, metadata={"wire": "Tags"})
    plain: int = 7


ORDER = Order(
    order_id=7,
    order_type=OrderType.INVOICE,
    number="2024/ABC",
    total=Decimal("12.50"),
    rate=1.5,
    paid=True,
    modified=datetime(2024, 2, 29, 13, 14, 15, 500000),
    day=date(2024, 2, 29),
    file_id=GUID,
    content=b"\x0a",
    customer=Party(party_id=5, name="Acme"),
    lines=[Line(quantity=Decimal(1)), Line(quantity=Decimal(3)), Line()],
    tags=["a", "b"],
)

VERDICTS: list[tuple[str, bool]] = [
    ("OrderID eq 7", True),
    ("OrderID ne 7", False),
    ("OrderID gt 6 and OrderID lt 8", True),
    ("OrderID ge 7 and OrderID le 7", True),
    ("7 eq OrderID", True),
    ("OrderID eq 7L", True),
    ("OrderID eq 7.0", True),
    ("OrderType eq 'Invoice'", True),
    ("OrderType eq 'invoice'", False),
    ("OrderNumber gt '2024'", True),
    ("TotalIncl eq 12.5M", True),
    ("TotalIncl gt 12", True),
    ("Rate eq 1.5", True),
    ("Paid", True),
    ("not Paid", False),
    ("Paid eq true", True),
    ("not Paid eq false", True),
    ("Paid or OrderID eq 1", True),
    ("Paid and OrderID eq 1", False),
    ("OrderID eq 1 or OrderID eq 2 or OrderID eq 7", True),
    ("LastModified ge datetime'2024-02-29'", True),
    ("LastModified eq datetime'2024-02-29T13:14:15.5'", True),
    ("LastModified gt datetime'2024-02-29T13:14:15.5000001'", False),
    ("LastModified lt datetime'2024-02-29T14:14:15.6+02:00'", True),
    ("Day eq datetime'2024-02-29'", True),
    (f"FileID eq guid'{GUID}'", True),
    ("Content eq X'0A'", True),
    ("Customer/Name eq 'Acme'", True),
    ("Customer/PartyID eq 5", True),
    ("$it/Customer/PartyID eq 5", True),
    ("Customer ne null", True),
    ("null ne Customer", True),
    ("OrderNumber eq OrderNumber", True),
    ("plain eq 7", True),
    # functions
    ("substringof('ABC',OrderNumber)", True),
    ("substringof(OrderNumber,'ABC')", False),
    ("startswith(OrderNumber,'2024/')", True),
    ("startswith(OrderNumber,'____')", False),
    ("endswith(OrderNumber,'ABC')", True),
    ("indexof(OrderNumber,'/') eq 4", True),
    ("indexof(OrderNumber,'x') eq -1", True),
    ("substring(OrderNumber,5) eq 'ABC'", True),
    ("substring(OrderNumber,0,4) eq '2024'", True),
    ("substring(OrderNumber,-3,99) eq OrderNumber", True),
    ("substring(OrderNumber,99) eq ''", True),
    ("length(OrderNumber) eq 8", True),
    ("tolower(OrderNumber) eq '2024/abc'", True),
    ("toupper('é') eq 'É'", True),
    ("trim(' x ') eq 'x'", True),
    ("concat(OrderType,'!') eq 'Invoice!'", True),
    ("year(LastModified) eq 2024 and month(LastModified) eq 2 and day(LastModified) eq 29", True),
    ("hour(LastModified) eq 13 and minute(LastModified) eq 14 and second(LastModified) eq 15", True),
    ("round(3.5) eq 4", True),
    ("round(INF) eq INF and floor(NaN) ne 0", True),
    ("floor(TotalIncl) eq 12", True),
    ("ceiling(TotalIncl) eq 13", True),
    # arithmetic, as .NET does it
    ("OrderID add 1 eq 8", True),
    ("OrderID sub 1 mul 2 eq 5", True),
    ("OrderID div 2 eq 3", True),
    ("-7 div 2 eq -3", True),
    ("-7 mod 2 eq -1", True),
    ("7 mod -2 eq 1", True),
    ("TotalIncl div 5 eq 2.5M", True),
    ("TotalIncl mul 100 ge 1250", True),
    ("-7.5M mod 2M eq -1.5M", True),
    ("-7.5 mod 2 eq -1.5", True),
    ("-(OrderID) eq -7", True),
    ("-(Rate) lt 0", True),
    # lambdas
    ("OrderLines/any()", True),
    ("OrderLines/any(l: l/Quantity gt 2)", True),
    ("OrderLines/all(l: l/Quantity gt 0)", False),
    ("OrderLines/all(l: l/Quantity gt 0 or l/Quantity eq null)", True),
    ("Tags/any(t: t eq 'b')", True),
    ("Tags/all(t: t eq 'b')", False),
    ("Tags/any(t: t eq 'z' or OrderID eq 7)", True),
    ("Tags/all()", True),
    ("OrderLines/any(l: l/Quantity eq 3 and Tags/any(t: t eq 'a'))", True),
]


@pytest.mark.parametrize(("source", "verdict"), VERDICTS, ids=[source for source, _ in VERDICTS])
@pytest.mark.parametrize("null_mode", MODES)
def test_a_row_without_gaps_gets_the_same_verdict_in_every_null_mode(
    source: str,
    verdict: bool,
    null_mode: NullMode,
) -> None:
    assert matches_in(parse_filter(source), ORDER, null_mode=null_mode) is verdict


# Columns: linq, ef, sql.
COMPUTED: list[tuple[str, tuple[bool, bool, bool]]] = [
    ("round(2.5M) eq 2", (True, False, False)),
    ("round(2.5M) eq 3", (False, True, True)),
    ("round(-2.5) eq -3", (False, True, True)),
    ("round(3.5) eq 4", (True, True, True)),
    ("substring(OrderNumber,-2,3) eq '202'", (True, False, False)),
    ("substring(OrderNumber,-2,3) eq '2'", (False, True, True)),
    ("substring(OrderNumber,-2) eq OrderNumber", (True, True, True)),
]


@pytest.mark.parametrize(("source", "verdicts"), COMPUTED, ids=[source for source, _ in COMPUTED])
def test_the_null_mode_also_says_whether_dotnet_or_t_sql_computes(source: str, verdicts: tuple[bool, ...]) -> None:
    assert tuple(matches_in(parse_filter(source), ORDER, null_mode=mode) for mode in MODES) == verdicts


def test_a_double_divided_by_zero_is_infinite_in_memory_and_an_error_in_a_database() -> None:
    assert matches_in(parse_filter("1.5 div 0 eq INF and -1.5 div 0 lt 0 and 7.5 mod 0 ne 1"), ORDER, null_mode="linq")
    for source in ("1.5 div 0 eq INF", "7.5 mod 0 eq 1"):
        with pytest.raises(ODataEvaluationError, match="Divide by zero"):
            matches(parse_filter(source), ORDER)


@pytest.mark.parametrize(
    ("source", "strict", "relaxed"),
    [
        ("OrderNumber eq '2024/abc'", False, True),
        ("OrderNumber ne '2024/abc'", True, False),
        ("OrderNumber lt '2024/abc'", True, False),
        ("startswith('ÉTÉ',tolower('É'))", False, True),
        ("endswith(OrderNumber,'bc')", False, True),
        ("substringof('abc',OrderNumber)", False, True),
        ("indexof(OrderNumber,'abc') eq 5", False, True),
        ("'STRASSE' eq 'straße'", False, True),
        ("Tags/any(t: t eq 'B')", False, True),
    ],
)
def test_letter_case_can_be_ignored(source: str, strict: bool, relaxed: bool) -> None:
    tree = parse_filter(source)
    assert (tree.matches(ORDER), tree.matches(ORDER, ignore_case=True)) == (strict, relaxed)


@pytest.mark.parametrize(
    "source",
    [
        "toupper('straße') eq 'STRAßE'",
        "tolower('ΟΔΟΣ') eq 'οδοσ'",
        "trim('\u2003x\x1c\x85') eq 'x\x1c'",
        "OrderNumber gt null or OrderNumber le null",
    ],
)
def test_texts_are_changed_as_dotnet_does(source: str) -> None:
    assert matches_in(parse_filter(source), ORDER, null_mode="linq")


def test_two_absent_texts_of_a_model_are_equal_in_memory() -> None:
    for source in ("OrderNumber eq Other", "OrderNumber ge Other", "tolower(OrderNumber) eq trim(Other)"):
        assert matches_in(parse_filter(source), Order(), null_mode="linq")
    assert not matches_in(parse_filter("OrderNumber eq Other"), {}, null_mode="linq")


def test_what_does_not_fit_or_nests_too_deep_is_an_error() -> None:
    deep = parse_filter("true")
    for _ in range(3_000):
        deep = parse_filter("true") & (deep | parse_filter("false"))
    for tree in (parse_filter("9223372036854775807L add OrderID gt 0"), parse_filter("TotalIncl mul 1e28M gt 0"), deep):
        with pytest.raises(ODataEvaluationError):
            matches(tree, ORDER)


# Columns: linq, ef, sql.
NULLS: list[tuple[str, tuple[bool, bool, bool]]] = [
    ("OrderNumber eq null", (True, True, True)),
    ("null eq OrderNumber", (True, True, True)),
    ("OrderNumber ne null", (False, False, False)),
    ("OrderNumber ne 'a'", (True, True, False)),
    ("OrderNumber eq 'a'", (False, False, False)),
    ("OrderID ne 5", (False, True, False)),
    ("OrderID eq Rate", (False, True, False)),
    ("not (OrderID eq 5)", (False, True, False)),
    ("OrderID gt 5", (False, False, False)),
    ("not (OrderID gt 5)", (False, False, False)),
    ("OrderNumber lt 'M'", (True, False, False)),
    ("OrderNumber gt 'M'", (False, False, False)),
    ("'M' gt OrderNumber", (True, False, False)),
    ("startswith(OrderNumber,'a')", (False, False, False)),
    ("not startswith(OrderNumber,'a')", (False, False, False)),
    ("Customer/Name eq null", (True, True, True)),
    ("Customer/Name eq 'Acme'", (False, False, False)),
    ("OrderLines/any(l: l/Quantity gt 1)", (False, False, False)),
    ("OrderLines/all(l: l/Quantity gt 1)", (False, True, True)),
    ("OrderLines/any()", (False, False, False)),
    ("Paid", (False, False, False)),
    ("not Paid", (False, False, False)),
    ("Paid or true", (True, True, True)),
    ("Paid and false", (False, False, False)),
    ("not (Paid and false)", (True, True, True)),
    ("false or Paid", (False, False, False)),
    ("-(OrderID) eq 5", (False, False, False)),
    ("OrderID add 1 gt 0", (False, False, False)),
    ("(OrderID eq null) eq true", (True, True, True)),
    # the forms that do not depend on the server
    ("OrderNumber ne 'a' or OrderNumber eq null", (True, True, True)),
    ("OrderNumber ne 'a' and OrderNumber ne null", (False, False, False)),
]


@pytest.mark.parametrize(("source", "verdicts"), NULLS, ids=[source for source, _ in NULLS])
def test_an_absent_value_is_judged_as_the_server_behind_would(source: str, verdicts: tuple[bool, ...]) -> None:
    tree = parse_filter(source)
    assert tuple(matches_in(tree, Order(), null_mode=mode) for mode in MODES) == verdicts
    assert tuple(matches_in(tree, {}, null_mode=mode) for mode in MODES) == verdicts
    assert (tree.matches(Order()), tree.matches({})) == (verdicts[1], verdicts[1])


def test_a_mapping_with_wire_names_is_an_item_too() -> None:
    row: dict[str, Any] = {
        "OrderID": 7,
        "LastModified": "2024-02-29T13:14:15.1234567",
        "FileID": str(GUID).upper(),
        "Customer": {"Name": "Acme"},
        "OrderLines": [{"Quantity": 2}],
    }
    assert matches(parse_filter("LastModified eq datetime'2024-02-29T13:14:15.1234567'"), row)
    assert matches(parse_filter("datetime'2024-03-01' gt LastModified"), row)
    assert matches(parse_filter("month(LastModified) eq 2"), row)
    assert matches(parse_filter(f"FileID eq guid'{GUID}'"), row)
    assert matches(parse_filter("Customer/Name eq 'Acme' and OrderLines/any(l: l/Quantity eq 2)"), row)


def test_fields_and_models_meet() -> None:
    assert (IntField("OrderID").in_(range(3_000))).matches(ORDER)
    assert not (StringField("OrderType") != "Invoice").matches(ORDER)
    assert Field("Customer").not_null().matches(ORDER)


OFFSET = "datetimeoffset'2024-01-01T00:00:00Z'"
TOO_EARLY = "0001-01-01T00:00:00+14:00"
INCOMPATIBLE = (
    "A binary operator with incompatible types was detected. Found operand types '{}' and '{}' for operator kind '{}'."
)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("Nope eq 1", "Could not find a property named 'Nope' on type 'Order'."),
        ("Customer/Nope eq 1", "Could not find a property named 'Nope' on type 'Party'."),
        ("order_id eq 1", "Could not find a property named 'order_id' on type 'Order'."),
        ("OrderID/Nope eq 1", "Could not find a property named 'Nope' on type 'int'."),
        ("TotalIncl gt 12.5", INCOMPATIBLE.format("Edm.Decimal", "Edm.Double", "GreaterThan")),
        ("Rate eq 12.5M", INCOMPATIBLE.format("Edm.Double", "Edm.Decimal", "Equal")),
        ("OrderID eq '7'", INCOMPATIBLE.format("Edm.Int32", "Edm.String", "Equal")),
        ("Paid eq 1", INCOMPATIBLE.format("Edm.Boolean", "Edm.Int32", "Equal")),
        ("FileID eq 'x'", INCOMPATIBLE.format("Edm.Guid", "Edm.String", "Equal")),
        ("LastModified eq 'x'", INCOMPATIBLE.format("Edm.DateTime", "Edm.String", "Equal")),
        ("TotalIncl add 1.5 gt 0", INCOMPATIBLE.format("Edm.Decimal", "Edm.Double", "Add")),
        ("Customer eq 1", INCOMPATIBLE.format("Party", "Edm.Int32", "Equal")),
        ("OrderID", "The $filter expression must evaluate to a single boolean value."),
        ("not OrderID", "`not` needs true or false, not 'Edm.Int32'"),
        ("Paid and OrderID", "`and` needs true or false, not 'Edm.Int32'"),
        ("OrderID or Paid eq false", "`or` needs true or false, not 'Edm.Int32'"),
        ("-(OrderNumber) eq 1", "`-` needs a number, not 'Edm.String'"),
        ("Paid add 1 eq 2", "`add` needs a number, not 'Edm.Boolean'"),
        ("OrderID div 0 eq 1", "`div` cannot be computed: integer division or modulo by zero"),
        ("TotalIncl mod 0 eq 1", "`mod` cannot be computed"),
        ("length(OrderID) eq 1", "'length' cannot be applied to these arguments"),
        ("concat(OrderID,'a') eq '1'", "'concat' cannot be applied to these arguments"),
        ("substring(OrderID,1) eq '1'", "'substring' cannot be applied to these arguments"),
        ("round(OrderNumber) eq 1", "'round' cannot be applied to these arguments"),
        ("year(OrderNumber) eq 1", "'year' cannot be applied to these arguments"),
        ("year(OrderID) eq 1", "'year' cannot be applied to these arguments"),
        ("replace(OrderNumber,'a','b') eq 'x'", "Unknown function 'replace'."),
        ("Tags/any(t: t)", "`any` needs true or false, not 'Edm.String'"),
        ("OrderNumber/any()", "'OrderNumber' is not a collection"),
        ("Customer/any()", "'Customer' is not a collection"),
        (f"LastModified eq {OFFSET}", "Billit's columns have no offset: compare them with DateTime'...'"),
        (f"Day eq datetime'{TOO_EARLY}'", f"'{TOO_EARLY}' lies outside the years 1 to 9999"),
    ],
)  # fmt: skip
def test_what_cannot_be_evaluated_says_why(source: str, complaint: str) -> None:
    with pytest.raises(ODataEvaluationError) as caught:
        matches(parse_filter(source), ORDER)
    assert str(caught.value).startswith(complaint)


def test_raw_text_is_not_evaluated() -> None:
    with pytest.raises(ODataEvaluationError, match="cannot be evaluated locally"):
        raw_filter("OrderID eq 7").matches(ORDER)
