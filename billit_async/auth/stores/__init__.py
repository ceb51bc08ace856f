"""Where grants are kept: one small protocol, and stores that keep it."""

from __future__ import annotations

from billit_async.auth.stores.memory import MemoryTokenStore
from billit_async.auth.stores.protocol import Lease, Stored, TokenStore
from billit_async.auth.stores.record import GrantRecord, GrantStatus, fingerprint

__all__ = ["GrantRecord", "GrantStatus", "Lease", "MemoryTokenStore", "Stored", "TokenStore", "fingerprint"]
