"""Customers and suppliers: what Billit checks, fills in and recognises when one is posted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from billit_async._serialization.patches import PARTY_CHANGES
from billit_async.emulator.protocol.binding import number
from billit_async.emulator.protocol.errors import APIError, described
from billit_async.emulator.protocol.shapes import Document, arrange
from billit_async.errors import IdentifierError
from billit_async.invoicing.identifiers import (
    is_belgian_vat_number,
    normalise_vat_number,
    parse_vat_number,
)
from billit_async.invoicing.schemes import PEPPOL_SCHEMES

if TYPE_CHECKING:
    from billit_async.emulator.settings import EmulatorSettings
    from billit_async.emulator.storage.store import Store

__all__ = [
    "PATCHABLE_PARTY",
    "apply_party_changes",
    "complete_party",
    "find_matching_party",
    "party_errors",
    "reaches_peppol",
    "save_posted_party",
]

PATCHABLE_PARTY: Final = frozenset(field.wire for field in PARTY_CHANGES.values())
"""Source: docs page "patchable properties"."""

_ADDRESS: Final = ("Street", "StreetNumber", "Box", "Zipcode", "City", "CountryCode")
_NEVER_MISSING: Final[Document] = {"Contact": "", "CustomFields": [], "BankAccounts": [], "Identifiers": []}
_READ_ONLY: Final = frozenset({"PartyID", "LastModified", "Created", "DisplayName"})


def party_errors(party: Document, settings: EmulatorSettings, *, is_new: bool) -> list[tuple[str, str | None]]:
    """What Billit would refuse in a posted party.

    Source: codes observed by integrators. None says which foreign VAT numbers Billit thinks incorrect: here one without
    its country, or without that country's length and characters. That a mandate id must fit a pattern stands on the
    docs page "direct debit", the pattern and the code of the refusal do not.
    """
    errors: list[tuple[str, str | None]] = []
    contact = party.get("ContactLastName") or party.get("ContactFirstName") or party.get("Contact")
    if is_new and not (party.get("Name") or contact):
        errors.append(described("CompanyNameOrContactNameIsRequired"))
    types = [address.get("AddressType") for address in party.get("Addresses", [])]
    if len(types) != len(set(types)):
        errors.append(described("Only1OfEachAddressTypeAllowed"))
    if any(not identifier.get("IdentifierType") for identifier in party.get("Identifiers", [])):
        errors.append(described("IdentifierTypeIsRequired"))
    vat_number = normalise_vat_number(party.get("VATNumber", ""))
    if settings.parties.check_vat_numbers and vat_number:
        if vat_number.startswith("BE"):
            if not is_belgian_vat_number(vat_number):
                errors.append(described("_0_IsNoValidBEVAT", vat_number))
        elif not _is_foreign_vat_number(vat_number):
            errors.append(described("YourVATIsNotValid"))
    mandate_id = party.get("DomiciliationMandateID", "")
    if mandate_id and not re.fullmatch(settings.parties.mandate_pattern, mandate_id):
        errors.append(("GenericError", "The mandate ID of the direct debit is invalid"))
    return errors


def find_matching_party(store: Store, company_id: int, party_type: str, party: Document) -> Document | None:
    """The party that Billit takes a posted one for.

    Raises:
        APIError: 401 when it names a ``PartyID`` that is not yours.

    Source: docs page "creating sales invoices": by VAT number, e-mail, address or own number.
    """
    if "PartyID" in party:
        return store.parties.get(company_id, party["PartyID"])
    vat_number = normalise_vat_number(party.get("VATNumber", ""))
    if vat_number and (found := store.parties.find(company_id, party_type, VATNumber=vat_number)):
        return found
    for columns in _identifying_columns(party):
        found = store.parties.find(company_id, party_type, **columns)
        # Two different VAT numbers are two parties, whatever else they share.
        if found is not None and vat_number in {"", found.get("VATNumber", vat_number)}:
            return found
    return None


def complete_party(
    given: Document,
    existing: Document | None,
    *,
    party_id: int,
    party_type: str,
    stamp: str,
    cleared: frozenset[str] = frozenset(),
) -> Document:
    """The stored form of a posted party: defaults, or an existing one with what was given laid over it.

    Args:
        given: What was posted.
        existing: The party that stays where nothing is given.
        party_id: Its id.
        party_type: Its type.
        stamp: When it is changed, as printed.
        cleared: The properties that were posted as null, lower-cased.

    Source: docs page "retrieve invoice info and status" (the parties in the sample).
    """
    given = {key: value for key, value in given.items() if key not in _READ_ONLY}
    base: Document
    if "VATNumber" in given:
        given["VATNumber"] = normalise_vat_number(given["VATNumber"])
    if existing is None:
        base = {
            "Contact": "",
            "ContactLastName": "",
            "VATLiable": True,
            "Language": "EN",
            "VentilationCode": "4" if party_type == "Customer" else "1",
            "CustomFields": [],
            "BankAccounts": [],
            "DefaultPaid": False,
            "DefaultExpiryOffset": 30,
            "GLDefaultExpiryOffset": 30,
            "VATDeductable": True,
            "DefaultReductionPercentage": number(0, "money"),
            "Identifiers": [],
            "SmallEnterprise": False,
            "DefaultCurrencyTC": "EUR",
            "SendUBL": True,
            "SendPDF": True,
            "Created": stamp,
        }
    else:
        base = {key: value for key, value in existing.items() if key.lower() not in cleared}
        for key, empty in _NEVER_MISSING.items():
            base.setdefault(key, empty)
    party: Document = {**base, **given, "PartyID": party_id, "PartyType": party_type, "LastModified": stamp}
    _complete_contact(party, given)
    _complete_addresses(party, given)
    identifiers: list[Document] = party["Identifiers"]
    party["Identifiers"] = [_with_scheme(identifier) for identifier in identifiers]
    party["DisplayName"] = party.get("Name") or party["Contact"]
    return arrange(party, "Party")


def apply_party_changes(party: Document, changes: Document, stamp: str) -> Document:
    """A party after a PATCH; flat address fields change the invoice address too."""
    merged: Document = {**party, **changes, "LastModified": stamp}
    if merged.get("VATNumber"):
        merged["VATNumber"] = normalise_vat_number(merged["VATNumber"])
    addresses: list[Document] = merged.get("Addresses", [])
    for address in addresses:
        if address.get("AddressType") == "InvoiceAddress":
            address.update({key: changes[key] for key in _ADDRESS if key in changes})
    if changes.get("Name"):
        merged["DisplayName"] = changes["Name"]
    return arrange(merged, "Party")


def reaches_peppol(party: Document, settings: EmulatorSettings) -> bool:
    """Whether a posted party is on Peppol.

    It is with a valid Belgian VAT or company number that the settings do not exclude, and where they say so.
    """
    vat_number = party.get("VATNumber", "")
    if not vat_number:
        numbers = [
            item.get("Identifier", "") for item in party.get("Identifiers", []) if item.get("IdentifierType") == "CBE"
        ]
        vat_number = f"BE{numbers[0]}" if numbers else ""
    if vat_number in settings.peppol.absent:
        return False
    return is_belgian_vat_number(vat_number) or vat_number in settings.peppol.present


def save_posted_party(
    store: Store,
    settings: EmulatorSettings,
    company_id: int,
    given: Document,
    *,
    party_type: str,
    stamp: str,
    cleared: frozenset[str] = frozenset(),
) -> Document:
    """Create or update a posted party, and return what is stored.

    Args:
        store: Holds the parties.
        settings: What becomes of a property that an update leaves out, and what is refused.
        company_id: Whose party it is.
        given: What was posted.
        party_type: The type of a new party; a known one keeps its own, unless it is posted by its id with another.
        stamp: The moment, as printed.
        cleared: The properties that were posted as null, lower-cased.

    Raises:
        APIError: 400 with every rule it breaks; 401 when its ``PartyID`` is not yours.
    """
    existing = find_matching_party(store, company_id, party_type, given)
    if existing is None and "PartyID" in given:
        raise APIError(settings.access.unknown_id_status, (settings.access.no_access_code, None))
    base = existing if settings.requests.update_left_out == "keep" else None
    if errors := party_errors(given, settings, is_new=base is None):
        raise APIError(400, *errors)
    party_id = store.counters.advance("party") if existing is None else existing["PartyID"]
    if existing is not None and not ("PartyID" in given and given.get("PartyType")):
        party_type = existing["PartyType"]
    party = complete_party(given, base, party_id=party_id, party_type=party_type, stamp=stamp, cleared=cleared)
    if existing is not None:
        party["Created"] = existing["Created"]
    if existing is None or party.get("VATNumber") != existing.get("VATNumber"):
        on_peppol = reaches_peppol(party, settings)
    else:
        on_peppol = store.parties.is_on_peppol(party_id)
    store.parties.save(company_id, party, on_peppol=on_peppol)
    return party


def _is_foreign_vat_number(vat_number: str) -> bool:
    try:
        parse_vat_number(vat_number)
    except IdentifierError:
        return False
    return True


def _identifying_columns(party: Document) -> list[dict[str, str]]:
    candidates = (("Email",), ("Nr",), ("Name", "Street", "StreetNumber", "City"))
    flat = {**_invoice_address(party), **party}
    return [{name: flat[name] for name in names} for names in candidates if all(flat.get(name) for name in names)]


def _invoice_address(party: Document) -> Document:
    addresses: list[Document] = party.get("Addresses", [])
    invoice = [address for address in addresses if address.get("AddressType", "InvoiceAddress") == "InvoiceAddress"]
    found: Document = invoice[0] if invoice else {}
    return {key: value for key, value in found.items() if key in _ADDRESS}


def _complete_contact(party: Document, given: Document) -> None:
    names = [party.get("ContactFirstName", ""), party.get("ContactLastName", "")]
    if "Contact" not in given and any(names):
        party["Contact"] = " ".join(name for name in names if name)


def _complete_addresses(party: Document, given: Document) -> None:
    """The flat fields mirror the invoice address, and the delivery address defaults to it (docs, as above)."""
    if given.get("Addresses"):
        for key in _ADDRESS:
            party.pop(key, None)
        party.update(_invoice_address(given))
        types = {address.get("AddressType") for address in given["Addresses"]}
        if types == {"InvoiceAddress"}:
            party["Addresses"] = [*given["Addresses"], {**given["Addresses"][0], "AddressType": "DeliveryAddress"}]
        return
    flat: Document = {key: party[key] for key in _ADDRESS if key in party}
    if flat and (not party.get("Addresses") or any(key in given for key in _ADDRESS)):
        named = {"Name": party["Name"], **flat} if party.get("Name") else flat
        party["Addresses"] = [
            arrange({"AddressType": kind, **named}, "PartyAddress") for kind in ("InvoiceAddress", "DeliveryAddress")
        ]
    party.setdefault("Addresses", [])


def _with_scheme(identifier: dict[str, Any]) -> Document:
    scheme = identifier.get("SchemeID") or PEPPOL_SCHEMES.get(identifier.get("IdentifierType", ""))
    return arrange({**identifier, "SchemeID": scheme}, "PartyIdentifier")
