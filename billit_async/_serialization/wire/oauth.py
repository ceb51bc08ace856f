# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Structs of the models of the area "oauth"; internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from billit_async._serialization.structs import (
    Codec,
)
from billit_async.models.oauth import OAuthAccessTokenRequest, OAuthAccessTokenResponse

_new = object.__new__
_read = datetime.fromisoformat


class OAuthAccessTokenRequestStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={
        "client_id": "client_id",
        "client_secret": "client_secret",
        "code": "code",
        "code_verifier": "code_verifier",
        "grant_type": "grant_type",
        "redirect_uri": "redirect_uri",
        "refresh_token": "refresh_token",
        "state": "state",
    },
):
    client_id: str | None = None
    client_secret: str | None = None
    code: str | None = None
    code_verifier: str | None = None
    grant_type: str | None = None
    redirect_uri: str | None = None
    refresh_token: str | None = None
    state: str | None = None


def o_auth_access_token_request_from_struct(s: OAuthAccessTokenRequestStruct) -> OAuthAccessTokenRequest:
    o = _new(OAuthAccessTokenRequest)
    o.client_id = s.client_id
    o.client_secret = s.client_secret
    o.code = s.code
    o.code_verifier = s.code_verifier
    o.grant_type = s.grant_type
    o.redirect_uri = s.redirect_uri
    o.refresh_token = s.refresh_token
    o.state = s.state
    return o


def o_auth_access_token_request_to_struct(o: OAuthAccessTokenRequest) -> OAuthAccessTokenRequestStruct:
    return OAuthAccessTokenRequestStruct(
        o.client_id,
        o.client_secret,
        o.code,
        o.code_verifier,
        o.grant_type,
        o.redirect_uri,
        o.refresh_token,
        o.state,
    )


class OAuthAccessTokenResponseStruct(
    Struct,
    gc=False,
    omit_defaults=True,
    rename={
        "token_type": "token_type",
        "expires_in": "expires_in",
        "access_token": "access_token",
        "refresh_token": "refresh_token",
    },
):
    token_type: str | None = None
    expires_in: int | None = None
    access_token: str | None = None
    refresh_token: str | None = None


def o_auth_access_token_response_from_struct(s: OAuthAccessTokenResponseStruct) -> OAuthAccessTokenResponse:
    o = _new(OAuthAccessTokenResponse)
    o.token_type = s.token_type
    o.expires_in = s.expires_in
    o.access_token = s.access_token
    o.refresh_token = s.refresh_token
    return o


def o_auth_access_token_response_to_struct(o: OAuthAccessTokenResponse) -> OAuthAccessTokenResponseStruct:
    return OAuthAccessTokenResponseStruct(
        o.token_type,
        o.expires_in,
        o.access_token,
        o.refresh_token,
    )


CODECS: dict[type[Any], Codec[Any, Any]] = {
    OAuthAccessTokenRequest: Codec(
        OAuthAccessTokenRequest,
        OAuthAccessTokenRequestStruct,
        o_auth_access_token_request_from_struct,
        o_auth_access_token_request_to_struct,
    ),
    OAuthAccessTokenResponse: Codec(
        OAuthAccessTokenResponse,
        OAuthAccessTokenResponseStruct,
        o_auth_access_token_response_from_struct,
        o_auth_access_token_response_to_struct,
    ),
}
