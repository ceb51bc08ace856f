"""Errors of received webhooks, and of requests that a browser sends."""

# ruff: noqa: N818 - the names say what happened, as in gidgethub and stripe; "Error" would add nothing
from __future__ import annotations

from billit_async.errors._base import BillitError

__all__ = [
    "CrossSiteRequest",
    "SignatureExpired",
    "SignatureMismatch",
    "WebhookError",
    "WebhookStoreError",
]


class WebhookError(BillitError):
    """A webhook request that is not to be trusted: respond with 400, and do nothing else."""


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
