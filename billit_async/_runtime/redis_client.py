"""Redis as the limiter and the token store use it: an address that is checked, a client that does not wait for long."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final
from urllib.parse import urlsplit

from billit_async._runtime.extras import import_extra
from billit_async.errors import ConfigurationError

__all__ = ["checked_address", "client", "import_redis"]

_SCHEMES = ("redis", "rediss", "unix")
_PATIENCE: Final = 2.0


def import_redis(who: str) -> Any:
    """Import the package.

    Args:
        who: The class that needs it, for the message.

    Raises:
        MissingExtra: It is not installed.
    """
    return import_extra("redis", "redis.asyncio", what=who, extra="redis")


def checked_address(address: str, who: str) -> str:
    """Return an address that is one of a Redis.

    Raises:
        ConfigurationError: It is none; the message shows nothing of it, since it may hold a password.
    """
    if not _is_address(address):
        raise ConfigurationError(_no_address(who))
    return address


def client(redis: Any, address: str, who: str) -> Any:
    """Make an asyncio client that waits 2 seconds for a reply, unless the address says otherwise.

    Args:
        redis: The imported package.
        address: The address.
        who: The class that needs it, for the message.

    Raises:
        ConfigurationError: The address cannot be used.
    """
    again = import_module("redis.asyncio.retry")
    backoff = import_module("redis.backoff")
    # A connection that broke while it was idle is made anew once. The rest is decided by who calls: waits that the
    # client adds between its own repeats would hold up everybody.
    retry = again.Retry(backoff.NoBackoff(), 1, (redis.exceptions.ConnectionError,))
    # Said, and not left to a default that was another before: a certificate of somebody else is not the server's.
    # What the address itself says goes first.
    tls = {"ssl_check_hostname": True} if address.startswith("rediss:") else {}
    try:
        return redis.asyncio.from_url(
            address, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE, retry=retry, **tls
        )
    except ValueError:
        pass
    # Outside the handler: what the client says of an address may show part of the password.
    raise ConfigurationError(_no_address(who))


def _no_address(who: str) -> str:
    return (
        f"{who} takes an address such as redis://:password@host:6379/0 (or rediss://, unix://); "
        "percent-encode special characters in its password"
    )


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises when it is not a number
    except ValueError:
        return False
    # What follows an unescaped / or # in a password would be taken for a path.
    return parts.scheme in _SCHEMES and not parts.fragment and (parts.scheme == "unix" or "@" not in parts.path)
