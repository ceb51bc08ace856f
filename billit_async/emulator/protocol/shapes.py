"""The documents Billit speaks: every property in the order it is printed, with its kind and scale."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import attrs

from billit_async.emulator.protocol._shapes import PROPERTIES

__all__ = ["DIFFERENCES", "SCALES", "SHAPES", "Difference", "Document", "Property", "Shape", "arrange"]

Document = dict[str, Any]

SCALES: Final = {"money": 2, "price": 5, "stock": 4}
"""Digits after the point of each kind; which property is of which kind stands in the overlay of the Swagger document.

Source: docs page "get information about 1 invoice" and the products sample.
"""


@attrs.frozen
class Property:
    """One property: its wire name, its kind (or the name of its shape), and whether it is a list."""

    name: str
    kind: str
    many: bool = False

    @property
    def is_nested(self) -> bool:
        """Whether the kind is another shape."""
        return self.kind[0].isupper()


@attrs.frozen
class Shape:
    """The properties of one document, in order, and by lower-case name since requests bind without regard to case."""

    name: str
    properties: tuple[Property, ...]
    by_lower: dict[str, Property] = attrs.field(eq=False, repr=False)


@attrs.frozen(kw_only=True)
class Difference:
    """Properties that the emulator reads or prints otherwise than the Swagger document has them.

    A property of the document is replaced where it stands; one that the document does not have comes last.
    """

    shapes: tuple[str, ...]
    properties: tuple[Property, ...]
    reason: str


def _of_document(shape: str, *names: str) -> tuple[Property, ...]:
    """Return properties of the document's shape of that name, in the order of the argument."""
    known = {name: Property(name, kind, many) for name, kind, many in PROPERTIES[shape]}
    return tuple(known[name] for name in names)


DIFFERENCES: Final = (
    Difference(
        shapes=("Party", "AccountInformationParty"),
        properties=(Property("PartyType", "enum"),),
        reason="A filter compares it as an enumeration. Source: docs page 'odata', whose example filters on it.",
    ),
    Difference(
        shapes=("Order",),
        properties=(Property("OCRMetaPages", "object", many=True), Property("Signature", "object")),
        reason="Billit fills them; the emulator keeps them as they come. Inferred: no sample has either.",
    ),
    Difference(
        shapes=("AccountInformationParty",),
        properties=(Property("APIEnabledFeatures", "object"),),
        reason="The emulator prints it whole and never binds it. Source: the Swagger document has flags alone in it.",
    ),
    Difference(
        shapes=("AccountInformation",),
        properties=(Property("UserCompanyRoles", "object", many=True),),
        reason="The emulator prints it whole and never binds it. Source: the Swagger definition of the same name.",
    ),
    Difference(
        shapes=("RegisterAccountRequestModel",),
        properties=(Property("BankAccounts", "BankAccount", many=True),),
        reason="The definition has them inside the company. Source: the samples, which have them beside it.",
    ),
    Difference(
        shapes=("ProductItems",),
        properties=(Property("Items", "Product", many=True),),
        reason="The Swagger document takes one product. Source: docs page 'products', which shows this envelope.",
    ),
    Difference(
        shapes=("EinvoiceRegistrationPatch",),
        properties=(
            *_of_document("EinvoiceRegistrationPost", "CompanyName", "CommercialName", "TaxDeductable", "TaxLiable"),
            *_of_document("EinvoiceRegistrationPost", "IBAN", "BIC", "Mobile", "Phone", "Email", "ContactFirstName"),
            *_of_document("EinvoiceRegistrationPost", "ContactLastName", "Language"),
            *_of_document("PartyAddress", "Street", "StreetNumber", "Box", "Zipcode", "City", "CountryCode"),
        ),
        reason="A change has flat addresses, unlike a new one. Source: the access point's page 'patching entities'.",
    ),
    Difference(
        shapes=("ParticipantRequest",),
        properties=_of_document("RegisterParticipantRequest", "CompanyID"),
        reason="One shape for registering and taking off. Source: the two Swagger definitions, which are alike.",
    ),
)
"""Everything that is not as in the document, with its reason and source."""


def _shapes() -> dict[str, Shape]:
    shapes = {name: {entry[0]: Property(*entry) for entry in properties} for name, properties in PROPERTIES.items()}
    for difference in DIFFERENCES:
        for name in difference.shapes:
            shapes.setdefault(name, {}).update({item.name: item for item in difference.properties})
    return {
        name: Shape(name, tuple(properties.values()), {item.name.lower(): item for item in properties.values()})
        for name, properties in shapes.items()
    }


SHAPES: Final = _shapes()
"""By the name of the Swagger definition."""

_NAMES: Final = {name: tuple(item.name for item in shape.properties) for name, shape in SHAPES.items()}


def arrange(document: Document, shape: str) -> Document:
    """The same document with its properties in Billit's order and without nulls.

    Source: nulls are left out of every documented sample; empty texts, lists and objects stay.
    """
    names = _arranged_names(shape, tuple(document))
    return {name: value for name in names if (value := document[name]) is not None}


@lru_cache(maxsize=4096)
def _arranged_names(shape: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names that a shape has, in its order; documents of one origin have the same ones again and again."""
    return tuple(name for name in _NAMES[shape] if name in names)
