"""Financial transactions: what moved on a company's bank account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.emulator.columns import TRANSACTIONS
from billit_async.emulator.listing import ListSource, list_page
from billit_async.emulator.routing import Route

if TYPE_CHECKING:
    from billit_async.emulator.routing import Call

__all__ = ["ROUTES"]

_SEARCHED = """lower(coalesce("NameCounterParty", '') || ' ' || coalesce("Description", ''))"""


def get_transactions(call: Call) -> bytes:
    """The company's bank transactions. Source: Swagger operation FinancialTransaction_GetBankTransactions.

    The operation has no schema for its answer; that it is a page of transactions follows from the definition
    PageResult_Transaction, which nothing else uses. There is no operation for one transaction.
    """
    source = ListSource(
        collection=TRANSACTIONS,
        bodies=("bank_transactions", "Document"),
        condition='"CompanyID" = ?',
        values=(call.company_id,),
        searched=_SEARCHED,
    )
    return list_page(call.store, call.knobs, source, call.page)


ROUTES = (Route(method="GET", path="/v1/financialTransactions", answer=get_transactions),)
"""Served operations on financial transactions."""
