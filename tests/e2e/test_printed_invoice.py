"""The invoice that the manual prints in chapter 20, from its text to the service."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import ApiKey, BillitSession, from_json
from billit_async.emulator import Emulator
from billit_async.models import Order

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# As printed, with the extra fields of the customer as an object.
PRINTED = b"""{
 "Customer": {"Name": "Een klant", "Street": "Een straat", "StreetNumber": "25", "Box": "", "Zipcode": "9000",
  "City": "Gent", "CountryCode": "BE", "IBAN": "BE0000001", "BIC": "KREDBEBB", "Mobile": "01234242",
  "Phone": "01234242", "Fax": "string", "Email": "abcd@gmail.be", "Website": "www.resttest.be",
  "Contact": "Contact bla", "VATNumber": "BE0563846944", "PartyType": "Customer", "VATLiable": true,
  "AccountantCode": 0, "Language": "NL", "CustomFields": {}},
 "OrderDate": "2019-12-03T18:51:21.261Z", "ExpiryDate": "2019-12-15T18:51:21.262Z", "OrderType": "Invoice",
 "OrderDirection": "Income",
 "OrderLines": [{"Quantity": 1, "UnitPriceExcl": 100.0, "Description": "my order line", "TotalExcl": 100.0,
  "TotalVAT": 21.0, "VATPercentage": 21.0}],
 "VatGroups": [{"VATPercentage": 21, "TotalExcl": 100, "TotalVAT": 21, "TotalIncl": 121}],
 "Paid": true, "PaidDate": "2019-12-03T18:51:21.262Z", "Currency": "EUR",
 "TotalExcl": 100, "TotalIncl": 121, "TotalVAT": 21
}"""


@pytest.fixture
async def billit() -> AsyncIterator[BillitSession]:
    async with (
        Emulator(seed=7, orders=20) as emu,
        BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as session,
    ):
        yield session


def printed(custom_fields: Any) -> Order:
    document = json.loads(PRINTED)
    document["Customer"]["CustomFields"] = custom_fields
    document["OrderLines"][0]["CustomFields"] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return from_json(Order, json.dumps(document))


def test_the_printed_invoice_is_read_without_a_complaint_and_written_as_it_stands() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        order = from_json(Order, PRINTED)
    assert json.loads(order.to_json()) == json.loads(PRINTED)


SHAPES = pytest.mark.parametrize("custom_fields", [{}, [], {"a": "b"}, [{"Key": "a", "Value": "b"}]])


@SHAPES
async def test_the_printed_invoice_is_created(billit: BillitSession, custom_fields: Any) -> None:
    order_id = await billit.orders.create(printed(custom_fields))
    made = await billit.orders.get(order_id)
    assert (str(made.total_incl), made.order_type) == ("121.00", "Invoice")


@SHAPES
async def test_the_printed_invoice_is_sent_over_peppol(billit: BillitSession, custom_fields: Any) -> None:
    assert isinstance(await billit.peppol.send_order(printed(custom_fields)), int)
