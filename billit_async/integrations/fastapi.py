"""FastAPI: login, callback, logout and webhook routes, a session for each request's grant, and safe error responses.

```python
billit = BillitFastAPI(oauth)  # the cookie's key from BILLIT_COOKIE_SECRET
app = FastAPI(lifespan=billit.lifespan)
billit.install(app)

@app.get("/companies/{party_id}/unpaid")
async def unpaid(company: Annotated[BillitSession, Depends(billit.company)]) -> int:
    return await company.orders.list(OrderFields.paid.is_(False)).count()
```
"""

from __future__ import annotations

import contextlib
import inspect
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from starlette.background import BackgroundTask
from starlette.routing import NoMatchFound

from billit_async.errors import BillitError, IdentifierError
from billit_async.integrations.sessions import Uses
from billit_async.integrations.web import Reply, Visit, WebApplication, chosen_company, forwarded_prefix
from billit_async.session import BillitSession  # noqa: TC001  (FastAPI reads annotations at run time)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable

    from fastapi import FastAPI
    from starlette.types import ASGIApp, Receive, Scope, Send

    from billit_async.auth import OAuth2
    from billit_async.integrations.cookies import CookieSecrets
    from billit_async.integrations.error_responses import ErrorResponse
    from billit_async.integrations.sessions import Sessions
    from billit_async.integrations.webhook_receiver import WebhookReceiver

__all__ = ["BillitFastAPI"]

_USES: Final = "billit_async.uses"


class BillitFastAPI:
    """Billit in a FastAPI application.

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
        grant_name: str | Callable[[Request], str | Awaitable[str | None] | None] | None = None,
        may_log_in: Callable[[Request], bool | Awaitable[bool]] | None = None,
        login_seconds: int = 1_800,
        session_seconds: int = 604_800,
        cookie_name: str = "billit",
        cookie_path: str = "/",
        allowed_origins: Iterable[str] = (),
        trust_forwarded_prefix: bool = False,
        webhooks: WebhookReceiver | None = None,
        webhook_path: str = "/billit/webhook",
        on_error: Callable[[Request, BillitError, ErrorResponse], Response | Awaitable[Response | None] | None]
        | None = None,
        max_sessions: int = 256,
        **session_options: Any,
    ) -> None:
        self._web: WebApplication[Request] = WebApplication(
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
        self._trust_prefix = trust_forwarded_prefix
        self._on_error = on_error
        self.login_path = self._web.login_path
        self.logout_path = self._web.logout_path
        self.callback_path = self._web.callback_path

    @contextlib.asynccontextmanager
    async def lifespan(self, _app: FastAPI) -> AsyncGenerator[None]:
        """Keep the sessions for as long as the application runs: ``FastAPI(lifespan=billit.lifespan)``."""
        await self._web.start()
        try:
            yield
        finally:
            await self._web.close()

    def install(self, app: FastAPI) -> None:
        """Add the routes, and the responses to errors of Billit; a handler of your own for a class of errors wins."""
        app.include_router(self.router())
        app.add_middleware(_GivesBack, sessions=self._web.sessions)
        app.add_exception_handler(BillitError, self._respond)

    def router(self) -> APIRouter:
        """Return the routes alone."""
        router = APIRouter(tags=["billit"])
        routes: list[tuple[str, str, str, Any]] = [
            ("GET", self.login_path, "billit_login", self._begin),
            ("GET", self.callback_path, "billit_callback", self._finish),
            ("POST", self.logout_path, "billit_logout", self._log_out),
        ]
        if self._web.webhooks is not None:
            routes.append(("POST", self._web.webhook_path, "billit_webhook", self._receive))
        for method, path, name, function in routes:
            router.add_api_route(path, function, methods=[method], name=name, response_model=None)
        return router

    async def session(self, request: Request) -> BillitSession:
        """Give the session of the request's grant: a dependency, ``Depends(billit.session)``.

        It may be closed some time after the response; for work that goes on, open a ``BillitSession`` of your own.

        Raises:
            ReauthorisationRequired: Nobody is logged in.
            CrossSiteRequest: A page of another site sent it, and it may change something.
        """
        return await self._web.session(self._visit(request), request.scope.get(_USES))

    async def company(self, request: Request) -> BillitSession:
        """Give the session for the company that a request names, by ``party_id`` in its path or query or by header.

        Billit itself refuses a company that the grant does not open. Without a company it is the session as it is.

        Raises:
            HTTPException: 422 when the company is no whole number.
            ReauthorisationRequired: Nobody is logged in.
            CrossSiteRequest: A page of another site sent it, and it may change something.
        """
        try:
            party_id = chosen_company(request.path_params, request.query_params, request.headers)
        except IdentifierError as error:
            raise HTTPException(422, str(error)) from None
        session = await self.session(request)
        return session if party_id is None else session.for_company(party_id)

    async def _begin(self, request: Request) -> Response:
        return await self._reply(request, self._web.begin_login)

    async def _finish(self, request: Request) -> Response:
        return await self._reply(request, self._web.finish_login)

    async def _log_out(self, request: Request) -> Response:
        return await self._reply(request, self._web.log_out)

    async def _receive(self, request: Request) -> Response:
        return _response(await self._web.receive_webhook(self._visit(request), request.stream()))

    async def _reply(self, request: Request, work: Callable[[Visit[Request]], Awaitable[Reply]]) -> Response:
        visit = self._visit(request)
        return _response(await self._web.reply(visit, work, self._login_address(visit)))

    async def _respond(self, request: Request, error: Exception) -> Response:
        if not isinstance(error, BillitError):
            raise error
        visit = self._visit(request)
        reply, found = self._web.error_reply(visit, error, self._login_address(visit))
        if self._on_error is not None:
            own = self._on_error(request, error, found)
            own = await own if inspect.isawaitable(own) else own
            if own is not None:
                return own
        return _response(reply)

    def _visit(self, request: Request) -> Visit[Request]:
        scope = request.scope
        # Servers differ in whether the path holds the prefix; Starlette takes it off where it is there.
        root, path = str(scope.get("root_path", "")).rstrip("/"), str(scope["path"])
        if root and (path == root or path.startswith(f"{root}/")):
            path = path[len(root) :]
        forwarded = forwarded_prefix(request.headers) if self._trust_prefix else ""
        prefix = root if not forwarded or f"{root}/".startswith(f"{forwarded}/") else forwarded + root
        query = scope.get("query_string", b"").decode("latin-1")
        here = quote(prefix + path, safe="/:@!$&'()*+,;=~-._", errors="replace") + (f"?{query}" if query else "")
        return Visit(request, request.method, here, query, request.headers, request.cookies, prefix)

    def _login_address(self, visit: Visit[Request]) -> str:
        try:
            path = str(visit.request.app.url_path_for("billit_login"))
        except NoMatchFound:
            path = self.login_path
        return visit.prefix + path


class _GivesBack:
    """Tells the sessions when a request is over, its background tasks too."""

    def __init__(self, app: ASGIApp, sessions: Sessions) -> None:
        self._app = app
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        scope[_USES] = uses = Uses()
        try:
            await self._app(scope, receive, send)
        finally:
            self._sessions.give_back(uses)


def _response(reply: Reply) -> Response:
    response = Response(status_code=reply.status) if reply.body is None else JSONResponse(reply.body, reply.status)
    for name, value in reply.header_list():
        response.headers.append(name, value)
    if reply.after is not None:
        response.background = BackgroundTask(_begin_after, reply.after)
    return response


async def _begin_after(start: Callable[[], None]) -> None:
    # A coroutine, since Starlette runs plain functions in a thread.
    start()
