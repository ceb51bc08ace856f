"""Runs recursive code on a list instead of the call stack, so that no text nests deep enough to break Python."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeAlias, TypeVar, cast

__all__ = ["Recursion", "run_recursion"]

T = TypeVar("T")
Recursion: TypeAlias = Generator[Any, Any, T]
"""A recursion as a generator: it yields what it would have called, and is sent the result."""


def run_recursion(first: Recursion[T]) -> T:
    """Run a recursion to its end.

    Args:
        first: The outermost call.

    Returns:
        What it returns; an exception inside travels outwards through the callers, as it would on the call stack.
    """
    waiting: list[Recursion[Any]] = [first]
    result: Any = None
    error: BaseException | None = None
    while waiting:
        try:
            called = waiting[-1].send(result) if error is None else waiting[-1].throw(error)
        except StopIteration as stop:
            waiting.pop()
            result, error = stop.value, None
        except Exception as raised:  # noqa: BLE001 - it goes on to the caller
            waiting.pop()
            result, error = None, raised
        else:
            waiting.append(called)
            result, error = None, None
    if error is not None:
        raise error
    return cast("T", result)
