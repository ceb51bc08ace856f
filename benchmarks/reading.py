"""6,000 full orders, page after page, from a server in another process: ours against what one would write instead.

Run by the benchmarks, in a fresh process, as `python -m benchmarks.reading ours ADDRESS`, or with `dicts` for `ours`.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import aiohttp
import attrs
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
TIMES_AROUND: Final = 4
"""How often a fresh process reads all pages: 24,000 orders with 50 pages of 120."""


class Touch(NamedTuple):
    """How much of each order a program looks at.

    Attributes:
        name: What the tables call it.
        of_dict: Looks at an order that is a dictionary.
        of_object: Looks at one with attributes.
        targets: By peer, the speed that is asked for.
    """

    name: str
    of_dict: Callable[[dict[str, Any]], object]
    of_object: Callable[[Any], object]
    targets: dict[str, float]


def typical_of_dict(order: dict[str, Any]) -> None:
    """Look at what a list of invoices shows, and at three fields of each line."""
    _ = order["TotalIncl"], order["OrderDate"], order["OrderNumber"], order["Paid"], order["Customer"]["Name"]
    for line in order["OrderLines"]:
        _ = line["Quantity"], line["UnitPriceExcl"], line["Description"]


def typical_of_object(order: Any) -> None:
    """Do the same on attributes."""
    _ = order.total_incl, order.order_date, order.order_number, order.paid, order.customer.name
    for line in order.order_lines:
        _ = line.quantity, line.unit_price_excl, line.description


def all_of_dict(value: Any) -> None:
    """Look at every value, nested ones too."""
    if value.__class__ is dict:
        for inner in value.values():
            all_of_dict(inner)
    elif value.__class__ is list:
        for inner in value:
            all_of_dict(inner)


_names: dict[type, tuple[str, ...]] = {}


def all_of_object(value: Any) -> None:
    """Do the same on attributes."""
    cls = value.__class__
    if cls is list:
        for inner in value:
            all_of_object(inner)
        return
    if cls is dict:
        for inner in value.values():
            all_of_object(inner)
        return
    names = _names.get(cls)
    if names is None:
        names = _names[cls] = _fields_of(cls)
    for name in names:
        all_of_object(getattr(value, name))


def _fields_of(cls: type[Any]) -> tuple[str, ...]:
    if attrs.has(cls):
        return tuple(field.name for field in attrs.fields(cls))
    if issubclass(cls, msgspec.Struct):
        return cls.__struct_fields__
    return tuple(getattr(cls, "model_fields", ()))


TOUCHES: Final = (
    Touch(
        "one attribute",
        lambda order: order["TotalIncl"],
        lambda order: order.total_incl,
        {DICTS: 1.8, PYDANTIC: 3.5, GENERATED: 3.0},
    ),
    Touch("a typical set", typical_of_dict, typical_of_object, {DICTS: 0.88}),
    Touch("everything", all_of_dict, all_of_object, {DICTS: 0.78}),
)


async def measure(peers: Peers, origin: str, *, rounds: int) -> tuple[dict[str, dict[str, Timings]], list[Result]]:
    """Read every page of the server sequentially in every way, interleaved, each on a connection that stays open."""
    timings: dict[str, dict[str, Timings]] = {}
    results: list[Result] = []
    link = f"{origin}/v1/orders"
    decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(peers.struct_page)
    async with (
        aiohttp.ClientSession(headers=HEADERS) as http,
        peers.client(base_url=origin, headers=HEADERS) as client,
        BillitSession(ApiKey("key"), base_url=origin, party_id=574_991) as billit,
    ):
        for touch in TOUCHES:
            contenders: dict[str, Callable[[], Awaitable[int]]] = {
                DICTS: lambda touch=touch: dictionaries(http, link, touch.of_dict),
                OURS: lambda touch=touch: ours(billit, touch=touch.of_object),
                STRUCTS: lambda touch=touch: pages(http, link, decoder.decode, touch.of_object),
                PYDANTIC: lambda touch=touch: pages(
                    http, link, peers.pydantic_page.model_validate_json, touch.of_object
                ),
                GENERATED: lambda touch=touch: generated(client, peers.get_orders, touch.of_object),
            }
            found = await side_by_side_async(contenders, rounds=rounds)
            timings[f"Read every page and look at {touch.name} of each order, over HTTP"] = found
            results += [
                Result(
                    f"read every page, {touch.name}, speed against {name}",
                    found[name].against(found[OURS]),
                    target,
                    at_most=False,
                )
                for name, target in touch.targets.items()
            ]
    return timings, results


def measure_fresh(origin: str, *, rounds: int) -> Result:
    """Read the pages four times over in a fresh process, one attribute of each order, against dictionaries."""
    ratios: list[float] = []
    for _ in range(rounds):
        took = {who: _in_a_fresh_process(who, origin) for who in ("dicts", "ours")}
        ratios.append(took["dicts"] / took["ours"])
    return Result(
        f"read every page {TIMES_AROUND} times in a fresh process, one attribute, speed against {DICTS}",
        statistics.median(ratios),
        0.9,
        at_most=False,
    )


def _in_a_fresh_process(who: str, origin: str) -> float:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.reading", who, origin], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return float(json.loads(done.stdout))


async def ours(
    billit: BillitSession,
    select: list[ValueField[Any]] | None = None,
    touch: Callable[[Any], object] = TOUCHES[0].of_object,
) -> int:
    """Read all orders as a user of this package does; `select` names the columns to read."""
    count = 0
    async for order in billit.orders.list(select=select):
        touch(order)
        count += 1
    return count


async def dictionaries(
    http: aiohttp.ClientSession, link: str | None, touch: Callable[[dict[str, Any]], object] = TOUCHES[0].of_dict
) -> int:
    """Do the same on plain dictionaries, following the links."""
    count = 0
    while link is not None:
        async with http.get(link) as response:
            page = orjson.loads(await response.read())
        for order in page["Items"]:
            touch(order)
            count += 1
        link = page.get("NextPageLink")
    return count


async def pages(
    http: aiohttp.ClientSession, link: str | None, decode: Callable[[bytes], Any], touch: Callable[[Any], object]
) -> int:
    """Do the same on typed structs, which is as fast as exact amounts can be read, or on pydantic's models."""
    count = 0
    while link is not None:
        async with http.get(link) as response:
            page = decode(await response.read())
        for order in page.items:
            touch(order)
            count += 1
        link = page.next_page_link
    return count


async def generated(client: Any, get_orders: Any, touch: Callable[[Any], object]) -> int:
    """Do the same through a generated client, which pages by `$skip`."""
    count = 0
    while True:
        page = await get_orders(client=client, skip=count)
        for order in page.items:
            touch(order)
            count += 1
        if len(page.items) < ORDERS_PER_PAGE or not page.next_page_link:
            return count


async def _fresh(who: str, origin: str) -> float:
    started = time.perf_counter()
    if who == "dicts":
        async with aiohttp.ClientSession(headers=HEADERS) as http:
            for _ in range(TIMES_AROUND):
                await dictionaries(http, f"{origin}/v1/orders")
    else:
        async with BillitSession(ApiKey("key"), base_url=origin, party_id=574_991) as billit:
            for _ in range(TIMES_AROUND):
                await ours(billit)
    return time.perf_counter() - started


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_fresh(sys.argv[1], sys.argv[2]))))
