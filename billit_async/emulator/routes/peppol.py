"""Peppol: the inbox of documents that came in over the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.emulator.records import Records
from billit_async.emulator.routing import Route, integer_argument

if TYPE_CHECKING:
    from billit_async.emulator.routing import Call

__all__ = ["ROUTES"]


def get_inbox(call: Call) -> bytes:
    """The ten oldest items that were not decided on; no OData. Source: Swagger operation Peppol_GetInbox.

    The parameter binds without regard to case, as all of them do; an empty one asks for nothing.
    """
    given = [value.strip() for name, value in call.page.pairs if name.lower() == "receivercompanyid"]
    receiver = given[-1] if given else ""
    items = Records(call.store).inbox(call.company_id, receiver or None)
    return b'{"InboxItems":[' + b",".join(items) + b"]}"


def post_confirm(call: Call) -> bytes:
    """Confirm an item; answers nothing, and the item is gone. Source: Swagger operation Peppol_InboxItemConfirm."""
    return _decide(call, "confirmed", None)


def post_refuse(call: Call) -> bytes:
    """Refuse an item; answers nothing, and the item is gone. Source: Swagger operation Peppol_InboxItemRefuse.

    The body must be an object; that it may lack the reason follows from the definition, which requires nothing.
    """
    return _decide(call, "refused", call.bound("RefusePeppolItemRequest").document.get("RefusalReason"))


def _decide(call: Call, decision: str, reason: str | None) -> bytes:
    # What a second decision is answered is not documented: an item that is gone is like one that never was.
    if not Records(call.store).decide(call.company_id, integer_argument(call, "inboxItemId"), decision, reason):
        raise call.no_access()
    return b""


ROUTES = (
    Route(method="GET", path="/v1/peppol/inbox", answer=get_inbox),
    Route(method="POST", path="/v1/peppol/inbox/{inboxItemId}/confirm", answer=post_confirm),
    Route(method="POST", path="/v1/peppol/inbox/{inboxItemId}/refuse", answer=post_refuse),
)
"""Served Peppol operations."""
