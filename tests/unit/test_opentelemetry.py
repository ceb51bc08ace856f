"""What OpenTelemetry is told: by hand through the protocol, and by real sessions over real HTTP."""

from __future__ import annotations

import asyncio
import importlib
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("opentelemetry.sdk", reason="opentelemetry-sdk is not installed")

from aiohttp import web
from aiohttp.test_utils import TestServer
from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from billit_async import ApiKey, BillitSession
from billit_async._serialization.codec import fault_counts
from billit_async._transport.telemetry import CallFacts
from billit_async.config import RetryPolicy
from billit_async.emulator import Emulator  # noqa: TC001 - first imported inside a loop, it would block that
from billit_async.errors import (
    BadRequest,
    CallInfo,
    ConfigurationError,
    DeadlineExceeded,
    MissingExtra,
    NoAccess,
    NotSent,
    RateLimited,
    UnexpectedResponse,
)
from billit_async.integrations.opentelemetry import OpenTelemetry
from billit_async.models import Order

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping

    from opentelemetry.sdk.metrics.export import MetricsData
    from opentelemetry.sdk.trace import ReadableSpan

    from billit_async._transport.telemetry import CallWatch, Telemetry

FACTS = CallFacts("GET", "/v1/orders/{orderID}", 574991, "sandbox", "https", "api.sandbox.billit.be", 443)
SECRET = "Bearer-eyJhbGciOi-574991"
ALWAYS = {
    "http.request.method": "GET",
    "server.address": "api.sandbox.billit.be",
    "server.port": 443,
    "url.scheme": "https",
    "url.template": "/v1/orders/{orderID}",
    "billit.environment": "sandbox",
}


class Told:
    """What reached the exporters."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.tracer_provider = TracerProvider()
        self.tracer_provider.add_span_processor(SimpleSpanProcessor(self.exporter))
        self._reader = InMemoryMetricReader()
        self.meter_provider = MeterProvider(metric_readers=[self._reader])

    @property
    def spans(self) -> tuple[ReadableSpan, ...]:
        return self.exporter.get_finished_spans()

    @property
    def span(self) -> ReadableSpan:
        (span,) = self.spans
        return span

    def metrics(self) -> dict[str, Any]:
        data: MetricsData | None = self._reader.get_metrics_data()
        assert data is not None
        (resource,) = data.resource_metrics
        (scope,) = resource.scope_metrics
        assert scope.scope.name == "billit_async"
        return {metric.name: metric for metric in scope.metrics}

    def point(self, name: str) -> Any:
        (point,) = self.metrics()[name].data.data_points
        return point

    def close(self) -> None:
        self.tracer_provider.shutdown()
        self.meter_provider.shutdown()


def events(span: ReadableSpan, *, without: tuple[str, ...] = ("seconds",)) -> list[tuple[str, dict[str, Any]]]:
    return [
        (event.name, {name: value for name, value in (event.attributes or {}).items() if name not in without})
        for event in span.events
    ]


@pytest.fixture
def told() -> Iterator[Told]:
    told = Told()
    yield told
    told.close()


@pytest.fixture
def telemetry(told: Told) -> OpenTelemetry:
    return OpenTelemetry(told.tracer_provider, told.meter_provider)


@pytest.fixture
def answer(telemetry: OpenTelemetry) -> Callable[..., None]:
    """Tell of a call with one attempt that got a response."""

    def one(status: int = 200, error: Any = None, *, facts: CallFacts = FACTS, sent: int = 0) -> None:
        watch = telemetry.call(facts)
        watch.attempt(1)
        watch.responded(1, status)
        watch.done(status=status, error=error, sent=sent, received=512)

    return one


# --- spans -----------------------------------------------------------------------------------------------------------


def test_it_is_what_a_session_takes(telemetry: OpenTelemetry) -> None:
    taken: Telemetry = telemetry
    watch: CallWatch = taken.call(FACTS)
    watch.done(status=None, error=None, sent=0, received=0)


def test_a_call_is_a_client_span_named_by_method_and_template(answer: Callable[..., None], told: Told) -> None:
    answer()
    span = told.span
    assert (span.name, span.kind) == ("GET /v1/orders/{orderID}", SpanKind.CLIENT)
    assert dict(span.attributes or {}) == {**ALWAYS, "billit.party_id": 574991, "http.response.status_code": 200}
    assert span.status.status_code is StatusCode.UNSET
    assert span.instrumentation_scope is not None
    assert span.instrumentation_scope.name == "billit_async"
    assert events(span) == [("attempt", {"number": 1, "status": 200})]


def test_a_call_without_a_company_names_none(answer: Callable[..., None], told: Told) -> None:
    answer(facts=FACTS._replace(party_id=None))
    assert "billit.party_id" not in (told.span.attributes or {})


def test_the_company_can_be_kept_out_of_spans_and_of_the_messages_in_them(told: Told) -> None:
    watch = OpenTelemetry(told.tracer_provider, told.meter_provider, party_id=False).call(FACTS)
    watch.done(status=None, error=NotSent("no connection [party 574991, 1574991 ms]"), sent=0, received=0)
    span = told.span
    assert "billit.party_id" not in (span.attributes or {})
    assert span.status.description == "no connection [party ..., 1574991 ms]"
    assert events(span)[-1][1]["exception.message"] == "no connection [party ..., 1574991 ms]"


def test_a_span_is_the_child_of_the_span_that_is_current(telemetry: OpenTelemetry, told: Told) -> None:
    with told.tracer_provider.get_tracer("app").start_as_current_span("month end") as parent:
        watch = telemetry.call(FACTS)
        assert trace.get_current_span() is parent
    watch.done(status=200, error=None, sent=0, received=0)
    _, child = told.spans
    assert child.parent is not None
    assert child.parent.span_id == parent.get_span_context().span_id


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_a_refusal_is_an_error_named_by_its_status(answer: Callable[..., None], told: Told, status: int) -> None:
    answer(status, BadRequest("GET /v1/orders/{orderID}: TheOrderIsLocked", status=status))
    span = told.span
    assert (span.attributes or {})["error.type"] == str(status)
    assert (span.status.status_code, span.status.description) == (StatusCode.ERROR, None)


def test_a_refusal_that_raised_nothing_is_an_error_all_the_same(answer: Callable[..., None], told: Told) -> None:
    answer(404)
    assert told.span.status.status_code is StatusCode.ERROR
    assert [name for name, _ in events(told.span)] == ["attempt"]


@pytest.mark.parametrize(
    ("status", "error", "named"),
    [
        (None, NotSent("no connection"), "NotSent"),
        (200, UnexpectedResponse("the body is empty", status=200), "UnexpectedResponse"),
        (503, DeadlineExceeded("out of time after 60 s"), "DeadlineExceeded"),
        (None, asyncio.CancelledError(), "CancelledError"),
        (None, RuntimeError(SECRET), "RuntimeError"),
    ],
)
def test_any_other_failure_is_named_by_its_class(
    telemetry: OpenTelemetry, told: Told, status: int | None, error: Any, named: str
) -> None:
    telemetry.call(FACTS).done(status=status, error=error, sent=0, received=0)
    assert (told.span.attributes or {})["error.type"] == named
    assert told.span.status.status_code is StatusCode.ERROR


def test_an_error_of_ours_is_told_with_its_message_and_without_its_stack(
    told: Told, answer: Callable[..., None]
) -> None:
    answer(429, RateLimited("GET /v1/orders: 429 (wait 3 s)", call=CallInfo("GET", "/v1/orders"), status=429))
    assert events(told.span)[-1] == (
        "exception",
        {"exception.type": "billit_async.errors.RateLimited", "exception.message": "GET /v1/orders: 429 (wait 3 s)"},
    )


def test_of_any_other_error_only_the_type_is_told(telemetry: OpenTelemetry, told: Told) -> None:
    with pytest.raises(RuntimeError) as caught:
        raise RuntimeError(SECRET)
    telemetry.call(FACTS).done(status=None, error=caught.value, sent=0, received=0)
    assert events(told.span) == [("exception", {"exception.type": "RuntimeError"})]
    assert SECRET not in told.span.to_json()


def test_attempts_and_waits_are_events_of_one_span(telemetry: OpenTelemetry, told: Told) -> None:
    watch = telemetry.call(FACTS)
    watch.waiting(0.00002, "queue")  # a turn that was free
    watch.attempt(1)
    watch.failed(1, "lost")
    watch.waiting(0.25, "retry")
    watch.attempt(2)
    watch.responded(2, 503)
    watch.waiting(0.5, "retry")
    watch.attempt(3)
    watch.responded(3, 200)
    watch.done(status=200, error=None, sent=0, received=64)
    span = told.span
    assert events(span, without=()) == [
        ("attempt", {"number": 1, "reason": "lost", "seconds": pytest.approx(0, abs=5)}),
        ("wait", {"reason": "retry", "seconds": 0.25}),
        ("attempt", {"number": 2, "status": 503, "seconds": pytest.approx(0, abs=5)}),
        ("wait", {"reason": "retry", "seconds": 0.5}),
        ("attempt", {"number": 3, "status": 200, "seconds": pytest.approx(0, abs=5)}),
    ]
    assert (span.attributes or {})["http.request.resend_count"] == 2
    assert span.status.status_code is StatusCode.UNSET


def test_an_attempt_that_was_cut_short_is_told_too(telemetry: OpenTelemetry, told: Told) -> None:
    watch = telemetry.call(FACTS)
    watch.attempt(1)
    watch.done(status=None, error=asyncio.CancelledError(), sent=0, received=0)
    assert events(told.span)[0] == ("attempt", {"number": 1, "reason": "abandoned"})


def test_what_comes_after_the_end_changes_nothing(
    telemetry: OpenTelemetry, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    watch = telemetry.call(FACTS)
    for _ in range(2):
        watch.done(status=200, error=None, sent=0, received=0)
    watch.attempt(1)
    watch.responded(1, 500)
    assert events(told.span) == []
    assert told.point("billit.client.calls").value == 1
    assert caplog.text == ""


# --- metrics ---------------------------------------------------------------------------------------------------------


def test_the_duration_of_a_call_has_the_buckets_and_attributes_of_the_convention(
    answer: Callable[..., None], told: Told
) -> None:
    answer(400, BadRequest(status=400))
    metric = told.metrics()["http.client.request.duration"]
    point = told.point("http.client.request.duration")
    assert (metric.unit, point.count) == ("s", 1)
    assert point.attributes == {**ALWAYS, "http.response.status_code": 400, "error.type": "400"}
    assert point.explicit_bounds == (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)


def test_no_metric_names_a_company(answer: Callable[..., None], told: Told) -> None:
    answer(sent=10)
    for metric in told.metrics().values():
        for point in metric.data.data_points:
            assert 574991 not in point.attributes.values()


def test_body_sizes_are_recorded_of_calls_that_had_a_body(answer: Callable[..., None], told: Told) -> None:
    answer()
    assert "http.client.request.body.size" not in told.metrics()
    assert told.point("http.client.response.body.size").sum == 512
    answer(sent=2048)
    assert told.point("http.client.request.body.size").sum == 2048
    assert told.metrics()["http.client.request.body.size"].unit == "By"


def test_calls_are_counted_by_how_they_ended(answer: Callable[..., None], told: Told) -> None:
    answer()
    answer()
    answer(429, RateLimited(status=429))
    counted = {
        (point.attributes["http.response.status_code"], point.attributes.get("error.type")): point.value
        for point in told.metrics()["billit.client.calls"].data.data_points
    }
    assert counted == {(200, None): 2, (429, "429"): 1}


def test_retries_are_counted_by_what_made_them_necessary(telemetry: OpenTelemetry, told: Told) -> None:
    watch = telemetry.call(FACTS)
    watch.attempt(1)
    watch.failed(1, "lost")
    watch.attempt(2)
    watch.responded(2, 503)
    watch.attempt(3)
    points = told.metrics()["billit.client.retries"].data.data_points
    assert {point.attributes["reason"]: point.value for point in points} == {"lost": 1, "503": 1}


def test_waits_are_recorded_by_their_reason(telemetry: OpenTelemetry, told: Told) -> None:
    watch = telemetry.call(FACTS)
    watch.waiting(0.25, "queue")
    watch.waiting(2.0, "retry")
    points = told.metrics()["billit.client.wait.duration"].data.data_points
    assert {point.attributes["reason"]: point.sum for point in points} == {"queue": 0.25, "retry": 2.0}


def test_drift_of_the_payloads_is_counted_once_however_many_sessions_tell(
    telemetry: OpenTelemetry, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    OpenTelemetry(told.tracer_provider, told.meter_provider)
    monkeypatch.setitem(fault_counts, "Order.TotalIncl", 3)
    monkeypatch.setitem(fault_counts, "Order.OrderLines[].Quantity", 4)
    expected = sum(fault_counts.values())
    assert expected >= 7
    assert told.point("billit.client.payload_faults").value == expected


def test_a_measurement_leads_to_the_span_of_its_call(answer: Callable[..., None], told: Told) -> None:
    answer()
    (exemplar,) = told.point("http.client.request.duration").exemplars
    context = told.span.get_span_context()
    assert context is not None
    assert exemplar.span_id == context.span_id


# --- faults of others ------------------------------------------------------------------------------------------------


class Broken(SpanProcessor):
    def on_start(self, span: Any, parent_context: Any = None) -> None:
        raise RuntimeError("start")

    def on_end(self, span: Any) -> None:
        raise RuntimeError("end")


def test_a_broken_span_processor_harms_neither_call_nor_metrics(told: Told) -> None:
    provider = TracerProvider()
    provider.add_span_processor(Broken())
    watch = OpenTelemetry(provider, told.meter_provider).call(FACTS)
    watch.attempt(1)
    watch.responded(1, 200)
    watch.done(status=200, error=None, sent=0, received=0)
    assert told.point("billit.client.calls").value == 1
    provider.shutdown()


class BrokenAtTheEnd(Broken):
    def on_start(self, span: Any, parent_context: Any = None) -> None:
        pass


def test_a_span_that_cannot_be_exported_harms_nothing(told: Told) -> None:
    provider = TracerProvider()
    provider.add_span_processor(BrokenAtTheEnd())
    OpenTelemetry(provider, told.meter_provider).call(FACTS).done(status=200, error=None, sent=0, received=0)
    assert told.point("billit.client.calls").value == 1
    provider.shutdown()


def test_the_span_ends_when_an_error_has_no_message(telemetry: OpenTelemetry, told: Told) -> None:
    class Mute(NotSent):
        def __str__(self) -> str:
            raise RuntimeError

    telemetry.call(FACTS).done(status=None, error=Mute(), sent=0, received=0)
    assert str((told.span.attributes or {})["error.type"]).endswith("Mute")


def test_without_providers_the_global_ones_are_used() -> None:
    watch = OpenTelemetry().call(FACTS)
    watch.done(status=200, error=None, sent=0, received=0)


@pytest.mark.parametrize("arguments", [{"tracer_provider": "otlp"}, {"meter_provider": trace.NoOpTracerProvider()}])
def test_what_is_no_provider_is_refused_at_once(arguments: Mapping[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=f"{next(iter(arguments))} takes a "):
        OpenTelemetry(**arguments)


def test_the_providers_that_do_nothing_are_providers() -> None:
    OpenTelemetry(trace.NoOpTracerProvider(), metrics.NoOpMeterProvider())


# --- the extra -------------------------------------------------------------------------------------------------------


def test_without_the_extra_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "billit_async.integrations.opentelemetry"
    for hidden in [module for module in sys.modules if module.partition(".")[0] == "opentelemetry"]:
        monkeypatch.delitem(sys.modules, hidden)
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    monkeypatch.delitem(sys.modules, name)
    with pytest.raises(ConfigurationError, match=r"pip install 'billit-async\[otel\]'") as caught:
        importlib.import_module(name)
    assert isinstance(caught.value, ImportError)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again)) == (MissingExtra, str(caught.value))


def test_counting_drift_does_not_load_the_codec() -> None:
    program = (
        "import sys\n"
        "from opentelemetry.metrics import CallbackOptions\n"
        "from billit_async.integrations import opentelemetry\n"
        "(seen,) = opentelemetry._payload_faults(CallbackOptions())\n"
        "print(seen.value, 'billit_async._serialization.codec' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "False"]


# --- sessions --------------------------------------------------------------------------------------------------------


@pytest.fixture
async def billit(emulator: Emulator, telemetry: OpenTelemetry) -> AsyncIterator[BillitSession]:
    async with BillitSession(
        ApiKey(emulator.api_key), base_url=emulator.url, party_id=emulator.party_id, telemetry=telemetry
    ) as session:
        yield session


async def test_a_call_of_a_session_is_one_span(billit: BillitSession, emulator: Emulator, told: Told) -> None:
    await billit.orders.get(emulator.ledger[emulator.party_id].order_ids[0])
    span = told.span
    attributes = dict(span.attributes or {})
    assert span.name == "GET /v1/orders/{orderID}"
    assert attributes.pop("server.port") == int(emulator.url.rpartition(":")[2])
    assert attributes == {
        "http.request.method": "GET",
        "server.address": "127.0.0.1",
        "url.scheme": "http",
        "url.template": "/v1/orders/{orderID}",
        "billit.environment": billit.config.label,
        "billit.party_id": emulator.party_id,
        "http.response.status_code": 200,
    }
    assert ("attempt", {"number": 1, "status": 200}) in events(span)
    assert told.point("http.client.response.body.size").sum > 100


async def test_each_page_of_a_list_is_a_call(billit: BillitSession, emulator: Emulator, told: Told) -> None:
    await billit.orders.list().collect()
    assert {span.name for span in told.spans} == {"GET /v1/orders"}
    assert len(told.spans) >= 2
    assert told.point("billit.client.calls").value == len(told.spans)


async def test_no_span_holds_a_filter_an_id_or_a_key(billit: BillitSession, emulator: Emulator, told: Told) -> None:
    order_id = emulator.ledger[emulator.party_id].order_ids[0]
    await billit.orders.get(order_id)
    await billit.request("GET", "/v1/orders", params={"$filter": "OrderNumber eq 'private'"})
    text = "".join(span.to_json() for span in told.spans)
    assert emulator.api_key not in text
    assert f"/{order_id}" not in text
    assert "private" not in text


async def test_a_refused_call_of_a_session_is_an_error(billit: BillitSession, told: Told) -> None:
    with pytest.raises(NoAccess) as caught:
        await billit.orders.get(1)
    span = told.span
    assert span.status.status_code is StatusCode.ERROR
    assert (span.attributes or {})["error.type"] == "401"
    assert events(span)[-1] == (
        "exception",
        {"exception.type": "billit_async.errors.NoAccess", "exception.message": str(caught.value)},
    )


async def test_a_write_is_told_with_the_size_of_its_body(billit: BillitSession, told: Told) -> None:
    with pytest.raises(BadRequest):
        await billit.orders.create(Order(order_type="Invoice"))
    assert told.span.name == "POST /v1/orders"
    assert told.point("http.client.request.body.size").sum >= len('{"OrderType":"Invoice"}')


async def test_calls_made_side_by_side_are_children_of_the_same_span(
    billit: BillitSession, emulator: Emulator, told: Told
) -> None:
    ids = emulator.ledger[emulator.party_id].order_ids[:5]
    with told.tracer_provider.get_tracer("app").start_as_current_span("month end") as parent:
        await asyncio.gather(*(billit.orders.get(order_id) for order_id in ids))
        assert trace.get_current_span() is parent
    children = [span for span in told.spans if span.kind is SpanKind.CLIENT]
    assert len(children) == 5
    assert {span.parent.span_id for span in children if span.parent} == {parent.get_span_context().span_id}


async def test_a_call_that_needed_a_second_attempt_is_one_span_with_both(telemetry: OpenTelemetry, told: Told) -> None:
    statuses = [503, 200]

    async def answer(_request: web.Request) -> web.Response:
        return web.json_response({}, status=statuses.pop(0))

    application = web.Application()
    application.router.add_get("/v1/account/accountInformation", answer)
    async with (
        TestServer(application) as server,
        BillitSession(
            ApiKey("3fa85f64-5717-4562-b3fc-2c963f66afa6"),
            base_url=str(server.make_url("/")),
            retry=RetryPolicy(base=0.001),
            telemetry=telemetry,
        ) as billit,
    ):
        await billit.request("GET", "/v1/account/accountInformation")
    attempts = [event for event in events(told.span) if event[0] == "attempt"]
    assert attempts == [("attempt", {"number": 1, "status": 503}), ("attempt", {"number": 2, "status": 200})]
    assert (told.span.attributes or {})["http.request.resend_count"] == 1
    assert told.point("billit.client.retries").attributes["reason"] == "503"
    assert told.point("billit.client.calls").value == 1
