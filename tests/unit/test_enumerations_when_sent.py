"""What is sent has known enumeration values only; what is received may have any."""

from __future__ import annotations

import pytest

from billit_async._resources.enumerations import refuse_unknown, refuse_unknown_value
from billit_async.models import Order, OrderLine, OrderType, Party, PartyAddress


@pytest.mark.parametrize("known", ["Invoice", OrderType.CREDIT_NOTE, None])
def test_known_values_pass(known):
    refuse_unknown(Order(order_type=known, order_number="Outgoing", order_lines=[OrderLine(), {"a": 1}]))


def test_a_slip_is_refused_with_the_value_that_was_meant():
    with pytest.raises(ValueError, match="order_type='invoice' is not a known OrderType: did you mean 'Invoice'"):
        refuse_unknown(Order(order_type="invoice"))


def test_a_foreign_word_is_refused_with_the_values_that_are_known():
    with pytest.raises(
        ValueError, match="order_direction='Outgoing' is not a known OrderDirection: known are Income, Cost"
    ):
        refuse_unknown(Order(order_direction="Outgoing"))


def test_a_value_deep_inside_is_named_by_its_path():
    order = Order(
        customer=Party(addresses=[PartyAddress(address_type="InvoiceAddress"), PartyAddress(address_type="Home")])
    )
    with pytest.raises(ValueError, match=r"customer\.addresses\[1\]\.address_type='Home'"):
        refuse_unknown(order)


def test_one_value_is_checked_alone():
    refuse_unknown_value("Peppol", "TransportType", "transport_type")
    with pytest.raises(ValueError, match="transport_type='Pepol' is not a known TransportType: did you mean 'Peppol'"):
        refuse_unknown_value("Pepol", "TransportType", "transport_type")
