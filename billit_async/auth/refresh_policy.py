"""The time limits of a renewal: for a slow token endpoint, for other workers, and for refusals that are unclear."""

from __future__ import annotations

import math

import attrs

from billit_async.errors import ConfigurationError

__all__ = ["RefreshPolicy"]


def _seconds(instance: object, attribute: attrs.Attribute[float], value: object) -> None:
    del instance
    if isinstance(value, bool) or not isinstance(value, int | float) or not (math.isfinite(value) and value >= 0):
        raise ConfigurationError(f"RefreshPolicy: {attribute.name} takes seconds, zero or more, not {value!r}")


def _above_zero(instance: object, attribute: attrs.Attribute[float], value: float) -> None:
    _seconds(instance, attribute, value)
    if value == 0:
        raise ConfigurationError(f"RefreshPolicy: {attribute.name} takes seconds above zero")


def _count(instance: object, attribute: attrs.Attribute[int], value: object) -> None:
    del instance
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ConfigurationError(f"RefreshPolicy: {attribute.name} takes a whole number above zero, not {value!r}")


@attrs.frozen(kw_only=True, slots=True)
class RefreshPolicy:
    """The patience of :class:`OAuth2` around the exchange of a token.

    Attributes:
        late_seconds: Seconds that the thread of an exchange reads on after ``timeout``, when its callers have long had
            an error: the response is the only copy of the next refresh token, and is stored whenever it comes.
        shutdown_seconds: Seconds that the end of a session, the end of the event loop, and SIGTERM wait for an exchange
            that is under way; 0 to leave SIGTERM alone.
        lease_seconds: Seconds that the lease of a grant holds unless its holder prolongs it, which it does while it
            works: how long a holder that was killed can keep others waiting.
        store_seconds: Seconds for which a token is used without a look at the store. With 0 every call looks, and a
            login or ``forget()`` of another worker counts at once.
        young_seconds: Seconds from when a token came, in which a 401 that does not name it does not renew it; at most a
            quarter of its life.
        memory_seconds: Seconds for which a company that was refused is remembered, so that further refusals of it spend
            no refresh token; a renewal by the clock or a login forgets it earlier.
        unclear_refusals: How many refusals of the token endpoint in the same unclear words (401 or 403 without a code)
            make a grant revoked, when they come over ``unclear_seconds`` at least.
        unclear_seconds: Seconds between the first and the last of these refusals.

    Raises:
        ConfigurationError: A value is not a number of seconds, or not a count.

    Source: docs page "how do I get started with OAuth" (a refresh token works once).
    """

    late_seconds: float = attrs.field(default=300.0, validator=_seconds)
    shutdown_seconds: float = attrs.field(default=30.0, validator=_seconds)
    lease_seconds: float = attrs.field(default=6.0, validator=_above_zero)
    store_seconds: float = attrs.field(default=0.0, validator=_seconds)
    young_seconds: float = attrs.field(default=60.0, validator=_seconds)
    memory_seconds: float = attrs.field(default=3600.0, validator=_seconds)
    unclear_refusals: int = attrs.field(default=3, validator=_count)
    unclear_seconds: float = attrs.field(default=600.0, validator=_seconds)
