"""Webhooks: the addresses that Billit calls when something changes."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from yarl import URL

from billit_async._resources._operations import (
    WEBHOOK_DELETE_WEBHOOKS,
    WEBHOOK_GET_WEBHOOKS,
    WEBHOOK_POST_WEBHOOK,
    WEBHOOK_REFRESH_WEBHOOK_SECRET,
)
from billit_async._resources.arguments import checked_id, checked_text
from billit_async._resources.enumerations import refuse_unknown_value
from billit_async._resources.resource import Resource
from billit_async._resources.responses import read_bool, read_model, read_text
from billit_async._resources.webhooks.binding import EVENTS, Binding
from billit_async._serialization import codec
from billit_async.errors import InvalidArgument
from billit_async.models.webhooks import Webhook

if TYPE_CHECKING:
    import builtins
    from collections.abc import Iterable

    from billit_async._resources.webhooks.binding import BoundWebhook
    from billit_async._serialization.ids import Id
    from billit_async._transport.policies import CallOptions
    from billit_async._transport.shell import Caller
    from billit_async.auth.stores import TokenStore

__all__ = ["Webhooks", "webhook_body"]


class Webhooks(Resource):
    """The webhooks of one company: ``billit.webhooks``.

    Args:
        caller: Makes the calls.
        registration_id: The registered company of the access point that they belong to.
    """

    __slots__ = ("_registration_id",)

    def __init__(self, caller: Caller, registration_id: int | None = None) -> None:
        super().__init__(caller)
        self._registration_id = registration_id

    async def list(self, *, options: CallOptions | None = None) -> list[Webhook]:
        """List the webhooks, without their secrets.

        Returns:
            All of them.

        Raises:
            UnexpectedResponse: The response is not a list.

        Source: GET /v1/webhooks (Swagger operation Webhook_GetWebhooks); docs page "webhooks".
        """
        return await self._read(WEBHOOK_GET_WEBHOOKS, lambda raw: codec.read_list(Webhook, raw), options=options)

    async def create(
        self, url: str, entity_type: str, update_type: str, *, options: CallOptions | None = None
    ) -> Webhook:
        """Create a webhook; keep its ``secret``, which Billit shows this once.

        Args:
            url: The address, https; http only on this machine.
            entity_type: What it reports on: ``Order`` or ``Message``.
            update_type: Which changes: ``I`` for new ones, ``U`` for changed ones, ``D`` for deleted ones.

        Returns:
            The webhook with its secret.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left: one in the list whose secret nobody
                has can be given another by :meth:`refresh_secret`.
            UnexpectedResponse: The response is not a webhook, although it may exist.
            TypeError: An argument is not a text.
            ValueError: The address is not https, or a type is not a known one.

        Source: POST /v1/webhooks (Swagger operation Webhook_PostWebhook); docs page "webhooks".
        """
        return await self._read(
            WEBHOOK_POST_WEBHOOK,
            lambda raw: read_model(Webhook, raw, "webhook_id"),
            body=webhook_body(url, entity_type, update_type),
            options=options,
        )

    async def ensure(
        self,
        url: str,
        events: Iterable[tuple[str, str]] = EVENTS,
        *,
        store: TokenStore,
        renew: bool = False,
        options: CallOptions | None = None,
    ) -> builtins.list[BoundWebhook]:
        """Create the webhooks of an address that are missing, and return all of them with their secrets.

        Call it when the application starts: what is there already stays, and its secret comes out of the store. One
        whose secret is not in the store is given another. Processes that share the store do it one after the other.

        Args:
            url: The address, https; http only on this machine.
            events: Pairs of what to report on and which changes; new and changed orders and messages when left out.
            store: Stores the secrets: any token store, ``FileTokenStore("secrets")`` for instance.
            renew: Give every webhook another secret.

        Returns:
            One for each of the events, in their order.

        Raises:
            BadRequest: Billit refused one, since there are 20 already for instance.
            OutcomeUnknown: The connection broke; call it again.
            TokenStoreError: The store cannot keep a secret; call it again when it can.
            TypeError: An argument has the wrong type.
            ValueError: The address is not https, or a type is not a known one.

        Source: docs page "webhooks": one for each kind of thing and of change, each with a secret of its own.
        """
        wanted = [(str(entity), str(update)) for entity, update in events]
        for entity, update in wanted:
            webhook_body(url, entity, update)  # so that nothing is made before all of it is right
        caller = self._caller.having(options)
        place = f"{caller.base_url}/{caller.party_id or 'default'}"
        if self._registration_id is not None:
            place = f"{place}/{self._registration_id}"
        return await Binding(webhooks=Webhooks(caller), store=store, place=place, url=url.strip(), renew=renew).ensure(
            wanted
        )

    async def refresh_secret(self, webhook_id: Id, *, options: CallOptions | None = None) -> str:
        """Give a webhook another secret; whether the one before still signs what is under way is not documented.

        Args:
            webhook_id: The webhook's ``WebhookID``.

        Returns:
            The new secret.

        Raises:
            NotFound: There is no such webhook.
            OutcomeUnknown: The connection broke after the request may have left: the secret may have changed, and
                another call gives one that is known.
            UnexpectedResponse: The response is not a text.
            TypeError: The id is neither a whole number nor a text.
            ValueError: The id is a number below one, or a text that cannot be an id.

        Source: POST /v1/webhooks/refresh/{webhookID} (Swagger operation Webhook_RefreshWebhookSecret).
        """
        return await self._read(
            WEBHOOK_REFRESH_WEBHOOK_SECRET, read_text, options=options, webhookID=checked_id(webhook_id, "webhook_id")
        )

    async def delete(self, webhook_id: Id, *, options: CallOptions | None = None) -> bool:
        """Delete a webhook.

        Args:
            webhook_id: The webhook's ``WebhookID``.

        Returns:
            Billit's response: True when it deleted it.

        Raises:
            NotFound: There is no such webhook.
            OutcomeUnknown: The connection broke after the request may have left.
            UnexpectedResponse: The response is neither true nor false.
            TypeError: The id is neither a whole number nor a text.
            ValueError: The id is a number below one, or a text that cannot be an id.

        Source: DELETE /v1/webhooks/{webhookID} (Swagger operation Webhook_DeleteWebhooks).
        """
        return await self._read(
            WEBHOOK_DELETE_WEBHOOKS, read_bool, options=options, webhookID=checked_id(webhook_id, "webhook_id")
        )


def webhook_body(url: str, entity_type: str, update_type: str) -> bytes:
    """Write the body of the request that creates a webhook.

    Args:
        url: The address.
        entity_type: What it reports on.
        update_type: Which changes it reports; optional in the Swagger document, but "always add it".

    Raises:
        TypeError: An argument is not a text.
        ValueError: The address is not https, or a type is not a known one.

    Source: docs page "webhooks": https only.
    """
    refuse_unknown_value(checked_text(entity_type, "entity_type"), "WebhookEntityType", "entity_type")
    refuse_unknown_value(checked_text(update_type, "update_type"), "WebhookUpdateType", "update_type")
    try:
        address = URL(checked_text(url, "url"))
        host = address.host
    except ValueError:
        raise InvalidArgument("url is not an address such as 'https://app.example/billit'") from None
    if not host or not (address.scheme == "https" or (address.scheme == "http" and _is_this_machine(host))):
        raise InvalidArgument(
            "url must be an https address: Billit calls no other, and http only works on this machine"
        )
    return codec.to_json(
        Webhook(entity_type=str(entity_type), entity_update_type=str(update_type), webhook_url=url.strip())
    )


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
