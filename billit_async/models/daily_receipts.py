# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "daily receipts" of the Billit API; every field is optional."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import attrs

from billit_async._serialization.model import Model
from billit_async._serialization.touch import nested_on_touch
from billit_async._serialization.values import datetime_value, decimal_value


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Cashbook(Model):
    """A book of daily receipts.

    Attributes:
        cashbook_id: Identifier of the book.
        from_date: First day of the book.
        closed: Whether the book is closed.
    """

    _shown = ("cashbook_id", "from_date", "closed")

    cashbook_id: int | None = attrs.field(default=None, metadata={"wire": "CashbookID"})
    from_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "FromDate", "kind": "date"}
    )
    closed: bool | None = attrs.field(default=None, metadata={"wire": "Closed"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class DailyReceiptBookEntryModel(Model):
    """An entry for the book of daily receipts; it goes into the open book, or into a new one.

    Attributes:
        description: Text of the entry.
        vat_percentage: VAT rate in percent with two digits, such as `21.00`.
        total_incl: Total with VAT, two digits.
        input_date: Day of the receipts.
        ventilation_code_tc: Code of the VAT treatment.
    """

    _shown = ("input_date", "total_incl", "ventilation_code_tc", "vat_percentage")

    description: str | None = attrs.field(default=None, metadata={"wire": "Description"})
    vat_percentage: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "VATPercentage", "kind": "percentage", "scale": 2}
    )
    total_incl: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "TotalIncl", "kind": "money", "scale": 2}
    )
    input_date: datetime | None = attrs.field(default=None, converter=datetime_value, metadata={"wire": "InputDate"})
    ventilation_code_tc: str | None = attrs.field(default=None, metadata={"wire": "VentilationCodeTC"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class GetDailyReceiptEntryResponseModel(Model):
    """An entry of a book of daily receipts.

    Attributes:
        cashbook_entry_id: Identifier of the entry.
        cashbook_id: Identifier of the book it is in.
        vat: VAT rate in percent, two digits.
        description: Text of the entry.
        orderid: Identifier of the order that goes with it. The spelling is Billit's.
        total_incl: Total with VAT, two digits.
        total_excl: Total without VAT, two digits.
        total_vat: Amount of VAT, two digits.
    """

    _shown = ("cashbook_entry_id", "total_incl", "cashbook_id", "vat", "orderid", "total_excl", "total_vat")

    cashbook_entry_id: int | None = attrs.field(default=None, metadata={"wire": "CashbookEntryID"})
    cashbook_id: int | None = attrs.field(default=None, metadata={"wire": "CashbookID"})
    vat: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "VAT", "kind": "percentage", "scale": 2}
    )
    description: str | None = attrs.field(default=None, metadata={"wire": "Description"})
    orderid: int | None = attrs.field(default=None, metadata={"wire": "Orderid"})
    total_incl: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "TotalIncl", "kind": "money", "scale": 2}
    )
    total_excl: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "TotalExcl", "kind": "money", "scale": 2}
    )
    total_vat: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "TotalVAT", "kind": "money", "scale": 2}
    )


@nested_on_touch("cashbooks", "cashbook_entries")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class DailyReceiptBookModelResponseModel(Model):
    """Books of daily receipts with their entries.

    Attributes:
        cashbooks: The books.
        cashbook_entries: The entries of those books.
    """

    _shown = ("cashbooks", "cashbook_entries")

    cashbooks: list[Cashbook] | None = attrs.field(default=None, metadata={"wire": "Cashbooks"})
    cashbook_entries: list[GetDailyReceiptEntryResponseModel] | None = attrs.field(
        default=None, metadata={"wire": "CashbookEntries"}
    )


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class PostDailyReceiptBookEntryResponseModel(Model):
    """Where a new entry of daily receipts went.

    Attributes:
        cashbook_id: Identifier of the book.
        cashbook_entry_id: Identifier of the entry.
    """

    _shown = ("cashbook_id", "cashbook_entry_id")

    cashbook_id: int | None = attrs.field(default=None, metadata={"wire": "CashbookId"})
    cashbook_entry_id: int | None = attrs.field(default=None, metadata={"wire": "CashbookEntryId"})


__all__ = [
    "Cashbook",
    "DailyReceiptBookEntryModel",
    "DailyReceiptBookModelResponseModel",
    "GetDailyReceiptEntryResponseModel",
    "PostDailyReceiptBookEntryResponseModel",
]
