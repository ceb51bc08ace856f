"""The e-invoice access point: registered companies, and what is done for them.

What a registration has of its own (orders, files, webhooks) is served by the rules of every other company.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from billit_async.emulator.company.orders import actions as order_commands
from billit_async.emulator.company.orders.create import plan_order, write_order
from billit_async.emulator.company.registrations import (
    connect,
    deactivate,
    is_active,
    patch_details,
    register,
    registration_response,
)
from billit_async.emulator.http.listing import list_page
from billit_async.emulator.http.routes.files import file_response
from billit_async.emulator.http.routes.webhooks import add_webhook, list_webhooks, refresh_webhook, remove_webhook
from billit_async.emulator.http.routing import Route, integer_argument
from billit_async.emulator.protocol.binding import bind_strictly
from billit_async.emulator.protocol.errors import PATCH_REFUSED, generic
from billit_async.emulator.protocol.json import encode
from billit_async.emulator.protocol.shapes import SHAPES

if TYPE_CHECKING:
    from billit_async.emulator.company.context import CompanyContext
    from billit_async.emulator.company.orders.create import OrderPlan
    from billit_async.emulator.http.routing import Call
    from billit_async.emulator.protocol.binding import Bound

__all__ = ["ROUTES"]

_BASE: Final = "/v1/einvoices/registrations"
_ONE: Final = f"{_BASE}/{{registrationID}}"
_PATCHABLE: Final = frozenset(item.name for item in SHAPES["EinvoiceRegistrationPatch"].properties)


def get_registrations(call: Call) -> bytes:
    """The registered companies. Source: Swagger operation Einvoice_GetRegistrations."""
    found = [each for each in call.store.companies.registered_by(call.company_id) if is_active(call.context, each)]
    return encode({"Companies": [registration_response(call.context, each) for each in found]})


def get_registration(call: Call) -> bytes:
    """One registered company. Source: Swagger operation Einvoice_GetRegistration; the sources disagree on the shape."""
    registration = registration_response(call.context, _registration(call))
    return encode({"Companies": [registration]} if call.settings.responses.registration == "wrapped" else registration)


def post_registration(call: Call) -> bytes:
    """Register a company; returns its id. Source: Swagger operation Einvoice_PostRegistration."""
    return encode({"RegistrationID": register(call.context, call.bound("EinvoiceRegistrationPost").document)})


def patch_registration(call: Call) -> bytes:
    """Change a registered company; returns ``true``. Source: Swagger operation Einvoice_PatchEntity."""
    company_id = _registration(call)
    changes, refused = bind_strictly(
        call.json(), "EinvoiceRegistrationPatch", _PATCHABLE, dates=call.dates, date_only="take"
    )
    if not changes or (refused and call.settings.requests.patch_mixed == "reject"):
        raise generic(PATCH_REFUSED)
    if not changes.get("CompanyName", "kept"):
        raise generic("CompanyName cannot be empty")
    patch_details(call.context, company_id, changes)
    return b"true"


def delete_registration(call: Call) -> bytes:
    """Deactivate a registered company; returns ``true``. Source: Swagger operation Einvoice_DeleteRegistration."""
    deactivate(call.context, _registration(call))
    return b"true"


def post_integration(call: Call) -> bytes:
    """Connect a registered company to a network. Source: Swagger operation Einvoice_PostRegistrationIntegration."""
    company_id = _registration(call)
    return encode(connect(call.context, company_id, call.bound("IntegrationPost").document.get("Externalprovider", "")))


def delete_integration(call: Call) -> bytes:
    """Disconnect it; returns ``true``. Source: Swagger operation Einvoice_DeleteRegistrationIntegration."""
    if not call.documents.remove("integrations", _registration(call), integer_argument(call, "integrationID")):
        raise call.no_access()
    return b"true"


def post_send(call: Call) -> bytes:
    """Create, check and send an order in one call; returns its id. Source: Swagger operation Einvoice_PostSend.

    A refusal creates nothing and comes in the envelope of every other one; the sample of a success has the id alone.
    """
    plan = call.planned(_plan_send)
    context = _context(call)
    order_id = write_order(context, plan, call.body)
    order_commands.send_orders(context, {"OrderIds": [order_id], "TransportType": plan.transport}, strict=True)
    return encode({"OrderID": order_id})


def _plan_send(call: Call) -> OrderPlan:
    context = _context(call)
    bound = call.bound("CreateAndSendEDocumentPost")
    if "Order" not in bound.document:
        raise generic("Order is a required field")
    # The rules of orders look for what was given without the name of the property that leads there.
    names = attrs.evolve(
        bound.names,
        given=_below(bound.names.given, "order."),
        date_only=_below(bound.names.date_only, "Order."),
        unreadable_dates=_below(bound.names.unreadable_dates, "Order."),
    )
    inner: Bound = attrs.evolve(bound, document=bound.document["Order"], names=names)
    return attrs.evolve(plan_order(context, inner), transport=bound.document.get("TransportType"))


def get_orders(call: Call) -> bytes:
    """Summaries of a registered company's orders. Source: Swagger operation Einvoice_GetOrders."""
    return list_page(call.store, call.settings, call.store.orders.listed(_registration(call)), call.page)


def get_order(call: Call) -> bytes:
    """One of its orders in full. Source: Swagger operation Einvoice_GetOrder."""
    return call.own(call.store.orders.detail(_registration(call), integer_argument(call, "orderID")))


def patch_order(call: Call) -> bytes:
    """Change one of its orders; returns nothing. Source: Swagger operation Einvoice_PatchOrder."""
    order_commands.patch_order(_context(call), integer_argument(call, "orderID"), call.json())
    return b""


def get_file(call: Call) -> bytes:
    """One of its files. Source: Swagger operation Einvoice_GetFile."""
    return file_response(call, _registration(call))


def get_webhooks(call: Call) -> bytes:
    """Its webhooks. Source: Swagger operation Einvoice_GetWebhooks."""
    return list_webhooks(call, _registration(call))


def post_webhook(call: Call) -> bytes:
    """A new webhook of it. Source: Swagger operation Einvoice_PostWebhook."""
    return add_webhook(call, _registration(call))


def delete_webhook(call: Call) -> bytes:
    """One webhook of it less. Source: Swagger operation Einvoice_DeleteWebhooks."""
    return remove_webhook(call, _registration(call))


def post_refresh(call: Call) -> bytes:
    """A new secret for one. Source: Swagger operation Einvoice_RefreshWebhookSecret."""
    return refresh_webhook(call, _registration(call))


def post_identification(call: Call) -> bytes:
    """Start to identify the person behind a registered company. Source: Swagger operation Einvoice_PostKYCInitiation.

    Nobody is identified here: the link leads nowhere.
    """
    _registration(call)
    given = call.bound("KYCInitiationPost").document
    if given.get("IdentificationProviderTC", "").lower() != "itsme":
        raise generic(f"The identification provider {given.get('IdentificationProviderTC', '')} is invalid")
    if not given.get("RedirectURL", "").lower().startswith("https://"):
        raise generic("The redirect URL must be an absolute https URL")
    link = f"https://my.billit.example/identification/{call.store.counters.new_guid()}"
    return encode({call.settings.responses.identification_field: link})


def _registration(call: Call) -> int:
    """The registration that the path names, which must be an active one of the master account."""
    company_id = integer_argument(call, "registrationID")
    if not is_active(call.context, company_id):
        raise call.no_access()
    return company_id


def _context(call: Call) -> CompanyContext:
    return attrs.evolve(call.context, company_id=_registration(call))


def _below(names: set[str], prefix: str) -> set[str]:
    return {name[len(prefix) :] for name in names if name.startswith(prefix)}


ROUTES = (
    Route(method="GET", path=_BASE, respond=get_registrations),
    Route(method="POST", path=_BASE, respond=post_registration),
    Route(method="GET", path=_ONE, respond=get_registration),
    Route(method="PATCH", path=_ONE, respond=patch_registration),
    Route(method="DELETE", path=_ONE, respond=delete_registration),
    Route(method="POST", path=f"{_ONE}/integrations", respond=post_integration),
    Route(method="DELETE", path=f"{_ONE}/integrations/{{integrationID}}", respond=delete_integration),
    Route(method="POST", path=f"{_ONE}/commands/send", respond=post_send, plan=_plan_send),
    Route(method="GET", path=f"{_ONE}/orders", respond=get_orders, is_list=True),
    Route(method="GET", path=f"{_ONE}/orders/{{orderID}}", respond=get_order),
    Route(method="PATCH", path=f"{_ONE}/orders/{{orderID}}", respond=patch_order),
    Route(method="GET", path=f"{_ONE}/files/{{fileID}}", respond=get_file),
    Route(method="GET", path=f"{_ONE}/webhooks", respond=get_webhooks),
    Route(method="POST", path=f"{_ONE}/webhooks", respond=post_webhook),
    Route(method="DELETE", path=f"{_ONE}/webhooks/{{webhookID}}", respond=delete_webhook),
    Route(method="POST", path=f"{_ONE}/webhooks/refresh/{{webhookID}}", respond=post_refresh),
    Route(method="POST", path=f"{_ONE}/identification", respond=post_identification),
)
"""Served operations of the access point."""
