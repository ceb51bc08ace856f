"""Makes the companies, customers, suppliers and products of a seeded store; every number has its right check digits."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

from billit_async.emulator.company.parties import complete_party
from billit_async.emulator.protocol.binding import number
from billit_async.emulator.protocol.shapes import Document, arrange
from billit_async.emulator.seed.identifiers import enterprise_number, foreign_vat_number, iban
from billit_async.emulator.seed.words import (
    ABROAD,
    CITIES,
    FIRST_NAMES,
    FOREIGN_FORMS,
    GOODS,
    LAST_NAMES,
    STREETS,
    TRADES,
)

if TYPE_CHECKING:
    from random import Random

__all__ = ["chance", "make_company", "make_party", "make_product"]


def chance(random: Random, percent: int) -> bool:
    """Return true in so many cases of a hundred."""
    return random.randrange(100) < percent


def make_company(random: Random, company_id: int, stamp: str) -> Document:
    """Make one of the companies of the key, with everything accountInformation shows.

    Source: docs pages "create new companies" and "retrieve invoice info and status" (the supplier in the sample).
    """
    given = _belgian_business(random)
    account, bic = iban(random)
    given |= {
        "IBAN": account,
        "BIC": bic,
        "BankAccounts": [
            {"IBAN": account, "BIC": bic, "Currency": "EUR", "Verified": False, "Saldo": number(0, "money")}
        ],
        "DefaultReductionPercentage": number(0, "money"),
        "Language": "NL",
    }
    if chance(random, 50):
        given |= {"FinancialReductionPercentageDefault": number(2, "money"), "FinancialReductionDaysDefault": 8}
    party = complete_party(given, None, party_id=company_id, party_type="Customer", stamp=stamp)
    del party["PartyType"]
    party |= {
        "TabNameAlias": party["Name"],
        "APIAllowed": True,
        "APIEnabledFeatures": {
            "TimeRegistration": False,
            "Projects": False,
            "DailyReceipts": True,
            "FinancialReduction": "FinancialReductionPercentageDefault" in party,
            "GLAccounts": True,
            "Cashbook": True,
        },
        "UserLanguage": "EN",
        "Users": [],
        "VentilationCode": "4",
    }
    return arrange(party, "AccountInformationParty")


def make_party(random: Random, party_id: int, party_type: str, stamp: str) -> tuple[Document, bool]:
    """Make a customer or supplier.

    Returns:
        Its document, and whether it is on Peppol.
    """
    if party_type == "Customer" and chance(random, 8):
        given, on_peppol = _private_person(random), False
    elif chance(random, 9):
        given, on_peppol = _foreign_business(random), False
    else:
        given, on_peppol = _belgian_business(random), chance(random, 90)
        if chance(random, 30):
            given["Identifiers"] = [{"IdentifierType": "CBE", "Identifier": given["VATNumber"][2:]}]
    if party_type == "Customer":
        given["Nr"] = f"{random.randrange(1000, 9999)}{party_id % 1000:03d}"
    else:
        given["IBAN"], given["BIC"] = iban(random)
        given["BankAccounts"] = [{"IBAN": given["IBAN"], "BIC": given["BIC"], "Currency": "EUR"}]
    return complete_party(given, None, party_id=party_id, party_type=party_type, stamp=stamp), on_peppol


def make_product(random: Random, product_id: int, stamp: str, *, index: int) -> Document:
    """Make the product at this place of the short catalogue, with a price of its own."""
    reference, description, price, rate, unit, group = GOODS[index % len(GOODS)]
    amount = Decimal(price) + Decimal(random.randrange(500)) / 100
    vat = Decimal(rate)
    return arrange(
        {
            "ProductID": product_id,
            "Reference": f"{reference}-{product_id % 1000:03d}",
            "Description": description,
            "AmountExcl": number(amount, "price"),
            "VAT": number(vat, "money"),
            "Unit": unit,
            "GroupID": 30_000 + sum(map(ord, group)) % 997,
            "GroupName": group,
            "AmountIncl": number(amount * (1 + vat / 100), "price"),
            "StockQuantity": number(random.randrange(200), "money"),
            "MinimumBilledQuantity": number(0, "stock"),
            "InternalInformation": "",
            "Created": stamp,
            "LastModified": stamp,
            "ChildProducts": [],
        },
        "Product",
    )


def _belgian_business(random: Random) -> Document:
    zipcode, city, language = random.choice(CITIES)
    last_name = random.choice(LAST_NAMES[language])
    form = random.choice(("BV", "NV") if language == "NL" else ("SRL", "SA"))
    name = f"{random.choice(TRADES[language])} {last_name} {form}"
    return {
        "Name": name,
        "Street": random.choice(STREETS[language]),
        "StreetNumber": str(random.randrange(1, 240)),
        "Zipcode": zipcode,
        "City": city,
        "CountryCode": "BE",
        "Phone": f"+32{random.choice(('2', '3', '4', '9'))}{random.randrange(10**6, 10**7)}",
        "Email": f"info@{_slug(name)}.example",
        "ContactFirstName": random.choice(FIRST_NAMES[language]),
        "ContactLastName": last_name,
        "VATNumber": f"BE{enterprise_number(random)}",
        "Language": language,
        **({"Box": str(random.randrange(1, 12))} if chance(random, 15) else {}),
    }


def _foreign_business(random: Random) -> Document:
    country, city, zipcode, street, language = random.choice(ABROAD)
    names = LAST_NAMES["FR" if language == "FR" else "NL"]
    name = f"{random.choice(names)} & {random.choice(names)} {FOREIGN_FORMS[country]}"
    return {
        "Name": name,
        "Street": street,
        "StreetNumber": str(random.randrange(1, 90)),
        "Zipcode": zipcode,
        "City": city,
        "CountryCode": country,
        "Email": f"contact@{_slug(name)}.example",
        "VATNumber": foreign_vat_number(country, random),
        "Language": language,
    }


def _private_person(random: Random) -> Document:
    zipcode, city, language = random.choice(CITIES)
    first_name, last_name = random.choice(FIRST_NAMES[language]), random.choice(LAST_NAMES[language])
    return {
        "Name": f"{first_name} {last_name}",
        "Street": random.choice(STREETS[language]),
        "StreetNumber": str(random.randrange(1, 240)),
        "Zipcode": zipcode,
        "City": city,
        "CountryCode": "BE",
        "Email": f"{_slug(first_name)}.{_slug(last_name)}@mail.example",
        "ContactFirstName": first_name,
        "ContactLastName": last_name,
        "VATLiable": False,
        "Language": language,
    }


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain.lower() if letter.isalnum())
