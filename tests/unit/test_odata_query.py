"""Queries: the wire options they become, encoded once, and the arguments they refuse."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import attrs
import pytest
from yarl import URL

from billit_async.errors import QueryError
from billit_async.odata import (
    BoolField,
    CollectionField,
    IntField,
    NavigationField,
    Query,
    QueryTooLongError,
    Raw,
    StringField,
    check_length,
    encode_query,
    raw_filter,
)

if TYPE_CHECKING:
    from collections.abc import Callable

ORDER_ID = IntField("OrderID")
NAME = StringField("CounterParty/Name")
PAID = BoolField("Paid")


def test_an_empty_query_asks_for_everything() -> None:
    assert Query().params() == []


def test_a_query_becomes_options_by_their_exact_names() -> None:
    query = Query(where=ORDER_ID > 5, order_by=[NAME.desc(), ORDER_ID], top=10, skip=20, count=True, search="acme & co")
    assert query.params() == [
        ("$filter", "OrderID gt 5"),
        ("$orderby", "CounterParty/Name desc,OrderID"),
        ("$top", "10"),
        ("$skip", "20"),
        ("$inlinecount", "allpages"),
        ("fullTextSearch", "acme & co"),
    ]


def test_one_field_is_an_order_too() -> None:
    assert Query(order_by=ORDER_ID).params() == [("$orderby", "OrderID")]
    assert Query(order_by=ORDER_ID.desc()).params() == [("$orderby", "OrderID desc")]


def test_a_blank_search_and_a_skip_of_nothing_are_what_they_are() -> None:
    assert Query(search="", skip=0).params() == [("$skip", "0")]


def test_raw_text_stands_alone_or_beside_the_rest_in_parentheses() -> None:
    assert Query(raw_filter="A eq 1 or B eq 2").params() == [("$filter", "A eq 1 or B eq 2")]
    both = Query(where=ORDER_ID > 5, raw_filter="A eq 1 or B eq 2")
    assert both.params() == [("$filter", "OrderID gt 5 and (A eq 1 or B eq 2)")]
    assert Query().filter is None
    assert Query(where=raw_filter("A eq 1")).filter == Raw("A eq 1")


def test_a_narrowed_query_keeps_its_first_condition_together() -> None:
    query = Query(where=(ORDER_ID == 1) | (ORDER_ID == 2), top=5)
    narrowed = query.narrowed(ORDER_ID > 7)
    assert narrowed.params() == [("$filter", "(OrderID eq 1 or OrderID eq 2) and OrderID gt 7"), ("$top", "5")]
    assert Query().narrowed(ORDER_ID > 7).where == (ORDER_ID > 7)
    assert query.params()[0] == ("$filter", "OrderID eq 1 or OrderID eq 2")


def test_the_attributes_of_a_query_have_the_names_of_its_arguments() -> None:
    asked = Query(
        where=ORDER_ID > 5, order_by=ORDER_ID, top=10, skip=20, count=True, search="acme", raw_filter="A eq 1"
    )
    assert (asked.where, asked.order_by) == (ORDER_ID > 5, (ORDER_ID.asc(),))
    assert (asked.top, asked.skip, asked.count, asked.search) == (10, 20, True, "acme")
    assert asked.raw_filter == "A eq 1"
    assert attrs.evolve(asked) == asked
    plain = attrs.evolve(asked, order_by=None, top=None, skip=None, count=False, search=None)
    assert plain.params() == [("$filter", "OrderID gt 5 and (A eq 1)")]


def test_a_query_shows_what_it_asks_for() -> None:
    assert repr(Query(where=ORDER_ID > 5, top=3)) == "Query($filter='OrderID gt 5', $top='3')"
    assert repr(Query()) == "Query()"


def test_queries_are_values() -> None:
    query = Query(where=ORDER_ID > 5, order_by=NAME)
    assert query == Query(where=ORDER_ID > 5, order_by=[NAME])
    assert hash(query) == hash(Query(where=ORDER_ID > 5, order_by=[NAME]))
    assert pickle.loads(pickle.dumps(query)) == query
    assert attrs.evolve(query, top=1).order_by == query.order_by
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        query.top = 5  # type: ignore[misc]


@pytest.mark.parametrize(
    ("build", "error", "advice"),
    [
        (lambda: Query(where=True), TypeError, "not bool"),
        (lambda: Query(where=PAID), TypeError, r"compare it: `field.is_\(True\)`"),
        (lambda: Query(where="A eq 1"), TypeError, "use `raw_filter"),
        (lambda: Query(order_by="OrderID"), TypeError, "takes fields or"),
        (lambda: Query(order_by=[5]), TypeError, "takes fields or"),
        (lambda: Query(order_by=NAME.lower()), TypeError, "orders by columns only"),
        (lambda: Query(order_by=NavigationField("Customer")), TypeError, "takes fields or"),
        (lambda: Query(top=0), ValueError, "between 1 and 2147483647, not 0"),
        (lambda: Query(top=2**31), ValueError, "between 1 and 2147483647"),
        (lambda: Query(skip=2**31), ValueError, "`skip` must lie between 0"),
        (lambda: Query(order_by="Name"), TypeError, "takes fields"),
        (lambda: Query(top="5"), TypeError, "`top` is an int, not str"),
        (lambda: Query(top=True), TypeError, "`top` is an int, not bool"),
        (lambda: Query(skip=-1), ValueError, "`skip` must lie between 0"),
        (lambda: Query(skip=1.0), TypeError, "`skip` is an int, not float"),
        (lambda: Query(search=5), TypeError, "`search` is a str, not int"),
        (lambda: Query(raw_filter=" "), ValueError, "cannot be blank"),
        (lambda: Query(filter="x"), TypeError, "filter"),
    ],
)
def test_a_wrong_argument_is_refused_before_anything_is_sent(
    build: Callable[[], Any], error: type[Exception], advice: str
) -> None:
    with pytest.raises(error, match=advice):
        build()


@pytest.mark.parametrize(
    ("pairs", "encoded"),
    [
        ([], ""),
        ([("$filter", "A eq 'O''Brien & C+'")], "$filter=A+eq+'O''Brien+%26+C%2B'"),
        ([("$orderby", "a,b desc"), ("$top", "5")], "$orderby=a,b+desc&$top=5"),
        ([("$filter", "D ge DateTime'2024-01-01T00:00:00'")], "$filter=D+ge+DateTime'2024-01-01T00:00:00'"),
        ([("$filter", "S eq '100% # ; = ? é'")], "$filter=S+eq+'100%25+%23+%3B+%3D+%3F+%C3%A9'"),
        ([("a&b", "c=d")], "a%26b=c%3Dd"),
    ],
)
def test_pairs_are_encoded_once_and_short(pairs: list[tuple[str, str]], encoded: str) -> None:
    assert encode_query(pairs) == encoded
    assert parse_qsl(encoded, keep_blank_values=True) == pairs
    assert URL(f"https://h/v1/orders?{encoded}", encoded=True).raw_query_string == encoded


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(QueryError, match="half a character"):
        encode_query([("$filter", "A eq '\ud800'")])


def test_a_query_that_the_server_would_not_read_is_refused() -> None:
    short = encode_query(Query(where=ORDER_ID.in_(range(5))).params())
    assert check_length(short) is short
    assert check_length("x" * 1900)
    with pytest.raises(QueryTooLongError, match="1901 bytes long and the server reads about 1900") as caught:
        check_length("x" * 1901)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.length, again.limit) == (1901, 1900)


def test_a_select_takes_columns_once_and_stays_with_the_query() -> None:
    query = Query(select=[ORDER_ID, PAID, ORDER_ID], top=5)
    assert query.params() == [("$select", "OrderID,Paid"), ("$top", "5")]
    assert attrs.evolve(query, top=6).select == query.select
    assert Query(select=PAID) == Query(select=[PAID]) != Query()
    assert Query(select=[]) == Query()
    assert pickle.loads(pickle.dumps(query)) == query
    assert encode_query(query.params()) == "$select=OrderID,Paid&$top=5"


@pytest.mark.parametrize(
    ("select", "error", "says"),
    [
        ("OrderID", TypeError, "takes fields such as .* not 'OrderID'"),
        (["OrderID"], TypeError, "takes fields such as"),
        (PAID.desc(), TypeError, "not"),
        (NAME.lower(), TypeError, "is computed"),
        (NAME, QueryError, r"CounterParty/Name is or lies in .*\$expand"),
        ([NavigationField("CounterParty")], QueryError, r"CounterParty is or lies in .*\$expand"),
        ([CollectionField("Tags")], QueryError, r"Tags is or lies in .*\$expand"),
    ],
)
def test_a_select_refuses_what_is_not_a_column_of_the_row(select: Any, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        Query(select=select)
