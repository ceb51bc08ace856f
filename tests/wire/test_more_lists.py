"""Documents, bank transactions, the cash book and the Peppol inbox through the session, over HTTP to the emulator."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from billit_async import ApiKey, BadRequest, BillitSession, NoAccess, to_json
from billit_async._serialization import codec
from billit_async.emulator import Emulator
from billit_async.errors import BillitError, OutcomeUnknown, UnexpectedResponse
from billit_async.fields import CashbookEntryFields as C
from billit_async.fields import DocumentFields as D
from billit_async.fields import OrderFields
from billit_async.fields import TransactionFields as T
from billit_async.models import CashbookEntry, DocumentAPIView, InboxGetResultItem, Transaction

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

COUNTS = {"documents": 250, "financial_transactions": 245, "cashbook": 241}


@pytest.fixture
async def emu() -> AsyncIterator[Emulator]:
    """One company with three pages of each list, and 23 items in the inbox."""
    async with Emulator(orders=200, documents=250, transactions=245, cashbook_entries=241, inbox=23) as running:
        yield running


@pytest.fixture
def asked() -> list[aiohttp.TraceRequestStartParams]:
    """Every request that went out."""
    return []


@pytest.fixture
async def billit(emu: Emulator, asked: list[Any]) -> AsyncIterator[BillitSession]:
    async def note(_session: object, _context: object, params: aiohttp.TraceRequestStartParams) -> None:
        asked.append(params)

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(note)
    async with BillitSession(
        ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id, trace_configs=[trace]
    ) as session:
        yield session


def listing(billit: BillitSession, name: str, *args: Any, **kwargs: Any) -> Any:
    resource = getattr(billit, name)
    return resource.entries(*args, **kwargs) if name == "cashbook" else resource.list(*args, **kwargs)


def queries(asked: list[aiohttp.TraceRequestStartParams]) -> list[dict[str, str]]:
    return [dict(params.url.query) for params in asked]


class TestLists:
    @pytest.mark.parametrize("name", COUNTS)
    async def test_every_row_of_every_page_comes_once(self, billit: BillitSession, asked: list[Any], name: str) -> None:
        pages = [page async for page in listing(billit, name).pages()]
        # Entries have no key: their pages overlap by one.
        lengths = [120, 119, COUNTS[name] - 239] if name == "cashbook" else [120, 120, COUNTS[name] - 240]
        assert [len(page.items) for page in pages] == lengths
        assert len(asked) == 3
        items = [item for page in pages for item in page.items]
        raw = [
            row
            for skip in (0, 120, 240)
            for row in (await billit.request("GET", asked[0].url.path, params={"$skip": skip}))["Items"]
        ]
        assert len(raw) == COUNTS[name]
        assert [codec.loads(to_json(item)) for item in items] == raw

    async def test_documents_and_transactions_are_read_by_their_keys(
        self, billit: BillitSession, asked: list[Any]
    ) -> None:
        documents = await billit.documents.list().collect()
        assert queries(asked)[1] == {
            "$filter": f"DocumentID gt {documents[119].document_id}",
            "$orderby": "DocumentID",
        }
        asked.clear()
        transactions = await billit.financial_transactions.list().collect()
        assert queries(asked)[1] == {
            "$filter": f"BankAccountTransactionID gt {transactions[119].bank_account_transaction_id}",
            "$orderby": "BankAccountTransactionID",
        }

    async def test_entries_overlap_by_one_and_ask_for_no_order_of_their_own(
        self, billit: BillitSession, asked: list[Any]
    ) -> None:
        await billit.cashbook.entries().collect()
        assert queries(asked) == [{}, {"$skip": "119"}, {"$skip": "238"}]

    @pytest.mark.parametrize("name", COUNTS)
    async def test_a_cursor_goes_on_where_a_page_ended(self, billit: BillitSession, name: str) -> None:
        pages = [page async for page in listing(billit, name).pages()]
        rest = await listing(billit, name, cursor=pages[0].cursor).collect()
        assert rest == [item for page in pages[1:] for item in page.items]

    @pytest.mark.parametrize("name", COUNTS)
    async def test_top_and_skip_count_over_all_pages(self, billit: BillitSession, name: str) -> None:
        every = await listing(billit, name).collect()
        assert await listing(billit, name, top=130, skip=5).collect() == every[5:135]

    @pytest.mark.parametrize("name", COUNTS)
    async def test_a_count_is_on_the_first_page(self, billit: BillitSession, name: str) -> None:
        async for page in listing(billit, name, count=True).pages():
            assert page.count == COUNTS[name]
            break

    async def test_search_is_sent(self, billit: BillitSession, asked: list[Any]) -> None:
        for name in COUNTS:
            asked.clear()
            await listing(billit, name, search="Aankoop", top=1).collect()
            assert queries(asked)[0]["fullTextSearch"] == "Aankoop"

    async def test_documents_are_filtered_and_ordered(self, billit: BillitSession) -> None:
        every = await billit.documents.list().collect()
        since = datetime(2025, 6, 1)
        kept = await billit.documents.list(
            (D.creation_date >= since) & D.name.startswith("Btw"), order_by=D.document_date.desc()
        ).collect()
        expected = [item for item in every if item.creation_date >= since and item.name.startswith("Btw")]
        assert 0 < len(kept) < len(every)
        assert {item.document_id for item in kept} == {item.document_id for item in expected}
        dates = [item.document_date for item in kept]
        assert dates == sorted(dates, reverse=True)

    async def test_transactions_are_filtered_and_ordered_by_exact_amounts(self, billit: BillitSession) -> None:
        every = await billit.financial_transactions.list().collect()
        one = every[100].total_amount
        assert isinstance(one, Decimal)
        exact = await billit.financial_transactions.list(T.total_amount == one).collect()
        assert exact == [item for item in every if item.total_amount == one]
        above = await billit.financial_transactions.list(T.total_amount > one, order_by=T.total_amount.asc()).collect()
        assert [item.total_amount for item in above] == sorted(
            item.total_amount for item in every if item.total_amount > one
        )

    async def test_entries_are_filtered_and_ordered_over_several_pages(self, billit: BillitSession) -> None:
        every = await billit.cashbook.entries().collect()
        kept = await billit.cashbook.entries(C.direction == "Income", order_by=C.amount.desc()).collect()
        amounts = [item.amount for item in kept]
        assert amounts == sorted((item.amount for item in every if item.direction == "Income"), reverse=True)
        assert 120 < len(amounts) < len(every)
        assert sum(item.amount for item in every) == sum(amounts) + sum(
            [item.amount for item in await billit.cashbook.entries(C.direction != "Income").collect()]
        )

    async def test_rows_are_models_with_exact_amounts(self, billit: BillitSession) -> None:
        document = await billit.documents.list().first()
        transaction = await billit.financial_transactions.list().first()
        entry = await billit.cashbook.entries().first()
        assert isinstance(document, DocumentAPIView)
        assert isinstance(transaction, Transaction)
        assert isinstance(entry, CashbookEntry)
        assert transaction.total_amount.as_tuple().exponent == entry.amount.as_tuple().exponent == -2

    async def test_a_column_of_another_list_is_refused(self, billit: BillitSession) -> None:
        for name in COUNTS:
            with pytest.raises(BadRequest, match="Could not find a property named 'OrderDate'"):
                await listing(billit, name, OrderFields.order_date > datetime(2024, 1, 1)).collect()

    @pytest.mark.parametrize("cursor", [5, "/v1/documents?$skip=120"])
    async def test_entries_take_no_cursor_of_another_list(
        self, billit: BillitSession, asked: list[Any], cursor: int | str
    ) -> None:
        with pytest.raises((ValueError, BillitError)):
            await billit.cashbook.entries(cursor=cursor).collect()
        assert not asked

    async def test_a_view_lists_the_other_company(self) -> None:
        async with (
            Emulator(companies=2, documents=3, transactions=3, cashbook_entries=3, inbox=3) as emu,
            BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as billit,
        ):
            other = billit.for_company(emu.party_ids[1])
            for name in COUNTS:
                assert len(await listing(billit, name).collect()) == 2
                assert len(await listing(other, name).collect()) == 1
            ours, theirs = await billit.peppol.inbox(), await other.peppol.inbox()
            assert (len(ours), len(theirs)) == (2, 1)
            with pytest.raises(NoAccess):
                await billit.peppol.confirm(theirs[0].inbox_item_id)
            with pytest.raises(NoAccess):
                await billit.documents.get((await other.documents.list().collect())[0].document_id)


class TestDocuments:
    async def test_one_is_read_by_its_id_and_its_file_by_the_file_id(self, billit: BillitSession) -> None:
        listed = (await billit.documents.list(top=3).collect())[2]
        document = await billit.documents.get(listed.document_id)
        assert document == listed
        file = await billit.files.download(document.file.file_id)
        assert (file.name, file.content[:5]) == (document.file.file_name, b"%PDF-")

    async def test_an_unknown_id_is_no_access(self, billit: BillitSession) -> None:
        with pytest.raises(NoAccess):
            await billit.documents.get(1)

    @pytest.mark.parametrize(("one", "error"), [("5", TypeError), (True, TypeError), (0, ValueError), (-3, ValueError)])
    async def test_what_is_no_id_is_not_sent(
        self, billit: BillitSession, asked: list[Any], one: Any, error: type[Exception]
    ) -> None:
        with pytest.raises(error, match="document_id"):
            await billit.documents.get(one)
        assert not asked


class TestInbox:
    async def test_it_gives_ten_oldest_first_until_it_is_empty(self, billit: BillitSession) -> None:
        seen: list[InboxGetResultItem] = []
        sizes = []
        while items := await billit.peppol.inbox():
            sizes.append(len(items))
            for item in items:
                assert await billit.peppol.confirm(item.inbox_item_id) is None
            seen += items
        assert sizes == [10, 10, 3]
        dates = [item.creation_date for item in seen]
        assert dates == sorted(set(dates))

    async def test_reading_it_takes_nothing_out(self, billit: BillitSession) -> None:
        assert await billit.peppol.inbox() == await billit.peppol.inbox()

    async def test_one_receiver_is_asked_for_by_the_documented_parameter(
        self, billit: BillitSession, asked: list[Any]
    ) -> None:
        every = await billit.peppol.inbox()
        assert queries(asked) == [{}]
        assert await billit.peppol.inbox(receiver_company_id=every[0].receiver_company_id) == every
        assert queries(asked)[1] == {"ReceiverCompanyID": every[0].receiver_company_id}
        assert await billit.peppol.inbox(receiver_company_id="BE0437295999") == []

    async def test_the_file_of_an_item_is_xml(self, billit: BillitSession) -> None:
        item = (await billit.peppol.inbox())[0]
        file = await billit.files.download(item.peppol_file_id)
        assert (file.mime_type, b"StandardBusinessDocumentHeader" in file.content) == ("text/xml", True)

    async def test_a_refused_item_is_gone_and_its_reason_arrived(self, billit: BillitSession, emu: Emulator) -> None:
        first, second, *_ = await billit.peppol.inbox()
        assert await billit.peppol.refuse(second.inbox_item_id, "Déjà reçu") is None
        left = await billit.peppol.inbox()
        assert (left[0], second in left, len(left)) == (first, False, 10)
        assert emu.inbox_refusals == {second.inbox_item_id: "Déjà reçu"}

    async def test_refusing_or_confirming_again_is_no_access(self, billit: BillitSession, emu: Emulator) -> None:
        first, second, *_ = await billit.peppol.inbox()
        await billit.peppol.refuse(first.inbox_item_id, "Not ours")
        await billit.peppol.confirm(second.inbox_item_id)
        for item in (first, second):
            with pytest.raises(NoAccess):
                await billit.peppol.refuse(item.inbox_item_id, "Again")
            with pytest.raises(NoAccess):
                await billit.peppol.confirm(item.inbox_item_id)
        assert emu.inbox_refusals == {first.inbox_item_id: "Not ours"}

    async def test_an_unknown_item_is_no_access(self, billit: BillitSession) -> None:
        with pytest.raises(NoAccess):
            await billit.peppol.confirm(1)
        with pytest.raises(NoAccess):
            await billit.peppol.refuse(1, "Not ours")

    async def test_what_is_wrong_is_not_sent(self, billit: BillitSession, asked: list[Any]) -> None:
        wrong: list[tuple[Any, type[Exception], str]] = [
            (lambda: billit.peppol.confirm("5"), TypeError, "inbox_item_id"),  # type: ignore[arg-type]
            (lambda: billit.peppol.confirm(0), ValueError, "inbox_item_id"),
            (lambda: billit.peppol.refuse(0, "x"), ValueError, "inbox_item_id"),
            (lambda: billit.peppol.refuse(5, ""), ValueError, "reason is empty"),
            (lambda: billit.peppol.refuse(5, "  "), ValueError, "reason is empty"),
            (lambda: billit.peppol.refuse(5, None), TypeError, "reason takes a text"),  # type: ignore[arg-type]
            (lambda: billit.peppol.inbox(receiver_company_id=""), ValueError, "receiver_company_id is empty"),
            (lambda: billit.peppol.inbox(receiver_company_id=5), TypeError, "receiver_company_id"),  # type: ignore[arg-type]
        ]
        for call, error, text in wrong:
            with pytest.raises(error, match=text):
                await call()
        assert not asked


class TestAnswersThatAreNone:
    @pytest.fixture
    async def answer(self) -> AsyncIterator[Any]:
        """Ask a server that gives one response to everything, and counts."""
        text, calls = ["{}"], [0]

        async def serve(request: web.Request) -> web.StreamResponse:
            calls[0] += 1
            if text[0] == "cut":
                assert request.transport is not None
                request.transport.abort()
                return web.Response()
            return web.Response(text=text[0], content_type="application/json")

        app = web.Application()
        app.router.add_route("*", "/{path:.*}", serve)
        async with (
            TestServer(app) as server,
            BillitSession(ApiKey("3fa85f64-5717-4562-b3fc-2c963f66afa6"), base_url=str(server.make_url("/"))) as billit,
        ):
            yield billit, text, calls

    async def test_an_inbox_without_items_is_empty(self, answer: Any) -> None:
        billit, _, _ = answer
        assert await billit.peppol.inbox() == []

    async def test_an_inbox_that_is_none_is_unexpected(self, answer: Any) -> None:
        billit, text, _ = answer
        text[0] = "[]"
        with pytest.raises(UnexpectedResponse):
            await billit.peppol.inbox()
        with pytest.raises(UnexpectedResponse):
            await billit.documents.get(5)

    @pytest.mark.parametrize("command", ["confirm", "refuse"])
    async def test_a_decision_whose_answer_is_lost_is_not_repeated(self, answer: Any, command: str) -> None:
        billit, text, calls = answer
        text[0] = "cut"
        with pytest.raises(OutcomeUnknown):
            await (billit.peppol.confirm(5) if command == "confirm" else billit.peppol.refuse(5, "Not ours"))
        assert calls == [1]
