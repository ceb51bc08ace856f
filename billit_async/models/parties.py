# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "parties" of the Billit API; every field is optional."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import attrs

from billit_async._serialization.model import Model
from billit_async._serialization.obsolete import warn_when_set
from billit_async._serialization.pairs import pairs_value
from billit_async._serialization.touch import nested_on_touch
from billit_async._serialization.values import datetime_value, decimal_value, uuid_value


def _key_value_pair_list(value: Mapping[str, str] | Sequence[object] | None) -> list[KeyValuePair] | None:
    return pairs_value(value, KeyValuePair)


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class BankAccount(Model):
    """A bank account of a party.

    Attributes:
        iban: International bank account number, without spaces.
        bic: Bank identifier code of the account.
        currency: Three-letter currency code, such as `EUR`.
        verified: Whether the account was verified.
        name: Name of the account.
        saldo: Balance of the account, two digits.
        external_provider_id: Key of the record in an outside system.
        logo_file_id: File that holds the logo of the bank.
        logo_file_url: Address of the logo of the bank.
        country_code: Two-letter country code, such as `BE`.
        bank_account_name: Name given to the account.
        bank_provider_status: State of the connection with the bank.
        account_identification: Identification of the account, where it has no IBAN.
        active: Whether the account is in use.
    """

    _shown = ("logo_file_id", "currency", "country_code", "bank_provider_status", "verified", "active")

    iban: str | None = attrs.field(default=None, metadata={"wire": "IBAN"})
    bic: str | None = attrs.field(default=None, metadata={"wire": "BIC"})
    currency: str | None = attrs.field(default=None, metadata={"wire": "Currency"})
    verified: bool | None = attrs.field(default=None, metadata={"wire": "Verified"})
    name: str | None = attrs.field(default=None, metadata={"wire": "Name"})
    saldo: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "Saldo", "kind": "money", "scale": 2}
    )
    external_provider_id: str | None = attrs.field(default=None, metadata={"wire": "ExternalProviderID"})
    logo_file_id: UUID | None = attrs.field(default=None, converter=uuid_value, metadata={"wire": "LogoFileID"})
    logo_file_url: str | None = attrs.field(default=None, metadata={"wire": "LogoFileUrl"})
    country_code: str | None = attrs.field(default=None, metadata={"wire": "CountryCode"})
    bank_account_name: str | None = attrs.field(default=None, metadata={"wire": "BankAccountName"})
    bank_provider_status: str | None = attrs.field(default=None, metadata={"wire": "BankProviderStatus"})
    account_identification: str | None = attrs.field(default=None, metadata={"wire": "AccountIdentification"})
    active: bool | None = attrs.field(default=None, metadata={"wire": "Active"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class KeyValuePair(Model):
    """A key and a value, both text.

    Attributes:
        key: The key.
        value: The value.
    """

    _shown = ()

    key: str | None = attrs.field(default=None, metadata={"wire": "Key"})
    value: str | None = attrs.field(default=None, metadata={"wire": "Value"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class PartyAddress(Model):
    """One address of a party.

    Attributes:
        address_type: What the address is for; at most one of each type. Known values: `AddressType`.
        tav: For the attention of (Dutch: ter attentie van).
        name: Name on the address.
        street: Name of the street, without the number.
        street_number: House number.
        box: Box number inside the building.
        zipcode: Postal code.
        city: Town or city.
        country_code: Two-letter country code, such as `BE`.
        phone: Telephone number.
    """

    _shown = ("address_type", "country_code")

    address_type: str | None = attrs.field(default=None, metadata={"wire": "AddressType", "enumeration": "AddressType"})
    tav: str | None = attrs.field(default=None, metadata={"wire": "Tav"})
    name: str | None = attrs.field(default=None, metadata={"wire": "Name"})
    street: str | None = attrs.field(default=None, metadata={"wire": "Street"})
    street_number: str | None = attrs.field(default=None, metadata={"wire": "StreetNumber"})
    box: str | None = attrs.field(default=None, metadata={"wire": "Box"})
    zipcode: str | None = attrs.field(default=None, metadata={"wire": "Zipcode", "other_names": ("Zip",)})
    city: str | None = attrs.field(default=None, metadata={"wire": "City"})
    country_code: str | None = attrs.field(default=None, metadata={"wire": "CountryCode"})
    phone: str | None = attrs.field(default=None, metadata={"wire": "Phone"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class PartyIdentifier(Model):
    """A number that identifies a party in some register, and on e-invoicing networks.

    Attributes:
        identifier_type: The register, such as `CBE` or `GLN`. Known values: `IdentifierType`.
        identifier: The number in that register, such as `5430003732007`.
        scheme_id: Peppol scheme of the register, such as `0088`; Billit fills it in. Left out in lists.
        preferred: Whether this identifier is to be used before the others.
    """

    _shown = ("identifier_type", "preferred")

    identifier_type: str | None = attrs.field(
        default=None, metadata={"wire": "IdentifierType", "enumeration": "IdentifierType"}
    )
    identifier: str | None = attrs.field(default=None, metadata={"wire": "Identifier"})
    scheme_id: str | None = attrs.field(default=None, metadata={"wire": "SchemeID"})
    preferred: bool | None = attrs.field(default=None, metadata={"wire": "Preferred"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class UserCoreInfo(Model):
    """A user of a company, in short.

    Attributes:
        first_name: First name.
        last_name: Last name.
        role: Role of the user in the company.
        external_provider_id: Key of the user in an outside system.
        email: E-mail address.
    """

    _shown = ()

    first_name: str | None = attrs.field(default=None, metadata={"wire": "FirstName"})
    last_name: str | None = attrs.field(default=None, metadata={"wire": "LastName"})
    role: str | None = attrs.field(default=None, metadata={"wire": "Role"})
    external_provider_id: str | None = attrs.field(default=None, metadata={"wire": "ExternalProviderID"})
    email: str | None = attrs.field(default=None, metadata={"wire": "Email"})


@warn_when_set
@nested_on_touch("addresses", "custom_fields", "bank_accounts", "users", "identifiers")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Party(Model):
    """A company or person you do business with (customer or supplier), or a company of your own. Created or updated
    with POST; Billit also makes one when an order names a customer it cannot match.

    Attributes:
        party_id: Identifier of the party; of one of your own companies it goes into the `PartyID` header. With it
            POST updates.
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
        external_provider_id: Obsolete. One free value of yours. Returned as given and never sent in an e-invoice.
            The API manual calls it obsolete (chapter 21), the newer page on external data does not; `external_id`
            of `parties.create` sets it.
        external_provider_tc: Obsolete. Code of the outside system that the record belongs to. The API manual calls
            it obsolete (chapter 21).
        custom_fields: Extra fields as a list of pairs (on an order they are an object).
        bank_accounts: Its bank accounts.
        users: The users of the company. Always empty in the account information.
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
        identifiers: Numbers that identify it, such as CBE or GLN. Without a VAT number one of these keeps Billit
            from overwriting another party.
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
        "addresses",
        "custom_fields",
        "bank_accounts",
        "users",
        "identifiers",
    )

    party_id: int | None = attrs.field(default=None, metadata={"wire": "PartyID"})
    book_year_start: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "BookYearStart", "kind": "date"}
    )
    nr: str | None = attrs.field(default=None, metadata={"wire": "Nr", "other_names": ("No.",)})
    name: str | None = attrs.field(default=None, metadata={"wire": "Name"})
    commercial_name: str | None = attrs.field(default=None, metadata={"wire": "CommercialName"})
    addresses: list[PartyAddress] | None = attrs.field(default=None, metadata={"wire": "Addresses"})
    street: str | None = attrs.field(default=None, metadata={"wire": "Street"})
    street_number: str | None = attrs.field(default=None, metadata={"wire": "StreetNumber"})
    box: str | None = attrs.field(default=None, metadata={"wire": "Box"})
    zipcode: str | None = attrs.field(default=None, metadata={"wire": "Zipcode", "other_names": ("Zip",)})
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
    gl_account_code: int | None = attrs.field(
        default=None, metadata={"wire": "GLAccountCode", "other_names": ("GLAccountantCode",)}
    )
    language: str | None = attrs.field(default=None, metadata={"wire": "Language"})
    ventilation_code: str | None = attrs.field(default=None, metadata={"wire": "VentilationCode"})
    external_provider_id: str | None = attrs.field(
        default=None,
        metadata={
            "wire": "ExternalProviderID",
            "deprecated": "One free value of yours. Returned as given and never sent in an e-invoice. The API manual calls it obsolete (chapter 21), the newer page on external data does not; `external_id` of `parties.create` sets it.",
        },
    )
    external_provider_tc: str | None = attrs.field(
        default=None,
        metadata={
            "wire": "ExternalProviderTC",
            "deprecated": "Code of the outside system that the record belongs to. The API manual calls it obsolete (chapter 21).",
        },
    )
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


__all__ = ["BankAccount", "KeyValuePair", "Party", "PartyAddress", "PartyIdentifier", "UserCoreInfo"]
