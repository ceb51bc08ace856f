"""The counts of an export: orders, and exact totals per VAT rate. Values only, no I/O."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any, Final

import attrs

from billit_async._serialization.jsontypes import is_array

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import timedelta
    from pathlib import Path

    from billit_async.export.received import ReceivedOrder
    from billit_async.models import Order


__all__ = ["CompanyReport", "ExportReport", "Totals", "VatTally"]

ZERO = Decimal("0.00")


# Sums of amounts of such a size are exact in such a context.
_LARGEST: Final = 30
_EXACT: Final = Context(prec=100)
_SUMMED: Final = ("TotalExcl", "TotalVAT", "TotalIncl")
_NOT_A_GROUP: Final = object()


def _countable(amount: object) -> bool:
    """Whether it is an amount at all, and of a size that money has."""
    return isinstance(amount, Decimal) and amount.is_finite() and abs(amount.adjusted()) <= _LARGEST


@attrs.frozen
class Totals:
    """The three amounts of an invoice.

    Attributes:
        excl: Sum without VAT.
        vat: Sum of VAT.
        incl: Sum with VAT.
    """

    excl: Decimal = ZERO
    vat: Decimal = ZERO
    incl: Decimal = ZERO

    def __add__(self, other: Totals) -> Totals:
        return Totals(self.excl + other.excl, self.vat + other.vat, self.incl + other.incl)


class VatTally:
    """Adds up the VAT groups of orders, rate by rate.

    The amounts are added as Billit gives them: no sign is turned for a credit note, no currency converted.
    """

    def __init__(self) -> None:
        self.orders = 0
        self._rates: dict[Decimal, list[Decimal]] = {}

    def add(self, order: Order | ReceivedOrder) -> tuple[str, ...]:
        """Count an order.

        Args:
            order: An order's detail, as a model or as it was received; a list item has no VAT groups.

        Returns:
            Billit's paths of what could not be counted, since it is not an amount; mostly none.
        """
        self.orders += 1
        groups: Any = order.vat_groups
        if groups is not None and not is_array(groups):
            return ("VatGroups",)
        uncounted: list[str] = []
        for index, group in enumerate(groups or ()):
            # What is not an object stands there as it came.
            rate: Any = getattr(group, "vat_percentage", _NOT_A_GROUP) or ZERO
            if not _countable(rate):
                uncounted.append(f"VatGroups[{index}]")
                continue
            sums = self._rates.get(rate) or self._rates.setdefault(rate, [ZERO, ZERO, ZERO])
            for place, amount in enumerate((group.total_excl, group.total_vat, group.total_incl)):
                if amount is None:
                    continue
                if _countable(amount):
                    sums[place] = _EXACT.add(sums[place], amount)
                else:
                    uncounted.append(f"VatGroups[{index}].{_SUMMED[place]}")
        return tuple(uncounted)

    def totals(self) -> dict[Decimal, Totals]:
        """The sums by VAT rate in percent, lowest rate first."""
        return {rate: Totals(*self._rates[rate]) for rate in sorted(self._rates)}


@attrs.frozen(kw_only=True)
class CompanyReport:
    """What was exported of one company.

    Attributes:
        party_id: The company's ``PartyID``.
        orders: Rows in each file.
        vat: Totals by VAT rate in percent, lowest rate first, added up from the ``VatGroups`` of the details.
        vanished: ``OrderID`` of orders that were listed but gone when their detail was asked for.
        odd_values: ``OrderID`` of orders with values that have not the documented type, or that a column of the Parquet
            file cannot hold, to Billit's paths of these values (``OrderLines[0].Quantity``). The orders are in the
            files: JSONL has the values as Billit sent them, Parquet has null in their place and the values in the
            column ``unfit_values``. What is not an amount is not in `vat`.
        files: The files, by format (``jsonl``, ``parquet``).
    """

    party_id: int
    orders: int
    vat: Mapping[Decimal, Totals]
    vanished: tuple[int, ...]
    files: Mapping[str, Path]
    odd_values: Mapping[int, tuple[str, ...]] = attrs.field(factory=dict[int, tuple[str, ...]])


@attrs.frozen(kw_only=True)
class ExportReport:
    """What an export did.

    Attributes:
        companies: One report a company, in the order in which they were asked for.
        elapsed: Wall time.
    """

    companies: tuple[CompanyReport, ...]
    elapsed: timedelta

    @property
    def orders(self) -> int:
        """Orders of all companies."""
        return sum(company.orders for company in self.companies)

    def company(self, party_id: int) -> CompanyReport:
        """The report of one company.

        Raises:
            KeyError: that company was not exported.
        """
        for company in self.companies:
            if company.party_id == party_id:
                return company
        raise KeyError(party_id)


def merged(parts: Iterable[Mapping[Decimal, Totals]]) -> dict[Decimal, Totals]:
    """Add up totals of several companies, rate by rate."""
    sums: dict[Decimal, Totals] = {}
    for part in parts:
        for rate, totals in part.items():
            sums[rate] = sums.get(rate, Totals()) + totals
    return dict(sorted(sums.items()))
