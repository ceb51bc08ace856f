"""What can be done to an existing order: change a few properties, pay, send, deliver, delete."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import attrs

from billit_async._serialization.patches import REGISTRATION_ORDER_CHANGES
from billit_async.emulator.company.orders.compose import ZERO
from billit_async.emulator.company.orders.feedback import add_feedback, add_message_id, notify_of_message, save_order
from billit_async.emulator.company.peppol.delivery import Transmission, arrive, notify_sender_of_payment
from billit_async.emulator.company.peppol.directory import is_taken_off
from billit_async.emulator.company.peppol.einvoice import e_invoice, e_invoice_name
from billit_async.emulator.documents.ubl.addresses import peppol_address
from billit_async.emulator.documents.ubl.invoice import KINDS, addresses, is_self_billing, network_refusal
from billit_async.emulator.protocol.binding import bind_strictly
from billit_async.emulator.protocol.errors import PATCH_REFUSED, APIError, generic
from billit_async.emulator.protocol.json import decode
from billit_async.emulator.protocol.shapes import Document, arrange
from billit_async.emulator.storage.files import StoredFile

if TYPE_CHECKING:
    from decimal import Decimal

    from billit_async.emulator.company.context import CompanyContext

__all__ = [
    "PATCHABLE_ORDER",
    "WrittenOrder",
    "add_payment",
    "book",
    "delete_order",
    "deliver",
    "patch_order",
    "send_orders",
    "sign",
    "write_ahead",
]

PATCHABLE_ORDER: Final = frozenset(field.wire for field in REGISTRATION_ORDER_CHANGES.values())
"""Source: docs page "patchable properties" for the first eight, the access point's page for the others."""

_MAIL: Final = ("SMTP", "Letter", "RegisteredLetter", "RegisteredLetterWithReceipt")
TRANSPORTS: Final = (*_MAIL, "Peppol", "SDI", "KSeF", "OSA", "ANAF", "SAT", "MyInvois", "Chorus", "PDP")
"""Source: docs page "types"; the manual's chapter 15 for the registered letters."""
_EMAIL: Final = re.compile(r"[^@\s;]+@[^@\s;]+\.[^@\s;]+")
_REMINDER: Final = "Reminder"
"""The one ``PrintType`` that is documented, in the manual's chapter 15."""


def patch_order(context: CompanyContext, order_id: int, value: object) -> None:
    """Change some properties of an order.

    Raises:
        APIError: 400 when nothing in the body can be changed, 401 when the order is not yours.

    Source: Swagger operation Order_PatchOrders; docs page "patchable properties". That a PaidDate needs its time was
    observed by integrators, for one that stands alone; beside ``Paid: true`` it is kept, which is inferred.
    """
    order = _own_order(context, order_id)
    changes, refused = bind_strictly(
        value,
        "Order",
        PATCHABLE_ORDER,
        dates=context.dates,
        date_only="take" if context.settings.requests.patch_date_only else "paid",
    )
    if not changes or (refused and context.settings.requests.patch_mixed == "reject"):
        raise generic(PATCH_REFUSED)
    stamp = context.clock.stamp()
    was_paid = order["Paid"]
    order.update(changes)
    if changes.get("PaidDate") and "Paid" not in changes:
        order["Paid"] = True
    if changes.get("Paid") is True:
        order["PaidDate"] = order.get("PaidDate") or stamp
    elif changes.get("Paid") is False:
        order["PaidDate"] = None
        order["ToPay"] = order["TotalIncl"]
    save_order(context, order, stamp)
    if order["Paid"] and not was_paid:
        notify_sender_of_payment(context, order)


def add_payment(context: CompanyContext, order_id: int, payment: Document) -> None:
    """Book a payment, in part or in full.

    Raises:
        APIError: 400 without a positive amount, 401 when the order is not yours.

    Source: Swagger operation Order_PostOrderPayment. That PaidDate becomes "now" was observed by integrators; that
    ``ToPay`` goes down is not documented, so the settings can have it stay.
    """
    order = _own_order(context, order_id)
    amount: Decimal = payment.get("Amount", ZERO)
    if amount <= 0:
        raise generic("The amount of a payment must be positive")
    stamp = context.clock.stamp()
    was_paid = order["Paid"]
    if context.settings.orders.payment_effect == "settle":
        order["ToPay"] = max(order["ToPay"] - amount.quantize(ZERO), ZERO)
        if order["ToPay"] == 0:
            order["Paid"] = True
            order["PaidDate"] = stamp
    save_order(context, order, stamp)
    if order["Paid"] and not was_paid:
        notify_sender_of_payment(context, order)


def delete_order(context: CompanyContext, order_id: int) -> None:
    """Delete an order that has not been sent.

    Raises:
        APIError: 400 when it was sent, 401 when it is not yours.

    Source: Swagger operation Order_DeleteOrder; the rule was observed by integrators, the code is weakly known.
    """
    order = _own_order(context, order_id)
    if order["OrderDirection"] == "Income" and order["IsSent"]:
        raise APIError.of("OrderAlreadySent")
    # No webhook is notified of it, which integrators observed.
    save_order(context, order, context.clock.stamp(), notifies=False)
    context.store.orders.delete(order_id)


def send_orders(context: CompanyContext, request: Document, *, strict: bool) -> APIError | None:
    """Send orders over one channel; all are checked before any goes out.

    Args:
        context: The company's context.
        request: A bound ``SendRequest``.
        strict: Header ``StrictTransportType: true``, which forbids falling back to e-mail.

    Returns:
        The refusal of an order, where the settings let those before it go out all the same.

    Raises:
        APIError: 400 with the reason, 401 when an order is not yours; nothing went out.

    Source: docs pages "sending your first invoice" and "email sending enable/disable". What a partial failure does is
    not documented, so the settings say it. Reminders: the manual's chapter 15; that they are sent, and guarded against
    repetition, as the document itself is inferred, as is what they leave on the order (``RemindersSent`` and
    ``LastReminder``).
    """
    order_ids: list[int] = request.get("OrderIds", [])
    transport = request.get("TransportType")
    if not order_ids:
        raise generic("There must be at least one order to send")
    if transport is not None and transport not in TRANSPORTS:
        raise generic(f"The transport type {transport} is invalid")
    now = context.clock.now()
    planned: list[tuple[Document, str, str]] = []
    refusal: APIError | None = None
    for order_id in dict.fromkeys(order_ids):
        try:
            order = _own_order(context, order_id)
            channel, destination = _route(context, order, transport, strict=strict)
            _guard_resend(context, order, destination, now)
        except APIError as error:
            if context.settings.delivery.partial == "none" or not planned:
                raise
            refusal = error
            break
        planned.append((order, channel, destination))
    stamp = context.clock.stamp_of(now)
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
        context.store.orders.dispatch(context.company_id, order["OrderID"])
        add_message_id(context, order)
        notify_of_message(context, order, "I", {})
        save_order(context, order, stamp)
    return refusal


def deliver(context: CompanyContext, order_id: int, *, written: WrittenOrder | None = None) -> bool:
    """Let a pending delivery end, as the network does about a minute after sending.

    It arrives, or fails where the settings have its receiver fail; one that the settings let respond does so. What goes
    over a network is UBL, and a receiver that is a company of this emulator has it in its Peppol inbox.

    Args:
        context: The context of the company that sent it.
        order_id: The order.
        written: Its e-invoice when it was written beforehand; it counts while the order is still the same.

    Returns:
        Whether there was something to deliver.

    Source: docs page "status content of a sales invoice"; the feedback is that of the page "IMR".
    """
    context.store.orders.end_dispatch(order_id)
    detail = context.store.orders.detail(context.company_id, order_id)
    order = None if detail is None else decode(detail)
    if order is None or order["CurrentDocumentDeliveryDetails"].get("DocumentDeliveryStatus") != "Pending":
        return False
    stamp = context.clock.stamp()
    vat_number = order["CounterParty"].get("VATNumber", "")
    message: Document = order["Messages"][-1]
    if vat_number in context.settings.delivery.undeliverable:
        order["CurrentDocumentDeliveryDetails"] = {
            "IsDocumentDelivered": False,
            "DocumentDeliveryStatus": "Error",
        }
        message.update(Success=False, Trials=1, Description="The document could not be delivered.")
        order["Messages"][-1] = arrange(message, "OrderMessage")
        notify_of_message(context, order, "U", {})
        save_order(context, order, stamp)
        return True
    order["CurrentDocumentDeliveryDetails"] = {
        "DocumentDeliveryDate": stamp,
        "IsDocumentDelivered": True,
        "DocumentDeliveryStatus": "Delivered",
    }
    is_networked = message["TransportType"] not in _MAIL
    # What went out stays as it was; a PDF is drawn when it is asked for.
    ubl: bytes | None = None
    if is_networked:
        ubl = written.ubl if written is not None and written.detail == detail else e_invoice(context.store, order)
    message.update(Success=True, Trials=1, FileID=context.store.counters.new_guid())
    order["Messages"][-1] = arrange(message, "OrderMessage")
    context.store.files.add(
        [
            StoredFile(
                file_id=message["FileID"],
                company_id=context.company_id,
                order_id=order_id,
                name=e_invoice_name(order) if is_networked else order["OrderPDF"]["FileName"],
                content=ubl,
            )
        ]
    )
    notify_of_message(context, order, "U", {"EInvoiceFlowState": "Sent"})
    if ubl is not None and (code := _feedback(context, order, ubl)):
        add_feedback(context, order, code, stamp)
    save_order(context, order, stamp)
    return True


@attrs.frozen
class WrittenOrder:
    """An order as it was stored when its e-invoice was written, and that e-invoice."""

    detail: bytes = attrs.field(repr=False)
    ubl: bytes = attrs.field(repr=False)


def write_ahead(context: CompanyContext, order_id: int) -> WrittenOrder | None:
    """Write the e-invoice of a sent order, which only reads, so that a thread of its own may do it.

    Returns:
        It, or ``None`` for an order that is gone or does not go over a network.
    """
    detail = context.store.orders.detail(context.company_id, order_id)
    order = None if detail is None else decode(detail)
    if detail is None or order is None or not order["Messages"] or order["Messages"][-1]["TransportType"] in _MAIL:
        return None
    return WrittenOrder(detail, e_invoice(context.store, order))


def _feedback(context: CompanyContext, order: Document, ubl: bytes) -> str | None:
    """What the receiver sends back, who finds the e-invoice in its inbox when it is a company of this emulator."""
    is_here = False
    if order["Messages"][-1]["TransportType"] == "Peppol":
        sender, receiver = addresses(order)
        transmission = Transmission(
            kind=order["OrderType"],
            number=order["OrderNumber"],
            sender=sender,
            receiver=receiver,
            ubl=ubl.decode(),
            self_billing=is_self_billing(order),
        )
        is_here = arrive(context, transmission, order_id=order["OrderID"])
    feedback = context.settings.peppol.receiver_feedback.get(order["CounterParty"].get("VATNumber", ""))
    return feedback or (context.settings.peppol.inbox_feedback.get("arrived") if is_here else None)


def book(context: CompanyContext, order_id: int, entries: list[Document]) -> None:
    """Replace the bookings of an order.

    Args:
        context: The company's context.
        order_id: The order.
        entries: Bound ``BookingEntry`` documents.

    Raises:
        APIError: 400 for an entry without an account or an amount, 401 when the order is not yours.

    Source: Swagger operation Order_PutOrderBookings; what an entry must have is inferred.
    """
    order = _own_order(context, order_id)
    booked: list[Document] = []
    for entry in entries:
        if "AccountCode" not in entry or "Amount" not in entry:
            raise generic("A booking entry needs an AccountCode and an Amount")
        amount: Decimal = entry["Amount"]
        given = {**entry, "OrderID": order_id, "Amount": amount.quantize(ZERO)}
        given["BookingEntryID"] = context.store.counters.advance("booking", start=800_000)
        booked.append(arrange(given, "BookingEntry"))
    order["BookingEntries"] = booked
    save_order(context, order, context.clock.stamp())


def sign(context: CompanyContext, order_id: int) -> None:
    """Have an order signed electronically; nothing of it shows on the order.

    Source: Swagger operation Order_ESignOrder. Billit's forum: no operation tells that an order is signed.
    """
    save_order(context, _own_order(context, order_id), context.clock.stamp())


def _is_email_list(text: str) -> bool:
    """Whether a text holds one or more e-mail addresses separated by ``;``. Source: docs page "email sending"."""
    addresses = [part.strip() for part in text.split(";") if part.strip()]
    return bool(addresses) and all(_EMAIL.fullmatch(address) for address in addresses)


def _own_order(context: CompanyContext, order_id: int) -> Document:
    order = context.store.orders.get(context.company_id, order_id)
    if order is None:
        raise context.no_access()
    return order


def _route(context: CompanyContext, order: Document, transport: str | None, *, strict: bool) -> tuple[str, str]:
    """The channel and address that an order goes to."""
    if order["OrderDirection"] != "Income" and order.get("OrderSubType") != "SelfBilling":
        raise generic("Only sales documents and self-billing documents can be sent")
    party_id = order["CounterParty"]["PartyID"]
    customer = context.store.parties.get(context.company_id, party_id) or order["CounterParty"]
    on_peppol = context.store.parties.is_on_peppol(party_id) and not is_taken_off(
        context.store, customer.get("VATNumber", "")
    )
    if transport is None:
        transport = "Peppol" if on_peppol and order["OrderType"] in KINDS else "SMTP"
        if transport == "SMTP" and strict:
            raise APIError.of("TheCustomerIsNotActiveOnPeppol")
    if transport == "SMTP":
        email = customer.get("Email", "")
        if not _is_email_list(email):
            raise APIError.of("TheCustomer_0_DoesNotHaveAValidEmailAddress", customer.get("DisplayName", ""))
        return transport, email
    if transport in _MAIL:
        return transport, ", ".join(str(customer.get(key, "")) for key in ("Street", "Zipcode", "City"))
    # Since February 2026 a named network never falls back to e-mail.
    if not on_peppol:
        raise APIError.of("TheCustomerIsNotActiveOnPeppol")
    _refuse_untaken(context, customer, order)
    return transport, peppol_address(customer)


def _refuse_untaken(context: CompanyContext, customer: Document, order: Document) -> None:
    """Refuse what a receiver on the network does not take, or no network carries."""
    if order["OrderType"] not in KINDS or not _takes(context, customer, order):
        raise APIError.of("TheCustomerDoesNotSupportPeppolForType_0", order["OrderType"])
    # A number and nothing else. Source: docs page "creating sales invoices"; which receivers want one is their choice.
    is_wanted = customer.get("VATNumber", "") in context.settings.delivery.order_number_wanted
    if is_wanted and len(order.get("Reference", "").split()) != 1:
        raise APIError.of("PleaseSupplyAValidPONumberInTheFieldYourReference")
    if refusal := network_refusal(order):
        raise generic(refusal)


def _takes(context: CompanyContext, customer: Document, order: Document) -> bool:
    """Whether the settings let a receiver take this kind of document."""
    types = context.settings.peppol.types.get(customer.get("VATNumber", ""))
    suffix = "SelfBilling" if order.get("OrderSubType") == "SelfBilling" else ""
    return types is None or f"BISv3{order['OrderType']}{suffix}" in types


def _guard_resend(context: CompanyContext, order: Document, destination: str, now: datetime) -> None:
    minutes = context.settings.delivery.resend_minutes
    messages: list[Document] = order["Messages"]
    for message in messages:
        sent = datetime.fromisoformat(message["CreationDate"])
        if message["Destination"] == destination and now - sent < timedelta(minutes=minutes):
            raise APIError.of(
                "This_0_WasAlreadySentLessThen_1_MinutesAgoTo_2_OrIsStillInTheQueue",
                order["OrderType"],
                minutes,
                destination,
            )
