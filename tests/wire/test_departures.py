"""When a request counts as having left: before its first byte, however it is written, and not one step sooner."""

from __future__ import annotations

import asyncio
from asyncio import selector_events
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from billit_async._transport.connections import on_the_wire
from billit_async.auth import ApiKey
from billit_async.config import RetryPolicy, Timeouts
from billit_async.errors import DeadlineExceeded, NotSent, OutcomeUnknown, UnexpectedResponse
from billit_async.session import BillitSession

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

DONE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
HASTY = RetryPolicy(attempts=3, base=0.001)


class Server:
    """Notes the heads of requests, and responds to each with the same bytes; with none it hangs up."""

    def __init__(self, response: bytes = DONE) -> None:
        self.response = response
        self.continues = True
        self.heads: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                self.heads.append(head)
                lines = {line.partition(b":")[0].lower(): line.partition(b":")[2] for line in head.split(b"\r\n")}
                if b"expect" in lines and self.continues:
                    writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                if b"transfer-encoding" in lines:
                    await reader.readuntil(b"0\r\n\r\n")
                elif self.continues:
                    await reader.readexactly(int(lines.get(b"content-length", b"0")))
                if not self.response:
                    break
                writer.write(self.response)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def running(server: Server) -> AsyncIterator[str]:
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    async with listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"


def session(url: str, **options: Any) -> BillitSession:
    return BillitSession(ApiKey("key"), base_url=url, party_id=7, retry=HASTY, **options)


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, bool | None]]:
    """What an exchange writes, each with what is known of its departure at that moment."""
    seen: list[tuple[bytes, bool | None]] = []
    transport = selector_events._SelectorSocketTransport  # type: ignore[attr-defined]
    write = transport.write

    def noting(self: Any, data: bytes) -> None:
        if (wire := on_the_wire.get(None)) is not None:
            seen.append((bytes(data), wire.departed))
        write(self, data)

    monkeypatch.setattr(transport, "write", noting)
    return seen


async def expecting(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    request.update_expect_continue(expect=True)
    return await handler(request)


async def failing_half_way(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(0.01)
        raise OSError("the file cannot be read further")

    await request.update_body(pieces())
    return await handler(request)


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_the_departure_is_noted_before_the_first_byte(
    writes: list[tuple[bytes, bool | None]], method: str
) -> None:
    async with running(Server()) as url, session(url) as billit:
        for _ in range(2):  # on a new connection, and on a kept one
            await billit.request(method, "/v1/projects", json={"Name": "A"} if method == "POST" else None)
    ours = [(data, departed) for data, departed in writes if data.startswith(method.encode())]
    assert len(ours) == 2
    assert all(departed is True for _, departed in ours)


async def test_a_body_that_waits_for_100_continue_has_left_with_its_head(
    writes: list[tuple[bytes, bool | None]],
) -> None:
    async with running(Server()) as url, session(url, middlewares=[expecting]) as billit:
        await billit.request("POST", "/v1/projects", json={"Name": "A"})
    assert [departed for _, departed in writes if departed is not None][:2] == [True, True]
    silent = Server(b"")
    silent.continues = False
    async with running(silent) as url, session(url, middlewares=[expecting]) as billit:
        with pytest.raises(OutcomeUnknown):
            await billit.request("POST", "/v1/projects", json={"Name": "A"})
    assert len(silent.heads) == 1


async def test_a_body_that_fails_half_way_may_have_arrived() -> None:
    server = Server()
    times = Timeouts(total=2)
    async with running(server) as url, session(url, middlewares=[failing_half_way], timeouts=times) as billit:
        with pytest.raises((OutcomeUnknown, DeadlineExceeded)) as caught:
            await billit.request("POST", "/v1/projects", json={"Name": "A"})
    assert caught.value.may_have_arrived
    assert len(server.heads) == 1


async def test_a_redirect_is_one_departure_and_is_not_followed() -> None:
    server = Server(b"HTTP/1.1 307 Temporary Redirect\r\nLocation: /v1/other\r\nContent-Length: 0\r\n\r\n")
    async with running(server) as url, session(url) as billit:
        with pytest.raises(UnexpectedResponse) as caught:
            await billit.request("POST", "/v1/projects", json={"Name": "A"})
    assert len(server.heads) == 1
    assert caught.value.call is not None
    assert caught.value.call.attempts == 1


async def test_what_is_sent_to_a_proxy_has_left_but_its_connect_has_not(
    writes: list[tuple[bytes, bool | None]],
) -> None:
    proxy = Server()
    async with running(proxy) as url, session("http://billit.example", proxy=url, allow_http=True) as billit:
        await billit.request("POST", "/v1/projects", json={"Name": "A"})
    assert [departed for data, departed in writes if data.startswith(b"POST http://billit.example/")] == [True]
    writes.clear()
    refusing = Server(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
    async with running(refusing) as url, session("https://billit.example", proxy=url) as billit:
        with pytest.raises(NotSent):
            await billit.request("POST", "/v1/projects", json={"Name": "A"})
    assert [departed for data, departed in writes if data.startswith(b"CONNECT ")] == [False]


async def test_what_fails_before_it_is_sent_has_not_left_and_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server()
    failures = [ConnectionResetError("before the request")]

    async with running(server) as url, session(url) as billit:
        http = billit._transport.http
        assert http is not None
        assert http.connector is not None
        connect = http.connector.connect

        async def connecting(*args: Any, **kwargs: Any) -> Any:
            if failures:
                raise failures.pop()
            return await connect(*args, **kwargs)

        monkeypatch.setattr(http.connector, "connect", connecting)
        await billit.request("POST", "/v1/projects", json={"Name": "A"})
    assert len(server.heads) == 1


async def test_only_a_kept_connection_counts_as_reused() -> None:
    known: list[bool] = []

    async def watching(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
        response = await handler(request)
        known.append(on_the_wire.get().reused)
        return response

    async with running(Server()) as url, session(url, middlewares=[watching]) as billit:
        for _ in range(3):
            await billit.request("GET", "/v1/projects")
        await asyncio.gather(*[billit.request("GET", "/v1/projects") for _ in range(2)])
    assert known[:3] == [False, True, True]
    assert sorted(known[3:]) == [False, True]
