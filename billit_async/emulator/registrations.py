"""Companies that are registered for e-invoices: their details, and the networks they are connected to.

A registration is a company with a master account; the key reaches its orders only through that account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from billit_async.emulator.archive import Archive
from billit_async.emulator.party_rules import complete_party
from billit_async.emulator.problems import Problem, described, generic
from billit_async.emulator.shapes import arrange
from billit_async.invoicing.identifiers import is_belgian_vat_number, normalise_vat_number

if TYPE_CHECKING:
    from billit_async.emulator.order_rules import Desk
    from billit_async.emulator.shapes import Document

__all__ = ["INTEGRATIONS", "connect", "deactivate", "is_active", "patch_details", "register", "registration_answer"]

INTEGRATIONS: Final = ("Peppol", "SDI", "OSA", "Chorus", "SAT", "KSeF", "ANAF", "MyInvois")
"""Source: docs page "types"."""
_PENDING: Final = "SDI"
_FLAT: Final = ("Street", "StreetNumber", "Box", "Zipcode", "City", "CountryCode")


def register(desk: Desk, details: Document) -> int:
    """Register a company, at once.

    Args:
        desk: The desk of the master account.
        details: A bound ``EinvoiceRegistrationPost``.

    Returns:
        The ``RegistrationID``.

    Raises:
        Problem: 400 without a name or tax number, for a wrong Belgian one, and for an e-mail address that is used.

    Source: the access point's page "registering entities": the address is unique for each entity.
    """
    errors: list[tuple[str, str | None]] = []
    if not details.get("CompanyName"):
        errors.append(described("CompanyNameOrContactNameIsRequired"))
    types = [address.get("AddressType") for address in details.get("Addresses", [])]
    if len(types) != len(set(types)):
        errors.append(described("Only1OfEachAddressTypeAllowed"))
    tax_number = normalise_vat_number(details.get("TaxIdentifier", ""))
    if not tax_number:
        errors.append(described("YourVATIsNotValid"))
    elif tax_number.startswith("BE") and desk.knobs.check_vat_numbers and not is_belgian_vat_number(tax_number):
        errors.append(described("_0_IsNoValidBEVAT", tax_number))
    if errors:
        raise Problem(400, *errors)
    email = details.get("Email", "").strip().lower()
    for other in desk.store.registrations(desk.company_id):
        if email and _details(desk, other).get("Email", "").strip().lower() == email:
            raise generic("The email address is used by another registration")
    company_id = desk.store.counter("party")
    details = {"Addresses": [], "Identifiers": [], "TaxDeductable": True, "TaxLiable": True, **details}
    document = {**_company(desk, company_id, details), "Details": details, "IsActive": True}
    desk.store.add_company(company_id, document, master=desk.company_id)
    return company_id


def is_active(desk: Desk, company_id: int) -> bool:
    """Whether a company is a registration of the master account that was not deactivated."""
    return company_id in desk.store.registrations(desk.company_id) and bool(desk.store.company(company_id)["IsActive"])


def registration_answer(desk: Desk, company_id: int) -> Document:
    """A registration as answers show it. Source: the access point's page "get integration"."""
    return {
        "RegistrationID": company_id,
        "CompanyDetails": arrange(_details(desk, company_id), "EinvoiceRegistrationPost"),
        "Integrations": Archive(desk.store).every("integrations", company_id),
    }


def patch_details(desk: Desk, company_id: int, changes: Document) -> None:
    """Change a registration; flat address fields change its first address.

    Source: the access point's page "patching entities".
    """
    document = desk.store.company(company_id)
    details: Document = document["Details"]
    address: Document = {key: changes.pop(key) for key in _FLAT if key in changes}
    details.update(changes)
    if address:
        addresses: list[Document] = details.get("Addresses") or [{"AddressType": "InvoiceAddress"}]
        addresses[0] = arrange({**addresses[0], **address}, "PartyAddress")
        details["Addresses"] = addresses
    details = arrange(details, "EinvoiceRegistrationPost")
    desk.store.save_company(
        company_id, {**_company(desk, company_id, details), "Details": details, "IsActive": document["IsActive"]}
    )


def deactivate(desk: Desk, company_id: int) -> None:
    """Deactivate a registration; nothing is erased. Source: the access point's page on deleting entities."""
    desk.store.save_company(company_id, {**desk.store.company(company_id), "IsActive": False})


def connect(desk: Desk, company_id: int, name: str) -> Document:
    """Connect a registration to a network.

    Raises:
        Problem: 400 for a network that there is not, and for one that it is connected to already.

    Source: the access point's page "step 2, integrations": SDI wants a document signed, the others are there at once.
    """
    network = next((each for each in INTEGRATIONS if each.lower() == name.strip().lower()), None)
    if network is None:
        raise generic(f"The external provider {name} is invalid")
    archive = Archive(desk.store)
    if any(item["Integration"] == network for item in archive.every("integrations", company_id)):
        raise generic(f"The integration {network} exists already")
    integration_id = desk.store.counter("integration", start=8_000)
    integration: dict[str, Any] = {
        "IntegrationID": integration_id,
        "Integration": network,
        "IntegrationStatus": "Active",
    }
    if network == _PENDING:
        integration |= {
            "IntegrationStatus": "Pending",
            "IntegrationStatusDescription": "Awaiting signature",
            "IntegrationDocumentToSign": f"https://my.billit.example/sign/{desk.store.new_guid()}",
        }
    archive.put("integrations", company_id, integration_id, integration)
    return integration


def _details(desk: Desk, company_id: int) -> Document:
    details: Document = desk.store.company(company_id)["Details"]
    return details


def _company(desk: Desk, company_id: int, details: Document) -> Document:
    """The company behind a registration, as orders embed it."""
    same = (
        "CommercialName", "Addresses", "IBAN", "BIC", "Mobile", "Phone", "Email", "ContactFirstName",
        "ContactLastName", "Language", "Identifiers",
    )  # fmt: skip
    given: Document = {key: details[key] for key in same if key in details}
    given |= {
        "Name": details["CompanyName"],
        "VATNumber": details["TaxIdentifier"],
        "VATLiable": details["TaxLiable"],
        "VATDeductable": details["TaxDeductable"],
    }
    party = complete_party(given, None, party_id=company_id, party_type="Customer", stamp=desk.clock.stamp())
    party.pop("PartyType", None)
    return party
