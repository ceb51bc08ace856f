"""Errors of logins, grants and token stores."""

# ruff: noqa: N818 - the names say what happened, as in gidgethub and stripe; "Error" would add nothing
from __future__ import annotations

from enum import StrEnum

from billit_async.errors._base import BillitError

__all__ = [
    "CodeRejected",
    "LoginError",
    "LoginRefused",
    "ReauthorisationRequired",
    "RevocationReason",
    "StateMismatch",
    "TokenStoreError",
]


class TokenStoreError(BillitError):
    """A token store cannot be read or written; the message says which, and never shows a token.

    Attributes:
        cursor: Where a list was that it ended; None elsewhere.
    """

    cursor: str | int | None = None


class LoginError(BillitError):
    """A login did not end in a grant: send the user to the authorisation URL again."""


class LoginRefused(LoginError):
    """The user refused the application access.

    Source: docs page "how do I get started with OAuth" (``error=access_denied``).
    """


class StateMismatch(LoginError):
    """The response carries another state, or a code without one: it is of another login, or somebody forged it."""


class CodeRejected(LoginError):
    """Billit does not take the code: it was used before, is older than 10 minutes, or belongs to another client.

    Source: docs page "how do I get started with OAuth".
    """


class RevocationReason(StrEnum):
    """Why a grant can no longer be used."""

    REVOKED = "revoked"
    REFRESH_REFUSED = "refresh refused"
    RESPONSE_LOST = "response lost"
    NO_GRANT = "no grant"


class ReauthorisationRequired(BillitError):
    """The grant is revoked or lost, and only a new login of the user helps.

    Attributes:
        reason: Revoked by the user; its refresh token refused; its refresh token used up by an exchange whose
            response was lost; or no grant stored under this name.
        grant: The name of the grant.
        cursor: Where a list was that it ended; None elsewhere.
    """

    cursor: str | int | None = None

    def __init__(
        self, message: str = "", *, reason: RevocationReason = RevocationReason.REVOKED, grant: str = ""
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.grant = grant
