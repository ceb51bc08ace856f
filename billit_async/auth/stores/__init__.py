"""Token stores: the protocol, and its implementations, each loaded when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from billit_async.auth.stores.memory import MemoryTokenStore
from billit_async.auth.stores.protocol import Lease, Stored, TokenStore
from billit_async.auth.stores.record import GrantRecord, GrantStatus, fingerprint

if TYPE_CHECKING:
    from billit_async.auth.stores.application import ApplicationTokenStore
    from billit_async.auth.stores.encrypted import EncryptedTokenStore
    from billit_async.auth.stores.file import FileTokenStore
    from billit_async.auth.stores.keyring import KeyringTokenStore
    from billit_async.auth.stores.redis import RedisTokenStore
    from billit_async.auth.stores.sql import SQLTokenStore

__all__ = [
    "ApplicationTokenStore",
    "EncryptedTokenStore",
    "FileTokenStore",
    "GrantRecord",
    "GrantStatus",
    "KeyringTokenStore",
    "Lease",
    "MemoryTokenStore",
    "RedisTokenStore",
    "SQLTokenStore",
    "Stored",
    "TokenStore",
    "fingerprint",
]

_HOMES = {
    "ApplicationTokenStore": "application",
    "EncryptedTokenStore": "encrypted",
    "FileTokenStore": "file",
    "KeyringTokenStore": "keyring",
    "RedisTokenStore": "redis",
    "SQLTokenStore": "sql",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
