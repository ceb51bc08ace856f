"""The API key of a Billit user; it says who calls, never for which company (that is the party id)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async._transport.secret import Secret
from billit_async.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billit_async._transport.addresses import Environment
    from billit_async.errors import Unauthorized

__all__ = ["ApiKey"]


class ApiKey:
    """An API key, as MyBillit shows it under *Users & API key*.

    Billit gives keys for own use; an application for others logs its users in with OAuth2.

    Args:
        key: The key. Whitespace around it, which pasting leaves, is dropped.
        name: What to call the setting in an error message.

    Raises:
        ConfigurationError: The key is empty, or holds characters that no header can carry.

    Source: docs pages "header values" and "PartyID and key".
    """

    __slots__ = ("_headers", "_key")

    environment: Environment | None = None
    base_url: str | None = None

    def __init__(self, key: str | Secret, *, name: str = "ApiKey") -> None:
        # A key with a line break behind it gets ApiKeyNotValid, as integrators found.
        wrapped = key if isinstance(key, Secret) else Secret(_text_of(key, name))
        # A tool that collects the variables of a failed call finds no key here.
        del key
        wrapped = Secret(wrapped.reveal().strip().strip("\"'").strip())
        if not wrapped:
            raise ConfigurationError(f"{name} is empty: copy the key from MyBillit, Users & API key")
        if not _fits_a_header(wrapped):
            raise ConfigurationError(f"{name} holds a space, a control or a non-ASCII character: copy the key again")
        self._key = wrapped
        self._headers = {"ApiKey": self._key}

    async def headers(self) -> Mapping[str, str | Secret]:
        """Return the ``ApiKey`` header."""
        return self._headers

    async def refused(self, error: Unauthorized, sent: Mapping[str, str | Secret]) -> bool:  # noqa: ARG002  (the protocol's)
        """Return False: a key cannot be renewed."""
        return False

    def __repr__(self) -> str:
        return "ApiKey('…')"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ApiKey) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


def _text_of(key: object, name: str) -> str:
    if not isinstance(key, str):
        raise ConfigurationError(f"{name} takes the key as text, not {type(key).__name__}")
    return key


def _fits_a_header(key: Secret) -> bool:
    text = key.reveal()
    return text.isascii() and text.isprintable() and " " not in text
