"""What the checks of an order say: typed findings with field, rule, source and cure; never a document's text."""

from __future__ import annotations

from typing import Literal

import attrs

from billit_async.errors import BillitError

__all__ = ["Finding", "InvoiceRefused", "Rule"]


@attrs.frozen(kw_only=True)
class Finding:
    """One thing that is wrong, or may be, with an order.

    Args:
        severity: ``error`` where Billit or the receiver would refuse it, ``warning`` where it may be meant.
        field: Where, as it is written in Python: ``order_lines[2].vat_percentage``.
        rule: The id of the rule, stable between versions.
        message: What is wrong.
        source: The page of the documentation, the code of the refusal or the rule of EN 16931 behind it.
        cure: What to do.
    """

    severity: Literal["error", "warning"]
    field: str
    rule: str
    message: str
    source: str
    cure: str


@attrs.frozen(kw_only=True)
class Rule:
    """A rule of the checks: what its findings have in common."""

    name: str
    severity: Literal["error", "warning"] = "error"
    message: str
    source: str
    cure: str

    def at(self, field: str) -> Finding:
        """The finding that this rule is broken there."""
        return Finding(
            severity=self.severity,
            field=field,
            rule=self.name,
            message=self.message,
            source=self.source,
            cure=self.cure,
        )


class InvoiceRefused(BillitError, ValueError):  # noqa: N818 - the name says what happened, as the others do
    """A draft has errors that Billit or the receiver would refuse; nothing was sent.

    Attributes:
        findings: The errors that the checks found.
    """

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(f"{each.field}: {each.message} ({each.cure})" for each in findings))
        self.findings = findings
