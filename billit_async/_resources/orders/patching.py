"""What Billit patches on an order, of one's own company and of a registered one."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final, TypedDict, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PATCHABLE", "PATCHABLE_OF_REGISTRATION", "OrderChanges", "RegistrationOrderChanges", "patchable"]


class OrderChanges(TypedDict, total=False):
    """What Billit patches on an order; ``NULL`` clears a value.

    Source: docs pages "patchable properties", which has eight, and "paymentmethod", which has the last.
    """

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
    """What Billit patches on an order of a registered company; ``NULL`` clears a value.

    Source: access point page "patching invoices".
    """

    analytic_cost_bearer: str
    analytic_cost_center: str
    exported_to_connector: bool


def patchable(changes: type) -> Mapping[str, type]:
    """Return the names and types that a patch takes.

    Args:
        changes: The ``TypedDict`` of its keyword arguments.
    """
    hints = get_type_hints(changes)
    return {name: datetime if kind == datetime | date else kind for name, kind in hints.items()}


PATCHABLE: Final = patchable(OrderChanges)
PATCHABLE_OF_REGISTRATION: Final = patchable(RegistrationOrderChanges)
