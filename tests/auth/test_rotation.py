"""Rotation: one exchange at a time, stored before it is used, lost by nothing that can be survived."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from billit_async import (
    AccessRevoked,
    BillitSession,
    ConfigurationError,
    MemoryTokenStore,
    NoAccess,
    OutcomeUnknown,
    ReauthorisationRequired,
    RefreshPolicy,
    RefreshWindows,
    RetryPolicy,
    RevocationReason,
    TokenExpired,
    TokenServiceUnavailable,
    TokenStoreError,
    Unauthorized,
)
from billit_async.auth.stores import GrantStatus, Lease, fingerprint
from tests.auth.issuer import mine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from billit_async import Grant, OAuth2
    from billit_async.auth.stores import GrantRecord, Stored
    from tests.auth.issuer import Clock, Issuer

    Application = Callable[..., OAuth2]
    Login = Callable[..., Awaitable[Grant]]

HOUR = 3600.0
PATIENT = RetryPolicy.never()


class Store(MemoryTokenStore):
    """A store that fails on demand, and notes what is done to it."""

    def __init__(self) -> None:
        super().__init__()
        self.failing: set[str] = set()
        self.writes: list[GrantRecord] = []
        self.prolonged: list[str] = []
        self.before_write: Callable[[GrantRecord], Awaitable[None]] | None = None

    def _fail(self, operation: str) -> None:
        if operation in self.failing:
            raise TokenStoreError(f"{operation}: disk full")

    async def load(self, name: str) -> Stored | None:
        self._fail("load")
        return await super().load(name)

    async def compare_and_swap(self, name: str, expected: str | None, record: GrantRecord) -> str | None:
        if self.before_write is not None:
            await self.before_write(record)
        self._fail("write")
        version = await super().compare_and_swap(name, expected, record)
        if version is not None:
            self.writes.append(record)
        return version

    async def acquire(self, name: str, seconds: float) -> Lease | None:
        self._fail("acquire")
        return await super().acquire(name, seconds)

    async def prolong(self, lease: Lease) -> bool:
        self._fail("prolong")
        done = await super().prolong(lease)
        self.prolonged.append("in time" if done else "too late")
        return done

    async def release(self, lease: Lease) -> None:
        self._fail("release")
        await super().release(lease)

    async def record(self, name: str = "default") -> GrantRecord:
        stored = await super().load(mine(self).key(name))
        assert stored is not None
        return stored.record


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
async def grant(application: Application, login: Login, store: Store, clock: Clock) -> Grant:
    """A grant whose access token is an hour and a second old."""
    made = await login(application(store))
    clock.pass_(HOUR + 1)
    return made


def bearer(headers: Any) -> str:
    return str(headers["Authorization"].reveal().removeprefix("Bearer "))


class TestFreshness:
    @pytest.mark.parametrize(
        ("left", "lifetime", "need"),
        [
            (3600, 3600, "NOTHING"),
            (301, 3600, "NOTHING"),
            (300, 3600, "SOON"),
            (31, 3600, "SOON"),
            (30, 3600, "NOW"),
            (-5, 3600, "NOW"),
            (1.1, 2, "NOTHING"),
            (1.0, 2, "SOON"),
            (0.5, 2, "NOW"),
        ],
    )
    def test_has_two_windows_that_shrink_with_the_life_of_the_token(
        self, left: float, lifetime: float, need: str
    ) -> None:
        assert RefreshWindows().need(left, lifetime).name == need

    @pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), True, "5"])
    def test_takes_seconds_only(self, value: Any) -> None:
        with pytest.raises(ConfigurationError, match="takes seconds"):
            RefreshWindows(advisory=value)

    async def test_a_fresh_token_is_used_as_it_is(
        self, issuer: Issuer, application: Application, login: Login, clock: Clock
    ) -> None:
        grant = await login(application())
        clock.pass_(HOUR - 301)
        first = await grant.headers()
        assert await grant.headers() is first
        assert issuer.refreshes == 0

    async def test_in_the_advisory_window_calls_go_on_while_it_is_renewed(
        self, issuer: Issuer, application: Application, login: Login, clock: Clock
    ) -> None:
        grant = await login(application())
        before = await grant.headers()
        clock.pass_(HOUR - 200)
        issuer.faults = ["wait before"]
        assert [await grant.headers() for _ in range(20)] == [before] * 20
        await issuer.reached.wait()
        assert await grant.headers() == before
        issuer.go_on.set()
        await grant.settle()
        assert await grant.headers() != before
        assert issuer.refreshes == 1

    async def test_in_the_mandatory_window_the_call_waits(
        self, issuer: Issuer, application: Application, login: Login, clock: Clock
    ) -> None:
        grant = await login(application())
        before = await grant.headers()
        clock.pass_(HOUR - 20)
        assert await grant.headers() != before

    async def test_a_failure_in_the_background_is_nobodys_error_and_rests(
        self, issuer: Issuer, application: Application, login: Login, clock: Clock
    ) -> None:
        grant = await login(application())
        before = await grant.headers()
        clock.pass_(HOUR - 200)
        issuer.faults = ["html 400"] * 3
        for _ in range(5):
            assert await grant.headers() == before
            await grant.settle()
        assert len(issuer.asked()) == 1 + 3
        clock.pass_(6)
        await grant.headers()
        await grant.settle()
        assert await grant.headers() != before

    @pytest.mark.parametrize("jump", [-10 * 86_400.0, -1.0, 1.0, 10 * 86_400.0])
    async def test_a_wall_clock_that_jumps_changes_nothing_in_a_process(
        self, issuer: Issuer, application: Application, login: Login, clock: Clock, jump: float
    ) -> None:
        grant = await login(application())
        before = await grant.headers()
        clock.wall += jump
        assert await grant.headers() == before
        assert issuer.refreshes == 0

    async def test_a_process_whose_clock_is_ahead_renews_early_and_one_behind_learns_by_the_401(
        self, issuer: Issuer, application: Application, login: Login, store: Store, clock: Clock
    ) -> None:
        await login(application(store))
        clock.wall += 2 * HOUR
        ahead = application(store)
        await ahead.headers()
        assert issuer.refreshes == 1
        clock.wall -= 10 * HOUR
        issuer.expire()
        async with BillitSession(application(store), party_id=5) as billit:
            assert (await billit.orders.get(7)).order_id == 7
        assert issuer.refreshes == 2


class TestOneAtATime:
    async def test_a_hundred_tasks_share_one_exchange(self, issuer: Issuer, grant: Grant) -> None:
        responses = await asyncio.gather(*[grant.headers() for _ in range(100)])
        assert len({bearer(response) for response in responses}) == 1
        assert (issuer.refreshes, issuer.reuses) == (1, 0)

    async def test_many_applications_on_one_store_share_it_too(
        self, issuer: Issuer, application: Application, store: Store, grant: Grant
    ) -> None:
        others = [application(store) for _ in range(10)]
        responses = await asyncio.gather(*[other.headers() for other in others for _ in range(10)], grant.headers())
        assert len({bearer(response) for response in responses}) == 1
        assert (issuer.refreshes, issuer.reuses) == (1, 0)

    async def test_event_loops_of_other_threads_share_it_too(
        self, issuer: Issuer, application: Application, store: Store, grant: Grant
    ) -> None:
        oauth = application(store)
        found: list[str] = []

        def work() -> None:
            async def ask() -> list[Any]:
                return await asyncio.gather(*[oauth.headers() for _ in range(10)])

            found.extend(bearer(response) for response in asyncio.run(ask()))

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        await asyncio.to_thread(lambda: [thread.join() for thread in threads])
        assert len(found) == 40
        assert len(set(found)) == 1
        assert (issuer.refreshes, issuer.reuses) == (1, 0)

    async def test_a_waiter_that_is_cancelled_cancels_nothing(self, issuer: Issuer, grant: Grant) -> None:
        issuer.faults = ["wait before"]
        waiters = [asyncio.create_task(grant.headers()) for _ in range(5)]
        await issuer.reached.wait()
        waiters[0].cancel()
        issuer.go_on.set()
        responses = await asyncio.gather(*waiters, return_exceptions=True)
        assert isinstance(responses[0], asyncio.CancelledError)
        assert len({bearer(response) for response in responses[1:]}) == 1
        assert issuer.refreshes == 1

    async def test_when_every_waiter_is_cancelled_the_new_pair_is_stored_all_the_same(
        self, issuer: Issuer, store: Store, grant: Grant
    ) -> None:
        issuer.faults = ["wait after"]
        waiters = [asyncio.create_task(grant.headers()) for _ in range(5)]
        await issuer.reached.wait()
        for waiter in waiters:
            waiter.cancel()
        await asyncio.gather(*waiters, return_exceptions=True)
        issuer.go_on.set()
        await grant.settle()
        assert (await store.record()).access_token.reveal() in issuer.access_tokens
        assert bearer(await grant.headers()) == (await store.record()).access_token.reveal()
        assert (issuer.refreshes, issuer.reuses) == (1, 0)

    async def test_a_loop_that_ends_in_the_middle_stores_it_too(
        self, issuer: Issuer, application: Application, store: Store, grant: Grant
    ) -> None:
        issuer.faults = ["wait after"]
        oauth = application(store)
        started: list[asyncio.Task[Any]] = []

        def work() -> None:
            async def leave() -> None:
                started.append(asyncio.create_task(oauth.headers()))
                while not issuer.reached.is_set():  # noqa: ASYNC110  (set in another loop)
                    await asyncio.sleep(0.01)

            asyncio.run(leave())  # cancels every task, the shielded ones as well

        thread = threading.Thread(target=work)
        thread.start()
        await issuer.reached.wait()
        await asyncio.sleep(0.1)
        assert thread.is_alive()
        issuer.go_on.set()
        await asyncio.to_thread(thread.join)
        record = await store.record()
        assert (record.exchange, issuer.refreshes) == ("", 1)
        assert record.refresh_token.reveal() in issuer.refresh_tokens

    async def test_a_session_that_closes_waits_for_it(
        self, issuer: Issuer, application: Application, store: Store, grant: Grant
    ) -> None:
        issuer.faults = ["wait after"]
        async with BillitSession(application(store), party_id=5) as billit:
            call = asyncio.create_task(billit.orders.get(7))
            await issuer.reached.wait()
            call.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await call
            asyncio.get_running_loop().call_later(0.05, issuer.go_on.set)
        assert (await store.record()).refresh_token.reveal() in issuer.refresh_tokens

    async def test_an_error_is_each_waiters_own(self, issuer: Issuer, grant: Grant) -> None:
        issuer.faults = ["html 400"] * 3
        errors = await asyncio.gather(*[grant.headers() for _ in range(5)], return_exceptions=True)
        assert {type(error) for error in errors} == {TokenServiceUnavailable}
        assert len({id(error) for error in errors}) == 5

    async def test_an_exchange_after_a_failed_one_works(self, issuer: Issuer, grant: Grant) -> None:
        issuer.faults = ["429"] * 3
        with pytest.raises(TokenServiceUnavailable):
            await grant.headers()
        assert bearer(await grant.headers()) in issuer.access_tokens


class TestWriteAhead:
    async def test_the_store_knows_of_an_exchange_before_it_begins_and_has_its_result_before_anyone_uses_it(
        self, issuer: Issuer, store: Store, grant: Grant
    ) -> None:
        before = await store.record()
        seen: list[int] = []

        async def note(_record: GrantRecord) -> None:
            seen.append(len(issuer.asked()))

        store.before_write = note
        issuer.faults = ["wait after"]
        call = asyncio.create_task(grant.headers())
        await issuer.reached.wait()
        during = await store.record()
        assert during.exchange == fingerprint(before.refresh_token)
        assert during.refresh_token == before.refresh_token
        issuer.go_on.set()
        headers = await call
        assert bearer(headers) == store.writes[-1].access_token.reveal()
        assert seen == [1, 2]  # after the login's own request
        assert store.writes[-1].exchange == ""

    async def test_after_a_crash_before_the_request_the_next_process_works(
        self, issuer: Issuer, application: Application, store: Store, grant: Grant
    ) -> None:
        record = await store.record()
        await self.marked(store, record)
        assert bearer(await application(store).headers()) in issuer.access_tokens
        assert (issuer.refreshes, issuer.reuses) == (1, 0)

    async def test_after_a_crash_with_the_answer_the_next_process_says_precisely_that(
        self, issuer: Issuer, application: Application, store: Store, grant: Grant
    ) -> None:
        record = await store.record()
        await self.marked(store, record, at=-3600.0)
        issuer.rotated(fields_of(record))
        with pytest.raises(ReauthorisationRequired, match="its response with the new one was lost") as caught:
            await application(store).headers()
        assert caught.value.reason is RevocationReason.RESPONSE_LOST
        assert (await store.record()).status is GrantStatus.REVOKED

    async def test_a_token_that_was_used_elsewhere_is_told_apart(
        self, issuer: Issuer, application: Application, store: Store, grant: Grant
    ) -> None:
        issuer.rotated(fields_of(await store.record()))
        with pytest.raises(ReauthorisationRequired, match="used or withdrawn elsewhere") as caught:
            await application(store).headers()
        assert caught.value.reason is RevocationReason.REFRESH_REFUSED
        # The next call needs no request to know.
        asked = len(issuer.asked())
        with pytest.raises(ReauthorisationRequired):
            await grant.headers()
        assert len(issuer.asked()) == asked

    async def test_a_lost_answer_that_is_asked_for_again_says_so(
        self, issuer: Issuer, store: Store, grant: Grant
    ) -> None:
        issuer.faults = ["cut after"]
        with pytest.raises(ReauthorisationRequired) as caught:
            await grant.headers()
        assert caught.value.reason is RevocationReason.RESPONSE_LOST

    @staticmethod
    async def marked(store: Store, record: GrantRecord, at: float = 0.0) -> None:
        stored = await mine(store).load("default")
        assert stored is not None
        mark = attrs.evolve(
            record, exchange=fingerprint(record.refresh_token), exchange_started_at=1_800_000_000.0 + HOUR + at
        )
        assert await mine(store).compare_and_swap("default", stored.version, mark)


def fields_of(record: GrantRecord) -> dict[str, str]:
    """What somebody who has the token sends."""
    from tests.auth.issuer import CLIENT, SECRET

    return {
        "grant_type": "refresh_token",
        "client_id": CLIENT,
        "client_secret": SECRET,
        "refresh_token": record.refresh_token.reveal(),
    }


class TestTransientErrors:
    @pytest.mark.parametrize("fault", ["500 before", "429", "html 400", "html 401", "empty 400", "403", "cut before"])
    async def test_a_fault_that_passes_is_asked_through(self, issuer: Issuer, grant: Grant, fault: str) -> None:
        issuer.faults = [fault]
        assert bearer(await grant.headers()) in issuer.access_tokens
        assert issuer.refreshes == 1

    @pytest.mark.parametrize("fault", ["500 before", "429", "html 400", "html 401", "empty 400", "403", "cut before"])
    async def test_a_fault_that_stays_is_an_error_and_discards_nothing(
        self, issuer: Issuer, store: Store, grant: Grant, fault: str
    ) -> None:
        before = await store.record()
        issuer.faults = [fault] * 3
        with pytest.raises(TokenServiceUnavailable, match="the grant is kept") as caught:
            await grant.headers()
        assert not caught.value.may_have_arrived
        after = await store.record()
        assert (after.refresh_token, after.status) == (before.refresh_token, GrantStatus.ACTIVE)
        # The mark stays where the token may be used up, and only there.
        assert bool(after.exchange) == (fault in {"500 before", "cut before"})
        assert bearer(await grant.headers()) in issuer.access_tokens

    async def test_a_server_that_hangs_is_asked_once_and_given_up_after_the_late_limit(
        self, issuer: Issuer, application: Application, store: Store, grant: Grant
    ) -> None:
        issuer.faults = ["hang"]
        quick = RefreshPolicy(late_seconds=0.2, lease_seconds=0.2)
        oauth = application(store, timeout=0.1, refresh=quick)
        with pytest.raises(TokenServiceUnavailable, match="the grant is kept"):
            await oauth.headers()
        await oauth.settle()
        assert len(issuer.asked()) == 2
        record = await store.record()
        assert record.exchange == fingerprint(record.refresh_token)
        assert record.exchange_by == ""  # nobody waits for it any more

    async def test_a_server_that_cannot_be_reached_leaves_no_mark(
        self, application: Application, store: Store, grant: Grant, unused_tcp_port: int
    ) -> None:
        from billit_async import OAuth2
        from tests.auth.issuer import CLIENT, REDIRECT, SECRET

        away = OAuth2(CLIENT, SECRET, REDIRECT, base_url=f"http://127.0.0.1:{unused_tcp_port}", store=store)
        stored = await mine(store).load("default")
        assert stored is not None
        moved = attrs.evolve(stored.record, base_url=away.base_url)
        await away.store.compare_and_swap("default", None, moved)
        with pytest.raises(TokenServiceUnavailable, match="no connection"):
            await away.headers()
        stored = await away.store.load("default")
        assert stored is not None
        assert stored.record == moved

    @pytest.mark.parametrize("fault", ["invalid_client"])
    async def test_a_client_that_is_refused_says_nothing_about_the_grant(
        self, issuer: Issuer, store: Store, grant: Grant, fault: str
    ) -> None:
        issuer.faults = [fault]
        with pytest.raises(ConfigurationError, match="check client_id and client_secret"):
            await grant.headers()
        assert (await store.record()).status is GrantStatus.ACTIVE
        assert bearer(await grant.headers()) in issuer.access_tokens

    @pytest.mark.parametrize("fault", ["garbage", "half"])
    async def test_an_answer_that_cannot_be_read_is_a_lost_one(
        self, issuer: Issuer, store: Store, grant: Grant, fault: str
    ) -> None:
        issuer.faults = [fault]
        with pytest.raises(ReauthorisationRequired) as caught:
            await grant.headers()
        assert caught.value.reason is RevocationReason.RESPONSE_LOST

    async def test_a_grant_of_another_client_is_never_presented(
        self, issuer: Issuer, application: Application, store: Store, grant: Grant
    ) -> None:
        stored = await mine(store).load("default")
        assert stored is not None
        await mine(store).compare_and_swap("default", stored.version, attrs.evolve(stored.record, client_id="another"))
        asked = len(issuer.asked())
        with pytest.raises(ConfigurationError, match="another OAuth client"):
            await application(store).headers()
        assert len(issuer.asked()) == asked


class TestFencing:
    @pytest.fixture
    def nobody_is_seen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The holder of a lease that ran out is on another machine, where nobody sees whether it lives."""

        async def unseen(_label: str) -> bool:
            return False

        monkeypatch.setattr("billit_async.auth.rotation.may_be_alive", unseen)

    async def test_a_token_is_not_sent_again_while_a_holder_that_lost_its_lease_is_seen_to_live(
        self, issuer: Issuer, application: Application, store: Store, grant: Grant
    ) -> None:
        async with stalled(issuer, store, grant) as slow:
            store._leases.clear()
            other = asyncio.create_task(application(store).headers())
            early = await asyncio.wait({other}, timeout=0.3)
            assert not early[0]
        assert await other == await slow
        assert (issuer.refreshes, issuer.reuses) == (1, 0)

    async def test_a_holder_that_stalls_beyond_its_lease_cannot_overwrite_a_newer_pair(
        self, issuer: Issuer, application: Application, store: Store, grant: Grant
    ) -> None:
        async with stalled(issuer, store, grant) as slow:
            # Its lease is over; the user has logged in again meanwhile.
            newer = attrs.evolve(await store.record(), exchange="", **tokens(issuer.pair(77)))
            stored = await mine(store).load("default")
            assert stored is not None
            await mine(store).compare_and_swap("default", stored.version, newer)
        assert bearer(await slow) == newer.access_token.reveal()
        assert await store.record() == newer

    async def test_a_holder_that_stalls_and_was_given_up_brings_the_grant_back(
        self, issuer: Issuer, application: Application, store: Store, grant: Grant, nobody_is_seen: None
    ) -> None:
        async with stalled(issuer, store, grant) as slow:
            store._leases.clear()
            with pytest.raises(ReauthorisationRequired) as caught:
                await application(store).headers()
            assert caught.value.reason is RevocationReason.RESPONSE_LOST
        assert bearer(await slow) in issuer.access_tokens
        record = await store.record()
        assert (record.status, record.reason if record.status is GrantStatus.REVOKED else "") == (
            GrantStatus.ACTIVE,
            "",
        )
        assert bearer(await application(store).headers()) == bearer(await slow)

    async def test_who_is_refused_waits_for_one_that_may_be_about_to_store(
        self, issuer: Issuer, application: Application, store: Store, grant: Grant, nobody_is_seen: None
    ) -> None:
        async with stalled(issuer, store, grant) as slow:
            store._leases.clear()
            other = asyncio.create_task(application(store).headers())
            while issuer.reuses == 0:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert await other == await slow

    async def test_a_grant_that_was_deleted_meanwhile_is_not_made_anew(
        self, issuer: Issuer, store: Store, grant: Grant
    ) -> None:
        async with stalled(issuer, store, grant) as slow:
            await mine(store).delete("default")
        with pytest.raises(ReauthorisationRequired) as caught:
            await slow
        assert caught.value.reason is RevocationReason.NO_GRANT
        assert await mine(store).load("default") is None

    async def test_a_lease_that_never_comes_free_is_an_error_after_a_while(
        self, application: Application, store: Store, grant: Grant
    ) -> None:
        assert await mine(store).acquire("default", 60)
        short = RefreshPolicy(lease_seconds=0.05)
        oauth = application(store, timeout=0.05, refresh=short)
        with pytest.raises(TokenServiceUnavailable, match="the grant is kept"):
            await oauth.headers()
        await oauth.settle()

    async def test_no_exchange_begins_when_the_lease_may_end_before_it(
        self, issuer: Issuer, application: Application, store: Store, grant: Grant
    ) -> None:
        asked = len(issuer.asked())

        async def crawl(_record: GrantRecord) -> None:
            store.before_write = None
            store._leases.clear()  # nobody prolonged it in time, and another has it
            assert await mine(store).acquire("default", 60)
            while not lost(store):  # noqa: ASYNC110  (until the holder has noticed)
                await asyncio.sleep(0.01)

        store.before_write = crawl
        with pytest.raises(TokenServiceUnavailable, match="the lease ran out"):
            await application(store, refresh=RefreshPolicy(lease_seconds=0.3)).headers()
        assert len(issuer.asked()) == asked
        assert (await store.record()).exchange == ""


def lost(store: Store) -> bool:
    """Whether a holder has asked for more time and was told that its lease is over."""
    return "too late" in store.prolonged


@contextlib.asynccontextmanager
async def stalled(issuer: Issuer, store: Store, grant: Grant) -> Any:
    """Have a holder stop between the response and the store; it goes on at the end."""
    go_on, there = asyncio.Event(), asyncio.Event()
    old = (await store.record()).refresh_token

    async def wait(record: GrantRecord) -> None:
        if record.refresh_token != old and record.exchange == "" and not there.is_set():
            there.set()
            await go_on.wait()

    store.before_write = wait
    call = asyncio.create_task(grant.headers())
    await there.wait()
    yield call
    go_on.set()
    await asyncio.wait({call})


def tokens(pair: dict[str, Any]) -> dict[str, Any]:
    from billit_async import Secret

    return {name: Secret(pair[name]) for name in ("access_token", "refresh_token")}


class TestAStoreThatFails:
    async def test_before_the_exchange_nothing_is_presented(self, issuer: Issuer, store: Store, grant: Grant) -> None:
        asked = len(issuer.asked())
        for operation in ("load", "acquire", "write"):
            store.failing = {operation}
            with pytest.raises(TokenStoreError, match="disk full"):
                await grant.headers()
        assert len(issuer.asked()) == asked
        store.failing = set()
        assert bearer(await grant.headers()) in issuer.access_tokens

    async def test_after_the_exchange_it_raises_and_keeps_the_new_pair_loudly(
        self, issuer: Issuer, store: Store, grant: Grant, caplog: pytest.LogCaptureFixture
    ) -> None:
        old = await store.record()
        await self.break_after_the_mark(store)
        with pytest.raises(TokenStoreError, match="kept in memory"):
            await grant.headers()
        assert [entry for entry in caplog.records if entry.levelno == logging.ERROR]
        assert (await store.record()).refresh_token == old.refresh_token
        with pytest.raises(TokenStoreError):
            await grant.headers()
        store.failing = set()
        store.before_write = None
        token = bearer(await grant.headers())
        assert token == (await store.record()).access_token.reveal()
        assert (issuer.refreshes, issuer.reuses) == (1, 0)
        assert await mine(store).acquire("default", 1) is not None

    async def test_others_cannot_ask_meanwhile(
        self, issuer: Issuer, application: Application, store: Store, grant: Grant
    ) -> None:
        await self.break_after_the_mark(store)
        with pytest.raises(TokenStoreError):
            await grant.headers()
        store.failing = set()
        store.before_write = None
        other = asyncio.create_task(application(store).headers())
        await asyncio.sleep(0.2)
        assert not other.done()
        mine = await grant.headers()
        assert await other == mine
        assert (issuer.refreshes, issuer.reuses) == (1, 0)

    async def test_a_session_that_closes_tries_once_more(
        self, issuer: Issuer, application: Application, store: Store, grant: Grant
    ) -> None:
        await self.break_after_the_mark(store)
        async with BillitSession(application(store), party_id=5, retry=PATIENT) as billit:
            with pytest.raises(TokenStoreError):
                await billit.orders.get(7)
            store.failing = set()
            store.before_write = None
        assert (await store.record()).refresh_token.reveal() in issuer.refresh_tokens

    async def test_a_write_whose_answer_was_lost_is_found(self, issuer: Issuer, store: Store, grant: Grant) -> None:
        cas = MemoryTokenStore.compare_and_swap
        lost: list[str] = []

        async def lose(self: Any, name: str, expected: str | None, record: GrantRecord) -> str | None:
            version = await cas(self, name, expected, record)
            if record.exchange == "" and not lost:
                lost.append(name)
                raise TokenStoreError("connection reset")
            return version

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Store, "compare_and_swap", lose)
            token = bearer(await grant.headers())
        assert lost == [mine(store).key("default")]
        assert token == (await store.record()).access_token.reveal()

    async def test_a_lease_that_cannot_be_given_back_is_no_error(
        self, store: Store, grant: Grant, caplog: pytest.LogCaptureFixture
    ) -> None:
        store.failing = {"release"}
        await grant.headers()
        assert "runs out by itself" in caplog.text

    @staticmethod
    async def break_after_the_mark(store: Store) -> None:
        async def fail_the_next(record: GrantRecord) -> None:
            if record.exchange == "":
                store.failing = {"write"}

        store.before_write = fail_the_next


class TestA401:
    @pytest.fixture
    async def billit(self, application: Application, login: Login, store: Store) -> Any:
        oauth = application(store)
        await login(oauth)
        async with BillitSession(oauth, party_id=5, retry=PATIENT) as session:
            yield session

    async def test_of_an_expired_token_renews_it_once_and_repeats_reads_and_writes(
        self, issuer: Issuer, billit: BillitSession
    ) -> None:
        issuer.expire()
        assert (await billit.orders.get(7)).order_id == 7
        issuer.expire()
        assert await billit.request("POST", "/v1/orders", json={}) == 7
        assert issuer.orders_made == 1
        assert issuer.refreshes == 2

    async def test_of_fifty_calls_at_once_renews_it_once(self, issuer: Issuer, billit: BillitSession) -> None:
        issuer.expire()
        await asyncio.gather(*[billit.orders.get(7) for _ in range(50)])
        assert (issuer.refreshes, issuer.reuses) == (1, 0)

    async def test_of_a_token_that_another_process_renewed_renews_nothing(
        self, issuer: Issuer, application: Application, store: Store, billit: BillitSession
    ) -> None:
        other = application(store)
        old = await other.headers()
        issuer.expire()
        await other.refused(TokenExpired(), old)
        assert issuer.refreshes == 1
        await billit.orders.get(7)
        assert issuer.refreshes == 1

    async def test_that_does_not_go_away_is_the_callers(self, issuer: Issuer, billit: BillitSession) -> None:
        issuer.refusal = lambda _request: refusing("AccessTokenExpired")  # type: ignore[method-assign]
        with pytest.raises(TokenExpired):
            await billit.orders.get(7)
        assert issuer.refreshes == 1

    async def test_about_somebody_elses_order_renews_nothing(self, issuer: Issuer, billit: BillitSession) -> None:
        for order in (13, 14):
            with pytest.raises(Unauthorized) as caught:
                await billit.orders.get(order)
            assert not isinstance(caught.value, TokenExpired)
        assert issuer.refreshes == 0
        assert isinstance(NoAccess(), Unauthorized)

    async def test_of_a_withdrawn_grant_asks_for_a_new_login_and_tells_the_application_once(
        self, issuer: Issuer, application: Application, login: Login, store: Store
    ) -> None:
        told: list[ReauthorisationRequired] = []

        async def tell(error: ReauthorisationRequired) -> None:
            await asyncio.sleep(0)
            told.append(error)

        oauth = application(store, on_reauthorisation=tell)
        await login(oauth)
        async with BillitSession(oauth, party_id=5) as billit:
            issuer.revoked = set(issuer.access_tokens.values())
            responses = await asyncio.gather(*[billit.orders.get(7) for _ in range(10)], return_exceptions=True)
            assert {type(response) for response in responses} == {ReauthorisationRequired}
            assert {response.reason for response in responses if isinstance(response, ReauthorisationRequired)} == {
                RevocationReason.REVOKED
            }
            assert len(told) == 1
            with pytest.raises(ReauthorisationRequired, match="withdrew"):
                await billit.orders.get(7)
            assert len(told) == 1
            issuer.revoked = set()
            await login(oauth)
            assert (await billit.orders.get(7)).order_id == 7
            issuer.revoked = set(issuer.access_tokens.values())
            with pytest.raises(ReauthorisationRequired):
                await billit.orders.get(7)
            assert len(told) == 2
        assert issuer.refreshes == 0

    async def test_an_application_that_fails_to_hear_it_changes_nothing(
        self, issuer: Issuer, application: Application, login: Login, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fail(_error: ReauthorisationRequired) -> None:
            raise RuntimeError("no mail server")

        oauth = application(on_reauthorisation=fail)
        await login(oauth)
        issuer.revoked = set(issuer.access_tokens.values())
        with pytest.raises(ReauthorisationRequired):
            await oauth.refused(AccessRevoked(), await oauth.headers())
        assert "on_reauthorisation failed" in caplog.text

    async def test_hides_no_write_that_may_have_arrived(
        self, issuer: Issuer, application: Application, login: Login, store: Store
    ) -> None:
        oauth = application(store)
        await login(oauth)

        blindly = RetryPolicy(base=0.001, cap=0.002, unknown_writes="repeat blindly")
        async with BillitSession(oauth, party_id=5, retry=blindly) as billit:
            statuses = iter([500, 401])

            def refuse(_request: Any) -> Any:
                status = next(statuses)
                return refusing("AccessTokenRevoked") if status == 401 else refusing("Broken", 502)

            issuer.refusal = refuse  # type: ignore[method-assign]
            with pytest.raises(OutcomeUnknown) as caught:
                await billit.request("POST", "/v1/orders", json={}, idempotency_key="k")
            assert caught.value.may_have_arrived
            assert isinstance(caught.value.__cause__, ReauthorisationRequired)


def refusing(code: str, status: int = 401) -> Any:
    from aiohttp import web

    return web.json_response({"errors": [{"Code": code}]}, status=status)


class TestTheGrant:
    async def test_knows_its_companies(self, issuer: Issuer, application: Application, login: Login) -> None:
        grant = await login(application())
        issuer.expire()
        assert [company.party_id for company in await grant.companies()] == [5]
        assert issuer.refreshes == 1

    async def test_is_revoked_with_its_token_and_forgotten(
        self, issuer: Issuer, application: Application, login: Login, store: Store
    ) -> None:
        oauth = application(store)
        grant = await login(oauth)
        await grant.revoke()
        assert [path for path, _, _ in issuer.requests][-1] == "/OAuth2/revoke"
        assert await mine(store).load("default") is None
        with pytest.raises(ReauthorisationRequired) as caught:
            await grant.headers()
        assert caught.value.reason is RevocationReason.NO_GRANT
        await oauth.revoke()  # nothing is left to revoke

    async def test_is_kept_when_billit_cannot_be_told(
        self, issuer: Issuer, application: Application, login: Login, store: Store
    ) -> None:
        grant = await login(application(store))
        issuer.refusal = lambda _request: refusing("Broken", 500)  # type: ignore[method-assign]
        with pytest.raises(Exception, match="500"):
            await grant.revoke()
        assert await mine(store).load("default") is not None

    async def test_is_kept_and_unknown_when_the_answer_to_a_revocation_is_lost(
        self, issuer: Issuer, application: Application, login: Login, store: Store
    ) -> None:
        grant = await login(application(store))

        def cut(request: Any) -> Any:
            request.transport.abort()

        issuer.refusal = cut  # type: ignore[method-assign]
        with pytest.raises(OutcomeUnknown) as caught:
            await grant.revoke()
        assert caught.value.may_have_arrived
        assert await mine(store).load("default") is not None

    async def test_that_was_withdrawn_already_is_forgotten(
        self, issuer: Issuer, application: Application, login: Login, store: Store
    ) -> None:
        grant = await login(application(store))
        issuer.revoked = set(issuer.access_tokens.values())
        await grant.revoke()
        assert await mine(store).load("default") is None

    async def test_serves_a_session_of_its_own(self, issuer: Issuer, application: Application, login: Login) -> None:
        oauth = application()
        grant = await login(oauth, "customer/7")
        async with BillitSession(grant, party_id=5) as billit:
            await billit.orders.get(7)
            assert billit.config.base_url == issuer.url
        with pytest.raises(ConfigurationError, match="belong"):
            BillitSession(grant, environment="sandbox")
