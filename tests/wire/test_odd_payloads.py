"""Bodies that differ from the documentation, over real HTTP: nothing is lost but what is odd."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from billit_async import ApiKey, BillitSession
from billit_async.errors import BadRequest, PagingError, PayloadWarning, UnexpectedResponse
from billit_async.models import Order, Party

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

pytestmark = pytest.mark.filterwarnings("ignore::billit_async.PayloadWarning")

HALF = rb"\ud800"


@asynccontextmanager
async def answering(body: bytes, status: int = 200) -> AsyncIterator[tuple[BillitSession, list[bytes]]]:
    """Open a session with a server that answers every request with these bytes and keeps what it was sent."""
    sent: list[bytes] = []

    async def answer(request: web.Request) -> web.Response:
        sent.append(await request.read())
        return web.Response(body=body, status=status, content_type="application/json")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0]
    try:
        async with BillitSession(ApiKey("test-key"), base_url=f"http://{host}:{port}", party_id=1) as billit:
            yield billit, sent
    finally:
        await runner.cleanup()


ODD_TEXTS = [HALF, rb"a\udc00", b"caf\xe9", b"\xed\xa0\x80"]


@pytest.mark.parametrize("text", ODD_TEXTS)
async def test_a_detail_with_a_text_that_is_not_unicode_is_read(text: bytes) -> None:
    async with answering(b'{"OrderID":5,"OrderNumber":"%b","TotalIncl":12.50}' % text) as (billit, _):
        with pytest.warns(PayloadWarning, match="^OrderNumber has not the documented type: a text that is not Unicode"):
            order = await billit.orders.get(5)
        raw = await billit.request("GET", "/v1/orders/5")
    assert (order.order_id, str(order.total_incl)) == (5, "12.50")
    assert json.loads(order.to_json(), parse_float=str) == {
        "OrderID": 5,
        "OrderNumber": order.order_number,
        "TotalIncl": "12.50",
    }
    assert raw["OrderNumber"] == order.order_number


READINGS: dict[str, Callable[[BillitSession], Any]] = {
    "collected": lambda billit: billit.orders.list().collect(),
    "read ahead": lambda billit: billit.orders.list(prefetch=2).collect(),
    "by links": lambda billit: billit.orders.list(consistency="links").collect(),
    "changes": lambda billit: each(billit.orders.changes()),
}


async def each(rows: Any) -> list[Any]:
    return [row async for row in rows]


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(
    "odd",
    [
        *(b'"OrderNumber":"%b"' % text for text in ODD_TEXTS),
        b'"TotalIncl":"12,50"',
        b'"LastModified":5',
        b'"LastModified":"31/01/2026"',
        b'"CounterParty":[null]',
        b'"OrderLines":{}',
        b'"TotalIncl":1e99999999999999999999',
    ],
)
async def test_a_row_with_an_odd_value_costs_no_row(odd: bytes, reading: str) -> None:
    body = b'{"Items":[{"OrderID":4,"OrderNumber":"4"},{"OrderID":5,%b},{"OrderID":6}]}' % odd
    async with answering(body) as (billit, _):
        rows = await READINGS[reading](billit)
    assert [row.order_id for row in rows] == [4, 5, 6]
    assert rows[0].order_number == "4"


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("row", [b"null", b"7", b'"x"', b"[]", b"true"])
async def test_a_row_that_is_not_an_object_is_an_error_and_never_left_out(row: bytes, reading: str) -> None:
    async with answering(b'{"Items":[{"OrderID":5},%b]}' % row) as (billit, _):
        with pytest.raises(UnexpectedResponse, match="JSON of another shape"):
            await READINGS[reading](billit)


@pytest.mark.parametrize("key", [b"true", b"{}", b"1.5"])
async def test_a_row_whose_key_has_another_type_does_not_move_the_list_on(key: bytes) -> None:
    async with answering(b'{"Items":[{"OrderID":%b}]}' % key) as (billit, _):
        with pytest.raises(PagingError, match="a row has no OrderID"):
            await billit.orders.list().collect()


@pytest.mark.parametrize("text", ODD_TEXTS)
async def test_an_error_with_a_text_that_is_not_unicode_keeps_its_code(text: bytes) -> None:
    body = b'{"errors":[{"Code":"InvalidVatPercentage","Description":"%b"}]}' % text
    async with answering(body, status=400) as (billit, _):
        with pytest.raises(BadRequest) as refused:
            await billit.orders.get(5)
    assert refused.value.code == "InvalidVatPercentage"
    f"{refused.value} {refused.value!r} {refused.value.errors}".encode()


async def test_what_was_read_with_half_of_a_surrogate_pair_is_sent_as_its_escape() -> None:
    async with answering(b"7") as (billit, sent):
        await billit.orders.create(Order(order_number="a\ud800", customer=Party(name="b\udc00")))
    assert json.loads(sent[0]) == {"OrderNumber": "a\ud800", "Customer": {"Name": "b\udc00"}}
    assert sent[0].isascii()


async def test_an_order_whose_amount_is_not_one_is_not_sent_and_the_error_names_the_place() -> None:
    order = Order.from_json(b'{"OrderLines":[{},{"Quantity":"1,5 for Jan"}],"Customer":{"CustomFields":{}}}')
    async with answering(b"7") as (billit, sent):
        with pytest.raises(ValueError, match=r"^order\.order_lines\[1\]\.quantity: a text that is not a number$"):
            await billit.orders.create(order)
        order.order_lines[1].quantity = [1]  # type: ignore[index, assignment]
        with pytest.raises(TypeError, match=r"^order\.order_lines\[1\]\.quantity: an array where a Decimal"):
            await billit.orders.create(order)
        assert sent == []
        order.order_lines.pop()  # type: ignore[union-attr]
        assert await billit.orders.create(order) == 7
    assert json.loads(sent[0]) == {"OrderLines": [{}], "Customer": {"CustomFields": []}}
