# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "orders"; internal."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from msgspec import Raw, Struct

from billit_async._serialization.structs import (
    ABSENT,
    Codec,
    Nested,
    day,
    days,
    encode_datetime,
    list_to_struct,
    number,
    one_to_struct,
    parse_datetime,
    refuse_number,
    values_to_list,
    values_to_map,
)
from billit_async._serialization.wire.files import FileStruct, file_from_struct, file_to_struct
from billit_async._serialization.wire.parties import PartyStruct, party_from_struct, party_to_struct
from billit_async.models.files import File
from billit_async.models.orders import (
    AdditionalDocuments,
    BookingEntry,
    CategoryFieldItem,
    ContractDocumentReference,
    DocumentDeliveryDetails,
    EinvoiceChain,
    EInvoiceSignatureModel,
    ExternalProviderReference,
    OCRPage,
    OCRText,
    Order,
    OrderLine,
    OrderMessage,
    PaymentLink,
    PostPaymentRequest,
    SendRequest,
    TimezoneInfo,
    VatGroup,
)
from billit_async.models.parties import Party

_new = object.__new__
_read = datetime.fromisoformat


class AdditionalDocumentsStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "document_description": "DocumentDescription",
        "id_": "ID",
        "document_type": "DocumentType",
        "attachment": "Attachment",
        "custom_fields": "CustomFields",
    },
):
    document_description: str | None = None
    id_: str | None = None
    document_type: str | None = None
    attachment: FileStruct | None = None
    custom_fields: dict[str, str] | None = None


def additional_documents_from_struct(s: AdditionalDocumentsStruct) -> AdditionalDocuments:
    o = _new(AdditionalDocuments)
    o.document_description = s.document_description
    o.id_ = s.id_
    o.document_type = s.document_type
    o.custom_fields = s.custom_fields
    slots: Any = o
    slots.unread_attachment = None if (file := s.attachment) is None else file_from_struct(file)
    return o


def additional_documents_to_struct(o: AdditionalDocuments) -> AdditionalDocumentsStruct:
    return AdditionalDocumentsStruct(
        o.document_description,
        o.id_,
        o.document_type,
        one_to_struct(o.attachment, File, file_to_struct),
        values_to_map(o.custom_fields),
    )


class AdditionalDocumentsRow(
    Struct,
    gc=False,
    rename={
        "document_description": "DocumentDescription",
        "id_": "ID",
        "document_type": "DocumentType",
        "attachment": "Attachment",
        "custom_fields": "CustomFields",
    },
):
    document_description: str | None = None
    id_: str | None = None
    document_type: str | None = None
    attachment: Raw = ABSENT
    custom_fields: dict[str, str] | None = None


def additional_documents_from_row(s: Any) -> AdditionalDocuments:
    o: Any = _new(AdditionalDocuments)
    o.document_description = s.document_description
    o.id_ = s.id_
    o.document_type = s.document_type
    raw = s.attachment
    o.unread_attachment = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    o.custom_fields = s.custom_fields
    made: AdditionalDocuments = o
    return made


class BookingEntryStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "booking_entry_id": "BookingEntryID",
        "order_id": "OrderID",
        "account_code": "AccountCode",
        "amount": "Amount",
        "debet_or_credit": "DebetOrCredit",
        "vat1": "VAT1",
        "vat2": "VAT2",
        "vat3": "VAT3",
    },
):
    booking_entry_id: int | None = None
    order_id: int | None = None
    account_code: int | None = None
    amount: Decimal | None = None
    debet_or_credit: str | None = None
    vat1: int | None = None
    vat2: int | None = None
    vat3: int | None = None


def booking_entry_from_struct(s: BookingEntryStruct) -> BookingEntry:
    o = _new(BookingEntry)
    o.booking_entry_id = s.booking_entry_id
    o.order_id = s.order_id
    o.account_code = s.account_code
    o.amount = (
        amount
        if (amount := s.amount) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.debet_or_credit = s.debet_or_credit
    o.vat1 = s.vat1
    o.vat2 = s.vat2
    o.vat3 = s.vat3
    return o


def booking_entry_to_struct(o: BookingEntry) -> BookingEntryStruct:
    return BookingEntryStruct(
        o.booking_entry_id,
        o.order_id,
        o.account_code,
        number(o.amount),
        o.debet_or_credit,
        o.vat1,
        o.vat2,
        o.vat3,
    )


class CategoryFieldItemStruct(Struct, gc=False, omit_defaults=True, rename={"value": "Value", "name": "Name"}):
    value: str | None = None
    name: str | None = None


def category_field_item_from_struct(s: CategoryFieldItemStruct) -> CategoryFieldItem:
    o = _new(CategoryFieldItem)
    o.value = s.value
    o.name = s.name
    return o


def category_field_item_to_struct(o: CategoryFieldItem) -> CategoryFieldItemStruct:
    return CategoryFieldItemStruct(
        o.value,
        o.name,
    )


class ContractDocumentReferenceStruct(Struct, gc=False, omit_defaults=True, rename={"id_": "ID"}):
    id_: str | None = None


def contract_document_reference_from_struct(s: ContractDocumentReferenceStruct) -> ContractDocumentReference:
    o = _new(ContractDocumentReference)
    o.id_ = s.id_
    return o


def contract_document_reference_to_struct(o: ContractDocumentReference) -> ContractDocumentReferenceStruct:
    return ContractDocumentReferenceStruct(
        o.id_,
    )


class DocumentDeliveryDetailsStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "document_refused_date": "DocumentRefusedDate",
        "document_delivery_date": "DocumentDeliveryDate",
        "document_delivery_info": "DocumentDeliveryInfo",
        "document_refused_reason_tc": "DocumentRefusedReasonTC",
        "document_refused_info": "DocumentRefusedInfo",
        "is_document_delivered": "IsDocumentDelivered",
        "document_delivery_status": "DocumentDeliveryStatus",
    },
):
    document_refused_date: str | None = None
    document_delivery_date: str | None = None
    document_delivery_info: str | None = None
    document_refused_reason_tc: str | None = None
    document_refused_info: str | None = None
    is_document_delivered: bool | None = None
    document_delivery_status: str | None = None


def document_delivery_details_from_struct(s: DocumentDeliveryDetailsStruct) -> DocumentDeliveryDetails:
    o = _new(DocumentDeliveryDetails)
    o.document_refused_date = (
        None
        if (text := s.document_refused_date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.document_delivery_date = (
        None
        if (text := s.document_delivery_date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.document_delivery_info = s.document_delivery_info
    o.document_refused_reason_tc = s.document_refused_reason_tc
    o.document_refused_info = s.document_refused_info
    o.is_document_delivered = s.is_document_delivered
    o.document_delivery_status = s.document_delivery_status
    return o


def document_delivery_details_to_struct(o: DocumentDeliveryDetails) -> DocumentDeliveryDetailsStruct:
    return DocumentDeliveryDetailsStruct(
        encode_datetime(o.document_refused_date),
        encode_datetime(o.document_delivery_date),
        o.document_delivery_info,
        o.document_refused_reason_tc,
        o.document_refused_info,
        o.is_document_delivered,
        o.document_delivery_status,
    )


class EinvoiceChainStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"vat_issuer": "VatIssuer", "order_number": "OrderNumber", "order_date": "OrderDate", "hash_": "Hash"},
):
    vat_issuer: str | None = None
    order_number: str | None = None
    order_date: str | None = None
    hash_: str | None = None


def einvoice_chain_from_struct(s: EinvoiceChainStruct) -> EinvoiceChain:
    o = _new(EinvoiceChain)
    o.vat_issuer = s.vat_issuer
    o.order_number = s.order_number
    o.order_date = None if (text := s.order_date) is None else (days.get(text) or day(text))
    o.hash_ = s.hash_
    return o


def einvoice_chain_to_struct(o: EinvoiceChain) -> EinvoiceChainStruct:
    return EinvoiceChainStruct(
        o.vat_issuer,
        o.order_number,
        encode_datetime(o.order_date),
        o.hash_,
    )


class TimezoneInfoStruct(
    Struct, gc=False, omit_defaults=True, rename={"time_zone_info": "TimeZoneInfo", "date_time": "DateTime"}
):
    time_zone_info: str | None = None
    date_time: str | None = None


def timezone_info_from_struct(s: TimezoneInfoStruct) -> TimezoneInfo:
    o = _new(TimezoneInfo)
    o.time_zone_info = s.time_zone_info
    o.date_time = (
        None
        if (text := s.date_time) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    return o


def timezone_info_to_struct(o: TimezoneInfo) -> TimezoneInfoStruct:
    return TimezoneInfoStruct(
        o.time_zone_info,
        encode_datetime(o.date_time),
    )


class EInvoiceSignatureModelStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "orginal_string": "OrginalString",
        "network_certificate_number": "NetworkCertificateNumber",
        "document_certificate_number": "DocumentCertificateNumber",
        "uuid": "UUID",
        "network_stamp": "NetworkStamp",
        "document_stamp": "DocumentStamp",
        "date_time_info": "DateTimeInfo",
        "qr_code": "QRCode",
        "cfdi": "Cfdi",
        "stamp_url": "StampUrl",
        "linked_to": "LinkedTo",
    },
):
    orginal_string: str | None = None
    network_certificate_number: str | None = None
    document_certificate_number: str | None = None
    uuid: str | None = None
    network_stamp: str | None = None
    document_stamp: str | None = None
    date_time_info: TimezoneInfoStruct | None = None
    qr_code: str | None = None
    cfdi: str | None = None
    stamp_url: str | None = None
    linked_to: EinvoiceChainStruct | None = None


def e_invoice_signature_model_from_struct(s: EInvoiceSignatureModelStruct) -> EInvoiceSignatureModel:
    o = _new(EInvoiceSignatureModel)
    o.orginal_string = s.orginal_string
    o.network_certificate_number = s.network_certificate_number
    o.document_certificate_number = s.document_certificate_number
    o.uuid = s.uuid
    o.network_stamp = s.network_stamp
    o.document_stamp = s.document_stamp
    o.qr_code = s.qr_code
    o.cfdi = s.cfdi
    o.stamp_url = s.stamp_url
    slots: Any = o
    slots.unread_date_time_info = (
        None if (timezone_info := s.date_time_info) is None else timezone_info_from_struct(timezone_info)
    )
    slots.unread_linked_to = (
        None if (einvoice_chain := s.linked_to) is None else einvoice_chain_from_struct(einvoice_chain)
    )
    return o


def e_invoice_signature_model_to_struct(o: EInvoiceSignatureModel) -> EInvoiceSignatureModelStruct:
    return EInvoiceSignatureModelStruct(
        o.orginal_string,
        o.network_certificate_number,
        o.document_certificate_number,
        o.uuid,
        o.network_stamp,
        o.document_stamp,
        one_to_struct(o.date_time_info, TimezoneInfo, timezone_info_to_struct),
        o.qr_code,
        o.cfdi,
        o.stamp_url,
        one_to_struct(o.linked_to, EinvoiceChain, einvoice_chain_to_struct),
    )


class EInvoiceSignatureModelRow(
    Struct,
    gc=False,
    rename={
        "orginal_string": "OrginalString",
        "network_certificate_number": "NetworkCertificateNumber",
        "document_certificate_number": "DocumentCertificateNumber",
        "uuid": "UUID",
        "network_stamp": "NetworkStamp",
        "document_stamp": "DocumentStamp",
        "date_time_info": "DateTimeInfo",
        "qr_code": "QRCode",
        "cfdi": "Cfdi",
        "stamp_url": "StampUrl",
        "linked_to": "LinkedTo",
    },
):
    orginal_string: str | None = None
    network_certificate_number: str | None = None
    document_certificate_number: str | None = None
    uuid: str | None = None
    network_stamp: str | None = None
    document_stamp: str | None = None
    date_time_info: Raw = ABSENT
    qr_code: str | None = None
    cfdi: str | None = None
    stamp_url: str | None = None
    linked_to: Raw = ABSENT


def e_invoice_signature_model_from_row(s: Any) -> EInvoiceSignatureModel:
    o: Any = _new(EInvoiceSignatureModel)
    o.orginal_string = s.orginal_string
    o.network_certificate_number = s.network_certificate_number
    o.document_certificate_number = s.document_certificate_number
    o.uuid = s.uuid
    o.network_stamp = s.network_stamp
    o.document_stamp = s.document_stamp
    raw = s.date_time_info
    o.unread_date_time_info = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    o.qr_code = s.qr_code
    o.cfdi = s.cfdi
    o.stamp_url = s.stamp_url
    raw = s.linked_to
    o.unread_linked_to = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    made: EInvoiceSignatureModel = o
    return made


class ExternalProviderReferenceStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "external_provider": "ExternalProvider",
        "category": "Category",
        "value": "Value",
        "entity_type": "EntityType",
        "entity_id": "EntityID",
    },
):
    external_provider: str | None = None
    category: str | None = None
    value: str | None = None
    entity_type: str | None = None
    entity_id: int | None = None


def external_provider_reference_from_struct(s: ExternalProviderReferenceStruct) -> ExternalProviderReference:
    o = _new(ExternalProviderReference)
    o.external_provider = s.external_provider
    o.category = s.category
    o.value = s.value
    o.entity_type = s.entity_type
    o.entity_id = s.entity_id
    return o


def external_provider_reference_to_struct(o: ExternalProviderReference) -> ExternalProviderReferenceStruct:
    return ExternalProviderReferenceStruct(
        o.external_provider,
        o.category,
        o.value,
        o.entity_type,
        o.entity_id,
    )


class OCRTextStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"text": "Text", "x": "X", "y": "Y", "width": "Width", "height": "Height"},
):
    text: str | None = None
    x: Decimal | None = None
    y: Decimal | None = None
    width: Decimal | None = None
    height: Decimal | None = None


def ocr_text_from_struct(s: OCRTextStruct) -> OCRText:
    o = _new(OCRText)
    o.text = s.text
    o.x = (
        amount
        if (amount := s.x) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.y = (
        amount
        if (amount := s.y) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.width = (
        amount
        if (amount := s.width) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.height = (
        amount
        if (amount := s.height) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    return o


def ocr_text_to_struct(o: OCRText) -> OCRTextStruct:
    return OCRTextStruct(
        o.text,
        number(o.x),
        number(o.y),
        number(o.width),
        number(o.height),
    )


class OCRPageStruct(Struct, gc=False, omit_defaults=True, rename={"text_list": "TextList"}):
    text_list: list[OCRTextStruct] | None = None


def ocr_page_from_struct(s: OCRPageStruct) -> OCRPage:
    o = _new(OCRPage)
    slots: Any = o
    slots.unread_text_list = (
        None
        if (list_ocr_text := s.text_list) is None
        else (
            [*map(ocr_text_from_struct, list_ocr_text)]
            if len(list_ocr_text) > 1
            else [ocr_text_from_struct(list_ocr_text[0])]
            if list_ocr_text
            else []
        )
    )
    return o


def ocr_page_to_struct(o: OCRPage) -> OCRPageStruct:
    return OCRPageStruct(
        list_to_struct(o.text_list, OCRText, ocr_text_to_struct),
    )


class OCRPageRow(Struct, gc=False, rename={"text_list": "TextList"}):
    text_list: Raw = ABSENT


def ocr_page_from_row(s: Any) -> OCRPage:
    o: Any = _new(OCRPage)
    raw = s.text_list
    o.unread_text_list = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    made: OCRPage = o
    return made


def ocr_page_text_list(x: Any) -> Any:
    return [*map(ocr_text_from_struct, x)] if len(x) > 1 else [ocr_text_from_struct(x[0])] if x else []


class OrderLineStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "order_line_id": "OrderLineID",
        "quantity": "Quantity",
        "unit_price_excl": "UnitPriceExcl",
        "account_code": "AccountCode",
        "code": "Code",
        "reference": "Reference",
        "description": "Description",
        "total_excl": "TotalExcl",
        "total_vat": "TotalVAT",
        "vat_percentage": "VATPercentage",
        "ventilation_code": "VentilationCode",
        "product_id": "ProductID",
        "unit": "Unit",
        "custom_fields": "CustomFields",
        "external_provider_references": "ExternalProviderReferences",
        "incl_leading": "InclLeading",
        "unit_price_incl": "UnitPriceIncl",
        "total_incl": "TotalIncl",
        "analytic_cost_bearer": "AnalyticCostBearer",
        "analytic_cost_center": "AnalyticCostCenter",
        "reduction_percentage": "ReductionPercentage",
        "description_extended": "DescriptionExtended",
        "allowance_charge_indicator": "AllowanceChargeIndicator",
        "linked_order_line_id": "LinkedOrderLineID",
    },
):
    order_line_id: int | None = None
    quantity: Decimal | None = None
    unit_price_excl: Decimal | None = None
    account_code: int | None = None
    code: str | None = None
    reference: str | None = None
    description: str | None = None
    total_excl: Decimal | None = None
    total_vat: Decimal | None = None
    vat_percentage: Decimal | None = None
    ventilation_code: str | None = None
    product_id: int | None = None
    unit: str | None = None
    custom_fields: dict[str, str] | None = None
    external_provider_references: list[ExternalProviderReferenceStruct] | None = None
    incl_leading: bool | None = None
    unit_price_incl: Decimal | None = None
    total_incl: Decimal | None = None
    analytic_cost_bearer: str | None = None
    analytic_cost_center: str | None = None
    reduction_percentage: Decimal | None = None
    description_extended: str | None = None
    allowance_charge_indicator: bool | None = None
    linked_order_line_id: str | None = None


def order_line_from_struct(s: OrderLineStruct) -> OrderLine:
    o = _new(OrderLine)
    o.order_line_id = s.order_line_id
    o.quantity = (
        amount
        if (amount := s.quantity) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.unit_price_excl = (
        amount
        if (amount := s.unit_price_excl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.account_code = s.account_code
    o.code = s.code
    o.reference = s.reference
    o.description = s.description
    o.total_excl = (
        amount
        if (amount := s.total_excl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.total_vat = (
        amount
        if (amount := s.total_vat) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.vat_percentage = (
        amount
        if (amount := s.vat_percentage) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.ventilation_code = s.ventilation_code
    o.product_id = s.product_id
    o.unit = s.unit
    o.custom_fields = s.custom_fields
    o.incl_leading = s.incl_leading
    o.unit_price_incl = (
        amount
        if (amount := s.unit_price_incl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.total_incl = (
        amount
        if (amount := s.total_incl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.analytic_cost_bearer = s.analytic_cost_bearer
    o.analytic_cost_center = s.analytic_cost_center
    o.reduction_percentage = (
        amount
        if (amount := s.reduction_percentage) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.description_extended = s.description_extended
    o.allowance_charge_indicator = s.allowance_charge_indicator
    o.linked_order_line_id = s.linked_order_line_id
    slots: Any = o
    slots.unread_external_provider_references = (
        None
        if (list_external_provider_reference := s.external_provider_references) is None
        else (
            [*map(external_provider_reference_from_struct, list_external_provider_reference)]
            if len(list_external_provider_reference) > 1
            else [external_provider_reference_from_struct(list_external_provider_reference[0])]
            if list_external_provider_reference
            else []
        )
    )
    return o


def order_line_to_struct(o: OrderLine) -> OrderLineStruct:
    return OrderLineStruct(
        o.order_line_id,
        number(o.quantity),
        number(o.unit_price_excl),
        o.account_code,
        o.code,
        o.reference,
        o.description,
        number(o.total_excl),
        number(o.total_vat),
        number(o.vat_percentage),
        o.ventilation_code,
        o.product_id,
        o.unit,
        values_to_map(o.custom_fields),
        list_to_struct(
            o.external_provider_references, ExternalProviderReference, external_provider_reference_to_struct
        ),
        o.incl_leading,
        number(o.unit_price_incl),
        number(o.total_incl),
        o.analytic_cost_bearer,
        o.analytic_cost_center,
        number(o.reduction_percentage),
        o.description_extended,
        o.allowance_charge_indicator,
        o.linked_order_line_id,
    )


class OrderLineRow(
    Struct,
    gc=False,
    rename={
        "order_line_id": "OrderLineID",
        "quantity": "Quantity",
        "unit_price_excl": "UnitPriceExcl",
        "account_code": "AccountCode",
        "code": "Code",
        "reference": "Reference",
        "description": "Description",
        "total_excl": "TotalExcl",
        "total_vat": "TotalVAT",
        "vat_percentage": "VATPercentage",
        "ventilation_code": "VentilationCode",
        "product_id": "ProductID",
        "unit": "Unit",
        "custom_fields": "CustomFields",
        "external_provider_references": "ExternalProviderReferences",
        "incl_leading": "InclLeading",
        "unit_price_incl": "UnitPriceIncl",
        "total_incl": "TotalIncl",
        "analytic_cost_bearer": "AnalyticCostBearer",
        "analytic_cost_center": "AnalyticCostCenter",
        "reduction_percentage": "ReductionPercentage",
        "description_extended": "DescriptionExtended",
        "allowance_charge_indicator": "AllowanceChargeIndicator",
        "linked_order_line_id": "LinkedOrderLineID",
    },
):
    order_line_id: int | None = None
    quantity: Decimal | None = None
    unit_price_excl: Decimal | None = None
    account_code: int | None = None
    code: str | None = None
    reference: str | None = None
    description: str | None = None
    total_excl: Decimal | None = None
    total_vat: Decimal | None = None
    vat_percentage: Decimal | None = None
    ventilation_code: str | None = None
    product_id: int | None = None
    unit: str | None = None
    custom_fields: dict[str, str] | None = None
    external_provider_references: Raw = ABSENT
    incl_leading: bool | None = None
    unit_price_incl: Decimal | None = None
    total_incl: Decimal | None = None
    analytic_cost_bearer: str | None = None
    analytic_cost_center: str | None = None
    reduction_percentage: Decimal | None = None
    description_extended: str | None = None
    allowance_charge_indicator: bool | None = None
    linked_order_line_id: str | None = None


def order_line_from_row(s: Any) -> OrderLine:
    o: Any = _new(OrderLine)
    o.order_line_id = s.order_line_id
    o.quantity = (
        amount
        if (amount := s.quantity) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.unit_price_excl = (
        amount
        if (amount := s.unit_price_excl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.account_code = s.account_code
    o.code = s.code
    o.reference = s.reference
    o.description = s.description
    o.total_excl = (
        amount
        if (amount := s.total_excl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.total_vat = (
        amount
        if (amount := s.total_vat) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.vat_percentage = (
        amount
        if (amount := s.vat_percentage) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.ventilation_code = s.ventilation_code
    o.product_id = s.product_id
    o.unit = s.unit
    o.custom_fields = s.custom_fields
    raw = s.external_provider_references
    o.unread_external_provider_references = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    o.incl_leading = s.incl_leading
    o.unit_price_incl = (
        amount
        if (amount := s.unit_price_incl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.total_incl = (
        amount
        if (amount := s.total_incl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.analytic_cost_bearer = s.analytic_cost_bearer
    o.analytic_cost_center = s.analytic_cost_center
    o.reduction_percentage = (
        amount
        if (amount := s.reduction_percentage) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.description_extended = s.description_extended
    o.allowance_charge_indicator = s.allowance_charge_indicator
    o.linked_order_line_id = s.linked_order_line_id
    made: OrderLine = o
    return made


def order_line_external_provider_references(x: Any) -> Any:
    return (
        [*map(external_provider_reference_from_struct, x)]
        if len(x) > 1
        else [external_provider_reference_from_struct(x[0])]
        if x
        else []
    )


class OrderMessageStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "order_id": "OrderID",
        "description": "Description",
        "file_id": "FileID",
        "creation_date": "CreationDate",
        "transport_type": "TransportType",
        "success": "Success",
        "trials": "Trials",
        "destination": "Destination",
        "message_direction": "MessageDirection",
    },
):
    order_id: int | None = None
    description: str | None = None
    file_id: UUID | None = None
    creation_date: str | None = None
    transport_type: str | None = None
    success: bool | None = None
    trials: int | None = None
    destination: str | None = None
    message_direction: str | None = None


def order_message_from_struct(s: OrderMessageStruct) -> OrderMessage:
    o = _new(OrderMessage)
    o.order_id = s.order_id
    o.description = s.description
    o.file_id = s.file_id
    o.creation_date = (
        None
        if (text := s.creation_date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.transport_type = s.transport_type
    o.success = s.success
    o.trials = s.trials
    o.destination = s.destination
    o.message_direction = s.message_direction
    return o


def order_message_to_struct(o: OrderMessage) -> OrderMessageStruct:
    return OrderMessageStruct(
        o.order_id,
        o.description,
        o.file_id,
        encode_datetime(o.creation_date),
        o.transport_type,
        o.success,
        o.trials,
        o.destination,
        o.message_direction,
    )


class PaymentLinkStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"external_provider": "ExternalProvider", "click_url": "ClickUrl", "qr_image_url": "QRImageUrl"},
):
    external_provider: str | None = None
    click_url: str | None = None
    qr_image_url: str | None = None


def payment_link_from_struct(s: PaymentLinkStruct) -> PaymentLink:
    o = _new(PaymentLink)
    o.external_provider = s.external_provider
    o.click_url = s.click_url
    o.qr_image_url = s.qr_image_url
    return o


def payment_link_to_struct(o: PaymentLink) -> PaymentLinkStruct:
    return PaymentLinkStruct(
        o.external_provider,
        o.click_url,
        o.qr_image_url,
    )


class VatGroupStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "ventilation_code": "VentilationCode",
        "vat_percentage": "VATPercentage",
        "total_excl": "TotalExcl",
        "total_vat": "TotalVAT",
        "total_incl": "TotalIncl",
        "mtvh": "Mtvh",
        "financial_reduction_amount": "FinancialReductionAmount",
    },
):
    ventilation_code: str | None = None
    vat_percentage: Decimal | None = None
    total_excl: Decimal | None = None
    total_vat: Decimal | None = None
    total_incl: Decimal | None = None
    mtvh: Decimal | None = None
    financial_reduction_amount: Decimal | None = None


def vat_group_from_struct(s: VatGroupStruct) -> VatGroup:
    o = _new(VatGroup)
    o.ventilation_code = s.ventilation_code
    o.vat_percentage = (
        amount
        if (amount := s.vat_percentage) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.total_excl = (
        amount
        if (amount := s.total_excl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.total_vat = (
        amount
        if (amount := s.total_vat) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.total_incl = (
        amount
        if (amount := s.total_incl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.mtvh = (
        amount
        if (amount := s.mtvh) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.financial_reduction_amount = (
        amount
        if (amount := s.financial_reduction_amount) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    return o


def vat_group_to_struct(o: VatGroup) -> VatGroupStruct:
    return VatGroupStruct(
        o.ventilation_code,
        number(o.vat_percentage),
        number(o.total_excl),
        number(o.total_vat),
        number(o.total_incl),
        number(o.mtvh),
        number(o.financial_reduction_amount),
    )


class OrderStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "order_id": "OrderID",
        "company_id": "CompanyID",
        "order_pdf": "OrderPDF",
        "attachments": "Attachments",
        "order_number": "OrderNumber",
        "customer_id": "CustomerID",
        "supplier_id": "SupplierID",
        "counter_party_id": "CounterPartyID",
        "customer": "Customer",
        "supplier": "Supplier",
        "counter_party": "CounterParty",
        "order_date": "OrderDate",
        "expiry_date": "ExpiryDate",
        "order_type": "OrderType",
        "order_sub_type": "OrderSubType",
        "last_modified": "LastModified",
        "created": "Created",
        "order_direction": "OrderDirection",
        "order_lines": "OrderLines",
        "booking_entries": "BookingEntries",
        "journal": "Journal",
        "order_title": "OrderTitle",
        "payment_discount_percentage": "PaymentDiscountPercentage",
        "payment_discount_amount": "PaymentDiscountAmount",
        "payment_reduction_days": "PaymentReductionDays",
        "payment_discount_date": "PaymentDiscountDate",
        "vat_groups": "VatGroups",
        "ventilation_code": "VentilationCode",
        "total_excl": "TotalExcl",
        "total_incl": "TotalIncl",
        "total_vat": "TotalVAT",
        "reference": "Reference",
        "tags": "Tags",
        "department_id": "DepartmentID",
        "payment_reference": "PaymentReference",
        "about_invoice_number": "AboutInvoiceNumber",
        "ocr_raw_text": "OCRRawText",
        "ocr_meta_pages": "OCRMetaPages",
        "paid": "Paid",
        "paid_date": "PaidDate",
        "external_provider_id": "ExternalProviderID",
        "external_provider": "ExternalProvider",
        "project_id": "ProjectID",
        "project_name": "ProjectName",
        "external_provider_references": "ExternalProviderReferences",
        "comments": "Comments",
        "currency": "Currency",
        "vat_deduction": "VatDeduction",
        "mixed_use_professional_percentage": "MixedUseProfessionalPercentage",
        "internal_info": "InternalInfo",
        "is_sent": "IsSent",
        "invoiced": "Invoiced",
        "custom_fields": "CustomFields",
        "period_from": "PeriodFrom",
        "period_till": "PeriodTill",
        "cost_category_code": "CostCategoryCode",
        "account_code": "AccountCode",
        "accounting_cost_type_tc": "AccountingCostTypeTC",
        "last_reminder": "LastReminder",
        "reminders_sent": "RemindersSent",
        "to_pay": "ToPay",
        "order_status": "OrderStatus",
        "approval_status": "ApprovalStatus",
        "overdue": "Overdue",
        "days_overdue": "DaysOverdue",
        "fx_rate_to_foreign": "FXRateToForeign",
        "payment_method": "PaymentMethod",
        "delivery_date": "DeliveryDate",
        "exported_to_connector": "ExportedToConnector",
        "payment_links": "PaymentLinks",
        "template_id": "TemplateID",
        "message_template_id": "MessageTemplateID",
        "analytic_cost_bearer": "AnalyticCostBearer",
        "analytic_cost_center": "AnalyticCostCenter",
        "accountant_verification_needed": "AccountantVerificationNeeded",
        "current_document_delivery_details": "CurrentDocumentDeliveryDetails",
        "messages": "Messages",
        "additional_document_reference": "AdditionalDocumentReference",
        "payment_terms": "PaymentTerms",
        "iban": "IBAN",
        "bic": "BIC",
        "contract_document_reference": "ContractDocumentReference",
        "tax_point_date": "TaxPointDate",
        "category_field_items": "CategoryFieldItems",
        "signature": "Signature",
    },
):
    order_id: int | None = None
    company_id: int | None = None
    order_pdf: FileStruct | None = None
    attachments: list[FileStruct] | None = None
    order_number: str | None = None
    customer_id: int | None = None
    supplier_id: int | None = None
    counter_party_id: int | None = None
    customer: PartyStruct | None = None
    supplier: PartyStruct | None = None
    counter_party: PartyStruct | None = None
    order_date: str | None = None
    expiry_date: str | None = None
    order_type: str | None = None
    order_sub_type: str | None = None
    last_modified: str | None = None
    created: str | None = None
    order_direction: str | None = None
    order_lines: list[OrderLineStruct] | None = None
    booking_entries: list[BookingEntryStruct] | None = None
    journal: str | None = None
    order_title: str | None = None
    payment_discount_percentage: Decimal | None = None
    payment_discount_amount: Decimal | None = None
    payment_reduction_days: int | None = None
    payment_discount_date: str | None = None
    vat_groups: list[VatGroupStruct] | None = None
    ventilation_code: str | None = None
    total_excl: Decimal | None = None
    total_incl: Decimal | None = None
    total_vat: Decimal | None = None
    reference: str | None = None
    tags: list[str] | None = None
    department_id: int | None = None
    payment_reference: str | None = None
    about_invoice_number: str | None = None
    ocr_raw_text: str | None = None
    ocr_meta_pages: list[OCRPageStruct] | None = None
    paid: bool | None = None
    paid_date: str | None = None
    external_provider_id: str | None = None
    external_provider: str | None = None
    project_id: int | None = None
    project_name: str | None = None
    external_provider_references: list[ExternalProviderReferenceStruct] | None = None
    comments: str | None = None
    currency: str | None = None
    vat_deduction: Decimal | None = None
    mixed_use_professional_percentage: Decimal | None = None
    internal_info: str | None = None
    is_sent: bool | None = None
    invoiced: bool | None = None
    custom_fields: dict[str, str] | None = None
    period_from: str | None = None
    period_till: str | None = None
    cost_category_code: int | None = None
    account_code: int | None = None
    accounting_cost_type_tc: str | None = None
    last_reminder: str | None = None
    reminders_sent: int | None = None
    to_pay: Decimal | None = None
    order_status: str | None = None
    approval_status: str | None = None
    overdue: bool | None = None
    days_overdue: int | None = None
    fx_rate_to_foreign: Decimal | None = None
    payment_method: str | None = None
    delivery_date: str | None = None
    exported_to_connector: bool | None = None
    payment_links: list[PaymentLinkStruct] | None = None
    template_id: int | None = None
    message_template_id: int | None = None
    analytic_cost_bearer: str | None = None
    analytic_cost_center: str | None = None
    accountant_verification_needed: bool | None = None
    current_document_delivery_details: DocumentDeliveryDetailsStruct | None = None
    messages: list[OrderMessageStruct] | None = None
    additional_document_reference: list[AdditionalDocumentsStruct] | None = None
    payment_terms: str | None = None
    iban: str | None = None
    bic: str | None = None
    contract_document_reference: list[ContractDocumentReferenceStruct] | None = None
    tax_point_date: str | None = None
    category_field_items: list[CategoryFieldItemStruct] | None = None
    signature: EInvoiceSignatureModelStruct | None = None


def order_from_struct(s: OrderStruct) -> Order:
    o = _new(Order)
    o.order_id = s.order_id
    o.company_id = s.company_id
    o.order_number = s.order_number
    o.customer_id = s.customer_id
    o.supplier_id = s.supplier_id
    o.counter_party_id = s.counter_party_id
    o.order_date = None if (text := s.order_date) is None else (days.get(text) or day(text))
    o.expiry_date = None if (text := s.expiry_date) is None else (days.get(text) or day(text))
    o.order_type = s.order_type
    o.order_sub_type = s.order_sub_type
    o.last_modified = (
        None
        if (text := s.last_modified) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.created = (
        None
        if (text := s.created) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.order_direction = s.order_direction
    o.journal = s.journal
    o.order_title = s.order_title
    o.payment_discount_percentage = (
        amount
        if (amount := s.payment_discount_percentage) is None
        or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.payment_discount_amount = (
        amount
        if (amount := s.payment_discount_amount) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.payment_reduction_days = s.payment_reduction_days
    o.payment_discount_date = None if (text := s.payment_discount_date) is None else (days.get(text) or day(text))
    o.ventilation_code = s.ventilation_code
    o.total_excl = (
        amount
        if (amount := s.total_excl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.total_incl = (
        amount
        if (amount := s.total_incl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.total_vat = (
        amount
        if (amount := s.total_vat) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.reference = s.reference
    o.tags = s.tags
    o.department_id = s.department_id
    o.payment_reference = s.payment_reference
    o.about_invoice_number = s.about_invoice_number
    o.ocr_raw_text = s.ocr_raw_text
    o.paid = s.paid
    o.paid_date = (
        None
        if (text := s.paid_date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.external_provider_id = s.external_provider_id
    o.external_provider = s.external_provider
    o.project_id = s.project_id
    o.project_name = s.project_name
    o.comments = s.comments
    o.currency = s.currency
    o.vat_deduction = (
        amount
        if (amount := s.vat_deduction) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.mixed_use_professional_percentage = (
        amount
        if (amount := s.mixed_use_professional_percentage) is None
        or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.internal_info = s.internal_info
    o.is_sent = s.is_sent
    o.invoiced = s.invoiced
    o.custom_fields = s.custom_fields
    o.period_from = None if (text := s.period_from) is None else (days.get(text) or day(text))
    o.period_till = None if (text := s.period_till) is None else (days.get(text) or day(text))
    o.cost_category_code = s.cost_category_code
    o.account_code = s.account_code
    o.accounting_cost_type_tc = s.accounting_cost_type_tc
    o.last_reminder = (
        None
        if (text := s.last_reminder) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.reminders_sent = s.reminders_sent
    o.to_pay = (
        amount
        if (amount := s.to_pay) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.order_status = s.order_status
    o.approval_status = s.approval_status
    o.overdue = s.overdue
    o.days_overdue = s.days_overdue
    o.fx_rate_to_foreign = (
        amount
        if (amount := s.fx_rate_to_foreign) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.payment_method = s.payment_method
    o.delivery_date = None if (text := s.delivery_date) is None else (days.get(text) or day(text))
    o.exported_to_connector = s.exported_to_connector
    o.template_id = s.template_id
    o.message_template_id = s.message_template_id
    o.analytic_cost_bearer = s.analytic_cost_bearer
    o.analytic_cost_center = s.analytic_cost_center
    o.accountant_verification_needed = s.accountant_verification_needed
    o.payment_terms = s.payment_terms
    o.iban = s.iban
    o.bic = s.bic
    o.tax_point_date = None if (text := s.tax_point_date) is None else (days.get(text) or day(text))
    slots: Any = o
    slots.unread_order_pdf = None if (file := s.order_pdf) is None else file_from_struct(file)
    slots.unread_attachments = (
        None
        if (list_file := s.attachments) is None
        else (
            [*map(file_from_struct, list_file)]
            if len(list_file) > 1
            else [file_from_struct(list_file[0])]
            if list_file
            else []
        )
    )
    slots.unread_customer = None if (party := s.customer) is None else party_from_struct(party)
    slots.unread_supplier = None if (party := s.supplier) is None else party_from_struct(party)
    slots.unread_counter_party = None if (party := s.counter_party) is None else party_from_struct(party)
    slots.unread_order_lines = (
        None
        if (list_order_line := s.order_lines) is None
        else (
            [*map(order_line_from_struct, list_order_line)]
            if len(list_order_line) > 1
            else [order_line_from_struct(list_order_line[0])]
            if list_order_line
            else []
        )
    )
    slots.unread_booking_entries = (
        None
        if (list_booking_entry := s.booking_entries) is None
        else (
            [*map(booking_entry_from_struct, list_booking_entry)]
            if len(list_booking_entry) > 1
            else [booking_entry_from_struct(list_booking_entry[0])]
            if list_booking_entry
            else []
        )
    )
    slots.unread_vat_groups = (
        None
        if (list_vat_group := s.vat_groups) is None
        else (
            [*map(vat_group_from_struct, list_vat_group)]
            if len(list_vat_group) > 1
            else [vat_group_from_struct(list_vat_group[0])]
            if list_vat_group
            else []
        )
    )
    slots.unread_ocr_meta_pages = (
        None
        if (list_ocr_page := s.ocr_meta_pages) is None
        else (
            [*map(ocr_page_from_struct, list_ocr_page)]
            if len(list_ocr_page) > 1
            else [ocr_page_from_struct(list_ocr_page[0])]
            if list_ocr_page
            else []
        )
    )
    slots.unread_external_provider_references = (
        None
        if (list_external_provider_reference := s.external_provider_references) is None
        else (
            [*map(external_provider_reference_from_struct, list_external_provider_reference)]
            if len(list_external_provider_reference) > 1
            else [external_provider_reference_from_struct(list_external_provider_reference[0])]
            if list_external_provider_reference
            else []
        )
    )
    slots.unread_payment_links = (
        None
        if (list_payment_link := s.payment_links) is None
        else (
            [*map(payment_link_from_struct, list_payment_link)]
            if len(list_payment_link) > 1
            else [payment_link_from_struct(list_payment_link[0])]
            if list_payment_link
            else []
        )
    )
    slots.unread_current_document_delivery_details = (
        None
        if (document_delivery_details := s.current_document_delivery_details) is None
        else document_delivery_details_from_struct(document_delivery_details)
    )
    slots.unread_messages = (
        None
        if (list_order_message := s.messages) is None
        else (
            [*map(order_message_from_struct, list_order_message)]
            if len(list_order_message) > 1
            else [order_message_from_struct(list_order_message[0])]
            if list_order_message
            else []
        )
    )
    slots.unread_additional_document_reference = (
        None
        if (list_additional_documents := s.additional_document_reference) is None
        else (
            [*map(additional_documents_from_struct, list_additional_documents)]
            if len(list_additional_documents) > 1
            else [additional_documents_from_struct(list_additional_documents[0])]
            if list_additional_documents
            else []
        )
    )
    slots.unread_contract_document_reference = (
        None
        if (list_contract_document_reference := s.contract_document_reference) is None
        else (
            [*map(contract_document_reference_from_struct, list_contract_document_reference)]
            if len(list_contract_document_reference) > 1
            else [contract_document_reference_from_struct(list_contract_document_reference[0])]
            if list_contract_document_reference
            else []
        )
    )
    slots.unread_category_field_items = (
        None
        if (list_category_field_item := s.category_field_items) is None
        else (
            [*map(category_field_item_from_struct, list_category_field_item)]
            if len(list_category_field_item) > 1
            else [category_field_item_from_struct(list_category_field_item[0])]
            if list_category_field_item
            else []
        )
    )
    slots.unread_signature = (
        None
        if (e_invoice_signature_model := s.signature) is None
        else e_invoice_signature_model_from_struct(e_invoice_signature_model)
    )
    return o


def order_to_struct(o: Order) -> OrderStruct:
    return OrderStruct(
        o.order_id,
        o.company_id,
        one_to_struct(o.order_pdf, File, file_to_struct),
        list_to_struct(o.attachments, File, file_to_struct),
        o.order_number,
        o.customer_id,
        o.supplier_id,
        o.counter_party_id,
        one_to_struct(o.customer, Party, party_to_struct),
        one_to_struct(o.supplier, Party, party_to_struct),
        one_to_struct(o.counter_party, Party, party_to_struct),
        encode_datetime(o.order_date),
        encode_datetime(o.expiry_date),
        o.order_type,
        o.order_sub_type,
        encode_datetime(o.last_modified),
        encode_datetime(o.created),
        o.order_direction,
        list_to_struct(o.order_lines, OrderLine, order_line_to_struct),
        list_to_struct(o.booking_entries, BookingEntry, booking_entry_to_struct),
        o.journal,
        o.order_title,
        number(o.payment_discount_percentage),
        number(o.payment_discount_amount),
        o.payment_reduction_days,
        encode_datetime(o.payment_discount_date),
        list_to_struct(o.vat_groups, VatGroup, vat_group_to_struct),
        o.ventilation_code,
        number(o.total_excl),
        number(o.total_incl),
        number(o.total_vat),
        o.reference,
        values_to_list(o.tags),
        o.department_id,
        o.payment_reference,
        o.about_invoice_number,
        o.ocr_raw_text,
        list_to_struct(o.ocr_meta_pages, OCRPage, ocr_page_to_struct),
        o.paid,
        encode_datetime(o.paid_date),
        o.external_provider_id,
        o.external_provider,
        o.project_id,
        o.project_name,
        list_to_struct(
            o.external_provider_references, ExternalProviderReference, external_provider_reference_to_struct
        ),
        o.comments,
        o.currency,
        number(o.vat_deduction),
        number(o.mixed_use_professional_percentage),
        o.internal_info,
        o.is_sent,
        o.invoiced,
        values_to_map(o.custom_fields),
        encode_datetime(o.period_from),
        encode_datetime(o.period_till),
        o.cost_category_code,
        o.account_code,
        o.accounting_cost_type_tc,
        encode_datetime(o.last_reminder),
        o.reminders_sent,
        number(o.to_pay),
        o.order_status,
        o.approval_status,
        o.overdue,
        o.days_overdue,
        number(o.fx_rate_to_foreign),
        o.payment_method,
        encode_datetime(o.delivery_date),
        o.exported_to_connector,
        list_to_struct(o.payment_links, PaymentLink, payment_link_to_struct),
        o.template_id,
        o.message_template_id,
        o.analytic_cost_bearer,
        o.analytic_cost_center,
        o.accountant_verification_needed,
        one_to_struct(
            o.current_document_delivery_details, DocumentDeliveryDetails, document_delivery_details_to_struct
        ),
        list_to_struct(o.messages, OrderMessage, order_message_to_struct),
        list_to_struct(o.additional_document_reference, AdditionalDocuments, additional_documents_to_struct),
        o.payment_terms,
        o.iban,
        o.bic,
        list_to_struct(o.contract_document_reference, ContractDocumentReference, contract_document_reference_to_struct),
        encode_datetime(o.tax_point_date),
        list_to_struct(o.category_field_items, CategoryFieldItem, category_field_item_to_struct),
        one_to_struct(o.signature, EInvoiceSignatureModel, e_invoice_signature_model_to_struct),
    )


class OrderRow(
    Struct,
    gc=False,
    rename={
        "order_id": "OrderID",
        "company_id": "CompanyID",
        "order_pdf": "OrderPDF",
        "attachments": "Attachments",
        "order_number": "OrderNumber",
        "customer_id": "CustomerID",
        "supplier_id": "SupplierID",
        "counter_party_id": "CounterPartyID",
        "customer": "Customer",
        "supplier": "Supplier",
        "counter_party": "CounterParty",
        "order_date": "OrderDate",
        "expiry_date": "ExpiryDate",
        "order_type": "OrderType",
        "order_sub_type": "OrderSubType",
        "last_modified": "LastModified",
        "created": "Created",
        "order_direction": "OrderDirection",
        "order_lines": "OrderLines",
        "booking_entries": "BookingEntries",
        "journal": "Journal",
        "order_title": "OrderTitle",
        "payment_discount_percentage": "PaymentDiscountPercentage",
        "payment_discount_amount": "PaymentDiscountAmount",
        "payment_reduction_days": "PaymentReductionDays",
        "payment_discount_date": "PaymentDiscountDate",
        "vat_groups": "VatGroups",
        "ventilation_code": "VentilationCode",
        "total_excl": "TotalExcl",
        "total_incl": "TotalIncl",
        "total_vat": "TotalVAT",
        "reference": "Reference",
        "tags": "Tags",
        "department_id": "DepartmentID",
        "payment_reference": "PaymentReference",
        "about_invoice_number": "AboutInvoiceNumber",
        "ocr_raw_text": "OCRRawText",
        "ocr_meta_pages": "OCRMetaPages",
        "paid": "Paid",
        "paid_date": "PaidDate",
        "external_provider_id": "ExternalProviderID",
        "external_provider": "ExternalProvider",
        "project_id": "ProjectID",
        "project_name": "ProjectName",
        "external_provider_references": "ExternalProviderReferences",
        "comments": "Comments",
        "currency": "Currency",
        "vat_deduction": "VatDeduction",
        "mixed_use_professional_percentage": "MixedUseProfessionalPercentage",
        "internal_info": "InternalInfo",
        "is_sent": "IsSent",
        "invoiced": "Invoiced",
        "custom_fields": "CustomFields",
        "period_from": "PeriodFrom",
        "period_till": "PeriodTill",
        "cost_category_code": "CostCategoryCode",
        "account_code": "AccountCode",
        "accounting_cost_type_tc": "AccountingCostTypeTC",
        "last_reminder": "LastReminder",
        "reminders_sent": "RemindersSent",
        "to_pay": "ToPay",
        "order_status": "OrderStatus",
        "approval_status": "ApprovalStatus",
        "overdue": "Overdue",
        "days_overdue": "DaysOverdue",
        "fx_rate_to_foreign": "FXRateToForeign",
        "payment_method": "PaymentMethod",
        "delivery_date": "DeliveryDate",
        "exported_to_connector": "ExportedToConnector",
        "payment_links": "PaymentLinks",
        "template_id": "TemplateID",
        "message_template_id": "MessageTemplateID",
        "analytic_cost_bearer": "AnalyticCostBearer",
        "analytic_cost_center": "AnalyticCostCenter",
        "accountant_verification_needed": "AccountantVerificationNeeded",
        "current_document_delivery_details": "CurrentDocumentDeliveryDetails",
        "messages": "Messages",
        "additional_document_reference": "AdditionalDocumentReference",
        "payment_terms": "PaymentTerms",
        "iban": "IBAN",
        "bic": "BIC",
        "contract_document_reference": "ContractDocumentReference",
        "tax_point_date": "TaxPointDate",
        "category_field_items": "CategoryFieldItems",
        "signature": "Signature",
    },
):
    order_id: int | None = None
    company_id: int | None = None
    order_pdf: Raw = ABSENT
    attachments: Raw = ABSENT
    order_number: str | None = None
    customer_id: int | None = None
    supplier_id: int | None = None
    counter_party_id: int | None = None
    customer: Raw = ABSENT
    supplier: Raw = ABSENT
    counter_party: Raw = ABSENT
    order_date: str | None = None
    expiry_date: str | None = None
    order_type: str | None = None
    order_sub_type: str | None = None
    last_modified: str | None = None
    created: str | None = None
    order_direction: str | None = None
    order_lines: Raw = ABSENT
    booking_entries: Raw = ABSENT
    journal: str | None = None
    order_title: str | None = None
    payment_discount_percentage: Decimal | None = None
    payment_discount_amount: Decimal | None = None
    payment_reduction_days: int | None = None
    payment_discount_date: str | None = None
    vat_groups: Raw = ABSENT
    ventilation_code: str | None = None
    total_excl: Decimal | None = None
    total_incl: Decimal | None = None
    total_vat: Decimal | None = None
    reference: str | None = None
    tags: list[str] | None = None
    department_id: int | None = None
    payment_reference: str | None = None
    about_invoice_number: str | None = None
    ocr_raw_text: str | None = None
    ocr_meta_pages: Raw = ABSENT
    paid: bool | None = None
    paid_date: str | None = None
    external_provider_id: str | None = None
    external_provider: str | None = None
    project_id: int | None = None
    project_name: str | None = None
    external_provider_references: Raw = ABSENT
    comments: str | None = None
    currency: str | None = None
    vat_deduction: Decimal | None = None
    mixed_use_professional_percentage: Decimal | None = None
    internal_info: str | None = None
    is_sent: bool | None = None
    invoiced: bool | None = None
    custom_fields: dict[str, str] | None = None
    period_from: str | None = None
    period_till: str | None = None
    cost_category_code: int | None = None
    account_code: int | None = None
    accounting_cost_type_tc: str | None = None
    last_reminder: str | None = None
    reminders_sent: int | None = None
    to_pay: Decimal | None = None
    order_status: str | None = None
    approval_status: str | None = None
    overdue: bool | None = None
    days_overdue: int | None = None
    fx_rate_to_foreign: Decimal | None = None
    payment_method: str | None = None
    delivery_date: str | None = None
    exported_to_connector: bool | None = None
    payment_links: Raw = ABSENT
    template_id: int | None = None
    message_template_id: int | None = None
    analytic_cost_bearer: str | None = None
    analytic_cost_center: str | None = None
    accountant_verification_needed: bool | None = None
    current_document_delivery_details: Raw = ABSENT
    messages: Raw = ABSENT
    additional_document_reference: Raw = ABSENT
    payment_terms: str | None = None
    iban: str | None = None
    bic: str | None = None
    contract_document_reference: Raw = ABSENT
    tax_point_date: str | None = None
    category_field_items: Raw = ABSENT
    signature: Raw = ABSENT


def order_from_row(s: Any) -> Order:
    o: Any = _new(Order)
    o.order_id = s.order_id
    o.company_id = s.company_id
    raw = s.order_pdf
    o.unread_order_pdf = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    raw = s.attachments
    o.unread_attachments = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    o.order_number = s.order_number
    o.customer_id = s.customer_id
    o.supplier_id = s.supplier_id
    o.counter_party_id = s.counter_party_id
    raw = s.customer
    o.unread_customer = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    raw = s.supplier
    o.unread_supplier = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    raw = s.counter_party
    o.unread_counter_party = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    o.order_date = None if (text := s.order_date) is None else (days.get(text) or day(text))
    o.expiry_date = None if (text := s.expiry_date) is None else (days.get(text) or day(text))
    o.order_type = s.order_type
    o.order_sub_type = s.order_sub_type
    o.last_modified = (
        None
        if (text := s.last_modified) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.created = (
        None
        if (text := s.created) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.order_direction = s.order_direction
    raw = s.order_lines
    o.unread_order_lines = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    raw = s.booking_entries
    o.unread_booking_entries = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    o.journal = s.journal
    o.order_title = s.order_title
    o.payment_discount_percentage = (
        amount
        if (amount := s.payment_discount_percentage) is None
        or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.payment_discount_amount = (
        amount
        if (amount := s.payment_discount_amount) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.payment_reduction_days = s.payment_reduction_days
    o.payment_discount_date = None if (text := s.payment_discount_date) is None else (days.get(text) or day(text))
    raw = s.vat_groups
    o.unread_vat_groups = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    o.ventilation_code = s.ventilation_code
    o.total_excl = (
        amount
        if (amount := s.total_excl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.total_incl = (
        amount
        if (amount := s.total_incl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.total_vat = (
        amount
        if (amount := s.total_vat) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.reference = s.reference
    o.tags = s.tags
    o.department_id = s.department_id
    o.payment_reference = s.payment_reference
    o.about_invoice_number = s.about_invoice_number
    o.ocr_raw_text = s.ocr_raw_text
    raw = s.ocr_meta_pages
    o.unread_ocr_meta_pages = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    o.paid = s.paid
    o.paid_date = (
        None
        if (text := s.paid_date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.external_provider_id = s.external_provider_id
    o.external_provider = s.external_provider
    o.project_id = s.project_id
    o.project_name = s.project_name
    raw = s.external_provider_references
    o.unread_external_provider_references = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    o.comments = s.comments
    o.currency = s.currency
    o.vat_deduction = (
        amount
        if (amount := s.vat_deduction) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.mixed_use_professional_percentage = (
        amount
        if (amount := s.mixed_use_professional_percentage) is None
        or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.internal_info = s.internal_info
    o.is_sent = s.is_sent
    o.invoiced = s.invoiced
    o.custom_fields = s.custom_fields
    o.period_from = None if (text := s.period_from) is None else (days.get(text) or day(text))
    o.period_till = None if (text := s.period_till) is None else (days.get(text) or day(text))
    o.cost_category_code = s.cost_category_code
    o.account_code = s.account_code
    o.accounting_cost_type_tc = s.accounting_cost_type_tc
    o.last_reminder = (
        None
        if (text := s.last_reminder) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.reminders_sent = s.reminders_sent
    o.to_pay = (
        amount
        if (amount := s.to_pay) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.order_status = s.order_status
    o.approval_status = s.approval_status
    o.overdue = s.overdue
    o.days_overdue = s.days_overdue
    o.fx_rate_to_foreign = (
        amount
        if (amount := s.fx_rate_to_foreign) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.payment_method = s.payment_method
    o.delivery_date = None if (text := s.delivery_date) is None else (days.get(text) or day(text))
    o.exported_to_connector = s.exported_to_connector
    raw = s.payment_links
    o.unread_payment_links = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    o.template_id = s.template_id
    o.message_template_id = s.message_template_id
    o.analytic_cost_bearer = s.analytic_cost_bearer
    o.analytic_cost_center = s.analytic_cost_center
    o.accountant_verification_needed = s.accountant_verification_needed
    raw = s.current_document_delivery_details
    o.unread_current_document_delivery_details = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    )
    raw = s.messages
    o.unread_messages = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    raw = s.additional_document_reference
    o.unread_additional_document_reference = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    o.payment_terms = s.payment_terms
    o.iban = s.iban
    o.bic = s.bic
    raw = s.contract_document_reference
    o.unread_contract_document_reference = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    o.tax_point_date = None if (text := s.tax_point_date) is None else (days.get(text) or day(text))
    raw = s.category_field_items
    o.unread_category_field_items = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    raw = s.signature
    o.unread_signature = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    made: Order = o
    return made


def order_attachments(x: Any) -> Any:
    return [*map(file_from_struct, x)] if len(x) > 1 else [file_from_struct(x[0])] if x else []


def order_order_lines(x: Any) -> Any:
    return [*map(order_line_from_struct, x)] if len(x) > 1 else [order_line_from_struct(x[0])] if x else []


def order_booking_entries(x: Any) -> Any:
    return [*map(booking_entry_from_struct, x)] if len(x) > 1 else [booking_entry_from_struct(x[0])] if x else []


def order_vat_groups(x: Any) -> Any:
    return [*map(vat_group_from_struct, x)] if len(x) > 1 else [vat_group_from_struct(x[0])] if x else []


def order_ocr_meta_pages(x: Any) -> Any:
    return [*map(ocr_page_from_struct, x)] if len(x) > 1 else [ocr_page_from_struct(x[0])] if x else []


def order_external_provider_references(x: Any) -> Any:
    return (
        [*map(external_provider_reference_from_struct, x)]
        if len(x) > 1
        else [external_provider_reference_from_struct(x[0])]
        if x
        else []
    )


def order_payment_links(x: Any) -> Any:
    return [*map(payment_link_from_struct, x)] if len(x) > 1 else [payment_link_from_struct(x[0])] if x else []


def order_messages(x: Any) -> Any:
    return [*map(order_message_from_struct, x)] if len(x) > 1 else [order_message_from_struct(x[0])] if x else []


def order_additional_document_reference(x: Any) -> Any:
    return (
        [*map(additional_documents_from_struct, x)]
        if len(x) > 1
        else [additional_documents_from_struct(x[0])]
        if x
        else []
    )


def order_contract_document_reference(x: Any) -> Any:
    return (
        [*map(contract_document_reference_from_struct, x)]
        if len(x) > 1
        else [contract_document_reference_from_struct(x[0])]
        if x
        else []
    )


def order_category_field_items(x: Any) -> Any:
    return (
        [*map(category_field_item_from_struct, x)]
        if len(x) > 1
        else [category_field_item_from_struct(x[0])]
        if x
        else []
    )


class PostPaymentRequestStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"amount": "Amount", "description": "Description", "date": "Date"},
):
    amount: Decimal | None = None
    description: str | None = None
    date: str | None = None


def post_payment_request_from_struct(s: PostPaymentRequestStruct) -> PostPaymentRequest:
    o = _new(PostPaymentRequest)
    o.amount = (
        amount
        if (amount := s.amount) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.description = s.description
    o.date = (
        None
        if (text := s.date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    return o


def post_payment_request_to_struct(o: PostPaymentRequest) -> PostPaymentRequestStruct:
    return PostPaymentRequestStruct(
        number(o.amount),
        o.description,
        encode_datetime(o.date),
    )


class SendRequestStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"order_ids": "OrderIds", "transport_type": "TransportType", "print_type": "PrintType"},
):
    order_ids: list[int] | None = None
    transport_type: str | None = None
    print_type: str | None = None


def send_request_from_struct(s: SendRequestStruct) -> SendRequest:
    o = _new(SendRequest)
    o.order_ids = s.order_ids
    o.transport_type = s.transport_type
    o.print_type = s.print_type
    return o


def send_request_to_struct(o: SendRequest) -> SendRequestStruct:
    return SendRequestStruct(
        values_to_list(o.order_ids),
        o.transport_type,
        o.print_type,
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    AdditionalDocuments: Codec(
        AdditionalDocuments,
        AdditionalDocumentsStruct,
        additional_documents_from_struct,
        additional_documents_to_struct,
        AdditionalDocumentsRow,
        additional_documents_from_row,
        {"attachment": Nested(FileStruct, file_from_struct)},
    ),
    BookingEntry: Codec(BookingEntry, BookingEntryStruct, booking_entry_from_struct, booking_entry_to_struct),
    CategoryFieldItem: Codec(
        CategoryFieldItem, CategoryFieldItemStruct, category_field_item_from_struct, category_field_item_to_struct
    ),
    ContractDocumentReference: Codec(
        ContractDocumentReference,
        ContractDocumentReferenceStruct,
        contract_document_reference_from_struct,
        contract_document_reference_to_struct,
    ),
    DocumentDeliveryDetails: Codec(
        DocumentDeliveryDetails,
        DocumentDeliveryDetailsStruct,
        document_delivery_details_from_struct,
        document_delivery_details_to_struct,
    ),
    EInvoiceSignatureModel: Codec(
        EInvoiceSignatureModel,
        EInvoiceSignatureModelStruct,
        e_invoice_signature_model_from_struct,
        e_invoice_signature_model_to_struct,
        EInvoiceSignatureModelRow,
        e_invoice_signature_model_from_row,
        {
            "date_time_info": Nested(TimezoneInfoStruct, timezone_info_from_struct),
            "linked_to": Nested(EinvoiceChainStruct, einvoice_chain_from_struct),
        },
    ),
    EinvoiceChain: Codec(EinvoiceChain, EinvoiceChainStruct, einvoice_chain_from_struct, einvoice_chain_to_struct),
    ExternalProviderReference: Codec(
        ExternalProviderReference,
        ExternalProviderReferenceStruct,
        external_provider_reference_from_struct,
        external_provider_reference_to_struct,
    ),
    OCRPage: Codec(
        OCRPage,
        OCRPageStruct,
        ocr_page_from_struct,
        ocr_page_to_struct,
        OCRPageRow,
        ocr_page_from_row,
        {"text_list": Nested(list[OCRTextStruct], ocr_page_text_list)},
    ),
    OCRText: Codec(OCRText, OCRTextStruct, ocr_text_from_struct, ocr_text_to_struct),
    Order: Codec(
        Order,
        OrderStruct,
        order_from_struct,
        order_to_struct,
        OrderRow,
        order_from_row,
        {
            "order_pdf": Nested(FileStruct, file_from_struct),
            "attachments": Nested(list[FileStruct], order_attachments),
            "customer": Nested(PartyStruct, party_from_struct),
            "supplier": Nested(PartyStruct, party_from_struct),
            "counter_party": Nested(PartyStruct, party_from_struct),
            "order_lines": Nested(list[OrderLineStruct], order_order_lines),
            "booking_entries": Nested(list[BookingEntryStruct], order_booking_entries),
            "vat_groups": Nested(list[VatGroupStruct], order_vat_groups),
            "ocr_meta_pages": Nested(list[OCRPageStruct], order_ocr_meta_pages),
            "external_provider_references": Nested(
                list[ExternalProviderReferenceStruct], order_external_provider_references
            ),
            "payment_links": Nested(list[PaymentLinkStruct], order_payment_links),
            "current_document_delivery_details": Nested(
                DocumentDeliveryDetailsStruct, document_delivery_details_from_struct
            ),
            "messages": Nested(list[OrderMessageStruct], order_messages),
            "additional_document_reference": Nested(
                list[AdditionalDocumentsStruct], order_additional_document_reference
            ),
            "contract_document_reference": Nested(
                list[ContractDocumentReferenceStruct], order_contract_document_reference
            ),
            "category_field_items": Nested(list[CategoryFieldItemStruct], order_category_field_items),
            "signature": Nested(EInvoiceSignatureModelStruct, e_invoice_signature_model_from_struct),
        },
    ),
    OrderLine: Codec(
        OrderLine,
        OrderLineStruct,
        order_line_from_struct,
        order_line_to_struct,
        OrderLineRow,
        order_line_from_row,
        {
            "external_provider_references": Nested(
                list[ExternalProviderReferenceStruct], order_line_external_provider_references
            )
        },
    ),
    OrderMessage: Codec(OrderMessage, OrderMessageStruct, order_message_from_struct, order_message_to_struct),
    PaymentLink: Codec(PaymentLink, PaymentLinkStruct, payment_link_from_struct, payment_link_to_struct),
    PostPaymentRequest: Codec(
        PostPaymentRequest, PostPaymentRequestStruct, post_payment_request_from_struct, post_payment_request_to_struct
    ),
    SendRequest: Codec(SendRequest, SendRequestStruct, send_request_from_struct, send_request_to_struct),
    TimezoneInfo: Codec(TimezoneInfo, TimezoneInfoStruct, timezone_info_from_struct, timezone_info_to_struct),
    VatGroup: Codec(VatGroup, VatGroupStruct, vat_group_from_struct, vat_group_to_struct),
}
