# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "files" of the Billit API; every field is optional."""

from __future__ import annotations

from uuid import UUID

import attrs

from billit_async._serialization.model import Model
from billit_async._serialization.values import base64_value, uuid_value


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class File(Model):
    """A file with its content. An order refers to its files by id; the content comes from `GET /v1/files/{fileID}`, as
    base64 inside JSON.

    Attributes:
        file_id: Identifier of the file. Ignored on files that you send: Billit gives its own. Lists give nothing
            else.
        file_name: Name of the file with its extension.
        mime_type: Media type, such as `application/pdf` or `text/xml`.
        file_content: Content of the file, base64 on the wire.
    """

    _shown = ("file_id", "mime_type", "file_content")

    file_id: UUID | None = attrs.field(
        default=None,
        converter=uuid_value,
        metadata={"wire": "FileID", "read_only": True, "refers_without": "FileContent"},
    )
    file_name: str | None = attrs.field(default=None, metadata={"wire": "FileName"})
    mime_type: str | None = attrs.field(default=None, metadata={"wire": "MimeType"})
    file_content: str | None = attrs.field(
        default=None, converter=base64_value, metadata={"wire": "FileContent", "private": "file content"}
    )


__all__ = ["File"]
