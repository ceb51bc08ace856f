"""Feeds of changes: each committed change at least once, after de-duplication exactly once, whatever the clocks do."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billit_async import ApiKey, BillitSession, QueryError
from billit_async._paging import Changes, Pager, Plan, State, query_pairs
from billit_async._paging.windows import kept_from, server_time, window
from billit_async._serialization.codec import read_rows
from billit_async._serialization.values import wire_text
from billit_async.emulator import Emulator, EmulatorSettings, ODataSettings
from billit_async.fields import OrderFields as O
from billit_async.models import Order
from billit_async.odata.query import Query
from tests.paging.lists import Lists

if TYPE_CHECKING:
    from billit_async.odata.ast import Expr

BRUSSELS = ZoneInfo("Europe/Brussels")
# The clock goes back from 03:00 to 02:00 at 01:00 UTC on this day, and forth at 01:00 UTC on the other.
AUTUMN, SPRING = datetime(2024, 10, 27, 1, tzinfo=UTC), datetime(2024, 3, 31, 1, tzinfo=UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


class TestAFeedSince:
    ENDS = tuple(
        end.replace(tzinfo=zone)
        for end in (datetime.min, datetime.max)
        for zone in (None, UTC, BRUSSELS, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12)))
    )

    @pytest.mark.parametrize("since", [date.min, date.max, date(2024, 1, 1), *ENDS], ids=str)
    @pytest.mark.parametrize("zone", ["Europe/Brussels", "America/New_York", "Pacific/Kiritimati"])
    async def test_any_day_or_moment_of_the_calendar_works(self, since: date, zone: str) -> None:
        async with (
            Emulator(seed=7, orders=5, settings=EmulatorSettings(odata=ODataSettings(server_tz=ZoneInfo(zone)))) as emu,
            BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id, server_tz=zone) as billit,
        ):
            try:
                changes = billit.orders.changes(since=since)
            except QueryError as error:
                assert "beyond the end of the calendar" in str(error)  # noqa: PT017
                assert since.year == 9999
                return
            found = [order async for order in changes]
            assert len(found) == (0 if since.year == 9999 else 5)
            again = billit.orders.changes(cursor=changes.cursor)
            assert [order async for order in again] == []
            assert "orders" in repr(again)

    async def test_a_day_is_its_midnight_on_the_calendar_of_the_server(self) -> None:
        async with BillitSession(ApiKey("k"), base_url="http://127.0.0.1:1", server_tz="Asia/Tokyo") as billit:
            begins = json.loads(billit.parties.changes(since=date(2024, 1, 1)).cursor)["begins"]
            assert begins == "2023-12-31T15:00:00+00:00"

    @pytest.mark.parametrize("wrong", ["2024-01-01", 20240101, timedelta(days=1)])
    async def test_takes_nothing_else(self, wrong: Any) -> None:
        async with BillitSession(ApiKey("k"), base_url="http://127.0.0.1:1") as billit:
            with pytest.raises(TypeError, match="since takes a datetime or a date"):
                billit.products.changes(since=wrong)


class TestTheWindow:
    @pytest.mark.parametrize(
        ("begins", "ends", "low", "high"),
        [
            (AUTUMN - minutes(300), AUTUMN - minutes(240), "2024-10-26T22:00:00", "2024-10-26T23:00:00"),
            (AUTUMN - minutes(20), AUTUMN - minutes(10), "2024-10-27T02:40:00", "2024-10-27T02:50:00"),
            (AUTUMN - minutes(10), AUTUMN + minutes(10), "2024-10-27T02:00:00", "2024-10-27T03:00:00"),
            (AUTUMN - minutes(200), AUTUMN + minutes(200), "2024-10-26T23:40:00", "2024-10-27T05:20:00"),
            (AUTUMN + minutes(10), AUTUMN + minutes(20), "2024-10-27T02:10:00", "2024-10-27T02:20:00"),
            (SPRING - minutes(10), SPRING + minutes(10), "2024-03-31T01:50:00", "2024-03-31T03:10:00"),
            (AUTUMN - timedelta(days=400), AUTUMN + minutes(10), "2023-09-23T03:00:00", "2024-10-27T03:00:00"),
            (None, AUTUMN + minutes(10), None, "2024-10-27T03:00:00"),
        ],
    )
    def test_spans_every_local_time_that_can_have_been_stamped(
        self, begins: datetime | None, ends: datetime, low: str | None, high: str
    ) -> None:
        found = window(begins, ends, BRUSSELS)
        assert (found.low and found.low.isoformat(), found.high.isoformat()) == (low, high)

    def test_knows_a_clock_that_is_turned_back_by_half_an_hour(self) -> None:
        turned = datetime(2024, 4, 6, 15, tzinfo=UTC)
        found = window(turned - minutes(40), turned + minutes(10), ZoneInfo("Australia/Lord_Howe"))
        assert (str(found.low), str(found.high)) == ("2024-04-07 01:20:00", "2024-04-07 02:00:00")

    def test_is_half_open_and_written_without_offset(self) -> None:
        found = window(SPRING - minutes(600), SPRING - minutes(540), BRUSSELS)
        assert str(found.condition()) == (
            "LastModified ge DateTime'2024-03-30T16:00:00' and LastModified lt DateTime'2024-03-30T17:00:00'"
        )

    @pytest.mark.parametrize(
        ("ends", "low"),
        [
            (AUTUMN - minutes(100), "2024-10-27T01:15:00"),
            (AUTUMN - minutes(50), "2024-10-27T02:00:00"),
            (AUTUMN + minutes(2), "2024-10-27T02:00:00"),
            (AUTUMN + minutes(20), "2024-10-27T02:15:00"),
        ],
    )
    def test_stamps_are_remembered_for_as_long_as_they_can_come_again(self, ends: datetime, low: str) -> None:
        assert kept_from(ends, minutes(5), BRUSSELS).isoformat() == low

    @pytest.mark.parametrize("text", ["", "yesterday", "Sun, 99 Oct 2024 01:00:00 GMT"])
    def test_a_clock_that_cannot_be_read_is_none(self, text: str) -> None:
        assert server_time({"Date": text}) is None
        assert server_time({"Date": "Sun, 27 Oct 2024 01:00:00 GMT"}) == AUTUMN


class Server:
    """Rows with stamps of 100 nanoseconds in local time, each visible a moment after it was stamped."""

    def __init__(self) -> None:
        self.now = AUTUMN
        self.commits: list[tuple[datetime, int, str]] = []

    def visible(self) -> Lists:
        lists = Lists()
        for at, number, stamp in self.commits:
            if at <= self.now:
                lists.insert(number, LastModified=stamp)
        return lists

    def changes(self, cursor: str | None, **options: Any) -> Changes[Order]:
        def listed(condition: Expr, at: str | None) -> Pager[Order]:
            async def fetch(plan: Plan, state: State) -> Any:
                from billit_async.odata.query import encode_query

                _, body = self.visible().answer(encode_query(query_pairs(plan, state)))
                return read_rows(Order, body)

            plan = Plan(
                path="/v1/orders",
                base_url="http://h",
                query=Query(where=condition),
                key="OrderID",
                key_attribute="order_id",
            )
            return Pager(plan, fetch, cursor=at)

        async def now() -> datetime:
            return self.now

        settled = {"since": None, "lag": minutes(2), "overlap": minutes(5), **options}
        return Changes(
            listed, now, path="/v1/orders", key_attribute="order_id", cursor=cursor, zone=BRUSSELS, **settled
        )


def stamp(at: datetime, ticks: int) -> str:
    """Write a moment as .NET does, with up to seven digits of a second."""
    local = at.astimezone(BRUSSELS).replace(tzinfo=None, microsecond=0)
    return f"{local.isoformat()}.{ticks:07}".rstrip("0").rstrip(".")


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.integers(-9_000, 9_000),  # seconds from the turning of the clock
            st.integers(1, 6),
            st.integers(0, 9_999_999),
            st.integers(0, 400),  # seconds until it is visible: less than lag and overlap together
        ),
        max_size=30,
    ),
    st.lists(st.integers(-9_000, 9_600), min_size=1, max_size=25),
    st.booleans(),
    st.integers(0, 10),
)
def test_each_change_comes_exactly_once_across_the_autumn_hour(
    changes: list[tuple[int, int, int, int]], polls: list[int], autumn: bool, leave: int
) -> None:
    turn = AUTUMN if autumn else SPRING
    server = Server()
    server.commits = sorted(
        (turn + timedelta(seconds=at + late), number, stamp(turn + timedelta(seconds=at), ticks))
        for at, number, ticks, late in changes
    )
    given_: list[tuple[int, str]] = []

    async def work() -> None:
        cursor = None
        for at in [*sorted(polls), 20_000]:
            server.now = turn + timedelta(seconds=at)
            feed = server.changes(cursor)
            read = 0
            async for order in feed:
                given_.append((order.order_id or 0, wire_text(order.last_modified or datetime.min)))
                read += 1
                if read == leave:
                    break  # left early: the next one gives the rest
            cursor = json.loads(json.dumps(feed.cursor))

        # Until nothing more comes; the end of a window that was left open may bring nothing by itself.
        empty = 0
        while empty < 3:
            feed = server.changes(cursor)
            rest = [order async for order in feed]
            given_.extend((order.order_id or 0, wire_text(order.last_modified or datetime.min)) for order in rest)
            cursor = feed.cursor
            server.now += minutes(10)
            empty = 0 if rest else empty + 1

    asyncio.run(work())
    last = {number: text for _, number, text in server.commits}
    assert set(last.items()) <= set(given_), "a change that was there at the end never came"
    assert len(set(given_)) == len(given_), "a change came twice"


class TestAFeedOfTheEmulator:
    async def test_gives_what_changed_since_the_last_time(self) -> None:
        async with Emulator(seed=7, orders=300) as emu:  # noqa: SIM117  (the line would be too long)
            async with BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as billit:
                options: dict[str, Any] = {"lag": timedelta(), "overlap": timedelta(hours=1)}
                feed = billit.orders.changes(**options)
                everything = [order.order_id async for order in feed]
                assert len(everything) == 300
                assert [order async for order in feed] == []
                await billit.orders.mark_paid(everything[7], paid_date=datetime(2030, 1, 1))
                await asyncio.sleep(1.1)  # a window ends at a whole second
                again = billit.orders.changes(cursor=feed.cursor, **options)
                assert [order.order_id async for order in again] == [everything[7]]
                full = [order async for order in billit.orders.changes(O.order_id < 10**9, details=4, **options)]
                assert len(full) == 300
                assert all(order.order_lines for order in full)

    async def test_refuses_what_it_cannot_go_on_from(self) -> None:
        async with BillitSession(ApiKey("k"), base_url="http://127.0.0.1:9") as billit:
            orders = billit.orders.changes(since=datetime(2024, 1, 1))
            with pytest.raises(QueryError, match="changes of /v1/orders"):
                billit.parties.changes(cursor=orders.cursor)
            for damaged in ("", "{}", "[]", "7", orders.cursor.replace("+00:00", "")):
                with pytest.raises(QueryError, match="not a cursor of changes"):
                    billit.orders.changes(cursor=damaged)
            with pytest.raises(QueryError, match="not both"):
                billit.orders.changes(cursor=orders.cursor, since=datetime(2024, 1, 1))
            with pytest.raises(QueryError, match="zero or more"):
                billit.orders.changes(lag=timedelta(seconds=-1))
            assert "2023-12-31T23:00:00" in orders.cursor  # midnight in Brussels

    def test_the_zone_is_a_setting(self) -> None:
        utc = BillitSession(ApiKey("k"), base_url="http://127.0.0.1:9", server_tz="UTC")
        assert "2024-01-01T00:00:00" in utc.products.changes(since=datetime(2024, 1, 1)).cursor
        with pytest.raises(ValueError, match="server_tz takes a time zone"):
            BillitSession(ApiKey("k"), base_url="http://127.0.0.1:9", server_tz="Middle/Earth")
