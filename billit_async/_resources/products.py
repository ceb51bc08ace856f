"""Products: what a company sells, with prices and VAT rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async._paging.windows import LAG, OVERLAP
from billit_async._resources.arguments import checked_bool, checked_id, checked_model
from billit_async._resources.orders.lookup import lookup_of
from billit_async._resources.reading import read_product_id
from billit_async._resources.resource import Resource, asked
from billit_async._resources.responses import read_document
from billit_async._serialization import codec
from billit_async.models.products import Product

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime, timedelta

    from billit_async._paging import Changes, Consistency, Pager
    from billit_async._transport.policies import CallOptions
    from billit_async.odata.ast import Expr
    from billit_async.odata.query import Order as OrderTerm
    from billit_async.odata.query import Query

__all__ = ["Products"]

_LIST = "/v1/products"
_ONE = "/v1/products/{productID}"


class Products(Resource):
    """The products of one company: ``billit.products``."""

    __slots__ = ()

    def list(
        self,
        where: Expr | Query | None = None,
        *,
        order_by: OrderTerm | Iterable[OrderTerm] | None = None,
        top: int | None = None,
        skip: int | None = None,
        count: bool = False,
        cursor: int | str | None = None,
        consistency: Consistency | str | None = None,
        strict: bool | None = None,
        prefetch: int | None = None,
        details: bool | int = False,
        options: CallOptions | None = None,
    ) -> Pager[Product]:
        """List products, read by id, so that nothing is lost while products change.

        Args:
            where: Which ones, built from ``ProductFields``, or a whole ``Query``.
            order_by: Another order, built from ``ProductFields``. The list then follows Billit's own links, which
                can miss a product when others change while it is read.
            top: Products to give at most, over all pages.
            skip: Products to leave out at the beginning.
            count: Ask how many match; the first page then has ``page.count``.
            cursor: Go on behind this point: ``pager.cursor``, ``page.cursor`` or ``error.cursor`` of the same list.
            consistency: ``keyset`` to read by key or not at all, ``links`` to follow Billit's own links.
            strict: True refuses columns that are not documented to work, and makes it an error when rows contradict the
                filter; False sends any query. When left out, columns are refused, and such rows are a warning.
            prefetch: Pages to have under way ahead of the consumer, and to hold in memory at most. By key the range of
                ids is read in stretches, so that nothing is lost; by position, offsets ahead.
            details: Give each row in full, read by id, eight at once; a number says how many. Those that were gone by
                then are in ``pager.vanished``.
            options: What its calls do otherwise than the session: time limits, retries, priority, headers.

        Returns:
            A pager; nothing is asked before it is used. Its use raises BadRequest for a column that cannot be
            filtered, PagingError for a list that does not move forward, and any CallError.

        Raises:
            TypeError: An argument has the wrong type.
            ValueError: ``top``, ``skip``, ``prefetch`` or ``details`` is out of range.
            QueryError: A column does not work, or the cursor is of another query or list.

        Source: GET /v1/products; docs page "odata".
        """
        query = asked(where, order_by=order_by, top=top, skip=skip, count=count, searches=False)
        return self.list_of(
            Product,
            _LIST,
            query,
            key="ProductID",
            key_attribute="product_id",
            cursor=cursor,
            consistency=consistency,
            is_certain=False,
            strict=strict,
            prefetch=prefetch,
            details=details,
            one=_ONE,
            options=options,
        )

    def changes(
        self,
        where: Expr | None = None,
        *,
        cursor: str | None = None,
        since: datetime | date | None = None,
        lag: timedelta = LAG,
        overlap: timedelta = OVERLAP,
        details: bool | int = False,
        options: CallOptions | None = None,
    ) -> Changes[Product]:
        """Follow what is added and changed; what is deleted does not show.

        ```python
        changes = billit.products.changes(cursor=kept)  # since=datetime(...) the first time
        async for changed in changes:
            ...
        kept = changes.cursor
        ```

        Args:
            where: Which ones only.
            cursor: Where the last time ended.
            since: Where to begin the first time; naive is Billit's local time, a date its midnight. All there are when
                it is left out.
            lag: How long before now, by the server's clock, to stop: a change becomes visible after it is stamped.
            overlap: How far to reach back into what was read; what comes again is dropped.
            details: Read each row in full, eight at once; a number says how many.
            options: What its calls do otherwise than the session.

        Returns:
            The changes up to now: one iteration reads them, and ends.

        Raises:
            QueryError: The cursor is of another list, or both cursor and since are given.

        Source: docs page "odata" (``LastModified``, local time without offset).
        """

        def listed(window: Expr, at: str | None) -> Pager[Product]:
            both = window if where is None else where & window
            return self.list(both, cursor=at, details=details, options=options)

        return self.changes_of(listed, _LIST, "product_id", cursor=cursor, since=since, lag=lag, overlap=overlap)

    async def get(self, product_id: int, *, options: CallOptions | None = None) -> Product:
        """Read one product.

        Args:
            product_id: The product's ``ProductID``.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The product.

        Raises:
            NoAccess: The product is another company's, or there is none; Billit answers both with 401.
            UnexpectedResponse: The answer is no product.
            TypeError: The id is no whole number.

        Source: GET /v1/products/{productID} (Swagger operation Product_GetProduct).
        """
        wanted = checked_id(product_id, "product_id")
        response = await self._call("GET", _ONE, options=options, productID=wanted)
        return response.read(lambda raw: read_document(Product, raw, "product_id", wanted))

    async def create(
        self,
        product: Product,
        *,
        as_items: bool = False,
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> int:
        """Create a product, or update the one whose ``product_id`` it has: Billit patches no products.

        Args:
            product: The product.
            as_items: Send it inside ``{"Items": [...]}``, as the documentation shows it, and not as the one object that
                the Swagger document has; the ids of both answers are read.
            idempotency_key: Your own key for this call; a new one is made when it is left out. That Billit honours it
                here is not documented.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The ``ProductID``.

        Raises:
            BadRequest: Billit refused the product; ``errors`` says why.
            IdempotencyConflict: The key was used by a call that succeeded.
            OutcomeUnknown: The connection broke after the request may have left: ``await billit.resolve(error)``
                looks for the product by its reference.
            UnexpectedResponse: The answer is no id, although the product may exist.
            TypeError: It is no Product, or holds a float.

        Source: POST /v1/products (Swagger operation Product_PostProduct); docs page "products".
        """
        body = codec.to_body(checked_model(product, Product, "product"), "product")
        return await self._create(
            _LIST,
            b'{"Items":[%b]}' % body if checked_bool(as_items, "as_items") else body,
            lookup_of("product", product),
            idempotency_key=idempotency_key,
            read=read_product_id,
            options=options,
        )
