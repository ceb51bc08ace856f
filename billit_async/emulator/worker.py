"""Does what follows after a response: notifies webhooks and delivers sent orders, until the emulator closes."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

import aiohttp
import attrs

from billit_async.emulator.company.orders.actions import deliver, write_ahead
from billit_async.emulator.http.weights import LONG
from billit_async.emulator.protocol.clock import to_utc
from billit_async.emulator.protocol.guid_ids import with_guids
from billit_async.emulator.storage.database import in_thread
from billit_async.emulator.storage.outbox import signature

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from billit_async.emulator.company.context import CompanyContext
    from billit_async.emulator.company.orders.actions import WrittenOrder
    from billit_async.emulator.http.app import AppState
    from billit_async.emulator.storage.outbox import Notification, State

__all__ = ["BackgroundWorker"]

_log: Final = logging.getLogger("billit_async.emulator")
_SUCCESS: Final = range(200, 300)


class BackgroundWorker:
    """The tasks behind one emulator. There is none while there is nothing to do.

    Args:
        app_state: Data, settings and time.
    """

    def __init__(self, app_state: AppState) -> None:
        self._app_state = app_state
        self._tasks: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._broken: set[tuple[str, int]] = set()
        self._is_closed = False

    def wake(self) -> None:
        """Look for something to do; called after every write."""
        if self._is_closed:
            return
        for webhook_id in self._app_state.store.outbox.waiting_webhooks():
            if self._may_run(("webhook", webhook_id)):
                self._run(("webhook", webhook_id), self._notify(webhook_id))
        delay = self._app_state.settings.delivery.delay
        if delay is not None:
            for company_id, order_id in self._app_state.store.orders.pending_deliveries():
                if self._may_run(("order", order_id)):
                    self._run(("order", order_id), self._arrive(company_id, order_id, delay))

    async def settle(self) -> None:
        """Wait until everything is done, whatever became of it."""
        self.wake()
        while self._tasks:
            await asyncio.wait(list(self._tasks.values()))

    async def close(self) -> None:
        """Stop; what was not done is kept for the next start."""
        self._is_closed = True
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _may_run(self, key: tuple[str, int]) -> bool:
        return key not in self._tasks and key not in self._broken

    def _run(self, key: tuple[str, int], work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks[key] = task

        def ended(done: asyncio.Task[None]) -> None:
            del self._tasks[key]
            if not done.cancelled() and (error := done.exception()) is not None:
                # A defect of the emulator itself: tried again it would fail again, for ever.
                self._broken.add(key)
                _log.error("The emulator failed after a response, on %s %s", *key, exc_info=error)
            # What was written while it ended found it still there.
            self.wake()

        task.add_done_callback(ended)

    async def _arrive(self, company_id: int, order_id: int, delay: float) -> None:
        """Let an order arrive after its time on the network."""
        await asyncio.sleep(delay)
        app_state = self._app_state
        context = app_state.context_of(company_id)
        if app_state.store.orders.length(company_id, order_id) <= LONG:
            async with app_state.store.database.write_lock:
                _deliver(context, order_id, None)
            return
        written = await in_thread(lambda: write_ahead(context, order_id))
        async with app_state.store.database.write_lock:
            await app_state.store.database.write_in_thread(lambda: _deliver(context, order_id, written))

    async def _notify(self, webhook_id: int) -> None:
        """Send a webhook all that waits for it, in the order of the events."""
        outbox = self._app_state.store.outbox
        timeout = aiohttp.ClientTimeout(total=self._app_state.settings.webhooks.timeout)
        delivered: list[Notification] = []
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while (notification := outbox.next_for(webhook_id)) is not None:
                if (done := await self._attempt(session, notification)) is not None:
                    delivered.append(done)
            for notification in delivered * self._app_state.settings.webhooks.duplicates:
                if (secret := outbox.secret(notification)) is not None:
                    await self._post(session, notification, secret)

    async def _attempt(self, session: aiohttp.ClientSession, notification: Notification) -> Notification | None:
        """One attempt, and the pause before the next one when it failed.

        How often Billit tries is not documented; that a response of 2xx is a success and that redirects are not
        followed is inferred.

        Returns:
            The notification when it was delivered.
        """
        app_state, outbox = self._app_state, self._app_state.store.outbox
        secret = outbox.secret(notification)
        if secret is None:
            async with app_state.store.database.write_lock:
                outbox.drop_waiting(notification.webhook_id)
            return None
        now = int(to_utc(app_state.clock.now()).timestamp())
        notification = attrs.evolve(
            notification,
            first=now if notification.first is None else notification.first,
            attempts=notification.attempts + 1,
        )
        status = await self._post(session, notification, secret)
        is_last = notification.attempts >= app_state.settings.webhooks.attempts
        state: State = "delivered" if status in _SUCCESS else "failed" if is_last else "waiting"
        async with app_state.store.database.write_lock:
            outbox.record(notification, state, status=status)
        if state != "waiting":
            return notification if state == "delivered" else None
        await asyncio.sleep(app_state.settings.webhooks.pause * 2 ** (notification.attempts - 1))
        return None

    async def _post(self, session: aiohttp.ClientSession, notification: Notification, secret: str) -> int | None:
        """Send a notification; returns the status, or ``None`` when there was none."""
        body = notification.body
        if self._app_state.settings.responses.ids == "guid":
            body = with_guids(body)
        moment = int(to_utc(self._app_state.clock.now()).timestamp())
        if self._app_state.settings.webhooks.timestamp == "first" and notification.first is not None:
            moment = notification.first
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Billit-Signature": signature(secret, moment, body),
        }
        try:
            async with session.post(notification.url, data=body, headers=headers, allow_redirects=False) as response:
                return response.status
        except (aiohttp.ClientError, OSError, ValueError):
            # Timeouts are OSErrors. Nobody is there, or no HTTP is spoken: tried again like a refusal.
            return None


def _deliver(context: CompanyContext, order_id: int, written: WrittenOrder | None) -> None:
    with context.store.database.transaction():
        deliver(context, order_id, written=written)
