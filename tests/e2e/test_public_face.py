"""The lines that the project promises to keep working as they are written, against the emulator over real HTTP."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from billit_async import ApiKey, BillitSession, Environment, FileTokenStore, OAuth2, from_json, to_json
from billit_async.emulator import Emulator
from billit_async.fields import OrderFields as O
from billit_async.fields import PartyFields as P
from billit_async.models import Order, OrderLine, Party


@pytest.fixture
async def emu():
    async with Emulator(seed=7, orders=600, companies=2) as running:
        yield running


@pytest.fixture
async def billit(emu):
    async with BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as session:
        yield session


async def test_a_session_without_arguments_takes_everything_from_the_environment(emu, monkeypatch):
    monkeypatch.setenv("BILLIT_API_KEY", emu.api_key)
    monkeypatch.setenv("BILLIT_PARTY_ID", str(emu.party_id))
    monkeypatch.setenv("BILLIT_BASE_URL", emu.url)
    async with BillitSession() as billit:
        me = await billit.account.information()
    assert [company.party_id for company in me.companies] == list(emu.party_ids)


async def test_the_sandbox_is_a_name_away():
    session = BillitSession(ApiKey("..."), environment=Environment.SANDBOX, party_id=574991)
    assert repr(session) == "BillitSession(sandbox, party_id=574991, not open)"


async def test_a_filtered_list_yields_every_match_once_with_exact_amounts(billit, emu):
    found = []
    async for order in billit.orders.list(
        (O.order_type == "Invoice") & (O.last_modified >= datetime(2024, 1, 1)) & (O.total_incl > Decimal("12.50"))
    ):
        assert order.order_number
        assert isinstance(order.total_incl, Decimal)
        found.append(order)
    assert len(found) > 120, "the test wants more than one page"
    everything = await billit.orders.list().collect()
    wanted = [
        order.order_id
        for order in everything
        if order.order_type == "Invoice"
        and order.last_modified >= datetime(2024, 1, 1)
        and order.total_incl > Decimal("12.50")
    ]
    assert [order.order_id for order in found] == wanted
    assert sorted(order.order_id for order in everything) == sorted(emu.ledger[emu.party_id].order_ids)


async def test_the_newest_unpaid_order_comes_first(billit):
    newest = await billit.orders.list(O.paid.is_(False), order_by=O.order_date.desc()).first()
    unpaid = [order for order in await billit.orders.list().collect() if order.paid is False]
    assert newest.order_date == max(order.order_date for order in unpaid)


async def test_the_first_ten_are_ten(billit):
    ten = await billit.orders.list(top=10).collect()
    assert len(ten) == 10


async def test_pages_have_items_a_count_and_a_cursor(billit):
    sizes = []
    async for page in billit.orders.list().pages():
        sizes.append(len(page.items))
        assert page.count is None or page.count > 0
        last = page.cursor
    assert sizes[0] == 120
    assert last is None


async def test_parties_are_filtered_by_type(billit):
    async for party in billit.parties.list(P.party_type == "Customer"):
        assert party.party_type == "Customer"


async def test_an_invoice_is_created_sent_paid_and_its_pdf_downloaded(billit, tmp_path):
    order_id = await billit.orders.create(
        Order(
            order_type="Invoice",
            order_direction="Income",
            order_date=date(2024, 1, 1),
            expiry_date=date(2024, 1, 31),
            customer=Party(name="Acme", vat_number="BE0563846944"),
            order_lines=[
                OrderLine(
                    quantity=Decimal(1),
                    unit_price_excl=Decimal("10.00"),
                    description="Work",
                    vat_percentage=Decimal(21),
                )
            ],
        )
    )
    assert type(order_id) is int
    await billit.orders.send([order_id], "Peppol")
    await billit.orders.mark_paid(order_id, paid_date=datetime(2024, 2, 1))
    order = await billit.orders.get(order_id)
    assert (order.paid, order.paid_date, order.is_sent) == (True, datetime(2024, 2, 1), True)
    assert (order.total_excl, order.total_vat, order.total_incl) == (Decimal(10), Decimal("2.10"), Decimal("12.10"))
    pdf = await billit.files.download(order.order_pdf.file_id)
    assert (pdf.mime_type, pdf.content[:5]) == ("application/pdf", b"%PDF-")
    saved = await pdf.save(tmp_path / pdf.name)
    assert saved.read_bytes() == pdf.content


async def test_a_user_logs_in_with_a_grant_in_files(emu, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    # The sandbox is here the emulator.
    monkeypatch.setattr(Environment, "api_url", property(lambda _self: emu.url))
    auth = OAuth2(
        client_id=emu.client_id,
        client_secret=emu.client_secret,
        redirect_uri=emu.redirect_uri,
        environment=Environment.SANDBOX,
        store=FileTokenStore("billit.tokens"),
    )
    url, state = auth.authorization_url()
    assert url.startswith("https://my.sandbox.billit.be/Account/Logon?")
    grant = await auth.exchange(emu.consent(url), expected_state=state)
    assert [company.party_id for company in await grant.companies()] == list(emu.party_ids)
    async with BillitSession(auth, party_id=emu.party_id) as billit:
        assert billit.config.environment is Environment.SANDBOX
        assert len(await billit.orders.list(top=3).collect()) == 3


async def test_a_view_of_another_company_shares_the_connections(billit, emu):
    other = billit.for_company(party_id=emu.party_ids[1])
    theirs = {order.order_id async for order in other.orders.list()}
    assert theirs == set(emu.ledger[emu.party_ids[1]].order_ids)
    assert theirs.isdisjoint(emu.ledger[emu.party_id].order_ids)


async def test_any_path_can_be_requested(billit):
    raw = await billit.request("GET", "/v1/orders", params=[("$top", "1")])
    assert isinstance(raw["Items"][0]["TotalIncl"], Decimal)
    assert await billit.request("GET", "/v1/projects") == []


async def test_bytes_become_a_model_and_a_model_becomes_bytes():
    raw = b'{"OrderID":1,"TotalIncl":12.50}'
    order = from_json(Order, raw)
    assert to_json(order) == raw
