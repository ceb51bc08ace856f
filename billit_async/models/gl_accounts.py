# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "gl accounts" of the Billit API; every field is optional."""

from __future__ import annotations

import attrs

from billit_async._serialization.model import Model


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class GLAccount(Model):
    """An account of the general ledger.

    Attributes:
        code: Number of the account.
        description: Name of the account.
        gl_account_type: Kind of account; the values are not documented.
    """

    _shown = ("gl_account_type", "code")

    code: int | None = attrs.field(default=None, metadata={"wire": "Code"})
    description: str | None = attrs.field(default=None, metadata={"wire": "Description"})
    gl_account_type: str | None = attrs.field(default=None, metadata={"wire": "GLAccountType"})


__all__ = ["GLAccount"]
