"""Writes that are given up from outside: a caller who has to know learns what may have been carried out."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from billit_async import BillitSession, CallOptions, Limits, RetryPolicy, Timeouts
from billit_async.errors import (
    BillitError,
    CallError,
    ConfigurationError,
    DeadlineExceeded,
    NotAvailable,
    OutcomeUnknown,
    PagingError,
    ReauthorisationRequired,
    SessionClosed,
    TokenStoreError,
    UnexpectedResponse,
)
from billit_async.models import Order, Party, Product
from tests.chaos.oracle import QUICK, WRITING, session
from tests.chaos.server import ChaosServer, Fault, Hang, Meanwhile, Ok, Refuse, Reset

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from billit_async._transport.secret import Secret
    from billit_async.errors import Unauthorized

CREATES: dict[str, Callable[[BillitSession], Awaitable[Any]]] = {
    "orders": lambda billit: billit.orders.create(Order(order_type="Invoice"), external_id="mine"),
    "parties": lambda billit: billit.parties.create(Party(name="Acme"), external_id="mine"),
    "products": lambda billit: billit.products.create(Product(reference="mine")),
}


def call(function: Callable[[CallError], Any], error: CallError) -> Any:
    """Hide that a function has to be awaited."""
    return function(error)


async def under_way(server: ChaosServer, write: Awaitable[Any]) -> asyncio.Future[Any]:
    """Begin a write, until the server has it whole."""
    task = asyncio.ensure_future(write)
    await server.reached(1)
    return task


async def cut_short(server: ChaosServer, write: Awaitable[Any]) -> None:
    """Make a write within an ``asyncio.timeout`` that ends when the server has it."""
    async with asyncio.timeout(None) as clock:
        task = await under_way(server, write)
        clock.reschedule(0)
        await task


async def together(*steps: Any) -> None:
    async with asyncio.TaskGroup() as group:
        for step in steps:
            group.create_task(step)


@pytest.fixture
def told() -> list[CallError]:
    return []


@pytest.mark.parametrize("operation", WRITING)
async def test_a_write_that_is_cancelled_says_what_was_under_way(
    server: ChaosServer, told: list[CallError], operation: str
) -> None:
    for method in ("POST", "PATCH", "DELETE"):
        server.play(method, [Hang()])
    async with session(server.url, on_unknown_outcome=told.append) as billit:
        task = await under_way(server, WRITING[operation](billit, 7))
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
    (seen,) = server.requests
    (error,) = told
    (note,) = caught.value.__notes__
    assert f"{seen.method} {error.path}" in note
    assert "billit.resolve(error)" in note
    assert error.idempotency_key == seen.key
    assert seen.key is None or seen.key in note
    assert isinstance(error, OutcomeUnknown)
    assert caught.value.__cause__ is error
    assert (error.lookup is not None) == (operation == "create")


@pytest.mark.parametrize("kind", CREATES)
async def test_whatever_is_created_can_be_found_from_what_the_callback_heard(
    server: ChaosServer, told: list[CallError], kind: str
) -> None:
    server.play("POST", [Hang()])
    async with session(server.url, on_unknown_outcome=told.append) as billit:
        task = await under_way(server, CREATES[kind](billit))
        task.cancel()
        await asyncio.wait([task])
        (error,) = told
        assert error.lookup is not None
        assert error.lookup.keys[0][1] == "mine"
        assert error.idempotency_key or kind == "products"
        assert (await billit.resolve(error, settle=0)).absent


async def test_a_timeout_around_a_create_is_resolved_from_its_error_alone(server: ChaosServer) -> None:
    server.play("POST", [Meanwhile(Hang(), after=0.3)])
    async with session(server.url) as billit:
        with pytest.raises(TimeoutError) as caught:
            await cut_short(server, CREATES["orders"](billit))
        assert isinstance(caught.value.__cause__, asyncio.CancelledError)
        assert "POST /v1/orders" in "".join(caught.value.__cause__.__notes__)
        assert (await billit.resolve(caught.value)).id in server.orders


async def test_a_sibling_that_fails_in_a_group_leaves_the_write_to_the_callback(
    server: ChaosServer, told: list[CallError]
) -> None:
    server.play("POST", [Hang()])

    async def fail() -> None:
        await server.reached(1)
        raise ZeroDivisionError

    async with session(server.url, on_unknown_outcome=told.append) as billit:
        with pytest.raises(ExceptionGroup) as caught:
            await together(CREATES["orders"](billit), fail())
    assert caught.group_contains(ZeroDivisionError)
    assert [(error.method, error.path) for error in told] == [("POST", "/v1/orders")]


async def test_a_session_that_is_closed_under_way_leaves_the_write_in_doubt(
    server: ChaosServer, told: list[CallError]
) -> None:
    server.play("POST", [Hang()])
    billit = session(server.url, on_unknown_outcome=told.append)
    await billit.open()
    task = await under_way(server, CREATES["orders"](billit))
    await billit.close()
    with pytest.raises(OutcomeUnknown) as caught:
        await task
    assert told == [caught.value]


FAULTS: list[tuple[Fault, type[CallError]]] = [
    (Reset(), OutcomeUnknown),
    (Refuse(502), CallError),
    (Refuse(429), CallError),
    (Refuse(200), UnexpectedResponse),
    (Refuse(200, "", called="empty"), UnexpectedResponse),
    (Refuse(200, "{}", called="{}"), UnexpectedResponse),
    (Hang(), DeadlineExceeded),
]


@pytest.mark.parametrize(("fault", "kind"), FAULTS, ids=str)
async def test_each_unknown_outcome_is_told_exactly_once(
    server: ChaosServer, told: list[CallError], fault: Fault, kind: type[CallError]
) -> None:
    server.play("POST", [fault])
    limits = Timeouts(connect=5, read=5, total=0.5) if fault.is_silent else Timeouts()
    async with session(server.url, limits, on_unknown_outcome=told.append) as billit:
        with pytest.raises(kind) as caught:
            await CREATES["orders"](billit)
    assert told == [caught.value]
    assert told[0].may_have_arrived
    assert told[0].idempotency_key == server.requests[0].key
    assert told[0].ended_at is not None
    assert told[0].sent_at is not None
    assert told[0].sent_at <= told[0].ended_at


@pytest.mark.parametrize("fault", [Ok(), Refuse(400), Refuse(401), Refuse(409)], ids=str)
async def test_what_is_known_is_not_told(server: ChaosServer, told: list[CallError], fault: Fault) -> None:
    server.play("POST", [fault])
    server.play("GET", [Reset()])
    async with session(server.url, on_unknown_outcome=told.append) as billit:
        for write in (CREATES["orders"](billit), billit.orders.get(7)):
            await asyncio.gather(write, return_exceptions=True)
    assert told == []


async def test_a_write_that_waits_for_its_turn_and_is_cancelled_surely_did_not_leave(
    server: ChaosServer, told: list[CallError]
) -> None:
    server.play("POST", [Hang()])

    async with session(server.url, limits=Limits(concurrency=1), on_unknown_outcome=told.append) as billit:
        first = await under_way(server, CREATES["orders"](billit))
        second = asyncio.ensure_future(CREATES["orders"](billit))
        await asyncio.sleep(0)
        second.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await second
        assert not hasattr(caught.value, "__notes__")
        with pytest.raises(LookupError, match="came of no write"):
            await billit.resolve(caught.value)
        assert told == []
        first.cancel()
        await asyncio.wait([first])
    assert len(told) == 1


@pytest.mark.parametrize("failure", [ValueError("in the callback"), asyncio.CancelledError()], ids=repr)
async def test_a_callback_that_fails_is_logged_and_changes_nothing(
    server: ChaosServer, caplog: pytest.LogCaptureFixture, failure: BaseException
) -> None:
    def fail(_error: CallError) -> None:
        raise failure

    server.play("POST", [Reset()])
    async with session(server.url, on_unknown_outcome=fail) as billit:
        with pytest.raises(OutcomeUnknown):
            await CREATES["orders"](billit)
    assert "on_unknown_outcome failed" in caplog.text


async def test_a_callback_that_has_to_be_awaited_is_refused(
    server: ChaosServer, caplog: pytest.LogCaptureFixture
) -> None:
    async def later(_error: CallError) -> None:
        raise AssertionError

    with pytest.raises(ConfigurationError, match="plain function"):
        session(server.url, on_unknown_outcome=later)
    with pytest.raises(ConfigurationError, match="plain function"):
        session(server.url, on_unknown_outcome=5)
    server.play("POST", [Reset()])
    async with session(server.url, on_unknown_outcome=partial(call, later)) as billit:
        with pytest.raises(OutcomeUnknown):
            await CREATES["orders"](billit)
    assert "which nobody waits for" in caplog.text


async def test_a_search_that_is_cancelled_still_says_what_it_was_for(server: ChaosServer) -> None:
    server.play("POST", [Reset()])
    looking = CallOptions(retry=RetryPolicy.look_first(settle=3_600))
    async with session(server.url, retry=QUICK) as billit:
        task = asyncio.ensure_future(billit.orders.create(Order(), external_id="mine", options=looking))
        await server.reached(2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        assert isinstance(caught.value.__cause__, OutcomeUnknown)
        assert "POST /v1/orders" in caught.value.__notes__[0]
        assert (await billit.resolve(caught.value, settle=0)).absent


async def test_a_delivery_that_is_cancelled_names_its_order(server: ChaosServer) -> None:
    server.play("POST", [Ok(), Hang()])
    async with session(server.url) as billit:
        task = asyncio.ensure_future(billit.orders.deliver(Order(), "Peppol", external_id="mine"))
        await server.reached(2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
    (order_id,) = server.orders
    notes = "\n".join(caught.value.__notes__)
    assert f"orders.deliver({order_id})" in notes
    assert "POST /v1/orders/commands/send" in notes


@pytest.mark.parametrize("executes", [False, True])
async def test_a_session_that_is_closed_while_it_looks_leaves_the_write_in_doubt(
    server: ChaosServer, told: list[CallError], *, executes: bool
) -> None:
    server.play("POST", [Meanwhile(Reset(), after=0.2) if executes else Reset()])
    looking = RetryPolicy.look_first(settle=0.3)
    billit = session(server.url, retry=looking, on_unknown_outcome=told.append)
    await billit.open()
    task = asyncio.ensure_future(CREATES["orders"](billit))
    await server.reached(2)
    await billit.close()
    with pytest.raises(OutcomeUnknown) as caught:
        await task
    assert told[0] is caught.value
    assert len(server.seen("POST")) == 1


@attrs.define
class EndsAfter:
    """Credentials that are good for some calls; what ends them is not an error of a call."""

    calls: int
    ends: Callable[[], BaseException]
    environment: None = None
    base_url: None = None

    async def headers(self) -> Mapping[str, str | Secret]:
        if self.calls == 0:
            raise self.ends()
        self.calls -= 1
        return {"ApiKey": "x"}

    async def refused(self, error: Unauthorized, sent: Mapping[str, str | Secret]) -> bool:
        return False


_ENDS = [ReauthorisationRequired, TokenStoreError, SessionClosed]


@pytest.mark.parametrize("ends", _ENDS)
async def test_what_keeps_a_repeat_from_going_does_not_hide_the_create_before_it(
    server: ChaosServer, told: list[CallError], ends: type[BillitError]
) -> None:
    """The first create, one look, and then the credentials are gone: the first may still have been carried out."""
    server.play("POST", [Reset()])
    auth = EndsAfter(2, lambda: ends("gone"))
    looking = RetryPolicy.look_first(settle=0.0)
    async with BillitSession(auth, base_url=server.url, retry=looking, on_unknown_outcome=told.append) as billit:
        with pytest.raises(OutcomeUnknown) as caught:
            await CREATES["orders"](billit)
    assert caught.value.idempotency_key == server.seen("POST")[0].key
    assert (told, type(caught.value.__cause__)) == ([caught.value], ends)


async def test_a_cancellation_before_a_repeat_left_still_names_the_create_before_it(server: ChaosServer) -> None:
    server.play("POST", [Reset()])
    auth = EndsAfter(2, asyncio.CancelledError)
    async with BillitSession(auth, base_url=server.url, retry=RetryPolicy.look_first(settle=0.0)) as billit:
        with pytest.raises(asyncio.CancelledError) as caught:
            await CREATES["orders"](billit)
        assert str(server.seen("POST")[0].key) in str(caught.value.__cause__.idempotency_key)  # type: ignore[union-attr]
        assert "POST /v1/orders" in caught.value.__notes__[0]


async def test_what_came_of_no_write_is_refused_in_our_own_words(server: ChaosServer) -> None:
    async with session(server.url) as billit:
        for error in (asyncio.CancelledError(), TimeoutError(), ValueError("x")):
            with pytest.raises(NotAvailable, match="came of no write"):
                await billit.resolve(error)


@pytest.mark.parametrize("number", [0, -1, None])
async def test_a_row_whose_number_can_be_no_id_is_neither_found_nor_absent(
    server: ChaosServer, told: list[CallError], number: int | None
) -> None:
    row = {"OrderID": number, "ExternalProviderID": "mine", "OrderType": "Invoice"}
    server.play("POST", [Reset()])
    server.play("GET", [Refuse(200, json.dumps({"Items": [row]}))])
    looking = RetryPolicy.look_first(settle=0.0)
    async with session(server.url, retry=looking, on_unknown_outcome=told.append) as billit:
        with pytest.raises(OutcomeUnknown) as caught:
            await CREATES["orders"](billit)
        with pytest.raises(PagingError):
            await billit.resolve(caught.value)
    assert (told, len(server.seen("POST"))) == ([caught.value], 1)
