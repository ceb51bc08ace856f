"""Every operation that the API description names is served, and what it returns is what the description says."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
import yaml

from billit_async.emulator.http.routes import ROUTES

DESCRIPTION = yaml.safe_load((Path(__file__).parents[2] / "openapi" / "billit-v1.yaml").read_text(encoding="utf-8"))
SCHEMAS = DESCRIPTION["components"]["schemas"]
METHODS = ("get", "post", "put", "patch", "delete")
OPERATIONS = [
    (method.upper(), path, operation)
    for path, operations in DESCRIPTION["paths"].items()
    for method, operation in operations.items()
    if method in METHODS
]
CUSTOMER = "BE0563846944"
PAPER = {"FileName": "a.pdf", "FileContent": base64.b64encode(b"%PDF-1.4").decode()}
LISTENER = {"EntityType": "Order", "EntityUpdateType": "I", "WebhookURL": "https://example.test/"}
ENTITY = {"CompanyName": "Klant", "TaxIdentifier": CUSTOMER}


def test_every_operation_has_a_route_that_is_served():
    served = {(route.method, _template(route.path)) for route in ROUTES if route.respond is not None}
    described = {(method, _template(path)) for method, path, _ in OPERATIONS}
    assert len(described) >= 88
    assert described <= served


def _template(path):
    return "/".join("{}" if part.startswith("{") else part.lower() for part in path.split("/"))


@pytest.mark.parametrize(
    ("method", "path", "operation"), OPERATIONS, ids=[each[2]["operationId"] for each in OPERATIONS]
)
async def test_no_operation_is_unknown_or_unserved_even_when_it_is_asked_badly(wire, method, path, operation):
    del operation
    parts = ["5" if part.startswith("{") else part for part in path.split("/")]
    response = await wire(method, "/".join(parts), None if method == "GET" else b"{}")
    assert response.status < 500, response.text
    assert response.status != 405
    if response.status == 404:
        # A business response has the envelope; an unknown route has not.
        assert response.codes == ["GenericError"]


async def place(wire, an_order):
    """One of everything, and where to find it: path parameters and a good body by operation."""
    order_id = await wire.create()
    detail = await wire.detail(order_id)
    (kept,) = [(await wire("POST", "/v1/documents", {"File": PAPER})).json]
    own = (await wire.get("/v1/account/accountInformation")).json["Companies"][0]["VATNumber"]
    registration = (await wire("POST", "/v1/einvoices/registrations", ENTITY)).json["RegistrationID"]
    below = f"/v1/einvoices/registrations/{registration}"
    sent = await wire("POST", f"{below}/commands/send", {"TransportType": "Peppol", "Order": an_order()})
    theirs = (await wire.get(f"{below}/orders/{sent.json['OrderID']}")).json
    await wire("POST", "/v1/accountant/feeds", {"Name": "x"})
    items = (await wire.get("/v1/accountant/feeds/x")).json
    receipt = (await wire("POST", "/v1/DailyReceiptBooks/commands/CreateEntryInOpenExistingOrNew",
                          {"TotalIncl": 121, "VATPercentage": 21})).json  # fmt: skip
    arguments = {
        "orderID": order_id, "fileID": detail["OrderPDF"]["FileID"], "documentID": kept,
        "partyID": detail["CounterParty"]["PartyID"], "feedName": "x", "feedItemID": items[0]["FeedItemID"],
        "cashbookID": (await wire.get("/v1/Cashbook")).json["CashbookID"],
        "DailyReceiptBookID": receipt["CashbookId"], "DailyReceiptEntryID": receipt["CashbookEntryId"],
        "Keywords": "Billit", "TypeCodeType": "OrderType", "key": "Invoice", "language": "NL",
        "inboxItemId": (await wire.get("/v1/peppol/inbox")).json["InboxItems"][0]["InboxItemID"],
        "VATorCBE": CUSTOMER, "productID": (await wire.get("/v1/products")).json["Items"][0]["ProductID"],
        "reportID": (await wire.get("/v1/reports")).json[0]["ReportID"],
        "uploadID": (await wire("POST", "/v1/toProcess", {"File": PAPER})).json,
        "webhookID": (await wire("POST", "/v1/webhooks", LISTENER)).json["WebhookID"],
    }  # fmt: skip
    inside = {
        "registrationID": registration, "orderID": theirs["OrderID"], "fileID": theirs["OrderPDF"]["FileID"],
        "integrationID": (await wire("POST", f"{below}/integrations",
                                     {"ExternalProvider": "Peppol"})).json["IntegrationID"],
        "webhookID": (await wire("POST", f"{below}/webhooks", LISTENER)).json["WebhookID"],
    }  # fmt: skip
    moved = {"IBAN": "BE68539007547034", "TotalAmount": 1, "ValueDate": "2024-03-01"}
    bodies = {
        "Account_PostSequences": {"SequenceType": "Income-Invoice", "Consume": False},
        "Account_RegisterCompany": {"Company": {"Name": "Nieuw"}},
        "Account_UpdateLicense": {"License": {"LicenseID": 1}},
        "Account_AddLicenseBillable": {"AmountOfExtraUsers": 1},
        "Accountant_PostFeeds": {"Name": "y"},
        "Accountant_PostConfirm": {},
        "Cashbook_PostCashbookEntry": {"Amount": 1, "Direction": "Income"},
        "DailyReceipt_PostDailyReceiptBookEntry": {"TotalIncl": 5},
        "Document_PostDocument": {"File": PAPER},
        "Einvoice_PostRegistration": ENTITY,
        "Einvoice_PatchEntity": {"Phone": "+329"},
        "Einvoice_PostRegistrationIntegration": {"Externalprovider": "SDI"},
        "Einvoice_PostSend": {"TransportType": "Peppol", "Order": an_order()},
        "Einvoice_PatchOrder": {"PaymentMethod": "Wired"},
        "Einvoice_PostWebhook": LISTENER,
        "Einvoice_PostKYCInitiation": {"IdentificationProviderTC": "ItsMe", "RedirectURL": "https://example.test/"},
        "FinancialTransaction_PostImport": [moved],
        "GLAccount_PostGLAccount": {"Code": 7},
        "GLAccount_PostGLAccountBulk": [{"Code": 7}],
        "Journal_PostGLAccount": [{"Code": "V", "JournalType": "Income"}],
        "Order_PostOrders": an_order(),
        "Order_PutOrderBookings": [],
        "Order_PatchOrders": {"Paid": True},
        "Order_PostOrderPayment": {"Amount": 1},
        "Order_PostSend": {"OrderIds": [order_id], "TransportType": "Peppol"},
        "Party_PatchParties": {"Phone": "+329"},
        "Party_PostParty": {"Name": "Nieuw"},
        "Peppol_PostParticipant": {"CompanyID": own},
        "Peppol_DeleteParticipant": {"CompanyID": own},
        "Peppol_PostSendOrder": an_order(),
        "Product_PostProduct": {"Reference": "P", "AmountExcl": 1},
        "Peppol_InboxItemRefuse": {"RefusalReason": "x"},
        "ToProcess_PostToProcess": {"File": PAPER},
        "Webhook_PostWebhook": LISTENER,
    }
    return arguments, inside, bodies


# Shown to work elsewhere, with bodies and states of their own: OAuth, a CODA file, UBL, no till, a number off Peppol.
ELSEWHERE = {
    "OAuth2_PostToken",
    "OAuth2_PostTokenRevoke",
    "FinancialTransaction_PostImportFile",
    "Peppol_PostSendXml",
    "Cashbook_InitializeCashbook",
    "Peppol_PostParticipant",
}


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [each for each in OPERATIONS if each[2]["operationId"] not in ELSEWHERE],
    ids=[each[2]["operationId"] for each in OPERATIONS if each[2]["operationId"] not in ELSEWHERE],
)
async def test_a_good_request_gets_the_documented_shape(written, an_order, method, path, operation):
    arguments, inside, bodies = await place(written, an_order)
    known = {**arguments, **inside} if path.startswith("/v1/einvoices") else arguments
    real = "/".join(str(known[part[1:-1]]) if part.startswith("{") else part for part in path.split("/"))
    response = await written(method, real, bodies.get(operation["operationId"]))
    assert response.status == 200, (real, response.text)
    content = operation["responses"]["200"].get("content")
    if content is None:
        assert response.text == ""
        return
    faults = list(_faults(content["application/json"]["schema"], response.json, "response"))
    assert faults == []


def _faults(schema, value, where):
    """Where a value is not what its schema says: a wrong type, or a property that the schema does not have."""
    if "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    kind = schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind] if kind else []
    if kinds and not any(_is_a(value, each) for each in kinds):
        yield f"{where}: {value!r} is no {kind}"
        return
    if not _fits(value, schema.get("format")):
        yield f"{where}: {value!r} is no {schema['format']}"
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _faults(schema.get("items", {}), item, f"{where}[{number}]")
    elif isinstance(value, dict) and "properties" in schema:
        for name, item in value.items():
            if name in schema["properties"]:
                yield from _faults(schema["properties"][name], item, f"{where}.{name}")
            else:
                yield f"{where}.{name} is not documented"


def _is_a(value, kind):
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "number":
        return isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    types = {"string": str, "boolean": bool, "array": list, "object": dict, "null": type(None)}
    return isinstance(value, types[kind])


def _fits(value, form):
    try:
        if form == "date-time":
            datetime.fromisoformat(value[:26])
        elif form == "uuid":
            UUID(value)
        elif form == "int32":
            return -(2**31) <= value < 2**31
    except (TypeError, ValueError):
        return False
    return True


def test_the_check_of_shapes_finds_what_is_wrong():
    reference = {"$ref": "#/components/schemas/Webhook"}
    assert list(_faults(reference, {"WebhookID": 5, "Secret": "x"}, "w")) == []
    assert list(_faults(reference, json.loads('{"WebhookID": "5", "Other": 1}'), "w")) == [
        "w.WebhookID: '5' is no integer", "w.Other is not documented"]  # fmt: skip
