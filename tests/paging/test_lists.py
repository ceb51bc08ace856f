"""Lists over real HTTP: servers that cannot read by key, cursors, counting, reading ahead, details."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import (
    ApiKey,
    BillitSession,
    PagingError,
    PagingWarning,
    QueryError,
    ServerError,
    UnexpectedResponse,
)
from billit_async._paging import Consistency, Pager, Plan, State, query_pairs
from billit_async._serialization.codec import read_rows
from billit_async.fields import OrderFields as O
from billit_async.fields import PartyFields as P
from billit_async.models import Order
from billit_async.odata.query import Query, encode_query
from tests.paging.lists import Lists

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Opened = Callable[[Lists], Awaitable[BillitSession]]


async def ids(rows: Any, name: str = "order_id") -> list[int]:
    return [getattr(row, name) async for row in rows]


class TestAServerThatDoesNotReadByKey:
    @pytest.fixture(params=["refuses", "ignores", "does not sort", "ignores and does not sort"])
    def lists(self, request: pytest.FixtureRequest) -> Lists:
        lists = Lists("/v1/parties", 500)
        lists.refuses_key = request.param == "refuses"
        lists.ignores_key = "ignores" in request.param
        lists.sorts = "not sort" not in request.param
        if not lists.sorts:
            lists.rows = dict(sorted(lists.rows.items(), key=lambda row: row[0] * 7 % 500))
        return lists

    async def test_is_read_by_links_without_anything_twice_or_lost(self, opened: Opened, lists: Lists) -> None:
        billit = await opened(lists)
        rows = billit.parties.list()
        assert rows.consistency is Consistency.KEYSET
        with pytest.warns(PagingWarning, match="does not read /v1/parties by PartyID"):
            found = await ids(rows, "party_id")
        assert sorted(found) == list(range(1, 501))
        assert rows.consistency is Consistency.LINKS

    async def test_is_remembered_for_the_session_and_said_once(self, opened: Opened, lists: Lists) -> None:
        billit = await opened(lists)
        with pytest.warns(PagingWarning):
            await billit.parties.list().collect()
        asked = len(lists.asked)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            again = billit.for_company(6).parties.list()
            assert again.consistency is Consistency.LINKS
            assert sorted(await ids(again, "party_id")) == list(range(1, 501))
        assert len(lists.asked) == asked + 5

    async def test_is_read_ahead_by_position(self, opened: Opened, lists: Lists) -> None:
        billit = await opened(lists)
        with pytest.warns(PagingWarning):
            assert sorted(await ids(billit.parties.list(prefetch=3), "party_id")) == list(range(1, 501))
        assert sorted(await ids(billit.parties.list(prefetch=3), "party_id")) == list(range(1, 501))

    async def test_gives_no_more_than_the_limit(self, opened: Opened, lists: Lists) -> None:
        billit = await opened(lists)
        with pytest.warns(PagingWarning):
            found = await ids(billit.parties.list(top=300), "party_id")
        assert len(set(found)) == len(found) == 300


async def test_a_filter_that_is_refused_by_itself_is_the_callers_error(opened: Opened) -> None:
    lists = Lists("/v1/parties", 200)
    lists.refuses_key = True
    billit = await opened(lists)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(Exception, match="no property named"):
            await billit.parties.list(P.party_id > 5).collect()


async def test_orders_are_never_read_by_links_behind_the_callers_back(opened: Opened) -> None:
    lists = Lists("/v1/orders", 200)
    lists.sorts = False
    lists.rows = dict(reversed(lists.rows.items()))
    with pytest.raises(PagingError, match="came after"):
        await (await opened(lists)).orders.list().collect()


async def test_a_cursor_that_meets_a_server_without_keys_goes_on_behind_it(opened: Opened) -> None:
    lists = Lists("/v1/parties", 300)
    billit = await opened(lists)
    rows = billit.parties.list()
    read: list[int] = []
    async for party in rows:
        read.append(party.party_id or 0)
        if len(read) == 150:
            break
    lists.refuses_key = True
    with pytest.warns(PagingWarning):
        read += await ids(billit.parties.list(cursor=rows.cursor), "party_id")
    assert read == list(range(1, 301))


class TestCursors:
    @pytest.mark.parametrize("options", [{}, {"prefetch": 3}, {"order_by": O.last_modified}])
    @pytest.mark.parametrize("stop", [0, 1, 119, 120, 121, 240, 299, 300])
    async def test_a_list_goes_on_exactly_behind_the_last_row(
        self, opened: Opened, options: dict[str, Any], stop: int
    ) -> None:
        billit = await opened(Lists(rows=300))
        rows = billit.orders.list(**options)
        read: list[int] = []
        if stop:
            async for order in rows:
                read.append(order.order_id or 0)
                if len(read) == stop:
                    break
        cursor = json.loads(json.dumps(rows.cursor))
        read += await ids(billit.orders.list(**options, cursor=cursor))
        assert read == list(range(1, 301))

    @pytest.mark.parametrize("options", [{}, {"prefetch": 3}, {"order_by": O.last_modified}, {"details": 4}])
    @pytest.mark.parametrize("failing", [1, 2, 3, 4])
    async def test_every_error_carries_one(self, opened: Opened, options: dict[str, Any], failing: int) -> None:
        lists = Lists(rows=400)
        lists.fails = {failing: 500}
        billit = await opened(lists)
        read: list[int] = []
        cursor = None
        for _ in range(3):
            try:
                async for order in billit.orders.list(**options, cursor=cursor):
                    read.append(order.order_id or 0)  # noqa: PERF401 - what was read before the error counts
                break
            except ServerError as error:
                cursor = error.cursor
        assert read == list(range(1, 401))

    async def test_of_another_query_is_refused_where_it_is_passed(self, opened: Opened) -> None:
        billit = await opened(Lists(rows=300))
        rows = billit.orders.list()
        async for _ in rows:
            break
        with pytest.raises(QueryError, match="another query"):
            billit.orders.list(O.paid.is_(True), cursor=rows.cursor)
        with pytest.raises(QueryError, match="another query"):
            billit.parties.list(cursor=rows.cursor)


class TestCounting:
    @pytest.mark.parametrize("options", [{}, {"top": 5}, {"order_by": O.last_modified}, {"prefetch": 2}])
    async def test_asks_once(self, opened: Opened, options: dict[str, Any]) -> None:
        lists = Lists(rows=300)
        assert await (await opened(lists)).orders.list(O.order_id > 100, **options).count() == 200
        assert len(lists.asked) == 1

    async def test_an_answer_without_a_number_is_told(self, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
        lists = Lists(rows=3)
        billit = await opened(lists)
        monkeypatch.setattr(Lists, "answer", lambda _self, _query: (200, b'{"Items": []}'))
        with pytest.raises(UnexpectedResponse, match="number of rows"):
            await billit.orders.list().count()


class TestReadingAhead:
    @pytest.mark.parametrize("density", ["even", "gaps", "clusters", "one", "negative"])
    @pytest.mark.parametrize("count", [1, 119, 120, 121, 1000])
    @pytest.mark.parametrize("at_once", [1, 2, 5])
    async def test_gives_every_row_once_and_in_order(
        self, opened: Opened, density: str, count: int, at_once: int
    ) -> None:
        lists = Lists()
        numbers = {
            "even": lambda n: n,
            "gaps": lambda n: n * n,
            "clusters": lambda n: n // 150 * 1_000_000 + n % 150,
            "one": lambda n: 5_000_000_000 if n == count else n,
            "negative": lambda n: n - 500,
        }[density]
        wanted = sorted({numbers(n) for n in range(1, count + 1)})
        for number in wanted:
            lists.insert(number)
        billit = await opened(lists)
        assert await ids(billit.orders.list(prefetch=at_once)) == wanted
        assert lists.most_under_way <= at_once + 1

    async def test_has_so_many_requests_under_way(self, opened: Opened) -> None:
        lists = Lists(rows=3000)
        lists.seconds = 0.02
        billit = await opened(lists)
        assert await ids(billit.orders.list(prefetch=4)) == list(range(1, 3001))
        assert 3 <= lists.most_under_way <= 5

    @pytest.mark.parametrize("options", [{}, {"order_by": O.order_id}])
    async def test_never_runs_further_ahead_than_told(self, opened: Opened, options: dict[str, Any]) -> None:
        lists = Lists(rows=3000)
        billit = await opened(lists)
        rows = aiter(billit.orders.list(prefetch=4, **options))
        await anext(rows)
        await asyncio.sleep(0.1)
        assert len(lists.asked) <= 1 + 1 + 4  # the first page, the last row, and four ahead

    @pytest.mark.parametrize("how", ["break", "cancel", "error", "aclose"])
    @pytest.mark.parametrize("options", [{}, {"order_by": O.order_id}, {"details": 4}])
    async def test_stops_with_its_consumer(self, opened: Opened, how: str, options: dict[str, Any]) -> None:
        lists = Lists(rows=3000)
        lists.seconds = 0.01
        billit = await opened(lists)

        async def consume() -> None:
            rows = aiter(billit.orders.list(prefetch=4, **options))
            async for order in rows:
                if order.order_id == 5:
                    if how == "error":
                        raise RuntimeError("stop")
                    if how == "break":
                        break
                    if how == "aclose":
                        await rows.aclose()  # type: ignore[attr-defined]
                        break
                    await asyncio.sleep(10)

        task = asyncio.create_task(consume())
        if how == "cancel":
            await asyncio.sleep(0.2)
            task.cancel()
        with contextlib.suppress(RuntimeError, asyncio.CancelledError):
            await task
        gc.collect()
        await asyncio.sleep(0)
        # What was under way still reaches the server, on a busy machine late; then nothing new is asked for.
        asked = -1
        for _ in range(100):
            if len(lists.asked) == asked:
                break
            asked = len(lists.asked)
            await asyncio.sleep(0.1)
        assert len(lists.asked) == asked
        assert asked <= 8, "of 25 pages: the first, the last row, and four ahead"

    @pytest.mark.parametrize("options", [{}, {"order_by": O.order_id}])
    async def test_bears_a_page_size_that_is_lowered_meanwhile(self, opened: Opened, options: dict[str, Any]) -> None:
        lists = Lists(rows=1000)
        lists.between = lambda number: setattr(lists, "page_size", 120 if number < 4 else 50)
        billit = await opened(lists)
        assert await ids(billit.orders.list(prefetch=3, **options)) == list(range(1, 1001))

    async def test_gives_what_was_inserted_behind_the_end(self, opened: Opened) -> None:
        lists = Lists(rows=500)
        lists.between = lambda number: lists.insert(10_000 + number)
        billit = await opened(lists)
        found = await ids(billit.orders.list(prefetch=3))
        assert found[:500] == list(range(1, 501))
        assert set(found[500:]) <= set(lists.rows)

    @pytest.mark.parametrize("top", [1, 100, 120, 121, 240, 999])
    async def test_keeps_to_the_limit(self, opened: Opened, top: int) -> None:
        lists = Lists(rows=2000)
        billit = await opened(lists)
        assert await ids(billit.orders.list(prefetch=4, top=top)) == list(range(1, top + 1))
        assert len(lists.asked) <= 4 + top // 80

    async def test_counts_with_the_first_page(self, opened: Opened) -> None:
        billit = await opened(Lists(rows=300))
        pages = [page async for page in billit.orders.list(prefetch=2, count=True).pages()]
        assert [page.count for page in pages if page.count is not None] == [300]
        assert [row.order_id for page in pages for row in page] == list(range(1, 301))

    async def test_a_list_that_ends_between_two_keys_is_an_error(self, opened: Opened) -> None:
        lists = Lists(rows=1000)
        lists.shrinks_to_nothing_at = 4
        billit = await opened(lists)
        with pytest.raises(PagingError, match="names a next page"):
            await ids(billit.orders.list(prefetch=3))

    @pytest.mark.parametrize("value", [0, -1, True, 1.5, "4"])
    async def test_takes_a_number_above_zero(self, opened: Opened, value: Any) -> None:
        billit = await opened(Lists(rows=3))
        with pytest.raises((TypeError, ValueError), match="prefetch"):
            billit.orders.list(prefetch=value)


class TestDetails:
    @pytest.mark.parametrize("details", [True, 1, 3, 50])
    @pytest.mark.parametrize("prefetch", [None, 2])
    async def test_gives_every_row_in_full_and_in_order(
        self, opened: Opened, details: Any, prefetch: int | None
    ) -> None:
        lists = Lists(rows=250)
        lists.seconds = 0.001
        billit = await opened(lists)
        orders = await billit.orders.list(details=details, prefetch=prefetch).collect()
        assert [order.order_id for order in orders] == list(range(1, 251))
        assert {order.order_number for order in orders} == {"in full"}

    @pytest.mark.parametrize("details", [1, 5])
    async def test_reads_so_many_at_once(self, opened: Opened, details: int) -> None:
        lists = Lists(rows=20)
        lists.seconds = 0.05
        billit = await opened(lists)
        assert len(await ids(billit.orders.list(details=details))) == 20
        assert lists.most_under_way == details

    async def test_tells_what_was_gone_by_then(self, opened: Opened) -> None:
        lists = Lists(rows=130)
        billit = await opened(lists)
        rows = billit.orders.list(details=2)
        found: list[int] = []
        async for order in rows:
            found.append(order.order_id or 0)
            lists.rows.pop(50, None)
            lists.rows.pop(51, None)
        assert rows.vanished == [50, 51]
        assert found == [number for number in range(1, 131) if number not in {50, 51}]

    @pytest.mark.parametrize("value", [-1, 1.5, "4"])
    async def test_takes_true_or_a_number(self, opened: Opened, value: Any) -> None:
        billit = await opened(Lists(rows=3))
        with pytest.raises((TypeError, ValueError), match="details"):
            billit.orders.list(details=value)


class TestColumns:
    @pytest.mark.parametrize(
        "options",
        [
            {"where": O.counter_party.name == "Acme"},
            {"where": (O.paid.is_(True)) & ~(O.overdue.is_(True))},
            {"where": O.counter_party.vat_number.startswith("BE")},
            {"order_by": O.delivery_date},
        ],
    )
    async def test_that_do_not_work_are_refused_before_anything_is_sent(
        self, opened: Opened, options: dict[str, Any]
    ) -> None:
        lists = Lists(rows=3)
        billit = await opened(lists)
        with pytest.raises(QueryError, match=r"it takes AccountantVerificationNeeded.*strict=False"):
            billit.orders.list(**options)
        billit.orders.list(**options, strict=False)
        assert lists.asked == []

    async def test_can_be_named_by_the_caller(self, opened: Opened) -> None:
        lists = Lists(rows=3)
        session = await opened(lists)
        own = {"/v1/orders": ["OrderID", "DeliveryDate"]}
        async with BillitSession(ApiKey("k"), base_url=session.config.base_url, filterable=own) as billit:
            billit.orders.list(order_by=O.delivery_date)
            with pytest.raises(QueryError, match="it takes DeliveryDate, OrderID"):
                billit.orders.list(O.paid.is_(True))

    async def test_of_lists_that_are_not_documented_are_all_let_through(self, opened: Opened) -> None:
        billit = await opened(Lists("/v1/parties", 3))
        assert await billit.parties.list(P.party_id > 1).count() == 2


class TestLongListsOfValues:
    @pytest.mark.parametrize("count", [1, 15, 16, 100, 400])
    async def test_are_asked_in_several_and_merged_in_order(self, opened: Opened, count: int) -> None:
        lists = Lists(rows=1000)
        billit = await opened(lists)
        wanted = [number * 7 % 1001 or 1 for number in range(count)]
        rows = billit.orders.list(O.order_id.in_(wanted))
        assert await ids(rows) == sorted(set(wanted))
        assert all(len(query["$filter"]) < 1900 for query in lists.asked)
        assert await rows.count() == len(set(wanted))

    async def test_of_texts_too_and_beside_other_conditions(self, opened: Opened) -> None:
        lists = Lists()
        for number in range(1, 400):
            lists.insert(number, OrderNumber=f"n/{number % 100}", Paid=number % 2 == 0)
        billit = await opened(lists)
        names = [f"n/{number}" for number in range(0, 100, 2)]
        where = O.order_number.in_(names) & O.paid.is_(True) & ((O.order_id > 50) | (O.order_id == 3))
        assert await ids(billit.orders.list(where)) == [n for n in range(51, 400) if n % 2 == 0]
        assert len(lists.asked) >= 4

    async def test_of_one_query_with_long_values_are_cut_by_length(self, opened: Opened) -> None:
        lists = Lists()
        for number in range(1, 11):
            lists.insert(number, OrderNumber=str(number) * 400)
        billit = await opened(lists)
        names = [str(number) * 400 for number in range(1, 11)]
        assert await ids(billit.orders.list(O.order_number.in_(names))) == list(range(1, 11))

    async def test_go_on_from_a_cursor_and_keep_to_a_limit(self, opened: Opened) -> None:
        billit = await opened(Lists(rows=1000))
        where = O.order_id.in_(range(1, 301))
        first = billit.orders.list(where, top=130)
        read = await ids(first)
        read += await ids(billit.orders.list(where, cursor=first.cursor))
        assert read == list(range(1, 301))

    async def test_carry_a_cursor_on_an_error(self, opened: Opened) -> None:
        lists = Lists(rows=1000)
        billit = await opened(lists)
        where = O.order_id.in_(range(1, 301))
        lists.fails = {25: 500, 31: 500}
        read: list[int] = []
        cursor = None
        for _ in range(4):
            try:
                async for order in billit.orders.list(where, cursor=cursor):
                    read.append(order.order_id or 0)  # noqa: PERF401 - what was read before the error counts
                break
            except ServerError as error:
                cursor = error.cursor
        assert read == list(range(1, 301))

    async def test_cannot_be_put_together_in_another_order(self, opened: Opened) -> None:
        lists = Lists(rows=3)
        billit = await opened(lists)
        with pytest.raises(QueryError, match="leave order_by out"):
            billit.orders.list(O.order_id.in_(range(1, 301)), order_by=O.order_date)
        with pytest.raises(QueryError, match="bytes long"):
            billit.orders.list(O.order_number == "x" * 2000)

    async def test_on_a_server_without_keys_are_an_error_that_says_what_to_do(self, opened: Opened) -> None:
        lists = Lists("/v1/parties", 300)
        billit = await opened(lists)
        where = P.name.in_([f"n{number}" for number in range(100)])
        for row in lists.rows.values():
            row["Name"] = f"n{row['PartyID'] % 2}"
        lists.refuses_key = True
        with pytest.warns(PagingWarning), pytest.raises(PagingError, match="at most 15"):
            await billit.parties.list(where).collect()


class TestRowsWithoutAKey:
    @pytest.fixture
    def lists(self) -> Lists:
        lists = Lists(rows=300)
        lists.page_size = 50
        return lists

    def read(self, lists: Lists, cursor: str | None = None, **options: Any) -> Pager[Order]:
        async def fetch(plan: Plan, state: State) -> Any:
            status, body = lists.answer(encode_query(query_pairs(plan, state)))
            assert status == 200
            return read_rows(Order, body)

        query = Query(order_by=O.order_id, **options)
        plan = Plan(path="/v1/orders", base_url="http://h", query=query, limit=query.top)
        return Pager(plan, fetch, cursor=cursor)

    @pytest.mark.parametrize("count", [0, 1, 49, 50, 51, 300])
    async def test_come_once_while_nothing_moves(self, lists: Lists, count: int) -> None:
        for number in range(count + 1, 301):
            del lists.rows[number]
        rows = self.read(lists)
        assert rows.consistency is Consistency.OVERLAP
        assert await ids(rows) == list(range(1, count + 1))
        assert await ids(self.read(lists, top=120)) == list(range(1, min(count, 120) + 1))
        assert await ids(self.read(lists, skip=10)) == list(range(11, count + 1))

    @pytest.mark.parametrize("move", ["delete", "insert", "change"])
    async def test_that_move_are_an_error_and_never_lost_unseen(self, lists: Lists, move: str) -> None:
        def between(number: int) -> None:
            if number == 3 and move == "delete":
                del lists.rows[5]
            if number == 3 and move == "insert":
                lists.insert(0)
            if number == 3 and move == "change":
                lists.rows[99]["Paid"] = True

        lists.between = between
        with pytest.raises(PagingError, match="moved while it was read"):
            await ids(self.read(lists))

    async def test_go_on_from_a_cursor(self, lists: Lists) -> None:
        rows = self.read(lists)
        read: list[int] = []
        async for order in rows:
            read.append(order.order_id or 0)
            if len(read) == 73:
                break
        assert read + await ids(self.read(lists, cursor=rows.cursor)) == list(range(1, 301))
        pages = [page async for page in self.read(lists).pages()]
        assert await ids(self.read(lists, cursor=str(pages[1].cursor))) == list(range(100, 301))
