"""What a traceback keeps alive: the variables of every call in it, and with them what was put on the wire.

Tools that report errors collect these variables. Those of the HTTP library hold the headers of the request, so its part
of a traceback is let go where an error leaves it.
"""

from __future__ import annotations

__all__ = ["without_frames"]

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
