"""The filters that the client makes by itself mean the same on every server: null and letter case do not matter."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus
from zoneinfo import ZoneInfo

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billit_async._paging import Plan, State, query_pairs
from billit_async._paging.split import parts_of
from billit_async._paging.windows import window
from billit_async.emulator import EmulatorSettings, ODataSettings
from billit_async.emulator.odata.columns import ORDERS
from billit_async.emulator.odata.compiler import FilterCompiler
from billit_async.odata import DateTimeField, Expr, IntField, Query, StringField, encode_query, parse_filter
from billit_async.odata.query import MAX_QUERY_BYTES
from tests.property.rows import Thing, decided_by_python, decided_by_sql, things

if TYPE_CHECKING:
    from collections.abc import Callable


SETTINGS = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
MODES: list[Any] = ["ef", "linq", "sql"]
BRUSSELS = ZoneInfo("Europe/Brussels")
KEY, NUMBER, MOMENT, TEXT = IntField("Key"), IntField("N"), DateTimeField("D"), StringField("S")


def by_key(after: int, where: Expr | None) -> Expr:
    """The condition of a page that is found by key."""
    plan = Plan(path="/v1/things", base_url="http://h", query=Query(where=where), key="Key", key_attribute="key")
    return parse_filter(dict(query_pairs(plan, State(after=after)))["$filter"])


def changed(begins: datetime, hours: int) -> Expr:
    """The condition of a feed of changes, on the column of dates that the rows have."""
    text = str(window(begins, begins + timedelta(hours=hours), BRUSSELS).condition())
    return parse_filter(text.replace("LastModified", "D"))


sent = st.one_of(
    st.builds(by_key, st.integers(-2, 3), st.none()),
    st.builds(by_key, st.integers(-2, 3), st.builds(NUMBER.in_, st.lists(st.integers(-3, 3), min_size=1, max_size=4))),
    st.builds(
        changed,
        st.datetimes(datetime(2023, 12, 30), datetime(2024, 3, 2), timezones=st.just(UTC)),
        st.integers(1, 2_000),
    ),
    st.builds(MOMENT.on, st.dates(date(2023, 12, 30), date(2024, 3, 2))),
    st.builds(
        MOMENT.between, st.dates(date(2023, 12, 30), date(2024, 1, 20)), st.dates(date(2024, 1, 21), date(2024, 3, 2))
    ),
    st.builds(NUMBER.ne_or_null, st.integers(-3, 3)),
    st.builds(NUMBER.ne_not_null, st.integers(-3, 3)),
    st.sampled_from([NUMBER.is_null(), NUMBER.not_null(), TEXT.is_null(), TEXT.not_null(), MOMENT.is_null()]),
)


@SETTINGS
@given(things, sent)
def test_every_server_decides_alike_on_what_the_client_sends_by_itself(thing: Any, tree: Expr) -> None:
    verdicts: set[Any] = set()
    for mode in MODES:
        for ignore_case in (True, False):
            settings = EmulatorSettings(odata=ODataSettings(null_mode=mode, ignore_case=ignore_case))
            verdicts |= {decided_by_sql(thing, tree, settings), decided_by_python(thing, tree, settings)}
    assert len(verdicts) == 1
    assert None not in verdicts


def test_a_plain_not_equal_does_not_which_is_why_the_explicit_forms_exist() -> None:
    row, tree = Thing(n=None), NUMBER != 5
    assert {decided_by_sql(row, tree, EmulatorSettings(odata=ODataSettings(null_mode=mode))) for mode in MODES} == {
        True,
        False,
    }


# Long lists of values


def values_of(part: Plan) -> list[Any]:
    condition = part.query.where
    assert condition is not None
    found: list[Any] = []
    stack = [condition]
    while stack:
        node: Any = stack.pop()
        if node.op == "eq":
            found.append(node.right.value)
        elif node.op == "or":
            stack += [node.left, node.right]
        else:
            # The conditions beside the list are compared with `ne`.
            stack += [side for side in (node.left, node.right) if getattr(side, "op", "ne") != "ne"]
    return found


whole = st.integers(-(2**31), 2**40)
texts = st.text(max_size=60)


@SETTINGS
@given(
    st.one_of(
        st.tuples(st.just(IntField("OrderID").in_), st.lists(whole, min_size=1, max_size=80, unique=True)),
        st.tuples(st.just(StringField("OrderNumber").in_), st.lists(texts, min_size=1, max_size=80, unique=True)),
    ),
    st.booleans(),
)
def test_the_parts_of_a_long_list_are_short_enough_and_together_the_list(
    listed: tuple[Callable[[Any], Expr], list[Any]], beside: bool
) -> None:
    make, values = listed
    condition = make(values)
    if beside:
        condition = (StringField("Currency") != "EUR") & condition
    plan = Plan(
        path="/v1/orders", base_url="http://h", query=Query(where=condition), key="OrderID", key_attribute="order_id"
    )
    parts = parts_of(plan)
    assert sorted(map(repr, (value for part in parts for value in values_of(part)))) == sorted(map(repr, values))
    for part in parts:
        assert 1 <= len(values_of(part)) <= 15
        # The longest page of it: behind the largest key that there is.
        encoded = encode_query(query_pairs(part, State(after=2**63 - 1)))
        assert len(encoded) <= MAX_QUERY_BYTES
        text = dict(query_pairs(part, State(after=2**31 - 1)))["$filter"]
        # A server that counts nodes takes it: Microsoft's limit is a hundred.
        assert FilterCompiler(ORDERS, EmulatorSettings(odata=ODataSettings(max_nodes=100))).condition(text) is not None
        assert unquote_plus(encode_query([("f", text)])[2:]) == text


def test_a_list_of_values_keeps_what_stands_beside_it_in_every_part() -> None:
    condition = IntField("OrderID").in_(range(40)) & (StringField("Currency") != "EUR")
    plan = Plan(path="/v1/orders", base_url="http://h", query=Query(where=condition), key="OrderID", key_attribute="o")
    parts = parts_of(attrs.evolve(plan))
    assert [len(values_of(part)) for part in parts] == [15, 15, 10]
    assert all(str(part.query.where).endswith("and Currency ne 'EUR'") for part in parts)
