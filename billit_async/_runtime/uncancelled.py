"""Steps that must be finished: a cancellation waits until they are."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["finished", "outlast", "run_uncancelled"]

_T = TypeVar("_T")


async def outlast(future: asyncio.Future[_T], seconds: float) -> bool:
    """Wait for something whose end matters more than a cancellation, which comes up afterwards.

    Args:
        future: What to wait for; it is never cancelled.
        seconds: How long to wait once the waiting task was cancelled.

    Returns:
        Whether it is done; False when the task was cancelled and the time is over.
    """
    until: float | None = None

    async def wait() -> None:
        left = None if until is None else max(0.0, until - time.monotonic())
        await asyncio.wait({future}, timeout=left)

    cancellations = 0
    task = asyncio.current_task()
    try:
        while not future.done() and (until is None or time.monotonic() < until):
            try:
                await wait()
            except asyncio.CancelledError:
                if task is None or not task.cancelling():
                    raise
                task.uncancel()
                cancellations += 1
                until = until or time.monotonic() + seconds
        return future.done()
    finally:
        if cancellations and task is not None:
            task.cancel()


async def finished(future: asyncio.Future[_T]) -> _T:
    """Wait until something that was begun is done; a cancellation comes up afterwards, in the place of its result.

    Args:
        future: What was begun; it is never cancelled.
    """
    await run_uncancelled(lambda: asyncio.wait({future}))
    if (task := asyncio.current_task()) is not None and task.cancelling():
        if not future.cancelled():
            future.exception()  # nobody else will look at it
        await asyncio.sleep(0)  # where a cancellation that was put off comes up
    return future.result()


async def run_uncancelled(step: Callable[[], Awaitable[_T]]) -> _T:
    """Take a step, again when a cancellation broke it off, and hand the cancellation on afterwards.

    A loop that ends cancels every task once, also those that are shielded, and then waits for them: enough for a task
    that insists. The cancellation comes up at the first ``await`` after this one that does not run_uncancelled.

    Args:
        step: What to do; it must bear being done twice.

    Returns:
        What the step returned.
    """
    cancellations = 0
    try:
        while True:
            try:
                return await step()
            except asyncio.CancelledError:
                task = asyncio.current_task()
                if task is None or not task.cancelling():
                    raise  # what was awaited is cancelled, not we
                task.uncancel()
                cancellations += 1
    finally:
        task = asyncio.current_task()
        if cancellations and task is not None:
            task.cancel()
