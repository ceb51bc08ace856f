"""Peppol: the inbox of documents that came in over the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async import codec
from billit_async.models.peppol import RefusePeppolItemRequest
from billit_async.resources.inbox import Desk, Inbox, checked_text
from billit_async.resources.resource import Resource, checked_id

if TYPE_CHECKING:
    from billit_async.config import CallOptions

__all__ = ["Peppol"]

_CONFIRM = "/v1/peppol/inbox/{inboxItemId}/confirm"
_REFUSE = "/v1/peppol/inbox/{inboxItemId}/refuse"


class Peppol(Resource):
    """The Peppol network as one company sees it: ``billit.peppol``."""

    __slots__ = ()

    def inbox(self, *, receiver_company_id: str | None = None, options: CallOptions | None = None) -> Inbox:
        """Read what came in and was neither confirmed nor refused.

        ``await billit.peppol.inbox()`` gives the oldest ten, which is all that Billit shows;
        ``async for received in billit.peppol.inbox().drain()`` gives every one, and confirms each when you are done
        with it.

        Args:
            receiver_company_id: Only documents for this number, such as ``BE0437295999``.
            options: What its calls do otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The inbox; nothing is asked before it is used. Its use raises BadRequest for a number that Billit refuses,
            UnexpectedResponse for an answer that is no inbox, and any CallError.

        Raises:
            TypeError: The number is no text.
            ValueError: The number is empty.

        Source: GET /v1/peppol/inbox (Swagger operation Peppol_GetInbox); docs page "get the inbox".
        """
        caller = self._caller.having(options)
        own = Peppol(caller)
        return Inbox(Desk(caller, own.confirm, own.refuse), receiver_company_id)

    async def confirm(self, inbox_item_id: int, *, options: CallOptions | None = None) -> None:
        """Confirm that a document was taken over; it leaves the inbox for good, so save its file before.

        Args:
            inbox_item_id: The item's ``InboxItemID``.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Raises:
            BadRequest: Billit refused it.
            NoAccess: There is no such item in the inbox; that one that was confirmed or refused before is answered so
                is not documented.
            OutcomeUnknown: The connection broke after the request may have left: look whether the item is still in
                the inbox.
            TypeError: The id is no whole number.
            ValueError: The id is not above zero.

        Source: POST /v1/peppol/inbox/{inboxItemId}/confirm (Swagger operation Peppol_InboxItemConfirm).
        """
        item = checked_id(inbox_item_id, "inbox_item_id")
        await self._call("POST", _CONFIRM, options=options, inboxItemId=item)

    async def refuse(self, inbox_item_id: int, reason: str, *, options: CallOptions | None = None) -> None:
        """Refuse a document; it leaves the inbox for good. What its sender is told is not documented.

        Args:
            inbox_item_id: The item's ``InboxItemID``.
            reason: Why, in words.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Raises:
            BadRequest: Billit refused the refusal.
            NoAccess: There is no such item in the inbox; that one that was confirmed or refused before is answered so
                is not documented.
            OutcomeUnknown: The connection broke after the request may have left: look whether the item is still in
                the inbox.
            TypeError: The id is no whole number, or the reason no text.
            ValueError: The id is not above zero, or the reason is empty.

        Source: POST /v1/peppol/inbox/{inboxItemId}/refuse (Swagger operation Peppol_InboxItemRefuse).
        """
        item = checked_id(inbox_item_id, "inbox_item_id")
        body = codec.to_json(RefusePeppolItemRequest(refusal_reason=checked_text(reason, "reason")))
        await self._call("POST", _REFUSE, body=body, options=options, inboxItemId=item)
