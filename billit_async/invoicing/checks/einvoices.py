"""Checks of what an invoice or credit note must have to become an e-invoice of EN 16931. No totals."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from billit_async.invoicing.code_lists import ALLOWANCE_REASONS, CHARGE_REASONS, COUNTRIES, CURRENCIES, PAYMENT_MEANS
from billit_async.invoicing.custom_fields import (
    DocumentField,
    LineField,
    document_field,
    is_known_field,
    line_field,
)
from billit_async.invoicing.findings import Rule
from billit_async.invoicing.ventilation import code_of_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from billit_async.invoicing.findings import Finding
    from billit_async.models import Order, OrderLine, Party

__all__ = ["einvoice_findings"]

_REVERSE_CHARGE: Final = "21"
_OUTSIDE_SCOPE: Final = "22"
_WITHIN_EU: Final = frozenset({"51", "55"})

_BUYER_NUMBER: Final = Rule(
    name="buyer-number-required",
    message="VAT is shifted to a buyer whose number is not given",
    source='docs page "ventilation codes"; EN 16931 BR-AE-02 and BR-IC-02',
    cure="give the party's vat_number; on reverse charge within the country its enterprise number will do",
)
_ALONE: Final = Rule(
    name="outside-scope-alone",
    message="a line outside the scope of VAT cannot be beside lines with another treatment",
    source='docs page "ventilation codes"; EN 16931 BR-O-11',
    cure="make two documents, or correct the ventilation code",
)
_CURRENCY: Final = Rule(
    name="currency",
    message="not a currency code",
    source="EN 16931 BR-CL-04",
    cure="write three capital letters of ISO 4217, such as EUR",
)
_COUNTRY: Final = Rule(
    name="country-code",
    message="not a country code",
    source="EN 16931 BR-CL-14",
    cure="write two capital letters of ISO 3166, such as BE; Greece is GR here",
)
_REASON: Final = Rule(
    name="reason-code",
    message="not a code of the list for this kind of adjustment",
    source='docs page "allowances and charges advanced"; EN 16931 BR-CL-19 and BR-CL-20',
    cure="use UNCL 5189 for an allowance and UNCL 7161 for a charge, or leave code out",
)
_MEANS: Final = Rule(
    name="payment-means-code",
    message="not a code of a means of payment",
    source='docs page "set other paymentmeanscode"; EN 16931 BR-CL-16',
    cure="use a code of UNCL 4461: 30 for a transfer, 49 for direct debit, 48 for a card",
)
_DATE: Final = Rule(
    name="custom-field-date",
    message="the custom field holds no date",
    source='docs page "extra fields"',
    cure="write it as 2024-01-31",
)
_PERIOD: Final = Rule(
    name="custom-field-period",
    message="the period in the custom fields ends before it starts",
    source="EN 16931 BR-29 and BR-30",
    cure="swap StartDate and EndDate, or correct them",
)
_UNKNOWN: Final = Rule(
    name="custom-field-unknown",
    severity="warning",
    message="the documentation names no such custom field, so it may not reach the e-invoice",
    source='docs page "how can I add certain Peppol values"',
    cure="compare its spelling with DocumentField and LineField of billit_async.invoicing",
)


def einvoice_findings(order: Order) -> Iterator[Finding]:
    """What would keep an order from becoming an e-invoice; other documents have no such rules."""
    if order.order_type not in {"Invoice", "CreditNote"}:
        return
    lines = order.order_lines or []
    if order.currency is not None and order.currency not in CURRENCIES:
        yield _CURRENCY.at("currency")
    for path, party in (("customer", order.customer), ("supplier", order.supplier)):
        if party is not None:
            yield from _countries(party, path)
    yield from _treatments(order, lines)
    for place, line in enumerate(lines):
        codes = CHARGE_REASONS if line.allowance_charge_indicator else ALLOWANCE_REASONS
        if line.allowance_charge_indicator is not None and line.code and line.code not in codes:
            yield _REASON.at(f"order_lines[{place}].code")
    yield from _custom_fields(order, lines)


def _countries(party: Party, path: str) -> Iterator[Finding]:
    if party.country_code and party.country_code not in COUNTRIES:
        yield _COUNTRY.at(f"{path}.country_code")
    for place, address in enumerate(party.addresses or []):
        if address.country_code and address.country_code not in COUNTRIES:
            yield _COUNTRY.at(f"{path}.addresses[{place}].country_code")


def _treatments(order: Order, lines: list[OrderLine]) -> Iterator[Finding]:
    if order.order_direction == "Cost":
        return
    codes = {
        code_of_line(line.ventilation_code, line.vat_percentage, of_order=order.ventilation_code, is_sale=True)
        for line in lines
        if line.product_id is None and line.quantity is not None
    }
    if _OUTSIDE_SCOPE in codes and len(codes) > 1:
        yield _ALONE.at("order_lines")
    # A party that Billit has brings its own numbers.
    buyer = order.customer or order.counter_party
    if buyer is None or buyer.party_id or buyer.vat_number:
        return
    if codes & _WITHIN_EU or (_REVERSE_CHARGE in codes and not buyer.identifiers):
        yield _BUYER_NUMBER.at("customer.vat_number")


def _custom_fields(order: Order, lines: list[OrderLine]) -> Iterator[Finding]:
    kind = order.order_type or ""
    fields = order.custom_fields or {}
    means = fields.get(DocumentField.PAYMENT_MEANS_CODE)
    if means is not None and means not in PAYMENT_MEANS:
        yield _MEANS.at(f"custom_fields[{DocumentField.PAYMENT_MEANS_CODE.value!r}]")
    yield from _dates(
        fields,
        "custom_fields",
        document_field(kind, DocumentField.PERIOD_START),
        document_field(kind, DocumentField.PERIOD_END),
    )
    yield from _unknown(fields, "custom_fields", kind, of_line=False)
    for place, line in enumerate(lines):
        path = f"order_lines[{place}].custom_fields"
        start, end = line_field(kind, LineField.PERIOD_START), line_field(kind, LineField.PERIOD_END)
        yield from _dates(line.custom_fields or {}, path, start, end)
        yield from _unknown(line.custom_fields or {}, path, kind, of_line=True)


def _dates(fields: Mapping[str, str], path: str, start: str, end: str) -> Iterator[Finding]:
    read = {name: _day(fields[name]) for name in (start, end) if name in fields}
    for name, day in read.items():
        if day is None:
            yield _DATE.at(f"{path}[{name!r}]")
    first, last = read.get(start), read.get(end)
    if first is not None and last is not None and last < first:
        yield _PERIOD.at(f"{path}[{end!r}]")


def _unknown(fields: Mapping[str, str], path: str, kind: str, *, of_line: bool) -> Iterator[Finding]:
    other = "Invoice" if kind == "CreditNote" else "CreditNote"
    for name in fields:
        # A name for the other kind of document has a finding of its own.
        if not is_known_field(kind, name, of_line=of_line) and not name.startswith((f"{other}.", f"{other}Line.")):
            # Its name is the caller's own text, so its place says which one it is.
            yield _UNKNOWN.at(path)
            return


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
