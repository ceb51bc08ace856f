"""What a tool finds that collects the variables of a failed call: no key, no token, no secret."""

from __future__ import annotations

import asyncio
import copy
import json
import logging
import pickle
import traceback
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from billit_async import (
    ApiError,
    ApiKey,
    BillitError,
    BillitSession,
    ConfigurationError,
    DeadlineExceeded,
    OAuth2,
    RetryPolicy,
    Secret,
    Timeouts,
    webhooks,
)
from billit_async.auth.stores import FileTokenStore, GrantRecord
from billit_async.errors import ErrorDetail, FullText, SignatureMismatch
from billit_async.models.orders import Order

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

KEY = "k3y-of-this-test-5d41402abc4b"
CLIENT_SECRET = "s3cret-of-this-client-7d793037"
ACCESS = "acc3ss-token-of-this-test-76076"
REFRESH = "r3fresh-token-of-this-test-b2f5f"
SECRETS = (KEY, CLIENT_SECRET, ACCESS, REFRESH)
HERE = __file__
CUSTOMER = "Wilhelmina Vandersteen"
SAID = f"The customer {CUSTOMER} (wilhelmina@vandersteen.example) \ud83d is unknown " + "." * 3000


def variables(error: BaseException) -> list[tuple[str, str]]:
    """All that a reporter would show: the variables of each call of the traceback, one level deep, causes too."""
    found: list[tuple[str, str]] = []
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        waiting += [other for other in (each.__cause__, each.__context__) if other is not None]
        if isinstance(each, BaseExceptionGroup):
            waiting += each.exceptions
        found.append((type(each).__name__, f"{each} {each!r} {vars(each)!r} {each.args!r}"))
        for frame, line in traceback.walk_tb(each.__traceback__):
            if frame.f_code.co_filename == HERE:
                continue  # this test knows the secrets itself
            place = f"{frame.f_code.co_filename}:{line} {frame.f_code.co_name}"
            for name, value in frame.f_locals.items():
                found += [(f"{place} {name}", text) for text in shown(value)]
    return found


def shown(value: object) -> list[str]:
    texts = [repr(value)]
    if isinstance(value, dict):
        texts += [repr(each) for each in value.values()]
    elif isinstance(value, (list, tuple, set, frozenset)):
        texts += [repr(each) for each in value]
    names = [*getattr(value, "__dict__", {})]
    for cls in type(value).__mro__:
        slots = getattr(cls, "__slots__", ())
        names += [slots] if isinstance(slots, str) else [*slots]
    for name in names:
        with suppress(Exception):
            texts.append(f".{name}={getattr(value, name)!r}")
    return texts


def holds_none(error: BaseException) -> None:
    collected = variables(error)
    assert [(place, secret) for place, text in collected for secret in SECRETS if secret in text] == []


@asynccontextmanager
async def serving(handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", handler)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


async def refuse(request: web.Request) -> web.StreamResponse:
    return web.json_response({"errors": [{"Code": "CustomerIsRequired"}]}, status=400)


async def deny(request: web.Request) -> web.StreamResponse:
    return web.json_response({"errors": [{"Code": "ApiKeyNotValid"}]}, status=401)


async def babble(request: web.Request) -> web.StreamResponse:
    return web.Response(text="<html>", content_type="text/html")


async def cut(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def shorten(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b"{")
    assert request.transport is not None
    request.transport.abort()
    return response


reached: asyncio.Queue[None] = asyncio.Queue()


async def hang(request: web.Request) -> web.StreamResponse:
    reached.put_nowait(None)
    await asyncio.sleep(3600)
    return web.Response()


def session(url: str, auth: Any = None, **options: Any) -> BillitSession:
    return BillitSession(auth or ApiKey(KEY), base_url=url, retry=RetryPolicy.never(), **options)


CALLS: dict[str, Callable[[BillitSession], Awaitable[Any]]] = {
    "get": lambda billit: billit.orders.get(1),
    "create": lambda billit: billit.orders.create(Order()),
    "list": lambda billit: billit.orders.list().first(),
    "request": lambda billit: billit.request("GET", "/v1/x"),
    "download": lambda billit: billit.files.download("3fa85f64-5717-4562-b3fc-2c963f66afa6"),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("handler", [refuse, deny, babble, cut, shorten])
async def test_a_failed_call_keeps_the_key_out_of_its_variables(handler: Any, call: str) -> None:
    async with serving(handler) as url, session(url) as billit:
        with pytest.raises(BillitError) as caught:
            await CALLS[call](billit)
    holds_none(caught.value)


async def test_a_call_without_connection_too() -> None:
    async with session("http://127.0.0.1:9") as billit:
        with pytest.raises(BillitError) as caught:
            await billit.orders.get(1)
    holds_none(caught.value)


async def test_a_call_that_is_out_of_time_too() -> None:
    async with serving(hang) as url, session(url, timeouts=Timeouts(total=0.3)) as billit:
        with pytest.raises(DeadlineExceeded) as caught:
            await billit.orders.get(1)
        await reached.get()
        holds_none(caught.value)


async def test_a_call_that_is_cancelled_too() -> None:
    async with serving(hang) as url, session(url) as billit:
        call = asyncio.create_task(CALLS["create"](billit))
        await reached.get()
        call.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await call
        holds_none(caught.value)


async def test_what_a_middleware_of_ones_own_raises_too() -> None:
    class OddError(Exception):
        pass

    async def middleware(request: Any, handler: Any) -> Any:
        response = await handler(request)
        raise OddError(response.status)

    async with serving(refuse) as url, session(url, middlewares=[middleware]) as billit:
        with pytest.raises(OddError) as caught:
            await billit.orders.get(1)
    holds_none(caught.value)


def pair(request: web.Request) -> web.StreamResponse:
    return web.json_response({"access_token": ACCESS, "refresh_token": REFRESH, "expires_in": 3600})


async def grants(request: web.Request) -> web.StreamResponse:
    return pair(request) if request.path == "/OAuth2/token" else await refuse(request)


async def test_a_failed_call_of_a_grant_keeps_its_tokens_out_of_its_variables() -> None:
    async with serving(grants) as url:
        oauth = OAuth2("id", CLIENT_SECRET, "https://app.example/cb", base_url=url)
        grant = await oauth.exchange("/cb?code=c&state=s", expected_state="s")
        async with session(url, grant) as billit:
            for call in CALLS.values():
                with pytest.raises(BillitError) as caught:
                    await call(billit)
                holds_none(caught.value)
        with pytest.raises(BillitError) as caught:
            await grant.companies()
        holds_none(caught.value)


MESSAGES: dict[str, tuple[int, str]] = {
    "an entry": (400, json.dumps({"errors": [{"Code": "GenericError", "Description": SAID}]})),
    "a code that is none": (400, json.dumps({"errors": [{"Code": SAID}]})),
    "both": (401, json.dumps({"errors": [{"Code": f"No {CUSTOMER}", "Description": SAID}]})),
    "a text": (500, SAID.replace("\ud83d", "?")),
    "a page": (502, f"<html><h1>{CUSTOMER}</h1></html>"),
    "other JSON": (200, json.dumps([CUSTOMER])),
}


@pytest.mark.parametrize("what", MESSAGES)
async def test_a_message_of_the_service_shows_nowhere_and_is_there_for_who_asks(
    what: str, caplog: pytest.LogCaptureFixture
) -> None:
    status, body = MESSAGES[what]

    async def say(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=body, content_type="application/json")

    caplog.set_level(logging.DEBUG)
    async with serving(say) as url, session(url) as billit:
        with pytest.raises(ApiError) as caught:
            await billit.orders.get(1)
    error = caught.value
    logging.getLogger("of.this.test").error("failed: %s %r", error, vars(error), exc_info=error)
    walked = [
        f"{error} {error!r} {vars(error)!r} {error.args!r}",
        *(text for value in (error, *vars(error).values(), *error.errors) for text in shown(value)),
        *(text for detail in error.errors for text in shown(detail.full)),
        *shown(error.full),
        caplog.text,
        pickle.dumps(error).decode("latin-1"),
    ]
    assert [text for text in walked if "Wilhelmina" in text or "vandersteen" in text.lower()] == []
    full = error.errors[0].full if error.errors else error.full
    assert full is not None
    assert CUSTOMER in full.reveal()
    assert len(full.reveal()) <= 2_000
    full.reveal().encode()  # it can be printed
    if what == "an entry":
        assert full.reveal() == SAID.replace("\ud83d", "\ufffd")[:2_000]
    kept = pickle.loads(pickle.dumps(error))
    assert kept.errors == error.errors
    assert kept.full is None
    assert [detail.full for detail in kept.errors] == [None] * len(kept.errors)


def test_the_full_text_does_not_count_and_is_never_pickled() -> None:
    one, other = (ErrorDetail("GenericError", "…", full=FullText(text)) for text in ("a", "b"))
    assert one == other
    assert hash(one) == hash(other)
    assert copy.deepcopy(one).full is one.full
    assert copy.copy(one).full is one.full
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(one.full)
    assert f"{one.full} {one.full!r} {one!r}".count("'a'") == 0


async def half_a_pair(request: web.Request) -> web.StreamResponse:
    return web.json_response({"access_token": ACCESS})


async def echo(request: web.Request) -> web.StreamResponse:
    fields = json.loads(await request.read())
    return web.json_response({"error": "invalid_client", "error_description": json.dumps(fields)}, status=401)


@pytest.mark.parametrize("handler", [refuse, babble, cut, shorten, half_a_pair, echo])
async def test_a_login_that_fails_keeps_the_client_secret_out_of_its_variables(handler: Any) -> None:
    async with serving(handler) as url:
        oauth = OAuth2("id", CLIENT_SECRET, "https://app.example/cb", base_url=url, pkce=True)
        with pytest.raises(BillitError) as caught:
            await oauth.exchange("/cb?code=c&state=s", expected_state="s")
    holds_none(caught.value)


async def test_a_token_store_that_fails_keeps_the_pair_out_of_its_variables(tmp_path: Path) -> None:
    store = FileTokenStore(tmp_path / "grants")
    record = GrantRecord(
        access_token=Secret(ACCESS),
        refresh_token=Secret(REFRESH),
        expires_at=2e9,
        obtained_at=1e9,
        client_id="id",
        base_url="https://api.billit.be",
    )
    assert await store.compare_and_swap("a", None, record)
    (file,) = (tmp_path / "grants").glob("*.json")
    for content in (file.read_bytes()[:-20], file.read_bytes().replace(b"expires_at", b"expires")):
        file.write_bytes(content)
        with pytest.raises(BillitError) as caught:
            await store.load("a")
        holds_none(caught.value)
    file.unlink()
    file.mkdir()
    with pytest.raises(BillitError) as caught:
        await store.compare_and_swap("a", None, record)
    holds_none(caught.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda: ApiKey(f"{KEY} with blanks"),
        lambda: ApiKey(f"{KEY}é"),
        lambda: BillitSession(f"{KEY} with blanks"),
        lambda: BillitSession(KEY, environment="nowhere"),
        lambda: BillitSession(KEY, timeout=-1),
        lambda: BillitSession(ApiKey(KEY), environment="nowhere"),
        lambda: BillitSession(ApiKey(KEY), party_id=-1),
        lambda: OAuth2("id", CLIENT_SECRET, "nowhere"),
        lambda: OAuth2("", CLIENT_SECRET, "https://app.example/cb"),
        lambda: OAuth2("id", CLIENT_SECRET, "https://app.example/cb", environment="nowhere"),
        lambda: OAuth2("id", f"{CLIENT_SECRET}\ud800", "https://app.example/cb"),
        lambda: OAuth2("id", CLIENT_SECRET, "https://app.example/cb").authorization_url(state="&"),
    ],
)
def test_settings_that_are_refused_show_none(make: Callable[[], Any]) -> None:
    with pytest.raises((ConfigurationError, ValueError)) as caught:
        make()
    holds_none(caught.value)


def test_settings_of_the_environment_that_are_refused_show_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILLIT_API_KEY", f"{KEY} x")
    monkeypatch.setenv("BILLIT_CLIENT_ID", "id")
    monkeypatch.setenv("BILLIT_CLIENT_SECRET", CLIENT_SECRET)
    monkeypatch.setenv("BILLIT_REDIRECT_URI", "nowhere")
    for make in (BillitSession, OAuth2.from_env):
        with pytest.raises(ConfigurationError) as caught:
            make()
        holds_none(caught.value)


def test_a_webhook_that_is_refused_shows_no_secret() -> None:
    for header in (f"t=1,s={'0' * 64}", "nothing"):
        with pytest.raises(SignatureMismatch) as caught:
            webhooks.verify(b"{}", header, [KEY, Secret(CLIENT_SECRET)])
        holds_none(caught.value)
