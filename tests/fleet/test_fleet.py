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
from redis.asyncio import from_url

from billit_async import ApiKey, BillitSession, ConfigurationError, NotSent, RateLimited, RedisLimiter, RetryPolicy
from billit_async._transport.redis_limiter import _SCRIPT
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


def most_in_a_second(stamps: list[float]) -> int:
    return max(sum(1 for other in stamps if start <= other < start + 1.0) for start in stamps)


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
    assert most_in_a_second(service.arrived) <= 25 + 3 + 6


async def test_permits_never_pass_the_rate_by_the_clock_of_redis(service: Service, redis_server: RedisServer) -> None:
    given: list[float] = []

    async def watch(monitor: Any) -> None:
        async for command in monitor.listen():
            if command["client_type"] == "lua" and command["command"].startswith("SET {billit}:due"):
                given.append(command["time"])  # noqa: PERF401  (a comprehension that is cancelled keeps nothing)

    async with from_url(redis_server.url, socket_timeout=None) as client, client.monitor() as monitor:
        watching = asyncio.create_task(watch(monitor))
        await ended(*[await worker(service, redis_server, 20, rate=25, burst=3) for _ in range(3)])
        watching.cancel()
        await asyncio.wait([watching])
    assert len(given) == 60
    assert most_in_a_second(given) <= 25 + 3


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
    mine, theirs = (RedisLimiter(redis_server.url, rate=10, burst=1) for _ in range(2))
    service.status = 429
    for limiter in (mine, theirs):
        limiter.joined()
    async with BillitSession(ApiKey("key"), base_url=service.url, limiter=mine, retry=RetryPolicy.never()) as billit:
        with pytest.raises(RateLimited):
            await billit.request("GET", "/v1/x")
    while wait := await theirs.take_shared(Priority.INTERACTIVE):  # noqa: ASYNC110  (the wait that it names)
        await asyncio.sleep(wait)
    # 10 a second, halved by the other's 429, and a hundredth found again: the next one is due in 1/5.1 s.
    assert 1 / 10 < await theirs.take_shared(Priority.INTERACTIVE) <= 1 / 5
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
            told = [record for record in caplog.records if record.name == "billit_async.limits"]
            assert [record.message.partition(":")[0] for record in told] == [
                "the shared limiter cannot be reached (ConnectionError)"
            ]
            assert len(service.arrived) == 4
            redis_server.start()
            async with asyncio.timeout(20):
                while "the shared limiter is back" not in caplog.text:
                    await billit.request("GET", "/v1/x")
    assert PASSWORD not in caplog.text


async def test_a_redis_that_hangs_fails_all_who_wait_together(service: Service, redis_server: RedisServer) -> None:
    limiter = RedisLimiter(f"{redis_server.url}?socket_timeout=0.3", rate=10_000, burst=100)
    async with BillitSession(ApiKey("key"), base_url=service.url, limiter=limiter) as billit:
        redis_server.hang()
        calls = [billit.request("GET", f"/v1/x/{number}") for number in range(200)]
        async with asyncio.timeout(20):  # one after another, they would take a minute
            failures = await asyncio.gather(*calls, return_exceptions=True)
    assert {type(failure) for failure in failures} == {NotSent}
    assert service.arrived == []


async def test_a_redis_that_hangs_does_not_set_the_pace_of_the_fallback(redis_server: RedisServer) -> None:
    limiter = RedisLimiter(f"{redis_server.url}?socket_timeout=0.3", rate=10_000, fallback_rate=10_000)
    limiter.joined()
    redis_server.hang()
    taken = 0
    async with asyncio.timeout(20):
        while taken < 200:
            wait = await limiter.take_shared(Priority.INTERACTIVE)
            taken += wait == 0.0
            await asyncio.sleep(wait)
    await limiter.left()


async def test_a_429_slows_the_fallback_down_as_well(redis_server: RedisServer) -> None:
    redis_server.stop()
    limiter = RedisLimiter(redis_server.url, rate=100, fallback_rate=0.01)
    limiter.joined()
    assert await limiter.take_shared(Priority.INTERACTIVE) == 0.0
    await limiter.leave_shared(throttled=True)
    assert limiter._fallback is not None
    assert limiter._fallback.rate == 0.005
    await limiter.left()


@pytest.mark.parametrize("rates", [(100.0, 0.01), (1.0, 50.0)])
async def test_successes_while_redis_is_out_of_reach_leave_the_local_rate_alone(
    redis_server: RedisServer, rates: tuple[float, float]
) -> None:
    redis_server.stop()
    limiter = RedisLimiter(redis_server.url, rate=rates[0], burst=100, concurrency=4, fallback_rate=rates[1])
    limiter.joined()
    assert await limiter.take_shared(Priority.INTERACTIVE) == 0.0
    assert limiter._fallback is not None
    for _ in range(20):
        await limiter.leave_shared(throttled=False)
        assert limiter._fallback.rate == rates[1]
    await limiter.left()
    assert limiter._fallback.rate == rates[1]


@pytest.mark.parametrize(("earlier", "rate"), [(0.0, 8.0), (0.5, 8.0), (0.95, 8.0), (1.05, 4.0), (60.0, 4.0)])
async def test_the_rate_of_the_fleet_is_halved_once_a_second_and_not_sooner(
    redis_server: RedisServer, earlier: float, rate: float
) -> None:
    keys = ["{once}:due", "{once}:rate", "{once}:slots"]
    slow_down = (
        "local t = redis.call('TIME') "
        "redis.call('HSET', KEYS[1], 'rate', '8', 'slowed', string.format('%.6f', t[1] + t[2] / 1000000 - ARGV[1]))"
    )
    async with from_url(redis_server.url) as redis, redis.pipeline(transaction=True) as both:
        # In one transaction, so that nothing comes between the two moments.
        both.eval(slow_down, 1, keys[1], earlier)
        both.eval(_SCRIPT, 3, *keys, "throttled", 8, 1, 0, 120, "")
        both.hget(keys[1], "rate")
        *_, left = await both.execute()
    assert float(left) == rate


async def test_a_short_lease_does_not_end_the_long_ones_of_others(redis_server: RedisServer) -> None:
    long = RedisLimiter(redis_server.url, rate=10_000, burst=100, concurrency=1, lease=60.0)
    short = RedisLimiter(redis_server.url, rate=10_000, burst=100, concurrency=2, lease=0.1)
    for limiter in (long, short):
        limiter.joined()
        assert await limiter.take_shared(Priority.INTERACTIVE) == 0.0
    client = from_url(redis_server.url)
    assert await client.pttl("{billit}:slots") > 50_000
    await client.aclose()
    for limiter in (long, short):
        await limiter.left()


async def test_what_is_kept_in_redis_goes_by_itself(redis_server: RedisServer) -> None:
    limiter = RedisLimiter(redis_server.url, rate=10, concurrency=2)
    limiter.joined()
    assert await limiter.take_shared(Priority.INTERACTIVE) == 0.0
    await limiter.leave_shared(throttled=True)
    assert await limiter.take_shared(Priority.INTERACTIVE) >= 0.0
    client = from_url(redis_server.url)
    keys = [key async for key in client.scan_iter()]
    assert keys
    assert [await client.pttl(key) > 0 for key in keys] == [True] * len(keys)
    await client.aclose()
    await limiter.left()


async def test_a_session_that_closes_with_calls_under_way_frees_their_slots(
    service: Service, redis_server: RedisServer
) -> None:
    service.seconds = 1.0
    limiter = RedisLimiter(redis_server.url, rate=10_000, burst=100, concurrency=2)
    billit = BillitSession(ApiKey("key"), base_url=service.url, limiter=limiter)
    await billit.open()
    calls = [asyncio.create_task(billit.request("GET", f"/v1/x/{number}")) for number in range(2)]
    await asyncio.wait_for(service.second_arrived.wait(), 30)
    await billit.close()
    await asyncio.gather(*calls, return_exceptions=True)
    assert limiter._client is None
    client = from_url(redis_server.url)
    assert await client.zcard("{billit}:slots") == 0
    await client.aclose()


async def test_a_slot_whose_answer_was_not_waited_for_comes_free(redis_server: RedisServer) -> None:
    async with from_url(redis_server.url) as client:
        carried_out = asyncio.Event()

        class LosesAnAnswer:
            def register_script(self, text: str) -> Any:
                script = client.register_script(text)

                async def run(**arguments: Any) -> Any:
                    answer = await script(**arguments)
                    if not carried_out.is_set():
                        carried_out.set()
                        await asyncio.Event().wait()
                    return answer

                return run

        given: Any = LosesAnAnswer()
        limiter = RedisLimiter(given, rate=10_000, burst=100, concurrency=2)
        limiter.joined()
        taking = asyncio.create_task(limiter.take_shared(Priority.INTERACTIVE))
        await asyncio.wait_for(carried_out.wait(), 30)
        taking.cancel()
        await asyncio.wait([taking])
        assert await client.zcard("{billit}:slots") == 1
        await limiter.left()
        assert await client.zcard("{billit}:slots") == 0


async def test_a_429_that_comes_after_the_last_session_closed_opens_no_connection(redis_server: RedisServer) -> None:
    limiter = RedisLimiter(redis_server.url, rate=10_000, concurrency=2)
    limiter.joined()
    assert await limiter.take_shared(Priority.INTERACTIVE) == 0.0
    await limiter.left()
    await limiter.leave_shared(throttled=True)
    assert limiter._client is None


async def test_a_client_that_was_given_is_not_closed(redis_server: RedisServer) -> None:
    async with from_url(redis_server.url) as client:
        limiter = RedisLimiter(client, rate=10_000)
        limiter.joined()
        assert await limiter.take_shared(Priority.INTERACTIVE) == 0.0
        await limiter.left()
        assert await client.ping()


@pytest.mark.parametrize(
    "address",
    ["redis://u:geheim/x@host", "redis://:geheim#x@host:1", "http://:geheim@host", "redis://u:12/geheim@h", ""],
)
def test_a_wrong_address_is_refused_without_showing_its_password(address: str) -> None:
    with pytest.raises(ConfigurationError, match="percent-encode") as caught:
        RedisLimiter(address, rate=1)
    assert "geheim" not in str(caught.value)
    assert caught.value.__context__ is None


async def test_an_option_that_the_client_refuses_is_not_shown_either() -> None:
    limiter = RedisLimiter("redis://:geheim@127.0.0.1?socket_timeout=geheim", rate=1)
    limiter.joined()
    with pytest.raises(ConfigurationError, match="percent-encode") as caught:
        await limiter.take_shared(Priority.INTERACTIVE)
    assert caught.value.__context__ is None
    await limiter.left()


@pytest.mark.parametrize(
    "wrong", [{"rate": 0}, {"rate": 1, "burst": 0}, {"rate": 1, "lease": -1}, {"rate": float("inf")}]
)
def test_a_budget_out_of_range_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="RedisLimiter"):
        RedisLimiter("redis://127.0.0.1", **wrong)


def test_a_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'billit-async\[redis\]'"):
        RedisLimiter("redis://127.0.0.1", rate=1)
