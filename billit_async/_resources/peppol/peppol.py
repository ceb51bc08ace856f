"""Peppol: its directory, the inbox of what came in over it, and sending over it alone."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

import attrs

from billit_async._resources._operations import (
    PEPPOL_DELETE_PARTICIPANT,
    PEPPOL_GET_PARTICIPANT_INFORMATION,
    PEPPOL_INBOX_ITEM_CONFIRM,
    PEPPOL_INBOX_ITEM_REFUSE,
    PEPPOL_POST_PARTICIPANT,
    PEPPOL_POST_SEND_ORDER,
    PEPPOL_POST_SEND_XML,
)
from billit_async._resources.arguments import (
    checked_bool,
    checked_id,
    checked_idempotency_key,
    checked_model,
    checked_seconds,
    checked_text,
)
from billit_async._resources.cached_reads import read_cached
from billit_async._resources.peppol.inbox import Inbox, InboxCalls
from billit_async._resources.resource import Resource, request_of
from billit_async._resources.responses import read_id, read_model
from billit_async._runtime.ttl_cache import TTLCache
from billit_async._serialization import codec
from billit_async.errors import InvalidArgument
from billit_async.invoicing.peppol import Participant, peppol_identifier
from billit_async.models.orders import Order
from billit_async.models.peppol import (
    DeleteParticipantRequest,
    ParticipantInformationResponse,
    RefusePeppolItemRequest,
    RegisterParticipantRequest,
    SendXmlRequest,
    SendXmlResponse,
)
from billit_async.odata.query import encode_query

if TYPE_CHECKING:
    from billit_async._resources.operation import Route
    from billit_async._serialization.ids import Id
    from billit_async._serialization.model import Model
    from billit_async._transport.policies import CallOptions

__all__ = ["LOOKUP_MAX_AGE", "Peppol"]

LOOKUP_MAX_AGE: Final = 600.0
"""Seconds that a response of the directory is believed."""
_ABSENCE_MAX_AGE: Final = 60.0
_MOST_PARTICIPANTS: Final = 2_000
_now = time.monotonic


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

        Returns:
            The inbox; nothing is asked before it is used. Its use raises BadRequest for a number that Billit refuses,
            UnexpectedResponse for a response that is not an inbox, and any CallError.

        Raises:
            TypeError: The number is not a text.
            ValueError: The number is empty.

        Source: GET /v1/peppol/inbox (Swagger operation Peppol_GetInbox); docs page "get the inbox".
        """
        caller = self._caller.having(options)
        own = Peppol(caller)
        return Inbox(InboxCalls(caller, own.confirm, own.refuse), receiver_company_id)

    async def confirm(self, inbox_item_id: Id, *, options: CallOptions | None = None) -> None:
        """Confirm that a document was taken over; it leaves the inbox for good, so save its file before.

        Args:
            inbox_item_id: The item's ``InboxItemID``.

        Raises:
            BadRequest: Billit refused it.
            NoAccess: There is no such item in the inbox; whether the response is the same for one that was confirmed or
                refused before is not documented.
            OutcomeUnknown: The connection broke after the request may have left: look whether the item is still in
                the inbox.
            TypeError: The id is neither a whole number nor a text.
            ValueError: The id is a number below one, or a text that cannot be an id.

        Source: POST /v1/peppol/inbox/{inboxItemId}/confirm (Swagger operation Peppol_InboxItemConfirm).
        """
        item = checked_id(inbox_item_id, "inbox_item_id")
        await self._do(PEPPOL_INBOX_ITEM_CONFIRM, options=options, inboxItemId=item)

    async def refuse(self, inbox_item_id: Id, reason: str, *, options: CallOptions | None = None) -> None:
        """Refuse a document; it leaves the inbox for good. What its sender is told is not documented.

        Args:
            inbox_item_id: The item's ``InboxItemID``.
            reason: Why, in words.

        Raises:
            BadRequest: Billit refused the refusal.
            NoAccess: There is no such item in the inbox; whether the response is the same for one that was confirmed or
                refused before is not documented.
            OutcomeUnknown: The connection broke after the request may have left: look whether the item is still in
                the inbox.
            TypeError: The id is neither a whole number nor a text, or the reason not a text.
            ValueError: The id cannot be one, or the reason is empty.

        Source: POST /v1/peppol/inbox/{inboxItemId}/refuse (Swagger operation Peppol_InboxItemRefuse).
        """
        item = checked_id(inbox_item_id, "inbox_item_id")
        body = codec.to_json(RefusePeppolItemRequest(refusal_reason=checked_text(reason, "reason")))
        await self._do(PEPPOL_INBOX_ITEM_REFUSE, body=body, options=options, inboxItemId=item)

    async def lookup(
        self,
        identifier: str,
        *,
        only_check_dns: bool = False,
        max_age: float = LOOKUP_MAX_AGE,
        refresh: bool = False,
        as_written: bool = False,
        options: CallOptions | None = None,
    ) -> Participant:
        """Ask the Peppol directory about a company; for one that is not registered it returns that, and raises nothing.

        Billit is asked once in ``max_age`` for each identifier, session and company, also by many callers at the same
        time; that a company is not registered is believed for a minute at most, since it may register any moment.
        ``register`` and ``unregister`` make the session forget what it knows.

        Args:
            identifier: A VAT number with its country (``BE 0563.846.944``), a Belgian enterprise number
                (``0563.846.944``), or ``scheme:value`` (``0208:0563846944``, also with
                ``iso6523-actorid-upis::`` before it).
            only_check_dns: Billit's ``OnlyCheckDNS``; what it changes is not documented.
            max_age: Seconds that an earlier response may be old.
            refresh: Ask again, whatever is known.
            as_written: Ask for the value after ``scheme:`` as it is, for those who are registered under another
                spelling, such as ``0208:BE0563846944``.

        Returns:
            Whether it is ``registered``, and the ``document_types`` it takes: a receiver that is registered may still
            take no invoices, which ``takes("Invoice")`` tells.

        Raises:
            BadRequest: Billit does not read the identifier.
            UnexpectedResponse: The response is something else.
            TypeError: The identifier is not a text, a switch not a bool, or the age not a number.
            ValueError: The identifier is not one, its check digits are wrong, or the age is negative; nothing was sent.

        Source: GET /v1/peppol/participantInformation/{VATorCBE}; docs page "check via api".
        """
        query = encode_query([("OnlyCheckDNS", "true")]) if checked_bool(only_check_dns, "only_check_dns") else ""
        limit, refresh = checked_seconds(max_age, "max_age"), checked_bool(refresh, "refresh")
        wanted = peppol_identifier(
            checked_text(identifier, "identifier"), as_written=checked_bool(as_written, "as_written")
        )

        def max_age_of(participant: Participant) -> float:
            return limit if participant.registered else min(limit, _ABSENCE_MAX_AGE)

        return await read_cached(
            self._caller.having(options),
            request_of(PEPPOL_GET_PARTICIPANT_INFORMATION, query=query, VATorCBE=wanted),
            _participant,
            cache=_participants,
            max_age=max_age_of,
            refresh=refresh,
            clock=lambda: _now(),  # noqa: PLW0108  (looked up at each call)
        )

    async def register(self, company_id: str, *, options: CallOptions | None = None) -> None:
        """Register a company as a receiver on Peppol; senders then reach it there.

        Args:
            company_id: The company's number, a text; which number Billit means is not documented.

        Raises:
            BadRequest: Billit refused it: the company's identity was not established, or it is registered elsewhere.
            OutcomeUnknown: The connection broke after the request may have left: :meth:`lookup` tells.
            TypeError: The number is not a text.
            ValueError: The number is empty.

        Source: POST /v1/peppol/participants (Swagger operation Peppol_PostParticipant).
        """
        request = RegisterParticipantRequest(company_id=checked_text(company_id, "company_id"))
        await self._change_participants(PEPPOL_POST_PARTICIPANT, request, options)

    async def unregister(self, company_id: str, *, options: CallOptions | None = None) -> None:
        """Take a company off Peppol; senders no longer reach it there.

        Args:
            company_id: The company's number, a text; which number Billit means is not documented.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left: :meth:`lookup` tells.
            TypeError: The number is not a text.
            ValueError: The number is empty.

        Source: DELETE /v1/peppol/participants, with a body (Swagger operation Peppol_DeleteParticipant).
        """
        request = DeleteParticipantRequest(company_id=checked_text(company_id, "company_id"))
        await self._change_participants(PEPPOL_DELETE_PARTICIPANT, request, options)

    async def _change_participants(self, route: Route, request: Model, options: CallOptions | None) -> None:
        try:
            await self._do(route, body=codec.to_json(request), options=options)
        finally:
            self._caller.transport.shared(_participants).clear()

    async def send_order(
        self, order: Order, *, idempotency_key: str | None = None, options: CallOptions | None = None
    ) -> int:
        """Send an order over Peppol alone, in one call: the plain operation of the API.

        The order does not show in MyBillit, and its receiver is not looked up: ``orders.deliver`` does both.

        Args:
            order: The whole order; without ``order_id``.
            idempotency_key: Your own key for this call; a new one is made when it is left out. That Billit honours it
                here is not documented.

        Returns:
            An id; whether it is the order's or that of an inbox item is not documented.

        Raises:
            BadRequest: Billit or the rules of Peppol refused it, e.g. ``TheCustomerIsNotActiveOnPeppol``.
            IdempotencyConflict: The key was used by a call that succeeded.
            OutcomeUnknown: The connection broke after the request may have left; it may be on its way.
            UnexpectedResponse: The response is not an id, although it may be on its way.
            TypeError: It is not an Order, or holds a float.
            ValueError: It has an ``order_id``, or a value is not a known one of its enumeration.

        Source: POST /v1/peppol/sendOrder; docs page "specific for v1/peppol".
        """
        if checked_model(order, Order, "order").order_id is not None:
            raise InvalidArgument(
                "this order has an order_id: send it with billit.orders.send, or evolve it without one"
            )
        return await self._read(
            PEPPOL_POST_SEND_ORDER,
            read_id,
            body=codec.to_body(order, "order"),
            idempotency_key=checked_idempotency_key(idempotency_key),
            options=options,
        )

    async def send_ubl(
        self,
        xml: str | bytes,
        *,
        check: bool = True,
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> SendXmlResponse:
        """Check a UBL invoice or credit note against the rules of Peppol, offline, and send it over Peppol alone.

        It goes out as it is: nothing is added, no PDF either, and it does not show in MyBillit.

        With the extra ``ubl`` the complete rules of EN 16931 and Peppol BIS 3 are run, and without it those that
        ``billit_async.invoicing.ubl`` knows; ``check_ubl`` there gives the findings, warnings too, and sends nothing.

        Args:
            xml: The document; bytes are UTF-8. Its supplier must be this company.
            check: False is the plain operation of the API: nothing is checked before it is sent.
            idempotency_key: Your own key for this call; a new one is made when it is left out. That Billit honours it
                here is not documented.

        Returns:
            The ``inbox_item_id``: the document is valid and on the network.

        Raises:
            InvalidUbl: It breaks a rule; ``findings`` has them all, and nothing was sent.
            BadRequest: Billit found more; ``errors`` names it.
            IdempotencyConflict: The key was used by a call that succeeded.
            OutcomeUnknown: The connection broke after the request may have left; it may be on its way.
            UnexpectedResponse: The response is something else, although it may be on its way.
            TypeError: It is neither a text nor bytes, or the switch not a bool.
            ValueError: It is not XML, or its bytes are not UTF-8.

        Source: POST /v1/peppol/sendxml, which is not in the Swagger document; docs page "send ubl to peppol".
        """
        text = _checked_xml(xml)
        if checked_bool(check, "check"):
            await asyncio.to_thread(_refuse_invalid_ubl, text)
        return await self._read(
            PEPPOL_POST_SEND_XML,
            lambda raw: read_model(SendXmlResponse, raw, "inbox_item_id"),
            body=codec.to_json(SendXmlRequest(xml=text)),
            idempotency_key=checked_idempotency_key(idempotency_key),
            options=options,
        )


def _refuse_invalid_ubl(text: str) -> None:
    from billit_async.invoicing.ubl import refuse_invalid_ubl  # noqa: PLC0415  (loads an XML parser, in this thread)

    refuse_invalid_ubl(text)


def _participant(raw: bytes) -> Participant:
    response = read_model(ParticipantInformationResponse, raw, "registered")
    return Participant(**{field.name: getattr(response, field.name) for field in attrs.fields(type(response))})


def _checked_xml(xml: object) -> str:
    if isinstance(xml, bytes):
        try:
            xml = xml.decode("utf-8-sig")
        except UnicodeDecodeError:
            # Without the error itself, which holds the document.
            raise InvalidArgument("xml is not UTF-8: decode it first, and give the text") from None
    if not isinstance(xml, str):
        raise TypeError(f"xml takes a text or bytes, not {type(xml).__name__}")
    if not xml.lstrip("\ufeff \t\r\n").startswith("<"):
        raise InvalidArgument("xml is not an XML document: it does not begin with '<'")
    return xml


def _participants() -> TTLCache[tuple[object, ...], bytes]:
    """What the Peppol directory said, by company and identifier."""
    return TTLCache(_MOST_PARTICIPANTS)
