"""Billit in a box: a stateful local server with the same wire behaviour. It never talks to the real service."""

from __future__ import annotations

from billit_async.emulator.ledger import CompanyLedger, Ledger, VatTotals
from billit_async.emulator.server import Emulator
from billit_async.emulator.settings import EmulatorSettings
from billit_async.emulator.storage.outbox import WebhookDelivery

__all__ = ["CompanyLedger", "Emulator", "EmulatorSettings", "Ledger", "VatTotals", "WebhookDelivery"]
