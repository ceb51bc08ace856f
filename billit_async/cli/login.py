"""`billit login`, `logout` and `whoami`: OAuth2 from a terminal."""

from __future__ import annotations

import asyncio
import contextlib
import getpass
import html
import json
import os
import sys
import time
import webbrowser
from typing import TYPE_CHECKING, Annotated, Final, Literal
from urllib.parse import urlsplit

from aiohttp import web
from cyclopts import Parameter, validators

from billit_async import BillitError, LoginRefused, OAuth2, Secret, SessionConfig, StateMismatch
from billit_async.cli.credentials import (
    REDIRECT_URI,
    Login,
    forget_login,
    open_store,
    read_login,
    session,
    write_login,
)
from billit_async.cli.network_options import NetworkOptions
from billit_async.cli.output import Failure, say, say_json, table, warn

if TYPE_CHECKING:
    from billit_async.models.account import AccountInformationParty

__all__ = ["login", "logout", "whoami"]

_LOOPBACK: Final = {"127.0.0.1", "localhost", "::1"}


async def login(
    *,
    client_id: Annotated[str | None, Parameter(env_var="BILLIT_CLIENT_ID", show_default=False)] = None,
    redirect_uri: Annotated[str, Parameter(env_var="BILLIT_REDIRECT_URI")] = REDIRECT_URI,
    store: Annotated[str, Parameter(env_var="BILLIT_TOKEN_STORE")] = "file",
    browser: bool = True,
    pkce: bool = True,
    timeout: Annotated[float, Parameter(validator=validators.Number(gt=0))] = 300.0,  # noqa: ASYNC109  (an option)
) -> None:
    """Log in to Billit with a browser, and keep the login for the other commands.

    Args:
        client_id: The OAuth client that Billit support gave you.
        redirect_uri: An address of this machine, registered for that client exactly as it is given here.
        store: Where the tokens are kept: file, file:FOLDER, keyring, or the address of a Redis or database.
        browser: Open the browser; without, the address is only printed.
        pkce: Bind the code to this command with a code challenge (PKCE).
        timeout: Seconds to wait for the login.
    """
    if not client_id:
        raise Failure(
            "no client id",
            hint="billit login --client-id ..., or BILLIT_CLIENT_ID; Billit support gives it",
            usage=True,
        )
    address = urlsplit(redirect_uri)
    if address.scheme != "http" or address.hostname not in _LOOPBACK:
        raise Failure(
            f"nobody would come back to this machine at {redirect_uri}",
            hint=f"register {REDIRECT_URI} with Billit support, and leave --redirect-uri out",
            usage=True,
        )
    place = SessionConfig.resolve()
    before: Login | None = None
    with contextlib.suppress(Failure):  # a damaged one is made anew
        before = await asyncio.to_thread(read_login)
    kept = Login(client_id, _client_secret(), redirect_uri, place.base_url, store)
    tokens = await asyncio.to_thread(open_store, store)
    oauth = OAuth2(
        client_id,
        kept.client_secret,
        redirect_uri,
        base_url=place.base_url,
        store=tokens,
        proxy=NetworkOptions.proxy,
        ca_file=NetworkOptions.ca_file,
        pkce=pkce,
    )
    try:
        companies = await _log_in(oauth, place.label, browser=browser, seconds=timeout)
        await asyncio.to_thread(write_login, kept)
    finally:
        await oauth.aclose()
    if before is not None and (before.client_id, before.base_url) != (kept.client_id, kept.base_url):
        await _forget(before)
    warn(f"Logged in to {place.label}. The companies that are open to you:")
    _show(companies)
    if os.environ.get("BILLIT_API_KEY", "").strip():
        warn("BILLIT_API_KEY is set and goes before this login: unset it to use the login.")


async def logout(*, local: Annotated[bool, Parameter(negative="")] = False) -> None:
    """Give the login back to Billit, and forget it here.

    Args:
        local: Forget it here only; Billit goes on listing the application as one with access.
    """
    kept = await asyncio.to_thread(read_login)
    if kept is None:
        warn("Nobody is logged in.")
        return
    oauth = await asyncio.to_thread(kept.oauth)
    try:
        if local:
            await oauth.grant().forget()
        else:
            await oauth.revoke()
    except BillitError as error:
        error.add_note("the login is kept; --local forgets it on this machine only")
        raise
    finally:
        await oauth.aclose()
    await asyncio.to_thread(forget_login)
    say("Logged out.")


async def whoami(*, output: Annotated[Literal["table", "json"], Parameter(name=["--output", "-o"])] = "table") -> None:
    """Show who the commands act for: by which credentials, where, and for which companies.

    Args:
        output: Lines and a table, or JSON.
    """
    by_key = bool(os.environ.get("BILLIT_API_KEY", "").strip())
    kept = None if by_key else await asyncio.to_thread(read_login)
    async with session() as billit:
        information = await billit.account.information()
        label = billit.config.label
    left = await _seconds_left(kept)
    companies = information.companies or []
    credentials = "API key (BILLIT_API_KEY)" if kept is None else f"login, tokens in {_place(kept.store)}"
    if output == "json":
        say_json(
            json.dumps(
                {
                    "email": information.email,
                    "environment": label,
                    "credentials": "api_key" if kept is None else "login",
                    "client_id": kept.client_id if kept else None,
                    "access_token_seconds_left": left,
                    "companies": [{"party_id": company.party_id, "name": company.name} for company in companies],
                },
                indent=2,
            )
        )
        return
    say(f"User:          {information.email or 'unnamed'}")
    say(f"Environment:   {label}")
    say(f"Credentials:   {credentials}")
    if kept is not None:
        say(f"OAuth client:  {kept.client_id}")
    if left is not None:
        say(f"Access token:  good for {left // 60} min; it renews itself")
    say()
    _show(companies)


async def _log_in(oauth: OAuth2, label: str, *, browser: bool, seconds: float) -> list[AccountInformationParty]:
    url, state = oauth.authorization_url()
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def come_back(request: web.Request) -> web.Response:
        try:
            await oauth.exchange(str(request.url), expected_state=state)
        except StateMismatch as error:
            # Anything on this machine can call us: only the response to our own login counts.
            return _page("Not this login", str(error), 400)
        except BillitError as error:
            if not done.done():
                done.set_exception(error)
            return _page("Not logged in", str(error), 400)
        if not done.done():
            done.set_result(None)
        return _page("Logged in", "You can close this page, and go back to the terminal.", 200)

    address = urlsplit(oauth.redirect_uri)
    app = web.Application()
    app.router.add_get(address.path or "/", come_back)
    runner = web.AppRunner(app, handle_signals=False)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, address.hostname, address.port or 80).start()
        except OSError as error:
            raise Failure(
                f"cannot wait at {oauth.redirect_uri}: {error.strerror}",
                hint="another program has the port: is another `billit login` waiting?",
            ) from None
        await _send_to(url, label, browser=browser)
        async with asyncio.timeout(seconds):
            await done
    except TimeoutError:
        raise Failure(f"nobody logged in within {seconds:g} s", hint="billit login starts again") from None
    except LoginRefused:
        raise Failure("access was refused on the logon page: nothing is kept") from None
    finally:
        await runner.cleanup()
    return await oauth.grant().companies()


async def _forget(before: Login) -> None:
    """Forget the tokens of the login that this one replaces, which no later logout would."""
    try:
        oauth = await asyncio.to_thread(before.oauth)
        try:
            await oauth.grant().forget()
        finally:
            await oauth.aclose()
    except (BillitError, Failure) as error:
        warn(f"The tokens of the earlier login are not forgotten: {error}")


async def _send_to(url: str, label: str, *, browser: bool) -> None:
    opened = False
    if browser:
        with contextlib.suppress(webbrowser.Error):
            opened = await asyncio.to_thread(webbrowser.open, url)
    warn(f"Log in to {label} in the browser." if opened else f"To log in to {label}, open this address in a browser:")
    say(url)
    warn("Waiting for you to come back; Ctrl-C stops.")


async def _seconds_left(kept: Login | None) -> int | None:
    if kept is None:
        return None
    oauth = await asyncio.to_thread(kept.oauth)
    try:
        stored = await oauth.store.load("default")
    finally:
        await oauth.aclose()
    return None if stored is None else max(0, int(stored.record.expires_at - time.time()))


def _client_secret() -> Secret:
    given = os.environ.get("BILLIT_CLIENT_SECRET", "").strip()
    if not given and sys.stdin.isatty():
        given = getpass.getpass("Client secret: ").strip()
    if not given:
        raise Failure(
            "no client secret",
            hint="set BILLIT_CLIENT_SECRET, or be asked in a terminal; an option would show in the process list",
            usage=True,
        )
    return Secret(given)


def _place(store: str) -> str:
    """Say where the tokens are, without the password of an address."""
    parts = urlsplit(store)
    return f"{parts.scheme}://{parts.hostname}" if parts.hostname else store


def _show(companies: list[AccountInformationParty]) -> None:
    table(
        ("PARTY ID", "NAME", "VAT NUMBER"),
        [(str(company.party_id), company.name or "", company.vat_number or "") for company in companies],
        numbers=("PARTY ID",),
    )


def _page(title: str, text: str, status: int) -> web.Response:
    body = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        '<meta name="viewport" content="width=device-width"><style>body{font:18px/1.5 system-ui,sans-serif;'
        "max-width:32em;margin:3em auto;padding:0 1em;color:#1a1a1a;background:#fff}</style></head>"
        f"<body><main><h1>{html.escape(title)}</h1><p>{html.escape(text)}</p></main></body></html>"
    )
    return web.Response(text=body, status=status, content_type="text/html", headers={"Cache-Control": "no-store"})
