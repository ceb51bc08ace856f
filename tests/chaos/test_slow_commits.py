"""A service that is still at work when the connection breaks: whatever happens, the judge counts documents.

It commits 0.05 to 3 seconds after the connection broke, the worst that "a key is stored after success" allows. Here all
times are a tenth of that, those of the client as well.
"""

from __future__ import annotations

import asyncio
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from billit_async import BillitSession, CallError, Limits, RetryPolicy, Timeouts
from billit_async.errors import BillitError, DuplicateDocument
from billit_async.models import Order
from tests.chaos.oracle import session
from tests.chaos.server import (
    Close,
    ExecuteLate,
    Fault,
    Meanwhile,
    Ok,
    Raw,
    Refuse,
    Reset,
    Seen,
    answer,
)
from tests.chaos.slow_service import SlowService

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"
SLOWEST = 0.3
"""Seconds until what is at work is committed, at most."""
SETTLE = 1.5
"""Longer than that, also on a busy machine."""
TIMES = Timeouts(connect=10.0, read=2.0, attempt=2.0, total=30.0)
QUICK: dict[str, Any] = {"base": 0.01, "cap": 0.02, "budget": 100_000}
DEFAULT = RetryPolicy(settle=SETTLE, **QUICK)
SAFE = {
    "default": DEFAULT,
    "once": attrs.evolve(DEFAULT, attempts=1),
    "look first": attrs.evolve(RetryPolicy.look_first(settle=SETTLE), **QUICK),
}
BLIND = attrs.evolve(RetryPolicy.repeat_writes_blindly(settle=0.0), **QUICK)
STATUSES = (302, 408, 413, 425, 429, 499, 500, 502, 503, 504, 520, 524)


def at_random(draw: random.Random) -> Fault:
    """Something that breaks, before or after the request was carried out, or while it is at work."""
    plain: list[Fault] = [
        Reset(),
        Close(),
        *(Refuse(status) for status in STATUSES),
        Refuse(200, called="HTML 200"),
        Refuse(200, "", called="empty 200"),
        Raw("cut short", lambda status, body: answer(status, body + b"1", length=len(body) + 9), executes=False),
    ]
    late = draw.uniform(SLOWEST / 60, SLOWEST)
    match draw.randrange(8):
        case 0:
            return Ok()
        case 1:
            return draw.choice(
                [Reset(executes=True), Close(executes=True), Refuse(draw.choice(STATUSES), executes=True)]
            )
        case 2:
            return draw.choice([Reset(), Close(), Refuse(draw.choice(STATUSES))])
        case 3:
            return ExecuteLate(late)
        case _:
            return Meanwhile(draw.choice(plain), late)


def documented_recipe() -> Callable[[BillitSession, Order, str], Awaitable[int]]:
    """The recipe of the page on reliability, as it is printed."""
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (block,) = (block for block in blocks if "async def create_once" in block)
    names: dict[str, Any] = {}
    exec(block.partition("async with BillitSession()")[0], names)  # noqa: S102  (a page of ours)
    recipe: Callable[[BillitSession, Order, str], Awaitable[int]] = names["create_once"]
    return recipe


def invoice(number: str | None = None) -> Order:
    return Order(order_type="Invoice", order_direction="Income", order_number=number)


async def create(billit: BillitSession, name: str, _draw: random.Random) -> Any:
    return await billit.orders.create(invoice(), external_id=name)


async def by_the_recipe(billit: BillitSession, name: str, _draw: random.Random) -> Any:
    return await documented_recipe()(billit, invoice(), name)


async def cancelled_and_resolved(billit: BillitSession, name: str, draw: random.Random) -> Any:
    """Give up at some moment, find out from nothing but what was raised, and create it again when it is absent."""
    try:
        async with asyncio.timeout(draw.uniform(0.0, SLOWEST)):
            return await billit.orders.create(invoice(), external_id=name)
    except TimeoutError as error:
        if isinstance(error, CallError):
            raise
        try:
            resolution = await billit.resolve(error)
        except LookupError:  # it surely did not leave
            return await billit.orders.create(invoice(), external_id=name)
        if resolution.absent:
            return await billit.orders.create(invoice(), external_id=name)
        return resolution.id


async def deliver(billit: BillitSession, name: str, _draw: random.Random) -> Any:
    delivery = await billit.orders.deliver(
        invoice(), "Peppol", external_id=name, on_refusal="delete", timeout=10, poll_interval=0.05
    )
    return delivery.order_id


WAYS = (create, by_the_recipe, cancelled_and_resolved, deliver)


@attrs.frozen
class Schedule:
    """One document, what breaks on its way, and who asks for it how."""

    name: str
    faults: list[Fault]
    way: Callable[[BillitSession, str, random.Random], Awaitable[Any]]
    policy: RetryPolicy
    draw: random.Random


def schedules(seed: int, number: int, policies: list[RetryPolicy], ways: tuple[Any, ...] = WAYS) -> list[Schedule]:
    draw = random.Random(seed)
    return [
        Schedule(
            f"doc-{seed}-{index}",
            [at_random(draw) for _ in range(draw.randint(1, 4))],
            draw.choice(ways),
            draw.choice(policies),
            random.Random(draw.random()),
        )
        for index in range(number)
    ]


async def play(server: SlowService, played: list[Schedule]) -> dict[str, Any]:
    """Play all schedules at once; what each came to."""
    scripts: dict[str, Iterator[Fault]] = {one.name: iter([*one.faults, *[Ok()] * 20]) for one in played}
    outcomes: dict[str, Any] = {}

    def next_fault(seen: Seen) -> Fault:
        body = seen.json
        name = body.get("ExternalProviderID") or server.orders[body["OrderIDs"][0]]["ExternalProviderID"]
        return next(scripts[name])

    server.play("POST", next_fault)
    async with session(server.url, TIMES, DEFAULT, limits=Limits(adaptive=False)) as billit:

        async def one(schedule: Schedule) -> None:
            view = billit.with_options(retry=schedule.policy)
            try:
                outcomes[schedule.name] = await schedule.way(view, schedule.name, schedule.draw)
            except BillitError as error:
                outcomes[schedule.name] = error

        async with asyncio.TaskGroup() as group:
            for schedule in played:
                group.create_task(one(schedule))
    await server.settle()
    return outcomes


async def judge(played: list[Schedule]) -> tuple[int, int]:
    """How many documents, and how many sends, there are too many; what was returned must be the truth."""
    async with SlowService() as server:
        outcomes = await play(server, played)
        documents = server.documents()
        for name, outcome in outcomes.items():
            if isinstance(outcome, int):
                assert outcome in documents[name], f"{name}: {outcome} is said to be there"
            if isinstance(outcome, DuplicateDocument):
                assert set(outcome.ids) <= set(documents[name])
        made, sent = sum(map(len, documents.values())), sum(server.sends.values())
        assert made > len(played) // 2
        return made - len(documents), sent - len(server.sends)


async def doubled(seed: int, number: int) -> tuple[int, int]:
    return await judge(schedules(seed, number, list(SAFE.values())))


async def test_nothing_is_doubled_in_a_hundred_schedules() -> None:
    assert await doubled(1, 100) == (0, 0)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 12))
async def test_nothing_is_doubled_in_a_thousand_schedules(seed: int) -> None:
    assert await doubled(seed, 100) == (0, 0)


async def test_the_judge_sees_what_blind_repetition_doubles() -> None:
    made, _ = await judge(schedules(1, 60, [BLIND], (create,)))
    assert made > 0
    _, sent = await judge(schedules(2, 60, [BLIND], (deliver,)))
    assert sent > 0


async def test_a_settling_time_that_is_too_short_is_seen_as_well() -> None:
    hasty = attrs.evolve(SAFE["look first"], settle=0.0)
    made, _ = await judge(schedules(1, 60, [hasty], (create,)))
    assert made > 0
