"""An aiohttp backend whose users log in to Billit.

    pip install 'billit-async[aiohttp]'
    python examples/apps/aiohttp_app.py             # then open http://127.0.0.1:8000/

Without BILLIT_CLIENT_ID it starts an emulator beside itself, so that it runs with no account.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import os
import secrets

from aiohttp import web

from billit_async import OAuth2
from billit_async.emulator import Emulator
from billit_async.fields import OrderFields
from billit_async.integrations.aiohttp import BillitAiohttp

PORT = int(os.environ.get("PORT", "8000"))
REDIRECT_URI = f"http://127.0.0.1:{PORT}/callback"


def make_app(oauth: OAuth2, secret: str) -> web.Application:
    billit = BillitAiohttp(oauth, secret=secret)
    app = web.Application()
    billit.install(app)

    async def companies(request: web.Request) -> web.Response:
        account = await (await billit.session(request)).account.information()
        rows = "".join(
            f'<li><a href="/companies/{company.party_id}/unpaid">{html.escape(company.name or "")}</a></li>'
            for company in account.companies or []
        )
        page = f'<!doctype html><html lang="en"><title>Companies</title><h1>Companies</h1><ul>{rows}</ul></html>'
        return web.Response(text=page, content_type="text/html")

    async def unpaid(request: web.Request) -> web.Response:
        company = await billit.company(request)
        newest = company.orders.list(OrderFields.paid.is_(False), order_by=OrderFields.order_date.desc(), top=10)
        return web.json_response(
            [{"number": order.order_number, "total": str(order.total_incl)} async for order in newest]
        )

    app.router.add_get("/", companies)
    app.router.add_get("/companies/{party_id}/unpaid", unpaid)
    return app


async def main() -> None:
    async with contextlib.AsyncExitStack() as stack:
        if os.environ.get("BILLIT_CLIENT_ID"):
            oauth = OAuth2.from_env()
        else:
            emulator = await stack.enter_async_context(Emulator(orders=200, companies=2, redirect_uris=[REDIRECT_URI]))
            oauth = OAuth2(emulator.client_id, emulator.client_secret, REDIRECT_URI, base_url=emulator.url)
        runner = web.AppRunner(make_app(oauth, os.environ.get("APP_SECRET") or secrets.token_urlsafe(32)))
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", PORT).start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    print(f"open http://127.0.0.1:{PORT}/", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main())
