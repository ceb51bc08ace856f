# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "misc" of the Billit API; every field is optional."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs

from billit_async._serialization.model import Model
from billit_async._serialization.pairs import pairs_value
from billit_async._serialization.touch import nested_on_touch
from billit_async._serialization.values import datetime_value


def _type_code_result_item_list(value: Mapping[str, str] | Sequence[object] | None) -> list[TypeCodeResultItem] | None:
    return pairs_value(value, TypeCodeResultItem)


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class CompanySearchResultItem(Model):
    """A company found in a public register.

    Attributes:
        source: The register. Known values: `CompanySearchSource`.
        company_identification: Number of the company in that register.
        street: Name of the street, without the number.
        number: House number.
        name: Name of the company.
        zipcode: Postal code.
        city: Town or city.
        box: Box number inside the building.
        country: Country.
        start_date: When the company started.
        commercial_name: Name that the company trades under.
    """

    _shown = ("start_date", "source")

    source: str | None = attrs.field(default=None, metadata={"wire": "Source", "enumeration": "CompanySearchSource"})
    company_identification: str | None = attrs.field(default=None, metadata={"wire": "CompanyIdentification"})
    street: str | None = attrs.field(default=None, metadata={"wire": "Street"})
    number: str | None = attrs.field(default=None, metadata={"wire": "Number"})
    name: str | None = attrs.field(default=None, metadata={"wire": "Name"})
    zipcode: str | None = attrs.field(default=None, metadata={"wire": "Zipcode"})
    city: str | None = attrs.field(default=None, metadata={"wire": "City"})
    box: str | None = attrs.field(default=None, metadata={"wire": "Box"})
    country: str | None = attrs.field(default=None, metadata={"wire": "Country"})
    start_date: datetime | None = attrs.field(default=None, converter=datetime_value, metadata={"wire": "StartDate"})
    commercial_name: str | None = attrs.field(default=None, metadata={"wire": "CommercialName"})


@nested_on_touch("items")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class CompanySearchResult(Model):
    """Companies found in public registers.

    Attributes:
        items: The companies.
    """

    _shown = ("items",)

    items: list[CompanySearchResultItem] | None = attrs.field(default=None, metadata={"wire": "Items"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class TypeCodeResultItem(Model):
    """One value of a code list.

    Attributes:
        key: The code.
        value: What it means.
    """

    _shown = ()

    key: str | None = attrs.field(default=None, metadata={"wire": "Key"})
    value: str | None = attrs.field(default=None, metadata={"wire": "Value"})


@nested_on_touch("items")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class TypeCodeResult(Model):
    """The values of one of Billit's code lists. Which lists exist is not documented.

    Attributes:
        items: The values.
    """

    _shown = ("items",)

    items: list[TypeCodeResultItem] | None = attrs.field(
        default=None, converter=_type_code_result_item_list, metadata={"wire": "Items"}
    )


__all__ = ["CompanySearchResult", "CompanySearchResultItem", "TypeCodeResult", "TypeCodeResultItem"]
