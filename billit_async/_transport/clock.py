"""The time that is waited for a write to settle; one object, so that a test need not wait itself."""

from __future__ import annotations

import asyncio
import time

__all__ = ["Clock"]


class Clock:
    """The clocks of this machine."""

    __slots__ = ()

    def time(self) -> float:
        """Seconds since 1970, which other processes understand."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds that only grow."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
