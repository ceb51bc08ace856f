"""A short lease that is prolonged while its holder works, so that a killed holder blocks others only briefly."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from billit_async._runtime.uncancelled import run_uncancelled
from billit_async.errors import TokenStoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from billit_async.auth.stores.protocol import Lease, TokenStore

__all__ = ["HeldLease", "take_lease"]

_LOG = logging.getLogger("billit_async.auth")


async def take_lease(store: TokenStore, name: str, seconds: float) -> HeldLease | None:
    """Take the lease of a grant, if nobody has it.

    Args:
        store: The store.
        name: The grant.
        seconds: How long it holds when it is not prolonged.

    Raises:
        TokenStoreError: The store failed.
    """
    asked = time.monotonic()
    lease = await store.acquire(name, seconds)
    return None if lease is None else HeldLease(store, lease, asked + lease.seconds)


class HeldLease:
    """A lease in the hands of its holder.

    Args:
        store: The store that gave it.
        lease: The lease.
        ends: When it ends unless it is prolonged, by the monotonic clock.
    """

    def __init__(self, store: TokenStore, lease: Lease, ends: float) -> None:
        self._store = store
        self._lease = lease
        self._ends = ends
        self._lost = False
        self._stop: asyncio.Event | None = None
        self._beats: asyncio.Task[None] | None = None
        self._ends_with_the_loop = False
        self.on_release: Callable[[], None] | None = None

    @property
    def is_held(self) -> bool:
        """Whether nobody else can have it now, as far as this process can know."""
        return not self._lost and time.monotonic() < self._ends

    def prolong_until_released(self, limit: float) -> None:
        """Begin to prolong it, three times in each of its lives.

        Args:
            limit: Seconds after which it is prolonged no more, whatever its holder does.
        """
        if self._beats is None:
            self._stop = asyncio.Event()
            until = time.monotonic() + limit
            name = f"billit: prolong the lease of {self._lease.name!r}"
            self._beats = asyncio.get_running_loop().create_task(self._beat(self._stop, until), name=name)

    def keep_without_holder(self) -> None:
        """Prolong it on while nobody waits for that; the end of the event loop ends it then."""
        self._ends_with_the_loop = True

    async def release(self) -> None:
        """Stop to prolong it, and give it back; when the store cannot, it runs out by itself.

        A cancellation of the caller waits until it is given back.
        """
        if self.on_release is not None:
            self.on_release()
        beats, self._beats = self._beats, None
        if beats is not None and self._stop is not None:
            self._stop.set()
            if beats.get_loop() is asyncio.get_running_loop():
                await run_uncancelled(lambda: asyncio.wait({beats}))
        await run_uncancelled(self._give_back)

    async def _give_back(self) -> None:
        try:
            await self._store.release(self._lease)
        except TokenStoreError as error:
            _LOG.warning("the lease of grant %r runs out by itself: %s", self._lease.name, error)

    async def _beat(self, stop: asyncio.Event, until: float) -> None:
        # A loop that ends cancels this task too, while its holder still waits for a response: it goes on till then.
        while time.monotonic() < until:
            try:
                async with asyncio.timeout(self._lease.seconds / 3):
                    await stop.wait()
            except TimeoutError:
                pass
            except asyncio.CancelledError:
                if self._ends_with_the_loop:
                    raise
                task = asyncio.current_task()
                if task is not None:
                    task.uncancel()
            if stop.is_set():
                return
            asked = time.monotonic()
            try:
                prolonged = await run_uncancelled(lambda: self._store.prolong(self._lease))
            except TokenStoreError as error:
                _LOG.debug("the lease of grant %r could not be prolonged: %s", self._lease.name, error)
                continue
            if not prolonged:
                self._lost = True
                return
            self._ends = asked + self._lease.seconds
