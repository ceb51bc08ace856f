"""Connections that are refused, reset, never finished, kept too long, or that lead elsewhere."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from billit_async.errors import BillitError, CallError, NoResponse, NotSent, UnexpectedResponse
from tests.chaos.oracle import HURRIED, METHODS, READING, WRITING, assert_is_the_truth, outcome_of, session
from tests.chaos.server import (
    ACCEPT,
    ChaosServer,
    CloseOnNext,
    Mute,
    Ok,
    Raw,
    Refuse,
    ResetUnread,
    Serve,
    Unasked,
    answer,
    refusing_port,
)

if TYPE_CHECKING:
    import ssl

CALLS = {**READING, **WRITING}
every_call = pytest.mark.parametrize("operation", CALLS)
every_write = pytest.mark.parametrize("operation", WRITING)
every_read = pytest.mark.parametrize("operation", READING)
_CLOSED_BEHIND = Raw("closed behind the answer", answer)


async def turns_pass() -> None:
    """Let what the server sent arrive."""
    await asyncio.sleep(0.03)


class TestNoConnection:
    @every_call
    async def test_a_port_that_refuses_was_sent_nothing(self, operation: str) -> None:
        with refusing_port() as port:
            async with session(f"http://127.0.0.1:{port.getsockname()[1]}") as billit:
                outcome = await outcome_of(CALLS[operation](billit, 7))
        assert type(outcome) is NotSent
        assert outcome.attempts > 1

    @every_call
    async def test_tls_that_is_never_finished_was_sent_nothing(self, operation: str) -> None:
        async with ChaosServer(scheme="https") as server:
            server.play(ACCEPT, [Mute()])
            async with session(server.url, HURRIED) as billit:
                outcome = await outcome_of(CALLS[operation](billit, 7))
            assert isinstance(outcome, NoResponse)
            assert not outcome.may_have_arrived
            assert server.requests == []

    @every_call
    async def test_a_certificate_that_is_not_trusted_is_refused_at_once(
        self, tls: ssl.SSLContext, operation: str
    ) -> None:
        async with ChaosServer(tls=tls) as server:
            async with session(server.url) as billit:
                outcome = await outcome_of(CALLS[operation](billit, 7))
            assert type(outcome) is NotSent
            assert "certificate" in str(outcome)
            assert outcome.attempts == 1
            assert server.requests == []


class TestResetBeforeReading:
    @every_read
    async def test_a_read_comes_through_the_next_time(self, server: ChaosServer, operation: str) -> None:
        server.play(ACCEPT, [ResetUnread(), ResetUnread(), Serve()])
        async with session(server.url) as billit:
            outcome = await outcome_of(READING[operation](billit, 7))
        assert not isinstance(outcome, BillitError)
        assert server.connections == 3

    @every_read
    async def test_a_read_that_never_comes_through_says_why(self, server: ChaosServer, operation: str) -> None:
        server.play(ACCEPT, [ResetUnread()])
        async with session(server.url) as billit:
            outcome = await outcome_of(READING[operation](billit, 7))
        assert isinstance(outcome, NoResponse)

    @pytest.mark.parametrize("script", [[ResetUnread(), Serve()], [ResetUnread()], [Mute()]], ids=str)
    @every_write
    async def test_a_write_is_not_doubled(
        self, server: ChaosServer, operation: str, script: list[ResetUnread | Serve | Mute]
    ) -> None:
        server.play(ACCEPT, script)
        async with session(server.url, HURRIED) as billit:
            outcome = await outcome_of(WRITING[operation](billit, 7))
        await assert_is_the_truth(server, operation, outcome)


class TestKeptConnections:
    @pytest.mark.parametrize("resets", [True, False], ids=["reset", "closed"])
    @every_call
    async def test_a_connection_that_ends_just_as_the_next_request_comes_doubles_nothing(
        self, server: ChaosServer, operation: str, *, resets: bool
    ) -> None:
        server.play("GET", [CloseOnNext(resets=resets), Ok()])
        async with session(server.url) as billit:
            await billit.orders.get(1)
            outcome = await outcome_of(CALLS[operation](billit, 7))
        assert server.cut_short == 1
        if operation in WRITING:
            await assert_is_the_truth(server, operation, outcome)
        if operation in READING:
            assert not isinstance(outcome, BillitError)
            assert server.connections == 2

    @every_call
    async def test_a_connection_that_ended_while_it_was_idle_is_not_used_again(
        self, server: ChaosServer, operation: str
    ) -> None:
        server.play("GET", [_CLOSED_BEHIND, Ok()])
        async with session(server.url) as billit:
            await billit.orders.get(1)
            await turns_pass()
            outcome = await outcome_of(CALLS[operation](billit, 7))
        assert not isinstance(outcome, BillitError)
        assert len(server.requests) == 2

    @every_write
    async def test_bytes_behind_an_answer_are_not_taken_for_the_next_answer(
        self, server: ChaosServer, operation: str
    ) -> None:
        twice = Raw("twice", lambda status, body: answer(status, body) + answer(200, b"666"), keeps=True)
        server.play("GET", [twice, Ok()])
        async with session(server.url) as billit:
            await billit.orders.get(1)
            outcome = await outcome_of(WRITING[operation](billit, 7))
        await assert_is_the_truth(server, operation, outcome)

    @every_write
    async def test_an_answer_that_nobody_asked_for_is_not_taken_for_the_next_answer(
        self, server: ChaosServer, operation: str
    ) -> None:
        server.play("GET", [Unasked(b"true" if operation == "delete" else b"666"), Ok()])
        server.play(METHODS[operation], [Refuse(400)])
        async with session(server.url) as billit:
            await billit.orders.get(1)
            await turns_pass()
            outcome = await outcome_of(WRITING[operation](billit, 7))
        assert isinstance(outcome, CallError), f"refused, and said to be done: {outcome!r}"

    async def test_an_order_is_not_another_that_was_sent_unasked(self, server: ChaosServer) -> None:
        server.play("GET", [Unasked(b'{"OrderID": 666}'), Ok()])
        async with session(server.url) as billit:
            await billit.orders.get(1)
            await turns_pass()
            assert (await billit.orders.get(7)).order_id == 7
            assert (await billit.orders.get(8)).order_id == 8


class TestOtherOrigins:
    @pytest.mark.parametrize("status", [301, 302, 307])
    @every_call
    async def test_a_redirect_leads_no_request_and_no_credential_elsewhere(
        self, server: ChaosServer, operation: str, status: int
    ) -> None:
        async with ChaosServer() as other:
            server.play(METHODS[operation], [Refuse(status, headers=(f"Location: {other.url}/v1/orders/7",))])
            async with session(server.url) as billit:
                outcome = await outcome_of(CALLS[operation](billit, 7))
            assert isinstance(outcome, CallError)
            assert type(outcome) is UnexpectedResponse
            assert len(server.requests) == 1
            assert (other.connections, other.requests) == (0, [])
