"""Deadlines of a session: what `asyncio.timeout` promises, with one timer for all of them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from billit_async._transport.deadlines import Deadlines

if TYPE_CHECKING:
    from billit_async._transport.deadlines import Deadline


@pytest.fixture
def deadlines() -> Deadlines:
    return Deadlines()


async def wait_within(deadline: Deadline) -> None:
    with deadline:
        await asyncio.Event().wait()


async def test_a_block_that_takes_too_long_ends_with_a_timeout_and_leaves_no_cancellation(deadlines: Deadlines) -> None:
    deadline = deadlines.after(0.01)
    with pytest.raises(TimeoutError):
        await wait_within(deadline)
    task = asyncio.current_task()
    assert deadline.expired
    assert task is not None
    assert task.cancelling() == 0


async def test_each_task_has_its_own_time_though_one_timer_watches_them(deadlines: Deadlines) -> None:
    loop = asyncio.get_running_loop()

    async def last() -> float:
        began = loop.time()
        with pytest.raises(TimeoutError):
            await wait_within(deadlines.after(0.05))
        return loop.time() - began

    first = asyncio.create_task(last())
    await asyncio.sleep(0.03)
    second = asyncio.create_task(last())
    with deadlines.after(0.05):
        pass  # ends in time, between two that do not
    lasted = await asyncio.gather(first, second)
    assert min(lasted) >= 0.05
    assert max(lasted) < 1


async def test_a_cancellation_from_outside_stays_one_also_when_the_time_is_over(deadlines: Deadlines) -> None:
    task = asyncio.create_task(wait_within(deadlines.after(60)))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    deadline = deadlines.after(60)
    both = asyncio.create_task(wait_within(deadline))
    await asyncio.sleep(0)
    both.cancel()
    deadline.expire()
    with pytest.raises(asyncio.CancelledError):
        await both


async def test_a_thousand_lengths_leave_no_thousand_timers(deadlines: Deadlines) -> None:
    loop = asyncio.get_running_loop()
    before = sum(not handle.cancelled() for handle in loop._scheduled)  # type: ignore[attr-defined]
    for number in range(1_000):
        with deadlines.after(60 + number):
            pass
    during = sum(not handle.cancelled() for handle in loop._scheduled)  # type: ignore[attr-defined]
    assert during - before <= 8
    deadlines.close()
    assert sum(not handle.cancelled() for handle in loop._scheduled) == before  # type: ignore[attr-defined]
