"""Ledger accounts and journals: they can be written, and no operation reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from billit_async.emulator.http.routing import Route
from billit_async.emulator.protocol.errors import generic
from billit_async.emulator.protocol.json import encode

if TYPE_CHECKING:
    from billit_async.emulator.http.routing import Call
    from billit_async.emulator.protocol.shapes import Document

__all__ = ["ROUTES"]

_JOURNAL_TYPES: Final = ("Income", "Cost")
"""Source: the Swagger definition Journal, the one enumeration it has."""


def post_account(call: Call) -> bytes:
    """Create a ledger account; returns its id. Source: Swagger operation GLAccount_PostGLAccount.

    What the same code again means, here and in an import, is not documented: the settings say it.
    """
    return encode(_save_account(call, call.bound("GLAccount").document))


def post_accounts(call: Call) -> bytes:
    """Import ledger accounts; returns nothing. Source: Swagger operation GLAccount_PostGLAccountBulk."""
    for given in call.planned(_accounts):
        _save_account(call, given)
    return b""


def post_journals(call: Call) -> bytes:
    """Import journals; returns nothing. Source: Swagger operation Journal_PostGLAccount."""
    for given in call.planned(_journals):
        if not given.get("Code"):
            raise generic("Code is a required field")
        if given.get("JournalType") not in _JOURNAL_TYPES:
            raise generic(f"The journal type {given.get('JournalType', '')} is invalid")
        call.documents.put("journals", call.company_id, given["Code"], given)
    return b""


def _accounts(call: Call) -> list[Document]:
    return call.bound_list("GLAccount")


def _journals(call: Call) -> list[Document]:
    return call.bound_list("Journal")


def _save_account(call: Call, given: Document) -> int:
    code: int = given.get("Code", 0)
    if code <= 0:
        raise generic("Code is a required field")
    call.documents.put("gl_accounts", call.company_id, code, given)
    name = f"gl_account/{call.company_id}/{code}"
    # The id of an account stays when it is written again.
    return call.store.counters.value(name) or _new_id(call, name)


def _new_id(call: Call, name: str) -> int:
    account_id = call.store.counters.advance("gl_account", start=70_000)
    call.store.counters.set(name, account_id)
    return account_id


ROUTES = (
    Route(method="POST", path="/v1/glaccounts", respond=post_account, feature="GLAccounts"),
    Route(
        method="POST",
        path="/v1/glaccounts/commands/import",
        respond=post_accounts,
        plan=_accounts,
        feature="GLAccounts",
    ),
    Route(
        method="POST", path="/v1/journals/commands/import", respond=post_journals, plan=_journals, feature="GLAccounts"
    ),
)
"""Served operations on ledger accounts and journals."""
