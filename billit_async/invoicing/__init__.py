"""The business of invoicing, pure: identifiers, findings, drafts and totals. Nothing here does I/O."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from billit_async.errors import InvoiceRefused
    from billit_async.invoicing.checks import check
    from billit_async.invoicing.custom_fields import DocumentField, LineField
    from billit_async.invoicing.drafts import CreditNote, DeliveryNote, Invoice, Offer, OrderDraft, OrderForm
    from billit_async.invoicing.findings import Finding
    from billit_async.invoicing.identifiers import (
        creditor_reference,
        format_enterprise_number,
        format_iban,
        is_belgian_vat_number,
        normalise_vat_number,
        parse_bic,
        parse_company_number,
        parse_creditor_reference,
        parse_enterprise_number,
        parse_iban,
        parse_structured_reference,
        parse_vat_number,
        structured_reference,
    )
    from billit_async.invoicing.participants import ParticipantID, parse_participant, participant_as_written
    from billit_async.invoicing.schemes import PARTICIPANT_SCHEMES, PEPPOL_SCHEMES, VAT_SCHEMES
    from billit_async.invoicing.totals import (
        LineTotals,
        OrderTotals,
        TotalsLine,
        TotalsPolicy,
        VatGroupTotals,
        compute_totals,
        totals_of,
    )

__all__ = [
    "PARTICIPANT_SCHEMES",
    "PEPPOL_SCHEMES",
    "VAT_SCHEMES",
    "CreditNote",
    "DeliveryNote",
    "DocumentField",
    "Finding",
    "Invoice",
    "InvoiceRefused",
    "LineField",
    "LineTotals",
    "Offer",
    "OrderDraft",
    "OrderForm",
    "OrderTotals",
    "ParticipantID",
    "TotalsLine",
    "TotalsPolicy",
    "VatGroupTotals",
    "check",
    "compute_totals",
    "creditor_reference",
    "format_enterprise_number",
    "format_iban",
    "is_belgian_vat_number",
    "normalise_vat_number",
    "parse_bic",
    "parse_company_number",
    "parse_creditor_reference",
    "parse_enterprise_number",
    "parse_iban",
    "parse_participant",
    "parse_structured_reference",
    "parse_vat_number",
    "participant_as_written",
    "structured_reference",
    "totals_of",
]

_HOMES = {
    "InvoiceRefused": "errors",
    "check": "invoicing.checks",
    "DocumentField": "invoicing.custom_fields",
    "LineField": "invoicing.custom_fields",
    "CreditNote": "invoicing.drafts",
    "DeliveryNote": "invoicing.drafts",
    "Invoice": "invoicing.drafts",
    "Offer": "invoicing.drafts",
    "OrderDraft": "invoicing.drafts",
    "OrderForm": "invoicing.drafts",
    "Finding": "invoicing.findings",
    "creditor_reference": "invoicing.identifiers",
    "format_enterprise_number": "invoicing.identifiers",
    "format_iban": "invoicing.identifiers",
    "is_belgian_vat_number": "invoicing.identifiers",
    "normalise_vat_number": "invoicing.identifiers",
    "parse_bic": "invoicing.identifiers",
    "parse_company_number": "invoicing.identifiers",
    "parse_creditor_reference": "invoicing.identifiers",
    "parse_enterprise_number": "invoicing.identifiers",
    "parse_iban": "invoicing.identifiers",
    "parse_structured_reference": "invoicing.identifiers",
    "parse_vat_number": "invoicing.identifiers",
    "structured_reference": "invoicing.identifiers",
    "ParticipantID": "invoicing.participants",
    "parse_participant": "invoicing.participants",
    "participant_as_written": "invoicing.participants",
    "PARTICIPANT_SCHEMES": "invoicing.schemes",
    "PEPPOL_SCHEMES": "invoicing.schemes",
    "VAT_SCHEMES": "invoicing.schemes",
    "LineTotals": "invoicing.totals",
    "OrderTotals": "invoicing.totals",
    "TotalsLine": "invoicing.totals",
    "TotalsPolicy": "invoicing.totals",
    "VatGroupTotals": "invoicing.totals",
    "compute_totals": "invoicing.totals",
    "totals_of": "invoicing.totals",
}


# Loaded when it is first used: a list of orders needs a module of this package or two, and not what reads UBL.
def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"billit_async.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
