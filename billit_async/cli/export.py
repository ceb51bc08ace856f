"""`billit export`: every order of a company, with its detail, into files."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - cyclopts reads the annotations when the command runs
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter, validators

from billit_async.cli.credentials import session
from billit_async.cli.output import Failure, Progressing, say, table, warn
from billit_async.export import export_orders

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from billit_async import BillitSession
    from billit_async.export import CompanyReport, ExportReport, Totals

__all__ = ["Count", "export", "totals_rows"]

_ODD_TOLD = 20

Count = Annotated[int, Parameter(validator=validators.Number(gte=1))]


async def export(
    *,
    directory: Annotated[Path, Parameter(name=["--directory", "-d"])],
    company: Annotated[list[int | str] | None, Parameter(name=["--company", "-c"], negative="")] = None,
    all_companies: Annotated[bool, Parameter(negative="")] = False,
    format_: Annotated[list[Literal["jsonl", "parquet"]] | None, Parameter(name="--format", negative="")] = None,
    compact: Annotated[bool, Parameter(negative="")] = False,
    concurrency: Count = 16,
) -> None:
    """Export every order with its detail, to JSONL and Parquet.

    The files are <directory>/<party id>/orders.jsonl and orders.parquet. They
    get these names when they are complete, and replace earlier ones; Ctrl-C or
    an error leaves no half-written file. Without --company or --all-companies it
    is the company of BILLIT_PARTY_ID.

    A line of orders.jsonl is what Billit sent, with its nulls and with properties
    that this version does not know; --compact leaves both out.

    Args:
        directory: Where to write; it is made if it is missing.
        company: A company's party id; repeat it for more of them.
        all_companies: Every company that the key reaches, as "billit account" lists them.
        format_: One format instead of both; repeat it for more.
        compact: Leave nulls and unknown properties out of orders.jsonl.
        concurrency: Details asked for at the same time.
    """
    async with session() as billit:
        companies = await _companies(billit, company or [], all_companies=all_companies)
        with Progressing() as progress:
            report = await export_orders(
                billit,
                directory=directory,
                companies=companies,
                formats=format_ or ("jsonl", "parquet"),
                concurrency=concurrency,
                compact=compact,
                progress=progress,
            )
    table(
        ("COMPANY", "ORDERS", "VAT %", "EXCL", "VAT", "INCL"),
        [row for done in report.companies for row in totals_rows(done)],
        numbers=("COMPANY", "ORDERS", "VAT %", "EXCL", "VAT", "INCL"),
    )
    for done in report.companies:
        for path in done.files.values():
            say(str(path))
    _tell_what_vanished(report)
    _tell_what_is_odd(report)


def totals_rows(company: CompanyReport) -> list[tuple[str, ...]]:
    """The lines of a company in a table: one a VAT rate, the first with the company's own columns."""
    return _rows(str(company.party_id), str(company.orders), company.vat)


def _rows(party_id: str, orders: str, vat: Mapping[Decimal, Totals]) -> list[tuple[str, ...]]:
    rows = [
        (f"{rate:f}", f"{totals.excl:f}", f"{totals.vat:f}", f"{totals.incl:f}") for rate, totals in vat.items()
    ] or [("", "", "", "")]
    return [((party_id, orders) if number == 0 else ("", "")) + row for number, row in enumerate(rows)]


async def _companies(billit: BillitSession, chosen: list[int | str], *, all_companies: bool) -> list[int | str]:
    if chosen and all_companies:
        raise Failure("give --company or --all-companies, not both", usage=True)
    if chosen:
        return list(dict.fromkeys(chosen))
    if not all_companies:
        if billit.party_id is None:
            raise Failure(
                "no company chosen",
                hint="set BILLIT_PARTY_ID, or give --company or --all-companies; billit account lists them",
                usage=True,
            )
        return [billit.party_id]
    information = await billit.account.information()
    return [company.party_id for company in information.companies or () if company.party_id is not None]


def _tell_what_vanished(report: ExportReport) -> None:
    for company in report.companies:
        if company.vanished:
            warn(
                f"company {company.party_id}: {len(company.vanished)} orders were deleted during the export: "
                + ", ".join(map(str, company.vanished))
            )


def _tell_what_is_odd(report: ExportReport) -> None:
    for company in report.companies:
        told = list(company.odd_values.items())
        for order_id, paths in told[:_ODD_TOLD]:
            warn(
                f"company {company.party_id}: order {order_id} has values that have not the documented type or do not "
                f"fit their column: {', '.join(paths)}"
            )
        if len(told) > _ODD_TOLD:
            warn(f"company {company.party_id}: {len(told) - _ODD_TOLD} more orders have such values")
