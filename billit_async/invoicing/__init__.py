"""The business of invoicing, pure: identifiers, findings, drafts and totals. Nothing here does I/O."""

from __future__ import annotations

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
