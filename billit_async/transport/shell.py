"""The thin aiohttp shell: opens, sends, reads, closes; every decision is made by the pure modules beside it."""

from __future__ import annotations

import asyncio
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING, NoReturn

import aiohttp
from yarl import URL

from billit_async._version import __version__
from billit_async.errors import Call, SessionClosed, Unauthorized
from billit_async.transport.answers import BOM, refusal
from billit_async.transport.messages import Request, Response
from billit_async.transport.outcomes import ConnectionLost, broken, late, never_sent, repeats

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

    from billit_async.auth import Auth
    from billit_async.config import SessionConfig

__all__ = ["Caller", "Transport"]

_ALWAYS = {"Accept": "application/json", "User-Agent": f"billit-async/{__version__}"}
_under_way: ContextVar[_Exchange] = ContextVar("_under_way")
_FAILURES = (aiohttp.ClientError, ConnectionLost, OSError)


class Transport:
    """The connections of a session and all its company views.

    Args:
        config: Settled settings.
        auth: The credentials.
        client_session: The caller's own aiohttp session, which is used and never closed; or None to open one.
    """

    def __init__(self, config: SessionConfig, auth: Auth, client_session: aiohttp.ClientSession | None = None) -> None:
        self.config = config
        self.auth = auth
        self._given = client_session
        self._http: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        self._slots = asyncio.Semaphore(1)
        self._middlewares: tuple[aiohttp.ClientMiddlewareType, ...] = ()
        timeouts = config.timeouts
        # No total: ours spans all attempts. The pool never makes a call wait, the slots do, outside the clock.
        self._timeout = aiohttp.ClientTimeout(total=None, connect=timeouts.connect, sock_read=timeouts.read)

    @property
    def is_open(self) -> bool:
        """Whether calls can be made."""
        return self._http is not None and not self._http.closed

    async def open(self) -> None:
        """Open the connections; does nothing when they are open.

        Raises:
            SessionClosed: It was closed before, or the caller's own session is.
        """
        if self.is_open:
            return
        if self._closed:
            raise SessionClosed("this session was closed; make a new BillitSession")
        limits = self.config.limits
        self._loop = asyncio.get_running_loop()
        if self._given is not None:
            if self._given.closed:
                raise SessionClosed("the aiohttp.ClientSession that was passed in is closed")
            self._http = self._given
            # Middlewares given with a request replace the session's, so the caller's go along.
            own: tuple[aiohttp.ClientMiddlewareType, ...] = tuple(getattr(self._given, "_middlewares", None) or ())
            self._middlewares = (*own, _never_resend)
        else:
            self._http = aiohttp.ClientSession(
                connector=_Connector(
                    limit=limits.max_connections, limit_per_host=limits.max_per_host or limits.max_connections
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                requote_redirect_url=False,
            )
            self._middlewares = (_never_resend,)
        connector = self._http.connector
        bounds = [limits.max_connections, limits.max_per_host or 0]
        bounds += [connector.limit, connector.limit_per_host] if connector else []
        self._slots = asyncio.Semaphore(min(bound for bound in bounds if bound > 0))

    async def close(self) -> None:
        """Close the connections that we opened; calls still under way fail."""
        http, self._http, self._closed = self._http, None, True
        if http is not None and http is not self._given:
            await http.close()

    async def call(
        self, request: Request, *, party_id: int | None = None, context_party_id: int | None = None
    ) -> Response:
        """Make one logical call.

        Args:
            request: What to ask.
            party_id: The company, sent as ``PartyID``.
            context_party_id: Sent as ``ContextPartyID``.

        Returns:
            The answer, which has a 2xx status.

        Raises:
            SessionClosed: The session is not open, or open in another event loop.
            ApiError: Billit refused.
            NotSent: Billit never saw the request.
            OutcomeUnknown: The connection broke after the request may have left.
            DeadlineExceeded: The total time ran out.

        Source: docs page "header values".
        """
        self._ready()
        headers = self._headers(request, party_id, context_party_id)
        async with self._slots:
            exchange = _Exchange(request, party_id, self.config.label)
            seconds = self.config.timeouts.total
            clock = asyncio.timeout(seconds)
            try:
                async with clock:
                    return await self._attempt_until_done(exchange, headers)
            except TimeoutError:
                if clock.expired():
                    raise late(exchange.call(), seconds, may_have_arrived=exchange.may_have_left) from None
                raise

    async def _attempt_until_done(self, exchange: _Exchange, headers: dict[str, str]) -> Response:
        renewed = False
        while True:
            credentials = await self.auth.headers()
            exchange.attempts += 1
            try:
                status, answer_headers, body = await self._send(exchange, {**headers, **credentials})
            except _FAILURES as error:
                # Closed under way: a write that may have left must not pass for one that was never made.
                if self._http is None and not exchange.may_have_left:
                    self._refuse_closed()
                if repeats(exchange.request.method, error, exchange.attempts):
                    continue
                raise broken(exchange.call(), error, exchange.status) from error
            call = exchange.call()
            refused = refusal(call, status, answer_headers, body)
            if refused is None:
                return Response(status, answer_headers, body.removeprefix(BOM), call)
            if isinstance(refused, Unauthorized) and not renewed:
                renewed = True
                # A 401 means that nothing was done, so that even a write may be sent again with new credentials.
                if await self.auth.refused(refused, credentials):
                    continue
            raise refused

    async def _send(self, exchange: _Exchange, headers: dict[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        http, request = self._http, exchange.request
        if http is None or http.closed:
            self._refuse_closed()
        query = f"?{request.query}" if request.query else ""
        exchange.status = None
        exchange.departed = None if http is self._given else False
        _under_way.set(exchange)
        async with http.request(
            request.method,
            URL(f"{self.config.base_url}{request.path}{query}", encoded=True),
            data=request.body,
            headers=headers,
            timeout=self._timeout,
            allow_redirects=False,
            raise_for_status=False,
            middlewares=self._middlewares,
        ) as answer:
            exchange.status = answer.status
            return answer.status, answer.headers, await answer.read()

    def _headers(self, request: Request, party_id: int | None, context_party_id: int | None) -> dict[str, str]:
        headers = dict(_ALWAYS)
        if request.body is not None:
            headers["Content-Type"] = "application/json"
        if party_id is not None:
            headers["PartyID"] = str(party_id)
        if context_party_id is not None:
            headers["ContextPartyID"] = str(context_party_id)
        if request.idempotency_key is not None:
            headers[self.config.idempotency_header] = request.idempotency_key
        headers.update(request.headers)
        return headers

    def _ready(self) -> None:
        if self._http is None or self._http.closed:
            self._refuse_closed()
        if asyncio.get_running_loop() is not self._loop:
            raise SessionClosed("this session is open in another event loop; open one session in each loop")

    def _refuse_closed(self) -> NoReturn:
        if self._closed:
            raise SessionClosed("this session is closed; keep calls inside `async with BillitSession(...)`")
        if self._http is not None:
            raise SessionClosed("the aiohttp.ClientSession that was passed in is closed")
        raise SessionClosed("this session is not open: use `async with BillitSession(...) as billit`, or await open()")


class Caller:
    """The transport bound to one company: what resources hold.

    Args:
        transport: The shared connections.
        party_id: The company, or None for the key's default.
        context_party_id: The second company id, for accountants.
    """

    __slots__ = ("context_party_id", "party_id", "transport")

    def __init__(self, transport: Transport, party_id: int | None, context_party_id: int | None) -> None:
        self.transport = transport
        self.party_id = party_id
        self.context_party_id = context_party_id

    @property
    def base_url(self) -> str:
        """The configured base URL, on which links are anchored."""
        return self.transport.config.base_url

    async def call(self, request: Request) -> Response:
        """Make one logical call for this company; raises what :meth:`Transport.call` raises."""
        return await self.transport.call(request, party_id=self.party_id, context_party_id=self.context_party_id)


class _Exchange:
    """What is known of a call while it is under way."""

    __slots__ = ("_label", "_party_id", "_started", "attempts", "departed", "request", "status")

    def __init__(self, request: Request, party_id: int | None, label: str) -> None:
        self.request = request
        self.attempts = 0
        self.status: int | None = None
        # None: a session that is not ours does not tell.
        self.departed: bool | None = False
        self._party_id = party_id
        self._label = label
        self._started = time.monotonic()

    @property
    def may_have_left(self) -> bool:
        return self.attempts > 1 or (self.attempts == 1 and self.departed is not False)

    def call(self) -> Call:
        request = self.request
        seconds = time.monotonic() - self._started
        return Call(
            request.method,
            request.template,
            self._party_id,
            self._label,
            self.attempts,
            seconds,
            request.idempotency_key,
        )


async def _never_resend(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    # aiohttp sends GET, PUT and DELETE a second time, unseen, when a connection breaks. An error that it does not
    # know keeps it from that, so that the number of attempts and what is repeated stay our decision.
    try:
        return await handler(request)
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        if never_sent(error):
            raise
        raise ConnectionLost from error


class _Connector(aiohttp.TCPConnector):
    """Notes when a call has got its connection: from then on the request may have left."""

    async def connect(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - aiohttp's signature
    ) -> Connection:
        connection = await super().connect(req, traces, timeout)
        _under_way.get().departed = True
        return connection
