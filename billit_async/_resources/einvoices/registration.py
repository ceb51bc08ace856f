"""One registered company of the access point: its orders, files and webhooks, under the path of its registration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Unpack

import attrs

from billit_async._resources._operations import (
    EINVOICE_DELETE_WEBHOOKS,
    EINVOICE_GET_FILE,
    EINVOICE_GET_ORDER,
    EINVOICE_GET_REGISTRATION,
    EINVOICE_GET_WEBHOOKS,
    EINVOICE_PATCH_ORDER,
    EINVOICE_POST_SEND,
    EINVOICE_POST_WEBHOOK,
    EINVOICE_REFRESH_WEBHOOK_SECRET,
    FILE_GET_ORDERS,
    ORDER_GET_ORDER,
    WEBHOOK_DELETE_WEBHOOKS,
    WEBHOOK_GET_WEBHOOKS,
    WEBHOOK_POST_WEBHOOK,
    WEBHOOK_REFRESH_WEBHOOK_SECRET,
)
from billit_async._resources.arguments import (
    checked_bool,
    checked_id,
    checked_idempotency_key,
    checked_model,
    checked_text,
)
from billit_async._resources.enumerations import refuse_unknown_value
from billit_async._resources.files import Files
from billit_async._resources.listing import Lister, build_query
from billit_async._resources.orders.files import OrderFiles
from billit_async._resources.patching import patch_body
from billit_async._resources.responses import read_model
from billit_async._resources.webhooks.webhooks import Webhooks
from billit_async._serialization import codec
from billit_async._serialization.patches import REGISTRATION_ORDER_CHANGES
from billit_async._transport.shell import Caller
from billit_async._transport.urls import fill
from billit_async.errors import InvalidArgument
from billit_async.models.einvoices import CreateAndSendEDocumentPost, CreateAndSendEdocumentResponse
from billit_async.models.orders import Order
from billit_async.odata._lists import EINVOICES_REGISTRATIONS_ORDERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from billit_async._paging import Consistency, Pager
    from billit_async._serialization.ids import Id
    from billit_async._serialization.patches import RegistrationOrderChanges
    from billit_async._transport.messages import Request, Response
    from billit_async._transport.policies import CallOptions
    from billit_async.odata.ast import Expr
    from billit_async.odata.query import Column, Query
    from billit_async.odata.query import Order as OrderTerm

__all__ = ["Registration", "RegistrationOrders", "registration_of"]

_OF: Final = EINVOICE_GET_REGISTRATION.path
_BELOW: Final = {
    own.path: below.path
    for own, below in (
        (ORDER_GET_ORDER, EINVOICE_GET_ORDER),
        (FILE_GET_ORDERS, EINVOICE_GET_FILE),
        (WEBHOOK_GET_WEBHOOKS, EINVOICE_GET_WEBHOOKS),
        (WEBHOOK_POST_WEBHOOK, EINVOICE_POST_WEBHOOK),
        (WEBHOOK_DELETE_WEBHOOKS, EINVOICE_DELETE_WEBHOOKS),
        (WEBHOOK_REFRESH_WEBHOOK_SECRET, EINVOICE_REFRESH_WEBHOOK_SECRET),
    )
}
"""By the path of an operation of one's own company, the path of the same for a registered one."""


class RegistrationCaller(Caller):
    """Makes the calls of a resource for one registered company, which the path names.

    Args:
        caller: Makes the calls of the access point.
        registration_id: The company's ``RegistrationID``.
    """

    __slots__ = ("_prefix", "_registration_id")

    def __init__(self, caller: Caller, registration_id: int) -> None:
        super().__init__(caller.transport, caller.party_id, caller.context_party_id, caller.options)
        self._registration_id = registration_id
        self._prefix = fill(_OF, registrationID=registration_id)

    def having(self, options: CallOptions | None) -> Caller:
        """Return a caller that has these options on top of its own."""
        return self if options is None else RegistrationCaller(super().having(options), self._registration_id)

    async def call(self, request: Request) -> Response:
        """Make one logical call under the path of the registration."""
        if not request.path.startswith(f"{self._prefix}/"):  # that of a list is there already
            template = _BELOW[request.template]
            # Both end alike, and differ in what stands before it.
            below = len(template) - len(_OF)
            path = request.path[len(request.template) - below :]
            request = request._replace(path=f"{self._prefix}{path}", template=template)
        return await super().call(request)


class RegistrationOrders(OrderFiles):
    """The orders of one registered company.

    Args:
        caller: Makes the calls of the access point.
        registration_id: The company's ``RegistrationID``.
    """

    __slots__ = ("_registration_id",)

    def __init__(self, caller: Caller, registration_id: int) -> None:
        super().__init__(RegistrationCaller(caller, registration_id))
        self._registration_id = registration_id

    def list(
        self,
        where: Expr | Query | None = None,
        *,
        order_by: OrderTerm | Iterable[OrderTerm] | None = None,
        select: Column | Iterable[Column] | None = None,
        top: int | None = None,
        skip: int | None = None,
        search: str | None = None,
        count: bool = False,
        cursor: int | str | None = None,
        consistency: Consistency | str | None = None,
        prefetch: int | None = None,
        details: bool | int = False,
        options: CallOptions | None = None,
    ) -> Pager[Order]:
        """List the orders as summaries, without lines; read by id, so that nothing is lost while orders change.

        Args:
            where: Which ones, built from ``OrderFields``, or a whole ``Query``; which columns Billit filters here is
                not documented. Received ones are ``OrderFields.order_direction == "Cost"``.
            order_by: Another order, built from ``OrderFields``. The list then follows Billit's own links, which can
                miss an order when others change while it is read.
            select: The columns to give, as fields; every other field of a row reads as None.
            top: Orders to give at most, over all pages.
            skip: Orders to leave out at the beginning.
            search: Billit's full text search; which fields it searches is not documented.
            count: Ask how many match; the first page then has ``page.count``.
            cursor: Go on behind this point: ``pager.cursor``, ``page.cursor`` or ``error.cursor`` of the same list.
            consistency: ``keyset`` to read by key or not at all, ``links`` to follow Billit's own links.
            prefetch: Pages to have under way ahead of the consumer, and to hold in memory at most.
            details: Give each row in full, read by id, eight at once; a number says how many. Those that were gone by
                then are in ``pager.vanished``.

        Returns:
            A pager; nothing is asked before it is used. Its use raises BadRequest for a column that cannot be
            filtered, PagingError for a list that does not move forward, and any CallError.

        Raises:
            TypeError: An argument has the wrong type.
            ValueError: ``top`` or ``skip`` is out of range.
            QueryError: The cursor is of another query or list.

        Source: GET /v1/einvoices/registrations/{registrationID}/orders (Swagger operation Einvoice_GetOrders); access
            point page "receiving".
        """
        path = fill(EINVOICES_REGISTRATIONS_ORDERS.path, registrationID=self._registration_id)
        query = build_query(where, order_by=order_by, select=select, top=top, skip=skip, search=search, count=count)
        return Lister(self._caller).list_of(
            EINVOICES_REGISTRATIONS_ORDERS,
            query,
            path=path,
            cursor=cursor,
            consistency=consistency,
            prefetch=prefetch,
            details=details,
            options=options,
        )

    async def get(self, order_id: Id, *, options: CallOptions | None = None) -> Order:
        """Read one order with its lines, messages and files.

        Args:
            order_id: The order's ``OrderID``.

        Returns:
            The order.

        Raises:
            NoAccess: The order or the registration is another's, or there is none.
            NotFound: Where Billit says so instead.
            UnexpectedResponse: The response is not an order.
            TypeError: The id is neither a whole number nor a text.
            ValueError: The id is a number below one, or a text that cannot be an id.

        Source: GET /v1/einvoices/registrations/{registrationID}/orders/{orderID} (Swagger operation
            Einvoice_GetOrder).
        """
        return await self._order(order_id, options)

    async def patch(
        self, order_id: Id, *, options: CallOptions | None = None, **changes: Unpack[RegistrationOrderChanges]
    ) -> None:
        """Change what Billit lets change on an order of a registered company, a little more than on one's own.

        Args:
            order_id: The order's ``OrderID``.
            changes: New values by Python name; ``None`` is left out, ``NULL`` clears.

        Raises:
            TypeError: A property that Billit does not patch, or a value of the wrong type.
            ValueError: Nothing to change, the id is not above zero, or a value is not a known one of its enumeration.
            BadRequest: Billit refused the change.
            NoAccess: The order or the registration is another's, or there is none.
            OutcomeUnknown: The connection broke after the request may have left; the same patch may be repeated.

        Source: PATCH /v1/einvoices/registrations/{registrationID}/orders/{orderID}; access point page "patching
            invoices".
        """
        body = patch_body(REGISTRATION_ORDER_CHANGES, changes)
        await self._do(
            EINVOICE_PATCH_ORDER,
            body=body,
            options=options,
            registrationID=self._registration_id,
            orderID=checked_id(order_id, "order_id"),
        )

    async def send(
        self,
        order: Order,
        transport: str,
        *,
        strict_transport: bool = False,
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> CreateAndSendEdocumentResponse:
        """Create an order, have it and its receiver checked, and send it, in one call: the plain operation of the API.

        Args:
            order: The whole order; without ``order_id``.
            transport: The network, such as ``Peppol``.
            strict_transport: Forbid any fallback.
            idempotency_key: Your own key for this call; a new one is made when it is left out. That Billit honours it
                here is not documented.

        Returns:
            The ``order_id``, and ``transport_messages`` where the transport failed: they are not an error.

        Raises:
            BadRequest: Billit refused the order or its receiver; ``errors`` says why.
            IdempotencyConflict: The key was used by a call that succeeded.
            NoAccess: The registration is another's, or there is none.
            OutcomeUnknown: The connection broke after the request may have left: look in the orders first.
            UnexpectedResponse: The response is something else, although the order may be on its way.
            TypeError: An argument has the wrong type.
            ValueError: The order has an ``order_id``, or a value is not a known one.

        Source: POST /v1/einvoices/registrations/{registrationID}/commands/send; access point page "sending".
        """
        if checked_model(order, Order, "order").order_id is not None:
            raise InvalidArgument(
                "this order has an order_id, although sending creates one: evolve it with order_id=None"
            )
        refuse_unknown_value(checked_text(transport, "transport"), "TransportType", "transport")
        strict = checked_bool(strict_transport, "strict_transport")
        return await self._read(
            EINVOICE_POST_SEND,
            lambda raw: read_model(CreateAndSendEdocumentResponse, raw, "order_id"),
            body=codec.to_body(CreateAndSendEDocumentPost(transport_type=str(transport), order=order), ""),
            headers={"StrictTransportType": "true"} if strict else None,
            idempotency_key=checked_idempotency_key(idempotency_key),
            options=options,
            registrationID=self._registration_id,
        )


@attrs.frozen(kw_only=True)
class Registration:
    """A registered company of the access point: ``billit.einvoices.for_registration(registration_id)``.

    Attributes:
        registration_id: Its ``RegistrationID``.
        orders: Its orders, with ``list``, ``get``, ``patch``, ``send``, and ``pdf``, ``save_pdf`` and ``ubl`` as
            ``billit.orders`` has them.
        files: Its files, as ``billit.files`` has them.
        webhooks: Its webhooks, as ``billit.webhooks`` has them.
    """

    registration_id: int
    orders: RegistrationOrders
    files: Files
    webhooks: Webhooks


def registration_of(caller: Caller, registration_id: int) -> Registration:
    """Bind a registered company to its id."""
    own = RegistrationCaller(caller, registration_id)
    return Registration(
        registration_id=registration_id,
        orders=RegistrationOrders(caller, registration_id),
        files=Files(own),
        webhooks=Webhooks(own, registration_id),
    )
