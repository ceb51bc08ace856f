"""What a session, a view and a single call may set: limits of time, retries, priority, hooks; and what is logged."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import pickle
import ssl
import threading
from typing import TYPE_CHECKING, Any

import aiohttp
import attrs
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from billit_async import (
    ApiKey,
    BillitSession,
    CallOptions,
    ConfigurationError,
    DeadlineExceeded,
    IdempotencyConflict,
    Limits,
    NotSent,
    OutcomeUnknown,
    Priority,
    RateLimited,
    RetryPolicy,
    ServerError,
    SessionConfig,
    Timeouts,
)
from billit_async._transport import network
from billit_async._transport.exchange import Exchange
from billit_async.models import Order, Party

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

KEY = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
FAST = RetryPolicy(base=0.001, cap=0.002, settle=0.3)
BLIND = attrs.evolve(RetryPolicy.repeat_writes_blindly(settle=0.0), base=0.001, cap=0.002)


class Service:
    """Answers from a list of functions, the last of them for ever; notes the requests."""

    def __init__(self) -> None:
        self.answers: list[Callable[[], web.StreamResponse]] = [lambda: web.json_response({"OrderID": 7})]
        self.requests: list[web.Request] = []
        self.seconds = 0.0
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        await request.read()
        await asyncio.sleep(self.seconds)
        return (self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])()


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    made = Service()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", made.answer)
    async with TestServer(app) as server:
        made.url = str(server.make_url("/")).rstrip("/")
        yield made


def refusing(status: int, **headers: str) -> Callable[[], web.StreamResponse]:
    return lambda: web.Response(
        status=status, text="busy", headers={k.replace("_", "-"): v for k, v in headers.items()}
    )


class TestTimes:
    async def test_one_attempt_that_takes_too_long_is_followed_by_another(self, service: Service) -> None:
        released = asyncio.Event()

        async def answer(request: web.Request) -> web.StreamResponse:
            service.requests.append(request)
            if len(service.requests) == 1:
                await released.wait()
            return web.json_response({"OrderID": 7})

        service.answer = answer  # type: ignore[method-assign]
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        async with TestServer(app) as server:
            timeouts = Timeouts(attempt=0.1)
            async with BillitSession(
                ApiKey(KEY), base_url=str(server.make_url("/")), timeouts=timeouts, retry=FAST
            ) as billit:
                assert (await billit.orders.get(7)).order_id == 7
            released.set()
        assert len(service.requests) == 2

    @pytest.mark.parametrize("way", ["view", "call", "resource"])
    async def test_a_deadline_may_be_set_for_a_view_and_for_a_call(self, service: Service, way: str) -> None:
        service.seconds = 0.3
        short = Timeouts(total=0.05)
        async with BillitSession(ApiKey(KEY), base_url=service.url) as billit:
            calls = {
                "view": lambda: billit.with_options(timeouts=short).orders.get(7),
                "call": lambda: billit.request("GET", "/v1/orders/7", options=CallOptions(timeouts=short)),
                "resource": lambda: billit.orders.get(7, options=CallOptions(timeouts=short)),
            }
            with pytest.raises(DeadlineExceeded, match=r"0\.05 s"):
                await calls[way]()
            assert (await billit.orders.get(7)).order_id == 7

    async def test_who_gets_no_turn_in_time_was_not_sent(self, service: Service) -> None:
        service.seconds = 0.3
        async with BillitSession(
            ApiKey(KEY), base_url=service.url, limits=Limits(concurrency=1), timeouts=Timeouts(queue=0.05)
        ) as billit:
            first = asyncio.create_task(billit.orders.get(7))
            await asyncio.sleep(0)
            with pytest.raises(NotSent, match="no slot within") as caught:
                await billit.orders.create(Order(), external_id="x")
            assert not caught.value.may_have_arrived
            await first
        assert len(service.requests) == 1

    async def test_a_wait_beyond_the_deadline_is_told_and_not_waited(self, service: Service) -> None:
        service.answers = [refusing(429, Retry_After="86400")]
        async with BillitSession(ApiKey(KEY), base_url=service.url) as billit:
            with pytest.raises(RateLimited, match="86400 s") as caught:
                await billit.orders.get(7)
            assert caught.value.retry_after == 86_400
            assert len(service.requests) == 1
            # and nobody else is held back by it
            service.answers = [lambda: web.json_response({"OrderID": 7})]
            await asyncio.wait_for(billit.orders.get(7), 5)

    async def test_what_the_server_asks_one_call_to_wait_the_others_wait_too(self, service: Service) -> None:
        service.answers = [refusing(429, Retry_After="0.3"), lambda: web.json_response({"OrderID": 7})]
        async with BillitSession(ApiKey(KEY), base_url=service.url, retry=FAST) as billit:
            first = asyncio.create_task(billit.orders.get(7))
            while billit._transport.concurrency.in_flight or not service.requests:  # noqa: ASYNC110  (turns, no time)
                await asyncio.sleep(0)
            others = [asyncio.create_task(billit.for_company(5).orders.get(7)) for _ in range(3)]
            for _ in range(20):
                await asyncio.sleep(0)
            assert len(service.requests) == 1
            assert billit._transport.concurrency.waiting == 3
            await asyncio.wait_for(asyncio.gather(first, *others), 10)
        assert len(service.requests) == 5

    async def test_what_the_server_asks_a_write_to_wait_the_others_wait_too(self, service: Service) -> None:
        service.answers = [refusing(429, Retry_After="0.3"), lambda: web.json_response({"OrderID": 7})]
        async with BillitSession(ApiKey(KEY), base_url=service.url, retry=FAST) as billit:
            with pytest.raises(RateLimited):
                await billit.orders.delete(7)
            other = asyncio.create_task(billit.for_company(5).orders.get(7))
            for _ in range(20):
                await asyncio.sleep(0)
            assert len(service.requests) == 1
            assert billit._transport.concurrency.waiting == 1
            await asyncio.wait_for(other, 10)
        assert len(service.requests) == 2


class TestConflicts:
    def used(self) -> web.StreamResponse:
        return web.json_response({"errors": [{"Code": "Idempotent token already exists"}]}, status=409)

    async def test_a_send_that_was_repeated_blindly_and_whose_first_attempt_arrived_is_done(
        self, service: Service
    ) -> None:
        service.answers = [refusing(502), self.used]
        async with BillitSession(ApiKey(KEY), base_url=service.url, retry=BLIND) as billit:
            await billit.orders.send([7])
        assert len({request.headers["Idempotency-Key"] for request in service.requests}) == 1
        assert len(service.requests) == 2

    async def test_a_send_under_a_key_that_another_call_used_is_a_conflict(self, service: Service) -> None:
        service.answers = [self.used]
        async with BillitSession(ApiKey(KEY), base_url=service.url, retry=FAST) as billit:
            with pytest.raises(IdempotencyConflict) as caught:
                await billit.orders.send([7], idempotency_key="mine")
        assert not caught.value.may_have_arrived


class TestStoppedBetweenAttempts:
    """What keeps a second attempt from going says nothing about the first, which may have been carried out."""

    async def test_a_session_that_closes_while_a_write_waits_for_its_repeat(self, service: Service) -> None:
        service.answers = [refusing(503)]
        billit = BillitSession(ApiKey(KEY), base_url=service.url, retry=attrs.evolve(BLIND, base=0.2, cap=0.2))
        await billit.open()
        create = asyncio.create_task(billit.orders.create(Order(), external_id="x"))
        while not service.requests or billit._transport.concurrency.in_flight:  # noqa: ASYNC110  (turns of the loop, no time)
            await asyncio.sleep(0)
        await billit.close()
        with pytest.raises(OutcomeUnknown, match="an earlier attempt may have been carried out"):
            await create
        assert len(service.requests) == 1

    async def test_a_limiter_that_fails_after_an_attempt_does_not_make_it_unsent(self, service: Service) -> None:
        class Once:
            taken = 0

            async def take_shared(self, priority: Priority) -> float:
                self.taken += 1
                if self.taken > 1:
                    raise NotSent("the limiter is gone")
                return 0.0

            async def leave_shared(self, *, throttled: bool) -> None: ...

            def joined(self) -> None: ...

            async def left(self) -> None: ...

        service.answers = [refusing(503)]
        async with BillitSession(ApiKey(KEY), base_url=service.url, retry=BLIND, limiter=Once()) as billit:
            with pytest.raises(OutcomeUnknown, match="an earlier attempt may have been carried out") as caught:
                await billit.orders.create(Order(), external_id="x")
            assert caught.value.may_have_arrived
            assert caught.value.lookup is not None
        assert len(service.requests) == 1


class TestViews:
    async def test_views_lay_their_options_over_each_other(self, service: Service) -> None:
        async with BillitSession(ApiKey(KEY), base_url=service.url) as billit:
            view = billit.with_options(headers={"X-A": "1"}).with_options(headers={"X-B": "2"}).for_company(5)
            await view.orders.get(7, options=CallOptions(headers={"X-C": "3"}))
            await billit.orders.get(7)
        first, second = service.requests
        assert [first.headers.get(name) for name in ("X-A", "X-B", "X-C", "PartyID")] == ["1", "2", "3", "5"]
        assert "X-A" not in second.headers

    async def test_a_view_shares_pool_and_retry_budget(self, service: Service) -> None:
        service.answers = [refusing(503)]
        async with BillitSession(
            ApiKey(KEY), base_url=service.url, retry=RetryPolicy(base=0.001, budget=3, attempts=100)
        ) as billit:
            with pytest.raises(ServerError):
                await billit.orders.get(7)
            with pytest.raises(ServerError):
                await billit.with_options(retry=FAST).for_company(9).orders.get(7)
        assert len(service.requests) == 1 + 3 + 1

    async def test_calls_that_succeed_fill_the_retry_budget_again(self, service: Service) -> None:
        policy = RetryPolicy(base=0.001, attempts=100, budget=2, refill=0.5)
        async with BillitSession(ApiKey(KEY), base_url=service.url, retry=policy) as billit:
            service.answers = [refusing(503)]
            with pytest.raises(ServerError):
                await billit.orders.get(7)
            service.answers = [lambda: web.json_response({"OrderID": 7})]
            await billit.orders.get(7)
            await billit.orders.get(7)
            service.answers = [refusing(503), lambda: web.json_response({"OrderID": 7})]
            await billit.orders.get(7)
        assert len(service.requests) == (1 + 2) + 1 + 1 + (1 + 1)

    @pytest.mark.parametrize("name", ["ApiKey", "authorization", "PartyID", "CONTEXTPARTYID", "Host", "Content-Length"])
    def test_a_header_cannot_pose_as_another_caller_or_company(self, name: str) -> None:
        with pytest.raises(ValueError, match="the session's own"):
            BillitSession(ApiKey(KEY)).with_options(headers={name: "x"})

    def test_a_priority_is_one_of_two(self) -> None:
        assert BillitSession(ApiKey(KEY), priority="bulk").config.priority is Priority.BULK
        with pytest.raises(ConfigurationError, match="'interactive' or 'bulk'"):
            BillitSession(ApiKey(KEY)).with_options(priority="high")

    async def test_a_worker_process_opens_its_own_session_from_the_settings(self, service: Service) -> None:
        original = BillitSession(
            ApiKey(KEY), base_url=service.url, party_id=5, timeouts=Timeouts(total=9), retry=FAST, priority="bulk"
        )
        config: SessionConfig = pickle.loads(pickle.dumps(original.config))
        assert config == original.config
        async with BillitSession.from_config(config, ApiKey(KEY)) as billit:
            await billit.orders.get(7)
            assert billit.config == original.config
        assert service.requests[0].headers["PartyID"] == "5"
        assert KEY not in repr(config)

    async def test_a_session_of_another_loop_is_an_error_and_no_hang(self, service: Service) -> None:
        async with BillitSession(ApiKey(KEY), base_url=service.url) as billit:
            found: list[BaseException] = []

            def elsewhere() -> None:
                try:
                    asyncio.run(billit.orders.get(7))
                except RuntimeError as error:
                    found.append(error)

            thread = threading.Thread(target=elsewhere)
            thread.start()
            await asyncio.to_thread(thread.join, 10)
        assert "another event loop" in str(found[0])


class TestHooks:
    async def test_middlewares_run_for_each_attempt_the_first_outermost(self, service: Service) -> None:
        service.answers = [refusing(503), lambda: web.json_response({"OrderID": 7})]
        order: list[str] = []

        def named(name: str) -> aiohttp.ClientMiddlewareType:
            async def middleware(
                request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
            ) -> aiohttp.ClientResponse:
                order.append(name)
                return await handler(request)

            return middleware

        async with BillitSession(
            ApiKey(KEY), base_url=service.url, retry=FAST, middlewares=[named("outer"), named("inner")]
        ) as billit:
            await billit.orders.get(7)
        assert order == ["outer", "inner", "outer", "inner"]

    async def test_what_a_middleware_sends_again_is_counted(self, service: Service) -> None:
        async def twice(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
            (await handler(request)).release()
            return await handler(request)

        service.answers = [refusing(400)]
        async with BillitSession(ApiKey(KEY), base_url=service.url, middlewares=[twice]) as billit:
            with pytest.raises(Exception, match="2 attempts"):
                await billit.request("POST", "/v1/x")
        assert len(service.requests) == 2

    async def test_trace_configs_are_aiohttps_own(self, service: Service) -> None:
        trace, ends = aiohttp.TraceConfig(), []

        async def end(_session: Any, _context: Any, params: aiohttp.TraceRequestEndParams) -> None:
            ends.append(params.response.status)

        trace.on_request_end.append(end)
        async with BillitSession(ApiKey(KEY), base_url=service.url, trace_configs=[trace]) as billit:
            await billit.orders.get(7)
        assert ends == [200]
        async with aiohttp.ClientSession() as own:
            with pytest.raises(ConfigurationError, match=r"your own aiohttp\.ClientSession"):
                BillitSession(ApiKey(KEY), client_session=own, trace_configs=[trace])

    async def test_the_tls_context_is_built_once_and_in_a_thread(self, monkeypatch: pytest.MonkeyPatch) -> None:
        threads: list[int] = []
        built: dict[Any, ssl.SSLContext] = {}
        build = network.Network._build

        def noted(self: network.Network) -> ssl.SSLContext:
            threads.append(threading.get_ident())
            return build(self)

        monkeypatch.setattr(network.Network, "_build", noted)
        monkeypatch.setattr(network, "_built", built)
        for _ in range(3):
            async with BillitSession(ApiKey(KEY), base_url="https://nothing.invalid"):
                pass
        assert len(threads) == 1
        assert threads[0] != threading.get_ident()
        assert [context.verify_mode for context in built.values()] == [ssl.CERT_REQUIRED]


class TestLogs:
    async def test_a_logical_call_is_one_line_without_ids_values_or_secrets(
        self, service: Service, caplog: pytest.LogCaptureFixture
    ) -> None:
        service.answers = [lambda: web.json_response({"Items": []}, headers={"X-Request-Id": "r-1", "X-Own": "secret"})]
        query = "$filter=OrderNumber eq 'Geheim'&$top=5&fullTextSearch=Geheim"
        with caplog.at_level(logging.DEBUG, "billit_async"):
            async with BillitSession(ApiKey(KEY), base_url=service.url, party_id=5) as billit:
                await billit.request("GET", f"/v1/orders/123?{query}")
        (line,) = caplog.messages
        assert line.startswith("GET /v1/orders/{id} -> 200, attempts=1, ms=")
        assert "received=13 B" in line
        assert "query: $filter=…&$top=5&fullTextSearch=…" in line
        assert "x-request-id=r-1" in line
        for secret in ("123", "Geheim", KEY, "secret"):
            assert secret not in line.replace("127.0.0.1", "")

    async def test_failures_and_repeats_are_told_too(self, service: Service, caplog: pytest.LogCaptureFixture) -> None:
        service.answers = [refusing(503), refusing(400)]
        with caplog.at_level(logging.DEBUG, "billit_async"):
            async with BillitSession(ApiKey(KEY), base_url=service.url, retry=FAST) as billit:
                with pytest.raises(Exception, match="400"):
                    await billit.orders.get(7)
        again, over = caplog.messages
        assert "attempt 1 failed (503), again in" in again
        assert "-> 400 BadRequest, attempts=2" in over

    @pytest.mark.parametrize("asked", [False, True])
    async def test_bodies_are_logged_only_when_asked_for_and_masked(
        self, service: Service, caplog: pytest.LogCaptureFixture, asked: bool
    ) -> None:
        answer = {
            "OrderID": 7,
            "TotalIncl": 12.5,
            "Customer": {"Name": "Jan Janssens", "IBAN": "BE68539007547034", "Contact": "Jan"},
            "Files": [{"FileContent": "JVBERi0xLjUK", "MimeType": "application/pdf"}],
            "access_token": "eyJhbGciOi.x.y",
            "Free": ["BE68 5390 0754 7034"],
        }
        service.answers = [lambda: web.json_response(answer)]
        with caplog.at_level(logging.DEBUG, "billit_async"):
            async with BillitSession(ApiKey(KEY), base_url=service.url, log_bodies=asked) as billit:
                await billit.request("POST", "/v1/x", json={"Name": "Piet Pieters", "OrderType": "Invoice"})
        text = caplog.text
        for secret in ("Jan", "Piet", "BE68", "JVBER", "eyJ", KEY):
            assert secret not in text
        bodies = [record for record in caplog.records if record.name == "billit_async._transport.bodies"]
        assert len(bodies) == (2 if asked else 0)
        if asked:
            assert '"OrderType":"Invoice"' in text
            assert '"OrderID":7' in text
            assert '"Name":"… 12 characters"' in text


class TestResolve:
    def rows(self, *rows: dict[str, Any]) -> Callable[[], web.StreamResponse]:
        return lambda: web.Response(text=json.dumps({"Items": list(rows)}), content_type="application/json")

    async def fails(self, billit: BillitSession, kind: str) -> ServerError:
        creates = {
            "party": lambda: billit.parties.create(Party(name="Acme", vat_number="BE 0563.846.944")),
            "nothing": lambda: billit.orders.create(Order(order_type="Invoice")),
            "order": lambda: billit.orders.create(Order(order_number="N/1", order_type="Invoice")),
        }
        with pytest.raises(ServerError) as caught:
            await creates[kind]()
        return caught.value

    @pytest.fixture
    async def billit(self, service: Service) -> AsyncIterator[BillitSession]:
        service.answers = [refusing(500)]
        async with BillitSession(ApiKey(KEY), base_url=service.url, party_id=5, retry=FAST) as session:
            yield session

    async def test_an_order_is_found_by_its_number_within_its_type(
        self, service: Service, billit: BillitSession
    ) -> None:
        error = await self.fails(billit, "order")
        service.answers = [
            self.rows(
                {"OrderID": 1, "OrderNumber": "n/1", "OrderType": "Invoice"},
                {"OrderID": 2, "OrderNumber": "N/1", "OrderType": "Offer"},
                {"OrderID": 3, "OrderNumber": "N/1", "OrderType": "Invoice"},
            )
        ]
        resolution = await billit.resolve(error)
        assert (resolution.found, resolution.id, resolution.key) == (True, 3, ("order_number", "N/1"))
        asked = service.requests[-1].query["$filter"]
        assert asked == "OrderNumber eq 'N/1' and OrderType eq 'Invoice'"
        assert service.requests[-1].headers["PartyID"] == "5"

    async def test_two_orders_with_the_number_are_ambiguous(self, service: Service, billit: BillitSession) -> None:
        error = await self.fails(billit, "order")
        service.answers = [self.rows({"OrderID": 1, "OrderNumber": "N/1"}, {"OrderID": 2, "OrderNumber": "N/1"})]
        resolution = await billit.resolve(error)
        assert (resolution.ambiguous, resolution.id, resolution.candidates) == (True, None, (1, 2))

    async def test_a_list_that_does_not_tell_is_followed_by_the_document(
        self, service: Service, billit: BillitSession
    ) -> None:
        error = await self.fails(billit, "order")
        service.answers = [
            self.rows({"OrderID": 1}, {"OrderID": 2}),
            lambda: web.json_response({"OrderID": 1, "OrderNumber": "other"}),
            lambda: web.json_response({"OrderID": 2, "OrderNumber": "N/1"}),
        ]
        assert (await billit.resolve(error)).id == 2

    async def test_absent_is_believed_after_it_had_time_to_arrive(
        self, service: Service, billit: BillitSession
    ) -> None:
        error = await self.fails(billit, "order")
        service.answers = [self.rows(), self.rows(), self.rows({"OrderID": 4, "OrderNumber": "N/1"})]
        assert (await billit.resolve(error, settle=5)).id == 4
        service.answers = [self.rows()]
        assert (await billit.resolve(error, settle=0)).absent

    async def test_a_party_is_found_by_its_vat_number_also_where_it_cannot_be_filtered(
        self, service: Service, billit: BillitSession
    ) -> None:
        error = await self.fails(billit, "party")
        service.answers = [
            refusing(400),
            self.rows({"PartyID": 8, "VATNumber": "NL1"}, {"PartyID": 9, "VATNumber": "BE0563846944"}, {"PartyID": 10}),
        ]
        assert (await billit.resolve(error)).id == 9

    async def test_an_order_that_nothing_identifies_is_ambiguous_and_not_asked_for(
        self, service: Service, billit: BillitSession
    ) -> None:
        error = await self.fails(billit, "nothing")
        asked = len(service.requests)
        assert (await billit.resolve(error)).ambiguous
        assert len(service.requests) == asked

    async def test_an_error_that_was_pickled_is_resolved_by_any_session(
        self, service: Service, billit: BillitSession
    ) -> None:
        error = pickle.loads(pickle.dumps(await self.fails(billit, "order")))
        service.answers = [self.rows({"OrderID": 3, "OrderNumber": "N/1"})]
        async with BillitSession(ApiKey(KEY), base_url=service.url) as other:
            assert (await other.resolve(error)).id == 3
        assert service.requests[-1].headers["PartyID"] == "5"

    async def test_a_call_that_creates_nothing_has_nothing_to_resolve(self, billit: BillitSession) -> None:
        with pytest.raises(ServerError) as caught:
            await billit.orders.delete(7)
        with pytest.raises(LookupError, match="creates no document"):
            await billit.resolve(caught.value)

    @pytest.mark.parametrize(
        ("external_id", "error", "said"),
        [(5, TypeError, "takes a text"), (" ", ValueError, "empty"), ("other", ValueError, "differs")],
    )
    async def test_an_external_id_that_is_none_never_leaves(
        self, service: Service, billit: BillitSession, external_id: Any, error: type[Exception], said: str
    ) -> None:
        with pytest.raises(error, match=said):
            await billit.orders.create(Order(external_provider_id="one"), external_id=external_id)
        assert service.requests == []


async def test_a_thousand_tasks_on_one_session_all_finish_and_leave_nothing(service: Service) -> None:
    service.seconds = 0.001
    async with BillitSession(ApiKey(KEY), base_url=service.url, limits=Limits(max_connections=50)) as billit:
        answers = await asyncio.gather(*[billit.for_company(1 + number % 40).orders.get(7) for number in range(1_000)])
        assert {answer.order_id for answer in answers} == {7}
        gate = billit._transport.concurrency
        assert (gate.in_flight, gate.waiting) == (0, 0)
    gc.collect()


def exchanges() -> set[int]:
    """The exchanges that something in this process still holds; other tests may have left some in errors of theirs."""
    gc.collect()
    return {id(kept) for kept in gc.get_objects() if isinstance(kept, Exchange)}


async def test_a_kept_connection_keeps_no_request_of_the_past(service: Service) -> None:
    service.seconds = 0.02
    before = exchanges()
    async with BillitSession(ApiKey(KEY), base_url=service.url) as billit:
        await asyncio.gather(*[billit.request("POST", "/v1/orders", json={"Memo": str(n)}) for n in range(10)])
        # The context of a connection lives as long as the connection: what is in it must be small.
        assert exchanges() <= before
