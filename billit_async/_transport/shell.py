"""The thin aiohttp shell: opens, sends, reads, closes; every decision is made by the pure modules beside it."""

from __future__ import annotations

import asyncio
import inspect
import logging
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

import aiohttp
from yarl import URL

from billit_async._transport.clock import Clock
from billit_async._transport.concurrency import ConcurrencyLimiter
from billit_async._transport.connections import CleanConnector, NotedRequest, NotedResponse, never_resend
from billit_async._transport.credentials import Settling
from billit_async._transport.deadlines import Deadlines
from billit_async._transport.exchange import Exchange
from billit_async._transport.network import Network, NetworkOptions, Proxy
from billit_async._transport.pace import LocalPace
from billit_async._transport.policies import CallOptions
from billit_async._transport.retries import RetryBudget
from billit_async.errors import ConfigurationError, SessionClosed

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from billit_async._transport.credentials import Auth
    from billit_async._transport.messages import Request, Response
    from billit_async._transport.pace import SharedPace
    from billit_async._transport.policies import RetryPolicy, Timeouts
    from billit_async._transport.settings import Settings
    from billit_async._transport.telemetry import Telemetry
    from billit_async.errors import CallError

__all__ = ["Caller", "ConnectionOptions", "Plumbing", "Transport"]

_LOG = logging.getLogger("billit_async.calls")
_NO_OPTIONS = CallOptions()
_T = TypeVar("_T")
# Where Billit is at home; which zone its local times are in is not documented.
_BELGIUM = "Europe/Brussels"


class ConnectionOptions(NetworkOptions, total=False):
    """The arguments of a session that are not settings: none of them can be pickled."""

    client_session: aiohttp.ClientSession | None
    middlewares: Sequence[aiohttp.ClientMiddlewareType]
    trace_configs: Sequence[aiohttp.TraceConfig]
    limiter: SharedPace | None
    telemetry: Telemetry | None
    on_unknown_outcome: Callable[[CallError], object] | None


class Plumbing:
    """What a session is built on besides its settings; none of it can be pickled.

    Args:
        client_session: The caller's own aiohttp session, which is used and never closed; or None to open one.
        middlewares: aiohttp client middlewares, run for each attempt, the first outermost.
        trace_configs: aiohttp trace configs, for a session that we open.
        network: By which proxy to go, and whom to trust; what the environment says when it is left out.
        limiter: A limiter that is shared with other processes.
        telemetry: Watches all calls.
        on_unknown_outcome: Called with the error of each write whose outcome is unknown.
    """

    __slots__ = (
        "client_session",
        "limiter",
        "middlewares",
        "network",
        "on_unknown_outcome",
        "telemetry",
        "trace_configs",
    )

    def __init__(
        self,
        *,
        client_session: aiohttp.ClientSession | None = None,
        middlewares: Sequence[aiohttp.ClientMiddlewareType] = (),
        trace_configs: Sequence[aiohttp.TraceConfig] = (),
        network: Network | None = None,
        limiter: SharedPace | None = None,
        telemetry: Telemetry | None = None,
        on_unknown_outcome: Callable[[CallError], object] | None = None,
    ) -> None:
        if inspect.iscoroutinefunction(on_unknown_outcome) or (
            on_unknown_outcome is not None and not callable(on_unknown_outcome)
        ):
            raise ConfigurationError(
                "on_unknown_outcome takes a plain function, such as queue.put_nowait: it is never waited for, not even "
                "by a call that is being cancelled"
            )
        if client_session is not None and not isinstance(client_session, aiohttp.ClientSession):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError(
                f"client_session takes an aiohttp.ClientSession, not {type(client_session).__name__}"
            )
        self.network = network or Network()
        if client_session is not None and (trace_configs or self.network.has_own_trust):
            raise ConfigurationError(
                "give trace_configs, ssl_context and ca_file to your own aiohttp.ClientSession instead"
            )
        self.client_session = client_session
        self.middlewares = tuple(middlewares)
        self.trace_configs = tuple(trace_configs)
        self.limiter = limiter
        self.telemetry = telemetry
        self.on_unknown_outcome = on_unknown_outcome


def _in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _zone(zone: tzinfo | str | None) -> tzinfo:
    from zoneinfo import ZoneInfo  # noqa: PLC0415  (loads `sysconfig`, a fifth of what importing a session costs)

    try:
        return ZoneInfo(_BELGIUM if zone is None else cast("str", zone))
    except (KeyError, ValueError, OSError, TypeError):
        raise ConfigurationError(f"server_tz takes a time zone such as 'Europe/Brussels', not {zone!r}") from None


class Transport:
    """The connections of a session and all its company views.

    Args:
        config: Settled settings.
        auth: The credentials.
        plumbing: What else it is built on.
    """

    def __init__(self, config: Settings, auth: Auth, plumbing: Plumbing | None = None) -> None:
        self.config = config
        self.auth = auth
        self._plumbing = plumbing or Plumbing()
        self._given = self._plumbing.client_session
        self._http: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        self.concurrency = ConcurrencyLimiter(concurrency=1)
        self.budget = RetryBudget(config.retry.budget, config.retry.refill)
        self.clock = Clock()
        self.deadlines = Deadlines()
        self.label = config.label
        self.middlewares: tuple[aiohttp.ClientMiddlewareType, ...] = ()
        self._client_timeouts: dict[Timeouts, aiohttp.ClientTimeout] = {}
        self._last_timeouts: tuple[Timeouts | None, aiohttp.ClientTimeout] = (None, aiohttp.ClientTimeout())
        self._origin = URL(config.base_url)
        self._base = URL(config.base_url, encoded=True)
        self._prefix = self._base.raw_path.rstrip("/")
        network = self._plumbing.network
        # A session that is the caller's own goes by its own proxy.
        self.proxy: Proxy | None = network.explicit_proxy if self._given else network.proxy_for(self._origin)
        self._shared: dict[Callable[[], object], object] = {}
        self._server_tz = config.server_tz if isinstance(config.server_tz, tzinfo) else None
        if self._server_tz is None and not _in_a_loop():
            self._server_tz = _zone(config.server_tz)

    @property
    def server_tz(self) -> tzinfo:
        """The zone of the server's local times; a file, which opening a session reads off the loop.

        Raises:
            ConfigurationError: There is no such zone.
        """
        if self._server_tz is None:
            self._server_tz = _zone(self.config.server_tz)
        return self._server_tz

    def shared(self, make: Callable[[], _T]) -> _T:
        """Return an object that all views of the session share, such as a cache; it lives as long as the session.

        Args:
            make: Makes it when it is first asked for; the same function gives the same object.
        """
        if make not in self._shared:
            self._shared[make] = make()
        return cast("_T", self._shared[make])

    @property
    def is_open(self) -> bool:
        """Whether calls can be made."""
        return self._http is not None and not self._http.closed

    @property
    def http(self) -> aiohttp.ClientSession | None:
        """The open aiohttp session."""
        return self._http

    @property
    def tells_departures(self) -> bool:
        """Whether it is known when a request leaves; a session that is not ours does not tell."""
        return self._given is None

    @property
    def telemetry(self) -> Telemetry | None:
        """The telemetry that watches the calls."""
        return self._plumbing.telemetry

    @property
    def origin(self) -> URL:
        """Where every request goes."""
        return self._origin

    async def open(self) -> None:
        """Open the connections; does nothing when they are open.

        Raises:
            SessionClosed: It was closed before, or the caller's own session is.
        """
        if self.is_open:
            return
        if self._closed:
            raise SessionClosed("this session was closed; make a new BillitSession")
        limits, plumbing = self.config.limits, self._plumbing
        await asyncio.to_thread(lambda: self.server_tz)
        self._loop = asyncio.get_running_loop()
        middlewares = plumbing.middlewares
        if self._given is not None:
            if self._given.closed:
                raise SessionClosed("the aiohttp.ClientSession that was passed in is closed")
            self._http = self._given
            # Middlewares given with a request replace the session's, so the caller's go along.
            own: tuple[aiohttp.ClientMiddlewareType, ...] = tuple(getattr(self._given, "_middlewares", None) or ())
            middlewares = (*own, *middlewares, never_resend)
        else:
            schemes = {self._origin.scheme, self.proxy.url.scheme if self.proxy else ""}
            context = await plumbing.network.context_off_the_loop() if "https" in schemes else None
            self._http = aiohttp.ClientSession(
                connector=CleanConnector(
                    limit=limits.max_connections,
                    limit_per_host=limits.max_per_host or limits.max_connections,
                    ssl=True if context is None else context,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                requote_redirect_url=False,
                request_class=NotedRequest,
                response_class=NotedResponse,
                trace_configs=[*plumbing.trace_configs],
            )
        self.middlewares = middlewares
        self.concurrency = self._make_limiter(self._http)
        if plumbing.limiter is not None:
            plumbing.limiter.joined()

    def _make_limiter(self, http: aiohttp.ClientSession) -> ConcurrencyLimiter:
        limits, connector = self.config.limits, http.connector
        # The pool never makes a call wait, the limiter does: outside the clock of the call, and fairly.
        bounds = [limits.concurrency or 0, limits.max_connections, limits.max_per_host or 0]
        bounds += [connector.limit, connector.limit_per_host] if connector else []
        local = LocalPace(limits.rate, limits.burst) if limits.rate is not None else None
        return ConcurrencyLimiter(
            concurrency=min(bound for bound in bounds if bound > 0),
            pace=self._plumbing.limiter or local,
            adaptive=limits.adaptive,
        )

    async def close(self) -> None:
        """Close the connections that we opened; calls still under way fail."""
        http, self._http, self._closed = self._http, None, True
        self.deadlines.close()
        await self.concurrency.close()
        if http is not None and isinstance(self.auth, Settling):
            await self.auth.settle()
        if http is not None and self._plumbing.limiter is not None:
            await self._plumbing.limiter.left()
        if http is not None and http is not self._given:
            await http.close()

    async def call(
        self,
        request: Request,
        *,
        party_id: int | None = None,
        context_party_id: int | None = None,
        options: CallOptions = _NO_OPTIONS,
    ) -> Response:
        """Make one logical call: one deadline, one idempotency key, as many attempts as the policy allows.

        Args:
            request: What to ask.
            party_id: The company, sent as ``PartyID``.
            context_party_id: Sent as ``ContextPartyID``.
            options: What is otherwise than the session has it.

        Returns:
            The response, which has a 2xx status.

        Raises:
            SessionClosed: The session is not open, or open in another event loop.
            ApiError: Billit refused.
            NotSent: Billit never saw the request.
            OutcomeUnknown: The connection broke after the request may have left.
            DeadlineExceeded: The total time ran out.

        Source: docs page "header values".
        """
        self._ready()
        exchange = Exchange(self, request, party_id, context_party_id, options)
        failure: BaseException | None = None
        try:
            await exchange.take_slot(exchange.timeouts.queue)
            return await exchange.run()
        except BaseException as error:
            failure = error
            exchange.conclude(error)
            raise
        finally:
            exchange.finish(failure)

    def report_unknown(self, error: CallError) -> None:
        """Call ``on_unknown_outcome`` for a write whose outcome is unknown; what it raises is logged.

        Args:
            error: The error of the write.
        """
        callback = self._plumbing.on_unknown_outcome
        if callback is None:
            return
        try:
            returned = callback(error)
        except (Exception, asyncio.CancelledError):  # noqa: BLE001  (it is logged, whatever it is)
            _LOG.exception("on_unknown_outcome failed")
            return
        if inspect.iscoroutine(returned):
            returned.close()
            _LOG.error("on_unknown_outcome returned a coroutine, which nobody waits for: pass a plain function")

    def address(self, path: str, query: str) -> URL:
        """Return the address of a path on the API.

        Args:
            path: The path, percent-encoded.
            query: The query, encoded, without its question mark.
        """
        if query:
            return URL(f"{self.config.base_url}{path}?{query}", encoded=True)
        # The base URL need not be taken apart anew.
        return self._base.with_path(f"{self._prefix}{path}", encoded=True)

    def client_timeout(self, timeouts: Timeouts) -> aiohttp.ClientTimeout:
        """Return aiohttp's form of the time limits of one attempt."""
        last, prepared = self._last_timeouts
        if last is timeouts:  # nearly always; else their hash is made of all of them
            return prepared
        made = self._client_timeouts.get(timeouts)
        if made is None:
            if len(self._client_timeouts) > 100:  # noqa: PLR2004  (a bound for callers who compute theirs)
                self._client_timeouts.clear()
            # Ours spans all attempts, and stands outside.
            made = aiohttp.ClientTimeout(total=timeouts.attempt, connect=timeouts.connect, sock_read=timeouts.read)
            self._client_timeouts[timeouts] = made
        self._last_timeouts = timeouts, made
        return made

    def _ready(self) -> None:
        if self._http is None or self._http.closed:
            self.refuse_closed()
        if asyncio.get_running_loop() is not self._loop:
            raise SessionClosed("this session is open in another event loop; open one session in each loop")

    def refuse_closed(self) -> NoReturn:
        """Say why nothing can be sent.

        Raises:
            SessionClosed: Always.
        """
        if self._closed:
            raise SessionClosed("this session is closed; keep calls inside `async with BillitSession(...)`")
        if self._http is not None:
            raise SessionClosed("the aiohttp.ClientSession that was passed in is closed")
        raise SessionClosed("this session is not open: use `async with BillitSession(...) as billit`, or await open()")


class Caller:
    """The transport bound to one company and its options: what resources hold.

    Args:
        transport: The shared connections.
        party_id: The company, or None for the key's default.
        context_party_id: The second company id, for accountants.
        options: What its calls do otherwise than the session.
    """

    __slots__ = ("context_party_id", "options", "party_id", "transport")

    def __init__(
        self,
        transport: Transport,
        party_id: int | None,
        context_party_id: int | None,
        options: CallOptions = _NO_OPTIONS,
    ) -> None:
        self.transport = transport
        self.party_id = party_id
        self.context_party_id = context_party_id
        self.options = options

    @property
    def base_url(self) -> str:
        """The configured base URL, on which links are anchored."""
        return self.transport.config.base_url

    @property
    def retry(self) -> RetryPolicy:
        """When and how often its calls are attempted again."""
        return self.options.retry or self.transport.config.retry

    @property
    def settle(self) -> float:
        """Seconds for which a write of its may still be at work after its attempt ended."""
        return self.retry.settle_for(self.options.timeouts or self.transport.config.timeouts)

    def having(self, options: CallOptions | None) -> Caller:
        """Return a caller that has these options on top of its own."""
        if options is None:
            return self
        return Caller(self.transport, self.party_id, self.context_party_id, options.over(self.options))

    def call(self, request: Request) -> Coroutine[Any, Any, Response]:
        """Make one logical call for this company when it is awaited; raises what :meth:`Transport.call` raises."""
        return self.transport.call(
            request, party_id=self.party_id, context_party_id=self.context_party_id, options=self.options
        )
