"""Carries what the emulator has to do after it answered: tells webhooks, and lets sent orders arrive.

It never holds up an answer, never writes to an address outside this machine unless a setting allows it, and stops with
the emulator.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

import aiohttp
import attrs

from billit_async.emulator.company.orders.actions import deliver, write_ahead
from billit_async.emulator.company.orders.create import CompanyContext
from billit_async.emulator.http.weights import LONG
from billit_async.emulator.protocol.clock import to_utc
from billit_async.emulator.storage.database import in_thread
from billit_async.emulator.storage.outbox import Notices, signature

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from billit_async.emulator.company.orders.actions import WrittenOrder
    from billit_async.emulator.http.app import AppState
    from billit_async.emulator.storage.outbox import Notice, State

__all__ = ["BackgroundWorker"]

_log: Final = logging.getLogger("billit_async.emulator")
_SUCCESS: Final = range(200, 300)


class BackgroundWorker:
    """The tasks behind one emulator. There is none while there is nothing to carry.

    Args:
        app_state: Data, settings and time.
    """

    def __init__(self, app_state: AppState) -> None:
        self._office = app_state
        self._tasks: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._broken: set[tuple[str, int]] = set()
        self._is_closed = False

    def wake(self) -> None:
        """Look for something to carry; called after every write."""
        if self._is_closed:
            return
        for webhook_id in Notices(self._office.store).waiting_webhooks():
            if self._may_run(("webhook", webhook_id)):
                self._run(("webhook", webhook_id), self._tell(webhook_id))
        delay = self._office.settings.delivery.delay
        if delay is not None:
            for company_id, order_id in self._office.store.pending_deliveries():
                if self._may_run(("order", order_id)):
                    self._run(("order", order_id), self._arrive(company_id, order_id, delay))

    async def settle(self) -> None:
        """Wait until everything is carried, whatever became of it."""
        self.wake()
        while self._tasks:
            await asyncio.wait(list(self._tasks.values()))

    async def close(self) -> None:
        """Stop; what was not carried is kept for the next start."""
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
                _log.error("The emulator failed behind an answer, on %s %s", *key, exc_info=error)
            # What was written while it ended found it still there.
            self.wake()

        task.add_done_callback(ended)

    async def _arrive(self, company_id: int, order_id: int, delay: float) -> None:
        """Let an order arrive after its time on the network."""
        await asyncio.sleep(delay)
        app_state = self._office
        context = CompanyContext(
            store=app_state.store, settings=app_state.settings, clock=app_state.clock, company_id=company_id
        )
        if app_state.store.order_length(company_id, order_id) <= LONG:
            async with app_state.store.turn:
                _deliver(context, order_id, None)
            return
        written = await in_thread(lambda: write_ahead(context, order_id))
        async with app_state.store.turn:
            await app_state.store.apart(lambda: _deliver(context, order_id, written))

    async def _tell(self, webhook_id: int) -> None:
        """Tell one webhook all that waits for it, in the order of the events."""
        notices = Notices(self._office.store)
        timeout = aiohttp.ClientTimeout(total=self._office.settings.webhooks.timeout)
        told: list[Notice] = []
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while (notice := notices.next_for(webhook_id)) is not None:
                if (done := await self._try(session, notice)) is not None:
                    told.append(done)
            for notice in told * self._office.settings.webhooks.duplicates:
                await asyncio.sleep(self._office.settings.webhooks.duplicate_pause)
                if (secret := notices.secret(notice)) is not None:
                    await self._post(session, notice, secret)

    async def _try(self, session: aiohttp.ClientSession, notice: Notice) -> Notice | None:
        """One attempt, and the pause before the next one when it failed.

        How often Billit tries is not documented; that an answer of 2xx is a success and that redirects are not followed
        is inferred.

        Returns:
            The notice when it was delivered.
        """
        app_state, notices = self._office, Notices(self._office.store)
        secret = notices.secret(notice)
        if secret is None:
            async with app_state.store.turn:
                notices.drop_waiting(notice.webhook_id)
            return None
        now = int(to_utc(app_state.clock.now()).timestamp())
        notice = attrs.evolve(notice, first=now if notice.first is None else notice.first, attempts=notice.attempts + 1)
        status = await self._post(session, notice, secret)
        is_last = notice.attempts >= app_state.settings.webhooks.attempts
        state: State = "delivered" if status in _SUCCESS else "failed" if is_last else "waiting"
        async with app_state.store.turn:
            notices.note(notice, state, status=status)
        if state != "waiting":
            return notice if state == "delivered" else None
        await asyncio.sleep(app_state.settings.webhooks.pause * 2 ** (notice.attempts - 1))
        return None

    async def _post(self, session: aiohttp.ClientSession, notice: Notice, secret: str) -> int | None:
        """Send a notice; answers the status, or ``None`` when there was none."""
        moment = int(to_utc(self._office.clock.now()).timestamp())
        if self._office.settings.webhooks.timestamp == "first" and notice.first is not None:
            moment = notice.first
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Billit-Signature": signature(secret, moment, notice.body),
        }
        try:
            async with session.post(notice.url, data=notice.body, headers=headers, allow_redirects=False) as response:
                return response.status
        except (aiohttp.ClientError, OSError, ValueError):
            # Timeouts are OSErrors. Nobody is there, or no HTTP is spoken: tried again like a refusal.
            return None


def _deliver(context: CompanyContext, order_id: int, written: WrittenOrder | None) -> None:
    with context.store.transaction():
        deliver(context, order_id, written=written)
