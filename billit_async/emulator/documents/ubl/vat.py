"""The VAT of an order as UBL says it: categories, rates, reasons for having no VAT. It computes nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import attrs

from billit_async.emulator.documents.ubl.elements import put

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from billit_async.emulator.protocol.shapes import Document

__all__ = ["Category", "category_of", "write_category"]

_CATEGORIES: Final = {
    "1": "Z",
    "21": "AE",
    "22": "O",
    "24": "E",
    "51": "K",
    "55": "K",
    "70": "G",
    "101": "E",
    "102": "E",
    "104": "E",
    "111": "E",
}
"""Source: docs pages "ventilation codes" and "ventilation codes for cost invoices" (102 and 111, for self-billing)."""
_REASONS: Final = {
    "21": "Reverse charge",
    "22": "Outside the scope of VAT",
    "24": "Margin scheme",
    "51": "Intra-Community supply of goods",
    "55": "Intra-Community supply of services",
    "70": "Export outside the European Union",
    "101": "Exempt from VAT",
    "102": "Exempt from VAT",
    "104": "Exempt from VAT",
    "111": "Margin scheme",
}
"""Billit's own words are not documented."""
_REASON_CODES: Final = {"AE": "VATEX-EU-AE", "K": "VATEX-EU-IC", "G": "VATEX-EU-G", "O": "VATEX-EU-O"}
"""The codes of exempt supplies (E) name an article each, which a ventilation code does not tell.

Source: the list of VATEX codes of EN 16931; each goes with one category (rules of BIS Billing 3).
"""


@attrs.frozen(order=True)
class Category:
    """A VAT category with its rate: what one part of the breakdown is about.

    Args:
        code: UNCL 5305, ``S`` for every rate above zero.
        percent: The rate, ``21.00``.
    """

    code: str
    percent: Decimal


def category_of(part: Document) -> tuple[Category, str]:
    """The category of a line or VAT group, and the reason for having no VAT, empty where none is needed.

    A code counts at 0 % only; one that is unknown or missing is a zero rate.

    Source: docs page "ventilation codes".
    """
    percent: Decimal = part["VATPercentage"]
    if percent > 0:
        return Category("S", percent), ""
    code = str(part.get("VentilationCode", ""))
    return Category(_CATEGORIES.get(code, "Z"), Decimal("0.00")), _REASONS.get(code, "")


def write_category(parent: Element, name: str, category: Category, reasons: tuple[str, ...] = ()) -> None:
    """Write a category, with the reasons where it is one of the breakdown.

    Args:
        parent: What it belongs to.
        name: ``TaxCategory`` or ``ClassifiedTaxCategory``.
        category: The category.
        reasons: Why there is no VAT.
    """
    put(parent, f"{name}/ID", category.code)
    if category.code != "O":
        # What is outside the scope of VAT has no rate, not even zero (BR-O-05 and others).
        put(parent, f"{name}/Percent", f"{category.percent:.2f}")
    if reasons:
        put(parent, f"{name}/TaxExemptionReasonCode", _REASON_CODES.get(category.code))
        put(parent, f"{name}/TaxExemptionReason", "; ".join(reasons))
    put(parent, f"{name}/TaxScheme/ID", "VAT")
