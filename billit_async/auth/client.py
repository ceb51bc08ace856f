"""The OAuth client of an application as each of its grants sees it: who it is, where tokens come from and are kept."""

from __future__ import annotations

import inspect
import logging
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from billit_async._transport.network import Network
    from billit_async._transport.secret import Secret
    from billit_async.auth.freshness import RefreshWindows
    from billit_async.auth.refresh_policy import RefreshPolicy
    from billit_async.auth.stores.application import ApplicationTokenStore
    from billit_async.auth.token_endpoint import TokenEndpoint
    from billit_async.config import SessionConfig
    from billit_async.errors import ReauthorisationRequired

__all__ = ["OAuthClient"]

_LOG = logging.getLogger("billit_async.auth")


@attrs.define(kw_only=True, slots=True)
class OAuthClient:
    """What the grants of an application share.

    Attributes:
        client_id: As Billit gave it to the application.
        client_secret: Likewise.
        config: The environment, or the base URL, that it is registered in.
        store: Where its grants are kept, apart from those of other applications.
        endpoint: Where tokens are exchanged.
        refresh_windows: How long before its end a token is renewed.
        refresh_policy: How patient renewals are.
        on_reauthorisation: Called, or awaited, once when a grant is found revoked.
    """

    client_id: str
    client_secret: Secret
    config: SessionConfig
    store: ApplicationTokenStore
    endpoint: TokenEndpoint
    refresh_windows: RefreshWindows
    refresh_policy: RefreshPolicy
    on_reauthorisation: Callable[[ReauthorisationRequired], Awaitable[None] | None] | None

    def adopt(self, network: Network) -> None:
        """Use the proxy and the certificates of a session, unless the application was given its own.

        Args:
            network: The session's.
        """
        if not self.endpoint.network.is_given:
            self.endpoint.network = network

    async def notify_reauthorisation(self, error: ReauthorisationRequired) -> None:
        """Tell the application that a grant is revoked; an error of its own function is logged.

        Args:
            error: What the call that found it raises.
        """
        if self.on_reauthorisation is None:
            return
        try:
            result = self.on_reauthorisation(error)
            if inspect.isawaitable(result):
                await result
        except Exception:  # noqa: BLE001  (the application's own function)
            _LOG.exception("on_reauthorisation failed for grant %r", error.grant)
