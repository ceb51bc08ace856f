"""List what customers still have to pay, the largest amounts first."""

from __future__ import annotations

import asyncio
from decimal import Decimal

from billit_async import BillitSession
from billit_async.fields import OrderFields


async def main() -> None:
    unpaid = (
        (OrderFields.order_type == "Invoice") & (OrderFields.order_direction == "Income") & OrderFields.paid.is_(False)
    )
    async with BillitSession() as billit:
        invoices = await billit.orders.list(unpaid).collect()
    invoices.sort(key=lambda invoice: invoice.to_pay or Decimal(0), reverse=True)
    for invoice in invoices[:10]:
        print(f"{invoice.order_number:<20} {invoice.to_pay:>12}  {invoice.expiry_date:%Y-%m-%d}")
    total = sum((invoice.to_pay or Decimal(0) for invoice in invoices), Decimal(0))
    print(f"{len(invoices)} unpaid invoices, {total} in all")


if __name__ == "__main__":
    asyncio.run(main())
