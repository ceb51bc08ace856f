"""An order as the response of a handler: one line in each framework, every amount digit for digit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from billit_async.models import Order
from tests.integrations.conftest import served

if TYPE_CHECKING:
    import aiohttp

ORDER = b'{"OrderID":7,"OrderLines":[{"Quantity":1.00000,"UnitPriceExcl":0.10000}],"TotalIncl":12345678901234567.10}'


def app_of(framework: str, order: Order) -> Any:
    if framework == "aiohttp":

        async def respond(_: web.Request) -> web.Response:
            return web.Response(body=order.to_json(), content_type="application/json")

        app = web.Application()
        app.router.add_get("/order", respond)
        return app
    from fastapi import FastAPI, Response

    api = FastAPI()

    async def respond_too() -> Any:
        return Response(order.to_json(), media_type="application/json")

    api.get("/order")(respond_too)
    return api


async def test_an_order_is_a_response_with_exact_amounts(
    framework: str, browser: aiohttp.ClientSession, unused_tcp_port: int
) -> None:
    async with (
        served(app_of(framework, Order.from_json(ORDER)), unused_tcp_port) as site,
        browser.get(f"{site}/order") as response,
    ):
        assert response.content_type == "application/json"
        assert await response.read() == ORDER
