"""Customers, suppliers and products: made, recognised, changed."""

from __future__ import annotations

from decimal import Decimal

import pytest


async def make(wire, **given):
    response = await wire("POST", "/v1/parties", {"Name": "Bakkerij Maes", **given})
    assert response.status == 200, response.text
    return int(response.text)


async def test_a_posted_party_gets_the_documented_defaults(written):
    party = (await written.get(f"/v1/parties/{await make(written)}")).json
    expected = {
        "VATLiable": True, "VATDeductable": True, "Language": "EN", "VentilationCode": "4", "DefaultPaid": False,
        "DefaultExpiryOffset": 30, "GLDefaultExpiryOffset": 30, "DefaultReductionPercentage": Decimal("0.00"),
        "SmallEnterprise": False, "DefaultCurrencyTC": "EUR", "SendUBL": True, "SendPDF": True,
        "DisplayName": "Bakkerij Maes", "PartyType": "Customer",
    }  # fmt: skip
    assert {key: party[key] for key in expected} == expected


async def test_a_supplier_has_its_own_ventilation_code(written):
    party_id = await make(written, PartyType="Supplier")
    assert (await written.get(f"/v1/parties/{party_id}")).json["VentilationCode"] == "1"


async def test_the_same_vat_number_returns_the_same_party(written):
    first = await make(written, VATNumber="BE0563846944")
    assert await make(written, Name="Other name", VATNumber="BE 0563.846.944") == first


async def test_the_same_email_returns_the_same_party_unless_the_vat_numbers_differ(written):
    first = await make(written, Email="a@example.test", VATNumber="BE0563846944")
    assert await make(written, Email="A@example.test") == first
    assert await make(written, Email="a@example.test", VATNumber="BE0887010362") != first


async def test_a_party_with_an_id_is_updated(written):
    party_id = await make(written)
    assert await make(written, PartyID=party_id, Phone="+3290000000") == party_id
    assert (await written.get(f"/v1/parties/{party_id}")).json["Phone"] == "+3290000000"


async def test_an_id_that_is_not_yours_is_401(written):
    assert (await written("POST", "/v1/parties", {"PartyID": 5, "Name": "x"})).status == 401


async def test_the_delivery_address_defaults_to_the_flat_one(written):
    party_id = await make(written, Street="Kerkstraat", StreetNumber="1", Zipcode="9000", City="Gent", CountryCode="BE")
    addresses = (await written.get(f"/v1/parties/{party_id}")).json["Addresses"]
    assert [address["AddressType"] for address in addresses] == ["InvoiceAddress", "DeliveryAddress"]
    assert {address["Street"] for address in addresses} == {"Kerkstraat"}


async def test_custom_fields_of_a_party_are_pairs(written):
    party_id = await make(written, CustomFields=[{"key": "Colour", "value": "blue"}])
    assert (await written.get(f"/v1/parties/{party_id}")).json["CustomFields"] == [{"Key": "Colour", "Value": "blue"}]


async def test_a_patch_changes_only_what_is_documented(written):
    party_id = await make(written, VATNumber="BE0563846944")
    response = await written(
        "PATCH", f"/v1/parties/{party_id}", {"City": "Gent", "email": "x@example.test", "DisplayName": "no"}
    )
    party = (await written.get(f"/v1/parties/{party_id}")).json
    assert (response.status, response.text) == (200, "")
    assert (party["City"], party["Email"], party["DisplayName"]) == ("Gent", "x@example.test", "Bakkerij Maes")


@pytest.mark.parametrize("body", [{"Addresses": []}, {"VATLiable": "true"}, {}])
async def test_a_patch_of_nothing_patchable_is_refused(written, body):
    assert (await written("PATCH", f"/v1/parties/{await make(written)}", body)).codes == ["GenericError"]


async def test_a_party_belongs_to_one_company(wire, emulator):
    party = (await wire.get("/v1/parties?$top=1")).json["Items"][0]
    assert (await wire.get(f"/v1/parties/{party['PartyID']}", PartyID=str(emulator.party_ids[1]))).status == 401


async def test_one_product_or_an_envelope_of_them_can_be_posted(written):
    envelope = {"Items": [{"Reference": "Cleaning liquid", "AmountExcl": 0.9, "VAT": 21, "StockQuantity": 20,
                           "MinimumBilledQuantity": 50}]}  # fmt: skip
    first = await written("POST", "/v1/products", envelope)
    second = await written("POST", "/v1/products", {"Reference": "Soap", "AmountExcl": 1, "VAT": 21})
    assert int(second.text) == int(first.text) + 1


async def test_a_product_prints_its_documented_scales(written):
    body = {"Reference": "x", "AmountExcl": 0.9, "VAT": 21, "StockQuantity": 20, "MinimumBilledQuantity": 50}
    text = (await written.get(f"/v1/products/{(await written('POST', '/v1/products', body)).text}")).text
    for part in ('"AmountExcl":0.90000', '"VAT":21.00', '"StockQuantity":20.00', '"MinimumBilledQuantity":50.0000'):
        assert part in text


async def test_a_product_with_an_id_is_updated(written):
    product_id = int((await written("POST", "/v1/products", {"Reference": "x", "AmountExcl": 1, "VAT": 21})).text)
    response = await written("POST", "/v1/products", {"ProductID": product_id, "AmountExcl": 2})
    product = (await written.get(f"/v1/products/{product_id}")).json
    assert (response.text, product["Reference"], product["AmountExcl"]) == (str(product_id), "x", Decimal("2.00000"))


async def test_a_product_id_that_is_not_yours_is_401(written):
    assert (await written("POST", "/v1/products", {"ProductID": 5})).status == 401


async def test_an_envelope_with_one_bad_product_writes_none(written):
    before = (await written.get("/v1/products?$top=1&$inlinecount=allpages")).json["Count"]
    envelope = {"Items": [{"Reference": "good", "AmountExcl": 1, "VAT": 21}, {"ProductID": 5}]}
    assert (await written("POST", "/v1/products", envelope)).status == 401
    assert (await written.get("/v1/products?$top=1&$inlinecount=allpages")).json["Count"] == before
