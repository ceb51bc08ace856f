"""`billit webhooks listen` as a process of its own, called by the emulator and by somebody who is not Billit."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import pytest

from billit_async import ApiKey, BillitSession, webhooks
from billit_async.emulator import Emulator
from tests.e2e.command import BILLIT, LONG_ENOUGH, billit_command, environment

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator

SECRET = "a-secret-of-ours"


@asynccontextmanager
async def listening(*arguments: str, secrets: str = SECRET) -> AsyncIterator[tuple[Process, str]]:
    """A receiver that runs, and its address."""
    process = await asyncio.create_subprocess_exec(
        *(*BILLIT, "webhooks", "listen", *arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment({"BILLIT_WEBHOOK_SECRETS": secrets}),
    )
    try:
        async with asyncio.timeout(LONG_ENOUGH):
            assert process.stderr is not None
            said = (await process.stderr.readline()).decode()
            assert said.startswith("Listening on "), said
            yield process, said.split()[2]
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ended(process: Process, by: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
    process.send_signal(by)
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def test_what_the_emulator_tells_is_checked_and_printed_as_json() -> None:
    port = free_port()
    async with (
        Emulator(orders=10) as emu,
        BillitSession(ApiKey(emu.api_key), base_url=emu.url, party_id=emu.party_id) as billit,
    ):
        address = f"http://127.0.0.1:{port}/"
        made = [await billit.webhooks.create(address, kind, "I") for kind in ("Order", "Message")]
        secrets = ",".join(str(hook.secret) for hook in made)
        async with listening("--port", str(port), "--output", "jsonl", secrets=secrets) as (process, at):
            assert at == address
            [order_id] = emu.insert()
            await emu.settle()
            await billit.orders.send([order_id], "SMTP")
            await emu.settle()
            code, out, err = await ended(process)
    order, message = (json.loads(line) for line in out.splitlines())
    assert order == {
        "event": "OrderEvent", "entity_type": "Order", "entity_id": order_id, "update": "I", "order_id": order_id
    }  # fmt: skip
    assert (message["event"], message["order_id"]) == ("MessageEvent", order_id)
    assert (code, err) == (0, "Stopped.\n")


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
async def test_an_interrupt_is_its_normal_end(by: signal.Signals) -> None:
    async with listening("--port", "0") as (process, _):
        assert await ended(process, by) == (0, "", "Stopped.\n")


async def test_each_kind_of_event_is_a_line_in_words() -> None:
    bodies = [
        {"UpdatedEntityID": 7, "UpdatedEntityType": "Order", "WebhookUpdateTypeTC": "I"},
        {
            "UpdatedEntityID": 9,
            "UpdatedEntityType": "Message",
            "WebhookUpdateTypeTC": "U",
            "EntityDetail": {
                "OrderMessage": {"OrderID": 7, "Destination": "ann@acme.example"},
                "AdditionalMessageInformation": {"EInvoiceFlowState": "Sent"},
            },
        },
        {"UpdatedEntityID": 3, "UpdatedEntityType": "Parcel"},
    ]
    async with listening("--port", "0") as (process, at), aiohttp.ClientSession() as http:
        for body in map(json.dumps, bodies):
            signed = {"Billit-Signature": webhooks.sign(body.encode(), SECRET)}
            async with http.post(at, data=body, headers=signed) as response:
                assert response.status == 200
        _, out, err = await ended(process)
    assert out.splitlines() == ["order 7 created", "message 9 of order 7 changed: Sent", "UnknownEvent Parcel 3 told"]
    assert "acme" not in out + err


async def test_a_call_that_is_not_signed_by_the_secret_is_refused_and_not_printed() -> None:
    body = b'{"UpdatedEntityID":7,"UpdatedEntityType":"Order"}'
    async with listening("--port", "0") as (process, at), aiohttp.ClientSession() as http:
        for headers in ({}, {"Billit-Signature": webhooks.sign(body, "another")}):
            async with http.post(at, data=body, headers=headers) as response:
                assert response.status == 400
        signed = {"Billit-Signature": webhooks.sign(b"[]", SECRET)}
        async with http.post(at, data=b"[]", headers=signed) as response:
            assert response.status == 400
        async with http.get(at) as response:
            assert response.status == 405
        code, out, err = await ended(process)
    assert (code, out) == (0, "")
    assert err.count("Refused a call: ") == 3
    assert SECRET not in err


async def test_without_a_secret_it_does_not_listen() -> None:
    told = await billit_command("webhooks", "listen")
    assert told.code == 2
    assert "BILLIT_WEBHOOK_SECRETS is not set" in told.err
