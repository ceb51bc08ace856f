# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Twins of the models of the area "orders"; internal."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from msgspec import Struct

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
from billit_async.twin import (
    Codec,
    day,
    days,
    free,
    number,
    parse_datetime,
    refuse_number,
    stamp,
    unpour_list,
    unpour_one,
)
from billit_async.wire.files import FileTwin, pour_file, unpour_file
from billit_async.wire.parties import PartyTwin, pour_party, unpour_party

_new = object.__new__
_read = datetime.fromisoformat


class AdditionalDocumentsTwin(
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
    attachment: FileTwin | None = None
    custom_fields: dict[str, str] | None = None


def pour_additional_documents(s: AdditionalDocumentsTwin) -> AdditionalDocuments:
    o = _new(AdditionalDocuments)
    o.document_description = s.document_description
    o.id_ = s.id_
    o.document_type = s.document_type
    o.attachment = None if (file := s.attachment) is None else pour_file(file)
    o.custom_fields = s.custom_fields
    return o


def unpour_additional_documents(o: AdditionalDocuments) -> AdditionalDocumentsTwin:
    return AdditionalDocumentsTwin(
        o.document_description,
        o.id_,
        o.document_type,
        unpour_one(o.attachment, File, unpour_file),
        free(o.custom_fields),
    )


class BookingEntryTwin(
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


def pour_booking_entry(s: BookingEntryTwin) -> BookingEntry:
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


def unpour_booking_entry(o: BookingEntry) -> BookingEntryTwin:
    return BookingEntryTwin(
        o.booking_entry_id,
        o.order_id,
        o.account_code,
        number(o.amount),
        o.debet_or_credit,
        o.vat1,
        o.vat2,
        o.vat3,
    )


class CategoryFieldItemTwin(Struct, gc=False, omit_defaults=True, rename={"value": "Value", "name": "Name"}):
    value: str | None = None
    name: str | None = None


def pour_category_field_item(s: CategoryFieldItemTwin) -> CategoryFieldItem:
    o = _new(CategoryFieldItem)
    o.value = s.value
    o.name = s.name
    return o


def unpour_category_field_item(o: CategoryFieldItem) -> CategoryFieldItemTwin:
    return CategoryFieldItemTwin(
        o.value,
        o.name,
    )


class ContractDocumentReferenceTwin(Struct, gc=False, omit_defaults=True, rename={"id_": "ID"}):
    id_: str | None = None


def pour_contract_document_reference(s: ContractDocumentReferenceTwin) -> ContractDocumentReference:
    o = _new(ContractDocumentReference)
    o.id_ = s.id_
    return o


def unpour_contract_document_reference(o: ContractDocumentReference) -> ContractDocumentReferenceTwin:
    return ContractDocumentReferenceTwin(
        o.id_,
    )


class DocumentDeliveryDetailsTwin(
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


def pour_document_delivery_details(s: DocumentDeliveryDetailsTwin) -> DocumentDeliveryDetails:
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


def unpour_document_delivery_details(o: DocumentDeliveryDetails) -> DocumentDeliveryDetailsTwin:
    return DocumentDeliveryDetailsTwin(
        stamp(o.document_refused_date),
        stamp(o.document_delivery_date),
        o.document_delivery_info,
        o.document_refused_reason_tc,
        o.document_refused_info,
        o.is_document_delivered,
        o.document_delivery_status,
    )


class EinvoiceChainTwin(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"vat_issuer": "VatIssuer", "order_number": "OrderNumber", "order_date": "OrderDate", "hash_": "Hash"},
):
    vat_issuer: str | None = None
    order_number: str | None = None
    order_date: str | None = None
    hash_: str | None = None


def pour_einvoice_chain(s: EinvoiceChainTwin) -> EinvoiceChain:
    o = _new(EinvoiceChain)
    o.vat_issuer = s.vat_issuer
    o.order_number = s.order_number
    o.order_date = None if (text := s.order_date) is None else (days.get(text) or day(text))
    o.hash_ = s.hash_
    return o


def unpour_einvoice_chain(o: EinvoiceChain) -> EinvoiceChainTwin:
    return EinvoiceChainTwin(
        o.vat_issuer,
        o.order_number,
        stamp(o.order_date),
        o.hash_,
    )


class TimezoneInfoTwin(
    Struct, gc=False, omit_defaults=True, rename={"time_zone_info": "TimeZoneInfo", "date_time": "DateTime"}
):
    time_zone_info: str | None = None
    date_time: str | None = None


def pour_timezone_info(s: TimezoneInfoTwin) -> TimezoneInfo:
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


def unpour_timezone_info(o: TimezoneInfo) -> TimezoneInfoTwin:
    return TimezoneInfoTwin(
        o.time_zone_info,
        stamp(o.date_time),
    )


class EInvoiceSignatureModelTwin(
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
    date_time_info: TimezoneInfoTwin | None = None
    qr_code: str | None = None
    cfdi: str | None = None
    stamp_url: str | None = None
    linked_to: EinvoiceChainTwin | None = None


def pour_e_invoice_signature_model(s: EInvoiceSignatureModelTwin) -> EInvoiceSignatureModel:
    o = _new(EInvoiceSignatureModel)
    o.orginal_string = s.orginal_string
    o.network_certificate_number = s.network_certificate_number
    o.document_certificate_number = s.document_certificate_number
    o.uuid = s.uuid
    o.network_stamp = s.network_stamp
    o.document_stamp = s.document_stamp
    o.date_time_info = None if (timezone_info := s.date_time_info) is None else pour_timezone_info(timezone_info)
    o.qr_code = s.qr_code
    o.cfdi = s.cfdi
    o.stamp_url = s.stamp_url
    o.linked_to = None if (einvoice_chain := s.linked_to) is None else pour_einvoice_chain(einvoice_chain)
    return o


def unpour_e_invoice_signature_model(o: EInvoiceSignatureModel) -> EInvoiceSignatureModelTwin:
    return EInvoiceSignatureModelTwin(
        o.orginal_string,
        o.network_certificate_number,
        o.document_certificate_number,
        o.uuid,
        o.network_stamp,
        o.document_stamp,
        unpour_one(o.date_time_info, TimezoneInfo, unpour_timezone_info),
        o.qr_code,
        o.cfdi,
        o.stamp_url,
        unpour_one(o.linked_to, EinvoiceChain, unpour_einvoice_chain),
    )


class ExternalProviderReferenceTwin(
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


def pour_external_provider_reference(s: ExternalProviderReferenceTwin) -> ExternalProviderReference:
    o = _new(ExternalProviderReference)
    o.external_provider = s.external_provider
    o.category = s.category
    o.value = s.value
    o.entity_type = s.entity_type
    o.entity_id = s.entity_id
    return o


def unpour_external_provider_reference(o: ExternalProviderReference) -> ExternalProviderReferenceTwin:
    return ExternalProviderReferenceTwin(
        o.external_provider,
        o.category,
        o.value,
        o.entity_type,
        o.entity_id,
    )


class OCRTextTwin(
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


def pour_ocr_text(s: OCRTextTwin) -> OCRText:
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


def unpour_ocr_text(o: OCRText) -> OCRTextTwin:
    return OCRTextTwin(
        o.text,
        number(o.x),
        number(o.y),
        number(o.width),
        number(o.height),
    )


class OCRPageTwin(Struct, gc=False, omit_defaults=True, rename={"text_list": "TextList"}):
    text_list: list[OCRTextTwin] | None = None


def pour_ocr_page(s: OCRPageTwin) -> OCRPage:
    o = _new(OCRPage)
    o.text_list = (
        None
        if (list_ocr_text := s.text_list) is None
        else (
            [*map(pour_ocr_text, list_ocr_text)]
            if len(list_ocr_text) > 1
            else [pour_ocr_text(list_ocr_text[0])]
            if list_ocr_text
            else []
        )
    )
    return o


def unpour_ocr_page(o: OCRPage) -> OCRPageTwin:
    return OCRPageTwin(
        unpour_list(o.text_list, OCRText, unpour_ocr_text),
    )


class OrderLineTwin(
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
    external_provider_references: list[ExternalProviderReferenceTwin] | None = None
    incl_leading: bool | None = None
    unit_price_incl: Decimal | None = None
    total_incl: Decimal | None = None
    analytic_cost_bearer: str | None = None
    analytic_cost_center: str | None = None
    reduction_percentage: Decimal | None = None
    description_extended: str | None = None
    allowance_charge_indicator: bool | None = None
    linked_order_line_id: str | None = None


def pour_order_line(s: OrderLineTwin) -> OrderLine:
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
    o.external_provider_references = (
        None
        if (list_external_provider_reference := s.external_provider_references) is None
        else (
            [*map(pour_external_provider_reference, list_external_provider_reference)]
            if len(list_external_provider_reference) > 1
            else [pour_external_provider_reference(list_external_provider_reference[0])]
            if list_external_provider_reference
            else []
        )
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
    return o


def unpour_order_line(o: OrderLine) -> OrderLineTwin:
    return OrderLineTwin(
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
        free(o.custom_fields),
        unpour_list(o.external_provider_references, ExternalProviderReference, unpour_external_provider_reference),
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


class OrderMessageTwin(
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


def pour_order_message(s: OrderMessageTwin) -> OrderMessage:
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


def unpour_order_message(o: OrderMessage) -> OrderMessageTwin:
    return OrderMessageTwin(
        o.order_id,
        o.description,
        o.file_id,
        stamp(o.creation_date),
        o.transport_type,
        o.success,
        o.trials,
        o.destination,
        o.message_direction,
    )


class PaymentLinkTwin(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"external_provider": "ExternalProvider", "click_url": "ClickUrl", "qr_image_url": "QRImageUrl"},
):
    external_provider: str | None = None
    click_url: str | None = None
    qr_image_url: str | None = None


def pour_payment_link(s: PaymentLinkTwin) -> PaymentLink:
    o = _new(PaymentLink)
    o.external_provider = s.external_provider
    o.click_url = s.click_url
    o.qr_image_url = s.qr_image_url
    return o


def unpour_payment_link(o: PaymentLink) -> PaymentLinkTwin:
    return PaymentLinkTwin(
        o.external_provider,
        o.click_url,
        o.qr_image_url,
    )


class VatGroupTwin(
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


def pour_vat_group(s: VatGroupTwin) -> VatGroup:
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


def unpour_vat_group(o: VatGroup) -> VatGroupTwin:
    return VatGroupTwin(
        o.ventilation_code,
        number(o.vat_percentage),
        number(o.total_excl),
        number(o.total_vat),
        number(o.total_incl),
        number(o.mtvh),
        number(o.financial_reduction_amount),
    )


class OrderTwin(
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
    order_pdf: FileTwin | None = None
    attachments: list[FileTwin] | None = None
    order_number: str | None = None
    customer_id: int | None = None
    supplier_id: int | None = None
    counter_party_id: int | None = None
    customer: PartyTwin | None = None
    supplier: PartyTwin | None = None
    counter_party: PartyTwin | None = None
    order_date: str | None = None
    expiry_date: str | None = None
    order_type: str | None = None
    order_sub_type: str | None = None
    last_modified: str | None = None
    created: str | None = None
    order_direction: str | None = None
    order_lines: list[OrderLineTwin] | None = None
    booking_entries: list[BookingEntryTwin] | None = None
    journal: str | None = None
    order_title: str | None = None
    payment_discount_percentage: Decimal | None = None
    payment_discount_amount: Decimal | None = None
    payment_reduction_days: int | None = None
    payment_discount_date: str | None = None
    vat_groups: list[VatGroupTwin] | None = None
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
    ocr_meta_pages: list[OCRPageTwin] | None = None
    paid: bool | None = None
    paid_date: str | None = None
    external_provider_id: str | None = None
    external_provider: str | None = None
    project_id: int | None = None
    project_name: str | None = None
    external_provider_references: list[ExternalProviderReferenceTwin] | None = None
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
    payment_links: list[PaymentLinkTwin] | None = None
    template_id: int | None = None
    message_template_id: int | None = None
    analytic_cost_bearer: str | None = None
    analytic_cost_center: str | None = None
    accountant_verification_needed: bool | None = None
    current_document_delivery_details: DocumentDeliveryDetailsTwin | None = None
    messages: list[OrderMessageTwin] | None = None
    additional_document_reference: list[AdditionalDocumentsTwin] | None = None
    payment_terms: str | None = None
    iban: str | None = None
    bic: str | None = None
    contract_document_reference: list[ContractDocumentReferenceTwin] | None = None
    tax_point_date: str | None = None
    category_field_items: list[CategoryFieldItemTwin] | None = None
    signature: EInvoiceSignatureModelTwin | None = None


def pour_order(s: OrderTwin) -> Order:
    o = _new(Order)
    o.order_id = s.order_id
    o.company_id = s.company_id
    o.order_pdf = None if (file := s.order_pdf) is None else pour_file(file)
    o.attachments = (
        None
        if (list_file := s.attachments) is None
        else ([*map(pour_file, list_file)] if len(list_file) > 1 else [pour_file(list_file[0])] if list_file else [])
    )
    o.order_number = s.order_number
    o.customer_id = s.customer_id
    o.supplier_id = s.supplier_id
    o.counter_party_id = s.counter_party_id
    o.customer = None if (party := s.customer) is None else pour_party(party)
    o.supplier = None if (party := s.supplier) is None else pour_party(party)
    o.counter_party = None if (party := s.counter_party) is None else pour_party(party)
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
    o.order_lines = (
        None
        if (list_order_line := s.order_lines) is None
        else (
            [*map(pour_order_line, list_order_line)]
            if len(list_order_line) > 1
            else [pour_order_line(list_order_line[0])]
            if list_order_line
            else []
        )
    )
    o.booking_entries = (
        None
        if (list_booking_entry := s.booking_entries) is None
        else (
            [*map(pour_booking_entry, list_booking_entry)]
            if len(list_booking_entry) > 1
            else [pour_booking_entry(list_booking_entry[0])]
            if list_booking_entry
            else []
        )
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
    o.vat_groups = (
        None
        if (list_vat_group := s.vat_groups) is None
        else (
            [*map(pour_vat_group, list_vat_group)]
            if len(list_vat_group) > 1
            else [pour_vat_group(list_vat_group[0])]
            if list_vat_group
            else []
        )
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
    o.ocr_meta_pages = (
        None
        if (list_ocr_page := s.ocr_meta_pages) is None
        else (
            [*map(pour_ocr_page, list_ocr_page)]
            if len(list_ocr_page) > 1
            else [pour_ocr_page(list_ocr_page[0])]
            if list_ocr_page
            else []
        )
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
    o.external_provider_references = (
        None
        if (list_external_provider_reference := s.external_provider_references) is None
        else (
            [*map(pour_external_provider_reference, list_external_provider_reference)]
            if len(list_external_provider_reference) > 1
            else [pour_external_provider_reference(list_external_provider_reference[0])]
            if list_external_provider_reference
            else []
        )
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
    o.payment_links = (
        None
        if (list_payment_link := s.payment_links) is None
        else (
            [*map(pour_payment_link, list_payment_link)]
            if len(list_payment_link) > 1
            else [pour_payment_link(list_payment_link[0])]
            if list_payment_link
            else []
        )
    )
    o.template_id = s.template_id
    o.message_template_id = s.message_template_id
    o.analytic_cost_bearer = s.analytic_cost_bearer
    o.analytic_cost_center = s.analytic_cost_center
    o.accountant_verification_needed = s.accountant_verification_needed
    o.current_document_delivery_details = (
        None
        if (document_delivery_details := s.current_document_delivery_details) is None
        else pour_document_delivery_details(document_delivery_details)
    )
    o.messages = (
        None
        if (list_order_message := s.messages) is None
        else (
            [*map(pour_order_message, list_order_message)]
            if len(list_order_message) > 1
            else [pour_order_message(list_order_message[0])]
            if list_order_message
            else []
        )
    )
    o.additional_document_reference = (
        None
        if (list_additional_documents := s.additional_document_reference) is None
        else (
            [*map(pour_additional_documents, list_additional_documents)]
            if len(list_additional_documents) > 1
            else [pour_additional_documents(list_additional_documents[0])]
            if list_additional_documents
            else []
        )
    )
    o.payment_terms = s.payment_terms
    o.iban = s.iban
    o.bic = s.bic
    o.contract_document_reference = (
        None
        if (list_contract_document_reference := s.contract_document_reference) is None
        else (
            [*map(pour_contract_document_reference, list_contract_document_reference)]
            if len(list_contract_document_reference) > 1
            else [pour_contract_document_reference(list_contract_document_reference[0])]
            if list_contract_document_reference
            else []
        )
    )
    o.tax_point_date = None if (text := s.tax_point_date) is None else (days.get(text) or day(text))
    o.category_field_items = (
        None
        if (list_category_field_item := s.category_field_items) is None
        else (
            [*map(pour_category_field_item, list_category_field_item)]
            if len(list_category_field_item) > 1
            else [pour_category_field_item(list_category_field_item[0])]
            if list_category_field_item
            else []
        )
    )
    o.signature = (
        None
        if (e_invoice_signature_model := s.signature) is None
        else pour_e_invoice_signature_model(e_invoice_signature_model)
    )
    return o


def unpour_order(o: Order) -> OrderTwin:
    return OrderTwin(
        o.order_id,
        o.company_id,
        unpour_one(o.order_pdf, File, unpour_file),
        unpour_list(o.attachments, File, unpour_file),
        o.order_number,
        o.customer_id,
        o.supplier_id,
        o.counter_party_id,
        unpour_one(o.customer, Party, unpour_party),
        unpour_one(o.supplier, Party, unpour_party),
        unpour_one(o.counter_party, Party, unpour_party),
        stamp(o.order_date),
        stamp(o.expiry_date),
        o.order_type,
        o.order_sub_type,
        stamp(o.last_modified),
        stamp(o.created),
        o.order_direction,
        unpour_list(o.order_lines, OrderLine, unpour_order_line),
        unpour_list(o.booking_entries, BookingEntry, unpour_booking_entry),
        o.journal,
        o.order_title,
        number(o.payment_discount_percentage),
        number(o.payment_discount_amount),
        o.payment_reduction_days,
        stamp(o.payment_discount_date),
        unpour_list(o.vat_groups, VatGroup, unpour_vat_group),
        o.ventilation_code,
        number(o.total_excl),
        number(o.total_incl),
        number(o.total_vat),
        o.reference,
        free(o.tags),
        o.department_id,
        o.payment_reference,
        o.about_invoice_number,
        o.ocr_raw_text,
        unpour_list(o.ocr_meta_pages, OCRPage, unpour_ocr_page),
        o.paid,
        stamp(o.paid_date),
        o.external_provider_id,
        o.external_provider,
        o.project_id,
        o.project_name,
        unpour_list(o.external_provider_references, ExternalProviderReference, unpour_external_provider_reference),
        o.comments,
        o.currency,
        number(o.vat_deduction),
        number(o.mixed_use_professional_percentage),
        o.internal_info,
        o.is_sent,
        o.invoiced,
        free(o.custom_fields),
        stamp(o.period_from),
        stamp(o.period_till),
        o.cost_category_code,
        o.account_code,
        o.accounting_cost_type_tc,
        stamp(o.last_reminder),
        o.reminders_sent,
        number(o.to_pay),
        o.order_status,
        o.approval_status,
        o.overdue,
        o.days_overdue,
        number(o.fx_rate_to_foreign),
        o.payment_method,
        stamp(o.delivery_date),
        o.exported_to_connector,
        unpour_list(o.payment_links, PaymentLink, unpour_payment_link),
        o.template_id,
        o.message_template_id,
        o.analytic_cost_bearer,
        o.analytic_cost_center,
        o.accountant_verification_needed,
        unpour_one(o.current_document_delivery_details, DocumentDeliveryDetails, unpour_document_delivery_details),
        unpour_list(o.messages, OrderMessage, unpour_order_message),
        unpour_list(o.additional_document_reference, AdditionalDocuments, unpour_additional_documents),
        o.payment_terms,
        o.iban,
        o.bic,
        unpour_list(o.contract_document_reference, ContractDocumentReference, unpour_contract_document_reference),
        stamp(o.tax_point_date),
        unpour_list(o.category_field_items, CategoryFieldItem, unpour_category_field_item),
        unpour_one(o.signature, EInvoiceSignatureModel, unpour_e_invoice_signature_model),
    )


class PostPaymentRequestTwin(
    Struct, gc=False, omit_defaults=True, rename={"amount": "Amount", "description": "Description", "date": "Date"}
):
    amount: Decimal | None = None
    description: str | None = None
    date: str | None = None


def pour_post_payment_request(s: PostPaymentRequestTwin) -> PostPaymentRequest:
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


def unpour_post_payment_request(o: PostPaymentRequest) -> PostPaymentRequestTwin:
    return PostPaymentRequestTwin(
        number(o.amount),
        o.description,
        stamp(o.date),
    )


class SendRequestTwin(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"order_ids": "OrderIds", "transport_type": "TransportType", "print_type": "PrintType"},
):
    order_ids: list[int] | None = None
    transport_type: str | None = None
    print_type: str | None = None


def pour_send_request(s: SendRequestTwin) -> SendRequest:
    o = _new(SendRequest)
    o.order_ids = s.order_ids
    o.transport_type = s.transport_type
    o.print_type = s.print_type
    return o


def unpour_send_request(o: SendRequest) -> SendRequestTwin:
    return SendRequestTwin(
        free(o.order_ids),
        o.transport_type,
        o.print_type,
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    AdditionalDocuments: Codec(
        AdditionalDocuments, AdditionalDocumentsTwin, pour_additional_documents, unpour_additional_documents
    ),
    BookingEntry: Codec(BookingEntry, BookingEntryTwin, pour_booking_entry, unpour_booking_entry),
    CategoryFieldItem: Codec(
        CategoryFieldItem, CategoryFieldItemTwin, pour_category_field_item, unpour_category_field_item
    ),
    ContractDocumentReference: Codec(
        ContractDocumentReference,
        ContractDocumentReferenceTwin,
        pour_contract_document_reference,
        unpour_contract_document_reference,
    ),
    DocumentDeliveryDetails: Codec(
        DocumentDeliveryDetails,
        DocumentDeliveryDetailsTwin,
        pour_document_delivery_details,
        unpour_document_delivery_details,
    ),
    EInvoiceSignatureModel: Codec(
        EInvoiceSignatureModel,
        EInvoiceSignatureModelTwin,
        pour_e_invoice_signature_model,
        unpour_e_invoice_signature_model,
    ),
    EinvoiceChain: Codec(EinvoiceChain, EinvoiceChainTwin, pour_einvoice_chain, unpour_einvoice_chain),
    ExternalProviderReference: Codec(
        ExternalProviderReference,
        ExternalProviderReferenceTwin,
        pour_external_provider_reference,
        unpour_external_provider_reference,
    ),
    OCRPage: Codec(OCRPage, OCRPageTwin, pour_ocr_page, unpour_ocr_page),
    OCRText: Codec(OCRText, OCRTextTwin, pour_ocr_text, unpour_ocr_text),
    Order: Codec(Order, OrderTwin, pour_order, unpour_order),
    OrderLine: Codec(OrderLine, OrderLineTwin, pour_order_line, unpour_order_line),
    OrderMessage: Codec(OrderMessage, OrderMessageTwin, pour_order_message, unpour_order_message),
    PaymentLink: Codec(PaymentLink, PaymentLinkTwin, pour_payment_link, unpour_payment_link),
    PostPaymentRequest: Codec(
        PostPaymentRequest, PostPaymentRequestTwin, pour_post_payment_request, unpour_post_payment_request
    ),
    SendRequest: Codec(SendRequest, SendRequestTwin, pour_send_request, unpour_send_request),
    TimezoneInfo: Codec(TimezoneInfo, TimezoneInfoTwin, pour_timezone_info, unpour_timezone_info),
    VatGroup: Codec(VatGroup, VatGroupTwin, pour_vat_group, unpour_vat_group),
}
