# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "account"; internal."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from msgspec import Raw, Struct

from billit_async._serialization.structs import (
    ABSENT,
    Codec,
    Nested,
    day,
    days,
    encode_datetime,
    list_to_struct,
    number,
    one_to_struct,
    parse_datetime,
    refuse_number,
    values_to_list,
)
from billit_async._serialization.wire.parties import (
    BankAccountStruct,
    KeyValuePairStruct,
    PartyAddressStruct,
    PartyIdentifierStruct,
    PartyStruct,
    UserCoreInfoStruct,
    bank_account_from_struct,
    bank_account_to_struct,
    key_value_pair_from_struct,
    key_value_pair_to_struct,
    party_address_from_struct,
    party_address_to_struct,
    party_from_struct,
    party_identifier_from_struct,
    party_identifier_to_struct,
    party_to_struct,
    user_core_info_from_struct,
    user_core_info_to_struct,
)
from billit_async.models.account import (
    AccountInformation,
    AccountInformationParty,
    AccountSettings,
    AddNewLicenseBillableModel,
    APIEnabledFeatures,
    BankAccountState,
    LicenseAddons,
    LicenseConfiguration,
    RegisterAccountRequestModel,
    RegisterAccountResponse,
    SequenceRequest,
    UpdateLicenseRequestModel,
    UserCompanyRole,
    UserIdBundle,
)
from billit_async.models.parties import BankAccount, KeyValuePair, Party, PartyAddress, PartyIdentifier, UserCoreInfo

_new = object.__new__
_read = datetime.fromisoformat


class APIEnabledFeaturesStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "time_registration": "TimeRegistration",
        "projects": "Projects",
        "daily_receipts": "DailyReceipts",
        "financial_reduction": "FinancialReduction",
        "gl_accounts": "GLAccounts",
        "cashbook": "Cashbook",
    },
):
    time_registration: bool | None = None
    projects: bool | None = None
    daily_receipts: bool | None = None
    financial_reduction: bool | None = None
    gl_accounts: bool | None = None
    cashbook: bool | None = None


def api_enabled_features_from_struct(s: APIEnabledFeaturesStruct) -> APIEnabledFeatures:
    o = _new(APIEnabledFeatures)
    o.time_registration = s.time_registration
    o.projects = s.projects
    o.daily_receipts = s.daily_receipts
    o.financial_reduction = s.financial_reduction
    o.gl_accounts = s.gl_accounts
    o.cashbook = s.cashbook
    return o


def api_enabled_features_to_struct(o: APIEnabledFeatures) -> APIEnabledFeaturesStruct:
    return APIEnabledFeaturesStruct(
        o.time_registration,
        o.projects,
        o.daily_receipts,
        o.financial_reduction,
        o.gl_accounts,
        o.cashbook,
    )


class AccountInformationPartyStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "tab_name_alias": "TabNameAlias",
        "api_allowed": "APIAllowed",
        "logo_file_id": "LogoFileID",
        "api_enabled_features": "APIEnabledFeatures",
        "user_language": "UserLanguage",
        "party_id": "PartyID",
        "book_year_start": "BookYearStart",
        "nr": "Nr",
        "name": "Name",
        "commercial_name": "CommercialName",
        "addresses": "Addresses",
        "street": "Street",
        "street_number": "StreetNumber",
        "box": "Box",
        "zipcode": "Zipcode",
        "cost_category_code": "CostCategoryCode",
        "accounting_cost_type_name": "AccountingCostTypeName",
        "city": "City",
        "country_code": "CountryCode",
        "iban": "IBAN",
        "bic": "BIC",
        "mobile": "Mobile",
        "phone": "Phone",
        "fax": "Fax",
        "email": "Email",
        "website": "Website",
        "contact": "Contact",
        "contact_first_name": "ContactFirstName",
        "contact_last_name": "ContactLastName",
        "vat_number": "VATNumber",
        "peppol_identifier": "PeppolIdentifier",
        "rpr": "RPR",
        "last_modified": "LastModified",
        "created": "Created",
        "party_type": "PartyType",
        "vat_liable": "VATLiable",
        "accountant_code": "AccountantCode",
        "gl_account_code": "GLAccountCode",
        "language": "Language",
        "ventilation_code": "VentilationCode",
        "external_provider_id": "ExternalProviderID",
        "external_provider_tc": "ExternalProviderTC",
        "custom_fields": "CustomFields",
        "bank_accounts": "BankAccounts",
        "users": "Users",
        "default_payment_method_tc": "DefaultPaymentMethodTC",
        "domiciliation_mandate_id": "DomiciliationMandateID",
        "domiciliation_mandate_signing_date": "DomiciliationMandateSigningDate",
        "default_paid": "DefaultPaid",
        "display_name": "DisplayName",
        "default_transport_type_tc": "DefaultTransportTypeTC",
        "financial_reduction_percentage_default": "FinancialReductionPercentageDefault",
        "financial_reduction_days_default": "FinancialReductionDaysDefault",
        "default_expiry_offset": "DefaultExpiryOffset",
        "gl_default_expiry_offset": "GLDefaultExpiryOffset",
        "role": "Role",
        "internal_info": "InternalInfo",
        "vat_deductable": "VATDeductable",
        "default_reduction_percentage": "DefaultReductionPercentage",
        "identifiers": "Identifiers",
        "book_category_tc": "BookCategoryTC",
        "small_enterprise": "SmallEnterprise",
        "auto_send_invoice_reminders": "AutoSendInvoiceReminders",
        "default_currency_tc": "DefaultCurrencyTC",
        "regime": "Regime",
        "sub_regime": "SubRegime",
        "is_high_risk": "IsHighRisk",
        "send_ubl": "SendUBL",
        "send_pdf": "SendPDF",
    },
):
    tab_name_alias: str | None = None
    api_allowed: bool | None = None
    logo_file_id: UUID | None = None
    api_enabled_features: APIEnabledFeaturesStruct | None = None
    user_language: str | None = None
    party_id: int | None = None
    book_year_start: str | None = None
    nr: str | None = None
    name: str | None = None
    commercial_name: str | None = None
    addresses: list[PartyAddressStruct] | None = None
    street: str | None = None
    street_number: str | None = None
    box: str | None = None
    zipcode: str | None = None
    cost_category_code: int | None = None
    accounting_cost_type_name: str | None = None
    city: str | None = None
    country_code: str | None = None
    iban: str | None = None
    bic: str | None = None
    mobile: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    website: str | None = None
    contact: str | None = None
    contact_first_name: str | None = None
    contact_last_name: str | None = None
    vat_number: str | None = None
    peppol_identifier: str | None = None
    rpr: str | None = None
    last_modified: str | None = None
    created: str | None = None
    party_type: str | None = None
    vat_liable: bool | None = None
    accountant_code: int | None = None
    gl_account_code: int | None = None
    language: str | None = None
    ventilation_code: str | None = None
    external_provider_id: str | None = None
    external_provider_tc: str | None = None
    custom_fields: list[KeyValuePairStruct] | None = None
    bank_accounts: list[BankAccountStruct] | None = None
    users: list[UserCoreInfoStruct] | None = None
    default_payment_method_tc: str | None = None
    domiciliation_mandate_id: str | None = None
    domiciliation_mandate_signing_date: str | None = None
    default_paid: bool | None = None
    display_name: str | None = None
    default_transport_type_tc: str | None = None
    financial_reduction_percentage_default: Decimal | None = None
    financial_reduction_days_default: int | None = None
    default_expiry_offset: int | None = None
    gl_default_expiry_offset: int | None = None
    role: str | None = None
    internal_info: str | None = None
    vat_deductable: bool | None = None
    default_reduction_percentage: Decimal | None = None
    identifiers: list[PartyIdentifierStruct] | None = None
    book_category_tc: str | None = None
    small_enterprise: bool | None = None
    auto_send_invoice_reminders: bool | None = None
    default_currency_tc: str | None = None
    regime: str | None = None
    sub_regime: str | None = None
    is_high_risk: bool | None = None
    send_ubl: bool | None = None
    send_pdf: bool | None = None


def account_information_party_from_struct(s: AccountInformationPartyStruct) -> AccountInformationParty:
    o = _new(AccountInformationParty)
    o.tab_name_alias = s.tab_name_alias
    o.api_allowed = s.api_allowed
    o.logo_file_id = s.logo_file_id
    o.user_language = s.user_language
    o.party_id = s.party_id
    o.book_year_start = None if (text := s.book_year_start) is None else (days.get(text) or day(text))
    o.nr = s.nr
    o.name = s.name
    o.commercial_name = s.commercial_name
    o.street = s.street
    o.street_number = s.street_number
    o.box = s.box
    o.zipcode = s.zipcode
    o.cost_category_code = s.cost_category_code
    o.accounting_cost_type_name = s.accounting_cost_type_name
    o.city = s.city
    o.country_code = s.country_code
    o.iban = s.iban
    o.bic = s.bic
    o.mobile = s.mobile
    o.phone = s.phone
    o.fax = s.fax
    o.email = s.email
    o.website = s.website
    o.contact = s.contact
    o.contact_first_name = s.contact_first_name
    o.contact_last_name = s.contact_last_name
    o.vat_number = s.vat_number
    o.peppol_identifier = s.peppol_identifier
    o.rpr = s.rpr
    o.last_modified = (
        None
        if (text := s.last_modified) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.created = (
        None
        if (text := s.created) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.party_type = s.party_type
    o.vat_liable = s.vat_liable
    o.accountant_code = s.accountant_code
    o.gl_account_code = s.gl_account_code
    o.language = s.language
    o.ventilation_code = s.ventilation_code
    o.external_provider_id = s.external_provider_id
    o.external_provider_tc = s.external_provider_tc
    o.default_payment_method_tc = s.default_payment_method_tc
    o.domiciliation_mandate_id = s.domiciliation_mandate_id
    o.domiciliation_mandate_signing_date = (
        None if (text := s.domiciliation_mandate_signing_date) is None else (days.get(text) or day(text))
    )
    o.default_paid = s.default_paid
    o.display_name = s.display_name
    o.default_transport_type_tc = s.default_transport_type_tc
    o.financial_reduction_percentage_default = (
        amount
        if (amount := s.financial_reduction_percentage_default) is None
        or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.financial_reduction_days_default = s.financial_reduction_days_default
    o.default_expiry_offset = s.default_expiry_offset
    o.gl_default_expiry_offset = s.gl_default_expiry_offset
    o.role = s.role
    o.internal_info = s.internal_info
    o.vat_deductable = s.vat_deductable
    o.default_reduction_percentage = (
        amount
        if (amount := s.default_reduction_percentage) is None
        or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.book_category_tc = s.book_category_tc
    o.small_enterprise = s.small_enterprise
    o.auto_send_invoice_reminders = s.auto_send_invoice_reminders
    o.default_currency_tc = s.default_currency_tc
    o.regime = s.regime
    o.sub_regime = s.sub_regime
    o.is_high_risk = s.is_high_risk
    o.send_ubl = s.send_ubl
    o.send_pdf = s.send_pdf
    slots: Any = o
    slots.unread_api_enabled_features = (
        None
        if (api_enabled_features := s.api_enabled_features) is None
        else api_enabled_features_from_struct(api_enabled_features)
    )
    slots.unread_addresses = (
        None
        if (list_party_address := s.addresses) is None
        else (
            [*map(party_address_from_struct, list_party_address)]
            if len(list_party_address) > 1
            else [party_address_from_struct(list_party_address[0])]
            if list_party_address
            else []
        )
    )
    slots.unread_custom_fields = (
        None
        if (list_key_value_pair := s.custom_fields) is None
        else (
            [*map(key_value_pair_from_struct, list_key_value_pair)]
            if len(list_key_value_pair) > 1
            else [key_value_pair_from_struct(list_key_value_pair[0])]
            if list_key_value_pair
            else []
        )
    )
    slots.unread_bank_accounts = (
        None
        if (list_bank_account := s.bank_accounts) is None
        else (
            [*map(bank_account_from_struct, list_bank_account)]
            if len(list_bank_account) > 1
            else [bank_account_from_struct(list_bank_account[0])]
            if list_bank_account
            else []
        )
    )
    slots.unread_users = (
        None
        if (list_user_core_info := s.users) is None
        else (
            [*map(user_core_info_from_struct, list_user_core_info)]
            if len(list_user_core_info) > 1
            else [user_core_info_from_struct(list_user_core_info[0])]
            if list_user_core_info
            else []
        )
    )
    slots.unread_identifiers = (
        None
        if (list_party_identifier := s.identifiers) is None
        else (
            [*map(party_identifier_from_struct, list_party_identifier)]
            if len(list_party_identifier) > 1
            else [party_identifier_from_struct(list_party_identifier[0])]
            if list_party_identifier
            else []
        )
    )
    return o


def account_information_party_to_struct(o: AccountInformationParty) -> AccountInformationPartyStruct:
    return AccountInformationPartyStruct(
        o.tab_name_alias,
        o.api_allowed,
        o.logo_file_id,
        one_to_struct(o.api_enabled_features, APIEnabledFeatures, api_enabled_features_to_struct),
        o.user_language,
        o.party_id,
        encode_datetime(o.book_year_start),
        o.nr,
        o.name,
        o.commercial_name,
        list_to_struct(o.addresses, PartyAddress, party_address_to_struct),
        o.street,
        o.street_number,
        o.box,
        o.zipcode,
        o.cost_category_code,
        o.accounting_cost_type_name,
        o.city,
        o.country_code,
        o.iban,
        o.bic,
        o.mobile,
        o.phone,
        o.fax,
        o.email,
        o.website,
        o.contact,
        o.contact_first_name,
        o.contact_last_name,
        o.vat_number,
        o.peppol_identifier,
        o.rpr,
        encode_datetime(o.last_modified),
        encode_datetime(o.created),
        o.party_type,
        o.vat_liable,
        o.accountant_code,
        o.gl_account_code,
        o.language,
        o.ventilation_code,
        o.external_provider_id,
        o.external_provider_tc,
        list_to_struct(o.custom_fields, KeyValuePair, key_value_pair_to_struct),
        list_to_struct(o.bank_accounts, BankAccount, bank_account_to_struct),
        list_to_struct(o.users, UserCoreInfo, user_core_info_to_struct),
        o.default_payment_method_tc,
        o.domiciliation_mandate_id,
        encode_datetime(o.domiciliation_mandate_signing_date),
        o.default_paid,
        o.display_name,
        o.default_transport_type_tc,
        number(o.financial_reduction_percentage_default),
        o.financial_reduction_days_default,
        o.default_expiry_offset,
        o.gl_default_expiry_offset,
        o.role,
        o.internal_info,
        o.vat_deductable,
        number(o.default_reduction_percentage),
        list_to_struct(o.identifiers, PartyIdentifier, party_identifier_to_struct),
        o.book_category_tc,
        o.small_enterprise,
        o.auto_send_invoice_reminders,
        o.default_currency_tc,
        o.regime,
        o.sub_regime,
        o.is_high_risk,
        o.send_ubl,
        o.send_pdf,
    )


class AccountInformationPartyRow(
    Struct,
    gc=False,
    rename={
        "tab_name_alias": "TabNameAlias",
        "api_allowed": "APIAllowed",
        "logo_file_id": "LogoFileID",
        "api_enabled_features": "APIEnabledFeatures",
        "user_language": "UserLanguage",
        "party_id": "PartyID",
        "book_year_start": "BookYearStart",
        "nr": "Nr",
        "name": "Name",
        "commercial_name": "CommercialName",
        "addresses": "Addresses",
        "street": "Street",
        "street_number": "StreetNumber",
        "box": "Box",
        "zipcode": "Zipcode",
        "cost_category_code": "CostCategoryCode",
        "accounting_cost_type_name": "AccountingCostTypeName",
        "city": "City",
        "country_code": "CountryCode",
        "iban": "IBAN",
        "bic": "BIC",
        "mobile": "Mobile",
        "phone": "Phone",
        "fax": "Fax",
        "email": "Email",
        "website": "Website",
        "contact": "Contact",
        "contact_first_name": "ContactFirstName",
        "contact_last_name": "ContactLastName",
        "vat_number": "VATNumber",
        "peppol_identifier": "PeppolIdentifier",
        "rpr": "RPR",
        "last_modified": "LastModified",
        "created": "Created",
        "party_type": "PartyType",
        "vat_liable": "VATLiable",
        "accountant_code": "AccountantCode",
        "gl_account_code": "GLAccountCode",
        "language": "Language",
        "ventilation_code": "VentilationCode",
        "external_provider_id": "ExternalProviderID",
        "external_provider_tc": "ExternalProviderTC",
        "custom_fields": "CustomFields",
        "bank_accounts": "BankAccounts",
        "users": "Users",
        "default_payment_method_tc": "DefaultPaymentMethodTC",
        "domiciliation_mandate_id": "DomiciliationMandateID",
        "domiciliation_mandate_signing_date": "DomiciliationMandateSigningDate",
        "default_paid": "DefaultPaid",
        "display_name": "DisplayName",
        "default_transport_type_tc": "DefaultTransportTypeTC",
        "financial_reduction_percentage_default": "FinancialReductionPercentageDefault",
        "financial_reduction_days_default": "FinancialReductionDaysDefault",
        "default_expiry_offset": "DefaultExpiryOffset",
        "gl_default_expiry_offset": "GLDefaultExpiryOffset",
        "role": "Role",
        "internal_info": "InternalInfo",
        "vat_deductable": "VATDeductable",
        "default_reduction_percentage": "DefaultReductionPercentage",
        "identifiers": "Identifiers",
        "book_category_tc": "BookCategoryTC",
        "small_enterprise": "SmallEnterprise",
        "auto_send_invoice_reminders": "AutoSendInvoiceReminders",
        "default_currency_tc": "DefaultCurrencyTC",
        "regime": "Regime",
        "sub_regime": "SubRegime",
        "is_high_risk": "IsHighRisk",
        "send_ubl": "SendUBL",
        "send_pdf": "SendPDF",
    },
):
    tab_name_alias: str | None = None
    api_allowed: bool | None = None
    logo_file_id: UUID | None = None
    api_enabled_features: Raw = ABSENT
    user_language: str | None = None
    party_id: int | None = None
    book_year_start: str | None = None
    nr: str | None = None
    name: str | None = None
    commercial_name: str | None = None
    addresses: Raw = ABSENT
    street: str | None = None
    street_number: str | None = None
    box: str | None = None
    zipcode: str | None = None
    cost_category_code: int | None = None
    accounting_cost_type_name: str | None = None
    city: str | None = None
    country_code: str | None = None
    iban: str | None = None
    bic: str | None = None
    mobile: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    website: str | None = None
    contact: str | None = None
    contact_first_name: str | None = None
    contact_last_name: str | None = None
    vat_number: str | None = None
    peppol_identifier: str | None = None
    rpr: str | None = None
    last_modified: str | None = None
    created: str | None = None
    party_type: str | None = None
    vat_liable: bool | None = None
    accountant_code: int | None = None
    gl_account_code: int | None = None
    language: str | None = None
    ventilation_code: str | None = None
    external_provider_id: str | None = None
    external_provider_tc: str | None = None
    custom_fields: Raw = ABSENT
    bank_accounts: Raw = ABSENT
    users: Raw = ABSENT
    default_payment_method_tc: str | None = None
    domiciliation_mandate_id: str | None = None
    domiciliation_mandate_signing_date: str | None = None
    default_paid: bool | None = None
    display_name: str | None = None
    default_transport_type_tc: str | None = None
    financial_reduction_percentage_default: Decimal | None = None
    financial_reduction_days_default: int | None = None
    default_expiry_offset: int | None = None
    gl_default_expiry_offset: int | None = None
    role: str | None = None
    internal_info: str | None = None
    vat_deductable: bool | None = None
    default_reduction_percentage: Decimal | None = None
    identifiers: Raw = ABSENT
    book_category_tc: str | None = None
    small_enterprise: bool | None = None
    auto_send_invoice_reminders: bool | None = None
    default_currency_tc: str | None = None
    regime: str | None = None
    sub_regime: str | None = None
    is_high_risk: bool | None = None
    send_ubl: bool | None = None
    send_pdf: bool | None = None


def account_information_party_from_row(s: Any) -> AccountInformationParty:
    o: Any = _new(AccountInformationParty)
    o.tab_name_alias = s.tab_name_alias
    o.api_allowed = s.api_allowed
    o.logo_file_id = s.logo_file_id
    raw = s.api_enabled_features
    o.unread_api_enabled_features = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    o.user_language = s.user_language
    o.party_id = s.party_id
    o.book_year_start = None if (text := s.book_year_start) is None else (days.get(text) or day(text))
    o.nr = s.nr
    o.name = s.name
    o.commercial_name = s.commercial_name
    raw = s.addresses
    o.unread_addresses = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    o.street = s.street
    o.street_number = s.street_number
    o.box = s.box
    o.zipcode = s.zipcode
    o.cost_category_code = s.cost_category_code
    o.accounting_cost_type_name = s.accounting_cost_type_name
    o.city = s.city
    o.country_code = s.country_code
    o.iban = s.iban
    o.bic = s.bic
    o.mobile = s.mobile
    o.phone = s.phone
    o.fax = s.fax
    o.email = s.email
    o.website = s.website
    o.contact = s.contact
    o.contact_first_name = s.contact_first_name
    o.contact_last_name = s.contact_last_name
    o.vat_number = s.vat_number
    o.peppol_identifier = s.peppol_identifier
    o.rpr = s.rpr
    o.last_modified = (
        None
        if (text := s.last_modified) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.created = (
        None
        if (text := s.created) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.party_type = s.party_type
    o.vat_liable = s.vat_liable
    o.accountant_code = s.accountant_code
    o.gl_account_code = s.gl_account_code
    o.language = s.language
    o.ventilation_code = s.ventilation_code
    o.external_provider_id = s.external_provider_id
    o.external_provider_tc = s.external_provider_tc
    raw = s.custom_fields
    o.unread_custom_fields = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    raw = s.bank_accounts
    o.unread_bank_accounts = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    raw = s.users
    o.unread_users = None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    o.default_payment_method_tc = s.default_payment_method_tc
    o.domiciliation_mandate_id = s.domiciliation_mandate_id
    o.domiciliation_mandate_signing_date = (
        None if (text := s.domiciliation_mandate_signing_date) is None else (days.get(text) or day(text))
    )
    o.default_paid = s.default_paid
    o.display_name = s.display_name
    o.default_transport_type_tc = s.default_transport_type_tc
    o.financial_reduction_percentage_default = (
        amount
        if (amount := s.financial_reduction_percentage_default) is None
        or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.financial_reduction_days_default = s.financial_reduction_days_default
    o.default_expiry_offset = s.default_expiry_offset
    o.gl_default_expiry_offset = s.gl_default_expiry_offset
    o.role = s.role
    o.internal_info = s.internal_info
    o.vat_deductable = s.vat_deductable
    o.default_reduction_percentage = (
        amount
        if (amount := s.default_reduction_percentage) is None
        or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    raw = s.identifiers
    o.unread_identifiers = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    o.book_category_tc = s.book_category_tc
    o.small_enterprise = s.small_enterprise
    o.auto_send_invoice_reminders = s.auto_send_invoice_reminders
    o.default_currency_tc = s.default_currency_tc
    o.regime = s.regime
    o.sub_regime = s.sub_regime
    o.is_high_risk = s.is_high_risk
    o.send_ubl = s.send_ubl
    o.send_pdf = s.send_pdf
    made: AccountInformationParty = o
    return made


def account_information_party_addresses(x: Any) -> Any:
    return [*map(party_address_from_struct, x)] if len(x) > 1 else [party_address_from_struct(x[0])] if x else []


def account_information_party_custom_fields(x: Any) -> Any:
    return [*map(key_value_pair_from_struct, x)] if len(x) > 1 else [key_value_pair_from_struct(x[0])] if x else []


def account_information_party_bank_accounts(x: Any) -> Any:
    return [*map(bank_account_from_struct, x)] if len(x) > 1 else [bank_account_from_struct(x[0])] if x else []


def account_information_party_users(x: Any) -> Any:
    return [*map(user_core_info_from_struct, x)] if len(x) > 1 else [user_core_info_from_struct(x[0])] if x else []


def account_information_party_identifiers(x: Any) -> Any:
    return [*map(party_identifier_from_struct, x)] if len(x) > 1 else [party_identifier_from_struct(x[0])] if x else []


class UserCompanyRoleStruct(
    Struct, gc=False, omit_defaults=True, rename={"party_id": "PartyID", "user_role_types": "UserRoleTypes"}
):
    party_id: int | None = None
    user_role_types: list[str] | None = None


def user_company_role_from_struct(s: UserCompanyRoleStruct) -> UserCompanyRole:
    o = _new(UserCompanyRole)
    o.party_id = s.party_id
    o.user_role_types = s.user_role_types
    return o


def user_company_role_to_struct(o: UserCompanyRole) -> UserCompanyRoleStruct:
    return UserCompanyRoleStruct(
        o.party_id,
        values_to_list(o.user_role_types),
    )


class AccountInformationStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "email": "Email",
        "companies": "Companies",
        "user_company_roles": "UserCompanyRoles",
        "external_provider_id": "ExternalProviderID",
        "external_provider_tc": "ExternalProviderTC",
        "first_name": "FirstName",
        "last_name": "LastName",
        "login_or_register_needed": "LoginOrRegisterNeeded",
        "national_identity_number": "NationalIdentityNumber",
        "card_number": "CardNumber",
        "phone_number": "PhoneNumber",
        "unique_reference": "UniqueReference",
    },
):
    email: str | None = None
    companies: list[AccountInformationPartyStruct] | None = None
    user_company_roles: list[UserCompanyRoleStruct] | None = None
    external_provider_id: str | None = None
    external_provider_tc: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    login_or_register_needed: bool | None = None
    national_identity_number: str | None = None
    card_number: str | None = None
    phone_number: str | None = None
    unique_reference: str | None = None


def account_information_from_struct(s: AccountInformationStruct) -> AccountInformation:
    o = _new(AccountInformation)
    o.email = s.email
    o.external_provider_id = s.external_provider_id
    o.external_provider_tc = s.external_provider_tc
    o.first_name = s.first_name
    o.last_name = s.last_name
    o.login_or_register_needed = s.login_or_register_needed
    o.national_identity_number = s.national_identity_number
    o.card_number = s.card_number
    o.phone_number = s.phone_number
    o.unique_reference = s.unique_reference
    slots: Any = o
    slots.unread_companies = (
        None
        if (list_account_information_party := s.companies) is None
        else (
            [*map(account_information_party_from_struct, list_account_information_party)]
            if len(list_account_information_party) > 1
            else [account_information_party_from_struct(list_account_information_party[0])]
            if list_account_information_party
            else []
        )
    )
    slots.unread_user_company_roles = (
        None
        if (list_user_company_role := s.user_company_roles) is None
        else (
            [*map(user_company_role_from_struct, list_user_company_role)]
            if len(list_user_company_role) > 1
            else [user_company_role_from_struct(list_user_company_role[0])]
            if list_user_company_role
            else []
        )
    )
    return o


def account_information_to_struct(o: AccountInformation) -> AccountInformationStruct:
    return AccountInformationStruct(
        o.email,
        list_to_struct(o.companies, AccountInformationParty, account_information_party_to_struct),
        list_to_struct(o.user_company_roles, UserCompanyRole, user_company_role_to_struct),
        o.external_provider_id,
        o.external_provider_tc,
        o.first_name,
        o.last_name,
        o.login_or_register_needed,
        o.national_identity_number,
        o.card_number,
        o.phone_number,
        o.unique_reference,
    )


class AccountInformationRow(
    Struct,
    gc=False,
    rename={
        "email": "Email",
        "companies": "Companies",
        "user_company_roles": "UserCompanyRoles",
        "external_provider_id": "ExternalProviderID",
        "external_provider_tc": "ExternalProviderTC",
        "first_name": "FirstName",
        "last_name": "LastName",
        "login_or_register_needed": "LoginOrRegisterNeeded",
        "national_identity_number": "NationalIdentityNumber",
        "card_number": "CardNumber",
        "phone_number": "PhoneNumber",
        "unique_reference": "UniqueReference",
    },
):
    email: str | None = None
    companies: Raw = ABSENT
    user_company_roles: Raw = ABSENT
    external_provider_id: str | None = None
    external_provider_tc: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    login_or_register_needed: bool | None = None
    national_identity_number: str | None = None
    card_number: str | None = None
    phone_number: str | None = None
    unique_reference: str | None = None


def account_information_from_row(s: Any) -> AccountInformation:
    o: Any = _new(AccountInformation)
    o.email = s.email
    raw = s.companies
    o.unread_companies = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    raw = s.user_company_roles
    o.unread_user_company_roles = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    o.external_provider_id = s.external_provider_id
    o.external_provider_tc = s.external_provider_tc
    o.first_name = s.first_name
    o.last_name = s.last_name
    o.login_or_register_needed = s.login_or_register_needed
    o.national_identity_number = s.national_identity_number
    o.card_number = s.card_number
    o.phone_number = s.phone_number
    o.unique_reference = s.unique_reference
    made: AccountInformation = o
    return made


def account_information_companies(x: Any) -> Any:
    return (
        [*map(account_information_party_from_struct, x)]
        if len(x) > 1
        else [account_information_party_from_struct(x[0])]
        if x
        else []
    )


def account_information_user_company_roles(x: Any) -> Any:
    return (
        [*map(user_company_role_from_struct, x)] if len(x) > 1 else [user_company_role_from_struct(x[0])] if x else []
    )


class AccountSettingsStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={
        "bulk_input_fast_forward": "BulkInputFastForward",
        "send_peppol_invoice_received_mail": "SendPeppolInvoiceReceivedMail",
        "external_license_id": "ExternalLicenseID",
        "bulk_input_income_ubl_fast_forward": "BulkInputIncomeUBLFastForward",
        "process_ubl_pre_paid_amount": "ProcessUBLPrePaidAmount",
    },
):
    bulk_input_fast_forward: bool | None = None
    send_peppol_invoice_received_mail: bool | None = None
    external_license_id: str | None = None
    bulk_input_income_ubl_fast_forward: bool | None = None
    process_ubl_pre_paid_amount: bool | None = None


def account_settings_from_struct(s: AccountSettingsStruct) -> AccountSettings:
    o = _new(AccountSettings)
    o.bulk_input_fast_forward = s.bulk_input_fast_forward
    o.send_peppol_invoice_received_mail = s.send_peppol_invoice_received_mail
    o.external_license_id = s.external_license_id
    o.bulk_input_income_ubl_fast_forward = s.bulk_input_income_ubl_fast_forward
    o.process_ubl_pre_paid_amount = s.process_ubl_pre_paid_amount
    return o


def account_settings_to_struct(o: AccountSettings) -> AccountSettingsStruct:
    return AccountSettingsStruct(
        o.bulk_input_fast_forward,
        o.send_peppol_invoice_received_mail,
        o.external_license_id,
        o.bulk_input_income_ubl_fast_forward,
        o.process_ubl_pre_paid_amount,
    )


class AddNewLicenseBillableModelStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={
        "company_id": "CompanyID",
        "amount_of_extra_documents": "AmountOfExtraDocuments",
        "amount_of_extra_users": "AmountOfExtraUsers",
    },
):
    company_id: int | None = None
    amount_of_extra_documents: int | None = None
    amount_of_extra_users: int | None = None


def add_new_license_billable_model_from_struct(s: AddNewLicenseBillableModelStruct) -> AddNewLicenseBillableModel:
    o = _new(AddNewLicenseBillableModel)
    o.company_id = s.company_id
    o.amount_of_extra_documents = s.amount_of_extra_documents
    o.amount_of_extra_users = s.amount_of_extra_users
    return o


def add_new_license_billable_model_to_struct(o: AddNewLicenseBillableModel) -> AddNewLicenseBillableModelStruct:
    return AddNewLicenseBillableModelStruct(
        o.company_id,
        o.amount_of_extra_documents,
        o.amount_of_extra_users,
    )


class BankAccountStateStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "bank_account_id": "BankAccountID",
        "iban": "IBAN",
        "bank_account_name": "BankAccountName",
        "active": "Active",
    },
):
    bank_account_id: int | None = None
    iban: str | None = None
    bank_account_name: str | None = None
    active: bool | None = None


def bank_account_state_from_struct(s: BankAccountStateStruct) -> BankAccountState:
    o = _new(BankAccountState)
    o.bank_account_id = s.bank_account_id
    o.iban = s.iban
    o.bank_account_name = s.bank_account_name
    o.active = s.active
    return o


def bank_account_state_to_struct(o: BankAccountState) -> BankAccountStateStruct:
    return BankAccountStateStruct(
        o.bank_account_id,
        o.iban,
        o.bank_account_name,
        o.active,
    )


class LicenseAddonsStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"amount_of_extra_users": "AmountOfExtraUsers", "amount_of_extra_documents": "AmountOfExtraDocuments"},
):
    amount_of_extra_users: int | None = None
    amount_of_extra_documents: int | None = None


def license_addons_from_struct(s: LicenseAddonsStruct) -> LicenseAddons:
    o = _new(LicenseAddons)
    o.amount_of_extra_users = s.amount_of_extra_users
    o.amount_of_extra_documents = s.amount_of_extra_documents
    return o


def license_addons_to_struct(o: LicenseAddons) -> LicenseAddonsStruct:
    return LicenseAddonsStruct(
        o.amount_of_extra_users,
        o.amount_of_extra_documents,
    )


class LicenseConfigurationStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"license_id": "LicenseID", "period_id": "PeriodID", "addons": "Addons"},
):
    license_id: int | None = None
    period_id: int | None = None
    addons: LicenseAddonsStruct | None = None


def license_configuration_from_struct(s: LicenseConfigurationStruct) -> LicenseConfiguration:
    o = _new(LicenseConfiguration)
    o.license_id = s.license_id
    o.period_id = s.period_id
    slots: Any = o
    slots.unread_addons = None if (license_addons := s.addons) is None else license_addons_from_struct(license_addons)
    return o


def license_configuration_to_struct(o: LicenseConfiguration) -> LicenseConfigurationStruct:
    return LicenseConfigurationStruct(
        o.license_id,
        o.period_id,
        one_to_struct(o.addons, LicenseAddons, license_addons_to_struct),
    )


class LicenseConfigurationRow(
    Struct,
    gc=False,
    forbid_unknown_fields=True,
    rename={"license_id": "LicenseID", "period_id": "PeriodID", "addons": "Addons"},
):
    license_id: int | None = None
    period_id: int | None = None
    addons: Raw = ABSENT


def license_configuration_from_row(s: Any) -> LicenseConfiguration:
    o: Any = _new(LicenseConfiguration)
    o.license_id = s.license_id
    o.period_id = s.period_id
    raw = s.addons
    o.unread_addons = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    made: LicenseConfiguration = o
    return made


class RegisterAccountRequestModelStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"company": "Company", "account_settings": "AccountSettings", "license_": "License"},
):
    company: PartyStruct | None = None
    account_settings: AccountSettingsStruct | None = None
    license_: LicenseConfigurationStruct | None = None


def register_account_request_model_from_struct(s: RegisterAccountRequestModelStruct) -> RegisterAccountRequestModel:
    o = _new(RegisterAccountRequestModel)
    slots: Any = o
    slots.unread_company = None if (party := s.company) is None else party_from_struct(party)
    slots.unread_account_settings = (
        None if (account_settings := s.account_settings) is None else account_settings_from_struct(account_settings)
    )
    slots.unread_license_ = (
        None
        if (license_configuration := s.license_) is None
        else license_configuration_from_struct(license_configuration)
    )
    return o


def register_account_request_model_to_struct(o: RegisterAccountRequestModel) -> RegisterAccountRequestModelStruct:
    return RegisterAccountRequestModelStruct(
        one_to_struct(o.company, Party, party_to_struct),
        one_to_struct(o.account_settings, AccountSettings, account_settings_to_struct),
        one_to_struct(o.license_, LicenseConfiguration, license_configuration_to_struct),
    )


class RegisterAccountRequestModelRow(
    Struct,
    gc=False,
    forbid_unknown_fields=True,
    rename={"company": "Company", "account_settings": "AccountSettings", "license_": "License"},
):
    company: Raw = ABSENT
    account_settings: Raw = ABSENT
    license_: Raw = ABSENT


def register_account_request_model_from_row(s: Any) -> RegisterAccountRequestModel:
    o: Any = _new(RegisterAccountRequestModel)
    raw = s.company
    o.unread_company = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    raw = s.account_settings
    o.unread_account_settings = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    raw = s.license_
    o.unread_license_ = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    made: RegisterAccountRequestModel = o
    return made


class UserIdBundleStruct(
    Struct, gc=False, omit_defaults=True, rename={"user_id": "UserID", "external_provider_id": "ExternalProviderID"}
):
    user_id: int | None = None
    external_provider_id: str | None = None


def user_id_bundle_from_struct(s: UserIdBundleStruct) -> UserIdBundle:
    o = _new(UserIdBundle)
    o.user_id = s.user_id
    o.external_provider_id = s.external_provider_id
    return o


def user_id_bundle_to_struct(o: UserIdBundle) -> UserIdBundleStruct:
    return UserIdBundleStruct(
        o.user_id,
        o.external_provider_id,
    )


class RegisterAccountResponseStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"company_id": "CompanyID", "api_key": "APIKey", "users": "Users", "bank_accounts": "BankAccounts"},
):
    company_id: int | None = None
    api_key: str | None = None
    users: list[UserIdBundleStruct] | None = None
    bank_accounts: list[BankAccountStateStruct] | None = None


def register_account_response_from_struct(s: RegisterAccountResponseStruct) -> RegisterAccountResponse:
    o = _new(RegisterAccountResponse)
    o.company_id = s.company_id
    o.api_key = s.api_key
    slots: Any = o
    slots.unread_users = (
        None
        if (list_user_id_bundle := s.users) is None
        else (
            [*map(user_id_bundle_from_struct, list_user_id_bundle)]
            if len(list_user_id_bundle) > 1
            else [user_id_bundle_from_struct(list_user_id_bundle[0])]
            if list_user_id_bundle
            else []
        )
    )
    slots.unread_bank_accounts = (
        None
        if (list_bank_account_state := s.bank_accounts) is None
        else (
            [*map(bank_account_state_from_struct, list_bank_account_state)]
            if len(list_bank_account_state) > 1
            else [bank_account_state_from_struct(list_bank_account_state[0])]
            if list_bank_account_state
            else []
        )
    )
    return o


def register_account_response_to_struct(o: RegisterAccountResponse) -> RegisterAccountResponseStruct:
    return RegisterAccountResponseStruct(
        o.company_id,
        o.api_key,
        list_to_struct(o.users, UserIdBundle, user_id_bundle_to_struct),
        list_to_struct(o.bank_accounts, BankAccountState, bank_account_state_to_struct),
    )


class RegisterAccountResponseRow(
    Struct,
    gc=False,
    rename={"company_id": "CompanyID", "api_key": "APIKey", "users": "Users", "bank_accounts": "BankAccounts"},
):
    company_id: int | None = None
    api_key: str | None = None
    users: Raw = ABSENT
    bank_accounts: Raw = ABSENT


def register_account_response_from_row(s: Any) -> RegisterAccountResponse:
    o: Any = _new(RegisterAccountResponse)
    o.company_id = s.company_id
    o.api_key = s.api_key
    raw = s.users
    o.unread_users = None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    raw = s.bank_accounts
    o.unread_bank_accounts = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    made: RegisterAccountResponse = o
    return made


def register_account_response_users(x: Any) -> Any:
    return [*map(user_id_bundle_from_struct, x)] if len(x) > 1 else [user_id_bundle_from_struct(x[0])] if x else []


def register_account_response_bank_accounts(x: Any) -> Any:
    return (
        [*map(bank_account_state_from_struct, x)] if len(x) > 1 else [bank_account_state_from_struct(x[0])] if x else []
    )


class SequenceRequestStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"sequence_type": "SequenceType", "consume": "Consume"},
):
    sequence_type: str | None = None
    consume: bool | None = None


def sequence_request_from_struct(s: SequenceRequestStruct) -> SequenceRequest:
    o = _new(SequenceRequest)
    o.sequence_type = s.sequence_type
    o.consume = s.consume
    return o


def sequence_request_to_struct(o: SequenceRequest) -> SequenceRequestStruct:
    return SequenceRequestStruct(
        o.sequence_type,
        o.consume,
    )


class UpdateLicenseRequestModelStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"company_id": "CompanyID", "license_": "License"},
):
    company_id: int | None = None
    license_: LicenseConfigurationStruct | None = None


def update_license_request_model_from_struct(s: UpdateLicenseRequestModelStruct) -> UpdateLicenseRequestModel:
    o = _new(UpdateLicenseRequestModel)
    o.company_id = s.company_id
    slots: Any = o
    slots.unread_license_ = (
        None
        if (license_configuration := s.license_) is None
        else license_configuration_from_struct(license_configuration)
    )
    return o


def update_license_request_model_to_struct(o: UpdateLicenseRequestModel) -> UpdateLicenseRequestModelStruct:
    return UpdateLicenseRequestModelStruct(
        o.company_id,
        one_to_struct(o.license_, LicenseConfiguration, license_configuration_to_struct),
    )


class UpdateLicenseRequestModelRow(
    Struct, gc=False, forbid_unknown_fields=True, rename={"company_id": "CompanyID", "license_": "License"}
):
    company_id: int | None = None
    license_: Raw = ABSENT


def update_license_request_model_from_row(s: Any) -> UpdateLicenseRequestModel:
    o: Any = _new(UpdateLicenseRequestModel)
    o.company_id = s.company_id
    raw = s.license_
    o.unread_license_ = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    made: UpdateLicenseRequestModel = o
    return made


CODECS: dict[type[Any], Codec[Any, Any]] = {
    APIEnabledFeatures: Codec(
        APIEnabledFeatures, APIEnabledFeaturesStruct, api_enabled_features_from_struct, api_enabled_features_to_struct
    ),
    AccountInformation: Codec(
        AccountInformation,
        AccountInformationStruct,
        account_information_from_struct,
        account_information_to_struct,
        AccountInformationRow,
        account_information_from_row,
        {
            "companies": Nested(list[AccountInformationPartyStruct], account_information_companies),
            "user_company_roles": Nested(list[UserCompanyRoleStruct], account_information_user_company_roles),
        },
    ),
    AccountInformationParty: Codec(
        AccountInformationParty,
        AccountInformationPartyStruct,
        account_information_party_from_struct,
        account_information_party_to_struct,
        AccountInformationPartyRow,
        account_information_party_from_row,
        {
            "api_enabled_features": Nested(APIEnabledFeaturesStruct, api_enabled_features_from_struct),
            "addresses": Nested(list[PartyAddressStruct], account_information_party_addresses),
            "custom_fields": Nested(list[KeyValuePairStruct], account_information_party_custom_fields),
            "bank_accounts": Nested(list[BankAccountStruct], account_information_party_bank_accounts),
            "users": Nested(list[UserCoreInfoStruct], account_information_party_users),
            "identifiers": Nested(list[PartyIdentifierStruct], account_information_party_identifiers),
        },
    ),
    AccountSettings: Codec(
        AccountSettings, AccountSettingsStruct, account_settings_from_struct, account_settings_to_struct
    ),
    AddNewLicenseBillableModel: Codec(
        AddNewLicenseBillableModel,
        AddNewLicenseBillableModelStruct,
        add_new_license_billable_model_from_struct,
        add_new_license_billable_model_to_struct,
    ),
    BankAccountState: Codec(
        BankAccountState, BankAccountStateStruct, bank_account_state_from_struct, bank_account_state_to_struct
    ),
    LicenseAddons: Codec(LicenseAddons, LicenseAddonsStruct, license_addons_from_struct, license_addons_to_struct),
    LicenseConfiguration: Codec(
        LicenseConfiguration,
        LicenseConfigurationStruct,
        license_configuration_from_struct,
        license_configuration_to_struct,
        LicenseConfigurationRow,
        license_configuration_from_row,
        {"addons": Nested(LicenseAddonsStruct, license_addons_from_struct)},
    ),
    RegisterAccountRequestModel: Codec(
        RegisterAccountRequestModel,
        RegisterAccountRequestModelStruct,
        register_account_request_model_from_struct,
        register_account_request_model_to_struct,
        RegisterAccountRequestModelRow,
        register_account_request_model_from_row,
        {
            "company": Nested(PartyStruct, party_from_struct),
            "account_settings": Nested(AccountSettingsStruct, account_settings_from_struct),
            "license_": Nested(LicenseConfigurationStruct, license_configuration_from_struct),
        },
    ),
    RegisterAccountResponse: Codec(
        RegisterAccountResponse,
        RegisterAccountResponseStruct,
        register_account_response_from_struct,
        register_account_response_to_struct,
        RegisterAccountResponseRow,
        register_account_response_from_row,
        {
            "users": Nested(list[UserIdBundleStruct], register_account_response_users),
            "bank_accounts": Nested(list[BankAccountStateStruct], register_account_response_bank_accounts),
        },
    ),
    SequenceRequest: Codec(
        SequenceRequest, SequenceRequestStruct, sequence_request_from_struct, sequence_request_to_struct
    ),
    UpdateLicenseRequestModel: Codec(
        UpdateLicenseRequestModel,
        UpdateLicenseRequestModelStruct,
        update_license_request_model_from_struct,
        update_license_request_model_to_struct,
        UpdateLicenseRequestModelRow,
        update_license_request_model_from_row,
        {"license_": Nested(LicenseConfigurationStruct, license_configuration_from_struct)},
    ),
    UserCompanyRole: Codec(
        UserCompanyRole, UserCompanyRoleStruct, user_company_role_from_struct, user_company_role_to_struct
    ),
    UserIdBundle: Codec(UserIdBundle, UserIdBundleStruct, user_id_bundle_from_struct, user_id_bundle_to_struct),
}
