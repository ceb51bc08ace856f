"""Spans and metrics of calls for OpenTelemetry (extra ``otel``); never ids, queries, headers or bodies.

One span stands for one logical call with all its attempts, because that is what a caller awaits; the attempts and the
waits between them are its events. Names follow the stable HTTP semantic conventions, with one exception: ``url.full``
is left out, since ids and filters are in it, and ``url.template`` stands in its place.

Source: https://opentelemetry.io/docs/specs/semconv/http/http-spans/ and .../http/http-metrics/
"""

from __future__ import annotations

import logging
import re
import sys
import time
from functools import wraps
from typing import TYPE_CHECKING, Final, NamedTuple, ParamSpec

from billit_async._version import __version__
from billit_async.errors import ApiError, BillitError, ConfigurationError, MissingExtra

try:
    from opentelemetry import metrics, trace
    from opentelemetry.trace import SpanKind, Status, StatusCode
except ImportError as missing:
    raise MissingExtra("OpenTelemetry", extra="otel", needs="opentelemetry-api") from missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from opentelemetry.context import Context

    from billit_async._transport.telemetry import CallFacts, CallWatch

__all__ = ["OpenTelemetry"]

_P = ParamSpec("_P")
_log = logging.getLogger(__name__)

_SCOPE: Final = "billit_async"
_SCHEMA: Final = "https://opentelemetry.io/schemas/1.36.0"
_FIRST_ERROR_STATUS: Final = 400
# A slot that was free is a wait of some microseconds; as an event it would be noise on every span.
_SHORTEST_TOLD: Final = 0.001

# The convention advises these for the duration of requests.
_DURATIONS: Final = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
_WAITS: Final = (*_DURATIONS, 30.0, 60.0)
# The convention advises nothing for sizes, and the defaults end at 10 kB, which is less than one PDF.
_SIZES: Final = tuple(float(4**power) for power in range(3, 14))


def _silent(method: Callable[_P, None]) -> Callable[_P, None]:
    """Keep a fault of somebody's tracing setup (a sampler, a span processor) out of the call that it watches."""

    @wraps(method)
    def call(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            method(*args, **kwargs)
        except Exception:  # noqa: BLE001  (whatever it is, the call goes on)
            _log.debug("telemetry failed", exc_info=True)

    return call


class OpenTelemetry:
    """Tells OpenTelemetry of every call of a session: ``BillitSession(telemetry=OpenTelemetry())``.

    One instance serves any number of sessions. It gives each logical call a span of kind ``CLIENT``, child of the
    span that is current where the call is made, and records these metrics:

    - ``http.client.request.duration``: seconds of the logical call, waits included
    - ``http.client.request.body.size`` and ``http.client.response.body.size``: bytes, of calls that had such a body
    - ``billit.client.calls``: calls that ended, well or not
    - ``billit.client.retries``: attempts after the first, by what made them necessary (``reason``)
    - ``billit.client.wait.duration``: seconds that calls waited, by ``reason``
    - ``billit.client.payload_faults``: properties that did not have the documented type, of the whole process

    Args:
        tracer_provider: Where spans go; the global provider when left out.
        meter_provider: Where metrics go; the global provider when left out.
        party_id: Whether spans name the company, as ``billit.party_id`` and in the messages of errors; metrics never
            do.

    Raises:
        ConfigurationError: A provider is not one.

    Source: https://opentelemetry.io/docs/specs/semconv/http/
    """

    def __init__(
        self,
        tracer_provider: trace.TracerProvider | None = None,
        meter_provider: metrics.MeterProvider | None = None,
        *,
        party_id: bool = True,
    ) -> None:
        if not isinstance(tracer_provider, trace.TracerProvider | None):
            raise ConfigurationError(f"tracer_provider takes a TracerProvider, not {type(tracer_provider).__name__}")
        if not isinstance(meter_provider, metrics.MeterProvider | None):
            raise ConfigurationError(f"meter_provider takes a MeterProvider, not {type(meter_provider).__name__}")
        self._tracer = trace.get_tracer(_SCOPE, __version__, tracer_provider, _SCHEMA)
        self._instruments = _instruments(metrics.get_meter(_SCOPE, __version__, meter_provider, _SCHEMA))
        self._with_party = party_id

    def call(self, facts: CallFacts) -> CallWatch:
        """Begin the span of a logical call.

        Args:
            facts: The call.

        Returns:
            What follows it; it never raises.
        """
        hidden = None if self._with_party else facts.party_id
        return _Watch(facts, self._start(facts), self._instruments, hidden)

    def _start(self, facts: CallFacts) -> trace.Span:
        attributes = _http(facts)
        if self._with_party and facts.party_id is not None:
            attributes["billit.party_id"] = facts.party_id
        try:
            return self._tracer.start_span(f"{facts.method} {facts.path}", kind=SpanKind.CLIENT, attributes=attributes)
        except Exception:  # noqa: BLE001  (a sampler or processor of somebody's; the call goes on without a span)
            _log.debug("telemetry failed", exc_info=True)
            return trace.INVALID_SPAN


class _Instruments(NamedTuple):
    duration: metrics.Histogram
    sent: metrics.Histogram
    received: metrics.Histogram
    calls: metrics.Counter
    retries: metrics.Counter
    waits: metrics.Histogram


class _Watch:
    """Follows one logical call; a second end is ignored, and the span is left alone after the first."""

    __slots__ = ("_attempts", "_began", "_context", "_facts", "_hidden", "_instruments", "_reason", "_span", "_turn")

    def __init__(
        self, facts: CallFacts, span: trace.Span, instruments: _Instruments, hidden: int | None = None
    ) -> None:
        self._facts = facts
        self._instruments = instruments
        self._span = span
        self._hidden = hidden
        # Given with each measurement instead of made current: exemplars find the span, and no other task inherits it.
        self._context: Context | None = trace.set_span_in_context(span)
        self._began = time.perf_counter()
        self._attempts = 0
        # When the attempt under way began, and how the last one ended.
        self._turn: float | None = None
        self._reason = ""

    @_silent
    def attempt(self, number: int) -> None:
        self._attempts = number
        self._turn = time.perf_counter()
        if number > 1:
            self._instruments.retries.add(1, {**_call(self._facts), "reason": self._reason}, self._context)

    @_silent
    def responded(self, number: int, status: int) -> None:
        self._reason = str(status)
        self._ended(number, {"status": status})

    @_silent
    def failed(self, number: int, reason: str) -> None:
        self._reason = reason
        self._ended(number, {"reason": reason})

    @_silent
    def waiting(self, seconds: float, reason: str) -> None:
        self._instruments.waits.record(seconds, {**_call(self._facts), "reason": reason}, self._context)
        if seconds >= _SHORTEST_TOLD:
            self._span.add_event("wait", {"seconds": seconds, "reason": reason})

    def done(self, *, status: int | None, error: BaseException | None, sent: int, received: int) -> None:
        if self._context is None:
            return
        outcome = _outcome(status, error)
        # Apart, so that a fault of one leaves the other whole.
        self._measure(outcome, status, sent, received)
        self._describe(outcome, error)
        self._end()
        self._context = None

    @_silent
    def _measure(self, outcome: dict[str, str | int], status: int | None, sent: int, received: int) -> None:
        made, context = self._instruments, self._context
        made.calls.add(1, {**_call(self._facts), **outcome}, context)
        attributes = {**_http(self._facts), **outcome}
        made.duration.record(time.perf_counter() - self._began, attributes, context)
        if sent:
            made.sent.record(sent, attributes, context)
        if received or status is not None:
            made.received.record(received, attributes, context)

    @_silent
    def _describe(self, outcome: dict[str, str | int], error: BaseException | None) -> None:
        span = self._span
        if self._turn is not None:  # cancelled, or out of time, in the middle of it
            self._ended(self._attempts, {"reason": "abandoned"})
        span.set_attributes(outcome)
        if self._attempts > 1:
            span.set_attribute("http.request.resend_count", self._attempts - 1)
        if error is not None:
            span.add_event("exception", self._exception(error))
        if "error.type" in outcome:
            # The convention: no description where the status says it.
            span.set_status(Status(StatusCode.ERROR, None if isinstance(error, ApiError) else self._message(error)))

    @_silent
    def _end(self) -> None:
        span, self._span = self._span, trace.INVALID_SPAN
        span.end()

    def _ended(self, number: int, how: dict[str, str | int]) -> None:
        seconds = 0.0 if self._turn is None else time.perf_counter() - self._turn
        self._turn = None
        self._span.add_event("attempt", {"number": number, "seconds": seconds, **how})

    def _exception(self, error: BaseException) -> dict[str, str]:
        # Never the stack: what stands in its lines and locals is not ours to tell.
        cls = type(error)
        name = cls.__qualname__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"
        message = self._message(error)
        return {"exception.type": name} if message is None else {"exception.type": name, "exception.message": message}

    def _message(self, error: BaseException | None) -> str | None:
        if not isinstance(error, BillitError):  # only our own promise a message without secrets and documents
            return None
        if self._hidden is None:
            return str(error)
        return re.sub(rf"(?<!\d){self._hidden}(?!\d)", "...", str(error))


def _call(facts: CallFacts) -> dict[str, str | int]:
    return {
        "http.request.method": facts.method,
        "url.template": facts.path,
        "billit.environment": facts.environment,
    }


def _http(facts: CallFacts) -> dict[str, str | int]:
    return {
        "http.request.method": facts.method,
        "server.address": facts.host,
        "server.port": facts.port,
        "url.scheme": facts.scheme,
        "url.template": facts.path,
        "billit.environment": facts.environment,
    }


def _outcome(status: int | None, error: BaseException | None) -> dict[str, str | int]:
    """Say how a call ended, in the attributes that spans and metrics share."""
    outcome: dict[str, str | int] = {}
    if status is not None:
        outcome["http.response.status_code"] = status
    # A status left from an earlier attempt does not explain a call that broke or was cancelled afterwards.
    if status is not None and status >= _FIRST_ERROR_STATUS and (error is None or isinstance(error, ApiError)):
        outcome["error.type"] = str(status)
    elif error is not None:
        outcome["error.type"] = type(error).__qualname__
    return outcome


def _instruments(meter: metrics.Meter) -> _Instruments:
    meter.create_observable_counter(
        "billit.client.payload_faults",
        [_payload_faults],
        unit="{fault}",
        description="Properties that did not have the documented type.",
    )
    return _Instruments(
        duration=meter.create_histogram(
            "http.client.request.duration",
            unit="s",
            description="Duration of HTTP client requests.",
            explicit_bucket_boundaries_advisory=_DURATIONS,
        ),
        sent=meter.create_histogram(
            "http.client.request.body.size",
            unit="By",
            description="Size of HTTP client request bodies.",
            explicit_bucket_boundaries_advisory=_SIZES,
        ),
        received=meter.create_histogram(
            "http.client.response.body.size",
            unit="By",
            description="Size of HTTP client response bodies.",
            explicit_bucket_boundaries_advisory=_SIZES,
        ),
        calls=meter.create_counter("billit.client.calls", unit="{call}", description="Logical calls that ended."),
        retries=meter.create_counter(
            "billit.client.retries", unit="{attempt}", description="Attempts after the first of a call."
        ),
        waits=meter.create_histogram(
            "billit.client.wait.duration",
            unit="s",
            description="Time that calls waited, for a turn or before another attempt.",
            explicit_bucket_boundaries_advisory=_WAITS,
        ),
    )


def _payload_faults(_options: metrics.CallbackOptions) -> Iterable[metrics.Observation]:
    # Where the codec was never loaded, nothing was read. The copy: this runs in the thread of the exporter.
    faults: dict[str, int] = getattr(sys.modules.get("billit_async._serialization.codec"), "payload_faults", {})
    return [metrics.Observation(sum(tuple(faults.values())))]
