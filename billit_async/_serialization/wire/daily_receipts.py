# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "daily receipts"; internal."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from msgspec import Raw, Struct

from billit_async._serialization.structs import (
    ABSENT,
    Codec,
    Nested,
    day,
    days,
    encode_datetime,
    list_to_struct,
    number,
    parse_datetime,
    refuse_number,
)
from billit_async.models.daily_receipts import (
    Cashbook,
    DailyReceiptBookEntryModel,
    DailyReceiptBookModelResponseModel,
    GetDailyReceiptEntryResponseModel,
    PostDailyReceiptBookEntryResponseModel,
)

_new = object.__new__
_read = datetime.fromisoformat


class CashbookStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"cashbook_id": "CashbookID", "from_date": "FromDate", "closed": "Closed"},
):
    cashbook_id: int | None = None
    from_date: str | None = None
    closed: bool | None = None


def cashbook_from_struct(s: CashbookStruct) -> Cashbook:
    o = _new(Cashbook)
    o.cashbook_id = s.cashbook_id
    o.from_date = None if (text := s.from_date) is None else (days.get(text) or day(text))
    o.closed = s.closed
    return o


def cashbook_to_struct(o: Cashbook) -> CashbookStruct:
    return CashbookStruct(
        o.cashbook_id,
        encode_datetime(o.from_date),
        o.closed,
    )


class DailyReceiptBookEntryModelStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={
        "description": "Description",
        "vat_percentage": "VATPercentage",
        "total_incl": "TotalIncl",
        "input_date": "InputDate",
        "ventilation_code_tc": "VentilationCodeTC",
    },
):
    description: str | None = None
    vat_percentage: Decimal | None = None
    total_incl: Decimal | None = None
    input_date: str | None = None
    ventilation_code_tc: str | None = None


def daily_receipt_book_entry_model_from_struct(s: DailyReceiptBookEntryModelStruct) -> DailyReceiptBookEntryModel:
    o = _new(DailyReceiptBookEntryModel)
    o.description = s.description
    o.vat_percentage = (
        amount
        if (amount := s.vat_percentage) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.total_incl = (
        amount
        if (amount := s.total_incl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.input_date = (
        None
        if (text := s.input_date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.ventilation_code_tc = s.ventilation_code_tc
    return o


def daily_receipt_book_entry_model_to_struct(o: DailyReceiptBookEntryModel) -> DailyReceiptBookEntryModelStruct:
    return DailyReceiptBookEntryModelStruct(
        o.description,
        number(o.vat_percentage),
        number(o.total_incl),
        encode_datetime(o.input_date),
        o.ventilation_code_tc,
    )


class GetDailyReceiptEntryResponseModelStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "cashbook_entry_id": "CashbookEntryID",
        "cashbook_id": "CashbookID",
        "vat": "VAT",
        "description": "Description",
        "orderid": "Orderid",
        "total_incl": "TotalIncl",
        "total_excl": "TotalExcl",
        "total_vat": "TotalVAT",
    },
):
    cashbook_entry_id: int | None = None
    cashbook_id: int | None = None
    vat: Decimal | None = None
    description: str | None = None
    orderid: int | None = None
    total_incl: Decimal | None = None
    total_excl: Decimal | None = None
    total_vat: Decimal | None = None


def get_daily_receipt_entry_response_model_from_struct(
    s: GetDailyReceiptEntryResponseModelStruct,
) -> GetDailyReceiptEntryResponseModel:
    o = _new(GetDailyReceiptEntryResponseModel)
    o.cashbook_entry_id = s.cashbook_entry_id
    o.cashbook_id = s.cashbook_id
    o.vat = (
        amount
        if (amount := s.vat) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.description = s.description
    o.orderid = s.orderid
    o.total_incl = (
        amount
        if (amount := s.total_incl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.total_excl = (
        amount
        if (amount := s.total_excl) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    o.total_vat = (
        amount
        if (amount := s.total_vat) is None or (amount.is_finite() and -200 <= amount.adjusted() <= 100)
        else refuse_number(amount)
    )
    return o


def get_daily_receipt_entry_response_model_to_struct(
    o: GetDailyReceiptEntryResponseModel,
) -> GetDailyReceiptEntryResponseModelStruct:
    return GetDailyReceiptEntryResponseModelStruct(
        o.cashbook_entry_id,
        o.cashbook_id,
        number(o.vat),
        o.description,
        o.orderid,
        number(o.total_incl),
        number(o.total_excl),
        number(o.total_vat),
    )


class DailyReceiptBookModelResponseModelStruct(
    Struct, gc=False, omit_defaults=True, rename={"cashbooks": "Cashbooks", "cashbook_entries": "CashbookEntries"}
):
    cashbooks: list[CashbookStruct] | None = None
    cashbook_entries: list[GetDailyReceiptEntryResponseModelStruct] | None = None


def daily_receipt_book_model_response_model_from_struct(
    s: DailyReceiptBookModelResponseModelStruct,
) -> DailyReceiptBookModelResponseModel:
    o = _new(DailyReceiptBookModelResponseModel)
    slots: Any = o
    slots.unread_cashbooks = (
        None
        if (list_cashbook := s.cashbooks) is None
        else (
            [*map(cashbook_from_struct, list_cashbook)]
            if len(list_cashbook) > 1
            else [cashbook_from_struct(list_cashbook[0])]
            if list_cashbook
            else []
        )
    )
    slots.unread_cashbook_entries = (
        None
        if (list_get_daily_receipt_entry_response_model := s.cashbook_entries) is None
        else (
            [*map(get_daily_receipt_entry_response_model_from_struct, list_get_daily_receipt_entry_response_model)]
            if len(list_get_daily_receipt_entry_response_model) > 1
            else [get_daily_receipt_entry_response_model_from_struct(list_get_daily_receipt_entry_response_model[0])]
            if list_get_daily_receipt_entry_response_model
            else []
        )
    )
    return o


def daily_receipt_book_model_response_model_to_struct(
    o: DailyReceiptBookModelResponseModel,
) -> DailyReceiptBookModelResponseModelStruct:
    return DailyReceiptBookModelResponseModelStruct(
        list_to_struct(o.cashbooks, Cashbook, cashbook_to_struct),
        list_to_struct(
            o.cashbook_entries, GetDailyReceiptEntryResponseModel, get_daily_receipt_entry_response_model_to_struct
        ),
    )


class DailyReceiptBookModelResponseModelRow(
    Struct, gc=False, rename={"cashbooks": "Cashbooks", "cashbook_entries": "CashbookEntries"}
):
    cashbooks: Raw = ABSENT
    cashbook_entries: Raw = ABSENT


def daily_receipt_book_model_response_model_from_row(s: Any) -> DailyReceiptBookModelResponseModel:
    o: Any = _new(DailyReceiptBookModelResponseModel)
    raw = s.cashbooks
    o.unread_cashbooks = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    raw = s.cashbook_entries
    o.unread_cashbook_entries = (
        None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    )
    made: DailyReceiptBookModelResponseModel = o
    return made


def daily_receipt_book_model_response_model_cashbooks(x: Any) -> Any:
    return [*map(cashbook_from_struct, x)] if len(x) > 1 else [cashbook_from_struct(x[0])] if x else []


def daily_receipt_book_model_response_model_cashbook_entries(x: Any) -> Any:
    return (
        [*map(get_daily_receipt_entry_response_model_from_struct, x)]
        if len(x) > 1
        else [get_daily_receipt_entry_response_model_from_struct(x[0])]
        if x
        else []
    )


class PostDailyReceiptBookEntryResponseModelStruct(
    Struct, gc=False, omit_defaults=True, rename={"cashbook_id": "CashbookId", "cashbook_entry_id": "CashbookEntryId"}
):
    cashbook_id: int | None = None
    cashbook_entry_id: int | None = None


def post_daily_receipt_book_entry_response_model_from_struct(
    s: PostDailyReceiptBookEntryResponseModelStruct,
) -> PostDailyReceiptBookEntryResponseModel:
    o = _new(PostDailyReceiptBookEntryResponseModel)
    o.cashbook_id = s.cashbook_id
    o.cashbook_entry_id = s.cashbook_entry_id
    return o


def post_daily_receipt_book_entry_response_model_to_struct(
    o: PostDailyReceiptBookEntryResponseModel,
) -> PostDailyReceiptBookEntryResponseModelStruct:
    return PostDailyReceiptBookEntryResponseModelStruct(
        o.cashbook_id,
        o.cashbook_entry_id,
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    Cashbook: Codec(Cashbook, CashbookStruct, cashbook_from_struct, cashbook_to_struct),
    DailyReceiptBookEntryModel: Codec(
        DailyReceiptBookEntryModel,
        DailyReceiptBookEntryModelStruct,
        daily_receipt_book_entry_model_from_struct,
        daily_receipt_book_entry_model_to_struct,
    ),
    DailyReceiptBookModelResponseModel: Codec(
        DailyReceiptBookModelResponseModel,
        DailyReceiptBookModelResponseModelStruct,
        daily_receipt_book_model_response_model_from_struct,
        daily_receipt_book_model_response_model_to_struct,
        DailyReceiptBookModelResponseModelRow,
        daily_receipt_book_model_response_model_from_row,
        {
            "cashbooks": Nested(list[CashbookStruct], daily_receipt_book_model_response_model_cashbooks),
            "cashbook_entries": Nested(
                list[GetDailyReceiptEntryResponseModelStruct], daily_receipt_book_model_response_model_cashbook_entries
            ),
        },
    ),
    GetDailyReceiptEntryResponseModel: Codec(
        GetDailyReceiptEntryResponseModel,
        GetDailyReceiptEntryResponseModelStruct,
        get_daily_receipt_entry_response_model_from_struct,
        get_daily_receipt_entry_response_model_to_struct,
    ),
    PostDailyReceiptBookEntryResponseModel: Codec(
        PostDailyReceiptBookEntryResponseModel,
        PostDailyReceiptBookEntryResponseModelStruct,
        post_daily_receipt_book_entry_response_model_from_struct,
        post_daily_receipt_book_entry_response_model_to_struct,
    ),
}
