"""The delivery of an order, read from the order itself: a state and a timeline. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from uuid import UUID

    from billit_async.invoicing.peppol import SentVia
    from billit_async.models.orders import Order, OrderMessage

__all__ = ["Delivery", "DeliveryState", "DeliveryStep", "ResponseCode"]

_CODE: Final = re.compile(r"\s*([A-Za-z]{2})\s*:\s*(.*)", re.DOTALL)


class DeliveryState(StrEnum):
    """How far the sending of an order is.

    ``DELIVERED`` may still become ``REFUSED``: feedback of the receiver can come for weeks.
    """

    NOT_SENT = "not sent"
    PENDING = "pending"
    DELIVERED = "delivered"
    REFUSED = "refused"
    ERROR = "error"

    @property
    def is_final(self) -> bool:
        """Whether waiting for the network is over."""
        return self in (DeliveryState.DELIVERED, DeliveryState.REFUSED, DeliveryState.ERROR)


class ResponseCode(StrEnum):
    """What a receiver responds to an invoice over Peppol (Invoice Message Response).

    Source: docs pages "IMR" and "invoice responses to the sender".
    """

    ACKNOWLEDGED = "AB"
    IN_PROCESS = "IP"
    UNDER_QUERY = "UQ"
    CONDITIONALLY_ACCEPTED = "CA"
    REJECTED = "RE"
    ACCEPTED = "AP"
    PAID = "PD"


@attrs.frozen(kw_only=True)
class DeliveryStep:
    """One transmission of the order, or one response to it.

    Attributes:
        at: When, in Billit's local time.
        incoming: Whether it is a response.
        transport: The channel, such as ``Peppol`` or ``SMTP``.
        destination: Where it went; an address of the receiver, and not shown.
        success: Whether it worked; None while it is under way. False means that Billit does not try again.
        trials: How often Billit tried.
        code: What the receiver responded, where it is one of the known codes.
        text: The message in words, without the code; not shown.
        file_id: The file that was sent or received.
    """

    at: datetime | None
    incoming: bool
    transport: str | None
    destination: str | None = attrs.field(repr=False)
    success: bool | None
    trials: int
    code: ResponseCode | None
    text: str | None = attrs.field(repr=False)
    file_id: UUID | None


@attrs.frozen(kw_only=True)
class Delivery:
    """How the sending of an order went.

    Attributes:
        order_id: The order.
        state: Where it stands.
        delivered_at: When it arrived, in Billit's local time.
        refused_at: When the receiver refused it.
        reason: Code of a refusal, such as ``InvalidInvoice``.
        information: The receiver's last word, or the refusal in words; not shown.
        steps: Transmissions and responses, the oldest first.
        sent_via: Which way it went, and why, where ``orders.deliver`` had a choice.
    """

    order_id: int | None
    state: DeliveryState
    delivered_at: datetime | None = None
    refused_at: datetime | None = None
    reason: str | None = None
    information: str | None = attrs.field(default=None, repr=False)
    steps: tuple[DeliveryStep, ...] = ()
    sent_via: SentVia | None = None

    @classmethod
    def of(cls, order: Order) -> Delivery:
        """Read it from an order as ``orders.get`` gives it.

        Args:
            order: The order, with its messages; a summary of a list has none.

        Source: docs pages "status content of a sales invoice" and "IMR".
        """
        steps = tuple(sorted(map(_step, order.messages or ()), key=_moment))
        details = order.current_document_delivery_details
        if details is None:
            return cls(order_id=order.order_id, state=_state(order, None, steps), steps=steps)
        return cls(
            order_id=order.order_id,
            state=_state(order, details.document_delivery_status, steps),
            delivered_at=details.document_delivery_date,
            refused_at=details.document_refused_date,
            reason=details.document_refused_reason_tc,
            information=details.document_refused_info or details.document_delivery_info,
            steps=steps,
        )

    @property
    def responses(self) -> tuple[ResponseCode, ...]:
        """What the receiver responded, the oldest first."""
        return tuple(step.code for step in self.steps if step.incoming and step.code is not None)

    @property
    def transport(self) -> str | None:
        """The channel of the latest transmission."""
        sent = [step for step in self.steps if not step.incoming]
        return sent[-1].transport if sent else None


def _moment(step: DeliveryStep) -> datetime:
    return step.at or datetime.min  # noqa: DTZ901 - Billit's local time has no zone


def _step(message: OrderMessage) -> DeliveryStep:
    text = message.description
    found = _CODE.fullmatch(text) if text else None
    code = _code(found[1]) if found else None
    return DeliveryStep(
        at=message.creation_date,
        incoming=(message.message_direction or "").casefold() == "incoming",
        transport=message.transport_type,
        destination=message.destination,
        success=message.success,
        trials=message.trials or 0,
        code=code,
        text=found[2] if found and code else text,
        file_id=message.file_id,
    )


def _code(text: str) -> ResponseCode | None:
    try:
        return ResponseCode(text.upper())
    except ValueError:
        return None


def _state(order: Order, status: str | None, steps: tuple[DeliveryStep, ...]) -> DeliveryState:
    details = order.current_document_delivery_details
    refused = details is not None and (
        details.document_refused_date is not None or details.document_refused_reason_tc is not None
    )
    last = [step for step in steps if not step.incoming][-1:]
    responses = [step.code for step in steps if step.incoming and (not last or _after(step, last[0]))]
    # An order that was refused may be sent again: only what came after the latest transmission counts.
    if (refused and (status or "").casefold() != "pending") or ResponseCode.REJECTED in responses:
        return DeliveryState.REFUSED
    known = _STATES.get((status or "").casefold())
    if known is not None:
        return known
    if details is not None and details.is_document_delivered:
        return DeliveryState.DELIVERED
    if last and last[0].success is not None:
        return DeliveryState.DELIVERED if last[0].success else DeliveryState.ERROR
    return DeliveryState.PENDING if last or order.is_sent else DeliveryState.NOT_SENT


# The first three are documented; the others stand in the types of an integration that is in use.
_STATES: Final = {
    "pending": DeliveryState.PENDING,
    "delivered": DeliveryState.DELIVERED,
    "error": DeliveryState.ERROR,
    "sent": DeliveryState.PENDING,
    "failed": DeliveryState.ERROR,
}


def _after(step: DeliveryStep, other: DeliveryStep) -> bool:
    return step.at is None or other.at is None or step.at >= other.at
