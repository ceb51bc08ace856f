"""The arithmetic of a UBL document: sums, VAT breakdown, decimals and currencies, exactly. It changes no amount."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING, Final

from billit_async.invoicing.ubl_tree import CAC, CBC, local_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from billit_async.errors import Finding
    from billit_async.invoicing.ubl_tree import Tree

__all__ = ["NO_NUMBER", "amount_findings"]

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{0,30})?")
NO_NUMBER: Final = "UBL-NUMBER"
"""The rule that amounts are numbers."""
_ZERO: Final = Decimal(0)
_CENT: Final = Decimal("0.01")
_LINE_TOLERANCE: Final = Decimal("0.02")
_VAT_TOLERANCE: Final = Decimal(1)
"""How far a VAT amount may be off before receivers refuse it: the rules for UBL allow less than one unit of the
currency, since VAT may be rounded on every line."""
_PRECISION: Final = 200

_CATEGORIES: Final = {"S": "S", "Z": "Z", "E": "E", "AE": "AE", "K": "IC", "G": "G", "O": "O"}
"""VAT categories that the rules are known for here, with the name in their ids. Source: EN 16931, UNCL 5305."""
_EXPLAINED: Final = frozenset({"E", "AE", "K", "G", "O"})

_TOTALS: Final = {
    "LineExtensionAmount": ("BR-12", "BR-DEC-09", "the sum of the lines"),
    "TaxExclusiveAmount": ("BR-13", "BR-DEC-12", "the total without VAT"),
    "TaxInclusiveAmount": ("BR-14", "BR-DEC-14", "the total with VAT"),
    "PayableAmount": ("BR-15", "BR-DEC-18", "the amount to pay"),
    "AllowanceTotalAmount": (None, "BR-DEC-10", "the sum of the allowances"),
    "ChargeTotalAmount": (None, "BR-DEC-11", "the sum of the charges"),
    "PrepaidAmount": (None, "BR-DEC-16", "the amount paid before"),
    "PayableRoundingAmount": (None, "BR-DEC-17", "the rounding"),
}
_MONEY: Final = "LegalMonetaryTotal"


def amount_findings(tree: Tree) -> Iterator[Finding]:
    """Check every amount of a document; where one is missing or no number, what is computed from it is left out.

    Source: EN 16931-1, rules BR-12 to BR-15, BR-27, BR-45 to BR-48, BR-CO-10 to BR-CO-18, BR-DEC and those of each VAT
    category; Peppol BIS Billing 3.0, rules R051 and R120.
    """
    with localcontext() as context:
        context.prec = _PRECISION
        yield from list(_all(tree))


def _all(tree: Tree) -> Iterator[Finding]:
    broken = list(_written(tree))
    yield from broken
    totals = {name: _amount(tree.root.find(f"{CAC}{_MONEY}/{CBC}{name}")) for name in _TOTALS}
    for name, (required, decimals, what) in _TOTALS.items():
        if required and not tree.text(f"{CAC}{_MONEY}/{CBC}{name}"):
            yield tree.finding(required, f"{what} is missing", f"{_MONEY}/{name}")
        if _has_too_many_decimals(totals[name]):
            yield tree.finding(decimals, f"{what} has more than two decimals", f"{_MONEY}/{name}")
    yield from _line_amounts(tree)
    # A sum of what cannot be read says nothing.
    if not any(finding.rule == NO_NUMBER for finding in broken):
        yield from _sums(tree, totals)
        yield from _breakdown(tree)


def _written(tree: Tree) -> Iterator[Finding]:
    """Whether every amount is a number in the document's currency."""
    currency = tree.text(f"{CBC}DocumentCurrencyCode")
    for place, element in _amounts(tree.root, tree.kind):
        text = (element.text or "").strip()
        if text and not _NUMBER.fullmatch(text):
            yield tree.finding(NO_NUMBER, "this is not a decimal number", place)
    for place, element in _amounts(tree.root, tree.kind):
        given = element.get("currencyID")
        if not local_name(element).endswith("Amount") or place.startswith("TaxTotal"):
            continue
        if currency and given != currency:
            yield tree.finding("PEPPOL-EN16931-R051", "the currencyID is not the document's currency", place)


def _amounts(element: Element, root: str, place: str = "") -> Iterator[tuple[str, Element]]:
    seen: dict[str, int] = {}
    for child in element:
        name = local_name(child)
        seen[name] = seen.get(name, 0) + 1
        inner = f"{place}/{name}".lstrip("/") + (f"[{seen[name]}]" if seen[name] > 1 or name.endswith("Line") else "")
        if len(child):
            yield from _amounts(child, root, inner)
        elif name.endswith(("Amount", "Quantity", "Percent", "Numeric")):
            yield inner, child


def _sums(tree: Tree, totals: dict[str, Decimal | None]) -> Iterator[Finding]:
    lines = _of_lines(tree)
    allowances, charges = _charged(tree.root, is_charge=False), _charged(tree.root, is_charge=True)
    net, excl, incl, payable = (
        totals[name] for name in ("LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount")
    )
    given_allowances, given_charges = totals["AllowanceTotalAmount"], totals["ChargeTotalAmount"]
    vat = _vat(tree)

    def unequal(rule: str, text: str, name: str) -> Finding:
        return tree.finding(rule, text, name if "/" in name else f"{_MONEY}/{name}")

    if net is not None and net != lines:
        yield unequal("BR-CO-10", "it is not the sum of the lines' net amounts", "LineExtensionAmount")
    if (given_allowances or _ZERO) != allowances:
        yield unequal("BR-CO-11", "it is not the sum of the document's allowances", "AllowanceTotalAmount")
    if (given_charges or _ZERO) != charges:
        yield unequal("BR-CO-12", "it is not the sum of the document's charges", "ChargeTotalAmount")
    if net is not None and excl is not None and excl != net - (given_allowances or _ZERO) + (given_charges or _ZERO):
        yield unequal("BR-CO-13", "it is not the lines less allowances plus charges", "TaxExclusiveAmount")
    if excl is not None and incl is not None and incl != excl + (vat or _ZERO):
        yield unequal("BR-CO-15", "it is not the total without VAT plus the VAT", "TaxInclusiveAmount")
    if incl is not None and payable is not None:
        due = incl - (totals["PrepaidAmount"] or _ZERO) + (totals["PayableRoundingAmount"] or _ZERO)
        if payable != due:
            yield unequal("BR-CO-16", "it is not the total less what was paid plus the rounding", "PayableAmount")
    if tree.kind == "Invoice" and payable is not None and payable > 0 and not _says_when_to_pay(tree):
        yield tree.finding("BR-CO-25", "neither the due date nor the terms of payment are given", "DueDate")


def _says_when_to_pay(tree: Tree) -> bool:
    return bool(tree.text(f"{CBC}DueDate") or tree.text(f"{CAC}PaymentTerms/{CBC}Note"))


def _line_amounts(tree: Tree) -> Iterator[Finding]:
    for number, line in enumerate(tree.lines, 1):
        place = f"{tree.line_name}[{number}]"
        net = _amount(line.find(f"{CBC}LineExtensionAmount"))
        price = _amount(line.find(f"{CAC}Price/{CBC}PriceAmount"))
        quantity = _amount(line.find(f"{CBC}{tree.quantity_name}"))
        if _has_too_many_decimals(net):
            yield tree.finding("BR-DEC-23", "the line has more than two decimals", f"{place}/LineExtensionAmount")
        if price is not None and price < 0:
            yield tree.finding("BR-27", "the price is negative: make the quantity so", f"{place}/Price/PriceAmount")
        if net is None or price is None or quantity is None:
            continue
        per = _amount(line.find(f"{CAC}Price/{CBC}BaseQuantity"))
        if per is not None and per <= 0:
            yield tree.finding("PEPPOL-EN16931-R121", "it is not above zero", f"{place}/Price/BaseQuantity")
            continue
        due = quantity * price / (per or 1) + _charged(line, is_charge=True) - _charged(line, is_charge=False)
        if abs(net - due) > _LINE_TOLERANCE:
            yield tree.finding(
                "PEPPOL-EN16931-R120",
                "it is not quantity times price plus charges less allowances",
                f"{place}/LineExtensionAmount",
            )


def _breakdown(tree: Tree) -> Iterator[Finding]:
    groups = tree.root.findall(f"{CAC}TaxTotal/{CAC}TaxSubtotal")
    if not groups:
        yield tree.finding("BR-CO-18", "there is no VAT breakdown", "TaxTotal/TaxSubtotal")
        return
    vat = _vat(tree)
    if vat is not None and vat != sum((_amount(group.find(f"{CBC}TaxAmount")) or _ZERO for group in groups), _ZERO):
        yield tree.finding("BR-CO-14", "it is not the sum of the VAT of the breakdown", "TaxTotal/TaxAmount")
    if _has_too_many_decimals(vat):
        yield tree.finding("BR-DEC-13", "the VAT has more than two decimals", "TaxTotal/TaxAmount")
    bases = _bases(tree)
    named: set[str] = set()
    for number, group in enumerate(groups, 1):
        category = (group.findtext(f"{CAC}TaxCategory/{CBC}ID") or "").strip()
        named.add(category)
        yield from _group(tree, group, f"TaxTotal/TaxSubtotal[{number}]", category, bases)
    for category in sorted({category for category, _ in bases if category in _CATEGORIES} - named):
        yield tree.finding(
            f"BR-{_CATEGORIES[category]}-01", f"lines have VAT category {category}, the breakdown does not", "TaxTotal"
        )


def _group(
    tree: Tree, group: Element, place: str, category: str, bases: dict[tuple[str, Decimal | None], Decimal]
) -> Iterator[Finding]:
    base, vat = _amount(group.find(f"{CBC}TaxableAmount")), _amount(group.find(f"{CBC}TaxAmount"))
    percent = _amount(group.find(f"{CAC}TaxCategory/{CBC}Percent"))
    for rule, is_missing, name in (
        ("BR-45", base is None, "TaxableAmount"),
        ("BR-46", vat is None, "TaxAmount"),
        ("BR-47", not category, "TaxCategory/ID"),
        ("BR-48", percent is None and category != "O", "TaxCategory/Percent"),
    ):
        if is_missing:
            yield tree.finding(rule, "it is missing", f"{place}/{name}")
    for rule, value, name in (("BR-DEC-19", base, "TaxableAmount"), ("BR-DEC-20", vat, "TaxAmount")):
        if _has_too_many_decimals(value):
            yield tree.finding(rule, "it has more than two decimals", f"{place}/{name}")
    if base is None or vat is None:
        return
    off = abs(vat - (base * (percent or _ZERO) / 100).quantize(_CENT, ROUND_HALF_UP))
    if off:
        yield tree.finding(
            "BR-CO-17",
            "the VAT is not the taxable amount times the rate, rounded",
            f"{place}/TaxAmount",
            is_error=off >= _VAT_TOLERANCE,
        )
    if category in _CATEGORIES:
        due = bases.get((category, percent if category == "S" else None), _ZERO)
        yield from _of_category(tree, group, place, category, (base, vat, due))


def _of_category(
    tree: Tree, group: Element, place: str, category: str, amounts: tuple[Decimal, Decimal, Decimal]
) -> Iterator[Finding]:
    base, vat, due = amounts
    rules = f"BR-{_CATEGORIES[category]}"
    if base != due:
        yield tree.finding(
            f"{rules}-08",
            "it is not the sum of what has its rate",
            f"{place}/TaxableAmount",
            # The rules for UBL forgive less than one unit, for the standard rate alone.
            is_error=category != "S" or abs(base - due) >= _VAT_TOLERANCE,
        )
    if category != "S" and vat:
        yield tree.finding(f"{rules}-09", f"VAT category {category} has no VAT", f"{place}/TaxAmount")
    if category in _EXPLAINED and not any(
        (group.findtext(f"{CAC}TaxCategory/{CBC}{name}") or "").strip()
        for name in ("TaxExemptionReason", "TaxExemptionReasonCode")
    ):
        yield tree.finding(f"{rules}-10", "the reason for having no VAT is missing", f"{place}/TaxCategory")


def _bases(tree: Tree) -> dict[tuple[str, Decimal | None], Decimal]:
    """What each VAT category is computed on; that of the standard rate by its rate."""
    found: dict[tuple[str, Decimal | None], Decimal] = {}

    def add(tax: Element | None, amount: Decimal) -> None:
        category = ((tax.findtext(f"{CBC}ID") if tax is not None else "") or "").strip()
        percent = _amount(tax.find(f"{CBC}Percent")) if tax is not None and category == "S" else None
        found[category, percent] = found.get((category, percent), _ZERO) + amount

    for line in tree.lines:
        add(
            line.find(f"{CAC}Item/{CAC}ClassifiedTaxCategory"), _amount(line.find(f"{CBC}LineExtensionAmount")) or _ZERO
        )
    for entry in tree.root.findall(f"{CAC}AllowanceCharge"):
        amount = _amount(entry.find(f"{CBC}Amount")) or _ZERO
        add(entry.find(f"{CAC}TaxCategory"), amount if _is_charge(entry) else -amount)
    return found


def _of_lines(tree: Tree) -> Decimal:
    return sum((_amount(line.find(f"{CBC}LineExtensionAmount")) or _ZERO for line in tree.lines), _ZERO)


def _charged(element: Element, *, is_charge: bool) -> Decimal:
    entries = [entry for entry in element.findall(f"{CAC}AllowanceCharge") if _is_charge(entry) is is_charge]
    return sum((_amount(entry.find(f"{CBC}Amount")) or _ZERO for entry in entries), _ZERO)


def _is_charge(entry: Element) -> bool:
    return (entry.findtext(f"{CBC}ChargeIndicator") or "").strip() in ("true", "1")


def _vat(tree: Tree) -> Decimal | None:
    """The VAT in the document's currency; a second total may say it in that of the books."""
    currency = tree.text(f"{CBC}DocumentCurrencyCode")
    for total in tree.root.findall(f"{CAC}TaxTotal"):
        amount = total.find(f"{CBC}TaxAmount")
        if amount is not None and (amount.get("currencyID") or currency) == currency:
            return _amount(amount)
    return None


def _amount(element: Element | None) -> Decimal | None:
    text = "" if element is None else (element.text or "").strip()
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _has_too_many_decimals(amount: Decimal | None) -> bool:
    if amount is None:
        return False
    exponent = amount.as_tuple().exponent
    return isinstance(exponent, int) and exponent < -2  # noqa: PLR2004  (two decimals)
