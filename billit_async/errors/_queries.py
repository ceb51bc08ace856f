"""Errors of queries and lists."""

# ruff: noqa: N818 - the names say what happened, as in gidgethub and stripe; "Error" would add nothing
from __future__ import annotations

from billit_async.errors._base import BillitError

__all__ = [
    "FilterIgnored",
    "NoKeyset",
    "NotUnique",
    "ODataEvaluationError",
    "ODataSyntaxError",
    "PagingError",
    "QueryError",
    "QueryTooLongError",
]


class QueryError(BillitError, ValueError):
    """A query that Billit would refuse or misread, or a cursor of another query; nothing was sent.

    Source: docs page "odata": what is mistyped gets the whole, unfiltered list.
    """


class NotUnique(BillitError):
    """Several rows of a list fit where one was asked for.

    Attributes:
        ids: The ids of two of them.
    """

    def __init__(self, message: str, *, ids: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.ids = ids


class QueryTooLongError(QueryError):
    """The encoded query is longer than the server reads.

    Attributes:
        length: Bytes of the encoded query.
        limit: Bytes that are allowed.
    """

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"the query is {length} bytes long and the server reads about {limit}: "
            "shorten `.in_()` lists or split the query in several"
        )
        self.length = length
        self.limit = limit

    def __reduce__(self) -> tuple[type[QueryTooLongError], tuple[int, int]]:
        return type(self), (self.length, self.limit)


class ODataSyntaxError(QueryError):
    """The text is not an OData v3 expression.

    The message reads as Microsoft's library words it, because that is what Billit's users see in the ``GenericError``
    of a bad filter.

    Attributes:
        text: The whole text that was read.
        position: Where reading stopped, counted in characters from 0; None when the complaint has no place.
        meant: What may have been meant, put right, the likeliest first; the message shows it too.
    """

    def __init__(self, message: str, text: str, position: int | None = None, meant: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.text = text
        self.position = position
        self.meant = meant

    def __reduce__(self) -> tuple[type[ODataSyntaxError], tuple[str, str, int | None, tuple[str, ...]]]:
        return type(self), (str(self), self.text, self.position, self.meant)


class ODataEvaluationError(QueryError):
    """A filter that reads well cannot be evaluated: an unknown property, types that do not compare, raw text."""


class PagingError(BillitError):
    """A list whose next page is not further on, is out of order, or lies on another server.

    Attributes:
        cursor: Where the list was; ``list(..., cursor=error.cursor)`` goes on from there.
    """

    cursor: str | int | None = None


class NoKeyset(PagingError):
    """The server does not read this list by its key: it ignores the filter, does not sort, or has keys that are texts.

    Attributes:
        has_text_keys: A row came whose key is a text, such as a GUID, so that "the rows behind it" means nothing.
    """

    has_text_keys: bool = False


class FilterIgnored(PagingError):
    """Rows of a list contradict its filter: the server has not applied it.

    Raised where a list was asked for with ``strict=True``; otherwise it is a ``QueryWarning``.
    """
