"""One process of a fleet: makes calls through a session with a shared limiter."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from billit_async import ApiKey, BillitSession, RedisLimiter


async def main() -> None:
    settings: dict[str, Any] = json.loads(sys.argv[1])
    limiter = RedisLimiter(settings["redis"], **settings["limits"])
    async with BillitSession(ApiKey("key"), base_url=settings["url"], limiter=limiter) as billit:

        async def call(number: int) -> None:
            await billit.request("GET", f"/v1/x/{number}")

        await asyncio.gather(*[call(number) for number in range(settings["calls"])])


asyncio.run(main())
