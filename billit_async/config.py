"""The settings of a session, from arguments and ``BILLIT_*`` variables; each wrong one is named in the error."""

from __future__ import annotations

import os
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import attrs
from yarl import URL

from billit_async._serialization.ids import as_guid, as_typed
from billit_async._serialization.values import shown
from billit_async._transport.addresses import Environment, environment_named, normalise_base_url
from billit_async._transport.policies import (
    LONGEST_SHOWN,
    TOKEN,
    CallOptions,
    Limits,
    Priority,
    RetryPolicy,
    Timeouts,
    UnknownWrites,
    checked_priority,
)
from billit_async.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from billit_async._serialization.ids import Id

__all__ = [
    "CallOptions",
    "ConfigOptions",
    "Environment",
    "Limits",
    "Priority",
    "RetryPolicy",
    "SessionConfig",
    "Timeouts",
    "UnknownWrites",
    "normalise_base_url",
]


_LONGEST_ID = 18
_BITS_OF_AN_ID = 64


class ConfigOptions(TypedDict, total=False):
    """The settings that a caller may give; what is left out, or None, comes from a variable or has its default."""

    environment: Environment | str | None
    base_url: str | None
    party_id: Id | None
    context_party_id: Id | None
    timeout: float | None
    timeouts: Timeouts | None
    limits: Limits | None
    retry: RetryPolicy | None
    priority: Priority | str | None
    log_bodies: bool
    filterable: Mapping[str, Iterable[str]] | None
    server_tz: tzinfo | str | None
    aware_only: bool
    idempotency_header: str
    allow_http: bool


def _a(cls: type) -> Callable[[object, attrs.Attribute[Any], object], None]:
    def check(_instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
        if not isinstance(value, cls):
            raise ConfigurationError(f"{attribute.name} takes {cls.__name__}(...), not {type(value).__name__}")

    return check


def _is_zone(_instance: object, _attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, tzinfo | str | None):
        raise ConfigurationError(f"server_tz takes a time zone such as 'Europe/Brussels', not {value!r}")


def _columns(value: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    checked: dict[str, frozenset[str]] = {}
    for path, columns in value.items():
        if isinstance(columns, str):
            raise ConfigurationError(f"filterable takes a list of columns for {path!r}, not one text")
        checked[path] = frozenset(columns)
    return checked


def _is_header_name(_instance: object, _attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, str) or not value or not TOKEN.issuperset(value):
        raise ConfigurationError("idempotency_header takes a header name such as 'Idempotency-Key'")


@attrs.frozen(kw_only=True)
class SessionConfig:
    """The settings of a session, resolved and checked; holds no credentials, and pickles.

    Args:
        base_url: Scheme and host of the API, and a path prefix if a gateway adds one; no slash at the end.
        environment: The environment, or None for a base URL that is neither of Billit's.
        party_id: The company that calls are made for, sent as ``PartyID``.
        context_party_id: Sent as ``ContextPartyID``, for accountants.
        timeouts: Time limits, in seconds.
        limits: How much is asked at once.
        idempotency_header: The header that carries idempotency keys; the documentation has two spellings.
        retry: When and how often a call is attempted again.
        priority: The lane that calls wait in: ``interactive``, or ``bulk``.
        log_bodies: Whether bodies are logged, masked.
        server_tz: The zone of Billit's local times, or its name; None for Belgium's.
        aware_only: Whether filters refuse date-times without a zone.
        filterable: Columns that a list is filtered and sorted by, by its path, in place of those that are documented.

    Raises:
        ConfigurationError: A setting is wrong.
    """

    base_url: str
    environment: Environment | None = None
    party_id: int | None = None
    context_party_id: int | None = None
    timeouts: Timeouts = attrs.field(factory=Timeouts, validator=_a(Timeouts))
    limits: Limits = attrs.field(factory=Limits, validator=_a(Limits))
    idempotency_header: str = attrs.field(default="Idempotency-Key", validator=_is_header_name)
    retry: RetryPolicy = attrs.field(factory=RetryPolicy, validator=_a(RetryPolicy))
    priority: Priority = Priority.INTERACTIVE
    log_bodies: bool = False
    server_tz: tzinfo | str | None = attrs.field(default=None, validator=_is_zone)
    aware_only: bool = False
    filterable: Mapping[str, frozenset[str]] = attrs.field(factory=dict[str, frozenset[str]], hash=False)

    @property
    def label(self) -> str:
        """What errors call the place: ``sandbox``, ``production`` or the host."""
        return self.environment.value if self.environment else (URL(self.base_url).host or self.base_url)

    @classmethod
    def resolve(cls, *, variables: Mapping[str, str] | None = None, **options: Unpack[ConfigOptions]) -> SessionConfig:
        """Settle the settings: arguments first, then ``BILLIT_*`` variables, then the sandbox.

        Args:
            variables: Read instead of the process environment; pass ``{}`` to read none.
            options: As for :class:`billit_async.session.BillitSession`.

        Returns:
            The settled settings.

        Raises:
            ConfigurationError: A setting is wrong, or environment and base URL contradict.
            TypeError: There is no such setting.

        Source: docs pages "sandbox vs production" and "header values".
        """
        read = os.environ if variables is None else variables
        given: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
        base_url, environment = _place(
            read, given.pop("environment", None), given.pop("base_url", None), allow_http=given.pop("allow_http", False)
        )
        party_id = _party(given.pop("party_id", None), "party_id", read, "BILLIT_PARTY_ID")
        context = _party(given.pop("context_party_id", None), "context_party_id", read, "BILLIT_CONTEXT_PARTY_ID")
        if (seconds := given.pop("timeout", None)) is not None:
            if "timeouts" in given:
                raise ConfigurationError("give timeout or timeouts, not both: timeout=30 is Timeouts(total=30)")
            given["timeouts"] = _deadline(seconds)
        if "filterable" in given:
            given["filterable"] = _columns(given["filterable"])
        if "priority" in given:
            given["priority"] = checked_priority(given["priority"])
        given |= {name: bool(given[name]) for name in ("log_bodies", "aware_only") if name in given}
        if "server_tz" not in given:
            given["server_tz"] = _variable(read, "BILLIT_SERVER_TZ")
        return cls(base_url=base_url, environment=environment, party_id=party_id, context_party_id=context, **given)

    @classmethod
    def from_env(cls, variables: Mapping[str, str] | None = None) -> SessionConfig:
        """Settle the settings from ``BILLIT_*`` variables alone.

        Args:
            variables: Read instead of the process environment.

        Raises:
            ConfigurationError: A variable is wrong.
        """
        return cls.resolve(variables=variables)


def _variable(read: Mapping[str, str], name: str) -> str | None:
    # A variable that is set to nothing is what an unfilled line of a compose file gives: unset.
    return (read.get(name) or "").strip() or None


def _place(
    read: Mapping[str, str], environment: Environment | str | None, base_url: str | None, *, allow_http: bool
) -> tuple[str, Environment | None]:
    chosen = environment_named(environment, "environment")
    url, url_name = base_url, "base_url"
    if environment is None and base_url is None:
        # Only together: an explicit base URL must not be contradicted by a variable, nor the other way round.
        chosen = environment_named(_variable(read, "BILLIT_ENVIRONMENT"), "BILLIT_ENVIRONMENT")
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
    return settled, official or chosen


def _deadline(seconds: object) -> Timeouts:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds < float("inf"):
        raise ConfigurationError(f"timeout takes a number of seconds above zero, not {shown(seconds)}")
    return Timeouts(total=seconds)


def _party(value: Id | None, name: str, read: Mapping[str, str], variable: str) -> int | None:
    if value is not None:
        return checked_party_id(value, name)
    text = _variable(read, variable)
    if text is None:
        return None
    if as_guid(text) is not None:
        return checked_party_id(text, variable)
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID):
        raise ConfigurationError(f"{variable} takes a whole number such as 574991, not {text[:LONGEST_SHOWN]!r}")
    return checked_party_id(int(text), variable)


def checked_party_id(value: object, name: str) -> int:
    """Return a party id that is a whole number above zero, or the text of a GUID.

    Raises:
        ConfigurationError: It is neither; the message names the setting.
    """
    guid = as_guid(value)
    if guid is not None:
        # As it came, where it came as a text; typed as the number that Billit's document has today.
        return as_typed(value if isinstance(value, str) else str(guid))
    if isinstance(value, bool) or not isinstance(value, int):
        raise ConfigurationError(f"{name} takes a whole number such as 574991, not {type(value).__name__}")
    if value <= 0:
        raise ConfigurationError(f"{name} must be above zero, not {shown(value)}")
    if value.bit_length() >= _BITS_OF_AN_ID:
        raise ConfigurationError(f"{name} takes an id of the service, of 64 bits at most, not {shown(value)}")
    return value
