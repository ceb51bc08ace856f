"""Peppol: its directory, the inbox of what came in over it, and sending over it alone, without a fallback."""

from __future__ import annotations

import asyncio
import math
import time
from typing import TYPE_CHECKING, Final

import attrs

from billit_async._resources.arguments import (
    checked_bool,
    checked_id,
    checked_idempotency_key,
    checked_model,
    checked_text,
)
from billit_async._resources.orders.drafts import CheckedDraft, order_of
from billit_async._resources.orders.orders import Orders
from billit_async._resources.parties import Parties
from billit_async._resources.peppol.fallback import checked_fallbacks, send_first
from billit_async._resources.peppol.inbox import Desk, Inbox
from billit_async._resources.resource import Resource
from billit_async._resources.responses import read_id, read_model
from billit_async._runtime.ttl_cache import TTLCache
from billit_async._serialization import codec
from billit_async.errors import InvalidArgument
from billit_async.invoicing.peppol import Participant, SentVia, peppol_identifier
from billit_async.invoicing.ubl import refuse_invalid_ubl
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
    from collections.abc import Sequence

    from billit_async._transport.policies import CallOptions

__all__ = ["Peppol"]

LOOKUP_KEPT: Final = 600.0
"""Seconds that an answer of the directory is believed."""
_ABSENCE_KEPT: Final = 60.0
_PARTICIPANTS_KEPT = 2_000
_now = time.monotonic

_CONFIRM = "/v1/peppol/inbox/{inboxItemId}/confirm"
_PARTICIPANT = "/v1/peppol/participantInformation/{VATorCBE}"
_PARTICIPANTS = "/v1/peppol/participants"
_SEND_ORDER = "/v1/peppol/sendOrder"
_SEND_XML = "/v1/peppol/sendxml"
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
        await self._do("POST", _CONFIRM, options=options, inboxItemId=item)

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
        await self._do("POST", _REFUSE, body=body, options=options, inboxItemId=item)

    async def lookup(
        self,
        identifier: str,
        *,
        only_check_dns: bool = False,
        max_age: float = LOOKUP_KEPT,
        refresh: bool = False,
        as_written: bool = False,
        options: CallOptions | None = None,
    ) -> Participant:
        """Ask the Peppol directory about a company; one that is not registered is an answer too, not an error.

        Billit is asked once in ``max_age`` for each identifier, session and company; that a company is not registered
        is believed for a minute at most, since it may register any moment.

        Args:
            identifier: A VAT number with its country (``BE 0563.846.944``), a Belgian enterprise number
                (``0563.846.944``), or ``scheme:value`` (``0208:0563846944``, also with
                ``iso6523-actorid-upis::`` before it).
            only_check_dns: Billit's ``OnlyCheckDNS``; what it changes is not documented.
            max_age: Seconds that an earlier answer may be old.
            refresh: Ask again, whatever is known.
            as_written: Ask for the value after ``scheme:`` as it is, for those who are registered under another
                spelling, such as ``0208:BE0563846944``.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            Whether it is ``registered``, and the ``document_types`` it takes: a receiver that is registered may still
            take no invoices, which ``takes("Invoice")`` tells.

        Raises:
            BadRequest: Billit does not read the identifier.
            UnexpectedResponse: The answer is something else.
            TypeError: The identifier is no text, a switch no bool, or the age no number.
            ValueError: The identifier is none, its check digits are wrong, or the age is negative; nothing was sent.

        Source: GET /v1/peppol/participantInformation/{VATorCBE}; docs page "check via api".
        """
        query = encode_query([("OnlyCheckDNS", "true")]) if checked_bool(only_check_dns, "only_check_dns") else ""
        limit = 0.0 if checked_bool(refresh, "refresh") else _checked_age(max_age)
        wanted = peppol_identifier(
            checked_text(identifier, "identifier"), as_written=checked_bool(as_written, "as_written")
        )
        caller = self._caller
        kept = caller.transport.shared(_participants)
        # By company, since what is asked is asked with its credentials.
        question = (caller.party_id, caller.context_party_id, wanted, only_check_dns)
        known = kept.get(question, _now())
        if known is not None:
            age, raw = known
            participant = _participant(raw)
            if age < (limit if participant.registered else min(limit, _ABSENCE_KEPT)):
                return participant
        response = await self._call("GET", _PARTICIPANT, query=query, options=options, VATorCBE=wanted)
        participant = response.read(_participant)
        kept.put(question, _now(), response.body)
        return participant

    async def send_first(
        self,
        order: Order | CheckedDraft | int,
        *,
        fallbacks: Sequence[str] = (),
        external_id: str | None = None,
        max_age: float = LOOKUP_KEPT,
        options: CallOptions | None = None,
    ) -> SentVia:
        """Send an order over Peppol where its receiver takes it, and otherwise only by a fallback that you allow.

        The receiver is looked up before anything is created, by its Peppol id, enterprise number and VAT number.

        Args:
            order: The order or draft, which is created; or the id of one that was created and not sent.
            fallbacks: Transports to take instead when Peppol cannot be, in turn, such as ``("SMTP",)``; none by
                default.
            external_id: Your own id of a new order, by which it is found again when an answer is lost.
            max_age: Seconds that an earlier look-up may be old.
            options: What its calls do otherwise than the session: time limits, retries, priority, headers.

        Returns:
            Which way it went, and why. It is under way then: ``orders.wait_for_delivery`` follows it.

        Raises:
            NotOnPeppol: It cannot go over Peppol, and no fallback took it; ``reason`` says why, and ``order_id`` is
                the order that stands there unsent, or None when none was created.
            DeliveryError: The order was sent before; it was created and refused for another reason; or whether it was
                created is not known (``step`` is ``create``).
            InvoiceRefused: The checks found errors in the draft; nothing was sent.
            BadRequest: Billit refused to create the order, or does not read the receiver's identifier.
            CallError: A step did not happen, and can be repeated.
            TypeError: The order is none, or the fallbacks are no list.
            ValueError: A fallback is no transport, the receiver has an impossible VAT number or identifier, or the
                order is a purchase; nothing was sent.

        Source: the manual's chapters 18 to 20; docs page "email sending enable/disable".
        """
        caller = self._caller.having(options)
        return await send_first(
            Peppol(caller),
            Orders(caller),
            Parties(caller),
            checked_id(order, "order") if isinstance(order, int) else order_of(order),
            fallbacks=checked_fallbacks(fallbacks),
            external_id=external_id,
            max_age=_checked_age(max_age),
        )

    async def register(self, company_id: str, *, options: CallOptions | None = None) -> None:
        """Register a company as a receiver on Peppol; senders then reach it there.

        Args:
            company_id: The company's number, a text; which number Billit means is not documented.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Raises:
            BadRequest: Billit refused it: the company's identity was not established, or it is registered elsewhere.
            OutcomeUnknown: The connection broke after the request may have left: :meth:`lookup` tells.
            TypeError: The number is no text.
            ValueError: The number is empty.

        Source: POST /v1/peppol/participants (Swagger operation Peppol_PostParticipant).
        """
        body = codec.to_json(RegisterParticipantRequest(company_id=checked_text(company_id, "company_id")))
        await self._do("POST", _PARTICIPANTS, body=body, options=options)

    async def unregister(self, company_id: str, *, options: CallOptions | None = None) -> None:
        """Take a company off Peppol; senders no longer reach it there.

        Args:
            company_id: The company's number, a text; which number Billit means is not documented.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left: :meth:`lookup` tells.
            TypeError: The number is no text.
            ValueError: The number is empty.

        Source: DELETE /v1/peppol/participants, with a body (Swagger operation Peppol_DeleteParticipant).
        """
        body = codec.to_json(DeleteParticipantRequest(company_id=checked_text(company_id, "company_id")))
        await self._do("DELETE", _PARTICIPANTS, body=body, options=options)

    async def send_order(
        self, order: Order, *, idempotency_key: str | None = None, options: CallOptions | None = None
    ) -> int:
        """Send an order over Peppol alone, at once; it does not show in MyBillit, ``billit.orders`` is for that.

        Args:
            order: The whole order; without ``order_id``.
            idempotency_key: Your own key for this call; a new one is made when it is left out. That Billit honours it
                here is not documented.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            An id; whether it is the order's or that of an inbox item is not documented.

        Raises:
            BadRequest: Billit or the rules of Peppol refused it, e.g. ``TheCustomerIsNotActiveOnPeppol``.
            IdempotencyConflict: The key was used by a call that succeeded.
            OutcomeUnknown: The connection broke after the request may have left; it may be on its way.
            UnexpectedResponse: The answer is no id, although it may be on its way.
            TypeError: It is no Order, or holds a float.
            ValueError: It has an ``order_id``, or a value is not a known one of its enumeration.

        Source: POST /v1/peppol/sendOrder; docs page "specific for v1/peppol".
        """
        if checked_model(order, Order, "order").order_id is not None:
            raise InvalidArgument(
                "this order has an order_id: send it with billit.orders.send, or evolve it without one"
            )
        response = await self._call(
            "POST",
            _SEND_ORDER,
            body=codec.to_body(order, "order"),
            idempotency_key=checked_idempotency_key(idempotency_key),
            options=options,
        )
        return response.read(read_id)

    async def send_xml(
        self, xml: str | bytes, *, idempotency_key: str | None = None, options: CallOptions | None = None
    ) -> SendXmlResponse:
        """Send a ready UBL document over Peppol alone, as it is: nothing is added, no PDF either.

        Args:
            xml: The document; bytes are UTF-8. Its supplier must be this company.
            idempotency_key: Your own key for this call; a new one is made when it is left out. That Billit honours it
                here is not documented.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The ``inbox_item_id``: the document is valid and on the network.

        Raises:
            BadRequest: The document breaks a rule of Peppol; ``errors`` names it.
            IdempotencyConflict: The key was used by a call that succeeded.
            OutcomeUnknown: The connection broke after the request may have left; it may be on its way.
            UnexpectedResponse: The answer is something else, although it may be on its way.
            TypeError: It is no text and no bytes.
            ValueError: It is no XML, or its bytes are not UTF-8.

        Source: POST /v1/peppol/sendxml, which is not in the Swagger document; docs page "send ubl to peppol".
        """
        response = await self._call(
            "POST",
            _SEND_XML,
            body=codec.to_json(SendXmlRequest(xml=_checked_xml(xml))),
            idempotency_key=checked_idempotency_key(idempotency_key),
            options=options,
        )
        return response.read(lambda raw: read_model(SendXmlResponse, raw, "inbox_item_id"))

    async def send_ubl(
        self,
        xml: str | bytes,
        *,
        check: bool = True,
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> SendXmlResponse:
        """Check a UBL invoice or credit note against the rules of Peppol, offline, and send it when it keeps them.

        With the extra ``ubl`` the complete rules of EN 16931 and Peppol BIS 3 are run, and without it those that
        ``billit_async.invoicing.ubl`` knows; ``check_ubl`` there gives the findings, warnings too, and sends nothing.

        Args:
            xml: The document; bytes are UTF-8. Its supplier must be this company.
            check: False to send it as it is.
            idempotency_key: Your own key for this call, as ``send_xml`` takes it.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The ``inbox_item_id``: the document is valid and on the network.

        Raises:
            InvalidUbl: It breaks a rule; ``findings`` has them all, and nothing was sent.
            BadRequest: Billit found more; ``errors`` names it.
            IdempotencyConflict: The key was used by a call that succeeded.
            OutcomeUnknown: The connection broke after the request may have left; it may be on its way.
            UnexpectedResponse: The answer is something else, although it may be on its way.
            TypeError: It is no text and no bytes, or the switch no bool.
            ValueError: It is no XML, or its bytes are not UTF-8.

        Source: POST /v1/peppol/sendxml, which is not in the Swagger document; docs page "send ubl to peppol".
        """
        text = _checked_xml(xml)
        if checked_bool(check, "check"):
            await asyncio.to_thread(refuse_invalid_ubl, text)
        return await self.send_xml(text, idempotency_key=idempotency_key, options=options)


def _participant(raw: bytes) -> Participant:
    answer = read_model(ParticipantInformationResponse, raw, "registered")
    return Participant(**{field.name: getattr(answer, field.name) for field in attrs.fields(type(answer))})


def _checked_age(seconds: object) -> float:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise TypeError(f"max_age takes seconds, not {type(seconds).__name__}")
    if math.isnan(seconds) or seconds < 0:
        raise InvalidArgument("max_age must not be negative: 0 asks every time")
    return float(seconds)


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
        raise InvalidArgument("xml is no XML document: it does not begin with '<'")
    return xml


def _participants() -> TTLCache[tuple[object, ...], bytes]:
    """What the Peppol directory said, by company and identifier."""
    return TTLCache(_PARTICIPANTS_KEPT)
