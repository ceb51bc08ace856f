"""An aiohttp backend whose users log in to Billit; each browser works with the grant that its own user gave.

    pip install 'billit-async[aiohttp]'
    export BILLIT_COOKIE_SECRET=$(python -c 'import secrets; print(secrets.token_urlsafe(32))')   # once; keep it
    python examples/apps/aiohttp_app.py             # then open http://127.0.0.1:8000/

Without BILLIT_CLIENT_ID it starts an emulator beside itself, so that it runs with no account. With
BILLIT_WEBHOOK_SECRETS it receives webhooks at /billit/webhook.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import os

from aiohttp import web

from billit_async import FileTokenStore, OAuth2
from billit_async.emulator import Emulator
from billit_async.fields import OrderFields
from billit_async.integrations.aiohttp import BillitAiohttp
from billit_async.integrations.webhook_receiver import WebhookReceiver
from billit_async.webhooks import MessageEvent

PORT = int(os.environ.get("PORT", "8000"))
REDIRECT_URI = f"http://127.0.0.1:{PORT}/callback"
LOGOUT = '<form method="post" action="/billit/logout"><button>Log out</button></form>'


def make_app(oauth: OAuth2, secret: str | None = None, webhooks: WebhookReceiver | None = None) -> web.Application:
    billit = BillitAiohttp(oauth, secret=secret, webhooks=webhooks)  # without a secret: BILLIT_COOKIE_SECRET
    app = web.Application()
    billit.install(app)

    async def companies(request: web.Request) -> web.Response:
        account = await (await billit.session(request)).account.information()
        rows = "".join(
            f'<li><a href="/companies/{company.party_id}/unpaid">{html.escape(company.name or "")}</a></li>'
            for company in account.companies or []
        )
        page = f'<!doctype html><html lang="en"><title>Companies</title><h1>Companies</h1><ul>{rows}</ul>{LOGOUT}'
        return web.Response(text=page, content_type="text/html", headers={"Cache-Control": "no-store"})

    async def unpaid(request: web.Request) -> web.Response:
        company = await billit.company(request)
        newest = company.orders.list(OrderFields.paid.is_(False), order_by=OrderFields.order_date.desc(), top=10)
        return web.json_response(
            [
                {"id": order.order_id, "number": order.order_number, "total": str(order.total_incl)}
                async for order in newest
            ]
        )

    async def send(request: web.Request) -> web.Response:
        company = await billit.company(request)
        await company.orders.send([int(request.match_info["order_id"])], "Peppol")
        return web.json_response({"sent": True})

    app.router.add_get("/", companies)
    app.router.add_get("/companies/{party_id}/unpaid", unpaid)
    app.router.add_post(r"/companies/{party_id}/orders/{order_id:\d{1,18}}/send", send)
    return app


def make_receiver() -> WebhookReceiver | None:
    if not os.environ.get("BILLIT_WEBHOOK_SECRETS"):
        return None
    receiver = WebhookReceiver()

    @receiver.on(MessageEvent)
    async def told(event: MessageEvent) -> None:
        print(f"order {event.order_id}: {event.flow_state}", flush=True)

    return receiver


async def main() -> None:
    async with contextlib.AsyncExitStack() as stack:
        if os.environ.get("BILLIT_CLIENT_ID"):
            oauth = OAuth2.from_env(store=FileTokenStore("billit.tokens"))
        else:
            emulator = await stack.enter_async_context(Emulator(orders=200, companies=2, redirect_uris=[REDIRECT_URI]))
            oauth = OAuth2(emulator.client_id, emulator.client_secret, REDIRECT_URI, base_url=emulator.url)
        runner = web.AppRunner(make_app(oauth, webhooks=make_receiver()))
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", PORT).start()
        print(f"open http://127.0.0.1:{PORT}/", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main())
