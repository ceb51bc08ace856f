# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Twins of the models of the area "documents"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from billit_async.models.documents import Document, DocumentAPIView
from billit_async.models.files import File
from billit_async.twin import (
    Codec,
    day,
    days,
    free,
    parse_datetime,
    stamp,
    unpour_one,
)
from billit_async.wire.files import FileTwin, pour_file, unpour_file

_new = object.__new__
_read = datetime.fromisoformat


class DocumentTwin(
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
    file: FileTwin | None = None
    name: str | None = None
    description: str | None = None
    document_date: str | None = None
    creation_date: str | None = None
    tags: list[str] | None = None


def pour_document(s: DocumentTwin) -> Document:
    o = _new(Document)
    o.document_id = s.document_id
    o.company_id = s.company_id
    o.file = None if (file := s.file) is None else pour_file(file)
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
    return o


def unpour_document(o: Document) -> DocumentTwin:
    return DocumentTwin(
        o.document_id,
        o.company_id,
        unpour_one(o.file, File, unpour_file),
        o.name,
        o.description,
        stamp(o.document_date),
        stamp(o.creation_date),
        free(o.tags),
    )


class DocumentAPIViewTwin(
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
    file: FileTwin | None = None
    name: str | None = None
    description: str | None = None
    document_date: str | None = None
    creation_date: str | None = None
    tags: list[str] | None = None


def pour_document_api_view(s: DocumentAPIViewTwin) -> DocumentAPIView:
    o = _new(DocumentAPIView)
    o.document_id = s.document_id
    o.company_id = s.company_id
    o.file = None if (file := s.file) is None else pour_file(file)
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
    return o


def unpour_document_api_view(o: DocumentAPIView) -> DocumentAPIViewTwin:
    return DocumentAPIViewTwin(
        o.document_id,
        o.company_id,
        unpour_one(o.file, File, unpour_file),
        o.name,
        o.description,
        stamp(o.document_date),
        stamp(o.creation_date),
        free(o.tags),
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    Document: Codec(Document, DocumentTwin, pour_document, unpour_document),
    DocumentAPIView: Codec(DocumentAPIView, DocumentAPIViewTwin, pour_document_api_view, unpour_document_api_view),
}
