# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "cashbook"; internal."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from msgspec import Struct

from billit_async._serialization.structs import (
    Codec,
    encode_datetime,
    number,
    parse_datetime,
    refuse_number,
)
from billit_async.models.cashbook import CashbookEntry, CashbookInitialization, CashbookModel

_new = object.__new__
_read = datetime.fromisoformat


class CashbookEntryStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "transaction_date": "TransactionDate",
        "entry_type": "EntryType",
        "note": "Note",
        "internal_information": "InternalInformation",
        "direction": "Direction",
        "amount": "Amount",
    },
):
    transaction_date: str | None = None
    entry_type: str | None = None
    note: str | None = None
    internal_information: str | None = None
    direction: str | None = None
    amount: Decimal | None = None


def cashbook_entry_from_struct(s: CashbookEntryStruct) -> CashbookEntry:
    o = _new(CashbookEntry)
    o.transaction_date = (
        None
        if (text := s.transaction_date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.entry_type = s.entry_type
    o.note = s.note
    o.internal_information = s.internal_information
    o.direction = s.direction
    o.amount = (
        amount
        if (amount := s.amount) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    return o


def cashbook_entry_to_struct(o: CashbookEntry) -> CashbookEntryStruct:
    return CashbookEntryStruct(
        encode_datetime(o.transaction_date),
        o.entry_type,
        o.note,
        o.internal_information,
        o.direction,
        number(o.amount),
    )


class CashbookInitializationStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"start_date": "StartDate", "start_balance": "StartBalance"},
):
    start_date: str | None = None
    start_balance: Decimal | None = None


def cashbook_initialization_from_struct(s: CashbookInitializationStruct) -> CashbookInitialization:
    o = _new(CashbookInitialization)
    o.start_date = (
        None
        if (text := s.start_date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.start_balance = (
        amount
        if (amount := s.start_balance) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    return o


def cashbook_initialization_to_struct(o: CashbookInitialization) -> CashbookInitializationStruct:
    return CashbookInitializationStruct(
        encode_datetime(o.start_date),
        number(o.start_balance),
    )


class CashbookModelStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "cashbook_id": "CashbookID",
        "name": "Name",
        "creation_date": "CreationDate",
        "saldo": "Saldo",
        "last_entry_date": "LastEntryDate",
        "currency": "Currency",
    },
):
    cashbook_id: int | None = None
    name: str | None = None
    creation_date: str | None = None
    saldo: Decimal | None = None
    last_entry_date: str | None = None
    currency: str | None = None


def cashbook_model_from_struct(s: CashbookModelStruct) -> CashbookModel:
    o = _new(CashbookModel)
    o.cashbook_id = s.cashbook_id
    o.name = s.name
    o.creation_date = (
        None
        if (text := s.creation_date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.saldo = (
        amount
        if (amount := s.saldo) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.last_entry_date = (
        None
        if (text := s.last_entry_date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.currency = s.currency
    return o


def cashbook_model_to_struct(o: CashbookModel) -> CashbookModelStruct:
    return CashbookModelStruct(
        o.cashbook_id,
        o.name,
        encode_datetime(o.creation_date),
        number(o.saldo),
        encode_datetime(o.last_entry_date),
        o.currency,
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    CashbookEntry: Codec(CashbookEntry, CashbookEntryStruct, cashbook_entry_from_struct, cashbook_entry_to_struct),
    CashbookInitialization: Codec(
        CashbookInitialization,
        CashbookInitializationStruct,
        cashbook_initialization_from_struct,
        cashbook_initialization_to_struct,
    ),
    CashbookModel: Codec(CashbookModel, CashbookModelStruct, cashbook_model_from_struct, cashbook_model_to_struct),
}
