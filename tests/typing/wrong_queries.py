"""Queries that are wrong, and that both type checkers refuse before anything runs.

`python -m tests.typing.refused`, a step of `nox -s types`, fails when one of them lets a line through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async import Query
from billit_async.fields import OrderFields as O

if TYPE_CHECKING:
    from billit_async import BillitSession


def wrong(billit: BillitSession) -> None:
    """Hold what nobody should write."""
    # A float is no amount of money.
    Query(where=O.total_incl > 12.5)
    O.total_incl.between(1.0, 2)
    O.total_incl.in_([1.5])
    # Text is no number, and a number no text.
    Query(where=O.order_id == "5")
    Query(where=O.order_id < "5")
    O.order_id.in_(["5"])
    Query(where=O.order_number > 5)
    Query(where=O.order_number == 5)
    O.order_number.startswith(5)
    O.order_number.contains(O.order_type)
    # A date is a date, and not its text.
    Query(where=O.order_date == "2024-01-01")
    Query(where=O.last_modified >= 20240101)
    O.last_modified.on("2024-01-01")
    # Yes and no have no order, and are no text.
    O.paid.is_("true")
    Query(where=O.paid < True)
    # A column is no condition.
    Query(where=O.paid & (O.order_id > 5))
    Query(where=~O.paid)
    billit.orders.list(O.paid)
    # A text is no condition either: raw_filter("...") is the one way.
    billit.orders.list("Paid eq true")
    Query(where="Paid eq true")
    # Methods belong to their kind of column.
    O.order_id.startswith("5")
    O.order_number.year()
    # Options have their types.
    billit.orders.list(top="5")
    billit.orders.list(prefetch="4")
    billit.orders.list(order_by="OrderDate")
    billit.orders.list(select=["OrderID"])
    billit.orders.list(select=O.order_lines)
    Query(select=[O.order_id.desc()])
    # Reckoning is for exact numbers.
    Query(where=O.total_incl + 1.5 > 3)
    Query(where=O.order_number + 1 > 3)
    Query(where=O.total_incl / 2 > 3)
    Query(where=O.total_incl - O.order_date > 3)
    # The entries of a list have their own columns.
    O.order_lines.any(lambda line: line.quantity > 1.5)
    O.order_lines.any(lambda line: line.no_such_column == 1)
    O.order_lines.all(lambda line: line.description)
