"""Sending an order and following it: the methods of ``billit.orders`` for it; what they do is in ``delivering``."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from billit_async._resources.arguments import checked_id
from billit_async._resources.orders.drafts import CheckedDraft, order_of
from billit_async._resources.orders.watching import POLL_INTERVAL, deliver, wait_for_delivery
from billit_async._resources.resource import Resource
from billit_async.invoicing.delivery import Delivery

if TYPE_CHECKING:
    from billit_async._resources.orders.orders import Orders
    from billit_async._resources.orders.watching import OnRefusal, OrderNotifier
    from billit_async._transport.policies import CallOptions
    from billit_async.models.orders import Order

__all__ = ["OrderDelivery"]


class OrderDelivery(Resource):
    """What ``billit.orders`` does to bring an order to its customer."""

    __slots__ = ()

    def _having(self, options: CallOptions | None) -> Orders:
        # Orders is this and more, and nothing else is.
        return cast("Orders", type(self)(self._caller.having(options)))

    async def delivery(self, order_id: int, *, options: CallOptions | None = None) -> Delivery:
        """Read how the sending of an order went: its state, and what was sent and answered.

        Args:
            order_id: The order's ``OrderID``.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Raises:
            NoAccess: The order is another company's, or there is none.

        Source: GET /v1/orders/{orderID}; docs page "status content of a sales invoice".
        """
        return Delivery.of(await self._having(options).get(order_id))

    async def wait_for_delivery(
        self,
        order_id: int,
        *,
        timeout: float | None = 600.0,  # noqa: ASYNC109 - it ends in an error of its own, which says where the order is
        first_look: float = POLL_INTERVAL,
        signals: OrderNotifier | None = None,
        options: CallOptions | None = None,
    ) -> Delivery:
        """Wait until an order that was sent arrived, was refused, or failed.

        The order is looked at again and again, with pauses that grow from ``first_look`` to half a minute, and at once
        when ``signals`` hears of it.

        Args:
            order_id: The order's ``OrderID``.
            timeout: Seconds to wait at most; None for as long as it takes.
            first_look: Seconds until the second look.
            signals: Told by your webhook route what it heard.
            options: What its calls do otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The delivery, in a final state: look at ``delivery.state``.

        Raises:
            DeliveryTimeout: The order is still under way; wait again later.
            DeliveryError: The order was not sent.
            NoAccess: The order is another company's, or there is none.
            CallError: The order could not be read.

        Source: docs page "status content of a sales invoice": first ``Pending``, then ``Delivered`` or ``Error``.
        """
        order_id = checked_id(order_id, "order_id")
        return await wait_for_delivery(
            self._having(options), order_id, seconds=timeout, first_look=first_look, signals=signals
        )

    async def deliver(
        self,
        order: Order | CheckedDraft | int,
        transport_type: str | None = None,
        *,
        external_id: str | None = None,
        strict_transport: bool = False,
        on_refusal: OnRefusal = "keep",
        timeout: float | None = 600.0,  # noqa: ASYNC109 - as above
        first_look: float = POLL_INTERVAL,
        signals: OrderNotifier | None = None,
        options: CallOptions | None = None,
    ) -> Delivery:
        """Create an order, send it and follow it until it arrived; the outcome of each step is known.

        Args:
            order: The order, or a draft, which is checked first; or the id of one that was created before, which is
                then only sent and followed, and only followed when it shows as sent.
            transport_type: As ``send`` takes it.
            external_id: Your own id of this order, by which it is found again when an answer is lost.
            strict_transport: Forbid any fallback.
            on_refusal: What becomes of the order when Billit refuses to send it (400): ``keep`` it, or ``delete`` it,
                so that a better one can take its number. It is kept whenever it may have been sent.
            timeout: Seconds to wait for its arrival at most.
            first_look: Seconds until the second look.
            signals: Told by your webhook route what it heard.
            options: What its calls do otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The delivery, in a final state: look at ``delivery.state``.

        Raises:
            InvoiceRefused: The checks found errors in the draft; nothing was sent.
            BadRequest: Billit refused to create the order; there is none.
            DeliveryError: It was created and not sent (``step`` is ``send``, ``order_id`` its id), or it is not known
                whether it was sent (``may_have_been_sent``) or created (``step`` is ``create``).
            DeliveryTimeout: It was sent, and is still under way.
            CallError: A step did not happen, and can be repeated.

        Source: docs pages "creating sales invoices", "sending your first invoice" and "status content of a sales
        invoice".
        """
        return await deliver(
            self._having(options),
            checked_id(order, "order") if isinstance(order, int) else order_of(order),
            transport_type,
            external_id=external_id,
            strict_transport=strict_transport,
            on_refusal=on_refusal,
            seconds=timeout,
            first_look=first_look,
            signals=signals,
        )
