"""Cash book: the movements of a company's cash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.emulator.columns import CASHBOOK_ENTRIES
from billit_async.emulator.listing import ListSource, list_page
from billit_async.emulator.routing import Route

if TYPE_CHECKING:
    from billit_async.emulator.routing import Call

__all__ = ["ROUTES"]


def get_entries(call: Call) -> bytes:
    """Entries of the open cash book, which have no key. Source: Swagger operation Cashbook_GetCashbookEntries."""
    source = ListSource(
        collection=CASHBOOK_ENTRIES,
        bodies=("cashbook_entries", "Document"),
        condition='"CompanyID" = ?',
        values=(call.company_id,),
        searched="lower(coalesce(\"Note\", '') || ' ' || coalesce(\"InternalInformation\", ''))",
    )
    return list_page(call.store, call.knobs, source, call.page)


ROUTES = (Route(method="GET", path="/v1/Cashbook/Entries", answer=get_entries),)
"""Served operations on the cash book."""
