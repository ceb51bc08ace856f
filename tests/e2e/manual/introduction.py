"""Chapters 2 to 7: environments, what there is, keys and companies."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from yarl import URL

from billit_async import ApiError, ApiKey, BillitSession, Environment, InvalidCredentials, NoAccess, NotFound
from billit_async.emulator import Emulator
from billit_async.fields import OrderFields as O
from billit_async.fields import PartyFields as P
from billit_async.models import Document, File, Party
from tests.coda_files import Statement, simple, written
from tests.e2e.manual.table import DIFFERENT, UNKNOWN, Manual, says


@says(2, "Software can read the invoices that were created in Billit")
async def _(m: Manual) -> None:
    rows = await m.billit.orders.list(O.order_type == "Invoice", top=3).collect()
    assert [row.order_type for row in rows] == ["Invoice"] * 3


@says(2, "Software can bring customers into Billit")
async def _(m: Manual) -> None:
    party_id = await m.billit.parties.create(Party(name="New", party_type="Customer"))
    assert (await m.billit.parties.get(party_id)).name == "New"


@says(2, "Software can bring invoices into Billit")
async def _(m: Manual) -> None:
    assert (await m.made()).order_id > 0


@says(2, "The key of a test company is enough to look around, without OAuth2")
async def _(m: Manual) -> None:
    assert await m.billit.orders.list(top=1).collect()
    assert m.emu.refreshes == 0


@says(
    2,
    "The key stands in a tab of MyBillit",
    UNKNOWN,
    "pages of MyBillit are not a part of the API",
)
async def _(m: Manual) -> None:
    with pytest.raises(InvalidCredentials):
        async with BillitSession(ApiKey("00000000-0000-0000-0000-000000000000"), base_url=m.emu.url) as other:
            await other.account.information()


for _environment, _host in ((Environment.SANDBOX, "sandbox.billit.be"), (Environment.PRODUCTION, "billit.be")):

    @says(3, f"The API of {_environment.value} is at `https://api.{_host}`")
    async def _(m: Manual, environment: Environment = _environment, host: str = _host) -> None:
        async with BillitSession(ApiKey(m.emu.api_key), environment=environment) as session:
            assert session.config.base_url == f"https://api.{host}"

    @says(3, f"The application of {_environment.value} is at `https://my.{_host}`")
    async def _(m: Manual, environment: Environment = _environment, host: str = _host) -> None:
        async with BillitSession(ApiKey(m.emu.api_key), environment=environment) as session:
            address = session.files.browser_url("58172ba7c2b849669c170ad3ad9be90b")
        assert address.startswith(f"https://my.{host}/file/")


@says(3, "The sandbox is isolated from production")
async def _(m: Manual) -> None:
    async with Emulator(seed=8, orders=5) as other:
        with pytest.raises(InvalidCredentials):
            async with BillitSession(ApiKey(m.emu.api_key), base_url=other.url) as session:
                await session.account.information()


@says(
    3,
    "The access point of the sandbox is on the test network of Peppol",
    UNKNOWN,
    "which companies are on the test network only Billit knows; the emulator takes them from a setting",
)
async def _(m: Manual) -> None:
    async with Emulator(seed=8, orders=5) as other:
        other.settings = other.settings.with_({"peppol.absent": frozenset({"BE0563846944"})})
        async with BillitSession(ApiKey(other.api_key), base_url=other.url) as session:
            assert not (await session.peppol.lookup("BE0563846944")).registered
    assert (await m.billit.peppol.lookup("BE0563846944")).registered


@says(3, "Development begins with the sandbox")
async def _(m: Manual) -> None:
    async with BillitSession(ApiKey(m.emu.api_key)) as session:
        assert session.config.environment is Environment.SANDBOX


@says(3, "A program goes to production by another key and another endpoint, and nothing else")
async def _(m: Manual) -> None:
    async with Emulator(seed=9, orders=5) as production:
        for place in (m.emu, production):
            async with BillitSession(ApiKey(place.api_key), base_url=place.url, party_id=place.party_id) as session:
                assert await session.orders.list(top=1).collect()


@says(3, "Filters of OData save data")
async def _(m: Manual) -> None:
    filtered = await m.billit.request("GET", "/v1/orders?$filter=OrderType+eq+'CreditNote'")
    assert {item["OrderType"] for item in filtered["Items"]} == {"CreditNote"}
    assert len(filtered["Items"]) < len((await m.billit.request("GET", "/v1/orders"))["Items"])


@says(3, "The select option of OData saves data")
async def _(m: Manual) -> None:
    orders: Any = m.billit.orders
    rows = await orders.list(select=[O.order_id, O.total_incl], top=2).collect()
    assert all(row.order_id and row.total_incl is not None for row in rows)


@says(3, "A program caches what it was told")
async def _(m: Manual) -> None:
    async with Emulator(seed=8, orders=5) as other, BillitSession(ApiKey(other.api_key), base_url=other.url) as session:
        assert (await session.peppol.lookup("BE0563846944")).registered
        other.settings = other.settings.with_({"peppol.absent": frozenset({"BE0563846944"})})
        assert (await session.peppol.lookup("BE0563846944")).registered
        assert not (await session.peppol.lookup("BE0563846944", refresh=True)).registered


@says(4, "A secret key logs in")
async def _(m: Manual) -> None:
    assert (await m.http.get("/v1/orders", headers={"ApiKey": m.emu.api_key})).status == 200
    assert (await m.http.get("/v1/orders")).status == 401


@says(4, "Tokens come from `oauth2/token`")
async def _(m: Manual) -> None:
    response = await m.http.post("/oauth2/token", json={"grant_type": "refresh_token"})
    assert (response.status, "invalid_request" in await response.text()) == (400, True)


@says(
    4,
    "Whether a company is on Peppol is asked at `peppol/GetParticipantInformation`",
    DIFFERENT,
    "the Swagger document has `GET /v1/peppol/participantInformation/{VATorCBE}`; the error says so",
)
async def _(m: Manual) -> None:
    with pytest.raises(NotFound, match="/v1/peppol/participantInformation"):
        await m.billit.request("GET", "/peppol/GetParticipantInformation")
    assert (await m.billit.request("GET", "/v1/peppol/participantInformation/BE0563846944"))["Registered"]


@says(4, "UBL goes out by `v1/peppol/sendXML`")
async def _(m: Manual) -> None:
    response = await m.ask("POST", "/v1/peppol/sendXML", json={})
    assert (response.status, "Data is Required" in await response.text()) == (400, True)


@says(4, "JSON goes out by `v1/peppol/sendOrder`")
async def _(m: Manual) -> None:
    response = await m.ask("POST", "/v1/peppol/sendOrder", json={})
    assert (response.status, "OrderType" in await response.text()) == (400, True)


@says(4, "The company's address and accounts are at `v1/account/accountInformation`")
async def _(m: Manual) -> None:
    company = (await m.billit.request("GET", "/v1/account/accountInformation"))["Companies"][0]
    assert company["IBAN"]
    assert company["Addresses"][0]["City"]


for _direction in ("Income", "Cost"):

    @says(4, f"Invoices of the direction {_direction} are created, read and queried at `v1/orders`")
    async def _(m: Manual, direction: str = _direction) -> None:
        party = Party(name="Mill", vat_number="BE0403170701")
        order = await m.smallest(order_direction=direction, customer_id=None, counter_party=party)
        order_id = await m.billit.orders.create(order)
        assert (await m.billit.orders.get(order_id)).order_direction == direction
        assert order_id in [row.order_id async for row in m.billit.orders.list(O.order_direction == direction)]

    @says(4, f"Invoices of the direction {_direction} are changed at `v1/orders`")
    async def _(m: Manual, direction: str = _direction) -> None:
        party = Party(name="Mill", vat_number="BE0403170701")
        order = await m.smallest(order_direction=direction, customer_id=None, counter_party=party)
        order_id = await m.billit.orders.create(order)
        await m.billit.orders.patch(order_id, paid=True)
        assert (await m.billit.orders.get(order_id)).paid

    @says(4, f"Invoices of the direction {_direction} are deleted at `v1/orders`")
    async def _(m: Manual, direction: str = _direction) -> None:
        party = Party(name="Mill", vat_number="BE0403170701")
        order = await m.smallest(order_direction=direction, customer_id=None, counter_party=party)
        order_id = await m.billit.orders.create(order)
        assert await m.billit.orders.delete(order_id)
        with pytest.raises(ApiError):
            await m.billit.orders.get(order_id)


@says(
    4,
    "CODA files are imported at `v1/financialTransaction/importFile`",
    DIFFERENT,
    "the Swagger document has `financialTransactions`, in the plural; the error says so",
)
async def _(m: Manual) -> None:
    with pytest.raises(NotFound, match="financialTransactions/importFile"):
        await m.billit.request("POST", "/v1/financialTransaction/importFile", json={})
    before = await m.billit.financial_transactions.list().count()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "statement.cod"
        path.write_bytes(written(Statement(simple("12.50"))))
        await m.billit.financial_transactions.import_coda(path)
    assert await m.billit.financial_transactions.list().count() > before


@says(4, "Documents are imported at `v1/documents`")
async def _(m: Manual) -> None:
    file = File(file_name="a.pdf", mime_type="application/pdf", file_content=b"%PDF-1.4\n%%EOF\n")
    document_id = await m.billit.documents.create(Document(description="A", document_date=date(2026, 1, 1), file=file))
    assert (await m.billit.documents.get(document_id)).document_id == document_id


for _kind in ("Customer", "Supplier"):

    @says(4, f"A {_kind.lower()} is created at `v1/parties`")
    async def _(m: Manual, kind: str = _kind) -> None:
        party_id = await m.billit.parties.create(Party(name=f"New {kind}", party_type=kind))
        assert (await m.billit.parties.get(party_id)).party_type == kind

    @says(4, f"A {_kind.lower()} is edited at `v1/parties`")
    async def _(m: Manual, kind: str = _kind) -> None:
        party_id = await m.billit.parties.create(Party(name=f"New {kind}", party_type=kind))
        parties: Any = m.billit.parties
        await parties.update(party_id, website="www.new.example", email="new@new.example")
        kept = await m.billit.parties.get(party_id)
        assert (kept.website, kept.email) == ("www.new.example", "new@new.example")


@says(4, "Products are created at `v1/products`")
async def _(m: Manual) -> None:
    product_id = await m.product(description="New")
    assert (await m.billit.products.get(product_id)).description == "New"


@says(4, "Products are edited at `v1/products`")
async def _(m: Manual) -> None:
    product_id = await m.product(description="Old")
    raw = await m.billit.request("GET", f"/v1/products/{product_id}")
    await m.billit.request("POST", "/v1/products", json={**raw, "Description": "New"})
    assert (await m.billit.products.get(product_id)).description == "New"


@says(
    4,
    "Reports are not available yet",
    DIFFERENT,
    "the Swagger document has `/v1/reports` and `/v1/reports/{reportID}`",
)
async def _(m: Manual) -> None:
    reports = await m.billit.reports.list()
    assert await m.billit.reports.get(reports[0].report_id)


@says(4, "The digital bailiff is not available")
async def _(m: Manual) -> None:
    paths = (await m.billit.request("GET", "/swagger/docs/v1"))["paths"]
    assert not [path for path in paths if "bailiff" in path.lower()]


@says(4, "Invoices are sent by e-mail, at an endpoint that the table leaves open")
async def _(m: Manual) -> None:
    order_id = (await m.made()).order_id
    await m.billit.orders.send([order_id], "SMTP")
    assert (await m.billit.orders.get(order_id)).messages[0].transport_type == "SMTP"


@says(5, "Every user has a key of their own")
async def _(m: Manual) -> None:
    async with Emulator(seed=8, orders=5) as other:
        assert other.api_key != m.emu.api_key
    assert (await m.billit.account.information()).email == "emulator@billit.example"


@says(5, "One key opens all companies of its user")
async def _(m: Manual) -> None:
    assert len(m.emu.party_ids) == 2
    for party_id in m.emu.party_ids:
        rows = await m.billit.for_company(party_id).orders.list(top=1).collect()
        assert rows[0].company_id == party_id


@says(5, "The key stands at the top left of MyBillit", UNKNOWN, "pages of MyBillit are not a part of the API")
async def _(m: Manual) -> None:
    assert m.emu.api_key not in repr(m.billit)


@says(6, "The explorer is at `/swagger/ui/index`")
async def _(m: Manual) -> None:
    response = await m.http.get("/swagger/ui/index")
    assert (response.status, response.content_type) == (200, "text/html")


@says(6, "The explorer shows all operations of the API")
async def _(m: Manual) -> None:
    document = await m.billit.request("GET", "/swagger/docs/v1")
    assert sum(len(operations) for operations in document["paths"].values()) == 87


@says(6, "What the explorer can try, the key can call")
async def _(m: Manual) -> None:
    for path, operations in (await m.billit.request("GET", "/swagger/docs/v1"))["paths"].items():
        if "get" in operations and "{" not in path and "OAuth2" not in path:
            assert (await m.ask("GET", path)).status == 200, path


@says(7, "A user has one company or several")
async def _(m: Manual) -> None:
    assert [each.party_id for each in (await m.billit.account.information()).companies] == list(m.emu.party_ids)
    async with Emulator(seed=8, orders=5) as other, BillitSession(ApiKey(other.api_key), base_url=other.url) as session:
        assert len((await session.account.information()).companies) == 1


@says(7, "Each company has an id of its own")
async def _(m: Manual) -> None:
    assert len(set(m.emu.party_ids)) == 2


@says(
    7,
    "The companies of a key are at `account/accountInformation`",
    DIFFERENT,
    "the path begins with `/v1/`, as the command below the sentence has it; the error says so",
)
async def _(m: Manual) -> None:
    with pytest.raises(NotFound, match="/v1/account/accountInformation"):
        await m.billit.request("GET", "/account/accountInformation")
    assert (await m.ask("GET", "/v1/account/accountInformation")).status == 200


@says(
    7,
    "The command for curl: a blank before `v1/account/accountInformation`",
    DIFFERENT,
    "the blank is a misprint, and would be part of the path; the error says so",
)
async def _(m: Manual) -> None:
    with pytest.raises(NotFound, match="without the blank"):
        await m.billit.request("GET", "/ v1/account/accountInformation")


@says(7, "The headers of the command, `Accept` and `apiKey`, are enough")
async def _(m: Manual) -> None:
    headers = {"Accept": "application/json", "apiKey": m.emu.api_key}
    response = await m.http.get("/v1/account/accountInformation", headers=headers)
    assert len((await response.json())["Companies"]) == 2


@says(7, "The id of the company goes along with the key, and decides which company is meant")
async def _(m: Manual) -> None:
    for party_id in m.emu.party_ids:
        response = await m.ask("GET", "/v1/orders", headers={"partyID": str(party_id)})
        assert {item["CompanyID"] for item in (await response.json())["Items"]} == {party_id}


@says(7, "Without the id the context may be another one")
async def _(m: Manual) -> None:
    order_id = (await m.billit.for_company(m.emu.party_ids[1]).orders.list(top=1).collect())[0].order_id
    with pytest.raises(NoAccess):
        await m.billit.orders.get(order_id)


@says(7, "Invoices, documents, customers and suppliers are easily worked on")
async def _(m: Manual) -> None:
    assert await m.billit.orders.list().count()
    assert await m.billit.documents.list().count()
    assert await m.billit.parties.list(P.party_type == "Customer").count()
    assert await m.billit.parties.list(P.party_type == "Supplier").count()
    assert URL(m.emu.url).host == "127.0.0.1"
