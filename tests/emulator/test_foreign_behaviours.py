"""What programs of other worlds send, as a table: how .NET, browsers and scripts write JSON, names, dates and bytes.

Each row is one body or header as such a program writes it, beside what the order then holds.
"""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

ORDERS = "/v1/orders"
INVOICE = {
    "OrderType": "Invoice",
    "OrderDirection": "Income",
    "OrderDate": "2026-07-20",
    "ExpiryDate": "2026-08-20",
    "Customer": {"Name": "Acme", "PartyType": "Customer"},
    "OrderLines": [{"Quantity": 1, "UnitPriceExcl": 10, "Description": "Work", "VATPercentage": 21}],
}


def with_date(text):
    return json.dumps(INVOICE).replace('"2026-07-20"', text)


def recased(change):
    def walk(value):
        if isinstance(value, dict):
            return {change(name): walk(inner) for name, inner in value.items()}
        return [walk(inner) for inner in value] if isinstance(value, list) else value

    return json.dumps(walk(INVOICE))


def quoted_numbers(text):
    for number in ("1", "10", "21"):
        text = text.replace(f": {number},", f': "{number}",').replace(f": {number}}}", f': "{number}"}}')
    return text


PLAIN = json.dumps(INVOICE)
READ = ("2026-07-20T00:00:00", Decimal("12.10"), "Acme")

DATES = [
    ('"2026-07-20T00:00:00"', "2026-07-20T00:00:00"),
    ('"2026-07-20T00:00:00.0000000"', "2026-07-20T00:00:00"),
    (r'"\/Date(1784505600000)\/"', "2026-07-20T00:00:00"),
    (r'"/Date(1784498400000+0200)/"', "2026-07-20T00:00:00"),
    ('"0001-01-01T00:00:00"', "0001-01-01T00:00:00"),
]
UNREADABLE = [
    '"20/07/2026"',
    '"2026-02-30"',
    '"tomorrow"',
    '"\u0662\u0660\u0662\u0666-07-20"',
    r'"\/Date(99999999999999999)\/"',
]
BODIES = {
    "plain": PLAIN.encode(),
    "camelCase": recased(lambda name: name[0].lower() + name[1:]).encode(),
    "lower case": recased(str.lower).encode(),
    "UPPER CASE": recased(str.upper).encode(),
    "numbers in quotes": quoted_numbers(PLAIN).encode(),
    "a byte order mark": b"\xef\xbb\xbf" + PLAIN.encode(),
    "escaped characters": PLAIN.replace("Acme", "\\u0041cm\\u0065").encode(),
    "names without quotes": PLAIN.replace('"OrderType"', "OrderType").replace('"Quantity"', "Quantity").encode(),
    "single quotes": PLAIN.replace('"', "'").encode(),
    "a comma too many": PLAIN.replace("}]", "},]").replace("]}", "],}").encode(),
    "comments": (PLAIN + " // done").replace("{", "{/* here */", 1).encode(),
    "a property of its own": PLAIN.replace("{", '{"$type": "Invoice, App", "Unknown": [1],', 1).encode(),
}


async def read(wire, order_id):
    order = (await wire.get(f"{ORDERS}/{order_id}")).json
    return order["OrderDate"], order["TotalIncl"], order["CounterParty"]["DisplayName"]


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
async def test_a_body_is_read_however_it_is_written(written, body):
    response = await written("POST", ORDERS, body)
    assert response.status == 200, response.text
    assert await read(written, response.text) == READ


@pytest.mark.parametrize(("encoding", "charset"), [("utf-8", "utf-8"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16le")])
async def test_a_body_is_read_in_the_charset_that_it_names(written, encoding, charset):
    body = PLAIN.replace("Acme", "Café €").encode(encoding)
    response = await written("POST", ORDERS, body, Content_Type=f"application/json; charset={charset}")
    assert (await read(written, response.text))[2] == "Café €"


@pytest.mark.parametrize(("text", "kept"), DATES)
async def test_a_date_is_read_as_dot_net_writes_it(written, text, kept):
    response = await written("POST", ORDERS, with_date(text).encode())
    assert response.status == 200, response.text
    assert (await read(written, response.text))[0] == kept


@pytest.mark.parametrize("text", UNREADABLE)
async def test_a_date_that_is_none_is_refused(written, text):
    assert (await written("POST", ORDERS, with_date(text).encode())).status == 400


async def test_bodies_that_are_not_json_are_refused_where_the_setting_says_so(boot):
    wire = await boot(orders=1, settings={"requests.json": "strict"})
    for name in ("names without quotes", "single quotes", "a comma too many", "comments"):
        assert (await wire("POST", ORDERS, BODIES[name])).status == 400, name
    assert (await wire("POST", ORDERS, BODIES["plain"])).status == 200


async def test_the_printed_request_of_the_manual_sends(written):
    order_id = await written.create(Customer={"Name": "Acme", "Email": "acme@example.be", "PartyType": "Customer"})
    body = f'{{ \n\n\nOrderIds:[{order_id}], \n\n\nTransportType:"SMTP", \n\n\nPrintType:"Reminder" \n\n}}'
    assert (await written("POST", f"{ORDERS}/commands/send", body.encode())).status == 200
