"""Writes the XML that a Peppol inbox holds: a standard business document header around a UBL invoice or credit note."""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

import attrs

from billit_async.emulator.documents.ubl.elements import BILLING_PROCESS, SELF_BILLING_PROCESS, UBL, document_type
from billit_async.emulator.documents.ubl.invoice import order_ubl

if TYPE_CHECKING:
    from datetime import datetime

    from billit_async.emulator.protocol.shapes import Document

__all__ = ["Received", "envelope", "wrap"]

_RATE: Final = Decimal(21)


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


def wrap(
    kind: str, ubl: str, *, from_id: str, to_id: str, identifier: str, created: datetime, self_billing: bool = False
) -> bytes:
    """A UBL document in the envelope that it travels in.

    Args:
        kind: ``Invoice`` or ``CreditNote``.
        ubl: The document; its XML declaration is left out.
        from_id: Peppol identifier of the sender.
        to_id: The same of the receiver.
        identifier: The GUID of the transmission.
        created: When it was sent; Belgian local time.
        self_billing: Whether the buyer made it.
    """
    document_id = document_type(kind, self_billing=self_billing)
    process = SELF_BILLING_PROCESS if self_billing else BILLING_PROCESS
    if ubl.lstrip("\ufeff \r\n\t").startswith("<?xml"):
        ubl = ubl.partition("?>")[2]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<StandardBusinessDocument xmlns="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">'
        "<StandardBusinessDocumentHeader><HeaderVersion>1.0</HeaderVersion>"
        f'<Sender><Identifier Authority="iso6523-actorid-upis">{escape(from_id)}</Identifier></Sender>'
        f'<Receiver><Identifier Authority="iso6523-actorid-upis">{escape(to_id)}</Identifier></Receiver>'
        f"<DocumentIdentification><Standard>{UBL}:{kind}-2</Standard><TypeVersion>2.1</TypeVersion>"
        f"<InstanceIdentifier>{identifier}</InstanceIdentifier><Type>{kind}</Type>"
        f"<CreationDateAndTime>{created:%Y-%m-%dT%H:%M:%S}</CreationDateAndTime></DocumentIdentification>"
        "<BusinessScope>"
        f"{_scope('DOCUMENTID', document_id, 'busdox-docid-qns')}"
        f"{_scope('PROCESSID', process, 'cenbii-procid-ubl')}"
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
    """The document, as that of the order that its sender would have made it of."""
    net, issued = received.net, f"{received.created:%Y-%m-%dT00:00:00}"
    vat = (net * _RATE / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    totals = {"TotalExcl": net, "TotalVAT": vat, "TotalIncl": net + vat}
    rate = {"VATPercentage": _RATE, "VentilationCode": "4"}
    document: Document = {
        "OrderType": received.kind,
        "OrderDirection": "Income",
        "OrderNumber": received.number,
        "OrderTitle": received.number,
        "OrderDate": issued,
        "DeliveryDate": issued,
        "ExpiryDate": f"{received.created + timedelta(days=30):%Y-%m-%dT00:00:00}",
        "Currency": "EUR",
        "Supplier": _party(*received.sender),
        "Customer": _party(*received.receiver),
        "OrderLines": [{"Quantity": Decimal(1), "UnitPriceExcl": net, "Description": "Levering", **rate, **totals}],
        "VatGroups": [{**rate, **totals}],
        "PaymentReference": received.reference,
        "ToPay": net + vat,
        **totals,
    }
    return order_ubl(document).decode()


def _party(name: str, vat_number: str) -> Document:
    number = {"IdentifierType": "CBE", "Identifier": vat_number[2:], "SchemeID": "0208"}
    return {"Name": name, "VATNumber": vat_number, "CountryCode": "BE", "Identifiers": [number]}
