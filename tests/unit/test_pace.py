"""The local pace: a rate that is kept, slowed down and found again; the clock is ours."""

from __future__ import annotations

import pytest

from billit_async._transport.pace import LocalPace, SharedPace


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def taken_in(pace: LocalPace, clock: Clock, seconds: float, step: float = 0.01) -> int:
    count, end = 0, clock.now + seconds
    while clock.now < end:
        while pace.take() == 0.0:
            count += 1
        clock.now += step
    return count


@pytest.mark.parametrize(("rate", "burst"), [(10.0, 1), (10.0, 5), (0.5, 1), (100.0, 20)])
def test_a_rate_is_kept_after_its_burst(clock: Clock, rate: float, burst: int) -> None:
    pace = LocalPace(rate, burst, clock)
    first = 0
    while pace.take() == 0.0:
        first += 1
    assert first == burst
    assert taken_in(pace, clock, 10.0) == pytest.approx(rate * 10, abs=1)


def test_the_wait_it_names_is_enough_and_not_too_long(clock: Clock) -> None:
    pace = LocalPace(4.0, 1, clock)
    assert pace.take() == 0.0
    wait = pace.take()
    assert wait == pytest.approx(0.25)
    clock.now += wait - 0.001
    assert pace.take() > 0
    clock.now += 0.0011
    assert pace.take() == 0.0


def test_idle_time_is_not_saved_up_beyond_the_burst(clock: Clock) -> None:
    pace = LocalPace(10.0, 3, clock)
    clock.now += 3_600
    assert [pace.take() == 0.0 for _ in range(4)] == [True, True, True, False]


def test_a_429_halves_the_rate_once_a_second_down_to_a_floor(clock: Clock) -> None:
    pace = LocalPace(64.0, 1, clock)
    pace.throttled()
    pace.throttled()
    assert pace.rate == 32.0
    for _ in range(20):
        clock.now += 1.0
        pace.throttled()
    assert pace.rate == 1.0


def test_the_rate_is_found_again_step_by_step_and_never_passed(clock: Clock) -> None:
    pace = LocalPace(10.0, 1, clock)
    pace.throttled()
    for _ in range(10):
        clock.now += 10
        assert pace.take() == 0.0
    assert pace.rate == pytest.approx(6.0)
    for _ in range(100):
        clock.now += 10
        pace.take()
    assert pace.rate == 10.0


def test_a_local_pace_is_no_shared_one(clock: Clock) -> None:
    assert not isinstance(LocalPace(1.0, 1, clock), SharedPace)
