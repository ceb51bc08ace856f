"""Tasks in the background: kept until they end, and their failures logged."""

from __future__ import annotations

import asyncio
import gc
import logging
from typing import TYPE_CHECKING

from billit_async._runtime.background import BackgroundTasks

if TYPE_CHECKING:
    import pytest

LOG = logging.getLogger("billit_async.calls")


async def test_a_failure_is_logged_with_the_name_of_its_task(caplog: pytest.LogCaptureFixture) -> None:
    async def fails() -> None:
        raise ValueError("broken")

    tasks = BackgroundTasks(LOG)
    tasks.start(fails(), name="billit: try")
    await tasks.wait()
    (record,) = caplog.records
    assert "billit: try" in record.getMessage()
    assert record.exc_info is not None
    assert record.exc_info[0] is ValueError
    assert len(tasks) == 0


async def test_a_task_is_kept_until_it_ends() -> None:
    ended: list[int] = []

    async def ends() -> None:
        # Nothing but the set refers to the task, and nothing but the task to the future it waits for.
        await asyncio.get_running_loop().run_in_executor(None, gc.collect)
        ended.append(1)

    tasks = BackgroundTasks(LOG)
    tasks.start(ends(), name="billit: wait")
    assert len(tasks) == 1
    await tasks.wait()
    assert (ended, len(tasks)) == ([1], 0)
