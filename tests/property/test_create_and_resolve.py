"""Whatever breaks between us and Billit: each intended order exists at most once, and no response of ours is false."""

from __future__ import annotations

import asyncio
import pickle
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from billit_async import ApiKey, BillitSession, CallOptions, RetryPolicy, Timeouts
from billit_async.emulator import Emulator
from billit_async.errors import CallError, IdempotencyConflict, NotSent
from billit_async.fields import OrderFields
from billit_async.models import Order, OrderLine, Party
from tests.property.fault_proxy import FAULTS, FaultProxy

QUICK = Timeouts(connect=1.0, read=0.15, total=2.0)
RETRY = RetryPolicy(attempts=3, base=0.01, cap=0.02, budget=1_000)
SETTLE = 0.5

plans = st.lists(st.sampled_from(FAULTS), max_size=4)


def invoice(number: str | None) -> Order:
    return Order(
        order_type="Invoice",
        order_direction="Income",
        order_number=number,
        order_date=date(2024, 1, 1),
        expiry_date=date(2024, 1, 31),
        customer=Party(name="Acme", vat_number="BE0563846944"),
        order_lines=[
            OrderLine(quantity=Decimal(1), unit_price_excl=Decimal(10), description="Work", vat_percentage=Decimal(21))
        ],
    )


class World:
    """The emulator, the proxy before it, a session that goes through the proxy and one that does not."""

    async def open(self) -> None:
        self.emulator = await Emulator(seed=1, orders=3).__aenter__()
        self.proxy = await FaultProxy(int(self.emulator.url.rsplit(":", 1)[1])).__aenter__()
        key, party = ApiKey(self.emulator.api_key), self.emulator.party_id
        self.billit = BillitSession(key, base_url=self.proxy.url, party_id=party, timeouts=QUICK, retry=RETRY)
        self.truth = BillitSession(key, base_url=self.emulator.url, party_id=party)
        await self.billit.open()
        await self.truth.open()

    async def close(self) -> None:
        await self.billit.close()
        await self.truth.close()
        await self.proxy.__aexit__()
        await self.emulator.__aexit__(None, None, None)

    async def ids(self, external_id: str) -> list[int]:
        rows = await self.truth.orders.list(OrderFields.external_provider_id == external_id).collect()
        return [row.order_id for row in rows if row.order_id is not None]


class CreateAndResolve(RuleBasedStateMachine):
    """Creates orders through faults, resolves what stays unknown, and repeats with the same key."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.world = World()
        self.runner.run(self.world.open())
        self.known: dict[str, int | None] = {}
        self.unknown: dict[str, CallError] = {}
        self.count = 0

    def teardown(self) -> None:
        self.runner.run(self.world.close())
        self.runner.close()

    @rule(plan=plans, numbered=st.booleans())
    def create(self, plan: list[str], numbered: bool) -> None:
        self.count += 1
        name = f"doc-{self.count}"
        self.runner.run(self._create(name, plan, None, invoice(f"N-{self.count}" if numbered else None)))

    @rule(plan=plans)
    def create_and_resolve_at_once(self, plan: list[str]) -> None:
        self.count += 1
        self.runner.run(self._create_and_resolve(f"doc-{self.count}", [*plan, "late"]))

    @rule(plan=plans, data=st.data())
    def create_again_with_the_same_key(self, plan: list[str], data: Any) -> None:
        if self.unknown:
            name = data.draw(st.sampled_from(sorted(self.unknown)))
            key = self.unknown.pop(name).idempotency_key
            self.runner.run(self._create(name, plan, key, invoice(None)))

    @rule(plan=plans, data=st.data(), elsewhere=st.booleans())
    def resolve(self, plan: list[str], data: Any, elsewhere: bool) -> None:
        if self.unknown:
            name = data.draw(st.sampled_from(sorted(self.unknown)))
            self.runner.run(self._resolve(name, plan, elsewhere=elsewhere))

    async def _create(self, name: str, plan: list[str], key: str | None, order: Order) -> None:
        world = self.world
        world.proxy.faults.extend(plan)
        self.known.setdefault(name, None)
        failure: CallError | None = None
        created: int | None = None
        try:
            created = await world.billit.orders.create(order, external_id=name, idempotency_key=key)
        except CallError as error:
            failure = error
        world.proxy.faults.clear()
        await world.proxy.settled()
        there = await world.ids(name)
        if failure is None:
            assert there == [created]
            self.known[name] = created
            self.unknown.pop(name, None)
            return
        self.unknown[name] = failure
        conflicts = isinstance(failure, IdempotencyConflict)
        if isinstance(failure, NotSent) or (key is None and not failure.may_have_arrived and not conflicts):
            assert there == [], f"{failure} although it is there"
        if conflicts:
            assert len(there) == 1

    async def _create_and_resolve(self, name: str, plan: list[str]) -> None:
        world = self.world
        world.proxy.faults.extend(plan)
        self.known[name] = None
        try:
            await world.billit.orders.create(
                invoice(None), external_id=name, options=CallOptions(retry=RetryPolicy.never())
            )
        except CallError as error:
            world.proxy.faults.clear()
            resolution = await world.billit.resolve(error, settle=SETTLE)
            await world.proxy.settled()
            assert await world.ids(name) == list(resolution.candidates)
            assert resolution.id == (resolution.candidates[0] if resolution.candidates else None)
        finally:
            world.proxy.faults.clear()

    async def _resolve(self, name: str, plan: list[str], *, elsewhere: bool) -> None:
        world, error = self.world, self.unknown[name]
        world.proxy.faults.extend(plan)
        try:
            if elsewhere:
                resolution = await world.billit.resolve(pickle.loads(pickle.dumps(error)), settle=SETTLE)
            else:
                resolution = await world.billit.resolve(error, settle=SETTLE)
        except CallError:
            return  # it says that it does not know
        finally:
            world.proxy.faults.clear()
        await world.proxy.settled()
        there = await world.ids(name)
        assert not resolution.ambiguous
        if resolution.found:
            assert there == [resolution.id]
            self.known[name] = resolution.id
        else:
            assert resolution.absent
            assert there == []

    @invariant()
    def each_document_exists_at_most_once(self) -> None:
        async def check() -> None:
            await self.world.proxy.settled()
            for name, known in self.known.items():
                there = await self.world.ids(name)
                assert len(there) <= 1, f"{name} is there twice"
                assert known is None or there == [known]

        self.runner.run(check())


class TestCreateAndResolve(CreateAndResolve.TestCase):  # type: ignore[name-defined,misc]
    settings = settings(
        max_examples=12, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
    )


@pytest.mark.soak
class TestCreateAndResolveForLong(CreateAndResolve.TestCase):  # type: ignore[name-defined,misc]
    settings = settings(
        max_examples=300, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )
