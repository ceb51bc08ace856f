"""An order as Billit sent it, checked and not made into a model, and the line of a file that it becomes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

import attrs
import msgspec

from billit_async._resources.responses import read_document
from billit_async._serialization.codec import from_json, noting_faults, to_json
from billit_async._serialization.ids import same_id
from billit_async.export._columns import TALLIED, compact_decoder, order_decoder
from billit_async.models import Order

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MISFITS", "ReceivedOrder", "read_order"]

MISFITS: Final = (ValueError, TypeError, ArithmeticError, RecursionError)
"""What decoding raises for JSON that has not the documented types."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")


@attrs.frozen
class ReceivedOrder:
    """The detail of an order.

    Attributes:
        body: The body of the response, JSON of the order that was asked for.
        vat_groups: Its VAT groups, with exact amounts.
        order: The order, read property by property, where a value has not the documented type; mostly None.
        odd_values: Billit's paths of such values.
    """

    body: bytes
    vat_groups: Sequence[Any] | None
    order: Order | None = None
    odd_values: tuple[str, ...] = ()

    def line(self, *, compact: bool = False) -> bytes:
        """The order as one line of JSON, without the line's end.

        Args:
            compact: Leave out nulls, and properties that the model does not have.

        Returns:
            Otherwise what Billit sent, digit for digit; only line breaks, which JSON may have between two values, and
            spaces around the whole are left out. Bytes that are not UTF-8 are escapes, as `to_json` writes them.
        """
        return self._compact_line() if compact else _one_line(self.body)

    def _compact_line(self) -> bytes:
        if self.order is None:
            try:
                return _ENCODER.encode(compact_decoder().decode(self.body))
            except MISFITS:
                return to_json(from_json(Order, self.body))
        return to_json(self.order)


def read_order(body: bytes, wanted: object) -> ReceivedOrder:
    """Check that a body is the order that was asked for, without making a model of it.

    Where a value has not the documented type, this one order is read as a model, which warns of the value.

    Args:
        body: The body of a response.
        wanted: The ``OrderID`` that was asked for.

    Returns:
        The order.

    Raises:
        ValueError: It is something else, or another order.

    Warns:
        PayloadWarning: once for each property that has not the documented type, with its path.
    """
    try:
        # What is skipped is not looked at closely, and all of it goes into the file.
        if not body.isascii():
            body.decode()
        found: Any = order_decoder().decode(body)
        groups = cast("Sequence[Any] | None", found.vat_groups)
        if same_id(found.order_id, wanted) and all(map(_is_finite, groups or ())):
            return ReceivedOrder(body, groups)
    except MISFITS:
        pass
    # Outside the handler, whose error may quote a value and would show in the traceback of a later one.
    with noting_faults() as faults:
        order = read_document(Order, body, "order_id", wanted)
    return ReceivedOrder(body, order.vat_groups, order, tuple(fault.path for fault in faults))


def _is_finite(group: Any) -> bool:
    # A text such as "NaN" decodes as an amount.
    return all((amount := getattr(group, name)) is None or amount.is_finite() for name in TALLIED)


def _one_line(body: bytes) -> bytes:
    line = body.strip()
    # A line break inside a text would not be JSON: these stand between values, where nothing has to.
    if b"\n" in line or b"\r" in line:
        line = line.translate(None, b"\r\n")
    if not line.isascii():
        try:
            line.decode()
        except UnicodeDecodeError:
            return _escaped(line)
    return line


def _escaped(line: bytes) -> bytes:
    """The line with an escape for every byte that is not of a UTF-8 text; such bytes stand in texts only."""
    try:
        text = line.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        text = line.decode("utf-8", "surrogateescape")
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()
