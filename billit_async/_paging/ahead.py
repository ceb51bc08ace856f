"""Look-ahead: requests under way before their responses are needed, and given up with the iteration they belong to."""

from __future__ import annotations

import asyncio
import weakref
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from billit_async.errors import BillitError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["Ahead", "Pending"]

T = TypeVar("T")


class Pending(Generic[T]):
    """A request whose response is still to be taken."""

    __slots__ = ("_ask", "task")

    def __init__(self, ask: Callable[[], Awaitable[T]]) -> None:
        self._ask = ask
        self.task: asyncio.Task[T] | None = None

    async def run(self) -> T:
        """Make the request."""
        # Called here, not before: a task that is cancelled before it begins leaves no coroutine that was never awaited.
        return await self._ask()


class Ahead(Generic[T]):
    """The requests that one iteration has under way.

    A loop that is left by ``break`` does not close its iterator. So they are also given up when this object, which
    belongs to the iterator alone, is collected; no task holds it.
    """

    def __init__(self) -> None:
        self._under_way: set[Pending[T]] = set()
        weakref.finalize(self, _give_up, self._under_way).atexit = False

    def start(self, ask: Callable[[], Awaitable[T]]) -> Pending[T]:
        """Begin a request.

        Args:
            ask: Makes it.

        Returns:
            What ``take`` gives the response of.
        """
        pending = Pending(ask)
        self._start(pending)
        return pending

    async def depart(self, pending: Pending[T]) -> None:
        """Let a request leave before its caller computes: the loop runs what is ready, and waits for no network.

        Args:
            pending: What ``start`` returned.
        """
        if pending.task is not None:
            await asyncio.wait((pending.task,), timeout=0)

    async def take(self, pending: Pending[T]) -> T:
        """Wait for a response; one that failed, or was given up, is asked for again when it is taken again.

        Args:
            pending: What ``start`` returned.

        Raises:
            BillitError: What the request raised.
        """
        task = pending.task or self._start(pending)
        try:
            return await task
        except asyncio.CancelledError:
            self.give_up()
            raise
        except BillitError:
            pending.task = None
            raise
        finally:
            if task.done():
                self._under_way.discard(pending)

    def give_up(self) -> None:
        """Cancel all that is under way."""
        _give_up(self._under_way)

    async def aclose(self) -> None:
        """Cancel all that is under way, and wait until it has ended."""
        if tasks := _give_up(self._under_way):
            await asyncio.wait(tasks)

    def _start(self, pending: Pending[T]) -> asyncio.Task[T]:
        task = pending.task = asyncio.ensure_future(pending.run())
        task.add_done_callback(_retrieve)
        self._under_way.add(pending)
        return task


def _give_up(under_way: set[Pending[Any]]) -> list[asyncio.Task[Any]]:
    cancelled: list[asyncio.Task[Any]] = []
    for pending in under_way:
        task, pending.task = pending.task, None
        if task is not None and not task.done() and not task.get_loop().is_closed():
            task.cancel()
            cancelled.append(task)
    under_way.clear()
    return cancelled


def _retrieve(task: asyncio.Task[Any]) -> None:
    """Take the exception of a task that nothing waits for any more, which asyncio would complain about."""
    if not task.cancelled():
        task.exception()
