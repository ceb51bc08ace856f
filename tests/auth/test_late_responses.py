"""A response that comes after everybody's patience is stored: it is the only copy of the next refresh token."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import (
    BillitSession,
    FileTokenStore,
    LoginError,
    MemoryTokenStore,
    OAuth2,
    ReauthorisationRequired,
    RefreshPolicy,
    Secret,
    TokenExpired,
    TokenServiceUnavailable,
)
from billit_async.auth.claims import Claim, may_be_alive
from billit_async.auth.stores.record import GrantRecord, fingerprint
from tests.auth.issuer import CLIENT, REDIRECT, SECRET, mine
from tests.auth.worker import open_store
from tests.servers import unmeasured

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from billit_async import Grant
    from tests.auth.issuer import Issuer

    Application = Callable[..., OAuth2]
    Login = Callable[..., Awaitable[Grant]]

ROOT = Path(__file__).resolve().parents[2]
HASTY = RefreshPolicy(lease_seconds=0.2)


async def record_of(store: Any) -> GrantRecord:
    stored = await mine(store).load("default")
    assert stored is not None
    return stored.record  # type: ignore[no-any-return]


class TestInAProcess:
    async def test_callers_get_an_error_in_time_and_the_late_pair_is_stored(
        self, issuer: Issuer, application: Application, login: Login
    ) -> None:
        store = MemoryTokenStore()
        await login(application(store))  # in its own time: only what follows is to be late
        grant = application(store, timeout=0.2, refresh=HASTY)
        old = await grant.headers()
        issuer.faults = ["wait after"]
        with pytest.raises(TokenServiceUnavailable, match="what comes late is stored") as caught:
            await grant.refused(TokenExpired(), old)
        assert not caught.value.may_have_arrived
        # Who comes meanwhile joins the same exchange, and sends nothing.
        with pytest.raises(TokenServiceUnavailable):
            await grant.headers()
        assert len(issuer.asked()) == 2
        issuer.go_on.set()
        await grant.settle()
        record = await record_of(store)
        assert record.refresh_token.reveal() in issuer.refresh_tokens
        assert await grant.headers() == {"Authorization": Secret(f"Bearer {record.access_token.reveal()}")}
        assert (issuer.refreshes, issuer.reuses) == (1, 0)

    async def test_other_workers_wait_for_the_late_pair_and_send_nothing(
        self, issuer: Issuer, application: Application, login: Login
    ) -> None:
        store = MemoryTokenStore()
        await login(application(store))
        grant = application(store, timeout=0.2, refresh=HASTY)
        old = await grant.headers()
        issuer.expire()
        issuer.faults = ["wait after"]
        with pytest.raises(TokenServiceUnavailable):
            await grant.refused(TokenExpired(), old)
        other = application(store, timeout=0.2, refresh=HASTY)
        with pytest.raises(TokenServiceUnavailable):
            await other.refused(TokenExpired(), await other.headers())
        await other.settle()
        patient = application(store)
        waiting = asyncio.create_task(patient.refused(TokenExpired(), await patient.headers()))
        await asyncio.sleep(0)
        issuer.go_on.set()
        assert await waiting
        await grant.settle()
        assert (issuer.refreshes, issuer.reuses) == (1, 0)
        assert await patient.headers() == await grant.headers()

    async def test_a_login_whose_response_is_late_is_stored_all_the_same(
        self, issuer: Issuer, application: Application
    ) -> None:
        store = MemoryTokenStore()
        oauth = application(store, timeout=0.2)
        issuer.faults = ["wait after"]
        with pytest.raises(LoginError, match="what comes late is stored"):
            await oauth.exchange(issuer.callback("s"), expected_state="s")
        issuer.go_on.set()
        await oauth.settle()
        assert (await record_of(store)).refresh_token.reveal() in issuer.refresh_tokens

    async def test_a_late_login_takes_nothing_from_one_that_came_after_it(
        self, issuer: Issuer, application: Application
    ) -> None:
        store = MemoryTokenStore()
        slow, quick = application(store, timeout=0.2), application(store)
        issuer.faults = ["wait after"]
        with pytest.raises(LoginError):
            await slow.exchange(issuer.callback("s"), expected_state="s")
        grant = await quick.exchange(issuer.callback("s"), expected_state="s")
        headers = await grant.headers()
        issuer.go_on.set()
        await slow.settle()
        assert await grant.headers() == headers
        assert await slow.headers() == headers

    async def test_a_late_login_does_not_bring_back_what_was_forgotten(
        self, issuer: Issuer, application: Application
    ) -> None:
        store = MemoryTokenStore()
        oauth = application(store, timeout=0.2, refresh=RefreshPolicy(shutdown_seconds=0.1))
        issuer.faults = ["wait after"]
        with pytest.raises(LoginError):
            await oauth.exchange(issuer.callback("s"), expected_state="s")
        await oauth.grant().forget()
        issuer.go_on.set()
        await asyncio.gather(*oauth.grant()._logins, return_exceptions=True)
        assert await mine(store).load("default") is None

    async def test_a_session_waits_at_its_end_for_so_long_and_no_longer(
        self, issuer: Issuer, application: Application, login: Login
    ) -> None:
        store = MemoryTokenStore()
        policy = RefreshPolicy(shutdown_seconds=0.1, lease_seconds=0.2)
        oauth = application(store, timeout=0.2, refresh=policy)
        await login(oauth)
        issuer.expire()
        issuer.faults = ["wait after"]
        async with BillitSession(oauth, party_id=5) as billit:
            with pytest.raises(TokenServiceUnavailable):
                await billit.orders.get(7)
        assert (await record_of(store)).exchange  # it is over, and the exchange is not
        issuer.go_on.set()
        await asyncio.wait(list(oauth.grant()._renewals.values()))
        assert (await record_of(store)).refresh_token.reveal() in issuer.refresh_tokens

    def test_the_end_of_a_loop_waits_for_so_long_and_says_that_nobody_is_at_it_any_more(self, tmp_path: Path) -> None:
        # In a process of its own, where nothing else keeps the loop.
        import subprocess

        code = """
import asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from billit_async import *
from tests.auth.issuer import *

async def main():
    issuer = Issuer()
    server = TestServer(issuer.application())
    await server.start_server()
    issuer.url = Issuer.running = str(server.make_url("/")).rstrip("/")
    policy = RefreshPolicy(shutdown_seconds=0.2)
    oauth = OAuth2(CLIENT, SECRET, REDIRECT, base_url=issuer.url, store=FileTokenStore(FOLDER), refresh=policy)
    grant = await oauth.exchange(issuer.callback("s"), expected_state="s")
    issuer.reached.clear()
    issuer.faults = ["wait before"]
    asyncio.get_running_loop().create_task(grant.refused(TokenExpired(), await grant.headers()))
    await issuer.reached.wait()

asyncio.run(main())
stored = asyncio.run(mine(FileTokenStore(FOLDER)).load("default"))
print(bool(stored.record.exchange), repr(stored.record.exchange_by))
"""
        done = subprocess.run(
            [sys.executable, "-c", f"FOLDER = {str(tmp_path / 't')!r}\n{code}"],
            cwd=ROOT,
            env=unmeasured(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.strip() == "True ''", done.stderr


class TestAMark:
    async def test_names_an_exchange_of_this_process_until_it_ends(self) -> None:
        claim = await Claim.begin()
        assert await may_be_alive(claim.label)
        claim.end()
        assert not await may_be_alive(claim.label)

    @pytest.mark.parametrize("label", ["", "x", "a|b|c|d", "|1|2|3", "boot|1|2|3", "a|b|c|d|e"])
    async def test_that_says_nothing_holds_nobody_up(self, label: str) -> None:
        assert not await may_be_alive(label)

    async def test_of_another_process_holds_as_long_as_that_lives(self) -> None:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c"),
            "import asyncio\nfrom billit_async.auth.claims import Claim\n"
            "print(asyncio.run(Claim.begin()).label, flush=True)\ninput()",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=unmeasured(),
        )
        assert process.stdout is not None
        label = (await process.stdout.readline()).decode().strip()
        assert await may_be_alive(label)
        process.send_signal(signal.SIGSTOP)
        assert await may_be_alive(label)
        process.kill()
        await process.communicate()
        assert not await may_be_alive(label)
        machine, pid, _, exchange = label.split("|")
        assert not await may_be_alive(f"{machine}|{pid}|12|{exchange}")  # another process that got its number


class Worker:
    """A process with the application in it, whose first call has to renew its token."""

    def __init__(self, issuer: Issuer, settings: dict[str, Any]) -> None:
        self.issuer = issuer
        self.settings = settings
        self.process: asyncio.subprocess.Process | None = None

    async def begin(self, fault: str) -> asyncio.subprocess.Process:
        """Start it, and wait until its request is at the endpoint."""
        self.issuer.expire()
        self.issuer.reached.clear()
        self.issuer.faults = [fault]
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.auth.worker", json.dumps(self.settings)),
            cwd=ROOT,
            env=unmeasured(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        await self.issuer.reached.wait()
        return self.process


@pytest.fixture
async def worker(issuer: Issuer, tmp_path: Path) -> AsyncIterator[Callable[..., Awaitable[Worker]]]:
    """Make workers that share a store with a grant in it."""
    made: list[Worker] = []

    async def make(kind: str, address: str, **settings: Any) -> Worker:
        store = open_store(kind, address)
        await mine(store).delete("default")
        oauth = OAuth2(CLIENT, SECRET, REDIRECT, base_url=issuer.url, store=store)
        await oauth.exchange(issuer.callback("s"), expected_state="s")
        await oauth.aclose()
        common = {"url": issuer.url, "client_id": CLIENT, "client_secret": SECRET, "redirect_uri": REDIRECT}
        one = Worker(issuer, {**common, "kind": kind, "address": address, "timeout": 30.0, "tasks": 0, **settings})
        made.append(one)
        return one

    yield make
    for one in made:
        if one.process is not None:
            if one.process.returncode is None:
                one.process.kill()
            await one.process.communicate()


class TestBetweenProcesses:
    async def test_a_process_that_was_suspended_beyond_every_limit_stores_what_came_meanwhile(
        self, issuer: Issuer, worker: Any, tmp_path: Path
    ) -> None:
        one = await worker("file", str(tmp_path / "t"), timeout=0.2, refresh={"late_seconds": 0.3})
        process = await one.begin("wait after")
        process.send_signal(signal.SIGSTOP)
        issuer.go_on.set()
        # Another worker sees that it lives, and does not send the token again.
        hasty = RefreshPolicy(lease_seconds=0.5)
        other = OAuth2(
            CLIENT,
            SECRET,
            REDIRECT,
            base_url=issuer.url,
            store=FileTokenStore(tmp_path / "t"),
            timeout=1,
            refresh=hasty,
        )
        with pytest.raises(TokenServiceUnavailable):
            await other.refused(TokenExpired(), await other.headers())
        await other.settle()
        process.send_signal(signal.SIGCONT)
        await process.communicate()
        record = await record_of(FileTokenStore(tmp_path / "t"))
        assert record.refresh_token.reveal() in issuer.refresh_tokens
        assert (issuer.refreshes, issuer.reuses) == (1, 0)
        assert (await other.headers())["Authorization"] == Secret(f"Bearer {record.access_token.reveal()}")

    async def test_sigterm_waits_until_the_new_pair_is_stored(
        self, issuer: Issuer, worker: Any, tmp_path: Path
    ) -> None:
        one = await worker("file", str(tmp_path / "t"))
        process = await one.begin("wait after")
        process.terminate()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(process.wait(), 0.5)
        issuer.go_on.set()
        await process.communicate()
        assert process.returncode == -signal.SIGTERM
        record = await record_of(FileTokenStore(tmp_path / "t"))
        assert (record.exchange, issuer.refreshes) == ("", 1)
        assert record.refresh_token.reveal() in issuer.refresh_tokens

    @pytest.mark.parametrize("seconds", [0.3, 0])
    async def test_sigterm_waits_no_longer_than_it_may(
        self, issuer: Issuer, worker: Any, tmp_path: Path, seconds: float
    ) -> None:
        one = await worker("file", str(tmp_path / "t"), timeout=600, refresh={"shutdown_seconds": seconds})
        process = await one.begin("wait before")
        process.terminate()
        await process.communicate()
        assert process.returncode == -signal.SIGTERM
        record = await record_of(FileTokenStore(tmp_path / "t"))
        assert record.exchange == fingerprint(record.refresh_token)

    @pytest.mark.parametrize("kind", ["redis", "postgresql"])
    async def test_a_holder_that_is_killed_stops_others_for_the_rest_of_a_short_lease_only(
        self, issuer: Issuer, worker: Any, kind: str, request: pytest.FixtureRequest
    ) -> None:
        if kind == "redis":
            address = request.getfixturevalue("shared_redis").url.replace("/0", f"/{uuid.uuid4().int % 15 + 1}")
        else:
            address = request.getfixturevalue("shared_postgres").url
        one = await worker(kind, address)
        process = await one.begin("wait before")
        if kind == "redis":
            from redis.asyncio import Redis

            key = OAuth2(CLIENT, SECRET, REDIRECT, base_url=issuer.url).store.key("default")
            async with Redis.from_url(address) as redis:
                assert 0 < await redis.pttl(f"billit:lease:{{{key}}}") <= 1000 * RefreshPolicy().lease_seconds
        process.kill()
        await process.wait()
        store = open_store(kind, address)
        oauth = OAuth2(CLIENT, SECRET, REDIRECT, base_url=issuer.url, store=store)
        async with BillitSession(oauth, party_id=5) as billit:
            # Within one call's patience: it is not refused, and nothing had been used up.
            assert (await billit.orders.get(7)).order_id == 7
        assert (issuer.refreshes, issuer.reuses) == (1, 0)
        await store.aclose()
        issuer.go_on.set()


async def test_a_killed_worker_that_had_sent_the_token_is_told_apart(
    issuer: Issuer, worker: Any, tmp_path: Path
) -> None:
    one = await worker("file", str(tmp_path / "t"))
    process = await one.begin("wait after")
    process.kill()
    await process.wait()
    oauth = OAuth2(CLIENT, SECRET, REDIRECT, base_url=issuer.url, store=FileTokenStore(tmp_path / "t"))
    with pytest.raises(ReauthorisationRequired, match="was lost"):
        await oauth.refused(TokenExpired(), await oauth.headers())
    issuer.go_on.set()
