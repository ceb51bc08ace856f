"""What every token store promises, asked of each with the real thing behind it."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from typing import TYPE_CHECKING

import pytest

from billit_async import EncryptedTokenStore, MemoryTokenStore, TokenStore
from billit_async.auth.stores import ApplicationTokenStore, GrantStatus, Lease
from billit_async.auth.stores.held_lease import take_lease
from tests.stores.conftest import KINDS, record

if TYPE_CHECKING:
    from collections.abc import Callable

    Make = Callable[[str], TokenStore]

NAMES = [
    "default",
    "kunde/7",
    "../../etc/passwd",
    "..",
    ".",
    " ",
    "",
    "Default",
    "DEFAULT",
    "a:b",
    "a{b}c",
    "é ü 漢",
    "x" * 300,
    "x" * 1000,
    "line\nbreak",
    "nul\0byte",
    "%2e%2e",
    "CON",
]


async def test_is_a_token_store_and_shows_nothing(store: TokenStore) -> None:
    assert isinstance(store, TokenStore)
    await store.compare_and_swap("default", None, record())
    assert "access-1" not in repr(store)
    assert "sesam" not in repr(store)


async def test_knows_nothing_at_first(store: TokenStore) -> None:
    assert await store.load("default") is None
    await store.delete("default")


async def test_gives_back_what_it_was_given(store: TokenStore) -> None:
    full = record(
        status=GrantStatus.REVOKED,
        reason="revoked",
        exchange="0123456789abcdef",
        exchange_started_at=1_800_000_001.5,
        more={"later": {"field": [1, None, "é"]}},
    )
    version = await store.compare_and_swap("default", None, full)
    stored = await store.load("default")
    assert stored is not None
    assert stored == (full, version)
    assert stored.record.access_token.reveal() == "access-1"


async def test_swaps_only_the_version_that_is_expected(store: TokenStore) -> None:
    first = await store.compare_and_swap("default", None, record(1))
    assert first
    assert await store.compare_and_swap("default", None, record(2)) is None
    second = await store.compare_and_swap("default", first, record(2))
    assert second not in {None, first}
    assert await store.compare_and_swap("default", first, record(3)) is None
    stored = await store.load("default")
    assert stored == (record(2), second)


async def test_takes_no_version_of_a_grant_that_was_deleted_for_one_of_a_new_one(store: TokenStore) -> None:
    first = await store.compare_and_swap("default", None, record(1))
    await store.delete("default")
    assert await store.load("default") is None
    assert await store.compare_and_swap("default", first, record(2)) is None
    second = await store.compare_and_swap("default", None, record(1))
    assert second not in {None, first}
    assert await store.compare_and_swap("default", first, record(2)) is None


async def test_lets_one_of_twenty_win(store: TokenStore) -> None:
    first = await store.compare_and_swap("default", None, record(0))
    won = await asyncio.gather(*[store.compare_and_swap("default", first, record(n)) for n in range(1, 21)])
    winners = [(number, version) for number, version in enumerate(won, 1) if version]
    assert len(winners) == 1
    assert await store.load("default") == (record(winners[0][0]), winners[0][1])


async def test_lets_one_of_twenty_be_the_first(store: TokenStore) -> None:
    won = await asyncio.gather(*[store.compare_and_swap("default", None, record(n)) for n in range(20)])
    assert len([version for version in won if version]) == 1


async def test_keeps_any_name_apart_from_every_other(store: TokenStore) -> None:
    for number, name in enumerate(NAMES):
        assert await store.compare_and_swap(name, None, record(number)), name
    for number, name in enumerate(NAMES):
        stored = await store.load(name)
        assert stored is not None, name
        assert stored.record == record(number), name
    await store.delete("Default")
    assert await store.load("default") is not None


class TestALease:
    async def test_is_held_by_one(self, store: TokenStore) -> None:
        leases = await asyncio.gather(*[store.acquire("default", 30) for _ in range(20)])
        held = [lease for lease in leases if lease]
        assert len(held) == 1
        assert (held[0].name.endswith("default"), held[0].seconds) == (True, 30)
        await store.release(held[0])
        assert await store.acquire("default", 30) is not None

    async def test_is_of_one_grant(self, store: TokenStore) -> None:
        assert await store.acquire("a", 30)
        assert await store.acquire("b", 30)

    async def test_is_seen_by_another_process(self, kind: str, store: TokenStore, make_store: Make) -> None:
        other = make_store(kind)
        lease = await store.acquire("default", 30)
        assert lease
        assert await other.acquire("default", 30) is None
        await store.release(lease)
        assert await other.acquire("default", 30)

    async def test_runs_out_also_while_its_holder_lives(self, kind: str, store: TokenStore, make_store: Make) -> None:
        other = make_store(kind)
        first = await store.acquire("default", 0.2)
        assert first
        while (second := await other.acquire("default", 30)) is None:  # noqa: ASYNC110  (the lease ends by itself)
            await asyncio.sleep(0.05)
        # What the first does now is late, and changes nothing.
        await store.release(first)
        assert await store.acquire("default", 30) is None
        await other.release(second)
        assert await store.acquire("default", 30)

    async def test_holds_until_shortly_before_its_end(self, kind: str, store: TokenStore, make_store: Make) -> None:
        other = make_store(kind)
        await other.load("default")  # whatever has to be loaded or made is there before
        asked = time.monotonic()
        assert await store.acquire("default", 0.8)
        while await other.acquire("default", 30) is None:  # noqa: ASYNC110  (the lease ends by itself)
            await asyncio.sleep(0.01)
        # Never earlier; how much later depends on the machine.
        assert time.monotonic() - asked >= 0.79

    async def test_that_is_prolonged_holds_anew_from_then(self, kind: str, store: TokenStore, make_store: Make) -> None:
        other = make_store(kind)
        await other.load("default")
        lease = await store.acquire("default", 3)
        assert lease
        assert not await other.prolong(Lease("default", "nobody", 3))
        await asyncio.sleep(0.5)
        asked = time.monotonic()
        assert await store.prolong(lease)
        while await other.acquire("default", 30) is None:  # noqa: ASYNC110  (the lease ends by itself)
            await asyncio.sleep(0.01)
        assert time.monotonic() - asked >= 2.99

    async def test_that_ran_out_or_was_given_back_is_not_prolonged(
        self, kind: str, store: TokenStore, make_store: Make
    ) -> None:
        other = make_store(kind)
        first = await store.acquire("default", 0.2)
        assert first
        while (second := await other.acquire("default", 30)) is None:  # noqa: ASYNC110  (the lease ends by itself)
            await asyncio.sleep(0.05)
        assert not await store.prolong(first)
        assert await other.prolong(second)
        await other.release(second)
        assert not await other.prolong(second)
        third = await store.acquire("default", 0.05)
        assert third
        await asyncio.sleep(0.1)
        assert not await store.prolong(third)  # nobody took it, and it is over all the same

    async def test_that_is_given_back_while_its_holder_is_cancelled_is_given_back(
        self, kind: str, store: TokenStore
    ) -> None:
        for turns in range(6):
            lease = await take_lease(store, "default", 30)
            assert lease, f"{kind} after {turns - 1} turns"
            lease.prolong_until_released(60)
            task = asyncio.create_task(lease.release())
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            if turns == 0:
                await lease.release()  # it never began

    async def test_that_nobody_gave_is_not_taken_back(self, store: TokenStore) -> None:
        await store.release(Lease("default", "nobody", 1.0))
        assert await store.acquire("default", 30)
        await store.release(Lease("default", "nobody", 1.0))
        assert await store.acquire("default", 30) is None

    async def test_survives_what_is_written_and_deleted_under_it(self, store: TokenStore) -> None:
        lease = await store.acquire("default", 30)
        assert lease
        await store.compare_and_swap("default", None, record())
        await store.delete("default")
        assert await store.acquire("default", 30) is None
        await store.release(lease)

    # The documented one is as short as the protocol permits: there the lease stays taken until it runs out.
    @pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "documented"])
    async def test_is_not_left_with_a_caller_that_was_cancelled(self, kind: str, store: TokenStore) -> None:
        # Whatever has to be loaded or made is there before.
        warm = await store.acquire("default", 30)
        assert warm
        await store.release(warm)
        for turns in range(6):
            task = asyncio.create_task(store.acquire("default", 30))
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                lease = await task
                if lease is not None:
                    await store.release(lease)
            for _ in range(200):
                lease = await store.acquire("default", 30)
                if lease is not None:
                    break
                await asyncio.sleep(0.01)
            assert lease is not None, f"{kind} after {turns} turns"
            await store.release(lease)


async def test_serves_event_loops_in_other_threads(store: TokenStore) -> None:
    version = await store.compare_and_swap("default", None, record(0))
    won: list[str] = []

    def work(number: int) -> None:
        async def swap() -> None:
            stored = await store.load("default")
            assert stored is not None
            if new := await store.compare_and_swap("default", version, record(number)):
                won.append(new)
            lease = await store.acquire(f"lease {number}", 5)
            assert lease
            await store.release(lease)
            await store.aclose()

        asyncio.run(swap())

    threads = [threading.Thread(target=work, args=(number,)) for number in (1, 2, 3)]
    for thread in threads:
        thread.start()
    await asyncio.to_thread(lambda: [thread.join() for thread in threads])
    assert len(won) == 1


async def test_goes_on_after_it_was_closed(store: TokenStore, kind: str) -> None:
    await store.compare_and_swap("default", None, record())
    await store.aclose()
    await store.aclose()
    assert await store.load("default") is not None


@pytest.mark.parametrize("kind", ["file", "redis", "sqlite", "postgresql", "keyring", "encrypted"])
async def test_two_processes_see_each_others_grants(kind: str, make_store: Make) -> None:
    one, two = make_store(kind), make_store(kind)
    first = await one.compare_and_swap("default", None, record(1))
    assert await two.load("default") == (record(1), first)
    second = await two.compare_and_swap("default", first, record(2))
    assert await one.compare_and_swap("default", first, record(3)) is None
    assert await one.load("default") == (record(2), second)


class TestApplications:
    """Several applications on one store: ``ours`` and ``theirs`` by client id, ``elsewhere`` by environment."""

    @pytest.fixture
    def ours(self, store: TokenStore) -> ApplicationTokenStore:
        return ApplicationTokenStore(store, "client-1", "https://api.sandbox.billit.be")

    @pytest.fixture
    def theirs(self, ours: ApplicationTokenStore) -> ApplicationTokenStore:
        return ApplicationTokenStore(ours, "client-2", "https://api.sandbox.billit.be")

    @pytest.fixture
    def elsewhere(self, store: TokenStore) -> ApplicationTokenStore:
        return ApplicationTokenStore(store, "client-1", "https://api.billit.be")

    async def test_never_see_each_others_grants_and_leases(
        self, ours: ApplicationTokenStore, theirs: ApplicationTokenStore, elsewhere: ApplicationTokenStore
    ) -> None:
        for number, one in enumerate((ours, theirs, elsewhere)):
            assert await one.load("default") is None
            assert await one.compare_and_swap("default", None, record(number))
        leases = [await one.acquire("default", 30) for one in (ours, theirs, elsewhere)]
        assert all(leases)
        assert leases[0]
        await ours.release(leases[0])
        assert await theirs.acquire("default", 30) is None
        await ours.delete("default")
        assert await ours.load("default") is None
        for number, one in ((1, theirs), (2, elsewhere)):
            stored = await one.load("default")
            assert stored
            assert stored.record == record(number)

    async def test_take_over_the_record_of_an_earlier_release_that_names_them(
        self, store: TokenStore, ours: ApplicationTokenStore, theirs: ApplicationTokenStore
    ) -> None:
        await store.compare_and_swap("default", None, record(1))
        assert await theirs.load("default") is None
        await theirs.delete("default")
        assert await store.load("default") is not None
        found = await asyncio.gather(*[ours.load("default") for _ in range(5)])
        assert [one and one.record for one in found] == [record(1)] * 5
        assert await store.load("default") is None
        assert await ours.compare_and_swap("default", None, record(2)) is None

    async def test_forget_an_old_record_for_good_also_after_a_crash_while_it_was_moved(
        self, store: TokenStore, ours: ApplicationTokenStore
    ) -> None:
        await store.compare_and_swap("default", None, record(1))
        await store.compare_and_swap(ours.key("default"), None, record(2))
        stored = await ours.load("default")
        assert stored
        assert stored.record == record(2)
        await ours.delete("default")
        assert await ours.load("default") is None
        assert await store.load("default") is None

    async def test_wait_for_a_worker_of_the_earlier_release_that_is_exchanging(
        self, store: TokenStore, ours: ApplicationTokenStore
    ) -> None:
        version = await store.compare_and_swap("default", None, record(1))
        lease = await store.acquire("default", 30)
        assert lease
        waiting = asyncio.create_task(ours.load("default"))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        assert await store.compare_and_swap("default", version, record(2))
        await store.release(lease)
        stored = await waiting
        assert stored
        assert stored.record == record(2)

    async def test_leave_a_record_that_names_no_client(
        self, store: TokenStore, ours: ApplicationTokenStore, caplog: pytest.LogCaptureFixture
    ) -> None:
        await store.compare_and_swap("default", None, record(1, client_id=""))
        for _ in range(2):
            assert await ours.load("default") is None
        await ours.delete("default")
        assert await store.load("default") is not None
        assert caplog.text.count("names no OAuth client") == 1


async def test_an_old_record_under_the_keys_of_another_application_is_not_opened() -> None:
    inner = MemoryTokenStore()
    first, second = (EncryptedTokenStore(inner, EncryptedTokenStore.generate_key()) for _ in range(2))
    await first.compare_and_swap("default", None, record(1))
    base_url = "https://api.sandbox.billit.be"
    assert await ApplicationTokenStore(second, "client-2", base_url).load("default") is None
    stored = await ApplicationTokenStore(first, "client-1", base_url).load("default")
    assert stored
    assert stored.record == record(1)
