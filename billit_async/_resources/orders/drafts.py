"""Drafts of orders, which are checked before anything is sent."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from billit_async._resources.arguments import checked_model
from billit_async.models.orders import Order

__all__ = ["CheckedDraft", "order_of"]


@runtime_checkable
class CheckedDraft(Protocol):
    """An order still to be checked, such as ``billit_async.invoicing.Invoice``."""

    def checked_order(self) -> Order:
        """Return the order when it breaks no rule.

        Raises:
            InvoiceRefused: There are errors; nothing was sent.
        """
        ...


def order_of(order: Order | CheckedDraft) -> Order:
    """The order itself, or the one that a draft makes once it passed its checks.

    Raises:
        InvoiceRefused: The draft has errors.
        TypeError: It is neither.
    """
    checked = order.checked_order() if isinstance(order, CheckedDraft) else order
    return checked_model(checked, Order, "order")
