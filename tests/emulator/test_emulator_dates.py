"""Dates as .NET programs and others write them, in every place that takes one: the right value, or a refusal."""

from __future__ import annotations

import base64
import json
import re

import pytest

REFUSED = None
CASES = {
    "2024-02-29": "2024-02-29T00:00:00",
    "2024/9/9": "2024-09-09T00:00:00",
    "2024-09-09T10:11": "2024-09-09T10:11:00",
    "2024-09-09 10:11:12": "2024-09-09T10:11:12",
    " 2024-09-09T10:11:12 ": "2024-09-09T10:11:12",
    "2024-09-09T10:11:12.1234567": "2024-09-09T10:11:12.1234567",
    "2024-09-09T10:11:12.12345678901": "2024-09-09T10:11:12.1234567",
    "2024-09-09T10:11:12.5000Z": "2024-09-09T10:11:12.5",
    "2024-09-09T10:11:12+00:00": "2024-09-09T12:11:12",
    "2024-01-09T10:11:12-0530": "2024-01-09T16:41:12",
    "2024-01-01T24:00:00": "2024-01-02T00:00:00",
    "1800-01-01T00:00:00": "1800-01-01T00:00:00",
    "9999-12-31T23:59:59.9999999": "9999-12-31T23:59:59.9999999",
    "/Date(1751328000000)/": "2025-07-01T00:00:00",
    "/Date(1751328000123+0200)/": "2025-07-01T02:00:00.123",
    "/Date(253402300799999)/": "9999-12-31T23:59:59.999",
    "0001-01-01T00:00:00+05:00": REFUSED,
    "9999-12-31T23:59:59-05:00": REFUSED,
    "9999-12-31T23:59:59+00:00": REFUSED,
    "9999-12-31T24:00:00": REFUSED,
    "/Date(-62135596800001)/": REFUSED,
    "/Date(253402300800000)/": REFUSED,
    "/Date(99999999999999999999)/": REFUSED,
    "/Date(x)/": REFUSED,
    "/Date(\u0663)/": REFUSED,
    "\u0662\u0660\u0662\u0664-\u0660\u0661-\u0660\u0661": REFUSED,
    "\uff12\uff10\uff12\uff14-\uff10\uff11-\uff10\uff11": REFUSED,
    "2024-01-01T00:00:60": REFUSED,
    "2024-01-01T24:00:01": REFUSED,
    "2024-01-01T25:00:00": REFUSED,
    "2024-02-30": REFUSED,
    "2023-02-29": REFUSED,
    "0000-01-01": REFUSED,
    "10000-01-01": REFUSED,
    "999-01-01": REFUSED,
    "-0001-01-01": REFUSED,
    "2024-W01-1": REFUSED,
    "20240101": REFUSED,
    "2024-001": REFUSED,
    "12:00": REFUSED,
    "31/01/2024": REFUSED,
    "2024-01-01T10:00:00+14:01": REFUSED,
    "2024-01-01T10:00:00+99:99": REFUSED,
    "2024-01-01T": REFUSED,
    " ": REFUSED,
    "now": REFUSED,
}
EARLY = {
    "0001-01-01T00:00:00": "0001-01-01T00:00:00",
    "0001-01-01T00:00:00.0000000Z": "0001-01-01T00:00:00",
    "0001-01-01": "0001-01-01T00:00:00",
    "0099-03-04": "0099-03-04T00:00:00",
    "0999-12-31T23:59:59": "0999-12-31T23:59:59",
    "/Date(-62135596800000)/": "0001-01-01T00:00:00",
}
"""Years that strftime writes with fewer digits on some systems."""
NO_TEXTS = (5, 1751328000000, 1.5, True, [], ["2024-01-01"], {}, {"Date": 1})
OWN_CODES = {
    "OrderDate": "OrderDateIsRequired",
    "ExpiryDate": "ExpiryDateIsRequired",
    "DeliveryDate": "InvalidDeliveryDate",
}


async def in_an_order(wire, an_order, name, value):
    response = await wire("POST", "/v1/orders", an_order(Paid=True, PaymentDiscountPercentage=1, **{name: value}))
    return response, (await wire.detail(int(response.text)) if response.status == 200 else {}).get(name)


async def in_a_send(wire, an_order, name, value):
    below = "/v1/einvoices/registrations"
    registration = (await wire("POST", below, {"CompanyName": "Klant", "TaxIdentifier": "BE0563846944"})).json[
        "RegistrationID"
    ]
    body = {"TransportType": "Peppol", "Order": an_order(**{name: value})}
    response = await wire("POST", f"{below}/{registration}/commands/send", body)
    found = {}
    if response.status == 200:
        found = (await wire.get(f"{below}/{registration}/orders/{response.json['OrderID']}")).json
    return response, found.get(name)


async def in_a_party(wire, an_order, name, value):
    del an_order
    response = await wire("POST", "/v1/parties", {"Name": f"Klant {name}", name: value})
    return response, (await wire.get(f"/v1/parties/{response.text}")).json.get(name) if response.status == 200 else None


async def in_a_document(wire, an_order, name, value):
    del an_order
    file = {"FileName": "a.pdf", "FileContent": base64.b64encode(b"%PDF").decode()}
    response = await wire("POST", "/v1/documents", {"File": file, name: value})
    return response, (await wire.get(f"/v1/documents/{response.text}")).json.get(
        name
    ) if response.status == 200 else None


async def in_a_transaction(wire, an_order, name, value):
    del an_order
    body = [{"IBAN": "BE68539007547034", "TotalAmount": 1, name: value, "Note": "here"}]
    response = await wire("POST", "/v1/financialTransactions/commands/import", body)
    items = (await wire.get("/v1/financialTransactions?$filter=Note+eq+'here'")).json["Items"]
    return response, items[0][name] if items else None


async def in_a_patch(wire, an_order, name, value):
    del an_order
    order_id = await wire.create()
    response = await wire("PATCH", f"/v1/orders/{order_id}", {"Paid": True, name: value})
    return response, (await wire.detail(order_id)).get(name) if response.status == 200 else None


async def in_a_till(wire, an_order, name, value):
    del an_order
    response = await wire(
        "POST", "/v1/Cashbook/AddEntry", {"Amount": 1, "Direction": "Income", "Note": "here", name: value}
    )
    items = (await wire.get("/v1/Cashbook/Entries?$filter=Note+eq+'here'")).json["Items"]
    return response, items[0][name] if items else None


async def in_a_new_till(wire, an_order, name, value):
    del an_order
    assert (await wire("POST", "/v1/Cashbook/Close")).status == 200
    response = await wire("POST", "/v1/Cashbook/Initialize", {name: value})
    return response, (await wire.get("/v1/Cashbook")).json["CreationDate"] if response.status == 200 else None


PLACES = [
    *(
        (in_an_order, name)
        for name in ("OrderDate", "ExpiryDate", "DeliveryDate", "PeriodFrom", "TaxPointDate", "PaidDate")
    ),
    (in_a_send, "PeriodTill"),
    (in_a_party, "BookYearStart"),
    (in_a_party, "DomiciliationMandateSigningDate"),
    (in_a_document, "DocumentDate"),
    (in_a_transaction, "ValueDate"),
    (in_a_patch, "PaidDate"),
    (in_a_till, "TransactionDate"),
    (in_a_new_till, "StartDate"),
]


@pytest.fixture
def hands(hands):
    return hands


@pytest.mark.parametrize(("place", "name"), PLACES, ids=[f"{name} {place.__name__}" for place, name in PLACES])
async def test_a_date_is_kept_or_refused_wherever_it_is_given(boot, hands, an_order, place, name):
    wire = await boot(orders=1, settings={"time.clock": hands, "bookkeeping.repeated_transactions": "add"})
    early = {} if name == "DeliveryDate" else EARLY  # which has a rule of its own for them
    for text, expected in {**CASES, **early}.items():
        if place in {in_a_transaction, in_a_till, in_a_new_till}:
            wire = await boot(orders=1, settings={"time.clock": hands})
        response, found = await place(wire, an_order, name, text)
        if expected is REFUSED:
            assert (response.status, response.codes) == (400, [OWN_CODES.get(name, "GenericError")]), text
        else:
            assert (response.status, found) == (200, expected), (text, response.text)


@pytest.mark.parametrize("value", NO_TEXTS)
async def test_what_is_no_text_is_no_date(wire, an_order, value):
    for name in ("OrderDate", "PeriodFrom"):
        response = await wire("POST", "/v1/orders", an_order(**{name: value}))
        assert (response.status, response.codes) == (400, [OWN_CODES.get(name, "GenericError")])


async def test_an_empty_text_is_no_date_where_there_need_be_none(wire, an_order):
    order_id = await wire.create(PeriodFrom="")
    assert "PeriodFrom" not in await wire.detail(order_id)
    assert (await wire("POST", "/v1/orders", an_order(OrderDate=""))).codes == ["OrderDateIsRequired"]


async def test_an_update_with_an_unreadable_date_does_not_keep_the_old_one(wire, an_order):
    order_id = await wire.create()
    for name, code in OWN_CODES.items():
        assert (await wire("POST", "/v1/orders", an_order(OrderID=order_id, **{name: "soon"}))).codes == [code]


@pytest.mark.parametrize(
    ("changes", "paid_date"),
    [({"Paid": True, "PaidDate": "2026-07-20"}, "2026-07-20T00:00:00"),
     ({"PaidDate": "2026-07-20", "Paid": True}, "2026-07-20T00:00:00"),
     ({"paid": True, "paiddate": "2026/7/20", "InternalInfo": "x"}, "2026-07-20T00:00:00"),
     ({"Paid": True, "PaidDate": "2026-07-20T10:30:00"}, "2026-07-20T10:30:00")],
)  # fmt: skip
@pytest.mark.parametrize("mixed", ["ignore", "reject"])
async def test_the_day_beside_a_payment_is_the_day_of_the_payment(boot, changes, paid_date, mixed):
    wire = await boot(orders=1, settings={"requests.patch_mixed": mixed})
    order_id = await wire.create()
    assert (await wire("PATCH", f"/v1/orders/{order_id}", changes)).status == 200
    detail = await wire.detail(order_id)
    assert (detail["Paid"], detail["PaidDate"]) == (True, paid_date)


@pytest.mark.parametrize(
    "changes", [{"PaidDate": "2026-07-20"}, {"Paid": False, "PaidDate": "2026-07-20"}, {"PaidDate": ""}]
)
async def test_a_day_that_no_payment_stands_beside_is_no_paid_date(wire, changes):
    order_id = await wire.create()
    await wire("PATCH", f"/v1/orders/{order_id}", changes)
    assert "PaidDate" not in await wire.detail(order_id)


@pytest.mark.parametrize(("setting", "status"), [("refuse", 400), ("drop", 200)])
async def test_what_becomes_of_an_unreadable_date_is_a_setting(boot, an_order, setting, status):
    wire = await boot(orders=1, settings={"requests.unreadable_dates": setting})
    response = await wire("POST", "/v1/orders", an_order(PeriodFrom="soon"))
    assert response.status == status
    if status == 400:
        assert response.description == "Could not convert string to DateTime. Path 'PeriodFrom'."
    else:
        assert "PeriodFrom" not in await wire.detail(int(response.text))
    order_id = await wire.create()
    assert (await wire("PATCH", f"/v1/orders/{order_id}", {"Paid": True, "PaidDate": "soon"})).status == status


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00", "0001-01-01T00:00:00Z", "0001-01-01", "0001-01-01T00:00:00.000+01:00"]
)
async def test_dotnets_year_one_may_be_no_date(boot, an_order, text):
    wire = await boot(orders=1, settings={"requests.no_date": "none"})
    detail = await wire.detail(await wire.create(PeriodFrom=text, DeliveryDate=text))
    assert ("PeriodFrom" in detail, detail["DeliveryDate"]) == (False, detail["OrderDate"])
    assert (await wire("POST", "/v1/orders", an_order(OrderDate=text))).codes == ["OrderDateIsRequired"]


@pytest.mark.parametrize(("utc", "date"), [("as_is", "2025-07-01T00:00:00"), ("converted", "2025-07-01T02:00:00")])
async def test_microsofts_dates_follow_the_setting_for_utc(boot, utc, date):
    wire = await boot(orders=1, settings={"time.utc_dates": utc})
    assert (await wire.detail(await wire.create(PeriodFrom="/Date(1751328000000)/")))["PeriodFrom"] == date


async def test_an_order_of_the_year_one_is_numbered_listed_filtered_and_overdue(boot, hands, an_order):
    wire = await boot(orders=1, settings={"time.clock": hands})
    body = json.dumps(an_order(OrderNumber=None, OrderDate="0001-01-01", ExpiryDate="0001-01-02")).encode()
    order_id = int((await wire("POST", "/v1/orders", body)).text)
    item = (await wire.get("/v1/orders?$orderby=OrderDate")).json["Items"][0]
    assert (item["OrderID"], item["OrderNumber"], item["OrderDate"]) == (order_id, "0001-00001", "0001-01-01T00:00:00")
    assert (item["Overdue"], item["DaysOverdue"]) == (True, 738953)
    for condition in (
        "OrderDate+lt+DateTime'0001-01-02T00:00:00'",
        "OrderDate+eq+datetime'0001-01-01T00:00'",
        "year(OrderDate)+eq+1",
    ):
        found = (await wire.get(f"/v1/orders?$filter={condition}")).json["Items"]
        assert [each["OrderID"] for each in found] == [order_id], condition
    assert (await wire.get(f"/v1/files/{item['OrderPDF']['FileID']}")).status == 200
    assert (
        await wire("POST", "/v1/orders/commands/send", {"OrderIds": [order_id], "TransportType": "Peppol"})
    ).status == 200
    wire.emulator.deliver_pending()
    message = (await wire.detail(order_id))["Messages"][0]
    xml = base64.b64decode((await wire.get(f"/v1/files/{message['FileID']}")).json["FileContent"]).decode()
    assert re.findall(r"<cbc:(?:Issue|Due)Date>([^<]*)<", xml) == ["0001-01-01", "0001-01-02"]
    assert "0001-01" in (await wire.get("/v1/reports/103")).text


@pytest.mark.parametrize(
    "literal",
    ["0001-01-01T00:00:00%2B05:00", "9999-12-31T23:59:59-05:00", "%D9%A2024-01-01", "2024-02-30",
     "0000-01-01T00:00:00", "2024-01-01T24:00:00",
     "2024-01-01T10:00:60", "2024-W01-1", "", "20240101", "10000-01-01T00:00:00", "2024-01-01T10:00:00%2B99:99"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/v1/orders", "/v1/parties", "/v1/documents"])
async def test_a_literal_that_is_no_moment_is_refused(wire, path, literal):
    column = "CreationDate" if path.endswith("documents") else "LastModified"
    for kind in ("datetime", "DateTime", "datetimeoffset"):
        response = await wire.get(f"{path}?$filter={column}+gt+{kind}'{literal}'")
        assert (response.status, response.codes) == (400, ["GenericError"])
