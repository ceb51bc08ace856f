"""A FastAPI backend whose users log in to Billit.

    pip install 'billit-async[fastapi]' uvicorn
    python examples/apps/fastapi_app.py             # then open http://127.0.0.1:8000/

Without BILLIT_CLIENT_ID it starts an emulator beside itself, so that it runs with no account.

There is no `from __future__ import annotations` here: FastAPI must see the dependencies that the annotations hold.
"""

import asyncio
import contextlib
import html
import os
import secrets
from typing import Annotated

import uvicorn
from fastapi import Depends, FastAPI
from fastapi.responses import HTMLResponse

from billit_async import BillitSession, OAuth2
from billit_async.emulator import Emulator
from billit_async.fields import OrderFields
from billit_async.integrations.fastapi import BillitFastAPI

PORT = int(os.environ.get("PORT", "8000"))
REDIRECT_URI = f"http://127.0.0.1:{PORT}/callback"


def make_app(oauth: OAuth2, secret: str) -> FastAPI:
    billit = BillitFastAPI(oauth, secret=secret)
    app = FastAPI(title="Unpaid invoices", lifespan=billit.lifespan)
    billit.install(app)

    @app.get("/", response_class=HTMLResponse)
    async def companies(session: Annotated[BillitSession, Depends(billit.session)]) -> str:
        account = await session.account.information()
        rows = "".join(
            f'<li><a href="/companies/{company.party_id}/unpaid">{html.escape(company.name or "")}</a></li>'
            for company in account.companies or []
        )
        return f'<!doctype html><html lang="en"><title>Companies</title><h1>Companies</h1><ul>{rows}</ul></html>'

    @app.get("/companies/{party_id}/unpaid")
    async def unpaid(company: Annotated[BillitSession, Depends(billit.company)]) -> list[dict[str, str | None]]:
        newest = company.orders.list(OrderFields.paid.is_(False), order_by=OrderFields.order_date.desc(), top=10)
        return [{"number": order.order_number, "total": str(order.total_incl)} async for order in newest]

    return app


async def main() -> None:
    async with contextlib.AsyncExitStack() as stack:
        if os.environ.get("BILLIT_CLIENT_ID"):
            oauth = OAuth2.from_env()
        else:
            emulator = await stack.enter_async_context(Emulator(orders=200, companies=2, redirect_uris=[REDIRECT_URI]))
            oauth = OAuth2(emulator.client_id, emulator.client_secret, REDIRECT_URI, base_url=emulator.url)
        app = make_app(oauth, os.environ.get("APP_SECRET") or secrets.token_urlsafe(32))
        await uvicorn.Server(uvicorn.Config(app, port=PORT, log_level="warning")).serve()


if __name__ == "__main__":
    print(f"open http://127.0.0.1:{PORT}/", flush=True)
    asyncio.run(main())
