"""Receives webhooks: verifies them, stores them before the response, and handles them after it.

```python
receiver = WebhookReceiver()  # secrets from BILLIT_WEBHOOK_SECRETS

@receiver.on(OrderEvent)
async def changed(event: OrderEvent) -> None: ...

billit = BillitFastAPI(oauth, webhooks=receiver)  # POST /billit/webhook
```
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from billit_async._transport.secret import Secret
from billit_async.errors import BillitError, ConfigurationError, PayloadError, WebhookError, WebhookStoreError
from billit_async.integrations.webhook_store import ReceivedWebhook, SQLiteWebhookStore, WebhookStore
from billit_async.webhooks import SIGNATURE_HEADER, MessageEvent, Revealing, WebhookEvent, read_event, verify

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping

__all__ = ["SECRETS_VARIABLE", "Receipt", "WebhookReceiver"]

_E = TypeVar("_E", bound=WebhookEvent)

_LOG = logging.getLogger("billit_async.integrations")
SECRETS_VARIABLE: Final = "BILLIT_WEBHOOK_SECRETS"
"""The variable that the webhooks' secrets are read from when none are given."""

_FILE: Final = "billit-webhooks.sqlite"
_BODY_SECONDS: Final = 30.0
_FIRST_PAUSE: Final = 30.0
_LONGEST_PAUSE: Final = 3_600.0
_BUSY_SECONDS: Final = 30


class Receipt(NamedTuple):
    """What to respond to a webhook.

    Attributes:
        status: 200 when it is kept, or was before; 400, 408, 413, 415 or 503.
        code: What is wrong, as a word; None for nothing.
        start: Begins the handling: to be called when the response has left.
        retry_after: Seconds after which the sender may try again.
    """

    status: int
    code: str | None = None
    start: Callable[[], None] | None = None
    retry_after: int | None = None


class WebhookReceiver:
    """Receives webhooks, and hands their events to functions by kind.

    Each webhook is stored before the response, and handled in the background after it. It counts as handled when every
    function of its kind has returned. When one raises, that is logged, and all of them are called again later: after
    half a minute, then after twice as long each time, after a restart too, up to ``attempts`` times; and at once when
    Billit sends the webhook again. So a function may be called more than once for an event, and is to read the order
    for the truth.

    Billit gives a webhook no id. A webhook of a message is a duplicate when its body is the same; one of an order,
    whose body says no more than which order, when the signature's time is the same too: otherwise the second change of
    an order would pass for the first.

    Args:
        secrets: The webhooks' secrets; from ``BILLIT_WEBHOOK_SECRETS``, with commas between them, when left out.
        store: Where webhooks are kept; the file ``billit-webhooks.sqlite`` of the working directory when left out.
        identify: What tells a webhook from others: a function of the event, the body and the signature's time.
        max_body: Bytes that a body may have.
        handler_seconds: Seconds that the functions may take for one webhook, together.
        max_running: How many webhooks are handled at once in this process; the others wait in the store.
        attempts: How often a webhook is tried.
        poll_seconds: Seconds between two looks into the store for webhooks that wait.

    Raises:
        ConfigurationError: There is no secret, or a value cannot be used.

    Source: docs pages "webhooks" and "verify signature".
    """

    def __init__(
        self,
        secrets: str | Revealing | Iterable[str | Revealing] | None = None,
        *,
        store: WebhookStore | None = None,
        identify: Callable[[WebhookEvent, bytes, str], str] | None = None,
        max_body: int = 1_048_576,
        handler_seconds: float = 300.0,
        max_running: int = 32,
        attempts: int = 10,
        poll_seconds: float = 30.0,
    ) -> None:
        self._secrets = _checked_secrets(secrets)
        self.store: WebhookStore = store or SQLiteWebhookStore(_FILE)
        for name, value in (
            ("max_body", max_body),
            ("handler_seconds", handler_seconds),
            ("max_running", max_running),
            ("attempts", attempts),
            ("poll_seconds", poll_seconds),
        ):
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
                raise ConfigurationError(f"{name} takes a number above zero, not {value!r}")
        self._identify = identify or _identity
        self._max_body = max_body
        self._seconds = float(handler_seconds)
        self._max_running = max_running
        self._attempts = attempts
        self._poll = float(poll_seconds)
        self._handlers: list[tuple[type[WebhookEvent], Callable[[Any], Awaitable[object]]]] = []
        self._running: dict[asyncio.Task[None], str] = {}
        self._poller: asyncio.Task[None] | None = None
        self._wake: asyncio.Event | None = None
        # Whether the store may hold webhooks that there was no room for.
        self._has_more = False

    def on(self, kind: type[_E]) -> Callable[[Callable[[_E], Awaitable[object]]], Callable[[_E], Awaitable[object]]]:
        """Register a function for a kind of event: ``OrderEvent``, ``MessageEvent``, or ``WebhookEvent`` for all.

        Args:
            kind: The kind.

        Returns:
            A decorator, which leaves the function as it is.
        """
        if not (isinstance(kind, type) and issubclass(kind, WebhookEvent)):
            raise ConfigurationError("on() takes a kind of event, such as OrderEvent: @receiver.on(OrderEvent)")

        def register(function: Callable[[_E], Awaitable[object]]) -> Callable[[_E], Awaitable[object]]:
            self._handlers.append((kind, function))
            return function

        return register

    async def start(self) -> None:
        """Begin, in the event loop of the application; what an earlier process left unhandled is handled."""
        self._wake = asyncio.Event()
        self._poller = asyncio.get_running_loop().create_task(self._keep_looking(), name="billit: look for webhooks")

    async def close(self, *, patience: float = 10.0) -> None:
        """Wait for the functions under way, then give the rest back to the store.

        Args:
            patience: Seconds to wait.
        """
        poller, self._poller, self._wake = self._poller, None, None
        if poller is not None:
            poller.cancel()
            await asyncio.wait([poller])
        running = dict(self._running)
        if running:
            _, late = await asyncio.wait(running, timeout=patience)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
            for task in late:
                if task.cancelled():
                    await self._try_defer(running[task], 0.0)
        await self.store.aclose()

    async def settle(self) -> None:
        """Wait until nothing is handled any more in this process; for tests."""
        while self._running:
            await asyncio.wait(list(self._running))

    async def receive(self, headers: Mapping[str, str], chunks: AsyncIterator[bytes]) -> Receipt:
        """Read a request, bounded in size and time, and take what it brings.

        Args:
            headers: Its headers.
            chunks: Its body.

        Returns:
            What to respond.
        """
        if headers.get("Content-Encoding", "identity").strip().lower() not in {"", "identity"}:
            return Receipt(415, "unsupported_encoding")
        length = headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdecimal() and len(length) <= 15 and int(length) <= self._max_body):  # noqa: PLR2004
            return Receipt(413, "too_large")
        body = bytearray()
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                async for chunk in chunks:
                    body += chunk
                    if len(body) > self._max_body:
                        return Receipt(413, "too_large")
        except TimeoutError:
            return Receipt(408, "timeout")
        return await self.accept(bytes(body), headers.get(SIGNATURE_HEADER))

    async def accept(self, body: bytes, signature: str | None) -> Receipt:
        """Take a webhook: the bytes of its body as they came, and its ``Billit-Signature`` header.

        Args:
            body: The bytes.
            signature: The header.

        Returns:
            What to respond; call its ``start`` after that.
        """
        try:
            event = verify(body, signature, self._secrets)
        except (WebhookError, PayloadError) as error:
            _LOG.warning("refused a webhook: %s", error)
            code = "bad_signature" if isinstance(error, WebhookError) else "bad_event"
            return Receipt(400, code)
        key = self._identify(event, body, _time_of(signature or ""))
        is_full = len(self._running) >= self._max_running
        try:
            is_new = await self.store.enqueue(key, body, 0.0 if is_full else self._lease)
        except WebhookStoreError as error:
            _LOG.error("a webhook is not taken: %s", error)
            return Receipt(503, "unavailable", None, _BUSY_SECONDS)
        if is_new and is_full:
            self._has_more = True
            if self._wake is not None:
                self._wake.set()
        if not is_new or is_full:
            return Receipt(200)
        return Receipt(200, None, lambda: self._run(ReceivedWebhook(key, body, 1), event))

    @property
    def _lease(self) -> float:
        return self._seconds + 60.0

    def _run(self, received: ReceivedWebhook, event: WebhookEvent) -> None:
        task = asyncio.get_running_loop().create_task(self._handle(received, event), name="billit: handle a webhook")
        self._running[task] = received.key
        task.add_done_callback(self._over)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._running.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.error("the handling of a webhook broke off", exc_info=error)
        if self._has_more and self._wake is not None:
            self._wake.set()

    async def _handle(self, received: ReceivedWebhook, event: WebhookEvent) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                for kind, function in self._handlers:
                    if isinstance(event, kind):
                        await function(event)
        except Exception:  # noqa: BLE001  (the application's own function)
            last = received.attempts >= self._attempts
            _LOG.exception(
                "a webhook of %.40r %s was not handled, attempt %d of %d%s",
                event.entity_type,
                event.entity_id,
                received.attempts,
                self._attempts,
                ": given up, unless it is sent again" if last else "",
            )
            await self._try_defer(received.key, min(_FIRST_PAUSE * 2.0 ** (received.attempts - 1), _LONGEST_PAUSE))
            return
        try:
            await self.store.ack(received.key)
        except WebhookStoreError as error:
            _LOG.error("a webhook was handled, and will be again: %s", error)

    async def _try_defer(self, key: str, retry_in: float) -> None:
        try:
            await self.store.defer(key, retry_in)
        except WebhookStoreError as error:
            _LOG.error("a webhook that was not handled stays taken for %g s: %s", self._lease, error)

    async def _keep_looking(self) -> None:
        wake = self._wake
        if wake is None:
            raise AssertionError("started with its event")
        while True:
            wake.clear()
            try:
                await self._look()
            except BillitError as error:
                _LOG.error("webhooks that wait cannot be read: %s", error)
            except Exception:  # noqa: BLE001  (a store of the application's own; the next look may succeed)
                _LOG.exception("webhooks that wait cannot be read")
            try:
                async with asyncio.timeout(self._poll):
                    await wake.wait()
            except TimeoutError:
                continue

    async def _look(self) -> None:
        room = self._max_running - len(self._running)
        if room <= 0:
            return  # the end of one that runs brings it here again
        self._has_more = False
        found = await self.store.claim(self._lease, attempts=self._attempts, limit=room)
        self._has_more = self._has_more or len(found) == room
        for received in found:
            try:
                event = read_event(received.body)
            except PayloadError:
                await self.store.ack(received.key)
            else:
                self._run(received, event)


def _identity(event: WebhookEvent, body: bytes, time: str) -> str:
    # Source: docs page "webhooks": an order's webhook says no more than which order; whether a repeat carries the first
    # time is not documented.
    is_telling = isinstance(event, MessageEvent) and event.message is not None
    return hashlib.sha256(body if is_telling else time.encode() + b"." + body).hexdigest()


def _time_of(signature: str) -> str:
    # It was verified, so there is exactly one.
    found = re.search(r"(?:^|,)\s*t\s*=\s*(\d{1,15})", signature, re.IGNORECASE | re.ASCII)
    return found[1] if found else ""


def _checked_secrets(secrets: str | Revealing | Iterable[str | Revealing] | None) -> list[Secret]:
    if secrets is None:
        found = [Secret(text) for text in re.split(r"[,\s]+", os.environ.get(SECRETS_VARIABLE, "")) if text]
        if not found:
            raise ConfigurationError(f"{SECRETS_VARIABLE} is not set: billit.webhooks.ensure gives the secret, once")
        return found
    given = [secrets] if isinstance(secrets, str | Revealing) else list(secrets)
    found = [Secret(one.reveal() if isinstance(one, Revealing) else one) for one in given]
    if not any(found):
        raise ConfigurationError("secrets has none: without one no webhook can be told from a forged one")
    return found
