"""aiohttp: login, callback, logout and webhook routes, a session for each request's grant, and safe error responses.

```python
billit = BillitAiohttp(oauth)  # the cookie's key from BILLIT_COOKIE_SECRET
app = web.Application()
billit.install(app)

async def unpaid(request: web.Request) -> web.Response:
    company = await billit.company(request)
    return web.json_response(await company.orders.list(OrderFields.paid.is_(False)).count())
```
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from billit_async.errors import BillitError, ConfigurationError, IdentifierError
from billit_async.integrations.sessions import Uses
from billit_async.integrations.web import Reply, Visit, WebApplication, chosen_company, forwarded_prefix

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

    from aiohttp.typedefs import Handler

    from billit_async.auth import OAuth2
    from billit_async.integrations.cookies import CookieSecrets
    from billit_async.integrations.error_responses import ErrorResponse
    from billit_async.integrations.webhook_receiver import WebhookReceiver
    from billit_async.session import BillitSession

__all__ = ["BillitAiohttp"]

# aiohttp 3.14 warns of keys that are texts; earlier ones know no others.
_USES: Final[Any] = web.RequestKey("billit_async.uses", Uses) if hasattr(web, "RequestKey") else "billit_async.uses"


class BillitAiohttp:
    """Billit in an aiohttp application.

    Without a ``grant_name`` each browser has a grant of its own, under a random name in its signed cookie. A visitor
    without the cookie is sent to the login when a browser asks for a page, and gets 401 else.

    Args:
        oauth: The application.
        secret: Signs the cookies: at least 16 characters, the same in all processes of the application; or several, of
            which the first signs and all verify, so that keys can be replaced. From ``BILLIT_COOKIE_SECRET``, with
            commas between them, when left out.
        login_path: Where users begin to log in; ``?next=/somewhere`` says where to go afterwards.
        logout_path: Where a POST logs a browser out: its grant is forgotten, its cookies are deleted.
        callback_path: Where the application takes the callback; the path of ``redirect_uri`` when left out. They
            differ behind a proxy that takes a prefix off.
        grant_name: Whose grant a request works with, when that is not the browser's own: a function of the request,
            such as the user of your own login, None for nobody; or a text, and then **all visitors share one grant**.
        may_log_in: Who may log in and out, a function of the request. With a shared grant nobody may replace one that
            works, nor log it out, unless this allows it.
        login_seconds: How long a user may take to log in.
        session_seconds: How long a browser stays logged in.
        cookie_name: What the cookies are called, behind ``__Host-``; two applications of one host need two names.
        cookie_path: Where the cookies are sent to; other than ``/`` the prefix is ``__Secure-``.
        allowed_origins: Origins of pages besides the application's own that may send what is not a GET.
        root_path: The prefix that a proxy takes off the path before it asks the application; empty for none.
        trust_forwarded_prefix: Believe ``X-Forwarded-Prefix``: only behind a proxy that always sets it or removes it.
        webhooks: Receives webhooks, at ``webhook_path``.
        webhook_path: Where.
        on_error: Makes the response to an error of a call in place of ours, of the request, the error and what we would
            respond; None for ours.
        max_sessions: How many sessions stay open.
        session_options: What each :class:`~billit_async.BillitSession` is made with: ``party_id``, ``limits``, ...

    Raises:
        ConfigurationError: There is no key, or a setting cannot be used; the message names it.
    """

    def __init__(
        self,
        oauth: OAuth2,
        *,
        secret: CookieSecrets | None = None,
        login_path: str = "/billit/login",
        logout_path: str = "/billit/logout",
        callback_path: str | None = None,
        grant_name: str | Callable[[web.Request], str | Awaitable[str | None] | None] | None = None,
        may_log_in: Callable[[web.Request], bool | Awaitable[bool]] | None = None,
        login_seconds: int = 1_800,
        session_seconds: int = 604_800,
        cookie_name: str = "billit",
        cookie_path: str = "/",
        allowed_origins: Iterable[str] = (),
        root_path: str = "",
        trust_forwarded_prefix: bool = False,
        webhooks: WebhookReceiver | None = None,
        webhook_path: str = "/billit/webhook",
        on_error: Callable[
            [web.Request, BillitError, ErrorResponse],
            web.StreamResponse | Awaitable[web.StreamResponse | None] | None,
        ]
        | None = None,
        max_sessions: int = 256,
        **session_options: Any,
    ) -> None:
        self._web: WebApplication[web.Request] = WebApplication(
            oauth,
            secret=secret,
            login_path=login_path,
            logout_path=logout_path,
            callback_path=callback_path,
            grant_name=grant_name,
            may_log_in=may_log_in,
            login_seconds=login_seconds,
            session_seconds=session_seconds,
            cookie_name=cookie_name,
            cookie_path=cookie_path,
            allowed_origins=allowed_origins,
            max_sessions=max_sessions,
            webhooks=webhooks,
            webhook_path=webhook_path,
            session_options=session_options,
        )
        self._root = root_path.rstrip("/")
        if self._root != forwarded_prefix({"X-Forwarded-Prefix": self._root}):
            raise ConfigurationError(f"root_path takes a path such as /tools, not {root_path!r}")
        self._trust_prefix = trust_forwarded_prefix
        self._on_error = on_error
        self._login: web.Resource | None = None
        self.login_path = self._web.login_path
        self.logout_path = self._web.logout_path
        self.callback_path = self._web.callback_path

    def install(self, app: web.Application) -> None:
        """Add the routes, the sessions' life, and the responses to errors of Billit."""
        self._login = app.router.add_resource(self.login_path, name="billit_login")
        self._login.add_route("GET", self._begin)
        app.router.add_get(self.callback_path, self._finish, name="billit_callback", allow_head=False)
        app.router.add_post(self.logout_path, self._log_out, name="billit_logout")
        if self._web.webhooks is not None:
            app.router.add_post(self._web.webhook_path, self._receive, name="billit_webhook")
        app.cleanup_ctx.append(self._live)

        @web.middleware
        async def billit_requests(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._watch(request, handler)

        app.middlewares.append(billit_requests)

    async def session(self, request: web.Request) -> BillitSession:
        """Return the session of the request's grant.

        It may be closed some time after the response; for work that goes on, open a ``BillitSession`` of your own.

        Raises:
            ReauthorisationRequired: Nobody is logged in.
            CrossSiteRequest: A page of another site sent it, and it may change something.
        """
        return await self._web.session(self._visit(request), request.get(_USES))

    async def company(self, request: web.Request) -> BillitSession:
        """Return the session for the company that a request names, by ``party_id`` in its path or query or by header.

        Billit itself refuses a company that the grant does not open. Without a company it is the session as it is.

        Raises:
            aiohttp.web.HTTPUnprocessableEntity: The company is no whole number.
            ReauthorisationRequired: Nobody is logged in.
            CrossSiteRequest: A page of another site sent it, and it may change something.
        """
        try:
            party_id = chosen_company(request.match_info, request.query, request.headers)
        except IdentifierError as error:
            raise web.HTTPUnprocessableEntity(text=str(error)) from None
        session = await self.session(request)
        return session if party_id is None else session.for_company(party_id)

    async def _live(self, _app: web.Application) -> AsyncIterator[None]:
        await self._web.start()
        yield
        await self._web.close()

    async def _begin(self, request: web.Request) -> web.Response:
        return await self._reply(request, self._web.begin_login)

    async def _finish(self, request: web.Request) -> web.Response:
        return await self._reply(request, self._web.finish_login)

    async def _log_out(self, request: web.Request) -> web.Response:
        return await self._reply(request, self._web.log_out)

    async def _receive(self, request: web.Request) -> web.Response:
        reply = await self._web.receive_webhook(self._visit(request), request.content.iter_any())
        response = _response(reply)
        if reply.after is not None:
            try:
                await response.prepare(request)
                await response.write_eof()
            finally:
                reply.after()
        return response

    async def _reply(
        self, request: web.Request, work: Callable[[Visit[web.Request]], Awaitable[Reply]]
    ) -> web.Response:
        visit = self._visit(request)
        return _response(await self._web.reply(visit, work, self._login_address(visit)))

    async def _watch(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        request[_USES] = uses = Uses()
        try:
            return await handler(request)
        except BillitError as error:
            if request.writer.output_size > 0:
                raise  # part of a response is on its way
            return await self._respond(request, error)
        finally:
            self._web.sessions.give_back(uses)

    async def _respond(self, request: web.Request, error: BillitError) -> web.StreamResponse:
        visit = self._visit(request)
        reply, found = self._web.error_reply(visit, error, self._login_address(visit))
        if self._on_error is not None:
            own = self._on_error(request, error, found)
            own = await own if inspect.isawaitable(own) else own
            if own is not None:
                return own
        return _response(reply)

    def _visit(self, request: web.Request) -> Visit[web.Request]:
        forwarded = forwarded_prefix(request.headers) if self._trust_prefix else ""
        prefix = forwarded or self._root
        address = request.rel_url
        return Visit(
            request,
            request.method,
            prefix + address.raw_path_qs,
            address.raw_query_string,
            request.headers,
            request.cookies,
            prefix,
        )

    def _login_address(self, visit: Visit[web.Request]) -> str:
        # The resource knows the prefix of a sub-application.
        path = self.login_path if self._login is None else str(self._login.url_for())
        return visit.prefix + path


def _response(reply: Reply) -> web.Response:
    response = (
        web.Response(status=reply.status) if reply.body is None else web.json_response(reply.body, status=reply.status)
    )
    for name, value in reply.header_list():
        response.headers.add(name, value)
    return response
