"""Filters: which columns, which literals, which words the server refuses with."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import quote, quote_plus

import pytest

COLUMNS = (
    "OrderID", "CounterParty/PartyID", "CompanyID", "OrderDirection", "OrderType", "OrderDate", "OrderNumber",
    "ExpiryDate", "ExportedToConnector", "AccountantVerificationNeeded", "TotalExcl", "TotalVAT", "TotalIncl",
    "FXRateToForeign", "Paid", "OrderStatus", "ExternalProviderID", "Currency", "PaymentReference", "LastModified",
    "Created", "ApprovalStatus", "PaidDate", "PaymentMethod", "Reference", "RemindersSent", "ExternalProvider",
    "IsSent",
)  # fmt: skip


async def rows(wire, text):
    """Every summary that a filter lets through."""
    found, skip = [], 0
    while True:
        response = await wire.get(f"/v1/orders?$filter={quote_plus(text)}&$skip={skip}")
        assert response.status == 200, response.text
        found += response.json["Items"]
        if "NextPageLink" not in response.json:
            return found
        skip += 120


async def refusal(wire, text, path="/v1/orders"):
    response = await wire.get(f"{path}?$filter={quote_plus(text)}")
    assert (response.status, response.codes) == (400, ["GenericError"]), response.text
    return response.description


@pytest.mark.parametrize("column", COLUMNS)
async def test_every_documented_column_can_be_filtered_and_sorted_on(wire, column):
    response = await wire.get(f"/v1/orders?$top=1&$filter={column}+ne+null&$orderby={column}+desc")
    assert response.status == 200, response.text


@pytest.mark.parametrize("column", ["OrderTitle", "ToPay", "DaysOverdue", "orderid", "DeliveryDate"])
async def test_any_other_column_is_refused_in_the_documented_words(wire, column):
    assert await refusal(wire, f"{column} eq 1") == (
        f"Could not find a property named '{column}' on type 'Domain.Order.OrderPerformanceSafeColumns'."
    )


async def test_a_property_of_the_counterparty_is_refused_in_the_documented_words(wire):
    assert await refusal(wire, "CounterParty/VATNumber eq 'x'") == (
        "Could not find a property named 'VATNumber' on type 'Domain.Order.OrderPartyPerformanceSafeColumns'."
    )


async def test_a_refused_filter_can_be_a_bare_500_instead(boot):
    wire = await boot(settings={"odata.errors": "500_bare"})
    response = await wire.get("/v1/orders?$filter=Nothing+eq+1")
    assert (response.status, response.json) == (500, {"Message": "An error has occurred."})


@pytest.mark.parametrize(
    "query",
    [
        "%24filter=OrderType+eq+%27CreditNote%27",
        "$filter=OrderType+eq+'CreditNote'",
        "$filter=OrderType%20eq%20%27CreditNote%27",
        "%24filter=OrderType%20eq+'CreditNote'&%24top=120",
    ],
)
async def test_every_encoding_that_clients_use_is_understood(wire, query):
    items = (await wire.get(f"/v1/orders?{query}")).json["Items"]
    assert {item["OrderType"] for item in items} == {"CreditNote"}


async def test_amounts_compare_exactly(wire):
    everything = await rows(wire, "OrderID gt 0")
    amount = everything[10]["TotalIncl"]
    assert {row["OrderID"] for row in await rows(wire, f"TotalIncl eq {amount}M")} == {
        row["OrderID"] for row in everything if row["TotalIncl"] == amount
    }
    assert len(await rows(wire, f"TotalIncl ge {amount}M")) - len(await rows(wire, f"TotalIncl gt {amount}M")) == len(
        [row for row in everything if row["TotalIncl"] == amount]
    )


@pytest.mark.parametrize("op", ["gt", "ge", "lt", "le", "eq", "ne"])
async def test_an_amount_between_two_cents_compares_exactly(wire, op):
    everything = await rows(wire, "OrderID gt 0")
    limit = everything[10]["TotalIncl"] + Decimal("0.005")
    compare = {"gt": "__gt__", "ge": "__ge__", "lt": "__lt__", "le": "__le__", "eq": "__eq__", "ne": "__ne__"}[op]
    expected = {row["OrderID"] for row in everything if getattr(row["TotalIncl"], compare)(limit)}
    assert {row["OrderID"] for row in await rows(wire, f"TotalIncl {op} {limit}M")} == expected


async def test_a_whole_number_compares_with_an_amount(wire):
    assert all(row["TotalIncl"] > 100 for row in await rows(wire, "TotalIncl gt 100"))


async def test_a_fraction_without_m_is_refused_on_an_amount(wire):
    assert await refusal(wire, "TotalIncl gt 12.5") == (
        "A binary operator with incompatible types was detected. "
        "Found operand types 'Edm.Decimal' and 'Edm.Double' for operator kind 'GreaterThan'."
    )


async def test_double_columns_take_the_plain_fraction_and_refuse_m(boot):
    wire = await boot(settings={"odata.decimal_columns": "double"})
    assert await rows(wire, "TotalIncl gt 12.5")
    assert "'Edm.Double' and 'Edm.Decimal'" in await refusal(wire, "TotalIncl gt 12.5M")


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("OrderType eq 5", "'Edm.String' and 'Edm.Int32' for operator kind 'Equal'"),
        ("OrderDate ge '2024-01-01'", "'Edm.DateTime' and 'Edm.String' for operator kind 'GreaterThanOrEqual'"),
        ("LastModified lt datetimeoffset'2024-01-01T00:00:00Z'", "'Edm.DateTime' and 'Edm.DateTimeOffset'"),
        ("Paid eq 'true'", "'Edm.Boolean' and 'Edm.String'"),
        ("ExternalProviderID eq guid'57eade47-f402-4605-849b-58c223c6b970'", "'Edm.String' and 'Edm.Guid'"),
    ],
)
async def test_operands_of_different_types_are_refused(wire, text, types):
    assert types in await refusal(wire, text)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("OrderID", "must evaluate to a single boolean value"),
        ("OrderID eq", "position"),
        ("OrderID EQ 1", "yntax error"),
        ("contains(OrderNumber, 'x')", "unknown function with name 'contains'"),
        ("OrderID eq 3000000000", "Unrecognized 'Edm.Int32' literal"),
        ('OrderType eq "Invoice"', "position"),
        ("OrderType eq 'open", "unterminated string literal"),
        ("not OrderType eq 'x'", "operator kind 'Not'"),
    ],
)
async def test_what_the_real_parser_refuses_is_refused(wire, text, part):
    assert part in await refusal(wire, text)


# What OData 4 has and version 3 has not, or writes otherwise.
LATER = [
    "contains(OrderNumber,'x')",
    "OrderType in ('Invoice','Offer')",
    "OrderID in (1,2)",
    "OrderStatus has 'Paid'",
    "date(OrderDate) eq 2024-01-01",
    "time(OrderDate) eq 10:00:00",
    "now() gt OrderDate",
    "mindatetime() lt OrderDate",
    "maxdatetime() gt OrderDate",
    "fractionalseconds(OrderDate) eq 0",
    "totaloffsetminutes(OrderDate) eq 0",
    "totalseconds(OrderDate) eq 0",
    "matchesPattern(OrderNumber,'x')",
    "OrderDate gt 2024-01-01",
    "OrderDate gt 2024-01-01T00:00:00Z",
    "OrderDate gt duration'P1D'",
    "ExternalProviderID eq 57eade47-f402-4605-849b-58c223c6b970",
    "Tags/$count gt 1",
    "OrderLines/any(x:x/$count eq 1)",
    "OrderID divby 2 eq 1",
    "case(Paid:1,true:2) eq 1",
    "concat(OrderNumber,'a','b') eq 'x'",
    "@p eq 1",
]
# The right words in the wrong case: all of it is lower case in version 3.
WRONG_CASE = [
    "OrderID EQ 1",
    "OrderID Eq 1",
    "OrderID gt 1 AND Paid eq true",
    "OrderID gt 1 Or Paid eq true",
    "NOT (Paid eq true)",
    "Paid eq True",
    "Paid eq TRUE",
    "Paid eq False",
    "OrderNumber eq NULL",
    "StartsWith(OrderNumber,'x')",
    "SUBSTRINGOF('x',OrderNumber)",
    "Year(OrderDate) eq 2024",
    "orderid eq 1",
    "OrderId eq 1",
    "orderType eq 'Invoice'",
]


@pytest.mark.parametrize("text", [*LATER, *WRONG_CASE])
async def test_what_belongs_to_another_version_or_case_is_refused_and_never_ignored(wire, text):
    assert await refusal(wire, text)


async def test_dates_without_time_compare_with_midnight(wire):
    assert all(row["OrderDate"] >= "2025-01-01" for row in await rows(wire, "OrderDate ge DateTime'2025-01-01'"))


async def test_a_stamp_from_a_list_can_be_compared_to_the_last_digit(wire):
    everything = sorted(row["LastModified"] for row in await rows(wire, "OrderID gt 0"))
    stamp = next(stamp for stamp in everything[75:] if "." in stamp)
    later = await rows(wire, f"LastModified gt datetime'{stamp}'")
    same = await rows(wire, f"LastModified ge datetime'{stamp}' and LastModified le datetime'{stamp}0'")
    assert len(later) == len([other for other in everything if other > stamp])
    assert [row["LastModified"] for row in same] == [stamp] * everything.count(stamp)


async def test_parentheses_or_and_not_combine_as_they_should(wire):
    found = await rows(wire, "(OrderType eq 'Offer' or OrderType eq 'CreditNote') and not (Paid eq true)")
    assert found
    assert all(row["OrderType"] in {"Offer", "CreditNote"} and not row["Paid"] for row in found)


async def test_and_binds_tighter_than_or(wire):
    found = await rows(wire, "OrderType eq 'Offer' or OrderType eq 'CreditNote' and Paid eq true")
    assert any(row["OrderType"] == "Offer" and not row["Paid"] for row in found)
    assert all(row["OrderType"] == "Offer" or (row["OrderType"] == "CreditNote" and row["Paid"]) for row in found)


async def test_booleans_stand_alone_or_are_compared(wire):
    assert [row["OrderID"] for row in await rows(wire, "Paid")] == [
        row["OrderID"] for row in await rows(wire, "Paid eq true")
    ]


async def test_null_is_found_with_eq_and_the_rest_with_ne(wire):
    everything = await rows(wire, "OrderID gt 0")
    without, having = await rows(wire, "PaidDate eq null"), await rows(wire, "PaidDate ne null")
    assert len(without) + len(having) == len(everything)
    assert not any("PaidDate" in row for row in without)


@pytest.mark.parametrize(("mode", "finds_nulls"), [("ef", True), ("linq", True), ("sql", False)])
async def test_what_ne_does_with_a_missing_text_depends_on_the_null_mode(boot, mode, finds_nulls):
    wire = await boot(settings={"odata.null_mode": mode})
    nulls = len(await rows(wire, "Reference eq null"))
    assert nulls > 0
    found = len(await rows(wire, "Reference ne 'PO'"))
    assert found == (40 if finds_nulls else 40 - nulls)


@pytest.mark.parametrize(
    "text",
    [
        "OrderNumber eq '50%_O''Brien'",
        "startswith(OrderNumber, '50%_')",
        "endswith(OrderNumber, '''Brien')",
        "substringof('%_O', OrderNumber)",
        "Reference eq 'a+b&c#d'",
        "tolower(OrderNumber) eq '50%_o''brien'",
        "indexof(OrderNumber, 'Brien') eq 6",
        "length(OrderNumber) eq 11 and substring(OrderNumber, 4, 1) eq 'O'",
    ],
)
async def test_apostrophes_are_doubled_and_wildcards_are_text(written, text):
    order_id = await written.create(OrderNumber="50%_O'Brien", Reference="a+b&c#d")
    assert [row["OrderID"] for row in await rows(written, text)] == [order_id]


async def test_an_underscore_in_a_needle_is_no_wildcard(written):
    await written.create(OrderNumber="50%_O")
    assert await rows(written, "startswith(OrderNumber, '5__')") == []


async def test_text_ignores_case_unless_the_setting_says_otherwise(boot):
    wire = await boot()
    assert await rows(wire, "OrderType eq 'INVOICE'")
    strict = await boot(settings={"odata.ignore_case": False})
    assert await rows(strict, "OrderType eq 'INVOICE'") == []


async def test_hostile_text_stays_text(wire):
    assert await rows(wire, "OrderNumber eq ''') or 1=1; DROP TABLE orders; --'") == []
    assert await rows(wire, "OrderID gt 0")


async def test_a_chain_of_many_ids_is_served(boot):
    wire = await boot(settings={"requests.max_query_string": None})
    ids = wire.emulator.ledger[wire.emulator.party_id].order_ids
    text = " or ".join(f"OrderID eq {number}" for number in [*range(1, 1500), *ids])
    assert len(await rows_short(wire, text)) == len(ids)


async def rows_short(wire, text):
    return (await wire.get("/v1/orders?$filter=" + quote(text))).json["Items"]


async def test_amounts_are_computed_with_exactly(wire):
    everything = await rows(wire, "OrderID gt 0")
    expected = [row["OrderID"] for row in everything if row["TotalIncl"] * 100 >= 125_000]
    assert 0 < len(expected) < len(everything)
    assert [row["OrderID"] for row in await rows(wire, "TotalIncl mul 100 ge 125000")] == expected
    assert len(await rows(wire, "TotalIncl sub TotalVAT eq TotalExcl")) == len(everything)


@pytest.mark.parametrize(("mode", "rounded"), [("ef", 3), ("sql", 3), ("linq", 2)])
async def test_a_half_is_rounded_by_t_sql_or_by_dotnet(boot, mode, rounded):
    wire = await boot(settings={"odata.null_mode": mode})
    assert len(await rows(wire, f"round(TotalIncl mul 0 add 2.5M) eq {rounded}")) == 40


async def test_a_navigation_property_compares_with_null_only(wire):
    assert await rows(wire, "CounterParty eq null") == []
    assert len(await rows(wire, "null ne CounterParty")) == len(await rows(wire, "OrderID gt 0"))
    types = "'Domain.Order.OrderPartyPerformanceSafeColumns' and 'Edm.Int32' for operator kind 'Equal'"
    assert types in await refusal(wire, "CounterParty eq 5")


@pytest.mark.parametrize(
    "text",
    [
        "OrderID div 0 eq 1",
        "OrderID mod (OrderID sub OrderID) eq 1",
        "TotalIncl div 0 gt 1",
        "1.5 div 0 gt 1",
        "OrderID mul 2147483647 gt 0",
        "TotalIncl mul 79228162514264337593543950335M gt 0",
        "Paid gt true",
        "replace(OrderNumber, 'a', 'b') eq 'x'",
        "isof('Edm.String')",
        "-" * 100 + "(OrderID) eq 1",
        "OrderID" + " add 1" * 200 + " gt 0",
    ],
)
async def test_what_fails_inside_the_server_is_a_plain_500(wire, text):
    response = await wire.get(f"/v1/orders?$filter={quote_plus(text)}")
    assert (response.status, response.json) == (500, {"Message": "An error has occurred."})


@pytest.mark.parametrize("text", ["hour(time'PT1H') eq 1", "time'PT1H' eq time'PT1H'"])
async def test_what_the_emulator_cannot_run_returns_501_and_not_a_wrong_list(wire, text):
    response = await wire.get(f"/v1/orders?$filter={quote_plus(text)}")
    assert (response.status, response.codes) == (501, ["EmulatorNotImplemented"])


@pytest.mark.parametrize("text", ["PartyType eq 'customer'", "PartyType eq 'Nobody'"])
async def test_a_wrong_member_of_an_enumeration_crashes_as_enum_parse_does(wire, text):
    assert (await wire.get(f"/v1/parties?$filter={quote_plus(text)}")).status == 500


async def test_parties_filter_by_type_and_date(wire):
    text = quote_plus("PartyType eq 'Supplier' and LastModified ge DateTime'2019-01-01'")
    items = (await wire.get(f"/v1/parties?$filter={text}&$orderby=LastModified+asc")).json["Items"]
    assert {item["PartyType"] for item in items} == {"Supplier"}
    assert [item["LastModified"] for item in items] == sorted(item["LastModified"] for item in items)


async def test_products_filter_by_group_and_date(wire):
    text = quote_plus("LastModified ge DateTime'2019-01-01' and GroupName eq 'Diensten'")
    items = (await wire.get(f"/v1/products?$filter={text}")).json["Items"]
    assert items
    assert {item["GroupName"] for item in items} == {"Diensten"}


@pytest.mark.parametrize(("mode", "finds_nulls"), [("ef", True), ("linq", True), ("sql", False)])
async def test_what_a_negated_eq_does_with_a_missing_text_depends_on_the_null_mode(boot, mode, finds_nulls):
    wire = await boot(settings={"odata.null_mode": mode})
    nulls = len(await rows(wire, "Reference eq null"))
    assert len(await rows(wire, "not (Reference eq 'PO')")) == (40 if finds_nulls else 40 - nulls)


@pytest.mark.parametrize(
    ("turned", "straight"),
    [
        ("100 lt TotalIncl", "TotalIncl gt 100"),
        ("null ne PaidDate", "PaidDate ne null"),
        ("DateTime'2025-06-01' ge OrderDate", "OrderDate le DateTime'2025-06-01'"),
    ],
)
async def test_a_comparison_means_the_same_with_its_sides_turned(wire, turned, straight):
    found = [row["OrderID"] for row in await rows(wire, turned)]
    assert 0 < len(found) < 150
    assert found == [row["OrderID"] for row in await rows(wire, straight)]


async def test_two_columns_can_be_compared(wire):
    found = await rows(wire, "TotalIncl eq TotalExcl")
    assert found
    assert all(row["TotalVAT"] == 0 for row in found)
