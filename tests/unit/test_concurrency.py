"""Turns: how many at once, in which order, and that none is ever lost."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from billit_async._transport.concurrency import ConcurrencyLimiter
from billit_async._transport.pace import LocalPace
from billit_async.config import Priority
from billit_async.errors import NotSent, SessionClosed

CALL, BULK = Priority.INTERACTIVE, Priority.BULK


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def turns(count: int = 5) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


class Visitors:
    """Calls that enter in the order in which they are listed, and note when they get in."""

    def __init__(self, limiter: ConcurrencyLimiter) -> None:
        self.limiter = limiter
        self.inside: list[Any] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def come(self, name: Any, company: int | None = 1, priority: Priority = CALL, **kwargs: Any) -> None:
        async def enter() -> None:
            await self.limiter.acquire(company, priority, **kwargs)
            self.inside.append(name)

        self.tasks.append(asyncio.create_task(enter()))
        await turns(1)

    async def leave(self, count: int = 1, **kwargs: Any) -> None:
        for _ in range(count):
            self.limiter.release(**kwargs)
            await turns()


@pytest.fixture
def limiter() -> ConcurrencyLimiter:
    return ConcurrencyLimiter(concurrency=1)


@pytest.fixture
def visitors(limiter: ConcurrencyLimiter) -> Visitors:
    return Visitors(limiter)


async def test_no_more_enter_at_once_than_may() -> None:
    limiter = ConcurrencyLimiter(concurrency=3)
    visitors = Visitors(limiter)
    for number in range(10):
        await visitors.come(number)
    assert visitors.inside == [0, 1, 2]
    assert (limiter.in_flight, limiter.waiting) == (3, 7)
    await visitors.leave(2)
    assert visitors.inside == [0, 1, 2, 3, 4]
    await visitors.leave(8)
    assert (limiter.in_flight, limiter.waiting, visitors.inside) == (0, 0, list(range(10)))


async def test_companies_take_turns_however_many_calls_one_has_waiting(
    limiter: ConcurrencyLimiter, visitors: Visitors
) -> None:
    await visitors.come("first", company=1)
    for number in range(50):
        await visitors.come(("a", number), company=1)
    await visitors.come("b", company=2)
    await visitors.come("c", company=None)
    await visitors.leave(4)
    assert visitors.inside == ["first", ("a", 0), "b", "c", ("a", 1)]
    await visitors.leave(49)


async def test_interactive_calls_go_first_and_bulk_does_not_starve(
    limiter: ConcurrencyLimiter, visitors: Visitors
) -> None:
    await visitors.come("first")
    for number in range(3):
        await visitors.come(f"bulk {number}", priority=BULK)
    for number in range(20):
        await visitors.come(number)
    await visitors.leave(18)
    assert visitors.inside[1:] == [*range(8), "bulk 0", *range(8, 16), "bulk 1"]
    await visitors.leave(6)
    assert visitors.inside[-1] == "bulk 2"


@pytest.mark.parametrize("granted", [False, True], ids=["while waiting", "after its turn came"])
async def test_a_cancelled_call_loses_no_turn(limiter: ConcurrencyLimiter, visitors: Visitors, granted: bool) -> None:
    await visitors.come("first")
    await visitors.come("cancelled")
    await visitors.come("next")
    if granted:
        limiter.release()
        visitors.tasks[1].cancel()
    else:
        visitors.tasks[1].cancel()
        limiter.release()
    await turns()
    assert visitors.inside == ["first", "next"]
    await visitors.leave()
    assert (limiter.in_flight, limiter.waiting) == (0, 0)


async def test_cancelling_all_at_once_leaves_nothing(limiter: ConcurrencyLimiter, visitors: Visitors) -> None:
    for number in range(100):
        await visitors.come(number, company=number % 7)
    for task in visitors.tasks[1:]:
        task.cancel()
    limiter.release()
    await turns()
    assert (limiter.in_flight, limiter.waiting) == (0, 0)
    assert all(not lane._companies for lane in limiter._lanes.values())


async def test_a_company_whose_calls_all_gave_up_is_forgotten(limiter: ConcurrencyLimiter, visitors: Visitors) -> None:
    await visitors.come("first")
    for number in range(1, 101):
        await visitors.come(number, company=number)
    for task in visitors.tasks[1:-1]:
        task.cancel()
    await turns()
    assert [list(lane._companies) for lane in limiter._lanes.values() if lane.size] == [[100]]
    await visitors.leave(2)
    assert visitors.inside == ["first", 100]


async def test_who_waits_too_long_is_told_and_forgotten(limiter: ConcurrencyLimiter, visitors: Visitors) -> None:
    await visitors.come("first")
    with pytest.raises(TimeoutError):
        await limiter.acquire(1, CALL, timeout=0.01)
    assert limiter.waiting == 0
    await visitors.leave()
    assert limiter.in_flight == 0


async def test_a_429_halves_how_many_may_enter_once_a_second_and_successes_bring_it_back() -> None:
    clock = Clock()
    limiter = ConcurrencyLimiter(concurrency=8, clock=clock)

    async def round_trip(*, throttled: bool) -> None:
        await limiter.acquire(1, CALL)
        limiter.release(throttled=throttled)

    clock.now = 10.0
    await round_trip(throttled=True)
    await round_trip(throttled=True)
    assert limiter.limit == 4.0
    for _ in range(10):
        clock.now += 1.0
        await round_trip(throttled=True)
    assert limiter.limit == 1.0
    await round_trip(throttled=False)
    assert limiter.limit == 2.0
    for _ in range(100):
        await round_trip(throttled=False)
    assert limiter.limit == 8.0


async def test_a_gate_that_does_not_adapt_keeps_its_number() -> None:
    limiter = ConcurrencyLimiter(concurrency=8, adaptive=False, clock=lambda: 10.0)
    await limiter.acquire(1, CALL)
    limiter.release(throttled=True)
    assert limiter.limit == 8.0


async def test_nobody_enters_while_the_server_asked_for_a_pause(limiter: ConcurrencyLimiter) -> None:
    clock = Clock()
    limiter = ConcurrencyLimiter(concurrency=5, clock=clock)
    visitors = Visitors(limiter)
    limiter.pause(0.02)
    await visitors.come("early")
    assert visitors.inside == []
    clock.now = 0.03
    await asyncio.wait_for(asyncio.gather(*visitors.tasks), 5)
    assert visitors.inside == ["early"]


async def test_a_rate_lets_in_what_is_due_and_the_rest_when_it_is() -> None:
    clock = Clock()
    limiter = ConcurrencyLimiter(concurrency=100, pace=LocalPace(50.0, 2, clock), clock=clock)
    visitors = Visitors(limiter)
    for number in range(4):
        await visitors.come(number)
    assert visitors.inside == [0, 1]
    clock.now = 0.021
    await asyncio.wait_for(visitors.tasks[2], 5)
    assert visitors.inside == [0, 1, 2]
    clock.now = 0.1
    await asyncio.wait_for(visitors.tasks[3], 5)


async def test_ten_thousand_waiters_are_all_let_in_and_none_remembered() -> None:
    limiter = ConcurrencyLimiter(concurrency=10)
    done = 0

    async def call(number: int) -> None:
        nonlocal done
        await limiter.acquire(number % 321, BULK if number % 3 else CALL)
        await asyncio.sleep(0)
        limiter.release()
        done += 1

    await asyncio.gather(*[call(number) for number in range(10_000)])
    assert (done, limiter.in_flight, limiter.waiting) == (10_000, 0, 0)
    assert all(not lane._companies for lane in limiter._lanes.values())


async def test_closing_sends_everybody_away(limiter: ConcurrencyLimiter, visitors: Visitors) -> None:
    await visitors.come("first")
    await visitors.come("waiting")
    await limiter.close()
    with pytest.raises(SessionClosed, match="closed"):
        await visitors.tasks[1]
    with pytest.raises(SessionClosed):
        await limiter.acquire(1, CALL)


class Shared:
    """A pace that is kept elsewhere: gives what it is told to give."""

    def __init__(self, *answers: float | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[Priority] = []
        self.given_back: list[bool] = []

    async def take_shared(self, priority: Priority) -> float:
        self.asked.append(priority)
        await asyncio.sleep(0)
        answer = self.answers.pop(0) if self.answers else 0.0
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def leave_shared(self, *, throttled: bool) -> None:
        self.given_back.append(throttled)

    def joined(self) -> None: ...

    async def left(self) -> None: ...


async def test_a_shared_pace_is_asked_for_each_turn_and_told_of_each_end() -> None:
    shared = Shared(0.0, 0.001, 0.0)
    limiter = ConcurrencyLimiter(concurrency=2, pace=shared, adaptive=False)
    visitors = Visitors(limiter)
    await visitors.come("a", priority=BULK)
    await visitors.come("b")
    await visitors.come("c", priority=BULK)
    await asyncio.wait_for(asyncio.gather(*visitors.tasks[:2]), 5)
    assert (limiter.in_flight, limiter.waiting) == (2, 1)
    await visitors.leave(throttled=True)
    await asyncio.wait_for(visitors.tasks[2], 5)
    await visitors.leave(2)
    assert shared.given_back == [True, False, False]
    assert (limiter.in_flight, limiter.waiting) == (0, 0)
    await limiter.close()


async def test_a_permit_whose_caller_has_gone_is_given_back() -> None:
    shared = Shared()
    limiter = ConcurrencyLimiter(concurrency=2, pace=shared)
    visitors = Visitors(limiter)
    await visitors.come("gone")
    visitors.tasks[0].cancel()
    await turns(10)
    assert (limiter.in_flight, limiter.waiting) == (0, 0)
    assert len(shared.given_back) == len(shared.asked)
    await limiter.close()


async def test_who_waits_is_told_when_the_shared_pace_is_out_of_reach() -> None:
    limiter = ConcurrencyLimiter(concurrency=2, pace=Shared(NotSent("no limiter"), 0.0))
    with pytest.raises(NotSent, match="no limiter"):
        await limiter.acquire(1, CALL)
    await asyncio.wait_for(limiter.acquire(1, CALL), 5)
    limiter.release()
    await limiter.close()


async def test_all_who_wait_are_told_at_once_and_each_by_an_error_of_its_own() -> None:
    shared = Shared(NotSent("no limiter"))
    limiter = ConcurrencyLimiter(concurrency=2, pace=shared)
    failures = await asyncio.gather(*[limiter.acquire(number, CALL) for number in range(100)], return_exceptions=True)
    assert {type(failure) for failure in failures} == {NotSent}
    assert {str(failure) for failure in failures} == {"no limiter"}
    assert len({id(failure) for failure in failures}) == 100
    assert len(shared.asked) == 1
    await limiter.close()


@pytest.mark.parametrize("busy", [False, True], ids=["while it sleeps", "while it waits for a slot"])
async def test_nothing_asks_for_permits_once_the_last_waiter_has_gone(busy: bool) -> None:
    limiter = ConcurrencyLimiter(concurrency=1, pace=Shared(0.0 if busy else 3_600.0))
    visitors = Visitors(limiter)
    for number in range(2):
        await visitors.come(number)
    await turns()
    for task in visitors.tasks:
        task.cancel()
    await turns()
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert (limiter.in_flight, limiter.waiting) == (1 if busy else 0, 0)


async def test_an_interactive_call_does_not_wait_for_what_bulk_was_told_to_wait() -> None:
    shared = Shared(3_600.0, 0.0, 3_600.0)
    limiter = ConcurrencyLimiter(concurrency=5, pace=shared)
    visitors = Visitors(limiter)
    await visitors.come("bulk", priority=BULK)
    await turns()
    await visitors.come("call")
    await turns()
    assert visitors.inside == ["call"]
    assert shared.asked == [BULK, CALL, BULK]
    visitors.tasks[0].cancel()
    await limiter.close()


async def test_waiters_that_join_a_queue_do_not_each_ask_again() -> None:
    shared = Shared(3_600.0)
    limiter = ConcurrencyLimiter(concurrency=500, pace=shared)
    visitors = Visitors(limiter)
    for number in range(100):
        await visitors.come(number, priority=BULK)
    await turns()
    assert len(shared.asked) == 1
    for task in visitors.tasks:
        task.cancel()
    await turns()


async def test_a_permit_that_comes_after_the_server_asked_for_a_pause_is_given_back() -> None:
    clock, shared = Clock(), Shared()
    limiter = ConcurrencyLimiter(concurrency=2, pace=shared, clock=clock)
    visitors = Visitors(limiter)
    await visitors.come("a")
    await turns(1)  # asked, without a response yet
    limiter.pause(3_600)
    await turns()
    assert visitors.inside == []
    assert shared.given_back == [False]
    await limiter.close()
    with pytest.raises(SessionClosed):
        await visitors.tasks[0]


async def test_a_shared_pace_that_breaks_its_promise_not_to_raise_leaves_nobody_waiting() -> None:
    class Broken(Shared):
        async def leave_shared(self, *, throttled: bool) -> None:
            raise RuntimeError("broken")

    clock = Clock()
    limiter = ConcurrencyLimiter(concurrency=2, pace=Broken(), clock=clock)
    visitors = Visitors(limiter)
    await visitors.come("a")
    await turns(1)
    limiter.pause(3_600)
    await turns()
    with pytest.raises(RuntimeError, match="broken"):
        await asyncio.wait_for(visitors.tasks[0], 5)
    await limiter.close()
