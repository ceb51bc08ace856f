"""Chapters 11, 12 and 17: reading by OData, sorting and paging."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from yarl import URL

from billit_async import BadRequest, NotFound, QueryError
from billit_async.emulator import Emulator
from billit_async.fields import OrderFields as O
from billit_async.fields import PartyFields as P
from billit_async.fields import ProductFields as F
from billit_async.odata import parse_filter, parse_orderby
from tests.e2e.manual.table import DIFFERENT, Manual, says

FILTER = "LastModified+ge+DateTime'2019-01-01'+and+OrderType+eq+'Invoice'"
INVOICES = f"/v1/orders?$filter={FILTER}&$orderby=LastModified+asc"
SINCE = datetime(2019, 1, 1)


async def rows(m: Manual, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await m.billit.request("GET", path))["Items"]
    return found


@says(11, "`$filter` takes `LastModified ge DateTime'2019-01-01'` with `OrderType eq 'Invoice'`")
async def _(m: Manual) -> None:
    found = await rows(m, INVOICES)
    assert {row["OrderType"] for row in found} == {"Invoice"}
    assert min(row["LastModified"] for row in found) >= "2019"


@says(
    11,
    "The date of the filter is broken by a blank: `2019-01- 01`",
    DIFFERENT,
    "the end of a line has come into it; a literal of OData has no blanks, and the SDK takes it out when it is pasted",
)
async def _(m: Manual) -> None:
    broken = "LastModified ge DateTime'2019-01- 01' and OrderType eq 'Invoice'"
    with pytest.raises(BadRequest, match="without a blank"):
        await m.billit.request("GET", f"/v1/orders?$filter={broken}")
    assert parse_filter(broken) == (O.last_modified >= SINCE) & (O.order_type == "Invoice")


@says(11, "`$orderby=LastModified+asc` gives the oldest change first")
async def _(m: Manual) -> None:
    found = [row["LastModified"] for row in await rows(m, INVOICES)]
    assert found == sorted(found)


@says(11, "The example shows invoices of one company only")
async def _(m: Manual) -> None:
    assert {row["CompanyID"] for row in await rows(m, INVOICES)} == {m.emu.party_id}


@says(
    11,
    "The example shows sales invoices",
    DIFFERENT,
    "the filter names the type only; purchases are left out by `OrderDirection eq 'Income'`",
)
async def _(m: Manual) -> None:
    everything = O.order_type == "Invoice"
    assert await m.billit.orders.list(everything & (O.order_direction == "Cost")).count() > 0
    found = await m.billit.orders.list(everything & (O.order_direction == "Income"), top=5).collect()
    assert {order.order_direction for order in found} == {"Income"}


@says(11, "The example counts from the first of January 2019")
async def _(m: Manual) -> None:
    late = await rows(m, INVOICES.replace("2019", "2090"))
    assert late == []


@says(11, "`Authorization` and `Accept` are parameters of the POST", DIFFERENT, "they are headers, of a GET")
async def _(m: Manual) -> None:
    headers = {"ApiKey": m.emu.api_key, "Accept": "application/json"}
    response = await m.http.get("/v1/orders?$top=1", headers=headers)
    assert (response.status, response.content_type) == (200, "application/json")
    assert (await m.http.get(f"/v1/orders?Authorization={m.emu.api_key}")).status == 401


@says(12, "Customers, suppliers and products are read in the same way as invoices")
async def _(m: Manual) -> None:
    for path in ("/v1/parties", "/v1/products"):
        found = await rows(m, f"{path}?$filter=LastModified+ge+DateTime'2019-01-01'&$orderby=LastModified+asc")
        assert found


for _kind in ("Customer", "Supplier"):

    @says(12, f"`PartyType` tells a {_kind.lower()} by the value `{_kind}`")
    async def _(m: Manual, kind: str = _kind) -> None:
        found = await rows(m, f"/v1/parties?$filter=PartyType+eq+'{kind}'")
        assert {row["PartyType"] for row in found} == {kind}


@says(12, "Customers are asked for at `v1/parties`, says the text")
async def _(m: Manual) -> None:
    found = await m.billit.parties.list(P.party_type == "Customer").collect()
    assert {party.party_id for party in found} == {
        row["PartyID"] for row in await rows(m, "/v1/parties?$filter=PartyType+eq+'Customer'")
    }


@says(
    12,
    "Customers are asked for at `v1/orders`, says the example",
    DIFFERENT,
    "an order has no `PartyType`; the list is `v1/parties`, as the text says, and the error says so",
)
async def _(m: Manual) -> None:
    with pytest.raises(BadRequest, match="/v1/parties"):
        await m.billit.request("GET", "/v1/orders?$filter=PartyType+eq+'Customer'")


@says(
    12,
    "The filter of customers has `OrderType eq 'Invoice'`",
    DIFFERENT,
    "a party has no `OrderType`; it was left over from chapter 11",
)
async def _(m: Manual) -> None:
    with pytest.raises(BadRequest, match="Could not find a property named 'OrderType'"):
        await m.billit.request("GET", "/v1/parties?$filter=PartyType+eq+'Customer'+and+OrderType+eq+'Invoice'")


@says(
    12,
    "`Customer` stands between curly quotes",
    DIFFERENT,
    "a text of OData stands between straight single quotes; the error says so, and a pasted filter is put right",
)
async def _(m: Manual) -> None:
    with pytest.raises(BadRequest, match="straight single quotes"):
        await m.billit.request("GET", "/v1/parties?$filter=PartyType+eq+\u2019Customer\u2019")
    assert parse_filter("PartyType+eq+\u2019Customer\u2019") == (P.party_type == "Customer")


@says(12, "Customers are filtered by their last change and sorted by it")
async def _(m: Manual) -> None:
    wanted = "PartyType+eq+'Customer'+and+LastModified+ge+DateTime'2019-01-01'"
    found = await rows(m, f"/v1/parties?$filter={wanted}&$orderby=LastModified+asc")
    ours = await m.billit.parties.list(
        (P.party_type == "Customer") & (P.last_modified >= SINCE), order_by=P.last_modified.asc()
    ).collect()
    assert [row["PartyID"] for row in found] == [party.party_id for party in ours]


@says(12, "Products are at `v1/products`")
async def _(m: Manual) -> None:
    product_id = await m.product()
    assert product_id in [row["ProductID"] for row in await rows(m, "/v1/products")]


@says(
    12,
    "The address of products: `v1/products $filter=`, without a question mark",
    DIFFERENT,
    "the options of OData are a query, behind a question mark; the error says so",
)
async def _(m: Manual) -> None:
    with pytest.raises(NotFound, match=r"/v1/products\?\$filter"):
        await m.billit.request("GET", "/v1/products $filter=GroupName+eq+'Testgroep'")


@says(12, "Products are filtered by `GroupName`, here `Testgroep`")
async def _(m: Manual) -> None:
    product_id = await m.product(group_name="Testgroep")
    wanted = "LastModified+ge+DateTime'2019-01-01'+and+GroupName+eq+'Testgroep'"
    found = await rows(m, f"/v1/products?$filter={wanted}&$orderby=LastModified+asc")
    assert product_id in [row["ProductID"] for row in found]
    assert {row["GroupName"] for row in found} == {"Testgroep"}


@says(
    12,
    "The group is called `Test group` in the text and `Testgroep` in the filter",
    DIFFERENT,
    "a filter compares the name as it is kept: the one of the address",
)
async def _(m: Manual) -> None:
    await m.product(group_name="Testgroep")
    assert await m.billit.products.list(F.group_name == "Test group").collect() == []
    assert await m.billit.products.list(F.group_name == "Testgroep").collect()


@says(17, "A page has 120 rows")
async def _(m: Manual) -> None:
    assert len(await rows(m, "/v1/orders")) == 120


@says(17, "The next page is at the link of the page")
async def _(m: Manual) -> None:
    page = await m.billit.request("GET", "/v1/orders")
    link = URL(page["NextPageLink"])
    following = await m.billit.request("GET", link.raw_path_qs)
    assert not {row["OrderID"] for row in page["Items"]} & {row["OrderID"] for row in following["Items"]}


@says(17, "The link is an address as a whole, which is asked for as it stands")
async def _(m: Manual) -> None:
    page = await m.billit.request("GET", "/v1/orders")
    assert (await m.billit.request("GET", page["NextPageLink"]))["Items"]


@says(17, "The link uses `$skip`")
async def _(m: Manual) -> None:
    assert URL((await m.billit.request("GET", "/v1/orders"))["NextPageLink"]).query["$skip"] == "120"


@says(17, "The link keeps the filter and the order")
async def _(m: Manual) -> None:
    page = await m.billit.request("GET", "/v1/orders?$filter=OrderID+gt+0&$orderby=LastModified+asc")
    query = URL(page["NextPageLink"]).query
    assert (query["$filter"], query["$orderby"], query["$skip"]) == ("OrderID gt 0", "LastModified asc", "120")


@says(
    17,
    "The second page is asked for by `asc$skip=120`",
    DIFFERENT,
    "options of a query are parted by `&`; the error says so",
)
async def _(m: Manual) -> None:
    with pytest.raises(BadRequest, match=r"&\$skip=120"):
        await m.billit.request("GET", "/v1/orders?$orderby=LastModified+asc$skip=120")
    with pytest.raises(QueryError, match="LastModified asc"):
        parse_orderby("LastModified+asc$skip=120")
    first = await rows(m, "/v1/orders?$orderby=LastModified+asc,OrderID&$skip=5&$top=5")
    ours = await m.billit.orders.list(order_by=[O.last_modified, O.order_id], skip=5, top=5).collect()
    assert [row["OrderID"] for row in first] == [order.order_id for order in ours]


@says(17, "A loop over the links reads all records")
async def _(m: Manual) -> None:
    found: list[Any] = []
    path = "/v1/orders"
    while path:
        page = await m.billit.request("GET", path)
        found += [row["OrderID"] for row in page["Items"]]
        path = URL(page["NextPageLink"]).raw_path_qs if page.get("NextPageLink") else ""
    assert sorted(found) == sorted([order.order_id async for order in m.billit.orders.list()])


@says(
    17,
    "The program reads the link as `result.d.NextPageLink`",
    DIFFERENT,
    "the page has `NextPageLink` beside `Items`, as the loop above it reads them",
)
async def _(m: Manual) -> None:
    page = await m.billit.request("GET", "/v1/orders")
    assert "d" not in page
    assert {"Items", "NextPageLink"} <= set(page)


@says(17, "The last page has no link, which ends the loop")
async def _(m: Manual) -> None:
    assert not (await m.billit.request("GET", "/v1/orders?$skip=120")).get("NextPageLink")


@says(
    17,
    "The loop misses nothing",
    DIFFERENT,
    "a link counts positions: a row that is deleted in between moves another one out of sight; lists read by id",
)
async def _(m: Manual) -> None:
    def somebody_deletes(emulator: Emulator, responded: int) -> None:
        if responded == 1:
            emulator.remove(emulator.ledger[emulator.party_id].order_ids[0])

    async with Emulator(seed=7, orders=150) as emu:
        from billit_async import ApiKey, BillitSession

        emu.settings = emu.settings.with_({"paging.between_pages": somebody_deletes})
        async with BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as session:
            assert len([row async for row in session.orders.list(consistency="links")]) == 149
            everything = len([row async for row in session.orders.list()])
        assert everything == 149  # of the 149 that were left when it began
