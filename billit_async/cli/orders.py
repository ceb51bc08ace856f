"""`billit orders`: look at orders."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

import cyclopts
from cyclopts import Parameter

from billit_async import to_json
from billit_async._serialization.values import wire_text
from billit_async.cli.credentials import session
from billit_async.cli.output import Failure, say_json, table
from billit_async.odata import ODataSyntaxError, parse_filter

if TYPE_CHECKING:
    from billit_async.models import Order
    from billit_async.odata import Expr

__all__ = ["orders"]

orders = cyclopts.App(
    name="orders",
    help_format="plaintext",
    help="Look at orders: invoices, credit notes, offers, delivery notes, order forms.",
    help_epilogue="""Examples:
  billit orders list --top 10
  billit orders list --filter "Paid eq false" --output jsonl > unpaid.jsonl
  billit orders get 125478
""",
)


@orders.command(
    name="list",
    help_epilogue="""Examples:
  billit orders list --top 10
  billit orders list --filter "OrderType eq 'Invoice' and Paid eq false"
  billit orders list --filter "LastModified ge DateTime'2024-01-01'" -o jsonl
  billit orders list --filter "TotalIncl gt 1000.00M"
""",
)
async def list_orders(
    *,
    filter_: Annotated[str | None, Parameter(name=["--filter", "-f"])] = None,
    top: Annotated[int | None, Parameter(name=["--top", "-n"])] = None,
    output: Annotated[Literal["table", "json", "jsonl"], Parameter(name=["--output", "-o"])] = "table",
) -> None:
    """List orders, as summaries without their lines.

    Args:
        filter_: An OData filter over Billit's own names; text in single quotes, dates as DateTime'2024-01-31', amounts
            with an M behind them.
        top: At most this many; all of them when it is left out.
        output: A table, one JSON array, or one JSON object a line. Amounts are printed digit for digit.
    """
    async with session() as billit:
        found = billit.orders.list(_parsed(filter_), top=top)
        if output == "jsonl":
            async for order in found:
                say_json(to_json(order).decode())
        elif output == "json":
            say_json("[" + ",\n ".join([to_json(order).decode() async for order in found]) + "]")
        else:
            table(_HEADERS, [_row(order) async for order in found], numbers=("ORDER ID", "TOTAL INCL"))


@orders.command(
    name="get",
    help_epilogue="""Examples:
  billit orders get 125478
  billit orders get 125478 | jq .OrderLines
""",
)
async def get_order(order_id: int | str, /) -> None:
    """Print one order with all its lines and VAT groups, as JSON.

    Args:
        order_id: Billit's OrderID, as the list prints it.
    """
    async with session() as billit:
        say_json(to_json(await billit.orders.get(order_id)).decode())


_HEADERS = ("ORDER ID", "NUMBER", "TYPE", "DIRECTION", "DATE", "COUNTERPARTY", "TOTAL INCL", "CURRENCY", "STATUS")


def _parsed(text: str | None) -> Expr | None:
    """Read the filter before anything is sent: Billit returns every order for some mistakes."""
    if text is None:
        return None
    try:
        return parse_filter(text)
    except ODataSyntaxError as error:  # it shows what may have been meant
        raise Failure(
            f"--filter: {error}",
            hint="text in single quotes, dates as DateTime'2024-01-31', amounts as 12.50M; names as in Billit's JSON",
            usage=True,
        ) from error


def _row(order: Order) -> tuple[str, ...]:
    party = order.counter_party
    return (
        str(order.order_id or ""),
        order.order_number or "",
        order.order_type or "",
        order.order_direction or "",
        _day(order.order_date),
        (party.display_name or party.name or "") if party else "",
        _amount(order.total_incl),
        order.currency or "",
        order.order_status or "",
    )


def _day(moment: datetime | None) -> str:
    # What is not a date is shown as Billit sent it.
    return wire_text(moment)[:10] if isinstance(moment, datetime) else str(moment or "")


def _amount(amount: Decimal | None) -> str:
    return f"{amount:f}" if isinstance(amount, Decimal) else str("" if amount is None else amount)
