"""Bytes to models and back through the public face of the fast path."""

from __future__ import annotations

import copy
import json
import pickle
import traceback
import warnings
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from billit_async import NULL, PayloadError, PayloadWarning, from_json, payload_faults, to_json
from billit_async._serialization import structs as struct
from billit_async._serialization.codec import dumps, loads, read_list, read_page, read_rows, to_body
from billit_async._serialization.values import wire_text
from billit_async.models import (
    BookingEntry,
    Error,
    File,
    IntegrationPost,
    KeyValuePair,
    Order,
    OrderLine,
    OrderType,
    Party,
    Product,
    Transaction,
    VatGroup,
    Webhook,
)
from tests.touching import touched

SAMPLE = (Path(__file__).parent / "samples" / "order_detail.json").read_bytes().strip()


def test_a_full_order_is_written_as_it_was_read_key_for_key_and_digit_for_digit():
    def flat(raw: bytes) -> object:
        return json.loads(raw, parse_float=str)

    assert flat(to_json(from_json(Order, SAMPLE))) == flat(SAMPLE)


def test_the_parts_of_an_order_have_their_types():
    order = from_json(Order, SAMPLE)
    assert order.total_incl == Decimal("10.60")
    assert str(order.order_lines[0].quantity) == "1.00000"
    assert order.order_date == datetime(2026, 1, 1)
    assert order.order_pdf.file_id == UUID("0b1e4c02-6f5a-4a51-9d3e-2c6f0a7de001")
    assert isinstance(order.customer, Party)
    assert isinstance(order.vat_groups[0], VatGroup)
    assert order.customer.identifiers[0].scheme_id == "0208"
    assert order.days_overdue == -3
    assert order.paid is False
    assert order.supplier is None


def test_a_stamp_finer_than_a_microsecond_stays_available_as_text():
    order = from_json(Order, SAMPLE)
    assert wire_text(order.customer.created) == "2026-03-10T13:55:42.7231234"
    assert wire_text(order.last_modified) == "2026-03-10T15:00:49.72"


def test_an_unknown_property_does_not_fail():
    assert from_json(Party, b'{"Name":"Acme","Brand":{"New":[1.5]}}').name == "Acme"


def test_an_unknown_enumeration_value_is_kept_as_it_came():
    order = from_json(Order, b'{"OrderType":"Haiku","OrderStatus":"Credited"}')
    assert order.order_type == "Haiku"
    assert to_json(order) == b'{"OrderType":"Haiku","OrderStatus":"Credited"}'


def test_a_known_enumeration_value_equals_its_member():
    assert from_json(Order, b'{"OrderType":"Invoice"}').order_type == OrderType.INVOICE
    assert to_json(Order(order_type=OrderType.INVOICE)) == b'{"OrderType":"Invoice"}'


def test_a_null_reads_like_an_absent_property():
    assert from_json(Order, b'{"OrderID":null,"OrderLines":null,"Customer":null}') == Order()


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_every_amount_survives_reading_and_writing_digit_for_digit(amount):
    raw = to_json(Order(total_incl=amount))
    again = from_json(Order, raw).total_incl
    assert (again.as_tuple(), to_json(Order(total_incl=again))) == (amount.as_tuple(), raw)


def test_an_amount_too_long_for_a_float_stays_exact():
    raw = b'{"TotalIncl":12345678901234567890.12}'
    assert to_json(from_json(Order, raw)) == raw


def test_amounts_in_unknown_places_are_exact_too():
    assert loads(b'{"a":[12.50,{"b":1e-7}],"n":5}') == {"a": [Decimal("12.50"), {"b": Decimal("1e-7")}], "n": 5}
    assert str(loads(b"[12.50]")[0]) == "12.50"
    message = from_json(Error, b'{"ErrorParams":[{"Amount":12.50}]}')
    assert str(message.error_params[0]["Amount"]) == "12.50"
    assert to_json(message) == b'{"ErrorParams":[{"Amount":12.50}]}'


def test_none_is_left_out_and_the_explicit_null_is_sent():
    raw = to_json(Order(paid=False, paid_date=NULL, customer=NULL, order_lines=NULL, total_incl=NULL, order_id=NULL))
    assert json.loads(raw) == {
        "Paid": False,
        "PaidDate": None,
        "Customer": None,
        "OrderLines": None,
        "TotalIncl": None,
        "OrderID": None,
    }


def test_a_date_is_sent_with_its_midnight():
    assert to_json(Order(order_date=date(2026, 1, 1))) == b'{"OrderDate":"2026-01-01T00:00:00"}'


def test_lists_and_free_keys_are_sent():
    order = Order(order_lines=[OrderLine(custom_fields={"PeppolLineID": "7"})], tags=["a", "b"], custom_fields={})
    assert json.loads(to_json(order)) == {
        "OrderLines": [{"CustomFields": {"PeppolLineID": "7"}}],
        "Tags": ["a", "b"],
        "CustomFields": {},
    }


def test_a_wire_mapping_may_stand_for_a_nested_model():
    order = Order(order_lines=[{"Quantity": Decimal("1.50")}])
    assert to_json(order) == b'{"OrderLines":[{"Quantity":1.50}]}'


def test_a_float_that_was_assigned_later_is_refused_on_writing():
    order = Order(total_incl=Decimal(1))
    order.total_incl = 12.5
    with pytest.raises(TypeError, match="exact amount"):
        to_json(order)


@pytest.mark.parametrize("wrong", ["a text", 5, True, ["a"]])
def test_what_is_not_a_model_is_not_sent_where_a_model_belongs(wrong):
    with pytest.raises(TypeError, match=r"^order\.customer: an? .* where a Party is expected"):
        to_body(Order(customer=wrong), "order")
    with pytest.raises(TypeError, match=r"^order\.order_lines.* is expected$"):
        to_body(Order(order_lines=wrong), "order")


def test_an_error_while_writing_names_the_path():
    order = Order(order_lines=[OrderLine(), OrderLine(), OrderLine(), OrderLine()])
    order.order_lines[3].quantity = 1.5
    for write in (to_json, lambda order: to_body(order, "order"), Order.to_json, Order.to_dict):
        with pytest.raises(TypeError, match=r"^order\.order_lines\[3\]\.quantity: 1\.5 is a float"):
            write(order)
    with pytest.raises(TypeError, match=r"^\[1\]\.order_lines\[3\]\.quantity: 1\.5 is a float"):
        to_json([Order(), order])
    with pytest.raises(TypeError, match=r"^transactions\[0\]\.total_amount: an object where a Decimal is expected"):
        to_body([with_total({})], "transactions")
    order.order_lines[3].quantity = Decimal("NaN")
    with pytest.raises(ValueError, match=r"^order\.order_lines\[3\]\.quantity: NaN cannot be an amount"):
        to_json(order)
    with pytest.raises(TypeError, match=r"^order\.customer: a File where a Party is expected"):
        to_json(Order(customer=File()))
    with pytest.raises(TypeError, match=r"^order\.custom_fields\['a'\]: a object has no JSON form"):
        to_json(Order(custom_fields={"a": object()}))
    with pytest.raises(TypeError, match="OtherOrder is not a generated model"):
        to_json(OtherOrder())


def with_total(value):
    transaction = Transaction()
    transaction.total_amount = value
    return transaction


@attrs.define
class OtherOrder(Order):
    mine: int = 5


@pytest.mark.parametrize("wrong", ["12,50", "NaN", {}, [], True])
def test_what_is_not_an_amount_is_written_as_it_was_read_and_not_sent(wrong):
    raw = dumps({"OrderLines": [{"UnitPriceExcl": wrong}], "OrderNumber": "1"})
    with pytest.warns(PayloadWarning, match=r"^OrderLines\[0\]\.UnitPriceExcl has not the documented type"):
        order = touched(from_json(Order, raw))
    assert json.loads(to_json(order)) == json.loads(raw)
    with pytest.raises((TypeError, ValueError), match=r"^order\.order_lines\[0\]\.unit_price_excl: "):
        to_body(order, "order")


@pytest.mark.parametrize("sent", [b'{"CustomFields":{}}', b'{"CustomFields":[]}', b'{"CustomFields":{"a":"b"}}'])
def test_extra_fields_of_a_party_take_both_documented_shapes(sent):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        party = from_json(Party, sent)
        order = from_json(Order, b'{"Customer":%b}' % sent)
    assert to_json(party) == sent
    assert to_json(order) == b'{"Customer":%b}' % sent
    pairs = [{"Key": key, "Value": value} for key, value in dict(json.loads(sent)["CustomFields"]).items()]
    assert json.loads(to_body(party, "party")) == {"CustomFields": pairs}
    assert json.loads(to_body(order, "order")) == {"Customer": {"CustomFields": pairs}}
    assert [(pair.key, pair.value) for pair in party.custom_fields] == [(one["Key"], one["Value"]) for one in pairs]
    assert Party.from_dict(party.to_dict()) == party


def test_what_billit_alone_sets_is_written_and_not_sent():
    raw = (
        b'{"OrderID":7,"Customer":{"PartyID":5,"LastModified":"2026-01-01T00:00:00.5","Created":"2026-01-01T00:00:00"},'
        b'"LastModified":"31/01/2026","Created":"2026-01-01T00:00:00","OrderLines":[{"OrderLineID":3,"Quantity":1.00000}]}'
    )
    with pytest.warns(PayloadWarning):
        order = from_json(Order, raw)
    assert json.loads(to_json(order), parse_float=str) == json.loads(raw, parse_float=str)
    assert to_body(order, "order") == b'{"OrderID":7,"Customer":{"PartyID":5},"OrderLines":[{"Quantity":1.00000}]}'
    assert to_body([Product(product_id=1, created=date(2026, 1, 1))], "products") == b'[{"ProductID":1}]'
    assert to_body(Order(customer={"PartyID": 5, "Created": "x"}), "order") == b'{"Customer":{"PartyID":5}}'
    assert order.created is not None
    read_only = {field.name for field in attrs.fields(Order) if field.metadata.get("read_only")}
    assert read_only == {
        *("created", "last_modified", "payment_discount_amount", "payment_discount_date"),
        *("last_reminder", "reminders_sent", "overdue", "days_overdue"),
        *("current_document_delivery_details", "messages", "signature"),
    }


def test_a_list_of_models_that_have_nothing_of_billits_own_is_sent_as_it_is_written():
    transactions = [Transaction(total_amount="1.50"), Transaction(note="a")]
    assert to_body(transactions, "transactions") == to_json(transactions) == b'[{"TotalAmount":1.50},{"Note":"a"}]'


def test_extra_fields_of_an_order_may_be_a_list_of_keys_and_values():
    pairs = [KeyValuePair(key="a", value="b")]
    for fields in (pairs, [{"Key": "a", "Value": "b"}]):
        order = Order(custom_fields=fields)
        assert order.custom_fields == {"a": "b"}
        order.order_lines = [OrderLine()]
        order.order_lines[0].custom_fields = fields
        assert to_body(order, "order") == b'{"OrderLines":[{"CustomFields":{"a":"b"}}],"CustomFields":{"a":"b"}}'


def test_products_hold_products():
    product = from_json(Product, b'{"ProductID":1,"ChildProducts":[{"ProductID":2,"AmountExcl":0.90000}]}')
    assert str(product.child_products[0].amount_excl) == "0.90000"
    assert to_json(product) == b'{"ProductID":1,"ChildProducts":[{"ProductID":2,"AmountExcl":0.90000}]}'


def test_a_list_of_models_is_read_from_a_bare_array():
    raw = b'[{"WebhookID":1},{"WebhookID":2}]'
    assert from_json(list[Webhook], raw) == read_list(Webhook, raw) == [Webhook(webhook_id=1), Webhook(webhook_id=2)]


def test_a_page_has_its_items_count_and_link():
    page = read_page(Order, b'{"Items":[{"OrderID":1}],"NextPageLink":"https://h/v1/orders?$skip=120","Count":121}')
    assert (page.items, page.count, page.next_page_link) == (
        [Order(order_id=1)],
        121,
        "https://h/v1/orders?$skip=120",
    )
    assert (len(page), list(page)) == (1, page.items)
    assert repr(page) == "Page(1 items, count=121, cursor=None)"


@pytest.mark.parametrize("raw", [b'{"Items":[]}', b'{"Items":[],"NextPageLink":null,"Count":null}', b'{"Items":null}'])
def test_an_empty_page_is_a_page(raw):
    page = read_page(Order, raw)
    assert (page.items, page.count, page.next_page_link) == ([], None, None)


def test_a_byte_order_mark_is_tolerated():
    assert from_json(Party, b'\xef\xbb\xbf{"Name":"Acme"}').name == "Acme"
    assert loads('\ufeff{"a":1}') == {"a": 1}


@pytest.mark.parametrize("raw", [b"", b"<html>", b'{"OrderID":', b'{"OrderID":NaN}', b"\xff\xfe{}"])
@pytest.mark.parametrize(
    "read",
    [lambda raw: from_json(Order, raw), lambda raw: read_page(Order, raw), lambda raw: read_list(Order, raw), loads],
)
def test_what_is_no_json_is_a_payload_error(read, raw):
    with pytest.raises(PayloadError, match="not complete JSON"):
        read(raw)


@pytest.mark.parametrize("raw", [b"[]", b"5", b'"text"', b"null", b"true"])
def test_json_of_another_shape_is_a_payload_error(raw):
    with pytest.raises(PayloadError, match="not the object Order"):
        from_json(Order, raw)
    with pytest.raises(PayloadError, match="not a page of Order"):
        read_page(Order, raw)


@pytest.mark.parametrize("raw", [b"{}", b"5", b'"text"'])
def test_an_answer_that_is_no_array_is_no_list(raw):
    with pytest.raises(PayloadError, match="not an array of Order"):
        read_list(Order, raw)


@pytest.mark.parametrize("cls", [dict, int, "Order", object()])
def test_only_models_can_be_read(cls):
    with pytest.raises(TypeError, match="not a model"):
        from_json(cls, b"{}")


def test_a_subclass_of_a_model_is_refused_with_the_cure():
    class Mine(Order):
        pass

    with pytest.raises(TypeError, match="pass the model it derives from"):
        from_json(Mine, b"{}")


# --- the second, lenient reading ---------------------------------------------------------------------------------

ODD_PAGE = b"""{"Items":[
  {"OrderID":1,"TotalIncl":10.60},
  {"OrderID":2,"TotalIncl":"about ten","OrderLines":[{"Quantity":1.00000},{"Quantity":{}},{"Quantity":[]}]},
  {"OrderID":3,"OrderDate":"31/01/2000","Paid":"true","Customer":{"Name":"Acme","VATLiable":"yes"}}
],"NextPageLink":"https://h/v1/orders?$skip=120"}"""


def test_one_bad_property_leaves_every_other_property_of_the_page_readable():
    with pytest.warns(PayloadWarning) as caught:
        page = read_page(Order, ODD_PAGE)
    first, second, third = page.items
    assert first == Order(order_id=1, total_incl=Decimal("10.60"))
    assert [line.quantity for line in second.order_lines] == [Decimal(1), {}, []]
    assert (third.order_id, third.customer.name) == (3, "Acme")
    assert page.next_page_link == "https://h/v1/orders?$skip=120"
    told = sorted(str(warning.message).split(" has not")[0] for warning in caught)
    assert told == [
        "Items[1].OrderLines[1].Quantity (and 1 more like it)",
        "Items[1].TotalIncl",
        "Items[2].Customer.VATLiable",
        "Items[2].OrderDate",
        "Items[2].Paid",
    ]


def test_a_bad_value_is_kept_as_billit_sent_it():
    with pytest.warns(PayloadWarning):
        order = from_json(Order, b'{"TotalIncl":"about ten","OrderDate":"31/01/2000","Paid":"true"}')
    assert (order.total_incl, order.order_date, order.paid) == ("about ten", "31/01/2000", "true")


def test_bad_properties_are_counted_by_place():
    before = payload_faults["Order.OrderLines[].Quantity"]
    with pytest.warns(PayloadWarning):
        read_page(Order, ODD_PAGE)
    assert payload_faults["Order.OrderLines[].Quantity"] == before + 2
    assert payload_faults["Order.TotalIncl"] >= 1


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'{"OrderNumber":{"secret":"secret"}}', "an object that is not a text"),
        (b'{"TotalIncl":"secret"}', "a text that is not an exact number"),
        (b'{"OrderDate":"secret"}', "a text that is not a date-time"),
        (b'{"OrderID":"secret"}', "a text that is not a whole number"),
        (b'{"Paid":"secret"}', "a text that is not true or false"),
        (b'{"OrderPDF":{"FileID":"secret"}}', "a text that is not a GUID"),
        (b'{"Customer":["secret"]}', "an array that is not an object"),
        (b'{"Tags":"secret"}', "a text that is not a list"),
        (b'{"CustomFields":["secret"]}', "an array that is not an object with free keys"),
        (b'{"OrderLines":[null]}', "a null among the items of a list"),
    ],
)
def test_the_report_tells_the_type_and_never_the_value(raw, reason):
    with pytest.warns(PayloadWarning) as caught:
        touched(from_json(Order, raw))
    (told,) = [str(warning.message) for warning in caught]
    assert f"has not the documented type: {reason};" in told
    assert "secret" not in told


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b'{"OrderID":"7"}', "OrderID"),
        (b'{"OrderID":7.5}', "OrderID"),
        (b'{"OrderID":true}', "OrderID"),
        (b'{"OrderNumber":5}', "OrderNumber"),
        (b'{"Tags":"a"}', "Tags"),
        (b'{"Tags":[1]}', "Tags[0]"),
        (b'{"CustomFields":[1]}', "CustomFields"),
        (b'{"CustomFields":[{"Key":"a","Value":1}]}', "CustomFields"),
        (b'{"CustomFields":{"a":1}}', "CustomFields"),
        (b'{"Customer":[]}', "Customer"),
        (b'{"OrderLines":{}}', "OrderLines"),
        (b'{"OrderLines":[5]}', "OrderLines[0]"),
        (b'{"OrderPDF":{"FileID":"not a guid"}}', "OrderPDF.FileID"),
        (b'{"TotalIncl":true}', "TotalIncl"),
    ],
)
def test_every_kind_of_mismatch_is_named_by_its_path(raw, path):
    with pytest.warns(PayloadWarning) as caught:
        touched(from_json(Order, raw))
    assert [str(warning.message).split(" ")[0] for warning in caught] == [path]


def test_a_bare_date_is_no_mismatch():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        order = from_json(Order, b'{"OrderDate":"2026-01-01","OrderLines":[{"Quantity":"1.50"}]}')
    assert order.order_date == datetime(2026, 1, 1)
    assert order.order_lines[0].quantity == Decimal("1.50")


def test_an_odd_array_is_read_item_by_item():
    with pytest.warns(PayloadWarning, match=r"\[1\]\.WebhookID"):
        assert read_list(Webhook, b'[{"WebhookID":1},{"WebhookID":"x"}]')[0] == Webhook(webhook_id=1)


def test_a_row_that_is_no_object_makes_the_page_unreadable():
    with pytest.raises(PayloadError, match=r"Items\[1\] is a JSON number"):
        read_page(Order, b'{"Items":[{"OrderID":1},7]}')


def test_a_link_that_is_no_text_is_refused_since_reading_on_would_lose_rows():
    with pytest.raises(PayloadError, match="lose rows"):
        read_page(Order, b'{"Items":[],"NextPageLink":5}')


@pytest.mark.parametrize("raw", [b'{"Message":"An error has occurred."}', b'{"Items":{}}', b'{"Items":"none"}'])
def test_an_object_without_a_list_of_items_is_no_page(raw):
    with pytest.raises(PayloadError, match="not a page of Order"):
        read_page(Order, raw)


def test_a_count_of_another_type_is_reported_and_left_out():
    with pytest.warns(PayloadWarning, match="Count"):
        assert read_page(Order, b'{"Items":[],"Count":"7"}').count is None


ODD_VALUES = [
    b'{"TotalIncl":"12,50"}',
    b'{"TotalIncl":"NaN","TotalExcl":"-Infinity","TotalVAT":"inf"}',
    b'{"VatGroups":{}}',
    b'{"VatGroups":{"0":{"VATPercentage":21.00}}}',
    b'{"VatGroups":[null,{"VATPercentage":21.00},null]}',
    b'{"Tags":[null,"a",5,{"b":[1.50]}]}',
    b'{"Customer":[]}',
    b'{"Customer":"x"}',
    b'{"Customer":{"Addresses":"Kerkstraat","Identifiers":[[]]}}',
    b'{"OrderNumber":20260001}',
    b'{"OrderNumber":{"a":{"b":[null,1.10,true]}}}',
    b'{"OrderDate":20260101}',
    b'{"OrderDate":false}',
    b'{"OrderDate":["2026-01-01"]}',
    b'{"OrderDate":"\\/Date(1751328000000)\\/"}',
    b'{"TotalIncl":true}',
    b'{"Paid":1}',
    b'{"OrderID":7.50}',
    b'{"OrderID":1E+400}',
    b'{"OrderID":"125478"}',
    b'{"OrderNumber":123456789012345678901234567890}',
    b'{"CustomFields":{"a":1,"b":[],"c":"d"}}',
    b'{"CustomFields":[1]}',
    b'{"OrderPDF":{"FileID":"not a guid","FileContent":5}}',
    b'{"OrderPDF":"JVBERi0="}',
    b'{"OrderLines":[[{"Quantity":1.00000}]]}',
    b'{"Messages":{"Items":[]}}',
    b'{"OrderNumber":%b}' % (b"[" * 100 + b"]" * 100),
]


@pytest.mark.parametrize("raw", ODD_VALUES)
def test_a_value_of_another_type_is_kept_reported_and_written_as_it_came(raw):
    def flat(text: bytes) -> object:
        return json.loads(text, parse_float=str)

    with pytest.warns(PayloadWarning, match="has not the documented type"):
        order = touched(from_json(Order, raw))
    assert flat(to_json(order)) == flat(raw)
    with pytest.warns(PayloadWarning):
        page = touched(read_page(Order, b'{"Items":[{"OrderID":1},%b]}' % raw))
    assert page.items == [Order(order_id=1), order]
    assert flat(to_json(page.items)) == [{"OrderID": 1}, flat(raw)]


@pytest.mark.parametrize(
    "raw", [b'{"Certificates":"x"}', b'{"Certificates":{"a":{"FileName":5},"b":null,"c":7}}', b'{"Credentials":[1]}']
)
def test_a_map_with_a_value_of_another_type_is_kept_reported_and_written_as_it_came(raw):
    with pytest.warns(PayloadWarning):
        integration = touched(from_json(IntegrationPost, raw))
    assert json.loads(to_json(integration)) == json.loads(raw)


def test_the_path_within_a_map_says_no_key():
    with pytest.warns(PayloadWarning, match=r"^Certificates\{\}\.FileName has not the documented type"):
        touched(from_json(IntegrationPost, b'{"Certificates":{"Jan Peeters":{"FileName":5}}}'))


@pytest.mark.parametrize("digits", [4301, 50_000])
def test_numbers_of_any_length_are_read_and_written(digits):
    for name in (b"TotalIncl", b"OrderID", b"OrderNumber"):
        raw = b'{"%b":%b}' % (name, b"9" * digits)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            order = from_json(Order, raw)
        assert to_json(order) == raw
        assert len(repr(order)) < 100


@pytest.mark.parametrize("number", [b"1e99999999999999999999", b"-1.5E-99999999999999999999"])
def test_a_number_that_no_decimal_holds_costs_nothing_but_itself(number):
    for name in (b"TotalIncl", b"OrderID", b"OrderNumber", b"OrderDate"):
        raw = b'{"%b":%b}' % (name, number)
        with pytest.warns(PayloadWarning):
            order = from_json(Order, raw)
        assert to_json(order) == raw
    assert to_json(from_json(Error, b'{"ErrorParams":[{"a":%b}]}' % number)) == b'{"ErrorParams":[{"a":%b}]}' % number
    assert dumps(loads(b"[%b]" % number)) == b"[%b]" % number


def test_json_that_is_nested_without_end_is_a_payload_error():
    deep = b"[" * 100_000 + b"]" * 100_000
    for read in (lambda: from_json(Order, b'{"OrderNumber":%b}' % deep), lambda: loads(deep)):
        with pytest.raises(PayloadError, match="nested too deeply"):
            read()
    value: list[object] = []
    for _ in range(100_000):
        value = [value]
    for write in (lambda: dumps(value), lambda: to_json(Order(custom_fields={"a": value}))):
        with pytest.raises(PayloadError, match="nested too deeply"):
            write()


# --- texts that are not Unicode ------------------------------------------------------------------------------------

HALVES = [rb"\ud800", rb"a\udc00b", rb"\udc00\ud800", rb"\ud83d \ude00"]


@pytest.mark.parametrize("half", HALVES)
def test_half_of_a_surrogate_pair_costs_nothing_but_its_text(half):
    raw = b'{"OrderID":7,"OrderNumber":"%b","Tags":["ok","%b"],"CustomFields":{"%b":"%b"},"TotalIncl":12.50}' % (
        (half,) * 4
    )
    with pytest.warns(PayloadWarning) as caught:
        order = from_json(Order, raw)
    assert sorted(str(one.message) for one in caught) == [
        f"{path} has not the documented type: a text that is not Unicode; the value is kept as Billit sent it"
        for path in ("CustomFields", "OrderNumber", "Tags[1]")
    ]
    assert (order.order_id, order.total_incl, order.tags[0]) == (7, Decimal("12.50"), "ok")
    assert json.loads(to_json(order), parse_float=str) == json.loads(raw, parse_float=str)
    assert half in to_json(order)
    assert pickle.loads(pickle.dumps(order)) == copy.deepcopy(order) == order
    shown = "Order(order_id=7, order_number=<text>, total_incl=12.50, tags=<2 items>, custom_fields=<1 items>)"
    assert repr(order) == shown
    with pytest.warns(PayloadWarning):
        assert Order.from_dict(order.to_dict()) == order


@pytest.mark.parametrize("half", HALVES)
def test_half_of_a_surrogate_pair_costs_neither_page_nor_list(half):
    odd = b'{"OrderID":2,"Customer":{"Name":"%b"}}' % half
    for read in (
        lambda: read_page(Order, b'{"Items":[{"OrderID":1},%b],"Count":2}' % odd).items,
        lambda: list(read_rows(Order, b'{"Items":[{"OrderID":1},%b]}' % odd).each(range(2))),
        lambda: from_json(list[Order], b'[{"OrderID":1},%b]' % odd),
    ):
        with pytest.warns(PayloadWarning, match=r"\[1\]\.Customer\.Name has not"):
            first, second = read()
        assert (first, second.order_id) == (Order(order_id=1), 2)
        assert to_json([first, second]) == b'[{"OrderID":1},%b]' % odd


def test_half_of_a_surrogate_pair_in_a_property_that_nobody_knows_is_passed_over():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert from_json(Order, rb'{"OrderID":7,"NewToday":"\ud800"}') == Order(order_id=7)


def test_bytes_that_are_not_utf_8_cost_nothing_but_their_text():
    with pytest.warns(PayloadWarning, match=r"^OrderNumber has not the documented type: a text that is not Unicode"):
        order = from_json(Order, b'{"OrderID":7,"OrderNumber":"caf\xe9"}')
    assert (order.order_id, order.order_number) == (7, "caf\udce9")
    assert order.order_number.encode("utf-8", "surrogateescape").decode("latin-1") == "caf\xe9"
    assert to_json(order) == rb'{"OrderID":7,"OrderNumber":"caf\udce9"}'
    # What some other languages take for UTF-8.
    with pytest.warns(PayloadWarning):
        assert to_json(from_json(Order, b'{"OrderNumber":"\xed\xa0\x80"}')) == rb'{"OrderNumber":"\ud800"}'


def test_json_without_a_model_has_such_texts_too():
    value = loads(rb'{"a":"\ud800","\udc00":[12.50]}')
    assert value == {"a": "\ud800", "\udc00": [Decimal("12.50")]}
    assert dumps(value) == rb'{"a":"\ud800","\udc00":[12.50]}'
    assert loads('{"a":"\ud800"}') == {"a": "\ud800"}


# --- rows that become models when they are taken -------------------------------------------------------------------


def test_rows_are_made_one_by_one_and_know_their_keys_before():
    rows = read_rows(Order, b'{"Items":[{"OrderID":1},{"OrderID":2}],"NextPageLink":"https://h/x","Count":9}')
    assert (len(rows), rows.values("order_id"), rows.count, rows.next_page_link) == (2, [1, 2], 9, "https://h/x")
    assert list(rows.each([0, 1])) == [Order(order_id=1), Order(order_id=2)]


def test_an_odd_row_shows_when_it_is_taken_and_the_others_are_not_lost():
    rows = read_rows(Order, b'{"Items":[{"OrderID":1},{"OrderID":2,"OrderDate":"31/01/2000"},{"OrderID":3}]}')
    taken = rows.each(range(3))
    assert next(taken).order_id == 1
    with pytest.warns(PayloadWarning, match=r"Items\[1\]\.OrderDate"):
        assert next(taken).order_date == "31/01/2000"
    assert [order.order_id for order in taken] == [3]


@pytest.mark.parametrize("read", [lambda rows: rows.all(), lambda rows: list(rows.each([0]))])
def test_a_warning_turned_into_an_error_carries_no_value_in_its_traceback(read):
    rows = read_rows(Order, b'{"Items":[{"OrderDate":"secret"}]}')
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(PayloadWarning) as raised:
            read(rows)
    assert "secret" not in "".join(traceback.format_exception(raised.value))


def test_all_rows_of_a_page_with_an_odd_date_are_read():
    with pytest.warns(PayloadWarning, match=r"Items\[0\]\.OrderDate"):
        page = read_page(Order, b'{"Items":[{"OrderDate":"31/01/2000"},{"OrderID":2}]}')
    assert [order.order_id for order in page] == [None, 2]


def test_a_page_that_the_fast_reading_refuses_has_rows_too():
    with pytest.warns(PayloadWarning):
        rows = read_rows(Order, ODD_PAGE)
    assert rows.values("order_id") == [1, 2, 3]
    assert ([order.order_id for order in rows.each([2])], rows.next_page_link) == ([3], "https://h/v1/orders?$skip=120")


def test_days_are_remembered_within_bounds():
    for year in range(1000, 6000):
        assert from_json(Order, f'{{"OrderDate":"{year}-01-01T00:00:00"}}'.encode()).order_date == datetime(year, 1, 1)
    assert len(struct.days) <= 4096
    finer = from_json(Order, b'{"OrderDate":"2026-01-01T00:00:00.1234567"}').order_date
    assert wire_text(finer) == "2026-01-01T00:00:00.1234567"


# --- writing free-form JSON --------------------------------------------------------------------------------------


def test_any_value_is_written_and_models_may_stand_in_it():
    value = {
        "a": Decimal("12.50"),
        "b": [date(2026, 1, 1), datetime(2026, 1, 1, 12, 30, 0, 720000)],
        "c": UUID(int=1),
        "d": NULL,
        "e": File(file_name="x.pdf"),
        "f": b"%PDF",
        "g": 0.1,
        "h": (1, True, None, ""),
    }
    assert json.loads(dumps(value), parse_float=str) == {
        "a": "12.50",
        "b": ["2026-01-01", "2026-01-01T12:30:00.72"],
        "c": "00000000-0000-0000-0000-000000000001",
        "d": None,
        "e": {"FileName": "x.pdf"},
        "f": "JVBERg==",
        "g": "0.1",
        "h": [1, True, None, ""],
    }


@pytest.mark.parametrize("wrong", [{"a": float("nan")}, [Decimal("Infinity")]])
def test_a_number_without_a_json_form_is_refused(wrong):
    with pytest.raises(ValueError, match="finite"):
        dumps(wrong)


@pytest.mark.parametrize("wrong", [{"a": object()}, [{1, 2}]])
def test_a_value_without_a_json_form_is_refused(wrong):
    with pytest.raises(TypeError, match="no JSON form"):
        dumps(wrong)


def test_a_text_where_a_moment_belongs_is_sent_as_it_was_kept():
    order = Order()
    order.order_date = "31/01/2000"
    assert to_json(order) == b'{"OrderDate":"31/01/2000"}'
    order.order_date = date(2026, 1, 1)
    assert to_json(order) == b'{"OrderDate":"2026-01-01T00:00:00"}'


def test_every_generated_model_is_read_and_written():
    assert to_json(BookingEntry(amount="1.00", vat1=3)) == b'{"Amount":1.00,"VAT1":3}'
