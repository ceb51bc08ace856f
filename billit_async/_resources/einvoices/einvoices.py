"""E-invoices: the access point product, in which a partner registers companies and sends and receives for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from yarl import URL

from billit_async._resources._operations import (
    EINVOICE_DELETE_REGISTRATION,
    EINVOICE_DELETE_REGISTRATION_INTEGRATION,
    EINVOICE_GET_REGISTRATION,
    EINVOICE_GET_REGISTRATIONS,
    EINVOICE_PATCH_ENTITY,
    EINVOICE_POST_KYC_INITIATION,
    EINVOICE_POST_REGISTRATION,
    EINVOICE_POST_REGISTRATION_INTEGRATION,
)
from billit_async._resources.arguments import checked_id, checked_model, checked_text
from billit_async._resources.einvoices.registration import Registration, registration_of
from billit_async._resources.enumerations import refuse_unknown_value
from billit_async._resources.patching import patch_body
from billit_async._resources.reading import read_kyc, read_registration, read_registrations
from billit_async._resources.resource import Resource
from billit_async._resources.responses import as_id, read_bool, read_model
from billit_async._serialization import codec
from billit_async._serialization.patches import REGISTRATION_CHANGES
from billit_async.errors import InvalidArgument
from billit_async.models.einvoices import (
    AccountRegistrationResponse,
    EinvoiceIntegration,
    EinvoiceRegistrationPost,
    IntegrationPost,
    KYCInitiationPost,
)

if TYPE_CHECKING:
    from billit_async._serialization.ids import Id
    from billit_async._serialization.patches import RegistrationChanges
    from billit_async._transport.policies import CallOptions
    from billit_async.models.einvoices import EinvoiceRegistrationsAccount, KYCInitiationResponse

__all__ = ["Einvoices"]


class Einvoices(Resource):
    """The access point: ``billit.einvoices``. Its credentials belong to a master account that Billit opens."""

    __slots__ = ()

    def for_registration(self, registration_id: Id) -> Registration:
        """Bind a registered company: its orders, files and webhooks; nothing is asked.

        Args:
            registration_id: The company's ``RegistrationID``.

        Returns:
            The company, with ``orders``, ``files`` and ``webhooks``.

        Raises:
            TypeError: The id is neither a whole number nor a text.
            ValueError: The id is a number below one, or a text that cannot be an id.

        Source: the access point's paths below /v1/einvoices/registrations/{registrationID}, which are those of one's
            own company.
        """
        return registration_of(self._caller, checked_id(registration_id, "registration_id"))

    async def registrations(self, *, options: CallOptions | None = None) -> list[EinvoiceRegistrationsAccount]:
        """List the registered companies with their networks.

        Returns:
            All of them.

        Raises:
            UnexpectedResponse: The response is something else.

        Source: GET /v1/einvoices/registrations (Swagger operation Einvoice_GetRegistrations).
        """
        return await self._read(EINVOICE_GET_REGISTRATIONS, read_registrations, options=options)

    async def registration(
        self, registration_id: Id, *, options: CallOptions | None = None
    ) -> EinvoiceRegistrationsAccount:
        """Read one registered company with its networks.

        Args:
            registration_id: The company's ``RegistrationID``.

        Returns:
            The registration; both shapes that Billit's documents have for it are read.

        Raises:
            NoAccess: The registration is another's, or there is none.
            NotFound: Where Billit says so instead.
            UnexpectedResponse: The response is something else, or another registration.
            TypeError: The id is neither a whole number nor a text.
            ValueError: The id is a number below one, or a text that cannot be an id.

        Source: GET /v1/einvoices/registrations/{registrationID} (Swagger operation Einvoice_GetRegistration).
        """
        wanted = checked_id(registration_id, "registration_id")
        return await self._read(
            EINVOICE_GET_REGISTRATION,
            lambda raw: read_registration(raw, wanted),
            options=options,
            registrationID=wanted,
        )

    async def register(self, company: EinvoiceRegistrationPost, *, options: CallOptions | None = None) -> int:
        """Register a company; it is done at once, no person looks at it.

        Args:
            company: Tax identifier, name, addresses, and an e-mail address that exists and that no other has.

        Returns:
            The ``RegistrationID``.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left: look in the list first.
            UnexpectedResponse: The response is not an id, although the company may be registered.
            TypeError: It is not an EinvoiceRegistrationPost.
            ValueError: A value is not a known one of its enumeration.

        Source: POST /v1/einvoices/registrations; access point page "registering entities".
        """
        body = codec.to_body(checked_model(company, EinvoiceRegistrationPost, "company"), "company")
        return await self._read(EINVOICE_POST_REGISTRATION, _read_registration_id, body=body, options=options)

    async def patch(
        self, registration_id: Id, *, options: CallOptions | None = None, **changes: Unpack[RegistrationChanges]
    ) -> bool:
        """Change what Billit lets change on a registered company.

        Args:
            registration_id: The company's ``RegistrationID``.
            changes: New values by Python name; ``None`` is left out, ``NULL`` clears.

        Returns:
            Billit's response: True when it changed it.

        Raises:
            TypeError: A property that Billit does not patch, or a value of the wrong type.
            ValueError: Nothing to change, or the id cannot be one.
            BadRequest: Billit refused the change.
            NoAccess: The registration is another's, or there is none.
            OutcomeUnknown: The connection broke after the request may have left; the same patch may be repeated.

        Source: PATCH /v1/einvoices/registrations/{registrationID}; access point page "patching entities".
        """
        body = patch_body(REGISTRATION_CHANGES, changes)
        registration = checked_id(registration_id, "registration_id")
        return await self._read(
            EINVOICE_PATCH_ENTITY, read_bool, body=body, options=options, registrationID=registration
        )

    async def deactivate(self, registration_id: Id, *, options: CallOptions | None = None) -> bool:
        """Switch a registered company off; nothing of it is erased.

        Args:
            registration_id: The company's ``RegistrationID``.

        Returns:
            Billit's response: True when it did.

        Raises:
            NoAccess: The registration is another's, or there is none.
            OutcomeUnknown: The connection broke after the request may have left.
            UnexpectedResponse: The response is neither true nor false.
            TypeError: The id is neither a whole number nor a text.
            ValueError: The id is a number below one, or a text that cannot be an id.

        Source: DELETE /v1/einvoices/registrations/{registrationID}; access point page "get entities".
        """
        registration = checked_id(registration_id, "registration_id")
        return await self._read(EINVOICE_DELETE_REGISTRATION, read_bool, options=options, registrationID=registration)

    async def identify(
        self,
        registration_id: Id,
        redirect_url: str,
        *,
        provider: str = "ItsMe",
        options: CallOptions | None = None,
    ) -> KYCInitiationResponse:
        """Start the identification of the person behind a company, who then has five minutes to finish it.

        Args:
            registration_id: The company's ``RegistrationID``. Which company the ``PartyID`` header names, the master
                account or this one, the documentation says in two ways: ``billit.for_company(...)`` chooses.
            redirect_url: Where the person comes back to.
            provider: Who establishes the identity.

        Returns:
            The ``url`` to send the person to; an identification that was broken off starts anew.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            NotFound: There is no such registration, or it is not active; NoAccess where Billit says so instead.
            OutcomeUnknown: The connection broke after the request may have left.
            UnexpectedResponse: The response has no address.
            TypeError: An argument has the wrong type.
            ValueError: The id cannot be one, the address is not one, or the provider is not a known one.

        Source: POST /v1/einvoices/registrations/{registrationID}/identification; access point page "identification".
        """
        refuse_unknown_value(checked_text(provider, "provider"), "IdentificationProvider", "provider")
        request = KYCInitiationPost(
            identification_provider_tc=str(provider), redirect_url=_checked_address(redirect_url)
        )
        return await self._read(
            EINVOICE_POST_KYC_INITIATION,
            read_kyc,
            body=codec.to_json(request),
            options=options,
            registrationID=checked_id(registration_id, "registration_id"),
        )

    async def add_integration(
        self, registration_id: Id, integration: IntegrationPost, *, options: CallOptions | None = None
    ) -> EinvoiceIntegration:
        """Connect a registered company to a network; receiving over Peppol needs it, sending does not.

        Args:
            registration_id: The company's ``RegistrationID``.
            integration: ``IntegrationPost(externalprovider="Peppol")``, with credentials where the network asks for
                them.

        Returns:
            The connection with its status; some networks have a document signed first.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            NoAccess: The registration is another's, or there is none.
            OutcomeUnknown: The connection broke after the request may have left: look at the registration.
            UnexpectedResponse: The response is something else, although the connection may exist.
            TypeError: An argument has the wrong type.
            ValueError: The id cannot be one, or no network is named.

        Source: POST /v1/einvoices/registrations/{registrationID}/integrations; access point page "integrations".
        """
        checked_text(checked_model(integration, IntegrationPost, "integration").externalprovider, "externalprovider")
        return await self._read(
            EINVOICE_POST_REGISTRATION_INTEGRATION,
            lambda raw: read_model(EinvoiceIntegration, raw, "integration_id"),
            body=codec.to_body(integration, "integration"),
            options=options,
            registrationID=checked_id(registration_id, "registration_id"),
        )

    async def remove_integration(
        self, registration_id: Id, integration_id: Id, *, options: CallOptions | None = None
    ) -> bool:
        """Disconnect a registered company from a network.

        Args:
            registration_id: The company's ``RegistrationID``.
            integration_id: The connection's ``IntegrationID``.

        Returns:
            Billit's response: True when it did.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            NotFound: There is no such connection.
            OutcomeUnknown: The connection broke after the request may have left.
            UnexpectedResponse: The response is neither true nor false.
            TypeError: An id is not a whole number.
            ValueError: An id is not above zero.

        Source: DELETE /v1/einvoices/registrations/{registrationID}/integrations/{integrationID} (Swagger operation
            Einvoice_DeleteRegistrationIntegration).
        """
        return await self._read(
            EINVOICE_DELETE_REGISTRATION_INTEGRATION,
            read_bool,
            options=options,
            registrationID=checked_id(registration_id, "registration_id"),
            integrationID=checked_id(integration_id, "integration_id"),
        )


def _read_registration_id(raw: bytes) -> int:
    return as_id(codec.from_json(AccountRegistrationResponse, raw).registration_id)


def _checked_address(url: object) -> str:
    text = checked_text(url, "redirect_url").strip()
    try:
        address = URL(text)
        usable = address.scheme in {"http", "https"} and bool(address.host)
    except ValueError:
        usable = False
    if not usable:
        raise InvalidArgument("redirect_url is not an address such as 'https://app.example/identified'")
    return text
