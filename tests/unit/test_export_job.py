from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pyarrow.parquet as pq
import pytest
from aiohttp import web

from billit_async import ApiKey, BillitSession
from billit_async._runtime.threads import off_loop
from billit_async.errors import NoAccess, PayloadWarning, ServerError, UnexpectedResponse
from billit_async.export import ExportProgress, MissingExtra, export_orders
from billit_async.export.recount import recount

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from billit_async.emulator import Emulator


class Between:
    """A server between the session and the emulator: it passes everything on, unless a test has other plans."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.responses: dict[str, tuple[int, Any]] = {}
        self.raw: dict[str, bytes] = {}
        self.rewrite: Callable[[bytes], bytes] = bytes
        self.hidden: set[int] = set()
        self.asked: list[str] = []
        self.under_way = 0
        self.most_under_way = 0
        self.before: Callable[[str], Any] = _nothing

    async def handle(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            await self.before(request.path)
            if request.path in self.responses:
                status, body = self.responses[request.path]
                return web.json_response(body, status=status)
            if request.path in self.raw:
                return web.Response(body=self.raw[request.path], content_type="application/json")
            return await self._pass_on(request)
        finally:
            self.under_way -= 1

    async def _pass_on(self, request: web.Request) -> web.Response:
        headers = {name: request.headers[name] for name in ("ApiKey", "PartyID") if name in request.headers}
        async with (
            aiohttp.ClientSession() as client,
            client.get(f"{self.emulator.url}{request.rel_url}", headers=headers) as response,
        ):
            body = await response.read()
            if self.hidden and request.path == "/v1/orders" and "eq" in request.query.get("$filter", ""):
                page = json.loads(body)
                page["Items"] = [item for item in page["Items"] if item["OrderID"] not in self.hidden]
                body = json.dumps(page).encode()
            return web.Response(body=self.rewrite(body), status=response.status, content_type="application/json")

    @property
    def details(self) -> list[str]:
        return [path for path in self.asked if path.startswith("/v1/orders/")]


async def _nothing(_: str) -> None:
    return None


NOT_YOURS = (401, {"errors": [{"Code": "NoAccess", "Description": "No access"}]})


@pytest.fixture
async def between(emulator: Emulator) -> AsyncIterator[Between]:
    server = Between(emulator)
    app = web.Application()
    app.router.add_get("/{path:.*}", server.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = runner.addresses[0]  # type: ignore[attr-defined]
    yield server
    await runner.cleanup()


@asynccontextmanager
async def session_through(between: Between) -> AsyncIterator[BillitSession]:
    host, port = between.url  # type: ignore[attr-defined]
    emulator = between.emulator
    async with BillitSession(
        ApiKey(emulator.api_key), base_url=f"http://{host}:{port}", party_id=emulator.party_id
    ) as billit:
        yield billit


def everything_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


async def files_of(folder: Path) -> list[str]:
    return await off_loop(lambda: everything_in(folder))


async def test_every_order_of_every_company_is_exported_with_its_detail(
    billit: BillitSession, emulator: Emulator, tmp_path: Path
) -> None:
    report = await export_orders(billit, directory=tmp_path, companies=emulator.party_ids, concurrency=5)
    assert [company.party_id for company in report.companies] == list(emulator.party_ids)
    assert report.orders == 300
    assert await files_of(tmp_path) == sorted(
        f"{party_id}/orders.{kind}" for party_id in emulator.party_ids for kind in ("jsonl", "parquet")
    )
    for company in report.companies:
        assert {rate: (sums.excl, sums.vat, sums.incl) for rate, sums in company.vat.items()} == {
            rate: (sums.excl, sums.vat, sums.incl)
            for rate, sums in emulator.ledger[company.party_id].vat_totals.items()
        }
        lines = await off_loop(company.files["jsonl"].read_bytes)
        rows = [json.loads(line) for line in lines.splitlines()]
        assert {row["CompanyID"] for row in rows} == {company.party_id}
        assert all(row["OrderLines"] and row["VatGroups"] for row in rows)
        table = await off_loop(lambda files=company.files: pq.read_table(files["parquet"]))
        assert table.column("order_id").to_pylist() == [row["OrderID"] for row in rows]
        assert company.orders == len(rows)
        assert company.vanished == ()


async def test_rows_stand_in_the_order_of_their_ids_however_the_answers_come(
    between: Between, emulator: Emulator, tmp_path: Path
) -> None:
    waiting: list[asyncio.Event] = []

    async def in_reverse(path: str) -> None:
        # Holds back the details until eight are there, then lets the last one asked go first.
        if path == "/v1/orders":
            return
        mine = asyncio.Event()
        waiting.append(mine)
        if len(waiting) == 8:
            for event in waiting:
                event.set()
            waiting.clear()
            for _ in range(50):
                await asyncio.sleep(0)
        elif len(between.details) < between_total - 8:
            await mine.wait()

    between_total = len((await ids_of(emulator))[emulator.party_id])
    between.before = in_reverse
    async with session_through(between) as billit:
        report = await export_orders(billit, directory=tmp_path, companies=[emulator.party_id], concurrency=8)
    found = await off_loop(lambda: recount(report.companies[0].files["jsonl"]))
    assert list(found.order_ids) == sorted(found.order_ids)
    assert len(found.order_ids) == between_total


async def ids_of(emulator: Emulator) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    async with BillitSession(ApiKey(emulator.api_key), base_url=emulator.url) as billit:
        for party_id in emulator.party_ids:
            orders = billit.for_company(party_id=party_id).orders.list()
            found[party_id] = [order.order_id or 0 async for order in orders]
    return found


async def test_no_more_details_are_asked_for_at_once_than_allowed(
    between: Between, emulator: Emulator, tmp_path: Path
) -> None:
    async with session_through(between) as billit:
        await export_orders(
            billit, directory=tmp_path, companies=[emulator.party_id], concurrency=3, companies_at_once=1
        )
    assert 2 <= between.most_under_way <= 4  # three details and the list


async def test_two_exports_of_the_same_orders_make_the_same_files(
    billit: BillitSession, emulator: Emulator, tmp_path: Path
) -> None:
    for name, concurrency in (("one", 1), ("many", 16)):
        await export_orders(billit, directory=tmp_path / name, companies=emulator.party_ids, concurrency=concurrency)

    def contents(folder: Path) -> dict[str, bytes]:
        return {name: (folder / name).read_bytes() for name in everything_in(folder)}

    assert await off_loop(lambda: contents(tmp_path / "one") == contents(tmp_path / "many"))


async def test_an_error_in_the_middle_leaves_no_file_of_that_company(
    between: Between, emulator: Emulator, tmp_path: Path
) -> None:
    bad = (await ids_of(emulator))[emulator.party_id][-1]
    between.responses[f"/v1/orders/{bad}"] = (500, {"errors": [{"Code": "GenericError"}]})
    async with session_through(between) as billit:
        with pytest.raises(ServerError) as failure:
            await export_orders(billit, directory=tmp_path, companies=[emulator.party_id])
    assert failure.value.__notes__ == [f"while exporting order {bad} of company {emulator.party_id}"]
    assert await files_of(tmp_path) == []
    assert await off_loop(lambda: list(tmp_path.iterdir())) == []


@pytest.mark.parametrize("wrong", [{}, {"OrderID": 1}, [], None], ids=str)
async def test_another_order_than_was_asked_for_is_written_nowhere(
    between: Between, emulator: Emulator, tmp_path: Path, wrong: Any
) -> None:
    asked = (await ids_of(emulator))[emulator.party_id][3]
    between.responses[f"/v1/orders/{asked}"] = (200, wrong)
    async with session_through(between) as billit:
        with pytest.raises(UnexpectedResponse) as failure:
            await export_orders(billit, directory=tmp_path, companies=[emulator.party_id])
    assert failure.value.__notes__ == [f"while exporting order {asked} of company {emulator.party_id}"]
    assert await files_of(tmp_path) == []


async def test_an_error_leaves_the_files_of_companies_that_were_finished(
    between: Between, emulator: Emulator, tmp_path: Path
) -> None:
    first, second = emulator.party_ids
    bad = (await ids_of(emulator))[second][0]
    between.responses[f"/v1/orders/{bad}"] = (500, {"errors": [{"Code": "GenericError"}]})
    async with session_through(between) as billit:
        with pytest.raises(ServerError):
            await export_orders(billit, directory=tmp_path, companies=[first, second], companies_at_once=1)
    assert await files_of(tmp_path) == [f"{first}/orders.jsonl", f"{first}/orders.parquet"]


async def test_an_error_leaves_the_files_of_an_earlier_export_as_they_were(
    between: Between, emulator: Emulator, tmp_path: Path
) -> None:
    ours = emulator.party_id
    async with session_through(between) as billit:
        await export_orders(billit, directory=tmp_path, companies=[ours])
        before = await off_loop((tmp_path / str(ours) / "orders.jsonl").read_bytes)
        between.responses[f"/v1/orders/{(await ids_of(emulator))[ours][3]}"] = (500, {})
        with pytest.raises(ServerError):
            await export_orders(billit, directory=tmp_path, companies=[ours])
    assert await off_loop((tmp_path / str(ours) / "orders.jsonl").read_bytes) == before
    assert await files_of(tmp_path) == [f"{ours}/orders.jsonl", f"{ours}/orders.parquet"]


async def test_a_cancelled_export_leaves_nothing_and_asks_no_more(
    between: Between, emulator: Emulator, tmp_path: Path
) -> None:
    reached = asyncio.Event()

    def watch(progress: ExportProgress) -> None:
        if progress.orders:
            reached.set()

    async with session_through(between) as billit:
        task = asyncio.create_task(
            export_orders(billit, directory=tmp_path, companies=emulator.party_ids, concurrency=4, progress=watch)
        )
        await reached.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        asked = len(between.asked)
        await asyncio.sleep(0)
        assert len(between.asked) == asked
    assert [name for name in await files_of(tmp_path) if name.endswith(".part")] == []


async def test_an_order_that_was_deleted_meanwhile_is_reported_and_not_an_error(
    between: Between, emulator: Emulator, tmp_path: Path
) -> None:
    ids = (await ids_of(emulator))[emulator.party_id]
    gone = ids[5]
    between.responses[f"/v1/orders/{gone}"] = NOT_YOURS
    between.hidden.add(gone)
    async with session_through(between) as billit:
        report = await export_orders(billit, directory=tmp_path, companies=[emulator.party_id])
    (company,) = report.companies
    assert company.vanished == (gone,)
    assert company.orders == len(ids) - 1
    for path in company.files.values():
        assert (await off_loop(lambda path=path: recount(path))).order_ids == tuple(i for i in ids if i != gone)


async def test_an_order_that_is_refused_but_still_listed_is_an_error(
    between: Between, emulator: Emulator, tmp_path: Path
) -> None:
    refused = (await ids_of(emulator))[emulator.party_id][5]
    between.responses[f"/v1/orders/{refused}"] = NOT_YOURS
    async with session_through(between) as billit:
        with pytest.raises(NoAccess):
            await export_orders(billit, directory=tmp_path, companies=[emulator.party_id])
    assert await files_of(tmp_path) == []


async def test_progress_is_told_from_the_count_to_the_finished_files(
    billit: BillitSession, emulator: Emulator, tmp_path: Path
) -> None:
    told: list[ExportProgress] = []
    await export_orders(billit, directory=tmp_path, companies=[emulator.party_id], progress=told.append)
    expected = len((await ids_of(emulator))[emulator.party_id])
    assert told[0] == ExportProgress(party_id=emulator.party_id, orders=0, expected=expected)
    assert told[-1] == ExportProgress(party_id=emulator.party_id, orders=expected, expected=expected, finished=True)
    assert [step.orders for step in told] == sorted(step.orders for step in told)
    assert len(told) > 3


async def test_one_format_can_be_chosen(billit: BillitSession, emulator: Emulator, tmp_path: Path) -> None:
    report = await export_orders(billit, directory=tmp_path, companies=[emulator.party_id], formats=["jsonl"])
    assert await files_of(tmp_path) == [f"{emulator.party_id}/orders.jsonl"]
    assert list(report.companies[0].files) == ["jsonl"]


async def test_a_missing_extra_is_told_before_anything_is_asked(
    between: Between, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    from billit_async.export.parquet import order_table

    order_table.cache_clear()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    async with session_through(between) as billit:
        with pytest.raises(MissingExtra, match="parquet"):
            await export_orders(billit, directory=tmp_path, companies=[between.emulator.party_id])
    assert between.asked == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"companies": [1, 2, 1]}, "companies given twice: 1"),
        ({"companies": [1], "formats": ["csv"]}, "formats must be some of jsonl, parquet, not csv"),
        ({"companies": [1], "formats": []}, "not none"),
        ({"companies": [1], "concurrency": 0}, "concurrency must be at least 1, not 0"),
        ({"companies": [1], "companies_at_once": -1}, "companies_at_once must be at least 1"),
    ],
)
async def test_wrong_arguments_are_told_before_anything_is_asked(
    between: Between, tmp_path: Path, arguments: dict[str, Any], said: str
) -> None:
    async with session_through(between) as billit:
        with pytest.raises(ValueError, match=said):
            await export_orders(billit, directory=tmp_path, **arguments)
    assert between.asked == []


async def test_no_company_is_an_empty_report(billit: BillitSession, tmp_path: Path) -> None:
    report = await export_orders(billit, directory=tmp_path, companies=[])
    assert (report.companies, report.orders) == ((), 0)
    with pytest.raises(KeyError):
        report.company(1)


ODD_DETAIL = rb"""{"OrderID":%d,"CompanyID":1,"OrderNumber":"a\ud800","TotalIncl":"12,50","OrderDate":[],"Customer":"x",
 "OrderLines":[null,{"Quantity":{}}],"VatGroups":[{"VATPercentage":21.00,"TotalExcl":"10,00","TotalVAT":2.10},5]}"""


async def test_an_order_with_odd_values_is_in_the_files_and_in_the_report(
    between: Between, emulator: Emulator, tmp_path: Path
) -> None:
    party_id = emulator.party_ids[0]
    async with session_through(between) as billit:
        clean = await export_orders(billit, directory=tmp_path / "clean", companies=[party_id])
        order_ids = recount_ids(clean.companies[0].files["jsonl"])
        odd = order_ids[3]
        between.raw[f"/v1/orders/{odd}"] = ODD_DETAIL % odd
        with pytest.warns(PayloadWarning):
            report = await export_orders(billit, directory=tmp_path / "odd", companies=[party_id])
    (company,) = report.companies
    assert company.odd_values == {
        odd: (
            "Customer",
            "OrderDate",
            "OrderLines[0]",
            "OrderLines[1].Quantity",
            "OrderNumber",
            "TotalIncl",
            "VatGroups[0].TotalExcl",
            "VatGroups[1]",
        )
    }
    assert clean.companies[0].odd_values == {}
    assert company.orders == clean.companies[0].orders
    assert recount_ids(company.files["jsonl"]) == order_ids
    assert recount(company.files["parquet"]).order_ids == order_ids
    lines = company.files["jsonl"].read_bytes().splitlines()
    assert json.loads(lines[3], parse_float=str) == json.loads(ODD_DETAIL % odd, parse_float=str)


def recount_ids(path: Path) -> tuple[int, ...]:
    return tuple(json.loads(line)["OrderID"] for line in path.read_bytes().splitlines())


@pytest.mark.parametrize("formats", [("jsonl",), ("parquet",)])
async def test_odd_values_are_reported_whichever_format_is_written(
    formats: tuple[str, ...], between: Between, emulator: Emulator, tmp_path: Path
) -> None:
    party_id = emulator.party_ids[0]
    async with session_through(between) as billit:
        first = await billit.orders.list().first()
        between.raw[f"/v1/orders/{first.order_id}"] = b'{"OrderID":%d,"TotalIncl":"12,50"}' % first.order_id
        with pytest.warns(PayloadWarning):
            report = await export_orders(billit, directory=tmp_path, companies=[party_id], formats=formats)
    assert report.companies[0].odd_values == {first.order_id: ("TotalIncl",)}


async def test_a_list_with_odd_values_in_its_rows_is_exported(
    between: Between, emulator: Emulator, tmp_path: Path
) -> None:
    party_id = emulator.party_ids[0]
    between.rewrite = lambda body: body.replace(b'"OrderType":"Invoice"', rb'"OrderType":"\ud800"').replace(
        b'"TotalIncl":', b'"OrderTitle":{},"TotalIncl":'
    )
    async with session_through(between) as billit:
        with pytest.warns(PayloadWarning):
            report = await export_orders(billit, directory=tmp_path, companies=[party_id])
        with pytest.warns(PayloadWarning):
            rows = await billit.orders.list().collect()
    (company,) = report.companies
    assert company.orders == len(rows) > 0
    assert len(recount_ids(company.files["jsonl"])) == company.orders
    assert set(company.odd_values) == {row.order_id for row in rows if row.order_title == {}}
