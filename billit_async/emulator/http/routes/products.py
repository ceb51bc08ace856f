"""Products: the price list of a company."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, cast

from billit_async.emulator.http.listing import list_page
from billit_async.emulator.http.routing import Route, integer_argument
from billit_async.emulator.protocol.binding import Bound, amounts_fit, bind, cleared, number
from billit_async.emulator.protocol.errors import generic
from billit_async.emulator.protocol.json import encode
from billit_async.emulator.protocol.shapes import SCALES, SHAPES, Document, arrange

if TYPE_CHECKING:
    from billit_async.emulator.http.routing import Call

__all__ = ["ROUTES"]


def get_products(call: Call) -> bytes:
    """The company's products. Source: Swagger operation Product_GetProducts; docs page "odata"."""
    return list_page(call.store, call.settings, call.store.products.listed(call.company_id), call.page)


def get_product(call: Call) -> bytes:
    """One product. Source: Swagger operation Product_GetProduct."""
    return call.own(call.store.products.detail(call.company_id, integer_argument(call, "productID")))


def post_product(call: Call) -> bytes:
    """Create or update a product; returns its bare id.

    Takes one product (Swagger operation Product_PostProduct) and ``{"Items": [...]}`` (docs page "products"), since the
    two disagree. Of several, the settings say whose id is returned.
    """
    product_ids = [_save(call, given) for given in call.planned(_products)]
    return encode(product_ids[0 if call.settings.responses.product_items == "first" else -1])


def _products(call: Call) -> list[Bound]:
    value = call.json()
    given = [value]
    if isinstance(value, dict):
        envelope = cast("dict[str, object]", value)
        if any(key.lower() == "items" for key in envelope):
            given = bind(envelope, "ProductItems", dates=call.dates).document.get("Items", [])
    if not given:
        raise generic("There must be at least one product")
    return [bind(item, "Product", dates=call.dates) for item in given]


def _save(call: Call, bound: Bound) -> int:
    stamp = call.clock.stamp()
    given = bound.document
    existing: Document | None = None
    product_id: int = given.get("ProductID", 0)
    if product_id:
        existing = call.store.products.get(call.company_id, product_id)
        if existing is None:
            raise call.no_access()
    else:
        product_id = call.store.counters.advance("product")
    base: Document = {"Created": stamp, "ChildProducts": [], "VAT": Decimal(0), "AmountExcl": Decimal(0)}
    if existing is not None and call.settings.requests.update_left_out == "clear":
        base["Created"] = existing["Created"]
    elif existing is not None:
        nulls = cleared(bound, "", given)
        base |= {key: value for key, value in existing.items() if key.lower() not in nulls}
    product: Document = {**base, **given, "ProductID": product_id, "Created": base["Created"], "LastModified": stamp}
    if "AmountIncl" not in given:
        product["AmountIncl"] = product["AmountExcl"] * (1 + product["VAT"] / 100)
    for item in SHAPES["Product"].properties:
        if item.kind in SCALES and item.name in product:
            product[item.name] = number(product[item.name], item.kind)
    if not amounts_fit(product["AmountIncl"], kind="price"):
        raise generic("Arithmetic operation resulted in an overflow.")
    call.store.products.save(call.company_id, arrange(product, "Product"))
    return product_id


ROUTES = (
    Route(method="GET", path="/v1/products", respond=get_products, is_list=True),
    Route(method="POST", path="/v1/products", respond=post_product, plan=_products),
    Route(method="GET", path="/v1/products/{productID}", respond=get_product),
)
"""Served product operations."""
