"""Where a request goes: paths quoted once, and links that never leave the configured origin. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urlsplit

from yarl import URL

from billit_async._serialization.values import shown
from billit_async._transport.masking import quotable_text
from billit_async._transport.misprints import hint_of_path
from billit_async.errors import InvalidArgument, PagingError

if TYPE_CHECKING:
    from uuid import UUID

__all__ = ["fill", "own_path", "path_template", "reanchor"]

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_ID = re.compile(r"(?<![^/])(?:\d+|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?![^/])")
# A path that needs no quoting, and is not a link: most of them.
_PLAIN_PATH = re.compile(r"/(?!/)[A-Za-z0-9_./~-]*")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# What RFC 3986 lets stand in a path; the percent sign stands because the caller may have quoted already.
_PATH_SAFE = "/:@!$&'()*+,;=~-._%"
_QUERY_SAFE = _PATH_SAFE + "?"


def fill(template: str, **values: int | str | UUID) -> str:
    """Put ids into a path template, each as exactly one segment.

    Args:
        template: A path such as ``/v1/orders/{orderID}``.
        values: One value for each name in it.

    Returns:
        The percent-encoded path.

    Raises:
        InvalidArgument: A value is empty or a dot segment, which would name another resource.
    """
    pieces = _split(template)
    if len(pieces) == 1:
        return template
    filled = list(pieces)
    for place in range(1, len(pieces), 2):
        filled[place] = _segment(pieces[place], values[pieces[place]])
    return "".join(filled)


@lru_cache(maxsize=512)
def _split(template: str) -> tuple[str, ...]:
    """Split a template once: literal text and the names of its placeholders, in turn."""
    return tuple(_PLACEHOLDER.split(template))


def _segment(name: str, value: int | str | UUID) -> str:
    try:
        text = str(value)
        if type(value) is int:
            return text
        encoded = quote(text, safe="")
    except ValueError:
        # Half a character, or a number that Python itself does not write.
        raise InvalidArgument(f"{name} cannot be {shown(value)}") from None
    if text.strip() in {"", ".", ".."}:
        raise InvalidArgument(f"{name} cannot be {text!r}")
    return encoded


def own_path(path: str, base_url: str = "") -> tuple[str, str]:
    """Check a path, or a link of our own origin, that a caller wrote, and split its query off.

    Args:
        path: A path on the API, ``/v1/projects``, with a query or without; or a whole address of it, such as a
            ``NextPageLink``. Its fragment is dropped.
        base_url: The configured base URL; empty to take no links.

    Returns:
        Path and query, encoded; what was percent-encoded stays as it is.

    Raises:
        InvalidArgument: It is neither, or a link that leads to another origin.
    """
    if _PLAIN_PATH.fullmatch(path):
        return path, ""
    if base_url and _SCHEME.match(path.strip()):
        path = _path_of_link(path.strip(), base_url)
    if "://" in path.partition("?")[0] or path.startswith("//") or not path.startswith("/"):
        hint = hint_of_path(path)
        raise InvalidArgument(
            "give a path on the API such as '/v1/projects'; credentials go to no other address"
            + (f"; {hint}" if hint else "")
        )
    plain, _, query = path.partition("#")[0].partition("?")
    try:
        return quote(plain, safe=_PATH_SAFE), quote(query, safe=_QUERY_SAFE)
    except UnicodeEncodeError:
        raise InvalidArgument("the path holds half a character (a lone surrogate), which no server can read") from None


def _path_of_link(link: str, base_url: str) -> str:
    """Return path and query of a link as they stand; of the address itself nothing is used.

    Raises:
        InvalidArgument: Its scheme, host or port is another than the base URL's, or it names a user.
    """
    own = urlsplit(base_url)
    try:
        parts = urlsplit(link)
        origin, user = _origin(parts), parts.username
    except ValueError:
        raise InvalidArgument("the link cannot be read: give the path alone, such as '/v1/projects'") from None
    if origin != _origin(own):
        theirs = quotable_text(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}", 80)
        raise InvalidArgument(
            f"the link leads to {theirs!r}, and the session to '{own.scheme}://{own.netloc}': "
            "credentials go to no other address"
        )
    if user is not None:
        raise InvalidArgument("the link names a user: leave it out, the session has its own credentials")
    path, prefix = parts.path or "/", own.path.rstrip("/")
    # A gateway that adds a prefix may or may not add it to the links that pass through it.
    if f"{path}/".lower().startswith(f"{prefix}/".lower()):
        path = path[len(prefix) :] or "/"
    return f"{path}?{parts.query}" if parts.query else path


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    scheme = parts.scheme.lower()
    return scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(scheme)


def path_template(path: str) -> str:
    """Put ``{id}`` in place of the ids of a path, for errors and logs."""
    return _ID.sub("{id}", path)


def reanchor(link: str, base_url: str, path: str) -> tuple[str, str]:
    """Take path and query of a next-page link, byte for byte, for use on our own origin.

    Behind a proxy the link carries whatever the server believes to be its own address (``http``, ``:443``, an
    internal name), so its origin says nothing; its path does.

    Args:
        link: ``NextPageLink`` as it came.
        base_url: The configured base URL, which may have a path prefix.
        path: The path of the list itself.

    Returns:
        The list's own path, and the encoded query of the link.

    Raises:
        PagingError: The link names another path, or is not a link.

    Source: docs page "odata"; ASP.NET Web API builds the link from the address that the server sees.
    """
    try:
        url = URL(link, encoded=True)
        linked = url.raw_path.rstrip("/")
    except ValueError:
        raise PagingError(f"the next-page link of {path} is not a link") from None
    prefix = URL(base_url).raw_path.rstrip("/")
    # A gateway that adds a prefix may or may not add it to the links that pass through it.
    allowed = {path.rstrip("/").lower(), f"{prefix}{path}".rstrip("/").lower()}
    if linked.lower() not in allowed or url.scheme not in {"", "http", "https"}:
        raise PagingError(f"the next-page link of {path} leads to another path: {quotable_text(linked, 80)!r}")
    return path, quote(url.raw_query_string, safe=_QUERY_SAFE)
