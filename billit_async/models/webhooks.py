# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "webhooks" of the Billit API; every field is optional."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import attrs

from billit_async._serialization.model import Model
from billit_async._serialization.pairs import map_value
from billit_async._serialization.touch import nested_on_touch
from billit_async._serialization.values import uuid_value

from .orders import OrderMessage


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class AdditionalMessageInformation(Model):
    """How far an e-invoice came on its network.

    Attributes:
        e_invoice_flow_state: The state. Known values: `EInvoiceFlowState`.
        additional_flow_state_information: More about the state, such as why it was refused.
    """

    _shown = ("e_invoice_flow_state",)

    e_invoice_flow_state: str | None = attrs.field(
        default=None, metadata={"wire": "EInvoiceFlowState", "enumeration": "EInvoiceFlowState"}
    )
    additional_flow_state_information: str | None = attrs.field(
        default=None, metadata={"wire": "AdditionalFlowStateInformation"}
    )


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Webhook(Model):
    """An address of yours that Billit calls when something changes. At most 20; one for each kind of thing and of
    change.

    Attributes:
        webhook_id: Identifier of the webhook.
        company_id: Company that it is for.
        user_id: User that made it.
        entity_type: What it reports on. Known values: `WebhookEntityType`.
        entity_update_type: Which changes it reports. Always give it. Known values: `WebhookUpdateType`.
        webhook_url: The address, https.
        secret: Key of the signatures. Only in the reply to creating one; keep it.
    """

    _shown = ("webhook_id", "entity_type", "entity_update_type", "company_id", "user_id", "secret")

    webhook_id: int | None = attrs.field(default=None, metadata={"wire": "WebhookID"})
    company_id: int | None = attrs.field(default=None, metadata={"wire": "CompanyID"})
    user_id: int | None = attrs.field(default=None, metadata={"wire": "UserID"})
    entity_type: str | None = attrs.field(
        default=None, metadata={"wire": "EntityType", "enumeration": "WebhookEntityType"}
    )
    entity_update_type: str | None = attrs.field(
        default=None, metadata={"wire": "EntityUpdateType", "enumeration": "WebhookUpdateType"}
    )
    webhook_url: str | None = attrs.field(default=None, metadata={"wire": "WebhookURL"})
    secret: str | None = attrs.field(default=None, metadata={"wire": "Secret", "private": "secret", "read_only": True})


@nested_on_touch("order_message", "additional_message_information")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class WebhookEntityDetail(Model):
    """Details of a message: nested in newer deliveries, flat in older ones, empty in some.

    Attributes:
        order_message: The message (newer form).
        additional_message_information: How far the e-invoice came (newer form).
        order_id: The order that the message is about (older form).
        description: Text of the message (older form).
        file_id: The file that was sent or received (older form).
        creation_date: When the message was made (older form); also seen as `31/01/2000`, so it stays text.
        transport_type: The channel (older form). Known values: `TransportType`.
        success: Whether it worked (older form).
        trials: How often Billit tried (older form).
        destination: Where it went (older form).
        message_direction: Outgoing, or incoming for a response (older form). Known values: `MessageDirection`.
        message_additional_information: How far the e-invoice came (older form).
    """

    _shown = (
        "order_id",
        "transport_type",
        "message_direction",
        "file_id",
        "success",
        "trials",
        "order_message",
        "additional_message_information",
        "message_additional_information",
    )

    order_message: OrderMessage | None = attrs.field(default=None, metadata={"wire": "OrderMessage"})
    additional_message_information: AdditionalMessageInformation | None = attrs.field(
        default=None, metadata={"wire": "AdditionalMessageInformation"}
    )
    order_id: int | None = attrs.field(default=None, metadata={"wire": "OrderID"})
    description: str | None = attrs.field(default=None, metadata={"wire": "Description"})
    file_id: UUID | None = attrs.field(default=None, converter=uuid_value, metadata={"wire": "FileID"})
    creation_date: str | None = attrs.field(default=None, metadata={"wire": "CreationDate"})
    transport_type: str | None = attrs.field(
        default=None, metadata={"wire": "TransportType", "enumeration": "TransportType"}
    )
    success: bool | None = attrs.field(default=None, metadata={"wire": "Success"})
    trials: int | None = attrs.field(default=None, metadata={"wire": "Trials"})
    destination: str | None = attrs.field(default=None, metadata={"wire": "Destination"})
    message_direction: str | None = attrs.field(
        default=None, metadata={"wire": "MessageDirection", "enumeration": "MessageDirection"}
    )
    message_additional_information: dict[str, Any] | None = attrs.field(
        default=None, converter=map_value, metadata={"wire": "MessageAdditionalInformation"}
    )


@nested_on_touch("entity_detail")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class WebhookMessage(Model):
    """What Billit posts to a webhook.

    Attributes:
        updated_entity_id: Identifier of what changed: the `OrderID`, or the id of a message.
        updated_entity_type: What changed. Known values: `WebhookEntityType`.
        webhook_update_type_tc: How it changed. Known values: `WebhookUpdateType`.
        entity_detail: More, for messages; may be empty or missing, then read the order.
    """

    _shown = ("updated_entity_id", "updated_entity_type", "webhook_update_type_tc", "entity_detail")

    updated_entity_id: int | None = attrs.field(default=None, metadata={"wire": "UpdatedEntityID"})
    updated_entity_type: str | None = attrs.field(
        default=None, metadata={"wire": "UpdatedEntityType", "enumeration": "WebhookEntityType"}
    )
    webhook_update_type_tc: str | None = attrs.field(
        default=None, metadata={"wire": "WebhookUpdateTypeTC", "enumeration": "WebhookUpdateType"}
    )
    entity_detail: WebhookEntityDetail | None = attrs.field(default=None, metadata={"wire": "EntityDetail"})


__all__ = ["AdditionalMessageInformation", "Webhook", "WebhookEntityDetail", "WebhookMessage"]
