"""One logical call under way: one deadline, one key, as many attempts as the policy allows, counted on the wire."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from typing import TYPE_CHECKING, NoReturn, Protocol, TypeVar

import aiohttp

from billit_async._runtime.frames import without_frames
from billit_async._transport import logs
from billit_async._transport.bodies import read_bounded, read_into
from billit_async._transport.connections import Wire, on_the_wire
from billit_async._transport.messages import Response
from billit_async._transport.misprints import hint_of
from billit_async._transport.outcomes import (
    ConnectionLost,
    ProxyRefusal,
    broken,
    classify,
    deadline_exceeded,
    interrupted,
    queued_too_long,
    stopped_between,
    tellable,
)
from billit_async._transport.responses import BOM, refusal, too_large
from billit_async._transport.retries import READS, Outcome, OutcomeKind, RetryDecision, decide
from billit_async._transport.secret import revealed
from billit_async._transport.telemetry import CallFacts
from billit_async._version import __version__
from billit_async.errors import BillitError, CallError, CallInfo, NotSent, SessionClosed, Unauthorized

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from yarl import URL

    from billit_async._transport.bodies import Body
    from billit_async._transport.clock import Clock
    from billit_async._transport.concurrency import ConcurrencyLimiter
    from billit_async._transport.credentials import Auth
    from billit_async._transport.deadlines import Deadlines
    from billit_async._transport.messages import Request
    from billit_async._transport.network import Proxy
    from billit_async._transport.policies import CallOptions, Timeouts
    from billit_async._transport.retries import RetryBudget
    from billit_async._transport.secret import Secret
    from billit_async._transport.settings import Settings
    from billit_async._transport.telemetry import CallWatch, Telemetry
    from billit_async.errors import ApiError

__all__ = ["Exchange"]

_T = TypeVar("_T")

_ALWAYS = {"Accept": "application/json", "User-Agent": f"billit-async/{__version__}"}
_FAILURES = (aiohttp.ClientError, ConnectionLost, ProxyRefusal, OSError)
_TOO_MANY_REQUESTS = 429
_LONGEST_REFUSAL = 1 << 20
_PROXY_WANTS_CREDENTIALS = 407


class Connections(Protocol):
    """What an exchange uses of the transport that makes it; see ``billit_async._transport.shell.Transport``."""

    config: Settings
    auth: Auth
    budget: RetryBudget
    clock: Clock
    concurrency: ConcurrencyLimiter
    deadlines: Deadlines
    label: str
    middlewares: tuple[aiohttp.ClientMiddlewareType, ...]
    proxy: Proxy | None

    @property
    def http(self) -> aiohttp.ClientSession | None:
        """The open aiohttp session."""
        ...

    @property
    def origin(self) -> URL:
        """Where every request goes."""
        ...

    @property
    def telemetry(self) -> Telemetry | None:
        """The telemetry that watches the calls."""
        ...

    @property
    def tells_departures(self) -> bool:
        """Whether it is known when a request leaves."""
        ...

    def address(self, path: str, query: str) -> URL:
        """Return the address of a path on the API."""
        ...

    def client_timeout(self, timeouts: Timeouts) -> aiohttp.ClientTimeout:
        """Time limits as aiohttp takes them."""
        ...

    def refuse_closed(self) -> NoReturn:
        """Raise SessionClosed, with the reason why nothing can be sent."""
        ...

    def report_unknown(self, error: CallError) -> None:
        """Hand on a write whose outcome is not known."""
        ...


class Exchange:
    """One logical call under way.

    Args:
        transport: The connections, limits and credentials it uses.
        request: What to ask.
        party_id: The company, sent as ``PartyID``.
        context_party_id: Sent as ``ContextPartyID``.
        options: What is otherwise than the session has it.
    """

    __slots__ = (
        "_arrived_earlier",
        "_has_slot",
        "_headers",
        "_http",
        "_log_bodies",
        "_party_id",
        "_policy",
        "_priority",
        "_received",
        "_request",
        "_response_headers",
        "_started",
        "_status",
        "_throttled",
        "_transport",
        "_tries",
        "_watch",
        "_wire",
        "timeouts",
    )

    def __init__(
        self,
        transport: Connections,
        request: Request,
        party_id: int | None,
        context_party_id: int | None,
        options: CallOptions,
    ) -> None:
        config = transport.config
        self.timeouts = options.timeouts or config.timeouts
        self._wire = Wire()
        self._transport = transport
        self._request = request
        self._party_id = party_id
        self._headers = self._fixed_headers(context_party_id, options.headers)
        self._policy = options.retry or config.retry
        self._priority = options.priority or config.priority
        self._log_bodies = config.log_bodies if options.log_bodies is None else options.log_bodies
        self._tries = 0
        self._status: int | None = None
        self._response_headers: Mapping[str, str] = {}
        self._received = 0
        self._arrived_earlier = False
        self._has_slot = False
        self._throttled = False
        self._started = time.monotonic()
        self._watch: CallWatch | None = None
        if transport.telemetry is not None:
            origin = transport.origin
            facts = CallFacts(
                request.method,
                request.template,
                party_id,
                transport.label,
                origin.scheme,
                origin.host or "",
                origin.port or 0,
            )
            self._watch = transport.telemetry.call(facts)

    async def take_slot(self, seconds: float | None) -> None:
        """Wait until the session's limits let another attempt go.

        Args:
            seconds: How long to wait at most; None as long as it takes.

        Raises:
            NotSent: There was no slot in time, or the shared limiter cannot be reached.
        """
        if self._transport.concurrency.acquire_at_once():
            self._has_slot = True
            if self._watch is not None:
                self._watch.waiting(0.0, "queue")
            return
        began = time.monotonic()
        try:
            await self._transport.concurrency.acquire(self._party_id, self._priority, timeout=seconds)
        except TimeoutError:
            raise queued_too_long(self.call(), seconds or 0.0) from None
        except NotSent as error:
            error.call = self.call()
            raise
        self._has_slot = True
        if not self._tries:
            self._started = time.monotonic()
        if self._watch is not None:
            self._watch.waiting(time.monotonic() - began, "queue")

    async def run(self) -> Response:
        """Attempt until there is an response, a reason to stop, or no time left.

        Raises:
            CallError: There is no usable response.
            SessionClosed: The session was closed under way, before the request left.
        """
        seconds = self.timeouts.total
        clock = self._transport.deadlines.after(seconds)
        try:
            with clock:
                return await self._attempt_until_done(clock.when)
        except TimeoutError:
            if clock.expired:
                raise deadline_exceeded(self.call(), seconds, may_have_arrived=self._may_have_arrived) from None
            raise
        except (NotSent, SessionClosed) as error:
            if self._arrived_earlier:
                # What kept a further attempt from going says nothing about the one before it.
                raise stopped_between(self.call(), error) from error
            raise

    def conclude(self, error: BaseException) -> None:
        """Put on the error of a write what finds out what became of it, and report an unknown outcome.

        An error that says nothing of the call, a cancellation above all, gets a note, and as its cause the error that
        does.
        """
        if self._request.method in READS:
            return
        if isinstance(error, CallError):
            failure = error
        elif self._may_have_arrived:
            failure = interrupted(self.call(), error)
            error.add_note(str(failure))
            if error.__cause__ is None:
                error.__cause__ = failure
        else:
            return
        failure.lookup = self._request.lookup
        if failure.may_have_arrived:
            clock = self._transport.clock
            failure.sent_at, failure.ended_at = self._wire.left_at, clock.time()
            failure.settle = self._policy.settle_for(self.timeouts)
            failure._ended = clock.monotonic()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
            self._transport.report_unknown(failure)

    def finish(self, error: BaseException | None) -> None:
        """Give back what the call holds, and tell the telemetry."""
        self._give_slot_back()
        if self._watch is not None:
            sent = len(self._request.body or b"")
            self._watch.done(status=self._status, error=error, sent=sent, received=self._received)
        if logs.CALLS.isEnabledFor(logging.DEBUG):
            logs.log_call(
                self._request,
                self.call(),
                status=self._status,
                headers=self._response_headers,
                received=self._received,
                failure=None if error is None else type(error).__name__,
            )

    def call(self) -> CallInfo:
        """Describe the call for errors and logs."""
        request = self._request
        return CallInfo(
            request.method,
            request.template,
            self._party_id,
            self._transport.label,
            # A middleware of the caller's may send more than we try.
            max(self._tries, self._wire.count),
            time.monotonic() - self._started,
            request.idempotency_key,
        )

    @property
    def _may_have_arrived(self) -> bool:
        under_way = self._has_slot and self._tries > 0 and self._wire.departed is not False
        return self._arrived_earlier or under_way

    async def _attempt_until_done(self, deadline: float) -> Response:
        transport, request = self._transport, self._request
        renewed = False
        while True:
            if not self._has_slot:
                await self.take_slot(None)
            credentials = await self._from_auth(transport.auth.headers())
            response = await self._attempt(credentials)
            if isinstance(response, Response):
                return response
            failure, outcome = response
            if isinstance(failure, Unauthorized):
                # A 401 means that nothing was done, so that even a write may be sent again with new credentials: once.
                # That these are refused as well is told too, so that they are not renewed for that with every call.
                others = await self._from_auth(transport.auth.refused(failure, credentials))
                if others and not renewed:
                    renewed = True
                    continue
            decision = decide(
                self._policy,
                request.method,
                outcome,
                self._tries,
                left=deadline - asyncio.get_running_loop().time(),
                budget=transport.budget.left,
                keyed=request.honours_key and request.idempotency_key is not None,
                draw=random.random(),  # noqa: S311  (spreads waits, keeps no secret)
            )
            self._throttled = outcome.status == _TOO_MANY_REQUESTS
            self._give_slot_back()
            if decision.wait is None:
                self._hold_others_back(outcome, deadline)
                raise failure
            await self._wait(decision, outcome)

    async def _from_auth(self, step: Awaitable[_T]) -> _T:
        try:
            return await step
        except BillitError as error:
            if self._arrived_earlier:
                # What keeps a further attempt from going says nothing about the one before it.
                raise stopped_between(self.call(), error) from error
            if isinstance(error, CallError):
                error.call = self.call()
            raise

    def _hold_others_back(self, outcome: Outcome, deadline: float) -> None:
        wait = outcome.retry_after
        is_write = self._request.method not in READS
        # A write is not repeated after 429, but others who are about to ask would be refused as well.
        if is_write and self._throttled and wait and wait < deadline - asyncio.get_running_loop().time():
            self._transport.concurrency.pause(wait)

    async def _wait(self, decision: RetryDecision, outcome: Outcome) -> None:
        wait = decision.wait or 0.0
        self._transport.budget.spend()
        if self._throttled and outcome.retry_after:
            # Other calls that are about to ask would be refused as well.
            self._transport.concurrency.pause(outcome.retry_after)
        if logs.CALLS.isEnabledFor(logging.DEBUG):
            logs.log_retry(self.call(), decision.reason, wait)
        await asyncio.sleep(wait)
        if self._watch is not None:
            self._watch.waiting(wait, "retry")

    async def _attempt(self, credentials: Mapping[str, str | Secret]) -> Response | tuple[CallError, Outcome]:
        self._tries += 1
        if self._watch is not None:
            self._watch.attempt(self._tries)
        try:
            status, response_headers, (body, is_whole) = await self._send(credentials)
        except _FAILURES as error:
            return self._broke_off(error)
        self._wire.departed = False
        is_success = 200 <= status < 300  # noqa: PLR2004  (the class)
        sink = self._request.sink if is_success else None
        self._response_headers, self._received = response_headers, len(body) if sink is None else sink.received
        if self._watch is not None:
            self._watch.responded(self._tries, status)
        call = self.call()
        if self._log_bodies and logs.BODIES.isEnabledFor(logging.DEBUG):
            logs.log_body(call, "sent", self._request.body or b"")
            logs.log_body(call, "received", body)
        sent = self._request
        refused: ApiError | None = None
        if not is_success:
            hint = hint_of(status, sent.method, sent.path, sent.query, sent.body)
            earlier = self._arrived_earlier
            refused = refusal(call, status, response_headers, body, earlier_may_have_arrived=earlier, hint=hint)
        if refused is None:
            self._transport.budget.succeeded()
            if not is_whole:
                raise too_large(call, status, response_headers, self._received)
            report = None if sent.method in READS else self.conclude
            return Response(status, response_headers, body.removeprefix(BOM), call, self._arrived_earlier, report)
        outcome = Outcome(OutcomeKind.RESPONDED, status, refused.retry_after)
        self._arrived_earlier |= outcome.may_have_arrived
        return refused, outcome

    def _broke_off(self, error: Exception) -> tuple[CallError, Outcome]:
        transport = self._transport
        # Closed under way: a write that may have left must not pass for one that was never made.
        if transport.http is None and not self._may_have_arrived:
            transport.refuse_closed()
        outcome = classify(error, status=self._status, departed=self._wire.departed, stale=self._wire.reused)
        self._arrived_earlier |= outcome.may_have_arrived
        self._wire.departed = False
        if self._watch is not None:
            self._watch.failed(self._tries, outcome.kind.value)
        failure = broken(self.call(), error, outcome, may_have_arrived=self._arrived_earlier)
        failure.__cause__ = tellable(error)
        return failure, outcome

    async def _send(self, credentials: Mapping[str, str | Secret]) -> tuple[int, Mapping[str, str], Body]:
        try:
            return await self._over_http(credentials)
        except BaseException as error:
            # The calls within aiohttp have the credentials among their variables, where a reporter would find them.
            without_frames(error)
            raise

    async def _over_http(self, credentials: Mapping[str, str | Secret]) -> tuple[int, Mapping[str, str], Body]:
        transport, request = self._transport, self._request
        http = transport.http
        if http is None or http.closed:
            transport.refuse_closed()
        self._status = None
        wire = self._wire
        wire.departed, wire.left_at = (False, None) if transport.tells_departures else (None, time.time())
        wire.reused = False
        on_the_wire.set(wire)
        proxy = transport.proxy
        own, for_connect = ({}, {}) if proxy is None else proxy.headers_for(transport.origin.scheme)
        async with http.request(
            request.method,
            transport.address(request.path, request.query),
            data=request.body,
            headers={**self._headers, **revealed(credentials, own)},
            timeout=transport.client_timeout(self.timeouts),
            proxy=None if proxy is None else proxy.url,
            proxy_headers=for_connect or None,
            allow_redirects=False,
            raise_for_status=False,
            middlewares=transport.middlewares,
        ) as response:
            if proxy is not None and response.status == _PROXY_WANTS_CREDENTIALS:
                raise ProxyRefusal(response.status)
            self._status = response.status
            most = request.max_bytes or transport.config.limits.max_response_bytes
            # What is said in a refusal is short; a page of any length must not hide which one it is.
            if not 200 <= response.status < 300:  # noqa: PLR2004  (the class)
                most = min(most, _LONGEST_REFUSAL)
            elif request.sink is not None:
                return response.status, response.headers, await read_into(response, most, request.sink)
            return response.status, response.headers, await read_bounded(response, most)

    def _fixed_headers(self, context_party_id: int | None, further: Mapping[str, str] | None) -> dict[str, str]:
        request = self._request
        headers = dict(_ALWAYS)
        if request.body is not None:
            headers["Content-Type"] = "application/json"
        if self._party_id is not None:
            headers["PartyID"] = str(self._party_id)
        if context_party_id is not None:
            headers["ContextPartyID"] = str(context_party_id)
        if request.idempotency_key is not None:
            headers[self._transport.config.idempotency_header] = request.idempotency_key
        if further:
            headers.update(further)
        headers.update(request.headers)
        return headers

    def _give_slot_back(self) -> None:
        if self._has_slot:
            self._has_slot = False
            self._transport.concurrency.release(throttled=self._throttled)
