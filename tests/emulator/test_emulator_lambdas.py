"""Filters on the collections inside parties, on text of any alphabet, and on what stands on the wrong side."""

from __future__ import annotations

from urllib.parse import quote_plus

import pytest


async def parties(wire, text):
    response = await wire.get(f"/v1/parties?$top=120&$filter={quote_plus(text)}")
    assert response.status == 200, response.text
    return response.json["Items"]


async def ids(wire, text):
    return [party["PartyID"] for party in await parties(wire, text)]


async def test_any_finds_what_one_entry_is(wire):
    everything = await parties(wire, "PartyID gt 0")
    city = everything[0]["Addresses"][0]["City"]
    expected = [party["PartyID"] for party in everything if city in {item["City"] for item in party["Addresses"]}]
    assert 0 < len(expected) < len(everything)
    assert await ids(wire, f"Addresses/any(a: a/City eq '{city}')") == expected
    assert (
        await ids(wire, f"$it/Addresses/any(a: '{city}' eq a/City and a/AddressType eq 'InvoiceAddress')") == expected
    )
    assert await ids(wire, f"not Addresses/any(a: a/City eq '{city}') eq false") == expected


async def test_a_lambda_sees_the_columns_of_its_row(boot):
    wire = await boot(settings={"parties.check_vat_numbers": False})
    identifiers = [{"IdentifierType": "CBE", "Identifier": "0583045917"}]
    party = {
        "Name": "Acme",
        "VATNumber": "BE0583045917",
        "CountryCode": "BE",
        "City": "Gent",
        "Identifiers": identifiers,
    }
    await wire("POST", "/v1/parties", party)
    expected = [
        party["PartyID"]
        for party in await parties(wire, "PartyID gt 0")
        if any(entry["Identifier"] in party.get("VATNumber", "") for entry in party["Identifiers"])
    ]
    assert expected
    assert await ids(wire, "Identifiers/any(i: substringof(i/Identifier, VATNumber))") == expected
    nested = "Identifiers/any(i: Addresses/any(a: a/CountryCode eq 'BE' and substringof(i/Identifier, VATNumber)))"
    assert await ids(wire, nested) == expected


async def test_all_is_true_of_nothing_and_false_when_one_entry_is_unknown(wire):
    everything = await parties(wire, "PartyID gt 0")
    without = [party["PartyID"] for party in everything if not party["Identifiers"]]
    assert await ids(wire, "not Identifiers/any()") == without
    # A box is absent from most addresses: `a/Box eq 'x'` is unknown there, and unknown is not true.
    boxed = "Addresses/all(a: a/Box gt '')"
    expected = [
        party["PartyID"] for party in everything if all(entry.get("Box", "") > "" for entry in party["Addresses"])
    ]
    assert await ids(wire, boxed) == expected


@pytest.mark.parametrize(("mode", "is_true"), [("ef", True), ("sql", True), ("linq", False)])
async def test_all_of_a_collection_that_is_absent_depends_on_the_null_mode(boot, mode, is_true):
    wire = await boot(settings={"odata.null_mode": mode})
    absent = [party["PartyID"] for party in await parties(wire, "PartyID gt 0") if "Users" not in party]
    assert absent
    assert await ids(wire, "Users/all(u: u/Role eq 'x') and Users/all()") == (absent if is_true else [])
    assert await ids(wire, "Users/any(u: u/Role eq 'x')") == []


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        ("orders", "OrderLines/any()", "Could not find a property named 'OrderLines' on type"),
        ("orders", "CounterParty/any()", "Any/All may only be used following a collection."),
        ("orders", "OrderNumber/Length eq 1", "Could not find a property named 'Length' on type 'Edm.String'."),
        ("parties", "Name/any()", "Any/All may only be used following a collection."),
        ("parties", "Addresses eq null", "is a collection"),
        ("parties", "Addresses/City eq 'Gent'", "Property access can only be applied to a single value."),
        ("parties", "Addresses/any(a: a/Town eq 'x')", "named 'Town' on type 'Domain.Party.PartyAddress'."),
        ("parties", "Addresses/any(a: a/City)", "must evaluate to a single boolean value."),
        ("parties", "Addresses/any(a: a eq 'x')", "'Domain.Party.PartyAddress' and 'Edm.String'"),
        ("parties", "Addresses/any(a: a/City eq 5)", "'Edm.String' and 'Edm.Int32' for operator kind 'Equal'"),
        ("parties", "Addresses/any(a: true) and a/City eq 'x'", "Could not find a property named 'a'"),
        ("parties", "startswith(PartyType, 'C')", "cannot be applied to an enumeration-typed argument."),
        ("parties", "length(PartyID) eq 1", "The function signatures considered are: length(Edm.String)."),
        ("parties", "substring(Name, 1L) eq 'x'", "The function signatures considered are: substring("),
        ("parties", "-Name eq 'x'", "Found operand type 'Edm.String' for operator kind 'Negate'."),
        ("parties", "Name add 1 eq 2", "'Edm.String' and 'Edm.Int32' for operator kind 'Add'."),
        ("parties", "FinancialReductionPercentageDefault add 1.5 gt 0", "'Edm.Decimal' and 'Edm.Double'"),
        ("parties", "VATLiable and PartyID", "'Edm.Boolean' and 'Edm.Int32' for operator kind 'And'."),
        ("parties", "GLAccountCode eq 'x'", "'Edm.Int64' and 'Edm.String'"),
        ("parties", "$it", "must evaluate to a single boolean value."),
    ],
)
async def test_a_filter_that_fits_no_model_is_refused(wire, path, text, words):
    response = await wire.get(f"/v1/{path}?$filter={quote_plus(text)}")
    assert (response.status, response.codes) == (400, ["GenericError"]), response.text
    assert words in response.description


@pytest.mark.parametrize(
    "text",
    [
        "tolower(OrderNumber) eq 'éà-straße'",
        "toupper(OrderNumber) eq 'ÉÀ-STRAßE'",
        "OrderNumber eq 'éÀ-STRASSE'",
        "substringof('À-sTRASS', OrderNumber)",
        "trim(concat('\u2003', OrderNumber)) eq 'Éà-Straße'",
        "indexof(OrderNumber, 'STR') eq 3",
        "substring(OrderNumber, 3, 99) eq 'Straße' and substring(OrderNumber, 99) eq ''",
    ],
)
async def test_letters_beyond_ascii_have_two_cases_too(written, text):
    order_id = await written.create(OrderNumber="Éà-Straße")
    response = await written.get(f"/v1/orders?$filter={quote_plus(text)}")
    assert [item["OrderID"] for item in response.json["Items"]] == [order_id]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Paid eq true eq false", "not Paid"),
        ("not Paid eq true", "Paid eq false"),
        ("not not Paid", "Paid"),
        ("year(OrderDate) mul 100 add month(OrderDate) ge 202506", "OrderDate ge datetime'2025-06-01'"),
        ("-(TotalIncl) lt -100", "TotalIncl gt 100"),
        ("OrderID mod 2 ne 0", "not (OrderID sub 2 mul (OrderID div 2) eq 0)"),
        ("floor(TotalIncl) eq TotalIncl", "ceiling(TotalIncl) eq TotalIncl"),
        ("TotalVAT gt TotalExcl mul 0.2M", "TotalVAT mul 5 gt TotalExcl"),
        ("OrderID lt 0 or null eq null", "true"),
    ],
)
async def test_two_ways_to_say_the_same_find_the_same(wire, text, same):
    one, other = [
        (await wire.get(f"/v1/orders?$filter={quote_plus(way)}&$inlinecount=allpages")).json for way in (text, same)
    ]
    assert one["Items"] == other["Items"]
    assert one["Count"] == other["Count"] > 0
