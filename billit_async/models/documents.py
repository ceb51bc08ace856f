# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "documents" of the Billit API; every field is optional."""

from __future__ import annotations

from datetime import datetime

import attrs

from billit_async._serialization.model import Model
from billit_async._serialization.touch import nested_on_touch
from billit_async._serialization.values import datetime_value

from .files import File


@nested_on_touch("file")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Document(Model):
    """A document to store that is not an order.

    Attributes:
        document_id: Identifier of the document.
        company_id: Identifier of the company, its `PartyID`.
        file: The file itself.
        name: Name of the document.
        description: Text about it.
        document_date: Date of the document.
        creation_date: When it was stored.
        tags: Free labels.
    """

    _shown = ("document_id", "document_date", "company_id", "creation_date", "file", "tags")

    document_id: int | None = attrs.field(default=None, metadata={"wire": "DocumentID"})
    company_id: int | None = attrs.field(default=None, metadata={"wire": "CompanyID"})
    file: File | None = attrs.field(default=None, metadata={"wire": "File"})
    name: str | None = attrs.field(default=None, metadata={"wire": "Name"})
    description: str | None = attrs.field(default=None, metadata={"wire": "Description"})
    document_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "DocumentDate", "kind": "date"}
    )
    creation_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "CreationDate", "read_only": True}
    )
    tags: list[str] | None = attrs.field(default=None, metadata={"wire": "Tags"})


@nested_on_touch("file")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class DocumentAPIView(Model):
    """A stored document.

    Attributes:
        document_id: Identifier of the document.
        company_id: Identifier of the company, its `PartyID`.
        file: The file itself.
        name: Name of the document.
        description: Text about it.
        document_date: Date of the document.
        creation_date: When it was stored.
        tags: Free labels.
    """

    _shown = ("document_id", "document_date", "company_id", "creation_date", "file", "tags")

    document_id: int | None = attrs.field(default=None, metadata={"wire": "DocumentID"})
    company_id: int | None = attrs.field(default=None, metadata={"wire": "CompanyID"})
    file: File | None = attrs.field(default=None, metadata={"wire": "File"})
    name: str | None = attrs.field(default=None, metadata={"wire": "Name"})
    description: str | None = attrs.field(default=None, metadata={"wire": "Description"})
    document_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "DocumentDate", "kind": "date"}
    )
    creation_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "CreationDate"}
    )
    tags: list[str] | None = attrs.field(default=None, metadata={"wire": "Tags"})


__all__ = ["Document", "DocumentAPIView"]
