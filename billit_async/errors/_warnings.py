"""Warnings: something goes on otherwise than it was asked for, or was read only in part."""

from __future__ import annotations

__all__ = [
    "PagingWarning",
    "PayloadWarning",
    "QueryWarning",
]


class PagingWarning(UserWarning):
    """A list cannot be read by its key on this server, and is read by links: what changes meanwhile may be missed."""


class QueryWarning(UserWarning):
    """The response does not fit the query, or was put into its normal form before it was."""


class PayloadWarning(UserWarning):
    """Part of a response has not the documented type and was kept as it came; the message has the path of that part."""
