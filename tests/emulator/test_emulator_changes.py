"""Data that changes between two pages, and servers that treat the key column badly."""

from __future__ import annotations

from datetime import timedelta, timezone
from urllib.parse import quote_plus

import pytest

KEYS = {"orders": "OrderID", "parties": "PartyID", "products": "ProductID"}
LISTS = list(KEYS)


async def items(wire, of, query=""):
    response = await wire.get(f"/v1/{of}?{query}")
    assert response.status == 200, response.text
    return response.json["Items"]


async def scan(wire, link):
    found = []
    while link:
        page = (await wire.get(link.removeprefix(wire.emulator.url))).json
        found += [item["OrderID"] for item in page["Items"]]
        link = page.get("NextPageLink")
    return found


@pytest.mark.parametrize("of", LISTS)
async def test_a_touched_row_is_the_same_with_a_later_last_modified(written, of, hands):
    first, *_ = await items(written, of) if of != "orders" else [{"OrderID": await written.create()}]
    (before,) = await items(written, of, f"$filter={KEYS[of]}+eq+{first[KEYS[of]]}")
    hands.turn(days=900)
    written.emulator.touch(first[KEYS[of]], of=of)
    (after,) = await items(written, of, f"$filter={KEYS[of]}+eq+{first[KEYS[of]]}")
    assert after["LastModified"] > before["LastModified"]
    assert {**after, "LastModified": 0} == {**before, "LastModified": 0}
    stamp = quote_plus(f"LastModified eq datetime'{after['LastModified']}'")
    assert [item[KEYS[of]] for item in await items(written, of, f"$filter={stamp}")] == [first[KEYS[of]]]


@pytest.mark.parametrize("of", LISTS)
async def test_a_removed_row_is_gone_whatever_its_state(boot, of):
    wire = await boot()
    ids = [item[KEYS[of]] for item in await items(wire, of)]
    for key in ids[:3]:
        wire.emulator.remove(key, of=of)
    assert [item[KEYS[of]] for item in await items(wire, of)] == ids[3:]
    deleted = (await wire.get("/v1/orders/deleted")).json["Items"]
    assert [item["OrderID"] for item in deleted] == (ids[:3] if of == "orders" else [])


@pytest.mark.parametrize("of", LISTS)
async def test_inserted_rows_are_the_last_of_their_list_and_whole(boot, of):
    wire = await boot()
    others = {other: await items(wire, other) for other in LISTS if other != of}
    ids = [item[KEYS[of]] for item in await items(wire, of)]
    new = wire.emulator.insert(3, of=of)
    assert [item[KEYS[of]] for item in await items(wire, of)] == ids + new
    assert (await wire.get(f"/v1/{of}/{new[-1]}")).json[KEYS[of]] == new[-1]
    assert others == {other: await items(wire, other) for other in LISTS if other != of}


@pytest.mark.parametrize(
    ("of", "path", "key", "text"),
    [
        ("documents", "documents", "DocumentID", "Description"),
        ("financial_transactions", "financialTransactions", "BankAccountTransactionID", "Note"),
    ],
)
async def test_documents_and_transactions_are_changed_added_and_removed_alike(boot, of, path, key, text):
    wire = await boot(records={"documents": 5, "transactions": 5})
    before = await items(wire, path)
    wire.emulator.touch(before[1][key], of=of)
    wire.emulator.remove(before[2][key], of=of)
    new = wire.emulator.insert(2, of=of)
    after = await items(wire, path)
    assert [item[key] for item in after] == [item[key] for item in (before[0], before[1], *before[3:])] + new
    assert after[0] == before[0]
    assert {**after[1], text: ""} == {**before[1], text: ""}
    assert after[1][text].startswith("Touched 20")
    assert set(after[-1]) >= {key, "Currency" if of == "financial_transactions" else "File"}


@pytest.mark.parametrize("change", ["touch", "remove"])
async def test_a_row_that_nobody_has_cannot_be_changed(emulator, change):
    with pytest.raises(ValueError, match="no company has 1 in its parties"):
        getattr(emulator, change)(1, of="parties")


async def test_rows_of_another_company_can_be_changed_and_added(boot):
    wire = await boot(companies=2)
    first, second = wire.emulator.party_ids
    (key,) = wire.emulator.insert(company_id=second)
    wire.emulator.touch(key)
    assert key in wire.emulator.ledger[second].order_ids
    assert key not in wire.emulator.ledger[first].order_ids


async def test_the_hook_changes_data_between_two_pages_and_skip_loses_a_row(boot):
    calls = []

    def remove_the_first(emulator, so_far):
        calls.append(so_far)
        emulator.remove(emulator.ledger[emulator.party_id].order_ids[0])

    wire = await boot(settings={"paging.page_size": 10, "paging.between_pages": remove_the_first})
    everything = list(wire.emulator.ledger[wire.emulator.party_id].order_ids)
    found = await scan(wire, "/v1/orders")
    assert calls == [1, 2, 3]
    # Everything after the gap moved up by one, and a row that nobody touched was jumped over at each page.
    assert len(found) == 37
    assert set(everything[3:]) - set(found) == {everything[10], everything[21], everything[32]}


async def test_the_hook_may_change_the_settings_of_the_page_that_follows(boot):
    def shrink(emulator, so_far):
        emulator.settings = emulator.settings.with_({"paging.page_size": 10 - so_far})

    wire = await boot(settings={"paging.page_size": 10, "paging.between_pages": shrink})
    assert [len(await items(wire, "orders")) for _ in range(3)] == [10, 9, 8]
    wire.emulator.settings = wire.emulator.settings.with_(
        {"paging.page_size": 5, "paging.between_pages": lambda *_: None}
    )
    assert len(await items(wire, "orders")) == 5


async def test_a_refused_key_is_an_unknown_property_on_lists_other_than_orders(boot):
    wire = await boot(settings={"odata.key_filter": "refuse"})
    response = await wire.get("/v1/parties?$filter=Name+ne+null+and+$it/PartyID+gt+5")
    assert response.description == "Could not find a property named 'PartyID' on type 'Domain.Party.Party'."
    assert (await wire.get("/v1/products?$filter=ProductID+gt+5")).status == 400
    assert (await wire.get("/v1/orders?$filter=OrderID+gt+5")).status == 200
    wire.emulator.settings = wire.emulator.settings.with_({"odata.key_settings_on_orders": True})
    assert (await wire.get("/v1/orders?$filter=OrderID+gt+5")).status == 400


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("PartyID lt 0", ""),
        ("not (PartyID gt 0)", ""),
        ("PartyID lt 0 and PartyType eq 'Supplier'", "PartyType eq 'Supplier'"),
        ("PartyType eq 'Supplier' or not (PartyID add 1 lt 5 and not (PartyID gt 0))", "PartyType eq 'Supplier'"),
    ],
)
async def test_an_ignored_key_leaves_the_rest_of_the_filter(boot, text, rest):
    wire = await boot()
    expected = await items(wire, "parties", rest and f"$filter={quote_plus(rest)}")
    assert expected
    wire.emulator.settings = wire.emulator.settings.with_({"odata.key_filter": "ignore"})
    assert await items(wire, "parties", f"$filter={quote_plus(text)}") == expected
    assert await items(wire, "orders", "$filter=OrderID+lt+0") == []


async def test_a_list_that_is_not_sorted_by_its_key_comes_in_another_order(boot):
    wire = await boot()
    by_key = [item["PartyID"] for item in await items(wire, "parties", "$orderby=PartyID")]
    wire.emulator.settings = wire.emulator.settings.with_({"odata.key_sort": "ignore"})
    other = [item["PartyID"] for item in await items(wire, "parties", "$orderby=PartyID")]
    assert by_key == sorted(by_key) != other
    assert sorted(other) == by_key
    names = [item["DisplayName"].casefold() for item in await items(wire, "parties", "$orderby=PartyID,DisplayName")]
    assert names == sorted(names)
    orders = [item["OrderID"] for item in await items(wire, "orders", "$orderby=OrderID")]
    assert orders == sorted(orders)


async def test_a_limit_of_nodes_counts_as_microsoft_does(boot):
    wire = await boot(settings={"odata.max_nodes": 100})
    # Four nodes for a comparison, one more for each `or`: 5 n - 1.
    texts = [" or ".join(f"OrderID eq {number}" for number in range(count)) for count in (20, 21)]
    assert [(await wire.get(f"/v1/orders?$filter={quote_plus(text)}")).status for text in texts] == [200, 400]
    # A column that may be null costs a conversion: 6 n - 1.
    texts = [" or ".join(f"Reference eq '{number}'" for number in range(count)) for count in (16, 17)]
    responses = [await wire.get(f"/v1/orders?$filter={quote_plus(text)}") for text in texts]
    assert [response.status for response in responses] == [200, 400]
    assert responses[1].description.startswith("The node count limit of '100' has been exceeded.")


@pytest.mark.parametrize(("zone", "hour"), [(None, 11), (timezone(timedelta(hours=-5)), 5)])
async def test_a_literal_with_an_offset_is_moved_to_the_zone_of_the_server(boot, zone, hour):
    wire = await boot(settings={"odata.server_tz": zone})
    text = f"datetime'2024-01-15T10:30:00.1234567Z' lt datetime'2024-01-15T12:30:00+02:00' eq {str(hour > 10).lower()}"
    assert len(await items(wire, "orders", f"$filter={quote_plus(text)}")) == 40
    text = f"hour(datetime'2024-01-15T12:30:00+02:00') eq {hour}"
    assert len(await items(wire, "orders", f"$filter={quote_plus(text)}")) == 40


@pytest.mark.parametrize("origin", ["https://api.billit.be:443", "http://api.billit.be", "http://web-07.internal:8080"])
async def test_a_link_may_name_another_origin(boot, origin):
    wire = await boot(settings={"paging.page_size": 5, "paging.next_link_origin": origin})
    assert (await wire.get("/v1/orders")).json["NextPageLink"] == f"{origin}/v1/orders?$skip=5"
