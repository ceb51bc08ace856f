# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "products"; internal."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from msgspec import Raw, Struct

from billit_async._serialization.structs import (
    ABSENT,
    Codec,
    Nested,
    encode_datetime,
    list_to_struct,
    number,
    parse_datetime,
    refuse_number,
)
from billit_async.models.products import Product

_new = object.__new__
_read = datetime.fromisoformat


class ProductStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "product_id": "ProductID",
        "reference": "Reference",
        "description": "Description",
        "amount_excl": "AmountExcl",
        "vat": "VAT",
        "unit": "Unit",
        "group_id": "GroupID",
        "group_name": "GroupName",
        "amount_incl": "AmountIncl",
        "stock_quantity": "StockQuantity",
        "minimum_billed_quantity": "MinimumBilledQuantity",
        "buy_excl": "BuyExcl",
        "internal_information": "InternalInformation",
        "created": "Created",
        "last_modified": "LastModified",
        "ean": "EAN",
        "gtin": "GTIN",
        "gln": "GLN",
        "external_provider_tc": "ExternalProviderTC",
        "child_products": "ChildProducts",
    },
):
    product_id: int | None = None
    reference: str | None = None
    description: str | None = None
    amount_excl: Decimal | None = None
    vat: Decimal | None = None
    unit: str | None = None
    group_id: int | None = None
    group_name: str | None = None
    amount_incl: Decimal | None = None
    stock_quantity: Decimal | None = None
    minimum_billed_quantity: Decimal | None = None
    buy_excl: Decimal | None = None
    internal_information: str | None = None
    created: str | None = None
    last_modified: str | None = None
    ean: str | None = None
    gtin: str | None = None
    gln: str | None = None
    external_provider_tc: str | None = None
    child_products: list[ProductStruct] | None = None


def product_from_struct(s: ProductStruct) -> Product:
    o = _new(Product)
    o.product_id = s.product_id
    o.reference = s.reference
    o.description = s.description
    o.amount_excl = (
        amount
        if (amount := s.amount_excl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.vat = (
        amount
        if (amount := s.vat) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.unit = s.unit
    o.group_id = s.group_id
    o.group_name = s.group_name
    o.amount_incl = (
        amount
        if (amount := s.amount_incl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.stock_quantity = (
        amount
        if (amount := s.stock_quantity) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.minimum_billed_quantity = (
        amount
        if (amount := s.minimum_billed_quantity) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.buy_excl = (
        amount
        if (amount := s.buy_excl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.internal_information = s.internal_information
    o.created = (
        None
        if (text := s.created) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.last_modified = (
        None
        if (text := s.last_modified) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.ean = s.ean
    o.gtin = s.gtin
    o.gln = s.gln
    o.external_provider_tc = s.external_provider_tc
    slots: Any = o
    slots.unread_child_products = (
        None
        if (list_product := s.child_products) is None
        else (
            [*map(product_from_struct, list_product)]
            if len(list_product) > 1
            else [product_from_struct(list_product[0])]
            if list_product
            else []
        )
    )
    return o


def product_to_struct(o: Product) -> ProductStruct:
    return ProductStruct(
        o.product_id,
        o.reference,
        o.description,
        number(o.amount_excl),
        number(o.vat),
        o.unit,
        o.group_id,
        o.group_name,
        number(o.amount_incl),
        number(o.stock_quantity),
        number(o.minimum_billed_quantity),
        number(o.buy_excl),
        o.internal_information,
        encode_datetime(o.created),
        encode_datetime(o.last_modified),
        o.ean,
        o.gtin,
        o.gln,
        o.external_provider_tc,
        list_to_struct(o.child_products, Product, product_to_struct),
    )


class ProductRow(
    Struct,
    gc=False,
    rename={
        "product_id": "ProductID",
        "reference": "Reference",
        "description": "Description",
        "amount_excl": "AmountExcl",
        "vat": "VAT",
        "unit": "Unit",
        "group_id": "GroupID",
        "group_name": "GroupName",
        "amount_incl": "AmountIncl",
        "stock_quantity": "StockQuantity",
        "minimum_billed_quantity": "MinimumBilledQuantity",
        "buy_excl": "BuyExcl",
        "internal_information": "InternalInformation",
        "created": "Created",
        "last_modified": "LastModified",
        "ean": "EAN",
        "gtin": "GTIN",
        "gln": "GLN",
        "external_provider_tc": "ExternalProviderTC",
        "child_products": "ChildProducts",
    },
):
    product_id: int | None = None
    reference: str | None = None
    description: str | None = None
    amount_excl: Decimal | None = None
    vat: Decimal | None = None
    unit: str | None = None
    group_id: int | None = None
    group_name: str | None = None
    amount_incl: Decimal | None = None
    stock_quantity: Decimal | None = None
    minimum_billed_quantity: Decimal | None = None
    buy_excl: Decimal | None = None
    internal_information: str | None = None
    created: str | None = None
    last_modified: str | None = None
    ean: str | None = None
    gtin: str | None = None
    gln: str | None = None
    external_provider_tc: str | None = None
    child_products: Raw = ABSENT


def product_from_row(s: Any) -> Product:
    o: Any = _new(Product)
    o.product_id = s.product_id
    o.reference = s.reference
    o.description = s.description
    o.amount_excl = (
        amount
        if (amount := s.amount_excl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.vat = (
        amount
        if (amount := s.vat) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.unit = s.unit
    o.group_id = s.group_id
    o.group_name = s.group_name
    o.amount_incl = (
        amount
        if (amount := s.amount_incl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.stock_quantity = (
        amount
        if (amount := s.stock_quantity) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.minimum_billed_quantity = (
        amount
        if (amount := s.minimum_billed_quantity) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.buy_excl = (
        amount
        if (amount := s.buy_excl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.internal_information = s.internal_information
    o.created = (
        None
        if (text := s.created) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.last_modified = (
        None
        if (text := s.last_modified) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.ean = s.ean
    o.gtin = s.gtin
    o.gln = s.gln
    o.external_provider_tc = s.external_provider_tc
    raw = s.child_products
    o.unread_child_products = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    made: Product = o
    return made


def product_child_products(x: Any) -> Any:
    return [*map(product_from_struct, x)] if len(x) > 1 else [product_from_struct(x[0])] if x else []


CODECS: dict[type[Any], Codec[Any, Any]] = {
    Product: Codec(
        Product,
        ProductStruct,
        product_from_struct,
        product_to_struct,
        ProductRow,
        product_from_row,
        {"child_products": Nested(list[ProductStruct], product_child_products)},
    ),
}
