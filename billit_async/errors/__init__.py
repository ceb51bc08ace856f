"""Every exception that the SDK raises; no message, argument or ``repr`` in it ever holds a secret or a document.

.. code-block:: text

    BillitError
    ├── ConfigurationError (ValueError)      a setting is missing or wrong; names the variable or argument
    ├── InvalidArgument (ValueError)         an argument that cannot be right; nothing was sent
    ├── InvalidUse (RuntimeError)            a thing used in a way or at a time that it is not made for
    ├── NotAvailable (LookupError)           what was asked for does not exist: the PDF of an order that has none
    ├── FileError (OSError)                  a file of the caller's cannot be read or written; ``filename``, ``errno``
    ├── SessionClosed (RuntimeError)         the session is not open, or is used from another event loop
    ├── PayloadError (ValueError)            JSON or a model that cannot be read or written
    ├── IdentifierError (ValueError)         a number whose shape or check digits are wrong
    ├── QueryError (ValueError)              a query that Billit would refuse, or would answer with something else
    ├── DeliveryError                        an order did not reach its customer; ``order_id`` and ``step``
    │   ├── DeliveryTimeout (TimeoutError)   it is still under way
    │   └── NotOnPeppol                      it cannot go over Peppol, and no fallback was allowed; ``reason``
    ├── DuplicateDocument                    a repeated create made two documents; ``ids`` has them all
    ├── InvoiceRefused (ValueError)          an order that Billit or its receiver would refuse; ``findings``
    ├── InvalidUbl (ValueError)              a UBL document that breaks rules of Peppol; ``findings``; nothing was sent
    ├── WebhookError                         a webhook request that is not to be trusted
    │   ├── SignatureMismatch                it was not signed with the secret
    │   └── SignatureExpired                 it was, but not just now
    ├── WebhookStoreError                    the store of received webhooks cannot be read or written
    ├── CrossSiteRequest                     a page of another site sent a request with a visitor's cookie
    ├── PagingError                          a list that does not move forward, or moves off the service
    │   └── FilterIgnored                    a list with ``strict=True`` whose rows contradict its filter
    ├── TokenStoreError                      a token store cannot be read or written; what it says is kept in memory
    ├── LoginError                           a login that did not end in a grant
    │   ├── LoginRefused                     the user said no
    │   ├── StateMismatch                    the answer belongs to another login, or was forged
    │   └── CodeRejected                     the code was used before, is older than 10 minutes, or is not ours
    ├── ReauthorisationRequired              the grant is dead: the user must log in again; ``reason`` says why
    └── CallError                            one call: method, path template, company, attempts, seconds
        ├── ApiError                         Billit answered, and refused
        │   ├── BadRequest                   400
        │   ├── Unauthorized                 401 that names no reason
        │   │   ├── InvalidCredentials       the key or token is not one that Billit knows
        │   │   ├── TokenExpired             the access token is past its hour
        │   │   ├── AccessRevoked            the user withdrew the application's access
        │   │   └── NoAccess                 good credentials, but not for this id or company (also 403)
        │   ├── NotFound                     404
        │   ├── IdempotencyConflict          409: the key was used by an earlier call that succeeded
        │   ├── RateLimited                  429, with the wait in seconds when the server named one
        │   ├── ServerError                  5xx
        │   └── UnexpectedResponse           HTML, a redirect, an empty body, broken JSON
        │       └── ResponseTooLarge         more bytes than ``Limits.max_response_bytes``
        └── NoResponse                      no usable answer came back
            ├── NotSent                      DNS, connect, TLS, no turn: Billit never saw the request
            │   └── TokenServiceUnavailable  the access token could not be renewed now; the grant is kept
            ├── OutcomeUnknown               the connection broke after the request may have left
            └── DeadlineExceeded             out of time; ``may_have_arrived`` says which of the two holds

    PagingWarning (UserWarning)              a list is read by links, since this server cannot read it by key
    PayloadWarning (UserWarning)             part of an answer could not be read; the rest was
    QueryWarning (UserWarning)               rows contradict the filter, or a number was asked for in its normal form
"""

# ruff: noqa: N818 - the names say what happened, as in gidgethub and stripe; "Error" would add nothing
from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from billit_async.errors._codes import Code, KnownCode, explain
from billit_async.errors._details import Call, ErrorDetail, Finding, FullText, UblFinding
from billit_async.errors._resolution import Lookup, Resolution

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping


__all__ = [
    "AccessRevoked",
    "ApiError",
    "BadRequest",
    "BillitError",
    "Call",
    "CallError",
    "Code",
    "CodeRejected",
    "ConfigurationError",
    "CrossSiteRequest",
    "DeadlineExceeded",
    "DeliveryError",
    "DeliveryTimeout",
    "DuplicateDocument",
    "ErrorDetail",
    "FileError",
    "FilterIgnored",
    "Finding",
    "FullText",
    "IdempotencyConflict",
    "IdentifierError",
    "InvalidArgument",
    "InvalidCredentials",
    "InvalidUbl",
    "InvalidUse",
    "InvoiceRefused",
    "KnownCode",
    "LoginError",
    "LoginRefused",
    "Lookup",
    "NoAccess",
    "NoResponse",
    "NotAvailable",
    "NotFound",
    "NotOnPeppol",
    "NotSent",
    "OutcomeUnknown",
    "PagingError",
    "PagingWarning",
    "PayloadError",
    "PayloadWarning",
    "QueryError",
    "QueryWarning",
    "RateLimited",
    "ReauthorisationRequired",
    "Resolution",
    "ResponseTooLarge",
    "RevocationReason",
    "ServerError",
    "SessionClosed",
    "SignatureExpired",
    "SignatureMismatch",
    "StateMismatch",
    "TokenExpired",
    "TokenServiceUnavailable",
    "TokenStoreError",
    "UblFinding",
    "Unauthorized",
    "UnexpectedResponse",
    "WebhookError",
    "WebhookStoreError",
    "explain",
]


class BillitError(Exception):
    """The root: everything that the SDK raises about Billit.

    Attributes:
        cursor: Where a list was when it failed; ``list(..., cursor=error.cursor)`` goes on from there.
    """

    cursor: int | str | None = None

    def __str__(self) -> str:
        # Half a character, quoted from what a caller gave, would make every print and every log of it fail.
        return super().__str__().encode("utf-8", "replace").decode()


class ConfigurationError(BillitError, ValueError):
    """A setting is missing or wrong; the message names the argument or variable and what to do."""


class InvalidArgument(BillitError, ValueError):
    """An argument that has the right type and a value that cannot be right; nothing was sent."""


class InvalidUse(BillitError, RuntimeError):
    """A thing that is used in a way, or at a time, that it is not made for."""


class NotAvailable(BillitError, LookupError):
    """What was asked for does not exist: the PDF of an order that has none, the document of a call that made none."""


class FileError(BillitError, OSError):
    """A file of the caller's cannot be read or written: ``errno``, ``strerror`` and ``filename`` say why and which."""

    def while_doing(self, what: str) -> FileError:
        """Return the same error with a word about what was being done."""
        error = FileError(self.errno, f"{self.strerror}, while {what}", self.filename)
        error.__cause__ = self.__cause__ or self
        return error


class SessionClosed(BillitError, RuntimeError):
    """The session is not open: never opened, closed already, or opened in another event loop."""


class PayloadError(BillitError, ValueError):
    """JSON or a model that cannot be read or written."""


class IdentifierError(BillitError, ValueError):
    """A VAT number, account, reference or Peppol id that cannot be right; never quotes the number."""


class QueryError(BillitError, ValueError):
    """A query that Billit would refuse or misread, or a cursor of another query; nothing was sent.

    Source: docs page "odata": what is mistyped is answered with the whole, unfiltered list.
    """


class PagingError(BillitError):
    """A list whose next page is not further on, is out of order, or lies on another server."""


class FilterIgnored(PagingError):
    """Rows of a list contradict its filter: the server has not applied it.

    Raised where a list was asked for with ``strict=True``; otherwise it is a ``QueryWarning``.
    """


class DeliveryError(BillitError):
    """An order did not reach its customer.

    Attributes:
        order_id: The order; None when there is none.
        step: What went wrong: ``create``, ``send`` or ``follow``.
        deleted: Whether the order was deleted again.
        may_have_been_sent: Whether a request to send it may have been carried out all the same.
    """

    may_have_been_sent: bool = False

    def __init__(self, message: str, *, order_id: int | None = None, step: str = "", deleted: bool = False) -> None:
        super().__init__(message)
        self.order_id = order_id
        self.step = step
        self.deleted = deleted


class DeliveryTimeout(DeliveryError, TimeoutError):
    """The order was sent, and is still under way: wait again later, with its ``order_id``."""


class NotOnPeppol(DeliveryError):
    """An order cannot go over Peppol, and no fallback that was allowed took it.

    Attributes:
        reason: Why, in words that compare equal to a ``Reason`` of ``billit_async.invoicing.peppol``.
        participant: The receiver's Peppol id, when it is registered.
    """

    def __init__(
        self,
        message: str,
        *,
        order_id: int | None = None,
        step: str = "",
        reason: str = "",
        participant: str | None = None,
    ) -> None:
        super().__init__(message, order_id=order_id, step=step)
        self.reason = reason
        self.participant = participant


class DuplicateDocument(BillitError):
    """A create was carried out twice: several documents stand under one key of theirs. Keep one, delete the others.

    Attributes:
        ids: The ids of all of them.
    """

    def __init__(self, message: str, *, ids: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.ids = ids


class InvoiceRefused(BillitError, ValueError):
    """An order that Billit or its receiver would refuse; nothing was sent.

    Attributes:
        findings: The errors among what the checks found.
    """

    def __init__(self, message: str, *, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


class InvalidUbl(BillitError, ValueError):
    """A UBL document that breaks rules of Peppol; nothing was sent.

    Attributes:
        findings: Every rule that it breaks, warnings too.
    """

    def __init__(self, message: str, *, findings: tuple[UblFinding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


class WebhookError(BillitError):
    """A webhook request that is not to be trusted: answer 400, and do nothing else."""


class SignatureMismatch(WebhookError):
    """The request carries no signature, or one by none of the secrets: it is not from Billit, or its body was changed.

    Source: docs page "verify signature".
    """


class SignatureExpired(WebhookError):
    """The signature is good, but not just now: the request was recorded and sent again, or a clock is wrong.

    Source: docs page "verify signature".
    """


class WebhookStoreError(BillitError):
    """The store of received webhooks cannot be read or written, so none is taken; the sender may repeat it."""


class CrossSiteRequest(BillitError):
    """A page of another site made a browser send a request that changes something; nothing was done.

    Source: the Fetch standard (``Sec-Fetch-Site``) and RFC 6454 (``Origin``).
    """


class TokenStoreError(BillitError):
    """A token store cannot be read or written; the message says which, and never shows a token."""


class LoginError(BillitError):
    """A login did not end in a grant: send the user to the authorisation URL again."""


class LoginRefused(LoginError):
    """The user refused the application access.

    Source: docs page "how do I get started with OAuth" (``error=access_denied``).
    """


class StateMismatch(LoginError):
    """The answer carries no state or another one: it belongs to another login, or somebody forged it."""


class CodeRejected(LoginError):
    """Billit does not take the code: it was used before, is older than 10 minutes, or belongs to another client.

    Source: docs page "how do I get started with OAuth".
    """


class RevocationReason(StrEnum):
    """Why a grant is dead."""

    REVOKED = "revoked"
    REFRESH_REFUSED = "refresh refused"
    ANSWER_LOST = "answer lost"
    NO_GRANT = "no grant"


class ReauthorisationRequired(BillitError):
    """The grant is dead, and only a new login of the user helps.

    Attributes:
        reason: Revoked by the user; its refresh token refused; its refresh token used up by an exchange whose answer
            was lost; or no grant stored under this name.
        grant: The name of the grant.
    """

    def __init__(
        self, message: str = "", *, reason: RevocationReason = RevocationReason.REVOKED, grant: str = ""
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.grant = grant


class CallError(BillitError):
    """A call that did not give its result.

    Attributes:
        call: The call: method, path template, company, attempts, seconds.
        may_have_arrived: Whether the call may have been carried out: by this attempt, or by an earlier one of the
            same logical call. Always False for what Billit refused at the first attempt.
        lookup: How to find the document that the call was to create; None for other calls.
        sent_at: When the last attempt of a write in doubt left, in seconds since 1970; None where that is not known.
        ended_at: When that attempt ended, in seconds since 1970.
        settle: Seconds from then for which the write may still be at work.
    """

    may_have_arrived: bool = False
    lookup: Lookup | None = None
    sent_at: float | None = None
    ended_at: float | None = None
    settle: float | None = None
    _resolver: Callable[[CallError, float | None], Awaitable[Resolution]] | None = None
    _ended: float | None = None

    # Everything but the message has a default, so that pickle and copy can rebuild the error from its arguments
    # and then restore the attributes.
    def __init__(self, message: str = "", *, call: Call = Call()) -> None:  # noqa: B008  (a tuple: immutable)
        super().__init__(message)
        self.call = call

    def __reduce__(self) -> tuple[object, ...]:
        # The session that resolves stays behind: it holds connections. The lookup goes along.
        return type(self), self.args, {name: value for name, value in vars(self).items() if name not in _STAYS_HERE}

    async def resolve(self, *, settle: float | None = None) -> Resolution:
        """Find out whether the document of a failed create exists, by the key that its maker gave it.

        Asked when the outcome is unknown, and after a 409, whose answer holds no id. To create it again when it is
        absent, pass ``idempotency_key=error.idempotency_key``: should the first attempt still arrive, Billit then
        answers 409 instead of making a second one.

        Args:
            settle: Seconds after the end of the last attempt before which "absent" is not believed, since a request may
                be carried out long after its connection is gone. Left out, it is ``RetryPolicy.settle``, or else the
                time limit of that attempt, and at least 5 seconds. Not waited for when the call surely did not arrive,
                and not when the document is found.

        Returns:
            The id, *absent*, or *ambiguous*, and how long was waited for it.

        Raises:
            NotAvailable: The call was no create, or the error was unpickled elsewhere: use ``billit.resolve(error)``.
            CallError: Billit could not be asked.

        Source: docs pages "idempotent tokens" and "odata" (``ExternalProviderID`` and ``OrderNumber`` are filterable).
        """
        if self.lookup is None:
            raise NotAvailable("this call creates no document, so there is none to find: read what it was to change")
        if self._resolver is None:
            raise NotAvailable("this error has left its session: use `await billit.resolve(error)` with an open one")
        return await self._resolver(self, settle)

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
    """Billit answered, and did not do what was asked.

    Attributes:
        status: The HTTP status.
        errors: Billit's list of codes and texts, empty when the answer had none.
        headers: The answer's headers that may carry a correlation id, lower-case names.
        body_start: The first characters of an answer that is not Billit's error list, masked.
        full: The beginning of such an answer as it came, ``error.full.reveal()``: it may name a customer, so it is in
            no message, ``repr`` and pickle. What an entry of Billit's list said is in ``errors[0].full``.
        retry_after: Seconds that the server asked to wait, when it said so.
    """

    retry_after: float | None = None
    full: FullText | None = None

    def __init__(
        self,
        message: str = "",
        *,
        call: Call = Call(),  # noqa: B008  (a tuple: immutable)
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
    """The credentials are good, but not for this id or this company; an unknown id answers the same."""


class NotFound(ApiError):
    """404: no such path, or no such id where Billit says so instead of 401."""


class IdempotencyConflict(ApiError):
    """409: this idempotency key belongs to a call that succeeded; its result is not repeated.

    When ``may_have_arrived`` is True, that call is an earlier attempt of this one: it arrived, and only its answer was
    lost. ``await error.resolve()`` finds the document.

    Source: docs page "idempotent tokens".
    """


class RateLimited(ApiError):
    """429: too many calls; ``retry_after`` has the seconds that the server asked to wait, when it said so.

    Billit documents no limit: a gateway that counts may have passed a write on (``may_have_arrived``).
    """


class ServerError(ApiError):
    """5xx: the failure is on the server's side; a write may have been carried out (``may_have_arrived``)."""


class UnexpectedResponse(ApiError):
    """An answer that is not the JSON it should be; ``body_start`` shows its masked beginning."""


class ResponseTooLarge(UnexpectedResponse):
    """A body with more bytes, after decompression, than are taken; the rest of it was not read.

    ``Limits(max_response_bytes=...)`` and ``Limits(max_download_bytes=...)`` of the session say how many.
    """


class NoResponse(CallError):
    """No usable answer came back; ``may_have_arrived`` is False when Billit surely never saw the request."""

    may_have_arrived: bool = True


class NotSent(NoResponse):
    """Billit never saw the request (name resolution, connect or TLS failed, or no turn in time): repeat it freely."""

    may_have_arrived = False


class TokenServiceUnavailable(NotSent):
    """No access token can be had now, so the call was not sent; the grant is kept, and a later call may succeed."""


class OutcomeUnknown(NoResponse):
    """The connection broke, or the call was given up, after the request may have left: look before you repeat it."""


class DeadlineExceeded(NoResponse, TimeoutError):
    """The time for the call ran out; ``may_have_arrived`` says whether the request can have left."""


_STAYS_HERE = frozenset({"_resolver", "_ended", "full"})


class PagingWarning(UserWarning):
    """A list cannot be read by its key on this server, and is read by links: what changes meanwhile may be missed."""


class QueryWarning(UserWarning):
    """A query was not answered as it was asked, or was put into its normal form before it was."""


class PayloadWarning(UserWarning):
    """Part of a response has not the documented type and was kept as it came; the message has the path of that part."""
