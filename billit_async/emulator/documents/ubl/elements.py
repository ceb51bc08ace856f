"""What UBL is put together from: names, their place in the schema, text that XML can hold. It knows no order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = [
    "BILLING",
    "BILLING_PROCESS",
    "CHILDREN",
    "SELF_BILLING",
    "SELF_BILLING_PROCESS",
    "UBL",
    "add",
    "arranged",
    "clean",
    "document_type",
    "find",
    "has",
    "put",
    "put_amount",
    "written",
]

UBL: Final = "urn:oasis:names:specification:ubl:schema:xsd"
BILLING: Final = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
SELF_BILLING: Final = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0"
BILLING_PROCESS: Final = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
SELF_BILLING_PROCESS: Final = "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0"

_ADDRESS: Final = (
    "StreetName", "AdditionalStreetName", "CityName", "PostalZone", "CountrySubentity", "AddressLine", "Country",
)  # fmt: skip
_TAX_CATEGORY: Final = ("ID", "Percent", "TaxExemptionReasonCode", "TaxExemptionReason", "TaxScheme")
_REFERENCE: Final = ("ID",)
_LINE: Final = (
    "ID", "Note", "InvoicedQuantity", "CreditedQuantity", "LineExtensionAmount", "AccountingCost", "InvoicePeriod",
    "OrderLineReference", "DocumentReference", "AllowanceCharge", "Item", "Price",
)  # fmt: skip
_PARTIES_AND_ON: Final = (
    "AccountingSupplierParty", "AccountingCustomerParty", "PayeeParty", "TaxRepresentativeParty", "Delivery",
    "PaymentMeans", "PaymentTerms", "AllowanceCharge", "TaxTotal", "LegalMonetaryTotal", "InvoiceLine",
    "CreditNoteLine",
)  # fmt: skip
CHILDREN: Final[dict[str, tuple[str, ...]]] = {
    "Invoice": (
        "CustomizationID", "ProfileID", "ID", "IssueDate", "DueDate", "InvoiceTypeCode", "Note", "TaxPointDate",
        "DocumentCurrencyCode", "TaxCurrencyCode", "AccountingCost", "BuyerReference", "InvoicePeriod",
        "OrderReference", "BillingReference", "DespatchDocumentReference", "ReceiptDocumentReference",
        "OriginatorDocumentReference", "ContractDocumentReference", "AdditionalDocumentReference", "ProjectReference",
        *_PARTIES_AND_ON,
    ),
    "CreditNote": (
        "CustomizationID", "ProfileID", "ID", "IssueDate", "TaxPointDate", "CreditNoteTypeCode", "Note",
        "DocumentCurrencyCode", "TaxCurrencyCode", "AccountingCost", "BuyerReference", "InvoicePeriod",
        "OrderReference", "BillingReference", "DespatchDocumentReference", "ReceiptDocumentReference",
        "ContractDocumentReference", "AdditionalDocumentReference", "OriginatorDocumentReference", *_PARTIES_AND_ON,
    ),
    "InvoicePeriod": ("StartDate", "EndDate", "DescriptionCode"),
    "OrderReference": ("ID", "SalesOrderID"),
    "BillingReference": ("InvoiceDocumentReference",),
    "InvoiceDocumentReference": ("ID", "IssueDate"),
    "DespatchDocumentReference": _REFERENCE,
    "ReceiptDocumentReference": _REFERENCE,
    "OriginatorDocumentReference": _REFERENCE,
    "ContractDocumentReference": _REFERENCE,
    "ProjectReference": _REFERENCE,
    "AdditionalDocumentReference": ("ID", "DocumentTypeCode", "DocumentDescription", "Attachment"),
    "Attachment": ("EmbeddedDocumentBinaryObject",),
    "AccountingSupplierParty": ("Party",),
    "AccountingCustomerParty": ("Party",),
    "TaxRepresentativeParty": ("PartyName", "PostalAddress", "PartyTaxScheme"),
    "Party": (
        "EndpointID", "PartyIdentification", "PartyName", "PostalAddress", "PartyTaxScheme", "PartyLegalEntity",
        "Contact",
    ),
    "PartyIdentification": ("ID",),
    "PartyName": ("Name",),
    "PostalAddress": _ADDRESS,
    "Address": _ADDRESS,
    "AddressLine": ("Line",),
    "Country": ("IdentificationCode",),
    "PartyTaxScheme": ("CompanyID", "TaxScheme"),
    "TaxScheme": ("ID",),
    "PartyLegalEntity": ("RegistrationName", "CompanyID", "CompanyLegalForm"),
    "Contact": ("Name", "Telephone", "ElectronicMail"),
    "Delivery": ("ActualDeliveryDate", "DeliveryLocation", "DeliveryParty"),
    "DeliveryLocation": ("ID", "Address"),
    "DeliveryParty": ("PartyName",),
    "PaymentMeans": ("PaymentMeansCode", "PaymentID", "PayeeFinancialAccount", "PaymentMandate"),
    "PayeeFinancialAccount": ("ID", "Name", "FinancialInstitutionBranch"),
    "FinancialInstitutionBranch": ("ID",),
    "PaymentMandate": ("ID",),
    "PaymentTerms": ("Note",),
    "AllowanceCharge": (
        "ChargeIndicator", "AllowanceChargeReasonCode", "AllowanceChargeReason", "MultiplierFactorNumeric", "Amount",
        "BaseAmount", "TaxCategory",
    ),
    "TaxTotal": ("TaxAmount", "TaxSubtotal"),
    "TaxSubtotal": ("TaxableAmount", "TaxAmount", "TaxCategory"),
    "TaxCategory": _TAX_CATEGORY,
    "ClassifiedTaxCategory": _TAX_CATEGORY,
    "LegalMonetaryTotal": (
        "LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "AllowanceTotalAmount", "ChargeTotalAmount",
        "PrepaidAmount", "PayableRoundingAmount", "PayableAmount",
    ),
    "InvoiceLine": _LINE,
    "CreditNoteLine": _LINE,
    "OrderLineReference": ("LineID",),
    "Item": (
        "Description", "Name", "BuyersItemIdentification", "SellersItemIdentification", "StandardItemIdentification",
        "OriginCountry", "CommodityClassification", "ClassifiedTaxCategory", "AdditionalItemProperty",
    ),
    "BuyersItemIdentification": ("ID",),
    "SellersItemIdentification": ("ID",),
    "StandardItemIdentification": ("ID",),
    "OriginCountry": ("IdentificationCode",),
    "CommodityClassification": ("ItemClassificationCode",),
    "AdditionalItemProperty": ("Name", "Value"),
    "Price": ("PriceAmount", "BaseQuantity"),
}  # fmt: skip
"""What BIS Billing 3 puts into each aggregate, in the order of the UBL 2.1 schema, which receivers validate too."""

# XML 1.0 has no way to write the other control characters, nor half a surrogate pair.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document_type(kind: str, *, self_billing: bool = False) -> str:
    """The whole Peppol document id of an ``Invoice`` or ``CreditNote``, as BIS Billing 3 has it."""
    return f"{UBL}:{kind}-2::{kind}##{SELF_BILLING if self_billing else BILLING}::2.1"


def clean(value: object) -> str:
    """The text of a value without blanks around it and without what XML cannot hold; ``None`` is empty."""
    return "" if value is None else _NOT_XML.sub("", str(value)).strip()


def add(parent: ET.Element, name: str) -> ET.Element:
    """Add one more element below a parent."""
    return ET.SubElement(parent, f"{'cac' if name in CHILDREN else 'cbc'}:{name}")


def find(parent: ET.Element, name: str) -> ET.Element | None:
    """The last child of a name."""
    return next((child for child in reversed(parent) if child.tag.rpartition(":")[2] == name), None)


def has(parent: ET.Element, path: str) -> bool:
    """Whether there is something at a path of local names."""
    element: ET.Element | None = parent
    for name in path.split("/"):
        if element is None:
            return False
        element = find(element, name)
    return element is not None


def put(parent: ET.Element, path: str, value: object, **attributes: object) -> None:
    """Write a text at a path of local names, in place of the one that is there; nothing for a text that is empty."""
    text = clean(value)
    if not text:
        return
    *steps, name = path.split("/")
    for step in steps:
        found = find(parent, step)
        parent = add(parent, step) if found is None else found
    leaf = find(parent, name)
    if leaf is None:
        leaf = add(parent, name)
    leaf.text = text
    leaf.attrib.update({key: clean(value) for key, value in attributes.items()})


def put_amount(parent: ET.Element, path: str, value: Decimal, currency: str) -> None:
    """Write an amount of money, with its two decimals."""
    put(parent, path, f"{value:.2f}", currencyID=currency)


def arranged(element: ET.Element) -> ET.Element:
    """Bring everything below an element into the order of the schema."""
    order = CHILDREN.get(element.tag.rpartition(":")[2], ())
    element[:] = sorted(element, key=lambda child: order.index(child.tag.rpartition(":")[2]))
    for child in element:
        arranged(child)
    return element


def written(root: ET.Element) -> bytes:
    """The document as bytes, declaration and all."""
    root.set("xmlns", f"{UBL}:{root.tag}-2")
    for prefix, name in (("cac", "CommonAggregateComponents"), ("cbc", "CommonBasicComponents")):
        root.set(f"xmlns:{prefix}", f"{UBL}:{name}-2")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(arranged(root), encoding="unicode").encode()
