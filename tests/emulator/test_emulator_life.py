"""Starting, stopping and continuing: nothing stays open, nothing is half-made."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import sqlite3

import aiohttp
import pytest

from billit_async.emulator import Emulator


async def test_a_closed_emulator_refuses_connections_and_says_so():
    async with Emulator(orders=1) as emu:
        url = emu.url
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(url)
    with pytest.raises(RuntimeError, match="not running"):
        _ = emu.url


async def test_it_closes_while_a_client_keeps_its_connection(emulator):
    session = aiohttp.ClientSession(headers={"ApiKey": emulator.api_key})
    async with session.get(f"{emulator.url}/v1/orders") as response:
        assert response.status == 200
    await emulator.close()
    await session.close()


async def test_closing_twice_is_nothing_new():
    emu = Emulator(orders=0)
    await emu.start()
    await emu.close()
    await emu.close()


async def test_starting_twice_is_an_error(emulator):
    with pytest.raises(RuntimeError, match="already"):
        await emulator.start()


async def test_a_port_that_is_taken_is_an_error_and_leaves_nothing_open(emulator):
    port = int(emulator.url.rpartition(":")[2])
    with pytest.raises(OSError, match="address already in use"):
        await Emulator(orders=1, port=port).start()


async def test_an_emulator_without_orders_returns_empty_pages():
    async with Emulator(orders=0) as emu, aiohttp.ClientSession(emu.url, headers={"ApiKey": emu.api_key}) as session:
        response = await session.get("/v1/orders?$inlinecount=allpages")
        assert await response.text() == '{"Items":[],"Count":0}'


@pytest.mark.parametrize("wrong", [{"orders": -1}, {"companies": 0}])
def test_impossible_sizes_are_refused(wrong):
    with pytest.raises(ValueError, match="at least one company"):
        Emulator(**wrong)


async def test_a_file_keeps_what_was_written(tmp_path):
    database = str(tmp_path / "billit.sqlite")
    party = {"Name": "TTLCache"}
    async with Emulator(orders=5, database=database) as emu, aiohttp.ClientSession(emu.url) as session:
        key, ledger = emu.api_key, emu.ledger
        async with session.post("/v1/parties", json=party, headers={"ApiKey": key}) as response:
            party_id = await response.text()
    async with Emulator(orders=99, seed=1, database=database) as emu, aiohttp.ClientSession(emu.url) as session:
        assert (emu.api_key, emu.ledger) == (key, ledger)
        async with session.get(f"/v1/parties/{party_id}", headers={"ApiKey": key}) as response:
            assert (await response.json())["Name"] == "TTLCache"


async def test_a_file_of_another_version_is_refused(tmp_path):
    database = tmp_path / "other.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(ValueError, match="another version"):
        await Emulator(database=str(database)).start()


async def test_run_forever_ends_when_it_is_cancelled():
    emu = Emulator(orders=1)
    task = asyncio.create_task(emu.run_forever())
    while True:
        await asyncio.sleep(0)
        try:
            url = emu.url
        except RuntimeError:
            continue
        break
    async with aiohttp.ClientSession() as session, session.get(f"{url}/swagger/docs/v1") as response:
        assert response.status == 200
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(RuntimeError, match="not running"):
        _ = emu.url


def open_databases():
    """Every SQLite connection of this process that is still open."""
    found = 0
    for candidate in gc.get_objects():
        if isinstance(candidate, sqlite3.Connection):
            with contextlib.suppress(sqlite3.ProgrammingError):
                candidate.total_changes  # noqa: B018 - raises when closed
                found += 1
    return found


async def test_cancelling_the_start_leaves_nothing_open():
    before = open_databases()
    emu = Emulator(orders=500)
    task = asyncio.create_task(emu.start())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert open_databases() == before


async def test_many_requests_at_once_are_all_served(emulator):
    ids = emulator.ledger[emulator.party_id].order_ids
    async with aiohttp.ClientSession(emulator.url, headers={"ApiKey": emulator.api_key}) as session:

        async def read(order_id):
            async with session.get(f"/v1/orders/{order_id}") as response:
                return (await response.json())["OrderID"]

        assert await asyncio.gather(*(read(order_id) for order_id in ids)) == list(ids)
