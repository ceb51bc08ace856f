"""Session and emulator over HTTP, while rows come, change and go: by key nothing is lost or doubled."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from billit_async import ApiKey, BillitSession
from billit_async.emulator import Emulator, EmulatorSettings, PagingSettings
from billit_async.fields import OrderFields as O

if TYPE_CHECKING:
    from collections.abc import Coroutine

# Resource, path, wire name of the key, and its name on the model.
LISTS = {
    "orders": ("/v1/orders", "OrderID", "order_id"),
    "parties": ("/v1/parties", "PartyID", "party_id"),
    "products": ("/v1/products", "ProductID", "product_id"),
    "documents": ("/v1/documents", "DocumentID", "document_id"),
    "financial_transactions": (
        "/v1/financialTransactions",
        "BankAccountTransactionID",
        "bank_account_transaction_id",
    ),
}
READINGS: dict[str, dict[str, Any]] = {"one after the other": {}, "ahead": {"prefetch": 3}}


class Machine(RuleBasedStateMachine):
    """Reads some rows, changes some, reads on."""

    of: Any = "orders"
    how: dict[str, Any] = READINGS["one after the other"]

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.given: list[int] = []
        self.ended = False

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    @initialize(rows=st.integers(0, 40))
    def begin(self, rows: int) -> None:
        self.run(self._begin(rows))

    async def _begin(self, rows: int) -> None:
        settings = EmulatorSettings(paging=PagingSettings(page_size=7))
        # The first rows of each list; no two of them were changed at the same time.
        self.emu = Emulator(seed=7, orders=min(rows, 5) if self.of == "orders" else 5, settings=settings)
        await self.emu.start()
        self.billit = BillitSession(ApiKey(self.emu.api_key), base_url=self.emu.url, party_id=self.emu.party_id)
        await self.billit.open()
        self.path, self.key, self.attribute = LISTS[self.of]
        self.emu.insert(rows, of=self.of)
        self.here = await self._all()
        where = O.paid.is_(False) if self.of == "orders" else None
        self.unpaid = [row[self.key] for row in self.here if not row.get("Paid")]
        # What matched when reading began, and has ever since, however else it changed.
        self.throughout = set(self.unpaid)
        self.present = [row[self.key] for row in self.here]
        self.rows = aiter(getattr(self.billit, self.of).list(where, **self.how))

    async def _all(self) -> list[dict[str, Any]]:
        """Read the list without a pager, while nothing happens."""
        found: list[dict[str, Any]] = []
        link: str | None = self.path
        while link is not None:
            page = await self.billit.request("GET", link.removeprefix(self.emu.url))
            found += page["Items"]
            link = page.get("NextPageLink")
        return found

    @precondition(lambda self: not self.ended)
    @rule(rows=st.integers(1, 20))
    def read(self, rows: int) -> None:
        self.run(self._read(rows))

    async def _read(self, rows: int) -> None:
        for _ in range(rows):
            try:
                row = await anext(self.rows)
            except StopAsyncIteration:
                self.ended = True
                return
            self.given.append(getattr(row, self.attribute))

    @rule(rows=st.integers(1, 5))
    def insert(self, rows: int) -> None:
        self.present += self.emu.insert(rows, of=self.of)

    def _some(self, which: int) -> int | None:
        return self.present[which % len(self.present)] if self.present else None

    @rule(which=st.integers(0, 200))
    def touch(self, which: int) -> None:
        key = self._some(which)
        if key is not None:
            self.emu.touch(key, of=self.of)

    @rule(which=st.integers(0, 200))
    def remove(self, which: int) -> None:
        key = self._some(which)
        if key is not None:
            self.emu.remove(key, of=self.of)
            self.present.remove(key)
            self.throughout.discard(key)

    @precondition(lambda self: self.of == "orders")
    @rule(which=st.integers(0, 200))
    def pay(self, which: int) -> None:
        key = self._some(which)
        if key is not None:
            self.run(self.billit.orders.patch(key, paid=True))
            self.throughout.discard(key)

    def teardown(self) -> None:
        try:
            if hasattr(self, "rows"):
                while not self.ended:
                    self.run(self._read(50))
                doubled = sorted(key for key in set(self.given) if self.given.count(key) > 1)
                assert not doubled, f"doubled: {doubled}"
                lost = self.throughout - set(self.given)
                assert not lost, f"lost: {sorted(lost)}"
                left = [task.get_coro() for task in asyncio.all_tasks(self.loop) if "paging" in repr(task)]
                assert left == []
        finally:
            self.run(self._end())
            self.loop.close()

    async def _end(self) -> None:
        if hasattr(self, "billit"):
            await self.billit.close()
        if hasattr(self, "emu"):
            await self.emu.close()


def run(of: str, how: dict[str, Any], examples: int, steps: int, phases: tuple[Phase, ...] = tuple(Phase)) -> None:
    case = type("Case", (Machine,), {"of": of, "how": how}).TestCase
    case.settings = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        database=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
    )
    case().runTest()


@pytest.mark.parametrize("how", READINGS)
@pytest.mark.parametrize("of", LISTS)
def test_by_key_nothing_is_lost_or_doubled(of: str, how: str) -> None:
    run(of, READINGS[how], 40, 20)


@pytest.mark.soak
@pytest.mark.parametrize("how", READINGS)
@pytest.mark.parametrize("of", LISTS)
def test_by_key_nothing_is_lost_or_doubled_in_many_runs(of: str, how: str) -> None:
    run(of, READINGS[how], 200, 30)


def test_the_same_by_position_loses_rows() -> None:
    with pytest.raises(AssertionError, match="lost"):
        # That it fails is enough; the smallest way to make it fail would take a minute to find.
        run("orders", {"order_by": O.last_modified}, 100, 20, (Phase.generate,))
