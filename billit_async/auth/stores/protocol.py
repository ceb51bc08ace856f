"""The protocol of a token store: load, compare and swap, and leases.

A store keeps records of grants by name. The exchange of a refresh token relies on three things: what
``compare_and_swap`` accepted is durable, it accepts a version only once, and a lease is held by one at a time for as
long as it says. The lease keeps two processes from exchanging at once; the version keeps one that stalled beyond its
lease from overwriting what came after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    from billit_async.auth.stores.record import GrantRecord

__all__ = ["Lease", "Stored", "TokenStore"]


class Stored(NamedTuple):
    """A record, and the version that it was read at.

    Attributes:
        record: The grant.
        version: Names this write of this record. Never the same twice, so that a grant that was deleted and made anew
            cannot be taken for the old one.
    """

    record: GrantRecord
    version: str


class Lease(NamedTuple):
    """The right to exchange the refresh token of one grant, for a while.

    Attributes:
        name: The grant.
        holder: Who has it; unique for each time that a lease is given.
        seconds: How long it holds, from when it was given or prolonged.
    """

    name: str
    holder: str
    seconds: float


@runtime_checkable
class TokenStore(Protocol):
    """Where grants are kept, by name. Every method may do I/O, and none blocks the event loop.

    Raises:
        TokenStoreError: From every method, when the store cannot do it.
    """

    async def load(self, name: str) -> Stored | None:
        """Return the record of a grant and its version; None when there is none."""
        ...

    async def compare_and_swap(self, name: str, expected: str | None, record: GrantRecord) -> str | None:
        """Write a record if the stored version is the expected one.

        Args:
            name: The grant.
            expected: The version it was read at; None when there must not be a record yet.
            record: What to keep.

        Returns:
            The new version, once the record is durable; None when another version was found, and nothing written.
        """
        ...

    async def delete(self, name: str) -> None:
        """Forget a grant; one that is not there is forgotten already."""
        ...

    async def acquire(self, name: str, seconds: float) -> Lease | None:
        """Take the lease of a grant, if nobody has it.

        Args:
            name: The grant.
            seconds: How long it holds unless it is released earlier. A holder that died has lost it by then.

        Returns:
            The lease; None while another has it. When the caller is cancelled it may stay taken until it runs out; a
            store that can give it back before does so.
        """
        ...

    async def prolong(self, lease: Lease) -> bool:
        """Let a lease hold for its ``seconds`` again, from now.

        Args:
            lease: The lease.

        Returns:
            Whether it holds; False when it ran out meanwhile, with or without a new holder.
        """
        ...

    async def release(self, lease: Lease) -> None:
        """Give a lease back; one that ran out meanwhile, and may be another's by now, is left alone."""
        ...

    async def aclose(self) -> None:
        """Close what the store opened itself."""
        ...
