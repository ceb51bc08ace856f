"""Requests that no browser makes: bytes that are not text, names twice, headers without end. None makes an error."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import pytest

from billit_async.integrations.webhook_receiver import WebhookReceiver
from billit_async.integrations.webhook_store import MemoryWebhookStore
from tests.integrations.conftest import SECRET, served
from tests.integrations.test_frameworks import bare_app, integration

if TYPE_CHECKING:
    from billit_async import OAuth2

REQUESTS = [
    b"GET /billit/login?next=%ff%fe",
    b"GET /billit/login?next=%ED%A0%80",
    b"GET /billit/login?next=/%ED%A0%80",
    b"GET /billit/login?next=/%00%0d%0aSet-Cookie:x=y",
    b"GET /billit/login?next=/%E2%80%AE",
    b"GET /billit/login?next=/\xff",
    b"GET /billit/login?next=/a&next=//evil.example",
    b"GET /billit/login?" + b"&" * 5_000,
    b"GET /callback?state=%ff&code=%ff",
    b"GET /callback?state=%ED%A0%80&error=%ED%A0%80",
    b"GET /callback?" + b"state=a&" * 700,
    b"GET /callback?\xff\xfe",
    b"GET /act?\xff=\xff",
    b"GET //evil.example/act",
    b"GET /act/%ff",
    b"POST /billit/logout?next=%ED%A0%80",
    b"POST /billit/webhook",
]
HEADERS = [
    b"",
    b"Cookie: billit=\xff\xfe\r\n",
    b"Cookie: billit=" + b"a" * 6_000 + b"\r\n",
    b"Cookie: " + b"billit_login_x=1; " * 300 + b"\r\n",
    b"Cookie: billit=a; billit=b\r\n",
    b"Cookie: ;;;=;billit\r\n",
    b"Origin: \xff\r\n",
    b"Origin: https://[::1\r\nSec-Fetch-Site: \xff\r\n",
    b"X-Forwarded-Prefix: \xff\r\n",
    b"X-Forwarded-Prefix: /a\r\nX-Forwarded-Prefix: //evil.example\r\n",
    b"Accept: text/html\r\nX-Forwarded-Prefix: " + b"/a" * 3_000 + b"\r\n",
    b"Billit-Signature: \xff\r\n",
    b"Billit-Signature: t=1,s=" + b"0" * 7_000 + b"\r\n",
    b"Content-Encoding: \xff\r\n",
    b"PartyID: \xff\r\n",
]


async def ask(port: int, request: bytes) -> tuple[int, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    await writer.drain()
    head = await reader.read(65_536)
    writer.close()
    await writer.wait_closed()
    return int(head.split(b" ", 2)[1]) if head else 400, head


@pytest.mark.parametrize("line", REQUESTS, ids=lambda line: repr(line[:40]))
async def test_is_refused_or_answered_and_never_leads_away(
    framework: str, oauth: OAuth2, unused_tcp_port: int, line: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    billit = integration(framework)(
        oauth,
        secret=SECRET,
        trust_forwarded_prefix=True,
        webhooks=WebhookReceiver("a secret", store=MemoryWebhookStore()),
    )
    app = bare_app(framework, billit)
    caplog.set_level(logging.ERROR)
    async with served(app, unused_tcp_port):
        for header in HEADERS:
            request = (
                line + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n" + header + b"\r\n"
            )
            status, head = await ask(unused_tcp_port, request)
            assert 200 <= status < 500, (header, head)
            for found in head.split(b"\r\n"):
                name, _, value = found.partition(b": ")
                if name.lower() == b"location" and not value.startswith(oauth.base_url.encode()):
                    assert value.startswith(b"/"), head
                    assert not value.startswith(b"//"), head
                assert not found.startswith(b"Set-Cookie:x"), head
    unexpected: list[Any] = [record for record in caplog.records if record.name.startswith("billit_async")]
    assert unexpected == []
