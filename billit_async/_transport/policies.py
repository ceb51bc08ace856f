"""How a call may behave: time limits, repeats, concurrency, and what one call does otherwise than its session.

Values only, checked when they are made; a wrong one is a :class:`ConfigurationError` that names the argument.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import attrs

from billit_async._serialization.values import shown
from billit_async.errors import ConfigurationError, InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "CallOptions",
    "Limits",
    "Priority",
    "RetryPolicy",
    "Timeouts",
    "UnknownWrites",
    "checked_headers",
    "checked_priority",
]

_LEAST_SETTLE = 5.0


def _positive(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    name = f"{type(instance).__name__}.{attribute.name}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConfigurationError(f"{name} takes a number, not {type(value).__name__}")
    if not (value > 0 and value < _LARGEST):
        raise ConfigurationError(f"{name} must be above zero and finite, not {shown(value)}")


def _positive_int(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is None:
        return
    _positive(instance, attribute, value)
    if not isinstance(value, int):
        raise ConfigurationError(f"{type(instance).__name__}.{attribute.name} takes a whole number, not {shown(value)}")


def _statuses(values: Iterable[int]) -> frozenset[int]:
    statuses = frozenset(values)
    for status in statuses:
        if isinstance(status, bool) or not isinstance(status, int) or not 400 <= status <= 599:  # noqa: PLR2004  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError(f"RetryPolicy takes statuses from 400 to 599, not {status!r}")
    return statuses


def _unknown_writes(value: UnknownWrites | str) -> UnknownWrites:
    try:
        return UnknownWrites(value)
    except ValueError:
        names = ", ".join(repr(one.value) for one in UnknownWrites)
        raise ConfigurationError(f"RetryPolicy.unknown_writes takes one of {names}, not {value!r}") from None


def _not_negative(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if isinstance(value, bool) or value != 0:
        _positive(instance, attribute, value)


def checked_priority(value: Priority | str | None) -> Priority | None:
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
        TypeError: It is not a mapping, or a name or value is not a text.
        InvalidArgument: A name is not a token, a value holds what no header can carry, or the header is one that the
            session sets itself.

    Source: RFC 9110, sections 5.1 and 5.5.
    """
    if not isinstance(headers, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"headers takes a mapping of names to texts, not {type(headers).__name__}")
    checked: dict[str, str] = {}
    for name, value in headers.items():
        if not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"the name of a header is a text, not {type(name).__name__}")
        if not name or len(name) > LONGEST_SHOWN or not TOKEN.issuperset(name):
            raise InvalidArgument(f"{name[:LONGEST_SHOWN]!r} is not the name of a header, such as 'X-Trace-Id'")
        if not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"the header {name!r} takes text, not {type(value).__name__}")
        if "\r" in value or "\n" in value:
            raise InvalidArgument(f"the header {name!r} holds a line break")
        if not all(char == "\t" or " " <= char != "\x7f" for char in value) or not _can_be_sent(value):
            raise InvalidArgument(f"the header {name!r} holds a control character or half a character")
        if name.lower() in _OWN_HEADERS:
            raise InvalidArgument(f"the header {name!r} is the session's own: {_OWN_HEADERS[name.lower()]}")
        checked[name] = value
    return checked


def _can_be_sent(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


_LARGEST = 1e15
TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
LONGEST_SHOWN = 100
_OWN_HEADERS = {
    "apikey": "credentials are given as auth",
    "authorization": "credentials are given as auth",
    "partyid": "use billit.for_company(party_id)",
    "contextpartyid": "use billit.for_company(party_id, context_party_id)",
    "content-length": "it follows from the body",
    "transfer-encoding": "it follows from the body",
    "host": "it follows from base_url",
    "proxy-authorization": "the credentials of a proxy stand in its address",
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
        read: One attempt's wait for the first byte of the response, and for each further piece of it.
        attempt: One attempt as a whole, from connect to the last byte; None leaves that to ``total``.
        total: The deadline of the logical call: all attempts and the waits between them.
        queue: The wait for a slot before the first attempt, while the session is at its limits; None waits as long as
            it takes, so that a thousand tasks may queue on one session. It does not count into ``total``.

    Raises:
        ConfigurationError: A value is not a number above zero.
    """

    connect: float = attrs.field(default=10.0, validator=_positive)
    read: float = attrs.field(default=30.0, validator=_positive)
    attempt: float | None = attrs.field(default=None, validator=attrs.validators.optional(_positive))
    total: float = attrs.field(default=60.0, validator=_positive)
    queue: float | None = attrs.field(default=None, validator=attrs.validators.optional(_positive))


class UnknownWrites(StrEnum):
    """What is done about a write that may have been carried out."""

    RAISE = "raise"
    """It is not sent again: the error says that its outcome is unknown."""
    LOOK_FIRST = "look first"
    """Its document is looked for by its own key, and it is sent again only when there is none after a long wait."""
    REPEAT_BLINDLY = "repeat blindly"
    """It is sent again at once under its idempotency key, which doubles what the first attempt is still at work on."""


@attrs.frozen(kw_only=True)
class RetryPolicy:
    """When and how often a call is attempted again.

    Reads are repeated when no connection could be made, when it broke, when the response was cut off or came too late,
    and on ``statuses``. Writes are repeated when they surely were not sent, and never when they may have been carried
    out, idempotency key or not: Billit stores a key when a call has succeeded, so that a first attempt which is still
    at work is not protected by it. :meth:`look_first` is the policy that finds out and then repeats. A wait that the
    server asks for is obeyed when it fits the deadline; otherwise the call fails at once and says how long it is.

    Args:
        attempts: How often a call is put on the wire at most; 1 never repeats.
        base: The longest wait before the second attempt, in seconds; it doubles with every attempt. The wait itself is
            drawn evenly between zero and that (full jitter).
        cap: What that doubling stops at, in seconds.
        statuses: Statuses after which a read is repeated.
        unknown_writes: What is done about a write that may have been carried out.
        settle: Seconds for which a write may still be at work after its attempt ended without a usable response:
            before that, no document is believed to be absent. None takes the time limit of the attempt
            (``Timeouts.attempt``, or ``total``), and at least 5 seconds.
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
    unknown_writes: UnknownWrites = attrs.field(default=UnknownWrites.RAISE, converter=_unknown_writes)
    settle: float | None = attrs.field(default=None, validator=attrs.validators.optional(_not_negative))
    budget: int = attrs.field(default=50, validator=_positive_int)
    refill: float = attrs.field(default=0.2, validator=_positive)

    @classmethod
    def look_first(cls, *, settle: float | None = None) -> RetryPolicy:
        """Make the policy that looks for a document before it sends it again.

        A create of an order, party or product whose outcome is unknown is looked up by its own key (``external_id``, a
        number, ...) for ``settle`` seconds. When it is there, its id is returned; when it is absent after that, the
        create is sent again under the same idempotency key; without a key of its own, and for all other writes, the
        outcome stays unknown. ``orders.deliver`` looks at the order in the same way before it sends it
        again. The wait comes on top of ``Timeouts.total``.

        Args:
            settle: Longer than a first attempt could still be at work, in seconds. None takes the time limit of the
                attempt, and at least 5 seconds.
        """
        return cls(unknown_writes=UnknownWrites.LOOK_FIRST, settle=settle)

    @classmethod
    def repeat_writes_blindly(cls, *, settle: float | None = None) -> RetryPolicy:
        """Make the policy that repeats writes which may have been carried out: DANGER, it makes documents twice.

        Creating and sending orders is repeated at once after a broken connection, a cut-off response, 429, 502 and 503.
        The idempotency key recognises only a first attempt that has *succeeded*: one that Billit is still working on is
        made, or sent to the customer, a second time. After a create that was repeated, documents under one external id
        or number are counted for ``settle`` seconds, and two are a ``DuplicateDocument``; an order that was sent twice,
        and documents without such a key, are not noticed at all.

        Args:
            settle: Seconds for which a first attempt may still be at work. None takes the time limit of the attempt,
                and at least 5 seconds.
        """
        return cls(unknown_writes=UnknownWrites.REPEAT_BLINDLY, settle=settle)

    def settle_for(self, timeouts: Timeouts) -> float:
        """Tell for how many seconds a write with these time limits may still be at work after its attempt ended."""
        if self.settle is not None:
            return self.settle
        limit = timeouts.total if timeouts.attempt is None else min(timeouts.attempt, timeouts.total)
        # A caller in a hurry makes the service no faster.
        return max(limit, _LEAST_SETTLE)

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
        max_response_bytes: How much of a response is taken, after decompression; more is a `ResponseTooLarge`. A page
            of 120 orders has some hundred thousand bytes.
        max_download_bytes: The same for a file that is downloaded, counted as it comes: base64 in JSON, a third more
            than the file.
        adaptive: Ask for less at once when the response is 429 (half of it), and for more again, step by step,
            while it does not.

    Raises:
        ConfigurationError: A value is out of range.
    """

    max_connections: int = attrs.field(default=100, validator=_positive_int)
    max_per_host: int | None = attrs.field(default=None, validator=attrs.validators.optional(_positive_int))
    concurrency: int | None = attrs.field(default=None, validator=attrs.validators.optional(_positive_int))
    rate: float | None = attrs.field(default=None, validator=attrs.validators.optional(_positive))
    burst: int = attrs.field(default=1, validator=_positive_int)
    max_response_bytes: int = attrs.field(default=16 << 20, validator=_positive_int)
    max_download_bytes: int = attrs.field(default=64 << 20, validator=_positive_int)
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
    priority: Priority | None = attrs.field(default=None, converter=checked_priority)
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
