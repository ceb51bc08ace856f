"""A FastAPI backend whose users log in to Billit; each browser works with the grant that its own user gave.

    pip install 'billit-async[fastapi]' uvicorn
    export BILLIT_COOKIE_SECRET=$(python -c 'import secrets; print(secrets.token_urlsafe(32))')   # once; keep it
    python examples/apps/fastapi_app.py             # then open http://127.0.0.1:8000/

Without BILLIT_CLIENT_ID it starts an emulator beside itself, so that it runs with no account. With
BILLIT_WEBHOOK_SECRETS it receives webhooks at /billit/webhook.

There is no `from __future__ import annotations` here: FastAPI must see the dependencies that the annotations hold.
"""

import asyncio
import contextlib
import html
import os
from typing import Annotated

import uvicorn
from fastapi import Depends, FastAPI, Response
from fastapi.responses import HTMLResponse

from billit_async import BillitSession, FileTokenStore, OAuth2
from billit_async.emulator import Emulator
from billit_async.fields import OrderFields
from billit_async.integrations.fastapi import BillitFastAPI
from billit_async.integrations.webhook_receiver import WebhookReceiver
from billit_async.webhooks import MessageEvent

PORT = int(os.environ.get("PORT", "8000"))
REDIRECT_URI = f"http://127.0.0.1:{PORT}/callback"
LOGOUT = '<form method="post" action="/billit/logout"><button>Log out</button></form>'


def make_app(oauth: OAuth2, secret: str | None = None, webhooks: WebhookReceiver | None = None) -> FastAPI:
    billit = BillitFastAPI(oauth, secret=secret, webhooks=webhooks)  # without a secret: BILLIT_COOKIE_SECRET
    app = FastAPI(title="Unpaid invoices", lifespan=billit.lifespan)
    billit.install(app)

    @app.get("/", response_class=HTMLResponse)
    async def companies(response: Response, session: Annotated[BillitSession, Depends(billit.session)]) -> str:
        account = await session.account.information()
        rows = "".join(
            f'<li><a href="/companies/{company.party_id}/unpaid">{html.escape(company.name or "")}</a></li>'
            for company in account.companies or []
        )
        response.headers["Cache-Control"] = "no-store"
        return f'<!doctype html><html lang="en"><title>Companies</title><h1>Companies</h1><ul>{rows}</ul>{LOGOUT}'

    @app.get("/companies/{party_id}/unpaid")
    async def unpaid(company: Annotated[BillitSession, Depends(billit.company)]) -> list[dict[str, int | str | None]]:
        newest = company.orders.list(OrderFields.paid.is_(False), order_by=OrderFields.order_date.desc(), top=10)
        return [
            {"id": order.order_id, "number": order.order_number, "total": str(order.total_incl)}
            async for order in newest
        ]

    @app.post("/companies/{party_id}/orders/{order_id}/send")
    async def send(order_id: int, company: Annotated[BillitSession, Depends(billit.company)]) -> dict[str, bool]:
        await company.orders.send([order_id], "Peppol")
        return {"sent": True}

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
        app = make_app(oauth, webhooks=make_receiver())
        print(f"open http://127.0.0.1:{PORT}/", flush=True)
        await uvicorn.Server(uvicorn.Config(app, port=PORT, log_level="warning")).serve()


if __name__ == "__main__":
    asyncio.run(main())
