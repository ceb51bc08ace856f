"""Peppol: the inbox of documents that came in over the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async import codec
from billit_async.models.peppol import InboxGetResult, InboxGetResultItem, RefusePeppolItemRequest
from billit_async.odata.query import encode_query
from billit_async.resources.resource import Resource, checked_id, checked_text
from billit_async.transport import Request

if TYPE_CHECKING:
    from billit_async.config import CallOptions

__all__ = ["Peppol"]

_INBOX = "/v1/peppol/inbox"
_CONFIRM = "/v1/peppol/inbox/{inboxItemId}/confirm"
_REFUSE = "/v1/peppol/inbox/{inboxItemId}/refuse"


class Peppol(Resource):
    """The Peppol network as one company sees it: ``billit.peppol``."""

    __slots__ = ()

    async def inbox(
        self, *, receiver_company_id: str | None = None, options: CallOptions | None = None
    ) -> list[InboxGetResultItem]:
        """Read the oldest documents that came in and were neither confirmed nor refused.

        Billit gives ten at most, and no way to the others: confirm or refuse what was read, and ask again. The
        document itself is ``billit.files.download(item.peppol_file_id)``.

        Args:
            receiver_company_id: Only documents for this number, such as ``BE0437295999``.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            Ten items or fewer, as Billit gives them: the oldest first.

        Raises:
            BadRequest: Billit refused the number.
            UnexpectedResponse: The answer is no inbox.
            TypeError: The number is no text.
            ValueError: The number is empty.

        Source: GET /v1/peppol/inbox (Swagger operation Peppol_GetInbox); docs page "get the inbox".
        """
        query = ""
        if receiver_company_id is not None:
            query = encode_query([("ReceiverCompanyID", checked_text(receiver_company_id, "receiver_company_id"))])
        response = await self._caller.having(options).call(Request("GET", _INBOX, _INBOX, query))
        return response.read(lambda raw: codec.from_json(InboxGetResult, raw)).inbox_items or []

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
