# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "errors" of the Billit API; every field is optional."""

from __future__ import annotations

import attrs

from billit_async._serialization.model import Model
from billit_async._serialization.touch import nested_on_touch


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class ErrorItem(Model):
    """One thing that is wrong. Nothing in it points at the field.

    Attributes:
        code: Key of the message, such as `TheCustomerIsNotActiveOnPeppol`. Placeholders stand in it as `_0_`;
            compare without regard to case.
        description: The message in the user's language. May be missing; never decide anything by it.
    """

    _shown = ("code",)

    code: str | None = attrs.field(default=None, metadata={"wire": "Code"})
    description: str | None = attrs.field(default=None, metadata={"wire": "Description"})


@nested_on_touch("errors")
@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class ErrorEnvelope(Model):
    """The body of a refused call.

    Attributes:
        errors: What is wrong; several things may be.
    """

    _shown = ("errors",)

    errors: list[ErrorItem] | None = attrs.field(default=None, metadata={"wire": "errors"})


__all__ = ["ErrorEnvelope", "ErrorItem"]
