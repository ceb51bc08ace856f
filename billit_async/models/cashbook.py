# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "cashbook" of the Billit API; every field is optional."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import attrs

from billit_async._serialization.model import Model
from billit_async._serialization.values import datetime_value, decimal_value


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class CashbookEntry(Model):
    """A movement of cash. It carries no identifier, so lists of entries cannot be paged by key.

    Attributes:
        transaction_date: When the cash moved.
        entry_type: Kind of entry; the values are not documented.
        note: Text on the entry.
        internal_information: A note for yourself.
        direction: Whether cash came in or went out; the values are not documented.
        amount: Amount, two digits.
    """

    _shown = ("entry_type", "direction", "transaction_date", "amount")

    transaction_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "TransactionDate"}
    )
    entry_type: str | None = attrs.field(default=None, metadata={"wire": "EntryType"})
    note: str | None = attrs.field(default=None, metadata={"wire": "Note"})
    internal_information: str | None = attrs.field(default=None, metadata={"wire": "InternalInformation"})
    direction: str | None = attrs.field(default=None, metadata={"wire": "Direction"})
    amount: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "Amount", "kind": "money", "scale": 2}
    )


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class CashbookInitialization(Model):
    """Opens the first cash book of a company.

    Attributes:
        start_date: First day of the cash book.
        start_balance: Cash at the start, two digits.
    """

    _shown = ("start_date", "start_balance")

    start_date: datetime | None = attrs.field(default=None, converter=datetime_value, metadata={"wire": "StartDate"})
    start_balance: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "StartBalance", "kind": "money", "scale": 2}
    )


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class CashbookModel(Model):
    """A cash book.

    Attributes:
        cashbook_id: Identifier of the cash book.
        name: Name of the cash book.
        creation_date: When it was opened.
        saldo: Cash in it, two digits.
        last_entry_date: Date of the last entry.
        currency: Three-letter currency code, such as `EUR`.
    """

    _shown = ("cashbook_id", "creation_date", "currency", "last_entry_date")

    cashbook_id: int | None = attrs.field(default=None, metadata={"wire": "CashbookID"})
    name: str | None = attrs.field(default=None, metadata={"wire": "Name"})
    creation_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "CreationDate"}
    )
    saldo: Decimal | None = attrs.field(
        default=None, converter=decimal_value, metadata={"wire": "Saldo", "kind": "money", "scale": 2}
    )
    last_entry_date: datetime | None = attrs.field(
        default=None, converter=datetime_value, metadata={"wire": "LastEntryDate"}
    )
    currency: str | None = attrs.field(default=None, metadata={"wire": "Currency"})


__all__ = ["CashbookEntry", "CashbookInitialization", "CashbookModel"]
