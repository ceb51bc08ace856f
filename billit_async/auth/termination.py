"""Defers SIGTERM in the middle of an exchange until the new token is stored, within a time limit.

Only where nothing else of the program handles SIGTERM, and it would end the process at once.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["defer_termination"]


class _DeferredTermination:
    """How many exchanges are under way in this process's main thread, and whether SIGTERM has come meanwhile."""

    def __init__(self) -> None:
        self.depth = 0
        self.pid = 0
        self.seconds = 0.0
        self.came = False
        self.is_over = False

    def begin(self, seconds: float) -> bool:
        if seconds <= 0 or threading.current_thread() is not threading.main_thread():
            return False
        if self.pid != os.getpid():
            self.__init__()  # type: ignore[misc]  # a fork: what was under way is the parent's
        if self.depth == 0:
            if signal.getsignal(signal.SIGTERM) not in {signal.SIG_DFL, self.handle}:
                return False
            self.pid, self.seconds, self.came, self.is_over = os.getpid(), seconds, False, False
            signal.signal(signal.SIGTERM, self.handle)
        self.depth += 1
        return True

    def end(self) -> None:
        self.depth -= 1
        if self.depth == 0:
            if signal.getsignal(signal.SIGTERM) == self.handle:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
            if self.came:
                os.kill(os.getpid(), signal.SIGTERM)

    def handle(self, number: int, _frame: Any) -> None:
        if self.depth == 0 or self.pid != os.getpid() or self.is_over:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        elif not self.came:
            self.came = True
            timer = threading.Timer(self.seconds, self._time_is_over)
            timer.daemon = True
            timer.start()

    def _time_is_over(self) -> None:
        self.is_over = True
        os.kill(os.getpid(), signal.SIGTERM)  # handled in the main thread, as every signal is


_deferred: Final = _DeferredTermination()


@contextlib.contextmanager
def defer_termination(seconds: float) -> Generator[None]:
    """Let a SIGTERM that would end the process at once wait for the end of this block.

    Args:
        seconds: How long it waits at most; 0 not at all.
    """
    if not _deferred.begin(seconds):
        yield
        return
    try:
        yield
    finally:
        _deferred.end()
