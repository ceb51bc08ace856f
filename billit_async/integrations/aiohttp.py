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

from typing import TYPE_CHECKING, Any, Final, Unpack

from aiohttp import web

from billit_async.errors import BillitError, ConfigurationError, IdentifierError
from billit_async.integrations.sessions import Uses
from billit_async.integrations.web import WebApplication, WebSettings
from billit_async.integrations.web_messages import WebRequest, WebResponse, chosen_company, forwarded_prefix

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from aiohttp.typedefs import Handler

    from billit_async.auth import OAuth2
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
        root_path: The prefix that a proxy takes off the path before it asks the application; empty for none.
        settings: See :class:`~billit_async.integrations.web.WebSettings`.

    Raises:
        ConfigurationError: There is no key, or a setting cannot be used; the message names it.
    """

    def __init__(
        self, oauth: OAuth2, *, root_path: str = "", **settings: Unpack[WebSettings[web.Request, web.StreamResponse]]
    ) -> None:
        self._web = WebApplication[web.Request, web.StreamResponse](oauth, **settings)
        self._root = root_path.rstrip("/")
        if self._root != forwarded_prefix({"X-Forwarded-Prefix": self._root}):
            raise ConfigurationError(f"root_path takes a path such as /tools, not {root_path!r}")
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
        return await self._web.session(self._web_request(request), request.get(_USES))

    async def company(self, request: web.Request) -> BillitSession:
        """Return the session for the company that a request names, by ``party_id`` in its path or query or by header.

        Billit itself refuses a company that the grant does not open. Without a company it is the session as it is.

        Raises:
            aiohttp.web.HTTPUnprocessableEntity: The company is not a whole number.
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
        return await self._run_route(request, self._web.begin_login)

    async def _finish(self, request: web.Request) -> web.Response:
        return await self._run_route(request, self._web.finish_login)

    async def _log_out(self, request: web.Request) -> web.Response:
        return await self._run_route(request, self._web.log_out)

    async def _receive(self, request: web.Request) -> web.Response:
        web_response = await self._web.receive_webhook(self._web_request(request), request.content.iter_any())
        response = _response(web_response)
        if web_response.after is not None:
            try:
                await response.prepare(request)
                await response.write_eof()
            finally:
                web_response.after()
        return response

    async def _run_route(
        self, request: web.Request, work: Callable[[WebRequest[web.Request]], Awaitable[WebResponse]]
    ) -> web.Response:
        web_request = self._web_request(request)
        return _response(await self._web.respond(web_request, work, self._login_address(web_request)))

    async def _watch(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        request[_USES] = uses = Uses()
        try:
            return await handler(request)
        except BillitError as error:
            if request.writer.output_size > 0:
                raise  # part of a response is on its way
            return await self._respond(request, error)
        finally:
            self._web.sessions.release(uses)

    async def _respond(self, request: web.Request, error: BillitError) -> web.StreamResponse:
        web_request = self._web_request(request)
        web_response, found = self._web.error_response_of(web_request, error, self._login_address(web_request))
        own = await self._web.own_response(web_request, error, found)
        return _response(web_response) if own is None else own

    def _web_request(self, request: web.Request) -> WebRequest[web.Request]:
        forwarded = self._web.forwarded_prefix(request.headers)
        prefix = forwarded or self._root
        address = request.rel_url
        return WebRequest(
            request,
            request.method,
            prefix + address.raw_path_qs,
            address.raw_query_string,
            request.headers,
            request.cookies,
            prefix,
        )

    def _login_address(self, web_request: WebRequest[web.Request]) -> str:
        # The resource knows the prefix of a sub-application.
        path = self.login_path if self._login is None else str(self._login.url_for())
        return web_request.prefix + path


def _response(web_response: WebResponse) -> web.Response:
    response = (
        web.Response(status=web_response.status)
        if web_response.body is None
        else web.json_response(web_response.body, status=web_response.status)
    )
    for name, value in web_response.header_list():
        response.headers.add(name, value)
    return response
