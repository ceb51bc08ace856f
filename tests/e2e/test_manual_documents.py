"""Every JSON document that the manual prints and that users recorded: read, written, and accepted by the service.

What only the service says (errors, tokens, answers) is read and written in `tests/wire/test_recorded_payloads.py`.
"""

from __future__ import annotations

import json
import warnings
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from billit_async import ApiKey, BillitSession, PayloadWarning, from_json, to_json
from billit_async.converter import structure
from billit_async.emulator import Emulator
from billit_async.models import (
    AdditionalDocuments,
    IntegrationPost,
    KeyValuePair,
    Order,
    OrderLine,
    Party,
    Product,
    SendRequest,
    Webhook,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

RECORDED = Path(__file__).resolve().parents[1] / "wire" / "recorded"
PAIRS = [KeyValuePair(key="a", value="b")]
SHAPES: list[Any] = [{"a": "b"}, PAIRS, [{"Key": "a", "Value": "b"}]]

# Chapter 13, with ids for its placeholders.
MINIMAL = """{"OrderType": "Invoice", "OrderDirection": "Income", "OrderDate": "2019-08-30", "ExpiryDate": "2019-09-13",
 "OrderLines": [{"ProductID": %d}], "CustomerID": %d}"""

# Chapter 21: the fields of the table, with the names as printed.
PARTY = {
    "No.": "K-17",
    "Name": "Een klant",
    "Street": "Een straat",
    "StreetNumber": "25",
    "Box": "1",
    "Zipcode": "9000",
    "City": "Gent",
    "CountryCode": "BE",
    "IBAN": "BE68539007547034",
    "BIC": "KREDBEBB",
    "Mobile": "01234242",
    "Phone": "01234242",
    "Fax": "0123",
    "Email": "abcd@gmail.be",
    "Website": "www.resttest.be",
    "Contact": "Contact bla",
    "VATNumber": "BE0563846944",
    "LastModified": "2019-06-18T08:05:37.560Z",
    "Created": "2019-06-18T08:05:37.560Z",
    "PartyType": "Customer",
    "VATLiable": True,
    "GLAccountantCode": 400000,
    "Language": "NL",
    "VentilationCode": "4",
    "ExternalProviderID": "x",
    "ExternalProviderTC": "y",
    "CustomFields": {"a": "b"},
    "DefaultPaid": True,
}


@pytest.fixture
async def emu() -> AsyncIterator[Emulator]:
    async with Emulator(seed=7, orders=20) as running:
        yield running


@pytest.fixture
async def billit(emu: Emulator) -> AsyncIterator[BillitSession]:
    async with BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as session:
        yield session


def raw(name: str) -> bytes:
    return (RECORDED / f"{name}.json").read_bytes()


async def test_the_minimal_order_of_chapter_13_is_created(billit: BillitSession) -> None:
    product_id = (await billit.products.list(top=1).collect())[0].product_id
    customer_id = (await billit.parties.list(top=1).collect())[0].party_id
    order = from_json(Order, MINIMAL % (product_id, customer_id))
    made = await billit.orders.get(await billit.orders.create(order))
    assert made.order_lines is not None
    assert (made.order_lines[0].product_id, made.order_type) == (product_id, "Invoice")


async def test_the_reminder_of_chapter_15_is_sent(billit: BillitSession) -> None:
    order_id = await billit.orders.create(from_json(Order, raw("order_create_invoice_request")))
    request = from_json(SendRequest, b'{"OrderIds":[%d],"TransportType":"SMTP","PrintType":"Reminder"}' % order_id)
    assert await billit.request("POST", "/v1/orders/commands/send", json=request) is None


async def test_the_party_of_chapter_21_is_created_with_the_names_as_printed(billit: BillitSession) -> None:
    with pytest.warns(PayloadWarning) as caught:
        party = Party.from_dict(PARTY)
    assert sorted(str(warning.message) for warning in caught) == [
        "Party: 'GLAccountantCode' is 'GLAccountCode' on the wire, and is read as that; write 'GLAccountCode'",
        "Party: 'No.' is 'Nr' on the wire, and is read as that; write 'Nr'",
    ]
    made = await billit.parties.get(await billit.parties.create(party))
    assert (made.nr, made.gl_account_code, made.website) == ("K-17", 400000, "www.resttest.be")
    assert made.custom_fields == PAIRS
    assert (party.created is None, made.created == party.created) == (False, False)


@pytest.mark.parametrize(
    "name",
    [
        *("order_send_request_confac_casing", "order_send_request_docs_casing", "order_send_request_no_transport"),
        "order_send_request_swagger_casing",
    ],
)
async def test_every_casing_of_a_send_request_is_read_and_sent(billit: BillitSession, name: str) -> None:
    order_id = await billit.orders.create(from_json(Order, raw("order_create_invoice_request")))
    with warnings.catch_warnings(record=True) as hints:
        warnings.simplefilter("always")
        request = from_json(SendRequest, raw(name))
    assert request.order_ids == next(ids for ids in json.loads(raw(name)).values() if isinstance(ids, list))
    assert bool(hints) == ("swagger" not in name)
    request.order_ids = [order_id]
    await billit.request("POST", "/v1/orders/commands/send", json=request)


@pytest.mark.parametrize("name", ["order_patch_is_sent_request", "order_patch_paid_request"])
async def test_every_patch_is_accepted(billit: BillitSession, name: str) -> None:
    order_id = await billit.orders.create(from_json(Order, raw("order_create_invoice_request")))
    await billit.request("PATCH", f"/v1/orders/{order_id}", json=from_json(Order, raw(name)))
    read = json.loads((await billit.orders.get(order_id)).to_json(), parse_float=Decimal)
    assert {key: read[key] for key in ("Paid", "IsSent") if key in json.loads(raw(name))}.items() <= {
        *json.loads(raw(name)).items()
    }


async def test_products_in_their_envelope_are_created(billit: BillitSession) -> None:
    (product,) = (Product.from_dict(one) for one in json.loads(raw(PRODUCTS), parse_float=Decimal)["Items"])
    made = await billit.products.get(await billit.products.create(attrs.evolve(product, product_id=None)))
    assert made.description == product.description


PRODUCTS = "product_create_request_items_envelope"


async def test_webhooks_are_created(billit: BillitSession) -> None:
    for webhook in from_json(list[Webhook], raw("webhook_create_requests")):
        assert (await billit.request("POST", "/v1/webhooks", json=webhook))["WebhookID"]


async def test_an_order_that_was_read_is_created_again_without_what_billit_sets(
    billit: BillitSession, emu: Emulator
) -> None:
    read = attrs.evolve(from_json(Order, raw("order_detail_income_response")), order_id=None)
    assert read.customer is not None
    read = attrs.evolve(read, order_number=None, customer=attrs.evolve(read.customer, party_id=None))
    read = attrs.evolve(read, counter_party=None, counter_party_id=None, customer_id=None, company_id=None)
    assert read.order_lines is not None
    for line in read.order_lines:
        line.product_id = None
    made = await billit.orders.get(await billit.orders.create(read))
    assert (made.total_incl, made.messages, made.created == read.created) == (read.total_incl, [], False)


@pytest.mark.parametrize("fields", SHAPES)
def test_every_map_takes_both_shapes_when_constructed_and_when_assigned(fields: Any) -> None:
    for model in (Order, OrderLine, AdditionalDocuments, IntegrationPost):
        name = "credentials" if model is IntegrationPost else "custom_fields"
        constructed, assigned = model(**{name: fields}), model()
        setattr(assigned, name, fields)
        assert getattr(constructed, name) == {"a": "b"}
        for one in (constructed, assigned):
            assert list(sent(one).values()) == [{"a": "b"}]
    party, assigned_party = Party(custom_fields=fields), Party()
    setattr(assigned_party, "custom_fields", fields)  # noqa: B010 - of another type than documented
    assert party.custom_fields == PAIRS
    assert sent(party) == sent(assigned_party) == {"CustomFields": [{"Key": "a", "Value": "b"}]}


@pytest.mark.parametrize("text", [{"a": "b"}, [{"Key": "a", "Value": "b"}]])
def test_every_map_takes_both_shapes_when_read_and_is_written_again_as_it_was(text: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        document = {"CustomFields": text, "Customer": {"CustomFields": text}, "OrderLines": [{"CustomFields": text}]}
        document["AdditionalDocumentReference"] = [{"ID": "1", "CustomFields": text}]
        for order in (from_json(Order, json.dumps(document)), Order.from_dict(document), structure(document, Order)):
            assert order.customer is not None
            assert (order.custom_fields, order.customer.custom_fields) == ({"a": "b"}, PAIRS)
            assert json.loads(to_json(order)) == document
            assert sent(order)["AdditionalDocumentReference"] == [{"ID": "1", "CustomFields": {"a": "b"}}]
        assert from_json(IntegrationPost, json.dumps({"Credentials": text})).credentials == {"a": "b"}


@pytest.mark.parametrize("wrong", [5, "a", [1], [{"Key": "a"}, {"Key": "a"}]])
async def test_an_error_while_writing_names_the_whole_path(billit: BillitSession, wrong: Any) -> None:
    order = from_json(Order, raw("order_create_invoice_request"))
    order.order_lines = [OrderLine(description="a"), OrderLine(description="b"), OrderLine(custom_fields=wrong)]
    with pytest.raises((TypeError, ValueError), match=r"order_lines\[2\]\.custom_fields: "):
        await billit.orders.create(order)


def sent(model: Any) -> Any:
    """What a call puts on the wire."""
    from billit_async._serialization.codec import to_body

    return json.loads(to_body(model, "it"))
