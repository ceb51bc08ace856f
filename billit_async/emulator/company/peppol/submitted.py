"""UBL that is handed in as it stands: what is checked before it goes onto the network, and where it arrives.

It checks what the documentation names as causes of refusals, and is not a validator of EN 16931.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from billit_async.emulator.company.peppol.delivery import Transmission, arrive
from billit_async.emulator.company.peppol.directory import look_up
from billit_async.emulator.documents.ubl.elements import SELF_BILLING, UBL
from billit_async.emulator.protocol.errors import APIError, generic
from billit_async.invoicing.identifiers import normalise_vat_number
from billit_async.invoicing.ubl_tree import CAC, CBC

if TYPE_CHECKING:
    from billit_async.emulator.company.context import CompanyContext

__all__ = ["send_xml"]

_LINE_TOTALS: Final = {"Invoice": "InvoiceLine", "CreditNote": "CreditNoteLine"}


def send_xml(context: CompanyContext, xml: str) -> int:
    """Check a UBL document and put it onto the network.

    Args:
        context: The company's context.
        xml: The document.

    Returns:
        The ``InboxItemID``: the receiver's item where it is a company of this emulator, else a number of the network.

    Raises:
        APIError: 400 with the first thing that is wrong.

    Source: docs pages "send UBL to Peppol" and "possible errors" (the texts of ``GenericError``).
    """
    read = _read(xml)
    company = context.store.companies.get(context.company_id)
    sender = look_up(context.store, context.settings, read.sender)
    if sender.vat_number != normalise_vat_number(company.get("VATNumber", "")):
        # "The supplier ids do not match the company" is one of the two causes that the documentation gives.
        raise APIError.of("TheCustomerDoesNotSupportPeppolForType_0", read.kind)
    receiver = look_up(context.store, context.settings, read.receiver)
    if not receiver.is_registered:
        raise APIError.of("TheCustomerIsNotActiveOnPeppol")
    if f"BISv3{read.kind}{'SelfBilling' if read.self_billing else ''}" not in receiver.document_types:
        raise APIError.of("TheCustomerDoesNotSupportPeppolForType_0", read.kind)
    item_id = context.store.counters.advance("inbox")
    arrive(context, read, item_id)
    return item_id


def _read(xml: str) -> Transmission:
    if "<!DOCTYPE" in xml or "<!ENTITY" in xml:
        # UBL has none, and expanding entities could fill the memory.
        raise generic("The document must not have a document type declaration")
    try:
        root = ET.fromstring(xml)  # noqa: S314 - no declaration, so no entity
    except (ET.ParseError, ValueError) as error:
        raise generic("Data at the root level is invalid: the XML is not well-formed") from error
    kind = next((kind for kind in _LINE_TOTALS if root.tag == f"{{{UBL}:{kind}-2}}{kind}"), None)
    if kind is None:
        raise generic("The document is neither a UBL Invoice nor a UBL CreditNote")
    if any(len(element) == 0 and not (element.text or "").strip() for element in root.iter()):
        raise generic("Document must not contain empty elements")
    number = root.findtext(f"{CBC}ID", "").strip()
    if not number:
        raise generic("[BR-02]-An Invoice shall have an Invoice number (BT-1)")
    order_reference = root.findtext(f"{CAC}OrderReference/{CBC}ID", "").strip()
    if not (root.findtext(f"{CBC}BuyerReference", "").strip() or order_reference):
        raise generic("[PEPPOL-EN16931-R003]-A buyer reference or purchase order reference MUST be provided")
    _check_lines(root, _LINE_TOTALS[kind])
    # The buyer sends what it made itself, and the seller receives it.
    self_billing = root.findtext(f"{CBC}CustomizationID", "").strip().startswith(SELF_BILLING)
    parties = ("AccountingSupplierParty", "AccountingCustomerParty")
    sender, receiver = (_endpoint(root, role) for role in (reversed(parties) if self_billing else parties))
    return Transmission(kind=kind, number=number, sender=sender, receiver=receiver, ubl=xml, self_billing=self_billing)


def _check_lines(root: ET.Element, name: str) -> None:
    """The sum of the lines. Source: docs page "possible errors" (line net amount mismatch)."""
    lines = root.findall(f"{CAC}{name}")
    if not lines:
        raise generic("Sequence contains no elements")
    total = root.findtext(f"{CAC}LegalMonetaryTotal/{CBC}LineExtensionAmount", "")
    try:
        amounts = [Decimal(line.findtext(f"{CBC}LineExtensionAmount", "").strip()) for line in lines]
        is_sum = sum(amounts, Decimal(0)) == Decimal(total.strip())
    except InvalidOperation:
        raise generic("Data is Required") from None
    if not is_sum:
        raise generic("[BR-CO-10]-Sum of Invoice line net amount (BT-106) = sum of Invoice line net amount (BT-131)")


def _endpoint(root: ET.Element, role: str) -> str:
    element = root.find(f"{CAC}{role}/{CAC}Party/{CBC}EndpointID")
    if element is None or not element.get("schemeID"):
        raise generic(f"Data is Required: the EndpointID of {role}")
    return f"{element.get('schemeID')}:{(element.text or '').strip()}"
