"""Lower bounds of what is waited, and errors of others that are not ours: each as a table, on a clock of the test."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import ApiKey, BillitSession, NotSent, OutcomeUnknown
from billit_async._resources.orders.waiting import LONGEST_PAUSE, POLL_INTERVAL
from billit_async._transport.concurrency import ConcurrencyLimiter
from billit_async._transport.pace import LocalPace
from billit_async.config import Priority
from billit_async.errors import DeadlineExceeded, DeliveryTimeout
from billit_async.invoicing.delivery import Delivery, DeliveryState
from billit_async.models import Order, OrderMessage
from tests.chaos.server import KEY, ChaosServer, Refuse
from tests.unit.hand_clock import Hand

if TYPE_CHECKING:
    import aiohttp


@pytest.mark.parametrize(("later", "rate"), [(0.0, 32.0), (0.5, 32.0), (0.999, 32.0), (1.0, 16.0), (1.5, 16.0)])
def test_a_local_rate_is_halved_once_a_second_and_not_sooner(later: float, rate: float) -> None:
    clock = Hand()
    pace = LocalPace(64.0, 1, clock.monotonic)
    pace.throttled()
    assert pace.rate == 32.0
    clock.now += later
    pace.throttled()
    assert pace.rate == rate


@pytest.mark.parametrize(("later", "limit"), [(0.0, 32.0), (0.999, 32.0), (1.0, 16.0)])
async def test_the_calls_at_once_are_halved_once_a_second_and_not_sooner(later: float, limit: float) -> None:
    clock = Hand()
    limiter = ConcurrencyLimiter(concurrency=64, clock=clock.monotonic)
    for wait in (0.0, later):
        await limiter.acquire(None, Priority.INTERACTIVE)
        clock.now += wait
        limiter.release(throttled=True)
    assert limiter.limit == limit


PENDING = '{"OrderID": 7, "IsSent": true}'


async def pauses_of(seconds: float, poll_interval: float | None = None) -> list[float]:
    """What ``wait_for_delivery`` pauses for an order that stays under way."""
    async with ChaosServer() as server:
        server.play("GET", [Refuse(200, PENDING)])
        async with BillitSession(ApiKey(KEY), base_url=server.url) as billit:
            clock = billit._transport.clock = Hand()
            options: dict[str, Any] = {} if poll_interval is None else {"poll_interval": poll_interval}
            with pytest.raises(DeliveryTimeout):
                await billit.orders.wait_for_delivery(7, timeout=seconds, **options)
            assert len(server.requests) == len(clock.slept) + 1
    return clock.slept


@pytest.mark.parametrize("poll_interval", [None, 0.5, 10.0])
async def test_looks_at_an_order_grow_apart_from_the_first_to_half_a_minute(poll_interval: float | None) -> None:
    *slept, last = await pauses_of(3_600.0, poll_interval)
    expected = POLL_INTERVAL if poll_interval is None else poll_interval
    for pause in slept:
        assert 0.8 * expected <= pause <= 1.2 * expected
        expected = min(expected * 1.5, LONGEST_PAUSE)
    assert expected == LONGEST_PAUSE
    assert 0 < last <= 1.2 * LONGEST_PAUSE
    assert sum(slept) + last == pytest.approx(3_600.0)
    # Not all who wait look at the same moment.
    assert len(set(slept)) == len(slept)


async def test_the_poll_interval_is_not_sooner_than_two_seconds_after_the_sending() -> None:
    assert POLL_INTERVAL == 2.0
    assert (await pauses_of(60.0))[0] >= 1.6


class Late:
    """Credentials, or a shared pace, whose own time has run out."""

    environment = base_url = None

    async def headers(self) -> dict[str, str]:
        raise TimeoutError("of mine")

    async def refused(self, _error: Any, _sent: Any) -> bool:
        return False

    async def take_shared(self, _priority: Any) -> float:
        raise TimeoutError("of mine")

    async def leave_shared(self, *, throttled: bool) -> None: ...

    def joined(self) -> None: ...

    async def left(self) -> None: ...


@pytest.mark.parametrize("write", [False, True])
async def test_the_timeout_of_foreign_credentials_is_no_deadline_of_ours(write: bool) -> None:
    async with ChaosServer() as server, BillitSession(Late(), base_url=server.url) as billit:
        with pytest.raises(TimeoutError, match="of mine") as caught:
            await (billit.orders.delete(7) if write else billit.orders.get(7))
        assert not isinstance(caught.value, DeadlineExceeded)
        assert not hasattr(caught.value, "__notes__")
        assert server.requests == []


async def test_the_timeout_of_a_shared_pace_is_no_time_limit_of_the_queue() -> None:
    async with ChaosServer() as server, BillitSession(ApiKey(KEY), base_url=server.url, limiter=Late()) as billit:
        with pytest.raises(NotSent, match="the shared pace ran out of time") as caught:
            await billit.orders.delete(7)
        assert caught.value.method == "DELETE"
        assert server.requests == []


@pytest.mark.parametrize("after", [False, True])
async def test_the_timeout_of_a_middleware_says_what_had_left_by_then(after: bool) -> None:
    async def late(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
        if after:
            (await handler(request)).release()
        raise TimeoutError("of mine")

    async with ChaosServer() as server:
        async with BillitSession(ApiKey(KEY), base_url=server.url, middlewares=[late]) as billit:
            with pytest.raises(OutcomeUnknown if after else NotSent) as caught:
                await billit.orders.delete(7)
        assert caught.value.may_have_arrived is after
        assert len(server.requests) == after


async def test_any_other_error_of_a_middleware_is_noted_when_a_write_had_left() -> None:
    async def broken(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
        (await handler(request)).release()
        raise ZeroDivisionError

    told: list[Any] = []
    async with (
        ChaosServer() as server,
        BillitSession(ApiKey(KEY), base_url=server.url, middlewares=[broken], on_unknown_outcome=told.append) as billit,
    ):
        with pytest.raises(ZeroDivisionError) as caught:
            await billit.orders.delete(7)
    assert "DELETE /v1/orders/{orderID}" in caught.value.__notes__[0]
    assert told == [caught.value.__cause__]


DAY = datetime(2024, 1, 1)


@pytest.mark.parametrize(
    ("direction", "success", "state", "transport"),
    [
        (None, None, DeliveryState.PENDING, "Peppol"),
        (None, True, DeliveryState.DELIVERED, "Peppol"),
        (None, False, DeliveryState.ERROR, "Peppol"),
        ("", None, DeliveryState.PENDING, "Peppol"),
        ("Outgoing", None, DeliveryState.PENDING, "Peppol"),
        ("outgoing", True, DeliveryState.DELIVERED, "Peppol"),
        ("Sideways", True, DeliveryState.DELIVERED, "Peppol"),
        ("Incoming", True, DeliveryState.NOT_SENT, None),
        ("INCOMING", None, DeliveryState.NOT_SENT, None),
    ],
)
def test_a_message_without_direction_is_a_transmission_so_that_its_order_is_not_sent_again(
    direction: str | None, success: bool | None, state: DeliveryState, transport: str | None
) -> None:
    message = OrderMessage(
        creation_date=DAY, transport_type="Peppol", success=success, message_direction=direction, description="sent"
    )
    delivery = Delivery.of(Order(order_id=7, messages=[message]))
    assert (delivery.state, delivery.transport) == (state, transport)
    assert delivery.steps[0].incoming is (state is DeliveryState.NOT_SENT)
    assert delivery.responses == ()


async def test_a_cancelled_wait_for_an_order_ends_at_once() -> None:
    async with ChaosServer() as server:
        server.play("GET", [Refuse(200, PENDING)])
        async with BillitSession(ApiKey(KEY), base_url=server.url) as billit:
            task = asyncio.ensure_future(billit.orders.wait_for_delivery(7, timeout=None))
            await server.reached(1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
