# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""What Billit patches: for each PATCH its changes as a type, and the same as facts by Python name."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final, TypedDict

from billit_async._serialization.patching import PatchField

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ORDER_CHANGES",
    "PARTY_CHANGES",
    "REGISTRATION_CHANGES",
    "REGISTRATION_ORDER_CHANGES",
    "OrderChanges",
    "PartyChanges",
    "RegistrationChanges",
    "RegistrationOrderChanges",
]


class OrderChanges(TypedDict, total=False):
    """What `PATCH /v1/orders/{orderID}` changes; ``NULL`` clears a value."""

    paid: bool
    paid_date: datetime | date
    is_sent: bool
    approval_status: str
    account_code: int
    internal_info: str
    invoiced: bool
    accountant_verification_needed: bool
    payment_method: str


ORDER_CHANGES: Final[Mapping[str, PatchField]] = {
    "paid": PatchField("Paid", bool),
    "paid_date": PatchField("PaidDate", datetime),
    "is_sent": PatchField("IsSent", bool),
    "approval_status": PatchField("ApprovalStatus", str, "ApprovalStatus"),
    "account_code": PatchField("AccountCode", int),
    "internal_info": PatchField("InternalInfo", str),
    "invoiced": PatchField("Invoiced", bool),
    "accountant_verification_needed": PatchField("AccountantVerificationNeeded", bool),
    "payment_method": PatchField("PaymentMethod", str, "PaymentMethod"),
}


class PartyChanges(TypedDict, total=False):
    """What `PATCH /v1/parties/{partyID}` changes; ``NULL`` clears a value."""

    gl_account_code: int
    gl_default_expiry_offset: int
    nr: str
    email: str
    external_provider_tc: str
    external_provider_id: str
    name: str
    commercial_name: str
    contact_first_name: str
    contact_last_name: str
    country_code: str
    city: str
    street: str
    street_number: str
    zipcode: str
    box: str
    phone: str
    mobile: str
    fax: str
    vat_number: str
    iban: str
    language: str
    vat_liable: bool


PARTY_CHANGES: Final[Mapping[str, PatchField]] = {
    "gl_account_code": PatchField("GLAccountCode", int),
    "gl_default_expiry_offset": PatchField("GLDefaultExpiryOffset", int),
    "nr": PatchField("Nr", str),
    "email": PatchField("Email", str),
    "external_provider_tc": PatchField("ExternalProviderTC", str),
    "external_provider_id": PatchField("ExternalProviderID", str),
    "name": PatchField("Name", str),
    "commercial_name": PatchField("CommercialName", str),
    "contact_first_name": PatchField("ContactFirstName", str),
    "contact_last_name": PatchField("ContactLastName", str),
    "country_code": PatchField("CountryCode", str),
    "city": PatchField("City", str),
    "street": PatchField("Street", str),
    "street_number": PatchField("StreetNumber", str),
    "zipcode": PatchField("Zipcode", str),
    "box": PatchField("Box", str),
    "phone": PatchField("Phone", str),
    "mobile": PatchField("Mobile", str),
    "fax": PatchField("Fax", str),
    "vat_number": PatchField("VATNumber", str),
    "iban": PatchField("IBAN", str),
    "language": PatchField("Language", str),
    "vat_liable": PatchField("VATLiable", bool),
}


class RegistrationChanges(TypedDict, total=False):
    """What `PATCH /v1/einvoices/registrations/{registrationID}` changes; ``NULL`` clears a value."""

    company_name: str
    commercial_name: str
    tax_deductable: bool
    tax_liable: bool
    iban: str
    bic: str
    mobile: str
    phone: str
    email: str
    contact_first_name: str
    contact_last_name: str
    language: str
    street: str
    street_number: str
    box: str
    zipcode: str
    city: str
    country_code: str


REGISTRATION_CHANGES: Final[Mapping[str, PatchField]] = {
    "company_name": PatchField("CompanyName", str),
    "commercial_name": PatchField("CommercialName", str),
    "tax_deductable": PatchField("TaxDeductable", bool),
    "tax_liable": PatchField("TaxLiable", bool),
    "iban": PatchField("IBAN", str),
    "bic": PatchField("BIC", str),
    "mobile": PatchField("Mobile", str),
    "phone": PatchField("Phone", str),
    "email": PatchField("Email", str),
    "contact_first_name": PatchField("ContactFirstName", str),
    "contact_last_name": PatchField("ContactLastName", str),
    "language": PatchField("Language", str),
    "street": PatchField("Street", str),
    "street_number": PatchField("StreetNumber", str),
    "box": PatchField("Box", str),
    "zipcode": PatchField("Zipcode", str),
    "city": PatchField("City", str),
    "country_code": PatchField("CountryCode", str),
}


class RegistrationOrderChanges(TypedDict, total=False):
    """What `PATCH /v1/einvoices/registrations/{registrationID}/orders/{orderID}` changes; ``NULL`` clears a value."""

    paid: bool
    paid_date: datetime | date
    is_sent: bool
    approval_status: str
    account_code: int
    internal_info: str
    invoiced: bool
    accountant_verification_needed: bool
    payment_method: str
    analytic_cost_bearer: str
    analytic_cost_center: str
    exported_to_connector: bool


REGISTRATION_ORDER_CHANGES: Final[Mapping[str, PatchField]] = {
    "paid": PatchField("Paid", bool),
    "paid_date": PatchField("PaidDate", datetime),
    "is_sent": PatchField("IsSent", bool),
    "approval_status": PatchField("ApprovalStatus", str, "ApprovalStatus"),
    "account_code": PatchField("AccountCode", int),
    "internal_info": PatchField("InternalInfo", str),
    "invoiced": PatchField("Invoiced", bool),
    "accountant_verification_needed": PatchField("AccountantVerificationNeeded", bool),
    "payment_method": PatchField("PaymentMethod", str, "PaymentMethod"),
    "analytic_cost_bearer": PatchField("AnalyticCostBearer", str),
    "analytic_cost_center": PatchField("AnalyticCostCenter", str),
    "exported_to_connector": PatchField("ExportedToConnector", bool),
}
