"""Billit in a box: starts the emulator on a loopback port and stops it without leaving anything open."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Self

from aiohttp import web

from billit_async.emulator.app import Office, make_server
from billit_async.emulator.clock import Clock
from billit_async.emulator.knobs import Knobs
from billit_async.emulator.ledger import Ledger, read_ledger
from billit_async.emulator.order_commands import deliver
from billit_async.emulator.order_rules import Desk
from billit_async.emulator.routes.swagger import swagger_document
from billit_async.emulator.seed import seed_store
from billit_async.emulator.store import Store

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Emulator"]


class Emulator:
    """A stateful local server with the wire behaviour of the Billit API.

    ```python
    async with Emulator(seed=7, orders=120) as emu:
        ...  # emu.url, emu.api_key, emu.party_id
    ```

    Args:
        seed: The same seed gives the same companies, orders and API key, and GET bodies equal byte for byte.
        orders: Orders to begin with, in all companies together.
        companies: Companies that the API key may see.
        host: Address to listen on; leave it on the loopback interface, the emulator has no security to speak of.
        port: TCP port; 0 takes a free one.
        database: ``:memory:`` or a file. A file that holds an emulator's data is continued and not seeded again.
        knobs: Behaviour where the facts about Billit are silent or disagree.

    Raises:
        ValueError: on a negative number of orders, on no companies, and on a file of another version.
    """

    def __init__(
        self,
        *,
        seed: int = 7,
        orders: int = 120,
        companies: int = 1,
        host: str = "127.0.0.1",
        port: int = 0,
        database: str = ":memory:",
        knobs: Knobs | None = None,
    ) -> None:
        if orders < 0 or companies < 1:
            raise ValueError(
                f"an emulator has at least one company and no fewer than 0 orders: {companies=}, {orders=}"
            )
        self.knobs = knobs or Knobs()
        self._seed = seed
        self._orders = orders
        self._companies = companies
        self._host = host
        self._port = port
        self._database = database
        self._office: Office | None = None
        self._runner: web.ServerRunner | None = None
        self._url: str | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def url(self) -> str:
        """The base URL, without a trailing slash and without ``/v1``."""
        if self._url is None:
            raise RuntimeError("the emulator is not running: use `async with Emulator() as emu`")
        return self._url

    @property
    def api_key(self) -> str:
        """The one valid API key, a GUID."""
        return self._running.api_key

    @property
    def party_id(self) -> int:
        """The ``PartyID`` of the user's default company."""
        return self.party_ids[0]

    @property
    def party_ids(self) -> tuple[int, ...]:
        """The ``PartyID`` of every company that the key sees, the default one first."""
        return self._running.company_ids

    @property
    def ledger(self) -> Ledger:
        """Orders and VAT totals of every company, counted now, by SQL over whole cents."""
        return read_ledger(self._running.store)

    async def start(self) -> None:
        """Open the store, fill it when it is new, and listen.

        Raises:
            RuntimeError: it runs already.
            OSError: the port is taken.
        """
        if self._office is not None:
            raise RuntimeError("the emulator is running already")
        # Opening files and making thousands of orders would hold up the event loop.
        opening = asyncio.create_task(asyncio.to_thread(self._open))
        try:
            office = await asyncio.shield(opening)
        except asyncio.CancelledError:
            # A thread cannot be stopped: wait for it, and close what it opened.
            with contextlib.suppress(Exception):
                (await opening).store.close()
            raise
        self._office = office
        try:
            self._runner = web.ServerRunner(make_server(office), shutdown_timeout=1.0)
            await self._runner.setup()
            site = web.TCPSite(self._runner, self._host, self._port)
            await site.start()
        except BaseException:
            await self.close()
            raise
        port = self._runner.addresses[0][1]
        host = f"[{self._host}]" if ":" in self._host else self._host
        self._url = f"http://{host}:{port}"

    async def close(self) -> None:
        """Stop listening, end the connections and close the database; a second call does nothing."""
        runner, office = self._runner, self._office
        self._runner = self._office = self._url = None
        try:
            if runner is not None:
                await runner.cleanup()
        finally:
            if office is not None:
                office.store.close()

    async def run_forever(self) -> None:
        """Serve until the task is cancelled, then close; for a command line."""
        async with self:
            await asyncio.Event().wait()

    def deliver_pending(self) -> int:
        """Let every pending delivery arrive, as the network would about a minute after sending.

        Returns:
            How many orders changed from ``Pending`` to ``Delivered``.

        Source: docs page "status content of a sales invoice".
        """
        office = self._running
        delivered = 0
        with office.store.transaction():
            for company_id, order_id in office.store.pending_deliveries():
                desk = Desk(store=office.store, knobs=office.knobs, clock=office.clock, company_id=company_id)
                delivered += deliver(desk, order_id)
        return delivered

    @property
    def _running(self) -> Office:
        if self._office is None:
            raise RuntimeError("the emulator is not running: use `async with Emulator() as emu`")
        return self._office

    def _open(self) -> Office:
        store = Store(self._database, seed=self._seed)
        try:
            if store.is_new:
                seed_store(store, self.knobs, seed=self._seed, orders=self._orders, companies=self._companies)
            return Office(
                store=store,
                knobs=self.knobs,
                clock=Clock(self.knobs.clock, precision=self.knobs.timestamp_precision),
                api_key=self._stored_key(store),
                company_ids=store.company_ids(),
                swagger=swagger_document(),
            )
        except BaseException:
            store.close()
            raise

    def _stored_key(self, store: Store) -> str:
        api_key = store.secret("api_key")
        if api_key is None:
            raise ValueError(f"{self._database} holds no finished emulator data; delete it and start again")
        return api_key
