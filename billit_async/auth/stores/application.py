"""The grants of one application on a store that several share: each has its own, under the names it gave them."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from typing import TYPE_CHECKING, Final

from billit_async._runtime.uncancelled import run_uncancelled
from billit_async.auth.stores.encrypted import EncryptedTokenStore
from billit_async.auth.stores.held_lease import take_lease
from billit_async.errors import TokenStoreError

if TYPE_CHECKING:
    from billit_async.auth.stores.protocol import Lease, Stored, TokenStore
    from billit_async.auth.stores.record import GrantRecord

__all__ = ["ApplicationTokenStore"]

_LOG = logging.getLogger("billit_async.auth")
_LEASE_SECONDS: Final = 6.0
_PATIENCE: Final = 15.0


class ApplicationTokenStore:
    """A view of a token store, in which an application sees its own grants, leases and revocations alone.

    Names get the application's mark in front of them: ``default`` is stored as ``app-0123456789abcdef:default``. A
    record of a release that knew no mark is moved under it when the application that it names first asks for it. A
    record that names no client stays where it is and is not used, since its refresh token may be another's.

    Args:
        inner: The store; the view of another application is taken off.
        client_id: The OAuth client.
        base_url: The API that issues its tokens.
    """

    def __init__(self, inner: TokenStore, client_id: str, base_url: str) -> None:
        self.inner: TokenStore = inner.inner if isinstance(inner, ApplicationTokenStore) else inner
        self._client_id = client_id
        self._base_url = base_url
        self._told: set[str] = set()
        self._mark = hashlib.sha256(f"{client_id}\n{base_url}".encode()).hexdigest()[:16]

    def key(self, name: str) -> str:
        """Return the name under which the store itself keeps a grant.

        Args:
            name: The name that the application gave it.
        """
        return f"app-{self._mark}:{name}"

    async def load(self, name: str) -> Stored | None:
        """Return the record of a grant and its version; None when there is none."""
        stored = await self.inner.load(self.key(name))
        if stored is not None or await self._unmarked(name) is None:
            # Another process may have moved it between the two looks.
            return stored or await self.inner.load(self.key(name))
        return await self._moved(name)

    async def compare_and_swap(self, name: str, expected: str | None, record: GrantRecord) -> str | None:
        """Write a record if the stored version is the expected one; return the new version, or None."""
        if expected is None and await self.load(name) is not None:
            return None
        return await self.inner.compare_and_swap(self.key(name), expected, record)

    async def delete(self, name: str) -> None:
        """Forget a grant, also one that was not moved yet."""
        if await self._unmarked(name) is not None:
            # First under the mark: neither another that moves it just now nor a crash brings it back.
            await self._moved(name)
        await self.inner.delete(self.key(name))

    async def acquire(self, name: str, seconds: float) -> Lease | None:
        """Take the lease of a grant, for so many seconds; None while another has it."""
        return await self.inner.acquire(self.key(name), seconds)

    async def prolong(self, lease: Lease) -> bool:
        """Let a lease hold for its seconds again; return False when it ran out."""
        return await self.inner.prolong(lease)

    async def release(self, lease: Lease) -> None:
        """Give a lease back, unless it is another's by now."""
        await self.inner.release(lease)

    async def aclose(self) -> None:
        """Close the store."""
        await self.inner.aclose()

    async def _unmarked(self, name: str) -> GrantRecord | None:
        """Return the record that an earlier release stored under the bare name, if it is this application's."""
        # Whose it is stands there in clear text: the tokens of another need not be opened for that.
        outer = self.inner
        while isinstance(outer, EncryptedTokenStore):
            outer = outer.inner
        found = await outer.load(name)
        if found is None:
            return None
        client_id, base_url = found.record.client_id, found.record.base_url
        if not (client_id and base_url) and name not in self._told:
            self._told.add(name)
            _LOG.warning("the grant stored as %r names no OAuth client: it is left alone, log in again", name)
        return found.record if (client_id, base_url) == (self._client_id, self._base_url) else None

    async def _moved(self, name: str) -> Stored | None:
        """Move the record of an earlier release under the mark, by one process at a time.

        The lease of the bare name keeps out others who move it, and a worker of the earlier release that is exchanging
        its refresh token. The old record is read again under it, so that one that was moved, used and forgotten
        meanwhile is never written back.

        Raises:
            TokenStoreError: The store failed, or another holds the lease for too long.
        """
        until = time.monotonic() + _PATIENCE
        pause = 0.02
        while True:
            lease = await take_lease(self.inner, name, _LEASE_SECONDS)
            if lease is not None:
                try:
                    # Once begun it is finished: what is there twice would be two grants with one refresh token.
                    return await run_uncancelled(lambda: self._move(name))
                finally:
                    await lease.release()
            if await self._unmarked(name) is None:
                return await self.inner.load(self.key(name))
            if time.monotonic() > until:
                raise TokenStoreError(
                    f"the grant {name!r} of an earlier release cannot be taken over: another worker holds its lease"
                )
            await asyncio.sleep(pause)
            pause = min(0.25, 2 * pause)

    async def _move(self, name: str) -> Stored | None:
        if await self._unmarked(name) is not None and (old := await self.inner.load(name)) is not None:
            # Where there is one under the mark already, a process ended after this step.
            await self.inner.compare_and_swap(self.key(name), None, old.record)
            await self.inner.delete(name)
        return await self.inner.load(self.key(name))

    def __repr__(self) -> str:
        return repr(self.inner)
