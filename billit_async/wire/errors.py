# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Twins of the models of the area "errors"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from billit_async.models.errors import ErrorEnvelope, ErrorItem
from billit_async.twin import (
    Codec,
    unpour_list,
)

_new = object.__new__
_read = datetime.fromisoformat


class ErrorItemTwin(Struct, gc=False, omit_defaults=True, rename={"code": "Code", "description": "Description"}):
    code: str | None = None
    description: str | None = None


def pour_error_item(s: ErrorItemTwin) -> ErrorItem:
    o = _new(ErrorItem)
    o.code = s.code
    o.description = s.description
    return o


def unpour_error_item(o: ErrorItem) -> ErrorItemTwin:
    return ErrorItemTwin(
        o.code,
        o.description,
    )


class ErrorEnvelopeTwin(Struct, gc=False, omit_defaults=True, rename={"errors": "errors"}):
    errors: list[ErrorItemTwin] | None = None


def pour_error_envelope(s: ErrorEnvelopeTwin) -> ErrorEnvelope:
    o = _new(ErrorEnvelope)
    o.errors = (
        None
        if (list_error_item := s.errors) is None
        else (
            [*map(pour_error_item, list_error_item)]
            if len(list_error_item) > 1
            else [pour_error_item(list_error_item[0])]
            if list_error_item
            else []
        )
    )
    return o


def unpour_error_envelope(o: ErrorEnvelope) -> ErrorEnvelopeTwin:
    return ErrorEnvelopeTwin(
        unpour_list(o.errors, ErrorItem, unpour_error_item),
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    ErrorEnvelope: Codec(ErrorEnvelope, ErrorEnvelopeTwin, pour_error_envelope, unpour_error_envelope),
    ErrorItem: Codec(ErrorItem, ErrorItemTwin, pour_error_item, unpour_error_item),
}
