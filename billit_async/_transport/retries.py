"""Whether a failed attempt is followed by another, and when: a pure function of what is known.

The one rule behind the table: a write that may have arrived is never sent again. Its idempotency key does not change
that, since Billit stores it only when the first attempt has succeeded; a caller that wants to repeat
all the same has to say so.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from billit_async._transport.policies import UnknownWrites
from billit_async.errors._statuses import after_write

if TYPE_CHECKING:
    from billit_async._transport.policies import RetryPolicy

__all__ = ["READS", "Outcome", "OutcomeKind", "RetryBudget", "RetryDecision", "decide"]

READS = frozenset({"GET", "HEAD", "OPTIONS"})
_BLINDLY = frozenset({429, 502, 503})
_DRAW_FLOOR = 1e-9
_LONGEST_DOUBLING = 60


class OutcomeKind(Enum):
    """How an attempt went, as far as it matters for another one."""

    RESPONDED = "responded"
    """Billit, or what stands before it, gave a whole response with a status that is not 2xx."""
    NOT_SENT = "not_sent"
    """Name resolution, connect or TLS failed, or there was no slot: nobody saw the request."""
    LOST = "lost"
    """The connection broke before a response began; the request may have arrived."""
    CUT_OFF = "cut_off"
    """A response began and was cut off or is not HTTP: the request arrived somewhere."""
    TIMED_OUT = "timed_out"
    """No whole response in the time of one attempt; the server may still be at work."""


class Outcome(NamedTuple):
    """How one attempt ended.

    Attributes:
        kind: See :class:`OutcomeKind`.
        status: The status, when there was one.
        retry_after: Seconds that the server asked to wait.
        permanent: Whether the same is to be expected again, as with a certificate that is not trusted.
        stale: Whether the connection had been kept open from an earlier call, and so may have died while idle.
    """

    kind: OutcomeKind
    status: int | None = None
    retry_after: float | None = None
    permanent: bool = False
    stale: bool = False

    @property
    def may_have_arrived(self) -> bool:
        """Whether a write may have been carried out by this attempt."""
        if self.kind is OutcomeKind.RESPONDED:
            return self.status is None or after_write(self.status).may_have_arrived
        return self.kind is not OutcomeKind.NOT_SENT


class RetryDecision(NamedTuple):
    """What follows a failed attempt.

    Attributes:
        wait: Seconds until the next attempt; None for no further one.
        reason: Why, for logs.
    """

    wait: float | None
    reason: str


class RetryBudget:
    """What a session may spend on repeats; an outage empties it, calls that succeed fill it again.

    Args:
        size: Repeats at once.
        refill: What a call that succeeds gives back.
    """

    __slots__ = ("_refill", "_size", "left")

    def __init__(self, size: int, refill: float) -> None:
        self._size = float(size)
        self._refill = refill
        self.left = self._size

    def spend(self) -> None:
        """Take one repeat out."""
        self.left -= 1.0

    def succeeded(self) -> None:
        """Give back what a success is worth."""
        if self.left < self._size:
            self.left = min(self._size, self.left + self._refill)


def decide(
    policy: RetryPolicy,
    method: str,
    outcome: Outcome,
    attempt: int,
    *,
    left: float,
    budget: float,
    keyed: bool,
    draw: float,
) -> RetryDecision:
    """Decide what follows a failed attempt.

    Args:
        policy: The settings.
        method: The HTTP method.
        outcome: How the attempt ended.
        attempt: Its number, 1 for the first.
        left: Seconds until the deadline of the logical call.
        budget: What is left of the session's retry budget.
        keyed: Whether the request carries an idempotency key, on an operation where Billit honours it.
        draw: A random number from 0 up to 1, which spreads the waits.

    Returns:
        How long to wait, or that there is no further attempt.

    Source: docs page "idempotent tokens": a key is stored only after success, and a second use gets 409. Rate limits
    are not documented, so that ``Retry-After`` is read as RFC 9110 defines it.
    """
    if outcome.permanent or not _worth_repeating(policy, method, outcome, keyed=keyed):
        return RetryDecision(None, "final")
    if attempt >= policy.attempts:
        return RetryDecision(None, "attempts are used up")
    if budget < 1.0:
        return RetryDecision(None, "the session's retry budget is used up")
    longest = min(policy.cap, policy.base * 2.0 ** min(attempt - 1, _LONGEST_DOUBLING))
    # A connection that died while idle says nothing about the server: no reason to wait.
    wait = 0.0 if outcome.stale and attempt == 1 else max(draw, _DRAW_FLOOR) * longest
    if outcome.retry_after is not None:
        # Never earlier than asked for, and not all callers at the same instant.
        wait += outcome.retry_after
    if wait >= left and outcome.retry_after is not None and outcome.retry_after < left:
        wait = outcome.retry_after
    if wait >= left:
        return RetryDecision(None, "the wait would pass the deadline")
    return RetryDecision(wait, outcome.kind.value if outcome.status is None else str(outcome.status))


def _worth_repeating(policy: RetryPolicy, method: str, outcome: Outcome, *, keyed: bool) -> bool:
    if outcome.kind is OutcomeKind.NOT_SENT:
        return True
    if method in READS:
        return outcome.kind is not OutcomeKind.RESPONDED or outcome.status in policy.statuses
    if not keyed or policy.unknown_writes is not UnknownWrites.REPEAT_BLINDLY:
        return False
    if outcome.kind is OutcomeKind.RESPONDED:
        return outcome.status in _BLINDLY
    return outcome.kind is not OutcomeKind.TIMED_OUT
