# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "account" of the Billit API; every field is optional."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import attrs

from billit_async._serialization.model import Model
from billit_async._serialization.pairs import pairs_value
from billit_async._serialization.touch import nested_on_touch
from billit_async._serialization.values import datetime_value, decimal_value, uuid_value

from .parties import BankAccount, KeyValuePair, Party, PartyAddress, PartyIdentifier, UserCoreInfo


def _key_value_pair_list(value: Mapping[str, str] | Sequence[object] | None) -> list[KeyValuePair] | None:
    return pairs_value(value, KeyValuePair)


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class APIEnabledFeatures(Model):
    """Which features of Billit are switched on for a company; what a call returns when its feature is off is not
    documented.

    Attributes:
        time_registration: Registering of time.
        projects: Projects.
        daily_receipts: Books of daily receipts.
        financial_reduction: Cash discount.
        gl_accounts: General ledger accounts.
        cashbook: The cash book.
    """

    _shown = ("time_registration", "projects", "daily_receipts", "financial_reduction", "gl_accounts", "cashbook")

    time_registration: bool | None = attrs.field(default=None, metadata={"wire": "TimeRegistration"})
    projects: bool | None = attrs.field(default=None, metadata={"wire": "Projects"})
    daily_receipts: bool | None = attrs.field(default=None, metadata={"wire": "DailyReceipts"})
    financial_reduction: bool | None = attrs.field(default=None, metadata={"wire": "FinancialReduction"})
    gl_accounts: bool | None = attrs.field(default=None, metadata={"wire": "GLAccounts"})
    cashbook: bool | None = attrs.field(default=None, metadata={"wire": "Cashbook"})


@nested_on_touch("api_enabled_features", "addresses", "custom_fields", "bank_accounts", "users", "identifiers")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class AccountInformationParty(Model):
    """A company of the user: a party, with what the user and the API may do in it.

    Attributes:
        tab_name_alias: Name of the company's tab in MyBillit.
        api_allowed: Whether the API may be used for this company.
        logo_file_id: File that holds the logo of the company.
        api_enabled_features: The features of Billit that are switched on for this company.
        user_language: Two-letter language code of the user.
        party_id: Identifier of the company. Send it in the `PartyID` header to work in this company.
        book_year_start: First day of the book year.
        nr: Your own number for the party.
        name: Name of the company.
        commercial_name: Name that the company trades under.
        addresses: Its addresses, at most one of each type. Empty in lists.
        street: Name of the street, without the number.
        street_number: House number.
        box: Box number inside the building.
        zipcode: Postal code.
        cost_category_code: Code of the cost category.
        accounting_cost_type_name: Name of the kind of cost.
        city: Town or city.
        country_code: Two-letter country code, such as `BE`.
        iban: International bank account number, without spaces.
        bic: Bank identifier code of the account.
        mobile: Mobile telephone number.
        phone: Telephone number.
        fax: Fax number.
        email: E-mail address; several are separated by `;`. Billit may find an existing party by it.
        website: Address of the website.
        contact: Name of the contact person.
        contact_first_name: First name of the contact person.
        contact_last_name: Last name of the contact person.
        vat_number: VAT number with its country prefix, such as `BE0563846944`. Billit finds an existing party by
            it.
        peppol_identifier: Identifier of the party on the Peppol network.
        rpr: Register of legal persons that the party is entered in.
        last_modified: When the record last changed; you cannot set it. Filter on it to find changes.
        created: When Billit first stored the record; you cannot set it.
        party_type: Whether it is a customer or a supplier. Known values: `PartyType`.
        vat_liable: Whether the party is subject to VAT. True on a party that Billit made itself.
        accountant_code: Code of the party at the accountant.
        gl_account_code: General ledger account to book on.
        language: Two-letter language code; documents and e-mails for the party are in this language.
        ventilation_code: Usual code of the VAT treatment; `4` on a new customer, `1` on a new supplier.
        external_provider_id: One free value of yours. Returned as given and never sent in an e-invoice.
        external_provider_tc: Code of the outside system that the record belongs to.
        custom_fields: Extra fields as a list of pairs (on an order they are an object).
        bank_accounts: Its bank accounts.
        users: The users of the company. Always empty here.
        default_payment_method_tc: Usual payment method; `Domiciliation` for direct debit. Known values:
            `PaymentMethod`.
        domiciliation_mandate_id: Identifier of the direct debit mandate; its form is checked.
        domiciliation_mandate_signing_date: When the direct debit mandate was signed.
        default_paid: Whether its documents count as paid from the start. False on a party that Billit made itself.
        display_name: Name to show; the name, on a party that Billit made itself.
        default_transport_type_tc: Usual channel for documents to this party. Known values: `TransportType`.
        financial_reduction_percentage_default: Usual cash discount in percent, two digits.
        financial_reduction_days_default: Days within which the usual cash discount applies.
        default_expiry_offset: Usual time to pay, in days. 30 on a party that Billit made itself.
        gl_default_expiry_offset: Usual time to pay in the ledger, in days. 30 on a party that Billit made itself.
        role: Role of the party.
        internal_info: A note for yourself.
        vat_deductable: Whether VAT on its documents can be deducted. True on a party that Billit made itself.
        default_reduction_percentage: Usual commercial discount in percent, two digits.
        identifiers: Numbers that identify the company. Always empty here.
        book_category_tc: Code of the booking category.
        small_enterprise: Whether it is under the scheme for small enterprises.
        auto_send_invoice_reminders: Whether payment reminders go out by themselves.
        default_currency_tc: Usual currency, such as `EUR`.
        regime: Code of the tax regime.
        sub_regime: Code of the regime below that.
        is_high_risk: Whether the party is marked as a high risk.
        send_ubl: Whether the UBL goes along with documents. True on a party that Billit made itself.
        send_pdf: Whether the PDF goes along with documents. True on a party that Billit made itself.
    """

    _shown = (
        "party_id",
        "party_type",
        "country_code",
        "ventilation_code",
        "external_provider_tc",
        "default_payment_method_tc",
        "default_transport_type_tc",
        "book_category_tc",
        "default_currency_tc",
        "api_allowed",
        "logo_file_id",
        "book_year_start",
        "cost_category_code",
        "last_modified",
        "created",
        "vat_liable",
        "accountant_code",
        "gl_account_code",
        "domiciliation_mandate_signing_date",
        "default_paid",
        "financial_reduction_percentage_default",
        "financial_reduction_days_default",
        "default_expiry_offset",
        "gl_default_expiry_offset",
        "vat_deductable",
        "default_reduction_percentage",
        "small_enterprise",
        "auto_send_invoice_reminders",
        "is_high_risk",
        "send_ubl",
        "send_pdf",
        "api_enabled_features",
        "addresses",
        "custom_fields",
        "bank_accounts",
        "users",
        "identifiers",
    )

    tab_name_alias: str | None = attrs.field(default=None, metadata={"wire": "TabNameAlias"})
    api_allowed: bool | None = attrs.field(default=None, metadata={"wire": "APIAllowed"})
    logo_file_id: UUID | None = attrs.field(default=None, converter=uuid_value, metadata={"wire": "LogoFileID"})
    api_enabled_features: APIEnabledFeatures | None = attrs.field(default=None, metadata={"wire": "APIEnabledFeatures"})
    user_language: str | None = attrs.field(default=None, metadata={"wire": "UserLanguage"})
    party_id: int | None = attrs.field(default=None, metadata={"wire": "PartyID"})
    book_year_start: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "BookYearStart", "kind": "date"}
    )
    nr: str | None = attrs.field(default=None, metadata={"wire": "Nr"})
    name: str | None = attrs.field(default=None, metadata={"wire": "Name"})
    commercial_name: str | None = attrs.field(default=None, metadata={"wire": "CommercialName"})
    addresses: list[PartyAddress] | None = attrs.field(default=None, metadata={"wire": "Addresses"})
    street: str | None = attrs.field(default=None, metadata={"wire": "Street"})
    street_number: str | None = attrs.field(default=None, metadata={"wire": "StreetNumber"})
    box: str | None = attrs.field(default=None, metadata={"wire": "Box"})
    zipcode: str | None = attrs.field(default=None, metadata={"wire": "Zipcode"})
    cost_category_code: int | None = attrs.field(default=None, metadata={"wire": "CostCategoryCode"})
    accounting_cost_type_name: str | None = attrs.field(default=None, metadata={"wire": "AccountingCostTypeName"})
    city: str | None = attrs.field(default=None, metadata={"wire": "City"})
    country_code: str | None = attrs.field(default=None, metadata={"wire": "CountryCode"})
    iban: str | None = attrs.field(default=None, metadata={"wire": "IBAN"})
    bic: str | None = attrs.field(default=None, metadata={"wire": "BIC"})
    mobile: str | None = attrs.field(default=None, metadata={"wire": "Mobile"})
    phone: str | None = attrs.field(default=None, metadata={"wire": "Phone"})
    fax: str | None = attrs.field(default=None, metadata={"wire": "Fax"})
    email: str | None = attrs.field(default=None, metadata={"wire": "Email"})
    website: str | None = attrs.field(default=None, metadata={"wire": "Website"})
    contact: str | None = attrs.field(default=None, metadata={"wire": "Contact"})
    contact_first_name: str | None = attrs.field(default=None, metadata={"wire": "ContactFirstName"})
    contact_last_name: str | None = attrs.field(default=None, metadata={"wire": "ContactLastName"})
    vat_number: str | None = attrs.field(default=None, metadata={"wire": "VATNumber"})
    peppol_identifier: str | None = attrs.field(default=None, metadata={"wire": "PeppolIdentifier"})
    rpr: str | None = attrs.field(default=None, metadata={"wire": "RPR"})
    last_modified: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "LastModified", "read_only": True}
    )
    created: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "Created", "read_only": True}
    )
    party_type: str | None = attrs.field(default=None, metadata={"wire": "PartyType", "enumeration": "PartyType"})
    vat_liable: bool | None = attrs.field(default=None, metadata={"wire": "VATLiable"})
    accountant_code: int | None = attrs.field(default=None, metadata={"wire": "AccountantCode"})
    gl_account_code: int | None = attrs.field(default=None, metadata={"wire": "GLAccountCode"})
    language: str | None = attrs.field(default=None, metadata={"wire": "Language"})
    ventilation_code: str | None = attrs.field(default=None, metadata={"wire": "VentilationCode"})
    external_provider_id: str | None = attrs.field(default=None, metadata={"wire": "ExternalProviderID"})
    external_provider_tc: str | None = attrs.field(default=None, metadata={"wire": "ExternalProviderTC"})
    custom_fields: list[KeyValuePair] | None = attrs.field(
        default=None, converter=_key_value_pair_list, metadata={"wire": "CustomFields"}
    )
    bank_accounts: list[BankAccount] | None = attrs.field(default=None, metadata={"wire": "BankAccounts"})
    users: list[UserCoreInfo] | None = attrs.field(default=None, metadata={"wire": "Users"})
    default_payment_method_tc: str | None = attrs.field(
        default=None, metadata={"wire": "DefaultPaymentMethodTC", "enumeration": "PaymentMethod"}
    )
    domiciliation_mandate_id: str | None = attrs.field(default=None, metadata={"wire": "DomiciliationMandateID"})
    domiciliation_mandate_signing_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "DomiciliationMandateSigningDate", "kind": "date"}
    )
    default_paid: bool | None = attrs.field(default=None, metadata={"wire": "DefaultPaid"})
    display_name: str | None = attrs.field(default=None, metadata={"wire": "DisplayName"})
    default_transport_type_tc: str | None = attrs.field(
        default=None, metadata={"wire": "DefaultTransportTypeTC", "enumeration": "TransportType"}
    )
    financial_reduction_percentage_default: Decimal | None = attrs.field(
        default=None,
        converter=decimal_value,
        metadata={"wire": "FinancialReductionPercentageDefault", "kind": "percentage", "scale": 2},
    )
    financial_reduction_days_default: int | None = attrs.field(
        default=None, metadata={"wire": "FinancialReductionDaysDefault"}
    )
    default_expiry_offset: int | None = attrs.field(default=None, metadata={"wire": "DefaultExpiryOffset"})
    gl_default_expiry_offset: int | None = attrs.field(default=None, metadata={"wire": "GLDefaultExpiryOffset"})
    role: str | None = attrs.field(default=None, metadata={"wire": "Role"})
    internal_info: str | None = attrs.field(default=None, metadata={"wire": "InternalInfo"})
    vat_deductable: bool | None = attrs.field(default=None, metadata={"wire": "VATDeductable"})
    default_reduction_percentage: Decimal | None = attrs.field(
        default=None,
        converter=decimal_value,
        metadata={"wire": "DefaultReductionPercentage", "kind": "percentage", "scale": 2},
    )
    identifiers: list[PartyIdentifier] | None = attrs.field(default=None, metadata={"wire": "Identifiers"})
    book_category_tc: str | None = attrs.field(default=None, metadata={"wire": "BookCategoryTC"})
    small_enterprise: bool | None = attrs.field(default=None, metadata={"wire": "SmallEnterprise"})
    auto_send_invoice_reminders: bool | None = attrs.field(default=None, metadata={"wire": "AutoSendInvoiceReminders"})
    default_currency_tc: str | None = attrs.field(default=None, metadata={"wire": "DefaultCurrencyTC"})
    regime: str | None = attrs.field(default=None, metadata={"wire": "Regime"})
    sub_regime: str | None = attrs.field(default=None, metadata={"wire": "SubRegime"})
    is_high_risk: bool | None = attrs.field(default=None, metadata={"wire": "IsHighRisk"})
    send_ubl: bool | None = attrs.field(default=None, metadata={"wire": "SendUBL"})
    send_pdf: bool | None = attrs.field(default=None, metadata={"wire": "SendPDF"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class UserCompanyRole(Model):
    """The roles of a user in one company.

    Attributes:
        party_id: Identifier of the company.
        user_role_types: Names of the roles.
    """

    _shown = ("party_id", "user_role_types")

    party_id: int | None = attrs.field(default=None, metadata={"wire": "PartyID"})
    user_role_types: list[str] | None = attrs.field(default=None, metadata={"wire": "UserRoleTypes"})


@nested_on_touch("companies", "user_company_roles")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class AccountInformation(Model):
    """The user behind the credentials, with every company they open.

    Attributes:
        email: E-mail address of the user.
        companies: The companies that the credentials open; their `PartyID` goes into the header of the same name.
        user_company_roles: The roles of the user, by company.
        external_provider_id: Key of the user in an outside system.
        external_provider_tc: Code of the outside system that the record belongs to.
        first_name: First name.
        last_name: Last name.
        login_or_register_needed: Whether the user must still log in or register.
        national_identity_number: National identity number of the user.
        card_number: Number of the user's identity card.
        phone_number: Telephone number of the user.
        unique_reference: Unique reference of the user.
    """

    _shown = (
        "external_provider_tc",
        "login_or_register_needed",
        "companies",
        "user_company_roles",
        "national_identity_number",
        "card_number",
    )

    email: str | None = attrs.field(default=None, metadata={"wire": "Email"})
    companies: list[AccountInformationParty] | None = attrs.field(default=None, metadata={"wire": "Companies"})
    user_company_roles: list[UserCompanyRole] | None = attrs.field(default=None, metadata={"wire": "UserCompanyRoles"})
    external_provider_id: str | None = attrs.field(default=None, metadata={"wire": "ExternalProviderID"})
    external_provider_tc: str | None = attrs.field(default=None, metadata={"wire": "ExternalProviderTC"})
    first_name: str | None = attrs.field(default=None, metadata={"wire": "FirstName"})
    last_name: str | None = attrs.field(default=None, metadata={"wire": "LastName"})
    login_or_register_needed: bool | None = attrs.field(default=None, metadata={"wire": "LoginOrRegisterNeeded"})
    national_identity_number: str | None = attrs.field(
        default=None, metadata={"wire": "NationalIdentityNumber", "private": "personal data"}
    )
    card_number: str | None = attrs.field(default=None, metadata={"wire": "CardNumber", "private": "personal data"})
    phone_number: str | None = attrs.field(default=None, metadata={"wire": "PhoneNumber"})
    unique_reference: str | None = attrs.field(default=None, metadata={"wire": "UniqueReference"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class AccountSettings(Model):
    """Settings of a new account; each is false when left out.

    Attributes:
        bulk_input_fast_forward: Whether incoming documents pass Fast Input by themselves.
        send_peppol_invoice_received_mail: Whether an e-mail announces each invoice received over Peppol.
        external_license_id: Identifier of the licence in an outside system.
        bulk_input_income_ubl_fast_forward: Whether incoming UBL of sales documents passes Fast Input by itself.
        process_ubl_pre_paid_amount: Whether the prepaid amount in a UBL is taken over.
    """

    _shown = (
        "bulk_input_fast_forward",
        "send_peppol_invoice_received_mail",
        "bulk_input_income_ubl_fast_forward",
        "process_ubl_pre_paid_amount",
    )

    bulk_input_fast_forward: bool | None = attrs.field(default=None, metadata={"wire": "BulkInputFastForward"})
    send_peppol_invoice_received_mail: bool | None = attrs.field(
        default=None, metadata={"wire": "SendPeppolInvoiceReceivedMail"}
    )
    external_license_id: str | None = attrs.field(default=None, metadata={"wire": "ExternalLicenseID"})
    bulk_input_income_ubl_fast_forward: bool | None = attrs.field(
        default=None, metadata={"wire": "BulkInputIncomeUBLFastForward"}
    )
    process_ubl_pre_paid_amount: bool | None = attrs.field(default=None, metadata={"wire": "ProcessUBLPrePaidAmount"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class AddNewLicenseBillableModel(Model):
    """Adds extras to the licence of a company.

    Attributes:
        company_id: Identifier of the company, its `PartyID`.
        amount_of_extra_documents: How many documents more.
        amount_of_extra_users: How many users more.
    """

    _shown = ("company_id", "amount_of_extra_documents", "amount_of_extra_users")

    company_id: int | None = attrs.field(default=None, metadata={"wire": "CompanyID"})
    amount_of_extra_documents: int | None = attrs.field(default=None, metadata={"wire": "AmountOfExtraDocuments"})
    amount_of_extra_users: int | None = attrs.field(default=None, metadata={"wire": "AmountOfExtraUsers"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class BankAccountState(Model):
    """A bank account and whether it is in use.

    Attributes:
        bank_account_id: Identifier of the bank account.
        iban: International bank account number, without spaces.
        bank_account_name: Name given to the account.
        active: Whether the account is in use.
    """

    _shown = ("bank_account_id", "active")

    bank_account_id: int | None = attrs.field(default=None, metadata={"wire": "BankAccountID"})
    iban: str | None = attrs.field(default=None, metadata={"wire": "IBAN"})
    bank_account_name: str | None = attrs.field(default=None, metadata={"wire": "BankAccountName"})
    active: bool | None = attrs.field(default=None, metadata={"wire": "Active"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class LicenseAddons(Model):
    """Extras on top of a licence.

    Attributes:
        amount_of_extra_users: How many users more.
        amount_of_extra_documents: How many documents more.
    """

    _shown = ("amount_of_extra_users", "amount_of_extra_documents")

    amount_of_extra_users: int | None = attrs.field(default=None, metadata={"wire": "AmountOfExtraUsers"})
    amount_of_extra_documents: int | None = attrs.field(default=None, metadata={"wire": "AmountOfExtraDocuments"})


@nested_on_touch("addons")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class LicenseConfiguration(Model):
    """A licence with its extras.

    Attributes:
        license_id: Identifier of the licence.
        period_id: Identifier of the period it is paid by.
        addons: Extras on top of the licence.
    """

    _shown = ("license_id", "period_id", "addons")

    license_id: int | None = attrs.field(default=None, metadata={"wire": "LicenseID"})
    period_id: int | None = attrs.field(default=None, metadata={"wire": "PeriodID"})
    addons: LicenseAddons | None = attrs.field(default=None, metadata={"wire": "Addons"})


@nested_on_touch("company", "account_settings", "license_")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class RegisterAccountRequestModel(Model):
    """A company to create under the user of the key.

    Attributes:
        company: The company. The documentation's sample puts its bank accounts beside it, the Swagger document
            inside.
        account_settings: Settings of the new account; all off when left out.
        license_: The licence it gets.
    """

    _shown = ("company", "account_settings", "license_")

    company: Party | None = attrs.field(default=None, metadata={"wire": "Company"})
    account_settings: AccountSettings | None = attrs.field(default=None, metadata={"wire": "AccountSettings"})
    license_: LicenseConfiguration | None = attrs.field(default=None, metadata={"wire": "License"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class UserIdBundle(Model):
    """A user's identifiers here and in an outside system.

    Attributes:
        user_id: Identifier of the user.
        external_provider_id: Key of the user in an outside system.
    """

    _shown = ("user_id",)

    user_id: int | None = attrs.field(default=None, metadata={"wire": "UserID"})
    external_provider_id: str | None = attrs.field(default=None, metadata={"wire": "ExternalProviderID"})


@nested_on_touch("users", "bank_accounts")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class RegisterAccountResponse(Model):
    """What came of creating a company.

    Attributes:
        company_id: Identifier of the new company, to be used as `PartyID`.
        api_key: An API key. Keep it secret.
        users: The users that were created.
        bank_accounts: The bank accounts that were created.
    """

    _shown = ("company_id", "users", "bank_accounts", "api_key")

    company_id: int | None = attrs.field(default=None, metadata={"wire": "CompanyID"})
    api_key: str | None = attrs.field(default=None, metadata={"wire": "APIKey", "private": "secret"})
    users: list[UserIdBundle] | None = attrs.field(default=None, metadata={"wire": "Users"})
    bank_accounts: list[BankAccountState] | None = attrs.field(default=None, metadata={"wire": "BankAccounts"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class SequenceRequest(Model):
    """Asks for the next number of a series.

    Attributes:
        sequence_type: The series. Known values: `SequenceType`.
        consume: False looks at the next number, true takes it.
    """

    _shown = ("sequence_type", "consume")

    sequence_type: str | None = attrs.field(
        default=None, metadata={"wire": "SequenceType", "enumeration": "SequenceType"}
    )
    consume: bool | None = attrs.field(default=None, metadata={"wire": "Consume"})


@nested_on_touch("license_")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class UpdateLicenseRequestModel(Model):
    """Gives a company another licence.

    Attributes:
        company_id: Identifier of the company, its `PartyID`.
        license_: The licence it gets.
    """

    _shown = ("company_id", "license_")

    company_id: int | None = attrs.field(default=None, metadata={"wire": "CompanyID"})
    license_: LicenseConfiguration | None = attrs.field(default=None, metadata={"wire": "License"})


__all__ = [
    "APIEnabledFeatures",
    "AccountInformation",
    "AccountInformationParty",
    "AccountSettings",
    "AddNewLicenseBillableModel",
    "BankAccountState",
    "LicenseAddons",
    "LicenseConfiguration",
    "RegisterAccountRequestModel",
    "RegisterAccountResponse",
    "SequenceRequest",
    "UpdateLicenseRequestModel",
    "UserCompanyRole",
    "UserIdBundle",
]
