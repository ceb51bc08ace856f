"""The Peppol inbox, and each of its documents while it is being worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

import attrs

from billit_async._resources._operations import PEPPOL_GET_INBOX
from billit_async._resources.arguments import checked_text
from billit_async._resources.files import Files
from billit_async._resources.resource import request_of
from billit_async._serialization import codec
from billit_async.errors import PagingError
from billit_async.models.peppol import InboxGetResult, InboxGetResultItem
from billit_async.odata.query import encode_query

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
    from typing import Any

    from billit_async._resources.files import DownloadedFile
    from billit_async._transport.shell import Caller

__all__ = ["Inbox", "InboxCalls", "InboxDocument"]

_SHOWN: Final = 10
"""Documents that the inbox shows at most. Source: docs page "get the inbox"."""


@attrs.frozen
class InboxCalls:
    """Makes the calls of an inbox.

    Attributes:
        caller: Makes a call.
        confirm: Confirms an item.
        refuse: Refuses one, for a reason.
    """

    caller: Caller
    confirm: Callable[[int], Awaitable[None]]
    refuse: Callable[[int, str], Awaitable[None]]


class InboxDocument:
    """A document of the inbox while it is being worked on; ``Inbox.drain`` gives them.

    Attributes:
        item: What the inbox says of it: who sent it, what it is, and the id of its file.
    """

    __slots__ = ("_calls", "_deferred", "_reason", "item")

    def __init__(self, calls: InboxCalls, item: InboxGetResultItem) -> None:
        self._calls = calls
        self._reason: str | None = None
        self._deferred = False
        self.item = item

    async def download(self) -> DownloadedFile:
        """Download the document: the XML as it came, in its envelope.

        Returns:
            The file: name, type and bytes.

        Raises:
            TypeError: The item names no file.
            CallError: It could not be had.

        Source: GET /v1/files/{fileID}; docs page "get the inbox".
        """
        return await Files(self._calls.caller).download(self.item.peppol_file_id)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    def refuse(self, reason: str) -> None:
        """Have the document refused instead of confirmed, when the next one is asked for.

        Args:
            reason: Why, in words.

        Raises:
            TypeError: The reason is not a text.
            ValueError: It is empty.
        """
        self._reason, self._deferred = checked_text(reason, "reason"), False

    def defer(self) -> None:
        """Have the document stay in the inbox: it is neither confirmed nor refused."""
        self._reason, self._deferred = None, True

    async def decide(self) -> None:
        """Tell Billit what was decided; ``drain`` does, when the next document is asked for."""
        if self._deferred:
            return
        item = self.item.inbox_item_id or 0
        await (self._calls.confirm(item) if self._reason is None else self._calls.refuse(item, self._reason))

    def __repr__(self) -> str:
        return f"InboxDocument(inbox_item_id={self.item.inbox_item_id})"


class Inbox:
    """The documents that came in and were neither confirmed nor refused: ``billit.peppol.inbox()``.

    Awaited, it gives the oldest ten, which is all that Billit shows. ``drain()`` gives every one of them.

    Args:
        calls: Makes the calls.
        receiver_company_id: Only documents for this number.
    """

    __slots__ = ("_calls", "_query")

    def __init__(self, calls: InboxCalls, receiver_company_id: str | None) -> None:
        self._calls = calls
        self._query = ""
        if receiver_company_id is not None:
            self._query = encode_query(
                [("ReceiverCompanyID", checked_text(receiver_company_id, "receiver_company_id"))]
            )

    # Type checkers reject these by themselves, when the methods are not there.
    if not TYPE_CHECKING:  # pragma: no branch

        def _not_here(self, *_: object) -> NoReturn:
            raise TypeError(
                "the inbox is read from Billit: write `await billit.peppol.inbox()` for its oldest ten, or "
                "`async for received in billit.peppol.inbox().drain():` for every one"
            )

        __iter__ = __aiter__ = __len__ = __bool__ = __getitem__ = __contains__ = _not_here

    def __await__(self) -> Generator[Any, Any, list[InboxGetResultItem]]:
        """Read the oldest ten, or fewer.

        Raises:
            BadRequest: Billit refused the number.
            UnexpectedResponse: The response is not an inbox.
            CallError: The inbox could not be had.
        """
        return self._oldest().__await__()

    async def _oldest(self) -> list[InboxGetResultItem]:
        response = await self._calls.caller.call(request_of(PEPPOL_GET_INBOX, query=self._query))
        return response.read(lambda raw: codec.from_json(InboxGetResult, raw)).inbox_items or []

    async def drain(self) -> AsyncGenerator[InboxDocument]:
        """Give every document, the oldest first, and confirm each when the next one is asked for.

        A document is confirmed only after the body of ``async for`` has run to its end for it: when the body raises,
        or is left by ``break`` or a cancellation, the document stays in the inbox and comes again the next time. Within
        the body, ``received.refuse(reason)`` has it refused instead, and ``received.defer()`` has it stay.

        Yields:
            The documents; none comes twice.

        Raises:
            PagingError: Ten documents that were deferred, or that Billit goes on showing, hide all others.
            NoAccess: Another process has decided on the document meanwhile.
            OutcomeUnknown: The connection broke while one was confirmed or refused: look whether it is still there.
            CallError: The inbox could not be had.

        Source: GET /v1/peppol/inbox (Swagger operation Peppol_GetInbox); docs page "get the inbox": the ten oldest, and
        no way to the others but to decide on these.
        """
        seen: set[int | None] = set()
        while True:
            page = await self._oldest()
            fresh = [item for item in page if item.inbox_item_id not in seen]
            if not fresh and len(page) < _SHOWN:
                return
            if not fresh:
                raise PagingError(
                    f"the inbox shows {len(page)} documents that were given already, and no other: decide on those "
                    "that were deferred, or ask again later"
                )
            for item in fresh:
                seen.add(item.inbox_item_id)
                received = InboxDocument(self._calls, item)
                yield received
                await received.decide()

    def __repr__(self) -> str:
        return "Inbox()"
