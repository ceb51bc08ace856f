"""What happens between two steps of a renewal."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from billit_async import MemoryTokenStore, Secret, TokenExpired
from billit_async._runtime.uncancelled import run_uncancelled
from billit_async.auth.freshness import cached_token
from tests.auth.issuer import mine

if TYPE_CHECKING:
    from billit_async.auth.stores import Lease
    from tests.auth.issuer import Issuer


def with_pair(record: Any, pair: dict[str, Any]) -> Any:
    tokens = {name: Secret(pair[name]) for name in ("access_token", "refresh_token")}
    return attrs.evolve(record, exchange="", **tokens)


async def test_who_gets_the_lease_late_finds_what_another_has_stored(
    issuer: Issuer, application: Any, login: Any
) -> None:
    class Late(MemoryTokenStore):
        other: Any = None

        async def acquire(self, name: str, seconds: float) -> Lease | None:
            if self.other is not None:
                other, self.other = self.other, None
                await other()
            return await super().acquire(name, seconds)

    store = Late()
    oauth = application(store)
    grant = await login(oauth)

    async def renew_elsewhere() -> None:
        stored = await mine(store).load("default")
        assert stored is not None
        new = with_pair(stored.record, issuer.pair(1))
        await mine(store).compare_and_swap("default", stored.version, new)

    store.other = renew_elsewhere
    asked = len(issuer.asked())
    old = await grant.headers()
    assert await grant.refused(TokenExpired(), old)
    assert await grant.headers() != old
    assert len(issuer.asked()) == asked


async def test_who_is_refused_reads_the_store_again_before_giving_up(
    issuer: Issuer, application: Any, login: Any
) -> None:
    store = MemoryTokenStore()
    grant = await login(application(store))
    old = await grant.headers()
    issuer.faults = ["wait before"]
    renewal = asyncio.create_task(grant.refused(TokenExpired(), old))
    await issuer.reached.wait()
    # Another, that keeps no lease, is faster: it has used the token, and stores what it got.
    stored = await mine(store).load("default")
    assert stored is not None
    issuer.refresh_tokens.pop(stored.record.refresh_token.reveal())
    new = with_pair(stored.record, issuer.pair(1))
    assert await mine(store).compare_and_swap("default", stored.version, new)
    issuer.go_on.set()
    assert await renewal
    assert (await grant.headers())["Authorization"].reveal() == f"Bearer {new.access_token.reveal()}"


async def test_a_cancellation_comes_up_behind_the_step_that_insists() -> None:
    began, go_on = asyncio.Event(), asyncio.Event()
    told: list[str] = []

    async def step() -> str:
        began.set()
        await go_on.wait()
        return "done"

    async def work() -> None:
        told.append(await run_uncancelled(step))
        await asyncio.sleep(0)
        told.append("went on as if nothing had been")

    task = asyncio.create_task(work())
    await began.wait()
    task.cancel()
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert told == ["done"]


async def test_a_clock_that_was_set_back_makes_no_token_live_longer(application: Any, login: Any) -> None:
    store = MemoryTokenStore()
    await login(application(store))
    stored = await mine(store).load("default")
    assert stored is not None
    record = stored.record
    taken = cached_token(record, "v", wall=record.obtained_at - 86_400, monotonic=1_000.0)
    assert (taken.ends, taken.lifetime) == (1_000.0 + 3600, 3600)
