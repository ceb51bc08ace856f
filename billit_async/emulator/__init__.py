"""Billit in a box: a stateful local server with the same wire behaviour. It never talks to the real service."""

from __future__ import annotations

from billit_async.emulator.knobs import Knobs
from billit_async.emulator.ledger import CompanyLedger, Ledger, VatTotals
from billit_async.emulator.notices import WebhookDelivery
from billit_async.emulator.server import Emulator

__all__ = ["CompanyLedger", "Emulator", "Knobs", "Ledger", "VatTotals", "WebhookDelivery"]
