"""Work against the emulator: no account, no network, the same data every time."""

from __future__ import annotations

import asyncio

from billit_async import ApiKey, BillitSession
from billit_async.emulator import Emulator


async def main() -> None:
    async with (
        Emulator(seed=7, orders=250) as emulator,
        BillitSession(ApiKey(emulator.api_key), base_url=emulator.url, party_id=emulator.party_id) as billit,
    ):
        async for page in billit.orders.list().pages():
            print(f"{len(page.items):>4} orders, go on after {page.cursor}")


if __name__ == "__main__":
    asyncio.run(main())
