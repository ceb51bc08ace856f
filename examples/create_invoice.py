"""Write an invoice, look at the totals that Billit computed, and send it if the customer is on Peppol."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from decimal import Decimal

from billit_async import BadRequest, BillitSession
from billit_async.models import Order, OrderLine, Party


async def main() -> None:
    invoice = Order(
        order_type="Invoice",
        order_direction="Income",
        order_date=date(2024, 1, 1),
        expiry_date=date(2024, 1, 1) + timedelta(days=30),
        customer=Party(name="Acme", vat_number="BE0563846944"),
        order_lines=[
            OrderLine(quantity=1, unit_price_excl=Decimal("10.00"), description="Cookies", vat_percentage=6),
            OrderLine(quantity=2, unit_price_excl=Decimal("3.75"), description="Sticks", vat_percentage=21),
        ],
    )
    async with BillitSession() as billit:
        order_id = await billit.orders.create(invoice)
        created = await billit.orders.get(order_id)
        print(f"order {order_id}: {created.total_excl} + {created.total_vat} VAT = {created.total_incl}")
        try:
            await billit.orders.send([order_id], "Peppol")
        except BadRequest as refused:
            print("not sent:", ", ".join(detail.code for detail in refused.errors))
        else:
            print("sent")


if __name__ == "__main__":
    asyncio.run(main())
