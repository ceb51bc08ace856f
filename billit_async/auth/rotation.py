"""The exchange of a single-use refresh token: by one process at a time, and recorded before and after.

The order of the steps is what keeps a customer:

1. read the store: another process may have renewed already;
2. take the lease, so that nobody else exchanges meanwhile, and read again;
3. write "exchange under way with this token", so that a process that finds the lease free after a crash knows;
4. ask the token endpoint, beyond the reach of any cancellation;
5. store the new pair, by compare and swap, and only then hand it out;
6. give the lease back.

The lease is short, and prolonged while its holder works. A holder that stalls longer than its lease cannot overwrite
what came after it: it may store only while the stored refresh token is still the one that it exchanged. A process
that finds the lease free, and sees that the process of the mark is alive, waits and does not send the token again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from typing import TYPE_CHECKING, Final

import attrs

from billit_async._runtime.uncancelled import run_uncancelled
from billit_async.auth.claims import Claim, may_be_alive
from billit_async.auth.refusals import Meaning, Refusals, meaning_of
from billit_async.auth.stores.held_lease import take_lease
from billit_async.auth.stores.protocol import Stored
from billit_async.auth.stores.record import GrantRecord, GrantStatus, fingerprint, proof_of
from billit_async.auth.termination import defer_termination
from billit_async.auth.token_endpoint import Broken, Fault, Refused, TokenEndpoint, TokenPair
from billit_async.errors import (
    ConfigurationError,
    ReauthorisationRequired,
    RevocationReason,
    TokenServiceUnavailable,
    TokenStoreError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from billit_async._transport.secret import Secret
    from billit_async.auth.refresh_policy import RefreshPolicy
    from billit_async.auth.stores.held_lease import HeldLease
    from billit_async.auth.stores.protocol import TokenStore

__all__ = ["Rotation", "Unsaved", "no_grant", "revoked_error", "revoked_record"]

_LOG = logging.getLogger("billit_async.auth")
_TRIES: Final = 3
_FIRST_PAUSE: Final = 0.2
_LONGEST_PAUSE: Final = 5.0
_SETTLE: Final = 2.0


class Unsaved(TokenStoreError):  # noqa: N818  (it says what happened, as the other errors do)
    """A new pair that no store has taken yet; it carries the pair to where it is kept in memory.

    Attributes:
        record: The grant with the new pair.
        exchanged: The refresh token that it was got with, which is used up; None after a login.
        lease: Still held, so that nobody presents the token that is used up.
    """

    def __init__(self, message: str = "", record: GrantRecord | None = None, exchanged: Secret | None = None) -> None:
        super().__init__(message)
        self.record = record
        self.exchanged = exchanged
        self.lease: HeldLease | None = None


def no_grant(name: str) -> ReauthorisationRequired:
    """Make the error for a grant that is not in the store."""
    return ReauthorisationRequired(
        f"no grant is stored as {name!r}: log the user in (authorization_url, then exchange)",
        reason=RevocationReason.NO_GRANT,
        grant=name,
    )


def revoked_error(name: str, record: GrantRecord) -> ReauthorisationRequired:
    """Make the error for a grant that is stored as revoked."""
    try:
        reason = RevocationReason(record.reason)
    except ValueError:
        reason = RevocationReason.REFRESH_REFUSED
    return ReauthorisationRequired(f"{_WHY[reason]} [grant {name!r}]", reason=reason, grant=name)


_WHY = {
    RevocationReason.REVOKED: "the user withdrew the application's access: the user must log in again",
    RevocationReason.REFRESH_REFUSED: (
        "Billit refused the refresh token, which was used or withdrawn elsewhere: the user must log in again"
    ),
    RevocationReason.RESPONSE_LOST: (
        "an exchange used the refresh token up, and its response with the new one was lost "
        "(the process or the connection died in between): the user must log in again"
    ),
    RevocationReason.NO_GRANT: "no grant is stored: log the user in",
}


class Rotation:
    """Brings one grant to a pair that can be used.

    Args:
        name: The grant.
        store: Where it is kept.
        endpoint: Where tokens are exchanged.
        client_id: The OAuth client.
        client_secret: Its secret.
        policy: How patient it is.
    """

    def __init__(
        self,
        name: str,
        store: TokenStore,
        endpoint: TokenEndpoint,
        client_id: str,
        client_secret: Secret,
        *,
        policy: RefreshPolicy,
    ) -> None:
        self._name = name
        self._store = store
        self._endpoint = endpoint
        self._client_id = client_id
        self._client_secret = client_secret
        self._policy = policy

    async def load(self) -> Stored:
        """Read the grant.

        Raises:
            ReauthorisationRequired: There is none, or it is revoked.
            ConfigurationError: It belongs to another client or another Billit.
            TokenStoreError: The store cannot be read.
        """
        stored = await self._store.load(self._name)
        if stored is None:
            raise no_grant(self._name)
        record = stored.record
        if record.client_id != self._client_id or record.base_url != self._endpoint.base_url:
            raise ConfigurationError(
                f"the grant {self._name!r} belongs to another OAuth client or environment than this OAuth2: "
                "use a store or a name of its own for each"
            )
        if record.status is GrantStatus.REVOKED:
            raise revoked_error(self._name, record)
        return stored

    async def renewed(self, usable: Callable[[GrantRecord], bool], *, patient: bool) -> Stored | None:
        """Return a usable pair: what another has stored, or what an exchange gives.

        Args:
            usable: Whether a stored pair will do.
            patient: Whether to wait for another who is exchanging.

        Returns:
            The stored grant; None when another is exchanging and that is not waited for.

        Raises:
            ReauthorisationRequired: The grant is revoked, and why.
            TokenServiceUnavailable: No pair can be had now; the grant is kept.
            TokenStoreError: The store failed; an :class:`Unsaved` carries a new pair.
            ConfigurationError: The client id or secret is refused.
        """
        # Long enough for the lease of a holder that was killed to run out, and for an exchange of our own.
        until = time.monotonic() + self._policy.lease_seconds + self._endpoint.seconds
        pause = 0.02
        while True:
            stored = await self.load()
            if usable(stored.record):
                return stored
            elsewhere = await self._is_elsewhere(stored.record)
            lease = None if elsewhere else await take_lease(self._store, self._name, self._policy.lease_seconds)
            if lease is not None:
                found, elsewhere = await self._renewed_under(lease, usable)
                if found is not None:
                    return found
            if not patient and (lease is None or elsewhere):
                return None
            if time.monotonic() > until:
                raise TokenServiceUnavailable(
                    f"not sent: another worker has held the lease of grant {self._name!r}, or waited for the token "
                    "endpoint, for too long; what it gets is stored, the grant is kept, try again"
                )
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311  (spreads waits, keeps no secret)
            pause = min(0.25, 2 * pause)

    async def _is_elsewhere(self, record: GrantRecord) -> bool:
        """Whether somebody who lives is exchanging this very token, with or without a lease."""
        if record.exchange != fingerprint(record.refresh_token):
            return False
        longest = self._endpoint.seconds + self._endpoint.late_seconds + self._policy.lease_seconds
        return abs(time.time() - record.exchange_started_at) < longest and await may_be_alive(record.exchange_by)

    async def _renewed_under(
        self, lease: HeldLease, usable: Callable[[GrantRecord], bool]
    ) -> tuple[Stored | None, bool]:
        """Return a usable pair, if there is one now, and whether somebody without a lease is exchanging."""
        keep = False
        try:
            stored = await self.load()
            if usable(stored.record):
                return stored, False
            if await self._is_elsewhere(stored.record):
                return None, True
            limit = self._endpoint.seconds + self._endpoint.late_seconds + self._policy.shutdown_seconds
            lease.prolong_until_released(limit)
            claim = await run_uncancelled(Claim.begin)
            lease.on_release = claim.end
            with defer_termination(self._policy.shutdown_seconds):
                return await self._exchange(stored, lease, claim), False
        except Unsaved as error:
            # A process that asked now would present a used token: the lease gives us time to store the new one.
            keep = True
            error.lease = lease
            lease.keep_without_holder()
            raise
        finally:
            if not keep:
                await lease.release()

    async def _exchange(self, stored: Stored, lease: HeldLease, claim: Claim) -> Stored | None:
        old = stored.record
        mark = fingerprint(old.refresh_token)
        # Set before: somebody began with this very token and never came back to say how it went.
        lost_at = old.exchange_started_at if old.exchange == mark else None
        marked = attrs.evolve(old, exchange=mark, exchange_started_at=time.time(), exchange_by=claim.label)
        version = await run_uncancelled(lambda: self._put(stored.version, marked))
        if version is None:
            return None
        stored = Stored(marked, version)
        try:
            response, sent_at, unsure_at = await self._try(old.refresh_token, lease)
        except asyncio.CancelledError:
            # The program ends, and has waited long enough: nobody is to wait for us.
            with contextlib.suppress(TokenStoreError):
                await run_uncancelled(lambda: self._put(version, attrs.evolve(marked, exchange_by="")))
            raise
        if isinstance(response, TokenPair):
            return await self._store_pair(stored, response, sent_at)
        lost_at = lost_at or unsure_at
        meaning, refusals = self._meaning(response, old)
        if meaning is Meaning.REVOKED:
            return await self._refused(stored, lost_at)
        over = attrs.evolve(
            marked,
            exchange_by="",
            refused_as=refusals.said,
            refused_times=refusals.count,
            refused_since=refusals.since,
        )
        if lost_at is None:
            over = attrs.evolve(over, exchange="", exchange_started_at=0.0)
        await run_uncancelled(lambda: self._put(stored.version, over))
        if isinstance(response, Refused) and meaning is Meaning.CONFIGURATION:
            raise ConfigurationError(
                f"the token endpoint refuses {response.fault.value} ({response.said}); the grant is kept: "
                "check client_id and client_secret"
            )
        why = response.said if isinstance(response, Refused) else response.reason
        raise TokenServiceUnavailable(
            f"not sent: the access token of grant {self._name!r} could not be renewed ({why}); "
            "the grant is kept, try again"
        )

    def _meaning(self, response: Refused | Broken, old: GrantRecord) -> tuple[Meaning, Refusals]:
        before = Refusals(old.refused_as, old.refused_times, old.refused_since)
        if isinstance(response, Broken):
            return Meaning.RETRY_LATER, before
        proven = old.client_proof == proof_of(self._client_secret, old.refresh_token)
        return meaning_of(response, before, proven=proven, now=time.time(), policy=self._policy)

    async def _try(
        self, refresh_token: Secret, lease: HeldLease
    ) -> tuple[TokenPair | Refused | Broken, float, float | None]:
        """Ask up to three times; tell the outcome, when it was asked for, and since when a rotation may be done."""
        response: TokenPair | Refused | Broken = Broken(left=False, reason="the lease ran out before the request")
        sent_at, unsure_at, pause = 0.0, None, 0.0
        for tries in range(_TRIES):
            if tries:
                await asyncio.sleep(pause)
            if not lease.is_held:
                break  # another may be asking by now
            sent_at = time.time()
            response = await self._ask(refresh_token)
            passes = isinstance(response, Broken) or (
                isinstance(response, Refused) and response.fault in {Fault.TEMPORARY, Fault.UNCLEAR}
            )
            if isinstance(response, TokenPair) or not passes:
                break
            if response.unsure:
                # Asking again costs nothing: if the token is used up, the grant is lost with the response already.
                unsure_at = unsure_at or sent_at
            asked_for = (response.wait or 0.0) if isinstance(response, Refused) else 0.0
            pause = max(asked_for, _FIRST_PAUSE * 2**tries * random.uniform(0.5, 1.0))  # noqa: S311  (spreads waits)
            if pause > _LONGEST_PAUSE or (isinstance(response, Broken) and response.timed_out):
                break
        return response, sent_at, unsure_at

    async def _ask(self, refresh_token: Secret) -> TokenPair | Refused | Broken:
        return await self._endpoint.exchange(
            {
                "grant_type": "refresh_token",
                "client_id": self._client_id,
                "client_secret": self._client_secret,
                "refresh_token": refresh_token,
            }
        )

    async def _store_pair(self, stored: Stored, pair: TokenPair, sent_at: float) -> Stored:
        old = stored.record
        new = attrs.evolve(
            old,
            access_token=pair.access_token,
            refresh_token=pair.refresh_token or old.refresh_token,
            obtained_at=sent_at,
            expires_at=sent_at + pair.expires_in,
            exchange="",
            exchange_started_at=0.0,
            exchange_by="",
            client_proof=proof_of(self._client_secret, pair.refresh_token or old.refresh_token),
            refused_as="",
            refused_times=0,
            refused_since=0.0,
        )
        return await run_uncancelled(lambda: self.save(stored.version, new, exchanged=old.refresh_token))

    async def save(self, version: str | None, new: GrantRecord, *, exchanged: Secret) -> Stored:
        """Store a new pair, unless the store has moved on with a newer one.

        Args:
            version: The version that the exchange began with, if that is known still.
            new: The grant with the new pair.
            exchanged: The refresh token that it was got with.

        Returns:
            What is stored now: this pair, or the newer one.

        Raises:
            Unsaved: The store cannot be written.
            ReauthorisationRequired: The grant was deleted meanwhile.
        """
        failure: TokenStoreError | None = None
        for tries in range(_TRIES):
            if tries:
                await asyncio.sleep(_FIRST_PAUSE * 2**tries)
            try:
                return await self._save_once(version, new, exchanged)
            except TokenStoreError as error:
                failure = error
        _LOG.error(
            "the new token pair of grant %r is not stored, and is kept in memory until it is: %s", self._name, failure
        )
        raise Unsaved(
            f"the new token pair of grant {self._name!r} cannot be stored ({failure}); it is kept in memory, "
            "and stored by the next call that finds the store working: do not end this process before",
            new,
            exchanged,
        )

    async def _save_once(self, version: str | None, new: GrantRecord, exchanged: Secret) -> Stored:
        while True:
            if version is not None:
                written = await self._store.compare_and_swap(self._name, version, new)
                if written is not None:
                    return Stored(new, written)
            now = await self._store.load(self._name)
            if now is None:
                _LOG.warning("grant %r was deleted while it was renewed", self._name)
                raise no_grant(self._name)
            if now.record == new:
                return now
            if now.record.refresh_token != exchanged:
                # Fenced off: somebody logged in or renewed since, with a token that is younger than ours.
                _LOG.warning("grant %r has a newer token pair already; ours is dropped", self._name)
                if now.record.status is GrantStatus.REVOKED:
                    raise revoked_error(self._name, now.record)
                return now
            # Marked again, or given up by somebody who could not know of our response.
            version = now.version

    async def _refused(self, stored: Stored, lost_at: float | None) -> Stored | None:
        """The token was refused: look whether another has won before giving the grant up."""
        old = stored.record
        reason = RevocationReason.REFRESH_REFUSED if lost_at is None else RevocationReason.RESPONSE_LOST
        if lost_at is not None and time.time() - lost_at < 2 * self._endpoint.seconds:
            # Who began it may be alive, and about to store what it got.
            until = time.monotonic() + _SETTLE
            while time.monotonic() < until:
                if (await self.load()).record.refresh_token != old.refresh_token:
                    return None
                await asyncio.sleep(0.1)
        await self.mark_revoked(old, reason)
        return None

    async def mark_revoked(self, old: GrantRecord, reason: RevocationReason) -> Stored:
        """Note in the store that a grant is revoked, unless it has another pair by now.

        Args:
            old: The grant as it was when it was refused.
            reason: Why.

        Returns:
            The grant with the other pair, which is active.

        Raises:
            ReauthorisationRequired: It is revoked, and the store says so.
            TokenStoreError: The store failed.
        """

        async def step() -> Stored | None:
            now = await self.load()
            if now.record.refresh_token != old.refresh_token:
                return now
            if await self._put(now.version, revoked_record(now.record, reason)) is not None:
                raise revoked_error(self._name, revoked_record(now.record, reason))
            return None

        while True:
            found = await run_uncancelled(step)
            if found is not None:
                return found

    async def _put(self, version: str, record: GrantRecord) -> str | None:
        """Compare and swap, where the result of an earlier try may have been lost."""
        written = await self._store.compare_and_swap(self._name, version, record)
        if written is None:
            now = await self._store.load(self._name)
            if now is not None and now.record == record:
                return now.version
        return written


def revoked_record(record: GrantRecord, reason: RevocationReason) -> GrantRecord:
    """Return the record of a revoked grant; its tokens stay, to tell its late response from that of another."""
    return attrs.evolve(
        record, status=GrantStatus.REVOKED, reason=reason.value, exchange="", exchange_started_at=0.0, exchange_by=""
    )
