"""Many processes, one budget: kept in a real Redis, by real processes, some of which die."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from billit_async import ApiKey, BillitSession, ConfigurationError, NotSent, RateLimited, RedisLimiter, RetryPolicy
from billit_async.config import Priority

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.fleet.conftest import RedisServer

WORKER = Path(__file__).with_name("worker.py")
PASSWORD = "sesam-open-u"


class Service:
    """Notes when each call arrives, and how many are under way at once."""

    def __init__(self) -> None:
        self.arrived: list[float] = []
        self.under_way = self.most = 0
        self.second_arrived = asyncio.Event()
        self.seconds = 0.0
        self.url = ""
        self.status = 200

    async def answer(self, _request: web.Request) -> web.Response:
        self.arrived.append(asyncio.get_running_loop().time())
        self.under_way += 1
        if self.under_way == 2:
            self.second_arrived.set()
        self.most = max(self.most, self.under_way)
        await asyncio.sleep(self.seconds)
        self.under_way -= 1
        return web.json_response({}, status=self.status)

    def most_in_a_second(self) -> int:
        return max(sum(1 for other in self.arrived if start <= other < start + 1.0) for start in self.arrived)


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    made = Service()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", made.answer)
    async with TestServer(app) as server:
        made.url = str(server.make_url("/")).rstrip("/")
        yield made


async def worker(service: Service, redis_server: RedisServer, calls: int, **limits: Any) -> asyncio.subprocess.Process:
    settings = {"redis": redis_server.url, "url": service.url, "calls": calls, "limits": limits}
    return await asyncio.create_subprocess_exec(
        sys.executable, str(WORKER), json.dumps(settings), stdout=asyncio.subprocess.PIPE
    )


async def ended(*processes: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(60):
        for process in processes:
            await process.communicate()
            assert process.returncode == 0


async def test_processes_together_stay_under_one_rate(service: Service, redis_server: RedisServer) -> None:
    workers = [await worker(service, redis_server, 20, rate=25, burst=3) for _ in range(3)]
    await ended(*workers)
    assert len(service.arrived) == 60
    # A permit may be used a little later than it was given, when the machine is busy.
    assert service.most_in_a_second() <= 25 + 3 + 6


async def test_processes_together_stay_under_one_number_of_calls(service: Service, redis_server: RedisServer) -> None:
    service.seconds = 0.02
    workers = [await worker(service, redis_server, 20, rate=10_000, burst=100, concurrency=4) for _ in range(3)]
    await ended(*workers)
    assert len(service.arrived) == 60
    assert 1 < service.most <= 4


async def test_the_slots_of_a_process_that_was_killed_come_free(service: Service, redis_server: RedisServer) -> None:
    service.seconds = 30.0
    limits: dict[str, Any] = {"rate": 10_000, "burst": 100, "concurrency": 2, "lease": 1.0}
    killed = await worker(service, redis_server, 10, **limits)
    await asyncio.wait_for(service.second_arrived.wait(), 30)
    killed.kill()
    await killed.communicate()
    service.seconds = 0.0
    await ended(await worker(service, redis_server, 10, **limits))
    assert len(service.arrived) == 12


async def test_a_lease_that_is_over_frees_its_slot_while_others_hold_theirs(redis_server: RedisServer) -> None:
    died = RedisLimiter(redis_server.url, rate=10_000, burst=100, concurrency=2, lease=0.3)
    alive = RedisLimiter(redis_server.url, rate=10_000, burst=100, concurrency=2, lease=60.0)
    for limiter in (died, alive):
        limiter.joined()
        assert await limiter.take_shared(Priority.INTERACTIVE) == 0.0
    assert await alive.take_shared(Priority.INTERACTIVE) > 0.0
    async with asyncio.timeout(10):
        while wait := await alive.take_shared(Priority.INTERACTIVE):  # noqa: ASYNC110  (the wait that it names)
            await asyncio.sleep(wait)
    for limiter in (died, alive):
        await limiter.left()


async def test_the_oldest_slot_is_given_back_first_so_that_no_slot_in_use_runs_out(redis_server: RedisServer) -> None:
    limiter = RedisLimiter(redis_server.url, rate=10_000, burst=100, concurrency=2, lease=1.5)
    limiter.joined()
    clock = asyncio.get_running_loop().time
    begun = clock()
    assert await limiter.take_shared(Priority.INTERACTIVE) == 0.0
    while clock() < begun + 2.0:  # far longer than a lease, with always one call under way
        assert await limiter.take_shared(Priority.INTERACTIVE) == 0.0
        assert await limiter.take_shared(Priority.INTERACTIVE) > 0.0
        await limiter.leave_shared(throttled=False)
        await asyncio.sleep(0.01)
    await limiter.left()


async def test_a_429_slows_the_whole_fleet_down(service: Service, redis_server: RedisServer) -> None:
    mine, theirs = (RedisLimiter(redis_server.url, rate=100, burst=1) for _ in range(2))
    service.status = 429
    for limiter in (mine, theirs):
        limiter.joined()
    async with BillitSession(ApiKey("key"), base_url=service.url, limiter=mine, retry=RetryPolicy.never()) as billit:
        with pytest.raises(RateLimited):
            await billit.request("GET", "/v1/x")
    while wait := await theirs.take_shared(Priority.INTERACTIVE):  # noqa: ASYNC110  (the wait that it names)
        await asyncio.sleep(wait)
    # 100 a second, halved by the other's 429, and a hundredth found again: the next one is due in 1/51 s.
    assert 1 / 100 < await theirs.take_shared(Priority.INTERACTIVE) <= 1 / 50
    for limiter in (mine, theirs):
        await limiter.left()


async def test_bulk_leaves_room_for_the_interactive_calls_of_others(redis_server: RedisServer) -> None:
    limiter = RedisLimiter(redis_server.url, rate=0.01, burst=8)
    limiter.joined()
    taken = 0
    while await limiter.take_shared(Priority.BULK) == 0.0:
        taken += 1
    assert taken == 6
    assert await limiter.take_shared(Priority.INTERACTIVE) == 0.0
    await limiter.left()


async def test_budgets_of_different_names_are_different(redis_server: RedisServer) -> None:
    one, other = (RedisLimiter(redis_server.url, rate=0.01, name=name) for name in ("one", "other"))
    assert [await limiter.take_shared(Priority.BULK) for limiter in (one, other)] == [0.0, 0.0]
    assert await one.take_shared(Priority.BULK) > 10
    for limiter in (one, other):
        limiter.joined()
        await limiter.left()


async def test_without_redis_nothing_is_sent(service: Service, redis_server: RedisServer) -> None:
    redis_server.stop()
    limiter = RedisLimiter(redis_server.url, rate=100)
    async with BillitSession(ApiKey("key"), base_url=service.url, limiter=limiter) as billit:
        with pytest.raises(NotSent, match="shared limiter cannot be reached") as caught:
            await billit.request("POST", "/v1/x")
    assert (caught.value.method, caught.value.path, caught.value.may_have_arrived) == ("POST", "/v1/x", False)
    assert service.arrived == []
    assert PASSWORD not in f"{caught.value!r}{limiter!r}"


async def test_with_a_fallback_it_goes_on_alone_says_so_once_and_comes_back(
    service: Service, redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    limiter = RedisLimiter(redis_server.url, rate=1000, fallback_rate=500)
    async with BillitSession(ApiKey("key"), base_url=service.url, limiter=limiter) as billit:
        await billit.request("GET", "/v1/x")
        redis_server.stop()
        with caplog.at_level(logging.WARNING, "billit_async.limits"):
            for _ in range(3):
                await billit.request("GET", "/v1/x")
            assert [record.message.partition(":")[0] for record in caplog.records] == [
                "the shared limiter cannot be reached (ConnectionError)"
            ]
            redis_server.start()
            await billit.request("GET", "/v1/x")
    assert "the shared limiter is back" in caplog.text
    assert PASSWORD not in caplog.text
    assert len(service.arrived) == 5


@pytest.mark.parametrize("wrong", [{"rate": 0}, {"rate": 1, "burst": 0}, {"rate": 1, "lease": -1}])
def test_a_budget_out_of_range_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="RedisLimiter"):
        RedisLimiter("redis://127.0.0.1", **wrong)


def test_a_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'billit-async\[redis\]'"):
        RedisLimiter("redis://127.0.0.1", rate=1)
