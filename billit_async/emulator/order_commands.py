"""What can be done to an existing order: change a few properties, pay, send, deliver, delete."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from billit_async.emulator.archive import Archive
from billit_async.emulator.binding import bind_strictly
from billit_async.emulator.directory import is_taken_off
from billit_async.emulator.identifiers import is_email_list
from billit_async.emulator.notices import Notices, message_detail
from billit_async.emulator.order_documents import ZERO, refresh_status
from billit_async.emulator.problems import PATCH_REFUSED, Problem, generic
from billit_async.emulator.shapes import Document, arrange
from billit_async.emulator.store import StoredFile

if TYPE_CHECKING:
    from decimal import Decimal

    from billit_async.emulator.order_rules import Desk

__all__ = ["PATCHABLE_ORDER", "add_payment", "book", "delete_order", "deliver", "patch_order", "send_orders", "sign"]

PATCHABLE_ORDER: Final = frozenset(
    {
        "Paid",
        "PaidDate",
        "IsSent",
        "ApprovalStatus",
        "AccountCode",
        "InternalInfo",
        "Invoiced",
        "AccountantVerificationNeeded",
        "PaymentMethod",
        "AnalyticCostBearer",
        "AnalyticCostCenter",
        "ExportedToConnector",
    }
)
"""Source: docs page "patchable properties" for the first eight, the access point's page for the others."""

_MAIL: Final = ("SMTP", "Letter", "RegisteredLetter", "RegisteredLetterWithReceipt")
TRANSPORTS: Final = (*_MAIL, "Peppol", "SDI", "KSeF", "OSA", "ANAF", "SAT", "MyInvois", "Chorus", "PDP")
"""Source: docs page "types"; the manual's chapter 15 for the registered letters."""
_REMINDER: Final = "Reminder"
"""The one ``PrintType`` that is documented, in the manual's chapter 15."""
_PEPPOL_TYPES: Final = frozenset({"Invoice", "CreditNote"})
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


def patch_order(desk: Desk, order_id: int, value: object) -> None:
    """Change some properties of an order.

    Raises:
        Problem: 400 when nothing in the body can be changed, 401 when the order is not yours.

    Source: Swagger operation Order_PatchOrders; docs page "patchable properties". That a PaidDate needs its time was
    observed by integrators.
    """
    order = _own_order(desk, order_id)
    changes, refused = bind_strictly(
        value, "Order", PATCHABLE_ORDER, utc=desk.knobs.utc_dates, date_only=desk.knobs.patch_date_only
    )
    if not changes or (refused and desk.knobs.patch_mixed == "reject"):
        raise generic(PATCH_REFUSED)
    stamp = desk.clock.stamp()
    order.update(changes)
    if changes.get("PaidDate") and "Paid" not in changes:
        order["Paid"] = True
    if changes.get("Paid") is True:
        order["PaidDate"] = order.get("PaidDate") or stamp
    elif changes.get("Paid") is False:
        order["PaidDate"] = None
        order["ToPay"] = order["TotalIncl"]
    _save(desk, order, stamp)


def add_payment(desk: Desk, order_id: int, payment: Document) -> None:
    """Book a payment, in part or in full.

    Raises:
        Problem: 400 without a positive amount, 401 when the order is not yours.

    Source: Swagger operation Order_PostOrderPayment. That PaidDate becomes "now" was observed by integrators.
    """
    order = _own_order(desk, order_id)
    amount: Decimal = payment.get("Amount", ZERO)
    if amount <= 0:
        raise generic("The amount of a payment must be positive")
    stamp = desk.clock.stamp()
    order["ToPay"] = max(order["ToPay"] - amount.quantize(ZERO), ZERO)
    if order["ToPay"] == 0:
        order["Paid"] = True
        order["PaidDate"] = stamp
    _save(desk, order, stamp)


def delete_order(desk: Desk, order_id: int) -> None:
    """Delete an order that has not been sent.

    Raises:
        Problem: 400 when it was sent, 401 when it is not yours.

    Source: Swagger operation Order_DeleteOrder; the rule was observed by integrators, the code is weakly known.
    """
    order = _own_order(desk, order_id)
    if order["OrderDirection"] == "Income" and order["IsSent"]:
        raise Problem.of("OrderAlreadySent")
    # No webhook hears of it, which integrators observed.
    _save(desk, order, desk.clock.stamp(), is_told=False)
    desk.store.delete_order(order_id)


def send_orders(desk: Desk, request: Document, *, strict: bool) -> None:
    """Send orders over one channel; all are checked before any goes out.

    Args:
        desk: The company's desk.
        request: A bound ``SendRequest``.
        strict: Header ``StrictTransportType: true``, which forbids falling back to e-mail.

    Raises:
        Problem: 400 with the reason, 401 when an order is not yours.

    Source: docs pages "sending your first invoice" and "email sending enable/disable". What a partial failure does is
    not documented. Reminders: the manual's chapter 15; that they are sent, and guarded against repetition, as the
    document itself is inferred, as is what they leave on the order (``RemindersSent`` and ``LastReminder``).
    """
    order_ids: list[int] = request.get("OrderIds", [])
    transport = request.get("TransportType")
    if not order_ids:
        raise generic("There must be at least one order to send")
    if transport is not None and transport not in TRANSPORTS:
        raise generic(f"The transport type {transport} is invalid")
    now = desk.clock.now()
    planned: list[tuple[Document, str, str]] = []
    for order_id in dict.fromkeys(order_ids):
        order = _own_order(desk, order_id)
        channel, destination = _route(desk, order, transport, strict=strict)
        _guard_resend(desk, order, destination, now)
        planned.append((order, channel, destination))
    stamp = desk.clock.stamp_of(now)
    for order, channel, destination in planned:
        order["IsSent"] = True
        order["CurrentDocumentDeliveryDetails"] = {"IsDocumentDelivered": False, "DocumentDeliveryStatus": "Pending"}
        order["Messages"].append(
            {
                "OrderID": order["OrderID"],
                "CreationDate": stamp,
                "TransportType": channel,
                "Trials": 0,
                "Destination": destination,
                "MessageDirection": "Outgoing",
            }
        )
        if request.get("PrintType") == _REMINDER:
            order["RemindersSent"] += 1
            order["LastReminder"] = stamp
        desk.store.dispatch(desk.company_id, order["OrderID"])
        _add_message_id(desk, order)
        _tell_message(desk, order, "I", {})
        _save(desk, order, stamp)


def deliver(desk: Desk, order_id: int) -> bool:
    """Let a pending delivery end, as the network does about a minute after sending.

    It arrives, or fails where the knobs have its receiver fail; a receiver that the knobs let answer does so.

    Returns:
        Whether there was something to deliver.

    Source: docs page "status content of a sales invoice"; the feedback is that of the page "IMR".
    """
    desk.store.end_dispatch(order_id)
    order = desk.store.order(desk.company_id, order_id)
    if order is None or order["CurrentDocumentDeliveryDetails"].get("DocumentDeliveryStatus") != "Pending":
        return False
    stamp = desk.clock.stamp()
    vat_number = order["CounterParty"].get("VATNumber", "")
    message: Document = order["Messages"][-1]
    if vat_number in desk.knobs.undeliverable:
        order["CurrentDocumentDeliveryDetails"] = {
            "IsDocumentDelivered": False,
            "DocumentDeliveryStatus": "Error",
        }
        message.update(Success=False, Trials=1, Description="The document could not be delivered.")
        order["Messages"][-1] = arrange(message, "OrderMessage")
        _tell_message(desk, order, "U", {})
        _save(desk, order, stamp)
        return True
    order["CurrentDocumentDeliveryDetails"] = {
        "DocumentDeliveryDate": stamp,
        "IsDocumentDelivered": True,
        "DocumentDeliveryStatus": "Delivered",
    }
    message.update(Success=True, Trials=1, FileID=desk.store.new_guid())
    order["Messages"][-1] = arrange(message, "OrderMessage")
    desk.store.add_files(
        [
            StoredFile(
                file_id=message["FileID"],
                company_id=desk.company_id,
                order_id=order_id,
                name=order["OrderPDF"]["FileName"],
                content=None,
            )
        ]
    )
    _tell_message(desk, order, "U", {"EInvoiceFlowState": "Sent"})
    if message["TransportType"] not in _MAIL and vat_number in desk.knobs.receiver_feedback:
        _answer(desk, order, desk.knobs.receiver_feedback[vat_number], stamp)
    _save(desk, order, stamp)
    return True


def book(desk: Desk, order_id: int, entries: list[Document]) -> None:
    """Replace the bookings of an order.

    Args:
        desk: The company's desk.
        order_id: The order.
        entries: Bound ``BookingEntry`` documents.

    Raises:
        Problem: 400 for an entry without an account or an amount, 401 when the order is not yours.

    Source: Swagger operation Order_PutOrderBookings; what an entry must have is inferred.
    """
    order = _own_order(desk, order_id)
    booked: list[Document] = []
    for entry in entries:
        if "AccountCode" not in entry or "Amount" not in entry:
            raise generic("A booking entry needs an AccountCode and an Amount")
        amount: Decimal = entry["Amount"]
        given = {**entry, "OrderID": order_id, "Amount": amount.quantize(ZERO)}
        given["BookingEntryID"] = desk.store.counter("booking", start=800_000)
        booked.append(arrange(given, "BookingEntry"))
    order["BookingEntries"] = booked
    _save(desk, order, desk.clock.stamp())


def sign(desk: Desk, order_id: int) -> None:
    """Have an order signed electronically; nothing of it shows on the order.

    Source: Swagger operation Order_ESignOrder. Billit's forum: no operation tells that an order is signed.
    """
    _save(desk, _own_order(desk, order_id), desk.clock.stamp())


def _own_order(desk: Desk, order_id: int) -> Document:
    order = desk.store.order(desk.company_id, order_id)
    if order is None:
        raise desk.no_access()
    return order


def _save(desk: Desk, order: Document, stamp: str, *, is_told: bool = True) -> None:
    order["LastModified"] = stamp
    refresh_status(order, desk.clock.now())
    if "DocumentRefusedDate" in order["CurrentDocumentDeliveryDetails"] and not order["Paid"]:
        order["OrderStatus"] = "Refused"
    desk.store.save_order(arrange(order, "Order"))
    if is_told:
        Notices(desk.store).announce(desk.knobs, desk.company_id, "Order", "U", entity_id=order["OrderID"])


def _answer(desk: Desk, order: Document, code: str, stamp: str) -> None:
    """Let the receiver's feedback come in, as a message of its own. Source: docs page "IMR"."""
    text, info = _FEEDBACK[code]
    details: Document = order["CurrentDocumentDeliveryDetails"]
    details["DocumentDeliveryInfo"] = info
    if code == "RE":
        details.update(
            DocumentRefusedDate=stamp, DocumentRefusedReasonTC="InvalidInvoice", DocumentRefusedInfo=_REFUSAL
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
    _add_message_id(desk, order)
    _tell_message(desk, order, "I", {"EInvoiceFlowState": "Delivered"})
    if code == "RE":
        information = {"EInvoiceFlowState": "Refused", "AdditionalFlowStateInformation": _REFUSAL}
        _tell_message(desk, order, "U", information)


def _add_message_id(desk: Desk, order: Document) -> None:
    """Give the last message the id that notices call it by; no answer shows it."""
    order_id: int = order["OrderID"]
    message_id = desk.store.counter("message", start=690_000)
    Archive(desk.store).put("messages", desk.company_id, message_id, {"MessageID": message_id}, parent=order_id)


def _tell_message(desk: Desk, order: Document, update_type: Literal["I", "U"], information: Document) -> None:
    message_ids = Archive(desk.store).every("messages", desk.company_id, parent=order["OrderID"])
    Notices(desk.store).announce(
        desk.knobs,
        desk.company_id,
        "Message",
        update_type,
        entity_id=message_ids[-1]["MessageID"],
        detail=message_detail(desk.knobs, order["Messages"][-1], information),
    )


def _route(desk: Desk, order: Document, transport: str | None, *, strict: bool) -> tuple[str, str]:
    """The channel and address that an order goes to."""
    if order["OrderDirection"] != "Income" and order.get("OrderSubType") != "SelfBilling":
        raise generic("Only sales documents and self-billing documents can be sent")
    party_id = order["CounterParty"]["PartyID"]
    customer = desk.store.party(desk.company_id, party_id) or order["CounterParty"]
    on_peppol = desk.store.is_on_peppol(party_id) and not is_taken_off(desk.store, customer.get("VATNumber", ""))
    if transport is None:
        transport = "Peppol" if on_peppol and order["OrderType"] in _PEPPOL_TYPES else "SMTP"
        if transport == "SMTP" and strict:
            raise Problem.of("TheCustomerIsNotActiveOnPeppol")
    if transport == "SMTP":
        email = customer.get("Email", "")
        if not is_email_list(email):
            raise Problem.of("TheCustomer_0_DoesNotHaveAValidEmailAddress", customer.get("DisplayName", ""))
        return transport, email
    if transport in _MAIL:
        return transport, ", ".join(str(customer.get(key, "")) for key in ("Street", "Zipcode", "City"))
    # Since February 2026 a named network never falls back to e-mail.
    if not on_peppol:
        raise Problem.of("TheCustomerIsNotActiveOnPeppol")
    if order["OrderType"] not in _PEPPOL_TYPES or not _takes(desk, customer, order):
        raise Problem.of("TheCustomerDoesNotSupportPeppolForType_0", order["OrderType"])
    return transport, _peppol_address(customer)


def _takes(desk: Desk, customer: Document, order: Document) -> bool:
    """Whether the knobs let a receiver take this kind of document."""
    types = desk.knobs.peppol_types.get(customer.get("VATNumber", ""))
    suffix = "SelfBilling" if order.get("OrderSubType") == "SelfBilling" else ""
    return types is None or f"BISv3{order['OrderType']}{suffix}" in types


def _peppol_address(customer: Document) -> str:
    """Company number before VAT number. Source: docs page "how can I send to a specific company number"."""
    identifiers: list[Document] = customer.get("Identifiers", [])
    for identifier in identifiers:
        if identifier.get("SchemeID") == "0208":
            return f"0208:{identifier['Identifier']}"
    return f"9925:{customer.get('VATNumber', '')}"


def _guard_resend(desk: Desk, order: Document, destination: str, now: datetime) -> None:
    minutes = desk.knobs.resend_minutes
    messages: list[Document] = order["Messages"]
    for message in messages:
        sent = datetime.fromisoformat(message["CreationDate"])
        if message["Destination"] == destination and now - sent < timedelta(minutes=minutes):
            raise Problem.of(
                "This_0_WasAlreadySentLessThen_1_MinutesAgoTo_2_OrIsStillInTheQueue",
                order["OrderType"],
                minutes,
                destination,
            )
