"""Bad input, from either side: each a typed error that names its cause, or a correct result."""

from __future__ import annotations

import asyncio
import gzip
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from billit_async.auth import ApiKey
from billit_async.errors import (
    ApiError,
    BadRequest,
    InvalidCredentials,
    NoAccess,
    NotFound,
    OutcomeUnknown,
    PayloadWarning,
    ServerError,
    SessionClosed,
    Unauthorized,
    UnexpectedResponse,
)
from billit_async.models import Order, OrderLine
from billit_async.session import BillitSession

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

KEY = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


@asynccontextmanager
async def answering(
    body: bytes, *, status: str = "200 OK", kind: str = "application/json", more: str = "", length: int | None = None
) -> AsyncIterator[BillitSession]:
    """Open a session with a server that responds to every request with these bytes."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body) if length is None else length}\r\n"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            writer.close()
            return
        writer.write(f"{head}{more}Connection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        async with BillitSession(ApiKey(KEY), base_url=url, party_id=574991) as billit:
            yield billit
    finally:
        server.close()
        await server.wait_closed()


async def test_a_wrong_key_is_named_and_not_shown() -> None:
    body = b'{"errors":[{"Code":"ApiKeyNotValid","Description":"The key ' + KEY.encode() + b' is not valid"}]}'
    async with answering(body, status="401 Unauthorized") as billit:
        with pytest.raises(InvalidCredentials, match="ApiKeyNotValid") as caught:
            await billit.account.information()
    error = caught.value
    assert (error.status, error.code, error.method, error.path) == (
        401,
        "ApiKeyNotValid",
        "GET",
        "/v1/account/accountInformation",
    )
    assert KEY not in f"{error} {error!r} {error.args} {vars(error)}"


@pytest.mark.parametrize(
    ("body", "cls"),
    [(b'{"errors":[{"Code":"NoAccessToThisCompany"}]}', NoAccess), (b"", Unauthorized)],
)
async def test_a_wrong_party_is_told_from_wrong_credentials_where_billit_does(
    body: bytes, cls: type[Unauthorized]
) -> None:
    async with answering(body, status="401 Unauthorized") as billit:
        with pytest.raises(Unauthorized, match="party 574991") as caught:
            await billit.orders.list().first()
    assert type(caught.value) is cls


@pytest.mark.parametrize(
    ("status", "body", "cls"),
    [
        ("401 Unauthorized", b'{"errors":[{"Code":"YouHaveNoAccess"}]}', NoAccess),
        ("404 Not Found", b"", NotFound),
        ("404 Not Found", b"<html>Not here</html>", NotFound),
    ],
)
async def test_an_unknown_id_is_named_by_its_template(status: str, body: bytes, cls: type[ApiError]) -> None:
    async with answering(body, status=status) as billit:
        with pytest.raises(cls, match=r"GET /v1/orders/\{orderID\}: 40[14]"):
            await billit.orders.get(999)


async def test_a_float_for_money_is_refused_before_anything_leaves() -> None:
    with pytest.raises(TypeError, match="float"):
        OrderLine(unit_price_excl=12.5)  # type: ignore[arg-type]
    line = OrderLine(quantity=1)
    line.unit_price_excl = 12.5  # type: ignore[assignment]
    async with answering(b"7") as billit:
        with pytest.raises(TypeError, match="float"):
            await billit.orders.create(Order(order_lines=[line]))


async def test_an_unknown_keyword_is_refused() -> None:
    async with answering(b'{"Items":[]}') as billit:
        with pytest.raises(TypeError, match="ordertype"):
            Order(ordertype="Invoice")  # type: ignore[call-arg]
        with pytest.raises(TypeError, match="limit"):
            billit.orders.list(limit=5)  # type: ignore[call-arg]
        with pytest.raises(TypeError, match="expression"):
            billit.orders.list("OrderType eq 'Invoice'")  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="query"):
            await billit.request("GET", "/v1/x", query={})  # type: ignore[call-arg]


async def test_a_closed_session_says_what_to_do() -> None:
    async with answering(b"{}") as billit:
        await billit.close()
        with pytest.raises(SessionClosed, match="async with"):
            await billit.orders.get(7)


@pytest.mark.parametrize("call", ["get", "list", "request", "create"])
@pytest.mark.parametrize(
    ("body", "kind", "cause"),
    [
        (b"<!DOCTYPE html><html><title>Sign in to MyBillit</title></html>", "text/html", "a page, not JSON"),
        (b"\xef\xbb\xbf <html>Maintenance</html>", "text/html; charset=utf-8", "a page, not JSON"),
        (b'{"Items":[{"OrderID":1684998,"OrderNumber":"2024/Peeters"', "application/json", "cut-off JSON"),
        (b"%PDF-1.5 \x00\x01\x02", "application/pdf", "application/pdf, not JSON"),
        (b"service is fine", "text/plain", "broken or cut-off JSON"),
        (b'{"a":NaN}', "application/json", "broken or cut-off JSON"),
        (b'{"OrderNumber":\xff}', "application/json", "broken or cut-off JSON"),
        (b"[" * 20_000, "application/json", "broken or cut-off JSON"),
    ],
)
async def test_an_answer_that_is_not_json_names_its_cause_and_shows_no_content(
    call: str, body: bytes, kind: str, cause: str
) -> None:
    async with answering(body, kind=kind) as billit:
        calls: dict[str, Any] = {
            "get": lambda: billit.orders.get(7),
            "list": lambda: billit.orders.list().collect(),
            "request": lambda: billit.request("GET", "/v1/x"),
            "create": lambda: billit.orders.create(Order()),
        }
        with pytest.raises(UnexpectedResponse, match=cause) as caught:
            await calls[call]()
    assert caught.value.status == 200
    assert "Peeters" not in f"{caught.value} {vars(caught.value)}"
    assert "1684998" not in f"{caught.value} {vars(caught.value)}"
    assert ("may have taken effect" in str(caught.value)) is (call == "create")


@pytest.mark.parametrize("body", [b"", b"  \r\n"])
async def test_an_empty_body_is_an_error_where_something_is_due_and_none_where_not(body: bytes) -> None:
    async with answering(body) as billit:
        for call in (
            billit.orders.get(7),
            billit.orders.list().collect(),
            billit.orders.create(Order()),
            billit.orders.delete(7),
            billit.account.information(),
        ):
            with pytest.raises(UnexpectedResponse, match="the body is empty"):
                await call
        assert await billit.request("GET", "/v1/x") is None
        await billit.orders.patch(7, paid=True)
        await billit.orders.send([7])


@pytest.mark.parametrize("body", [b"{}", b"[]", b'"text"', b"5", b"null", b'{"Items":5}', b'{"errors":[]}'])
async def test_json_of_another_shape_is_no_empty_list(body: bytes) -> None:
    async with answering(body) as billit:
        with pytest.raises(UnexpectedResponse, match="another shape"):
            await billit.orders.list().collect()


@pytest.mark.parametrize("body", [b"true", b'{"OrderID":7}', b"[]", b"7.5", b'"seven"', b"null"])
async def test_an_answer_to_a_create_that_is_no_id_is_an_error(body: bytes) -> None:
    async with answering(body) as billit:
        with pytest.raises(UnexpectedResponse, match="may have taken effect"):
            await billit.orders.create(Order())


async def test_a_byte_order_mark_is_read_over() -> None:
    async with answering(b'\xef\xbb\xbf{"OrderID":7,"TotalIncl":12.50}') as billit:
        order = await billit.orders.get(7)
        assert (order.order_id, str(order.total_incl)) == (7, "12.50")
        assert await billit.request("GET", "/v1/x") == {"OrderID": 7, "TotalIncl": Decimal("12.50")}


async def test_a_wrong_content_type_does_not_matter_when_the_body_is_right() -> None:
    async with answering(b'{"OrderID":7}', kind="text/html") as billit:
        assert (await billit.orders.get(7)).order_id == 7


async def test_a_body_shorter_than_promised_has_an_unknown_outcome() -> None:
    async with answering(b'{"Items":[', length=5_000) as billit:
        with pytest.raises(OutcomeUnknown, match="cut off"):
            await billit.orders.list().collect()
        with pytest.raises(OutcomeUnknown, match=r"began with 200.*may have been carried out"):
            await billit.orders.create(Order())


async def test_a_body_in_a_broken_encoding_is_an_error() -> None:
    async with answering(b"not gzip at all", more="Content-Encoding: gzip\r\n") as billit:
        with pytest.raises((OutcomeUnknown, UnexpectedResponse)):
            await billit.orders.get(7)


async def test_a_compressed_body_is_read() -> None:
    async with answering(gzip.compress(b'{"OrderID":7}'), more="Content-Encoding: gzip\r\n") as billit:
        assert (await billit.orders.get(7)).order_id == 7


async def test_something_that_does_not_speak_http_is_an_error() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ESMTP\r\n\r\n")
        await writer.drain()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, BillitSession(ApiKey(KEY), base_url=url) as billit:
        with pytest.raises(OutcomeUnknown, match="not HTTP"):
            await billit.orders.get(7)


@pytest.mark.parametrize(
    ("status", "body", "cls", "said"),
    [
        ("500 Internal Server Error", b"", ServerError, "empty body"),
        ("502 Bad Gateway", b"<html><h1>Bad Gateway</h1></html>", ServerError, "Bad Gateway"),
        ("400 Bad Request", b'{"errors":[{"Code":"CustomerIsRequired"}]}', BadRequest, "CustomerIsRequired"),
        ("400 Bad Request", b"some words", BadRequest, "some words"),
        ("418 Teapot", b"", ApiError, "418"),
    ],
)
async def test_a_refusal_is_typed_and_says_why(status: str, body: bytes, cls: type[ApiError], said: str) -> None:
    async with answering(body, status=status, kind="text/html") as billit:
        with pytest.raises(cls, match=said):
            await billit.orders.get(7)


async def test_a_page_of_three_megabytes_is_read_to_the_last_row() -> None:
    row = b'{"OrderID":%d,"OrderNumber":"2024/%05d","TotalIncl":%d.50,"Comments":"' + b"x" * 25_000 + b'"}'
    body = b'{"Items":[' + b",".join(row % (n, n, n) for n in range(1, 121)) + b"]}"
    assert len(body) > 3_000_000

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        page = b'{"Items":[]}' if b"gt+120" in head else body
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(page) + page)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, BillitSession(ApiKey(KEY), base_url=url) as billit:
        rows = await billit.orders.list().collect()
    assert [row.order_id for row in rows] == list(range(1, 121))
    assert sum(row.total_incl or 0 for row in rows) == Decimal("7320.00")


async def test_one_property_of_the_wrong_type_does_not_lose_the_page() -> None:
    body = b'{"Items":[{"OrderID":1,"TotalIncl":"a lot"},{"OrderID":2,"TotalIncl":12.50}]}'
    async with answering(body) as billit:
        with pytest.warns(PayloadWarning, match=r"Items\[0\]\.TotalIncl"):
            rows = await billit.orders.list(top=2).collect()
    assert [row.order_id for row in rows] == [1, 2]
    assert rows[1].total_incl == Decimal("12.50")
