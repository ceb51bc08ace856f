"""The token pair of one grant in memory: which one it is, whether it is good for a call, and its header."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import attrs

from billit_async._transport.secret import Secret
from billit_async.auth.freshness import CachedToken, Need, cached_token
from billit_async.auth.stores.record import fingerprint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billit_async.auth.freshness import RefreshWindows
    from billit_async.auth.stores.protocol import Stored
    from billit_async.auth.stores.record import GrantRecord

__all__ = ["TokenCache"]

_REFUSED_TOKENS = 8


class TokenCache:
    """The token pair that a process works with; safe to use from several threads.

    Args:
        windows: How long before its end a token is renewed.

    Attributes:
        current: The pair; None when there is none, or the grant is revoked.
        headers: The ``Authorization`` header with its access token.
    """

    def __init__(self, windows: RefreshWindows) -> None:
        self._windows = windows
        self._refused: tuple[str, ...] = ()
        self._lock = threading.Lock()
        self.current: CachedToken | None = None
        self.headers: Mapping[str, str | Secret] = {}

    @property
    def need(self) -> Need:
        """What the pair needs before a call uses it."""
        now = self.current
        if now is None or self.is_refused(now.record.access_token):
            return Need.NOW
        return self._windows.need(now.ends - time.monotonic(), now.lifetime)

    def is_good_enough(self, record: GrantRecord, need: Need) -> bool:
        """Tell whether a stored pair makes a renewal superfluous.

        Args:
            record: The stored grant.
            need: What the renewal is for: ``NOW`` for a call that waits, ``SOON`` in the background.
        """
        if self.is_refused(record.access_token):
            return False
        stored = cached_token(record, "", wall=time.time(), monotonic=0.0)
        found = self._windows.need(stored.ends, stored.lifetime)
        return found is not Need.NOW if need is Need.NOW else found is Need.NOTHING

    def is_refused(self, token: Secret) -> bool:
        """Tell whether Billit refused an access token lately."""
        return fingerprint(token) in self._refused

    def mark_refused(self, token: Secret) -> None:
        """Remember that Billit refused an access token."""
        with self._lock:
            self._refused = (*self._refused[1 - _REFUSED_TOKENS :], fingerprint(token))

    def put(self, record: GrantRecord, version: str) -> tuple[CachedToken, bool]:
        """Use a stored pair from now on.

        Args:
            record: The stored grant.
            version: Its version in the store.

        Returns:
            The pair, and whether its access token is another than before.
        """
        taken = cached_token(record, version, wall=time.time(), monotonic=time.monotonic())
        mark = fingerprint(record.access_token)
        with self._lock:
            is_other = self.current is None or self.current.record.access_token != record.access_token
            # Should a server hand out the same token again, it is good again.
            self._refused = tuple(refused for refused in self._refused if refused != mark)
            self.current = taken
            self.headers = {"Authorization": Secret(f"Bearer {record.access_token.reveal()}")}
        return taken, is_other

    def update(self, before: CachedToken | None, stored: Stored) -> bool:
        """Compare what the store has with the pair in memory, and take over what says nothing new of the token.

        Args:
            before: The pair that was current when the store was read.
            stored: What the store had.

        Returns:
            True when the store has another token, to be taken with :meth:`put`.
        """
        with self._lock:
            if self.current is not before or before is None or stored.version == before.version:
                return False
            if stored.record.access_token != before.record.access_token:
                return True
            self.current = attrs.evolve(before, record=stored.record, version=stored.version)
            return False

    def clear(self) -> None:
        """Forget the pair and its header."""
        self.current, self.headers = None, {}
