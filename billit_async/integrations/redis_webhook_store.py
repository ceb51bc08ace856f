"""A store of received webhooks in Redis: for the processes of many machines."""

from __future__ import annotations

import asyncio
import weakref
from typing import TYPE_CHECKING, Any, Final

from billit_async._runtime.redis_client import checked_address, client, import_redis
from billit_async.errors import WebhookStoreError
from billit_async.integrations.webhook_store import KEPT, ReceivedWebhook

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis.asyncio import Redis

__all__ = ["RedisWebhookStore"]

_WHO: Final = "RedisWebhookStore"

# Each script begins with the time: the caller's, or else that of Redis, which is the same for all machines.
_NOW: Final = """
local now = tonumber(ARGV[1])
if not now then local t = redis.call('TIME'); now = tonumber(t[1]) + tonumber(t[2]) / 1000000 end
"""
_ENQUEUE: Final = (
    _NOW
    + """
-- KEYS: done, the webhook, those that wait. ARGV: now, key, body, lease, how long what is left is kept.
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
local ends = redis.call('HGET', KEYS[2], 'ends')
if ends and tonumber(ends) > now then return 0 end
redis.call('HINCRBY', KEYS[2], 'attempts', 1)
redis.call('HSET', KEYS[2], 'body', ARGV[3], 'ends', string.format('%.6f', now + ARGV[4]))
redis.call('EXPIRE', KEYS[2], ARGV[5])
redis.call('ZADD', KEYS[3], string.format('%.6f', now + ARGV[4]), ARGV[2])
return 1
"""
)
_ACK: Final = """
-- KEYS: done, the webhook, those that wait. ARGV: key, how long it is remembered.
redis.call('SET', KEYS[1], '1', 'EX', ARGV[2])
redis.call('DEL', KEYS[2])
redis.call('ZREM', KEYS[3], ARGV[1])
return 1
"""
_DEFER: Final = (
    _NOW
    + """
-- KEYS: the webhook, those that wait. ARGV: now, key, the pause.
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 'ends', string.format('%.6f', now))
redis.call('ZADD', KEYS[2], string.format('%.6f', now + ARGV[3]), ARGV[2])
return 1
"""
)
_CLAIM: Final = (
    _NOW
    + """
-- KEYS: those that wait. ARGV: now, lease, attempts, limit, the beginning of a webhook's key.
local taken = {}
for _, key in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[4])) do
    local one = ARGV[5] .. key
    local attempts = tonumber(redis.call('HGET', one, 'attempts') or '-1')
    if attempts < 0 or attempts >= tonumber(ARGV[3]) then
        redis.call('ZREM', KEYS[1], key)
    else
        redis.call('HINCRBY', one, 'attempts', 1)
        redis.call('HSET', one, 'ends', string.format('%.6f', now + ARGV[2]))
        redis.call('ZADD', KEYS[1], string.format('%.6f', now + ARGV[2]), key)
        taken[#taken + 1] = {key, redis.call('HGET', one, 'body'), attempts + 1}
    end
end
return taken
"""
)


class RedisWebhookStore:
    """A store of webhooks in Redis, for any number of machines.

    What is not handled yet is kept there in clear text, and may hold personal data. A Redis that forgets when it is
    restarted forgets them: give it ``appendonly yes``.

    Args:
        redis: The address of a Redis (5 or newer), or a ``redis.asyncio.Redis`` of your own, which is never closed.
        prefix: The beginning of the keys.
        clock: Seconds since 1970; the clock of Redis when left out.

    Raises:
        ConfigurationError: The address is not one of a Redis, or the package ``redis`` is not installed.
        WebhookStoreError: From its methods, when Redis cannot be asked.
    """

    def __init__(self, redis: str | Redis, *, prefix: str = "billit", clock: Callable[[], float] | None = None) -> None:
        self._package: Any = import_redis(_WHO)
        self._given: Any = None if isinstance(redis, str) else redis
        self._address = checked_address(redis, _WHO) if isinstance(redis, str) else ""
        # In braces, so that a cluster keeps them all on one node.
        self._prefix = f"{{{prefix}:webhooks}}"
        self._clock = clock
        # The connections of a client belong to one event loop.
        self._clients: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Any] = weakref.WeakKeyDictionary()

    async def enqueue(self, key: str, body: bytes, lease: float) -> bool:
        """Add a webhook, and claim it."""
        keys = (f"{self._prefix}:done:{key}", f"{self._prefix}:one:{key}", f"{self._prefix}:waiting")
        return bool(await self._run(_ENQUEUE, keys, self._now(), key, body, lease, int(4 * KEPT)))

    async def ack(self, key: str) -> None:
        """Remember that a webhook is handled."""
        keys = (f"{self._prefix}:done:{key}", f"{self._prefix}:one:{key}", f"{self._prefix}:waiting")
        await self._run(_ACK, keys, key, int(KEPT))

    async def defer(self, key: str, retry_in: float) -> None:
        """Return a webhook that was not handled to the queue."""
        keys = (f"{self._prefix}:one:{key}", f"{self._prefix}:waiting")
        await self._run(_DEFER, keys, self._now(), key, retry_in)

    async def claim(self, lease: float, *, attempts: int, limit: int) -> list[ReceivedWebhook]:
        """Claim webhooks that wait in the queue."""
        keys = (f"{self._prefix}:waiting",)
        rows = await self._run(_CLAIM, keys, self._now(), lease, attempts, limit, f"{self._prefix}:one:")
        return [
            ReceivedWebhook(_bytes(key).decode(), _bytes(body), int(attempts_made)) for key, body, attempts_made in rows
        ]

    async def aclose(self) -> None:
        """Close the connections of this event loop that were opened here."""
        made = self._clients.pop(asyncio.get_running_loop(), None)
        if made is not None:
            await made.aclose()

    def _now(self) -> str:
        return "" if self._clock is None else f"{self._clock():.6f}"

    async def _run(self, script: str, keys: tuple[str, ...], *values: Any) -> Any:
        redis = self._given or self._client()
        try:
            return await redis.eval(script, len(keys), *keys, *values)
        except (self._package.exceptions.RedisError, OSError) as error:
            kind = type(error).__name__
        raise WebhookStoreError(f"the store of webhooks in Redis cannot be asked ({kind})")

    def _client(self) -> Any:
        loop = asyncio.get_running_loop()
        made = self._clients.get(loop)
        if made is None:
            made = self._clients[loop] = client(self._package, self._address, _WHO)
        return made

    def __repr__(self) -> str:
        return "RedisWebhookStore(...)"


def _bytes(value: Any) -> bytes:
    # A client of the caller's may decode what it reads.
    return value.encode("utf-8", "surrogateescape") if isinstance(value, str) else bytes(value)
