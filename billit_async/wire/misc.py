# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Twins of the models of the area "misc"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from billit_async.models.misc import CompanySearchResult, CompanySearchResultItem, TypeCodeResult, TypeCodeResultItem
from billit_async.twin import (
    Codec,
    parse_datetime,
    stamp,
    unpour_list,
)

_new = object.__new__
_read = datetime.fromisoformat


class CompanySearchResultItemTwin(
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


def pour_company_search_result_item(s: CompanySearchResultItemTwin) -> CompanySearchResultItem:
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


def unpour_company_search_result_item(o: CompanySearchResultItem) -> CompanySearchResultItemTwin:
    return CompanySearchResultItemTwin(
        o.source,
        o.company_identification,
        o.street,
        o.number,
        o.name,
        o.zipcode,
        o.city,
        o.box,
        o.country,
        stamp(o.start_date),
        o.commercial_name,
    )


class CompanySearchResultTwin(Struct, gc=False, omit_defaults=True, rename={"items": "Items"}):
    items: list[CompanySearchResultItemTwin] | None = None


def pour_company_search_result(s: CompanySearchResultTwin) -> CompanySearchResult:
    o = _new(CompanySearchResult)
    o.items = (
        None
        if (list_company_search_result_item := s.items) is None
        else (
            [*map(pour_company_search_result_item, list_company_search_result_item)]
            if len(list_company_search_result_item) > 1
            else [pour_company_search_result_item(list_company_search_result_item[0])]
            if list_company_search_result_item
            else []
        )
    )
    return o


def unpour_company_search_result(o: CompanySearchResult) -> CompanySearchResultTwin:
    return CompanySearchResultTwin(
        unpour_list(o.items, CompanySearchResultItem, unpour_company_search_result_item),
    )


class TypeCodeResultItemTwin(Struct, gc=False, omit_defaults=True, rename={"key": "Key", "value": "Value"}):
    key: str | None = None
    value: str | None = None


def pour_type_code_result_item(s: TypeCodeResultItemTwin) -> TypeCodeResultItem:
    o = _new(TypeCodeResultItem)
    o.key = s.key
    o.value = s.value
    return o


def unpour_type_code_result_item(o: TypeCodeResultItem) -> TypeCodeResultItemTwin:
    return TypeCodeResultItemTwin(
        o.key,
        o.value,
    )


class TypeCodeResultTwin(Struct, gc=False, omit_defaults=True, rename={"items": "Items"}):
    items: list[TypeCodeResultItemTwin] | None = None


def pour_type_code_result(s: TypeCodeResultTwin) -> TypeCodeResult:
    o = _new(TypeCodeResult)
    o.items = (
        None
        if (list_type_code_result_item := s.items) is None
        else (
            [*map(pour_type_code_result_item, list_type_code_result_item)]
            if len(list_type_code_result_item) > 1
            else [pour_type_code_result_item(list_type_code_result_item[0])]
            if list_type_code_result_item
            else []
        )
    )
    return o


def unpour_type_code_result(o: TypeCodeResult) -> TypeCodeResultTwin:
    return TypeCodeResultTwin(
        unpour_list(o.items, TypeCodeResultItem, unpour_type_code_result_item),
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    CompanySearchResult: Codec(
        CompanySearchResult, CompanySearchResultTwin, pour_company_search_result, unpour_company_search_result
    ),
    CompanySearchResultItem: Codec(
        CompanySearchResultItem,
        CompanySearchResultItemTwin,
        pour_company_search_result_item,
        unpour_company_search_result_item,
    ),
    TypeCodeResult: Codec(TypeCodeResult, TypeCodeResultTwin, pour_type_code_result, unpour_type_code_result),
    TypeCodeResultItem: Codec(
        TypeCodeResultItem, TypeCodeResultItemTwin, pour_type_code_result_item, unpour_type_code_result_item
    ),
}
