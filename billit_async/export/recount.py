"""Counts exported files again, to compare them with what they should hold.

It shares no code with what wrote them: JSONL is read with the standard library, Parquet added up by Arrow.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from billit_async.export.parquet import require_pyarrow
from billit_async.export.totals import ZERO, Totals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["Recount", "differences", "recount", "recount_jsonl", "recount_parquet"]


@attrs.frozen(kw_only=True)
class Recount:
    """What a file, or a ledger, holds of one company.

    Attributes:
        order_ids: ``OrderID`` of each row, in the order of the rows.
        vat: Totals by VAT rate in percent.
    """

    order_ids: tuple[int, ...]
    vat: Mapping[Decimal, Totals]


def recount_jsonl(path: Path) -> Recount:
    """Count a JSONL file.

    Args:
        path: A file that `JsonlSink` wrote.

    Returns:
        Its ids and totals.

    Raises:
        OSError: the file cannot be read.
        ValueError: a line is not JSON.
    """
    order_ids: list[int] = []
    rows: list[tuple[Decimal, Totals]] = []
    with path.open("rb") as lines:
        for line in lines:
            order = json.loads(line, parse_float=Decimal)
            order_ids.append(order["OrderID"])
            rows.extend(
                (
                    Decimal(group.get("VATPercentage") or ZERO),
                    Totals(*(Decimal(group.get(name) or ZERO) for name in ("TotalExcl", "TotalVAT", "TotalIncl"))),
                )
                for group in order.get("VatGroups") or ()
            )
    return Recount(order_ids=tuple(order_ids), vat=_by_rate(rows))


def recount_parquet(path: Path) -> Recount:
    """Count a Parquet file.

    Args:
        path: A file that `ParquetSink` wrote.

    Returns:
        Its ids and totals.

    Raises:
        MissingExtra: the extra ``parquet`` is not installed.
        OSError: the file cannot be read.
    """
    arrow, parquet = require_pyarrow()
    order_ids: list[int] = []
    rows: list[tuple[Decimal, Totals]] = []
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(columns=["order_id", "vat_groups", "unfit_values"]):
            order_ids.extend(_ids(batch))
            groups: Any = batch.column("vat_groups").flatten()
            table = arrow.table(dict(zip(groups.type.names, groups.flatten(), strict=True)))
            sums = table.group_by("vat_percentage").aggregate(
                [("total_excl", "sum"), ("total_vat", "sum"), ("total_incl", "sum")]
            )
            rows.extend(
                (
                    row["vat_percentage"] or ZERO,
                    Totals(*(row[f"{name}_sum"] or ZERO for name in ("total_excl", "total_vat", "total_incl"))),
                )
                for row in sums.to_pylist()
            )
    return Recount(order_ids=tuple(order_ids), vat=_by_rate(rows))


def _ids(batch: Any) -> list[int]:
    """The ids of the rows; one that is not a number stands as JSON among the values that do not fit their column."""
    ids: list[Any]
    unfit: list[Any]
    ids, unfit = batch.column("order_id").to_pylist(), batch.column("unfit_values").to_pylist()
    found: list[Any] = [
        json.loads(dict(beside)["OrderID"]) if one is None and beside and "OrderID" in dict(beside) else one
        for one, beside in zip(ids, unfit, strict=True)
    ]
    return found


def recount(path: Path) -> Recount:
    """Count a file of either format, told by its suffix."""
    return recount_parquet(path) if path.suffix == ".parquet" else recount_jsonl(path)


def differences(expected: Recount, found: Recount) -> tuple[str, ...]:
    """Say in what two counts differ.

    Args:
        expected: The truth.
        found: What a file holds.

    Returns:
        One sentence a difference; empty when both agree to the cent and to the order.
    """
    said: list[str] = []
    if len(found.order_ids) != len(expected.order_ids):
        said.append(f"{len(found.order_ids)} orders instead of {len(expected.order_ids)}")
    if doubled := len(found.order_ids) - len(set(found.order_ids)):
        said.append(f"{doubled} orders twice")
    if missing := sorted(set(expected.order_ids) - set(found.order_ids)):
        said.append(f"missing: {_some(missing)}")
    if foreign := sorted(set(found.order_ids) - set(expected.order_ids)):
        said.append(f"not of this company: {_some(foreign)}")
    for rate in sorted({*expected.vat, *found.vat}):
        true, seen = expected.vat.get(rate, Totals()), found.vat.get(rate, Totals())
        said.extend(
            f"VAT {rate}%: {what} is {got}, should be {want}"
            for what, got, want in (
                ("total excl.", seen.excl, true.excl),
                ("VAT", seen.vat, true.vat),
                ("total incl.", seen.incl, true.incl),
            )
            if got != want
        )
    return tuple(said)


def _by_rate(rows: Iterable[tuple[Decimal, Totals]]) -> dict[Decimal, Totals]:
    sums: dict[Decimal, Totals] = {}
    for rate, totals in rows:
        sums[rate] = sums.get(rate, Totals()) + totals
    return dict(sorted(sums.items()))


def _some(order_ids: list[int]) -> str:
    shown = ", ".join(map(str, order_ids[:5]))
    return shown if len(order_ids) <= 5 else f"{shown} and {len(order_ids) - 5} more"  # noqa: PLR2004 - enough to look up
