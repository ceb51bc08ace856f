"""The session over real HTTP: what goes out, what comes back, who closes what, and what is never sent twice."""

from __future__ import annotations

import asyncio
import json
import pickle
from contextlib import asynccontextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from billit_async import NULL
from billit_async.auth import ApiKey
from billit_async.config import Environment, Limits, RetryPolicy, Timeouts
from billit_async.errors import (
    BadRequest,
    ConfigurationError,
    DeadlineExceeded,
    FileError,
    IdempotencyConflict,
    InvalidArgument,
    InvalidCredentials,
    NotSent,
    OutcomeUnknown,
    PagingError,
    SessionClosed,
    TokenExpired,
    Unauthorized,
    UnexpectedResponse,
)
from billit_async.fields import OrderFields
from billit_async.models import Order, OrderLine, Party, Product
from billit_async.odata.query import Query
from billit_async.session import BillitSession

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
    from pathlib import Path

Answer = Any
KEY = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
GUID = UUID("57eade47-f402-4605-849b-58c223c6b970")


class Recorder:
    """A server that notes each request and answers what it was told to, in turn; the last answer repeats."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, Mapping[str, str], bytes]] = []
        self.answers: list[Answer] = [{}]
        self.url = ""

    @property
    def last(self) -> tuple[str, str, Mapping[str, str], bytes]:
        return self.requests[-1]

    @property
    def last_json(self) -> Any:
        return json.loads(self.last[3], parse_float=Decimal)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append((request.method, request.raw_path, request.headers, await request.read()))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if callable(answer):
            return await answer(request)
        if isinstance(answer, web.StreamResponse):
            return answer
        if answer is None:
            return web.Response()
        return web.Response(text=json.dumps(answer), content_type="application/json")


@pytest.fixture
async def server() -> AsyncIterator[Recorder]:
    recorder = Recorder()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", recorder.answer)
    async with TestServer(app) as running:
        recorder.url = str(running.make_url("/")).rstrip("/")
        yield recorder


@pytest.fixture
async def billit(server: Recorder) -> AsyncIterator[BillitSession]:
    async with BillitSession(ApiKey(KEY), base_url=server.url, party_id=574991) as session:
        yield session


@asynccontextmanager
async def raw_server(serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]) -> Any:
    """Serve connections byte by byte; yields the base URL."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await server.wait_closed()


async def read_request(reader: asyncio.StreamReader) -> bytes:
    """Read one request, head and body; empty at the end of the connection."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            head += await reader.readexactly(int(line.split(b":")[1]))
    return head


class TestWhatGoesOut:
    async def test_every_call_carries_key_company_and_what_it_accepts(
        self, server: Recorder, billit: BillitSession
    ) -> None:
        assert await billit.request("GET", "/v1/projects") == {}
        method, path, headers, body = server.last
        assert (method, path, body) == ("GET", "/v1/projects", b"")
        assert headers["ApiKey"] == KEY
        assert headers["PartyID"] == "574991"
        assert headers["Accept"] == "application/json"
        assert headers["User-Agent"].startswith("billit-async/")
        assert "ContextPartyID" not in headers
        assert "Idempotency-Key" not in headers
        assert "Content-Type" not in headers

    async def test_another_company_is_a_view_over_the_same_connections(
        self, server: Recorder, billit: BillitSession
    ) -> None:
        other = billit.for_company(680221, context_party_id=5)
        await other.request("GET", "/v1/projects")
        assert (server.last[2]["PartyID"], server.last[2]["ContextPartyID"]) == ("680221", "5")
        await other.for_company(7).request("GET", "/v1/projects")
        assert (server.last[2]["PartyID"], server.last[2]["ContextPartyID"]) == ("7", "5")
        await other.for_company(party_id=7, context_party_id=None).request("GET", "/v1/projects")
        assert "ContextPartyID" not in server.last[2]
        await billit.request("GET", "/v1/projects")
        assert server.last[2]["PartyID"] == "574991"

    async def test_closing_a_view_leaves_the_session_open(self, billit: BillitSession) -> None:
        async with billit.for_company(680221) as view:
            assert await view.request("GET", "/v1/projects") == {}
        assert billit.is_open
        assert view.is_open

    @pytest.mark.parametrize("party_id", [0, "7", True, None])
    async def test_a_wrong_company_is_refused_here(self, billit: BillitSession, party_id: Any) -> None:
        with pytest.raises(ConfigurationError, match="party_id"):
            billit.for_company(party_id)

    async def test_parameters_are_encoded_once(self, server: Recorder, billit: BillitSession) -> None:
        await billit.request(
            "GET", "/v1/orders?a=%20", params={"$filter": "Name eq 'O''B & C+é'", "$top": 5, "x": True}
        )
        assert server.last[1] == "/v1/orders?a=%20&$filter=Name+eq+'O''B+%26+C%2B%C3%A9'&$top=5&x=true"
        await billit.request("GET", "/v1/orders", params=[("a", "1"), ("a", "2"), ("b", None)])
        assert server.last[1] == "/v1/orders?a=1&a=2"
        await billit.request("GET", "/v1/orders", params=Query(top=3, search="x y"))
        assert server.last[1] == "/v1/orders?$top=3&fullTextSearch=x+y"

    async def test_a_body_keeps_its_digits(self, server: Recorder, billit: BillitSession) -> None:
        await billit.request(
            "POST", "/v1/orders/7/payments", json={"Amount": Decimal("12.50"), "Date": date(2024, 1, 1)}
        )
        assert server.last[3] == b'{"Amount":12.50,"Date":"2024-01-01"}'
        assert server.last[2]["Content-Type"] == "application/json"

    async def test_further_headers_and_an_own_key_are_sent(self, server: Recorder, billit: BillitSession) -> None:
        await billit.request("POST", "/v1/x", json=[], headers={"X-More": "1"}, idempotency_key="mine")
        assert (server.last[2]["X-More"], server.last[2]["Idempotency-Key"]) == ("1", "mine")

    async def test_the_idempotency_header_can_be_named(self, server: Recorder) -> None:
        server.answers = [7]
        async with BillitSession(ApiKey(KEY), base_url=server.url, idempotency_header="Idempotent-Key") as billit:
            await billit.orders.create(Order(order_type="Invoice"), idempotency_key="mine")
        assert server.last[2]["Idempotent-Key"] == "mine"
        assert "Idempotency-Key" not in server.last[2]

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            (("FETCH", "/v1/x"), ValueError),
            (("GET", "https://evil.example/v1/x"), ValueError),
            (("GET", "v1/x"), ValueError),
            (("GET", "/v1/x", {"params": {"a": 1.5}}), TypeError),
            (("GET", "/v1/x", {"headers": {"a": "b\r\nc: d"}}), ValueError),
            (("GET", "/v1/x", {"headers": {"a": 5}}), TypeError),
        ],
    )
    async def test_a_request_that_makes_no_sense_never_leaves(
        self, server: Recorder, billit: BillitSession, arguments: tuple[Any, ...], error: type[Exception]
    ) -> None:
        method, path, *options = arguments
        with pytest.raises(error):
            await billit.request(method, path, **(options[0] if options else {}))
        assert server.requests == []

    async def test_everything_can_come_from_variables(self, server: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("BILLIT_API_KEY", f" {KEY}\n")
        monkeypatch.setenv("BILLIT_PARTY_ID", "5")
        monkeypatch.setenv("BILLIT_BASE_URL", f"{server.url}/v1/")
        async with BillitSession() as billit:
            await billit.account.information()
        assert (server.last[2]["ApiKey"], server.last[2]["PartyID"]) == (KEY, "5")
        assert server.last[1] == "/v1/account/accountInformation"

    async def test_a_gateways_prefix_stands_before_every_path(self, server: Recorder) -> None:
        link = f"{server.url}/v1/orders/deleted?$top=4&$skip=1"
        server.answers = [{"Items": [{"OrderID": 1}], "NextPageLink": link}, {"Items": []}]
        async with BillitSession(ApiKey(KEY), base_url=f"{server.url}/billit/v1") as billit:
            await billit.orders.deleted(top=5).collect()
        assert [path for _, path, _, _ in server.requests] == [
            "/billit/v1/orders/deleted?$top=5",
            "/billit/v1/orders/deleted?$top=4&$skip=1",
        ]

    async def test_a_next_page_link_is_read_as_it_was_pasted_and_no_other_address_is(self, server: Recorder) -> None:
        async with BillitSession(ApiKey(KEY), base_url=server.url) as billit:
            await billit.request("GET", f"{server.url}/v1/orders?%24skip=120&$top=5")
            assert server.last[1] == "/v1/orders?%24skip=120&$top=5"
            with pytest.raises(InvalidArgument, match="credentials go to no other address"):
                await billit.request("GET", "https://evil.example/v1/orders?%24skip=120")
        assert len(server.requests) == 1


class TestResources:
    async def test_an_order_is_created_with_a_key_of_its_own(self, server: Recorder, billit: BillitSession) -> None:
        server.answers = [128275964]
        order = Order(order_type="Invoice", order_lines=[OrderLine(quantity=1, unit_price_excl="10.00")])
        assert await billit.orders.create(order) == 128275964
        assert await billit.orders.create(order) == 128275964
        keys = [headers["Idempotency-Key"] for _, _, headers, _ in server.requests]
        assert len(set(keys)) == 2
        assert all(key.isalnum() for key in keys)
        assert server.last[:2] == ("POST", "/v1/orders")
        assert server.last[3] == b'{"OrderType":"Invoice","OrderLines":[{"Quantity":1,"UnitPriceExcl":10.00}]}'

    async def test_an_id_may_come_as_plain_text(self, server: Recorder, billit: BillitSession) -> None:
        server.answers = [web.Response(text="128275964"), web.Response(text='"128275964"')]
        assert await billit.orders.create(Order()) == 128275964
        assert await billit.orders.create(Order()) == 128275964

    async def test_creating_never_changes_an_order_that_exists(self, server: Recorder, billit: BillitSession) -> None:
        with pytest.raises(ValueError, match="order_id"):
            await billit.orders.create(Order(order_id=7))
        with pytest.raises(ValueError, match="party_id"):
            await billit.parties.create(Party(party_id=7))
        with pytest.raises(TypeError, match="Order"):
            await billit.orders.create({"OrderType": "Invoice"})  # type: ignore[arg-type]
        assert server.requests == []

    async def test_a_second_use_of_a_key_is_a_conflict_that_names_it(
        self, server: Recorder, billit: BillitSession
    ) -> None:
        body = '{"errors":[{"Code":"Idempotent token already exists"}]}'
        server.answers = [web.Response(status=409, text=body, headers={"X-Request-Id": "r-1"})]
        with pytest.raises(IdempotencyConflict) as caught:
            await billit.orders.create(Order(), idempotency_key="mine")
        assert caught.value.idempotency_key == "mine"
        assert caught.value.headers["x-request-id"] == "r-1"
        assert (caught.value.party_id, caught.value.attempts, caught.value.path) == (574991, 1, "/v1/orders")

    @pytest.mark.parametrize("key", ["", " ", "é", "a\nb", "x" * 256, 5])
    async def test_a_key_that_no_header_carries_never_leaves(
        self, server: Recorder, billit: BillitSession, key: Any
    ) -> None:
        with pytest.raises((ValueError, TypeError), match="idempotency_key"):
            await billit.orders.create(Order(), idempotency_key=key)
        assert server.requests == []

    async def test_paid_is_patched_with_a_full_time(self, server: Recorder, billit: BillitSession) -> None:
        server.answers = [None]
        await billit.orders.mark_paid(7, paid_date=datetime(2024, 2, 1))
        assert server.last[:2] == ("PATCH", "/v1/orders/7")
        assert server.last_json == {"Paid": True, "PaidDate": "2024-02-01T00:00:00"}
        await billit.orders.mark_paid(7, paid_date=date(2024, 2, 1))
        assert server.last_json == {"Paid": True, "PaidDate": "2024-02-01T00:00:00"}
        await billit.orders.mark_paid(7)
        assert server.last_json == {"Paid": True}

    async def test_a_patch_sends_what_changes_and_null_to_clear(self, server: Recorder, billit: BillitSession) -> None:
        server.answers = [None]
        await billit.orders.patch(7, paid=False, paid_date=NULL, internal_info=None, account_code=400000)
        assert server.last_json == {"Paid": False, "PaidDate": None, "AccountCode": 400000}
        await billit.parties.patch(8, vat_number="BE0563846944", vat_liable=True, zipcode="9000")
        assert server.last[:2] == ("PATCH", "/v1/parties/8")
        assert server.last_json == {"VATNumber": "BE0563846944", "VATLiable": True, "Zipcode": "9000"}

    @pytest.mark.parametrize(
        ("changes", "error", "said"),
        [
            ({}, ValueError, "nothing to change"),
            ({"paid": None}, ValueError, "nothing to change"),
            ({"order_number": "1"}, TypeError, "does not patch 'order_number'"),
            ({"order_status": "Paid"}, TypeError, "does not patch 'order_status'"),
            ({"paid": "true"}, TypeError, "paid takes bool, not str"),
            ({"account_code": True}, TypeError, "account_code takes int"),
            ({"paid_date": "2024-01-01"}, TypeError, "paid_date takes datetime"),
        ],
    )
    async def test_what_billit_does_not_patch_never_leaves(
        self, server: Recorder, billit: BillitSession, changes: Any, error: type[Exception], said: str
    ) -> None:
        with pytest.raises(error, match=said):
            await billit.orders.patch(7, **changes)
        assert server.requests == []

    async def test_orders_are_sent_with_and_without_a_transport_type(
        self, server: Recorder, billit: BillitSession
    ) -> None:
        server.answers = [None]
        await billit.orders.send([1, 2], "Peppol", strict_transport=True, idempotency_key="send-1")
        assert server.last[:2] == ("POST", "/v1/orders/commands/send")
        assert server.last_json == {"OrderIDs": [1, 2], "TransportType": "Peppol"}
        assert (server.last[2]["StrictTransportType"], server.last[2]["Idempotency-Key"]) == ("true", "send-1")
        await billit.orders.send([3])
        assert server.last_json == {"OrderIDs": [3]}
        assert "StrictTransportType" not in server.last[2]
        assert "Idempotency-Key" in server.last[2]

    @pytest.mark.parametrize(("ids", "error"), [([], ValueError), (7, TypeError), ("7", TypeError), (["7"], TypeError)])
    async def test_sending_takes_a_list_of_ids(
        self, server: Recorder, billit: BillitSession, ids: Any, error: type[Exception]
    ) -> None:
        with pytest.raises(error, match="order_ids"):
            await billit.orders.send(ids)
        assert server.requests == []

    async def test_a_value_that_billit_does_not_know_never_leaves(
        self, server: Recorder, billit: BillitSession
    ) -> None:
        with pytest.raises(ValueError, match=r"order_type='invoice'.*did you mean 'Invoice'"):
            await billit.orders.create(Order(order_type="invoice"))
        with pytest.raises(ValueError, match="transport='peppol'"):
            await billit.orders.send([7], "peppol")
        with pytest.raises(ValueError, match="payment_method='Cash'"):
            await billit.orders.patch(7, payment_method="Cash")
        assert server.requests == []

    async def test_deleting_tells_what_billit_said(self, server: Recorder, billit: BillitSession) -> None:
        server.answers = [True, False]
        assert await billit.orders.delete(7) is True
        assert server.last[:2] == ("DELETE", "/v1/orders/7")
        assert await billit.orders.delete(7) is False

    @pytest.mark.parametrize("wrong", ["7", 7.0, True, None])
    async def test_an_id_is_a_whole_number(self, server: Recorder, billit: BillitSession, wrong: Any) -> None:
        for call in (billit.orders.get, billit.orders.delete, billit.orders.mark_paid, billit.products.get):
            with pytest.raises(TypeError, match="_id takes a whole number"):
                await call(wrong)
        with pytest.raises(ValueError, match="above zero"):
            await billit.parties.get(0)
        assert server.requests == []

    async def test_products_and_parties_are_read_and_created(self, server: Recorder, billit: BillitSession) -> None:
        server.answers = [{"ProductID": 5, "AmountExcl": 10}, 5, {"PartyID": 6, "Name": "Acme"}, 6]
        assert (await billit.products.get(5)).product_id == 5
        assert await billit.products.create(Product(reference="x", amount_excl="0.90")) == 5
        assert server.last_json == {"Reference": "x", "AmountExcl": Decimal("0.90")}
        assert (await billit.parties.get(6)).name == "Acme"
        assert await billit.parties.create(Party(name="Acme")) == 6

    async def test_a_list_follows_its_pages_on_the_configured_server_only(
        self, server: Recorder, billit: BillitSession
    ) -> None:
        server.answers = [
            {
                "Items": [{"OrderID": 2}],
                "NextPageLink": "https://evil.example:443/v1/orders?$orderby=OrderDate&$skip=1",
            },
            {"Items": [{"OrderID": 2}, {"OrderID": 1}]},
        ]
        rows = await billit.orders.list(order_by=OrderFields.order_date).collect()
        assert [row.order_id for row in rows] == [2, 1]
        assert [path for _, path, _, _ in server.requests] == [
            "/v1/orders?$orderby=OrderDate,OrderID",
            "/v1/orders?$orderby=OrderDate&$skip=1",
        ]
        assert server.last[2]["PartyID"] == "574991"

    async def test_the_query_of_a_link_is_sent_byte_for_byte(self, server: Recorder, billit: BillitSession) -> None:
        query = "%24orderby=OrderDate&x=%27a%20b%27%2C%3a+c&$skip=1"
        server.answers = [{"Items": [{"OrderID": 2}], "NextPageLink": f"/v1/orders?{query}"}, {"Items": []}]
        await billit.orders.list(order_by=OrderFields.order_date).collect()
        assert server.last[1] == f"/v1/orders?{query}"

    async def test_each_list_is_read_by_its_own_key(self, server: Recorder, billit: BillitSession) -> None:
        server.answers = [{"Items": []}]
        await billit.orders.list().collect()
        await billit.parties.list(top=3).collect()
        await billit.products.list(skip=2).collect()
        assert [path for _, path, _, _ in server.requests] == [
            "/v1/orders?$orderby=OrderID",
            "/v1/parties?$orderby=PartyID&$top=3",
            "/v1/products?$orderby=ProductID&$skip=2",
        ]

    async def test_a_query_too_long_for_the_server_never_leaves(self, server: Recorder, billit: BillitSession) -> None:
        with pytest.raises(ValueError, match="bytes long"):
            await billit.orders.list(OrderFields.order_number == "2024" * 500).collect()
        assert server.requests == []

    async def test_a_list_that_repeats_itself_is_an_error_and_no_endless_loop(
        self, server: Recorder, billit: BillitSession
    ) -> None:
        server.answers = [{"Items": [{"OrderID": 1}], "NextPageLink": "/v1/orders?$skip=1"}]
        with pytest.raises(PagingError, match="OrderID 1 came after 1"):
            await billit.orders.list().collect()
        with pytest.raises(PagingError, match=r"\$skip=1"):
            await billit.orders.list(order_by=OrderFields.order_date).collect()

    async def test_a_file_is_downloaded_and_saved_whole(
        self, server: Recorder, billit: BillitSession, tmp_path: Path
    ) -> None:
        server.answers = [
            {"FileID": str(GUID), "FileName": "../../a:b.pdf", "MimeType": "application/pdf", "FileContent": "JVBERi0="}
        ]
        file = await billit.files.download(GUID)
        assert server.last[1] == f"/v1/files/{GUID}"
        assert (file.name, file.mime_type, file.content) == ("../../a:b.pdf", "application/pdf", b"%PDF-")
        assert "%PDF" not in repr(file)
        saved = await file.save(tmp_path)
        assert saved == tmp_path / "a_b.pdf"
        assert await file.save(tmp_path / "mine.pdf") == tmp_path / "mine.pdf"
        with pytest.raises(FileError):
            await file.save(tmp_path / "mine.pdf", overwrite=False)
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
            "a_b.pdf": b"%PDF-",
            "mine.pdf": b"%PDF-",
        }

    async def test_a_file_that_cannot_be_written_leaves_nothing(
        self, server: Recorder, billit: BillitSession, tmp_path: Path
    ) -> None:
        server.answers = [{"FileID": str(GUID), "FileContent": ""}]
        file = await billit.files.download(str(GUID).upper())
        assert (file.name, file.content) == (str(GUID), b"")
        with pytest.raises(FileError, match="nowhere"):
            await file.save(tmp_path / "nowhere" / "x.pdf")
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        ("answer", "said"),
        [
            ({"FileID": str(GUID), "FileName": "x.pdf"}, "another shape"),
            ({"FileID": str(GUID), "FileContent": "JVBE!Ri0="}, "another shape"),
            ({"FileContent": "JVBERi0="}, "no file_id"),
            ({"FileID": "00000000-0000-4000-8000-000000000000", "FileContent": "JVBERi0="}, "another document"),
        ],
    )
    async def test_a_damaged_file_is_an_error(
        self, server: Recorder, billit: BillitSession, answer: Any, said: str
    ) -> None:
        server.answers = [answer]
        with pytest.raises(UnexpectedResponse, match=said):
            await billit.files.download(GUID)

    @pytest.mark.parametrize(("wrong", "error"), [("x", ValueError), (None, TypeError), (5, TypeError)])
    async def test_a_file_id_is_a_guid(
        self, server: Recorder, billit: BillitSession, wrong: Any, error: type[Exception]
    ) -> None:
        with pytest.raises(error, match="file_id takes a GUID"):
            await billit.files.download(wrong)
        assert server.requests == []


class TestOpenAndClosed:
    async def test_a_session_that_was_never_opened_says_how_to(self, server: Recorder) -> None:
        billit = BillitSession(ApiKey(KEY), base_url=server.url)
        with pytest.raises(SessionClosed, match="async with"):
            await billit.request("GET", "/v1/x")
        with pytest.raises(SessionClosed, match="async with"):
            await billit.orders.list().first()
        assert not billit.is_open

    async def test_a_closed_session_says_so_and_stays_closed(self, server: Recorder) -> None:
        async with BillitSession(ApiKey(KEY), base_url=server.url) as billit:
            view = billit.for_company(5)
        with pytest.raises(SessionClosed, match="is closed"):
            await billit.request("GET", "/v1/x")
        with pytest.raises(SessionClosed, match="is closed"):
            await view.request("GET", "/v1/x")
        with pytest.raises(SessionClosed, match="make a new"):
            await billit.open()
        await billit.close()

    async def test_it_can_be_opened_and_closed_by_hand(self, server: Recorder) -> None:
        billit = BillitSession(ApiKey(KEY), base_url=server.url)
        await billit.open()
        await billit.open()
        assert await billit.request("GET", "/v1/x") == {}
        await billit.close()
        await billit.close()

    async def test_the_callers_own_aiohttp_session_is_used_and_never_closed(self, server: Recorder) -> None:
        passed: list[str] = []

        async def note(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
            passed.append(request.method)
            return await handler(request)

        async with aiohttp.ClientSession(headers={"X-Own": "1"}, middlewares=[note], raise_for_status=True) as own:
            async with BillitSession(ApiKey(KEY), base_url=server.url, client_session=own) as billit:
                await billit.request("GET", "/v1/x")
                server.answers = [web.Response(status=400)]
                with pytest.raises(BadRequest):
                    await billit.request("GET", "/v1/x")
            assert not own.closed
            assert server.last[2]["X-Own"] == "1"
            assert passed == ["GET", "GET"]
            with pytest.raises(SessionClosed):
                await billit.request("GET", "/v1/x")

    async def test_the_callers_own_session_must_be_open(self, server: Recorder) -> None:
        own = aiohttp.ClientSession()
        async with BillitSession(ApiKey(KEY), base_url=server.url, client_session=own) as billit:
            await own.close()
            with pytest.raises(SessionClosed, match=r"aiohttp\.ClientSession"):
                await billit.request("GET", "/v1/x")
        with pytest.raises(SessionClosed, match=r"aiohttp\.ClientSession"):
            await BillitSession(ApiKey(KEY), base_url=server.url, client_session=own).open()

    async def test_another_event_loop_is_refused_at_once(self, billit: BillitSession) -> None:
        def elsewhere() -> None:
            with pytest.raises(SessionClosed, match="another event loop"):
                asyncio.run(billit.request("GET", "/v1/x"))

        await asyncio.to_thread(elsewhere)

    async def test_a_write_under_way_while_the_session_closes_has_an_unknown_outcome(self, server: Recorder) -> None:
        arrived, release = asyncio.Event(), asyncio.Event()

        async def hang(_request: web.Request) -> web.Response:
            arrived.set()
            await release.wait()
            return web.Response()

        server.answers = [hang]
        billit = BillitSession(ApiKey(KEY), base_url=server.url)
        await billit.open()
        call = asyncio.create_task(billit.request("POST", "/v1/x"))
        await arrived.wait()
        await billit.close()
        release.set()
        with pytest.raises(OutcomeUnknown):
            await call

    def test_a_session_is_not_pickled(self) -> None:
        with pytest.raises(TypeError, match=r"pickle session\.config"):
            pickle.dumps(BillitSession(ApiKey(KEY)))

    def test_nothing_secret_shows(self) -> None:
        assert KEY not in repr(BillitSession(ApiKey(KEY)))
        assert repr(BillitSession(ApiKey(KEY), party_id=5)) == "BillitSession(sandbox, party_id=5, not open)"

    def test_missing_credentials_name_the_variable(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(ConfigurationError, match="BILLIT_API_KEY"):
            BillitSession()
        monkeypatch.setenv("BILLIT_API_KEY", " ")
        with pytest.raises(ConfigurationError, match="BILLIT_API_KEY"):
            BillitSession()

    @pytest.mark.parametrize("auth", [KEY.encode(), 5, object()])
    def test_credentials_of_another_kind_are_refused_and_not_repeated(self, auth: Any) -> None:
        with pytest.raises(ConfigurationError, match="auth takes credentials") as caught:
            BillitSession(auth)
        assert KEY not in str(caught.value)

    def test_a_client_session_of_another_kind_is_refused(self) -> None:
        with pytest.raises(ConfigurationError, match=r"aiohttp\.ClientSession, not str"):
            BillitSession(ApiKey(KEY), client_session="x")  # type: ignore[arg-type]

    def test_an_unknown_keyword_is_refused(self) -> None:
        with pytest.raises(TypeError, match="partyid"):
            BillitSession(ApiKey(KEY), partyid=5)  # type: ignore[call-arg]


class Tokens:
    """Credentials that can be renewed, as OAuth2 will be: the seam that they use."""

    environment: Environment | None = None

    def __init__(self, base_url: str | None, renewable: int = 1) -> None:
        self.base_url = base_url
        self.token = 1
        self.renewable = renewable
        self.refusals: list[tuple[type[Unauthorized], Mapping[str, str]]] = []

    async def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer token-{self.token}"}

    async def refused(self, error: Unauthorized, sent: Mapping[str, str]) -> bool:
        self.refusals.append((type(error), sent))
        if self.token > self.renewable:
            return False
        self.token += 1
        return True


class TestCredentials:
    async def test_credentials_may_know_where_they_belong(self, server: Recorder) -> None:
        async with BillitSession(Tokens(server.url)) as billit:
            await billit.request("GET", "/v1/x")
        assert server.last[2]["Authorization"] == "Bearer token-1"
        assert "ApiKey" not in server.last[2]

    def test_credentials_of_another_place_are_refused(self) -> None:
        with pytest.raises(ConfigurationError, match="credentials belong to"):
            BillitSession(Tokens("http://127.0.0.1:1"), base_url="http://127.0.0.1:2")

    async def test_a_refused_token_is_renewed_and_the_call_made_once_more(self, server: Recorder) -> None:
        expired = web.json_response({"errors": [{"Code": "AccessTokenExpired"}]}, status=401)
        server.answers = [expired, 7]
        auth = Tokens(server.url)
        async with BillitSession(auth) as billit:
            assert await billit.orders.create(Order()) == 7
        assert auth.refusals == [(TokenExpired, {"Authorization": "Bearer token-1"})]
        assert [headers["Authorization"] for _, _, headers, _ in server.requests] == [
            "Bearer token-1",
            "Bearer token-2",
        ]
        assert len({headers["Idempotency-Key"] for _, _, headers, _ in server.requests}) == 1

    async def test_a_token_that_is_refused_again_is_an_error(self, server: Recorder) -> None:
        server.answers = [lambda _: _refuse("InvalidAccessToken")]
        async with BillitSession(Tokens(server.url, renewable=9)) as billit:
            with pytest.raises(InvalidCredentials) as caught:
                await billit.request("GET", "/v1/x")
        assert caught.value.attempts == len(server.requests) == 2


async def _refuse(code: str) -> web.Response:
    return web.json_response({"errors": [{"Code": code}]}, status=401)


class TestBrokenLines:
    @pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "PATCH"])
    @pytest.mark.parametrize("own", [False, True], ids=["our connections", "the caller's connections"])
    async def test_a_write_is_never_sent_twice_behind_the_callers_back(self, method: str, own: bool) -> None:
        requests: list[bytes] = []

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            # the first answer keeps the connection open; the second request finds it closing
            requests.append(await read_request(reader))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            requests.append(await read_request(reader))
            writer.close()

        async with raw_server(serve) as url, aiohttp.ClientSession() as theirs:
            given = theirs if own else None
            async with BillitSession(ApiKey(KEY), base_url=url, client_session=given) as billit:
                await billit.request("GET", "/v1/x")
                with pytest.raises(OutcomeUnknown) as caught:
                    await billit.request(method, "/v1/x/1")
        assert len(requests) == 2
        assert caught.value.attempts == 1
        assert caught.value.may_have_arrived

    async def test_a_read_that_is_lost_is_asked_for_once_more(self) -> None:
        requests: list[bytes] = []

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            requests.append(await read_request(reader))
            if len(requests) > 1:
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
                await reader.read()
            writer.close()

        async with raw_server(serve) as url, BillitSession(ApiKey(KEY), base_url=url) as billit:
            assert await billit.request("GET", "/v1/x") == {}
        assert len(requests) == 2

    async def test_a_read_that_stays_lost_is_an_error_that_counts(self) -> None:
        requests: list[bytes] = []

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            requests.append(await read_request(reader))
            writer.close()

        retry = RetryPolicy(attempts=3, base=0.01)
        async with raw_server(serve) as url, BillitSession(ApiKey(KEY), base_url=url, retry=retry) as billit:
            with pytest.raises(OutcomeUnknown) as caught:
                await billit.request("GET", "/v1/x")
        assert caught.value.attempts == len(requests) == 3

    async def test_a_server_that_is_not_there_was_sent_nothing(self) -> None:
        async with raw_server(lambda _reader, _writer: asyncio.sleep(0)) as url:
            pass
        async with BillitSession(ApiKey(KEY), base_url=url) as billit:
            with pytest.raises(NotSent, match="no connection to") as caught:
                await billit.orders.create(Order())
        assert not caught.value.may_have_arrived
        assert caught.value.idempotency_key

    async def test_a_name_that_does_not_resolve_was_sent_nothing(self) -> None:
        async with BillitSession(ApiKey(KEY), base_url="https://nothing.invalid") as billit:
            with pytest.raises(NotSent, match=r"nothing\.invalid"):
                await billit.request("POST", "/v1/x")

    async def test_a_server_without_tls_was_sent_nothing(self, server: Recorder) -> None:
        async with BillitSession(ApiKey(KEY), base_url=server.url.replace("http:", "https:")) as billit:
            with pytest.raises(NotSent, match="TLS"):
                await billit.request("POST", "/v1/x")
        assert server.requests == []

    async def test_a_server_that_never_answers_is_given_up_in_time(self) -> None:
        requests: list[bytes] = []

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            requests.append(await read_request(reader))
            await reader.read()
            writer.close()

        short = Timeouts(total=0.1)
        async with raw_server(serve) as url, BillitSession(ApiKey(KEY), base_url=url, timeouts=short) as billit:
            with pytest.raises(DeadlineExceeded) as caught:
                await billit.request("POST", "/v1/x")
        # on a machine that is too busy to connect in time nothing arrived, and the error may say so
        assert caught.value.may_have_arrived or not any(requests)

    async def test_a_silent_server_is_given_up_after_the_read_timeout(self) -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await read_request(reader)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{")
            await reader.read()
            writer.close()

        short = Timeouts(read=0.05)
        async with raw_server(serve) as url, BillitSession(ApiKey(KEY), base_url=url, timeouts=short) as billit:
            with pytest.raises(OutcomeUnknown, match="fell silent") as caught:
                await billit.request("POST", "/v1/x")
        assert "began with 200" in str(caught.value)

    async def test_a_cancelled_call_leaves_nothing_behind(self) -> None:
        arrived = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await read_request(reader)
            arrived.set()
            await reader.read()
            writer.close()

        async with raw_server(serve) as url, BillitSession(ApiKey(KEY), base_url=url) as billit:
            call = asyncio.create_task(billit.request("POST", "/v1/x"))
            await arrived.wait()
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call

    async def test_a_redirect_is_not_followed_and_carries_no_key_away(self, server: Recorder) -> None:
        elsewhere = Recorder()
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", elsewhere.answer)
        async with TestServer(app) as other, BillitSession(ApiKey(KEY), base_url=server.url) as billit:
            for status in (301, 302, 303, 307, 308):
                server.answers = [web.Response(status=status, headers={"Location": str(other.make_url("/v1/x"))})]
                with pytest.raises(UnexpectedResponse, match="redirects are not followed"):
                    await billit.request("GET", "/v1/x")
        assert elsewhere.requests == []

    async def test_calls_wait_for_a_connection_outside_their_time(self, server: Recorder) -> None:
        under_way = most = 0

        async def answer(_request: web.Request) -> web.Response:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            under_way -= 1
            return web.json_response({})

        server.answers = [answer]
        async with BillitSession(ApiKey(KEY), base_url=server.url, limits=Limits(max_connections=3)) as billit:
            answers = await asyncio.gather(*[billit.request("GET", f"/v1/x/{n}") for n in range(200)])
        assert len(answers) == 200
        assert most <= 3
