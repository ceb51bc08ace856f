# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "files"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from billit_async._serialization.structs import (
    Codec,
)
from billit_async.models.files import File

_new = object.__new__
_read = datetime.fromisoformat


class FileStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"file_id": "FileID", "file_name": "FileName", "mime_type": "MimeType", "file_content": "FileContent"},
):
    file_id: UUID | None = None
    file_name: str | None = None
    mime_type: str | None = None
    file_content: str | None = None


def file_from_struct(s: FileStruct) -> File:
    o = _new(File)
    o.file_id = s.file_id
    o.file_name = s.file_name
    o.mime_type = s.mime_type
    o.file_content = s.file_content
    return o


def file_to_struct(o: File) -> FileStruct:
    return FileStruct(
        o.file_id,
        o.file_name,
        o.mime_type,
        o.file_content,
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    File: Codec(File, FileStruct, file_from_struct, file_to_struct),
}
