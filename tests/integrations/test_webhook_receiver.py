"""Webhooks in an application: verified on their bytes, kept before the response, handled once after it."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import os
import stat
import time
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import ApiKey, BillitSession, ConfigurationError, Secret, WebhookStoreError, webhooks
from billit_async.emulator import Emulator
from billit_async.integrations import webhook_store
from billit_async.integrations.redis_webhook_store import RedisWebhookStore
from billit_async.integrations.webhook_receiver import WebhookReceiver
from billit_async.integrations.webhook_store import MemoryWebhookStore, SQLiteWebhookStore, WebhookStore
from billit_async.webhooks import MessageEvent, OrderEvent, UnknownEvent, WebhookEvent
from tests.e2e.test_webhooks import invoice
from tests.integrations.conftest import SECRET, served
from tests.integrations.test_frameworks import bare_app, integration

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    import aiohttp

    from billit_async import OAuth2

KEY = "the secret of the webhook"


class Clock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "SQLite", "Redis"])
async def store(request: pytest.FixtureRequest, clock: Clock, tmp_path: Path) -> AsyncIterator[WebhookStore]:
    made: WebhookStore
    if request.param == "Redis":
        server = request.getfixturevalue("shared_redis")
        made = RedisWebhookStore(server.url, prefix=str(tmp_path), clock=clock)
    elif request.param == "SQLite":
        made = SQLiteWebhookStore(tmp_path / "webhooks.sqlite", clock=clock)
    else:
        made = MemoryWebhookStore(clock=clock)
    assert isinstance(made, WebhookStore)
    yield made
    await made.aclose()


class TestAStore:
    async def test_gives_a_webhook_to_one_until_its_lease_is_over(self, store: WebhookStore, clock: Clock) -> None:
        assert await store.enqueue("a", b"1", 60.0)
        clock.now += 59
        assert not await store.enqueue("a", b"1", 60.0)
        assert await store.claim(60.0, attempts=9, limit=9) == []
        clock.now += 1
        assert await store.claim(60.0, attempts=9, limit=9) == [("a", b"1", 2)]
        assert await store.claim(60.0, attempts=9, limit=9) == []
        clock.now += 60
        assert await store.enqueue("a", b"1", 60.0)

    async def test_drops_what_was_handled(self, store: WebhookStore, clock: Clock) -> None:
        assert await store.enqueue("a", b"1", 60.0)
        await store.ack("a")
        clock.now += 86_400
        assert not await store.enqueue("a", b"1", 60.0)
        assert await store.claim(60.0, attempts=9, limit=9) == []
        assert await store.enqueue("b", b"1", 60.0)

    async def test_gives_what_was_not_handled_after_its_pause_and_at_once_when_it_comes_again(
        self, store: WebhookStore, clock: Clock
    ) -> None:
        for key in "ab":
            assert await store.enqueue(key, b"1", 60.0)
            await store.defer(key, 30.0)
        assert await store.enqueue("b", b"1", 60.0)
        clock.now += 29
        assert await store.claim(60.0, attempts=9, limit=9) == []
        clock.now += 1
        assert await store.claim(60.0, attempts=9, limit=9) == [("a", b"1", 2)]

    async def test_gives_up_after_so_many_attempts(self, store: WebhookStore) -> None:
        assert await store.enqueue("a", b"1", 0.0)
        assert [len(await store.claim(0.0, attempts=3, limit=9)) for _ in range(4)] == [1, 1, 0, 0]
        assert await store.enqueue("a", b"1", 0.0)  # sent again, it is tried again

    async def test_gives_no_more_than_asked_for(self, store: WebhookStore) -> None:
        for number in range(5):
            assert await store.enqueue(str(number), b"1", 0.0)
        assert [len(await store.claim(60.0, attempts=9, limit=3)) for _ in range(3)] == [3, 2, 0]


class TestTheRedisStore:
    async def test_goes_by_the_clock_of_redis_and_takes_a_client_that_decodes(
        self, shared_redis: Any, tmp_path: Path
    ) -> None:
        redis = pytest.importorskip("redis.asyncio", reason="needs the Python package redis")
        own = redis.from_url(shared_redis.url, decode_responses=True)
        stores = [
            RedisWebhookStore(shared_redis.url, prefix=str(tmp_path)),
            RedisWebhookStore(own, prefix=str(tmp_path)),
        ]
        assert await stores[0].enqueue("a", "é".encode(), 0.0)
        assert await stores[1].claim(60.0, attempts=9, limit=9) == [("a", "é".encode(), 2)]
        assert await stores[0].claim(60.0, attempts=9, limit=9) == []
        assert not await stores[0].enqueue("a", b"1", 60.0)
        for one in stores:
            await one.aclose()
        await own.aclose()

    async def test_says_that_it_cannot_and_shows_no_password(self, unused_tcp_port: int) -> None:
        store = RedisWebhookStore(f"redis://:sesam@127.0.0.1:{unused_tcp_port}/0")
        with pytest.raises(WebhookStoreError, match="cannot be asked") as caught:
            await store.enqueue("a", b"1", 60.0)
        assert "sesam" not in repr(caught.value) + repr(store)
        await store.aclose()
        with pytest.raises(ConfigurationError, match="takes an address"):
            RedisWebhookStore("sesam")


class TestTheSQLiteStore:
    async def test_remembers_beyond_its_process(self, tmp_path: Path) -> None:
        for expected in (True, False):
            store = SQLiteWebhookStore(tmp_path / "w.sqlite")
            assert await store.enqueue("a", b"1", 60.0) is expected
            await store.ack("a")
            await store.aclose()

    async def test_gives_a_webhook_to_one_of_two_workers(self, tmp_path: Path) -> None:
        workers = [SQLiteWebhookStore(tmp_path / "w.sqlite") for _ in range(2)]
        for number in range(20):
            taken = await asyncio.gather(*(one.enqueue(str(number), b"1", 60.0) for one in workers))
            assert sorted(taken) == [False, True]
        for one in workers:
            await one.aclose()

    async def test_is_its_owner_s_alone(self, tmp_path: Path) -> None:
        store = SQLiteWebhookStore(tmp_path / "w.sqlite")
        old = os.umask(0)
        try:
            await store.enqueue("a", b"1", 60.0)
        finally:
            os.umask(old)
        assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
        await store.aclose()

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
    async def test_refuses_a_file_that_others_can_read(self, tmp_path: Path, mode: int) -> None:
        path = tmp_path / "w.sqlite"
        path.touch()
        path.chmod(mode)
        with pytest.raises(WebhookStoreError, match="chmod 600"):
            await SQLiteWebhookStore(path).enqueue("a", b"1", 60.0)

    async def test_refuses_a_link_and_a_pipe(self, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
        os.mkfifo(tmp_path / "pipe", 0o600)
        for name in ("link", "pipe"):
            with pytest.raises(WebhookStoreError, match="not a plain file"):
                await SQLiteWebhookStore(tmp_path / name).enqueue("a", b"1", 60.0)
        assert not (tmp_path / "elsewhere").exists()

    @pytest.mark.parametrize("broken", ["no folder", "no database"])
    async def test_says_that_it_cannot(self, tmp_path: Path, broken: str) -> None:
        path = tmp_path / "none" / "w.sqlite"
        if broken == "no database":
            path = tmp_path / "w.sqlite"
            path.write_bytes(b"no database at all" * 100)
            path.chmod(0o600)
        with pytest.raises(WebhookStoreError, match="cannot be read or written"):
            await SQLiteWebhookStore(path).enqueue("a", b"1", 60.0)

    async def test_forgets_the_body_of_what_was_handled_and_all_of_it_in_time(
        self, tmp_path: Path, clock: Clock
    ) -> None:
        store = SQLiteWebhookStore(tmp_path / "w.sqlite", clock=clock)
        await store.enqueue("a", b"personal data", 60.0)
        await store.ack("a")
        assert store._connection is not None
        rows = await asyncio.to_thread(
            lambda: store._connection.execute("SELECT key, body FROM billit_webhooks").fetchall()  # type: ignore[union-attr]
        )
        assert rows == [("a", None)]
        clock.now += 8 * 86_400
        await store.claim(60.0, attempts=9, limit=9)
        assert await store.enqueue("a", b"1", 60.0)
        await store.aclose()


def body_of(kind: str = "Order", entity_id: int = 7, update: str = "U", detail: Any = None) -> bytes:
    given = {"UpdatedEntityID": entity_id, "UpdatedEntityType": kind, "WebhookUpdateTypeTC": update}
    if detail is not None:
        given["EntityDetail"] = detail
    return json.dumps(given, separators=(",", ":")).encode()


async def post(client: aiohttp.ClientSession, url: str, body: bytes, **headers: str) -> tuple[int, Any, str]:
    async with client.post(url, data=body, headers=headers) as response:
        return response.status, response.headers, await response.text()


def signed(body: bytes, *, at: int | None = None, key: str = KEY) -> dict[str, str]:
    return {webhooks.SIGNATURE_HEADER: webhooks.sign(body, key, timestamp=at)}


class Hook:
    """A running application that receives webhooks, and what it was told."""

    def __init__(self, receiver: WebhookReceiver, client: aiohttp.ClientSession) -> None:
        self.receiver = receiver
        self.url = ""
        self.seen: list[WebhookEvent] = []
        self.failures = 0
        self._client = client

    async def handle(self, event: WebhookEvent) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the shop's own database is down")
        self.seen.append(event)

    async def send(self, body: bytes, **headers: str) -> int:
        status, _, text = await post(self._client, self.url, body, **headers)
        assert "signature is" not in text.replace("bad_signature", "")
        await self.receiver.settle()
        return status


@pytest.fixture
def start(
    framework: str, oauth: OAuth2, browser: aiohttp.ClientSession, tmp_path: Path, unused_tcp_port: int
) -> Callable[..., Any]:
    """Start an application that receives webhooks; each start is another process of it."""

    def make(**settings: Any) -> Any:
        settings = {"store": SQLiteWebhookStore(tmp_path / "w.sqlite"), **settings}
        hook = Hook(WebhookReceiver([KEY, "another secret"], **settings), browser)
        hook.receiver.on(WebhookEvent)(hook.handle)
        app = bare_app(framework, integration(framework)(oauth, secret=SECRET, webhooks=hook.receiver))

        class Running:
            async def __aenter__(self) -> Hook:
                self.serving = served(app, unused_tcp_port)
                hook.url = await self.serving.__aenter__() + "/billit/webhook"
                return hook

            async def __aexit__(self, *error: object) -> None:
                await self.serving.__aexit__(None, None, None)

        return Running()

    return make


class TestAWebhook:
    async def test_is_handled_once_however_often_it_comes_and_after_a_restart(self, start: Callable[..., Any]) -> None:
        body = body_of()
        headers = signed(body)
        async with start() as hook:
            assert [await hook.send(body, **headers) for _ in range(3)] == [200] * 3
            assert [event.entity_id for event in hook.seen] == [7]
        async with start() as hook:
            assert await hook.send(body, **headers) == 200
            assert hook.seen == []

    async def test_of_a_second_change_is_not_taken_for_a_duplicate(self, start: Callable[..., Any]) -> None:
        body, now = body_of(), int(time.time())
        async with start() as hook:
            for at in (now - 2, now - 1, now):
                assert await hook.send(body, **signed(body, at=at)) == 200
            assert len(hook.seen) == 3

    async def test_of_a_message_is_a_duplicate_when_it_is_signed_anew(self, start: Callable[..., Any]) -> None:
        now = int(time.time())
        body = body_of("Message", 9, detail={"OrderMessage": {"OrderID": 7, "Success": True}})
        bare = body_of("Message", 9, detail={})
        async with start() as hook:
            for at in (now - 1, now):
                assert await hook.send(body, **signed(body, at=at)) == 200
            assert len(hook.seen) == 1
            # Without its detail it says no more than that something happened.
            for at in (now - 1, now):
                assert await hook.send(bare, **signed(bare, at=at)) == 200
            assert len(hook.seen) == 3

    async def test_is_told_from_others_as_the_application_says(self, start: Callable[..., Any]) -> None:
        body, now = body_of(), int(time.time())
        async with start(identify=lambda event, _body, _time: f"order {event.entity_id}") as hook:
            for at in (now - 1, now):
                assert await hook.send(body, **signed(body, at=at)) == 200
            assert len(hook.seen) == 1

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            signed(body_of(), key="some other secret"),
            signed(body_of(entity_id=8)),
            signed(body_of(), at=1_657_133_145),
            {webhooks.SIGNATURE_HEADER: "nonsense"},
            {webhooks.SIGNATURE_HEADER: "t=1,s=" + "0" * 64},
        ],
    )
    async def test_that_is_not_signed_is_refused_and_not_kept(
        self, start: Callable[..., Any], headers: dict[str, str]
    ) -> None:
        body = body_of()
        async with start() as hook:
            assert await hook.send(body, **headers) == 400
            assert hook.seen == []
            assert await hook.send(body, **signed(body)) == 200
            assert len(hook.seen) == 1

    async def test_signed_by_any_of_the_secrets_is_taken(self, start: Callable[..., Any]) -> None:
        body = body_of()
        async with start() as hook:
            assert await hook.send(body, **signed(body, key="another secret")) == 200
            assert len(hook.seen) == 1

    @pytest.mark.parametrize("body", [b"", b"[]", b"{", b"7", b"\xff" * 10])
    async def test_that_is_no_event_is_refused(self, start: Callable[..., Any], body: bytes) -> None:
        async with start() as hook:
            assert await hook.send(body, **signed(body)) == 400
            assert hook.seen == []

    @pytest.mark.parametrize("chunked", [False, True])
    async def test_that_is_too_large_is_refused_before_it_is_read(
        self, start: Callable[..., Any], browser: aiohttp.ClientSession, *, chunked: bool
    ) -> None:
        body = body_of(detail={"Description": "x" * 2_000})

        async def pieces() -> AsyncIterator[bytes]:
            for begin in range(0, len(body), 100):
                yield body[begin : begin + 100]

        async with start(max_body=1_000) as hook:
            async with browser.post(hook.url, data=pieces() if chunked else body, headers=signed(body)) as response:
                assert response.status == 413
            assert hook.seen == []

    async def test_that_is_compressed_is_refused(self, start: Callable[..., Any]) -> None:
        body = gzip.compress(body_of())
        async with start() as hook:
            assert await hook.send(body, **signed(body), **{"Content-Encoding": "gzip"}) == 415

    async def test_comes_by_post_only(self, start: Callable[..., Any], browser: aiohttp.ClientSession) -> None:
        async with start() as hook, browser.get(hook.url) as response:
            assert response.status == 405


class TestTheHandling:
    async def test_does_not_hold_up_the_response(
        self, start: Callable[..., Any], browser: aiohttp.ClientSession
    ) -> None:
        body, leave = body_of(), asyncio.Event()
        async with start() as hook:
            done: list[int] = []

            @hook.receiver.on(OrderEvent)
            async def slow(event: OrderEvent) -> None:
                await leave.wait()
                done.append(event.order_id or 0)

            assert (await post(browser, hook.url, body, **signed(body)))[0] == 200
            assert done == []
            leave.set()
            await hook.receiver.settle()
            assert done == [7]

    async def test_goes_by_the_kind_of_the_event(self, start: Callable[..., Any]) -> None:
        told: list[str] = []
        async with start() as hook:
            for kind in (OrderEvent, MessageEvent, UnknownEvent):

                async def tell(event: WebhookEvent, kind: type = kind) -> None:
                    told.append(f"{kind.__name__} {event.entity_id}")

                hook.receiver.on(kind)(tell)
            for number, kind_name in enumerate(("Order", "Message", "Novelty")):
                body = body_of(kind_name, number)
                assert await hook.send(body, **signed(body)) == 200
            assert told == ["OrderEvent 0", "MessageEvent 1", "UnknownEvent 2"]
            assert len(hook.seen) == 3

    async def test_that_failed_is_logged_and_done_when_the_webhook_comes_again(
        self, start: Callable[..., Any], caplog: pytest.LogCaptureFixture
    ) -> None:
        body = body_of()
        headers = signed(body)
        async with start() as hook:
            hook.failures = 1
            assert await hook.send(body, **headers) == 200
            assert hook.seen == []
            assert "the shop's own database is down" in caplog.text
            assert await hook.send(body, **headers) == 200
            assert len(hook.seen) == 1
            assert await hook.send(body, **headers) == 200
            assert len(hook.seen) == 1

    async def test_that_failed_is_done_later_though_the_webhook_never_comes_again(
        self, start: Callable[..., Any], clock: Clock, tmp_path: Path
    ) -> None:
        clock.now = time.time()
        body = body_of()
        async with start(store=SQLiteWebhookStore(tmp_path / "w.sqlite", clock=clock)) as hook:
            hook.failures = 2
            assert await hook.send(body, **signed(body)) == 200
            for moved, left in ((29, 1), (1, 0), (59, 0), (1, 0)):
                clock.now += moved
                await hook.receiver._look()
                await hook.receiver.settle()
                assert hook.failures == left
            assert len(hook.seen) == 1

    async def test_that_a_killed_process_left_is_done_by_the_next(
        self, start: Callable[..., Any], clock: Clock, tmp_path: Path
    ) -> None:
        clock.now = time.time()
        killed = SQLiteWebhookStore(tmp_path / "w.sqlite", clock=clock)
        assert await killed.enqueue("key", body_of(), 360.0)
        await killed.aclose()
        clock.now += 360
        async with start(store=SQLiteWebhookStore(tmp_path / "w.sqlite", clock=clock)) as hook:
            while not hook.seen:  # noqa: ASYNC110  (the look at start runs by itself)
                await asyncio.sleep(0.01)
            await hook.receiver.settle()
            assert [event.entity_id for event in hook.seen] == [7]

    async def test_that_is_under_way_when_the_application_ends_is_given_back(
        self, start: Callable[..., Any], tmp_path: Path, browser: aiohttp.ClientSession
    ) -> None:
        body, entered = body_of(), asyncio.Event()
        async with start() as hook:

            @hook.receiver.on(OrderEvent)
            async def never(_event: OrderEvent) -> None:
                entered.set()
                await asyncio.Event().wait()

            assert (await post(browser, hook.url, body, **signed(body)))[0] == 200
            await entered.wait()
            await hook.receiver.close(patience=0.0)
        store = SQLiteWebhookStore(tmp_path / "w.sqlite")
        assert [one.body for one in await store.claim(60.0, attempts=9, limit=9)] == [body]
        await store.aclose()

    async def test_has_a_time_limit(self, start: Callable[..., Any], caplog: pytest.LogCaptureFixture) -> None:
        body = body_of()
        async with start(handler_seconds=0.01) as hook:

            @hook.receiver.on(OrderEvent)
            async def never(_event: OrderEvent) -> None:
                await asyncio.Event().wait()

            assert await hook.send(body, **signed(body)) == 200
            assert "was not handled, attempt 1 of 10" in caplog.text

    async def test_is_bounded_and_the_others_wait_in_the_store(
        self, start: Callable[..., Any], browser: aiohttp.ClientSession
    ) -> None:
        leave, running, most, done = asyncio.Event(), 0, 0, asyncio.Event()
        async with start(max_running=2) as hook:
            handled: list[int | None] = []

            @hook.receiver.on(OrderEvent)
            async def slow(event: OrderEvent) -> None:
                nonlocal running, most
                running += 1
                most = max(most, running)
                await leave.wait()
                running -= 1
                handled.append(event.order_id)
                if len(handled) == 8:
                    done.set()

            for number in range(8):
                body = body_of(entity_id=number + 1)
                assert (await post(browser, hook.url, body, **signed(body)))[0] == 200
            leave.set()
            await done.wait()
            await hook.receiver.settle()
            assert sorted(handled) == list(range(1, 9))  # type: ignore[type-var]
            assert most <= 3  # one may arrive between the count and the start

    async def test_does_not_begin_without_a_store_and_the_sender_is_told_to_come_again(
        self, start: Callable[..., Any], browser: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        body = body_of()
        async with start() as hook:

            async def broken(*_: Any, **__: Any) -> bool:
                raise WebhookStoreError("the disk is full")

            with monkeypatch.context() as patch:
                patch.setattr(hook.receiver.store, "enqueue", broken)
                status, headers, text = await post(browser, hook.url, body, **signed(body))
            assert (status, headers["Retry-After"], json.loads(text)) == (503, "30", {"error": "unavailable"})
            assert await hook.send(body, **signed(body)) == 200
            assert len(hook.seen) == 1

    async def test_whose_end_cannot_be_stored_is_told(
        self, start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        async def broken(*_: Any, **__: Any) -> None:
            raise WebhookStoreError("the disk is full")

        async with start() as hook:
            for name, failures in (("ack", 0), ("defer", 1)):
                monkeypatch.setattr(hook.receiver.store, name, broken)
                hook.failures = failures
                body = body_of(entity_id=failures)
                assert await hook.send(body, **signed(body)) == 200
        assert "was handled, and will be again: the disk is full" in caplog.text
        assert "stays taken for 360 s: the disk is full" in caplog.text


async def test_the_emulator_tells_the_application(start: Callable[..., Any], clock: Clock) -> None:
    async with start() as hook, Emulator(seed=7, orders=0) as box:
        told: list[tuple[str, int | None]] = []

        @hook.receiver.on(OrderEvent)
        async def changed(event: OrderEvent) -> None:
            told.append((event.update or "", event.order_id))

        async with BillitSession(ApiKey(box.api_key), base_url=box.url, party_id=box.party_id) as billit:
            made = await billit.webhooks.create(hook.url, "Order", "I")
            hook.receiver._secrets.append(Secret(made.secret))
            order_id = await billit.orders.create(invoice())
            await box.settle()
        await hook.receiver.settle()
        assert told == [("I", order_id)]


class TestWhatIsRefusedAtOnce:
    def test_no_secret(self) -> None:
        with pytest.raises(ConfigurationError, match="BILLIT_WEBHOOK_SECRETS is not set"):
            WebhookReceiver()
        for secrets in ([], "", [""]):
            with pytest.raises(ConfigurationError, match="secrets has none"):
                WebhookReceiver(secrets)

    def test_secrets_come_from_a_variable(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("BILLIT_WEBHOOK_SECRETS", "one, two")
        assert WebhookReceiver()._secrets == [Secret("one"), Secret("two")]

    @pytest.mark.parametrize("name", ["max_body", "handler_seconds", "max_running", "attempts", "poll_seconds"])
    @pytest.mark.parametrize("value", [0, -1, True, float("inf"), "5"])
    def test_a_number(self, name: str, value: Any) -> None:
        with pytest.raises(ConfigurationError, match=name):
            WebhookReceiver(KEY, **{name: value})

    def test_a_kind_that_is_none(self) -> None:
        with pytest.raises(ConfigurationError, match="kind of event"):
            WebhookReceiver(KEY).on("Order")  # type: ignore[type-var]


@pytest.mark.parametrize("error", [WebhookStoreError("the disk is gone"), KeyError("the disk is gone")])
async def test_a_store_that_cannot_be_read_is_logged_and_looked_into_again(
    caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    class Broken(MemoryWebhookStore):
        looks = 0
        twice = asyncio.Event()

        async def claim(self, *_: Any, **__: Any) -> Any:
            self.looks += 1
            if self.looks == 2:
                self.twice.set()
            raise error

    store = Broken()
    receiver = WebhookReceiver(KEY, store=store, poll_seconds=0.001)
    with caplog.at_level(logging.ERROR):
        await receiver.start()
        await store.twice.wait()
        await receiver.close()
    assert "the disk is gone" in caplog.text


async def test_the_memory_store_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook_store, "_IN_MEMORY", 3)
    store = MemoryWebhookStore()
    for number in range(10):
        await store.enqueue(str(number), b"", 60.0)
        await store.ack(str(number))
    assert len(store._done) == 3
