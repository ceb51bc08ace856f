"""What a traceback keeps alive: the variables of every call in it, and with them what was put on the wire.

Tools that report errors collect these variables. Those of the HTTP library hold the headers of the request, so its part
of a traceback is let go where an error leaves it.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["without_frames", "without_frames_below"]

_P = ParamSpec("_P")
_T = TypeVar("_T")

_DEEPEST = 20


def without_frames(error: BaseException) -> None:
    """Let go of the calls in the traceback of an error, and of what caused it; what they say stays.

    Args:
        error: An error that is being handled; raised again, its traceback begins anew.
    """
    waiting, seen = [error], set[int]()
    while waiting and len(seen) < _DEEPEST:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        each.__traceback__ = None
        waiting += [other for other in (each.__cause__, each.__context__) if other is not None]
        if isinstance(each, BaseExceptionGroup):
            waiting += each.exceptions


def without_frames_below(work: Callable[_P, Awaitable[_T]]) -> Callable[_P, Awaitable[_T]]:
    """Let an error of this function show no call below it: for what handles a secret in clear text.

    Args:
        work: A coroutine function.
    """

    @functools.wraps(work)
    async def run(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            return await work(*args, **kwargs)
        except BaseException as error:
            without_frames(error)
            raise

    return run
