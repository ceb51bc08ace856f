"""`billit account`: whose key this is, and which companies it reaches."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from billit_async import to_json
from billit_async.cli.credentials import session
from billit_async.cli.output import say_json, table, warn

__all__ = ["account"]


async def account(*, output: Annotated[Literal["table", "json"], Parameter(name=["--output", "-o"])] = "table") -> None:
    """Show whose key this is, and which companies it reaches.

    Args:
        output: A table of the companies, or the whole response as JSON.
    """
    async with session() as billit:
        information = await billit.account.information()
    if output == "json":
        say_json(to_json(information).decode())
        return
    companies = information.companies or []
    if information.email:
        warn(f"Logged in as {information.email}.")
    table(
        ("PARTY ID", "NAME", "VAT NUMBER", "CITY"),
        [
            (str(company.party_id), company.name or "", company.vat_number or "", company.city or "")
            for company in companies
        ],
        numbers=("PARTY ID",),
    )
