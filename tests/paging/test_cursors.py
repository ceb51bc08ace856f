"""A cursor goes on where it was taken: every way of reading, stopped anywhere, gives exactly the rest when resumed."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import warnings
from typing import Any

import attrs
import pytest
from aiohttp.test_utils import TestServer
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from billit_async import ApiKey, BillitSession, RetryPolicy
from billit_async._paging import Pager, Plan, Reading, State, query_pairs
from billit_async._serialization.codec import read_rows
from billit_async.errors import BadRequest, BillitError, PagingWarning, ServerError
from billit_async.fields import OrderFields as O
from billit_async.models import Order, Party
from billit_async.odata import Query
from billit_async.odata.fields import BoolField, DateTimeField
from billit_async.odata.query import encode_query
from tests.paging.lists import Lists

UNPAID = BoolField("Paid").is_(False)
CHANGED = DateTimeField("LastModified")
MODES = [
    "by key",
    "by links",
    "ascending",
    "descending",
    "ascending, another list",
    "without a key",
    "fallen back: refused",
    "fallen back: ignored",
]


@attrs.frozen(kw_only=True)
class Case:
    """One way to read a list, and where to stop."""

    mode: str
    rows: int
    prefetch: int | None
    details: int | None = None
    how: str = "items"  # or "pages"
    ends: str = "stopped"  # or at an error of a page, or of a row that is read in full
    stop: int = 0
    limit: int | None = None
    limit_then: int | None = None
    skip: int | None = None
    count: bool = False
    search: str | None = None
    filtered: bool = True
    page_size_then: int = 7
    prefetch_then: int | None = None
    skips_again: bool = True


@st.composite
def cases(draw: st.DrawFn) -> Case:
    prefetch = st.sampled_from([None, 1, 2, 5])
    limits = st.none() | st.integers(1, 45)
    return Case(
        mode=draw(st.sampled_from(MODES)),
        rows=draw(st.integers(0, 60)),
        prefetch=draw(prefetch),
        details=draw(st.sampled_from([None, 1, 3])),
        how=draw(st.sampled_from(["items", "pages"])),
        ends=draw(st.sampled_from(["stopped", "page fails", "detail fails"])),
        stop=draw(st.integers(0, 40)),
        limit=draw(limits),
        limit_then=draw(limits),
        skip=draw(st.none() | st.integers(0, 12)),
        count=draw(st.booleans()),
        search=draw(st.sampled_from([None, "acme & co"])),
        filtered=draw(st.booleans()),
        page_size_then=draw(st.sampled_from([7, 7, 3, 11])),
        prefetch_then=draw(prefetch),
        skips_again=draw(st.booleans()),
    )


class Server:
    """A list, and a pager of it made anew as another process would."""

    def __init__(self, case: Case) -> None:
        self.case = case
        orders = "list" not in case.mode and "fallen" not in case.mode
        self.lists = lists = Lists("/v1/orders" if orders else "/v1/parties")
        lists.page_size = 7
        lists.refuses_key = case.mode.endswith("refused")
        lists.ignores_key = case.mode.endswith("ignored")
        self.filtered = case.filtered and not lists.ignores_key
        for number in range(1, case.rows + 1):
            # No two of the same time; the order of time is not that of the key.
            at = number * 37 % 61
            lists.insert(
                number,
                LastModified=f"2024-01-01T{at // 60:02}:{at % 60:02}:00",
                Paid=self.filtered and number % 5 in {0, 1},
            )
        self.detail_fails = False

    async def fetch(self, plan: Plan, state: State) -> Any:
        await asyncio.sleep(0)
        query = state.link if state.link is not None else encode_query(query_pairs(plan, state))
        status, body = self.lists.answer(query)
        if status != 200:
            raise (BadRequest if status == 400 else ServerError)(f"{status}", status=status)
        return read_rows(Order if self.lists.path == "/v1/orders" else Party, body)

    async def detail(self, key: int) -> Any:
        await asyncio.sleep(0)
        if self.detail_fails and key % 3 == 0:
            self.detail_fails = False
            raise ServerError("500", status=500)
        return Order(order_id=key) if self.lists.path == "/v1/orders" else Party(party_id=key)

    def pager(self, cursor: str | None, prefetch: int | None, limit: int | None) -> Pager[Any]:
        case = self.case
        skips = cursor is None or case.skips_again
        order = {"ascending": CHANGED.asc(), "descending": CHANGED.desc()}.get(case.mode.partition(",")[0])
        keyless = case.mode == "without a key"
        orders = self.lists.path == "/v1/orders"
        plan = Plan(
            path=self.lists.path,
            base_url="http://billit.invalid",
            query=Query(
                where=UNPAID if self.filtered else None,
                order_by=order,
                skip=case.skip if skips else None,
                count=case.count,
                search=case.search,
            ),
            limit=limit,
            key=None if keyless else self.lists.key,
            key_attribute=None if keyless else self.attribute,
            by_key=case.mode != "by links",
            is_certain=orders,
        )
        detail = self.detail if case.details and not keyless else None
        reading = Reading(prefetch=prefetch, detail=detail, at_once=case.details or 1)
        return Pager(plan, self.fetch, cursor=cursor, reading=reading)

    @property
    def attribute(self) -> str:
        return "order_id" if self.lists.path == "/v1/orders" else "party_id"

    def matching(self) -> list[int]:
        rows = [row for row in self.lists.rows.values() if not (self.filtered and row["Paid"])]
        if self.case.mode.partition(",")[0] in {"ascending", "descending"}:
            rows.sort(key=lambda row: row["LastModified"], reverse=self.case.mode == "descending")
        return [row[self.lists.key] for row in rows][self.case.skip or 0 :]


async def read(server: Server) -> tuple[list[int], str | None]:
    """Read as the case says, and take the cursor: of the pager, of the page or of the error."""
    case = server.case
    pager = server.pager(None, case.prefetch, case.limit)
    if case.ends == "page fails":
        server.lists.fails[case.stop % 9 + 1] = 500
    server.detail_fails = case.ends == "detail fails"
    given: list[int] = []
    cursor: str | None = None
    try:
        if case.how == "items":
            async for row in pager:
                given.append(getattr(row, server.attribute))
                if case.ends == "stopped" and len(given) > case.stop:
                    break
            cursor = pager.cursor
        else:
            number = 0
            async for page in pager.pages():
                given += [getattr(row, server.attribute) for row in page.items]
                number += 1
                # Behind the last page there is no cursor of a page; that of the pager stands there.
                assert page.cursor in {None, pager.cursor}
                if case.ends == "stopped" and number > case.stop % 8:
                    break
            cursor = pager.cursor
    except BillitError as error:
        cursor = error.cursor
        assert cursor == pager.cursor or not given or case.how == "pages"
    server.lists.fails.clear()
    server.detail_fails = False
    return given, cursor


async def check(case: Case) -> None:
    server = Server(case)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PagingWarning)
        given, cursor = await read(server)
        expected = server.matching()
        assert given == expected[: len(given)]
        server.lists.page_size = case.page_size_then
        kept: str | None = json.loads(json.dumps(cursor))
        assert given == [] or kept is not None
        rest = [getattr(row, server.attribute) async for row in server.pager(kept, case.prefetch_then, case.limit_then)]
        left = expected[len(given) :]
        assert rest == (left if case.limit_then is None else left[: case.limit_then])


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
@example(Case(mode="descending", rows=60, prefetch=5, stop=20))
@example(Case(mode="ascending", rows=60, prefetch=2, how="pages", stop=2))
@example(Case(mode="ascending", rows=60, prefetch=2, ends="page fails", stop=4))
@example(Case(mode="descending", rows=60, prefetch=None, limit=5, limit_then=3, stop=3))
@example(Case(mode="by links", rows=60, prefetch=None, how="pages", limit=10))
@example(Case(mode="without a key", rows=60, prefetch=None, how="pages", skip=3))
@example(Case(mode="descending", rows=60, prefetch=5, stop=14, skip=9, skips_again=False))
@example(Case(mode="by links", rows=60, prefetch=None, stop=3, skip=9, skips_again=False))
@example(Case(mode="by key", rows=60, prefetch=None, details=3, how="pages", ends="detail fails"))
@example(Case(mode="fallen back: ignored", rows=60, prefetch=2, stop=20))
@example(Case(mode="fallen back: ignored", rows=8, prefetch=None, ends="page fails", stop=3, limit=8, filtered=False))
def test_a_resumed_cursor_gives_exactly_the_rest(case: Case) -> None:
    asyncio.run(check(case))


RESUME = """
import asyncio, json, sys
from billit_async import ApiKey, BillitSession
from billit_async.fields import OrderFields as O

async def main(url, how, cursor):
    how = {"order_by": O.last_modified.desc()} | how if how.pop("sorted") else how
    async with BillitSession(ApiKey("k"), base_url=url, party_id=5) as billit:
        rest = billit.orders.list(O.paid.is_(False), cursor=cursor, **how)
        print(json.dumps([order.order_id async for order in rest]))

asyncio.run(main(*json.load(sys.stdin)))
"""


@pytest.mark.parametrize("prefetch", [None, 1, 2, 5])
@pytest.mark.parametrize("is_sorted", [True, False], ids=["by position", "by key"])
async def test_another_process_goes_on_where_this_one_stopped(is_sorted: bool, prefetch: int | None) -> None:
    lists = Lists()
    for number in range(1, 901):
        lists.insert(number, Paid=number % 3 == 0)
    unpaid = [row["OrderID"] for row in sorted(lists.rows.values(), key=lambda row: row["LastModified"])]
    unpaid = [key for key in (unpaid[::-1] if is_sorted else sorted(unpaid)) if key % 3]
    async with TestServer(lists.application()) as server:
        url = str(server.make_url("/")).rstrip("/")
        how = {} if prefetch is None else {"prefetch": prefetch}
        order = {"order_by": O.last_modified.desc()} if is_sorted else {}
        async with BillitSession(ApiKey("k"), base_url=url, party_id=5, retry=RetryPolicy.never()) as billit:
            orders = billit.orders.list(O.paid.is_(False), **order, **how)
            given: list[int | None] = []
            async for one in orders:
                given.append(one.order_id)
                if len(given) == 250:
                    break
        asked = json.dumps([url, {"sorted": is_sorted, **how}, orders.cursor])
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", RESUME, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        said, _ = await process.communicate(asked.encode())
    assert given == unpaid[:250]
    assert json.loads(said) == unpaid[250:]
