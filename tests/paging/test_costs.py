"""What reading ahead costs: at most twice the requests of one page after the other, however the keys lie."""

from __future__ import annotations

import asyncio
import re
from bisect import bisect_right
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from billit_async._paging import Pager, Plan, Reading, State, query_pairs
from billit_async._serialization.codec import dumps, read_rows
from billit_async.models import Order
from billit_async.odata import Query
from billit_async.odata.fields import DateTimeField

FARTHEST = 2**62
KEYS: dict[str, list[int]] = {
    "dense": list(range(1, 1_001)),
    "one page": list(range(1, 100)),
    "a full page": list(range(1, 121)),
    "a page and a row": list(range(1, 122)),
    "a page and a row far away": [*range(1, 121), FARTHEST],
    "dense, and one far away": [*range(1, 1_000), FARTHEST],
    "dense, and a few far apart": [*range(1, 1_000), *(2**power for power in range(20, 63))],
    "one, and dense ones far away": [1, *range(FARTHEST, FARTHEST + 999)],
    "a gap at the start": list(range(FARTHEST, FARTHEST + 1_000)),
    "clusters": [start + key for start in range(0, 10**13, 10**12) for key in range(1, 101)],
    "clusters wider and wider": [10**power * 7 + key for power in range(4, 18) for key in range(70)],
    "exponential": [2**power for power in range(63)],
    "exponential, much": [int(1.02**power) + power for power in range(2_000)],
    "sparse": list(range(1, 10**9, 10**6)),
    "sparse, then dense": [*range(1, 10**6, 10**4), *range(10**6, 10**6 + 900)],
    "dense, then sparse": [*range(1, 500), *range(10**6, 10**12, 10**9)],
    "both ends": [*range(1, 400), *range(FARTHEST, FARTHEST + 400)],
    "nothing": [],
}
PREFETCH = [1, 2, 3, 5, 8, 20, 100]


async def read(keys: list[int], prefetch: int | None, **more: Any) -> tuple[list[int], int]:
    """Read a list; its keys, and the requests that the server saw."""
    page_size, counts = more.pop("page_size", 120), more.pop("counts", True)
    asked = 0

    async def fetch(plan: Plan, state: State) -> Any:
        nonlocal asked
        asked += 1
        pairs = dict(query_pairs(plan, state)) if state.link is None else dict(parse_qsl(state.link))
        body = answer(keys, pairs, page_size, counts=counts)
        # The first asked need not be the first to be responded to.
        for _ in range(asked * 7 % 5):
            await asyncio.sleep(0)
        return read_rows(Order, body)

    plan = Plan(
        path="/v1/orders",
        base_url="http://billit.invalid",
        query=Query(order_by=more.get("order_by"), skip=more.get("skip")),
        limit=more.get("limit"),
        key="OrderID",
        key_attribute="order_id",
    )
    found = [
        row.order_id async for row in Pager(plan, fetch, reading=Reading(prefetch=prefetch), cursor=more.get("after"))
    ]
    return found, asked


def answer(keys: list[int], pairs: dict[str, str], page_size: int, *, counts: bool) -> bytes:
    """Answer a page of a list that has nothing but keys."""
    low, high = 0, len(keys)
    for op, key in re.findall(r"OrderID (gt|le) (\d+)", pairs.get("$filter", "")):
        if op == "gt":
            low = max(low, bisect_right(keys, int(key)))
        else:
            high = min(high, bisect_right(keys, int(key)))
    rows = keys[low:high]
    if pairs.get("$orderby") == "OrderID desc":
        rows = rows[::-1]
    skip, top = int(pairs.get("$skip", 0)), int(pairs.get("$top", 10**9))
    page = rows[skip : skip + min(top, page_size)]
    link = None
    if len(rows) > skip + page_size and top > page_size:
        rest = {**pairs, "$skip": str(skip + page_size)} | ({"$top": str(top - page_size)} if "$top" in pairs else {})
        link = f"http://billit.invalid/v1/orders?{urlencode(rest)}"
    count = len(rows) if counts and "$inlinecount" in pairs else None
    return dumps({"Items": [{"OrderID": key} for key in page], "NextPageLink": link, "Count": count})


async def compare(keys: list[int], prefetch: int, **more: Any) -> None:
    alone, cost_alone = await read(keys, None, **more)
    ahead, cost_ahead = await read(keys, prefetch, **more)
    assert ahead == alone
    assert cost_ahead <= 2 * cost_alone, f"{cost_ahead} requests, where {cost_alone} do"


@pytest.mark.parametrize("prefetch", PREFETCH)
@pytest.mark.parametrize("name", KEYS)
async def test_far_apart_or_close_keys_cost_at_most_twice_the_requests(name: str, prefetch: int) -> None:
    await compare(KEYS[name], prefetch)


@pytest.mark.parametrize("prefetch", PREFETCH)
@pytest.mark.parametrize("name", KEYS)
async def test_a_server_that_does_not_count_makes_no_difference(name: str, prefetch: int) -> None:
    await compare(KEYS[name], prefetch, counts=False)


@pytest.mark.parametrize("prefetch", PREFETCH)
@pytest.mark.parametrize("rows", [0, 1, 119, 120, 121, 240, 241, 1_000])
async def test_positions_cost_at_most_twice_the_requests_with_prefetch(rows: int, prefetch: int) -> None:
    await compare(list(range(1, rows + 1)), prefetch, order_by=DateTimeField("LastModified"))


async def test_many_rows_are_still_asked_for_side_by_side() -> None:
    alone = (await read(KEYS["dense"], None))[1]
    found, cost = await read(list(range(1, 12_001)), 8)
    assert len(found) == 12_000
    assert cost <= 1.1 * 101 + 2
    assert alone == 9


gaps = st.lists(
    st.tuples(st.integers(1, 40), st.one_of(st.just(1), st.integers(1, 50), st.integers(10**3, 10**17))), max_size=12
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    gaps=gaps,
    prefetch=st.sampled_from(PREFETCH),
    limit=st.none() | st.integers(1, 150),
    skip=st.none() | st.integers(0, 30),
    after=st.none() | st.integers(0, 400),
    counts=st.booleans(),
)
@example(gaps=[(7, 1), (8, 10**15)], prefetch=5, limit=None, skip=None, after=None, counts=True)
def test_any_keys_with_any_options_cost_at_most_twice_the_requests(
    gaps: list[tuple[int, int]],
    prefetch: int,
    limit: int | None,
    skip: int | None,
    after: int | None,
    counts: bool,
) -> None:
    keys: list[int] = []
    at = 0
    for number, gap in gaps:
        for _ in range(number):
            at += gap
            keys.append(at)
    keys = [key for key in keys if key < 2**63]
    asyncio.run(compare(keys, prefetch, limit=limit, skip=skip, after=after, counts=counts, page_size=7))
