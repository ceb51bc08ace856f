"""Runs blocking work off the event loop and never abandons it half-way."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["off_loop"]

T = TypeVar("T")


async def off_loop(work: Callable[[], T]) -> T:
    """Run blocking work in a thread and see it end, also when the caller is cancelled meanwhile.

    A thread cannot be stopped. Were it left alone, it could make or rename a file after the clean-up of that file.

    Args:
        work: What to run; it must end by itself.

    Returns:
        What the work returned.

    Raises:
        asyncio.CancelledError: the caller was cancelled; the work has ended by then.
    """
    running = asyncio.get_running_loop().run_in_executor(None, work)
    interruption: asyncio.CancelledError | None = None
    while not running.done():
        try:
            await asyncio.wait([running])
        except asyncio.CancelledError as error:
            interruption = error
    if interruption is not None:
        running.exception()  # looked at, so that asyncio does not report it as lost
        raise interruption
    return running.result()
