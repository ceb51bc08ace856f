"""Logging in from a web application, whatever its framework: a signed cookie, a callback, and a session a grant.

The framework's own module turns requests into these plain values and these into its responses.
"""

from __future__ import annotations

import asyncio
import hashlib
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from billit_async.auth.oauth2 import callback_fields
from billit_async.errors import (
    CodeRejected,
    ConfigurationError,
    InvalidArgument,
    InvalidUse,
    LoginError,
    LoginRefused,
    StateMismatch,
    TokenServiceUnavailable,
    TokenStoreError,
)
from billit_async.session import BillitSession

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billit_async.auth import Grant, OAuth2

__all__ = ["Begun", "Cookie", "Finished", "Sessions", "WebLogin", "chosen_company", "local_path", "status_of"]

_COOKIE = "billit_login_"
_LONGEST_ID = 18
_PARTY_NAMES = ("party_id", "partyid")


class Cookie(NamedTuple):
    """The cookie of a login under way. It is HTTP-only and ``SameSite=Lax``: it must come back from Billit's page.

    Attributes:
        name: Its name, another for each login, so that two tabs do not disturb each other.
        value: The state and where to go afterwards, signed.
        max_age: Seconds that it lives.
        path: The path of the callback: it is sent nowhere else.
        secure: Whether it goes over https only.
    """

    name: str
    value: str
    max_age: int
    path: str
    secure: bool


class Begun(NamedTuple):
    """A login that begins.

    Attributes:
        url: Where to send the browser.
        cookie: What to set.
    """

    url: str
    cookie: Cookie


class Finished(NamedTuple):
    """A login that ended well.

    Attributes:
        grant: What the user gave.
        next_path: Where in the application to go.
        cookie_name: The cookie to delete.
    """

    grant: Grant
    next_path: str
    cookie_name: str


class WebLogin:
    """The two halves of a login, with nothing kept on the server in between.

    Args:
        oauth: The application.
        secret: Signs the cookie: at least 16 characters, the same in all processes of the application.
        login_seconds: How long a user may take to log in.

    Raises:
        ConfigurationError: The secret is too short, or the package ``itsdangerous`` is not installed.

    Source: docs page "how do I get started with OAuth" (``state`` comes back as it was sent).
    """

    def __init__(self, oauth: OAuth2, *, secret: str, login_seconds: int = 1_800) -> None:
        if not isinstance(secret, str) or len(secret) < 16:  # noqa: PLR2004  (a guess would take for ever)
            raise ConfigurationError("secret takes a text of at least 16 characters, such as secrets.token_urlsafe(32)")
        try:
            signing: Any = import_module("itsdangerous")
        except ImportError:
            raise ConfigurationError(
                "signing needs the package itsdangerous: pip install 'billit-async[aiohttp]' or 'billit-async[fastapi]'"
            ) from None
        self.oauth = oauth
        self._bad: type[Exception] = signing.BadData
        self._signer = signing.URLSafeTimedSerializer(secret, salt="billit-async.login")
        self._seconds = login_seconds

    def begin(self, *, next_path: str = "/", name: str = "default") -> Begun:
        """Begin a login.

        Args:
            next_path: Where in the application to go afterwards; anything but a path of its own becomes ``/``.
            name: The name that the grant is to be stored under.
        """
        url, state = self.oauth.authorization_url()
        address = urlsplit(self.oauth.redirect_uri)
        cookie = Cookie(
            _cookie_name(state),
            self._signer.dumps({"state": state, "next": local_path(next_path), "name": name}),
            self._seconds,
            address.path or "/",
            address.scheme == "https",
        )
        return Begun(url, cookie)

    async def finish(self, callback_url: str, cookies: Mapping[str, str]) -> Finished:
        """End a login.

        Args:
            callback_url: The address that the browser was sent to.
            cookies: The cookies that came with it.

        Raises:
            StateMismatch: There is no cookie of this login, or somebody changed it, or it is too old.
            LoginError: The login did not end in a grant.
            TokenServiceUnavailable: The token endpoint cannot be reached.
            TokenStoreError: The grant cannot be stored.
        """
        states = callback_fields(callback_url).get("state", [""])
        cookie_name = _cookie_name(states[0])
        try:
            begun = self._signer.loads(cookies.get(cookie_name, ""), max_age=self._seconds)
        except self._bad:
            begun = None
        if begun is None:
            raise StateMismatch("this browser began no such login, or began it too long ago: log in again")
        grant = await self.oauth.exchange(callback_url, expected_state=begun["state"], name=begun["name"])
        return Finished(grant, begun["next"], cookie_name)


class Sessions:
    """One session for each grant, opened when it is first asked for, closed with the application.

    Args:
        oauth: The application.
        options: What each :class:`BillitSession` is made with.
    """

    def __init__(self, oauth: OAuth2, options: Mapping[str, Any]) -> None:
        self._oauth = oauth
        self._options = dict(options)
        self._open: dict[str, BillitSession] = {}
        self._lock: asyncio.Lock | None = None

    def start(self) -> None:
        """Begin: in the event loop of the application."""
        self._lock = asyncio.Lock()

    async def get(self, name: str = "default") -> BillitSession:
        """Return the open session of a grant.

        Raises:
            InvalidUse: The application is not running.
        """
        found = self._open.get(name)
        if found is None:
            if self._lock is None:
                raise InvalidUse("the application is not running: give it the lifespan, or call install(app)")
            async with self._lock:
                found = self._open.get(name)
                if found is None:
                    found = BillitSession(self._oauth.grant(name), **self._options)
                    await found.open()
                    self._open[name] = found
        return found

    async def close(self) -> None:
        """Close every session, and the store."""
        self._lock = None
        while self._open:
            await self._open.popitem()[1].close()
        await self._oauth.aclose()


def local_path(path: str) -> str:
    """Return a path of the application itself; ``/`` for an address that leads away from it."""
    # Browsers read a backslash as a slash, and drop tabs and line breaks: "/\t/evil.example" leads away as well.
    plain = path.isprintable() and "\\" not in path
    return path if plain and path.startswith("/") and not path.startswith("//") else "/"


def chosen_company(*sources: Mapping[str, Any]) -> int | None:
    """Return the company that a request is about: ``party_id`` in its path or query, or its ``PartyID`` header.

    Raises:
        ValueError: It is there, and no whole number above zero.
    """
    for source in sources:
        for key in source:
            if key.lower() in _PARTY_NAMES:
                text = str(source[key])
                if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_ID and int(text) > 0):
                    raise InvalidArgument(f"{key} takes a whole number above zero")
                return int(text)
    return None


def status_of(error: Exception) -> int:
    """Return the HTTP status of a login that failed."""
    match error:
        case LoginRefused():
            return 403
        case StateMismatch() | CodeRejected() | LoginError():
            return 400
        case TokenServiceUnavailable() | TokenStoreError():
            return 503
        case _:
            return 500


def _cookie_name(state: str) -> str:
    return _COOKIE + hashlib.sha256(state.encode("utf-8", "surrogatepass")).hexdigest()[:12]
