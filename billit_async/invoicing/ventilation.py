"""Ventilation codes: which one a line has when it does not say. Facts and one rule; no amounts."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["COST_CODE", "RATED_CODES", "code_of_line"]

RATED_CODES: Final[Mapping[Decimal, str]] = MappingProxyType(
    {Decimal(0): "1", Decimal(6): "2", Decimal(12): "3", Decimal(21): "4"}
)
"""VAT percentage to ventilation code on sales. Source: docs page "ventilation codes"."""
COST_CODE: Final = "1"
"""Inland, any rate. Source: docs page "ventilation codes for cost invoices"."""
_OTHER_RATE: Final = "4"


def code_of_line(given: str | None, rate: Decimal | None, *, of_order: str | None, is_sale: bool) -> str:
    """The ventilation code of a line: its own, the order's for 0 %, or the one that belongs to the rate.

    Args:
        given: The line's own code.
        rate: Its VAT percentage; ``None`` counts as 0.
        of_order: The code on the order's head.
        is_sale: Whether the order's direction is ``Income``.

    Source: docs pages "ventilation codes" and "ventilation codes for cost invoices". That a foreign rate has the code
    of the Belgian standard rate is inferred.
    """
    if given:
        return given
    if not rate and of_order:
        return of_order
    return RATED_CODES.get(rate or Decimal(0), _OTHER_RATE) if is_sale else COST_CODE
