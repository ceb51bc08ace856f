"""The operations that the emulator serves, one module per area of the API."""

from __future__ import annotations

from billit_async.emulator.http.routes import (
    account,
    accountant,
    cashbook,
    daily_receipts,
    documents,
    einvoices,
    files,
    financial_transactions,
    gl_accounts,
    misc,
    oauth,
    orders,
    parties,
    peppol,
    products,
    projects,
    reports,
    swagger,
    to_process,
    webhooks,
)

__all__ = ["OLD_ROUTES", "ROUTES"]

ROUTES = (
    *account.ROUTES,
    *orders.ROUTES,
    *parties.ROUTES,
    *products.ROUTES,
    *documents.ROUTES,
    *financial_transactions.ROUTES,
    *cashbook.ROUTES,
    *daily_receipts.ROUTES,
    *accountant.ROUTES,
    *peppol.ROUTES,
    *projects.ROUTES,
    *webhooks.ROUTES,
    *einvoices.ROUTES,
    *gl_accounts.ROUTES,
    *misc.ROUTES,
    *reports.ROUTES,
    *to_process.ROUTES,
    *files.ROUTES,
    *oauth.ROUTES,
    *swagger.ROUTES,
)
"""Every served operation."""

OLD_ROUTES = (*financial_transactions.OLD_ROUTES, *misc.OLD_ROUTES)
"""Those of earlier versions of the API, served where the settings say so."""
