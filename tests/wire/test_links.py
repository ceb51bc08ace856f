"""Lists that follow Billit's links, over HTTP to the emulator, in every style in which a server may write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from billit_async import ApiKey, BillitSession
from billit_async.emulator import Emulator, EmulatorSettings, PagingSettings
from billit_async.fields import OrderFields as O

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from yarl import URL

PAGE = 10
ORIGINS = ["https://api.billit.be:443", "http://api.billit.be", "http://10.1.2.3:8080", "https://evil.example", None]


@pytest.fixture
async def emu() -> AsyncIterator[Emulator]:
    async with Emulator(seed=7, orders=41, settings=EmulatorSettings(paging=PagingSettings(page_size=PAGE))) as running:
        yield running


@pytest.fixture
def asked() -> list[URL]:
    """The addresses that were asked."""
    return []


@pytest.fixture
def session(emu: Emulator, asked: list[URL]) -> Callable[[], AbstractAsyncContextManager[BillitSession]]:
    async def note(_session: object, _context: object, params: aiohttp.TraceRequestStartParams) -> None:
        asked.append(params.url)

    def make() -> BillitSession:
        trace = aiohttp.TraceConfig()
        trace.on_request_start.append(note)
        return BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id, trace_configs=[trace])

    return make


@pytest.mark.parametrize("escaping", ["rfc3986", "rfc2396"])
@pytest.mark.parametrize("origin", ORIGINS)
async def test_every_link_is_asked_of_our_own_server_byte_for_byte(
    emu: Emulator, session: Any, asked: list[URL], origin: str | None, escaping: Any
) -> None:
    emu.settings = EmulatorSettings(
        paging=PagingSettings(page_size=PAGE, next_link_origin=origin, next_link_escaping=escaping)
    )
    where = O.order_number.contains("2") & (O.order_number != "O'Brien & co/+%é,:(1)")
    async with session() as billit:
        links = [
            page.next_page_link
            async for page in billit.orders.list(where, order_by=[O.order_date.desc(), O.order_id]).pages()
        ]
    assert len(links) > 2
    assert links[-1] is None
    for link, url in zip(links, asked[1:], strict=False):
        assert link is not None
        assert str(url.origin()) == emu.url
        # What the server wrote, not what some library would write for it.
        assert f"{url.raw_path}?{url.raw_query_string}" == link[link.index("/v1/") :]
        assert link.startswith(origin or emu.url)


@pytest.mark.parametrize("how", [{}, {"prefetch": 3}])
@pytest.mark.parametrize("top", [1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 3 * PAGE + 5, 41, 42, 500, None])
@pytest.mark.parametrize("ordered", [True, False])
async def test_a_list_gives_the_smaller_of_what_it_may_and_what_there_is(
    session: Any, top: int | None, how: dict[str, Any], ordered: bool
) -> None:
    order = {"order_by": O.last_modified.desc()} if ordered else {}
    async with session() as billit:
        every = await billit.orders.list(**order).collect()
        some = await billit.orders.list(top=top, **order, **how).collect()
    assert len(every) == 41
    assert [one.order_id for one in some] == [one.order_id for one in every][:top]


@pytest.mark.parametrize("count", [PAGE - 1, PAGE, PAGE + 1, 2 * PAGE])
@pytest.mark.parametrize("ordered", [True, False])
async def test_a_list_that_ends_with_a_full_page_ends(
    session: Any, asked: list[URL], count: int, ordered: bool
) -> None:
    order = {"order_by": O.order_id} if ordered else {}
    async with session() as billit:
        ids = [order.order_id or 0 for order in await billit.orders.list().collect()]
        asked.clear()
        some = await billit.orders.list(O.order_id <= ids[count - 1], **order).collect()
    assert [order.order_id for order in some] == ids[:count]
    # A full page without a link is the last one; by key, a further question makes sure of it.
    pages = -(-count // PAGE)
    assert len(asked) in ({pages} if ordered else {pages, pages + 1})


async def test_the_number_of_rows_is_asked_for_with_the_first_page_only(session: Any, asked: list[URL]) -> None:
    async with session() as billit:
        pages = [page async for page in billit.orders.list(count=True).pages()]
        assert [page.count for page in pages][:2] == [41, None]
    assert ["allpages" in url.raw_query_string for url in asked] == [True] + [False] * (len(asked) - 1)
