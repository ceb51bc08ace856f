"""The rules of the token endpoint: a code or a refresh token becomes a new pair, once."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from billit_async.emulator.http.routing import Response

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from billit_async.emulator.settings import EmulatorSettings
    from billit_async.emulator.storage.grants import GrantRepository

__all__ = ["REFRESHES", "REUSES", "TokenRefused", "exchange", "refusal"]

REFRESHES: Final = "oauth/refreshes"
"""The counter of successful refreshes."""
REUSES: Final = "oauth/reuses"
"""The counter of refresh tokens that were presented again after they had been used."""
_NOT_STORED: Final = {"Cache-Control": "no-store", "Pragma": "no-cache"}
"""RFC 6749, section 5.1."""


class TokenRefused(Exception):  # noqa: N818 - it is a response, not an error of the emulator
    """A token request that is refused.

    Args:
        code: One of the codes of RFC 6749, section 5.2; what Billit responds is not documented.
        reason: For a reader.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


def exchange(grants: GrantRepository, settings: EmulatorSettings, now: datetime, given: Mapping[str, str]) -> Response:
    """Responder a token request; what it changes must be committed even when it is refused.

    Args:
        grants: The tokens.
        settings: The settings.
        now: The emulator's time.
        given: The parameters, names in lower case.

    Returns:
        The pair.

    Raises:
        TokenRefused: ``invalid_request``, ``invalid_client``, ``invalid_grant`` or ``unsupported_grant_type``.

    Source: docs page "how do I get started with OAuth"; docs page "OAuth FAQ" for the grant types.
    """
    grant_type = _needed(given, "grant_type")
    if grant_type not in {"authorization_code", "refresh_token"}:
        raise TokenRefused("unsupported_grant_type", "only authorization_code and refresh_token are supported")
    client_id, client_secret = _needed(given, "client_id"), _needed(given, "client_secret")
    if not grants.is_client(client_id, client_secret):
        raise TokenRefused("invalid_client", "the client is unknown or its secret is wrong")
    if grant_type == "authorization_code":
        grant_id = _open_grant(grants, now, client_id, given)
    else:
        grant_id = _rotate(grants, settings, client_id, _needed(given, "refresh_token"))
    access, refresh = grants.new_pair(grant_id, now + timedelta(seconds=settings.oauth.token_lifetime))
    pair = {
        "token_type": "Bearer",
        "expires_in": settings.oauth.token_lifetime,
        "access_token": access,
        "refresh_token": refresh,
    }
    return Response(body=msgspec.json.encode(pair), headers=_NOT_STORED)


def refusal(settings: EmulatorSettings, refused: TokenRefused) -> Response:
    """The response to a refused token request, in the shape that the setting asks for."""
    if settings.oauth.errors == "rfc6749":
        body: object = {"error": refused.code, "error_description": refused.reason}
    else:
        body = {"errors": [{"Code": refused.code}]}
    status = 401 if refused.code == "invalid_client" else 400
    return Response(status=status, body=msgspec.json.encode(body), headers=_NOT_STORED)


def _needed(given: Mapping[str, str], name: str) -> str:
    value = given.get(name, "")
    if not value:
        raise TokenRefused("invalid_request", f"{name} is missing")
    return value


def _open_grant(grants: GrantRepository, now: datetime, client_id: str, given: Mapping[str, str]) -> int:
    text, redirect_uri = _needed(given, "code"), _needed(given, "redirect_uri")
    code = grants.code(text, now)
    # A refused attempt leaves the code as it was: only its own client can use it up.
    if code is None or code.client_id != client_id:
        raise TokenRefused("invalid_grant", "the code is unknown")
    if code.is_used or code.is_expired:
        raise TokenRefused("invalid_grant", "the code was used, or is older than ten minutes")
    if code.redirect_uri != redirect_uri:
        raise TokenRefused("invalid_grant", "the redirect_uri is not the one of the logon")
    if code.challenge and not hmac.compare_digest(code.challenge, _challenge(given.get("code_verifier", ""))):
        raise TokenRefused("invalid_grant", "the code_verifier does not fit the code_challenge")
    return grants.use_code(text)


def _rotate(grants: GrantRepository, settings: EmulatorSettings, client_id: str, text: str) -> int:
    token = grants.refresh_token(text)
    if token is None or token.client_id != client_id:
        raise TokenRefused("invalid_grant", "the refresh token is unknown")
    if token.is_used:
        grants.counters.advance(REUSES)
        if settings.oauth.refresh_reuse == "revoke":
            grants.revoke(token.grant_id)
        raise TokenRefused("invalid_grant", "the refresh token was used before")
    if token.is_revoked:
        raise TokenRefused("invalid_grant", "the user took the grant back")
    grants.use_refresh_token(text)
    grants.counters.advance(REFRESHES)
    return token.grant_id


def _challenge(verifier: str) -> str:
    """The S256 challenge of a verifier. Source: RFC 7636, section 4.2."""
    digest = hashlib.sha256(verifier.encode("utf-8", "surrogatepass")).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
