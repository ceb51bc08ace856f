# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "journals"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from billit_async._serialization.structs import (
    Codec,
)
from billit_async.models.journals import Journal

_new = object.__new__
_read = datetime.fromisoformat


class JournalStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"code": "Code", "description": "Description", "journal_type": "JournalType"},
):
    code: str | None = None
    description: str | None = None
    journal_type: str | None = None


def journal_from_struct(s: JournalStruct) -> Journal:
    o = _new(Journal)
    o.code = s.code
    o.description = s.description
    o.journal_type = s.journal_type
    return o


def journal_to_struct(o: Journal) -> JournalStruct:
    return JournalStruct(
        o.code,
        o.description,
        o.journal_type,
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    Journal: Codec(Journal, JournalStruct, journal_from_struct, journal_to_struct),
}
