# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Twins of the models of the area "gl accounts"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from billit_async.models.gl_accounts import GLAccount
from billit_async.twin import (
    Codec,
)

_new = object.__new__
_read = datetime.fromisoformat


class GLAccountTwin(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={"code": "Code", "description": "Description", "gl_account_type": "GLAccountType"},
):
    code: int | None = None
    description: str | None = None
    gl_account_type: str | None = None


def pour_gl_account(s: GLAccountTwin) -> GLAccount:
    o = _new(GLAccount)
    o.code = s.code
    o.description = s.description
    o.gl_account_type = s.gl_account_type
    return o


def unpour_gl_account(o: GLAccount) -> GLAccountTwin:
    return GLAccountTwin(
        o.code,
        o.description,
        o.gl_account_type,
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    GLAccount: Codec(GLAccount, GLAccountTwin, pour_gl_account, unpour_gl_account),
}
