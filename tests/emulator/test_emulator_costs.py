"""What the emulator does for a page and for a start, in counts, since seconds differ between machines."""

from __future__ import annotations

from contextlib import contextmanager

import msgspec
import pytest

from billit_async.emulator import Emulator
from billit_async.emulator.http import listing
from billit_async.emulator.odata.compiler import FilterCompiler
from billit_async.emulator.seed.records import RecordCounts
from billit_async.emulator.seed.seeding import seed_store
from billit_async.emulator.settings import EmulatorSettings
from billit_async.emulator.storage.store import Store

FILTERED = "/v1/orders?$filter=TotalIncl%20gt%2010M&$orderby=LastModified&$top=50"


@contextmanager
def statements(emulator):
    """The SQL that an emulator runs meanwhile."""
    connection, found = emulator._running.store.database.connection, []
    connection.set_trace_callback(found.append)
    try:
        yield found
    finally:
        connection.set_trace_callback(None)


@pytest.mark.parametrize("path", ["/v1/orders", FILTERED, "/v1/parties", "/v1/products", "/v1/documents"])
async def test_a_page_is_one_statement(wire, emulator, path):
    await wire.get(path)  # companies are cached
    with statements(emulator) as found:
        assert (await wire.get(path)).json["Items"]
    assert len(found) == 1, found


@pytest.mark.parametrize("path", ["/v1/orders", FILTERED, "/v1/parties"])
async def test_a_page_is_the_stored_json_as_it_stands(wire, monkeypatch, path):
    class Refusing:
        def decode(self, raw):
            raise AssertionError(f"a row was decoded: {raw[:60]}")

    monkeypatch.setattr(listing, "_DECODER", Refusing())
    monkeypatch.setattr("billit_async.emulator.protocol.json._DECODER", Refusing())
    assert (await wire.get(path)).json["Items"]


async def test_a_query_is_compiled_once_and_again_when_the_settings_change(wire, emulator, monkeypatch):
    compiled = []
    compile_filter = FilterCompiler.condition
    monkeypatch.setattr(
        FilterCompiler, "condition", lambda self, text: compiled.append(text) or compile_filter(self, text)
    )
    first = await wire.get(FILTERED)
    assert (await wire.get(FILTERED)).json["Items"] == first.json["Items"]
    assert len(compiled) == 1
    emulator.settings = EmulatorSettings.of({"odata.decimal_columns": "double"})
    await wire.get(FILTERED)
    assert len(compiled) == 2


def test_parties_inside_orders_are_kept_once():
    store = Store.open(":memory:", seed=7)
    seed_store(store, EmulatorSettings(), seed=7, orders=400, companies=1, records=RecordCounts())
    run = store.database.connection.execute
    (texts,) = run("SELECT count(*) FROM order_parties").fetchone()
    (parties,) = run("SELECT count(*) FROM parties").fetchone()
    assert texts <= parties
    (uncut,) = run("SELECT count(*) FROM order_details WHERE Parties IS NULL").fetchone()
    assert uncut == 0
    for company_id, order_id in run("SELECT CompanyID, OrderID FROM orders LIMIT 20").fetchall():
        order = store.orders.detail(company_id, order_id)
        assert order == msgspec.json.format(order, indent=-1)
        assert set(msgspec.json.decode(order)) >= {"Customer", "Supplier", "CounterParty", "OrderLines"}
    store.database.close()


async def test_a_kept_database_opens_without_reading_its_orders(tmp_path):
    """The steps of SQLite's machine when a file is continued do not grow with its orders."""
    steps = {}
    for orders in (50, 1_000):
        path = str(tmp_path / f"{orders}.db")
        async with Emulator(orders=orders, database=path) as seeded:
            before = seeded.ledger
        store = Store.open(path, seed=7)
        store.database.connection.set_progress_handler(lambda orders=orders: _count(steps, orders), 1)
        again = Emulator(orders=orders, database=path)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Store, "open", lambda *_, store=store, **__: store)
            async with again:
                store.database.connection.set_progress_handler(None, 1)
                assert again.ledger == before
                assert again.ledger.order_count == orders
    assert steps[1_000] <= steps[50] + 20


def _count(steps, orders):
    steps[orders] = steps.get(orders, 0) + 1
    return 0
