"""Billit in a box: starts the emulator on a loopback port and stops it without leaving anything open."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from billit_async.emulator import mutations
from billit_async.emulator.company.orders.actions import deliver
from billit_async.emulator.http.app import AppState, make_server
from billit_async.emulator.http.intake import Hosts
from billit_async.emulator.http.oauth.exchange import REFRESHES, REUSES
from billit_async.emulator.http.oauth.logon import LogonRefused, decide, read_logon
from billit_async.emulator.http.routes.oauth import LOGON_PATH
from billit_async.emulator.http.routes.swagger import swagger_document
from billit_async.emulator.ledger import Ledger, read_ledger
from billit_async.emulator.protocol.clock import Clock
from billit_async.emulator.seed.records import RecordCounts
from billit_async.emulator.seed.seeding import seed_store
from billit_async.emulator.settings import EmulatorSettings
from billit_async.emulator.storage.grants import check_application
from billit_async.emulator.storage.store import Store
from billit_async.emulator.worker import BackgroundWorker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

    from billit_async.emulator.company.context import CompanyContext
    from billit_async.emulator.mutations import ListName
    from billit_async.emulator.protocol.shapes import Document
    from billit_async.emulator.storage.documents import Kind
    from billit_async.emulator.storage.outbox import WebhookDelivery

__all__ = ["Emulator"]


class Emulator:
    """A stateful local server with the wire behaviour of the Billit API, and of the logon pages beside it.

    ```python
    async with Emulator(seed=7, orders=120) as emu:
        ...  # emu.url, emu.api_key, emu.party_id
    ```

    Args:
        seed: The same seed gives the same companies, orders and API key, and GET bodies equal byte for byte.
        orders: Orders to begin with, in all companies together.
        companies: Companies that the API key may see.
        documents: Stored documents to begin with, in all companies together.
        transactions: Bank transactions to begin with, likewise; up to two in three pay an order.
        cashbook_entries: Movements of cash to begin with, likewise.
        inbox: Items in the Peppol inbox to begin with, likewise; it shows the ten oldest of a company.
        host: Address to listen on; leave it on the loopback interface, the emulator has no security to speak of.
        allowed_hosts: Names that requests may be sent to besides ``localhost``, loopback addresses and ``host``: a
            request that names another one in ``Host`` is refused with 400, so that no page in a browser can read the
            emulator under a name of its own (DNS rebinding). ``*`` allows any.
        port: TCP port; 0 takes a free one.
        database: ``:memory:`` or a file. A file that holds an emulator's data is continued and not seeded again.
            Without a file, what has more than 128 MiB stands in a temporary one, which is gone with the emulator.
        settings: Behaviour where the facts about Billit are silent or disagree.
        application: Name of the OAuth2 application that is registered to begin with.
        redirect_uris: Its redirect URIs, the usual one first. Name and URIs are settings: a continued file takes
            them over, and keeps the client id and the secret.

    Raises:
        ValueError: on a negative number of orders or records, on no companies, on an application that Billit would not
            register, and on a file of another version.
    """

    def __init__(
        self,
        *,
        seed: int = 7,
        orders: int = 120,
        companies: int = 1,
        documents: int = 12,
        transactions: int = 40,
        cashbook_entries: int = 24,
        inbox: int = 6,
        host: str = "127.0.0.1",
        port: int = 0,
        allowed_hosts: Sequence[str] = (),
        database: str = ":memory:",
        settings: EmulatorSettings | None = None,
        application: str = "Demo application",
        redirect_uris: Sequence[str] = ("http://127.0.0.1:8400/callback",),
    ) -> None:
        if orders < 0 or companies < 1:
            raise ValueError(
                f"an emulator has at least one company and no fewer than 0 orders: {companies=}, {orders=}"
            )
        self._records = RecordCounts(
            documents=documents, transactions=transactions, cashbook_entries=cashbook_entries, inbox=inbox
        )
        self._redirect_uris = tuple(redirect_uris)
        check_application(application, self._redirect_uris)
        self._application = application
        self._settings = settings or EmulatorSettings()
        self._seed = seed
        self._orders = orders
        self._companies = companies
        self._host = host
        self._hosts = Hosts([host, *allowed_hosts])
        self._port = port
        self._database = database
        self._app_state: AppState | None = None
        self._runner: web.ServerRunner | None = None
        self._worker: BackgroundWorker | None = None
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
        """The one valid API key, ``emulator-key-not-a-secret-`` and a GUID."""
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
    def settings(self) -> EmulatorSettings:
        """The settings. New ones may be put in their place while it runs, and then count from the next request on.

        What was counted for ``oauth.failures`` begins anew; ``clock`` and ``time.timestamp_precision`` are read at the
        start only.
        """
        return self._settings

    @settings.setter
    def settings(self, settings: EmulatorSettings) -> None:
        is_same_hook = settings.paging.between_pages is self._settings.paging.between_pages
        self._settings = settings
        if self._app_state is not None:
            if not is_same_hook:
                self._app_state.list_requests = 0
            self._app_state.settings = settings
            self._app_state.token_failures = 0

    @property
    def client_id(self) -> str:
        """The client id of the application that is registered to begin with, a GUID."""
        return self._secret("client_id")

    @property
    def client_secret(self) -> str:
        """The client secret of that application, ``emulator-secret-not-a-secret-`` and 43 characters."""
        return self._secret("client_secret")

    @property
    def redirect_uri(self) -> str:
        """The first redirect URI of that application."""
        return self._redirect_uris[0]

    @property
    def application(self) -> str:
        """The name of that application, as the logon page shows it."""
        return self._application

    @property
    def refreshes(self) -> int:
        """How many refresh tokens were exchanged for a new pair, whether or not the response arrived."""
        return self._running.store.counters.value(REFRESHES)

    @property
    def refresh_reuses(self) -> int:
        """How many times a refresh token was presented that had been used before."""
        return self._running.store.counters.value(REUSES)

    @property
    def ledger(self) -> Ledger:
        """Orders and VAT totals of every company, counted now, by SQL over whole cents."""
        return read_ledger(self._running.store)

    @property
    def inbox_refusals(self) -> Mapping[int, str | None]:
        """Why items of the Peppol inboxes were refused, by ``InboxItemID``; ``None`` where no reason was given."""
        return self._running.store.records.refusals()

    @property
    def webhook_deliveries(self) -> list[WebhookDelivery]:
        """What became of every notification to a webhook, webhook by webhook in the order of the events."""
        return self._running.store.outbox.deliveries()

    def kept(self, kind: Kind, *, company_id: int | None = None) -> list[Document]:
        """What a company keeps that no operation of Billit reads, such as ledger accounts, journals and uploads.

        Args:
            kind: What it is.
            company_id: Whose it is; left out, the default company's.

        Returns:
            The documents as Billit would print them, the oldest first.
        """
        return self._running.store.documents.every(kind, self.party_id if company_id is None else company_id)

    async def settle(self) -> None:
        """Wait until the webhooks were notified and, where ``delivery.delay`` is set, until sent orders arrived."""
        if self._worker is not None:
            await self._worker.settle()

    async def start(self) -> None:
        """Open the store, fill it when it is new, and listen.

        Raises:
            RuntimeError: it runs already.
            OSError: the port is taken.
        """
        if self._app_state is not None:
            raise RuntimeError("the emulator is running already")
        # Opening files and making thousands of orders would hold up the event loop.
        opening = asyncio.create_task(asyncio.to_thread(self._open))
        try:
            app_state = await asyncio.shield(opening)
        except asyncio.CancelledError:
            # A thread cannot be stopped: wait for it, and close what it opened.
            with contextlib.suppress(Exception):
                (await opening).store.database.close()
            raise
        app_state.store.database.loop_thread = threading.get_ident()
        self._app_state = app_state
        try:
            self._runner = web.ServerRunner(make_server(app_state), shutdown_timeout=1.0)
            await self._runner.setup()
            site = web.TCPSite(self._runner, self._host, self._port)
            await site.start()
        except BaseException:
            await self.close()
            raise
        self._worker = BackgroundWorker(app_state)
        app_state.wake = self._worker.wake
        self._worker.wake()
        port = self._runner.addresses[0][1]
        host = f"[{self._host}]" if ":" in self._host else self._host
        self._url = f"http://{host}:{port}"

    async def close(self) -> None:
        """Stop listening, end the connections and close the database; a second call does nothing."""
        runner, app_state, worker = self._runner, self._app_state, self._worker
        self._runner = self._app_state = self._url = self._worker = None
        try:
            if runner is not None:
                await runner.cleanup()
            if worker is not None:
                await worker.close()
        finally:
            if app_state is not None:
                # Long work that was begun goes on in its thread until it is done.
                async with app_state.store.database.write_lock:
                    app_state.store.database.close()

    async def run_forever(self) -> None:
        """Serve until the task is cancelled, then close; for a command line."""
        async with self:
            await asyncio.Event().wait()

    def deliver_pending(self) -> int:
        """Let every pending delivery end, as the network would about a minute after sending.

        It works in the thread that calls it, and returns when all is done: where orders of many thousands of lines must
        not hold up the event loop, set the setting ``delivery.delay`` and await `settle`.

        Returns:
            How many orders changed from ``Pending`` to ``Delivered`` or ``Error``.

        Source: docs page "status content of a sales invoice".
        """
        app_state = self._running
        delivered = 0
        with app_state.store.database.transaction():
            for company_id, order_id in app_state.store.orders.pending_deliveries():
                delivered += deliver(self._running.context_of(company_id), order_id)
        self._wake()
        return delivered

    def touch(self, key: int, *, of: ListName = "orders") -> None:
        """Change a row as somebody else would: it is the same, with a new ``LastModified``.

        Documents and transactions have no such column, and get a new description or note instead.

        Args:
            key: Its ``OrderID``, ``PartyID``, ``ProductID``, ``DocumentID`` or ``BankAccountTransactionID``.
            of: The list it is in.

        Raises:
            ValueError: no company has such a row.
        """
        self._mutate(mutations.touch, key, of)

    def remove(self, key: int, *, of: ListName = "orders") -> None:
        """Take a row out of its list, whatever its state; an order goes to the list of deleted ones.

        Args:
            key: Its ``OrderID``, ``PartyID``, ``ProductID``, ``DocumentID`` or ``BankAccountTransactionID``.
            of: The list it is in.

        Raises:
            ValueError: no company has such a row.
        """
        self._mutate(mutations.remove, key, of)

    def insert(self, count: int = 1, *, of: ListName = "orders", company_id: int | None = None) -> list[int]:
        """Add rows at the end of a list: invoices to the first customer, or what the list holds.

        Args:
            count: How many.
            of: The list.
            company_id: The company that gets them; left out, the default one.

        Returns:
            Their ids.
        """
        context = self._running.context_of(self.party_id if company_id is None else company_id)
        with context.store.database.transaction():
            keys = [mutations.insert(context, of) for _ in range(count)]
        self._wake()
        return keys

    def register(self, application: str, redirect_uris: Sequence[str]) -> tuple[str, str]:
        """Register one more application, as Billit's support does.

        Args:
            application: What the user reads on the logon page.
            redirect_uris: Where its users may be sent back to: http or https URLs without query and fragment.

        Returns:
            Client id and client secret.

        Raises:
            ValueError: on a name that cannot be shown, on no redirect URI, and on one that Billit would not take.
        """
        store = self._running.store
        with store.database.transaction():
            return store.grants.register(application, redirect_uris, seed=self._seed)

    def consent(self, url: str, *, allow: bool = True) -> str:
        """Play the user at an authorization URL: read the logon page, and press one of its buttons.

        Args:
            url: The authorization URL. The emulator is both of Billit's hosts, so only path and query are read.
            allow: Press Allow, or Refuse.

        Returns:
            The callback URL that the browser would be sent to.

        Raises:
            ValueError: the URL is not one of a logon page, or the page would show a failure; the message says which.
        """
        app_state = self._running
        parts = urlsplit(url)
        if parts.path.rstrip("/").lower() != LOGON_PATH.lower():
            raise ValueError(f"an authorization URL has the path {LOGON_PATH}, this one has {parts.path!r}")
        grants, now = app_state.store.grants, app_state.clock.now()
        try:
            _, logon = read_logon(grants, app_state.settings, dict(parse_qsl(parts.query, keep_blank_values=True)))
            with app_state.store.database.transaction():
                return decide(grants, grants.open_logon(logon, now), now, allow=allow)
        except LogonRefused as refused:
            raise ValueError(str(refused)) from None

    def remove_application(self, client_id: str | None = None) -> None:
        """Let the user remove an application: all its tokens are revoked, and its codes open nothing any more.

        It stays registered, so that the user can allow it again.

        Args:
            client_id: The application; left out, the one that is registered to begin with.

        Raises:
            ValueError: no application has this client id.
        """
        store = self._running.store
        grants = store.grants
        client_id = self.client_id if client_id is None else client_id
        if grants.application(client_id) is None:
            raise ValueError(f"no application has the client id {client_id!r}")
        with store.database.transaction():
            grants.remove_application(client_id)

    def _mutate(self, change: Callable[[CompanyContext, int, ListName], bool], key: int, of: ListName) -> None:
        with self._running.store.database.transaction():
            if not any(change(self._running.context_of(company_id), key, of) for company_id in self.party_ids):
                raise ValueError(f"no company has {key} in its {of}")
        self._wake()

    def _run_hook(self, list_requests: int) -> None:
        if (hook := self._settings.paging.between_pages) is not None:
            hook(self, list_requests)

    def _wake(self) -> None:
        if self._worker is not None:
            self._worker.wake()

    def _secret(self, name: str) -> str:
        value = self._running.store.credentials.get(name)
        assert value is not None, "written before the emulator starts"  # noqa: S101 - for the type checkers
        return value

    @property
    def _running(self) -> AppState:
        if self._app_state is None:
            raise RuntimeError("the emulator is not running: use `async with Emulator() as emu`")
        return self._app_state

    def _open(self) -> AppState:
        store = Store.open(self._database, seed=self._seed)
        try:
            if store.database.is_new:
                seed_store(
                    store,
                    self.settings,
                    seed=self._seed,
                    orders=self._orders,
                    companies=self._companies,
                    records=self._records,
                )
            api_key = self._stored_key(store)
            with store.database.transaction():
                self._register_first(store)
            return AppState(
                store=store,
                settings=self.settings,
                clock=Clock(self.settings.time.clock, precision=self.settings.time.timestamp_precision),
                api_key=api_key,
                hosts=self._hosts,
                swagger=swagger_document(),
                between_pages=self._run_hook,
            )
        except BaseException:
            store.database.close()
            raise

    def _register_first(self, store: Store) -> None:
        client_id = store.credentials.get("client_id")
        if client_id is not None:
            store.grants.set_application(client_id, self._application, self._redirect_uris)
            return
        client_id, client_secret = store.grants.register(self._application, self._redirect_uris, seed=self._seed)
        store.credentials.set("client_id", client_id)
        store.credentials.set("client_secret", client_secret)

    def _stored_key(self, store: Store) -> str:
        api_key = store.credentials.get("api_key")
        if api_key is None:
            raise ValueError(f"{self._database} holds no finished emulator data; delete it and start again")
        return api_key
