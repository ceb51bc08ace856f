"""What a traceback keeps alive: the variables of every call in it, and with them what was put on the wire.

Tools that report errors collect these variables. Those of the HTTP library hold the headers of the request, so its part
of a traceback is let go where an error leaves it.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

__all__ = ["without_frames", "without_frames_below"]

_F = TypeVar("_F", bound="Callable[..., Coroutine[Any, Any, Any]]")

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
            waiting += cast("BaseExceptionGroup[BaseException]", each).exceptions


def without_frames_below(work: _F) -> _F:
    """Let an error of this function show no call below it: for what handles a secret in clear text.

    Args:
        work: A coroutine function.
    """

    @functools.wraps(work)
    async def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return await work(*args, **kwargs)
        except BaseException as error:
            without_frames(error)
            raise

    return cast("_F", run)
