"""What the session asks of credentials; it never does I/O of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billit_async._transport.addresses import Environment
    from billit_async._transport.network import Network
    from billit_async._transport.secret import Secret
    from billit_async.errors import Unauthorized

__all__ = ["Auth", "Networked", "Settling"]


@runtime_checkable
class Auth(Protocol):
    """Credentials for a session: an API key, an OAuth2 grant, or something of your own."""

    @property
    def environment(self) -> Environment | None:
        """The environment these credentials belong to, when they know it."""
        ...

    @property
    def base_url(self) -> str | None:
        """The base URL these credentials belong to, when they know one."""
        ...

    async def headers(self) -> Mapping[str, str | Secret]:
        """Return the headers that carry the credentials; asked before every attempt, and may renew a token first.

        A value that is wrapped as a `Secret` is unwrapped when it is written on the wire, and shows nowhere before.
        """
        ...

    async def refused(self, error: Unauthorized, sent: Mapping[str, str | Secret]) -> bool:
        """Learn that these headers were refused with 401; of a call that was repeated with others, a second time.

        Args:
            error: What Billit said.
            sent: The headers of the refused attempt, so that a token that was renewed meanwhile is noticed.

        Returns:
            True when :meth:`headers` now has others, with which the call is worth one more attempt.
        """
        ...


@runtime_checkable
class Networked(Protocol):
    """Credentials that ask a server of their own, and so go by a proxy and trust certificates too."""

    @property
    def network(self) -> Network:
        """The way that they take."""
        ...

    def adopt(self, network: Network) -> None:
        """Take the way of the session that uses them, unless they were told one of their own."""
        ...


@runtime_checkable
class Settling(Protocol):
    """Credentials that may be in the middle of something when a session closes."""

    async def settle(self) -> None:
        """Finish what is under way; never raises."""
        ...
