"""Queries that mean nothing and responses that lead nowhere: each a typed error that says what to do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import BadRequest, PagingError, Query, QueryError
from billit_async._paging import Consistency
from billit_async.emulator import Emulator
from billit_async.errors import BillitError
from billit_async.fields import OrderFields as O
from billit_async.fields import PartyFields as P
from billit_async.odata import ODataSyntaxError, QueryTooLongError, parse_filter
from billit_async.session import ApiKey, BillitSession
from tests.paging.lists import Lists

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Opened = Callable[[Lists], Awaitable[BillitSession]]

# How a list is read: by key or by links, one page after the other or ahead.
WAYS: dict[str, dict[str, Any]] = {
    "by key": {},
    "by key, ahead": {"prefetch": 3},
    "by links": {"order_by": O.last_modified},
    "by links, ahead": {"order_by": O.last_modified, "prefetch": 3},
}


class TestRefusedBeforeAnythingIsSent:
    @pytest.fixture
    async def billit(self, opened: Opened) -> BillitSession:
        self.lists = Lists(rows=300)
        return await opened(self.lists)

    @pytest.fixture(autouse=True)
    def nothing_is_sent(self) -> Any:
        yield
        assert self.lists.asked == []

    @pytest.mark.parametrize(
        ("wrong", "advice"),
        [
            ("Paid eq true", r"use `raw_filter\(...\)` or `Expr.parse\(...\)`"),
            (True, "takes an expression such as `OrderFields.order_id > 5`, not bool"),
            (5, "not int"),
            (O.paid, r"compare it: `field.is_\(True\)`"),
            ({"Paid": True}, "not dict"),
        ],
    )
    async def test_what_is_no_filter(self, billit: BillitSession, wrong: Any, advice: str) -> None:
        with pytest.raises(TypeError, match=advice):
            billit.orders.list(wrong)

    async def test_a_column_that_does_not_filter(self, billit: BillitSession) -> None:
        with pytest.raises(QueryError, match=r"filtered or sorted by InternalInfo: it takes .*OrderID.*strict=False"):
            billit.orders.list(O.internal_info == "x")
        with pytest.raises(QueryError, match="not filtered or sorted by InternalInfo"):
            billit.orders.list(order_by=O.internal_info)
        with pytest.raises(AttributeError, match="no_such_column"):
            billit.orders.list(O.no_such_column == "x")  # type: ignore[attr-defined]

    @pytest.mark.parametrize("consistency", ["keyset", Consistency.KEYSET])
    async def test_an_order_of_ones_own_where_reading_by_key_is_forced(
        self, billit: BillitSession, consistency: Any
    ) -> None:
        with pytest.raises(QueryError, match="leave order_by out and sort the rows"):
            billit.orders.list(order_by=O.order_date, consistency=consistency)

    @pytest.mark.parametrize("wrong", ["overlap", "certain", 5, True])
    async def test_a_promise_that_no_list_makes(self, billit: BillitSession, wrong: Any) -> None:
        with pytest.raises(QueryError, match="consistency takes 'keyset' or 'links'"):
            billit.orders.list(consistency=wrong)

    @pytest.mark.parametrize(
        "cursor", ["", "x", "deadbeef:5", "/v1/orders?$skip=120", -1.5, True, {"after": 5}, "deadbeef:0:/v1/orders?a=b"]
    )
    @pytest.mark.parametrize("way", WAYS)
    async def test_a_cursor_that_is_none_or_of_another_query(
        self, billit: BillitSession, cursor: Any, way: str
    ) -> None:
        with pytest.raises(QueryError, match="cursor"):
            billit.orders.list(**WAYS[way], cursor=cursor)

    @pytest.mark.parametrize("top", [0, -1, 2**31, 10**12])
    async def test_a_top_that_the_server_cannot_read(self, billit: BillitSession, top: int) -> None:
        with pytest.raises(QueryError, match="`top` must lie between 1 and 2147483647"):
            billit.orders.list(top=top)
        with pytest.raises(QueryError, match="`top` must lie between 1 and 2147483647"):
            billit.orders.list(Query(top=top))

    @pytest.mark.parametrize("skip", [-1, 2**31])
    async def test_a_skip_that_the_server_cannot_read(self, billit: BillitSession, skip: int) -> None:
        with pytest.raises(QueryError, match="`skip` must lie between 0 and 2147483647"):
            billit.orders.list(skip=skip)

    @pytest.mark.parametrize("wrong", ["5", 5.0, True])
    async def test_a_top_that_is_no_number(self, billit: BillitSession, wrong: Any) -> None:
        with pytest.raises(TypeError, match="`top` is an int"):
            billit.orders.list(top=wrong)

    async def test_a_query_that_is_too_long_and_cannot_be_split(self, billit: BillitSession) -> None:
        long = O.order_number.contains("x" * 2_000)
        with pytest.raises(QueryError, match="the server reads about 1900"):
            billit.orders.list(long)
        assert issubclass(QueryTooLongError, QueryError)

    async def test_text_that_is_no_filter(self, billit: BillitSession) -> None:
        with pytest.raises(ODataSyntaxError, match="position"):
            billit.orders.list(parse_filter("Paid eq 'true"))


class TestAnswersThatLeadNowhere:
    @pytest.mark.parametrize("way", ["by links", "by links, ahead"])
    async def test_an_empty_page_that_names_a_next_one(self, opened: Opened, way: str) -> None:
        lists = Lists(rows=1_000)
        lists.shrinks_to_nothing_at = 3
        billit = await opened(lists)
        with pytest.raises(PagingError, match="an empty page names a next one") as caught:
            await billit.orders.list(**WAYS[way]).collect()
        assert isinstance(caught.value.cursor, str)

    @pytest.mark.parametrize("way", ["by key", "by key, ahead"])
    async def test_a_page_between_two_keys_that_is_empty_and_names_a_next_one(self, opened: Opened, way: str) -> None:
        lists = Lists(rows=1_000)
        lists.shrinks_to_nothing_at = 4
        billit = await opened(lists)
        with pytest.raises(PagingError, match="names a next page") as caught:
            await billit.orders.list(**WAYS[way]).collect()
        lists.shrinks_to_nothing_at = 0
        rest = await billit.orders.list(**WAYS[way], cursor=caught.value.cursor).collect()
        assert rest[-1].order_id == 1_000

    async def test_a_link_that_was_followed_before(self, opened: Opened) -> None:
        lists = Lists(rows=1_000)
        first = f"{lists.link_host}/v1/orders?$skip=120"
        lists.link_to = lambda _link: first
        billit = await opened(lists)
        with pytest.raises(PagingError, match="its next-page link was followed before") as caught:
            await billit.orders.list(**WAYS["by links"]).collect()
        assert len(lists.asked) == 2
        assert isinstance(caught.value.cursor, str)

    @pytest.mark.parametrize(
        "link",
        ["https://elsewhere.example/v2/orders?$skip=120", "//elsewhere.example/?$skip=120", "/v1/parties?$skip=120"],
    )
    async def test_a_link_to_another_place_is_not_followed(self, opened: Opened, link: str) -> None:
        lists = Lists(rows=1_000)
        lists.link_to = lambda _link: link
        billit = await opened(lists)
        with pytest.raises(PagingError, match="leads to another path"):
            await billit.orders.list(**WAYS["by links"]).collect()
        assert len(lists.asked) == 1

    async def test_a_link_to_this_list_on_another_host_is_asked_of_our_own_server(self, opened: Opened) -> None:
        lists = Lists(rows=1_000)
        lists.link_host = "http://10.0.0.7:8080"
        billit = await opened(lists)
        assert len(await billit.orders.list(**WAYS["by links"]).collect()) == 1_000
        assert len(lists.asked) == 9

    @pytest.mark.parametrize("name", ["parties", "documents", "products", "financial_transactions"])
    @pytest.mark.parametrize("does", ["refuses_key", "ignores_key", "sorts"])
    async def test_where_reading_by_key_is_forced_a_server_that_cannot_is_an_error(
        self, opened: Opened, name: str, does: str
    ) -> None:
        path = {"financial_transactions": "/v1/financialTransactions"}.get(name, f"/v1/{name}")
        lists = Lists(path, rows=300)
        lists.rows = dict(reversed(lists.rows.items()))
        setattr(lists, does, does != "sorts")
        billit = await opened(lists)
        pager = getattr(billit, name).list(consistency="keyset")
        assert pager.consistency is Consistency.KEYSET
        with pytest.raises((PagingError, BadRequest)):
            await pager.collect()
        assert pager.consistency is Consistency.KEYSET

    async def test_links_can_be_asked_for(self, opened: Opened) -> None:
        lists = Lists(rows=300)
        billit = await opened(lists)
        pager = billit.orders.list(consistency="links")
        assert len(await pager.collect()) == 300
        assert pager.consistency is Consistency.LINKS
        assert [asked.get("$skip") for asked in lists.asked] == [None, "120", "240"]


async def test_a_column_that_the_server_does_not_know_is_its_refusal_with_the_name() -> None:
    async with (
        Emulator(seed=7, orders=5) as emu,
        BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as billit,
    ):
        with pytest.raises(BadRequest, match="Could not find a property named 'InternalInfo'") as caught:
            await billit.orders.list(O.internal_info == "x", strict=False).collect()
        assert isinstance(caught.value, BillitError)
        with pytest.raises(BadRequest, match="Could not find a property named 'TotalIncl'"):
            await billit.parties.list(O.total_incl > 5).collect()
        assert await billit.parties.list(P.last_modified > datetime(2199, 1, 1, tzinfo=UTC)).collect() == []
