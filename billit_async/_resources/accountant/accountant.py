"""Accountant: the feeds in which an accountant finds the documents of clients."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING

from billit_async._resources._operations import (
    ACCOUNTANT_DELETE_FEEDS,
    ACCOUNTANT_GET_FEEDS,
    ACCOUNTANT_GET_FILE,
    ACCOUNTANT_GET_INDEX,
    ACCOUNTANT_POST_CONFIRM,
    ACCOUNTANT_POST_FEEDS,
)
from billit_async._resources.accountant.feeds import PACE, FeedFile, drain
from billit_async._resources.arguments import checked_id, checked_seconds, checked_text
from billit_async._resources.files import decoded
from billit_async._resources.resource import Resource
from billit_async._serialization import codec
from billit_async.models.accountant import ConfirmRequest, Feed, FeedItem, FileDetails

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from billit_async._resources.accountant.feeds import FeedEntry
    from billit_async._serialization.ids import Id
    from billit_async._transport.policies import CallOptions

__all__ = ["Accountant"]


class Accountant(Resource):
    """The feeds of an accountant: ``billit.accountant``."""

    __slots__ = ()

    async def feeds(self, *, options: CallOptions | None = None) -> list[Feed]:
        """List the feeds.

        Returns:
            All of them.

        Raises:
            UnexpectedResponse: The response is not a list.

        Source: GET /v1/accountant/feeds (Swagger operation Accountant_GetFeeds).
        """
        return await self._read(ACCOUNTANT_GET_FEEDS, lambda raw: codec.read_list(Feed, raw), options=options)

    async def create_feed(self, name: str, *, options: CallOptions | None = None) -> None:
        """Create a feed.

        Args:
            name: Its name, which becomes part of its address.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left: look among the feeds.
            TypeError: The name is not a text.
            ValueError: The name is empty.

        Source: POST /v1/accountant/feeds (Swagger operation Accountant_PostFeeds).
        """
        body = codec.to_json(Feed(name=checked_text(name, "name")))
        await self._do(ACCOUNTANT_POST_FEEDS, body=body, options=options)

    async def delete_feed(self, name: str, *, options: CallOptions | None = None) -> None:
        """Delete a feed; what becomes of the items in it is not documented.

        Args:
            name: Its name.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            NotFound: There is no such feed.
            OutcomeUnknown: The connection broke after the request may have left.
            TypeError: The name is not a text.
            ValueError: The name is empty.

        Source: DELETE /v1/accountant/feeds/{feedName} (Swagger operation Accountant_DeleteFeeds).
        """
        await self._do(ACCOUNTANT_DELETE_FEEDS, options=options, feedName=checked_text(name, "name"))

    async def items(self, feed_name: str, *, options: CallOptions | None = None) -> list[FeedItem]:
        """List what waits in a feed; Billit allows this once a minute.

        Args:
            feed_name: The feed.

        Returns:
            The items that were not confirmed yet.

        Raises:
            NotFound: There is no such feed.
            RateLimited: It was asked for less than a minute ago, where Billit says so in this way.
            UnexpectedResponse: The response is not a list.
            TypeError: The name is not a text.
            ValueError: The name is empty.

        Source: GET /v1/accountant/feeds/{feedName} (Swagger operation Accountant_GetIndex).
        """
        return await self._read(
            ACCOUNTANT_GET_INDEX,
            lambda raw: codec.read_list(FeedItem, raw),
            options=options,
            feedName=checked_text(feed_name, "feed_name"),
        )

    async def download(self, feed_name: str, feed_item_id: Id, *, options: CallOptions | None = None) -> FeedFile:
        """Download the file of an item, and check its hash.

        Billit wants the item's company in the ``ContextPartyID`` header:
        ``billit.for_company(billit.party_id, item.party_id).accountant.download(...)``.

        Args:
            feed_name: The feed.
            feed_item_id: The item's ``FeedItemID``.

        Returns:
            The file: name, bytes and hash.

        Raises:
            NotFound: There is no such feed or item.
            UnexpectedResponse: The response is not a file, or its content has another hash.
            TypeError: The name is not a text, or the id neither a whole number nor a text.
            ValueError: The name is empty, or the id cannot be one.

        Source: GET /v1/accountant/feeds/{feedName}/{feedItemID} (Swagger operation Accountant_GetFile).
        """
        return await self._read(
            ACCOUNTANT_GET_FILE,
            lambda raw: _read_file(raw, f"{feed_item_id}"),
            options=options,
            feedName=checked_text(feed_name, "feed_name"),
            feedItemID=checked_id(feed_item_id, "feed_item_id"),
        )

    def drain(
        self, feed_name: str, *, follow: bool = False, pace: float = PACE, options: CallOptions | None = None
    ) -> AsyncGenerator[FeedEntry]:
        """Give every document that waits in a feed with its file, and confirm each when the next one is asked for.

        A document is confirmed only after the body of ``async for`` has run to its end for it: when the body raises, or
        is left by ``break`` or a cancellation, the document stays in the feed and comes again the next time. Within the
        body, ``entry.ack(path)`` says where the file was stored, and ``entry.defer()`` has the document stay.

        Args:
            feed_name: The feed.
            follow: Go on looking for new documents, for ever.
            pace: Seconds between two reads of the feed; all views of a session keep it together.

        Returns:
            An iterator of entries, each with its ``item`` and its ``file``. Its use raises NotFound for a feed that
            does not exist, UnexpectedResponse for a file that has another hash than Billit gave for it, which is then
            not confirmed, and any CallError.

        Raises:
            TypeError: The name is not a text.
            ValueError: The name is empty, or the pace below zero.

        Source: GET /v1/accountant/feeds/{feedName} (Swagger operation Accountant_GetIndex): at most once a minute.
        """
        checked_seconds(pace, "pace")
        caller = self._caller.having(options)
        return drain(Accountant, caller, checked_text(feed_name, "feed_name"), follow=follow, pace=pace)

    async def confirm(
        self,
        feed_name: str,
        feed_item_id: Id,
        *,
        remote_server_name: str | None = None,
        remote_path: str | None = None,
        options: CallOptions | None = None,
    ) -> None:
        """Confirm that an item was taken over; it leaves the feed for good, so save its file before.

        Args:
            feed_name: The feed.
            feed_item_id: The item's ``FeedItemID``.
            remote_server_name: Name of the server that it was stored on.
            remote_path: Path that it was stored under.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            NotFound: There is no such feed or item.
            OutcomeUnknown: The connection broke after the request may have left: look whether it is still in the feed.
            TypeError: An argument has the wrong type.
            ValueError: A text is empty, or the id cannot be one.

        Source: POST /v1/accountant/feeds/{feedName}/{feedItemID}/confirm (Swagger operation Accountant_PostConfirm).
        """
        request = ConfirmRequest(
            remote_server_name=None
            if remote_server_name is None
            else checked_text(remote_server_name, "remote_server_name"),
            remote_path=None if remote_path is None else checked_text(remote_path, "remote_path"),
        )
        await self._do(
            ACCOUNTANT_POST_CONFIRM,
            body=codec.to_json(request),
            options=options,
            feedName=checked_text(feed_name, "feed_name"),
            feedItemID=checked_id(feed_item_id, "feed_item_id"),
        )


def _read_file(raw: bytes, fallback: str) -> FeedFile:
    details = codec.from_json(FileDetails, raw)
    content = decoded(details.file_content)
    digest = hashlib.sha256(content)
    told = (details.file_content_sha256_hash or "").strip()
    # How the hash is written is not documented: hexadecimal of either case, or base64.
    if told.lower() != digest.hexdigest() and _unwrapped(told) != digest.digest():
        raise ValueError("the content has another hash than FileContentSHA256Hash")
    return FeedFile(name=details.file_name or fallback, content=content, sha256=digest.hexdigest())


def _unwrapped(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
