"""Makes the e-invoices that a seeded Peppol inbox begins with."""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

import attrs

from billit_async.emulator.documents.envelope import wrap
from billit_async.emulator.documents.ubl.invoice import order_ubl

if TYPE_CHECKING:
    from datetime import datetime

    from billit_async.emulator.protocol.shapes import Document

__all__ = ["Received", "envelope"]

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
