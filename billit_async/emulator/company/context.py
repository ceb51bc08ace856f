"""What the rules of one company work with: its store, the settings and the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from billit_async.emulator.protocol.binding import Dates
from billit_async.emulator.protocol.errors import APIError
from billit_async.invoicing.totals import TotalsPolicy

if TYPE_CHECKING:
    from billit_async.emulator.protocol.clock import Clock
    from billit_async.emulator.settings import EmulatorSettings
    from billit_async.emulator.storage.store import Store

__all__ = ["CompanyContext"]


@attrs.frozen(kw_only=True)
class CompanyContext:
    """One company in which a request or the emulator itself works.

    Args:
        store: What the emulator keeps, of all companies.
        settings: The settings.
        clock: The emulator's time.
        company_id: The company.
    """

    store: Store
    settings: EmulatorSettings
    clock: Clock
    company_id: int

    @property
    def policy(self) -> TotalsPolicy:
        """How totals are rounded here."""
        return TotalsPolicy(rounding=self.settings.orders.rounding, price_decimals=self.settings.orders.price_decimals)

    @property
    def dates(self) -> Dates:
        """How dates in requests are read."""
        settings = self.settings
        return Dates(settings.time.utc_dates, settings.requests.no_date, settings.requests.unreadable_dates)

    def no_access(self) -> APIError:
        """The refusal of an id that is unknown or not this company's. Source: docs page "401"."""
        return APIError(self.settings.access.unknown_id_status, (self.settings.access.no_access_code, None))
