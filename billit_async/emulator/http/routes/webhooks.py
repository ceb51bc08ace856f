"""Webhooks: addresses that are notified of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from billit_async.emulator.http.routes.account import USER_ID
from billit_async.emulator.http.routing import Route, integer_argument
from billit_async.emulator.protocol.errors import APIError, described, generic
from billit_async.emulator.protocol.json import encode
from billit_async.emulator.protocol.shapes import arrange
from billit_async.emulator.storage.outbox import is_loopback, new_secret

if TYPE_CHECKING:
    from billit_async.emulator.http.routing import Call

__all__ = ["ROUTES", "add_webhook", "list_webhooks", "refresh_webhook", "remove_webhook"]

_ENTITY_TYPES: Final = ("Order", "Message")
_UPDATE_TYPES: Final = ("I", "U", "D")


def list_webhooks(call: Call, company_id: int) -> bytes:
    """A company's webhooks, without their secrets. Source: docs page "webhooks"."""
    webhooks = call.documents.every("webhooks", company_id)
    return encode([{key: value for key, value in webhook.items() if key != "Secret"} for webhook in webhooks])


def add_webhook(call: Call, company_id: int) -> bytes:
    """Create a webhook; returns it with its secret, for the only time.

    Raises:
        APIError: 400 for an unknown type, an address that is missing or not https, and for one webhook too many.

    Source: docs page "webhooks" (https only), "types" (the types); the two codes were observed by integrators. Plain
    http is taken on this machine, where nobody has a certificate.
    """
    given = call.bound("Webhook").document
    errors: list[tuple[str, str | None]] = []
    if given.get("EntityType") not in _ENTITY_TYPES:
        errors.append(described("WrongEntityTypeUsed"))
    if not given.get("WebhookURL", "").strip():
        errors.append(described("WebhookURLCannotBeEmpty"))
    if errors:
        raise APIError(400, *errors)
    update_type = given.get("EntityUpdateType", "" if call.settings.webhooks.without_type == "refuse" else "I")
    if update_type not in _UPDATE_TYPES:
        raise generic(f"The entity update type {update_type} is invalid")
    url = given["WebhookURL"]
    if not _is_address(url):
        raise generic("The webhook URL must be an absolute https URL")
    if call.documents.count("webhooks", company_id) >= call.settings.webhooks.limit:
        raise generic(f"There can be no more than {call.settings.webhooks.limit} active webhooks")
    webhook_id = call.store.counters.advance("webhook", start=20_000)
    webhook = arrange(
        {
            **given,
            "WebhookID": webhook_id,
            "CompanyID": company_id,
            "UserID": USER_ID,
            "Secret": new_secret(call.store.counters),
        },
        "Webhook",
    )
    call.documents.put("webhooks", company_id, webhook_id, webhook)
    return encode(webhook)


def remove_webhook(call: Call, company_id: int) -> bytes:
    """Delete a webhook; returns ``true``, and what was not sent to it yet is forgotten."""
    webhook_id = integer_argument(call, "webhookID")
    if not call.documents.remove("webhooks", company_id, webhook_id):
        raise call.no_access()
    call.store.outbox.drop_waiting(webhook_id)
    return b"true"


def refresh_webhook(call: Call, company_id: int) -> bytes:
    """Replace a webhook's secret; returns the new one as text. The old one signs nothing any more."""
    webhook_id = integer_argument(call, "webhookID")
    webhook = call.documents.find("webhooks", company_id, webhook_id)
    if webhook is None:
        raise call.no_access()
    webhook["Secret"] = new_secret(call.store.counters)
    call.documents.put("webhooks", company_id, webhook_id, webhook)
    return encode(webhook["Secret"])


def get_webhooks(call: Call) -> bytes:
    """The webhooks. Source: Swagger operation Webhook_GetWebhooks."""
    return list_webhooks(call, call.company_id)


def post_webhook(call: Call) -> bytes:
    """A new webhook. Source: Swagger operation Webhook_PostWebhook."""
    return add_webhook(call, call.company_id)


def delete_webhook(call: Call) -> bytes:
    """One webhook less. Source: Swagger operation Webhook_DeleteWebhooks."""
    return remove_webhook(call, call.company_id)


def post_refresh(call: Call) -> bytes:
    """A new secret. Source: Swagger operation Webhook_RefreshWebhookSecret."""
    return refresh_webhook(call, call.company_id)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(url)))


ROUTES = (
    Route(method="GET", path="/v1/webhooks", respond=get_webhooks),
    Route(method="POST", path="/v1/webhooks", respond=post_webhook),
    Route(method="DELETE", path="/v1/webhooks/{webhookID}", respond=delete_webhook),
    Route(method="POST", path="/v1/webhooks/refresh/{webhookID}", respond=post_refresh),
)
"""Served operations on webhooks."""
