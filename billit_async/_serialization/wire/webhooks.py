# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "webhooks"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Raw, Struct

from billit_async._serialization.structs import (
    ABSENT,
    Codec,
    Nested,
    one_to_struct,
    values_to_map,
)
from billit_async._serialization.wire.orders import (
    OrderMessageStruct,
    order_message_from_struct,
    order_message_to_struct,
)
from billit_async.models.orders import OrderMessage
from billit_async.models.webhooks import AdditionalMessageInformation, Webhook, WebhookEntityDetail, WebhookMessage

_new = object.__new__
_read = datetime.fromisoformat


class AdditionalMessageInformationStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "e_invoice_flow_state": "EInvoiceFlowState",
        "additional_flow_state_information": "AdditionalFlowStateInformation",
    },
):
    e_invoice_flow_state: str | None = None
    additional_flow_state_information: str | None = None


def additional_message_information_from_struct(s: AdditionalMessageInformationStruct) -> AdditionalMessageInformation:
    o = _new(AdditionalMessageInformation)
    o.e_invoice_flow_state = s.e_invoice_flow_state
    o.additional_flow_state_information = s.additional_flow_state_information
    return o


def additional_message_information_to_struct(o: AdditionalMessageInformation) -> AdditionalMessageInformationStruct:
    return AdditionalMessageInformationStruct(
        o.e_invoice_flow_state,
        o.additional_flow_state_information,
    )


class WebhookStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "webhook_id": "WebhookID",
        "company_id": "CompanyID",
        "user_id": "UserID",
        "entity_type": "EntityType",
        "entity_update_type": "EntityUpdateType",
        "webhook_url": "WebhookURL",
        "secret": "Secret",
    },
):
    webhook_id: int | None = None
    company_id: int | None = None
    user_id: int | None = None
    entity_type: str | None = None
    entity_update_type: str | None = None
    webhook_url: str | None = None
    secret: str | None = None


def webhook_from_struct(s: WebhookStruct) -> Webhook:
    o = _new(Webhook)
    o.webhook_id = s.webhook_id
    o.company_id = s.company_id
    o.user_id = s.user_id
    o.entity_type = s.entity_type
    o.entity_update_type = s.entity_update_type
    o.webhook_url = s.webhook_url
    o.secret = s.secret
    return o


def webhook_to_struct(o: Webhook) -> WebhookStruct:
    return WebhookStruct(
        o.webhook_id,
        o.company_id,
        o.user_id,
        o.entity_type,
        o.entity_update_type,
        o.webhook_url,
        o.secret,
    )


class WebhookEntityDetailStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "order_message": "OrderMessage",
        "additional_message_information": "AdditionalMessageInformation",
        "order_id": "OrderID",
        "description": "Description",
        "file_id": "FileID",
        "creation_date": "CreationDate",
        "transport_type": "TransportType",
        "success": "Success",
        "trials": "Trials",
        "destination": "Destination",
        "message_direction": "MessageDirection",
        "message_additional_information": "MessageAdditionalInformation",
    },
):
    order_message: OrderMessageStruct | None = None
    additional_message_information: AdditionalMessageInformationStruct | None = None
    order_id: int | None = None
    description: str | None = None
    file_id: UUID | None = None
    creation_date: str | None = None
    transport_type: str | None = None
    success: bool | None = None
    trials: int | None = None
    destination: str | None = None
    message_direction: str | None = None
    message_additional_information: dict[str, Any] | None = None


def webhook_entity_detail_from_struct(s: WebhookEntityDetailStruct) -> WebhookEntityDetail:
    o = _new(WebhookEntityDetail)
    o.order_id = s.order_id
    o.description = s.description
    o.file_id = s.file_id
    o.creation_date = s.creation_date
    o.transport_type = s.transport_type
    o.success = s.success
    o.trials = s.trials
    o.destination = s.destination
    o.message_direction = s.message_direction
    o.message_additional_information = s.message_additional_information
    slots: Any = o
    slots.unread_order_message = (
        None if (order_message := s.order_message) is None else order_message_from_struct(order_message)
    )
    slots.unread_additional_message_information = (
        None
        if (additional_message_information := s.additional_message_information) is None
        else additional_message_information_from_struct(additional_message_information)
    )
    return o


def webhook_entity_detail_to_struct(o: WebhookEntityDetail) -> WebhookEntityDetailStruct:
    return WebhookEntityDetailStruct(
        one_to_struct(o.order_message, OrderMessage, order_message_to_struct),
        one_to_struct(
            o.additional_message_information, AdditionalMessageInformation, additional_message_information_to_struct
        ),
        o.order_id,
        o.description,
        o.file_id,
        o.creation_date,
        o.transport_type,
        o.success,
        o.trials,
        o.destination,
        o.message_direction,
        values_to_map(o.message_additional_information),
    )


class WebhookEntityDetailRow(
    Struct,
    gc=False,
    rename={
        "order_message": "OrderMessage",
        "additional_message_information": "AdditionalMessageInformation",
        "order_id": "OrderID",
        "description": "Description",
        "file_id": "FileID",
        "creation_date": "CreationDate",
        "transport_type": "TransportType",
        "success": "Success",
        "trials": "Trials",
        "destination": "Destination",
        "message_direction": "MessageDirection",
        "message_additional_information": "MessageAdditionalInformation",
    },
):
    order_message: Raw = ABSENT
    additional_message_information: Raw = ABSENT
    order_id: int | None = None
    description: str | None = None
    file_id: UUID | None = None
    creation_date: str | None = None
    transport_type: str | None = None
    success: bool | None = None
    trials: int | None = None
    destination: str | None = None
    message_direction: str | None = None
    message_additional_information: dict[str, Any] | None = None


def webhook_entity_detail_from_row(s: Any) -> WebhookEntityDetail:
    o: Any = _new(WebhookEntityDetail)
    raw = s.order_message
    o.unread_order_message = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    raw = s.additional_message_information
    o.unread_additional_message_information = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    o.order_id = s.order_id
    o.description = s.description
    o.file_id = s.file_id
    o.creation_date = s.creation_date
    o.transport_type = s.transport_type
    o.success = s.success
    o.trials = s.trials
    o.destination = s.destination
    o.message_direction = s.message_direction
    o.message_additional_information = s.message_additional_information
    made: WebhookEntityDetail = o
    return made


class WebhookMessageStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "updated_entity_id": "UpdatedEntityID",
        "updated_entity_type": "UpdatedEntityType",
        "webhook_update_type_tc": "WebhookUpdateTypeTC",
        "entity_detail": "EntityDetail",
    },
):
    updated_entity_id: int | None = None
    updated_entity_type: str | None = None
    webhook_update_type_tc: str | None = None
    entity_detail: WebhookEntityDetailStruct | None = None


def webhook_message_from_struct(s: WebhookMessageStruct) -> WebhookMessage:
    o = _new(WebhookMessage)
    o.updated_entity_id = s.updated_entity_id
    o.updated_entity_type = s.updated_entity_type
    o.webhook_update_type_tc = s.webhook_update_type_tc
    slots: Any = o
    slots.unread_entity_detail = (
        None
        if (webhook_entity_detail := s.entity_detail) is None
        else webhook_entity_detail_from_struct(webhook_entity_detail)
    )
    return o


def webhook_message_to_struct(o: WebhookMessage) -> WebhookMessageStruct:
    return WebhookMessageStruct(
        o.updated_entity_id,
        o.updated_entity_type,
        o.webhook_update_type_tc,
        one_to_struct(o.entity_detail, WebhookEntityDetail, webhook_entity_detail_to_struct),
    )


class WebhookMessageRow(
    Struct,
    gc=False,
    rename={
        "updated_entity_id": "UpdatedEntityID",
        "updated_entity_type": "UpdatedEntityType",
        "webhook_update_type_tc": "WebhookUpdateTypeTC",
        "entity_detail": "EntityDetail",
    },
):
    updated_entity_id: int | None = None
    updated_entity_type: str | None = None
    webhook_update_type_tc: str | None = None
    entity_detail: Raw = ABSENT


def webhook_message_from_row(s: Any) -> WebhookMessage:
    o: Any = _new(WebhookMessage)
    o.updated_entity_id = s.updated_entity_id
    o.updated_entity_type = s.updated_entity_type
    o.webhook_update_type_tc = s.webhook_update_type_tc
    raw = s.entity_detail
    o.unread_entity_detail = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    made: WebhookMessage = o
    return made


CODECS: dict[type[Any], Codec[Any, Any]] = {
    AdditionalMessageInformation: Codec(
        AdditionalMessageInformation,
        AdditionalMessageInformationStruct,
        additional_message_information_from_struct,
        additional_message_information_to_struct,
    ),
    Webhook: Codec(Webhook, WebhookStruct, webhook_from_struct, webhook_to_struct),
    WebhookEntityDetail: Codec(
        WebhookEntityDetail,
        WebhookEntityDetailStruct,
        webhook_entity_detail_from_struct,
        webhook_entity_detail_to_struct,
        WebhookEntityDetailRow,
        webhook_entity_detail_from_row,
        {
            "order_message": Nested(OrderMessageStruct, order_message_from_struct),
            "additional_message_information": Nested(
                AdditionalMessageInformationStruct, additional_message_information_from_struct
            ),
        },
    ),
    WebhookMessage: Codec(
        WebhookMessage,
        WebhookMessageStruct,
        webhook_message_from_struct,
        webhook_message_to_struct,
        WebhookMessageRow,
        webhook_message_from_row,
        {"entity_detail": Nested(WebhookEntityDetailStruct, webhook_entity_detail_from_struct)},
    ),
}
