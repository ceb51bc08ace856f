"""Checks of an order's header: type, direction, counterparty, dates, what a credit note is about. No amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from billit_async.invoicing.findings import Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from billit_async.invoicing.findings import Finding
    from billit_async.models import Order

__all__ = ["header_findings"]

_TYPES: Final = frozenset({"Invoice", "CreditNote", "Offer", "DeliveryNote", "OrderForm"})
_FIRST_YEAR: Final = 1753
# A number may have a space in it, so that alone says nothing.
_SEPARATORS: Final = (",", ";", "\n", "\r", "\t")
_DIRECTIONS: Final = frozenset({"Income", "Cost"})

_TYPE: Final = Rule(
    name="order-type",
    message="the type of the order is missing or unknown",
    source='docs page "types"; code TheOrderTypeCode_0_IsInvalid',
    cure="set Invoice, CreditNote, Offer, DeliveryNote or OrderForm",
)
_DIRECTION: Final = Rule(
    name="order-direction",
    message="the direction of the order is missing or unknown",
    source="docs page reference/order; code TheOrderDirectionCode_0_IsInvalid",
    cure="set Income for what you sell and Cost for what you buy",
)
_COUNTERPARTY: Final = Rule(
    name="counterparty-required",
    message="the order names nobody on the other side",
    source="docs page reference/order; code CustomerIsRequired",
    cure="set customer or customer_id on Income, supplier or supplier_id on Cost",
)
_ORDER_DATE: Final = Rule(
    name="order-date-required",
    message="the date of the order is missing",
    source="docs page reference/order; code OrderDateIsRequired",
    cure="set order_date",
)
_EXPIRY_DATE: Final = Rule(
    name="expiry-date-required",
    message="the due date is missing; credit notes need one too",
    source='docs page "sending a credit note"; code ExpiryDateIsRequired',
    cure="set expiry_date",
)
_EXPIRY_ORDER: Final = Rule(
    name="expiry-before-order",
    severity="warning",
    message="the due date lies before the date of the order",
    source="docs page reference/order (both dates required); no refusal is documented",
    cure="check both dates",
)
_DELIVERY_DATE: Final = Rule(
    name="delivery-date",
    message="the date of delivery lies before 1753: it was never set, and no database of Billit's kind holds it",
    source="code InvalidDeliveryDate; the limit is that of SQL Server's datetime",
    cure="correct delivery_date, or leave it out and it is the date of the order",
)
_REFERENCE: Final = Rule(
    name="reference-text",
    severity="warning",
    message="the reference is more than one number: receivers look their purchase order up by it",
    source='docs page "creating sales invoices"; code PleaseSupplyAValidPONumberInTheFieldYourReference',
    cure="give one purchase order number and nothing else; words belong in order_title or comments",
)
_PERIOD: Final = Rule(
    name="period-order",
    message="the period ends before it starts",
    source="EN 16931 BR-29",
    cure="swap period_from and period_till, or correct them",
)
_ABOUT_UNKNOWN: Final = Rule(
    name="about-invoice-unknown",
    message="the invoice that the credit note is about is not in Billit",
    source='docs page "sending a credit note"; code TheAboutInvoiceNumberCouldNotBeFound',
    cure="give the number of an invoice that Billit has, or leave about_invoice_number out",
)
_ABOUT_MISSING: Final = Rule(
    name="about-invoice-missing",
    severity="warning",
    message="the credit note does not say which invoice it is about, so it will not settle it",
    source='docs page "sending a credit note"',
    cure="set about_invoice_number",
)
_SELF_BILLING: Final = Rule(
    name="self-billing",
    message="self-billing is an invoice or credit note with direction Cost",
    source='docs page "self-billing: how it works based on API"',
    cure="set order_direction Cost and order_type Invoice or CreditNote, and give the supplier",
)

_PREFIX: Final = Rule(
    name="custom-field-prefix",
    severity="warning",
    message="a custom field is named for another kind of document, so it will not reach the e-invoice",
    source='docs page "custom fields credit note"',
    cure="begin it with CreditNote or CreditNoteLine on a credit note, with Invoice or InvoiceLine on an invoice",
)
_NOTE: Final = Rule(
    name="note-twice",
    severity="warning",
    message="comments and a custom field for the note of the document are both set",
    source='docs page "creating sales invoices"',
    cure="keep one of them: both become the note",
)


def header_findings(order: Order, *, known_invoices: Collection[str] | None) -> Iterator[Finding]:
    """What is wrong with the head of an order."""
    if order.order_type not in _TYPES:
        yield _TYPE.at("order_type")
    if order.order_direction not in _DIRECTIONS:
        yield _DIRECTION.at("order_direction")
    yield from _counterparty(order)
    yield from _dates(order)
    if any(mark in (order.reference or "").strip() for mark in _SEPARATORS):
        yield _REFERENCE.at("reference")
    if order.order_type == "CreditNote":
        if not order.about_invoice_number:
            yield _ABOUT_MISSING.at("about_invoice_number")
        elif known_invoices is not None and order.about_invoice_number not in known_invoices:
            yield _ABOUT_UNKNOWN.at("about_invoice_number")
    yield from _custom_fields(order)
    if order.order_sub_type == "SelfBilling":
        if order.order_direction != "Cost":
            yield _SELF_BILLING.at("order_direction")
        if order.order_type not in {"Invoice", "CreditNote"}:
            yield _SELF_BILLING.at("order_type")


def _counterparty(order: Order) -> Iterator[Finding]:
    if order.counter_party or order.counter_party_id:
        return
    if order.order_direction == "Cost":
        if not (order.supplier or order.supplier_id):
            yield _COUNTERPARTY.at("supplier")
    elif not (order.customer or order.customer_id):
        yield _COUNTERPARTY.at("customer")


def _dates(order: Order) -> Iterator[Finding]:
    if order.order_date is None:
        yield _ORDER_DATE.at("order_date")
    if order.expiry_date is None:
        yield _EXPIRY_DATE.at("expiry_date")
    if _is_before(order.expiry_date, order.order_date):
        yield _EXPIRY_ORDER.at("expiry_date")
    if order.delivery_date is not None and order.delivery_date.year < _FIRST_YEAR:
        yield _DELIVERY_DATE.at("delivery_date")
    if _is_before(order.period_till, order.period_from):
        yield _PERIOD.at("period_till")


def _is_before(moment: datetime | None, other: datetime | None) -> bool:
    # Whole days: a moment with an offset and one without cannot be compared, and the hour does not matter here.
    return moment is not None and other is not None and moment.date() < other.date()


def _custom_fields(order: Order) -> Iterator[Finding]:
    other = "Invoice" if order.order_type == "CreditNote" else "CreditNote"
    prefixes = (f"{other}.", f"{other}Line.")
    fields = {"custom_fields": order.custom_fields}
    fields |= {
        f"order_lines[{place}].custom_fields": line.custom_fields for place, line in enumerate(order.order_lines or [])
    }
    for path, given in fields.items():
        if any(name.startswith(prefixes) for name in given or {}):
            yield _PREFIX.at(path)
    if order.comments and {"Invoice.Note", "CreditNote.Note"} & set(order.custom_fields or {}):
        yield _NOTE.at("comments")
