"""An accountant's feed, and each of its documents while it is being worked on."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final, Protocol

import attrs

from billit_async._resources.files import FileContent
from billit_async._transport.shell import Caller

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from billit_async.models.accountant import FeedItem

__all__ = ["PACE", "FeedEntry", "FeedFile", "drain"]

PACE: Final = 60.0
"""Seconds between two reads of a feed. Source: Swagger operation Accountant_GetIndex: at most once a minute."""


@attrs.frozen(kw_only=True)
class FeedFile(FileContent):
    """A file out of a feed, whose content has the hash that Billit gave for it.

    Attributes:
        sha256: The SHA-256 of the content, in lower-case hexadecimal.
    """

    sha256: str


@attrs.define
class FeedEntry:
    """A document of a feed while it is being worked on.

    Attributes:
        item: What the feed says of it: the order or document, and the company that it comes from.
        file: The file, whose content has the hash that Billit gave for it.
    """

    item: FeedItem
    file: FeedFile
    _remote_path: str | None = attrs.field(default=None, init=False, repr=False)
    _deferred: bool = attrs.field(default=False, init=False, repr=False)

    def ack(self, remote_path: str) -> None:
        """Say where the file was stored, which goes out with the confirmation."""
        self._remote_path = remote_path

    def defer(self) -> None:
        """Have it stay in the feed: it is not confirmed, and comes again the next time."""
        self._deferred = True

    @property
    def is_deferred(self) -> bool:
        """Whether it stays in the feed."""
        return self._deferred

    @property
    def remote_path(self) -> str | None:
        """Where the file was stored."""
        return self._remote_path


class FeedCalls(Protocol):
    """Reads a feed and confirms its items, for one company."""

    async def items(self, feed_name: str) -> list[FeedItem]:
        """List what is in a feed; see ``Accountant.items``."""
        ...

    async def download(self, feed_name: str, feed_item_id: int) -> FeedFile:
        """Download the file of an item; see ``Accountant.download``."""
        ...

    async def confirm(self, feed_name: str, feed_item_id: int, *, remote_path: str | None = None) -> None:
        """Confirm an item; see ``Accountant.confirm``."""
        ...


async def drain(
    calls_of: Callable[[Caller], FeedCalls], caller: Caller, feed_name: str, *, follow: bool, pace: float
) -> AsyncGenerator[FeedEntry]:
    """Give what waits in a feed; see ``Accountant.drain``."""
    deferred: set[int] = set()
    while True:
        await _wait_for_pace(caller, feed_name, pace)
        for item in await calls_of(caller).items(feed_name):
            item_id = item.feed_item_id or 0
            if item_id in deferred:
                continue
            # Billit wants the company that the document comes from beside that of the accountant.
            company = caller.context_party_id if item.party_id is None else item.party_id
            theirs = calls_of(Caller(caller.transport, caller.party_id, company, caller.options))
            entry = FeedEntry(item, await theirs.download(feed_name, item_id))
            yield entry
            if entry.is_deferred:
                deferred.add(item_id)
            else:
                await theirs.confirm(feed_name, item_id, remote_path=entry.remote_path)
        if not follow:
            return


async def _wait_for_pace(caller: Caller, feed_name: str, pace: float) -> None:
    """Wait until the feed may be read again; all views of a session keep the pace together."""
    reads = caller.transport.shared(_reads)
    place = (caller.party_id, caller.context_party_id, feed_name)
    while (wait := reads.get(place, -pace) + pace - time.monotonic()) > 0:  # noqa: ASYNC110 - others may be quicker
        await asyncio.sleep(wait)
    reads[place] = time.monotonic()


def _reads() -> dict[tuple[object, ...], float]:
    """When feeds were read, on the monotonic clock, by company and name."""
    return {}
