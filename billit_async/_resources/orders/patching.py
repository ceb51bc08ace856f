"""What Billit patches on an order: on one's own, and on one of a registered company."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["PATCHABLE", "PATCHABLE_OF_REGISTRATION", "OrderChanges", "RegistrationOrderChanges"]

PATCHABLE: Final[Mapping[str, type]] = {
    "paid": bool,
    "paid_date": datetime,
    "is_sent": bool,
    "approval_status": str,
    "account_code": int,
    "internal_info": str,
    "invoiced": bool,
    "accountant_verification_needed": bool,
    "payment_method": str,
}
"""Source: docs pages "patchable properties", which has eight, and "paymentmethod", which has the last."""

PATCHABLE_OF_REGISTRATION: Final[Mapping[str, type]] = {
    **PATCHABLE,
    "analytic_cost_bearer": str,
    "analytic_cost_center": str,
    "exported_to_connector": bool,
}
"""Source: access point page "patching invoices"."""


class OrderChanges(TypedDict, total=False):
    """What Billit patches on an order; ``NULL`` clears a value."""

    paid: bool
    paid_date: datetime | date
    is_sent: bool
    approval_status: str
    account_code: int
    internal_info: str
    invoiced: bool
    accountant_verification_needed: bool
    payment_method: str


class RegistrationOrderChanges(OrderChanges, total=False):
    """What Billit patches on an order of a registered company; ``NULL`` clears a value."""

    analytic_cost_bearer: str
    analytic_cost_center: str
    exported_to_connector: bool
