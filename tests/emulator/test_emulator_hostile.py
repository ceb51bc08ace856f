"""Every operation with every hostile value: refused or taken, never a crash, and never a malformed date afterwards.

The bodies are made from the emulator's own shapes, so that a property which is added later is tried as well.
"""

from __future__ import annotations

import copy
import json
import random
import re

import pytest

from billit_async.emulator.http.routes import ROUTES
from billit_async.emulator.protocol.shapes import SHAPES
from tests.emulator.test_emulator_operations import OPERATIONS, place

DATES = (
    "0001-01-01T00:00:00", "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "9999-12-31T24:00:00",
    "0999-12-31", "/Date(1751328000000)/", "/Date(-62135596800001)/", "/Date(99999999999999999999)/", "/Date(1+9999)/",
    "\u0662\u0660\u0662\u0664-\u0660\u0661-\u0660\u0661", "\uff12\uff10\uff12\uff14-01-01", "2024-02-30",
    "2024-01-01T24:00:00", "2016-12-31T23:59:60Z", "2024-W01-1", "20240101",
    "12:00", "", " ", "2024-01-01T10:00:00+99:99", "-001-01-01", "0000-01-01", "2024-01-01T10:00:00.12345678901",
)  # fmt: skip
NUMBERS = (
    300_000_000, -1, 0, 2**31, 2**63, 2**64, 10**30, -(10**30), 1e16, 1e-300, "NaN", "sNaN", "-Infinity", "1e400",
    "1E-400",
    "1_0", "\u0661", "9" * 5000, "0." + "1" * 5000, "12,50", "1e999999999", "0x10", " 7 ",
)  # fmt: skip
OTHERS = (None, True, [], {}, [None], [[]], {"a": {"b": [1]}}, "x" * 5000, "\0", "\u202e", "😀", "%s%n", "' OR 1=1 --")
VALUES = (*DATES, *NUMBERS, *OTHERS)

RAW_BODIES = {
    "nothing": b"",
    "blanks": b" \r\n",
    "null": b"null",
    "a list": b"[]",
    "a list of nulls": b"[null]",
    "a number": b"5",
    "a text": b'"x"',
    "cut": b'{"OrderType": "Invo',
    "no text": b"\xff\xfe\x00",
    "a lone surrogate": b'{"Name": "\\ud800", "CompanyName": "\\ud800", "Code": "\\udfff"}',
    "a mark and JSON": b"\xef\xbb\xbf{}",
    "NaN": b'{"Amount": NaN, "TotalIncl": Infinity}',
    "1e400": b'{"Amount": 1e400, "TotalIncl": 1e400, "Code": 1e400, "OrderIds": [1e400]}',
    "an exponent too long": b'{"Amount": 1e99999999999999999999}',
    "a long number": b'{"Amount": ' + b"9" * 4000 + b', "OrderIds": [' + b"9" * 5000 + b"]}",
    "a hundred deep": b'{"Customer": ' * 100 + b"1" + b"}" * 100,
    "a thousand deep": b'{"Customer": ' * 1000 + b"1" + b"}" * 1000,
    "lists a thousand deep": b"[" * 1000 + b"]" * 1000,
    "a hundred thousand deep": b"[" * 100_000,
    "products of products": b'{"ChildProducts": [' * 120 + b"{}" + b"]}" * 120,
    "names twice": b'{"Name": "a", "name": "b", "NAME": null}',
}
IDS = (
    "0", "-1", "1.0", "1e3", "0x1", "2147483648", "9" * 250, "9" * 5000, "%D9%A1", "%00", "%FF", "%ud800", "%2e%2e",
    "'",
    "\u00e9", "a b", "x" * 260,
)  # fmt: skip
DATED = {item.name for shape in SHAPES.values() for item in shape.properties if item.kind == "datetime"}
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,7})?")
SERVED = [(route.method, route.path) for route in ROUTES]
WRITES = [(method, path) for method, path in SERVED if method != "GET"]
NAMES = {(method, path.lower()): operation["operationId"] for method, path, operation in OPERATIONS}
# The name of a body's shape, where it is not that of one of the bodies below.
SHAPE_OF = {
    "Account_PostSequences": "SequenceRequest", "Account_RegisterCompany": "RegisterAccountRequestModel",
    "Account_UpdateLicense": "UpdateLicenseRequestModel", "Account_AddLicenseBillable": "AddNewLicenseBillableModel",
    "Accountant_PostFeeds": "Feed", "Accountant_PostConfirm": "ConfirmRequest",
    "Cashbook_PostCashbookEntry": "CashbookEntry",
    "Cashbook_InitializeCashbook": "CashbookInitialization",
    "DailyReceipt_PostDailyReceiptBookEntry": "DailyReceiptBookEntryModel", "Document_PostDocument": "DocumentAPIView",
    "Einvoice_PostRegistration": "EinvoiceRegistrationPost", "Einvoice_PatchEntity": "EinvoiceRegistrationPatch",
    "Einvoice_PostRegistrationIntegration": "IntegrationPost", "Einvoice_PostSend": "CreateAndSendEDocumentPost",
    "Einvoice_PatchOrder": "Order", "Einvoice_PostWebhook": "Webhook",
    "Einvoice_PostKYCInitiation": "KYCInitiationPost",
    "FinancialTransaction_PostImport": "Transaction", "GLAccount_PostGLAccount": "GLAccount",
    "GLAccount_PostGLAccountBulk": "GLAccount", "Journal_PostGLAccount": "Journal", "Order_PostOrders": "Order",
    "Order_PutOrderBookings": "BookingEntry", "Order_PatchOrders": "Order",
    "Order_PostOrderPayment": "PostPaymentRequest",
    "Order_PostSend": "SendRequest", "Party_PatchParties": "Party", "Party_PostParty": "Party",
    "Peppol_PostParticipant": "ParticipantRequest", "Peppol_DeleteParticipant": "ParticipantRequest",
    "Peppol_PostSendOrder": "Order", "Peppol_PostSendXml": "SendXmlRequest", "Product_PostProduct": "Product",
    "Peppol_InboxItemRefuse": "RefusePeppolItemRequest", "ToProcess_PostToProcess": "ToProcessSaveRequest",
    "Webhook_PostWebhook": "Webhook", "FinancialTransaction_PostImportFile": "File",
}  # fmt: skip
READS = (
    "/v1/orders", "/v1/orders/deleted", "/v1/parties", "/v1/products", "/v1/documents", "/v1/financialTransactions",
    "/v1/Cashbook", "/v1/Cashbook/Entries", "/v1/Cashbook/History", "/v1/DailyReceiptBooks", "/v1/webhooks",
    "/v1/peppol/inbox", "/v1/reports/101", "/v1/reports/102", "/v1/reports/103", "/v1/account/accountInformation",
    "/v1/einvoices/registrations", "/v1/accountant/feeds",
)  # fmt: skip


def named(routes):
    return pytest.mark.parametrize(("method", "path"), routes, ids=[f"{method} {path}" for method, path in routes])


@pytest.fixture
async def stage(boot, an_order):
    """A company with one of everything, and where to find it."""
    wire = await boot(orders=6)
    arguments, inside, bodies = await place(wire, an_order)

    def real(path, **replaced):
        known = {**arguments, **(inside if path.startswith("/v1/einvoices") else {}), **replaced}
        return "/".join(str(known[part[1:-1]]) if part.startswith("{") else part for part in path.split("/"))

    return wire, real, bodies


def good_body(method, path, bodies):
    """A body that the operation takes, and its shape."""
    name = NAMES.get((method, path.lower()), "")
    if method == "POST" and path == "/v1/peppol/sendxml":
        name = "Peppol_PostSendXml"
    return copy.deepcopy(bodies.get(name, {})), SHAPE_OF.get(name)


def hostile(chosen, body, shape, depth=0):
    """The same body with a few of its properties, at any depth, changed to values that nobody expects."""
    if isinstance(body, list):
        return [hostile(chosen, item, shape, depth) for item in body or [{}]]
    wanted = chosen.choice(SHAPES[shape].properties)
    if wanted.is_nested and wanted.kind in SHAPES and depth < 3 and chosen.random() < 0.8:
        inner = body.get(wanted.name)
        if wanted.many:
            inner = [each for each in inner if isinstance(each, dict)] if isinstance(inner, list) else []
        elif not isinstance(inner, dict):
            inner = {}
        body[wanted.name] = hostile(chosen, inner, wanted.kind, depth + 1)
    else:
        fitting = {"datetime": DATES, "str": OTHERS}.get(wanted.kind, NUMBERS)
        value = chosen.choice(fitting if chosen.random() < 0.8 else VALUES)
        body[wanted.name] = [value] if wanted.many and chosen.random() < 0.7 else value
    return body


def dates_of(value):
    """The text of every property in a response that is a date by its name."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name in DATED and isinstance(item, str):
                yield item
            else:
                yield from dates_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from dates_of(item)


async def assert_everything_can_be_read(wire):
    for path in READS:
        response = await wire.get(path)
        assert response.status < 500, (path, response.text)
        assert [text for text in dates_of(response.json) if not MOMENT.fullmatch(text)] == []
    assert wire.emulator.ledger.order_count >= 0


@pytest.mark.parametrize("name", RAW_BODIES)
async def test_no_body_at_all_makes_an_operation_crash(stage, name):
    wire, real, _ = stage
    for method, path in WRITES:
        response = await wire(method, real(path), RAW_BODIES[name])
        assert response.status < 500, (method, path, response.text)
    await assert_everything_can_be_read(wire)


@pytest.mark.parametrize("name", [name for name in RAW_BODIES if "thousand deep" in name or name in {"cut", "NaN"}])
async def test_a_body_that_cannot_be_read_is_refused_wherever_one_is_bound(stage, name):
    wire, real, bodies = stage
    for method, path in WRITES:
        if good_body(method, path, bodies)[1] is not None:
            response = await wire(method, real(path), RAW_BODIES[name])
            assert (response.status, response.codes) == (400, ["GenericError"]), (method, path)


@named([each for each in WRITES if NAMES.get((each[0], each[1].lower())) in SHAPE_OF])
async def test_no_value_in_a_good_body_makes_an_operation_crash(stage, method, path):
    wire, real, bodies = stage
    chosen = random.Random(f"{method} {path}")
    statuses = set()
    for _ in range(80):
        body, shape = good_body(method, path, bodies)
        for _ in range(chosen.randint(1, 3)):
            body = hostile(chosen, body, shape)
        target = real(path)
        response = await wire(method, target, json.dumps(body).encode())
        assert response.status < 500, (method, path, body, response.text)
        statuses.add(response.status)
    assert 400 in statuses or method == "PATCH" or path.endswith("refuse") or "feeds" in path
    await assert_everything_can_be_read(wire)


async def test_an_order_that_was_taken_can_be_read_in_full_whatever_was_in_it(stage, an_order):
    wire, _, _ = stage
    chosen = random.Random(11)
    taken = 0
    for _ in range(300):
        response = await wire("POST", "/v1/orders", json.dumps(hostile(chosen, an_order(), "Order")).encode())
        assert response.status < 500, response.text
        if response.status == 200:
            taken += 1
            detail = await wire.get(f"/v1/orders/{response.text}")
            assert [text for text in dates_of(detail.json) if not MOMENT.fullmatch(text)] == []
            for file in [detail.json["OrderPDF"], *detail.json["Attachments"]]:
                assert (await wire.get(f"/v1/files/{file['FileID']}")).status < 500
            sent = await wire("POST", "/v1/orders/commands/send", {"OrderIds": [int(response.text)]})
            assert sent.status < 500, sent.text
    assert taken > 30
    wire.emulator.deliver_pending()
    await assert_everything_can_be_read(wire)


@named([each for each in SERVED if "{" in each[1]])
async def test_no_id_in_a_path_makes_an_operation_crash(stage, method, path):
    wire, real, bodies = stage
    names = re.findall(r"\{(\w+)\}", path)
    for name in names:
        for value in IDS:
            body = None if method == "GET" else json.dumps(good_body(method, path, bodies)[0]).encode()
            response = await wire(method, real(path, **{name: value}), body)
            assert response.status < 500, (method, path, value, response.text)
            assert response.status != 200 or name not in {"orderID", "partyID", "productID", "documentID", "webhookID"}


@pytest.mark.parametrize("path", [path for path in READS if path.count("/") == 2] + ["/v1/Cashbook/Entries"])
@pytest.mark.parametrize("name", ["$top", "$skip"])
@pytest.mark.parametrize("value", ["9" * 1500, "-" + "9" * 1500, "2147483648", "1_0", "%D9%A1", "1.0", "0x10", "NaN"])
async def test_a_top_or_skip_that_is_no_number_of_32_bits_is_refused_or_not_looked_at(wire, path, name, value):
    response = await wire.get(f"{path}?{name}={value}")
    assert response.status in {200, 400}, response.text
    if path == "/v1/orders":
        assert response.status == 400


@pytest.mark.parametrize(("setting", "status"), [("400", 400), ("500", 500)])
async def test_what_a_top_of_more_than_32_bits_ends_in_is_a_setting(boot, setting, status):
    wire = await boot(orders=1, settings={"requests.int_overflow": setting})
    assert (await wire.get("/v1/orders?$top=2147483648")).status == status


@pytest.mark.parametrize("name", ["PartyID", "ContextPartyID"])
@pytest.mark.parametrize(
    ("value", "status"), [("9" * 5000, 400), ("2147483648", 400), ("0" * 5000 + "1", 401), ("\u0663", 401), ("-1", 401)]
)
async def test_a_company_that_no_number_of_32_bits_names_is_refused_as_a_bad_request(
    wire, emulator, name, value, status
):
    own = {"PartyID": str(emulator.party_id)} if name == "ContextPartyID" else {}
    response = await wire.get("/v1/orders", **{**own, name: value.encode().decode("latin-1")})
    assert response.status == status


@pytest.mark.parametrize("value", ["caf\u00e9", "\u00ff\u00fe"])
async def test_headers_that_are_no_text_are_compared_and_kept_all_the_same(written, an_order, value):
    first = await written("POST", "/v1/orders", an_order(), Idempotency_Key=value)
    again = await written("POST", "/v1/orders", an_order(), Idempotency_Key=value)
    assert (first.status, again.status) == (200, 409)
    assert (await written.get("/v1/orders", ApiKey=value)).status == 401
    assert (await written.get("/v1/orders", ApiKey="", Authorization=f"Bearer {value}")).status == 401


@pytest.mark.parametrize(("limit", "status"), [(260, 400), (None, 401)])
async def test_a_part_of_a_path_that_is_too_long_is_a_bad_url(boot, limit, status):
    wire = await boot(orders=1, settings={"requests.max_path_segment": limit})
    assert (await wire.get("/v1/orders/" + "9" * 5000)).status == status


@pytest.mark.parametrize(
    ("quantity", "price", "vat"),
    [(3e8, 3e8, 21), (3e8, 3e8, 0), (9e12, 9e12, 21), (1e13, 1e9, 6), (-1, 9e14, 21), (1, 8e14, 21)],
)
async def test_a_total_that_no_column_holds_is_refused(wire, an_order, quantity, price, vat):
    lines = [{"Quantity": quantity, "UnitPriceExcl": price, "Description": "x", "VATPercentage": vat}]
    response = await wire("POST", "/v1/orders", an_order(OrderLines=lines))
    assert (response.status, response.codes) == (400, ["GenericError"])


async def test_a_sum_of_many_amounts_may_be_longer_than_64_bits(boot, an_order):
    wire = await boot(orders=0)
    lines = [{"Quantity": 1, "UnitPriceExcl": 90_000_000_000_000, "Description": "x", "VATPercentage": 0}] * 10
    for _ in range(120):
        assert (await wire("POST", "/v1/orders", an_order(OrderLines=lines))).status == 200
        entry = {"Amount": 900_000_000_000_000, "Direction": "Income"}
        assert (await wire("POST", "/v1/Cashbook/AddEntry", entry)).status == 200
    await assert_everything_can_be_read(wire)
    (company,) = wire.emulator.ledger
    assert sum(totals.excl for totals in company.vat_totals.values()) == 120 * 900_000_000_000_000
    assert (await wire.get("/v1/Cashbook")).json["Saldo"] > 120 * 900_000_000_000_000


async def test_a_discount_date_that_leaves_the_calendar_is_refused(wire, an_order):
    for days in (10_000_000, 2**31 - 1, -2_000_000):
        changes = {"PaymentDiscountPercentage": 2, "PaymentReductionDays": days}
        assert (await wire("POST", "/v1/orders", an_order(**changes))).codes == ["GenericError"]
