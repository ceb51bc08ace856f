"""`billit webhooks`: a receiver on this machine that prints signed webhooks and refuses others."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import cyclopts
from aiohttp import web
from cyclopts import Parameter

from billit_async import PayloadError, WebhookError
from billit_async.cli.emulator import Port  # noqa: TC001 - cyclopts reads the annotations when the command runs
from billit_async.cli.output import Failure, say, say_json, warn
from billit_async.webhooks import SIGNATURE_HEADER, MessageEvent, OrderEvent, WebhookEvent, verify

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

__all__ = ["webhooks"]

SECRETS: Final = "BILLIT_WEBHOOK_SECRETS"
HOST: Final = "127.0.0.1"
_UPDATES: Final = {"I": "created", "U": "changed", "D": "deleted"}

webhooks = cyclopts.App(
    name="webhooks",
    help_format="plaintext",
    help="Receive what Billit tells about orders and their messages.",
    help_epilogue="""Examples:
  billit webhooks listen
""",
)


@webhooks.command(
    help_epilogue="""BILLIT_WEBHOOK_SECRETS holds the secret that Billit gave with the webhook, or
several with commas between them. Billit calls https addresses only: put a
tunnel before it. The emulator calls this machine directly.

Examples:
  billit webhooks listen
  billit webhooks listen --port 8410 --output jsonl
""",
)
async def listen(
    *,
    port: Port = 8410,
    output: Annotated[Literal["text", "jsonl"], Parameter(name=["--output", "-o"])] = "text",
) -> None:
    """Receive webhooks on this machine until Ctrl-C, check their signatures, and print what they say.

    Args:
        port: The port on 127.0.0.1; a free one when it is 0.
        output: A line in words, or a JSON line, for each event.
    """
    secrets = [secret for secret in re.split(r"[,\s]+", os.environ.get(SECRETS, "")) if secret]
    if not secrets:
        raise Failure(
            f"{SECRETS} is not set: without the secret no call can be told from a forged one",
            hint="billit.webhooks.create gives the secret, once; billit.webhooks.refresh_secret gives a new one",
            usage=True,
        )
    runner = web.ServerRunner(web.Server(_receiver(secrets, output)), shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
        # About the run, and not what it found: standard output has the events only.
        warn(f"Listening on http://{HOST}:{runner.addresses[0][1]}/ - Ctrl-C ends it.")
        # Ctrl-C and SIGTERM arrive as a cancellation. For a receiver they are the normal end: exit code 0.
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
    finally:
        await runner.cleanup()
    warn("Stopped.")


def _receiver(secrets: Sequence[str], output: str) -> Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]:
    async def receive(request: web.BaseRequest) -> web.StreamResponse:
        if request.method != "POST":
            return web.Response(status=405, headers={"Allow": "POST"})
        try:
            event = verify(await request.read(), request.headers.get(SIGNATURE_HEADER), secrets)
        except (WebhookError, PayloadError) as error:
            warn(f"Refused a call: {error}")
            return web.Response(status=400)
        if output == "jsonl":
            say_json(json.dumps(_facts(event)))
        else:
            say(_words(event))
        return web.Response()

    return receive


def _facts(event: WebhookEvent) -> dict[str, Any]:
    """What an event says, without the parts that may hold personal data."""
    order_id = event.order_id if isinstance(event, (OrderEvent, MessageEvent)) else None
    facts = {
        "event": type(event).__name__,
        "entity_type": event.entity_type,
        "entity_id": event.entity_id,
        "update": event.update,
        "order_id": order_id,
        "flow_state": event.flow_state if isinstance(event, MessageEvent) else None,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _words(event: WebhookEvent) -> str:
    facts = _facts(event)
    update = _UPDATES.get(event.update or "", "told")
    if isinstance(event, OrderEvent):
        return f"order {event.order_id} {update}"
    if isinstance(event, MessageEvent):
        of = f" of order {event.order_id}" if event.order_id is not None else ""
        state = f": {event.flow_state}" if event.flow_state else ""
        return f"message {event.entity_id}{of} {update}{state}"
    return f"{type(event).__name__} {facts['entity_type'] or '?'} {facts.get('entity_id', '')} {update}"
