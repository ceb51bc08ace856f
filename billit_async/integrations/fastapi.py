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
from typing import TYPE_CHECKING, Any, Final, Unpack
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from starlette.background import BackgroundTask
from starlette.routing import NoMatchFound

from billit_async.errors import BillitError, IdentifierError
from billit_async.integrations.sessions import Uses
from billit_async.integrations.web import WebApplication, WebSettings
from billit_async.integrations.web_messages import WebRequest, WebResponse, chosen_company
from billit_async.session import BillitSession  # noqa: TC001  (FastAPI reads annotations at run time)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from fastapi import FastAPI
    from starlette.types import ASGIApp, Receive, Scope, Send

    from billit_async.auth import OAuth2
    from billit_async.integrations.sessions import Sessions

__all__ = ["BillitFastAPI"]

_USES: Final = "billit_async.uses"


class BillitFastAPI:
    """Billit in a FastAPI application.

    Without a ``grant_name`` each browser has a grant of its own, under a random name in its signed cookie. A visitor
    without the cookie is sent to the login when a browser asks for a page, and gets 401 else.

    Args:
        oauth: The application.
        settings: See :class:`~billit_async.integrations.web.WebSettings`.

    Raises:
        ConfigurationError: There is no key, or a setting cannot be used; the message names it.
    """

    def __init__(self, oauth: OAuth2, **settings: Unpack[WebSettings[Request, Response]]) -> None:
        self._web = WebApplication[Request, Response](oauth, **settings)
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
        app.add_middleware(_ReleasesSessions, sessions=self._web.sessions)
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
        return await self._web.session(self._web_request(request), request.scope.get(_USES))

    async def company(self, request: Request) -> BillitSession:
        """Give the session for the company that a request names, by ``party_id`` in its path or query or by header.

        Billit itself refuses a company that the grant does not open. Without a company it is the session as it is.

        Raises:
            HTTPException: 422 when the company is not a whole number.
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
        return await self._run_route(request, self._web.begin_login)

    async def _finish(self, request: Request) -> Response:
        return await self._run_route(request, self._web.finish_login)

    async def _log_out(self, request: Request) -> Response:
        return await self._run_route(request, self._web.log_out)

    async def _receive(self, request: Request) -> Response:
        return _response(await self._web.receive_webhook(self._web_request(request), request.stream()))

    async def _run_route(
        self, request: Request, work: Callable[[WebRequest[Request]], Awaitable[WebResponse]]
    ) -> Response:
        web_request = self._web_request(request)
        return _response(await self._web.respond(web_request, work, self._login_address(web_request)))

    async def _respond(self, request: Request, error: Exception) -> Response:
        if not isinstance(error, BillitError):
            raise error
        web_request = self._web_request(request)
        web_response, found = self._web.error_response_of(web_request, error, self._login_address(web_request))
        own = await self._web.own_response(web_request, error, found)
        return _response(web_response) if own is None else own

    def _web_request(self, request: Request) -> WebRequest[Request]:
        scope = request.scope
        # Servers differ in whether the path holds the prefix; Starlette takes it off where it is there.
        root, path = str(scope.get("root_path", "")).rstrip("/"), str(scope["path"])
        if root and (path == root or path.startswith(f"{root}/")):
            path = path[len(root) :]
        forwarded = self._web.forwarded_prefix(request.headers)
        prefix = root if not forwarded or f"{root}/".startswith(f"{forwarded}/") else forwarded + root
        query = scope.get("query_string", b"").decode("latin-1")
        here = quote(prefix + path, safe="/:@!$&'()*+,;=~-._", errors="replace") + (f"?{query}" if query else "")
        return WebRequest(request, request.method, here, query, request.headers, request.cookies, prefix)

    def _login_address(self, web_request: WebRequest[Request]) -> str:
        try:
            path = str(web_request.request.app.url_path_for("billit_login"))
        except NoMatchFound:
            path = self.login_path
        return web_request.prefix + path


class _ReleasesSessions:
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
            self._sessions.release(uses)


def _response(web_response: WebResponse) -> Response:
    response = (
        Response(status_code=web_response.status)
        if web_response.body is None
        else JSONResponse(web_response.body, web_response.status)
    )
    for name, value in web_response.header_list():
        response.headers.append(name, value)
    if web_response.after is not None:
        response.background = BackgroundTask(_begin_after, web_response.after)
    return response


async def _begin_after(start: Callable[[], None]) -> None:
    # A coroutine, since Starlette runs plain functions in a thread.
    start()
