"""Chapters 13 to 16: creating, PDF files, sending by e-mail, marking as paid."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from billit_async import ApiError, ApiKey, BadRequest, BillitSession, Environment, InvalidArgument, NotFound
from billit_async.fields import OrderFields as O
from billit_async.models import OrderLine, Party
from tests.e2e.manual.table import DIFFERENT, UNKNOWN, Manual, line, says

JSON = {"Content-Type": "application/json"}


@says(13, "Orders are created at `v1/orders/`, with the slash at the end")
async def _(m: Manual) -> None:
    order = await m.smallest()
    made = await m.billit.request("POST", "/v1/orders/", json=order)
    assert (await m.billit.orders.get(made)).order_id == made


@says(13, "The order is the body of the request")
async def _(m: Manual) -> None:
    order = await m.smallest(order_title="In the body")
    assert (await m.made(order_title="In the body")).order_title == order.order_title


for _type in ("Invoice", "CreditNote", "Offer", "DeliveryNote"):

    @says(13, f"`OrderType` can be `{_type}`")
    async def _(m: Manual, order_type: str = _type) -> None:
        assert (await m.made(order_type=order_type)).order_type == order_type


@says(13, "`OrderType` can be nothing else", DIFFERENT, 'docs page "reference/order" adds `OrderForm`')
async def _(m: Manual) -> None:
    assert (await m.made(order_type="OrderForm")).order_type == "OrderForm"
    with pytest.raises(ValueError, match="OrderType"):
        await m.made(order_type="Letter")


for _direction in ("Income", "Cost"):

    @says(13, f"`OrderDirection` can be `{_direction}`")
    async def _(m: Manual, direction: str = _direction) -> None:
        order = await m.made(order_direction=direction, customer_id=None, counter_party=Party(name="Mill"))
        assert order.order_direction == direction


for _field, _code in (
    ("order_type", "TheOrderTypeCode_0_IsInvalid"),
    ("order_direction", "TheOrderDirectionCode_0_IsInvalid"),
    ("order_date", "OrderDateIsRequired"),
    ("expiry_date", "ExpiryDateIsRequired"),
    ("order_lines", "ThereMustBeAtLeastOneOrderLine"),
    ("customer_id", "CustomerIsRequired"),
):

    @says(13, f"An order needs its `{_field}`")
    async def _(m: Manual, field: str = _field, code: str = _code) -> None:
        with pytest.raises(BadRequest) as caught:
            await m.made(**{field: [] if field == "order_lines" else None})
        assert code in [each.code for each in caught.value.errors]


@says(13, "The date of the order and its expiry date are kept as they were sent")
async def _(m: Manual) -> None:
    order = await m.made()
    assert (order.order_date.date(), order.expiry_date.date()) == (date(2019, 8, 30), date(2019, 9, 13))


@says(
    13,
    "The fields are `Orderdate` and `Orderlines`",
    DIFFERENT,
    "on the wire they are `OrderDate` and `OrderLines`, as in the body below",
)
async def _(m: Manual) -> None:
    document = (await m.smallest()).to_dict()
    assert {"OrderDate", "OrderLines"} <= set(document)


@says(13, "A line can name a product by `ProductID`, and is made from it")
async def _(m: Manual) -> None:
    [made] = (await m.made()).order_lines
    assert (made.description, str(made.total_excl)) == ("Advice", "100.00")


@says(13, "Of a line with a product only the quantity is read")
async def _(m: Manual) -> None:
    [made] = (
        await m.made(order_lines=[line(product_id=await m.product(), quantity=3, description="x", unit_price_excl="1")])
    ).order_lines
    assert (made.description, str(made.total_excl), made.quantity) == ("Advice", "300.00", 3)


@says(13, "The quantity of a line with a product is 1 when it is left out")
async def _(m: Manual) -> None:
    assert [each.quantity for each in (await m.made()).order_lines] == [1]


@says(13, "Discounts that are set count on a line with a product")
async def _(m: Manual) -> None:
    customer_id = await m.customer(name="Loyal", vat_number="BE0403170701", default_reduction_percentage="10.00")
    order = await m.made(customer_id=customer_id)
    assert str(order.total_excl) == "90.00"


@says(13, "`ProductID` is found at `v1/products/`")
async def _(m: Manual) -> None:
    product_id = await m.product()
    listed = await m.billit.request("GET", "/v1/products/")
    assert product_id in [item["ProductID"] for item in listed["Items"]]


@says(13, "A line without a product says everything itself")
async def _(m: Manual) -> None:
    [made] = (await m.made(order_lines=[line()])).order_lines
    assert (made.description, str(made.total_excl), str(made.total_vat)) == ("Bread", "7.50", "0.45")


for _field in ("customer_id", "counter_party_id"):

    @says(13, f"The other side of a sale is named by `{_field}`")
    async def _(m: Manual, field: str = _field) -> None:
        party_id = await m.customer()
        order = await m.made(**{"customer_id": None, field: party_id})
        assert (order.customer.party_id, order.customer.name) == (party_id, "Acme")


for _field in ("supplier_id", "counter_party_id"):

    @says(13, f"The other side of a purchase is named by `{_field}`")
    async def _(m: Manual, field: str = _field) -> None:
        party_id = await m.customer(party_type="Supplier")
        order = await m.made(**{"order_direction": "Cost", "customer_id": None, field: party_id})
        assert order.supplier.party_id == party_id


@says(13, "These ids are found at `V1/parties/`, with a capital V")
async def _(m: Manual) -> None:
    party_id = await m.customer()
    listed = await m.billit.request("GET", "/V1/parties/")
    assert party_id in [item["PartyID"] for item in listed["Items"]]


@says(13, "The known fields of a party that is named by its id are used")
async def _(m: Manual) -> None:
    party_id = await m.customer(city="Gent")
    assert (await m.made(customer_id=party_id)).customer.city == "Gent"


for _direction, _field in (
    ("Income", "customer"), ("Income", "counter_party"), ("Cost", "supplier"), ("Cost", "counter_party")
):  # fmt: skip

    @says(13, f"A whole party stands in `{_field}` for the direction {_direction}")
    async def _(m: Manual, direction: str = _direction, field: str = _field) -> None:
        party = Party(name="Mill", vat_number="BE0403170701")
        order = await m.made(**{"order_direction": direction, "customer_id": None, field: party})
        assert (order.customer if direction == "Income" else order.supplier).name == "Mill"


@says(13, "The object that `v1/parties/` gave can be sent as the party")
async def _(m: Manual) -> None:
    known = await m.billit.parties.get(await m.customer())
    order = await m.made(customer_id=None, customer=attrs.evolve(known, created=None, last_modified=None))
    assert order.customer.party_id == known.party_id


@says(13, "A whole party changes the one that is kept, as POST /v1/parties does")
async def _(m: Manual) -> None:
    party_id = await m.customer()
    moved = Party(name="Acme", vat_number="BE0563846944", city="Luik", party_type="Customer")
    await m.made(customer_id=None, customer=moved)
    assert (await m.billit.parties.get(party_id)).city == "Luik"


@says(
    13,
    "The example creates an order by GET",
    DIFFERENT,
    "the Swagger document creates by POST; a GET lists, so that the SDK refuses one with a body",
)
async def _(m: Manual) -> None:
    order = await m.smallest()
    before = await m.billit.orders.list().count()
    with pytest.raises(InvalidArgument, match="POST /v1/orders"):
        await m.billit.request("GET", "/v1/orders", json=order)
    response = await m.ask("GET", "/v1/orders", data=order.to_json(), headers=JSON)
    assert "Items" in await response.json()
    assert await m.billit.orders.list().count() == before


@says(13, "The body of the example is enough")
async def _(m: Manual) -> None:
    document = {
        "OrderType": "Invoice",
        "OrderDirection": "Income",
        "OrderDate": "2019-08-30",
        "ExpiryDate": "2019-09-13",
        "OrderLines": [{"ProductID": await m.product()}],
        "CustomerID": await m.customer(),
    }
    order = await m.billit.orders.get(await m.billit.request("POST", "/v1/orders", json=document))
    assert str(order.total_incl) == "121.00"


@says(
    13, "`Authorization` and `Accept` are parameters of the POST", DIFFERENT, "they are headers; parameters are ignored"
)
async def _(m: Manual) -> None:
    response = await m.http.post(f"/v1/orders?ApiKey={m.emu.api_key}", json={})
    assert response.status == 401


@says(14, "The PDF comes by the API, from `v1/files`")
async def _(m: Manual) -> None:
    order = await m.made()
    pdf = await m.billit.files.download(order.order_pdf.file_id)
    assert pdf.content.startswith(b"%PDF-")


@says(
    14,
    "The id of the file stands behind a question mark",
    DIFFERENT,
    "the Swagger document has it in the path, `GET /v1/files/{fileID}`; the error says so",
)
async def _(m: Manual) -> None:
    file_id = (await m.made()).order_pdf.file_id
    with pytest.raises(NotFound, match=r"/v1/files/\{fileID\}"):
        await m.billit.request("GET", f"/v1/files?{file_id}")
    assert (await m.billit.request("GET", f"/v1/files/{file_id}"))["MimeType"] == "application/pdf"


@says(14, "The id of a file has no hyphens")
async def _(m: Manual) -> None:
    file_id = str((await m.made()).order_pdf.file_id).replace("-", "")
    assert len(file_id) == 32
    assert (await m.billit.request("GET", f"/v1/files/{file_id}"))["MimeType"] == "application/pdf"


@says(14, "A user gets the PDF from the application, at `/file/{id}?download=true`")
async def _(m: Manual) -> None:
    file_id = str((await m.made()).order_pdf.file_id).replace("-", "")
    response = await m.http.get(f"/file/{file_id}?download=true")
    assert (await response.read()).startswith(b"%PDF-")


@says(14, "The SDK gives that address")
async def _(m: Manual) -> None:
    guid = "58172ba7c2b849669c170ad3ad9be90b"
    async with BillitSession(ApiKey(m.emu.api_key), environment=Environment.SANDBOX) as session:
        assert session.files.browser_url(guid) == f"https://my.sandbox.billit.be/file/{guid}?download=true"


@says(
    14,
    "That address wants no login for now, and may want one later",
    UNKNOWN,
    "whether Billit has added it by now is not documented",
)
async def _(m: Manual) -> None:
    file_id = str((await m.made()).order_pdf.file_id).replace("-", "")
    assert (await m.http.get(f"/file/{file_id}?download=true")).status == 200


@says(15, "Billit sends reminders by the API")
async def _(m: Manual) -> None:
    unpaid = O.is_sent.is_(True) & O.paid.is_(False) & (O.order_direction == "Income") & (O.order_type == "Invoice")
    [late] = await m.billit.orders.list(unpaid & (O.expiry_date < date(2026, 1, 1)), top=1).collect()
    await m.billit.orders.send([late.order_id], "SMTP", print_type="Reminder")
    order = await m.billit.orders.get(late.order_id)
    assert order.reminders_sent == (late.reminders_sent or 0) + 1
    assert order.last_reminder


@says(
    15,
    "The example sends by GET",
    DIFFERENT,
    "the Swagger document has `POST /v1/orders/commands/send`; the error says so",
)
async def _(m: Manual) -> None:
    with pytest.raises(ApiError, match="POST /v1/orders/commands/send") as caught:
        await m.billit.request("GET", "/v1/orders/commands/send", json={"OrderIds": [1]})
    assert caught.value.status == 405


@says(15, "One call sends several orders")
async def _(m: Manual) -> None:
    ids = [(await m.made()).order_id for _order in range(3)]
    body = {"OrderIds": ids, "TransportType": "SMTP"}
    assert (await m.ask("POST", "/v1/orders/commands/send", json=body)).status == 200
    assert [(await m.billit.orders.get(order_id)).is_sent for order_id in ids] == [True] * 3


for _transport in ("SMTP", "Letter", "RegisteredLetter", "RegisteredLetterWithReceipt", "Peppol"):

    @says(15, f"`TransportType` can be `{_transport}`")
    async def _(m: Manual, transport: str = _transport) -> None:
        party_id = await m.customer(
            street="Kerkstraat", street_number="1", zipcode="9000", city="Gent", country_code="BE"
        )
        order_id = (await m.made(customer_id=party_id)).order_id
        await m.billit.orders.send([order_id], transport)
        assert (await m.billit.orders.get(order_id)).messages[0].transport_type == transport


@says(15, "`PrintType` can be `Reminder`")
async def _(m: Manual) -> None:
    order_id = (await m.made()).order_id
    await m.billit.orders.send([order_id], "SMTP", print_type="Reminder")
    with pytest.raises(ValueError, match="Postcard"):
        await m.billit.orders.send([order_id], "SMTP", print_type="Postcard")


@says(
    15,
    "The names of the body stand without quotes",
    DIFFERENT,
    "JSON wants them (RFC 8259); Json.NET reads them without, and the SDK writes JSON",
)
async def _(m: Manual) -> None:
    order_id = (await m.made()).order_id
    body = f'{{OrderIds:[{order_id}],TransportType:"SMTP"}}'
    assert (await m.ask("POST", "/v1/orders/commands/send", data=body, headers=JSON)).status == 200
    assert (await m.billit.orders.get(order_id)).is_sent


@says(
    15,
    "A body that is handed over as text is taken",
    DIFFERENT,
    "the SDK takes the body as a dictionary, and a text would be a JSON string; the error says so",
)
async def _(m: Manual) -> None:
    with pytest.raises(BadRequest, match="as a dictionary"):
        await m.billit.request("POST", "/v1/orders/commands/send", json='{OrderIds:[1],TransportType:"SMTP"}')


@says(16, "An order is marked as paid by PATCH with `Paid`")
async def _(m: Manual) -> None:
    order_id = (await m.made()).order_id
    assert (await m.ask("PATCH", f"/v1/orders/{order_id}", json={"Paid": True})).status == 200
    order = await m.billit.orders.get(order_id)
    assert (order.paid, str(order.to_pay)) == (True, "0.00")


@says(16, "A single property of an invoice can be changed")
async def _(m: Manual) -> None:
    before = await m.made()
    await m.billit.orders.patch(before.order_id, paid=True)
    after = await m.billit.orders.get(before.order_id)
    assert (after.total_incl, after.order_date, after.order_lines) == (
        before.total_incl, before.order_date, before.order_lines
    )  # fmt: skip


@says(16, "The information of an invoice is adapted easily")
async def _(m: Manual) -> None:
    order_id = (await m.made()).order_id
    orders: Any = m.billit.orders
    lines = [OrderLine(quantity=1, unit_price_excl=10, description="Work", vat_percentage=21)]
    await orders.update(order_id, order_title="Another", paid=True, order_lines=lines)
    order = await m.billit.orders.get(order_id)
    assert (order.order_title, order.paid) == ("Another", True)


@says(16, "`Paid` stands without quotes in the body", DIFFERENT, "as in chapter 15")
async def _(m: Manual) -> None:
    order_id = (await m.made()).order_id
    response = await m.ask("PATCH", f"/v1/orders/{order_id}", data="{ Paid: true }", headers=JSON)
    assert response.status == 200
    assert (await m.billit.orders.get(order_id)).paid


@says(
    16,
    "An invoice that came from Teamleader is marked as paid there too",
    UNKNOWN,
    "the connection to Teamleader is Billit's own; what the SDK sends is the same",
)
async def _(m: Manual) -> None:
    order_id = (await m.made(order_lines=[OrderLine(product_id=await m.product())])).order_id
    await m.billit.orders.mark_paid(order_id)
    assert (await m.billit.orders.get(order_id)).paid_date is not None
