"""Who may see what: keys, companies, and the one status for all of it."""

from __future__ import annotations

import pytest

KEYLESS = "00000000-0000-4000-8000-000000000000"


async def test_a_wrong_key_gets_401_with_its_code(wire):
    response = await wire.get("/v1/orders", ApiKey=KEYLESS)
    assert (response.status, response.json) == (401, {"errors": [{"Code": "ApiKeyNotValid"}]})


async def test_no_key_at_all_gets_401(wire):
    response = await wire.get("/v1/orders", ApiKey="")
    assert response.codes == ["ApiKeyNotValid"]


async def test_a_bearer_token_that_nobody_gave_out_gets_its_own_code(wire):
    response = await wire.get("/v1/orders", ApiKey="", Authorization="Bearer abc")
    assert (response.status, response.codes) == (401, ["InvalidAccessToken"])


@pytest.mark.parametrize("name", ["apikey", "APIKEY", "apiKey"])
async def test_header_names_have_no_case(emulator, wire, name):
    response = await wire.get("/v1/orders?$top=1", **{name: emulator.api_key})
    assert response.status == 200


async def test_without_party_id_the_default_company_is_meant(wire, emulator):
    response = await wire.get("/v1/orders?$top=1")
    assert response.json["Items"][0]["CompanyID"] == emulator.party_id


async def test_party_id_selects_another_company_of_the_same_key(wire, emulator):
    other = emulator.party_ids[1]
    response = await wire.get("/v1/orders?$top=1", partyid=str(other))
    assert response.json["Items"][0]["CompanyID"] == other


@pytest.mark.parametrize("party_id", ["1", "999999999", "abc"])
async def test_a_party_id_that_is_not_yours_gets_401(wire, party_id):
    assert (await wire.get("/v1/orders", PartyID=party_id)).status == 401


async def test_context_party_id_alone_gets_401_as_integrators_saw(wire, emulator):
    response = await wire.get("/v1/orders", ContextPartyID=str(emulator.party_ids[1]))
    assert (response.status, response.codes) == (401, ["ApiKeyNotValid"])


async def test_both_party_headers_with_the_same_company_work(wire, emulator):
    own = str(emulator.party_id)
    assert (await wire.get("/v1/orders?$top=1", PartyID=own, ContextPartyID=own)).status == 200


async def test_an_order_of_another_company_is_401_and_not_404(wire, emulator):
    foreign = emulator.ledger[emulator.party_ids[1]].order_ids[0]
    response = await wire.get(f"/v1/orders/{foreign}")
    assert (response.status, response.codes) == (401, ["NoAccess"])


@pytest.mark.parametrize(
    "path",
    ["/v1/orders/1", "/v1/orders/abc", "/v1/orders/99999999999", "/v1/parties/1", "/v1/products/1",
     "/v1/files/57eade47-f402-4605-849b-58c223c6b970", "/v1/files/nonsense"],
)  # fmt: skip
async def test_an_unknown_id_is_401(wire, path):
    assert (await wire.get(path)).status == 401


async def test_the_status_for_unknown_ids_is_a_setting(boot):
    wire = await boot(settings={"access.unknown_id_status": 404})
    assert (await wire.get("/v1/orders/1")).status == 404


async def test_account_information_works_without_party_id_and_lists_every_company(wire, emulator):
    account = (await wire.get("/v1/account/accountInformation")).json
    assert [company["PartyID"] for company in account["Companies"]] == list(emulator.party_ids)
    assert all(company["Users"] == company["Identifiers"] == [] for company in account["Companies"])


async def test_the_swagger_document_needs_no_key(wire):
    response = await wire.get("/swagger/docs/v1", ApiKey="")
    assert (response.status, response.json["swagger"]) == (200, "2.0")
