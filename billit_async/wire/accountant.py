# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Twins of the models of the area "accountant"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from billit_async.models.accountant import ConfirmRequest, Feed, FeedItem, FileDetails
from billit_async.twin import (
    Codec,
)

_new = object.__new__
_read = datetime.fromisoformat


class ConfirmRequestTwin(
    Struct, gc=False, omit_defaults=True, rename={"remote_server_name": "RemoteServerName", "remote_path": "RemotePath"}
):
    remote_server_name: str | None = None
    remote_path: str | None = None


def pour_confirm_request(s: ConfirmRequestTwin) -> ConfirmRequest:
    o = _new(ConfirmRequest)
    o.remote_server_name = s.remote_server_name
    o.remote_path = s.remote_path
    return o


def unpour_confirm_request(o: ConfirmRequest) -> ConfirmRequestTwin:
    return ConfirmRequestTwin(
        o.remote_server_name,
        o.remote_path,
    )


class FeedTwin(Struct, gc=False, omit_defaults=True, rename={"name": "Name"}):
    name: str | None = None


def pour_feed(s: FeedTwin) -> Feed:
    o = _new(Feed)
    o.name = s.name
    return o


def unpour_feed(o: Feed) -> FeedTwin:
    return FeedTwin(
        o.name,
    )


class FeedItemTwin(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"feed_item_id": "FeedItemID", "entity_id": "EntityID", "entity_type": "EntityType", "party_id": "PartyID"},
):
    feed_item_id: int | None = None
    entity_id: int | None = None
    entity_type: str | None = None
    party_id: int | None = None


def pour_feed_item(s: FeedItemTwin) -> FeedItem:
    o = _new(FeedItem)
    o.feed_item_id = s.feed_item_id
    o.entity_id = s.entity_id
    o.entity_type = s.entity_type
    o.party_id = s.party_id
    return o


def unpour_feed_item(o: FeedItem) -> FeedItemTwin:
    return FeedItemTwin(
        o.feed_item_id,
        o.entity_id,
        o.entity_type,
        o.party_id,
    )


class FileDetailsTwin(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "file_name": "FileName",
        "file_content": "FileContent",
        "file_content_sha256_hash": "FileContentSHA256Hash",
    },
):
    file_name: str | None = None
    file_content: str | None = None
    file_content_sha256_hash: str | None = None


def pour_file_details(s: FileDetailsTwin) -> FileDetails:
    o = _new(FileDetails)
    o.file_name = s.file_name
    o.file_content = s.file_content
    o.file_content_sha256_hash = s.file_content_sha256_hash
    return o


def unpour_file_details(o: FileDetails) -> FileDetailsTwin:
    return FileDetailsTwin(
        o.file_name,
        o.file_content,
        o.file_content_sha256_hash,
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    ConfirmRequest: Codec(ConfirmRequest, ConfirmRequestTwin, pour_confirm_request, unpour_confirm_request),
    Feed: Codec(Feed, FeedTwin, pour_feed, unpour_feed),
    FeedItem: Codec(FeedItem, FeedItemTwin, pour_feed_item, unpour_feed_item),
    FileDetails: Codec(FileDetails, FileDetailsTwin, pour_file_details, unpour_file_details),
}
