# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "parties"; internal."""

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
    parse_datetime,
    refuse_number,
)
from billit_async.models.parties import BankAccount, KeyValuePair, Party, PartyAddress, PartyIdentifier, UserCoreInfo

_new = object.__new__
_read = datetime.fromisoformat


class BankAccountStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "iban": "IBAN",
        "bic": "BIC",
        "currency": "Currency",
        "verified": "Verified",
        "name": "Name",
        "saldo": "Saldo",
        "external_provider_id": "ExternalProviderID",
        "logo_file_id": "LogoFileID",
        "logo_file_url": "LogoFileUrl",
        "country_code": "CountryCode",
        "bank_account_name": "BankAccountName",
        "bank_provider_status": "BankProviderStatus",
        "account_identification": "AccountIdentification",
        "active": "Active",
    },
):
    iban: str | None = None
    bic: str | None = None
    currency: str | None = None
    verified: bool | None = None
    name: str | None = None
    saldo: Decimal | None = None
    external_provider_id: str | None = None
    logo_file_id: UUID | None = None
    logo_file_url: str | None = None
    country_code: str | None = None
    bank_account_name: str | None = None
    bank_provider_status: str | None = None
    account_identification: str | None = None
    active: bool | None = None


def bank_account_from_struct(s: BankAccountStruct) -> BankAccount:
    o = _new(BankAccount)
    o.iban = s.iban
    o.bic = s.bic
    o.currency = s.currency
    o.verified = s.verified
    o.name = s.name
    o.saldo = (
        amount
        if (amount := s.saldo) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.external_provider_id = s.external_provider_id
    o.logo_file_id = s.logo_file_id
    o.logo_file_url = s.logo_file_url
    o.country_code = s.country_code
    o.bank_account_name = s.bank_account_name
    o.bank_provider_status = s.bank_provider_status
    o.account_identification = s.account_identification
    o.active = s.active
    return o


def bank_account_to_struct(o: BankAccount) -> BankAccountStruct:
    return BankAccountStruct(
        o.iban,
        o.bic,
        o.currency,
        o.verified,
        o.name,
        number(o.saldo),
        o.external_provider_id,
        o.logo_file_id,
        o.logo_file_url,
        o.country_code,
        o.bank_account_name,
        o.bank_provider_status,
        o.account_identification,
        o.active,
    )


class KeyValuePairStruct(Struct, gc=False, omit_defaults=True, rename={"key": "Key", "value": "Value"}):
    key: str | None = None
    value: str | None = None


def key_value_pair_from_struct(s: KeyValuePairStruct) -> KeyValuePair:
    o = _new(KeyValuePair)
    o.key = s.key
    o.value = s.value
    return o


def key_value_pair_to_struct(o: KeyValuePair) -> KeyValuePairStruct:
    return KeyValuePairStruct(
        o.key,
        o.value,
    )


class PartyAddressStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "address_type": "AddressType",
        "tav": "Tav",
        "name": "Name",
        "street": "Street",
        "street_number": "StreetNumber",
        "box": "Box",
        "zipcode": "Zipcode",
        "city": "City",
        "country_code": "CountryCode",
        "phone": "Phone",
    },
):
    address_type: str | None = None
    tav: str | None = None
    name: str | None = None
    street: str | None = None
    street_number: str | None = None
    box: str | None = None
    zipcode: str | None = None
    city: str | None = None
    country_code: str | None = None
    phone: str | None = None


def party_address_from_struct(s: PartyAddressStruct) -> PartyAddress:
    o = _new(PartyAddress)
    o.address_type = s.address_type
    o.tav = s.tav
    o.name = s.name
    o.street = s.street
    o.street_number = s.street_number
    o.box = s.box
    o.zipcode = s.zipcode
    o.city = s.city
    o.country_code = s.country_code
    o.phone = s.phone
    return o


def party_address_to_struct(o: PartyAddress) -> PartyAddressStruct:
    return PartyAddressStruct(
        o.address_type,
        o.tav,
        o.name,
        o.street,
        o.street_number,
        o.box,
        o.zipcode,
        o.city,
        o.country_code,
        o.phone,
    )


class PartyIdentifierStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "identifier_type": "IdentifierType",
        "identifier": "Identifier",
        "scheme_id": "SchemeID",
        "preferred": "Preferred",
    },
):
    identifier_type: str | None = None
    identifier: str | None = None
    scheme_id: str | None = None
    preferred: bool | None = None


def party_identifier_from_struct(s: PartyIdentifierStruct) -> PartyIdentifier:
    o = _new(PartyIdentifier)
    o.identifier_type = s.identifier_type
    o.identifier = s.identifier
    o.scheme_id = s.scheme_id
    o.preferred = s.preferred
    return o


def party_identifier_to_struct(o: PartyIdentifier) -> PartyIdentifierStruct:
    return PartyIdentifierStruct(
        o.identifier_type,
        o.identifier,
        o.scheme_id,
        o.preferred,
    )


class UserCoreInfoStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "first_name": "FirstName",
        "last_name": "LastName",
        "role": "Role",
        "external_provider_id": "ExternalProviderID",
        "email": "Email",
    },
):
    first_name: str | None = None
    last_name: str | None = None
    role: str | None = None
    external_provider_id: str | None = None
    email: str | None = None


def user_core_info_from_struct(s: UserCoreInfoStruct) -> UserCoreInfo:
    o = _new(UserCoreInfo)
    o.first_name = s.first_name
    o.last_name = s.last_name
    o.role = s.role
    o.external_provider_id = s.external_provider_id
    o.email = s.email
    return o


def user_core_info_to_struct(o: UserCoreInfo) -> UserCoreInfoStruct:
    return UserCoreInfoStruct(
        o.first_name,
        o.last_name,
        o.role,
        o.external_provider_id,
        o.email,
    )


class PartyStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
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


def party_from_struct(s: PartyStruct) -> Party:
    o = _new(Party)
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
    slots.stored_external_provider_id = s.external_provider_id
    slots.stored_external_provider_tc = s.external_provider_tc
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


def party_to_struct(o: Party) -> PartyStruct:
    return PartyStruct(
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


class PartyRow(
    Struct,
    gc=False,
    rename={
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


def party_from_row(s: Any) -> Party:
    o: Any = _new(Party)
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
    o.stored_external_provider_id = s.external_provider_id
    o.stored_external_provider_tc = s.external_provider_tc
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
    made: Party = o
    return made


def party_addresses(x: Any) -> Any:
    return [*map(party_address_from_struct, x)] if len(x) > 1 else [party_address_from_struct(x[0])] if x else []


def party_custom_fields(x: Any) -> Any:
    return [*map(key_value_pair_from_struct, x)] if len(x) > 1 else [key_value_pair_from_struct(x[0])] if x else []


def party_bank_accounts(x: Any) -> Any:
    return [*map(bank_account_from_struct, x)] if len(x) > 1 else [bank_account_from_struct(x[0])] if x else []


def party_users(x: Any) -> Any:
    return [*map(user_core_info_from_struct, x)] if len(x) > 1 else [user_core_info_from_struct(x[0])] if x else []


def party_identifiers(x: Any) -> Any:
    return [*map(party_identifier_from_struct, x)] if len(x) > 1 else [party_identifier_from_struct(x[0])] if x else []


CODECS: dict[type[Any], Codec[Any, Any]] = {
    BankAccount: Codec(BankAccount, BankAccountStruct, bank_account_from_struct, bank_account_to_struct),
    KeyValuePair: Codec(KeyValuePair, KeyValuePairStruct, key_value_pair_from_struct, key_value_pair_to_struct),
    Party: Codec(
        Party,
        PartyStruct,
        party_from_struct,
        party_to_struct,
        PartyRow,
        party_from_row,
        {
            "addresses": Nested(list[PartyAddressStruct], party_addresses),
            "custom_fields": Nested(list[KeyValuePairStruct], party_custom_fields),
            "bank_accounts": Nested(list[BankAccountStruct], party_bank_accounts),
            "users": Nested(list[UserCoreInfoStruct], party_users),
            "identifiers": Nested(list[PartyIdentifierStruct], party_identifiers),
        },
    ),
    PartyAddress: Codec(PartyAddress, PartyAddressStruct, party_address_from_struct, party_address_to_struct),
    PartyIdentifier: Codec(
        PartyIdentifier, PartyIdentifierStruct, party_identifier_from_struct, party_identifier_to_struct
    ),
    UserCoreInfo: Codec(UserCoreInfo, UserCoreInfoStruct, user_core_info_from_struct, user_core_info_to_struct),
}
