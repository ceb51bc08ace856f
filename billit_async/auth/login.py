"""The rules of a login, as functions over text: what a callback must carry, and what the addresses of one may be."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from billit_async._transport.addresses import is_loopback
from billit_async._transport.secret import Secret
from billit_async.auth.token_endpoint import Fault, Refused
from billit_async.errors import (
    CodeRejected,
    ConfigurationError,
    InvalidArgument,
    LoginError,
    LoginRefused,
    StateMismatch,
    TokenServiceUnavailable,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "browser_url",
    "callback_fields",
    "checked_redirect_uri",
    "checked_text",
    "checked_type",
    "code_of_callback",
    "error_without_state",
    "login_error",
    "pkce_challenge",
    "pkce_verifier",
]

_ERROR = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_REFUSED = "the user refused the application access"
_LONGEST_CALLBACK = 16_384
_MOST_FIELDS = 100


def code_of_callback(callback_url: str, expected_state: str) -> Secret:
    """Return the code of a callback, after its state.

    Billit sends a user who refused back without the state, so that an error without a code needs none.

    Args:
        callback_url: The whole address, or its path and query.
        expected_state: The state that the login began with.

    Raises:
        StateMismatch: The state is another, or missing beside a code.
        LoginRefused: The user said no.
        LoginError: There is no code.

    Source: the manual, chapter 8 (``?error=access_denied`` alone).
    """
    if not isinstance(expected_state, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"expected_state takes a text, not {type(expected_state).__name__}")
    if not expected_state:
        raise InvalidArgument("expected_state is empty: give authorization_url's state, kept with the user's session")
    fields = callback_fields(callback_url)
    states = fields.get("state", [])
    if error := error_without_state(fields):
        raise error
    # The state before all else: nothing of a forged callback is believed, neither its code nor its error.
    if len(states) != 1 or not hmac.compare_digest(_bytes(states[0]), _bytes(expected_state)):
        raise StateMismatch(
            "the callback belongs to another login, or was forged: send the user to a new authorization_url"
        )
    if error := _error_of(fields):
        raise error
    codes = fields.get("code", [])
    if len(codes) != 1 or not codes[0]:
        raise LoginError("the callback carries no code: give the whole address that the browser was sent to")
    return Secret(codes[0])


def error_without_state(fields: Mapping[str, list[str]]) -> LoginError | None:
    """Make the error of a callback that has neither a state nor a code, as Billit sends a user who refused.

    Args:
        fields: Of :func:`callback_fields`.

    Returns:
        The error to raise; None when the state decides. What is forged ends a login at most.

    Source: the manual, chapter 8 (``?error=access_denied`` alone).
    """
    return None if "state" in fields or "code" in fields else _error_of(fields)


def _error_of(fields: Mapping[str, list[str]]) -> LoginError | None:
    # Billit shows technical failures on its own page, so that a description alone is a refusal.
    if "error" not in fields:
        return LoginRefused(_REFUSED) if "error_description" in fields else None
    # The manual prints a blank before the code.
    code = fields["error"][0].strip()
    if code.lower() == "access_denied":
        return LoginRefused(_REFUSED)
    said = f"with {code!r}" if _ERROR.fullmatch(code) else "and does not say why in an error code"
    return LoginError(f"the login failed {said}: send the user to log in again")


def callback_fields(callback_url: str) -> dict[str, list[str]]:
    """Read the query of the address that the browser was sent to; any visitor may have written it.

    Args:
        callback_url: The whole address, or its path and query.

    Raises:
        StateMismatch: It is not an address that Billit sends a browser to.
        TypeError: It is not text.
    """
    if not isinstance(callback_url, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"callback_url takes a text, not {type(callback_url).__name__}")
    if len(callback_url) > _LONGEST_CALLBACK:
        raise StateMismatch(f"the address has more than {_LONGEST_CALLBACK} characters: it does not come from Billit")
    fields: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(urlsplit(callback_url).query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise StateMismatch("the address of the callback cannot be read: it does not come from Billit") from None
    for name, value in pairs:
        fields.setdefault(name.strip(), []).append(value)
    return fields


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def login_error(refused: Refused) -> Exception:
    """Make the error for a code that the token endpoint refused."""
    match refused.fault:
        case Fault.GRANT | Fault.UNCLEAR:
            return CodeRejected(
                f"the code is not taken ({refused.said}): it was used before, is older than 10 minutes, or belongs "
                "to another client or redirect_uri; send the user to log in again"
            )
        case Fault.TEMPORARY if refused.unsure:
            return LoginError(f"the login broke off at the token endpoint ({refused.said}): log the user in again")
        case Fault.TEMPORARY:
            return TokenServiceUnavailable(f"the token endpoint gives no tokens now ({refused.said}): try again")
        case _:
            return ConfigurationError(f"the token endpoint refuses {refused.fault.value} ({refused.said}): check them")


def pkce_verifier(client_secret: Secret, state: str) -> str:
    """Make the code verifier of a login.

    It is made from the state, so that nothing but the state has to be kept between the two halves of a login.

    Args:
        client_secret: The application's.
        state: The state of the login.

    Source: RFC 7636.
    """
    return _unpadded(hmac.digest(client_secret.reveal().encode(), f"pkce {state}".encode(), "sha256"))


def pkce_challenge(verifier: str) -> str:
    """Return the S256 code challenge of a verifier.

    Args:
        verifier: Of :func:`pkce_verifier`.

    Source: RFC 7636.
    """
    return _unpadded(hashlib.sha256(verifier.encode()).digest())


def _unpadded(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def checked_text(value: object, name: str) -> str:
    """Return a setting that is text and not blank."""
    if isinstance(value, str):
        # Wrapped, since it may be a secret: the variables of this call may be collected.
        value = Secret(value)
    if not isinstance(value, Secret):
        raise ConfigurationError(f"{name} takes text, not {type(value).__name__}")
    if fault := _fault_of(value):
        raise ConfigurationError(f"{name} {fault}")
    return value.reveal().strip() if name != "name" else value.reveal()


def _fault_of(wrapped: Secret) -> str:
    text = wrapped.reveal()
    if not text.strip():
        return "is empty"
    if any("\ud800" <= char <= "\udfff" for char in text):
        return "holds half a character (a lone surrogate): read it again as UTF-8"
    return ""


def checked_redirect_uri(value: object) -> str:
    """Return the address that Billit sends browsers back to, if it may be one."""
    text = browser_url(checked_text(value, "redirect_uri"), "redirect_uri")
    if "?" in text or "#" in text:
        raise ConfigurationError("redirect_uri takes no query of its own, which Billit refuses: use the state")
    return text


def browser_url(text: str, setting: str) -> str:
    """Check an address that a browser is sent to with something secret, or comes back to with it.

    Source: RFC 8252, section 7.3 and 8.3 (http on the loopback interface only); docs page "how do I get started with
    OAuth".
    """
    problem = f"{setting} takes a whole address such as https://app.example/callback"
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError(f"{problem}, not {type(text).__name__}")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if not host or not text.isprintable() or any(char.isspace() or char in '\\"<>^`{|}' for char in text):
        raise ConfigurationError(f"{problem}, not {text[:200]!r}")
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError(f"{problem}, without a user or password")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise ConfigurationError(
            f"{setting} takes https, or http on this machine's own address (127.0.0.1, [::1], localhost), "
            f"not {parts.scheme}://{host}: what comes back to it is secret"
        )
    return text


def checked_type(value: Any, kind: Any, name: str) -> Any:
    """Return a setting that is of its type, or None."""
    if value is not None and not isinstance(value, kind):
        raise ConfigurationError(f"{name} takes a {kind.__name__}, not {type(value).__name__}")
    return value
