"""Rows come, change and go between two pages: by key nothing that matched throughout is lost or doubled."""

from __future__ import annotations

import asyncio
import warnings
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from billit_async._paging import Pager, Plan, Reading, State, query_pairs
from billit_async._serialization.codec import read_rows
from billit_async.errors import PagingWarning
from billit_async.models import DocumentAPIView, Order, Party, Product, Transaction
from billit_async.odata import Query
from billit_async.odata.fields import BoolField, DateTimeField
from billit_async.odata.query import encode_query
from tests.paging.lists import KEYS, Lists

MODELS: dict[str, tuple[type[Any], str]] = {
    "/v1/orders": (Order, "order_id"),
    "/v1/parties": (Party, "party_id"),
    "/v1/products": (Product, "product_id"),
    "/v1/documents": (DocumentAPIView, "document_id"),
    "/v1/financialTransactions": (Transaction, "bank_account_transaction_id"),
}
READINGS = {
    "by key": {},
    "by key, ahead": {"prefetch": 3},
    "by links": {"order_by": True},
    "by links, ahead": {"order_by": True, "prefetch": 3},
}
UNPAID = BoolField("Paid").is_(False)


class Reader:
    """A list that is being read while its rows change."""

    def __init__(self, path: str, how: dict[str, Any], rows: int) -> None:
        self.lists = Lists(path, rows)
        self.lists.page_size = 7
        cls, attribute = MODELS[path]

        async def fetch(plan: Plan, state: State) -> Any:
            await asyncio.sleep(0)
            query = state.link if state.link is not None else encode_query(query_pairs(plan, state))
            status, body = self.lists.answer(query)
            assert status == 200
            return read_rows(cls, body)

        plan = Plan(
            path=path,
            base_url="http://billit.invalid",
            query=Query(where=UNPAID, order_by=DateTimeField("LastModified") if how.get("order_by") else None),
            key=KEYS[path],
            key_attribute=attribute,
            is_certain=path == "/v1/orders",
        )
        self.attribute = attribute
        self.rows = aiter(Pager(plan, fetch, reading=Reading(prefetch=how.get("prefetch"))))
        # What matched when reading began, and has ever since, however else it changed.
        self.throughout = {number for number, row in self.lists.rows.items() if not row["Paid"]}
        self.given: list[int] = []
        self.ended = False


class Machine(RuleBasedStateMachine):
    """Reads some rows, changes some, reads on."""

    path = "/v1/orders"
    how: dict[str, Any] = READINGS["by key"]

    @initialize(rows=st.integers(0, 60))
    def begin(self, rows: int) -> None:
        self.loop = asyncio.new_event_loop()
        self.clock = 0
        self.reader = Reader(self.path, self.how, rows)

    def _stamp(self) -> str:
        self.clock += 1
        return f"2025-01-01T{self.clock // 3600:02}:{self.clock // 60 % 60:02}:{self.clock % 60:02}"

    def _some(self, which: int) -> int | None:
        numbers = sorted(self.reader.lists.rows)
        return numbers[which % len(numbers)] if numbers else None

    @precondition(lambda self: not self.reader.ended)
    @rule(rows=st.integers(1, 20))
    def read(self, rows: int) -> None:
        async def work() -> None:
            for _ in range(rows):
                try:
                    row = await anext(self.reader.rows)
                except StopAsyncIteration:
                    self.reader.ended = True
                    return
                self.reader.given.append(getattr(row, self.reader.attribute))

        self.loop.run_until_complete(work())

    @rule(at=st.integers(0, 200))
    def insert(self, at: int) -> None:
        number = at if at and at not in self.reader.lists.rows else max(self.reader.lists.rows, default=0) + 1
        self.reader.lists.insert(number, LastModified=self._stamp())

    @rule(which=st.integers(0, 200), paid=st.booleans())
    def update(self, which: int, paid: bool) -> None:
        number = self._some(which)
        if number is not None:
            self.reader.lists.rows[number] |= {"LastModified": self._stamp(), "Paid": paid}
            if paid:
                self.reader.throughout.discard(number)

    @rule(which=st.integers(0, 200))
    def delete(self, which: int) -> None:
        number = self._some(which)
        if number is not None:
            del self.reader.lists.rows[number]
            self.reader.throughout.discard(number)

    def teardown(self) -> None:
        if not hasattr(self, "reader"):
            return
        while not self.reader.ended:
            self.read(50)
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()
        given = self.reader.given
        assert len(set(given)) == len(given), f"doubled: {sorted(n for n in given if given.count(n) > 1)}"
        lost = self.reader.throughout - set(given)
        assert not lost, f"lost: {sorted(lost)}"


def run(path: str, how: dict[str, Any], examples: int, steps: int) -> None:
    case = type("Case", (Machine,), {"path": path, "how": how}).TestCase
    case.settings = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error", PagingWarning)
        case().runTest()


@pytest.mark.parametrize("how", ["by key", "by key, ahead"])
@pytest.mark.parametrize("path", KEYS)
def test_by_key_nothing_is_lost_or_doubled(path: str, how: str) -> None:
    run(path, READINGS[how], 40, 20)


@pytest.mark.soak
@pytest.mark.parametrize("how", ["by key", "by key, ahead"])
@pytest.mark.parametrize("path", KEYS)
def test_by_key_nothing_is_lost_or_doubled_in_many_runs(path: str, how: str) -> None:
    run(path, READINGS[how], 1_000, 40)


@pytest.mark.parametrize("how", ["by links", "by links, ahead"])
def test_the_same_by_position_loses_rows(how: str) -> None:
    with pytest.raises(AssertionError, match="lost"):
        run("/v1/orders", READINGS[how], 200, 20)
