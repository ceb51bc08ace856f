"""The operations that the emulator serves, one module per area of the API."""

from __future__ import annotations

from billit_async.emulator.routes import (
    account,
    accountant,
    cashbook,
    daily_receipts,
    documents,
    files,
    financial_transactions,
    oauth,
    orders,
    parties,
    peppol,
    products,
    projects,
    swagger,
    webhooks,
)

__all__ = ["ROUTES"]

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
    *files.ROUTES,
    *oauth.ROUTES,
    *swagger.ROUTES,
)
"""Every served operation."""
