"""Every exception that the SDK raises; no message, argument or ``repr`` in it ever holds a secret or a document.

.. code-block:: text

    BillitError
    ├── ConfigurationError (ValueError)      a setting is missing or wrong; names the variable or argument
    │   └── MissingExtra (ImportError)       a library is not installed; ``extra`` says what brings it
    ├── InvalidArgument (ValueError)         an argument that cannot be right; nothing was sent
    ├── InvalidUse (RuntimeError)            an object used in a way or at a time that it is not made for
    ├── NotAvailable (LookupError)           what was asked for does not exist: the PDF of an order that has none
    ├── FileError (OSError)                  a file of the caller's cannot be read or written; ``filename``, ``errno``
    ├── SessionClosed (RuntimeError)         the session is not open, or is used from another event loop
    ├── PayloadError (ValueError)            JSON or a model that cannot be read or written
    ├── IdentifierError (ValueError)         a number whose shape or check digits are wrong
    ├── QueryError (ValueError)              a query that Billit would refuse, or would misread
    │   ├── QueryTooLongError                longer than the server reads; ``length`` and ``limit``
    │   ├── ODataSyntaxError                 text that is not OData v3; ``position`` and ``meant``
    │   └── ODataEvaluationError             a filter that cannot be evaluated here
    ├── NotUnique                            several rows fit where one was asked for; ``ids`` has two of them
    ├── DeliveryError                        an order did not reach its customer; ``order_id`` and ``step``
    │   ├── DeliveryTimeout (TimeoutError)   it is still under way
    │   └── NotOnPeppol                      it cannot go over Peppol, and no fallback was allowed; ``reason``
    ├── DuplicateDocument                    a repeated create made two documents; ``ids`` has them all
    ├── PartyExists                          a party was not created, since Billit knows it; ``ids`` says which it is
    ├── UpdateIncomplete                     an update in two writes failed at the second; ``changed``, ``unchanged``
    ├── InvoiceRefused (ValueError)          an order that Billit or its receiver would refuse; ``findings``
    ├── InvalidUbl (ValueError)              a UBL document that breaks rules of Peppol; ``findings``; nothing was sent
    ├── WebhookError                         a webhook request that is not to be trusted
    │   ├── SignatureMismatch                it was not signed with the secret
    │   └── SignatureExpired                 it was, but not just now
    ├── WebhookStoreError                    the store of received webhooks cannot be read or written
    ├── ExportError                          an export that cannot go on
    ├── CrossSiteRequest                     a page of another site sent a request with a visitor's cookie
    ├── PagingError                          a list that does not move forward, or moves off the service
    │   ├── NoKeyset                         the server does not read this list by its key
    │   └── FilterIgnored                    a list with ``strict=True`` whose rows contradict its filter
    ├── TokenStoreError                      a token store cannot be read or written; what it says is kept in memory
    ├── LoginError                           a login that did not end in a grant
    │   ├── LoginRefused                     the user said no
    │   ├── StateMismatch                    the response belongs to another login, or was forged
    │   └── CodeRejected                     the code was used before, is older than 10 minutes, or is not ours
    ├── ReauthorisationRequired              the grant cannot be used: the user must log in again; ``reason`` says why
    └── CallError                            one call: method, path template, company, attempts, seconds
        ├── ApiError                         Billit refused
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
        └── NoResponse                       no usable response came back
            ├── NotSent                      DNS, connect, TLS, no slot: Billit never saw the request
            │   └── TokenServiceUnavailable  the access token could not be renewed now; the grant is kept
            ├── OutcomeUnknown               the connection broke after the request may have left
            └── DeadlineExceeded             out of time; ``may_have_arrived`` says which of the two holds

    PagingWarning (UserWarning)              a list is read by links, since this server cannot read it by key
    PayloadWarning (UserWarning)             part of a response could not be read; the rest was
    QueryWarning (UserWarning)               rows contradict the filter, or a number was asked for in its normal form
"""

from __future__ import annotations

from billit_async.errors._auth import (
    CodeRejected,
    LoginError,
    LoginRefused,
    ReauthorisationRequired,
    RevocationReason,
    StateMismatch,
    TokenStoreError,
)
from billit_async.errors._base import (
    BillitError,
    ConfigurationError,
    ExportError,
    FileError,
    InvalidArgument,
    InvalidUse,
    MissingExtra,
    NotAvailable,
    PayloadError,
    SessionClosed,
)
from billit_async.errors._calls import (
    AccessRevoked,
    ApiError,
    BadRequest,
    CallError,
    DeadlineExceeded,
    IdempotencyConflict,
    InvalidCredentials,
    NoAccess,
    NoResponse,
    NotFound,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    ResponseTooLarge,
    ServerError,
    TokenExpired,
    TokenServiceUnavailable,
    Unauthorized,
    UnexpectedResponse,
)
from billit_async.errors._codes import Code, KnownCode, explain
from billit_async.errors._details import CallInfo, ErrorDetail, Finding, FullText
from billit_async.errors._documents import (
    DeliveryError,
    DeliveryTimeout,
    DuplicateDocument,
    IdentifierError,
    InvalidUbl,
    InvoiceRefused,
    NotOnPeppol,
    PartyExists,
    UpdateIncomplete,
)
from billit_async.errors._queries import (
    FilterIgnored,
    NoKeyset,
    NotUnique,
    ODataEvaluationError,
    ODataSyntaxError,
    PagingError,
    QueryError,
    QueryTooLongError,
)
from billit_async.errors._resolution import Lookup, Resolution, ResolutionState
from billit_async.errors._warnings import PagingWarning, PayloadWarning, QueryWarning
from billit_async.errors._web import (
    CrossSiteRequest,
    SignatureExpired,
    SignatureMismatch,
    WebhookError,
    WebhookStoreError,
)

__all__ = [
    "AccessRevoked",
    "ApiError",
    "BadRequest",
    "BillitError",
    "CallError",
    "CallInfo",
    "Code",
    "CodeRejected",
    "ConfigurationError",
    "CrossSiteRequest",
    "DeadlineExceeded",
    "DeliveryError",
    "DeliveryTimeout",
    "DuplicateDocument",
    "ErrorDetail",
    "ExportError",
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
    "MissingExtra",
    "NoAccess",
    "NoKeyset",
    "NoResponse",
    "NotAvailable",
    "NotFound",
    "NotOnPeppol",
    "NotSent",
    "NotUnique",
    "ODataEvaluationError",
    "ODataSyntaxError",
    "OutcomeUnknown",
    "PagingError",
    "PagingWarning",
    "PartyExists",
    "PayloadError",
    "PayloadWarning",
    "QueryError",
    "QueryTooLongError",
    "QueryWarning",
    "RateLimited",
    "ReauthorisationRequired",
    "Resolution",
    "ResolutionState",
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
    "Unauthorized",
    "UnexpectedResponse",
    "UpdateIncomplete",
    "WebhookError",
    "WebhookStoreError",
    "explain",
]


# The public path is the one that tracebacks, pickles and documentation show.
def _publish() -> None:
    for name in __all__:
        globals()[name].__module__ = __name__


_publish()
