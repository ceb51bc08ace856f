"""Account: who the key belongs to, which companies it sees, and their number sequences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from billit_async.emulator.order_rules import next_order_number
from billit_async.emulator.problems import generic
from billit_async.emulator.rendering import encode
from billit_async.emulator.routing import Route
from billit_async.emulator.shapes import arrange

if TYPE_CHECKING:
    from billit_async.emulator.routing import Call

__all__ = ["ROUTES", "USER"]

USER: Final = {"Email": "emulator@billit.example", "FirstName": "Emma", "LastName": "Latour"}
"""The one user."""

_SEQUENCES: Final = {"income-invoice": "Invoice", "income-creditnote": "CreditNote"}


def get_account_information(call: Call) -> bytes:
    """The user and the companies. Source: Swagger operation Account_GetAccountInformation.

    Works without PartyID, observed by integrators; Users and Identifiers are always empty there (docs page "create
    new companies").
    """
    companies = [
        arrange({**call.store.company(company_id), "Users": [], "Identifiers": []}, "AccountInformationParty")
        for company_id in call.company_ids
    ]
    roles = [{"PartyID": company_id, "UserRoleTypes": ["Administrator"]} for company_id in call.company_ids]
    return encode(
        arrange(
            {
                **USER,
                "Companies": companies,
                "UserCompanyRoles": roles,
                "LoginOrRegisterNeeded": False,
            },
            "AccountInformation",
        )
    )


def post_sequence(call: Call) -> bytes:
    """Peek at the next number of a sequence, or take it. Source: docs page "set invoice number"."""
    request = call.bound("SequenceRequest").document
    order_type = _SEQUENCES.get(request.get("SequenceType", "").lower())
    if order_type is None:
        raise generic(f"The sequence type {request.get('SequenceType', '')} is invalid")
    draft = {"OrderType": order_type, "OrderDirection": "Income"}
    now = call.clock.now()
    number = next_order_number(call.store, call.company_id, draft, now)
    if not request.get("Consume"):
        call.store.counter(f"number/{call.company_id}/Income/{order_type}/{now.year}", step=-1)
    return encode(number)


ROUTES = (
    Route(method="GET", path="/v1/account/accountInformation", answer=get_account_information),
    Route(method="POST", path="/v1/account/sequences", answer=post_sequence),
)
"""Served account operations."""
