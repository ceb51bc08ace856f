"""What the tests of grants share."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp.test_utils import TestServer

from billit_async import MemoryTokenStore, OAuth2
from tests.auth.issuer import CLIENT, REDIRECT, SECRET, Clock, Issuer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable


@pytest.fixture
async def issuer() -> AsyncIterator[Issuer]:
    """A running issuer."""
    made = Issuer()
    async with TestServer(made.application()) as server:
        made.url = Issuer.running = str(server.make_url("/")).rstrip("/")
        yield made
        made.go_on.set()


@pytest.fixture
def application(issuer: Issuer) -> Callable[..., OAuth2]:
    """Make an OAuth2 of the issuer; each stands for a process when they share a store."""

    def make(store: Any = None, **options: Any) -> OAuth2:
        return OAuth2(CLIENT, SECRET, REDIRECT, base_url=issuer.url, store=store or MemoryTokenStore(), **options)

    return make


@pytest.fixture
def login(issuer: Issuer) -> Callable[..., Awaitable[Any]]:
    """Log a user in, and return the grant."""

    async def work(oauth: OAuth2, name: str = "default") -> Any:
        state = oauth.authorization_url().state
        grant = await oauth.exchange(issuer.callback(state), expected_state=state, name=name)
        issuer.reached.clear()
        return grant

    return work


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clocks by which grants age; leases and waits keep the real ones."""
    made = Clock()
    for module in ("grant", "token_cache", "first_pair"):
        monkeypatch.setattr(f"billit_async.auth.{module}.time", made)
    monkeypatch.setattr("billit_async.auth.rotation.time", SimpleNamespace(time=made.time, monotonic=time.monotonic))
    return made
