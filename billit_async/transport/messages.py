"""What goes out and what comes back, as plain values; no I/O, and no credentials in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from billit_async.answers import unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from billit_async.errors import Call

__all__ = ["Request", "Response"]

_T = TypeVar("_T")


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
        honours_key: Whether Billit is known to honour that key on this operation, so that it may be sent again.
        max_bytes: How much of a response is taken; None for what the session's limits say.
    """

    method: str
    path: str
    template: str
    query: str = ""
    body: bytes | None = None
    headers: Mapping[str, str] = {}
    idempotency_key: str | None = None
    honours_key: bool = False
    max_bytes: int | None = None


class Response(NamedTuple):
    """An answer with a 2xx status.

    Attributes:
        status: The HTTP status.
        headers: The answer's headers.
        body: The body, without a byte order mark.
        call: The call that was answered, for errors that show up while reading.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    call: Call

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
            except (ValueError, RecursionError) as error:
                raise unreadable(self.call, self.status, self.headers, self.body) from error
        raise unreadable(self.call, self.status, self.headers, self.body)
