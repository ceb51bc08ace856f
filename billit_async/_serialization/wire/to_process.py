# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "to process"; internal."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from msgspec import Raw, Struct

from billit_async._serialization.structs import (
    ABSENT,
    Codec,
    Nested,
    day,
    days,
    encode_datetime,
    number,
    one_to_struct,
    refuse_number,
)
from billit_async._serialization.wire.files import FileStruct, file_from_struct, file_to_struct
from billit_async.models.files import File
from billit_async.models.to_process import ToProcessSaveRequest, UploadMetadata

_new = object.__new__
_read = datetime.fromisoformat


class UploadMetadataStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={
        "total_incl": "TotalIncl",
        "cost_type": "CostType",
        "payment_method": "PaymentMethod",
        "description": "Description",
        "currency_tc": "CurrencyTC",
        "order_date": "OrderDate",
    },
):
    total_incl: Decimal | None = None
    cost_type: str | None = None
    payment_method: str | None = None
    description: str | None = None
    currency_tc: str | None = None
    order_date: str | None = None


def upload_metadata_from_struct(s: UploadMetadataStruct) -> UploadMetadata:
    o = _new(UploadMetadata)
    o.total_incl = (
        amount
        if (amount := s.total_incl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.cost_type = s.cost_type
    o.payment_method = s.payment_method
    o.description = s.description
    o.currency_tc = s.currency_tc
    o.order_date = None if (text := s.order_date) is None else (days.get(text) or day(text))
    return o


def upload_metadata_to_struct(o: UploadMetadata) -> UploadMetadataStruct:
    return UploadMetadataStruct(
        number(o.total_incl),
        o.cost_type,
        o.payment_method,
        o.description,
        o.currency_tc,
        encode_datetime(o.order_date),
    )


class ToProcessSaveRequestStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"split": "Split", "file": "File", "file_source": "FileSource", "meta_data": "MetaData"},
):
    split: bool | None = None
    file: FileStruct | None = None
    file_source: FileStruct | None = None
    meta_data: UploadMetadataStruct | None = None


def to_process_save_request_from_struct(s: ToProcessSaveRequestStruct) -> ToProcessSaveRequest:
    o = _new(ToProcessSaveRequest)
    o.split = s.split
    slots: Any = o
    slots.unread_file = None if (file := s.file) is None else file_from_struct(file)
    slots.unread_file_source = None if (file := s.file_source) is None else file_from_struct(file)
    slots.unread_meta_data = (
        None if (upload_metadata := s.meta_data) is None else upload_metadata_from_struct(upload_metadata)
    )
    return o


def to_process_save_request_to_struct(o: ToProcessSaveRequest) -> ToProcessSaveRequestStruct:
    return ToProcessSaveRequestStruct(
        o.split,
        one_to_struct(o.file, File, file_to_struct),
        one_to_struct(o.file_source, File, file_to_struct),
        one_to_struct(o.meta_data, UploadMetadata, upload_metadata_to_struct),
    )


class ToProcessSaveRequestRow(
    Struct,
    gc=False,
    forbid_unknown_fields=True,
    rename={"split": "Split", "file": "File", "file_source": "FileSource", "meta_data": "MetaData"},
):
    split: bool | None = None
    file: Raw = ABSENT
    file_source: Raw = ABSENT
    meta_data: Raw = ABSENT


def to_process_save_request_from_row(s: Any) -> ToProcessSaveRequest:
    o: Any = _new(ToProcessSaveRequest)
    o.split = s.split
    raw = s.file
    o.unread_file = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    raw = s.file_source
    o.unread_file_source = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    raw = s.meta_data
    o.unread_meta_data = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    made: ToProcessSaveRequest = o
    return made


CODECS: dict[type[Any], Codec[Any, Any]] = {
    ToProcessSaveRequest: Codec(
        ToProcessSaveRequest,
        ToProcessSaveRequestStruct,
        to_process_save_request_from_struct,
        to_process_save_request_to_struct,
        ToProcessSaveRequestRow,
        to_process_save_request_from_row,
        {
            "file": Nested(FileStruct, file_from_struct),
            "file_source": Nested(FileStruct, file_from_struct),
            "meta_data": Nested(UploadMetadataStruct, upload_metadata_from_struct),
        },
    ),
    UploadMetadata: Codec(UploadMetadata, UploadMetadataStruct, upload_metadata_from_struct, upload_metadata_to_struct),
}
