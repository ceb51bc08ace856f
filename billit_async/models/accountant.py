# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "accountant" of the Billit API; every field is optional."""

from __future__ import annotations

import attrs

from billit_async._serialization.model import Model
from billit_async._serialization.values import base64_value


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class ConfirmRequest(Model):
    """Says that an item was taken over, and where to; the item then leaves the feed.

    Attributes:
        remote_server_name: Name of the server that it was stored on.
        remote_path: Path that it was stored under.
    """

    _shown = ()

    remote_server_name: str | None = attrs.field(default=None, metadata={"wire": "RemoteServerName"})
    remote_path: str | None = attrs.field(default=None, metadata={"wire": "RemotePath"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Feed(Model):
    """A queue of an accountant, in which the clients' documents wait to be fetched.

    Attributes:
        name: Name of the feed; it is part of the feed's address.
    """

    _shown = ()

    name: str | None = attrs.field(default=None, metadata={"wire": "Name"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class FeedItem(Model):
    """Something in a feed that is to be fetched and then confirmed.

    Attributes:
        feed_item_id: Identifier of the item in its feed.
        entity_id: Identifier of the order or document.
        entity_type: Whether it is an order or a document. Known values: `FeedEntityType`.
        party_id: Company that it comes from. To download, send this id in the `ContextPartyID` header.
    """

    _shown = ("feed_item_id", "entity_type", "entity_id", "party_id")

    feed_item_id: int | None = attrs.field(default=None, metadata={"wire": "FeedItemID"})
    entity_id: int | None = attrs.field(default=None, metadata={"wire": "EntityID"})
    entity_type: str | None = attrs.field(
        default=None, metadata={"wire": "EntityType", "enumeration": "FeedEntityType"}
    )
    party_id: int | None = attrs.field(default=None, metadata={"wire": "PartyID"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class FileDetails(Model):
    """A file out of a feed.

    Attributes:
        file_name: Name of the file with its extension.
        file_content: Content of the file, base64 on the wire.
        file_content_sha256_hash: SHA-256 of the decoded content, to check it against.
    """

    _shown = ("file_content",)

    file_name: str | None = attrs.field(default=None, metadata={"wire": "FileName"})
    file_content: str | None = attrs.field(
        default=None, converter=base64_value, metadata={"wire": "FileContent", "private": "file content"}
    )
    file_content_sha256_hash: str | None = attrs.field(default=None, metadata={"wire": "FileContentSHA256Hash"})


__all__ = ["ConfirmRequest", "Feed", "FeedItem", "FileDetails"]
