"""A token store in Redis: for the processes of many machines."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
import weakref
from typing import TYPE_CHECKING, Any, Final

from billit_async._runtime.frames import without_frames_below
from billit_async._runtime.redis_client import checked_address, client, import_redis
from billit_async.auth.stores.protocol import Lease, Stored
from billit_async.auth.stores.record import GrantRecord
from billit_async.errors import ConfigurationError, TokenStoreError

if TYPE_CHECKING:
    from redis.asyncio import Redis

__all__ = ["RedisTokenStore"]

_WHO: Final = "RedisTokenStore"

_SWAP: Final = """
-- KEYS: the record. ARGV: the version that must be there (empty: none), the new version, the new record.
local version = redis.call('HGET', KEYS[1], 'version')
if (version or '') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'record', ARGV[3])
return 1
"""

_PROLONG: Final = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0
"""

_RELEASE: Final = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""


class RedisTokenStore:
    """A token store in Redis, for any number of machines.

    A Redis that forgets when it is restarted forgets its grants: give it ``appendonly yes`` and ``appendfsync always``,
    or at least know what the last second is worth to you. With replicas, ``wait_replicas`` makes a write count only
    when so many have it, so that a fail-over loses no refresh token.

    Args:
        redis: The address of a Redis (5 or newer), or a ``redis.asyncio.Redis`` of your own, which is never closed and
            keeps its own time limits.
        prefix: The beginning of the keys.
        wait_replicas: How many replicas must have a write before it counts.
        wait_seconds: How long to wait for them.

    Raises:
        ConfigurationError: The address is none of a Redis, or the package ``redis`` is not installed.
        TokenStoreError: From its methods, when Redis cannot be asked, or too few replicas have the write.
    """

    def __init__(
        self, redis: str | Redis, *, prefix: str = "billit", wait_replicas: int = 0, wait_seconds: float = 1.0
    ) -> None:
        self._package: Any = None if _in_a_loop() else import_redis(_WHO)
        self._given: Any = None if isinstance(redis, str) else redis
        self._address = checked_address(redis, _WHO) if isinstance(redis, str) else ""
        if wait_replicas < 0 or not wait_seconds > 0:
            raise ConfigurationError(f"{_WHO}: wait_replicas is 0 or more, and wait_seconds above zero")
        self._prefix = prefix
        self._replicas = wait_replicas
        self._wait = int(wait_seconds * 1000)
        # The connections of a client belong to one event loop.
        self._clients: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Any] = weakref.WeakKeyDictionary()

    @without_frames_below
    async def load(self, name: str) -> Stored | None:
        """Return the record of a grant and its version; None when there is none."""
        version, record = await self._run("hmget", self._key(name), ["version", "record"])
        if version is None:
            return None
        if record is None:
            raise TokenStoreError(f"the grant {name!r} in Redis is damaged: restore it, or delete it")
        return Stored(GrantRecord.from_bytes(_bytes(record)), _bytes(version).decode("ascii", "replace"))

    @without_frames_below
    async def compare_and_swap(self, name: str, expected: str | None, record: GrantRecord) -> str | None:
        """Write a record if the stored version is the expected one; return the new version, or None."""
        version = uuid.uuid4().hex
        written = await self._run("eval", _SWAP, 1, self._key(name), expected or "", version, record.to_bytes())
        if not written:
            return None
        if self._replicas:
            reached = await self._run("wait", self._replicas, self._wait)
            if int(reached) < self._replicas:
                raise TokenStoreError(f"the grant {name!r} is on {reached} of {self._replicas} replicas of Redis only")
        return version

    async def delete(self, name: str) -> None:
        """Forget a grant."""
        await self._run("delete", self._key(name))

    async def acquire(self, name: str, seconds: float) -> Lease | None:
        """Take the lease of a grant, for so many seconds by the clock of Redis; None while another has it."""
        lease = Lease(name, uuid.uuid4().hex, seconds)
        try:
            taken = await self._run("set", self._lease_key(name), lease.holder, nx=True, px=max(1, int(seconds * 1000)))
        except BaseException:
            # It may be taken, and nobody would know.
            with contextlib.suppress(TokenStoreError):
                await self.release(lease)
            raise
        return lease if taken else None

    async def prolong(self, lease: Lease) -> bool:
        """Let a lease hold for its seconds again; return False when it ran out."""
        milliseconds = max(1, int(lease.seconds * 1000))
        return bool(await self._run("eval", _PROLONG, 1, self._lease_key(lease.name), lease.holder, milliseconds))

    async def release(self, lease: Lease) -> None:
        """Give a lease back, unless it is another's by now."""
        await self._run("eval", _RELEASE, 1, self._lease_key(lease.name), lease.holder)

    async def aclose(self) -> None:
        """Close the connections of this event loop that were opened here."""
        made = self._clients.pop(asyncio.get_running_loop(), None)
        if made is not None:
            await made.aclose()

    async def _run(self, command: str, *args: Any, **options: Any) -> Any:
        if self._package is None:
            # Loading it takes half a second, in which the loop should not stand still.
            self._package = await asyncio.to_thread(import_redis, _WHO)
        redis = self._given or self._client()
        try:
            return await getattr(redis, command)(*args, **options)
        except (self._package.exceptions.RedisError, OSError) as error:
            # The errors of the client name host and port, never the password; still only their kind is told.
            kind = type(error).__name__
        raise TokenStoreError(f"the token store in Redis cannot be asked ({kind})")

    def _client(self) -> Any:
        loop = asyncio.get_running_loop()
        made = self._clients.get(loop)
        if made is None:
            made = self._clients[loop] = client(self._package, self._address, _WHO)
        return made

    def _key(self, name: str) -> str:
        # In braces, so that a cluster keeps a grant and its lease on one node.
        return f"{self._prefix}:grant:{{{name}}}"

    def _lease_key(self, name: str) -> str:
        return f"{self._prefix}:lease:{{{name}}}"

    def __repr__(self) -> str:
        return f"RedisTokenStore(prefix={self._prefix!r})"


def _bytes(value: bytes | str) -> bytes:
    # A client of the caller's own may decode what it reads.
    return value if isinstance(value, bytes) else value.encode()


def _in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
