"""The HTTP face of the emulator: authorises, dispatches and writes Billit's envelopes. It knows no business rule.

It is a low-level aiohttp server with a route table of its own, since ASP.NET matches paths without regard to case and
aiohttp does not; it also answers a third more requests a second than an application with a catch-all route.
"""

from __future__ import annotations

import asyncio
import logging
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import parse_qsl

import attrs
import msgspec
from aiohttp import web

from billit_async.emulator.clock import to_utc
from billit_async.emulator.listing import BareFailure, PageRequest
from billit_async.emulator.oauth.grants import Grants
from billit_async.emulator.problems import Problem, error_body
from billit_async.emulator.routes import ROUTES
from billit_async.emulator.routes.swagger import unserved_routes
from billit_async.emulator.routing import Call, Reply, Route, RouteTable, bearer_token

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from billit_async.emulator.clock import Clock
    from billit_async.emulator.knobs import Knobs
    from billit_async.emulator.server import Emulator
    from billit_async.emulator.store import Store

__all__ = ["Office", "make_server"]

_IDEMPOTENCY_HEADERS: Final = ("Idempotency-Key", "Idempotent-Key")
"""Both spellings stand in the documentation (pages "idempotent tokens" and "header values")."""
_OK: Final = 200
_MAX_LINE: Final = 1024**2
_FAILURE: Final = b'{"Message":"An error has occurred."}'
_log: Final = logging.getLogger("billit_async.emulator")
_TOO_LONG: Final = (
    b"<!DOCTYPE html><html><head><title>404 - File or directory not found.</title></head>"
    b"<body><h1>Server Error</h1><h2>404 - File or directory not found.</h2></body></html>"
)


@attrs.define
class Office:
    """Everything a request is answered from.

    Args:
        store: The data.
        knobs: The settings.
        clock: The emulator's time.
        api_key: The one key.
        swagger: The Swagger document, whose operations are known even where they are not served.
        emulator: The emulator it belongs to, for the hook between pages.
        list_requests: List requests answered since that hook was set.
        token_failures: Token requests that failed since the settings were made, because they say so.
        wake: Called after each write that succeeded, for what has to be done after the answer.
    """

    store: Store
    knobs: Knobs
    clock: Clock
    api_key: str = attrs.field(repr=False)
    swagger: bytes | None = attrs.field(default=None, repr=False)
    emulator: Emulator | None = attrs.field(default=None, repr=False)
    list_requests: int = 0
    token_failures: int = 0
    wake: Callable[[], None] | None = None
    _date: tuple[datetime | None, str] = (None, "")

    @property
    def company_ids(self) -> tuple[int, ...]:
        """The companies of the key, the default one first."""
        return self.store.company_ids()

    def authorise(self, headers: Mapping[str, str]) -> int:
        """The company that a request is about.

        Raises:
            Problem: 401, by credentials or by company.

        Source: docs page "header values". That ``ContextPartyID`` alone gives 401 ApiKeyNotValid, that both together
        work and that PartyID may be left out was observed by integrators.
        """
        given = headers.get("ApiKey", "").strip()
        token = None if given else bearer_token(headers)
        if token is not None:
            found = Grants(self.store).access_grant(token, self.clock.now())
            if isinstance(found, str):
                raise Problem(401, (found, None))
        elif given.lower() != self.api_key:
            raise Problem(401, ("ApiKeyNotValid", None))
        party, context = headers.get("PartyID", "").strip(), headers.get("ContextPartyID", "").strip()
        chosen = [int(text) if text.isascii() and text.isdecimal() else -1 for text in (party, context) if text]
        if (context and not party) or any(company not in self.company_ids for company in chosen):
            raise Problem(401, (self.knobs.wrong_party_code, None))
        return chosen[0] if chosen else self.company_ids[0]

    def fails_now(self, *kinds: Literal["before", "before_cut", "after"]) -> bool:
        """Whether a token request fails in one of these ways; it is counted when it does."""
        limit = self.knobs.oauth_failures
        if self.knobs.oauth_failure not in kinds or (limit is not None and self.token_failures >= limit):
            return False
        self.token_failures += 1
        return True

    def date_header(self) -> str:
        """The emulator's time for the ``Date`` header, formatted once a second."""
        second = self.clock.now().replace(microsecond=0)
        if self._date[0] != second:
            self._date = (second, format_datetime(to_utc(second), usegmt=True))
        return self._date[1]

    def answer(self, route: Route, call: Call) -> bytes | Reply:
        """Run a route: reads directly, writes in a transaction and once per idempotency key."""
        if route.answer is None:
            raise Problem(
                501, ("EmulatorNotImplemented", f"The emulator does not serve {route.method} {route.path} yet")
            )
        if route.feature in self.knobs.features_off:
            raise Problem(self.knobs.feature_off_status, (self.knobs.no_access_code, None))
        if route.is_list:
            call = self._before_list(call)
        if not route.writes:
            return route.answer(call)
        token = next((call.headers[name] for name in _IDEMPOTENCY_HEADERS if name in call.headers), None)
        with self.store.transaction():
            if token is None or self.knobs.idempotency == "off" or route.method != "POST" or not route.needs_key:
                return route.answer(call)
            scope = "account" if self.knobs.idempotency == "account" else f"{call.company_id} {route.path}"
            if self.store.token_is_used(scope, token):
                # The first result is not replayed. Source: docs page "idempotent tokens".
                raise Problem(409, ("Idempotent token already exists", None))
            body = route.answer(call)
            # A key is used up by a success only. Source: docs page "idempotent tokens".
            if not isinstance(body, Reply) or body.status == _OK:
                self.store.store_token(scope, token)
            return body

    def _before_list(self, call: Call) -> Call:
        """Run the hook between pages; what it did to the settings counts for this page already."""
        hook = self.knobs.between_pages
        if hook is not None and self.list_requests and self.emulator is not None:
            hook(self.emulator, self.list_requests)
        self.list_requests += 1
        return attrs.evolve(call, knobs=self.knobs)


def make_server(office: Office) -> web.Server:
    """The server that answers every path.

    Args:
        office: Data, settings and credentials.
    """
    table = RouteTable([*ROUTES, *unserved_routes(office.swagger)])

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        raw_path, _, raw_query = request.raw_path.partition("?")
        limit = office.knobs.max_query_string
        if limit is not None and len(raw_query) > limit:
            return web.Response(status=404, body=_TOO_LONG, content_type="text/html")
        route, arguments, methods = table.find(request.method, raw_path)
        if route is None:
            return _no_route(office, request, has_path=bool(methods))
        body = await _body(request) if route.writes else b""
        try:
            call = Call(
                store=office.store,
                knobs=office.knobs,
                clock=office.clock,
                company_ids=office.company_ids,
                company_id=office.authorise(request.headers) if route.needs_key else 0,
                headers=request.headers,
                body=body,
                page=_page_request(request.headers, raw_path, raw_query),
                arguments=arguments,
                swagger=office.swagger,
            )
            if route.hands_out_tokens:
                return await _token_response(office, request, route, call)
            answer = office.answer(route, call)
            if route.writes and office.wake is not None:
                office.wake()
            return _response(office, 200, answer)
        except Problem as problem:
            return _response(office, problem.status, error_body(problem))
        except BareFailure:
            return _response(office, 500, _FAILURE)
        except Exception:  # noqa: BLE001 - logged, with its traceback
            # A defect of the emulator itself: say so in the log, and answer what a crashed Billit would.
            _log.exception("The emulator failed on %s %s", request.method, raw_path)
            return _response(office, 500, _FAILURE)

    # Longer lines than aiohttp takes by default, so that the refusal of a long query is ours.
    return web.Server(handle, access_log=None, max_line_size=_MAX_LINE)


async def _body(request: web.BaseRequest) -> bytes:
    """The whole body. Billit documents no limit, and attachments travel as base64 inside JSON."""
    if request.headers.get("Expect", "").lower() == "100-continue" and request.transport is not None:
        # curl and .NET wait for this before they send a large body.
        request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    return await request.content.read()


def _page_request(headers: Mapping[str, str], path: str, query: str) -> PageRequest:
    # Form rules: "+" is a space, names are encoded or not, a repeated name counts last.
    pairs = tuple(parse_qsl(query, keep_blank_values=True)) if query else ()
    return PageRequest(origin=f"http://{headers.get('Host', '')}", path=path, pairs=pairs)


async def _token_response(office: Office, request: web.BaseRequest, route: Route, call: Call) -> web.Response:
    """The answer of the token endpoint, late or missing where the settings say so."""
    if office.fails_now("before"):
        raise BareFailure
    if office.fails_now("before_cut"):
        return _cut(request)
    answer = office.answer(route, call)
    response = _response(office, 200, answer)
    if office.knobs.oauth_latency:
        await asyncio.sleep(office.knobs.oauth_latency)
    if response.status == _OK and office.fails_now("after"):
        return _cut(request)
    return response


def _cut(request: web.BaseRequest) -> web.Response:
    """End the connection; aiohttp finds it closed and writes nothing."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _response(office: Office, status: int, answer: bytes | Reply) -> web.Response:
    reply = answer if isinstance(answer, Reply) else Reply(status=status, body=answer)
    headers = {"Date": office.date_header(), "Server": "billit-emulator", **reply.headers}
    if reply.body:
        headers["Content-Type"] = reply.content_type
    return web.Response(status=reply.status, body=reply.body or None, headers=headers)


def _no_route(office: Office, request: web.BaseRequest, *, has_path: bool) -> web.Response:
    """What ASP.NET Web API answers for paths and methods it does not have; the texts are inferred."""
    if has_path:
        message = f"The requested resource does not support http method '{request.method}'."
        return _response(office, 405, msgspec.json.encode({"Message": message}))
    url = f"http://{request.host}{request.raw_path}"
    message = f"No HTTP resource was found that matches the request URI '{url}'."
    return _response(office, 404, msgspec.json.encode({"Message": message}))
