"""Applications, codes, grants and tokens in the emulator's database. Of what is secret it holds hashes only.

A *grant* is what a user gave to an application at one logon; every token belongs to one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal
from uuid import UUID

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from billit_async.emulator.storage.counters import Counters
    from billit_async.emulator.storage.database import Database

__all__ = ["TABLES", "Application", "Code", "GrantRepository", "Logon", "RefreshToken", "check_application"]

TABLES: Final = (
    "CREATE TABLE applications (ClientID TEXT PRIMARY KEY, SecretHash TEXT, Name TEXT)",
    "CREATE TABLE redirect_uris (ClientID TEXT, URI TEXT, PRIMARY KEY (ClientID, URI))",
    """CREATE TABLE logons (TicketHash TEXT PRIMARY KEY, ClientID TEXT, RedirectURI TEXT, State TEXT, Challenge TEXT,
        Expires TEXT)""",
    """CREATE TABLE codes (CodeHash TEXT PRIMARY KEY, ClientID TEXT, RedirectURI TEXT, Challenge TEXT, Expires TEXT,
        Used INTEGER)""",
    "CREATE TABLE grants (GrantID INTEGER PRIMARY KEY, ClientID TEXT, Revoked INTEGER)",
    "CREATE TABLE access_tokens (TokenHash TEXT PRIMARY KEY, GrantID INTEGER, Expires TEXT)",
    "CREATE TABLE refresh_tokens (TokenHash TEXT PRIMARY KEY, GrantID INTEGER, Used INTEGER)",
    "CREATE INDEX grants_of_application ON grants (ClientID)",
)

_CODE_LIFETIME: Final = timedelta(minutes=10)
"""Source: docs page "how do I get started with OAuth"."""
_LOGON_LIFETIME: Final = timedelta(minutes=30)
"""How long a logon page may stay open; not documented."""
_SECRET_PREFIX: Final = "emulator-secret-not-a-secret-"  # noqa: S105 - it says so itself
"""What comes first in a client secret, so that a person or a scanner that finds one sees that it opens nothing."""
_REDIRECT_URI: Final = re.compile(r"https?://[!-~]+", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class Application:
    """A registered application.

    Args:
        client_id: Its public name towards Billit.
        name: What the user reads.
        redirect_uris: Where the user may be sent back to.
    """

    client_id: str
    name: str
    redirect_uris: frozenset[str]


@attrs.frozen(kw_only=True)
class Logon:
    """What an application asked for when it sent its user to the logon page.

    Args:
        client_id: The application.
        redirect_uri: Where the user goes back to, as it was written.
        state: What is echoed; empty for nothing.
        challenge: The S256 challenge of PKCE; empty when there was none.
    """

    client_id: str
    redirect_uri: str
    state: str = ""
    challenge: str = ""


@attrs.frozen(kw_only=True)
class Code:
    """An authorization code that was handed out, used or not."""

    client_id: str
    redirect_uri: str
    challenge: str
    is_expired: bool
    is_used: bool


@attrs.frozen(kw_only=True)
class RefreshToken:
    """A refresh token that was handed out, used or not."""

    client_id: str
    grant_id: int
    is_used: bool
    is_revoked: bool


@attrs.frozen
class GrantRepository:
    """Reads and writes what OAuth2 needs.

    Args:
        database: The database.
        counters: What the numbers of applications are handed out from.
    """

    database: Database = attrs.field(repr=False)
    counters: Counters = attrs.field(repr=False)

    # Applications

    def register(self, name: str, redirect_uris: Iterable[str], *, seed: int) -> tuple[str, str]:
        """Register an application, as Billit's support does.

        Args:
            name: What the user reads on the logon page.
            redirect_uris: Where its users may be sent back to.
            seed: The same seed hands out the same credentials in the same order.

        Returns:
            Client id and client secret.

        Raises:
            ValueError: on a name that cannot be shown, and on a redirect URI that Billit would not take.
        """
        number = self.counters.advance("oauth/application")
        digest = hashlib.sha512(f"{seed}/application/{number}".encode()).digest()
        client_id = str(UUID(bytes=digest[:16], version=4))
        secret = _SECRET_PREFIX + base64.urlsafe_b64encode(digest[16:48]).decode().rstrip("=")
        self.set_application(client_id, name, redirect_uris)
        statement = "UPDATE applications SET SecretHash = ? WHERE ClientID = ?"
        self.database.connection.execute(statement, (_hash(secret), client_id))
        return client_id, secret

    def set_application(self, client_id: str, name: str, redirect_uris: Iterable[str]) -> None:
        """Write the name and the redirect URIs of an application; its secret stays.

        Raises:
            ValueError: as `register`.
        """
        uris = tuple(redirect_uris)
        check_application(name, uris)
        execute = self.database.connection.execute
        execute(
            "INSERT INTO applications VALUES (?, '', ?) ON CONFLICT (ClientID) DO UPDATE SET Name = excluded.Name",
            (client_id, name),
        )
        execute("DELETE FROM redirect_uris WHERE ClientID = ?", (client_id,))
        for uri in dict.fromkeys(uris):
            execute("INSERT INTO redirect_uris VALUES (?, ?)", (client_id, uri))

    def application(self, client_id: str) -> Application | None:
        """A registered application, or ``None``."""
        execute = self.database.connection.execute
        row = execute("SELECT Name FROM applications WHERE ClientID = ?", (client_id,)).fetchone()
        if row is None:
            return None
        uris = execute("SELECT URI FROM redirect_uris WHERE ClientID = ?", (client_id,))
        return Application(client_id=client_id, name=row[0], redirect_uris=frozenset(uri for (uri,) in uris))

    def is_client(self, client_id: str, client_secret: str) -> bool:
        """Whether an application has this secret."""
        statement = "SELECT SecretHash FROM applications WHERE ClientID = ?"
        row = self.database.connection.execute(statement, (client_id,)).fetchone()
        return row is not None and hmac.compare_digest(row[0], _hash(client_secret))

    # Logon and code

    def open_logon(self, logon: Logon, now: datetime) -> str:
        """Remember what a logon page asks, and return the ticket that its form carries once."""
        ticket = secrets.token_urlsafe(24)
        execute = self.database.connection.execute
        execute("DELETE FROM logons WHERE Expires <= ?", (_moment(now),))
        execute(
            "INSERT INTO logons VALUES (?, ?, ?, ?, ?, ?)",
            (
                _hash(ticket),
                logon.client_id,
                logon.redirect_uri,
                logon.state,
                logon.challenge,
                _moment(now + _LOGON_LIFETIME),
            ),
        )
        return ticket

    def close_logon(self, ticket: str, now: datetime) -> Logon | None:
        """Take a ticket; ``None`` when nobody gave it out, when it was used, and when it is too old."""
        row = self.database.connection.execute(
            "DELETE FROM logons WHERE TicketHash = ? RETURNING ClientID, RedirectURI, State, Challenge, Expires",
            (_hash(ticket),),
        ).fetchone()
        if row is None or row[4] <= _moment(now):
            return None
        return Logon(client_id=row[0], redirect_uri=row[1], state=row[2], challenge=row[3])

    def new_code(self, logon: Logon, now: datetime) -> str:
        """Hand out the authorization code of a logon that the user allowed."""
        code = secrets.token_urlsafe(32)
        self.database.connection.execute(
            "INSERT INTO codes VALUES (?, ?, ?, ?, ?, 0)",
            (_hash(code), logon.client_id, logon.redirect_uri, logon.challenge, _moment(now + _CODE_LIFETIME)),
        )
        return code

    def code(self, code: str, now: datetime) -> Code | None:
        """A code that was handed out, or ``None``."""
        statement = "SELECT ClientID, RedirectURI, Challenge, Expires, Used FROM codes WHERE CodeHash = ?"
        row = self.database.connection.execute(statement, (_hash(code),)).fetchone()
        if row is None:
            return None
        return Code(
            client_id=row[0],
            redirect_uri=row[1],
            challenge=row[2],
            is_expired=row[3] <= _moment(now),
            is_used=bool(row[4]),
        )

    def use_code(self, code: str) -> int:
        """Mark a code as used, and return the grant that it opens."""
        execute = self.database.connection.execute
        statement = "UPDATE codes SET Used = 1 WHERE CodeHash = ? RETURNING ClientID"
        (client_id,) = execute(statement, (_hash(code),)).fetchone()
        (grant_id,) = execute("INSERT INTO grants VALUES (NULL, ?, 0) RETURNING GrantID", (client_id,)).fetchone()
        return int(grant_id)

    # Tokens

    def new_pair(self, grant_id: int, expires: datetime) -> tuple[str, str]:
        """Hand out an access token, valid until then, and a refresh token, valid once."""
        access, refresh = secrets.token_urlsafe(48), secrets.token_urlsafe(48)
        execute = self.database.connection.execute
        execute("INSERT INTO access_tokens VALUES (?, ?, ?)", (_hash(access), grant_id, _moment(expires)))
        execute("INSERT INTO refresh_tokens VALUES (?, ?, 0)", (_hash(refresh), grant_id))
        return access, refresh

    def refresh_token(self, token: str) -> RefreshToken | None:
        """A refresh token that was handed out, or ``None``."""
        row = self.database.connection.execute(
            "SELECT ClientID, GrantID, Used, Revoked FROM refresh_tokens JOIN grants USING (GrantID)"
            " WHERE TokenHash = ?",
            (_hash(token),),
        ).fetchone()
        if row is None:
            return None
        return RefreshToken(client_id=row[0], grant_id=row[1], is_used=bool(row[2]), is_revoked=bool(row[3]))

    def use_refresh_token(self, token: str) -> None:
        """Mark a refresh token as used."""
        statement = "UPDATE refresh_tokens SET Used = 1 WHERE TokenHash = ?"
        self.database.connection.execute(statement, (_hash(token),))

    def access_grant(
        self, token: str, now: datetime
    ) -> int | Literal["InvalidAccessToken", "AccessTokenExpired", "AccessTokenRevoked"]:
        """The grant of an access token, or the code that says what is wrong with it.

        Source: docs page "how do I get started with OAuth".
        """
        row = self.database.connection.execute(
            "SELECT GrantID, Expires, Revoked FROM access_tokens JOIN grants USING (GrantID) WHERE TokenHash = ?",
            (_hash(token),),
        ).fetchone()
        if row is None:
            return "InvalidAccessToken"
        if row[2]:
            return "AccessTokenRevoked"
        return "AccessTokenExpired" if row[1] <= _moment(now) else int(row[0])

    def revoke(self, grant_id: int) -> None:
        """End one grant and with it every token of it."""
        self.database.connection.execute("UPDATE grants SET Revoked = 1 WHERE GrantID = ?", (grant_id,))

    def revoke_access_token(self, token: str) -> None:
        """End one access token; its refresh token goes on."""
        execute = self.database.connection.execute
        # What is revoked is a grant: this token gets one of its own.
        (grant_id,) = execute(
            "INSERT INTO grants SELECT NULL, ClientID, 1 FROM access_tokens JOIN grants USING (GrantID)"
            " WHERE TokenHash = ? RETURNING GrantID",
            (_hash(token),),
        ).fetchone()
        execute("UPDATE access_tokens SET GrantID = ? WHERE TokenHash = ?", (grant_id, _hash(token)))

    def remove_application(self, client_id: str) -> None:
        """End everything that the user gave to an application, codes too; it stays registered."""
        execute = self.database.connection.execute
        execute("UPDATE grants SET Revoked = 1 WHERE ClientID = ?", (client_id,))
        execute("DELETE FROM codes WHERE ClientID = ?", (client_id,))


def check_application(name: str, redirect_uris: tuple[str, ...]) -> None:
    """Check what an application is registered with.

    Raises:
        ValueError: no name, characters that cannot be shown, no redirect URI, or one with a query of its own.

    Source: docs page "how do I get started with OAuth"; that a fragment is refused is RFC 6749, section 3.1.2.
    """
    if not name.strip() or not name.isprintable():
        raise ValueError(f"the name of an application is text that can be shown: {name!r}")
    if not redirect_uris:
        raise ValueError("an application has at least one redirect URI")
    for uri in redirect_uris:
        if not _REDIRECT_URI.fullmatch(uri) or "?" in uri or "#" in uri:
            raise ValueError(f"a redirect URI is an http or https URL without query and fragment: {uri!r}")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _moment(moment: datetime) -> str:
    """A moment whose text order is its time order."""
    return moment.isoformat(timespec="microseconds")
