"""What an export counted: orders, and exact totals per VAT rate. Values only, no I/O."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import timedelta
    from pathlib import Path

    from billit_async.models import Order

__all__ = ["CompanyReport", "ExportReport", "Totals", "VatTally"]

ZERO = Decimal("0.00")


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

    def add(self, order: Order) -> None:
        """Count an order.

        Args:
            order: An order's detail; a list item has no VAT groups.
        """
        self.orders += 1
        for group in order.vat_groups or ():
            sums = self._rates.setdefault(group.vat_percentage or ZERO, [ZERO, ZERO, ZERO])
            sums[0] += group.total_excl or ZERO
            sums[1] += group.total_vat or ZERO
            sums[2] += group.total_incl or ZERO

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
        files: The files, by format (``jsonl``, ``parquet``).
    """

    party_id: int
    orders: int
    vat: Mapping[Decimal, Totals]
    vanished: tuple[int, ...]
    files: Mapping[str, Path]


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
