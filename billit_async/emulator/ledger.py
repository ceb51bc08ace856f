"""The truth about what is in the emulator, counted by SQL over whole cents and independent of the SDK."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from billit_async.emulator.storage.store import Store

__all__ = ["CompanyLedger", "Ledger", "VatTotals", "read_ledger"]


@attrs.frozen(kw_only=True)
class VatTotals:
    """Amounts of one VAT rate, as the VAT groups of the orders have them; credit notes count positive, as printed."""

    excl: Decimal
    vat: Decimal
    incl: Decimal


@attrs.frozen(kw_only=True)
class CompanyLedger:
    """One company's orders, deleted ones left out.

    Attributes:
        party_id: The company.
        order_ids: Ascending.
        vat_totals: By VAT percentage (``Decimal("21.00")``), ascending.
        totals: All rates together.
    """

    party_id: int
    order_ids: tuple[int, ...]
    vat_totals: Mapping[Decimal, VatTotals]

    @property
    def order_count(self) -> int:
        """How many orders there are."""
        return len(self.order_ids)

    @property
    def totals(self) -> VatTotals:
        """All VAT rates together."""
        return _sum(self.vat_totals.values())


@attrs.frozen(kw_only=True)
class Ledger:
    """All companies of the key; ``ledger[party_id]`` is one of them."""

    companies: Mapping[int, CompanyLedger]

    def __getitem__(self, party_id: int) -> CompanyLedger:
        return self.companies[party_id]

    def __iter__(self) -> Iterator[CompanyLedger]:
        return iter(self.companies.values())

    def __len__(self) -> int:
        return len(self.companies)

    @property
    def order_count(self) -> int:
        """Orders of all companies."""
        return sum(company.order_count for company in self)


def read_ledger(store: Store) -> Ledger:
    """Count what the store holds now."""
    order_ids: dict[int, list[int]] = {company_id: [] for company_id in store.companies.ids()}
    totals: dict[int, dict[Decimal, VatTotals]] = {company_id: {} for company_id in order_ids}
    run = store.database.connection.execute
    for company_id, order_id in run("SELECT CompanyID, OrderID FROM orders WHERE Deleted = 0 ORDER BY OrderID"):
        if company_id in order_ids:  # companies registered for e-invoices are none of the key's
            order_ids[company_id].append(order_id)
    statement = (
        "SELECT g.CompanyID, g.Rate, exact_sum(g.Excl), exact_sum(g.Vat), exact_sum(g.Incl) FROM vat_groups g "
        "JOIN orders o ON o.OrderID = g.OrderID WHERE o.Deleted = 0 GROUP BY 1, 2 ORDER BY 1, 2"
    )
    for company_id, rate, excl, vat, incl in run(statement):
        if company_id not in totals:
            continue
        totals[company_id][_hundredths(rate)] = VatTotals(
            excl=_hundredths(excl), vat=_hundredths(vat), incl=_hundredths(incl)
        )
    return Ledger(
        companies={
            company_id: CompanyLedger(party_id=company_id, order_ids=tuple(ids), vat_totals=totals[company_id])
            for company_id, ids in order_ids.items()
        }
    )


def _hundredths(value: int | str) -> Decimal:
    return Decimal(value).scaleb(-2)


def _sum(parts: Iterable[VatTotals]) -> VatTotals:
    excl = vat = incl = Decimal("0.00")
    for part in parts:
        excl, vat, incl = excl + part.excl, vat + part.vat, incl + part.incl
    return VatTotals(excl=excl, vat=vat, incl=incl)
