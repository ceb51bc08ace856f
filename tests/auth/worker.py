"""A process with the application in it: `python -m tests.auth.worker '{...}'`.

It calls Billit with many tasks for a while and tells how it went, or renews once and dies at a chosen step.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

from billit_async import (
    BillitSession,
    FileTokenStore,
    OAuth2,
    RedisTokenStore,
    RefreshPolicy,
    SQLTokenStore,
    TokenStore,
)

if TYPE_CHECKING:
    from billit_async.auth.stores import GrantRecord, Lease, Stored


def open_store(kind: str, address: str) -> TokenStore:
    """Open a store of a kind."""
    match kind:
        case "file":
            return FileTokenStore(address)
        case "redis":
            return RedisTokenStore(address)
        case _:
            return SQLTokenStore(address)


class Deadly:
    """A store that kills its process at a step of the exchange, as a power cut would."""

    def __init__(self, inner: TokenStore, step: str) -> None:
        self._inner, self._step = inner, step

    def _die(self, step: str) -> None:
        if step == self._step:
            os.kill(os.getpid(), signal.SIGKILL)

    async def load(self, name: str) -> Stored | None:
        return await self._inner.load(name)

    async def compare_and_swap(self, name: str, expected: str | None, record: GrantRecord) -> str | None:
        is_mark = bool(record.exchange)
        self._die("before the mark" if is_mark else "before storing")
        version = await self._inner.compare_and_swap(name, expected, record)
        self._die("before sending" if is_mark else "after storing")
        return version

    async def delete(self, name: str) -> None:
        await self._inner.delete(name)

    async def acquire(self, name: str, seconds: float) -> Lease | None:
        return await self._inner.acquire(name, seconds)

    async def prolong(self, lease: Lease) -> bool:
        return await self._inner.prolong(lease)

    async def release(self, lease: Lease) -> None:
        await self._inner.release(lease)

    async def aclose(self) -> None:
        await self._inner.aclose()


async def call_for_a_while(billit: BillitSession, seconds: float, pause: float, told: dict[str, Any]) -> None:
    """Make one call after the other."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            # Not account.information(), of which callers at the same time share one request.
            await billit.request("GET", "/v1/account/accountInformation")
        except Exception as error:  # noqa: BLE001  (whatever went wrong is told)
            told["errors"].append(f"{type(error).__name__}: {error}")
        else:
            told["calls"] += 1
        await asyncio.sleep(random.uniform(0.5, 1.5) * pause)


async def main(settings: dict[str, Any]) -> None:
    """Do what the settings say."""
    store = Deadly(open_store(settings["kind"], settings["address"]), settings.get("step", ""))
    oauth = OAuth2(
        settings["client_id"],
        settings["client_secret"],
        settings["redirect_uri"],
        base_url=settings["url"],
        store=store,
        timeout=settings["timeout"],
        refresh=RefreshPolicy(**settings.get("refresh", {})),
    )
    told: dict[str, Any] = {"calls": 0, "errors": []}
    async with BillitSession(oauth) as billit:
        print("ready", flush=True)  # noqa: T201
        if settings["tasks"]:
            await asyncio.gather(
                *[
                    call_for_a_while(billit, settings["seconds"], settings["pause"], told)
                    for _ in range(settings["tasks"])
                ]
            )
        else:
            await billit.account.information()
    await oauth.aclose()
    print(json.dumps(told), flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
