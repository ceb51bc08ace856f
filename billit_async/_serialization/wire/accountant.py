# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "accountant"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from billit_async._serialization.structs import (
    Codec,
)
from billit_async.models.accountant import ConfirmRequest, Feed, FeedItem, FileDetails

_new = object.__new__
_read = datetime.fromisoformat


class ConfirmRequestStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"remote_server_name": "RemoteServerName", "remote_path": "RemotePath"},
):
    remote_server_name: str | None = None
    remote_path: str | None = None


def confirm_request_from_struct(s: ConfirmRequestStruct) -> ConfirmRequest:
    o = _new(ConfirmRequest)
    o.remote_server_name = s.remote_server_name
    o.remote_path = s.remote_path
    return o


def confirm_request_to_struct(o: ConfirmRequest) -> ConfirmRequestStruct:
    return ConfirmRequestStruct(
        o.remote_server_name,
        o.remote_path,
    )


class FeedStruct(Struct, gc=False, omit_defaults=True, rename={"name": "Name"}):
    name: str | None = None


def feed_from_struct(s: FeedStruct) -> Feed:
    o = _new(Feed)
    o.name = s.name
    return o


def feed_to_struct(o: Feed) -> FeedStruct:
    return FeedStruct(
        o.name,
    )


class FeedItemStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"feed_item_id": "FeedItemID", "entity_id": "EntityID", "entity_type": "EntityType", "party_id": "PartyID"},
):
    feed_item_id: int | None = None
    entity_id: int | None = None
    entity_type: str | None = None
    party_id: int | None = None


def feed_item_from_struct(s: FeedItemStruct) -> FeedItem:
    o = _new(FeedItem)
    o.feed_item_id = s.feed_item_id
    o.entity_id = s.entity_id
    o.entity_type = s.entity_type
    o.party_id = s.party_id
    return o


def feed_item_to_struct(o: FeedItem) -> FeedItemStruct:
    return FeedItemStruct(
        o.feed_item_id,
        o.entity_id,
        o.entity_type,
        o.party_id,
    )


class FileDetailsStruct(
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


def file_details_from_struct(s: FileDetailsStruct) -> FileDetails:
    o = _new(FileDetails)
    o.file_name = s.file_name
    o.file_content = s.file_content
    o.file_content_sha256_hash = s.file_content_sha256_hash
    return o


def file_details_to_struct(o: FileDetails) -> FileDetailsStruct:
    return FileDetailsStruct(
        o.file_name,
        o.file_content,
        o.file_content_sha256_hash,
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    ConfirmRequest: Codec(ConfirmRequest, ConfirmRequestStruct, confirm_request_from_struct, confirm_request_to_struct),
    Feed: Codec(Feed, FeedStruct, feed_from_struct, feed_to_struct),
    FeedItem: Codec(FeedItem, FeedItemStruct, feed_item_from_struct, feed_item_to_struct),
    FileDetails: Codec(FileDetails, FileDetailsStruct, file_details_from_struct, file_details_to_struct),
}
