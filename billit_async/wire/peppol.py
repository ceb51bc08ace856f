# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Twins of the models of the area "peppol"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from billit_async.models.peppol import (
    DeleteParticipantRequest,
    Endpoint,
    InboxGetResult,
    InboxGetResultItem,
    ParticipantInformationResponse,
    ProcessInfo,
    RefusePeppolItemRequest,
    RegisterParticipantRequest,
    SendXmlRequest,
    SendXmlResponse,
    ServiceDetail,
)
from billit_async.twin import (
    Codec,
    free,
    parse_datetime,
    stamp,
    unpour_list,
)

_new = object.__new__
_read = datetime.fromisoformat


class DeleteParticipantRequestTwin(Struct, gc=False, omit_defaults=True, rename={"company_id": "CompanyID"}):
    company_id: str | None = None


def pour_delete_participant_request(s: DeleteParticipantRequestTwin) -> DeleteParticipantRequest:
    o = _new(DeleteParticipantRequest)
    o.company_id = s.company_id
    return o


def unpour_delete_participant_request(o: DeleteParticipantRequest) -> DeleteParticipantRequestTwin:
    return DeleteParticipantRequestTwin(
        o.company_id,
    )


class EndpointTwin(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"endpoint_url": "EndpointURL", "transport_profile": "TransportProfile", "certificate": "Certificate"},
):
    endpoint_url: str | None = None
    transport_profile: str | None = None
    certificate: str | None = None


def pour_endpoint(s: EndpointTwin) -> Endpoint:
    o = _new(Endpoint)
    o.endpoint_url = s.endpoint_url
    o.transport_profile = s.transport_profile
    o.certificate = s.certificate
    return o


def unpour_endpoint(o: Endpoint) -> EndpointTwin:
    return EndpointTwin(
        o.endpoint_url,
        o.transport_profile,
        o.certificate,
    )


class InboxGetResultItemTwin(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "inbox_item_id": "InboxItemID",
        "sender_peppol_id": "SenderPeppolID",
        "peppol_document_type": "PeppolDocumentType",
        "receiver_peppol_id": "ReceiverPeppolID",
        "sender_company_id": "SenderCompanyID",
        "receiver_company_id": "ReceiverCompanyID",
        "creation_date": "CreationDate",
        "peppol_file_id": "PeppolFileID",
    },
):
    inbox_item_id: int | None = None
    sender_peppol_id: str | None = None
    peppol_document_type: str | None = None
    receiver_peppol_id: str | None = None
    sender_company_id: str | None = None
    receiver_company_id: str | None = None
    creation_date: str | None = None
    peppol_file_id: UUID | None = None


def pour_inbox_get_result_item(s: InboxGetResultItemTwin) -> InboxGetResultItem:
    o = _new(InboxGetResultItem)
    o.inbox_item_id = s.inbox_item_id
    o.sender_peppol_id = s.sender_peppol_id
    o.peppol_document_type = s.peppol_document_type
    o.receiver_peppol_id = s.receiver_peppol_id
    o.sender_company_id = s.sender_company_id
    o.receiver_company_id = s.receiver_company_id
    o.creation_date = (
        None
        if (text := s.creation_date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.peppol_file_id = s.peppol_file_id
    return o


def unpour_inbox_get_result_item(o: InboxGetResultItem) -> InboxGetResultItemTwin:
    return InboxGetResultItemTwin(
        o.inbox_item_id,
        o.sender_peppol_id,
        o.peppol_document_type,
        o.receiver_peppol_id,
        o.sender_company_id,
        o.receiver_company_id,
        stamp(o.creation_date),
        o.peppol_file_id,
    )


class InboxGetResultTwin(Struct, gc=False, omit_defaults=True, rename={"inbox_items": "InboxItems"}):
    inbox_items: list[InboxGetResultItemTwin] | None = None


def pour_inbox_get_result(s: InboxGetResultTwin) -> InboxGetResult:
    o = _new(InboxGetResult)
    o.inbox_items = (
        None
        if (list_inbox_get_result_item := s.inbox_items) is None
        else (
            [*map(pour_inbox_get_result_item, list_inbox_get_result_item)]
            if len(list_inbox_get_result_item) > 1
            else [pour_inbox_get_result_item(list_inbox_get_result_item[0])]
            if list_inbox_get_result_item
            else []
        )
    )
    return o


def unpour_inbox_get_result(o: InboxGetResult) -> InboxGetResultTwin:
    return InboxGetResultTwin(
        unpour_list(o.inbox_items, InboxGetResultItem, unpour_inbox_get_result_item),
    )


class ProcessInfoTwin(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "process_identifier": "ProcessIdentifier",
        "process_identifier_scheme": "ProcessIdentifierScheme",
        "endpoints": "Endpoints",
    },
):
    process_identifier: str | None = None
    process_identifier_scheme: str | None = None
    endpoints: list[EndpointTwin] | None = None


def pour_process_info(s: ProcessInfoTwin) -> ProcessInfo:
    o = _new(ProcessInfo)
    o.process_identifier = s.process_identifier
    o.process_identifier_scheme = s.process_identifier_scheme
    o.endpoints = (
        None
        if (list_endpoint := s.endpoints) is None
        else (
            [*map(pour_endpoint, list_endpoint)]
            if len(list_endpoint) > 1
            else [pour_endpoint(list_endpoint[0])]
            if list_endpoint
            else []
        )
    )
    return o


def unpour_process_info(o: ProcessInfo) -> ProcessInfoTwin:
    return ProcessInfoTwin(
        o.process_identifier,
        o.process_identifier_scheme,
        unpour_list(o.endpoints, Endpoint, unpour_endpoint),
    )


class ServiceDetailTwin(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "document_identifier": "DocumentIdentifier",
        "document_identifier_scheme": "DocumentIdentifierScheme",
        "processes": "Processes",
    },
):
    document_identifier: str | None = None
    document_identifier_scheme: str | None = None
    processes: list[ProcessInfoTwin] | None = None


def pour_service_detail(s: ServiceDetailTwin) -> ServiceDetail:
    o = _new(ServiceDetail)
    o.document_identifier = s.document_identifier
    o.document_identifier_scheme = s.document_identifier_scheme
    o.processes = (
        None
        if (list_process_info := s.processes) is None
        else (
            [*map(pour_process_info, list_process_info)]
            if len(list_process_info) > 1
            else [pour_process_info(list_process_info[0])]
            if list_process_info
            else []
        )
    )
    return o


def unpour_service_detail(o: ServiceDetail) -> ServiceDetailTwin:
    return ServiceDetailTwin(
        o.document_identifier,
        o.document_identifier_scheme,
        unpour_list(o.processes, ProcessInfo, unpour_process_info),
    )


class ParticipantInformationResponseTwin(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "registered": "Registered",
        "identifier": "Identifier",
        "document_types": "DocumentTypes",
        "service_details": "ServiceDetails",
        "service_provider_id": "ServiceProviderID",
        "service_provider_name": "ServiceProviderName",
    },
):
    registered: bool | None = None
    identifier: str | None = None
    document_types: list[str] | None = None
    service_details: list[ServiceDetailTwin] | None = None
    service_provider_id: str | None = None
    service_provider_name: str | None = None


def pour_participant_information_response(s: ParticipantInformationResponseTwin) -> ParticipantInformationResponse:
    o = _new(ParticipantInformationResponse)
    o.registered = s.registered
    o.identifier = s.identifier
    o.document_types = s.document_types
    o.service_details = (
        None
        if (list_service_detail := s.service_details) is None
        else (
            [*map(pour_service_detail, list_service_detail)]
            if len(list_service_detail) > 1
            else [pour_service_detail(list_service_detail[0])]
            if list_service_detail
            else []
        )
    )
    o.service_provider_id = s.service_provider_id
    o.service_provider_name = s.service_provider_name
    return o


def unpour_participant_information_response(o: ParticipantInformationResponse) -> ParticipantInformationResponseTwin:
    return ParticipantInformationResponseTwin(
        o.registered,
        o.identifier,
        free(o.document_types),
        unpour_list(o.service_details, ServiceDetail, unpour_service_detail),
        o.service_provider_id,
        o.service_provider_name,
    )


class RefusePeppolItemRequestTwin(Struct, gc=False, omit_defaults=True, rename={"refusal_reason": "RefusalReason"}):
    refusal_reason: str | None = None


def pour_refuse_peppol_item_request(s: RefusePeppolItemRequestTwin) -> RefusePeppolItemRequest:
    o = _new(RefusePeppolItemRequest)
    o.refusal_reason = s.refusal_reason
    return o


def unpour_refuse_peppol_item_request(o: RefusePeppolItemRequest) -> RefusePeppolItemRequestTwin:
    return RefusePeppolItemRequestTwin(
        o.refusal_reason,
    )


class RegisterParticipantRequestTwin(Struct, gc=False, omit_defaults=True, rename={"company_id": "CompanyID"}):
    company_id: str | None = None


def pour_register_participant_request(s: RegisterParticipantRequestTwin) -> RegisterParticipantRequest:
    o = _new(RegisterParticipantRequest)
    o.company_id = s.company_id
    return o


def unpour_register_participant_request(o: RegisterParticipantRequest) -> RegisterParticipantRequestTwin:
    return RegisterParticipantRequestTwin(
        o.company_id,
    )


class SendXmlRequestTwin(Struct, gc=False, omit_defaults=True, rename={"xml": "XML"}):
    xml: str | None = None


def pour_send_xml_request(s: SendXmlRequestTwin) -> SendXmlRequest:
    o = _new(SendXmlRequest)
    o.xml = s.xml
    return o


def unpour_send_xml_request(o: SendXmlRequest) -> SendXmlRequestTwin:
    return SendXmlRequestTwin(
        o.xml,
    )


class SendXmlResponseTwin(Struct, gc=False, omit_defaults=True, rename={"inbox_item_id": "InboxItemID"}):
    inbox_item_id: int | None = None


def pour_send_xml_response(s: SendXmlResponseTwin) -> SendXmlResponse:
    o = _new(SendXmlResponse)
    o.inbox_item_id = s.inbox_item_id
    return o


def unpour_send_xml_response(o: SendXmlResponse) -> SendXmlResponseTwin:
    return SendXmlResponseTwin(
        o.inbox_item_id,
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    DeleteParticipantRequest: Codec(
        DeleteParticipantRequest,
        DeleteParticipantRequestTwin,
        pour_delete_participant_request,
        unpour_delete_participant_request,
    ),
    Endpoint: Codec(Endpoint, EndpointTwin, pour_endpoint, unpour_endpoint),
    InboxGetResult: Codec(InboxGetResult, InboxGetResultTwin, pour_inbox_get_result, unpour_inbox_get_result),
    InboxGetResultItem: Codec(
        InboxGetResultItem, InboxGetResultItemTwin, pour_inbox_get_result_item, unpour_inbox_get_result_item
    ),
    ParticipantInformationResponse: Codec(
        ParticipantInformationResponse,
        ParticipantInformationResponseTwin,
        pour_participant_information_response,
        unpour_participant_information_response,
    ),
    ProcessInfo: Codec(ProcessInfo, ProcessInfoTwin, pour_process_info, unpour_process_info),
    RefusePeppolItemRequest: Codec(
        RefusePeppolItemRequest,
        RefusePeppolItemRequestTwin,
        pour_refuse_peppol_item_request,
        unpour_refuse_peppol_item_request,
    ),
    RegisterParticipantRequest: Codec(
        RegisterParticipantRequest,
        RegisterParticipantRequestTwin,
        pour_register_participant_request,
        unpour_register_participant_request,
    ),
    SendXmlRequest: Codec(SendXmlRequest, SendXmlRequestTwin, pour_send_xml_request, unpour_send_xml_request),
    SendXmlResponse: Codec(SendXmlResponse, SendXmlResponseTwin, pour_send_xml_response, unpour_send_xml_response),
    ServiceDetail: Codec(ServiceDetail, ServiceDetailTwin, pour_service_detail, unpour_service_detail),
}
