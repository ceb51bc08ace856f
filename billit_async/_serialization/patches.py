# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""What Billit patches and updates: for each operation its changes as a type, and the same as facts."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final, TypedDict

from billit_async._serialization.patching import PatchField, UpdateFacts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from billit_async.models.files import File
    from billit_async.models.orders import (
        AdditionalDocuments,
        CategoryFieldItem,
        ContractDocumentReference,
        ExternalProviderReference,
        OrderLine,
    )
    from billit_async.models.parties import BankAccount, KeyValuePair, Party, PartyAddress, PartyIdentifier
    from billit_async.models.products import Product

__all__ = [
    "ORDER_CHANGES",
    "ORDER_UPDATES",
    "PARTY_CHANGES",
    "PARTY_UPDATES",
    "PRODUCT_UPDATES",
    "REGISTRATION_CHANGES",
    "REGISTRATION_ORDER_CHANGES",
    "OrderChanges",
    "OrderUpdates",
    "PartyChanges",
    "PartyUpdates",
    "ProductUpdates",
    "RegistrationChanges",
    "RegistrationOrderChanges",
]


class OrderChanges(TypedDict, total=False):
    """What `PATCH /v1/orders/{orderID}` changes; ``NULL`` clears a value."""

    paid: bool
    paid_date: datetime | date
    is_sent: bool
    approval_status: str
    account_code: int | str
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

    gl_account_code: int | str
    gl_default_expiry_offset: int | str
    nr: str
    email: str
    external_provider_tc: str
    external_provider_id: str
    name: str
    commercial_name: str
    contact_first_name: str
    contact_last_name: str
    country_code: str | int
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
    country_code: str | int


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
    account_code: int | str
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


class OrderUpdates(OrderChanges, total=False):
    """What `POST /v1/orders` with its id or `PATCH /v1/orders/{orderID}` changes; ``NULL`` clears a value."""

    order_pdf: File
    attachments: list[File]
    order_number: str
    customer_id: int | str
    supplier_id: int | str
    counter_party_id: int | str
    customer: Party
    supplier: Party
    counter_party: Party
    order_date: datetime | date
    expiry_date: datetime | date
    order_type: str
    order_sub_type: str
    order_direction: str
    order_lines: list[OrderLine]
    journal: str
    order_title: str
    payment_discount_percentage: Decimal | int | str
    payment_reduction_days: int | str
    ventilation_code: str | int
    reference: str
    tags: list[str]
    department_id: int | str
    payment_reference: str
    about_invoice_number: str
    external_provider_id: str
    project_id: int | str
    project_name: str
    external_provider_references: list[ExternalProviderReference]
    comments: str
    currency: str
    vat_deduction: Decimal | int | str
    mixed_use_professional_percentage: Decimal | int | str
    custom_fields: Mapping[str, str]
    period_from: datetime | date
    period_till: datetime | date
    cost_category_code: int | str
    accounting_cost_type_tc: str
    to_pay: Decimal | int | str
    fx_rate_to_foreign: Decimal | int | str
    delivery_date: datetime | date
    template_id: int | str
    message_template_id: int | str
    analytic_cost_bearer: str
    analytic_cost_center: str
    additional_document_reference: list[AdditionalDocuments]
    payment_terms: str
    iban: str
    bic: str
    contract_document_reference: list[ContractDocumentReference]
    tax_point_date: datetime | date
    category_field_items: list[CategoryFieldItem]


ORDER_UPDATES: Final = UpdateFacts(
    model="Order",
    key="order_id",
    patched=ORDER_CHANGES,
    posted=frozenset(
        [
            "about_invoice_number",
            "accounting_cost_type_tc",
            "additional_document_reference",
            "analytic_cost_bearer",
            "analytic_cost_center",
            "attachments",
            "bic",
            "category_field_items",
            "comments",
            "contract_document_reference",
            "cost_category_code",
            "counter_party",
            "counter_party_id",
            "currency",
            "custom_fields",
            "customer",
            "customer_id",
            "delivery_date",
            "department_id",
            "expiry_date",
            "external_provider_id",
            "external_provider_references",
            "fx_rate_to_foreign",
            "iban",
            "journal",
            "message_template_id",
            "mixed_use_professional_percentage",
            "order_date",
            "order_direction",
            "order_lines",
            "order_number",
            "order_pdf",
            "order_sub_type",
            "order_title",
            "order_type",
            "payment_discount_percentage",
            "payment_reduction_days",
            "payment_reference",
            "payment_terms",
            "period_from",
            "period_till",
            "project_id",
            "project_name",
            "reference",
            "supplier",
            "supplier_id",
            "tags",
            "tax_point_date",
            "template_id",
            "to_pay",
            "vat_deduction",
            "ventilation_code",
        ]
    ),
    fixed=frozenset(
        [
            "BookingEntries",
            "CompanyID",
            "CurrentDocumentDeliveryDetails",
            "DaysOverdue",
            "ExportedToConnector",
            "ExternalProvider",
            "LastReminder",
            "Messages",
            "OCRMetaPages",
            "OCRRawText",
            "OrderStatus",
            "Overdue",
            "PaymentDiscountAmount",
            "PaymentDiscountDate",
            "PaymentLinks",
            "RemindersSent",
            "Signature",
            "TotalExcl",
            "TotalIncl",
            "TotalVAT",
            "VatGroups",
        ]
    ),
)


class PartyUpdates(PartyChanges, total=False):
    """What `POST /v1/parties` with its id or `PATCH /v1/parties/{partyID}` changes; ``NULL`` clears a value."""

    book_year_start: datetime | date
    addresses: list[PartyAddress]
    cost_category_code: int | str
    accounting_cost_type_name: str
    bic: str
    website: str
    contact: str
    peppol_identifier: str
    rpr: str
    party_type: str
    accountant_code: int | str
    ventilation_code: str | int
    custom_fields: list[KeyValuePair]
    bank_accounts: list[BankAccount]
    default_payment_method_tc: str
    domiciliation_mandate_id: str
    domiciliation_mandate_signing_date: datetime | date
    default_paid: bool
    default_transport_type_tc: str
    financial_reduction_percentage_default: Decimal | int | str
    financial_reduction_days_default: int | str
    default_expiry_offset: int | str
    role: str
    internal_info: str
    vat_deductable: bool
    default_reduction_percentage: Decimal | int | str
    identifiers: list[PartyIdentifier]
    book_category_tc: str
    small_enterprise: bool
    auto_send_invoice_reminders: bool
    default_currency_tc: str
    regime: str
    sub_regime: str
    is_high_risk: bool
    send_ubl: bool
    send_pdf: bool


PARTY_UPDATES: Final = UpdateFacts(
    model="Party",
    key="party_id",
    patched=PARTY_CHANGES,
    posted=frozenset(
        [
            "accountant_code",
            "accounting_cost_type_name",
            "addresses",
            "auto_send_invoice_reminders",
            "bank_accounts",
            "bic",
            "book_category_tc",
            "book_year_start",
            "contact",
            "cost_category_code",
            "custom_fields",
            "default_currency_tc",
            "default_expiry_offset",
            "default_paid",
            "default_payment_method_tc",
            "default_reduction_percentage",
            "default_transport_type_tc",
            "domiciliation_mandate_id",
            "domiciliation_mandate_signing_date",
            "financial_reduction_days_default",
            "financial_reduction_percentage_default",
            "identifiers",
            "internal_info",
            "is_high_risk",
            "party_type",
            "peppol_identifier",
            "regime",
            "role",
            "rpr",
            "send_pdf",
            "send_ubl",
            "small_enterprise",
            "sub_regime",
            "vat_deductable",
            "ventilation_code",
            "website",
        ]
    ),
    fixed=frozenset(["DisplayName", "Users"]),
)


class ProductUpdates(TypedDict, total=False):
    """What `POST /v1/products` with its id changes; ``NULL`` clears a value."""

    reference: str
    description: str
    amount_excl: Decimal | int | str
    vat: Decimal | int | str
    unit: str
    group_id: int | str
    group_name: str
    amount_incl: Decimal | int | str
    stock_quantity: Decimal | int | str
    minimum_billed_quantity: Decimal | int | str
    buy_excl: Decimal | int | str
    internal_information: str
    ean: str
    gtin: str
    gln: str
    external_provider_tc: str
    child_products: list[Product]


PRODUCT_UPDATES: Final = UpdateFacts(
    model="Product",
    key="product_id",
    patched={},
    posted=frozenset(
        [
            "amount_excl",
            "amount_incl",
            "buy_excl",
            "child_products",
            "description",
            "ean",
            "external_provider_tc",
            "gln",
            "group_id",
            "group_name",
            "gtin",
            "internal_information",
            "minimum_billed_quantity",
            "reference",
            "stock_quantity",
            "unit",
            "vat",
        ]
    ),
    fixed=frozenset([]),
)
