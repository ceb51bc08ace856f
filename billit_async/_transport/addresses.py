"""Where Billit is: its two environments, and what people paste as the address of its API; it never resolves a name."""

from __future__ import annotations

import ipaddress
from enum import Enum

from yarl import URL

from billit_async.errors import ConfigurationError

__all__ = ["Environment", "environment_named", "is_loopback", "normalise_base_url"]


class Environment(Enum):
    """Which Billit: the two share nothing, neither keys nor party ids nor OAuth clients.

    Source: docs page "sandbox vs production".
    """

    SANDBOX = "sandbox"
    PRODUCTION = "production"

    @property
    def api_url(self) -> str:
        """The base URL of the API."""
        return f"https://{_HOSTS[self][0]}"

    @property
    def my_url(self) -> str:
        """The base URL of the web application, where users log in."""
        return f"https://{_HOSTS[self][1]}"


_HOSTS = {
    Environment.SANDBOX: ("api.sandbox.billit.be", "my.sandbox.billit.be"),
    Environment.PRODUCTION: ("api.billit.be", "my.billit.be"),
}
_NAMES = {
    "sandbox": Environment.SANDBOX,
    "production": Environment.PRODUCTION,
    "prod": Environment.PRODUCTION,
}


def environment_named(value: Environment | str | None, name: str) -> Environment | None:
    """Return the environment of that name, or raise a ConfigurationError that names the setting."""
    if value is None or isinstance(value, Environment):
        return value
    found = _NAMES.get(value.strip().lower()) if isinstance(value, str) else None  # pyright: ignore[reportUnnecessaryIsInstance]
    if found is None:
        raise ConfigurationError(f"{name} takes 'sandbox' or 'production', not {value!r}")
    return found


def normalise_base_url(
    text: str, *, name: str = "base_url", allow_http: bool = False
) -> tuple[str, Environment | None]:
    """Put right what people paste as the API's address.

    The web application's host becomes the API's host, ``.eu`` becomes ``.be``, a missing scheme is added, and quotes,
    whitespace, a trailing slash and ``/v1`` are dropped.

    Args:
        text: What was pasted.
        name: What to call the setting in an error message.
        allow_http: Permit plain http to a host other than this machine.

    Returns:
        The address without a slash at its end, and the environment whose host it is, if any.

    Raises:
        ConfigurationError: It is not an http(s) address, or holds credentials, a query or a fragment.
    """
    url, host = _parsed(text, name)
    port = url.explicit_port
    if official := _official(host):
        # The API lives at the root of Billit's own hosts, whatever page the address was copied from.
        if port not in {None, 80, 443}:
            raise ConfigurationError(f"{name} names port {port}, which Billit does not serve")
        return official.api_url, official
    if url.scheme == "http" and not is_loopback(host) and not allow_http:
        raise ConfigurationError(
            f"{name} is plain http, which would send your key unencrypted: use https, or pass allow_http=True"
        )
    prefix = url.raw_path.rstrip("/")
    if prefix.lower().endswith("/v1"):
        prefix = prefix[:-3].rstrip("/")
    shown_host = f"[{host}]" if ":" in host else host
    shown_port = "" if port is None or port == {"http": 80, "https": 443}[url.scheme] else f":{port}"
    return f"{url.scheme}://{shown_host}{shown_port}{prefix}", None


def _parsed(text: str, name: str) -> tuple[URL, str]:
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError(f"{name} takes a text, not {type(text).__name__}")
    cleaned = text.strip().strip("\"'").strip()
    if "://" not in cleaned:
        bare_host = cleaned.split("/", 1)[0].rsplit(":", 1)[0].strip("[]").lower()
        cleaned = f"{'http' if is_loopback(bare_host) else 'https'}://{cleaned}"
    try:
        url = URL(cleaned)
        # A name in Punycode is decoded only here.
        host = (url.host or "").lower().rstrip(".")
    except ValueError:
        url, host = URL(), ""
    # The text may hold a password, so it is not repeated.
    if not host or url.scheme not in {"http", "https"} or any(char.isspace() for char in host):
        raise ConfigurationError(f"{name} is not an address such as https://api.sandbox.billit.be")
    if url.user is not None or url.password is not None:
        raise ConfigurationError(f"{name} holds a user or password: Billit's credentials are given as auth")
    if url.raw_query_string or url.raw_fragment:
        raise ConfigurationError(f"{name} holds a query or fragment: give scheme and host only")
    return url, host


def _official(host: str) -> Environment | None:
    for domain in (".billit.be", ".billit.eu"):
        if f".{host}".endswith(domain):
            name = f".{host}".removesuffix(domain).strip(".")
            return {  # another name of theirs is taken as it stands
                "": Environment.PRODUCTION,
                "api": Environment.PRODUCTION,
                "my": Environment.PRODUCTION,
                "www": Environment.PRODUCTION,
                "sandbox": Environment.SANDBOX,
                "api.sandbox": Environment.SANDBOX,
                "my.sandbox": Environment.SANDBOX,
            }.get(name)
    return None


def is_loopback(host: str) -> bool:
    """Tell whether a host, in lower case and without brackets, is this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
