"""`billit demo`: an export from the emulator, and the proof of its result."""

from __future__ import annotations

import contextlib
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import attrs
from cyclopts import Parameter, validators

from billit_async import ApiKey, BillitSession
from billit_async._runtime.threads import off_loop
from billit_async.cli.emulator_process import EmulatorProcess
from billit_async.cli.export import Count  # noqa: TC001 - cyclopts reads the annotations when the command runs
from billit_async.cli.output import Failure, Progressing, say, table, warn
from billit_async.export import export_orders
from billit_async.export.recount import Recount, differences, recount

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from billit_async.export import CompanyReport, ExportReport

__all__ = ["CompanyComparison", "demo", "prove"]


async def demo(
    *,
    orders: Annotated[int, Parameter(name=["--orders", "-n"], validator=validators.Number(gte=0))] = 12_000,
    companies: Count = 3,
    seed: int = 7,
    directory: Annotated[Path, Parameter(name=["--directory", "-d"])] = Path("billit-demo"),
    concurrency: Count = 16,
    keep: bool = True,
) -> None:
    """Export every order of a made-up Billit in full, and prove the result.

    A local Billit with several companies is started, every order is fetched with
    its detail and written to JSONL and Parquet, and the files are read back: row
    counts, order ids and totals per company and VAT rate must equal the ledger
    of that Billit, to the cent. No account and no network is needed.
    Exit code 1 if anything differs.

    Args:
        orders: Orders, over all companies.
        companies: Companies under the one API key.
        seed: The same seed makes the same orders.
        directory: Where to write: <directory>/<party id>/orders.jsonl and orders.parquet.
        concurrency: Details asked for at the same time.
        keep: Leave the files after the proof.
    """
    warn(f"Making a Billit with {orders} orders of {companies} companies (seed {seed}).")
    async with EmulatorProcess(seed=seed, orders=orders, companies=companies) as emu:
        warn(f"It listens at {emu.url}. Exporting every order with its detail.")
        async with BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_ids[0]) as billit:
            with Progressing() as progress:
                report = await export_orders(
                    billit, directory=directory, companies=emu.party_ids, concurrency=concurrency, progress=progress
                )
        ledger = await emu.ledger()
    warn("Reading the files back and comparing them with the ledger.")
    comparisons = await off_loop(partial(prove, report, ledger))
    _print_proof(report, comparisons)
    wrong = [line for comparison in comparisons for line in comparison.lines()]
    if wrong:
        for line in wrong:
            warn(line)
        raise Failure(
            f"the files differ from the ledger in {len(wrong)} points, listed above",
            hint=f"the files are left in {directory} to be looked at",
        )
    seconds = report.elapsed / timedelta(seconds=1)
    say(
        f"{report.orders} orders with their detail in {seconds:.1f} s ({report.orders / max(seconds, 0.001):.0f}/s). "
        "Every row and every total equals the ledger, to the cent."
    )
    if keep:
        sizes = await off_loop(partial(_sizes, report))
        say()
        say(f"Files in {directory}:")
        for path, size in sizes.items():
            say(f"  {path}  ({size / 1_000_000:.1f} MB)")
    else:
        await off_loop(partial(_remove, report))
    await off_loop(partial(_print_next, report.companies[0].files["parquet"] if keep else None))


@attrs.frozen(kw_only=True)
class CompanyComparison:
    """What the files of one company were found to hold.

    Attributes:
        party_id: The company.
        expected: What the ledger says.
        found: In what each format differs from it; empty where it does not.
    """

    party_id: int
    expected: Recount
    found: Mapping[str, tuple[str, ...]]

    def lines(self) -> list[str]:
        """One line a difference."""
        return [f"company {self.party_id}, {name}: {what}" for name, whats in self.found.items() for what in whats]


def prove(report: ExportReport, ledger: Mapping[int, Recount]) -> tuple[CompanyComparison, ...]:
    """Read every exported file back and compare it with the ledger; blocks.

    Args:
        report: What the export said it did; its own totals are compared with the ledger too.
        ledger: The truth by company.

    Returns:
        A comparison for each company of the ledger, also for companies that the export left out.
    """
    exported = {company.party_id: company for company in report.companies}
    comparisons: list[CompanyComparison] = []
    for party_id, truth in ledger.items():
        found: dict[str, tuple[str, ...]] = {}
        if company := exported.get(party_id):
            found = {name: differences(truth, recount(path)) for name, path in company.files.items()}
            found["report"] = _report_differences(truth, company)
        else:
            found["report"] = ("the company was not exported",)
        comparisons.append(CompanyComparison(party_id=party_id, expected=truth, found=found))
    return tuple(comparisons)


def _report_differences(truth: Recount, company: CompanyReport) -> tuple[str, ...]:
    said: list[str] = []
    if company.orders != len(truth.order_ids):
        said.append(f"{company.orders} orders instead of {len(truth.order_ids)}")
    if company.vat != truth.vat:
        said.append("totals per VAT rate differ")
    return tuple(said)


def _print_proof(report: ExportReport, comparisons: Sequence[CompanyComparison]) -> None:
    formats = list(dict.fromkeys(name for company in report.companies for name in company.files))
    numbers = ("COMPANY", "ORDERS", "VAT %", "EXCL", "VAT", "INCL")
    rows: list[tuple[str, ...]] = []
    for comparison in comparisons:
        marks = ["DIFFERS" if comparison.found.get(name, ("absent",)) else "equal" for name in formats]
        first = (str(comparison.party_id), str(len(comparison.expected.order_ids)))
        for rate, totals in comparison.expected.vat.items():
            amounts = (f"{rate:f}", f"{totals.excl:f}", f"{totals.vat:f}", f"{totals.incl:f}")
            rows.append((*first, *amounts, *marks))
            first, marks = ("", ""), [""] * len(formats)
        if not comparison.expected.vat:
            rows.append((*first, "", "", "", "", *marks))
    table((*numbers, *(name.upper() for name in formats)), rows, numbers=numbers)


def _sizes(report: ExportReport) -> dict[Path, int]:
    return {path: path.stat().st_size for company in report.companies for path in company.files.values()}


def _print_next(table_file: Path | None) -> None:
    say()
    say("Next:")
    if table_file is not None:
        read = f"pq.read_table({table_file.as_posix()!r}, columns=['order_number', 'total_incl'])"
        say(f'  {_to_type("python")} -c "import pyarrow.parquet as pq; print({read})"')
    else:
        say(f"  {_to_type('billit')} demo")
    billit = _to_type("billit")
    say(f"  {billit} emulator                       the same Billit, to write your own code against")
    say(f"  {billit} export --directory ./export    your own company, with BILLIT_API_KEY and BILLIT_PARTY_ID set")


def _to_type(command: str) -> str:
    """How the command is reached from here: by path where it lies below this folder, as in an environment of nox."""
    with contextlib.suppress(ValueError):
        return (Path(sys.executable).parent / command).relative_to(Path.cwd()).as_posix()
    return command


def _remove(report: ExportReport) -> None:
    """Remove the files that this run wrote, and the folders that are empty then."""
    for company in report.companies:
        for path in company.files.values():
            path.unlink(missing_ok=True)
            for folder in (path.parent, path.parent.parent):
                with contextlib.suppress(OSError):
                    folder.rmdir()
