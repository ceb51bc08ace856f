"""Billit in a web application, whatever its framework: who a request is, logging in and out, and what errors become.

The framework's own module turns requests into a :class:`Visit` and a :class:`Reply` into its response. Whose grant a
request works with is always said, by the browser's own signed cookie or by the application, and never a default.
"""

from __future__ import annotations

import inspect
import logging
import re
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar
from urllib.parse import parse_qs, quote, urlsplit

from billit_async.errors import (
    BillitError,
    ConfigurationError,
    CrossSiteRequest,
    IdentifierError,
    LoginError,
    ReauthorisationRequired,
    StateMismatch,
)
from billit_async.integrations.cookies import Cookie, Cookies
from billit_async.integrations.error_responses import ErrorResponse, error_response
from billit_async.integrations.sessions import Sessions, nobody

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping

    from billit_async.auth import OAuth2
    from billit_async.integrations.cookies import CookieSecrets
    from billit_async.integrations.sessions import Uses
    from billit_async.integrations.webhook_receiver import WebhookReceiver
    from billit_async.session import BillitSession

__all__ = ["Reply", "Visit", "WebApplication", "chosen_company", "forwarded_prefix", "local_path"]

_R = TypeVar("_R")

_LOG = logging.getLogger("billit_async.integrations")
_PARTY_NAMES: Final = ("party_id", "partyid")
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_LONGEST_QUERY: Final = 8_000
_MOST_FIELDS: Final = 50
_LONGEST_PATH: Final = 1_000
_LONGEST_NUMBER: Final = 18
_URL_CHARACTERS: Final = "/?:@!$&'()*+,;=%~#[]-._"
_PREFIX: Final = re.compile(r"(/[A-Za-z0-9._~-]{1,100}){1,10}")
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class Visit(NamedTuple, Generic[_R]):
    """A request, without its framework.

    Attributes:
        request: The framework's own request.
        method: Its method.
        path: Its path and query as the browser has them: encoded, and with the prefix.
        query: Its query, without the question mark, encoded.
        headers: Its headers, whatever the case of a name.
        cookies: Its cookies.
        prefix: What a proxy or a mount took off the path; empty for nothing.
    """

    request: _R
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    prefix: str = ""

    @property
    def is_navigation(self) -> bool:
        """Whether it is a browser that goes to a page, and not a program."""
        return (
            self.method in {"GET", "HEAD"}
            and "text/html" in self.headers.get("Accept", "")
            and self.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        )

    @property
    def next_path(self) -> str:
        """Where the visitor wants to go afterwards: a path of the application itself."""
        start = f"{self.prefix}/"
        return local_path(_of_query(self.query, "next") or start, start)


class Reply(NamedTuple):
    """A response, without its framework.

    Attributes:
        status: The HTTP status.
        body: What to write as JSON; None for no body.
        headers: Its headers.
        cookies: Cookies to set.
        after: What to do when the response has left; quick.
    """

    status: int
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = {}
    cookies: tuple[Cookie, ...] = ()
    after: Callable[[], None] | None = None

    def header_list(self) -> list[tuple[str, str]]:
        """Return all headers, a ``Set-Cookie`` for each cookie among them."""
        return [*self.headers.items(), *(("Set-Cookie", cookie.header()) for cookie in self.cookies)]


class WebApplication(Generic[_R]):
    """What the integrations share. Its arguments are those of ``BillitFastAPI`` and ``BillitAiohttp``.

    Raises:
        ConfigurationError: A setting cannot be used; the message names it.

    Source: docs page "how do I get started with OAuth" (``state`` comes back as it was sent).
    """

    def __init__(
        self,
        oauth: OAuth2,
        *,
        secret: CookieSecrets | None,
        login_path: str,
        logout_path: str,
        callback_path: str | None,
        grant_name: str | Callable[[_R], str | Awaitable[str | None] | None] | None,
        may_log_in: Callable[[_R], bool | Awaitable[bool]] | None,
        login_seconds: int,
        session_seconds: int,
        cookie_name: str,
        cookie_path: str,
        allowed_origins: Iterable[str],
        max_sessions: int,
        webhooks: WebhookReceiver | None,
        webhook_path: str,
        session_options: Mapping[str, Any],
    ) -> None:
        address = urlsplit(oauth.redirect_uri)
        is_secure = address.scheme == "https"
        if not is_secure and (address.scheme != "http" or address.hostname not in _LOOPBACK):
            raise ConfigurationError("redirect_uri takes https, or http on this machine: the cookie goes with it")
        if isinstance(grant_name, str) and not grant_name.strip():
            raise ConfigurationError("grant_name is empty: leave it out for a grant for each browser")
        self._oauth = oauth
        self._grant_name = grant_name
        self._may_log_in = may_log_in
        self._cookies = Cookies(
            secret,
            name=cookie_name,
            path=cookie_path,
            secure=is_secure,
            login_seconds=login_seconds,
            session_seconds=session_seconds,
        )
        self._origins = {f"{address.scheme}://{address.netloc}".lower(), *map(_origin, allowed_origins)}
        self.sessions = Sessions(oauth, session_options, limit=max_sessions)
        self.webhooks = webhooks
        self.login_path = login_path
        self.logout_path = logout_path
        self.callback_path = callback_path or address.path or "/"
        self.webhook_path = webhook_path
        self._check_paths()

    def _check_paths(self) -> None:
        paths = {"login_path": self.login_path, "logout_path": self.logout_path, "callback_path": self.callback_path}
        if self.webhooks is not None:
            paths["webhook_path"] = self.webhook_path
        seen: dict[str, str] = {}
        for name, path in paths.items():
            if local_path(path, "") != path or "{" in path:
                raise ConfigurationError(f"{name} takes a path such as /billit/login, not {path!r}")
            if path in seen:
                raise ConfigurationError(f"{seen[path]} and {name} are both {path}: choose another")
            seen[path] = name

    async def start(self) -> None:
        """Begin: in the event loop of the application."""
        self.sessions.start()
        if self.webhooks is not None:
            await self.webhooks.start()

    async def close(self) -> None:
        """End what was begun."""
        try:
            if self.webhooks is not None:
                await self.webhooks.close()
        finally:
            await self.sessions.close()

    async def session(self, visit: Visit[_R], uses: Uses | None) -> BillitSession:
        """Return the session of the grant that a request works with.

        Raises:
            ReauthorisationRequired: Nobody is logged in.
            CrossSiteRequest: A page of another site sent it, and it may change something.
            TokenStoreError: The store cannot be read.
        """
        name = await self._name(visit)
        if name is None:
            raise nobody()
        self._refuse_cross_site(visit)
        return await self.sessions.get(name, uses)

    async def begin_login(self, visit: Visit[_R]) -> Reply:
        """Send the browser to Billit, and remember in a cookie of this login that it was this browser."""
        await self._check_may_log_in(visit)
        begun = await self._begun_name(visit)
        url, state = self._oauth.authorization_url()
        cookie = self._cookies.login(state, {"next": visit.next_path, "grant": begun})
        return Reply(302, None, _to(url), (*self._cookies.surplus_logins(visit.cookies), cookie))

    async def finish_login(self, visit: Visit[_R]) -> Reply:
        """Take what the browser brought back from Billit, and store the grant under the name of who began the login.

        Without a ``grant_name`` that is a new random name, which only this response tells: a cookie that somebody else
        planted in the browser never names the grant.

        Raises:
            StateMismatch: This browser began no such login, or too long ago, or for another user.
            LoginError: The login did not end in a grant.
            TokenServiceUnavailable: The token endpoint cannot be reached.
            TokenStoreError: The grant cannot be stored.
        """
        state = _of_query(visit.query, "state")
        begun = None if state is None else self._cookies.read_login(state, visit.cookies)
        if state is None or begun is None:
            raise StateMismatch("this browser began no such login, or began it too long ago: log in again")
        await self._check_may_log_in(visit)
        if begun.get("grant") != await self._begun_name(visit):
            raise StateMismatch("this login was begun by another user: log in again")
        cookies = [self._cookies.delete(self._cookies.login_name(state))]
        name = begun["grant"]
        if name is None:
            name, cookie = self._cookies.session()
            cookies.append(cookie)
        await self._oauth.exchange(f"{self._oauth.redirect_uri}?{visit.query}", expected_state=state, name=name)
        if begun["grant"] is None:
            await self._forget_previous(visit)
        return Reply(303, None, _to(begun["next"]), tuple(cookies))

    async def log_out(self, visit: Visit[_R]) -> Reply:
        """Forget the grant of who asks, and delete the cookies of the browser; Billit is not told.

        Raises:
            CrossSiteRequest: A page of another site sent it.
            ReauthorisationRequired: The application says that nobody is logged in.
            TokenStoreError: The store cannot forget it.
        """
        self._refuse_cross_site(visit)
        await self._check_may_log_in(visit)
        name = await self._name(visit, whatever_age=True)
        if name is None and callable(self._grant_name):
            raise nobody()
        if name is not None:
            await self.sessions.forget(name)
        cookies = tuple(
            self._cookies.delete(name)
            for name in (self._cookies.session_name, *self._cookies.login_cookies(visit.cookies))
        )
        if "text/html" in visit.headers.get("Accept", ""):
            return Reply(303, None, _to(visit.next_path), cookies)
        return Reply(204, None, {"Cache-Control": "no-store"}, cookies)

    async def receive_webhook(self, visit: Visit[_R], chunks: AsyncIterator[bytes]) -> Reply:
        """Take a webhook: see :class:`~billit_async.integrations.webhook_receiver.WebhookReceiver`."""
        if self.webhooks is None:
            raise AssertionError("there is a route only with a receiver")
        receipt = await self.webhooks.receive(visit.headers, chunks)
        body = None if receipt.code is None else {"error": receipt.code}
        wait = {} if receipt.retry_after is None else {"Retry-After": str(receipt.retry_after)}
        return Reply(receipt.status, body, {"Cache-Control": "no-store", **wait}, (), receipt.start)

    async def reply(self, visit: Visit[_R], work: Callable[[Visit[_R]], Awaitable[Reply]], login: str) -> Reply:
        """Run one of the routes; what goes wrong becomes a response.

        Args:
            visit: The request.
            work: The route.
            login: The path of the login route, with the prefix.
        """
        try:
            return await work(visit)
        except _NotAllowed:
            return _refusal()
        except BillitError as error:
            return self.error_reply(visit, error, login)[0]

    def error_reply(self, visit: Visit[_R], error: BillitError, login: str) -> tuple[Reply, ErrorResponse]:
        """Turn an error into what an end user may see, and log the rest.

        Args:
            visit: The request.
            error: What it ended in.
            login: The path of the login route, with the prefix.
        """
        found = error_response(error)
        level = logging.WARNING if found.status >= 500 else logging.INFO  # noqa: PLR2004
        _LOG.log(level, "%s %s: %s: %s", found.status, found.code, type(error).__name__, error)
        body: dict[str, Any] = {"error": found.code, "detail": found.detail}
        headers = found.headers()
        if callable(self._grant_name) and isinstance(error, ReauthorisationRequired) and not error.grant:
            # It is the application's own login that is missing, and a login to Billit would be nobody's.
            body = {"error": "not_logged_in", "detail": "Log in first."}
        elif found.status == 401:  # noqa: PLR2004
            # After a login a POST cannot be repeated, so that only a page is a place to come back to.
            here = visit.path if visit.method in {"GET", "HEAD"} else f"{visit.prefix}/"
            body["login"] = f"{login}?next={quote(local_path(here, visit.prefix + '/'), safe='/')}"
            if visit.is_navigation:
                return Reply(303, None, {**headers, **_to(body["login"])}), found
        elif isinstance(error, LoginError):
            body["login"] = login
        return Reply(found.status, body, headers), found

    async def _name(self, visit: Visit[_R], *, whatever_age: bool = False) -> str | None:
        if self._grant_name is None:
            return self._cookies.read_session(visit.cookies, whatever_age=whatever_age)
        if isinstance(self._grant_name, str):
            return self._grant_name
        name = self._grant_name(visit.request)
        return (await name if inspect.isawaitable(name) else name) or None

    async def _begun_name(self, visit: Visit[_R]) -> str | None:
        """Return the name that the application gives the grant of a login; None where the browser gets a new one."""
        if self._grant_name is None:
            return None
        name = await self._name(visit)
        if name is None:
            raise nobody()
        return name

    async def _check_may_log_in(self, visit: Visit[_R]) -> None:
        if self._may_log_in is not None:
            may = self._may_log_in(visit.request)
            if not (await may if inspect.isawaitable(may) else may):
                raise _NotAllowed
        elif isinstance(self._grant_name, str) and await self._is_alive(self._grant_name):
            # Whoever replaced it would let everybody's work go to a company of their own.
            raise _NotAllowed

    async def _is_alive(self, name: str) -> bool:
        if await self._oauth.store.load(name) is None:
            return False
        try:
            await self._oauth.grant(name).headers()
        except ReauthorisationRequired:
            return False
        return True

    async def _forget_previous(self, visit: Visit[_R]) -> None:
        previous = self._cookies.read_session(visit.cookies, whatever_age=True)
        if previous is not None:
            try:
                await self.sessions.forget(previous)
            except BillitError as error:
                _LOG.warning("the earlier grant of a browser is not forgotten: %s", error)

    def _refuse_cross_site(self, visit: Visit[_R]) -> None:
        """Refuse what a page of another site may have sent.

        Source: the Fetch standard (``Sec-Fetch-Site``); browsers without it send ``Origin`` with what is not a GET.
        Programs send neither.
        """
        if visit.method in _SAFE_METHODS:
            return
        origin = visit.headers.get("Origin", "").lower()
        if origin in self._origins:
            return
        site = visit.headers.get("Sec-Fetch-Site")
        if site is not None:
            is_own = site in {"same-origin", "none"}
        else:
            is_own = not origin or origin.partition("://")[2] == visit.headers.get("Host", "").lower()
        if not is_own:
            raise CrossSiteRequest("a page of another site sent this request: allowed_origins= names those that may")


class _NotAllowed(Exception):  # noqa: N818 - it becomes a response
    """The application does not let this visitor log in or out."""


def _refusal() -> Reply:
    return Reply(403, {"error": "not_allowed", "detail": "You may not do this here."}, {"Cache-Control": "no-store"})


def local_path(path: str, otherwise: str = "/") -> str:
    """Return a path of the application itself; another for an address that leads away from it.

    Args:
        path: What a visitor gave.
        otherwise: What to return for what is not a path of the application.
    """
    # Browsers read a backslash as a slash, and drop tabs and line breaks: "/\t/evil.example" leads away as well.
    plain = path.isprintable() and "\\" not in path and len(path) <= _LONGEST_PATH
    return path if plain and path.startswith("/") and not path.startswith("//") else otherwise


def forwarded_prefix(headers: Mapping[str, str]) -> str:
    """Return the prefix that a trusted proxy took off the path, by ``X-Forwarded-Prefix``; empty for none."""
    prefix = headers.get("X-Forwarded-Prefix", "").rstrip("/")
    return prefix if _PREFIX.fullmatch(prefix) else ""


def chosen_company(*sources: Mapping[str, Any]) -> int | None:
    """Return the company that a request is about: ``party_id`` in its path or query, or its ``PartyID`` header.

    Raises:
        IdentifierError: It is there, and no whole number above zero.
    """
    for source in sources:
        for key in source:
            if key.lower() in _PARTY_NAMES:
                text = str(source[key])
                is_number = len(text) <= _LONGEST_NUMBER and text.isascii() and text.isdecimal()
                if not (is_number and int(text) > 0):
                    raise IdentifierError("party_id takes a whole number above zero")
                return int(text)
    return None


def _to(address: str) -> dict[str, str]:
    return {"Location": quote(address, safe=_URL_CHARACTERS), "Cache-Control": "no-store"}


def _of_query(query: str, name: str) -> str | None:
    """Return a value of a query; None when it is missing, or the query is too long for any of ours."""
    if len(query) > _LONGEST_QUERY:
        return None
    try:
        return parse_qs(query, max_num_fields=_MOST_FIELDS).get(name, [None])[0]
    except ValueError:
        return None


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"https", "http"} or not parts.netloc or parts.path.strip("/") or parts.query:
        raise ConfigurationError(f"allowed_origins takes origins such as https://app.example, not {text!r}")
    return f"{parts.scheme}://{parts.netloc}".lower()
