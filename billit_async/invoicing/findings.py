"""The results of the checks of an order: typed findings with field, rule, source and cure; never a document's text."""

from __future__ import annotations

from typing import Literal

import attrs

from billit_async.errors import Finding

__all__ = ["Finding", "Rule"]


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
            rule=self.name,
            message=self.message,
            location=field,
            severity=self.severity,
            source=self.source,
            cure=self.cure,
        )
