"""What an order as it was read is posted as, so that Billit changes what is asked for and keeps the rest. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from billit_async._serialization.jsontypes import is_array, is_object
from billit_async.errors import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["complete_order"]

_PARTIES: Final = ("Customer", "Supplier", "CounterParty", "CustomerID", "SupplierID", "CounterPartyID")
_FILES: Final = ("OrderPDF", "Attachments")


def complete_order(order: dict[str, Any], changes: Mapping[str, Any]) -> None:
    """Make an order that was read ready to be posted with its changes.

    The counterparty goes by its id, since a whole one would be changed as well. Files go only where new ones are given:
    those that are there have no content in what is read. What is left to pay goes only where it is not the total.

    Args:
        order: The order as it was read, by Billit's names; it is changed.
        changes: What is to change, by Billit's names.

    Raises:
        ValueError: The lines would be priced anew, or a prepayment would be lost: give these too.

    Source: the manual's chapter 13 (``ProductID`` wins over all else on a line; a party object is changed as by ``POST
    /v1/parties``); docs page "prepaid" (``ToPay`` or ``Paid``, never both).
    """
    counterparty = order.get("CounterParty")
    for wire in (*_PARTIES, *_FILES):
        order.pop(wire, None)
    if not any(changes.get(wire) is not None for wire in _PARTIES) and is_object(counterparty):
        order["CounterPartyID"] = counterparty.get("PartyID")
    if "OrderLines" not in changes:
        _refuse_products(order.get("OrderLines"))
    if order.get("Paid") or order.get("ToPay") == order.get("TotalIncl"):
        order.pop("ToPay", None)
    elif "OrderLines" in changes and "ToPay" not in changes:
        raise InvalidArgument("a part of this order is paid: give to_pay too, as it is with the new order_lines")


def _refuse_products(lines: object) -> None:
    if is_array(lines) and any(is_object(line) and line.get("ProductID") is not None for line in cast("Any", lines)):
        raise InvalidArgument(
            "a line of this order stands for a product, and Billit would take its price and VAT rate of today: give "
            "order_lines too, with product_id or with the amounts as they are"
        )
