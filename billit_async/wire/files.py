# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Twins of the models of the area "files"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from billit_async.models.files import File
from billit_async.twin import (
    Codec,
)

_new = object.__new__
_read = datetime.fromisoformat


class FileTwin(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"file_id": "FileID", "file_name": "FileName", "mime_type": "MimeType", "file_content": "FileContent"},
):
    file_id: UUID | None = None
    file_name: str | None = None
    mime_type: str | None = None
    file_content: str | None = None


def pour_file(s: FileTwin) -> File:
    o = _new(File)
    o.file_id = s.file_id
    o.file_name = s.file_name
    o.mime_type = s.mime_type
    o.file_content = s.file_content
    return o


def unpour_file(o: File) -> FileTwin:
    return FileTwin(
        o.file_id,
        o.file_name,
        o.mime_type,
        o.file_content,
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    File: Codec(File, FileTwin, pour_file, unpour_file),
}
