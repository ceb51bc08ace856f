# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Twins of the models of the area "to process"; internal."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from msgspec import Struct

from billit_async.models.files import File
from billit_async.models.to_process import ToProcessSaveRequest, UploadMetadata
from billit_async.twin import (
    Codec,
    day,
    days,
    number,
    refuse_number,
    stamp,
    unpour_one,
)
from billit_async.wire.files import FileTwin, pour_file, unpour_file

_new = object.__new__
_read = datetime.fromisoformat


class UploadMetadataTwin(
    Struct,
    gc=False,
    omit_defaults=True,
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


def pour_upload_metadata(s: UploadMetadataTwin) -> UploadMetadata:
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


def unpour_upload_metadata(o: UploadMetadata) -> UploadMetadataTwin:
    return UploadMetadataTwin(
        number(o.total_incl),
        o.cost_type,
        o.payment_method,
        o.description,
        o.currency_tc,
        stamp(o.order_date),
    )


class ToProcessSaveRequestTwin(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"split": "Split", "file": "File", "file_source": "FileSource", "meta_data": "MetaData"},
):
    split: bool | None = None
    file: FileTwin | None = None
    file_source: FileTwin | None = None
    meta_data: UploadMetadataTwin | None = None


def pour_to_process_save_request(s: ToProcessSaveRequestTwin) -> ToProcessSaveRequest:
    o = _new(ToProcessSaveRequest)
    o.split = s.split
    o.file = None if (file := s.file) is None else pour_file(file)
    o.file_source = None if (file := s.file_source) is None else pour_file(file)
    o.meta_data = None if (upload_metadata := s.meta_data) is None else pour_upload_metadata(upload_metadata)
    return o


def unpour_to_process_save_request(o: ToProcessSaveRequest) -> ToProcessSaveRequestTwin:
    return ToProcessSaveRequestTwin(
        o.split,
        unpour_one(o.file, File, unpour_file),
        unpour_one(o.file_source, File, unpour_file),
        unpour_one(o.meta_data, UploadMetadata, unpour_upload_metadata),
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    ToProcessSaveRequest: Codec(
        ToProcessSaveRequest, ToProcessSaveRequestTwin, pour_to_process_save_request, unpour_to_process_save_request
    ),
    UploadMetadata: Codec(UploadMetadata, UploadMetadataTwin, pour_upload_metadata, unpour_upload_metadata),
}
