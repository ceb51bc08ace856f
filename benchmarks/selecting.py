"""Full orders against six columns of them: what `select=` saves where the server applies it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from benchmarks.measure import Result, Timings, side_by_side_async
from benchmarks.reading import HEADERS, ours
from billit_async import ApiKey, BillitSession
from billit_async.fields import OrderFields as O

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from billit_async.odata import ValueField

WHOLE, SELECTED = "billit.orders.list()", "billit.orders.list(select=[six columns])"
COLUMNS: list[ValueField[Any]] = [O.order_id, O.order_number, O.order_date, O.total_incl, O.paid, O.last_modified]


async def measure(origin: str, *, rounds: int) -> tuple[dict[str, Timings], list[Result]]:
    """Read every page of the server whole and by its columns, interleaved.

    Args:
        origin: The address of `benchmarks.server`.
        rounds: How often.

    Returns:
        The timings, and the lines of the report.
    """
    async with BillitSession(ApiKey(HEADERS["ApiKey"]), base_url=origin, party_id=574_991) as billit:
        contenders: dict[str, Callable[[], Awaitable[int]]] = {
            WHOLE: partial(ours, billit),
            SELECTED: partial(ours, billit, select=COLUMNS),
        }
        timings = await side_by_side_async(contenders, rounds=rounds)
    ratio = timings[SELECTED].against(timings[WHOLE])
    return timings, [
        Result("read every page with six columns selected, time against whole rows", ratio, 0.5, at_most=True)
    ]
