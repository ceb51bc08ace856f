"""Fields of the e-invoice that an order has no property for: what they mean, and what Billit calls them. No values."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

__all__ = ["DocumentField", "LineField", "document_field", "is_known_field", "line_field"]


class DocumentField(StrEnum):
    """What can be said of a whole invoice or credit note, as the path of its element.

    Source: docs pages "how can I add certain Peppol values", "extra fields" and "set other paymentmeanscode".
    """

    TAX_POINT_DATE = "TaxPointDate"
    """Date on which VAT becomes due."""
    PERIOD_START = "InvoicePeriod.StartDate"
    PERIOD_END = "InvoicePeriod.EndDate"
    CONTRACT = "ContractDocumentReference.ID.Text"
    """Number of the contract."""
    PROJECT = "ProjectReference.ID.Text"
    """Number of the project."""
    ACCOUNTING_COST = "AccountingCost"
    """Where the buyer books it."""
    NOTE = "Note"
    SALES_ORDER = "OrderReference.SalesOrderID.Text"
    """Number of the order at the seller."""
    DESPATCH_ADVICE = "DespatchDocumentReference.ID.Text"
    """Number of the delivery note."""
    SELLER_CONTACT_NAME = "AccountingSupplierParty.Party.Contact.Name"
    SELLER_CONTACT_TELEPHONE = "AccountingSupplierParty.Party.Contact.Telephone"
    SELLER_CONTACT_EMAIL = "AccountingSupplierParty.Party.Contact.ElectronicMail"
    BUYER_CONTACT_NAME = "AccountingCustomerParty.Party.Contact.Name"
    BUYER_CONTACT_TELEPHONE = "AccountingCustomerParty.Party.Contact.Telephone"
    BUYER_CONTACT_EMAIL = "AccountingCustomerParty.Party.Contact.ElectronicMail"
    PAYMENT_TERMS = "PaymentTerms"
    """Terms of payment, in words."""
    PAYMENT_MEANS_CODE = "PaymentMeansCode"
    """How it is to be paid, of UNCL 4461: 30 for a transfer, 49 for direct debit."""


class LineField(StrEnum):
    """What can be said of one line of an invoice or credit note, as the path of its element.

    Source: docs pages "how can I add certain Peppol values" and "extra fields".
    """

    NOTE = "Note"
    PERIOD_START = "InvoicePeriod.StartDate"
    PERIOD_END = "InvoicePeriod.EndDate"
    ORDER_LINE = "OrderLineReference.LineID"
    """Number of the line in the buyer's order."""
    BUYERS_ITEM = "Item.BuyersItemIdentification.ID.Text"
    """The buyer's number for the article."""
    STANDARD_ITEM = "Item.StandardItemIdentification.ID.Text"
    """Number of the article in a public scheme, such as its GTIN."""
    STANDARD_ITEM_SCHEME = "Item.StandardItemIdentification.ID.SchemeID"
    """That scheme, ``0160`` for a GTIN."""
    UNIT_CODE = "PeppolUnitCode"
    """Unit of the quantity by UN/ECE recommendation 20, such as ``HUR`` for hours."""
    LINE_ID = "PeppolLineID"
    """Number of the line in the e-invoice."""


_UNPREFIXED: Final = re.compile(r"PaymentTerms|PaymentMeansCode|AdditionalDocumentReference[1-9][0-9]*")
_UNPREFIXED_LINE: Final = re.compile(r"PeppolUnitCode|PeppolLineID|CommodityClassification.+|AdditionalItemProperty.+")
# The documentation gives these as the beginnings of longer paths.
_OPEN_ENDED: Final = ("Delivery.DeliveryLocation.", "TaxRepresentativeParty.")


def document_field(order_type: str, field: str) -> str:
    """Name a field of the document as ``CustomFields`` wants it: most begin with the kind of document."""
    return field if _UNPREFIXED.fullmatch(field) else f"{order_type}.{field}"


def line_field(order_type: str, field: str) -> str:
    """Name a field of a line as ``CustomFields`` wants it: most begin with ``InvoiceLine`` or ``CreditNoteLine``."""
    return field if _UNPREFIXED_LINE.fullmatch(field) else f"{order_type}Line.{field}"


def is_known_field(order_type: str, name: str, *, of_line: bool) -> bool:
    """Whether the documentation names this custom field, for this kind of document."""
    if of_line:
        return bool(_UNPREFIXED_LINE.fullmatch(name)) or name in {line_field(order_type, each) for each in LineField}
    path = name.removeprefix(f"{order_type}.")
    known = {document_field(order_type, each) for each in DocumentField}
    return bool(_UNPREFIXED.fullmatch(name)) or name in known or (path != name and path.startswith(_OPEN_ENDED))
