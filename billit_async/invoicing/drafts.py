"""The kinds of drafts: immutable values that grow line by line into an order to create. Nothing here does I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import attrs

from billit_async.errors import PayloadError
from billit_async.invoicing.custom_fields import DocumentField, LineField, document_field, line_field
from billit_async.invoicing.drafting import OrderDraft

if TYPE_CHECKING:
    from datetime import date

    from billit_async.models import Order

__all__ = ["CreditNote", "DeliveryNote", "Invoice", "Offer", "OrderDraft", "OrderForm"]


@attrs.frozen(kw_only=True, repr=False)
class _BillingDraft(OrderDraft):
    """What an invoice and a credit note have in common: they become e-invoices.

    Args:
        self_billing: The buyer makes it; its direction is ``Cost``.

    Source: docs page "self-billing: how it works based on API".
    """

    self_billing: bool = False

    def ubl_field(self, field: DocumentField | str, value: str) -> Self:
        """Set a field of the e-invoice that has no property of its own.

        Args:
            field: What it is, or its path below the document, such as ``ProjectReference.ID.Text``.
            value: Its text; dates as ``2024-01-31``.

        Source: docs pages "how can I add certain Peppol values" and "custom fields credit note".
        """
        return self.custom_field(document_field(self.order_type, field), value)

    def line_field(self, field: LineField | str, value: str) -> Self:
        """Set such a field of the line that was added last.

        Args:
            field: What it is, or its path below the line, such as ``OrderLineReference.LineID``.
            value: Its text; dates as ``2024-01-31``.

        Raises:
            PayloadError: There is no line yet.

        Source: docs pages "how can I add certain Peppol values" and "custom fields credit note".
        """
        if not self.lines:
            raise PayloadError("a field of a line needs a line: add it first")
        *before, last = self.lines
        last.custom_fields = {**(last.custom_fields or {}), line_field(self.order_type, field): value}
        return attrs.evolve(self, lines=(*before, last))

    def period(self, first: date, last: date) -> Self:
        """Set the period that the document is about, both days included; it reaches the e-invoice as well.

        Source: docs page "extra fields" (``InvoicePeriod``).
        """
        dated = super().period(first, last).ubl_field(DocumentField.PERIOD_START, first.isoformat()[:10])
        return dated.ubl_field(DocumentField.PERIOD_END, last.isoformat()[:10])

    def order(self) -> Order:
        """Give the order as it would be created: a new one each time, yours to change."""
        order = super().order()
        order.order_sub_type = "SelfBilling" if self.self_billing else None
        return order


@attrs.frozen(kw_only=True, repr=False)
class Invoice(_BillingDraft):
    """A draft of an invoice; arguments as of :class:`OrderDraft`.

    Args:
        self_billing: The buyer makes it; its direction is ``Cost``.

    Source: docs pages "creating sales invoices" and "self-billing: how it works based on API".
    """

    order_type = "Invoice"


@attrs.frozen(kw_only=True, repr=False)
class CreditNote(_BillingDraft):
    """A draft of a credit note, whose amounts are positive; arguments as of :class:`OrderDraft`.

    Args:
        about_invoice_number: Number of the invoice, which Billit must know; the note then counts as settled.
        self_billing: The buyer makes it; its direction is ``Cost``.

    Source: docs page "sending a credit note".
    """

    order_type = "CreditNote"

    about_invoice_number: str | None = None

    def order(self) -> Order:
        """Give the credit note as it would be created: a new one each time, yours to change."""
        order = super().order()
        order.about_invoice_number = self.about_invoice_number
        return order


@attrs.frozen(kw_only=True, repr=False)
class Offer(OrderDraft):
    """A draft of an offer; arguments as of :class:`OrderDraft`."""

    order_type = "Offer"


@attrs.frozen(kw_only=True, repr=False)
class DeliveryNote(OrderDraft):
    """A draft of a delivery note; arguments as of :class:`OrderDraft`."""

    order_type = "DeliveryNote"


@attrs.frozen(kw_only=True, repr=False)
class OrderForm(OrderDraft):
    """A draft of an order form; arguments as of :class:`OrderDraft`."""

    order_type = "OrderForm"
