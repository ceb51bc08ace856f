"""The webhooks of a registered company of the access point; what they are called with is not read here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async._resources.arguments import checked_id
from billit_async._resources.resource import Resource
from billit_async._resources.responses import read_bool, read_model, read_text
from billit_async._resources.webhooks.webhooks import webhook_body
from billit_async._serialization import codec
from billit_async.models.webhooks import Webhook

if TYPE_CHECKING:
    from billit_async._transport.policies import CallOptions

__all__ = ["EinvoiceWebhooks"]

_OF = "/v1/einvoices/registrations/{registrationID}/webhooks"


class EinvoiceWebhooks(Resource):
    """What ``billit.einvoices`` does with the webhooks of registered companies."""

    __slots__ = ()

    async def webhooks(self, registration_id: int, *, options: CallOptions | None = None) -> list[Webhook]:
        """List the webhooks of a registered company, without their secrets.

        Args:
            registration_id: The company's ``RegistrationID``.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            All of them.

        Raises:
            NoAccess: The registration is another's, or there is none.
            UnexpectedResponse: The answer is no list.
            TypeError: The id is no whole number.
            ValueError: The id is not above zero.

        Source: GET /v1/einvoices/registrations/{registrationID}/webhooks (Swagger operation Einvoice_GetWebhooks).
        """
        registration = checked_id(registration_id, "registration_id")
        response = await self._call("GET", _OF, options=options, registrationID=registration)
        return response.read(lambda raw: codec.read_list(Webhook, raw))

    async def create_webhook(
        self,
        registration_id: int,
        url: str,
        entity_type: str,
        update_type: str,
        *,
        options: CallOptions | None = None,
    ) -> Webhook:
        """Create a webhook of a registered company; keep its ``secret``, which Billit shows this once.

        Args:
            registration_id: The company's ``RegistrationID``.
            url: The address, https; http only on this machine.
            entity_type: What it reports on: ``Order`` or ``Message``.
            update_type: Which changes: ``I`` for new ones, ``U`` for changed ones, ``D`` for deleted ones.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The webhook with its secret.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            NoAccess: The registration is another's, or there is none.
            OutcomeUnknown: The connection broke after the request may have left: look in the list, and refresh its
                secret.
            UnexpectedResponse: The answer is no webhook, although it may exist.
            TypeError: An argument has the wrong type.
            ValueError: The address is not https, the id is not above zero, or a type is not a known one.

        Source: POST /v1/einvoices/registrations/{registrationID}/webhooks (Swagger operation Einvoice_PostWebhook).
        """
        body = webhook_body(url, entity_type, update_type)
        registration = checked_id(registration_id, "registration_id")
        response = await self._call("POST", _OF, body=body, options=options, registrationID=registration)
        return response.read(lambda raw: read_model(Webhook, raw, "webhook_id"))

    async def refresh_webhook_secret(
        self, registration_id: int, webhook_id: int, *, options: CallOptions | None = None
    ) -> str:
        """Give a webhook of a registered company another secret.

        Args:
            registration_id: The company's ``RegistrationID``.
            webhook_id: The webhook's ``WebhookID``.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The new secret.

        Raises:
            NotFound: There is no such webhook.
            OutcomeUnknown: The connection broke after the request may have left: the secret may have changed, and
                another call gives one that is known.
            UnexpectedResponse: The answer is no text.
            TypeError: An id is no whole number.
            ValueError: An id is not above zero.

        Source: POST /v1/einvoices/registrations/{registrationID}/webhooks/refresh/{webhookID} (Swagger operation
            Einvoice_RefreshWebhookSecret).
        """
        response = await self._call(
            "POST",
            f"{_OF}/refresh/{{webhookID}}",
            options=options,
            registrationID=checked_id(registration_id, "registration_id"),
            webhookID=checked_id(webhook_id, "webhook_id"),
        )
        return response.read(read_text)

    async def delete_webhook(
        self, registration_id: int, webhook_id: int, *, options: CallOptions | None = None
    ) -> bool:
        """Delete a webhook of a registered company.

        Args:
            registration_id: The company's ``RegistrationID``.
            webhook_id: The webhook's ``WebhookID``.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            What Billit answers: True when it deleted it.

        Raises:
            NotFound: There is no such webhook.
            OutcomeUnknown: The connection broke after the request may have left.
            UnexpectedResponse: The answer is neither true nor false.
            TypeError: An id is no whole number.
            ValueError: An id is not above zero.

        Source: DELETE /v1/einvoices/registrations/{registrationID}/webhooks/{webhookID} (Swagger operation
            Einvoice_DeleteWebhooks).
        """
        response = await self._call(
            "DELETE",
            f"{_OF}/{{webhookID}}",
            options=options,
            registrationID=checked_id(registration_id, "registration_id"),
            webhookID=checked_id(webhook_id, "webhook_id"),
        )
        return response.read(read_bool)
