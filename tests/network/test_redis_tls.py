"""A Redis behind TLS: its certificate must be of somebody who is trusted, and must be its own."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from billit_async import RedisTokenStore, TokenStoreError
from tests.servers import RedisServer, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.network.conftest import Authority

pytestmark = pytest.mark.skipif(RedisServer.missing is not None, reason=str(RedisServer.missing))


@contextlib.contextmanager
def redis_behind(certificate: Path, key: Path, authority: Authority, folder: Path) -> Iterator[int]:
    port = free_port()
    process = subprocess.Popen(
        [
            *("redis-server", "--port", "0", "--tls-port", str(port), "--bind", "127.0.0.1", "--save", ""),
            *("--tls-cert-file", str(certificate), "--tls-key-file", str(key), "--dir", str(folder)),
            *("--tls-ca-cert-file", str(authority.ca_file), "--tls-auth-clients", "no"),
        ],
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(400):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None
            time.sleep(0.025)
        yield port
    finally:
        process.kill()
        process.wait()


async def reached(address: str) -> bool:
    store = RedisTokenStore(address)
    try:
        await store.load("nobody")
    except TokenStoreError:
        return False
    finally:
        await store.aclose()
    return True


@pytest.mark.parametrize("whose", ["its own", "another host's"])
async def test_the_certificate_is_that_of_the_host(whose: str, authority: Authority, tmp_path: Path) -> None:
    pair = (authority.certificate, authority.key) if whose == "its own" else (authority.elsewhere, authority.elsewhere)
    trusting = f"ssl_ca_certs={authority.ca_file}"
    with redis_behind(*pair, authority, tmp_path) as port:
        assert await reached(f"rediss://127.0.0.1:{port}/0?{trusting}") is (whose == "its own")
        # Nobody has signed for it, as far as this machine knows.
        assert not await reached(f"rediss://127.0.0.1:{port}/0")
        # Who asks for less gets less, in writing.
        assert await reached(f"rediss://127.0.0.1:{port}/0?{trusting}&ssl_check_hostname=false")
