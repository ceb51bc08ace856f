# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "products" of the Billit API; every field is optional."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import attrs

from billit_async._serialization.model import Model
from billit_async._serialization.touch import nested_on_touch
from billit_async._serialization.values import datetime_value, decimal_value


@nested_on_touch("child_products")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Product(Model):
    """Something you sell or buy again and again. POST creates it, or updates it when it carries its id.

    Attributes:
        product_id: Identifier of the product. With it POST updates.
        reference: Your number for the article.
        description: What it is.
        amount_excl: Price without VAT, five digits.
        vat: VAT rate in percent, two digits.
        unit: Unit code, such as `NAR`.
        group_id: Identifier of the product group.
        group_name: Name of the product group. May be filtered on.
        amount_incl: Price with VAT.
        stock_quantity: How many are in stock.
        minimum_billed_quantity: Smallest quantity to bill.
        buy_excl: What it costs you without VAT.
        internal_information: A note for yourself.
        created: When Billit first stored the record; you cannot set it.
        last_modified: When the record last changed; you cannot set it. Filter on it to find changes.
        ean: European article number.
        gtin: Global trade item number.
        gln: Global location number.
        external_provider_tc: Code of the outside system that the record belongs to.
        child_products: Products that it consists of.
    """

    _shown = (
        "product_id",
        "amount_incl",
        "unit",
        "external_provider_tc",
        "amount_excl",
        "vat",
        "group_id",
        "stock_quantity",
        "minimum_billed_quantity",
        "buy_excl",
        "created",
        "last_modified",
        "child_products",
    )

    product_id: int | None = attrs.field(default=None, metadata={"wire": "ProductID"})
    reference: str | None = attrs.field(default=None, metadata={"wire": "Reference"})
    description: str | None = attrs.field(default=None, metadata={"wire": "Description"})
    amount_excl: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "AmountExcl", "kind": "price", "scale": 5}
    )
    vat: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "VAT", "kind": "percentage", "scale": 2}
    )
    unit: str | None = attrs.field(default=None, metadata={"wire": "Unit"})
    group_id: int | None = attrs.field(default=None, metadata={"wire": "GroupID"})
    group_name: str | None = attrs.field(default=None, metadata={"wire": "GroupName"})
    amount_incl: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "AmountIncl", "kind": "price", "scale": 5}
    )
    stock_quantity: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "StockQuantity", "kind": "quantity", "scale": 2}
    )
    minimum_billed_quantity: Decimal | None = attrs.field(
        default=None,
        converter=decimal_value,
        metadata={"wire": "MinimumBilledQuantity", "kind": "quantity", "scale": 4},
    )
    buy_excl: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "BuyExcl", "kind": "price", "scale": 5}
    )
    internal_information: str | None = attrs.field(default=None, metadata={"wire": "InternalInformation"})
    created: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "Created", "read_only": True}
    )
    last_modified: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "LastModified", "read_only": True}
    )
    ean: str | None = attrs.field(default=None, metadata={"wire": "EAN"})
    gtin: str | None = attrs.field(default=None, metadata={"wire": "GTIN"})
    gln: str | None = attrs.field(default=None, metadata={"wire": "GLN"})
    external_provider_tc: str | None = attrs.field(default=None, metadata={"wire": "ExternalProviderTC"})
    child_products: list[Product] | None = attrs.field(default=None, metadata={"wire": "ChildProducts"})


__all__ = ["Product"]
