"""When an access token is to be renewed, and how long it may still be used. Pure.

In a process, age is measured by the monotonic clock, which nobody sets. Between processes there is only the wall
clock; what it says is believed within bounds, and a token that was believed too long gets a 401 and is renewed.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import attrs

from billit_async._serialization.values import shown
from billit_async.errors import ConfigurationError

if TYPE_CHECKING:
    from billit_async.auth.stores.record import GrantRecord

__all__ = ["CachedToken", "Need", "RefreshWindows", "cached_token"]


class Need(Enum):
    """What a token needs before it is used."""

    NOTHING = "nothing"
    SOON = "renewal in the background"
    NOW = "renewal before the call"


_LARGEST = 1e15


def _seconds(instance: object, attribute: attrs.Attribute[float], value: object) -> None:
    del instance
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _LARGEST:
        raise ConfigurationError(f"RefreshWindows: {attribute.name} takes seconds, zero or more, not {shown(value)}")


@attrs.frozen(kw_only=True, slots=True)
class RefreshWindows:
    """How long before its end a token is renewed.

    A token that lives shorter than Billit's hour has shorter windows: at most half and a quarter of its life.

    Attributes:
        advisory: Seconds before the end from which it is renewed in the background, while calls go on with it.
        mandatory: Seconds before the end from which no call uses it any more; covers the time that a call travels,
            and clocks that differ.

    Raises:
        ConfigurationError: A value is not a number of seconds.

    Source: docs page "how do I get started with OAuth" (``expires_in`` is 3600).
    """

    advisory: float = attrs.field(default=300.0, validator=_seconds)
    mandatory: float = attrs.field(default=30.0, validator=_seconds)

    def need(self, left: float, lifetime: float) -> Need:
        """Tell what a token needs.

        Args:
            left: Seconds until its end.
            lifetime: Seconds that it lives in all.
        """
        if left <= min(self.mandatory, lifetime / 4):
            return Need.NOW
        if left <= min(self.advisory, lifetime / 2):
            return Need.SOON
        return Need.NOTHING


@attrs.frozen(slots=True)
class CachedToken:
    """A token pair in the memory of a process.

    Attributes:
        record: The stored grant.
        version: The version that it was read or written at.
        ends: When the access token ends, by the monotonic clock.
        lifetime: Seconds that it lives in all.
    """

    record: GrantRecord
    version: str
    ends: float
    lifetime: float


def cached_token(record: GrantRecord, version: str, *, wall: float, monotonic: float) -> CachedToken:
    """Make a stored grant the token of a process: its end on the wall clock becomes an end on the monotonic one.

    Args:
        record: The grant.
        version: Its version.
        wall: What the wall clock says, in seconds since 1970.
        monotonic: What the monotonic clock says, in seconds.
    """
    lifetime = max(0.0, record.expires_at - record.obtained_at)
    # A clock that was set back would make a token live longer than any does.
    left = min(record.expires_at - wall, lifetime)
    return CachedToken(record, version, monotonic + left, lifetime)
