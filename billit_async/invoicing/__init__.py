"""The business of invoicing, pure: totals now, more rules as they come. Nothing here does I/O."""

from __future__ import annotations

from billit_async.invoicing.totals import (
    LineTotals,
    OrderTotals,
    TotalsLine,
    TotalsPolicy,
    VatGroupTotals,
    compute_totals,
)

__all__ = ["LineTotals", "OrderTotals", "TotalsLine", "TotalsPolicy", "VatGroupTotals", "compute_totals"]
