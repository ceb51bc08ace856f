# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "errors"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Raw, Struct

from billit_async._serialization.structs import (
    ABSENT,
    Codec,
    Nested,
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
    slots: Any = o
    slots.unread_errors = (
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


class ErrorEnvelopeRow(Struct, gc=False, rename={"errors": "errors"}):
    errors: Raw = ABSENT


def error_envelope_from_row(s: Any) -> ErrorEnvelope:
    o: Any = _new(ErrorEnvelope)
    raw = s.errors
    o.unread_errors = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    made: ErrorEnvelope = o
    return made


def error_envelope_errors(x: Any) -> Any:
    return [*map(error_item_from_struct, x)] if len(x) > 1 else [error_item_from_struct(x[0])] if x else []


CODECS: dict[type[Any], Codec[Any, Any]] = {
    ErrorEnvelope: Codec(
        ErrorEnvelope,
        ErrorEnvelopeStruct,
        error_envelope_from_struct,
        error_envelope_to_struct,
        ErrorEnvelopeRow,
        error_envelope_from_row,
        {"errors": Nested(list[ErrorItemStruct], error_envelope_errors)},
    ),
    ErrorItem: Codec(ErrorItem, ErrorItemStruct, error_item_from_struct, error_item_to_struct),
}
