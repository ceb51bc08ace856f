"""Parties: the customers and suppliers of a company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.emulator.company.parties import (
    PATCHABLE_PARTY,
    apply_party_changes,
    party_errors,
    reaches_peppol,
    save_posted_party,
)
from billit_async.emulator.http.listing import list_page
from billit_async.emulator.http.routing import Route, integer_argument
from billit_async.emulator.protocol.binding import bind_strictly, cleared
from billit_async.emulator.protocol.errors import PATCH_REFUSED, APIError, generic
from billit_async.emulator.protocol.json import encode

if TYPE_CHECKING:
    from billit_async.emulator.http.routing import Call

__all__ = ["ROUTES"]


def get_parties(call: Call) -> bytes:
    """The company's parties. Source: Swagger operation Party_GetParties; docs page "odata"."""
    return list_page(call.store, call.settings, call.store.parties.listed(call.company_id), call.page)


def get_party(call: Call) -> bytes:
    """One party. Source: Swagger operation Party_GetParty."""
    return call.own(call.store.parties.detail(call.company_id, integer_argument(call, "partyID")))


def post_party(call: Call) -> bytes:
    """Create or update a party; returns its bare id. Source: Swagger operation Party_PostParty.

    That a known VAT number returns the party that has it was observed by integrators. Without a type it is a customer.
    """
    bound = call.bound("Party")
    given = bound.document
    party_type = given.get("PartyType", "Customer").capitalize()
    if party_type not in {"Customer", "Supplier"}:
        raise generic(f"Requested value '{given['PartyType']}' was not found.")
    stamp = call.clock.stamp()
    party = save_posted_party(
        call.store,
        call.settings,
        call.company_id,
        given,
        party_type=party_type,
        stamp=stamp,
        cleared=cleared(bound, "", given),
    )
    return encode(party["PartyID"])


def patch_party(call: Call) -> bytes:
    """Change properties of a party; returns nothing. Source: docs page "patchable properties"."""
    party_id = integer_argument(call, "partyID")
    party = call.store.parties.get(call.company_id, party_id)
    if party is None:
        raise call.no_access()
    settings = call.settings
    changes, refused = bind_strictly(
        call.json(),
        "Party",
        PATCHABLE_PARTY,
        dates=call.dates,
        date_only="take" if settings.requests.patch_date_only else "refuse",
    )
    if not changes or (refused and settings.requests.patch_mixed == "reject"):
        raise generic(PATCH_REFUSED)
    given = {key: value for key, value in changes.items() if value is not None}
    if errors := party_errors(given, settings, is_new=False):
        raise APIError(400, *errors)
    changed = apply_party_changes(party, changes, call.clock.stamp())
    is_same = changed.get("VATNumber") == party.get("VATNumber")
    on_peppol = call.store.parties.is_on_peppol(party_id) if is_same else reaches_peppol(changed, settings)
    call.store.parties.save(call.company_id, changed, on_peppol=on_peppol)
    return b""


ROUTES = (
    Route(method="GET", path="/v1/parties", respond=get_parties, is_list=True),
    Route(method="POST", path="/v1/parties", respond=post_party),
    Route(method="GET", path="/v1/parties/{partyID}", respond=get_party),
    Route(method="PATCH", path="/v1/parties/{partyID}", respond=patch_party),
)
"""Served party operations."""
