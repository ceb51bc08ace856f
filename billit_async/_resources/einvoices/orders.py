"""The orders and files of a registered company of the access point, and sending for it; it signs nothing up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async._resources.arguments import (
    checked_bool,
    checked_guid,
    checked_id,
    checked_idempotency_key,
    checked_model,
    checked_text,
)
from billit_async._resources.enumerations import refuse_unknown_value
from billit_async._resources.files import read_file
from billit_async._resources.listing import Lister, build_query
from billit_async._resources.patching import patch_body
from billit_async._resources.resource import Resource
from billit_async._resources.responses import read_document, read_model
from billit_async._serialization import codec
from billit_async._serialization.patches import REGISTRATION_ORDER_CHANGES
from billit_async._transport.urls import fill
from billit_async.errors import InvalidArgument
from billit_async.models.einvoices import CreateAndSendEDocumentPost, CreateAndSendEdocumentResponse
from billit_async.models.orders import Order
from billit_async.odata._lists import EINVOICES_REGISTRATIONS_ORDERS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from typing_extensions import Unpack

    from billit_async._paging import Consistency, Pager
    from billit_async._resources.files import DownloadedFile
    from billit_async._serialization.patches import RegistrationOrderChanges
    from billit_async._transport.policies import CallOptions
    from billit_async.odata.ast import Expr
    from billit_async.odata.query import Order as OrderTerm
    from billit_async.odata.query import Query

__all__ = ["EinvoiceOrders"]

_OF = "/v1/einvoices/registrations/{registrationID}"
_ORDER = f"{_OF}/orders/{{orderID}}"


class EinvoiceOrders(Resource):
    """What ``billit.einvoices`` does with the orders of registered companies."""

    __slots__ = ()

    def orders(
        self,
        registration_id: int,
        where: Expr | Query | None = None,
        *,
        order_by: OrderTerm | Iterable[OrderTerm] | None = None,
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
        """List the orders of a registered company, read by id, so that nothing is lost while orders change.

        Args:
            registration_id: The company's ``RegistrationID``.
            where: Which ones, built from ``OrderFields``, or a whole ``Query``; which columns Billit filters here is
                not documented. Received ones are ``OrderFields.order_direction == "Cost"``.
            order_by: Another order, built from ``OrderFields``. The list then follows Billit's own links, which can
                miss an order when others change while it is read.
            top: Orders to give at most, over all pages.
            skip: Orders to leave out at the beginning.
            search: Billit's full text search; which fields it searches is not documented.
            count: Ask how many match; the first page then has ``page.count``.
            cursor: Go on behind this point: ``pager.cursor``, ``page.cursor`` or ``error.cursor`` of the same list.
            consistency: ``keyset`` to read by key or not at all, ``links`` to follow Billit's own links.
            prefetch: Pages to have under way ahead of the consumer, and to hold in memory at most.
            details: Give each row in full, read by id, eight at once; a number says how many. Those that were gone by
                then are in ``pager.vanished``.
            options: What its calls do otherwise than the session: time limits, retries, priority, headers.

        Returns:
            A pager; nothing is asked before it is used. Its use raises BadRequest for a column that cannot be
            filtered, PagingError for a list that does not move forward, and any CallError.

        Raises:
            TypeError: An argument has the wrong type.
            ValueError: The id, ``top`` or ``skip`` is out of range.
            QueryError: The cursor is of another query or list.

        Source: GET /v1/einvoices/registrations/{registrationID}/orders (Swagger operation Einvoice_GetOrders); access
            point page "receiving".
        """
        path = fill(EINVOICES_REGISTRATIONS_ORDERS.path, registrationID=checked_id(registration_id, "registration_id"))
        query = build_query(where, order_by=order_by, top=top, skip=skip, search=search, count=count)
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

    async def order(self, registration_id: int, order_id: int, *, options: CallOptions | None = None) -> Order:
        """Read one order of a registered company with its lines, messages and files.

        Args:
            registration_id: The company's ``RegistrationID``.
            order_id: The order's ``OrderID``.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The order.

        Raises:
            NoAccess: The order or the registration is another's, or there is none.
            NotFound: Where Billit says so instead.
            UnexpectedResponse: The answer is no order.
            TypeError: An id is no whole number.
            ValueError: An id is not above zero.

        Source: GET /v1/einvoices/registrations/{registrationID}/orders/{orderID} (Swagger operation
            Einvoice_GetOrder).
        """
        wanted = checked_id(order_id, "order_id")
        response = await self._call(
            "GET",
            _ORDER,
            options=options,
            registrationID=checked_id(registration_id, "registration_id"),
            orderID=wanted,
        )
        return response.read(lambda raw: read_document(Order, raw, "order_id", wanted))

    async def patch_order(
        self,
        registration_id: int,
        order_id: int,
        *,
        options: CallOptions | None = None,
        **changes: Unpack[RegistrationOrderChanges],
    ) -> None:
        """Change what Billit lets change on an order of a registered company, a little more than on one's own.

        Args:
            registration_id: The company's ``RegistrationID``.
            order_id: The order's ``OrderID``.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.
            changes: New values by Python name; ``None`` is left out, ``NULL`` clears.

        Raises:
            TypeError: A property that Billit does not patch, or a value of the wrong type.
            ValueError: Nothing to change, an id is not above zero, or a value is not a known one of its enumeration.
            BadRequest: Billit refused the change.
            NoAccess: The order or the registration is another's, or there is none.
            OutcomeUnknown: The connection broke after the request may have left; the same patch may be repeated.

        Source: PATCH /v1/einvoices/registrations/{registrationID}/orders/{orderID}; access point page "patching
            invoices".
        """
        await self._do(
            "PATCH",
            _ORDER,
            body=patch_body(REGISTRATION_ORDER_CHANGES, changes),
            options=options,
            registrationID=checked_id(registration_id, "registration_id"),
            orderID=checked_id(order_id, "order_id"),
        )

    async def send(
        self,
        registration_id: int,
        order: Order,
        transport_type: str,
        *,
        strict_transport: bool = False,
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> CreateAndSendEdocumentResponse:
        """Create an order of a registered company, check it and its receiver, and send it, in one call.

        Args:
            registration_id: The company's ``RegistrationID``.
            order: The whole order; without ``order_id``.
            transport_type: The network, such as ``Peppol``.
            strict_transport: Forbid any fallback.
            idempotency_key: Your own key for this call; a new one is made when it is left out. That Billit honours it
                here is not documented.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The ``order_id``, and ``transport_messages`` where the transport failed: look at them, they are no error.

        Raises:
            BadRequest: Billit refused the order or its receiver; ``errors`` says why.
            IdempotencyConflict: The key was used by a call that succeeded.
            NoAccess: The registration is another's, or there is none.
            OutcomeUnknown: The connection broke after the request may have left: look in the orders first.
            UnexpectedResponse: The answer is something else, although the order may be on its way.
            TypeError: An argument has the wrong type.
            ValueError: The order has an ``order_id``, the id is not above zero, or a value is not a known one.

        Source: POST /v1/einvoices/registrations/{registrationID}/commands/send; access point page "sending".
        """
        if checked_model(order, Order, "order").order_id is not None:
            raise InvalidArgument(
                "this order has an order_id, although sending creates one: evolve it with order_id=None"
            )
        refuse_unknown_value(checked_text(transport_type, "transport_type"), "TransportType", "transport_type")
        strict = checked_bool(strict_transport, "strict_transport")
        response = await self._call(
            "POST",
            f"{_OF}/commands/send",
            body=codec.to_body(CreateAndSendEDocumentPost(transport_type=str(transport_type), order=order), ""),
            headers={"StrictTransportType": "true"} if strict else None,
            idempotency_key=checked_idempotency_key(idempotency_key),
            options=options,
            registrationID=checked_id(registration_id, "registration_id"),
        )
        return response.read(lambda raw: read_model(CreateAndSendEdocumentResponse, raw, "order_id"))

    async def download(
        self, registration_id: int, file_id: UUID | str, *, options: CallOptions | None = None
    ) -> DownloadedFile:
        """Download a file of a registered company.

        Args:
            registration_id: The company's ``RegistrationID``.
            file_id: A ``FileID``, as an order's ``order_pdf``, attachments and messages have it.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The file: name, type and bytes.

        Raises:
            NotFound: There is no such file.
            NoAccess: The file or the registration is another's.
            UnexpectedResponse: The answer is no file, or its content is damaged.
            TypeError: An id has the wrong type.
            ValueError: An id is none.

        Source: GET /v1/einvoices/registrations/{registrationID}/files/{fileID} (Swagger operation Einvoice_GetFile).
        """
        wanted = checked_guid(file_id, "file_id")
        response = await self._call(
            "GET",
            f"{_OF}/files/{{fileID}}",
            options=options,
            registrationID=checked_id(registration_id, "registration_id"),
            fileID=wanted,
        )
        return response.read(lambda raw: read_file(raw, wanted))
