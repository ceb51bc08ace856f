"""The next page is under way while one is consumed, and given up with the iteration it belongs to."""

from __future__ import annotations

import asyncio
import gc

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from billit_async import ApiKey, BillitSession, RetryPolicy, ServerError
from billit_async._serialization.codec import dumps

PAGE = 120


class Billit:
    """Serves ids from 1 on, a page at a time, and tells what it was asked for."""

    def __init__(self, orders):
        self.orders = orders
        self.asked = []
        self.fails_after = None
        self.holds_after = None
        self.arrived = asyncio.Event()
        self.release = asyncio.Event()

    async def respond(self, request):
        text = request.query.get("$filter", "")
        after = int(text.rsplit(" ", 1)[-1]) if text else 0
        self.asked.append(after)
        if after == self.fails_after:
            self.fails_after = None
            return web.Response(status=500)
        if after == self.holds_after:
            self.arrived.set()
            await self.release.wait()
        rows = [{"OrderID": number} for number in range(after + 1, min(after + PAGE, self.orders) + 1)]
        link = f"{request.url.origin()}/v1/orders?$skip={after + PAGE}" if after + PAGE < self.orders else None
        return web.Response(body=dumps({"Items": rows, "NextPageLink": link}), content_type="application/json")


@pytest.fixture
async def service():
    service = Billit(orders=5 * PAGE - 1)
    app = web.Application()
    app.router.add_get("/v1/orders", service.respond)
    async with TestServer(app) as server:
        async with BillitSession(
            ApiKey("key"), base_url=str(server.make_url("")), party_id=1, retry=RetryPolicy.never()
        ) as session:
            service.session = session
            yield service
        service.release.set()


async def test_every_row_comes_once_and_every_page_is_asked_for_once(service):
    assert [order.order_id async for order in service.session.orders.list()] == list(range(1, 5 * PAGE))
    assert service.asked == [0, PAGE, 2 * PAGE, 3 * PAGE, 4 * PAGE]


async def test_who_reads_one_page_causes_one_request(service):
    async for order in service.session.orders.list():
        if order.order_id == PAGE:
            await asyncio.sleep(0.05)
            break
    assert service.asked == [0]


async def test_the_third_page_is_under_way_while_the_second_is_consumed(service):
    service.holds_after = 2 * PAGE
    rows = aiter(service.session.orders.list())
    for _ in range(PAGE + 1):
        await anext(rows)
    await asyncio.wait_for(service.arrived.wait(), 5)
    service.release.set()
    assert len([order async for order in rows]) == 4 * PAGE - 2


async def test_the_next_page_is_asked_for_before_a_caller_that_never_awaits_computes(service):
    pager = service.session.orders.list()
    fetch, asked = pager._fetch, []

    async def noted(plan, state):
        asked.append(state.after)
        return await fetch(plan, state)

    pager._fetch = noted
    async for order in pager:
        if order.order_id == PAGE + 1:
            assert asked == [None, PAGE, 2 * PAGE]
            break


async def test_an_iteration_that_is_left_gives_up_its_next_page(service):
    service.holds_after = 2 * PAGE
    before = asyncio.all_tasks()
    async for order in service.session.orders.list():
        if order.order_id == PAGE + 1:
            break
    gc.collect()
    for _ in range(10):
        await asyncio.sleep(0)
    assert not {task for task in asyncio.all_tasks() - before if "next" in repr(task.get_coro())}


async def test_an_error_of_the_next_page_comes_when_it_is_needed_and_reading_can_go_on(service):
    service.fails_after = 2 * PAGE
    rows = aiter(service.session.orders.list())
    for number in range(1, 2 * PAGE + 1):
        assert (await anext(rows)).order_id == number
    with pytest.raises(ServerError) as failed:
        await anext(rows)
    assert failed.value.cursor.endswith(f":{2 * PAGE}")
    assert [order.order_id async for order in rows] == list(range(2 * PAGE + 1, 5 * PAGE))


async def test_an_error_of_a_page_that_nobody_asks_for_makes_no_noise(service):
    noise = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: noise.append(context))
    service.fails_after = 2 * PAGE
    async for order in service.session.orders.list():
        if order.order_id == PAGE + 1:
            await asyncio.sleep(0.05)
            break
    gc.collect()
    assert noise == []
    assert service.asked == [0, PAGE, 2 * PAGE]


async def test_a_limit_is_never_read_beyond(service):
    assert len([order async for order in service.session.orders.list(top=2 * PAGE)]) == 2 * PAGE
    assert service.asked == [0, PAGE]


async def test_pages_are_not_read_ahead(service):
    pages = service.session.orders.list().pages()
    for asked in ([0], [0, PAGE], [0, PAGE, 2 * PAGE]):
        await anext(pages)
        await asyncio.sleep(0.01)
        assert service.asked == asked


async def test_a_caller_that_waits_for_the_next_page_can_be_cancelled(service):
    service.holds_after = 2 * PAGE
    rows = aiter(service.session.orders.list())
    for _ in range(2 * PAGE):
        await anext(rows)
    waiting = asyncio.ensure_future(anext(rows))
    await asyncio.wait_for(service.arrived.wait(), 5)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    service.holds_after = None
    assert (await anext(rows)).order_id == 2 * PAGE + 1
