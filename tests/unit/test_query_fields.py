"""The generated query fields: each column with its kind, its known names, and the entries of what it lists."""

from __future__ import annotations

from decimal import Decimal
from enum import EnumType, StrEnum
from typing import Any

import pytest

from billit_async import fields
from billit_async.fields import OrderFields as O
from billit_async.fields import PartyFields as P
from billit_async.odata import CollectionField, EnumField, Field, NavigationField

LISTS = [getattr(fields, name) for name in fields.__all__]


def columns(holder: Any) -> list[Field]:
    return [value for value in getattr(holder, "__dict__", {}).values() if isinstance(value, Field)]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (lambda: O.order_type == "invoice", "Invoice"),
        (lambda: O.order_direction != "INCOME", "Income"),
        (lambda: P.party_type.in_(["Customer", "supplier "]), "Supplier"),
        (lambda: O.counter_party.party_type == "customer", "Customer"),
    ],
)
def test_a_known_name_in_another_spelling_is_refused_since_billit_compares_the_spelling(wrong: Any, right: str) -> None:
    with pytest.raises(ValueError, match=f"is spelled '{right}'"):
        wrong()
    assert str(O.order_type == "SomethingNew") == "OrderType eq 'SomethingNew'"


def test_entries_of_a_list_have_columns_of_their_own() -> None:
    condition = O.order_lines.any(lambda line: (line.quantity > 1) & (line.unit_price_excl >= Decimal("9.95")))
    assert str(condition) == "OrderLines/any(x: x/Quantity gt 1 and x/UnitPriceExcl ge 9.95M)"
    row = {"OrderLines": [{"Quantity": Decimal(2), "UnitPriceExcl": Decimal("10.00")}]}
    assert condition.matches(row)
    assert not O.order_lines.all(lambda line: line.quantity > 2).matches(row)
    nested = P.addresses.any(lambda address: address.city == "Gent")
    assert str(nested) == "Addresses/any(x: x/City eq 'Gent')"


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.__name__)
def test_every_enumeration_is_known_and_every_list_can_be_asked(listed: Any) -> None:
    reached = columns(listed)
    for column in list(reached):
        if isinstance(column, NavigationField):
            reached += columns(column)
        elif isinstance(column, CollectionField):
            assert str(column.any()) == f"{column.path}/any()"
            entry = column.item("x")
            reached += [entry, *columns(entry)]
    assert len(reached) > 5
    for column in reached:
        if isinstance(column, EnumField):
            assert column.enum is not None, column


def test_a_comparison_does_not_go_through_the_known_names() -> None:
    class CountingType(EnumType):
        walks = 0

        def __iter__(cls) -> Any:
            CountingType.walks += 1
            return super().__iter__()

    class Size(StrEnum, metaclass=CountingType):
        SMALL = "Small"
        LARGE = "Large"

    field = EnumField("Size", enum=Size)
    for value in ["Small", Size.LARGE, "Medium"] * 2:
        assert str(field == value) == f"Size eq '{value}'"
    assert CountingType.walks <= 2
