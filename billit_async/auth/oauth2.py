"""OAuth2 with Billit: sending users to log in, taking what they bring back, and handing out their grants."""

from __future__ import annotations

import base64
import hashlib
import hmac
import inspect
import logging
import os
import re
import secrets
import threading
import time
import weakref
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn
from urllib.parse import parse_qsl, urlencode, urlsplit

from billit_async._serialization.values import shown
from billit_async._transport.addresses import Environment, is_loopback
from billit_async._transport.network import Network
from billit_async._transport.secret import Secret
from billit_async.auth.freshness import RefreshWindows
from billit_async.auth.grant import Grant
from billit_async.auth.refresh_policy import RefreshPolicy
from billit_async.auth.stores.memory import MemoryTokenStore
from billit_async.auth.stores.protocol import TokenStore
from billit_async.auth.stores.record import GrantRecord, proof_of
from billit_async.auth.token_endpoint import Broken, Fault, Refused, TokenEndpoint, TokenPair
from billit_async.config import SessionConfig
from billit_async.errors import (
    CodeRejected,
    ConfigurationError,
    InvalidArgument,
    LoginError,
    LoginRefused,
    StateMismatch,
    TokenServiceUnavailable,
)

if TYPE_CHECKING:
    import ssl
    from collections.abc import Awaitable, Callable, Mapping
    from os import PathLike

    from billit_async.errors import ReauthorisationRequired, Unauthorized

__all__ = ["Authorization", "OAuth2", "callback_fields"]

_LOG = logging.getLogger("billit_async.auth")
_ERROR = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_LONGEST_CALLBACK = 16_384
_MOST_FIELDS = 100
_LARGEST_TIMEOUT = 1e15
_TRIES = 3


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
        store: Where grants are kept. Without one they are in memory, and end with the process.
        windows: How long before its end a token is renewed.
        pkce: Send a code challenge (S256), and its verifier with the code. The documentation has no page on it; the
            Swagger document knows ``code_verifier``.
        on_reauthorisation: Called, or awaited, once when a grant is found dead, with the error that the call raises.
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
        windows: RefreshWindows | None = None,
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
        place = SessionConfig.resolve(environment=environment, base_url=base_url, allow_http=allow_http)
        self._place = place
        self.client_id = _text(client_id, "client_id")
        self.client_secret = Secret(_text(wrapped, "client_secret"))
        self.redirect_uri = _redirect_uri(redirect_uri)
        self.store = _checked(store, TokenStore, "store") or MemoryTokenStore()
        self.windows = _checked(windows, RefreshWindows, "windows") or RefreshWindows()
        if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not 0 < timeout < _LARGEST_TIMEOUT:
            raise ConfigurationError(f"timeout takes seconds above zero, not {shown(timeout)}")
        if isinstance(max_grants, bool) or not isinstance(max_grants, int) or max_grants < 1:
            raise ConfigurationError(f"max_grants takes a whole number above zero, not {shown(max_grants)}")
        self.refresh = _checked(refresh, RefreshPolicy, "refresh") or RefreshPolicy()
        self._logon_url = logon_url if logon_url is None else _browser_url(logon_url, "logon_url")
        self._pkce = pkce
        self._tell = on_reauthorisation
        self.endpoint = TokenEndpoint(
            place.base_url,
            seconds=float(timeout),
            late_seconds=self.refresh.late_seconds,
            shutdown_seconds=self.refresh.shutdown_seconds,
            network=Network(
                proxy=hidden.reveal() if hidden else None, ca_file=ca_file, ssl_context=ssl_context, trust_env=trust_env
            ),
        )
        # Every grant that anybody holds, and the last used of them, which nobody need hold.
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
    def environment(self) -> Environment | None:
        """The environment, when it is an official one."""
        return self._place.environment

    @property
    def base_url(self) -> str:
        """The API that issues the tokens."""
        return self._place.base_url

    @property
    def network(self) -> Network:
        """By which proxy the token endpoint is asked, and whose certificates are trusted."""
        return self.endpoint.network

    def adopt(self, network: Network) -> None:
        """Take the way of a session with these credentials, unless this object was told one of its own.

        Args:
            network: The session's.
        """
        if not self.endpoint.network.is_given:
            self.endpoint.network = network

    @property
    def label(self) -> str:
        """The environment's name, or the host."""
        return self._place.label

    def authorization_url(
        self, environment: Environment | str | None = None, *, state: str | None = None
    ) -> Authorization:
        """Make the address of the logon page, to which the user's browser is sent.

        Args:
            environment: The environment to log in to, for an ``OAuth2`` that was given neither that nor a base URL.
            state: A value of your own; by default 256 random bits. Billit cuts it off at an ``&``.

        Returns:
            The address, and the state that must come back with the answer.

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
            digest = hashlib.sha256(self._verifier(state).encode()).digest()
            fields |= {"code_challenge": _unpadded(digest), "code_challenge_method": "S256"}
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
            StateMismatch: The state is missing or another: a forged answer, or one of another login.
            LoginRefused: The user said no.
            CodeRejected: The code was used before, is older than 10 minutes, or is not ours.
            LoginError: There is no code in the answer, or the answer to its exchange was lost.
            TokenServiceUnavailable: The token endpoint cannot be reached; the same address may be tried again.
            TokenStoreError: The grant cannot be stored.
            ConfigurationError: The client id or secret is refused.

        Source: docs page "how do I get started with OAuth".
        """
        code = _code_of(callback_url, expected_state)
        fields: dict[str, str | Secret] = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "redirect_uri": self.redirect_uri,
        }
        if self._pkce:
            fields["code_verifier"] = Secret(self._verifier(expected_state))
        grant = self.grant(name)
        await grant.install(lambda: self._first_pair(fields))
        return grant

    def grant(self, name: str = "default") -> Grant:
        """Return the grant of that name; whether there is one shows when it is used.

        Args:
            name: The name it was stored under.
        """
        with self._lock:
            found = self._known.get(name)
            if found is None:
                found = self._known[_text(name, "name")] = Grant(self, name)
            self._grants[name] = found
            self._grants.move_to_end(name)
            if len(self._grants) > self._max_grants:
                self._drop_oldest()
            return found

    def _drop_oldest(self) -> None:
        """Drop the grant that was asked for longest ago and has nothing in hand; a session still keeps its own."""
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
        """Tell the grant named ``default`` of a 401: see :meth:`Grant.refused`."""
        return await self.grant().refused(error, sent)

    async def settle(self) -> None:
        """Finish the renewals that are under way."""
        for grant in list(self._known.values()):
            await grant.settle()

    async def aclose(self) -> None:
        """Finish the renewals that are under way, and close the store."""
        await self.settle()
        await self.store.aclose()

    async def tell(self, error: ReauthorisationRequired) -> None:
        """Tell the application that a grant is dead; what goes wrong in its own function is logged."""
        if self._tell is None:
            return
        try:
            told = self._tell(error)
            if inspect.isawaitable(told):
                await told
        except Exception:  # noqa: BLE001  (the application's own function)
            _LOG.exception("on_reauthorisation failed for grant %r", error.grant)

    async def _first_pair(self, fields: Mapping[str, str | Secret]) -> GrantRecord:
        answer: TokenPair | Refused | Broken = Broken(left=False, reason="never asked")
        sent_at = 0.0
        for _ in range(_TRIES):
            sent_at = time.time()
            answer = await self.endpoint.exchange(fields)
            if not (isinstance(answer, Broken) and not answer.left):
                break
        if isinstance(answer, Broken):
            if answer.left:
                raise LoginError(
                    f"the answer of the token endpoint was lost ({answer.reason}), and the code works once: "
                    "send the user to log in again"
                )
            raise TokenServiceUnavailable(f"the token endpoint cannot be reached ({answer.reason}): try again")
        if isinstance(answer, Refused):
            raise _login_error(answer)
        if answer.refresh_token is None:
            raise LoginError("the token endpoint gave no refresh token: a grant cannot be kept without")
        return GrantRecord(
            access_token=answer.access_token,
            refresh_token=answer.refresh_token,
            obtained_at=sent_at,
            expires_at=sent_at + answer.expires_in,
            client_id=self.client_id,
            base_url=self.base_url,
            client_proof=proof_of(self.client_secret, answer.refresh_token),
        )

    def _logon(self, environment: Environment | str | None) -> str:
        if self._logon_url is not None:
            return self._logon_url
        official = self._place.environment
        if environment is not None:
            asked = SessionConfig.resolve(environment=environment, variables={}).environment
            if not self._is_open and asked is not official:
                raise ConfigurationError(f"this OAuth2 belongs to {self.label}: make another for {environment}")
            official = asked
        root = official.my_url if official is not None else self.base_url
        return f"{root}/Account/Logon"

    def _verifier(self, state: str) -> str:
        # Made from the state, so that nothing but the state has to be kept between the two halves of a login.
        return _unpadded(hmac.digest(self.client_secret.reveal().encode(), f"pkce {state}".encode(), "sha256"))

    def __repr__(self) -> str:
        if not hasattr(self, "_grants"):
            return "OAuth2(...)"  # seen in the middle of being made
        return f"OAuth2({self.client_id!r}, {self.label}, store={self.store!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("OAuth2 holds a secret and is not pickled: make it on the other side, with the same store")


def _code_of(callback_url: str, expected_state: str) -> Secret:
    if not isinstance(expected_state, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"expected_state takes a text, not {type(expected_state).__name__}")
    if not expected_state:
        raise InvalidArgument("expected_state is empty: give authorization_url's state, kept with the user's session")
    fields = callback_fields(callback_url)
    states = fields.get("state", [])
    # The state before all else: nothing of a forged answer is believed, neither its code nor its error.
    if len(states) != 1 or not hmac.compare_digest(_bytes(states[0]), _bytes(expected_state)):
        raise StateMismatch(
            "the answer belongs to another login, or was forged: send the user to a new authorization_url"
        )
    if error := fields.get("error"):
        if error[0] == "access_denied":
            raise LoginRefused("the user refused the application access")
        said = f"with {error[0]!r}" if _ERROR.fullmatch(error[0]) else "and does not say why in an error code"
        raise LoginError(f"the login failed {said}: send the user to log in again")
    codes = fields.get("code", [])
    if len(codes) != 1 or not codes[0]:
        raise LoginError("the answer carries no code: give the whole address that the browser was sent to")
    return Secret(codes[0])


def callback_fields(callback_url: str) -> dict[str, list[str]]:
    """Read the query of the address that the browser was sent to; anybody may call it, with anything.

    Args:
        callback_url: The whole address, or its path and query.

    Raises:
        StateMismatch: It is no address that Billit sends a browser to.
        TypeError: It is no text.
    """
    if not isinstance(callback_url, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"callback_url takes a text, not {type(callback_url).__name__}")
    if len(callback_url) > _LONGEST_CALLBACK:
        raise StateMismatch(f"the address has more than {_LONGEST_CALLBACK} characters: it does not come from Billit")
    fields: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(urlsplit(callback_url).query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise StateMismatch("the address of the callback cannot be read: it does not come from Billit") from None
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _login_error(refused: Refused) -> Exception:
    match refused.fault:
        case Fault.GRANT | Fault.UNCLEAR:
            return CodeRejected(
                f"the code is not taken ({refused.said}): it was used before, is older than 10 minutes, or belongs "
                "to another client or redirect_uri; send the user to log in again"
            )
        case Fault.TEMPORARY if refused.unsure:
            return LoginError(f"the login broke off at the token endpoint ({refused.said}): log the user in again")
        case Fault.TEMPORARY:
            return TokenServiceUnavailable(f"the token endpoint gives no tokens now ({refused.said}): try again")
        case _:
            return ConfigurationError(f"the token endpoint refuses {refused.fault.value} ({refused.said}): check them")


def _unpadded(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _text(value: object, name: str) -> str:
    if isinstance(value, str):
        # Wrapped, since it may be a secret: the variables of this call may be collected.
        value = Secret(value)
    if not isinstance(value, Secret):
        raise ConfigurationError(f"{name} takes text, not {type(value).__name__}")
    if fault := _fault_of(value):
        raise ConfigurationError(f"{name} {fault}")
    return value.reveal().strip() if name != "name" else value.reveal()


def _fault_of(wrapped: Secret) -> str:
    text = wrapped.reveal()
    if not text.strip():
        return "is empty"
    if any("\ud800" <= char <= "\udfff" for char in text):
        return "holds half a character (a lone surrogate): read it again as UTF-8"
    return ""


def _redirect_uri(value: object) -> str:
    text = _browser_url(_text(value, "redirect_uri"), "redirect_uri")
    if "?" in text or "#" in text:
        raise ConfigurationError("redirect_uri takes no query of its own, which Billit refuses: use the state")
    return text


def _browser_url(text: str, setting: str) -> str:
    """Check an address that a browser is sent to with something secret, or comes back to with it.

    Source: RFC 8252, section 7.3 and 8.3 (http on the loopback interface only); docs page "how do I get started with
    OAuth".
    """
    problem = f"{setting} takes a whole address such as https://app.example/callback"
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError(f"{problem}, not {type(text).__name__}")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if not host or not text.isprintable() or any(char.isspace() or char in '\\"<>^`{|}' for char in text):
        raise ConfigurationError(f"{problem}, not {text[:200]!r}")
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError(f"{problem}, without a user or password")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise ConfigurationError(
            f"{setting} takes https, or http on this machine's own address (127.0.0.1, [::1], localhost), "
            f"not {parts.scheme}://{host}: what comes back to it is secret"
        )
    return text


def _checked(value: Any, kind: Any, name: str) -> Any:
    if value is not None and not isinstance(value, kind):
        raise ConfigurationError(f"{name} takes a {kind.__name__}, not {type(value).__name__}")
    return value
