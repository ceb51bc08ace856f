"""What the server asks to wait: obeyed where it fits the deadline, said at once where it does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from billit_async.config import Timeouts
from billit_async.errors import ApiError, BillitError, RateLimited, ServerError
from tests.chaos.oracle import METHODS, READING, WRITING, outcome_of, session
from tests.chaos.server import ChaosServer, Ok, Refuse, dated

if TYPE_CHECKING:
    from collections.abc import Callable

CALLS = {**READING, **WRITING}
REPEATABLE = ("get", "list")
DAY = 86_400
ROOMY = Timeouts(connect=1.0, read=1.0, total=10.0)


def in_seconds(seconds: int) -> str:
    return f"Retry-After: {seconds}"


def at_a_date(seconds: int) -> str:
    return dated(datetime.now(UTC) + timedelta(seconds=seconds))


both_forms = pytest.mark.parametrize("ask", [in_seconds, at_a_date])


@both_forms
@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("operation", CALLS)
async def test_a_wait_of_a_day_fails_at_once_and_says_so(
    server: ChaosServer, operation: str, status: int, ask: Callable[[int], str]
) -> None:
    server.play(METHODS[operation], [Refuse(status, headers=(ask(DAY),))])
    async with session(server.url, ROOMY) as billit:
        outcome = await outcome_of(CALLS[operation](billit, 7), 5)
    assert type(outcome) is (RateLimited if status == 429 else ServerError)
    assert isinstance(outcome, ApiError)
    assert outcome.retry_after == (DAY if ask is in_seconds else pytest.approx(DAY, abs=30))
    assert len(server.requests) == 1


async def test_a_wait_of_a_day_does_not_hold_up_other_calls(server: ChaosServer) -> None:
    server.play("GET", [Refuse(429, headers=(in_seconds(DAY),)), Ok()])
    async with session(server.url, ROOMY) as billit:
        assert type(await outcome_of(billit.orders.get(7), 5)) is RateLimited
        assert (await outcome_of(billit.orders.get(8), 5)).order_id == 8


@both_forms
@pytest.mark.parametrize("operation", REPEATABLE)
async def test_a_wait_that_fits_is_obeyed(server: ChaosServer, operation: str, ask: Callable[[int], str]) -> None:
    server.play(METHODS[operation], [Refuse(429, headers=(ask(1),)), Ok()])
    async with session(server.url, ROOMY) as billit:
        outcome = await outcome_of(CALLS[operation](billit, 7))
    assert not isinstance(outcome, BillitError)
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "header",
    ["soon", "-5", "1e400", "9" * 400, "Retry", "Thu, 99 Foo 2099 99:99:99 GMT", "²", "nan", "Fri, 01 Jan 0001 00:00"],
)
@pytest.mark.parametrize("operation", REPEATABLE)
async def test_a_wait_that_makes_no_sense_is_no_other_error(server: ChaosServer, operation: str, header: str) -> None:
    server.play(METHODS[operation], [Refuse(429, headers=(f"Retry-After: {header}",)), Ok()])
    async with session(server.url, ROOMY) as billit:
        outcome = await outcome_of(CALLS[operation](billit, 7))
    assert not isinstance(outcome, BillitError) or type(outcome) is RateLimited
    assert len(server.requests) == (1 if isinstance(outcome, BillitError) else 2)


@pytest.mark.parametrize("operation", WRITING)
async def test_a_write_does_not_wait_since_a_gateway_may_have_passed_it_on(server: ChaosServer, operation: str) -> None:
    server.play(METHODS[operation], [Refuse(429, headers=(in_seconds(0),)), Ok()])
    async with session(server.url, ROOMY) as billit:
        outcome = await outcome_of(WRITING[operation](billit, 7))
    assert type(outcome) is RateLimited
    assert outcome.may_have_arrived
    assert len(server.requests) == 1
