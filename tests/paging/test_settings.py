"""Servers that do not read a list by its key, as settings of the emulator make them: every row comes once."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import ApiKey, BadRequest, BillitSession, PagingError, PagingWarning
from billit_async._paging import Consistency
from billit_async.emulator import Emulator, EmulatorSettings, PagingSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

LISTS: list[Any] = ["parties", "products", "documents", "financial_transactions"]
SERVERS: dict[str, dict[str, Any]] = {
    "refuses the filter": {"odata.key_filter": "refuse"},
    "ignores the filter": {"odata.key_filter": "ignore"},
    "does not sort": {"odata.key_sort": "ignore"},
    "ignores the filter and does not sort": {"odata.key_filter": "ignore", "odata.key_sort": "ignore"},
}


@pytest.fixture
async def emu() -> AsyncIterator[Emulator]:
    async with Emulator(
        seed=7, orders=30, documents=30, transactions=30, settings=EmulatorSettings(paging=PagingSettings(page_size=7))
    ) as running:
        # So that the order of the key is not that of any other column.
        for of in LISTS:
            running.insert(20, of=of)
        yield running


@pytest.fixture
async def billit(emu: Emulator) -> AsyncIterator[BillitSession]:
    async with BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as session:
        yield session


async def keys(billit: BillitSession, of: str, **options: Any) -> tuple[list[str], Any]:
    pager = getattr(billit, of).list(**options)
    return [repr(row) for row in await pager.collect()], pager


@pytest.mark.parametrize("how", [{}, {"prefetch": 3}], ids=["one after the other", "ahead"])
@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("of", LISTS)
async def test_such_a_list_is_read_by_links_and_that_is_said_once(
    emu: Emulator, billit: BillitSession, of: str, server: str, how: dict[str, Any]
) -> None:
    expected, by_key = await keys(billit, of)
    assert by_key.consistency is Consistency.KEYSET
    assert len(expected) > 14
    emu.settings = EmulatorSettings.of({"paging.page_size": 7, **SERVERS[server]})
    with pytest.warns(PagingWarning, match="is read by links from now on") as told:
        found, pager = await keys(billit, of, **how)
    assert sorted(found) == sorted(expected)
    assert len([one for one in told if one.category is PagingWarning]) == 1
    async for _ in pager:
        break
    assert pager.consistency is Consistency.LINKS
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        again, _ = await keys(billit, of, **how)
    assert sorted(again) == sorted(expected)
    # Another list of the session is still read by its key.
    emu.settings = EmulatorSettings(paging=PagingSettings(page_size=7))
    other = "products" if of != "products" else "parties"
    assert (await keys(billit, other))[1].consistency is Consistency.KEYSET


@pytest.mark.parametrize("server", SERVERS)
async def test_orders_are_documented_to_be_read_by_key_so_a_server_that_does_not_is_an_error(
    emu: Emulator, billit: BillitSession, server: str
) -> None:
    emu.settings = EmulatorSettings.of({"paging.page_size": 7, "odata.key_settings_on_orders": True, **SERVERS[server]})
    with pytest.raises((PagingError, BadRequest)):
        await billit.orders.list().collect()
    assert len(await billit.orders.list(consistency="links").collect()) == 30
