"""What Billit does not document, in each of its likely forms: a setting in every position, over HTTP."""

from __future__ import annotations

import base64
import inspect
import re
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import attrs
import pytest

from billit_async.emulator import EmulatorSettings
from billit_async.emulator.http.routes import ROUTES

SEND = "/v1/orders/commands/send"
FEEDS = "/v1/accountant/feeds"
IMPORT = "/v1/financialTransactions/commands/import"
RECEIPTS = "/v1/DailyReceiptBooks"
PAPER = {"FileName": "a.pdf", "FileContent": base64.b64encode(b"%PDF-1.4").decode()}
PAYMENT = {"IBAN": "BE68539007547034", "TotalAmount": 5, "ValueDate": "2024-03-01", "BankReference": "R-1",
           "NameCounterParty": "Imported"}  # fmt: skip
NOBODY = {"Name": "Particulier", "Email": "p@example.test"}


@pytest.fixture
async def start(boot, hands):
    """Start a small emulator with a clock that the test turns."""

    async def start(*, settings=None):
        return await boot(orders=6, settings={"time.clock": hands, **(settings or {})})

    return start


def test_every_setting_is_explained_with_its_default():
    settings = EmulatorSettings()
    for explained in (settings, *(getattr(settings, group.name) for group in attrs.fields(EmulatorSettings))):
        told = inspect.cleandoc(type(explained).__doc__ or "")  # Python 3.13 takes the margin away by itself
        assert re.findall(r"^ {4}(\w+): ", told, re.MULTILINE) == [
            field.name for field in attrs.fields(type(explained))
        ]


def test_the_page_of_the_emulator_lists_what_is_not_documented():
    page = (Path(__file__).parents[2] / "docs" / "emulator.md").read_text()
    listed = set(re.findall(r"`(\w+\.\w+)`", page))
    assert set(EmulatorSettings().flat()) <= listed


# Feeds


async def feed_of(wire):
    """A feed of a company that has orders and documents, and what was made after the feed."""
    await wire.create(OrderNumber="before")
    await wire("POST", FEEDS, {"Name": "x"})
    order_id = await wire.create(OrderNumber="after")
    document_id = int((await wire("POST", "/v1/documents", {"File": PAPER})).text)
    items = (await wire.get(f"{FEEDS}/x")).json
    return [(item["EntityType"], item["EntityID"]) for item in items], order_id, document_id


@pytest.mark.parametrize(("holds", "types"), [("orders_and_documents", {"Order", "Document"}), ("orders", {"Order"})])
async def test_a_feed_holds_documents_or_not(start, holds, types):
    items, order_id, _ = await feed_of(await start(settings={"feeds.items": holds}))
    assert {entity_type for entity_type, _ in items} == types
    assert ("Order", order_id) in items


async def test_a_new_feed_holds_what_was_there_before(start):
    items, order_id, document_id = await feed_of(await start())
    assert len(items) > 2
    assert items[-1] == ("Document", document_id)
    assert ("Order", order_id) in items


async def test_a_new_feed_may_begin_empty(start):
    items, order_id, document_id = await feed_of(await start(settings={"feeds.backlog": False}))
    assert items == [("Order", order_id), ("Document", document_id)]


# Money and licences


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ({}, 401),
        ({"bookkeeping.no_cashbook_status": 404}, 404),
        ({"access.unknown_id_status": 404}, 404),
        ({"access.unknown_id_status": 404, "bookkeeping.no_cashbook_status": 401}, 401),
    ],
)
async def test_a_cash_book_that_is_not_open_is_401_or_404(start, settings, status):
    wire = await start(settings=settings)
    assert (await wire.get("/v1/Cashbook")).status == 200
    await wire("POST", "/v1/Cashbook/Close")
    response = await wire.get("/v1/Cashbook")
    assert (response.status, response.codes) == (status, ["NoAccess"])


@pytest.mark.parametrize(("repeated", "status", "kept"), [("skip", 200, 2), ("add", 200, 3), ("refuse", 400, 1)])
async def test_a_repeated_transaction_is_skipped_added_or_refused(start, repeated, status, kept):
    wire = await start(settings={"bookkeeping.repeated_transactions": repeated})
    assert (await wire("POST", IMPORT, [PAYMENT])).status == 200
    response = await wire("POST", IMPORT, [{**PAYMENT, "BankReference": "R-2"}, PAYMENT])
    assert response.status == status
    found = (await wire.get("/v1/financialTransactions?$filter=NameCounterParty+eq+'Imported'")).json["Items"]
    assert len(found) == kept


@pytest.mark.parametrize("reference", [None, ""])
@pytest.mark.parametrize("repeated", ["skip", "add", "refuse"])
async def test_a_transaction_without_a_reference_is_never_a_repeated_one(start, repeated, reference):
    wire = await start(settings={"bookkeeping.repeated_transactions": repeated})
    for _ in range(2):
        assert (await wire("POST", IMPORT, [{**PAYMENT, "BankReference": reference}])).status == 200
    found = (await wire.get("/v1/financialTransactions?$filter=NameCounterParty+eq+'Imported'")).json["Items"]
    assert len(found) == 2


async def test_receipts_go_into_a_book_a_month(start):
    wire = await start()
    for day in ("2024-03-04", "2024-04-02"):
        body = {"Description": "x", "VATPercentage": 21, "TotalIncl": 121, "InputDate": day}
        await wire("POST", f"{RECEIPTS}/commands/CreateEntryInOpenExistingOrNew", body)
    listed = (await wire.get(RECEIPTS)).json
    assert [book["Closed"] for book in listed["Cashbooks"]] == [True, False]
    assert len({entry["CashbookID"] for entry in listed["CashbookEntries"]}) == 2


async def test_a_ledger_account_is_written_again(start):
    wire = await start()
    first = await wire("POST", "/v1/glaccounts", {"Code": 700000, "Description": "Sales"})
    again = await wire("POST", "/v1/glaccounts", {"Code": 700000, "Description": "Verkoop"})
    assert first.json == again.json
    assert [account["Description"] for account in wire.emulator.kept("gl_accounts")] == ["Verkoop"]


async def test_operations_on_licences_return_the_id_of_the_company(start):
    wire = await start()
    expected = wire.emulator.party_id
    assert (await wire("POST", "/v1/account/license/addons", {"AmountOfExtraUsers": 2})).json == expected
    assert (await wire("POST", "/v1/account/license", {"License": {"LicenseID": 3}})).json == expected
    assert (await wire("POST", "/v1/account/license/addons", {"AmountOfExtraUsers": 2})).json == expected


async def test_there_is_no_second_open_cash_book(start):
    wire = await start()
    before = (await wire.get("/v1/Cashbook")).json["CashbookID"]
    assert (await wire("POST", "/v1/Cashbook/Initialize", {})).codes == ["GenericError"]
    assert (await wire.get("/v1/Cashbook")).json["CashbookID"] == before


async def test_a_second_cash_book_may_close_the_first(start):
    wire = await start(settings={"bookkeeping.cashbook_twice": "close"})
    before = (await wire.get("/v1/Cashbook")).json["CashbookID"]
    opened = (await wire("POST", "/v1/Cashbook/Initialize", {"StartBalance": 5})).json
    assert (await wire.get("/v1/Cashbook")).json["CashbookID"] == opened
    assert [book["CashbookID"] for book in (await wire.get("/v1/Cashbook/History")).json] == [before, opened]


@pytest.mark.parametrize(
    ("feature", "path", "body"),
    [
        ("Cashbook", "/v1/Cashbook/AddEntry", {"Amount": 1, "Direction": "Income"}),
        ("DailyReceipts", f"{RECEIPTS}/commands/CreateEntryInOpenExistingOrNew", {"TotalIncl": 1}),
        ("GLAccounts", "/v1/glaccounts", {"Code": 700000}),
        ("GLAccounts", "/v1/journals/commands/import", []),
    ],
)
@pytest.mark.parametrize("status", [None, 401, 404])
async def test_a_company_has_a_feature_or_its_operations_are_refused(start, feature, path, body, status):
    off = {} if status is None else {"access.features_off": frozenset({feature}), "access.unknown_id_status": status}
    wire = await start(settings=off)
    response = await wire("POST", path, body)
    assert response.status == (status or 200)
    features = (await wire.get("/v1/account/accountInformation")).json["Companies"][0]["APIEnabledFeatures"]
    assert features[feature] is (status is None)
    assert (await wire.get("/v1/orders")).status == 200


def test_all_operations_of_a_feature_need_it():
    areas = {"cashbook": "Cashbook", "dailyreceiptbooks": "DailyReceipts", "glaccounts": "GLAccounts"}
    areas["journals"] = "GLAccounts"
    assert {route.path: route.feature for route in ROUTES} == {
        route.path: areas.get(route.path.lower().split("/")[2]) if route.path.startswith("/v1/") else None
        for route in ROUTES
    }


# Products and orders


@pytest.mark.parametrize(("whose", "place"), [("last", 1), ("first", 0)])
async def test_several_products_are_answered_with_one_id(start, whose, place):
    wire = await start(settings={"responses.product_items": whose})
    items = [{"Reference": f"P-{number}", "AmountExcl": number, "VAT": 21} for number in (1, 2)]
    product_id = (await wire("POST", "/v1/products", {"Items": items})).json
    assert (await wire.get(f"/v1/products/{product_id}")).json["Reference"] == f"P-{place + 1}"


@pytest.mark.parametrize(("shape", "is_full"), [("summaries", False), ("full", True)])
async def test_deleted_orders_are_listed_as_summaries_or_in_full(start, shape, is_full):
    wire = await start(settings={"orders.deleted_items": shape})
    order_id = await wire.create()
    await wire("DELETE", f"/v1/orders/{order_id}")
    (deleted,) = (await wire.get("/v1/orders/deleted")).json["Items"]
    assert deleted["OrderID"] == order_id
    assert ("OrderLines" in deleted) is is_full
    assert all("OrderLines" not in item for item in (await wire.get("/v1/orders")).json["Items"])


async def sent_with_a_bad_one_between(wire):
    orders = [await wire.create(), await wire.create(Customer=NOBODY), await wire.create()]
    body = {"OrderIDs": orders, "TransportType": "Peppol"}
    response = await wire("POST", SEND, body, Idempotency_Key="once")
    assert (response.status, response.codes) == (400, ["TheCustomerIsNotActiveOnPeppol"])
    # A key is used up by a success only.
    again = await wire("POST", SEND, {"OrderIDs": orders[2:], "TransportType": "Peppol"}, Idempotency_Key="once")
    assert again.status == 200
    return [(await wire.detail(order_id))["IsSent"] for order_id in orders]


async def test_of_several_orders_none_goes_when_one_cannot(start):
    assert await sent_with_a_bad_one_between(await start()) == [False, False, True]


async def test_of_several_orders_those_before_the_bad_one_may_be_gone(start):
    assert await sent_with_a_bad_one_between(await start(settings={"delivery.partial": "before"})) == [
        True,
        False,
        True,
    ]


@pytest.mark.parametrize("partial", ["none", "before"])
async def test_a_bad_order_alone_is_refused_either_way(start, partial):
    wire = await start(settings={"delivery.partial": partial})
    order_id = await wire.create(Customer=NOBODY)
    response = await wire("POST", SEND, {"OrderIDs": [order_id], "TransportType": "Peppol"})
    assert (response.status, response.codes) == (400, ["TheCustomerIsNotActiveOnPeppol"])


@pytest.mark.parametrize(("effect", "left", "paid"), [("settle", "0.00", True), ("note", "19.68", False)])
async def test_a_payment_settles_the_order_or_changes_nothing_of_it(start, effect, left, paid):
    wire = await start(settings={"orders.payment_effect": effect})
    order_id = await wire.create()
    body = {"Amount": 19.68, "Description": "x", "Date": "2024-03-10"}
    assert (await wire("POST", f"/v1/orders/{order_id}/payments", body)).status == 200
    detail = await wire.detail(order_id)
    assert (detail["ToPay"], detail["Paid"]) == (Decimal(left), paid)
    assert ("PaidDate" in detail) is paid


# Peppol, webhooks, OAuth2


@pytest.mark.parametrize(("twice", "status"), [("refuse", 401), ("accept", 200)])
async def test_a_second_decision_is_refused_or_accepted_and_the_first_stands(start, twice, status):
    wire = await start(settings={"peppol.inbox_decided_twice": twice})
    item = (await wire.get("/v1/peppol/inbox")).json["InboxItems"][0]["InboxItemID"]
    path = f"/v1/peppol/inbox/{item}"
    assert (await wire("POST", f"{path}/refuse", {"RefusalReason": "not ours"})).status == 200
    assert (await wire("POST", f"{path}/confirm", {})).status == status
    assert dict(wire.emulator.inbox_refusals) == {item: "not ours"}
    assert (await wire("POST", "/v1/peppol/inbox/1/confirm", {})).status == 401


@pytest.mark.parametrize(("twice", "status"), [("refuse", 400), ("accept", 200)])
async def test_a_participant_that_is_registered_is_refused_or_accepted(start, twice, status):
    wire = await start(settings={"peppol.participant_twice": twice})
    company = (await wire.get("/v1/account/accountInformation")).json["Companies"][0]
    body = {"CompanyID": company["VATNumber"]}
    await wire("DELETE", "/v1/peppol/participants", body)
    assert (await wire("DELETE", "/v1/peppol/participants", body)).status == status
    assert (await wire("POST", "/v1/peppol/participants", body)).status == 200
    assert (await wire("POST", "/v1/peppol/participants", body)).status == status
    found = (await wire.get(f"/v1/peppol/participantInformation/{company['VATNumber']}")).json
    assert found["Registered"] is True


@pytest.mark.parametrize(("without", "told"), [("all", 2), ("nothing", 0)])
async def test_a_webhook_without_a_type_hears_of_all_or_of_nothing(start, without, told):
    wire = await start(settings={"webhooks.without_type": without})
    hook = {"EntityType": "Order", "WebhookURL": "https://example.test/billit"}
    assert (await wire("POST", "/v1/webhooks", hook)).status == 200
    order_id = await wire.create()
    await wire("PATCH", f"/v1/orders/{order_id}", {"InternalInfo": "x"})
    assert len(wire.emulator.webhook_deliveries) == told


async def test_a_webhook_without_a_type_may_be_refused(start):
    wire = await start(settings={"webhooks.without_type": "refuse"})
    hook = {"EntityType": "Order", "WebhookURL": "https://example.test/billit"}
    assert (await wire("POST", "/v1/webhooks", hook)).codes == ["GenericError"]
    assert (await wire("POST", "/v1/webhooks", {**hook, "EntityUpdateType": "I"})).status == 200


@pytest.mark.parametrize(("ends", "status"), [("grant", 400), ("token", 200)])
async def test_revoke_ends_the_grant_or_the_token_alone(start, ends, status):
    wire = await start(settings={"oauth.revoke_ends": ends})
    emulator = wire.emulator
    asked = {"client_id": emulator.client_id, "redirect_uri": emulator.redirect_uri}
    code = parse_qs(urlsplit(emulator.consent("/Account/Logon?" + urlencode(asked))).query)["code"][0]
    client = {"client_id": emulator.client_id, "client_secret": emulator.client_secret}
    body = {"grant_type": "authorization_code", "code": code, "redirect_uri": emulator.redirect_uri, **client}
    pair = (await wire("POST", "/OAuth2/token", body, ApiKey="")).json
    bearer = {"ApiKey": "", "Authorization": f"Bearer {pair['access_token']}"}
    assert (await wire("POST", "/OAuth2/revoke", **bearer)).status == 200
    assert (await wire.get("/v1/orders", **bearer)).codes == ["AccessTokenRevoked"]
    renew = {"grant_type": "refresh_token", "refresh_token": pair["refresh_token"], **client}
    assert (await wire("POST", "/OAuth2/token", renew, ApiKey="")).status == status


# Parties


@pytest.mark.parametrize(("pattern", "status"), [(EmulatorSettings().parties.mandate_pattern, 200), ("[0-9]+", 400)])
async def test_the_pattern_of_a_mandate_is_the_settings(start, pattern, status):
    wire = await start(settings={"parties.mandate_pattern": pattern})
    body = {"Name": "Klant", "PartyType": "Customer", "DomiciliationMandateID": "M-1"}
    assert (await wire("POST", "/v1/parties", body)).status == status
    assert (await wire("POST", "/v1/parties", {**body, "DomiciliationMandateID": "12"})).status == 200


@pytest.mark.parametrize("number", ["BE0563846945", "NL1", "0563846944"])
@pytest.mark.parametrize(("checked", "status"), [(True, 400), (False, 200)])
async def test_numbers_are_checked_or_not(start, checked, status, number):
    wire = await start(settings={"parties.check_vat_numbers": checked})
    body = {"Name": "Klant", "PartyType": "Customer", "VATNumber": number}
    assert (await wire("POST", "/v1/parties", body)).status == status


@pytest.mark.parametrize(("wanted", "status"), [((), 200), (("BE0563846944",), 400)])
async def test_a_purchase_order_number_is_wanted_by_some(start, wanted, status):
    wire = await start(settings={"delivery.order_number_wanted": frozenset(wanted)})
    body = {"OrderIDs": [await wire.create()], "TransportType": "Peppol"}
    assert (await wire("POST", SEND, body)).status == status
