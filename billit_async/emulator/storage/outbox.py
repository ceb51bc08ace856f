"""The notifications that webhooks are sent, and their signatures; nothing is sent from here."""

from __future__ import annotations

import hashlib
import hmac
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final, Literal, TypeAlias
from urllib.parse import urlsplit

import attrs

from billit_async.emulator.protocol.json import encode
from billit_async.emulator.protocol.shapes import arrange

if TYPE_CHECKING:
    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.settings import EmulatorSettings
    from billit_async.emulator.storage.counters import Counters
    from billit_async.emulator.storage.database import Database
    from billit_async.emulator.storage.documents import DocumentRepository

__all__ = [
    "TABLES",
    "Notification",
    "Outbox",
    "WebhookDelivery",
    "is_loopback",
    "message_detail",
    "new_secret",
    "signature",
]

EntityType: TypeAlias = Literal["Order", "Message"]
UpdateType: TypeAlias = Literal["I", "U"]
State: TypeAlias = Literal["waiting", "delivered", "failed", "withheld"]

TABLES: Final = (
    """CREATE TABLE outbox (NotificationID INTEGER PRIMARY KEY, WebhookID INTEGER, CompanyID INTEGER, URL TEXT,
        State TEXT, Attempts INTEGER, Status INTEGER, Moment INTEGER, Body BLOB)""",
    "CREATE INDEX outbox_waiting ON outbox (State, WebhookID, NotificationID)",
)


@attrs.frozen(kw_only=True)
class Notification:
    """A notification on its way.

    Args:
        notification_id: Its place in the order of events.
        webhook_id: The webhook it is for.
        company_id: Whose webhook that is.
        url: Where it goes.
        attempts: How many times it was tried.
        first: Unix seconds of the first attempt; ``None`` before it.
        body: The JSON, as it is signed and sent.
    """

    notification_id: int
    webhook_id: int
    company_id: int
    url: str = attrs.field(repr=False)
    attempts: int
    first: int | None = None
    body: bytes = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class WebhookDelivery:
    """What became of a notification.

    Attributes:
        webhook_id: The webhook it was for.
        url: Where it went.
        state: ``waiting`` to be tried (again), ``delivered``, ``failed`` for good, or ``withheld`` because the address
            is not on this machine.
        attempts: How many times it was tried.
        status: HTTP status of the last response; ``None`` when there was none.
    """

    webhook_id: int
    # Addresses of webhooks carry tokens, at times.
    url: str = attrs.field(repr=False)
    state: State
    attempts: int
    status: int | None


@attrs.frozen
class Outbox:
    """Reads and writes the notifications of webhooks.

    Args:
        database: The database.
        documents: Where the webhooks are.
    """

    database: Database = attrs.field(repr=False)
    documents: DocumentRepository = attrs.field(repr=False)

    def enqueue(
        self,
        settings: EmulatorSettings,
        company_id: int,
        entity_type: EntityType,
        update_type: UpdateType,
        *,
        entity_id: int,
        detail: Document | None = None,
    ) -> None:
        """Write a notification for each webhook of the company that subscribed to the change.

        Source: docs page "retrieving your first e-invoice statuses"; that notifications of orders have no detail was
        observed by integrators. Which events a webhook without an update type is sent is not documented, so the
        settings say it.
        """
        without_type = update_type if settings.webhooks.without_type == "all" else None
        wanted = [
            webhook
            for webhook in self.documents.every("webhooks", company_id)
            if webhook["EntityType"] == entity_type and webhook.get("EntityUpdateType", without_type) == update_type
        ]
        if not wanted:
            return
        notification: Document = {
            "UpdatedEntityID": entity_id,
            "UpdatedEntityType": entity_type,
            "WebhookUpdateTypeTC": update_type,
        }
        if detail is not None:
            notification["EntityDetail"] = detail
        body = encode(notification)
        for webhook in wanted:
            url: str = webhook["WebhookURL"]
            state: State = "waiting" if is_loopback(url) or settings.webhooks.leave_this_machine else "withheld"
            self.database.connection.execute(
                "INSERT INTO outbox (WebhookID, CompanyID, URL, State, Attempts, Status, Moment, Body) "
                "VALUES (?, ?, ?, ?, 0, NULL, NULL, ?)",
                (webhook["WebhookID"], company_id, url, state, body),
            )

    def waiting_webhooks(self) -> list[int]:
        """The webhooks that notifications wait for."""
        statement = "SELECT DISTINCT WebhookID FROM outbox WHERE State = 'waiting' ORDER BY WebhookID"
        return [row[0] for row in self.database.connection.execute(statement)]

    def next_for(self, webhook_id: int) -> Notification | None:
        """The oldest waiting notification of a webhook."""
        row = self.database.connection.execute(
            "SELECT NotificationID, CompanyID, URL, Attempts, Moment, Body FROM outbox "
            "WHERE State = 'waiting' AND WebhookID = ? ORDER BY NotificationID",
            (webhook_id,),
        ).fetchone()
        if row is None:
            return None
        return Notification(
            notification_id=row[0],
            webhook_id=webhook_id,
            company_id=row[1],
            url=row[2],
            attempts=row[3],
            first=row[4],
            body=row[5],
        )

    def secret(self, notification: Notification) -> str | None:
        """The key that the notification's webhook signs with now; ``None`` when the webhook is gone."""
        webhook = self.documents.find("webhooks", notification.company_id, notification.webhook_id)
        return None if webhook is None else str(webhook["Secret"])

    def record(self, notification: Notification, state: State, *, status: int | None) -> None:
        """Write down what the attempts came to."""
        self.database.connection.execute(
            "UPDATE outbox SET State = ?, Attempts = ?, Status = ?, Moment = ? WHERE NotificationID = ?",
            (state, notification.attempts, status, notification.first, notification.notification_id),
        )

    def drop_waiting(self, webhook_id: int) -> None:
        """Forget the notifications that wait for a webhook that was deleted."""
        self.database.connection.execute("DELETE FROM outbox WHERE State = 'waiting' AND WebhookID = ?", (webhook_id,))

    def deliveries(self) -> list[WebhookDelivery]:
        """What became of every notification, in the order of the events."""
        rows = self.database.connection.execute(
            "SELECT WebhookID, URL, State, Attempts, Status FROM outbox ORDER BY 1, NotificationID"
        )
        return [
            WebhookDelivery(webhook_id=row[0], url=row[1], state=row[2], attempts=row[3], status=row[4]) for row in rows
        ]


def signature(secret: str, moment: int, body: bytes) -> str:
    """The value of the header ``Billit-Signature``.

    Args:
        secret: The webhook's secret, used as text.
        moment: Unix seconds.
        body: The raw body.

    Returns:
        ``t=<moment>,s=<64 hexadecimal digits>``.

    Source: docs page "verify signature"; that it is an HMAC in lower-case hexadecimal was seen in working code.
    """
    digest = hmac.new(secret.encode(), b"%d.%b" % (moment, body), hashlib.sha256).hexdigest()
    return f"t={moment},s={digest}"


def new_secret(counters: Counters) -> str:
    """The next secret of a webhook; the same seed hands out the same ones."""
    return hashlib.sha256(f"webhook/{counters.new_guid()}".encode()).hexdigest()[:40]


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine, by what it says and without asking any name server."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def message_detail(settings: EmulatorSettings, message: Document, information: Document) -> Document:
    """The ``EntityDetail`` of a message's notification.

    Args:
        settings: ``webhooks.detail`` says in which of the seen shapes.
        message: The message as GET shows it on the order.
        information: How far it came on its network.

    Source: docs page "retrieving your first e-invoice statuses" (nested), older pages (flat); that it can be empty was
    observed by integrators.
    """
    if settings.webhooks.detail == "empty":
        return {}
    message = arrange(message, "OrderMessage")
    if settings.webhooks.detail == "nested":
        return {"OrderMessage": message, "AdditionalMessageInformation": information}
    year, month, day = message["CreationDate"][:10].split("-")
    return {**message, "CreationDate": f"{day}/{month}/{year}", "MessageAdditionalInformation": information}
