"""Which request follows which page: the decisions as tables, the pager over them with pages made by hand."""

from __future__ import annotations

import asyncio
from typing import Any

import attrs
import pytest

from billit_async._paging import Pager, Plan, State, first_state, next_step, query_pairs
from billit_async._paging.plan import write_cursor
from billit_async._serialization.codec import Rows, dumps, read_rows
from billit_async.errors import BillitError, InvalidUse, PagingError, QueryError, SessionClosed
from billit_async.fields import OrderFields as O
from billit_async.models import Order, Page
from billit_async.odata.query import Query, encode_query, raw_filter

BASE = Plan(path="/v1/orders", base_url="https://h", key="OrderID", key_attribute="order_id")
LINK = "https://h/v1/orders?$skip=120"


def plan(limit: int | None = None, **options: Any) -> Plan:
    return attrs.evolve(BASE, query=Query(**options), limit=limit)


def by_link(limit: int | None = None, **options: Any) -> Plan:
    return plan(limit, order_by=O.order_date, **options)


class TestQueries:
    @pytest.mark.parametrize(
        ("asked", "state", "expected"),
        [
            (plan(), State(), "$orderby=OrderID"),
            (plan(), State(after=7), "$filter=OrderID+gt+7&$orderby=OrderID"),
            (plan(), State(after=3_000_000_000), "$filter=OrderID+gt+3000000000L&$orderby=OrderID"),
            (
                plan(where=(O.order_type == "Invoice") | (O.order_type == "CreditNote")),
                State(after=7),
                "$filter=(OrderType+eq+'Invoice'+or+OrderType+eq+'CreditNote')+and+OrderID+gt+7&$orderby=OrderID",
            ),
            (
                plan(where=raw_filter("A eq 1 or B eq 2")),
                State(after=7),
                "$filter=(A+eq+1+or+B+eq+2)+and+OrderID+gt+7&$orderby=OrderID",
            ),
            (plan(10), State(), "$orderby=OrderID&$top=10"),
            (plan(119), State(), "$orderby=OrderID&$top=119"),
            (plan(120), State(), "$orderby=OrderID"),
            (plan(300), State(), "$orderby=OrderID"),
            (plan(300), State(after=7, taken=240), "$filter=OrderID+gt+7&$orderby=OrderID&$top=60"),
            (plan(skip=5, count=True), State(), "$orderby=OrderID&$skip=5&$inlinecount=allpages"),
            (plan(skip=5, count=True), State(after=7), "$filter=OrderID+gt+7&$orderby=OrderID"),
            (plan(search="a&b"), State(after=7), "$filter=OrderID+gt+7&$orderby=OrderID&fullTextSearch=a%26b"),
            (plan(5, order_by=O.order_date.desc()), State(), "$orderby=OrderDate+desc,OrderID&$top=5"),
            (attrs.evolve(BASE, by_key=False), State(), ""),
        ],
    )
    def test_a_page_is_asked_for(self, asked: Plan, state: State, expected: str) -> None:
        assert encode_query(query_pairs(asked, state)) == expected


class TestByKey:
    @pytest.mark.parametrize(
        ("asked", "state", "length", "link", "goes_on"),
        [
            (plan(), State(), 120, LINK, True),
            (plan(), State(), 120, None, True),
            (plan(), State(), 50, None, False),
            (plan(), State(), 50, LINK, True),
            (plan(), State(after=0, page_length=50), 50, None, True),
            (plan(), State(after=0, page_length=50), 49, None, False),
            (plan(), State(after=0, page_length=50), 49, LINK, True),
            (plan(), State(), 0, None, False),
            (plan(10), State(), 10, None, False),
            (plan(10), State(), 4, None, False),
            (plan(10), State(), 4, LINK, True),
            (plan(300), State(), 120, LINK, True),
            (plan(300), State(after=0, taken=240, page_length=120), 60, None, False),
            (plan(130), State(after=0, taken=120, page_length=120), 9, None, False),
        ],
    )
    def test_it_stops_only_at_a_short_page_without_a_link(
        self,
        asked: Plan,
        state: State,
        length: int,
        link: str | None,
        goes_on: bool,
    ) -> None:
        step = next_step(asked, state, list(range(1, length + 1)), link, set())
        assert (step.state is not None) is goes_on
        assert len(step.kept) == length
        if step.state is not None:
            assert (step.state.after, step.state.taken) == (length, state.taken + length)
            assert step.cursor == length

    def test_a_limit_cuts_a_page_and_the_cursor_stands_behind_the_last_row_given(self) -> None:
        step = next_step(plan(130), State(after=0, taken=120, page_length=120), list(range(1, 121)), LINK, set())
        assert (list(step.kept), step.state, step.cursor) == (list(range(10)), None, 10)

    def test_a_page_longer_than_any_is_cut_and_not_taken_for_the_last(self) -> None:
        step = next_step(plan(330), State(after=0, taken=200, page_length=200), list(range(1, 151)), None, set())
        assert (len(step.kept), step.cursor) == (130, 130)

    def test_the_end_of_the_list_has_no_cursor(self) -> None:
        assert next_step(plan(), State(), [1, 2], None, set()).cursor is None

    @pytest.mark.parametrize(
        ("after", "keys", "said"),
        [
            (5, [5, 6], "OrderID 5 came after 5"),
            (5, [1, 2], "OrderID 1 came after 5"),
            (None, [1, 3, 2], "OrderID 2 came after 3"),
            (None, [1, 1], "OrderID 1 came after 1"),
            (None, [1, None], "a row has no OrderID"),
        ],
    )
    def test_keys_that_do_not_move_forward_are_an_error_that_names_them(
        self, after: int | None, keys: list[int | None], said: str
    ) -> None:
        with pytest.raises(PagingError, match=said):
            next_step(plan(), State(after=after), keys, None, set())

    def test_an_empty_page_that_names_a_next_one_is_an_error(self) -> None:
        with pytest.raises(PagingError, match="empty after OrderID 7"):
            next_step(plan(), State(after=7), [], LINK, set())


class TestByLink:
    def test_the_link_is_followed_on_our_own_origin(self) -> None:
        step = next_step(by_link(), State(), [1, 2], "http://internal:81/v1/orders?$skip=2&x=%27", set())
        assert step.state is not None
        assert step.state.link == "$skip=2&x=%27"
        assert step.cursor == "/v1/orders?$skip=2&x=%27"

    def test_it_ends_without_a_link_however_long_the_page(self) -> None:
        assert next_step(by_link(), State(), list(range(120)), None, set()).state is None

    def test_a_row_that_was_given_before_is_left_out(self) -> None:
        seen: set[Any] = set()
        first = next_step(by_link(), State(), [3, 1, 2], LINK, seen)
        assert first.state is not None
        second = next_step(by_link(), first.state, [2, 9, 3, 8], None, seen)
        assert [list(first.kept), list(second.kept)] == [[0, 1, 2], [1, 3]]

    def test_rows_without_a_key_are_all_given(self) -> None:
        assert list(next_step(by_link(), State(), [None, None], None, set()).kept) == [0, 1]

    def test_a_link_that_was_followed_before_is_an_error_that_names_it(self) -> None:
        first = next_step(by_link(), State(), [1], LINK, set())
        assert first.state is not None
        with pytest.raises(PagingError, match=r"\$skip=120"):
            next_step(by_link(), first.state, [2], "https://other/v1/orders?$skip=120", set())

    def test_links_that_go_in_circles_are_an_error(self) -> None:
        state = State()
        for number in range(3):
            step = next_step(by_link(), state, [number], f"https://h/v1/orders?$skip={number}", set())
            assert step.state is not None
            state = step.state
        with pytest.raises(PagingError, match="does not move forward"):
            next_step(by_link(), state, [9], "https://h/v1/orders?$skip=0", set())

    def test_a_link_to_another_list_is_an_error(self) -> None:
        with pytest.raises(PagingError, match="another path"):
            next_step(by_link(), State(), [1], "https://h/v1/parties?$skip=1", set())

    def test_a_limit_holds_over_pages(self) -> None:
        step = next_step(by_link(130), State(link="$skip=120", taken=120), list(range(120)), LINK + "0", set())
        assert (len(step.kept), step.state) == (10, None)
        assert step.cursor == "/v1/orders?$skip=120"  # the page is read again: better twice than lost


class TestCursors:
    def test_a_key_goes_on_behind_it_also_as_text(self) -> None:
        assert first_state(plan(), 7) == first_state(plan(), write_cursor(plan(), 7)) == State(after=7)

    def test_a_link_goes_on_at_it(self) -> None:
        state = first_state(by_link(), write_cursor(by_link(), "/v1/orders?$skip=5", 3))
        assert state is not None
        assert (state.link, state.given) == ("$skip=5", 3)
        assert first_state(by_link(), write_cursor(by_link(), None, 3)) == State(given=3)
        assert write_cursor(by_link(), None) is None
        assert write_cursor(plan(), None) is None

    @pytest.mark.parametrize(
        ("of", "by"),
        [
            (plan(), plan(where=O.paid.is_(True))),
            (plan(where=O.paid.is_(False)), plan(where=O.paid.is_(True))),
            (plan(), by_link()),
            (by_link(), plan()),
            (by_link(), plan(order_by=O.order_date.desc())),
            (plan(search="a"), plan(search="b")),
            (plan(), attrs.evolve(plan(), path="/v1/parties")),
        ],
    )
    def test_a_cursor_of_another_query_is_refused(self, of: Plan, by: Plan) -> None:
        cursor = write_cursor(of, 7) if of.keyset else write_cursor(of, "/v1/orders?$skip=5")
        with pytest.raises(QueryError, match="belongs to another query"):
            first_state(by, cursor)

    def test_a_cursor_goes_on_with_another_top_and_count(self) -> None:
        assert first_state(plan(500, count=True), write_cursor(plan(10), 7)) == State(after=7)

    @pytest.mark.parametrize("cursor", ["/v1/orders?$skip=5", "x", True, "-1", 1.5, b"x", ":7"])
    def test_what_is_no_cursor_is_refused(self, cursor: Any) -> None:
        for asked in (plan(), by_link()):
            with pytest.raises(QueryError, match="cursor"):
                first_state(asked, cursor)
        with pytest.raises(QueryError, match="follows links"):
            first_state(by_link(), 7)

    @pytest.mark.parametrize("damaged", ["", "x", "7.5", "²"])
    def test_a_damaged_cursor_is_refused(self, damaged: str) -> None:
        for asked in (plan(), by_link()):
            with pytest.raises(QueryError, match="damaged"):
                first_state(asked, f"{asked.fingerprint}:{damaged}")


class Store:
    """Answers pages from a list of ids the way Billit does, and notes what was asked."""

    def __init__(self, ids: list[int], page_size: int = 120) -> None:
        self.ids = ids
        self.page_size = page_size
        self.asked: list[State] = []
        self.fails_once: BillitError | None = None

    async def __call__(self, asked: Plan, state: State) -> Rows[Order]:
        self.asked.append(state)
        await asyncio.sleep(0)
        if self.fails_once is not None and len(self.asked) > 1:
            error, self.fails_once = self.fails_once, None
            raise error
        options = dict(query_pairs(asked, state))
        if asked.keyset:
            rows, start = [number for number in self.ids if number > (state.after or 0)], 0
        else:
            rows, start = self.ids, int((state.link or "$skip=0").removeprefix("$skip="))
        size = min(self.page_size, int(options.get("$top", self.page_size)))
        given = rows[start : start + size]
        more = len(rows) > start + size and size == self.page_size
        link = f"https://h/v1/orders?$skip={start + size}" if more else None
        page = {"Items": [{"OrderID": number} for number in given], "NextPageLink": link}
        return read_rows(Order, dumps(page))


def pager(store: Store, asked: Plan = BASE, cursor: int | str | None = None) -> Pager[Order]:
    return Pager(asked, store, cursor=cursor)


async def ids_of(rows: Pager[Order]) -> list[int | None]:
    return [order.order_id async for order in rows]


class TestPager:
    @pytest.mark.parametrize("count", [0, 1, 119, 120, 121, 240, 250])
    @pytest.mark.parametrize("asked", [BASE, by_link()])
    async def test_every_row_comes_exactly_once(self, count: int, asked: Plan) -> None:
        numbers = list(range(1, count + 1))
        assert await ids_of(pager(Store(numbers), asked)) == numbers

    async def test_a_server_with_smaller_pages_loses_nothing(self) -> None:
        assert await ids_of(pager(Store(list(range(1, 251)), page_size=50))) == list(range(1, 251))

    @pytest.mark.parametrize("limit", [1, 50, 120, 121, 130, 240, 500])
    @pytest.mark.parametrize("asked", [plan(), by_link()])
    async def test_a_limit_holds_over_pages(self, limit: int, asked: Plan) -> None:
        numbers = list(range(1, 251))
        assert await ids_of(pager(Store(numbers), attrs.evolve(asked, limit=limit))) == numbers[:limit]
        assert len(await pager(Store(numbers), asked).collect(limit)) == min(limit, 250)

    async def test_the_smaller_of_two_limits_holds(self) -> None:
        assert len(await pager(Store(list(range(1, 251))), plan(5)).collect(10)) == 5
        assert len(await pager(Store(list(range(1, 251))), plan(10)).collect(5)) == 5

    async def test_collecting_nothing_asks_nothing(self) -> None:
        store = Store([1, 2])
        assert await pager(store).collect(0) == []
        assert store.asked == []

    @pytest.mark.parametrize(
        ("limit", "error"), [(-1, ValueError), (2.5, TypeError), (True, TypeError), ("5", TypeError)]
    )
    async def test_a_limit_is_a_number_of_rows(self, limit: Any, error: type[Exception]) -> None:
        with pytest.raises(error, match="limit"):
            await pager(Store([1])).collect(limit)

    async def test_the_first_row_costs_one_row(self) -> None:
        store = Store(list(range(1, 251)))
        first = await pager(store).first()
        assert first is not None
        assert first.order_id == 1
        assert len(store.asked) == 1
        assert await pager(Store([])).first() is None

    async def test_pages_come_with_cursors_to_go_on_from(self) -> None:
        store = Store(list(range(1, 251)))
        pages = [page async for page in pager(store).pages()]
        assert [(len(page.items), page.cursor) for page in pages] == [
            (120, write_cursor(plan(), 120)),
            (120, write_cursor(plan(), 240)),
            (10, None),
        ]
        assert await ids_of(pager(store, cursor=pages[0].cursor)) == list(range(121, 251))

    async def test_cursors_of_a_list_by_link_go_on_too(self) -> None:
        store = Store(list(range(1, 251)))
        pages = [page async for page in pager(store, by_link()).pages()]
        assert pages[1].cursor == write_cursor(by_link(), "/v1/orders?$skip=240")
        assert await ids_of(pager(store, by_link(), cursor=pages[0].cursor)) == list(range(121, 251))

    async def test_each_iteration_starts_anew(self) -> None:
        rows = pager(Store([1, 2, 3]))
        assert await ids_of(rows) == await ids_of(rows) == [1, 2, 3]

    async def test_it_can_be_left_early_without_leaving_anything_open(self) -> None:
        store = Store(list(range(1, 251)))
        async for order in pager(store):
            if order.order_id == 3:
                break
        assert len(store.asked) == 1

    async def test_an_error_tells_where_to_go_on(self) -> None:
        store = Store(list(range(1, 251)))
        store.fails_once = SessionClosed("the line broke")
        read: list[int | None] = []

        async def read_all() -> None:
            async for order in pager(store):
                read.append(order.order_id)  # noqa: PERF401 - what was read before the error counts

        with pytest.raises(SessionClosed, match="the line broke") as caught:
            await read_all()
        assert caught.value.cursor == write_cursor(plan(), 120)
        assert read + await ids_of(pager(store, cursor=caught.value.cursor)) == list(range(1, 251))

    async def test_the_same_iterator_can_be_asked_again_after_an_error(self) -> None:
        store = Store(list(range(1, 251)))
        pages = pager(store).pages()
        await anext(pages)
        store.fails_once = BillitError("the line broke")
        with pytest.raises(BillitError):
            await anext(pages)
        assert (await anext(pages)).items[0].order_id == 121

    async def test_two_tasks_cannot_read_one_iterator_at_once(self) -> None:
        pages = pager(Store([1, 2, 3])).pages()
        results = await asyncio.gather(anext(pages), anext(pages), return_exceptions=True)
        assert [type(result) for result in results] == [Page, InvalidUse]
