"""A process that works on a store until it is killed: `python holder.py KIND ADDRESS lease|swap`."""

from __future__ import annotations

import asyncio
import sys

from billit_async import FileTokenStore, RedisTokenStore, SQLTokenStore, TokenStore
from tests.stores.conftest import record


def open_store(kind: str, address: str) -> TokenStore:
    match kind:
        case "file":
            return FileTokenStore(address)
        case "redis":
            return RedisTokenStore(address)
        case _:
            return SQLTokenStore(address)


async def hold(store: TokenStore) -> None:
    """Take the lease, say so, and sit on it."""
    print("held" if await store.acquire("default", 300) else "refused", flush=True)  # noqa: T201
    await asyncio.sleep(300)


async def swap(store: TokenStore, times: int) -> None:
    """Raise the number in the record, by compare and swap, so many times."""
    for _ in range(times):
        while True:
            stored = await store.load("default")
            number = int(stored.record.reason) if stored else 0
            version = stored.version if stored else None
            if await store.compare_and_swap("default", version, record(number + 1, reason=str(number + 1))):
                break
    await store.aclose()
    print("done", flush=True)  # noqa: T201


if __name__ == "__main__":
    kind, address, work = sys.argv[1:4]
    opened = open_store(kind, address)
    asyncio.run(hold(opened) if work == "lease" else swap(opened, 40))
