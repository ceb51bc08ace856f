"""The credentials of the command line: the key of `BILLIT_API_KEY`, or else the login that `billit login` stored."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import platformdirs

from billit_async import BillitSession, OAuth2, Secret, TokenStoreError
from billit_async._runtime.durable import replace_file
from billit_async._runtime.private_files import make_private_folder, read_private
from billit_async.cli.network_options import NetworkOptions
from billit_async.cli.output import Failure

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from billit_async import TokenStore

__all__ = [
    "REDIRECT_URI",
    "Login",
    "config_folder",
    "forget_login",
    "open_store",
    "read_login",
    "session",
    "write_login",
]

REDIRECT_URI: Final = "http://127.0.0.1:8400/callback"


class Login(NamedTuple):
    """A login, as it is kept beside its tokens.

    Attributes:
        client_id: The OAuth client.
        client_secret: Its secret.
        redirect_uri: Where Billit sends the browser back to.
        base_url: The API.
        store: Where the tokens are, as ``--store`` takes it.
    """

    client_id: str
    client_secret: Secret
    redirect_uri: str
    base_url: str
    store: str

    def oauth(self) -> OAuth2:
        """Return the application, with its store."""
        return OAuth2(
            self.client_id,
            self.client_secret,
            self.redirect_uri,
            base_url=self.base_url,
            store=open_store(self.store),
            proxy=NetworkOptions.proxy,
            ca_file=NetworkOptions.ca_file,
            pkce=True,
            allow_http=True,  # `billit login` has agreed to this address already
        )


def config_folder() -> Path:
    """Return the folder of the command's own files: ``BILLIT_CONFIG_DIR``, or the platform's place for them."""
    given = os.environ.get("BILLIT_CONFIG_DIR", "").strip()
    return Path(given).expanduser() if given else platformdirs.user_config_path("billit")


def open_store(store: str) -> TokenStore:
    """Return the token store that ``--store`` names.

    Args:
        store: ``file`` or ``file:FOLDER``, ``keyring``, or the address of a Redis or a database.

    Raises:
        Failure: It names none.
        ConfigurationError: Its package is not installed.
    """
    from billit_async.auth import stores  # noqa: PLC0415  (loads what it names only)

    kind, _, rest = store.partition(":")
    match kind:
        case "file":
            if rest:
                return stores.FileTokenStore(Path(rest).expanduser())
            _make_folder()
            return stores.FileTokenStore(config_folder() / "tokens")
        case "keyring":
            return stores.KeyringTokenStore()
        case "redis" | "rediss" | "unix":
            return stores.RedisTokenStore(store)
        case _ if kind.startswith(("postgresql", "sqlite")):
            return stores.SQLTokenStore(store)
        case _:
            raise Failure(
                f"--store takes no {kind!r}",
                hint="file, file:FOLDER, keyring, redis://..., postgresql+asyncpg://... or sqlite+aiosqlite:///...",
                usage=True,
            )


def read_login() -> Login | None:
    """Return the login that was made on this machine; None when there is none.

    Raises:
        Failure: Its file is damaged, or may be read by others.
    """
    path = _path()
    try:
        content = read_private(path)
    except TokenStoreError as error:
        raise Failure(f"the login holds a secret: {error}", hint="billit login makes it anew") from None
    except OSError as error:
        raise Failure(f"{path} cannot be read: {error.strerror}") from None
    if content is None:
        return None
    try:
        kept: dict[str, Any] = json.loads(content)
        return Login(
            str(kept["client_id"]),
            Secret(kept["client_secret"]),
            str(kept["redirect_uri"]),
            str(kept["base_url"]),
            str(kept["store"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    # Outside the handler: the decoder's error may quote the secret.
    raise Failure(f"{path} is damaged", hint="billit login makes it anew")


def write_login(login: Login) -> None:
    """Keep a login, readable by its owner only."""
    path = _path()
    _make_folder()
    kept = {**login._asdict(), "client_secret": login.client_secret.reveal()}
    replace_file(path, json.dumps(kept, indent=2).encode())


def forget_login() -> None:
    """Delete the login's file."""
    _path().unlink(missing_ok=True)


@contextlib.asynccontextmanager
async def session() -> AsyncGenerator[BillitSession]:
    """Open a session with the key of ``BILLIT_API_KEY``, or else with the login.

    Raises:
        ConfigurationError: There is neither.
    """
    login = None if os.environ.get("BILLIT_API_KEY", "").strip() else await asyncio.to_thread(read_login)
    if login is None:
        async with BillitSession(proxy=NetworkOptions.proxy, ca_file=NetworkOptions.ca_file) as billit:
            yield billit
        return
    oauth = await asyncio.to_thread(login.oauth)
    try:
        async with BillitSession(oauth) as billit:
            yield billit
    finally:
        await oauth.aclose()


def _make_folder() -> None:
    try:
        make_private_folder(config_folder())
    except TokenStoreError as error:
        raise Failure(f"the folder of the login and its tokens: {error}") from None
    except OSError as error:
        raise Failure(f"{config_folder()} cannot be made: {error.strerror}") from None


def _path() -> Path:
    return config_folder() / "login.json"
