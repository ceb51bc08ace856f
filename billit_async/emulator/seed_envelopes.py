"""Writes the XML that a Peppol inbox holds: a standard business document header around a UBL invoice or credit note."""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

import attrs

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["DOCUMENT_TYPES", "Received", "envelope", "wrap"]

_UBL: Final = "urn:oasis:names:specification:ubl:schema:xsd"
_BILLING: Final = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_PROCESS: Final = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
DOCUMENT_TYPES: Final = {kind: f"{_UBL}:{kind}-2::{kind}##{_BILLING}::2.1" for kind in ("Invoice", "CreditNote")}
"""The whole Peppol document id of each kind, as BIS Billing 3 has it."""
_RATE: Final = Decimal(21)
_TYPE_CODES: Final = {"Invoice": ("InvoiceTypeCode", "380"), "CreditNote": ("CreditNoteTypeCode", "381")}


@attrs.frozen(kw_only=True)
class Received:
    """What came in.

    Args:
        kind: ``Invoice`` or ``CreditNote``.
        number: Its number.
        identifier: The GUID of the transmission.
        created: When it was made; Belgian local time.
        sender: Name and Belgian VAT number of the supplier.
        receiver: The same of the customer.
        net: The one line's amount without VAT, two digits.
        reference: The payment reference.
    """

    kind: str
    number: str
    identifier: str
    created: datetime
    sender: tuple[str, str]
    receiver: tuple[str, str]
    net: Decimal
    reference: str


def envelope(received: Received) -> bytes:
    """A document as it came in over the network, header and all.

    It has what a reader looks for, and was not put through the validation of the network.

    Source: docs page "get files peppol inbox": the XML is given as it came, in its envelope.
    """
    from_id, to_id = (f"0208:{vat_number[2:]}" for _, vat_number in (received.sender, received.receiver))
    return wrap(
        received.kind,
        _ubl(received),
        from_id=from_id,
        to_id=to_id,
        identifier=received.identifier,
        created=received.created,
    )


def wrap(kind: str, ubl: str, *, from_id: str, to_id: str, identifier: str, created: datetime) -> bytes:
    """A UBL document in the envelope that it travels in.

    Args:
        kind: ``Invoice`` or ``CreditNote``.
        ubl: The document; its XML declaration is left out.
        from_id: Peppol identifier of the sender.
        to_id: The same of the receiver.
        identifier: The GUID of the transmission.
        created: When it was sent; Belgian local time.
    """
    if ubl.lstrip("\ufeff \r\n\t").startswith("<?xml"):
        ubl = ubl.partition("?>")[2]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<StandardBusinessDocument xmlns="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">'
        "<StandardBusinessDocumentHeader><HeaderVersion>1.0</HeaderVersion>"
        f'<Sender><Identifier Authority="iso6523-actorid-upis">{escape(from_id)}</Identifier></Sender>'
        f'<Receiver><Identifier Authority="iso6523-actorid-upis">{escape(to_id)}</Identifier></Receiver>'
        f"<DocumentIdentification><Standard>{_UBL}:{kind}-2</Standard><TypeVersion>2.1</TypeVersion>"
        f"<InstanceIdentifier>{identifier}</InstanceIdentifier><Type>{kind}</Type>"
        f"<CreationDateAndTime>{created:%Y-%m-%dT%H:%M:%S}</CreationDateAndTime></DocumentIdentification>"
        "<BusinessScope>"
        f"{_scope('DOCUMENTID', DOCUMENT_TYPES[kind], 'busdox-docid-qns')}"
        f"{_scope('PROCESSID', _PROCESS, 'cenbii-procid-ubl')}"
        "</BusinessScope></StandardBusinessDocumentHeader>"
        f"{ubl}"
        "</StandardBusinessDocument>"
    ).encode()


def _scope(name: str, value: str, scheme: str) -> str:
    return (
        f"<Scope><Type>{name}</Type><InstanceIdentifier>{value}</InstanceIdentifier>"
        f"<Identifier>{scheme}</Identifier></Scope>"
    )


def _ubl(received: Received) -> str:
    kind, number, created, net = received.kind, received.number, received.created, received.net
    vat = (net * _RATE / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    total = net + vat
    code_name, code = _TYPE_CODES[kind]
    due = f"<cbc:DueDate>{created + timedelta(days=30):%Y-%m-%d}</cbc:DueDate>" if kind == "Invoice" else ""
    quantity = "InvoicedQuantity" if kind == "Invoice" else "CreditedQuantity"
    category = (
        f"<cbc:ID>S</cbc:ID><cbc:Percent>{_RATE}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
    )
    return (
        f'<{kind} xmlns="{_UBL}:{kind}-2" xmlns:cac="{_UBL}:CommonAggregateComponents-2" '
        f'xmlns:cbc="{_UBL}:CommonBasicComponents-2">'
        f"<cbc:CustomizationID>{_BILLING}</cbc:CustomizationID><cbc:ProfileID>{_PROCESS}</cbc:ProfileID>"
        f"<cbc:ID>{number}</cbc:ID><cbc:IssueDate>{created:%Y-%m-%d}</cbc:IssueDate>{due}"
        f"<cbc:{code_name}>{code}</cbc:{code_name}><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
        f"<cbc:BuyerReference>{number}</cbc:BuyerReference>"
        f"<cac:AccountingSupplierParty>{_party(*received.sender)}</cac:AccountingSupplierParty>"
        f"<cac:AccountingCustomerParty>{_party(*received.receiver)}</cac:AccountingCustomerParty>"
        f"<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>"
        f"<cbc:PaymentID>{received.reference}</cbc:PaymentID></cac:PaymentMeans>"
        f"<cac:TaxTotal>{_amount('TaxAmount', vat)}<cac:TaxSubtotal>{_amount('TaxableAmount', net)}"
        f"{_amount('TaxAmount', vat)}<cac:TaxCategory>{category}</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>"
        f"<cac:LegalMonetaryTotal>{_amount('LineExtensionAmount', net)}{_amount('TaxExclusiveAmount', net)}"
        f"{_amount('TaxInclusiveAmount', total)}{_amount('PayableAmount', total)}</cac:LegalMonetaryTotal>"
        f'<cac:{kind}Line><cbc:ID>1</cbc:ID><cbc:{quantity} unitCode="C62">1</cbc:{quantity}>'
        f"{_amount('LineExtensionAmount', net)}<cac:Item><cbc:Name>Levering</cbc:Name>"
        f"<cac:ClassifiedTaxCategory>{category}</cac:ClassifiedTaxCategory></cac:Item>"
        f"<cac:Price>{_amount('PriceAmount', net)}</cac:Price></cac:{kind}Line></{kind}>"
    )


def _party(name: str, vat_number: str) -> str:
    return (
        f'<cac:Party><cbc:EndpointID schemeID="0208">{vat_number[2:]}</cbc:EndpointID>'
        "<cac:PostalAddress><cac:Country><cbc:IdentificationCode>BE</cbc:IdentificationCode></cac:Country>"
        f"</cac:PostalAddress><cac:PartyTaxScheme><cbc:CompanyID>{vat_number}</cbc:CompanyID>"
        "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        f"<cac:PartyLegalEntity><cbc:RegistrationName>{escape(name)}</cbc:RegistrationName></cac:PartyLegalEntity>"
        "</cac:Party>"
    )


def _amount(name: str, value: Decimal) -> str:
    return f'<cbc:{name} currencyID="EUR">{value:.2f}</cbc:{name}>'
