"""Read several companies at the same time: one session, one pool of connections."""

from __future__ import annotations

import asyncio
from decimal import Decimal

from billit_async import BillitSession


async def turnover(billit: BillitSession, party_id: int) -> Decimal:
    total = Decimal(0)
    async for order in billit.for_company(party_id=party_id).orders.list():
        if order.order_direction == "Income":
            total += order.total_excl or Decimal(0)
    return total


async def main() -> None:
    async with BillitSession() as billit:
        account = await billit.account.information()
        companies = {company.party_id: company.name for company in account.companies or [] if company.party_id}
        async with asyncio.TaskGroup() as group:
            tasks = {party_id: group.create_task(turnover(billit, party_id)) for party_id in companies}
    for party_id, task in tasks.items():
        print(f"{party_id:>8}  {companies[party_id]:<40} {task.result():>14}")


if __name__ == "__main__":
    asyncio.run(main())
