"""`billit peppol`: who can be reached over Peppol, and what came in over it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

import cyclopts
from cyclopts import Parameter

from billit_async import to_json
from billit_async._serialization import codec
from billit_async._serialization.values import wire_text
from billit_async.cli.credentials import session
from billit_async.cli.output import Failure, say_json, table

if TYPE_CHECKING:
    from billit_async.models import ParticipantInformationResponse

__all__ = ["peppol"]

_AT_ONCE = 4

peppol = cyclopts.App(
    name="peppol",
    help_format="plaintext",
    help="Look into the Peppol network: who is on it, and what came in over it.",
    help_epilogue="""Examples:
  billit peppol check BE0563846944
  billit peppol inbox
""",
)


@peppol.command(
    help_epilogue="""Exit code 1 when one of them is not registered.

Examples:
  billit peppol check BE0563846944
  billit peppol check 0563846944 0208:0403170701 NL002059999B90
  billit peppol check BE0563846944 --output json
""",
)
async def check(
    *identifiers: str, output: Annotated[Literal["table", "json"], Parameter(name=["--output", "-o"])] = "table"
) -> None:
    """Check whether companies can be reached over Peppol, and which documents they take.

    Args:
        identifiers: VAT numbers with their country, Belgian enterprise numbers, or scheme:value.
        output: A table, or the whole responses as JSON lines.
    """
    if not identifiers:
        raise Failure("no company was named", hint="billit peppol check BE0563846944", usage=True)
    turns = asyncio.Semaphore(_AT_ONCE)
    async with session() as billit:

        async def look(identifier: str) -> ParticipantInformationResponse:
            async with turns:
                return await billit.peppol.lookup(identifier)

        responses = await asyncio.gather(*map(look, identifiers))
    if output == "json":
        for response in responses:
            say_json(to_json(response).decode())
    else:
        table(
            ("ASKED", "ON PEPPOL", "AS", "TAKES"),
            [
                (
                    identifier,
                    "yes" if response.registered else "no",
                    response.identifier or "",
                    ", ".join(map(str, response.document_types or [])) or "-",
                )
                for identifier, response in zip(identifiers, responses, strict=True)
            ],
        )
    absent = [
        identifier for identifier, response in zip(identifiers, responses, strict=True) if not response.registered
    ]
    if absent:
        raise Failure(f"not on Peppol: {', '.join(absent)}", hint="send by e-mail: transport type SMTP")


@peppol.command(
    help_epilogue="""Examples:
  billit peppol inbox
  billit peppol inbox --output jsonl
""",
)
async def inbox(*, output: Annotated[Literal["table", "jsonl"], Parameter(name=["--output", "-o"])] = "table") -> None:
    """Show the oldest ten documents that wait in the inbox; nothing is confirmed.

    Args:
        output: A table, or the whole items as JSON lines.
    """
    async with session() as billit:
        items = await billit.peppol.inbox()
    if output == "jsonl":
        for item in items:
            say_json(codec.to_json(item).decode())
        return
    table(
        ("ITEM", "CAME IN", "FROM", "TO", "WHAT"),
        [
            (
                str(item.inbox_item_id),
                _moment(item.creation_date),
                item.sender_peppol_id or "",
                item.receiver_peppol_id or "",
                _kind(str(item.peppol_document_type or "")),
            )
            for item in items
        ],
        numbers=("ITEM",),
    )


def _moment(moment: datetime | None) -> str:
    # What is not a date is shown as Billit sent it.
    return wire_text(moment)[:19] if isinstance(moment, datetime) else str(moment or "")


def _kind(document_type: str) -> str:
    """Shorten ``urn:…:Invoice-2::Invoice##…::2.1`` to what it is; ``IMR`` and ``MLR`` are short already."""
    return document_type.partition("::")[2].partition("##")[0] or document_type
