"""Query fields: what each comparison writes, and which Python values each refuses with what advice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from billit_async.odata import (
    BoolField,
    CollectionField,
    DateTimeField,
    EnumField,
    Expr,
    Field,
    GuidField,
    IntField,
    LongField,
    MoneyField,
    NavigationField,
    OrderBy,
    Path,
    QuantityField,
    Query,
    StringField,
    parse_filter,
)
from billit_async.odata.zones import in_zone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo


class PartyType(StrEnum):
    CUSTOMER = "Customer"
    SUPPLIER = "Supplier"


class PartyPath(NavigationField):
    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.party_id: Final = IntField(f"{path}/PartyID")
        self.party_type: Final = EnumField(f"{path}/PartyType", enum=PartyType)


class LinePath:
    def __init__(self, path: str) -> None:
        self.quantity: Final = QuantityField(f"{path}/Quantity")
        self.tags: Final = CollectionField(f"{path}/Tags")


class OrderFields:
    order_id: Final = IntField("OrderID", doc="The key of the order.")
    company_id: Final = LongField("CompanyID")
    order_type: Final = StringField("OrderType")
    status: Final = EnumField("Status")
    party_type: Final = EnumField("PartyType", enum=PartyType)
    total_incl: Final = MoneyField("TotalIncl")
    total_excl: Final = MoneyField("TotalExcl")
    paid: Final = BoolField("Paid")
    last_modified: Final = DateTimeField("LastModified")
    file_id: Final = GuidField("FileID")
    customer: Final = PartyPath("Customer")
    counter_party: Final = PartyPath("CounterParty")
    lines: Final = CollectionField("OrderLines", item=LinePath)
    tags: Final = CollectionField("Tags")


O = OrderFields  # noqa: E741 - the documented alias
GUID = UUID("12345678-aaaa-bbbb-cccc-1234567890ab")

WRITTEN: list[tuple[Callable[[], Expr], str]] = [
    (lambda: O.order_type == "Invoice", "OrderType eq 'Invoice'"),
    (lambda: O.order_type != "Invoice", "OrderType ne 'Invoice'"),
    (lambda: O.order_type < "M", "OrderType lt 'M'"),
    (lambda: O.order_type >= "O'Brien", "OrderType ge 'O''Brien'"),
    (lambda: O.order_type == PartyType.CUSTOMER, "OrderType eq 'Customer'"),
    (lambda: O.order_type.startswith("50%_"), "startswith(OrderType,'50%_')"),
    (lambda: O.order_type.endswith("'"), "endswith(OrderType,'''')"),
    (lambda: O.order_type.contains("needle"), "substringof('needle',OrderType)"),
    (lambda: O.order_type.lower() == "acme", "tolower(OrderType) eq 'acme'"),
    (lambda: O.order_type.upper().trim() == "ACME", "trim(toupper(OrderType)) eq 'ACME'"),
    (lambda: O.order_type.length() > 5, "length(OrderType) gt 5"),
    (lambda: O.order_type.lower().contains("x"), "substringof('x',tolower(OrderType))"),
    (lambda: O.order_id == 5, "OrderID eq 5"),
    (lambda: O.order_id > 3_000_000_000, "OrderID gt 3000000000L"),
    (lambda: O.company_id <= -1, "CompanyID le -1"),
    (lambda: O.order_id < O.company_id, "OrderID lt CompanyID"),
    (lambda: O.total_incl > Decimal("12.50"), "TotalIncl gt 12.50M"),
    (lambda: O.total_incl > Decimal("12.00"), "TotalIncl gt 12"),
    (lambda: O.total_incl > 12, "TotalIncl gt 12"),
    (lambda: O.total_incl > "12.50", "TotalIncl gt 12.50M"),
    (lambda: O.total_incl != O.total_excl, "TotalIncl ne TotalExcl"),
    (lambda: O.total_incl.between(1, Decimal("2.5")), "TotalIncl ge 1 and TotalIncl le 2.5M"),
    (lambda: O.paid.is_(True), "Paid eq true"),
    (lambda: O.paid.is_(False), "Paid eq false"),
    (lambda: O.paid == False, "Paid eq false"),  # noqa: E712 - it is a query
    (lambda: O.status == "New", "Status eq 'New'"),
    (lambda: O.party_type == PartyType.CUSTOMER, "PartyType eq 'Customer'"),
    (lambda: O.party_type == "Customer", "PartyType eq 'Customer'"),
    (lambda: O.party_type == "NewOnTheServer", "PartyType eq 'NewOnTheServer'"),
    (lambda: O.file_id == GUID, f"FileID eq guid'{GUID}'"),
    (lambda: O.file_id != str(GUID), f"FileID ne guid'{GUID}'"),
    (lambda: O.last_modified >= datetime(2024, 1, 1), "LastModified ge DateTime'2024-01-01T00:00:00'"),
    (lambda: O.last_modified >= date(2024, 1, 1), "LastModified ge DateTime'2024-01-01T00:00:00'"),
    (
        lambda: O.last_modified < datetime(2024, 1, 1, 1, 2, 3, 4),
        "LastModified lt DateTime'2024-01-01T01:02:03.000004'",
    ),
    (lambda: O.last_modified >= datetime(2024, 7, 1, tzinfo=UTC), "LastModified ge DateTime'2024-07-01T02:00:00'"),
    (
        lambda: O.last_modified.in_zone(timezone(timedelta(hours=-3))) >= datetime(2024, 7, 1, tzinfo=UTC),
        "LastModified ge DateTime'2024-06-30T21:00:00'",
    ),
    (
        lambda: O.last_modified.on(date(2024, 2, 29)),
        "LastModified ge DateTime'2024-02-29T00:00:00' and LastModified lt DateTime'2024-03-01T00:00:00'",
    ),
    (
        lambda: O.last_modified.between(date(2024, 1, 1), date(2024, 12, 31)),
        "LastModified ge DateTime'2024-01-01T00:00:00' and LastModified lt DateTime'2025-01-01T00:00:00'",
    ),
    (
        lambda: O.last_modified.between(date(2024, 1, 1), datetime(2024, 1, 2, 12)),
        "LastModified ge DateTime'2024-01-01T00:00:00' and LastModified le DateTime'2024-01-02T12:00:00'",
    ),
    (lambda: O.last_modified.year() == 2024, "year(LastModified) eq 2024"),
    (lambda: O.last_modified.month() == 2, "month(LastModified) eq 2"),
    (lambda: O.last_modified.day() == 3, "day(LastModified) eq 3"),
    (lambda: O.last_modified.hour() == 4, "hour(LastModified) eq 4"),
    (lambda: O.last_modified.minute() == 5, "minute(LastModified) eq 5"),
    (lambda: O.last_modified.second() == 6, "second(LastModified) eq 6"),
    (lambda: O.order_id.in_([3, 1, 3, 2]), "OrderID eq 3 or OrderID eq 1 or OrderID eq 2"),
    (lambda: O.order_id.in_(iter([7])), "OrderID eq 7"),
    (lambda: O.order_type.in_({"a"}), "OrderType eq 'a'"),
    (lambda: O.order_id.in_([1, 2]) & (O.order_type == "a"), "(OrderID eq 1 or OrderID eq 2) and OrderType eq 'a'"),
    (lambda: O.order_type.is_null(), "OrderType eq null"),  # noqa: PLW0108 - one form for all rows
    (lambda: O.order_type.not_null(), "OrderType ne null"),  # noqa: PLW0108 - one form for all rows
    (lambda: O.order_type.ne_or_null("a"), "OrderType ne 'a' or OrderType eq null"),
    (lambda: O.order_type.ne_not_null("a"), "OrderType ne 'a' and OrderType ne null"),
    (lambda: O.counter_party.party_id == 5, "CounterParty/PartyID eq 5"),
    (lambda: O.counter_party.party_type == "Supplier", "CounterParty/PartyType eq 'Supplier'"),
    (lambda: O.customer.is_null(), "Customer eq null"),  # noqa: PLW0108 - one form for all rows
    (lambda: O.tags.any(), "Tags/any()"),  # noqa: PLW0108 - one form for all rows
    (lambda: O.tags.any(lambda tag: tag == "a"), "Tags/any(x: x eq 'a')"),
    (lambda: O.lines.all(lambda line: line.quantity > Decimal("0.5")), "OrderLines/all(x: x/Quantity gt 0.5M)"),
    (
        lambda: O.lines.any(lambda line: line.tags.any(lambda tag: tag == "a")),
        "OrderLines/any(x1: x1/Tags/any(x: x eq 'a'))",
    ),
    (
        lambda: O.lines.any(lambda line: ~line.tags.any(lambda tag: tag.startswith("a")) & (line.quantity > 1)),
        "OrderLines/any(x1: not (x1/Tags/any(x: startswith(x,'a'))) and x1/Quantity gt 1)",
    ),
    (
        lambda: O.lines.any(lambda line: line.tags.any() & (line.quantity > 1)),
        "OrderLines/any(x: x/Tags/any() and x/Quantity gt 1)",
    ),
]


@pytest.mark.parametrize(("build", "text"), WRITTEN, ids=[text for _, text in WRITTEN])
def test_a_comparison_writes_what_the_service_reads(build: Callable[[], Expr], text: str) -> None:
    expression = build()
    assert str(expression) == text
    assert parse_filter(text) == expression


def test_the_documented_query_reads_as_one_filter() -> None:
    query = (O.order_type == "Invoice") & (O.last_modified >= datetime(2024, 1, 1)) & (O.total_incl > Decimal("12.50"))
    assert str(query) == (
        "OrderType eq 'Invoice' and LastModified ge DateTime'2024-01-01T00:00:00' and TotalIncl gt 12.50M"
    )


REFUSED: list[tuple[str, Callable[[], Any], str]] = [
    ("str for int", lambda: O.order_id == "5", "OrderID holds a whole number, not str: pass an int"),
    ("bool for int", lambda: O.order_id == True, "OrderID holds a whole number, not bool: pass an int"),  # noqa: E712
    ("float for int", lambda: O.order_id > 5.0, "OrderID holds a whole number, not float"),
    ("Decimal for int", lambda: O.order_id > Decimal(5), "OrderID holds a whole number, not Decimal"),
    (
        "float for money",
        lambda: O.total_incl == 12.5,
        r'TotalIncl holds an exact decimal .*not float: pass Decimal\("12',
    ),
    ("bool for money", lambda: O.total_incl > True, "TotalIncl holds an exact decimal number, not bool"),
    ("float in a money list", lambda: O.total_incl.in_([Decimal(1), 1.5]), "not float"),
    ("float in between", lambda: O.total_incl.between(1, 2.5), "not float"),
    ("int for text", lambda: O.order_type == 5, "OrderType holds text, not int: pass a str"),
    ("bytes for text", lambda: O.order_type == b"x", "OrderType holds text, not bytes"),
    ("int for startswith", lambda: O.order_type.startswith(5), "OrderType holds text, not int"),
    ("None for text", lambda: O.order_type == None, r"use `.is_null\(\)` or `.not_null\(\)`"),  # noqa: E711
    ("None for int", lambda: O.order_id != None, r"use `.is_null\(\)`"),  # noqa: E711
    ("None in a list", lambda: O.order_id.in_([None]), r"use `.is_null\(\)`"),
    ("int for bool", lambda: O.paid == 1, "Paid holds true or false, not int: pass True or False"),
    ("text for bool", lambda: O.paid.is_("false"), "Paid holds true or false, not str"),
    (
        "int for enum",
        lambda: O.party_type == 1,
        "PartyType holds one of a list of names, not int: pass a str or a PartyType",
    ),
    ("int for open enum", lambda: O.status == 1, "not int: pass a str"),
    ("int for guid", lambda: O.file_id == 5, "FileID holds a GUID, not int: pass a uuid.UUID"),
    (
        "text for date",
        lambda: O.last_modified > "2024-01-01",
        "LastModified holds a date and time, not str: pass a datetime",
    ),
    ("int for date", lambda: O.last_modified > 2024, "not int"),
    ("datetime for on()", lambda: O.last_modified.on(datetime(2024, 1, 1)), r"pass `moment.date\(\)`"),
    ("text for on()", lambda: O.last_modified.on("2024-01-01"), "takes a date"),
    ("one text as a list", lambda: O.order_type.in_("abc"), "takes a list of values"),
    ("another kind of field", lambda: O.order_id == O.order_type, "hold different kinds of values"),
    ("a navigation", lambda: O.order_id == O.customer, "hold different kinds of values"),
    (
        "text of a computed field",
        lambda: O.order_type.length() == "5",
        r"length\(OrderType\) holds a whole number, not str",
    ),
    ("order of a computed field", lambda: O.order_type.lower().desc(), "orders by columns only"),
    ("any() of a computed field", lambda: CollectionField(Path(("a",)) & Path(("b",))).any(), "`any` needs a column"),
    ("any() without a condition", lambda: O.tags.any(lambda _: True), "must give an expression, not bool"),
    ("a field as a condition", lambda: O.paid & (O.order_id == 1), r"write a yes/no field as `field.is_\(True\)`"),
    ("a field on the right", lambda: (O.order_id == 1) & O.paid, r"write a yes/no field as `field.is_\(True\)`"),
    ("a forgotten parenthesis", lambda: O.order_id == 1 & O.company_id == 2, "put each one in parentheses"),
    ("a forgotten parenthesis", lambda: O.order_id == 1 | O.company_id == 2, "put each one in parentheses"),
    ("not of a field", lambda: ~O.paid, "is not a comparison"),
    ("truth of a field", lambda: O.paid and O.order_id, r"has no truth value: compare it"),
    ("chained comparison", lambda: 1 < O.order_id < 5, "combine with `&`"),
    ("and", lambda: (O.order_id == 1) and (O.order_id == 2), "combine with `&`"),
    ("membership", lambda: O.order_id in [O.company_id, O.order_id], "combine with `&`"),
]


@pytest.mark.parametrize(("build", "advice"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_the_wrong_python_type_is_refused_at_once_with_advice(build: Callable[[], Any], advice: str) -> None:
    with pytest.raises(TypeError, match=advice):
        build()


@pytest.mark.parametrize(
    ("build", "advice"),
    [
        (lambda: O.total_incl == "12,50", "TotalIncl holds an exact decimal number: '12,50' is not one"),
        (lambda: O.total_incl == Decimal("NaN"), "NaN is not an amount"),
        (lambda: O.file_id == "x", "FileID holds a GUID: 'x' is not one"),
        (lambda: O.order_id == 2**63, "does not fit a 64-bit integer"),
        (lambda: O.order_id.in_([]), r"OrderID.in_\(\) got no values: nothing can match"),
        (lambda: O.party_type == "customer", "PartyType is spelled 'Customer', not 'customer'"),
        (lambda: O.party_type == " Customer", "PartyType is spelled 'Customer'"),
        (lambda: StringField("Order Type"), "is not a property path"),
        (lambda: StringField("A eq 1) or (B"), "is not a property path"),
        (lambda: StringField(""), "is not a property path"),
        (lambda: StringField("A//B"), "is not a property path"),
        (lambda: StringField("5A"), "is not a property path"),
    ],
)
def test_a_value_that_cannot_be_sent_is_refused(build: Callable[[], Any], advice: str) -> None:
    with pytest.raises(ValueError, match=advice):
        build()


def test_a_field_orders_both_ways() -> None:
    assert O.order_id.asc() == OrderBy(Path(("OrderID",)))
    assert O.counter_party.party_id.desc() == OrderBy(Path(("CounterParty", "PartyID")), descending=True)


def test_fields_are_keys_of_dicts_and_say_what_they_are() -> None:
    labels = {O.order_id: "id", O.order_type: "type", O.customer: "customer"}
    assert labels[O.order_id] == "id"
    assert labels[O.customer] == "customer"
    assert O.counter_party.party_id.path == "CounterParty/PartyID"
    assert O.order_id.doc == "The key of the order."
    assert repr(O.order_id) == "<IntField OrderID>"
    assert repr(O.order_type.lower()) == "<StringField tolower(OrderType)>"
    assert O.order_type.lower().path == ""
    assert isinstance(O.customer, Field)
    assert O.last_modified.in_zone(UTC).path == "LastModified"


def test_an_in_list_of_thousands_builds_and_writes() -> None:
    expression = O.order_id.in_(range(5_000))
    assert str(expression).count(" or ") == 4_999


@pytest.mark.parametrize("hostile", ["x') or (1 eq 1", "'", "''", "' or true or '", "a\nb", "%27", "+&#"])
def test_no_text_leaves_its_quotes(hostile: str) -> None:
    for expression in (O.order_type == hostile, O.order_type.contains(hostile), O.status == hostile):
        assert parse_filter(str(expression)) == expression


_OFFSETS: Final = [
    None,
    UTC,
    timezone(timedelta(hours=14)),
    timezone(timedelta(hours=-12)),
    timezone(timedelta(hours=23, minutes=59)),
    timezone(-timedelta(hours=23, minutes=59)),
    ZoneInfo("Europe/Brussels"),
    ZoneInfo("America/New_York"),
    ZoneInfo("Pacific/Kiritimati"),
]
_ENDS: Final = [
    date.min,
    date.max,
    *(end.replace(tzinfo=zone) for end in (datetime.min, datetime.max) for zone in _OFFSETS),
]


class TestEndsOfTheCalendar:
    @pytest.mark.parametrize("end", _ENDS, ids=str)
    @pytest.mark.parametrize("server", [ZoneInfo("Europe/Brussels"), ZoneInfo("America/New_York"), UTC], ids=str)
    def test_are_bounds_as_any_other(self, end: datetime | date, server: tzinfo) -> None:
        for field in (O.last_modified, O.last_modified.in_zone(server)):
            for condition in (
                field == end,
                field != end,
                field < end,
                field <= end,
                field > end,
                field >= end,
                field.in_([end, date(2024, 1, 1)]),
                field.between(end, date.max),
                field.between(date.min, end),
                field.between(end, end),
                field.ne_or_null(end),
                field.on(end.date() if isinstance(end, datetime) else end),
            ):
                sent = in_zone(Query(where=condition), server)
                assert parse_filter(str(sent.where)) == sent.where
                assert isinstance(condition.matches({"LastModified": "2024-01-01T10:00:00"}, server_tz=server), bool)

    @pytest.mark.parametrize("zone", _OFFSETS, ids=str)
    def test_hold_everything_between_them(self, zone: tzinfo | None) -> None:
        row = {"LastModified": "2024-01-01T10:00:00"}
        low, high = (end.replace(tzinfo=zone) for end in (datetime.min, datetime.max))
        for condition in (O.last_modified.between(low, high), O.last_modified.between(date.min, date.max)):
            assert in_zone(Query(where=condition), ZoneInfo("Asia/Tokyo")).filter.matches(row)  # type: ignore[union-attr]
        assert not (O.last_modified > high).matches(row)
        assert not (O.last_modified < low).matches(row)

    def test_the_last_day_is_a_day_too(self) -> None:
        assert O.last_modified.on(date.max).matches({"LastModified": "9999-12-31T23:59:59"})
        assert not O.last_modified.on(date.max).matches({"LastModified": "9999-12-30T23:59:59"})
