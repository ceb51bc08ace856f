"""Companies that are registered for e-invoices: their details, and the networks they are connected to.

A registration is a company with a master account; the key reaches its orders only through that account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from billit_async.emulator.company.parties import complete_party
from billit_async.emulator.protocol.errors import APIError, described, generic
from billit_async.emulator.protocol.shapes import arrange
from billit_async.invoicing.identifiers import is_belgian_vat_number, normalise_vat_number

if TYPE_CHECKING:
    from billit_async.emulator.company.context import CompanyContext
    from billit_async.emulator.protocol.shapes import Document

__all__ = ["INTEGRATIONS", "connect", "deactivate", "is_active", "patch_details", "register", "registration_response"]

INTEGRATIONS: Final = ("Peppol", "SDI", "OSA", "Chorus", "SAT", "KSeF", "ANAF", "MyInvois")
"""Source: docs page "types"."""
_PENDING: Final = "SDI"
_FLAT: Final = ("Street", "StreetNumber", "Box", "Zipcode", "City", "CountryCode")


def register(context: CompanyContext, details: Document) -> int:
    """Register a company, at once.

    Args:
        context: The context of the master account.
        details: A bound ``EinvoiceRegistrationPost``.

    Returns:
        The ``RegistrationID``.

    Raises:
        APIError: 400 without a name or tax number, for a wrong Belgian one, and for an e-mail address that is used.

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
    elif (
        tax_number.startswith("BE")
        and context.settings.parties.check_vat_numbers
        and not is_belgian_vat_number(tax_number)
    ):
        errors.append(described("_0_IsNoValidBEVAT", tax_number))
    if errors:
        raise APIError(400, *errors)
    email = details.get("Email", "").strip().lower()
    for other in context.store.companies.registered_by(context.company_id):
        if email and _details(context, other).get("Email", "").strip().lower() == email:
            raise generic("The email address is used by another registration")
    company_id = context.store.counters.advance("party")
    details = {"Addresses": [], "Identifiers": [], "TaxDeductable": True, "TaxLiable": True, **details}
    document = {**_company(context, company_id, details), "Details": details, "IsActive": True}
    context.store.companies.add(company_id, document, master=context.company_id)
    return company_id


def is_active(context: CompanyContext, company_id: int) -> bool:
    """Whether a company is a registration of the master account that was not deactivated."""
    return company_id in context.store.companies.registered_by(context.company_id) and bool(
        context.store.companies.get(company_id)["IsActive"]
    )


def registration_response(context: CompanyContext, company_id: int) -> Document:
    """A registration as responses show it. Source: the access point's page "get integration"."""
    return {
        "RegistrationID": company_id,
        "CompanyDetails": arrange(_details(context, company_id), "EinvoiceRegistrationPost"),
        "Integrations": context.store.documents.every("integrations", company_id),
    }


def patch_details(context: CompanyContext, company_id: int, changes: Document) -> None:
    """Change a registration; flat address fields change its first address.

    Source: the access point's page "patching entities".
    """
    document = context.store.companies.get(company_id)
    details: Document = document["Details"]
    address: Document = {key: changes.pop(key) for key in _FLAT if key in changes}
    details.update(changes)
    if address:
        addresses: list[Document] = details.get("Addresses") or [{"AddressType": "InvoiceAddress"}]
        addresses[0] = arrange({**addresses[0], **address}, "PartyAddress")
        details["Addresses"] = addresses
    details = arrange(details, "EinvoiceRegistrationPost")
    context.store.companies.save(
        company_id, {**_company(context, company_id, details), "Details": details, "IsActive": document["IsActive"]}
    )


def deactivate(context: CompanyContext, company_id: int) -> None:
    """Deactivate a registration; nothing is erased. Source: the access point's page on deleting entities."""
    context.store.companies.save(company_id, {**context.store.companies.get(company_id), "IsActive": False})


def connect(context: CompanyContext, company_id: int, name: str) -> Document:
    """Connect a registration to a network.

    Raises:
        APIError: 400 for a network that there is not, and for one that it is connected to already.

    Source: the access point's page "step 2, integrations": SDI wants a document signed, the others are there at once.
    """
    network = next((each for each in INTEGRATIONS if each.lower() == name.strip().lower()), None)
    if network is None:
        raise generic(f"The external provider {name} is invalid")
    documents = context.store.documents
    if any(item["Integration"] == network for item in documents.every("integrations", company_id)):
        raise generic(f"The integration {network} exists already")
    integration_id = context.store.counters.advance("integration", start=8_000)
    integration: dict[str, Any] = {
        "IntegrationID": integration_id,
        "Integration": network,
        "IntegrationStatus": "Active",
    }
    if network == _PENDING:
        integration |= {
            "IntegrationStatus": "Pending",
            "IntegrationStatusDescription": "Awaiting signature",
            "IntegrationDocumentToSign": f"https://my.billit.example/sign/{context.store.counters.new_guid()}",
        }
    documents.put("integrations", company_id, integration_id, integration)
    return integration


def _details(context: CompanyContext, company_id: int) -> Document:
    details: Document = context.store.companies.get(company_id)["Details"]
    return details


def _company(context: CompanyContext, company_id: int, details: Document) -> Document:
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
    party = complete_party(given, None, party_id=company_id, party_type="Customer", stamp=context.clock.stamp())
    party.pop("PartyType", None)
    return party
