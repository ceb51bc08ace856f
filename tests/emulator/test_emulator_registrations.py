"""The access point: companies that a company registers, and everything that is done for them and for nobody else."""

from __future__ import annotations

import pytest

from billit_async.models import (
    AccountRegistrationResponse,
    CreateAndSendEdocumentResponse,
    EinvoiceIntegration,
    EinvoiceRegistrationsAccount,
    GetEinvoiceAccountsReponse,
    KYCInitiationResponse,
    Order,
    Webhook,
)

BASE = "/v1/einvoices/registrations"
ENTITY = {
    "TaxIdentifier": "BE0563846944", "CompanyName": "Klant van ons", "Email": "klant@example.test",
    "TaxLiable": True, "TaxDeductable": False, "Language": "NL",
    "Addresses": [{"AddressType": "InvoiceAddress", "Street": "Markt", "StreetNumber": "1", "City": "Gent",
                   "CountryCode": "BE"}],
    "Identifiers": [{"IdentifierType": "CBE", "Identifier": "0563846944"}],
    "AccountSettings": {"ProcessUBLPrePaidAmount": True},
}  # fmt: skip
BUYER = {"Name": "Billit", "VATNumber": "BE0563846944", "Email": "b@example.test"}


async def register(wire, **changes):
    response = await wire("POST", BASE, {**ENTITY, **changes})
    assert response.status == 200, response.text
    return response.json["RegistrationID"]


@pytest.fixture
async def one(written):
    return f"{BASE}/{await register(written)}"


async def test_what_is_registered_is_read_as_it_was_posted(written, reads_as):
    made = reads_as(AccountRegistrationResponse, await written("POST", BASE, ENTITY))
    response = await written.get(f"{BASE}/{made.registration_id}")
    (account,) = reads_as(GetEinvoiceAccountsReponse, response).companies
    assert account.registration_id == made.registration_id
    assert response.json["Companies"][0]["CompanyDetails"] == ENTITY
    assert (await written.get(BASE)).json == response.json


async def test_the_response_can_be_bare_as_the_documentation_shows_it(boot, reads_as):
    wire = await boot(settings={"responses.registration": "bare"})
    registration = await register(wire)
    found = reads_as(EinvoiceRegistrationsAccount, await wire.get(f"{BASE}/{registration}"))
    assert found.company_details.company_name == "Klant van ons"


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"CompanyName": None}, "CompanyNameOrContactNameIsRequired"), ({"TaxIdentifier": None}, "YourVATIsNotValid"),
     ({"TaxIdentifier": "BE0563846945"}, "_0_IsNoValidBEVAT"),
     ({"Addresses": ENTITY["Addresses"] * 2}, "Only1OfEachAddressTypeAllowed")],
)  # fmt: skip
async def test_an_entity_that_billit_would_not_take_is_refused(written, changes, code):
    assert (await written("POST", BASE, {**ENTITY, **changes})).codes == [code]
    assert (await written.get(BASE)).json == {"Companies": []}


async def test_the_email_address_is_unique(written, one):
    assert (await written("POST", BASE, {**ENTITY, "Email": "KLANT@example.test"})).codes == ["GenericError"]


async def test_a_patch_changes_the_flat_address_too(written, one):
    body = {"CompanyName": "Nieuwe naam", "City": "Aalst", "IBAN": "BE68539007547034"}
    response = await written("PATCH", one, body)
    assert (response.status, response.text) == (200, "true")
    details = (await written.get(one)).json["Companies"][0]["CompanyDetails"]
    assert (details["CompanyName"], details["IBAN"]) == ("Nieuwe naam", "BE68539007547034")
    assert details["Addresses"][0]["City"] == "Aalst"
    assert details["Addresses"][0]["Street"] == "Markt"


@pytest.mark.parametrize("body", [{}, {"TaxIdentifier": "BE0402940374"}, {"TaxLiable": "true"}, {"CompanyName": None}])
async def test_a_patch_with_nothing_patchable_is_refused(written, one, body):
    assert (await written("PATCH", one, body)).codes == ["GenericError"]


async def test_a_deactivated_company_is_gone(written, one):
    response = await written("DELETE", one)
    assert (response.status, response.text) == (200, "true")
    for path in (one, f"{one}/orders", f"{one}/webhooks"):
        assert (await written.get(path)).status == 401
    assert (await written("DELETE", one)).status == 401
    assert (await written.get(BASE)).json == {"Companies": []}


async def test_registrations_belong_to_their_master_account(wire, emulator):
    registration = await register(wire)
    other = str(emulator.party_ids[1])
    assert (await wire.get(f"{BASE}/{registration}", PartyID=other)).status == 401
    assert (await wire.get(BASE, PartyID=other)).json == {"Companies": []}
    assert (await wire.get("/v1/orders", PartyID=str(registration))).status == 401
    assert (await wire.get(f"{BASE}/{emulator.party_ids[1]}")).status == 401
    assert registration not in emulator.party_ids


async def test_an_integration_is_connected_shown_and_disconnected(written, one, reads_as):
    made = reads_as(EinvoiceIntegration, await written("POST", f"{one}/integrations", {"ExternalProvider": "Peppol"}))
    assert (made.integration, made.integration_status) == ("Peppol", "Active")
    (shown,) = (await written.get(one)).json["Companies"][0]["Integrations"]
    assert shown["IntegrationID"] == made.integration_id
    assert (await written("POST", f"{one}/integrations", {"ExternalProvider": "peppol"})).codes == ["GenericError"]
    assert (await written("DELETE", f"{one}/integrations/{made.integration_id}")).text == "true"
    assert (await written("DELETE", f"{one}/integrations/{made.integration_id}")).status == 401
    assert (await written.get(one)).json["Companies"][0]["Integrations"] == []


async def test_a_network_that_wants_a_signature_is_pending(written, one, reads_as):
    made = reads_as(EinvoiceIntegration, await written("POST", f"{one}/integrations", {"Externalprovider": "SDI"}))
    assert made.integration_status == "Pending"
    assert made.integration_document_to_sign.startswith("https://")
    assert (await written("POST", f"{one}/integrations", {"Externalprovider": "X"})).codes == ["GenericError"]


async def test_an_order_is_created_and_sent_for_the_registered_company_alone(written, one, an_order, reads_as):
    body = {"TransportType": "Peppol", "Order": an_order()}
    sent = reads_as(CreateAndSendEdocumentResponse, await written("POST", f"{one}/commands/send", body))
    order = reads_as(Order, await written.get(f"{one}/orders/{sent.order_id}"))
    assert order.is_sent is True
    assert [item["OrderID"] for item in (await written.get(f"{one}/orders")).json["Items"]] == [sent.order_id]
    assert (await written.get(f"/v1/orders/{sent.order_id}")).status == 401
    assert sent.order_id not in written.emulator.ledger[written.emulator.party_id].order_ids
    assert written.emulator.deliver_pending() == 1
    detail = (await written.get(f"{one}/orders/{sent.order_id}")).json
    assert detail["CurrentDocumentDeliveryDetails"]["DocumentDeliveryStatus"] == "Delivered"


async def test_an_order_that_cannot_be_sent_is_not_created(written, one, an_order):
    body = {"TransportType": "Peppol", "Order": an_order(Customer={"Name": "Particulier"})}
    assert (await written("POST", f"{one}/commands/send", body)).codes == ["TheCustomerIsNotActiveOnPeppol"]
    assert (await written("POST", f"{one}/commands/send", {"TransportType": "Peppol"})).codes == ["GenericError"]
    bad = {"TransportType": "Peppol", "Order": an_order(DeliveryDate="yesterday")}
    assert (await written("POST", f"{one}/commands/send", bad)).codes == ["InvalidDeliveryDate"]
    assert (await written.get(f"{one}/orders")).json["Items"] == []


async def test_its_orders_are_patched_and_its_files_downloaded(written, one, an_order):
    sent = await written("POST", f"{one}/commands/send", {"TransportType": "Peppol", "Order": an_order()})
    path = f"{one}/orders/{sent.json['OrderID']}"
    assert (await written("PATCH", path, {"PaymentMethod": "Wired"})).status == 200
    detail = (await written.get(path)).json
    assert detail["PaymentMethod"] == "Wired"
    file_id = detail["OrderPDF"]["FileID"]
    assert (await written.get(f"{one}/files/{file_id}")).json["MimeType"] == "application/pdf"
    assert (await written.get(f"/v1/files/{file_id}")).status == 401


async def test_its_webhooks_are_its_own(written, one, reads_as):
    body = {"EntityType": "Order", "EntityUpdateType": "I", "WebhookURL": "https://example.test/hook"}
    made = reads_as(Webhook, await written("POST", f"{one}/webhooks", body))
    (listed,) = reads_as(Webhook, await written.get(f"{one}/webhooks"))
    assert (listed.webhook_id, listed.secret) == (made.webhook_id, None)
    assert (await written.get("/v1/webhooks")).json == []
    renewed = (await written("POST", f"{one}/webhooks/refresh/{made.webhook_id}")).json
    assert renewed != made.secret
    assert (await written("DELETE", f"/v1/webhooks/{made.webhook_id}")).status == 401
    assert (await written("DELETE", f"{one}/webhooks/{made.webhook_id}")).text == "true"


async def test_its_webhooks_are_told_of_its_orders(written, one, an_order):
    body = {"EntityType": "Order", "EntityUpdateType": "I", "WebhookURL": "https://example.test/hook"}
    made = (await written("POST", f"{one}/webhooks", body)).json
    await written.create()
    await written("POST", f"{one}/commands/send", {"TransportType": "Peppol", "Order": an_order()})
    assert [told.webhook_id for told in written.emulator.webhook_deliveries] == [made["WebhookID"]]


@pytest.mark.parametrize("field", ["URL", "RedirectURL"])
async def test_an_identification_returns_a_link_under_either_name(boot, reads_as, field):
    wire = await boot(settings={"responses.identification_field": field})
    path = f"{BASE}/{await register(wire)}/identification"
    body = {"IdentificationProviderTC": "ItsMe", "RedirectURL": "https://example.test/back"}
    response = await wire("POST", path, body)
    assert list(response.json) == [field]
    if field == "URL":
        assert reads_as(KYCInitiationResponse, response).url.startswith("https://")
    assert (await wire("POST", path, {**body, "IdentificationProviderTC": "Other"})).codes == ["GenericError"]
    assert (await wire("POST", path, {**body, "RedirectURL": "http://example.test"})).codes == ["GenericError"]
    assert (await wire("POST", f"{BASE}/5/identification", body)).status == 401
