"""The public face as a user writes it; checked by mypy and by pyright, never run."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, assert_type
from uuid import UUID

from billit_async import (
    NULL,
    ApiKey,
    Attachment,
    BadRequest,
    BillitSession,
    CallError,
    CallOptions,
    Environment,
    Finding,
    Limits,
    NoAccess,
    RedisLimiter,
    Resolution,
    RetryPolicy,
    Timeouts,
    from_json,
    to_json,
)
from billit_async.emulator import Emulator
from billit_async.fields import CashbookEntryFields as C
from billit_async.fields import DocumentFields as D
from billit_async.fields import OrderFields as O
from billit_async.fields import PartyFields as P
from billit_async.fields import TransactionFields as T
from billit_async.integrations.opentelemetry import OpenTelemetry
from billit_async.invoicing.peppol import Participant, Reason, SentVia
from billit_async.invoicing.ubl import check_ubl
from billit_async.models import (
    CashbookEntry,
    Document,
    DocumentAPIView,
    EinvoiceRegistrationsAccount,
    FeedItem,
    GLAccount,
    InboxGetResultItem,
    Order,
    OrderLine,
    Party,
    ReportsExportOverViewModel,
    Transaction,
    TypeCodeResultItem,
    Webhook,
)
from billit_async.types import DownloadedFile, FeedFile, Pager


async def everything_from_variables() -> None:
    async with BillitSession() as billit:
        assert_type(billit, BillitSession)
        await billit.account.information()


async def lists() -> None:
    async with BillitSession(ApiKey("..."), environment=Environment.SANDBOX, party_id=574991) as billit:
        async for order in billit.orders.list(
            (O.order_type == "Invoice") & (O.last_modified >= datetime(2024, 1, 1)) & (O.total_incl > Decimal("12.50"))
        ):
            assert_type(order, Order)
            assert_type(order.order_number, str | None)
            assert_type(order.total_incl, Decimal | None)
            assert_type(order.order_date, datetime | None)

        pager = billit.orders.list(O.paid.is_(False), order_by=O.order_date.desc())
        assert_type(pager, Pager[Order])
        assert_type(await pager.first(), Order | None)
        assert_type(await billit.orders.list(top=10, select=[O.order_id, O.total_incl]), list[Order])
        assert_type(pager.selected, tuple[str, ...] | None)
        assert_type(await billit.orders.list(top=10).collect(), list[Order])
        async for page in billit.orders.list().pages():
            assert_type(page.items, list[Order])
            assert_type(page.count, int | None)
        async for party in billit.parties.list(P.party_type == "Customer"):
            assert_type(party, Party)
        assert_type(billit.documents.list(D.name == "Lease"), Pager[DocumentAPIView])
        assert_type(await billit.documents.get(1), DocumentAPIView)
        assert_type(billit.financial_transactions.list(T.total_amount > Decimal("12.50")), Pager[Transaction])
        async for rows in billit.cashbook.entries(order_by=C.amount.desc()).pages():
            assert_type(rows.items, list[CashbookEntry])
            assert_type(billit.cashbook.entries(cursor=rows.cursor), Pager[CashbookEntry])


async def inbox() -> None:
    async with BillitSession() as billit:
        for item in await billit.peppol.inbox(receiver_company_id="BE0437295999"):
            assert_type(item, InboxGetResultItem)
            await billit.peppol.confirm(item.inbox_item_id or 0)
            await billit.peppol.refuse(item.inbox_item_id or 0, "Not ours")


async def writes(billit: BillitSession) -> None:
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
    assert_type(order_id, int)
    await billit.orders.send([order_id], "Peppol")
    await billit.orders.mark_paid(order_id, paid_date=datetime(2024, 2, 1))
    await billit.orders.patch(order_id, paid=False, paid_date=NULL)
    try:
        order = await billit.orders.get(order_id)
    except (BadRequest, NoAccess) as error:
        assert_type(error.status, int)
        return
    if order.order_pdf is not None and order.order_pdf.file_id is not None:
        assert_type(order.order_pdf.file_id, UUID)
        pdf = await billit.files.download(order.order_pdf.file_id)
        assert_type(pdf.content, bytes)


async def every_area(billit: BillitSession) -> None:
    assert_type(await billit.account.sso_token(), dict[str, Any])
    assert_type(await billit.account.reserve_number("Income-Invoice"), str)
    assert_type(await billit.accountant.items("Office"), list[FeedItem])
    assert_type(await billit.accountant.download("Office", 7), FeedFile)
    assert_type(billit.cashbook.entries_of(7, C.amount > 5), Pager[CashbookEntry])
    assert_type(await billit.cashbook.initialize(date(2024, 1, 1), Decimal(0)), int)
    assert_type(await billit.documents.create(Document(name="Lease")), int)
    assert_type(billit.einvoices.for_registration(7).orders.list(O.order_direction == "Cost"), Pager[Order])
    assert_type(await billit.einvoices.registration(7), EinvoiceRegistrationsAccount)
    assert_type(await billit.einvoices.patch(7, company_name="Acme", box=NULL), bool)
    await billit.einvoices.for_registration(7).orders.patch(8, exported_to_connector=True)
    await billit.gl_accounts.import_many([GLAccount(code=700000)])
    assert_type(await billit.misc.type_codes("OrderStatus"), list[TypeCodeResultItem])
    await billit.orders.add_payment(7, Decimal("12.50"), date=date(2024, 1, 31))
    assert_type(await billit.orders.pdf(7), DownloadedFile)
    assert_type(await billit.projects.list(), list[dict[str, Any]])
    assert_type(await billit.reports.list(), list[ReportsExportOverViewModel])
    assert_type(await billit.to_process.upload(await Attachment.from_path("scan.pdf")), int)
    assert_type(await billit.webhooks.list(), list[Webhook])
    assert_type((await billit.webhooks.create("https://app.example/", "Order", "U")).secret, str | None)


async def the_rest(billit: BillitSession) -> None:
    other = billit.for_company(party_id=680221)
    assert_type(other, BillitSession)
    raw: Any = await billit.request("GET", "/v1/projects")
    order = from_json(Order, to_json(Order(order_number="2024-1")))
    assert_type(order, Order)
    del raw, other


async def against_the_emulator() -> None:
    async with (
        Emulator(seed=7, orders=12_000) as emu,
        BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as billit,
    ):
        await billit.orders.list().first()


async def calls_and_outcomes(billit: BillitSession) -> None:
    hasty = billit.with_options(timeouts=Timeouts(total=3, attempt=1), retry=RetryPolicy.never(), priority="bulk")
    assert_type(hasty, BillitSession)
    order_id: int | None
    try:
        order_id = await hasty.orders.create(Order(), external_id="shop-1", options=CallOptions(headers={"X": "1"}))
    except CallError as error:
        assert_type(error.may_have_arrived, bool)
        resolution = await billit.resolve(error)
        assert_type(resolution, Resolution)
        order_id = resolution.id
        assert_type(await billit.resolve(error, settle=5), Resolution)
    assert_type(order_id, int | None)
    worker = BillitSession.from_config(billit.config, ApiKey("..."))
    assert_type(worker, BillitSession)
    limited = BillitSession(limiter=RedisLimiter("redis://localhost", rate=20), telemetry=OpenTelemetry())
    del limited


def settings() -> BillitSession:
    with_text = BillitSession("api-key", environment="sandbox", party_id=574991, timeout=30, proxy="http://proxy:3128")
    assert_type(with_text.party_id, int | None)
    return BillitSession(ApiKey("..."), timeouts=Timeouts(total=20), limits=Limits(max_connections=10))


async def peppol_first(billit: BillitSession, order: Order) -> None:
    receiver = await billit.peppol.lookup("BE0563846944", max_age=60, refresh=True)
    assert_type(receiver, Participant)
    assert_type(receiver.takes("Invoice", self_billing=True), bool)
    delivery = await billit.orders.deliver(order, "Peppol", fallbacks=["SMTP"])
    assert_type(delivery.sent_via, SentVia | None)
    if delivery.sent_via is not None:
        assert_type(delivery.sent_via.reason, Reason)
    await billit.orders.deliver(7, via="Peppol", fallbacks=("SMTP", "Letter"), follow=False)
    assert_type((await billit.peppol.send_ubl("<Invoice/>", check=False)).inbox_item_id, int | None)
    assert_type(check_ubl("<Invoice/>"), tuple[Finding, ...])


def dictionaries_and_json(order: Order) -> None:
    assert_type(order.to_dict(), dict[str, Any])
    assert_type(order.to_json(), bytes)
    assert_type(Order.from_dict({"OrderID": 7}), Order)
    assert_type(Order.from_json(b"{}"), Order)
    assert_type(Party.from_json("{}"), Party)
