"""Every fault against every kind of call: reads come through or say why, writes are never done twice nor lied about."""

from __future__ import annotations

import asyncio
import traceback
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from billit_async.config import Limits, RetryPolicy, Timeouts
from billit_async.errors import (
    BadRequest,
    BillitError,
    CallError,
    DeadlineExceeded,
    IdempotencyConflict,
    NotAnswered,
    OutcomeUnknown,
    RateLimited,
    ServerError,
    UnexpectedResponse,
)
from tests.chaos.oracle import (
    KEYED,
    LATE,
    METHODS,
    ONE_SILENCE,
    QUICK,
    READING,
    UNKEYED,
    WRITING,
    assert_is_the_truth,
    assert_tells_no_secret,
    judge,
    limits_for,
    outcome_of,
    session,
)
from tests.chaos.server import FAULTS, ChaosServer, Close, Drip, Fault, Hang, Meanwhile, Ok, Refuse, Reset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.chaos.server import Seen

every_fault = pytest.mark.parametrize("fault", FAULTS, ids=str)
every_read = pytest.mark.parametrize("operation", READING)
every_write = pytest.mark.parametrize("operation", WRITING)
_BY_STATUS = {200: UnexpectedResponse, 400: BadRequest, 429: RateLimited}


def error_of(fault: Fault) -> type[CallError]:
    """What a call raises at last when this is all that it meets."""
    if isinstance(fault, Meanwhile):
        return error_of(fault.fault)
    return _BY_STATUS.get(fault.status, ServerError) if isinstance(fault, Refuse) else NotAnswered


def is_final(fault: Fault) -> bool:
    return isinstance(fault, Refuse) and fault.status in {200, 400}


class TestReads:
    @every_fault
    @every_read
    async def test_a_fault_that_happens_once_is_survived_when_asking_again_can_help(
        self, server: ChaosServer, operation: str, fault: Fault
    ) -> None:
        server.play("GET", [fault, Ok()])
        async with session(server.url, limits_for(fault, stays=False)) as billit:
            outcome = await outcome_of(READING[operation](billit, 7))
        if is_final(fault):
            assert type(outcome) is error_of(fault)
            assert len(server.requests) == 1
            return
        orders = outcome if operation == "list" else [outcome]
        assert [order.order_id for order in orders] == ([1, 2] if operation == "list" else [7])

    @every_fault
    @every_read
    async def test_a_fault_that_stays_is_a_typed_error_after_a_few_attempts(
        self, server: ChaosServer, operation: str, fault: Fault
    ) -> None:
        server.play("GET", [fault])
        async with session(server.url, limits_for(fault, stays=True)) as billit:
            outcome = await outcome_of(READING[operation](billit, 7))
        assert isinstance(outcome, error_of(fault))
        assert 1 <= len(server.requests) <= QUICK.attempts
        assert outcome.attempts >= len(server.requests)

    async def test_a_drip_that_no_attempt_limit_ends_is_ended_by_the_deadline(self, server: ChaosServer) -> None:
        server.play("GET", [Drip()])
        async with session(server.url, Timeouts(connect=0.3, read=0.3, total=0.4)) as billit:
            outcome = await outcome_of(billit.orders.get(7))
        assert isinstance(outcome, DeadlineExceeded)
        assert outcome.may_have_arrived
        assert len(server.requests) == 1


class TestWrites:
    @every_fault
    @every_write
    async def test_a_fault_that_happens_once_never_doubles_a_write_or_hides_what_became_of_it(
        self, server: ChaosServer, operation: str, fault: Fault
    ) -> None:
        server.play(METHODS[operation], [fault, Ok()])
        async with session(server.url, limits_for(fault, stays=True)) as billit:
            outcome = await outcome_of(WRITING[operation](billit, 7))
        await assert_is_the_truth(server, operation, outcome)

    @every_fault
    @every_write
    async def test_a_fault_that_stays_never_doubles_a_write_or_hides_what_became_of_it(
        self, server: ChaosServer, operation: str, fault: Fault
    ) -> None:
        server.play(METHODS[operation], [fault])
        async with session(server.url, limits_for(fault, stays=True)) as billit:
            outcome = await outcome_of(WRITING[operation](billit, 7))
        await assert_is_the_truth(server, operation, outcome)
        assert isinstance(outcome, error_of(fault) | IdempotencyConflict) or fault_succeeds(fault, operation)

    @pytest.mark.parametrize("fault", [Hang(), Hang(executes=True), Drip()], ids=str)
    @every_write
    async def test_a_write_that_is_late_is_not_sent_again(
        self, server: ChaosServer, operation: str, fault: Fault
    ) -> None:
        server.play(METHODS[operation], [fault, Ok()])
        async with session(server.url, LATE) as billit:
            outcome = await outcome_of(WRITING[operation](billit, 7))
        assert isinstance(outcome, NotAnswered)
        assert outcome.may_have_arrived
        assert len(server.seen(METHODS[operation])) == 1

    @pytest.mark.parametrize("fault", [Reset(executes=True), Close(executes=True)], ids=str)
    async def test_a_create_that_lost_its_answer_finds_its_order_again(self, server: ChaosServer, fault: Fault) -> None:
        server.play("POST", [fault, Ok()])
        async with session(server.url) as billit:
            outcome = await outcome_of(KEYED["create"](billit, 7))
        assert outcome in server.orders
        assert len(server.seen("POST")) == 2
        assert len({seen.key for seen in server.seen("POST")}) == 1
        assert "2024/000007" in server.requests[-1].query.replace("%2F", "/")

    @pytest.mark.parametrize("fault", [Reset(), Close(), Refuse(503), Refuse(429)], ids=str)
    @pytest.mark.parametrize("operation", KEYED)
    async def test_a_write_with_a_key_gets_through_after_a_fault(
        self, server: ChaosServer, operation: str, fault: Fault
    ) -> None:
        server.play("POST", [fault, Ok()])
        async with session(server.url) as billit:
            outcome = await outcome_of(KEYED[operation](billit, 7))
        assert not isinstance(outcome, BillitError)
        assert server.executed.total() == 1

    @pytest.mark.parametrize("fault", [Reset(), Reset(executes=True), Close(), Close(executes=True)], ids=str)
    @pytest.mark.parametrize("operation", UNKEYED)
    async def test_a_write_without_a_key_is_left_in_doubt(
        self, server: ChaosServer, operation: str, fault: Fault
    ) -> None:
        server.play(METHODS[operation], [fault, Ok()])
        async with session(server.url) as billit:
            outcome = await outcome_of(UNKEYED[operation](billit, 7))
        assert type(outcome) is OutcomeUnknown
        assert len(server.requests) == 1

    async def test_a_refusal_after_a_lost_attempt_still_says_that_the_first_may_have_arrived(
        self, server: ChaosServer
    ) -> None:
        server.play("POST", [Reset(executes=True), Refuse(429, headers=("Retry-After: 86400",))])
        async with session(server.url) as billit:
            outcome = await outcome_of(KEYED["create"](billit, 7))
        assert isinstance(outcome, CallError)
        assert outcome.may_have_arrived
        assert server.executed.total() == 1

    @pytest.mark.parametrize("fault", [Meanwhile(Reset()), Meanwhile(Close()), Meanwhile(Refuse(502))], ids=str)
    @pytest.mark.parametrize("operation", KEYED)
    async def test_the_cautious_policy_leaves_a_write_alone_that_may_still_be_under_way(
        self, server: ChaosServer, operation: str, fault: Fault
    ) -> None:
        server.play("POST", [fault, Ok()])
        cautious = attrs.evolve(RetryPolicy.cautious(), base=0.01, cap=0.02)
        async with session(server.url, retry=cautious) as billit:
            outcome = await outcome_of(KEYED[operation](billit, 7))
        await assert_is_the_truth(server, operation, outcome)


class TestScripts:
    @pytest.mark.parametrize("operation", KEYED)
    async def test_no_sequence_of_two_faults_doubles_a_write_or_hides_what_became_of_it(
        self, server: ChaosServer, operation: str
    ) -> None:
        pairs = [(first, second) for first in FAULTS for second in FAULTS]
        scripts: dict[int, Iterator[Fault]] = {
            number: iter([*pair, Ok(), Ok()]) for number, pair in enumerate(pairs, start=1)
        }
        server.play("POST", lambda seen: next(scripts[number_of(seen)]))
        retry = RetryPolicy(base=0.01, cap=0.02, budget=10_000)
        outcomes: dict[int, Any] = {}
        async with session(server.url, ONE_SILENCE, retry, limits=Limits(adaptive=False)) as billit:

            async def write(number: int) -> None:
                outcomes[number] = await outcome_of(KEYED[operation](billit, number), 60)

            async with asyncio.TaskGroup() as group:
                for number in scripts:
                    group.create_task(write(number))
        await server.settle()
        arrived: dict[int, list[Seen]] = {number: [] for number in scripts}
        for seen in server.seen("POST"):
            arrived[number_of(seen)].append(seen)
        for number, outcome in outcomes.items():
            keys = {seen.key for seen in arrived[number]}
            executed = sum(times for (_, _, key), times in server.executed.items() if key in keys)
            judge(operation, outcome, arrived[number], executed)
            if operation == "create" and isinstance(outcome, int):
                assert server.orders[outcome]["OrderNumber"] == f"2024/{number:06}"
        # On a busy machine many run out of time; that some go through shows that the rest is no fault of the test.
        assert sum(not isinstance(outcome, BillitError) for outcome in outcomes.values()) > len(pairs) // 100


class TestSecrets:
    @every_fault
    @pytest.mark.parametrize("operation", ["get", "create", "delete"])
    async def test_the_traceback_shows_neither_the_key_nor_what_the_server_sent(
        self, server: ChaosServer, operation: str, fault: Fault
    ) -> None:
        server.play(METHODS[operation], [fault])
        async with session(server.url, limits_for(fault, stays=True), RetryPolicy.never()) as billit:
            outcome = await outcome_of({**READING, **WRITING}[operation](billit, 7))
        if isinstance(outcome, BillitError):
            assert_tells_no_secret("".join(traceback.format_exception(outcome)))


def number_of(seen: Seen) -> int:
    """Which of many writes this is: creates are numbered by their order number, sends by the order's id."""
    body = seen.json
    return int(body["OrderNumber"].partition("/")[2]) if "OrderNumber" in body else body["OrderIDs"][0]


def fault_succeeds(fault: Fault, operation: str) -> bool:
    """An answer that is taken for a success: what send and patch answer is not read."""
    return isinstance(fault, Refuse) and fault.status == 200 and operation in {"send", "patch"}
