# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Models of the area "oauth" of the Billit API; every field is optional."""

from __future__ import annotations

import attrs

from billit_async._serialization.model import Model


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class OAuthAccessTokenRequest(Model):
    """Hands in a code or a refresh token for a new pair of tokens. Sent as JSON, without credentials in a header.

    Attributes:
        client_id: Identifier that Billit gave your application; one for each environment.
        client_secret: Secret that Billit gave your application.
        code: The code that came with the redirect. Single use, ten minutes.
        code_verifier: Verifier for PKCE. In the Swagger document, but not documented.
        grant_type: What is handed in. Known values: `GrantType`.
        redirect_uri: The address that the user came back to, exactly as registered.
        refresh_token: The refresh token. Single use: the reply holds the next one.
        state: The state of the authorization request. In the Swagger document, but not documented.
    """

    _shown = ("grant_type", "client_secret", "code", "code_verifier", "refresh_token")

    client_id: str | None = attrs.field(default=None, metadata={"wire": "client_id"})
    client_secret: str | None = attrs.field(default=None, metadata={"wire": "client_secret", "private": "secret"})
    code: str | None = attrs.field(default=None, metadata={"wire": "code", "private": "secret"})
    code_verifier: str | None = attrs.field(default=None, metadata={"wire": "code_verifier", "private": "secret"})
    grant_type: str | None = attrs.field(default=None, metadata={"wire": "grant_type", "enumeration": "GrantType"})
    redirect_uri: str | None = attrs.field(default=None, metadata={"wire": "redirect_uri"})
    refresh_token: str | None = attrs.field(default=None, metadata={"wire": "refresh_token", "private": "secret"})
    state: str | None = attrs.field(default=None, metadata={"wire": "state"})


@attrs.define(kw_only=True, slots=True, weakref_slot=False, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class OAuthAccessTokenResponse(Model):
    """A pair of tokens.

    Attributes:
        token_type: Always `Bearer`.
        expires_in: Seconds that the access token lives; always 3600.
        access_token: Goes into the header `Authorization: Bearer ...`.
        refresh_token: Good for one refresh, without end of time. Store it before you use the access token.
    """

    _shown = ("expires_in", "access_token", "refresh_token")

    token_type: str | None = attrs.field(default=None, metadata={"wire": "token_type"})
    expires_in: int | None = attrs.field(default=None, metadata={"wire": "expires_in"})
    access_token: str | None = attrs.field(default=None, metadata={"wire": "access_token", "private": "token"})
    refresh_token: str | None = attrs.field(default=None, metadata={"wire": "refresh_token", "private": "token"})


__all__ = ["OAuthAccessTokenRequest", "OAuthAccessTokenResponse"]
