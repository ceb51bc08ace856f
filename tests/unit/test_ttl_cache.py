"""Callers that ask for the same at the same time share one request."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from billit_async._runtime.ttl_cache import TTLCache


class Source:
    """What is asked: it gives numbers, and waits until it is let go."""

    def __init__(self) -> None:
        self.cache: TTLCache[str, int] = TTLCache(10)
        self.asked = 0
        self.ended = 0
        self.go_on = asyncio.Event()
        self.error: Exception | None = None
        self.now = 0.0

    async def ask(self) -> int:
        self.asked += 1
        number = self.asked
        try:
            await self.go_on.wait()
        finally:
            self.ended += 1
        if self.error is not None:
            raise self.error
        return number

    def fetch(self, key: str = "a", *, max_age: float = 10, **options: Any) -> asyncio.Task[int]:
        return asyncio.create_task(
            self.cache.fetch(
                key, self.ask, is_fresh=lambda age, _value: age < max_age, clock=lambda: self.now, **options
            )
        )


@pytest.fixture
async def source() -> Source:
    return Source()


@pytest.mark.parametrize("options", [{}, {"max_age": 0}, {"refresh": True}])
async def test_twenty_callers_share_one_request(source: Source, options: dict[str, Any]) -> None:
    callers = [source.fetch(**options) for _ in range(20)]
    await asyncio.sleep(0)
    source.go_on.set()
    assert await asyncio.gather(*callers) == [1] * 20
    assert source.asked == 1


async def test_a_value_is_kept_for_as_long_as_the_reader_says(source: Source) -> None:
    source.go_on.set()
    assert [await source.fetch(), await source.fetch(), await source.fetch("b")] == [1, 1, 2]
    source.now = 9
    assert await source.fetch() == 1
    assert await source.fetch(max_age=5) == 3
    assert await source.fetch(refresh=True) == 4
    source.now = 20
    assert await source.fetch() == 5


async def test_the_first_caller_may_be_cancelled_and_the_others_go_on(source: Source) -> None:
    callers = [source.fetch() for _ in range(20)]
    await asyncio.sleep(0.01)
    callers[0].cancel()
    await asyncio.sleep(0.01)
    source.go_on.set()
    assert await asyncio.gather(*callers[1:]) == [1] * 19
    assert callers[0].cancelled()
    assert source.asked == 1


async def test_the_last_caller_that_is_cancelled_ends_the_request_and_nobody_joins_it(source: Source) -> None:
    callers = [source.fetch() for _ in range(3)]
    await asyncio.sleep(0.01)
    for caller in callers:
        caller.cancel()
    late = source.fetch()
    await asyncio.gather(*callers, return_exceptions=True)
    assert source.ended == 1
    source.go_on.set()
    assert await late == 2


async def test_an_error_reaches_each_as_its_own_and_is_not_kept(source: Source) -> None:
    source.error = ValueError("no")
    callers = [source.fetch() for _ in range(3)]
    await asyncio.sleep(0.01)
    source.go_on.set()
    errors = await asyncio.gather(*callers, return_exceptions=True)
    assert [str(error) for error in errors] == ["no"] * 3
    assert len({id(error) for error in errors}) == 3
    source.error = None
    assert await source.fetch() == 2


async def test_a_refresh_takes_nothing_that_left_before_it(source: Source) -> None:
    early = source.fetch()
    await asyncio.sleep(0.01)
    fresh = source.fetch(refresh=True)
    await asyncio.sleep(0.01)
    source.go_on.set()
    assert (await early, await fresh) == (1, 2)
    assert await source.fetch() == 2


async def test_what_is_under_way_when_it_is_cleared_is_not_kept(source: Source) -> None:
    early = source.fetch()
    await asyncio.sleep(0.01)
    source.cache.clear()
    source.go_on.set()
    assert await early == 1
    assert await source.fetch() == 2


async def test_requests_that_differ_are_not_shared(source: Source) -> None:
    source.go_on.set()
    both = source.fetch(variant="short"), source.fetch(variant="long")
    assert sorted(await asyncio.gather(*both)) == [1, 2]
