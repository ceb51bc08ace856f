"""Decides whether a 401 is about the token, so that a refresh token, which works once, is spent on it."""

from __future__ import annotations

import asyncio
import weakref
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from billit_async.auth.refusals import RefusedCompanies, RenewedTokens, UnauthorizedCause, cause_of_401
from billit_async.auth.token_endpoint import HTTPResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from billit_async._transport.secret import Secret
    from billit_async.auth.freshness import CachedToken
    from billit_async.auth.refresh_policy import RefreshPolicy
    from billit_async.auth.token_endpoint import Broken, TokenEndpoint
    from billit_async.errors import Unauthorized

__all__ = ["ACCOUNT", "UnauthorizedPolicy"]

ACCOUNT: Final = "/v1/account/accountInformation"
_UNAUTHORIZED: Final = 401
_PROBE_COUNTS: Final = 5.0


class _Probe(NamedTuple):
    """A token that was tried, the call that all share, and until when what it told counts."""

    token: Secret
    task: asyncio.Task[HTTPResponse | Broken]
    good_until: float


class UnauthorizedPolicy:
    """What one grant knows of the 401s that came for its tokens.

    Args:
        endpoint: Tries a token.
        policy: How young a token is not doubted, and how long a company is remembered.
        monotonic: The monotonic clock, in seconds.
    """

    def __init__(self, endpoint: TokenEndpoint, policy: RefreshPolicy, monotonic: Callable[[], float]) -> None:
        self._endpoint = endpoint
        self._policy = policy
        self._monotonic = monotonic
        self._refused = RefusedCompanies(policy.memory_seconds)
        # The token that a 401 brought, by company: when it is refused too, no token helps.
        self._renewed = RenewedTokens()
        self._probes: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Probe] = weakref.WeakKeyDictionary()

    @property
    def task(self) -> asyncio.Task[Any] | None:
        """The try that is under way in this event loop."""
        probe = self._probes.get(asyncio.get_running_loop())
        return None if probe is None else probe.task

    async def should_renew(self, now: CachedToken, error: Unauthorized) -> bool:
        """Tell whether a token is to be renewed because of a 401.

        Args:
            now: The token that was refused.
            error: What Billit said; not that the user withdrew the grant.

        Source: docs page "how do I get started with OAuth"; docs page "401".
        """
        company, token = error.call.party_id, now.record.access_token
        cause = cause_of_401(error)
        if cause is UnauthorizedCause.NOT_THE_TOKEN or self._refused.holds(company, self._monotonic()):
            return False
        young = self._is_young(now)
        if error.call.attempts > 1 and young and self._renewed.has(company, token):
            # Renewed because of this company just now, and refused again: no token helps.
            self._refused.add(company, self._monotonic())
            return False
        if cause is UnauthorizedCause.EXPIRED_TOKEN:
            return True
        if young and cause is not UnauthorizedCause.UNKNOWN_TOKEN:
            return False
        works = await self._works(token)
        if works:
            self._refused.add(company, self._monotonic())
        # Where that cannot be found out, a refresh token is spent on what names the token only.
        return works is False or (works is None and cause is UnauthorizedCause.UNKNOWN_TOKEN and not young)

    def kept(self) -> dict[int | None, float]:
        """Return the companies that were refused, for :meth:`renewed_for`."""
        return self._refused.kept()

    def renewed_for(self, company: int | None, token: Secret, known: dict[int | None, float]) -> None:
        """Note which token a 401 for a company brought.

        Args:
            company: Its party id.
            token: The new token.
            known: The companies that were refused before: the new token is no better for these.
        """
        self._refused.restore(known)
        self._renewed.add(company, token)

    def clear(self) -> None:
        """Begin anew: there is a token that no 401 brought."""
        self._refused.clear()

    def _is_young(self, now: CachedToken) -> bool:
        age = now.lifetime - (now.ends - self._monotonic())
        return age < min(self._policy.young_seconds, now.lifetime / 4)

    async def _works(self, token: Secret) -> bool | None:
        """Ask Billit for the user's own account, which any good token opens; None when there is no telling."""
        loop = asyncio.get_running_loop()
        probe = self._probes.get(loop)
        if probe is None or probe.token != token or (probe.task.done() and self._monotonic() >= probe.good_until):
            task = loop.create_task(self._endpoint.call("GET", ACCOUNT, token), name="billit: try an access token")
            # Calls for many companies at once share what one of them learns.
            probe = _Probe(token, task, self._monotonic() + _PROBE_COUNTS)
            self._probes[loop] = probe
        await asyncio.wait({probe.task})
        response = probe.task.result()
        if not isinstance(response, HTTPResponse):
            return None
        if 200 <= response.status < 300:  # noqa: PLR2004  (the class of statuses)
            return True
        return False if response.status == _UNAUTHORIZED else None
