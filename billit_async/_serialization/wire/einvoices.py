# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "einvoices"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Raw, Struct

from billit_async._serialization.structs import (
    ABSENT,
    Codec,
    Nested,
    list_to_struct,
    map_to_struct,
    one_to_struct,
    values_to_list,
    values_to_map,
)
from billit_async._serialization.wire.files import FileStruct, file_from_struct, file_to_struct
from billit_async._serialization.wire.orders import OrderStruct, order_from_struct, order_to_struct
from billit_async._serialization.wire.parties import (
    PartyAddressStruct,
    PartyIdentifierStruct,
    party_address_from_struct,
    party_address_to_struct,
    party_identifier_from_struct,
    party_identifier_to_struct,
)
from billit_async.models.einvoices import (
    AccountRegistrationResponse,
    CreateAndSendEDocumentPost,
    CreateAndSendEdocumentResponse,
    EinvoiceAccountSettings,
    EinvoiceIntegration,
    EinvoiceRegistrationPost,
    EinvoiceRegistrationsAccount,
    Error,
    GetEinvoiceAccountsReponse,
    IntegrationPost,
    KYCInitiationPost,
    KYCInitiationResponse,
)
from billit_async.models.files import File
from billit_async.models.orders import Order
from billit_async.models.parties import PartyAddress, PartyIdentifier

_new = object.__new__
_read = datetime.fromisoformat


class AccountRegistrationResponseStruct(
    Struct, gc=False, omit_defaults=True, rename={"registration_id": "RegistrationID"}
):
    registration_id: int | None = None


def account_registration_response_from_struct(s: AccountRegistrationResponseStruct) -> AccountRegistrationResponse:
    o = _new(AccountRegistrationResponse)
    o.registration_id = s.registration_id
    return o


def account_registration_response_to_struct(o: AccountRegistrationResponse) -> AccountRegistrationResponseStruct:
    return AccountRegistrationResponseStruct(
        o.registration_id,
    )


class CreateAndSendEDocumentPostStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"transport_type": "TransportType", "order": "Order"},
):
    transport_type: str | None = None
    order: OrderStruct | None = None


def create_and_send_e_document_post_from_struct(s: CreateAndSendEDocumentPostStruct) -> CreateAndSendEDocumentPost:
    o = _new(CreateAndSendEDocumentPost)
    o.transport_type = s.transport_type
    slots: Any = o
    slots.unread_order = None if (order := s.order) is None else order_from_struct(order)
    return o


def create_and_send_e_document_post_to_struct(o: CreateAndSendEDocumentPost) -> CreateAndSendEDocumentPostStruct:
    return CreateAndSendEDocumentPostStruct(
        o.transport_type,
        one_to_struct(o.order, Order, order_to_struct),
    )


class CreateAndSendEDocumentPostRow(
    Struct, gc=False, forbid_unknown_fields=True, rename={"transport_type": "TransportType", "order": "Order"}
):
    transport_type: str | None = None
    order: Raw = ABSENT


def create_and_send_e_document_post_from_row(s: Any) -> CreateAndSendEDocumentPost:
    o: Any = _new(CreateAndSendEDocumentPost)
    o.transport_type = s.transport_type
    raw = s.order
    o.unread_order = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    made: CreateAndSendEDocumentPost = o
    return made


class ErrorStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "error_enum": "ErrorEnum",
        "error_params": "ErrorParams",
        "error_message": "ErrorMessage",
        "append": "Append",
        "default_text": "DefaultText",
    },
):
    error_enum: str | None = None
    error_params: list[dict[str, Any]] | None = None
    error_message: str | None = None
    append: str | None = None
    default_text: str | None = None


def error_from_struct(s: ErrorStruct) -> Error:
    o = _new(Error)
    o.error_enum = s.error_enum
    o.error_params = s.error_params
    o.error_message = s.error_message
    o.append = s.append
    o.default_text = s.default_text
    return o


def error_to_struct(o: Error) -> ErrorStruct:
    return ErrorStruct(
        o.error_enum,
        values_to_list(o.error_params),
        o.error_message,
        o.append,
        o.default_text,
    )


class CreateAndSendEdocumentResponseStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"order_id": "OrderID", "transsport_status": "TranssportStatus", "transport_messages": "TransportMessages"},
):
    order_id: int | None = None
    transsport_status: int | None = None
    transport_messages: list[ErrorStruct] | None = None


def create_and_send_edocument_response_from_struct(
    s: CreateAndSendEdocumentResponseStruct,
) -> CreateAndSendEdocumentResponse:
    o = _new(CreateAndSendEdocumentResponse)
    o.order_id = s.order_id
    o.transsport_status = s.transsport_status
    slots: Any = o
    slots.unread_transport_messages = (
        None
        if (list_error := s.transport_messages) is None
        else (
            [*map(error_from_struct, list_error)]
            if len(list_error) > 1
            else [error_from_struct(list_error[0])]
            if list_error
            else []
        )
    )
    return o


def create_and_send_edocument_response_to_struct(
    o: CreateAndSendEdocumentResponse,
) -> CreateAndSendEdocumentResponseStruct:
    return CreateAndSendEdocumentResponseStruct(
        o.order_id,
        o.transsport_status,
        list_to_struct(o.transport_messages, Error, error_to_struct),
    )


class CreateAndSendEdocumentResponseRow(
    Struct,
    gc=False,
    rename={"order_id": "OrderID", "transsport_status": "TranssportStatus", "transport_messages": "TransportMessages"},
):
    order_id: int | None = None
    transsport_status: int | None = None
    transport_messages: Raw = ABSENT


def create_and_send_edocument_response_from_row(s: Any) -> CreateAndSendEdocumentResponse:
    o: Any = _new(CreateAndSendEdocumentResponse)
    o.order_id = s.order_id
    o.transsport_status = s.transsport_status
    raw = s.transport_messages
    o.unread_transport_messages = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    made: CreateAndSendEdocumentResponse = o
    return made


def create_and_send_edocument_response_transport_messages(x: Any) -> Any:
    return [*map(error_from_struct, x)] if len(x) > 1 else [error_from_struct(x[0])] if x else []


class EinvoiceAccountSettingsStruct(
    Struct, gc=False, omit_defaults=True, rename={"process_ubl_pre_paid_amount": "ProcessUBLPrePaidAmount"}
):
    process_ubl_pre_paid_amount: bool | None = None


def einvoice_account_settings_from_struct(s: EinvoiceAccountSettingsStruct) -> EinvoiceAccountSettings:
    o = _new(EinvoiceAccountSettings)
    o.process_ubl_pre_paid_amount = s.process_ubl_pre_paid_amount
    return o


def einvoice_account_settings_to_struct(o: EinvoiceAccountSettings) -> EinvoiceAccountSettingsStruct:
    return EinvoiceAccountSettingsStruct(
        o.process_ubl_pre_paid_amount,
    )


class EinvoiceIntegrationStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "integration_id": "IntegrationID",
        "integration": "Integration",
        "integration_status": "IntegrationStatus",
        "integration_status_description": "IntegrationStatusDescription",
        "integration_document_to_sign": "IntegrationDocumentToSign",
    },
):
    integration_id: int | None = None
    integration: str | None = None
    integration_status: str | None = None
    integration_status_description: str | None = None
    integration_document_to_sign: str | None = None


def einvoice_integration_from_struct(s: EinvoiceIntegrationStruct) -> EinvoiceIntegration:
    o = _new(EinvoiceIntegration)
    o.integration_id = s.integration_id
    o.integration = s.integration
    o.integration_status = s.integration_status
    o.integration_status_description = s.integration_status_description
    o.integration_document_to_sign = s.integration_document_to_sign
    return o


def einvoice_integration_to_struct(o: EinvoiceIntegration) -> EinvoiceIntegrationStruct:
    return EinvoiceIntegrationStruct(
        o.integration_id,
        o.integration,
        o.integration_status,
        o.integration_status_description,
        o.integration_document_to_sign,
    )


class EinvoiceRegistrationPostStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "tax_identifier": "TaxIdentifier",
        "company_name": "CompanyName",
        "commercial_name": "CommercialName",
        "addresses": "Addresses",
        "tax_deductable": "TaxDeductable",
        "tax_liable": "TaxLiable",
        "iban": "IBAN",
        "bic": "BIC",
        "mobile": "Mobile",
        "phone": "Phone",
        "email": "Email",
        "contact_first_name": "ContactFirstName",
        "contact_last_name": "ContactLastName",
        "language": "Language",
        "identifiers": "Identifiers",
        "account_settings": "AccountSettings",
    },
):
    tax_identifier: str | None = None
    company_name: str | None = None
    commercial_name: str | None = None
    addresses: list[PartyAddressStruct] | None = None
    tax_deductable: bool | None = None
    tax_liable: bool | None = None
    iban: str | None = None
    bic: str | None = None
    mobile: str | None = None
    phone: str | None = None
    email: str | None = None
    contact_first_name: str | None = None
    contact_last_name: str | None = None
    language: str | None = None
    identifiers: list[PartyIdentifierStruct] | None = None
    account_settings: EinvoiceAccountSettingsStruct | None = None


def einvoice_registration_post_from_struct(s: EinvoiceRegistrationPostStruct) -> EinvoiceRegistrationPost:
    o = _new(EinvoiceRegistrationPost)
    o.tax_identifier = s.tax_identifier
    o.company_name = s.company_name
    o.commercial_name = s.commercial_name
    o.tax_deductable = s.tax_deductable
    o.tax_liable = s.tax_liable
    o.iban = s.iban
    o.bic = s.bic
    o.mobile = s.mobile
    o.phone = s.phone
    o.email = s.email
    o.contact_first_name = s.contact_first_name
    o.contact_last_name = s.contact_last_name
    o.language = s.language
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
    slots.unread_account_settings = (
        None
        if (einvoice_account_settings := s.account_settings) is None
        else einvoice_account_settings_from_struct(einvoice_account_settings)
    )
    return o


def einvoice_registration_post_to_struct(o: EinvoiceRegistrationPost) -> EinvoiceRegistrationPostStruct:
    return EinvoiceRegistrationPostStruct(
        o.tax_identifier,
        o.company_name,
        o.commercial_name,
        list_to_struct(o.addresses, PartyAddress, party_address_to_struct),
        o.tax_deductable,
        o.tax_liable,
        o.iban,
        o.bic,
        o.mobile,
        o.phone,
        o.email,
        o.contact_first_name,
        o.contact_last_name,
        o.language,
        list_to_struct(o.identifiers, PartyIdentifier, party_identifier_to_struct),
        one_to_struct(o.account_settings, EinvoiceAccountSettings, einvoice_account_settings_to_struct),
    )


class EinvoiceRegistrationPostRow(
    Struct,
    gc=False,
    rename={
        "tax_identifier": "TaxIdentifier",
        "company_name": "CompanyName",
        "commercial_name": "CommercialName",
        "addresses": "Addresses",
        "tax_deductable": "TaxDeductable",
        "tax_liable": "TaxLiable",
        "iban": "IBAN",
        "bic": "BIC",
        "mobile": "Mobile",
        "phone": "Phone",
        "email": "Email",
        "contact_first_name": "ContactFirstName",
        "contact_last_name": "ContactLastName",
        "language": "Language",
        "identifiers": "Identifiers",
        "account_settings": "AccountSettings",
    },
):
    tax_identifier: str | None = None
    company_name: str | None = None
    commercial_name: str | None = None
    addresses: Raw = ABSENT
    tax_deductable: bool | None = None
    tax_liable: bool | None = None
    iban: str | None = None
    bic: str | None = None
    mobile: str | None = None
    phone: str | None = None
    email: str | None = None
    contact_first_name: str | None = None
    contact_last_name: str | None = None
    language: str | None = None
    identifiers: Raw = ABSENT
    account_settings: Raw = ABSENT


def einvoice_registration_post_from_row(s: Any) -> EinvoiceRegistrationPost:
    o: Any = _new(EinvoiceRegistrationPost)
    o.tax_identifier = s.tax_identifier
    o.company_name = s.company_name
    o.commercial_name = s.commercial_name
    raw = s.addresses
    o.unread_addresses = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    o.tax_deductable = s.tax_deductable
    o.tax_liable = s.tax_liable
    o.iban = s.iban
    o.bic = s.bic
    o.mobile = s.mobile
    o.phone = s.phone
    o.email = s.email
    o.contact_first_name = s.contact_first_name
    o.contact_last_name = s.contact_last_name
    o.language = s.language
    raw = s.identifiers
    o.unread_identifiers = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    raw = s.account_settings
    o.unread_account_settings = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    made: EinvoiceRegistrationPost = o
    return made


def einvoice_registration_post_addresses(x: Any) -> Any:
    return [*map(party_address_from_struct, x)] if len(x) > 1 else [party_address_from_struct(x[0])] if x else []


def einvoice_registration_post_identifiers(x: Any) -> Any:
    return [*map(party_identifier_from_struct, x)] if len(x) > 1 else [party_identifier_from_struct(x[0])] if x else []


class EinvoiceRegistrationsAccountStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"registration_id": "RegistrationID", "company_details": "CompanyDetails", "integrations": "Integrations"},
):
    registration_id: int | None = None
    company_details: EinvoiceRegistrationPostStruct | None = None
    integrations: list[EinvoiceIntegrationStruct] | None = None


def einvoice_registrations_account_from_struct(s: EinvoiceRegistrationsAccountStruct) -> EinvoiceRegistrationsAccount:
    o = _new(EinvoiceRegistrationsAccount)
    o.registration_id = s.registration_id
    slots: Any = o
    slots.unread_company_details = (
        None
        if (einvoice_registration_post := s.company_details) is None
        else einvoice_registration_post_from_struct(einvoice_registration_post)
    )
    slots.unread_integrations = (
        None
        if (list_einvoice_integration := s.integrations) is None
        else (
            [*map(einvoice_integration_from_struct, list_einvoice_integration)]
            if len(list_einvoice_integration) > 1
            else [einvoice_integration_from_struct(list_einvoice_integration[0])]
            if list_einvoice_integration
            else []
        )
    )
    return o


def einvoice_registrations_account_to_struct(o: EinvoiceRegistrationsAccount) -> EinvoiceRegistrationsAccountStruct:
    return EinvoiceRegistrationsAccountStruct(
        o.registration_id,
        one_to_struct(o.company_details, EinvoiceRegistrationPost, einvoice_registration_post_to_struct),
        list_to_struct(o.integrations, EinvoiceIntegration, einvoice_integration_to_struct),
    )


class EinvoiceRegistrationsAccountRow(
    Struct,
    gc=False,
    rename={"registration_id": "RegistrationID", "company_details": "CompanyDetails", "integrations": "Integrations"},
):
    registration_id: int | None = None
    company_details: Raw = ABSENT
    integrations: Raw = ABSENT


def einvoice_registrations_account_from_row(s: Any) -> EinvoiceRegistrationsAccount:
    o: Any = _new(EinvoiceRegistrationsAccount)
    o.registration_id = s.registration_id
    raw = s.company_details
    o.unread_company_details = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    raw = s.integrations
    o.unread_integrations = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    made: EinvoiceRegistrationsAccount = o
    return made


def einvoice_registrations_account_integrations(x: Any) -> Any:
    return (
        [*map(einvoice_integration_from_struct, x)]
        if len(x) > 1
        else [einvoice_integration_from_struct(x[0])]
        if x
        else []
    )


class GetEinvoiceAccountsReponseStruct(Struct, gc=False, omit_defaults=True, rename={"companies": "Companies"}):
    companies: list[EinvoiceRegistrationsAccountStruct] | None = None


def get_einvoice_accounts_reponse_from_struct(s: GetEinvoiceAccountsReponseStruct) -> GetEinvoiceAccountsReponse:
    o = _new(GetEinvoiceAccountsReponse)
    slots: Any = o
    slots.unread_companies = (
        None
        if (list_einvoice_registrations_account := s.companies) is None
        else (
            [*map(einvoice_registrations_account_from_struct, list_einvoice_registrations_account)]
            if len(list_einvoice_registrations_account) > 1
            else [einvoice_registrations_account_from_struct(list_einvoice_registrations_account[0])]
            if list_einvoice_registrations_account
            else []
        )
    )
    return o


def get_einvoice_accounts_reponse_to_struct(o: GetEinvoiceAccountsReponse) -> GetEinvoiceAccountsReponseStruct:
    return GetEinvoiceAccountsReponseStruct(
        list_to_struct(o.companies, EinvoiceRegistrationsAccount, einvoice_registrations_account_to_struct),
    )


class GetEinvoiceAccountsReponseRow(Struct, gc=False, rename={"companies": "Companies"}):
    companies: Raw = ABSENT


def get_einvoice_accounts_reponse_from_row(s: Any) -> GetEinvoiceAccountsReponse:
    o: Any = _new(GetEinvoiceAccountsReponse)
    raw = s.companies
    o.unread_companies = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    made: GetEinvoiceAccountsReponse = o
    return made


def get_einvoice_accounts_reponse_companies(x: Any) -> Any:
    return (
        [*map(einvoice_registrations_account_from_struct, x)]
        if len(x) > 1
        else [einvoice_registrations_account_from_struct(x[0])]
        if x
        else []
    )


class IntegrationPostStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"externalprovider": "Externalprovider", "credentials": "Credentials", "certificates": "Certificates"},
):
    externalprovider: str | None = None
    credentials: dict[str, str] | None = None
    certificates: dict[str, FileStruct] | None = None


def integration_post_from_struct(s: IntegrationPostStruct) -> IntegrationPost:
    o = _new(IntegrationPost)
    o.externalprovider = s.externalprovider
    o.credentials = s.credentials
    slots: Any = o
    slots.unread_certificates = (
        None if (map_file := s.certificates) is None else {k: file_from_struct(x) for k, x in map_file.items()}
    )
    return o


def integration_post_to_struct(o: IntegrationPost) -> IntegrationPostStruct:
    return IntegrationPostStruct(
        o.externalprovider,
        values_to_map(o.credentials),
        map_to_struct(o.certificates, File, file_to_struct),
    )


class IntegrationPostRow(
    Struct,
    gc=False,
    forbid_unknown_fields=True,
    rename={"externalprovider": "Externalprovider", "credentials": "Credentials", "certificates": "Certificates"},
):
    externalprovider: str | None = None
    credentials: dict[str, str] | None = None
    certificates: Raw = ABSENT


def integration_post_from_row(s: Any) -> IntegrationPost:
    o: Any = _new(IntegrationPost)
    o.externalprovider = s.externalprovider
    o.credentials = s.credentials
    raw = s.certificates
    o.unread_certificates = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    made: IntegrationPost = o
    return made


def integration_post_certificates(x: Any) -> Any:
    return {k: file_from_struct(x) for k, x in x.items()}


class KYCInitiationPostStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"identification_provider_tc": "IdentificationProviderTC", "redirect_url": "RedirectURL"},
):
    identification_provider_tc: str | None = None
    redirect_url: str | None = None


def kyc_initiation_post_from_struct(s: KYCInitiationPostStruct) -> KYCInitiationPost:
    o = _new(KYCInitiationPost)
    o.identification_provider_tc = s.identification_provider_tc
    o.redirect_url = s.redirect_url
    return o


def kyc_initiation_post_to_struct(o: KYCInitiationPost) -> KYCInitiationPostStruct:
    return KYCInitiationPostStruct(
        o.identification_provider_tc,
        o.redirect_url,
    )


class KYCInitiationResponseStruct(Struct, gc=False, omit_defaults=True, rename={"url": "URL"}):
    url: str | None = None


def kyc_initiation_response_from_struct(s: KYCInitiationResponseStruct) -> KYCInitiationResponse:
    o = _new(KYCInitiationResponse)
    o.url = s.url
    return o


def kyc_initiation_response_to_struct(o: KYCInitiationResponse) -> KYCInitiationResponseStruct:
    return KYCInitiationResponseStruct(
        o.url,
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    AccountRegistrationResponse: Codec(
        AccountRegistrationResponse,
        AccountRegistrationResponseStruct,
        account_registration_response_from_struct,
        account_registration_response_to_struct,
    ),
    CreateAndSendEDocumentPost: Codec(
        CreateAndSendEDocumentPost,
        CreateAndSendEDocumentPostStruct,
        create_and_send_e_document_post_from_struct,
        create_and_send_e_document_post_to_struct,
        CreateAndSendEDocumentPostRow,
        create_and_send_e_document_post_from_row,
        {"order": Nested(OrderStruct, order_from_struct)},
    ),
    CreateAndSendEdocumentResponse: Codec(
        CreateAndSendEdocumentResponse,
        CreateAndSendEdocumentResponseStruct,
        create_and_send_edocument_response_from_struct,
        create_and_send_edocument_response_to_struct,
        CreateAndSendEdocumentResponseRow,
        create_and_send_edocument_response_from_row,
        {"transport_messages": Nested(list[ErrorStruct], create_and_send_edocument_response_transport_messages)},
    ),
    EinvoiceAccountSettings: Codec(
        EinvoiceAccountSettings,
        EinvoiceAccountSettingsStruct,
        einvoice_account_settings_from_struct,
        einvoice_account_settings_to_struct,
    ),
    EinvoiceIntegration: Codec(
        EinvoiceIntegration, EinvoiceIntegrationStruct, einvoice_integration_from_struct, einvoice_integration_to_struct
    ),
    EinvoiceRegistrationPost: Codec(
        EinvoiceRegistrationPost,
        EinvoiceRegistrationPostStruct,
        einvoice_registration_post_from_struct,
        einvoice_registration_post_to_struct,
        EinvoiceRegistrationPostRow,
        einvoice_registration_post_from_row,
        {
            "addresses": Nested(list[PartyAddressStruct], einvoice_registration_post_addresses),
            "identifiers": Nested(list[PartyIdentifierStruct], einvoice_registration_post_identifiers),
            "account_settings": Nested(EinvoiceAccountSettingsStruct, einvoice_account_settings_from_struct),
        },
    ),
    EinvoiceRegistrationsAccount: Codec(
        EinvoiceRegistrationsAccount,
        EinvoiceRegistrationsAccountStruct,
        einvoice_registrations_account_from_struct,
        einvoice_registrations_account_to_struct,
        EinvoiceRegistrationsAccountRow,
        einvoice_registrations_account_from_row,
        {
            "company_details": Nested(EinvoiceRegistrationPostStruct, einvoice_registration_post_from_struct),
            "integrations": Nested(list[EinvoiceIntegrationStruct], einvoice_registrations_account_integrations),
        },
    ),
    Error: Codec(Error, ErrorStruct, error_from_struct, error_to_struct),
    GetEinvoiceAccountsReponse: Codec(
        GetEinvoiceAccountsReponse,
        GetEinvoiceAccountsReponseStruct,
        get_einvoice_accounts_reponse_from_struct,
        get_einvoice_accounts_reponse_to_struct,
        GetEinvoiceAccountsReponseRow,
        get_einvoice_accounts_reponse_from_row,
        {"companies": Nested(list[EinvoiceRegistrationsAccountStruct], get_einvoice_accounts_reponse_companies)},
    ),
    IntegrationPost: Codec(
        IntegrationPost,
        IntegrationPostStruct,
        integration_post_from_struct,
        integration_post_to_struct,
        IntegrationPostRow,
        integration_post_from_row,
        {"certificates": Nested(dict[str, FileStruct], integration_post_certificates)},
    ),
    KYCInitiationPost: Codec(
        KYCInitiationPost, KYCInitiationPostStruct, kyc_initiation_post_from_struct, kyc_initiation_post_to_struct
    ),
    KYCInitiationResponse: Codec(
        KYCInitiationResponse,
        KYCInitiationResponseStruct,
        kyc_initiation_response_from_struct,
        kyc_initiation_response_to_struct,
    ),
}
