"""A request and a response without their web framework, and what is read from requests that anybody may send."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar
from urllib.parse import parse_qs

from billit_async._serialization.ids import as_guid, as_typed
from billit_async.errors import IdentifierError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from billit_async.integrations.cookies import Cookie

__all__ = ["WebRequest", "WebResponse", "chosen_company", "forwarded_prefix", "local_path", "query_value"]

_R = TypeVar("_R")

_PARTY_NAMES: Final = ("party_id", "partyid")
_LONGEST_QUERY: Final = 8_000
_MOST_FIELDS: Final = 50
_LONGEST_PATH: Final = 1_000
_LONGEST_NUMBER: Final = 18
_PREFIX: Final = re.compile(r"(/[A-Za-z0-9._~-]{1,100}){1,10}")


class WebRequest(NamedTuple, Generic[_R]):
    """A request, without its framework.

    Attributes:
        request: The framework's own request.
        method: Its method.
        path: Its path and query as the browser has them: encoded, and with the prefix.
        query: Its query, without the question mark, encoded.
        headers: Its headers, whatever the case of a name.
        cookies: Its cookies.
        prefix: What a proxy or a mount took off the path; empty for nothing.
    """

    request: _R
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    prefix: str = ""

    @property
    def is_navigation(self) -> bool:
        """Whether it is a browser that goes to a page, and not a program."""
        return (
            self.method in {"GET", "HEAD"}
            and "text/html" in self.headers.get("Accept", "")
            and self.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        )

    @property
    def next_path(self) -> str:
        """Where the visitor wants to go afterwards: a path of the application itself."""
        start = f"{self.prefix}/"
        return local_path(query_value(self.query, "next") or start, start)


class WebResponse(NamedTuple):
    """A response, without its framework.

    Attributes:
        status: The HTTP status.
        body: What to write as JSON; None for no body.
        headers: Its headers.
        cookies: Cookies to set.
        after: What to do when the response has left; quick.
    """

    status: int
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = {}
    cookies: tuple[Cookie, ...] = ()
    after: Callable[[], None] | None = None

    def header_list(self) -> list[tuple[str, str]]:
        """Return all headers, a ``Set-Cookie`` for each cookie among them."""
        return [*self.headers.items(), *(("Set-Cookie", cookie.header()) for cookie in self.cookies)]


def local_path(path: str, otherwise: str = "/") -> str:
    """Return a path of the application itself; another for an address that leads away from it.

    Args:
        path: What a visitor gave.
        otherwise: What to return for what is not a path of the application.
    """
    # Browsers read a backslash as a slash, and drop tabs and line breaks: "/\t/evil.example" leads away as well.
    plain = path.isprintable() and "\\" not in path and len(path) <= _LONGEST_PATH
    return path if plain and path.startswith("/") and not path.startswith("//") else otherwise


def forwarded_prefix(headers: Mapping[str, str]) -> str:
    """Return the prefix that a trusted proxy took off the path, by ``X-Forwarded-Prefix``; empty for none."""
    prefix = headers.get("X-Forwarded-Prefix", "").rstrip("/")
    return prefix if _PREFIX.fullmatch(prefix) else ""


def chosen_company(*sources: Mapping[str, Any]) -> int | None:
    """Return the company that a request is about: ``party_id`` in its path or query, or its ``PartyID`` header.

    Raises:
        IdentifierError: It is there, and neither a whole number above zero nor a GUID.
    """
    for source in sources:
        for key in source:
            if key.lower() in _PARTY_NAMES:
                text = str(source[key])
                if as_guid(text) is not None:
                    return as_typed(text)
                is_number = len(text) <= _LONGEST_NUMBER and text.isascii() and text.isdecimal()
                if not (is_number and int(text) > 0):
                    raise IdentifierError("party_id takes a whole number above zero")
                return int(text)
    return None


def query_value(query: str, name: str) -> str | None:
    """Return a value of a query; None when it is missing, or the query is too long for any of ours."""
    if len(query) > _LONGEST_QUERY:
        return None
    try:
        return parse_qs(query, max_num_fields=_MOST_FIELDS).get(name, [None])[0]
    except ValueError:
        return None
