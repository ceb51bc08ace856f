"""A company's network: its own certificate authority, a TLS server behind it, and a proxy as a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import ssl
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from billit_async._transport import network

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

HOST = "billit.test"
"""A name that nothing resolves: what reaches it went through the proxy."""


@pytest.fixture(autouse=True)
def _no_network_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(network, "_built", {})


@attrs.frozen
class Authority:
    """A company's own authority, and what it has signed."""

    ca_file: Path
    certificate: Path
    key: Path
    client: Path
    elsewhere: Path
    """The certificate of another host, with its key."""

    def server_context(self, *, wants_client: bool = False) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate, self.key)
        if wants_client:
            # Refused within the handshake: in TLS 1.3 that comes behind it, when the client has its connection already.
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.load_verify_locations(self.ca_file)
            context.verify_mode = ssl.CERT_REQUIRED
        return context


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    folder = tmp_path_factory.mktemp("authority")
    made = {name: str(folder / name) for name in ("ca.pem", "ca.key", "server.pem", "server.key", "client.pem")}
    new = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30")
    _openssl(
        *(*new, "-subj", "/CN=A company's own authority", "-keyout", made["ca.key"], "-out", made["ca.pem"]),
        *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
    )
    signed = (*new, "-CA", made["ca.pem"], "-CAkey", made["ca.key"], "-addext", "basicConstraints=critical,CA:FALSE")
    names = f"subjectAltName=DNS:{HOST},DNS:proxy.localhost,DNS:localhost,IP:127.0.0.1"
    _openssl(
        *(*signed, "-subj", f"/CN={HOST}", "-addext", names),
        *("-keyout", made["server.key"], "-out", made["server.pem"]),
    )
    client_key = str(folder / "client.key")
    _openssl(*signed, "-subj", "/CN=client", "-keyout", client_key, "-out", made["client.pem"])
    client = Path(made["client.pem"])
    client.write_text(client.read_text() + Path(client_key).read_text())
    elsewhere, elsewhere_key = folder / "elsewhere.pem", folder / "elsewhere.key"
    _openssl(
        *(*signed, "-subj", "/CN=elsewhere.test", "-addext", "subjectAltName=DNS:elsewhere.test"),
        *("-keyout", str(elsewhere_key), "-out", str(elsewhere)),
    )
    elsewhere.write_text(elsewhere.read_text() + elsewhere_key.read_text())
    return Authority(Path(made["ca.pem"]), Path(made["server.pem"]), Path(made["server.key"]), client, elsewhere)


class Service:
    """What stands for Billit, token endpoint included; it takes every key and every token."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, str]]] = []

    def application(self) -> web.Application:
        application = web.Application(middlewares=[self._note])
        application.router.add_get("/v1/account/accountInformation", self._who)
        application.router.add_post("/v1/orders", self._create)
        application.router.add_post("/OAuth2/token", self._token)
        return application

    def asked(self) -> list[str]:
        return [what for what, _ in self.requests]

    @web.middleware
    async def _note(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.requests.append((f"{request.method} {request.path}", dict(request.headers)))
        return await handler(request)

    async def _who(self, _request: web.Request) -> web.Response:
        return web.json_response({"Email": "ann@example.com", "Companies": [{"PartyID": 7, "Name": "Ann"}]})

    async def _create(self, _request: web.Request) -> web.Response:
        return web.json_response(4711)

    async def _token(self, _request: web.Request) -> web.Response:
        pair = {"access_token": "access-1", "refresh_token": "refresh-1", "token_type": "bearer", "expires_in": 3600}
        return web.json_response(pair)


@pytest.fixture
async def secure(authority: Authority) -> AsyncIterator[tuple[Service, int]]:
    """A service that speaks TLS, with a certificate of the company's authority."""
    service = Service()
    server = TestServer(service.application(), scheme="https")
    await server.start_server(ssl=authority.server_context())
    yield service, int(server.port or 0)
    await server.close()


@pytest.fixture
async def plain() -> AsyncIterator[tuple[Service, int]]:
    """The same without TLS."""
    service = Service()
    server = TestServer(service.application())
    await server.start_server()
    yield service, int(server.port or 0)
    await server.close()


class ProxyProcess:
    """A running proxy."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        assert process.stdout is not None
        self.port = int(process.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}"

    def with_credentials(self, credentials: str, scheme: str = "http") -> str:
        return f"{scheme}://{credentials}@127.0.0.1:{self.port}"

    def seen(self) -> list[dict[str, Any]]:
        """End it, and return what it saw."""
        out, _ = self._process.communicate(timeout=30)
        return [json.loads(line) for line in out.splitlines()]

    async def seen_off_loop(self) -> list[dict[str, Any]]:
        return await asyncio.to_thread(self.seen)


@pytest.fixture
def proxy_process() -> Iterator[Callable[..., ProxyProcess]]:
    with contextlib.ExitStack() as stack:

        def start(**settings: Any) -> ProxyProcess:
            process = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("proxy.py")), json.dumps(settings)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            for stream in (process.stdin, process.stdout):
                stack.callback(stream.close)  # type: ignore[union-attr]
            return ProxyProcess(process)

        yield start
