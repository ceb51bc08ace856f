"""`BillitError` covers everything: what is wrong with files and folders, too, and what it was while it is caught."""

from __future__ import annotations

import asyncio
import errno
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

import billit_async
from billit_async import (
    ApiKey,
    BillitError,
    BillitSession,
    CallError,
    CallOptions,
    ConfigurationError,
    FileError,
    FileTokenStore,
    InvalidArgument,
    Limits,
    OAuth2,
    PayloadError,
    Query,
    QueryError,
    RetryPolicy,
    SessionConfig,
    StateMismatch,
    Timeouts,
    TokenStoreError,
    from_json,
)
from billit_async.auth.stores.file import lock_base
from billit_async.errors import LoginError, NotAvailable, UnexpectedResponse
from billit_async.fields import OrderFields
from billit_async.models import Order, Party, Product
from billit_async.odata import matches, parse_filter, raw_filter
from tests.chaos.oracle import session
from tests.chaos.server import ChaosServer, Refuse
from tests.servers import unmeasured

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from billit_async.emulator import Emulator

DEEP = b"[" * 100_000


def oauth() -> OAuth2:
    return OAuth2("a", "b", "https://app.example/cb", base_url="http://127.0.0.1:1")


@pytest.mark.parametrize(
    ("cls", "work"),
    [
        (QueryError, lambda: parse_filter("((")),
        (QueryError, lambda: parse_filter("(" * 50_000)),
        (QueryError, lambda: matches(parse_filter("Nothing eq 5"), Order())),
        (QueryError, lambda: matches(parse_filter("OrderID div 0 eq 5"), Order(order_id=1))),
        (QueryError, lambda: OrderFields.order_id == 10**5_000),
        (QueryError, lambda: OrderFields.total_incl > "1e999999999"),
        (QueryError, lambda: OrderFields.total_incl > "NaN"),
        (InvalidArgument, lambda: oauth().authorization_url(state="\ud800")),
        (InvalidArgument, lambda: oauth().authorization_url(state="a&b")),
        (PayloadError, lambda: from_json(Order, DEEP)),
        (PayloadError, lambda: from_json(Order, b'{"Unknown":' + DEEP)),
        (PayloadError, lambda: from_json(list[Order], b"[" + DEEP)),
        (InvalidArgument, lambda: Order(total_incl="1e999999999")),
        (InvalidArgument, lambda: Order(total_incl="NaN")),
        (InvalidArgument, lambda: CallOptions(headers={"X Y": "a"})),
        (InvalidArgument, lambda: CallOptions(headers={"": "a"})),
        (InvalidArgument, lambda: CallOptions(headers={"X:": "a"})),
        (InvalidArgument, lambda: CallOptions(headers={"X\r\nApiKey": "a"})),
        (InvalidArgument, lambda: CallOptions(headers={"ÿ": "a"})),
        (InvalidArgument, lambda: CallOptions(headers={"apikey": "a"})),
        (InvalidArgument, lambda: CallOptions(headers={"X": "a\x00"})),
        (InvalidArgument, lambda: CallOptions(headers={"X": "\ud800"})),
        (InvalidArgument, lambda: CallOptions(headers={"X": "a\nb"})),
    ],
)
def test_what_is_wrong_is_an_error_of_the_tree_and_a_value_error(cls: type[Exception], work: Callable[[], Any]) -> None:
    with pytest.raises(cls) as caught:
        work()
    assert isinstance(caught.value, BillitError)
    assert isinstance(caught.value, ValueError)
    assert str(caught.value).encode()


@pytest.mark.parametrize("name", ["X-Trace-Id", "x", "X_Y", "~", "Accept-Language"])
def test_a_header_with_the_name_of_a_token_is_taken(name: str) -> None:
    assert CallOptions(headers={name: "ëé"}).headers == {name: "ëé"}


@pytest.mark.parametrize(
    "url",
    [
        "https://[::1/cb",
        "https://app.example/cb?state=\ud800&code=c",
        "/cb?state=%ff&code=c",
        "/cb?" + "&".join(f"a{number}=1" for number in range(500)),
        "/cb?state=" + "a" * 100_000,
        "https://app.example\u2100/cb?state=s",
        "",
    ],
)
async def test_the_address_of_a_callback_may_be_anything(url: str) -> None:
    with pytest.raises(StateMismatch):
        await oauth().exchange(url, expected_state="s")
    with pytest.raises(StateMismatch):
        await oauth().exchange("/cb?state=s&code=c", expected_state="\ud800")


@pytest.mark.parametrize("error", ["a" * 60_000, "x y", "<b>", "a" * 65, "jan@example.be", "é", "Jan Peeters"])
async def test_the_error_of_a_callback_is_a_short_token_or_not_repeated(error: str) -> None:
    with pytest.raises(LoginError) as caught:
        await oauth().exchange(f"/cb?state=s&error={error}", expected_state="s")
    assert error not in str(caught.value)
    with pytest.raises(LoginError, match="'temporarily_unavailable'"):
        await oauth().exchange("/cb?state=s&error=temporarily_unavailable", expected_state="s")


def test_every_error_that_the_package_gives_is_of_the_tree() -> None:
    found = [getattr(billit_async, name) for name in billit_async.__all__]
    errors = [each for each in found if isinstance(each, type) and issubclass(each, Exception)]
    assert [each for each in errors if not issubclass(each, (BillitError, Warning))] == []


def test_an_error_that_quotes_half_a_character_can_be_printed() -> None:
    with pytest.raises(QueryError) as caught:
        parse_filter("\ud800")
    assert "?" in str(caught.value)


async def test_a_token_store_that_is_a_pipe_is_refused_and_waits_for_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "grants"
    folder.mkdir(mode=0o700)
    base = lock_base(folder, "a")
    for ending in ("json", "lock", "lease"):
        pipe = base.with_name(f"{base.name}.{ending}")
        os.mkfifo(pipe, 0o600)
        store = FileTokenStore(folder)
        with pytest.raises(TokenStoreError, match="not a plain file"):
            await (store.load("a") if ending == "json" else store.acquire("a", 1.0))
        pipe.unlink()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(TokenStoreError):
        await FileTokenStore(tmp_path / "pipe").acquire("a", 1.0)


_EXPORT = """
import asyncio, resource, signal, sys
from billit_async import ApiKey, BillitSession, FileError
from billit_async.export import export_orders

async def main(url, key, party_id, folder):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    async with BillitSession(ApiKey(key), base_url=url) as billit:
        try:
            await export_orders(billit, directory=folder, companies=[int(party_id)], formats=["jsonl"])
        except FileError as error:
            print(error.errno, error.filename, error)

asyncio.run(main(*sys.argv[1:]))
"""


async def test_an_export_onto_a_full_disk_names_the_file_and_the_company(emulator: Emulator, tmp_path: Path) -> None:
    """A real refusal by the system: a process that may write files of 20,000 bytes at most."""
    arguments = [emulator.url, emulator.api_key, str(emulator.party_id), str(tmp_path)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _EXPORT, *arguments, stdout=subprocess.PIPE, env=unmeasured()
    )
    told = (await process.communicate())[0].decode()
    assert told.startswith(f"{errno.EFBIG} {tmp_path / str(emulator.party_id) / 'orders.jsonl'} ")
    assert f"while exporting company {emulator.party_id}" in told
    assert [*tmp_path.iterdir()] == []


@pytest.fixture
async def boxed(emulator: Emulator) -> AsyncIterator[BillitSession]:
    async with BillitSession(ApiKey(emulator.api_key), base_url=emulator.url, party_id=emulator.party_id) as session:
        yield session


async def test_a_folder_that_cannot_be_made_is_told_in_the_same_way(
    boxed: BillitSession, emulator: Emulator, tmp_path: Path
) -> None:
    from billit_async.export import export_orders

    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileError, match=f"while exporting company {emulator.party_id}") as caught:
        await export_orders(boxed, directory=tmp_path / "file", companies=[emulator.party_id], formats=["jsonl"])
    assert isinstance(caught.value, OSError)
    assert caught.value.errno in {errno.ENOTDIR, errno.EEXIST}


async def test_an_order_without_files_is_an_error_of_the_tree_too() -> None:
    async def bare(_: web.Request) -> web.Response:
        return web.json_response({"OrderID": 1})

    app = web.Application()
    app.router.add_get("/v1/orders/1", bare)
    async with (
        TestServer(app) as server,
        BillitSession(ApiKey("key"), base_url=str(server.make_url("")).rstrip("/")) as billit,
    ):
        for ask in (billit.orders.pdf, billit.orders.ubl):
            with pytest.raises(NotAvailable) as caught:
                await ask(1)
            assert isinstance(caught.value, LookupError)


HUGE = int("9" * 4_000) ** 2
HALF = "half \ud800"
CALLS: dict[str, Callable[[BillitSession], Any]] = {
    "an id": lambda billit: billit.orders.get(HUGE),
    "an id below zero": lambda billit: billit.orders.get(-HUGE),
    "a filter": lambda billit: billit.orders.list(OrderFields.order_number == HALF).first(),
    "a search": lambda billit: billit.orders.list(Query(search=HALF)).first(),
    "a raw filter": lambda billit: billit.orders.list(raw_filter(f"OrderNumber eq '{HALF}'")).first(),
    "a cursor": lambda billit: billit.orders.list(cursor=HALF).first(),
    "a huge cursor": lambda billit: billit.orders.list(cursor=HUGE).first(),
    "a path": lambda billit: billit.request("GET", f"/v1/{HALF}"),
    "a path with an odd host": lambda billit: billit.request("GET", "https://[::1/v1/x"),
    "a parameter": lambda billit: billit.request("GET", "/v1/x", params={"a": HALF}),
    "the name of a parameter": lambda billit: billit.request("GET", "/v1/x", params={HALF: "a"}),
    "a huge parameter": lambda billit: billit.request("GET", "/v1/x", params={"a": HUGE}),
    "a huge body": lambda billit: billit.request("POST", "/v1/x", json={"a": HUGE}),
    "a key": lambda billit: billit.orders.create(Order(), idempotency_key=HALF),
    "a company": lambda billit: billit.for_company(HUGE).orders.get(1),
    "a participant": lambda billit: billit.peppol.lookup(HALF),
    "a file": lambda billit: billit.files.download(HALF),
    "a webhook": lambda billit: billit.webhooks.create("Order", "U", f"https://a.example/{HALF}"),
    "a key of ones own": lambda billit: billit.request("POST", "/v1/x", idempotency_key="a\r\nApiKey: b"),
    "a method": lambda billit: billit.request(HALF, "/v1/x"),
    "a cursor of changes": lambda billit: billit.orders.changes(cursor=HALF).first(),
    "a header": lambda billit: billit.with_options(headers={"X": HALF}).orders.get(1),
}


@pytest.mark.parametrize("name", CALLS)
async def test_an_argument_that_cannot_be_sent_is_refused_before_anything_is(name: str) -> None:
    async with BillitSession(ApiKey("key"), base_url="http://127.0.0.1:9", retry=RetryPolicy.never()) as billit:
        with pytest.raises(BillitError) as caught:
            await CALLS[name](billit)
    assert str(caught.value).encode()
    assert not isinstance(caught.value, CallError)


@pytest.mark.parametrize("value", [10**400, -(10**5_000), float("nan"), float("inf"), 0, HUGE], ids=lambda _: "")
def test_a_setting_of_any_size_is_refused_as_one(value: float) -> None:
    for make in (
        lambda: Timeouts(total=value),
        lambda: Limits(max_connections=value),  # type: ignore[arg-type]
        lambda: RetryPolicy(attempts=value),  # type: ignore[arg-type]
        lambda: OAuth2("a", "b", "https://a.example/c", timeout=value),
        lambda: SessionConfig.resolve(party_id=-abs(value), variables={}),  # type: ignore[arg-type]
    ):
        with pytest.raises(ConfigurationError):
            make()


@pytest.mark.parametrize("body", ["0", "-5", '"0"', "9223372036854775808", '"' + "9" * 5_000 + '"'])
async def test_a_number_that_can_be_no_id_is_not_the_response_to_a_create(body: str) -> None:
    told: list[CallError] = []
    async with ChaosServer() as server, session(server.url, on_unknown_outcome=told.append) as billit:
        server.play("POST", [Refuse(200, body)])
        creates: list[Callable[[], Any]] = [
            lambda: billit.orders.create(Order(order_type="Invoice"), external_id="mine"),
            lambda: billit.parties.create(Party(name="Acme")),
            lambda: billit.products.create(Product(reference="mine")),
        ]
        for number, create in enumerate(creates, 1):
            with pytest.raises(UnexpectedResponse) as caught:
                await create()
            assert (caught.value.may_have_arrived, len(told)) == (True, number)


@pytest.mark.parametrize("params", ["abc", [("a",)], [1], [("a", "b", "c")]])
async def test_parameters_that_are_no_pairs_are_a_wrong_type(params: Any) -> None:
    async with ChaosServer() as server, session(server.url) as billit:
        with pytest.raises(TypeError):
            await billit.request("GET", "/v1/orders", params=params)


@pytest.mark.parametrize("address", [5, b"https://a.example", "https://[::1", ""])
def test_a_logon_address_that_is_none_is_a_wrong_setting(address: Any) -> None:
    with pytest.raises(ConfigurationError, match="logon_url"):
        OAuth2("a", "b", "https://app.example/cb", base_url="http://127.0.0.1:1", logon_url=address)


@pytest.mark.parametrize("name", ["pipe", "a\0b", "\ud800", "none"])
async def test_certificates_that_no_file_holds_are_a_wrong_setting(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ConfigurationError, match="ca_file"):
        async with BillitSession(ApiKey("a" * 36), base_url="https://127.0.0.1:1", ca_file=tmp_path / name):
            pass
