"""A parsed UBL document with the names that its checks share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from billit_async.errors import Finding

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["CAC", "CBC", "Tree", "local_name"]

CAC: Final = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
CBC: Final = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"


@attrs.frozen
class Tree:
    """A document.

    Attributes:
        root: Its root.
        kind: ``Invoice`` or ``CreditNote``.
    """

    root: Element = attrs.field(repr=False)
    kind: str

    @property
    def line_name(self) -> str:
        """The name of a line."""
        return f"{self.kind}Line"

    @property
    def quantity_name(self) -> str:
        """The name of a line's quantity."""
        return "InvoicedQuantity" if self.kind == "Invoice" else "CreditedQuantity"

    @property
    def lines(self) -> list[Element]:
        """The lines."""
        return self.root.findall(f"{CAC}{self.line_name}")

    def text(self, path: str) -> str:
        """The text of the first element of a path, without blanks around it."""
        return (self.root.findtext(path) or "").strip()

    def finding(self, rule: str, text: str, place: str, *, is_error: bool = True) -> Finding:
        """Say what is wrong somewhere below the root."""
        return Finding(rule, text, f"{self.kind}/{place}", "error" if is_error else "warning")


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]
