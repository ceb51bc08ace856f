# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "misc"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Raw, Struct

from billit_async._serialization.structs import (
    ABSENT,
    Codec,
    Nested,
    encode_datetime,
    list_to_struct,
    parse_datetime,
)
from billit_async.models.misc import CompanySearchResult, CompanySearchResultItem, TypeCodeResult, TypeCodeResultItem

_new = object.__new__
_read = datetime.fromisoformat


class CompanySearchResultItemStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "source": "Source",
        "company_identification": "CompanyIdentification",
        "street": "Street",
        "number": "Number",
        "name": "Name",
        "zipcode": "Zipcode",
        "city": "City",
        "box": "Box",
        "country": "Country",
        "start_date": "StartDate",
        "commercial_name": "CommercialName",
    },
):
    source: str | None = None
    company_identification: str | None = None
    street: str | None = None
    number: str | None = None
    name: str | None = None
    zipcode: str | None = None
    city: str | None = None
    box: str | None = None
    country: str | None = None
    start_date: str | None = None
    commercial_name: str | None = None


def company_search_result_item_from_struct(s: CompanySearchResultItemStruct) -> CompanySearchResultItem:
    o = _new(CompanySearchResultItem)
    o.source = s.source
    o.company_identification = s.company_identification
    o.street = s.street
    o.number = s.number
    o.name = s.name
    o.zipcode = s.zipcode
    o.city = s.city
    o.box = s.box
    o.country = s.country
    o.start_date = (
        None
        if (text := s.start_date) is None
        else (
            _read(text)
            if (n := len(text)) == 19 or (19 < n < 27 and text[19] == "." and text[-1] in "123456789")
            else parse_datetime(text)
        )
    )
    o.commercial_name = s.commercial_name
    return o


def company_search_result_item_to_struct(o: CompanySearchResultItem) -> CompanySearchResultItemStruct:
    return CompanySearchResultItemStruct(
        o.source,
        o.company_identification,
        o.street,
        o.number,
        o.name,
        o.zipcode,
        o.city,
        o.box,
        o.country,
        encode_datetime(o.start_date),
        o.commercial_name,
    )


class CompanySearchResultStruct(Struct, gc=False, omit_defaults=True, rename={"items": "Items"}):
    items: list[CompanySearchResultItemStruct] | None = None


def company_search_result_from_struct(s: CompanySearchResultStruct) -> CompanySearchResult:
    o = _new(CompanySearchResult)
    slots: Any = o
    slots.unread_items = (
        None
        if (list_company_search_result_item := s.items) is None
        else (
            [*map(company_search_result_item_from_struct, list_company_search_result_item)]
            if len(list_company_search_result_item) > 1
            else [company_search_result_item_from_struct(list_company_search_result_item[0])]
            if list_company_search_result_item
            else []
        )
    )
    return o


def company_search_result_to_struct(o: CompanySearchResult) -> CompanySearchResultStruct:
    return CompanySearchResultStruct(
        list_to_struct(o.items, CompanySearchResultItem, company_search_result_item_to_struct),
    )


class CompanySearchResultRow(Struct, gc=False, rename={"items": "Items"}):
    items: Raw = ABSENT


def company_search_result_from_row(s: Any) -> CompanySearchResult:
    o: Any = _new(CompanySearchResult)
    raw = s.items
    o.unread_items = None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    made: CompanySearchResult = o
    return made


def company_search_result_items(x: Any) -> Any:
    return (
        [*map(company_search_result_item_from_struct, x)]
        if len(x) > 1
        else [company_search_result_item_from_struct(x[0])]
        if x
        else []
    )


class TypeCodeResultItemStruct(Struct, gc=False, omit_defaults=True, rename={"key": "Key", "value": "Value"}):
    key: str | None = None
    value: str | None = None


def type_code_result_item_from_struct(s: TypeCodeResultItemStruct) -> TypeCodeResultItem:
    o = _new(TypeCodeResultItem)
    o.key = s.key
    o.value = s.value
    return o


def type_code_result_item_to_struct(o: TypeCodeResultItem) -> TypeCodeResultItemStruct:
    return TypeCodeResultItemStruct(
        o.key,
        o.value,
    )


class TypeCodeResultStruct(Struct, gc=False, omit_defaults=True, rename={"items": "Items"}):
    items: list[TypeCodeResultItemStruct] | None = None


def type_code_result_from_struct(s: TypeCodeResultStruct) -> TypeCodeResult:
    o = _new(TypeCodeResult)
    slots: Any = o
    slots.unread_items = (
        None
        if (list_type_code_result_item := s.items) is None
        else (
            [*map(type_code_result_item_from_struct, list_type_code_result_item)]
            if len(list_type_code_result_item) > 1
            else [type_code_result_item_from_struct(list_type_code_result_item[0])]
            if list_type_code_result_item
            else []
        )
    )
    return o


def type_code_result_to_struct(o: TypeCodeResult) -> TypeCodeResultStruct:
    return TypeCodeResultStruct(
        list_to_struct(o.items, TypeCodeResultItem, type_code_result_item_to_struct),
    )


class TypeCodeResultRow(Struct, gc=False, rename={"items": "Items"}):
    items: Raw = ABSENT


def type_code_result_from_row(s: Any) -> TypeCodeResult:
    o: Any = _new(TypeCodeResult)
    raw = s.items
    o.unread_items = None if raw is None else None if (kept := bytes(raw)) == b"null" else [] if kept == b"[]" else kept
    made: TypeCodeResult = o
    return made


def type_code_result_items(x: Any) -> Any:
    return (
        [*map(type_code_result_item_from_struct, x)]
        if len(x) > 1
        else [type_code_result_item_from_struct(x[0])]
        if x
        else []
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    CompanySearchResult: Codec(
        CompanySearchResult,
        CompanySearchResultStruct,
        company_search_result_from_struct,
        company_search_result_to_struct,
        CompanySearchResultRow,
        company_search_result_from_row,
        {"items": Nested(list[CompanySearchResultItemStruct], company_search_result_items)},
    ),
    CompanySearchResultItem: Codec(
        CompanySearchResultItem,
        CompanySearchResultItemStruct,
        company_search_result_item_from_struct,
        company_search_result_item_to_struct,
    ),
    TypeCodeResult: Codec(
        TypeCodeResult,
        TypeCodeResultStruct,
        type_code_result_from_struct,
        type_code_result_to_struct,
        TypeCodeResultRow,
        type_code_result_from_row,
        {"items": Nested(list[TypeCodeResultItemStruct], type_code_result_items)},
    ),
    TypeCodeResultItem: Codec(
        TypeCodeResultItem, TypeCodeResultItemStruct, type_code_result_item_from_struct, type_code_result_item_to_struct
    ),
}
