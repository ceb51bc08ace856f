"""The two parties of an order as UBL says them: electronic address, numbers, name, postal address, contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from billit_async.emulator.documents.ubl.elements import add, clean, put
from billit_async.invoicing.identifiers import normalise_vat_number

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from billit_async.emulator.protocol.shapes import Document

__all__ = ["legal_number", "vat_number_of", "write_delivery", "write_party"]

_COUNTRY_LETTERS: Final = 2
_HOME: Final = "BE"
_CBE: Final = "0208"
_VAT_COUNTRIES: Final = {"EL": "GR", "XI": "GB"}
"""Prefixes of VAT numbers that are not country codes of ISO 3166."""


def write_party(root: Element, role: str, party: Document, *, address: str, with_vat: bool) -> None:
    """Write a party.

    Args:
        root: The document.
        role: ``AccountingSupplierParty`` or ``AccountingCustomerParty``.
        party: It, as it stands in the order.
        address: Scheme and value that it is reached under on Peppol.
        with_vat: Whether its VAT number may be told: not where the supply is outside the scope of VAT.
    """
    element = add(add(root, role), "Party")
    scheme, _, value = address.partition(":")
    put(element, "EndpointID", value, schemeID=scheme)
    _write_address(element, "PostalAddress", party, _address(party, "InvoiceAddress"))
    name = clean(party.get("Name")) or clean(party.get("DisplayName")) or _contact_name(party)
    put(element, "PartyName/Name", clean(party.get("CommercialName")) or name)
    if with_vat and (vat_number := vat_number_of(party)):
        put(element, "PartyTaxScheme/CompanyID", vat_number)
        put(element, "PartyTaxScheme/TaxScheme/ID", "VAT")
    put(element, "PartyLegalEntity/RegistrationName", name)
    if number := legal_number(party):
        put(element, "PartyLegalEntity/CompanyID", number, schemeID=_CBE)
    put(element, "Contact/Name", _contact_name(party))
    put(element, "Contact/Telephone", clean(party.get("Phone")) or party.get("Mobile"))
    # The field may hold several (docs page "email sending enable/disable"); UBL has room for one.
    put(element, "Contact/ElectronicMail", clean(party.get("Email")).partition(";")[0])


def _write_address(parent: Element, path: str, party: Document, address: Document) -> None:
    """Write an address; its country is mandatory and follows from the VAT number where nothing else says it."""
    street = " ".join(filter(None, (clean(address.get("Street")), clean(address.get("StreetNumber")))))
    put(parent, f"{path}/StreetName", street)
    put(parent, f"{path}/AdditionalStreetName", address.get("Box"))
    put(parent, f"{path}/CityName", address.get("City"))
    put(parent, f"{path}/PostalZone", address.get("Zipcode"))
    country = clean(address.get("CountryCode")).upper() or _country_of(party)
    put(parent, f"{path}/Country/IdentificationCode", country)


def write_delivery(root: Element, customer: Document, day: str) -> None:
    """Write when and where it was delivered, which goods of another member state need.

    Source: docs page "creating sales invoices": the delivery address is the invoice address unless one is given.
    """
    put(root, "Delivery/ActualDeliveryDate", day)
    _write_address(root, "Delivery/DeliveryLocation/Address", customer, _address(customer, "DeliveryAddress"))


def vat_number_of(party: Document) -> str:
    """The VAT number with its country; empty where there is none that begins with one."""
    number = normalise_vat_number(clean(party.get("VATNumber")))
    return number if number[:_COUNTRY_LETTERS].isalpha() and len(number) > _COUNTRY_LETTERS else ""


def legal_number(party: Document) -> str:
    """The Belgian company number; empty where there is none."""
    identifiers: list[Document] = party.get("Identifiers", [])
    for identifier in identifiers:
        if identifier.get("SchemeID") == _CBE:
            return normalise_vat_number(clean(identifier.get("Identifier"))).removeprefix(_HOME)
    number = vat_number_of(party)
    return number.removeprefix(_HOME) if number.startswith(_HOME) else ""


def _country_of(party: Document) -> str:
    """The country of a party, Belgium where nothing says another."""
    given = clean(party.get("CountryCode")).upper()
    prefix = vat_number_of(party)[:_COUNTRY_LETTERS]
    return given or _VAT_COUNTRIES.get(prefix, prefix) or _HOME


def _address(party: Document, kind: str) -> Document:
    addresses: list[Document] = party.get("Addresses", [])
    return next((address for address in addresses if address.get("AddressType") == kind), party)


def _contact_name(party: Document) -> str:
    given = " ".join(clean(party.get(key)) for key in ("ContactFirstName", "ContactLastName")).strip()
    return clean(party.get("Contact")) or given
