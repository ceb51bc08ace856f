"""Async Python SDK for Billit, the Belgian e-invoicing platform.

```python
async with BillitSession() as billit:
    async for order in billit.orders.list(OrderFields.paid.is_(False)):
        print(order.order_number, order.total_incl)
```

Nothing is loaded before it is used: importing this package costs next to nothing, a model loads its own area only.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from billit_async._version import __version__

if TYPE_CHECKING:
    from billit_async._paging import Pager
    from billit_async._resources.attachments import Attachment
    from billit_async._serialization.codec import from_json, payload_faults, to_json
    from billit_async._serialization.model import Page
    from billit_async._serialization.values import NULL
    from billit_async._transport.redis_limiter import RedisLimiter
    from billit_async.auth import ApiKey, Auth, Authorization, Grant, OAuth2, RefreshPolicy, RefreshWindows, Secret
    from billit_async.auth.stores import (
        EncryptedTokenStore,
        FileTokenStore,
        KeyringTokenStore,
        MemoryTokenStore,
        RedisTokenStore,
        SQLTokenStore,
        TokenStore,
    )
    from billit_async.config import (
        CallOptions,
        Environment,
        Limits,
        Priority,
        RetryPolicy,
        SessionConfig,
        Timeouts,
        UnknownWrites,
    )
    from billit_async.errors import (
        AccessRevoked,
        ApiError,
        BadRequest,
        BillitError,
        Call,
        CallError,
        CodeRejected,
        ConfigurationError,
        CrossSiteRequest,
        DeadlineExceeded,
        DeliveryError,
        DeliveryTimeout,
        DuplicateDocument,
        ErrorDetail,
        FileError,
        FilterIgnored,
        Finding,
        IdempotencyConflict,
        IdentifierError,
        InvalidArgument,
        InvalidCredentials,
        InvalidUbl,
        InvalidUse,
        InvoiceRefused,
        LoginError,
        LoginRefused,
        NoAccess,
        NoResponse,
        NotAvailable,
        NotFound,
        NotOnPeppol,
        NotSent,
        NotUnique,
        OutcomeUnknown,
        PagingError,
        PagingWarning,
        PayloadError,
        PayloadWarning,
        QueryError,
        QueryWarning,
        RateLimited,
        ReauthorisationRequired,
        ResponseTooLarge,
        RevocationReason,
        ServerError,
        SessionClosed,
        SignatureExpired,
        SignatureMismatch,
        StateMismatch,
        TokenExpired,
        TokenServiceUnavailable,
        TokenStoreError,
        UblFinding,
        Unauthorized,
        UnexpectedResponse,
        WebhookError,
        WebhookStoreError,
    )
    from billit_async.errors._resolution import Lookup, Resolution
    from billit_async.odata import Query
    from billit_async.session import BillitSession

__all__ = [
    "NULL",
    "AccessRevoked",
    "ApiError",
    "ApiKey",
    "Attachment",
    "Auth",
    "Authorization",
    "BadRequest",
    "BillitError",
    "BillitSession",
    "Call",
    "CallError",
    "CallOptions",
    "CodeRejected",
    "ConfigurationError",
    "CrossSiteRequest",
    "DeadlineExceeded",
    "DeliveryError",
    "DeliveryTimeout",
    "DuplicateDocument",
    "EncryptedTokenStore",
    "Environment",
    "ErrorDetail",
    "FileError",
    "FileTokenStore",
    "FilterIgnored",
    "Finding",
    "Grant",
    "IdempotencyConflict",
    "IdentifierError",
    "InvalidArgument",
    "InvalidCredentials",
    "InvalidUbl",
    "InvalidUse",
    "InvoiceRefused",
    "KeyringTokenStore",
    "Limits",
    "LoginError",
    "LoginRefused",
    "Lookup",
    "MemoryTokenStore",
    "NoAccess",
    "NoResponse",
    "NotAvailable",
    "NotFound",
    "NotOnPeppol",
    "NotSent",
    "NotUnique",
    "OAuth2",
    "OutcomeUnknown",
    "Page",
    "Pager",
    "PagingError",
    "PagingWarning",
    "PayloadError",
    "PayloadWarning",
    "Priority",
    "Query",
    "QueryError",
    "QueryWarning",
    "RateLimited",
    "ReauthorisationRequired",
    "RedisLimiter",
    "RedisTokenStore",
    "RefreshPolicy",
    "RefreshWindows",
    "Resolution",
    "ResponseTooLarge",
    "RetryPolicy",
    "RevocationReason",
    "SQLTokenStore",
    "Secret",
    "ServerError",
    "SessionClosed",
    "SessionConfig",
    "SignatureExpired",
    "SignatureMismatch",
    "StateMismatch",
    "Timeouts",
    "TokenExpired",
    "TokenServiceUnavailable",
    "TokenStore",
    "TokenStoreError",
    "UblFinding",
    "Unauthorized",
    "UnexpectedResponse",
    "UnknownWrites",
    "WebhookError",
    "WebhookStoreError",
    "__version__",
    "from_json",
    "payload_faults",
    "to_json",
]

_HOMES = {
    "NULL": "_serialization.values",
    "ApiKey": "auth",
    "Attachment": "_resources.attachments",
    "Auth": "auth",
    "Authorization": "auth",
    "BillitSession": "session",
    "CallOptions": "config",
    "EncryptedTokenStore": "auth.stores",
    "Environment": "config",
    "FileTokenStore": "auth.stores",
    "Grant": "auth",
    "KeyringTokenStore": "auth.stores",
    "Limits": "config",
    "Lookup": "errors",
    "MemoryTokenStore": "auth.stores",
    "OAuth2": "auth",
    "Page": "_serialization.model",
    "Pager": "_paging",
    "Priority": "config",
    "Query": "odata",
    "RedisLimiter": "_transport.redis_limiter",
    "RedisTokenStore": "auth.stores",
    "RefreshPolicy": "auth",
    "Resolution": "errors",
    "RetryPolicy": "config",
    "UnknownWrites": "config",
    "SQLTokenStore": "auth.stores",
    "Secret": "auth",
    "SessionConfig": "config",
    "Timeouts": "config",
    "TokenStore": "auth.stores",
    "RefreshWindows": "auth",
    "from_json": "_serialization.codec",
    "payload_faults": "_serialization.codec",
    "to_json": "_serialization.codec",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
