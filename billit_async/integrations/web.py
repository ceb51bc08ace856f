"""What the integrations of web frameworks share: grants of requests, logging in and out, and responses to errors.

The framework's own module turns a request into a :class:`WebRequest`, and a :class:`WebResponse` into its response. The
grant that a request works with is always named, by the browser's signed cookie or by the application, never a default.
"""

from __future__ import annotations

import inspect
import logging
from typing import TYPE_CHECKING, Any, Final, Generic, TypedDict, TypeVar, Unpack
from urllib.parse import quote, urlsplit

from billit_async.auth.login import callback_fields, error_without_state
from billit_async.errors import (
    BillitError,
    ConfigurationError,
    CrossSiteRequest,
    LoginError,
    ReauthorisationRequired,
    StateMismatch,
)
from billit_async.integrations.cookies import Cookies
from billit_async.integrations.error_responses import ErrorResponse, error_response
from billit_async.integrations.sessions import Sessions, not_logged_in
from billit_async.integrations.web_messages import WebRequest, WebResponse, forwarded_prefix, local_path, query_value

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping

    from billit_async.auth import OAuth2
    from billit_async.integrations.cookies import CookieSecrets
    from billit_async.integrations.sessions import Uses
    from billit_async.integrations.webhook_receiver import WebhookReceiver
    from billit_async.session import BillitSession

__all__ = ["WebApplication", "WebSettings"]

_R = TypeVar("_R")
_S = TypeVar("_S")

_LOG = logging.getLogger("billit_async.integrations")
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_URL_CHARACTERS: Final = "/?:@!$&'()*+,;=%~#[]-._"
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class WebSettings(TypedDict, Generic[_R, _S], total=False):
    """The settings that ``BillitFastAPI`` and ``BillitAiohttp`` take as keyword arguments, each with a default.

    Attributes:
        secret: Signs the cookies: at least 16 characters, the same in all processes of the application; or several, of
            which the first signs and all verify, so that keys can be replaced. From ``BILLIT_COOKIE_SECRET``, with
            commas between them, when left out.
        login_path: Where users begin to log in (``/billit/login``); ``?next=/somewhere`` says where to go afterwards.
        logout_path: Where a POST logs a browser out (``/billit/logout``): its grant is forgotten, its cookies are
            deleted.
        callback_path: Where the application takes the callback; the path of ``redirect_uri`` when left out. They
            differ behind a proxy that takes a prefix off.
        grant_name: Whose grant a request works with, when that is not the browser's own: a function of the request,
            such as the user of your own login, None for nobody; or a text, and then **all visitors share one grant**.
        may_log_in: Who may log in and out, a function of the request. With a shared grant nobody may replace one that
            works, nor log it out, unless this allows it.
        login_seconds: Seconds that a user may take to log in (1,800).
        session_seconds: Seconds that a browser stays logged in (604,800: a week).
        cookie_name: The name of the cookies (``billit``), behind ``__Host-``; two applications of one host need two.
        cookie_path: Where the cookies are sent to (``/``); other than ``/`` the prefix is ``__Secure-``.
        allowed_origins: Origins of pages besides the application's own that may send what is not a GET (none).
        trust_forwarded_prefix: Whether to believe ``X-Forwarded-Prefix`` (False): only behind a proxy that always sets
            it or removes it.
        webhooks: Receives webhooks, at ``webhook_path``.
        webhook_path: The path of the webhooks' route (``/billit/webhook``).
        on_error: Makes the response to an error of a call in place of ours: a function of the request, the error and
            what we would respond; None for ours.
        max_sessions: How many sessions stay open (256).
        session_options: Keyword arguments of each :class:`~billit_async.BillitSession`: ``party_id``, ``limits``, ...
    """

    secret: CookieSecrets | None
    login_path: str
    logout_path: str
    callback_path: str | None
    grant_name: str | Callable[[_R], str | Awaitable[str | None] | None] | None
    may_log_in: Callable[[_R], bool | Awaitable[bool]] | None
    login_seconds: int
    session_seconds: int
    cookie_name: str
    cookie_path: str
    allowed_origins: Iterable[str]
    trust_forwarded_prefix: bool
    webhooks: WebhookReceiver | None
    webhook_path: str
    on_error: Callable[[_R, BillitError, ErrorResponse], _S | Awaitable[_S | None] | None] | None
    max_sessions: int
    session_options: Mapping[str, Any]


class WebApplication(Generic[_R, _S]):
    """What the integrations share.

    Args:
        oauth: The application.
        settings: See :class:`WebSettings`.

    Raises:
        ConfigurationError: A setting cannot be used; the message names it.

    Source: docs page "how do I get started with OAuth" (``state`` comes back as it was sent).
    """

    def __init__(self, oauth: OAuth2, **settings: Unpack[WebSettings[_R, _S]]) -> None:
        if unknown := settings.keys() - WebSettings.__annotations__.keys():
            raise TypeError(f"{', '.join(sorted(unknown))}: not a setting; session_options takes those of the sessions")
        grant_name = settings.get("grant_name")
        address = urlsplit(oauth.redirect_uri)
        is_secure = address.scheme == "https"
        if not is_secure and (address.scheme != "http" or address.hostname not in _LOOPBACK):
            raise ConfigurationError("redirect_uri takes https, or http on this machine: the cookie goes with it")
        if isinstance(grant_name, str) and not grant_name.strip():
            raise ConfigurationError("grant_name is empty: leave it out for a grant for each browser")
        self._oauth = oauth
        self._grant_name = grant_name
        self._may_log_in = settings.get("may_log_in")
        self._cookies = Cookies(
            settings.get("secret"),
            name=settings.get("cookie_name", "billit"),
            path=settings.get("cookie_path", "/"),
            secure=is_secure,
            login_seconds=settings.get("login_seconds", 1_800),
            session_seconds=settings.get("session_seconds", 604_800),
        )
        origins = map(_origin, settings.get("allowed_origins", ()))
        self._origins = {f"{address.scheme}://{address.netloc}".lower(), *origins}
        self.sessions = Sessions(oauth, settings.get("session_options", {}), limit=settings.get("max_sessions", 256))
        self.webhooks = settings.get("webhooks")
        self.login_path = settings.get("login_path", "/billit/login")
        self.logout_path = settings.get("logout_path", "/billit/logout")
        self.callback_path = settings.get("callback_path") or address.path or "/"
        self.webhook_path = settings.get("webhook_path", "/billit/webhook")
        self._trusts_prefix = settings.get("trust_forwarded_prefix", False)
        self._on_error = settings.get("on_error")
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

    async def session(self, web_request: WebRequest[_R], uses: Uses | None) -> BillitSession:
        """Return the session of the grant that a request works with.

        Raises:
            ReauthorisationRequired: Nobody is logged in.
            CrossSiteRequest: A page of another site sent it, and it may change something.
            TokenStoreError: The store cannot be read.
        """
        name = await self._name(web_request)
        if name is None:
            raise not_logged_in()
        self._refuse_cross_site(web_request)
        return await self.sessions.get(name, uses)

    async def begin_login(self, web_request: WebRequest[_R]) -> WebResponse:
        """Send the browser to Billit, and remember in a cookie of this login that it was this browser."""
        await self._check_may_log_in(web_request)
        begun = await self._begun_name(web_request)
        url, state = self._oauth.authorization_url()
        cookie = self._cookies.login(state, {"next": web_request.next_path, "grant": begun})
        return WebResponse(302, None, _to(url), (*self._cookies.surplus_logins(web_request.cookies), cookie))

    async def finish_login(self, web_request: WebRequest[_R]) -> WebResponse:
        """Take what the browser brought back from Billit, and store the grant under the name of who began the login.

        Without a ``grant_name`` that is a new random name, which only this response tells: a cookie that somebody else
        planted in the browser never names the grant.

        Raises:
            StateMismatch: This browser began no such login, or too long ago, or for another user.
            LoginRefused: The user said no.
            LoginError: The login did not end in a grant.
            TokenServiceUnavailable: The token endpoint cannot be reached.
            TokenStoreError: The grant cannot be stored.
        """
        if error := error_without_state(callback_fields(f"?{web_request.query}")):
            raise error
        state = query_value(web_request.query, "state")
        begun = None if state is None else self._cookies.read_login(state, web_request.cookies)
        if state is None or begun is None:
            raise StateMismatch("this browser began no such login, or began it too long ago: log in again")
        await self._check_may_log_in(web_request)
        if begun.get("grant") != await self._begun_name(web_request):
            raise StateMismatch("this login was begun by another user: log in again")
        cookies = [self._cookies.delete(self._cookies.login_name(state))]
        name = begun["grant"]
        if name is None:
            name, cookie = self._cookies.session()
            cookies.append(cookie)
        await self._oauth.exchange(f"{self._oauth.redirect_uri}?{web_request.query}", expected_state=state, name=name)
        if begun["grant"] is None:
            await self._forget_previous(web_request)
        return WebResponse(303, None, _to(begun["next"]), tuple(cookies))

    async def log_out(self, web_request: WebRequest[_R]) -> WebResponse:
        """Forget the grant of who asks, and delete the cookies of the browser; Billit is not told.

        Raises:
            CrossSiteRequest: A page of another site sent it.
            ReauthorisationRequired: The application says that nobody is logged in.
            TokenStoreError: The store cannot forget it.
        """
        self._refuse_cross_site(web_request)
        await self._check_may_log_in(web_request)
        name = await self._name(web_request, ignore_age=True)
        if name is None and callable(self._grant_name):
            raise not_logged_in()
        if name is not None:
            await self.sessions.forget(name)
        cookies = tuple(
            self._cookies.delete(name)
            for name in (self._cookies.session_name, *self._cookies.login_cookies(web_request.cookies))
        )
        if "text/html" in web_request.headers.get("Accept", ""):
            return WebResponse(303, None, _to(web_request.next_path), cookies)
        return WebResponse(204, None, {"Cache-Control": "no-store"}, cookies)

    async def receive_webhook(self, web_request: WebRequest[_R], chunks: AsyncIterator[bytes]) -> WebResponse:
        """Take a webhook: see :class:`~billit_async.integrations.webhook_receiver.WebhookReceiver`."""
        if self.webhooks is None:
            raise AssertionError("there is a route only with a receiver")
        receipt = await self.webhooks.receive(web_request.headers, chunks)
        body = None if receipt.code is None else {"error": receipt.code}
        wait = {} if receipt.retry_after is None else {"Retry-After": str(receipt.retry_after)}
        return WebResponse(receipt.status, body, {"Cache-Control": "no-store", **wait}, (), receipt.start)

    async def respond(
        self, web_request: WebRequest[_R], work: Callable[[WebRequest[_R]], Awaitable[WebResponse]], login: str
    ) -> WebResponse:
        """Run one of the routes; what goes wrong becomes a response.

        Args:
            web_request: The request.
            work: The route.
            login: The path of the login route, with the prefix.
        """
        try:
            return await work(web_request)
        except _NotAllowed:
            return _refusal()
        except BillitError as error:
            return self.error_response_of(web_request, error, login)[0]

    def error_response_of(
        self, web_request: WebRequest[_R], error: BillitError, login: str
    ) -> tuple[WebResponse, ErrorResponse]:
        """Turn an error into what an end user may see, and log the rest.

        Args:
            web_request: The request.
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
            here = web_request.path if web_request.method in {"GET", "HEAD"} else f"{web_request.prefix}/"
            body["login"] = f"{login}?next={quote(local_path(here, web_request.prefix + '/'), safe='/')}"
            if web_request.is_navigation:
                return WebResponse(303, None, {**headers, **_to(body["login"])}), found
        elif isinstance(error, LoginError):
            body["login"] = login
        return WebResponse(found.status, body, headers), found

    async def own_response(self, web_request: WebRequest[_R], error: BillitError, found: ErrorResponse) -> _S | None:
        """Return the response that the application makes to an error; None for ours.

        Args:
            web_request: The request.
            error: The error of a call.
            found: What we would respond.
        """
        if self._on_error is None:
            return None
        own = self._on_error(web_request.request, error, found)
        return await own if inspect.isawaitable(own) else own

    def forwarded_prefix(self, headers: Mapping[str, str]) -> str:
        """Return the prefix that the proxy took off the path, where it is trusted to say so; empty for none."""
        return forwarded_prefix(headers) if self._trusts_prefix else ""

    async def _name(self, web_request: WebRequest[_R], *, ignore_age: bool = False) -> str | None:
        if self._grant_name is None:
            return self._cookies.read_session(web_request.cookies, ignore_age=ignore_age)
        if isinstance(self._grant_name, str):
            return self._grant_name
        name = self._grant_name(web_request.request)
        return (await name if inspect.isawaitable(name) else name) or None

    async def _begun_name(self, web_request: WebRequest[_R]) -> str | None:
        """Return the name that the application gives the grant of a login; None where the browser gets a new one."""
        if self._grant_name is None:
            return None
        name = await self._name(web_request)
        if name is None:
            raise not_logged_in()
        return name

    async def _check_may_log_in(self, web_request: WebRequest[_R]) -> None:
        if self._may_log_in is not None:
            may = self._may_log_in(web_request.request)
            if not (await may if inspect.isawaitable(may) else may):
                raise _NotAllowed
        elif isinstance(self._grant_name, str) and await self._is_alive(self._grant_name):
            # A visitor who replaced it would let everybody's work go to a company of their own.
            raise _NotAllowed

    async def _is_alive(self, name: str) -> bool:
        if await self._oauth.store.load(name) is None:
            return False
        try:
            await self._oauth.grant(name).headers()
        except ReauthorisationRequired:
            return False
        return True

    async def _forget_previous(self, web_request: WebRequest[_R]) -> None:
        previous = self._cookies.read_session(web_request.cookies, ignore_age=True)
        if previous is not None:
            try:
                await self.sessions.forget(previous)
            except BillitError as error:
                _LOG.warning("the earlier grant of a browser is not forgotten: %s", error)

    def _refuse_cross_site(self, web_request: WebRequest[_R]) -> None:
        """Refuse what a page of another site may have sent.

        Source: the Fetch standard (``Sec-Fetch-Site``); browsers without it send ``Origin`` with what is not a GET.
        Programs send neither.
        """
        if web_request.method in _SAFE_METHODS:
            return
        origin = web_request.headers.get("Origin", "").lower()
        if origin in self._origins:
            return
        site = web_request.headers.get("Sec-Fetch-Site")
        if site is not None:
            is_own = site in {"same-origin", "none"}
        else:
            is_own = not origin or origin.partition("://")[2] == web_request.headers.get("Host", "").lower()
        if not is_own:
            raise CrossSiteRequest("a page of another site sent this request: allowed_origins= names those that may")


class _NotAllowed(Exception):  # noqa: N818 - it becomes a response
    """The application does not let this visitor log in or out."""


def _refusal() -> WebResponse:
    return WebResponse(
        403, {"error": "not_allowed", "detail": "You may not do this here."}, {"Cache-Control": "no-store"}
    )


def _to(address: str) -> dict[str, str]:
    return {"Location": quote(address, safe=_URL_CHARACTERS), "Cache-Control": "no-store"}


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"https", "http"} or not parts.netloc or parts.path.strip("/") or parts.query:
        raise ConfigurationError(f"allowed_origins takes origins such as https://app.example, not {text!r}")
    return f"{parts.scheme}://{parts.netloc}".lower()
