"""Orders: lists, one order, create and update, change, pay, send, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.emulator.company.orders import actions as order_commands
from billit_async.emulator.company.orders.create import plan_order, write_order
from billit_async.emulator.http.listing import list_page
from billit_async.emulator.http.routing import Response, Route, integer_argument
from billit_async.emulator.protocol.errors import error_body
from billit_async.emulator.protocol.json import encode

if TYPE_CHECKING:
    from billit_async.emulator.company.orders.create import OrderPlan
    from billit_async.emulator.http.routing import Call
    from billit_async.emulator.protocol.shapes import Document

__all__ = ["ROUTES", "plan_order"]


def _list(call: Call, *, deleted: bool) -> bytes:
    is_full = deleted and call.settings.orders.deleted_items == "full"
    source = call.store.orders.listed(call.company_id, deleted=deleted, in_full=is_full)
    return list_page(call.store, call.settings, source, call.page)


def get_orders(call: Call) -> bytes:
    """Summaries of the company's orders. Source: Swagger operation Order_GetOrders; docs page "odata"."""
    return _list(call, deleted=False)


def get_deleted_orders(call: Call) -> bytes:
    """Deleted orders, in the shape that the settings say. Source: Swagger operation Order_GetDeleted."""
    return _list(call, deleted=True)


def get_order(call: Call) -> bytes:
    """One order in full. Source: Swagger operation Order_GetOrder; 401 when it is not yours (docs page "401")."""
    return call.own(call.store.orders.detail(call.company_id, integer_argument(call, "orderID")))


def post_order(call: Call) -> bytes:
    """Create or update an order; returns its bare id. Source: Swagger operation Order_PostOrders."""
    return encode(write_order(call.context, call.planned(plan_posted_order), call.body))


def plan_posted_order(call: Call) -> OrderPlan:
    """Check and price a posted order."""
    return plan_order(call.context, call.bound("Order"))


def patch_order(call: Call) -> bytes:
    """Change properties of an order; returns nothing. Source: docs page "patchable properties"."""
    order_commands.patch_order(call.context, integer_argument(call, "orderID"), call.json())
    return b""


def delete_order(call: Call) -> bytes:
    """Delete an order; returns ``true``. Source: Swagger operation Order_DeleteOrder."""
    order_commands.delete_order(call.context, integer_argument(call, "orderID"))
    return b"true"


def post_payment(call: Call) -> bytes:
    """Book a payment; returns nothing. Source: Swagger operation Order_PostOrderPayment."""
    payment = call.bound("PostPaymentRequest").document
    order_commands.add_payment(call.context, integer_argument(call, "orderID"), payment)
    return b""


def post_send(call: Call) -> bytes | Response:
    """Send orders; returns nothing. Source: Swagger operation Order_PostSend."""
    strict = call.headers.get("StrictTransportType", "").strip().lower() == "true"
    error = order_commands.send_orders(call.context, call.bound("SendRequest").document, strict=strict)
    # Returned and not raised: what went out before it stays.
    return b"" if error is None else Response(status=error.status, body=error_body(error))


def put_bookings(call: Call) -> bytes:
    """Replace the bookings of an order; returns nothing. Source: Swagger operation Order_PutOrderBookings."""
    order_commands.book(call.context, integer_argument(call, "orderID"), call.planned(_bookings))
    return b""


def _bookings(call: Call) -> list[Document]:
    return call.bound_list("BookingEntry")


def post_sign(call: Call) -> bytes:
    """Have an order signed; returns ``true``. Source: Swagger operation Order_ESignOrder."""
    order_commands.sign(call.context, integer_argument(call, "orderID"))
    return b"true"


ROUTES = (
    Route(method="GET", path="/v1/orders", respond=get_orders, is_list=True),
    Route(method="POST", path="/v1/orders", respond=post_order, plan=plan_posted_order),
    Route(method="GET", path="/v1/orders/deleted", respond=get_deleted_orders, is_list=True),
    Route(method="POST", path="/v1/orders/commands/send", respond=post_send),
    Route(method="GET", path="/v1/orders/{orderID}", respond=get_order),
    Route(method="PATCH", path="/v1/orders/{orderID}", respond=patch_order),
    Route(method="DELETE", path="/v1/orders/{orderID}", respond=delete_order),
    Route(method="POST", path="/v1/orders/{orderID}/payments", respond=post_payment),
    Route(method="PUT", path="/v1/orders/{orderID}/bookingEntries", respond=put_bookings, plan=_bookings),
    Route(method="POST", path="/v1/orders/commands/eSign/{orderID}", respond=post_sign),
)
"""Served order operations."""
