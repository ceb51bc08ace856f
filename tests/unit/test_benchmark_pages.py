"""The page that the benchmarks measure is what they say it is, and our models read all of it."""

from __future__ import annotations

import json
from decimal import Decimal

from benchmarks.pages import FIRST_ORDER_ID, ORDERS_PER_PAGE, order, page
from benchmarks.server import page_number, selected
from billit_async._serialization.codec import loads, read_page, to_json
from billit_async.models import Order


def test_the_same_page_is_made_every_time_and_has_the_size_that_is_claimed() -> None:
    assert page(3) == page(3)
    assert 460_000 < len(page(0)) < 500_000


def test_an_order_has_sixty_properties_three_lines_of_eighteen_and_a_customer_of_twenty_five() -> None:
    made = order(FIRST_ORDER_ID)
    assert (len(made), len(made["Customer"])) == (60, 25)
    assert [len(line) for line in made["OrderLines"]] == [18, 18, 18]


def test_every_property_of_the_page_is_one_that_the_models_know() -> None:
    # a warning about a value that does not fit is an error in these tests
    first = read_page(Order, page(0)).items[0]
    raw = json.loads(page(0), parse_float=Decimal)["Items"][0]
    assert loads(to_json(first)) == raw


def test_the_server_finds_the_page_by_position_and_by_key() -> None:
    assert page_number("/v1/orders") == 0
    assert page_number("/v1/orders?$skip=240") == 2
    assert page_number("/v1/orders?%24skip=120") == 1
    last_of_page_one = FIRST_ORDER_ID + 2 * ORDERS_PER_PAGE - 1
    assert page_number(f"/v1/orders?$filter=OrderID%20gt%20{last_of_page_one}&$orderby=OrderID") == 2


def test_a_selected_page_has_those_properties_alone() -> None:
    columns = selected("/v1/orders?$select=OrderID,TotalIncl&$orderby=OrderID")
    assert columns == {"OrderID", "TotalIncl"}
    assert selected("/v1/orders?$orderby=OrderID") is None
    whole, short = (json.loads(page(0, columns=one))["Items"] for one in (None, columns))
    assert short == [{"OrderID": row["OrderID"], "TotalIncl": row["TotalIncl"]} for row in whole]
