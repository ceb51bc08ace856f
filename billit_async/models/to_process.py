# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "to process" of the Billit API; every field is optional."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import attrs

from billit_async._serialization.model import Model
from billit_async._serialization.touch import nested_on_touch
from billit_async._serialization.values import datetime_value, decimal_value

from .files import File


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class UploadMetadata(Model):
    """What is known of an uploaded document.

    Attributes:
        total_incl: Total with VAT, two digits.
        cost_type: Kind of cost.
        payment_method: How it was paid. Known values: `PaymentMethod`.
        description: Text about it.
        currency_tc: Three-letter currency code.
        order_date: Date of the document.
    """

    _shown = ("cost_type", "order_date", "total_incl", "currency_tc", "payment_method")

    total_incl: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "TotalIncl", "kind": "money", "scale": 2}
    )
    cost_type: str | None = attrs.field(default=None, metadata={"wire": "CostType"})
    payment_method: str | None = attrs.field(
        default=None, metadata={"wire": "PaymentMethod", "enumeration": "PaymentMethod"}
    )
    description: str | None = attrs.field(default=None, metadata={"wire": "Description"})
    currency_tc: str | None = attrs.field(default=None, metadata={"wire": "CurrencyTC"})
    order_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "OrderDate", "kind": "date"}
    )


@nested_on_touch("file", "file_source", "meta_data")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class ToProcessSaveRequest(Model):
    """A scanned or electronic document for Fast Input, where Billit reads it.

    Attributes:
        split: Whether the file is to be split into several documents.
        file: The file.
        file_source: The file it was made from.
        meta_data: What you know of the document already.
    """

    _shown = ("split", "file", "file_source", "meta_data")

    split: bool | None = attrs.field(default=None, metadata={"wire": "Split"})
    file: File | None = attrs.field(default=None, metadata={"wire": "File"})
    file_source: File | None = attrs.field(default=None, metadata={"wire": "FileSource"})
    meta_data: UploadMetadata | None = attrs.field(default=None, metadata={"wire": "MetaData"})


__all__ = ["ToProcessSaveRequest", "UploadMetadata"]
