"""A token store that encrypts grants before they reach another store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import msgspec

from billit_async._runtime.extras import import_extra
from billit_async._runtime.frames import without_frames_below
from billit_async._transport.secret import Secret
from billit_async.auth.stores.protocol import Lease, Stored, TokenStore
from billit_async.errors import ConfigurationError, TokenStoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from billit_async.auth.stores.record import GrantRecord

__all__ = ["EncryptedTokenStore"]


class EncryptedTokenStore:
    """A token store around another, in which both tokens of each grant are encrypted with Fernet.

    Each token is bound to the name of its grant, so that a record that is moved to another name is refused. Keys are
    changed by putting a new one in front, and leaving the old one behind it until every grant has been written again
    (:meth:`rotate`, or by itself with the next renewal).

    Args:
        inner: The store that keeps what is encrypted.
        keys: Fernet keys. The first encrypts, all decrypt; :meth:`generate_key` makes one.

    Raises:
        ConfigurationError: There is no key, one is not a Fernet key, or the package ``cryptography`` is not installed.
        TokenStoreError: From its methods, when no key fits; and whatever ``inner`` raises.
    """

    def __init__(self, inner: TokenStore, *keys: str | bytes | Secret) -> None:
        fernet = _fernet()
        if not isinstance(inner, TokenStore):
            raise ConfigurationError(f"EncryptedTokenStore takes a token store, not {type(inner).__name__}")
        if not keys:
            raise ConfigurationError("EncryptedTokenStore needs a key: EncryptedTokenStore.generate_key() makes one")
        self.inner = inner
        self._unreadable: type[Exception] = fernet.InvalidToken
        self._crypt: Any = _made(fernet, keys)

    @staticmethod
    def generate_key() -> Secret:
        """Make a key; keep ``key.reveal()`` where the application keeps its other secrets."""
        return Secret(_fernet().Fernet.generate_key().decode("ascii"))

    @without_frames_below
    async def load(self, name: str) -> Stored | None:
        """Return the record of a grant and its version; None when there is none."""
        stored = await self.inner.load(name)
        return None if stored is None else Stored(self._opened(name, stored.record), stored.version)

    @without_frames_below
    async def compare_and_swap(self, name: str, expected: str | None, record: GrantRecord) -> str | None:
        """Write a record if the stored version is the expected one; return the new version, or None."""
        return await self.inner.compare_and_swap(name, expected, self._closed(name, record))

    async def rotate(self, name: str) -> bool:
        """Encrypt a grant anew, with the first key.

        Args:
            name: The name that this store keeps it under: ``oauth.store.key("customer/7")``.

        Returns:
            Whether there is such a grant.
        """
        while True:
            stored = await self.load(name)
            if stored is None:
                return False
            if await self.compare_and_swap(name, stored.version, stored.record) is not None:
                return True

    async def delete(self, name: str) -> None:
        """Forget a grant."""
        await self.inner.delete(name)

    async def acquire(self, name: str, seconds: float) -> Lease | None:
        """Take the lease of a grant, for so many seconds; None while another has it."""
        return await self.inner.acquire(name, seconds)

    async def prolong(self, lease: Lease) -> bool:
        """Let a lease hold for its seconds again; return False when it ran out."""
        return await self.inner.prolong(lease)

    async def release(self, lease: Lease) -> None:
        """Give a lease back, unless it is another's by now."""
        await self.inner.release(lease)

    async def aclose(self) -> None:
        """Close the inner store."""
        await self.inner.aclose()

    def _closed(self, name: str, record: GrantRecord) -> GrantRecord:
        def close(field: str, token: Secret) -> Secret:
            return Secret(self._crypt.encrypt(msgspec.json.encode([name, field, token.reveal()])).decode("ascii"))

        return _with_tokens(record, close)

    def _opened(self, name: str, record: GrantRecord) -> GrantRecord:
        return _with_tokens(record, lambda field, token: self._token(name, field, token))

    def _token(self, name: str, field: str, closed: Secret) -> Secret:
        try:
            found = msgspec.json.decode(self._crypt.decrypt(closed.reveal().encode()), type=tuple[str, str, str])
        except (self._unreadable, msgspec.DecodeError, UnicodeError, RecursionError):
            found = None
        if found is None:
            # Outside the handler: what is in the frames below is half a secret.
            raise TokenStoreError(
                f"none of the keys opens the grant {name!r}: add the key that it was encrypted with behind the others"
            )
        if found[:2] != (name, field):
            raise TokenStoreError(f"the grant {name!r} holds the token of another: somebody moved it")
        return Secret(found[2])

    def __repr__(self) -> str:
        return f"EncryptedTokenStore({self.inner!r})"


def _with_tokens(record: GrantRecord, change: Callable[[str, Secret], Secret]) -> GrantRecord:
    return attrs.evolve(
        record,
        access_token=change("access_token", record.access_token),
        refresh_token=change("refresh_token", record.refresh_token),
    )


def _fernet() -> Any:
    return import_extra("cryptography.fernet", what="EncryptedTokenStore", extra="crypto")


def _made(fernet: Any, keys: tuple[str | bytes | Secret, ...]) -> Any:
    try:
        return fernet.MultiFernet([fernet.Fernet(_plain(key)) for key in keys])
    except (ValueError, TypeError):
        pass
    # Outside the handler, whose frames hold the key.
    raise ConfigurationError(
        "EncryptedTokenStore takes keys of Fernet, 32 bytes in URL-safe base64: EncryptedTokenStore.generate_key()"
    )


def _plain(key: str | bytes | Secret) -> str | bytes:
    return key.reveal() if isinstance(key, Secret) else key
