"""The applications behind a proxy that takes a prefix off, as the browser meets them: at the proxy."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import web

from billit_async import OAuth2
from billit_async.emulator import Emulator
from tests.integrations.conftest import SECRET, get, new_browser, served
from tests.integrations.test_frameworks import HTML, bare_app, integration
from tests.servers import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@contextlib.asynccontextmanager
async def stripping_proxy(port: int, site: str, prefix: str, *, tells: bool) -> AsyncIterator[str]:
    """Run a proxy that takes the prefix off, and says so in a header or does not."""

    async def forward(request: web.BaseRequest) -> web.Response:
        assert request.path.startswith(f"{prefix}/"), request.path
        kept = {"Cookie", "Accept", "Origin"}
        headers = {name: value for name, value in request.headers.items() if name in kept}
        if tells:
            headers["X-Forwarded-Prefix"] = prefix
        path = request.path_qs.removeprefix(prefix)
        async with http.request(
            request.method, site + path, data=await request.read(), headers=headers, allow_redirects=False
        ) as upstream:
            response = web.Response(status=upstream.status, body=await upstream.read())
            for name, value in upstream.headers.items():
                if name in {"Location", "Set-Cookie", "Content-Type"}:
                    response.headers.add(name, value)
            return response

    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        runner = web.ServerRunner(web.Server(forward))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{port}"
        await runner.cleanup()


@pytest.fixture(params=["root path", "forwarded prefix", "both"])
def way(request: pytest.FixtureRequest) -> str:
    """How the application learns of the prefix."""
    return str(request.param)


@pytest.fixture
async def public(framework: str, way: str) -> AsyncIterator[tuple[str, Emulator]]:
    """The address at the proxy, below /apps/tools, and the emulator."""
    prefix, port, inner = "/apps/tools", free_port(), free_port()
    redirect_uri = f"http://127.0.0.1:{port}{prefix}/oauth/back"
    settings: dict[str, Any] = {"trust_forwarded_prefix": True} if way != "root path" else {}
    root_path = prefix if way != "forwarded prefix" else ""
    if framework == "aiohttp" and root_path:
        settings["root_path"] = root_path
    async with Emulator(seed=7, orders=10, redirect_uris=[redirect_uri]) as emu:
        oauth = OAuth2(emu.client_id, emu.client_secret, redirect_uri, base_url=emu.url)
        billit = integration(framework)(oauth, secret=SECRET, callback_path="/oauth/back", **settings)
        async with (
            served(bare_app(framework, billit), inner, root_path=root_path) as site,
            stripping_proxy(port, site, prefix, tells=way != "root path") as url,
        ):
            yield url + prefix, emu


async def test_a_login_begins_ends_and_comes_back_below_the_prefix(
    browser: aiohttp.ClientSession, public: tuple[str, Emulator]
) -> None:
    url, emu = public
    host = url.removesuffix("/apps/tools")
    status, headers, _ = await get(browser, f"{url}/act?a=%26", **HTML)
    assert (status, headers["Location"]) == (303, "/apps/tools/billit/login?next=/apps/tools/act%3Fa%3D%2526")
    status, headers, _ = await get(browser, host + headers["Location"])
    assert status == 302
    callback = emu.consent(headers["Location"])
    assert callback.startswith(f"{url}/oauth/back?")
    status, headers, text = await get(browser, callback)
    assert (status, headers.get("Location")) == (303, "/apps/tools/act?a=%26"), text
    assert (await get(browser, host + headers["Location"], **HTML))[0] == 200
    # Without a place to go to it is the start of the application, and not of the host.
    status, headers, _ = await get(browser, f"{url}/billit/logout", method="POST", **HTML)
    assert (status, headers["Location"]) == (303, "/apps/tools/")
    status, _, text = await get(browser, f"{url}/act", method="POST")
    assert (status, json.loads(text)["login"]) == (401, "/apps/tools/billit/login?next=/apps/tools/")


@pytest.mark.parametrize("trusted", [False, True])
async def test_a_prefix_is_believed_only_where_the_application_was_told_to(
    framework: str, oauth: OAuth2, unused_tcp_port: int, *, trusted: bool
) -> None:
    billit = integration(framework)(oauth, secret=SECRET, trust_forwarded_prefix=trusted)
    async with served(bare_app(framework, billit), unused_tcp_port) as site, new_browser() as browser:
        _, headers, _ = await get(browser, f"{site}/act", **HTML, **{"X-Forwarded-Prefix": "/tools"})
        assert headers["Location"].startswith("/tools/billit/" if trusted else "/billit/")
        _, headers, _ = await get(browser, f"{site}/act", **HTML, **{"X-Forwarded-Prefix": "//evil.example"})
        assert headers["Location"].startswith("/billit/")


async def test_a_mounted_application_sends_to_its_own_login(
    framework: str, browser: aiohttp.ClientSession, unused_tcp_port: int
) -> None:
    redirect_uri = f"http://127.0.0.1:{unused_tcp_port}/tools/callback"
    async with Emulator(seed=7, orders=10, redirect_uris=[redirect_uri]) as emu:
        oauth = OAuth2(emu.client_id, emu.client_secret, redirect_uri, base_url=emu.url)
        billit = integration(framework)(oauth, secret=SECRET, callback_path="/callback")
        inner = bare_app(framework, billit)
        outer: Any
        if framework == "aiohttp":
            outer = web.Application()
            outer.add_subapp("/tools", inner)
        else:
            from fastapi import FastAPI

            outer = FastAPI(lifespan=billit.lifespan)
            outer.mount("/tools", inner)
        async with served(outer, unused_tcp_port) as site:
            status, headers, _ = await get(browser, f"{site}/tools/act", **HTML)
            assert (status, headers["Location"]) == (303, "/tools/billit/login?next=/tools/act")
            _, headers, _ = await get(browser, site + headers["Location"])
            status, headers, _ = await get(browser, emu.consent(headers["Location"]))
            assert (status, headers["Location"]) == (303, "/tools/act")
            assert (await get(browser, site + headers["Location"], **HTML))[0] == 200


async def test_the_root_path_of_a_fastapi_application_counts_too(
    oauth: OAuth2, browser: aiohttp.ClientSession, unused_tcp_port: int
) -> None:
    fastapi = pytest.importorskip("fastapi", reason="needs the Python package fastapi")
    billit = integration("fastapi")(oauth, secret=SECRET)
    app = fastapi.FastAPI(lifespan=billit.lifespan)
    app.root_path = "/tools"  # the argument of that name is deprecated
    billit.install(app)
    async with served(app, unused_tcp_port) as site:
        for path in ("/billit/logout", "/tools/billit/logout"):
            _, headers, _ = await get(browser, f"{site}{path}", method="POST", **HTML)
            assert headers["Location"] == "/tools/"


async def test_routes_below_a_prefix_of_the_router_are_found(
    oauth: OAuth2, browser: aiohttp.ClientSession, unused_tcp_port: int
) -> None:
    fastapi = pytest.importorskip("fastapi", reason="needs the Python package fastapi")
    billit = integration("fastapi")(oauth, secret=SECRET)
    app = fastapi.FastAPI(lifespan=billit.lifespan)
    app.include_router(billit.router(), prefix="/auth")
    async with served(app, unused_tcp_port) as site:
        status, _, text = await get(browser, f"{site}/auth/callback?state=x&code=y")
        assert (status, json.loads(text)["login"]) == (400, "/auth/billit/login")
