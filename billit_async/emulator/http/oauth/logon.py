"""The rules of logon: who may ask, where the user may be sent back to, and what goes along."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from billit_async.emulator.storage.grants import Application, GrantRepository, Logon

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from billit_async.emulator.settings import EmulatorSettings

__all__ = ["LogonRefused", "callback_url", "decide", "read_logon"]

_LOOPBACK: Final = re.compile(r"(http://(?:127\.0\.0\.1|\[::1\]))(?::(\d{1,5}))?(/.*)?")
_CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_LAST_PORT: Final = 65535


class LogonRefused(Exception):  # noqa: N818 - it is a response, not an error of the emulator
    """A logon with a technical failure; its text is shown on screen.

    Source: docs page "how do I get started with OAuth": such failures are never sent to the redirect URI.
    """


def read_logon(
    grants: GrantRepository, settings: EmulatorSettings, given: Mapping[str, str]
) -> tuple[Application, Logon]:
    """Read the query of a logon URL.

    Args:
        grants: The registered applications.
        settings: The settings.
        given: The decoded query.

    Returns:
        The application, and what it asks for.

    Raises:
        LogonRefused: unknown application, redirect URI that is not registered for it, or a PKCE method but S256.

    Source: docs page "how do I get started with OAuth". PKCE is in the Swagger model and nowhere else; RFC 7636.
    """
    application = grants.application(given.get("client_id", ""))
    if application is None:
        raise LogonRefused("No application is registered with this client_id.")
    redirect_uri = given.get("redirect_uri", "")
    if not redirect_uri:
        raise LogonRefused("The redirect_uri is missing.")
    if "?" in redirect_uri:
        raise LogonRefused("The redirect_uri has a query of its own; use state instead.")
    if not _is_registered(application, redirect_uri, any_loopback_port=settings.oauth.any_loopback_port):
        raise LogonRefused("The redirect_uri is not one of those registered for this application.")
    challenge = given.get("code_challenge", "")
    if challenge and (given.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(challenge)):
        raise LogonRefused("The code_challenge must be one of the method S256.")
    # Source: as above. What follows an "&" inside state is lost.
    state = given.get("state", "").partition("&")[0]
    return application, Logon(
        client_id=application.client_id, redirect_uri=redirect_uri, state=state, challenge=challenge
    )


def decide(grants: GrantRepository, ticket: str, now: datetime, *, allow: bool) -> str:
    """Take the user's decision.

    Args:
        grants: Where the code is kept.
        ticket: What the form carried.
        now: The emulator's time.
        allow: The decision.

    Returns:
        The URL to send the user back to.

    Raises:
        LogonRefused: the form was sent before, or stood open too long.
    """
    logon = grants.close_logon(ticket, now)
    if logon is None:
        raise LogonRefused("This page was used before, or it stood open too long.")
    if not allow:
        return callback_url(logon, "error", "access_denied")
    return callback_url(logon, "code", grants.new_code(logon, now))


def callback_url(logon: Logon, name: str, value: str) -> str:
    """The redirect URI with one parameter and the state."""
    state = f"&state={_quoted(logon.state)}" if logon.state else ""
    return f"{logon.redirect_uri}?{name}={_quoted(value)}{state}"


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _is_registered(application: Application, redirect_uri: str, *, any_loopback_port: bool) -> bool:
    if redirect_uri in application.redirect_uris:
        return True
    if not any_loopback_port:
        return False
    # RFC 8252, section 7.3: a program on the user's machine takes whatever port is free.
    asked = _LOOPBACK.fullmatch(redirect_uri)
    if asked is None or int(asked[2] or 80) > _LAST_PORT:
        return False
    known = (_LOOPBACK.fullmatch(uri) for uri in application.redirect_uris)
    return any(match is not None and match.group(1, 3) == asked.group(1, 3) for match in known)
