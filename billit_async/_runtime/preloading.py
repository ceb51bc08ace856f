"""Loads modules in a thread before they are first used, so that the event loop does not stand still for them then."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["load", "load_later"]

_DELAY: Final = 0.5
"""Seconds, in which most short programs end: they do not pay for what they do not use."""
_LONGEST_WAIT: Final = 5.0


async def load(names: Sequence[str]) -> None:
    """Load modules in a thread, and wait for it.

    Args:
        names: Their full names.
    """
    if not _are_loaded(names):
        await asyncio.to_thread(_load, names)


def load_later(names: Sequence[str]) -> asyncio.TimerHandle | None:
    """Load modules in a thread a moment from now, without waiting for it.

    Args:
        names: Their full names.

    Returns:
        What calls it off while it has not begun; None where all of them are loaded.
    """
    if _are_loaded(names):
        return None
    loop = asyncio.get_running_loop()
    # The loop's own executor, which `asyncio.run` waits for at its end.
    return loop.call_later(_DELAY, lambda: loop.run_in_executor(None, _load, names))


def _are_loaded(names: Sequence[str]) -> bool:
    return all(name in sys.modules for name in names)


def _load(names: Sequence[str]) -> None:
    for name in names:
        with _loading:
            import_module(name)


# A process that is forked in the middle of an import has the lock of that module, and no thread that would open it.
_loading: Final = threading.Lock()
_held: Final[list[bool]] = []


def _hold() -> None:
    # Not for ever: the module that is loaded may itself wait for the one in which the process is forked.
    _held.append(_loading.acquire(timeout=_LONGEST_WAIT))


def _release() -> None:
    if _held.pop():
        _loading.release()


if hasattr(os, "register_at_fork"):  # pragma: no branch - not on Windows
    os.register_at_fork(before=_hold, after_in_parent=_release, after_in_child=_release)
