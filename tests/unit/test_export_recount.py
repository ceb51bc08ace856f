from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pytest

from billit_async.export import JsonlSink, ParquetSink, Totals
from billit_async.export.recount import Recount, differences, recount
from billit_async.export.totals import VatTally, merged
from billit_async.models import Order, VatGroup

if TYPE_CHECKING:
    from pathlib import Path

    from billit_async.export.sinks import FileSink


def amounts(excl: str, vat: str, incl: str) -> Totals:
    return Totals(Decimal(excl), Decimal(vat), Decimal(incl))


def group(rate: str, excl: str, vat: str, incl: str) -> VatGroup:
    return VatGroup(vat_percentage=Decimal(rate), total_excl=excl, total_vat=vat, total_incl=incl)


ORDERS = [
    Order(
        order_id=1, vat_groups=[group("21.00", "100.00", "21.00", "121.00"), group("6.00", "10.00", "0.60", "10.60")]
    ),
    Order(order_id=2, vat_groups=[group("21.00", "0.10", "0.02", "0.12")]),
    Order(order_id=3, vat_groups=[]),
    Order(order_id=4),
    Order(order_id=5, vat_groups=[group("21.00", "-50.00", "-10.50", "-60.50"), VatGroup(total_excl=Decimal(5))]),
]
TRUTH = Recount(
    order_ids=(1, 2, 3, 4, 5),
    vat={
        Decimal(0): amounts("5.00", "0.00", "0.00"),
        Decimal(6): amounts("10.00", "0.60", "10.60"),
        Decimal(21): amounts("50.10", "10.52", "60.62"),
    },
)


@pytest.mark.parametrize("sink_type", [JsonlSink, ParquetSink], ids=["jsonl", "parquet"])
async def test_a_file_counts_to_what_was_written(sink_type: type[FileSink], tmp_path: Path) -> None:
    from billit_async._runtime.threads import off_loop

    path = tmp_path / f"orders{sink_type.suffix}"
    async with sink_type(path) as sink:
        await sink.write(ORDERS[:2])
        await sink.write(ORDERS[2:])
    found = await off_loop(lambda: recount(path))
    assert found == TRUTH
    assert differences(TRUTH, found) == ()


def test_the_tally_of_a_running_export_adds_up_the_same() -> None:
    tally = VatTally()
    for order in ORDERS:
        tally.add(order)
    assert (tally.orders, tally.totals()) == (5, TRUTH.vat)


def test_totals_of_companies_add_up_rate_by_rate() -> None:
    assert merged([TRUTH.vat, {Decimal(6): amounts("1.00", "0.06", "1.06")}])[Decimal(6)] == amounts(
        "11.00", "0.66", "11.66"
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (attrs.evolve(TRUTH, order_ids=(1, 2, 3, 4)), "4 orders instead of 5"),
        (attrs.evolve(TRUTH, order_ids=(1, 2, 3, 4)), "missing: 5"),
        (attrs.evolve(TRUTH, order_ids=(1, 2, 3, 4, 4)), "1 orders twice"),
        (attrs.evolve(TRUTH, order_ids=(1, 2, 3, 4, 9)), "not of this company: 9"),
        (
            attrs.evolve(TRUTH, order_ids=tuple(range(100, 109))),
            "not of this company: 100, 101, 102, 103, 104 and 4 more",
        ),
        (
            attrs.evolve(TRUTH, vat={**TRUTH.vat, Decimal(21): amounts("50.10", "10.53", "60.62")}),
            "VAT 21%: VAT is 10.53, should be 10.52",
        ),
        (attrs.evolve(TRUTH, vat={}), "VAT 6%: total incl. is 0.00, should be 10.60"),
        (
            attrs.evolve(TRUTH, vat={**TRUTH.vat, Decimal(12): amounts("1.00", "0.12", "1.12")}),
            "VAT 12%: total excl. is 1.00, should be 0.00",
        ),
    ],
)
def test_every_kind_of_difference_is_said(changed: Recount, said: str) -> None:
    assert said in differences(TRUTH, changed)
