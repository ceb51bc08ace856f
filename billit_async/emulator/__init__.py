"""Billit in a box: a stateful local server with the same wire behaviour. It never talks to the real service."""

from __future__ import annotations

from billit_async.emulator.ledger import CompanyLedger, Ledger, VatTotals
from billit_async.emulator.server import Emulator
from billit_async.emulator.settings import (
    AccessSettings,
    BookkeepingSettings,
    DeliverySettings,
    EmulatorSettings,
    FeedSettings,
    OAuthSettings,
    ODataSettings,
    OrderSettings,
    PagingSettings,
    PartySettings,
    PeppolSettings,
    RequestSettings,
    ResponseSettings,
    TimeSettings,
    WebhookSettings,
)
from billit_async.emulator.storage.outbox import WebhookDelivery

__all__ = [
    "AccessSettings",
    "BookkeepingSettings",
    "CompanyLedger",
    "DeliverySettings",
    "Emulator",
    "EmulatorSettings",
    "FeedSettings",
    "Ledger",
    "OAuthSettings",
    "ODataSettings",
    "OrderSettings",
    "PagingSettings",
    "PartySettings",
    "PeppolSettings",
    "RequestSettings",
    "ResponseSettings",
    "TimeSettings",
    "VatTotals",
    "WebhookDelivery",
    "WebhookSettings",
]
