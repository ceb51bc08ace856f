"""Makes the e-invoice of an order: a UBL 2.1 invoice or credit note of Peppol BIS Billing 3, self-billing included.

It adds nothing up that the order has not added up already, stores nothing, and validates nothing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import attrs

from billit_async.emulator.documents.ubl.addresses import peppol_address
from billit_async.emulator.documents.ubl.elements import (
    BILLING,
    BILLING_PROCESS,
    SELF_BILLING,
    SELF_BILLING_PROCESS,
    add,
    clean,
    put,
    put_amount,
    written,
)
from billit_async.emulator.documents.ubl.fields import write_document_fields
from billit_async.emulator.documents.ubl.files import write_file, write_supporting_document
from billit_async.emulator.documents.ubl.lines import Part, parts_of, write_adjustment, write_line, write_text_line
from billit_async.emulator.documents.ubl.parties import legal_number, vat_number_of, write_delivery, write_party
from billit_async.emulator.documents.ubl.vat import Category, category_of, write_category

if TYPE_CHECKING:
    from collections.abc import Iterable

    from billit_async.emulator.protocol.shapes import Document

__all__ = ["KINDS", "addresses", "is_self_billing", "network_refusal", "order_ubl"]

KINDS: Final = frozenset({"Invoice", "CreditNote"})
"""The orders that there is UBL of."""
_TYPE_CODES: Final = {
    ("Invoice", False): "380",
    ("CreditNote", False): "381",
    ("Invoice", True): "389",
    ("CreditNote", True): "261",
}
"""Source: UNCL 1001; docs page "self-billing: how it works based on API" for the last two."""
_ZERO: Final = Decimal("0.00")
_DAY: Final = len("2024-01-31")
_CREDIT_TRANSFER: Final = "42"
_DIRECT_DEBIT: Final = "49"
_UNDEFINED: Final = "1"
_NO_BREAKDOWN: Final = {"VATPercentage": _ZERO, "VentilationCode": "1"}
_EXEMPT: Final = Category("E", _ZERO)
_RULE_NAMES: Final = {"K": "IC"}


@attrs.define
class _Group:
    """One part of the VAT breakdown."""

    taxable: Decimal = _ZERO
    vat: Decimal = _ZERO
    reasons: dict[str, None] = attrs.field(factory=dict[str, None])


def is_self_billing(document: Document) -> bool:
    """Whether the buyer makes the document. Source: docs page "self-billing: how it works based on API"."""
    return bool(document.get("OrderSubType") == "SelfBilling" and document["OrderDirection"] == "Cost")


def addresses(document: Document) -> tuple[str, str]:
    """Peppol identifiers of who sends an order, which is always its company, and of who receives it.

    A Belgian company sends under its company number; how the receiver is reached depends on what is known of it.
    """
    own, other = ("Customer", "Supplier") if is_self_billing(document) else ("Supplier", "Customer")
    number = legal_number(document[own])
    return f"0208:{number}" if number else peppol_address(document[own]), peppol_address(document[other])


def network_refusal(document: Document) -> str | None:
    """The rule by which no network would take the e-invoice of an order, with its text; ``None`` when it may go.

    Billit's own response is a ``GenericError`` with the text of the rule (docs page "possible errors"); which ones it
    checks is not documented. These are those that an order can break which Billit accepts.

    Source: EN 16931, rules BR-16, BR-O-11 and BR-…-02; Peppol BIS Billing 3, rules R010 and R020; docs page "allowances
    and charges advanced": a charge without any line cannot be sent.
    """
    if not any(part.is_line for part in parts_of(document)):
        return "[BR-16]-An Invoice shall have at least one Invoice line (BG-25)"
    _, receiver = addresses(document)
    if not receiver:
        rule = "R020]-Seller" if is_self_billing(document) else "R010]-Buyer"
        return f"[PEPPOL-EN16931-{rule} electronic address MUST be provided"
    categories = {category.code for category in _breakdown(document)}
    if "O" in categories and len(categories) > 1:
        return "[BR-O-11]-What is not subject to VAT cannot be on one document with what has another VAT category"
    seller, buyer = document["Supplier"], document["Customer"]
    for code in sorted(categories - {"O"}):
        rule = f"[BR-{_RULE_NAMES.get(code, code)}-02]"
        if not vat_number_of(seller):
            return f"{rule}-The seller of what has the VAT category {code} needs a VAT number"
        if (code == "K" and not vat_number_of(buyer)) or (
            code == "AE" and not (vat_number_of(buyer) or legal_number(buyer))
        ):
            return f"{rule}-The buyer of what has the VAT category {code} needs a VAT number"
    return None


def order_ubl(document: Document, files: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """Make the e-invoice of an order.

    Args:
        document: An invoice or credit note as GET returns it.
        files: Name and content of its PDF and of its attachments.

    Returns:
        The XML.

    Source: EN 16931 and Peppol BIS Billing 3.0; where Billit puts its fields is on the docs pages "creating sales
    invoices", "allowances and charges advanced", "prepaid" and "sending a credit note".
    """
    kind: str = document["OrderType"]
    root = ET.Element(kind)
    _write_head(root, document)
    _write_references(root, document)
    for name, content in files:
        write_file(root, name, content)
    breakdown = _breakdown(document)
    with_vat = Category("O", _ZERO) not in breakdown
    sender, receiver = addresses(document)
    if is_self_billing(document):
        sender, receiver = receiver, sender
    write_party(root, "AccountingSupplierParty", document["Supplier"], address=sender, with_vat=with_vat)
    write_party(root, "AccountingCustomerParty", document["Customer"], address=receiver, with_vat=with_vat)
    write_delivery(root, document["Customer"], document["DeliveryDate"][:_DAY])
    _write_payment(root, document)
    _write_amounts(root, document, breakdown)
    write_document_fields(root, document.get("CustomFields", {}))
    return written(root)


def _write_head(root: ET.Element, document: Document) -> None:
    kind, self_billing = root.tag, is_self_billing(document)
    put(root, "CustomizationID", SELF_BILLING if self_billing else BILLING)
    put(root, "ProfileID", SELF_BILLING_PROCESS if self_billing else BILLING_PROCESS)
    put(root, "ID", document["OrderNumber"])
    put(root, "IssueDate", document["OrderDate"][:_DAY])
    if kind == "Invoice":
        put(root, "DueDate", document["ExpiryDate"][:_DAY])
    put(root, f"{kind}TypeCode", _TYPE_CODES[kind, self_billing])
    # Comments and the custom field are not to be combined (docs page "creating sales invoices"): BIS takes one note.
    put(root, "Note", document.get("Comments"))
    put(root, "TaxPointDate", clean(document.get("TaxPointDate"))[:_DAY])
    put(root, "DocumentCurrencyCode", document["Currency"])
    for name, key in (("StartDate", "PeriodFrom"), ("EndDate", "PeriodTill")):
        put(root, f"InvoicePeriod/{name}", clean(document.get(key))[:_DAY])


def _write_references(root: ET.Element, document: Document) -> None:
    put(root, "BuyerReference", document.get("OrderTitle"))
    put(root, "OrderReference/ID", document.get("Reference"))
    if not clean(document.get("OrderTitle")) and not clean(document.get("Reference")):
        # Source: samples of the docs page "allowances and charges advanced".
        put(root, "OrderReference/ID", document["OrderNumber"])
    put(root, "BillingReference/InvoiceDocumentReference/ID", document.get("AboutInvoiceNumber"))
    contracts: list[Document] = document.get("ContractDocumentReference", [])
    for contract in contracts[:1]:
        # Billit takes several (Swagger definition Order), EN 16931 has room for one (BT-12).
        put(root, "ContractDocumentReference/ID", contract.get("ID"))
    supporting: list[Document] = document.get("AdditionalDocumentReference", [])
    for item in supporting:
        write_supporting_document(root, item)


def _write_payment(root: ET.Element, document: Document) -> None:
    """How and when to pay. A credit note has no account in it (docs page "sending a credit note")."""
    if root.tag == "Invoice":
        mandate = clean(document["Customer"].get("DomiciliationMandateID"))
        account, bank = _account(document)
        # Codes 42 and 49 are those of the samples; what Billit writes without an account is not documented.
        code = _CREDIT_TRANSFER if account else _UNDEFINED
        if document.get("PaymentMethod") == "Domiciliation" and mandate:
            code = _DIRECT_DEBIT
            put(root, "PaymentMeans/PaymentMandate/ID", mandate)
        put(root, "PaymentMeans/PaymentMeansCode", document.get("CustomFields", {}).get("PaymentMeansCode") or code)
        put(root, "PaymentMeans/PaymentID", document["PaymentReference"])
        if account:
            put(root, "PaymentMeans/PayeeFinancialAccount/ID", account)
            put(root, "PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/ID", bank)
    put(root, "PaymentTerms/Note", document.get("PaymentTerms") or _terms(document))


def _account(document: Document) -> tuple[str, str]:
    """IBAN and BIC to pay to: those of the order when they are an account of the supplier, else its usual one.

    Source: docs page "IBAN and BIC".
    """
    supplier: Document = document["Supplier"]
    known: list[Document] = supplier.get("BankAccounts", [])
    wanted = _compact(document.get("IBAN"))
    for account in known:
        if wanted and _compact(account.get("IBAN")) == wanted:
            return wanted, _compact(account.get("BIC"))
    return _compact(supplier.get("IBAN")), _compact(supplier.get("BIC"))


def _compact(value: object) -> str:
    return clean(value).replace(" ", "")


def _terms(document: Document) -> str:
    until = clean(document.get("PaymentDiscountDate"))[:_DAY]
    if until:
        percentage = f"{document['PaymentDiscountPercentage']:.2f}"
        amount = f"{document['Currency']} {document['PaymentDiscountAmount']:.2f}"
        return f"Cash discount of {percentage} % ({amount}) when paid by {until}"
    return "" if document["OrderType"] == "Invoice" else f"To be settled by {document['ExpiryDate'][:_DAY]}"


def _breakdown(document: Document) -> dict[Category, _Group]:
    """The VAT by category and rate: codes of the same category make one group there, however many Billit has."""
    found: dict[Category, _Group] = {}
    groups: list[Document] = document["VatGroups"]
    for group in groups or [{**_NO_BREAKDOWN, "TotalExcl": _ZERO, "TotalVAT": _ZERO}]:
        category, reason = category_of(group)
        entry = found.setdefault(category, _Group())
        entry.taxable += group["TotalExcl"] - _reduction(group)
        entry.vat += group["TotalVAT"]
        if reason:
            entry.reasons[reason] = None
    reduction = sum((_reduction(group) for group in groups), _ZERO)
    if reduction:
        exempt = found.setdefault(_EXEMPT, _Group())
        exempt.taxable += reduction
        exempt.reasons["Cash discount: VAT is due on what is left after it"] = None
    return found


def _reduction(group: Document) -> Decimal:
    """The cash discount that VAT is not due on; what has no VAT needs none."""
    reduction: Decimal = group.get("FinancialReductionAmount", _ZERO)
    return reduction if group["VATPercentage"] > 0 else _ZERO


def _write_amounts(root: ET.Element, document: Document, breakdown: dict[Category, _Group]) -> None:
    currency: str = document["Currency"]
    parts = parts_of(document)
    lines = [part for part in parts if part.is_line]
    adjustments = [*(part for part in parts if not part.is_line), *_cash_discount(document)]
    for number, part in enumerate(lines, 1):
        if part.is_text:
            write_text_line(root, part, number, currency, next(iter(breakdown)))
        else:
            write_line(root, part, number, currency)
    for part in adjustments:
        write_adjustment(root, part, currency, with_category=True)
    allowances = sum((-part.net for part in adjustments if part.net < 0), _ZERO)
    charges = sum((part.net for part in adjustments if part.net > 0), _ZERO)
    _write_vat(root, document, breakdown)
    total: Decimal = document["TotalIncl"]
    # What is paid before is what is not to be paid any more (docs page "prepaid"); it cannot be less than nothing.
    prepaid = max(total - document["ToPay"], _ZERO)
    for name, amount in (
        ("LineExtensionAmount", sum((part.net for part in lines), _ZERO)),
        ("TaxExclusiveAmount", document["TotalExcl"]),
        ("TaxInclusiveAmount", total),
        ("AllowanceTotalAmount", allowances or None),
        ("ChargeTotalAmount", charges or None),
        ("PrepaidAmount", prepaid or None),
        ("PayableAmount", total - prepaid),
    ):
        if amount is not None:
            put_amount(root, f"LegalMonetaryTotal/{name}", amount, currency)


def _cash_discount(document: Document) -> list[Part]:
    """The cash discount as Belgian VAT wants it: off what VAT is due on, and back on without VAT.

    The sum to pay stays, only the VAT is less. That Billit writes it so is inferred; it is how Belgian e-invoices
    tell it. Source: docs page "discount with simple Billit fields" (Belgian rules only).
    """
    groups: list[Document] = document["VatGroups"]
    reduced: dict[Category, Decimal] = {}
    for group in groups:
        if reduction := _reduction(group):
            category, _ = category_of(group)
            reduced[category] = reduced.get(category, _ZERO) + reduction
    parts = [Part(net=-amount, category=category, text="Cash discount") for category, amount in reduced.items()]
    total = sum(reduced.values(), _ZERO)
    return [*parts, Part(net=total, category=_EXEMPT, text="Cash discount")] if total else parts


def _write_vat(root: ET.Element, document: Document, breakdown: dict[Category, _Group]) -> None:
    currency: str = document["Currency"]
    tax = add(root, "TaxTotal")
    put_amount(tax, "TaxAmount", document["TotalVAT"], currency)
    for category, group in sorted(breakdown.items()):
        subtotal = add(tax, "TaxSubtotal")
        put_amount(subtotal, "TaxableAmount", group.taxable, currency)
        put_amount(subtotal, "TaxAmount", group.vat, currency)
        write_category(subtotal, "TaxCategory", category, tuple(group.reasons))
