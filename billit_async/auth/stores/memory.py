"""A token store in memory: for tests, and for processes that log in each time that they start."""

from __future__ import annotations

import threading
import time
import uuid
from typing import TYPE_CHECKING

from billit_async.auth.stores.protocol import Lease, Stored

if TYPE_CHECKING:
    from billit_async.auth.stores.record import GrantRecord

__all__ = ["MemoryTokenStore"]


class MemoryTokenStore:
    """A token store that lives as long as its process; shared by all threads and event loops of it.

    A refresh token works once: when the process ends, the grants in here are gone, and their users log in again.
    """

    def __init__(self) -> None:
        self._records: dict[str, Stored] = {}
        self._leases: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    async def load(self, name: str) -> Stored | None:
        """Return the record of a grant and its version; None when there is none."""
        return self._records.get(name)

    async def compare_and_swap(self, name: str, expected: str | None, record: GrantRecord) -> str | None:
        """Keep a record if the kept version is the expected one; return the new version, or None."""
        with self._lock:
            kept = self._records.get(name)
            if (kept.version if kept else None) != expected:
                return None
            version = uuid.uuid4().hex
            self._records[name] = Stored(record, version)
            return version

    async def delete(self, name: str) -> None:
        """Forget a grant."""
        with self._lock:
            self._records.pop(name, None)

    async def acquire(self, name: str, seconds: float) -> Lease | None:
        """Take the lease of a grant, for so many seconds; None while another has it."""
        with self._lock:
            held = self._leases.get(name)
            if held is not None and held[1] > time.monotonic():
                return None
            holder = uuid.uuid4().hex
            self._leases[name] = (holder, time.monotonic() + seconds)
            return Lease(name, holder, seconds)

    async def prolong(self, lease: Lease) -> bool:
        """Let a lease hold for its seconds again; return False when it ran out."""
        with self._lock:
            held = self._leases.get(lease.name)
            if held is None or held[0] != lease.holder or held[1] <= time.monotonic():
                return False
            self._leases[lease.name] = (lease.holder, time.monotonic() + lease.seconds)
            return True

    async def release(self, lease: Lease) -> None:
        """Give a lease back, unless it is another's by now."""
        with self._lock:
            held = self._leases.get(lease.name)
            if held is not None and held[0] == lease.holder:
                del self._leases[lease.name]

    async def aclose(self) -> None:
        """Do nothing: there is nothing to close."""

    def __repr__(self) -> str:
        return f"MemoryTokenStore({len(self._records)} grants)"
