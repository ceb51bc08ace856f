"""How long the work of a request may be, read off its body and the stored orders that it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from billit_async.emulator.http.routing import Call

__all__ = ["LONG", "weight"]

LONG: Final = 2**17
"""Bytes from which on work is done in a thread, so that others are served meanwhile."""
_ORDER_IDS: Final = re.compile(rb'"orderids?"\s*:\s*([\[\s\d,"]*)', re.IGNORECASE)
_INT32_MAX: Final = 2**31 - 1
_INT32_DIGITS: Final = 10


def weight(call: Call, *, is_read: bool) -> int:
    """The bytes that work on a call goes through: its body, its file, and the orders that it changes or draws.

    Args:
        call: It.
        is_read: Whether it only reads, so that an order that it names is handed out as it is stored.
    """
    length = len(call.body)
    if length > LONG or not (length or call.arguments):
        return length
    company_id, store = call.company_id, call.store
    if not is_read:
        length += sum(store.orders.length(company_id, order_id) for order_id in _named_orders(call))
    if (file_id := call.arguments.get("fileID")) is not None:
        length += store.files.length(_guid(file_id))
    documents, arguments = store.documents, call.arguments
    if (item_id := _number(arguments.get("feedItemID", ""))) is not None:
        item = documents.find("feed_items", company_id, item_id)
        if item is not None and item["EntityType"] == "Order":
            length += store.orders.length(company_id, item["EntityID"])
    if (item_id := _number(arguments.get("inboxItemId", ""))) is not None:
        # The order of the sender, which gets feedback.
        sent = documents.find("sent_orders", company_id, item_id)
        if sent is not None:
            length += store.orders.length(sent["CompanyID"], sent["OrderID"])
    return length


def _named_orders(call: Call) -> Iterator[int]:
    """The ids of orders in the path and in the body, however the body spells them."""
    texts = [call.arguments.get("orderID", "")]
    for found in _ORDER_IDS.finditer(call.body):
        texts += re.findall(r"\d+", found[1].decode())
    return (number for number in map(_number, dict.fromkeys(texts)) if number is not None)


def _number(text: str) -> int | None:
    digits = text.lstrip("0")
    if not text.isascii() or not digits.isdecimal() or len(digits) > _INT32_DIGITS or int(digits) > _INT32_MAX:
        return None
    return int(digits)


def _guid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
