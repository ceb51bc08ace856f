"""What takes a response that is too large for memory; it knows no HTTP."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Sink"]


class Sink(Protocol):
    """Takes a body that is too large for memory, piece by piece; raises nothing, and keeps its troubles to itself."""

    @property
    def received(self) -> int:
        """How many bytes came since it began."""
        ...

    async def begin(self) -> None:
        """Begin anew: another attempt has a body of its own."""
        ...

    async def write(self, piece: bytes) -> bool:
        """Take the next bytes, and tell whether more is wanted."""
        ...
