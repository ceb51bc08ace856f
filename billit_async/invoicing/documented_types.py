"""Finds the values of an order that have another type than documented, for computations that fail on them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from billit_async._serialization.codec import to_body
from billit_async.errors import BillitError, PayloadError

if TYPE_CHECKING:
    from collections.abc import Generator

    from billit_async.models import Order

__all__ = ["documented_types"]


@contextmanager
def documented_types(order: Order) -> Generator[None]:
    """Compute with an order whose values should have their documented types.

    Args:
        order: What is computed with.

    Raises:
        PayloadError: A value has another type; it names the place.
    """
    try:
        yield
    except BillitError:
        raise
    except (AttributeError, TypeError, ValueError, ArithmeticError) as error:
        try:
            to_body(order, "order")
        except (TypeError, ValueError) as found:
            raise PayloadError(str(found)) from error
        raise PayloadError("order: a value has not the documented type, or is null in a list") from error
