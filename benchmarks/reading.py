"""6,000 full orders, page after page, from a server in another process: ours against what one would write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import msgspec
import orjson

from benchmarks.measure import Result, Timings, side_by_side_async
from benchmarks.pages import ORDERS_PER_PAGE
from billit_async import ApiKey, BillitSession

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from benchmarks.peers import Peers
    from billit_async.odata import ValueField

OURS = "billit-async: billit.orders.list()"
DICTS = "aiohttp + orjson to dicts"
STRUCTS = "aiohttp + msgspec.Struct, typed"
PYDANTIC = "aiohttp + pydantic v2"
GENERATED = "openapi-python-client"
HEADERS = {"ApiKey": "key", "PartyID": "574991", "Accept": "application/json"}


async def measure(peers: Peers, origin: str, *, rounds: int) -> tuple[dict[str, Timings], list[Result]]:
    """Read every page of the server sequentially in every way, interleaved, each on a connection that stays open."""
    async with (
        aiohttp.ClientSession(headers=HEADERS) as http,
        peers.client(base_url=origin, headers=HEADERS) as client,
        BillitSession(ApiKey("key"), base_url=origin, party_id=574_991) as billit,
    ):
        contenders: dict[str, Callable[[], Awaitable[int]]] = {
            DICTS: lambda: dictionaries(http, f"{origin}/v1/orders"),
            OURS: lambda: ours(billit),
            STRUCTS: lambda: structs(http, f"{origin}/v1/orders", msgspec.json.Decoder(peers.struct_page)),
            PYDANTIC: lambda: models(http, f"{origin}/v1/orders", peers.pydantic_page),
            GENERATED: lambda: generated(client, peers.get_orders),
        }
        timings = await side_by_side_async(contenders, rounds=rounds)
    ours_took = timings[OURS]
    targets = ((DICTS, 0.75), (PYDANTIC, 1.8), (GENERATED, 3.0))
    return timings, [
        Result(f"read every page, speed against {name}", timings[name].against(ours_took), target, at_most=False)
        for name, target in targets
    ]


async def ours(billit: BillitSession, select: list[ValueField[Any]] | None = None) -> int:
    """Count the orders that have an amount, as a user of this package does; `select` names the columns to read."""
    count = 0
    async for order in billit.orders.list(select=select):
        count += order.total_incl is not None
    return count


async def dictionaries(http: aiohttp.ClientSession, link: str | None) -> int:
    """Do the same on plain dictionaries, following the links."""
    count = 0
    while link is not None:
        async with http.get(link) as response:
            page = orjson.loads(await response.read())
        for order in page["Items"]:
            count += order["TotalIncl"] is not None
        link = page.get("NextPageLink")
    return count


async def structs(http: aiohttp.ClientSession, link: str | None, decoder: msgspec.json.Decoder[Any]) -> int:
    """Do the same on typed structs, which is as fast as exact amounts can be read; for comparison, without a target."""
    count = 0
    while link is not None:
        async with http.get(link) as response:
            page = decoder.decode(await response.read())
        for order in page.items:
            count += order.total_incl is not None
        link = page.next_page_link
    return count


async def models(http: aiohttp.ClientSession, link: str | None, page_model: type[Any]) -> int:
    """Do the same on pydantic models, following the links."""
    count = 0
    while link is not None:
        async with http.get(link) as response:
            page = page_model.model_validate_json(await response.read())
        for order in page.items:
            count += order.total_incl is not None
        link = page.next_page_link
    return count


async def generated(client: Any, get_orders: Any) -> int:
    """Do the same through a generated client, which pages by `$skip`."""
    count = 0
    while True:
        page = await get_orders(client=client, skip=count)
        for order in page.items:
            count += order.total_incl is not None
        if len(page.items) < ORDERS_PER_PAGE or not page.next_page_link:
            return count
