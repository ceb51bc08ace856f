"""Requests as strange clients send them: hosts, targets, lengths, encodings, content types, and clients that leave."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import tracemalloc
import zlib

import pytest

from billit_async.emulator import Emulator, EmulatorSettings
from billit_async.emulator.company.orders.create import plan_order, write_order
from billit_async.emulator.protocol.binding import bind, parse_body
from billit_async.emulator.protocol.errors import APIError

ORDERS = "/v1/orders"


async def send_raw(emulator, *parts, leaves=False):
    """Send bytes as they are; the response, as text."""
    port = int(emulator.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
        return "" if leaves else (await reader.read()).decode("utf-8", "replace")
    finally:
        writer.transport.abort() if leaves else writer.close()


def get(emulator, target, *hosts, version="1.1"):
    """The bytes of a GET."""
    lines = [f"GET {target} HTTP/{version}", *(f"Host: {host}" for host in hosts), f"ApiKey: {emulator.api_key}"]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode()


def status_of(response):
    return int(response.split(" ", 2)[1])


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:80",
        "localhost",
        "LOCALHOST:8400",
        "localhost.",
        "[::1]:80",
        "[::1]",
        "127.8.9.1",
        "box.localhost",
    ],
)
async def test_a_name_of_this_machine_is_served(emulator, host):
    assert status_of(await send_raw(emulator, get(emulator, f"{ORDERS}?$top=1", host))) == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:80",
     "127.0.0.1@evil.example", "",
     "2130706433", "0x7f.1", "10.0.0.1", "[::1].evil.example", "[2001:db8::1]", "api.billit.be", "localhost:80:80",
     "localhost:x",
     "0.0.0.0", "127.0.0.1, evil.example"],
)  # fmt: skip
async def test_any_other_name_is_refused_whatever_is_asked(emulator, host):
    for target in (f"{ORDERS}?$top=1", "/swagger/docs/v1", "/Account/Logon", "/nowhere"):
        response = await send_raw(emulator, get(emulator, target, host))
        assert status_of(response) == 400
        assert "OrderID" not in response


async def test_every_name_in_a_request_must_be_allowed(emulator):
    assert status_of(await send_raw(emulator, get(emulator, ORDERS, "localhost", "evil.example"))) == 400
    assert status_of(await send_raw(emulator, get(emulator, f"http://evil.example{ORDERS}", "localhost"))) == 400
    assert status_of(await send_raw(emulator, get(emulator, f"http://localhost{ORDERS}", "evil.example"))) == 400


async def test_an_old_client_that_names_no_host_is_served(emulator):
    assert status_of(await send_raw(emulator, get(emulator, ORDERS, version="1.0"))) == 200


@pytest.mark.parametrize(
    ("allowed", "host", "status"),
    [(["billit.test"], "billit.test:8443", 200), (["billit.test"], "BILLIT.test", 200), (["billit.test:1"],
     "billit.test", 200),
     (["billit.test"], "other.test", 400), (["*"], "other.test", 200), (["10.0.0.1"], "10.0.0.1:80", 200)],
)  # fmt: skip
async def test_further_names_can_be_allowed(allowed, host, status):
    async with Emulator(orders=1, allowed_hosts=allowed) as emu:
        assert status_of(await send_raw(emu, get(emu, ORDERS, host))) == status
        assert status_of(await send_raw(emu, get(emu, ORDERS, "localhost"))) == 200


@pytest.mark.parametrize(
    ("target", "status"),
    [("http://{host}/v1/orders?$top=1", 200), ("HTTP://{host}/v1/Orders?$top=1", 200),
     ("https://{host}/v1/orders?$top=1", 200),
     ("http://{host}", 404), ("http://{host}/", 404), ("http://{host}?x=1", 404), ("*", 400), ("/v1//orders?$top=1",
     200)],
)  # fmt: skip
async def test_a_target_in_absolute_form_is_served_as_its_path(emulator, target, status):
    host = emulator.url.removeprefix("http://")
    response = await send_raw(emulator, get(emulator, target.format(host=host), host))
    assert status_of(response) == status
    if status == 200:
        assert json.loads(response.partition("\r\n\r\n")[2])["Items"]


async def test_the_next_link_of_an_absolute_target_begins_with_its_host(emulator):
    host = emulator.url.removeprefix("http://")
    response = await send_raw(emulator, get(emulator, f"http://{host}{ORDERS}", host))
    assert json.loads(response.partition("\r\n\r\n")[2])["NextPageLink"] == f"{emulator.url}{ORDERS}?$skip=120"


# Bodies


def deflated(content):
    return zlib.compress(content)


def bare(content):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()


@pytest.mark.parametrize(
    ("name", "pack"), [("gzip", gzip.compress), ("x-gzip", gzip.compress), ("deflate", deflated), ("deflate", bare)]
)
async def test_a_compressed_body_is_read(written, an_order, name, pack):
    body = pack(json.dumps(an_order(Comments="x" * 2**20)).encode())
    assert (await written("POST", ORDERS, body, Content_Encoding=name)).status == 200


async def test_a_body_that_unfolds_into_more_than_may_be_sent_is_refused_in_bounded_memory(boot):
    wire = await boot(orders=1, settings={"requests.max_body": 2**21})
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join([*(packer.compress(bytes(2**20)) for _ in range(256)), packer.flush()])
    assert len(bomb) < 2**19
    tracemalloc.start()
    try:
        response = await wire("POST", ORDERS, bomb, Content_Encoding="gzip")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (response.status, list(response.json)) == (413, ["Message"])
    assert peak < 2**24
    assert (await wire.get(f"{ORDERS}?$top=1")).status == 200


@pytest.mark.parametrize("name", ["br", "zstd", "compress", "gzip, gzip", "nonsense"])
async def test_an_encoding_that_is_not_read_is_refused_unread(written, name):
    response = await written("POST", ORDERS, b"\x00" * 100, Content_Encoding=name)
    assert (response.status, list(response.json)) == (415, ["Message"])


@pytest.mark.parametrize("name", ["gzip", "deflate"])
@pytest.mark.parametrize(
    "body", [b"{}", b"\x1f\x8b\x08", gzip.compress(b"{}" * 50, mtime=0)[:-6], zlib.compress(b"{}" * 50)[:-3]]
)
async def test_bytes_that_are_not_in_their_encoding_are_refused(written, name, body):
    assert (await written("POST", ORDERS, body, Content_Encoding=name)).status == 400


@pytest.mark.parametrize("is_chunked", [False, True])
async def test_a_longer_body_than_the_setting_is_refused_and_the_connection_ends(boot, is_chunked):
    wire = await boot(orders=1, settings={"requests.max_body": 1000})
    length = "Transfer-Encoding: chunked" if is_chunked else "Content-Length: 2000"
    head = f"POST {ORDERS} HTTP/1.1\r\nHost: localhost\r\nApiKey: {wire.emulator.api_key}\r\n{length}\r\n\r\n"
    body = b"7d0\r\n" + b" " * 2000 + b"\r\n0\r\n\r\n" if is_chunked else b" " * 2000
    assert status_of(await send_raw(wire.emulator, head.encode(), body)) == 413
    wire.emulator.settings = EmulatorSettings.of({"requests.max_body": None})
    assert (await wire("POST", ORDERS, b" " * 2000)).status == 400


async def test_a_body_in_utf_16_is_read_where_its_charset_says_so(written, an_order):
    text = json.dumps(an_order(Comments="é"))
    for charset, codec in (("utf-16", "utf-16"), ('"UTF-16LE"', "utf-16-le"), ("utf-16be", "utf-16-be")):
        response = await written(
            "POST", ORDERS, text.encode(codec), Content_Type=f"application/json; charset={charset}"
        )
        assert response.status == 200
    assert (await written("POST", ORDERS, b"\xd8\x00", Content_Type="application/json; charset=utf-16be")).status == 400


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "", "nonsense", "application/xml; charset=utf-8"],
)
@pytest.mark.parametrize(("setting", "status"), [("bind", 200), ("415", 415), ("null", 400)])
async def test_what_becomes_of_another_content_type_is_a_setting(boot, an_order, content_type, setting, status):
    wire = await boot(orders=1, settings={"requests.content_type": setting})
    response = await wire("POST", ORDERS, an_order(), Content_Type=content_type)
    assert response.status == status
    if status == 415:
        assert list(response.json) == ["Message"]
    order_id = await wire.create()
    assert (await wire("PATCH", f"{ORDERS}/{order_id}", {"Paid": True}, Content_Type=content_type)).status == status
    for good in ("application/json", "text/json; charset=utf-8", "Application/JSON"):
        assert (await wire("POST", ORDERS, an_order(), Content_Type=good)).status == 200


@pytest.mark.parametrize(("setting", "status"), [("empty", 200), ("refuse", 400)])
async def test_whether_a_body_of_which_nothing_is_required_may_be_missing_is_a_setting(boot, setting, status):
    wire = await boot(orders=3, settings={"requests.missing_body": setting})
    item = (await wire.get("/v1/peppol/inbox")).json["InboxItems"][0]["InboxItemID"]
    await wire("POST", "/v1/accountant/feeds", {"Name": "x"})
    feed_item = (await wire.get("/v1/accountant/feeds/x")).json[0]["FeedItemID"]
    assert (await wire("POST", f"/v1/peppol/inbox/{item}/refuse")).status == status
    assert (await wire("POST", f"/v1/accountant/feeds/x/{feed_item}/confirm")).status == status
    assert (await wire("POST", ORDERS)).status == 400


@pytest.mark.parametrize("served", [False, True])
async def test_paths_of_earlier_versions_are_a_setting(boot, served):
    wire = await boot(orders=1, settings={"requests.old_paths": served})
    code = await wire.get("/v1/misc/typecodes/OrderType/Invoice")
    upload = await wire("POST", "/v1/financialTransaction/importFile", {"FileContent": "eA=="})
    if served:
        assert code.json == {"Items": [{"Key": "Invoice", "Value": "Invoice"}]}
        assert (await wire.get("/v1/misc/typecodes/OrderType/nothing")).status == 404
        assert upload.codes == ["TheFileIsNotValid"]
    else:
        assert [(code.status, list(code.json)), (upload.status, list(upload.json))] == [(404, ["Message"])] * 2


@pytest.mark.parametrize(
    ("head", "body"),
    [("Content-Length: 1000", b'{"OrderType": '), ("Content-Length: 1000", b""),
     ("Transfer-Encoding: chunked", b"400\r\nabc"), ("Transfer-Encoding: chunked", b"2\r\n{}\r\n"),
     ("Content-Encoding: gzip\r\nContent-Length: 1000", gzip.compress(b"{}", mtime=0))],
)  # fmt: skip
@pytest.mark.parametrize("path", [ORDERS, "/OAuth2/token", "/v1/orders/5"])
async def test_a_client_that_leaves_in_the_middle_of_its_body_leaves_no_traceback(boot, caplog, head, body, path):
    caplog.set_level(logging.INFO)
    wire = await boot(orders=1)
    method = "PATCH" if path.endswith("5") else "POST"
    start = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nApiKey: {wire.emulator.api_key}\r\n{head}\r\n\r\n"
    await send_raw(wire.emulator, start.encode(), body, leaves=True)
    assert (await wire.get(f"{ORDERS}?$top=1")).status == 200
    await wire.emulator.close()
    assert [record for record in caplog.records if record.levelno >= logging.WARNING or record.exc_info] == []


@pytest.mark.parametrize("chunks", [b"zz\r\n{}\r\n0\r\n\r\n", b"2\r\n{}xx0\r\n\r\n", b"-1\r\n{}\r\n"])
async def test_chunks_that_are_none_are_refused_without_a_traceback(boot, caplog, chunks):
    wire = await boot(orders=1)
    start = f"POST {ORDERS} HTTP/1.1\r\nHost: localhost\r\nApiKey: {wire.emulator.api_key}\r\n"
    head = f"{start}Transfer-Encoding: chunked\r\n\r\n"
    assert status_of(await send_raw(wire.emulator, head.encode(), chunks)) == 400
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


# Long orders


def long_order(an_order, lines=3000, **changes):
    """An order that is long enough to be worked on in a thread."""
    line = {"Quantity": 1, "UnitPriceExcl": 10.5, "Description": "Box", "VATPercentage": 21}
    return json.dumps(an_order(OrderLines=[line] * lines, **changes)).encode()


async def test_an_order_of_a_hundred_thousand_lines_does_not_stop_the_others(written, an_order):
    body = long_order(an_order, lines=100_000)
    ended = []

    async def do(name, *request):
        assert (await written(*request)).status == 200
        ended.append(name)

    first = asyncio.create_task(do("long", "POST", ORDERS, body))
    others = 0
    while not first.done():
        await do("read", "GET", f"{ORDERS}?$top=1")
        await do("write", "POST", ORDERS, an_order())
        others += 2
    await first
    assert ended.index("long") > 8, ended
    assert written.emulator.ledger.order_count == 40 + 1 + others // 2


async def test_a_long_order_is_refused_with_its_code_and_its_key_stays_free(written, an_order):
    refused = await written("POST", ORDERS, long_order(an_order, OrderDate=None), Idempotency_Key="k")
    assert refused.codes == ["OrderDateIsRequired"]
    taken = await written("POST", ORDERS, long_order(an_order), Idempotency_Key="k")
    assert taken.status == 200
    assert (await written("POST", ORDERS, long_order(an_order), Idempotency_Key="k")).status == 409
    detail = await written.detail(int(taken.text))
    assert (len(detail["OrderLines"]), str(detail["TotalIncl"])) == (3000, "38115.00")


async def test_an_order_that_was_changed_after_it_was_planned_is_planned_again(written, an_order):
    order_id = await written.create()
    context = written.emulator._running.context_of(written.emulator.party_id)
    body = json.dumps(an_order(OrderID=order_id, Reference="new")).encode()
    plan = plan_order(context, bind(parse_body(body), "Order"))
    assert (await written("PATCH", f"{ORDERS}/{order_id}", {"Paid": True})).status == 200
    with context.store.database.transaction():
        assert write_order(context, plan, body) == order_id
    detail = await written.detail(order_id)
    assert (detail["Paid"], detail["Reference"]) == (True, "new")
    stale = plan_order(context, bind(parse_body(body), "Order"))
    sent = await written("POST", "/v1/orders/commands/send", {"OrderIds": [order_id], "TransportType": "Peppol"})
    assert sent.status == 200
    with pytest.raises(APIError, match="OrderAlreadySent"), context.store.database.transaction():
        write_order(context, stale, body)
