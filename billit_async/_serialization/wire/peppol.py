# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "peppol"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Raw, Struct

from billit_async._serialization.structs import (
    ABSENT,
    Codec,
    Nested,
    encode_datetime,
    list_to_struct,
    parse_datetime,
    values_to_list,
)
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

_new = object.__new__
_read = datetime.fromisoformat


class DeleteParticipantRequestStruct(
    Struct, gc=False, omit_defaults=True, forbid_unknown_fields=True, rename={"company_id": "CompanyID"}
):
    company_id: str | None = None


def delete_participant_request_from_struct(s: DeleteParticipantRequestStruct) -> DeleteParticipantRequest:
    o = _new(DeleteParticipantRequest)
    o.company_id = s.company_id
    return o


def delete_participant_request_to_struct(o: DeleteParticipantRequest) -> DeleteParticipantRequestStruct:
    return DeleteParticipantRequestStruct(
        o.company_id,
    )


class EndpointStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"endpoint_url": "EndpointURL", "transport_profile": "TransportProfile", "certificate": "Certificate"},
):
    endpoint_url: str | None = None
    transport_profile: str | None = None
    certificate: str | None = None


def endpoint_from_struct(s: EndpointStruct) -> Endpoint:
    o = _new(Endpoint)
    o.endpoint_url = s.endpoint_url
    o.transport_profile = s.transport_profile
    o.certificate = s.certificate
    return o


def endpoint_to_struct(o: Endpoint) -> EndpointStruct:
    return EndpointStruct(
        o.endpoint_url,
        o.transport_profile,
        o.certificate,
    )


class InboxGetResultItemStruct(
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


def inbox_get_result_item_from_struct(s: InboxGetResultItemStruct) -> InboxGetResultItem:
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


def inbox_get_result_item_to_struct(o: InboxGetResultItem) -> InboxGetResultItemStruct:
    return InboxGetResultItemStruct(
        o.inbox_item_id,
        o.sender_peppol_id,
        o.peppol_document_type,
        o.receiver_peppol_id,
        o.sender_company_id,
        o.receiver_company_id,
        encode_datetime(o.creation_date),
        o.peppol_file_id,
    )


class InboxGetResultStruct(Struct, gc=False, omit_defaults=True, rename={"inbox_items": "InboxItems"}):
    inbox_items: list[InboxGetResultItemStruct] | None = None


def inbox_get_result_from_struct(s: InboxGetResultStruct) -> InboxGetResult:
    o = _new(InboxGetResult)
    slots: Any = o
    slots.unread_inbox_items = (
        None
        if (list_inbox_get_result_item := s.inbox_items) is None
        else (
            [*map(inbox_get_result_item_from_struct, list_inbox_get_result_item)]
            if len(list_inbox_get_result_item) > 1
            else [inbox_get_result_item_from_struct(list_inbox_get_result_item[0])]
            if list_inbox_get_result_item
            else []
        )
    )
    return o


def inbox_get_result_to_struct(o: InboxGetResult) -> InboxGetResultStruct:
    return InboxGetResultStruct(
        list_to_struct(o.inbox_items, InboxGetResultItem, inbox_get_result_item_to_struct),
    )


class InboxGetResultRow(Struct, gc=False, rename={"inbox_items": "InboxItems"}):
    inbox_items: Raw = ABSENT


def inbox_get_result_from_row(s: Any) -> InboxGetResult:
    o: Any = _new(InboxGetResult)
    raw = s.inbox_items
    o.unread_inbox_items = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    made: InboxGetResult = o
    return made


def inbox_get_result_inbox_items(x: Any) -> Any:
    return (
        [*map(inbox_get_result_item_from_struct, x)]
        if len(x) > 1
        else [inbox_get_result_item_from_struct(x[0])]
        if x
        else []
    )


class ProcessInfoStruct(
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
    endpoints: list[EndpointStruct] | None = None


def process_info_from_struct(s: ProcessInfoStruct) -> ProcessInfo:
    o = _new(ProcessInfo)
    o.process_identifier = s.process_identifier
    o.process_identifier_scheme = s.process_identifier_scheme
    slots: Any = o
    slots.unread_endpoints = (
        None
        if (list_endpoint := s.endpoints) is None
        else (
            [*map(endpoint_from_struct, list_endpoint)]
            if len(list_endpoint) > 1
            else [endpoint_from_struct(list_endpoint[0])]
            if list_endpoint
            else []
        )
    )
    return o


def process_info_to_struct(o: ProcessInfo) -> ProcessInfoStruct:
    return ProcessInfoStruct(
        o.process_identifier,
        o.process_identifier_scheme,
        list_to_struct(o.endpoints, Endpoint, endpoint_to_struct),
    )


class ProcessInfoRow(
    Struct,
    gc=False,
    rename={
        "process_identifier": "ProcessIdentifier",
        "process_identifier_scheme": "ProcessIdentifierScheme",
        "endpoints": "Endpoints",
    },
):
    process_identifier: str | None = None
    process_identifier_scheme: str | None = None
    endpoints: Raw = ABSENT


def process_info_from_row(s: Any) -> ProcessInfo:
    o: Any = _new(ProcessInfo)
    o.process_identifier = s.process_identifier
    o.process_identifier_scheme = s.process_identifier_scheme
    raw = s.endpoints
    o.unread_endpoints = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    made: ProcessInfo = o
    return made


def process_info_endpoints(x: Any) -> Any:
    return [*map(endpoint_from_struct, x)] if len(x) > 1 else [endpoint_from_struct(x[0])] if x else []


class ServiceDetailStruct(
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
    processes: list[ProcessInfoStruct] | None = None


def service_detail_from_struct(s: ServiceDetailStruct) -> ServiceDetail:
    o = _new(ServiceDetail)
    o.document_identifier = s.document_identifier
    o.document_identifier_scheme = s.document_identifier_scheme
    slots: Any = o
    slots.unread_processes = (
        None
        if (list_process_info := s.processes) is None
        else (
            [*map(process_info_from_struct, list_process_info)]
            if len(list_process_info) > 1
            else [process_info_from_struct(list_process_info[0])]
            if list_process_info
            else []
        )
    )
    return o


def service_detail_to_struct(o: ServiceDetail) -> ServiceDetailStruct:
    return ServiceDetailStruct(
        o.document_identifier,
        o.document_identifier_scheme,
        list_to_struct(o.processes, ProcessInfo, process_info_to_struct),
    )


class ServiceDetailRow(
    Struct,
    gc=False,
    rename={
        "document_identifier": "DocumentIdentifier",
        "document_identifier_scheme": "DocumentIdentifierScheme",
        "processes": "Processes",
    },
):
    document_identifier: str | None = None
    document_identifier_scheme: str | None = None
    processes: Raw = ABSENT


def service_detail_from_row(s: Any) -> ServiceDetail:
    o: Any = _new(ServiceDetail)
    o.document_identifier = s.document_identifier
    o.document_identifier_scheme = s.document_identifier_scheme
    raw = s.processes
    o.unread_processes = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    made: ServiceDetail = o
    return made


def service_detail_processes(x: Any) -> Any:
    return [*map(process_info_from_struct, x)] if len(x) > 1 else [process_info_from_struct(x[0])] if x else []


class ParticipantInformationResponseStruct(
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
    service_details: list[ServiceDetailStruct] | None = None
    service_provider_id: str | None = None
    service_provider_name: str | None = None


def participant_information_response_from_struct(
    s: ParticipantInformationResponseStruct,
) -> ParticipantInformationResponse:
    o = _new(ParticipantInformationResponse)
    o.registered = s.registered
    o.identifier = s.identifier
    o.document_types = s.document_types
    o.service_provider_id = s.service_provider_id
    o.service_provider_name = s.service_provider_name
    slots: Any = o
    slots.unread_service_details = (
        None
        if (list_service_detail := s.service_details) is None
        else (
            [*map(service_detail_from_struct, list_service_detail)]
            if len(list_service_detail) > 1
            else [service_detail_from_struct(list_service_detail[0])]
            if list_service_detail
            else []
        )
    )
    return o


def participant_information_response_to_struct(
    o: ParticipantInformationResponse,
) -> ParticipantInformationResponseStruct:
    return ParticipantInformationResponseStruct(
        o.registered,
        o.identifier,
        values_to_list(o.document_types),
        list_to_struct(o.service_details, ServiceDetail, service_detail_to_struct),
        o.service_provider_id,
        o.service_provider_name,
    )


class ParticipantInformationResponseRow(
    Struct,
    gc=False,
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
    service_details: Raw = ABSENT
    service_provider_id: str | None = None
    service_provider_name: str | None = None


def participant_information_response_from_row(s: Any) -> ParticipantInformationResponse:
    o: Any = _new(ParticipantInformationResponse)
    o.registered = s.registered
    o.identifier = s.identifier
    o.document_types = s.document_types
    raw = s.service_details
    o.unread_service_details = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    o.service_provider_id = s.service_provider_id
    o.service_provider_name = s.service_provider_name
    made: ParticipantInformationResponse = o
    return made


def participant_information_response_service_details(x: Any) -> Any:
    return [*map(service_detail_from_struct, x)] if len(x) > 1 else [service_detail_from_struct(x[0])] if x else []


class RefusePeppolItemRequestStruct(
    Struct, gc=False, omit_defaults=True, forbid_unknown_fields=True, rename={"refusal_reason": "RefusalReason"}
):
    refusal_reason: str | None = None


def refuse_peppol_item_request_from_struct(s: RefusePeppolItemRequestStruct) -> RefusePeppolItemRequest:
    o = _new(RefusePeppolItemRequest)
    o.refusal_reason = s.refusal_reason
    return o


def refuse_peppol_item_request_to_struct(o: RefusePeppolItemRequest) -> RefusePeppolItemRequestStruct:
    return RefusePeppolItemRequestStruct(
        o.refusal_reason,
    )


class RegisterParticipantRequestStruct(
    Struct, gc=False, omit_defaults=True, forbid_unknown_fields=True, rename={"company_id": "CompanyID"}
):
    company_id: str | None = None


def register_participant_request_from_struct(s: RegisterParticipantRequestStruct) -> RegisterParticipantRequest:
    o = _new(RegisterParticipantRequest)
    o.company_id = s.company_id
    return o


def register_participant_request_to_struct(o: RegisterParticipantRequest) -> RegisterParticipantRequestStruct:
    return RegisterParticipantRequestStruct(
        o.company_id,
    )


class SendXmlRequestStruct(Struct, gc=False, omit_defaults=True, forbid_unknown_fields=True, rename={"xml": "XML"}):
    xml: str | None = None


def send_xml_request_from_struct(s: SendXmlRequestStruct) -> SendXmlRequest:
    o = _new(SendXmlRequest)
    o.xml = s.xml
    return o


def send_xml_request_to_struct(o: SendXmlRequest) -> SendXmlRequestStruct:
    return SendXmlRequestStruct(
        o.xml,
    )


class SendXmlResponseStruct(Struct, gc=False, omit_defaults=True, rename={"inbox_item_id": "InboxItemID"}):
    inbox_item_id: int | None = None


def send_xml_response_from_struct(s: SendXmlResponseStruct) -> SendXmlResponse:
    o = _new(SendXmlResponse)
    o.inbox_item_id = s.inbox_item_id
    return o


def send_xml_response_to_struct(o: SendXmlResponse) -> SendXmlResponseStruct:
    return SendXmlResponseStruct(
        o.inbox_item_id,
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    DeleteParticipantRequest: Codec(
        DeleteParticipantRequest,
        DeleteParticipantRequestStruct,
        delete_participant_request_from_struct,
        delete_participant_request_to_struct,
    ),
    Endpoint: Codec(Endpoint, EndpointStruct, endpoint_from_struct, endpoint_to_struct),
    InboxGetResult: Codec(
        InboxGetResult,
        InboxGetResultStruct,
        inbox_get_result_from_struct,
        inbox_get_result_to_struct,
        InboxGetResultRow,
        inbox_get_result_from_row,
        {"inbox_items": Nested(list[InboxGetResultItemStruct], inbox_get_result_inbox_items)},
    ),
    InboxGetResultItem: Codec(
        InboxGetResultItem, InboxGetResultItemStruct, inbox_get_result_item_from_struct, inbox_get_result_item_to_struct
    ),
    ParticipantInformationResponse: Codec(
        ParticipantInformationResponse,
        ParticipantInformationResponseStruct,
        participant_information_response_from_struct,
        participant_information_response_to_struct,
        ParticipantInformationResponseRow,
        participant_information_response_from_row,
        {"service_details": Nested(list[ServiceDetailStruct], participant_information_response_service_details)},
    ),
    ProcessInfo: Codec(
        ProcessInfo,
        ProcessInfoStruct,
        process_info_from_struct,
        process_info_to_struct,
        ProcessInfoRow,
        process_info_from_row,
        {"endpoints": Nested(list[EndpointStruct], process_info_endpoints)},
    ),
    RefusePeppolItemRequest: Codec(
        RefusePeppolItemRequest,
        RefusePeppolItemRequestStruct,
        refuse_peppol_item_request_from_struct,
        refuse_peppol_item_request_to_struct,
    ),
    RegisterParticipantRequest: Codec(
        RegisterParticipantRequest,
        RegisterParticipantRequestStruct,
        register_participant_request_from_struct,
        register_participant_request_to_struct,
    ),
    SendXmlRequest: Codec(
        SendXmlRequest, SendXmlRequestStruct, send_xml_request_from_struct, send_xml_request_to_struct
    ),
    SendXmlResponse: Codec(
        SendXmlResponse, SendXmlResponseStruct, send_xml_response_from_struct, send_xml_response_to_struct
    ),
    ServiceDetail: Codec(
        ServiceDetail,
        ServiceDetailStruct,
        service_detail_from_struct,
        service_detail_to_struct,
        ServiceDetailRow,
        service_detail_from_row,
        {"processes": Nested(list[ProcessInfoStruct], service_detail_processes)},
    ),
}
