"""When a request counts as having left over TLS: after the handshake, and before its first byte."""

from __future__ import annotations

from asyncio import selector_events, sslproto
from typing import TYPE_CHECKING, Any

from billit_async import ApiKey, BillitSession
from billit_async._transport.connections import on_the_wire
from billit_async.models import Order

if TYPE_CHECKING:
    import pytest

    from tests.network.conftest import Authority, Service


async def test_a_handshake_is_not_a_departure(
    secure: tuple[Service, int], authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, bool | None]] = []

    def note(transport: Any, name: str) -> None:
        write = transport.write

        def noting(self: Any, data: bytes) -> None:
            if (wire := on_the_wire.get(None)) is not None:
                seen.append((name, wire.departed))
            write(self, data)

        monkeypatch.setattr(transport, "write", noting)

    note(sslproto._SSLProtocolTransport, "request")
    note(selector_events._SelectorSocketTransport, "socket")  # type: ignore[attr-defined]
    async with BillitSession(
        ApiKey("key"), base_url=f"https://127.0.0.1:{secure[1]}", party_id=7, ca_file=authority.ca_file
    ) as billit:
        assert await billit.orders.create(Order(order_type="Invoice")) == 4711
    first = seen.index(("request", True))
    assert ("socket", False) in seen[:first]
    assert all(departed is False for _, departed in seen[:first])
    assert ("request", False) not in seen
