# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Twins of the models of the area "einvoices"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

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
from billit_async.twin import (
    Codec,
    free,
    unpour_list,
    unpour_map,
    unpour_one,
)
from billit_async.wire.files import FileTwin, pour_file, unpour_file
from billit_async.wire.orders import OrderTwin, pour_order, unpour_order
from billit_async.wire.parties import (
    PartyAddressTwin,
    PartyIdentifierTwin,
    pour_party_address,
    pour_party_identifier,
    unpour_party_address,
    unpour_party_identifier,
)

_new = object.__new__
_read = datetime.fromisoformat


class AccountRegistrationResponseTwin(
    Struct, gc=False, omit_defaults=True, rename={"registration_id": "RegistrationID"}
):
    registration_id: int | None = None


def pour_account_registration_response(s: AccountRegistrationResponseTwin) -> AccountRegistrationResponse:
    o = _new(AccountRegistrationResponse)
    o.registration_id = s.registration_id
    return o


def unpour_account_registration_response(o: AccountRegistrationResponse) -> AccountRegistrationResponseTwin:
    return AccountRegistrationResponseTwin(
        o.registration_id,
    )


class CreateAndSendEDocumentPostTwin(
    Struct, gc=False, omit_defaults=True, rename={"transport_type": "TransportType", "order": "Order"}
):
    transport_type: str | None = None
    order: OrderTwin | None = None


def pour_create_and_send_e_document_post(s: CreateAndSendEDocumentPostTwin) -> CreateAndSendEDocumentPost:
    o = _new(CreateAndSendEDocumentPost)
    o.transport_type = s.transport_type
    o.order = None if (order := s.order) is None else pour_order(order)
    return o


def unpour_create_and_send_e_document_post(o: CreateAndSendEDocumentPost) -> CreateAndSendEDocumentPostTwin:
    return CreateAndSendEDocumentPostTwin(
        o.transport_type,
        unpour_one(o.order, Order, unpour_order),
    )


class ErrorTwin(
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


def pour_error(s: ErrorTwin) -> Error:
    o = _new(Error)
    o.error_enum = s.error_enum
    o.error_params = s.error_params
    o.error_message = s.error_message
    o.append = s.append
    o.default_text = s.default_text
    return o


def unpour_error(o: Error) -> ErrorTwin:
    return ErrorTwin(
        o.error_enum,
        free(o.error_params),
        o.error_message,
        o.append,
        o.default_text,
    )


class CreateAndSendEdocumentResponseTwin(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"order_id": "OrderID", "transsport_status": "TranssportStatus", "transport_messages": "TransportMessages"},
):
    order_id: int | None = None
    transsport_status: int | None = None
    transport_messages: list[ErrorTwin] | None = None


def pour_create_and_send_edocument_response(s: CreateAndSendEdocumentResponseTwin) -> CreateAndSendEdocumentResponse:
    o = _new(CreateAndSendEdocumentResponse)
    o.order_id = s.order_id
    o.transsport_status = s.transsport_status
    o.transport_messages = (
        None
        if (list_error := s.transport_messages) is None
        else (
            [*map(pour_error, list_error)] if len(list_error) > 1 else [pour_error(list_error[0])] if list_error else []
        )
    )
    return o


def unpour_create_and_send_edocument_response(o: CreateAndSendEdocumentResponse) -> CreateAndSendEdocumentResponseTwin:
    return CreateAndSendEdocumentResponseTwin(
        o.order_id,
        o.transsport_status,
        unpour_list(o.transport_messages, Error, unpour_error),
    )


class EinvoiceAccountSettingsTwin(
    Struct, gc=False, omit_defaults=True, rename={"process_ubl_pre_paid_amount": "ProcessUBLPrePaidAmount"}
):
    process_ubl_pre_paid_amount: bool | None = None


def pour_einvoice_account_settings(s: EinvoiceAccountSettingsTwin) -> EinvoiceAccountSettings:
    o = _new(EinvoiceAccountSettings)
    o.process_ubl_pre_paid_amount = s.process_ubl_pre_paid_amount
    return o


def unpour_einvoice_account_settings(o: EinvoiceAccountSettings) -> EinvoiceAccountSettingsTwin:
    return EinvoiceAccountSettingsTwin(
        o.process_ubl_pre_paid_amount,
    )


class EinvoiceIntegrationTwin(
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


def pour_einvoice_integration(s: EinvoiceIntegrationTwin) -> EinvoiceIntegration:
    o = _new(EinvoiceIntegration)
    o.integration_id = s.integration_id
    o.integration = s.integration
    o.integration_status = s.integration_status
    o.integration_status_description = s.integration_status_description
    o.integration_document_to_sign = s.integration_document_to_sign
    return o


def unpour_einvoice_integration(o: EinvoiceIntegration) -> EinvoiceIntegrationTwin:
    return EinvoiceIntegrationTwin(
        o.integration_id,
        o.integration,
        o.integration_status,
        o.integration_status_description,
        o.integration_document_to_sign,
    )


class EinvoiceRegistrationPostTwin(
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
    addresses: list[PartyAddressTwin] | None = None
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
    identifiers: list[PartyIdentifierTwin] | None = None
    account_settings: EinvoiceAccountSettingsTwin | None = None


def pour_einvoice_registration_post(s: EinvoiceRegistrationPostTwin) -> EinvoiceRegistrationPost:
    o = _new(EinvoiceRegistrationPost)
    o.tax_identifier = s.tax_identifier
    o.company_name = s.company_name
    o.commercial_name = s.commercial_name
    o.addresses = (
        None
        if (list_party_address := s.addresses) is None
        else (
            [*map(pour_party_address, list_party_address)]
            if len(list_party_address) > 1
            else [pour_party_address(list_party_address[0])]
            if list_party_address
            else []
        )
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
    o.identifiers = (
        None
        if (list_party_identifier := s.identifiers) is None
        else (
            [*map(pour_party_identifier, list_party_identifier)]
            if len(list_party_identifier) > 1
            else [pour_party_identifier(list_party_identifier[0])]
            if list_party_identifier
            else []
        )
    )
    o.account_settings = (
        None
        if (einvoice_account_settings := s.account_settings) is None
        else pour_einvoice_account_settings(einvoice_account_settings)
    )
    return o


def unpour_einvoice_registration_post(o: EinvoiceRegistrationPost) -> EinvoiceRegistrationPostTwin:
    return EinvoiceRegistrationPostTwin(
        o.tax_identifier,
        o.company_name,
        o.commercial_name,
        unpour_list(o.addresses, PartyAddress, unpour_party_address),
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
        unpour_list(o.identifiers, PartyIdentifier, unpour_party_identifier),
        unpour_one(o.account_settings, EinvoiceAccountSettings, unpour_einvoice_account_settings),
    )


class EinvoiceRegistrationsAccountTwin(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"registration_id": "RegistrationID", "company_details": "CompanyDetails", "integrations": "Integrations"},
):
    registration_id: int | None = None
    company_details: EinvoiceRegistrationPostTwin | None = None
    integrations: list[EinvoiceIntegrationTwin] | None = None


def pour_einvoice_registrations_account(s: EinvoiceRegistrationsAccountTwin) -> EinvoiceRegistrationsAccount:
    o = _new(EinvoiceRegistrationsAccount)
    o.registration_id = s.registration_id
    o.company_details = (
        None
        if (einvoice_registration_post := s.company_details) is None
        else pour_einvoice_registration_post(einvoice_registration_post)
    )
    o.integrations = (
        None
        if (list_einvoice_integration := s.integrations) is None
        else (
            [*map(pour_einvoice_integration, list_einvoice_integration)]
            if len(list_einvoice_integration) > 1
            else [pour_einvoice_integration(list_einvoice_integration[0])]
            if list_einvoice_integration
            else []
        )
    )
    return o


def unpour_einvoice_registrations_account(o: EinvoiceRegistrationsAccount) -> EinvoiceRegistrationsAccountTwin:
    return EinvoiceRegistrationsAccountTwin(
        o.registration_id,
        unpour_one(o.company_details, EinvoiceRegistrationPost, unpour_einvoice_registration_post),
        unpour_list(o.integrations, EinvoiceIntegration, unpour_einvoice_integration),
    )


class GetEinvoiceAccountsReponseTwin(Struct, gc=False, omit_defaults=True, rename={"companies": "Companies"}):
    companies: list[EinvoiceRegistrationsAccountTwin] | None = None


def pour_get_einvoice_accounts_reponse(s: GetEinvoiceAccountsReponseTwin) -> GetEinvoiceAccountsReponse:
    o = _new(GetEinvoiceAccountsReponse)
    o.companies = (
        None
        if (list_einvoice_registrations_account := s.companies) is None
        else (
            [*map(pour_einvoice_registrations_account, list_einvoice_registrations_account)]
            if len(list_einvoice_registrations_account) > 1
            else [pour_einvoice_registrations_account(list_einvoice_registrations_account[0])]
            if list_einvoice_registrations_account
            else []
        )
    )
    return o


def unpour_get_einvoice_accounts_reponse(o: GetEinvoiceAccountsReponse) -> GetEinvoiceAccountsReponseTwin:
    return GetEinvoiceAccountsReponseTwin(
        unpour_list(o.companies, EinvoiceRegistrationsAccount, unpour_einvoice_registrations_account),
    )


class IntegrationPostTwin(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"externalprovider": "Externalprovider", "credentials": "Credentials", "certificates": "Certificates"},
):
    externalprovider: str | None = None
    credentials: dict[str, str] | None = None
    certificates: dict[str, FileTwin] | None = None


def pour_integration_post(s: IntegrationPostTwin) -> IntegrationPost:
    o = _new(IntegrationPost)
    o.externalprovider = s.externalprovider
    o.credentials = s.credentials
    o.certificates = None if (map_file := s.certificates) is None else {k: pour_file(x) for k, x in map_file.items()}
    return o


def unpour_integration_post(o: IntegrationPost) -> IntegrationPostTwin:
    return IntegrationPostTwin(
        o.externalprovider,
        free(o.credentials),
        unpour_map(o.certificates, File, unpour_file),
    )


class KYCInitiationPostTwin(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"identification_provider_tc": "IdentificationProviderTC", "redirect_url": "RedirectURL"},
):
    identification_provider_tc: str | None = None
    redirect_url: str | None = None


def pour_kyc_initiation_post(s: KYCInitiationPostTwin) -> KYCInitiationPost:
    o = _new(KYCInitiationPost)
    o.identification_provider_tc = s.identification_provider_tc
    o.redirect_url = s.redirect_url
    return o


def unpour_kyc_initiation_post(o: KYCInitiationPost) -> KYCInitiationPostTwin:
    return KYCInitiationPostTwin(
        o.identification_provider_tc,
        o.redirect_url,
    )


class KYCInitiationResponseTwin(Struct, gc=False, omit_defaults=True, rename={"url": "URL"}):
    url: str | None = None


def pour_kyc_initiation_response(s: KYCInitiationResponseTwin) -> KYCInitiationResponse:
    o = _new(KYCInitiationResponse)
    o.url = s.url
    return o


def unpour_kyc_initiation_response(o: KYCInitiationResponse) -> KYCInitiationResponseTwin:
    return KYCInitiationResponseTwin(
        o.url,
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    AccountRegistrationResponse: Codec(
        AccountRegistrationResponse,
        AccountRegistrationResponseTwin,
        pour_account_registration_response,
        unpour_account_registration_response,
    ),
    CreateAndSendEDocumentPost: Codec(
        CreateAndSendEDocumentPost,
        CreateAndSendEDocumentPostTwin,
        pour_create_and_send_e_document_post,
        unpour_create_and_send_e_document_post,
    ),
    CreateAndSendEdocumentResponse: Codec(
        CreateAndSendEdocumentResponse,
        CreateAndSendEdocumentResponseTwin,
        pour_create_and_send_edocument_response,
        unpour_create_and_send_edocument_response,
    ),
    EinvoiceAccountSettings: Codec(
        EinvoiceAccountSettings,
        EinvoiceAccountSettingsTwin,
        pour_einvoice_account_settings,
        unpour_einvoice_account_settings,
    ),
    EinvoiceIntegration: Codec(
        EinvoiceIntegration, EinvoiceIntegrationTwin, pour_einvoice_integration, unpour_einvoice_integration
    ),
    EinvoiceRegistrationPost: Codec(
        EinvoiceRegistrationPost,
        EinvoiceRegistrationPostTwin,
        pour_einvoice_registration_post,
        unpour_einvoice_registration_post,
    ),
    EinvoiceRegistrationsAccount: Codec(
        EinvoiceRegistrationsAccount,
        EinvoiceRegistrationsAccountTwin,
        pour_einvoice_registrations_account,
        unpour_einvoice_registrations_account,
    ),
    Error: Codec(Error, ErrorTwin, pour_error, unpour_error),
    GetEinvoiceAccountsReponse: Codec(
        GetEinvoiceAccountsReponse,
        GetEinvoiceAccountsReponseTwin,
        pour_get_einvoice_accounts_reponse,
        unpour_get_einvoice_accounts_reponse,
    ),
    IntegrationPost: Codec(IntegrationPost, IntegrationPostTwin, pour_integration_post, unpour_integration_post),
    KYCInitiationPost: Codec(
        KYCInitiationPost, KYCInitiationPostTwin, pour_kyc_initiation_post, unpour_kyc_initiation_post
    ),
    KYCInitiationResponse: Codec(
        KYCInitiationResponse, KYCInitiationResponseTwin, pour_kyc_initiation_response, unpour_kyc_initiation_response
    ),
}
