from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pyarrow.parquet as pq
import pytest

from billit_async._runtime.threads import off_loop
from billit_async.cli.app import run
from billit_async.cli.demo import prove
from billit_async.cli.emulator_process import EmulatorProcess
from billit_async.emulator import Emulator
from billit_async.export import Totals, export_orders
from billit_async.export.recount import recount

if TYPE_CHECKING:
    from billit_async import BillitSession
    from billit_async.export.recount import Recount

BILLIT = (sys.executable, "-P", "-m", "billit_async.cli")
LONG_ENOUGH = 60


async def start(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *BILLIT,
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )


async def until(process: asyncio.subprocess.Process, text: str) -> list[str]:
    """Read what the command says on stderr until a line holds the text."""
    assert process.stderr is not None
    seen: list[str] = []
    async with asyncio.timeout(LONG_ENOUGH):
        while True:
            line = (await process.stderr.readline()).decode()
            if not line:
                pytest.fail(f"never said {text!r}: {seen}")
            seen.append(line)
            if text in line:
                return seen


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


async def test_the_demo_exports_what_the_ledger_says_and_proves_it(tmp_path: Path) -> None:
    process = await start("demo", "--orders", "300", "--companies", "3", "--seed", "11", "-d", str(tmp_path / "out"))
    async with asyncio.timeout(LONG_ENOUGH):
        out, err = await process.communicate()
    printed, said = out.decode(), err.decode()
    assert process.returncode == 0, said
    assert "Every row and every total equals the ledger, to the cent." in printed
    assert "DIFFERS" not in printed
    assert "\x1b" not in printed + said
    assert len(printed.split("Next:")[1].strip().splitlines()) == 3

    # Counted here anew, from the same orders in an emulator of our own.
    async with Emulator(seed=11, orders=300, companies=3) as emulator:
        assert sorted(files_in(tmp_path / "out")) == sorted(
            f"{party_id}/orders.{kind}" for party_id in emulator.party_ids for kind in ("jsonl", "parquet")
        )
        count = 0
        for party_id in emulator.party_ids:
            folder = tmp_path / "out" / str(party_id)
            rows = [
                json.loads(line, parse_float=Decimal)
                for line in await off_loop((folder / "orders.jsonl").read_bytes().splitlines)
            ]
            table = await off_loop(lambda folder=folder: pq.read_table(folder / "orders.parquet").to_pylist())
            assert [row["order_id"] for row in table] == [row["OrderID"] for row in rows]
            sums: dict[Decimal, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 3)
            columns: dict[Decimal, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 3)
            for row in rows:
                for group in row["VatGroups"]:
                    for index, name in enumerate(("TotalExcl", "TotalVAT", "TotalIncl")):
                        sums[group["VATPercentage"]][index] += group[name]
            for row in table:
                for group in row["vat_groups"]:
                    for index, name in enumerate(("total_excl", "total_vat", "total_incl")):
                        columns[group["vat_percentage"]][index] += group[name]
            assert columns == sums
            for amounts in sums.values():
                for amount in amounts:
                    assert f"{amount:f}" in printed
            assert all(row["OrderLines"] for row in rows)
            count += len(rows)
        assert count == 300


@pytest.mark.parametrize(
    ("ending", "to_group", "code"),
    [(signal.SIGINT, False, 130), (signal.SIGINT, True, 130), (signal.SIGTERM, False, 143)],
    ids=["kill -INT", "Ctrl-C in a terminal", "docker stop"],
)
async def test_an_interrupted_demo_leaves_no_half_written_file(
    ending: signal.Signals, to_group: bool, code: int, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    process = await start("demo", "--orders", "3000", "-d", str(out))
    await until(process, "(10%)")
    boxes = children_of(process.pid)
    if to_group:
        os.killpg(process.pid, ending)
    else:
        process.send_signal(ending)
    async with asyncio.timeout(LONG_ENOUGH):
        _, err = await process.communicate()
    assert process.returncode == code
    assert "Traceback" not in err.decode()
    assert err.decode().splitlines()[-1].startswith("Interrupted")
    left = await off_loop(lambda: files_in(tmp_path))
    assert [name for name in left if not name.endswith(("/orders.jsonl", "/orders.parquet"))] == []
    for name in left:
        whole = await off_loop(lambda name=name: recount(tmp_path / name))
        assert len(whole.order_ids) == 1000
    assert boxes
    assert [pid for pid in boxes if is_alive(pid)] == []


async def test_a_demo_that_is_killed_outright_leaves_no_final_file_and_no_process(tmp_path: Path) -> None:
    process = await start("demo", "--orders", "3000", "-d", str(tmp_path))
    await until(process, "(10%)")
    boxes = children_of(process.pid)
    process.kill()
    async with asyncio.timeout(LONG_ENOUGH):
        await process.communicate()
        while any(is_alive(pid) for pid in boxes):  # noqa: ASYNC110 - the end of a grandchild cannot be awaited
            await asyncio.sleep(0.01)
    for name in await off_loop(lambda: files_in(tmp_path)):
        if not name.endswith(".part"):
            whole = await off_loop(lambda name=name: recount(tmp_path / name))
            assert len(whole.order_ids) == 1000


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.fixture
async def proven(billit: BillitSession, emulator: Emulator, tmp_path: Path) -> tuple[Any, dict[int, Recount]]:
    report = await export_orders(billit, directory=tmp_path, companies=emulator.party_ids)
    ledger = {
        company.party_id: await off_loop(lambda c=company: recount(c.files["jsonl"])) for company in report.companies
    }
    assert [comparison.lines() for comparison in await off_loop(lambda: prove(report, ledger))] == [[], []]
    return report, ledger


async def test_a_cent_too_much_in_the_ledger_is_found_in_every_file(proven: tuple[Any, dict[int, Recount]]) -> None:
    report, ledger = proven
    party_id = report.companies[0].party_id
    vat = dict(ledger[party_id].vat)
    rate = next(iter(vat))
    vat[rate] += Totals(vat=Decimal("0.01"))
    ledger[party_id] = attrs.evolve(ledger[party_id], vat=vat)
    wrong, right = await off_loop(lambda: prove(report, ledger))
    assert right.lines() == []
    assert len(wrong.lines()) == 3
    assert all(wrong.found[name] for name in ("jsonl", "parquet", "report"))


async def test_an_order_that_the_files_lack_is_found(proven: tuple[Any, dict[int, Recount]]) -> None:
    report, ledger = proven
    party_id = report.companies[0].party_id
    truth = ledger[party_id]
    ledger[party_id] = attrs.evolve(truth, order_ids=(*truth.order_ids, 999_999_999))
    wrong, _ = await off_loop(lambda: prove(report, ledger))
    assert f"company {party_id}, parquet: missing: 999999999" in wrong.lines()
    assert f"company {party_id}, jsonl: missing: 999999999" in wrong.lines()


async def test_a_company_that_was_not_exported_is_found(proven: tuple[Any, dict[int, Recount]]) -> None:
    report, ledger = proven
    ledger[5] = next(iter(ledger.values()))
    *_, comparison = await off_loop(lambda: prove(report, ledger))
    assert comparison.lines() == ["company 5, report: the company was not exported"]


async def test_a_file_that_was_changed_after_the_export_is_found(proven: tuple[Any, dict[int, Recount]]) -> None:
    report, ledger = proven
    path = report.companies[0].files["jsonl"]

    def drop_the_last_line() -> None:
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))

    await off_loop(drop_the_last_line)
    wrong, _ = await off_loop(lambda: prove(report, ledger))
    assert wrong.found["jsonl"]
    assert wrong.found["parquet"] == ()


def test_a_demo_that_does_not_hold_ends_with_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    true_ledger = EmulatorProcess.ledger

    async def tampered(self: EmulatorProcess) -> dict[int, Recount]:
        ledger = await true_ledger(self)
        party_id = next(iter(ledger))
        rate = next(iter(ledger[party_id].vat))
        vat = {**ledger[party_id].vat, rate: Totals()}
        return {**ledger, party_id: attrs.evolve(ledger[party_id], vat=vat)}

    monkeypatch.setattr(EmulatorProcess, "ledger", tampered)
    assert run(["demo", "--orders", "40", "--companies", "2", "-d", str(tmp_path)]) == 1
    printed = capsys.readouterr()
    assert "DIFFERS" in printed.out
    assert "to the cent" not in printed.out
    assert "billit: the files differ from the ledger" in printed.err


def test_a_demo_that_keeps_nothing_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "--orders", "40", "--companies", "2", "--no-keep", "-d", str(tmp_path / "out")]) == 0
    assert list(tmp_path.iterdir()) == []
    assert "to the cent" in capsys.readouterr().out


def test_what_to_type_next_can_be_typed_where_the_command_is_not_on_the_path(tmp_path, monkeypatch, capsys):
    from billit_async.cli import demo

    folder = tmp_path / ".nox" / "demo" / "bin"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(demo.sys, "executable", str(folder / "python"))
    demo._print_next(Path("billit-demo/1/orders.parquet"))
    lines = capsys.readouterr().out.strip().splitlines()[1:]
    assert [line.split()[0] for line in lines] == [
        ".nox/demo/bin/python",
        ".nox/demo/bin/billit",
        ".nox/demo/bin/billit",
    ]
    monkeypatch.chdir(elsewhere)
    demo._print_next(None)
    lines = capsys.readouterr().out.strip().splitlines()[1:]
    assert [" ".join(line.split()[:2]) for line in lines] == ["billit demo", "billit emulator", "billit export"]
