# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "peppol" of the Billit API; every field is optional."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import attrs

from billit_async._serialization.model import Model
from billit_async._serialization.touch import nested_on_touch
from billit_async._serialization.values import datetime_value, uuid_value


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class DeleteParticipantRequest(Model):
    """Takes a company off Peppol.

    Attributes:
        company_id: The company; which number is meant is not documented.
    """

    _shown = ()

    company_id: str | None = attrs.field(default=None, metadata={"wire": "CompanyID"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Endpoint(Model):
    """Where a participant's access point receives.

    Attributes:
        endpoint_url: Address.
        transport_profile: How to talk to it.
        certificate: Its certificate.
    """

    _shown = ()

    endpoint_url: str | None = attrs.field(default=None, metadata={"wire": "EndpointURL"})
    transport_profile: str | None = attrs.field(default=None, metadata={"wire": "TransportProfile"})
    certificate: str | None = attrs.field(default=None, metadata={"wire": "Certificate"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class InboxGetResultItem(Model):
    """A document that came in over Peppol.

    Attributes:
        inbox_item_id: Identifier of the item.
        sender_peppol_id: Who sent it, such as `0208:0759529202`.
        peppol_document_type: What it is: the whole Peppol document id, or `IMR` or `MLR`.
        receiver_peppol_id: Who it was sent to, such as `9925:BE0437295999`.
        sender_company_id: Number of the sending company.
        receiver_company_id: Number of the receiving company, such as `BE0437295999`.
        creation_date: When it came in; seven digits of a second.
        peppol_file_id: The XML as it came, in its envelope; fetch it with `GET /v1/files/{fileID}`.
    """

    _shown = ("inbox_item_id", "peppol_document_type", "creation_date", "peppol_file_id")

    inbox_item_id: int | None = attrs.field(default=None, metadata={"wire": "InboxItemID"})
    sender_peppol_id: str | None = attrs.field(default=None, metadata={"wire": "SenderPeppolID"})
    peppol_document_type: str | None = attrs.field(default=None, metadata={"wire": "PeppolDocumentType"})
    receiver_peppol_id: str | None = attrs.field(default=None, metadata={"wire": "ReceiverPeppolID"})
    sender_company_id: str | None = attrs.field(default=None, metadata={"wire": "SenderCompanyID"})
    receiver_company_id: str | None = attrs.field(default=None, metadata={"wire": "ReceiverCompanyID"})
    creation_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "CreationDate"}
    )
    peppol_file_id: UUID | None = attrs.field(default=None, converter=uuid_value, metadata={"wire": "PeppolFileID"})


@nested_on_touch("inbox_items")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class InboxGetResult(Model):
    """The Peppol inbox: the ten oldest items. Confirm or refuse them to see more.

    Attributes:
        inbox_items: The items, oldest first.
    """

    _shown = ("inbox_items",)

    inbox_items: list[InboxGetResultItem] | None = attrs.field(default=None, metadata={"wire": "InboxItems"})


@nested_on_touch("endpoints")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class ProcessInfo(Model):
    """A Peppol process.

    Attributes:
        process_identifier: Identifier of the process.
        process_identifier_scheme: Scheme of that identifier, such as `cenbii-procid-ubl`.
        endpoints: Where it is served. Left out in samples.
    """

    _shown = ("process_identifier_scheme", "endpoints")

    process_identifier: str | None = attrs.field(default=None, metadata={"wire": "ProcessIdentifier"})
    process_identifier_scheme: str | None = attrs.field(default=None, metadata={"wire": "ProcessIdentifierScheme"})
    endpoints: list[Endpoint] | None = attrs.field(default=None, metadata={"wire": "Endpoints"})


@nested_on_touch("processes")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class ServiceDetail(Model):
    """One kind of document that a participant receives.

    Attributes:
        document_identifier: The whole Peppol document id.
        document_identifier_scheme: Scheme of that id, such as `busdox-docid-qns`.
        processes: The processes that it takes part in.
    """

    _shown = ("document_identifier_scheme", "processes")

    document_identifier: str | None = attrs.field(default=None, metadata={"wire": "DocumentIdentifier"})
    document_identifier_scheme: str | None = attrs.field(default=None, metadata={"wire": "DocumentIdentifierScheme"})
    processes: list[ProcessInfo] | None = attrs.field(default=None, metadata={"wire": "Processes"})


@nested_on_touch("service_details")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class ParticipantInformationResponse(Model):
    """What the Peppol directory says about a company. One that is not registered is a result too, not an error.

    Attributes:
        registered: Whether it is registered at all.
        identifier: Its Peppol id, such as `0208:0563846944` or `9925:BE0563846944`.
        document_types: What it can receive. What you want to send must be among these.
        service_details: The same, as the network says it.
        service_provider_id: Identifier of its access point.
        service_provider_name: Name of its access point.
    """

    _shown = ("registered", "document_types", "service_details")

    registered: bool | None = attrs.field(default=None, metadata={"wire": "Registered"})
    identifier: str | None = attrs.field(default=None, metadata={"wire": "Identifier"})
    document_types: list[str] | None = attrs.field(default=None, metadata={"wire": "DocumentTypes"})
    service_details: list[ServiceDetail] | None = attrs.field(default=None, metadata={"wire": "ServiceDetails"})
    service_provider_id: str | None = attrs.field(default=None, metadata={"wire": "ServiceProviderID"})
    service_provider_name: str | None = attrs.field(default=None, metadata={"wire": "ServiceProviderName"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class RefusePeppolItemRequest(Model):
    """Refuses an item of the inbox; it leaves the list. What the sender gets is not documented.

    Attributes:
        refusal_reason: Why, in words.
    """

    _shown = ()

    refusal_reason: str | None = attrs.field(default=None, metadata={"wire": "RefusalReason"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class RegisterParticipantRequest(Model):
    """Registers a company as a receiver on Peppol.

    Attributes:
        company_id: The company; which number is meant is not documented.
    """

    _shown = ()

    company_id: str | None = attrs.field(default=None, metadata={"wire": "CompanyID"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class SendXmlRequest(Model):
    """A ready UBL document to send over Peppol. Nothing is added to it, no PDF either.

    Attributes:
        xml: The UBL document. Its supplier must be your company.
    """

    _shown = ("xml",)

    xml: str | None = attrs.field(default=None, metadata={"wire": "XML", "private": "document content"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class SendXmlResponse(Model):
    """Says that the document is valid and on the network.

    Attributes:
        inbox_item_id: Identifier of the transmission.
    """

    _shown = ("inbox_item_id",)

    inbox_item_id: int | None = attrs.field(default=None, metadata={"wire": "InboxItemID"})


__all__ = [
    "DeleteParticipantRequest",
    "Endpoint",
    "InboxGetResult",
    "InboxGetResultItem",
    "ParticipantInformationResponse",
    "ProcessInfo",
    "RefusePeppolItemRequest",
    "RegisterParticipantRequest",
    "SendXmlRequest",
    "SendXmlResponse",
    "ServiceDetail",
]
