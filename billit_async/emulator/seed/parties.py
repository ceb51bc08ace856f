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
    from billit_async.emulator.seed.draws import Draws

__all__ = ["make_company", "make_party", "make_product"]


def make_company(draws: Draws, company_id: int, stamp: str) -> Document:
    """Make one of the companies of the key, with everything accountInformation shows.

    Source: docs pages "create new companies" and "retrieve invoice info and status" (the supplier in the sample).
    """
    given = _belgian_business(draws)
    account, bic = iban(draws)
    given |= {
        "IBAN": account,
        "BIC": bic,
        "BankAccounts": [
            {"IBAN": account, "BIC": bic, "Currency": "EUR", "Verified": False, "Saldo": number(0, "money")}
        ],
        "DefaultReductionPercentage": number(0, "money"),
        "Language": "NL",
    }
    if draws.chance(50):
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


def make_party(draws: Draws, party_id: int, party_type: str, stamp: str) -> tuple[Document, bool]:
    """Make a customer or supplier.

    Returns:
        Its document, and whether it is on Peppol.
    """
    if party_type == "Customer" and draws.chance(8):
        given, on_peppol = _private_person(draws), False
    elif draws.chance(9):
        given, on_peppol = _foreign_business(draws), False
    else:
        given, on_peppol = _belgian_business(draws), draws.chance(90)
        if draws.chance(30):
            given["Identifiers"] = [{"IdentifierType": "CBE", "Identifier": given["VATNumber"][2:]}]
    if party_type == "Customer":
        given["Nr"] = f"{draws.between(1000, 9999)}{party_id % 1000:03d}"
    else:
        given["IBAN"], given["BIC"] = iban(draws)
        given["BankAccounts"] = [{"IBAN": given["IBAN"], "BIC": given["BIC"], "Currency": "EUR"}]
    return complete_party(given, None, party_id=party_id, party_type=party_type, stamp=stamp), on_peppol


def make_product(draws: Draws, product_id: int, stamp: str, *, index: int) -> Document:
    """Make the product at this place of the short catalogue, with a price of its own."""
    reference, description, price, rate, unit, group = GOODS[index % len(GOODS)]
    amount = Decimal(price) + Decimal(draws.below(500)) / 100
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
            "StockQuantity": number(draws.below(200), "money"),
            "MinimumBilledQuantity": number(0, "stock"),
            "InternalInformation": "",
            "Created": stamp,
            "LastModified": stamp,
            "ChildProducts": [],
        },
        "Product",
    )


def _belgian_business(draws: Draws) -> Document:
    zipcode, city, language = draws.one_of(CITIES)
    last_name = draws.one_of(LAST_NAMES[language])
    form = draws.one_of(("BV", "NV") if language == "NL" else ("SRL", "SA"))
    name = f"{draws.one_of(TRADES[language])} {last_name} {form}"
    return {
        "Name": name,
        "Street": draws.one_of(STREETS[language]),
        "StreetNumber": str(draws.between(1, 240)),
        "Zipcode": zipcode,
        "City": city,
        "CountryCode": "BE",
        "Phone": f"+32{draws.one_of(('2', '3', '4', '9'))}{draws.between(10**6, 10**7)}",
        "Email": f"info@{_slug(name)}.example",
        "ContactFirstName": draws.one_of(FIRST_NAMES[language]),
        "ContactLastName": last_name,
        "VATNumber": f"BE{enterprise_number(draws)}",
        "Language": language,
        **({"Box": str(draws.between(1, 12))} if draws.chance(15) else {}),
    }


def _foreign_business(draws: Draws) -> Document:
    country, city, zipcode, street, language = draws.one_of(ABROAD)
    names = LAST_NAMES["FR" if language == "FR" else "NL"]
    name = f"{draws.one_of(names)} & {draws.one_of(names)} {FOREIGN_FORMS[country]}"
    return {
        "Name": name,
        "Street": street,
        "StreetNumber": str(draws.between(1, 90)),
        "Zipcode": zipcode,
        "City": city,
        "CountryCode": country,
        "Email": f"contact@{_slug(name)}.example",
        "VATNumber": foreign_vat_number(country, draws),
        "Language": language,
    }


def _private_person(draws: Draws) -> Document:
    zipcode, city, language = draws.one_of(CITIES)
    first_name, last_name = draws.one_of(FIRST_NAMES[language]), draws.one_of(LAST_NAMES[language])
    return {
        "Name": f"{first_name} {last_name}",
        "Street": draws.one_of(STREETS[language]),
        "StreetNumber": str(draws.between(1, 240)),
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
