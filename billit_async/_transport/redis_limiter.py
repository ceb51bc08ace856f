"""One budget for a fleet: the limits of a session kept in Redis, so that N processes together stay under them."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from billit_async._runtime.redis_client import checked_address, client, import_redis
from billit_async._serialization.values import shown
from billit_async._transport.pace import LocalPace
from billit_async._transport.policies import Priority
from billit_async.errors import ConfigurationError, NotSent

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis.asyncio import Redis

__all__ = ["RedisLimiter"]

_LARGEST = 1e15
_LOG = logging.getLogger("billit_async.limits")

_SCRIPT: Final = """
-- One script, three operations on one budget; the clock is that of Redis, so that no process's own clock matters.
local due_key, rate_key, slots_key = KEYS[1], KEYS[2], KEYS[3]
local operation, most_rate, burst, slots, lease, name =
    ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
local function give_back()
    for i = 6, #ARGV do redis.call('ZREM', slots_key, ARGV[i]) end
end
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000

if operation == 'release' then
    give_back()
    return '0'
end

local rate = tonumber(redis.call('HGET', rate_key, 'rate') or most_rate)
if rate > most_rate then rate = most_rate end

if operation == 'throttled' then
    local slowed = tonumber(redis.call('HGET', rate_key, 'slowed') or 0)
    if now - slowed >= 1 then
        rate = math.max(most_rate / 64, rate / 2)
        redis.call('HSET', rate_key, 'rate', tostring(rate), 'slowed', tostring(now))
        redis.call('EXPIRE', rate_key, 3600)
    end
    give_back()
    return '0'
end

if slots > 0 then
    redis.call('ZREMRANGEBYSCORE', slots_key, '-inf', now)
    if redis.call('ZCARD', slots_key) >= slots then
        return '0.02'
    end
end
local interval = 1 / rate
local due = math.max(tonumber(redis.call('GET', due_key) or 0), now)
local early = due - (burst - 1) * interval
if early - now > 0.000002 then
    return tostring(early - now)
end
redis.call('SET', due_key, string.format('%.6f', due + interval), 'PX', math.ceil((due + interval - now) * 1000) + 1000)
if slots > 0 then
    redis.call('ZADD', slots_key, now + lease, name)
    local kept = math.ceil(lease * 1000) + 1000
    -- never shorter: others may hold longer leases
    if redis.call('PTTL', slots_key) < kept then redis.call('PEXPIRE', slots_key, kept) end
end
if rate < most_rate then
    redis.call('HSET', rate_key, 'rate', tostring(math.min(most_rate, rate + most_rate / 100)))
    redis.call('EXPIRE', rate_key, 3600)
end
return '0'
"""

_SHARE_OF_BULK = 0.75
_WHO: Final = "RedisLimiter"
_LONGEST_REST = 10.0


class RedisLimiter:
    """Keeps all processes that use the same Redis and name under one rate, and one number of calls at once.

    Pass one to each session: ``BillitSession(..., limiter=RedisLimiter("redis://...", rate=20))``. Each session
    still keeps its own queue, fair and with priorities, and its own ``Limits.concurrency``.

    Args:
        redis: The address of a Redis (5 or newer), or a ``redis.asyncio.Redis`` of your own, which is never closed
            and keeps its own time limits. One that is made from an address waits 2 seconds for a reply, unless the
            address says otherwise (``?socket_timeout=5``).
        rate: Attempts a second, of all processes together.
        burst: Attempts that may go at once before the rate holds them back.
        concurrency: Attempts under way at once, of all processes together; None does not limit them.
        name: What the budget is called in Redis: give each Billit account its own.
        lease: Seconds after which the slot of a process that died is free again; longer than any attempt takes.
        fallback_rate: Attempts a second of this process while Redis cannot be reached; None sends nothing then.

    Raises:
        ConfigurationError: A number is out of range, the address is none of a Redis, or the package ``redis`` is not
            installed.

    Source: Billit documents no rate limit; the figures are yours to choose.
    """

    def __init__(
        self,
        redis: str | Redis,
        *,
        rate: float,
        burst: int = 1,
        concurrency: int | None = None,
        name: str = "billit",
        lease: float = 120.0,
        fallback_rate: float | None = None,
    ) -> None:
        for label, value in (
            ("rate", rate),
            ("burst", burst),
            ("concurrency", concurrency),
            ("lease", lease),
            ("fallback_rate", fallback_rate),
        ):
            if value is not None and not 0 < value < _LARGEST:
                raise ConfigurationError(f"RedisLimiter: {label} must be above zero and finite, not {shown(value)}")
        if isinstance(redis, str):
            checked_address(redis, _WHO)
        self._redis: Any = None
        if not _in_a_loop():
            self._redis = import_redis(_WHO)
        self._address = redis if isinstance(redis, str) else None
        self._client: Any = None if isinstance(redis, str) else redis
        self._script: Callable[..., Any] | None = None
        self._rate = rate
        self._burst = burst
        self._slots = concurrency or 0
        self._lease = lease
        self._keys = [f"{{{name}}}:due", f"{{{name}}}:rate", f"{{{name}}}:slots"]
        self._fallback = None if fallback_rate is None else LocalPace(fallback_rate)
        self._out_of_reach = False
        # Which call holds which slot does not matter, but the oldest is given back first: otherwise one that is always
        # in use would reach the end of its lease.
        self._held: deque[str] = deque()
        # Slots that may have been taken without our hearing of it: given back with the next one.
        self._unsure: deque[str] = deque(maxlen=1_000)
        self._rests_until = float("-inf")
        self._users = 0

    async def take_shared(self, priority: Priority) -> float:
        """Take a permit of the fleet, and a slot where slots are shared.

        Args:
            priority: Bulk work leaves a quarter of burst and slots to the interactive calls of other processes.

        Returns:
            0.0 when it was given, else the seconds until it is worth asking again.

        Raises:
            NotSent: Redis cannot be reached, and there is no ``fallback_rate``.
        """
        if self._fallback is not None and self._rests:
            return self._take_alone(self._fallback)
        share = _SHARE_OF_BULK if priority is Priority.BULK else 1.0
        holder = uuid.uuid4().hex
        slots = max(1, int(self._slots * share)) if self._slots else 0
        try:
            wait = await self._run("take", holder, burst=max(1, int(self._burst * share)), slots=slots)
        except BaseException:
            self._unsure.append(holder)
            raise
        if isinstance(wait, LocalPace):
            self._unsure.append(holder)
            return self._take_alone(wait)
        if wait == 0.0:
            self._held.append(holder)
        return wait

    async def leave_shared(self, *, throttled: bool) -> None:
        """Give the slot back, and slow the whole fleet down after a 429."""
        holder = self._held.popleft() if self._held else ""
        if throttled and self._fallback is not None and self._out_of_reach:
            self._fallback.throttled()
        if throttled or (self._slots and holder):
            await self._give_back("throttled" if throttled else "release", holder)

    def joined(self) -> None:
        """A session begins to use it."""
        self._users += 1

    async def left(self) -> None:
        """A session ends; with the last one, its slots come free and the connections that were made here are closed."""
        self._users -= 1
        if self._users > 0:
            return
        if self._slots and (self._held or self._unsure):
            await self._give_back("release", *self._held)
        self._held.clear()
        if self._address is not None and self._client is not None:
            client, self._client, self._script = self._client, None, None
            await client.aclose()

    @property
    def _rests(self) -> bool:
        return time.monotonic() < self._rests_until

    def _take_alone(self, fallback: LocalPace) -> float:
        wait = fallback.take()
        if wait == 0.0:
            self._held.append("")
        return wait

    async def _give_back(self, operation: str, *holders: str) -> None:
        names = [*(holder for holder in holders if holder), *self._unsure]
        self._unsure.clear()
        if self._client is None:
            return  # the last session is closed, and has given everything back
        told = False
        try:
            if not self._rests:
                with suppress(NotSent):
                    reply = await self._run(operation, *(names or [""]), burst=self._burst, slots=self._slots)
                    told = isinstance(reply, float)
        finally:
            if not told:
                self._unsure.extend(names)

    async def _run(self, operation: str, *holders: str, burst: int, slots: int) -> float | LocalPace:
        if self._redis is None:
            # Loading it takes half a second, in which the loop should not stand still.
            self._redis = await asyncio.to_thread(import_redis, _WHO)
        if self._client is None:
            self._client = client(self._redis, self._address or "", _WHO)
        script = self._script = self._script or self._client.register_script(_SCRIPT)
        began = time.monotonic()
        try:
            reply = await script(keys=self._keys, args=[operation, self._rate, burst, slots, self._lease, *holders])
        except (self._redis.exceptions.RedisError, OSError) as error:
            return self._without_redis(error, time.monotonic() - began)
        if self._out_of_reach:
            self._out_of_reach = False
            _LOG.warning("the shared limiter is back")
        return float(reply)

    def _without_redis(self, error: Exception, seconds: float) -> LocalPace:
        # The errors of the client name host and port, never the password; still only their kind is told.
        if self._fallback is None:
            raise NotSent(f"not sent: the shared limiter cannot be reached ({type(error).__name__})") from None
        # Left alone for longer than it took: a Redis that hangs must not set the pace of the fallback.
        self._rests_until = time.monotonic() + min(_LONGEST_REST, 10 * seconds)
        if not self._out_of_reach:
            self._out_of_reach = True
            _LOG.warning(
                "the shared limiter cannot be reached (%s): this process goes on at %g a second by itself",
                type(error).__name__,
                self._fallback.rate,
            )
        return self._fallback

    def __repr__(self) -> str:
        return f"RedisLimiter(rate={self._rate:g}, burst={self._burst}, concurrency={self._slots or None})"


def _in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
