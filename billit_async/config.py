"""Where a session talks to and within which bounds; reads ``BILLIT_*`` variables, and never the network.

Every wrong or missing setting is a :class:`ConfigurationError` that names the argument or variable.
"""

from __future__ import annotations

import ipaddress
import math
import os
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
from yarl import URL

from billit_async.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "CallOptions",
    "Environment",
    "Limits",
    "Priority",
    "RetryPolicy",
    "SessionConfig",
    "Timeouts",
    "normalise_base_url",
]


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


def _statuses(values: Iterable[int]) -> frozenset[int]:
    statuses = frozenset(values)
    for status in statuses:
        if isinstance(status, bool) or not isinstance(status, int) or not 400 <= status <= 599:  # noqa: PLR2004  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError(f"RetryPolicy takes statuses from 400 to 599, not {status!r}")
    return statuses


def _priority(value: Priority | str | None) -> Priority | None:
    if value is None or isinstance(value, Priority):
        return value
    try:
        return Priority(value)
    except ValueError:
        raise ConfigurationError(f"priority takes 'interactive' or 'bulk', not {value!r}") from None


def _call_headers(headers: Mapping[str, str] | None) -> dict[str, str] | None:
    return None if headers is None else checked_headers(headers)


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers that can be put on the wire, and that do not pose as another caller or company.

    Raises:
        TypeError: A value is no text.
        ValueError: A value holds a line break, or the header is one that the session sets itself.
    """
    checked: dict[str, str] = {}
    for name, value in headers.items():
        if not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"the header {name!r} takes text, not {type(value).__name__}")
        if "\r" in value or "\n" in value:
            raise ValueError(f"the header {name!r} holds a line break")
        if name.strip().lower() in _OWN_HEADERS:
            raise ValueError(f"the header {name!r} is the session's own: {_OWN_HEADERS[name.strip().lower()]}")
        checked[name] = value
    return checked


_OWN_HEADERS = {
    "apikey": "credentials are given as auth",
    "authorization": "credentials are given as auth",
    "partyid": "use billit.for_company(party_id)",
    "contextpartyid": "use billit.for_company(party_id, context_party_id)",
    "content-length": "it follows from the body",
    "transfer-encoding": "it follows from the body",
    "host": "it follows from base_url",
}


class Priority(StrEnum):
    """Which lane a call waits in when the session is busy: calls that a person waits for go before bulk work."""

    INTERACTIVE = "interactive"
    BULK = "bulk"


@attrs.frozen(kw_only=True)
class Timeouts:
    """How long a call may take, in seconds.

    Args:
        connect: One attempt's name resolution, connect and TLS together.
        read: One attempt's wait for the first byte of the answer, and for each further piece of it.
        attempt: One attempt as a whole, from connect to the last byte; None leaves that to ``total``.
        total: The deadline of the logical call: all attempts and the waits between them.
        queue: The wait for a turn before the first attempt, while the session is at its limits; None waits as long as
            it takes, so that a thousand tasks may queue on one session. It does not count into ``total``.

    Raises:
        ConfigurationError: A value is not a number above zero.
    """

    connect: float = attrs.field(default=10.0, validator=_positive)
    read: float = attrs.field(default=30.0, validator=_positive)
    attempt: float | None = attrs.field(default=None, validator=attrs.validators.optional(_positive))
    total: float = attrs.field(default=60.0, validator=_positive)
    queue: float | None = attrs.field(default=None, validator=attrs.validators.optional(_positive))


@attrs.frozen(kw_only=True)
class RetryPolicy:
    """When and how often a call is attempted again.

    Reads are repeated when no connection could be made, when it broke, when the answer was cut off or came too late,
    and on ``statuses``. Writes are repeated when they surely were not sent; with an idempotency key that Billit
    honours also when the connection broke or the answer was cut off, and on ``keyed_statuses``. A wait that the server
    asks for is obeyed when it fits the deadline; otherwise the call fails at once and says how long that wait is.

    Args:
        attempts: How often a call is put on the wire at most; 1 never repeats.
        base: The longest wait before the second attempt, in seconds; it doubles with every attempt. The wait itself is
            drawn evenly between zero and that (full jitter).
        cap: What that doubling stops at, in seconds.
        statuses: Statuses after which a read is repeated.
        keyed_statuses: Statuses after which a write with an idempotency key is repeated. Without 504 and 500: behind a
            gateway that gave up, Billit may still be at the first attempt, and its key counts only when it succeeds.
        keyed_lost: Whether a write with an idempotency key is repeated when its connection broke or its answer was cut
            off. Billit then answers 409 if the first attempt was carried out. One that is still being carried out
            behind a broken connection is not recognised: False leaves such writes to ``await error.resolve()``.
        budget: Repeats that the whole session may make at once, so that an outage does not become a storm.
        refill: What each call that succeeds gives back to that budget.

    Raises:
        ConfigurationError: A value is out of range.

    Source: docs page "idempotent tokens".
    """

    attempts: int = attrs.field(default=4, validator=_positive_int)
    base: float = attrs.field(default=0.5, validator=_positive)
    cap: float = attrs.field(default=8.0, validator=_positive)
    statuses: frozenset[int] = attrs.field(default=frozenset({429, 500, 502, 503, 504}), converter=_statuses)
    keyed_statuses: frozenset[int] = attrs.field(default=frozenset({429, 502, 503}), converter=_statuses)
    keyed_lost: bool = True
    budget: int = attrs.field(default=50, validator=_positive_int)
    refill: float = attrs.field(default=0.2, validator=_positive)

    @classmethod
    def cautious(cls) -> RetryPolicy:
        """Make the policy that repeats a write only when the first one surely was not carried out, key or not.

        The one case that the default leaves open is a first write which is still being carried out behind a broken
        connection, or behind a gateway that answered 502 or 503: its key counts only once it has succeeded.
        """
        return cls(keyed_lost=False, keyed_statuses=frozenset({429}))

    @classmethod
    def never(cls) -> RetryPolicy:
        """Make the policy that sends every call exactly once."""
        return cls(attempts=1)


@attrs.frozen(kw_only=True)
class Limits:
    """How much a session asks at once, with all its companies and views together.

    Args:
        max_connections: Connections of the session.
        max_per_host: The same for one host; only different from it when a caller's own proxy setup needs it.
        concurrency: Calls under way at once; as many as there are connections when left out.
        rate: Attempts a second at most; None does not pace.
        burst: Attempts that may go at once before the rate holds them back.
        adaptive: Ask for less at once when the server answers 429 (half of it), and for more again, step by step,
            while it does not.

    Raises:
        ConfigurationError: A value is out of range.
    """

    max_connections: int = attrs.field(default=100, validator=_positive_int)
    max_per_host: int | None = attrs.field(default=None, validator=attrs.validators.optional(_positive_int))
    concurrency: int | None = attrs.field(default=None, validator=attrs.validators.optional(_positive_int))
    rate: float | None = attrs.field(default=None, validator=attrs.validators.optional(_positive))
    burst: int = attrs.field(default=1, validator=_positive_int)
    adaptive: bool = True


@attrs.frozen(kw_only=True)
class CallOptions:
    """What one call, or one view of a session, does otherwise than the session; None leaves it as it is.

    Args:
        timeouts: Time limits.
        retry: When and how often to attempt again.
        priority: The lane to wait in.
        headers: Further headers; they cannot replace the ones that carry credentials or company.
        log_bodies: Whether bodies are logged, masked.
    """

    timeouts: Timeouts | None = attrs.field(default=None)
    retry: RetryPolicy | None = attrs.field(default=None)
    priority: Priority | None = attrs.field(default=None, converter=_priority)
    headers: Mapping[str, str] | None = attrs.field(default=None, converter=_call_headers)
    log_bodies: bool | None = attrs.field(default=None)

    def over(self, under: CallOptions) -> CallOptions:
        """Lay these options over others: what is None here comes from there, headers are merged."""
        headers = {**(under.headers or {}), **(self.headers or {})}
        return CallOptions(
            timeouts=self.timeouts or under.timeouts,
            retry=self.retry or under.retry,
            priority=self.priority or under.priority,
            headers=headers or None,
            log_bodies=under.log_bodies if self.log_bodies is None else self.log_bodies,
        )


@attrs.frozen(kw_only=True)
class SessionConfig:
    """The settings of a session, resolved and checked; holds no credentials, and pickles.

    Args:
        base_url: Scheme and host of the API, and a path prefix if a gateway adds one; no slash at the end.
        environment: The environment, or None for a base URL that is neither of Billit's.
        party_id: The company that calls are made for, sent as ``PartyID``.
        context_party_id: Sent as ``ContextPartyID``, for accountants.
        timeouts: Time limits.
        limits: How much is asked at once.
        idempotency_header: The header that carries idempotency keys; the documentation has two spellings.
        retry: When and how often a call is attempted again.
        priority: The lane that calls wait in.
        log_bodies: Whether bodies are logged, masked.
    """

    base_url: str
    environment: Environment | None = None
    party_id: int | None = None
    context_party_id: int | None = None
    timeouts: Timeouts = attrs.field(factory=Timeouts)
    limits: Limits = attrs.field(factory=Limits)
    idempotency_header: str = "Idempotency-Key"
    retry: RetryPolicy = attrs.field(factory=RetryPolicy)
    priority: Priority = Priority.INTERACTIVE
    log_bodies: bool = False

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
        retry: RetryPolicy | None = None,
        priority: Priority | str | None = None,
        log_bodies: bool = False,
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
            limits: How much is asked at once.
            idempotency_header: The header that carries idempotency keys.
            retry: When and how often a call is attempted again.
            priority: The lane that calls wait in: interactive, or bulk.
            log_bodies: Whether bodies are logged, masked.
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
            retry=_instance(retry, RetryPolicy, "retry"),
            priority=_priority(priority) or Priority.INTERACTIVE,
            log_bodies=bool(log_bodies),
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
