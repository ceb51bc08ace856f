"""Checks of VAT percentages and ventilation codes: what a country has, and what fits together. No amounts."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import attrs

from billit_async.invoicing.findings import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from billit_async.invoicing.findings import Finding
    from billit_async.models import Order, OrderLine, Party

__all__ = ["VAT_RATES", "vat_findings"]

VAT_RATES: Final[Mapping[str, frozenset[Decimal]]] = MappingProxyType(
    {
        country: frozenset(map(Decimal, rates))
        for country, rates in {
            "BE": ("0", "6", "12", "21"),
            "NL": ("0", "9", "21"),
            "FR": ("0", "2.1", "5.5", "10", "20"),
            "LU": ("0", "3", "8", "14", "17"),
            "DE": ("0", "7", "19"),
        }.items()
    }
)
"""Percentages by country. Only Belgium's refusal is documented; a country that is not here takes any."""

_RATED_SALES: Final = {"2": Decimal(6), "3": Decimal(12), "4": Decimal(21)}
_SALES: Final = frozenset({"1", "2", "3", "4", "21", "22", "24", "51", "55", "70", "101", "102", "104"})
_PURCHASES: Final = frozenset({"1", "21", "22", "51", "55", "70", "102", "111"})

_RATE: Final = Rule(
    name="vat-percentage",
    message="not a VAT percentage of the countries concerned",
    source="code InvalidVAtPercentageForTaxCountry_0_",
    cure="use a percentage of your country or the counterparty's, 0 with a ventilation code where none is due",
)
_RATE_ELSEWHERE: Final = attrs.evolve(
    _RATE,
    severity="warning",
    message="not a VAT percentage of your country, and that of the counterparty is not known",
    cure="tell it with counterparty_country, or correct the percentage",
)
_CODE: Final = Rule(
    name="ventilation-code",
    message="not a ventilation code of this direction",
    source='docs pages "ventilation codes" and "ventilation codes for cost invoices"',
    cure="use a code of that page's table, or leave it out where VAT is due",
)
_MISMATCH: Final = Rule(
    name="ventilation-code-rate",
    message="the ventilation code belongs to another VAT percentage",
    source='docs page "ventilation codes"',
    cure="leave the code out where VAT is due, or correct vat_percentage",
)
_ZERO: Final = Rule(
    name="zero-vat-reason",
    severity="warning",
    message="0 % without a ventilation code is sent as zero rated (Z)",
    source='docs page "ventilation codes"',
    cure="say why no VAT is due: 21 for reverse charge, 51 or 55 for a supply in the EU, 70 for export",
)


def vat_findings(order: Order, *, country: str, counterparty_country: str | None) -> Iterator[Finding]:
    """What is wrong with the VAT of an order."""
    rates = _allowed_rates(_countries(order, country, counterparty_country))
    # Of a party that is only an id, Billit alone knows the country.
    is_placed = counterparty_country is not None or _counterparty(order) is not None
    sale = order.order_direction != "Cost"
    codes = _SALES if sale else _PURCHASES
    if order.ventilation_code and order.ventilation_code not in codes:
        yield _CODE.at("ventilation_code")
    for place, line in enumerate(order.order_lines or []):
        # The product that Billit stores brings its own percentage.
        if line.product_id is not None:
            continue
        path = f"order_lines[{place}]"
        rate = line.vat_percentage or Decimal(0)
        if rates is not None and rate not in rates:
            yield (_RATE if is_placed else _RATE_ELSEWHERE).at(f"{path}.vat_percentage")
        code = line.ventilation_code
        if code and code not in codes:
            yield _CODE.at(f"{path}.ventilation_code")
        elif code and sale and _RATED_SALES.get(code, Decimal(0)) != rate:
            yield _MISMATCH.at(f"{path}.ventilation_code")
        elif sale and not code and not order.ventilation_code and rate == 0 and _has_amount(line):
            yield _ZERO.at(f"{path}.ventilation_code")


def _countries(order: Order, country: str, counterparty_country: str | None) -> set[str]:
    # Sales abroad may be taxed there, so the counterparty's country counts too.
    countries = {country, counterparty_country}
    party = _counterparty(order)
    if party is not None:
        countries |= {party.country_code, *(address.country_code for address in party.addresses or [])}
    return {code for code in countries if code}


def _counterparty(order: Order) -> Party | None:
    return (order.supplier if order.order_direction == "Cost" else order.customer) or order.counter_party


def _allowed_rates(countries: set[str]) -> frozenset[Decimal] | None:
    if not countries <= VAT_RATES.keys():
        return None
    return frozenset[Decimal]().union(*(VAT_RATES[country] for country in countries))


def _has_amount(line: OrderLine) -> bool:
    return any((line.unit_price_excl, line.unit_price_incl, line.total_excl, line.total_incl))
