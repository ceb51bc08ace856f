"""Checks of an order's lines and their sum: texts, decimals, signs, allowances and charges. No VAT codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from billit_async.invoicing.findings import Rule
from billit_async.invoicing.totals import TotalsPolicy, totals_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from billit_async.invoicing.findings import Finding
    from billit_async.models import Order, OrderLine

__all__ = ["line_findings"]

_MAX_TEXT: Final = 512
_MAX_DECIMALS: Final = 5
_MAX_ALLOWANCE_DECIMALS: Final = 2
_WHOLE: Final = 100

_LINES: Final = Rule(
    name="lines-required",
    message="the order has no lines",
    source="docs page reference/order; code ThereMustBeAtLeastOneOrderLine",
    cure="add a line",
)
_DESCRIPTION: Final = Rule(
    name="description-required",
    message="a line with an amount has no description",
    source="code DescriptionIsMandatoryForOrderLinesWithTotals",
    cure="say what the line is for",
)
_TEXT: Final = Rule(
    name="text-too-long",
    message="the text is longer than 512 characters",
    source='docs page "creating sales invoices"',
    cure="shorten it, or go on in description_extended or in a line that is only text",
)
_DECIMALS: Final = Rule(
    name="too-many-decimals",
    message="more than five decimals, which Billit never keeps",
    source='docs page "use more than 2 digits for unit price"',
    cure="round it yourself",
)
_SETTING: Final = Rule(
    name="decimals-beyond-setting",
    severity="warning",
    message="more decimals than the company keeps; the rest is ignored",
    source='docs page "use more than 2 digits for unit price"',
    cure="round it, or ask Billit to raise the company's setting and say so with price_decimals",
)
_QUANTITY: Final = Rule(
    name="negative-quantity",
    message="the quantity is negative",
    source='docs page "negative lines"',
    cure="keep the quantity positive and make the price negative",
)
_REDUCTION: Final = Rule(
    name="reduction-range",
    message="a discount lies between 0 and 100 percent",
    source='docs page "commercial discount with simple Billit fields"',
    cure="give percent, 5 for 5 %",
)
_INCL: Final = Rule(
    name="incl-leading-amount",
    message="the price including VAT leads, but none is given",
    source='docs page "when you submit prices incl. VAT"',
    cure="set total_incl or unit_price_incl",
)
_SIGN: Final = Rule(
    name="allowance-sign",
    message="an allowance has a negative price, a charge a positive one",
    source='docs page "allowances and charges advanced"',
    cure="change the sign of unit_price_excl, or allowance_charge_indicator (True is a charge)",
)
_ALLOWANCE_QUANTITY: Final = Rule(
    name="allowance-quantity",
    message="an allowance or charge has no quantity",
    source='docs page "allowances and charges advanced": the quantity is used to compute the amount',
    cure="set quantity, 1 where unit_price_excl is the whole amount",
)
_ALLOWANCE_DECIMALS: Final = Rule(
    name="allowance-decimals",
    message="an allowance or charge has at most two decimals",
    source='docs page "allowances and charges advanced"',
    cure="round unit_price_excl to cents",
)
_ALLOWANCE_TOTAL: Final = Rule(
    name="allowance-total",
    severity="warning",
    message="an allowance or charge states a total, which Billit wants to compute",
    source='docs page "allowances and charges advanced"',
    cure="leave total_excl, total_vat and total_incl of the line out",
)
_LINK: Final = Rule(
    name="allowance-link",
    message="no line with the same link and the same VAT percentage carries the product",
    source='docs page "allowances and charges advanced"',
    cure="repeat linked_order_line_id on the line of the product, with one VAT percentage, or leave it out",
)
_ALONE: Final = Rule(
    name="charge-alone",
    message="an allowance or charge for the whole order cannot be its only line",
    source='docs page "allowances and charges advanced"',
    cure="add a line of 0.00",
)
_TOTAL: Final = Rule(
    name="negative-total",
    message="the total is negative",
    source='docs page "negative lines"',
    cure="make it a credit note, whose amounts are positive",
)
_SUM: Final = Rule(
    name="total-is-not-the-sum",
    message="the total with VAT is not the total without it and the VAT",
    source="EN 16931 BR-CO-15",
    cure="correct the three totals, or leave them out: Billit computes them",
)
_STATED: Final = Rule(
    name="total-differs",
    severity="warning",
    message="the total is not what Billit will compute from the lines",
    source='docs page "calculations"; EN 16931 BR-CO-13 and BR-CO-14',
    cure="leave it out: Billit computes all totals, per VAT rate and rounded at the end",
)
_TO_PAY: Final = Rule(
    name="to-pay-range",
    severity="warning",
    message="what is left to pay is less than nothing, or more than the total",
    source='docs page "prepaid"; EN 16931 BR-CO-16',
    cure="set to_pay to the total with VAT less what was paid before",
)


def line_findings(order: Order, *, price_decimals: int) -> Iterator[Finding]:
    """What is wrong with the lines of an order and with their total."""
    lines = order.order_lines or []
    if not lines:
        yield _LINES.at("order_lines")
        return
    for place, line in enumerate(lines):
        path = f"order_lines[{place}]"
        yield from _line(line, path, price_decimals)
        if line.allowance_charge_indicator is not None:
            yield from _allowance(line, path, lines)
    if len(lines) == 1 and lines[0].allowance_charge_indicator is not None:
        yield _ALONE.at("order_lines")
    # What a product costs is known to Billit alone.
    if all(line.product_id is None for line in lines):
        yield from _totals(order, price_decimals)


def _line(line: OrderLine, path: str, price_decimals: int) -> Iterator[Finding]:
    amounts = (line.unit_price_excl, line.unit_price_incl, line.total_excl, line.total_incl)
    if line.product_id is None and not line.description and any(amounts):
        yield _DESCRIPTION.at(f"{path}.description")
    for name, text in (("description", line.description), ("description_extended", line.description_extended)):
        if text is not None and len(text) > _MAX_TEXT:
            yield _TEXT.at(f"{path}.{name}")
    for name, value in (
        ("quantity", line.quantity),
        ("unit_price_excl", line.unit_price_excl),
        ("unit_price_incl", line.unit_price_incl),
    ):
        if _decimals(value) > _MAX_DECIMALS:
            yield _DECIMALS.at(f"{path}.{name}")
        elif _decimals(value) > price_decimals:
            yield _SETTING.at(f"{path}.{name}")
    if line.quantity is not None and line.quantity < 0:
        yield _QUANTITY.at(f"{path}.quantity")
    if line.reduction_percentage is not None and not 0 <= line.reduction_percentage <= _WHOLE:
        yield _REDUCTION.at(f"{path}.reduction_percentage")
    if line.incl_leading and line.total_incl is None and line.unit_price_incl is None:
        yield _INCL.at(f"{path}.total_incl")


def _allowance(line: OrderLine, path: str, lines: list[OrderLine]) -> Iterator[Finding]:
    price = line.unit_price_excl
    if price is not None and (price < 0 if line.allowance_charge_indicator else price > 0):
        yield _SIGN.at(f"{path}.unit_price_excl")
    if not line.quantity:
        yield _ALLOWANCE_QUANTITY.at(f"{path}.quantity")
    if _decimals(price) > _MAX_ALLOWANCE_DECIMALS:
        yield _ALLOWANCE_DECIMALS.at(f"{path}.unit_price_excl")
    for name, total in (
        ("total_excl", line.total_excl),
        ("total_vat", line.total_vat),
        ("total_incl", line.total_incl),
    ):
        if total is not None:
            yield _ALLOWANCE_TOTAL.at(f"{path}.{name}")
    if line.linked_order_line_id and not any(
        other.allowance_charge_indicator is None
        and other.linked_order_line_id == line.linked_order_line_id
        and other.vat_percentage == line.vat_percentage
        for other in lines
    ):
        yield _LINK.at(f"{path}.linked_order_line_id")


def _totals(order: Order, price_decimals: int) -> Iterator[Finding]:
    totals = totals_of(order, policy=TotalsPolicy(price_decimals=price_decimals))
    if totals.total_incl < 0:
        yield _TOTAL.at("order_lines")
    elif order.to_pay is not None and not 0 <= order.to_pay <= totals.total_incl:
        yield _TO_PAY.at("to_pay")
    excl, vat, incl = order.total_excl, order.total_vat, order.total_incl
    if excl is not None and vat is not None and incl is not None and excl + vat != incl:
        yield _SUM.at("total_incl")
    for name, stated, computed in (
        ("total_excl", excl, totals.total_excl),
        ("total_vat", vat, totals.total_vat),
        ("total_incl", incl, totals.total_incl),
    ):
        if stated is not None and stated != computed:
            yield _STATED.at(name)


def _decimals(value: Decimal | None) -> int:
    if value is None or not value:
        return 0
    # 1.50000 says no more than 1.5.
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
