"""`billit emulator`: Billit in a box, until Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path  # noqa: TC003 - cyclopts reads the annotations when the command runs
from typing import Annotated

from cyclopts import Parameter, validators

from billit_async.cli.export import Count  # noqa: TC001 - as above
from billit_async.cli.output import Failure, say, warn
from billit_async.emulator import Emulator, EmulatorSettings
from billit_async.errors import ConfigurationError

__all__ = ["emulator"]

REDIRECT_URI = "http://127.0.0.1:8400/callback"

Port = Annotated[int, Parameter(validator=validators.Number(gte=0, lte=65535))]


async def emulator(
    *,
    port: Port = 0,
    orders: Annotated[int, Parameter(validator=validators.Number(gte=0))] = 120,
    companies: Count = 1,
    seed: int = 7,
    database: Path | None = None,
    redirect_uri: Annotated[tuple[str, ...], Parameter(negative="", show_default=False)] = (REDIRECT_URI,),
    any_loopback_port: bool = False,
    allow_host: Annotated[tuple[str, ...], Parameter(negative="", show_default=False)] = (),
    token_lifetime: Annotated[int, Parameter(validator=validators.Number(gte=1))] = 3600,
    set_: Annotated[tuple[str, ...], Parameter(name="--set", negative="", show_default=False)] = (),
) -> None:
    """Run a made-up Billit on this machine until Ctrl-C, and print how to reach it.

    Args:
        port: The port on 127.0.0.1; a free one when it is 0.
        orders: Made-up orders, over all companies.
        companies: Companies under the one API key.
        seed: The same seed makes the same companies, orders and numbers.
        database: A file that keeps the data for the next time; in memory when it is left out.
        redirect_uri: Where the OAuth2 application may send its users back to; may be given several times;
            http://127.0.0.1:8400/callback when it is left out.
        any_loopback_port: A redirect URI on http://127.0.0.1 stands for every port.
        allow_host: A name other than localhost that requests may be sent to; may be given several times.
        token_lifetime: Seconds that an access token works.
        set_: Another setting, as GROUP.NAME=VALUE, such as paging.page_size=50; may be given several times. The
            documentation of the emulator lists them.
    """
    oauth = {"oauth.any_loopback_port": any_loopback_port, "oauth.token_lifetime": token_lifetime}
    try:
        settings = EmulatorSettings.of(oauth).with_texts(set_)
    except ConfigurationError as error:
        raise Failure(str(error), usage=True, hint="--set paging.page_size=50 is how a setting is given") from error
    async with Emulator(
        seed=seed,
        orders=orders,
        companies=companies,
        port=port,
        database=":memory:" if database is None else str(database),
        redirect_uris=redirect_uri,
        allowed_hosts=allow_host,
        settings=settings,
    ) as running:
        # Ctrl-C and SIGTERM arrive as a cancellation. For a server they are the normal end: exit code 0.
        with contextlib.suppress(asyncio.CancelledError):
            _print_how_to_reach(running)
            await asyncio.Event().wait()
    warn("Stopped.")


def _print_how_to_reach(running: Emulator) -> None:
    say(f"Billit in a box: {running.url}")
    say(f"API key:         {running.api_key}")
    say(f"Companies:       {', '.join(map(str, running.party_ids))}")
    say(f"Client id:       {running.client_id}")
    say(f"Client secret:   {running.client_secret}")
    say(f"Redirect URI:    {running.redirect_uri}")
    say()
    say("To reach it from another terminal:")
    say(f"export BILLIT_BASE_URL={running.url}")
    say(f"export BILLIT_API_KEY={running.api_key}")
    say(f"export BILLIT_PARTY_ID={running.party_id}")
    say()
    say("Then for instance: billit orders list --top 10")
    say("Ctrl-C ends it.")
