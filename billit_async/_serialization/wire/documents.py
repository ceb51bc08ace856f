# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "documents"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Raw, Struct

from billit_async._serialization.structs import (
    ABSENT,
    Codec,
    Nested,
    day,
    days,
    encode_datetime,
    one_to_struct,
    parse_datetime,
    values_to_list,
)
from billit_async._serialization.wire.files import FileStruct, file_from_struct, file_to_struct
from billit_async.models.documents import Document, DocumentAPIView
from billit_async.models.files import File

_new = object.__new__
_read = datetime.fromisoformat


class DocumentStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={
        "document_id": "DocumentID",
        "company_id": "CompanyID",
        "file": "File",
        "name": "Name",
        "description": "Description",
        "document_date": "DocumentDate",
        "creation_date": "CreationDate",
        "tags": "Tags",
    },
):
    document_id: int | None = None
    company_id: int | None = None
    file: FileStruct | None = None
    name: str | None = None
    description: str | None = None
    document_date: str | None = None
    creation_date: str | None = None
    tags: list[str] | None = None


def document_from_struct(s: DocumentStruct) -> Document:
    o = _new(Document)
    o.document_id = s.document_id
    o.company_id = s.company_id
    o.name = s.name
    o.description = s.description
    o.document_date = None if (text := s.document_date) is None else (days.get(text) or day(text))
    o.creation_date = (
        None
        if (text := s.creation_date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.tags = s.tags
    slots: Any = o
    slots.unread_file = None if (file := s.file) is None else file_from_struct(file)
    return o


def document_to_struct(o: Document) -> DocumentStruct:
    return DocumentStruct(
        o.document_id,
        o.company_id,
        one_to_struct(o.file, File, file_to_struct),
        o.name,
        o.description,
        encode_datetime(o.document_date),
        encode_datetime(o.creation_date),
        values_to_list(o.tags),
    )


class DocumentRow(
    Struct,
    gc=False,
    forbid_unknown_fields=True,
    rename={
        "document_id": "DocumentID",
        "company_id": "CompanyID",
        "file": "File",
        "name": "Name",
        "description": "Description",
        "document_date": "DocumentDate",
        "creation_date": "CreationDate",
        "tags": "Tags",
    },
):
    document_id: int | None = None
    company_id: int | None = None
    file: Raw = ABSENT
    name: str | None = None
    description: str | None = None
    document_date: str | None = None
    creation_date: str | None = None
    tags: list[str] | None = None


def document_from_row(s: Any) -> Document:
    o: Any = _new(Document)
    o.document_id = s.document_id
    o.company_id = s.company_id
    raw = s.file
    o.unread_file = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    o.name = s.name
    o.description = s.description
    o.document_date = None if (text := s.document_date) is None else (days.get(text) or day(text))
    o.creation_date = (
        None
        if (text := s.creation_date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.tags = s.tags
    made: Document = o
    return made


class DocumentAPIViewStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "document_id": "DocumentID",
        "company_id": "CompanyID",
        "file": "File",
        "name": "Name",
        "description": "Description",
        "document_date": "DocumentDate",
        "creation_date": "CreationDate",
        "tags": "Tags",
    },
):
    document_id: int | None = None
    company_id: int | None = None
    file: FileStruct | None = None
    name: str | None = None
    description: str | None = None
    document_date: str | None = None
    creation_date: str | None = None
    tags: list[str] | None = None


def document_api_view_from_struct(s: DocumentAPIViewStruct) -> DocumentAPIView:
    o = _new(DocumentAPIView)
    o.document_id = s.document_id
    o.company_id = s.company_id
    o.name = s.name
    o.description = s.description
    o.document_date = None if (text := s.document_date) is None else (days.get(text) or day(text))
    o.creation_date = (
        None
        if (text := s.creation_date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.tags = s.tags
    slots: Any = o
    slots.unread_file = None if (file := s.file) is None else file_from_struct(file)
    return o


def document_api_view_to_struct(o: DocumentAPIView) -> DocumentAPIViewStruct:
    return DocumentAPIViewStruct(
        o.document_id,
        o.company_id,
        one_to_struct(o.file, File, file_to_struct),
        o.name,
        o.description,
        encode_datetime(o.document_date),
        encode_datetime(o.creation_date),
        values_to_list(o.tags),
    )


class DocumentAPIViewRow(
    Struct,
    gc=False,
    rename={
        "document_id": "DocumentID",
        "company_id": "CompanyID",
        "file": "File",
        "name": "Name",
        "description": "Description",
        "document_date": "DocumentDate",
        "creation_date": "CreationDate",
        "tags": "Tags",
    },
):
    document_id: int | None = None
    company_id: int | None = None
    file: Raw = ABSENT
    name: str | None = None
    description: str | None = None
    document_date: str | None = None
    creation_date: str | None = None
    tags: list[str] | None = None


def document_api_view_from_row(s: Any) -> DocumentAPIView:
    o: Any = _new(DocumentAPIView)
    o.document_id = s.document_id
    o.company_id = s.company_id
    raw = s.file
    o.unread_file = None if raw is None else None if (kept := bytes(raw)) == b"null" else kept
    o.name = s.name
    o.description = s.description
    o.document_date = None if (text := s.document_date) is None else (days.get(text) or day(text))
    o.creation_date = (
        None
        if (text := s.creation_date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.tags = s.tags
    made: DocumentAPIView = o
    return made


CODECS: dict[type[Any], Codec[Any, Any]] = {
    Document: Codec(
        Document,
        DocumentStruct,
        document_from_struct,
        document_to_struct,
        DocumentRow,
        document_from_row,
        {"file": Nested(FileStruct, file_from_struct)},
    ),
    DocumentAPIView: Codec(
        DocumentAPIView,
        DocumentAPIViewStruct,
        document_api_view_from_struct,
        document_api_view_to_struct,
        DocumentAPIViewRow,
        document_api_view_from_row,
        {"file": Nested(FileStruct, file_from_struct)},
    ),
}
