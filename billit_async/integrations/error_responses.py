"""The response to an end user for each error: a status, a code and a sentence of ours, without the error's own text."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from billit_async.errors import (
    AccessRevoked,
    ApiError,
    BadRequest,
    BillitError,
    CallError,
    ConfigurationError,
    CrossSiteRequest,
    DeadlineExceeded,
    DeliveryError,
    DeliveryTimeout,
    DuplicateDocument,
    IdempotencyConflict,
    IdentifierError,
    InvalidCredentials,
    InvalidUbl,
    InvoiceRefused,
    LoginError,
    LoginRefused,
    NotFound,
    NotOnPeppol,
    NotSent,
    PagingError,
    PayloadError,
    QueryError,
    RateLimited,
    ReauthorisationRequired,
    ServerError,
    SessionClosed,
    StateMismatch,
    TokenExpired,
    TokenServiceUnavailable,
    TokenStoreError,
    Unauthorized,
    WebhookError,
    WebhookStoreError,
)

__all__ = ["ErrorResponse", "error_response"]

_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_LONGEST_WAIT: Final = 3_600
_SERVICE_UNAVAILABLE: Final = 503
_GATEWAY_TIMEOUT: Final = 504


class ErrorResponse(NamedTuple):
    """A response that is safe to show.

    Attributes:
        status: The HTTP status.
        code: A short code for programs.
        detail: A sentence for people.
        retry_after: Seconds to wait, when they are known.
    """

    status: int
    code: str
    detail: str
    retry_after: int | None = None

    def headers(self) -> dict[str, str]:
        """Return ``Cache-Control``, and ``Retry-After`` when there is one."""
        wait = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        return {"Cache-Control": "no-store", **wait}


_LOGIN = ErrorResponse(401, "login_required", "Log in to Billit first.")
_MISCONFIGURED = ErrorResponse(500, "misconfigured", "The application is not set up well.")
_BUSY = "Billit cannot be reached now: try again later."
_UNKNOWN = "It is not known whether Billit carried this out: look before you try again."

# The first that fits counts.
_TABLE: Final[tuple[tuple[type[Exception] | tuple[type[Exception], ...], ErrorResponse], ...]] = (
    ((ReauthorisationRequired, AccessRevoked, TokenExpired), _LOGIN),
    (CrossSiteRequest, ErrorResponse(403, "cross_site", "This request came from another site.")),
    (LoginRefused, ErrorResponse(403, "login_refused", "You refused the application access to Billit.")),
    (StateMismatch, ErrorResponse(400, "login_expired", "This browser began no such login: log in again.")),
    (LoginError, ErrorResponse(400, "login_failed", "The login did not succeed: log in again.")),
    (WebhookError, ErrorResponse(400, "bad_signature", "The signature is not good.")),
    (RateLimited, ErrorResponse(429, "rate_limited", "Too many requests: try again later.")),
    (NotFound, ErrorResponse(404, "not_found", "Billit has no such document or company.")),
    (IdempotencyConflict, ErrorResponse(409, "conflict", "This was done before.")),
    (DuplicateDocument, ErrorResponse(409, "duplicate", "Two documents were made of one: look at them first.")),
    # The application's own key, which no user can put right.
    (InvalidCredentials, ErrorResponse(502, "bad_gateway", "Billit does not accept this application now.")),
    (Unauthorized, ErrorResponse(403, "no_access", "You have no access to this at Billit.")),
    (BadRequest, ErrorResponse(400, "refused", "Billit refused this request.")),
    (
        (TokenServiceUnavailable, TokenStoreError, WebhookStoreError),
        ErrorResponse(_SERVICE_UNAVAILABLE, "unavailable", _BUSY),
    ),
    (NotSent, ErrorResponse(_SERVICE_UNAVAILABLE, "unavailable", _BUSY)),
    ((DeadlineExceeded, DeliveryTimeout), ErrorResponse(_GATEWAY_TIMEOUT, "timeout", "Billit took too long.")),
    ((InvoiceRefused, InvalidUbl), ErrorResponse(422, "invalid_invoice", "The invoice breaks a rule.")),
    (IdentifierError, ErrorResponse(422, "invalid_identifier", "A number in this request cannot be right.")),
    (NotOnPeppol, ErrorResponse(422, "not_on_peppol", "The customer cannot be reached over Peppol.")),
    (QueryError, ErrorResponse(400, "invalid_query", "Billit refuses this query.")),
    ((ConfigurationError, SessionClosed), _MISCONFIGURED),
    (DeliveryError, ErrorResponse(502, "not_delivered", "The document did not reach its customer: look at it first.")),
    ((CallError, PagingError, PayloadError), ErrorResponse(502, "bad_gateway", "Billit gave no usable response.")),
    # What else is raised of an argument, of something that does not exist, or of how a thing is used.
    (ValueError, ErrorResponse(422, "invalid_request", "Something in this request cannot be right.")),
    (LookupError, ErrorResponse(404, "not_found", "There is no such thing.")),
    ((RuntimeError, OSError), _MISCONFIGURED),
    (Exception, ErrorResponse(500, "failed", "This did not succeed: look at it before you try again.")),
)


def error_response(error: BillitError) -> ErrorResponse:
    """Return what an end user may be told of an error.

    The sentences are ours: texts of Billit may hold names, paths and ids, and stay in the error, for the log.

    Args:
        error: What a call raised.

    Returns:
        Status, code and sentence; with ``Retry-After`` for 429 and 503 where the server named a time.
    """
    found = next(response for kinds, response in _TABLE if isinstance(error, kinds))
    if isinstance(error, ServerError) and error.status in {_SERVICE_UNAVAILABLE, _GATEWAY_TIMEOUT}:
        found = ErrorResponse(error.status, "unavailable", _BUSY)
    if _may_be_done(error):
        # To repeat it at once could do it twice, so no time to wait is named.
        status = found.status if found.status in {_SERVICE_UNAVAILABLE, _GATEWAY_TIMEOUT} else 502
        return ErrorResponse(status, "outcome_unknown", _UNKNOWN)
    wait = error.retry_after if isinstance(error, ApiError) else None
    if wait is not None and math.isfinite(wait) and found.status in {429, _SERVICE_UNAVAILABLE}:
        return found._replace(retry_after=max(1, min(math.ceil(wait), _LONGEST_WAIT)))
    return found


def _may_be_done(error: BillitError) -> bool:
    # A 409 after an own earlier attempt says that it was done.
    return (
        isinstance(error, CallError)
        and not isinstance(error, IdempotencyConflict)
        and error.may_have_arrived
        and error.method.upper() not in _READS
    )
