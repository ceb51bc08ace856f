"""An accountant's feed as a reader: files are checked, and documents confirmed when their user is done with them."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

import attrs

from billit_async._transport import Caller

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from billit_async._resources.accountant.accountant import Accountant, FeedFile
    from billit_async.models.accountant import FeedItem

__all__ = ["PACE", "FeedEntry", "drain"]

PACE: Final = 60.0
"""Seconds between two looks into a feed. Source: Swagger operation Accountant_GetIndex: at most once a minute."""


@attrs.define
class FeedEntry:
    """A document of a feed while its user works on it.

    Attributes:
        item: What the feed says of it: the order or document, and the company that it comes from.
        file: The file, whose content has the hash that Billit gave for it.
    """

    item: FeedItem
    file: FeedFile
    _remote_path: str | None = attrs.field(default=None, init=False, repr=False)
    _stays: bool = attrs.field(default=False, init=False, repr=False)

    def stored(self, remote_path: str) -> None:
        """Tell where it was put, which goes out with the confirmation."""
        self._remote_path = remote_path

    def leave(self) -> None:
        """Have it stay in the feed: it is not confirmed, and comes again the next time."""
        self._stays = True

    @property
    def stays(self) -> bool:
        """Whether it is left in the feed."""
        return self._stays

    @property
    def remote_path(self) -> str | None:
        """Where it was put."""
        return self._remote_path


async def drain(
    accountant: Accountant, caller: Caller, feed_name: str, *, follow: bool, pace: float
) -> AsyncGenerator[FeedEntry]:
    """Give what waits in a feed; see ``Accountant.drain``."""
    left: set[int] = set()
    while True:
        await _turn(caller, feed_name, pace)
        for item in await accountant.items(feed_name):
            item_id = item.feed_item_id or 0
            if item_id in left:
                continue
            # Billit wants the company that the document comes from beside that of the accountant.
            company = caller.context_party_id if item.party_id is None else item.party_id
            theirs = type(accountant)(Caller(caller.transport, caller.party_id, company, caller.options))
            entry = FeedEntry(item, await theirs.download(feed_name, item_id))
            yield entry
            if entry.stays:
                left.add(item_id)
            else:
                await theirs.confirm(feed_name, item_id, remote_path=entry.remote_path)
        if not follow:
            return


async def _turn(caller: Caller, feed_name: str, pace: float) -> None:
    """Wait until the feed may be looked into again; all views of a session keep the pace together."""
    looks = caller.transport.shared(_looks)
    place = (caller.party_id, caller.context_party_id, feed_name)
    while (wait := looks.get(place, -pace) + pace - time.monotonic()) > 0:  # noqa: ASYNC110 - others may be quicker
        await asyncio.sleep(wait)
    looks[place] = time.monotonic()


def _looks() -> dict[tuple[object, ...], float]:
    """When feeds were looked into, on the monotonic clock, by company and name."""
    return {}
