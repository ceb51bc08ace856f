"""What comes in about an order that went out: the receiver's feedback, as messages, and the notifications of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from billit_async.emulator.company.orders.compose import refresh_status, summarise
from billit_async.emulator.protocol.shapes import Document, arrange
from billit_async.emulator.storage.outbox import message_detail

if TYPE_CHECKING:
    from billit_async.emulator.company.context import CompanyContext

__all__ = ["add_feedback", "add_message_id", "notify_of_message", "save_order"]

_REFUSAL: Final = "The document was refused by its receiver."
_FEEDBACK: Final = {
    "AB": ("The document has been successfully received.", "Received"),
    "AP": ("The document has been approved.", "Approved"),
    "CA": ("The document has been accepted under conditions.", "Conditionally accepted"),
    "IP": ("The document is in process.", "In process"),
    "PD": ("The document has been paid.", "Paid"),
    "RE": ("The document has been refused.", "Refused"),
    "UQ": ("The receiver has a question about the document.", "Under query"),
}
"""Text and ``DocumentDeliveryInfo`` of each code. Source: docs pages "IMR" (codes) and "status content of a sales
invoice" (AB and PD; Received, Approved and Paid); the other texts are read off the codes."""


def add_feedback(context: CompanyContext, order: Document, code: str, stamp: str, reason: str = "") -> None:
    """Let the receiver's feedback come in, as a message of its own.

    Args:
        context: The context of the company whose order it is.
        order: The order, which is not saved here.
        code: AB, AP, CA, IP, PD, RE or UQ.
        stamp: Now, as printed.
        reason: Why it is refused.

    Source: docs page "IMR".
    """
    text, info = _FEEDBACK[code]
    details: Document = order["CurrentDocumentDeliveryDetails"]
    details["DocumentDeliveryInfo"] = info
    if code == "RE":
        details.update(
            DocumentRefusedDate=stamp, DocumentRefusedReasonTC="InvalidInvoice", DocumentRefusedInfo=reason or _REFUSAL
        )
    order["CurrentDocumentDeliveryDetails"] = arrange(details, "DocumentDeliveryDetails")
    order["Messages"].append(
        arrange(
            {
                "OrderID": order["OrderID"],
                "Description": f"{code}: {text}",
                "CreationDate": stamp,
                "TransportType": order["Messages"][-1]["TransportType"],
                "Success": True,
                "Trials": 0,
                "Destination": order["Messages"][-1]["Destination"],
                "MessageDirection": "Incoming",
            },
            "OrderMessage",
        )
    )
    add_message_id(context, order)
    notify_of_message(context, order, "I", {"EInvoiceFlowState": "Delivered"})
    if code == "RE":
        information = {"EInvoiceFlowState": "Refused", "AdditionalFlowStateInformation": reason or _REFUSAL}
        notify_of_message(context, order, "U", information)


def save_order(context: CompanyContext, order: Document, stamp: str, *, notifies: bool = True) -> None:
    """Write an order back, with what follows from its changes, and notify webhooks."""
    order["LastModified"] = stamp
    refresh_status(order, context.clock.now())
    if "DocumentRefusedDate" in order["CurrentDocumentDeliveryDetails"] and not order["Paid"]:
        order["OrderStatus"] = "Refused"
    document = arrange(order, "Order")
    context.store.orders.save(document, summarise(document))
    if notifies:
        context.store.outbox.enqueue(context.settings, context.company_id, "Order", "U", entity_id=order["OrderID"])


def add_message_id(context: CompanyContext, order: Document) -> None:
    """Give the last message the id that notifications call it by; no response shows it."""
    order_id: int = order["OrderID"]
    message_id = context.store.counters.advance("message", start=690_000)
    context.store.documents.put("messages", context.company_id, message_id, {"MessageID": message_id}, parent=order_id)


def notify_of_message(
    context: CompanyContext, order: Document, update_type: Literal["I", "U"], information: Document
) -> None:
    """Notify webhooks of the last message of an order."""
    message_ids = context.store.documents.every("messages", context.company_id, parent=order["OrderID"])
    context.store.outbox.enqueue(
        context.settings,
        context.company_id,
        "Message",
        update_type,
        entity_id=message_ids[-1]["MessageID"],
        detail=message_detail(context.settings, order["Messages"][-1], information),
    )
