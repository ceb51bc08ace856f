from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
import warnings
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from billit_async._runtime.threads import off_loop
from billit_async._serialization.codec import from_json, to_json
from billit_async.export import JsonlSink, MissingExtra, ParquetSink
from billit_async.export.files import StagedFile, publish
from billit_async.export.parquet import PARTY_COLUMNS, order_schema
from billit_async.export.sinks import FileSink, commit_together
from billit_async.models import File, Order, OrderLine, Party, VatGroup
from tests.touching import touched

if TYPE_CHECKING:
    from pathlib import Path

BOTH = pytest.mark.parametrize("sink_type", [JsonlSink, ParquetSink], ids=["jsonl", "parquet"])


def an_order(order_id: int, **fields: Any) -> Order:
    return Order(order_id=order_id, order_type="Invoice", total_incl=Decimal("12.10"), **fields)


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def rows_of(path: Path) -> list[Any]:
    if path.suffix == ".parquet":
        return [row["order_id"] for row in pq.read_table(path).to_pylist()]
    return [json.loads(line)["OrderID"] for line in path.read_bytes().splitlines()]


@BOTH
async def test_a_file_has_its_final_name_only_after_the_commit(sink_type: type[FileSink], tmp_path: Path) -> None:
    path = tmp_path / "company" / f"orders{sink_type.suffix}"
    sink = sink_type(path)
    async with sink:
        await sink.write([an_order(1), an_order(2)])
        await sink.write([an_order(3)])
        assert not path.exists()
        assert len(files_in(path.parent)) == 1
    assert files_in(path.parent) == [path.name]
    assert rows_of(path) == [1, 2, 3]


@BOTH
@pytest.mark.parametrize("error", [ValueError, asyncio.CancelledError, KeyboardInterrupt])
async def test_a_block_that_is_left_by_an_error_leaves_nothing(
    sink_type: type[FileSink], error: type[BaseException], tmp_path: Path
) -> None:
    path = tmp_path / f"orders{sink_type.suffix}"

    async def write_and_fail() -> None:
        async with sink_type(path) as sink:
            await sink.write([an_order(1)])
            assert files_in(tmp_path)
            raise error

    with pytest.raises(error):
        await write_and_fail()
    assert files_in(tmp_path) == []


@BOTH
async def test_an_aborted_sink_leaves_an_earlier_file_as_it_was(sink_type: type[FileSink], tmp_path: Path) -> None:
    path = tmp_path / f"orders{sink_type.suffix}"
    path.write_bytes(b"the file of yesterday")
    sink = sink_type(path)
    await sink.open()
    await sink.write([an_order(1)])
    await sink.abort()
    await sink.abort()
    assert files_in(tmp_path) == [path.name]
    assert path.read_bytes() == b"the file of yesterday"


@BOTH
async def test_a_commit_replaces_an_earlier_file(sink_type: type[FileSink], tmp_path: Path) -> None:
    path = tmp_path / f"orders{sink_type.suffix}"
    path.write_bytes(b"the file of yesterday")
    async with sink_type(path) as sink:
        await sink.write([an_order(7)])
    assert files_in(tmp_path) == [path.name]
    assert rows_of(path) == [7]


@BOTH
async def test_a_company_without_orders_gets_a_whole_file_without_rows(
    sink_type: type[FileSink], tmp_path: Path
) -> None:
    path = tmp_path / f"orders{sink_type.suffix}"
    async with sink_type(path):
        pass
    assert rows_of(path) == []


async def test_files_are_committed_together_or_not_at_all(tmp_path: Path) -> None:
    class Refusing(JsonlSink):
        def _finish(self) -> None:
            raise OSError(28, "No space left on device")

    first, second = JsonlSink(tmp_path / "first.jsonl"), Refusing(tmp_path / "second.jsonl")
    await first.open()
    await second.open()
    await first.write([an_order(1)])
    with pytest.raises(OSError, match="No space left"):
        await commit_together([first, second])
    assert files_in(tmp_path) == []


@BOTH
async def test_the_bytes_are_on_the_disk_before_the_name_is(
    sink_type: type[FileSink], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os
    import stat
    from pathlib import Path as RealPath

    path = tmp_path / f"orders{sink_type.suffix}"
    steps: list[str] = []
    real_fsync, real_replace = os.fsync, RealPath.replace

    def fsync(descriptor: int) -> None:
        steps.append("fsync folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "fsync file")
        real_fsync(descriptor)

    def replace(self: Path, target: Path) -> Path:
        steps.append("replace")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(RealPath, "replace", replace)
    async with sink_type(path) as sink:
        await sink.write([an_order(1)])
    assert steps == ["fsync file", "replace", "fsync folder"]


async def test_a_write_that_is_cancelled_is_over_before_its_file_is_removed(tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()
    seen: list[int] = []

    class Slow(JsonlSink):
        def _store(self, converted: bytes) -> None:
            begun.set()
            go_on.wait(10)
            seen.append(len(files_in(tmp_path)))
            super()._store(converted)

    async def export() -> None:
        async with Slow(tmp_path / "orders.jsonl") as sink:
            await sink.write([an_order(1)])

    task = asyncio.create_task(export())
    await off_loop(lambda: begun.wait(10))
    task.cancel()
    for _ in range(50):  # a clean-up that does not wait would have its turn here
        await asyncio.to_thread(lambda: None)
    assert not task.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert seen == [1]
    assert files_in(tmp_path) == []


def test_two_exports_into_one_folder_do_not_share_a_stage(tmp_path: Path) -> None:
    one, two = StagedFile(tmp_path / "orders.jsonl"), StagedFile(tmp_path / "orders.jsonl")
    one.open().write(b"one")
    two.open().write(b"two")
    one.seal()
    two.seal()
    publish([one])
    publish([two])
    assert files_in(tmp_path) == ["orders.jsonl"]
    assert (tmp_path / "orders.jsonl").read_bytes() == b"two"


def test_a_file_that_is_not_sealed_cannot_be_published(tmp_path: Path) -> None:
    file = StagedFile(tmp_path / "orders.jsonl")
    file.open()
    with pytest.raises(RuntimeError, match="not complete"):
        publish([file])
    file.discard()
    assert files_in(tmp_path) == []


async def test_a_folder_that_cannot_be_made_is_an_error_that_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(OSError, match="taken"):
        async with JsonlSink(tmp_path / "taken" / "orders.jsonl"):
            pass
    assert files_in(tmp_path) == ["taken"]


async def test_jsonl_keeps_the_payload_digit_for_digit(tmp_path: Path, order_detail: bytes) -> None:
    path = tmp_path / "orders.jsonl"
    order = from_json(Order, order_detail)
    async with JsonlSink(path) as sink:
        await sink.write([order, order])
    lines = path.read_bytes().splitlines()
    assert lines == [to_json(order)] * 2
    exact = json.JSONDecoder(parse_float=str)
    assert exact.decode(lines[0].decode()) == exact.decode(order_detail.decode())


async def test_parquet_keeps_every_amount_with_the_digits_that_billit_prints(
    tmp_path: Path, order_detail: bytes
) -> None:
    path = tmp_path / "orders.parquet"
    order = from_json(Order, order_detail)
    async with ParquetSink(path) as sink:
        await sink.write([order])
    (row,) = pq.read_table(path).to_pylist()
    wire = json.loads(order_detail, parse_float=str)
    assert str(row["total_incl"]) == wire["TotalIncl"]
    assert str(row["fx_rate_to_foreign"]) == wire["FXRateToForeign"]
    assert [str(line["quantity"]) for line in row["order_lines"]] == [line["Quantity"] for line in wire["OrderLines"]]
    assert [
        tuple(str(group[name]) for name in ("vat_percentage", "total_excl", "total_vat", "total_incl"))
        for group in row["vat_groups"]
    ] == [
        tuple(group[name] for name in ("VATPercentage", "TotalExcl", "TotalVAT", "TotalIncl"))
        for group in wire["VatGroups"]
    ]
    assert row["last_modified"] == datetime.fromisoformat(wire["LastModified"])
    assert row["customer"]["vat_number"] == wire["Customer"]["VATNumber"]
    assert row["order_pdf"]["file_id"] == wire["OrderPDF"]["FileID"]


def test_the_schema_types_every_kind_of_column() -> None:
    schema = order_schema()
    money, quantity, moment = pa.decimal128(18, 2), pa.decimal128(18, 5), pa.timestamp("us")
    lines, groups = schema.field("order_lines").type, schema.field("vat_groups").type
    assert pa.types.is_list(lines)
    assert pa.types.is_list(groups)
    assert {
        "order_id": schema.field("order_id").type,
        "total_excl": schema.field("total_excl").type,
        "fx_rate_to_foreign": schema.field("fx_rate_to_foreign").type,
        "order_date": schema.field("order_date").type,
        "paid": schema.field("paid").type,
        "order_type": schema.field("order_type").type,
        "tags": schema.field("tags").type,
        "quantity": lines.value_type.field("quantity").type,
        "unit_price_excl": lines.value_type.field("unit_price_excl").type,
        "line_total": lines.value_type.field("total_excl").type,
        "group_total": groups.value_type.field("total_vat").type,
    } == {
        "order_id": pa.int64(),
        "total_excl": money,
        "fx_rate_to_foreign": quantity,
        "order_date": moment,
        "paid": pa.bool_(),
        "order_type": pa.string(),
        "tags": pa.list_(pa.string()),
        "quantity": quantity,
        "unit_price_excl": quantity,
        "line_total": money,
        "group_total": money,
    }
    assert {field.name for field in schema.field("customer").type} == set(PARTY_COLUMNS)
    assert schema.field("total_incl").metadata == {b"wire": b"TotalIncl"}


def test_no_column_of_the_schema_is_a_float_or_holds_the_content_of_files() -> None:
    def leaves(name: str, kind: Any) -> list[tuple[str, Any]]:
        if pa.types.is_struct(kind):
            return [leaf for field in kind for leaf in leaves(f"{name}.{field.name}", field.type)]
        if pa.types.is_list(kind):
            return leaves(f"{name}[]", kind.value_type)
        return [(name, kind)]

    found = [leaf for field in order_schema() for leaf in leaves(field.name, field.type)]
    assert [name for name, kind in found if pa.types.is_floating(kind)] == []
    assert [name for name, _ in found if "content" in name or "ocr_raw_text" in name] == []


def test_the_schema_is_the_same_in_every_process() -> None:
    code = (
        "from billit_async.export.parquet import order_schema;print(order_schema().to_string(show_field_metadata=True))"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "11"},
    )
    assert done.stdout.strip() == order_schema().to_string(show_field_metadata=True).strip()


async def test_absent_nested_values_are_null_and_empty_ones_are_empty(tmp_path: Path) -> None:
    path = tmp_path / "orders.parquet"
    async with ParquetSink(path) as sink:
        await sink.write(
            [
                Order(order_id=1),
                Order(order_id=2, order_lines=[], customer=Party(), tags=[], custom_fields={}),
                Order(
                    order_id=3,
                    order_lines=[OrderLine(quantity=Decimal(2), custom_fields={"colour": "red"}), OrderLine()],
                    customer=Party(party_id=5),
                    vat_groups=[VatGroup(vat_percentage=Decimal(21))],
                    attachments=[File(file_id=UUID(int=1), file_content=b"never exported")],
                    custom_fields={"a": "b"},
                ),
            ]
        )
    nothing, empty, full = pq.read_table(path).to_pylist()
    assert (nothing["order_lines"], nothing["customer"], nothing["custom_fields"]) == (None, None, None)
    assert (empty["order_lines"], empty["tags"], empty["custom_fields"]) == ([], [], [])
    assert empty["customer"]["party_id"] is None
    assert [line["quantity"] for line in full["order_lines"]] == [Decimal("2.00000"), None]
    assert full["order_lines"][0]["custom_fields"] == [("colour", "red")]
    assert full["customer"]["party_id"] == 5
    assert full["attachments"] == [{"file_id": str(UUID(int=1)), "file_name": None, "mime_type": None}]
    assert b"never exported" not in path.read_bytes()


async def test_many_batches_become_row_groups_of_the_chosen_size(tmp_path: Path) -> None:
    path = tmp_path / "orders.parquet"
    async with ParquetSink(path, row_group=10) as sink:
        for start in range(0, 25, 5):
            await sink.write([an_order(start + number) for number in range(5)])
    file = pq.ParquetFile(path)
    assert [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)] == [10, 10, 5]
    assert rows_of(path) == list(range(25))


async def test_an_amount_that_does_not_fit_is_told_and_kept_beside_its_column_and_nothing_is_rounded(
    tmp_path: Path,
) -> None:
    path = tmp_path / "orders.parquet"
    line = OrderLine(quantity=1, unit_price_excl=Decimal("0.123456"))
    odd = Order(order_id=42, total_incl=Decimal("10.005"), total_excl=Decimal("1E+60"), order_lines=[line])
    async with ParquetSink(path) as sink:
        unfit = await sink.write([an_order(41), odd, an_order(43)])
    assert {place: dict.fromkeys(paths) for place, paths in unfit.items()} == {
        1: dict.fromkeys(["TotalIncl", "TotalExcl", "OrderLines[0].UnitPriceExcl"])
    }
    first, second, third = pq.read_table(path).to_pylist()
    assert [row["order_id"] for row in (first, second, third)] == [41, 42, 43]
    assert (second["total_incl"], second["total_excl"]) == (None, None)
    assert second["order_lines"][0]["unit_price_excl"] is None
    assert second["order_lines"][0]["quantity"] == Decimal("1.00000")
    assert dict(second["unfit_values"]) == {
        "TotalIncl": "10.005",
        "TotalExcl": "1E+60",
        "OrderLines[0].UnitPriceExcl": "0.123456",
    }
    assert (first["unfit_values"], third["unfit_values"]) == (None, None)
    assert first["total_incl"] == third["total_incl"] == Decimal("12.10")


ODD_ORDERS = [
    (b'{"OrderID":7,"TotalIncl":"12,50"}', ["TotalIncl"]),
    (b'{"OrderID":"7","TotalIncl":true}', ["OrderID", "TotalIncl"]),
    (b'{"OrderID":7,"VatGroups":{}}', ["VatGroups"]),
    (
        b'{"OrderID":7,"VatGroups":[{"TotalExcl":"x"},5,null,[1]]}',
        ["VatGroups[0].TotalExcl", "VatGroups[1]", "VatGroups[3]"],
    ),
    (b'{"OrderID":7,"OrderDate":5,"Customer":"x","Supplier":["x"]}', ["Customer", "OrderDate", "Supplier"]),
    (b'{"OrderID":7,"OrderLines":{"Items":[]},"Tags":"a"}', ["OrderLines", "Tags"]),
    (b'{"OrderID":7,"Tags":[null,"a",5,{"b":1.50}]}', ["Tags[2]", "Tags[3]"]),
    (b'{"OrderID":7,"CustomFields":{"a":1,"b":"c"}}', ["CustomFields"]),
    (b'{"OrderID":7,"CustomFields":[1]}', ["CustomFields"]),
    (b'{"OrderID":7,"OrderNumber":5,"Paid":"true","DaysOverdue":1.0}', ["DaysOverdue", "OrderNumber", "Paid"]),
    (b'{"OrderID":123456789012345678901234567890}', ["OrderID"]),
    (
        b'{"OrderID":7,"OrderPDF":{"FileID":"not a guid"},"Attachments":[{"FileID":{"a":1}}]}',
        ["Attachments[0].FileID", "OrderPDF.FileID"],
    ),
    (rb'{"OrderID":7,"OrderNumber":"\ud800","Tags":["\udc00"]}', ["OrderNumber", "Tags[0]"]),
    (
        rb'{"OrderID":7,"CustomFields":{"\ud800":"\udc00"},"Customer":{"Name":"a\ud800"}}',
        ["CustomFields", "Customer.Name"],
    ),
    (b'{"OrderID":7,"TotalIncl":1e999999999999999999999}', ["TotalIncl"]),
]


@pytest.mark.parametrize(("raw", "paths"), ODD_ORDERS)
async def test_an_order_with_values_of_another_type_is_in_both_files(
    raw: bytes, paths: list[str], tmp_path: Path
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        odd = touched(from_json(Order, raw))
    orders = [an_order(6, tags=["a"], customer=Party(name="Acme")), odd, an_order(8)]
    async with JsonlSink(tmp_path / "orders.jsonl") as jsonl:
        assert not await jsonl.write(orders)
    async with ParquetSink(tmp_path / "orders.parquet") as parquet:
        assert {place: sorted(found) for place, found in (await parquet.write(orders)).items()} == {1: paths}
    lines = (tmp_path / "orders.jsonl").read_bytes().splitlines()
    assert json.loads(lines[1], parse_float=str) == json.loads(raw, parse_float=str)
    rows = pq.read_table(tmp_path / "orders.parquet").to_pylist()
    assert len(rows) == 3
    assert (rows[0]["order_id"], rows[0]["tags"], rows[0]["customer"]["name"]) == (6, ["a"], "Acme")
    whole = json.loads(raw, parse_float=str)
    assert sorted(path for path, _ in rows[1]["unfit_values"]) == paths
    for path, text in rows[1]["unfit_values"]:
        if path in whole:
            assert json.loads(text, parse_float=str) == whole[path]
    assert rows[2]["order_id"] == 8


async def test_a_text_that_is_not_unicode_loses_in_parquet_only_what_is_not(tmp_path: Path) -> None:
    path = tmp_path / "orders.parquet"
    odd = Order(order_number="2026/\ud8007", tags=["ok", "\udc00"], custom_fields={"a": "b", "c": "d\ud800"})
    async with ParquetSink(path) as sink:
        await sink.write([odd])
    (row,) = pq.read_table(path).to_pylist()
    assert (row["order_number"], row["tags"]) == ("2026/\ufffd7", ["ok", "\ufffd"])
    assert row["custom_fields"] == [("a", "b"), ("c", "d\ufffd")]
    assert dict(row["unfit_values"])["OrderNumber"] == r'"2026/\ud8007"'


async def test_parquet_without_the_extra_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"pip install 'billit-async\[parquet\]'"):
        async with ParquetSink(tmp_path / "orders.parquet"):
            pass
    assert files_in(tmp_path) == []


def test_a_missing_extra_survives_pickling() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(MissingExtra("Parquet files", extra="parquet", needs="pyarrow")))
    assert (error.extra, error.needs) == ("parquet", "pyarrow")
    assert "pip install" in str(error)


@pytest.fixture
def order_detail() -> bytes:
    """An order as the documentation shows it, shortened, with the digits that it prints."""
    return b"""{
        "OrderID": 125478, "OrderPDF": {"FileID": "c1cd2bfa-0000-0000-0000-2f6d323bd2fc", "FileName": "QS-001.pdf"},
        "OrderNumber": "QS-001", "OrderType": "Invoice", "OrderDate": "2024-01-01T00:00:00",
        "Customer": {"PartyID": 125999, "Name": "Billit", "VATNumber": "BE0563846944", "CustomFields": []},
        "LastModified": "2024-03-10T15:00:49.72", "OrderLines": [
            {"Quantity": 1.00000, "UnitPriceExcl": 10.00000, "TotalExcl": 10.00, "VATPercentage": 6.00,
             "CustomFields": {}},
            {"Quantity": 2.00000, "UnitPriceExcl": 3.75000, "TotalExcl": 7.50, "VATPercentage": 21.00}],
        "VatGroups": [
            {"VATPercentage": 6.00, "TotalExcl": 10.00, "TotalVAT": 0.60, "TotalIncl": 10.60},
            {"VATPercentage": 21.00, "TotalExcl": 7.50, "TotalVAT": 1.58, "TotalIncl": 9.08}],
        "TotalExcl": 17.50, "TotalIncl": 19.68, "FXRateToForeign": 1.00000, "Tags": [], "Paid": false}"""
