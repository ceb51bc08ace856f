"""`$select` as Web API 2 applies it, and servers that do not."""

from __future__ import annotations

import re

import pytest

UNKNOWN = "Could not find a property named 'Totals' on type 'Domain.Order.OrderPerformanceSafeColumns'."


async def test_the_named_properties_alone_come_in_their_own_order_and_digit_for_digit(boot):
    wire = await boot(orders=3)
    whole = await wire.get("/v1/orders")
    short = await wire.get("/v1/orders?$select=TotalIncl,%20Currency,OrderID&$inlinecount=allpages")
    wanted = [{key: item[key] for key in ("OrderID", "TotalIncl", "Currency")} for item in whole.json["Items"]]
    assert [list(item.items()) for item in short.json["Items"]] == [list(item.items()) for item in wanted]
    assert short.json["Count"] == 3
    printed = re.findall(r'"TotalIncl":([\d.]+),"Currency"', short.text)
    assert len(printed) == 3
    assert all(f'"TotalIncl":{amount},' in whole.text for amount in printed)


async def test_a_next_link_keeps_it(boot):
    wire = await boot(orders=3, settings={"paging.page_size": 2})
    link = (await wire.get("/v1/orders?$select=OrderID")).json["NextPageLink"]
    assert "$select=OrderID" in link


async def test_objects_and_lists_are_not_part_of_it(boot):
    wire = await boot(orders=1)
    item = (await wire.get("/v1/orders?$select=*,CounterParty")).json["Items"][0]
    assert {"OrderID", "TotalIncl", "Paid"} <= set(item)
    assert not any(isinstance(value, dict | list) for value in item.values())


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("Totals", UNKNOWN),
        ("OrderID,Totals", UNKNOWN),
        ("orderid", UNKNOWN.replace("Totals", "orderid")),
        ("CounterParty/Name", "Found a path with multiple navigation properties"),
    ],
)
async def test_what_cannot_be_selected_is_refused_in_the_words_of_the_library(boot, option, says):
    response = await (await boot(orders=1)).get(f"/v1/orders?$select={option}")
    assert response.status == 400
    assert response.description.startswith(says)


async def test_an_empty_one_fails_while_it_is_bound(boot):
    assert (await (await boot(orders=1)).get("/v1/orders?$select=")).status == 500


async def test_a_server_that_ignores_or_refuses_it_is_a_setting(boot):
    ignoring = await boot(orders=2, settings={"odata.select": "ignore"})
    assert (await ignoring.get("/v1/orders?$select=Totals")).text == (await ignoring.get("/v1/orders")).text
    refusing = await boot(orders=2, settings={"odata.select": "refuse"})
    response = await refusing.get("/v1/parties?$select=Name")
    assert response.status == 400
    assert response.description.startswith("Query option 'Select' is not allowed.")
