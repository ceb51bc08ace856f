"""Checks of how an order is paid: account, reference, prepaid, cash discount. No totals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from billit_async.errors import IdentifierError
from billit_async.invoicing.checks.parties import account_findings
from billit_async.invoicing.findings import Rule
from billit_async.invoicing.identifiers import parse_creditor_reference, parse_structured_reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from billit_async.invoicing.findings import Finding
    from billit_async.models import Order

__all__ = ["payment_findings"]

_LOOKS_STRUCTURED: Final = re.compile(r"\s*(?:\+{3}|\*{3}).*|\s*[0-9]{3}/[0-9]{4}/[0-9]{5}\s*", re.DOTALL)
_LOOKS_CREDITOR: Final = re.compile(r"\s*RF[0-9]{2}.*", re.DOTALL)

_STRUCTURED: Final = Rule(
    name="structured-reference",
    message="not a structured reference, though written as one: twelve digits, the last two the first ten modulo 97",
    source='docs page "payment id"',
    cure="leave payment_reference out and Billit makes one, or write free text without the plus signs",
)
_CREDITOR: Final = Rule(
    name="creditor-reference",
    severity="warning",
    message="looks like an international creditor reference, but its check digits do not fit",
    source='docs page "payment id" (any text may be given); ISO 11649',
    cure="correct it, unless the text only happens to start with RF",
)
_PREPAID: Final = Rule(
    name="prepaid-twice",
    message="both paid and to_pay are set",
    source='docs page "prepaid"',
    cure="set to_pay for a part, or paid for the whole, never both",
)
_DISCOUNT: Final = Rule(
    name="cash-discount-days",
    severity="warning",
    message="a cash discount has a percentage and a number of days",
    source='docs page "discount with simple Billit fields"',
    cure="set payment_discount_percentage and payment_reduction_days together",
)


def payment_findings(order: Order) -> Iterator[Finding]:
    """What is wrong with the payment of an order."""
    yield from account_findings(order.iban, order.bic, "")
    reference = order.payment_reference or ""
    try:
        if _LOOKS_STRUCTURED.fullmatch(reference):
            parse_structured_reference(reference)
        elif _LOOKS_CREDITOR.fullmatch(reference):
            parse_creditor_reference(reference)
    except IdentifierError:
        rule = _STRUCTURED if _LOOKS_STRUCTURED.fullmatch(reference) else _CREDITOR
        yield rule.at("payment_reference")
    if order.paid and order.to_pay is not None:
        yield _PREPAID.at("to_pay")
    if bool(order.payment_discount_percentage) != bool(order.payment_reduction_days):
        yield _DISCOUNT.at(
            "payment_reduction_days" if order.payment_discount_percentage else "payment_discount_percentage"
        )
