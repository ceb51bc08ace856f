# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "gl accounts"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from billit_async._serialization.structs import (
    Codec,
)
from billit_async.models.gl_accounts import GLAccount

_new = object.__new__
_read = datetime.fromisoformat


class GLAccountStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"code": "Code", "description": "Description", "gl_account_type": "GLAccountType"},
):
    code: int | None = None
    description: str | None = None
    gl_account_type: str | None = None


def gl_account_from_struct(s: GLAccountStruct) -> GLAccount:
    o = _new(GLAccount)
    o.code = s.code
    o.description = s.description
    o.gl_account_type = s.gl_account_type
    return o


def gl_account_to_struct(o: GLAccount) -> GLAccountStruct:
    return GLAccountStruct(
        o.code,
        o.description,
        o.gl_account_type,
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    GLAccount: Codec(GLAccount, GLAccountStruct, gl_account_from_struct, gl_account_to_struct),
}
