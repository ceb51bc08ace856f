# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "errors"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from billit_async._serialization.structs import (
    Codec,
    list_to_struct,
)
from billit_async.models.errors import ErrorEnvelope, ErrorItem

_new = object.__new__
_read = datetime.fromisoformat


class ErrorItemStruct(Struct, gc=False, omit_defaults=True, rename={"code": "Code", "description": "Description"}):
    code: str | None = None
    description: str | None = None


def error_item_from_struct(s: ErrorItemStruct) -> ErrorItem:
    o = _new(ErrorItem)
    o.code = s.code
    o.description = s.description
    return o


def error_item_to_struct(o: ErrorItem) -> ErrorItemStruct:
    return ErrorItemStruct(
        o.code,
        o.description,
    )


class ErrorEnvelopeStruct(Struct, gc=False, omit_defaults=True, rename={"errors": "errors"}):
    errors: list[ErrorItemStruct] | None = None


def error_envelope_from_struct(s: ErrorEnvelopeStruct) -> ErrorEnvelope:
    o = _new(ErrorEnvelope)
    o.errors = (
        None
        if (list_error_item := s.errors) is None
        else (
            [*map(error_item_from_struct, list_error_item)]
            if len(list_error_item) > 1
            else [error_item_from_struct(list_error_item[0])]
            if list_error_item
            else []
        )
    )
    return o


def error_envelope_to_struct(o: ErrorEnvelope) -> ErrorEnvelopeStruct:
    return ErrorEnvelopeStruct(
        list_to_struct(o.errors, ErrorItem, error_item_to_struct),
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    ErrorEnvelope: Codec(ErrorEnvelope, ErrorEnvelopeStruct, error_envelope_from_struct, error_envelope_to_struct),
    ErrorItem: Codec(ErrorItem, ErrorItemStruct, error_item_from_struct, error_item_to_struct),
}
