"""How the sending of an order went, by what stands on the order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from billit_async.invoicing.delivery import Delivery, DeliveryState, ResponseCode
from billit_async.models import DocumentDeliveryDetails, Order, OrderMessage

NOON = datetime(2026, 5, 4, 12)


def details(**values: Any) -> DocumentDeliveryDetails:
    return DocumentDeliveryDetails(**values)


def outgoing(minutes: int = 0, **values: Any) -> OrderMessage:
    at = NOON + timedelta(minutes=minutes)
    return OrderMessage(creation_date=at, message_direction="Outgoing", transport_type="Peppol", trials=0, **values)


def received(minutes: int, text: str) -> OrderMessage:
    return OrderMessage(creation_date=NOON + timedelta(minutes=minutes), message_direction="Incoming", description=text)


@pytest.mark.parametrize(
    ("order", "state"),
    [
        (Order(), "not sent"),
        (Order(is_sent=False, current_document_delivery_details=details(is_document_delivered=False)), "not sent"),
        (Order(is_sent=True), "pending"),
        (Order(current_document_delivery_details=details(document_delivery_status="Pending")), "pending"),
        (Order(current_document_delivery_details=details(document_delivery_status="Sent")), "pending"),
        (Order(current_document_delivery_details=details(document_delivery_status="delivered")), "delivered"),
        (Order(current_document_delivery_details=details(document_delivery_status="Error")), "error"),
        (Order(current_document_delivery_details=details(document_delivery_status="Failed")), "error"),
        (Order(current_document_delivery_details=details(is_document_delivered=True)), "delivered"),
        (Order(current_document_delivery_details=details(document_refused_date=NOON)), "refused"),
        (
            Order(
                current_document_delivery_details=details(
                    document_delivery_status="Delivered", document_refused_reason_tc="InvalidInvoice"
                )
            ),
            "refused",
        ),
        (Order(messages=[outgoing()]), "pending"),
        (Order(messages=[outgoing(success=True)]), "delivered"),
        (Order(messages=[outgoing(success=False)]), "error"),
        (Order(messages=[outgoing(success=True), received(5, "RE: not ours")]), "refused"),
        (Order(messages=[outgoing(success=True), received(5, "AB: received"), received(9, "PD: paid")]), "delivered"),
        # Refused, and sent again: what was said of the first does not count any more.
        (Order(messages=[outgoing(success=True), received(5, "RE: not ours"), outgoing(9)]), "pending"),
        (
            Order(
                messages=[outgoing(), received(5, "RE: no"), outgoing(9)],
                current_document_delivery_details=details(
                    document_delivery_status="Pending", document_refused_date=NOON
                ),
            ),
            "pending",
        ),
    ],
)
def test_the_state(order: Order, state: str) -> None:
    assert Delivery.of(order).state == state


def test_only_three_states_are_final() -> None:
    final = [state.value for state in DeliveryState if state.is_final]
    assert final == ["delivered", "refused", "error"]


def test_the_timeline_is_in_order_with_the_answers_by_their_codes() -> None:
    order = Order(
        order_id=7,
        messages=[
            received(9, "pd:The document has been paid."),
            outgoing(success=True, destination="0208:0563846944"),
            received(5, "AB: The document has been successfully received."),
            received(6, "Nota: niets bijzonders"),
            OrderMessage(message_direction="Outgoing", transport_type="SMTP"),
        ],
        current_document_delivery_details=details(
            document_delivery_status="Delivered", document_delivery_date=NOON, document_delivery_info="Betaald"
        ),
    )
    delivery = Delivery.of(order)
    assert delivery.responses == (ResponseCode.ACKNOWLEDGED, ResponseCode.PAID)
    assert [step.transport for step in delivery.steps] == ["SMTP", "Peppol", None, None, None]
    assert [step.text for step in delivery.steps][2:] == [
        "The document has been successfully received.",
        "Nota: niets bijzonders",
        "The document has been paid.",
    ]
    assert (delivery.order_id, delivery.transport, delivery.delivered_at) == (7, "Peppol", NOON)
    assert delivery.information == "Betaald"
    assert "0208" not in repr(delivery)
    assert "Betaald" not in repr(delivery)


def test_a_refusal_has_its_reason() -> None:
    found = details(document_refused_date=NOON, document_refused_reason_tc="InvalidInvoice", document_refused_info="No")
    delivery = Delivery.of(Order(current_document_delivery_details=found))
    assert (delivery.refused_at, delivery.reason, delivery.information) == (NOON, "InvalidInvoice", "No")
