# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "journals" of the Billit API; every field is optional."""

from __future__ import annotations

import attrs

from billit_async._serialization.model import Model


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class Journal(Model):
    """A journal of the books.

    Attributes:
        code: Code of the journal.
        description: Name of the journal.
        journal_type: Sales or purchases. Known values: `JournalType`.
    """

    _shown = ("journal_type", "code")

    code: str | None = attrs.field(default=None, metadata={"wire": "Code"})
    description: str | None = attrs.field(default=None, metadata={"wire": "Description"})
    journal_type: str | None = attrs.field(default=None, metadata={"wire": "JournalType", "enumeration": "JournalType"})


__all__ = ["Journal"]
