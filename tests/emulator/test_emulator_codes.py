"""Every catalogued code, provoked over HTTP: in the envelope as it was recorded, and as the typed error of the SDK.

A refusal writes nothing, so that the same request is asked twice: once by hand and once through the SDK, which sends it
as it stands. What an order must look like to be refused, and that it is accepted when it is put right, is in
test_emulator_findings.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import attrs
import pytest

from billit_async import ApiKey, BillitSession
from billit_async._transport.secret import revealed
from billit_async.errors import (
    AccessRevoked,
    ApiError,
    BadRequest,
    Code,
    IdempotencyConflict,
    InvalidCredentials,
    TokenExpired,
    explain,
)
from tests.emulator.catalogue import CATALOGUE, LOCATED

CLASSES = {
    "ApiKeyNotValid": InvalidCredentials,
    "InvalidAccessToken": InvalidCredentials,
    "AccessTokenExpired": TokenExpired,
    "AccessTokenRevoked": AccessRevoked,
    "Idempotent token already exists": IdempotencyConflict,
}
"""What is not a BadRequest."""
PDF = "JVBERi0xLjcK"
SEND = "/v1/orders/commands/send"
AT_HOME = "BE0563846944"


class Bearer:
    """A token that nobody renews, as a program that got it from elsewhere would send it."""

    environment = base_url = None

    def __init__(self, token):
        self.token = token

    async def headers(self):
        return {"Authorization": f"Bearer {self.token}"}

    async def refused(self, error, sent):
        return False


@attrs.frozen(kw_only=True)
class Asked:
    """A request that is to be refused.

    Args:
        method: HTTP method.
        path: Path and query, encoded.
        body: What is sent as JSON.
        key: Idempotency key.
        strict: Whether ``StrictTransportType`` is sent.
        auth: Other credentials than the emulator's key.
    """

    method: str
    path: str
    body: Any = None
    key: str | None = None
    strict: bool = False
    auth: Any = None


@attrs.frozen
class Stage:
    """A running emulator, its clock and somebody who asks it by hand."""

    wire: Any
    hands: Any
    order: Any

    async def sold(self, **changes):
        """Create an order; its id."""
        return await self.wire.create(**changes)

    async def sold_to(self, **customer):
        """Create an invoice to a customer without any identifier but these; its id."""
        return await self.sold(Customer={"Name": "Klant", **customer})

    async def token(self):
        """An access token of a user who just allowed the application."""
        emulator = self.wire.emulator
        asked = {"client_id": emulator.client_id, "redirect_uri": emulator.redirect_uri}
        callback = emulator.consent("/Account/Logon?" + urlencode(asked))
        body = {
            "grant_type": "authorization_code",
            "code": parse_qs(urlsplit(callback).query)["code"][0],
            "redirect_uri": emulator.redirect_uri,
            "client_id": emulator.client_id,
            "client_secret": emulator.client_secret,
        }
        return (await self.wire("POST", "/OAuth2/token", body, ApiKey="")).json["access_token"]


PROVOCATIONS: list[Any] = []


def provokes(code, settings=None):
    """Register a function that sets the stage and gives the request whose response has the code."""

    def register(function):
        PROVOCATIONS.append(pytest.param(code, function, settings, id=f"{code}: {function.__name__}"))
        return function

    return register


def refuses(code, name, **changes):
    """Register an order that is refused: the documented sample with changes, None takes a property out."""

    async def posted(stage):
        return Asked(method="POST", path="/v1/orders", body=stage.order(**changes))

    posted.__name__ = name
    provokes(code)(posted)


def customer(**changes):
    return {"Name": "Klant", "VATNumber": AT_HOME, **changes}


def line(**changes):
    given = {"Quantity": 1, "UnitPriceExcl": 10, "Description": "Werk", "VATPercentage": 21, **changes}
    return {key: value for key, value in given.items() if value is not None}


def sending(*order_ids, transport="Peppol", **more):
    body = {"OrderIDs": list(order_ids), "TransportType": transport}
    return Asked(method="POST", path=SEND, body={key: value for key, value in body.items() if value}, **more)


@provokes("GenericError")
async def a_filter_on_a_column_that_has_none(stage):
    return Asked(method="GET", path="/v1/orders?$filter=VATNumber%20eq%20%27BE0563846944%27")


@provokes("GenericError")
async def a_patch_of_what_cannot_be_patched(stage):
    return Asked(method="PATCH", path=f"/v1/orders/{await stage.sold()}", body={"OrderLines": []})


@provokes("GenericError")
async def a_ubl_document_that_is_none(stage):
    return Asked(method="POST", path="/v1/peppol/sendxml", body={"XML": "<Invoice/>"})


@provokes("Idempotent token already exists")
async def a_key_that_made_an_order(stage):
    response = await stage.wire("POST", "/v1/orders", stage.order(), Idempotency_Key="once")
    assert response.status == 200
    return Asked(method="POST", path="/v1/orders", body=stage.order(), key="once")


@provokes("Idempotent token already exists")
async def a_key_that_sent_an_order(stage):
    first, second = await stage.sold(), await stage.sold()
    asked = sending(first, key="once")
    assert (await stage.wire("POST", SEND, asked.body, Idempotency_Key="once")).status == 200
    return sending(second, key="once")


@provokes("ApiKeyNotValid")
async def a_key_that_nobody_has(stage):
    return Asked(method="GET", path="/v1/orders", auth=ApiKey("00000000-0000-4000-8000-000000000000"))


@provokes("InvalidAccessToken")
async def a_token_that_nobody_gave_out(stage):
    return Asked(method="GET", path="/v1/orders", auth=Bearer("made-up"))


@provokes("AccessTokenExpired")
async def a_token_after_its_hour(stage):
    token = await stage.token()
    stage.hands.turn(seconds=3600)
    return Asked(method="GET", path="/v1/orders", auth=Bearer(token))


@provokes("AccessTokenRevoked")
async def a_token_of_an_application_that_the_user_removed(stage):
    token = await stage.token()
    stage.wire.emulator.remove_application()
    return Asked(method="GET", path="/v1/orders", auth=Bearer(token))


refuses("_0_IsNoValidBEVAT", "wrong_check_digits", Customer=customer(VATNumber="BE0563846945"))
refuses("YourVATIsNotValid", "too_short_for_its_country", Customer=customer(VATNumber="NL1"))
refuses("YourVATIsNotValid", "no_country", Customer=customer(VATNumber="0563846944"))
refuses("CompanyNameOrContactNameIsRequired", "nobody", Customer=customer(Name=None))
refuses("IdentifierTypeIsRequired", "a_bare_number", Customer=customer(Identifiers=[{"Identifier": "0563846944"}]))
refuses(
    "Only1OfEachAddressTypeAllowed",
    "two_invoice_addresses",
    Customer=customer(Addresses=[{"AddressType": "InvoiceAddress", "City": city} for city in ("Gent", "Brugge")]),
)
refuses("CustomerIsRequired", "sold_to_nobody", Customer=None)
refuses("ExpiryDateIsRequired", "no_due_date", ExpiryDate=None)
refuses("ExpiryDateIsRequired", "a_credit_note_without_one", OrderType="CreditNote", ExpiryDate=None)
refuses("InvalidDeliveryDate", "no_date_at_all", DeliveryDate="soon")
refuses("InvalidDeliveryDate", "the_year_one", DeliveryDate="0001-01-01")
refuses("OrderDateIsRequired", "no_date", OrderDate=None)
refuses("TheOrderDirectionCode_0_IsInvalid", "sideways", OrderDirection="Sideways")
refuses("TheOrderTypeCode_0_IsInvalid", "a_receipt", OrderType="Receipt")
refuses("ThereMustBeAtLeastOneOrderLine", "no_lines", OrderLines=[])
refuses("DescriptionIsMandatoryForOrderLinesWithTotals", "no_text", OrderLines=[line(Description=None)])
refuses("InvalidVAtPercentageForTaxCountry_0_", "twenty_percent", OrderLines=[line(VATPercentage=20)])
refuses("TheFileIsNotValid", "an_attachment", Attachments=[{"FileName": "a.pdf", "FileContent": "no base64!"}])
refuses("TheFileIsNotValid", "an_empty_pdf", OrderPDF={"FileName": "a.pdf", "FileContent": ""})
refuses("TheFileIsNotValid", "a_pdf_that_is_none", OrderPDF={"FileName": "a.pdf", "FileContent": "SGVsbG8="})
refuses("Invalid Filename", "an_attachment_without_extension", Attachments=[{"FileName": "a", "FileContent": PDF}])
refuses("Invalid Filename", "a_pdf_in_a_folder", OrderPDF={"FileName": "a/b.pdf", "FileContent": PDF})
refuses("TheAboutInvoiceNumberCouldNotBeFound", "about_nothing", OrderType="CreditNote", AboutInvoiceNumber="NOWHERE-1")


@provokes("This_0_WasAlreadySentLessThen_1_MinutesAgoTo_2_OrIsStillInTheQueue")
async def an_order_sent_just_now(stage):
    order_id = await stage.sold()
    assert (await stage.wire("POST", SEND, sending(order_id).body)).status == 200
    stage.hands.turn(seconds=59)
    return sending(order_id)


@provokes("TheCustomer_0_DoesNotHaveAValidEmailAddress")
async def mail_to_somebody_without_an_address(stage):
    return sending(await stage.sold_to(), transport="SMTP")


@provokes("TheCustomer_0_DoesNotHaveAValidEmailAddress")
async def a_fallback_to_an_address_that_is_none(stage):
    return sending(await stage.sold_to(Email="a@example.test, b@example.test"), transport=None)


@provokes("TheCustomerIsNotActiveOnPeppol")
async def somebody_who_is_not_on_it(stage):
    return sending(await stage.sold_to(Email="klant@example.test"))


@provokes("TheCustomerIsNotActiveOnPeppol")
async def no_network_and_no_fallback_allowed(stage):
    return sending(await stage.sold_to(Email="klant@example.test"), transport=None, strict=True)


@provokes("TheCustomerDoesNotSupportPeppolForType_0")
async def an_offer(stage):
    return sending(await stage.sold(OrderType="Offer"))


@provokes("TheCustomerDoesNotSupportPeppolForType_0", settings={"peppol.types": {AT_HOME: ("BISv3Invoice",)}})
async def a_credit_note_to_somebody_who_takes_invoices(stage):
    return sending(await stage.sold(OrderType="CreditNote"))


@provokes(
    "PleaseSupplyAValidPONumberInTheFieldYourReference", settings={"delivery.order_number_wanted": frozenset({AT_HOME})}
)
async def no_number_for_somebody_who_wants_one(stage):
    return sending(await stage.sold())


@provokes(
    "PleaseSupplyAValidPONumberInTheFieldYourReference", settings={"delivery.order_number_wanted": frozenset({AT_HOME})}
)
async def a_sentence_for_somebody_who_wants_a_number(stage):
    return sending(await stage.sold(Reference="as agreed by phone"))


@provokes("OrderAlreadySent")
async def a_sent_order_that_is_to_be_deleted(stage):
    order_id = await stage.sold()
    assert (await stage.wire("POST", SEND, sending(order_id).body)).status == 200
    return Asked(method="DELETE", path=f"/v1/orders/{order_id}")


@provokes("WebhookURLCannotBeEmpty")
async def a_webhook_without_an_address(stage):
    return hooking(WebhookURL=None)


@provokes("WebhookURLCannotBeEmpty")
async def a_webhook_with_an_address_of_blanks(stage):
    return hooking(WebhookURL="  ")


@provokes("WrongEntityTypeUsed")
async def a_webhook_for_parties(stage):
    return hooking(EntityType="Party")


@provokes("WrongEntityTypeUsed")
async def a_webhook_for_nothing_named(stage):
    return hooking(EntityType=None)


def hooking(**changes):
    """A request for a webhook, with changes."""
    body = {"EntityType": "Order", "EntityUpdateType": "I", "WebhookURL": "https://example.test/", **changes}
    return Asked(method="POST", path="/v1/webhooks", body=body)


@pytest.fixture
async def set_stage(boot, hands, an_order):
    """Start an emulator with other settings and a clock that the test turns."""

    async def start(settings):
        return Stage(await boot(orders=4, settings={"time.clock": hands, **(settings or {})}), hands, an_order)

    return start


async def ask_by_hand(stage, asked):
    headers = {"ApiKey": "", **revealed(await asked.auth.headers())} if asked.auth else {}
    if asked.key:
        headers["Idempotency-Key"] = asked.key
    if asked.strict:
        headers["StrictTransportType"] = "true"
    return await stage.wire(asked.method, asked.path, asked.body, **headers)


async def ask_through_the_sdk(stage, asked):
    emulator = stage.wire.emulator
    auth = asked.auth or ApiKey(emulator.api_key)
    headers = {"StrictTransportType": "true"} if asked.strict else None
    async with BillitSession(auth, base_url=emulator.url, party_id=emulator.party_id) as billit:
        with pytest.raises(ApiError) as caught:
            await billit.request(asked.method, asked.path, json=asked.body, headers=headers, idempotency_key=asked.key)
    return caught.value


@pytest.mark.parametrize(("code", "provoke", "settings"), PROVOCATIONS)
async def test_the_code_comes_with_the_recorded_status_and_text(set_stage, code, provoke, settings):
    stage = await set_stage(settings)
    response = await ask_by_hand(stage, await provoke(stage))
    entry = LOCATED[code]
    assert (response.status, response.codes) == (entry.status, [code])
    (error,) = response.json["errors"]
    if entry.description is not None:
        assert error == {"Code": code, "Description": entry.description}
    elif entry.status == 400:
        # Nobody recorded the English text: there is one all the same, with its gaps filled in.
        assert error["Description"]
        assert not any(gap in error["Description"] for gap in ("{", "_0_"))
    else:
        assert error == {"Code": code}


@pytest.mark.parametrize(("code", "provoke", "settings"), PROVOCATIONS)
async def test_the_sdk_says_the_code_with_the_error_of_its_kind(set_stage, code, provoke, settings):
    stage = await set_stage(settings)
    error = await ask_through_the_sdk(stage, await provoke(stage))
    assert type(error) is CLASSES.get(code, BadRequest)
    assert (error.status, error.code, len(error.errors)) == (LOCATED[code].status, code, 1)
    assert error.has(code.upper().replace(" ", ""))
    assert explain(error.code).code == code
    assert code in str(error)


@pytest.mark.parametrize(("code", "provoke", "settings"), PROVOCATIONS)
async def test_what_is_refused_changes_nothing(set_stage, code, provoke, settings):
    stage = await set_stage(settings)
    asked = await provoke(stage)
    before = await everything(stage)
    await ask_by_hand(stage, asked)
    assert await everything(stage) == before


async def everything(stage):
    """What the company has, by key, so that a token which was refused does not matter."""
    orders = (await stage.wire.get("/v1/orders")).json["Items"]
    details = [await stage.wire.detail(item["OrderID"]) for item in orders]
    parties = (await stage.wire.get("/v1/parties")).json["Items"]
    return json.dumps([details, parties], default=str)


def test_every_catalogued_code_is_provoked():
    assert {provocation.values[0] for provocation in PROVOCATIONS} == {entry.code for entry in CATALOGUE}


def test_the_sdk_explains_exactly_the_catalogued_codes():
    assert {str(code) for code in Code} == set(LOCATED)
    assert len(LOCATED) == len(CATALOGUE)
