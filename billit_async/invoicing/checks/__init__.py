"""The checks of an order before it is sent: what can be known without asking Billit. Nothing here does I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.invoicing.checks.einvoices import einvoice_findings
from billit_async.invoicing.checks.files import file_findings
from billit_async.invoicing.checks.header import header_findings
from billit_async.invoicing.checks.lines import line_findings
from billit_async.invoicing.checks.parties import party_findings
from billit_async.invoicing.checks.payments import payment_findings
from billit_async.invoicing.checks.vat import vat_findings
from billit_async.invoicing.documented_types import documented_types

if TYPE_CHECKING:
    from collections.abc import Collection

    from billit_async.invoicing.findings import Finding
    from billit_async.models import Order

__all__ = ["check"]


def check(
    order: Order,
    *,
    country: str = "BE",
    counterparty_country: str | None = None,
    known_invoices: Collection[str] | None = None,
    price_decimals: int = 2,
) -> tuple[Finding, ...]:
    """Find what Billit, or the receiver, would refuse in a new order, and what may not be meant.

    Args:
        order: The order as it would be created.
        country: Two letters: the country of your company.
        counterparty_country: The same of the counterparty, where the order names it only by its id.
        known_invoices: Numbers of the invoices in Billit; without them an ``about_invoice_number`` is not looked up.
        price_decimals: Decimals that your company keeps of prices and quantities: 2, or up to 5.

    Returns:
        The findings; none with severity ``error`` means that no rule known here stands against the order.

    Raises:
        PayloadError: A value of the order has not the documented type, and cannot be checked or sent; it names the
            place.

    Source: docs page "creating sales invoices"; each finding names its own.
    """
    with documented_types(order):
        return (
            *header_findings(order, known_invoices=known_invoices),
            *party_findings(order),
            *line_findings(order, price_decimals=price_decimals),
            *vat_findings(order, country=country, counterparty_country=counterparty_country),
            *payment_findings(order),
            *einvoice_findings(order),
            *file_findings(order),
        )
