"""aiohttp: login and callback routes, a session for the life of the application, and a company for each request.

```python
billit = BillitAiohttp(oauth, secret=os.environ["APP_SECRET"])
app = web.Application()
billit.install(app)

async def unpaid(request: web.Request) -> web.Response:
    company = await billit.company(request)
    return web.json_response(await company.orders.list(OrderFields.paid.is_(False)).count())
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aiohttp import web

from billit_async.errors import BillitError, ConfigurationError, ReauthorisationRequired
from billit_async.integrations.web import Sessions, WebLogin, chosen_company, status_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from aiohttp.typedefs import Handler

    from billit_async.auth import OAuth2
    from billit_async.session import BillitSession

__all__ = ["BillitAiohttp"]


class BillitAiohttp:
    """Billit in an aiohttp application.

    Args:
        oauth: The application. The path of its ``redirect_uri`` is where the callback route is put.
        secret: Signs the cookie of a login under way; the same in all processes of the application.
        login_path: Where users begin to log in; ``?next=/somewhere`` says where to go afterwards.
        grant_name: Whose grant a request works with: a function of the request, such as the user of your own login.
            All share one grant when it is left out.
        login_seconds: How long a user may take to log in.
        session_options: What each :class:`~billit_async.BillitSession` is made with: ``party_id``, ``limits``, ...

    Raises:
        ConfigurationError: The secret is too short, or the path of the callback and of the login are the same.
    """

    def __init__(
        self,
        oauth: OAuth2,
        *,
        secret: str,
        login_path: str = "/billit/login",
        grant_name: Callable[[web.Request], str] | None = None,
        login_seconds: int = 1_800,
        **session_options: Any,
    ) -> None:
        self._login = WebLogin(oauth, secret=secret, login_seconds=login_seconds)
        self._sessions = Sessions(oauth, session_options)
        self._name = grant_name or _default
        self.login_path = login_path
        self.callback_path = self._login.begin().cookie.path
        if self.callback_path == login_path:
            raise ConfigurationError(f"login_path and the path of redirect_uri are both {login_path}: choose another")

    def install(self, app: web.Application) -> None:
        """Add the routes, the sessions' life, and the answer to a request whose grant is dead or missing."""
        app.router.add_get(self.login_path, self._begin, name="billit_login")
        app.router.add_get(self.callback_path, self._finish, name="billit_callback")
        app.cleanup_ctx.append(self._live)

        @web.middleware
        async def log_in_again(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._answer_reauthorisation(request, handler)

        app.middlewares.append(log_in_again)

    async def session(self, request: web.Request) -> BillitSession:
        """Return the session of the request's grant."""
        return await self._sessions.get(self._name(request))

    async def company(self, request: web.Request) -> BillitSession:
        """Return the session for the company that a request names, by ``party_id`` in its path or query or by header.

        Billit itself refuses a company that the grant does not open. Without a company it is the session as it is.

        Raises:
            aiohttp.web.HTTPUnprocessableEntity: The company is no whole number.
        """
        try:
            party_id = chosen_company(request.match_info, request.query, request.headers)
        except ValueError as error:
            raise web.HTTPUnprocessableEntity(text=str(error)) from None
        session = await self.session(request)
        return session if party_id is None else session.for_company(party_id)

    async def _live(self, _app: web.Application) -> AsyncIterator[None]:
        self._sessions.start()
        yield
        await self._sessions.close()

    async def _begin(self, request: web.Request) -> web.Response:
        begun = self._login.begin(next_path=request.query.get("next", "/"), name=self._name(request))
        response = web.Response(status=302, headers={"Location": begun.url, "Cache-Control": "no-store"})
        name, value, max_age, path, secure = begun.cookie
        response.set_cookie(name, value, max_age=max_age, path=path, secure=secure, httponly=True, samesite="Lax")
        return response

    async def _finish(self, request: web.Request) -> web.Response:
        try:
            finished = await self._login.finish(str(request.url), request.cookies)
        except BillitError as error:
            return web.json_response(
                {"detail": str(error)}, status=status_of(error), headers={"Cache-Control": "no-store"}
            )
        response = web.Response(status=303, headers={"Location": finished.next_path, "Cache-Control": "no-store"})
        response.del_cookie(finished.cookie_name, path=self.callback_path)
        return response

    async def _answer_reauthorisation(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except ReauthorisationRequired as error:
            login = f"{self.login_path}?next={quote(request.path_qs, safe='/')}"
            if request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
                return web.Response(status=303, headers={"Location": login})
            return web.json_response({"detail": str(error), "login": login}, status=401)


def _default(_request: web.Request) -> str:
    return "default"
