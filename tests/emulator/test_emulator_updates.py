"""What a POST to a known party, product or order overwrites, keeps and clears, byte for byte over HTTP."""

from __future__ import annotations

import pytest

PARTY = {"Name": "Acme", "Website": "https://acme.example", "BIC": "KREDBEBB", "DefaultExpiryOffset": 14}


@pytest.mark.parametrize(("left_out", "bic", "offset"), [("keep", "KREDBEBB", 14), ("clear", None, 30)])
async def test_a_party_keeps_or_loses_what_a_post_leaves_out(boot, left_out, bic, offset):
    wire = await boot(orders=1, settings={"requests.update_left_out": left_out})
    party_id = int((await wire("POST", "/v1/parties", PARTY)).text)
    before = (await wire.get(f"/v1/parties/{party_id}")).json
    changed = {"PartyID": party_id, "Name": "Acme", "Website": None, "PartyType": "Supplier"}
    assert (await wire("POST", "/v1/parties", changed)).text == str(party_id)
    after = (await wire.get(f"/v1/parties/{party_id}")).json
    assert (after.get("BIC"), after["DefaultExpiryOffset"], after["PartyType"]) == (bic, offset, "Supplier")
    assert "Website" not in after
    assert after["Created"] == before["Created"]


@pytest.mark.parametrize(("left_out", "unit"), [("keep", "NAR"), ("clear", None)])
async def test_a_product_keeps_or_loses_what_a_post_leaves_out(boot, left_out, unit):
    wire = await boot(orders=1, settings={"requests.update_left_out": left_out})
    made = await wire("POST", "/v1/products", {"Reference": "P", "Unit": "NAR", "EAN": "1", "AmountExcl": 5})
    await wire("POST", "/v1/products", {"ProductID": int(made.text), "Reference": "P", "EAN": None})
    after = (await wire.get(f"/v1/products/{made.text}")).json
    assert (after.get("Unit"), after.get("EAN")) == (unit, None)


@pytest.mark.parametrize(("left_out", "status"), [("keep", 200), ("clear", 400)])
async def test_an_order_keeps_what_a_post_leaves_out_or_is_a_new_one(boot, left_out, status):
    wire = await boot(orders=1, settings={"requests.update_left_out": left_out})
    order_id = await wire.create(Comments="Thanks", Reference="PO-1", ToPay=1, PaymentTerms="30 days")
    response = await wire("POST", "/v1/orders", {"OrderID": order_id, "Reference": None})
    assert response.status == status
    if status == 200:
        after = await wire.detail(order_id)
        assert (after["Comments"], after.get("Reference"), after["ToPay"]) == ("Thanks", None, 1)
        assert after["PaymentTerms"] == "30 days"
