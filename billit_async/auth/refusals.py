"""The meaning of a refusal: by the token endpoint for a grant, and by the API for a token. Pure."""

from __future__ import annotations

from collections import OrderedDict
from enum import Enum
from typing import TYPE_CHECKING, Final

import attrs

from billit_async.auth.stores.record import fingerprint
from billit_async.auth.token_endpoint import Fault
from billit_async.errors import InvalidCredentials, NoAccess, TokenExpired

if TYPE_CHECKING:
    from billit_async._transport.secret import Secret
    from billit_async.auth.refresh_policy import RefreshPolicy
    from billit_async.auth.token_endpoint import Refused
    from billit_async.errors import Unauthorized

__all__ = [
    "Meaning",
    "Refusals",
    "RefusedCompanies",
    "RenewedTokens",
    "UnauthorizedCause",
    "cause_of_401",
    "meaning_of",
]

_COMPANIES: Final = 1_000


class Meaning(Enum):
    """What a refusal of the token endpoint says about the grant."""

    REVOKED = "the refresh token is used, withdrawn or unknown: only a login helps"
    CONFIGURATION = "the client id or secret, or the request, is wrong: the grant is kept"
    RETRY_LATER = "nothing: the grant is kept, and the next call tries again"


@attrs.frozen(slots=True)
class Refusals:
    """Refusals of one refresh token in the same unclear words.

    Attributes:
        said: The words.
        count: How many came in a row.
        since: When the first came, in seconds since 1970.
    """

    said: str = ""
    count: int = 0
    since: float = 0.0


def meaning_of(
    refused: Refused, before: Refusals, *, proven: bool, now: float, policy: RefreshPolicy
) -> tuple[Meaning, Refusals]:
    """Tell what a refusal of a refresh token means.

    Args:
        refused: The refusal.
        before: The unclear refusals of the same token that came before it.
        proven: Whether the token was issued to this very client id and secret: both were good then.
        now: Seconds since 1970.
        policy: How many unclear refusals, over how long, count for a clear one.

    Returns:
        What it means, and the unclear refusals so far.

    Source: how Billit words it is not documented (POST /OAuth2/token gives 200, 400 and 401). Other .NET services
    refuse a used refresh token with 400 ``invalid_grant``, 401 ``unauthorized_client``, a 401 with an empty body, or
    ``{"Message": ...}``, as integrators saw.
    """
    match refused.fault:
        case Fault.GRANT:
            return Meaning.REVOKED, before
        case Fault.AUTHORISATION:
            return (Meaning.REVOKED if proven else Meaning.CONFIGURATION), before
        case Fault.CLIENT | Fault.REQUEST:
            return Meaning.CONFIGURATION, before
        case Fault.TEMPORARY:
            return Meaning.RETRY_LATER, before
        case Fault.UNCLEAR:
            same = before.count > 0 and before.said == refused.said
            so_far = Refusals(refused.said, before.count + 1, before.since) if same else Refusals(refused.said, 1, now)
            enough = so_far.count >= policy.unclear_refusals and now - so_far.since >= policy.unclear_seconds
            if not enough:
                return Meaning.RETRY_LATER, so_far
            return (Meaning.REVOKED if proven else Meaning.CONFIGURATION), so_far


class UnauthorizedCause(Enum):
    """What a 401 of the API may be about."""

    EXPIRED_TOKEN = "the token, whose time is over"  # noqa: S105  (a word)
    UNKNOWN_TOKEN = "the token, which is named as unknown; a gateway may say so of a company"  # noqa: S105  (a word)
    UNCLEAR = "the token, the document or the company: it does not say"
    NOT_THE_TOKEN = "the document or the company"  # noqa: S105  (a word)


def cause_of_401(error: Unauthorized) -> UnauthorizedCause:
    """Tell what a 401 may be about.

    Source: docs page "how do I get started with OAuth" (``AccessTokenExpired``, ``InvalidAccessToken``); docs page
    "401" (ids and companies that are not yours); integrators saw ``ApiKeyNotValid`` for a company that is not.
    """
    if isinstance(error, TokenExpired):
        return UnauthorizedCause.EXPIRED_TOKEN
    if isinstance(error, InvalidCredentials):
        codes = {"".join(detail.code.split()).casefold() for detail in error.errors}
        return (
            UnauthorizedCause.UNKNOWN_TOKEN if "invalidaccesstoken" in codes or not codes else UnauthorizedCause.UNCLEAR
        )
    if isinstance(error, NoAccess) or error.errors:
        return UnauthorizedCause.NOT_THE_TOKEN
    return UnauthorizedCause.UNCLEAR


class RefusedCompanies:
    """Companies for which a good token was refused: so many at most, for a while.

    Args:
        seconds: How long each is remembered.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: OrderedDict[int | None, float] = OrderedDict()

    def add(self, company: int | None, now: float) -> None:
        """Remember a company.

        Args:
            company: Its party id; None for calls without one.
            now: What the monotonic clock says, in seconds.
        """
        self._until[company] = now + self._seconds
        self._until.move_to_end(company)
        while len(self._until) > _COMPANIES:
            self._until.popitem(last=False)

    def holds(self, company: int | None, now: float) -> bool:
        """Whether a company is remembered."""
        until = self._until.get(company)
        if until is not None and now >= until:
            self._until.pop(company, None)
        return until is not None and now < until

    def clear(self) -> None:
        """Forget all of them."""
        self._until.clear()

    def kept(self) -> dict[int | None, float]:
        """Return what is remembered, for :meth:`restore`."""
        return dict(self._until)

    def restore(self, known: dict[int | None, float]) -> None:
        """Remember again what a renewal by refusal has cleared: the new token is no better for these."""
        self._until.update(known)

    def __len__(self) -> int:
        return len(self._until)


class RenewedTokens:
    """The token that was got because of a 401 for a company, for each of so many companies."""

    def __init__(self) -> None:
        self._tokens: OrderedDict[int | None, str] = OrderedDict()

    def add(self, company: int | None, token: Secret) -> None:
        """Note that a token was got because an older one was refused for a company."""
        self._tokens[company] = fingerprint(token)
        self._tokens.move_to_end(company)
        while len(self._tokens) > _COMPANIES:
            self._tokens.popitem(last=False)

    def has(self, company: int | None, token: Secret) -> bool:
        """Whether a token was got because an older one was refused for this company."""
        return self._tokens.get(company) == fingerprint(token)
