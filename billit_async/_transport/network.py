"""The way out of this machine: through which proxy, and whose certificates are trusted; it opens no connection.

One object serves the session and the token endpoint, so that both leave by the same way. What a proxy's address holds
of a user and a password is taken out when the address is read, and appears in no text.
"""

from __future__ import annotations

import asyncio
import base64
import ipaddress
import os
import ssl
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn, TypedDict

import attrs
from yarl import URL

from billit_async._transport.addresses import is_loopback
from billit_async.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike

__all__ = ["Network", "Proxy", "bypassed", "read_proxy"]

_built: dict[tuple[str | None, ...], ssl.SSLContext] = {}
_building: Final = threading.Lock()
_CERT_FILE: Final = "SSL_CERT_FILE"


@attrs.frozen(kw_only=True)
class Proxy:
    """An HTTP proxy.

    Attributes:
        url: Its address, without user and password.
        authorization: The value of ``Proxy-Authorization``, when the address had a user; never shown.
    """

    url: URL
    authorization: str | None = attrs.field(default=None, repr=lambda value: "None" if value is None else "'…'")

    @property
    def label(self) -> str:
        """Host and port, as errors name it."""
        return f"{self.url.host_subcomponent}:{self.url.port}"

    def headers_for(self, scheme: str) -> tuple[dict[str, str], dict[str, str]]:
        """Return the credentials as headers of the request, and as headers of ``CONNECT``.

        A request to an ``http`` address is read by the proxy itself; one to an ``https`` address is read by the server,
        which must not learn them.

        Args:
            scheme: The scheme of the address that is asked.
        """
        own = {} if self.authorization is None else {"Proxy-Authorization": self.authorization}
        return ({}, own) if scheme == "https" else (own, {})


def read_proxy(text: str, name: str) -> Proxy:
    """Read a proxy's address.

    Args:
        text: ``http://proxy.example:3128``, with a user and a password where it wants them; the scheme may be missing.
        name: What to call the setting in an error message.

    Raises:
        ConfigurationError: It is not the address of an HTTP proxy; the message shows nothing of it, since it may hold a
            password.
    """
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError(f"{name} takes an address such as http://proxy.example:3128")
    cleaned = text.strip()
    scheme, separator, _ = cleaned.partition("://")
    if separator and scheme.lower() not in {"http", "https"}:
        raise ConfigurationError(f"{name} names a proxy that is neither http nor https: SOCKS is not supported")
    try:
        url = URL(cleaned if separator else f"http://{cleaned}")
        user, password = url.user, url.password
        bare = URL.build(scheme=url.scheme, host=url.host or "", port=url.port)
    except ValueError:
        url = bare = URL()
        user = password = None
    is_whole = url.raw_path in {"", "/"} and not url.raw_query_string and not url.raw_fragment
    if not bare.host or not is_whole or not all(char.isprintable() and char != " " for char in cleaned):
        raise ConfigurationError(
            f"{name} is not an address such as http://proxy.example:3128 "
            "(special characters of a user or a password are percent-encoded)"
        )
    if user is None and password is None:
        return Proxy(url=bare)
    try:
        credentials = f"{user or ''}:{password or ''}".encode()
    except UnicodeEncodeError:
        raise ConfigurationError(f"{name} has a user or a password that is not text") from None
    return Proxy(url=bare, authorization=f"Basic {base64.b64encode(credentials).decode()}")


def bypassed(url: URL, entries: Iterable[str]) -> bool:
    """Tell whether an address is one of those that ``NO_PROXY`` names.

    Args:
        url: The address that is asked.
        entries: ``*``; ``example.com``, which means the domain and all below it, with or without a dot before it;
            addresses and networks such as ``10.0.0.0/8``; each but the networks also with a port behind it.

    Source: no standard describes ``NO_PROXY``; this is what curl, Go and Python's own library agree on.
    """
    host = (url.host or "").lower().rstrip(".")
    return any(_matches(entry.strip().lower(), host, url.port) for entry in entries)


def _matches(entry: str, host: str, port: int | None) -> bool:
    if entry == "*":
        return True
    if not entry:
        return False
    name, colon, wanted = entry.rpartition(":")
    # An IPv6 address without brackets has colons, but no port.
    if colon and wanted.isdecimal() and (":" not in name or name.endswith("]")):
        if port != int(wanted):
            return False
        entry = name
    entry = entry.strip("[]").rstrip(".")
    try:
        network = ipaddress.ip_network(entry, strict=False)
    except ValueError:
        domain = entry.removeprefix("*").removeprefix(".")
        return bool(domain) and (host == domain or host.endswith(f".{domain}"))
    try:
        return ipaddress.ip_address(host) in network
    except ValueError:
        return False


class NetworkOptions(TypedDict, total=False):
    """The arguments of a session that say how to get out."""

    proxy: str | None
    ca_file: str | PathLike[str] | None
    ssl_context: ssl.SSLContext | None
    trust_env: bool


class Network:
    """How to get out: by which proxy, trusting whom.

    A proxy or a file that is named by a variable is used as one that is named by an argument, but the proxy never for
    an address of this machine, nor for what ``NO_PROXY`` names.

    Args:
        proxy: The address of an HTTP proxy; from ``BILLIT_PROXY`` when left out.
        ca_file: A file (or a folder made by ``openssl rehash``) of further certificates to trust, besides those that
            this machine trusts; from ``BILLIT_CA_FILE`` when left out.
        ssl_context: Trust and client certificates in full, instead of ``ca_file``.
        trust_env: Whether ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY`` and ``NO_PROXY`` are read.
        variables: Read instead of the process environment.

    Raises:
        ConfigurationError: A setting is wrong, or two contradict; the message names them.
    """

    __slots__ = ("_context", "_direct", "_explicit", "_has_own_trust", "_variables", "ca_file", "is_given")

    def __init__(
        self,
        *,
        proxy: str | None = None,
        ca_file: str | PathLike[str] | None = None,
        ssl_context: ssl.SSLContext | None = None,
        trust_env: bool = True,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        read = os.environ if variables is None else variables
        if ca_file is not None and ssl_context is not None:
            raise ConfigurationError("give ca_file or ssl_context, not both: load the file into the context")
        if ssl_context is not None and not isinstance(ssl_context, ssl.SSLContext):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError(f"ssl_context takes an ssl.SSLContext, not {type(ssl_context).__name__}")
        self.is_given = proxy is not None or ca_file is not None or ssl_context is not None or not trust_env
        self._explicit = None if proxy is None else read_proxy(proxy, "proxy")
        self._context = ssl_context
        self._has_own_trust = ssl_context is not None or ca_file is not None
        self.ca_file: Path | None = None
        if ssl_context is None:
            self.ca_file = _ca_file(ca_file, read)
        self._variables = _proxy_variables(read, trust_env=trust_env)
        self._direct = tuple(_first(read, "no_proxy", "NO_PROXY")[1].split(",")) if trust_env else ()

    @property
    def has_own_trust(self) -> bool:
        """Whether an argument says whom to trust."""
        return self._has_own_trust

    @property
    def explicit_proxy(self) -> Proxy | None:
        """The proxy that was given as an argument."""
        return self._explicit

    def proxy_for(self, url: URL) -> Proxy | None:
        """Return the proxy that an address is asked through; None for none.

        Raises:
            ConfigurationError: The variable that names it holds no address of an HTTP proxy.
        """
        if self._explicit is not None:
            return self._explicit
        host = (url.host or "").lower().rstrip(".")
        if is_loopback(host) or bypassed(url, self._direct):
            return None
        name, text = self._variables.get(url.scheme) or self._variables.get("all") or ("", "")
        return read_proxy(text, name) if text else None

    def context(self) -> ssl.SSLContext:
        """Return the TLS context, made once in a process for the same settings; reads files, so call it in a thread.

        Raises:
            ConfigurationError: A file of certificates cannot be read.
        """
        if self._context is not None:
            return self._context
        places = tuple(os.environ.get(name) for name in (_CERT_FILE, "SSL_CERT_DIR"))
        key = (None if self.ca_file is None else str(self.ca_file), *places)
        with _building:
            if key not in _built:
                _built[key] = self._build()
            return _built[key]

    async def context_off_the_loop(self) -> ssl.SSLContext:
        """Return what `context` returns, without holding up the event loop."""
        return self._context if self._context is not None else await asyncio.to_thread(self.context)

    def _build(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.set_alpn_protocols(("http/1.1",))
        # OpenSSL reads this one by itself, but passes over a file that is not there or not right.
        if machine := os.environ.get(_CERT_FILE, "").strip():
            _load(context, Path(machine), _CERT_FILE)
        if self.ca_file is not None:
            _load(context, self.ca_file, "ca_file (BILLIT_CA_FILE)")
        return context

    def __repr__(self) -> str:
        return f"Network(proxy={self._explicit!r}, ca_file={self.ca_file!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Network may hold a password and is not pickled: give its settings on the other side")


def _load(context: ssl.SSLContext, path: Path, name: str) -> None:
    if _is_special(path):
        raise ConfigurationError(f"{name}: {path} is neither a file nor a folder")
    try:
        if path.is_dir():
            context.load_verify_locations(capath=path)
        else:
            context.load_verify_locations(cafile=path)
    except ssl.SSLError:
        raise ConfigurationError(f"{name}: {path} holds no certificates in PEM form") from None
    except OSError as error:
        raise ConfigurationError(f"{name}: {path}: {error.strerror or type(error).__name__}") from None
    except ValueError:
        raise ConfigurationError(f"{name}: no file can have the name {str(path)!r}") from None


def _is_special(path: Path) -> bool:
    """Tell a pipe or a device, which opening would wait for."""
    try:
        return path.exists() and not path.is_file() and not path.is_dir()
    except (OSError, ValueError):
        return False


def _ca_file(given: str | PathLike[str] | None, read: Mapping[str, str]) -> Path | None:
    if given is None:
        text = read.get("BILLIT_CA_FILE", "").strip()
        return Path(text).expanduser() if text else None
    try:
        text = os.fspath(given)
    except TypeError:
        raise ConfigurationError(f"ca_file takes a path, not {type(given).__name__}") from None
    if not isinstance(text, str) or not text.strip() or "\0" in text:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError("ca_file takes the path of a file with certificates")
    return Path(text)


def _proxy_variables(read: Mapping[str, str], *, trust_env: bool) -> dict[str, tuple[str, str]]:
    """Return by scheme which variable names the proxy, and what it holds."""
    if own := read.get("BILLIT_PROXY", "").strip():
        return {"all": ("BILLIT_PROXY", own)}
    if not trust_env:
        return {}
    # A web server passes the header "Proxy" of a request to CGI programs as HTTP_PROXY, so that anybody could set it.
    plain = ("http_proxy",) if "REQUEST_METHOD" in read else ("http_proxy", "HTTP_PROXY")
    found = {
        "https": _first(read, "https_proxy", "HTTPS_PROXY"),
        "http": _first(read, *plain),
        "all": _first(read, "all_proxy", "ALL_PROXY"),
    }
    return {scheme: (name, text) for scheme, (name, text) in found.items() if text}


def _first(read: Mapping[str, str], *names: str) -> tuple[str, str]:
    for name in names:
        if text := read.get(name, "").strip():
            return name, text
    return "", ""
