"""A token store in the keyring of the desktop: for programs of one user on one machine."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from billit_async._runtime.extras import import_extra
from billit_async._runtime.frames import without_frames_below
from billit_async.auth.stores.file import Leases, lock_base, locked, told
from billit_async.auth.stores.protocol import Stored
from billit_async.auth.stores.record import GrantRecord
from billit_async.errors import TokenStoreError

if TYPE_CHECKING:
    import os

    from billit_async.auth.stores.protocol import Lease

__all__ = ["KeyringTokenStore"]


class _Kept(msgspec.Struct):
    version: str
    record: msgspec.Raw


class KeyringTokenStore:
    """A token store in the keyring of the operating system, through the package ``keyring``.

    A keyring knows neither versions nor leases: both are kept with lock files in a folder of the user's, which hold no
    secret.

    Args:
        service: The name that the entries stand under.
        locks: The folder of the lock files; the platform's place for such things when it is left out.

    Raises:
        ConfigurationError: The package ``keyring`` is not installed.
        TokenStoreError: From its methods, when there is no keyring, or it refuses.
    """

    def __init__(self, service: str = "billit-async", *, locks: str | os.PathLike[str] | None = None) -> None:
        # Both read files when they are loaded, which does not belong into an event loop: do it here, once.
        self._keyring: Any = import_extra("keyring", what="KeyringTokenStore", extra="keyring")
        directories = import_extra("platformdirs", what="KeyringTokenStore", extra="keyring")
        self._service = service
        self._folder = Path(locks) if locks is not None else directories.user_state_path("billit-async") / "locks"
        self._leases = Leases(self._folder)

    @without_frames_below
    async def load(self, name: str) -> Stored | None:
        """Return the record of a grant and its version; None when there is none."""
        return await asyncio.to_thread(self._load, name)

    @without_frames_below
    async def compare_and_swap(self, name: str, expected: str | None, record: GrantRecord) -> str | None:
        """Write a record if the stored version is the expected one; return the new version, or None."""
        return await asyncio.to_thread(self._swap, name, expected, record)

    async def delete(self, name: str) -> None:
        """Forget a grant."""
        await asyncio.to_thread(self._delete, name)

    async def acquire(self, name: str, seconds: float) -> Lease | None:
        """Take the lease of a grant, for so many seconds; None while another has it."""
        return await self._leases.acquire(self._label(name), seconds)

    async def prolong(self, lease: Lease) -> bool:
        """Let a lease hold for its seconds again; return False when it ran out."""
        return await self._leases.prolong(lease)

    async def release(self, lease: Lease) -> None:
        """Give a lease back, unless it is another's by now."""
        await self._leases.release(lease)

    async def aclose(self) -> None:
        """Do nothing: nothing is open between two calls."""

    def _load(self, name: str) -> Stored | None:
        text = self._ask("get_password", name)
        if text is None:
            return None
        try:
            kept = msgspec.json.decode(text, type=_Kept)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            kept = None
        if kept is None:
            # Outside the handler: the decoder's error may quote a token.
            raise TokenStoreError(f"the keyring's entry {name!r} of {self._service!r} is not a grant: delete it")
        return Stored(GrantRecord.from_bytes(bytes(kept.record)), kept.version)

    def _swap(self, name: str, expected: str | None, record: GrantRecord) -> str | None:
        with told(self._folder), locked(lock_base(self._folder, self._label(name))):
            stored = self._load(name)
            if (stored.version if stored else None) != expected:
                return None
            version = uuid.uuid4().hex
            self._ask(
                "set_password", name, msgspec.json.encode(_Kept(version, msgspec.Raw(record.to_bytes()))).decode()
            )
            return version

    def _delete(self, name: str) -> None:
        with told(self._folder), locked(lock_base(self._folder, self._label(name))):
            if self._ask("get_password", name) is not None:
                self._ask("delete_password", name)

    def _ask(self, operation: str, name: str, *secret: str) -> Any:
        errors = self._keyring.errors
        try:
            return getattr(self._keyring, operation)(self._service, f"grant {name}", *secret)
        except errors.NoKeyringError:
            why = "there is none on this machine: use FileTokenStore instead"
        except errors.KeyringLocked:
            why = "it is locked: unlock it"
        except errors.KeyringError as error:
            why = type(error).__name__
        # Outside the handlers: what a keyring says may show what it was given.
        raise TokenStoreError(f"the keyring cannot be used: {why}")

    def _label(self, name: str) -> str:
        return f"{self._service}/{name}"

    def __repr__(self) -> str:
        return f"KeyringTokenStore({self._service!r})"
