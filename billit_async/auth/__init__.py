"""Credentials: what a session puts into its headers."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from billit_async._transport.credentials import Auth
from billit_async._transport.secret import Secret
from billit_async.auth.api_key import ApiKey

if TYPE_CHECKING:
    from billit_async.auth.freshness import RefreshWindows
    from billit_async.auth.grant import Grant
    from billit_async.auth.oauth2 import Authorization, OAuth2
    from billit_async.auth.refresh_policy import RefreshPolicy

__all__ = ["ApiKey", "Auth", "Authorization", "Grant", "OAuth2", "RefreshPolicy", "RefreshWindows", "Secret"]

_HOMES = {
    "Authorization": "oauth2",
    "Grant": "grant",
    "OAuth2": "oauth2",
    "RefreshPolicy": "refresh_policy",
    "RefreshWindows": "freshness",
}


def __getattr__(name: str) -> Any:
    # An API key needs none of this, nor aiohttp, which it brings.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
