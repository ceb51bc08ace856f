"""Many workers with one store: what one of them does counts for all of them, at once."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import (
    BillitSession,
    FileTokenStore,
    MemoryTokenStore,
    OAuth2,
    ReauthorisationRequired,
    RefreshPolicy,
    RevocationReason,
    SQLTokenStore,
    TokenStoreError,
)
from tests.auth.issuer import mine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from billit_async import Grant, TokenStore
    from tests.auth.issuer import Clock, Issuer

    Application = Callable[..., OAuth2]
    Login = Callable[..., Awaitable[Grant]]


@pytest.fixture(params=["memory", "file", "sqlite"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], TokenStore]:
    """Open the same store, as each worker does."""
    memory = MemoryTokenStore()

    def make() -> TokenStore:
        match request.param:
            case "memory":
                return memory
            case "file":
                return FileTokenStore(tmp_path / "tokens")
            case _:
                return SQLTokenStore(f"sqlite+aiosqlite:///{tmp_path}/grants.sqlite")

    return make


async def test_a_new_login_counts_for_every_worker_at_once(
    issuer: Issuer, application: Application, login: Login, stores: Any
) -> None:
    one, two = application(stores()), application(stores())
    await login(one)
    async with BillitSession(one, party_id=5) as here, BillitSession(two, party_id=5) as there:
        await there.orders.get(7)
        await login(one)
        new = await one.headers()
        await there.orders.get(7)
        assert issuer.requests[-1][1]["Authorization"] == new["Authorization"].reveal()
        await here.orders.get(7)
    assert issuer.refreshes == 0


async def test_a_grant_that_is_forgotten_is_used_by_no_worker_any_more(
    issuer: Issuer, application: Application, login: Login, stores: Any
) -> None:
    told: list[ReauthorisationRequired] = []
    one, two = application(stores()), application(stores(), on_reauthorisation=told.append)
    await login(one)
    async with BillitSession(two, party_id=5) as there:
        await there.orders.get(7)
        await one.grant().forget()
        asked = len(issuer.requests)
        for _ in range(2):
            with pytest.raises(ReauthorisationRequired) as caught:
                await there.orders.get(7)
            assert caught.value.reason is RevocationReason.NO_GRANT
        assert len(issuer.requests) == asked
        assert len(told) == 1
        await login(one)
        assert (await there.orders.get(7)).order_id == 7


async def test_a_401_that_another_workers_login_explains_costs_nothing(
    issuer: Issuer, application: Application, login: Login
) -> None:
    store = MemoryTokenStore()
    policy = RefreshPolicy(store_seconds=3_600)  # this worker does not look before each call
    one, two = application(store), application(store, refresh=policy)
    await login(one)
    async with BillitSession(two, party_id=5) as there:
        await there.orders.get(7)
        issuer.revoked = set(issuer.access_tokens.values())
        await login(one)
        assert (await there.orders.get(7)).order_id == 7
        # The same where the 401 says nothing, and the token is too young to be doubted.
        issuer.access_tokens.clear()
        issuer.silent = True
        await login(one)
        assert (await there.orders.get(7)).order_id == 7
    assert issuer.refreshes == 0


async def test_the_store_is_looked_at_as_often_as_is_asked(
    application: Application, login: Login, clock: Clock
) -> None:
    class Counting(MemoryTokenStore):
        loads = 0

        async def load(self, name: str) -> Any:
            self.loads += 1
            return await super().load(name)

    for seconds, expected in ((0, 10), (60, 1)):
        store = Counting()
        oauth = application(store, refresh=RefreshPolicy(store_seconds=seconds))
        await login(oauth)
        await oauth.headers()
        before = store.loads
        clock.pass_(60)
        for _ in range(10):
            await oauth.headers()
        assert store.loads - before == expected


async def test_calls_at_once_share_one_look(application: Application, login: Login, tmp_path: Path) -> None:
    class Counting(FileTokenStore):
        loads = 0

        async def load(self, name: str) -> Any:
            self.loads += 1
            return await super().load(name)

    store = Counting(tmp_path / "tokens")
    oauth = application(store)
    await login(oauth)
    before = store.loads
    await asyncio.gather(*[oauth.headers() for _ in range(50)])
    assert store.loads - before == 1


@pytest.mark.parametrize("kind", ["fails", "hangs"])
async def test_a_store_that_cannot_be_looked_at_stops_no_call_whose_token_is_good(
    application: Application, login: Login, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("billit_async.auth.grant._STORE_CHECK_SECONDS", 0.05)

    class Away(FileTokenStore):
        go_on: asyncio.Event | None = None

        async def load(self, name: str) -> Any:
            if self.go_on is not None:
                if kind == "fails":
                    raise TokenStoreError("away")
                await self.go_on.wait()
            return await super().load(name)

    store = Away(tmp_path / "tokens")
    oauth = application(store)
    await login(oauth)
    before = await oauth.headers()
    store.go_on = asyncio.Event()
    for _ in range(3):
        assert await oauth.headers() == before
    store.go_on.set()
    await oauth.settle()


class TestGrantsByName:
    def test_are_bounded(self, application: Application, issuer: Issuer) -> None:
        oauth = application(max_grants=10)
        for number in range(1_000):
            oauth.grant(f"user/{number}")
        gc.collect()
        assert len(oauth._grants) == 10
        assert len(oauth._known) == 10
        last = oauth.grant("user/999")
        assert oauth.grant("user/999") is last

    def test_are_dropped_by_when_they_were_asked_for_last(self, application: Application, issuer: Issuer) -> None:
        oauth = application(max_grants=2)
        for name in ("a", "b", "a", "c"):
            oauth.grant(name)
        assert list(oauth._grants) == ["a", "c"]

    async def test_stay_the_same_while_a_session_has_them(
        self, issuer: Issuer, application: Application, login: Login
    ) -> None:
        oauth = application(max_grants=1)
        held = await login(oauth, "held")
        async with BillitSession(held, party_id=5) as billit:
            for number in range(20):
                oauth.grant(f"user/{number}")
            gc.collect()
            assert oauth.grant("held") is held
            assert (await billit.orders.get(7)).order_id == 7

    async def test_are_not_dropped_while_they_have_something_in_hand(
        self, issuer: Issuer, application: Application, login: Login
    ) -> None:
        class Full(MemoryTokenStore):
            full = False

            async def compare_and_swap(self, name: str, expected: str | None, record: Any) -> str | None:
                if self.full and name.endswith(":busy"):
                    raise TokenStoreError("disk full")
                return await super().compare_and_swap(name, expected, record)

        store = Full()
        store.full = True
        oauth = application(store, max_grants=1)
        with pytest.raises(TokenStoreError):
            await login(oauth, "busy")
        for number in range(20):
            oauth.grant(f"user/{number}")
        gc.collect()
        assert list(oauth._grants) == ["busy", "user/19"]
        store.full = False
        await oauth.settle()
        assert await mine(store).load("busy") is not None
