# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "einvoices" of the Billit API; every field is optional."""

from __future__ import annotations

from typing import Any

import attrs

from billit_async._serialization.model import Model
from billit_async._serialization.pairs import map_value, text_map_value
from billit_async._serialization.touch import nested_on_touch

from .files import File
from .orders import Order
from .parties import PartyAddress, PartyIdentifier


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class AccountRegistrationResponse(Model):
    """What came of registering a company; it is done at once, no person looks at it.

    Attributes:
        registration_id: Identifier of the registration.
    """

    _shown = ("registration_id",)

    registration_id: int | None = attrs.field(default=None, metadata={"wire": "RegistrationID"})


@nested_on_touch("order")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class CreateAndSendEDocumentPost(Model):
    """An order to create, check and send in one call.

    Attributes:
        transport_type: The channel. Known values: `TransportType`.
        order: The order.
    """

    _shown = ("transport_type", "order")

    transport_type: str | None = attrs.field(
        default=None, metadata={"wire": "TransportType", "enumeration": "TransportType"}
    )
    order: Order | None = attrs.field(default=None, metadata={"wire": "Order"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Error(Model):
    """A message about a transport that failed. Not the body of an HTTP error: that is the error envelope.

    Attributes:
        error_enum: Code of the error.
        error_params: What goes into the placeholders of the message.
        error_message: The message.
        append: Text that follows the message.
        default_text: Text to show when there is no other.
    """

    _shown = ("error_enum", "error_params")

    error_enum: str | None = attrs.field(default=None, metadata={"wire": "ErrorEnum"})
    error_params: list[dict[str, Any]] | None = attrs.field(default=None, metadata={"wire": "ErrorParams"})
    error_message: str | None = attrs.field(default=None, metadata={"wire": "ErrorMessage"})
    append: str | None = attrs.field(default=None, metadata={"wire": "Append"})
    default_text: str | None = attrs.field(default=None, metadata={"wire": "DefaultText"})


@nested_on_touch("transport_messages")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class CreateAndSendEdocumentResponse(Model):
    """What came of creating and sending an order in one call.

    Attributes:
        order_id: Identifier of the new order.
        transsport_status: Status of the transport; the values are not documented. The spelling is Billit's.
        transport_messages: What went wrong with the transport.
    """

    _shown = ("order_id", "transsport_status", "transport_messages")

    order_id: int | None = attrs.field(default=None, metadata={"wire": "OrderID"})
    transsport_status: int | None = attrs.field(default=None, metadata={"wire": "TranssportStatus"})
    transport_messages: list[Error] | None = attrs.field(default=None, metadata={"wire": "TransportMessages"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class EinvoiceAccountSettings(Model):
    """Settings of a registration.

    Attributes:
        process_ubl_pre_paid_amount: Whether the prepaid amount in a UBL is taken over. The documentation's sample
            spells it `ProcessUBLPrepaidAmount`.
    """

    _shown = ("process_ubl_pre_paid_amount",)

    process_ubl_pre_paid_amount: bool | None = attrs.field(default=None, metadata={"wire": "ProcessUBLPrePaidAmount"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class EinvoiceIntegration(Model):
    """The connection of a registration to a network. Sending over Peppol works without one, receiving does not.

    Attributes:
        integration_id: Identifier of the connection.
        integration: The network, such as `Peppol`.
        integration_status: Where the connection stands. Known values: `IntegrationStatus`.
        integration_status_description: The same in words, such as that a signature is awaited.
        integration_document_to_sign: Address of a document that must be signed first (Italy).
    """

    _shown = ("integration_id", "integration_status")

    integration_id: int | None = attrs.field(default=None, metadata={"wire": "IntegrationID"})
    integration: str | None = attrs.field(default=None, metadata={"wire": "Integration"})
    integration_status: str | None = attrs.field(
        default=None, metadata={"wire": "IntegrationStatus", "enumeration": "IntegrationStatus"}
    )
    integration_status_description: str | None = attrs.field(
        default=None, metadata={"wire": "IntegrationStatusDescription"}
    )
    integration_document_to_sign: str | None = attrs.field(default=None, metadata={"wire": "IntegrationDocumentToSign"})


@nested_on_touch("addresses", "identifiers", "account_settings")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class EinvoiceRegistrationPost(Model):
    """A company on the access point product: what to register, and what comes back as its details.

    Attributes:
        tax_identifier: Number that the tax administration knows the company by.
        company_name: Name of the company.
        commercial_name: Name that the company trades under.
        addresses: Its addresses.
        tax_deductable: Whether it can deduct VAT.
        tax_liable: Whether it is subject to VAT.
        iban: International bank account number, without spaces.
        bic: Bank identifier code of the account.
        mobile: Mobile telephone number.
        phone: Telephone number.
        email: E-mail address. It must be real, and no other registration may have it.
        contact_first_name: First name of the contact person.
        contact_last_name: Last name of the contact person.
        language: Two-letter language code, such as `NL`.
        identifiers: Numbers that identify the company.
        account_settings: Settings of the registration.
    """

    _shown = ("tax_deductable", "tax_liable", "addresses", "identifiers", "account_settings")

    tax_identifier: str | None = attrs.field(default=None, metadata={"wire": "TaxIdentifier"})
    company_name: str | None = attrs.field(default=None, metadata={"wire": "CompanyName"})
    commercial_name: str | None = attrs.field(default=None, metadata={"wire": "CommercialName"})
    addresses: list[PartyAddress] | None = attrs.field(default=None, metadata={"wire": "Addresses"})
    tax_deductable: bool | None = attrs.field(default=None, metadata={"wire": "TaxDeductable"})
    tax_liable: bool | None = attrs.field(default=None, metadata={"wire": "TaxLiable"})
    iban: str | None = attrs.field(default=None, metadata={"wire": "IBAN"})
    bic: str | None = attrs.field(default=None, metadata={"wire": "BIC"})
    mobile: str | None = attrs.field(default=None, metadata={"wire": "Mobile"})
    phone: str | None = attrs.field(default=None, metadata={"wire": "Phone"})
    email: str | None = attrs.field(default=None, metadata={"wire": "Email"})
    contact_first_name: str | None = attrs.field(default=None, metadata={"wire": "ContactFirstName"})
    contact_last_name: str | None = attrs.field(default=None, metadata={"wire": "ContactLastName"})
    language: str | None = attrs.field(default=None, metadata={"wire": "Language"})
    identifiers: list[PartyIdentifier] | None = attrs.field(default=None, metadata={"wire": "Identifiers"})
    account_settings: EinvoiceAccountSettings | None = attrs.field(default=None, metadata={"wire": "AccountSettings"})


@nested_on_touch("company_details", "integrations")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class EinvoiceRegistrationsAccount(Model):
    """A registration with its networks.

    Attributes:
        registration_id: Identifier of the registration. Older pages call it CompanyID.
        company_details: The company.
        integrations: Its connections to networks.
    """

    _shown = ("registration_id", "company_details", "integrations")

    registration_id: int | None = attrs.field(default=None, metadata={"wire": "RegistrationID"})
    company_details: EinvoiceRegistrationPost | None = attrs.field(default=None, metadata={"wire": "CompanyDetails"})
    integrations: list[EinvoiceIntegration] | None = attrs.field(default=None, metadata={"wire": "Integrations"})


@nested_on_touch("companies")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class GetEinvoiceAccountsReponse(Model):
    """Registrations. The spelling is Billit's. For one registration the documentation shows the bare object instead.

    Attributes:
        companies: The registrations.
    """

    _shown = ("companies",)

    companies: list[EinvoiceRegistrationsAccount] | None = attrs.field(default=None, metadata={"wire": "Companies"})


@nested_on_touch("certificates")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class IntegrationPost(Model):
    """Connects a registration to a network.

    Attributes:
        externalprovider: The network, such as `Peppol`. The spelling is Billit's; the documentation writes
            ExternalProvider.
        credentials: What the network asks for, by name, such as `TechnicalUserKey` for Chorus.
        certificates: Certificates that the network asks for, by name.
    """

    _shown = ("credentials", "certificates")

    externalprovider: str | None = attrs.field(default=None, metadata={"wire": "Externalprovider"})
    credentials: dict[str, str] | None = attrs.field(
        default=None, converter=text_map_value, metadata={"wire": "Credentials", "private": "secret"}
    )
    certificates: dict[str, File] | None = attrs.field(
        default=None, converter=map_value, metadata={"wire": "Certificates", "private": "secret"}
    )


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class KYCInitiationPost(Model):
    """Starts the identification of a person; the person then has five minutes, and an interrupted one starts anew.

    Attributes:
        identification_provider_tc: Who establishes the identity. Known values: `IdentificationProvider`.
        redirect_url: Where the person goes afterwards.
    """

    _shown = ("identification_provider_tc",)

    identification_provider_tc: str | None = attrs.field(
        default=None, metadata={"wire": "IdentificationProviderTC", "enumeration": "IdentificationProvider"}
    )
    redirect_url: str | None = attrs.field(default=None, metadata={"wire": "RedirectURL"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class KYCInitiationResponse(Model):
    """Where to send the person to be identified.

    Attributes:
        url: Address to open. The documentation calls it RedirectURL.
    """

    _shown = ()

    url: str | None = attrs.field(default=None, metadata={"wire": "URL"})


__all__ = [
    "AccountRegistrationResponse",
    "CreateAndSendEDocumentPost",
    "CreateAndSendEdocumentResponse",
    "EinvoiceAccountSettings",
    "EinvoiceIntegration",
    "EinvoiceRegistrationPost",
    "EinvoiceRegistrationsAccount",
    "Error",
    "GetEinvoiceAccountsReponse",
    "IntegrationPost",
    "KYCInitiationPost",
    "KYCInitiationResponse",
]
