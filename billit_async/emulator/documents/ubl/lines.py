"""The lines of an order as UBL says them: lines, allowances and charges, and lines that are only text."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

import attrs

from billit_async.emulator.documents.ubl.elements import add, clean, put, put_amount
from billit_async.emulator.documents.ubl.fields import write_line_fields
from billit_async.emulator.documents.ubl.vat import Category, category_of, write_category

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from billit_async.emulator.protocol.shapes import Document

__all__ = ["Part", "parts_of", "write_adjustment", "write_line", "write_text_line"]

_ZERO: Final = Decimal("0.00")
_CENT: Final = Decimal("0.01")
_PRICE: Final = Decimal("0.0000000001")
_HUNDRED: Final = Decimal(100)
_PIECE: Final = "C62"
_UNITS: Final = {
    "hour": "HUR", "hours": "HUR", "uur": "HUR", "heure": "HUR", "h": "HUR",
    "day": "DAY", "days": "DAY", "dag": "DAY", "jour": "DAY",
    "month": "MON", "maand": "MON", "mois": "MON",
    "kg": "KGM", "km": "KMT", "m": "MTR", "m2": "MTK", "m3": "MTQ", "l": "LTR", "liter": "LTR",
}  # fmt: skip
"""Words for units to UNECE recommendation 20. Billit's own table is not documented: its codes are taken as they are,
and everything else is pieces."""
_UNIT_CODES: Final = frozenset({*_UNITS.values(), "ANN", "C62", "GRM", "H87", "MIN", "MMT", "CMT", "TNE", "WEE", "KWH"})


@attrs.frozen(kw_only=True)
class Part:
    """What one line of an order becomes.

    Args:
        net: Its amount without VAT, signed; with its own allowances and charges where it is a line.
        category: Its VAT category.
        text: What it is, or why.
        line: The line of the order.
        links: Allowances and charges on this line alone.
        is_line: Whether it is a line, or else an allowance or charge on the whole document.
        is_text: Whether it is a line without any amount.
    """

    net: Decimal = _ZERO
    category: Category | None = None
    text: str = ""
    line: Document = attrs.field(factory=dict[str, object], repr=False)
    links: tuple[Part, ...] = ()
    is_line: bool = False
    is_text: bool = False


def parts_of(document: Document) -> list[Part]:
    """What the lines of an order become, in their order; a line with neither amount nor text becomes nothing."""
    return list(_parts(document))


def _parts(document: Document) -> Iterator[Part]:
    lines: list[Document] = document["OrderLines"]
    nets = _nets(document)
    targets = {
        str(line["LinkedOrderLineID"]): (place, category_of(line)[0])
        for place, line in reversed(list(enumerate(lines)))
        if "TotalExcl" in line and line.get("LinkedOrderLineID") and "AllowanceChargeIndicator" not in line
    }
    linked: dict[int, list[Part]] = {}
    adjustments: dict[int, Part] = {}
    for place, line in enumerate(lines):
        if "TotalExcl" not in line or "AllowanceChargeIndicator" not in line:
            continue
        category, _ = category_of(line)
        part = Part(net=nets[place], category=category, text=_name(line), line=line)
        target = targets.get(str(line.get("LinkedOrderLineID")))
        # One for a line must have its rate (docs page "allowances and charges advanced"); others are for the whole.
        if target is not None and target[1] == category:
            linked.setdefault(target[0], []).append(part)
        else:
            adjustments[place] = part
    for place, line in enumerate(lines):
        if "TotalExcl" not in line:
            if clean(line.get("Description")) or clean(line.get("DescriptionExtended")):
                yield Part(text=_name(line), line=line, is_line=True, is_text=True)
        elif place in adjustments:
            yield adjustments[place]
        elif "AllowanceChargeIndicator" not in line:
            links = tuple(linked.get(place, ()))
            net = nets[place] + sum((link.net for link in links), _ZERO)
            yield Part(net=net, category=category_of(line)[0], text=_name(line), line=line, links=links, is_line=True)


def _nets(document: Document) -> dict[int, Decimal]:
    """The amounts of the lines without VAT, which add up to those of their VAT groups.

    Where prices with VAT lead, a group may be some cents off its lines: Billit computes it from the sum. Those cents
    go to its largest line, since a receiver adds the lines up. Source: docs page "when you submit prices incl. VAT".
    """
    lines: list[Document] = document["OrderLines"]
    nets = {place: line["TotalExcl"] for place, line in enumerate(lines) if "TotalExcl" in line}
    groups: list[Document] = document["VatGroups"]
    for group in groups:
        key = (group["VATPercentage"], group.get("VentilationCode"))
        members = [
            place for place in nets if (lines[place]["VATPercentage"], lines[place].get("VentilationCode")) == key
        ]
        left = group["TotalExcl"] - sum((nets[place] for place in members), _ZERO)
        if left and members:
            nets[max(members, key=lambda place: abs(nets[place]))] += left
    return nets


def write_line(root: Element, part: Part, number: int, currency: str) -> None:
    """Write a line; a negative price is turned into a negative quantity, since UBL has no other (BR-27)."""
    line, net = part.line, part.net - sum((link.net for link in part.links), _ZERO)
    element = _begin(root, part, number)
    quantity, price = line["Quantity"], line["UnitPriceExcl"]
    reduction: Decimal = line.get("ReductionPercentage", _ZERO)
    gross = (quantity * price).quantize(_CENT, ROUND_HALF_UP)
    discount = gross - net
    is_given = (quantity * price * (1 - reduction / _HUNDRED)).quantize(_CENT, ROUND_HALF_UP) == net
    if not is_given or (reduction and gross <= 0):
        # A price with VAT leads, or a line with a discount is negative: what is left of the price tells it all.
        quantity = quantity or Decimal(1)
        price, discount = (net / quantity).quantize(_PRICE, ROUND_HALF_UP), _ZERO
    elif not reduction:
        discount = _ZERO
    if price < 0:
        quantity, price = -quantity, -price
    put(element, _quantity_name(root), _number(quantity), unitCode=_unit(line))
    put_amount(element, "LineExtensionAmount", part.net, currency)
    if discount:
        _write_discount(element, discount, gross, reduction, currency)
    for link in part.links:
        write_adjustment(element, link, currency, with_category=False)
    put(element, "Price/PriceAmount", _number(price), currencyID=currency)
    write_category(_child(element, "Item"), "ClassifiedTaxCategory", _category(part))


def write_text_line(root: Element, part: Part, number: int, currency: str, category: Category) -> None:
    """Write a line that is only text as one of nothing for nothing, so that it stays in its place.

    UBL has no such line. What Billit makes of it is not documented: its manual announces the lines (chapter 22) and
    shows none.
    """
    element = _begin(root, part, number)
    put(element, _quantity_name(root), "0", unitCode=_PIECE)
    put_amount(element, "LineExtensionAmount", _ZERO, currency)
    put(element, "Price/PriceAmount", "0", currencyID=currency)
    write_category(_child(element, "Item"), "ClassifiedTaxCategory", category)


def write_adjustment(parent: Element, part: Part, currency: str, *, with_category: bool) -> None:
    """Write an allowance or a charge: the sign of its amount says which of them it is.

    Args:
        parent: The document or the line that it is on.
        part: It.
        currency: The document's.
        with_category: Whether it has a VAT category of its own: on the whole document.
    """
    element = add(parent, "AllowanceCharge")
    is_meant_as_charge = bool(part.line.get("AllowanceChargeIndicator"))
    is_charge = part.net > 0 or (part.net == 0 and is_meant_as_charge)
    put(element, "ChargeIndicator", "true" if is_charge else "false")
    if is_charge is is_meant_as_charge:
        # Allowances and charges have different lists of codes.
        put(element, "AllowanceChargeReasonCode", part.line.get("Code"))
    put(element, "AllowanceChargeReason", part.text)
    put_amount(element, "Amount", abs(part.net), currency)
    if with_category:
        write_category(element, "TaxCategory", _category(part))


def _write_discount(line: Element, amount: Decimal, gross: Decimal, percentage: Decimal, currency: str) -> None:
    """A commercial discount; below zero it is a charge. Source: docs page "commercial discount"."""
    element = add(line, "AllowanceCharge")
    is_charge = amount < 0
    put(element, "ChargeIndicator", "true" if is_charge else "false")
    put(element, "AllowanceChargeReason", "Surcharge" if is_charge else "Discount")
    put(element, "MultiplierFactorNumeric", _number(abs(percentage)))
    put_amount(element, "Amount", abs(amount), currency)
    put_amount(element, "BaseAmount", gross, currency)


def _begin(root: Element, part: Part, number: int) -> Element:
    element = add(root, f"{root.tag}Line")
    put(element, "ID", str(number))
    item = add(element, "Item")
    put(item, "Name", part.text)
    put(item, "Description", part.line.get("DescriptionExtended"))
    put(item, "SellersItemIdentification/ID", part.line.get("Reference"))
    write_line_fields(element, part.line.get("CustomFields", {}))
    return element


def _name(line: Document) -> str:
    """What a line is called; UBL wants a name also where Billit needs none, as for nothing at no price."""
    texts = (clean(line.get(key)) for key in ("Description", "DescriptionExtended", "Reference"))
    return next(filter(None, texts), "-")


def _unit(line: Document) -> str:
    given, unit = clean(line.get("CustomFields", {}).get("PeppolUnitCode")), clean(line.get("Unit"))
    return given or (unit if unit in _UNIT_CODES else _UNITS.get(unit.lower(), _PIECE))


def _category(part: Part) -> Category:
    assert part.category is not None  # noqa: S101 - only lines of text have none
    return part.category


def _child(element: Element, name: str) -> Element:
    return next(child for child in element if child.tag == f"cac:{name}")


def _quantity_name(root: Element) -> str:
    return "InvoicedQuantity" if root.tag == "Invoice" else "CreditedQuantity"


def _number(value: Decimal) -> str:
    """A number without the zeros at its end."""
    return f"{value.normalize():f}"
