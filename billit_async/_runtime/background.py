"""Tasks that nobody waits for: kept until they end, and their failures logged."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import logging
    from collections.abc import Coroutine

__all__ = ["BackgroundTasks"]


class BackgroundTasks:
    """The tasks that an object has under way in the background.

    Args:
        log: Where the failure of one is logged.
    """

    __slots__ = ("_log", "_tasks")

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        # A loop holds its tasks weakly: one that is not referred to may vanish half-way.
        self._tasks: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def start(self, work: Coroutine[Any, Any, Any], *, name: str) -> None:
        """Begin a task.

        Args:
            work: What it does.
            name: Its name, for logs and debuggers.
        """
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def wait(self) -> None:
        """Wait until all tasks that are under way now have ended; raises nothing of theirs."""
        if self._tasks:
            await asyncio.wait(self._tasks)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._log.error("the task %r failed", task.get_name(), exc_info=error)
