"""The cookies of a web application: signed, with names that only the application's own host can set, and a bounded age.

A cookie holds names and random texts, never a token. Who can read it can use it, so it is HTTP-only.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets as random
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from billit_async._runtime.extras import import_extra
from billit_async._transport.secret import Secret
from billit_async.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["SECRET_VARIABLE", "Cookie", "CookieSecrets", "Cookies", "cookie_secrets"]

SECRET_VARIABLE: Final = "BILLIT_COOKIE_SECRET"  # noqa: S105  (its name)
"""The variable that the signing keys are read from when none are given."""

CookieSecrets = str | Secret | Sequence[str | Secret]
"""One signing key, or several: the first signs, all of them verify."""

_SHORTEST: Final = 16
_LOGINS_AT_ONCE: Final = 5
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
_PATH: Final = re.compile(r"/[A-Za-z0-9._~/-]{0,200}")
_HOW_TO_MAKE_ONE: Final = "python -c 'import secrets; print(secrets.token_urlsafe(32))'"


class Cookie(NamedTuple):
    """A cookie to set. It is HTTP-only and ``SameSite=Lax``: it must come back from Billit's page.

    Attributes:
        name: Its whole name, with the prefix.
        value: What it holds, signed; empty to delete it.
        max_age: Seconds that it lives; 0 to delete it.
        path: Where it is sent to.
        secure: Whether it goes over https only.
    """

    name: str
    value: str
    max_age: int
    path: str
    secure: bool

    def header(self) -> str:
        """Return the value of a ``Set-Cookie`` header."""
        secure = "; Secure" if self.secure else ""
        return f"{self.name}={self.value}; Path={self.path}; Max-Age={self.max_age}; HttpOnly; SameSite=Lax{secure}"


def cookie_secrets(variable: str = SECRET_VARIABLE) -> list[str]:
    """Read the signing keys from a variable: one, or several with commas between them, the newest first.

    Args:
        variable: The name of the variable.

    Raises:
        ConfigurationError: It is not set, or a key is too short; the message says how to make one.
    """
    found = [text.strip() for text in os.environ.get(variable, "").split(",") if text.strip()]
    if not found:
        raise ConfigurationError(f"{variable} is not set: make a key once with {_HOW_TO_MAKE_ONE}, and keep it")
    return _checked(found, variable)


class Cookies:
    """Makes and reads the two kinds of cookies: of a login under way, and of a browser that is logged in.

    Args:
        secrets: The signing keys; from ``BILLIT_COOKIE_SECRET`` when None.
        name: What their names begin with. Two applications on one host need two.
        path: Where they are sent to.
        secure: Whether the application is reached over https. The names then begin with ``__Host-``, or with
            ``__Secure-`` where there is a path, so that no other host and no plain http can plant one.
        login_seconds: How long a user may take to log in.
        session_seconds: How long a browser stays logged in.

    Raises:
        ConfigurationError: A value cannot be used, or the package ``itsdangerous`` is not installed.

    Source: RFC 6265bis, section 4.1.3 (prefixes of cookie names).
    """

    def __init__(
        self,
        secrets: CookieSecrets | None,
        *,
        name: str,
        path: str,
        secure: bool,
        login_seconds: int,
        session_seconds: int,
    ) -> None:
        if not _NAME.fullmatch(name):
            raise ConfigurationError("cookie_name takes up to 40 letters, digits, '-' and '_'")
        if not _PATH.fullmatch(path):
            raise ConfigurationError(f"cookie_path takes a path such as / or /tools, not {path!r}")
        prefix = "" if not secure else "__Host-" if path == "/" else "__Secure-"
        self.session_name = f"{prefix}{name}"
        self._login_prefix = f"{prefix}{name}_login_"
        self._path = path
        self._secure = secure
        self._login_seconds = _positive(login_seconds, "login_seconds")
        self._session_seconds = _positive(session_seconds, "session_seconds")
        signing = _itsdangerous()
        self._bad: type[Exception] = signing.BadData
        # Last of all: a tool that collects the variables of a failed call finds no key above.
        keys = cookie_secrets() if secrets is None else _checked(_texts(secrets), "secret")

        def signer(purpose: str) -> Any:
            # itsdangerous signs with the last key. The purpose keeps one kind from being taken for the other.
            return signing.URLSafeTimedSerializer(
                keys[::-1],
                salt=f"billit-async.{purpose}.{name}",
                signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
            )

        self._logins, self._sessions = signer("login"), signer("session")

    def login(self, state: str, facts: Mapping[str, Any]) -> Cookie:
        """Make the cookie of a login that begins, another for each, so that two tabs do not disturb each other."""
        value = self._logins.dumps({"state": state, **facts})
        return Cookie(self.login_name(state), value, self._login_seconds, self._path, self._secure)

    def login_name(self, state: str) -> str:
        """Return the name of the cookie of a login."""
        return self._login_prefix + hashlib.sha256(state.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    def read_login(self, state: str, cookies: Mapping[str, str]) -> dict[str, Any] | None:
        """Return what the cookie of a login says; None when there is none that is ours, or it is too old."""
        facts = self._read(self._logins, cookies.get(self.login_name(state), ""), self._login_seconds)
        return facts if facts is not None and facts.get("state") == state else None

    def session(self) -> tuple[str, Cookie]:
        """Make the cookie of a browser that has logged in.

        Returns:
            The name of its grant, which nobody can guess and which begins with the time, and the cookie.
        """
        # By the time, grants of browsers that never came back can be found in a store, and deleted.
        name = f"browser/{int(time.time())}/{random.token_urlsafe(24)}"
        value = self._sessions.dumps({"grant": name})
        return name, Cookie(self.session_name, value, self._session_seconds, self._path, self._secure)

    def read_session(self, cookies: Mapping[str, str], *, ignore_age: bool = False) -> str | None:
        """Return the name of a browser's grant; None when the cookie is missing, not ours, or too old.

        Args:
            cookies: What the browser sent.
            ignore_age: Also from a cookie that is too old, to forget its grant.
        """
        facts = self._read(
            self._sessions, cookies.get(self.session_name, ""), None if ignore_age else self._session_seconds
        )
        name = facts.get("grant") if facts else None
        return name if isinstance(name, str) and name.startswith("browser/") else None

    def delete(self, name: str) -> Cookie:
        """Make the cookie that deletes another; browsers obey only when it has the same path and security."""
        return Cookie(name, "", 0, self._path, self._secure)

    def login_cookies(self, cookies: Iterable[str]) -> list[str]:
        """Return the names of all logins under way in a browser."""
        return [name for name in cookies if name.startswith(self._login_prefix)]

    def surplus_logins(self, cookies: Iterable[str]) -> list[Cookie]:
        """Delete cookies of earlier logins, so that a browser never carries more than a few.

        A page of another site can make a browser begin logins without end; a request whose header grew too long would
        be refused.
        """
        return [self.delete(name) for name in self.login_cookies(cookies)[: -(_LOGINS_AT_ONCE - 1)]]

    def _read(self, signer: Any, value: str, max_age: int | None) -> dict[str, Any] | None:
        try:
            facts: Any = signer.loads(value, max_age=max_age)
        except (self._bad, ValueError):  # lone surrogates cannot be signed
            return None
        return cast("dict[str, Any]", facts) if isinstance(facts, dict) else None


def _texts(secrets: CookieSecrets) -> list[Any]:
    given: list[Any] = [secrets] if isinstance(secrets, str | Secret) else list(secrets)
    return [text.reveal() if isinstance(text, Secret) else text for text in given]


def _checked(keys: list[Any], what: str) -> list[str]:
    if not keys or not all(isinstance(key, str) and len(key.strip()) >= _SHORTEST for key in keys):
        raise ConfigurationError(
            f"{what} takes a text of at least {_SHORTEST} characters, or several: make one with {_HOW_TO_MAKE_ONE}"
        )
    return keys


def _positive(seconds: int, name: str) -> int:
    if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds <= 0:
        raise ConfigurationError(f"{name} takes a whole number of seconds above zero, not {seconds!r}")
    return seconds


def _itsdangerous() -> Any:
    # The extra `fastapi` brings it as well.
    return import_extra("itsdangerous", what="signing", extra="aiohttp")
