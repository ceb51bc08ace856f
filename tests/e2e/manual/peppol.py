"""Chapters 18 to 20: Peppol first, looking receivers up, sending over Peppol."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest
from multidict import CIMultiDict

from billit_async import ApiError, ApiKey, BadRequest, BillitSession, NotFound, NotOnPeppol
from billit_async.emulator import Emulator
from billit_async.fields import PartyFields as P
from billit_async.invoicing import check
from billit_async.models import Order, Party
from tests.e2e.manual.table import DIFFERENT, UNKNOWN, Manual, line, read, says

ABSENT = "BE0402940374"  # of the emulator's settings
PRINTED: dict[str, Any] = {
    "Customer": {
        "Name": "Een klant", "Street": "Een straat", "StreetNumber": "25", "Box": "", "Zipcode": "9000", "City": "Gent",
        "CountryCode": "BE", "IBAN": "BE0000001", "BIC": "KREDBEBB", "Mobile": "01234242", "Phone": "01234242",
        "Fax": "string", "Email": "abcd@gmail.be", "Website": "www.resttest.be", "Contact": "Contact bla",
        "VATNumber": "BE0563846944", "PartyType": "Customer", "VATLiable": True, "AccountantCode": 0, "Language": "NL",
        "CustomFields": {},
    },
    "OrderDate": "2019-12-03T18:51:21.261Z", "ExpiryDate": "2019-12-15T18:51:21.262Z", "OrderType": "Invoice",
    "OrderDirection": "Income",
    "OrderLines": [
        {"Quantity": 1, "UnitPriceExcl": 100.0, "Description": "my order line", "TotalExcl": 100.0, "TotalVAT": 21.0,
         "VATPercentage": 21.0}
    ],
    "VatGroups": [{"VATPercentage": 21, "TotalExcl": 100, "TotalVAT": 21, "TotalIncl": 121}],
    "Paid": True, "PaidDate": "2019-12-03T18:51:21.262Z", "Currency": "EUR", "TotalExcl": 100, "TotalIncl": 121,
    "TotalVAT": 21,
}  # fmt: skip
OF_THE_CUSTOMER = {
    "Name": "name", "Street": "street", "StreetNumber": "street_number", "Zipcode": "zipcode", "City": "city",
    "CountryCode": "country_code", "VATNumber": "vat_number",
}  # fmt: skip


async def sent(m: Manual) -> Order:
    return await m.billit.orders.get(await m.billit.request("POST", "/v1/peppol/sendOrder", json=PRINTED))


@says(18, "3a: with each invoice it is looked up whether the receiver is registered, and if so it goes over Peppol")
async def _(m: Manual) -> None:
    order = await m.smallest(order_lines=[line()])
    delivery = await m.billit.orders.deliver(order, via="Peppol", fallbacks=("SMTP",), follow=False)
    assert delivery.sent_via.transport == "Peppol"


@says(18, "3a: a preferred channel of the receiver does not count against Peppol")
async def _(m: Manual) -> None:
    party_id = await m.customer(default_transport_type_tc="SMTP")
    order = await m.smallest(order_lines=[line()], customer_id=party_id)
    delivery = await m.billit.orders.deliver(order, via="Peppol", fallbacks=("SMTP",), follow=False)
    assert delivery.sent_via.transport == "Peppol"


@says(18, "A receiver who is not registered gets the invoice in another way")
async def _(m: Manual) -> None:
    party = Party(name="Absent", vat_number=ABSENT, email="in@absent.example")
    order = await m.smallest(order_lines=[line()], customer_id=None, customer=party)
    delivery = await m.billit.orders.deliver(order, via="Peppol", fallbacks=("SMTP",), follow=False)
    assert delivery.sent_via.transport == "SMTP"
    with pytest.raises(NotOnPeppol):
        await m.billit.orders.deliver(attrs.evolve(order, order_number="B-2"), via="Peppol", fallbacks=())


@says(18, "3b: a new receiver is looked up, and prefers Peppol if registered")
async def _(m: Manual) -> None:
    for number, preferred in (("BE0563846944", "Peppol"), (ABSENT, "SMTP")):
        receiver = await m.billit.peppol.lookup(number)
        transport = "Peppol" if receiver.takes("Invoice") else "SMTP"
        assert transport == preferred
        party_id = await m.customer(name="New", vat_number=number, default_transport_type_tc=transport)
        assert (await m.billit.parties.get(party_id)).default_transport_type_tc == preferred


@says(18, "3c: receivers are looked up again at any time")
async def _(m: Manual) -> None:
    async with Emulator(seed=8, orders=5) as emu, BillitSession(ApiKey(emu.api_key), base_url=emu.url) as session:
        assert not (await session.peppol.lookup(ABSENT)).registered
        emu.settings = emu.settings.with_({"peppol.absent": frozenset[str]()})
        assert (await session.peppol.lookup(ABSENT, refresh=True)).registered
        numbers = [party.vat_number async for party in session.parties.list(P.party_type == "Customer")]
        belgian = [number for number in numbers if number and number.startswith("BE")]
        assert belgian
        for number in belgian:
            await session.peppol.lookup(number, refresh=True)


@says(18, "3c: the preferred way of a receiver is changed to Peppol")
async def _(m: Manual) -> None:
    party_id = await m.customer(default_transport_type_tc="SMTP")
    parties: Any = m.billit.parties
    await parties.update(party_id, default_transport_type_tc="Peppol")
    assert (await m.billit.parties.get(party_id)).default_transport_type_tc == "Peppol"


@says(18, "The software can send invoices over the Peppol network")
async def _(m: Manual) -> None:
    assert (await m.billit.peppol.send_order(await m.smallest(order_lines=[line()]))) > 0


@says(18, "Its maker is a member of the work group UBL.BE", UNKNOWN, "a membership is no matter of a program")
async def _(m: Manual) -> None:
    assert m.billit.is_open


@says(19, "The explorer reads the document at `/swagger/docs/v1`")
async def _(m: Manual) -> None:
    assert (await (await m.http.get("/swagger/docs/v1")).json())["swagger"] == "2.0"


@says(19, "The look-up is `GET /v1/peppol/participantInformation/{VATorCBE}`")
async def _(m: Manual) -> None:
    paths = (await m.billit.request("GET", "/swagger/docs/v1"))["paths"]
    assert "get" in paths["/v1/peppol/participantInformation/{VATorCBE}"]


@says(
    19, "The path of the look-up is printed without its closing brace", DIFFERENT, "the Swagger document has the brace"
)
async def _(m: Manual) -> None:
    assert (await m.ask("GET", "/v1/peppol/participantInformation/{VATorCBE")).status == 400


for _number, _kind in (("BE0563846944", "a VAT number"), ("0563846944", "the number of the company")):

    @says(19, f"The look-up takes {_kind}")
    async def _(m: Manual, number: str = _number) -> None:
        assert (await m.billit.request("GET", f"/v1/peppol/participantInformation/{number}"))["Registered"]


@says(19, "`Registered` is true for one who is on Peppol")
async def _(m: Manual) -> None:
    assert (await m.billit.peppol.lookup("BE0563846944")).registered is True
    assert (await m.billit.peppol.lookup(ABSENT)).registered is False


@says(19, "`DocumentTypes` say what can be sent to the receiver")
async def _(m: Manual) -> None:
    receiver = await m.billit.peppol.lookup("BE0563846944")
    assert receiver.takes("Invoice")
    assert (await m.billit.peppol.lookup(ABSENT)).document_types == []


@says(
    19,
    "An invoice is called `Invoice 5` among them",
    DIFFERENT,
    'docs page "check via api": it is `BISv3Invoice` by now; the SDK takes both',
)
async def _(m: Manual) -> None:
    assert "BISv3Invoice" in (await m.billit.peppol.lookup("BE0563846944")).document_types
    settings = {"peppol.types": {"BE0563846944": ("Invoice5",)}}
    async with Emulator(seed=8, orders=5) as emu, BillitSession(ApiKey(emu.api_key), base_url=emu.url) as session:
        emu.settings = emu.settings.with_(settings)
        assert (await session.peppol.lookup("BE0563846944")).takes("Invoice")


@says(19, "`MLR` stands for messages that the receiver sends back")
async def _(m: Manual) -> None:
    assert "MLR" in (await m.billit.peppol.lookup("BE0563846944")).document_types


@says(20, "An invoice goes out by `PEPPOL/SendOrder`, whatever the case")
async def _(m: Manual) -> None:
    order = await m.smallest(order_lines=[line()])
    for path in ("/v1/peppol/SendOrder", "/v1/PEPPOL/SendOrder"):
        assert (
            await m.ask("POST", path, data=order.to_json(), headers={"Content-Type": "application/json"})
        ).status == 200


@says(20, "A credit note goes out in the same way")
async def _(m: Manual) -> None:
    order_id = await m.billit.peppol.send_order(await m.smallest(order_lines=[line()], order_type="CreditNote"))
    assert (await m.billit.orders.get(order_id)).order_type == "CreditNote"


@says(20, "The response is a number")
async def _(m: Manual) -> None:
    response = await m.ask("POST", "/v1/peppol/sendOrder", json=PRINTED)
    assert (await response.text()).strip().isdigit()


@says(
    20,
    "The number is the id of the invoice in Billit",
    UNKNOWN,
    "the newer pages do not say whether it is that or an id of the outbox; the emulator gives the order's",
)
async def _(m: Manual) -> None:
    assert (await sent(m)).order_id > 0


@says(20, "The details are requested with that id by `Order/GetOrder`")
async def _(m: Manual) -> None:
    assert (await sent(m)).order_lines[0].description == "my order line"
    paths = (await m.billit.request("GET", "/swagger/docs/v1"))["paths"]
    assert paths["/v1/orders/{orderID}"]["get"]["operationId"] == "Order_GetOrder"


@says(
    20,
    "`Order/GetOrder` and `PEPPOL/SendOrder` are paths",
    DIFFERENT,
    "they are names of operations, with the paths `/v1/orders/{orderID}` and `/v1/peppol/sendOrder`",
)
async def _(m: Manual) -> None:
    with pytest.raises(NotFound, match=r"/v1/orders/\{orderID\}"):
        await m.billit.request("GET", "/v1/Order/GetOrder")
    with pytest.raises(NotFound, match="POST /v1/peppol/sendOrder"):
        await m.billit.request("POST", "/peppol/SendOrder", json={})


@says(
    20,
    "The address ends with another quote than it begins with",
    DIFFERENT,
    "quotes are not a part of it",
)
async def _(m: Manual) -> None:
    with pytest.raises(NotFound, match="POST /v1/peppol/sendOrder"):
        await m.billit.request("POST", "/v1/peppol/SendOrder\u2019", json=PRINTED)


@says(20, "The headers are `Content-Type` and `apikey`, in lower case")
async def _(m: Manual) -> None:
    headers = CIMultiDict({"Content-Type": "application/json", "apikey": m.emu.api_key})
    response = await m.http.post("/v1/peppol/SendOrder", data=json.dumps(PRINTED), headers=headers)
    assert response.status == 200


@says(20, "The printed invoice is taken as it stands")
async def _(m: Manual) -> None:
    assert (await m.ask("POST", "/v1/peppol/SendOrder", json=PRINTED)).status == 200


@says(20, "The printed invoice, read as an `Order`, is sent by `send_order`")
async def _(m: Manual) -> None:
    order_id = await m.billit.peppol.send_order(read(Order, PRINTED))
    assert str((await m.billit.orders.get(order_id)).total_incl) == "121.00"


@says(20, "The printed invoice, read as an `Order`, is created by `orders.create`")
async def _(m: Manual) -> None:
    order = await m.billit.orders.get(await m.billit.orders.create(read(Order, PRINTED)))
    assert str(order.total_incl) == "121.00"


@says(20, "The customer goes along as a whole")
async def _(m: Manual) -> None:
    customer = (await sent(m)).customer
    for name, attribute in OF_THE_CUSTOMER.items():
        assert getattr(customer, attribute) == PRINTED["Customer"][name], name


@says(20, "Dates have a time and end in `Z`")
async def _(m: Manual) -> None:
    order = await sent(m)
    assert (order.order_date.date().isoformat(), order.expiry_date.date().isoformat()) == ("2019-12-03", "2019-12-15")


@says(20, "A line has quantity, price, description, totals and VAT")
async def _(m: Manual) -> None:
    [only] = (await sent(m)).order_lines
    assert (only.quantity, str(only.total_excl), str(only.total_vat)) == (1, "100.00", "21.00")
    assert (only.description, only.vat_percentage) == ("my order line", 21)


@says(20, "`VatGroups` have the totals of each percentage")
async def _(m: Manual) -> None:
    [group] = (await sent(m)).vat_groups
    assert (group.vat_percentage, group.total_excl, group.total_vat, group.total_incl) == (21, 100, 21, 121)


@says(
    20,
    "The totals are sent along",
    DIFFERENT,
    'docs page "creating sales invoices": Billit computes them, and they may be left out',
)
async def _(m: Manual) -> None:
    short = {
        key: value for key, value in PRINTED.items() if key not in {"TotalExcl", "TotalVAT", "TotalIncl", "VatGroups"}
    }
    order = await m.billit.orders.get(await m.billit.request("POST", "/v1/peppol/sendOrder", json=short))
    assert (order.total_excl, order.total_vat, order.total_incl) == (100, 21, 121)


@says(20, "`Paid` and `PaidDate` say that it is paid already")
async def _(m: Manual) -> None:
    order = await sent(m)
    assert (order.paid, order.to_pay) == (True, 0)
    assert order.paid_date.date().isoformat() == "2019-12-03"


@says(20, "`Currency` is `EUR`")
async def _(m: Manual) -> None:
    assert (await sent(m)).currency == "EUR"


@says(20, "`IBAN` is `BE0000001`", DIFFERENT, "that is not an IBAN (ISO 13616), as `check` says")
async def _(m: Manual) -> None:
    assert "customer.iban" in {finding.location for finding in check(read(Order, PRINTED))}
    assert (await sent(m)).order_id > 0


@says(
    20,
    "`CustomFields` of a customer is an object",
    DIFFERENT,
    "the Swagger document has a list of keys and values; the SDK takes both shapes",
)
async def _(m: Manual) -> None:
    for shape in ({}, [], [{"Key": "a", "Value": "b"}]):
        order = read(Order, {**PRINTED, "Customer": {**PRINTED["Customer"], "CustomFields": shape}})
        assert await m.billit.peppol.send_order(order)


@says(20, "The receiver is looked up before the invoice is sent")
async def _(m: Manual) -> None:
    assert (await m.billit.request("GET", "/v1/peppol/participantInformation/BE0887010362"))["Registered"] is True


@says(20, "To one who is not on Peppol nothing is sent")
async def _(m: Manual) -> None:
    order = await m.smallest(order_lines=[line()], customer_id=None, customer=Party(name="Absent", vat_number=ABSENT))
    with pytest.raises(BadRequest) as caught:
        await m.billit.peppol.send_order(order)
    assert caught.value.code == "TheCustomerIsNotActiveOnPeppol"


@says(20, "The number is unique")
async def _(m: Manual) -> None:
    assert (await sent(m)).order_id != (await sent(m)).order_id


@says(20, "The number belongs to no key")
async def _(m: Manual) -> None:
    order_id = (await sent(m)).order_id
    code = m.emu.consent(f"{m.emu.url}/Account/Logon?client_id={m.emu.client_id}&redirect_uri={m.emu.redirect_uri}")
    wanted = {
        "grant_type": "authorization_code", "code": code.partition("code=")[2].partition("&")[0],
        "redirect_uri": m.emu.redirect_uri, "client_id": m.emu.client_id, "client_secret": m.emu.client_secret,
    }  # fmt: skip
    token = (await (await m.http.post("/OAuth2/token", json=wanted)).json())["access_token"]
    headers = {"Authorization": f"Bearer {token}", "PartyID": str(m.emu.party_id)}
    assert (await m.http.get(f"/v1/orders/{order_id}", headers=headers)).status == 200


@says(
    20,
    "Sandbox and production have different numbers",
    UNKNOWN,
    "only Billit knows the numbers of both",
)
async def _(m: Manual) -> None:
    async with Emulator(seed=8, orders=5) as other, BillitSession(ApiKey(other.api_key), base_url=other.url) as session:
        with pytest.raises(ApiError):
            await session.orders.get((await sent(m)).order_id)


@says(20, "The number is an integer")
async def _(m: Manual) -> None:
    assert type(await m.billit.request("POST", "/v1/peppol/sendOrder", json=PRINTED)) is int


@says(
    20,
    "It will probably become a GUID",
    UNKNOWN,
    "the Swagger document still has whole numbers; the SDK carries either",
)
async def _(m: Manual) -> None:
    from aiohttp import web

    guid = "58172ba7-c2b8-4966-9c17-0ad3ad9be90b"

    async def created(_request: web.Request) -> web.Response:
        return web.json_response(guid)

    application = web.Application()
    application.router.add_post("/v1/peppol/sendOrder", created)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        async with BillitSession(ApiKey("key"), base_url=f"http://127.0.0.1:{runner.addresses[0][1]}") as session:
            made: Any = await session.peppol.send_order(read(Order, PRINTED))
        assert str(made) == guid
    finally:
        await runner.cleanup()
