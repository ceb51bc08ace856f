"""Credentials: what a session puts into its headers."""

from __future__ import annotations

from billit_async.auth.api_key import ApiKey
from billit_async.auth.protocol import Auth
from billit_async.auth.secret import Secret

__all__ = ["ApiKey", "Auth", "Secret"]
