"""FastAPI: login and callback routes, a session for the life of the application, and a company for each request.

```python
billit = BillitFastAPI(oauth, secret=os.environ["APP_SECRET"])
app = FastAPI(lifespan=billit.lifespan)
billit.install(app)

@app.get("/companies/{party_id}/unpaid")
async def unpaid(company: Annotated[BillitSession, Depends(billit.company)]) -> int:
    return await company.orders.list(OrderFields.paid.is_(False)).count()
```
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from billit_async.errors import BillitError, ConfigurationError, ReauthorisationRequired
from billit_async.integrations.web import Sessions, WebLogin, chosen_company, status_of
from billit_async.session import BillitSession  # noqa: TC001  (FastAPI reads annotations at run time)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from fastapi import FastAPI

    from billit_async.auth import OAuth2

__all__ = ["BillitFastAPI"]


class BillitFastAPI:
    """Billit in a FastAPI application.

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
        grant_name: Callable[[Request], str] | None = None,
        login_seconds: int = 1_800,
        **session_options: Any,
    ) -> None:
        self._login = WebLogin(oauth, secret=secret, login_seconds=login_seconds)
        self._sessions = Sessions(oauth, session_options)
        self._name = grant_name or _default
        self.login_path = login_path
        begun = self._login.begin()
        self.callback_path = begun.cookie.path
        if self.callback_path == login_path:
            raise ConfigurationError(f"login_path and the path of redirect_uri are both {login_path}: choose another")

    @contextlib.asynccontextmanager
    async def lifespan(self, _app: FastAPI) -> AsyncGenerator[None]:
        """Keep the sessions for as long as the application runs: ``FastAPI(lifespan=billit.lifespan)``."""
        self._sessions.start()
        try:
            yield
        finally:
            await self._sessions.close()

    def install(self, app: FastAPI) -> None:
        """Add the login and callback routes, and the answer to a request whose grant is dead or missing."""
        app.include_router(self.router())
        app.add_exception_handler(ReauthorisationRequired, self._log_in_again)

    def router(self) -> APIRouter:
        """Return the login and callback routes alone."""
        router = APIRouter(tags=["billit"])
        router.add_api_route(self.login_path, self._begin, methods=["GET"], name="billit_login", response_model=None)
        router.add_api_route(
            self.callback_path, self._finish, methods=["GET"], name="billit_callback", response_model=None
        )
        return router

    async def session(self, request: Request) -> BillitSession:
        """Give the session of the request's grant: a dependency, ``Depends(billit.session)``."""
        return await self._sessions.get(self._name(request))

    async def company(self, request: Request) -> BillitSession:
        """Give the session for the company that a request names, by ``party_id`` in its path or query or by header.

        Billit itself refuses a company that the grant does not open. Without a company it is the session as it is.

        Raises:
            HTTPException: 422 when the company is no whole number.
        """
        try:
            party_id = chosen_company(request.path_params, request.query_params, request.headers)
        except ValueError as error:
            raise HTTPException(422, str(error)) from None
        session = await self.session(request)
        return session if party_id is None else session.for_company(party_id)

    async def _begin(self, request: Request) -> Response:
        begun = self._login.begin(next_path=request.query_params.get("next", "/"), name=self._name(request))
        response = RedirectResponse(begun.url, 302, headers={"Cache-Control": "no-store"})
        name, value, max_age, path, secure = begun.cookie
        response.set_cookie(name, value, max_age=max_age, path=path, secure=secure, httponly=True, samesite="lax")
        return response

    async def _finish(self, request: Request) -> Response:
        try:
            finished = await self._login.finish(str(request.url), request.cookies)
        except BillitError as error:
            return JSONResponse({"detail": str(error)}, status_of(error), headers={"Cache-Control": "no-store"})
        response = RedirectResponse(finished.next_path, 303, headers={"Cache-Control": "no-store"})
        response.delete_cookie(finished.cookie_name, path=self.callback_path)
        return response

    async def _log_in_again(self, request: Request, error: Exception) -> Response:
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        login = f"{self.login_path}?next={quote(here, safe='/')}"
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(login, 303)
        return JSONResponse({"detail": str(error), "login": login}, 401)


def _default(_request: Request) -> str:
    return "default"
