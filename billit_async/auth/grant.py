"""A grant in use: it gives sessions their headers, and renews the token behind them in time."""

from __future__ import annotations

import asyncio
import copy
import logging
import threading
import time
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

from billit_async._transport.secret import Secret
from billit_async.auth.api_calls import call_api
from billit_async.auth.first_pair import store_first_pair
from billit_async.auth.freshness import Need
from billit_async.auth.refusals import UnauthorizedCause, cause_of_401
from billit_async.auth.rotation import Rotation, Unsaved, revoked_error, revoked_record
from billit_async.auth.stores.memory import MemoryTokenStore
from billit_async.auth.termination import defer_termination
from billit_async.auth.token_cache import TokenCache
from billit_async.auth.unauthorized import ACCOUNT, UnauthorizedPolicy
from billit_async.errors import (
    AccessRevoked,
    BillitError,
    LoginError,
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
    from billit_async.auth.client import OAuthClient
    from billit_async.auth.freshness import CachedToken
    from billit_async.auth.stores.record import GrantRecord
    from billit_async.auth.token_endpoint import HTTPResponse
    from billit_async.models.account import AccountInformationParty

__all__ = ["Grant"]

_LOG = logging.getLogger("billit_async.auth")
_COOL_DOWN: float = 5.0
_STORE_CHECK_SECONDS: float = 2.0


class Grant:
    """What a user gave an application: the right to act for them, kept fresh.

    ``BillitSession(grant, party_id=...)`` works with it; so may any number of sessions, tasks, threads and processes.
    It is had from :meth:`OAuth2.exchange` after a login, and from :meth:`OAuth2.grant` at any time later.

    Source: docs pages "how do I get started with OAuth" and "oauth faq".
    """

    def __init__(self, client: OAuthClient, name: str) -> None:
        self._client = client
        self._name = name
        self._rotation = Rotation(
            name, client.store, client.endpoint, client.client_id, client.client_secret, policy=client.refresh_policy
        )
        self._tokens = TokenCache(client.refresh_windows)
        self._unsaved: Unsaved | None = None
        self._cool_down_until = float("-inf")
        self._is_notified = False
        # One renewal at a time in each loop; between loops the store's lease decides.
        self._renewals: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Task[CachedToken | None]] = (
            weakref.WeakKeyDictionary()
        )
        self._logins: set[asyncio.Task[CachedToken]] = set()
        self._store_checks: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Task[None]] = (
            weakref.WeakKeyDictionary()
        )
        self._next_store_check = float("-inf")
        self._unauthorized = UnauthorizedPolicy(client.endpoint, client.refresh_policy, lambda: time.monotonic())  # noqa: PLW0108
        self._forgotten = 0
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The name that it is stored under."""
        return self._name

    @property
    def is_busy(self) -> bool:
        """Whether it must not be dropped: an exchange is under way, or a pair is not stored."""
        renewing = any(not task.done() for task in list(self._renewals.values()))
        return renewing or bool(self._logins) or self._unsaved is not None

    @property
    def environment(self) -> Environment | None:
        """The environment that it belongs to, when it is an official one."""
        return self._client.config.environment

    @property
    def base_url(self) -> str | None:
        """The API that it belongs to."""
        return self._client.config.base_url

    @property
    def network(self) -> Network:
        """By which proxy the token endpoint is asked, and whose certificates are trusted."""
        return self._client.endpoint.network

    def adopt(self, network: Network) -> None:
        """Use the proxy and the certificates of a session: see :meth:`OAuth2.adopt`."""
        self._client.adopt(network)

    async def headers(self) -> Mapping[str, str | Secret]:
        """Return the ``Authorization`` header, with a token that is good for now.

        The store is looked at first, so that a login or :meth:`forget` of another worker counts at once; a store that
        cannot be read stops no call whose token is good still.

        Raises:
            ReauthorisationRequired: The grant is revoked, or there is none; ``reason`` says why.
            TokenServiceUnavailable: The token cannot be renewed now; the grant is kept.
            TokenStoreError: The token store failed.
            ConfigurationError: The OAuth client is refused, or the grant is another client's.
        """
        need = self._tokens.need
        if need is not Need.NOW and time.monotonic() >= self._next_store_check:
            await self._check_store()
            need = self._tokens.need
        if need is Need.NOW:
            await self._renewed()
        elif need is Need.SOON and time.monotonic() >= self._cool_down_until:
            self._start(patient=False)
        return self._tokens.headers

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
        if self._tokens.current is None:
            about_the_token = {UnauthorizedCause.EXPIRED_TOKEN, UnauthorizedCause.UNKNOWN_TOKEN}
            if isinstance(error, AccessRevoked) or cause_of_401(error) in about_the_token:
                await self._renewed()
                return True
            return False
        now = await self._compared_with_store()
        if now is None or Secret(f"Bearer {now.record.access_token.reveal()}") != token:
            return True  # another call, or another worker, has seen to it since
        if isinstance(error, AccessRevoked):
            return await self._revoked(now)
        if not await self._unauthorized.should_renew(now, error):
            return False
        self._tokens.mark_refused(now.record.access_token)
        known = self._unauthorized.kept()
        found = await self._renewed()
        self._unauthorized.renewed_for(error.call.party_id, found.record.access_token, known)
        return True

    async def companies(self) -> list[AccountInformationParty]:
        """Read the companies that the user opened to the application; their ``party_id`` is what a session takes.

        Raises:
            ApiError: Billit refused.
            NoResponse: No usable response came back.
            ReauthorisationRequired: The grant is revoked.
            PayloadError: The response cannot be read.

        Source: GET /v1/account/accountInformation; docs page "oauth faq".
        """
        from billit_async._serialization import codec  # noqa: PLC0415  (loaded when first used)
        from billit_async.models.account import AccountInformation  # noqa: PLC0415  (loaded when first used)

        response = await self._call("GET", ACCOUNT)
        return list(codec.from_json(AccountInformation, response.body).companies or [])

    async def revoke(self) -> None:
        """Give the grant back: Billit forgets it, then the store does. The user must log in to give another.

        Raises:
            ApiError: Billit refused; the grant is kept.
            NoResponse: No usable response came back; the grant is kept.
            TokenStoreError: The store cannot forget it.

        Source: POST /OAuth2/revoke takes no parameters: the token of the header is what is revoked.
        """
        with suppress(AccessRevoked, ReauthorisationRequired):  # it is gone already
            await self._call("POST", "/OAuth2/revoke")
        await self.forget()

    async def forget(self) -> None:
        """Delete the grant from the store and from memory; Billit is not told.

        Raises:
            TokenStoreError: The store cannot forget it.
        """
        self._forgotten += 1  # a login whose response comes late is not stored any more
        await self.settle()
        self._tokens.clear()
        self._unsaved = None
        await self._client.store.delete(self._name)

    async def settle(self) -> None:
        """Wait for a renewal that is under way, and store what could not be stored; a session does so at its end.

        It waits ``RefreshPolicy.shutdown_seconds`` at most; an exchange that takes longer goes on while the event loop
        does.
        """
        loop = asyncio.get_running_loop()
        candidates = (*self._logins, self._renewals.get(loop), self._store_checks.get(loop), self._unauthorized.task)
        tasks: set[asyncio.Task[Any]] = {task for task in candidates if task and task.get_loop() is loop}
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=self._client.refresh_policy.shutdown_seconds)
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
        seconds = self._client.endpoint.seconds
        until = asyncio.get_running_loop().time() + seconds

        async def work() -> CachedToken:
            with defer_termination(self._client.refresh_policy.shutdown_seconds):
                record = await first_pair()
                return await store(record)

        async def store(record: GrantRecord) -> CachedToken:
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
                f"the token endpoint has not responded within {seconds:g} s; what comes late is stored, but a code "
                "works once: see whether the grant is there by then, or send the user to log in again"
            )
        task.result()

    async def _replace(
        self, record: GrantRecord, *, unless_newer: bool = False, forgotten: int | None = None
    ) -> CachedToken:
        version = await store_first_pair(
            self._client.store,
            self._name,
            record,
            unless_newer=unless_newer,
            is_forgotten=lambda: forgotten is not None and forgotten != self._forgotten,
        )
        self._unsaved = None
        return self._take(record, version)

    def _take(self, record: GrantRecord, version: str) -> CachedToken:
        taken, is_other = self._tokens.put(record, version)
        self._is_notified = False
        if is_other:
            self._unauthorized.clear()
        return taken

    def _start(self, *, patient: bool) -> asyncio.Task[CachedToken | None]:
        loop = asyncio.get_running_loop()
        with self._lock:
            task = self._renewals.get(loop)
            if task is None or task.done():
                task = loop.create_task(self._renew(patient=patient), name=f"billit: renew grant {self._name!r}")
                task.add_done_callback(_heard)
                self._renewals[loop] = task
            return task

    async def _renewed(self) -> CachedToken:
        """Wait until there is a token that is good; a waiter that is cancelled leaves the renewal alone."""
        loop, seconds = (
            asyncio.get_running_loop(),
            self._client.endpoint.seconds + self._client.refresh_policy.lease_seconds,
        )
        until = loop.time() + seconds
        while True:
            task = self._start(patient=True)
            found = await self._result(task, until - loop.time())
            if found is not None and not self._tokens.is_refused(found.record.access_token):
                return found
            # It was one in the background that gave way, or it began before the token was refused: once more.

    async def _result(self, task: asyncio.Task[CachedToken | None], seconds: float) -> CachedToken | None:
        """Wait for the renewal without owning it, and not for ever: it goes on when nobody waits any more."""
        if not (await asyncio.wait({task}, timeout=max(0.0, seconds)))[0]:
            raise TokenServiceUnavailable(
                f"not sent: the access token of grant {self._name!r} could not be renewed within "
                f"{self._client.endpoint.seconds:g} s; the exchange goes on and what comes late is stored, the grant "
                "is kept, try again"
            )
        try:
            return task.result()
        except BillitError as error:
            # Each waiter gets an error of its own: what a call writes into it is not the others'.
            raise copy.copy(error) from None

    async def _check_store(self) -> None:
        """See whether another worker has logged in, renewed or forgotten the grant; concurrent calls share a check."""
        if isinstance(self._client.store.inner, MemoryTokenStore):
            await self._compare_with_store()  # costs nothing
            return
        loop = asyncio.get_running_loop()
        task = self._store_checks.get(loop)
        if task is None or task.done():
            task = loop.create_task(self._compare_with_store(), name=f"billit: check the stored grant {self._name!r}")
            task.add_done_callback(_heard)
            self._store_checks[loop] = task
        if not (await asyncio.wait({task}, timeout=_STORE_CHECK_SECONDS))[0]:
            self._next_store_check = time.monotonic() + _COOL_DOWN
            return
        try:
            task.result()
        except BillitError as error:
            raise copy.copy(error) from None

    async def _compared_with_store(self) -> CachedToken | None:
        await self._compare_with_store()
        return self._tokens.current

    async def _compare_with_store(self) -> None:
        """Take over what the store has, when another write has come in between."""
        before = self._tokens.current
        if self._unsaved is not None:
            return  # the pair in memory is newer
        try:
            stored = await self._rotation.load()
        except TokenStoreError as error:
            _LOG.warning("grant %r goes on with the token in memory: %s", self._name, error)
            self._next_store_check = time.monotonic() + _COOL_DOWN
            return
        except ReauthorisationRequired as error:
            if self._tokens.current is before:
                await self._handle_revoked(error)
                raise
            return
        self._next_store_check = time.monotonic() + self._client.refresh_policy.store_seconds
        if self._tokens.update(before, stored):
            self._take(stored.record, stored.version)

    async def _renew(self, *, patient: bool) -> CachedToken | None:
        began = self._tokens.current
        try:
            if self._unsaved is not None:
                return await self._save_again()
            need = Need.NOW if patient else Need.SOON
            stored = await self._rotation.renewed(
                lambda record: self._tokens.is_good_enough(record, need), patient=patient
            )
            if stored is None:
                self._cool_down(began)
                return None
            return self._take(stored.record, stored.version)
        except Unsaved as error:
            if self._unsaved is not None:
                error.lease = self._unsaved.lease  # tried again, and failed again
            self._unsaved = error
            self._cool_down(began)
            raise TokenStoreError(str(error)) from None
        except ReauthorisationRequired as error:
            await self._handle_revoked(error)
            raise
        except BillitError:
            self._cool_down(began)
            raise

    def _cool_down(self, now: CachedToken | None) -> None:
        # A renewal in the background that failed is not tried again with every call.
        self._cool_down_until = time.monotonic() + (min(_COOL_DOWN, now.lifetime / 20) if now else _COOL_DOWN)

    async def _save_again(self) -> CachedToken:
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

    async def _revoked(self, now: CachedToken) -> bool:
        self._tokens.mark_refused(now.record.access_token)
        gone = revoked_record(now.record, RevocationReason.REVOKED)
        try:
            stored = await self._rotation.mark_revoked(now.record, RevocationReason.REVOKED)
        except ReauthorisationRequired as error:
            await self._handle_revoked(error)
            raise
        except TokenStoreError as error:
            _LOG.warning("that grant %r was revoked could not be stored: %s", self._name, error)
            revoked = revoked_error(self._name, gone)
            await self._handle_revoked(revoked)
            raise revoked from None
        self._take(stored.record, stored.version)
        return True  # logged in again since

    async def _handle_revoked(self, error: ReauthorisationRequired) -> None:
        self._tokens.current = None
        if not self._is_notified:
            self._is_notified = True
            _LOG.warning("%s", error)
            await self._client.notify_reauthorisation(error)

    async def _call(self, method: str, path: str) -> HTTPResponse:
        return await call_api(self._client, self, self._tokens, method, path)

    def __repr__(self) -> str:
        return f"Grant({self._name!r}, {self._client.config.label})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a grant is not pickled: make OAuth2 with the same store on the other side, and ask it")


def _heard(task: asyncio.Task[Any]) -> None:
    # What went wrong in the background is told by the next call that needs the token.
    if not task.cancelled():
        task.exception()
