"""How long "absent" is not believed, on a clock of the test: nothing here waits."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import ApiKey, BillitSession, RetryPolicy, Timeouts
from billit_async._resources.orders.lookup import lookup_of, resolve
from billit_async._resources.settling import Settling
from billit_async.errors import CallError, Lookup, OutcomeUnknown
from billit_async.models import Order, Party
from tests.chaos.server import ChaosServer, Refuse, Reset
from tests.unit.hand_clock import Hand

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

KEY = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


class Found:
    """Looks of a resource: what each of them finds, the last for ever."""

    def __init__(self, clock: Hand, *, since: float = float("inf"), takes: float = 0.0) -> None:
        self.clock, self.since, self.takes = clock, since, takes
        self.looks: list[float] = []

    def list_of(self, *_args: Any, **_options: Any) -> Any:
        async def rows() -> Any:
            began = self.clock.now
            self.looks.append(began)
            self.clock.pass_by(self.takes)
            if began >= self.since:
                yield Order(order_id=7, order_number="N/1")

        return rows()


async def looked(clock: Hand, found: Any, ended: float, settle: float) -> Any:
    return await resolve(found, Lookup("order", (("order_number", "N/1"),)), Settling(clock, ended, settle))


@pytest.mark.parametrize("takes", [0.0, 0.7])
@pytest.mark.parametrize("settle", [0.0, 0.05, 2.0, 60.0, 3_600.0])
async def test_absent_is_believed_only_of_a_look_that_began_when_the_time_had_passed(
    settle: float, takes: float
) -> None:
    clock = Hand()
    found = Found(clock, takes=takes)
    resolution = await looked(clock, found, clock.now, settle)
    assert resolution.absent
    assert found.looks[-1] >= 1_000.0 + settle
    assert settle <= resolution.waited <= settle + 1.0
    assert resolution.waited == found.looks[-1] - 1_000.0


@pytest.mark.parametrize("since", [0.0, 0.01, 3.0, 59.0, 59.9999, 60.0])
async def test_what_appears_until_then_is_found_soon(since: float) -> None:
    clock = Hand()
    resolution = await looked(clock, Found(clock, since=1_000.0 + since), clock.now, 60.0)
    assert resolution.found
    assert since <= resolution.waited <= since + 5.0


async def test_pauses_double_from_a_tenth_of_a_second_to_five_and_end_with_the_time() -> None:
    clock = Hand()
    await looked(clock, Found(clock), clock.now, 30.0)
    growing = [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0, 5.0, 5.0]
    assert clock.slept[: len(growing)] == pytest.approx(growing)
    assert sum(clock.slept) == pytest.approx(30.0, abs=0.01)


async def test_time_that_has_passed_before_counts() -> None:
    clock = Hand()
    resolution = await looked(clock, Found(clock), clock.now - 100.0, 60.0)
    assert resolution.absent
    assert clock.slept == []
    assert resolution.waited == 100.0


def in_doubt(clock: Hand, settle: float = 60.0) -> CallError:
    error = OutcomeUnknown("lost")
    error.ended_at, error.settle, error._ended = clock.time(), settle, clock.monotonic()
    return error


@pytest.mark.parametrize(
    ("wall", "own", "waited"),
    [
        (90.0, 90.0, 90.0),
        (3_600.0, 5.0, 5.0),  # the wall clock was set forward: it is not trusted here
        (-3_600.0, 5.0, 5.0),
    ],
)
def test_in_its_own_process_only_the_clock_that_cannot_be_set_counts(wall: float, own: float, waited: float) -> None:
    clock = Hand()
    error = in_doubt(clock)
    clock.now += own
    clock.wall += wall
    assert Settling.after(error, clock).waited == waited


@pytest.mark.parametrize(("wall", "waited"), [(90.0, 90.0), (-3_600.0, 0.0)])
def test_in_another_process_the_wall_clock_counts(wall: float, waited: float) -> None:
    clock = Hand()
    error = pickle.loads(pickle.dumps(in_doubt(clock)))
    assert error._ended is None
    clock.now = 7.0
    clock.wall += wall
    assert Settling.after(error, clock).waited == waited


def test_what_surely_did_not_arrive_is_not_waited_for() -> None:
    clock = Hand()
    error = in_doubt(clock)
    error.may_have_arrived = False
    settling = Settling.after(error, clock, 60.0)
    assert settling.waited == 0.0
    assert settling._settle == 0.0


@pytest.mark.parametrize(
    ("settings", "argument", "expected"),
    [
        ({}, None, 60.0),
        ({"timeouts": Timeouts(attempt=25)}, None, 25.0),
        ({"timeouts": Timeouts(total=1)}, None, 5.0),
        ({"retry": RetryPolicy(attempts=1, settle=240)}, None, 240.0),
        ({}, 0, 0.0),
        ({}, 12.5, 12.5),
    ],
)
@pytest.mark.parametrize("way", ["session", "pickled"])
async def test_a_failed_create_is_believed_to_be_absent_after_its_own_time_limit(
    settings: Any, argument: float | None, expected: float, way: str
) -> None:
    async with ChaosServer() as server:
        server.play("POST", [Reset()])
        async with BillitSession(ApiKey(KEY), base_url=server.url, party_id=5, **settings) as billit:
            clock = billit._transport.clock = Hand()
            with pytest.raises(OutcomeUnknown) as caught:
                await billit.orders.create(Order(), external_id="mine")
            error: CallError = caught.value
            ways: dict[str, Callable[[], Awaitable[Any]]] = {
                "session": lambda: billit.resolve(error, settle=argument),
                "pickled": lambda: billit.resolve(pickle.loads(pickle.dumps(error)), settle=argument),
            }
            resolution = await ways[way]()
    assert resolution.absent
    assert resolution.waited == pytest.approx(expected, abs=0.01)
    assert sum(clock.slept) == pytest.approx(expected, abs=0.01)


KINDS = [("Invoice", "Income"), ("Invoice", "Cost"), ("Offer", "Income"), ("CreditNote", "Income")]


@pytest.mark.parametrize("key", ["ExternalProviderID", "OrderNumber"])
@pytest.mark.parametrize(("kind", "direction"), KINDS)
async def test_an_order_is_looked_for_among_those_of_its_kind(kind: str, direction: str, key: str) -> None:
    """Also of a service that ignores the filter, and that writes enumerations in another case."""
    rows = [
        {"OrderID": number, key: "mine", "OrderType": one, "OrderDirection": way}
        for number, (one, way) in enumerate(KINDS, start=1)
    ]
    rows.append({"OrderID": 9, key: "MINE", "OrderType": kind, "OrderDirection": direction})
    rows[KINDS.index((kind, direction))]["OrderType"] = kind.upper()
    async with ChaosServer() as server:
        server.play("POST", [Reset()])
        server.play("GET", [Refuse(200, json.dumps({"Items": rows}), called="rows")])
        async with BillitSession(ApiKey(KEY), base_url=server.url, retry=RetryPolicy(settle=0)) as billit:
            name = {"ExternalProviderID": "external_provider_id", "OrderNumber": "order_number"}[key]
            order = Order(order_type=kind, order_direction=direction, **{name: "mine"})  # type: ignore[arg-type]
            with pytest.raises(OutcomeUnknown) as caught:
                await billit.orders.create(order)
            resolution = await billit.resolve(caught.value)
            query = server.requests[-1].query
    assert resolution.id == KINDS.index((kind, direction)) + 1
    for clause in (f"{key}+eq", f"OrderType+eq+%27{kind}%27", f"OrderDirection+eq+%27{direction}%27"):
        assert clause in query.replace("%20", "+").replace("'", "%27")


def test_a_document_is_looked_for_by_its_strongest_key_and_kind() -> None:
    order = Order(order_type="Offer", order_direction="Cost", order_number="N/1", external_provider_id="mine")
    assert lookup_of("order", order) == Lookup(
        "order",
        (("external_provider_id", "mine"), ("order_number", "N/1")),
        (("order_type", "Offer"), ("order_direction", "Cost")),
    )
    assert lookup_of("party", Party(vat_number=" ")).keys == ()
