"""The HTTP face of the emulator: authorises, dispatches and writes Billit's envelopes. It knows no business rule.

It is a low-level aiohttp server with a route table of its own, since ASP.NET matches paths without regard to case and
aiohttp does not; it also serves a third more requests a second than an application with a catch-all route.
"""

from __future__ import annotations

import asyncio
import logging
from email.utils import format_datetime
from functools import partial
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import parse_qsl

import attrs
import msgspec
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from billit_async.emulator.company.context import CompanyContext
from billit_async.emulator.http.intake import ClientLeftError, Hosts, clean_headers, read_body, target_of
from billit_async.emulator.http.listing import BareFailure, PageRequest
from billit_async.emulator.http.routes import OLD_ROUTES, ROUTES
from billit_async.emulator.http.routes.swagger import unserved_routes
from billit_async.emulator.http.routing import JSON_TYPE, Call, Response, Route, RouteTable, bearer_token
from billit_async.emulator.http.weights import LONG, weight
from billit_async.emulator.protocol.clock import to_utc
from billit_async.emulator.protocol.errors import APIError, error_body, generic
from billit_async.emulator.protocol.guid_ids import number_of, with_guids, with_numbers, with_numbers_in_body
from billit_async.emulator.storage.database import in_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from billit_async.emulator.http.intake import Target
    from billit_async.emulator.protocol.clock import Clock
    from billit_async.emulator.settings import EmulatorSettings
    from billit_async.emulator.storage.store import Store

__all__ = ["AppState", "make_server"]

_IDEMPOTENCY_HEADERS: Final = ("Idempotency-Key", "Idempotent-Key")
"""Both spellings stand in the documentation (pages "idempotent tokens" and "header values")."""
_OK: Final = 200
_MAX_LINE: Final = 1024**2
_INT32_MAX: Final = 2**31 - 1
_FAILURE: Final = b'{"Message":"An error has occurred."}'
_log: Final = logging.getLogger("billit_async.emulator")
_TOO_LONG: Final = (
    b"<!DOCTYPE html><html><head><title>404 - File or directory not found.</title></head>"
    b"<body><h1>Server Error</h1><h2>404 - File or directory not found.</h2></body></html>"
)
_BAD_URL: Final = (
    b"<!DOCTYPE html><html><head><title>Bad Request</title></head>"
    b"<body><h2>Bad Request - Invalid URL</h2><hr><p>HTTP Error 400. The request URL is invalid.</p></body></html>"
)
_HOST_REFUSED: Final = "The emulator serves names of this machine only; Emulator(allowed_hosts=...) names others."
_TOO_LARGE: Final = 413


@attrs.define
class AppState:
    """Everything that requests are served from.

    Args:
        store: The data.
        settings: The settings.
        clock: The emulator's time.
        api_key: The one key.
        hosts: The names that it serves.
        swagger: The Swagger document, whose operations are known even where they are not served.
        between_pages: Called before each list request but the first, with the number of those so far.
        list_requests: List requests since the setting ``paging.between_pages`` was made.
        token_failures: Token requests that failed since the settings were made, because they say so.
        wake: Called after each write that succeeded, for what has to be done after the response.
    """

    store: Store
    settings: EmulatorSettings
    clock: Clock
    api_key: str = attrs.field(repr=False)
    hosts: Hosts = attrs.field(factory=lambda: Hosts(()), repr=False)
    swagger: bytes | None = attrs.field(default=None, repr=False)
    between_pages: Callable[[int], None] | None = attrs.field(default=None, repr=False)
    list_requests: int = 0
    token_failures: int = 0
    wake: Callable[[], None] | None = None
    _date: tuple[datetime | None, str] = (None, "")

    @property
    def company_ids(self) -> tuple[int, ...]:
        """The companies of the key, the default one first."""
        return self.store.companies.ids()

    def context_of(self, company_id: int) -> CompanyContext:
        """What the rules of a company work with."""
        return CompanyContext(store=self.store, settings=self.settings, clock=self.clock, company_id=company_id)

    def authorise(self, headers: Mapping[str, str]) -> int:
        """The company that a request is about.

        Raises:
            APIError: 401, by credentials or by company; 400 for a company's number of more than 32 bits, which is
                inferred.

        Source: docs page "header values". That ``ContextPartyID`` alone gives 401 ApiKeyNotValid, that both together
        work and that PartyID may be left out was observed by integrators.
        """
        given = headers.get("ApiKey", "").strip()
        token = None if given else bearer_token(headers)
        if token is not None:
            found = self.store.grants.access_grant(token, self.clock.now())
            if isinstance(found, str):
                raise APIError(401, (found, None))
        elif given.lower() != self.api_key:
            raise APIError(401, ("ApiKeyNotValid", None))
        party, context_party = headers.get("PartyID", "").strip(), headers.get("ContextPartyID", "").strip()
        chosen = [_company_id(text) for text in (party, context_party) if text]
        if (context_party and not party) or any(company not in self.company_ids for company in chosen):
            raise APIError(401, (self.settings.access.wrong_party_code, None))
        return chosen[0] if chosen else self.company_ids[0]

    def fails_now(self, *kinds: Literal["before", "before_cut", "after"]) -> bool:
        """Whether a token request fails in one of these ways; it is counted when it does."""
        limit = self.settings.oauth.failures
        if self.settings.oauth.failure not in kinds or (limit is not None and self.token_failures >= limit):
            return False
        self.token_failures += 1
        return True

    def date_header(self) -> str:
        """The emulator's time for the ``Date`` header, formatted once a second."""
        second = self.clock.now().replace(microsecond=0)
        if self._date[0] != second:
            self._date = (second, format_datetime(to_utc(second), usegmt=True))
        return self._date[1]

    def respond(self, route: Route, call: Call) -> bytes | Response:
        """Run a route: reads directly, writes in a transaction and once per idempotency key.

        A long body was read before, in a thread; a plan that was refused is refused here.
        """
        if route.respond is None:
            raise APIError(
                501, ("EmulatorNotImplemented", f"The emulator does not serve {route.method} {route.path} yet")
            )
        if route.feature in self.settings.access.features_off:
            raise call.no_access()
        if route.is_list:
            call = self._before_list(call)
        if not route.changes:
            return route.respond(call)
        token = next((call.headers[name] for name in _IDEMPOTENCY_HEADERS if name in call.headers), None)
        with self.store.database.transaction():
            if (
                token is None
                or self.settings.requests.idempotency == "off"
                or route.method != "POST"
                or not route.needs_key
            ):
                return route.respond(call)
            scope = "account" if self.settings.requests.idempotency == "account" else f"{call.company_id} {route.path}"
            if self.store.idempotency.is_used(scope, token):
                # The first result is not replayed. Source: docs page "idempotent tokens".
                raise APIError(409, ("Idempotent token already exists", None))
            body = route.respond(call)
            # A key is used up by a success only. Source: docs page "idempotent tokens".
            if not isinstance(body, Response) or body.status == _OK:
                self.store.idempotency.add(scope, token)
            return body

    async def dispatch(self, route: Route, call: Call) -> bytes | Response:
        """`respond` beside other requests: one write at a time, and long work in a thread.

        Raises:
            APIError: whatever it is refused with.
        """
        is_long = weight(call, is_read=not route.changes) > LONG
        if not route.changes and not is_long:
            return self.respond(route, call)
        async with self.store.database.write_lock:
            if not is_long:
                return self.respond(route, call)
            work = partial(self.respond, route, call)
            return await (self.store.database.write_in_thread(work) if route.changes else in_thread(work))

    def _before_list(self, call: Call) -> Call:
        """Run the hook between pages; what it did to the settings counts for this page already."""
        if self.between_pages is not None and self.list_requests:
            self.between_pages(self.list_requests)
        self.list_requests += 1
        return call if call.settings is self.settings else attrs.evolve(call, settings=self.settings)


def make_server(app_state: AppState) -> web.Server:
    """The server that serves every path.

    Args:
        app_state: Data, settings and credentials.
    """
    described = unserved_routes(app_state.swagger)
    tables = {
        old_paths: RouteTable([*ROUTES, *(OLD_ROUTES if old_paths else ()), *described]) for old_paths in (False, True)
    }

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        target = target_of(request)
        if (refused := _refused(app_state, target)) is not None:
            return refused
        route, arguments, methods = tables[app_state.settings.requests.old_paths].find(request.method, target.path)
        if route is None:
            return _no_route(app_state, request, target, has_path=bool(methods))
        try:
            return await _served(app_state, request, target, route, arguments)
        except APIError as error:
            response = _response(app_state, error.status, error_body(error))
            if error.status == _TOO_LARGE:
                response.force_close()
            return response
        except ClientLeftError:
            return _cut(request)
        except BareFailure:
            return _response(app_state, 500, _FAILURE)
        except Exception:  # noqa: BLE001 - logged, with its traceback
            # A defect of the emulator itself: say so in the log, and respond as a crashed Billit would.
            _log.exception("The emulator failed on %s %s", request.method, target.path)
            return _response(app_state, 500, _FAILURE)

    # Longer lines than aiohttp takes by default, so that the refusal of a long query is ours.
    # Compressed bodies stay as they are, so that they are bounded here.
    return web.Server(handle, access_log=None, logger=_http_log(), max_line_size=_MAX_LINE, auto_decompress=False)


def _http_log() -> logging.Logger:
    """Where aiohttp reports: not what is not HTTP, which it refuses with 400 and which is the client's own affair."""
    log = logging.getLogger("billit_async.emulator.http")
    log.addFilter(_is_ours)
    return log


def _is_ours(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


def _refused(app_state: AppState, target: Target) -> web.Response | None:
    """The response to a target that never reaches the API, as the web server in front of it gives it."""
    settings = app_state.settings
    if not app_state.hosts.permit(target):
        return _response(app_state, 400, error_body(APIError(400, ("EmulatorHostNotAllowed", _HOST_REFUSED))))
    if settings.requests.max_query_string is not None and len(target.query) > settings.requests.max_query_string:
        return web.Response(status=404, body=_TOO_LONG, content_type="text/html")
    if (
        settings.requests.max_path_segment is not None
        and max(map(len, target.path.split("/"))) > settings.requests.max_path_segment
    ):
        return web.Response(status=400, body=_BAD_URL, content_type="text/html")
    return None


async def _served(
    app_state: AppState, request: web.BaseRequest, target: Target, route: Route, arguments: Mapping[str, str]
) -> web.Response:
    """The response of a route, for a request that is read and authorised here."""
    body = await read_body(request, app_state.settings.requests.max_body) if route.writes else b""
    has_guids = app_state.settings.responses.ids == "guid"
    if has_guids:
        body, arguments = with_numbers_in_body(body), with_numbers(arguments)
    headers = clean_headers(request.headers)
    call = Call(
        store=app_state.store,
        settings=app_state.settings,
        clock=app_state.clock,
        company_ids=app_state.company_ids,
        company_id=app_state.authorise(headers) if route.needs_key else 0,
        headers=headers,
        body=body,
        page=_page_request(target),
        arguments=arguments,
        swagger=app_state.swagger,
    )
    if route.hands_out_tokens:
        return await _token_response(app_state, request, route, call)
    if route.plan is not None and len(body) > LONG:
        call = await _planned(route.plan, call)
    responded = await app_state.dispatch(route, call)
    if route.writes and app_state.wake is not None:
        app_state.wake()
    return _response(app_state, 200, with_guids(responded) if has_guids and isinstance(responded, bytes) else responded)


async def _planned(plan: Callable[[Call], object], call: Call) -> Call:
    """The same call with what its body comes to, worked out in a thread."""

    def work() -> object:
        try:
            return plan(call)
        except APIError as error:
            return error

    return attrs.evolve(call, plan=await asyncio.to_thread(work))


def _company_id(text: str) -> int:
    """The company that a header names; -1 is nobody's."""
    if (number := number_of(text)) is not None:
        return number
    if not text.isascii() or not text.isdecimal():
        return -1
    digits = text.lstrip("0") or "0"
    if len(digits) > len(str(_INT32_MAX)) or int(digits) > _INT32_MAX:
        raise generic("Value was either too large or too small for an Int32.")
    return int(digits)


def _page_request(target: Target) -> PageRequest:
    # Form rules: "+" is a space, names are encoded or not, a repeated name counts last.
    pairs = tuple(parse_qsl(target.query, keep_blank_values=True)) if target.query else ()
    return PageRequest(origin=f"http://{target.host}", path=target.path, pairs=pairs)


async def _token_response(app_state: AppState, request: web.BaseRequest, route: Route, call: Call) -> web.Response:
    """The response of the token endpoint, late or missing where the settings say so."""
    if app_state.fails_now("before"):
        raise BareFailure
    if app_state.fails_now("before_cut"):
        return _cut(request)
    response = _response(app_state, 200, await app_state.dispatch(route, call))
    if app_state.settings.oauth.latency:
        await asyncio.sleep(app_state.settings.oauth.latency)
    if response.status == _OK and app_state.fails_now("after"):
        return _cut(request)
    return response


def _cut(request: web.BaseRequest) -> web.Response:
    """End the connection; aiohttp finds it closed and writes nothing."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _response(app_state: AppState, status: int, made: bytes | Response) -> web.Response:
    headers = {"Date": app_state.date_header(), "Server": "billit-emulator"}
    if not isinstance(made, Response):
        if made:
            headers["Content-Type"] = JSON_TYPE
        return web.Response(status=status, body=made or None, headers=headers)
    headers |= made.headers
    if made.body:
        headers["Content-Type"] = made.content_type
    return web.Response(status=made.status, body=made.body or None, headers=headers)


def _no_route(app_state: AppState, request: web.BaseRequest, target: Target, *, has_path: bool) -> web.Response:
    """What ASP.NET Web API responds for paths and methods it does not have; the texts are inferred."""
    if has_path:
        message = f"The requested resource does not support http method '{request.method}'."
        return _response(app_state, 405, msgspec.json.encode({"Message": message}))
    url = f"http://{target.host}{target.path}{'?' if target.query else ''}{target.query}"
    message = f"No HTTP resource was found that matches the request URI '{url}'."
    return _response(app_state, 404, msgspec.json.encode({"Message": message}))
