"""Products: what a company sells, with prices and VAT rates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from billit_async._resources._operations import PRODUCT_GET_PRODUCT, PRODUCT_POST_PRODUCT
from billit_async._resources.arguments import checked_bool, checked_model
from billit_async._resources.lists import ChangeFeed
from billit_async._resources.orders.lookup import lookup_of
from billit_async._resources.reading import read_product_id
from billit_async._resources.updating import Updater, UpdateRoutes
from billit_async._serialization import codec
from billit_async._serialization.patches import PRODUCT_UPDATES
from billit_async.models.products import Product
from billit_async.odata._lists import PRODUCTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billit_async._serialization.ids import Id
    from billit_async._serialization.patches import ProductUpdates
    from billit_async._transport.policies import CallOptions

__all__ = ["Products"]


class Products(ChangeFeed[Product], Updater):
    """The products of one company: ``billit.products``.

    Conditions are built from ``ProductFields``. ``options`` of every method says what this call does otherwise than the
    session: time limits, retries, priority, headers.

    Source: GET /v1/products; docs page "odata".
    """

    __slots__ = ()

    _spec = PRODUCTS
    _routes = UpdateRoutes(PRODUCT_GET_PRODUCT, PRODUCT_POST_PRODUCT)

    async def get(self, product_id: Id, *, options: CallOptions | None = None) -> Product:
        """Read one product.

        Args:
            product_id: The product's ``ProductID``.

        Returns:
            The product.

        Raises:
            NoAccess: The product is another company's, or there is none; Billit's response to both is 401.
            UnexpectedResponse: The response is not a product.
            TypeError: The id is neither a whole number nor a text.

        Source: GET /v1/products/{productID} (Swagger operation Product_GetProduct).
        """
        return await self._one(PRODUCT_GET_PRODUCT, Product, "product_id", product_id, options=options)

    async def create(
        self,
        product: Product,
        *,
        as_items: bool = False,
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> int:
        """Create a product, or overwrite the one whose ``product_id`` it has; :meth:`update` keeps what is not named.

        Billit recognises a product by its id alone. What becomes of a field that is left out is not documented.

        Args:
            product: The product.
            as_items: Send it inside ``{"Items": [...]}``, as the documentation shows it, and not as the one object that
                the Swagger document has; the ids of both responses are read.
            idempotency_key: Your own key for this call; a new one is made when it is left out. That Billit honours it
                here is not documented.

        Returns:
            The ``ProductID``.

        Raises:
            BadRequest: Billit refused the product; ``errors`` says why.
            IdempotencyConflict: The key was used by a call that succeeded.
            OutcomeUnknown: The connection broke after the request may have left: ``await billit.resolve(error)``
                looks for the product by its reference.
            UnexpectedResponse: The response is not an id, although the product may exist.
            TypeError: It is not a Product, or holds a float.

        Source: POST /v1/products (Swagger operation Product_PostProduct); docs page "products".
        """
        body = codec.to_body(checked_model(product, Product, "product"), "product")
        return await self._create(
            PRODUCT_POST_PRODUCT,
            b'{"Items":[%b]}' % body if checked_bool(as_items, "as_items") else body,
            lookup_of("product", product),
            idempotency_key=idempotency_key,
            read=read_product_id,
            options=options,
        )

    async def update(
        self, product_id: Id, *, options: CallOptions | None = None, **changes: Unpack[ProductUpdates]
    ) -> None:
        """Change any field of a product: it is read and posted whole, since Billit patches no products.

        What somebody else changes between the GET and the POST is overwritten.

        Args:
            product_id: The product's ``ProductID``.
            changes: New values by Python name; ``None`` is left out, ``NULL`` clears. A new price without VAT, or a new
                rate, lets Billit compute the price with VAT, unless that is given too.

        Raises:
            TypeError: A field that Billit does not change, or a value of the wrong type; nothing was sent.
            ValueError: Nothing to change, or a value is not a number; nothing was sent.
            BadRequest: Billit refused the product; nothing was changed.
            NoAccess: The product is another company's, or there is none.
            OutcomeUnknown: The connection broke after the write may have left; the same update may be repeated.

        Source: POST /v1/products with ``ProductID`` (Swagger operation Product_PostProduct); the manual's chapter 4.
        """
        await self._update(
            PRODUCT_UPDATES, product_id, changes, complete=_complete, read=read_product_id, options=options
        )


def _complete(product: dict[str, Any], changes: Mapping[str, Any]) -> None:
    # The old price with VAT would contradict the new one without.
    if "AmountExcl" in changes or "VAT" in changes:
        product.pop("AmountIncl", None)
