"""Where a session talks to and within which bounds; reads ``BILLIT_*`` variables, and never the network.

Every wrong or missing setting is a :class:`ConfigurationError` that names the argument or variable.
"""

from __future__ import annotations

import ipaddress
import math
import os
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
from yarl import URL

from billit_async.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Environment", "Limits", "SessionConfig", "Timeouts", "normalise_base_url"]


_T = TypeVar("_T")


class Environment(Enum):
    """Which Billit: the two share nothing, neither keys nor party ids nor OAuth clients.

    Source: docs page "sandbox vs production".
    """

    SANDBOX = "sandbox"
    PRODUCTION = "production"

    @property
    def api_url(self) -> str:
        """The base URL of the API."""
        return f"https://{_HOSTS[self][0]}"

    @property
    def my_url(self) -> str:
        """The base URL of the web application, where users log in."""
        return f"https://{_HOSTS[self][1]}"


_HOSTS = {
    Environment.SANDBOX: ("api.sandbox.billit.be", "my.sandbox.billit.be"),
    Environment.PRODUCTION: ("api.billit.be", "my.billit.be"),
}
_NAMES = {
    "sandbox": Environment.SANDBOX,
    "production": Environment.PRODUCTION,
    "prod": Environment.PRODUCTION,
}


def _positive(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    name = f"{type(instance).__name__}.{attribute.name}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConfigurationError(f"{name} takes a number, not {type(value).__name__}")
    if not (math.isfinite(value) and value > 0):
        raise ConfigurationError(f"{name} must be above zero and finite, not {value}")


def _positive_int(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is None:
        return
    _positive(instance, attribute, value)
    if not isinstance(value, int):
        raise ConfigurationError(f"{type(instance).__name__}.{attribute.name} takes a whole number, not {value}")


@attrs.frozen(kw_only=True)
class Timeouts:
    """How long a call may take, in seconds.

    Args:
        connect: For name resolution, connect and TLS together.
        read: Between two pieces of an answer, and until its first byte.
        total: For the whole call with all its attempts. Waiting for a free connection does not count, so that a
            thousand tasks may queue on one session.

    Raises:
        ConfigurationError: A value is not a number above zero.
    """

    connect: float = attrs.field(default=10.0, validator=_positive)
    read: float = attrs.field(default=30.0, validator=_positive)
    total: float = attrs.field(default=60.0, validator=_positive)


@attrs.frozen(kw_only=True)
class Limits:
    """How much a session asks at once.

    Args:
        max_connections: Connections, and so calls under way, of the session and all its company views together.
        max_per_host: The same for one host; only different from it when a caller's own proxy setup needs it.

    Raises:
        ConfigurationError: A value is not a whole number above zero.
    """

    max_connections: int = attrs.field(default=100, validator=_positive_int)
    max_per_host: int | None = attrs.field(default=None, validator=_positive_int)


@attrs.frozen(kw_only=True)
class SessionConfig:
    """The settings of a session, resolved and checked; holds no credentials, and pickles.

    Args:
        base_url: Scheme and host of the API, and a path prefix if a gateway adds one; no slash at the end.
        environment: The environment, or None for a base URL that is neither of Billit's.
        party_id: The company that calls are made for, sent as ``PartyID``.
        context_party_id: Sent as ``ContextPartyID``, for accountants.
        timeouts: Time limits.
        limits: Connection limits.
        idempotency_header: The header that carries idempotency keys; the documentation has two spellings.
    """

    base_url: str
    environment: Environment | None = None
    party_id: int | None = None
    context_party_id: int | None = None
    timeouts: Timeouts = attrs.field(factory=Timeouts)
    limits: Limits = attrs.field(factory=Limits)
    idempotency_header: str = "Idempotency-Key"

    @property
    def label(self) -> str:
        """What errors call the place: ``sandbox``, ``production`` or the host."""
        return self.environment.value if self.environment else (URL(self.base_url).host or self.base_url)

    @classmethod
    def resolve(
        cls,
        *,
        environment: Environment | str | None = None,
        base_url: str | None = None,
        party_id: int | None = None,
        context_party_id: int | None = None,
        timeouts: Timeouts | None = None,
        limits: Limits | None = None,
        idempotency_header: str = "Idempotency-Key",
        allow_http: bool = False,
        variables: Mapping[str, str] | None = None,
    ) -> SessionConfig:
        """Settle the settings: arguments first, then ``BILLIT_*`` variables, then the sandbox.

        Args:
            environment: An :class:`Environment` or its name.
            base_url: Instead of or beside the environment; what people paste is put right.
            party_id: The company that calls are made for.
            context_party_id: The second company id, for accountants.
            timeouts: Time limits.
            limits: Connection limits.
            idempotency_header: The header that carries idempotency keys.
            allow_http: Permit plain http to a host other than this machine.
            variables: Read instead of the process environment; pass ``{}`` to read none.

        Returns:
            The settled settings.

        Raises:
            ConfigurationError: A setting is wrong, or environment and base URL contradict.

        Source: docs pages "sandbox vs production" and "header values".
        """
        read = os.environ if variables is None else variables
        chosen = _environment(environment, "environment")
        url, url_name = base_url, "base_url"
        if environment is None and base_url is None:
            # Only together: an explicit base URL must not be contradicted by a variable, nor the other way round.
            chosen = _environment(_variable(read, "BILLIT_ENVIRONMENT"), "BILLIT_ENVIRONMENT")
            url, url_name = _variable(read, "BILLIT_BASE_URL"), "BILLIT_BASE_URL"
        official: Environment | None
        if url is None:
            official = chosen or Environment.SANDBOX
            settled = official.api_url
        else:
            settled, official = normalise_base_url(url, name=url_name, allow_http=allow_http)
        if official and chosen and official is not chosen:
            raise ConfigurationError(
                f"{url_name} is the {official.value} host, but the environment is {chosen.value}: give one of the two"
            )
        return cls(
            base_url=settled,
            environment=official or chosen,
            party_id=_party(party_id, "party_id", read, "BILLIT_PARTY_ID"),
            context_party_id=_party(context_party_id, "context_party_id", read, "BILLIT_CONTEXT_PARTY_ID"),
            timeouts=_instance(timeouts, Timeouts, "timeouts"),
            limits=_instance(limits, Limits, "limits"),
            idempotency_header=_header_name(idempotency_header),
        )

    @classmethod
    def from_env(cls, variables: Mapping[str, str] | None = None) -> SessionConfig:
        """Settle the settings from ``BILLIT_*`` variables alone.

        Args:
            variables: Read instead of the process environment.

        Raises:
            ConfigurationError: A variable is wrong.
        """
        return cls.resolve(variables=variables)


def normalise_base_url(
    text: str, *, name: str = "base_url", allow_http: bool = False
) -> tuple[str, Environment | None]:
    """Put right what people paste as the API's address.

    The web application's host becomes the API's host, ``.eu`` becomes ``.be``, a missing scheme is added, and quotes,
    whitespace, a trailing slash and ``/v1`` are dropped.

    Args:
        text: What was pasted.
        name: What to call the setting in an error message.
        allow_http: Permit plain http to a host other than this machine.

    Returns:
        The address without a slash at its end, and the environment whose host it is, if any.

    Raises:
        ConfigurationError: It is no http(s) address, or holds credentials, a query or a fragment.
    """
    url, host = _parsed(text, name)
    port = url.explicit_port
    if official := _official(host):
        # The API lives at the root of Billit's own hosts, whatever page the address was copied from.
        if port not in {None, 80, 443}:
            raise ConfigurationError(f"{name} names port {port}, where Billit does not answer")
        return official.api_url, official
    if url.scheme == "http" and not _is_loopback(host) and not allow_http:
        raise ConfigurationError(
            f"{name} is plain http, which would send your key unencrypted: use https, or pass allow_http=True"
        )
    prefix = url.raw_path.rstrip("/")
    if prefix.lower().endswith("/v1"):
        prefix = prefix[:-3].rstrip("/")
    shown_host = f"[{host}]" if ":" in host else host
    shown_port = "" if port is None or port == {"http": 80, "https": 443}[url.scheme] else f":{port}"
    return f"{url.scheme}://{shown_host}{shown_port}{prefix}", None


def _parsed(text: str, name: str) -> tuple[URL, str]:
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError(f"{name} takes a text, not {type(text).__name__}")
    cleaned = text.strip().strip("\"'").strip()
    if "://" not in cleaned:
        bare_host = cleaned.split("/", 1)[0].rsplit(":", 1)[0].strip("[]").lower()
        cleaned = f"{'http' if _is_loopback(bare_host) else 'https'}://{cleaned}"
    try:
        url = URL(cleaned)
    except ValueError:
        url = URL()
    host = (url.host or "").lower().rstrip(".")
    # The text may hold a password, so it is not repeated.
    if not host or url.scheme not in {"http", "https"} or any(char.isspace() for char in host):
        raise ConfigurationError(f"{name} is not an address such as https://api.sandbox.billit.be")
    if url.user is not None or url.password is not None:
        raise ConfigurationError(f"{name} holds a user or password: Billit's credentials are given as auth")
    if url.raw_query_string or url.raw_fragment:
        raise ConfigurationError(f"{name} holds a query or fragment: give scheme and host only")
    return url, host


def _official(host: str) -> Environment | None:
    for domain in (".billit.be", ".billit.eu"):
        if f".{host}".endswith(domain):
            name = f".{host}".removesuffix(domain).strip(".")
            return {  # another name of theirs is taken as it stands
                "": Environment.PRODUCTION,
                "api": Environment.PRODUCTION,
                "my": Environment.PRODUCTION,
                "www": Environment.PRODUCTION,
                "sandbox": Environment.SANDBOX,
                "api.sandbox": Environment.SANDBOX,
                "my.sandbox": Environment.SANDBOX,
            }.get(name)
    return None


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _variable(read: Mapping[str, str], name: str) -> str | None:
    # A variable that is set to nothing is what an unfilled line of a compose file gives: unset.
    return (read.get(name) or "").strip() or None


def _environment(value: Environment | str | None, name: str) -> Environment | None:
    if value is None or isinstance(value, Environment):
        return value
    found = _NAMES.get(value.strip().lower()) if isinstance(value, str) else None  # pyright: ignore[reportUnnecessaryIsInstance]
    if found is None:
        raise ConfigurationError(f"{name} takes 'sandbox' or 'production', not {value!r}")
    return found


def _party(value: int | None, name: str, read: Mapping[str, str], variable: str) -> int | None:
    if value is not None:
        return checked_party_id(value, name)
    text = _variable(read, variable)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()):
        raise ConfigurationError(f"{variable} takes a whole number such as 574991, not {text!r}")
    return checked_party_id(int(text), variable)


def checked_party_id(value: object, name: str) -> int:
    """Return a party id that is a whole number above zero, or raise a ConfigurationError that names the setting."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ConfigurationError(f"{name} takes a whole number such as 574991, not {type(value).__name__}")
    if value <= 0:
        raise ConfigurationError(f"{name} must be above zero, not {value}")
    return value


def _instance(value: _T | None, cls: type[_T], name: str) -> _T:
    if value is None:
        return cls()
    if not isinstance(value, cls):
        raise ConfigurationError(f"{name} takes {cls.__name__}(...), not {type(value).__name__}")
    return value


def _header_name(value: str) -> str:
    if not isinstance(value, str) or not value or not all(c.isascii() and (c.isalnum() or c in "-_") for c in value):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError("idempotency_header takes a header name such as 'Idempotency-Key'")
    return value
