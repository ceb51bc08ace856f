"""The totals of an order, computed the way Billit computes them: per VAT rate, rounded at the end.

Pure arithmetic on exact decimals; it reads no clock, no file and no network, and never touches a float.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import attrs

from billit_async.invoicing.documented_types import documented_types
from billit_async.invoicing.ventilation import code_of_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from billit_async.models import Order

__all__ = [
    "LineTotals",
    "OrderTotals",
    "TotalsLine",
    "TotalsPolicy",
    "VatGroupTotals",
    "compute_totals",
    "totals_of",
]

_CENT = Decimal("0.01")
_ZERO = Decimal("0.00")
_HUNDRED = Decimal(100)


@attrs.frozen(kw_only=True)
class TotalsLine:
    """What the totals need to know of one order line.

    Args:
        quantity: Pieces, hours, kilograms; ``None`` on a line that is only text.
        unit_price_excl: Price of one, without VAT.
        vat_percentage: ``21`` for 21 %; ``None`` on a line that is only text.
        ventilation_code: Billit's VAT code; lines of one rate with different codes form different groups.
        reduction_percentage: Commercial discount on the line, ``5`` for 5 %.
        incl_leading: The price including VAT is the given one and the rest follows from it.
        unit_price_incl: Price of one with VAT, read when ``incl_leading``.
        total_incl: Total of the line with VAT, read before ``unit_price_incl`` when ``incl_leading``.
    """

    quantity: Decimal | None = None
    unit_price_excl: Decimal | None = None
    vat_percentage: Decimal | None = None
    ventilation_code: str | None = None
    reduction_percentage: Decimal | None = None
    incl_leading: bool = False
    unit_price_incl: Decimal | None = None
    total_incl: Decimal | None = None

    @property
    def is_text(self) -> bool:
        """Whether the line carries no amount at all (a section title)."""
        return self.quantity is None and self.unit_price_excl is None and self.amount_incl is None

    @property
    def amount_incl(self) -> Decimal | None:
        """The given amount with VAT, when the prices including VAT lead."""
        if not self.incl_leading:
            return None
        if self.total_incl is not None:
            return self.total_incl
        if self.unit_price_incl is None:
            return None
        return self.unit_price_incl * (Decimal(1) if self.quantity is None else self.quantity)


@attrs.frozen(kw_only=True)
class LineTotals:
    """The three amounts that Billit prints on a line; they inform and do not add up to the order's VAT."""

    total_excl: Decimal
    total_vat: Decimal
    total_incl: Decimal


@attrs.frozen(kw_only=True)
class VatGroupTotals:
    """The amounts of all lines with one VAT rate and code."""

    vat_percentage: Decimal
    ventilation_code: str | None
    total_excl: Decimal
    total_vat: Decimal
    total_incl: Decimal
    taxable_base: Decimal
    financial_reduction: Decimal


@attrs.frozen(kw_only=True)
class OrderTotals:
    """The totals of the whole order; ``lines`` has ``None`` where the line is only text."""

    lines: tuple[LineTotals | None, ...]
    groups: tuple[VatGroupTotals, ...]
    total_excl: Decimal
    total_vat: Decimal
    total_incl: Decimal
    payment_discount: Decimal


@attrs.frozen(kw_only=True)
class TotalsPolicy:
    """The two things that Billit does not document.

    Args:
        rounding: A rounding mode of :mod:`decimal`. The documented sample (1.575 becomes 1.58) fits both half-up
            and half-even.
        price_decimals: Decimals kept of quantities and unit prices, the rest is ignored; 2, or up to 5 when the
            company has asked for more. ``None`` keeps all.

    Source: docs pages "calculations" and "use more than 2 digits for unit price".
    """

    rounding: str = ROUND_HALF_UP
    price_decimals: int | None = 5


def compute_totals(
    lines: Iterable[TotalsLine],
    *,
    payment_discount_percentage: Decimal | None = None,
    policy: TotalsPolicy | None = None,
) -> OrderTotals:
    """Compute the line, VAT group and order totals.

    A line is rounded to cents, the lines of one VAT rate are added, the sum including VAT is rounded, and the VAT is
    the difference. Adding up the VAT of the lines instead gives other cents; Billit does not.

    Args:
        lines: The lines in their order.
        payment_discount_percentage: Cash discount in percent; Belgian VAT is due on the base less this discount.
        policy: Rounding and decimals where the documentation is silent.

    Returns:
        Totals of every line, of every VAT group (by rate, then code) and of the order, all with two decimals.

    Source: docs pages "calculations", "when you submit prices incl. VAT", "discount with simple Billit fields".
    """
    policy = policy or TotalsPolicy()
    percentage = payment_discount_percentage or Decimal(0)
    line_totals: list[LineTotals | None] = []
    grouped: dict[tuple[Decimal, str], list[tuple[TotalsLine, LineTotals]]] = {}
    for line in lines:
        if line.is_text:
            line_totals.append(None)
            continue
        totals = _line_totals(line, policy)
        line_totals.append(totals)
        key = (line.vat_percentage or Decimal(0), line.ventilation_code or "")
        grouped.setdefault(key, []).append((line, totals))
    groups = tuple(
        _group_totals(rate, code, members, percentage, policy)
        for (rate, code), members in sorted(grouped.items(), key=lambda item: item[0])
    )
    total_excl = sum((group.total_excl for group in groups), _ZERO)
    return OrderTotals(
        lines=tuple(line_totals),
        groups=groups,
        total_excl=total_excl,
        total_vat=sum((group.total_vat for group in groups), _ZERO),
        total_incl=sum((group.total_incl for group in groups), _ZERO),
        payment_discount=_round(total_excl * percentage / _HUNDRED, policy),
    )


def totals_of(order: Order, *, policy: TotalsPolicy) -> OrderTotals:
    """Compute what Billit will compute of an order that is to be created; lines must not be products.

    Args:
        order: The order; what it says of its own totals is not read.
        policy: How to round, and which decimals count.

    Raises:
        PayloadError: A value of the order has not the documented type; it names the place.

    Source: docs page "calculations".
    """
    with documented_types(order):
        return compute_totals(
            [
                TotalsLine(
                    quantity=line.quantity,
                    unit_price_excl=line.unit_price_excl,
                    vat_percentage=line.vat_percentage,
                    ventilation_code=code_of_line(
                        line.ventilation_code,
                        line.vat_percentage,
                        of_order=order.ventilation_code,
                        is_sale=order.order_direction != "Cost",
                    ),
                    reduction_percentage=line.reduction_percentage,
                    incl_leading=bool(line.incl_leading),
                    unit_price_incl=line.unit_price_incl,
                    total_incl=line.total_incl,
                )
                for line in order.order_lines or []
            ],
            payment_discount_percentage=order.payment_discount_percentage,
            policy=policy,
        )


def _round(amount: Decimal, policy: TotalsPolicy) -> Decimal:
    return amount.quantize(_CENT, rounding=policy.rounding)


def _kept(value: Decimal, policy: TotalsPolicy) -> Decimal:
    if policy.price_decimals is None:
        return value
    return value.quantize(Decimal(1).scaleb(-policy.price_decimals), rounding=ROUND_DOWN)


def _factor(rate: Decimal) -> Decimal:
    return 1 + rate / _HUNDRED


def _line_totals(line: TotalsLine, policy: TotalsPolicy) -> LineTotals:
    rate = line.vat_percentage or Decimal(0)
    reduction = 1 - (line.reduction_percentage or Decimal(0)) / _HUNDRED
    given_incl = line.amount_incl
    if given_incl is not None:
        # The total of a line is given as it must be paid; a unit price still has its discount to come.
        incl = _round(given_incl if line.total_incl is not None else given_incl * reduction, policy)
        excl = _round(incl / _factor(rate), policy)
        return LineTotals(total_excl=excl, total_vat=incl - excl, total_incl=incl)
    quantity = _kept(Decimal(1) if line.quantity is None else line.quantity, policy)
    price = _kept(line.unit_price_excl or Decimal(0), policy)
    excl = _round(quantity * price * reduction, policy)
    incl = _round(excl * _factor(rate), policy)
    return LineTotals(total_excl=excl, total_vat=incl - excl, total_incl=incl)


def _group_totals(
    rate: Decimal,
    code: str,
    members: list[tuple[TotalsLine, LineTotals]],
    discount_percentage: Decimal,
    policy: TotalsPolicy,
) -> VatGroupTotals:
    total_excl = sum((totals.total_excl for _, totals in members), _ZERO)
    reduction = _round(total_excl * discount_percentage / _HUNDRED, policy)
    base = total_excl - reduction
    if all(line.amount_incl is not None for line, _ in members) and not reduction:
        # The prices with VAT lead, so their sum is what must be paid and the split follows from it.
        total_incl = sum((totals.total_incl for _, totals in members), _ZERO)
        total_excl = base = _round(total_incl / _factor(rate), policy)
        total_vat = total_incl - total_excl
    else:
        total_vat = _round(base * _factor(rate), policy) - base
        total_incl = total_excl + total_vat
    return VatGroupTotals(
        vat_percentage=rate,
        ventilation_code=code or None,
        total_excl=total_excl,
        total_vat=total_vat,
        total_incl=total_incl,
        taxable_base=base,
        financial_reduction=reduction,
    )
