from __future__ import annotations

import json
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from billit_async._runtime.threads import off_loop
from billit_async._serialization.codec import from_json, read_keys
from billit_async.errors import PayloadWarning
from billit_async.export import JsonlSink, ParquetSink, Totals, export_orders
from billit_async.export.parquet import order_table
from billit_async.export.received import read_order
from billit_async.export.recount import recount
from billit_async.models import Order
from tests.touching import touched

if TYPE_CHECKING:
    from pathlib import Path

    from billit_async import BillitSession
    from billit_async.emulator import Emulator
    from billit_async.export import ReceivedOrder

WIRE = b"""\r\n {
  "OrderID": 7, "OrderNumber": "2024\\n-\xc3\xa9", "OrderTitle": null, "TotalIncl": 12.5000, "TotalExcl": 1.0E+1,
\t"Brand New": {"a": [1.0, null, "x  y"]},\r
  "OrderLines": [{"Quantity": 1.00000, "Code": null, "Colour": "red"}], "OrderDate": "2024-01-01"
}\n"""
EXACT = json.JSONDecoder(parse_float=str)


def received(raw: bytes) -> ReceivedOrder:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return read_order(raw, from_json(Order, raw).order_id)


async def lines_of(path: Path, raw: bytes, *, compact: bool) -> list[bytes]:
    async with JsonlSink(path, compact=compact) as sink:
        await sink.write([received(raw), received(raw)])
    written = await off_loop(path.read_bytes)
    assert written.endswith(b"}\n")
    first, second = written.splitlines()
    assert first == second
    return [first]


async def test_a_line_is_what_billit_sent_without_its_line_breaks(tmp_path: Path) -> None:
    (line,) = await lines_of(tmp_path / "orders.jsonl", WIRE, compact=False)
    assert line == WIRE.replace(b"\r", b"").replace(b"\n", b"").strip()
    assert EXACT.decode(line.decode()) == EXACT.decode(WIRE.decode())


async def test_a_compact_line_has_no_nulls_and_no_unknown_properties_at_any_depth(tmp_path: Path) -> None:
    (line,) = await lines_of(tmp_path / "orders.jsonl", WIRE, compact=True)
    assert EXACT.decode(line.decode()) == {
        "OrderID": 7,
        "OrderNumber": "2024\n-é",
        "TotalIncl": "12.5000",
        "TotalExcl": 10,  # as a `Decimal` of it is written
        "OrderLines": [{"Quantity": "1.00000"}],
        "OrderDate": "2024-01-01",
    }


@pytest.mark.parametrize("name", [b"OrderTitle", b"Unknown"])
@pytest.mark.parametrize("text", [b"a\xff\xc3\xa9", b"\xed\xa0\x80", b"\xc3"])
def test_a_line_is_utf8_whatever_came(name: bytes, text: bytes) -> None:
    raw = b'{"OrderID":7,\n"%b":"%b"}' % (name, text)
    order = received(raw)
    line = order.line()
    assert b"\n" not in line
    found = EXACT.decode(line.decode())
    assert found["OrderID"] == 7
    try:
        expected = text.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        expected = text.decode("utf-8", "surrogateescape")
    assert found[name.decode()] == expected


@pytest.mark.parametrize(
    "raw", [b'{"OrderID":8}', b"[]", b"{}", b'{"OrderID":7', b'{"OrderID":7} x', b'{"OrderID":7,"a":1}}']
)
def test_what_is_not_the_order_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_order(raw, 7)


FITTING = [
    (
        b'{"OrderID":1,"TotalIncl":12.10,"Tags":["a"],"Customer":{"Name":"Acme","PartyID":5},"CustomFields":{"a":"b"},'
        b'"OrderPDF":{"FileID":"c1cd2bfa-0000-0000-0000-2f6d323bd2fc"},"OrderDate":"2024-01-01"}'
    ),
    (
        b'{"OrderID":2,"LastModified":"2024-03-10T15:00:49.1234567","Created":"2024-03-10T15:00:49.720Z","OrderLines":null,'
        b'"CurrentDocumentDeliveryDetails":{"DocumentDeliveryDate":"2024-03-10T15:00:49+02:00"}}'
    ),
    b'{"OrderID":3,"OrderLines":[{"Quantity":1.00000,"CustomFields":{}},{"UnitPriceExcl":3}],"VatGroups":[]}',
    b'{"OrderID":4}',
]
ODD = [
    b'{"OrderID":5,"TotalIncl":"12,50","OrderDate":"soon","Customer":"x","ToPay":1e101}',
    b'{"OrderID":6,"TotalIncl":10.005,"OrderLines":[{"UnitPriceExcl":0.1234567}]}',
    b'{"OrderID":7,"VatGroups":[{"TotalExcl":"NaN"},{"VATPercentage":"21.00"}],"DaysOverdue":99999999999999999999}',
    b'{"OrderID":8,"OrderPDF":{"FileID":"C1CD2BFA-0000-0000-0000-2F6D323BD2FC"}}',
    rb'{"OrderID":9,"Customer":{"Name":"a\ud800"},"CustomFields":[{"key":"a","value":"b"}]}',
]
MIXED = [*FITTING * 3, *ODD, *FITTING * 5, ODD[1], ODD[3], *FITTING * 4, *ODD]


@pytest.mark.parametrize("raws", [FITTING, ODD, MIXED, MIXED[::-1], [ODD[1]] * 40], ids=len)
def test_a_table_of_what_was_received_is_that_of_the_models(raws: list[bytes]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        models = [touched(from_json(Order, raw)) for raw in raws]
    expected, unfit = order_table().batch(models)
    batch, found = order_table().batch([received(raw) for raw in raws])
    assert found == unfit
    assert batch.to_pylist() == expected.to_pylist()
    assert batch.schema == expected.schema


def test_orders_that_fit_are_not_made_into_models_beside_one_that_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bytes] = []

    def read(cls: type[Order], raw: bytes) -> Order:
        made.append(raw)
        return from_json(cls, raw)

    monkeypatch.setattr("billit_async.export.parquet.from_json", read)
    raws = [*FITTING * 20, ODD[1], *FITTING * 20]
    order_table().batch([received(raw) for raw in raws])
    assert ODD[1] in made
    assert len(made) <= 8


async def test_an_export_makes_no_model_of_orders_with_the_documented_types(
    billit: BillitSession, emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("a model was made")

    monkeypatch.setattr("billit_async.export.received.read_document", refuse)
    monkeypatch.setattr("billit_async.export.parquet.from_json", refuse)
    monkeypatch.setattr("billit_async._serialization.codec.read_rows", refuse)
    report = await export_orders(billit, directory=tmp_path, companies=emulator.party_ids)
    assert report.orders == 300


async def test_a_compact_export_leaves_nulls_out(billit: BillitSession, emulator: Emulator, tmp_path: Path) -> None:
    rows: dict[bool, list[Any]] = {}
    for compact in (False, True):
        report = await export_orders(
            billit, directory=tmp_path, companies=[emulator.party_id], formats=["jsonl"], compact=compact
        )
        lines = await off_loop(report.companies[0].files["jsonl"].read_bytes)
        rows[compact] = [EXACT.decode(line) for line in lines.decode().split("\n")[:-1]]
    assert rows[True] == [without_nulls(row) for row in rows[False]]


async def test_a_line_with_nulls_is_counted_again(tmp_path: Path) -> None:
    raw = b'{"OrderID":7,"VatGroups":[{"VATPercentage":21.00,"TotalExcl":1.00,"TotalVAT":null}]}'
    async with JsonlSink(tmp_path / "orders.jsonl") as sink:
        await sink.write([received(raw), received(b'{"OrderID":8,"VatGroups":null}')])
    found = await off_loop(lambda: recount(tmp_path / "orders.jsonl"))
    assert found.order_ids == (7, 8)
    assert found.vat == {Decimal("21.00"): Totals(Decimal("1.00"), Decimal("0.00"), Decimal("0.00"))}


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


async def test_a_parquet_file_of_received_orders_has_their_rows_in_order(tmp_path: Path) -> None:
    path = tmp_path / "orders.parquet"
    async with ParquetSink(path) as sink:
        unfit = await sink.write([received(raw) for raw in MIXED])
    assert pq.read_table(path).column("order_id").to_pylist() == [from_id(raw) for raw in MIXED]
    assert all(MIXED[place] in ODD for place in unfit)


def from_id(raw: bytes) -> int:
    return int(json.loads(raw)["OrderID"])


def test_a_page_that_is_read_for_its_keys_has_nothing_else() -> None:
    rows = read_keys(Order, b'{"Items":[{"OrderID":7,"OrderTitle":{}},{"OrderID":8}],"Count":2}', "OrderID", "order_id")
    assert rows.values("order_id") == [7, 8]
    assert rows.count == 2
    found = rows.all()
    assert [row.order_id for row in found] == [7, 8]
    assert not isinstance(found[0], Order)


def test_a_page_with_keys_of_another_type_is_read_as_models() -> None:
    raw = b'{"Items":[{"OrderID":"c1cd-1"},{"OrderID":8}]}'
    with pytest.warns(PayloadWarning):
        found = read_keys(Order, raw, "OrderID", "order_id").all()
    assert [row.order_id for row in found] == ["c1cd-1", 8]
