"""Custom fields that mean something in UBL, written where they belong; names that BIS does not know are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from billit_async.emulator.documents.ubl.elements import CHILDREN, add, clean, find, has, put

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from billit_async.emulator.protocol.shapes import Document

__all__ = ["write_document_fields", "write_line_fields"]

_OF_DOCUMENT: Final = (
    "AccountingCost",
    "AccountingCustomerParty.Party.Contact.",
    "AccountingSupplierParty.Party.Contact.",
    "ContractDocumentReference.",
    "Delivery.",
    "DespatchDocumentReference.",
    "InvoicePeriod.",
    "Note",
    "OrderReference.SalesOrderID",
    "OriginatorDocumentReference.",
    "ProjectReference.",
    "ReceiptDocumentReference.",
    "TaxPointDate",
    "TaxRepresentativeParty.",
)
_OF_LINE: Final = (
    "AccountingCost",
    "InvoicePeriod.",
    "Item.BuyersItemIdentification.",
    "Item.OriginCountry.",
    "Item.StandardItemIdentification.",
    "Note",
    "OrderLineReference.LineID",
)
"""Where a path may begin: amounts and numbers of the document are Billit's own.

Source: docs pages "how can I add certain Peppol values", "extra fields" and "custom fields credit note".
"""
_DATES: Final = frozenset({"ActualDeliveryDate", "EndDate", "StartDate", "TaxPointDate"})
_DAY: Final = len("2024-01-31")
_CLASSIFICATION: Final = "CommodityClassification"
_PROPERTY: Final = "AdditionalItemProperty"
_REFERENCE: Final = "AdditionalDocumentReference"
_GTIN: Final = "0160"


def write_document_fields(root: Element, fields: Document) -> None:
    """Write the custom fields of an order; their names begin with the kind of document.

    Args:
        root: The document.
        fields: Them.
    """
    for name, value in _schemes_last(fields):
        prefix, _, path = name.partition(".")
        if prefix == root.tag and path.startswith(_OF_DOCUMENT):
            _write(root, path, value)
        elif name.startswith(_REFERENCE) and name.removeprefix(_REFERENCE).isdecimal() and clean(value):
            put(add(root, _REFERENCE), "ID", value)
    put(root, "PaymentTerms/Note", fields.get("PaymentTerms"))
    if has(root, "OrderReference") and not has(root, "OrderReference/ID"):
        # The element needs a number of the buyer's order; Peppol's guide has NA where only the seller's is known.
        put(root, "OrderReference/ID", "NA")
    if has(root, "TaxRepresentativeParty/PartyTaxScheme/CompanyID"):
        # It is a VAT number: EN 16931 has no other for a representative (BT-63).
        put(root, "TaxRepresentativeParty/PartyTaxScheme/TaxScheme/ID", "VAT")


def write_line_fields(line: Element, fields: Document) -> None:
    """Write the custom fields of a line.

    Args:
        line: The line.
        fields: Them.
    """
    name = line.tag.rpartition(":")[2]
    for key, value in _schemes_last(fields):
        prefix, _, path = key.partition(".")
        text = clean(value)
        if prefix == name and path.startswith(_OF_LINE):
            _write(line, path, value)
        elif key == "PeppolLineID":
            put(line, "ID", text)
        elif key.startswith(_CLASSIFICATION) and (scheme := clean(key.removeprefix(_CLASSIFICATION))) and text:
            item = add(_item(line), _CLASSIFICATION)
            put(item, "ItemClassificationCode", text, listID=scheme)
        elif key.startswith(_PROPERTY) and (title := clean(key.removeprefix(_PROPERTY))) and text:
            described = add(_item(line), _PROPERTY)
            put(described, "Name", title)
            put(described, "Value", text)
    standard = find(_item(line), "StandardItemIdentification")
    identifier = None if standard is None else find(standard, "ID")
    if identifier is not None:
        # A standard number needs its scheme (BR-64); the usual one is the GTIN.
        identifier.attrib.setdefault("schemeID", _GTIN)


def _schemes_last(fields: Document) -> list[tuple[str, object]]:
    """The fields, with what qualifies a number after the number."""
    return sorted(fields.items(), key=lambda field: field[0].endswith(".SchemeID"))


def _item(line: Element) -> Element:
    found = find(line, "Item")
    return add(line, "Item") if found is None else found


def _write(element: Element, path: str, value: object) -> None:
    steps = path.removesuffix(".Text").split(".")
    scheme: str | None = None
    if steps[-1] == "SchemeID":
        steps.pop()
        scheme = clean(value)
    above = element.tag.rpartition(":")[2]
    for step in steps:
        if step not in CHILDREN.get(above, ()):
            return
        above = step
    if above in CHILDREN:
        return
    if scheme is None:
        put(element, "/".join(steps), clean(value)[:_DAY] if above in _DATES else value)
        return
    found: Element | None = element
    for step in steps:
        found = None if found is None else find(found, step)
    if found is not None and scheme:
        found.set("schemeID", scheme)
