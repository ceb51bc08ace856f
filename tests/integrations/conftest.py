"""Each framework's example application, served over real HTTP, with an emulator behind it."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import web

from billit_async import OAuth2
from billit_async.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from types import ModuleType

    from billit_async import TokenStore

APPS = Path(__file__).resolve().parents[2] / "examples" / "apps"
SECRET = "a secret of more than sixteen characters"


def example(name: str) -> ModuleType:
    """Load an example application as a module."""
    spec = importlib.util.spec_from_file_location(name, APPS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextlib.asynccontextmanager
async def served(app: Any, port: int, *, root_path: str = "") -> AsyncIterator[str]:
    """Serve an application of either framework."""
    if isinstance(app, web.Application):
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{port}"
        await runner.cleanup()
        return
    uvicorn = pytest.importorskip("uvicorn", reason="needs the Python package uvicorn")
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", ws="none", root_path=root_path))
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  (uvicorn has no event for it)
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await task


@pytest.fixture(params=["aiohttp", "fastapi"])
def framework(request: pytest.FixtureRequest) -> str:
    """The framework under test."""
    pytest.importorskip(request.param, reason=f"needs the Python package {request.param}")
    return str(request.param)


@pytest.fixture
async def emu(unused_tcp_port: int) -> AsyncIterator[Emulator]:
    """An emulator that knows the application."""
    redirect_uri = f"http://127.0.0.1:{unused_tcp_port}/callback"
    async with Emulator(seed=7, orders=60, companies=2, redirect_uris=[redirect_uri]) as running:
        yield running


@pytest.fixture
def oauth(emu: Emulator) -> OAuth2:
    """The application's OAuth2."""
    return OAuth2(emu.client_id, emu.client_secret, emu.redirect_uri, base_url=emu.url)


@pytest.fixture
def make_app(framework: str) -> Callable[..., Any]:
    """Make the example application of the framework."""
    return example(f"{framework}_app").make_app  # type: ignore[no-any-return]


@pytest.fixture
async def site(make_app: Callable[..., Any], oauth: OAuth2, unused_tcp_port: int) -> AsyncIterator[str]:
    """The address of the running application."""
    async with served(make_app(oauth, SECRET), unused_tcp_port) as url:
        yield url


async def get(browser: aiohttp.ClientSession, url: str, *, method: str = "GET", **headers: str) -> tuple[int, Any, str]:
    """Make one request, and follow no redirect."""
    async with browser.request(method, url, headers=headers, allow_redirects=False) as response:
        return response.status, response.headers, await response.text()


@contextlib.asynccontextmanager
async def new_browser() -> AsyncIterator[aiohttp.ClientSession]:
    """Keeps cookies, also of an address."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield session


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    """A browser."""
    async with new_browser() as session:
        yield session


@pytest.fixture
async def other_browser() -> AsyncIterator[aiohttp.ClientSession]:
    """Another browser, of somebody else."""
    async with new_browser() as session:
        yield session


class TwoUsers:
    """Billit with two users who each see companies of their own: a proxy before two emulators.

    In a real browser the cookie `billit_user` says who sits before it.
    """

    def __init__(self, ann: Emulator, ben: Emulator, http: aiohttp.ClientSession) -> None:
        self.ann = ann
        self.ben = ben
        self.url = ""
        self.port = 0
        self._http = http
        self.calls: list[tuple[str, str]] = []
        self._of_token: dict[str, Emulator] = {}

    def oauth(self, store: TokenStore | None = None, redirect_uri: str = "") -> OAuth2:
        """The application, as a worker of it would make it."""
        redirect_uri = redirect_uri or self.ann.redirect_uri
        return OAuth2(self.ann.client_id, self.ann.client_secret, redirect_uri, base_url=self.url, store=store)

    def consent(self, user: Emulator, url: str) -> str:
        """Play one of them at the logon page."""
        return user.consent(url.replace(self.ann.client_id, user.client_id))

    def writes(self) -> list[str]:
        """Every path that something was written to, logins left out."""
        return [path for method, path in self.calls if method != "GET"]

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Pass a request on to the emulator that it is for."""
        body = await request.read()
        if request.path == "/OAuth2/token":
            for user in (self.ann, self.ben):
                given = body.decode().replace(self.ann.client_id, user.client_id)
                given = given.replace(self.ann.client_secret, user.client_secret)
                response = await self._pass(request, user, given.encode(), request.path_qs)
                if response.status == 200:
                    self._of_token[json.loads(response.body)["access_token"]] = user  # type: ignore[arg-type]
                    break
            return response
        if request.path.startswith("/Account/"):
            user = self.ben if request.cookies.get("billit_user") == "ben" else self.ann
            return await self._pass(request, user, body, request.path_qs.replace(self.ann.client_id, user.client_id))
        self.calls.append((request.method, request.path))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return await self._pass(request, self._of_token.get(token, self.ann), body, request.path_qs)

    async def _pass(self, request: web.BaseRequest, user: Emulator, body: bytes, path: str) -> web.Response:
        kept = {"Authorization", "Content-Type", "PartyID", "Accept", "Cookie", "Origin"}
        headers = {name: value for name, value in request.headers.items() if name in kept}
        async with self._http.request(
            request.method, user.url + path, data=body, headers=headers, allow_redirects=False
        ) as response:
            kept = {"Content-Type", "Location", "Content-Security-Policy"}
            headers = {name: value for name, value in response.headers.items() if name in kept}
            return web.Response(status=response.status, body=await response.read(), headers=headers)


@pytest.fixture
async def billit_users(unused_tcp_port: int) -> AsyncIterator[TwoUsers]:
    """Billit with two users."""
    uris = [f"http://127.0.0.1:{unused_tcp_port}/callback"]
    async with (
        Emulator(seed=7, orders=40, redirect_uris=uris) as ann,
        Emulator(seed=8, orders=40, redirect_uris=uris) as ben,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http,
    ):
        users = TwoUsers(ann, ben, http)
        runner = web.ServerRunner(web.Server(users.handle))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        users.port = unused_tcp_port
        users.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield users
        await runner.cleanup()
