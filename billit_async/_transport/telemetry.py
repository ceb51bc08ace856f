"""The protocol of what watches calls, so that the transport knows no tracing library."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from billit_async.errors import CallError

__all__ = ["CallFacts", "CallWatch", "Telemetry"]


class CallFacts(NamedTuple):
    """One logical call as it begins.

    Attributes:
        method: The HTTP method.
        path: The path template, without ids and query.
        party_id: The company, when one was chosen.
        environment: ``sandbox``, ``production`` or the host.
        scheme: ``https`` or ``http``.
        host: The host of the API.
        port: Its port.
    """

    method: str
    path: str
    party_id: int | None
    environment: str
    scheme: str
    host: str
    port: int


class CallWatch(Protocol):
    """Follows one logical call. Its methods are called in the task of the call; they must not block or raise."""

    def attempt(self, number: int) -> None:
        """An attempt begins; the first is number 1."""
        ...

    def responded(self, number: int, status: int) -> None:
        """An attempt got a response, with whatever status."""
        ...

    def failed(self, number: int, reason: str) -> None:
        """An attempt got no response; ``reason`` is one word such as ``not_sent``, ``lost``, ``timeout``."""
        ...

    def waiting(self, seconds: float, reason: str) -> None:
        """A wait is over: ``queue`` for a slot of the session, ``retry`` before the next attempt."""
        ...

    def done(self, *, status: int | None, error: CallError | BaseException | None, sent: int, received: int) -> None:
        """The call is over: with the last status, the error if it raised one, and the bytes of both bodies."""
        ...


class Telemetry(Protocol):
    """Watches all calls of a session."""

    def call(self, facts: CallFacts) -> CallWatch:
        """A logical call begins."""
        ...
