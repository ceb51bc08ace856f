"""Brings e-invoices to the Peppol inbox of a company that is here too, and what it does with them back to the sender.

What goes to anybody else leaves this emulator, and nothing of it comes back from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs

from billit_async.emulator.company.orders.feedback import add_feedback, save_order
from billit_async.emulator.company.peppol.directory import look_up
from billit_async.emulator.documents.envelope import wrap
from billit_async.emulator.documents.ubl.elements import document_type
from billit_async.emulator.protocol.shapes import arrange
from billit_async.emulator.storage.files import StoredFile
from billit_async.invoicing.identifiers import normalise_vat_number

if TYPE_CHECKING:
    from billit_async.emulator.company.context import CompanyContext
    from billit_async.emulator.protocol.shapes import Document

__all__ = ["Transmission", "arrive", "notify_sender_of_decision", "notify_sender_of_payment"]


@attrs.frozen(kw_only=True)
class Transmission:
    """An e-invoice on its way.

    Args:
        kind: ``Invoice`` or ``CreditNote``.
        number: Its number.
        sender: Peppol identifier of who sends it.
        receiver: The same of who gets it.
        ubl: The document.
        self_billing: Whether the buyer made it.
    """

    kind: str
    number: str
    sender: str
    receiver: str
    ubl: str = attrs.field(repr=False)
    self_billing: bool = False


def arrive(context: CompanyContext, transmission: Transmission, item_id: int = 0, *, order_id: int = 0) -> bool:
    """Put an e-invoice into the inbox of its receiver, in its envelope, when that is a company of this emulator.

    Args:
        context: The context of the company that sends it.
        transmission: It.
        item_id: The ``InboxItemID`` to be; left out, the next one.
        order_id: The order that it was made of, which then gets feedback.

    Returns:
        Whether the receiver is here.

    Source: docs page "get the inbox".
    """
    vat_number = look_up(context.store, context.settings, transmission.receiver).vat_number
    for company_id in context.store.companies.ids():
        company = context.store.companies.get(company_id)
        if vat_number and normalise_vat_number(company.get("VATNumber", "")) == vat_number:
            item_id = item_id or context.store.counters.advance("inbox")
            _put_into_inbox(context, transmission, company_id, company, item_id)
            if order_id:
                sent: Document = {
                    "CompanyID": context.company_id,
                    "OrderID": order_id,
                    "OrderNumber": transmission.number,
                }
                context.store.documents.put("sent_orders", company_id, item_id, sent)
            return True
    return False


def notify_sender_of_decision(
    context: CompanyContext, item_id: int, decision: Literal["confirmed", "refused"], reason: str
) -> None:
    """Give feedback to the order that an inbox item was made of: the item was confirmed or refused.

    Args:
        context: The context of the company that decided.
        item_id: The ``InboxItemID``.
        decision: What it decided.
        reason: Why.

    Source: setting ``peppol.inbox_feedback``; what the sender receives is not documented.
    """
    sent = context.store.documents.find("sent_orders", context.company_id, item_id)
    if sent is not None:
        _notify_sender(context, sent, decision, reason)


def notify_sender_of_payment(context: CompanyContext, order: Document) -> None:
    """Give feedback to the sender's order: the document that was made of it is marked as paid.

    The receiver's own order is known by its number and by whose it is: the inbox has no link to it.

    Args:
        context: The context of the company that pays.
        order: Its order, which may be of anything.

    Source: docs page "IMR": marking a received invoice as paid tells the sender so (PD).
    """
    if order["OrderDirection"] != "Cost":
        return
    vat_number = normalise_vat_number(order["CounterParty"].get("VATNumber", ""))
    for sent in context.store.documents.every("sent_orders", context.company_id):
        sender = context.store.companies.get(sent["CompanyID"])
        is_sender = normalise_vat_number(sender.get("VATNumber", "")) == vat_number
        if is_sender and sent["OrderNumber"] == order.get("OrderNumber"):
            _notify_sender(context, sent, "paid", "")
            return


def _notify_sender(
    context: CompanyContext, sent: Document, event: Literal["confirmed", "refused", "paid"], reason: str
) -> None:
    code = context.settings.peppol.inbox_feedback.get(event)
    sender = attrs.evolve(context, company_id=sent["CompanyID"])
    order = sender.store.orders.get(sender.company_id, sent["OrderID"])
    if code is None or order is None:
        return
    stamp = sender.clock.stamp()
    add_feedback(sender, order, code, stamp, reason)
    save_order(sender, order, stamp)


def _put_into_inbox(
    context: CompanyContext, sent: Transmission, company_id: int, receiver: Document, item_id: int
) -> None:
    file_id, now = context.store.counters.new_guid(), context.clock.now()
    item = arrange(
        {
            "InboxItemID": item_id,
            "SenderPeppolID": sent.sender,
            "PeppolDocumentType": document_type(sent.kind, self_billing=sent.self_billing),
            "ReceiverPeppolID": sent.receiver,
            "SenderCompanyID": context.store.companies.get(context.company_id).get("VATNumber"),
            "ReceiverCompanyID": receiver.get("VATNumber"),
            "CreationDate": f"{now:%Y-%m-%dT%H:%M:%S.%f}1",
            "PeppolFileID": file_id,
        },
        "InboxGetResultItem",
    )
    envelope = wrap(
        sent.kind,
        sent.ubl,
        from_id=sent.sender,
        to_id=sent.receiver,
        identifier=file_id,
        created=now,
        self_billing=sent.self_billing,
    )
    stored = StoredFile(file_id=file_id, company_id=company_id, order_id=0, name=f"{file_id}.xml", content=envelope)
    context.store.files.add([stored])
    context.store.records.add_to_inbox(company_id, [item])
