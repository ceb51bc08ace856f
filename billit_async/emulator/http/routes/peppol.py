"""Peppol: who is on the network, what is sent over it, and the inbox of what came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from billit_async.emulator.company.orders.actions import send_orders
from billit_async.emulator.company.orders.create import write_order
from billit_async.emulator.company.peppol.delivery import notify_sender_of_decision
from billit_async.emulator.company.peppol.directory import look_up, participant_response, set_participant
from billit_async.emulator.company.peppol.submitted import send_xml
from billit_async.emulator.http.routes.orders import plan_posted_order
from billit_async.emulator.http.routing import Route, integer_argument
from billit_async.emulator.protocol.errors import generic
from billit_async.emulator.protocol.json import encode

if TYPE_CHECKING:
    from billit_async.emulator.http.routing import Call

__all__ = ["ROUTES"]


def get_inbox(call: Call) -> bytes:
    """The ten oldest items that were not decided on; no OData. Source: Swagger operation Peppol_GetInbox.

    The parameter binds without regard to case, as all of them do; an empty one asks for nothing.
    """
    given = [value.strip() for name, value in call.page.pairs if name.lower() == "receivercompanyid"]
    receiver = given[-1] if given else ""
    items = call.store.records.inbox(call.company_id, receiver or None)
    return b'{"InboxItems":[' + b",".join(items) + b"]}"


def post_confirm(call: Call) -> bytes:
    """Confirm an item; returns nothing, and the item is gone. Source: Swagger operation Peppol_InboxItemConfirm."""
    return _decide(call, "confirmed", None)


def post_refuse(call: Call) -> bytes:
    """Refuse an item; returns nothing, and the item is gone. Source: Swagger operation Peppol_InboxItemRefuse.

    That it may lack the reason follows from the definition, which requires nothing; so does that there may be no body.
    """
    return _decide(call, "refused", call.bound_or_empty("RefusePeppolItemRequest").document.get("RefusalReason"))


def _decide(call: Call, decision: Literal["confirmed", "refused"], reason: str | None) -> bytes:
    records, item_id = call.store.records, integer_argument(call, "inboxItemId")
    if records.decide(call.company_id, item_id, decision, reason):
        notify_sender_of_decision(call.context, item_id, decision, reason or "")
        return b""
    if call.settings.peppol.inbox_decided_twice == "accept" and records.is_decided(call.company_id, item_id):
        return b""
    raise call.no_access()


def get_participant(call: Call) -> bytes:
    """Whether somebody is on Peppol and what it takes; needs no key. Source: Peppol_GetParticipantInformation.

    What ``OnlyCheckDNS`` leaves out is not documented: the response is the same with it.
    """
    return encode(participant_response(look_up(call.store, call.settings, call.arguments["VATorCBE"])))


def post_participant(call: Call) -> bytes:
    """Register a company as a receiver; returns nothing. Source: Swagger operation Peppol_PostParticipant.

    What ``CompanyID`` holds is not documented: whatever the look-up takes. That it must be the number of the company
    which asks is inferred; whether registering twice is refused, the settings say.
    """
    return _set_participant(call, is_registered=True)


def delete_participant(call: Call) -> bytes:
    """Take a company off Peppol; returns nothing. Source: Swagger operation Peppol_DeleteParticipant."""
    return _set_participant(call, is_registered=False)


def _set_participant(call: Call, *, is_registered: bool) -> bytes:
    participant = look_up(call.store, call.settings, call.bound("ParticipantRequest").document.get("CompanyID", ""))
    own = [
        call.store.companies.get(company_id).get("VATNumber") for company_id in (call.company_id, *_registrations(call))
    ]
    if participant.vat_number not in own:
        raise call.no_access()
    if participant.is_registered == is_registered:
        if call.settings.peppol.participant_twice == "accept":
            return b""
        raise generic(f"{participant.identifier} is {'already' if is_registered else 'not'} active on Peppol")
    set_participant(call.store, participant, is_registered=is_registered)
    return b""


def _registrations(call: Call) -> tuple[int, ...]:
    return call.store.companies.registered_by(call.company_id)


def post_order(call: Call) -> bytes:
    """Create an order and send it over Peppol and nothing else; returns its id. Source: Peppol_PostSendOrder.

    Nothing is created when it cannot be sent. The sources disagree on whether the order shows among the others:
    Billit's manual (chapter 20) reads it by its id, a newer page says that the user interface does not show it.
    """
    order_id = write_order(call.context, call.planned(plan_posted_order), call.body)
    send_orders(call.context, {"OrderIds": [order_id], "TransportType": "Peppol"}, strict=True)
    return encode(order_id)


def post_xml(call: Call) -> bytes:
    """Send a ready UBL document; returns the id of the transmission. Source: docs page "send UBL to Peppol"."""
    xml = call.bound("SendXmlRequest").document.get("XML", "")
    if not xml.strip():
        raise generic("Data is Required: XML")
    return encode({"InboxItemID": send_xml(call.context, xml)})


ROUTES = (
    Route(
        method="GET",
        path="/v1/peppol/participantInformation/{VATorCBE}",
        respond=get_participant,
        needs_key=False,
    ),
    Route(method="POST", path="/v1/peppol/participants", respond=post_participant),
    Route(method="DELETE", path="/v1/peppol/participants", respond=delete_participant),
    Route(method="POST", path="/v1/peppol/sendOrder", respond=post_order, plan=plan_posted_order),
    Route(method="POST", path="/v1/peppol/sendxml", respond=post_xml),
    Route(method="GET", path="/v1/peppol/inbox", respond=get_inbox),
    Route(method="POST", path="/v1/peppol/inbox/{inboxItemId}/confirm", respond=post_confirm),
    Route(method="POST", path="/v1/peppol/inbox/{inboxItemId}/refuse", respond=post_refuse),
)
"""Served Peppol operations."""
