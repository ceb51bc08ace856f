"""Checks of how an order is paid: account, reference, prepaid, cash discount, direct debit. No totals."""

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
# What SEPA allows: Billit has a pattern of its own and does not print it.
_MANDATE: Final = re.compile(r"[A-Za-z0-9+?/\-:().,' ]{1,35}")
_DIRECT_DEBIT: Final = "Domiciliation"
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
_MANDATE_ID: Final = Rule(
    name="mandate-id",
    message="not the id of a mandate: more than 35 characters, or one that SEPA does not allow",
    source='docs page "direct debit"; SEPA Direct Debit rulebook AT-01',
    cure="write it as the mandate has it: letters without accents, digits, spaces and + ? / - : ( ) . , '",
)
_MANDATE_PARTS: Final = Rule(
    name="direct-debit-incomplete",
    severity="warning",
    message="direct debit needs a customer with a mandate: its id, its date, and Domiciliation as the usual payment",
    source='docs page "direct debit"; Peppol PEPPOL-EN16931-R061',
    cure="set it on the customer, unless Billit has this customer with a mandate already",
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
    yield from _direct_debit(order)
    if bool(order.payment_discount_percentage) != bool(order.payment_reduction_days):
        yield _DISCOUNT.at(
            "payment_reduction_days" if order.payment_discount_percentage else "payment_discount_percentage"
        )


def _direct_debit(order: Order) -> Iterator[Finding]:
    for name, party in (
        ("customer", order.customer),
        ("supplier", order.supplier),
        ("counter_party", order.counter_party),
    ):
        if party is None:
            continue
        if party.domiciliation_mandate_id and not _MANDATE.fullmatch(party.domiciliation_mandate_id):
            yield _MANDATE_ID.at(f"{name}.domiciliation_mandate_id")
        # Who is paid for a purchase has no mandate of ours, and a party that is named by its id has its own.
        if order.payment_method != _DIRECT_DEBIT or order.order_direction != "Income" or party.party_id:
            continue
        for field, given in (
            ("domiciliation_mandate_id", party.domiciliation_mandate_id),
            ("domiciliation_mandate_signing_date", party.domiciliation_mandate_signing_date),
            ("default_payment_method_tc", party.default_payment_method_tc == _DIRECT_DEBIT),
        ):
            if not given:
                yield _MANDATE_PARTS.at(f"{name}.{field}")
