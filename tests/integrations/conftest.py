"""Each framework's example application, served over real HTTP, with an emulator behind it."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from billit_async import OAuth2
from billit_async.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from types import ModuleType

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
async def served(app: Any, port: int) -> AsyncIterator[str]:
    """Serve an application of either framework."""
    if isinstance(app, web.Application):
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{port}"
        await runner.cleanup()
        return
    uvicorn = pytest.importorskip("uvicorn", reason="needs the Python package uvicorn")
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", ws="none"))
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
