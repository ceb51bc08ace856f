"""What goes out and what comes back, as plain values; no I/O, and no credentials in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from billit_async._transport.responses import is_page, read_details, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from billit_async._transport.sink import Sink
    from billit_async.errors import CallError, CallInfo, Lookup

__all__ = ["Request", "Response", "WrongDocumentError"]

_T = TypeVar("_T")


class WrongDocumentError(ValueError):
    """A response with another document than the one that was asked for; says which property differs."""


class Request(NamedTuple):
    """One request, before credentials and company are added.

    Attributes:
        method: The HTTP method, upper-case.
        path: The path on the API's origin, percent-encoded, beginning with a slash.
        template: The path with names in place of ids, for errors and logs.
        query: The query, encoded, without its question mark.
        body: The JSON body.
        headers: Headers of this request alone.
        idempotency_key: Sent in the header that the configuration names.
        honours_key: Whether Billit is known to honour that key on this operation.
        lookup: How the document that it creates is found again, for errors.
        max_bytes: How much of a response is taken; None for what the session's limits say.
        sink: Takes the body of a 2xx response, of which the response itself has the beginning only.
    """

    method: str
    path: str
    template: str
    query: str = ""
    body: bytes | None = None
    headers: Mapping[str, str] = {}
    idempotency_key: str | None = None
    honours_key: bool = False
    lookup: Lookup | None = None
    max_bytes: int | None = None
    sink: Sink | None = None

    @classmethod
    def reading(cls, path: str, template: str, query: str = "") -> Request:
        """Make the request that reads what stands at a path, a list for instance."""
        return cls("GET", path, template, query)


class Response(NamedTuple):
    """A response with a 2xx status.

    Attributes:
        status: The HTTP status.
        headers: Its headers.
        body: The body, without a byte order mark.
        call: The call that it belongs to, for errors that show up while reading.
        after_unknown: Whether an earlier attempt of the same write may have been carried out as well.
        report: Takes the error of a write that shows up while reading; None for reads.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    call: CallInfo
    after_unknown: bool = False
    report: Callable[[CallError], None] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not self.body.strip()

    def read(self, reader: Callable[[bytes], _T]) -> _T:
        """Read the body.

        Args:
            reader: Makes the value from JSON bytes; raises ValueError when it cannot.

        Returns:
            What the reader made.

        Raises:
            UnexpectedResponse: The body is empty, HTML, cut short or otherwise not the JSON it should be.
        """
        if not self.is_empty:
            try:
                return reader(self.body)
            except WrongDocumentError as error:
                raise self._unreadable(str(error)) from error
            except (ValueError, RecursionError) as error:
                raise self._unreadable() from error
        raise self._unreadable()

    def refuse_page(self) -> None:
        """Refuse what is not a response of the service to a write: a page, or a list of errors under a 2xx status.

        Raises:
            UnexpectedResponse: It is one; the write may have been carried out.
        """
        if is_page(self.headers, self.body):
            raise self._unreadable()
        if self.body.lstrip()[:1] == b"{" and read_details(self.body):
            raise self._unreadable("the body is a list of errors")

    def read_nothing(self) -> None:
        """Check the response to a write for which Billit documents no content: nothing, or any JSON but ``false``.

        Raises:
            UnexpectedResponse: It is something else; the write may have been carried out.
        """
        self.refuse_page()
        if not self.is_empty and self.read(msgspec.json.decode) is False:
            raise self._unreadable("the body says false")

    def _unreadable(self, why: str | None = None) -> CallError:
        error = unreadable(self.call, self.status, self.headers, self.body, why)
        if self.report is not None:
            self.report(error)
        return error
