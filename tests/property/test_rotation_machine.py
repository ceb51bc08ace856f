"""Whatever stops in between: no token is presented twice unless its answer died, and no grant is lost but then."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from billit_async import (
    MemoryTokenStore,
    OAuth2,
    ReauthorisationRequired,
    RevocationReason,
    Secret,
    TokenExpired,
    TokenServiceUnavailable,
    TokenStoreError,
)
from billit_async.auth.stores import ApplicationTokenStore, GrantStatus
from billit_async.auth.token_endpoint import Broken, Fault, Refused, TokenEndpoint, TokenPair

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billit_async.auth.stores import GrantRecord, Lease, Stored

URL = "http://127.0.0.1:1"
KEY = ApplicationTokenStore(MemoryTokenStore(), "client", URL).key("default")
STEPS = ("before the mark", "after the mark", "before sending", "after sending", "before storing", "after storing")
FAULTS = ("", "", "refused connection", "lost before", "lost after", "busy")


class CrashError(BaseException):
    """The process is dead: it does nothing any more."""


class Server:
    """Rotates refresh tokens for real, and knows which it has seen."""

    def __init__(self) -> None:
        self.number = 0
        self.valid = ""
        self.issued: set[str] = set()
        self.presented: Counter[str] = Counter()
        # Tokens whose use was never heard of by anyone that lived.
        self.unheard: set[str] = set()

    def pair(self) -> TokenPair:
        self.number += 1
        self.valid = f"refresh-{self.number}"
        self.issued.add(f"access-{self.number}")
        return TokenPair(Secret(f"access-{self.number}"), Secret(self.valid), 3600.0)


class Process:
    """One process with the application in it: its store and its way to the server stop when it crashes."""

    def __init__(self, server: Server, shared: MemoryTokenStore) -> None:
        self.server, self.shared = server, shared
        self.dead = False
        self.crash_at = ""
        self.faults: list[str] = []
        self.failing_writes = 0
        self.lost_answers = 0
        self.oauth = OAuth2("client", "secret", "https://app.example/", base_url=URL, store=self)
        self.oauth.client.endpoint = self  # type: ignore[assignment]
        self.base_url, self.seconds, self.late_seconds = URL, 30.0, 300.0
        self.grant = self.oauth.grant()

    def alive(self, step: str = "") -> None:
        if step and step == self.crash_at:
            self.dead = True
            self.shared._leases.clear()  # it runs out
        if self.dead:
            raise CrashError

    async def exchange(self, fields: Mapping[str, str | Secret]) -> TokenPair | Refused | Broken:
        self.alive("before sending")
        await asyncio.sleep(0)
        fault = self.faults.pop(0) if self.faults else ""
        token = fields["refresh_token"]
        assert isinstance(token, Secret)
        if fault == "refused connection":
            return Broken(left=False, reason="no connection")
        if fault == "busy":
            return Refused(Fault.TEMPORARY, "429")
        if fault == "lost before":
            return Broken(left=True, reason="reset")
        self.server.presented[token.reveal()] += 1
        if token.reveal() != self.server.valid:
            return Refused(Fault.GRANT, "400 invalid_grant")
        pair = self.server.pair()
        if fault == "lost after" or self.crash_at == "after sending":
            self.server.unheard.add(token.reveal())
        self.alive("after sending")
        await asyncio.sleep(0)
        return Broken(left=True, reason="reset") if fault == "lost after" else pair

    async def load(self, name: str) -> Stored | None:
        self.alive()
        await asyncio.sleep(0)
        return await self.shared.load(name)

    async def compare_and_swap(self, name: str, expected: str | None, record: GrantRecord) -> str | None:
        what = "mark" if record.exchange else "storing"
        if self.crash_at == "before storing" and what == "storing":
            stored = await self.shared.load(name)
            assert stored is not None
            self.server.unheard.add(stored.record.refresh_token.reveal())
        self.alive("before storing" if what == "storing" else "before the mark")
        await asyncio.sleep(0)
        if what == "storing" and self.failing_writes:
            self.failing_writes -= 1
            if self.failing_writes % 2:  # some that fail were done all the same
                await self.shared.compare_and_swap(name, expected, record)
            raise TokenStoreError("disk full")
        version = await self.shared.compare_and_swap(name, expected, record)
        self.alive("after storing" if what == "storing" else "after the mark")
        return version

    async def acquire(self, name: str, seconds: float) -> Lease | None:
        self.alive()
        return await self.shared.acquire(name, seconds)

    async def prolong(self, lease: Lease) -> bool:
        self.alive()
        return await self.shared.prolong(lease)

    async def release(self, lease: Lease) -> None:
        self.alive()
        await self.shared.release(lease)

    async def delete(self, name: str) -> None:
        await self.shared.delete(name)

    async def aclose(self) -> None:
        """Nothing is open."""


assert isinstance(TokenEndpoint(URL, seconds=1), TokenEndpoint)


class Rotations(RuleBasedStateMachine):
    """Two processes with one grant."""

    @initialize()
    def log_in(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.server, self.shared = Server(), MemoryTokenStore()
        self.processes = [Process(self.server, self.shared) for _ in range(2)]
        self.loop.run_until_complete(self._log_in())

    async def _log_in(self) -> None:
        from billit_async.auth.stores import GrantRecord

        pair = self.server.pair()
        assert pair.refresh_token is not None
        record = GrantRecord(
            access_token=pair.access_token,
            refresh_token=pair.refresh_token,
            expires_at=4e9,
            obtained_at=4e9 - 3600,
            client_id="client",
            base_url=URL,
        )
        stored = await self.shared.load(KEY)
        await self.shared.compare_and_swap(KEY, stored.version if stored else None, record)
        self.lost = False
        self.server.unheard.clear()
        self.server.presented.clear()
        for process in self.processes:
            await process.grant.headers()

    @rule(
        who=st.integers(0, 1),
        tasks=st.integers(1, 6),
        cancelled=st.integers(0, 6),
        after=st.integers(0, 6),
        faults=st.lists(st.sampled_from(FAULTS), max_size=4),
        failing_writes=st.integers(0, 4),
        both=st.booleans(),
    )
    def refresh(
        self, who: int, tasks: int, cancelled: int, after: int, faults: list[str], failing_writes: int, both: bool
    ) -> None:
        process = self.processes[who]
        process.faults, process.failing_writes = list(faults), failing_writes
        asking = [process] if not both else self.processes
        self.loop.run_until_complete(self._refresh(asking, tasks, cancelled, after))
        process.faults, process.failing_writes = [], 0

    @rule(who=st.integers(0, 1), step=st.sampled_from(STEPS), both=st.booleans())
    def crash(self, who: int, step: str, both: bool) -> None:
        process = self.processes[who]
        process.crash_at = step
        asking = [process] if not both else self.processes
        self.loop.run_until_complete(self._refresh(asking, 2, 0, 0))
        if process.grant._unsaved is not None:
            self.lost = True  # the only copy was in its memory
        process.dead = True
        self.loop.run_until_complete(self._end_tasks())
        self.shared._leases.clear()
        self.processes[who] = Process(self.server, self.shared)

    async def _end_tasks(self) -> None:
        """Whatever a process had under way ends with it."""
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _refresh(self, asking: list[Process], tasks: int, cancelled: int, after: int) -> None:
        calls = [asyncio.create_task(self._ask(process)) for process in asking for _ in range(tasks)]
        for _ in range(after):
            await asyncio.sleep(0)
        for call in calls[:cancelled]:
            call.cancel()
        results = await asyncio.gather(*calls, return_exceptions=True)
        for process in asking:
            if not process.dead:
                await process.grant.settle()
        if self.server.unheard & set(self.server.presented):
            self.lost = True
        for result in results:
            self._judge(result)

    async def _ask(self, process: Process) -> Any:
        headers = await process.grant.headers()
        await process.grant.refused(TokenExpired(), headers)
        headers = await process.grant.headers()
        stored = await self.shared.load(KEY)
        assert stored is not None
        assert headers["Authorization"].reveal().removeprefix("Bearer ") in self.server.issued
        return headers

    def _judge(self, result: Any) -> None:
        allowed = asyncio.CancelledError | TokenServiceUnavailable | TokenStoreError | CrashError
        if isinstance(result, ReauthorisationRequired):
            assert self.lost, "a grant was given up that nobody had lost"
            assert result.reason is RevocationReason.RESPONSE_LOST
        elif isinstance(result, BaseException):
            assert isinstance(result, allowed), repr(result)

    @rule()
    def work_again(self) -> None:
        """With nothing in the way, both processes work, or both say that the answer was lost."""

        async def work() -> None:
            self.shared._leases.clear()
            for process in self.processes:
                try:
                    await self._ask(process)
                except ReauthorisationRequired as error:
                    self._judge(error)
            stored = await self.shared.load(KEY)
            assert stored is not None
            if stored.record.status is GrantStatus.REVOKED:
                await self._log_in()
            else:
                assert stored.record.refresh_token.reveal() == self.server.valid

        self.loop.run_until_complete(work())

    @invariant()
    def no_token_came_twice_unless_its_answer_died(self) -> None:
        if hasattr(self, "server") and not self.lost:
            assert [token for token, times in self.server.presented.items() if times > 1] == []

    def teardown(self) -> None:
        if hasattr(self, "loop"):
            self.work_again()
            self.loop.run_until_complete(asyncio.sleep(0))
            assert not asyncio.all_tasks(self.loop)
            self.loop.close()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("billit_async.auth.rotation._FIRST_PAUSE", 0.001)
    monkeypatch.setattr("billit_async.auth.rotation._SETTLE", 0.01)
    random.seed(0)


def run(examples: int, steps: int) -> None:
    case = Rotations.TestCase
    case.settings = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    case().runTest()


def test_no_interleaving_loses_a_grant() -> None:
    run(60, 12)


@pytest.mark.soak
def test_no_interleaving_of_many_loses_a_grant() -> None:
    run(600, 25)
