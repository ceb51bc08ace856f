"""Reads whose responses are kept for a while, by company and credentials, and asked for once by many callers."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from billit_async._runtime.ttl_cache import TTLCache
    from billit_async._transport.messages import Request
    from billit_async._transport.shell import Caller

__all__ = ["read_cached"]

T = TypeVar("T")


async def read_cached(
    caller: Caller,
    request: Request,
    parse: Callable[[bytes], T],
    *,
    cache: Callable[[], TTLCache[tuple[object, ...], bytes]],
    max_age: float | Callable[[T], float],
    refresh: bool,
    clock: Callable[[], float] = time.monotonic,
) -> T:
    """Read what an earlier response said, or ask; callers at the same time share one request.

    A session has one set of credentials, and the cache is the session's. The body is kept, not what was read of it, so
    that a caller that changes its value changes nobody else's.

    Args:
        caller: Makes the call; its company and further headers are part of the question.
        request: The question.
        parse: Reads a body.
        cache: Makes the session's cache.
        max_age: Seconds that a response may be old; for each value where that depends on it.
        refresh: Ask again, whatever is known.
        clock: The seconds by which responses age.

    Raises:
        CallError: Whatever the call raises; it is not kept.
    """

    def is_fresh(age: float, raw: bytes) -> bool:
        return age < (max_age(parse(raw)) if callable(max_age) else max_age)

    async def ask() -> bytes:
        response = await caller.call(request)
        response.read(parse)
        return response.body

    options = caller.options
    headers = tuple(sorted((options.headers or {}).items()))
    raw = await caller.transport.shared(cache).fetch(
        (caller.party_id, caller.context_party_id, headers, request.path, request.query),
        ask,
        is_fresh=is_fresh,
        clock=clock,
        refresh=refresh,
        variant=(options.timeouts, options.retry, options.priority, options.log_bodies),
    )
    return parse(raw)
