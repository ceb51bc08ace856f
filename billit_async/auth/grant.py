"""A grant in use: what a session asks for headers, and what keeps the token behind them fresh."""

from __future__ import annotations

import asyncio
import copy
import logging
import threading
import time
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

from billit_async._runtime.uncancelled import run_uncancelled
from billit_async._transport.secret import Secret
from billit_async.auth.freshness import Held, Need, held
from billit_async.auth.refusals import Suspect, suspect_of
from billit_async.auth.rotation import Rotation, Unsaved, buried, dead, no_grant
from billit_async.auth.stores.memory import MemoryTokenStore
from billit_async.auth.stores.record import GrantRecord, fingerprint
from billit_async.auth.suspicion import ACCOUNT, Suspicion
from billit_async.auth.termination import termination_put_off
from billit_async.auth.token_endpoint import Answer
from billit_async.errors import (
    AccessRevoked,
    BillitError,
    CallInfo,
    LoginError,
    NotSent,
    OutcomeUnknown,
    ReauthorisationRequired,
    RevocationReason,
    TokenServiceUnavailable,
    TokenStoreError,
    Unauthorized,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from billit_async._transport.addresses import Environment
    from billit_async._transport.network import Network
    from billit_async.auth.oauth2 import OAuth2
    from billit_async.models.account import AccountInformationParty

__all__ = ["Grant"]

_LOG = logging.getLogger("billit_async.auth")
_REST: float = 5.0
_LOOK_PATIENCE: float = 2.0


class Grant:
    """What a user gave an application: the right to act for them, kept fresh.

    ``BillitSession(grant, party_id=...)`` works with it; so may any number of sessions, tasks, threads and processes.
    It is had from :meth:`OAuth2.exchange` after a login, and from :meth:`OAuth2.grant` at any time later.

    Source: docs pages "how do I get started with OAuth" and "oauth faq".
    """

    def __init__(self, oauth: OAuth2, name: str) -> None:
        self._oauth = oauth
        self._name = name
        self._rotation = Rotation(
            name, oauth.store, oauth.endpoint, oauth.client_id, oauth.client_secret, policy=oauth.refresh
        )
        self._held: Held | None = None
        self._headers: Mapping[str, str | Secret] = {}
        self._stale: tuple[str, ...] = ()
        self._unsaved: Unsaved | None = None
        self._rests_until = float("-inf")
        self._told = False
        # One renewal at a time in each loop; between loops the store's lease decides.
        self._renewals: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Task[Held | None]] = (
            weakref.WeakKeyDictionary()
        )
        self._logins: set[asyncio.Task[Held]] = set()
        self._looks: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Task[None]] = (
            weakref.WeakKeyDictionary()
        )
        self._next_look = float("-inf")
        self._suspicion = Suspicion(oauth.endpoint, oauth.refresh, lambda: time.monotonic())  # noqa: PLW0108
        self._forgotten = 0
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The name that it is stored under."""
        return self._name

    @property
    def is_busy(self) -> bool:
        """Whether it has something in hand that must not be dropped: an exchange, or a pair that is not stored."""
        renewing = any(not task.done() for task in list(self._renewals.values()))
        return renewing or bool(self._logins) or self._unsaved is not None

    @property
    def environment(self) -> Environment | None:
        """The environment that it belongs to, when it is an official one."""
        return self._oauth.environment

    @property
    def base_url(self) -> str | None:
        """The API that it belongs to."""
        return self._oauth.base_url

    @property
    def network(self) -> Network:
        """By which proxy the token endpoint is asked, and whose certificates are trusted."""
        return self._oauth.network

    def adopt(self, network: Network) -> None:
        """Take the way of a session: see :meth:`OAuth2.adopt`."""
        self._oauth.adopt(network)

    async def headers(self) -> Mapping[str, str | Secret]:
        """Return the ``Authorization`` header, with a token that is good for now.

        The store is looked at first, so that a login or :meth:`forget` of another worker counts at once; a store that
        cannot be read stops no call whose token is good still.

        Raises:
            ReauthorisationRequired: The grant is dead, or there is none; ``reason`` says why.
            TokenServiceUnavailable: The token cannot be renewed now; the grant is kept.
            TokenStoreError: The token store failed.
            ConfigurationError: The OAuth client is refused, or the grant is another client's.
        """
        now = self._held
        need = Need.NOW if now is None else self._need(now)
        if need is not Need.NOW and time.monotonic() >= self._next_look:
            await self._look()
            now = self._held
            need = Need.NOW if now is None else self._need(now)
        if need is Need.NOW:
            await self._renewed()
        elif need is Need.SOON and time.monotonic() >= self._rests_until:
            self._start(patient=False)
        return self._headers

    async def refused(self, error: Unauthorized, sent: Mapping[str, str | Secret]) -> bool:
        """Learn of a 401, and see whether another token helps.

        A token whose time is over is renewed at once. Where the 401 can be about the document or the company, the token
        is renewed only when it is not young (``RefreshPolicy.young_seconds``) and Billit refuses it for the user's own
        account too; a company for which a good token was refused is remembered, and spends no refresh token.

        Args:
            error: What Billit said.
            sent: The headers of the refused attempt.

        Returns:
            True when there is another token now; False when the 401 is not about the token.

        Raises:
            ReauthorisationRequired: The user withdrew the grant, or another worker has forgotten it.
            TokenServiceUnavailable: The token cannot be renewed now; the grant is kept.
            TokenStoreError: The token store failed.

        Source: docs page "how do I get started with OAuth" (``AccessTokenExpired``, ``InvalidAccessToken``,
        ``AccessTokenRevoked``); docs page "401".
        """
        given = sent.get("Authorization", "")
        token = given if isinstance(given, Secret) else Secret(given)
        del given
        if self._held is None:
            if isinstance(error, AccessRevoked) or suspect_of(error) in {Suspect.TOKEN, Suspect.NAMED}:
                await self._renewed()
                return True
            return False
        now = await self._compared()
        if now is None or Secret(f"Bearer {now.record.access_token.reveal()}") != token:
            return True  # another call, or another worker, has seen to it since
        if isinstance(error, AccessRevoked):
            return await self._revoked(now)
        if not await self._suspicion.falls_on(now, error):
            return False
        self._mark_stale(now.record.access_token)
        known = self._suspicion.kept()
        found = await self._renewed()
        self._suspicion.renewed_for(error.call.party_id, found.record.access_token, known)
        return True

    async def companies(self) -> list[AccountInformationParty]:
        """Read the companies that the user opened to the application; their ``party_id`` is what a session takes.

        Raises:
            ApiError: Billit refused.
            NoResponse: No usable answer came back.
            ReauthorisationRequired: The grant is dead.
            PayloadError: The answer cannot be read.

        Source: GET /v1/account/accountInformation; docs page "oauth faq".
        """
        from billit_async._serialization import codec  # noqa: PLC0415  (loaded when first used)
        from billit_async.models.account import AccountInformation  # noqa: PLC0415  (loaded when first used)

        answer = await self._ask("GET", ACCOUNT)
        return list(codec.from_json(AccountInformation, answer.body).companies or [])

    async def revoke(self) -> None:
        """Give the grant back: Billit forgets it, then the store does. The user must log in to give another.

        Raises:
            ApiError: Billit refused; the grant is kept.
            NoResponse: No usable answer came back; the grant is kept.
            TokenStoreError: The store cannot forget it.

        Source: POST /OAuth2/revoke takes no parameters: the token of the header is what is revoked.
        """
        with suppress(AccessRevoked, ReauthorisationRequired):  # it is gone already
            await self._ask("POST", "/OAuth2/revoke")
        await self.forget()

    async def forget(self) -> None:
        """Delete the grant from the store and from memory; Billit is not told.

        Raises:
            TokenStoreError: The store cannot forget it.
        """
        self._forgotten += 1  # a login whose response comes late is not stored any more
        await self.settle()
        self._held, self._unsaved, self._headers = None, None, {}
        await self._oauth.store.delete(self._name)

    async def settle(self) -> None:
        """Wait for a renewal that is under way, and store what could not be stored; a session does so at its end.

        It waits ``RefreshPolicy.shutdown_seconds`` at most; an exchange that takes longer goes on while the event loop
        does.
        """
        loop = asyncio.get_running_loop()
        candidates = (*self._logins, self._renewals.get(loop), self._looks.get(loop), self._suspicion.task)
        tasks: set[asyncio.Task[Any]] = {task for task in candidates if task and task.get_loop() is loop}
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=self._oauth.refresh.shutdown_seconds)
            if late:
                _LOG.warning("grant %r still waits for the token endpoint; what comes late is stored", self._name)
        if self._unsaved is not None:
            try:
                await self._save_again()
            except BillitError as error:
                _LOG.error(
                    "the token pair of grant %r is still not stored, and ends with this process: %s", self._name, error
                )

    async def install(self, first_pair: Callable[[], Awaitable[GrantRecord]]) -> None:
        """Get the pair of a new login, and store it in place of whatever was there.

        Args:
            first_pair: Exchanges the code; a cancellation of the caller does not reach it.

        Raises:
            LoginError: There is no pair, or not in time; one that comes late is stored, unless a newer one is there.
            TokenServiceUnavailable: The token endpoint cannot be reached.
            TokenStoreError: The store cannot be written; the pair is kept in memory.
        """
        forgotten = self._forgotten
        seconds = self._oauth.endpoint.seconds
        until = asyncio.get_running_loop().time() + seconds

        async def work() -> Held:
            with termination_put_off(self._oauth.refresh.shutdown_seconds):
                record = await first_pair()
                return await store(record)

        async def store(record: GrantRecord) -> Held:
            late = asyncio.get_running_loop().time() >= until
            try:
                return await self._replace(record, unless_newer=late, forgotten=forgotten)
            except TokenStoreError as error:
                self._unsaved = Unsaved(str(error), record)
                _LOG.error(
                    "the token pair of grant %r is not stored, and is kept in memory until it is: %s", self._name, error
                )
                raise

        task = asyncio.get_running_loop().create_task(work(), name=f"billit: log in as {self._name!r}")
        self._logins.add(task)
        task.add_done_callback(self._logins.discard)
        task.add_done_callback(_heard)
        if not (await asyncio.wait({task}, timeout=seconds))[0]:
            raise LoginError(
                f"the token endpoint has not answered within {seconds:g} s; what comes late is stored, but a code "
                "works once: see whether the grant is there by then, or send the user to log in again"
            )
        task.result()

    async def _replace(self, record: GrantRecord, *, unless_newer: bool = False, forgotten: int | None = None) -> Held:
        store = self._oauth.store

        async def write() -> str:
            while True:
                stored = await store.load(self._name)
                if stored is not None and stored.record == record:
                    return stored.version
                newer = stored is not None and stored.record.obtained_at > record.obtained_at
                if (unless_newer and newer) or (forgotten is not None and forgotten != self._forgotten):
                    raise LoginError(f"grant {self._name!r} was made anew or forgotten since: the late pair is dropped")
                version = await store.compare_and_swap(self._name, stored.version if stored else None, record)
                if version is not None:
                    return version

        version = await run_uncancelled(write)
        self._unsaved = None
        return self._take(record, version)

    def _need(self, now: Held) -> Need:
        if fingerprint(now.record.access_token) in self._stale:
            return Need.NOW
        return self._oauth.windows.need(now.ends - time.monotonic(), now.lifetime)

    def _mark_stale(self, token: Secret) -> None:
        with self._lock:
            self._stale = (*self._stale[-7:], fingerprint(token))

    def _take(self, record: GrantRecord, version: str) -> Held:
        taken = held(record, version, wall=time.time(), monotonic=time.monotonic())
        mine = fingerprint(record.access_token)
        with self._lock:
            self._told = False
            if self._held is None or self._held.record.access_token != record.access_token:
                self._suspicion.clear()
            # Should a server hand out the same token again, it is good again.
            self._stale = tuple(mark for mark in self._stale if mark != mine)
            self._held = taken
            self._headers = {"Authorization": Secret(f"Bearer {record.access_token.reveal()}")}
        return taken

    def _start(self, *, patient: bool) -> asyncio.Task[Held | None]:
        loop = asyncio.get_running_loop()
        with self._lock:
            task = self._renewals.get(loop)
            if task is None or task.done():
                task = loop.create_task(self._renew(patient=patient), name=f"billit: renew grant {self._name!r}")
                task.add_done_callback(_heard)
                self._renewals[loop] = task
            return task

    async def _renewed(self) -> Held:
        """Wait until there is a token that is good; a waiter that is cancelled leaves the renewal alone."""
        loop, seconds = asyncio.get_running_loop(), self._oauth.endpoint.seconds + self._oauth.refresh.lease_seconds
        until = loop.time() + seconds
        while True:
            task = self._start(patient=True)
            found = await self._result(task, until - loop.time())
            if found is not None and fingerprint(found.record.access_token) not in self._stale:
                return found
            # It was one in the background that gave way, or it began before the token was refused: once more.

    async def _result(self, task: asyncio.Task[Held | None], seconds: float) -> Held | None:
        """Wait for the renewal without owning it, and not for ever: it goes on when nobody waits any more."""
        if not (await asyncio.wait({task}, timeout=max(0.0, seconds)))[0]:
            raise TokenServiceUnavailable(
                f"not sent: the access token of grant {self._name!r} could not be renewed within "
                f"{self._oauth.endpoint.seconds:g} s; the exchange goes on and what comes late is stored, the grant is "
                "kept, try again"
            )
        try:
            return task.result()
        except BillitError as error:
            # Each waiter gets an error of its own: what a call writes into it is not the others'.
            raise copy.copy(error) from None

    async def _look(self) -> None:
        """See whether another worker has logged in, renewed or forgotten the grant; calls at once share one look."""
        if isinstance(self._oauth.store, MemoryTokenStore):
            await self._compare()  # costs nothing
            return
        loop = asyncio.get_running_loop()
        task = self._looks.get(loop)
        if task is None or task.done():
            task = loop.create_task(self._compare(), name=f"billit: look at grant {self._name!r}")
            task.add_done_callback(_heard)
            self._looks[loop] = task
        if not (await asyncio.wait({task}, timeout=_LOOK_PATIENCE))[0]:
            self._next_look = time.monotonic() + _REST
            return
        try:
            task.result()
        except BillitError as error:
            raise copy.copy(error) from None

    async def _compared(self) -> Held | None:
        await self._compare()
        return self._held

    async def _compare(self) -> None:
        """Take over what the store has, when it is another write than the one in hand."""
        before = self._held
        if self._unsaved is not None:
            return  # what is in hand is newer
        try:
            stored = await self._rotation.load()
        except TokenStoreError as error:
            _LOG.warning("grant %r goes on with the token in memory: %s", self._name, error)
            self._next_look = time.monotonic() + _REST
            return
        except ReauthorisationRequired as error:
            if self._held is before:
                await self._died(error)
                raise
            return
        self._next_look = time.monotonic() + self._oauth.refresh.store_seconds
        with self._lock:
            if self._held is not before or before is None or stored.version == before.version:
                return
            if stored.record.access_token == before.record.access_token:
                self._held = Held(stored.record, stored.version, before.ends, before.lifetime)
                return
        self._take(stored.record, stored.version)

    async def _renew(self, *, patient: bool) -> Held | None:
        began = self._held
        try:
            if self._unsaved is not None:
                return await self._save_again()
            need = Need.NOW if patient else Need.SOON
            stored = await self._rotation.renewed(lambda record: self._will_do(record, need), patient=patient)
            if stored is None:
                self._rest(began)
                return None
            return self._take(stored.record, stored.version)
        except Unsaved as error:
            if self._unsaved is not None:
                error.lease = self._unsaved.lease  # tried again, and failed again
            self._unsaved = error
            self._rest(began)
            raise TokenStoreError(str(error)) from None
        except ReauthorisationRequired as error:
            await self._died(error)
            raise
        except BillitError:
            self._rest(began)
            raise

    def _rest(self, now: Held | None) -> None:
        # A renewal in the background that failed is not tried again with every call.
        self._rests_until = time.monotonic() + (min(_REST, now.lifetime / 20) if now else _REST)

    def _will_do(self, record: GrantRecord, need: Need) -> bool:
        if fingerprint(record.access_token) in self._stale:
            return False
        found = held(record, "", wall=time.time(), monotonic=0.0)
        worst = self._oauth.windows.need(found.ends, found.lifetime)
        return worst is not Need.NOW if need is Need.NOW else worst is Need.NOTHING

    async def _save_again(self) -> Held:
        kept = self._unsaved
        if kept is None or kept.record is None:
            raise AssertionError("nothing is unsaved")
        if kept.exchanged is None:
            taken = await self._replace(kept.record)
        else:
            stored = await self._rotation.save(None, kept.record, exchanged=kept.exchanged)
            taken = self._take(stored.record, stored.version)
            self._unsaved = None
            if kept.lease is not None:
                await kept.lease.release()
        _LOG.warning("the token pair of grant %r is stored at last", self._name)
        return taken

    async def _revoked(self, now: Held) -> bool:
        self._mark_stale(now.record.access_token)
        gone = buried(now.record, RevocationReason.REVOKED)
        try:
            stored = await self._rotation.bury(now.record, RevocationReason.REVOKED)
        except ReauthorisationRequired as error:
            await self._died(error)
            raise
        except TokenStoreError as error:
            _LOG.warning("that grant %r was revoked could not be stored: %s", self._name, error)
            dead_now = dead(self._name, gone)
            await self._died(dead_now)
            raise dead_now from None
        self._take(stored.record, stored.version)
        return True  # logged in again since

    async def _died(self, error: ReauthorisationRequired) -> None:
        self._held = None
        if not self._told:
            self._told = True
            _LOG.warning("%s", error)
            await self._oauth.tell(error)

    async def _ask(self, method: str, path: str) -> Answer:
        from billit_async._transport.responses import refusal  # noqa: PLC0415  (loaded when first used)

        began = time.monotonic()
        for attempt in (1, 2):
            headers = await self.headers()
            current = self._held
            if current is None:
                raise no_grant(self._name)
            answer = await self._oauth.endpoint.call(method, path, current.record.access_token)
            call = CallInfo(method, path, None, self._oauth.label, attempt, time.monotonic() - began)
            if not isinstance(answer, Answer):
                # What may have left is not to pass for something that Billit never saw: a grant may be revoked by it.
                kind = OutcomeUnknown if answer.left else NotSent
                raise kind(f"{method} {path}: {answer.reason}", call=call)
            error = refusal(call, answer.status, answer.headers, answer.body)
            if error is None:
                return answer
            if isinstance(error, Unauthorized) and await self.refused(error, headers) and attempt == 1:
                continue
            raise error
        raise AssertionError("two attempts at most")

    def __repr__(self) -> str:
        return f"Grant({self._name!r}, {self._oauth.label})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a grant is not pickled: make OAuth2 with the same store on the other side, and ask it")


def _heard(task: asyncio.Task[Any]) -> None:
    # What went wrong in the background is told by the next call that needs the token.
    if not task.cancelled():
        task.exception()
