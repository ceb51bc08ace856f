"""Accountant: feeds of orders and documents that are fetched one by one and confirmed."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from billit_async.emulator.company.accountant_feeds import take_as_known, waiting_items
from billit_async.emulator.http.routes.files import file_content
from billit_async.emulator.http.routing import Response, Route, integer_argument
from billit_async.emulator.protocol.errors import APIError, generic
from billit_async.emulator.protocol.json import decode, encode
from billit_async.emulator.protocol.shapes import arrange

if TYPE_CHECKING:
    from billit_async.emulator.http.routing import Call
    from billit_async.emulator.protocol.shapes import Document

__all__ = ["ROUTES"]

_PACE: Final = timedelta(minutes=1)
"""Source: Swagger operation Accountant_GetIndex: at most once a minute."""


def get_feeds(call: Call) -> bytes:
    """The company's feeds. Source: Swagger operation Accountant_GetFeeds."""
    return encode(call.documents.every("feeds", call.company_id))


def post_feed(call: Call) -> bytes:
    """Create a feed; returns nothing. Source: Swagger operation Accountant_PostFeeds.

    The name is part of the feed's address, so it is unique without regard to case and has no slash; both inferred.
    """
    name = call.bound("Feed").document.get("Name", "").strip()
    if not name or "/" in name:
        raise generic("A feed needs a name without a slash")
    if call.documents.find("feeds", call.company_id, name.lower()) is not None:
        raise generic(f"There is a feed with the name {name} already")
    call.documents.put("feeds", call.company_id, name.lower(), {"Name": name})
    if not call.settings.feeds.backlog:
        take_as_known(call.store, call.company_id, name.lower())
    return b""


def delete_feed(call: Call) -> bytes:
    """Delete a feed with what waits in it; returns nothing. Source: Swagger operation Accountant_DeleteFeeds."""
    feed = _feed(call)
    call.documents.remove("feeds", call.company_id, feed)
    call.documents.remove_every("feed_items", call.company_id, parent=feed)
    return b""


def get_index(call: Call) -> bytes | Response:
    """What waits in a feed. Source: Swagger operation Accountant_GetIndex."""
    feed = _feed(call)
    if call.settings.feeds.too_soon != "respond" and (pause := _pause(call, feed)) > 0:
        status = int(call.settings.feeds.too_soon)
        raise APIError(status, ("GenericError", f"A feed is listed once a minute; wait {pause} seconds"))
    # What is new gets its ids now, all of it or nothing.
    items = waiting_items(call.store, call.settings, call.company_id, feed)
    return encode([_shown(item) for item in items])


def get_item(call: Call) -> bytes:
    """An item's file with the hash of its bytes. Source: Swagger operation Accountant_GetFile.

    Of an order that is its PDF, which is inferred.
    """
    item = _item(call)
    if item["EntityType"] == "Order":
        order = call.store.orders.get(call.company_id, item["EntityID"])
        file_id = None if order is None else order["OrderPDF"]["FileID"]
    else:
        raw = call.store.records.document(call.company_id, item["EntityID"])
        file_id = None if raw is None else decode(raw)["File"]["FileID"]
    file = None if file_id is None else call.store.files.get(call.company_id, file_id)
    if file is None:
        raise call.no_access()
    content = file_content(call, file)
    digest = hashlib.sha256(content)
    is_hex = call.settings.feeds.hash == "hex"
    return encode(
        arrange(
            {
                "FileName": file.name,
                "FileContent": base64.b64encode(content).decode(),
                "FileContentSHA256Hash": digest.hexdigest() if is_hex else base64.b64encode(digest.digest()).decode(),
            },
            "FileDetails",
        )
    )


def post_confirm(call: Call) -> bytes:
    """Confirm that an item was taken over, and where to; it leaves the feed. Source: Accountant_PostConfirm.

    Neither the server nor the path is required by the definition, so there may be no body either.
    """
    feed, item = _feed(call), _item(call)
    confirmation = call.bound_or_empty("ConfirmRequest").document
    confirmed = {**item, "IsConfirmed": True, **confirmation}
    call.documents.put("feed_items", call.company_id, item["FeedItemID"], confirmed, parent=feed)
    return b""


def _feed(call: Call) -> str:
    name = call.arguments["feedName"].strip().lower()
    if call.documents.find("feeds", call.company_id, name) is None:
        raise call.no_access()
    return name


def _item(call: Call) -> Document:
    """The waiting item that the path names; what is confirmed is gone."""
    feed, item_id = _feed(call), integer_argument(call, "feedItemID")
    for item in call.documents.every("feed_items", call.company_id, parent=feed):
        if item["FeedItemID"] == item_id and not item["IsConfirmed"]:
            return item
    raise call.no_access()


def _pause(call: Call, feed: str) -> int:
    """Seconds that are left of the minute since the feed was listed; a list that is returned begins a new one."""
    now = int((call.clock.now() - call.clock.now().min).total_seconds())
    name = f"feed/{call.company_id}/{feed}"
    last = call.store.counters.value(name)
    pause = last + int(_PACE.total_seconds()) - now
    if pause <= 0:
        call.store.counters.set(name, now)
    return pause


def _shown(item: Document) -> Document:
    return {key: item[key] for key in ("FeedItemID", "EntityID", "EntityType", "PartyID")}


ROUTES = (
    Route(method="GET", path="/v1/accountant/feeds", respond=get_feeds),
    Route(method="POST", path="/v1/accountant/feeds", respond=post_feed),
    Route(method="GET", path="/v1/accountant/feeds/{feedName}", respond=get_index, stores=True),
    Route(method="DELETE", path="/v1/accountant/feeds/{feedName}", respond=delete_feed),
    Route(method="GET", path="/v1/accountant/feeds/{feedName}/{feedItemID}", respond=get_item),
    Route(method="POST", path="/v1/accountant/feeds/{feedName}/{feedItemID}/confirm", respond=post_confirm),
)
"""Served operations of accountants."""
