"""The pages that are measured: full orders, made from nothing but a seed, printed as Billit prints them.

An order has 60 properties, three lines of 18, a customer of 25 with an address and an identifier, a PDF file and a VAT
group; 120 of them are a page of about 480 kB. Nulls are left out, amounts have two digits and quantities five.
"""

from __future__ import annotations

import random
import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec

ORDERS_PER_PAGE = 120
FIRST_ORDER_ID = 1_684_001

_WORDS = (
    "Levering",
    "onderhoud",
    "serverruimte",
    "consultancy",
    "licentie",
    "transport",
    "drukwerk",
    "materiaal",
    "uren",
)
_STREETS = (
    "Oktrooiplein",
    "Kouter",
    "Veldstraat",
    "Grote Markt",
    "Stationsstraat",
    "Kerkstraat",
    "Meir",
    "Nieuwstraat",
)
_CITIES = (("9000", "Gent"), ("1000", "Brussel"), ("2000", "Antwerpen"), ("3000", "Leuven"), ("8500", "Kortrijk"))
_NAMES = (
    "Bakkerij De Korenaar",
    "Garage Verhulst",
    "Atelier Dubois",
    "Studio Noord",
    "Janssens & Zonen",
    "Café Métropole",
)
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def page(number: int, *, next_page_link: str | None = None, columns: frozenset[str] | None = None) -> bytes:
    """Return page `number`, counted from 0, as Billit would send it: the same bytes every time.

    Args:
        number: Which page; page 1 begins with the order after the last one of page 0.
        next_page_link: The absolute address of the page after this one; left out on the last page.
        columns: The properties that the orders have; all of them when left out.
    """
    first = FIRST_ORDER_ID + number * ORDERS_PER_PAGE
    body: dict[str, Any] = {"Items": [order(first + place) for place in range(ORDERS_PER_PAGE)]}
    if columns is not None:
        body["Items"] = [{name: row[name] for name in row if name in columns} for row in body["Items"]]
    if next_page_link is not None:
        body["NextPageLink"] = next_page_link
    return _ENCODER.encode(body)


def order(order_id: int) -> dict[str, Any]:
    """Return one full order under its wire names."""
    chance = random.Random(order_id)  # noqa: S311 - a seed, not a secret
    created = datetime(2024, 1, 1) + timedelta(minutes=order_id % 400_000, milliseconds=chance.randrange(1, 1000))  # noqa: DTZ001 - Billit prints local time
    day = datetime(created.year, created.month, created.day)  # noqa: DTZ001
    lines = [_line(chance, order_id * 10 + place) for place in range(3)]
    total_excl = sum((line["TotalExcl"] for line in lines), Decimal("0.00"))
    total_vat = _cents(total_excl * 21 / 100)
    total_incl = total_excl + total_vat
    number = f"VF/{created.year}/{order_id}"
    return {
        "OrderID": order_id,
        "CompanyID": 574_991,
        "OrderPDF": {
            "FileID": _uuid(chance),
            "FileName": f"Invoice_{order_id}.pdf",
            "MimeType": "application/pdf",
        },
        "Attachments": [],
        "OrderNumber": number,
        "CustomerID": 600_000 + order_id % 500,
        "CounterPartyID": 600_000 + order_id % 500,
        "Customer": _party(chance, 600_000 + order_id % 500),
        "OrderDate": _time(day),
        "ExpiryDate": _time(day + timedelta(days=30)),
        "OrderType": "CreditNote" if chance.random() < 0.05 else "Invoice",
        "LastModified": _time(created + timedelta(seconds=chance.randrange(100_000))),
        "Created": _time(created),
        "OrderDirection": "Income",
        "OrderLines": lines,
        "BookingEntries": [],
        "OrderTitle": f"PO {chance.randrange(10_000, 99_999)}",
        "PaymentDiscountPercentage": Decimal("0.00"),
        "PaymentDiscountAmount": Decimal("0.00"),
        "VatGroups": [
            {
                "VentilationCode": "4",
                "VATPercentage": Decimal("21.00"),
                "TotalExcl": total_excl,
                "TotalVAT": total_vat,
                "TotalIncl": total_incl,
                "Mtvh": total_excl,
                "FinancialReductionAmount": Decimal("0.00"),
            }
        ],
        "VentilationCode": "4",
        "TotalExcl": total_excl,
        "TotalIncl": total_incl,
        "TotalVAT": total_vat,
        "Reference": f"4500{chance.randrange(100_000, 999_999)}",
        "Tags": [],
        "PaymentReference": _reference(order_id),
        "Paid": False,
        "ExternalProviderID": f"ERP-{order_id}",
        "ExternalProvider": "APIFeed",
        "ProjectID": 0,
        "ExternalProviderReferences": [],
        "Comments": "Gelieve te betalen binnen 30 dagen.",
        "Currency": "EUR",
        "VatDeduction": Decimal("100.00"),
        "InternalInfo": "",
        "IsSent": True,
        "Invoiced": False,
        "CustomFields": {},
        "PeriodFrom": _time(day - timedelta(days=30)),
        "PeriodTill": _time(day),
        "AccountCode": 700_000,
        "RemindersSent": 0,
        "ToPay": total_incl,
        "OrderStatus": "ToPay",
        "ApprovalStatus": "Approved",
        "Overdue": False,
        "DaysOverdue": -chance.randrange(1, 30),
        "FXRateToForeign": Decimal("1.00000"),
        "PaymentMethod": "Wired",
        "DeliveryDate": _time(day),
        "ExportedToConnector": False,
        "PaymentLinks": [],
        "AccountantVerificationNeeded": False,
        "CurrentDocumentDeliveryDetails": {"IsDocumentDelivered": True, "DocumentDeliveryStatus": "Delivered"},
        "Messages": [],
        "PaymentTerms": "30 dagen",
        "IBAN": "BE68539007547034",
        "BIC": "GKCCBEBB",
        "CategoryFieldItems": [],
    }


def _line(chance: random.Random, line_id: int) -> dict[str, Any]:
    quantity = Decimal(chance.randrange(1, 40)).quantize(Decimal("0.00001"))
    price = (Decimal(chance.randrange(100, 50_000)) / 100).quantize(Decimal("0.00001"))
    excl = _cents(quantity * price)
    vat = _cents(excl * 21 / 100)
    return {
        "OrderLineID": line_id,
        "Quantity": quantity,
        "UnitPriceExcl": price,
        "AccountCode": 700_000,
        "Code": f"ART{line_id % 1000:04}",
        "Reference": f"REF-{line_id}",
        "Description": " ".join(chance.choices(_WORDS, k=5)),
        "TotalExcl": excl,
        "TotalVAT": vat,
        "VATPercentage": Decimal("21.00"),
        "VentilationCode": "4",
        "ProductID": 30_000 + line_id % 1000,
        "Unit": "stuk",
        "CustomFields": {},
        "InclLeading": False,
        "TotalIncl": excl + vat,
        "ReductionPercentage": Decimal("0.00"),
        "DescriptionExtended": " ".join(chance.choices(_WORDS, k=6)),
    }


def _party(chance: random.Random, party_id: int) -> dict[str, Any]:
    zipcode, city = chance.choice(_CITIES)
    street = {"Street": chance.choice(_STREETS), "StreetNumber": str(chance.randrange(1, 200)), "Zipcode": zipcode}
    street |= {"City": city, "CountryCode": "BE"}
    name = f"{chance.choice(_NAMES)} {party_id}"
    company_number = f"0{party_id:07}"
    company_number += f"{97 - int(company_number) % 97:02}"
    return {
        "PartyID": party_id,
        "Nr": str(party_id % 1000),
        "Name": name,
        "CommercialName": name,
        "Addresses": [{"AddressType": "InvoiceAddress", "Name": name, **street}],
        **street,
        "Email": f"boekhouding{party_id}@example.test",
        "Contact": "An Peeters",
        "VATNumber": f"BE{company_number}",
        "LastModified": _time(datetime(2024, 3, 10, 15, 0, 49, 487_000)),  # noqa: DTZ001
        "Created": _time(datetime(2024, 3, 10, 13, 55, 42, 720_000)),  # noqa: DTZ001
        "PartyType": "Customer",
        "VATLiable": True,
        "Language": "NL",
        "VentilationCode": "4",
        "DefaultPaid": False,
        "DisplayName": name,
        "DefaultExpiryOffset": 30,
        "VATDeductable": True,
        "DefaultReductionPercentage": Decimal("0.00"),
        "Identifiers": [{"IdentifierType": "CBE", "Identifier": company_number, "SchemeID": "0208"}],
    }


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))


def _time(moment: datetime) -> str:
    """Print a moment as Billit does: no offset, the fraction in milliseconds without trailing zeros."""
    text = moment.isoformat(timespec="milliseconds")
    return text.rstrip("0").rstrip(".") if moment.microsecond else text[:-4]


def _reference(order_id: int) -> str:
    digits = f"{order_id:010}"
    digits += f"{int(digits) % 97 or 97:02}"
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"


def _uuid(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))
