"""What calls need to know of the settings of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from billit_async._transport.addresses import Environment
    from billit_async._transport.policies import Limits, Priority, RetryPolicy, Timeouts

__all__ = ["Settings"]


class Settings(Protocol):
    """The settings of a session, as its calls and lists read them; see ``billit_async.config.SessionConfig``."""

    @property
    def base_url(self) -> str:
        """Scheme and host of the API, without a slash at the end."""
        ...

    @property
    def environment(self) -> Environment | None:
        """The environment, or None for a base URL that is not one of Billit's."""
        ...

    @property
    def label(self) -> str:
        """What errors call the place."""
        ...

    @property
    def timeouts(self) -> Timeouts:
        """Time limits."""
        ...

    @property
    def limits(self) -> Limits:
        """How much is asked at once."""
        ...

    @property
    def retry(self) -> RetryPolicy:
        """When and how often a call is attempted again."""
        ...

    @property
    def priority(self) -> Priority:
        """The lane that calls wait in."""
        ...

    @property
    def idempotency_header(self) -> str:
        """The header that carries idempotency keys."""
        ...

    @property
    def log_bodies(self) -> bool:
        """Whether bodies are logged, masked."""
        ...

    @property
    def server_tz(self) -> tzinfo | str | None:
        """The zone of Billit's local times, or its name."""
        ...

    @property
    def aware_only(self) -> bool:
        """Whether filters refuse date-times without a zone."""
        ...

    @property
    def filterable(self) -> Mapping[str, frozenset[str]]:
        """Columns that a list is filtered and sorted by, by its path."""
        ...
