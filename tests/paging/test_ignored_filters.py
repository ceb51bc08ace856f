"""Rows that visibly contradict the filter are noticed, and nothing else is: a false alarm would be switched off."""

from __future__ import annotations

import warnings
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from billit_async._serialization.codec import dumps, read_rows
from billit_async.errors import FilterIgnored, QueryWarning
from billit_async.fields import OrderFields as O
from billit_async.fields import PartyFields as P
from billit_async.models import Order, Party
from billit_async.odata import Expr, raw_filter
from billit_async.odata.contradiction import contradiction
from tests.paging.lists import Lists

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from billit_async import BillitSession

Opened = "Callable[[Lists], Awaitable[BillitSession]]"

ORDER: dict[str, Any] = {
    "OrderID": 7,
    "OrderType": "Invoice",
    "OrderNumber": "2024-0007 ",
    "Reference": "Café",
    "Paid": False,
    "TotalIncl": 12.50,
    "OrderDate": "2024-01-31T00:00:00",
    "LastModified": "2024-01-31T23:30:00.1234567",
    "CounterParty": {"PartyID": 5},
}
CONTRADICTED: list[Expr] = [
    O.paid.is_(True),
    O.paid != False,  # noqa: E712
    ~O.paid.is_(False),
    O.order_type == "CreditNote",
    O.order_type != "Invoice",
    O.order_type.in_(["CreditNote", "Offer"]),
    O.order_number == "2024-0008",
    O.order_number.startswith("2023"),
    O.order_number.contains("X"),
    ~~O.order_number.endswith("9"),
    O.reference == "Cafe X",
    O.reference.lower() == "the",
    O.order_id > 7,
    O.order_id.in_([1, 2, 3]),
    O.order_id == 2**40,
    O.total_incl > Decimal("12.60"),
    O.total_incl.between(0, 12),
    O.total_incl == 13,
    O.order_date > date(2024, 2, 5),
    O.order_date.on(date(2024, 3, 1)),
    O.last_modified >= datetime(2024, 2, 28, tzinfo=UTC),
    O.counter_party.party_id == 6,
    (O.order_type == "Invoice") & O.paid.is_(True),
    O.paid.is_(True) & (O.order_date.year() == 2024),
    O.paid.is_(True) | (O.order_id == 8),
    raw_filter("Paid eq true"),
    raw_filter("Paid+eq+true"),
    Expr.parse("8 lt OrderID"),
]
SILENT: list[Expr] = [
    O.paid.is_(False),
    O.order_type == "Invoice",
    O.order_number == "2024-0007",
    O.order_number == " 2024-0007",
    O.order_number > "3",
    O.order_number.is_null(),
    O.order_number.startswith("2024"),
    O.reference == "CAFE",
    O.reference == "café",
    O.reference == "cafe\u0301",
    O.reference.lower() == "cafe",
    O.reference.length() == 99,
    O.reference != "Cafe",
    O.external_provider_id == "x",
    O.expiry_date < date(2000, 1, 1),
    O.total_vat > 5,
    O.total_incl == Decimal("12.504"),
    O.total_incl != Decimal("12.50"),
    O.total_incl > Decimal("12.50"),
    O.total_incl < Decimal("12.50"),
    O.total_incl + 1 > 100,
    O.order_date.on(date(2024, 2, 1)),
    O.order_date < date(2024, 1, 31),
    O.last_modified < datetime(2024, 1, 31, 22, 0),
    O.order_date.year() == 1999,
    O.order_lines.any(),
    O.order_lines.any(lambda line: line.quantity > 1),
    O.counter_party.name == "Acme",
    O.paid.is_(True) | (O.order_date.year() == 2024),
    O.paid.is_(True) | (O.total_vat > 5),
    raw_filter("Something nobody knows"),
    raw_filter("Unknown eq 5 and NoSuch/Way eq 'x'"),
    Expr.parse("Paid eq 'false'"),
    Expr.parse("OrderID eq 'x'"),
    Expr.parse("TotalIncl eq NaN"),
    Expr.parse("Reference eq '\u0130\u00df\u6f22'"),
]


def verdict(condition: Expr, row: dict[str, Any] | None = None, cls: Any = Order) -> bool:
    test = contradiction(condition)
    rows = read_rows(cls, dumps({"Items": [row or ORDER]}))
    found = test is not None and test(rows.peek()[0])
    # The same for the model that it becomes.
    assert found == (test is not None and test(rows.all()[0]))
    return found


@pytest.mark.parametrize("condition", CONTRADICTED, ids=str)
def test_a_row_that_cannot_match_is_noticed(condition: Expr) -> None:
    assert verdict(condition)


@pytest.mark.parametrize("condition", SILENT, ids=str)
def test_where_it_may_match_nothing_is_said(condition: Expr) -> None:
    assert not verdict(condition)


@pytest.mark.parametrize("condition", [*CONTRADICTED, *SILENT], ids=str)
def test_what_a_list_row_does_not_have_says_nothing(condition: Expr) -> None:
    assert not verdict(condition, {"OrderLines": None})


def test_other_lists_too() -> None:
    assert verdict(P.party_type == "Supplier", {"PartyID": 1, "PartyType": "Customer"}, Party)
    assert not verdict(P.name == "Acme", {"PartyID": 1, "Name": "ACME "}, Party)


@pytest.mark.parametrize(
    "how", [{}, {"prefetch": 3}, {"order_by": O.order_id.desc()}, {"consistency": "links"}], ids=str
)
class TestAServerThatIgnoresTheFilter:
    def lists(self, rows: int) -> Lists:
        lists = Lists()
        for number in range(1, rows + 1):
            lists.insert(number, Paid=number % 10 == 0)
        lists.ignores_key = True
        return lists

    async def test_is_warned_of_once(self, opened: Callable[[Lists], Awaitable[BillitSession]], how: Any) -> None:
        billit = await opened(self.lists(100))
        with pytest.warns(QueryWarning, match="contradict the filter") as caught:
            found = await billit.orders.list(O.paid.is_(True), **how).collect()
        assert len(found) == 100
        assert len(caught) == 1

    async def test_is_an_error_where_that_is_asked_for(
        self, opened: Callable[[Lists], Awaitable[BillitSession]], how: Any
    ) -> None:
        billit = await opened(self.lists(100))
        rows = aiter(billit.orders.list(O.paid.is_(True), strict=True, **how))
        with pytest.raises(FilterIgnored, match="has not applied it"):
            await anext(rows)

    async def test_that_applies_it_is_not(self, opened: Callable[[Lists], Awaitable[BillitSession]], how: Any) -> None:
        lists = self.lists(300)
        lists.ignores_key = False
        billit = await opened(lists)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert len(await billit.orders.list(O.paid.is_(True), strict=True, **how).collect()) == 30
