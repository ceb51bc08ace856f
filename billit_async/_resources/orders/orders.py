"""Orders: invoices, credit notes, offers, delivery notes and order forms, sold and bought."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Unpack
from uuid import UUID

from billit_async._resources._operations import (
    ORDER_DELETE_ORDER,
    ORDER_E_SIGN_ORDER,
    ORDER_GET_ORDER,
    ORDER_PATCH_ORDERS,
    ORDER_POST_ORDER_PAYMENT,
    ORDER_POST_ORDERS,
    ORDER_POST_SEND,
    ORDER_PUT_ORDER_BOOKINGS,
)
from billit_async._resources.arguments import (
    checked_id,
    checked_idempotency_key,
    checked_models,
    checked_seconds,
    checked_text,
    with_external_id,
)
from billit_async._resources.enumerations import refuse_unknown_value
from billit_async._resources.listing import Lister, build_query
from billit_async._resources.lists import ChangeFeed, SearchableList
from billit_async._resources.orders.delivery import Follow, deliver, send_directly
from billit_async._resources.orders.drafts import CheckedDraft, order_of
from billit_async._resources.orders.files import OrderFiles
from billit_async._resources.orders.lookup import find_out, lookup_of
from billit_async._resources.orders.updating import complete_order
from billit_async._resources.orders.waiting import POLL_INTERVAL, wait_for_delivery
from billit_async._resources.parties import Parties
from billit_async._resources.peppol.fallback import PEPPOL, PeppolFirst, checked_fallbacks
from billit_async._resources.peppol.peppol import LOOKUP_MAX_AGE, Peppol
from billit_async._resources.responses import read_bool
from billit_async._resources.updating import Updater, UpdateRoutes
from billit_async._serialization import codec
from billit_async._serialization.patches import ORDER_UPDATES
from billit_async.errors import IdempotencyConflict, InvalidArgument
from billit_async.invoicing.delivery import Delivery
from billit_async.models.orders import BookingEntry, Order, PostPaymentRequest
from billit_async.odata._lists import ORDERS, ORDERS_DELETED
from billit_async.odata.query import encode_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from billit_async._paging import Pager
    from billit_async._resources.orders.delivery import OnRefusal
    from billit_async._resources.orders.waiting import OrderNotifier
    from billit_async._serialization.ids import Id
    from billit_async._serialization.patches import OrderChanges, OrderUpdates
    from billit_async._transport.policies import CallOptions
    from billit_async.odata.ast import Expr
    from billit_async.odata.query import Column, Query
    from billit_async.odata.query import Order as OrderTerm

__all__ = ["Orders"]


class Orders(SearchableList[Order], ChangeFeed[Order], OrderFiles, Updater):
    """The orders of one company: ``billit.orders``.

    Conditions are built from ``OrderFields``; Billit filters on some columns only. The rows of a list are summaries,
    without lines.

    Source: GET /v1/orders; docs pages "odata" and "retrieve list of invoices".
    """

    __slots__ = ()

    _spec = ORDERS
    _routes = UpdateRoutes(ORDER_GET_ORDER, ORDER_POST_ORDERS, ORDER_PATCH_ORDERS)

    def deleted(
        self,
        where: Expr | Query | None = None,
        *,
        order_by: OrderTerm | Iterable[OrderTerm] | None = None,
        select: Column | Iterable[Column] | None = None,
        top: int | None = None,
        skip: int | None = None,
        count: bool = False,
        cursor: int | str | None = None,
        options: CallOptions | None = None,
    ) -> Pager[Order]:
        """List deleted orders, following Billit's links; that they can be filtered by id is not documented.

        Args:
            where: Which ones, built from ``OrderFields``, or a whole ``Query``.
            order_by: Another order, built from ``OrderFields``.
            select: The columns to give, as fields; every other field of a row reads as None.
            top: Orders to give at most, over all pages.
            skip: Orders to leave out at the beginning.
            count: Ask how many match; the pages then have ``page.count``.
            cursor: Go on behind this point.

        Returns:
            A pager; each order comes once.

        Raises:
            TypeError: An argument has the wrong type.
            ValueError: ``top`` or ``skip`` is out of range, or the cursor is not one of this list.

        Source: GET /v1/orders/deleted (Swagger operation Order_GetDeleted).
        """
        query = build_query(where, order_by=order_by, select=select, top=top, skip=skip, count=count)
        return Lister(self._caller).list_of(ORDERS_DELETED, query, cursor=cursor, options=options)

    async def get(self, order_id: Id, *, document_type: str | None = None, options: CallOptions | None = None) -> Order:
        """Read one order with its lines, VAT groups, parties, messages and files.

        Args:
            order_id: The order's ``OrderID``.
            document_type: Billit's ``documentType``; what it takes and changes is not documented.

        Returns:
            The order.

        Raises:
            NoAccess: The order is another company's, or there is none; Billit's response to both is 401.
            NotFound: Where Billit says so instead.
            UnexpectedResponse: The response is not an order.
            TypeError: The id is neither a whole number nor a text.

        Source: GET /v1/orders/{orderID}; docs pages "get information about 1 invoice/creditnote" and "401".
        """
        query = ""
        if document_type is not None:
            query = encode_query([("documentType", checked_text(document_type, "document_type"))])
        return await self._order(order_id, options, query)

    async def create(
        self,
        order: Order | CheckedDraft,
        *,
        external_id: str | None = None,
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> int:
        """Create an order; Billit computes its totals.

        Whatever breaks, the order is made at most once: a request that may have arrived is not sent again, and
        ``await billit.resolve(error)`` finds out what became of it by the order's own id. Give it one with
        ``external_id``, or with ``order_number``. ``RetryPolicy.look_first()`` does so by itself.

        Args:
            order: Type, direction, dates, customer or supplier, and lines; without ``order_id``. Or a draft of
                ``billit_async.invoicing``, which is checked first.
            external_id: Your own id of this order, put into ``ExternalProviderID``: with it
                ``await billit.resolve(error)`` finds out what became of a create that failed.
            idempotency_key: Your own key for this document; a new one is made when it is left out. Both kinds are
                found on the error when a call fails.

        Returns:
            The new ``OrderID``.

        Raises:
            InvoiceRefused: The checks found errors in the draft; nothing was sent.
            BadRequest: Billit refused the order; ``errors`` says why.
            IdempotencyConflict: The key was used by a create that succeeded; ``await billit.resolve(error)`` finds
                its order.
            NotSent: Billit never saw it.
            OutcomeUnknown: The connection broke after the request may have left: ``await billit.resolve(error)``
                gives the id, *absent* or *ambiguous*.
            DeadlineExceeded: The same, when ``may_have_arrived`` is true.
            ServerError: Billit or a gateway failed, and the order may exist all the same.
            DuplicateDocument: A repeat that the retry policy asked for has made a second one; ``ids`` has both.
            UnexpectedResponse: The response is not an id, although the order may exist.
            TypeError: It is not an Order, or holds a float.
            ValueError: It has an ``order_id``, so that Billit would change that order instead; it has another
                ``external_provider_id`` than ``external_id``; or a value is not a known one of its enumeration.

        Source: POST /v1/orders; docs pages "creating sales invoices" and "idempotent tokens".
        """
        document = order_of(order)
        if document.order_id is not None:
            raise InvalidArgument("this order has an order_id, so Billit would change it: evolve it with order_id=None")
        marked = with_external_id(document, external_id)
        return await self._create(
            ORDER_POST_ORDERS,
            codec.to_body(marked, "order"),
            lookup_of("order", marked),
            idempotency_key=idempotency_key,
            options=options,
        )

    async def update(
        self, order_id: Id, *, options: CallOptions | None = None, **changes: Unpack[OrderUpdates]
    ) -> None:
        """Change an order: patched where Billit patches it, posted with the id otherwise.

        What Billit patches takes one request. For other fields the order is read and posted whole, with the changes;
        of both kinds: GET, POST, PATCH, in this order. The counterparty is sent by its id, so that its own record stays
        as it is, and files are sent only where new ones are given. What somebody else changes between the GET and the
        POST is overwritten. What Billit lets change on an order that was sent is not documented; it may refuse.

        Args:
            order_id: The order's ``OrderID``.
            changes: New values by Python name; ``None`` is left out, ``NULL`` clears. ``order_lines``
                replaces all lines.

        Raises:
            TypeError: A field that Billit does not change, such as a total, or a value of the wrong type; the message
                names those that can be changed, and nothing was sent.
            ValueError: Nothing to change; an unknown value of an enumeration; ``order_lines`` or ``to_pay`` must be
                given too, since lines of products would be priced anew or a part payment be lost. Nothing was changed.
            UpdateIncomplete: The POST was carried out and the PATCH failed; it names the fields.
            BadRequest: Billit refused the first write; nothing was changed.
            NoAccess: The order is another company's, or there is none.
            OutcomeUnknown: The connection broke after the first write may have left; read the order before you repeat.

        Source: PATCH /v1/orders/{orderID}, docs page "patchable properties"; POST /v1/orders with ``OrderID`` (Swagger
        operation Order_PostOrders: "create or update").
        """
        await self._update(ORDER_UPDATES, order_id, changes, complete=complete_order, options=options)

    async def patch(self, order_id: Id, *, options: CallOptions | None = None, **changes: Unpack[OrderChanges]) -> None:
        """Change what Billit patches on an order, with one request; :meth:`update` changes more.

        Args:
            order_id: The order's ``OrderID``.
            changes: New values by Python name; ``None`` is left out, ``NULL`` clears.

        Raises:
            TypeError: A property that Billit does not patch, or a value of the wrong type.
            ValueError: Nothing to change, or a value is not a known one of its enumeration.
            BadRequest: Billit refused the change.
            NoAccess: The order is another company's, or there is none.
            OutcomeUnknown: The connection broke after the request may have left; the same patch may be repeated.

        Source: PATCH /v1/orders/{orderID}; docs page "patchable properties".
        """
        await self._patch(ORDER_PATCH_ORDERS, ORDER_UPDATES, order_id, changes, options)

    async def mark_paid(
        self, order_id: Id, *, paid_date: datetime | date | None = None, options: CallOptions | None = None
    ) -> None:
        """Mark an order as paid in full.

        Args:
            order_id: The order's ``OrderID``.
            paid_date: Billit local time, no offset; a date means its midnight. Billit takes "now" when it is left out.

        Raises:
            BadRequest: Billit refused the change (``errors[].code``).
            NoAccess: The order is another company's, or there is none.
            OutcomeUnknown: The connection broke after the request left; read the order before you repeat it.

        Source: PATCH /v1/orders/{orderID}; docs page "patchable properties".
        """
        changes = {"paid": True, "paid_date": paid_date}
        await self._patch(ORDER_PATCH_ORDERS, ORDER_UPDATES, order_id, changes, options)

    async def delete(self, order_id: Id, *, options: CallOptions | None = None) -> bool:
        """Delete an order that was not sent over a network yet.

        Args:
            order_id: The order's ``OrderID``.

        Returns:
            Billit's response: True when it deleted the order.

        Raises:
            BadRequest: The order can no longer be deleted.
            NoAccess: The order is another company's, or there is none.
            OutcomeUnknown: The connection broke after the request may have left.

        Source: DELETE /v1/orders/{orderID} (Swagger operation Order_DeleteOrder).
        """
        order = checked_id(order_id, "order_id")
        return await self._read(ORDER_DELETE_ORDER, read_bool, options=options, orderID=order)

    async def esign(self, order_id: Id, *, options: CallOptions | None = None) -> bool:
        """Sign an order electronically; Billit has no operation that tells whether one is signed.

        Args:
            order_id: The order's ``OrderID``.

        Returns:
            Billit's response.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            NoAccess: The order is another company's, or there is none.
            OutcomeUnknown: The connection broke after the request may have left.
            TypeError: The id is neither a whole number nor a text.
            ValueError: The id is a number below one, or a text that cannot be an id.

        Source: POST /v1/orders/commands/eSign/{orderID} (Swagger operation Order_ESignOrder).
        """
        order = checked_id(order_id, "order_id")
        return await self._read(ORDER_E_SIGN_ORDER, read_bool, options=options, orderID=order)

    async def add_payment(
        self,
        order_id: Id,
        amount: Decimal | int | str,
        *,
        date: date | None = None,
        description: str | None = None,
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> None:
        """Add a payment of an order, in part or in full; Billit has no operation that reads or undoes one.

        Args:
            order_id: The order's ``OrderID``.
            amount: What was paid, in the order's currency.
            date: Its day; a datetime is Billit local time.
            description: A text on it.
            idempotency_key: Your own key for this payment; a new one is made when it is left out. That Billit honours
                it here is not documented.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            IdempotencyConflict: The key was used by a payment that succeeded.
            NoAccess: The order is another company's, or there is none.
            OutcomeUnknown: The connection broke after the request may have left: look at the order's ``to_pay`` first.
            TypeError: An argument has the wrong type, a float amount for instance.
            ValueError: The id cannot be one, or the amount is not a number.

        Source: POST /v1/orders/{orderID}/payments (Swagger operation Order_PostOrderPayment).
        """
        if amount is None:  # pyright: ignore[reportUnnecessaryComparison]
            raise TypeError("a payment takes an amount")
        body = codec.to_json(PostPaymentRequest(amount=amount, description=description, date=date))
        await self._do(
            ORDER_POST_ORDER_PAYMENT,
            body=body,
            idempotency_key=checked_idempotency_key(idempotency_key),
            options=options,
            orderID=checked_id(order_id, "order_id"),
        )

    async def set_booking_entries(
        self, order_id: Id, entries: Iterable[BookingEntry], *, options: CallOptions | None = None
    ) -> None:
        """Put the booking entries of an order, in place of those it has.

        Args:
            order_id: The order's ``OrderID``.
            entries: All of its entries, at least one.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            NoAccess: The order is another company's, or there is none.
            OutcomeUnknown: The connection broke after the request may have left; the same call may be repeated.
            TypeError: It is not a list of BookingEntry, or the id is neither a whole number nor a text.
            ValueError: The list is empty, or the id cannot be one.

        Source: PUT /v1/orders/{orderID}/bookingEntries (Swagger operation Order_PutOrderBookings).
        """
        body = codec.to_body(checked_models(entries, BookingEntry, "entries"), "entries")
        order = checked_id(order_id, "order_id")
        await self._do(ORDER_PUT_ORDER_BOOKINGS, body=body, options=options, orderID=order)

    async def send(
        self,
        order_ids: Iterable[Id],
        transport: str | None = None,
        *,
        strict_transport: bool = False,
        print_type: str | None = None,
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> None:
        """Send orders to their customers: the plain operation of the API, which ``deliver`` does as one of its steps.

        Delivery itself follows later and shows on the order.

        Args:
            order_ids: Orders of this company.
            transport: ``Peppol``, ``SMTP``, ``Letter``, ...; one for all of them. Left out, Billit takes the
                customer's e-invoice network and falls back to e-mail.
            strict_transport: Forbid any fallback.
            print_type: How letters are printed.
            idempotency_key: Your own key for this call; a new one is made when it is left out.

        Raises:
            BadRequest: Billit refused, e.g. ``TheCustomerIsNotActiveOnPeppol``; the orders stay as they were.
            IdempotencyConflict: The key was used by a send that succeeded.
            OutcomeUnknown: The connection broke after the request may have left; look at the orders first.
            TypeError: ``order_ids`` is not a list of ids.
            ValueError: ``order_ids`` is empty, or the transport or print type is not a known one.

        Source: POST /v1/orders/commands/send; docs pages "sending your first invoice" and
        "email sending enable/disable".
        """
        if isinstance(order_ids, int | str | bytes | UUID):
            raise TypeError("order_ids takes a list of ids: send([order_id])")
        ids = [checked_id(order_id, "order_ids") for order_id in order_ids]
        if not ids:
            raise InvalidArgument("order_ids is empty: there is nothing to send")
        # These spellings are the ones that a production integration sends; Billit reads names without case.
        body: dict[str, Any] = {"OrderIDs": ids}
        if transport is not None:
            refuse_unknown_value(transport, "TransportType", "transport")
            body["TransportType"] = str(transport)
        if print_type is not None:
            refuse_unknown_value(print_type, "PrintType", "print_type")
            body["PrintType"] = str(print_type)
        try:
            await self._do(
                ORDER_POST_SEND,
                body=codec.dumps(body),
                headers={"StrictTransportType": "true"} if strict_transport else None,
                idempotency_key=checked_idempotency_key(idempotency_key),
                options=options,
            )
        except IdempotencyConflict as error:
            # An earlier attempt of this very call arrived, and there is no result to have lost.
            if not error.may_have_arrived:
                raise

    async def delivery(self, order_id: Id, *, options: CallOptions | None = None) -> Delivery:
        """Read how the sending of an order went: its state, and what was sent and received.

        Args:
            order_id: The order's ``OrderID``.

        Raises:
            NoAccess: The order is another company's, or there is none.

        Source: GET /v1/orders/{orderID}; docs page "status content of a sales invoice".
        """
        return Delivery.of(await self.get(order_id, options=options))

    async def wait_for_delivery(
        self,
        order_id: Id,
        *,
        timeout: float | None = 600.0,  # noqa: ASYNC109 - it ends in an error of its own, which says where the order is
        poll_interval: float = POLL_INTERVAL,
        notifier: OrderNotifier | None = None,
        options: CallOptions | None = None,
    ) -> Delivery:
        """Wait until an order that was sent arrived, was refused, or failed.

        The order is read again and again, with pauses that grow from ``poll_interval`` to half a minute, and at once
        when ``notifier`` is told of it.

        Args:
            order_id: The order's ``OrderID``.
            timeout: Seconds to wait at most; None for as long as it takes.
            poll_interval: Seconds until the order is read for the second time.
            notifier: Told by your webhook route of every event.

        Returns:
            The delivery, in a final state: look at ``delivery.state``.

        Raises:
            DeliveryTimeout: The order is still under way; wait again later.
            DeliveryError: The order was not sent.
            NoAccess: The order is another company's, or there is none.
            CallError: The order could not be read.

        Source: docs page "status content of a sales invoice": first ``Pending``, then ``Delivered`` or ``Error``.
        """
        return await wait_for_delivery(
            Orders(self._caller.having(options)),
            checked_id(order_id, "order_id"),
            seconds=timeout,
            poll_interval=poll_interval,
            notifier=notifier,
        )

    async def deliver(
        self,
        order: Order | CheckedDraft | Id,
        via: str | None = None,
        *,
        fallbacks: Sequence[str] | None = None,
        external_id: str | None = None,
        strict_transport: bool = False,
        on_refusal: OnRefusal = "keep",
        max_age: float = LOOKUP_MAX_AGE,
        follow: bool = True,
        timeout: float | None = 600.0,  # noqa: ASYNC109 - as above
        poll_interval: float = POLL_INTERVAL,
        notifier: OrderNotifier | None = None,
        options: CallOptions | None = None,
    ) -> Delivery:
        """Create an order, send it and follow it until it arrived; the outcome of each step is known.

        With ``fallbacks`` the receiver is looked up before anything is created, by its Peppol id, enterprise number and
        VAT number. The order goes over Peppol where the receiver takes it, and otherwise by a fallback that you allow;
        none of Billit's own is used.

        Args:
            order: The order, or a draft, which is checked first; or the id of one that was created before, which is
                then only sent and followed, and only followed when it shows as sent.
            via: The transport, as ``send`` takes it.
            fallbacks: Only with ``via="Peppol"``: the transports to take in turn when the order cannot go over Peppol,
                such as ``("SMTP",)``; ``()`` allows none. When left out, nothing is looked up.
            external_id: Your own id of this order, by which it is found again when a response is lost.
            strict_transport: Forbid any fallback of Billit's own, which ``fallbacks`` always does.
            on_refusal: What becomes of the order when Billit refuses to send it (400): ``keep`` it, or ``delete`` it,
                so that a better one can take its number. It is kept whenever it may have been sent, and with
                ``fallbacks``.
            max_age: Seconds that an earlier look-up of the receiver may be old.
            follow: False returns once the order was sent, with what is known by then.
            timeout: Seconds to wait for its arrival at most.
            poll_interval: Seconds until the order is read for the second time.
            notifier: Told by your webhook route of every event.

        Returns:
            The delivery, in a final state unless it was not to be followed: look at ``delivery.state``. With
            ``fallbacks``, ``delivery.sent_via`` says which way the order went, and why; it is None for one that was
            sent before.

        Raises:
            InvoiceRefused: The checks found errors in the draft; nothing was sent.
            NotOnPeppol: With ``fallbacks``: the order cannot go over Peppol, and no fallback took it; ``reason`` says
                why, and ``order_id`` is the order that is kept unsent, or None when none was created.
            BadRequest: Billit refused to create the order, or does not read the receiver's identifier; there is none.
            DeliveryError: It was created and not sent (``step`` is ``send``, ``order_id`` its id), or it is not known
                whether it was sent (``may_have_been_sent``) or created (``step`` is ``create``).
            DeliveryTimeout: It was sent, and is still under way.
            CallError: A step did not happen, and can be repeated.
            TypeError: An argument has the wrong type.
            ValueError: A transport is not a known one, ``fallbacks`` are given for another transport than Peppol or
                with ``on_refusal="delete"``; or, with ``fallbacks``, the receiver's identifier is wrong or the order is
                a purchase. Nothing was sent.

        Source: docs pages "creating sales invoices", "sending your first invoice", "status content of a sales invoice"
        and "email sending enable/disable"; the manual's chapters 18 to 20.
        """
        caller = self._caller.having(options)
        orders = Orders(caller)
        if via is not None:
            refuse_unknown_value(via, "TransportType", "via")
        if fallbacks is None:
            choose = send_directly(orders, via, strict_transport=strict_transport, on_refusal=on_refusal)
        else:
            if via != PEPPOL:
                raise InvalidArgument(f'fallbacks stand in for Peppol: give via="Peppol" with them, not {via!r}')
            if on_refusal != "keep":
                raise InvalidArgument('on_refusal="delete" does not go with fallbacks, which keep the order')
            choose = PeppolFirst(
                orders=orders,
                directory=Peppol(caller),
                parties=Parties(caller),
                fallbacks=checked_fallbacks(fallbacks),
                max_age=checked_seconds(max_age, "max_age"),
            ).choose
        return await deliver(
            orders,
            order if isinstance(order, int | str | UUID) else order_of(order),
            choose,
            external_id=external_id,
            follow=Follow(timeout, poll_interval, notifier) if follow else None,
            find_out=partial(find_out, self),
        )
