"""An application that logs its users in by OAuth2: login addresses, the exchange of codes, and the grants by name."""

from __future__ import annotations

import os
import secrets
import threading
import weakref
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn
from urllib.parse import urlencode

from billit_async._serialization.values import shown
from billit_async._transport.network import Network
from billit_async._transport.secret import Secret
from billit_async.auth.client import OAuthClient
from billit_async.auth.first_pair import exchange_code
from billit_async.auth.freshness import RefreshWindows
from billit_async.auth.grant import Grant
from billit_async.auth.login import (
    browser_url,
    checked_redirect_uri,
    checked_text,
    checked_type,
    code_of_callback,
    pkce_challenge,
    pkce_verifier,
)
from billit_async.auth.refresh_policy import RefreshPolicy
from billit_async.auth.stores.application import ApplicationTokenStore
from billit_async.auth.stores.memory import MemoryTokenStore
from billit_async.auth.stores.protocol import TokenStore
from billit_async.auth.token_endpoint import TokenEndpoint
from billit_async.config import SessionConfig
from billit_async.errors import ConfigurationError, InvalidArgument

if TYPE_CHECKING:
    import ssl
    from collections.abc import Awaitable, Callable, Mapping
    from os import PathLike

    from billit_async._transport.addresses import Environment
    from billit_async.errors import ReauthorisationRequired, Unauthorized

__all__ = ["Authorization", "OAuth2"]

_LARGEST_TIMEOUT = 1e15


class Authorization(NamedTuple):
    """Where to send a user, and what to expect back.

    Attributes:
        url: The address of the logon page.
        state: Keep it with the user's own session, for :meth:`OAuth2.exchange`.
    """

    url: str
    state: str


class OAuth2:
    """An application that users log in to, and their grants.

    Used as credentials itself it is the grant named ``default``: ``BillitSession(OAuth2(...), party_id=...)``.
    One object serves any number of users, sessions, tasks and threads.

    Args:
        client_id: As Billit gave it to the application.
        client_secret: Likewise; it is never shown.
        redirect_uri: Where Billit sends the user back to, exactly as it is registered: https, or http on this machine's
            own address; without a query of its own.
        environment: Where the application is registered; from ``BILLIT_ENVIRONMENT`` when left out, else the sandbox.
        base_url: Instead of the environment, for an emulator or a gateway.
        logon_url: The address of the logon page, when it is neither the environment's nor below ``base_url``.
        store: Where grants are kept, by client id and base URL, so that several applications can share one. Without one
            they are in memory, and end with the process.
        refresh_windows: How long before its end a token is renewed.
        pkce: Send a code challenge (S256), and its verifier with the code. The documentation has no page on it; the
            Swagger document knows ``code_verifier``.
        on_reauthorisation: Called, or awaited, once when a grant is found revoked, with the error that the call raises.
        timeout: Seconds that a caller waits for an exchange, which itself is read on for longer.
        refresh: How patient renewals are, with what comes late, with other workers, and with unclear refusals.
        max_grants: How many grants are kept by name in memory; one that is in use is always kept.
        proxy: The address of an HTTP proxy; ``BILLIT_PROXY``, or else what ``HTTPS_PROXY`` and ``NO_PROXY`` say. A
            session with these credentials goes through it too, unless it was given its own.
        ca_file: A file of certificates to trust besides those that this machine trusts; ``BILLIT_CA_FILE``.
        ssl_context: Trust and client certificates in full; by default what this machine trusts (``SSL_CERT_FILE``).
        trust_env: Whether ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY`` and ``NO_PROXY`` are read.
        allow_http: Permit plain http to a host other than this machine.

    Raises:
        ConfigurationError: A setting is missing or wrong; the message names it.

    Source: docs pages "how do I get started with OAuth" and "oauth faq".
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str | Secret,
        redirect_uri: str,
        *,
        environment: Environment | str | None = None,
        base_url: str | None = None,
        logon_url: str | None = None,
        store: TokenStore | None = None,
        refresh_windows: RefreshWindows | None = None,
        pkce: bool = False,
        on_reauthorisation: Callable[[ReauthorisationRequired], Awaitable[None] | None] | None = None,
        timeout: float = 30.0,
        refresh: RefreshPolicy | None = None,
        max_grants: int = 1_000,
        proxy: str | None = None,
        ca_file: str | PathLike[str] | None = None,
        ssl_context: ssl.SSLContext | None = None,
        trust_env: bool = True,
        allow_http: bool = False,
    ) -> None:
        # First of all: a tool that collects the variables of a failed call finds no secret here.
        wrapped = Secret(client_secret) if isinstance(client_secret, str) else client_secret
        hidden = Secret(proxy) if proxy else None
        del client_secret, proxy
        self._is_open = environment is None and base_url is None
        config = SessionConfig.resolve(environment=environment, base_url=base_url, allow_http=allow_http)
        if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not 0 < timeout < _LARGEST_TIMEOUT:
            raise ConfigurationError(f"timeout takes seconds above zero, not {shown(timeout)}")
        if isinstance(max_grants, bool) or not isinstance(max_grants, int) or max_grants < 1:
            raise ConfigurationError(f"max_grants takes a whole number above zero, not {shown(max_grants)}")
        policy = checked_type(refresh, RefreshPolicy, "refresh") or RefreshPolicy()
        own_id = checked_text(client_id, "client_id")
        given = checked_type(store, TokenStore, "store") or MemoryTokenStore()
        self.client = OAuthClient(
            client_id=own_id,
            client_secret=Secret(checked_text(wrapped, "client_secret")),
            config=config,
            store=ApplicationTokenStore(given, own_id, config.base_url),
            endpoint=TokenEndpoint(
                config.base_url,
                seconds=float(timeout),
                late_seconds=policy.late_seconds,
                shutdown_seconds=policy.shutdown_seconds,
                network=Network(
                    proxy=hidden.reveal() if hidden else None,
                    ca_file=ca_file,
                    ssl_context=ssl_context,
                    trust_env=trust_env,
                ),
            ),
            refresh_windows=checked_type(refresh_windows, RefreshWindows, "refresh_windows") or RefreshWindows(),
            refresh_policy=policy,
            on_reauthorisation=on_reauthorisation,
        )
        self.redirect_uri = checked_redirect_uri(redirect_uri)
        self._logon_url = logon_url if logon_url is None else browser_url(logon_url, "logon_url")
        self._pkce = pkce
        # Every grant that is in use, and the last used of them, which are kept without use.
        self._known: weakref.WeakValueDictionary[str, Grant] = weakref.WeakValueDictionary()
        self._grants: OrderedDict[str, Grant] = OrderedDict()
        self._max_grants = max_grants
        self._lock = threading.Lock()

    @classmethod
    def from_env(cls, *, store: TokenStore | None = None, **options: Any) -> OAuth2:
        """Make it from ``BILLIT_CLIENT_ID``, ``BILLIT_CLIENT_SECRET`` and ``BILLIT_REDIRECT_URI``.

        Args:
            store: Where grants are kept.
            options: Whatever else :class:`OAuth2` takes.

        Raises:
            ConfigurationError: A variable is missing, or a setting is wrong.
        """
        found: dict[str, Secret] = {}
        for name in ("BILLIT_CLIENT_ID", "BILLIT_CLIENT_SECRET", "BILLIT_REDIRECT_URI"):
            found[name] = Secret(os.environ.get(name, "").strip())
            if not found[name]:
                raise ConfigurationError(f"{name} is not set: Billit support gives it with the OAuth client")
        return cls(
            found["BILLIT_CLIENT_ID"].reveal(),
            found["BILLIT_CLIENT_SECRET"],
            found["BILLIT_REDIRECT_URI"].reveal(),
            store=store,
            **options,
        )

    @property
    def client_id(self) -> str:
        """The OAuth client."""
        return self.client.client_id

    @property
    def store(self) -> ApplicationTokenStore:
        """Where its grants are kept, apart from those that other applications have on the same store."""
        return self.client.store

    @property
    def environment(self) -> Environment | None:
        """The environment, when it is an official one."""
        return self.client.config.environment

    @property
    def base_url(self) -> str:
        """The API that it belongs to."""
        return self.client.config.base_url

    @property
    def label(self) -> str:
        """The environment's name, or the host."""
        return self.client.config.label

    @property
    def network(self) -> Network:
        """By which proxy the token endpoint is asked, and whose certificates are trusted."""
        return self.client.endpoint.network

    def adopt(self, network: Network) -> None:
        """Use the proxy and the certificates of a session: see :meth:`OAuthClient.adopt`."""
        self.client.adopt(network)

    def authorization_url(
        self, environment: Environment | str | None = None, *, state: str | None = None
    ) -> Authorization:
        """Make the address of the logon page, to which the user's browser is sent.

        Args:
            environment: The environment to log in to, for an ``OAuth2`` that was given neither that nor a base URL.
            state: A value of your own; by default 256 random bits. Billit cuts it off at an ``&``.

        Returns:
            The address, and the state that must come back with it.

        Raises:
            ConfigurationError: The environment is another than this object's.
            InvalidArgument: The state is empty, or holds an ``&`` or something that is not printable ASCII.

        Source: docs page "how do I get started with OAuth".
        """
        if state is None:
            state = secrets.token_urlsafe(32)
        elif not state or "&" in state or not state.isascii() or not state.isprintable():
            raise InvalidArgument("state takes printable ASCII without '&', at which Billit cuts it off")
        fields = {"client_id": self.client_id, "redirect_uri": self.redirect_uri, "state": state}
        if self._pkce:
            challenge = pkce_challenge(pkce_verifier(self.client.client_secret, state))
            fields |= {"code_challenge": challenge, "code_challenge_method": "S256"}
        return Authorization(f"{self._logon(environment)}?{urlencode(fields)}", state)

    async def exchange(self, callback_url: str, *, expected_state: str, name: str = "default") -> Grant:
        """Turn what the user's browser brought back into a grant, and store it.

        Args:
            callback_url: The whole address that Billit sent the browser to, or its path and query.
            expected_state: The state of :meth:`authorization_url`, from the session of this very user.
            name: The name to store the grant under; one that is there already is replaced.

        Returns:
            The grant, stored.

        Raises:
            StateMismatch: The state is another, or missing beside a code: a forged callback, or one of another login.
            LoginRefused: The user said no; such a callback has no state, as the manual prints it, or the right one.
            CodeRejected: The code was used before, is older than 10 minutes, or is not ours.
            LoginError: The callback carries no code, or the response to its exchange was lost.
            TokenServiceUnavailable: The token endpoint cannot be reached; the same address may be tried again.
            TokenStoreError: The grant cannot be stored.
            ConfigurationError: The client id or secret is refused.

        Source: docs page "how do I get started with OAuth".
        """
        code = code_of_callback(callback_url, expected_state)
        fields: dict[str, str | Secret] = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": self.client_id,
            "client_secret": self.client.client_secret,
            "redirect_uri": self.redirect_uri,
        }
        if self._pkce:
            fields["code_verifier"] = Secret(pkce_verifier(self.client.client_secret, expected_state))
        grant = self.grant(name)
        await grant.install(lambda: exchange_code(self.client, fields))
        return grant

    def grant(self, name: str = "default") -> Grant:
        """Return the grant of that name; whether there is one shows when it is used.

        Args:
            name: The name it was stored under.
        """
        with self._lock:
            found = self._known.get(name)
            if found is None:
                found = self._known[checked_text(name, "name")] = Grant(self.client, name)
            self._grants[name] = found
            self._grants.move_to_end(name)
            if len(self._grants) > self._max_grants:
                self._drop_oldest()
            return found

    def _drop_oldest(self) -> None:
        """Drop the grant that was used longest ago and is not busy; a session still keeps its own."""
        newest = next(reversed(self._grants))
        for name, grant in self._grants.items():
            if name != newest and not grant.is_busy:
                del self._grants[name]
                return

    async def revoke(self, name: str = "default") -> None:
        """Give a grant back, and forget it: see :meth:`Grant.revoke`."""
        await self.grant(name).revoke()

    async def headers(self) -> Mapping[str, str | Secret]:
        """Return the headers of the grant named ``default``: see :meth:`Grant.headers`."""
        return await self.grant().headers()

    async def refused(self, error: Unauthorized, sent: Mapping[str, str | Secret]) -> bool:
        """Learn of a 401 to the grant named ``default``: see :meth:`Grant.refused`."""
        return await self.grant().refused(error, sent)

    async def settle(self) -> None:
        """Finish the renewals that are under way."""
        for grant in list(self._known.values()):
            await grant.settle()

    async def aclose(self) -> None:
        """Finish the renewals that are under way, and close the store."""
        await self.settle()
        await self.store.aclose()

    def _logon(self, environment: Environment | str | None) -> str:
        if self._logon_url is not None:
            return self._logon_url
        official = self.environment
        if environment is not None:
            asked = SessionConfig.resolve(environment=environment, variables={}).environment
            if not self._is_open and asked is not official:
                raise ConfigurationError(f"this OAuth2 belongs to {self.label}: make another for {environment}")
            official = asked
        root = official.my_url if official is not None else self.base_url
        return f"{root}/Account/Logon"

    def __repr__(self) -> str:
        if not hasattr(self, "_grants"):
            return "OAuth2(...)"  # seen in the middle of being made
        return f"OAuth2({self.client_id!r}, {self.label}, store={self.store!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("OAuth2 holds a secret and is not pickled: make it on the other side, with the same store")
