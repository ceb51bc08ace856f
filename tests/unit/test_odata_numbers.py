"""Reckoning with columns: plus, minus and times, exact, and with the parentheses that the grammar needs."""

from __future__ import annotations

import operator
from decimal import Decimal
from typing import Any

import pytest

from billit_async.fields import OrderFields as O
from billit_async.odata import IntField, LongField, MoneyField, QuantityField, parse_filter

LEFT = LongField("CompanyID")


@pytest.mark.parametrize(
    ("computed", "text"),
    [
        (O.total_incl - O.total_vat, "TotalIncl sub TotalVAT"),
        (O.total_incl + Decimal("0.05"), "TotalIncl add 0.05M"),
        (Decimal("0.05") + O.total_incl, "0.05M add TotalIncl"),
        (100 - O.total_incl, "100 sub TotalIncl"),
        (2 * (O.total_incl - O.total_vat), "2 mul (TotalIncl sub TotalVAT)"),
        (O.total_incl * 2 - O.total_vat, "TotalIncl mul 2 sub TotalVAT"),
        (O.total_incl - (O.total_vat - 1), "TotalIncl sub (TotalVAT sub 1)"),
        (-O.total_incl, "-(TotalIncl)"),
        (O.order_id + 1, "OrderID add 1"),
        (1 + O.order_id, "1 add OrderID"),
        (10 - O.order_id, "10 sub OrderID"),
        (3 * O.order_id, "3 mul OrderID"),
        (O.order_id * LEFT, "OrderID mul CompanyID"),
        (O.order_id - 1, "OrderID sub 1"),
        (O.order_id + O.total_incl, "OrderID add TotalIncl"),
        (O.order_id - O.total_incl, "OrderID sub TotalIncl"),
        (O.order_id * O.total_incl, "OrderID mul TotalIncl"),
        (O.total_incl * O.order_id, "TotalIncl mul OrderID"),
    ],
)
def test_a_computed_value_is_written_and_read_back(computed: Any, text: str) -> None:
    assert str(computed.node) == text
    condition = computed > 5
    assert str(condition) == f"{text} gt 5"
    assert parse_filter(str(condition)) == condition


def test_what_is_computed_keeps_its_kind() -> None:
    assert isinstance(O.total_incl * 2, MoneyField)
    assert isinstance(O.order_id + 1, IntField)
    assert isinstance(O.order_id + O.total_incl, MoneyField)
    assert isinstance(QuantityField("Quantity") * MoneyField("Price"), QuantityField)
    assert str(O.total_incl - O.total_excl == O.total_vat) == "TotalIncl sub TotalExcl eq TotalVAT"


@pytest.mark.parametrize("other", [1.5, True, "5", None, O.order_number])
@pytest.mark.parametrize("reckon", [operator.add, operator.sub, operator.mul])
@pytest.mark.parametrize("column", [O.total_incl, O.order_id])
def test_what_is_no_exact_number_is_refused_on_either_side(column: Any, reckon: Any, other: Any) -> None:
    with pytest.raises(TypeError):
        reckon(column, other)
    with pytest.raises(TypeError):
        reckon(other, column)


@pytest.mark.parametrize("reckon", [operator.truediv, operator.floordiv, operator.mod, operator.pow])
def test_what_servers_do_differently_is_not_offered(reckon: Any) -> None:
    with pytest.raises(TypeError, match="unsupported operand"):
        reckon(O.total_incl, 2)


def test_it_is_evaluated_exactly() -> None:
    row = {"TotalIncl": Decimal("121.00"), "TotalExcl": Decimal("100.00"), "TotalVAT": Decimal("21.00"), "OrderID": 3}
    assert (O.total_incl - O.total_excl == O.total_vat).matches(row)
    assert (O.total_incl * Decimal("0.1") == Decimal("12.1")).matches(row)
    assert (-O.order_id < 0).matches(row)
    assert not (10 - O.order_id > 7).matches(row)
