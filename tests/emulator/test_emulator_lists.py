"""Pages: their shape, their order, and the link to the next one."""

from __future__ import annotations

import pytest

SUMMARY_KEYS = [
    "OrderID", "CompanyID", "OrderPDF", "OrderNumber", "CounterParty", "OrderDate", "ExpiryDate", "OrderType",
    "LastModified", "Created", "OrderDirection", "TotalExcl", "TotalIncl", "TotalVAT", "PaymentReference", "Paid",
    "ExternalProvider", "Currency", "IsSent", "Invoiced", "RemindersSent", "ToPay", "OrderStatus", "Overdue",
    "DaysOverdue", "FXRateToForeign", "DeliveryDate", "ExportedToConnector", "CurrentDocumentDeliveryDetails",
]  # fmt: skip
COUNTERPARTY_KEYS = [
    "PartyID", "Addresses", "Street", "StreetNumber", "Box", "City", "CountryCode", "VATNumber", "PartyType",
    "VATLiable", "DisplayName", "VATDeductable", "Identifiers",
]  # fmt: skip


async def test_a_list_item_has_the_keys_of_the_documented_summary_in_their_order(written):
    order_id = await written.create()
    (item,) = (await written.get(f"/v1/orders?$filter=OrderID+eq+{order_id}")).json["Items"]
    assert list(item) == SUMMARY_KEYS
    assert list(item["CounterParty"]) == COUNTERPARTY_KEYS
    assert list(item["OrderPDF"]) == ["FileID"]
    assert item["CounterParty"]["Addresses"] == []
    assert list(item["CounterParty"]["Identifiers"][0]) == ["IdentifierType", "Identifier"]


async def test_one_page_holds_120_and_links_to_the_rest(wire, emulator):
    page = (await wire.get("/v1/orders")).json
    assert list(page) == ["Items", "NextPageLink"]
    assert len(page["Items"]) == 120
    assert page["NextPageLink"] == f"{emulator.url}/v1/orders?$skip=120"


async def test_following_the_links_gives_every_order_once(wire, emulator):
    ids, link = [], "/v1/orders"
    while link:
        page = (await wire.get(link.removeprefix(emulator.url))).json
        ids += [item["OrderID"] for item in page["Items"]]
        link = page.get("NextPageLink")
    assert ids == list(emulator.ledger[emulator.party_id].order_ids)


async def test_exactly_one_full_page_has_no_link(boot):
    wire = await boot(orders=40, settings={"paging.page_size": 40})
    page = (await wire.get("/v1/orders")).json
    assert (len(page["Items"]), list(page)) == (40, ["Items"])


async def test_one_more_than_a_page_has_a_link(boot):
    wire = await boot(orders=41, settings={"paging.page_size": 40})
    assert "NextPageLink" in (await wire.get("/v1/orders")).json


async def test_the_link_repeats_the_query_escaped_with_top_lowered_and_skip_last(boot):
    wire = await boot(settings={"paging.page_size": 2})
    query = (
        "%24skip=5&$top=10&$filter=OrderType+ne+'O''ffer'+and+TotalIncl+gt+1"
        "&fullTextSearch=20&$orderby=OrderDate,OrderID"
    )
    page = (await wire.get(f"/v1/orders?{query}")).json
    assert page["NextPageLink"].partition("?")[2] == (
        "$top=8&$filter=OrderType%20ne%20%27O%27%27ffer%27%20and%20TotalIncl%20gt%201"
        "&fullTextSearch=20&$orderby=OrderDate%2COrderID&$skip=7"
    )


async def test_a_link_can_be_followed_until_top_is_used_up(boot):
    wire = await boot(settings={"paging.page_size": 4})
    sizes, link = [], "/v1/orders?$top=10&$skip=3"
    while link:
        page = (await wire.get(link.removeprefix(wire.emulator.url))).json
        sizes.append(len(page["Items"]))
        link = page.get("NextPageLink")
    assert sizes == [4, 4, 2]


async def test_a_top_within_a_page_never_links(wire):
    page = (await wire.get("/v1/orders?$top=120")).json
    assert (len(page["Items"]), "NextPageLink" in page) == (120, False)


async def test_top_above_the_page_can_be_refused_as_one_integrator_saw(boot):
    wire = await boot(settings={"paging.top_above_page": "reject"})
    response = await wire.get("/v1/orders?$top=500")
    assert (response.status, response.codes) == (400, ["GenericError"])


async def test_the_origin_of_the_link_is_a_setting(boot):
    wire = await boot(settings={"paging.page_size": 5, "paging.next_link_origin": "https://api.billit.be:443"})
    page = (await wire.get("/v1/orders")).json
    assert page["NextPageLink"] == "https://api.billit.be:443/v1/orders?$skip=5"


async def test_older_escaping_of_the_link_is_a_setting(boot):
    wire = await boot(settings={"paging.page_size": 5, "paging.next_link_escaping": "rfc2396"})
    page = (await wire.get("/v1/orders?$filter=(OrderDirection+ne+'x')")).json
    assert "$filter=(OrderDirection%20ne%20'x')" in page["NextPageLink"]


async def test_count_appears_only_when_asked_and_counts_the_filtered_rows(wire):
    plain = (await wire.get("/v1/orders?$top=1")).json
    counted = (await wire.get("/v1/orders?$top=1&$skip=2&$inlinecount=AllPages&$filter=OrderDirection+eq+'Cost'")).json
    assert "Count" not in plain
    every = []
    for skip in (0, 120):
        every += (await wire.get(f"/v1/orders?$filter=OrderDirection+eq+'Cost'&$skip={skip}")).json["Items"]
    assert counted["Count"] == len(every)


async def test_inlinecount_none_counts_nothing(wire):
    assert "Count" not in (await wire.get("/v1/orders?$top=1&$inlinecount=none")).json


async def test_another_inlinecount_is_refused(wire):
    response = await wire.get("/v1/orders?$inlinecount=true")
    assert response.description == "'true' is not a valid value for $inlinecount."


async def test_without_orderby_the_key_orders(wire):
    ids = [item["OrderID"] for item in (await wire.get("/v1/orders")).json["Items"]]
    assert ids == sorted(ids)


async def test_ties_are_broken_by_the_key(wire):
    items = (await wire.get("/v1/orders?$orderby=OrderType+desc")).json["Items"]
    pairs = [(item["OrderType"], item["OrderID"]) for item in items]
    assert pairs == sorted(sorted(pairs, key=lambda pair: pair[1]), key=lambda pair: pair[0], reverse=True)


async def test_a_list_can_be_ordered_by_the_counterparty(wire):
    items = (await wire.get("/v1/orders?$orderby=CounterParty/PartyID")).json["Items"]
    ids = [item["CounterParty"]["PartyID"] for item in items]
    assert ids == sorted(ids)


async def test_the_same_property_twice_in_orderby_is_refused(wire):
    response = await wire.get("/v1/orders?$orderby=OrderDate,OrderDate+desc")
    assert response.description == "Duplicate property named 'OrderDate' is not supported in '$orderby'."


async def test_plain_parameters_filter_nothing_as_integrators_saw(wire):
    page = (await wire.get("/v1/orders?OrderDirection=Income&OrderType=Invoice")).json
    assert {item["OrderDirection"] for item in page["Items"]} == {"Income", "Cost"}


@pytest.mark.parametrize("option", ["$Filter=OrderID+eq+1", "filter=OrderID+eq+1", "$count=true", "$orderBy=x"])
async def test_a_misspelt_option_is_ignored_and_the_unfiltered_list_comes(wire, option):
    page = (await wire.get(f"/v1/orders?{option}")).json
    assert len(page["Items"]) == 120


async def test_a_misspelt_option_is_refused_in_strict_mode(boot):
    wire = await boot(settings={"paging.unknown_options": "reject"})
    response = await wire.get("/v1/orders?$count=true")
    assert (response.status, response.description) == (400, "The query parameter '$count' is not supported.")


@pytest.mark.parametrize("option", ["$filter", "$orderby", "$top", "$skip", "$inlinecount"])
async def test_an_empty_option_crashes_the_server_as_the_real_binder_does(wire, option):
    response = await wire.get(f"/v1/orders?{option}=")
    assert (response.status, response.json) == (500, {"Message": "An error has occurred."})


async def test_a_top_that_is_no_number_is_refused(wire):
    assert (await wire.get("/v1/orders?$top=ten")).description == "Failed to convert 'ten' to an integer."


async def test_of_a_repeated_option_the_last_counts(wire):
    assert len((await wire.get("/v1/orders?$top=5&$top=2")).json["Items"]) == 2


async def test_a_query_beyond_the_web_servers_limit_gets_its_html_404(wire):
    response = await wire.get("/v1/orders?x=" + "y" * 2047)
    assert (response.status, response.headers["Content-Type"]) == (404, "text/html")


async def test_full_text_search_looks_at_numbers_and_names(wire):
    (first,) = (await wire.get("/v1/orders?$top=1")).json["Items"]
    name = first["CounterParty"]["DisplayName"].upper().replace(" ", "+").replace("&", "%26")
    found = (await wire.get(f"/v1/orders?fullTextSearch={name}")).json["Items"]
    assert first["OrderID"] in [item["OrderID"] for item in found]
    assert {item["CounterParty"]["DisplayName"] for item in found} == {first["CounterParty"]["DisplayName"]}


async def test_deleted_orders_have_their_own_list(written):
    order_id = await written.create()
    assert (await written("DELETE", f"/v1/orders/{order_id}")).text == "true"
    deleted = (await written.get("/v1/orders/deleted")).json["Items"]
    left = (await written.get("/v1/orders")).json["Items"]
    assert [item["OrderID"] for item in deleted] == [order_id]
    assert order_id not in [item["OrderID"] for item in left]
