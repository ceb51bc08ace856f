"""A lease in the hands of its holder: prolonged while it works, known when it is lost, given back whatever happens."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import pytest

from billit_async import MemoryTokenStore, TokenStoreError
from billit_async.auth.stores.held_lease import take_lease

if TYPE_CHECKING:
    from billit_async.auth.stores import Lease


class Beating(MemoryTokenStore):
    """A store that counts how often a lease is prolonged, and fails on demand."""

    def __init__(self) -> None:
        super().__init__()
        self.beats = 0
        self.failing = False

    async def prolong(self, lease: Lease) -> bool:
        if self.failing:
            raise TokenStoreError("away")
        self.beats += 1
        return await super().prolong(lease)

    async def until(self, beats: int) -> None:
        while self.beats < beats:  # noqa: ASYNC110  (counted in another task)
            await asyncio.sleep(0.01)


async def test_it_holds_for_many_of_its_lives_while_its_holder_works_and_is_free_afterwards() -> None:
    store = Beating()
    lease = await take_lease(store, "default", 0.5)
    assert lease
    lease.prolong_until_released(60)
    await store.until(10)  # more than three lives
    assert lease.is_held
    assert await store.acquire("default", 1) is None
    await lease.release()
    assert await store.acquire("default", 1)


async def test_it_is_prolonged_no_longer_than_it_may() -> None:
    store = Beating()
    lease = await take_lease(store, "default", 0.1)
    assert lease
    lease.prolong_until_released(0.05)
    while await store.acquire("default", 1) is None:  # noqa: ASYNC110  (it runs out)
        await asyncio.sleep(0.01)
    assert not lease.is_held
    await lease.release()


async def test_one_that_another_has_by_now_is_known_to_be_lost() -> None:
    store = Beating()
    lease = await take_lease(store, "default", 30)
    assert lease
    store._leases["default"] = ("another", store._leases["default"][1])
    assert lease.is_held  # as far as anybody can know
    lease._lease = lease._lease._replace(seconds=0.1)
    lease.prolong_until_released(60)
    await store.until(1)
    await asyncio.sleep(0)
    assert not lease.is_held
    await lease.release()
    assert store._leases["default"][0] == "another"


async def test_one_that_cannot_be_prolonged_for_a_moment_is_tried_again() -> None:
    store = Beating()
    store.failing = True
    lease = await take_lease(store, "default", 3)
    assert lease
    lease._lease = lease._lease._replace(seconds=0.1)
    lease.prolong_until_released(60)
    await asyncio.sleep(0.1)
    store.failing = False
    await store.until(1)
    await lease.release()


@pytest.mark.parametrize("alone", [False, True])
async def test_a_loop_that_ends_stops_it_only_when_nobody_waits_for_it(alone: bool) -> None:
    store = Beating()
    lease = await take_lease(store, "default", 0.1)
    assert lease
    lease.prolong_until_released(60)
    if alone:
        lease.keep_without_holder()
    await store.until(1)
    beats = lease._beats
    assert beats is not None
    beats.cancel()
    if alone:
        with contextlib.suppress(asyncio.CancelledError):
            await beats
        assert beats.done()
    else:
        await store.until(store.beats + 2)
    await lease.release()
