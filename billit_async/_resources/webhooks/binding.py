"""Creates the webhooks of an address that are missing, and stores their secrets."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final, Protocol

import attrs

from billit_async._transport.secret import Secret
from billit_async.auth.stores import GrantRecord
from billit_async.auth.stores.held_lease import take_lease
from billit_async.errors import TokenStoreError, UnexpectedResponse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from billit_async.auth.stores import TokenStore
    from billit_async.auth.stores.held_lease import HeldLease
    from billit_async.models.webhooks import Webhook

__all__ = ["EVENTS", "Binding", "BoundWebhook"]

EVENTS: Final = (("Order", "I"), ("Order", "U"), ("Message", "I"), ("Message", "U"))
"""The four kinds that fire. Source: docs page "webhooks"; an integrator saw that deleting fires none."""

_LEASE_SECONDS: Final = 6.0
_LONGEST: Final = 600.0
_LONGEST_WAIT: Final = 60.0
_PAUSE: Final = 0.1


@attrs.frozen(kw_only=True)
class BoundWebhook:
    """A webhook that is there, with its secret.

    Attributes:
        webhook_id: Its ``WebhookID``.
        entity_type: What it reports on.
        update_type: Which changes it reports.
        url: The address.
        secret: What its calls are signed with; ``webhooks.verify`` takes it as it is.
    """

    webhook_id: int
    entity_type: str
    update_type: str
    url: str
    secret: Secret


class WebhookCalls(Protocol):
    """Lists and creates webhooks."""

    async def list(self) -> list[Webhook]:
        """List the webhooks; see ``Webhooks.list``."""
        ...

    async def create(self, url: str, entity_type: str, update_type: str) -> Webhook:
        """Create a webhook; see ``Webhooks.create``."""
        ...

    async def refresh_secret(self, webhook_id: int) -> str:
        """Give a webhook another secret; see ``Webhooks.refresh_secret``."""
        ...


@attrs.frozen(kw_only=True)
class Binding:
    """Creates the webhooks of one address, and stores their secrets.

    Attributes:
        webhooks: Makes the calls.
        store: Stores the secrets.
        place: The service and the company.
        url: The address.
        renew: Whether every webhook gets another secret.
    """

    webhooks: WebhookCalls
    store: TokenStore
    place: str
    url: str
    renew: bool

    async def ensure(self, events: Iterable[tuple[str, str]]) -> list[BoundWebhook]:
        """See ``Webhooks.ensure``."""
        lease = await _lease(self.store, f"webhooks/{self.place}/{self.url}")
        try:
            # The list has no secrets in it.
            every = await self.webhooks.list()
            there = {(one.entity_type, one.entity_update_type): one for one in every if self._is_ours(one)}
            return [await self._bound(wanted, there.get(wanted)) for wanted in dict.fromkeys(events)]
        finally:
            await lease.release()

    def _is_ours(self, one: Webhook) -> bool:
        return (one.webhook_url or "").strip().rstrip("/") == self.url.rstrip("/")

    async def _bound(self, wanted: tuple[str, str], found: Webhook | None) -> BoundWebhook:
        if found is None:
            # A crash before its secret is kept leaves one whose secret nobody has: the next time gives it another.
            made = await self.webhooks.create(self.url, *wanted)
            if made.webhook_id is None or not made.secret:
                raise UnexpectedResponse(
                    "POST /v1/webhooks: the response has no id or no secret, although the webhook was made"
                )
            webhook_id, secret = made.webhook_id, await self._store_secret(made.webhook_id, made.secret)
        else:
            webhook_id = found.webhook_id or 0
            stored = None if self.renew else await self.store.load(self._name(webhook_id))
            if stored is None:
                secret = await self._store_secret(webhook_id, await self.webhooks.refresh_secret(webhook_id))
            else:
                secret = stored.record.access_token
        entity_type, update_type = wanted
        return BoundWebhook(
            webhook_id=webhook_id, entity_type=entity_type, update_type=update_type, url=self.url, secret=secret
        )

    def _name(self, webhook_id: int) -> str:
        # No grant has such a name.
        return f"webhook/{self.place}/{webhook_id}"

    async def _store_secret(self, webhook_id: int, text: str) -> Secret:
        now, name = time.time(), self._name(webhook_id)
        # A store of tokens keeps any secret; of a pair, this is the first.
        record = GrantRecord(
            access_token=Secret(text),
            refresh_token=Secret("-"),
            expires_at=now,
            obtained_at=now,
            client_id="webhook",
            base_url=self.place,
        )
        while True:
            stored = await self.store.load(name)
            if await self.store.compare_and_swap(name, stored and stored.version, record) is not None:
                return record.access_token


async def _lease(store: TokenStore, name: str) -> HeldLease:
    """Keep others from creating the same webhooks at the same time."""
    ends = time.monotonic() + _LONGEST_WAIT
    while True:
        lease = await take_lease(store, name, _LEASE_SECONDS)
        if lease is not None:
            lease.prolong_until_released(_LONGEST)
            return lease
        if time.monotonic() > ends:
            raise TokenStoreError(
                f"another process has been creating webhooks for {_LONGEST_WAIT:g} seconds: is it stopped?"
            )
        await asyncio.sleep(_PAUSE)
