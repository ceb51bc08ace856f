"""Errors of one logical call: refused, or without a usable response."""

# ruff: noqa: N818 - the names say what happened, as in gidgethub and stripe; "Error" would add nothing
from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.errors._base import BillitError
from billit_async.errors._details import CallInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from billit_async.errors._details import ErrorDetail, FullText
    from billit_async.errors._resolution import Lookup

__all__ = [
    "AccessRevoked",
    "ApiError",
    "BadRequest",
    "CallError",
    "DeadlineExceeded",
    "IdempotencyConflict",
    "InvalidCredentials",
    "NoAccess",
    "NoResponse",
    "NotFound",
    "NotSent",
    "OutcomeUnknown",
    "RateLimited",
    "ResponseTooLarge",
    "ServerError",
    "TokenExpired",
    "TokenServiceUnavailable",
    "Unauthorized",
    "UnexpectedResponse",
]


class CallError(BillitError):
    """A call that did not give its result.

    Attributes:
        call: The call: method, path template, company, attempts, seconds.
        may_have_arrived: Whether the call may have been carried out: by this attempt, or by an earlier one of the
            same logical call. Always False for what Billit refused at the first attempt.
        lookup: How ``await billit.resolve(error)`` finds the document that the call was to
            create; None for other calls.
        sent_at: When the last attempt of a write in doubt left, in seconds since 1970; None where that is not known.
        ended_at: When that attempt ended, in seconds since 1970.
        settle: Seconds from then for which the write may still be at work.
        cursor: Where a list was whose call it was; ``list(..., cursor=error.cursor)`` goes on from there.
            None elsewhere.
    """

    cursor: str | int | None = None
    may_have_arrived: bool = False
    lookup: Lookup | None = None
    sent_at: float | None = None
    ended_at: float | None = None
    settle: float | None = None
    _ended: float | None = None

    # Everything but the message has a default, so that pickle and copy can rebuild the error from its arguments
    # and then restore the attributes.
    def __init__(self, message: str = "", *, call: CallInfo = CallInfo()) -> None:  # noqa: B008  (a tuple: immutable)
        super().__init__(message)
        self.call = call

    def __reduce__(self) -> tuple[object, ...]:
        # A moment of this process's monotonic clock means nothing in another, and the full text may name a customer.
        return type(self), self.args, {name: value for name, value in vars(self).items() if name not in _STAYS_HERE}

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self.call.method

    @property
    def path(self) -> str:
        """The path template, without ids."""
        return self.call.path

    @property
    def party_id(self) -> int | None:
        """The company the call was made for."""
        return self.call.party_id

    @property
    def environment(self) -> str:
        """``sandbox``, ``production`` or the host."""
        return self.call.environment

    @property
    def attempts(self) -> int:
        """How often the request was tried."""
        return self.call.attempts

    @property
    def elapsed(self) -> float:
        """Seconds from the first attempt to the error."""
        return self.call.elapsed

    @property
    def idempotency_key(self) -> str | None:
        """The key that the call carried, if it was a write with one."""
        return self.call.idempotency_key


class ApiError(CallError):
    """Billit responded, and did not do what was asked.

    Attributes:
        status: The HTTP status.
        errors: Billit's list of codes and texts, empty when the response had none.
        headers: The response's headers that may carry a correlation id, lower-case names.
        body_start: The first characters of a response that is not Billit's error list, masked.
        full: The beginning of such a response as it came, ``error.full.reveal()``: it may name a customer, so it is in
            no message, ``repr`` and pickle. What an entry of Billit's list said is in ``errors[0].full``.
        retry_after: Seconds that the server asked to wait, when it said so.
    """

    retry_after: float | None = None
    full: FullText | None = None

    def __init__(
        self,
        message: str = "",
        *,
        call: CallInfo = CallInfo(),  # noqa: B008  (a tuple: immutable)
        status: int = 0,
        errors: tuple[ErrorDetail, ...] = (),
        headers: Mapping[str, str] | None = None,
        body_start: str = "",
    ) -> None:
        super().__init__(message, call=call)
        self.status = status
        self.errors = errors
        self.headers: dict[str, str] = dict(headers or {})
        self.body_start = body_start

    @property
    def code(self) -> str | None:
        """The first code of the list, the one that usually matters."""
        return self.errors[0].code if self.errors else None

    def has(self, code: str) -> bool:
        """Tell whether any entry carries this code, whatever its case and spaces."""
        return any(detail.matches(code) for detail in self.errors)


class BadRequest(ApiError):
    """400: the request breaks a rule of Billit's; ``errors`` says which.

    Source: docs page "400".
    """


class Unauthorized(ApiError):
    """401: bad credentials, or no right to this id or company; the subclass says which when Billit does.

    Source: docs page "401".
    """


class InvalidCredentials(Unauthorized):
    """The API key or access token is not one that this environment knows."""


class TokenExpired(Unauthorized):
    """The access token is older than its hour."""


class AccessRevoked(Unauthorized):
    """The user withdrew the application's access; only a new login helps."""


class NoAccess(Unauthorized):
    """The credentials are good, but not for this id or this company; an unknown id has the same response."""


class NotFound(ApiError):
    """404: no such path, or no such id where Billit says so instead of 401."""


class IdempotencyConflict(ApiError):
    """409: this idempotency key belongs to a call that succeeded; its result is not repeated.

    When ``may_have_arrived`` is True, that call is an earlier attempt of this one: it arrived, and only its response
    was lost. ``await billit.resolve(error)`` finds the document.

    Source: docs page "idempotent tokens".
    """


class RateLimited(ApiError):
    """429: too many calls; ``retry_after`` has the seconds that the server asked to wait, when it said so.

    Billit documents no limit: a gateway that counts may have passed a write on (``may_have_arrived``).
    """


class ServerError(ApiError):
    """5xx: the failure is on the server's side; a write may have been carried out (``may_have_arrived``)."""


class UnexpectedResponse(ApiError):
    """A response that is not the JSON it should be; ``body_start`` shows its masked beginning."""


class ResponseTooLarge(UnexpectedResponse):
    """A body with more bytes, after decompression, than are taken; the rest of it was not read.

    ``Limits(max_response_bytes=...)`` and ``Limits(max_download_bytes=...)`` of the session say how many.
    """


class NoResponse(CallError):
    """No usable response came back; ``may_have_arrived`` is False when Billit surely never saw the request."""

    may_have_arrived: bool = True


class NotSent(NoResponse):
    """Billit never saw the request (name resolution, connect or TLS failed, or no slot in time): repeat it freely."""

    may_have_arrived = False


class TokenServiceUnavailable(NotSent):
    """No access token can be had now, so the call was not sent; the grant is kept, and a later call may succeed."""


class OutcomeUnknown(NoResponse):
    """The connection broke, or the call was given up, after the request may have left: look before you repeat it."""


class DeadlineExceeded(NoResponse, TimeoutError):
    """The time for the call ran out; ``may_have_arrived`` says whether the request can have left."""


_STAYS_HERE = frozenset({"_ended", "full"})
